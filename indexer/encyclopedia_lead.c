/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_lead: the definition of an article, "TITLE (German: AKA) is a 1928 German silent film
 * directed by ...": where it stands, what kind of thing it names, what the words before "film" say.
 */
#include "common/lexicon.h"
#include "indexer/article.h"
#include "indexer/encyclopedia.h"

enum { TITLE_PART_BYTES = 600, HEAD_BYTES = 240, LEAD_LINES = 400 };

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }
static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

/* --- finding the definition --- */

/* Behind what a broken template or an image left before the sentence: "... }} TITLE is a". */
static rl_str without_preamble(rl_str text) {
    size_t verb = rl_str_find(text, RL_STR(" is "));
    rl_str part = rl_str_slice(text, 0, verb == SIZE_MAX ? 0 : verb + 1);
    size_t start = 0;
    for (size_t i = 0; i + 1 < part.length; i++) {
        if (part.at[i] == '}' && part.at[i + 1] == '}') {
            start = i + 2;
        }
    }
    static const char *const images[] = {".jpg ", ".png ", ".svg ", ".gif ", ".jpeg "};
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        size_t found = rl_str_find_nocase(part, rl_str_of(images[i]));
        if (found != SIZE_MAX && found + strlen(images[i]) > start) {
            start = found + strlen(images[i]);
        }
    }
    size_t caption = rl_str_find(rl_str_slice(part, start, part.length), RL_STR("]] "));
    start = caption == SIZE_MAX ? start : start + caption + 3;
    return rl_str_trim(rl_str_slice(text, start, text.length));
}

/* Length of the verb at index i ("is a ", "was an ", "is the "), 0 where there is none. */
static size_t verb_length(rl_str text, size_t i) {
    static const char *const verbs[] = {"is a ", "is an ", "was a ", "was an ", "is the ", "was the ", "are a ", "is one of ", "is "};
    if (i != 0 && !is_space(text.at[i - 1]) && text.at[i - 1] != '_' && text.at[i - 1] != ')' && text.at[i - 1] != '"') {
        return 0;
    }
    for (size_t v = 0; v < sizeof verbs / sizeof verbs[0]; v++) {
        rl_str verb = rl_str_of(verbs[v]);
        if (rl_str_starts(rl_str_slice(text, i, text.length), verb)) {
            return verb.length;
        }
    }
    return 0;
}

bool rl_encyclopedia_skip_group(rl_str text, size_t *i) {
    char open = text.at[*i];
    char close = open == '(' ? ')' : open == '[' ? ']' : open == '_' ? '_' : open == '"' ? '"' : '\0';
    if (close == '\0') {
        return false;
    }
    int depth = 0;
    for (size_t k = *i; k < text.length && k < *i + TITLE_PART_BYTES; k++) {
        if (text.at[k] == open && open != close) {
            depth++;
        } else if (text.at[k] == close && (open != close || k > *i)) {
            depth--;
            if (depth <= 0) {
                *i = k + 1;
                return true;
            }
        }
    }
    return false;
}

/* Offset of the defining verb in a paragraph, SIZE_MAX where there is none. "is" alone counts only
 * when nothing better follows in the title part. */
static size_t find_verb(rl_str text, size_t *out_length) {
    size_t weak = SIZE_MAX;
    for (size_t i = 0; i < text.length && i < TITLE_PART_BYTES;) {
        size_t length = verb_length(text, i);
        if (length > 3) {
            *out_length = length;
            return i;
        }
        weak = length == 3 && weak == SIZE_MAX ? i : weak;
        if (!rl_encyclopedia_skip_group(text, &i)) {
            i++;
        }
    }
    *out_length = 3;
    return weak;
}

/* Where a stop stands that is not part of "made for television" or "coming of age". */
static size_t find_stop(rl_str predicate, const char *stop) {
    static const char *const phrases[] = {"made for ", "coming of ", "slice of ", "olor by ", "olour by "};
    for (size_t from = 0, at; (at = rl_str_find(rl_str_slice(predicate, from, predicate.length), rl_str_of(stop))) != SIZE_MAX; from += at + 1) {
        rl_str until = rl_str_slice(predicate, 0, from + at + strlen(stop));
        bool phrase = false;
        for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
            phrase = phrase || rl_str_ends(until, rl_str_of(phrases[i]));
        }
        if (!phrase) {
            return from + at;
        }
    }
    return SIZE_MAX;
}

/* The part of the predicate that names the thing, up to what is told of it. */
static rl_str head_of(rl_str predicate) {
    static const char *const stops[] = {" directed", " written", " starring", " that ", " which ", " about ", " based ", " produced",
                                        " made by", " made in", " by ", " from ", " set ", " co-", " featuring", " with ", " who ", " released",
                                        " distributed", " created", " shot ", " filmed", " adapted", " on ", " depicting", " where ",
                                        " focusing", " covering", " of ", " for ", " to ", " and stars", " narrated", " realised", " inspired",
                                        " detailing", " in which", " funded", " edited", " presented", " adaptation", " told", " following",
                                        " reuniting", " loosely", "; ", " as ", " jointly", " built", " exploring", ", and the", ", and is", " and is ", " and the"};
    size_t end = predicate.length < HEAD_BYTES ? predicate.length : HEAD_BYTES;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        size_t found = find_stop(predicate, stops[i]);
        end = found < end ? found : end;
    }
    return rl_str_slice(predicate, 0, end);
}

/* Emphasis written as ''x'', '''x''' or **x** becomes _x_, so that one mark is left to look for. */
static rl_str one_emphasis(rl_arena *arena, rl_str text) {
    char *out = rl_arena_copy(arena, text.at, text.length);
    size_t used = 0;
    for (size_t i = 0; out != NULL && i < text.length;) {
        size_t end = i;
        while (end < text.length && text.at[end] == text.at[i] && (text.at[i] == '\'' || text.at[i] == '*')) {
            end++;
        }
        out[used++] = end - i >= 2 ? '_' : text.at[i];
        i = end - i >= 2 ? end : i + 1;
    }
    return out == NULL ? text : (rl_str){out, used};
}

/* "Week-End at the Waldorf, an American comedy film directed by ...": a definition without a verb. */
static rl_definition apposition(rl_arena *arena, rl_str line, size_t number) {
    enum { TITLE_WITHIN = 120, NOUN_WITHIN = 140 };
    static const char *const heads[] = {", a ", ", an "};
    rl_str text = one_emphasis(arena, rl_article_without_notes(arena, line));
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t at = rl_str_find(rl_str_slice(text, 0, TITLE_WITHIN), rl_str_of(heads[i]));
        rl_str rest = at == SIZE_MAX ? RL_STR_EMPTY : rl_article_clean(arena, rl_str_slice(text, at + strlen(heads[i]), text.length)), predicate;
        if (rl_article_sentence(&rest, &predicate) && rl_str_find(rl_str_slice(predicate, 0, NOUN_WITHIN), RL_STR(" film directed by ")) != SIZE_MAX) {
            return (rl_definition){rl_str_trim(rl_str_slice(text, 0, at)), predicate, head_of(predicate), number};
        }
    }
    return (rl_definition){.line = SIZE_MAX};
}

rl_definition rl_encyclopedia_definition(const rl_document *document, rl_arena *arena, size_t first, size_t last) {
    rl_definition definition = {.line = SIZE_MAX};
    for (size_t i = first; i < last && i < first + LEAD_LINES; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        if (line.length == 0 || line.at[0] == '-' || line.at[0] == '*') {
            continue;
        }
        definition = apposition(arena, line, i);
        if (definition.line != SIZE_MAX) {
            return definition;
        }
        rl_str text = without_preamble(one_emphasis(arena, rl_article_without_notes(arena, line)));
        size_t length = 0;
        size_t verb = find_verb(text, &length);
        if (verb == SIZE_MAX) {
            continue;
        }
        rl_str rest = rl_article_clean(arena, rl_str_slice(text, verb + length, text.length)), predicate;
        if (!rl_article_sentence(&rest, &predicate)) {
            continue;
        }
        return (rl_definition){rl_str_trim(rl_str_slice(text, 0, verb)), predicate, head_of(predicate), i};
    }
    return definition;
}

/* --- what it is --- */

static bool word_at(rl_str text, size_t at, rl_str word) {
    size_t end = at + word.length;
    return end <= text.length && rl_str_equal_nocase(rl_str_slice(text, at, end), word) &&
           (at == 0 || !is_word_byte(text.at[at - 1])) && (end == text.length || !is_word_byte(text.at[end]));
}

/* The last of these nouns in the head says what the thing is: "film actress", "documentary series". */
static const struct {
    const char *noun;
    rl_subject subject;
} nouns[] = {
    {"film", RL_SUBJECT_FILM}, {"films", RL_SUBJECT_FILM}, {"movie", RL_SUBJECT_FILM}, {"documentary", RL_SUBJECT_FILM},
    {"short", RL_SUBJECT_FILM}, {"comedy", RL_SUBJECT_FILM}, {"drama", RL_SUBJECT_FILM}, {"western", RL_SUBJECT_FILM},
    {"melodrama", RL_SUBJECT_FILM}, {"thriller", RL_SUBJECT_FILM}, {"telefilm", RL_SUBJECT_FILM}, {"picture", RL_SUBJECT_FILM},
    {"cartoon", RL_SUBJECT_FILM}, {"telemovie", RL_SUBJECT_FILM}, {"featurette", RL_SUBJECT_FILM}, {"feature", RL_SUBJECT_FILM},
    {"series", RL_SUBJECT_SERIES}, {"miniseries", RL_SUBJECT_SERIES}, {"sitcom", RL_SUBJECT_SERIES}, {"soap opera", RL_SUBJECT_SERIES},
    {"episode", RL_SUBJECT_EPISODE},
    {"actor", RL_SUBJECT_PERSON}, {"actress", RL_SUBJECT_PERSON}, {"director", RL_SUBJECT_PERSON}, {"filmmaker", RL_SUBJECT_PERSON},
    {"politician", RL_SUBJECT_PERSON}, {"singer", RL_SUBJECT_PERSON}, {"writer", RL_SUBJECT_PERSON}, {"producer", RL_SUBJECT_PERSON},
    {"screenwriter", RL_SUBJECT_PERSON}, {"composer", RL_SUBJECT_PERSON}, {"novelist", RL_SUBJECT_PERSON}, {"poet", RL_SUBJECT_PERSON},
    {"comedian", RL_SUBJECT_PERSON}, {"journalist", RL_SUBJECT_PERSON}, {"cinematographer", RL_SUBJECT_PERSON}, {"artist", RL_SUBJECT_PERSON},
    {"festival", RL_SUBJECT_EVENT}, {"ceremony", RL_SUBJECT_EVENT}, {"competition", RL_SUBJECT_EVENT}, {"event", RL_SUBJECT_EVENT},
    {"award", RL_SUBJECT_EVENT}, {"awards", RL_SUBJECT_EVENT}, {"list", RL_SUBJECT_LIST},
    {"play", RL_SUBJECT_OTHER}, {"novel", RL_SUBJECT_OTHER}, {"book", RL_SUBJECT_OTHER}, {"memoir", RL_SUBJECT_OTHER},
    {"autobiography", RL_SUBJECT_OTHER}, {"album", RL_SUBJECT_OTHER}, {"song", RL_SUBJECT_OTHER}, {"band", RL_SUBJECT_OTHER},
    {"video game", RL_SUBJECT_OTHER}, {"game", RL_SUBJECT_OTHER}, {"novella", RL_SUBJECT_OTHER}, {"opera", RL_SUBJECT_OTHER},
    {"company", RL_SUBJECT_OTHER}, {"studio", RL_SUBJECT_OTHER}, {"magazine", RL_SUBJECT_OTHER}, {"single", RL_SUBJECT_OTHER},
    {"soundtrack", RL_SUBJECT_OTHER}, {"theatre", RL_SUBJECT_OTHER}, {"short story", RL_SUBJECT_OTHER}, {"music video", RL_SUBJECT_OTHER},
    {"village", RL_SUBJECT_OTHER}, {"franchise", RL_SUBJECT_LIST}, {"character", RL_SUBJECT_OTHER}, {"comic book", RL_SUBJECT_OTHER},
};

/* "a 1999 spy film, the nineteenth in the James Bond series": what stands in a series is none. */
static rl_str without_series(rl_str head) {
    static const char *const films[] = {" film", " short", " cartoon", " movie"};
    static const char *const joints[] = {" in the ", ", the ", " and is the "};
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        size_t joint = rl_str_find(head, rl_str_of(joints[i]));
        rl_str before = rl_str_slice(head, 0, joint);
        for (size_t f = 0; joint != SIZE_MAX && f < sizeof films / sizeof films[0]; f++) {
            if (rl_str_ends(before, rl_str_of(films[f]))) {
                return before;
            }
        }
    }
    return head;
}

/* The subject of the last noun in text; false when there is none. */
static bool last_noun(rl_str text, rl_subject *out_subject) {
    text = without_series(text);
    size_t best_end = 0;
    for (size_t n = 0; n < sizeof nouns / sizeof nouns[0]; n++) {
        rl_str noun = rl_str_of(nouns[n].noun);
        for (size_t at = 0; at + noun.length <= text.length; at++) {
            if (at + noun.length > best_end && word_at(text, at, noun)) {
                best_end = at + noun.length;
                *out_subject = nouns[n].subject;
            }
        }
    }
    return best_end != 0;
}

/* "(born 3 May 1950)", "(11 January 1864 – 12 May 1902)". */
static bool tells_a_life(rl_str before) {
    size_t open = rl_str_find(before, RL_STR("("));
    rl_str inside = rl_str_slice(before, open == SIZE_MAX ? before.length : open + 1, before.length);
    static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                                         "October", "November", "December"};
    bool month = false;
    for (size_t i = 0; i < 12; i++) {
        month = month || rl_str_find(inside, rl_str_of(months[i])) != SIZE_MAX;
    }
    return rl_str_starts_nocase(inside, RL_STR("born ")) || (month && rl_str_find(inside, RL_STR(" – ")) != SIZE_MAX);
}

/* "a 2004 American musical biopic directed by": no noun is known, but of what is directed and no play. */
static bool is_directed(rl_str predicate) {
    static const char *const stages[] = {"stage", "Broadway", "play", "opera", "theatre", "theater", "music video", "video game"};
    bool directed = rl_str_find(predicate, RL_STR("directed by ")) != SIZE_MAX;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        size_t found = rl_str_find(predicate, rl_str_of(stages[i]));
        directed = directed && (found == SIZE_MAX || !word_at(predicate, found, rl_str_of(stages[i])));
    }
    return directed;
}

rl_subject rl_encyclopedia_subject(const rl_definition *definition, bool *out_known) {
    rl_subject subject = RL_SUBJECT_FILM;
    *out_known = definition->line != SIZE_MAX;
    if (*out_known && tells_a_life(definition->before)) {
        return RL_SUBJECT_PERSON;
    }
    *out_known = *out_known && (last_noun(definition->head, &subject) || is_directed(definition->predicate));
    return subject;
}

/* --- what the words before "film" say --- */

/* End of the n-th word (from 1) at or after start, hyphens joining words; SIZE_MAX when there are fewer. */
static size_t words_end(rl_str text, size_t start, int n) {
    size_t i = start;
    while (n-- > 0) {
        if (i >= text.length) {
            return SIZE_MAX;
        }
        i += i > start;
        while (i < text.length && (is_word_byte(text.at[i]) || text.at[i] == '\'' || text.at[i] == '.')) {
            i++;
        }
    }
    return i;
}

/* "Tamil-language", "Tamil language": bytes taken, 0 when no language stands here. */
static size_t read_language(rl_facts *facts, rl_str rest, rl_origin origin, uint32_t line) {
    size_t length = 0;
    const rl_lexicon_entry *entry = rl_lexicon_find_prefix(RL_LEXICON_LANGUAGE, rest, &length);
    if (entry == NULL) {
        return 0;
    }
    rl_str behind = rl_str_slice(rest, length, rest.length);
    bool marked = rl_str_starts_nocase(behind, RL_STR("-language")) || rl_str_starts_nocase(behind, RL_STR(" language")) ||
                  rl_str_starts_nocase(behind, RL_STR("–language"));
    bool country = rl_lexicon_country_of_adjective(rl_str_slice(rest, 0, length)) != NULL;
    if (!marked && country) {
        return 0;
    }
    rl_facts_labels(facts, RL_FIELD_LANGUAGE, rl_str_of(entry->name), origin, line);
    return length + (marked ? 9 : 0);
}

static size_t read_country(rl_facts *facts, rl_str text, size_t start, rl_origin origin, uint32_t line) {
    for (int words = 3; words > 0; words--) {
        size_t end = words_end(text, start, words);
        if (end == SIZE_MAX || end == start) {
            continue;
        }
        const rl_lexicon_entry *entry = rl_lexicon_country_of_adjective(rl_str_slice(text, start, end));
        if (entry != NULL) {
            rl_facts_labels(facts, RL_FIELD_COUNTRY, rl_str_of(entry->name), origin, line);
            return end - start;
        }
    }
    return 0;
}

static size_t read_kind(rl_facts *facts, rl_str rest, rl_origin origin, uint32_t line) {
    if (word_at(rest, 0, RL_STR("silent"))) {
        rl_facts_labels(facts, RL_FIELD_SOUND, RL_STR("silent"), origin, line);
        return 6;
    }
    if (word_at(rest, 0, RL_STR("short")) && !rl_str_starts_nocase(rest, RL_STR("short story"))) {
        rl_facts_add(facts, RL_FIELD_KIND, RL_STR("short"), origin, line);
        return 5;
    }
    return 0;
}

static size_t read_label(rl_facts *facts, rl_str rest, rl_origin origin, uint32_t line) {
    size_t length = 0;
    if (rl_str_starts_nocase(rest, RL_STR("live-action")) || rl_str_starts_nocase(rest, RL_STR("live action"))) {
        return strlen("live-action"); /* how it was made, not of which genre it is */
    }
    if (rl_lexicon_find_prefix(RL_LEXICON_COLORATION, rest, &length) != NULL) {
        rl_facts_coloration(facts, rl_str_slice(rest, 0, length), origin, line);
        return length;
    }
    if (rl_lexicon_find_prefix(RL_LEXICON_GENRE, rest, &length) != NULL) {
        rl_facts_labels(facts, RL_FIELD_GENRE, rl_str_slice(rest, 0, length), origin, line);
        return length;
    }
    return 0;
}

void rl_encyclopedia_describe(rl_facts *facts, rl_str head, rl_origin origin, uint32_t line) {
    for (size_t i = 0; i < head.length;) {
        if (!is_word_byte(head.at[i])) {
            i++;
            continue;
        }
        rl_str rest = rl_str_slice(head, i, head.length);
        size_t taken = read_language(facts, rest, origin, line);
        taken = taken != 0 ? taken : read_country(facts, head, i, origin, line);
        taken = taken != 0 ? taken : read_label(facts, rest, origin, line);
        taken = taken != 0 ? taken : read_kind(facts, rest, origin, line);
        i += taken;
        while (taken == 0 && i < head.length && is_word_byte(head.at[i])) {
            i++;
        }
    }
}
