/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_typed: what was typed as words, of which the last may go on, and whether a value has them.
 */
#ifndef REEL_SEARCHER_SUGGEST_TYPED_H
#define REEL_SEARCHER_SUGGEST_TYPED_H

#include "common/analysis.h"

enum { RL_TYPED_WORDS = 6, RL_TYPED_SPELLINGS = 8 };

typedef struct rl_typed {
    rl_str words[RL_TYPED_WORDS]; /* folded, in the arena given; the last is the beginning of one */
    size_t count;
    rl_str spellings[RL_TYPED_SPELLINGS]; /* when there are any, the last word is one of these instead: it had a slip */
    size_t spelling_count;
} rl_typed;

typedef enum rl_typed_match {
    RL_TYPED_NOT,
    RL_TYPED_BEGUN, /* the last word goes on in the value */
    RL_TYPED_WHOLE  /* every word is one of the value's */
} rl_typed_match;

/* count is 0 where text has too many words, or some of a script that is not written in words. */
reel_status rl_typed_read(rl_arena *arena, rl_str text, rl_typed *out, reel_error *error);
/* Whether value has all words, in any order, each another one of its own. flags as of rl_analysis_tokens. */
reel_status rl_typed_is_in(const rl_typed *typed, rl_arena *arena, rl_str value, unsigned flags, rl_typed_match *out_match,
                           reel_error *error);

#endif
