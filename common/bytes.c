/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bytes: see bytes.h.
 */
#include "common/bytes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

static unsigned char lower(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool starts_nocase(const char *a, const char *b, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (lower(a[i]) != lower(b[i])) {
            return false;
        }
    }
    return true;
}

bool rl_str_equal_nocase(rl_str a, rl_str b) { return a.length == b.length && starts_nocase(a.at, b.at, a.length); }

int rl_str_compare(rl_str a, rl_str b) {
    size_t shared = a.length < b.length ? a.length : b.length;
    int order = shared == 0 ? 0 : memcmp(a.at, b.at, shared);
    if (order != 0) {
        return order;
    }
    return a.length < b.length ? -1 : a.length > b.length;
}

bool rl_str_starts_nocase(rl_str a, rl_str prefix) {
    return a.length >= prefix.length && starts_nocase(a.at, prefix.at, prefix.length);
}

bool rl_str_ends(rl_str a, rl_str suffix) {
    return a.length >= suffix.length &&
           (suffix.length == 0 || memcmp(a.at + (a.length - suffix.length), suffix.at, suffix.length) == 0);
}

rl_str rl_str_slice(rl_str a, size_t start, size_t end) {
    if (end > a.length) {
        end = a.length;
    }
    return start >= end ? RL_STR_EMPTY : (rl_str){a.at + start, end - start};
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

rl_str rl_str_trim(rl_str a) {
    const rl_str no_break = RL_STR("\xc2\xa0");
    for (;;) {
        if (a.length > 0 && is_blank(a.at[0])) {
            a = (rl_str){a.at + 1, a.length - 1};
        } else if (rl_str_starts(a, no_break)) {
            a = (rl_str){a.at + 2, a.length - 2};
        } else {
            break;
        }
    }
    for (;;) {
        if (a.length > 0 && is_blank(a.at[a.length - 1])) {
            a.length--;
        } else if (rl_str_ends(a, no_break)) {
            a.length -= 2;
        } else {
            return a;
        }
    }
}

size_t rl_str_find(rl_str hay, rl_str needle) {
    if (needle.length == 0) {
        return 0;
    }
    size_t from = 0;
    while (hay.length - from >= needle.length) {
        const char *hit = memchr(hay.at + from, needle.at[0], hay.length - from - needle.length + 1);
        if (hit == NULL) {
            return SIZE_MAX;
        }
        if (memcmp(hit, needle.at, needle.length) == 0) {
            return (size_t)(hit - hay.at);
        }
        from = (size_t)(hit - hay.at) + 1;
    }
    return SIZE_MAX;
}

size_t rl_str_find_nocase(rl_str hay, rl_str needle) {
    for (size_t i = 0; i + needle.length <= hay.length; i++) {
        if (starts_nocase(hay.at + i, needle.at, needle.length)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* What stands between digits is the locale's point, of one byte or more. */
const char *rl_decimal(char out[RL_DECIMAL_BYTES], double value, int digits) {
    char raw[RL_DECIMAL_BYTES];
    (void)snprintf(raw, sizeof raw, digits < 0 ? "%.*g" : "%.*f", digits < 0 ? -digits : digits, value);
    char *to = out;
    for (const char *from = raw; *from != '\0'; from++) {
        bool plain = (*from >= '0' && *from <= '9') || (*from >= 'a' && *from <= 'z') || *from == '-' || *from == '+';
        if (plain || (to > out && to[-1] != '.')) {
            *to++ = plain ? *from : '.';
        }
    }
    *to = '\0';
    return out;
}

bool rl_str_decimal(rl_str text, double *out_value) {
    size_t at = 0;
    text = rl_str_trim(text);
    bool negative = text.length > 0 && text.at[0] == '-';
    double value = 0, unit = 0;
    size_t digits = 0;
    for (at = negative; at < text.length; at++) {
        char byte = text.at[at];
        if (byte >= '0' && byte <= '9') {
            value = value * 10 + (byte - '0');
            unit *= 10;
            digits++;
        } else if (byte == '.' && unit < 1) {
            unit = 1;
        } else {
            break;
        }
    }
    value = unit > 1 ? value / unit : value;
    *out_value = negative ? -value : value;
    return digits > 0;
}

bool rl_str_split(rl_str *rest, rl_str separator, rl_str *out_part) {
    if (rest->at == NULL) {
        *out_part = RL_STR_EMPTY;
        return false;
    }
    size_t found = separator.length == 0 ? SIZE_MAX : rl_str_find(*rest, separator);
    if (found == SIZE_MAX) {
        *out_part = *rest;
        *rest = RL_STR_EMPTY;
    } else {
        *out_part = (rl_str){rest->at, found};
        *rest = (rl_str){rest->at + found + separator.length, rest->length - found - separator.length};
    }
    return true;
}

rl_str rl_str_copy(rl_arena *arena, rl_str a) {
    const char *copy = rl_arena_copy(arena, a.at, a.length);
    return copy == NULL ? RL_STR_EMPTY : (rl_str){copy, a.length};
}

void rl_buffer_done(rl_buffer *buffer) {
    free(buffer->at);
    *buffer = (rl_buffer)RL_BUFFER_FOR(buffer->witness);
}

void rl_buffer_fail(rl_buffer *buffer) {
    buffer->failed = true;
    if (buffer->witness != NULL) {
        rl_arena_fail(buffer->witness);
    }
}

bool rl_buffer_grow(rl_buffer *buffer, size_t more) {
    if (buffer->failed || more > SIZE_MAX / 2 - buffer->length) {
        rl_buffer_fail(buffer);
        return false;
    }
    size_t wanted = buffer->length + more;
    if (wanted <= buffer->capacity) {
        return true;
    }
    size_t grown = buffer->capacity < 64 ? 64 : buffer->capacity * 2;
    if (grown < wanted) {
        grown = wanted;
    }
    char *bytes = realloc(buffer->at, grown);
    if (bytes == NULL) {
        rl_buffer_fail(buffer);
        return false;
    }
    buffer->at = bytes;
    buffer->capacity = grown;
    return true;
}

void rl_buffer_add_decimal(rl_buffer *buffer, uint64_t number) {
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    rl_buffer_add(buffer, digits + at, sizeof digits - at);
}

void rl_buffer_add_format(rl_buffer *buffer, const char *format, ...) {
    enum { MOST = 64 }; /* of what is formatted is shorter, and takes one pass */
    if (!rl_buffer_reserve(buffer, MOST)) {
        return;
    }
    size_t room = MOST;
    for (int pass = 0; pass < 2; pass++) {
        va_list arguments;
        va_start(arguments, format);
        int length = vsnprintf(buffer->at + buffer->length, room, format, arguments);
        va_end(arguments);
        if (length < 0 || ((size_t)length >= room && !rl_buffer_reserve(buffer, (size_t)length + 1))) {
            rl_buffer_fail(buffer);
            return;
        }
        if ((size_t)length < room) {
            buffer->length += (size_t)length;
            return;
        }
        room = (size_t)length + 1;
    }
}

const char *rl_buffer_text(rl_buffer *buffer) {
    if (!rl_buffer_reserve(buffer, 1)) {
        return "";
    }
    buffer->at[buffer->length] = '\0';
    return buffer->at;
}

void rl_buffer_add_uint(rl_buffer *buffer, uint64_t value) {
    unsigned char bytes[10];
    size_t length = 0;
    while (value >= 0x80) {
        bytes[length++] = (unsigned char)(value | 0x80);
        value >>= 7;
    }
    bytes[length++] = (unsigned char)value;
    rl_buffer_add(buffer, bytes, length);
}

void rl_buffer_add_int(rl_buffer *buffer, int64_t value) {
    rl_buffer_add_uint(buffer, value < 0 ? ((uint64_t)(-(value + 1)) << 1) | 1 : (uint64_t)value << 1);
}

void rl_buffer_add_string(rl_buffer *buffer, rl_str text) {
    rl_buffer_add_uint(buffer, text.length);
    rl_buffer_add_str(buffer, text);
}

rl_reader rl_reader_of(rl_str bytes) {
    return (rl_reader){bytes.at, bytes.at == NULL ? NULL : bytes.at + bytes.length, false};
}

static uint64_t fail(rl_reader *reader) {
    reader->failed = true;
    reader->at = reader->end;
    return 0;
}

uint64_t rl_reader_uint(rl_reader *reader) {
    uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        if (reader->at == reader->end) {
            return fail(reader);
        }
        unsigned char byte = (unsigned char)*reader->at++;
        if (shift == 63 && byte > 1) {
            return fail(reader);
        }
        value |= (uint64_t)(byte & 0x7f) << shift;
        if (byte < 0x80) {
            return value;
        }
    }
    return fail(reader);
}

uint64_t rl_reader_uint_max(rl_reader *reader, uint64_t max) {
    uint64_t value = rl_reader_uint(reader);
    return value > max ? fail(reader) : value;
}

int64_t rl_reader_int(rl_reader *reader) {
    uint64_t value = rl_reader_uint(reader);
    return (value & 1) != 0 ? -(int64_t)(value >> 1) - 1 : (int64_t)(value >> 1);
}

rl_str rl_reader_string(rl_reader *reader) {
    uint64_t length = rl_reader_uint(reader);
    if (reader->failed || length > (uint64_t)(reader->end - reader->at)) {
        (void)fail(reader);
        return RL_STR_EMPTY;
    }
    rl_str text = {reader->at, (size_t)length};
    reader->at += length;
    return text;
}

bool rl_reader_at_end(const rl_reader *reader) { return reader->at == reader->end; }
