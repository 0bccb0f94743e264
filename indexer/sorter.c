/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sorter: see sorter.h. Runs are merged by a heap of cursors, each with a piece of its run in memory. When there are more
 * runs than pieces of a useful size, they are first merged to fewer, into another file, in as many rounds as it takes.
 */
#include "indexer/sorter.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/run.h"
#include "indexer/temporary_file.h"

enum {
    FIRST_ENTRIES = 256,
    PIECE_BYTES = 4 << 10, /* of a run, least */
    MOST_RUNS = 64         /* merged at once */
};

typedef struct run {
    uint64_t offset, count; /* bytes, entries */
} run;

struct rl_sorter {
    const char *folder;
    size_t size;
    rl_sorter_compare compare;
    size_t memory;
    const atomic_bool *stop;
    char *entries; /* not written yet */
    size_t count, capacity;
    uint64_t total;
    int file;         /* -1: none yet */
    uint64_t written; /* bytes in it */
    run *runs;
    size_t run_count, run_capacity;
    bool ready; /* to be read: no run too many, the entries in order */
};

/* A run while it is read: a piece of it. */
typedef struct cursor {
    const rl_sorter *sorter;
    uint64_t offset, left; /* of the run, behind the piece */
    char *piece;           /* NULL: the entries in memory */
    size_t room;           /* entries of a piece */
    const char *at, *end;
} cursor;

struct rl_sorted {
    size_t size;
    rl_sorter_compare compare;
    cursor *cursors;
    cursor **heap; /* the least entry first; without those that ended */
    size_t count, all;
    bool begun; /* the first of the heap was given out */
};

reel_status rl_sorter_new(const char *folder, size_t entry_bytes, rl_sorter_compare compare, size_t memory_bytes,
                          const atomic_bool *stop, rl_sorter **out_sorter, reel_error *error) {
    *out_sorter = NULL;
    rl_sorter *sorter = calloc(1, sizeof *sorter);
    if (sorter == NULL) {
        return rl_fail_nomem(error);
    }
    *sorter = (rl_sorter){.folder = folder,
                          .size = entry_bytes,
                          .compare = compare,
                          .memory = memory_bytes > RL_SORTER_LEAST_BYTES ? memory_bytes : RL_SORTER_LEAST_BYTES,
                          .stop = stop,
                          .file = -1};
    *out_sorter = sorter;
    return REEL_OK;
}

void rl_sorter_free(rl_sorter *sorter) {
    if (sorter != NULL) {
        if (sorter->file >= 0) {
            (void)close(sorter->file);
        }
        free(sorter->entries);
        free(sorter->runs);
        free(sorter);
    }
}

uint64_t rl_sorter_count(const rl_sorter *sorter) { return sorter->total; }

/* ---- adding */

static void sort_entries(rl_sorter *sorter) {
    if (sorter->count > 1) {
        qsort(sorter->entries, sorter->count, sorter->size, sorter->compare);
    }
}

static reel_status note_run(rl_sorter *sorter, run made, reel_error *error) {
    if (sorter->run_count == sorter->run_capacity) {
        size_t capacity = sorter->run_capacity == 0 ? 16 : sorter->run_capacity * 2;
        run *runs = realloc(sorter->runs, capacity * sizeof *runs);
        if (runs == NULL) {
            return rl_fail_nomem(error);
        }
        sorter->runs = runs;
        sorter->run_capacity = capacity;
    }
    sorter->runs[sorter->run_count++] = made;
    return REEL_OK;
}

static reel_status write_run(rl_sorter *sorter, reel_error *error) {
    size_t bytes = sorter->count * sorter->size;
    reel_status status = sorter->file >= 0 ? REEL_OK : rl_temporary_file_open(sorter->folder, &sorter->file, error);
    sort_entries(sorter);
    if (status == REEL_OK) {
        status = rl_temporary_file_append(sorter->file, sorter->entries, bytes, error);
    }
    if (status == REEL_OK) {
        status = note_run(sorter, (run){sorter->written, sorter->count}, error);
        sorter->written += bytes;
        sorter->count = 0;
    }
    return status;
}

/* Half of the memory is for the sorting itself: qsort may copy what it sorts. */
static size_t most_entries(const rl_sorter *sorter) { return sorter->memory / 2 / sorter->size; }

static reel_status make_room(rl_sorter *sorter, reel_error *error) {
    size_t most = most_entries(sorter);
    if (sorter->capacity >= most) {
        return write_run(sorter, error);
    }
    size_t capacity = sorter->capacity == 0 ? FIRST_ENTRIES : sorter->capacity * 2;
    capacity = capacity < most ? capacity : most;
    char *entries = realloc(sorter->entries, capacity * sorter->size);
    if (entries == NULL) {
        return rl_fail_nomem(error);
    }
    sorter->entries = entries;
    sorter->capacity = capacity;
    return REEL_OK;
}

reel_status rl_sorter_add(rl_sorter *sorter, const void *entry, reel_error *error) {
    reel_status status = sorter->count < sorter->capacity ? REEL_OK : make_room(sorter, error);
    if (status == REEL_OK) {
        memcpy(sorter->entries + sorter->count * sorter->size, entry, sorter->size);
        sorter->count++;
        sorter->total++;
    }
    return status;
}

/* ---- merging */

/* The next piece of a run; at == end when there is none. */
static reel_status fill(cursor *self, reel_error *error) {
    const rl_sorter *sorter = self->sorter;
    size_t count = self->left < self->room ? (size_t)self->left : self->room;
    if (sorter->stop != NULL && atomic_load(sorter->stop)) {
        return rl_run_cancelled(error);
    }
    self->at = self->end = self->piece;
    if (count == 0) {
        return REEL_OK;
    }
    reel_status status = rl_temporary_file_read(sorter->file, self->offset, self->piece, count * sorter->size, error);
    if (status == REEL_OK) {
        self->offset += count * sorter->size;
        self->left -= count;
        self->end = self->piece + count * sorter->size;
    }
    return status;
}

static void sift_down(rl_sorted *sorted, size_t at) {
    cursor *moved = sorted->heap[at];
    for (size_t child; (child = 2 * at + 1) < sorted->count; at = child) {
        if (child + 1 < sorted->count && sorted->compare(sorted->heap[child + 1]->at, sorted->heap[child]->at) < 0) {
            child++;
        }
        if (sorted->compare(moved->at, sorted->heap[child]->at) <= 0) {
            break;
        }
        sorted->heap[at] = sorted->heap[child];
    }
    sorted->heap[at] = moved;
}

static reel_status new_stream(const rl_sorter *kind, size_t most, rl_sorted **out_sorted, reel_error *error) {
    rl_sorted *sorted = calloc(1, sizeof *sorted);
    *out_sorted = sorted;
    if (sorted == NULL) {
        return rl_fail_nomem(error);
    }
    sorted->size = kind->size;
    sorted->compare = kind->compare;
    sorted->cursors = calloc(most + 1, sizeof *sorted->cursors);
    sorted->heap = calloc(most + 1, sizeof(cursor *));
    return sorted->cursors == NULL || sorted->heap == NULL ? rl_fail_nomem(error) : REEL_OK;
}

static reel_status add_run(rl_sorted *sorted, const rl_sorter *sorter, run from, size_t piece_bytes, reel_error *error) {
    cursor *self = &sorted->cursors[sorted->all++];
    size_t room = piece_bytes / sorter->size;
    *self = (cursor){.sorter = sorter, .offset = from.offset, .left = from.count, .room = room, .piece = malloc(room * sorter->size)};
    reel_status status = self->piece == NULL ? rl_fail_nomem(error) : fill(self, error);
    sorted->heap[sorted->count++] = self;
    return status;
}

static void add_memory(rl_sorted *sorted, const rl_sorter *sorter) {
    if (sorter->count > 0) {
        cursor *self = &sorted->cursors[sorted->all++];
        *self = (cursor){.sorter = sorter, .at = sorter->entries, .end = sorter->entries + sorter->count * sorter->size};
        sorted->heap[sorted->count++] = self;
    }
}

static void begin(rl_sorted *sorted) {
    for (size_t i = sorted->count / 2; i > 0; i--) {
        sift_down(sorted, i - 1);
    }
}

reel_status rl_sorted_next(rl_sorted *sorted, const void **out_entry, reel_error *error) {
    *out_entry = NULL;
    if (sorted->begun && sorted->count > 0) {
        cursor *first = sorted->heap[0];
        first->at += sorted->size;
        reel_status status = first->at == first->end && first->piece != NULL ? fill(first, error) : REEL_OK;
        if (status != REEL_OK) {
            return status;
        }
        if (first->at == first->end) {
            sorted->heap[0] = sorted->heap[--sorted->count];
        }
        if (sorted->count > 1) {
            sift_down(sorted, 0);
        }
    }
    sorted->begun = true;
    *out_entry = sorted->count == 0 ? NULL : sorted->heap[0]->at;
    return REEL_OK;
}

void rl_sorted_free(rl_sorted *sorted) {
    if (sorted != NULL) {
        for (size_t i = 0; i < sorted->all; i++) {
            free(sorted->cursors[i].piece);
        }
        free(sorted->cursors);
        free(sorted->heap);
        free(sorted);
    }
}

/* ---- fewer runs */

/* Runs that are merged at once, beside a piece for what comes out. */
static size_t most_runs(const rl_sorter *sorter) {
    size_t pieces = sorter->memory / PIECE_BYTES - 1;
    return pieces < MOST_RUNS ? pieces : MOST_RUNS;
}

static size_t piece_bytes(const rl_sorter *sorter, size_t runs) { return sorter->memory / (runs + 1); }

/* Merges the runs [first, end) of from to one of to. */
static reel_status merge_runs(const rl_sorter *from, size_t first, size_t end, rl_sorter *to, reel_error *error) {
    rl_sorted *sorted;
    size_t room = piece_bytes(from, end - first) / from->size;
    char *piece = malloc(room * from->size);
    run made = {.offset = to->written};
    reel_status status = new_stream(from, end - first, &sorted, error);
    if (status == REEL_OK && piece == NULL) {
        status = rl_fail_nomem(error);
    }
    for (size_t i = first; i < end && status == REEL_OK; i++) {
        status = add_run(sorted, from, from->runs[i], room * from->size, error);
    }
    if (status == REEL_OK) {
        begin(sorted);
    }
    size_t count = 0;
    bool ended = false;
    while (status == REEL_OK && !ended) {
        const void *entry;
        status = rl_sorted_next(sorted, &entry, error);
        ended = entry == NULL;
        if (!ended) {
            memcpy(piece + count++ * from->size, entry, from->size);
        }
        if (status == REEL_OK && count > 0 && (count == room || ended)) {
            status = rl_temporary_file_append(to->file, piece, count * from->size, error);
            made.count += count;
            count = 0;
        }
    }
    to->written += made.count * from->size;
    rl_sorted_free(sorted);
    free(piece);
    return status == REEL_OK ? note_run(to, made, error) : status;
}

/* One round: the runs of a sorter in another file, and fewer of them. */
static reel_status merge_round(rl_sorter *sorter, reel_error *error) {
    rl_sorter merged = *sorter;
    merged.runs = NULL;
    merged.run_count = merged.run_capacity = 0;
    merged.written = 0;
    size_t most = most_runs(sorter);
    reel_status status = rl_temporary_file_open(sorter->folder, &merged.file, error);
    for (size_t first = 0; first < sorter->run_count && status == REEL_OK; first += most) {
        size_t end = first + most < sorter->run_count ? first + most : sorter->run_count;
        status = merge_runs(sorter, first, end, &merged, error);
    }
    if (status != REEL_OK) {
        if (merged.file >= 0) {
            (void)close(merged.file);
        }
        free(merged.runs);
        return status;
    }
    (void)close(sorter->file);
    free(sorter->runs);
    *sorter = merged;
    return REEL_OK;
}

/* The rest becomes a run too when there are others: its memory is needed to read them. */
static reel_status make_ready(rl_sorter *sorter, reel_error *error) {
    reel_status status = REEL_OK;
    if (sorter->ready) {
        return REEL_OK;
    }
    if (sorter->run_count == 0) {
        sort_entries(sorter);
    } else {
        status = sorter->count > 0 ? write_run(sorter, error) : REEL_OK;
        free(sorter->entries);
        sorter->entries = NULL;
        sorter->capacity = 0;
    }
    while (status == REEL_OK && sorter->run_count > most_runs(sorter)) {
        status = merge_round(sorter, error);
    }
    sorter->ready = status == REEL_OK;
    return status;
}

reel_status rl_sorter_read(rl_sorter *const *sorters, size_t count, rl_sorted **out_sorted, reel_error *error) {
    reel_status status = REEL_OK;
    size_t runs = 0;
    *out_sorted = NULL;
    for (size_t i = 0; i < count && status == REEL_OK; i++) {
        status = make_ready(sorters[i], error);
        runs += sorters[i]->run_count + 1;
    }
    if (status == REEL_OK) {
        status = new_stream(sorters[0], runs, out_sorted, error);
    }
    for (size_t i = 0; i < count && status == REEL_OK; i++) {
        add_memory(*out_sorted, sorters[i]);
        for (size_t k = 0; k < sorters[i]->run_count && status == REEL_OK; k++) {
            status = add_run(*out_sorted, sorters[i], sorters[i]->runs[k], piece_bytes(sorters[i], sorters[i]->run_count), error);
        }
    }
    if (status != REEL_OK) {
        rl_sorted_free(*out_sorted);
        *out_sorted = NULL;
        return status;
    }
    begin(*out_sorted);
    return REEL_OK;
}
