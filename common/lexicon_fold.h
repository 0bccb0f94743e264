/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon_fold: the spelling key of the lexicon: letters and digits only, lower case, without
 * accents, "&" as "and". Used by the look-up and by the generator that sorts the table at build.
 */
#ifndef REEL_COMMON_LEXICON_FOLD_H
#define REEL_COMMON_LEXICON_FOLD_H

#include "common/bytes.h"

enum { RL_LEXICON_KEY_BYTES = 96 }; /* longer than any key of the table; a longer text is none of them */

typedef struct rl_lexicon_key {
    char at[RL_LEXICON_KEY_BYTES];
    size_t length;
} rl_lexicon_key;

/* Appends the next word of text to the key and moves *offset behind it. False at the end of the
 * text or when the key is full. */
bool rl_lexicon_fold_word(rl_lexicon_key *key, rl_str text, size_t *offset);
/* The key of a whole text, without a leading "the"; empty where it is too long. */
void rl_lexicon_fold(rl_str text, rl_lexicon_key *out_key);

#endif
