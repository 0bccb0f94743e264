/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_readings: what a reading asks for: whole values, years, names by a part, films like a film.
 */
#include <math.h>
#include <stdio.h>

#include "common/film_codec.h"
#include "common/schema.h"
#include "searcher/compile_words.h"
#include "searcher/similar_query.h"

static const rl_query *year_leaf(rl_compile_walk *walk, int year, double scale) {
    char text[16];
    int length = snprintf(text, sizeof text, "%d", year);
    rl_str key = rl_str_copy(walk->context->arena, (rl_str){text, length > 0 ? (size_t)length : 0});
    return rl_build_scaled(walk->context->arena, rl_compile_value(walk, RL_FIELD_YEAR, key, key, UINT32_MAX), scale);
}

/* A year or decade told in a description is when the film was seen as often as when it was made. */
static void told_years(rl_compile_walk *walk, const rl_sense_reading *reading, rl_query_list *years) {
    const rl_ranking *ranking = walk->context->ranking;
    for (int year = (int)reading->low - 10; year <= (int)reading->high; year++) {
        double scale = year < (int)reading->low ? ranking->long_year * ranking->long_earlier : ranking->long_year;
        rl_build_push(walk->context->arena, years, year_leaf(walk, year, scale));
    }
}

static const rl_query *year_reading(rl_compile_walk *walk, const rl_sense_reading *reading) {
    const rl_ranking *ranking = walk->context->ranking;
    rl_arena *arena = walk->context->arena;
    rl_query_list years = {NULL, 0, 0};
    bool bounded = !isinf(reading->low) && !isinf(reading->high) && reading->high - reading->low <= 20;
    if (bounded && walk->context->sense->is_long) {
        told_years(walk, reading, &years);
    } else if (reading->low == reading->high) {
        int year = (int)reading->low;
        rl_build_push(arena, &years, year_leaf(walk, year, 1));
        rl_build_push(arena, &years, year_leaf(walk, year - 1, ranking->year_near));
        rl_build_push(arena, &years, year_leaf(walk, year + 1, ranking->year_near));
    } else if (bounded) {
        for (int year = (int)reading->low; year <= (int)reading->high; year++) {
            rl_build_push(arena, &years, year_leaf(walk, year, ranking->decade));
        }
    }
    rl_compile_asked(walk, (rl_asked){.field = RL_FIELD_YEAR, .low = reading->low, .high = reading->high});
    return rl_build_list(arena, RL_QUERY_OR, &years);
}

/* Films like a film, without itself. */
static const rl_query *like(rl_compile_walk *walk, rl_docid docid) {
    rl_arena *arena = walk->context->arena;
    rl_buffer data = RL_BUFFER_FOR(arena);
    rl_film film;
    const rl_query *query = NULL;
    walk->status = rl_store_data(walk->context->store, docid, &data, walk->error);
    rl_str bytes = walk->status == REEL_OK ? rl_str_copy(arena, rl_buffer_str(&data)) : RL_STR_EMPTY;
    rl_buffer_done(&data);
    if (walk->status == REEL_OK) {
        walk->status = rl_film_decode(arena, bytes, &film, walk->error);
    }
    if (walk->status == REEL_OK) {
        walk->status = rl_similar_query(walk->context->store, arena, walk->plan, docid, &film, &query, walk->error);
    }
    const rl_query **pair = rl_arena_array(arena, 2, sizeof *pair);
    if (query == NULL || pair == NULL) {
        return NULL;
    }
    pair[0] = query;
    pair[1] = rl_similar_self(arena, film.id);
    return rl_build_node(arena, RL_QUERY_NOT, pair, 2);
}

/* "similar:alien-1979", "similar:alien": by id, else by title. */
const rl_query *rl_compile_like_named(rl_compile_walk *walk, const rl_node *node) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_str text = rl_str_slice(parsed->text, node->start, node->end);
    size_t colon = rl_str_find(text, RL_STR(":"));
    text = rl_str_slice(text, colon + 1, text.length);
    text = node->quoted && text.length >= 2 ? rl_str_slice(text, 1, text.length - 1) : text;
    rl_docid docid = 0;
    walk->status = rl_sense_film_with_id(walk->context->store, text, &docid, walk->error);
    if (walk->status == REEL_OK && docid == 0) {
        walk->status = rl_sense_film_of(walk->context->store, walk->context->arena, text, 0, &docid, walk->error);
    }
    if (walk->status == REEL_OK && docid == 0) {
        rl_notes_add(&walk->context->parsed->notes, walk->context->arena, "no film is called '%.*s'", RL_STR_ARG(text));
    }
    const rl_query *query = walk->status == REEL_OK && docid != 0 ? like(walk, docid) : NULL;
    return query != NULL ? query : rl_build_node(walk->context->arena, RL_QUERY_NOTHING, NULL, 0);
}

/* Names by a part of them: all words in the field. */
static const rl_query *partial_name(rl_compile_walk *walk, const rl_sense_reading *reading) {
    rl_query_list all = {NULL, 0, 0};
    for (uint32_t w = reading->first_word; w < reading->word_end; w++) {
        rl_str form = walk->context->parsed->words[w].form;
        if (walk->context->sense->weights[w] < 1 && rl_analysis_is_stop(form)) {
            continue;
        }
        rl_buffer_clear(&walk->scratch);
        rl_schema_field_word_term(reading->field, form, &walk->scratch);
        rl_str term = rl_str_copy(walk->context->arena, rl_buffer_str(&walk->scratch));
        const rl_query *leaf = rl_compile_leaf(walk, term, reading->field, form, w, NULL);
        if (leaf != NULL) {
            rl_build_push(walk->context->arena, &all, leaf);
            rl_compile_asked(walk, (rl_asked){.field = reading->field, .key = form, .is_word = true});
        }
    }
    return rl_build_list(walk->context->arena, RL_QUERY_AND, &all);
}

/* Any of the reading's values. */
static const rl_query *any_value(rl_compile_walk *walk, const rl_sense_reading *reading) {
    rl_query_list any = {NULL, 0, 0};
    for (size_t i = 0; i <= reading->key_count; i++) {
        rl_str key = i == 0 ? reading->key : reading->keys[i - 1];
        rl_build_push(walk->context->arena, &any, rl_compile_value(walk, reading->field, key, reading->value, UINT32_MAX));
        rl_compile_asked(walk, (rl_asked){.field = reading->field, .key = key});
    }
    return rl_build_list(walk->context->arena, RL_QUERY_OR, &any);
}

const rl_query *rl_compile_reading(rl_compile_walk *walk, const rl_sense_reading *reading) {
    double factor = reading->strength * rl_ranking_value(walk->context->ranking, reading->field);
    const rl_query *query = NULL;
    if (factor <= 0) {
        return NULL;
    }
    if (reading->model != 0) {
        return like(walk, reading->model);
    }
    if (reading->field == RL_FIELD_YEAR) {
        query = year_reading(walk, reading);
    } else if (reading->words) {
        query = partial_name(walk, reading);
    } else if (reading->key.length > 0) {
        query = any_value(walk, reading);
    }
    return rl_build_scaled(walk->context->arena, query, factor);
}

const rl_query *rl_compile_denied(rl_compile_walk *walk, const rl_sense_reading *reading) {
    size_t asked = walk->plan->asked_count;
    const rl_query *query = NULL;
    if (reading->key.length == 0 && !reading->words) {
        query = rl_compile_range(walk, reading->field, reading->low, reading->high);
    } else {
        query = reading->words ? partial_name(walk, reading) : any_value(walk, reading);
    }
    walk->plan->asked_count = asked; /* no film is shown for it */
    return query;
}

const rl_query *rl_compile_known(rl_compile_walk *walk, rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    bool told = field == RL_FIELD_LANGUAGE || field == RL_FIELD_COUNTRY || field == RL_FIELD_COLORATION;
    rl_query *range = !told || row->slot == RL_NO_SLOT ? NULL : rl_build_node(walk->context->arena, RL_QUERY_VALUE_RANGE, NULL, 0);
    if (range != NULL) {
        range->slot = row->slot;
        range->low = RL_STR("\1"); /* any value: each begins with its length */
    }
    return range;
}
