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
    PART_DOCUMENTS = 20000, /* the merge keeps each part's pieces of a posting list: larger parts make a smaller index */
    PART_DOCUMENTS_LEAST = 2000,
    PARTS_A_WORKER = 2,     /* of several, so that all end at about the same time */
    MERGE_FAN = 16          /* databases merged at once: each is some open files */
};

/* ---- parts */

static uint64_t part_documents(const rl_builder *self) {
    uint64_t documents = self->jobs == 1 ? self->document_count : self->document_count / self->jobs / PARTS_A_WORKER + 1;
    return documents > PART_DOCUMENTS ? PART_DOCUMENTS : documents < PART_DOCUMENTS_LEAST ? PART_DOCUMENTS_LEAST : documents;
}

static reel_status add_to_part(rl_build_worker *self, const rl_placed *placed) {
    if (self->part_count == self->part_capacity) {
        size_t capacity = self->part_capacity == 0 ? PART_DOCUMENTS_LEAST : self->part_capacity * 2;
        rl_placed *part = realloc(self->part, capacity * sizeof *part);
        if (part == NULL) {
            return rl_fail_nomem(&self->error);
        }
        self->part = part;
        self->part_capacity = capacity;
    }
    self->part[self->part_count++] = *placed;
    return REEL_OK;
}

/* The next sets of the layout, whole ones, and the part's number. Where parts begin does not change the result. */
static reel_status take_part(rl_build_worker *self, size_t *out_number) {
    rl_builder *owner = self->owner;
    uint64_t documents = part_documents(owner);
    reel_status status = REEL_OK;
    self->part_count = 0;
    (void)pthread_mutex_lock(&owner->mutex);
    while (status == REEL_OK && owner->next_placed != NULL &&
           (self->part_count < documents || owner->next_placed->root == self->part[self->part_count - 1].root)) {
        const void *next = NULL;
        status = add_to_part(self, owner->next_placed);
        if (status == REEL_OK) {
            status = rl_sorted_next(owner->layout, &next, &self->error);
        }
        owner->next_placed = next;
    }
    *out_number = owner->part_count;
    owner->part_count += self->part_count > 0;
    (void)pthread_mutex_unlock(&owner->mutex);
    return status;
}

/* ---- step 3: write */

static void part_path(const rl_builder *self, uint32_t level, size_t number, char *out, size_t size) {
    (void)snprintf(out, size, "%s/part-%u-%06zu", self->generation, level, number);
}

static reel_status get_document(rl_build_worker *self, size_t at, rl_joined_film *out_alone, rl_str *out_record) {
    const rl_waiting *document = &self->part[at].document;
    return rl_spill_get(self->owner->workers[document->worker].spill, self->arena, document->offset, document->length, out_alone,
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

static size_t set_end(const rl_build_worker *self, size_t first) {
    size_t end = first + 1;
    while (end < self->part_count && self->part[end].root == self->part[first].root) {
        end++;
    }
    return end;
}

static reel_status write_sets(rl_build_worker *self, rl_film_writer *films, rl_writer *store) {
    reel_status status = REEL_OK;
    uint64_t committed = rl_film_writer_pairs(films);
    for (size_t first = 0, end; first < self->part_count && status == REEL_OK; first = end) {
        if (atomic_load(&self->owner->run->stop)) {
            break;
        }
        end = set_end(self, first);
        rl_arena_clear(self->arena);
        status = end - first == 1 ? write_alone(self, films, store, first) : write_joined(self, films, store, first, end - first);
        if (status == REEL_OK && (end == self->part_count || rl_film_writer_pairs(films) - committed >= self->owner->shares.commit_pairs)) {
            status = rl_writer_commit(store, &self->error);
            committed = rl_film_writer_pairs(films);
        }
    }
    return status;
}

static reel_status write_part(rl_build_worker *self, rl_film_writer *films, size_t number) {
    char path[PATH_MAX];
    part_path(self->owner, 0, number, path, sizeof path);
    rl_writer *store;
    reel_status status = rl_writer_open(path, RL_WRITER_TEMPORARY, 0, &store, &self->error);
    if (status == REEL_OK) {
        status = write_sets(self, films, store);
        rl_writer_close(store);
    }
    return status;
}

void rl_build_write_parts(rl_build_worker *self) {
    rl_film_writer *films;
    reel_status status = rl_film_writer_new(&films, &self->error);
    while (status == REEL_OK && !atomic_load(&self->owner->run->stop)) {
        size_t number;
        status = take_part(self, &number);
        if (status != REEL_OK || self->part_count == 0) {
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
        size_t number = atomic_fetch_add(&owner->next_merge, 1);
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
        atomic_store(&self->next_merge, 0);
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
