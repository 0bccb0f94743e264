/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * run: see run.h.
 */
#include "indexer/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_NOTICES = 100, DEFAULT_MEMORY_MIB = 256 };

struct rl_run_notice {
    char text[160];
    char path[512]; /* of the first document */
    uint64_t documents;
};

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

static void forget_problems(rl_run *run) {
    while (run->first_problem != NULL) {
        rl_run_problem *next = run->first_problem->next;
        free(run->first_problem);
        run->first_problem = next;
    }
    run->last_problem = NULL;
    run->notice_count = 0;
}

void rl_run_restart(rl_run *run) {
    forget_problems(run);
    run->report = (reel_index_report){0};
    atomic_store(&run->failed, 0);
    atomic_store(&run->repaired, 0);
    atomic_store(&run->documents_done, 0);
    atomic_store(&run->films_done, 0);
}

void rl_run_done(rl_run *run) {
    forget_problems(run);
    free(run->notices);
    (void)pthread_mutex_destroy(&run->mutex);
}

uint64_t rl_run_memory(const rl_run *run) {
    return run->options.memory_bytes == 0 ? (uint64_t)DEFAULT_MEMORY_MIB << 20 : run->options.memory_bytes;
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

bool rl_run_scan_place(void *user, const char *path, uint64_t files) {
    return rl_run_tell(user, REEL_EVENT_SCAN, files, 0, path, NULL);
}

/* ---- what many documents share */

static void count_notice(rl_run *run, const char *path, const char *text) {
    size_t at = 0;
    while (at < run->notice_count && strncmp(run->notices[at].text, text, sizeof run->notices[at].text - 1) != 0) {
        at++;
    }
    if (at == MAX_NOTICES) {
        return;
    }
    if (at == run->notice_count) {
        rl_run_notice *notices = realloc(run->notices, (at + 1) * sizeof *notices);
        if (notices == NULL) {
            return;
        }
        run->notices = notices;
        run->notice_count++;
        notices[at] = (rl_run_notice){.documents = 0};
        (void)snprintf(notices[at].text, sizeof notices[at].text, "%s", text);
        (void)snprintf(notices[at].path, sizeof notices[at].path, "%s", path);
    }
    run->notices[at].documents++;
    if (strncmp(path, run->notices[at].path, sizeof run->notices[at].path - 1) < 0) { /* the same whichever thread came first */
        (void)snprintf(run->notices[at].path, sizeof run->notices[at].path, "%s", path);
    }
}

void rl_run_notice_facts(rl_run *run, const char *path, const rl_facts *facts) {
    for (size_t i = 0; i < facts->block_count; i++) {
        const rl_block *block = &facts->blocks[i];
        bool is_name = block->reason != NULL && block->fate == RL_BLOCK_UNKNOWN &&
                       (strncmp(block->reason, "unknown key ", 12) == 0 || strncmp(block->reason, "unknown element ", 16) == 0 ||
                        strncmp(block->reason, "value of ", 9) == 0);
        if (is_name) {
            (void)pthread_mutex_lock(&run->mutex);
            count_notice(run, path, block->reason);
            (void)pthread_mutex_unlock(&run->mutex);
        }
    }
}

static int compare_notices(const void *a, const void *b) {
    return strcmp(((const rl_run_notice *)a)->text, ((const rl_run_notice *)b)->text);
}

void rl_run_tell_notices(rl_run *run) {
    if (run->notice_count > 1) {
        qsort(run->notices, run->notice_count, sizeof *run->notices, compare_notices);
    }
    for (size_t i = 0; i < run->notice_count; i++) {
        char message[256];
        const rl_run_notice *notice = &run->notices[i];
        (void)snprintf(message, sizeof message, "%s in %llu document%s; it was left out", notice->text,
                       (unsigned long long)notice->documents, notice->documents == 1 ? "" : "s");
        rl_run_problem_add(run, REEL_FORMAT, notice->path, 0, message);
    }
    run->notice_count = 0;
}

/* ---- telling */

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
    if (!run->planning) {
        tell_problems(run);
    }
    reel_event event = {.kind = kind, .done = done, .total = total, .path = path, .message = message};
    return call(run, &event);
}

reel_status rl_run_cancelled(reel_error *error) {
    return rl_fail(error, REEL_CANCELLED, "stopped on request; the index is as it was before");
}
