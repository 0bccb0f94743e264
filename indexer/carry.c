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

static reel_status carry_one(carrying *self, rl_str key, bool *out_found, reel_error *error) {
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
            status = rl_film_contribution(self->arena, &film, i, &item.contribution, error);
            if (status == REEL_OK) {
                status = rl_identity_of_source(self->arena, &film, i, &item.identity, error);
            }
            return status == REEL_OK ? self->take(self->user, &item, error) : status;
        }
    }
    return status;
}

/* What is not carried because it stood above, or was met above, stays in the row. */
static reel_status carry_records(carrying *self, rl_ledger_file *row, const rl_ledger_file *beside, reel_error *error) {
    reel_status status = REEL_OK;
    size_t left = 0;
    for (size_t i = 0; i < row->record_count && status == REEL_OK; i++) {
        rl_record_place place = row->records[i];
        bool behind = beside == NULL || (place.line > beside->line_count && !rl_ledger_has_record(beside, place.hash));
        bool found = true;
        if (behind) {
            rl_arena_clear(self->arena);
            status = carry_one(self, rl_record_key_render(self->arena, (rl_record_key){row->key, place.hash}), &found, error);
        }
        if (found) {
            row->records[left++] = place;
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
        status = carry_one(&self, row->key, &found, error);
        if (status == REEL_OK && !found) {
            row->state = RL_LEDGER_FAILED;
            row->note = RL_STR("was lost with a damaged index");
        }
    }
    rl_buffer_done(&self.bytes);
    return status;
}
