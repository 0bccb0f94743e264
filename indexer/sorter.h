/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sorter: puts more entries of one size in order than memory holds. What its share of memory holds is sorted and
 * written to a temporary file as a run; reading merges the runs. While all fits, nothing is written.
 */
#ifndef REEL_INDEXER_SORTER_H
#define REEL_INDEXER_SORTER_H

#include <stdatomic.h>

#include "common/status.h"

typedef struct rl_sorter rl_sorter;
typedef struct rl_sorted rl_sorted;

/* As for qsort. Must be total over all bytes that matter: what is equal comes out in any order. */
typedef int (*rl_sorter_compare)(const void *a, const void *b);

/* Holds about memory_bytes, but never less than RL_SORTER_LEAST_BYTES: so much while entries are added, and so much
 * while they are read. Files are made in folder. folder and stop must outlive the sorter; once *stop is true, reading
 * ends with CANCELLED. stop may be NULL. */
enum { RL_SORTER_LEAST_BYTES = 16 << 10 };
reel_status rl_sorter_new(const char *folder, size_t entry_bytes, rl_sorter_compare compare, size_t memory_bytes,
                          const atomic_bool *stop, rl_sorter **out_sorter, reel_error *error);
void rl_sorter_free(rl_sorter *sorter);
/* Copies an entry. Not after the first rl_sorter_read. One thread at a time. */
reel_status rl_sorter_add(rl_sorter *sorter, const void *entry, reel_error *error);
/* Entries added so far. */
uint64_t rl_sorter_count(const rl_sorter *sorter);

/* All entries of one or more sorters of one kind, in order. The sorters must outlive the stream; they may be read again, one
 * stream at a time. */
reel_status rl_sorter_read(rl_sorter *const *sorters, size_t count, rl_sorted **out_sorted, reel_error *error);
/* *out_entry is NULL at the end; else it lives until the next call. */
reel_status rl_sorted_next(rl_sorted *sorted, const void **out_entry, reel_error *error);
void rl_sorted_free(rl_sorted *sorted);

#endif
