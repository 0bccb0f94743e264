/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * utf8: one decoder for validation and repair, and a short one for text already known valid.
 */
#include "common/utf8.h"

/* Well-formed second bytes by first byte (Unicode, table 3-7): this alone keeps out overlong forms,
 * surrogates and what lies above U+10FFFF. */
static bool second_is_valid(unsigned char first, unsigned char second) {
    switch (first) {
    case 0xe0:
        return second >= 0xa0 && second <= 0xbf;
    case 0xed:
        return second >= 0x80 && second <= 0x9f;
    case 0xf0:
        return second >= 0x90 && second <= 0xbf;
    case 0xf4:
        return second >= 0x80 && second <= 0x8f;
    default:
        return second >= 0x80 && second <= 0xbf;
    }
}

static size_t length_of_first(unsigned char first) {
    if (first < 0x80) {
        return 1;
    }
    if (first < 0xc2 || first > 0xf4) {
        return 0;
    }
    return first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
}

/* Bytes of the sequence at `at`; *out_valid is false when they are a maximal invalid part. */
static size_t sequence_length(const unsigned char *at, size_t left, bool *out_valid) {
    size_t wanted = length_of_first(at[0]);
    *out_valid = wanted == 1;
    if (wanted < 2) {
        return 1;
    }
    size_t length = 1;
    while (length < wanted && length < left &&
           (length == 1 ? second_is_valid(at[0], at[1]) : (at[length] & 0xc0) == 0x80)) {
        length++;
    }
    *out_valid = length == wanted;
    return length;
}

/* Length of the plain part at the start of text: ASCII other than NUL. Eight bytes at a time. */
static size_t plain_length(rl_str text, size_t from) {
    const uint64_t high = UINT64_C(0x8080808080808080);
    const uint64_t ones = UINT64_C(0x0101010101010101);
    size_t at = from;
    while (text.length - at >= 8) {
        uint64_t word;
        memcpy(&word, text.at + at, 8);
        if (((word - ones) & ~word & high) != 0 || (word & high) != 0) {
            break;
        }
        at += 8;
    }
    while (at < text.length && text.at[at] > 0) {
        at++;
    }
    return at - from;
}

bool rl_utf8_valid(rl_str text) {
    size_t at = 0;
    while (at < text.length) {
        bool valid = true;
        at += plain_length(text, at);
        if (at < text.length) {
            at += sequence_length((const unsigned char *)text.at + at, text.length - at, &valid);
        }
        if (!valid) {
            return false;
        }
    }
    return true;
}

size_t rl_utf8_repair(rl_str text, rl_buffer *out) {
    size_t replaced = 0;
    size_t kept = 0; /* [kept, at) is good and not yet copied */
    size_t at = 0;
    while (at < text.length) {
        at += plain_length(text, at);
        if (at == text.length) {
            break;
        }
        bool valid;
        size_t length = sequence_length((const unsigned char *)text.at + at, text.length - at, &valid);
        if (!valid || text.at[at] == '\0') {
            rl_buffer_add(out, text.at + kept, at - kept);
            rl_buffer_add_text(out, valid ? " " : "\xef\xbf\xbd");
            replaced += valid ? 0 : 1;
            kept = at + length;
        }
        at += length;
    }
    if (text.length > kept) {
        rl_buffer_add(out, text.at + kept, text.length - kept);
    }
    return replaced;
}

uint32_t rl_utf8_next(rl_str text, size_t *offset) {
    const unsigned char *at = (const unsigned char *)text.at + *offset;
    if (at[0] < 0x80) {
        *offset += 1;
        return at[0];
    }
    /* Clamped to the end: a caller's mistake must not become a read behind the text. */
    size_t left = text.length - *offset;
    size_t length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
    if (at[0] < 0xc2 || length > left) {
        *offset += 1;
        return 0xfffd;
    }
    *offset += length;
    uint32_t first = at[0] & (0x7fu >> length);
    uint32_t code_point = first << 6 | (at[1] & 0x3fu);
    for (size_t i = 2; i < length; i++) {
        code_point = code_point << 6 | (at[i] & 0x3fu);
    }
    return code_point;
}

void rl_utf8_add(rl_buffer *out, uint32_t code_point) {
    if (code_point < 0x80) {
        rl_buffer_add_byte(out, (char)code_point);
        return;
    }
    if (code_point > 0x10ffff || (code_point >= 0xd800 && code_point <= 0xdfff)) {
        code_point = 0xfffd;
    }
    unsigned char bytes[4];
    size_t length = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        bytes[i] = (unsigned char)(0x80 | (code_point & 0x3f));
        code_point >>= 6;
    }
    bytes[0] = (unsigned char)((0xf00u >> length & 0xff) | code_point);
    rl_buffer_add(out, bytes, length);
}

size_t rl_utf8_floor(rl_str text, size_t offset) {
    if (offset >= text.length) {
        return text.length;
    }
    while (offset > 0 && ((unsigned char)text.at[offset] & 0xc0) == 0x80) {
        offset--;
    }
    return offset;
}

size_t rl_utf8_length(rl_str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += ((unsigned char)text.at[i] & 0xc0) != 0x80;
    }
    return count;
}
