/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_words: values that have the words typed anywhere in them, from the words of fields in the index: the films
 * that have them are found, and of these the values read. Bounded in everything, and of nothing but the index and the text.
 */
#ifndef REEL_SEARCHER_SUGGEST_WORDS_H
#define REEL_SEARCHER_SUGGEST_WORDS_H

#include "common/store.h"
#include "searcher/completions.h"

/* Adds to found what text, valid UTF-8, is the beginning of by words. Where nothing has the last word, and `slips` are
 * wanted, words one slip away are taken for it. memory may be NULL. */
reel_status rl_suggest_find_words(rl_store *store, rl_suggest_memory *memory, rl_str text, bool slips, rl_completions *found,
                                  reel_error *error);

#endif
