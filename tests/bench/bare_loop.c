/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bare_loop: the floor a build is measured against. Reads the terms, values and data of an index into memory, then
 * hands the very same to the store in a loop that does nothing else, in databases of BATCH documents each, committed
 * every COMMIT documents, on JOBS threads, and merges them. Only the loop and the merge are timed.
 */
#include <limits.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "common/store.h"

enum { MOST_JOBS = 64, SLOTS = 32, MOST_PARTS = 4096 };

typedef struct corpus {
    rl_store_document *documents;
    size_t count;
    rl_arena *arena;
} corpus;

typedef struct loop {
    const corpus *from;
    const char *folder;
    size_t batch, commit;
    atomic_size_t next;
    atomic_bool failed;
} loop;

static double now(clockid_t clock) {
    struct timespec time;
    (void)clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

typedef struct posting_list {
    rl_arena *arena;
    rl_posting *items;
    size_t count, capacity;
} posting_list;

static bool note_term(void *user, rl_str term, uint32_t wdf) {
    posting_list *list = user;
    rl_posting *items = rl_arena_grow(list->arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items != NULL) {
        list->items = items;
        items[list->count++] = (rl_posting){.term = rl_str_copy(list->arena, term), .wdf = wdf};
    }
    return items != NULL;
}

static reel_status read_document(rl_store *store, rl_docid docid, corpus *to, rl_buffer *scratch, reel_error *error) {
    posting_list list = {.arena = to->arena};
    rl_slot_value *values = rl_arena_array(to->arena, SLOTS, sizeof *values);
    reel_status status = rl_store_document_terms_each(store, docid, note_term, &list, error);
    size_t value_count = 0;
    for (uint32_t slot = 0; slot < SLOTS && values != NULL && status == REEL_OK; slot++) {
        rl_buffer_clear(scratch);
        status = rl_store_value(store, docid, slot, scratch, error);
        if (scratch->length > 0) {
            values[value_count++] = (rl_slot_value){slot, rl_str_copy(to->arena, rl_buffer_str(scratch))};
        }
    }
    rl_buffer_clear(scratch);
    status = status == REEL_OK ? rl_store_data(store, docid, scratch, error) : status;
    to->documents[to->count++] = (rl_store_document){.postings = list.items,
                                                     .posting_count = list.count,
                                                     .values = values,
                                                     .value_count = value_count,
                                                     .data = rl_str_copy(to->arena, rl_buffer_str(scratch))};
    return status;
}

static reel_status read_index(const char *path, corpus *to, reel_error *error) {
    rl_store *store;
    rl_docid last;
    rl_buffer scratch = RL_BUFFER_INIT;
    reel_status status = rl_store_open(&path, 1, &store, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_store_last_docid(store, &last, error);
    to->arena = rl_arena_new();
    to->documents = calloc((size_t)last + 1, sizeof *to->documents);
    for (rl_docid docid = 1; docid <= last && status == REEL_OK; docid++) {
        status = read_document(store, docid, to, &scratch, error);
    }
    rl_buffer_done(&scratch);
    rl_store_close(store);
    return status;
}

static void part_path(const loop *self, size_t number, char *out, size_t size) {
    (void)snprintf(out, size, "%s/part%zu", self->folder, number);
}

static size_t part_count(const loop *self) { return (self->from->count + self->batch - 1) / self->batch; }

static reel_status add_part(loop *self, size_t number, reel_error *error) {
    char path[PATH_MAX];
    rl_writer *writer;
    part_path(self, number, path, sizeof path);
    reel_status status = rl_writer_open(path, RL_WRITER_TEMPORARY, 0, &writer, error);
    if (status != REEL_OK) {
        return status;
    }
    size_t first = number * self->batch;
    for (size_t i = first; i < self->from->count && i < first + self->batch && status == REEL_OK; i++) {
        status = rl_writer_add(writer, &self->from->documents[i], NULL, error);
        if (status == REEL_OK && (i - first + 1) % self->commit == 0) {
            status = rl_writer_commit(writer, error);
        }
    }
    status = status == REEL_OK ? rl_writer_commit(writer, error) : status;
    rl_writer_close(writer);
    return status;
}

static void *run(void *user) {
    loop *self = user;
    for (size_t number; (number = atomic_fetch_add(&self->next, 1)) < part_count(self) && !atomic_load(&self->failed);) {
        reel_error error;
        if (add_part(self, number, &error) != REEL_OK) {
            (void)fprintf(stderr, "%s\n", error.message);
            atomic_store(&self->failed, true);
        }
    }
    return NULL;
}

static bool merge(const loop *self) {
    static char paths[MOST_PARTS][PATH_MAX];
    const char *list[MOST_PARTS];
    char whole[PATH_MAX];
    reel_error error;
    size_t count = part_count(self);
    for (size_t i = 0; i < count; i++) {
        part_path(self, i, paths[i], sizeof paths[i]);
        list[i] = paths[i];
    }
    (void)snprintf(whole, sizeof whole, "%s/whole", self->folder);
    if (rl_store_compact(list, count, whole, true, &error) != REEL_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return false;
    }
    return true;
}

int main(int argc, char **argv) {
    corpus from = {NULL, 0, NULL};
    reel_error error;
    unsigned long batch = argc == 6 ? strtoul(argv[3], NULL, 10) : 0;
    unsigned long commit = argc == 6 ? strtoul(argv[4], NULL, 10) : 0;
    unsigned long jobs = argc == 6 ? strtoul(argv[5], NULL, 10) : 0;
    if (batch == 0 || commit == 0 || jobs == 0 || jobs > MOST_JOBS) {
        (void)fprintf(stderr, "bare_loop GENERATION NEW-FOLDER BATCH COMMIT JOBS\n");
        return 2;
    }
    if (mkdir(argv[2], 0777) != 0 || read_index(argv[1], &from, &error) != REEL_OK || from.count / batch >= MOST_PARTS) {
        (void)fprintf(stderr, "bare_loop: %s cannot be read, or %s is there already\n", argv[1], argv[2]);
        return 1;
    }
    loop self = {.from = &from, .folder = argv[2], .batch = batch, .commit = commit};
    pthread_t threads[MOST_JOBS];
    double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
    for (unsigned long i = 0; i < jobs; i++) {
        if (pthread_create(&threads[i], NULL, run, &self) != 0) {
            return 1;
        }
    }
    for (unsigned long i = 0; i < jobs; i++) {
        (void)pthread_join(threads[i], NULL);
    }
    bool merged = !atomic_load(&self.failed) && merge(&self);
    (void)printf("%.2f %.2f\n", now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
    free(from.documents);
    rl_arena_free(from.arena);
    return merged ? 0 : 1;
}
