/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corpus_scan: the files of a corpus. Walks a PATH in order of names, follows links but no loops, leaves hidden
 * files and media alone, and says what it could not read. Reads no document.
 */
#ifndef REEL_INDEXER_CORPUS_SCAN_H
#define REEL_INDEXER_CORPUS_SCAN_H

#include "common/arena.h"
#include "common/bytes.h"
#include "common/status.h"

typedef struct rl_corpus_file {
    rl_str path;    /* to open it; NUL-terminated */
    rl_str key;     /* path as seen from the folder that holds the index: the same after both were moved */
    rl_str display; /* relative to the PATH it was found under */
    uint64_t size;  /* bytes */
    int64_t mtime;  /* nanoseconds since 1970 */
} rl_corpus_file;

typedef struct rl_corpus {
    rl_corpus_file *files; /* in order of key, each once */
    size_t count, capacity;
    rl_str *unreadable;    /* keys of files and folders that are there but could not be read: what is known below stays */
    size_t unreadable_count, unreadable_capacity;
    rl_str *roots;         /* keys of the PATHs that were walked */
    size_t root_count, root_capacity;
    rl_corpus_file *overrides; /* the files called RL_OVERRIDES_NAME */
    size_t override_count, override_capacity;
} rl_corpus;

/* A text file of "same: A | B" and "different: A | B" lines anywhere in a corpus. */
#define RL_OVERRIDES_NAME "reel-overrides.txt"

typedef struct rl_corpus_listener {
    void (*problem)(void *user, reel_status status, const char *path, const char *message);
    /* A folder (or a PATH that is a file) that is about to be read, and how many files there are so far. false stops. */
    bool (*place)(void *user, const char *path, uint64_t files);
    void *user;
} rl_corpus_listener;

/* Adds the files of path (a file or a folder) to corpus; what lies in index_path is left out. NOTFOUND when
 * there is no such path, INVALID when it is neither; single files and folders that cannot be read are told to the listener and
 * left out. A folder that is reached by links is walked once by them. CANCELLED when the listener stopped it. */
reel_status rl_corpus_scan(rl_arena *arena, const char *index_path, const char *path, rl_corpus *corpus,
                           const rl_corpus_listener *listener, reel_error *error);
/* The key a path would have that is not there now; empty when its folder is gone too. */
rl_str rl_corpus_key(rl_arena *arena, const char *index_path, const char *path);
/* Sorts by key and drops what was found twice. After the last scan. */
void rl_corpus_sort(rl_corpus *corpus);
/* A PATH from its key: where it is now. In the arena. */
rl_str rl_corpus_locate(rl_arena *arena, const char *index_path, rl_str key);
/* True when key is root or lies below it. */
bool rl_corpus_is_below(rl_str key, rl_str root);
bool rl_corpus_is_below_any(rl_str key, const rl_str *roots, size_t count);

#endif
