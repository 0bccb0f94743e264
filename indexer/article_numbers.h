/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_numbers: dates, minutes and money told in sentences ("was released on 3 May 1931 in
 * Germany", "the 87-minute film", "on a budget of $15 million"). Takes clean sentences.
 */
#ifndef REEL_INDEXER_ARTICLE_NUMBERS_H
#define REEL_INDEXER_ARTICLE_NUMBERS_H

#include "indexer/facts.h"

enum rl_article_numbers_of {
    RL_NUMBERS_DATES = 1, /* release dates: other sections tell of other dates */
    RL_NUMBERS_LENGTH = 2 /* "the 87-minute film": in the lead it is this film */
};
void rl_article_numbers(rl_facts *facts, rl_str sentence, unsigned of, uint32_t line);

#endif
