/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corrections: likely spellings of words that no film has, from the index's own words.
 */
#include <stdlib.h>

#include "common/schema.h"
#include "searcher/searcher.h"

enum { SCAN_TERMS = 60000, SHORTEST_WORD = 4 };

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
