/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_film: the score of one film, added up, and where the film stands.
 */
#ifndef REEL_SEARCHER_EXPLAIN_FILM_H
#define REEL_SEARCHER_EXPLAIN_FILM_H

#include "searcher/explain_lines.h"
#include "searcher/searcher.h"

/* The score of one film, added up, and where the film stands. */
reel_status rl_explain_film(reel_searcher *searcher, rl_explainer *explainer, reel_hits *hits, const char *query, const char *id,
                            const reel_search_options *options, reel_error *error);

#endif
