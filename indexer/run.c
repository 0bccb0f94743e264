/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run: see run.h.
 */
#include "indexer/run.h"

#include <stdlib.h>

#include "common/option_struct.h"

struct rl_run_problem {
    rl_run_problem *next;
    reel_error error;
};

reel_status rl_run_init(rl_run *run, const char *index_path, const reel_index_options *options, reel_error *error) {
    const reel_index_options defaults = REEL_INDEX_OPTIONS_INIT;
    *run = (rl_run){.index_path = index_path, .options = defaults};
    reel_status status = rl_option_struct_read(options, &run->options, sizeof run->options, "REEL_INDEX_OPTIONS_INIT", error);
    if (status != REEL_OK) {
        return status;
    }
    if (pthread_mutex_init(&run->mutex, NULL) != 0) {
        return rl_fail_nomem(error);
    }
    return REEL_OK;
}

void rl_run_done(rl_run *run) {
    while (run->first_problem != NULL) {
        rl_run_problem *next = run->first_problem->next;
        free(run->first_problem);
        run->first_problem = next;
    }
    (void)pthread_mutex_destroy(&run->mutex);
}

void rl_run_problem_add(rl_run *run, reel_status status, const char *path, uint32_t line, const char *message) {
    if (run->options.progress == NULL) {
        return;
    }
    rl_run_problem *problem = calloc(1, sizeof *problem);
    if (problem == NULL) {
        return; /* a report about running out of memory may itself be lost */
    }
    (void)rl_fail_at(&problem->error, status, path, line, "%s", message);
    (void)pthread_mutex_lock(&run->mutex);
    if (run->last_problem == NULL) {
        run->first_problem = problem;
    } else {
        run->last_problem->next = problem;
    }
    run->last_problem = problem;
    (void)pthread_mutex_unlock(&run->mutex);
}

void rl_run_scan_problem(void *user, reel_status status, const char *path, const char *message) {
    rl_run *run = user;
    run->failed++;
    rl_run_problem_add(run, status, path, 0, message);
}

static bool call(rl_run *run, const reel_event *event) {
    if (!run->cancelled && run->options.progress != NULL && !run->options.progress(run->options.user, event)) {
        run->cancelled = true;
        atomic_store(&run->stop, true);
    }
    return !run->cancelled;
}

static void tell_problems(rl_run *run) {
    for (;;) {
        (void)pthread_mutex_lock(&run->mutex);
        rl_run_problem *problem = run->first_problem;
        if (problem != NULL) {
            run->first_problem = problem->next;
            if (run->first_problem == NULL) {
                run->last_problem = NULL;
            }
        }
        (void)pthread_mutex_unlock(&run->mutex);
        if (problem == NULL) {
            return;
        }
        reel_event event = {.kind = REEL_EVENT_PROBLEM,
                            .status = problem->error.status,
                            .path = problem->error.path,
                            .line = problem->error.line,
                            .message = problem->error.message};
        (void)call(run, &event);
        free(problem);
    }
}

bool rl_run_tell(rl_run *run, reel_event_kind kind, uint64_t done, uint64_t total, const char *path, const char *message) {
    tell_problems(run);
    reel_event event = {.kind = kind, .done = done, .total = total, .path = path, .message = message};
    return call(run, &event);
}

reel_status rl_run_cancelled(reel_error *error) {
    return rl_fail(error, REEL_CANCELLED, "stopped on request; the index is as it was before");
}
