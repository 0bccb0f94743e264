/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_readings: what a reading asks for: whole values, years, names by a part; and what a denied one leaves out.
 */
#include <math.h>
#include <stdio.h>

#include "common/schema.h"
#include "searcher/compile_words.h"

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

/* A film whose title has the word; NULL where none has. */
static const rl_query *title_word(rl_compile_walk *walk, uint32_t word) {
    rl_str form = walk->context->parsed->words[word].form;
    rl_buffer_clear(&walk->scratch);
    rl_schema_field_word_term(RL_FIELD_TITLE, form, &walk->scratch);
    rl_str term = rl_str_copy(walk->context->arena, rl_buffer_str(&walk->scratch));
    rl_compile_asked(walk, (rl_asked){.field = RL_FIELD_TITLE, .key = form, .is_word = true});
    return rl_compile_leaf(walk, term, RL_FIELD_TITLE, form, word, NULL);
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
        if (walk->context->parsed->word_count == 1) {
            rl_build_push(arena, &years, rl_build_scaled(arena, title_word(walk, reading->first_word), ranking->year_title));
        }
    } else if (bounded) {
        for (int year = (int)reading->low; year <= (int)reading->high; year++) {
            rl_build_push(arena, &years, year_leaf(walk, year, ranking->decade));
        }
    }
    rl_compile_asked(walk, (rl_asked){.field = RL_FIELD_YEAR, .low = reading->low, .high = reading->high});
    return rl_build_list(arena, RL_QUERY_OR, &years);
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
        return rl_compile_like(walk, reading->model);
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
    if (reading->with_key.length > 0) {
        rl_query_list both = {0};
        rl_build_push(walk->context->arena, &both, query);
        rl_build_push(walk->context->arena, &both, rl_compile_value(walk, reading->field, reading->with_key, reading->value, UINT32_MAX));
        query = rl_build_list(walk->context->arena, RL_QUERY_AND, &both);
    }
    walk->plan->asked_count = asked; /* no film is shown for it */
    return query;
}
