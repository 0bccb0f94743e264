/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_compile: parse and sense to the store's query tree. What a word asks for: the word, its stem and
 * its spellings, the best of them; what a reading asks for: its whole-value term. Pure but for
 * document frequencies, expansions of word* and field values, which are read from the store.
 */
#ifndef REEL_SEARCHER_QUERY_COMPILE_H
#define REEL_SEARCHER_QUERY_COMPILE_H

#include "searcher/query_sense.h"
#include "searcher/text_check.h"

/* What a leaf of the query stands for; in rl_query.note of RL_QUERY_TERM. */
typedef struct rl_leaf_note {
    rl_field field;  /* RL_FIELD_NONE for words of the combined stream */
    rl_str text;     /* the word or value as people read it */
    uint32_t word;   /* index among the query's words; UINT32_MAX for none */
} rl_leaf_note;

/* A word or value that snippets mark. */
typedef struct rl_mark {
    rl_str form;
    rl_str stem;
    rl_field field;   /* only in this field's text; RL_FIELD_NONE for any */
    uint32_t phrase;  /* words of one phrase share a number > 0 and mark only together; 0 for none */
    double weight;
} rl_mark;

/* A fact a film is asked for, so that a hit can say so. */
typedef struct rl_asked {
    rl_field field;
    rl_str key;       /* of the value, or of a word when is_word */
    bool is_word;
    double low, high; /* of a range, when key is empty */
} rl_asked;

typedef struct rl_plan {
    const rl_query *query;
    const rl_query *strict; /* the same for films that have every part of it; NULL where that is not asked */
    bool sure;              /* every part of strict is a value some film has, none a plain word */
    rl_weighting weighting;
    bool by_prior;      /* nothing in it tells films apart: order by static prior */
    bool has_scoring;
    rl_check *checks;   /* rl_text_checks that every film has to pass; others stand inside the query */
    size_t check_count, check_capacity;
    rl_text_check **texts; /* all of them, for their failures */
    size_t text_count, text_capacity;
    uint32_t *films_left; /* that they may still read; NULL where there are none */
    rl_arena *scratch;  /* theirs; freed with the plan's owner; NULL for none */
    rl_mark *marks;
    size_t mark_count, mark_capacity;
    rl_asked *asked;
    size_t asked_count, asked_capacity;
    const rl_str *shared; /* telling words of the film others are to be like: the reason where nothing else is shared */
    size_t shared_count;
    uint32_t leaf_count;
    bool *unknown;      /* of each query word: no film has it in any spelling */
    uint32_t *films;    /* of each query word: films that have it */
    rl_str title_key;   /* of what is taken for the title: for exact and prefix titles; empty for none */
    rl_str title_name;  /* the same with its article */
    size_t filter_count;
    rl_field wanted;    /* of the film that is named: shown as the first reason */
} rl_plan;

/* What a repair leaves out. */
typedef struct rl_left_out {
    const bool *nodes; /* children of the root */
    size_t bounds;     /* the first so many of the readings that films must obey: "before 1960", "not in English" */
} rl_left_out;

typedef struct rl_compile_context {
    rl_store *store;
    rl_stemmer *stemmer;
    const rl_ranking *ranking;
    rl_arena *arena;
    rl_parsed *parsed;
    rl_sense *sense;
    const rl_left_out *left_out; /* NULL for nothing */
} rl_compile_context;

reel_status rl_query_compile(const rl_compile_context *context, rl_plan *out_plan, reel_error *error);

/* query_build.c: nodes of the store's query. NULL when memory ran out, and the arena says so. */
rl_query *rl_build_node(rl_arena *arena, rl_query_op op, const rl_query **children, size_t count);
rl_query *rl_build_term(rl_arena *arena, rl_str term, rl_field field, rl_str text, uint32_t word);
/* query times factor; itself where the factor is 1. */
const rl_query *rl_build_scaled(rl_arena *arena, const rl_query *query, double factor);

typedef struct rl_query_list {
    const rl_query **items;
    size_t count, capacity;
} rl_query_list;
void rl_build_push(rl_arena *arena, rl_query_list *list, const rl_query *query);
/* One node of the list; NULL of an empty one, the child alone of one. */
const rl_query *rl_build_list(rl_arena *arena, rl_query_op op, const rl_query_list *list);

#endif
