/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * carry: see carry.h.
 */
#include "indexer/carry.h"

#include "common/film_codec.h"
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

static reel_status carry_one(carrying *self, rl_str key, uint64_t line, bool *out_found, reel_error *error) {
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
            return status == REEL_OK ? self->take(self->user, &item, line, error) : status;
        }
    }
    return status;
}

static reel_status carry_lines(carrying *self, rl_ledger_file *row, uint64_t after, reel_error *error) {
    reel_status status = REEL_OK;
    for (uint64_t line = after + 1; line <= row->line_count && status == REEL_OK; line++) {
        bool found = true;
        if (row->line_hashes[line - 1] != 0) {
            rl_arena_clear(self->arena);
            status = carry_one(self, rl_ledger_record_key(self->arena, row->key, line), line, &found, error);
        }
        if (!found) {
            row->line_hashes[line - 1] = 0;
            row->film_lines--;
        }
    }
    return status;
}

reel_status rl_carry_each(rl_store *store, rl_arena *row_arena, rl_arena *arena, rl_ledger_file *row, uint64_t after,
                          rl_carry_take take, void *user, reel_error *error) {
    carrying self = {.store = store, .arena = arena, .take = take, .user = user};
    reel_status status = REEL_OK;
    if (row->state == RL_LEDGER_RECORDS) {
        status = rl_ledger_load_lines(row_arena, store, row, error);
        status = status == REEL_OK ? carry_lines(&self, row, after, error) : status;
    } else if (rl_ledger_documents(row) > 0) {
        bool found;
        rl_arena_clear(arena);
        status = carry_one(&self, row->key, 0, &found, error);
        if (status == REEL_OK && !found) {
            row->state = RL_LEDGER_FAILED;
            row->note = RL_STR("was lost with a damaged index");
        }
    }
    rl_buffer_done(&self.bytes);
    return status;
}
