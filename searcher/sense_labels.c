/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_labels: readings of the closed vocabularies: countries, languages, genres, colorations.
 */
#include "common/lexicon.h"
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/sense.h"

static reel_status count_films(rl_sense_walk *walk, rl_sense_reading *reading) {
    walk->sense->lookups++;
    return rl_sense_value_films(walk->context->store, reading->field, reading->key, &reading->films, walk->error);
}

/* A reading of a closed vocabulary's entry; dropped again when no film has it. */
static reel_status add_entry(rl_sense_walk *walk, uint32_t first, uint32_t end, rl_field field, const rl_lexicon_entry *entry,
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

/* "in French", "non-English", "French-speaking": the language, not the country. */
static bool is_spoken(const rl_sense_walk *walk, uint32_t first, uint32_t end) {
    static const char *const behind[] = {"dialogue", "dubbed", "language", "speaking", "spoken"};
    bool spoken = first > 0 && (rl_sense_is(walk, first - 1, "in") || rl_sense_is(walk, first - 1, "non"));
    for (size_t i = 0; i < sizeof behind / sizeof behind[0]; i++) {
        spoken = spoken || rl_sense_is(walk, end, behind[i]);
    }
    return spoken;
}

reel_status rl_sense_labels(rl_sense_walk *walk) {
    static const struct {
        rl_lexicon_kind kind;
        rl_field field;
    } kinds[] = {{RL_LEXICON_COLORATION, RL_FIELD_COLORATION}, {RL_LEXICON_COUNTRY, RL_FIELD_COUNTRY}, {RL_LEXICON_GENRE, RL_FIELD_GENRE}};
    const rl_parsed *parsed = walk->context->parsed;
    reel_status status = REEL_OK;
    for (uint32_t at = 0; status == REEL_OK && at < parsed->word_count && walk->sense->lookups < 96; at++) {
        if (rl_sense_word(walk, at) == NULL || parsed->words[at].stop || walk->sense->cues[at] ||
            (walk->sense->question && rl_query_word_frames(rl_sense_form(walk, at)))) {
            continue;
        }
        uint32_t end = at;
        for (size_t k = 0; status == REEL_OK && k < sizeof kinds / sizeof kinds[0]; k++) {
            const rl_lexicon_entry *entry = rl_sense_entry_at(walk, kinds[k].kind, at, &end);
            if (entry != NULL) {
                status = add_entry(walk, at, end, kinds[k].field, entry, 1);
            }
        }
        const rl_lexicon_entry *people = rl_lexicon_country_of_adjective(rl_parsed_words_text(parsed, at, at + 1));
        if (status == REEL_OK && people != NULL) {
            status = add_entry(walk, at, at + 1, RL_FIELD_COUNTRY, people, 1);
        }
        const rl_lexicon_entry *language = status == REEL_OK ? rl_sense_entry_at(walk, RL_LEXICON_LANGUAGE, at, &end) : NULL;
        if (language != NULL) {
            status = add_entry(walk, at, end, RL_FIELD_LANGUAGE, language, is_spoken(walk, at, end) ? 1.5 : 0.5);
        }
        const char *kind = rl_query_word_genre(rl_sense_form(walk, at));
        const rl_lexicon_entry *genre = kind == NULL ? NULL : rl_lexicon_find(RL_LEXICON_GENRE, rl_str_of(kind));
        if (status == REEL_OK && genre != NULL) {
            status = add_entry(walk, at, at + 1, RL_FIELD_GENRE, genre, 1);
        }
    }
    return status;
}
