/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sync_apply: carries a plan out: reads what changed and puts it through update.h, or, in a dry run, only tells.
 */
#include <stdio.h>
#include <stdlib.h>

#include "indexer/intake.h"
#include "indexer/intake_queue.h"
#include "indexer/sync_steps.h"

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

static reel_status apply_page(rl_sync *sync, const rl_sync_change *todo, rl_work *work, rl_ledger_file *row, reel_error *error) {
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
static reel_status apply_line(rl_sync *sync, const rl_sync_change *todo, rl_work *work, uint64_t number, rl_str line,
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

static reel_status apply_records(rl_sync *sync, const rl_sync_change *todo, rl_work *work, reel_error *error) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    reel_status status = REEL_OK;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++) {
        uint64_t hash;
        rl_arena_clear(sync->names);
        status = apply_line(sync, todo, work, number, line, &hash, error);
        work->film_lines += hash != 0;
        rl_buffer_add(&work->line_hashes, &hash, sizeof hash);
        if (status == REEL_OK && number % RL_SYNC_TELL_EVERY == 0 && !tell_documents(sync)) {
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
static reel_status end_file(rl_sync *sync, const rl_sync_change *todo, rl_intake_queue *queue, bool is_page, reel_error *error) {
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

static reel_status apply_works(rl_sync *sync, const rl_sync_change *todo, rl_intake_queue *queue, reel_error *error) {
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

static reel_status apply_change(rl_sync *sync, const rl_sync_change *todo, reel_error *error) {
    if (todo->kind == RL_SYNC_REMOVE) {
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
