/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_roles: "written by", "starring", "X as Y": the role each word is asked in; and names by a part of
 * them, where the query says whose name it is: "by Kubrick".
 */
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/sense.h"

/* Words that point at a role only before "by": "music" alone is a genre. */
static const struct {
    const char *form;
    rl_field role;
} before_by[] = {
    {"book", RL_FIELD_WRITER},         {"cinematography", RL_FIELD_CINEMATOGRAPHY}, {"editing", RL_FIELD_EDITING},
    {"filmed", RL_FIELD_DIRECTOR},     {"lensed", RL_FIELD_CINEMATOGRAPHY},         {"made", RL_FIELD_DIRECTOR},
    {"music", RL_FIELD_MUSIC},         {"narrated", RL_FIELD_CAST},                 {"novel", RL_FIELD_WRITER},
    {"photographed", RL_FIELD_CINEMATOGRAPHY}, {"photography", RL_FIELD_CINEMATOGRAPHY}, {"play", RL_FIELD_WRITER},
    {"score", RL_FIELD_MUSIC},         {"scored", RL_FIELD_MUSIC},                  {"scripted", RL_FIELD_WRITER},
    {"shot", RL_FIELD_CINEMATOGRAPHY}, {"songs", RL_FIELD_MUSIC},                   {"soundtrack", RL_FIELD_MUSIC},
    {"story", RL_FIELD_WRITER},        {"voiced", RL_FIELD_CAST},
};

static rl_field role_before_by(const rl_sense_walk *walk, uint32_t at) {
    for (size_t i = 0; i < sizeof before_by / sizeof before_by[0]; i++) {
        if (rl_sense_is(walk, at, before_by[i].form) && rl_sense_is(walk, at + 1, "by")) {
            return before_by[i].role;
        }
    }
    return RL_FIELD_NONE;
}

static bool says_something(const rl_sense_walk *walk, uint32_t at) {
    const rl_query_word *word = rl_sense_word(walk, at);
    return word != NULL && !word->stop && !rl_query_word_asks(word->form) && rl_query_word_role(word->form) == RL_FIELD_NONE;
}

/* Words before the only role of a query are asked in it when nothing follows: "films Harrison Ford acted in". */
static void look_back(rl_sense_walk *walk, uint32_t first_cue, rl_field role, size_t cue_count) {
    bool follows = false;
    for (uint32_t at = first_cue; at < walk->context->parsed->word_count; at++) {
        follows = follows || says_something(walk, at);
    }
    bool asked = !follows || (walk->sense->question && cue_count == 1);
    for (uint32_t at = 0; at < first_cue && asked; at++) {
        walk->sense->roles[at] = walk->sense->roles[at] == RL_FIELD_NONE ? role : walk->sense->roles[at];
    }
}

/* "set in", "filmed in", "takes place in": what follows is a place. */
static bool points_to_place(const rl_sense_walk *walk, uint32_t at) {
    static const char *const words[] = {"filmed", "located", "place", "set", "shot"};
    for (size_t i = 0; rl_sense_is(walk, at + 1, "in") && i < sizeof words / sizeof words[0]; i++) {
        if (rl_sense_is(walk, at, words[i])) {
            return says_something(walk, at + 2) || rl_sense_is(walk, at + 2, "the");
        }
    }
    return false;
}

/* "the one where", "the one about". */
static bool points_on(const rl_sense_walk *walk, uint32_t at) {
    static const char *const words[] = {"about", "in", "that", "when", "where", "which", "with"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_sense_is(walk, at, words[i])) {
            return true;
        }
    }
    return false;
}

void rl_sense_roles(rl_sense_walk *walk) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_field current = RL_FIELD_NONE, first_role = RL_FIELD_NONE;
    uint32_t first_cue = 0;
    size_t cue_count = 0;
    for (uint32_t at = 0; at < parsed->word_count; at++) {
        rl_str form = rl_sense_form(walk, at);
        rl_field named = rl_query_word_role(form), by = role_before_by(walk, at), hint = rl_query_word_hint(form);
        bool after_cue = at > 0 && (walk->sense->cues[at - 1] || rl_query_word_role(rl_sense_form(walk, at - 1)) != RL_FIELD_NONE);
        rl_field found = by != RL_FIELD_NONE ? by : named;
        current = points_to_place(walk, at) ? RL_FIELD_LOCATION : current;
        bool asks_length = at > 0 && rl_str_is(form, "long") && rl_sense_is(walk, at - 1, "how");
        bool the_one = at > 0 && rl_str_is(form, "one") && rl_sense_is(walk, at - 1, "the") && points_on(walk, at + 1);
        bool asked = at + 1 == parsed->word_count && at > 0 && rl_query_word_attribute(form) != RL_FIELD_NONE;
        asked = asked || (rl_str_is(form, "year") && rl_sense_is(walk, at + 1, "of"));
        bool place = points_to_place(walk, at);
        bool takes = rl_str_is(form, "takes") && rl_sense_is(walk, at + 1, "place");
        walk->sense->cues[at] = by != RL_FIELD_NONE || asks_length || the_one || asked || place || takes;
        if (found != RL_FIELD_NONE) {
            first_cue = cue_count == 0 ? at : first_cue;
            first_role = cue_count == 0 ? found : first_role;
            cue_count++;
            current = found;
        } else if (hint != RL_FIELD_NONE && !after_cue) {
            current = hint;
        } else if ((current == RL_FIELD_CAST || current == RL_FIELD_NONE) && rl_str_is(form, "as") && at > 0 &&
                   says_something(walk, at - 1) && says_something(walk, at + 1)) {
            current = RL_FIELD_CHARACTER;
        }
        walk->sense->roles[at] = current;
    }
    look_back(walk, first_cue, first_role, cue_count);
}

/* --- names by a part of them --- */

/* Whether the word right before says whose name follows: "by", "starring", or "with" before a capital. */
static bool is_announced(const rl_sense_walk *walk, uint32_t at) {
    uint32_t before = at - 1;
    if (at > 1 && walk->sense->roles[at] == RL_FIELD_LOCATION) {
        return rl_sense_is(walk, before, "in") || (rl_sense_is(walk, before, "the") && rl_sense_is(walk, before - 1, "in"));
    }
    if (at == 0 || walk->sense->roles[at] == RL_FIELD_NONE || rl_field_row_of(walk->sense->roles[at])->kind != RL_KIND_NAME) {
        return false;
    }
    rl_str form = rl_sense_form(walk, before);
    bool with = rl_str_is(form, "with");
    bool cast = rl_str_is(form, "starring") || rl_str_is(form, "featuring") || rl_str_is(form, "stars");
    return rl_str_is(form, "by") || cast || (with && walk->context->parsed->words[at].capital) ||
           (rl_str_is(form, "as") && walk->sense->roles[at] == RL_FIELD_CHARACTER);
}

static bool has_whole_name(const rl_sense *sense, uint32_t at) {
    for (size_t i = 0; i < sense->count; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        if (reading->first_word == at && rl_field_row_of(reading->field)->kind == RL_KIND_NAME && reading->word_end > at + 1) {
            return true;
        }
    }
    return false;
}

/* The words from at on that some film has in the role, each: "Michael Corleone" of "as Michael Corleone"; films of the rarest. */
static reel_status known_words(rl_sense_walk *walk, uint32_t at, rl_field role, uint32_t *out_end, uint32_t *out_films) {
    enum { MOST = 3 };
    rl_buffer term = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    *out_end = at;
    *out_films = 0;
    while (status == REEL_OK && *out_end < at + MOST && says_something(walk, *out_end)) {
        uint32_t films = 0;
        rl_schema_field_word_term(role, rl_sense_form(walk, *out_end), &term);
        status = term.failed ? rl_fail_nomem(walk->error) : rl_store_term_frequency(walk->context->store, rl_buffer_str(&term), &films, walk->error);
        if (films == 0) {
            break;
        }
        *out_films = *out_films == 0 || films < *out_films ? films : *out_films;
        ++*out_end;
    }
    rl_buffer_done(&term);
    return status;
}

/* A word that is a director's name more than anything else, else an actor's: "Hitchcock with Cary Grant", "buscemi". */
static reel_status known_surname(rl_sense_walk *walk, uint32_t at, rl_field *out_role, uint32_t *out_films) {
    enum { LETTERS = 3 };
    static const struct {
        rl_field role;
        uint32_t share; /* one of so many films that have the word has it in the role */
        uint32_t least; /* and so many films: actors of three films are many, and "balbo" is a slip */
    } roles[] = {{RL_FIELD_DIRECTOR, 5, 3}, {RL_FIELD_CAST, 2, 12}};
    rl_str form = rl_sense_form(walk, at);
    rl_buffer term = RL_BUFFER_INIT;
    uint32_t all = 0;
    reel_status status = form.length < LETTERS ? REEL_OK : rl_store_term_frequency(walk->context->store, form, &all, walk->error);
    *out_films = 0;
    for (size_t i = 0; status == REEL_OK && i < sizeof roles / sizeof roles[0] && all >= roles[i].least && *out_films == 0; i++) {
        if (roles[i].role == RL_FIELD_CAST && walk->sense->question) {
            break; /* "who wrote Monroe" asks of a film */
        }
        uint32_t films = 0;
        rl_schema_field_word_term(roles[i].role, form, &term);
        status = term.failed ? rl_fail_nomem(walk->error) : rl_store_term_frequency(walk->context->store, rl_buffer_str(&term), &films, walk->error);
        *out_films = films >= roles[i].least && films * roles[i].share >= all ? films : 0;
        *out_role = roles[i].role;
    }
    rl_buffer_done(&term);
    return status;
}

reel_status rl_sense_partial_names(rl_sense_walk *walk) {
    enum { WORDS = 64 }; /* that are looked at */
    reel_status status = REEL_OK;
    uint32_t words = 0;
    for (uint32_t at = 0; status == REEL_OK && at < walk->context->parsed->word_count && !walk->sense->is_long; at++) {
        uint32_t end = at, films = 0;
        if (!says_something(walk, at) || words++ >= WORDS || walk->sense->cues[at] || has_whole_name(walk->sense, at)) {
            continue;
        }
        bool denied = at > 0 && rl_query_word_denies(rl_sense_form(walk, at - 1)); /* "nosferatu not herzog" */
        bool announced = is_announced(walk, at) || denied;
        rl_field role = announced && !denied ? walk->sense->roles[at] : RL_FIELD_DIRECTOR;
        if (announced) {
            status = known_words(walk, at, role, &end, &films);
            if (status == REEL_OK && denied && films == 0) {
                role = RL_FIELD_CAST;
                status = known_words(walk, at, role, &end, &films);
            }
        } else {
            status = known_surname(walk, at, &role, &films);
            end = at + 1;
        }
        rl_sense_reading *reading = films == 0 ? NULL : rl_sense_add(walk->context, walk->sense, at, end, role);
        if (reading == NULL) {
            continue;
        }
        reading->value = rl_parsed_words_text(walk->context->parsed, at, end);
        reading->films = films;
        bool sure = announced && !denied; /* the query says that it is a name */
        reading->strength = sure ? 1 : 0.6;
        reading->shown = true;
        reading->lexical = sure;
        reading->words = true;
    }
    return status;
}
