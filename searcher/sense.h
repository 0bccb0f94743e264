/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense: what is known of a query's words while it is read, and the readings found so far. The readers
 * (query_sense.c, sense_*.c) add to it; sense_values.c looks whole values up.
 */
#ifndef REEL_SEARCHER_SENSE_H
#define REEL_SEARCHER_SENSE_H

#include "common/lexicon.h"
#include "common/store.h"
#include "searcher/query_parse.h"
#include "searcher/ranking.h"

enum { RL_READING_ALTERNATIVES = 8 };

typedef struct rl_sense_reading {
    uint32_t first_word, word_end;
    size_t start, end;      /* bytes of the query */
    rl_field field;
    rl_str value;           /* for people */
    rl_str key;             /* of the whole-value term; empty for a range */
    const rl_str *keys;     /* further keys, any of which will do */
    size_t key_count;
    rl_str with_key;        /* of a denied one: only films that have this value of the field too are left out */
    rl_docid model;         /* films like this one are asked for; 0 for no */
    double low, high;       /* of a range */
    uint32_t films;         /* that have the value */
    double strength;        /* 0 to about 2: factor of its weight */
    bool filter;            /* asked for outright: "before 1960" */
    bool negated;           /* films that have it are left out: "not in English" */
    bool spends;            /* chosen, it stands for all of its words: "by the director of Stalker" */
    bool words;             /* the value's words in the field, where they are no whole value: "by Kubrick" */
    bool shown;             /* part of the interpretation; others only add weight */
    bool lexical;           /* an entry of the lexicon: no chance name */
    bool whole;             /* nothing of content stands outside it */
    rl_field alternatives[RL_READING_ALTERNATIVES];
    size_t alternative_count;
} rl_sense_reading;

typedef struct rl_sense {
    rl_sense_reading *items;
    size_t count, capacity;
    double *weights;         /* of each word of the query, 0 to 1 */
    bool *plain;             /* the word stands in plain text */
    bool *covered;           /* a shown reading stands for it */
    bool *cues;              /* the word only points at a role: "music" of "music by" */
    rl_field *roles;         /* the role the words before name for it: "written by" */
    uint32_t content_count;  /* plain words that say something */
    bool is_long;            /* a description: soft evidence only */
    bool question;           /* "who directed X": words that only ask are no content */
    bool wants_films;        /* "which movies did X direct": a question for films, by a name */
    rl_field role;           /* the field the query asks by, as in "films directed by ..." */
    rl_field wanted;         /* the field of a film that is asked for: "who directed ...", "how long is ..." */
    uint32_t documents;
    uint32_t lookups;        /* spent */
} rl_sense;

typedef struct rl_sense_context {
    rl_store *store;
    const rl_ranking *ranking;
    rl_arena *arena;
    rl_parsed *parsed;
    bool no_sense;
    const reel_range *plain; /* parts of the query nothing may be recognised in */
    size_t plain_count;
} rl_sense_context;

/* Whether films must obey it: a bound, or a denial. */
bool rl_sense_is_bound(const rl_sense_reading *reading);

/* A reader's way through the query. */
typedef struct rl_sense_walk {
    const rl_sense_context *context;
    rl_sense *sense;
    reel_error *error;
} rl_sense_walk;

/* The plain word at a place, NULL where none stands there; its form, or "". */
const rl_query_word *rl_sense_word(const rl_sense_walk *walk, uint32_t at);
rl_str rl_sense_form(const rl_sense_walk *walk, uint32_t at);
bool rl_sense_is(const rl_sense_walk *walk, uint32_t at, const char *form);
rl_sense_reading *rl_sense_add(const rl_sense_context *context, rl_sense *sense, uint32_t first, uint32_t end, rl_field field);

/* Fields that know a whole value, with the films that have it. */
typedef struct rl_value_fields {
    rl_field fields[16];
    uint32_t films[16];
    size_t count;
    bool extendable; /* longer values start with this key */
} rl_value_fields;
reel_status rl_sense_value_fields(rl_store *store, rl_str key, rl_value_fields *out_fields, reel_error *error);
/* The keys under which a value of a field is indexed; the first is the plain one. Empty when memory ran out. */
rl_str rl_sense_value_key(rl_arena *arena, rl_field field, rl_str value);
reel_status rl_sense_value_films(rl_store *store, rl_field field, rl_str key, uint32_t *out_films, reel_error *error);

/* The lexicon's longest entry of a kind that starts at a plain word; *out_end is the word behind it. */
const rl_lexicon_entry *rl_sense_entry_at(const rl_sense_walk *walk, rl_lexicon_kind kind, uint32_t at, uint32_t *out_end);

/* sense_numbers.c: years, decades, spans of years, minutes. */
void rl_sense_numbers(rl_sense_walk *walk);
/* A year or decade at a place, with "the", "early", "mid" or "late" before it: words taken, or 0. */
uint32_t rl_sense_years_at(const rl_sense_walk *walk, uint32_t at, int *out_low, int *out_high);
/* sense_labels.c: countries, languages, genres, colorations. */
reel_status rl_sense_labels(rl_sense_walk *walk);
/* sense_festivals.c: festivals, editions, prizes. */
reel_status rl_sense_festivals(rl_sense_walk *walk);
/* sense_roles.c: which role each word is asked in; then names by a part of them. */
void rl_sense_roles(rl_sense_walk *walk);
reel_status rl_sense_partial_names(rl_sense_walk *walk);
/* sense_related.c: "by the director of ...", "movies like ...". */
reel_status rl_sense_related(rl_sense_walk *walk);
/* The film a title means most likely: of that year where one is given (else 0), then the best known; 0 for none. */
reel_status rl_sense_film_of(rl_store *store, rl_arena *arena, rl_str title, int year, rl_docid *out_docid, reel_error *error);
/* The film of an id; 0 for none. */
reel_status rl_sense_film_with_id(rl_store *store, rl_str id, rl_docid *out_docid, reel_error *error);
/* sense_compete.c: of readings that share words the surer keeps them; then names by chance are let go. */
void rl_sense_compete(rl_sense_walk *walk);
void rl_sense_drop_chance_names(rl_sense_walk *walk);
/* sense_denials.c: chosen readings that are denied. */
void rl_sense_denials(rl_sense_walk *walk);

#endif
