/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * similar: films that share people, keywords, genres and telling words with one film; what is
 * shared is each hit's reason.
 */
#include <stdlib.h>
#include <time.h>

#include "common/schema.h"
#include "searcher/searcher.h"

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
    reel_searcher *searcher;
    reel_hits *hits;
    rl_query_list should;
    rl_field field;
    double factor;
    reel_status status;
    reel_error *error;
} similar_walk;

static void add_value(void *user, rl_field field, rl_str key) {
    similar_walk *walk = user;
    rl_arena *arena = walk->hits->arena;
    rl_plan *plan = &walk->hits->plan;
    uint32_t films = 0;
    if (field != walk->field || walk->status != REEL_OK || rl_str_find(key, RL_STR("\2")) != SIZE_MAX) {
        return;
    }
    walk->status = rl_sense_value_films(walk->searcher->store, field, key, &films, walk->error);
    if (walk->status != REEL_OK || films < 2) {
        return; /* only this film has it */
    }
    rl_str copy = rl_str_copy(arena, key);
    rl_buffer term = RL_BUFFER_FOR(arena);
    rl_schema_value_term(field, copy, &term);
    const rl_query *leaf = rl_build_term(arena, rl_buffer_str(&term), field, copy, UINT32_MAX);
    rl_buffer_done(&term);
    rl_build_push(arena, &walk->should, rl_build_scaled(arena, leaf, walk->factor));
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
                rl_arena_fail(walk->hits->arena);
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
    rl_arena *arena = walk->hits->arena;
    telling_walk words = {arena, NULL, 0, 0};
    walk->status = rl_store_document_terms_each(walk->searcher->store, docid, note_term, &words, walk->error);
    if (walk->status != REEL_OK || words.count == 0) {
        return;
    }
    qsort(words.items, words.count, sizeof *words.items, order_wdf);
    size_t taken = 0;
    for (size_t i = 0; i < words.count && i < 4 * (size_t)TELLING_WORDS && taken < TELLING_WORDS && walk->status == REEL_OK; i++) {
        uint32_t films = 0;
        walk->status = rl_store_term_frequency(walk->searcher->store, words.items[i].term, &films, walk->error);
        if (films < 2 || films > walk->hits->sense.documents / 20 + 2) {
            continue;
        }
        taken++;
        const rl_query *leaf = rl_build_term(arena, words.items[i].term, RL_FIELD_NONE, words.items[i].term, UINT32_MAX);
        rl_build_push(arena, &walk->should, rl_build_scaled(arena, leaf, telling_factor));
    }
}

static reel_status compile_similar(similar_walk *walk, const char *id, rl_docid docid) {
    rl_arena *arena = walk->hits->arena;
    rl_buffer term = RL_BUFFER_FOR(arena);
    rl_schema_id_term(rl_str_of(id), &term);
    const rl_query *self = rl_build_term(arena, rl_buffer_str(&term), RL_FIELD_NONE, rl_str_of("id"), UINT32_MAX);
    rl_buffer_done(&term);
    const rl_query *any = rl_build_list(arena, RL_QUERY_OR, &walk->should);
    const rl_query **children = rl_arena_array(arena, 2, sizeof *children);
    (void)docid;
    if (children == NULL || self == NULL || rl_arena_failed(arena)) {
        return rl_fail_nomem(walk->error);
    }
    children[0] = any;
    children[1] = self;
    rl_plan *plan = &walk->hits->plan;
    plan->query = any == NULL ? rl_build_node(arena, RL_QUERY_NOTHING, NULL, 0) : rl_build_node(arena, RL_QUERY_NOT, children, 2);
    plan->weighting = walk->searcher->ranking->weighting;
    plan->has_scoring = true;
    return rl_arena_failed(arena) ? rl_fail_nomem(walk->error) : REEL_OK;
}

static reel_status similar_once(reel_searcher *searcher, const char *id, const reel_search_options *options, reel_hits **out_hits,
                                reel_error *error) {
    rl_docid docid = 0;
    reel_hits *hits = NULL;
    reel_status status = rl_search_docid(searcher->store, id, &docid, error);
    status = status == REEL_OK ? rl_hits_new(&hits, error) : status;
    if (status != REEL_OK) {
        return status;
    }
    hits->parsed.text = rl_str_copy(hits->arena, rl_str_of(id));
    status = rl_store_document_count(searcher->store, &hits->sense.documents, error);
    reel_hit self = {.owner = hits, .docid = docid};
    status = status == REEL_OK ? rl_hit_load(&self, searcher->store, error) : status;
    similar_walk walk = {.searcher = searcher, .hits = hits, .status = status, .error = error};
    if (walk.status == REEL_OK) {
        add_values(&walk, self.film);
    }
    if (walk.status == REEL_OK) {
        add_words(&walk, docid);
    }
    status = walk.status == REEL_OK ? compile_similar(&walk, id, docid) : walk.status;
    status = status == REEL_OK ? rl_search_run(searcher, hits, options, error) : status;
    if (status == REEL_OK && rl_arena_failed(hits->arena)) {
        status = rl_fail_nomem(error);
    }
    if (status != REEL_OK) {
        reel_hits_free(hits);
        return status;
    }
    *out_hits = hits;
    return REEL_OK;
}

reel_status reel_similar(reel_searcher *searcher, const char *id, const reel_search_options *options, reel_hits **out_hits,
                         reel_error *error) {
    rl_error_clear(error);
    if (out_hits != NULL) {
        *out_hits = NULL;
    }
    if (searcher == NULL || id == NULL || out_hits == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_similar needs a searcher, an id and somewhere to put the answer");
    }
    double start = rl_now_ms();
    reel_search_options checked;
    reel_status status = rl_search_options_check(options, &checked, error);
    if (status != REEL_OK) {
        return status;
    }
    unsigned attempt = 0;
    do {
        status = similar_once(searcher, id, &checked, out_hits, error);
    } while (rl_searcher_again(searcher, &attempt, &status, error));
    if (status == REEL_OK) {
        (*out_hits)->took_ms = rl_now_ms() - start;
    }
    return status;
}
