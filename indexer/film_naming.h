/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_naming: the ids of films, from what their documents say.
 */
#ifndef REEL_INDEXER_FILM_NAMING_H
#define REEL_INDEXER_FILM_NAMING_H

#include "indexer/film_identity.h"

/* docs in order of key; films[i] is the number of the film docs[i] belongs to. Ids given by records go first, so
 * that a made one never takes a given one; then the film of the lower number. All ids differ. */
reel_status rl_film_naming(rl_arena *arena, const rl_identity *const *docs, const size_t *films, size_t count,
                           size_t film_count, rl_str *out_ids, reel_error *error);

#endif
