/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * searcher: the handle behind reel_open, and the steps of a search that several calls share.
 */
#ifndef REEL_SEARCHER_SEARCHER_H
#define REEL_SEARCHER_SEARCHER_H

#include "common/index_dir.h"
#include "searcher/hits.h"

struct reel_searcher {
    rl_index_reader *reader; /* NULL over a borrowed store */
    rl_store *store;
    rl_stemmer *stemmer;
    const rl_ranking *ranking;
    struct rl_vocabulary *vocabulary; /* vocabulary.h; NULL before the first correction */
    struct rl_suggest_memory *suggest_memory; /* completions.h; NULL before the first suggestion */
};

/* Over a store that outlives it; for tests. */
reel_status rl_searcher_over(rl_store *store, reel_searcher **out_searcher, reel_error *error);
/* A copy with every limit applied, defaults where options is NULL. */
reel_status rl_search_options_check(const reel_search_options *options, reel_search_options *out, reel_error *error);
/* A clock for durations. */
double rl_now_ms(void);
/* Parse, sense and compile a query into hits. left_out may be NULL. */
reel_status rl_search_understand(reel_searcher *searcher, reel_hits *hits, rl_str query, const reel_search_options *options,
                                 const rl_left_out *left_out, reel_error *error);
/* Whether some film has every part of the query, whose plan is strict. */
reel_status rl_search_has_every_part(reel_searcher *searcher, reel_hits *hits, bool *out_some, reel_error *error);
/* Runs the plan of hits: its items with rank, score, film, reasons, snippets, facets. */
reel_status rl_search_run(reel_searcher *searcher, reel_hits *hits, const reel_search_options *options, reel_error *error);
/* Document of a film id; NOTFOUND names the id. */
reel_status rl_search_docid(rl_store *store, const char *id, rl_docid *out_docid, reel_error *error);
/* What went wrong in the plan's looks at stored films. */
reel_status rl_search_checks_status(const rl_plan *plan, reel_error *error);
/* rerank.c: reorders the first of matched films, of which the first `strict` have every part of the query;
 * adjustments[i] belongs to hits[i] afterwards. */
reel_status rl_rerank(reel_searcher *searcher, const reel_hits *hits, rl_match *match, size_t strict, double *adjustments,
                      reel_error *error);
/* The same for one film: for explanations. */
reel_status rl_rerank_adjustment(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, bool strict, double *out_adjustment,
                                 rl_buffer *reason, reel_error *error);

/* facet.c */
typedef struct rl_facet_counter rl_facet_counter;
reel_status rl_facet_prepare(rl_arena *arena, const reel_search_options *options, rl_match_options *match,
                             rl_facet_counter **out_counter, reel_error *error);
void rl_facet_count(rl_facet_counter *counter, size_t slot_index, rl_str value);
reel_status rl_facet_finish(rl_facet_counter *counter, reel_hits *hits, const reel_search_options *options, reel_error *error);

/* snippet.c: fills the hit's snippets. */
reel_status rl_snippet_make(reel_hit *hit, rl_stemmer *stemmer, uint32_t count, uint32_t bytes, reel_error *error);

/* corrections.c */
/* Likely spellings of words that no film has, or hardly any, and, where known words may be tried, of some that fit
 * their neighbours better. *out_query is the query with them in place, empty when there are none. */
reel_status rl_correct(reel_searcher *searcher, reel_hits *hits, bool try_known, rl_str *out_query, reel_error *error);
/* Leaves out the spellings of words that many films have, which were only tried. */
void rl_corrections_take_back(reel_hits *hits);

/* repair.c: a search that finds nothing good becomes one that does, where there is one. */
/* Says which words count for nothing, since no film has them. */
void rl_tell_unknown(reel_hits *hits);
reel_status rl_repair(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options, reel_error *error);

/* A searcher reads one state through a whole operation; when a writer has overwritten it the operation is STALE, gives up
 * what it made and begins anew on the newest state: do { status = ...; } while (rl_searcher_again(...)). *attempt starts at 0. */
bool rl_searcher_again(reel_searcher *searcher, unsigned *attempt, reel_status *status, reel_error *error);

#endif
