/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build: see build.h for the steps; here are the threads that take them.
 */
#include "indexer/build.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "indexer/build_steps.h"

enum {
    TELL_EVERY_MS = 100,
    TELL_EVERY = 1 << 14,      /* entries of a step */
    HELD_BYTES = 24 << 20,     /* whatever the setting: tables, stems, blocks of databases */
    PAIR_BYTES = 128,          /* memory a database takes for a term of a document until it commits, about */
    COMMIT_PAIRS = 80000,      /* of some 600 films: more at once fall out of the cache, see docs/tuning.md */
    COMMIT_PAIRS_LEAST = 10000,
    SPILL_BYTES = 1 << 20,     /* more at once write no faster */
    SPILL_BYTES_LEAST = 64 << 10
};

static size_t within(uint64_t value, size_t least, size_t most) {
    return value < least ? least : value > most ? most : (size_t)value;
}

/* The memory setting in shares. Databases get what is not held anyway; reading and finding sets come before these and take
 * less, so that the peak does not move with the size of a corpus. Sorters have a least size of their own. */
static rl_build_shares share_memory(uint64_t memory, uint32_t jobs) {
    return (rl_build_shares){.spill_bytes = within(memory / 64 / jobs, SPILL_BYTES_LEAST, SPILL_BYTES),
                             .document_bytes = within(memory / 64 / jobs, 0, SIZE_MAX),
                             .key_bytes = within(memory / 32 / jobs, 0, SIZE_MAX),
                             .record_bytes = within(memory / 64 / jobs, 0, SIZE_MAX),
                             .step_bytes = within(memory / 64, 0, SIZE_MAX),
                             .commit_pairs = within((memory > HELD_BYTES ? memory - HELD_BYTES : 0) / jobs / PAIR_BYTES,
                                                    COMMIT_PAIRS_LEAST, COMMIT_PAIRS)};
}

reel_status rl_build_sorter(rl_builder *self, size_t entry_bytes, rl_sorter_compare compare, size_t memory_bytes,
                            rl_sorter **out_sorter, reel_error *error) {
    return rl_sorter_new(self->generation, entry_bytes, compare, memory_bytes, &self->run->stop, out_sorter, error);
}

reel_status rl_build_read_all(rl_builder *self, rl_sorter *(*of)(const rl_build_worker *), rl_sorted **out_sorted, reel_error *error) {
    rl_sorter *sorters[RL_BUILD_MAX_JOBS];
    for (uint32_t i = 0; i < self->jobs; i++) {
        sorters[i] = of(&self->workers[i]);
    }
    return rl_sorter_read(sorters, self->jobs, out_sorted, error);
}

bool rl_build_goes_on(rl_builder *self, uint64_t entry) {
    return entry % TELL_EVERY != 0 || rl_run_tell(self->run, REEL_EVENT_DOCUMENT, self->run->documents_done, 0, NULL, NULL);
}

reel_status rl_build_stop(rl_build_worker *self, reel_status status) {
    self->error.status = status;
    atomic_store(&self->owner->run->stop, true);
    return status;
}

/* ---- threads */

static void *run_step(void *user) {
    rl_build_worker *self = user;
    self->step(self);
    rl_builder *owner = self->owner;
    (void)pthread_mutex_lock(&owner->mutex);
    owner->running--;
    (void)pthread_cond_signal(&owner->finished);
    (void)pthread_mutex_unlock(&owner->mutex);
    return NULL;
}

/* Waits until all workers are done, telling of progress. A caller that wants to stop sets the run's stop. */
static void wait_for_workers(rl_builder *self, reel_event_kind kind, atomic_uint_fast64_t *done, uint64_t total) {
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

reel_status rl_build_on_workers(rl_builder *self, void (*step)(rl_build_worker *), reel_event_kind kind, atomic_uint_fast64_t *done,
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
        reel_status status = self->workers[i].error.status;
        if (status != REEL_OK && status != REEL_CANCELLED) { /* one that was told to stop is not the reason */
            if (error != NULL) {
                *error = self->workers[i].error;
            }
            return status;
        }
    }
    return self->run->cancelled ? rl_run_cancelled(error) : REEL_OK;
}

/* ---- the whole */

static reel_status start(rl_builder *self, reel_error *error) {
    if (pthread_mutex_init(&self->mutex, NULL) != 0 || pthread_cond_init(&self->finished, NULL) != 0) {
        return rl_fail_nomem(error);
    }
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    self->jobs = self->run->options.jobs != 0 ? self->run->options.jobs : processors > 0 ? (uint32_t)processors : 1;
    if (self->jobs > RL_BUILD_MAX_JOBS) {
        self->jobs = RL_BUILD_MAX_JOBS;
    }
    self->shares = share_memory(rl_run_memory(self->run), self->jobs);
    reel_status status = self->input->corpus->count < UINT32_MAX
                             ? REEL_OK
                             : rl_fail(error, REEL_LIMIT, "more than 4,294,967,294 files cannot be indexed at once");
    for (uint32_t i = 0; i < self->jobs && status == REEL_OK; i++) {
        self->workers[i].owner = self;
        self->workers[i].number = i;
        status = rl_build_start_worker(&self->workers[i], error);
    }
    return status;
}

static void finish(rl_builder *self) {
    for (uint32_t i = 0; i < RL_BUILD_MAX_JOBS; i++) {
        rl_arena_free(self->workers[i].arena);
        rl_spill_free(self->workers[i].spill);
        rl_sorter_free(self->workers[i].documents);
        rl_sorter_free(self->workers[i].keys);
        rl_sorter_free(self->workers[i].records);
        free(self->workers[i].part);
    }
    rl_intake_queue_free(self->queue);
    rl_sorted_free(self->layout);
    rl_sorter_free(self->placed);
    rl_sorter_free(self->ties);
    rl_sorter_free(self->repeats);
    (void)pthread_cond_destroy(&self->finished);
    (void)pthread_mutex_destroy(&self->mutex);
    free(self);
}

reel_status rl_build(rl_run *run, const rl_build_input *input, const char *generation, reel_error *error) {
    rl_builder *self = calloc(1, sizeof *self);
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
        status = rl_build_on_workers(self, rl_build_read, REEL_EVENT_DOCUMENT, &run->documents_done, 0, error);
    }
    if (status == REEL_OK) {
        status = rl_intake_queue_status(self->queue, error);
    }
    if (status == REEL_OK) {
        status = rl_build_count_records(self, error);
    }
    if (status == REEL_OK) {
        status = rl_build_keep_carried(self, error);
    }
    rl_run_tell_notices(run);
    if (status == REEL_OK) {
        status = rl_build_tie(self, error);
    }
    if (status == REEL_OK) {
        status = rl_build_lay_out(self, error);
    }
    if (status == REEL_OK) {
        status = rl_build_on_workers(self, rl_build_write_parts, REEL_EVENT_WRITE, &run->films_done, self->set_count, error);
    }
    if (status == REEL_OK) {
        status = rl_build_merge_parts(self, error);
    }
    if (status == REEL_OK) {
        run->report.films = atomic_load(&run->films_done);
    }
    finish(self);
    return status;
}
