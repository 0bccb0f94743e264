/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_merge: the facts of several documents to one film, by the field table's merge policies, and
 * a film back to the facts of one of its documents. Pure and deterministic: the order of the
 * documents given does not matter.
 */
#ifndef REEL_INDEXER_FILM_MERGE_H
#define REEL_INDEXER_FILM_MERGE_H

#include "common/film.h"
#include "common/status.h"

/* What one document contributes. facts[i].source is ignored. */
typedef struct rl_contribution {
    rl_source source;
    const rl_fact *facts; /* in the document's order: fact i gets ordinal i */
    size_t fact_count;
} rl_contribution;

/* Strings of *out_film are those of the contributions; arrays are in the arena. */
reel_status rl_film_merge(rl_arena *arena, rl_str id, const rl_contribution *contributions, size_t count,
                          rl_film *out_film, reel_error *error);
/* What source number `source` of the film said, in its own order. merge(all contributions) == film. */
reel_status rl_film_contribution(rl_arena *arena, const rl_film *film, size_t source, rl_contribution *out_contribution,
                                 reel_error *error);

#endif
