/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snippet: passages of a film's text with the words that matched. Cheap in two steps: a scan of raw
 * bytes finds where words of the query may stand, comparing first letters only; then just the best
 * windows are analysed, by the analyser that made the index, and marked exactly.
 */
#include "searcher/searcher.h"

#include <stdlib.h>
#include <string.h>

#include "common/utf8.h"
#include "searcher/script_pairs.h"

enum {
    SCAN_BYTES = 24 << 10, /* text of one film that is looked through */
    SPOTS = 512,           /* places of one film that are remembered */
    HEAD = 3,              /* letters that are compared in the scan */
    MARKS = 64
};

/* A place where a word of the query may stand. */
typedef struct spot {
    const rl_fact *fact;
    uint32_t at;
    uint32_t mark;
    bool used;
} spot;

typedef struct window {
    size_t first, last; /* spots */
    double score;
} window;

typedef struct maker {
    reel_hit *hit;
    rl_arena *arena;
    rl_stemmer *stemmer;
    const rl_mark *marks;
    size_t mark_count;
    spot *spots;
    size_t spot_count;
    uint32_t bytes;
    rl_buffer stem;
} maker;

static unsigned char lower(char c) { return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c); }
static bool is_word_byte(char c) {
    unsigned char l = lower(c);
    return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l >= 0x80;
}

/* Letters of a word of the text agree with a mark's as far as both are ASCII. */
static bool may_be(rl_str word, rl_str form) {
    size_t length = form.length < HEAD ? form.length : HEAD;
    for (size_t i = 0; i < length; i++) {
        if (i >= word.length) {
            return false;
        }
        if ((word.at[i] & 0x80) != 0 || (form.at[i] & 0x80) != 0) {
            return true;
        }
        if (lower(word.at[i]) != (unsigned char)form.at[i]) {
            return false;
        }
    }
    return true;
}

static void scan_word(maker *m, const rl_fact *fact, size_t start, rl_str word) {
    for (uint32_t i = 0; i < m->mark_count && m->spot_count < SPOTS; i++) {
        const rl_mark *mark = &m->marks[i];
        if ((mark->field != RL_FIELD_NONE && mark->field != fact->field) || !may_be(word, mark->form)) {
            continue;
        }
        m->spots[m->spot_count++] = (spot){fact, (uint32_t)start, i, false};
        return;
    }
}

static void scan_text(maker *m, const rl_fact *fact, size_t *budget) {
    bool heads[256] = {false};
    for (size_t i = 0; i < m->mark_count; i++) {
        heads[(unsigned char)m->marks[i].form.at[0]] = true;
    }
    rl_str text = rl_str_slice(fact->value, 0, *budget);
    *budget -= text.length;
    for (size_t at = 0; at < text.length && m->spot_count < SPOTS;) {
        if (!is_word_byte(text.at[at])) {
            at++;
            continue;
        }
        size_t start = at;
        while (at < text.length && is_word_byte(text.at[at])) {
            at++;
        }
        unsigned char head = lower(text.at[start]);
        if (heads[head] || head >= 0x80) {
            scan_word(m, fact, start, rl_str_slice(text, start, at));
        }
    }
}

static bool is_told(rl_field field) {
    return field == RL_FIELD_TAGLINE || field == RL_FIELD_PLOT || field == RL_FIELD_REVIEW || field == RL_FIELD_TRIVIA ||
           field == RL_FIELD_TEXT;
}

static void scan_film(maker *m) {
    size_t budget = SCAN_BYTES;
    const rl_film *film = m->hit->film;
    for (size_t i = 0; i < film->fact_count && budget > 0 && m->spot_count < SPOTS; i++) {
        if (is_told(film->facts[i].field) && film->facts[i].leads) {
            scan_text(m, &film->facts[i], &budget);
        }
    }
}

/* --- windows --- */

/* Different words count in full, repeats a little. */
static window window_from(const maker *m, size_t first) {
    bool seen[MARKS] = {false};
    window found = {first, first, 0};
    for (size_t i = first; i < m->spot_count && m->spots[i].fact == m->spots[first].fact && !m->spots[i].used &&
                           m->spots[i].at - m->spots[first].at < m->bytes;
         i++) {
        uint32_t mark = m->spots[i].mark;
        found.score += seen[mark] ? 0.1 : m->marks[mark].weight;
        seen[mark] = true;
        found.last = i;
    }
    return found;
}

static bool best_window(const maker *m, window *out) {
    *out = (window){0, 0, 0};
    for (size_t i = 0; i < m->spot_count; i++) {
        if (!m->spots[i].used) {
            window found = window_from(m, i);
            *out = found.score > out->score ? found : *out;
        }
    }
    return out->score > 0;
}

/* Whether the full stop at a place belongs to its word: "Mr.", "U.S.", "J. Lee". */
static bool is_abbreviated(rl_str text, size_t at) {
    static const char *const short_forms[] = {"Col", "Dr",   "Gen", "Jr", "Lt", "Mr", "Mrs", "Ms", "No", "Prof",
                                              "Sgt", "Sept", "Sr",  "St", "vs", "Capt", "Mt",  "Rev"};
    size_t start = at;
    while (start > 0 && is_word_byte(text.at[start - 1])) {
        start--;
    }
    rl_str word = rl_str_slice(text, start, at);
    for (size_t i = 0; i < sizeof short_forms / sizeof short_forms[0]; i++) {
        if (rl_str_is(word, short_forms[i])) {
            return true;
        }
    }
    return word.length == 1 && word.at[0] >= 'A' && word.at[0] <= 'Z';
}

static bool ends_sentence(rl_str text, size_t at) {
    char c = text.at[at];
    bool behind = at + 1 < text.length && (text.at[at + 1] == ' ' || text.at[at + 1] == '\n');
    return c == '\n' || (behind && (c == '!' || c == '?' || (c == '.' && !is_abbreviated(text, at))));
}

/* The start of a passage that shows `at`: a sentence's if one is near, else a word's. */
static size_t passage_start(rl_str text, size_t at, size_t room) {
    size_t least = at > room ? at - room : 0;
    for (size_t i = at; i > least; i--) {
        if (ends_sentence(text, i - 1)) {
            return i;
        }
    }
    while (least > 0 && least < at && text.at[least - 1] != ' ' && text.at[least - 1] != '\n') {
        least++;
    }
    return rl_utf8_floor(text, least);
}

static size_t passage_end(rl_str text, size_t start, size_t needed, size_t bytes) {
    size_t most = start + bytes < text.length ? start + bytes : text.length;
    if (most < needed) {
        most = needed;
    }
    if (most == text.length) {
        return most;
    }
    for (size_t i = most; i > needed && i > start + bytes / 2; i--) {
        if (ends_sentence(text, i - 1)) {
            return i;
        }
    }
    for (size_t i = most; i >= needed && i > 0; i--) {
        if (text.at[i] == ' ' || text.at[i] == '\n') {
            return i;
        }
    }
    return rl_utf8_floor(text, most);
}

/* --- marks --- */

static bool is_marked(maker *m, const rl_token *token, rl_field field) {
    bool stemmed = false;
    for (size_t i = 0; i < m->mark_count; i++) {
        const rl_mark *mark = &m->marks[i];
        if (mark->phrase != 0 || (mark->field != RL_FIELD_NONE && mark->field != field)) {
            continue;
        }
        if (rl_str_equal(mark->form, token->form)) {
            return true;
        }
        if (token->kind == RL_TOKEN_JOINED || token->kind == RL_TOKEN_NGRAM || !may_be(token->form, mark->stem)) {
            continue;
        }
        if (!stemmed) {
            rl_buffer_clear(&m->stem);
            rl_stemmer_stem(m->stemmer, token->form, &m->stem);
            stemmed = true;
        }
        if (rl_str_equal(mark->stem, rl_buffer_str(&m->stem))) {
            return true;
        }
    }
    return false;
}

/* Tokens of a whole phrase that starts at token `at`: marked together or not at all. */
static void mark_phrase(const maker *m, const rl_tokens *tokens, size_t at, bool *marked) {
    for (size_t i = 0; i < m->mark_count; i++) {
        uint32_t phrase = m->marks[i].phrase;
        if (phrase == 0 || (i > 0 && m->marks[i - 1].phrase == phrase)) {
            continue;
        }
        size_t members[MARKS], count = 0, t = at;
        uint32_t position = tokens->items[at].position;
        for (size_t k = i; k < m->mark_count && m->marks[k].phrase == phrase; k++, position++) {
            while (t < tokens->count && (tokens->items[t].position < position ||
                                         (tokens->items[t].position == position && !rl_str_equal(tokens->items[t].form, m->marks[k].form)))) {
                t++;
            }
            if (t >= tokens->count || tokens->items[t].position != position) {
                count = 0;
                break;
            }
            members[count++] = t;
        }
        for (size_t k = 0; k < count; k++) {
            marked[members[k]] = true;
        }
    }
}

/* One sign stands inside the pairs of its script: the mark is on the sign alone. */
static bool is_sign_of(const maker *m, rl_str text, const rl_token *token, rl_field field, reel_range *out) {
    rl_str pair = rl_str_slice(text, token->start, token->end);
    for (size_t i = 0; token->kind == RL_TOKEN_NGRAM && i < m->mark_count; i++) {
        const rl_mark *mark = &m->marks[i];
        bool here = mark->phrase == 0 && (mark->field == RL_FIELD_NONE || mark->field == field);
        size_t at = here && rl_script_pairs_is_sign(mark->form) ? rl_str_find(pair, mark->form) : SIZE_MAX;
        if (at != SIZE_MAX) {
            *out = (reel_range){token->start + at, token->start + at + mark->form.length};
            return true;
        }
    }
    return false;
}

static void add_range(reel_range *ranges, size_t *count, size_t start, size_t end) {
    if (*count > 0 && start < ranges[*count - 1].end) {
        ranges[*count - 1].end = end > ranges[*count - 1].end ? end : ranges[*count - 1].end;
        return;
    }
    ranges[(*count)++] = (reel_range){start, end};
}

static reel_status add_passage(maker *m, const rl_fact *fact, size_t start, size_t end, bool needs_mark, reel_error *error) {
    rl_str text = rl_str_of(rl_text_clean(m->arena, rl_str_trim(rl_str_slice(fact->value, start, end))));
    rl_tokens tokens = {NULL, 0, 0};
    reel_status status = rl_analysis_tokens(m->arena, text, 0, &tokens, error);
    bool *marked = rl_arena_array(m->arena, tokens.count + 1, sizeof *marked);
    reel_range *ranges = rl_arena_array(m->arena, tokens.count + 1, sizeof *ranges);
    if (status != REEL_OK || marked == NULL || ranges == NULL) {
        return status == REEL_OK ? rl_fail_nomem(error) : status;
    }
    size_t count = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        marked[i] = marked[i] || is_marked(m, &tokens.items[i], fact->field);
        mark_phrase(m, &tokens, i, marked);
    }
    for (size_t i = 0; i < tokens.count; i++) {
        reel_range sign;
        if (marked[i]) {
            add_range(ranges, &count, tokens.items[i].start, tokens.items[i].end);
        } else if (is_sign_of(m, text, &tokens.items[i], fact->field, &sign)) {
            add_range(ranges, &count, sign.start, sign.end);
        }
    }
    if (text.length == 0 || (needs_mark && count == 0)) {
        return REEL_OK;
    }
    const rl_film *film = m->hit->film;
    const char *source = fact->source < film->source_count ? m->hit->sources[fact->source] : "";
    m->hit->snippets[m->hit->snippet_count++] = (reel_snippet){rl_field_name(fact->field), source, text.at, ranges, count};
    return REEL_OK;
}

static reel_status show_window(maker *m, const window *found, reel_error *error) {
    const spot *first = &m->spots[found->first], *last = &m->spots[found->last];
    rl_str text = first->fact->value;
    size_t span = last->at - first->at;
    size_t room = m->bytes > span ? (m->bytes - span) / 2 : 0;
    size_t start = passage_start(text, first->at, room > 100 ? 100 : room);
    size_t needed = last->at;
    while (needed < text.length && is_word_byte(text.at[needed])) {
        needed++;
    }
    size_t end = passage_end(text, start, needed, m->bytes);
    for (size_t i = 0; i < m->spot_count; i++) {
        m->spots[i].used = m->spots[i].used || (m->spots[i].fact == first->fact && m->spots[i].at >= start && m->spots[i].at < end);
    }
    return add_passage(m, first->fact, start, end, true, error);
}

/* A film found by fact alone still tells what it is about. */
static reel_status show_lead(maker *m, reel_error *error) {
    static const rl_field order[] = {RL_FIELD_PLOT, RL_FIELD_TEXT, RL_FIELD_TAGLINE, RL_FIELD_REVIEW};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; i++) {
        const rl_fact *fact = rl_film_value(m->hit->film, order[i], 0);
        if (fact != NULL && fact->value.length > 0) {
            return add_passage(m, fact, 0, passage_end(fact->value, 0, 0, m->bytes), false, error);
        }
    }
    return REEL_OK;
}

reel_status rl_snippet_make(reel_hit *hit, rl_stemmer *stemmer, uint32_t count, uint32_t bytes, reel_error *error) {
    const rl_plan *plan = &hit->owner->plan;
    rl_arena *arena = hit->owner->arena;
    maker m = {.hit = hit, .arena = arena, .stemmer = stemmer, .marks = plan->marks, .stem = RL_BUFFER_FOR(arena)};
    m.mark_count = plan->mark_count < MARKS ? plan->mark_count : MARKS;
    m.bytes = bytes < 40 ? 40 : bytes > 4000 ? 4000 : bytes;
    m.spots = rl_arena_array(arena, m.mark_count == 0 ? 1 : SPOTS, sizeof *m.spots);
    hit->snippets = rl_arena_array(arena, count + 1, sizeof *hit->snippets);
    if (m.spots == NULL || hit->snippets == NULL) {
        return rl_fail_nomem(error);
    }
    if (m.mark_count > 0) {
        scan_film(&m);
    }
    window found;
    reel_status status = REEL_OK;
    for (uint32_t tries = 0; status == REEL_OK && tries < count * 2 && hit->snippet_count < count && best_window(&m, &found); tries++) {
        status = show_window(&m, &found, error);
    }
    if (status == REEL_OK && hit->snippet_count == 0) {
        status = show_lead(&m, error);
    }
    rl_buffer_done(&m.stem);
    return status;
}
