/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_film: one film's score, added up again term by term, and what stands before it and why.
 */
#include "searcher/explain_film.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/explain_score.h"

enum {
    RANKS_LOOKED_AT = 1000,
    DIFFERENCES = 5 /* terms that tell two films apart most */
};

/* --- the sum --- */

static reel_status explain_line(reel_searcher *searcher, rl_explainer *explainer, const reel_hit *hit, const rl_contribution_line *line,
                                json_t **lines, reel_error *error) {
    rl_buffer text = RL_BUFFER_INIT, places = RL_BUFFER_INIT;
    rl_explain_leaf(line->note, line->term, &text);
    reel_status status = rl_score_places(searcher, hit, line, &places, error);
    rl_explain_line(explainer, 1, "%12s  %s  (films %u, wdf %u, factor %s)  in %s", RL_DECIMAL(line->weight, 6), rl_buffer_text(&text),
                    line->films, line->wdf, RL_DECIMAL(line->factor, -4), rl_buffer_text(&places));
    if (explainer->scored) {
        rl_json_append(lines, json_pack("{s:f,s:o,s:s,s:I,s:I,s:f,s:o}", "weight", line->weight, "term", rl_json_text(rl_buffer_text(&text)),
                                        "field", line->note == NULL ? "" : rl_field_name(line->note->field), "films", (json_int_t)line->films,
                                        "wdf", (json_int_t)line->wdf, "factor", line->factor, "in", rl_json_text(rl_buffer_text(&places))));
    }
    explainer->output->buffer.failed = explainer->output->buffer.failed || text.failed || places.failed;
    rl_buffer_done(&text);
    rl_buffer_done(&places);
    return status;
}

static reel_status second_look(reel_searcher *searcher, rl_explainer *explainer, const reel_hits *hits, rl_docid docid, bool strict,
                               double *out_adjustment, reel_error *error) {
    rl_buffer reason = RL_BUFFER_INIT;
    *out_adjustment = 0;
    if (hits->plan.by_prior) {
        return REEL_OK;
    }
    reel_status status = rl_rerank_adjustment(searcher, hits, docid, strict, out_adjustment, &reason, error);
    rl_explain_line(explainer, 1, "%12s  second look: %s", RL_DECIMAL(*out_adjustment, 6), rl_buffer_text(&reason));
    if (explainer->scored) {
        rl_json_set(&explainer->score, "second_look", json_pack("{s:f,s:o}", "weight", *out_adjustment, "text", rl_json_text(rl_buffer_text(&reason))));
    }
    explainer->output->buffer.failed = explainer->output->buffer.failed || reason.failed;
    rl_buffer_done(&reason);
    return status;
}

static reel_status add_up(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const rl_score *score, reel_error *error) {
    const reel_hit *hit = &hits->items[0];
    double sum = 0, adjustment = 0;
    json_t *lines = explainer->scored ? json_array() : NULL;
    reel_status status = REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < score->count; i++) {
        status = explain_line(searcher, explainer, hit, &score->items[i], &lines, error);
        sum += score->items[i].weight;
    }
    if (explainer->scored) {
        rl_json_set(&explainer->score, "contributions", lines);
    }
    if (status == REEL_OK) {
        status = second_look(searcher, explainer, hits, hit->docid, score->strict, &adjustment, error);
    }
    rl_explain_line(explainer, 1, "%12s  sum", RL_DECIMAL(sum + adjustment, 6));
    if (explainer->scored) {
        rl_json_set(&explainer->score, "sum", json_real(sum + adjustment));
        rl_json_set(&explainer->score, "matches", json_boolean(score->matches));
    }
    return status;
}

/* --- where it stands --- */

typedef struct difference {
    const rl_contribution_line *line;
    double more; /* what the other film has more of it */
} difference;

static int order_difference(const void *a, const void *b) {
    double first = ((const difference *)a)->more, second = ((const difference *)b)->more;
    return first > second ? -1 : first < second ? 1 : 0;
}

static double weight_of(const rl_score *score, rl_str term) {
    double weight = 0;
    for (size_t i = 0; i < score->count; i++) {
        weight += rl_str_equal(score->items[i].term, term) ? score->items[i].weight : 0;
    }
    return weight;
}

/* The parts of the query by which the film before stands before. */
static reel_status explain_before(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const rl_score *score,
                                  const reel_hit *before, reel_error *error) {
    rl_score other;
    reel_status status = rl_score_film(searcher, hits, before->docid, &other, error);
    difference *found = status != REEL_OK ? NULL : rl_arena_array(hits->arena, other.count + 1, sizeof *found);
    json_t *list = explainer->scored ? json_array() : NULL;
    size_t count = 0;
    for (size_t i = 0; found != NULL && i < other.count; i++) {
        double more = other.items[i].weight - weight_of(score, other.items[i].term);
        if (more > 1e-6) {
            found[count++] = (difference){&other.items[i], more};
        }
    }
    if (count > 0) {
        qsort(found, count, sizeof *found, order_difference);
    }
    double own = 0, others = 0;
    if (status == REEL_OK && !hits->plan.by_prior) {
        status = rl_rerank_adjustment(searcher, hits, hits->items[0].docid, score->strict, &own, NULL, error);
    }
    if (status == REEL_OK && !hits->plan.by_prior) {
        status = rl_rerank_adjustment(searcher, hits, before->docid, other.strict, &others, NULL, error);
    }
    if (others > own) {
        rl_explain_line(explainer, 1, "%12s  more by the second look", RL_DECIMAL(others - own, 6));
    }
    for (size_t i = 0; i < count && i < DIFFERENCES; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_explain_leaf(found[i].line->note, found[i].line->term, &text);
        rl_explain_line(explainer, 1, "%12s  more for %s", RL_DECIMAL(found[i].more, 6), rl_buffer_text(&text));
        if (explainer->scored) {
            rl_json_append(&list, json_pack("{s:f,s:o}", "more", found[i].more, "term", rl_json_text(rl_buffer_text(&text))));
        }
        explainer->output->buffer.failed = explainer->output->buffer.failed || text.failed;
        rl_buffer_done(&text);
    }
    if (explainer->scored) {
        rl_json_set(&explainer->score, "behind",
                    json_pack("{s:o,s:f,s:f,s:o}", "id", rl_json_text(before->id), "score", before->score, "second_look", others - own,
                              "differences", list));
    }
    return status;
}

/* Where the film stands among the first `limit`; *out_at is their number where it is not there. */
static reel_status find_rank(reel_searcher *searcher, const char *query, const char *id, const reel_search_options *options, uint32_t limit,
                             reel_hits **out_ranked, size_t *out_at, reel_error *error) {
    reel_search_options all = *options;
    all.ids_only = true;
    all.limit = limit;
    all.offset = 0;
    all.facet_count = 0;
    reel_status status = reel_search(searcher, query, &all, out_ranked, error);
    *out_at = 0;
    while (status == REEL_OK && *out_at < (*out_ranked)->count && strcmp((*out_ranked)->items[*out_at].id, id) != 0) {
        ++*out_at;
    }
    return status;
}

/* Where the film stands, and what stands before it: on a page as people ask for it, else far behind. */
static reel_status explain_rank(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const rl_score *score, const char *query,
                                const reel_search_options *options, reel_error *error) {
    reel_hits *ranked = NULL;
    size_t at = 0;
    const char *id = hits->items[0].id;
    reel_status status = find_rank(searcher, query, id, options, searcher->ranking->page, &ranked, &at, error);
    if (status == REEL_OK && at == ranked->count && score->matches) {
        reel_hits_free(ranked);
        ranked = NULL;
        status = find_rank(searcher, query, id, options, RANKS_LOOKED_AT, &ranked, &at, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    bool found = at < ranked->count;
    if (!found) {
        rl_explain_line(explainer, 0, "not among the first %zu of %llu films", ranked->count, (unsigned long long)ranked->total);
    } else {
        rl_explain_line(explainer, 0, "rank %zu of %llu, score %s", at + 1, (unsigned long long)ranked->total, RL_DECIMAL(ranked->items[at].score, 6));
    }
    if (found && explainer->scored) {
        rl_json_set(&explainer->score, "rank", json_integer((json_int_t)at + 1));
        rl_json_set(&explainer->score, "score", json_real(ranked->items[at].score));
    }
    if (found && at > 0) {
        rl_explain_line(explainer, 0, "behind %s, score %s", ranked->items[at - 1].id, RL_DECIMAL(ranked->items[at - 1].score, 6));
        status = explain_before(searcher, explainer, hits, score, &ranked->items[at - 1], error);
    }
    reel_hits_free(ranked);
    return status;
}

/* What was searched in the end is what has a score: the query as it was corrected, without what was given up. */
static reel_status take_repairs(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const char *query,
                                const reel_search_options *options, reel_error *error) {
    reel_search_options few = *options;
    few.ids_only = true;
    few.limit = 1;
    few.facet_count = 0;
    reel_hits *answer = NULL;
    reel_status status = reel_search(searcher, query, &few, &answer, error);
    if (status != REEL_OK) {
        return status;
    }
    bool corrected = answer->corrections.count > 0 && answer->corrections.items[0].applied;
    rl_str text = rl_str_copy(hits->arena, corrected ? rl_str_of(answer->corrections.items[0].query) : rl_str_of(query));
    if (corrected) {
        rl_explain_line(explainer, 0, "searched instead: %.*s", RL_STR_ARG(text));
    }
    for (size_t i = 0; i < answer->relaxed.count && answer->left_out.nodes != NULL; i++) {
        rl_explain_line(explainer, 0, "%s", answer->relaxed.items[i]);
    }
    if (corrected || answer->left_out.nodes != NULL) {
        rl_arena *scratch = hits->plan.scratch;
        hits->reading_count = 0;
        status = rl_search_understand(searcher, hits, text, options, answer->left_out.nodes == NULL ? NULL : &answer->left_out, error);
        rl_arena_free(scratch);
    }
    reel_hits_free(answer);
    return status;
}

reel_status rl_explain_film(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const char *query, const char *id,
                            const reel_search_options *options, reel_error *error) {
    rl_docid docid = 0;
    rl_score score;
    reel_status status = take_repairs(searcher, explainer, hits, query, options, error);
    status = status == REEL_OK ? rl_search_docid(searcher->store, id, &docid, error) : status;
    status = status == REEL_OK ? rl_score_film(searcher, hits, docid, &score, error) : status;
    hits->items = rl_arena_alloc(hits->arena, sizeof *hits->items);
    if (status == REEL_OK && hits->items == NULL) {
        status = rl_fail_nomem(error);
    }
    if (status != REEL_OK) {
        return status;
    }
    hits->count = 1;
    hits->items[0] = (reel_hit){.owner = hits, .docid = docid};
    status = rl_hit_load(&hits->items[0], searcher->store, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_explain_line(explainer, 0, "%s: %s (%d)", id, hits->items[0].title, hits->items[0].year);
    if (explainer->scored) {
        rl_json_set(&explainer->score, "id", rl_json_text(id));
    }
    status = add_up(searcher, explainer, hits, &score, error);
    if (status == REEL_OK && !score.matches) {
        const char *lacks = score.missing.length > 0 ? "" : "no word or value of the query is in it";
        rl_explain_line(explainer, 0, "not in the answer: %s%.*s", lacks, RL_STR_ARG(score.missing));
        if (explainer->scored) {
            rl_json_set(&explainer->score, "fails", rl_json_str(score.missing.at, score.missing.length));
        }
    }
    return status == REEL_OK ? explain_rank(searcher, explainer, hits, &score, query, options, error) : status;
}
