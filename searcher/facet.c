/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facet: counts the values of facet slots over every film that matches. One hash table a facet,
 * open addressing, in the answer's arena.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/limits.h"
#include "common/schema.h"
#include "searcher/searcher.h"

typedef struct facet_entry {
    rl_str value;
    uint64_t count;
} facet_entry;

typedef struct facet_table {
    rl_field field;
    facet_entry *entries;
    size_t capacity, used;
} facet_table;

struct rl_facet_counter {
    rl_arena *arena;
    facet_table tables[RL_MAX_FACETS];
    size_t count;
};

static uint64_t hash_of(rl_str value) {
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < value.length; i++) {
        hash = (hash ^ (unsigned char)value.at[i]) * 1099511628211u;
    }
    return hash ^ (hash >> 29);
}

static facet_entry *find_entry(facet_entry *entries, size_t capacity, rl_str value) {
    size_t at = (size_t)hash_of(value) & (capacity - 1);
    while (entries[at].value.at != NULL && !rl_str_equal(entries[at].value, value)) {
        at = (at + 1) & (capacity - 1);
    }
    return &entries[at];
}

static bool grow(rl_arena *arena, facet_table *table) {
    size_t capacity = table->capacity == 0 ? 256 : table->capacity * 2;
    facet_entry *entries = rl_arena_array(arena, capacity, sizeof *entries);
    if (entries == NULL) {
        return false;
    }
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].value.at != NULL) {
            *find_entry(entries, capacity, table->entries[i].value) = table->entries[i];
        }
    }
    table->entries = entries;
    table->capacity = capacity;
    return true;
}

static void count_value(rl_arena *arena, facet_table *table, rl_str value) {
    if (value.length == 0 || (table->used * 4 >= table->capacity * 3 && !grow(arena, table))) {
        return;
    }
    facet_entry *entry = find_entry(table->entries, table->capacity, value);
    if (entry->value.at == NULL) {
        entry->value = rl_str_copy(arena, value);
        if (entry->value.at == NULL) {
            return;
        }
        table->used++;
    }
    entry->count++;
}

void rl_facet_count(rl_facet_counter *counter, size_t slot_index, rl_str value) {
    if (slot_index >= counter->count || value.length == 0) {
        return;
    }
    facet_table *table = &counter->tables[slot_index];
    if (rl_field_has(table->field, RL_FIELD_SORT)) {
        char number[32];
        int length = snprintf(number, sizeof number, "%.0f", rl_store_decode_number(value));
        count_value(counter->arena, table, (rl_str){number, length > 0 ? (size_t)length : 0});
        return;
    }
    rl_reader reader = rl_reader_of(value);
    rl_str one;
    while (rl_schema_facet_next(&reader, &one)) {
        count_value(counter->arena, table, one);
    }
}

static void on_count(void *user, size_t slot_index, rl_str value) {
    rl_facet_counter *counter = *(rl_facet_counter **)user;
    rl_facet_count(counter, slot_index, value);
}

reel_status rl_facet_prepare(rl_arena *arena, const reel_search_options *options, rl_match_options *match,
                             rl_facet_counter **out_counter, reel_error *error) {
    *out_counter = NULL;
    if (options->facet_count == 0) {
        return REEL_OK;
    }
    if (options->facet_count > RL_MAX_FACETS) {
        return rl_fail(error, REEL_LIMIT, "%zu facets asked for; at most %d are counted at once", options->facet_count, RL_MAX_FACETS);
    }
    rl_facet_counter *counter = rl_arena_alloc(arena, sizeof *counter);
    uint32_t *slots = rl_arena_array(arena, options->facet_count, sizeof *slots);
    if (counter == NULL || slots == NULL) {
        return rl_fail_nomem(error);
    }
    counter->arena = arena;
    for (size_t i = 0; i < options->facet_count; i++) {
        if (options->facets[i] == NULL) {
            return rl_fail(error, REEL_INVALID, "name %zu of the facets is NULL", i + 1);
        }
        rl_field field = rl_field_find(rl_str_of(options->facets[i]));
        if (!rl_field_has(field, RL_FIELD_FACET)) {
            char names[384];
            return rl_fail(error, REEL_INVALID, "'%.64s' is no field with facets: %s", options->facets[i],
                           rl_field_list(RL_FIELD_FACET, names, sizeof names));
        }
        counter->tables[counter->count++].field = field;
        slots[i] = rl_field_row_of(field)->slot;
    }
    match->count_slots = slots;
    match->count_slot_count = options->facet_count;
    match->count = on_count;
    match->check_at_least = UINT32_MAX;
    *out_counter = counter;
    return REEL_OK;
}

static int order_entries(const void *a, const void *b) {
    const facet_entry *left = a, *right = b;
    return left->count > right->count ? -1 : left->count < right->count ? 1 : rl_str_compare(left->value, right->value);
}

static void finish_table(rl_arena *arena, facet_table *table, size_t limit, reel_facet *out) {
    size_t count = 0;
    for (size_t i = 0; i < table->capacity; i++) {
        if (table->entries[i].value.at != NULL) {
            table->entries[count++] = table->entries[i];
        }
    }
    if (count > 0) {
        qsort(table->entries, count, sizeof *table->entries, order_entries);
    }
    count = count < limit ? count : limit;
    reel_facet_value *values = rl_arena_array(arena, count + 1, sizeof *values);
    out->field = rl_field_name(table->field);
    out->values = values;
    for (size_t i = 0; values != NULL && i < count; i++) {
        values[i] = (reel_facet_value){rl_text_clean(arena, table->entries[i].value), table->entries[i].count};
        out->value_count++;
    }
}

reel_status rl_facet_finish(rl_facet_counter *counter, reel_hits *hits, const reel_search_options *options, reel_error *error) {
    if (counter == NULL) {
        return REEL_OK;
    }
    hits->facets = rl_arena_array(hits->arena, counter->count, sizeof *hits->facets);
    size_t limit = options->facet_limit < RL_MAX_FACET_VALUES ? options->facet_limit : RL_MAX_FACET_VALUES;
    for (size_t i = 0; hits->facets != NULL && i < counter->count; i++) {
        finish_table(hits->arena, &counter->tables[i], limit, &hits->facets[hits->facet_count++]);
    }
    return rl_arena_failed(hits->arena) ? rl_fail_nomem(error) : REEL_OK;
}
