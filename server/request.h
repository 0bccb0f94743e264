/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * request: what a client asks for: path and parameters, decoded and made UTF-8, and the headers that matter.
 * Takes raw bytes from the network; knows no route.
 */
#ifndef REEL_SERVER_REQUEST_H
#define REEL_SERVER_REQUEST_H

#include <reel.h>

#include "server/serve_limits.h"

typedef struct parameter {
    const char *name;
    const char *value; /* NUL-terminated, and may hold NUL bytes */
    size_t length;
} parameter;

typedef struct request {
    char *storage; /* of path and parameters */
    const char *path;
    size_t path_length;
    parameter parameters[SERVE_PARAMETERS];
    size_t parameter_count;
    bool accepts_gzip;
    char if_none_match[256];
    char origin[256];
} request;

/* Reads "PATH?NAME=VALUE&...". LIMIT: too long, or too many parameters. INVALID: no path. */
reel_status request_parse(request *out, const char *target, size_t length, reel_error *error);
void request_done(request *given);
/* The first parameter of this name, or NULL. */
const parameter *request_find(const request *given, const char *name);
/* Its text, or the fallback. */
const char *request_text(const request *given, const char *name, const char *fallback);
/* A whole number within [least, most]; INVALID names the parameter. The fallback where it is absent or empty. */
reel_status request_number(const request *given, const char *name, uint32_t fallback, uint32_t least, uint32_t most,
                           uint32_t *out, reel_error *error);
/* on, off, true, false, 1, 0. */
reel_status request_switch(const request *given, const char *name, bool fallback, bool *out, reel_error *error);
/* Fills *error and returns status; message is formatted and cut to fit. */
reel_status request_fail(reel_error *error, reel_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
