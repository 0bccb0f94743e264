/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_words: sorted tables, searched by halves.
 */
#include "searcher/query_words.h"

#include <stdlib.h>

typedef struct word_row {
    const char *form;
    int value;
} word_row;

/* each table in order of bytes */
static const char *const asking[] = {
    "a", "about", "all", "an", "and", "any", "are", "at", "be", "been", "by", "can", "could", "describe",
    "described", "did", "do", "does", "ever", "few", "film", "films", "find", "flick", "flicks", "for", "from",
    "give", "given", "had", "has", "have", "he", "her", "his", "how", "i", "im", "in", "is", "it", "its", "kind",
    "list", "looking", "made", "me", "movie", "movies", "name", "named", "of", "on", "or", "please", "search",
    "she", "show", "some", "sort", "tell", "that", "the", "their", "them", "there", "these", "they", "this",
    "those", "to", "was", "were", "what", "whats", "when", "where", "which", "who", "whom", "whos", "whose",
    "with", "word", "words", "would", "you",
};

static const char *const hedging[] = {
    "absolutely", "actually", "again", "ago", "almost", "already", "also", "although", "always", "anybody",
    "anyone", "anything", "anyway", "apologies", "apparently", "appreciate", "appreciated", "approximately",
    "around", "ask", "asked", "back", "bad", "barely", "basically", "because", "believe", "better", "bit", "bits",
    "both", "bugging", "came", "cant", "certain", "clear", "clearly", "come", "comes", "completely", "correct",
    "couldnt", "couple", "crazy", "days", "definitely", "describing", "description", "detail", "details", "didnt",
    "difficult", "doesnt", "doing", "dont", "driving", "early", "either", "else", "end", "ending", "ends",
    "english", "enough", "especially", "etc", "even", "eventually", "every", "everything", "exact", "exactly",
    "fairly", "feel", "feels", "figure", "first", "forget", "forgot", "forgotten", "found", "fuzzy", "generally",
    "get", "gets", "getting", "go", "goes", "going", "good", "google", "googled", "got", "gotten", "great",
    "guess", "guessing", "guys", "happen", "happened", "happens", "hard", "hazy", "heard", "hello", "help",
    "helpful", "helps", "hey", "hi", "honestly", "hope", "hopefully", "idea", "imdb", "internet", "isnt", "ive",
    "just", "kinda", "knew", "know", "knows", "lastly", "late", "later", "least", "like", "likely", "literally",
    "little", "ll", "long", "look", "lot", "lots", "luck", "mainly", "make", "many", "may", "maybe", "mean",
    "memories", "memory", "mention", "mentioned", "mid", "might", "mind", "mostly", "much", "must", "myself",
    "near", "never", "nobody", "now", "obviously", "old", "older", "one", "ones", "online", "only", "original",
    "originally", "part", "parts", "people", "perhaps", "please", "plot", "pls", "point", "possible", "possibly",
    "post", "pretty", "probably", "put", "quite", "random", "rather", "re", "really", "recall", "recalled",
    "recently", "reddit", "related", "released", "remember", "remembered", "remembering", "right", "roughly",
    "said", "saw", "say", "says", "scene", "scenes", "searched", "searching", "see", "seeing", "seem", "seemed",
    "seems", "seen", "several", "shown", "similar", "since", "small", "solved", "somebody", "somehow", "someone",
    "something", "sometime", "sometimes", "somewhat", "somewhere", "sorry", "sounds", "specific", "specifically",
    "start", "started", "starts", "story", "stuck", "stuff", "such", "suppose", "supposed", "sure", "take",
    "takes", "tell", "thank", "thanks", "thats", "theres", "thing", "things", "think", "thinking", "though",
    "thought", "time", "times", "title", "titled", "took", "totally", "tried", "try", "trying", "tv", "two",
    "type", "unfortunately", "unsure", "used", "vague", "vaguely", "ve", "very", "viewed", "want", "wanted",
    "watch", "watched", "watching", "way", "well", "went", "whatever", "wondering", "work", "wrong", "year",
    "years", "yes", "yet",
};

/* what a question may ask of a film, and how: beside a title or a name they are the question's words */
static const char *const framing[] = {
    "applicable", "apply", "associated", "brief", "briefly", "considered", "date", "dates", "describes", "describing", "dialect",
    "fall", "falls", "genre", "genres", "got", "info", "information", "keyword", "keywords", "known", "language", "languages",
    "main", "month", "person", "people", "primary", "primarily", "protagonist", "rating", "related", "release", "responsible",
    "script", "sentence", "set", "spoken", "story", "storyline", "subject", "subjects", "summary", "tag", "tags", "term", "terms",
    "theme", "themes", "title", "titled", "topic", "topics", "type", "under", "used", "work", "worked", "works", "world", "year",
    "years",
};

static const char *const questioning[] = {
    "describe", "how", "list", "name", "what", "whats", "when", "where", "which", "who", "whom", "whos", "whose",
};

static const word_row roles[] = {
    {"act", RL_FIELD_CAST},          {"acted", RL_FIELD_CAST},          {"acting", RL_FIELD_CAST},
    {"actor", RL_FIELD_CAST},        {"actors", RL_FIELD_CAST},         {"actress", RL_FIELD_CAST},
    {"actresses", RL_FIELD_CAST},    {"acts", RL_FIELD_CAST},           {"appear", RL_FIELD_CAST},
    {"appeared", RL_FIELD_CAST},     {"appears", RL_FIELD_CAST},        {"author", RL_FIELD_WRITER},
    {"cast", RL_FIELD_CAST},         {"cinematographer", RL_FIELD_CINEMATOGRAPHY}, {"composed", RL_FIELD_MUSIC},
    {"composer", RL_FIELD_MUSIC},    {"costar", RL_FIELD_CAST},         {"direct", RL_FIELD_DIRECTOR},
    {"directed", RL_FIELD_DIRECTOR}, {"director", RL_FIELD_DIRECTOR},   {"directors", RL_FIELD_DIRECTOR},
    {"directs", RL_FIELD_DIRECTOR},  {"edited", RL_FIELD_EDITING},      {"editor", RL_FIELD_EDITING},
    {"featured", RL_FIELD_CAST},     {"features", RL_FIELD_CAST},       {"featuring", RL_FIELD_CAST},
    {"genre", RL_FIELD_GENRE},       {"genres", RL_FIELD_GENRE},        {"language", RL_FIELD_LANGUAGE},
    {"played", RL_FIELD_CAST},       {"plays", RL_FIELD_CAST},          {"produced", RL_FIELD_PRODUCER},
    {"producer", RL_FIELD_PRODUCER}, {"release", RL_FIELD_YEAR},        {"released", RL_FIELD_YEAR},
    {"screenplay", RL_FIELD_WRITER}, {"screenwriter", RL_FIELD_WRITER}, {"script", RL_FIELD_WRITER},
    {"star", RL_FIELD_CAST},         {"starred", RL_FIELD_CAST},        {"starring", RL_FIELD_CAST},
    {"stars", RL_FIELD_CAST},        {"write", RL_FIELD_WRITER},        {"writer", RL_FIELD_WRITER},
    {"writers", RL_FIELD_WRITER},    {"writes", RL_FIELD_WRITER},       {"written", RL_FIELD_WRITER},
    {"wrote", RL_FIELD_WRITER},
};

static const char *const denying[] = {"arent", "isnt", "no", "not", "wasnt", "werent"};
static const char *const winning[] = {"win", "winner", "winners", "winning", "won"};
static const char *const nominating[] = {"nominated", "nomination", "nominations", "nominee", "nominees"};

static const word_row decades[] = {
    {"eighties", 1980}, {"fifties", 1950}, {"forties", 1940}, {"nineties", 1990}, {"noughties", 2000},
    {"seventies", 1970}, {"sixties", 1960}, {"thirties", 1930}, {"twenties", 1920},
};

static const word_row numbers[] = {
    {"eight", 8},     {"eighteen", 18}, {"eleven", 11},  {"fifteen", 15},   {"five", 5},      {"four", 4},  {"fourteen", 14},
    {"half", 0},      {"nine", 9},      {"nineteen", 19}, {"one", 1},       {"seven", 7},     {"seventeen", 17}, {"six", 6},
    {"sixteen", 16},  {"ten", 10},      {"thirteen", 13}, {"three", 3},     {"twelve", 12},   {"twenty", 20}, {"two", 2},
};

static int order_name(const void *key, const void *row) {
    return rl_str_compare(*(const rl_str *)key, rl_str_of(*(const char *const *)row));
}

static int order_row(const void *key, const void *row) {
    return rl_str_compare(*(const rl_str *)key, rl_str_of(((const word_row *)row)->form));
}

#define COUNT(table) (sizeof(table) / sizeof(table)[0])
#define IN(table, form) (bsearch(&(form), table, COUNT(table), sizeof(table)[0], order_name) != NULL)

static int value_of(rl_str form, const word_row *rows, size_t count) {
    const word_row *row = bsearch(&form, rows, count, sizeof *rows, order_row);
    return row == NULL ? 0 : row->value;
}

bool rl_query_word_asks(rl_str form) { return IN(asking, form); }
bool rl_query_word_frames(rl_str form) { return IN(framing, form); }
bool rl_query_word_questions(rl_str form) { return IN(questioning, form); }
bool rl_query_word_hedges(rl_str form) { return IN(hedging, form); }
bool rl_query_word_denies(rl_str form) { return IN(denying, form); }
bool rl_query_word_wins(rl_str form) { return IN(winning, form); }
bool rl_query_word_nominates(rl_str form) { return IN(nominating, form); }
rl_field rl_query_word_role(rl_str form) { return (rl_field)value_of(form, roles, COUNT(roles)); }
rl_field rl_query_word_hint(rl_str form) {
    return rl_str_is(form, "with") ? RL_FIELD_CAST : rl_str_is(form, "by") ? RL_FIELD_DIRECTOR : RL_FIELD_NONE;
}
int rl_query_word_decade(rl_str form) { return value_of(form, decades, COUNT(decades)); }
int rl_query_word_number(rl_str form) { return value_of(form, numbers, COUNT(numbers)); }
