/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_find: the best whole values that start with a key, from the index's own terms. A call looks at a
 * bounded number of values; where there are more, the searcher remembers and the next call goes on.
 */
#ifndef REEL_SEARCHER_SUGGEST_FIND_H
#define REEL_SEARCHER_SUGGEST_FIND_H

#include "common/store.h"
#include "searcher/completions.h"

/* Adds completions of key to found, titles only where that is asked for. memory may be NULL. *out_many: there are more values
 * than one call looks at. */
reel_status rl_suggest_find(rl_store *store, rl_suggest_memory *memory, rl_str key, bool titles, rl_completions *found,
                            bool *out_many, reel_error *error);
/* Adds completions of keys one slip away from key: two letters swapped, one too many, one missing, one wrong. */
reel_status rl_suggest_find_near(rl_store *store, rl_str key, rl_completions *found, reel_error *error);

#endif
