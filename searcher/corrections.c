/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corrections: likely spellings of words that no film has, from the index's own words; and what to
 * give up when nothing is found.
 */
#include <stdlib.h>

#include "common/schema.h"
#include "searcher/searcher.h"

enum { SCAN_TERMS = 60000, SHORTEST_WORD = 4, DROPS = 4 };

typedef struct spelling_walk {
    rl_arena *arena;
    rl_str word;
    unsigned limit;
    rl_str best;
    unsigned distance;
    uint32_t films, seen;
} spelling_walk;

static bool note_spelling(void *user, rl_str term, uint32_t films) {
    spelling_walk *walk = user;
    size_t longer = term.length > walk->word.length ? term.length - walk->word.length : walk->word.length - term.length;
    if (longer <= walk->limit) {
        unsigned distance = rl_analysis_distance(walk->word, term, walk->limit);
        if (distance > 0 && distance <= walk->limit && (distance < walk->distance || (distance == walk->distance && films > walk->films))) {
            walk->best = rl_str_copy(walk->arena, term);
            walk->distance = distance;
            walk->films = films;
        }
    }
    return ++walk->seen < SCAN_TERMS;
}

/* The nearest word of the index: same first letter, or the first two swapped. Names are folded lower case, so
 * prefixed terms (upper case) never come into it. */
static reel_status nearest(reel_searcher *searcher, rl_arena *arena, rl_str word, rl_str *out_word, reel_error *error) {
    spelling_walk walk = {.arena = arena, .word = word, .limit = word.length >= 8 ? 2 : 1};
    walk.distance = walk.limit + 1;
    reel_status status = REEL_OK;
    for (size_t at = 0; status == REEL_OK && at < 2 && at < word.length; at++) {
        rl_str letter = rl_str_slice(word, at, at + 1);
        if ((letter.at[0] & 0x80) == 0 && (at == 0 || letter.at[0] != word.at[0])) {
            status = rl_store_terms_each(searcher->store, letter, RL_STR_EMPTY, note_spelling, &walk, error);
        }
    }
    *out_word = walk.best;
    return status;
}

/* Where a word stands most, of the fields whose words are terms of their own. */
static rl_field home_of(reel_searcher *searcher, rl_arena *arena, rl_str word) {
    rl_field home = RL_FIELD_TEXT;
    uint32_t most = 0;
    rl_buffer term = RL_BUFFER_FOR(arena);
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        uint32_t films = 0;
        if ((row->flags & RL_FIELD_FIELD_WORDS) == 0) {
            continue;
        }
        rl_buffer_clear(&term);
        rl_schema_field_word_term(row->field, word, &term);
        if (rl_store_term_frequency(searcher->store, rl_buffer_str(&term), &films, NULL) == REEL_OK && films > most) {
            most = films;
            home = row->field;
        }
    }
    rl_buffer_done(&term);
    return home;
}

static void add_correction(reel_searcher *searcher, reel_hits *hits, const rl_query_word *word, rl_str found) {
    rl_correction_list *list = &hits->corrections;
    reel_correction *items = rl_arena_grow(hits->arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items == NULL) {
        return;
    }
    list->items = items;
    items[list->count++] = (reel_correction){
        word->start, word->end, rl_text_clean(hits->arena, rl_str_slice(hits->parsed.text, word->start, word->end)),
        rl_text_clean(hits->arena, found), rl_field_name(home_of(searcher, hits->arena, found)), "", false};
}

reel_status rl_correct(reel_searcher *searcher, reel_hits *hits, rl_str *out_query, reel_error *error) {
    const rl_parsed *parsed = &hits->parsed;
    rl_buffer query = RL_BUFFER_FOR(hits->arena);
    size_t copied = 0;
    reel_status status = REEL_OK;
    *out_query = RL_STR_EMPTY;
    for (size_t i = 0; status == REEL_OK && i < parsed->word_count && hits->corrections.count < 8; i++) {
        const rl_query_word *word = &parsed->words[i];
        rl_str found = RL_STR_EMPTY;
        if (!hits->plan.unknown[i] || word->form.length < SHORTEST_WORD || word->start < copied) {
            continue;
        }
        status = nearest(searcher, hits->arena, word->form, &found, error);
        if (status == REEL_OK && found.length > 0) {
            add_correction(searcher, hits, word, found);
            rl_buffer_add_str(&query, rl_str_slice(parsed->text, copied, word->start));
            rl_buffer_add_str(&query, found);
            copied = word->end;
        }
    }
    if (status == REEL_OK && hits->corrections.count > 0) {
        rl_buffer_add_str(&query, rl_str_slice(parsed->text, copied, parsed->text.length));
        *out_query = rl_str_copy(hits->arena, rl_buffer_str(&query));
        for (size_t i = 0; i < hits->corrections.count; i++) {
            hits->corrections.items[i].query = out_query->at;
        }
    }
    rl_buffer_done(&query);
    return status;
}

/* --- giving up --- */

static bool is_constraint(const rl_node *node) {
    return node->mode == RL_MODE_NOT || (node->kind != RL_NODE_WORDS && node->kind != RL_NODE_GROUP) || node->mode == RL_MODE_MUST;
}

/* How much is lost by leaving a part out: exclusions and ranges least, names most. */
static int telling(const rl_node *node) {
    if (node->mode == RL_MODE_NOT) {
        return 0;
    }
    switch (node->kind) {
    case RL_NODE_RANGE:
        return 1;
    case RL_NODE_PREFIX:
    case RL_NODE_OR:
    case RL_NODE_GROUP:
        return 2;
    case RL_NODE_PHRASE:
    case RL_NODE_WORDS:
        return 3;
    case RL_NODE_FIELD:
        return rl_field_row_of(node->field)->kind == RL_KIND_NAME || rl_field_row_of(node->field)->kind == RL_KIND_TITLE ? 5 : 4;
    }
    return 2;
}

static size_t least_telling(const rl_node *root, const bool *dropped, size_t *out_left) {
    size_t least = SIZE_MAX;
    *out_left = 0;
    for (size_t i = 0; i < root->child_count; i++) {
        if (dropped[i]) {
            continue;
        }
        ++*out_left;
        if (is_constraint(root->children[i]) &&
            (least == SIZE_MAX || telling(root->children[i]) < telling(root->children[least]))) {
            least = i;
        }
    }
    return least;
}

reel_status rl_relax(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options, reel_error *error) {
    const rl_node *root = (*hits)->parsed.root;
    bool *dropped = calloc(root->child_count + 1, sizeof *dropped);
    rl_notes left_out = {NULL, 0, 0};
    reel_status status = dropped == NULL ? rl_fail_nomem(error) : REEL_OK;
    rl_arena *notes = rl_arena_new();
    if (status == REEL_OK && notes == NULL) {
        status = rl_fail_nomem(error);
    }
    for (size_t step = 0; status == REEL_OK && notes != NULL && step < DROPS && (*hits)->total == 0; step++) {
        size_t left = 0, least = least_telling((*hits)->parsed.root, dropped, &left);
        if (least == SIZE_MAX || left < 2) {
            break; /* the last part is the question itself */
        }
        const rl_node *node = (*hits)->parsed.root->children[least];
        rl_str text = rl_str_slice((*hits)->parsed.text, node->start, node->end);
        rl_notes_add(&left_out, notes, "left out: %.*s", RL_STR_ARG(text));
        dropped[least] = true;
        reel_hits *again = NULL;
        status = rl_hits_new(&again, error);
        status = status == REEL_OK ? rl_search_understand(searcher, again, query, options, dropped, error) : status;
        status = status == REEL_OK ? rl_search_run(searcher, again, options, error) : status;
        if (status != REEL_OK || again->total == 0) {
            reel_hits_free(again);
            continue;
        }
        for (size_t i = 0; i < left_out.count; i++) {
            rl_notes_add(&again->relaxed, again->arena, "%s", left_out.items[i]);
        }
        reel_hits_free(*hits);
        *hits = again;
    }
    if (status == REEL_OK && rl_arena_failed(notes)) {
        status = rl_fail_nomem(error);
    }
    rl_arena_free(notes);
    free(dropped);
    return status;
}
