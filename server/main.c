/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel-serve: the search of one index over HTTP, and its page. Started by `reel serve`; a client of <reel.h> alone.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/http.h"
#include "server/listen.h"

enum { USAGE = 2, MOST_WORKERS_UNASKED = 16, SWEEP_NS = 250000000 };

static int fail(const reel_error *error) {
    (void)fprintf(stderr, "reel serve: %s\n", error->message);
    return reel_status_exit_code(error->status);
}

static int usage(const char *problem, const char *word) {
    (void)fprintf(stderr,
                  "reel serve: %s%s\n"
                  "usage: reel-serve --index DIR [--listen ADDR:PORT] [--workers N] [--origin ORIGIN] [--source-url URL]\n"
                  "                  [--connections N] [--per-address N] [--timeout SECONDS] [--format text|json]\n",
                  problem, word);
    return USAGE;
}

static bool read_number(const char *text, unsigned least, unsigned most, unsigned *out) {
    char *end;
    errno = 0;
    unsigned long value = strtoul(text, &end, 10);
    bool sound = errno == 0 && *text >= '0' && *text <= '9' && *end == '\0' && value >= least && value <= most;
    *out = sound ? (unsigned)value : *out;
    return sound;
}

/* 0, or the exit code after saying what is wrong. */
static int read_options(int count, char **words, settings *out) {
    for (int i = 1; i < count; i += 2) {
        const char *name = words[i], *value = i + 1 < count ? words[i + 1] : NULL;
        const struct {
            const char *name;
            const char **text;
            unsigned *number, least, most;
        } options[] = {
            {"--index", &out->index, NULL, 0, 0},
            {"--listen", &out->listen, NULL, 0, 0},
            {"--origin", &out->origin, NULL, 0, 0},
            {"--source-url", &out->source_url, NULL, 0, 0},
            {"--format", &out->format, NULL, 0, 0},
            {"--workers", NULL, &out->workers, 1, SERVE_WORKERS},
            {"--connections", NULL, &out->connections, 1, 65536},
            {"--per-address", NULL, &out->connections_per_address, 0, 65536},
            {"--timeout", NULL, &out->timeout_seconds, 1, 3600},
        };
        size_t at = 0, options_count = sizeof options / sizeof options[0];
        while (at < options_count && strcmp(options[at].name, name) != 0) {
            at++;
        }
        if (at == options_count) {
            return usage("there is no option ", name);
        }
        if (value == NULL) {
            return usage("a value is missing behind ", name);
        }
        if (options[at].text != NULL) {
            *options[at].text = value;
        } else if (!read_number(value, options[at].least, options[at].most, options[at].number)) {
            (void)fprintf(stderr, "reel serve: %s takes a whole number from %u to %u, not '%s'\n", name, options[at].least, options[at].most, value);
            return USAGE;
        }
    }
    if (strcmp(out->format, "text") != 0 && strcmp(out->format, "json") != 0) {
        return usage("--format is text or json, not ", out->format);
    }
    return out->index == NULL ? usage("--index DIR is needed", "") : 0;
}

/* Blocked in every thread, waited for in this one. */
static void take_signals(sigset_t *out) {
    struct sigaction ignored = {.sa_handler = SIG_IGN};
    (void)sigaction(SIGPIPE, &ignored, NULL);
    (void)sigemptyset(out);
    (void)sigaddset(out, SIGTERM);
    (void)sigaddset(out, SIGINT);
    (void)pthread_sigmask(SIG_BLOCK, out, NULL);
}

static void serve_until_told(http *server, const sigset_t *signals) {
    const struct timespec pause = {.tv_nsec = SWEEP_NS};
    while (sigtimedwait(signals, NULL, &pause) < 0) {
        http_sweep(server);
    }
}

/* For people on stderr; for a program, which may have asked for any free port, a line on stdout. */
static void announce(const settings *given, const char *name) {
    if (strcmp(given->format, "json") != 0) {
        (void)fprintf(stderr, "reel serve: %s on http://%s/ with %u workers\n", given->index, name, given->workers);
        return;
    }
    buffer line = BUFFER_INIT;
    buffer_format(&line, "{\"schema\":1,\"url\":\"http://%s/\",\"index\":", name);
    buffer_json(&line, given->index);
    buffer_format(&line, ",\"workers\":%u}\n", given->workers);
    (void)fwrite(line.at, 1, line.failed ? 0 : line.length, stdout);
    (void)fflush(stdout);
    buffer_done(&line);
}

static int run(const settings *given) {
    service *shared = calloc(1, sizeof *shared);
    if (shared == NULL) {
        (void)fputs("reel serve: memory ran out\n", stderr);
        return reel_status_exit_code(REEL_NOMEM);
    }
    sigset_t signals;
    take_signals(&signals);
    reel_error error;
    char name[320];
    int socket = -1;
    http *server = NULL;
    reel_status status = service_init(shared, given, &error);
    if (status == REEL_OK) {
        status = http_new(shared, &server, &error);
    }
    if (status == REEL_OK) {
        status = listen_on(given->listen, &socket, name, sizeof name, &error);
    }
    if (status == REEL_OK) {
        status = http_start(server, socket, &error);
    }
    if (status == REEL_OK) {
        announce(given, name);
        serve_until_told(server, &signals);
        http_stop(server);
    } else {
        http_free(server);
        if (socket >= 0) {
            (void)close(socket);
        }
    }
    free(shared);
    return status == REEL_OK ? 0 : fail(&error);
}

int main(int count, char **words) {
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    settings given = {.listen = "127.0.0.1:8080",
                      .format = "text",
                      .connections = SERVE_CONNECTIONS,
                      .connections_per_address = SERVE_CONNECTIONS_PER_ADDRESS,
                      .timeout_seconds = SERVE_REQUEST_SECONDS};
    given.workers = processors < 1 ? 1 : processors > MOST_WORKERS_UNASKED ? MOST_WORKERS_UNASKED : (unsigned)processors;
    int code = read_options(count, words, &given);
    return code != 0 ? code : run(&given);
}
