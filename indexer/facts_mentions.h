/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_mentions: where a sentence names festivals and prizes of the lexicon, and which edition. Used by facts_prose.c.
 */
#ifndef REEL_INDEXER_FACTS_MENTIONS_H
#define REEL_INDEXER_FACTS_MENTIONS_H

#include "common/lexicon.h"

enum { RL_MAX_MENTIONS = 24 };

typedef struct rl_mention {
    const rl_lexicon_entry *entry;
    size_t start, end; /* in the sentence */
    int year;          /* of a festival's edition */
} rl_mention;

typedef struct rl_mentions {
    rl_mention items[RL_MAX_MENTIONS];
    size_t count;
} rl_mentions;

/* All of a kind, in order. Names that are part of a longer one ("BAFTA Scotland") and cities that are places are none. */
void rl_mentions_find(rl_str sentence, rl_lexicon_kind kind, rl_mentions *out);

/* Where a phrase stands in text with no letter before or behind it; SIZE_MAX where it does not. */
size_t rl_phrase_find(rl_str text, const char *phrase);
bool rl_phrase_any(rl_str text, const char *const *phrases, size_t count);
/* The name that starts a text: "Carl Dean", "Bening"; words with a capital in a row. */
rl_str rl_phrase_name(rl_str text);

#endif
