/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * spill: documents that were read and wait to be joined, as films of their own in a file without a
 * name. One writer thread each; when all are written, any thread may read.
 */
#ifndef REEL_INDEXER_SPILL_H
#define REEL_INDEXER_SPILL_H

#include "indexer/join.h"

typedef struct rl_spill rl_spill;

/* The file is made in folder (temporary_file.h). About buffer_bytes are held in memory before they are written. */
reel_status rl_spill_new(const char *folder, size_t buffer_bytes, rl_spill **out_spill, reel_error *error);
void rl_spill_free(rl_spill *spill);
/* Appends the film a document makes alone; *out_offset and *out_length name it for rl_spill_get. */
reel_status rl_spill_put(rl_spill *spill, const rl_joined_film *alone, uint64_t *out_offset, uint32_t *out_length,
                         reel_error *error);
/* Writes what is still buffered; before the first get. */
reel_status rl_spill_flush(rl_spill *spill, reel_error *error);
/* The film again, all of it in the arena, and its bytes as rl_film_encode gave them. Thread-safe after the flush. */
reel_status rl_spill_get(const rl_spill *spill, rl_arena *arena, uint64_t offset, uint32_t length, rl_joined_film *out_alone,
                         rl_str *out_record, reel_error *error);

#endif
