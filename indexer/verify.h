/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * verify: whether the parts of an index agree: films with the list of documents, and terms, positions and values
 * with what a build would make of the stored films.
 */
#ifndef REEL_INDEXER_VERIFY_H
#define REEL_INDEXER_VERIFY_H

#include "common/arena.h"
#include "common/store.h"
#include "indexer/ledger.h"

typedef struct rl_verify_input {
    rl_store *store;
    rl_ledger *ledger;
    rl_arena *arena; /* for lists as long as the index */
    void (*finding)(void *user, const char *line);
    void *user;
} rl_verify_input;

/* Findings are told, and are no failure. Of a large index positions are compared for every n-th film. */
reel_status rl_verify(const rl_verify_input *input, uint64_t *out_films, uint64_t *out_documents, reel_error *error);

#endif
