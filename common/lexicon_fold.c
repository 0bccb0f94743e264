/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon_fold: see lexicon_fold.h.
 */
#include "common/lexicon_fold.h"

#include <utf8proc.h>

/* Letters that have no decomposition but are commonly written in ASCII. */
static const char *ascii_of(utf8proc_int32_t c) {
    switch (c) {
    case 0xdf:
        return "ss";
    case 0xe6:
    case 0xc6:
        return "ae";
    case 0xf8:
    case 0xd8:
        return "o";
    case 0x111:
    case 0x110:
    case 0xf0:
    case 0xd0:
        return "d";
    case 0x131:
        return "i";
    case 0x142:
    case 0x141:
        return "l";
    case 0x153:
    case 0x152:
        return "oe";
    case 0xfe:
    case 0xde:
        return "th";
    default:
        return NULL;
    }
}

static bool add(rl_lexicon_key *key, const char *bytes, size_t length) {
    if (key->length + length > sizeof key->at) {
        return false;
    }
    memcpy(key->at + key->length, bytes, length);
    key->length += length;
    return true;
}

static bool is_mark(utf8proc_int32_t c) {
    utf8proc_category_t category = utf8proc_category(c);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_ME;
}

static bool is_word(utf8proc_int32_t c) {
    if (c < 0x80) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }
    utf8proc_category_t category = utf8proc_category(c);
    return (category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO);
}

static bool add_decomposed(rl_lexicon_key *key, utf8proc_int32_t c) {
    const char *ascii = ascii_of(c);
    if (ascii != NULL) {
        return add(key, ascii, strlen(ascii));
    }
    utf8proc_int32_t parts[32];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char(c, parts, 32, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < 32; i++) {
        utf8proc_uint8_t bytes[4];
        if (is_word(parts[i]) && !is_mark(parts[i]) &&
            !add(key, (const char *)bytes, (size_t)utf8proc_encode_char(parts[i], bytes))) {
            return false;
        }
    }
    return true;
}

static bool add_char(rl_lexicon_key *key, utf8proc_int32_t c) {
    if (c >= 0x80) {
        return add_decomposed(key, c);
    }
    char lower = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    return add(key, &lower, 1);
}

/* The code point at offset and its bytes; an invalid byte reads as a blank. */
static utf8proc_int32_t read_char(rl_str text, size_t offset, size_t *out_bytes) {
    utf8proc_int32_t c = offset < text.length ? (unsigned char)text.at[offset] : ' ';
    *out_bytes = 1;
    if (c >= 0x80) {
        utf8proc_ssize_t read =
            utf8proc_iterate((const utf8proc_uint8_t *)text.at + offset, (utf8proc_ssize_t)(text.length - offset), &c);
        *out_bytes = read > 0 ? (size_t)read : 1;
        c = read > 0 ? c : ' ';
    }
    return c;
}

/* An apostrophe or dot between letters does not part a word: "d'Or", "U.S."; the possessive
 * apostrophe does, so that "Sundance's" starts with "Sundance". */
static bool joins(rl_str text, size_t offset, utf8proc_int32_t c, size_t bytes) {
    bool apostrophe = c == '\'' || c == 0x2019 || c == 0x2bc;
    size_t next_bytes = 0;
    utf8proc_int32_t next = read_char(text, offset + bytes, &next_bytes);
    if ((!apostrophe && c != '.') || !is_word(next)) {
        return false;
    }
    size_t last_bytes = 0;
    return !(apostrophe && next == 's' && !is_word(read_char(text, offset + bytes + next_bytes, &last_bytes)));
}

bool rl_lexicon_fold_word(rl_lexicon_key *key, rl_str text, size_t *offset) {
    size_t start = key->length;
    while (*offset < text.length) {
        size_t bytes = 0;
        utf8proc_int32_t c = read_char(text, *offset, &bytes);
        if (is_word(c) || (c >= 0x80 && is_mark(c))) {
            if (!add_char(key, c)) {
                return false;
            }
        } else if (c == '&' && key->length == start) {
            *offset += bytes;
            return add(key, "and", 3);
        } else if (key->length > start && !joins(text, *offset, c, bytes)) {
            return true;
        }
        *offset += bytes;
    }
    return key->length > start;
}

void rl_lexicon_fold(rl_str text, rl_lexicon_key *out_key) {
    out_key->length = 0;
    size_t offset = 0;
    size_t words = 0;
    while (rl_lexicon_fold_word(out_key, text, &offset)) {
        if (words == 0 && out_key->length == 3 && memcmp(out_key->at, "the", 3) == 0 && offset < text.length) {
            out_key->length = 0;
        }
        words++;
    }
    if (offset < text.length) {
        out_key->length = 0;
    }
}
