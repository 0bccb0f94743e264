/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build: see build.h for the steps; here are the threads that take them.
 */
#include "indexer/build.h"

#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "indexer/build_steps.h"

enum { TELL_EVERY_MS = 100 };

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
        if (self->workers[i].error.status != REEL_OK) {
            if (error != NULL) {
                *error = self->workers[i].error;
            }
            return self->workers[i].error.status;
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

static void finish(rl_builder *self) {
    for (uint32_t i = 0; i < RL_BUILD_MAX_JOBS; i++) {
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
        status = rl_build_keep_carried(self, error);
    }
    rl_run_tell_notices(run);
    if (status == REEL_OK) {
        status = rl_build_make_sets(self, error);
    }
    if (status == REEL_OK) {
        status = rl_build_cut_parts(self, error);
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
