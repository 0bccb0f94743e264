/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * terms: one hash table of the film's terms, filled field by field, then handed over as postings.
 * The price of an index is its number of (term, document) pairs, so nothing is added that no query asks for.
 */
#include "indexer/terms.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/analysis.h"
#include "common/limits.h"
#include "common/schema.h"
#include "indexer/block_terms.h"

enum {
    STEM_CACHE_SLOTS = 1 << 15,  /* words whose stems are remembered */
    STEM_CACHE_BYTES = 40        /* longest word or stem remembered */
};

#define NO_STEM UINT32_MAX

typedef struct term_entry {
    rl_posting posting;
    uint32_t stem;       /* entry of its stem term, NO_STEM where the word is its own stem */
    uint32_t counted;    /* the last short field that counted it, so that it counts once a field */
    uint32_t place;      /* in the table */
    bool is_word;
} term_entry;

typedef struct stem_slot {
    unsigned char word_length; /* 0: empty */
    unsigned char stem_length; /* 0: the word is its own stem */
    char word[STEM_CACHE_BYTES];
    char stem[STEM_CACHE_BYTES];
} stem_slot;

struct rl_terms {
    rl_arena *arena;
    rl_arena *tokens; /* of the text at hand */
    rl_stemmer *stemmer;
    stem_slot *stems;
    term_entry *entries; /* on the heap, used again for the next film */
    size_t entry_count, entry_capacity;
    uint32_t *table; /* entry index + 1 by hash; a power of two */
    size_t table_size;
    rl_posting *postings;
    rl_slot_value *values;
    size_t value_count, value_capacity;
    rl_buffer scratch;
    rl_buffer spelling;
    rl_buffer text;
    rl_str title_key; /* of the film at hand */
};

reel_status rl_terms_new(rl_terms **out_terms, reel_error *error) {
    *out_terms = NULL;
    rl_terms *terms = calloc(1, sizeof *terms);
    if (terms == NULL) {
        return rl_fail_nomem(error);
    }
    terms->arena = rl_arena_new();
    terms->tokens = rl_arena_new();
    terms->stems = calloc(STEM_CACHE_SLOTS, sizeof *terms->stems);
    terms->table_size = 4096;
    terms->table = calloc(terms->table_size, sizeof *terms->table);
    if (terms->arena == NULL || terms->tokens == NULL || terms->stems == NULL || terms->table == NULL) {
        rl_terms_free(terms);
        return rl_fail_nomem(error);
    }
    reel_status status = rl_stemmer_new("en", &terms->stemmer, error);
    if (status != REEL_OK) {
        rl_terms_free(terms);
        return status;
    }
    *out_terms = terms;
    return REEL_OK;
}

void rl_terms_free(rl_terms *terms) {
    if (terms != NULL) {
        rl_arena_free(terms->arena);
        rl_arena_free(terms->tokens);
        rl_stemmer_free(terms->stemmer);
        free(terms->stems);
        free(terms->entries);
        free(terms->table);
        rl_buffer_done(&terms->scratch);
        rl_buffer_done(&terms->spelling);
        rl_buffer_done(&terms->text);
        free(terms);
    }
}

static bool grow_table(rl_terms *terms) {
    size_t size = terms->table_size * 2;
    uint32_t *table = calloc(size, sizeof *table);
    if (table == NULL) {
        return false;
    }
    for (size_t i = 0; i < terms->entry_count; i++) {
        size_t at = XXH3_64bits(terms->entries[i].posting.term.at, terms->entries[i].posting.term.length) & (size - 1);
        while (table[at] != 0) {
            at = (at + 1) & (size - 1);
        }
        table[at] = (uint32_t)(i + 1);
        terms->entries[i].place = (uint32_t)at;
    }
    free(terms->table);
    terms->table = table;
    terms->table_size = size;
    return true;
}

/* Where a term's entry is in the table, or would be. */
static size_t place_of(const rl_terms *terms, rl_str term) {
    size_t at = XXH3_64bits(term.at, term.length) & (terms->table_size - 1);
    while (terms->table[at] != 0 && !rl_str_equal(terms->entries[terms->table[at] - 1].posting.term, term)) {
        at = (at + 1) & (terms->table_size - 1);
    }
    return at;
}

static bool has_term(const rl_terms *terms, rl_str term) { return terms->table[place_of(terms, term)] != 0; }

static bool grow_entries(rl_terms *terms) {
    size_t capacity = terms->entry_capacity == 0 ? 512 : terms->entry_capacity * 2;
    term_entry *entries = realloc(terms->entries, capacity * sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    terms->entries = entries;
    terms->entry_capacity = capacity;
    return true;
}

/* The entry of a term, made when it is new; NULL when memory ran out (sticky in the arena). */
static term_entry *entry_of(rl_terms *terms, rl_str term) {
    if (terms->entry_count * 2 >= terms->table_size && !grow_table(terms)) {
        rl_arena_fail(terms->arena);
        return NULL;
    }
    size_t at = place_of(terms, term);
    if (terms->table[at] != 0) {
        return &terms->entries[terms->table[at] - 1];
    }
    char *copy = rl_arena_copy(terms->arena, term.at, term.length);
    if (copy == NULL || (terms->entry_count == terms->entry_capacity && !grow_entries(terms))) {
        rl_arena_fail(terms->arena);
        return NULL;
    }
    term_entry *entry = &terms->entries[terms->entry_count++];
    *entry = (term_entry){.posting = {.term = {copy, term.length}}, .stem = NO_STEM, .place = (uint32_t)at};
    terms->table[at] = (uint32_t)terms->entry_count;
    return entry;
}

/* Stems of frequent words are remembered: Snowball costs more than all other analysis. Empty: its own stem. */
static rl_str stem_of(rl_terms *terms, rl_str word) {
    bool fits = word.length <= STEM_CACHE_BYTES;
    stem_slot *slot = &terms->stems[XXH3_64bits(word.at, word.length) & (STEM_CACHE_SLOTS - 1)];
    if (fits && slot->word_length == word.length && memcmp(slot->word, word.at, word.length) == 0) {
        return (rl_str){slot->stem, slot->stem_length};
    }
    rl_buffer_clear(&terms->scratch);
    rl_stemmer_stem(terms->stemmer, word, &terms->scratch);
    rl_str stem = rl_buffer_str(&terms->scratch);
    if (rl_str_equal(stem, word)) {
        stem = RL_STR_EMPTY;
    }
    if (fits && stem.length <= STEM_CACHE_BYTES) {
        slot->word_length = (unsigned char)word.length;
        slot->stem_length = (unsigned char)stem.length;
        memcpy(slot->word, word.at, word.length);
        if (stem.length > 0) {
            memcpy(slot->stem, stem.at, stem.length);
        }
    }
    return stem;
}

/* A word of the combined stream. In running text every occurrence counts; in a short field a word counts once,
 * so that forty alternative titles do not drown the film's own words. */
static void add_word(rl_terms *terms, const rl_field_row *row, const rl_token *token) {
    rl_schema_word_term(token->form, &terms->spelling);
    term_entry *entry = entry_of(terms, rl_buffer_str(&terms->spelling));
    if (entry == NULL) {
        return;
    }
    size_t index = (size_t)(entry - terms->entries);
    if (!entry->is_word && token->kind == RL_TOKEN_WORD) {
        entry->is_word = true;
        rl_str stem = stem_of(terms, token->form);
        if (stem.length > 0) {
            rl_schema_stem_term(stem, &terms->spelling);
            term_entry *stem_entry = entry_of(terms, rl_buffer_str(&terms->spelling));
            entry = &terms->entries[index]; /* the table may have moved */
            entry->stem = stem_entry == NULL ? NO_STEM : (uint32_t)(stem_entry - terms->entries);
        }
    }
    bool counts = row->kind == RL_KIND_TEXT || entry->counted != (uint32_t)row->field;
    if (counts) {
        entry->counted = (uint32_t)row->field;
        entry->posting.wdf += row->weight;
        if (entry->stem != NO_STEM) {
            terms->entries[entry->stem].posting.wdf += row->weight;
        }
    }
}

static void add_binary(rl_terms *terms) { (void)entry_of(terms, rl_buffer_str(&terms->spelling)); }

typedef struct text_sink {
    rl_terms *terms;
    const rl_field_row *row;
    reel_status status;
    reel_error *error;
} text_sink;

static void add_words(void *user, rl_str text) {
    text_sink *sink = user;
    rl_terms *terms = sink->terms;
    const rl_field_row *row = sink->row;
    rl_tokens tokens;
    unsigned flags = row->kind == RL_KIND_TITLE ? RL_ANALYSIS_TITLE : 0;
    if (sink->status == REEL_OK) {
        rl_arena_clear(terms->tokens);
        sink->status = rl_analysis_tokens(terms->tokens, text, flags, &tokens, sink->error);
    }
    for (size_t i = 0; sink->status == REEL_OK && i < tokens.count; i++) {
        const rl_token *token = &tokens.items[i];
        if ((row->flags & RL_FIELD_WORDS) != 0) {
            add_word(terms, row, token);
        }
        if ((row->flags & RL_FIELD_FIELD_WORDS) != 0) {
            rl_schema_field_word_term(row->field, token->form, &terms->spelling);
            add_binary(terms);
        }
    }
}

/* A title counts once: one that is listed among the others as well would weigh twice. */
static void add_value(void *user, rl_field field, rl_str key) {
    rl_terms *terms = user;
    if (field == RL_FIELD_AKA && rl_str_equal(key, terms->title_key)) {
        return;
    }
    rl_schema_value_term(field, key, &terms->spelling);
    if (terms->spelling.failed) {
        rl_arena_fail(terms->arena);
        return;
    }
    add_binary(terms);
}

static reel_status add_fact(rl_terms *terms, const rl_fact *fact, reel_error *error) {
    const rl_field_row *row = rl_field_row_of(fact->field);
    if (row == NULL) {
        return REEL_OK;
    }
    if ((row->flags & RL_FIELD_VALUE) != 0 && !rl_schema_values_each(fact, add_value, terms)) {
        return rl_fail_nomem(error);
    }
    if (!fact->leads) {
        return REEL_OK;
    }
    if ((row->flags & (RL_FIELD_WORDS | RL_FIELD_FIELD_WORDS)) != 0) {
        text_sink sink = {terms, row, REEL_OK, error};
        rl_schema_texts_each(fact, &terms->text, add_words, &sink);
        return sink.status;
    }
    if (fact->field == RL_FIELD_YEAR) { /* a year typed beside a title is a word like others */
        char digits[24];
        int length = snprintf(digits, sizeof digits, "%lld", (long long)fact->number);
        rl_token token = {.form = {digits, (size_t)length}, .kind = RL_TOKEN_JOINED};
        add_word(terms, row, &token);
    }
    return REEL_OK;
}

static void add_slot(rl_terms *terms, uint32_t slot, rl_str value) {
    rl_slot_value *values =
        rl_arena_grow(terms->arena, terms->values, &terms->value_capacity, terms->value_count + 1, sizeof *values);
    if (values != NULL) {
        terms->values = values;
        values[terms->value_count++] = (rl_slot_value){slot, rl_str_copy(terms->arena, value)};
    }
}

static void add_number_slot(rl_terms *terms, uint32_t slot, double number) {
    rl_buffer_clear(&terms->scratch);
    rl_store_encode_number(number, &terms->scratch);
    add_slot(terms, slot, rl_buffer_str(&terms->scratch));
}

/* What a facet counts: a festival without its edition, a prize with its festival. */
static rl_str facet_value(rl_terms *terms, const rl_fact *fact, rl_field_kind kind) {
    if (kind != RL_KIND_AWARD || fact->detail.length == 0) {
        return fact->value;
    }
    rl_buffer_clear(&terms->spelling);
    rl_buffer_add_str(&terms->spelling, fact->value);
    rl_buffer_add_text(&terms->spelling, ": ");
    rl_buffer_add_str(&terms->spelling, fact->detail);
    return rl_str_copy(terms->arena, rl_buffer_str(&terms->spelling));
}

enum { MAX_FACET_VALUES = 200 }; /* of one film in one field; keeps the check for repeats small */

static void add_facet_slot(rl_terms *terms, const rl_film *film, const rl_field_row *row) {
    rl_str values[MAX_FACET_VALUES];
    size_t count = 0;
    size_t end;
    for (size_t i = rl_film_first(film, row->field, &end); i < end && count < MAX_FACET_VALUES; i++) {
        if (film->facts[i].leads) {
            rl_str value = facet_value(terms, &film->facts[i], row->kind);
            if (value.length > 0 && !rl_str_is_among(value, values, count)) {
                values[count++] = value;
            }
        }
    }
    if (count > 0) {
        rl_buffer_clear(&terms->scratch);
        for (size_t i = 0; i < count; i++) {
            rl_schema_facet_add(&terms->scratch, values[i]);
        }
        add_slot(terms, row->slot, rl_buffer_str(&terms->scratch));
    }
}

double rl_terms_prior(const rl_film *film) {
    size_t facts = 0;
    double honours = 0;
    for (size_t i = 0; i < film->fact_count; i++) {
        const rl_fact *fact = &film->facts[i];
        if (fact->leads) {
            facts++;
            if (fact->field == RL_FIELD_AWARD) {
                honours += fact->result == RL_RESULT_WON ? 1.0 : 0.25;
            }
        }
    }
    return log2(1.0 + (double)facts) + log2(1.0 + honours);
}

static void add_slots(rl_terms *terms, const rl_film *film) {
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        if (row->slot == RL_NO_SLOT) {
            continue;
        }
        if ((row->flags & RL_FIELD_SORT) != 0) {
            const rl_fact *fact = rl_film_value(film, row->field, 0);
            if (fact != NULL) {
                add_number_slot(terms, row->slot, (double)fact->number);
            }
        } else if ((row->flags & RL_FIELD_FACET) != 0) {
            add_facet_slot(terms, film, row);
        }
    }
    rl_buffer_clear(&terms->scratch);
    rl_schema_title_slot(rl_film_title(film), &terms->scratch);
    add_slot(terms, RL_SLOT_TITLE_KEY, rl_buffer_str(&terms->scratch));
    add_slot(terms, RL_SLOT_ID, film->id);
    add_number_slot(terms, RL_SLOT_PRIOR, rl_terms_prior(film));
}

typedef struct block_search {
    rl_terms *terms;
    bool found;
} block_search;

static void look_for(void *user, rl_str term) {
    block_search *search = user;
    search->found = search->found || has_term(search->terms, term);
}

/* Only what the film's other terms do not say: the last spelling is the key's own. */
static void add_block_key(rl_terms *terms, rl_str key) {
    block_search search = {terms, false};
    rl_block_terms_each(key, &terms->spelling, look_for, &search);
    if (!search.found) {
        add_binary(terms);
    }
}

static void add_own_terms(rl_terms *terms, const rl_film *film, const rl_str *block_keys, size_t block_key_count) {
    rl_schema_id_term(film->id, &terms->spelling);
    add_binary(terms);
    for (size_t i = 0; i < block_key_count; i++) {
        add_block_key(terms, block_keys[i]);
    }
    for (size_t i = 0; i < film->source_count; i++) {
        rl_schema_document_term(film->sources[i].key, &terms->spelling);
        add_binary(terms);
    }
}

static void start_film(rl_terms *terms) {
    rl_arena_clear(terms->arena);
    for (size_t i = 0; i < terms->entry_count; i++) {
        terms->table[terms->entries[i].place] = 0;
    }
    terms->entry_count = 0;
    terms->values = NULL;
    terms->value_count = terms->value_capacity = 0;
}

reel_status rl_terms_film(rl_terms *terms, const rl_film *film, const rl_str *block_keys, size_t block_key_count,
                          rl_store_document *out_document, reel_error *error) {
    *out_document = (rl_store_document){0};
    start_film(terms);
    terms->title_key = rl_analysis_key_copy(terms->arena, RL_KEY_TITLE, rl_film_title(film));
    for (size_t i = 0; i < film->fact_count; i++) {
        reel_status status = add_fact(terms, &film->facts[i], error);
        if (status != REEL_OK) {
            return status;
        }
    }
    add_own_terms(terms, film, block_keys, block_key_count);
    add_slots(terms, film);
    rl_posting *postings = rl_arena_array(terms->arena, terms->entry_count, sizeof *postings);
    if (postings == NULL || rl_arena_failed(terms->arena) || terms->scratch.failed || terms->spelling.failed || terms->text.failed) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < terms->entry_count; i++) {
        postings[i] = terms->entries[i].posting;
    }
    *out_document = (rl_store_document){.postings = postings,
                                        .posting_count = terms->entry_count,
                                        .values = terms->values,
                                        .value_count = terms->value_count};
    return REEL_OK;
}
