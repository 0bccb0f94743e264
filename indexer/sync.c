/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sync: see sync.h.
 *
 * What makes a file unchanged: the same size and time as in its ledger row, if that time was settled
 * (older than the scan that saw it); else the same content hash. A file restored with an older
 * time, edited within one second, or touched is read and its hash decides.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/limits.h"
#include "indexer/intake.h"
#include "indexer/record_lines.h"
#include "indexer/sync_steps.h"

enum { BYTES_PER_RECORD = 900 /* about, for the estimate */ };

reel_status rl_sync_new(rl_run *run, rl_store *store, rl_ledger *ledger, const rl_corpus *corpus, int64_t settle_time,
                        rl_sync **out_sync, reel_error *error) {
    *out_sync = NULL;
    rl_sync *sync = calloc(1, sizeof *sync);
    rl_arena *arena = rl_arena_new();
    rl_arena *names = rl_arena_new();
    if (sync == NULL || arena == NULL || names == NULL) {
        free(sync);
        rl_arena_free(arena);
        rl_arena_free(names);
        return rl_fail_nomem(error);
    }
    *sync = (rl_sync){.run = run, .store = store, .ledger = ledger, .corpus = corpus, .settle_time = settle_time, .arena = arena, .names = names};
    *out_sync = sync;
    return REEL_OK;
}

void rl_sync_free(rl_sync *sync) {
    if (sync != NULL) {
        rl_update_free(sync->update);
        rl_arena_free(sync->arena);
        rl_arena_free(sync->names);
        rl_buffer_done(&sync->bytes);
        rl_buffer_done(&sync->records);
        rl_hash_counts_done(&sync->met);
        free(sync);
    }
}

static bool is_named_records(rl_str path) {
    rl_str suffix = RL_STR(".jsonl");
    return path.length > suffix.length && rl_str_equal_nocase(rl_str_slice(path, path.length - suffix.length, path.length), suffix);
}

/* About how many documents are to be read for a change. */
static reel_status estimate(rl_sync *sync, rl_sync_change *todo, uint64_t *out_documents, reel_error *error) {
    const rl_corpus_file *file = todo->file;
    rl_ledger_file *row = todo->row;
    *out_documents = 1;
    if (todo->kind == RL_SYNC_REMOVE) {
        *out_documents = 1 + rl_ledger_documents(row);
    } else if (row != NULL && row->state == RL_LEDGER_RECORDS) {
        rl_record_changes changes;
        reel_status status = rl_ledger_load_records(sync->arena, sync->store, row, error);
        if (status == REEL_OK) {
            status = rl_record_lines_compare(file->path.at, row, &changes, error);
        }
        if (status != REEL_OK) {
            return status;
        }
        todo->left = changes.left;
        *out_documents += todo->shown_anew ? row->record_count : changes.came > changes.left ? changes.came : changes.left;
    } else if (is_named_records(file->path) || file->size > RL_MAX_PAGE_BYTES) {
        *out_documents += file->size / BYTES_PER_RECORD;
    }
    return REEL_OK;
}

static reel_status plan_change(rl_sync *sync, rl_sync_kind kind, const rl_corpus_file *file, rl_ledger_file *row,
                               reel_error *error) {
    rl_sync_change *changes = rl_arena_grow(sync->arena, sync->changes, &sync->change_capacity, sync->change_count + 1, sizeof *changes);
    if (changes == NULL) {
        return rl_fail_nomem(error);
    }
    sync->changes = changes;
    changes[sync->change_count++] = (rl_sync_change){
        .kind = kind,
        .file = file,
        .row = row,
        .shown_anew = row != NULL && file != NULL && row->display.length < file->display.length};
    uint64_t documents;
    reel_status status = estimate(sync, &changes[sync->change_count - 1], &documents, error);
    sync->estimate += documents;
    return status;
}

static reel_status plan_refresh(rl_sync *sync, rl_ledger_file *row, int64_t mtime, reel_error *error) {
    rl_sync_refresh *refreshes =
        rl_arena_grow(sync->arena, sync->refreshes, &sync->refresh_capacity, sync->refresh_count + 1, sizeof *refreshes);
    if (refreshes == NULL) {
        return rl_fail_nomem(error);
    }
    sync->refreshes = refreshes;
    refreshes[sync->refresh_count++] = (rl_sync_refresh){row, mtime};
    return REEL_OK;
}

/* A file below two remembered PATHs is shown as seen from the outer one, whichever was scanned now. */
static const rl_corpus_file *shown_longest(rl_sync *sync, const rl_corpus_file *file, const rl_ledger_file *row) {
    if (row == NULL || row->display.length <= file->display.length) {
        return file;
    }
    rl_corpus_file *copy = rl_arena_alloc(sync->arena, sizeof *copy);
    if (copy == NULL) {
        return file;
    }
    *copy = *file;
    copy->display = row->display;
    return copy;
}

/* Content hash of a file that may be larger than memory should hold. */
static reel_status hash_file(rl_sync *sync, const rl_corpus_file *file, uint64_t *out_hash, reel_error *error) {
    if (file->size <= RL_MAX_PAGE_BYTES) {
        reel_status status = rl_intake_load(file->path.at, RL_MAX_PAGE_BYTES, &sync->bytes, error);
        *out_hash = status == REEL_OK ? rl_intake_hash(rl_buffer_str(&sync->bytes)) : 0;
        return status;
    }
    return rl_intake_hash_file(file->path.at, out_hash, error);
}

static void count_unchanged(rl_sync *sync, const rl_corpus_file *file, const rl_ledger_file *row) {
    if (row->state == RL_LEDGER_FAILED) {
        sync->run->failed++;
        char message[512];
        (void)snprintf(message, sizeof message, "%.*s", RL_STR_ARG(row->note));
        rl_run_problem_add(sync->run, REEL_FORMAT, file->path.at, 0, message);
    } else {
        sync->run->report.unchanged += rl_ledger_documents(row);
    }
}

static reel_status plan_file(rl_sync *sync, const rl_corpus_file *file, reel_error *error) {
    rl_ledger_file *row = rl_ledger_find(sync->ledger, file->key);
    if (row == NULL) {
        return plan_change(sync, RL_SYNC_ADD, file, NULL, error);
    }
    row->seen = true;
    bool same_place = row->display.length >= file->display.length;
    bool same_time = row->mtime != 0 && row->mtime == file->mtime && row->size == file->size;
    bool same = same_time;
    if (!same && row->size == file->size && row->hash != 0) {
        uint64_t hash;
        reel_error reading;
        reel_status status = hash_file(sync, file, &hash, &reading);
        if (status == REEL_NOMEM) {
            return rl_fail_nomem(error);
        }
        if (status != REEL_OK) { /* there, but not readable: what is known of it stays */
            rl_run_scan_problem(sync->run, status, file->path.at, reading.message);
            return REEL_OK;
        }
        same = hash == row->hash;
    }
    if (!same || !same_place) {
        return plan_change(sync, RL_SYNC_UPDATE, shown_longest(sync, file, row), row, error);
    }
    count_unchanged(sync, file, row);
    return !same_time && file->mtime < sync->settle_time ? plan_refresh(sync, row, file->mtime, error) : REEL_OK;
}

/* A file that was itself given as a PATH, and whose folder is scanned now, may be of a kind the folder's scan leaves out. */
static bool is_root_of_its_own(const rl_sync *sync, rl_str key) {
    bool remembered = false;
    for (size_t i = 0; i < sync->ledger->root_count; i++) {
        remembered = remembered || rl_str_equal(sync->ledger->roots[i], key);
    }
    for (size_t i = 0; remembered && i < sync->corpus->root_count; i++) {
        remembered = !rl_str_equal(sync->corpus->roots[i], key);
    }
    return remembered;
}

static bool has_vanished(const rl_sync *sync, const rl_ledger_file *row) {
    const rl_corpus *corpus = sync->corpus;
    return !row->seen && row->state != RL_LEDGER_MEMORY && rl_corpus_is_below_any(row->key, corpus->roots, corpus->root_count) &&
           !rl_corpus_is_below_any(row->key, corpus->unreadable, corpus->unreadable_count) && !is_root_of_its_own(sync, row->key);
}

reel_status rl_sync_plan(rl_sync *sync, reel_error *error) {
    const rl_corpus *corpus = sync->corpus;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < corpus->count && status == REEL_OK; i++) {
        status = plan_file(sync, &corpus->files[i], error);
        if (i % RL_SYNC_TELL_EVERY == 0 && !rl_run_tell(sync->run, REEL_EVENT_SCAN, i, corpus->count, NULL, NULL)) {
            return rl_run_cancelled(error);
        }
    }
    for (size_t i = 0; i < sync->ledger->count && status == REEL_OK; i++) {
        rl_ledger_file *row = &sync->ledger->files[i];
        if (has_vanished(sync, row)) {
            status = plan_change(sync, RL_SYNC_REMOVE, NULL, row, error);
        } else if (!row->seen && rl_corpus_is_below_any(row->key, corpus->unreadable, corpus->unreadable_count)) {
            sync->run->report.unchanged += rl_ledger_documents(row);
        }
    }
    return status;
}

bool rl_sync_is_needed(const rl_sync *sync) { return sync->change_count > 0; }
uint64_t rl_sync_estimate(const rl_sync *sync) { return sync->estimate; }
