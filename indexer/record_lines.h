/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_lines: the lines of a record file by their content, before any of it is parsed.
 */
#ifndef REEL_INDEXER_RECORD_LINES_H
#define REEL_INDEXER_RECORD_LINES_H

#include "indexer/ledger.h"

typedef struct rl_record_changes {
    uint64_t came; /* lines that were not in the file, equal ones counted once */
    uint64_t left; /* records that are not in it any more */
} rl_record_changes;

/* The file at path beside what row, its records loaded, knows of it. Lines that only moved do not count, and what cannot
 * be read does not count: whoever reads it in earnest will tell. NOMEM only. */
reel_status rl_record_lines_compare(const char *path, const rl_ledger_file *row, rl_record_changes *out_changes,
                                    reel_error *error);
/* Hash of the record that stands on a line: 0 where there is none, or only a repeat of a line above. */
uint64_t rl_record_lines_find(const char *path, uint64_t line);

#endif
