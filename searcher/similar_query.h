/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * similar_query: what a film shares with others, as a query. Used for `similar` and for "movies like ...".
 */
#ifndef REEL_SEARCHER_SIMILAR_QUERY_H
#define REEL_SEARCHER_SIMILAR_QUERY_H

#include "common/film.h"
#include "searcher/query_compile.h"

/* NULL where the film shares nothing. What is shared becomes the plan's asked facts, so that each hit says it. */
reel_status rl_similar_query(rl_store *store, rl_arena *arena, rl_plan *plan, rl_docid docid, const rl_film *film,
                             const rl_query **out_query, reel_error *error);
/* The film itself, to leave it out. */
const rl_query *rl_similar_self(rl_arena *arena, rl_str id);

#endif
