/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hits: an answer and everything reached from it, in one arena. Filled by searcher.c and its
 * helpers, read through <reel.h> and by the outputs.
 */
#ifndef REEL_SEARCHER_HITS_H
#define REEL_SEARCHER_HITS_H

#include "common/film.h"
#include "common/include/reel.h"
#include "searcher/query_compile.h"

typedef struct rl_hit_values {
    const char **items;
    size_t count;
    bool made;
} rl_hit_values;

struct reel_hit {
    reel_hits *owner;
    rl_docid docid;
    const char *id;
    const char *title;
    int year;
    uint32_t rank;
    double score;
    double adjustment;   /* what the second look added to the query's own weight */
    const rl_film *film; /* NULL with ids_only */
    rl_hit_values *values; /* by field number, made when asked for */
    const char **why;
    size_t why_count;
    reel_snippet *snippets;
    size_t snippet_count;
    const char **sources;
    size_t source_count;
};

typedef struct rl_correction_list {
    reel_correction *items;
    size_t count, capacity;
} rl_correction_list;

struct reel_hits {
    rl_arena *arena;
    rl_parsed parsed;
    rl_sense sense;
    rl_plan plan;
    reel_hit *items;
    size_t count;
    uint64_t total;
    bool total_is_exact;
    bool complete; /* some film has every part of the query; said only of queries whose plan is strict */
    double took_ms;
    reel_reading *readings;
    size_t reading_count;
    rl_correction_list corrections;
    rl_notes relaxed;
    rl_left_out left_out; /* what a repair gave up */
    reel_facet *facets;
    size_t facet_count;
};

/* An empty answer in an arena of its own. */
reel_status rl_hits_new(reel_hits **out_hits, reel_error *error);
/* The film of a hit, decoded into the answer's arena, with its id, title, year and sources. */
reel_status rl_hit_load(reel_hit *hit, rl_store *store, reel_error *error);
/* Displayed values of a field; made on the first call. */
const rl_hit_values *rl_hit_values_of(const reel_hit *hit, rl_field field);
/* The facts that answer the plan, as "field: value". */
void rl_hit_explain_why(reel_hit *hit);
/* Appends one line to hit's reasons, each once. */
void rl_hit_add_why(reel_hit *hit, rl_str line);
/* A NUL-terminated copy without control characters; "" when memory ran out. */
const char *rl_text_clean(rl_arena *arena, rl_str text);

#endif
