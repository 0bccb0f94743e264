/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * join: a set of documents to the films they make: grouping by identity, then merging. The set
 * must be closed: no document outside shares a blocking key with one inside.
 */
#ifndef REEL_INDEXER_JOIN_H
#define REEL_INDEXER_JOIN_H

#include "indexer/film_identity.h"
#include "indexer/film_merge.h"

typedef struct rl_join_item {
    rl_contribution contribution;
    rl_identity identity;
} rl_join_item;

typedef struct rl_joined_film {
    rl_film film;
    rl_str *block_keys; /* of all its documents */
    size_t block_key_count;
} rl_joined_film;

/* Films come in order of their first document's key. */
reel_status rl_join(rl_arena *arena, const rl_join_item *items, size_t count, const rl_override *overrides,
                    size_t override_count, rl_joined_film **out_films, size_t *out_film_count, reel_error *error);

/* The document a film of one document was made of. */
reel_status rl_join_item_of(rl_arena *arena, const rl_film *film, rl_join_item *out_item, reel_error *error);

/* All blocking keys of a document, in the arena. */
rl_str *rl_join_keys(rl_arena *arena, const rl_identity *identity, size_t *out_count);

/* Reads the text of override files: "same: A | B", "different: A | B", '#' comments, '@' the list a line came from. Lines that are neither are
 * counted in *out_bad. */
reel_status rl_join_parse_overrides(rl_arena *arena, rl_str text, rl_override **out_overrides, size_t *out_count,
                                    size_t *out_bad, reel_error *error);

#endif
