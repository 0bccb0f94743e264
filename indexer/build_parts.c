/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_parts: steps 3 and 4 of a build. Runs of sets are joined and become small databases side by side, and
 * these are merged into one, with the ledger.
 */
#include "indexer/build_steps.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "common/index_dir.h"
#include "common/index_layout.h"
#include "indexer/film_writer.h"

enum {
    COMMIT_DOCUMENTS = 2000, /* more at once fall out of the cache; see docs/tuning.md */
    COMMIT_DOCUMENTS_LEAST = 100,
    PART_DOCUMENTS = 20000, /* the merge keeps each part's pieces of a posting list: larger parts make a smaller index */
    PARTS_A_WORKER = 2,     /* of several, so that all end at about the same time */
    DOCUMENT_BYTES = 16 << 10, /* memory a document takes while its database is made, about */
    DEFAULT_MEMORY_MIB = 256,
    MERGE_FAN = 16        /* databases merged at once: each is some open files */
};

/* What a worker holds in memory until it commits: the memory setting is shared among them. */
static size_t commit_documents(const rl_builder *self) {
    uint64_t memory = self->run->options.memory_bytes;
    if (memory == 0) {
        memory = (uint64_t)DEFAULT_MEMORY_MIB << 20;
    }
    uint64_t documents = memory / self->jobs / DOCUMENT_BYTES;
    return documents > COMMIT_DOCUMENTS         ? COMMIT_DOCUMENTS
           : documents < COMMIT_DOCUMENTS_LEAST ? COMMIT_DOCUMENTS_LEAST
                                                : (size_t)documents;
}

static size_t part_documents(const rl_builder *self) {
    size_t documents = self->jobs == 1 ? self->document_count : self->document_count / self->jobs / PARTS_A_WORKER + 1;
    return documents > PART_DOCUMENTS ? PART_DOCUMENTS : documents < COMMIT_DOCUMENTS ? COMMIT_DOCUMENTS : documents;
}

/* Where parts begin does not change the result. */
reel_status rl_build_cut_parts(rl_builder *self, reel_error *error) {
    size_t documents = part_documents(self);
    self->parts = malloc((self->document_count / documents + 2) * sizeof *self->parts);
    if (self->parts == NULL) {
        return rl_fail_nomem(error);
    }
    size_t first = 0;
    for (size_t set = 0; set < self->set_count; set++) {
        if (self->set_starts[set + 1] - self->set_starts[first] >= documents || set + 1 == self->set_count) {
            self->parts[self->part_count++] = (rl_build_part){first, set + 1};
            first = set + 1;
        }
    }
    return REEL_OK;
}

/* ---- step 3: write */

static void part_path(const rl_builder *self, uint32_t level, size_t number, char *out, size_t size) {
    (void)snprintf(out, size, "%s/part-%u-%06zu", self->generation, level, number);
}

static reel_status get_document(rl_build_worker *self, size_t at, rl_joined_film *out_alone, rl_str *out_record) {
    const rl_builder *owner = self->owner;
    const rl_waiting *document = &owner->documents[owner->set_documents[at]];
    return rl_spill_get(owner->workers[document->worker].spill, self->arena, document->offset, document->length, out_alone,
                        out_record, &self->error);
}

/* Most documents are alone in their set: what they make was found when they were read. */
static reel_status write_alone(rl_build_worker *self, rl_film_writer *films, rl_writer *store, size_t at) {
    rl_joined_film alone;
    rl_str record;
    reel_status status = get_document(self, at, &alone, &record);
    self->owner->run->films_done++;
    return status == REEL_OK ? rl_film_writer_put(films, store, &alone, record, 0, &self->error) : status;
}

static reel_status write_joined(rl_build_worker *self, rl_film_writer *films, rl_writer *store, size_t first, size_t count) {
    const rl_build_input *input = self->owner->input;
    rl_join_item *items = rl_arena_array(self->arena, count, sizeof *items);
    reel_status status = items == NULL ? rl_fail_nomem(&self->error) : REEL_OK;
    for (size_t i = 0; i < count && status == REEL_OK; i++) {
        rl_joined_film alone;
        rl_str record;
        status = get_document(self, first + i, &alone, &record);
        if (status == REEL_OK) {
            status = rl_join_item_of(self->arena, &alone.film, &items[i], &self->error);
        }
    }
    rl_joined_film *joined = NULL;
    size_t joined_count = 0;
    if (status == REEL_OK) {
        status = rl_join(self->arena, items, count, input->overrides, input->override_count, &joined, &joined_count, &self->error);
    }
    for (size_t i = 0; i < joined_count && status == REEL_OK; i++) {
        status = rl_film_writer_put(films, store, &joined[i], RL_STR_EMPTY, 0, &self->error);
        self->owner->run->films_done++;
    }
    return status;
}

static reel_status write_set(rl_build_worker *self, rl_film_writer *films, rl_writer *store, size_t set) {
    const rl_builder *owner = self->owner;
    size_t first = owner->set_starts[set];
    size_t count = owner->set_starts[set + 1] - first;
    rl_arena_clear(self->arena);
    return count == 1 ? write_alone(self, films, store, first) : write_joined(self, films, store, first, count);
}

static reel_status write_part(rl_build_worker *self, rl_film_writer *films, size_t number) {
    rl_builder *owner = self->owner;
    char path[PATH_MAX];
    part_path(owner, 0, number, path, sizeof path);
    rl_writer *store;
    reel_status status = rl_writer_open(path, RL_WRITER_TEMPORARY, 0, &store, &self->error);
    if (status != REEL_OK) {
        return status;
    }
    size_t committed = owner->set_starts[owner->parts[number].first_set];
    for (size_t set = owner->parts[number].first_set; set < owner->parts[number].last_set && status == REEL_OK; set++) {
        if (atomic_load(&owner->run->stop)) {
            break;
        }
        status = write_set(self, films, store, set);
        size_t written = owner->set_starts[set + 1];
        bool is_last = set + 1 == owner->parts[number].last_set;
        if (status == REEL_OK && (is_last || written - committed >= commit_documents(owner))) {
            status = rl_writer_commit(store, &self->error);
            committed = written;
        }
    }
    rl_writer_close(store);
    return status;
}

void rl_build_write_parts(rl_build_worker *self) {
    rl_builder *owner = self->owner;
    rl_film_writer *films;
    reel_status status = rl_film_writer_new(&films, &self->error);
    while (status == REEL_OK && !atomic_load(&owner->run->stop)) {
        size_t number = atomic_fetch_add(&owner->next_part, 1);
        if (number >= owner->part_count) {
            break;
        }
        status = write_part(self, films, number);
    }
    rl_film_writer_free(films);
    if (status != REEL_OK) {
        (void)rl_build_stop(self, status);
    }
}

/* ---- step 4: merge */

static reel_status write_ledger(rl_builder *self, const char *path, reel_error *error) {
    rl_writer *store;
    reel_status status = rl_writer_open(path, RL_WRITER_TEMPORARY, 0, &store, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_build_put_ledger(self, store, error);
    if (status == REEL_OK) {
        status = rl_writer_commit(store, error);
    }
    rl_writer_close(store);
    return status;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place) {
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

static reel_status remove_part(const char *path, reel_error *error) {
    if (nftw(path, remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0) {
        return rl_layout_fail_errno(error, path, "removing a part of the index");
    }
    return REEL_OK;
}

/* Merges the databases [first, end) of a level into a new one. */
static reel_status merge_range(const rl_builder *self, size_t first, size_t end, const char *path, reel_error *error) {
    char (*paths)[PATH_MAX] = malloc((end - first) * sizeof *paths);
    const char *list[MERGE_FAN + 1];
    if (paths == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = first; i < end; i++) {
        part_path(self, self->level, i, paths[i - first], sizeof paths[0]);
        list[i - first] = paths[i - first];
    }
    reel_status status = rl_store_compact(list, end - first, path, true, error);
    for (size_t i = 0; i < end - first && status == REEL_OK; i++) {
        status = remove_part(list[i], error);
    }
    free(paths);
    return status;
}

/* One level of the tree of merges; neighbours are merged, so that the order stays. */
static void merge_level(rl_build_worker *self) {
    rl_builder *owner = self->owner;
    reel_status status = REEL_OK;
    while (status == REEL_OK && !atomic_load(&owner->run->stop)) {
        size_t number = atomic_fetch_add(&owner->next_part, 1);
        size_t first = number * MERGE_FAN;
        if (first >= owner->database_count) {
            break;
        }
        size_t end = first + MERGE_FAN < owner->database_count ? first + MERGE_FAN : owner->database_count;
        char path[PATH_MAX];
        part_path(owner, owner->level + 1, number, path, sizeof path);
        status = merge_range(owner, first, end, path, &self->error);
    }
    if (status != REEL_OK) {
        (void)rl_build_stop(self, status);
    }
}

static reel_status merge_levels(rl_builder *self, reel_error *error) {
    reel_status status = REEL_OK;
    for (self->database_count = self->part_count; self->database_count > MERGE_FAN && status == REEL_OK; self->level++) {
        atomic_store(&self->next_part, 0);
        status = rl_build_on_workers(self, merge_level, REEL_EVENT_FINISH, &self->run->films_done, self->set_count, error);
        self->database_count = (self->database_count + MERGE_FAN - 1) / MERGE_FAN;
    }
    return status;
}

reel_status rl_build_merge_parts(rl_builder *self, reel_error *error) {
    if (!rl_run_tell(self->run, REEL_EVENT_FINISH, 0, 0, NULL, NULL)) {
        return rl_run_cancelled(error);
    }
    reel_status status = merge_levels(self, error);
    if (status == REEL_OK) {
        char path[PATH_MAX];
        part_path(self, self->level, self->database_count, path, sizeof path);
        status = write_ledger(self, path, error);
    }
    return status == REEL_OK ? merge_range(self, 0, self->database_count + 1, self->generation, error) : status;
}
