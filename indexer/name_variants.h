/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * name_variants: whether two names, credited in one function of one film, are one person's: "J. Lee Thompson" and
 * "John Lee Thompson", "Robert Downey" and "Robert Downey Jr.", "Viktor" and "Victor", "Bong Joon-ho" and
 * "Joon-ho Bong". Only for names that already share a film and a function: elsewhere chance would be a rival.
 */
#ifndef REEL_INDEXER_NAME_VARIANTS_H
#define REEL_INDEXER_NAME_VARIANTS_H

#include "common/bytes.h"

enum { RL_NAME_WORDS = 6 };

/* A name in words, folded. Longer names have count 0 and are nobody's variant. */
typedef struct rl_name_words {
    rl_str given[RL_NAME_WORDS];
    size_t count;   /* of given names */
    rl_str surname; /* the last word that is no suffix; empty where there is but one word */
    rl_str suffix;  /* "jr", "iii" */
} rl_name_words;

typedef enum rl_name_relation {
    RL_NAMES_DIFFER,
    RL_NAMES_EQUAL,       /* spelled in two ways, equally full */
    RL_NAMES_FIRST_FULLER,
    RL_NAMES_SECOND_FULLER
} rl_name_relation;

rl_name_words rl_name_words_of(rl_arena *arena, rl_str name);
rl_name_relation rl_names_relate(const rl_name_words *a, const rl_name_words *b);

#endif
