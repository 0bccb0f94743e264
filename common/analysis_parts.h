/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_parts: what the analysis files share among themselves and with no one else.
 */
#ifndef REEL_COMMON_ANALYSIS_PARTS_H
#define REEL_COMMON_ANALYSIS_PARTS_H

#include "common/analysis.h"

enum {
    /* For keys: letters of scripts without spaces come one by one as words, so that they can be joined again. */
    RL_ANALYSIS_KEY = 1 << 16
};

/* analysis_title.c: adds the variants of RL_ANALYSIS_TITLE. */
reel_status rl_title_add_variants(rl_arena *arena, rl_str text, rl_tokens *tokens, reel_error *error);
/* What a word of a title is in a key: "2" for "II" and "two", "7" for "Se7en", else its form. */
rl_str rl_title_spelling(rl_arena *arena, rl_str text, const rl_tokens *tokens, size_t index);
/* 1 to 20 when the word there is such a number in digits, letters or Roman, else 0. */
unsigned rl_title_number(rl_str text, const rl_tokens *tokens, size_t index);

/* A sign that is typed for an apostrophe starts at offset. */
bool rl_analysis_apostrophe_at(rl_str text, size_t offset);
/* A sign that is typed for an apostrophe ends before offset. */
bool rl_analysis_apostrophe_before(rl_str text, size_t offset);

#endif
