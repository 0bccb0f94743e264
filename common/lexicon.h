/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon: the closed vocabularies of the field (lexicon.def): festivals with city, founding year
 * and editions, prizes, countries, languages, genres, colorations. Maps every spelling to one
 * canonical entry, for documents and queries alike. Constant data; look-up needs no set-up.
 */
#ifndef REEL_COMMON_LEXICON_H
#define REEL_COMMON_LEXICON_H

#include "common/field.h"

typedef enum rl_lexicon_kind {
    RL_LEXICON_FESTIVAL, /* also bodies that give prizes: Academy Awards, BAFTA */
    RL_LEXICON_PRIZE,
    RL_LEXICON_COUNTRY,
    RL_LEXICON_LANGUAGE,
    RL_LEXICON_GENRE,
    RL_LEXICON_COLORATION,
    RL_LEXICON_SECTION, /* of a festival */
    RL_LEXICON_KIND_COUNT
} rl_lexicon_kind;

typedef struct rl_lexicon_entry {
    rl_lexicon_kind kind;
    const char *name;         /* canonical, as displayed: "Sundance Film Festival", "United States" */
    const char *const *names; /* all spellings, the canonical one first, the others in lower case; ends with NULL */
    const char *city;         /* festivals: "Park City"; bodies that are no festival and other kinds: "" */
    const char *festival;     /* sections: the festival's canonical name; others: "" */
    const char *adjective;    /* countries: "American|US", parted by '|'; others: "" */
    const char *code;         /* countries: ISO 3166 alpha-2 in capitals; others: "" */
    int founded;              /* festivals: year it was first held; else 0 */
} rl_lexicon_entry;

/* The entry a whole text names (case, accents, punctuation and "the" do not matter), or NULL.
 * "Sundance FF" and "US Film Festival" both give Sundance Film Festival. */
const rl_lexicon_entry *rl_lexicon_find(rl_lexicon_kind kind, rl_str text);
/* The longest entry of a kind that starts at the beginning of text and ends at a word boundary;
 * *out_length is its bytes in text. NULL where none does. For prose and for queries. */
const rl_lexicon_entry *rl_lexicon_find_prefix(rl_lexicon_kind kind, rl_str text, size_t *out_length);
/* A country by its adjective or people's name: "British", "Hong Kong", "West German"; or NULL. */
const rl_lexicon_entry *rl_lexicon_country_of_adjective(rl_str text);
/* A country by its code, capitals only: "UY" is Uruguay, "us" and "It" are words. */
const rl_lexicon_entry *rl_lexicon_country_of_code(rl_str text);
/* Whether it is a festival that shows films, not a body that only gives prizes. */
bool rl_lexicon_is_festival(const rl_lexicon_entry *entry);
size_t rl_lexicon_count(rl_lexicon_kind kind);
const rl_lexicon_entry *rl_lexicon_at(rl_lexicon_kind kind, size_t index);
/* The year of a festival's edition ("45th Venice Film Festival" was 1988), 0 where not known.
 * Skipped and doubled years are in the table. */
int rl_lexicon_edition_year(const rl_lexicon_entry *festival, int edition);
/* The festival that gives a prize under this name alone ("Palme d'Or": Cannes), or NULL. */
const rl_lexicon_entry *rl_lexicon_festival_of_prize(const rl_lexicon_entry *prize);
/* The festival a section is part of. */
const rl_lexicon_entry *rl_lexicon_festival_of_section(const rl_lexicon_entry *section);
/* A number that changes whenever the tables do; part of the index fingerprint. */
uint64_t rl_lexicon_fingerprint(void);

#endif
