/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * schema: terms are a prefix and a key. Keys hold no control characters: \1 ends a key, \2 parts the
 * parts of a compound one, \3 stands before the hash of one that was too long.
 */
#include "common/schema.h"

#include <inttypes.h>
#include <xxhash.h>

#include "common/analysis.h"
#include "common/lexicon.h"
#include "common/limits.h"
#include "common/utf8.h"

enum { PART_MARK = '\2', HASH_MARK = '\3', HASH_DIGITS = 16, LONGEST_PREFIX = 3 };

static uint64_t mix_number(uint64_t seed, uint64_t number) {
    return XXH3_64bits_withSeed(&number, sizeof number, seed);
}

static uint64_t mix_text(uint64_t seed, const char *text) {
    return XXH3_64bits_withSeed(text, strlen(text) + 1, seed);
}

/* Names, aliases and examples are left out: they change how a query is read, not what is stored. */
uint64_t rl_schema_fingerprint(void) {
    uint64_t hash = mix_number(RL_SCHEMA_VERSION, RL_ANALYSIS_VERSION);
    hash = mix_number(hash, rl_lexicon_fingerprint());
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        hash = mix_number(hash, (uint64_t)row->field);
        hash = mix_text(hash, row->prefix);
        hash = mix_number(hash, row->slot);
        hash = mix_number(hash, (uint64_t)row->kind);
        hash = mix_number(hash, row->flags);
        hash = mix_number(hash, row->weight);
        hash = mix_number(hash, (uint64_t)row->merge);
    }
    return hash;
}

static void add_hash(rl_str text, rl_buffer *out) {
    rl_buffer_add_byte(out, HASH_MARK);
    rl_buffer_add_format(out, "%016" PRIx64, (uint64_t)XXH3_64bits(text.at, text.length));
}

/* A control character would be read as one of our marks, and NUL costs two bytes in Xapian. Eight bytes at a time: of a
 * byte less than 0x20, and of no other, the borrow of the subtraction reaches the highest bit of the first such byte. */
static size_t clean_length(rl_str text) {
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = 0;
    for (uint64_t eight; at + sizeof eight <= text.length; at += sizeof eight) {
        memcpy(&eight, text.at + at, sizeof eight);
        if (((eight - ones * ' ') & ~eight & ones << 7) != 0) {
            break;
        }
    }
    while (at < text.length && ((unsigned char)text.at[at] >= ' ' || text.at[at] == PART_MARK)) {
        at++;
    }
    return at;
}

/* Appends text, or as much of it as fits into room and the hash of all of it. */
static void add_key(rl_str text, size_t room, rl_buffer *out) {
    size_t clean = clean_length(text);
    if (clean == text.length && text.length <= room) {
        rl_buffer_add_str(out, text);
        return;
    }
    size_t kept = room - HASH_DIGITS - 1;
    rl_buffer_add(out, text.at, rl_utf8_floor(text, clean < kept ? clean : kept));
    add_hash(text, out);
}

static void spell(const char *prefix, rl_str text, rl_buffer *out) {
    rl_buffer_clear(out);
    rl_buffer_add_text(out, prefix);
    add_key(text, RL_MAX_TERM_BYTES - strlen(prefix), out);
}

void rl_schema_word_term(rl_str form, rl_buffer *out) {
    spell("", form, out);
}
void rl_schema_stem_term(rl_str stem, rl_buffer *out) {
    spell(RL_PREFIX_STEM, stem, out);
}

static const char *prefix_of(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    return row == NULL ? "" : row->prefix;
}

void rl_schema_field_word_term(rl_field field, rl_str form, rl_buffer *out) {
    const char *prefix = prefix_of(field);
    char first = form.length == 0 ? 'a' : form.at[0];
    bool reads_as_prefix = (first >= 'A' && first <= 'Z') || first == ':';
    rl_buffer_clear(out);
    rl_buffer_add_text(out, prefix);
    if (reads_as_prefix) {
        rl_buffer_add_byte(out, ':');
    }
    add_key(form, RL_MAX_TERM_BYTES - strlen(prefix) - 1, out);
}

/* The same room for all fields, so that a key is cut in one place and its terms stay together. */
void rl_schema_value_prefix(rl_str key, rl_buffer *out) {
    rl_buffer_clear(out);
    rl_buffer_add_text(out, RL_PREFIX_VALUE);
    add_key(key, RL_MAX_TERM_BYTES - (sizeof RL_PREFIX_VALUE - 1) - 1 - LONGEST_PREFIX, out);
    rl_buffer_add_byte(out, RL_VALUE_END);
}

void rl_schema_value_term(rl_field field, rl_str key, rl_buffer *out) {
    rl_schema_value_prefix(key, out);
    rl_buffer_add_text(out, prefix_of(field));
}

static rl_field field_of_prefix(rl_str prefix) {
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        if (rl_field_has(row->field, RL_FIELD_VALUE) && rl_str_is(prefix, row->prefix)) {
            return row->field;
        }
    }
    return RL_FIELD_NONE;
}

rl_field rl_schema_value_parse(rl_str term, rl_str *out_key) {
    const char end_mark[] = {RL_VALUE_END, '\0'};
    const char hash_mark[] = {HASH_MARK, '\0'};
    *out_key = RL_STR_EMPTY;
    if (!rl_str_starts(term, RL_STR(RL_PREFIX_VALUE))) {
        return RL_FIELD_NONE;
    }
    rl_str rest = rl_str_slice(term, sizeof RL_PREFIX_VALUE - 1, term.length);
    size_t end = rl_str_find(rest, rl_str_of(end_mark));
    if (end == SIZE_MAX || rl_str_find(rl_str_slice(rest, 0, end), rl_str_of(hash_mark)) != SIZE_MAX) {
        return RL_FIELD_NONE;
    }
    rl_field field = field_of_prefix(rl_str_slice(rest, end + 1, rest.length));
    *out_key = field == RL_FIELD_NONE ? RL_STR_EMPTY : rl_str_slice(rest, 0, end);
    return field;
}

void rl_schema_id_term(rl_str id, rl_buffer *out) {
    spell(RL_PREFIX_ID, id, out);
}
void rl_schema_block_term(rl_str key, rl_buffer *out) {
    spell(RL_PREFIX_BLOCK, key, out);
}

/* 64 bits in 11 digits of 6: one such term a document, and none shares a beginning with another. */
void rl_schema_document_term(rl_str document_key, rl_buffer *out) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    rl_buffer_clear(out);
    rl_buffer_add_text(out, RL_PREFIX_DOCUMENT);
    uint64_t hash = XXH3_64bits(document_key.at, document_key.length);
    for (int i = 0; i < 11; i++, hash >>= 6) {
        rl_buffer_add_byte(out, digits[hash & 63]);
    }
}

static void add_part(rl_buffer *out, char letter) {
    rl_buffer_add_byte(out, PART_MARK);
    rl_buffer_add_byte(out, letter);
}

/* A part says by its letter what it is, so that no two sets of parts are spelled alike. A festival or a prize alone
 * is a plain key: that is how the words of a query find it. */
static void add_festival_key(rl_str festival_key, int year, rl_str prize_key, rl_result result, rl_buffer *out) {
    rl_buffer_add_str(out, festival_key);
    if (year > 0) {
        add_part(out, 'y');
        rl_buffer_add_decimal(out, (uint64_t)year);
    }
    if (prize_key.length > 0 && (festival_key.length > 0 || year > 0)) {
        add_part(out, 'p');
    }
    rl_buffer_add_str(out, prize_key);
    if (result != RL_RESULT_NONE) {
        static const char *const names[] = {"", "shown", "nominated", "won"};
        add_part(out, 'r');
        rl_buffer_add_text(out, names[result]);
    }
}

void rl_schema_festival_key(rl_str festival, int year, rl_str prize, rl_result result, rl_buffer *out) {
    rl_buffer names = RL_BUFFER_INIT;
    rl_analysis_key(RL_KEY_NAME, festival, &names);
    size_t cut = names.length;
    rl_analysis_key(RL_KEY_NAME, prize, &names);
    rl_str both = rl_buffer_str(&names);
    add_festival_key(rl_str_slice(both, 0, cut), year, rl_str_slice(both, cut, both.length), result, out);
    if (names.failed) {
        rl_buffer_fail(out);
    }
    rl_buffer_done(&names);
}

typedef struct visitor {
    void (*value)(void *user, rl_field field, rl_str key);
    void *user;
    rl_buffer key;
    rl_buffer names; /* of a prize */
    bool failed;
} visitor;

static void visit(visitor *v, rl_field field) {
    v->failed = v->failed || v->key.failed;
    if (v->key.length > 0 && !v->key.failed) {
        v->value(v->user, field, rl_buffer_str(&v->key));
    }
}

static void visit_key(visitor *v, rl_field field, rl_key_kind kind, rl_str value) {
    rl_buffer_clear(&v->key);
    rl_analysis_key(kind, value, &v->key);
    visit(v, field);
}

/* "Tom Holland (II)" is asked for without his number too. */
static void visit_name(visitor *v, const rl_fact *fact) {
    rl_str bare = rl_name_bare(fact->value);
    if (bare.length < fact->value.length) {
        visit_key(v, fact->field, RL_KEY_NAME, bare);
    }
    visit_key(v, fact->field, RL_KEY_NAME, fact->value);
    if (fact->person.length == 0) {
        return;
    }
    rl_buffer credited = RL_BUFFER_INIT;
    rl_analysis_key(RL_KEY_NAME, fact->person, &credited);
    v->failed = v->failed || credited.failed;
    bool same = rl_str_equal(rl_buffer_str(&credited), rl_buffer_str(&v->key));
    if (!same && !credited.failed && credited.length > 0) {
        v->value(v->user, fact->field, rl_buffer_str(&credited));
    }
    rl_buffer_done(&credited);
}

/* The names of a prize as keys, made once for the many ways it is asked for; the rest are those without. */
typedef struct prize_keys {
    rl_str festival, prize;
    rl_str group; /* "Grand Jury Prize" of "Grand Jury Prize, Dramatic" */
    int year;
} prize_keys;

static prize_keys keys_of(visitor *v, const rl_fact *fact, rl_str prize) {
    size_t comma = rl_str_find(prize, RL_STR(","));
    rl_buffer_clear(&v->names);
    rl_analysis_key(RL_KEY_NAME, fact->value, &v->names);
    size_t festival_end = v->names.length;
    rl_analysis_key(RL_KEY_NAME, prize, &v->names);
    size_t prize_end = v->names.length;
    rl_analysis_key(RL_KEY_NAME, comma == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(prize, 0, comma), &v->names);
    v->failed = v->failed || v->names.failed;
    rl_str all = rl_buffer_str(&v->names);
    return (prize_keys){rl_str_slice(all, 0, festival_end), rl_str_slice(all, festival_end, prize_end),
                        rl_str_slice(all, prize_end, all.length), fact->number > 0 && fact->number < 10000 ? (int)fact->number : 0};
}

static void visit_festival(visitor *v, rl_field field, rl_str festival, int year, rl_str prize, rl_result result) {
    rl_buffer_clear(&v->key);
    add_festival_key(festival, year, prize, result, &v->key);
    visit(v, field);
}

static void visit_edition(visitor *v, const prize_keys *keys) {
    if (keys->festival.length == 0) {
        return;
    }
    visit_festival(v, RL_FIELD_FESTIVAL, keys->festival, 0, RL_STR_EMPTY, RL_RESULT_NONE);
    if (keys->year != 0) {
        visit_festival(v, RL_FIELD_FESTIVAL, keys->festival, keys->year, RL_STR_EMPTY, RL_RESULT_NONE);
    }
}

static void visit_prize_name(visitor *v, const prize_keys *keys, rl_str prize, rl_result result) {
    if (prize.length == 0) {
        return;
    }
    visit_festival(v, RL_FIELD_AWARD, RL_STR_EMPTY, 0, prize, result);
    if (keys->festival.length > 0) {
        visit_festival(v, RL_FIELD_AWARD, keys->festival, 0, prize, result);
        if (keys->year != 0) {
            visit_festival(v, RL_FIELD_AWARD, keys->festival, keys->year, prize, result);
        }
    }
}

/* The prize keys with one result, or without. "Grand Jury Prize, Dramatic" is a Grand Jury Prize too. */
static void visit_prize(visitor *v, const prize_keys *keys, rl_result result) {
    visit_prize_name(v, keys, keys->prize, result);
    visit_prize_name(v, keys, keys->group, result);
    if (keys->festival.length > 0 && keys->year != 0 && (keys->prize.length == 0 || result != RL_RESULT_NONE)) {
        visit_festival(v, RL_FIELD_AWARD, keys->festival, keys->year, RL_STR_EMPTY, result);
    }
}

static void visit_festival_of(visitor *v, const rl_fact *fact) {
    prize_keys keys = keys_of(v, fact, RL_STR_EMPTY);
    visit_edition(v, &keys);
}

static void visit_award(visitor *v, const rl_fact *fact) {
    prize_keys keys = keys_of(v, fact, fact->detail);
    visit_edition(v, &keys);
    visit_prize(v, &keys, RL_RESULT_NONE);
    if (fact->result == RL_RESULT_WON || fact->result == RL_RESULT_NOMINATED) {
        visit_prize(v, &keys, fact->result);
    }
}

/* The number alone, as it is asked for with and without the catalogue's name before it. */
static void visit_identifier(visitor *v, const rl_fact *fact) {
    size_t start = 0;
    while (start < fact->value.length && fact->value.at[start] >= 'a' && fact->value.at[start] <= 'z') {
        start++;
    }
    bool named = start > 0 && start + 1 < fact->value.length && fact->value.at[start] == ':';
    visit_key(v, fact->field, RL_KEY_NAME, named ? rl_str_slice(fact->value, start + 1, fact->value.length) : fact->value);
}

static void visit_fact(visitor *v, const rl_fact *fact) {
    switch (rl_field_row_of(fact->field)->kind) {
    case RL_KIND_TITLE:
        visit_key(v, fact->field, RL_KEY_TITLE, fact->value);
        break;
    case RL_KIND_NAME:
        visit_name(v, fact);
        break;
    case RL_KIND_COMPANY:
    case RL_KIND_LABEL:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
        visit_key(v, fact->field, RL_KEY_NAME, fact->value);
        break;
    case RL_KIND_YEAR:
        if (fact->number != 0) {
            rl_buffer_clear(&v->key);
            rl_buffer_add_format(&v->key, "%" PRId64, fact->number);
            visit(v, fact->field);
        }
        break;
    case RL_KIND_FESTIVAL:
        visit_festival_of(v, fact);
        break;
    case RL_KIND_AWARD:
        visit_award(v, fact);
        break;
    case RL_KIND_IDENTIFIER:
        visit_identifier(v, fact);
        break;
    case RL_KIND_TEXT:
    case RL_KIND_NUMBER:
    case RL_KIND_MONEY:
    case RL_KIND_DATE:
    case RL_KIND_REFERENCE:
        break;
    }
}

bool rl_schema_values_each(const rl_fact *fact, void (*value)(void *user, rl_field field, rl_str key), void *user) {
    visitor v = {value, user, RL_BUFFER_INIT, RL_BUFFER_INIT, false};
    if (rl_field_has(fact->field, RL_FIELD_VALUE)) {
        visit_fact(&v, fact);
        rl_buffer_done(&v.key);
        rl_buffer_done(&v.names);
    }
    return !v.failed;
}

void rl_schema_texts_each(const rl_fact *fact, rl_buffer *scratch, void (*text)(void *user, rl_str text), void *user) {
    rl_field_kind kind = rl_field_row_of(fact->field)->kind;
    if (kind != RL_KIND_FESTIVAL && kind != RL_KIND_AWARD) {
        text(user, fact->value);
        if (kind == RL_KIND_NAME && fact->person.length > 0) {
            text(user, fact->person);
        }
        return;
    }
    rl_buffer_clear(scratch);
    rl_buffer_add_str(scratch, fact->value);
    if (fact->number > 0) {
        rl_buffer_add_format(scratch, " %" PRId64, fact->number);
    }
    rl_buffer_add_text(scratch, " ");
    rl_buffer_add_str(scratch, fact->detail);
    rl_buffer_add_text(scratch, " ");
    rl_buffer_add_str(scratch, fact->person);
    text(user, rl_buffer_str(scratch));
}

void rl_schema_facet_add(rl_buffer *slot, rl_str value) {
    rl_buffer_add_string(slot, value);
}

bool rl_schema_facet_next(rl_reader *slot, rl_str *out_value) {
    *out_value = RL_STR_EMPTY;
    if (rl_reader_at_end(slot)) {
        return false;
    }
    *out_value = rl_reader_string(slot);
    return !slot->failed;
}

void rl_schema_title_slot(rl_str title, rl_buffer *out) {
    rl_buffer name = RL_BUFFER_INIT;
    size_t start = out->length;
    rl_analysis_key(RL_KEY_TITLE, title, out);
    rl_analysis_key(RL_KEY_NAME, title, &name);
    rl_str key = rl_buffer_str(out);
    if (!rl_str_equal(rl_str_slice(key, start, key.length), rl_buffer_str(&name))) {
        rl_buffer_add_byte(out, RL_VALUE_END);
        rl_buffer_add_str(out, rl_buffer_str(&name));
    }
    rl_buffer_done(&name);
}

void rl_schema_title_slot_read(rl_str slot, rl_str *out_key, rl_str *out_name) {
    const char *mark = slot.length == 0 ? NULL : memchr(slot.at, RL_VALUE_END, slot.length);
    size_t end = mark == NULL ? slot.length : (size_t)(mark - slot.at);
    *out_key = rl_str_slice(slot, 0, end);
    *out_name = mark == NULL ? *out_key : rl_str_slice(slot, end + 1, slot.length);
}
