/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * update: see update.h.
 */
#include "indexer/update.h"

#include <stdlib.h>

#include <xxhash.h>

#include "common/film_codec.h"
#include "common/schema.h"
#include "indexer/block_terms.h"
#include "indexer/film_writer.h"
#include "indexer/hash_counts.h"

enum { BATCH_CHANGES = 512 };

/* A film that was fetched because a change may touch it. */
typedef struct fetched {
    rl_docid docid;
    rl_film film;
    rl_str record; /* as stored */
    bool kept;     /* a film of this id came out again */
} fetched;

struct rl_update {
    rl_writer *writer;
    rl_store *store; /* sees what the writer has not committed */
    rl_film_writer *films;
    const rl_override *overrides;
    size_t override_count;
    uint64_t films_written;
    /* the batch */
    rl_arena *arena;
    rl_join_item *items; /* documents as they are now */
    size_t item_count, item_capacity;
    rl_str *changed; /* keys of documents that were put or dropped, and touched names */
    size_t changed_count, changed_capacity;
    /* while it is applied */
    rl_hash_counts changed_keys, seen_keys, seen_films;
    rl_str *queue; /* blocking keys to follow */
    size_t queue_count, queue_capacity;
    fetched *fetched;
    size_t fetched_count, fetched_capacity;
    rl_docid *docids; /* scratch of a posting list */
    size_t docid_count, docid_capacity;
    rl_buffer term, record;
};

static uint64_t hash_of(rl_str text) {
    uint64_t hash = XXH3_64bits(text.at, text.length);
    return hash == 0 ? 1 : hash;
}

reel_status rl_update_new(rl_writer *writer, const rl_override *overrides, size_t override_count, rl_update **out_update,
                          reel_error *error) {
    *out_update = NULL;
    rl_update *update = calloc(1, sizeof *update);
    if (update == NULL) {
        return rl_fail_nomem(error);
    }
    update->writer = writer;
    update->overrides = overrides;
    update->override_count = override_count;
    update->arena = rl_arena_new();
    reel_status status = update->arena == NULL ? rl_fail_nomem(error) : rl_film_writer_new(&update->films, error);
    if (status == REEL_OK) {
        status = rl_store_open_writer(writer, &update->store, error);
    }
    if (status != REEL_OK) {
        rl_update_free(update);
        return status;
    }
    *out_update = update;
    return REEL_OK;
}

void rl_update_free(rl_update *update) {
    if (update != NULL) {
        rl_store_close(update->store);
        rl_film_writer_free(update->films);
        rl_arena_free(update->arena);
        rl_hash_counts_done(&update->changed_keys);
        rl_hash_counts_done(&update->seen_keys);
        rl_hash_counts_done(&update->seen_films);
        rl_buffer_done(&update->term);
        rl_buffer_done(&update->record);
        free(update);
    }
}

uint64_t rl_update_films_written(const rl_update *update) { return update->films_written; }

static reel_status note_change(rl_update *update, rl_str key, reel_error *error) {
    rl_str *changed = rl_arena_grow(update->arena, update->changed, &update->changed_capacity, update->changed_count + 1,
                                    sizeof *changed);
    if (changed == NULL) {
        return rl_fail_nomem(error);
    }
    update->changed = changed;
    changed[update->changed_count++] = rl_str_copy(update->arena, key);
    return REEL_OK;
}

/* A document may be put twice in one batch: what it said first is out. */
static void forget_item(rl_update *update, rl_str key) {
    for (size_t i = 0; i < update->item_count; i++) {
        if (rl_str_equal(update->items[i].contribution.source.key, key)) {
            update->items[i] = update->items[--update->item_count];
            return;
        }
    }
}

static reel_status make_room(rl_update *update, reel_error *error) {
    return update->changed_count < BATCH_CHANGES ? REEL_OK : rl_update_flush(update, error);
}

reel_status rl_update_read(rl_update *update, rl_str key, rl_str display, rl_str bytes, bool is_record, rl_intake *out_intake,
                           reel_error *error) {
    *out_intake = (rl_intake){0};
    reel_status status = make_room(update, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_str own_key = rl_str_copy(update->arena, key);
    rl_str own_display = rl_str_copy(update->arena, display);
    rl_str own_bytes = rl_str_copy(update->arena, bytes);
    if (rl_arena_failed(update->arena)) {
        return rl_fail_nomem(error);
    }
    return is_record ? rl_intake_read_record(update->arena, own_key, own_display, own_bytes, out_intake, error)
                     : rl_intake_read(update->arena, own_key, own_display, own_bytes, out_intake, error);
}

reel_status rl_update_put(rl_update *update, const rl_intake *intake, reel_error *error) {
    rl_str key = intake->contribution.source.key;
    forget_item(update, key);
    reel_status status = note_change(update, key, error);
    if (status != REEL_OK || !intake->is_film) {
        return status;
    }
    rl_join_item *items =
        rl_arena_grow(update->arena, update->items, &update->item_capacity, update->item_count + 1, sizeof *items);
    if (items == NULL) {
        return rl_fail_nomem(error);
    }
    update->items = items;
    items[update->item_count++] = (rl_join_item){intake->contribution, intake->identity};
    return REEL_OK;
}

reel_status rl_update_drop(rl_update *update, rl_str key, reel_error *error) {
    reel_status status = make_room(update, error);
    if (status == REEL_OK) {
        forget_item(update, key);
        status = note_change(update, key, error);
    }
    return status;
}

reel_status rl_update_touch(rl_update *update, rl_str name, reel_error *error) {
    /* A name that is no changed document only leads to films: its own sources stay. */
    char marked[512];
    size_t length = name.length < sizeof marked - 1 ? name.length : sizeof marked - 1;
    marked[0] = '\1';
    memcpy(marked + 1, name.at, length);
    reel_status status = make_room(update, error);
    return status == REEL_OK ? note_change(update, (rl_str){marked, length + 1}, error) : status;
}

/* ---- fetching what a change may touch */

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    rl_update *update = user;
    rl_docid *docids = rl_arena_grow(update->arena, update->docids, &update->docid_capacity, update->docid_count + 1,
                                     sizeof *docids);
    if (docids == NULL) {
        return false;
    }
    update->docids = docids;
    docids[update->docid_count++] = docid;
    return true;
}

static bool follow(rl_update *update, rl_str key) {
    uint32_t times;
    if (!rl_hash_counts_add(&update->seen_keys, hash_of(key), &times)) {
        return false;
    }
    if (times > 1) {
        return true;
    }
    rl_str *queue = rl_arena_grow(update->arena, update->queue, &update->queue_capacity, update->queue_count + 1,
                                  sizeof *queue);
    if (queue == NULL) {
        return false;
    }
    update->queue = queue;
    queue[update->queue_count++] = key;
    return true;
}

static reel_status follow_identity(rl_update *update, const rl_identity *identity, reel_error *error) {
    size_t count;
    rl_str *keys = rl_join_keys(update->arena, identity, &count);
    for (size_t i = 0; i < count; i++) {
        if (!follow(update, keys[i])) {
            return rl_fail_nomem(error);
        }
    }
    return rl_arena_failed(update->arena) ? rl_fail_nomem(error) : REEL_OK;
}

static reel_status fetch(rl_update *update, rl_docid docid, reel_error *error) {
    uint32_t times;
    if (!rl_hash_counts_add(&update->seen_films, docid, &times)) {
        return rl_fail_nomem(error);
    }
    if (times > 1) {
        return REEL_OK;
    }
    fetched *films = rl_arena_grow(update->arena, update->fetched, &update->fetched_capacity, update->fetched_count + 1,
                                   sizeof *films);
    if (films == NULL) {
        return rl_fail_nomem(error);
    }
    update->fetched = films;
    rl_buffer_clear(&update->record);
    reel_status status = rl_store_data(update->store, docid, &update->record, error);
    if (status != REEL_OK) {
        return status;
    }
    fetched *film = &films[update->fetched_count++];
    *film = (fetched){.docid = docid, .record = rl_str_copy(update->arena, rl_buffer_str(&update->record))};
    status = rl_film_decode(update->arena, film->record, &film->film, error);
    for (size_t i = 0; i < film->film.source_count && status == REEL_OK; i++) {
        rl_identity identity;
        status = rl_identity_of_source(update->arena, &film->film, i, &identity, error);
        if (status == REEL_OK) {
            status = follow_identity(update, &identity, error);
        }
    }
    return status;
}

typedef struct key_fetch {
    rl_update *update;
    reel_status status;
    reel_error *error;
} key_fetch;

/* Fetches all films that have the term now spelled in update->term. */
static reel_status fetch_by_term(rl_update *update, reel_error *error) {
    update->docid_count = 0;
    reel_status status = rl_store_postings_each(update->store, rl_buffer_str(&update->term), take_docid, update, error);
    for (size_t i = 0; i < update->docid_count && status == REEL_OK; i++) {
        status = fetch(update, update->docids[i], error);
    }
    return status;
}

static void take_docids(void *user, rl_str term) {
    key_fetch *fetch = user;
    if (fetch->status == REEL_OK) {
        fetch->status = rl_store_postings_each(fetch->update->store, term, take_docid, fetch->update, fetch->error);
    }
}

/* Fetches all films that have the blocking key. */
static reel_status fetch_by_key(rl_update *update, rl_str key, reel_error *error) {
    key_fetch keyed = {update, REEL_OK, error};
    update->docid_count = 0;
    rl_block_terms_each(key, &update->term, take_docids, &keyed);
    for (size_t i = 0; i < update->docid_count && keyed.status == REEL_OK; i++) {
        keyed.status = fetch(update, update->docids[i], error);
    }
    return keyed.status;
}

static reel_status fetch_by_name(rl_update *update, rl_str name, reel_error *error) {
    rl_schema_document_term(name, &update->term);
    reel_status status = fetch_by_term(update, error);
    if (status == REEL_OK) {
        rl_schema_id_term(name, &update->term);
        status = fetch_by_term(update, error);
    }
    return status;
}

static bool touches(const rl_update *update, rl_str name) {
    for (size_t i = 0; i < update->fetched_count; i++) {
        const rl_film *film = &update->fetched[i].film;
        if (rl_str_equal(film->id, name)) {
            return true;
        }
        for (size_t s = 0; s < film->source_count; s++) {
            if (rl_str_equal(film->sources[s].key, name)) {
                return true;
            }
        }
    }
    for (size_t i = 0; i < update->item_count; i++) {
        if (rl_identity_is_named(&update->items[i].identity, name)) {
            return true;
        }
    }
    return false;
}

/* An override ties its two sides together as a shared key would. */
static reel_status fetch_overridden(rl_update *update, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < update->override_count && status == REEL_OK; i++) {
        const rl_override *override = &update->overrides[i];
        if (touches(update, override->a)) {
            status = fetch_by_name(update, override->b, error);
        } else if (touches(update, override->b)) {
            status = fetch_by_name(update, override->a, error);
        }
    }
    return status;
}

static reel_status fetch_all(rl_update *update, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < update->changed_count && status == REEL_OK; i++) {
        rl_str name = update->changed[i];
        if (name.length > 0 && name.at[0] == '\1') {
            status = fetch_by_name(update, rl_str_slice(name, 1, name.length), error);
            continue;
        }
        uint32_t times;
        if (!rl_hash_counts_add(&update->changed_keys, hash_of(name), &times)) {
            return rl_fail_nomem(error);
        }
        rl_schema_document_term(name, &update->term);
        status = fetch_by_term(update, error);
    }
    for (size_t i = 0; i < update->item_count && status == REEL_OK; i++) {
        status = follow_identity(update, &update->items[i].identity, error);
    }
    size_t known;
    do {
        known = update->fetched_count;
        while (update->queue_count > 0 && status == REEL_OK) {
            status = fetch_by_key(update, update->queue[--update->queue_count], error);
        }
        if (status == REEL_OK) {
            status = fetch_overridden(update, error);
        }
    } while (status == REEL_OK && update->fetched_count > known);
    return status;
}

/* ---- joining anew */

static reel_status gather(rl_update *update, rl_join_item **out_items, size_t *out_count, reel_error *error) {
    size_t most = update->item_count;
    for (size_t i = 0; i < update->fetched_count; i++) {
        most += update->fetched[i].film.source_count;
    }
    rl_join_item *items = rl_arena_array(update->arena, most, sizeof *items);
    if (items == NULL) {
        return rl_fail_nomem(error);
    }
    size_t count = 0;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < update->fetched_count; i++) {
        const rl_film *film = &update->fetched[i].film;
        for (size_t s = 0; s < film->source_count && status == REEL_OK; s++) {
            if (rl_hash_counts_of(&update->changed_keys, hash_of(film->sources[s].key)) > 0) {
                continue;
            }
            rl_join_item *item = &items[count++];
            status = rl_film_contribution(update->arena, film, s, &item->contribution, error);
            if (status == REEL_OK) {
                status = rl_identity_of_source(update->arena, film, s, &item->identity, error);
            }
        }
    }
    if (update->item_count > 0) {
        memcpy(items + count, update->items, update->item_count * sizeof *items);
    }
    *out_items = items;
    *out_count = count + update->item_count;
    return status;
}

static fetched *find_fetched(rl_update *update, rl_str id) {
    for (size_t i = 0; i < update->fetched_count; i++) {
        if (rl_str_equal(update->fetched[i].film.id, id)) {
            return &update->fetched[i];
        }
    }
    return NULL;
}

static reel_status write_film(rl_update *update, const rl_joined_film *film, reel_error *error) {
    fetched *before = find_fetched(update, film->film.id);
    rl_docid docid = 0;
    if (before != NULL && !before->kept) {
        before->kept = true;
        docid = before->docid;
        rl_str record;
        reel_status status = rl_film_writer_encode(update->films, &film->film, &record, error);
        if (status != REEL_OK || rl_str_equal(record, before->record)) {
            return status;
        }
    }
    update->films_written++;
    return rl_film_writer_put(update->films, update->writer, film, RL_STR_EMPTY, docid, error);
}

static void end_batch(rl_update *update) {
    rl_arena_clear(update->arena);
    rl_hash_counts_clear(&update->changed_keys);
    rl_hash_counts_clear(&update->seen_keys);
    rl_hash_counts_clear(&update->seen_films);
    update->items = NULL;
    update->item_count = update->item_capacity = 0;
    update->changed = NULL;
    update->changed_count = update->changed_capacity = 0;
    update->queue = NULL;
    update->queue_count = update->queue_capacity = 0;
    update->fetched = NULL;
    update->fetched_count = update->fetched_capacity = 0;
    update->docids = NULL;
    update->docid_count = update->docid_capacity = 0;
}

reel_status rl_update_flush(rl_update *update, reel_error *error) {
    if (update->changed_count == 0) {
        return REEL_OK;
    }
    reel_status status = fetch_all(update, error);
    rl_join_item *items = NULL;
    size_t count = 0;
    if (status == REEL_OK) {
        status = gather(update, &items, &count, error);
    }
    rl_joined_film *films = NULL;
    size_t film_count = 0;
    if (status == REEL_OK && count > 0) {
        status = rl_join(update->arena, items, count, update->overrides, update->override_count, &films, &film_count, error);
    }
    for (size_t i = 0; i < film_count && status == REEL_OK; i++) {
        status = write_film(update, &films[i], error);
    }
    for (size_t i = 0; i < update->fetched_count && status == REEL_OK; i++) {
        if (!update->fetched[i].kept) {
            update->films_written++;
            status = rl_writer_delete(update->writer, update->fetched[i].docid, error);
        }
    }
    end_batch(update);
    return status;
}
