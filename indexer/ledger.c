/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ledger: metadata "reel.file.<hash of key>" holds a file's row, "reel.roots", "reel.overrides" and "reel.applied" the
 * rest; the records of a file are record_places.h's.
 */
#include "indexer/ledger.h"

#include <stdio.h>
#include <stdlib.h>

#include <xxhash.h>

enum { LEDGER_KEY_BYTES = 64, ROW_VERSION = 2 };

#define FILE_PREFIX "reel.file."
#define ROOTS_KEY "reel.roots"
#define OVERRIDES_KEY "reel.overrides"
#define APPLIED_KEY "reel.applied"

static rl_str file_key(char *out, rl_str key) {
    XXH128_hash_t hash = XXH3_128bits(key.at, key.length);
    int length = snprintf(out, LEDGER_KEY_BYTES, FILE_PREFIX "%016llx%016llx", (unsigned long long)hash.high64,
                          (unsigned long long)hash.low64);
    return (rl_str){out, (size_t)length};
}

static bool decode_row(rl_str bytes, rl_ledger_file *file) {
    rl_reader reader = rl_reader_of(bytes);
    if (rl_reader_uint(&reader) != ROW_VERSION) {
        return false;
    }
    file->key = rl_reader_string(&reader);
    file->display = rl_reader_string(&reader);
    file->size = rl_reader_uint(&reader);
    file->mtime = rl_reader_int(&reader);
    file->hash = rl_reader_uint(&reader);
    file->state = (rl_ledger_state)rl_reader_uint_max(&reader, RL_LEDGER_MEMORY);
    file->note = rl_reader_string(&reader);
    file->line_count = rl_reader_uint(&reader);
    file->record_count = (size_t)rl_reader_uint_max(&reader, file->line_count);
    return !reader.failed && rl_reader_at_end(&reader);
}

typedef struct loading {
    rl_arena *arena;
    rl_str *keys;
    size_t count, capacity;
} loading;

static bool take_key(void *user, rl_str key) {
    loading *load = user;
    rl_str *keys = rl_arena_grow(load->arena, load->keys, &load->capacity, load->count + 1, sizeof *keys);
    if (keys == NULL) {
        return false;
    }
    load->keys = keys;
    keys[load->count++] = rl_str_copy(load->arena, key);
    return true;
}

static int compare_files(const void *a, const void *b) {
    return rl_str_compare(((const rl_ledger_file *)a)->key, ((const rl_ledger_file *)b)->key);
}

/* A metadata value in the arena; empty where there is none. */
static reel_status load_value(rl_arena *arena, rl_store *store, rl_str key, rl_str *out_value, reel_error *error) {
    rl_buffer bytes = RL_BUFFER_INIT;
    reel_status status = rl_store_metadata(store, key, &bytes, error);
    *out_value = RL_STR_EMPTY;
    if (status == REEL_OK) {
        *out_value = rl_str_copy(arena, rl_buffer_str(&bytes));
    } else if (status == REEL_NOTFOUND) {
        status = REEL_OK;
    }
    rl_buffer_done(&bytes);
    return status;
}

static reel_status load_files(rl_arena *arena, rl_store *store, rl_ledger *ledger, reel_error *error) {
    loading load = {.arena = arena};
    reel_status status = rl_store_metadata_each(store, RL_STR(FILE_PREFIX), take_key, &load, error);
    if (status != REEL_OK) {
        return status;
    }
    ledger->files = rl_arena_array(arena, load.count, sizeof *ledger->files);
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    ledger->capacity = load.count;
    for (size_t i = 0; i < load.count; i++) {
        rl_str row;
        status = load_value(arena, store, load.keys[i], &row, error);
        if (status != REEL_OK) {
            return status;
        }
        if (!decode_row(row, &ledger->files[ledger->count++])) {
            return rl_fail(error, REEL_CORRUPT, "the index's list of documents is damaged; rebuild it with reel index --full");
        }
    }
    if (ledger->count > 1) {
        qsort(ledger->files, ledger->count, sizeof *ledger->files, compare_files);
    }
    return REEL_OK;
}

static reel_status load_roots(rl_arena *arena, rl_store *store, rl_ledger *ledger, reel_error *error) {
    rl_str bytes;
    reel_status status = load_value(arena, store, RL_STR(ROOTS_KEY), &bytes, error);
    if (status != REEL_OK || bytes.length == 0) {
        return status;
    }
    rl_reader reader = rl_reader_of(bytes);
    size_t count = (size_t)rl_reader_uint_max(&reader, bytes.length);
    ledger->roots = rl_arena_array(arena, count, sizeof *ledger->roots);
    if (ledger->roots == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < count && !reader.failed; i++) {
        ledger->roots[ledger->root_count++] = rl_reader_string(&reader);
    }
    return reader.failed ? rl_fail(error, REEL_CORRUPT, "the index's list of folders is damaged; rebuild it with reel index --full") : REEL_OK;
}

reel_status rl_ledger_load(rl_arena *arena, rl_store *store, rl_ledger *out_ledger, reel_error *error) {
    *out_ledger = (rl_ledger){0};
    reel_status status = load_files(arena, store, out_ledger, error);
    if (status == REEL_OK) {
        status = load_roots(arena, store, out_ledger, error);
    }
    if (status == REEL_OK) {
        status = load_value(arena, store, RL_STR(OVERRIDES_KEY), &out_ledger->overrides, error);
    }
    if (status == REEL_OK) {
        status = load_value(arena, store, RL_STR(APPLIED_KEY), &out_ledger->applied, error);
    }
    return status;
}

reel_status rl_ledger_load_records(rl_arena *arena, rl_store *store, rl_ledger_file *file, reel_error *error) {
    reel_status status = file->loaded || file->state != RL_LEDGER_RECORDS
                             ? REEL_OK
                             : rl_record_places_load(arena, store, file->key, file->record_count, &file->records, error);
    file->loaded = status == REEL_OK;
    return status;
}

reel_status rl_ledger_has(rl_store *store, rl_str key, bool *out_has, reel_error *error) {
    char name[LEDGER_KEY_BYTES];
    rl_buffer row = RL_BUFFER_INIT;
    reel_status status = rl_store_metadata(store, file_key(name, key), &row, error);
    *out_has = status == REEL_OK;
    rl_buffer_done(&row);
    return status == REEL_NOTFOUND ? REEL_OK : status;
}

rl_ledger_file *rl_ledger_find(rl_ledger *ledger, rl_str key) {
    rl_ledger_file wanted = {.key = key};
    return ledger->count == 0
               ? NULL
               : bsearch(&wanted, ledger->files, ledger->count, sizeof *ledger->files, compare_files);
}

reel_status rl_ledger_put(rl_writer *writer, const rl_ledger_file *file, reel_error *error) {
    rl_buffer row = RL_BUFFER_INIT;
    rl_buffer_add_uint(&row, ROW_VERSION);
    rl_buffer_add_string(&row, file->key);
    rl_buffer_add_string(&row, file->display);
    rl_buffer_add_uint(&row, file->size);
    rl_buffer_add_int(&row, file->mtime);
    rl_buffer_add_uint(&row, file->hash);
    rl_buffer_add_uint(&row, (uint64_t)file->state);
    rl_buffer_add_string(&row, file->note);
    rl_buffer_add_uint(&row, file->line_count);
    rl_buffer_add_uint(&row, file->record_count);
    char key[LEDGER_KEY_BYTES];
    reel_status status = row.failed ? rl_fail_nomem(error)
                                    : rl_writer_set_metadata(writer, file_key(key, file->key), rl_buffer_str(&row), error);
    rl_buffer_done(&row);
    return status == REEL_OK && file->state == RL_LEDGER_RECORDS && file->loaded
               ? rl_record_places_put(writer, file->key, file->records, file->record_count, error)
               : status;
}

reel_status rl_ledger_drop(rl_writer *writer, const rl_ledger_file *file, reel_error *error) {
    char key[LEDGER_KEY_BYTES];
    reel_status status = rl_writer_set_metadata(writer, file_key(key, file->key), RL_STR_EMPTY, error);
    return status == REEL_OK && file->state == RL_LEDGER_RECORDS ? rl_record_places_put(writer, file->key, NULL, 0, error) : status;
}

reel_status rl_ledger_put_roots(rl_writer *writer, const rl_str *roots, size_t count, reel_error *error) {
    rl_buffer bytes = RL_BUFFER_INIT;
    rl_buffer_add_uint(&bytes, count);
    for (size_t i = 0; i < count; i++) {
        rl_buffer_add_string(&bytes, roots[i]);
    }
    reel_status status = bytes.failed ? rl_fail_nomem(error)
                                      : rl_writer_set_metadata(writer, RL_STR(ROOTS_KEY), rl_buffer_str(&bytes), error);
    rl_buffer_done(&bytes);
    return status;
}

reel_status rl_ledger_put_overrides(rl_writer *writer, rl_str overrides, rl_str applied, reel_error *error) {
    reel_status status = rl_writer_set_metadata(writer, RL_STR(OVERRIDES_KEY), overrides, error);
    return status == REEL_OK ? rl_writer_set_metadata(writer, RL_STR(APPLIED_KEY), applied, error) : status;
}

bool rl_ledger_has_record(const rl_ledger_file *file, uint64_t hash) {
    return rl_record_places_find(file->records, file->record_count, hash) != NULL;
}

reel_status rl_ledger_complete(rl_arena *arena, const rl_ledger_file *old, rl_ledger_file *row, reel_error *error) {
    rl_record_place *all = rl_arena_array(arena, old->record_count + row->record_count, sizeof *all);
    if (all == NULL) {
        return rl_fail_nomem(error);
    }
    if (row->record_count > 0) {
        memcpy(all, row->records, row->record_count * sizeof *all);
    }
    size_t count = row->record_count;
    for (size_t i = 0; i < old->record_count; i++) {
        if (old->records[i].line > row->line_count && !rl_ledger_has_record(row, old->records[i].hash)) {
            all[count++] = old->records[i];
        }
    }
    rl_record_places_sort(all, count);
    row->records = all;
    row->record_count = count;
    row->loaded = true;
    row->line_count = old->line_count > row->line_count ? old->line_count : row->line_count;
    return REEL_OK;
}

uint64_t rl_ledger_documents(const rl_ledger_file *file) {
    switch (file->state) {
    case RL_LEDGER_FILM:
    case RL_LEDGER_MEMORY:
        return 1;
    case RL_LEDGER_RECORDS:
        return file->record_count;
    case RL_LEDGER_NO_FILM:
    case RL_LEDGER_FAILED:
        return 0;
    }
    return 0;
}
