/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ledger: what the index knows of each document file: size, time, content hash, what became of it;
 * of record files the content and the line of each record. Kept as metadata in the same store as the films, so
 * that both change in one commit.
 */
#ifndef REEL_INDEXER_LEDGER_H
#define REEL_INDEXER_LEDGER_H

#include "common/record_key.h"
#include "common/record_places.h"
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
    uint64_t line_count;    /* of a record file */
    size_t record_count;    /* its records that feed films */
    rl_record_place *records; /* these, sorted; once they are loaded */
    bool loaded;
    bool seen;              /* for the caller: found by this scan */
} rl_ledger_file;

typedef struct rl_ledger {
    rl_ledger_file *files; /* in order of key */
    size_t count, capacity;
    rl_str *roots;         /* keys of the PATHs indexed so far, in byte order */
    size_t root_count;
    rl_str overrides;      /* text of the manual list as last applied */
    rl_str applied;        /* the same by the keys of the documents that its names meant */
} rl_ledger;

/* Everything in the arena. Records are read by rl_ledger_load_records when they are needed. */
reel_status rl_ledger_load(rl_arena *arena, rl_store *store, rl_ledger *out_ledger, reel_error *error);
reel_status rl_ledger_load_records(rl_arena *arena, rl_store *store, rl_ledger_file *file, reel_error *error);
/* Whether the store knows a file; without loading the ledger. */
reel_status rl_ledger_has(rl_store *store, rl_str key, bool *out_has, reel_error *error);
/* NULL where there is none. */
rl_ledger_file *rl_ledger_find(rl_ledger *ledger, rl_str key);

/* Records that are not loaded stay as they are in the index. */
reel_status rl_ledger_put(rl_writer *writer, const rl_ledger_file *file, reel_error *error);
reel_status rl_ledger_drop(rl_writer *writer, const rl_ledger_file *file, reel_error *error);
reel_status rl_ledger_put_roots(rl_writer *writer, const rl_str *roots, size_t count, reel_error *error);
reel_status rl_ledger_put_overrides(rl_writer *writer, rl_str overrides, rl_str applied, reel_error *error);

/* Whether a file's loaded records have the one of a hash. */
bool rl_ledger_has_record(const rl_ledger_file *file, uint64_t hash);
/* Reading of a record file stopped behind row->line_count lines: what was known of the lines behind, in old, is added to
 * row: records that stood there and were not met above. The records of old are loaded; row has those it met. */
reel_status rl_ledger_complete(rl_arena *arena, const rl_ledger_file *old, rl_ledger_file *row, reel_error *error);
/* Documents of a file that feed films. */
uint64_t rl_ledger_documents(const rl_ledger_file *file);

#endif
