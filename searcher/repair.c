/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * repair: a search whose words as typed find nothing good, mended step by step: likely spellings, then
 * parts left out. Every step is told.
 */
#include "searcher/searcher.h"

#include <stdlib.h>
#include <string.h>

enum { DROPS = 4 };

/* --- other words --- */

static bool has_unknown(const reel_hits *hits) {
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        if (hits->plan.unknown[i] && hits->sense.weights[i] >= 1) {
            return true;
        }
    }
    return false;
}

/* Where a byte of the query stands in the corrected one. */
static size_t moved(const reel_hits *hits, size_t at) {
    size_t result = at;
    for (size_t i = 0; i < hits->corrections.count; i++) {
        const reel_correction *item = &hits->corrections.items[i];
        result = item->end <= at ? result + strlen(item->suggestion) - (item->end - item->start) : result;
    }
    return result;
}

/* The plain parts of the query, where its corrected words stand now. */
static void move_plain(const reel_hits *hits, rl_arena *arena, reel_search_options *options) {
    reel_range *plain = rl_arena_array(arena, options->plain_count + 1, sizeof *plain);
    for (size_t i = 0; plain != NULL && i < options->plain_count; i++) {
        plain[i] = (reel_range){moved(hits, options->plain[i].start), moved(hits, options->plain[i].end)};
    }
    options->plain = plain;
    options->plain_count = plain == NULL ? 0 : options->plain_count;
}

/* The corrected words find films where there were none, or films that have every one of them. */
static bool is_better(const reel_hits *before, const reel_hits *after) {
    bool complete = after->plan.strict == NULL || after->strict > 0;
    bool poor = before->total == 0 || (before->plan.strict == NULL && has_unknown(before)) || (before->plan.strict != NULL && before->strict == 0);
    return after->total > 0 && (before->total == 0 || (complete && poor));
}

/* Takes over what the first understanding found out about the words. */
static reel_status search_corrected(reel_searcher *searcher, reel_hits **hits, rl_str corrected, const reel_search_options *given,
                                    reel_error *error) {
    reel_hits *again = NULL;
    reel_search_options moved_options = *given;
    const reel_search_options *options = &moved_options;
    reel_status status = rl_hits_new(&again, error);
    if (status == REEL_OK) {
        move_plain(*hits, again->arena, &moved_options);
        status = rl_search_understand(searcher, again, corrected, options, NULL, error);
    }
    if (status == REEL_OK) {
        status = rl_search_run(searcher, again, options, error);
    }
    if (status != REEL_OK || !is_better(*hits, again)) {
        reel_hits_free(again);
        return status;
    }
    for (size_t i = 0; i < (*hits)->corrections.count; i++) {
        reel_correction item = (*hits)->corrections.items[i];
        item.text = rl_text_clean(again->arena, rl_str_of(item.text));
        item.suggestion = rl_text_clean(again->arena, rl_str_of(item.suggestion));
        item.query = rl_text_clean(again->arena, rl_str_of(item.query));
        item.applied = true;
        reel_correction *items =
            rl_arena_grow(again->arena, again->corrections.items, &again->corrections.capacity, i + 1, sizeof *items);
        if (items != NULL) {
            again->corrections.items = items;
            items[again->corrections.count++] = item;
        }
    }
    reel_hits_free(*hits);
    *hits = again;
    return REEL_OK;
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

/* Leaves out required parts, the least telling first, until something is found. */
static reel_status relax(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options, reel_error *error) {
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

reel_status rl_repair(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options,
                          reel_error *error) {
    rl_str corrected = RL_STR_EMPTY;
    reel_status status = rl_correct(searcher, *hits, &corrected, error);
    if (status == REEL_OK && corrected.length > 0) {
        status = search_corrected(searcher, hits, corrected, options, error);
    }
    if (status == REEL_OK && (*hits)->total == 0) {
        status = relax(searcher, hits, query, options, error);
    }
    return status;
}
