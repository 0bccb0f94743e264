/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_words: what plain words, phrases and word* ask for in the combined stream, and what
 * snippets mark for them.
 */
#include "searcher/compile_words.h"

#include <math.h>
#include <stdlib.h>

#include "common/limits.h"
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/script_pairs.h"

enum { SPELLINGS = 12 };

typedef struct spelling {
    rl_str term, text;
    double scale;
    uint32_t films;
} spelling;

typedef struct word_class {
    spelling items[SPELLINGS];
    size_t count;
    uint32_t films; /* of its most frequent spelling */
} word_class;

bool rl_compile_full(const rl_compile_walk *walk) { return walk->plan->leaf_count >= RL_MAX_QUERY_LEAVES; }

rl_str rl_compile_stem(rl_compile_walk *walk, rl_str form) {
    rl_buffer_clear(&walk->scratch);
    rl_stemmer_stem(walk->context->stemmer, form, &walk->scratch);
    rl_str stem = rl_buffer_str(&walk->scratch);
    return stem.length == 0 ? form : rl_str_copy(walk->context->arena, stem);
}

const rl_query *rl_compile_leaf(rl_compile_walk *walk, rl_str term, rl_field field, rl_str text, uint32_t word, uint32_t *out_films) {
    uint32_t films = 0;
    if (walk->status == REEL_OK && !rl_compile_full(walk)) {
        walk->status = rl_store_term_frequency(walk->context->store, term, &films, walk->error);
    }
    if (out_films != NULL) {
        *out_films = films;
    }
    if (films == 0) {
        return NULL;
    }
    walk->plan->leaf_count++;
    return rl_build_term(walk->context->arena, term, field, text, word);
}

static void add_spelling(rl_compile_walk *walk, word_class *class, rl_str term, double scale, rl_str text) {
    uint32_t films = 0;
    for (size_t i = 0; i < class->count; i++) {
        if (rl_str_equal(class->items[i].term, term)) {
            return;
        }
    }
    if (walk->status == REEL_OK && class->count < SPELLINGS && !rl_compile_full(walk)) {
        walk->status = rl_store_term_frequency(walk->context->store, term, &films, walk->error);
    }
    if (films > 0) {
        class->items[class->count++] = (spelling){term, text, scale, films};
        class->films = films > class->films ? films : class->films;
        walk->plan->leaf_count++;
    }
}

/* The word, its stem class and its spellings. Their weights add up: the terms hold different
 * occurrences. A rare spelling weighs as if it were as frequent as the most frequent one, else a slip of
 * the pen would be the most telling word of a film. */
static const rl_query *class_query(rl_compile_walk *walk, const word_class *class, uint32_t word) {
    rl_arena *arena = walk->context->arena;
    rl_query_list list = {NULL, 0, 0};
    for (size_t i = 0; i < class->count; i++) {
        const spelling *item = &class->items[i];
        double level = rl_compile_idf(walk, class->films) / rl_compile_idf(walk, item->films);
        const rl_query *leaf = rl_build_term(arena, item->term, RL_FIELD_NONE, item->text, word);
        rl_build_push(arena, &list, rl_build_scaled(arena, leaf, item->scale * level));
    }
    return rl_build_list(arena, RL_QUERY_OR, &list);
}

static void find_class(rl_compile_walk *walk, uint32_t at, word_class *class) {
    const rl_parsed *parsed = walk->context->parsed;
    const rl_ranking *ranking = walk->context->ranking;
    const rl_query_word *word = &parsed->words[at];
    class->count = 0;
    class->films = 0;
    for (uint32_t t = word->first_token; t < word->token_end; t++) {
        const rl_token *token = &parsed->tokens[t];
        add_spelling(walk, class, token->form, token->kind != RL_TOKEN_VARIANT ? 1 : ranking->variant, token->form);
    }
    if (word->stop || walk->context->sense->weights[at] < 1) { /* stems of what is asked with say nothing */
        return;
    }
    if (walk->context->sense->is_long) {
        rl_str written = rl_query_word_written(word->form);
        if (written.length > 0) {
            add_spelling(walk, class, written, ranking->spoken, written);
        }
    }
    rl_str stem = rl_compile_stem(walk, word->form);
    rl_buffer_clear(&walk->scratch);
    rl_schema_stem_term(stem, &walk->scratch);
    add_spelling(walk, class, rl_str_copy(walk->context->arena, rl_buffer_str(&walk->scratch)), ranking->stem, stem);
    add_spelling(walk, class, stem, ranking->stem, stem); /* words equal to their stem have no stem term */
}

double rl_compile_idf(const rl_compile_walk *walk, uint32_t films) {
    double all = walk->context->sense->documents;
    return log(1 + (all - films + 0.5) / (films + 0.5));
}

void rl_compile_mark(rl_compile_walk *walk, uint32_t word, rl_field field, uint32_t phrase, double weight) {
    rl_plan *plan = walk->plan;
    const rl_parsed *parsed = walk->context->parsed;
    const rl_query_word *at = &parsed->words[word];
    for (uint32_t t = at->first_token; t < at->token_end && plan->mark_count < RL_MAX_QUERY_LEAVES; t++) {
        rl_mark *marks = rl_arena_grow(walk->context->arena, plan->marks, &plan->mark_capacity, plan->mark_count + 1, sizeof *marks);
        if (marks == NULL) {
            return;
        }
        plan->marks = marks;
        rl_str form = parsed->tokens[t].form;
        rl_str stem = at->stop || phrase != 0 ? form : rl_compile_stem(walk, form);
        marks[plan->mark_count++] = (rl_mark){form, stem, field, phrase, weight};
        if (phrase != 0) {
            return; /* the word as typed is the phrase's */
        }
    }
}

/* One sign of a script that is indexed by pairs: any pair that holds it. */
static const rl_query *sign_query(rl_compile_walk *walk, uint32_t at) {
    rl_str sign = walk->context->parsed->words[at].form;
    rl_script_pairs pairs;
    rl_query_list any = {NULL, 0, 0};
    rl_compile_mark(walk, at, RL_FIELD_NONE, 0, 1);
    walk->status = rl_script_pairs_find(walk->context->store, walk->context->arena, sign, &pairs, walk->error);
    for (size_t i = 0; i < pairs.count; i++) {
        uint32_t films = 0;
        rl_build_push(walk->context->arena, &any, rl_compile_leaf(walk, pairs.items[i], RL_FIELD_NONE, sign, at, &films));
        walk->plan->films[at] = films > walk->plan->films[at] ? films : walk->plan->films[at];
    }
    walk->plan->unknown[at] = any.count == 0;
    return rl_build_list(walk->context->arena, RL_QUERY_OR, &any);
}

static const rl_query *word_query(rl_compile_walk *walk, uint32_t at) {
    const rl_sense *sense = walk->context->sense;
    word_class found;
    find_class(walk, at, &found);
    walk->plan->films[at] = found.films;
    walk->plan->unknown[at] = found.films == 0 && !rl_compile_full(walk); /* beyond the limit nothing is looked up */
    if (found.count == 0 && rl_script_pairs_is_sign(walk->context->parsed->words[at].form)) {
        walk->classes[at] = sign_query(walk, at);
        return walk->classes[at];
    }
    if (found.count == 0) {
        return NULL;
    }
    double weight = sense->weights[at] * (sense->covered[at] && !sense->is_long ? walk->context->ranking->covered : 1);
    if (sense->weights[at] >= walk->context->ranking->cue) {
        rl_compile_mark(walk, at, RL_FIELD_NONE, 0, sense->weights[at] * rl_compile_idf(walk, found.films));
    }
    walk->classes[at] = class_query(walk, &found, at);
    return rl_build_scaled(walk->context->arena, walk->classes[at], weight);
}

/* Neighbours of content: together in the text, or written as one word. */
static void push_pair(rl_compile_walk *walk, uint32_t at, rl_query_list *should) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_arena *arena = walk->context->arena;
    rl_str a = parsed->words[at].form, b = parsed->words[at + 1].form;
    rl_buffer_clear(&walk->scratch);
    rl_buffer_add_str(&walk->scratch, a);
    rl_buffer_add_str(&walk->scratch, b);
    rl_str joined = rl_str_copy(arena, rl_buffer_str(&walk->scratch));
    rl_build_push(arena, should, rl_compile_leaf(walk, joined, RL_FIELD_NONE, joined, at, NULL));
}

/* A check of the plan's, with the number of words it looks for. NULL when memory ran out, and the arena says so. */
static const rl_check *new_check(rl_compile_walk *walk, rl_text_check given) {
    rl_arena *arena = walk->context->arena;
    rl_plan *plan = walk->plan;
    plan->scratch = plan->scratch == NULL ? rl_arena_new() : plan->scratch;
    if (plan->films_left == NULL && (plan->films_left = rl_arena_alloc(arena, sizeof *plan->films_left)) != NULL) {
        *plan->films_left = RL_MAX_FILMS_READ;
    }
    rl_text_check *text = rl_arena_alloc(arena, sizeof *text);
    rl_check *check = rl_arena_alloc(arena, sizeof *check);
    rl_text_check **texts = rl_arena_grow(arena, plan->texts, &plan->text_capacity, plan->text_count + 1, sizeof *texts);
    if (plan->scratch == NULL || plan->films_left == NULL || text == NULL || check == NULL || texts == NULL) {
        walk->status = rl_fail_nomem(walk->error);
        return NULL;
    }
    *text = given;
    text->scratch = plan->scratch;
    text->films_left = plan->films_left;
    plan->texts = texts;
    plan->texts[plan->text_count++] = text;
    *check = (rl_check){rl_text_check_keep, text};
    return check;
}

/* What every film must pass is looked at last, in the films that would be shown; what only some must, inside the query. */
const rl_query *rl_compile_check(rl_compile_walk *walk, const rl_query *query, rl_field field, const rl_str *forms, size_t count,
                                 bool in_order) {
    rl_arena *arena = walk->context->arena;
    rl_plan *plan = walk->plan;
    if (query == NULL || rl_store_is_remote(walk->context->store)) {
        return query; /* over the network films cannot be looked at while they are matched */
    }
    const rl_check *check = new_check(walk, (rl_text_check){.field = field, .forms = forms, .form_count = count, .in_order = in_order});
    if (walk->nested) {
        const rl_query **child = rl_arena_array(arena, 1, sizeof *child);
        rl_query *node = child == NULL || check == NULL ? NULL : rl_build_node(arena, RL_QUERY_CHECK, child, 1);
        if (node != NULL) {
            child[0] = query;
            node->check = check;
        }
        return node;
    }
    rl_check *checks = rl_arena_grow(arena, plan->checks, &plan->check_capacity, plan->check_count + 1, sizeof *checks);
    if (checks != NULL && check != NULL) {
        plan->checks = checks;
        checks[plan->check_count++] = *check;
    }
    return query;
}

const rl_query *rl_compile_phrase(rl_compile_walk *walk, uint32_t first, uint32_t end) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_arena *arena = walk->context->arena;
    rl_query_list terms = {NULL, 0, 0};
    bool complete = true;
    for (uint32_t i = first; i < end; i++) {
        uint32_t films = 0;
        const rl_query *leaf = rl_compile_leaf(walk, parsed->words[i].form, RL_FIELD_NONE, parsed->words[i].form, i, &films);
        walk->plan->films[i] = films;
        walk->plan->unknown[i] = films == 0 && !rl_compile_full(walk);
        complete = complete && leaf != NULL;
        rl_build_push(arena, &terms, leaf);
    }
    return complete ? rl_build_list(arena, RL_QUERY_AND, &terms) : NULL;
}

static void short_words(rl_compile_walk *walk, const rl_node *node, rl_query_list *should, rl_query_list *light) {
    const rl_sense *sense = walk->context->sense;
    for (uint32_t i = node->first_word; i < node->word_end && walk->status == REEL_OK; i++) {
        if (sense->weights[i] > 0) {
            rl_build_push(walk->context->arena, sense->weights[i] < 1 ? light : should, word_query(walk, i));
        }
    }
    if (sense->content_count > walk->context->ranking->strict_words) {
        return;
    }
    for (uint32_t i = node->first_word; i + 1 < node->word_end && walk->status == REEL_OK; i++) {
        if (sense->weights[i] >= 1 && sense->weights[i + 1] >= 1) {
            push_pair(walk, i, should);
        }
    }
}

/* --- descriptions: the most telling words only --- */

typedef struct telling_word {
    uint32_t word;
    uint32_t times; /* it was said */
    double idf;
    double weight;
} telling_word;

static int order_telling(const void *a, const void *b) {
    const telling_word *left = a, *right = b;
    double first = left->idf * left->weight, second = right->idf * right->weight;
    return first > second ? -1 : first < second ? 1 : (left->word > right->word) - (left->word < right->word);
}

static telling_word *seen_before(const rl_compile_walk *walk, telling_word *words, size_t count, uint32_t at) {
    rl_str form = walk->context->parsed->words[at].form;
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal(form, walk->context->parsed->words[words[i].word].form)) {
            return &words[i];
        }
    }
    return NULL;
}

static void long_words(rl_compile_walk *walk, const rl_node *node, rl_query_list *should) {
    const rl_sense *sense = walk->context->sense;
    size_t count = 0, most = node->word_end - node->first_word;
    telling_word *words = rl_arena_array(walk->context->arena, most + 1, sizeof *words);
    for (uint32_t i = node->first_word; words != NULL && i < node->word_end && walk->status == REEL_OK && count < 512; i++) {
        uint32_t films = 0;
        if (sense->weights[i] <= 0) {
            continue;
        }
        telling_word *before = seen_before(walk, words, count, i);
        if (before != NULL) {
            before->times++;
            continue;
        }
        walk->status = rl_store_term_frequency(walk->context->store, walk->context->parsed->words[i].form, &films, walk->error);
        if (films > 0) {
            words[count++] = (telling_word){i, 1, rl_compile_idf(walk, films), 1};
        }
    }
    if (words == NULL) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        words[i].weight = 1 + walk->context->ranking->long_repeat * log2((double)words[i].times); /* said twice, meant more */
    }
    qsort(words, count, sizeof *words, order_telling);
    for (size_t i = 0; i < count && i < walk->context->ranking->long_terms && walk->status == REEL_OK; i++) {
        rl_build_push(walk->context->arena, should, rl_build_scaled(walk->context->arena, word_query(walk, words[i].word), words[i].weight));
    }
}

void rl_compile_plain(rl_compile_walk *walk, const rl_node *node, rl_query_list *should, rl_query_list *light) {
    if (walk->context->sense->is_long) {
        long_words(walk, node, should);
    } else {
        short_words(walk, node, should, light);
    }
}

/* --- word* --- */

typedef struct expansion {
    rl_str term;
    uint32_t films;
} expansion;

typedef struct expansion_walk {
    rl_arena *arena;
    expansion items[RL_MAX_WILDCARD_TERMS];
    size_t count;
    uint32_t seen;
} expansion_walk;

enum { EXPANSION_SCAN = 20000 }; /* terms looked at for one word* */

static bool note_expansion(void *user, rl_str term, uint32_t films) {
    expansion_walk *walk = user;
    size_t at = walk->count;
    if (walk->count == RL_MAX_WILDCARD_TERMS) {
        size_t least = 0;
        for (size_t i = 1; i < walk->count; i++) {
            least = walk->items[i].films < walk->items[least].films ? i : least;
        }
        if (walk->items[least].films >= films) {
            return ++walk->seen < EXPANSION_SCAN;
        }
        at = least;
    } else {
        walk->count++;
    }
    walk->items[at] = (expansion){rl_str_copy(walk->arena, term), films};
    return ++walk->seen < EXPANSION_SCAN;
}

const rl_query *rl_compile_completed(rl_compile_walk *walk, rl_field field, uint32_t last) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_arena *arena = walk->context->arena;
    bool own = field != RL_FIELD_NONE && rl_field_has(field, RL_FIELD_FIELD_WORDS);
    expansion_walk *found = rl_arena_alloc(arena, sizeof *found);
    rl_str *terms = rl_arena_array(arena, RL_MAX_WILDCARD_TERMS, sizeof *terms);
    if (found == NULL || terms == NULL) {
        return NULL;
    }
    found->arena = arena;
    rl_buffer_clear(&walk->scratch);
    rl_schema_field_word_term(own ? field : RL_FIELD_NONE, parsed->words[last].form, &walk->scratch);
    rl_str start = rl_buffer_str(&walk->scratch);
    size_t before = start.length - parsed->words[last].form.length; /* the field's letters */
    walk->status = rl_store_terms_each(walk->context->store, start, RL_STR_EMPTY, note_expansion, found, walk->error);
    rl_query_list list = {NULL, 0, 0};
    for (size_t i = 0; i < found->count && !rl_compile_full(walk); i++) {
        terms[list.count] = rl_str_slice(found->items[i].term, before, found->items[i].term.length);
        if (field != RL_FIELD_NONE) {
            rl_compile_asked(walk, (rl_asked){.field = field, .key = terms[list.count], .is_word = true});
        }
        walk->plan->leaf_count++;
        walk->plan->films[last] += found->items[i].films;
        rl_build_push(arena, &list, rl_build_term(arena, found->items[i].term, own ? field : RL_FIELD_NONE, terms[list.count], last));
    }
    walk->plan->unknown[last] = list.count == 0;
    if (found->seen > found->count) {
        rl_notes_add(&walk->context->parsed->notes, arena, "%.*s* stands for its %d most frequent words",
                     RL_STR_ARG(parsed->words[last].form), RL_MAX_WILDCARD_TERMS);
    }
    const rl_query *any = rl_build_list(arena, RL_QUERY_OR, &list);
    return own || field == RL_FIELD_NONE ? any : rl_compile_check(walk, any, field, terms, list.count, false);
}

const rl_query *rl_compile_prefix(rl_compile_walk *walk, const rl_node *node) {
    return node->first_word == node->word_end ? NULL : rl_compile_completed(walk, RL_FIELD_NONE, node->word_end - 1);
}
