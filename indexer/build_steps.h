/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_steps: what the steps of a build share: its state, its workers, and the steps themselves.
 * Seen by build*.c only; see build.h for what they do.
 */
#ifndef REEL_INDEXER_BUILD_STEPS_H
#define REEL_INDEXER_BUILD_STEPS_H

#include "indexer/build.h"
#include "indexer/intake_queue.h"
#include "indexer/spill.h"

enum { RL_BUILD_MAX_JOBS = 64 };

typedef struct rl_builder rl_builder;
typedef struct rl_build_worker rl_build_worker;

/* A document that waits in a spill. */
typedef struct rl_waiting {
    uint64_t sequence; /* of its work, then its line: the order of the corpus */
    uint64_t line;
    uint64_t offset;
    uint32_t length;
    uint32_t worker;
    uint32_t first_key, key_count; /* in its worker's key hashes */
} rl_waiting;

struct rl_build_worker {
    rl_builder *owner;
    uint32_t number;
    pthread_t thread;
    void (*step)(rl_build_worker *self); /* what the thread does */
    rl_arena *arena;
    rl_spill *spill;
    rl_waiting *documents;
    size_t document_count, document_capacity;
    uint64_t *keys;
    size_t key_count, key_capacity;
    reel_error error;
};

/* A run of sets that becomes one database. */
typedef struct rl_build_part {
    size_t first_set, last_set; /* exclusive end */
} rl_build_part;

struct rl_builder {
    rl_run *run;
    const rl_build_input *input;
    const char *generation;
    rl_intake_queue *queue;
    rl_build_worker workers[RL_BUILD_MAX_JOBS];
    uint32_t jobs;
    rl_waiting *documents; /* all workers', in the order of the corpus */
    size_t document_count;
    uint64_t kept_rows; /* taken over from the generation before */
    uint32_t *set_documents; /* document numbers, set by set */
    size_t *set_starts;      /* where each set begins; one more at the end */
    size_t set_count;
    rl_build_part *parts;
    size_t part_count;
    atomic_size_t next_part;
    uint32_t level;        /* of the merge that runs: how often its inputs were merged */
    size_t database_count; /* of that level */
    pthread_mutex_t mutex; /* guards running */
    pthread_cond_t finished;
    uint32_t running;
};

/* Ends the run with a worker's error. */
reel_status rl_build_stop(rl_build_worker *self, reel_status status);
/* Runs a step on all workers and waits, telling of progress: done of total. */
reel_status rl_build_on_workers(rl_builder *self, void (*step)(rl_build_worker *), reel_event_kind kind,
                                atomic_uint_fast64_t *done, uint64_t total, reel_error *error);

/* Step 1, a worker's part of it. */
void rl_build_read(rl_build_worker *self);
/* Keeps one document that was read, or carried over. */
reel_status rl_build_keep(rl_build_worker *self, const rl_join_item *item, uint64_t sequence, uint64_t line);
/* What the generation before knows of rows without a file, and of files that could not be read just now. */
reel_status rl_build_keep_carried(rl_builder *self, reel_error *error);
/* Step 2. */
reel_status rl_build_make_sets(rl_builder *self, reel_error *error);
/* Step 3: cut, then each worker writes. */
reel_status rl_build_cut_parts(rl_builder *self, reel_error *error);
void rl_build_write_parts(rl_build_worker *self);
/* Step 4. */
reel_status rl_build_merge_parts(rl_builder *self, reel_error *error);
/* Everything a generation says besides its films. Fills the run's report. */
reel_status rl_build_put_ledger(rl_builder *self, rl_writer *store, reel_error *error);

#endif
