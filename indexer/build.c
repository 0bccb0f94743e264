/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build: see build.h for the steps.
 */
#include "indexer/build.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/index_dir.h"
#include "common/limits.h"
#include "indexer/film_writer.h"
#include "indexer/intake.h"
#include "indexer/intake_queue.h"
#include "indexer/spill.h"

enum {
    MAX_JOBS = 64,
    TELL_EVERY_MS = 100,
    DEFAULT_MEMORY_MIB = 256,
    MEMORY_PER_DOCUMENT = 12 << 10, /* of a small database being built; measured, see docs/tuning.md */
    LEAST_RUN_DOCUMENTS = 1000,
    MOST_RUN_DOCUMENTS = 8000 /* larger ones fall out of the cache and are slower; see docs/tuning.md */
};

/* A document that waits in a spill. */
typedef struct waiting {
    uint64_t sequence; /* of its work, then its line: the order of the corpus */
    uint64_t line;
    uint64_t offset;
    uint32_t length;
    uint32_t worker;
    uint32_t first_key, key_count; /* in its worker's key hashes */
} waiting;

typedef struct build build;

typedef struct worker worker;

struct worker {
    build *owner;
    uint32_t number;
    pthread_t thread;
    void (*step)(worker *self); /* what the thread does */
    rl_arena *arena;
    rl_spill *spill;
    waiting *documents;
    size_t document_count, document_capacity;
    uint64_t *keys;
    size_t key_count, key_capacity;
    reel_error error;
};

/* A run of sets that becomes one database. */
typedef struct part {
    size_t first_set, last_set; /* exclusive end */
} part;

struct build {
    rl_run *run;
    const rl_build_input *input;
    const char *generation;
    rl_intake_queue *queue;
    worker workers[MAX_JOBS];
    uint32_t jobs;
    waiting *documents; /* all workers', in the order of the corpus */
    size_t document_count;
    uint32_t *set_documents; /* document numbers, set by set */
    size_t *set_starts;      /* where each set begins; one more at the end */
    size_t set_count;
    part *parts;
    size_t part_count;
    atomic_size_t next_part;
    pthread_mutex_t mutex; /* guards running */
    pthread_cond_t finished;
    uint32_t running;
};

static reel_status stop_with(worker *self, reel_status status) {
    self->error.status = status;
    atomic_store(&self->owner->run->stop, true);
    return status;
}

/* ---- step 1: read */

typedef struct key_sink {
    worker *self;
    bool failed;
} key_sink;

static void take_key(void *user, rl_str key) {
    key_sink *sink = user;
    worker *self = sink->self;
    if (self->key_count == self->key_capacity) {
        size_t capacity = self->key_capacity == 0 ? 4096 : self->key_capacity * 2;
        uint64_t *keys = realloc(self->keys, capacity * sizeof *keys);
        if (keys == NULL) {
            sink->failed = true;
            return;
        }
        self->keys = keys;
        self->key_capacity = capacity;
    }
    self->keys[self->key_count++] = XXH3_64bits(key.at, key.length);
}

/* An override ties two documents together as a shared key would. */
static void take_override_keys(key_sink *sink, const rl_identity *identity) {
    const rl_build_input *input = sink->self->owner->input;
    for (size_t i = 0; i < input->override_count; i++) {
        const rl_override *override = &input->overrides[i];
        if (rl_identity_is_named(identity, override->a) || rl_identity_is_named(identity, override->b)) {
            char name[32];
            int length = snprintf(name, sizeof name, "\1override %zu", i);
            take_key(sink, (rl_str){name, (size_t)length});
        }
    }
}

static reel_status keep(worker *self, const rl_join_item *item, uint64_t sequence, uint64_t line) {
    if (self->document_count == self->document_capacity) {
        size_t capacity = self->document_capacity == 0 ? 1024 : self->document_capacity * 2;
        waiting *documents = realloc(self->documents, capacity * sizeof *documents);
        if (documents == NULL) {
            return rl_fail_nomem(&self->error);
        }
        self->documents = documents;
        self->document_capacity = capacity;
    }
    waiting document = {.sequence = sequence, .line = line, .worker = self->number, .first_key = (uint32_t)self->key_count};
    key_sink sink = {self, false};
    rl_identity_keys_each(&item->identity, take_key, &sink);
    take_override_keys(&sink, &item->identity);
    if (sink.failed) {
        return rl_fail_nomem(&self->error);
    }
    document.key_count = (uint32_t)self->key_count - document.first_key;
    reel_status status = rl_spill_put(self->spill, self->arena, &item->contribution, &document.offset, &document.length,
                                      &self->error);
    if (status == REEL_OK) {
        self->documents[self->document_count++] = document;
    }
    return status;
}

/* Reads one document. A document that cannot be read is reported; only what ends the run is a failure. */
static reel_status read_one(worker *self, rl_work *work, rl_str key, rl_str display, rl_str bytes, uint64_t line,
                            bool *out_film) {
    rl_run *run = self->owner->run;
    rl_intake intake;
    reel_error error;
    *out_film = false;
    reel_status status = rl_intake_read(self->arena, key, display, bytes, &intake, &error);
    if (status == REEL_NOMEM) {
        return rl_fail_nomem(&self->error);
    }
    if (status != REEL_OK) {
        run->failed++;
        rl_run_problem_add(run, status, work->path, line != 0 ? (uint32_t)line : error.line, error.message);
        work->state = RL_LEDGER_FAILED;
        (void)snprintf(work->note, sizeof work->note, "%.255s", error.message);
        return REEL_OK;
    }
    if (intake.repaired > 0) {
        run->repaired++;
    }
    run->documents_done++;
    if (!intake.is_film) {
        work->state = RL_LEDGER_NO_FILM;
        (void)snprintf(work->note, sizeof work->note, "about %s", rl_intake_subject_name(intake.facts.subject));
        return REEL_OK;
    }
    *out_film = true;
    rl_join_item item = {intake.contribution, intake.identity};
    return keep(self, &item, work->sequence, line);
}

static reel_status read_records(worker *self, rl_work *work) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    reel_status status = REEL_OK;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++) {
        uint64_t hash = 0;
        if (rl_str_trim(line).length > 0) {
            bool film = false;
            rl_arena_clear(self->arena);
            status = read_one(self, work, rl_ledger_record_key(self->arena, work->key, number),
                              rl_ledger_record_key(self->arena, work->display, number), line, number, &film);
            hash = film ? rl_intake_hash(line) : 0;
            work->film_lines += film;
        }
        rl_buffer_add(&work->line_hashes, &hash, sizeof hash);
    }
    return status == REEL_OK && work->line_hashes.failed ? rl_fail_nomem(&self->error) : status;
}

static void read_works(worker *self) {
    rl_intake_queue *queue = self->owner->queue;
    rl_work work = {0};
    while (rl_intake_queue_next(queue, &work)) {
        reel_status status;
        if (work.records) {
            status = read_records(self, &work);
        } else {
            bool film;
            rl_arena_clear(self->arena);
            status = read_one(self, &work, work.key, work.display, rl_buffer_str(&work.bytes), 0, &film);
        }
        if (status != REEL_OK) {
            (void)stop_with(self, status);
            break;
        }
        rl_intake_queue_finish(queue, &work);
    }
    rl_work_done(&work);
    if (self->error.status == REEL_OK) {
        reel_status status = rl_spill_flush(self->spill, &self->error);
        if (status != REEL_OK) {
            (void)stop_with(self, status);
        }
    }
}

/* ---- threads */

static void *run_step(void *user) {
    worker *self = user;
    self->step(self);
    build *owner = self->owner;
    (void)pthread_mutex_lock(&owner->mutex);
    owner->running--;
    (void)pthread_cond_signal(&owner->finished);
    (void)pthread_mutex_unlock(&owner->mutex);
    return NULL;
}

/* Waits until all workers are done, telling of progress. A caller that wants to stop sets the run's stop. */
static void wait_for_workers(build *self, reel_event_kind kind, atomic_uint_fast64_t *done, uint64_t total) {
    (void)pthread_mutex_lock(&self->mutex);
    while (self->running > 0) {
        struct timespec until;
        (void)clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += TELL_EVERY_MS * 1000000L;
        if (until.tv_nsec >= 1000000000L) {
            until.tv_sec++;
            until.tv_nsec -= 1000000000L;
        }
        (void)pthread_cond_timedwait(&self->finished, &self->mutex, &until);
        (void)pthread_mutex_unlock(&self->mutex);
        (void)rl_run_tell(self->run, kind, atomic_load(done), total, NULL, NULL);
        (void)pthread_mutex_lock(&self->mutex);
    }
    (void)pthread_mutex_unlock(&self->mutex);
}

static reel_status on_workers(build *self, void (*step)(worker *), reel_event_kind kind, atomic_uint_fast64_t *done,
                              uint64_t total, reel_error *error) {
    uint32_t started = 0;
    self->running = self->jobs;
    for (; started < self->jobs; started++) {
        self->workers[started].step = step;
        if (pthread_create(&self->workers[started].thread, NULL, run_step, &self->workers[started]) != 0) {
            (void)pthread_mutex_lock(&self->mutex);
            self->running -= self->jobs - started;
            (void)pthread_mutex_unlock(&self->mutex);
            break;
        }
    }
    wait_for_workers(self, kind, done, total);
    for (uint32_t i = 0; i < started; i++) {
        (void)pthread_join(self->workers[i].thread, NULL);
    }
    if (started == 0) {
        return rl_fail(error, REEL_NOMEM, "no thread could be started");
    }
    for (uint32_t i = 0; i < started; i++) {
        if (self->workers[i].error.status != REEL_OK) {
            if (error != NULL) {
                *error = self->workers[i].error;
            }
            return self->workers[i].error.status;
        }
    }
    return self->run->cancelled ? rl_run_cancelled(error) : REEL_OK;
}

/* ---- step 2: sets of documents that may be one film */

typedef struct key_use {
    uint64_t key;
    uint32_t document;
} key_use;

static int compare_uses(const void *a, const void *b) {
    const key_use *left = a;
    const key_use *right = b;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return left->document < right->document ? -1 : left->document > right->document;
}

static int compare_waiting(const void *a, const void *b) {
    const waiting *left = a;
    const waiting *right = b;
    if (left->sequence != right->sequence) {
        return left->sequence < right->sequence ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

/* The smallest document of a set stands for it; paths are halved on the way. */
static uint32_t find_root(uint32_t *parents, uint32_t document) {
    while (parents[document] != document) {
        parents[document] = parents[parents[document]];
        document = parents[document];
    }
    return document;
}

static void unite(uint32_t *parents, uint32_t a, uint32_t b) {
    uint32_t left = find_root(parents, a);
    uint32_t right = find_root(parents, b);
    if (left < right) {
        parents[right] = left;
    } else {
        parents[left] = right;
    }
}

static reel_status gather_documents(build *self, size_t *out_key_count, reel_error *error) {
    size_t count = 0;
    *out_key_count = 0;
    for (uint32_t i = 0; i < self->jobs; i++) {
        count += self->workers[i].document_count;
        *out_key_count += self->workers[i].key_count;
    }
    if (count >= UINT32_MAX) {
        return rl_fail(error, REEL_LIMIT, "more than 4,294,967,294 documents cannot be indexed at once");
    }
    self->documents = malloc((count + 1) * sizeof *self->documents);
    if (self->documents == NULL) {
        return rl_fail_nomem(error);
    }
    for (uint32_t i = 0; i < self->jobs; i++) {
        worker *from = &self->workers[i];
        if (from->document_count > 0) {
            memcpy(self->documents + self->document_count, from->documents, from->document_count * sizeof *from->documents);
        }
        self->document_count += from->document_count;
        free(from->documents);
        from->documents = NULL;
    }
    qsort(self->documents, self->document_count, sizeof *self->documents, compare_waiting);
    return REEL_OK;
}

static void unite_by_keys(build *self, key_use *uses, uint32_t *parents) {
    size_t count = 0;
    for (size_t i = 0; i < self->document_count; i++) {
        const waiting *document = &self->documents[i];
        const uint64_t *keys = self->workers[document->worker].keys + document->first_key;
        for (uint32_t k = 0; k < document->key_count; k++) {
            uses[count++] = (key_use){keys[k], (uint32_t)i};
        }
    }
    qsort(uses, count, sizeof *uses, compare_uses);
    for (size_t i = 1; i < count; i++) {
        if (uses[i].key == uses[i - 1].key) {
            unite(parents, uses[i - 1].document, uses[i].document);
        }
    }
}

/* Lays the documents out set by set: a counting sort by root, which keeps both orders. */
static void lay_out_sets(build *self, uint32_t *parents, size_t *sizes) {
    size_t count = self->document_count;
    for (size_t i = 0; i < count; i++) {
        sizes[find_root(parents, (uint32_t)i)]++;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (parents[i] == i) {
            self->set_starts[self->set_count++] = at;
            size_t size = sizes[i];
            sizes[i] = at;
            at += size;
        }
    }
    self->set_starts[self->set_count] = at;
    for (size_t i = 0; i < count; i++) {
        self->set_documents[sizes[find_root(parents, (uint32_t)i)]++] = (uint32_t)i;
    }
}

static reel_status make_sets(build *self, reel_error *error) {
    size_t key_count;
    reel_status status = gather_documents(self, &key_count, error);
    if (status != REEL_OK) {
        return status;
    }
    size_t count = self->document_count;
    key_use *uses = malloc((key_count + 1) * sizeof *uses);
    uint32_t *parents = malloc((count + 1) * sizeof *parents);
    size_t *sizes = calloc(count + 1, sizeof *sizes);
    self->set_documents = malloc((count + 1) * sizeof *self->set_documents);
    self->set_starts = malloc((count + 1) * sizeof *self->set_starts);
    if (uses == NULL || parents == NULL || sizes == NULL || self->set_documents == NULL || self->set_starts == NULL) {
        status = rl_fail_nomem(error);
    } else {
        for (size_t i = 0; i < count; i++) {
            parents[i] = (uint32_t)i;
        }
        unite_by_keys(self, uses, parents);
        lay_out_sets(self, parents, sizes);
    }
    free(uses);
    free(parents);
    free(sizes);
    for (uint32_t i = 0; i < self->jobs; i++) {
        free(self->workers[i].keys);
        self->workers[i].keys = NULL;
    }
    return status;
}

/* Parts are as large as memory allows; their number does not change the result. */
static reel_status cut_parts(build *self, reel_error *error) {
    uint64_t memory = self->run->options.memory_bytes;
    if (memory == 0) {
        memory = (uint64_t)DEFAULT_MEMORY_MIB << 20;
    }
    size_t documents = (size_t)(memory / self->jobs / MEMORY_PER_DOCUMENT);
    if (documents > MOST_RUN_DOCUMENTS) {
        documents = MOST_RUN_DOCUMENTS;
    }
    if (documents > self->document_count / self->jobs + 1) {
        documents = self->document_count / self->jobs + 1;
    }
    if (documents < LEAST_RUN_DOCUMENTS) {
        documents = LEAST_RUN_DOCUMENTS;
    }
    self->parts = malloc((self->document_count / documents + 2) * sizeof *self->parts);
    if (self->parts == NULL) {
        return rl_fail_nomem(error);
    }
    size_t first = 0;
    for (size_t set = 0; set < self->set_count; set++) {
        if (self->set_starts[set + 1] - self->set_starts[first] >= documents || set + 1 == self->set_count) {
            self->parts[self->part_count++] = (part){first, set + 1};
            first = set + 1;
        }
    }
    return REEL_OK;
}

/* ---- step 3: write */

static void part_path(const build *self, size_t number, char *out, size_t size) {
    (void)snprintf(out, size, "%s/part-%06zu", self->generation, number);
}

static reel_status write_set(worker *self, rl_film_writer *films, rl_writer *store, size_t set) {
    build *owner = self->owner;
    size_t count = owner->set_starts[set + 1] - owner->set_starts[set];
    rl_arena_clear(self->arena);
    rl_join_item *items = rl_arena_array(self->arena, count, sizeof *items);
    if (items == NULL) {
        return rl_fail_nomem(&self->error);
    }
    reel_status status = REEL_OK;
    for (size_t i = 0; i < count && status == REEL_OK; i++) {
        const waiting *document = &owner->documents[owner->set_documents[owner->set_starts[set] + i]];
        status = rl_spill_get(owner->workers[document->worker].spill, self->arena, document->offset, document->length,
                              &items[i], &self->error);
    }
    rl_joined_film *joined = NULL;
    size_t joined_count = 0;
    if (status == REEL_OK) {
        status = rl_join(self->arena, items, count, owner->input->overrides, owner->input->override_count, &joined,
                         &joined_count, &self->error);
    }
    for (size_t i = 0; i < joined_count && status == REEL_OK; i++) {
        status = rl_film_writer_put(films, store, &joined[i], 0, &self->error);
        owner->run->films_done++;
    }
    return status;
}

static reel_status write_part(worker *self, rl_film_writer *films, size_t number) {
    build *owner = self->owner;
    char path[PATH_MAX];
    part_path(owner, number, path, sizeof path);
    rl_writer *store;
    reel_status status = rl_writer_open(path, RL_WRITER_CREATE, 0, &store, &self->error);
    if (status != REEL_OK) {
        return status;
    }
    for (size_t set = owner->parts[number].first_set; set < owner->parts[number].last_set && status == REEL_OK; set++) {
        status = write_set(self, films, store, set);
        if (atomic_load(&owner->run->stop)) {
            break;
        }
    }
    if (status == REEL_OK && !atomic_load(&owner->run->stop)) {
        status = rl_writer_commit(store, &self->error);
    }
    rl_writer_close(store);
    return status;
}

static void write_parts(worker *self) {
    build *owner = self->owner;
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
        (void)stop_with(self, status);
    }
}

/* ---- step 4: merge */

static reel_status fill_ledger(build *self, rl_writer *store, reel_error *error) {
    reel_index_report *report = &self->run->report;
    reel_status status = rl_index_stamp(store, error);
    for (size_t i = 0; i < self->input->corpus->count && status == REEL_OK; i++) {
        bool read;
        const rl_ledger_file *row = rl_intake_queue_row(self->queue, i, &read);
        if (read) {
            status = rl_ledger_put(store, row, error);
            report->documents += rl_ledger_documents(row);
            report->added += rl_ledger_documents(row);
        }
    }
    for (size_t i = 0; i < self->input->carried_count && status == REEL_OK; i++) {
        status = rl_ledger_put(store, &self->input->carried_rows[i], error);
        report->documents++;
        report->unchanged++;
    }
    if (status == REEL_OK) {
        status = rl_ledger_put_roots(store, self->input->roots, self->input->root_count, error);
    }
    if (status == REEL_OK && self->input->overrides_text.length > 0) {
        status = rl_ledger_put_overrides(store, self->input->overrides_text, error);
    }
    return status;
}

static reel_status write_ledger(build *self, const char *path, reel_error *error) {
    rl_writer *store;
    reel_status status = rl_writer_open(path, RL_WRITER_CREATE, 0, &store, error);
    if (status != REEL_OK) {
        return status;
    }
    status = fill_ledger(self, store, error);
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

static reel_status remove_parts(const char **paths, size_t count, reel_error *error) {
    for (size_t i = 0; i < count; i++) {
        if (nftw(paths[i], remove_entry, 8, FTW_DEPTH | FTW_PHYS) != 0) {
            return rl_fail_at(error, REEL_IO, paths[i], 0, "%s could not be removed: %s", paths[i], strerror(errno));
        }
    }
    return REEL_OK;
}

static reel_status merge_parts(build *self, reel_error *error) {
    size_t count = self->part_count + 1; /* and the ledger's */
    char (*paths)[PATH_MAX] = malloc(count * sizeof *paths);
    const char **list = malloc(count * sizeof *list);
    reel_status status = paths == NULL || list == NULL ? rl_fail_nomem(error) : REEL_OK;
    if (status == REEL_OK) {
        for (size_t i = 0; i < count; i++) {
            part_path(self, i, paths[i], sizeof paths[i]);
            list[i] = paths[i];
        }
        status = write_ledger(self, paths[count - 1], error);
    }
    if (status == REEL_OK && !rl_run_tell(self->run, REEL_EVENT_FINISH, 0, 0, NULL, NULL)) {
        status = rl_run_cancelled(error);
    }
    if (status == REEL_OK) {
        status = rl_store_compact(list, count, self->generation, true, error);
    }
    if (status == REEL_OK) {
        status = remove_parts(list, count, error);
    }
    free(paths);
    free(list);
    return status;
}

/* ---- the whole */

static reel_status keep_carried(build *self, reel_error *error) {
    worker *first = &self->workers[0];
    reel_status status = REEL_OK;
    for (size_t i = 0; i < self->input->carried_count && status == REEL_OK; i++) {
        rl_arena_clear(first->arena);
        status = keep(first, &self->input->carried[i], UINT64_MAX, i);
    }
    if (status != REEL_OK && error != NULL) {
        *error = first->error;
    }
    return status;
}

static reel_status start(build *self, reel_error *error) {
    if (pthread_mutex_init(&self->mutex, NULL) != 0 || pthread_cond_init(&self->finished, NULL) != 0) {
        return rl_fail_nomem(error);
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    self->jobs = self->run->options.jobs != 0 ? self->run->options.jobs : processors > 0 ? (uint32_t)processors : 1;
    if (self->jobs > MAX_JOBS) {
        self->jobs = MAX_JOBS;
    }
    reel_status status = REEL_OK;
    for (uint32_t i = 0; i < self->jobs && status == REEL_OK; i++) {
        self->workers[i].owner = self;
        self->workers[i].number = i;
        self->workers[i].arena = rl_arena_new();
        status = self->workers[i].arena == NULL ? rl_fail_nomem(error)
                                                : rl_spill_new(self->generation, &self->workers[i].spill, error);
    }
    return status;
}

static void finish(build *self) {
    for (uint32_t i = 0; i < MAX_JOBS; i++) {
        rl_arena_free(self->workers[i].arena);
        rl_spill_free(self->workers[i].spill);
        free(self->workers[i].documents);
        free(self->workers[i].keys);
    }
    rl_intake_queue_free(self->queue);
    free(self->documents);
    free(self->set_documents);
    free(self->set_starts);
    free(self->parts);
    (void)pthread_cond_destroy(&self->finished);
    (void)pthread_mutex_destroy(&self->mutex);
    free(self);
}

reel_status rl_build(rl_run *run, const rl_build_input *input, const char *generation, reel_error *error) {
    build *self = calloc(1, sizeof *self);
    if (self == NULL) {
        return rl_fail_nomem(error);
    }
    self->run = run;
    self->input = input;
    self->generation = generation;
    reel_status status = start(self, error);
    if (status == REEL_OK) {
        status = rl_intake_queue_new(run, input->corpus->files, input->corpus->count, input->settle_time, &self->queue, error);
    }
    if (status == REEL_OK) {
        status = keep_carried(self, error);
    }
    if (status == REEL_OK) {
        status = on_workers(self, read_works, REEL_EVENT_DOCUMENT, &run->documents_done, 0, error);
    }
    if (status == REEL_OK) {
        status = rl_intake_queue_status(self->queue, error);
    }
    if (status == REEL_OK) {
        status = make_sets(self, error);
    }
    if (status == REEL_OK) {
        status = cut_parts(self, error);
    }
    if (status == REEL_OK) {
        status = on_workers(self, write_parts, REEL_EVENT_WRITE, &run->films_done, self->set_count, error);
    }
    if (status == REEL_OK) {
        status = merge_parts(self, error);
    }
    if (status == REEL_OK) {
        run->report.films = atomic_load(&run->films_done);
    }
    finish(self);
    return status;
}
