/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_records: the records of a build's files. Workers note each where they meet it; equal lines of a file, whoever
 * read them, are one record, which stands on the first of them.
 */
#include "indexer/build_records.h"

static rl_sorter *records_of(const rl_build_worker *worker) { return worker->records; }

reel_status rl_build_records_open(rl_builder *self, rl_build_records *out, reel_error *error) {
    *out = (rl_build_records){0};
    return rl_build_read_all(self, records_of, &out->sorted, error);
}

void rl_build_records_close(rl_build_records *records) {
    rl_sorted_free(records->sorted);
    *records = (rl_build_records){0};
}

reel_status rl_build_records_next(rl_build_records *records, const rl_record_use **out_use, bool *out_repeats, reel_error *error) {
    const void *entry;
    const rl_record_use *last = &records->last;
    reel_status status = rl_sorted_next(records->sorted, &entry, error);
    const rl_record_use *use = entry;
    *out_use = use;
    *out_repeats = use != NULL && last->hash != 0 && last->file == use->file && last->hash == use->hash;
    if (use != NULL) {
        records->last = *use;
    }
    return status;
}

/* ---- counting */

static int compare_orders(const void *a, const void *b) {
    return rl_build_compare(*(const uint64_t *)a, *(const uint64_t *)b);
}

/* Only of a file that could be read in part are the places needed at once: beside those known before. */
static reel_status count_record(rl_builder *self, const rl_record_use *use, size_t *capacity, reel_error *error) {
    bool read;
    rl_ledger_file *row = rl_intake_queue_row(self->queue, use->file, &read);
    if (!read) {
        *capacity = row->record_count == 0 ? 0 : *capacity;
        rl_record_place *places = rl_arena_grow(self->input->arena, row->records, capacity, row->record_count + 1, sizeof *places);
        if (places == NULL) {
            return rl_fail_nomem(error);
        }
        places[row->record_count] = (rl_record_place){.hash = use->hash, .line = use->line};
        row->records = places;
        row->loaded = true;
    }
    row->record_count++;
    return REEL_OK;
}

reel_status rl_build_count_records(rl_builder *self, reel_error *error) {
    rl_build_records records = {0};
    size_t capacity = 0;
    reel_status status = rl_build_sorter(self, sizeof(uint64_t), compare_orders, self->shares.record_bytes, &self->repeats, error);
    if (status == REEL_OK) {
        status = rl_build_records_open(self, &records, error);
    }
    for (uint64_t i = 0; status == REEL_OK; i++) {
        const rl_record_use *use = NULL;
        bool repeats;
        status = rl_build_goes_on(self, i) ? rl_build_records_next(&records, &use, &repeats, error) : rl_run_cancelled(error);
        if (status != REEL_OK || use == NULL) {
            break;
        }
        status = repeats ? rl_sorter_add(self->repeats, &use->order, error) : count_record(self, use, &capacity, error);
    }
    rl_build_records_close(&records);
    return status;
}

/* ---- putting */

typedef struct putting {
    rl_build_records *records;
    uint32_t file;
} putting;

static reel_status next_place(void *user, rl_record_place *out_place, reel_error *error) {
    putting *self = user;
    const rl_record_use *use;
    bool skipped;
    reel_status status;
    *out_place = (rl_record_place){0};
    do {
        status = rl_build_records_next(self->records, &use, &skipped, error);
        skipped = skipped || (use != NULL && use->file < self->file);
    } while (status == REEL_OK && use != NULL && skipped);
    if (status == REEL_OK && (use == NULL || use->file != self->file)) {
        return rl_fail(error, REEL_INTERNAL, "records of a file were lost");
    }
    if (status == REEL_OK) {
        *out_place = (rl_record_place){.hash = use->hash, .line = use->line};
    }
    return status;
}

reel_status rl_build_records_put(rl_build_records *records, size_t file, rl_writer *store, const rl_ledger_file *row,
                                 reel_error *error) {
    putting self = {records, (uint32_t)file};
    reel_status status = rl_ledger_put(store, row, error);
    return status == REEL_OK && row->state == RL_LEDGER_RECORDS && !row->loaded
               ? rl_record_places_put_each(store, row->key, row->record_count, next_place, &self, error)
               : status;
}
