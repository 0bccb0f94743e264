/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * intake: one document's bytes to what the engine handles: its contribution to a film and its
 * identity. The same for files, records and documents from memory, for builds and updates.
 */
#ifndef REEL_INDEXER_INTAKE_H
#define REEL_INDEXER_INTAKE_H

#include "indexer/film_identity.h"
#include "indexer/film_merge.h"
#include "indexer/format.h"

typedef struct rl_intake {
    rl_contribution contribution;
    rl_identity identity;
    const rl_format *format;
    rl_facts facts;      /* blocks and subject, for audits and reports */
    size_t repaired;     /* invalid parts of the text that were replaced */
    bool is_film;        /* film, series or episode: goes into the index */
} rl_intake;

/* key and display name the document (ledger.h). All results live in the arena or borrow from bytes. A document
 * that is understood but about no film is REEL_OK with is_film false; FORMAT, LIMIT: it was not understood. */
reel_status rl_intake_read(rl_arena *arena, rl_str key, rl_str display, rl_str bytes, rl_intake *out_intake,
                           reel_error *error);
/* A line of a record file: FORMAT also when it is anything else than a record. */
reel_status rl_intake_read_record(rl_arena *arena, rl_str key, rl_str display, rl_str line, rl_intake *out_intake,
                                  reel_error *error);
/* "a person", for messages. */
const char *rl_intake_subject_name(rl_subject subject);

/* Opens a file for reading; what is no regular file (any more) is IO: opening it could wait for ever. */
reel_status rl_intake_open(const char *path, int *out_file, reel_error *error);
/* Appends the rest of an open file; LIMIT when out grows above max bytes. */
reel_status rl_intake_load_rest(int file, const char *path, size_t max, rl_buffer *out, reel_error *error);
/* A whole file; LIMIT above max bytes. The buffer is cleared first. */
reel_status rl_intake_load(const char *path, size_t max, rl_buffer *out, reel_error *error);

/* Content hash of a file of any size, as rl_intake_hash gives it. */
reel_status rl_intake_hash_file(const char *path, uint64_t *out_hash, reel_error *error);
/* Content hash of a document; never 0. */
uint64_t rl_intake_hash(rl_str bytes);
/* The same of a line of a record file, without its end; 0 for a blank one. */
uint64_t rl_intake_line_hash(rl_str line);

#endif
