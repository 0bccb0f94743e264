/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sync: see sync.h.
 *
 * What makes a file unchanged: the same size and time as in its ledger row, if that time was settled
 * (older than the scan that saw it); else the same content hash. A file restored with an older
 * time, edited within one second, or touched is read and its hash decides.
 */
#include "indexer/sync.h"

#include <stdio.h>
#include <stdlib.h>

#include "indexer/intake.h"
#include "indexer/intake_queue.h"
#include "indexer/record_lines.h"
#include "indexer/update.h"

#include "common/limits.h"

typedef enum change_kind { CHANGE_ADD, CHANGE_UPDATE, CHANGE_REMOVE } change_kind;

typedef struct change {
    change_kind kind;
    const rl_corpus_file *file; /* NULL for REMOVE */
    rl_ledger_file *row;        /* as it was; NULL for ADD */
} change;

/* A file whose content is as it was, but not its time: worth a new row when the run writes anyway. */
typedef struct refresh {
    rl_ledger_file *row;
    int64_t mtime;
} refresh;

struct rl_sync {
    rl_run *run;
    rl_store *store;
    rl_ledger *ledger;
    const rl_corpus *corpus;
    int64_t settle_time;
    rl_arena *arena;
    rl_arena *names; /* keys of one line */
    change *changes;
    size_t change_count, change_capacity;
    refresh *refreshes;
    size_t refresh_count, refresh_capacity;
    uint64_t estimate;
    rl_writer *writer; /* NULL in a dry run */
    rl_update *update;
    rl_buffer bytes;
};

enum { BYTES_PER_RECORD = 900 /* about, for the estimate */, TELL_EVERY = 256 };

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
        free(sync);
    }
}

/* ---- the plan */

static bool is_named_records(rl_str path) {
    rl_str suffix = RL_STR(".jsonl");
    return path.length > suffix.length && rl_str_equal_nocase(rl_str_slice(path, path.length - suffix.length, path.length), suffix);
}

/* About how many documents are to be read for a change. */
static reel_status estimate(rl_sync *sync, const change *todo, uint64_t *out_documents, reel_error *error) {
    const rl_corpus_file *file = todo->file;
    rl_ledger_file *row = todo->row;
    *out_documents = 1;
    if (todo->kind == CHANGE_REMOVE) {
        *out_documents = 1 + rl_ledger_documents(row);
    } else if (row != NULL && row->state == RL_LEDGER_RECORDS) {
        reel_status status = rl_ledger_load_lines(sync->arena, sync->store, row, error);
        if (status != REEL_OK) {
            return status;
        }
        *out_documents += rl_record_lines_changed(file->path.at, row->line_hashes, row->line_count);
    } else if (is_named_records(file->path) || file->size > RL_MAX_PAGE_BYTES) {
        *out_documents += file->size / BYTES_PER_RECORD;
    }
    return REEL_OK;
}

static reel_status plan_change(rl_sync *sync, change_kind kind, const rl_corpus_file *file, rl_ledger_file *row,
                               reel_error *error) {
    change *changes = rl_arena_grow(sync->arena, sync->changes, &sync->change_capacity, sync->change_count + 1, sizeof *changes);
    if (changes == NULL) {
        return rl_fail_nomem(error);
    }
    sync->changes = changes;
    changes[sync->change_count++] = (change){kind, file, row};
    uint64_t documents;
    reel_status status = estimate(sync, &changes[sync->change_count - 1], &documents, error);
    sync->estimate += documents;
    return status;
}

static reel_status plan_refresh(rl_sync *sync, rl_ledger_file *row, int64_t mtime, reel_error *error) {
    refresh *refreshes =
        rl_arena_grow(sync->arena, sync->refreshes, &sync->refresh_capacity, sync->refresh_count + 1, sizeof *refreshes);
    if (refreshes == NULL) {
        return rl_fail_nomem(error);
    }
    sync->refreshes = refreshes;
    refreshes[sync->refresh_count++] = (refresh){row, mtime};
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
        return plan_change(sync, CHANGE_ADD, file, NULL, error);
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
        return plan_change(sync, CHANGE_UPDATE, shown_longest(sync, file, row), row, error);
    }
    count_unchanged(sync, file, row);
    return !same_time && file->mtime < sync->settle_time ? plan_refresh(sync, row, file->mtime, error) : REEL_OK;
}

static bool below_any(rl_str key, const rl_str *folders, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_corpus_is_below(key, folders[i])) {
            return true;
        }
    }
    return false;
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
    return !row->seen && row->state != RL_LEDGER_MEMORY && below_any(row->key, corpus->roots, corpus->root_count) &&
           !below_any(row->key, corpus->unreadable, corpus->unreadable_count) && !is_root_of_its_own(sync, row->key);
}

reel_status rl_sync_plan(rl_sync *sync, reel_error *error) {
    const rl_corpus *corpus = sync->corpus;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < corpus->count && status == REEL_OK; i++) {
        status = plan_file(sync, &corpus->files[i], error);
        if (i % TELL_EVERY == 0 && !rl_run_tell(sync->run, REEL_EVENT_SCAN, i, corpus->count, NULL, NULL)) {
            return rl_run_cancelled(error);
        }
    }
    for (size_t i = 0; i < sync->ledger->count && status == REEL_OK; i++) {
        rl_ledger_file *row = &sync->ledger->files[i];
        if (has_vanished(sync, row)) {
            status = plan_change(sync, CHANGE_REMOVE, NULL, row, error);
        } else if (!row->seen && below_any(row->key, corpus->unreadable, corpus->unreadable_count)) {
            sync->run->report.unchanged += rl_ledger_documents(row);
        }
    }
    return status;
}

bool rl_sync_is_needed(const rl_sync *sync) { return sync->change_count > 0; }
uint64_t rl_sync_estimate(const rl_sync *sync) { return sync->estimate; }

/* ---- carrying it out */

static bool tell_plan(rl_sync *sync, const char *path, uint64_t line, const char *what) {
    return rl_run_tell(sync->run, REEL_EVENT_PLAN, line, 0, path, what);
}

static bool tell_documents(rl_sync *sync) {
    uint64_t done = atomic_load(&sync->run->documents_done);
    return rl_run_tell(sync->run, REEL_EVENT_DOCUMENT, done, sync->estimate > done ? sync->estimate : done, NULL, NULL);
}

static reel_status drop_document(rl_sync *sync, rl_str key, reel_error *error) {
    return sync->update == NULL ? REEL_OK : rl_update_drop(sync->update, key, error);
}

typedef struct outcome {
    rl_ledger_state state;
    char note[256];
} outcome;

/* One document through update; a document that cannot be read is reported and no failure. */
static reel_status put_document(rl_sync *sync, const char *path, rl_str key, rl_str display, rl_str bytes, uint64_t line,
                                outcome *out, reel_error *error) {
    rl_intake intake;
    reel_error reading;
    *out = (outcome){.state = RL_LEDGER_FILM};
    reel_status status = rl_update_read(sync->update, key, display, bytes, line != 0, &intake, &reading);
    if (status == REEL_FORMAT || status == REEL_LIMIT) {
        sync->run->failed++;
        rl_run_problem_add(sync->run, status, path, line != 0 ? (uint32_t)line : reading.line, reading.message);
        out->state = RL_LEDGER_FAILED;
        (void)snprintf(out->note, sizeof out->note, "%.255s", reading.message);
        return rl_update_drop(sync->update, key, error);
    }
    if (status == REEL_OK) {
        status = rl_update_put(sync->update, &intake, &reading);
    }
    if (status != REEL_OK) {
        if (error != NULL) {
            *error = reading;
        }
        return status;
    }
    sync->run->documents_done++;
    rl_run_notice_facts(sync->run, path, &intake.facts);
    if (intake.repaired > 0) {
        sync->run->repaired++;
    }
    if (!intake.is_film) {
        out->state = RL_LEDGER_NO_FILM;
        (void)snprintf(out->note, sizeof out->note, "about %s", rl_intake_subject_name(intake.facts.subject));
    }
    return REEL_OK;
}

static void count_change(rl_sync *sync, bool was_there, bool is_there) {
    reel_index_report *report = &sync->run->report;
    report->added += !was_there && is_there;
    report->updated += was_there && is_there;
    report->removed += was_there && !is_there;
}

static bool had_film(const rl_ledger_file *row) {
    return row != NULL && (row->state == RL_LEDGER_FILM || row->state == RL_LEDGER_MEMORY);
}

static reel_status put_row(rl_sync *sync, const rl_ledger_file *old, const rl_ledger_file *row, reel_error *error) {
    if (sync->writer == NULL) {
        return REEL_OK;
    }
    reel_status status = REEL_OK;
    if (old != NULL && old->line_count > row->line_count) {
        status = rl_ledger_drop(sync->writer, old, error);
    }
    return status == REEL_OK ? rl_ledger_put(sync->writer, row, error) : status;
}

/* All documents of a row: one page, or the records of a file. */
static reel_status drop_row(rl_sync *sync, rl_ledger_file *row, reel_error *error) {
    if (row->state != RL_LEDGER_RECORDS) {
        count_change(sync, had_film(row), false);
        return drop_document(sync, row->key, error);
    }
    reel_status status = rl_ledger_load_lines(sync->arena, sync->store, row, error);
    for (size_t i = 0; i < row->line_count && status == REEL_OK; i++) {
        if (row->line_hashes[i] != 0) {
            count_change(sync, true, false);
            rl_arena_clear(sync->names);
            status = drop_document(sync, rl_ledger_record_key(sync->names, row->key, i + 1), error);
        }
    }
    return status;
}

static reel_status apply_page(rl_sync *sync, const change *todo, rl_work *work, rl_ledger_file *row, reel_error *error) {
    outcome out;
    if (todo->row != NULL && todo->row->state == RL_LEDGER_RECORDS) {
        reel_status status = drop_row(sync, todo->row, error);
        if (status != REEL_OK) {
            return status;
        }
    }
    if (sync->update == NULL) {
        count_change(sync, had_film(todo->row), true);
        return tell_plan(sync, work->path, 0, todo->row == NULL ? "add" : "update") ? REEL_OK : rl_run_cancelled(error);
    }
    reel_status status = put_document(sync, work->path, work->key, work->display, rl_buffer_str(&work->bytes), 0, &out, error);
    count_change(sync, had_film(todo->row), out.state == RL_LEDGER_FILM);
    row->state = out.state;
    row->note = rl_str_copy(sync->arena, rl_str_of(out.note));
    return status;
}

/* One line of a record file against its old hash. */
static reel_status apply_line(rl_sync *sync, const change *todo, rl_work *work, uint64_t number, rl_str line,
                              uint64_t *out_hash, reel_error *error) {
    const rl_ledger_file *old = todo->row;
    uint64_t before = old != NULL && old->state == RL_LEDGER_RECORDS && number <= old->line_count ? old->line_hashes[number - 1] : 0;
    uint64_t hash = rl_str_trim(line).length > 0 ? rl_intake_hash(line) : 0;
    *out_hash = hash;
    if (hash == before) {
        sync->run->report.unchanged += hash != 0;
        return REEL_OK;
    }
    rl_str key = rl_ledger_record_key(sync->names, work->key, number);
    if (hash == 0) {
        count_change(sync, before != 0, false);
        return drop_document(sync, key, error);
    }
    if (sync->update == NULL) {
        count_change(sync, before != 0, true);
        return tell_plan(sync, work->path, number, before == 0 ? "add" : "update") ? REEL_OK : rl_run_cancelled(error);
    }
    outcome out;
    rl_str display = rl_ledger_record_key(sync->names, work->display, number);
    reel_status status = put_document(sync, work->path, key, display, line, number, &out, error);
    *out_hash = out.state == RL_LEDGER_FILM ? hash : 0;
    count_change(sync, before != 0, out.state == RL_LEDGER_FILM);
    return status;
}

static reel_status apply_records(rl_sync *sync, const change *todo, rl_work *work, reel_error *error) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    reel_status status = REEL_OK;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++) {
        uint64_t hash;
        rl_arena_clear(sync->names);
        status = apply_line(sync, todo, work, number, line, &hash, error);
        work->film_lines += hash != 0;
        rl_buffer_add(&work->line_hashes, &hash, sizeof hash);
        if (status == REEL_OK && number % TELL_EVERY == 0 && !tell_documents(sync)) {
            status = rl_run_cancelled(error);
        }
    }
    return status == REEL_OK && work->line_hashes.failed ? rl_fail_nomem(error) : status;
}

/* Lines behind the new end of a record file. */
static reel_status drop_tail(rl_sync *sync, rl_ledger_file *old, size_t line_count, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = line_count; i < old->line_count && status == REEL_OK; i++) {
        if (old->line_hashes[i] != 0) {
            count_change(sync, true, false);
            rl_arena_clear(sync->names);
            status = drop_document(sync, rl_ledger_record_key(sync->names, old->key, i + 1), error);
        }
    }
    return status;
}

/* Reading stopped inside a record file: lines behind stay as they were, and so do their hashes. */
static reel_status complete_row(rl_sync *sync, const rl_ledger_file *old, rl_ledger_file *row, reel_error *error) {
    if (old->line_count <= row->line_count) {
        return REEL_OK;
    }
    uint64_t *hashes = rl_arena_array(sync->arena, old->line_count, sizeof *hashes);
    if (hashes == NULL) {
        return rl_fail_nomem(error);
    }
    memcpy(hashes, old->line_hashes, old->line_count * sizeof *hashes);
    if (row->line_count > 0) {
        memcpy(hashes, row->line_hashes, row->line_count * sizeof *hashes);
    }
    for (size_t i = row->line_count; i < old->line_count; i++) {
        row->film_lines += hashes[i] != 0;
        sync->run->report.unchanged += hashes[i] != 0;
    }
    row->line_hashes = hashes;
    row->line_count = old->line_count;
    return REEL_OK;
}

/* After the last work of a file: what is left of its old form, and its row. */
static reel_status end_file(rl_sync *sync, const change *todo, rl_intake_queue *queue, bool is_page, reel_error *error) {
    bool was_records = todo->row != NULL && todo->row->state == RL_LEDGER_RECORDS;
    bool read;
    rl_ledger_file *row = rl_intake_queue_row(queue, 0, &read);
    if (!read && row->state != RL_LEDGER_RECORDS) { /* nothing of it could be read: it stays as it was */
        sync->run->report.unchanged += todo->row == NULL ? 0 : rl_ledger_documents(todo->row);
        return REEL_OK;
    }
    reel_status status = REEL_OK;
    if (!read && was_records) {
        status = complete_row(sync, todo->row, row, error);
    } else if (was_records && !is_page) {
        status = drop_tail(sync, todo->row, row->line_count, error);
    } else if (!is_page && had_film(todo->row)) { /* a page became a record file */
        count_change(sync, true, false);
        status = drop_document(sync, todo->row->key, error);
    }
    return status == REEL_OK ? put_row(sync, todo->row, row, error) : status;
}

static reel_status apply_works(rl_sync *sync, const change *todo, rl_intake_queue *queue, reel_error *error) {
    rl_work work = {0};
    rl_ledger_file page = {0};
    bool is_page = false;
    bool was_records = todo->row != NULL && todo->row->state == RL_LEDGER_RECORDS;
    reel_status status = was_records ? rl_ledger_load_lines(sync->arena, sync->store, todo->row, error) : REEL_OK;
    while (status == REEL_OK && rl_intake_queue_next(queue, &work)) {
        if (work.records) {
            status = apply_records(sync, todo, &work, error);
        } else {
            is_page = true;
            status = apply_page(sync, todo, &work, &page, error);
            work.state = page.state;
            (void)snprintf(work.note, sizeof work.note, "%.*s", RL_STR_ARG(page.note));
        }
        rl_intake_queue_finish(queue, &work);
    }
    rl_work_done(&work);
    if (status == REEL_OK) {
        status = rl_intake_queue_status(queue, error);
    }
    if (status == REEL_OK) {
        status = end_file(sync, todo, queue, is_page, error);
    }
    return status;
}

static reel_status apply_change(rl_sync *sync, const change *todo, reel_error *error) {
    if (todo->kind == CHANGE_REMOVE) {
        char path[512];
        (void)snprintf(path, sizeof path, "%.*s", RL_STR_ARG(todo->row->display));
        reel_status status = drop_row(sync, todo->row, error);
        if (sync->writer == NULL) {
            return status == REEL_OK && !tell_plan(sync, path, 0, "remove") ? rl_run_cancelled(error) : status;
        }
        return status == REEL_OK ? rl_ledger_drop(sync->writer, todo->row, error) : status;
    }
    rl_intake_queue *queue;
    reel_status status = rl_intake_queue_new(sync->run, todo->file, 1, sync->settle_time, &queue, error);
    if (status == REEL_OK) {
        status = apply_works(sync, todo, queue, error);
        rl_intake_queue_free(queue);
    }
    return status;
}

/* Rows of touched files, and of files that were too new to trust their time when they were read. */
static reel_status put_refreshes(rl_sync *sync, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < sync->refresh_count && status == REEL_OK; i++) {
        rl_ledger_file row = *sync->refreshes[i].row;
        row.mtime = sync->refreshes[i].mtime;
        row.line_hashes = NULL; /* as they are */
        status = rl_ledger_put(sync->writer, &row, error);
    }
    return status;
}

reel_status rl_sync_apply(rl_sync *sync, rl_writer *writer, const rl_override *overrides, size_t override_count,
                          reel_error *error) {
    reel_status status = REEL_OK;
    sync->writer = writer;
    if (writer != NULL) {
        status = rl_update_new(writer, overrides, override_count, &sync->update, error);
    }
    for (size_t i = 0; i < sync->change_count && status == REEL_OK; i++) {
        status = apply_change(sync, &sync->changes[i], error);
        if (status == REEL_OK && writer != NULL && !tell_documents(sync)) {
            status = rl_run_cancelled(error);
        }
    }
    rl_run_tell_notices(sync->run);
    if (status == REEL_OK && writer != NULL) {
        status = rl_update_flush(sync->update, error);
    }
    return status == REEL_OK && writer != NULL ? put_refreshes(sync, error) : status;
}
