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

static size_t count_unknown(const reel_hits *hits) {
    size_t count = 0;
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        count += hits->plan.unknown[i] && hits->sense.weights[i] >= 1;
    }
    return count;
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

/* Whether other words can do better: nothing is found, or no film has all of the words. */
static bool can_improve(const reel_hits *hits) {
    return hits->total == 0 || (hits->plan.strict != NULL ? !hits->complete : count_unknown(hits) > 0);
}

/* Where films are found, only words that a film has every one of are better, or more words that films have at all. */
static reel_status is_better(reel_searcher *searcher, const reel_hits *before, reel_hits *after, bool *out_better, reel_error *error) {
    *out_better = before->total == 0 || count_unknown(after) < count_unknown(before);
    return before->total == 0 || after->plan.strict == NULL ? REEL_OK : rl_search_has_every_part(searcher, after, out_better, error);
}

/* Takes over what the first understanding found out about the words. Where they are no better, only doubtful words are
 * asked about. */
static reel_status search_corrected(reel_searcher *searcher, reel_hits **hits, rl_str corrected, const reel_search_options *given,
                                    reel_error *error) {
    reel_hits *again = NULL;
    reel_search_options moved_options = *given;
    const reel_search_options *options = &moved_options;
    bool better = false;
    reel_status status = rl_hits_new(&again, error);
    if (status == REEL_OK) {
        move_plain(*hits, again->arena, &moved_options);
        status = rl_search_understand(searcher, again, corrected, options, NULL, error);
    }
    status = status == REEL_OK ? is_better(searcher, *hits, again, &better, error) : status;
    if (status == REEL_OK && better) {
        status = rl_search_run(searcher, again, options, error);
    }
    if (status != REEL_OK || !better || again->total == 0) {
        reel_hits_free(again);
        rl_corrections_take_back(*hits);
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

/* No film has one of its words, so none has it beside anything else. */
static bool is_hopeless(const reel_hits *hits, const rl_node *node) {
    for (uint32_t i = node->first_word; node->kind != RL_NODE_OR && node->kind != RL_NODE_GROUP && i < node->word_end; i++) {
        if (hits->plan.unknown[i]) {
            return node->mode != RL_MODE_NOT;
        }
    }
    return false;
}

/* How much is lost by leaving a part out: what no film has least, then exclusions and ranges, names most. */
static int telling(const reel_hits *hits, const rl_node *node) {
    if (is_hopeless(hits, node)) {
        return -1;
    }
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

static size_t least_telling(const reel_hits *hits, const bool *dropped, size_t *out_left) {
    const rl_node *root = hits->parsed.root;
    size_t least = SIZE_MAX;
    *out_left = 0;
    for (size_t i = 0; i < root->child_count; i++) {
        if (dropped[i]) {
            continue;
        }
        ++*out_left;
        if (is_constraint(root->children[i]) &&
            (least == SIZE_MAX || telling(hits, root->children[i]) < telling(hits, root->children[least]))) {
            least = i;
        }
    }
    return least;
}

/* The next part to give up, exclusions and ranges first, then bounds told in words, then the rest; false when only the
 * question itself is left. */
static bool give_up(const reel_hits *hits, bool *dropped, rl_left_out *left_out, rl_str *out_text) {
    size_t left = 0, least = least_telling(hits, dropped, &left), bound = 0;
    const rl_sense_reading *reading = NULL;
    for (size_t i = 0; i < hits->sense.count && reading == NULL; i++) {
        bool is_next = rl_sense_is_bound(&hits->sense.items[i]) && bound++ == left_out->bounds;
        reading = is_next ? &hits->sense.items[i] : NULL;
    }
    const rl_node *node = least == SIZE_MAX || left < 2 ? NULL : hits->parsed.root->children[least];
    if (reading != NULL && (node == NULL || telling(hits, node) > 1)) {
        left_out->bounds++;
        *out_text = rl_str_slice(hits->parsed.text, reading->start, reading->end);
        return true;
    }
    if (node == NULL) {
        return false;
    }
    dropped[least] = true;
    *out_text = rl_str_slice(hits->parsed.text, node->start, node->end);
    return true;
}

/* The search without what is left out; NULL where it finds nothing either. */
static reel_status search_without(reel_searcher *searcher, rl_str query, const reel_search_options *options, const rl_left_out *left_out,
                                  reel_hits **out_hits, reel_error *error) {
    reel_status status = rl_hits_new(out_hits, error);
    status = status == REEL_OK ? rl_search_understand(searcher, *out_hits, query, options, left_out, error) : status;
    status = status == REEL_OK ? rl_search_run(searcher, *out_hits, options, error) : status;
    if (status != REEL_OK || (*out_hits)->total == 0) {
        reel_hits_free(*out_hits);
        *out_hits = NULL;
    }
    return status;
}

/* Leaves out required parts, the least telling first, until something is found; words alone require nothing. */
static reel_status relax(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options, reel_error *error) {
    bool *dropped = calloc((*hits)->parsed.root->child_count + 1, sizeof *dropped);
    rl_left_out left_out = {dropped, 0};
    rl_notes told = {NULL, 0, 0};
    rl_arena *notes = rl_arena_new();
    rl_str text;
    reel_status status = dropped == NULL || notes == NULL ? rl_fail_nomem(error) : REEL_OK;
    for (size_t step = 0; status == REEL_OK && step < DROPS && (*hits)->total == 0 && give_up(*hits, dropped, &left_out, &text); step++) {
        reel_hits *again = NULL;
        rl_notes_add(&told, notes, "left out: %.*s", RL_STR_ARG(text));
        status = search_without(searcher, query, options, &left_out, &again, error);
        if (again == NULL) {
            continue;
        }
        for (size_t i = 0; i < told.count; i++) {
            rl_notes_add(&again->relaxed, again->arena, "%s", told.items[i]);
        }
        size_t count = again->parsed.root->child_count;
        bool *kept = rl_arena_array(again->arena, count + 1, sizeof *kept);
        for (size_t i = 0; kept != NULL && i < count; i++) {
            kept[i] = dropped[i];
        }
        again->left_out = (rl_left_out){kept, left_out.bounds};
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

/* The words of the query, or the field:value they belong to. */
static rl_str part_at(const reel_hits *hits, size_t word) {
    const rl_node *root = hits->parsed.root;
    for (size_t i = 0; i < root->child_count; i++) {
        const rl_node *node = root->children[i];
        if (node->kind == RL_NODE_FIELD && word >= node->first_word && word < node->word_end) {
            return rl_str_slice(hits->parsed.text, node->start, node->end);
        }
    }
    return rl_str_slice(hits->parsed.text, hits->parsed.words[word].start, hits->parsed.words[word].end);
}

/* Words that count for nothing, since no film has them; where nothing is found, those of fields and phrases too. */
void rl_tell_unknown(reel_hits *hits) {
    rl_str last = RL_STR_EMPTY;
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        bool counts = hits->total == 0 || (hits->sense.plain[i] && !hits->sense.covered[i]);
        if (hits->plan.unknown[i] && hits->sense.weights[i] >= 1 && counts) {
            rl_str part = part_at(hits, i);
            if (part.at != last.at) {
                rl_notes_add(&hits->relaxed, hits->arena, "no film has: %.*s", RL_STR_ARG(part));
            }
            last = part;
        }
    }
}

reel_status rl_repair(reel_searcher *searcher, reel_hits **hits, rl_str query, const reel_search_options *options,
                      reel_error *error) {
    rl_str corrected = RL_STR_EMPTY;
    bool improves = can_improve(*hits);
    reel_status status = rl_correct(searcher, *hits, improves, &corrected, error);
    if (status == REEL_OK && corrected.length > 0 && improves) {
        status = search_corrected(searcher, hits, corrected, options, error);
    }
    if (status == REEL_OK && (*hits)->total == 0) {
        status = relax(searcher, hits, query, options, error);
    }
    return status;
}
