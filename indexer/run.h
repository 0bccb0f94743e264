/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run: what one index run shares between build, update and the public calls: options, counters,
 * and the way progress and problems reach the caller: never from two threads at once.
 */
#ifndef REEL_INDEXER_RUN_H
#define REEL_INDEXER_RUN_H

#include <pthread.h>
#include <stdatomic.h>

#include "common/status.h"
#include "indexer/corpus_scan.h"
#include "indexer/facts.h"
#include "indexer/ledger.h"

typedef struct rl_run_problem rl_run_problem;
typedef struct rl_run_notice rl_run_notice;

typedef struct rl_run {
    reel_index_options options;
    const char *index_path;
    reel_index_report report; /* counters of the main thread */
    atomic_uint_fast64_t documents_done, films_done, repaired, failed;
    atomic_bool stop;         /* set by a cancelling callback or a worker's failure */
    pthread_mutex_t mutex;    /* guards the queue of problems */
    rl_run_problem *first_problem, *last_problem;
    rl_run_notice *notices;   /* what many documents share, each told once; also under mutex */
    size_t notice_count;
    bool cancelled;
    bool planning;            /* problems wait: this pass may be done over */
} rl_run;

reel_status rl_run_init(rl_run *run, const char *index_path, const reel_index_options *options, reel_error *error);
void rl_run_done(rl_run *run);
/* Bytes a run may use for buffers: the setting, or its default. */
uint64_t rl_run_memory(const rl_run *run);

/* From any thread: queues a problem; the main thread hands it on with the next rl_run_tell. */
void rl_run_problem_add(rl_run *run, reel_status status, const char *path, uint32_t line, const char *message);
/* What rl_corpus_scan tells; user is the run. */
void rl_run_scan_problem(void *user, reel_status status, const char *path, const char *message);
bool rl_run_scan_place(void *user, const char *path, uint64_t files);
/* From any thread: keys and elements of a record or sidecar that are not understood, to be told once a run, with
 * their number. */
void rl_run_notice_facts(rl_run *run, const char *path, const rl_facts *facts);
/* Counts them among the problems; when all documents are read. */
void rl_run_tell_notices(rl_run *run);
/* Forgets problems that were not told yet, and counters: the run begins anew. */
void rl_run_restart(rl_run *run);
/* Main thread only: hands queued problems and one event on. False: the caller wants to stop. */
bool rl_run_tell(rl_run *run, reel_event_kind kind, uint64_t done, uint64_t total, const char *path, const char *message);
reel_status rl_run_cancelled(reel_error *error);

#endif
