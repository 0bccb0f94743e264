/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * charset: see charset.h. Single bytes of Windows-1252 are a table; other declared charsets are iconv's.
 */
#include "indexer/charset.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>

#include "common/utf8.h"

enum { DECLARATION_BYTES = 256, NAME_BYTES = 40, DENSEST = 3 /* of ten bytes: western text is mostly ASCII */ };

/* 0x80 to 0x9f; 0 where there is no character. */
static const uint16_t windows_signs[32] = {0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
                                           0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
                                           0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178};

static bool is_ascii_letter(unsigned char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z'); }

/* Letters with marks; 0xfe and 0xff are rarer than damage. */
static bool is_letter(unsigned char byte) { return byte >= 0xc0 && byte < 0xfe && byte != 0xd7 && byte != 0xf7; }

static bool is_sign(unsigned char byte) {
    static const unsigned char signs[] = {0x80, 0x85, 0x8a, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x96, 0x97, 0x9a, 0x9c, 0x9e, 0x9f, 0xa0,
                                          0xa1, 0xa3, 0xa7, 0xa9, 0xab, 0xae, 0xb0, 0xb2, 0xb3, 0xb4, 0xb7, 0xbb, 0xbd, 0xbf};
    return memchr(signs, byte, sizeof signs) != NULL;
}

/* A sequence of UTF-8 in it tells damaged UTF-8 from another charset. */
static bool is_evidently_western(rl_str bytes) {
    size_t high = 0, in_words = 0;
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        unsigned char before = i > 0 ? (unsigned char)bytes.at[i - 1] : ' ';
        unsigned char behind = i + 1 < bytes.length ? (unsigned char)bytes.at[i + 1] : ' ';
        if (byte < 0x80) {
            continue;
        }
        bool sequence = byte >= 0xc2 && byte <= 0xf4 && behind >= 0x80 && behind < 0xc0;
        if (sequence || (!is_letter(byte) && !is_sign(byte))) {
            return false;
        }
        high++;
        in_words += is_letter(byte) && (is_ascii_letter(before) || is_ascii_letter(behind));
    }
    return in_words > 0 && high * 10 <= bytes.length * DENSEST;
}

static void decode_windows(rl_str bytes, rl_buffer *out) {
    for (size_t i = 0; i < bytes.length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        uint32_t sign = byte >= 0x80 && byte < 0xa0 ? windows_signs[byte - 0x80] : byte;
        rl_utf8_add(out, sign == 0 ? 0xfffd : sign);
    }
}

/* The name in <?xml version="1.0" encoding="ISO-8859-1"?>; false where there is none. */
static bool declared_charset(rl_str bytes, char out[NAME_BYTES + 1]) {
    rl_str head = rl_str_trim(rl_str_slice(bytes, 0, bytes.length < DECLARATION_BYTES ? bytes.length : DECLARATION_BYTES));
    size_t end = rl_str_find(head, RL_STR("?>"));
    size_t at = rl_str_find(rl_str_slice(head, 0, end == SIZE_MAX ? 0 : end), RL_STR("encoding="));
    if (!rl_str_starts(head, RL_STR("<?xml")) || end == SIZE_MAX || at == SIZE_MAX) {
        return false;
    }
    rl_str name = rl_str_slice(head, at + strlen("encoding="), end);
    char quote = name.length > 0 ? name.at[0] : '\0';
    if (quote != '"' && quote != '\'') {
        return false;
    }
    size_t length = 0;
    for (size_t i = 1; i < name.length && name.at[i] != quote; i++) {
        char c = name.at[i];
        bool good = is_ascii_letter((unsigned char)c) || (c >= '0' && c <= '9') || c == '-' || c == '_';
        if (!good || length == NAME_BYTES) {
            return false; /* "//TRANSLIT" and the like are no charset's name */
        }
        out[length++] = c;
    }
    out[length] = '\0';
    return length > 0;
}

static bool is_western_name(rl_str name) {
    static const char *const names[] = {"iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252", "iso-8859-15", "us-ascii", "ascii"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (rl_str_equal_nocase(name, rl_str_of(names[i]))) {
            return true;
        }
    }
    return false;
}

/* False when the charset is not known, or the bytes are not of it. */
static bool decode_named(const char *name, rl_str bytes, rl_buffer *out) {
    iconv_t converter = iconv_open("UTF-8", name);
    if (converter == (iconv_t)-1) {
        return false;
    }
    size_t start = out->length, left = bytes.length;
    char *from = (char *)(uintptr_t)bytes.at; /* iconv does not write to it */
    char block[4096];
    bool good = true;
    while (good && left > 0) {
        char *to = block;
        size_t room = sizeof block, before = left;
        size_t done = iconv(converter, &from, &left, &to, &room);
        rl_buffer_add(out, block, sizeof block - room);
        good = done != (size_t)-1 || (errno == E2BIG && left < before); /* the block was full */
    }
    iconv_close(converter);
    good = good && rl_utf8_valid(rl_str_slice(rl_buffer_str(out), start, out->length));
    out->length = good ? out->length : start;
    return good;
}

bool rl_charset_decode(rl_str bytes, rl_buffer *out) {
    char name[NAME_BYTES + 1];
    bool declared = declared_charset(bytes, name);
    if (declared && is_western_name(rl_str_of(name))) {
        decode_windows(bytes, out);
        return true;
    }
    if (declared && !rl_str_equal_nocase(rl_str_of(name), RL_STR("utf-8")) && decode_named(name, bytes, out)) {
        return true;
    }
    if (!is_evidently_western(bytes)) {
        return false;
    }
    decode_windows(bytes, out);
    return true;
}
