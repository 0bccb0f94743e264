/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * answer: see answer.h.
 */
#include "server/answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "server/serve_limits.h"

enum { GZIP_LEVEL = 4, GZIP_WINDOW = 15 + 16 /* with a gzip head */, GZIP_MEMORY = 8 };

void answer_init(answer *out) {
    *out = (answer){.code = 200, .type = ANSWER_JSON, .cache = ANSWER_FRESH, .body = BUFFER_INIT};
}

void answer_done(answer *out) {
    buffer_done(&out->body);
}

const char *answer_phrase(unsigned code) {
    static const struct {
        unsigned code;
        const char *phrase;
    } phrases[] = {{200, "OK"},
                   {204, "No Content"},
                   {304, "Not Modified"},
                   {400, "Bad Request"},
                   {403, "Forbidden"},
                   {404, "Not Found"},
                   {405, "Method Not Allowed"},
                   {413, "Content Too Large"},
                   {414, "URI Too Long"},
                   {422, "Unprocessable Content"},
                   {431, "Request Header Fields Too Large"},
                   {500, "Internal Server Error"},
                   {503, "Service Unavailable"},
                   {505, "HTTP Version Not Supported"}};
    for (size_t i = 0; i < sizeof phrases / sizeof phrases[0]; i++) {
        if (phrases[i].code == code) {
            return phrases[i].phrase;
        }
    }
    return "Error";
}

static void start_problem(answer *out, unsigned code) {
    buffer_clear(&out->body);
    out->code = code;
    out->type = "application/problem+json";
    out->cache = ANSWER_FRESH;
    out->etag[0] = '\0';
    out->gzip = false;
    out->retry = code == 503;
}

void answer_problem(answer *out, const reel_error *error) {
    const char *name = reel_status_name(error->status);
    unsigned code = (unsigned)reel_status_http_code(error->status);
    start_problem(out, code);
    out->status = error->status;
    buffer_text(&out->body, "{\"type\":\"urn:reel:status:");
    for (size_t i = 0; name[i] != '\0'; i++) {
        char letter = (char)tolower((unsigned char)name[i]);
        buffer_add(&out->body, &letter, 1);
    }
    buffer_text(&out->body, "\",\"title\":");
    buffer_json(&out->body, reel_status_text(error->status));
    buffer_format(&out->body, ",\"status\":%u,\"detail\":", code);
    buffer_json(&out->body, error->message);
    buffer_text(&out->body, ",\"reel_status\":");
    buffer_json(&out->body, name);
    if (error->status == REEL_QUERY) {
        buffer_format(&out->body, ",\"offset\":%llu", (unsigned long long)error->offset);
    }
    buffer_text(&out->body, "}\n");
}

void answer_http_problem(answer *out, unsigned code, const char *detail) {
    start_problem(out, code);
    buffer_text(&out->body, "{\"type\":\"about:blank\",\"title\":");
    buffer_json(&out->body, answer_phrase(code));
    buffer_format(&out->body, ",\"status\":%u,\"detail\":", code);
    buffer_json(&out->body, detail);
    buffer_text(&out->body, "}\n");
}

/* Weak comparison, as If-None-Match asks for: W/ before a tag says nothing here. */
bool answer_tag_matches(const char *list, const char *etag) {
    if (*etag == '\0') {
        return false;
    }
    const char *quoted = strchr(etag, '"');
    size_t length = strlen(quoted);
    while (*list != '\0') {
        list += strspn(list, " \t,");
        if (*list == '*') {
            return true;
        }
        list += strncmp(list, "W/", 2) == 0 ? 2 : 0;
        if (strncmp(list, quoted, length) == 0) {
            return true;
        }
        const char *end = *list == '"' ? strchr(list + 1, '"') : NULL;
        list = end == NULL ? list + strcspn(list, ",") : end + 1;
    }
    return false;
}

void answer_compress(answer *out) {
    if (out->gzip || out->body.failed || out->body.length < SERVE_GZIP_BYTES || out->body.length > 1u << 30) {
        return;
    }
    z_stream stream = {.zalloc = Z_NULL};
    if (deflateInit2(&stream, GZIP_LEVEL, Z_DEFLATED, GZIP_WINDOW, GZIP_MEMORY, Z_DEFAULT_STRATEGY) != Z_OK) {
        return;
    }
    unsigned char *packed = malloc(out->body.length);
    stream.next_in = (unsigned char *)out->body.at;
    stream.avail_in = (uInt)out->body.length;
    stream.next_out = packed;
    stream.avail_out = (uInt)out->body.length;
    int result = packed == NULL ? Z_MEM_ERROR : deflate(&stream, Z_FINISH);
    (void)deflateEnd(&stream);
    if (result != Z_STREAM_END) { /* no gain, or no memory: the body goes as it is */
        free(packed);
        return;
    }
    free(out->body.at);
    out->body = (buffer){(char *)packed, stream.total_out, out->body.length, false};
    out->gzip = true;
}
