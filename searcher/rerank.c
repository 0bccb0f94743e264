/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rerank: the second look at the top of an answer: exact titles before longer ones, and the
 * static prior for near-ties. Additive and bounded, so that a score can be added up again.
 */
#include <stdlib.h>

#include "searcher/searcher.h"

typedef struct looked_at {
    rl_match_hit hit;
    double adjustment;
    rl_str id;
} looked_at;

/* RL_SLOT_TITLE_KEY holds the title's key; equal or longer than the query's own. */
static reel_status title_bonus(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, rl_buffer *value, double *out,
                               reel_error *error) {
    rl_str key = hits->plan.title_key;
    *out = 0;
    if (key.length == 0) {
        return REEL_OK;
    }
    rl_buffer_clear(value);
    reel_status status = rl_store_value(searcher->store, docid, RL_SLOT_TITLE_KEY, value, error);
    if (status == REEL_OK && value->length > 0) {
        rl_str title = rl_buffer_str(value);
        if (rl_str_equal(title, key)) {
            *out = searcher->ranking->title_exact_bonus;
        } else if (rl_str_starts(title, key)) {
            *out = searcher->ranking->title_prefix_bonus;
        }
    }
    return status;
}

reel_status rl_rerank_adjustment(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, double *out_adjustment,
                                 rl_buffer *reason, reel_error *error) {
    rl_buffer value = RL_BUFFER_INIT;
    double bonus = 0;
    reel_status status = title_bonus(searcher, hits, docid, &value, &bonus, error);
    rl_buffer_clear(&value);
    double prior = 0;
    if (status == REEL_OK) {
        status = rl_store_value(searcher->store, docid, RL_SLOT_PRIOR, &value, error);
    }
    if (status == REEL_OK && value.length > 0) {
        prior = searcher->ranking->prior * rl_store_decode_number(rl_buffer_str(&value));
    }
    rl_buffer_done(&value);
    *out_adjustment = bonus + prior;
    if (reason != NULL) {
        rl_buffer_add_format(reason, "title as a whole %.6f, how much is known of the film %.6f", bonus, prior);
    }
    return status;
}

static int order_looked(const void *a, const void *b) {
    const looked_at *left = a, *right = b;
    double first = left->hit.weight + left->adjustment, second = right->hit.weight + right->adjustment;
    return first > second ? -1 : first < second ? 1 : rl_str_compare(left->id, right->id);
}

reel_status rl_rerank(reel_searcher *searcher, const reel_hits *hits, rl_match *match, double *adjustments, reel_error *error) {
    size_t count = match->count < searcher->ranking->window ? match->count : searcher->ranking->window;
    looked_at *looked = rl_arena_array(hits->arena, count + 1, sizeof *looked);
    if (looked == NULL) {
        return rl_fail_nomem(error);
    }
    rl_buffer id = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < count; i++) {
        looked[i].hit = match->hits[i];
        status = rl_rerank_adjustment(searcher, hits, match->hits[i].docid, &looked[i].adjustment, NULL, error);
        rl_buffer_clear(&id);
        if (status == REEL_OK) {
            status = rl_store_value(searcher->store, match->hits[i].docid, RL_SLOT_ID, &id, error);
        }
        looked[i].id = rl_str_copy(hits->arena, rl_buffer_str(&id));
    }
    rl_buffer_done(&id);
    if (status == REEL_OK) {
        qsort(looked, count, sizeof *looked, order_looked);
        for (size_t i = 0; i < count; i++) {
            match->hits[i] = looked[i].hit;
            adjustments[i] = looked[i].adjustment;
        }
    }
    return status;
}
