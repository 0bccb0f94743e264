/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * document: bytes of a file to checked lines. Order: size, encoding (UTF-16 decoded), binary test,
 * other charsets or repair, HTML, lines. One pass each, so a file of one huge line costs what its bytes cost.
 */
#include "indexer/document.h"

#include <stdint.h>

#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/charset.h"
#include "indexer/html.h"

typedef enum text_encoding { ENCODING_UTF8, ENCODING_UTF16_LE, ENCODING_UTF16_BE } text_encoding;

enum { SNIFF_BYTES = 4096 };

/* Without a byte order mark: western text in UTF-16 has a zero in nearly every other byte. */
static text_encoding sniff_utf16(rl_str bytes) {
    size_t length = bytes.length < SNIFF_BYTES ? bytes.length : SNIFF_BYTES;
    size_t zeros[2] = {0, 0};
    if (length < 8 || memchr(bytes.at, '\0', length) == NULL) {
        return ENCODING_UTF8;
    }
    for (size_t i = 0; i < length; i++) {
        zeros[i % 2] += bytes.at[i] == '\0';
    }
    size_t many = length / 2 - length / 8;
    if (zeros[0] < many && zeros[1] < many) {
        return ENCODING_UTF8;
    }
    if (zeros[0] == 0) {
        return ENCODING_UTF16_LE;
    }
    return zeros[1] == 0 ? ENCODING_UTF16_BE : ENCODING_UTF8;
}

static text_encoding encoding_of(rl_str *bytes) {
    static const struct {
        rl_str mark;
        text_encoding encoding;
    } marks[] = {{{"\xef\xbb\xbf", 3}, ENCODING_UTF8}, {{"\xff\xfe", 2}, ENCODING_UTF16_LE}, {{"\xfe\xff", 2}, ENCODING_UTF16_BE}};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (rl_str_starts(*bytes, marks[i].mark)) {
            *bytes = rl_str_slice(*bytes, marks[i].mark.length, bytes->length);
            return marks[i].encoding;
        }
    }
    return sniff_utf16(*bytes);
}

static uint32_t unit_at(rl_str bytes, size_t offset, text_encoding encoding) {
    uint32_t first = (unsigned char)bytes.at[offset], second = (unsigned char)bytes.at[offset + 1];
    return encoding == ENCODING_UTF16_LE ? second << 8 | first : first << 8 | second;
}

/* Lone surrogates and a last odd byte become U+FFFD; returns how many. */
static size_t decode_utf16(rl_str bytes, text_encoding encoding, rl_buffer *out) {
    size_t repaired = 0;
    size_t offset = 0;
    while (offset + 2 <= bytes.length) {
        uint32_t unit = unit_at(bytes, offset, encoding);
        offset += 2;
        if (unit >= 0xd800 && unit < 0xdc00 && offset + 2 <= bytes.length) {
            uint32_t low = unit_at(bytes, offset, encoding);
            if (low >= 0xdc00 && low < 0xe000) {
                unit = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                offset += 2;
            }
        }
        if (unit >= 0xd800 && unit < 0xe000) {
            unit = 0xfffd;
            repaired++;
        }
        rl_utf8_add(out, unit == 0 ? ' ' : unit);
    }
    if (offset < bytes.length) {
        rl_utf8_add(out, 0xfffd);
        repaired++;
    }
    return repaired;
}

/* NUL never stands in text; other control characters do so rarely. */
static bool is_binary(rl_str bytes) {
    if (memchr(bytes.at, '\0', bytes.length) != NULL) {
        return true;
    }
    size_t length = bytes.length < SNIFF_BYTES ? bytes.length : SNIFF_BYTES;
    size_t odd = 0;
    for (size_t i = 0; i < length; i++) {
        unsigned char byte = (unsigned char)bytes.at[i];
        if (byte < 0x20) {
            odd += byte != '\n' && byte != '\r' && byte != '\t' && byte != '\f' && byte != 0x1b;
        }
    }
    return odd * 10 > length;
}

static bool is_blank(rl_str text) {
    return rl_str_trim(text).length == 0;
}

static bool looks_xml(rl_str text) {
    rl_str trimmed = rl_str_trim(text);
    if (trimmed.length < 3 || trimmed.at[0] != '<') {
        return false;
    }
    char next = trimmed.at[1];
    return next == '?' || next == '!' || (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z');
}

/* The text as valid UTF-8, borrowed where it is so already. */
static reel_status checked_text(rl_arena *arena, rl_str bytes, rl_document *out, const char *path, reel_error *error) {
    rl_str text = bytes;
    text_encoding encoding = encoding_of(&text);
    if (encoding == ENCODING_UTF8 && text.length != 0 && is_binary(text)) {
        return rl_fail_at(error, REEL_FORMAT, path, 0, "is a binary file, not a document");
    }
    if (encoding == ENCODING_UTF8 && rl_utf8_valid(text)) {
        out->raw = text;
        return REEL_OK;
    }
    rl_buffer buffer = RL_BUFFER_INIT;
    if (encoding != ENCODING_UTF8) {
        out->repaired = decode_utf16(text, encoding, &buffer);
    } else if (rl_html_looks(text) || !rl_charset_decode(text, &buffer)) { /* html.c reads the charset of a page itself */
        out->repaired = rl_utf8_repair(text, &buffer);
    }
    out->raw = rl_str_copy(arena, rl_buffer_str(&buffer));
    bool failed = buffer.failed || rl_arena_failed(arena);
    rl_buffer_done(&buffer);
    return failed ? rl_fail_nomem(error) : REEL_OK;
}

static size_t line_length(rl_str text, bool has_returns) {
    if (!has_returns) {
        const char *feed = memchr(text.at, '\n', text.length);
        return feed == NULL ? text.length : (size_t)(feed - text.at);
    }
    size_t length = 0;
    while (length < text.length && text.at[length] != '\n' && text.at[length] != '\r') {
        length++;
    }
    return length;
}

/* The next line of *rest without its end (LF, CR, CR LF); false when there is none. */
static bool next_line(rl_str *rest, bool has_returns, rl_str *out_line) {
    if (rest->length == 0) {
        return false;
    }
    size_t end = line_length(*rest, has_returns);
    *out_line = rl_str_slice(*rest, 0, end);
    if (end < rest->length) {
        end += rest->at[end] == '\r' && end + 1 < rest->length && rest->at[end + 1] == '\n' ? 2 : 1;
    }
    *rest = rl_str_slice(*rest, end, rest->length);
    return true;
}

static reel_status split_lines(rl_document *document, rl_arena *arena, rl_str text, const char *path,
                               reel_error *error) {
    size_t count = 0;
    rl_str rest = text, line;
    bool has_returns = text.length > 0 && memchr(text.at, '\r', text.length) != NULL;
    while (next_line(&rest, has_returns, &line)) {
        count++;
    }
    if (count > RL_MAX_LINES) {
        return rl_fail_at(error, REEL_LIMIT, path, 0, "has %zu lines, more than the limit of %d", count,
                          (int)RL_MAX_LINES);
    }
    document->lines = rl_arena_array(arena, count, sizeof *document->lines);
    if (document->lines == NULL) {
        return rl_fail_nomem(error);
    }
    rest = text;
    while (next_line(&rest, has_returns, &line)) {
        document->lines[document->line_count++] = line;
    }
    return REEL_OK;
}

/* A page that is no UTF-8 may name its own charset: html.c gets the bytes as they were saved. */
static reel_status html_lines(rl_document *document, rl_arena *arena, rl_str saved, const char *path,
                              reel_error *error) {
    rl_buffer buffer = RL_BUFFER_INIT;
    bool as_saved = document->repaired > 0 && rl_html_looks(saved);
    reel_status status = rl_html_text(as_saved ? saved : document->raw, &buffer, error);
    rl_str text = RL_STR_EMPTY;
    if (status == REEL_OK) {
        text = rl_str_copy(arena, rl_buffer_str(&buffer));
        status = buffer.failed || rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
    }
    rl_buffer_done(&buffer);
    return status == REEL_OK ? split_lines(document, arena, text, path, error) : status;
}

reel_status rl_document_init(rl_document *out_document, rl_arena *arena, rl_str path, rl_str bytes, reel_error *error) {
    rl_document document = {.path = rl_str_copy(arena, path)};
    *out_document = (rl_document){0};
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    const char *name = document.path.length == 0 ? "" : document.path.at;
    if (bytes.length > RL_MAX_PAGE_BYTES) {
        return rl_fail_at(error, REEL_LIMIT, name, 0, "has %zu bytes, more than the limit of %d", bytes.length,
                          (int)RL_MAX_PAGE_BYTES);
    }
    reel_status status = bytes.length == 0 ? REEL_OK : checked_text(arena, bytes, &document, name, error);
    if (status != REEL_OK) {
        return status;
    }
    if (is_blank(document.raw)) {
        return rl_fail_at(error, REEL_FORMAT, name, 0, "is empty");
    }
    document.html = rl_html_looks(document.raw);
    document.xml = !document.html && looks_xml(document.raw);
    status = document.html ? html_lines(&document, arena, bytes, name, error)
                           : split_lines(&document, arena, document.raw, name, error);
    if (status == REEL_OK) {
        *out_document = document;
    }
    return status;
}

rl_str rl_document_join(const rl_document *document, rl_arena *arena, size_t first, size_t last) {
    last = last < document->line_count ? last : document->line_count;
    size_t length = 0;
    for (size_t i = first; i < last; i++) {
        length += document->lines[i].length + 1;
    }
    char *text = rl_arena_alloc(arena, length + 1);
    if (text == NULL) {
        return RL_STR_EMPTY;
    }
    size_t used = 0;
    bool gap = false;
    for (size_t i = first; i < last; i++) {
        rl_str line = document->lines[i];
        if (is_blank(line)) {
            gap = used != 0;
            continue;
        }
        if (gap) {
            text[used++] = '\n';
            gap = false;
        }
        memcpy(text + used, line.at, line.length);
        used += line.length;
        text[used++] = '\n';
    }
    return rl_str_trim((rl_str){text, used});
}
