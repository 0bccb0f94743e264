/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_score: the score of one film, taken apart.
 */
#ifndef REEL_SEARCHER_EXPLAIN_SCORE_H
#define REEL_SEARCHER_EXPLAIN_SCORE_H

#include "searcher/searcher.h"

typedef struct rl_contribution_line {
    const rl_leaf_note *note;
    rl_str term;
    uint32_t films, wdf;
    double factor; /* all scales above the term */
    double weight; /* factor included */
} rl_contribution_line;

typedef struct rl_score {
    rl_contribution_line *items;
    size_t count, capacity;
    bool matches;
    bool strict; /* it has every part of the query */
    double total;
    rl_str missing; /* why it does not match: "it lacks director rockwell" */
} rl_score;

/* Weighs a film by hand. */
reel_status rl_score_film(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, rl_score *out_score, reel_error *error);
/* Fields and documents of a film where a contribution comes from: "plot (pages/x.txt), cast (y.txt)". Appends. */
reel_status rl_score_places(reel_searcher *searcher, const reel_hit *hit, const rl_contribution_line *line, rl_buffer *out,
                            reel_error *error);
/* "word soup", "director alexandrerockwell": appends how a leaf reads. */
void rl_explain_leaf(const rl_leaf_note *note, rl_str term, rl_buffer *out);

#endif
