/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search: reel_search. A query is understood, run, and repaired when it finds nothing good.
 */
#include "searcher/searcher.h"

#include <string.h>

#include "common/limits.h"
#include "common/option_struct.h"

/* --- options --- */

reel_status rl_search_options_check(const reel_search_options *options, reel_search_options *out, reel_error *error) {
    *out = (reel_search_options)REEL_SEARCH_OPTIONS_INIT;
    reel_status status = rl_option_struct_read(options, out, sizeof *out, "REEL_SEARCH_OPTIONS_INIT", error);
    if (status != REEL_OK) {
        return status;
    }
    if (out->limit > RL_MAX_HITS || out->offset > RL_MAX_OFFSET) {
        return rl_fail(error, REEL_LIMIT, "at most %d films from offset %d on can be asked for", RL_MAX_HITS, RL_MAX_OFFSET);
    }
    if (out->snippet_count > RL_MAX_SNIPPETS) {
        out->snippet_count = RL_MAX_SNIPPETS;
    }
    if (out->facet_count > 0 && out->facets == NULL) {
        return rl_fail(error, REEL_INVALID, "facet_count is %zu, but facets is NULL", out->facet_count);
    }
    if (out->plain_count > 0 && out->plain == NULL) {
        return rl_fail(error, REEL_INVALID, "plain_count is %zu, but plain is NULL", out->plain_count);
    }
    return REEL_OK;
}

/* Too much work to be done once more. */
static bool is_costly(const reel_hits *hits) { return hits->plan.films_left != NULL && *hits->plan.films_left == 0; }

/* Nothing, or nothing that has every part of the query: then its words may be misspelled. */
static bool is_poor(const reel_hits *hits) {
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        if (hits->plan.unknown[i] && hits->sense.weights[i] >= 1) {
            return true;
        }
    }
    return hits->total == 0 || (hits->plan.strict != NULL && !hits->complete) || hits->total <= 2;
}

static reel_status search_once(reel_searcher *searcher, rl_str query, const reel_search_options *options, reel_hits **out_hits,
                               reel_error *error) {
    reel_hits *hits = NULL;
    reel_status status = rl_hits_new(&hits, error);
    if (status == REEL_OK) {
        status = rl_search_understand(searcher, hits, query, options, NULL, error);
    }
    if (status == REEL_OK) {
        status = rl_search_run(searcher, hits, options, error);
    }
    bool mend = status == REEL_OK && !options->no_correction && !hits->sense.is_long && !is_costly(hits) && is_poor(hits);
    if (mend) {
        status = rl_repair(searcher, &hits, query, options, error);
    }
    if (status == REEL_OK && !hits->sense.is_long) {
        rl_tell_unknown(hits);
    }
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

#define NEEDS "reel_search needs a searcher, a query and somewhere to put the answer"

reel_status reel_search_bytes(reel_searcher *searcher, const char *query, size_t length, const reel_search_options *options,
                              reel_hits **out_hits, reel_error *error) {
    rl_error_clear(error);
    if (out_hits != NULL) {
        *out_hits = NULL;
    }
    if (out_hits == NULL || searcher == NULL || (query == NULL && length > 0)) {
        return rl_fail(error, REEL_INVALID, NEEDS);
    }
    double start = rl_now_ms();
    reel_search_options checked;
    reel_status status = rl_search_options_check(options, &checked, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_str text = {query == NULL ? "" : query, length};
    unsigned attempt = 0;
    do {
        status = search_once(searcher, text, &checked, out_hits, error);
    } while (rl_searcher_again(searcher, &attempt, &status, error));
    if (status == REEL_OK) {
        (*out_hits)->took_ms = rl_now_ms() - start;
    }
    return status;
}

reel_status reel_search(reel_searcher *searcher, const char *query, const reel_search_options *options, reel_hits **out_hits,
                        reel_error *error) {
    if (query == NULL) {
        if (out_hits != NULL) {
            *out_hits = NULL;
        }
        return rl_fail(error, REEL_INVALID, NEEDS);
    }
    return reel_search_bytes(searcher, query, strlen(query), options, out_hits, error);
}
