/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_credits: credits told in sentences ("written and directed by A B, starring C D as E").
 * Takes clean sentences (rl_article_clean) about the film, gives facts of people and companies.
 */
#ifndef REEL_INDEXER_ARTICLE_CREDITS_H
#define REEL_INDEXER_ARTICLE_CREDITS_H

#include "indexer/facts.h"

typedef enum rl_sentence_role {
    RL_SENTENCE_DEFINITION, /* "X is a 1936 comedy film directed by ...": every credit is this film's */
    RL_SENTENCE_LEAD,       /* read when it speaks of this film ("It stars ...", "Produced by ...") */
    RL_SENTENCE_BODY        /* the same, crew only: the cast of a body sentence may be another film's */
} rl_sentence_role;

/* Adds the credits of one sentence; returns how many. */
size_t rl_article_credits(rl_facts *facts, rl_str sentence, rl_sentence_role role, uint32_t line);
/* A director named in a looser way: "a film by A B", "made by A B", "directorial debut of A B". */
size_t rl_article_director_guess(rl_facts *facts, rl_str sentence, uint32_t line);
/* A director any sentence of the article names as one: "the sixth film by director A B". */
size_t rl_article_director_named(rl_facts *facts, rl_str sentence, uint32_t line);
/* "written by Rockwell" after "directed by Alexandre Rockwell": gives surnames read in prose the full
 * name the page tells elsewhere. */
void rl_article_complete_surnames(rl_facts *facts);
/* Whether a sentence starts as one about this film: "The film", "It", "Directed by". */
bool rl_article_speaks_of_film(rl_str sentence);

#endif
