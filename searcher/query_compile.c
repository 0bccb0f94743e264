/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_compile: puts the parts together. Plain words and readings are evidence, any of them will do;
 * fields, phrases and OR groups are required; ranges filter; exclusions exclude.
 */
#include "searcher/query_compile.h"

#include "searcher/compile_words.h"

#include <stdlib.h>

typedef struct group_parts {
    rl_query_list should;   /* any */
    rl_query_list light;    /* none: they add weight to what the others find */
    rl_query_list plus;     /* +word: all; the plain words only add to them */
    rl_query_list required; /* all */
    rl_query_list filters;  /* all, weightless */
    rl_query_list nots;     /* none */
    bool excludes;          /* something is excluded, known or not */
    bool scoring;
} group_parts;

static const rl_query *compile_group(rl_compile_walk *walk, rl_node *node, const bool *dropped, bool top, bool *out_scoring);

/* The words side by side, checked in the stored film. */
static const rl_query *side_by_side(rl_compile_walk *walk, const rl_node *node, const rl_query *words) {
    size_t count = node->word_end - node->first_word;
    rl_str *forms = rl_arena_array(walk->context->arena, count + 1, sizeof *forms);
    if (words == NULL || forms == NULL || count < 2) {
        return words;
    }
    for (size_t i = 0; i < count; i++) {
        forms[i] = walk->context->parsed->words[node->first_word + i].form;
    }
    return rl_compile_check(walk, words, RL_FIELD_NONE, forms, count, true);
}

/* A film that has the phrase as a value has it in its text: only the others need a look. */
static const rl_query *value_or_words(rl_compile_walk *walk, const rl_node *node, const rl_query *value, const rl_query *words) {
    rl_arena *arena = walk->context->arena;
    rl_query_list either = {NULL, 0, 0}, known = {NULL, 0, 0}, rest = {NULL, 0, 0};
    if (words == NULL) {
        return value;
    }
    rl_build_push(arena, &known, value);
    rl_build_push(arena, &known, words);
    rl_build_push(arena, &rest, words);
    rl_build_push(arena, &rest, value);
    bool nested = walk->nested;
    walk->nested = true;
    rl_build_push(arena, &either, rl_build_list(arena, RL_QUERY_MAYBE, &known));
    rl_build_push(arena, &either, side_by_side(walk, node, rl_build_list(arena, RL_QUERY_NOT, &rest)));
    walk->nested = nested;
    return rl_build_list(arena, RL_QUERY_OR, &either);
}

static const rl_query *compile_phrase(rl_compile_walk *walk, const rl_node *node) {
    const rl_query *words = rl_compile_phrase(walk, node->first_word, node->word_end);
    walk->phrases++;
    for (uint32_t i = node->first_word; words != NULL && i < node->word_end; i++) {
        rl_compile_mark(walk, i, RL_FIELD_NONE, node->word_end - node->first_word > 1 ? walk->phrases : 0, 4);
    }
    rl_query_list values = {NULL, 0, 0};
    const rl_sense *sense = walk->context->sense;
    for (size_t i = 0; i < sense->count; i++) {
        if (sense->items[i].first_word == node->first_word && sense->items[i].word_end == node->word_end) {
            rl_build_push(walk->context->arena, &values, rl_compile_reading(walk, &sense->items[i]));
        }
    }
    const rl_query *value = rl_build_list(walk->context->arena, RL_QUERY_OR, &values);
    const rl_query *query = value == NULL ? side_by_side(walk, node, words) : value_or_words(walk, node, value, words);
    return query != NULL ? query : rl_build_node(walk->context->arena, RL_QUERY_NOTHING, NULL, 0);
}

static void compile_plain(rl_compile_walk *walk, const rl_node *node, group_parts *parts) {
    if (node->mode == RL_MODE_SHOULD) {
        rl_compile_plain(walk, node, &parts->should, &parts->light);
    } else {
        rl_query_list words = {NULL, 0, 0};
        rl_compile_plain(walk, node, &words, &words);
        const rl_query *all = rl_build_list(walk->context->arena, RL_QUERY_AND, &words);
        if (node->mode == RL_MODE_NOT) {
            rl_build_push(walk->context->arena, &parts->nots, all);
        } else {
            all = all != NULL ? all : rl_build_node(walk->context->arena, RL_QUERY_NOTHING, NULL, 0);
            rl_build_push(walk->context->arena, &parts->plus, all);
        }
    }
    parts->scoring = parts->scoring || node->mode != RL_MODE_NOT;
}

static const rl_query *compile_either(rl_compile_walk *walk, rl_node *node, bool *out_scoring) {
    walk->either = true;
    rl_query_list children = {NULL, 0, 0};
    for (size_t i = 0; i < node->child_count && walk->status == REEL_OK; i++) {
        rl_node only = {.kind = RL_NODE_GROUP, .children = &node->children[i], .child_count = 1};
        rl_build_push(walk->context->arena, &children, compile_group(walk, &only, NULL, false, out_scoring));
    }
    return rl_build_list(walk->context->arena, RL_QUERY_OR, &children); /* NULL: stop words only, beside words of content */
}

static void compile_node(rl_compile_walk *walk, rl_node *node, rl_node *next, group_parts *parts) {
    rl_arena *arena = walk->context->arena;
    rl_query_list *place = node->mode == RL_MODE_NOT ? &parts->nots : &parts->required;
    bool scoring = false;
    bool nested = walk->nested;
    walk->nested = nested || node->mode == RL_MODE_NOT || node->kind == RL_NODE_OR || node->kind == RL_NODE_GROUP;
    parts->excludes = parts->excludes || node->mode == RL_MODE_NOT;
    switch (node->kind) {
    case RL_NODE_WORDS:
        compile_plain(walk, node, parts);
        walk->nested = nested;
        return;
    case RL_NODE_PHRASE:
        rl_build_push(arena, place, compile_phrase(walk, node));
        scoring = true;
        break;
    case RL_NODE_FIELD:
        rl_build_push(arena, place, rl_compile_field(walk, node, next));
        scoring = node->field == RL_FIELD_SIMILAR;
        break;
    case RL_NODE_RANGE:
        rl_build_push(arena, node->mode == RL_MODE_NOT ? &parts->nots : &parts->filters,
                      rl_compile_range(walk, node->field, node->low, node->high));
        break;
    case RL_NODE_PREFIX:
        rl_build_push(arena, place, rl_compile_prefix(walk, node));
        scoring = true;
        break;
    case RL_NODE_OR:
        rl_build_push(arena, place, compile_either(walk, node, &scoring));
        break;
    case RL_NODE_GROUP:
        rl_build_push(arena, node->mode == RL_MODE_NOT ? &parts->nots : &parts->required,
                      compile_group(walk, node, NULL, false, &scoring));
        break;
    }
    walk->nested = nested;
    parts->scoring = parts->scoring || (scoring && node->mode != RL_MODE_NOT);
}

/* A reading adds weight. Where all words stand inside alternatives or phrases, it must not become one more part that a
 * film has to have. */
static void add_readings(rl_compile_walk *walk, group_parts *parts) {
    const rl_sense *sense = walk->context->sense;
    rl_query_list *place = parts->should.count == 0 && parts->required.count > 0 ? &parts->light : &parts->should;
    size_t left_out = walk->context->left_out == NULL ? 0 : walk->context->left_out->bounds;
    for (size_t i = 0; i < sense->count && walk->status == REEL_OK; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        if (!sense->plain[reading->first_word]) {
            continue; /* a phrase compiles its own */
        }
        if (rl_sense_is_bound(reading) && left_out > 0) {
            left_out--;
        } else if (reading->negated) {
            rl_build_push(walk->context->arena, &parts->nots, rl_compile_denied(walk, reading));
            parts->excludes = true;
        } else if (reading->filter && !reading->shown) {
            continue; /* "30 Minutes or Less" is a title */
        } else if (reading->filter) {
            rl_build_push(walk->context->arena, &parts->filters, rl_compile_range(walk, reading->field, reading->low, reading->high));
        } else {
            walk->readings[i] = rl_compile_reading(walk, reading);
            rl_build_push(walk->context->arena, place, walk->readings[i]);
        }
    }
}

/* first with the others after it, under op; first alone where there are none. */
static const rl_query *wrap(rl_arena *arena, rl_query_op op, const rl_query *first, const rl_query_list *others) {
    if (others->count == 0) {
        return first;
    }
    rl_query_list all = {NULL, 0, 0};
    rl_build_push(arena, &all, first);
    for (size_t i = 0; i < others->count; i++) {
        rl_build_push(arena, &all, others->items[i]);
    }
    return rl_build_node(arena, op, all.items, all.count);
}

/* --- what finds films, and what only adds to them --- */

/* Films that an item can bring in: the sum of its terms, for those made of terms alone; else 0. */
static uint32_t films_of(rl_compile_walk *walk, const rl_query *query) {
    uint32_t films = 0;
    if (query->op == RL_QUERY_TERM) {
        if (walk->status == REEL_OK) {
            walk->status = rl_store_term_frequency(walk->context->store, query->term, &films, walk->error);
        }
    } else if (query->op == RL_QUERY_OR || query->op == RL_QUERY_SCALE) {
        for (size_t i = 0; i < query->child_count; i++) {
            films += films_of(walk, query->children[i]);
        }
    }
    return films;
}

static int order_films(const void *a, const void *b) {
    uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Of many parts, the common ones only add to what the rarer ones find: a film that has none of the rarer ones is no answer,
 * and the lists of the common ones need not be read to their ends. A part finds films while the rarer ones have fewer than
 * `drivers` films among them, however many films there are in all. */
static void set_common_aside(rl_compile_walk *walk, group_parts *parts) {
    const rl_ranking *ranking = walk->context->ranking;
    const rl_sense *sense = walk->context->sense;
    rl_query_list all = parts->should;
    uint32_t *films = rl_arena_array(walk->context->arena, 2 * all.count + 1, sizeof *films);
    if (films == NULL || all.count < ranking->drivers_parts) {
        return;
    }
    uint32_t *ordered = films + all.count;
    for (size_t i = 0; i < all.count; i++) {
        films[i] = ordered[i] = films_of(walk, all.items[i]);
    }
    qsort(ordered, all.count, sizeof *ordered, order_films);
    uint32_t wanted = sense->is_long ? ranking->long_drivers : ranking->drivers, most = 0;
    wanted = sense->is_long && all.count < wanted / ranking->long_each ? (uint32_t)all.count * ranking->long_each : wanted;
    double found = 0;
    for (size_t i = 0; i < all.count && found < wanted; i++) {
        found += ordered[i];
        most = ordered[i];
    }
    parts->should = (rl_query_list){NULL, 0, 0};
    for (size_t i = 0; i < all.count; i++) {
        rl_build_push(walk->context->arena, films[i] <= most ? &parts->should : &parts->light, all.items[i]);
    }
}

static const rl_query *assemble(rl_compile_walk *walk, group_parts *parts) {
    rl_arena *arena = walk->context->arena;
    set_common_aside(walk, parts);
    const rl_query *query = rl_build_list(arena, RL_QUERY_OR, &parts->should);
    const rl_query *plus = rl_build_list(arena, RL_QUERY_AND, &parts->plus);
    if (plus != NULL) {
        query = wrap(arena, RL_QUERY_MAYBE, plus, &parts->should);
    }
    if (query != NULL) {
        query = wrap(arena, RL_QUERY_MAYBE, query, &parts->light);
    } else if (parts->required.count == 0) {
        query = rl_build_list(arena, RL_QUERY_OR, &parts->light);
    }
    if (query == NULL) {
        query = rl_build_list(arena, RL_QUERY_AND, &parts->required);
        query = query == NULL ? NULL : wrap(arena, RL_QUERY_MAYBE, query, &parts->light);
    } else {
        query = wrap(arena, RL_QUERY_AND, query, &parts->required);
    }
    if (query == NULL && (parts->filters.count > 0 || parts->excludes)) {
        query = rl_build_node(arena, RL_QUERY_ALL, NULL, 0);
    }
    if (query == NULL) {
        return NULL;
    }
    return wrap(arena, RL_QUERY_NOT, wrap(arena, RL_QUERY_FILTER, query, &parts->filters), &parts->nots);
}

static const rl_query *compile_group(rl_compile_walk *walk, rl_node *node, const bool *dropped, bool top, bool *out_scoring) {
    group_parts parts = {.scoring = false};
    for (size_t i = 0; i < node->child_count && walk->status == REEL_OK; i++) {
        if (dropped == NULL || !dropped[i]) {
            rl_node *next = i + 1 < node->child_count ? node->children[i + 1] : NULL;
            compile_node(walk, node->children[i], next, &parts);
        }
    }
    if (top) {
        add_readings(walk, &parts);
        walk->plan->filter_count = parts.required.count + parts.filters.count + parts.plus.count;
    }
    *out_scoring = *out_scoring || parts.scoring;
    return assemble(walk, &parts);
}

/* What is taken for a title: the words read as one, else the plain words when they stand side by side. */
static rl_str title_text(const rl_compile_walk *walk) {
    const rl_parsed *parsed = walk->context->parsed;
    const rl_sense *sense = walk->context->sense;
    for (size_t i = 0; i < sense->count; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        if (reading->shown && reading->whole && rl_field_row_of(reading->field)->kind == RL_KIND_TITLE) {
            return rl_parsed_words_text(parsed, reading->first_word, reading->word_end);
        }
    }
    if (parsed->word_count == 0 || parsed->word_count > 12) {
        return RL_STR_EMPTY;
    }
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        if (!sense->plain[i]) {
            return RL_STR_EMPTY;
        }
    }
    return rl_parsed_words_text(parsed, 0, (uint32_t)parsed->word_count);
}

/* --- all parts --- */

/* All content words of [first, end); NULL when some film-less word is among them, or none is there. */
static const rl_query *all_words(const rl_compile_walk *walk, uint32_t first, uint32_t end) {
    rl_query_list words = {NULL, 0, 0};
    for (uint32_t i = first; i < end; i++) {
        if (walk->context->sense->weights[i] < 1) {
            continue;
        }
        if (walk->classes[i] == NULL) {
            return NULL;
        }
        rl_build_push(walk->context->arena, &words, walk->classes[i]);
    }
    return rl_build_list(walk->context->arena, RL_QUERY_AND, &words);
}

/* A prize of several words: a plot about the best actress of a town is no prize. */
static bool is_prize(const rl_sense_reading *reading) {
    return reading->field == RL_FIELD_AWARD && reading->word_end - reading->first_word > 1;
}

/* Each shown reading by its value or by its words, and each other word of content; false where a part can have no film. */
static bool gather_parts(rl_compile_walk *walk, rl_query_list *parts, bool *out_sure) {
    const rl_sense *sense = walk->context->sense;
    rl_arena *arena = walk->context->arena;
    size_t words = walk->context->parsed->word_count;
    bool *taken = rl_arena_array(arena, words + 1, sizeof *taken);
    *out_sure = true;
    for (size_t i = 0; taken != NULL && i < sense->count; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        if (reading->shown && reading->negated) {
            rl_build_push(arena, parts, rl_compile_known(walk, reading->field));
        }
        if (!reading->shown || reading->filter || reading->negated || walk->readings[i] == NULL) {
            continue; /* their words are spent */
        }
        rl_query_list either = {NULL, 0, 0};
        rl_build_push(arena, &either, walk->readings[i]);
        if (!is_prize(reading)) {
            rl_build_push(arena, &either, all_words(walk, reading->first_word, reading->word_end));
        }
        rl_build_push(arena, parts, rl_build_list(arena, RL_QUERY_OR, &either));
        *out_sure = *out_sure && reading->strength >= 0.5;
        for (uint32_t w = reading->first_word; w < reading->word_end; w++) {
            taken[w] = true;
        }
    }
    for (uint32_t w = 0; taken != NULL && w < words; w++) {
        if (!taken[w] && sense->plain[w] && sense->weights[w] >= 1) {
            *out_sure = false;
            if (walk->classes[w] == NULL) {
                return false;
            }
            rl_build_push(arena, parts, walk->classes[w]);
        }
    }
    return taken != NULL;
}

static const rl_query *strict_query(rl_compile_walk *walk, const rl_query *query, bool *out_sure) {
    const rl_ranking *ranking = walk->context->ranking;
    rl_query_list parts = {NULL, 0, 0};
    if (walk->either || walk->context->sense->is_long || !gather_parts(walk, &parts, out_sure) || parts.count == 0 ||
        parts.count > ranking->strict_parts) {
        return NULL;
    }
    *out_sure = *out_sure && parts.count <= ranking->sure_parts;
    return wrap(walk->context->arena, RL_QUERY_FILTER, query, &parts);
}

reel_status rl_query_compile(const rl_compile_context *context, rl_plan *out_plan, reel_error *error) {
    const rl_ranking *ranking = context->ranking;
    *out_plan = (rl_plan){.weighting = context->sense->is_long ? ranking->long_weighting : ranking->weighting};
    size_t words = context->parsed->word_count;
    out_plan->unknown = rl_arena_array(context->arena, words + 1, sizeof *out_plan->unknown);
    out_plan->films = rl_arena_array(context->arena, words + 1, sizeof *out_plan->films);
    rl_compile_walk walk = {.context = context, .plan = out_plan, .scratch = RL_BUFFER_FOR(context->arena), .status = REEL_OK, .error = error};
    walk.classes = rl_arena_array(context->arena, words + 1, sizeof *walk.classes);
    walk.readings = rl_arena_array(context->arena, context->sense->count + 1, sizeof *walk.readings);
    if (rl_arena_failed(context->arena)) {
        return rl_fail_nomem(error);
    }
    bool scoring = false;
    const rl_query *query = compile_group(&walk, context->parsed->root, context->left_out == NULL ? NULL : context->left_out->nodes, true, &scoring);
    out_plan->query = query != NULL ? query : rl_build_node(context->arena, RL_QUERY_NOTHING, NULL, 0);
    out_plan->has_scoring = scoring;
    out_plan->by_prior = !scoring || out_plan->leaf_count == 0; /* bounds alone tell no film apart */
    if (scoring && query != NULL) {
        out_plan->strict = strict_query(&walk, query, &out_plan->sure);
    }
    out_plan->wanted = context->sense->wanted;
    rl_str title = title_text(&walk);
    out_plan->title_key = rl_analysis_key_copy(context->arena, RL_KEY_TITLE, title);
    out_plan->title_name = rl_analysis_key_copy(context->arena, RL_KEY_NAME, title);
    bool failed = walk.scratch.failed || rl_arena_failed(context->arena);
    rl_buffer_done(&walk.scratch);
    return walk.status == REEL_OK && failed ? rl_fail_nomem(error) : walk.status;
}
