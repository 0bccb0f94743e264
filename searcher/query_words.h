/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_words: what single words do in a query: words that ask, words that name a role, hedges
 * and greetings of a long description. Tables only; folded forms.
 */
#ifndef REEL_SEARCHER_QUERY_WORDS_H
#define REEL_SEARCHER_QUERY_WORDS_H

#include "common/field.h"

/* Words of a question or request, and for "film" itself: they say nothing about the film meant. */
bool rl_query_word_asks(rl_str form);
/* "what", "describe": a query that has one is a question. */
bool rl_query_word_questions(rl_str form);
/* What a question may ask of a film ("genre", "release", "topics"): no content in a question. */
bool rl_query_word_frames(rl_str form);
/* What may be asked of a film by its name alone: "jaws runtime"; RL_FIELD_NONE for others. */
rl_field rl_query_word_attribute(rl_str form);
/* "film", "movies". */
bool rl_query_word_films(rl_str form);
/* Hedges, greetings, opinions, the telling of a memory. */
bool rl_query_word_hedges(rl_str form);
/* How pages write a word of talk: "mom" gives "mother"; empty for others. */
rl_str rl_query_word_written(rl_str form);
/* The field a word points to: "directed" director, "starring" cast; RL_FIELD_NONE for others. */
rl_field rl_query_word_role(rl_str form);
/* The same of words that only hint at it: "with" cast, "by" director. */
rl_field rl_query_word_hint(rl_str form);
/* The genre a word of opinion asks for: "funny" Comedy; NULL for others. */
const char *rl_query_word_genre(rl_str form);
/* "not", "wasnt": what follows is not meant. */
/* Two words with which a description begins: "movie where", "I remember". */
bool rl_query_words_tell(rl_str first, rl_str second);
bool rl_query_word_denies(rl_str form);
/* "eighties" gives 1980, "eight" and others 0. */
int rl_query_word_decade(rl_str form);
/* "one" to "twenty" as a number, 0 for other words. */
int rl_query_word_number(rl_str form);
bool rl_query_word_wins(rl_str form);      /* won, winner */
bool rl_query_word_nominates(rl_str form); /* nominated, nominee */

#endif
