/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_makers: makers named before what they did: "Ann Lee composed the film's score". What is told with "by"
 * is article_credits.c's.
 */
#ifndef REEL_INDEXER_ARTICLE_MAKERS_H
#define REEL_INDEXER_ARTICLE_MAKERS_H

#include "indexer/facts.h"
#include "indexer/sentence_words.h"

/* Returns how many facts were added. */
size_t rl_article_makers(rl_facts *facts, const rl_sentence *s, uint32_t line);

#endif
