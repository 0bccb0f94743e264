/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense: see sense.h.
 */
#include "searcher/sense.h"

rl_sense_reading *rl_sense_add(const rl_sense_context *context, rl_sense *sense, uint32_t first, uint32_t end, rl_field field) {
    rl_sense_reading *items = rl_arena_grow(context->arena, sense->items, &sense->capacity, sense->count + 1, sizeof *items);
    if (items == NULL) {
        return NULL;
    }
    sense->items = items;
    rl_sense_reading *reading = &items[sense->count++];
    *reading = (rl_sense_reading){.first_word = first, .word_end = end, .field = field};
    const rl_parsed *parsed = context->parsed;
    if (first < end && end <= parsed->word_count) {
        reading->start = parsed->words[first].start;
        reading->end = reading->start + rl_parsed_words_text(parsed, first, end).length;
    }
    return reading;
}

const rl_query_word *rl_sense_word(const rl_sense_walk *walk, uint32_t at) {
    return at < walk->context->parsed->word_count && walk->sense->plain[at] ? &walk->context->parsed->words[at] : NULL;
}

rl_str rl_sense_form(const rl_sense_walk *walk, uint32_t at) {
    const rl_query_word *word = rl_sense_word(walk, at);
    return word == NULL ? RL_STR_EMPTY : word->form;
}

bool rl_sense_is(const rl_sense_walk *walk, uint32_t at, const char *form) {
    return rl_str_equal(rl_sense_form(walk, at), rl_str_of(form));
}

bool rl_sense_is_bound(const rl_sense_reading *reading) { return reading->shown && (reading->filter || reading->negated); }
