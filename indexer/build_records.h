/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_records: the records of a build's files, by file, then content, then line. Seen by build*.c only.
 */
#ifndef REEL_INDEXER_BUILD_RECORDS_H
#define REEL_INDEXER_BUILD_RECORDS_H

#include "indexer/build_steps.h"

typedef struct rl_build_records {
    rl_sorted *sorted;
    rl_record_use last;
} rl_build_records;

/* One stream at a time. */
reel_status rl_build_records_open(rl_builder *self, rl_build_records *out, reel_error *error);
void rl_build_records_close(rl_build_records *records);
/* *out_use is NULL at the end. *out_repeats: its line stands above it too. */
reel_status rl_build_records_next(rl_build_records *records, const rl_record_use **out_use, bool *out_repeats, reel_error *error);
/* A file's row and, from the stream, the places of its records, unless the row has them. Files in the order of the corpus. */
reel_status rl_build_records_put(rl_build_records *records, size_t file, rl_writer *store, const rl_ledger_file *row,
                                 reel_error *error);

#endif
