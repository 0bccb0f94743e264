/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cmd_state: commands on a whole index or on the program: status, fields, audit, export, serve.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/cli.h"

int cmd_status(const options *given);
int cmd_fields(const options *given);
int cmd_audit(const options *given);
int cmd_export(const options *given);
int cmd_serve(const options *given);

static int no_index(void) {
    (void)fputs("reel: there is no index here; make one with reel index PATH, or name one with --index DIR\n", stderr);
    return reel_status_exit_code(REEL_NOTFOUND);
}

static int report_status(const options *given, const char *path) {
    reel_error error;
    reel_status status = reel_index_status(path, option_is_on(given, OPTION_VERIFY), cli_format(given, "text"), cli_write, NULL, &error);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

/* In a process of its own: bytes that were written to no format can bring down whatever reads them, and that is a finding. */
static int verify_apart(const options *given, const char *path) {
    int how;
    (void)fflush(stdout);
    pid_t child = fork();
    if (child < 0) {
        return report_status(given, path);
    }
    if (child == 0) {
        int code = cli_finish(report_status(given, path));
        (void)fflush(stdout);
        _exit(code);
    }
    while (waitpid(child, &how, 0) < 0) {
        if (errno != EINTR) {
            return reel_status_exit_code(REEL_INTERNAL);
        }
    }
    if (WIFEXITED(how)) {
        return WEXITSTATUS(how);
    }
    (void)fprintf(stderr, "reel: the index %s is damaged, so that it could not even be checked (signal %d): rebuild it with reel index "
                          "--full --index %s\n", path, WTERMSIG(how), path);
    return reel_status_exit_code(REEL_CORRUPT);
}

int cmd_status(const options *given) {
    char buffer[INDEX_PATH_BYTES];
    const char *path = cli_index_path(given, buffer, sizeof buffer);
    if (path == NULL) {
        return no_index();
    }
    return option_is_on(given, OPTION_VERIFY) ? verify_apart(given, path) : report_status(given, path);
}

int cmd_fields(const options *given) {
    reel_error error;
    reel_render_options render = cli_render_options(given);
    reel_status status = reel_fields(cli_format(given, "text"), &render, cli_write, NULL, &error);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

int cmd_audit(const options *given) {
    char buffer[INDEX_PATH_BYTES];
    const char *path = cli_index_path(given, buffer, sizeof buffer);
    if (path == NULL) {
        return no_index();
    }
    reel_error error;
    reel_status status = reel_audit(path, cli_format(given, "text"), cli_write, NULL, &error);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

/* One object of all records: what stands on lines becomes a list. */
typedef struct listing {
    bool line_ended;
} listing;

static bool write_listed(void *user, const char *bytes, size_t length) {
    listing *self = user;
    while (length > 0) {
        const char *end = memchr(bytes, '\n', length);
        size_t piece = end == NULL ? length : (size_t)(end - bytes);
        if (self->line_ended && !cli_write(NULL, ",\n", 2)) {
            return false;
        }
        self->line_ended = end != NULL;
        if (!cli_write(NULL, bytes, piece)) {
            return false;
        }
        bytes += piece + (end != NULL);
        length -= piece + (end != NULL);
    }
    return true;
}

static reel_status export_object(reel_searcher *searcher, reel_error *error) {
    listing self = {false};
    (void)fputs("{\"schema\":1,\"films\":[", stdout);
    reel_status status = reel_export(searcher, write_listed, &self, error);
    (void)fputs("]}\n", stdout);
    return status;
}

int cmd_export(const options *given) {
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    reel_error error;
    reel_status status = cli_is_json(given) ? export_object(searcher, &error) : reel_export(searcher, cli_write, NULL, &error);
    reel_close(searcher);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

static const option_id served[] = {OPTION_LISTEN, OPTION_WORKERS, OPTION_ORIGIN, OPTION_SOURCE_URL, OPTION_CONNECTIONS, OPTION_PER_ADDRESS, OPTION_TIMEOUT, OPTION_FORMAT};

enum { SERVED_COUNT = sizeof served / sizeof served[0], SERVED_NAME_BYTES = 32 };

/* The server is a program of its own beside this one, so that searching loads no HTTP library. Its options have the
 * names they have here. */
int cmd_serve(const options *given) {
    char buffer[INDEX_PATH_BYTES];
    const char *path = cli_index_path(given, buffer, sizeof buffer);
    if (path == NULL) {
        return no_index();
    }
    char names[SERVED_COUNT][SERVED_NAME_BYTES];
    char *arguments[4 + 2 * SERVED_COUNT] = {"reel-serve", "--index", (char *)path};
    size_t count = 3;
    for (size_t i = 0; i < SERVED_COUNT; i++) {
        if (given->values[served[i]] != NULL) {
            (void)snprintf(names[i], SERVED_NAME_BYTES, "--%s", option_name(served[i]));
            arguments[count++] = names[i];
            arguments[count++] = (char *)given->values[served[i]];
        }
    }
    char program[INDEX_PATH_BYTES];
    ssize_t length = readlink("/proc/self/exe", program, sizeof program - sizeof "reel-serve");
    char *slash = NULL;
    if (length > 0) {
        program[length] = '\0';
        slash = strrchr(program, '/');
    }
    if (slash != NULL) {
        memcpy(slash + 1, "reel-serve", sizeof "reel-serve");
        (void)execv(program, arguments);
    }
    (void)execvp("reel-serve", arguments);
    (void)fprintf(stderr, "reel: the server program reel-serve was not found beside reel: %s\n", strerror(errno));
    return reel_status_exit_code(REEL_NOTFOUND);
}
