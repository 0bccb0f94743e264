/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * buffer: bytes that grow, and the three ways text may enter a page: as HTML, as a JSON string, as part of an
 * address. Running out of memory is remembered and asked for once, at the end.
 */
#ifndef REEL_SERVER_BUFFER_H
#define REEL_SERVER_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

typedef struct buffer {
    char *at; /* NULL while empty; not NUL-terminated */
    size_t length, capacity;
    bool failed; /* memory ran out: what was added since is lost */
} buffer;

#define BUFFER_INIT {NULL, 0, 0, false}

void buffer_done(buffer *out);
void buffer_clear(buffer *out);
void buffer_add(buffer *out, const char *bytes, size_t length);
void buffer_text(buffer *out, const char *text);
void buffer_format(buffer *out, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Text between tags or quotes of an attribute. What is no UTF-8, and every control character, becomes U+FFFD. */
void buffer_html_bytes(buffer *out, const char *bytes, size_t length);
void buffer_html(buffer *out, const char *text);
/* A JSON string with its quotes. */
void buffer_json_bytes(buffer *out, const char *bytes, size_t length);
void buffer_json(buffer *out, const char *text);
/* One component of an address: everything but letters, digits and "-._~" is escaped. */
void buffer_url_bytes(buffer *out, const char *bytes, size_t length);
void buffer_url(buffer *out, const char *text);
/* As text, with everything that is no UTF-8 replaced by U+FFFD. */
void buffer_utf8(buffer *out, const char *bytes, size_t length);
/* A reel_write; user is the buffer. */
bool buffer_write(void *user, const char *bytes, size_t length);

#endif
