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
    "able", "absolutely", "actual", "actually", "afaik", "again", "ago", "almost", "already", "alright", "also",
    "although", "always", "am", "another", "anybody", "anyone", "anything", "anyway", "anyways", "apologies",
    "apparently", "appreciate", "appreciated", "approximately", "around", "ask", "asked", "atmosphere",
    "awesome", "back", "bad", "barely", "basic", "basically", "because", "beginning", "being", "believe",
    "better", "bit", "bits", "bizarre", "boring", "both", "btw", "bugging", "bunch", "but", "cable", "called",
    "came", "cannot", "cant", "cartoonish", "certain", "channel", "character", "characters", "clear", "clearly",
    "climax", "clip", "close", "come", "comes", "coming", "completely", "confused", "confusing", "cool",
    "correct", "correctly", "couldnt", "couple", "cover", "crazy", "creepy", "days", "definitely", "describing",
    "description", "detail", "details", "didnt", "different", "difficult", "doesnt", "doing", "dont", "driving",
    "dude", "during", "dvd", "early", "edit", "eerie", "either", "else", "end", "ended", "ending", "ends",
    "english", "enough", "entire", "entirely", "era", "especially", "etc", "even", "eventually", "every",
    "everyone", "everything", "exact", "exactly", "except", "fairly", "far", "feel", "feeling", "feels", "felt",
    "figure", "finally", "first", "forget", "forgot", "forgotten", "found", "full", "funny", "fuzzy",
    "generally", "get", "gets", "getting", "go", "goes", "going", "good", "google", "googled", "got", "gotten",
    "great", "guess", "guessing", "guy", "guys", "happen", "happened", "happening", "happens", "hard", "havent",
    "having", "hazy", "heard", "hed", "hello", "help", "helpful", "helps", "heres", "hes", "hey", "hi",
    "hilarious", "him", "honestly", "hope", "hopefully", "huge", "id", "idea", "ideas", "idk", "if", "iirc",
    "ill", "imagine", "imdb", "imo", "important", "instead", "intense", "interesting", "internet", "into",
    "involved", "involving", "ish", "isnt", "ive", "just", "keeps", "kept", "kinda", "kindly", "knew", "know",
    "knows", "lastly", "late", "later", "least", "let", "like", "likely", "literally", "little", "ll", "lol",
    "long", "look", "looked", "looks", "lot", "lots", "luck", "mainly", "make", "makes", "making", "many",
    "massive", "may", "maybe", "mean", "memories", "memory", "mention", "mentioned", "mid", "middle", "might",
    "mind", "mix", "moment", "montage", "more", "mostly", "much", "must", "my", "myself", "near", "netflix",
    "never", "next", "nobody", "normal", "note", "nothing", "now", "obviously", "off", "ok", "okay", "old",
    "older", "one", "ones", "online", "only", "onto", "opening", "original", "originally", "other", "others",
    "out", "over", "overall", "own", "part", "parts", "people", "perhaps", "period", "personally", "place",
    "please", "plot", "pls", "plus", "point", "possible", "possibly", "post", "pretty", "prior", "probably",
    "put", "puts", "quirky", "quite", "random", "rather", "re", "realizes", "really", "reason", "recall",
    "recalled", "recent", "recently", "reddit", "regarding", "related", "released", "remember", "remembered",
    "remembering", "remembers", "rented", "resembles", "rest", "revolved", "revolves", "right", "roughly",
    "said", "same", "saw", "say", "saying", "says", "scary", "scenario", "scene", "scenes", "screen",
    "searched", "searching", "see", "seeing", "seem", "seemed", "seems", "seen", "sequence", "setting",
    "several", "shed", "shes", "shot", "shots", "showed", "showing", "shown", "shows", "side", "similar",
    "since", "small", "so", "solved", "somebody", "somehow", "someone", "something", "sometime", "sometimes",
    "somewhat", "somewhere", "sorry", "sorts", "sounds", "specific", "specifically", "spoiler", "spoilers",
    "start", "started", "starts", "still", "story", "stuck", "stuff", "style", "subplot", "such", "suddenly",
    "super", "suppose", "supposed", "sure", "take", "taken", "takes", "taking", "talking", "tell", "telling",
    "tension", "terrible", "than", "thank", "thanks", "thats", "theater", "theatre", "then", "theres", "theyd",
    "theyre", "thing", "things", "think", "thinking", "though", "thought", "through", "throughout", "til",
    "till", "time", "times", "title", "titled", "together", "tone", "too", "took", "totally", "towards",
    "trailer", "tried", "tries", "try", "trying", "turned", "turns", "tv", "twist", "two", "type", "unclear",
    "unfortunately", "unknown", "unless", "unsure", "until", "up", "us", "used", "using", "usual", "vague",
    "vaguely", "various", "ve", "very", "vhs", "vibe", "vibes", "viewed", "visually", "visuals", "vividly",
    "want", "wanted", "watch", "watched", "watching", "way", "we", "wed", "weird", "well", "went", "weve",
    "whatever", "while", "whole", "why", "wondering", "work", "wrong", "year", "years", "yes", "yet", "your",
    "youre",
};

/* what a question may ask of a film, and how: beside a title or a name they are the question's words */
static const char *const framing[] = {
    "applicable", "apply", "associated", "brief", "briefly", "considered", "date", "dates", "describes", "describing", "dialect",
    "fall", "falls", "filmed", "genre", "genres", "got", "info", "information", "keyword", "keywords", "known", "language", "languages",
    "main", "month", "music", "person", "people", "primary", "primarily", "protagonist", "rating", "related", "release", "responsible",
    "score", "script", "sentence", "set", "soundtrack", "spoken", "story", "storyline", "subject", "subjects", "summary", "tag", "tags", "term", "terms",
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

static const word_row attributes[] = {
    {"budget", RL_FIELD_BUDGET},     {"certificate", RL_FIELD_CERTIFICATE}, {"characters", RL_FIELD_CHARACTER}, {"duration", RL_FIELD_RUNTIME},
    {"gross", RL_FIELD_GROSS},       {"locations", RL_FIELD_LOCATION},      {"rating", RL_FIELD_RATING},        {"runtime", RL_FIELD_RUNTIME},
    {"tagline", RL_FIELD_TAGLINE},
};

static const char *const denying[] = {"arent", "except", "excluding", "isnt", "no", "non", "not", "wasnt", "werent", "without"};
static const char *const winning[] = {"win", "winner", "winners", "winning", "won"};
static const char *const nominating[] = {"nominated", "nomination", "nominations", "nominee", "nominees"};

/* what people call a film, and the genre that means it */
static const struct {
    const char *form, *genre;
} opinions[] = {
    {"funny", "Comedy"}, {"hilarious", "Comedy"}, {"humorous", "Comedy"}, {"scary", "Horror"}, {"frightening", "Horror"}, {"spooky", "Horror"},
    {"suspenseful", "Thriller"}, {"biographic", "Biography"}, {"weepie", "Melodrama"}, {"heartwarming", "Family"},
};

static const word_row decades[] = {
    {"eighties", 1980}, {"fifties", 1950}, {"forties", 1940}, {"nineties", 1990}, {"noughties", 2000},
    {"seventies", 1970}, {"sixties", 1960}, {"thirties", 1930}, {"twenties", 1920},
};

/* how people talk, and how pages write it */
static const struct {
    const char *form, *written;
} spoken[] = {
    {"airplane", "plane"}, {"bike", "motorcycle"}, {"cop", "police"}, {"cops", "police"}, {"dad", "father"}, {"doc", "doctor"},
    {"grandma", "grandmother"}, {"grandpa", "grandfather"}, {"kid", "child"}, {"kids", "children"}, {"mom", "mother"}, {"mum", "mother"},
    {"photo", "photograph"}, {"tv", "television"},
};

/* how people begin to tell of a film whose name they do not know */
static const struct {
    const char *first, *second;
} telling[] = {
    {"film", "where"}, {"i", "recall"}, {"i", "remember"}, {"i", "saw"}, {"i", "watched"}, {"movie", "where"}, {"one", "where"}, {"scene", "where"},
    {"was", "this"},
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
rl_field rl_query_word_attribute(rl_str form) { return (rl_field)value_of(form, attributes, COUNT(attributes)); }
bool rl_query_word_films(rl_str form) {
    return rl_str_is(form, "film") || rl_str_is(form, "films") || rl_str_is(form, "movie") || rl_str_is(form, "movies");
}
bool rl_query_word_hedges(rl_str form) { return IN(hedging, form); }
rl_str rl_query_word_written(rl_str form) {
    for (size_t i = 0; i < COUNT(spoken); i++) {
        if (rl_str_is(form, spoken[i].form)) {
            return rl_str_of(spoken[i].written);
        }
    }
    return RL_STR_EMPTY;
}
const char *rl_query_word_genre(rl_str form) {
    for (size_t i = 0; i < COUNT(opinions); i++) {
        if (rl_str_is(form, opinions[i].form)) {
            return opinions[i].genre;
        }
    }
    return NULL;
}
bool rl_query_words_tell(rl_str first, rl_str second) {
    for (size_t i = 0; i < COUNT(telling); i++) {
        if (rl_str_is(first, telling[i].first) && rl_str_is(second, telling[i].second)) {
            return true;
        }
    }
    return false;
}
bool rl_query_word_denies(rl_str form) { return IN(denying, form); }
bool rl_query_word_wins(rl_str form) { return IN(winning, form); }
bool rl_query_word_nominates(rl_str form) { return IN(nominating, form); }
rl_field rl_query_word_role(rl_str form) { return (rl_field)value_of(form, roles, COUNT(roles)); }
rl_field rl_query_word_hint(rl_str form) {
    return rl_str_is(form, "with") ? RL_FIELD_CAST : rl_str_is(form, "by") ? RL_FIELD_DIRECTOR : RL_FIELD_NONE;
}
int rl_query_word_decade(rl_str form) { return value_of(form, decades, COUNT(decades)); }
int rl_query_word_number(rl_str form) { return value_of(form, numbers, COUNT(numbers)); }
