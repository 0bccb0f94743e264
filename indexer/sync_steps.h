/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sync_steps: what planning (sync.c) and carrying out (sync_apply.c) share. Seen by these two only; see sync.h.
 */
#ifndef REEL_INDEXER_SYNC_STEPS_H
#define REEL_INDEXER_SYNC_STEPS_H

#include "indexer/hash_counts.h"
#include "indexer/sync.h"
#include "indexer/update.h"

enum { RL_SYNC_TELL_EVERY = 256 };

typedef enum rl_sync_kind { RL_SYNC_ADD, RL_SYNC_UPDATE, RL_SYNC_REMOVE } rl_sync_kind;

typedef struct rl_sync_change {
    rl_sync_kind kind;
    const rl_corpus_file *file; /* NULL for REMOVE */
    rl_ledger_file *row;        /* as it was; NULL for ADD */
    uint64_t left;              /* records of row that are not in the file any more: as many of those that came are told
                                 * as their new form */
    bool shown_anew;            /* under another name: all its documents are read, whatever they say */
} rl_sync_change;

/* A file whose content is as it was, but not its time: worth a new row when the run writes anyway. */
typedef struct rl_sync_refresh {
    rl_ledger_file *row;
    int64_t mtime;
} rl_sync_refresh;

struct rl_sync {
    rl_run *run;
    rl_store *store;
    rl_ledger *ledger;
    const rl_corpus *corpus;
    int64_t settle_time;
    rl_arena *arena;
    rl_arena *names; /* keys of one line */
    rl_sync_change *changes;
    size_t change_count, change_capacity;
    rl_sync_refresh *refreshes;
    size_t refresh_count, refresh_capacity;
    uint64_t estimate;
    uint64_t came; /* records new in the file at hand */
    rl_buffer records;  /* places of those of it that feed films */
    rl_hash_counts met; /* and their hashes */
    rl_writer *writer; /* NULL in a dry run */
    rl_update *update;
    rl_buffer bytes;
};

#endif
