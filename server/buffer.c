/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * buffer: see buffer.h.
 */
#include "server/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

void buffer_done(buffer *out) {
    free(out->at);
    *out = (buffer)BUFFER_INIT;
}

void buffer_clear(buffer *out) {
    out->length = 0;
    out->failed = false;
}

static bool grow(buffer *out, size_t more) {
    if (out->failed || more > SIZE_MAX / 4 - out->length) {
        out->failed = true;
        return false;
    }
    size_t needed = out->length + more;
    if (needed <= out->capacity) {
        return true;
    }
    size_t capacity = out->capacity == 0 ? 1024 : out->capacity;
    while (capacity < needed) {
        capacity *= 2;
    }
    char *at = realloc(out->at, capacity);
    if (at == NULL) {
        out->failed = true;
        return false;
    }
    out->at = at;
    out->capacity = capacity;
    return true;
}

void buffer_add(buffer *out, const char *bytes, size_t length) {
    if (length > 0 && grow(out, length)) {
        memcpy(out->at + out->length, bytes, length);
        out->length += length;
    }
}

void buffer_text(buffer *out, const char *text) {
    buffer_add(out, text, strlen(text));
}

void buffer_format(buffer *out, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof text) {
        out->failed = true;
        return;
    }
    buffer_add(out, text, (size_t)length);
}

/* Length of the well-formed UTF-8 sequence at the start of left bytes; 0 where there is none. */
static size_t sequence(const unsigned char *at, size_t left) {
    static const struct {
        unsigned char mask, lead;
        uint32_t least;
    } forms[] = {{0x80, 0x00, 0}, {0xE0, 0xC0, 0x80}, {0xF0, 0xE0, 0x800}, {0xF8, 0xF0, 0x10000}};
    for (size_t form = 0; form < 4; form++) {
        if ((at[0] & forms[form].mask) != forms[form].lead) {
            continue;
        }
        if (left < form + 1) {
            return 0;
        }
        uint32_t point = at[0] & (unsigned char)~forms[form].mask;
        for (size_t i = 1; i <= form; i++) {
            if ((at[i] & 0xC0) != 0x80) {
                return 0;
            }
            point = point << 6 | (at[i] & 0x3F);
        }
        bool sound = point >= forms[form].least && point <= 0x10FFFF && (point < 0xD800 || point > 0xDFFF);
        return sound ? form + 1 : 0;
    }
    return 0;
}

/* What stands for a byte in HTML; NULL for itself. */
static const char *html_form(unsigned char byte) {
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    case '\t':
    case '\n':
    case '\r':
        return NULL;
    default:
        return byte < 0x20 || byte == 0x7F ? REPLACEMENT : NULL;
    }
}

static void json_form(buffer *out, unsigned char byte) {
    switch (byte) {
    case '"':
        buffer_text(out, "\\\"");
        break;
    case '\\':
        buffer_text(out, "\\\\");
        break;
    case '\n':
        buffer_text(out, "\\n");
        break;
    case '\t':
        buffer_text(out, "\\t");
        break;
    default:
        buffer_format(out, "\\u%04x", byte);
    }
}

void buffer_html_bytes(buffer *out, const char *bytes, size_t length) {
    const unsigned char *at = (const unsigned char *)bytes;
    size_t copied = 0;
    for (size_t i = 0; i < length;) {
        size_t size = sequence(at + i, length - i);
        const char *form = size == 0 ? REPLACEMENT : size == 1 ? html_form(at[i]) : NULL;
        size_t next = i + (size == 0 ? 1 : size);
        if (form != NULL) {
            buffer_add(out, bytes + copied, i - copied);
            buffer_text(out, form);
            copied = next;
        }
        i = next;
    }
    buffer_add(out, bytes + copied, length - copied);
}

void buffer_html(buffer *out, const char *text) {
    buffer_html_bytes(out, text, strlen(text));
}

void buffer_json_bytes(buffer *out, const char *bytes, size_t length) {
    const unsigned char *at = (const unsigned char *)bytes;
    size_t copied = 0;
    buffer_text(out, "\"");
    for (size_t i = 0; i < length;) {
        size_t size = sequence(at + i, length - i);
        bool special = size == 1 && (at[i] < 0x20 || at[i] == '"' || at[i] == '\\' || at[i] == 0x7F);
        size_t next = i + (size == 0 ? 1 : size);
        if (size == 0 || special) {
            buffer_add(out, bytes + copied, i - copied);
            if (special) {
                json_form(out, at[i]);
            } else {
                buffer_text(out, REPLACEMENT);
            }
            copied = next;
        }
        i = next;
    }
    buffer_add(out, bytes + copied, length - copied);
    buffer_text(out, "\"");
}

void buffer_json(buffer *out, const char *text) {
    buffer_json_bytes(out, text, strlen(text));
}

void buffer_url_bytes(buffer *out, const char *bytes, size_t length) {
    static const char digits[] = "0123456789ABCDEF";
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        bool alone = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9') ||
                     (byte != 0 && strchr("-._~", byte) != NULL);
        if (alone) {
            buffer_add(out, bytes + i, 1);
        } else if (byte == ' ') {
            buffer_add(out, "+", 1);
        } else {
            char form[3] = {'%', digits[byte >> 4], digits[byte & 15]};
            buffer_add(out, form, sizeof form);
        }
    }
}

void buffer_url(buffer *out, const char *text) {
    buffer_url_bytes(out, text, strlen(text));
}

void buffer_utf8(buffer *out, const char *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t size = sequence((const unsigned char *)bytes + i, length - i);
        if (size == 0) {
            buffer_text(out, REPLACEMENT);
        } else {
            buffer_add(out, bytes + i, size);
        }
        i += size == 0 ? 1 : size;
    }
}

bool buffer_write(void *user, const char *bytes, size_t length) {
    buffer *out = user;
    buffer_add(out, bytes, length);
    return !out->failed;
}
