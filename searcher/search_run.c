/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search_run: the two steps of every search. Understanding makes a plan of the query; running it matches
 * films, looks twice at the best, and shows them.
 */
#include "searcher/searcher.h"

#include <stdlib.h>

#include "common/limits.h"
#include "common/schema.h"

/* --- understanding --- */

/* "not English" of "not in English". */
static const char *shown_value(rl_arena *arena, const rl_sense_reading *reading) {
    rl_buffer value = RL_BUFFER_FOR(arena);
    rl_buffer_add_text(&value, reading->negated ? "not " : "");
    rl_buffer_add_str(&value, reading->value);
    const char *clean = rl_text_clean(arena, rl_buffer_str(&value));
    rl_buffer_done(&value);
    return clean;
}

static void show_readings(reel_hits *hits) {
    const rl_sense *sense = &hits->sense;
    hits->readings = rl_arena_array(hits->arena, sense->count + 1, sizeof *hits->readings);
    for (size_t i = 0; hits->readings != NULL && i < sense->count; i++) {
        const rl_sense_reading *item = &sense->items[i];
        if (!item->shown) {
            continue;
        }
        const char **others = rl_arena_array(hits->arena, item->alternative_count + 1, sizeof *others);
        if (others == NULL) {
            return;
        }
        reel_reading *reading = &hits->readings[hits->reading_count++];
        rl_str text = rl_str_slice(hits->parsed.text, item->start, item->end);
        *reading = (reel_reading){rl_text_clean(hits->arena, text), item->start, item->end, rl_field_name(item->field),
                                  shown_value(hits->arena, item), others, 0};
        for (size_t a = 0; a < item->alternative_count; a++) {
            others[reading->alternative_count++] = rl_field_name(item->alternatives[a]);
        }
        if (!item->filter) {
            others[reading->alternative_count++] = "text";
        }
        for (size_t j = hits->reading_count - 1; j > 0 && hits->readings[j].start < hits->readings[j - 1].start; j--) {
            reel_reading swap = hits->readings[j];
            hits->readings[j] = hits->readings[j - 1];
            hits->readings[j - 1] = swap;
        }
    }
}

reel_status rl_search_understand(reel_searcher *searcher, reel_hits *hits, rl_str query, const reel_search_options *options,
                                 const rl_left_out *left_out, reel_error *error) {
    reel_status status = rl_query_parse(hits->arena, query, &hits->parsed, error);
    rl_sense_context sense = {searcher->store, searcher->ranking, hits->arena, &hits->parsed, options->no_sense, options->plain,
                              options->plain_count};
    if (status == REEL_OK) {
        status = rl_query_sense(&sense, &hits->sense, error);
    }
    if (status == REEL_OK && hits->sense.is_long && hits->parsed.root->child_count > 1) {
        status = rl_query_loosen(hits->arena, &hits->parsed, error);
        if (status == REEL_OK) {
            status = rl_query_sense(&sense, &hits->sense, error);
        }
    }
    if (status == REEL_OK) {
        rl_compile_context context = {searcher->store, searcher->stemmer, searcher->ranking, hits->arena,
                                      &hits->parsed,   &hits->sense,      left_out};
        status = rl_query_compile(&context, &hits->plan, error);
    }
    if (status == REEL_OK) {
        show_readings(hits);
    }
    return status;
}

/* --- running --- */

static reel_status read_sort(const reel_search_options *options, rl_match_options *match, reel_error *error) {
    match->sort_slot = UINT32_MAX;
    rl_str name = rl_str_of(options->sort);
    if (rl_str_starts(name, RL_STR("-"))) {
        match->sort_descending = true;
        name = rl_str_slice(name, 1, name.length);
    }
    if (name.length == 0 || rl_str_is(name, "relevance")) {
        match->sort_descending = false;
        return REEL_OK;
    }
    rl_field field = rl_field_find(name);
    if (field != RL_FIELD_TITLE && !rl_field_has(field, RL_FIELD_SORT)) {
        char names[256];
        return rl_fail(error, REEL_INVALID, "'%.64s' is no field to sort by: relevance, title, %s", options->sort,
                       rl_field_list(RL_FIELD_SORT, names, sizeof names));
    }
    match->sort_by_value = match->break_ties = true;
    match->tie_slot = RL_SLOT_ID;
    match->sort_slot = field == RL_FIELD_TITLE ? RL_SLOT_TITLE_KEY : rl_field_row_of(field)->slot;
    return REEL_OK;
}

reel_status rl_search_checks_status(const rl_plan *plan, reel_error *error) {
    for (size_t i = 0; i < plan->text_count; i++) {
        if (plan->texts[i]->status != REEL_OK) {
            if (error != NULL) {
                *error = plan->texts[i]->error;
            }
            return plan->texts[i]->status;
        }
    }
    return REEL_OK;
}

static reel_status name_hit(reel_searcher *searcher, reel_hits *hits, reel_hit *hit, reel_error *error) {
    rl_buffer id = RL_BUFFER_INIT;
    reel_status status = rl_store_value(searcher->store, hit->docid, RL_SLOT_ID, &id, error);
    hit->id = rl_text_clean(hits->arena, rl_buffer_str(&id));
    hit->title = "";
    rl_buffer_done(&id);
    return status;
}

static reel_status fill_hits(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options, const rl_match *match,
                             const double *adjustments, reel_error *error) {
    size_t first = options->offset < match->count ? options->offset : match->count;
    size_t count = match->count - first < options->limit ? match->count - first : options->limit;
    hits->items = rl_arena_array(hits->arena, count + 1, sizeof *hits->items);
    reel_status status = hits->items == NULL ? rl_fail_nomem(error) : REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < count; i++) {
        reel_hit *hit = &hits->items[i];
        hit->owner = hits;
        hit->docid = match->hits[first + i].docid;
        hit->adjustment = adjustments[first + i];
        hit->score = match->hits[first + i].weight + hit->adjustment;
        hit->rank = (uint32_t)(first + i + 1);
        if (options->ids_only) {
            status = name_hit(searcher, hits, hit, error);
            continue;
        }
        status = rl_hit_load(hit, searcher->store, error);
        if (status == REEL_OK) {
            rl_hit_explain_why(hit);
        }
        if (status == REEL_OK && options->snippet_count > 0) {
            status = rl_snippet_make(hit, searcher->stemmer, options->snippet_count, options->snippet_bytes, error);
        }
    }
    hits->count = status == REEL_OK ? count : 0;
    return status;
}

/* One pass of the store with its own facets. */
static reel_status match_pass(reel_searcher *searcher, reel_hits *hits, const rl_query *query, const reel_search_options *options,
                              rl_match_options *match_options, rl_facet_counter **counter, rl_match *out_match, reel_error *error) {
    match_options->user = counter;
    match_options->checks = hits->plan.checks;
    match_options->check_count = hits->plan.check_count;
    reel_status status = rl_facet_prepare(hits->arena, options, match_options, counter, error);
    if (status == REEL_OK) {
        status = rl_store_match(searcher->store, hits->arena, query, &hits->plan.weighting, match_options, out_match, error);
    }
    return status;
}

static int order_match_docids(const void *a, const void *b) {
    rl_docid left = ((const rl_match_hit *)a)->docid, right = ((const rl_match_hit *)b)->docid;
    return (left > right) - (left < right);
}

/* Films of more that first has not, behind those of first. */
static reel_status append_others(reel_hits *hits, rl_match *first, const rl_match *more, size_t limit, reel_error *error) {
    rl_match_hit *known = rl_arena_array(hits->arena, first->count + 1, sizeof *known);
    rl_match_hit *all = rl_arena_array(hits->arena, first->count + more->count + 1, sizeof *all);
    if (known == NULL || all == NULL) {
        return rl_fail_nomem(error);
    }
    size_t count = first->count;
    if (count > 0) {
        memcpy(known, first->hits, count * sizeof *known);
        memcpy(all, first->hits, count * sizeof *all);
        qsort(known, count, sizeof *known, order_match_docids);
    }
    for (size_t i = 0; i < more->count && count < limit; i++) {
        if (first->count == 0 || bsearch(&more->hits[i], known, first->count, sizeof *known, order_match_docids) == NULL) {
            all[count++] = more->hits[i];
        }
    }
    first->hits = all;
    first->count = count;
    return REEL_OK;
}

/* Films that have a value in the slot they are sorted by. */
static const rl_query *with_value(rl_arena *arena, const rl_query *query, uint32_t slot) {
    const rl_query **pair = rl_arena_array(arena, 2, sizeof *pair);
    rl_query *range = rl_build_node(arena, RL_QUERY_VALUE_RANGE, NULL, 0);
    if (pair == NULL || range == NULL) {
        return NULL;
    }
    range->slot = slot;
    range->low = RL_STR("\1");
    pair[0] = query;
    pair[1] = range;
    return rl_build_node(arena, RL_QUERY_FILTER, pair, 2);
}

/* Sorted by a value: films that lack it stand last, whichever way. Rising, the store has them first: those that have the
 * value are asked for on their own. */
static reel_status match_sorted(reel_searcher *searcher, reel_hits *hits, const rl_query *query, const reel_search_options *options,
                                rl_match_options *match_options, rl_facet_counter **counter, rl_match *match, reel_error *error) {
    reel_status status = match_pass(searcher, hits, query, options, match_options, counter, match, error);
    if (status != REEL_OK || match_options->sort_descending || match->total == 0 || match_options->limit == 0) {
        return status;
    }
    rl_match known = {.hits = NULL};
    rl_match_options plain = *match_options;
    plain.count = NULL;
    plain.count_slot_count = 0;
    plain.check_at_least = 0;
    const rl_query *some = with_value(hits->arena, query, match_options->sort_slot);
    status = some == NULL ? rl_fail_nomem(error)
                          : rl_store_match(searcher->store, hits->arena, some, &hits->plan.weighting, &plain, &known, error);
    status = status == REEL_OK ? append_others(hits, &known, match, match_options->limit, error) : status;
    if (status == REEL_OK) {
        match->hits = known.hits;
        match->count = known.count;
    }
    return status;
}

/* The films with every part of the query first; those that lack one fill the page behind them, unless every part is a known
 * value: then the films that have them all are the answer. */
static reel_status match_in_steps(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options,
                                  rl_match_options *match_options, rl_facet_counter **counter, rl_match *match, size_t *out_strict, reel_error *error) {
    *out_strict = 0;
    const rl_plan *plan = &hits->plan;
    if (plan->strict == NULL || match_options->sort_by_value) {
        const rl_query *query = plan->strict != NULL && match_options->sort_by_value ? plan->strict : plan->query;
        bool sorted = match_options->sort_by_value;
        reel_status status = sorted ? match_sorted(searcher, hits, query, options, match_options, counter, match, error)
                                    : match_pass(searcher, hits, query, options, match_options, counter, match, error);
        if (status != REEL_OK || query == plan->query || match->total > 0) {
            hits->complete = query == plan->strict;
            return status;
        }
        return match_sorted(searcher, hits, plan->query, options, match_options, counter, match, error);
    }
    reel_status status = match_pass(searcher, hits, plan->strict, options, match_options, counter, match, error);
    hits->complete = match->total > 0;
    if (status != REEL_OK || match->count >= match_options->limit ||
        (match->count > 0 && plan->sure && options->limit <= searcher->ranking->page)) {
        *out_strict = match->count;
        return status;
    }
    if (match->count == 0) {
        return match_pass(searcher, hits, plan->query, options, match_options, counter, match, error);
    }
    *out_strict = match->count;
    rl_match more = {.hits = NULL};
    rl_match_options plain = *match_options;
    plain.count = NULL;
    plain.count_slot_count = 0;
    plain.check_at_least = 0;
    plain.limit = match_options->limit;
    status = rl_store_match(searcher->store, hits->arena, plan->query, &plan->weighting, &plain, &more, error);
    if (status == REEL_OK) {
        status = append_others(hits, match, &more, match_options->limit, error);
    }
    if (status == REEL_OK && match->count > match->total) {
        rl_notes_add(&hits->relaxed, hits->arena, "%u %s every part of the query; those behind lack some", match->total,
                     match->total == 1 ? "film has" : "films have");
        match->total = (uint32_t)match->count;
        match->total_is_exact = false;
    }
    return status;
}

reel_status rl_search_has_every_part(reel_searcher *searcher, reel_hits *hits, bool *out_some, reel_error *error) {
    rl_match_options one = {.limit = 1, .sort_slot = UINT32_MAX, .checks = hits->plan.checks, .check_count = hits->plan.check_count};
    rl_match match = {.hits = NULL};
    reel_status status = rl_store_match(searcher->store, hits->arena, hits->plan.strict, NULL, &one, &match, error);
    *out_some = match.count > 0;
    return status;
}

reel_status rl_search_run(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options, reel_error *error) {
    rl_match_options match_options = {.first = 0};
    rl_facet_counter *counter = NULL;
    reel_status status = read_sort(options, &match_options, error);
    bool rerank = !match_options.sort_by_value && !rl_store_is_remote(searcher->store);
    if (hits->plan.by_prior && !match_options.sort_by_value) {
        match_options.sort_by_value = match_options.break_ties = true;
        match_options.tie_slot = RL_SLOT_ID;
        match_options.sort_slot = RL_SLOT_PRIOR;
        match_options.sort_descending = true;
        rerank = false;
    }
    if (!match_options.sort_by_value) {
        match_options.sort_slot = RL_SLOT_ID;
    }
    uint32_t wanted = options->offset + options->limit;
    match_options.limit = rerank && wanted > 0 && wanted < searcher->ranking->window ? searcher->ranking->window : wanted;
    rl_match match = {.hits = NULL};
    size_t strict = 0;
    if (status == REEL_OK) {
        status = match_in_steps(searcher, hits, options, &match_options, &counter, &match, &strict, error);
    }
    if (status == REEL_OK) {
        status = rl_search_checks_status(&hits->plan, error);
    }
    if (hits->plan.films_left != NULL && *hits->plan.films_left == 0) {
        rl_notes_add(&hits->parsed.notes, hits->arena, "phrases were looked for in the first %d films that have their words; of others the words alone count",
                     RL_MAX_FILMS_READ);
    }
    double *adjustments = rl_arena_array(hits->arena, match.count + 1, sizeof *adjustments);
    if (status == REEL_OK && adjustments == NULL) {
        status = rl_fail_nomem(error);
    }
    if (status == REEL_OK && rerank) {
        status = rl_rerank(searcher, hits, &match, strict, adjustments, error);
    }
    hits->total = match.total;
    hits->total_is_exact = match.total_is_exact;
    if (status == REEL_OK) {
        status = fill_hits(searcher, hits, options, &match, adjustments, error);
    }
    return status == REEL_OK ? rl_facet_finish(counter, hits, options, error) : status;
}
