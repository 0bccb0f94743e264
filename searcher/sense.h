/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense: what is known of a query's words while it is read, and the readings found so far. The readers
 * (query_sense.c, sense_facts.c, sense_roles.c) add to it; sense_values.c looks whole values up.
 */
#ifndef REEL_SEARCHER_SENSE_H
#define REEL_SEARCHER_SENSE_H

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
    double low, high;       /* of a range */
    uint32_t films;         /* that have the value */
    double strength;        /* 0 to about 2: factor of its weight */
    bool filter;            /* asked for outright: "before 1960" */
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
    uint32_t content_count;  /* plain words that say something */
    bool is_long;            /* a description: soft evidence only */
    bool question;           /* "who directed X": words that only ask are no content */
    bool wants_films;        /* "which movies did X direct": a question for films, by a name */
    rl_field role;           /* the field the query asks by, as in "films directed by ..." */
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

/* sense_facts.c: years, ranges, festivals, prizes, labels. */
reel_status rl_sense_facts(const rl_sense_context *context, rl_sense *sense, reel_error *error);

#endif
