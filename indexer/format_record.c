/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_record: a film record, one JSON object. Takes the keys of record_keys below, which is also
 * what `reel export` writes; a field without a key of its own is read under its own name, as a value,
 * {"value", "detail", "person", "number", "result"}, or a list of these. What is not understood is
 * noted as a block and skipped; only a record without a title is refused.
 */
#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/format.h"

int rl_format_record_detect(const rl_document *document);
reel_status rl_format_record_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum {
    MAX_NOTES = 100,      /* notes of one record: a hostile one may hold a million keys */
    MAX_KEY_SHOWN = 60,   /* bytes of a key quoted in a note */
    EARLIEST_YEAR = 1870, /* before the first moving pictures */
    LATEST_YEAR = 2100,
    MAX_MINUTES = 100000, /* the longest film runs 51,420 */
    MAX_AMOUNT_DIGITS = 15
};

typedef struct record_state {
    rl_facts *facts;
    const char *key; /* being read, for notes */
    uint32_t line;
    unsigned notes;
} record_state;

/* Reads one element; false when its type or content is wrong. */
typedef bool (*element_reader)(record_state *, rl_field, const json_t *);

typedef struct record_key {
    const char *name;
    rl_field field;
    element_reader read; /* NULL: known, and nothing is taken from it */
} record_key;

/* --- notes --- */

static void note(record_state *record, rl_block_fate fate, const char *format, const char *key) {
    if (record->notes++ >= MAX_NOTES) {
        return;
    }
    char shown[MAX_KEY_SHOWN + 1];
    size_t length = rl_utf8_floor(rl_str_of(key), MAX_KEY_SHOWN);
    for (size_t i = 0; i < length; i++) {
        bool control = (unsigned char)key[i] < 0x20 || key[i] == 0x7f;
        shown[i] = control ? '?' : key[i];
    }
    shown[length] = '\0';
    char text[MAX_KEY_SHOWN + 80];
    int written = snprintf(text, sizeof text, format, shown);
    char *reason = rl_arena_copy(record->facts->arena, text, written > 0 ? strlen(text) : 0);
    if (reason != NULL) {
        rl_facts_block(record->facts, record->line, record->line, fate, reason);
    }
}

/* --- values --- */

/* The text of a string, borrowed; numbers are written into scratch. Empty for other types. */
static rl_str text_of(const json_t *value, char *scratch, size_t size) {
    if (json_is_string(value)) {
        return rl_str_trim((rl_str){json_string_value(value), json_string_length(value)});
    }
    int written = 0;
    if (json_is_integer(value)) {
        written = snprintf(scratch, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        written = snprintf(scratch, size, "%g", json_real_value(value));
    }
    return written > 0 && (size_t)written < size ? (rl_str){scratch, (size_t)written} : RL_STR_EMPTY;
}

static rl_str string_of(const json_t *value) { return text_of(value, NULL, 0); }

static rl_str member(const json_t *object, const char *name) { return string_of(json_object_get(object, name)); }

/* A whole number: 1992, 1992.0, "1992", "1992 (restored)". */
static bool number_of(const json_t *value, int64_t *out_number) {
    if (json_is_integer(value)) {
        *out_number = json_integer_value(value);
        return true;
    }
    if (json_is_real(value) && fabs(json_real_value(value)) < 1e15) {
        *out_number = llround(json_real_value(value));
        return true;
    }
    rl_str text = string_of(value);
    size_t digits = 0;
    *out_number = 0;
    while (digits < text.length && digits < MAX_AMOUNT_DIGITS && text.at[digits] >= '0' && text.at[digits] <= '9') {
        *out_number = *out_number * 10 + (text.at[digits++] - '0');
    }
    return digits > 0;
}

static bool year_of(const json_t *value, int64_t *out_year) {
    return number_of(value, out_year) && *out_year >= EARLIEST_YEAR && *out_year <= LATEST_YEAR;
}

static rl_result result_of(rl_str text) {
    static const struct {
        const char *word;
        rl_result result;
    } words[] = {{"winner", RL_RESULT_WON},          {"won", RL_RESULT_WON},         {"nominee", RL_RESULT_NOMINATED},
                 {"nominated", RL_RESULT_NOMINATED}, {"nomination", RL_RESULT_NOMINATED}, {"shown", RL_RESULT_SHOWN}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(words[i].word))) {
            return words[i].result;
        }
    }
    return RL_RESULT_NONE;
}

/* A fact with its other parts, all copied: the JSON they stand in dies before the facts do. */
static rl_fact *add(record_state *record, rl_field field, rl_str value, rl_str detail, rl_str person) {
    rl_fact *fact = rl_facts_add(record->facts, field, value, RL_ORIGIN_RECORD, record->line);
    if (fact != NULL && detail.length > 0) {
        fact->detail = rl_str_copy(record->facts->arena, detail);
    }
    if (fact != NULL && person.length > 0) {
        fact->person = rl_str_copy(record->facts->arena, person);
    }
    return fact;
}

/* --- readers of one element --- */

static bool read_plain(record_state *record, rl_field field, const json_t *value) {
    char scratch[32];
    rl_str text = text_of(value, scratch, sizeof scratch);
    return text.length > 0 && rl_facts_add(record->facts, field, text, RL_ORIGIN_RECORD, record->line) != NULL;
}

static bool read_title(record_state *record, rl_field field, const json_t *value) {
    if (!json_is_object(value)) {
        return read_plain(record, field, value);
    }
    return add(record, field, member(value, "title"), member(value, "country"), RL_STR_EMPTY) != NULL;
}

/* Names stand alone in a record and go in as they are: the reader of page text would turn
 * "Earth, Wind & Fire" around. A remark in parentheses is the one thing worth its cost. */
static bool read_name(record_state *record, rl_field field, const json_t *value) {
    rl_str name = json_is_object(value) ? member(value, "name") : string_of(value);
    rl_str role = json_is_object(value) ? member(value, "role") : RL_STR_EMPTY;
    rl_str credited = json_is_object(value) ? member(value, "credited_as") : RL_STR_EMPTY;
    if (name.length == 0) {
        return false;
    }
    if (credited.length == 0 && memchr(name.at, '(', name.length) != NULL) {
        rl_facts_person(record->facts, field, name, role, RL_ORIGIN_RECORD, record->line);
        return true;
    }
    add(record, field, name, role, credited);
    if (field == RL_FIELD_CAST && role.length > 0) {
        rl_facts_add(record->facts, RL_FIELD_CHARACTER, role, RL_ORIGIN_RECORD, record->line);
    }
    return true;
}

static const char *canonical_name(rl_lexicon_kind kind, rl_str text) {
    const rl_lexicon_entry *entry = text.length == 0 ? NULL : rl_lexicon_find(kind, text);
    return entry == NULL ? NULL : entry->name;
}

/* Canonical values, nearly all there are, are looked up at once; the reader of lists takes the rest. */
static bool read_label(record_state *record, rl_field field, const json_t *value) {
    rl_str text = string_of(value);
    rl_lexicon_kind kind = field == RL_FIELD_GENRE     ? RL_LEXICON_GENRE
                           : field == RL_FIELD_COUNTRY ? RL_LEXICON_COUNTRY
                                                       : RL_LEXICON_LANGUAGE;
    const char *canonical = canonical_name(kind, text);
    if (canonical != NULL) {
        rl_facts_add(record->facts, field, rl_str_of(canonical), RL_ORIGIN_RECORD, record->line);
    } else {
        rl_facts_labels(record->facts, field, text, RL_ORIGIN_RECORD, record->line);
    }
    return text.length > 0;
}

static bool read_coloration(record_state *record, rl_field field, const json_t *value) {
    (void)field;
    rl_str text = string_of(value);
    return text.length > 0 && rl_facts_coloration(record->facts, text, RL_ORIGIN_RECORD, record->line);
}

static bool read_year(record_state *record, rl_field field, const json_t *value) {
    int64_t year;
    return year_of(value, &year) &&
           rl_facts_add_number(record->facts, field, year, RL_ORIGIN_RECORD, record->line) != NULL;
}

static bool read_runtime(record_state *record, rl_field field, const json_t *value) {
    if (json_is_string(value)) {
        int64_t bare;
        rl_str text = string_of(value);
        bool digits_only = strspn(json_string_value(value), "0123456789 ") == json_string_length(value);
        if (!digits_only || !number_of(value, &bare)) {
            return text.length > 0 && rl_facts_runtime(record->facts, text, RL_ORIGIN_RECORD, record->line);
        }
    }
    int64_t minutes;
    return number_of(value, &minutes) && minutes > 0 && minutes <= MAX_MINUTES &&
           rl_facts_add_number(record->facts, field, minutes, RL_ORIGIN_RECORD, record->line) != NULL;
}

/* A bare number has no currency: {"amount", "currency"} gives both. */
static bool read_money(record_state *record, rl_field field, const json_t *value) {
    if (json_is_string(value)) {
        return rl_facts_money(record->facts, field, string_of(value), RL_ORIGIN_RECORD, record->line);
    }
    const json_t *amount_value = json_is_object(value) ? json_object_get(value, "amount") : value;
    int64_t amount;
    if (!number_of(amount_value, &amount) || amount <= 0) {
        return false;
    }
    rl_fact *fact = rl_facts_add_number(record->facts, field, amount, RL_ORIGIN_RECORD, record->line);
    if (fact != NULL && json_is_object(value)) {
        fact->detail = rl_str_copy(record->facts->arena, member(value, "currency"));
    }
    return fact != NULL;
}

static bool read_rating(record_state *record, rl_field field, const json_t *value) {
    double rating = json_is_number(value) ? json_number_value(value) : -1;
    if (json_is_string(value)) {
        char *end;
        rating = strtod(json_string_value(value), &end);
        rating = end == json_string_value(value) ? -1 : rating;
    }
    return rating >= 0 && rating <= 10 &&
           rl_facts_add_number(record->facts, field, llround(rating * 10), RL_ORIGIN_RECORD, record->line) != NULL;
}

static bool read_release(record_state *record, rl_field field, const json_t *value) {
    (void)field;
    rl_str date = json_is_object(value) ? member(value, "date") : string_of(value);
    return date.length > 0 &&
           rl_facts_date(record->facts, date, member(value, "country"), RL_ORIGIN_RECORD, record->line);
}

static bool read_id(record_state *record, rl_field field, const json_t *value) {
    (void)field;
    char scratch[32];
    rl_str id = text_of(value, scratch, sizeof scratch);
    if (id.length == 0 || id.length > RL_MAX_TERM_BYTES / 2) {
        return false;
    }
    record->facts->record_id = rl_str_copy(record->facts->arena, id);
    return true;
}

static bool read_identifier(record_state *record, rl_field field, const json_t *value) {
    (void)field;
    static const char *const schemes[] = {"imdb", "tmdb", "wiki"};
    char scratch[32];
    rl_str id = text_of(value, scratch, sizeof scratch);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && id.length > 0; i++) {
        if (strncmp(record->key, schemes[i], strlen(schemes[i])) == 0) {
            rl_facts_identifier(record->facts, schemes[i], id, RL_ORIGIN_RECORD, record->line);
            return true;
        }
    }
    return false;
}

static bool read_kind(record_state *record, rl_field field, const json_t *value) {
    rl_str kind = string_of(value);
    if (rl_str_is(kind, "series")) {
        record->facts->subject = RL_SUBJECT_SERIES;
    } else if (rl_str_is(kind, "episode")) {
        record->facts->subject = RL_SUBJECT_EPISODE;
    }
    return kind.length > 0 && read_plain(record, field, value);
}

/* The generic form of fields that have no shape of their own. */
static bool read_generic(record_state *record, rl_field field, const json_t *value) {
    if (!json_is_object(value)) {
        return read_plain(record, field, value);
    }
    char scratch[32];
    rl_str text = text_of(json_object_get(value, "value"), scratch, sizeof scratch);
    rl_fact *fact = add(record, field, text, member(value, "detail"), member(value, "person"));
    if (fact == NULL) {
        return false;
    }
    int64_t number;
    if (number_of(json_object_get(value, "number"), &number)) {
        fact->number = number;
    }
    fact->result = result_of(member(value, "result"));
    return true;
}

/* --- festivals and awards --- */

/* "edition" is a year (1992, "1992") or an ordinal ("45th", 45) that the lexicon may turn into one. */
static int64_t edition_year(const json_t *value, rl_str festival) {
    int64_t edition = 0;
    if (!number_of(value, &edition) || edition <= 0) {
        return 0;
    }
    if (edition >= EARLIEST_YEAR) {
        return edition <= LATEST_YEAR ? edition : 0;
    }
    const rl_lexicon_entry *entry = rl_lexicon_find(RL_LEXICON_FESTIVAL, festival);
    return entry == NULL ? 0 : rl_lexicon_edition_year(entry, (int)edition);
}

static bool read_award_object(record_state *record, const json_t *value) {
    rl_str prize = member(value, "prize");
    rl_str festival = member(value, "festival");
    const rl_lexicon_entry *known_prize = prize.length == 0 ? NULL : rl_lexicon_find(RL_LEXICON_PRIZE, prize);
    if (festival.length == 0 && known_prize != NULL) {
        const rl_lexicon_entry *giver = rl_lexicon_festival_of_prize(known_prize);
        festival = giver == NULL ? RL_STR_EMPTY : rl_str_of(giver->name);
    }
    if (festival.length == 0) {
        return false;
    }
    const char *canonical = canonical_name(RL_LEXICON_FESTIVAL, festival);
    festival = canonical == NULL ? festival : rl_str_of(canonical);
    int64_t year = edition_year(json_object_get(value, "edition"), festival);
    rl_result result = result_of(member(value, "result"));
    rl_fact *shown = add(record, RL_FIELD_FESTIVAL, festival, RL_STR_EMPTY, RL_STR_EMPTY);
    if (shown != NULL) {
        shown->number = year;
        shown->result = prize.length > 0 ? RL_RESULT_NONE : result;
    }
    if (prize.length > 0) {
        rl_fact *award = add(record, RL_FIELD_AWARD, festival, prize, member(value, "person"));
        if (award != NULL) {
            award->number = year;
            award->result = result;
        }
    }
    return shown != NULL;
}

/* A festival, or a tally such as "4 wins & 20 nominations", which holds no prize by name. */
static bool names_festival(rl_str text) {
    size_t length;
    return (text.length > 0 && text.at[0] >= '0' && text.at[0] <= '9') || rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, text, &length) != NULL;
}

static bool read_award(record_state *record, rl_field field, const json_t *value) {
    (void)field;
    if (json_is_object(value)) {
        return read_award_object(record, value);
    }
    rl_str text = string_of(value);
    /* Nothing new is no failure: prizes name their festivals before "festivals" does. */
    return rl_facts_awards(record->facts, text, RL_ORIGIN_RECORD, record->line) > 0 || names_festival(text);
}

/* --- the keys --- */

/* Sorted by name, for bsearch. */
static const record_key record_keys[] = {
    {"alt_titles", RL_FIELD_AKA, read_title},
    {"awards", RL_FIELD_AWARD, read_award},
    {"budget", RL_FIELD_BUDGET, read_money},
    {"cast", RL_FIELD_CAST, read_name},
    {"certificate", RL_FIELD_CERTIFICATE, read_generic},
    {"cinematographers", RL_FIELD_CINEMATOGRAPHY, read_name},
    {"coloration", RL_FIELD_COLORATION, read_coloration},
    {"companies", RL_FIELD_PRODUCTION, read_plain},
    {"countries", RL_FIELD_COUNTRY, read_label},
    {"directors", RL_FIELD_DIRECTOR, read_name},
    {"distributors", RL_FIELD_DISTRIBUTOR, read_plain},
    {"editors", RL_FIELD_EDITING, read_name},
    {"festivals", RL_FIELD_FESTIVAL, read_award},
    {"genres", RL_FIELD_GENRE, read_label},
    {"gross", RL_FIELD_GROSS, read_money},
    {"id", RL_FIELD_NONE, read_id},
    {"identifier", RL_FIELD_IDENTIFIER, read_plain},
    {"imdb_id", RL_FIELD_IDENTIFIER, read_identifier},
    {"keywords", RL_FIELD_KEYWORD, read_plain},
    {"kind", RL_FIELD_KIND, read_kind},
    {"languages", RL_FIELD_LANGUAGE, read_label},
    {"music", RL_FIELD_MUSIC, read_name},
    {"plot", RL_FIELD_PLOT, read_plain},
    {"producers", RL_FIELD_PRODUCER, read_name},
    {"rating", RL_FIELD_RATING, read_rating},
    {"release", RL_FIELD_RELEASE, read_release},
    {"runtime", RL_FIELD_RUNTIME, read_runtime},
    {"source", RL_FIELD_NONE, NULL},  /* where the maker of the records had them from */
    {"sources", RL_FIELD_NONE, NULL}, /* the documents behind an exported film: not here now */
    {"text", RL_FIELD_TEXT, read_plain},
    {"title", RL_FIELD_TITLE, read_title},
    {"tmdb_id", RL_FIELD_IDENTIFIER, read_identifier},
    {"wiki", RL_FIELD_IDENTIFIER, read_identifier},
    {"writers", RL_FIELD_WRITER, read_name},
    {"year", RL_FIELD_YEAR, read_year},
};

static int compare_key(const void *name, const void *row) { return strcmp(name, ((const record_key *)row)->name); }

/* The row of a key; fields that have no row are read under their own name, for which *generic is filled. */
static const record_key *find_key(const char *name, record_key *generic) {
    const record_key *row = bsearch(name, record_keys, sizeof record_keys / sizeof record_keys[0],
                                    sizeof record_keys[0], compare_key);
    if (row != NULL) {
        return row;
    }
    rl_field field = rl_field_find(rl_str_of(name));
    if (field == RL_FIELD_NONE || strcmp(name, rl_field_name(field)) != 0) {
        return NULL;
    }
    for (size_t i = 0; i < sizeof record_keys / sizeof record_keys[0]; i++) {
        if (record_keys[i].field == field) {
            return &record_keys[i]; /* "director" for "directors" */
        }
    }
    *generic = (record_key){rl_field_name(field), field, read_generic};
    return generic;
}

static void read_key(record_state *record, const char *name, const json_t *value) {
    record_key generic;
    const record_key *key = find_key(name, &generic);
    record->key = name;
    if (key == NULL) {
        note(record, RL_BLOCK_UNKNOWN, "unknown key \"%s\"", name);
        return;
    }
    if (key->read == NULL || json_is_null(value)) {
        return;
    }
    bool understood = true;
    if (json_is_array(value)) {
        size_t index;
        const json_t *element;
        json_array_foreach(value, index, element) {
            understood = key->read(record, key->field, element) && understood;
        }
    } else if (!(json_is_string(value) && json_string_length(value) == 0)) {
        understood = key->read(record, key->field, value);
    }
    if (!understood && record->facts->status == REEL_OK) {
        note(record, RL_BLOCK_UNKNOWN, "value of \"%s\" not understood", name);
    }
}

/* --- parsing --- */

/* Depth of nesting, before a recursive parser sees it. Strings, most of the bytes, are passed by memchr. */
static bool too_deep(rl_str json) {
    const char *at = json.at;
    const char *end = json.at + json.length;
    int depth = 0;
    while (at < end) {
        char c = *at++;
        if (c == '{' || c == '[') {
            if (++depth > RL_MAX_JSON_DEPTH) {
                return true;
            }
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == '"') {
            const char *start = at;
            for (;;) {
                at = memchr(at, '"', (size_t)(end - at));
                if (at == NULL) {
                    return false; /* unfinished: the parser will say so */
                }
                const char *slash = at;
                while (slash > start && slash[-1] == '\\') {
                    slash--;
                }
                at++;
                if ((at - 1 - slash) % 2 == 0) {
                    break;
                }
            }
        }
    }
    return false;
}

/* The line a message names: of the JSON Lines file when the path ends in ":LINE". */
static uint32_t line_of(const rl_document *document, int line_in_document) {
    rl_str path = document->path;
    size_t start = path.length;
    while (start > 0 && path.at[start - 1] >= '0' && path.at[start - 1] <= '9') {
        start--;
    }
    if (start == 0 || start == path.length || path.length - start > 9 || path.at[start - 1] != ':') {
        return line_in_document > 0 ? (uint32_t)line_in_document : 1;
    }
    uint32_t line = 0;
    for (size_t i = start; i < path.length; i++) {
        line = line * 10 + (uint32_t)(path.at[i] - '0');
    }
    return line;
}

static reel_status refuse(const rl_document *document, int line, const char *what, reel_error *error) {
    uint32_t shown = line_of(document, line);
    return rl_fail_at(error, REEL_FORMAT, document->path.at, shown, "line %u: %s", (unsigned)shown, what);
}

/* The code unit of "\uXXXX" at text[at], or -1. */
static long escape_at(rl_str text, size_t at) {
    if (at + 6 > text.length || text.at[at] != '\\' || text.at[at + 1] != 'u') {
        return -1;
    }
    char digits[5] = {0};
    memcpy(digits, text.at + at + 2, 4);
    char *end;
    long unit = strtol(digits, &end, 16);
    return end == digits + 4 ? unit : -1;
}

/* JSON may escape what UTF-8 cannot hold: NUL becomes a blank, half a surrogate pair U+FFFD. The
 * empty string when there is nothing of the kind. */
static rl_str repair_escapes(rl_arena *arena, rl_str text) {
    char *copy = NULL;
    for (size_t i = 0; i + 1 < text.length; i++) {
        if (text.at[i] != '\\') {
            continue;
        }
        long unit = escape_at(text, i);
        long next = escape_at(text, i + 6);
        if (unit >= 0xd800 && unit < 0xdc00 && next >= 0xdc00 && next < 0xe000) {
            i += 11;
        } else if (unit == 0 || (unit >= 0xd800 && unit < 0xe000)) {
            if (copy == NULL && (copy = rl_arena_copy(arena, text.at, text.length)) == NULL) {
                return RL_STR_EMPTY;
            }
            memcpy(copy + i, unit == 0 ? "\\u0020" : "\\ufffd", 6);
            i += 5;
        } else {
            i++; /* the escaped character, which may be a backslash */
        }
    }
    return copy == NULL ? RL_STR_EMPTY : (rl_str){copy, text.length};
}

/* A key given twice is read from its last place, as JSON programs do, and noted. */
static json_t *parse(rl_arena *arena, rl_str text, bool *out_twice, json_error_t *out_error) {
    *out_twice = false;
    for (;;) {
        json_t *root = json_loadb(text.at, text.length, *out_twice ? 0 : JSON_REJECT_DUPLICATES, out_error);
        if (root != NULL) {
            return root;
        }
        if (json_error_code(out_error) == json_error_duplicate_key) {
            *out_twice = true;
            continue;
        }
        text = repair_escapes(arena, text);
        if (text.length == 0) {
            return NULL;
        }
    }
}

int rl_format_record_detect(const rl_document *document) {
    rl_str text = rl_str_trim(document->raw);
    if (text.length < 2 || text.at[0] != '{' || document->html) {
        return 0;
    }
    rl_str inside = rl_str_trim(rl_str_slice(text, 1, text.length < 64 ? text.length : 64));
    return inside.length > 0 && (inside.at[0] == '"' || inside.at[0] == '}') ? 95 : 0;
}

reel_status rl_format_record_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    rl_str text = document->raw;
    if (text.length > RL_MAX_RECORD_BYTES) {
        return rl_fail_at(error, REEL_LIMIT, document->path.at, line_of(document, 1), "record larger than %d bytes",
                          (int)RL_MAX_RECORD_BYTES);
    }
    if (too_deep(text)) {
        return refuse(document, 1, "JSON nested too deeply", error);
    }
    json_error_t json_error;
    bool twice;
    json_t *root = parse(facts->arena, text, &twice, &json_error);
    if (root == NULL) {
        return json_error_code(&json_error) == json_error_out_of_memory ? rl_fail_nomem(error)
                                                                        : refuse(document, json_error.line, json_error.text, error);
    }
    record_state record = {facts, "", 1, 0};
    const char *name;
    json_t *value;
    json_object_foreach(root, name, value) {
        read_key(&record, name, value);
    }
    if (twice) {
        note(&record, RL_BLOCK_UNKNOWN, "%s given twice, the last is used", "a key is");
    }
    bool titled = false;
    for (size_t i = 0; i < facts->count && !titled; i++) {
        titled = facts->items[i].field == RL_FIELD_TITLE;
    }
    bool object = json_is_object(root);
    json_decref(root);
    if (facts->status != REEL_OK) {
        return rl_fail_at(error, facts->status, document->path.at, line_of(document, 1), "record holds too much");
    }
    if (!titled) {
        return refuse(document, 1, object ? "no title" : "not a JSON object", error);
    }
    return REEL_OK;
}
