/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build: a whole generation from a corpus, on all cores.
 *
 *   1. Workers take documents from the queue, read them to facts, and write each as a one-document film
 *      to a spill file of their own. Its place there, the hashes of its blocking keys and the line of a record go to
 *      sorters (sorter.h), so that memory does not grow with the corpus. Of equal lines of a file the first counts.
 *   2. Documents that share a key hash, directly or in a chain, form a set. Sets are laid out in the order of
 *      their first documents, so that what follows does not depend on which worker read what.
 *   3. Workers take parts of that layout, join each set to films (join.h), and make a small database of a part.
 *   4. The databases are merged in order, neighbours first and side by side; the ledger goes along in one more.
 */
#ifndef REEL_INDEXER_BUILD_H
#define REEL_INDEXER_BUILD_H

#include "indexer/join.h"
#include "indexer/run.h"

typedef struct rl_build_input {
    const rl_corpus *corpus;     /* sorted */
    int64_t settle_time;         /* see intake_queue.h */
    rl_store *before;            /* the generation before, or NULL */
    rl_ledger *before_ledger;    /* its ledger: a file that is there but cannot be read keeps what it says */
    rl_ledger_file **carried;    /* rows of it that no file of the corpus stands for, but which stay */
    size_t carried_count;
    rl_arena *arena;             /* for lines of carried rows; outlives the build */
    const rl_str *roots;
    size_t root_count;
    rl_str overrides_text, applied_text; /* see ledger.h */
    const rl_override *overrides;
    size_t override_count;
} rl_build_input;

/* Fills the empty folder generation with a complete store. Fills the run's report. */
reel_status rl_build(rl_run *run, const rl_build_input *input, const char *generation, reel_error *error);

#endif
