/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_sources: whose work a film is made from: "based on the 1951 novel of the same name by A B", "an adaptation
 * of A B's play". Takes a sentence on this film, gives a writer with the kind of work.
 */
#ifndef REEL_INDEXER_ARTICLE_SOURCES_H
#define REEL_INDEXER_ARTICLE_SOURCES_H

#include "indexer/facts.h"
#include "indexer/sentence_words.h"

/* Returns how many writers it added. */
size_t rl_article_sources(rl_facts *facts, const rl_sentence *sentence, uint32_t line);

#endif
