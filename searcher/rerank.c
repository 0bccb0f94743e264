/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * rerank: the second look at the top of an answer: exact titles before longer ones, and the
 * static prior for near-ties, films with every part of the query before the others. Additive and bounded, so that a score can be added up again.
 */
#include <stdlib.h>

#include "common/schema.h"
#include "searcher/searcher.h"

typedef struct looked_at {
    rl_match_hit hit;
    double adjustment;
    rl_str id;
} looked_at;

/* RL_SLOT_TITLE_KEY holds the title's key: equal to the query's own, with its article or without, or longer. */
static double title_bonus(const rl_ranking *ranking, const rl_plan *plan, rl_str slot) {
    rl_str key, name;
    if (plan->title_key.length == 0 || slot.length == 0) {
        return 0;
    }
    rl_schema_title_slot_read(slot, &key, &name);
    if (rl_str_equal(key, plan->title_key)) {
        return ranking->title_exact_bonus + (rl_str_equal(name, plan->title_name) ? ranking->article : 0);
    }
    return rl_str_starts(key, plan->title_key) ? ranking->title_prefix_bonus : 0;
}

static double prior_of(const rl_ranking *ranking, const reel_hits *hits, rl_str value) {
    double weight = hits->sense.is_long ? ranking->long_prior : ranking->prior;
    return value.length == 0 ? 0 : weight * rl_store_decode_number(value);
}

reel_status rl_rerank_adjustment(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, bool strict, double *out_adjustment,
                                 rl_buffer *reason, reel_error *error) {
    rl_buffer value = RL_BUFFER_INIT;
    reel_status status = rl_store_value(searcher->store, docid, RL_SLOT_TITLE_KEY, &value, error);
    double bonus = title_bonus(searcher->ranking, &hits->plan, rl_buffer_str(&value));
    rl_buffer_clear(&value);
    if (status == REEL_OK) {
        status = rl_store_value(searcher->store, docid, RL_SLOT_PRIOR, &value, error);
    }
    double prior = prior_of(searcher->ranking, hits, rl_buffer_str(&value));
    rl_buffer_done(&value);
    double parts = strict ? searcher->ranking->every_part : 0;
    *out_adjustment = bonus + prior + parts;
    if (reason != NULL) {
        rl_buffer_add_format(reason, "title as a whole %s, how much is known of the film %s, every part of the query %s", RL_DECIMAL(bonus, 6),
                             RL_DECIMAL(prior, 6), RL_DECIMAL(parts, 6));
    }
    return status;
}

typedef struct look {
    const rl_ranking *ranking;
    const reel_hits *hits;
    looked_at *films;
} look;

static bool look_at_title(void *user, size_t index, rl_str title) {
    look *l = user;
    l->films[index].adjustment += title_bonus(l->ranking, &l->hits->plan, title);
    return true;
}

static bool look_at_prior(void *user, size_t index, rl_str value) {
    look *l = user;
    l->films[index].adjustment += prior_of(l->ranking, l->hits, value);
    return true;
}

static bool look_at_id(void *user, size_t index, rl_str id) {
    look *l = user;
    l->films[index].id = rl_str_copy(l->hits->arena, id);
    return true;
}

static int order_looked(const void *a, const void *b) {
    const looked_at *left = a, *right = b;
    double first = left->hit.weight + left->adjustment, second = right->hit.weight + right->adjustment;
    return first > second ? -1 : first < second ? 1 : rl_str_compare(left->id, right->id);
}

reel_status rl_rerank(reel_searcher *searcher, const reel_hits *hits, rl_match *match, size_t strict, double *adjustments,
                      reel_error *error) {
    size_t window = strict > searcher->ranking->window ? strict : searcher->ranking->window;
    size_t count = match->count < window ? match->count : window;
    looked_at *looked = rl_arena_array(hits->arena, count + 1, sizeof *looked);
    rl_docid *docids = rl_arena_array(hits->arena, count + 1, sizeof *docids);
    if (looked == NULL || docids == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++) {
        looked[i].hit = match->hits[i];
        looked[i].adjustment = i < strict ? searcher->ranking->every_part : 0;
        docids[i] = match->hits[i].docid;
    }
    look user = {searcher->ranking, hits, looked};
    rl_store *store = searcher->store;
    reel_status status = REEL_OK;
    if (hits->plan.title_key.length > 0) {
        status = rl_store_values_each(store, RL_SLOT_TITLE_KEY, docids, count, look_at_title, &user, error);
    }
    if (status == REEL_OK) {
        status = rl_store_values_each(store, RL_SLOT_PRIOR, docids, count, look_at_prior, &user, error);
    }
    if (status == REEL_OK) {
        status = rl_store_values_each(store, RL_SLOT_ID, docids, count, look_at_id, &user, error);
    }
    if (status == REEL_OK) {
        qsort(looked, count, sizeof *looked, order_looked);
        for (size_t i = 0; i < count; i++) {
            match->hits[i] = looked[i].hit;
            adjustments[i] = looked[i].adjustment;
        }
    }
    return status;
}
