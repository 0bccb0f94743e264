/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * status: the status table and the one place that writes a reel_error.
 */
#include "common/status.h"

#include <stdio.h>
#include <string.h>

typedef struct status_row {
    const char *name;
    int exit_code;
    int http_code;
    const char *text;
} status_row;

static const status_row status_rows[] = {
#define STATUS(name, exit_code, http_code, text) [REEL_##name] = {#name, exit_code, http_code, text},
#include "common/statuses.def"
#undef STATUS
};

enum { STATUS_COUNT = sizeof status_rows / sizeof status_rows[0] };
_Static_assert(STATUS_COUNT == REEL_INTERNAL + 1, "statuses.def has a row for each reel_status");

static const status_row *row_of(reel_status status) {
    static const status_row unknown = {"UNKNOWN", 13, 500, "a status this version of reel does not know"};
    return (unsigned)status < STATUS_COUNT ? &status_rows[status] : &unknown;
}

const char *reel_version(void) { return REEL_VERSION_STRING; }
const char *reel_status_name(reel_status status) { return row_of(status)->name; }
const char *reel_status_text(reel_status status) { return row_of(status)->text; }
int reel_status_exit_code(reel_status status) { return row_of(status)->exit_code; }
int reel_status_http_code(reel_status status) { return row_of(status)->http_code; }

void rl_error_clear(reel_error *error) {
    if (error != NULL) {
        memset(error, 0, sizeof *error);
    }
}

static void neutralise(char *text) {
    for (; *text != '\0'; text++) {
        if ((unsigned char)*text < 0x20 || *text == 0x7f) {
            *text = '?';
        }
    }
}

/* Keeps the end of a long path: the file's name tells more than the root folder's. */
static void copy_path(char *target, size_t size, const char *path) {
    size_t length = strlen(path);
    if (length < size) {
        memcpy(target, path, length + 1);
    } else {
        memcpy(target, "...", 3);
        memcpy(target + 3, path + length - (size - 4), size - 3);
    }
    neutralise(target);
}

static void fill(reel_error *error, reel_status status, const char *path, uint32_t line, const char *message_format,
                 va_list arguments) RL_PRINTF(5, 0);

static void fill(reel_error *error, reel_status status, const char *path, uint32_t line, const char *message_format,
                 va_list arguments) {
    rl_error_clear(error);
    error->status = status;
    error->line = line;
    if (path != NULL) {
        copy_path(error->path, sizeof error->path, path);
    }
    (void)vsnprintf(error->message, sizeof error->message, message_format, arguments);
    neutralise(error->message);
}

reel_status rl_fail(reel_error *error, reel_status status, const char *message_format, ...) {
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, message_format);
        fill(error, status, NULL, 0, message_format, arguments);
        va_end(arguments);
    }
    return status;
}

reel_status rl_fail_at(reel_error *error, reel_status status, const char *path, uint32_t line,
                       const char *message_format, ...) {
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, message_format);
        fill(error, status, path, line, message_format, arguments);
        va_end(arguments);
    }
    return status;
}

/* As a whole word. */
static bool is_named(const char *text, const char *path) {
    size_t length = strlen(path);
    for (const char *at = strstr(text, path); at != NULL; at = strstr(at + 1, path)) {
        bool starts = at == text || strchr(" '`(", at[-1]) != NULL;
        if (starts && (at[length] == '\0' || strchr(" ':`),", at[length]) != NULL)) {
            return true;
        }
    }
    return false;
}

reel_status rl_error_finish(reel_status status, reel_error *error) {
    if (status == REEL_OK) {
        rl_error_clear(error);
        return status;
    }
    bool tells_line = error != NULL && strncmp(error->message, "line ", 5) == 0;
    if (error != NULL && error->path[0] != '\0' && (tells_line || !is_named(error->message, error->path))) {
        char message[sizeof error->message];
        memcpy(message, error->message, sizeof message);
        if (error->line == 0 || tells_line) {
            (void)snprintf(error->message, sizeof error->message, "%s: %.250s", error->path, message);
        } else {
            (void)snprintf(error->message, sizeof error->message, "%s:%u: %.240s", error->path, error->line, message);
        }
    }
    return status;
}

reel_status rl_fail_nomem(reel_error *error) { return rl_fail(error, REEL_NOMEM, "memory ran out"); }
