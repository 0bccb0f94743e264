/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * searcher: open, search, close. A search is understood, matched, looked at twice, and shown; when its
 * words as typed find nothing, it is repaired step by step, and every step is told.
 */
#include "searcher/searcher.h"

#include "searcher/suggest_find.h"

#include <stdlib.h>
#include <time.h>

#include "common/limits.h"
#include "common/option_struct.h"
#include "common/schema.h"

double rl_now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* --- opening --- */

reel_status rl_searcher_over(rl_store *store, reel_searcher **out_searcher, reel_error *error) {
    *out_searcher = NULL;
    reel_searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL) {
        return rl_fail_nomem(error);
    }
    searcher->store = store;
    searcher->ranking = rl_ranking_default();
    reel_status status = rl_stemmer_new("en", &searcher->stemmer, error);
    if (status != REEL_OK) {
        free(searcher);
        return status;
    }
    *out_searcher = searcher;
    return REEL_OK;
}

reel_status reel_open_many(const char *const *paths, size_t path_count, reel_searcher **out_searcher, reel_error *error) {
    rl_error_clear(error);
    if (out_searcher == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_open needs somewhere to put the searcher");
    }
    *out_searcher = NULL;
    if (paths == NULL || path_count == 0 || path_count > RL_MAX_INDEXES) {
        return rl_fail(error, REEL_INVALID, "1 to %d indexes can be searched as one, not %zu", RL_MAX_INDEXES, path_count);
    }
    for (size_t i = 0; i < path_count; i++) {
        if (paths[i] == NULL) {
            return rl_fail(error, REEL_INVALID, "reel_open needs the path of an index");
        }
    }
    rl_index_reader *reader = NULL;
    reel_status status = rl_index_reader_open(paths, path_count, &reader, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_searcher_over(rl_index_reader_store(reader), out_searcher, error);
    if (status != REEL_OK) {
        rl_index_reader_close(reader);
        return status;
    }
    (*out_searcher)->reader = reader;
    return REEL_OK;
}

reel_status reel_open(const char *path, reel_searcher **out_searcher, reel_error *error) {
    if (path == NULL) {
        if (out_searcher != NULL) {
            *out_searcher = NULL;
        }
        return rl_fail(error, REEL_INVALID, "reel_open needs the path of an index");
    }
    return reel_open_many(&path, 1, out_searcher, error);
}

void reel_close(reel_searcher *searcher) {
    if (searcher != NULL) {
        rl_suggest_memory_free(searcher->suggest_memory);
        rl_stemmer_free(searcher->stemmer);
        rl_index_reader_close(searcher->reader);
        free(searcher);
    }
}

reel_status reel_refresh(reel_searcher *searcher, bool *out_changed, reel_error *error) {
    rl_error_clear(error);
    bool changed = false;
    if (out_changed != NULL) {
        *out_changed = false;
    }
    if (searcher == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_refresh needs a searcher");
    }
    reel_status status = searcher->reader == NULL ? rl_store_reopen(searcher->store, &changed, error)
                                                  : rl_index_reader_refresh(searcher->reader, &changed, error);
    if (status == REEL_OK && searcher->reader != NULL) {
        searcher->store = rl_index_reader_store(searcher->reader);
    }
    if (changed) {
        rl_suggest_memory_free(searcher->suggest_memory);
        searcher->suggest_memory = NULL;
    }
    if (out_changed != NULL) {
        *out_changed = status == REEL_OK && changed;
    }
    return status;
}

bool rl_searcher_again(reel_searcher *searcher, unsigned *attempt, reel_status *status, reel_error *error) {
    enum { MAX_ATTEMPTS = 100 };
    if (*status != REEL_STALE) {
        return false;
    }
    if (++*attempt > MAX_ATTEMPTS) {
        *status = rl_fail(error, REEL_IO, "the index changes faster than it can be read; try again");
        return false;
    }
    *status = reel_refresh(searcher, NULL, error);
    return *status == REEL_OK;
}

const char *reel_generation(const reel_searcher *searcher) {
    return searcher == NULL || searcher->reader == NULL ? "" : rl_index_reader_generation(searcher->reader);
}

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
        return rl_fail(error, REEL_INVALID, "'%.64s' is no field to sort by: relevance, title, year, runtime, budget, gross, rating",
                       options->sort);
    }
    match->sort_by_value = true;
    match->sort_slot = field == RL_FIELD_TITLE ? RL_SLOT_TITLE_KEY : rl_field_row_of(field)->slot;
    return REEL_OK;
}

/* --- the steps --- */

reel_status rl_hits_new(reel_hits **out_hits, reel_error *error) {
    *out_hits = NULL;
    rl_arena *arena = rl_arena_new();
    reel_hits *hits = arena == NULL ? NULL : rl_arena_alloc(arena, sizeof *hits);
    if (hits == NULL) {
        rl_arena_free(arena);
        return rl_fail_nomem(error);
    }
    hits->arena = arena;
    *out_hits = hits;
    return REEL_OK;
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
                                  rl_text_clean(hits->arena, item->value), others, 0};
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
                                 const bool *dropped, reel_error *error) {
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
                                      &hits->parsed,   &hits->sense,      dropped};
        status = rl_query_compile(&context, &hits->plan, error);
    }
    if (status == REEL_OK) {
        show_readings(hits);
    }
    return status;
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

/* The films with every part of the query first; those that lack one fill the page behind them, unless every part is a known
 * value: then the films that have them all are the answer. */
static reel_status match_in_steps(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options,
                                  rl_match_options *match_options, rl_facet_counter **counter, rl_match *match, size_t *out_strict, reel_error *error) {
    *out_strict = 0;
    const rl_plan *plan = &hits->plan;
    if (plan->strict == NULL || match_options->sort_by_value) {
        const rl_query *query = plan->strict != NULL && match_options->sort_by_value ? plan->strict : plan->query;
        reel_status status = match_pass(searcher, hits, query, options, match_options, counter, match, error);
        if (status != REEL_OK || query == plan->query || match->total > 0) {
            return status;
        }
        return match_pass(searcher, hits, plan->query, options, match_options, counter, match, error);
    }
    reel_status status = match_pass(searcher, hits, plan->strict, options, match_options, counter, match, error);
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

reel_status rl_search_run(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options, reel_error *error) {
    rl_match_options match_options = {.first = 0};
    rl_facet_counter *counter = NULL;
    reel_status status = read_sort(options, &match_options, error);
    bool rerank = !match_options.sort_by_value && !rl_store_is_remote(searcher->store);
    if (hits->plan.by_prior && !match_options.sort_by_value) {
        match_options.sort_by_value = true;
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

/* --- repair --- */

/* Where a byte of the query stands in the corrected one. */
static size_t moved(const reel_hits *hits, size_t at) {
    size_t result = at;
    for (size_t i = 0; i < hits->corrections.count; i++) {
        const reel_correction *item = &hits->corrections.items[i];
        result = item->end <= at ? result + strlen(item->suggestion) - (item->end - item->start) : result;
    }
    return result;
}

/* The plain parts of the query, where its corrected words stand now. */
static void move_plain(const reel_hits *hits, rl_arena *arena, reel_search_options *options) {
    reel_range *plain = rl_arena_array(arena, options->plain_count + 1, sizeof *plain);
    for (size_t i = 0; plain != NULL && i < options->plain_count; i++) {
        plain[i] = (reel_range){moved(hits, options->plain[i].start), moved(hits, options->plain[i].end)};
    }
    options->plain = plain;
    options->plain_count = plain == NULL ? 0 : options->plain_count;
}

/* Takes over what the first understanding found out about the words. */
static reel_status search_corrected(reel_searcher *searcher, reel_hits **hits, rl_str corrected, const reel_search_options *given,
                                    reel_error *error) {
    reel_hits *again = NULL;
    reel_search_options moved_options = *given;
    const reel_search_options *options = &moved_options;
    reel_status status = rl_hits_new(&again, error);
    if (status == REEL_OK) {
        move_plain(*hits, again->arena, &moved_options);
        status = rl_search_understand(searcher, again, corrected, options, NULL, error);
    }
    if (status == REEL_OK) {
        status = rl_search_run(searcher, again, options, error);
    }
    if (status != REEL_OK || again->total == 0) {
        reel_hits_free(again);
        return status;
    }
    for (size_t i = 0; i < (*hits)->corrections.count; i++) {
        reel_correction item = (*hits)->corrections.items[i];
        item.text = rl_text_clean(again->arena, rl_str_of(item.text));
        item.suggestion = rl_text_clean(again->arena, rl_str_of(item.suggestion));
        item.query = rl_text_clean(again->arena, rl_str_of(item.query));
        item.applied = true;
        reel_correction *items =
            rl_arena_grow(again->arena, again->corrections.items, &again->corrections.capacity, i + 1, sizeof *items);
        if (items != NULL) {
            again->corrections.items = items;
            items[again->corrections.count++] = item;
        }
    }
    reel_hits_free(*hits);
    *hits = again;
    return REEL_OK;
}

static reel_status repair(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options,
                          reel_error *error) {
    rl_str corrected = RL_STR_EMPTY;
    reel_status status = rl_correct(searcher, *hits, &corrected, error);
    if (status == REEL_OK && corrected.length > 0) {
        status = search_corrected(searcher, hits, corrected, options, error);
    }
    if (status == REEL_OK && (*hits)->total == 0) {
        status = rl_relax(searcher, hits, query, options, error);
    }
    return status;
}

static bool has_unknown_word(const reel_hits *hits) {
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        if (hits->plan.unknown[i] && hits->sense.weights[i] >= 1) {
            return true;
        }
    }
    return false;
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
    bool mend = status == REEL_OK && !options->no_correction && !hits->sense.is_long && (hits->total == 0 || has_unknown_word(hits));
    if (mend) {
        status = repair(searcher, &hits, query, options, error);
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

reel_status reel_search_bytes(reel_searcher *searcher, const char *query, size_t length, const reel_search_options *options,
                              reel_hits **out_hits, reel_error *error) {
    rl_error_clear(error);
    if (out_hits != NULL) {
        *out_hits = NULL;
    }
    if (out_hits == NULL || searcher == NULL || query == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_search needs a searcher, a query and somewhere to put the answer");
    }
    double start = rl_now_ms();
    reel_search_options checked;
    reel_status status = rl_search_options_check(options, &checked, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_str text = {query, length};
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
    return reel_search_bytes(searcher, query, query == NULL ? 0 : strlen(query), options, out_hits, error);
}

typedef struct id_find {
    rl_docid docid;
} id_find;

static bool first_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    ((id_find *)user)->docid = docid;
    return false;
}

reel_status rl_search_docid(rl_store *store, const char *id, rl_docid *out_docid, reel_error *error) {
    rl_buffer term = RL_BUFFER_INIT;
    id_find find = {0};
    *out_docid = 0;
    rl_schema_id_term(rl_str_of(id), &term);
    reel_status status = rl_store_postings_each(store, rl_buffer_str(&term), first_docid, &find, error);
    rl_buffer_done(&term);
    if (status == REEL_OK && find.docid == 0) {
        return rl_fail(error, REEL_NOTFOUND, "no film has the id '%.200s'", id == NULL ? "" : id);
    }
    *out_docid = find.docid;
    return status;
}
