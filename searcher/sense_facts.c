/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_facts: readings by rule and lexicon: years, decades and spans of years, minutes, festival
 * editions and their prizes, countries, languages, genres, colorations.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/schema.h"
#include "searcher/sense.h"
#include "searcher/query_range.h"
#include "searcher/query_words.h"

typedef struct facts_walk {
    const rl_sense_context *context;
    rl_sense *sense;
    reel_error *error;
} facts_walk;

static const rl_query_word *word_at(const facts_walk *walk, uint32_t at) {
    return at < walk->context->parsed->word_count && walk->sense->plain[at] ? &walk->context->parsed->words[at] : NULL;
}

static rl_str form_at(const facts_walk *walk, uint32_t at) {
    const rl_query_word *word = word_at(walk, at);
    return word == NULL ? RL_STR_EMPTY : word->form;
}

/* A word of four digits that can be a year, else 0. */
static int year_of(rl_str form) {
    int year = 0;
    for (size_t i = 0; i < form.length; i++) {
        if (form.length != 4 || form.at[i] < '0' || form.at[i] > '9') {
            return 0;
        }
        year = year * 10 + (form.at[i] - '0');
    }
    return year >= 1880 && year <= 2039 ? year : 0;
}

/* First year of the decade a word names, else 0: "1990s", "90s", "90's", "nineties". */
static int decade_of(const facts_walk *walk, uint32_t at) {
    const rl_query_word *word = word_at(walk, at);
    if (word == NULL) {
        return 0;
    }
    rl_str typed = rl_str_slice(walk->context->parsed->text, word->start, word->end);
    double low, high;
    if (typed.length >= 3 && (typed.at[typed.length - 1] == 's' || typed.at[typed.length - 1] == 'S') &&
        typed.at[0] >= '0' && typed.at[0] <= '9' && rl_query_range_parse(typed, &low, &high) && low >= 1880 && low <= 2039) {
        return (int)low;
    }
    return rl_query_word_decade(word->form);
}

static int number_of(rl_str form) {
    int number = 0;
    for (size_t i = 0; i < form.length; i++) {
        if (form.at[i] < '0' || form.at[i] > '9' || form.length > 4) {
            return rl_query_word_number(form);
        }
        number = number * 10 + (form.at[i] - '0');
    }
    return number;
}

static rl_str text_of_format(rl_arena *arena, const char *format, int a, int b) {
    char text[48];
    int length = snprintf(text, sizeof text, format, a, b);
    return length < 0 ? RL_STR_EMPTY : rl_str_copy(arena, (rl_str){text, (size_t)length});
}

/* --- years --- */

static void add_years(facts_walk *walk, uint32_t first, uint32_t end, double low, double high, bool filter) {
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, RL_FIELD_YEAR);
    if (reading == NULL) {
        return;
    }
    rl_arena *arena = walk->context->arena;
    reading->low = low;
    reading->high = high;
    reading->filter = filter && !walk->sense->is_long;
    reading->strength = 1;
    reading->shown = true;
    if (low == high) {
        reading->key = text_of_format(arena, "%d", (int)low, 0);
        reading->value = reading->key;
    } else if (isinf(low)) {
        reading->value = text_of_format(arena, "..%d", (int)high, 0);
    } else if (isinf(high)) {
        reading->value = text_of_format(arena, "%d..", (int)low, 0);
    } else {
        reading->value = text_of_format(arena, "%d..%d", (int)low, (int)high);
    }
}

/* "before 1960", "between 1950 and 1955", "from 1950 to 1955", "since the seventies"; words taken, or 0. */
static uint32_t read_span(facts_walk *walk, uint32_t at) {
    rl_str form = form_at(walk, at);
    uint32_t next = at + 1;
    if (rl_str_is(form_at(walk, next), "the")) {
        next++;
    }
    int decade = decade_of(walk, next);
    int year = decade != 0 ? decade : year_of(form_at(walk, next));
    if (year == 0) {
        return 0;
    }
    if (rl_str_is(form, "before")) {
        add_years(walk, at, next + 1, -INFINITY, year - 1, true);
    } else if (rl_str_is(form, "after")) {
        add_years(walk, at, next + 1, (decade != 0 ? decade + 9 : year) + 1, INFINITY, true);
    } else if (rl_str_is(form, "since")) {
        add_years(walk, at, next + 1, year, INFINITY, true);
    } else if (rl_str_is(form, "until")) {
        add_years(walk, at, next + 1, -INFINITY, year, true);
    } else if (rl_str_is(form, "between") || rl_str_is(form, "from")) {
        rl_str joint = form_at(walk, next + 1);
        int last = year_of(form_at(walk, next + 2));
        if (last < year || !(rl_str_is(joint, "and") || rl_str_is(joint, "to"))) {
            return 0;
        }
        add_years(walk, at, next + 3, year, last, true);
        return next + 3 - at;
    } else {
        return 0;
    }
    return next + 1 - at;
}

/* "over two hours", "under 90 minutes", "less than 100 min"; words taken, or 0. */
static uint32_t read_minutes(facts_walk *walk, uint32_t at) {
    rl_str form = form_at(walk, at);
    uint32_t next = at + 1;
    bool more = rl_str_is(form, "over") || rl_str_is(form, "longer") || rl_str_is(form, "more");
    bool less = rl_str_is(form, "under") || rl_str_is(form, "shorter") || rl_str_is(form, "less");
    if (!more && !less) {
        return 0;
    }
    if (rl_str_is(form_at(walk, next), "than")) {
        next++;
    }
    int number = number_of(form_at(walk, next));
    rl_str unit = form_at(walk, next + 1);
    bool hours = rl_str_starts(unit, RL_STR("hour"));
    if (number == 0 || !(hours || rl_str_starts(unit, RL_STR("min")))) {
        return 0;
    }
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, at, next + 2, RL_FIELD_RUNTIME);
    if (reading != NULL) {
        int minutes = hours ? number * 60 : number;
        reading->low = more ? (double)minutes + 1 : -HUGE_VAL;
        reading->high = more ? HUGE_VAL : (double)minutes - 1;
        reading->value = text_of_format(walk->context->arena, more ? ">%d" : "<%d", minutes, 0);
        reading->filter = !walk->sense->is_long;
        reading->shown = true;
        reading->strength = 1;
    }
    return next + 2 - at;
}

static void read_years(facts_walk *walk) {
    for (uint32_t at = 0; at < walk->context->parsed->word_count; at++) {
        if (!walk->sense->plain[at]) {
            continue;
        }
        uint32_t taken = read_span(walk, at);
        if (taken == 0) {
            taken = read_minutes(walk, at);
        }
        if (taken > 0) {
            at += taken - 1;
            continue;
        }
        int decade = decade_of(walk, at);
        int year = year_of(form_at(walk, at));
        if (decade != 0) {
            add_years(walk, at, at + 1, decade, decade + 9, false);
        } else if (year != 0) {
            add_years(walk, at, at + 1, year, year, false);
        }
    }
}

/* --- lexicon spans --- */

static const rl_lexicon_entry *entry_at(const facts_walk *walk, rl_lexicon_kind kind, uint32_t at, uint32_t *out_end) {
    const rl_parsed *parsed = walk->context->parsed;
    uint32_t run_end = at;
    while (run_end < parsed->word_count && walk->sense->plain[run_end] && run_end < at + 8) {
        run_end++;
    }
    if (run_end == at) {
        return NULL;
    }
    size_t length = 0;
    rl_str text = rl_parsed_words_text(parsed, at, run_end);
    const rl_lexicon_entry *entry = rl_lexicon_find_prefix(kind, text, &length);
    if (entry == NULL) {
        return NULL;
    }
    uint32_t end = at;
    while (end < run_end && parsed->words[end].start < parsed->words[at].start + length) {
        end++;
    }
    *out_end = end;
    return entry;
}

static reel_status count_films(facts_walk *walk, rl_sense_reading *reading) {
    walk->sense->lookups++;
    return rl_sense_value_films(walk->context->store, reading->field, reading->key, &reading->films, walk->error);
}

/* A reading of a closed vocabulary's entry; dropped again when no film has it. */
static reel_status add_entry(facts_walk *walk, uint32_t first, uint32_t end, rl_field field, const rl_lexicon_entry *entry,
                             double strength) {
    rl_str value = rl_str_of(entry->name);
    rl_str key = rl_sense_value_key(walk->context->arena, field, value);
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, field);
    if (reading == NULL) {
        return REEL_OK;
    }
    reading->key = key;
    reading->value = value;
    reading->strength = strength;
    reading->shown = true;
    reading->lexical = true;
    reel_status status = count_films(walk, reading);
    if (status != REEL_OK || reading->films == 0) {
        walk->sense->count--;
    }
    return status;
}

static reel_status read_labels(facts_walk *walk) {
    static const struct {
        rl_lexicon_kind kind;
        rl_field field;
    } kinds[] = {{RL_LEXICON_COLORATION, RL_FIELD_COLORATION}, {RL_LEXICON_COUNTRY, RL_FIELD_COUNTRY}, {RL_LEXICON_GENRE, RL_FIELD_GENRE}};
    const rl_parsed *parsed = walk->context->parsed;
    reel_status status = REEL_OK;
    for (uint32_t at = 0; status == REEL_OK && at < parsed->word_count && walk->sense->lookups < 96; at++) {
        if (word_at(walk, at) == NULL || parsed->words[at].stop) {
            continue;
        }
        uint32_t end = at;
        for (size_t k = 0; status == REEL_OK && k < sizeof kinds / sizeof kinds[0]; k++) {
            const rl_lexicon_entry *entry = entry_at(walk, kinds[k].kind, at, &end);
            if (entry != NULL) {
                status = add_entry(walk, at, end, kinds[k].field, entry, 1);
            }
        }
        const rl_lexicon_entry *people = rl_lexicon_country_of_adjective(rl_parsed_words_text(parsed, at, at + 1));
        if (status == REEL_OK && people != NULL) {
            status = add_entry(walk, at, at + 1, RL_FIELD_COUNTRY, people, 1);
        }
        bool spoken = at > 0 && rl_str_is(form_at(walk, at - 1), "in");
        const rl_lexicon_entry *language = status == REEL_OK ? entry_at(walk, RL_LEXICON_LANGUAGE, at, &end) : NULL;
        if (language != NULL) {
            status = add_entry(walk, at, end, RL_FIELD_LANGUAGE, language, spoken ? 1.5 : 0.5);
        }
    }
    return status;
}

/* --- festivals: festival, edition and prize are one fact wherever they stand in a short query --- */

typedef struct festival_parts {
    const rl_lexicon_entry *festival, *prize;
    uint32_t festival_first, festival_end, prize_first, prize_end, year_at;
    int year;
    rl_result result;
    uint32_t result_at;
} festival_parts;

static void find_festival(facts_walk *walk, festival_parts *parts) {
    const rl_parsed *parsed = walk->context->parsed;
    for (uint32_t at = 0; at < parsed->word_count; at++) {
        if (word_at(walk, at) == NULL) {
            continue;
        }
        uint32_t end = at;
        const rl_lexicon_entry *entry = parts->festival == NULL ? entry_at(walk, RL_LEXICON_FESTIVAL, at, &end) : NULL;
        if (entry != NULL) {
            parts->festival = entry;
            parts->festival_first = at;
            parts->festival_end = end;
            at = end - 1;
            continue;
        }
        entry = parts->prize == NULL ? entry_at(walk, RL_LEXICON_PRIZE, at, &end) : NULL;
        if (entry != NULL) {
            parts->prize = entry;
            parts->prize_first = at;
            parts->prize_end = end;
            at = end - 1;
            continue;
        }
        rl_str form = form_at(walk, at);
        if (parts->year == 0 && year_of(form) != 0) {
            parts->year = year_of(form);
            parts->year_at = at;
        } else if (rl_query_word_wins(form) || rl_query_word_nominates(form)) {
            parts->result = rl_query_word_wins(form) ? RL_RESULT_WON : RL_RESULT_NOMINATED;
            parts->result_at = at;
        }
    }
    if (parts->festival == NULL && parts->prize != NULL) {
        parts->festival = rl_lexicon_festival_of_prize(parts->prize);
        parts->festival_first = parts->prize_first;
        parts->festival_end = parts->prize_end;
    }
}

static rl_str festival_text(rl_arena *arena, rl_str festival, int year, rl_str prize) {
    rl_buffer text = RL_BUFFER_FOR(arena);
    rl_buffer_add_str(&text, festival);
    if (year != 0) {
        rl_buffer_add_format(&text, "%s%d", text.length > 0 ? " " : "", year);
    }
    if (prize.length > 0) {
        rl_buffer_add_text(&text, text.length > 0 ? ": " : "");
        rl_buffer_add_str(&text, prize);
    }
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

/* One combination of the parts, with a result when the query names one; *out_known when films have it. */
static reel_status add_festival(facts_walk *walk, const festival_parts *parts, bool with_year, bool with_prize, double strength,
                                bool *out_known) {
    rl_arena *arena = walk->context->arena;
    rl_str festival = parts->festival == NULL ? RL_STR_EMPTY : rl_str_of(parts->festival->name);
    rl_str prize = with_prize ? rl_str_of(parts->prize->name) : RL_STR_EMPTY;
    uint32_t first = parts->festival == NULL ? parts->prize_first : parts->festival_first;
    uint32_t end = parts->festival == NULL ? parts->prize_end : parts->festival_end;
    if (with_prize) {
        first = first < parts->prize_first ? first : parts->prize_first;
        end = end > parts->prize_end ? end : parts->prize_end;
    }
    if (with_year) {
        first = first < parts->year_at ? first : parts->year_at;
        end = end > parts->year_at + 1 ? end : parts->year_at + 1;
    }
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, with_prize ? RL_FIELD_AWARD : RL_FIELD_FESTIVAL);
    if (reading == NULL) {
        return REEL_OK;
    }
    int year = with_year ? parts->year : 0;
    bool resulted = with_prize || (with_year && parts->result != RL_RESULT_NONE);
    if (resulted && !with_prize) {
        reading->field = RL_FIELD_AWARD;
    }
    rl_buffer key = RL_BUFFER_INIT;
    rl_schema_festival_key(festival, year, prize, resulted ? parts->result : RL_RESULT_NONE, &key);
    reading->key = rl_str_copy(arena, rl_buffer_str(&key));
    rl_buffer_done(&key);
    reading->value = festival_text(arena, festival, year, prize);
    reading->strength = strength;
    reading->shown = !*out_known;
    reading->lexical = true;
    reel_status status = count_films(walk, reading);
    if (status != REEL_OK || reading->films == 0) {
        walk->sense->count--;
    } else {
        *out_known = true;
    }
    return status;
}

static void stretch(const festival_parts *parts, uint32_t *out_first, uint32_t *out_end) {
    uint32_t first = parts->festival != NULL ? parts->festival_first : parts->prize_first;
    uint32_t end = parts->festival != NULL ? parts->festival_end : parts->prize_end;
    if (parts->prize != NULL) {
        first = parts->prize_first < first ? parts->prize_first : first;
        end = parts->prize_end > end ? parts->prize_end : end;
    }
    if (parts->year != 0) {
        first = parts->year_at < first ? parts->year_at : first;
        end = parts->year_at + 1 > end ? parts->year_at + 1 : end;
    }
    *out_first = first;
    *out_end = end;
}

/* Whether other words of content stand between the parts: then the year is likely the film's, the prize a hint. */
static bool are_apart(const facts_walk *walk, const festival_parts *parts) {
    uint32_t first, end, others = 0;
    stretch(parts, &first, &end);
    for (uint32_t at = first; at < end; at++) {
        bool own = (parts->festival != NULL && at >= parts->festival_first && at < parts->festival_end) ||
                   (parts->prize != NULL && at >= parts->prize_first && at < parts->prize_end) ||
                   (parts->year != 0 && at == parts->year_at) || (parts->result != RL_RESULT_NONE && at == parts->result_at);
        const rl_query_word *word = word_at(walk, at);
        others += !own && (word == NULL || (!word->stop && !rl_query_word_asks(word->form)));
    }
    return others > 0;
}

/* The same fact, and that it was won: a prize without a word on the result is the winner's. */
static reel_status add_won(facts_walk *walk, festival_parts *parts, bool with_year) {
    bool known = true; /* adds weight beside the reading shown */
    parts->result = RL_RESULT_WON;
    reel_status status = add_festival(walk, parts, with_year, true, walk->context->ranking->won, &known);
    parts->result = RL_RESULT_NONE;
    return status;
}

/* A festival's name alone is often a town: it counts with a year, a prize, or as the whole query. Bodies that only give
 * prizes give them in the year behind the film's. */
static reel_status read_festival(facts_walk *walk) {
    festival_parts parts = {0};
    find_festival(walk, &parts);
    if (parts.festival == NULL && parts.prize == NULL) {
        return REEL_OK;
    }
    bool known = false;
    reel_status status = REEL_OK;
    double sure = are_apart(walk, &parts) ? walk->context->ranking->apart : 1;
    bool body = parts.festival != NULL && !rl_lexicon_is_festival(parts.festival);
    bool prize = parts.prize != NULL, year = parts.year != 0 && parts.festival != NULL;
    if (sure < 1 || body) {
        known = true; /* beside the plain reading of each part */
    }
    if (year && prize) {
        status = add_festival(walk, &parts, true, true, 1.5 * sure, &known);
        if (status == REEL_OK && known && parts.result == RL_RESULT_NONE) {
            status = add_won(walk, &parts, true);
        }
    }
    if (status == REEL_OK && body && year) {
        festival_parts next = parts;
        next.year++;
        status = add_festival(walk, &next, true, prize, 1.5 * sure, &known);
    }
    bool exact = known && sure == 1 && !body;
    known = known && !(sure < 1 || body);
    if (status == REEL_OK && prize) {
        status = add_festival(walk, &parts, false, true, exact ? 0.5 : 1.0, &known);
    }
    if (status == REEL_OK && prize && !exact && parts.result == RL_RESULT_NONE) {
        status = add_won(walk, &parts, false);
    }
    if (status == REEL_OK && year) {
        known = known || sure < 1 || body;
        status = add_festival(walk, &parts, true, false, (exact ? 0.5 : 1.5) * sure, &known);
    }
    if (status == REEL_OK && parts.festival != NULL && parts.festival_first != parts.prize_first) {
        known = known && !(sure < 1 || body);
        status = add_festival(walk, &parts, false, false, known ? 0.3 : 0.7, &known);
    }
    return status;
}

reel_status rl_sense_facts(const rl_sense_context *context, rl_sense *sense, reel_error *error) {
    facts_walk walk = {context, sense, error};
    read_years(&walk);
    reel_status status = sense->is_long ? REEL_OK : read_festival(&walk);
    return status == REEL_OK ? read_labels(&walk) : status;
}
