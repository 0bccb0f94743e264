/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_dir: where an index lives on disk and how it changes state. An index folder holds
 * generations, each a store of its own, and a link to the current one:
 *
 *     films.reel/
 *         current -> generation-000002     switched by one atomic rename
 *         generation-000001/               removed once no reader holds it
 *         generation-000002/hold           locked shared by each reader of the generation
 *         generation-000002/sums           of its tables; see index_sums.h
 *         lock                             held by the one writer, with its pid
 *
 * A generation carries metadata: schema number, fingerprint, creation. Used by indexer and searcher.
 */
#ifndef REEL_COMMON_INDEX_DIR_H
#define REEL_COMMON_INDEX_DIR_H

#include "common/bytes.h"
#include "common/status.h"
#include "common/store.h"

enum { RL_INDEX_PATH_BYTES = 4096 };

/* --- reading --- */

/* An open generation, with the hold that keeps it from being removed. */
typedef struct rl_index_reader rl_index_reader;

/* Opens the current generation of path, checks schema and fingerprint. Never writes. Retries while
 * a writer switches. A path that is no index folder but a store (stub file, "tcp:HOST:PORT") is opened as it is.
 * NOTFOUND, STALE, CORRUPT, IO. */
reel_status rl_index_reader_open(const char *const *paths, size_t path_count, rl_index_reader **out_reader,
                                 reel_error *error);
/* The same, also of an index whose tables are not what was written (index_sums.h): to save what can be read. */
reel_status rl_index_reader_open_damaged(const char *path, rl_index_reader **out_reader, reel_error *error);
void rl_index_reader_close(rl_index_reader *reader);
/* Belongs to the reader; another one after a refresh that changed something. */
rl_store *rl_index_reader_store(rl_index_reader *reader);
/* Moves to the newest state: reopens the store, or opens the generation that was switched in. After a
 * failure the reader goes on with the state it had. */
reel_status rl_index_reader_refresh(rl_index_reader *reader, bool *out_changed, reel_error *error);
/* Names the state read: generation and revision. Valid until the next call. */
const char *rl_index_reader_generation(const rl_index_reader *reader);

/* --- writing --- */

typedef struct rl_index_lock rl_index_lock;

/* Takes the writer's lock, making the folder when it is not there. LOCKED names the holder's pid. */
reel_status rl_index_lock_take(const char *path, uint32_t wait_ms, rl_index_lock **out_lock, reel_error *error);
void rl_index_lock_release(rl_index_lock *lock);
/* Path of the current generation, in out (RL_INDEX_PATH_BYTES); NOTFOUND where there is none yet. */
reel_status rl_index_current(const rl_index_lock *lock, char *out, reel_error *error);
/* An unused folder name for the next generation; the folder is made. */
reel_status rl_index_next(const rl_index_lock *lock, char *out, reel_error *error);
/* Makes a finished generation durable and current, in one atomic step, then removes generations nobody holds. */
reel_status rl_index_switch(const rl_index_lock *lock, const char *generation, reel_error *error);
/* Around changes of the current generation: before the first, and after the commit: its tables are on disk by then, and
 * now also the names of its files. */
void rl_index_unsettle(const char *generation);
reel_status rl_index_settle(const char *generation, reel_error *error);
/* Removes what an interrupted run left: unfinished generations and those nobody holds. */
reel_status rl_index_tidy(const rl_index_lock *lock, reel_error *error);

/* True when rl_index_tidy has something to remove that nobody holds. Needs no lock and writes nothing. */
bool rl_index_has_leftovers(const char *path);

/* Metadata every generation carries. */
reel_status rl_index_stamp(rl_writer *writer, reel_error *error);
/* STALE when schema or fingerprint differ, with the command that rebuilds. */
reel_status rl_index_check_stamp(rl_store *store, const char *path, reel_error *error);

#endif
