/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update: changes documents of an existing generation, in place and in one commit.
 *
 * A changed document can change which film it belongs to, and so the films around it. For each
 * batch of changes all films are fetched that share a blocking key with a changed document, in its
 * old form or its new one, directly or in a chain; they are taken apart into their documents and
 * joined anew. What comes out is what a full build would have made of the same documents.
 */
#ifndef REEL_INDEXER_UPDATE_H
#define REEL_INDEXER_UPDATE_H

#include "common/store.h"
#include "indexer/intake.h"
#include "indexer/join.h"

typedef struct rl_update rl_update;

/* writer and overrides must outlive the update. */
reel_status rl_update_new(rl_writer *writer, const rl_override *overrides, size_t override_count, rl_update **out_update,
                          reel_error *error);
void rl_update_free(rl_update *update);
/* Reads a document (is_record: a line of a record file), which is then put, dropped or left alone. FORMAT, LIMIT: it was not understood; the update goes
 * on. *out_intake lives until the next rl_update_read or rl_update_flush. */
reel_status rl_update_read(rl_update *update, rl_str key, rl_str display, rl_str bytes, bool is_record, rl_intake *out_intake,
                           reel_error *error);
/* The document that was read last is now this; whatever it said before is forgotten. */
reel_status rl_update_put(rl_update *update, const rl_intake *intake, reel_error *error);
/* The document key is no more. Unknown keys are no error. */
reel_status rl_update_drop(rl_update *update, rl_str key, reel_error *error);
/* Films around a document or film id are joined anew: its overrides changed. */
reel_status rl_update_touch(rl_update *update, rl_str name, reel_error *error);
/* Applies what is pending to the writer; does not commit. */
reel_status rl_update_flush(rl_update *update, reel_error *error);
/* Films added, replaced and deleted so far. */
uint64_t rl_update_films_written(const rl_update *update);

#endif
