/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sentence_names: lists of names in a sentence: "the Bengali film director A B, C D (as E F) and G H
 * as Captain X". Names are runs of capitalised words, so a list ends by itself where the sentence
 * goes on. Indexes are of words; nothing is added here.
 */
#ifndef REEL_INDEXER_SENTENCE_NAMES_H
#define REEL_INDEXER_SENTENCE_NAMES_H

#include "indexer/sentence_words.h"

/* Where the name starts, once "newcomers" and the like are passed. */
size_t rl_names_skip_intro(const rl_sentence *s, size_t i, bool first_of_list);
/* Index behind the name that starts at i, i when none does. */
size_t rl_names_end_of_name(const rl_sentence *s, size_t i, bool company);
/* Behind a remark in parentheses; a credited name in it is kept with *name, which starts at first. */
size_t rl_names_skip_parenthesis(const rl_sentence *s, size_t i, rl_str *name, size_t first);
/* The role behind "as" at index as, up to a comma or "and"; *end is behind it. */
rl_str rl_names_role_after(const rl_sentence *s, size_t as, size_t *end);
/* Whether a list goes on behind word end - 1, and where. */
bool rl_names_go_on(const rl_sentence *s, size_t end, bool cast, size_t *next);

/* Index behind the names joined by commas and "and" that start at i. */
size_t rl_names_end_of_list(const rl_sentence *s, size_t i);
/* A word of it says that it names a company. */
bool rl_names_is_company(rl_str name);

#endif
