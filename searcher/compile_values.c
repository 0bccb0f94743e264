/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_values: what explicit fields and readings are made of: whole values, ranges, films like a film.
 */
#include <math.h>

#include "common/film_codec.h"
#include "common/schema.h"
#include "searcher/compile_words.h"
#include "searcher/similar_query.h"

void rl_compile_asked(rl_compile_walk *walk, rl_asked asked) {
    rl_plan *plan = walk->plan;
    rl_asked *items = rl_arena_grow(walk->context->arena, plan->asked, &plan->asked_capacity, plan->asked_count + 1, sizeof *items);
    if (items != NULL) {
        plan->asked = items;
        plan->asked[plan->asked_count++] = asked;
    }
}

const rl_query *rl_compile_value(rl_compile_walk *walk, rl_field field, rl_str key, rl_str text, uint32_t word) {
    rl_buffer_clear(&walk->scratch);
    rl_schema_value_term(field, key, &walk->scratch);
    rl_str term = rl_str_copy(walk->context->arena, rl_buffer_str(&walk->scratch));
    return rl_compile_leaf(walk, term, field, text, word, NULL);
}

const rl_query *rl_compile_range(rl_compile_walk *walk, rl_field field, double low, double high) {
    const rl_field_row *row = rl_field_row_of(field);
    if (row == NULL || row->slot == RL_NO_SLOT) {
        return NULL;
    }
    double factor = field == RL_FIELD_RATING ? 10 : 1; /* ratings are stored times ten */
    rl_arena *arena = walk->context->arena;
    rl_query *range = rl_build_node(arena, RL_QUERY_VALUE_RANGE, NULL, 0);
    if (range == NULL) {
        return NULL;
    }
    range->slot = row->slot;
    rl_buffer_clear(&walk->scratch);
    /* an open low end still leaves out films without the value */
    rl_store_encode_number(isinf(low) ? -1e15 : low * factor, &walk->scratch);
    range->low = rl_str_copy(arena, rl_buffer_str(&walk->scratch));
    if (!isinf(high)) {
        rl_buffer_clear(&walk->scratch);
        rl_store_encode_number(high * factor, &walk->scratch);
        range->high = rl_str_copy(arena, rl_buffer_str(&walk->scratch));
    }
    rl_compile_asked(walk, (rl_asked){.field = field, .low = low, .high = high});
    return range;
}

const rl_query *rl_compile_known(rl_compile_walk *walk, rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    bool told = field == RL_FIELD_LANGUAGE || field == RL_FIELD_COUNTRY || field == RL_FIELD_COLORATION;
    rl_query *range = !told || row->slot == RL_NO_SLOT ? NULL : rl_build_node(walk->context->arena, RL_QUERY_VALUE_RANGE, NULL, 0);
    if (range != NULL) {
        range->slot = row->slot;
        range->low = RL_STR("\1"); /* any value: each begins with its length */
    }
    return range;
}

/* Films like a film, without itself. */
const rl_query *rl_compile_like(rl_compile_walk *walk, rl_docid docid) {
    rl_arena *arena = walk->context->arena;
    rl_buffer data = RL_BUFFER_FOR(arena);
    rl_film film;
    const rl_query *query = NULL;
    walk->status = rl_store_data(walk->context->store, docid, &data, walk->error);
    rl_str bytes = walk->status == REEL_OK ? rl_str_copy(arena, rl_buffer_str(&data)) : RL_STR_EMPTY;
    rl_buffer_done(&data);
    if (walk->status == REEL_OK) {
        walk->status = rl_film_decode(arena, bytes, &film, walk->error);
    }
    if (walk->status == REEL_OK) {
        walk->status = rl_similar_query(walk->context->store, arena, walk->plan, docid, &film, &query, walk->error);
    }
    const rl_query **pair = rl_arena_array(arena, 2, sizeof *pair);
    if (query == NULL || pair == NULL) {
        return NULL;
    }
    pair[0] = query;
    pair[1] = rl_similar_self(arena, film.id);
    return rl_build_node(arena, RL_QUERY_NOT, pair, 2);
}
