/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_carry: what a build takes over from the generation before, and the ledger of both: read now, or
 * known before and not readable now.
 */
#include "common/index_dir.h"
#include "indexer/build_records.h"
#include "indexer/carry.h"

enum { KEPT_BIT = 63 }; /* of an order: behind all documents that were read */

static reel_status keep_document(void *user, const rl_join_item *item, reel_error *error) {
    rl_builder *self = user;
    rl_build_worker *first = &self->workers[0];
    reel_status status = rl_build_keep(first, item, (UINT64_C(1) << KEPT_BIT) + self->kept_documents++);
    if (status != REEL_OK && error != NULL) {
        *error = first->error;
    }
    return status;
}

/* beside: what was read of the file now, or NULL when nothing was. */
static reel_status keep_row(rl_builder *self, rl_ledger_file *row, const rl_ledger_file *beside, reel_error *error) {
    return rl_carry_each(self->input->before, self->input->arena, self->workers[0].arena, row, beside, keep_document, self, error);
}

reel_status rl_build_keep_carried(rl_builder *self, reel_error *error) {
    const rl_build_input *input = self->input;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < input->carried_count && status == REEL_OK; i++) {
        status = keep_row(self, input->carried[i], NULL, error);
    }
    for (size_t i = 0; input->before != NULL && i < input->corpus->count && status == REEL_OK; i++) {
        bool read;
        const rl_ledger_file *row = rl_intake_queue_row(self->queue, i, &read);
        rl_ledger_file *old = read ? NULL : rl_ledger_find(input->before_ledger, input->corpus->files[i].key);
        bool in_part = !read && row->state == RL_LEDGER_RECORDS;
        if (old != NULL && (!in_part || old->state == RL_LEDGER_RECORDS)) {
            status = keep_row(self, old, in_part ? row : NULL, error);
        }
    }
    return status == REEL_OK ? rl_spill_flush(self->workers[0].spill, error) : status;
}

/* ---- the ledger */

/* The row of an unread file is the old one, but never takes the file for unchanged by its time. */
static reel_status put_kept_row(rl_builder *self, rl_writer *store, const rl_ledger_file *row, reel_error *error) {
    rl_ledger_file kept = *row;
    kept.mtime = 0;
    self->run->report.documents += rl_ledger_documents(&kept);
    self->run->report.unchanged += rl_ledger_documents(&kept);
    return rl_ledger_put(store, &kept, error);
}

static reel_status put_file_row(rl_builder *self, rl_build_records *records, rl_writer *store, size_t file, reel_error *error) {
    bool read;
    reel_index_report *report = &self->run->report;
    const rl_ledger_file *row = rl_intake_queue_row(self->queue, file, &read);
    const rl_ledger_file *old = read || self->input->before == NULL
                                    ? NULL
                                    : rl_ledger_find(self->input->before_ledger, self->input->corpus->files[file].key);
    if (!read && row->state != RL_LEDGER_RECORDS) {
        return old == NULL ? REEL_OK : put_kept_row(self, store, old, error);
    }
    rl_ledger_file whole = *row;
    reel_status status = old != NULL && old->state == RL_LEDGER_RECORDS ? rl_ledger_complete(self->input->arena, old, &whole, error) : REEL_OK;
    report->documents += rl_ledger_documents(&whole);
    report->added += rl_ledger_documents(row);
    report->unchanged += rl_ledger_documents(&whole) - rl_ledger_documents(row);
    return status == REEL_OK ? rl_build_records_put(records, file, store, &whole, error) : status;
}

static reel_status put_file_rows(rl_builder *self, rl_writer *store, reel_error *error) {
    rl_build_records records;
    reel_status status = rl_build_records_open(self, &records, error);
    for (size_t i = 0; i < self->input->corpus->count && status == REEL_OK; i++) {
        status = put_file_row(self, &records, store, i, error);
    }
    rl_build_records_close(&records);
    return status;
}

reel_status rl_build_put_ledger(rl_builder *self, rl_writer *store, reel_error *error) {
    const rl_build_input *input = self->input;
    reel_status status = rl_index_stamp(store, error);
    status = status == REEL_OK ? put_file_rows(self, store, error) : status;
    for (size_t i = 0; i < input->carried_count && status == REEL_OK; i++) {
        status = put_kept_row(self, store, input->carried[i], error);
    }
    if (status == REEL_OK) {
        status = rl_ledger_put_roots(store, input->roots, input->root_count, error);
    }
    if (status == REEL_OK && input->overrides_text.length > 0) {
        status = rl_ledger_put_overrides(store, input->overrides_text, input->applied_text, error);
    }
    return status;
}
