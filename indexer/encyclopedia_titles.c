/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_titles: the titles before the verb of a definition, their languages, and which of
 * them, or of the name the article is filed under, is the main one.
 */
#include "common/analysis.h"
#include "common/lexicon.h"
#include "indexer/article.h"
#include "indexer/encyclopedia.h"

enum { MAX_TITLES = 16, BODY_LINES = 400 };

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n'; }
static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (unsigned char)c >= 0x80;
}

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
    bool aka = rl_str_equal_nocase(text, RL_STR("aka")) || rl_str_equal_nocase(text, RL_STR("a.k.a."));
    if (words && !aka && list->count < MAX_TITLES) {
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

static bool is_title_label(rl_str label) {
    if (rl_str_equal_nocase(label, RL_STR("working title")) || rl_str_equal_nocase(label, RL_STR("original title"))) {
        return true;
    }
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
    if (colon != SIZE_MAX && is_title_label(label_of(rl_str_slice(part, 0, colon)))) {
        rl_str label = label_of(rl_str_slice(part, 0, colon)), text = rl_article_clean(arena, rl_str_slice(part, colon + 1, part.length));
        size_t comma = rl_str_find(text, RL_STR(", "));
        bool spelled_twice = comma != SIZE_MAX && (unsigned char)text.at[0] >= 0xce; /* "Сталкер, Stalker" */
        add_title(list, rl_str_slice(text, 0, spelled_twice ? comma : text.length), label, true);
        if (spelled_twice) {
            add_title(list, rl_str_slice(text, comma + 2, text.length), label, true);
        }
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
        bool letters = rl_str_starts_nocase(label, RL_STR("translit")); /* the title in other letters, not in other words */
        bool literal = rl_str_starts_nocase(label, RL_STR("lit")) || (rl_str_starts_nocase(label, RL_STR("trans")) && !letters) ||
                       rl_str_starts_nocase(label, RL_STR("meaning"));
        if (!literal) {
            add_title(list, rl_str_slice(behind, 0, close), is_title_label(label) ? label : RL_STR_EMPTY, true);
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

/* Titles of the part before the verb: emphasised runs, or the plain words where nothing is emphasised.
 * They come behind the heading, which is the name the article goes by, and before other titles. */
static void titles_before_verb(title_list *list, rl_arena *arena, rl_str before) {
    size_t plain_end = before.length, first_of_lead = list->count;
    bool emphasised = false;
    for (size_t i = 0; i < before.length;) {
        size_t end = i;
        char open = before.at[i];
        if (!rl_encyclopedia_skip_group(before, &end)) {
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
        static const char *const ends[] = {", also", " also known", ", or ", " (", ", known", ", originally", ", released", ", retitled", " retitled",
                                           ", subsequently", ", sometimes", ", often", ", internationally", ", subtitled", ", alternatively",
                                           ", stylized", ", stylised", ", titled", ", previously", ", formerly", ", marketed"};
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
            memmove(list->items + first_of_lead + 1, list->items + first_of_lead, (list->count - first_of_lead) * sizeof first);
            list->items[first_of_lead] = first;
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
                                        "de", "der", "des", "la", "le", "du", "et", "di", "e", "y", "von", "und", "il", "el", "die", "das", "den", "dem", "ein", "eine", "zu", "im", "am", "auf",
                                        "del", "della", "di", "los", "las", "les", "sur", "dans", "un", "una", "une"};
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
                first = first || (byte < 0x80 && !is_word_byte((char)byte) && byte != '\'');
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

/* "in-the-soup-1992" is made for machines; "In the Soup" and "8½" are names as written. */
static bool is_written_form(rl_str name) {
    bool capital = false, blank = rl_str_find(name, RL_STR(" ")) != SIZE_MAX, hyphen = rl_str_find(name, RL_STR("-")) != SIZE_MAX;
    bool letters = false;
    for (size_t i = 0; i < name.length; i++) {
        capital = capital || (name.at[i] >= 'A' && name.at[i] <= 'Z') || (unsigned char)name.at[i] >= 0x80;
        letters = letters || (name.at[i] >= 'a' && name.at[i] <= 'z');
    }
    return capital ? blank || !hyphen || name.length < 12 : !letters;
}

/* A file's name that is one of the titles, or another spelling of one, is the name the article is
 * filed under; a name that says "(1945 film)" is so too. Other names tell nothing. */
static bool is_article_name(rl_arena *arena, const title_list *list, rl_str name, bool marked) {
    if (marked || list->count == 0) {
        return true;
    }
    if (!is_written_form(name)) {
        return false;
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

/* The first year in a text; false when there is none. */
static bool add_year(rl_facts *facts, rl_str head, rl_origin origin, uint32_t line) {
    for (size_t i = 0; i + 4 <= head.length; i++) {
        bool start = i == 0 || !is_word_byte(head.at[i - 1]);
        bool digits = head.at[i] == '1' || head.at[i] == '2';
        for (size_t k = 0; k < 4; k++) {
            digits = digits && head.at[i + k] >= '0' && head.at[i + k] <= '9';
        }
        bool end = i + 4 == head.length || !is_word_byte(head.at[i + 4]);
        int year = start && digits && end ? (head.at[i] - '0') * 1000 + (head.at[i + 1] - '0') * 100 + (head.at[i + 2] - '0') * 10 + (head.at[i + 3] - '0') : 0;
        if (year >= 1870 && year < 2100) {
            rl_facts_add_number(facts, RL_FIELD_YEAR, year, origin, line);
            return true;
        }
    }
    return false;
}

/* "Ink (1931) is an American film", "Ink is an American film released in 1931". */
static void add_other_year(rl_facts *facts, const rl_definition *definition, uint32_t line) {
    static const char *const heads[] = {"released in ", "from "};
    enum { DIGITS = 4 };
    size_t open = rl_str_find(definition->before, RL_STR("("));
    rl_str inside = open == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(definition->before, open + 1, open + 1 + DIGITS);
    bool closed = open != SIZE_MAX && rl_str_starts(rl_str_slice(definition->before, open + 1 + DIGITS, definition->before.length), RL_STR(")"));
    if (closed && add_year(facts, inside, RL_ORIGIN_LABEL, line)) {
        return;
    }
    for (size_t i = 0; i < sizeof heads / sizeof heads[0]; i++) {
        size_t at = rl_str_find(definition->predicate, rl_str_of(heads[i]));
        size_t year = at == SIZE_MAX ? 0 : at + strlen(heads[i]);
        if (at != SIZE_MAX && add_year(facts, rl_str_slice(definition->predicate, year, year + DIGITS), RL_ORIGIN_PROSE, line)) {
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

/* "Pilot (Harbour Watch)": an episode's article is filed with its series. */
static rl_str cut_series(rl_facts *facts, rl_str name) {
    size_t open = rl_str_find(name, RL_STR(" ("));
    bool filed = facts->subject == RL_SUBJECT_EPISODE && open != SIZE_MAX && open > 0 && name.at[name.length - 1] == ')';
    if (filed) {
        rl_facts_add(facts, RL_FIELD_SET, rl_str_slice(name, open + 2, name.length - 1), RL_ORIGIN_GUESS, 0);
    }
    return filed ? rl_str_slice(name, 0, open) : name;
}

rl_str rl_encyclopedia_titles(const rl_document *document, const rl_outline *outline, const rl_definition *definition,
                              rl_facts *facts) {
    title_list list = {.count = 0};
    if (outline->top_title.length != 0) {
        int ignored_year = 0;
        bool ignored_mark = false;
        add_title(&list, rl_article_cut_qualifier(outline->top_title, &ignored_year, &ignored_mark), RL_STR_EMPTY, false);
    }
    bool defined = definition->line != SIZE_MAX;
    if (defined) {
        titles_before_verb(&list, facts->arena, definition->before);
    }
    int file_year = 0;
    bool marked = false;
    rl_str name = rl_article_file_name(facts->arena, document->path, &file_year, &marked);
    name = cut_series(facts, name);
    bool filed = name.length != 0 && is_article_name(facts->arena, &list, name, marked);
    uint32_t line = (uint32_t)(defined ? definition->line : outline->top_line) + 1;
    /* a title in mixed case is better spelled than a file's name */
    bool spelled = list.count != 0 && has_lower(list.items[0].text) && same_title(facts->arena, list.items[0].text, name);
    rl_str main = filed && !spelled ? name : list.count == 0 ? RL_STR_EMPTY : readable(document, facts->arena, list.items[0].text);
    rl_facts_title(facts, RL_FIELD_TITLE, main, RL_STR_EMPTY, list.count == 0 ? RL_ORIGIN_GUESS : RL_ORIGIN_LABEL, line);
    for (size_t i = 0; i < list.count; i++) {
        add_aka(facts, document, &list.items[i], main, line);
    }
    if (defined) {
        if (!add_year(facts, definition->head, RL_ORIGIN_LABEL, line)) {
            add_other_year(facts, definition, line);
        }
        rl_encyclopedia_describe(facts, definition->head, RL_ORIGIN_LABEL, line);
    }
    if (filed && file_year != 0) {
        rl_facts_add_number(facts, RL_FIELD_YEAR, file_year, RL_ORIGIN_GUESS, line);
    }
    return main;
}
