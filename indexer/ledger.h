/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ledger: what the index knows of each document file: size, time, content hash, what became of it;
 * of record files a hash per line. Kept as metadata in the same store as the films, so that both
 * change in one commit.
 */
#ifndef REEL_INDEXER_LEDGER_H
#define REEL_INDEXER_LEDGER_H

#include "common/status.h"
#include "common/store.h"

typedef enum rl_ledger_state {
    RL_LEDGER_FILM,    /* its facts are in a film */
    RL_LEDGER_NO_FILM, /* understood, but about something else; note says what */
    RL_LEDGER_FAILED,  /* could not be read as a document; note says why */
    RL_LEDGER_RECORDS, /* a record file */
    RL_LEDGER_MEMORY   /* put by a program; there is no file */
} rl_ledger_state;

typedef struct rl_ledger_file {
    rl_str key;
    rl_str display;
    uint64_t size;
    int64_t mtime;          /* nanoseconds; 0 when it was not settled as the file was read */
    uint64_t hash;          /* XXH3 of the content */
    rl_ledger_state state;
    rl_str note;
    uint64_t *line_hashes;  /* of a record file, line by line; 0: the line holds no film */
    size_t line_count;
    uint64_t film_lines;    /* lines that hold a film */
    bool seen;              /* for the caller: found by this scan */
} rl_ledger_file;

typedef struct rl_ledger {
    rl_ledger_file *files; /* in order of key */
    size_t count, capacity;
    rl_str *roots;         /* keys of the PATHs indexed so far, in byte order */
    size_t root_count;
    rl_str overrides;      /* text of the manual list as last applied */
} rl_ledger;

/* Everything in the arena. Line hashes are read by rl_ledger_load_lines when they are needed. */
reel_status rl_ledger_load(rl_arena *arena, rl_store *store, rl_ledger *out_ledger, reel_error *error);
reel_status rl_ledger_load_lines(rl_arena *arena, rl_store *store, rl_ledger_file *file, reel_error *error);
/* Whether the store knows a file; without loading the ledger. */
reel_status rl_ledger_has(rl_store *store, rl_str key, bool *out_has, reel_error *error);
/* NULL where there is none. */
rl_ledger_file *rl_ledger_find(rl_ledger *ledger, rl_str key);

reel_status rl_ledger_put(rl_writer *writer, const rl_ledger_file *file, reel_error *error);
reel_status rl_ledger_drop(rl_writer *writer, const rl_ledger_file *file, reel_error *error);
reel_status rl_ledger_put_roots(rl_writer *writer, const rl_str *roots, size_t count, reel_error *error);
reel_status rl_ledger_put_overrides(rl_writer *writer, rl_str overrides, reel_error *error);

/* Key of the record on a line of a record file: "key:LINE"; shown the same way. */
rl_str rl_ledger_record_key(rl_arena *arena, rl_str file_key, uint64_t line);
/* Documents of a file that feed films. */
uint64_t rl_ledger_documents(const rl_ledger_file *file);

#endif
