/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * progress INDEX FOLDER [STOP]: indexes a folder, tells how far it is, and stops when it was told of STOP events. */
#include <reel.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct run {
    uint64_t stop_at; /* events; 0 for never */
    uint64_t events, read, written;
    int problems;
} run;

static bool told(void *user, const reel_event *event) {
    run *self = user;
    self->events++;
    switch (event->kind) {
    case REEL_EVENT_DOCUMENT:
        self->read = event->done;
        break;
    case REEL_EVENT_WRITE:
        self->written = event->done;
        break;
    case REEL_EVENT_PROBLEM: /* one document; the run goes on */
        self->problems++;
        fprintf(stderr, "%s:%u: %s\n", event->path, event->line, event->message);
        break;
    case REEL_EVENT_SCAN:
    case REEL_EVENT_FINISH:
    case REEL_EVENT_PLAN:
        break;
    }
    return self->stop_at == 0 || self->events < self->stop_at; /* false stops the run */
}

int main(int argc, char **argv) {
    run self = {argc > 3 ? strtoull(argv[3], NULL, 10) : 0, 0, 0, 0, 0};
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_index_report report;
    reel_error error;
    if (argc < 3) {
        fputs("usage: progress INDEX FOLDER [STOP]\n", stderr);
        return 2;
    }
    const char *folder = argv[2];
    options.progress = told;
    options.user = &self;
    switch (reel_index_paths(argv[1], &folder, 1, &options, &report, &error)) {
    case REEL_OK:
        printf("%d films of %d documents, %d problems\n", (int)report.films, (int)report.documents, self.problems);
        return 0;
    case REEL_CANCELLED:
        puts("stopped; the index is as it was");
        return 0;
    default:
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
}
