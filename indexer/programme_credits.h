/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_credits: labelled lines of a programme page: "director Alexandre Rockwell",
 * "Coloration: b&w". Used by format_programme.
 */
#ifndef REEL_INDEXER_PROGRAMME_CREDITS_H
#define REEL_INDEXER_PROGRAMME_CREDITS_H

#include "indexer/facts.h"

/* Adds what a labelled line says; false when text is none. In the credits section the label needs no colon. */
bool rl_programme_credit(rl_facts *facts, rl_str text, bool in_credits, uint32_t line);

#endif
