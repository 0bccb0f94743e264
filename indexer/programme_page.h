/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_page: what is known of a programme page while it is read: format_programme.c reads its lines,
 * programme_bill.c what stands above them.
 */
#ifndef REEL_INDEXER_PROGRAMME_PAGE_H
#define REEL_INDEXER_PROGRAMME_PAGE_H

#include "indexer/programme_heading.h"
#include "indexer/programme_note.h"

typedef enum rl_programme_section { SECTION_NOTE, SECTION_STATEMENT, SECTION_BIOGRAPHY, SECTION_CREDITS, SECTION_FOOTER } rl_programme_section;

typedef struct rl_programme_page {
    const rl_document *document;
    rl_facts *facts;
    rl_programme_heading heading;
    size_t main;          /* the film of the bill that the page's facts are of */
    rl_str title;         /* its title, without its year */
    rl_str people;        /* its directors */
    int year;
    rl_note_film films[RL_PROGRAMME_MAX_BILL];
    size_t speaks_of;     /* film that the sentences are about */
    rl_programme_section section;
    bool directed;        /* prose named a director, the heading having none */
    bool noted;           /* a paragraph of the note was seen */
    size_t entries;       /* films listed with facts of their own */
    rl_str related;       /* line of related titles under the facts */
    uint32_t related_line;
} rl_programme_page;

/* Facts of the page's film in the heading; of a bill of several the longest is the page's film, the others become
 * references. */
void rl_programme_read_bill(rl_programme_page *programme);
/* A reference to another film; other: another title of it. */
void rl_programme_add_reference(rl_facts *facts, rl_field field, rl_str title, rl_str other, int year, uint32_t line);

#endif
