/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * intake_queue: hands the documents of a corpus to workers, in order: pages file by file, record
 * files in runs of lines, read in a stream, so that memory does not grow with a file. Fills the
 * ledger rows of what it read.
 */
#ifndef REEL_INDEXER_INTAKE_QUEUE_H
#define REEL_INDEXER_INTAKE_QUEUE_H

#include "indexer/run.h"

typedef struct rl_intake_queue rl_intake_queue;

/* One piece of work. Kept by a worker and refilled, so that its buffers are reused. */
typedef struct rl_work {
    uint64_t sequence;     /* place in the corpus: works are handed out in this order */
    size_t file;           /* index of its file */
    const char *path;      /* to name in messages */
    rl_str key, display;   /* of the file */
    bool is_records;       /* bytes hold whole lines of a record file */
    uint64_t first_line;   /* of these lines, from 1 */
    rl_buffer bytes;
    /* The worker's answer, taken by rl_intake_queue_finish: */
    rl_ledger_state state; /* of a page */
    char note[256];        /* of a page that is no film or failed */
} rl_work;

/* settle_time is when the scan began (nanoseconds): a file changed since then may change again within its time
 * stamp, so its time is not trusted. files must outlive the queue. */
reel_status rl_intake_queue_new(rl_run *run, const rl_corpus_file *files, size_t count, int64_t settle_time,
                                rl_intake_queue **out_queue, reel_error *error);
void rl_intake_queue_free(rl_intake_queue *queue);
/* The next work; false when there is no more, or the run stops. Any thread. */
bool rl_intake_queue_next(rl_intake_queue *queue, rl_work *work);
/* Takes the worker's answer. Any thread. */
void rl_intake_queue_finish(rl_intake_queue *queue, const rl_work *work);
/* After the last work: the ledger rows, one a file, without records, which are the caller's to add; and false for a file that could not be read; when such a row's state is
 * RL_LEDGER_RECORDS, reading stopped behind line_count lines. They belong to the queue. */
rl_ledger_file *rl_intake_queue_row(rl_intake_queue *queue, size_t file, bool *out_read);
reel_status rl_intake_queue_status(rl_intake_queue *queue, reel_error *error);

void rl_work_done(rl_work *work);
/* Cuts the next line (without its end) off *rest; false when there is none. */
bool rl_work_line(rl_str *rest, rl_str *out_line);

#endif
