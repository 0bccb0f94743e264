/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_scan: the state of one pass over a text, and what its readers have in common.
 * analysis.c owns it and reads plain words, analysis_chain.c reads words with signs between them.
 */
#ifndef REEL_COMMON_ANALYSIS_SCAN_H
#define REEL_COMMON_ANALYSIS_SCAN_H

#include "common/analysis.h"
#include "common/analysis_fold.h"

typedef struct rl_scan {
    rl_arena *arena;
    rl_str text;
    size_t at;
    unsigned flags;
    rl_tokens tokens;
    size_t capacity;
    char *room; /* where forms go */
    size_t room_left;
    bool failed;
} rl_scan;

/* The byte at an offset; a blank behind the end. */
static inline unsigned char rl_scan_byte(const rl_scan *s, size_t at) {
    return at < s->text.length ? (unsigned char)s->text.at[at] : ' ';
}

/* Room for the next form; NULL when memory ran out. */
char *rl_scan_reserve(rl_scan *s, size_t bytes);
/* The form just written there. */
rl_str rl_scan_take(rl_scan *s, size_t bytes);
/* Writes points as UTF-8, cut to a word's length. */
rl_str rl_scan_encode(rl_scan *s, const uint32_t *points, size_t count);
void rl_scan_emit(rl_scan *s, rl_str form, size_t start, size_t end, uint32_t position, rl_token_kind kind);
/* The same at the next position. */
void rl_scan_emit_word(rl_scan *s, rl_str form, size_t start, size_t end, rl_token_kind kind);
/* The glyph at an offset, ASCII included; *next is behind it. */
rl_glyph_kind rl_scan_glyph(const rl_scan *s, size_t at, size_t *next, rl_glyph *glyph);

/* Reads the words at s->at that stand together without a blank, and moves behind them. */
void rl_scan_chain(rl_scan *s);

#endif
