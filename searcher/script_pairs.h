/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * script_pairs: one sign of a script that is indexed by pairs, and the pairs that hold it, wherever it stands in them.
 */
#ifndef REEL_SEARCHER_SCRIPT_PAIRS_H
#define REEL_SEARCHER_SCRIPT_PAIRS_H

#include "common/store.h"

enum { RL_SIGN_PAIRS = 64 };

typedef struct rl_script_pairs {
    rl_str items[RL_SIGN_PAIRS]; /* in the arena given */
    size_t count;
} rl_script_pairs;

/* Whether a word is one such sign. */
bool rl_script_pairs_is_sign(rl_str form);
/* The first pairs of the index that hold the sign, in order of their bytes; a bounded number of terms is looked at. */
reel_status rl_script_pairs_find(rl_store *store, rl_arena *arena, rl_str sign, rl_script_pairs *out_pairs, reel_error *error);

#endif
