/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * response: see response.h.
 */
#include "server/response.h"

#include <string.h>
#include <time.h>

static const char *const fixed_headers[][2] = {
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
                                "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"},
};

static void add(struct MHD_Response *response, const char *name, const char *value) {
    (void)MHD_add_response_header(response, name, value);
}

static void add_cors(struct MHD_Response *response, const response_frame *frame) {
    if (frame->origin == NULL) {
        return;
    }
    if (strcmp(frame->origin, "*") == 0 || strcmp(frame->origin, frame->asked) == 0) {
        add(response, "Access-Control-Allow-Origin", frame->origin);
        add(response, "Access-Control-Expose-Headers", "ETag");
    }
}

static void add_headers(struct MHD_Response *response, const answer *made, const response_frame *frame) {
    for (size_t i = 0; i < sizeof fixed_headers / sizeof fixed_headers[0]; i++) {
        add(response, fixed_headers[i][0], fixed_headers[i][1]);
    }
    if (made->code != 204 && made->code != 304) {
        add(response, "Content-Type", made->type);
    }
    add(response, "Cache-Control", made->cache);
    bool one_origin = frame->origin != NULL && strcmp(frame->origin, "*") != 0;
    add(response, "Vary", one_origin ? "Accept-Encoding, Origin" : "Accept-Encoding");
    add_cors(response, frame);
    if (made->gzip) {
        add(response, "Content-Encoding", "gzip");
    }
    if (made->etag[0] != '\0') {
        add(response, "ETag", made->etag);
    }
    if (made->allow != NULL) {
        add(response, "Allow", made->allow);
    }
    if (made->retry) {
        add(response, "Retry-After", "1");
    }
    if (frame->last) {
        add(response, "Connection", "close");
    }
}

struct MHD_Response *response_new(answer *made, const response_frame *frame) {
    buffer *body = &made->body;
    struct MHD_Response *response = MHD_create_response_from_buffer(body->length, body->at, MHD_RESPMEM_MUST_FREE);
    if (response != NULL) {
        *body = (buffer)BUFFER_INIT;
        add_headers(response, made, frame);
    }
    return response;
}

void response_bytes(const answer *made, buffer *out) {
    char date[40];
    time_t now = time(NULL);
    struct tm parts;
    size_t dated = gmtime_r(&now, &parts) == NULL ? 0 : strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", &parts);
    buffer_format(out, "HTTP/1.1 %u %s\r\n", made->code, answer_phrase(made->code));
    if (dated > 0) {
        buffer_format(out, "Date: %s\r\n", date);
    }
    for (size_t i = 0; i < sizeof fixed_headers / sizeof fixed_headers[0]; i++) {
        buffer_format(out, "%s: %s\r\n", fixed_headers[i][0], fixed_headers[i][1]);
    }
    buffer_format(out, "Content-Type: %s\r\nCache-Control: %s\r\nConnection: close\r\nContent-Length: %llu\r\n\r\n", made->type,
                  made->cache, (unsigned long long)made->body.length);
    buffer_add(out, made->body.at, made->body.length);
}
