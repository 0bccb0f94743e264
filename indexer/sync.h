/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sync: a corpus against the ledger of an existing generation: finds what changed and puts it through
 * update.h. Reads only what its size or time makes suspect; content that did not change
 * causes no write at all.
 */
#ifndef REEL_INDEXER_SYNC_H
#define REEL_INDEXER_SYNC_H

#include "indexer/join.h"
#include "indexer/run.h"

typedef struct rl_sync rl_sync;

/* ledger belongs to store's generation; both and the corpus must outlive the sync. */
reel_status rl_sync_new(rl_run *run, rl_store *store, rl_ledger *ledger, const rl_corpus *corpus, int64_t settle_time,
                        rl_sync **out_sync, reel_error *error);
void rl_sync_free(rl_sync *sync);
/* Compares; counts what did not change in the run's report. Changes nothing. */
reel_status rl_sync_plan(rl_sync *sync, reel_error *error);
bool rl_sync_is_needed(const rl_sync *sync);
/* About how many documents are to be read: for choosing between update and build. */
uint64_t rl_sync_estimate(const rl_sync *sync);
/* Carries the plan out on writer, which is at the same state as store; does not commit. With a NULL writer it only tells
 * the plan (REEL_EVENT_PLAN). */
reel_status rl_sync_apply(rl_sync *sync, rl_writer *writer, const rl_override *overrides, size_t override_count,
                          reel_error *error);

#endif
