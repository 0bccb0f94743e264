/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_record: a film record, one JSON object. Takes the keys of record_keys below, which is also what `reel
 * export` writes; a field without a key of its own is read under its own name. Any value may be given as
 * {"value", "detail", "person", "number", "result"}, or as a list. What is not understood is noted as a block and
 * skipped; only a record without a title is refused.
 */
#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/format.h"
#include "indexer/record_values.h"

int rl_format_record_detect(const rl_document *document);
reel_status rl_format_record_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum {
    MAX_NOTES = 100,  /* notes of one record: a hostile one may hold a million keys */
    MAX_KEY_SHOWN = 60 /* bytes of a key quoted in a note */
};

/* Reads one element; false when its type or content is wrong. */
typedef bool (*element_reader)(rl_record_state *, rl_field, const json_t *);

typedef struct record_key {
    const char *name;
    rl_field field;
    element_reader read; /* NULL: known, and nothing is taken from it */
} record_key;

/* --- notes --- */

static void note(rl_record_state *record, rl_block_fate fate, const char *format, const char *key) {
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

/* --- the keys --- */

/* Sorted by name, for bsearch. */
static const record_key record_keys[] = {
    {"alt_titles", RL_FIELD_AKA, rl_record_read_title},
    {"awards", RL_FIELD_AWARD, rl_record_read_award},
    {"budget", RL_FIELD_BUDGET, rl_record_read_money},
    {"cast", RL_FIELD_CAST, rl_record_read_name},
    {"certificate", RL_FIELD_CERTIFICATE, rl_record_read_generic},
    {"cinematographers", RL_FIELD_CINEMATOGRAPHY, rl_record_read_name},
    {"coloration", RL_FIELD_COLORATION, rl_record_read_coloration},
    {"companies", RL_FIELD_PRODUCTION, rl_record_read_plain},
    {"countries", RL_FIELD_COUNTRY, rl_record_read_label},
    {"directors", RL_FIELD_DIRECTOR, rl_record_read_name},
    {"distributors", RL_FIELD_DISTRIBUTOR, rl_record_read_plain},
    {"editors", RL_FIELD_EDITING, rl_record_read_name},
    {"festivals", RL_FIELD_FESTIVAL, rl_record_read_award},
    {"filmography", RL_FIELD_FILMOGRAPHY, rl_record_read_reference},
    {"further", RL_FIELD_NONE, NULL}, /* read last: see rl_format_record_extract */
    {"genres", RL_FIELD_GENRE, rl_record_read_label},
    {"gross", RL_FIELD_GROSS, rl_record_read_money},
    {"id", RL_FIELD_NONE, rl_record_read_id},
    {"identifier", RL_FIELD_IDENTIFIER, rl_record_read_plain},
    {"imdb_id", RL_FIELD_IDENTIFIER, rl_record_read_identifier},
    {"keywords", RL_FIELD_KEYWORD, rl_record_read_plain},
    {"kind", RL_FIELD_KIND, rl_record_read_kind},
    {"languages", RL_FIELD_LANGUAGE, rl_record_read_label},
    {"music", RL_FIELD_MUSIC, rl_record_read_name},
    {"plot", RL_FIELD_PLOT, rl_record_read_plain},
    {"producers", RL_FIELD_PRODUCER, rl_record_read_name},
    {"rating", RL_FIELD_RATING, rl_record_read_rating},
    {"release", RL_FIELD_RELEASE, rl_record_read_release},
    {"runtime", RL_FIELD_RUNTIME, rl_record_read_runtime},
    {"similar", RL_FIELD_SIMILAR, rl_record_read_reference},
    {"source", RL_FIELD_NONE, NULL},  /* where the maker of the records had them from */
    {"sources", RL_FIELD_NONE, NULL}, /* the documents behind an exported film: not here now */
    {"text", RL_FIELD_TEXT, rl_record_read_plain},
    {"title", RL_FIELD_TITLE, rl_record_read_title},
    {"tmdb_id", RL_FIELD_IDENTIFIER, rl_record_read_identifier},
    {"wiki", RL_FIELD_IDENTIFIER, rl_record_read_identifier},
    {"writers", RL_FIELD_WRITER, rl_record_read_name},
    {"year", RL_FIELD_YEAR, rl_record_read_year},
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
    *generic = (record_key){rl_field_name(field), field, rl_record_read_generic};
    return generic;
}

/* Any value may come in the form that every field has. */
static bool read_element(rl_record_state *record, const record_key *key, const json_t *value) {
    bool whole = key->field != RL_FIELD_NONE && (json_object_get(value, "value") != NULL || json_object_get(value, "number") != NULL);
    return whole ? rl_record_read_generic(record, key->field, value) : key->read(record, key->field, value);
}

static void read_key(rl_record_state *record, const char *name, const json_t *value) {
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
            understood = read_element(record, key, element) && understood;
        }
    } else if (!(json_is_string(value) && json_string_length(value) == 0)) {
        understood = read_element(record, key, value);
    }
    if (!understood && record->facts->status == REEL_OK) {
        note(record, RL_BLOCK_UNKNOWN, "value of \"%s\" not understood", name);
    }
}

static void read_keys(rl_record_state *record, json_t *object) {
    const char *name;
    json_t *value;
    json_object_foreach(object, name, value) {
        read_key(record, name, value);
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

/* A key given twice is read from its last place, as JSON programs do, and noted. NULL: errno is ENOMEM where memory ran out. */
static json_t *parse(rl_arena *arena, rl_str text, bool *out_twice, json_error_t *out_error) {
    *out_twice = false;
    for (;;) {
        errno = 0; /* where memory ran out jansson tells of an invalid token, or of nothing and cuts a string */
        json_t *root = json_loadb(text.at, text.length, *out_twice ? 0 : JSON_REJECT_DUPLICATES, out_error);
        if (errno == ENOMEM) {
            json_decref(root);
            return NULL;
        }
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
    return inside.length > 0 && (inside.at[0] == '"' || inside.at[0] == '}') ? RL_FORMAT_SURE : 0;
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
        return errno == ENOMEM ? rl_fail_nomem(error) : refuse(document, json_error.line, json_error.text, error);
    }
    rl_record_state record = {.facts = facts, .key = "", .line = 1};
    record.lists_characters = json_object_get(root, "character") != NULL;
    read_keys(&record, root);
    /* What stands beside the plain keys comes behind them: the first year is the year. */
    read_keys(&record, json_object_get(root, "further"));
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
