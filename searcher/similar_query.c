/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * similar_query: films that share people, keywords, genres and telling words with one film.
 */
#include <stdlib.h>

#include "common/limits.h"
#include "common/schema.h"
#include "searcher/similar_query.h"

/* How much sharing a value says, and how many values of a field are taken. */
static const struct shared_field {
    rl_field field;
    double factor;
    size_t most;
} shared_fields[] = {
    {RL_FIELD_DIRECTOR, 1.5, 5}, {RL_FIELD_WRITER, 1.0, 5},  {RL_FIELD_CAST, 0.8, 12}, {RL_FIELD_SET, 2.0, 3},
    {RL_FIELD_KEYWORD, 0.8, 30}, {RL_FIELD_GENRE, 1.0, 6},   {RL_FIELD_MUSIC, 0.4, 3}, {RL_FIELD_CINEMATOGRAPHY, 0.4, 3},
    {RL_FIELD_COUNTRY, 0.3, 4},  {RL_FIELD_LANGUAGE, 0.2, 3}, {RL_FIELD_COLORATION, 0.3, 1},
};

enum { TELLING_WORDS = 12 };
static const double telling_factor = 0.3;

typedef struct similar_walk {
    rl_store *store;
    rl_arena *arena;
    rl_plan *plan;
    uint32_t documents;
    rl_query_list should;
    rl_field field;
    double factor;
    reel_status status;
    reel_error *error;
} similar_walk;

static void add_value(void *user, rl_field field, rl_str key) {
    similar_walk *walk = user;
    rl_arena *arena = walk->arena;
    rl_plan *plan = walk->plan;
    uint32_t films = 0;
    if (field != walk->field || walk->status != REEL_OK || plan->leaf_count >= RL_MAX_QUERY_LEAVES || rl_str_find(key, RL_STR("\2")) != SIZE_MAX) {
        return;
    }
    walk->status = rl_sense_value_films(walk->store, field, key, &films, walk->error);
    if (walk->status != REEL_OK || films < 2) {
        return; /* only this film has it */
    }
    rl_str copy = rl_str_copy(arena, key);
    rl_buffer term = RL_BUFFER_FOR(arena);
    rl_schema_value_term(field, copy, &term);
    const rl_query *leaf = rl_build_term(arena, rl_buffer_str(&term), field, copy, UINT32_MAX);
    rl_buffer_done(&term);
    rl_build_push(arena, &walk->should, rl_build_scaled(arena, leaf, walk->factor));
    plan->leaf_count++;
    rl_asked *asked = rl_arena_grow(arena, plan->asked, &plan->asked_capacity, plan->asked_count + 1, sizeof *asked);
    if (asked != NULL) {
        plan->asked = asked;
        asked[plan->asked_count++] = (rl_asked){.field = field, .key = copy};
    }
}

static void add_values(similar_walk *walk, const rl_film *film) {
    for (size_t i = 0; i < sizeof shared_fields / sizeof shared_fields[0]; i++) {
        walk->field = shared_fields[i].field;
        walk->factor = shared_fields[i].factor;
        for (size_t v = 0; v < shared_fields[i].most; v++) {
            const rl_fact *fact = rl_film_value(film, walk->field, v);
            if (fact == NULL) {
                break;
            }
            if (!rl_schema_values_each(fact, add_value, walk)) {
                rl_arena_fail(walk->arena);
            }
        }
    }
}

/* --- telling words: frequent here, rare elsewhere --- */

typedef struct telling {
    rl_str term;
    uint32_t wdf;
    double weight;
} telling;

typedef struct telling_walk {
    rl_arena *arena;
    telling *items;
    size_t count, capacity;
} telling_walk;

static bool note_term(void *user, rl_str term, uint32_t wdf) {
    telling_walk *walk = user;
    if (wdf < 2 || term.length < 4 || term.at[0] < 'a' || term.at[0] > 'z' || rl_analysis_is_stop(term)) {
        return true;
    }
    telling *items = rl_arena_grow(walk->arena, walk->items, &walk->capacity, walk->count + 1, sizeof *items);
    if (items == NULL) {
        return false;
    }
    walk->items = items;
    items[walk->count++] = (telling){rl_str_copy(walk->arena, term), wdf, 0};
    return true;
}

static int order_wdf(const void *a, const void *b) {
    const telling *left = a, *right = b;
    return left->wdf > right->wdf ? -1 : left->wdf < right->wdf ? 1 : rl_str_compare(left->term, right->term);
}

static void add_words(similar_walk *walk, rl_docid docid) {
    rl_arena *arena = walk->arena;
    telling_walk words = {arena, NULL, 0, 0};
    walk->status = rl_store_document_terms_each(walk->store, docid, note_term, &words, walk->error);
    if (walk->status != REEL_OK || words.count == 0) {
        return;
    }
    qsort(words.items, words.count, sizeof *words.items, order_wdf);
    size_t taken = 0;
    rl_str *shared = rl_arena_array(arena, TELLING_WORDS, sizeof *shared);
    walk->plan->shared = shared;
    for (size_t i = 0; i < words.count && i < 4 * (size_t)TELLING_WORDS && taken < TELLING_WORDS && walk->status == REEL_OK && walk->plan->leaf_count < RL_MAX_QUERY_LEAVES; i++) {
        uint32_t films = 0;
        walk->status = rl_store_term_frequency(walk->store, words.items[i].term, &films, walk->error);
        if (films < 2 || films > walk->documents / 20 + 2) {
            continue;
        }
        if (shared != NULL) {
            shared[taken] = words.items[i].term;
            walk->plan->shared_count = taken + 1;
        }
        taken++;
        walk->plan->leaf_count++;
        const rl_query *leaf = rl_build_term(arena, words.items[i].term, RL_FIELD_NONE, words.items[i].term, UINT32_MAX);
        rl_build_push(arena, &walk->should, rl_build_scaled(arena, leaf, telling_factor));
    }
}

reel_status rl_similar_query(rl_store *store, rl_arena *arena, rl_plan *plan, rl_docid docid, const rl_film *film,
                             const rl_query **out_query, reel_error *error) {
    similar_walk walk = {.store = store, .arena = arena, .plan = plan, .error = error};
    *out_query = NULL;
    walk.status = rl_store_document_count(store, &walk.documents, error);
    if (walk.status == REEL_OK) {
        add_values(&walk, film);
    }
    if (walk.status == REEL_OK) {
        add_words(&walk, docid);
    }
    *out_query = rl_build_list(arena, RL_QUERY_OR, &walk.should);
    return walk.status == REEL_OK && rl_arena_failed(arena) ? rl_fail_nomem(error) : walk.status;
}

const rl_query *rl_similar_self(rl_arena *arena, rl_str id) {
    rl_buffer term = RL_BUFFER_FOR(arena);
    rl_schema_id_term(id, &term);
    const rl_query *self = rl_build_term(arena, rl_buffer_str(&term), RL_FIELD_NONE, RL_STR("id"), UINT32_MAX);
    rl_buffer_done(&term);
    return self;
}
