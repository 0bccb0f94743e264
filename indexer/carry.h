/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * carry: documents out of the films of a generation, for the next one: what programs put, and what is in files
 * that cannot be read now.
 */
#ifndef REEL_INDEXER_CARRY_H
#define REEL_INDEXER_CARRY_H

#include "common/store.h"
#include "indexer/join.h"
#include "indexer/ledger.h"

/* The item lives in the arena until the next call. */
typedef reel_status (*rl_carry_take)(void *user, const rl_join_item *item, reel_error *error);

/* The documents of a row, one by one, its records loaded. Of a record file that could be read in part, beside is its row
 * of now: only records that stood behind the part and are not in it are told. A document that no film holds any more is
 * taken out of row. The arena is scratch: cleared for each document. */
reel_status rl_carry_each(rl_store *store, rl_arena *row_arena, rl_arena *arena, rl_ledger_file *row, const rl_ledger_file *beside,
                          rl_carry_take take, void *user, reel_error *error);

#endif
