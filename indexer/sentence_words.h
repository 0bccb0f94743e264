/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sentence_words: the words of a clean sentence, with what punctuation stood around them, and what
 * single words mean in credits. Strings borrow from the sentence.
 */
#ifndef REEL_INDEXER_SENTENCE_WORDS_H
#define REEL_INDEXER_SENTENCE_WORDS_H

#include "common/field.h"

typedef struct rl_word {
    rl_str text;  /* without punctuation around it */
    bool comma;   /* a comma or semicolon follows */
    bool stop;    /* a colon, dash or full stop follows */
    bool inside;  /* in parentheses */
    bool opens;   /* a quotation mark stands before it */
} rl_word;

typedef struct rl_sentence {
    rl_str text;
    rl_word *words;
    size_t count;
} rl_sentence;

/* False when memory ran out. Words above a maximum are left out. */
bool rl_sentence_split(rl_arena *arena, rl_str text, rl_sentence *out_sentence);
/* Whether word i is text, whatever its case; false behind the end. */
bool rl_sentence_is(const rl_sentence *s, size_t i, const char *text);
/* The text of words [first, last), with the marks between them. */
rl_str rl_sentence_span(const rl_sentence *s, size_t first, size_t last);

bool rl_word_in(rl_str text, const char *const *list, size_t count);
#define RL_WORD_IN(text, list) rl_word_in((text), (list), sizeof(list) / sizeof((list)[0]))
/* Starts with a capital, or is of a script without capitals. */
bool rl_word_is_name(rl_str text);
bool rl_word_is_possessive(rl_str text);
/* "directed", "screenplay", "starring": the field it credits, or RL_FIELD_NONE. */
rl_field rl_word_deed(rl_str text);
/* "starring", "features": names of actors follow. */
bool rl_word_tells_cast(rl_str text);

#endif
