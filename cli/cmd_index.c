/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cmd_index: reel index, with a progress bar on a terminal.
 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/watch.h"

enum { PROBLEMS_SHOWN = 20 };

/* The problems of a run. Those of the run before are not told again while folders are watched. */
typedef struct problem_list {
    uint64_t hashes[PROBLEMS_SHOWN];
    uint64_t count; /* those that are not shown as well */
} problem_list;

typedef struct progress {
    bool terminal; /* stderr is one: draw a bar */
    bool quiet;
    bool dry_run;
    bool json;
    bool drawn;    /* a bar stands on the line */
    problem_list problems, told;
    double started, last_drawn, stage_started;
    reel_event_kind stage;
    watch *watched; /* NULL unless folders are */
} progress;

static volatile sig_atomic_t interrupted;

static void on_interrupt(int number) {
    (void)number;
    interrupted = 1;
}

static double now(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void erase(progress *self) {
    if (self->drawn) {
        (void)fputs("\r\033[K", stderr);
        self->drawn = false;
    }
}

static const char *stage_name(reel_event_kind kind) {
    switch (kind) {
    case REEL_EVENT_SCAN:
        return "looking";
    case REEL_EVENT_DOCUMENT:
        return "reading";
    case REEL_EVENT_WRITE:
        return "writing";
    case REEL_EVENT_FINISH:
        return "merging";
    case REEL_EVENT_PROBLEM:
    case REEL_EVENT_PLAN:
        break;
    }
    return "";
}

/* "writing  [########........] 31,000 of 60,011  5,200/s  6 s left" */
static void draw(progress *self, const reel_event *event) {
    enum { BAR = 24 };
    double elapsed = now() - self->stage_started;
    double rate = elapsed > 0.2 ? (double)event->done / elapsed : 0;
    erase(self);
    (void)fprintf(stderr, "%s ", stage_name(event->kind));
    if (event->total > 0) {
        int filled = (int)(event->done * BAR / event->total);
        for (int i = 0; i < BAR; i++) {
            (void)fputc(i < filled ? '#' : '.', stderr);
        }
        (void)fprintf(stderr, " %llu of %llu", (unsigned long long)event->done, (unsigned long long)event->total);
    } else if (event->done > 0) {
        (void)fprintf(stderr, "%llu", (unsigned long long)event->done);
    }
    if (rate > 0) {
        (void)fprintf(stderr, "  %.0f/s", rate);
        if (event->total > event->done) {
            (void)fprintf(stderr, "  %.0f s left", (double)(event->total - event->done) / rate);
        }
    }
    (void)fflush(stderr);
    self->drawn = true;
}

static uint64_t mix(uint64_t hash, const char *text) {
    for (; text != NULL && *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * UINT64_C(1099511628211);
    }
    return hash;
}

/* Among the problems of the run before. Notes it for the next. */
static bool was_told(progress *self, const reel_event *event) {
    uint64_t hash = mix(mix(UINT64_C(14695981039346656037) + event->line, event->path), event->message);
    self->problems.hashes[self->problems.count - 1] = hash;
    for (size_t i = 0; i < self->told.count && i < PROBLEMS_SHOWN; i++) {
        if (self->told.hashes[i] == hash) {
            return true;
        }
    }
    return false;
}

static void tell_problem(progress *self, const reel_event *event) {
    self->problems.count++;
    if (self->quiet || self->problems.count > PROBLEMS_SHOWN || was_told(self, event)) {
        return;
    }
    erase(self);
    if (event->line != 0) {
        (void)fprintf(stderr, "reel: %s:%u: %s\n", event->path, event->line, event->message);
    } else {
        (void)fprintf(stderr, "reel: %s: %s\n", event->path, event->message);
    }
}

/* What a dry run would do. Paths are bytes, and JSON is UTF-8: a path that is not is left out. */
static void print_plan(const progress *self, const reel_event *event) {
    if (self->json) {
        json_t *path = json_string(event->path);
        (void)cli_print_json(json_pack("{s:s, s:o*, s:I}", "action", event->message, "path", path, "line", (json_int_t)event->done));
    } else if (event->done != 0) {
        (void)printf("%-7s %s:%llu\n", event->message, event->path, (unsigned long long)event->done);
    } else {
        (void)printf("%-7s %s\n", event->message, event->path);
    }
}

static bool on_event(void *user, const reel_event *event) {
    progress *self = user;
    if (event->kind == REEL_EVENT_PROBLEM) {
        tell_problem(self, event);
    } else if (event->kind == REEL_EVENT_PLAN) {
        print_plan(self, event);
    } else if (event->kind == REEL_EVENT_SCAN && event->path != NULL && self->watched != NULL) {
        watch_add(self->watched, event->path);
    } else if (self->terminal && !self->quiet) {
        double time = now();
        if (event->kind != self->stage) {
            self->stage = event->kind;
            self->stage_started = time;
        }
        if (time - self->started > 0.3 && time - self->last_drawn > 0.1) {
            self->last_drawn = time;
            draw(self, event);
        }
    }
    return interrupted == 0;
}

static int print_report(const options *given, const reel_index_report *report) {
    if (cli_is_json(given)) {
        return cli_print_json(json_pack(
            "{s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f}", "schema", 1, "films", (json_int_t)report->films, "documents",
            (json_int_t)report->documents, "added", (json_int_t)report->added, "updated", (json_int_t)report->updated, "removed",
            (json_int_t)report->removed, "unchanged", (json_int_t)report->unchanged, "failed", (json_int_t)report->failed, "repaired",
            (json_int_t)report->repaired, "seconds", report->seconds));
    }
    (void)printf("indexed %llu films from %llu documents (%llu added, %llu updated, %llu removed, %llu unchanged, %llu failed) in %.1f s\n",
                 (unsigned long long)report->films, (unsigned long long)report->documents, (unsigned long long)report->added,
                 (unsigned long long)report->updated, (unsigned long long)report->removed,
                 (unsigned long long)report->unchanged, (unsigned long long)report->failed, report->seconds);
    return 0;
}

static bool read_options(const options *given, reel_index_options *out) {
    uint64_t jobs;
    uint64_t memory;
    uint64_t wait;
    if (!option_number(given, OPTION_JOBS, 0, 1, 64, &jobs) || !option_number(given, OPTION_MEMORY, 0, 16, 1 << 20, &memory) ||
        !option_number(given, OPTION_WAIT, 5, 0, 86400, &wait)) {
        return false;
    }
    out->full = option_is_on(given, OPTION_FULL);
    out->dry_run = option_is_on(given, OPTION_DRY_RUN);
    out->jobs = (uint32_t)jobs;
    out->memory_bytes = memory << 20;
    out->lock_wait_ms = (uint32_t)wait * 1000;
    return true;
}

static int index_once(const options *given, const char *path, reel_index_options *settings, watch *watched, problem_list *told) {
    progress self = {.terminal = isatty(STDERR_FILENO) == 1, .quiet = option_is_on(given, OPTION_QUIET), .dry_run = settings->dry_run,
                     .json = cli_is_json(given), .started = now(), .watched = watched, .told = *told};
    reel_index_report report;
    reel_error error;
    settings->progress = on_event;
    settings->user = &self;
    reel_status status = reel_index_paths(path, (const char *const *)given->words, given->word_count, settings, &report, &error);
    erase(&self);
    if (!self.quiet && self.problems.count > PROBLEMS_SHOWN && self.problems.count != told->count) {
        (void)fprintf(stderr, "reel: and %llu more; reel audit lists the documents that were left out\n",
                      (unsigned long long)(self.problems.count - PROBLEMS_SHOWN));
    }
    *told = self.problems;
    if (status != REEL_OK) {
        return cli_fail(&error);
    }
    if (settings->dry_run) {
        return 0;
    }
    uint64_t changed = report.added + report.updated + report.removed;
    int code = watched == NULL || changed > 0 ? print_report(given, &report) : 0;
    (void)fflush(stdout);
    /* Nothing was found that can be indexed. A watch waits for it. */
    return code == 0 && watched == NULL && changed + report.unchanged == 0 ? EXIT_NOTHING : code;
}

static size_t count_gone(const options *given) {
    size_t gone = 0;
    for (size_t i = 0; i < given->word_count; i++) {
        gone += access(given->words[i], F_OK) != 0;
    }
    return gone;
}

/* The first run has to succeed; what keeps a later one from it (another writer, a full disk) may pass. A full build is
 * asked for once. A folder that is gone cannot be watched: it is looked for now and then. */
static int index_and_watch(const options *given, const char *path, reel_index_options *settings) {
    enum { RETRY_SECONDS = 10 };
    watch watched;
    if (!watch_open(&watched)) {
        return reel_status_exit_code(REEL_IO);
    }
    problem_list told = {.count = 0};
    int code = index_once(given, path, settings, &watched, &told);
    bool first_failed = code != 0;
    bool emptied = false;
    settings->full = false;
    while (!first_failed && interrupted == 0) {
        watch_result result = watch_wait(&watched, &interrupted, code == 0 && count_gone(given) == 0 ? 0 : RETRY_SECONDS);
        if (result == WATCH_INTERRUPTED) {
            code = 0; /* the way to end a watch */
            break;
        }
        if (result == WATCH_FAILED) {
            code = reel_status_exit_code(REEL_IO);
            break;
        }
        bool all_gone = given->word_count > 0 && count_gone(given) == given->word_count;
        if (!all_gone || !emptied) {
            code = index_once(given, path, settings, &watched, &told);
        }
        emptied = all_gone;
    }
    watch_close(&watched);
    return code;
}

int cmd_index(const options *given);

int cmd_index(const options *given) {
    char buffer[INDEX_PATH_BYTES];
    const char *path = cli_index_path(given, buffer, sizeof buffer);
    reel_index_options settings = REEL_INDEX_OPTIONS_INIT;
    if (!read_options(given, &settings)) {
        return EXIT_USAGE;
    }
    struct sigaction action = {.sa_handler = on_interrupt};
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    path = path == NULL ? ".reel" : path;
    problem_list none = {.count = 0};
    return option_is_on(given, OPTION_WATCH) && !settings.dry_run ? index_and_watch(given, path, &settings)
                                                                  : index_once(given, path, &settings, NULL, &none);
}
