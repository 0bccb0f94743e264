/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_lead: the definition of an article, "TITLE (German: AKA) is a 1928 German silent film
 * directed by ...": the titles before the verb, and what the words before "film" say of it.
 */
#include "common/analysis.h"
#include "common/lexicon.h"
#include "indexer/article.h"
#include "indexer/encyclopedia.h"

enum { TITLE_PART_BYTES = 600, HEAD_BYTES = 240, MAX_TITLES = 16, BODY_LINES = 400 };

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

/* Moves over "(...)", "_..._", quotes at *i; false when it stands on plain text. An opening mark
 * without its partner is plain text. */
static bool skip_group(rl_str text, size_t *i) {
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
        if (!skip_group(text, &i)) {
            i++;
        }
    }
    *out_length = 3;
    return weak;
}

/* The part of the predicate that names the thing, up to what is told of it. */
static rl_str head_of(rl_str predicate) {
    static const char *const stops[] = {" directed", " written", " starring", " that ", " which ", " about ", " based ", " produced",
                                        " made ", " by ", " from ", " set ", " co-", " featuring", " with ", " who ", " released",
                                        " distributed", " created", " shot ", " filmed", " adapted", " on ", " depicting", " where ",
                                        " focusing", " covering", " of ", " for ", " to ", " and stars", " narrated", " realised", " inspired",
                                        " detailing", " in which", " funded", " edited", " presented", " adaptation", " told", " following",
                                        " reuniting", " loosely", ". ", "; ", " as ", " jointly", " built", " exploring", ", and the", ", and is", " and is ", " and the"};
    size_t end = predicate.length < HEAD_BYTES ? predicate.length : HEAD_BYTES;
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        size_t found = rl_str_find(predicate, rl_str_of(stops[i]));
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

rl_definition rl_encyclopedia_definition(const rl_document *document, rl_arena *arena, size_t first, size_t last) {
    rl_definition definition = {.line = SIZE_MAX};
    for (size_t i = first; i < last && i < first + BODY_LINES; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        if (line.length == 0 || line.at[0] == '-' || line.at[0] == '*') {
            continue;
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

/* The subject of the last noun in text; false when there is none. */
static bool last_noun(rl_str text, rl_subject *out_subject) {
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

rl_subject rl_encyclopedia_subject(const rl_definition *definition, bool *out_known) {
    rl_subject subject = RL_SUBJECT_FILM;
    *out_known = definition->line != SIZE_MAX;
    if (*out_known && tells_a_life(definition->before)) {
        return RL_SUBJECT_PERSON;
    }
    *out_known = *out_known && last_noun(definition->head, &subject);
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

/* --- titles --- */

typedef struct title {
    rl_str text;
    rl_str label;     /* "German", "working title", "English title" or empty */
    bool inside;      /* stood in parentheses */
} title;

typedef struct title_list {
    title items[MAX_TITLES];
    size_t count;
} title_list;

static void add_title(title_list *list, rl_str text, rl_str label, bool inside) {
    text = rl_str_trim(text);
    bool words = false;
    for (size_t i = 0; i < text.length; i++) {
        words = words || is_word_byte(text.at[i]);
    }
    if (words && list->count < MAX_TITLES) {
        list->items[list->count++] = (title){text, rl_str_trim(label), inside};
    }
}

/* "also known as", "or", "released in the UK as" before a title are no label of a language. */
static rl_str label_of(rl_str words) {
    words = rl_str_trim(words);
    static const char *const fillers[] = {"in ", "the ", ", ", "; ", "or "};
    for (size_t i = 0; i < sizeof fillers / sizeof fillers[0]; i++) {
        if (rl_str_starts_nocase(words, rl_str_of(fillers[i]))) {
            words = rl_str_trim(rl_str_slice(words, strlen(fillers[i]), words.length));
        }
    }
    while (words.length != 0 && strchr(":,;- ", words.at[words.length - 1]) != NULL) {
        words.length--;
    }
    return words;
}

static bool is_language_label(rl_str label) {
    size_t length = 0;
    rl_str word = label;
    size_t blank = rl_str_find(label, RL_STR(" "));
    if (blank != SIZE_MAX) {
        rl_str second = rl_str_trim(rl_str_slice(label, blank, label.length));
        if (!rl_str_is(second, "title") && !rl_str_is(second, "translation")) {
            return rl_lexicon_find_prefix(RL_LEXICON_LANGUAGE, label, &length) != NULL && length == label.length;
        }
        word = rl_str_slice(label, 0, blank);
    }
    return rl_lexicon_find(RL_LEXICON_LANGUAGE, word) != NULL || rl_lexicon_country_of_adjective(word) != NULL;
}

/* "French title: Descente aux Enfers", "German: _EIN BLONDER TRAUM_", "also known as X". */
static void titles_in_parenthesis_part(title_list *list, rl_arena *arena, rl_str part) {
    size_t colon = rl_str_find(part, RL_STR(":"));
    if (colon != SIZE_MAX && is_language_label(label_of(rl_str_slice(part, 0, colon)))) {
        add_title(list, rl_article_clean(arena, rl_str_slice(part, colon + 1, part.length)), label_of(rl_str_slice(part, 0, colon)), true);
        return;
    }
    size_t open = rl_str_find(part, RL_STR("_"));
    while (open != SIZE_MAX) {
        rl_str behind = rl_str_slice(part, open + 1, part.length);
        size_t close = rl_str_find(behind, RL_STR("_"));
        if (close == SIZE_MAX) {
            return;
        }
        rl_str label = label_of(rl_str_slice(part, 0, open));
        bool literal = rl_str_starts_nocase(label, RL_STR("lit")) || rl_str_starts_nocase(label, RL_STR("trans")) ||
                       rl_str_starts_nocase(label, RL_STR("meaning"));
        if (!literal) {
            add_title(list, rl_str_slice(behind, 0, close), is_language_label(label) ? label : RL_STR_EMPTY, true);
        }
        part = rl_str_slice(behind, close + 1, behind.length);
        open = rl_str_find(part, RL_STR("_"));
    }
}

static void titles_in_parenthesis(title_list *list, rl_arena *arena, rl_str inside) {
    size_t start = 0;
    for (size_t i = 0; i <= inside.length; i++) {
        bool labelled_next = i < inside.length && (inside.at[i] == ';' || inside.at[i] == ',') &&
                             rl_str_find(rl_str_slice(inside, i, inside.length), RL_STR(":")) != SIZE_MAX;
        if (i == inside.length || labelled_next) {
            titles_in_parenthesis_part(list, arena, rl_str_trim(rl_str_slice(inside, start, i)));
            start = i + 1;
        }
    }
}

/* Titles of the part before the verb: emphasised runs, or the plain words where nothing is emphasised. */
static void titles_before_verb(title_list *list, rl_arena *arena, rl_str before) {
    size_t plain_end = before.length;
    bool emphasised = false;
    for (size_t i = 0; i < before.length;) {
        size_t end = i;
        char open = before.at[i];
        if (!skip_group(before, &end)) {
            i++;
            continue;
        }
        rl_str inside = rl_str_slice(before, i + 1, end - 1);
        if (open == '(' || open == '[') {
            plain_end = i < plain_end ? i : plain_end;
            titles_in_parenthesis(list, arena, inside);
        } else if (open == '_') {
            emphasised = true;
            add_title(list, inside, RL_STR_EMPTY, false);
        }
        i = end;
    }
    if (!emphasised) {
        static const char *const ends[] = {", also", " also known", ", or ", " (", ", known"};
        rl_str plain = rl_str_slice(before, 0, plain_end);
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
            size_t found = rl_str_find(plain, rl_str_of(ends[i]));
            plain = rl_str_slice(plain, 0, found);
        }
        plain = rl_article_clean(arena, plain);
        while (plain.length != 0 && plain.at[plain.length - 1] == ',') {
            plain.length--;
        }
        title first = {plain, RL_STR_EMPTY, false};
        if (plain.length != 0 && list->count < MAX_TITLES) {
            memmove(list->items + 1, list->items, list->count * sizeof first);
            list->items[0] = first;
            list->count++;
        }
    }
}

static bool has_lower(rl_str text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] >= 'a' && text.at[i] <= 'z') {
            return true;
        }
    }
    return false;
}

/* The same title in mixed case, as the article writes it elsewhere: "_12 Strong_". */
static rl_str mixed_case_in_text(const rl_document *document, rl_str upper) {
    for (size_t i = 0; i < document->line_count && i < BODY_LINES; i++) {
        rl_str rest = document->lines[i];
        size_t found;
        while ((found = rl_str_find_nocase(rest, upper)) != SIZE_MAX) {
            rl_str here = rl_str_slice(rest, found, found + upper.length);
            if (here.at[0] >= 'A' && here.at[0] <= 'Z' && has_lower(here)) {
                return here;
            }
            rest = rl_str_slice(rest, found + upper.length, rest.length);
        }
    }
    return RL_STR_EMPTY;
}

static bool is_small_word(rl_str word) {
    static const char *const words[] = {"a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
                                        "de", "der", "des", "la", "le", "du", "et", "di", "e", "y", "von", "und", "il", "el"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_equal_nocase(word, rl_str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The code point of the small letter of a Latin-1 or Latin Extended-A capital, else itself. */
static unsigned char lower_second_byte(unsigned char lead, unsigned char second) {
    if (lead == 0xc3 && second >= 0x80 && second <= 0x9e && second != 0x97) {
        return (unsigned char)(second + 0x20);
    }
    bool even_capital = (lead == 0xc4 && second < 0xb9) || (lead == 0xc5 && second >= 0x8a && second < 0xb9);
    return even_capital && second % 2 == 0 ? (unsigned char)(second + 1) : second;
}

/* "THE HOUSE OF WÜRTH" to "The House of Würth". */
static rl_str title_case(rl_arena *arena, rl_str upper) {
    char *text = rl_arena_copy(arena, upper.at, upper.length);
    if (text == NULL) {
        return upper;
    }
    for (size_t i = 0; i < upper.length;) {
        size_t end = i;
        while (end < upper.length && !is_space(upper.at[end])) {
            end++;
        }
        bool small = i > 1 && upper.at[i - 2] != ':' && end < upper.length && is_small_word(rl_str_slice(upper, i, end));
        bool first = !small;
        for (size_t k = i; k < end; k++) {
            unsigned char byte = (unsigned char)text[k];
            if (byte >= 'A' && byte <= 'Z') {
                text[k] = first ? text[k] : (char)(byte + 32);
                first = false;
            } else if ((byte & 0xe0) == 0xc0 && k + 1 < end) {
                unsigned char second = (unsigned char)text[k + 1];
                text[k + 1] = (char)(first ? second : lower_second_byte(byte, second));
                first = false;
                k++;
            } else {
                first = first || byte == '-' || byte == '.';
            }
        }
        i = end + 1;
    }
    return (rl_str){text, upper.length};
}

/* Bold titles come in capitals; the written form is elsewhere in the article. */
static rl_str readable(const rl_document *document, rl_arena *arena, rl_str text) {
    text = rl_article_clean(arena, text);
    if (has_lower(text) || text.length < 2) {
        return text;
    }
    rl_str mixed = mixed_case_in_text(document, text);
    return mixed.length != 0 ? mixed : title_case(arena, text);
}

static bool same_title(rl_arena *arena, rl_str a, rl_str b) {
    rl_str one = rl_analysis_key_copy(arena, RL_KEY_TITLE, a), two = rl_analysis_key_copy(arena, RL_KEY_TITLE, b);
    return one.length != 0 && rl_str_equal(one, two);
}

/* A file's name that is one of the titles, or another spelling of one, is the name the article is
 * filed under; a name that says "(1945 film)" is so too. Other names tell nothing. */
static bool is_article_name(rl_arena *arena, const title_list *list, rl_str name, bool marked) {
    if (marked || list->count == 0) {
        return true;
    }
    rl_str key = rl_analysis_key_copy(arena, RL_KEY_TITLE, name);
    for (size_t i = 0; i < list->count; i++) {
        rl_str other = rl_analysis_key_copy(arena, RL_KEY_TITLE, list->items[i].text);
        size_t shorter = key.length < other.length ? key.length : other.length;
        unsigned near = (unsigned)(shorter / 4);
        bool begins = shorter >= 5 && (rl_str_starts(other, key) || rl_str_starts(key, other));
        if (rl_str_equal(key, other) || begins || rl_analysis_distance(key, other, near) <= near) {
            return key.length != 0;
        }
    }
    return false;
}

static void add_year(rl_facts *facts, rl_str head, uint32_t line) {
    for (size_t i = 0; i + 4 <= head.length; i++) {
        bool start = i == 0 || !is_word_byte(head.at[i - 1]);
        bool digits = head.at[i] == '1' || head.at[i] == '2';
        for (size_t k = 0; k < 4; k++) {
            digits = digits && head.at[i + k] >= '0' && head.at[i + k] <= '9';
        }
        bool end = i + 4 == head.length || !is_word_byte(head.at[i + 4]);
        int year = start && digits && end ? (head.at[i] - '0') * 1000 + (head.at[i + 1] - '0') * 100 + (head.at[i + 2] - '0') * 10 + (head.at[i + 3] - '0') : 0;
        if (year >= 1870 && year < 2100) {
            rl_facts_add_number(facts, RL_FIELD_YEAR, year, RL_ORIGIN_LABEL, line);
            return;
        }
    }
}

/* A label that is a literal translation ("English: Soul Strength") is a weaker title. */
static void add_aka(rl_facts *facts, const rl_document *document, const title *item, rl_str main, uint32_t line) {
    rl_str text = readable(document, facts->arena, item->text);
    if (!same_title(facts->arena, text, main)) {
        bool english = rl_str_starts_nocase(item->label, RL_STR("English")) && rl_str_find_nocase(item->label, RL_STR("title")) == SIZE_MAX;
        rl_facts_title(facts, RL_FIELD_AKA, text, item->label, english ? RL_ORIGIN_GUESS : RL_ORIGIN_PROSE, line);
    }
}

rl_str rl_encyclopedia_titles(const rl_document *document, const rl_outline *outline, const rl_definition *definition,
                              rl_facts *facts) {
    title_list list = {.count = 0};
    if (outline->top_title.length != 0) {
        add_title(&list, outline->top_title, RL_STR_EMPTY, false);
    }
    bool defined = definition->line != SIZE_MAX;
    if (defined) {
        titles_before_verb(&list, facts->arena, definition->before);
    }
    int file_year = 0;
    bool marked = false;
    rl_str name = rl_article_file_name(facts->arena, document->path, &file_year, &marked);
    bool filed = name.length != 0 && is_article_name(facts->arena, &list, name, marked);
    uint32_t line = (uint32_t)(defined ? definition->line : outline->top_line) + 1;
    rl_str main = filed ? name : list.count == 0 ? RL_STR_EMPTY : readable(document, facts->arena, list.items[0].text);
    rl_facts_title(facts, RL_FIELD_TITLE, main, RL_STR_EMPTY, list.count == 0 ? RL_ORIGIN_GUESS : RL_ORIGIN_LABEL, line);
    for (size_t i = 0; i < list.count; i++) {
        add_aka(facts, document, &list.items[i], main, line);
    }
    if (defined) {
        add_year(facts, definition->head, line);
        rl_encyclopedia_describe(facts, definition->head, RL_ORIGIN_LABEL, line);
    }
    if (filed && file_year != 0) {
        rl_facts_add_number(facts, RL_FIELD_YEAR, file_year, RL_ORIGIN_GUESS, line);
    }
    return main;
}
