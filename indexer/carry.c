/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * carry: see carry.h.
 */
#include "indexer/carry.h"

#include "common/film_codec.h"
#include "common/record_key.h"
#include "common/schema.h"

typedef struct carrying {
    rl_store *store;
    rl_arena *arena;
    rl_carry_take take;
    void *user;
    rl_buffer bytes;
} carrying;

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

static reel_status load_film(carrying *self, rl_str key, rl_film *out_film, reel_error *error) {
    rl_docid docid = 0;
    *out_film = (rl_film){0};
    rl_buffer_clear(&self->bytes);
    rl_schema_document_term(key, &self->bytes);
    reel_status status = rl_store_postings_each(self->store, rl_buffer_str(&self->bytes), take_docid, &docid, error);
    if (status == REEL_OK && docid != 0) {
        rl_buffer_clear(&self->bytes);
        status = rl_store_data(self->store, docid, &self->bytes, error);
        if (status == REEL_OK) {
            status = rl_film_decode(self->arena, rl_str_copy(self->arena, rl_buffer_str(&self->bytes)), out_film, error);
        }
    }
    return status;
}

/* as: the key it has from now on. */
static reel_status carry_one(carrying *self, rl_str key, rl_str as, uint64_t line, bool *out_found, reel_error *error) {
    rl_film film;
    *out_found = false;
    reel_status status = load_film(self, key, &film, error);
    if (status == REEL_CORRUPT) { /* it is lost: what can be read makes the next generation all the same */
        return REEL_OK;
    }
    for (size_t i = 0; i < film.source_count && status == REEL_OK; i++) {
        if (rl_str_equal(film.sources[i].key, key)) {
            rl_join_item item;
            *out_found = true;
            film.sources[i].key = as;
            status = rl_film_contribution(self->arena, &film, i, &item.contribution, error);
            if (status == REEL_OK) {
                status = rl_identity_of_source(self->arena, &film, i, &item.identity, error);
            }
            return status == REEL_OK ? self->take(self->user, &item, line, error) : status;
        }
    }
    return status;
}

/* One record of several equal ones; *kept of them are there already. */
static reel_status carry_record(carrying *self, const rl_ledger_file *row, rl_record_place place, uint32_t nth, uint32_t *kept,
                                bool *out_found, reel_error *error) {
    rl_arena_clear(self->arena);
    rl_str key = rl_record_key_render(self->arena, (rl_record_key){row->key, place.hash, nth});
    rl_str as = rl_record_key_render(self->arena, (rl_record_key){row->key, place.hash, *kept + 1});
    reel_status status = carry_one(self, key, as, place.line, out_found, error);
    *kept += *out_found;
    return status;
}

/* Equal lines stand together in a row. What is not carried because it stands above, or was met above, stays in the row. */
static reel_status carry_records(carrying *self, rl_ledger_file *row, const rl_ledger_file *beside, reel_error *error) {
    reel_status status = REEL_OK;
    size_t left = 0;
    for (size_t i = 0; i < row->record_count && status == REEL_OK;) {
        uint64_t hash = row->records[i].hash;
        size_t above = beside == NULL ? 0 : rl_ledger_records_of(beside, hash);
        uint32_t kept = (uint32_t)above;
        for (uint32_t nth = 1; i < row->record_count && row->records[i].hash == hash && status == REEL_OK; i++, nth++) {
            bool found = true;
            bool behind = beside == NULL || row->records[i].line > beside->line_count;
            if (behind && above > 0) {
                above--;
            } else if (behind) {
                status = carry_record(self, row, row->records[i], nth, &kept, &found, error);
            }
            if (found) {
                row->records[left++] = row->records[i];
            }
        }
    }
    row->record_count = status == REEL_OK ? left : row->record_count;
    return status;
}

reel_status rl_carry_each(rl_store *store, rl_arena *row_arena, rl_arena *arena, rl_ledger_file *row, const rl_ledger_file *beside,
                          rl_carry_take take, void *user, reel_error *error) {
    carrying self = {.store = store, .arena = arena, .take = take, .user = user};
    reel_status status = REEL_OK;
    if (row->state == RL_LEDGER_RECORDS) {
        status = rl_ledger_load_records(row_arena, store, row, error);
        status = status == REEL_OK ? carry_records(&self, row, beside, error) : status;
    } else if (rl_ledger_documents(row) > 0) {
        bool found;
        rl_arena_clear(arena);
        status = carry_one(&self, row->key, row->key, 0, &found, error);
        if (status == REEL_OK && !found) {
            row->state = RL_LEDGER_FAILED;
            row->note = RL_STR("was lost with a damaged index");
        }
    }
    rl_buffer_done(&self.bytes);
    return status;
}
