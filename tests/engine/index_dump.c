/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_dump: see index_dump.h.
 */
#include "tests/engine/index_dump.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/film_codec.h"
#include "common/index_dir.h"
#include "common/schema.h"
#include "indexer/ledger.h"

enum { SLOTS = 64 };

typedef struct dump {
    rl_arena *arena;
    rl_store *store;
    rl_buffer *out;
    rl_str *items; /* films as text, or terms of one */
    size_t count, capacity;
    rl_docid *docids;
    size_t docid_count, docid_capacity;
    rl_docid docid;
} dump;

static int compare(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

static void push(dump *self, rl_str item) {
    rl_str *items = rl_arena_grow(self->arena, self->items, &self->capacity, self->count + 1, sizeof *items);
    if (items == NULL) {
        abort();
    }
    self->items = items;
    items[self->count++] = rl_str_copy(self->arena, item);
}

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    dump *self = user;
    (void)wdf;
    rl_docid *docids = rl_arena_grow(self->arena, self->docids, &self->docid_capacity, self->docid_count + 1, sizeof *docids);
    if (docids == NULL) {
        abort();
    }
    self->docids = docids;
    docids[self->docid_count++] = docid;
    return true;
}

/* Bytes that are no plain text as \xx. */
static void add_shown(rl_buffer *out, rl_str bytes) {
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        if (byte < 0x20 || byte == '\\' || byte == 0x7f) {
            rl_buffer_add_format(out, "\\%02x", byte);
        } else {
            rl_buffer_add_byte(out, bytes.at[i]);
        }
    }
}

static bool add_position(void *user, uint32_t position) {
    rl_buffer_add_format(user, " %u", position);
    return true;
}

typedef struct term_list {
    dump *self;
    rl_str *terms;
    uint32_t *wdfs;
    size_t count, capacity, wdf_capacity;
} term_list;

static bool take_term(void *user, rl_str term, uint32_t wdf) {
    term_list *list = user;
    rl_arena *arena = list->self->arena;
    list->terms = rl_arena_grow(arena, list->terms, &list->capacity, list->count + 1, sizeof *list->terms);
    list->wdfs = rl_arena_grow(arena, list->wdfs, &list->wdf_capacity, list->count + 1, sizeof *list->wdfs);
    list->terms[list->count] = rl_str_copy(arena, term);
    list->wdfs[list->count++] = wdf;
    return true;
}

static reel_status add_terms(dump *self, rl_buffer *film, reel_error *error) {
    term_list list = {.self = self};
    reel_status status = rl_store_document_terms_each(self->store, self->docid, take_term, &list, error);
    for (size_t i = 0; i < list.count && status == REEL_OK; i++) {
        rl_buffer_add_text(film, "  term ");
        add_shown(film, list.terms[i]);
        rl_buffer_add_format(film, " %u:", list.wdfs[i]);
        status = rl_store_positions_each(self->store, self->docid, list.terms[i], add_position, film, error);
        rl_buffer_add_byte(film, '\n');
    }
    return status;
}

/* The documents behind a film, as they are shown. */
static reel_status add_sources(dump *self, rl_str record, rl_buffer *out, reel_error *error) {
    rl_film film;
    rl_arena *scratch = rl_arena_new();
    reel_status status = rl_film_decode(scratch, record, &film, error);
    if (status == REEL_OK) {
        status = rl_record_places_show(scratch, self->store, self->docid, &film, error);
    }
    for (size_t i = 0; i < film.source_count && status == REEL_OK; i++) {
        rl_buffer_add_text(out, "\n  from ");
        add_shown(out, film.sources[i].path);
    }
    rl_arena_free(scratch);
    return status;
}

static reel_status add_film(dump *self, reel_error *error) {
    rl_buffer film = RL_BUFFER_INIT;
    rl_buffer value = RL_BUFFER_INIT;
    uint32_t length;
    reel_status status = rl_store_value(self->store, self->docid, RL_SLOT_ID, &value, error);
    rl_buffer_add_text(&film, "film ");
    add_shown(&film, rl_buffer_str(&value));
    rl_buffer_clear(&value);
    if (status == REEL_OK) {
        status = rl_store_data(self->store, self->docid, &value, error);
    }
    rl_buffer_add_text(&film, "\n  data ");
    add_shown(&film, rl_buffer_str(&value));
    if (status == REEL_OK) {
        status = add_sources(self, rl_buffer_str(&value), &film, error);
    }
    if (status == REEL_OK) {
        status = rl_store_document_length(self->store, self->docid, &length, error);
        rl_buffer_add_format(&film, "\n  length %u\n", length);
    }
    for (uint32_t slot = 0; slot < SLOTS && status == REEL_OK; slot++) {
        rl_buffer_clear(&value);
        status = rl_store_value(self->store, self->docid, slot, &value, error);
        if (value.length > 0) {
            rl_buffer_add_format(&film, "  value %u ", slot);
            add_shown(&film, rl_buffer_str(&value));
            rl_buffer_add_byte(&film, '\n');
        }
    }
    if (status == REEL_OK) {
        status = add_terms(self, &film, error);
    }
    push(self, rl_buffer_str(&film));
    rl_buffer_done(&film);
    rl_buffer_done(&value);
    return status;
}

static void add_row(rl_buffer *out, const rl_ledger_file *row) {
    rl_buffer_add_text(out, "row ");
    add_shown(out, row->key);
    rl_buffer_add_text(out, " | ");
    add_shown(out, row->display);
    rl_buffer_add_format(out, " | %llu %016llx %d %llu %zu ", (unsigned long long)row->size, (unsigned long long)row->hash,
                         (int)row->state, (unsigned long long)row->line_count, row->record_count);
    add_shown(out, row->note);
    for (size_t i = 0; row->loaded && i < row->record_count; i++) {
        rl_buffer_add_format(out, " %016llx:%u", (unsigned long long)row->records[i].hash, row->records[i].line);
    }
    rl_buffer_add_byte(out, '\n');
}

static reel_status add_ledger(dump *self, reel_error *error) {
    rl_ledger ledger;
    reel_status status = rl_ledger_load(self->arena, self->store, &ledger, error);
    for (size_t i = 0; i < ledger.count && status == REEL_OK; i++) {
        status = rl_ledger_load_records(self->arena, self->store, &ledger.files[i], error);
        if (status == REEL_OK) {
            add_row(self->out, &ledger.files[i]);
        }
    }
    for (size_t i = 0; i < ledger.root_count; i++) {
        rl_buffer_add_text(self->out, "root ");
        add_shown(self->out, ledger.roots[i]);
        rl_buffer_add_byte(self->out, '\n');
    }
    rl_buffer_add_text(self->out, "overrides ");
    add_shown(self->out, ledger.overrides);
    rl_buffer_add_text(self->out, "\napplied ");
    add_shown(self->out, ledger.applied);
    rl_buffer_add_byte(self->out, '\n');
    return status;
}

/* Frequencies of all terms, which have to agree with the films. */
static bool add_frequency(void *user, rl_str term, uint32_t documents) {
    rl_buffer *out = user;
    rl_buffer_add_text(out, "frequency ");
    add_shown(out, term);
    rl_buffer_add_format(out, " %u\n", documents);
    return true;
}

reel_status index_dump(const char *path, rl_buffer *out, reel_error *error) {
    rl_index_reader *reader;
    rl_buffer_clear(out);
    reel_status status = rl_index_reader_open(&path, 1, &reader, error);
    if (status != REEL_OK) {
        return status;
    }
    dump self = {.arena = rl_arena_new(), .store = rl_index_reader_store(reader), .out = out};
    status = rl_store_postings_each(self.store, RL_STR_EMPTY, take_docid, &self, error);
    for (size_t i = 0; i < self.docid_count && status == REEL_OK; i++) {
        self.docid = self.docids[i];
        status = add_film(&self, error);
    }
    if (self.count > 1) {
        qsort(self.items, self.count, sizeof *self.items, compare);
    }
    for (size_t i = 0; i < self.count; i++) {
        rl_buffer_add_str(out, self.items[i]);
    }
    if (status == REEL_OK) {
        status = rl_store_terms_each(self.store, RL_STR_EMPTY, RL_STR_EMPTY, add_frequency, out, error);
    }
    if (status == REEL_OK) {
        status = add_ledger(&self, error);
    }
    rl_arena_free(self.arena);
    rl_index_reader_close(reader);
    return status;
}
