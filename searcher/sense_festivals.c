/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_festivals: festival, edition and prize are one fact wherever they stand in a short query.
 */
#include "common/lexicon.h"
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/sense.h"

enum {
    MAX_EDITIONS = 100, /* of a span of years */
    PRIZE_WORDS = 6     /* of a prize the lexicon does not know */
};

typedef struct festival_parts {
    const rl_lexicon_entry *festival;
    rl_str prize; /* empty for none */
    uint32_t festival_first, festival_end, prize_first, prize_end, year_first, year_end;
    int low, high; /* years of the edition, or editions; 0 for none */
    bool numbered; /* "the 64th": that very edition */
    rl_result result;
    uint32_t result_at;
    const rl_lexicon_entry *prize_entry;
} festival_parts;

/* --- the parts --- */

/* A prize by the name some film's record gives it: "best actress". Only names that begin so are tried. */
static reel_status find_known_prize(rl_sense_walk *walk, festival_parts *parts) {
    const rl_parsed *parsed = walk->context->parsed;
    reel_status status = REEL_OK;
    for (uint32_t at = 0; at < parsed->word_count && parts->prize.length == 0; at++) {
        if (!rl_sense_is(walk, at, "best") && !rl_sense_is(walk, at, "outstanding")) {
            continue;
        }
        for (uint32_t end = at + 2; status == REEL_OK && end <= at + PRIZE_WORDS && rl_sense_word(walk, end - 1) != NULL; end++) {
            rl_str text = rl_parsed_words_text(parsed, at, end);
            rl_str key = rl_sense_value_key(walk->context->arena, RL_FIELD_AWARD, text);
            uint32_t films = 0;
            status = rl_sense_value_films(walk->context->store, RL_FIELD_AWARD, key, &films, walk->error);
            walk->sense->lookups++;
            if (films > 0) {
                parts->prize = text;
                parts->prize_first = at;
                parts->prize_end = end;
            }
        }
    }
    return status;
}

static void find_names(rl_sense_walk *walk, festival_parts *parts) {
    for (uint32_t at = 0; at < walk->context->parsed->word_count; at++) {
        uint32_t end = at;
        if (rl_sense_word(walk, at) == NULL) {
            continue;
        }
        const rl_lexicon_entry *entry = parts->festival == NULL ? rl_sense_entry_at(walk, RL_LEXICON_FESTIVAL, at, &end) : NULL;
        if (entry != NULL) {
            parts->festival = entry;
            parts->festival_first = at;
            parts->festival_end = end;
            at = end - 1;
            continue;
        }
        entry = parts->prize_entry == NULL ? rl_sense_entry_at(walk, RL_LEXICON_PRIZE, at, &end) : NULL;
        if (entry != NULL) {
            parts->prize_entry = entry;
            parts->prize = rl_str_of(entry->name);
            parts->prize_first = at;
            parts->prize_end = end;
            at = end - 1;
            continue;
        }
        rl_str form = rl_sense_form(walk, at);
        if (rl_query_word_wins(form) || rl_query_word_nominates(form)) {
            parts->result = rl_query_word_wins(form) ? RL_RESULT_WON : RL_RESULT_NOMINATED;
            parts->result_at = at;
        }
    }
    if (parts->festival == NULL && parts->prize_entry != NULL) {
        parts->festival = rl_lexicon_festival_of_prize(parts->prize_entry);
        parts->festival_first = parts->prize_first;
        parts->festival_end = parts->prize_end;
    }
}

static bool is_named(const festival_parts *parts, uint32_t at) {
    return (parts->festival != NULL && at >= parts->festival_first && at < parts->festival_end) ||
           (parts->prize.length > 0 && at >= parts->prize_first && at < parts->prize_end);
}

/* "92" or "'92" beside the festival; "45th" anywhere. */
static int short_year(const rl_sense_walk *walk, const festival_parts *parts, uint32_t at) {
    rl_str form = rl_sense_form(walk, at);
    size_t digits = 0;
    int number = 0;
    while (digits < form.length && digits < 3 && form.at[digits] >= '0' && form.at[digits] <= '9') {
        number = number * 10 + (form.at[digits++] - '0');
    }
    rl_str rest = rl_str_slice(form, digits, form.length);
    if (parts->festival == NULL || digits == 0) {
        return 0;
    }
    if (rl_str_is(rest, "st") || rl_str_is(rest, "nd") || rl_str_is(rest, "rd") || rl_str_is(rest, "th")) {
        return rl_lexicon_edition_year(parts->festival, number);
    }
    bool beside = at == parts->festival_end || at + 1 == parts->festival_first;
    return rest.length == 0 && digits == 2 && beside ? number + (number >= 27 ? 1900 : 2000) : 0;
}

static void find_years(const rl_sense_walk *walk, festival_parts *parts) {
    for (uint32_t at = 0; at < walk->context->parsed->word_count && parts->low == 0; at++) {
        if (rl_sense_word(walk, at) == NULL || is_named(parts, at)) {
            continue;
        }
        int low = 0, high = 0, edition = short_year(walk, parts, at);
        uint32_t taken = rl_sense_years_at(walk, at, &low, &high);
        if (edition != 0 || taken > 0) {
            parts->low = edition != 0 ? edition : low;
            parts->high = edition != 0 ? edition : high;
            parts->numbered = edition != 0;
            parts->year_first = at;
            parts->year_end = edition != 0 ? at + 1 : at + taken;
        }
    }
}

/* --- readings of them --- */

static rl_str text_of(rl_arena *arena, const festival_parts *parts, bool with_year, bool with_prize, rl_result result) {
    rl_buffer text = RL_BUFFER_FOR(arena);
    rl_buffer_add_text(&text, parts->festival == NULL ? "" : parts->festival->name);
    if (with_year && parts->low != 0) {
        rl_buffer_add_format(&text, parts->low == parts->high ? "%s%d" : "%s%d..%d", text.length > 0 ? " " : "", parts->low, parts->high);
    }
    if (with_prize) {
        rl_buffer_add_text(&text, text.length > 0 ? ": " : "");
        rl_buffer_add_str(&text, parts->prize);
    }
    rl_buffer_add_text(&text, result == RL_RESULT_WON ? " (winner)" : result == RL_RESULT_NOMINATED ? " (nominee)" : "");
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

/* The keys of every edition that films have. */
static reel_status add_keys(rl_sense_walk *walk, const festival_parts *parts, bool with_year, rl_str prize, rl_result result,
                            rl_sense_reading *reading) {
    rl_arena *arena = walk->context->arena;
    int low = with_year ? parts->low : 0, high = with_year ? parts->high : 0;
    rl_str *keys = rl_arena_array(arena, MAX_EDITIONS, sizeof *keys);
    reel_status status = REEL_OK;
    for (int year = low; keys != NULL && status == REEL_OK && year <= high && year - low < MAX_EDITIONS; year++) {
        rl_buffer key = RL_BUFFER_FOR(arena);
        uint32_t films = 0;
        rl_schema_festival_key(parts->festival == NULL ? RL_STR_EMPTY : rl_str_of(parts->festival->name), year, prize, result, &key);
        rl_str copy = rl_str_copy(arena, rl_buffer_str(&key));
        rl_buffer_done(&key);
        status = rl_sense_value_films(walk->context->store, reading->field, copy, &films, walk->error);
        if (films == 0) {
            continue;
        }
        reading->films += films;
        if (reading->key.length == 0) {
            reading->key = copy;
        } else {
            keys[reading->key_count++] = copy;
        }
    }
    reading->keys = keys;
    walk->sense->lookups++; /* once: their number is bounded already */
    return status;
}

static void widen(uint32_t *first, uint32_t *end, uint32_t other_first, uint32_t other_end) {
    *first = other_first < *first ? other_first : *first;
    *end = other_end > *end ? other_end : *end;
}

/* Whether only words without content stand between: "won the", "nominated for an". */
static bool near_by(const rl_sense_walk *walk, uint32_t at, uint32_t first, uint32_t end) {
    for (uint32_t i = at + 1; at < first && i < first; i++) {
        if (rl_sense_word(walk, i) == NULL || !rl_sense_word(walk, i)->stop) {
            return false;
        }
    }
    return at < first || at == end;
}

/* One combination of the parts, with a result when the query names one; *out_known when films have it. */
static reel_status add_festival(rl_sense_walk *walk, const festival_parts *parts, bool with_year, bool with_prize, double strength,
                                bool *out_known) {
    bool known = parts->festival != NULL;
    uint32_t first = known ? parts->festival_first : parts->prize_first, end = known ? parts->festival_end : parts->prize_end;
    if (with_prize) {
        widen(&first, &end, parts->prize_first, parts->prize_end);
    }
    if (with_year && parts->year_end > parts->year_first) {
        widen(&first, &end, parts->year_first, parts->year_end);
    }
    bool resulted = parts->result != RL_RESULT_NONE && (with_prize || with_year);
    if (resulted && near_by(walk, parts->result_at, first, end)) {
        widen(&first, &end, parts->result_at, parts->result_at + 1);
    }
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end,
                                             with_prize || resulted ? RL_FIELD_AWARD : RL_FIELD_FESTIVAL);
    if (reading == NULL) {
        return REEL_OK;
    }
    rl_result result = resulted ? parts->result : RL_RESULT_NONE;
    reading->value = text_of(walk->context->arena, parts, with_year, with_prize, result);
    reading->strength = strength;
    reading->shown = !*out_known;
    reading->lexical = true;
    reel_status status = add_keys(walk, parts, with_year, with_prize ? parts->prize : RL_STR_EMPTY, result, reading);
    if (status != REEL_OK || reading->films == 0) {
        walk->sense->count--;
    } else {
        *out_known = true;
    }
    return status;
}

static void stretch(const festival_parts *parts, uint32_t *out_first, uint32_t *out_end) {
    *out_first = parts->festival != NULL ? parts->festival_first : parts->prize_first;
    *out_end = parts->festival != NULL ? parts->festival_end : parts->prize_end;
    if (parts->prize.length > 0) {
        widen(out_first, out_end, parts->prize_first, parts->prize_end);
    }
    if (parts->low != 0) {
        widen(out_first, out_end, parts->year_first, parts->year_end);
    }
}

/* Whether other words of content stand between the parts: then the year is likely the film's, the prize a hint. */
static bool are_apart(const rl_sense_walk *walk, const festival_parts *parts) {
    uint32_t first, end, others = 0;
    stretch(parts, &first, &end);
    for (uint32_t at = first; at < end; at++) {
        bool own = is_named(parts, at) || (parts->low != 0 && at >= parts->year_first && at < parts->year_end) ||
                   (parts->result != RL_RESULT_NONE && at == parts->result_at);
        const rl_query_word *word = rl_sense_word(walk, at);
        others += !own && (word == NULL || (!word->stop && !rl_query_word_asks(word->form)));
    }
    return others > 0;
}

/* The same fact, and that it was won: a prize without a word on the result is the winner's. */
static reel_status add_won(rl_sense_walk *walk, festival_parts *parts, bool with_year) {
    bool known = true; /* adds weight beside the reading shown */
    parts->result = RL_RESULT_WON;
    reel_status status = add_festival(walk, parts, with_year, true, walk->context->ranking->won, &known);
    parts->result = RL_RESULT_NONE;
    return status;
}

/* "Cannes winners": of any edition. */
static reel_status add_any_edition(rl_sense_walk *walk, const festival_parts *parts, bool *known) {
    enum { FIRST = 1929, LAST = FIRST + MAX_EDITIONS - 1 };
    festival_parts any = *parts;
    any.low = FIRST;
    any.high = LAST;
    any.year_first = any.year_end = 0;
    size_t before = walk->sense->count;
    reel_status status = add_festival(walk, &any, true, false, 1.0, known);
    if (status == REEL_OK && walk->sense->count > before) {
        rl_sense_reading *reading = &walk->sense->items[before];
        any.low = 0;
        reading->value = text_of(walk->context->arena, &any, false, false, parts->result);
    }
    return status;
}

/* Year and prize together; a body that only gives prizes gives them in the year behind the film's. */
static reel_status add_editions(rl_sense_walk *walk, festival_parts *parts, double sure, bool body, bool *known) {
    bool prize = parts->prize.length > 0;
    reel_status status = REEL_OK;
    if (prize) {
        status = add_festival(walk, parts, true, true, 1.5 * sure, known);
        if (status == REEL_OK && *known && parts->result == RL_RESULT_NONE) {
            status = add_won(walk, parts, true);
        }
    }
    if (status == REEL_OK && body) {
        festival_parts next = *parts;
        next.low++;
        next.high++;
        status = add_festival(walk, &next, true, prize, 1.5 * sure, known);
    }
    return status;
}

/* A festival's name alone is often a town: it counts with a year, a prize, or as the whole query. */
static reel_status add_readings(rl_sense_walk *walk, festival_parts given) {
    festival_parts parts = given;
    reel_status status = REEL_OK;
    double sure = are_apart(walk, &parts) ? walk->context->ranking->apart : 1;
    bool body = parts.festival != NULL && !rl_lexicon_is_festival(parts.festival) && !parts.numbered;
    bool prize = parts.prize.length > 0, year = parts.low != 0 && parts.festival != NULL;
    bool beside = sure < 1 || (body && parts.low == parts.high); /* beside the plain reading of each part */
    bool known = beside;
    if (year) {
        status = add_editions(walk, &parts, sure, body, &known);
    }
    bool exact = known && !beside;
    known = known && !beside;
    if (status == REEL_OK && prize) {
        status = add_festival(walk, &parts, false, true, exact ? 0.5 : 1.0, &known);
    }
    if (status == REEL_OK && prize && !exact && parts.result == RL_RESULT_NONE) {
        status = add_won(walk, &parts, false);
    }
    if (status == REEL_OK && year) {
        known = known || beside;
        status = add_festival(walk, &parts, true, false, (exact ? 0.5 : 1.5) * sure, &known);
    }
    if (status == REEL_OK && !year && !prize && parts.result != RL_RESULT_NONE) {
        status = add_any_edition(walk, &parts, &known);
    }
    if (status == REEL_OK && parts.festival != NULL && !(prize && parts.festival_first == parts.prize_first)) {
        known = known && !beside;
        status = add_festival(walk, &parts, false, false, known ? 0.3 : 0.7, &known);
    }
    return status;
}

/* "best picture 1994": the prize of that film year or of the ceremony of that year, at every body that gives one so called. */
static reel_status add_any_body(rl_sense_walk *walk, const festival_parts *given, rl_result result, bool shown) {
    uint32_t first = given->prize_first, end = given->prize_end;
    widen(&first, &end, given->year_first, given->year_end);
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, RL_FIELD_AWARD);
    rl_str *keys = rl_arena_array(walk->context->arena, MAX_EDITIONS + 1, sizeof *keys);
    festival_parts parts = *given;
    size_t count = 0;
    uint32_t films = 0;
    reel_status status = REEL_OK;
    for (size_t i = 0; reading != NULL && keys != NULL && i < rl_lexicon_count(RL_LEXICON_FESTIVAL) && status == REEL_OK; i++) {
        parts.festival = rl_lexicon_at(RL_LEXICON_FESTIVAL, i);
        parts.high = given->high + (rl_lexicon_is_festival(parts.festival) ? 0 : 1);
        rl_sense_reading found = {.field = RL_FIELD_AWARD}, any = found;
        status = add_keys(walk, &parts, false, parts.prize, RL_RESULT_NONE, &any);
        status = status == REEL_OK && any.films > 0 ? add_keys(walk, &parts, true, parts.prize, result, &found) : status;
        films += found.films;
        for (size_t k = 0; found.key.length > 0 && k <= found.key_count && count <= MAX_EDITIONS; k++) {
            keys[count++] = k == 0 ? found.key : found.keys[k - 1];
        }
    }
    if (status != REEL_OK || count == 0) {
        walk->sense->count -= reading != NULL;
        return status;
    }
    parts.festival = NULL;
    parts.high = parts.low;
    reading->value = text_of(walk->context->arena, &parts, true, true, result);
    reading->key = keys[0];
    reading->keys = keys + 1;
    reading->key_count = count - 1;
    reading->films = films;
    reading->strength = shown ? 1.5 : walk->context->ranking->won;
    reading->shown = shown;
    reading->lexical = true;
    return REEL_OK;
}

reel_status rl_sense_festivals(rl_sense_walk *walk) {
    festival_parts parts = {.low = 0};
    find_names(walk, &parts);
    reel_status status = parts.prize.length == 0 ? find_known_prize(walk, &parts) : REEL_OK;
    if (status != REEL_OK || (parts.festival == NULL && parts.prize.length == 0)) {
        return status;
    }
    find_years(walk, &parts);
    size_t before = walk->sense->count;
    bool any_body = parts.festival == NULL && parts.low != 0 && parts.low == parts.high && !are_apart(walk, &parts);
    if (any_body) {
        uint32_t lookups = walk->sense->lookups; /* a row of the lexicon each, bounded already */
        status = add_any_body(walk, &parts, parts.result, true);
        bool either = parts.result == RL_RESULT_NONE;
        status = status == REEL_OK && either ? add_any_body(walk, &parts, RL_RESULT_WON, false) : status;
        walk->sense->lookups = lookups + 1;
    }
    status = status == REEL_OK ? add_readings(walk, parts) : status;
    bool resulted = parts.result != RL_RESULT_NONE && parts.prize.length > 0;
    for (size_t i = before; resulted && i < walk->sense->count; i++) {
        resulted = walk->sense->items[i].field != RL_FIELD_AWARD;
    }
    if (status == REEL_OK && resulted) { /* nobody of that result is known: the prize at least */
        parts.result = RL_RESULT_NONE;
        walk->sense->weights[parts.result_at] = 0;
        status = add_readings(walk, parts);
    }
    return status;
}
