/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_lines: what explanations are written in: lines of a tree, as text or as JSON.
 */
#ifndef REEL_SEARCHER_EXPLAIN_LINES_H
#define REEL_SEARCHER_EXPLAIN_LINES_H

#include "searcher/output.h"

/* Writes a line of a tree: indented text, or an object {"depth","text"} of a JSON list. */
typedef struct rl_explainer {
    rl_output *output;
    bool json;      /* lines and score are made, where text is written otherwise; either is NULL once memory ran out */
    bool scored;    /* of stage score, as JSON */
    json_t *lines;
    json_t *score;  /* the same numbers as fields */
} rl_explainer;

void rl_explain_line(rl_explainer *explainer, unsigned depth, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
