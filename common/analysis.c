/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis: text to tokens. A word is a run of letters and digits. Plain ASCII words, nearly all there
 * are, are copied in one loop; words that touch a sign go through analysis_chain.c.
 */
#include "common/analysis.h"

#include "common/analysis_fold.h"
#include "common/analysis_parts.h"
#include "common/analysis_scan.h"
#include "common/limits.h"
#include "common/utf8.h"

enum { CLASS_BREAK, CLASS_WORD, CLASS_LINK, CLASS_HIGH };

/* clang-format off */
#define B4 0, 0, 0, 0
#define B16 B4, B4, B4, B4
#define W5 1, 1, 1, 1, 1
#define H16 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3
/* Links are the ASCII signs that mean something next to a letter: & ' * + , - . / _ ` */
static const unsigned char classes[256] = {
    B16, B16,
    B4, 0, 0, 2, 2, 0, 0, 2, 2, 2, 2, 2, 2, /* from the blank to the solidus */
    W5, W5, B4, 0, 0,
    0, W5, W5, W5, W5, W5, 1, B4, 2,
    2, W5, W5, W5, W5, W5, 1, B4, 0,
    H16, H16, H16, H16, H16, H16, H16, H16};
/* clang-format on */

enum { CHUNK_BYTES = 4096 };

static unsigned char fold_ascii(unsigned char c) {
    return (unsigned char)(c - 'A') < 26 ? c | 0x20 : c;
}

char *rl_scan_reserve(rl_scan *s, size_t bytes) {
    if (s->room_left < bytes) {
        size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        s->room = rl_arena_room(s->arena, size);
        s->room_left = s->room == NULL ? 0 : size;
        s->failed |= s->room == NULL;
    }
    return s->room;
}

rl_str rl_scan_take(rl_scan *s, size_t bytes) {
    rl_str form = {s->room, bytes};
    s->room += bytes;
    s->room_left -= bytes;
    return form;
}

void rl_scan_emit(rl_scan *s, rl_str form, size_t start, size_t end, uint32_t position, rl_token_kind kind) {
    if (s->tokens.count == s->capacity) {
        rl_token *items = rl_arena_grow(s->arena, s->tokens.items, &s->capacity, s->tokens.count + 1, sizeof *items);
        if (items == NULL) {
            s->failed = true;
            return;
        }
        s->tokens.items = items;
    }
    s->tokens.items[s->tokens.count++] = (rl_token){form, (uint32_t)start, (uint32_t)end, position, kind};
}

void rl_scan_emit_word(rl_scan *s, rl_str form, size_t start, size_t end, rl_token_kind kind) {
    rl_scan_emit(s, form, start, end, ++s->tokens.positions, kind);
}

rl_str rl_scan_encode(rl_scan *s, const uint32_t *points, size_t count) {
    char *out = rl_scan_reserve(s, RL_MAX_WORD_BYTES + 4);
    size_t length = 0;
    for (size_t i = 0; out != NULL && i < count; i++) {
        uint32_t point = points[i];
        size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (length + size > RL_MAX_WORD_BYTES) {
            break;
        }
        for (size_t k = size - 1; k > 0; k--) {
            out[length + k] = (char)(0x80 | (point & 0x3f));
            point >>= 6;
        }
        out[length] = (char)(size == 1 ? point : ((0xf00u >> size) & 0xff) | point);
        length += size;
    }
    return out == NULL ? RL_STR_EMPTY : rl_scan_take(s, length);
}

rl_glyph_kind rl_scan_glyph(const rl_scan *s, size_t at, size_t *next, rl_glyph *glyph) {
    if (at >= s->text.length) {
        *next = at;
        return RL_GLYPH_BREAK;
    }
    unsigned char c = (unsigned char)s->text.at[at];
    *next = at + 1;
    if (c >= 0x80) {
        *next = at;
        rl_fold_glyph(rl_utf8_next(s->text, next), glyph);
        return glyph->kind;
    }
    glyph->count = 0;
    if (classes[c] == CLASS_WORD) {
        glyph->points[glyph->count++] = fold_ascii(c);
        return RL_GLYPH_LETTER;
    }
    return c == '\'' || c == '`' ? RL_GLYPH_APOSTROPHE : c == '&' ? RL_GLYPH_AND : RL_GLYPH_BREAK;
}

bool rl_analysis_apostrophe_at(rl_str text, size_t offset) {
    rl_scan s = {.text = text};
    rl_glyph glyph;
    size_t next;
    return rl_scan_glyph(&s, offset, &next, &glyph) == RL_GLYPH_APOSTROPHE;
}

bool rl_analysis_apostrophe_before(rl_str text, size_t offset) {
    return offset > 0 && rl_analysis_apostrophe_at(text, rl_utf8_floor(text, offset - 1));
}

enum { MAX_CLUSTER = 6 }; /* points of a letter with its marks */

/* A letter of a script without spaces, with the marks on it. */
typedef struct cluster {
    uint32_t points[MAX_CLUSTER];
    size_t count;
    size_t start, end;
} cluster;

static bool read_cluster(rl_scan *s, cluster *c) {
    rl_glyph glyph;
    size_t next;
    rl_glyph_kind kind = rl_scan_glyph(s, s->at, &next, &glyph);
    /* The dot between the words of a foreign name is left out as often as not: スター・ウォーズ */
    uint32_t dot = rl_scan_byte(s, s->at) < 0x80 ? 0 : rl_utf8_next(s->text, &(size_t){s->at});
    if (dot == 0x30fb || dot == 0xff65 || kind == RL_GLYPH_NOTHING) {
        s->at = next;
        kind = rl_scan_glyph(s, s->at, &next, &glyph);
    }
    if (kind != RL_GLYPH_NGRAM) {
        return false;
    }
    *c = (cluster){.start = s->at, .end = next};
    do {
        for (size_t i = 0; i < glyph.count && c->count < MAX_CLUSTER; i++) {
            c->points[c->count++] = glyph.points[i];
        }
        c->end = kind == RL_GLYPH_NOTHING ? c->end : next;
        s->at = next;
        kind = rl_scan_glyph(s, s->at, &next, &glyph);
    } while (kind == RL_GLYPH_MARK || kind == RL_GLYPH_NOTHING);
    c->count = rl_fold_compose(c->points, c->count);
    return true;
}

static void emit_pair(rl_scan *s, const cluster *first, const cluster *second) {
    uint32_t points[2 * MAX_CLUSTER];
    size_t count = first->count;
    memcpy(points, first->points, count * sizeof *points);
    if (second != NULL) {
        memcpy(points + count, second->points, second->count * sizeof *points);
        count += second->count;
    }
    rl_token_kind kind = (s->flags & RL_ANALYSIS_KEY) != 0 ? RL_TOKEN_WORD : RL_TOKEN_NGRAM;
    rl_scan_emit_word(s, rl_scan_encode(s, points, count), first->start, second == NULL ? first->end : second->end,
                      kind);
}

static void read_run(rl_scan *s) {
    cluster last;
    cluster next;
    if (!read_cluster(s, &last)) {
        return;
    }
    bool pairs = (s->flags & RL_ANALYSIS_KEY) == 0;
    bool alone = true;
    while (read_cluster(s, &next)) {
        emit_pair(s, &last, pairs ? &next : NULL);
        last = next;
        alone = false;
    }
    if (alone || !pairs) {
        emit_pair(s, &last, NULL);
    }
}

/* "½" is the words 1 and 2, as "1/2" is; both stand on the one sign. */
static void read_fraction(rl_scan *s, const rl_glyph *glyph, size_t next) {
    size_t slash = 0;
    while (slash < glyph->count && glyph->points[slash] != RL_FRACTION_SLASH) {
        slash++;
    }
    if (slash > 0) {
        rl_scan_emit_word(s, rl_scan_encode(s, glyph->points, slash), s->at, next, RL_TOKEN_WORD);
    }
    if (slash + 1 < glyph->count) {
        rl_scan_emit_word(s, rl_scan_encode(s, glyph->points + slash + 1, glyph->count - slash - 1), s->at, next,
                          RL_TOKEN_WORD);
    }
    s->at = next;
}

/* "&" is a word wherever it is no link; "+" only between blanks: "Romeo + Juliet", but "C++". */
static void read_sign(rl_scan *s) {
    bool between = s->at > 0 && rl_scan_byte(s, s->at - 1) == ' ' && s->at + 1 < s->text.length &&
                   rl_scan_byte(s, s->at + 1) == ' ';
    if (rl_scan_byte(s, s->at) == '&' || (rl_scan_byte(s, s->at) == '+' && between && s->tokens.count > 0)) {
        rl_scan_emit_word(s, RL_STR("and"), s->at, s->at + 1, RL_TOKEN_WORD);
    }
    s->at++;
}

static void read_high(rl_scan *s) {
    rl_glyph glyph;
    size_t next;
    switch (rl_scan_glyph(s, s->at, &next, &glyph)) {
    case RL_GLYPH_LETTER:
    case RL_GLYPH_RAISED:
        rl_scan_chain(s);
        return;
    case RL_GLYPH_NGRAM:
        read_run(s);
        return;
    case RL_GLYPH_FRACTION:
        read_fraction(s, &glyph, next);
        return;
    case RL_GLYPH_AND:
        rl_scan_emit_word(s, RL_STR("and"), s->at, next, RL_TOKEN_WORD);
        break;
    case RL_GLYPH_BREAK:
    case RL_GLYPH_MARK:
    case RL_GLYPH_NOTHING:
    case RL_GLYPH_APOSTROPHE:
    case RL_GLYPH_HYPHEN:
        break;
    }
    s->at = next;
}

/* A word that nothing touches needs no chain. Single letters may be initials or the n of "rock 'n' roll". */
static bool is_plain(const rl_scan *s, size_t start, size_t end) {
    unsigned char after = rl_scan_byte(s, end);
    if (classes[after] == CLASS_BREAK) {
        return end - start > 1 || (s->text.at[start] | 0x20) != 'n';
    }
    unsigned char behind = rl_scan_byte(s, end + 1);
    return classes[after] == CLASS_LINK && end - start > 1 &&
           (classes[behind] == CLASS_BREAK || classes[behind] == CLASS_LINK);
}

static void read_word(rl_scan *s) {
    const unsigned char *text = (const unsigned char *)s->text.at;
    size_t start = s->at;
    size_t end = start;
    char *out = rl_scan_reserve(s, RL_MAX_WORD_BYTES);
    if (out == NULL) {
        return;
    }
    size_t limit = s->text.length - start > RL_MAX_WORD_BYTES ? start + RL_MAX_WORD_BYTES : s->text.length;
    while (end < limit && classes[text[end]] == CLASS_WORD) {
        out[end - start] = (char)fold_ascii(text[end]);
        end++;
    }
    size_t length = end - start;
    while (end < s->text.length && classes[text[end]] == CLASS_WORD) {
        end++;
    }
    if (!is_plain(s, start, end)) {
        rl_scan_chain(s);
        return;
    }
    rl_scan_emit_word(s, rl_scan_take(s, length), start, end, RL_TOKEN_WORD);
    s->at = end;
}

/* A title without a word is spelled by its signs: "?", "!!!", "...". */
static void read_signs(rl_scan *s) {
    rl_buffer signs = RL_BUFFER_INIT;
    size_t start = SIZE_MAX;
    size_t end = 0;
    for (size_t at = 0; at < s->text.length && signs.length < RL_MAX_WORD_BYTES;) {
        size_t next = at;
        uint32_t point = rl_utf8_next(s->text, &next);
        if (rl_fold_is_visible(point) && signs.length + (next - at) <= RL_MAX_WORD_BYTES) {
            rl_buffer_add(&signs, s->text.at + at, next - at);
            start = start == SIZE_MAX ? at : start;
            end = next;
        }
        at = next;
    }
    s->failed |= signs.failed;
    if (signs.length > 0 && rl_scan_reserve(s, signs.length) != NULL) {
        memcpy(s->room, signs.at, signs.length);
        rl_scan_emit_word(s, rl_scan_take(s, signs.length), start, end, RL_TOKEN_WORD);
    }
    rl_buffer_done(&signs);
}

static void read_text(rl_scan *s) {
    while (s->at < s->text.length && !s->failed) {
        switch (classes[(unsigned char)s->text.at[s->at]]) {
        case CLASS_WORD:
            read_word(s);
            break;
        case CLASS_HIGH:
            read_high(s);
            break;
        case CLASS_LINK:
            read_sign(s);
            break;
        default:
            s->at++;
        }
    }
    if (s->tokens.count == 0 && !s->failed && (s->flags & RL_ANALYSIS_TITLE) != 0) {
        read_signs(s);
    }
}

reel_status rl_analysis_tokens(rl_arena *arena, rl_str text, unsigned flags, rl_tokens *out_tokens, reel_error *error) {
    *out_tokens = (rl_tokens){NULL, 0, 0};
    if (text.length == 0) {
        return REEL_OK;
    }
    if (text.length > UINT32_MAX) {
        return rl_fail(error, REEL_LIMIT, "a text of %zu bytes is too long to analyse", text.length);
    }
    rl_scan s = {.arena = arena, .text = text, .flags = flags};
    /* One allocation each for nearly every text: English has some six bytes a word. */
    s.room_left = text.length + RL_MAX_WORD_BYTES + text.length / 8;
    s.room = rl_arena_room(arena, s.room_left);
    s.capacity = text.length / 5 + 8;
    s.tokens.items = rl_arena_room(arena, s.capacity * sizeof *s.tokens.items);
    s.failed = s.room == NULL || s.tokens.items == NULL;
    if (!s.failed) {
        read_text(&s);
    }
    if (s.failed) {
        return rl_fail_nomem(error);
    }
    *out_tokens = s.tokens;
    bool variants = (flags & (RL_ANALYSIS_TITLE | RL_ANALYSIS_KEY)) == RL_ANALYSIS_TITLE;
    return variants ? rl_title_add_variants(arena, text, out_tokens, error) : REEL_OK;
}
