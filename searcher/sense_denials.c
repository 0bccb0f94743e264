/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_denials: "not in English", "no horror", "without Tom Hanks", "it wasn't Oldboy": a chosen reading that
 * is denied leaves its films out; in a description, and in a story told, only titles and names do.
 */
#include "searcher/query_words.h"
#include "searcher/sense.h"

enum {
    GAP = 5,       /* words between a denial and what it denies */
    LIST_WORDS = 8 /* words of content of a query that lists what it wants; longer ones tell a story: "loves a non Greek" */
};

/* Words that may stand between: "not directed by", "isn't the one with". */
static bool may_stand_between(const rl_sense *sense, rl_str form) {
    static const char *const joints[] = {"a", "an", "any", "by", "called", "film", "films", "from", "in", "movie", "movies", "of", "one",
                                         "ones", "set", "shot", "that", "the", "with"};
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        if (rl_str_is(form, joints[i])) {
            return true;
        }
    }
    return !sense->is_long && rl_query_word_role(form) != RL_FIELD_NONE;
}

/* The denial before a reading, or its own first word. */
static uint32_t denial_before(const rl_sense_walk *walk, uint32_t first) {
    for (uint32_t at = first; at > 0 && first - at < GAP; at--) {
        rl_str form = rl_sense_form(walk, at - 1);
        if (rl_query_word_denies(form)) {
            return at - 1;
        }
        if (!may_stand_between(walk->sense, form)) {
            break;
        }
    }
    return first;
}

/* "Excluding musical comedies" leaves out what is both, not all musicals; a comma between them is another matter. */
static void deny_together(const rl_sense_walk *walk, rl_sense_reading *reading) {
    const rl_sense *sense = walk->sense;
    for (size_t i = 0; reading->field == RL_FIELD_GENRE && reading->with_key.length == 0 && i < sense->count; i++) {
        const rl_sense_reading *next = &sense->items[i];
        if (!next->shown || next->negated || next->field != RL_FIELD_GENRE || next->first_word != reading->word_end) {
            continue;
        }
        rl_str between = rl_str_slice(walk->context->parsed->text, reading->end, next->start);
        if (rl_str_trim(between).length == 0 && next->start > reading->end) {
            rl_buffer both = RL_BUFFER_FOR(walk->context->arena);
            rl_buffer_add_str(&both, reading->value);
            rl_buffer_add_byte(&both, ' ');
            rl_buffer_add_str(&both, next->value);
            reading->with_key = next->key;
            reading->value = rl_str_copy(walk->context->arena, rl_buffer_str(&both));
            reading->word_end = next->word_end;
            reading->end = next->end;
            rl_buffer_done(&both);
        }
    }
}

static void deny(rl_sense_walk *walk, rl_sense_reading *reading, uint32_t denial) {
    rl_sense *sense = walk->sense;
    rl_field_kind kind = rl_field_row_of(reading->field)->kind;
    bool named = kind == RL_KIND_TITLE || kind == RL_KIND_NAME;
    deny_together(walk, reading);
    for (uint32_t at = denial; at < reading->word_end; at++) {
        sense->weights[at] = 0;
    }
    for (size_t i = 0; i < sense->count; i++) { /* what else these words may mean is not meant either */
        rl_sense_reading *other = &sense->items[i];
        bool inside = other != reading && other->first_word < reading->word_end && denial < other->word_end;
        other->strength = inside ? 0 : other->strength;
        other->shown = other->shown && !inside;
    }
    if ((sense->is_long || sense->content_count > LIST_WORDS) && !named) {
        reading->strength = 0;
        reading->shown = false;
        return;
    }
    reading->negated = true;
    reading->filter = false;
    reading->first_word = denial;
    reading->start = walk->context->parsed->words[denial].start;
}

/* The capitalised words behind a denial are not meant, known or not. */
static void drop_denied(rl_sense_walk *walk) {
    const rl_parsed *parsed = walk->context->parsed;
    for (uint32_t i = 0; i + 1 < parsed->word_count; i++) {
        if (!rl_query_word_denies(rl_sense_form(walk, i))) {
            continue;
        }
        for (uint32_t j = i + 1; j < parsed->word_count && j < i + GAP; j++) {
            if (!parsed->words[j].capital && !parsed->words[j].stop) {
                break;
            }
            walk->sense->weights[j] = parsed->words[j].capital ? 0 : walk->sense->weights[j];
        }
    }
}

void rl_sense_denials(rl_sense_walk *walk) {
    if (walk->sense->is_long) {
        drop_denied(walk);
    }
    for (size_t i = 0; i < walk->sense->count; i++) {
        rl_sense_reading *reading = &walk->sense->items[i];
        uint32_t denial = reading->shown ? denial_before(walk, reading->first_word) : reading->first_word;
        if (denial < reading->first_word) {
            deny(walk, reading, denial);
        }
    }
}
