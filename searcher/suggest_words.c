/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_words: see suggest_words.h. Fields are looked at in groups of one kind of value. In each, the films that have all
 * words in some of its fields are listed; the best known of them, and of people some of all the others, are read.
 */
#include "searcher/suggest_words.h"

#include <stdlib.h>
#include <string.h>

#include "common/film_codec.h"
#include "common/lexicon.h"
#include "common/limits.h"
#include "common/schema.h"
#include "common/utf8.h"
#include "searcher/suggest_typed.h"

enum {
    GROUP_FIELDS = 8,
    LEAST_TYPED = 3,        /* bytes in all words: less begins too much */
    LEAST_LAST = 3,         /* bytes of a last word that is looked up beside others */
    LEAST_ALONE = 2,        /* and where no other tells anything: "of oz" */
    LEAST_SLIP = 5,         /* and of one that may have a slip */
    SAME_START = 3,         /* its bytes that are right */
    SCAN_WORDS = 256,       /* words of a field that start with it, looked at */
    MOST_TERMS = 10,        /* of these, the most frequent, in all fields of a group */
    MOST_POSTINGS = 2048,   /* read for one word: one that more films have tells too little */
    MOST_BYTES = 192 << 10  /* of films decoded for a group */
};

typedef struct group {
    rl_field fields[GROUP_FIELDS];
    size_t best;   /* films read of those that most is known of */
    size_t spread; /* and of the others: who is in many films is in some of these */
} group;

static const group groups[] = {
    {{RL_FIELD_TITLE, RL_FIELD_AKA}, 12, 0},
    {{RL_FIELD_DIRECTOR, RL_FIELD_WRITER, RL_FIELD_CAST, RL_FIELD_PRODUCER, RL_FIELD_MUSIC, RL_FIELD_CINEMATOGRAPHY, RL_FIELD_EDITING}, 16, 24},
    {{RL_FIELD_CHARACTER}, 6, 0},
    {{RL_FIELD_PRODUCTION, RL_FIELD_DISTRIBUTOR}, 6, 0},
    {{RL_FIELD_FESTIVAL, RL_FIELD_AWARD}, 8, 0},
};

typedef struct docids {
    rl_docid items[MOST_POSTINGS];
    size_t count;
} docids;

typedef struct known_term {
    rl_str term; /* in the arena */
    uint32_t films;
} known_term;

typedef struct words_search {
    rl_store *store;
    rl_completions *found;
    rl_arena *arena;   /* of the whole search */
    rl_arena *scratch; /* of one film */
    rl_typed typed;
    rl_str name_key, title_key; /* of what was typed */
    const group *group;
    bool slips;
    bool skipped; /* some term is in too many films: what is listed is not all */
    docids listed, more;
    known_term *terms; /* of a word in the fields of a group */
    size_t term_count, term_capacity;
    double priors[MOST_POSTINGS];
    reel_error *error;
} words_search;

/* --- the terms of a word --- */

static bool add_term(words_search *w, rl_str term, uint32_t films) {
    known_term *grown = rl_arena_grow(w->arena, w->terms, &w->term_capacity, w->term_count + 1, sizeof *w->terms);
    if (grown == NULL) {
        return false;
    }
    w->terms = grown;
    w->terms[w->term_count++] = (known_term){rl_str_copy(w->arena, term), films};
    return true;
}

/* Whether a beginning of the word is one slip away. */
static bool is_near(rl_str word, rl_str last) {
    for (size_t length = last.length - 1; length <= last.length + 1 && length <= word.length; length++) {
        if (rl_utf8_floor(word, length) == length && rl_analysis_distance(rl_str_slice(word, 0, length), last, 1) <= 1) {
            return true;
        }
    }
    return false;
}

static void note_spelling(rl_typed *typed, rl_str word) {
    if (typed->spelling_count < RL_TYPED_SPELLINGS && !rl_str_is_among(word, typed->spellings, typed->spelling_count)) {
        typed->spellings[typed->spelling_count++] = word;
    }
}

typedef struct term_scan {
    words_search *search;
    size_t prefix; /* bytes before the word */
    size_t seen;
} term_scan;

static bool note_term(void *user, rl_str term, uint32_t films) {
    term_scan *scan = user;
    words_search *w = scan->search;
    rl_str word = rl_str_slice(term, scan->prefix, term.length), last = w->typed.words[w->typed.count - 1];
    bool fits = !w->slips || is_near(word, last);
    return (!fits || add_term(w, term, films)) && ++scan->seen < SCAN_WORDS;
}

static reel_status add_last_terms(words_search *w, rl_field field, rl_buffer *spelling) {
    rl_str last = w->typed.words[w->typed.count - 1];
    term_scan scan = {w, 0, 0};
    rl_schema_field_word_term(field, w->slips ? rl_str_slice(last, 0, SAME_START) : last, spelling);
    scan.prefix = spelling->length - (w->slips ? SAME_START : last.length);
    return spelling->failed ? rl_fail_nomem(w->error)
                            : rl_store_terms_each(w->store, rl_buffer_str(spelling), RL_STR_EMPTY, note_term, &scan, w->error);
}

static reel_status add_whole_term(words_search *w, rl_field field, rl_str word, rl_buffer *spelling) {
    uint32_t films = 0;
    rl_schema_field_word_term(field, word, spelling);
    reel_status status = spelling->failed ? rl_fail_nomem(w->error)
                                          : rl_store_term_frequency(w->store, rl_buffer_str(spelling), &films, w->error);
    return status == REEL_OK && films > 0 && !add_term(w, rl_buffer_str(spelling), films) ? rl_fail_nomem(w->error) : status;
}

static int order_terms(const void *a, const void *b) {
    const known_term *left = a, *right = b;
    return left->films != right->films ? (left->films > right->films ? -1 : 1) : rl_str_compare(left->term, right->term);
}

/* The terms of one of the words, the most frequent first. */
static reel_status find_terms(words_search *w, size_t index) {
    rl_buffer spelling = RL_BUFFER_FOR(w->arena);
    reel_status status = REEL_OK;
    w->term_count = 0;
    for (size_t i = 0; status == REEL_OK && i < GROUP_FIELDS && w->group->fields[i] != RL_FIELD_NONE; i++) {
        status = index + 1 == w->typed.count ? add_last_terms(w, w->group->fields[i], &spelling)
                                             : add_whole_term(w, w->group->fields[i], w->typed.words[index], &spelling);
    }
    rl_buffer_done(&spelling);
    if (w->term_count > 0) {
        qsort(w->terms, w->term_count, sizeof *w->terms, order_terms);
    }
    return status;
}

/* --- the films that have a word --- */

static bool note_posting(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    docids *list = user;
    list->items[list->count++] = docid;
    return list->count < MOST_POSTINGS;
}

static int order_docids(const void *a, const void *b) {
    rl_docid left = *(const rl_docid *)a, right = *(const rl_docid *)b;
    return left < right ? -1 : left > right;
}

static void sort_once(docids *list) {
    size_t kept = 0;
    qsort(list->items, list->count, sizeof list->items[0], order_docids);
    for (size_t i = 0; i < list->count; i++) {
        if (kept == 0 || list->items[i] != list->items[kept - 1]) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* The field of a term as its prefix, to cut it off a word that was found by a slip. */
static rl_str word_of_term(rl_str term) {
    size_t at = 0;
    while (at < term.length && ((term.at[at] >= 'A' && term.at[at] <= 'Z') || term.at[at] == ':')) {
        at++;
    }
    return rl_str_slice(term, at, term.length);
}

static reel_status list_films(words_search *w, size_t index, docids *list) {
    reel_status status = find_terms(w, index);
    list->count = 0;
    w->skipped = false;
    for (size_t i = 0, used = 0; status == REEL_OK && i < w->term_count && used < MOST_TERMS; i++) {
        if (w->terms[i].films > MOST_POSTINGS - list->count) {
            w->skipped = true;
            continue;
        }
        used++;
        if (w->slips && index + 1 == w->typed.count) {
            note_spelling(&w->typed, word_of_term(w->terms[i].term));
        }
        status = rl_store_postings_each(w->store, w->terms[i].term, note_posting, list, w->error);
    }
    if (status == REEL_OK) {
        sort_once(list);
    }
    return status;
}

static void keep_common(docids *list, const docids *other) {
    size_t kept = 0;
    for (size_t i = 0, at = 0; i < list->count; i++) {
        while (at < other->count && other->items[at] < list->items[i]) {
            at++;
        }
        if (at < other->count && other->items[at] == list->items[i]) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* Films that have every word that is not too frequent to tell. What is read of them is asked for all words. */
static reel_status list_all(words_search *w) {
    bool any = false;
    reel_status status = REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < w->typed.count && (!any || w->listed.count > 0); i++) {
        if (i + 1 == w->typed.count && w->typed.words[i].length < (size_t)(any ? LEAST_LAST : LEAST_ALONE)) {
            break;
        }
        status = list_films(w, i, any ? &w->more : &w->listed);
        bool tells = !w->skipped || (!any && i + 1 == w->typed.count);
        if (status == REEL_OK && tells && any) {
            keep_common(&w->listed, &w->more);
        }
        any = any || tells;
    }
    w->listed.count = any ? w->listed.count : 0;
    return status;
}

/* --- which of them are read --- */

static bool note_prior(void *user, size_t index, rl_str value) {
    words_search *w = user;
    w->priors[index] = value.length == 0 ? 0 : rl_store_decode_number(value);
    return true;
}

static void swap_films(words_search *w, size_t a, size_t b) {
    rl_docid docid = w->listed.items[a];
    double prior = w->priors[a];
    w->listed.items[a] = w->listed.items[b];
    w->priors[a] = w->priors[b];
    w->listed.items[b] = docid;
    w->priors[b] = prior;
}

/* The best known first, as many as are read of these; then, of all others, each n-th. */
static size_t choose_films(words_search *w) {
    size_t count = w->listed.count, chosen = 0;
    for (; chosen < w->group->best && chosen < count; chosen++) {
        size_t best = chosen;
        for (size_t i = chosen + 1; i < count; i++) {
            if (w->priors[i] > w->priors[best] || (w->priors[i] == w->priors[best] && w->listed.items[i] < w->listed.items[best])) {
                best = i;
            }
        }
        swap_films(w, chosen, best);
    }
    size_t others = count - chosen, spread = others < w->group->spread ? others : w->group->spread;
    for (size_t i = 0; i < spread; i++) {
        swap_films(w, chosen, w->group->best + i * others / spread);
        chosen++;
    }
    return chosen;
}

/* --- the values of a film --- */

/* Titles weigh by how much is known of their film, all else by how many films have it: nobody directs as many as others act in,
 * and each year's films have the same prizes. */
static double weight_of(rl_field field, uint32_t films, double prior) {
    double known = prior > 3 ? (prior - 3) * (prior - 3) : 0;
    if (field == RL_FIELD_AWARD) {
        return films / 20.0;
    }
    if (field == RL_FIELD_DIRECTOR) {
        return films * 1.5;
    }
    return field == RL_FIELD_TITLE ? films + 4 + known : field == RL_FIELD_AKA ? films + 1 + known / 4 : films;
}

/* Of values as well known, those stand first that start with what was typed, and those of whole words: Steve before Steven. */
static double factor_of(bool starts, rl_typed_match match) {
    return starts ? (match == RL_TYPED_WHOLE ? 1.5 : 1.0) : (match == RL_TYPED_WHOLE ? 0.9 : 0.6);
}

static reel_status keep_value(words_search *w, rl_field field, rl_str value, rl_typed_match match, double prior) {
    bool is_title = rl_field_row_of(field)->kind == RL_KIND_TITLE;
    rl_str typed = is_title ? w->title_key : w->name_key;
    rl_str key = rl_analysis_key_copy(w->scratch, is_title ? RL_KEY_TITLE : RL_KEY_NAME, value);
    const rl_completion *known = rl_completions_find(w->found, key, field);
    uint32_t films = 0;
    if (key.length == 0 || (known != NULL && known->field == field)) {
        return REEL_OK;
    }
    rl_buffer term = RL_BUFFER_FOR(w->scratch);
    rl_schema_value_term(field, key, &term);
    reel_status status = rl_store_term_frequency(w->store, rl_buffer_str(&term), &films, w->error);
    if (status == REEL_OK && films > 0) {
        size_t rest = key.length > typed.length ? key.length - typed.length : 0;
        double rank = factor_of(rl_str_starts(key, typed), match) * rl_completion_rank(weight_of(field, films, prior), rest);
        status = rl_completions_keep(w->found, key, field, films, rank) ? REEL_OK : rl_fail_nomem(w->error);
    }
    rl_buffer_done(&term);
    return status;
}

static reel_status look_at_value(words_search *w, rl_field field, rl_str value, double prior, bool *has) {
    rl_typed_match match;
    unsigned flags = rl_field_row_of(field)->kind == RL_KIND_TITLE ? RL_ANALYSIS_TITLE : 0;
    reel_status status = rl_typed_is_in(&w->typed, w->scratch, value, flags, &match, w->error);
    *has = *has || match != RL_TYPED_NOT;
    return status == REEL_OK && match != RL_TYPED_NOT ? keep_value(w, field, value, match, prior) : status;
}

static reel_status look_at_field(words_search *w, const rl_film *film, rl_field field, double prior, bool *has) {
    size_t end;
    reel_status status = REEL_OK;
    for (size_t at = rl_film_first(film, field, &end); status == REEL_OK && at < end; at++) {
        const rl_fact *fact = &film->facts[at];
        if (!fact->leads) {
            continue;
        }
        if (field == RL_FIELD_AWARD) {
            status = look_at_value(w, field, fact->detail, prior, has);
        } else {
            status = look_at_value(w, field, rl_name_bare(fact->value), prior, has);
        }
        if (status == REEL_OK && rl_field_row_of(field)->kind == RL_KIND_NAME && fact->person.length > 0) {
            status = look_at_value(w, field, fact->person, prior, has);
        }
    }
    return status;
}

/* Another title is offered where the main one does not have the words. */
static reel_status look_at_film(words_search *w, rl_docid docid, double prior, size_t *bytes) {
    rl_buffer data = RL_BUFFER_FOR(w->scratch);
    rl_film film;
    reel_status status = rl_store_data(w->store, docid, &data, w->error);
    *bytes += data.length;
    status = status == REEL_OK ? rl_film_decode(w->scratch, rl_buffer_str(&data), &film, w->error) : status;
    bool has = false;
    for (size_t i = 0; status == REEL_OK && i < GROUP_FIELDS && w->group->fields[i] != RL_FIELD_NONE; i++) {
        if (w->group->fields[i] != RL_FIELD_AKA || !has) {
            status = look_at_field(w, &film, w->group->fields[i], prior, &has);
        }
    }
    rl_buffer_done(&data);
    if (status == REEL_OK && rl_arena_failed(w->scratch)) {
        return rl_fail_nomem(w->error);
    }
    rl_arena_clear(w->scratch);
    return status;
}

static reel_status look_at_group(words_search *w) {
    reel_status status = list_all(w);
    if (status == REEL_OK && w->listed.count > 0) {
        status = rl_store_values_each(w->store, RL_SLOT_PRIOR, w->listed.items, w->listed.count, note_prior, w, w->error);
    }
    size_t chosen = status == REEL_OK ? choose_films(w) : 0, bytes = 0;
    for (size_t i = 0; status == REEL_OK && i < chosen && bytes < MOST_BYTES; i++) {
        status = look_at_film(w, w->listed.items[i], w->priors[i], &bytes);
    }
    return status;
}

/* Countries, languages, genres have no words in the index, and few names; festivals have words that all share. */
static reel_status look_at_labels(words_search *w) {
    static const struct {
        rl_lexicon_kind kind;
        rl_field field;
    } rows[] = {{RL_LEXICON_COUNTRY, RL_FIELD_COUNTRY}, {RL_LEXICON_LANGUAGE, RL_FIELD_LANGUAGE}, {RL_LEXICON_GENRE, RL_FIELD_GENRE},
                {RL_LEXICON_COLORATION, RL_FIELD_COLORATION}, {RL_LEXICON_FESTIVAL, RL_FIELD_FESTIVAL}};
    reel_status status = REEL_OK;
    bool has = false;
    for (size_t row = 0; row < sizeof rows / sizeof rows[0]; row++) {
        size_t count = rl_lexicon_count(rows[row].kind);
        for (size_t i = 0; status == REEL_OK && i < count; i++) {
            status = look_at_value(w, rows[row].field, rl_str_of(rl_lexicon_at(rows[row].kind, i)->name), 0, &has);
        }
    }
    return status;
}

static reel_status look_everywhere(words_search *w) {
    reel_status status = w->slips ? REEL_OK : look_at_labels(w);
    for (size_t i = 0; status == REEL_OK && i < sizeof groups / sizeof groups[0]; i++) {
        w->group = &groups[i];
        w->typed.spelling_count = 0;
        status = look_at_group(w);
    }
    return status;
}

/* Whether anything is looked up: short words tell too little, and a short last one is a slip away from everything. */
static bool is_enough(const rl_typed *typed, bool slips) {
    size_t bytes = 0, last = typed->count == 0 ? 0 : typed->words[typed->count - 1].length;
    for (size_t i = 0; i < typed->count; i++) {
        bytes += typed->words[i].length;
    }
    return slips ? last >= LEAST_SLIP : bytes >= LEAST_TYPED;
}

static reel_status search_words(rl_store *store, rl_arena *arena, rl_arena *scratch, rl_str text, bool slips, rl_completions *found,
                                reel_error *error) {
    words_search *w = rl_arena_alloc(arena, sizeof *w);
    if (w == NULL || scratch == NULL) {
        return rl_fail_nomem(error);
    }
    w->store = store;
    w->found = found;
    w->arena = arena;
    w->scratch = scratch;
    w->slips = slips;
    w->error = error;
    w->name_key = rl_analysis_key_copy(arena, RL_KEY_NAME, text);
    w->title_key = rl_analysis_key_copy(arena, RL_KEY_TITLE, text);
    reel_status status = rl_typed_read(arena, text, &w->typed, error);
    if (status == REEL_OK && is_enough(&w->typed, slips)) {
        status = look_everywhere(w);
    }
    return status == REEL_OK && rl_arena_failed(arena) ? rl_fail_nomem(error) : status;
}

reel_status rl_suggest_find_words(rl_store *store, rl_suggest_memory *memory, rl_str text, bool slips, rl_completions *found,
                                  reel_error *error) {
    rl_remembered_kind kind = slips ? RL_REMEMBERED_SLIPS : RL_REMEMBERED_WORDS;
    rl_completions *known = rl_suggest_recall(memory, kind, text), fresh = {.count = 0};
    if (known != NULL) {
        return rl_completions_merge(known, found, error);
    }
    rl_arena *arena = rl_arena_new(), *scratch = rl_arena_new();
    reel_status status = arena == NULL ? rl_fail_nomem(error) : search_words(store, arena, scratch, text, slips, &fresh, error);
    rl_arena_free(scratch);
    rl_arena_free(arena);
    if (status == REEL_OK) {
        known = rl_suggest_remember(memory, kind, text, &fresh);
        status = rl_completions_merge(known == NULL ? &fresh : known, found, error);
    }
    rl_completions_done(&fresh);
    return status;
}
