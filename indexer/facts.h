/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts: what one document says, as a growing list of rl_fact, and the readers of values that
 * every format shares: names, lists, dates, money, minutes, countries, prizes. A format finds
 * where a value stands; how it is read is decided here, once.
 * A failure (memory, RL_MAX_FACTS) is sticky in `status`; later adds do nothing.
 */
#ifndef REEL_INDEXER_FACTS_H
#define REEL_INDEXER_FACTS_H

#include "common/film.h"
#include "common/status.h"

/* Where a block of a document went; `reel audit` lists what is not CLAIMED. */
typedef enum rl_block_fate {
    RL_BLOCK_CLAIMED,   /* became facts of this film */
    RL_BLOCK_OTHER,     /* tells of other films or people: recommendations, filmographies, biographies */
    RL_BLOCK_FURNITURE, /* navigation, banners, footers, forms */
    RL_BLOCK_UNKNOWN    /* not understood; kept as text where it is prose */
} rl_block_fate;

typedef struct rl_block {
    uint32_t first_line, last_line; /* from 1, both inclusive */
    rl_block_fate fate;
    const char *reason; /* static text: "recommended films" */
} rl_block;

/* What kind of thing a document is about. Only films are indexed as films. */
typedef enum rl_subject {
    RL_SUBJECT_FILM,
    RL_SUBJECT_SERIES,  /* indexed with kind "series" */
    RL_SUBJECT_EPISODE, /* indexed with kind "episode" */
    RL_SUBJECT_PERSON,
    RL_SUBJECT_EVENT,
    RL_SUBJECT_LIST,    /* charts, indexes of many films */
    RL_SUBJECT_OTHER
} rl_subject;

typedef struct rl_facts {
    rl_arena *arena;
    rl_fact *items;
    size_t count, capacity;
    rl_block *blocks;
    size_t block_count, block_capacity;
    rl_subject subject;
    bool partial; /* a sub-page (full credits, awards): joins its film, does not make one by itself alone if it can join */
    rl_str record_id; /* the id a record gives its film, else empty */
    reel_status status;
} rl_facts;

void rl_facts_init(rl_facts *facts, rl_arena *arena);

/* Adds a fact as it is (value trimmed, white space runs folded, cut to its maximum, copied). Returns it for
 * its other parts to be set, NULL when value is empty or a failure stands. */
rl_fact *rl_facts_add(rl_facts *facts, rl_field field, rl_str value, rl_origin origin, uint32_t line);
rl_fact *rl_facts_add_number(rl_facts *facts, rl_field field, int64_t number, rl_origin origin, uint32_t line);
void rl_facts_block(rl_facts *facts, uint32_t first_line, uint32_t last_line, rl_block_fate fate, const char *reason);

/* --- readers: each takes the text of one value or list as a page wrote it, and adds what it says --- */

/* One person: "Sollace Mitchell (credited as Tim Kissell)", "Mitchell, Sollace", "John Van Druten (screenplay)",
 * "Terry Moore (as Judy Ford)", "Dr. X. Y. Smith, Jr."; role may be empty and becomes the cast's detail
 * and a fact of field character. */
void rl_facts_person(rl_facts *facts, rl_field field, rl_str text, rl_str role, rl_origin origin, uint32_t line);
/* "A, B and C", "A / B", "A · B", "A; B": people (or companies, by the field's kind). */
void rl_facts_people(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line);
/* A list of labels, places, languages, genres, colorations by the field's kind, each to its canonical form. */
void rl_facts_labels(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line);
/* A title of this film; kind_or_country ("Germany", "working title", "original title") may be empty. */
void rl_facts_title(rl_facts *facts, rl_field field, rl_str text, rl_str kind_or_country, rl_origin origin, uint32_t line);
/* "13 August 1992 (Germany)", "1992-01-22", "August 13, 1992", "Oct 1992", "1992". Adds a release;
 * false when there is no date in it. */
bool rl_facts_date(rl_facts *facts, rl_str text, rl_str country, rl_origin origin, uint32_t line);
/* "93 min", "93’", "93 minutes", "1h 33m", "PT93M", "USA:93 min | UK:90 min", "97m". */
bool rl_facts_runtime(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line);
/* "$800,000", "$256,249 (USA)", "€1.2 million", "800000 USD". */
bool rl_facts_money(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line);
/* "b&w", "Black and White", "Color (Technicolor)", "filmed in color, but released black and white". */
bool rl_facts_coloration(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line);
/* "Sundance FF 1992 – Grand Jury Prize, Special Jury Prize; Deauville FF 1992 – Audience Award";
 * "Sundance Film Festival 1992: Grand Jury Prize, Dramatic (winner)"; "Venice 1992". Each gives
 * a festival fact and an award fact for each prize. Returns the number of facts. */
size_t rl_facts_awards(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line);
/* One prize (or none: prize empty), its parts already apart, as a record or an awards table has them; festival
 * and prize get their canonical names. year is the edition's, 0 where unknown. Adds the festival fact
 * too, where it is a festival and this edition has none yet. Returns the award's or the festival's fact, or NULL. */
rl_fact *rl_facts_award(rl_facts *facts, rl_str festival, int year, rl_str prize, rl_result result, rl_str person,
                        rl_origin origin, uint32_t line);
/* Prizes told in a sentence: "won the Grand Jury Prize at the 1992 Sundance Film Festival", "screened at the
 * 45th Venice Film Festival". Also colorations told in prose when they are said of this film. */
size_t rl_facts_prose(rl_facts *facts, rl_str sentence, uint32_t line);
/* An id of another catalogue: scheme "imdb", "tmdb", "wiki". */
void rl_facts_identifier(rl_facts *facts, const char *scheme, rl_str id, rl_origin origin, uint32_t line);
/* "The Lego Movie (2014)": title and year apart; true when a year in parentheses (also "(1977 film)",
 * "(I) (2003)", "(TV 1999)") stood at the end. */
bool rl_facts_split_year(rl_str text, rl_str *out_title, int *out_year);

#endif
