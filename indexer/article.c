/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article: see article.h. Everything is one pass over its text.
 */
#include "indexer/article.h"

#include "common/utf8.h"

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
static bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
static bool is_letter(char c) { return is_upper(c) || is_lower(c) || (unsigned char)c >= 0x80; }

enum { NOTE_BYTES = 24 };

/* Length of a footnote mark at text.at[start] == '[': "[12]", "[a]", "[note 3]", "[citation needed]"; else 0. */
static size_t note_length(rl_str text, size_t start) {
    size_t end = start + 1;
    while (end < text.length && end - start < NOTE_BYTES && text.at[end] != ']' && text.at[end] != '[') {
        end++;
    }
    if (end >= text.length || text.at[end] != ']' || end == start + 1) {
        return 0;
    }
    rl_str inside = rl_str_slice(text, start + 1, end);
    bool note = is_digit(inside.at[0]) || (inside.length == 1 && is_lower(inside.at[0])) ||
                rl_str_starts_nocase(inside, RL_STR("note ")) || rl_str_starts_nocase(inside, RL_STR("nb ")) ||
                rl_str_is(inside, "citation needed");
    return note ? end + 1 - start : 0;
}

static rl_str finish(rl_arena *arena, rl_buffer *buffer) {
    rl_str text = buffer->failed ? RL_STR_EMPTY : rl_str_trim(rl_str_copy(arena, rl_buffer_str(buffer)));
    rl_buffer_done(buffer);
    return text;
}

rl_str rl_article_without_notes(rl_arena *arena, rl_str text) {
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < text.length; i++) {
        size_t note = text.at[i] == '[' ? note_length(text, i) : 0;
        if (note != 0) {
            i += note - 1;
        } else {
            rl_buffer_add_byte(&out, text.at[i]);
        }
    }
    return finish(arena, &out);
}

/* Whether the mark at index i is emphasis: '_' or '*' inside a word is not. */
static bool is_emphasis(rl_str text, size_t i) {
    bool before = i > 0 && (is_letter(text.at[i - 1]) || is_digit(text.at[i - 1]));
    bool after = i + 1 < text.length && (is_letter(text.at[i + 1]) || is_digit(text.at[i + 1]));
    return !(before && after);
}

/* Bytes of mark-up at index i, 0 where there is none. */
static size_t mark_length(rl_str text, size_t i) {
    switch (text.at[i]) {
    case '[':
        return note_length(text, i);
    case '_':
        return is_emphasis(text, i) ? 1 : 0;
    case '*':
        return i + 1 < text.length && text.at[i + 1] == '*' ? 2 : 0;
    case '\'': {
        size_t end = i;
        while (end < text.length && text.at[end] == '\'') {
            end++;
        }
        return end - i >= 2 ? end - i : 0;
    }
    case '{':
    case '}':
        return i + 1 < text.length && text.at[i + 1] == text.at[i] ? 2 : 0;
    default:
        return 0;
    }
}

/* Drops the "(", "(," or "( ;" that a removed foreign script left, once its ")" follows. */
static bool close_empty_parenthesis(rl_buffer *out) {
    size_t length = out->length;
    while (length > 0 && (out->at[length - 1] == ' ' || out->at[length - 1] == ',' || out->at[length - 1] == ';')) {
        length--;
    }
    if (length == 0 || out->at[length - 1] != '(') {
        return false;
    }
    out->length = length - 1;
    return true;
}

static void add_folded(rl_buffer *out, char byte, char next) {
    bool blank = byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
    if (blank && (out->length == 0 || out->at[out->length - 1] == ' ')) {
        return;
    }
    /* "Nahata [1]." leaves a blank before the full stop; " ... " between actor and role keeps its own */
    if ((byte == ',' || (byte == '.' && next != '.') || byte == ';') && out->length != 0 && out->at[out->length - 1] == ' ') {
        out->length--;
    }
    rl_buffer_add_byte(out, blank ? ' ' : byte);
}

rl_str rl_article_clean(rl_arena *arena, rl_str text) {
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < text.length && !out.failed; i++) {
        size_t mark = mark_length(text, i);
        if (mark != 0) {
            i += mark - 1;
            continue;
        }
        if (text.at[i] == ')' && close_empty_parenthesis(&out)) {
            continue;
        }
        if ((unsigned char)text.at[i] == 0xc2 && i + 1 < text.length && (unsigned char)text.at[i + 1] == 0xa0) {
            add_folded(&out, ' ', '\0');
            i++;
            continue;
        }
        add_folded(&out, text.at[i], i + 1 < text.length ? text.at[i + 1] : '\0');
    }
    return finish(arena, &out);
}

/* Words before a full stop that do not end a sentence. */
static bool is_abbreviation(rl_str word) {
    static const char *const words[] = {"Mr", "Mrs", "Ms", "Dr", "Prof", "St", "Sgt", "Lt", "Col", "Gen", "Capt", "Maj", "Rev",
                                        "Hon", "No", "vs", "Vol", "Fr", "Sr", "Jr", "Co", "Ltd", "Inc", "Bros", "ca", "c", "approx",
                                        "Pvt", "Smt", "Sri", "Mt", "Ft", "feat", "dir", "prod", "e.g", "i.e", "Tha", "Pa", "Ve", "Su"};
    size_t letters = 0;
    for (size_t i = 0; i < word.length; i++) {
        letters += is_letter(word.at[i]);
    }
    if (letters == 1 || (word.length >= 3 && word.at[1] == '.')) { /* "K", "U.S" */
        return true;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_is(word, words[i])) {
            return true;
        }
    }
    return false;
}

static bool is_closing(rl_str text, size_t i) {
    return text.at[i] == '"' || text.at[i] == ')' || text.at[i] == '\'' || text.at[i] == '_' || text.at[i] == ']';
}

/* "... by Ross Lockridge Jr. The film was": what never follows a name's own full stop. */
static bool starts_sentence(rl_str text) {
    static const char *const words[] = {"The ", "It ", "He ", "She ", "In ", "They ", "This ", "A ", "An ", "Its ", "Based ", "Directed ", "Written ",
                                        "Produced ", "Starring ", "When ", "After ", "As ", "On ", "Set "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_starts(text, rl_str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* What closes a name: behind it a sentence may end. */
static bool closes_name(rl_str word) {
    return rl_str_is(word, "Jr") || rl_str_is(word, "Sr") || rl_str_is(word, "Inc") || rl_str_is(word, "Ltd") || rl_str_is(word, "Bros");
}

/* Index behind the sentence end at the full stop i, or 0 when it goes on. */
static size_t sentence_end(rl_str text, size_t i) {
    size_t end = i + 1;
    while (end < text.length && is_closing(text, end)) {
        end++;
    }
    if (end < text.length && text.at[end] != ' ' && text.at[end] != '\n') {
        return 0;
    }
    size_t next = end;
    while (next < text.length && (text.at[next] == ' ' || text.at[next] == '\n')) {
        next++;
    }
    if (next < text.length && is_lower(text.at[next])) {
        return 0;
    }
    size_t word = i;
    while (word > 0 && text.at[word - 1] != ' ' && text.at[word - 1] != '(' && text.at[word - 1] != '\n') {
        word--;
    }
    rl_str before = rl_str_slice(text, word, i);
    bool closed = closes_name(before) && starts_sentence(rl_str_slice(text, next, text.length));
    return text.at[i] == '.' && next < text.length && is_abbreviation(before) && !closed ? 0 : end;
}

bool rl_article_sentence(rl_str *rest, rl_str *out_sentence) {
    *rest = rl_str_trim(*rest);
    if (rest->length == 0) {
        return false;
    }
    size_t end = 0;
    for (size_t i = 0; i < rest->length && end == 0; i++) {
        if (rest->at[i] == '.' || rest->at[i] == '!' || rest->at[i] == '?') {
            end = sentence_end(*rest, i);
        }
    }
    end = end == 0 ? rest->length : end;
    *out_sentence = rl_str_slice(*rest, 0, end);
    *rest = rl_str_slice(*rest, end, rest->length);
    return true;
}

/* --- boxes --- */

typedef struct box_key {
    const char *name;
    rl_field field;
} box_key;

static const box_key box_keys[] = {
    {"director", RL_FIELD_DIRECTOR}, {"directors", RL_FIELD_DIRECTOR}, {"directed by", RL_FIELD_DIRECTOR},
    {"direction", RL_FIELD_DIRECTOR}, {"co-director", RL_FIELD_DIRECTOR}, {"director(s)", RL_FIELD_DIRECTOR},
    {"written and directed by", RL_FIELD_DIRECTOR}, {"direction by", RL_FIELD_DIRECTOR}, {"film director", RL_FIELD_DIRECTOR},
    {"writer", RL_FIELD_WRITER}, {"writers", RL_FIELD_WRITER}, {"written by", RL_FIELD_WRITER},
    {"screenplay", RL_FIELD_WRITER}, {"screenplay by", RL_FIELD_WRITER}, {"story", RL_FIELD_WRITER},
    {"story by", RL_FIELD_WRITER}, {"script", RL_FIELD_WRITER}, {"screenwriter", RL_FIELD_WRITER},
    {"dialogue", RL_FIELD_WRITER}, {"dialogues", RL_FIELD_WRITER}, {"dialogues by", RL_FIELD_WRITER}, {"scenario", RL_FIELD_WRITER},
    {"based on a novel by", RL_FIELD_WRITER}, {"scriptwriter", RL_FIELD_WRITER}, {"screenwriters", RL_FIELD_WRITER},
    {"producer", RL_FIELD_PRODUCER}, {"producers", RL_FIELD_PRODUCER}, {"produced by", RL_FIELD_PRODUCER},
    {"executive producer", RL_FIELD_PRODUCER}, {"executive producers", RL_FIELD_PRODUCER}, {"co-producer", RL_FIELD_PRODUCER},
    {"starring", RL_FIELD_CAST}, {"cast", RL_FIELD_CAST}, {"stars", RL_FIELD_CAST}, {"actors", RL_FIELD_CAST},
    {"narrator", RL_FIELD_CAST}, {"narrated by", RL_FIELD_CAST}, {"with", RL_FIELD_CAST},
    {"music", RL_FIELD_MUSIC}, {"music by", RL_FIELD_MUSIC}, {"composer", RL_FIELD_MUSIC}, {"score", RL_FIELD_MUSIC},
    {"musical score", RL_FIELD_MUSIC}, {"music director", RL_FIELD_MUSIC}, {"original music", RL_FIELD_MUSIC},
    {"music composed by", RL_FIELD_MUSIC}, {"background score", RL_FIELD_MUSIC},
    {"cinematography", RL_FIELD_CINEMATOGRAPHY}, {"cinematographer", RL_FIELD_CINEMATOGRAPHY},
    {"cinematography by", RL_FIELD_CINEMATOGRAPHY}, {"photography", RL_FIELD_CINEMATOGRAPHY},
    {"director of photography", RL_FIELD_CINEMATOGRAPHY}, {"camera", RL_FIELD_CINEMATOGRAPHY},
    {"photographed by", RL_FIELD_CINEMATOGRAPHY}, {"cinematographers", RL_FIELD_CINEMATOGRAPHY},
    {"editing", RL_FIELD_EDITING}, {"editor", RL_FIELD_EDITING}, {"edited by", RL_FIELD_EDITING},
    {"film editor", RL_FIELD_EDITING}, {"editors", RL_FIELD_EDITING}, {"editing by", RL_FIELD_EDITING}, {"film editing", RL_FIELD_EDITING},
    {"production company", RL_FIELD_PRODUCTION}, {"production companies", RL_FIELD_PRODUCTION}, {"banner", RL_FIELD_PRODUCTION},
    {"studio", RL_FIELD_PRODUCTION}, {"production", RL_FIELD_PRODUCTION}, {"company", RL_FIELD_PRODUCTION},
    {"distributor", RL_FIELD_DISTRIBUTOR}, {"distributors", RL_FIELD_DISTRIBUTOR}, {"distributed by", RL_FIELD_DISTRIBUTOR},
    {"sales", RL_FIELD_SALES}, {"world sales", RL_FIELD_SALES},
    {"country", RL_FIELD_COUNTRY}, {"countries", RL_FIELD_COUNTRY}, {"country of origin", RL_FIELD_COUNTRY},
    {"language", RL_FIELD_LANGUAGE}, {"languages", RL_FIELD_LANGUAGE},
    {"genre", RL_FIELD_GENRE}, {"genres", RL_FIELD_GENRE},
    {"color", RL_FIELD_COLORATION}, {"colour", RL_FIELD_COLORATION}, {"coloration", RL_FIELD_COLORATION},
    {"color process", RL_FIELD_COLORATION}, {"colour process", RL_FIELD_COLORATION},
    {"sound", RL_FIELD_SOUND}, {"aspect ratio", RL_FIELD_ASPECT}, {"certificate", RL_FIELD_CERTIFICATE},
    {"released", RL_FIELD_RELEASE}, {"release date", RL_FIELD_RELEASE}, {"release", RL_FIELD_RELEASE},
    {"release dates", RL_FIELD_RELEASE}, {"premiere", RL_FIELD_RELEASE},
    {"year", RL_FIELD_YEAR}, {"runtime", RL_FIELD_RUNTIME}, {"running time", RL_FIELD_RUNTIME}, {"length", RL_FIELD_RUNTIME},
    {"duration", RL_FIELD_RUNTIME}, {"budget", RL_FIELD_BUDGET}, {"gross", RL_FIELD_GROSS}, {"box office", RL_FIELD_GROSS},
    {"title", RL_FIELD_TITLE}, {"name", RL_FIELD_TITLE}, {"original title", RL_FIELD_AKA}, {"also known as", RL_FIELD_AKA},
    {"alternative title", RL_FIELD_AKA}, {"native name", RL_FIELD_AKA}, {"other titles", RL_FIELD_AKA},
    {"awards", RL_FIELD_AWARD}, {"festivals", RL_FIELD_AWARD}, {"tagline", RL_FIELD_TAGLINE},
};

static rl_field field_of_key(rl_str key) {
    for (size_t i = 0; i < sizeof box_keys / sizeof box_keys[0]; i++) {
        if (rl_str_equal_nocase(key, rl_str_of(box_keys[i].name))) {
            return box_keys[i].field;
        }
    }
    return RL_FIELD_NONE;
}

rl_field rl_article_label_field(rl_str label) {
    rl_field field = field_of_key(rl_str_trim(label));
    const rl_field_row *row = rl_field_row_of(field);
    bool credit = row != NULL && (row->kind == RL_KIND_NAME || row->kind == RL_KIND_COMPANY) && field != RL_FIELD_CAST;
    return credit ? field : RL_FIELD_NONE;
}

static int year_in(rl_str text) {
    for (size_t i = 0; i + 4 <= text.length; i++) {
        bool bounded = (i == 0 || !is_digit(text.at[i - 1])) && (i + 4 == text.length || !is_digit(text.at[i + 4]));
        if (bounded && is_digit(text.at[i]) && is_digit(text.at[i + 1]) && is_digit(text.at[i + 2]) && is_digit(text.at[i + 3])) {
            int year = (text.at[i] - '0') * 1000 + (text.at[i + 1] - '0') * 100 + (text.at[i + 2] - '0') * 10 + (text.at[i + 3] - '0');
            if (year >= 1870 && year < 2100) {
                return year;
            }
        }
    }
    return 0;
}

static void add_release(rl_facts *facts, rl_str value, rl_origin origin, uint32_t number) {
    rl_facts_date(facts, value, RL_STR_EMPTY, origin, number);
    int year = year_in(value);
    if (year != 0) {
        rl_facts_add_number(facts, RL_FIELD_YEAR, year, origin, number);
    }
}

bool rl_article_box_value(rl_facts *facts, rl_str key, rl_str value, rl_origin origin, uint32_t number) {
    rl_field field = field_of_key(key);
    value = rl_article_clean(facts->arena, value);
    const rl_field_row *row = rl_field_row_of(field);
    if (row == NULL) {
        return false;
    }
    if (value.length == 0) {
        return true;
    }
    switch (row->kind) {
    case RL_KIND_TITLE:
        rl_facts_title(facts, field, value, RL_STR_EMPTY, origin, number);
        break;
    case RL_KIND_NAME:
    case RL_KIND_COMPANY:
        rl_facts_people(facts, field, value, origin, number);
        break;
    case RL_KIND_LABEL:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
        if (field == RL_FIELD_COLORATION) {
            rl_facts_coloration(facts, value, origin, number);
        } else {
            rl_facts_labels(facts, field, value, origin, number);
        }
        break;
    case RL_KIND_DATE:
        add_release(facts, value, origin, number);
        break;
    case RL_KIND_YEAR:
        if (year_in(value) != 0) {
            rl_facts_add_number(facts, field, year_in(value), origin, number);
        }
        break;
    case RL_KIND_NUMBER:
        rl_facts_runtime(facts, value, origin, number);
        break;
    case RL_KIND_MONEY:
        rl_facts_money(facts, field, value, origin, number);
        break;
    case RL_KIND_AWARD:
    case RL_KIND_FESTIVAL:
        rl_facts_awards(facts, value, origin, number);
        break;
    case RL_KIND_TEXT:
    case RL_KIND_REFERENCE:
    case RL_KIND_IDENTIFIER:
        rl_facts_add(facts, field, value, origin, number);
        break;
    }
    return true;
}

enum { BOX_KEY_BYTES = 32 };

/* "| released = 2016 | runtime = 124 minutes }}": what a broken template leaves. */
static bool template_line(rl_facts *facts, rl_str line, uint32_t number) {
    bool any = false;
    rl_str rest = line, part;
    while (rl_str_split(&rest, RL_STR("|"), &part)) {
        size_t equals = rl_str_find(part, RL_STR("="));
        if (equals != SIZE_MAX) {
            rl_str key = rl_str_trim(rl_str_slice(part, 0, equals));
            any = rl_article_box_value(facts, key, rl_str_slice(part, equals + 1, part.length), RL_ORIGIN_LABEL, number) || any;
        }
    }
    return any;
}

bool rl_article_box_line(rl_facts *facts, rl_str line, uint32_t number) {
    line = rl_str_trim(line);
    if (rl_str_find(line, RL_STR("=")) != SIZE_MAX && rl_str_find(line, RL_STR("|")) != SIZE_MAX) {
        return template_line(facts, line, number);
    }
    while (line.length != 0 && (line.at[0] == '-' || line.at[0] == '*' || line.at[0] == '|')) {
        line = rl_str_trim(rl_str_slice(line, 1, line.length));
    }
    size_t colon = rl_str_find(line, RL_STR(":"));
    if (colon == SIZE_MAX || colon > BOX_KEY_BYTES) {
        return false;
    }
    rl_str key = rl_article_clean(facts->arena, rl_str_slice(line, 0, colon));
    return rl_article_box_value(facts, key, rl_str_slice(line, colon + 1, line.length), RL_ORIGIN_LABEL, number);
}

/* --- the file's name --- */

static rl_str base_name(rl_str path) {
    for (size_t i = path.length; i > 0; i--) {
        if (path.at[i - 1] == '/') {
            path = rl_str_slice(path, i, path.length);
            break;
        }
    }
    for (size_t i = path.length; i > 1; i--) {
        if (path.at[i - 1] == '.' && path.length - i <= 5 && path.length - i >= 1) {
            return rl_str_slice(path, 0, i - 1);
        }
    }
    return path;
}

rl_str rl_article_cut_qualifier(rl_str name, int *out_year, bool *out_marked) {
    size_t open = name.length;
    if (name.length == 0 || name.at[name.length - 1] != ')') {
        return name;
    }
    while (open > 0 && name.at[open - 1] != '(') {
        open--;
    }
    if (open < 2) {
        return name;
    }
    rl_str qualifier = rl_str_slice(name, open, name.length - 1);
    static const char *const words[] = {"film", "movie", "documentary", "play", "novel", "book", "TV series", "miniseries", "short"};
    bool known = year_in(qualifier) != 0;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        known = known || rl_str_find_nocase(qualifier, rl_str_of(words[i])) != SIZE_MAX;
    }
    if (!known) {
        return name;
    }
    *out_year = year_in(qualifier);
    *out_marked = rl_str_find_nocase(qualifier, RL_STR("film")) != SIZE_MAX;
    return rl_str_trim(rl_str_slice(name, 0, open - 1));
}

rl_str rl_article_file_name(rl_arena *arena, rl_str path, int *out_year, bool *out_marked) {
    rl_str base = base_name(path);
    *out_year = 0;
    *out_marked = false;
    char *text = rl_arena_copy(arena, base.at, base.length);
    if (text == NULL) {
        return RL_STR_EMPTY;
    }
    bool letters = false;
    for (size_t i = 0; i < base.length; i++) {
        text[i] = text[i] == '_' ? ' ' : text[i];
        letters = letters || is_letter(text[i]) || is_digit(text[i]);
    }
    rl_str name = rl_str_trim((rl_str){text, base.length});
    return letters ? rl_article_cut_qualifier(name, out_year, out_marked) : RL_STR_EMPTY;
}

void rl_article_file_title(rl_facts *facts, rl_str path) {
    int year = 0;
    bool marked = false;
    rl_str name = rl_article_file_name(facts->arena, path, &year, &marked);
    rl_facts_title(facts, RL_FIELD_TITLE, name, RL_STR_EMPTY, RL_ORIGIN_GUESS, 0);
    if (year != 0) {
        rl_facts_add_number(facts, RL_FIELD_YEAR, year, RL_ORIGIN_GUESS, 0);
    }
}
