/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cli: see cli.h.
 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *path) {
    struct stat info;
    return stat(path, &info) == 0 && S_ISDIR(info.st_mode);
}

/* As git finds its repository: here, then in the folder above, and so on. */
static const char *find_upwards(char *buffer, size_t size) {
    if (getcwd(buffer, size) == NULL) {
        return NULL;
    }
    for (;;) {
        size_t length = strlen(buffer);
        if (length + sizeof "/.reel" > size) {
            return NULL;
        }
        memcpy(buffer + length, "/.reel", sizeof "/.reel");
        if (is_folder(buffer)) {
            return buffer;
        }
        buffer[length] = '\0';
        char *slash = strrchr(buffer, '/');
        if (slash == NULL || length <= 1) {
            return NULL;
        }
        *slash = '\0';
    }
}

const char *cli_index_path(const options *given, char *buffer, size_t size) {
    if (given->index_count > 0) {
        return given->indexes[given->index_count - 1];
    }
    const char *environment = getenv("REEL_INDEX");
    if (environment != NULL && environment[0] != '\0') {
        return environment;
    }
    return find_upwards(buffer, size);
}

int cli_fail(const reel_error *error) {
    (void)fprintf(stderr, "reel: %s\n", error->message[0] != '\0' ? error->message : reel_status_text(error->status));
    return reel_status_exit_code(error->status);
}

/* A folder opens, and reads as if it were empty. */
FILE *cli_open_file(const char *path, int *out_code) {
    if (strcmp(path, "-") == 0) {
        return stdin;
    }
    FILE *file = is_folder(path) ? NULL : fopen(path, "rb");
    if (file == NULL) {
        int reason = is_folder(path) ? EISDIR : errno;
        (void)fprintf(stderr, "reel: %s: %s\n", path, strerror(reason));
        *out_code = reel_status_exit_code(reason == ENOENT ? REEL_NOTFOUND : REEL_IO);
    }
    return file;
}

int cli_usage(const options *given, const char *problem) {
    const command_row *command = command_find(given->command);
    (void)fprintf(stderr, "reel %s: %s\nusage: reel %s %s\n", given->command, problem, given->command, command->arguments);
    return EXIT_USAGE;
}

int cli_open(const options *given, reel_searcher **out_searcher) {
    char buffer[INDEX_PATH_BYTES];
    const char *found = cli_index_path(given, buffer, sizeof buffer);
    if (found == NULL) {
        (void)fputs("reel: there is no index here; make one with reel index PATH, or name one with --index DIR\n", stderr);
        return reel_status_exit_code(REEL_NOTFOUND);
    }
    reel_error error;
    const char *const *paths = given->index_count > 0 ? given->indexes : &found;
    size_t count = given->index_count > 0 ? given->index_count : 1;
    if (reel_open_many(paths, count, out_searcher, &error) != REEL_OK) {
        return cli_fail(&error);
    }
    return 0;
}

bool cli_write(void *user, const char *bytes, size_t length) {
    (void)user;
    return fwrite(bytes, 1, length, stdout) == length;
}

static uint32_t terminal_width(void) {
    struct winsize window;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &window) == 0 && window.ws_col >= 20) {
        return window.ws_col;
    }
    return 80;
}

reel_render_options cli_render_options(const options *given) {
    reel_render_options render = REEL_RENDER_OPTIONS_INIT;
    bool terminal = isatty(STDOUT_FILENO) == 1;
    const char *no_color = getenv("NO_COLOR");
    const char *when = given->values[OPTION_COLOR] == NULL ? "auto" : given->values[OPTION_COLOR];
    render.color = strcmp(when, "always") == 0 || (strcmp(when, "never") != 0 && terminal && (no_color == NULL || no_color[0] == '\0'));
    render.width = terminal ? terminal_width() : 0;
    return render;
}

const char *cli_format(const options *given, const char *fallback) {
    return given->values[OPTION_FORMAT] == NULL ? fallback : given->values[OPTION_FORMAT];
}

bool cli_is_json(const options *given) { return strcmp(cli_format(given, ""), "json") == 0; }

int cli_print_json(json_t *value) {
    bool printed = value != NULL && json_dumpf(value, stdout, JSON_COMPACT | JSON_REAL_PRECISION(12)) == 0;
    json_decref(value);
    if (!printed && ferror(stdout) == 0) {
        (void)fputs("reel: memory ran out\n", stderr);
        return reel_status_exit_code(REEL_NOMEM);
    }
    (void)putchar('\n');
    return 0;
}

char *cli_join_words(const options *given) {
    size_t size = 1;
    for (size_t i = 0; i < given->word_count; i++) {
        size += strlen(given->words[i]) + 1;
    }
    char *joined = calloc(1, size);
    if (joined == NULL) {
        (void)fputs("reel: memory ran out\n", stderr);
        return NULL;
    }
    char *at = joined;
    for (size_t i = 0; i < given->word_count; i++) {
        size_t length = strlen(given->words[i]);
        if (i > 0) {
            *at++ = ' ';
        }
        memcpy(at, given->words[i], length);
        at += length;
    }
    return joined;
}

int cli_finish(int exit_code) {
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        if (errno != EPIPE) {
            (void)fprintf(stderr, "reel: the output could not be written: %s\n", strerror(errno));
        }
        return reel_status_exit_code(REEL_IO);
    }
    return exit_code;
}
