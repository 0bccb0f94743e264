/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bytes: borrowed slices (rl_str), a growing buffer (rl_buffer), and the variable-length
 * integers and strings all stored records are made of.
 */
#ifndef REEL_COMMON_BYTES_H
#define REEL_COMMON_BYTES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "common/arena.h"

/* A borrowed run of bytes, not NUL-terminated. {NULL, 0} is the empty one. */
typedef struct rl_str {
    const char *at;
    size_t length;
} rl_str;

#define RL_STR_EMPTY ((rl_str){NULL, 0})
/* Of a string literal. */
#define RL_STR(literal) ((rl_str){(literal), sizeof(literal) - 1})
/* For printf's "%.*s". */
#define RL_STR_ARG(str) (int)(str).length, (str).at

/* Of a NUL-terminated text; NULL gives the empty one. */
static inline rl_str rl_str_of(const char *text) {
    rl_str str = {text, text == NULL ? 0 : strlen(text)};
    return str;
}
static inline bool rl_str_equal(rl_str a, rl_str b) {
    return a.length == b.length && (a.length == 0 || memcmp(a.at, b.at, a.length) == 0);
}
/* Words are looked for in lists of words: most differ in the first letter. */
static inline bool rl_str_is(rl_str a, const char *text) {
    bool starts = a.length == 0 || (text != NULL && a.at[0] == text[0]);
    return starts && rl_str_equal(a, rl_str_of(text));
}
static inline bool rl_str_is_among(rl_str a, const rl_str *list, size_t count) {
    size_t at = 0;
    while (at < count && !rl_str_equal(a, list[at])) {
        at++;
    }
    return at < count;
}
static inline bool rl_str_starts(rl_str a, rl_str prefix) {
    return a.length >= prefix.length && (prefix.length == 0 || memcmp(a.at, prefix.at, prefix.length) == 0);
}
/* ASCII letters compare without case; other bytes must be equal. */
bool rl_str_equal_nocase(rl_str a, rl_str b);
/* Order of bytes, then the shorter first. */
int rl_str_compare(rl_str a, rl_str b);
bool rl_str_starts_nocase(rl_str a, rl_str prefix);
bool rl_str_ends(rl_str a, rl_str suffix);
rl_str rl_str_slice(rl_str a, size_t start, size_t end); /* clamped */
/* Without ASCII white space and U+00A0 at both ends. */
rl_str rl_str_trim(rl_str a);
/* Byte offset of the first needle, or SIZE_MAX. */
size_t rl_str_find(rl_str hay, rl_str needle);
size_t rl_str_find_nocase(rl_str hay, rl_str needle);
/* A number as "7.25", whatever the locale of the process has for a point; negative digits are significant ones at most.
 * Returns out. */
enum { RL_DECIMAL_BYTES = 48 };
const char *rl_decimal(char out[RL_DECIMAL_BYTES], double value, int digits);
#define RL_DECIMAL(value, digits) rl_decimal((char[RL_DECIMAL_BYTES]){0}, (value), (digits))
/* Reads one at the start of text, behind blanks, the same way; false where there is none. */
bool rl_str_decimal(rl_str text, double *out_value);
/* Cuts the part before separator off *rest; false when *rest is NULL (all parts were given). The
 * last part is what remains without separator. Parts are not trimmed. */
bool rl_str_split(rl_str *rest, rl_str separator, rl_str *out_part);
/* Copies into the arena, NUL-terminated; the empty one when memory ran out. */
rl_str rl_str_copy(rl_arena *arena, rl_str a);

/* A growing run of bytes on the heap. A failure is sticky: later calls do nothing. With a witness the
 * arena fails too, so that who copies the bytes there need not look at both. */
typedef struct rl_buffer {
    char *at;
    size_t length;
    size_t capacity;
    bool failed;
    rl_arena *witness;
} rl_buffer;

#define RL_BUFFER_INIT {NULL, 0, 0, false, NULL}
#define RL_BUFFER_FOR(arena) {NULL, 0, 0, false, (arena)}

void rl_buffer_done(rl_buffer *buffer);  /* frees the bytes; the struct is empty again */
void rl_buffer_fail(rl_buffer *buffer);  /* what should stand in it could not be made */
bool rl_buffer_grow(rl_buffer *buffer, size_t more); /* for rl_buffer_reserve */
static inline void rl_buffer_clear(rl_buffer *buffer) { /* keeps the capacity */
    buffer->length = 0;
    buffer->failed = false;
}
static inline bool rl_buffer_reserve(rl_buffer *buffer, size_t more) {
    return (!buffer->failed && more <= buffer->capacity - buffer->length) || rl_buffer_grow(buffer, more);
}
static inline void rl_buffer_add(rl_buffer *buffer, const void *bytes, size_t length) {
    if (length > 0 && rl_buffer_reserve(buffer, length)) {
        memcpy(buffer->at + buffer->length, bytes, length);
        buffer->length += length;
    }
}
static inline void rl_buffer_add_str(rl_buffer *buffer, rl_str text) { rl_buffer_add(buffer, text.at, text.length); }
static inline void rl_buffer_add_text(rl_buffer *buffer, const char *text) { rl_buffer_add(buffer, text, strlen(text)); }
static inline void rl_buffer_add_byte(rl_buffer *buffer, char byte) { rl_buffer_add(buffer, &byte, 1); }
void rl_buffer_add_decimal(rl_buffer *buffer, uint64_t number);
void rl_buffer_add_format(rl_buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Borrowed until the next change. */
static inline rl_str rl_buffer_str(const rl_buffer *buffer) {
    rl_str str = {buffer->failed ? NULL : buffer->at, buffer->failed ? 0 : buffer->length};
    return str;
}
/* NUL-terminated view; "" when failed. */
const char *rl_buffer_text(rl_buffer *buffer);

/* Little-endian base-128 integers; a string is its length and its bytes. */
void rl_buffer_add_uint(rl_buffer *buffer, uint64_t value);
void rl_buffer_add_int(rl_buffer *buffer, int64_t value); /* zigzag */
void rl_buffer_add_string(rl_buffer *buffer, rl_str text);

/* Reads what the above wrote. A short or wrong input makes the reader fail, and everything read
 * from a failed reader is 0 or empty, so that a decoder may check once at its end. */
typedef struct rl_reader {
    const char *at;
    const char *end;
    bool failed;
} rl_reader;

rl_reader rl_reader_of(rl_str bytes);
uint64_t rl_reader_uint(rl_reader *reader);
/* The same, failing above max. */
uint64_t rl_reader_uint_max(rl_reader *reader, uint64_t max);
int64_t rl_reader_int(rl_reader *reader);
rl_str rl_reader_string(rl_reader *reader); /* borrowed from the input */
bool rl_reader_at_end(const rl_reader *reader);

#endif
