/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis: the one analyser. Turns text into tokens for documents, queries and highlighting, so
 * that a highlight can never disagree with a match; and values into keys, so that the same title
 * or name is equal however it is spelled. Takes valid UTF-8. Used by indexer and searcher.
 */
#ifndef REEL_COMMON_ANALYSIS_H
#define REEL_COMMON_ANALYSIS_H

#include "common/bytes.h"
#include "common/status.h"

/* Part of the index fingerprint: raise it whenever the same text may give other tokens or keys. */
#define RL_ANALYSIS_VERSION 1

typedef enum rl_token_kind {
    RL_TOKEN_WORD,    /* the word itself, folded: one per position */
    RL_TOKEN_JOINED,  /* parts written together: "Spider-Man" also gives "spiderman" at the position of "spider" */
    RL_TOKEN_VARIANT, /* another spelling at the same position: "й" as "и", "II" as "2", "Ocean's" as "ocean" */
    RL_TOKEN_NGRAM    /* overlapping pair of a script without spaces; these are its words */
} rl_token_kind;

typedef struct rl_token {
    rl_str form;    /* folded, at most RL_MAX_WORD_BYTES; belongs to the arena given */
    uint32_t start; /* its bytes in the text: [start, end) */
    uint32_t end;
    uint32_t position; /* from 1; tokens of one position are spellings of one word */
    rl_token_kind kind;
} rl_token;

typedef struct rl_tokens {
    rl_token *items; /* in order of position; of one position the word comes first */
    size_t count;
    uint32_t positions; /* the last position, 0 when there are no tokens */
} rl_tokens;

enum rl_analysis_flags {
    /* A title or a query: numbers meet ("II" and "two" have the variant "2"; "I" is a number only in "Part I" and
     * the like), "se7en" is "seven", "alien3" is "alien", and a text without a word is one word of its signs ("?"). */
    RL_ANALYSIS_TITLE = 1
};

/* Folding and tables need no set-up; only the stemmer has state. */
reel_status rl_analysis_tokens(rl_arena *arena, rl_str text, unsigned flags, rl_tokens *out_tokens, reel_error *error);

typedef enum rl_key_kind {
    RL_KEY_NAME, /* folded words joined without blanks: "stevebuscemi" for "Steve  BUSCÉMI" */
    RL_KEY_TITLE /* the same without a leading or ", The" trailing article, numbers as digits:
                  * "rockyhorrorpictureshow", "rocky2"; "Part" before such a number is left out;
                  * punctuation-only titles keep their signs: "&" is "and" */
} rl_key_kind;

/* Appends the key of a value to out: equal keys mean equal values. Empty for an empty value only. */
void rl_analysis_key(rl_key_kind kind, rl_str value, rl_buffer *out);
/* The key in the arena; the empty string when memory ran out. */
rl_str rl_analysis_key_copy(rl_arena *arena, rl_key_kind kind, rl_str value);
/* "in-the-soup-1992": lower-case ASCII words joined by '-', then the year unless 0. Never empty
 * for a title that is not. For film ids. */
void rl_analysis_slug(rl_str title, int year, rl_buffer *out);

/* A word that says nothing by itself in English text ("the", "of"); the form must be folded. */
bool rl_analysis_is_stop(rl_str form);

/* The same word written the dumb way: edit distance with transpositions, counted in code points,
 * up to limit; a larger distance gives limit + 1. For corrections. */
unsigned rl_analysis_distance(rl_str a, rl_str b, unsigned limit);

#endif
