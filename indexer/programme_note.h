/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_note: what the prose of a programme note says of a film: its cast in parentheses
 * ("Stanley Motss (Dustin Hoffman)"), stars, directors, prizes; and of a bill of several films,
 * which sentence speaks of which. Used by format_programme.
 */
#ifndef REEL_INDEXER_PROGRAMME_NOTE_H
#define REEL_INDEXER_PROGRAMME_NOTE_H

#include "indexer/facts.h"

/* A film of the bill, as far as its note may name it. */
typedef struct rl_note_film {
    rl_str title;
    rl_str people; /* directors as the heading gives them */
} rl_note_film;

/* Cuts the next sentence off *rest; false at the end. */
bool rl_note_sentence(rl_str *rest, rl_str *out_sentence);
/* The film a sentence names, by its title or its director's last name; `current` when it names none
 * or several. */
size_t rl_note_speaks_of(rl_str sentence, const rl_note_film *films, size_t count, size_t current);
/* Adds the cast, prizes and colorations a sentence tells; a director too when wanted: true when
 * one was found. */
bool rl_note_read(rl_facts *facts, rl_str sentence, bool want_director, uint32_t line);

#endif
