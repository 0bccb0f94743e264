/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * vocabulary: the words of the index that begin with a letter, read once by a searcher when a correction first
 * asks for them, and gone when the index changes. Some 20 bytes a word.
 */
#ifndef REEL_SEARCHER_VOCABULARY_H
#define REEL_SEARCHER_VOCABULARY_H

#include "common/store.h"

typedef struct rl_vocabulary rl_vocabulary;

/* Calls back for each word that begins with the byte `first` (ASCII) and is at most `limit` slips, but not 0, away
 * from word. *vocabulary is made when it is NULL. */
reel_status rl_vocabulary_near(rl_vocabulary **vocabulary, rl_store *store, char first, rl_str word, unsigned limit,
                               void (*near)(void *user, rl_str word, unsigned distance), void *user, reel_error *error);
void rl_vocabulary_free(rl_vocabulary *vocabulary);

#endif
