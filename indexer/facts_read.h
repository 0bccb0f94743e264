/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_read: what the readers of facts_*.c share among themselves; formats use facts.h.
 */
#ifndef REEL_INDEXER_FACTS_READ_H
#define REEL_INDEXER_FACTS_READ_H

#include "common/lexicon.h"
#include "indexer/facts.h"

/* Trimmed, white space runs folded, cut to RL_MAX_VALUE_BYTES, in the facts' arena. */
rl_str rl_facts_copy(rl_facts *facts, rl_str value);
/* "N/A", "more", "See full cast »": a page's placeholder or link, not a value. */
bool rl_facts_is_junk(rl_str text);
/* Without the "»" of a link behind a value. */
rl_str rl_facts_without_link(rl_str text);
/* The year of four digits that starts at offset, 0 where there is none between 1870 and 2100. */
int rl_facts_year_at(rl_str text, size_t at);
/* Colorations told in a sentence; number of facts added. */
size_t rl_facts_color_prose(rl_facts *facts, rl_str sentence, uint32_t line);
/* A section of a festival's edition (year 0: not known) that the film was shown in. */
void rl_facts_section(rl_facts *facts, const rl_lexicon_entry *section, int year, rl_origin origin, uint32_t line);
/* Text without its last "(...)" when it ends in one, and what stood inside. */
bool rl_facts_cut_note(rl_str *text, rl_str *out_note);
/* Cuts the next item off a list at any of the separators, outside parentheses. */
bool rl_facts_next_item(rl_str *rest, bool commas, rl_str *out_item);

#endif
