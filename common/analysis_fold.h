/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_fold: what one code point is to the analyser, and what it folds to. Takes code points
 * outside ASCII from utf8proc's tables and letters.def; constant data, no allocation.
 * Used by the analysis files alone.
 */
#ifndef REEL_COMMON_ANALYSIS_FOLD_H
#define REEL_COMMON_ANALYSIS_FOLD_H

#include "common/bytes.h"

typedef enum rl_glyph_kind {
    RL_GLYPH_BREAK,      /* ends a word */
    RL_GLYPH_LETTER,     /* letters and digits */
    RL_GLYPH_MARK,       /* combining mark without a base of its own */
    RL_GLYPH_NOTHING,    /* soft hyphen, zero-width characters: as if not there */
    RL_GLYPH_APOSTROPHE, /* all the signs that are typed for ' */
    RL_GLYPH_HYPHEN,     /* hyphens, dashes that stand for them, middle dots */
    RL_GLYPH_AND,        /* full-width & */
    RL_GLYPH_RAISED,     /* superscript digit: a number of its own behind a word */
    RL_GLYPH_FRACTION,   /* vulgar fraction: points are digits, U+2044, digits */
    RL_GLYPH_NGRAM       /* letter of a script without spaces */
} rl_glyph_kind;

enum { RL_GLYPH_POINTS = 32, RL_FRACTION_SLASH = 0x2044 };

typedef struct rl_glyph {
    rl_glyph_kind kind;
    size_t count; /* folded code points, decomposed */
    uint32_t points[RL_GLYPH_POINTS];
} rl_glyph;

/* Of any code point >= 0x80; for ASCII the callers have their own table. */
void rl_fold_glyph(uint32_t code_point, rl_glyph *out);
/* Marks on this base are dropped (Latin, Greek, Hebrew, Arabic); on others they make other letters. */
bool rl_fold_drops_marks(uint32_t base);
/* What is typed for a letter without decomposition (letters.def), or NULL. */
const char *rl_fold_spelling(uint32_t code_point);
bool rl_fold_is_mark(uint32_t code_point);
/* Something is seen: no blank, control, format or lone mark. */
bool rl_fold_is_visible(uint32_t code_point);
/* Puts decomposed points into canonical order and composes them; returns the new count. */
size_t rl_fold_compose(uint32_t *points, size_t count);

#endif
