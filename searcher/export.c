/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * export: all merged films as JSON Lines, in the form film records are read in, in order of their ids.
 */
#include <stdlib.h>

#include "common/film_codec.h"
#include "common/record_places.h"
#include "common/schema.h"
#include "searcher/export_record.h"
#include "searcher/output.h"
#include "searcher/searcher.h"

typedef struct id_list {
    rl_arena *arena;
    rl_str *terms;
    size_t count, capacity;
    bool failed;
} id_list;

static bool note_id(void *user, rl_str term, uint32_t documents) {
    id_list *list = user;
    (void)documents;
    rl_str *terms = rl_arena_grow(list->arena, list->terms, &list->capacity, list->count + 1, sizeof *terms);
    if (terms == NULL) {
        list->failed = true;
        return false;
    }
    list->terms = terms;
    terms[list->count++] = rl_str_copy(list->arena, term);
    return true;
}

static bool only_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

static reel_status export_one(reel_searcher *searcher, rl_arena *arena, rl_str term, rl_output *output, reel_error *error) {
    rl_docid docid = 0;
    rl_buffer data = RL_BUFFER_INIT;
    rl_film film;
    reel_status status = rl_store_postings_each(searcher->store, term, only_docid, &docid, error);
    if (status == REEL_OK && docid != 0) {
        status = rl_store_data(searcher->store, docid, &data, error);
        status = status == REEL_OK ? rl_film_decode(arena, rl_buffer_str(&data), &film, error) : status;
        status = status == REEL_OK ? rl_record_places_show(arena, searcher->store, docid, &film, error) : status;
        status = status == REEL_OK ? rl_output_value(output, rl_export_record(&film), false, error) : status;
    }
    rl_buffer_done(&data);
    return status;
}

static reel_status export_all(reel_searcher *searcher, id_list *list, rl_arena *arena, rl_output *output, reel_error *error) {
    reel_status status = rl_store_terms_each(searcher->store, RL_STR(RL_PREFIX_ID), RL_STR_EMPTY, note_id, list, error);
    status = status == REEL_OK && list->failed ? rl_fail_nomem(error) : status;
    for (size_t i = 0; status == REEL_OK && i < list->count && !output->stopped; i++) {
        status = export_one(searcher, arena, list->terms[i], output, error);
        rl_arena_clear(arena);
    }
    return status;
}

/* Id terms start with Q; prefixed terms of fields never do (fields.def). */
reel_status reel_export(reel_searcher *searcher, reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    if (searcher == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_export needs a searcher and a function to write with");
    }
    id_list list = {.arena = rl_arena_new()};
    rl_arena *film_arena = rl_arena_new();
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    reel_status status = list.arena == NULL || film_arena == NULL ? rl_fail_nomem(error) : REEL_OK;
    unsigned attempt = 0;
    if (status == REEL_OK) {
        do {
            rl_buffer_clear(&output.buffer);
            rl_arena_clear(list.arena);
            list = (id_list){.arena = list.arena};
            status = export_all(searcher, &list, film_arena, &output, error);
        } while (!output.begun && rl_searcher_again(searcher, &attempt, &status, error));
    }
    if (status == REEL_STALE) { /* what is written cannot be taken back, and must not be of two states */
        status = rl_fail(error, REEL_IO, "the index changed twice while it was exported; export it again");
    }
    rl_arena_free(film_arena);
    rl_arena_free(list.arena);
    reel_status done = rl_output_done(&output, status == REEL_OK ? error : NULL);
    return status == REEL_OK ? done : status;
}
