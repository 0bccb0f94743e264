/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * block_terms: under which terms the films of a blocking key are found. Titles, catalogue numbers and ids
 * are terms already; a key has a term of its own only on films where none of these says the same.
 */
#ifndef REEL_INDEXER_BLOCK_TERMS_H
#define REEL_INDEXER_BLOCK_TERMS_H

#include "common/bytes.h"

/* Calls back with every term that stands for the key, the key's own last. The films of the key are
 * among those of these terms, and a film that only looks like one does no harm. Terms live until the next call. */
void rl_block_terms_each(rl_str key, rl_buffer *scratch, void (*term)(void *user, rl_str term), void *user);

#endif
