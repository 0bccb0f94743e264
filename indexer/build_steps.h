/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_steps: what the steps of a build share: its state, its workers, and the steps themselves.
 * Seen by build*.c only; see build.h for what they do.
 */
#ifndef REEL_INDEXER_BUILD_STEPS_H
#define REEL_INDEXER_BUILD_STEPS_H

#include "indexer/build.h"
#include "indexer/intake_queue.h"
#include "indexer/sorter.h"
#include "indexer/spill.h"

enum { RL_BUILD_MAX_JOBS = 64 };

typedef struct rl_builder rl_builder;
typedef struct rl_build_worker rl_build_worker;

/* What each part of a build may hold in memory: shares of the one setting. */
typedef struct rl_build_shares {
    size_t spill_bytes, document_bytes, key_bytes, record_bytes; /* of a worker */
    size_t step_bytes;       /* of each sorter of step 2 */
    size_t commit_pairs;     /* of a term and a document: a worker's database holds so many before it commits */
} rl_build_shares;

/* A document that waits in a spill. */
typedef struct rl_waiting {
    uint64_t order; /* in the corpus: its work, then its line there */
    uint64_t offset;
    uint32_t length;
    uint32_t worker;
} rl_waiting;

typedef struct rl_key_use {
    uint64_t key; /* hash of a blocking key */
    uint64_t order;
} rl_key_use;

/* A record that feeds a film. */
typedef struct rl_record_use {
    uint64_t hash;
    uint64_t order;
    uint32_t file; /* of the corpus */
    uint32_t line;
} rl_record_use;

/* "from" belongs with "to"; at the end of step 2 to the first document of its set. */
typedef struct rl_tie {
    uint64_t from, to; /* orders */
} rl_tie;

/* A document in its set. */
typedef struct rl_placed {
    uint64_t root; /* order of the first document of its set */
    rl_waiting document;
} rl_placed;

struct rl_build_worker {
    rl_builder *owner;
    uint32_t number;
    pthread_t thread;
    void (*step)(rl_build_worker *self); /* what the thread does */
    rl_arena *arena;
    rl_spill *spill;
    rl_sorter *documents, *keys, *records;
    rl_placed *part; /* set by set: what becomes one database */
    size_t part_count, part_capacity;
    reel_error error;
};

struct rl_builder {
    rl_run *run;
    const rl_build_input *input;
    const char *generation;
    rl_intake_queue *queue;
    rl_build_worker workers[RL_BUILD_MAX_JOBS];
    uint32_t jobs;
    rl_build_shares shares;
    uint64_t kept_documents; /* taken over from the generation before */
    rl_sorter *repeats;      /* orders of documents whose line stands above them too */
    rl_sorter *ties;
    rl_sorter *placed;
    uint64_t document_count, set_count;
    rl_sorted *layout;       /* of placed, while parts are taken from it */
    const rl_placed *next_placed;
    size_t part_count;
    atomic_size_t next_merge;
    uint32_t level;        /* of the merge that runs: how often its inputs were merged */
    size_t database_count; /* of that level */
    pthread_mutex_t mutex; /* guards running, and the layout while parts are written */
    pthread_cond_t finished;
    uint32_t running;
};

static inline int rl_build_compare(uint64_t a, uint64_t b) { return (a > b) - (a < b); }

/* Ends the run with a worker's error. */
reel_status rl_build_stop(rl_build_worker *self, reel_status status);
/* Runs a step on all workers and waits, telling of progress: done of total. */
reel_status rl_build_on_workers(rl_builder *self, void (*step)(rl_build_worker *), reel_event_kind kind,
                                atomic_uint_fast64_t *done, uint64_t total, reel_error *error);

/* A sorter of the build, with its share of memory. */
reel_status rl_build_sorter(rl_builder *self, size_t entry_bytes, rl_sorter_compare compare, size_t memory_bytes,
                            rl_sorter **out_sorter, reel_error *error);
/* One merged stream of a sorter that each worker has. */
reel_status rl_build_read_all(rl_builder *self, rl_sorter *(*of)(const rl_build_worker *), rl_sorted **out_sorted, reel_error *error);
/* From the main thread, for each of many entries: tells of it now and then. False when the run is to stop. */
bool rl_build_goes_on(rl_builder *self, uint64_t entry);

/* Step 1, a worker's part of it. */
reel_status rl_build_start_worker(rl_build_worker *self, reel_error *error);
void rl_build_read(rl_build_worker *self);
/* Keeps one document that was read, or carried over. order is another for each. */
reel_status rl_build_keep(rl_build_worker *self, const rl_join_item *item, uint64_t order);
/* What the generation before knows of rows without a file, and of files that could not be read just now. */
reel_status rl_build_keep_carried(rl_builder *self, reel_error *error);
/* Equal lines of a file are one record, on the first of them: counts each file's records and lists the repeats. */
reel_status rl_build_count_records(rl_builder *self, reel_error *error);
/* Step 2: which documents belong together, and then all of them set by set. */
reel_status rl_build_tie(rl_builder *self, reel_error *error);
reel_status rl_build_lay_out(rl_builder *self, reel_error *error);
/* Step 3: a worker takes parts of the layout and writes each. */
void rl_build_write_parts(rl_build_worker *self);
/* Step 4. */
reel_status rl_build_merge_parts(rl_builder *self, reel_error *error);
/* Everything a generation says besides its films. Fills the run's report. */
reel_status rl_build_put_ledger(rl_builder *self, rl_writer *store, reel_error *error);

#endif
