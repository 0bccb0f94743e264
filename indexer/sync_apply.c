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

static bool had_records(const rl_ledger_file *row) { return row != NULL && row->state == RL_LEDGER_RECORDS; }

static reel_status put_row(rl_sync *sync, const rl_ledger_file *old, const rl_ledger_file *row, reel_error *error) {
    if (sync->writer == NULL) {
        return REEL_OK;
    }
    bool other_kind = had_records(old) && row->state != RL_LEDGER_RECORDS;
    reel_status status = other_kind ? rl_ledger_drop(sync->writer, old, error) : REEL_OK;
    return status == REEL_OK ? rl_ledger_put(sync->writer, row, error) : status;
}

/* A record leaves, and none of those that came is told as its new form. */
static bool tell_left(rl_sync *sync, const char *path, uint64_t left, uint32_t line) {
    return sync->update != NULL || path == NULL || left < sync->came || tell_plan(sync, path, line, "remove");
}

/* Records of old that row, the file at path as it is now, does not have. row NULL: all. */
static reel_status drop_records(rl_sync *sync, const char *path, const rl_ledger_file *old, const rl_ledger_file *row,
                                uint64_t *out_dropped, reel_error *error) {
    reel_status status = REEL_OK;
    *out_dropped = 0;
    for (size_t i = 0; i < old->record_count && status == REEL_OK; i++) {
        uint64_t hash = old->records[i].hash;
        if (row == NULL || !rl_ledger_has_record(row, hash)) {
            rl_arena_clear(sync->names);
            status = drop_document(sync, rl_record_key_render(sync->names, (rl_record_key){old->key, hash}), error);
            if (status == REEL_OK && !tell_left(sync, path, *out_dropped, old->records[i].line)) {
                status = rl_run_cancelled(error);
            }
            ++*out_dropped;
        }
    }
    return status;
}

/* All documents of a row: one page, or the records of a file. */
static reel_status drop_row(rl_sync *sync, rl_ledger_file *row, reel_error *error) {
    if (row->state != RL_LEDGER_RECORDS) {
        count_change(sync, had_film(row), false);
        return drop_document(sync, row->key, error);
    }
    uint64_t dropped = 0;
    reel_status status = rl_ledger_load_records(sync->arena, sync->store, row, error);
    if (status == REEL_OK) {
        status = drop_records(sync, NULL, row, NULL, &dropped, error);
        sync->run->report.removed += dropped;
    }
    return status;
}

static reel_status apply_page(rl_sync *sync, const rl_sync_change *todo, rl_work *work, rl_ledger_file *row, reel_error *error) {
    outcome out;
    if (had_records(todo->row)) {
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

/* A line that was not in the file, or whose file is shown under another name now. */
static reel_status apply_line(rl_sync *sync, bool is_update, rl_work *work, rl_record_place place, rl_str line, bool *out_film,
                              reel_error *error) {
    *out_film = true;
    if (sync->update == NULL) {
        return tell_plan(sync, work->path, place.line, is_update ? "update" : "add") ? REEL_OK : rl_run_cancelled(error);
    }
    outcome out;
    rl_arena_clear(sync->names);
    rl_str key = rl_record_key_render(sync->names, (rl_record_key){work->key, place.hash});
    reel_status status = put_document(sync, work->path, key, work->display, line, place.line, &out, error);
    *out_film = out.state == RL_LEDGER_FILM;
    return status;
}

/* Notes a record that feeds a film; once for all equal lines. */
static reel_status note_record(rl_sync *sync, rl_record_place place, reel_error *error) {
    uint32_t times;
    rl_buffer_add(&sync->records, &place, sizeof place);
    return !rl_hash_counts_add(&sync->met, place.hash, &times) || sync->records.failed ? rl_fail_nomem(error) : REEL_OK;
}

static reel_status apply_record(rl_sync *sync, const rl_sync_change *todo, rl_work *work, rl_record_place place, rl_str line,
                                reel_error *error) {
    bool known = had_records(todo->row) && rl_ledger_has_record(todo->row, place.hash);
    bool film = true;
    reel_status status = REEL_OK;
    if (known && !todo->shown_anew) {
        sync->run->report.unchanged++; /* wherever it stands now */
    } else {
        status = apply_line(sync, known || sync->came < todo->left, work, place, line, &film, error);
        sync->run->report.updated += known && film;
        sync->came += !known && film;
    }
    return status == REEL_OK && film ? note_record(sync, place, error) : status;
}

static reel_status apply_records(rl_sync *sync, const rl_sync_change *todo, rl_work *work, reel_error *error) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    reel_status status = REEL_OK;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++) {
        rl_record_place place = {.hash = rl_intake_line_hash(line), .line = (uint32_t)number};
        if (place.hash != 0 && rl_hash_counts_of(&sync->met, place.hash) == 0) {
            status = apply_record(sync, todo, work, place, line, error);
        }
        if (status == REEL_OK && number % RL_SYNC_TELL_EVERY == 0 && !tell_documents(sync)) {
            status = rl_run_cancelled(error);
        }
    }
    return status;
}

/* Records that left and records that came: as far as there are both, old and new forms of the same. */
static reel_status end_records(rl_sync *sync, const char *path, const rl_ledger_file *old, const rl_ledger_file *row,
                               reel_error *error) {
    reel_index_report *report = &sync->run->report;
    uint64_t left = 0;
    reel_status status = old == NULL ? REEL_OK : drop_records(sync, path, old, row, &left, error);
    uint64_t updated = left < sync->came ? left : sync->came;
    report->updated += updated;
    report->added += sync->came - updated;
    report->removed += left - updated;
    return status;
}

/* Reading stopped inside a record file: records behind stay as they were. */
static reel_status complete_row(rl_sync *sync, const rl_ledger_file *old, rl_ledger_file *row, reel_error *error) {
    size_t read = row->record_count;
    reel_status status = rl_ledger_complete(sync->arena, old, row, error);
    sync->run->report.unchanged += row->record_count - read;
    return status;
}

/* After the last work of a file: what is left of its old form, and its row. */
static reel_status end_file(rl_sync *sync, const rl_sync_change *todo, rl_intake_queue *queue, bool is_page, reel_error *error) {
    bool read;
    rl_ledger_file *row = rl_intake_queue_row(queue, 0, &read);
    if (row->state == RL_LEDGER_RECORDS) {
        row->records = (rl_record_place *)(void *)sync->records.at;
        row->record_count = sync->records.length / sizeof(rl_record_place);
        row->loaded = true;
        rl_record_places_sort(row->records, row->record_count);
    }
    if (!read && row->state != RL_LEDGER_RECORDS) { /* nothing of it could be read: it stays as it was */
        sync->run->report.unchanged += todo->row == NULL ? 0 : rl_ledger_documents(todo->row);
        return REEL_OK;
    }
    reel_status status = REEL_OK;
    if (!read && had_records(todo->row)) {
        status = complete_row(sync, todo->row, row, error);
    }
    if (status == REEL_OK && !is_page) {
        status = end_records(sync, todo->file->path.at, had_records(todo->row) ? todo->row : NULL, row, error);
    }
    if (status == REEL_OK && !is_page && had_film(todo->row)) { /* a page became a record file */
        count_change(sync, true, false);
        status = drop_document(sync, todo->row->key, error);
    }
    return status == REEL_OK ? put_row(sync, todo->row, row, error) : status;
}

static reel_status apply_works(rl_sync *sync, const rl_sync_change *todo, rl_intake_queue *queue, reel_error *error) {
    rl_work work = {0};
    rl_ledger_file page = {0};
    bool is_page = false;
    sync->came = 0;
    rl_buffer_clear(&sync->records);
    rl_hash_counts_done(&sync->met);
    reel_status status = had_records(todo->row) ? rl_ledger_load_records(sync->arena, sync->store, todo->row, error) : REEL_OK;
    while (status == REEL_OK && rl_intake_queue_next(queue, &work)) {
        if (work.is_records) {
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
        row.loaded = false; /* its records are as they are */
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
