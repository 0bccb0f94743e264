/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_words: the compiler's walk, and its parts for words and for explicit fields.
 */
#ifndef REEL_SEARCHER_COMPILE_WORDS_H
#define REEL_SEARCHER_COMPILE_WORDS_H

#include "searcher/query_compile.h"

typedef struct rl_compile_walk {
    const rl_compile_context *context;
    rl_plan *plan;
    rl_buffer scratch;
    uint32_t phrases;
    const rl_query **classes;  /* of each query word, unweighted; NULL where not compiled */
    const rl_query **readings; /* of each reading, likewise */
    bool nested; /* inside an alternative or an exclusion: a film may fail here and be found */
    bool either; /* the query has alternatives: no film needs every part */
    reel_status status;
    reel_error *error;
} rl_compile_walk;

bool rl_compile_full(const rl_compile_walk *walk);
rl_str rl_compile_stem(rl_compile_walk *walk, rl_str form);
double rl_compile_idf(const rl_compile_walk *walk, uint32_t films);
/* A term that films have; NULL where none do. */
const rl_query *rl_compile_leaf(rl_compile_walk *walk, rl_str term, rl_field field, rl_str text, uint32_t word, uint32_t *out_films);
/* All words from first to end; which films have them side by side, a check of the forms tells. */
const rl_query *rl_compile_phrase(rl_compile_walk *walk, uint32_t first, uint32_t end);
/* The films of query that have the forms: in one field or any, side by side or any one. */
const rl_query *rl_compile_check(rl_compile_walk *walk, const rl_query *query, rl_field field, const rl_str *forms, size_t count,
                                 bool in_order);
/* should: words that find films; light: words of the question, which only add to them. */
void rl_compile_plain(rl_compile_walk *walk, const rl_node *node, rl_query_list *should, rl_query_list *light);
const rl_query *rl_compile_prefix(rl_compile_walk *walk, const rl_node *node);
/* The most frequent words that begin like a word of the query, in a field where one is given. */
const rl_query *rl_compile_completed(rl_compile_walk *walk, rl_field field, uint32_t word);
void rl_compile_mark(rl_compile_walk *walk, uint32_t word, rl_field field, uint32_t phrase, double weight);

/* compile_values.c: whole values, ranges, films like a film. */
/* The whole-value term of a field; NULL where no film has it. */
const rl_query *rl_compile_value(rl_compile_walk *walk, rl_field field, rl_str key, rl_str text, uint32_t word);
const rl_query *rl_compile_range(rl_compile_walk *walk, rl_field field, double low, double high);
/* Films of which the field is known at all, where a film may well not tell it; NULL for other fields. */
const rl_query *rl_compile_known(rl_compile_walk *walk, rl_field field);
/* Films like a film, without itself. */
const rl_query *rl_compile_like(rl_compile_walk *walk, rl_docid docid);
/* A fact that films are asked for, so that a hit can say so. */
void rl_compile_asked(rl_compile_walk *walk, rl_asked asked);

/* compile_fields.c: "field:value". next is the sibling behind an unquoted value, or NULL: the value takes as many of its words as
 * make a known name. */
const rl_query *rl_compile_field(rl_compile_walk *walk, rl_node *node, rl_node *next);

/* compile_readings.c */
const rl_query *rl_compile_reading(rl_compile_walk *walk, const rl_sense_reading *reading);
/* What a denied reading leaves out. */
const rl_query *rl_compile_denied(rl_compile_walk *walk, const rl_sense_reading *reading);

#endif
