/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * similar: reel_similar, films like one film; what is shared is each hit's reason.
 */
#include "searcher/searcher.h"
#include "searcher/similar_query.h"

static reel_status make_plan(reel_searcher *searcher, reel_hits *hits, const rl_query *any, rl_str id, reel_error *error) {
    rl_arena *arena = hits->arena;
    const rl_query *self = rl_similar_self(arena, id);
    const rl_query **children = rl_arena_array(arena, 2, sizeof *children);
    if (children == NULL || self == NULL || rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    children[0] = any;
    children[1] = self;
    rl_plan *plan = &hits->plan;
    plan->query = any == NULL ? rl_build_node(arena, RL_QUERY_NOTHING, NULL, 0) : rl_build_node(arena, RL_QUERY_NOT, children, 2);
    plan->weighting = searcher->ranking->weighting;
    plan->has_scoring = true;
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
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
    const rl_query *any = NULL;
    if (status == REEL_OK) {
        status = rl_similar_query(searcher->store, hits->arena, &hits->plan, docid, self.film, &any, error);
    }
    status = status == REEL_OK ? make_plan(searcher, hits, any, self.film->id, error) : status;
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
