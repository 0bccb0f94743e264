/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_compete: which of the readings found are meant. The surest takes its words, then the next.
 */
#include <math.h>

#include "searcher/query_words.h"
#include "searcher/sense.h"

/* In a question the thing asked about is written as a name, stands where the sentence ends or behind "of" and "the film",
 * and does not begin with the question's own word. */
static double place_factor(const rl_sense_walk *walk, const rl_sense_reading *reading) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_field_kind kind = rl_field_row_of(reading->field)->kind;
    if (!walk->sense->question || walk->sense->is_long || (kind != RL_KIND_TITLE && kind != RL_KIND_NAME)) {
        return 1;
    }
    double factor = 1;
    uint32_t first = reading->first_word;
    if (first == 0) {
        factor = rl_query_word_questions(parsed->words[0].form) && reading->word_end < parsed->word_count ? 0.2 : 1;
    } else {
        rl_str before = parsed->words[first - 1].form;
        factor *= parsed->words[first].capital ? 3 : 1;
        factor *= rl_query_word_films(before) || rl_str_is(before, "of") || reading->word_end == parsed->word_count ? 1.3 : 1;
    }
    return factor * ((kind == RL_KIND_NAME) == walk->sense->wants_films ? 1.5 : 1);
}

static double evidence(const rl_sense_walk *walk, const rl_sense_reading *reading) {
    double words = 0;
    for (uint32_t i = reading->first_word; i < reading->word_end; i++) {
        words += walk->context->parsed->words[i].stop ? 0.5 : 1.0;
    }
    double factor = rl_ranking_value(walk->context->ranking, reading->field);
    factor = factor > 2 ? 2 : factor; /* a year weighs more than it is likely to be meant alone */
    bool title = rl_field_row_of(reading->field)->kind == RL_KIND_TITLE; /* each is one film's */
    uint32_t first = reading->first_word;
    first -= first > 0 && rl_sense_is(walk, first - 1, "the") ? 1 : 0;
    if (first > 0 && rl_sense_is(walk, first - 1, "about")) {
        factor *= rl_field_row_of(reading->field)->kind == RL_KIND_LABEL ? 1.5 : 0.7; /* a subject */
    }
    factor *= title ? 1 : 1 + 0.2 * log2(1 + (double)reading->films);
    double likely = (reading->lexical ? walk->context->ranking->lexical : 1) * place_factor(walk, reading);
    return words * words * (0.2 + reading->strength) * (0.2 + factor) * likely;
}

static bool overlap(const rl_sense_reading *a, const rl_sense_reading *b) {
    return a->first_word < b->word_end && b->first_word < a->word_end;
}

static bool is_part_of(const rl_sense_reading *part, const rl_sense_reading *whole) {
    return part->first_word >= whole->first_word && part->word_end <= whole->word_end;
}

static bool same_span(const rl_sense_reading *a, const rl_sense_reading *b) {
    return a->first_word == b->first_word && a->word_end == b->word_end;
}

/* The surer of two overlapping readings keeps its words: of one span, the other becomes its alternative;
 * a shorter one inside is dropped; one that reaches beyond keeps half its weight, unshown. */
static void lose(rl_sense_reading *loser, rl_sense_reading *winner, bool beside) {
    if (same_span(loser, winner)) {
        bool told = loser->field == winner->field;
        for (size_t i = 0; i < winner->alternative_count; i++) {
            told = told || winner->alternatives[i] == loser->field;
        }
        if (!told && winner->alternative_count < RL_READING_ALTERNATIVES) {
            winner->alternatives[winner->alternative_count++] = loser->field;
        }
    } else if (is_part_of(loser, winner)) {
        loser->strength = beside ? loser->strength : 0;
    } else {
        loser->strength *= 0.5;
    }
    loser->shown = false;
}

static bool is_festival(const rl_sense_reading *reading) {
    return reading->field == RL_FIELD_FESTIVAL || reading->field == RL_FIELD_AWARD;
}

/* "the thing 2011" is a title of its own here, and a title with its year there: both may be meant. */
static bool is_dated(const rl_sense_walk *walk, const rl_sense_reading *reading) {
    int low = 0, high = 0;
    bool long_enough = reading->word_end - reading->first_word > 1;
    return long_enough && rl_field_row_of(reading->field)->kind == RL_KIND_TITLE &&
           rl_sense_years_at(walk, reading->word_end - 1, &low, &high) == 1 && low == high;
}

void rl_sense_compete(rl_sense_walk *walk) {
    rl_sense *sense = walk->sense;
    bool *settled = rl_arena_array(walk->context->arena, sense->count + 1, sizeof *settled);
    for (size_t round = 0; settled != NULL && round < sense->count; round++) {
        rl_sense_reading *best = NULL;
        double most = -1;
        for (size_t i = 0; i < sense->count; i++) {
            double found = settled[i] || !sense->items[i].shown ? -1 : evidence(walk, &sense->items[i]);
            if (found > most) {
                most = found;
                best = &sense->items[i];
            }
        }
        if (best == NULL) {
            break;
        }
        settled[best - sense->items] = true;
        for (size_t i = 0; i < sense->count; i++) {
            rl_sense_reading *other = &sense->items[i];
            if (!settled[i] && overlap(other, best) && (other->shown || !is_festival(other))) {
                lose(other, best, (is_festival(other) && is_festival(best)) || is_dated(walk, best));
                settled[i] = true;
            }
        }
    }
}

/* --- chance names --- */

static bool is_unexplained(const rl_sense_walk *walk, uint32_t at) {
    const rl_query_word *word = rl_sense_word(walk, at);
    if (word == NULL || word->stop || rl_query_word_asks(word->form) || rl_query_word_role(word->form) != RL_FIELD_NONE) {
        return false;
    }
    for (size_t i = 0; i < walk->sense->count; i++) {
        const rl_sense_reading *reading = &walk->sense->items[i];
        if (reading->shown && at >= reading->first_word && at < reading->word_end) {
            return false;
        }
    }
    return true;
}

/* One word of a longer name that nobody knows whole is not someone called just that: the "Michael" of "Michael Corleone". */
void rl_sense_drop_chance_names(rl_sense_walk *walk) {
    for (size_t i = 0; i < walk->sense->count; i++) {
        rl_sense_reading *reading = &walk->sense->items[i];
        bool single = reading->word_end - reading->first_word == 1 && !reading->words && !reading->whole;
        bool name = rl_field_row_of(reading->field)->kind == RL_KIND_NAME;
        if (reading->shown && single && name &&
            (is_unexplained(walk, reading->word_end) || (reading->first_word > 0 && is_unexplained(walk, reading->first_word - 1)))) {
            reading->shown = false;
            reading->strength *= 0.5;
        }
    }
}
