/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_writer: a film into a store: encoded record, terms, values. One per thread.
 */
#ifndef REEL_INDEXER_FILM_WRITER_H
#define REEL_INDEXER_FILM_WRITER_H

#include "common/store.h"
#include "indexer/join.h"

typedef struct rl_film_writer rl_film_writer;

reel_status rl_film_writer_new(rl_film_writer **out_writer, reel_error *error);
void rl_film_writer_free(rl_film_writer *writer);
/* Adds the film, or puts it in the place of docid unless that is 0. record is the film encoded, or empty. */
reel_status rl_film_writer_put(rl_film_writer *writer, rl_writer *store, const rl_joined_film *film, rl_str record,
                               rl_docid docid, reel_error *error);
/* Pairs of a term and a document that were handed to stores so far: what they hold until they commit. */
uint64_t rl_film_writer_pairs(const rl_film_writer *writer);
/* The film as it would be stored; borrowed until the next call. */
reel_status rl_film_writer_encode(rl_film_writer *writer, const rl_film *film, rl_str *out_bytes, reel_error *error);

#endif
