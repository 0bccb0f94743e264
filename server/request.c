/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * request: see request.h.
 */
#include "server/request.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/buffer.h"

reel_status request_fail(reel_error *error, reel_status status, const char *format, ...) {
    *error = (reel_error){.status = status};
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return status;
}

static int hex_value(char digit) {
    if (digit >= '0' && digit <= '9') {
        return digit - '0';
    }
    if (digit >= 'a' && digit <= 'f') {
        return digit - 'a' + 10;
    }
    return digit >= 'A' && digit <= 'F' ? digit - 'A' + 10 : -1;
}

/* Decodes %XX and, in parameters, plus. A percent sign without two digits stands for itself. */
static void decode(buffer *scratch, const char *bytes, size_t length, bool plus) {
    buffer_clear(scratch);
    for (size_t i = 0; i < length; i++) {
        char byte = bytes[i];
        if (byte == '%' && i + 2 < length && hex_value(bytes[i + 1]) >= 0 && hex_value(bytes[i + 2]) >= 0) {
            byte = (char)(hex_value(bytes[i + 1]) * 16 + hex_value(bytes[i + 2]));
            i += 2;
        } else if (byte == '+' && plus) {
            byte = ' ';
        }
        buffer_add(scratch, &byte, 1);
    }
}

/* Where a decoded piece begins in the storage, which may still move. */
typedef struct piece {
    size_t start, length;
} piece;

static piece put(buffer *storage, buffer *scratch, const char *bytes, size_t length, bool plus) {
    decode(scratch, bytes, length, plus);
    piece result = {storage->length, 0};
    if (scratch->length > 0) {
        buffer_utf8(storage, scratch->at, scratch->length);
    }
    result.length = storage->length - result.start;
    buffer_add(storage, "", 1);
    storage->failed = storage->failed || scratch->failed;
    return result;
}

typedef struct parse {
    buffer storage, scratch;
    piece names[SERVE_PARAMETERS], values[SERVE_PARAMETERS];
    size_t count;
} parse;

static reel_status parse_parameters(parse *state, const char *at, const char *end, reel_error *error) {
    while (at < end) {
        const char *stop = memchr(at, '&', (size_t)(end - at));
        stop = stop == NULL ? end : stop;
        const char *equals = memchr(at, '=', (size_t)(stop - at));
        const char *name_end = equals == NULL ? stop : equals;
        if (name_end > at) {
            if (state->count == SERVE_PARAMETERS) {
                return request_fail(error, REEL_LIMIT, "there are more than %d parameters", SERVE_PARAMETERS);
            }
            const char *value = equals == NULL ? stop : equals + 1;
            state->names[state->count] = put(&state->storage, &state->scratch, at, (size_t)(name_end - at), true);
            state->values[state->count++] = put(&state->storage, &state->scratch, value, (size_t)(stop - value), true);
        }
        at = stop + 1;
    }
    return REEL_OK;
}

reel_status request_parse(request *out, const char *target, size_t length, reel_error *error) {
    *out = (request){.storage = NULL};
    if (length > SERVE_TARGET_BYTES) {
        return request_fail(error, REEL_LIMIT, "the address has %zu bytes; at most %d are read", length, SERVE_TARGET_BYTES);
    }
    if (length == 0 || target[0] != '/') {
        return request_fail(error, REEL_INVALID, "the address of a request starts with /");
    }
    parse state = {.storage = BUFFER_INIT, .scratch = BUFFER_INIT};
    const char *end = target + length;
    const char *mark = memchr(target, '?', length);
    const char *path_end = mark == NULL ? end : mark;
    piece path = put(&state.storage, &state.scratch, target, (size_t)(path_end - target), false);
    reel_status status = mark == NULL ? REEL_OK : parse_parameters(&state, mark + 1, end, error);
    if (status == REEL_OK && state.storage.failed) {
        status = request_fail(error, REEL_NOMEM, "memory ran out");
    }
    buffer_done(&state.scratch);
    if (status != REEL_OK) {
        buffer_done(&state.storage);
        return status;
    }
    out->storage = state.storage.at;
    out->path = out->storage + path.start;
    out->path_length = path.length;
    for (size_t i = 0; i < state.count; i++) {
        out->parameters[i] = (parameter){out->storage + state.names[i].start, out->storage + state.values[i].start,
                                         state.values[i].length};
    }
    out->parameter_count = state.count;
    return REEL_OK;
}

void request_done(request *given) {
    free(given->storage);
    *given = (request){.storage = NULL};
}

const parameter *request_find(const request *given, const char *name) {
    for (size_t i = 0; i < given->parameter_count; i++) {
        if (strcmp(given->parameters[i].name, name) == 0) {
            return &given->parameters[i];
        }
    }
    return NULL;
}

const char *request_text(const request *given, const char *name, const char *fallback) {
    const parameter *found = request_find(given, name);
    return found == NULL ? fallback : found->value;
}

reel_status request_number(const request *given, const char *name, uint32_t fallback, uint32_t least, uint32_t most,
                           uint32_t *out, reel_error *error) {
    const char *text = request_text(given, name, "");
    *out = fallback;
    if (*text == '\0') {
        return REEL_OK;
    }
    size_t digits = strspn(text, "0123456789");
    unsigned long long value = digits <= 10 ? strtoull(text, NULL, 10) : UINT64_MAX;
    if (text[digits] != '\0' || digits == 0) {
        return request_fail(error, REEL_INVALID, "%s: '%.64s' is not a whole number", name, text);
    }
    if (value < least || value > most) {
        return request_fail(error, REEL_INVALID, "%s: %.64s is not within %u and %u", name, text, least, most);
    }
    *out = (uint32_t)value;
    return REEL_OK;
}

reel_status request_switch(const request *given, const char *name, bool fallback, bool *out, reel_error *error) {
    static const struct {
        const char *word;
        bool on;
    } words[] = {{"on", true}, {"off", false}, {"true", true}, {"false", false}, {"1", true}, {"0", false}};
    const char *text = request_text(given, name, "");
    *out = fallback;
    for (size_t i = 0; *text != '\0' && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(words[i].word, text) == 0) {
            *out = words[i].on;
            return REEL_OK;
        }
    }
    return *text == '\0' ? REEL_OK : request_fail(error, REEL_INVALID, "%s: '%.64s' is neither on nor off", name, text);
}
