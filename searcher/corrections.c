/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corrections: likely spellings of words that no film has, or hardly any, from the index's own words. The work is
 * bounded: so many words of a query, so many terms for each.
 */
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/searcher.h"
#include "searcher/vocabulary.h"

enum {
    SHORTEST_WORD = 4,
    SHORTEST_BESIDE = 3, /* beside a word that makes a known name with it */
    LONG_WORD = 8,       /* from here on two slips are forgiven */
    LONGEST_WORD = 32,
    CORRECTIONS = 8,     /* words of one query */
    TRIED = 4,           /* words that some films have, tried for a slip all the same */
    CANDIDATES = 32,     /* spellings of one word that are compared */
    NEAR = 512,          /* spellings whose frequency is looked up */
    RARE = 2,            /* a word in so many films may be a slip that pages made too */
    OFTEN = 500,         /* a word in more films is none */
    MORE_FREQUENT = 50   /* how much more frequent a spelling has to be to stand against a nearer rare one, or a word that exists */
};

typedef struct candidate {
    rl_str word;
    unsigned distance;
    uint32_t films;
} candidate;

/* The likeliest spellings so far, best first. */
typedef struct spelling_walk {
    rl_arena *arena;
    candidate items[CANDIDATES];
    size_t count;
    candidate *near; /* NEAR of them, in order of the vocabulary; their films are not known yet */
    size_t near_count;
} spelling_walk;

/* Nearer, then more frequent; but a slip that one page made is near the same slip of a reader. */
static bool is_likelier(const candidate *a, const candidate *b) {
    if (a->distance == b->distance) {
        return a->films > b->films;
    }
    const candidate *near = a->distance < b->distance ? a : b, *far = near == a ? b : a;
    bool slip = near->films <= RARE && far->films >= near->films * MORE_FREQUENT;
    return slip ? a == far : a == near;
}

static void keep(spelling_walk *walk, candidate found) {
    if (walk->count == CANDIDATES && !is_likelier(&found, &walk->items[CANDIDATES - 1])) {
        return;
    }
    size_t at = walk->count < CANDIDATES ? walk->count++ : CANDIDATES - 1;
    for (; at > 0 && is_likelier(&found, &walk->items[at - 1]); at--) {
        walk->items[at] = walk->items[at - 1];
    }
    walk->items[at] = found;
}

static void note_spelling(void *user, rl_str word, unsigned distance) {
    spelling_walk *walk = user;
    if (walk->near_count < NEAR) {
        walk->near[walk->near_count++] = (candidate){rl_str_copy(walk->arena, word), distance, 0};
    }
}

/* Films that have a word, in a field where one is asked. */
static reel_status films_with(reel_searcher *searcher, rl_arena *arena, rl_field field, rl_str word, uint32_t *out_films, reel_error *error) {
    rl_buffer term = RL_BUFFER_FOR(arena);
    if (field != RL_FIELD_NONE && rl_field_has(field, RL_FIELD_FIELD_WORDS)) {
        rl_schema_field_word_term(field, word, &term);
    } else {
        rl_buffer_add_str(&term, word);
    }
    reel_status status = rl_store_term_frequency(searcher->store, rl_buffer_str(&term), out_films, error);
    rl_buffer_done(&term);
    return status;
}

/* The likeliest words of the index, or of a field where one is asked: same first letter, or the first two swapped. */
static reel_status nearest(reel_searcher *searcher, rl_arena *arena, rl_field field, rl_str word, spelling_walk *out, reel_error *error) {
    *out = (spelling_walk){.arena = arena, .near = rl_arena_array(arena, NEAR, sizeof *out->near)};
    reel_status status = out->near == NULL ? rl_fail_nomem(error) : REEL_OK;
    for (size_t at = 0; status == REEL_OK && at < 2 && at < word.length; at++) {
        if ((word.at[at] & 0x80) == 0 && (at == 0 || word.at[at] != word.at[0])) {
            status = rl_vocabulary_near(&searcher->vocabulary, searcher->store, word.at[at], word, word.length >= LONG_WORD ? 2 : 1,
                                        note_spelling, out, error);
        }
    }
    for (size_t i = 0; status == REEL_OK && i < out->near_count; i++) {
        status = films_with(searcher, arena, field, out->near[i].word, &out->near[i].films, error);
        if (status == REEL_OK && out->near[i].films > 0) {
            keep(out, out->near[i]);
        }
    }
    return status;
}

/* Two words written as one: the cut whose rarer half is most frequent. */
static reel_status split(reel_searcher *searcher, rl_arena *arena, rl_str word, rl_str *out_words, reel_error *error) {
    enum { SHORTEST_HALF = 3, KNOWN = 3 };
    uint32_t most = KNOWN - 1;
    reel_status status = REEL_OK;
    *out_words = RL_STR_EMPTY;
    for (size_t at = SHORTEST_HALF; status == REEL_OK && word.length <= LONGEST_WORD && at + SHORTEST_HALF <= word.length; at++) {
        rl_str left = rl_str_slice(word, 0, at), right = rl_str_slice(word, at, word.length);
        uint32_t first = 0, second = 0;
        if ((word.at[at] & 0xc0) == 0x80) {
            continue; /* inside a code point */
        }
        status = rl_store_term_frequency(searcher->store, left, &first, error);
        status = status == REEL_OK && first > most ? rl_store_term_frequency(searcher->store, right, &second, error) : status;
        if (first > most && second > most) {
            most = first < second ? first : second;
            rl_buffer words = RL_BUFFER_FOR(arena);
            rl_buffer_add_str(&words, left);
            rl_buffer_add_text(&words, " ");
            rl_buffer_add_str(&words, right);
            *out_words = rl_str_copy(arena, rl_buffer_str(&words));
            rl_buffer_done(&words);
        }
    }
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

/* The field a word is asked in by name: "director:kurosowa". */
static rl_field asked_field(const rl_node *node, uint32_t word) {
    rl_field found = node->kind == RL_NODE_FIELD && word >= node->first_word && word < node->word_end ? node->field : RL_FIELD_NONE;
    for (size_t i = 0; found == RL_FIELD_NONE && i < node->child_count; i++) {
        found = asked_field(node->children[i], word);
    }
    return found;
}

/* Whether a word may be a slip: no film has it, or not many, and no name or title is written so. */
static bool is_doubtful(const reel_hits *hits, size_t at) {
    const rl_query_word *word = &hits->parsed.words[at];
    if (word->end < hits->parsed.text.length && hits->parsed.text.at[word->end] == '*') {
        return false; /* the beginning of a word is no slip */
    }
    if (rl_query_word_asks(word->form) || rl_query_word_role(word->form) != RL_FIELD_NONE) {
        return false;
    }
    for (size_t i = 0; i < hits->sense.count; i++) {
        const rl_sense_reading *reading = &hits->sense.items[i];
        rl_field_kind kind = rl_field_row_of(reading->field)->kind;
        bool named = kind == RL_KIND_TITLE || kind == RL_KIND_NAME;
        bool part = named && reading->word_end - reading->first_word == 1 && reading->films <= RARE && !reading->whole; /* "Tár" of "bela tar" */
        if (reading->shown && !part && at >= reading->first_word && at < reading->word_end) {
            return false;
        }
    }
    for (int kind = 0; kind < RL_LEXICON_KIND_COUNT; kind++) {
        if (rl_lexicon_find((rl_lexicon_kind)kind, word->form) != NULL) {
            return false; /* spelled right, whether films have it or not */
        }
    }
    return word->form.length >= SHORTEST_BESIDE && word->form.length <= LONGEST_WORD && !word->stop && hits->sense.weights[at] >= 1 &&
           hits->plan.films[at] <= OFTEN;
}

/* How well words fit each other: as the start of a name, title or label, or as the whole of one. */
typedef enum fit { FIT_NONE, FIT_START, FIT_WHOLE } fit;

static reel_status fit_of(reel_searcher *searcher, rl_arena *arena, rl_str first, rl_str second, fit *best, reel_error *error) {
    rl_buffer text = RL_BUFFER_FOR(arena);
    rl_value_fields fields;
    rl_buffer_add_str(&text, first);
    rl_buffer_add_text(&text, " ");
    rl_buffer_add_str(&text, second);
    reel_status status = rl_sense_value_fields(searcher->store, rl_analysis_key_copy(arena, RL_KEY_TITLE, rl_buffer_str(&text)), &fields, error);
    rl_buffer_done(&text);
    if (status == REEL_OK && (fields.count > 0 || fields.extendable)) {
        *best = fields.count > 0 ? FIT_WHOLE : *best == FIT_NONE ? FIT_START : *best;
    }
    return status;
}

/* The word at a place as it is corrected so far; empty where it says nothing. */
static rl_str neighbour(const reel_hits *hits, const rl_str *found, size_t at) {
    const rl_query_word *word = &hits->parsed.words[at];
    bool says = hits->sense.plain[at] && !word->stop && word->form.length >= SHORTEST_BESIDE;
    return !says ? RL_STR_EMPTY : found[at].length > 0 ? found[at] : word->form;
}

/* How well a spelling fits the word before it or behind it: "harry potter". */
static reel_status fits_beside(reel_searcher *searcher, reel_hits *hits, const rl_str *found, size_t at, rl_str word, fit *out_fit,
                               reel_error *error) {
    rl_str before = at > 0 ? neighbour(hits, found, at - 1) : RL_STR_EMPTY;
    rl_str behind = at + 1 < hits->parsed.word_count ? neighbour(hits, found, at + 1) : RL_STR_EMPTY;
    reel_status status = REEL_OK;
    *out_fit = FIT_NONE;
    if (before.length > 0 && hits->sense.plain[at]) {
        status = fit_of(searcher, hits->arena, before, word, out_fit, error);
    }
    if (status == REEL_OK && behind.length > 0 && hits->sense.plain[at]) {
        status = fit_of(searcher, hits->arena, word, behind, out_fit, error);
    }
    return status;
}

/* The spelling of a word to try: one that fits its neighbours, else, for words that no film has or hardly any, the likeliest. */
static reel_status likeliest(reel_searcher *searcher, reel_hits *hits, const rl_str *found, size_t at, rl_str *out_found, reel_error *error) {
    rl_str form = hits->parsed.words[at].form;
    rl_field field = asked_field(hits->parsed.root, (uint32_t)at);
    spelling_walk near;
    *out_found = RL_STR_EMPTY;
    if (field == RL_FIELD_SIMILAR) {
        return REEL_OK; /* an id, or a title as a whole */
    }
    bool unknown = hits->plan.unknown[at], rare = hits->plan.films[at] <= RARE;
    fit best = FIT_NONE;
    reel_status status = REEL_OK;
    if (!unknown) {
        status = fits_beside(searcher, hits, found, at, form, &best, error);
        if (status != REEL_OK || best == FIT_WHOLE) {
            return status; /* right as it stands */
        }
        best = FIT_NONE;
    }
    status = nearest(searcher, hits->arena, field, form, &near, error);
    for (size_t i = 0; status == REEL_OK && i < near.count && best != FIT_WHOLE; i++) {
        fit this_one = FIT_NONE;
        status = fits_beside(searcher, hits, found, at, near.items[i].word, &this_one, error);
        *out_found = this_one > best ? near.items[i].word : *out_found;
        best = this_one > best ? this_one : best;
    }
    if (status != REEL_OK || best != FIT_NONE || form.length < SHORTEST_WORD) {
        return status;
    }
    if (near.count > 0 && (unknown || (rare && near.items[0].films >= MORE_FREQUENT * hits->plan.films[at]))) {
        *out_found = near.items[0].word;
    }
    bool apart = near.count == 0 || near.items[0].distance > 1;
    rl_str two = RL_STR_EMPTY;
    if (unknown && field == RL_FIELD_NONE && apart) {
        status = split(searcher, hits->arena, form, &two, error);
    }
    *out_found = two.length > 0 ? two : *out_found;
    return status;
}

/* Words that no film has or hardly any, then those that many may have made the same slip in, beside what is known by then. */
static reel_status find_all(reel_searcher *searcher, reel_hits *hits, bool try_known, rl_str *found, reel_error *error) {
    size_t count = 0, tried = 0;
    reel_status status = REEL_OK;
    for (int pass = 0; pass < (try_known ? 2 : 1); pass++) {
        for (size_t i = 0; status == REEL_OK && i < hits->parsed.word_count && count < CORRECTIONS; i++) {
            bool rare = hits->plan.films[i] <= RARE;
            if (found[i].length > 0 || rare != (pass == 0) || !is_doubtful(hits, i) || (pass > 0 && tried++ >= TRIED)) {
                continue;
            }
            status = likeliest(searcher, hits, found, i, &found[i], error);
            count += found[i].length > 0;
        }
    }
    return status;
}

/* The query with its corrections in place, which each of them tells. */
static rl_str tell_query(reel_hits *hits) {
    rl_correction_list *list = &hits->corrections;
    rl_str text = hits->parsed.text;
    rl_buffer query = RL_BUFFER_FOR(hits->arena);
    size_t copied = 0;
    for (size_t i = 0; i < list->count; i++) {
        rl_buffer_add_str(&query, rl_str_slice(text, copied, list->items[i].start));
        rl_buffer_add_text(&query, list->items[i].suggestion);
        copied = list->items[i].end;
    }
    rl_buffer_add_str(&query, rl_str_slice(text, copied, text.length));
    rl_str told = list->count == 0 ? RL_STR_EMPTY : rl_str_copy(hits->arena, rl_buffer_str(&query));
    for (size_t i = 0; i < list->count; i++) {
        list->items[i].query = told.at;
    }
    rl_buffer_done(&query);
    return told;
}

reel_status rl_correct(reel_searcher *searcher, reel_hits *hits, bool try_known, rl_str *out_query, reel_error *error) {
    const rl_parsed *parsed = &hits->parsed;
    rl_str *found = rl_arena_array(hits->arena, parsed->word_count + 1, sizeof *found);
    *out_query = RL_STR_EMPTY;
    if (found == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = find_all(searcher, hits, try_known, found, error);
    size_t corrected = 0;
    for (size_t i = 0; status == REEL_OK && i < parsed->word_count; i++) {
        const rl_query_word *word = &parsed->words[i];
        if (found[i].length > 0 && word->start >= corrected) {
            add_correction(searcher, hits, word, found[i]);
            corrected = word->end;
        }
    }
    *out_query = status == REEL_OK ? tell_query(hits) : RL_STR_EMPTY;
    return status;
}

/* No film has the corrected word, or hardly any. */
static bool was_rare(const reel_hits *hits, const reel_correction *item) {
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        if (hits->parsed.words[i].start == item->start) {
            return hits->plan.unknown[i] || hits->plan.films[i] <= RARE;
        }
    }
    return true;
}

void rl_corrections_take_back(reel_hits *hits) {
    rl_correction_list *list = &hits->corrections;
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        if (was_rare(hits, &list->items[i])) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
    (void)tell_query(hits);
}
