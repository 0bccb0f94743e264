/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_heading: the top of a programme page: the title line, and the line of facts below it
 * ("Elaine May · 102m · 35mm", "Alexandre Rockwell, USA, France 1992, 93’") or the festival's name
 * ("Edinburgh International Film Festival 2015" over "Film; Feature, Documentaries").
 * Takes lines, gives borrowed parts; used by format_programme.
 */
#ifndef REEL_INDEXER_PROGRAMME_HEADING_H
#define REEL_INDEXER_PROGRAMME_HEADING_H

#include "indexer/document.h"

enum { RL_PROGRAMME_MAX_BILL = 12, RL_PROGRAMME_MAX_PARTS = 24 };

typedef enum rl_part_kind {
    RL_PART_PEOPLE, /* anything no other kind claims, when it stands first */
    RL_PART_MINUTES,
    RL_PART_YEAR,
    RL_PART_COUNTRY,
    RL_PART_LANGUAGE,
    RL_PART_GENRE,
    RL_PART_COLORATION,
    RL_PART_MEDIUM,
    RL_PART_UNKNOWN
} rl_part_kind;

typedef struct rl_programme_part {
    rl_str text; /* of a bill of several films, one alternative each: "6m // 100m" */
    rl_part_kind kind;
} rl_programme_part;

typedef struct rl_programme_heading {
    size_t title_line;
    size_t end_line; /* first line behind the heading */
    rl_str titles[RL_PROGRAMME_MAX_BILL]; /* as written, each with its year */
    size_t film_count;
    rl_programme_part parts[RL_PROGRAMME_MAX_PARTS];
    size_t part_count;
    size_t facts_line;
    rl_str festival; /* "Edinburgh International Film Festival 2015", or empty */
    rl_str sort;     /* "Film; Feature, Documentaries", or empty */
    size_t sort_line;
    bool dated;      /* the title line ends in a year */
    int confidence;
} rl_programme_heading;

/* False when there is no such heading near the top of the page. */
bool rl_programme_heading_read(const rl_document *document, rl_programme_heading *out_heading);
/* Alternative `film` of a part; the only one when there is only one; empty when there is none for it. */
rl_str rl_programme_part_of(rl_str text, size_t film);
/* Minutes of "102m", "93’", "96 min"; 0 for anything else. */
int rl_programme_minutes(rl_str text);
/* The year a text begins with, the text being just that or going on behind a blank; 0 for none. */
int rl_programme_year(rl_str text);
/* "Crowman  Duncan Nicoll/UK/2015/15 min": an entry of a list of films; gives its title. */
bool rl_programme_list_entry(rl_str line, rl_str *out_title);

#endif
