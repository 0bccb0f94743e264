/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hit_why: the facts of a film that answer what was asked, a line each.
 */
#include <math.h>
#include <string.h>

#include "common/schema.h"
#include "searcher/hits.h"

enum { WHY_LINES = 12, WHY_PER_PART = 3 };

void rl_hit_add_why(reel_hit *hit, rl_str line) {
    rl_arena *arena = hit->owner->arena;
    if (hit->why == NULL) {
        hit->why = rl_arena_array(arena, WHY_LINES, sizeof *hit->why);
    }
    const char *text = rl_text_clean(arena, line);
    for (size_t i = 0; i < hit->why_count; i++) {
        if (strcmp(hit->why[i], text) == 0) {
            return;
        }
    }
    if (hit->why != NULL && hit->why_count < WHY_LINES) {
        hit->why[hit->why_count++] = text;
    }
}

/* --- which facts answer what --- */

typedef struct why_walk {
    reel_hit *hit;
    const rl_plan *plan;
    bool *answered;  /* of fact f to what is asked a: answered[f * asked_count + a] */
    bool *row;       /* of the fact that is looked at */
    rl_buffer line;
} why_walk;

static void mark_answered(void *user, rl_field field, rl_str key) {
    why_walk *walk = user;
    for (size_t a = 0; a < walk->plan->asked_count; a++) {
        const rl_asked *asked = &walk->plan->asked[a];
        walk->row[a] = walk->row[a] || (!asked->is_word && asked->field == field && rl_str_equal(asked->key, key));
    }
}

static bool has_word(rl_arena *arena, rl_str value, rl_str word) {
    rl_tokens tokens = {NULL, 0, 0};
    if (rl_analysis_tokens(arena, value, RL_ANALYSIS_TITLE, &tokens, NULL) != REEL_OK) {
        return false;
    }
    for (size_t i = 0; i < tokens.count; i++) {
        if (rl_str_equal(tokens.items[i].form, word)) {
            return true;
        }
    }
    return false;
}

/* By a word of it, or by its number; keys are marked for all that is asked at once. */
static bool answers(rl_arena *arena, const rl_fact *fact, const rl_asked *asked) {
    if (asked->is_word) {
        const rl_field_row *row = rl_field_row_of(fact->field);
        return row != NULL && row->kind != RL_KIND_TEXT && has_word(arena, fact->value, asked->key);
    }
    double number = (double)fact->number;
    return fact->field == RL_FIELD_YEAR && asked->low == asked->high ? fabs(number - asked->low) <= 1
                                                                     : number >= asked->low && number <= asked->high;
}

/* Facts of these fields can have a key that is asked for: a prize is one of its festival, too. */
static bool is_asked(const rl_plan *plan, rl_field field) {
    for (size_t a = 0; a < plan->asked_count; a++) {
        rl_field asked = plan->asked[a].field;
        bool keyed = !plan->asked[a].is_word && plan->asked[a].key.length > 0;
        if (keyed && (asked == field || (asked == RL_FIELD_FESTIVAL && field == RL_FIELD_AWARD))) {
            return true;
        }
    }
    return false;
}

/* The keys of a fact are made once for all that is asked: a film may have hundreds of prizes. */
static void find_answers(why_walk *walk) {
    const rl_film *film = walk->hit->film;
    rl_arena *arena = walk->hit->owner->arena;
    walk->answered = rl_arena_array(arena, film->fact_count * walk->plan->asked_count + 1, sizeof *walk->answered);
    for (size_t f = 0; walk->answered != NULL && f < film->fact_count; f++) {
        walk->row = walk->answered + f * walk->plan->asked_count;
        if (film->facts[f].leads && is_asked(walk->plan, film->facts[f].field) &&
            !rl_schema_values_each(&film->facts[f], mark_answered, walk)) {
            rl_arena_fail(arena);
        }
    }
}

/* --- lines --- */

static void add_fact_line(why_walk *walk, const rl_fact *fact) {
    const rl_field_row *row = rl_field_row_of(fact->field);
    rl_buffer_clear(&walk->line);
    rl_buffer_add_text(&walk->line, rl_field_name(fact->field));
    rl_buffer_add_text(&walk->line, ": ");
    rl_fact_render(fact, row != NULL && row->kind == RL_KIND_NAME, &walk->line);
    rl_hit_add_why(walk->hit, rl_buffer_str(&walk->line));
}

/* The facts of one field that answer what is asked; won says whether only prizes that were won. */
static size_t explain_field(why_walk *walk, size_t asked_at, rl_field field, bool won, size_t lines) {
    const rl_film *film = walk->hit->film;
    const rl_asked *asked = &walk->plan->asked[asked_at];
    bool keyed = !asked->is_word && asked->key.length > 0;
    size_t end;
    for (size_t at = rl_film_first(film, field, &end); at < end && lines < WHY_PER_PART; at++) {
        const rl_fact *fact = &film->facts[at];
        if (fact->leads && (!won || fact->result == RL_RESULT_WON) &&
            (keyed ? walk->answered[at * walk->plan->asked_count + asked_at] : answers(walk->hit->owner->arena, fact, asked))) {
            add_fact_line(walk, fact);
            lines++;
        }
    }
    return lines;
}

/* What a question asks of the film. */
static void show_field(why_walk *walk, rl_field field) {
    size_t end, lines = 0;
    for (size_t at = rl_film_first(walk->hit->film, field, &end); at < end && lines < WHY_PER_PART; at++) {
        if (walk->hit->film->facts[at].leads) {
            add_fact_line(walk, &walk->hit->film->facts[at]);
            lines++;
        }
    }
}

/* Cheap: whether the first letters of a folded word may stand in a text at all. */
static bool may_hold(rl_str text, rl_str form) {
    enum { HEAD = 3 };
    size_t length = form.length < HEAD ? form.length : HEAD;
    bool ascii = true;
    for (size_t at = 0; at < text.length; at++) {
        size_t i = 0;
        while (i < length && at + i < text.length && (text.at[at + i] | 0x20) == form.at[i]) {
            i++;
        }
        if (i == length) {
            return true;
        }
        ascii = ascii && (text.at[at] & 0x80) == 0;
    }
    return !ascii;
}

/* "buscemi" is no whole name: whose name it is part of. */
static void explain_names(why_walk *walk) {
    enum { WORDS = 6, NAMES = 3 };
    const reel_hit *hit = walk->hit;
    const reel_hits *hits = hit->owner;
    for (size_t w = 0; w < hits->parsed.word_count && w < WORDS && !hits->sense.is_long; w++) {
        rl_str form = hits->parsed.words[w].form;
        size_t named = 0;
        if (!hits->sense.plain[w] || hits->sense.covered[w] || hits->sense.weights[w] < 1 || form.length == 0) {
            continue;
        }
        for (size_t i = 0; i < hit->film->fact_count && named < NAMES; i++) {
            const rl_fact *fact = &hit->film->facts[i];
            const rl_field_row *row = rl_field_row_of(fact->field);
            bool name = row != NULL && row->kind == RL_KIND_NAME && fact->leads;
            if (name && may_hold(fact->value, form) && has_word(hits->arena, fact->value, form)) {
                add_fact_line(walk, fact);
                named++;
            }
        }
    }
}

/* Whether the film is called what the query names: others are no answer to its question. */
static bool is_named(const why_walk *walk) {
    const rl_plan *plan = walk->plan;
    for (size_t a = 0; a < plan->asked_count; a++) {
        if (plan->asked[a].is_word || rl_field_row_of(plan->asked[a].field)->kind != RL_KIND_TITLE) {
            continue;
        }
        size_t end;
        for (size_t at = rl_film_first(walk->hit->film, plan->asked[a].field, &end); at < end; at++) {
            if (walk->answered[at * plan->asked_count + a]) {
                return true;
            }
        }
    }
    return false;
}

static bool has_word_anywhere(const why_walk *walk, rl_str word) {
    const rl_film *film = walk->hit->film;
    for (size_t i = 0; i < film->fact_count; i++) {
        const rl_fact *fact = &film->facts[i];
        if (fact->leads && may_hold(fact->value, word) && has_word(walk->hit->owner->arena, fact->value, word)) {
            return true;
        }
    }
    return false;
}

/* Alike by its words alone: which they are. */
static void explain_shared(why_walk *walk) {
    enum { WORDS = 6 };
    size_t named = 0;
    rl_buffer_clear(&walk->line);
    for (size_t i = 0; i < walk->plan->shared_count && named < WORDS; i++) {
        if (has_word_anywhere(walk, walk->plan->shared[i])) {
            rl_buffer_add_text(&walk->line, named++ == 0 ? "words: " : ", ");
            rl_buffer_add_str(&walk->line, walk->plan->shared[i]);
        }
    }
    if (named > 0) {
        rl_hit_add_why(walk->hit, rl_buffer_str(&walk->line));
    }
}

/* A festival's edition is answered by what was won there, before that the film was there at all. */
void rl_hit_explain_why(reel_hit *hit) {
    const rl_plan *plan = &hit->owner->plan;
    why_walk walk = {.hit = hit, .plan = plan, .line = RL_BUFFER_FOR(hit->owner->arena)};
    find_answers(&walk);
    if (walk.answered != NULL && plan->wanted != RL_FIELD_NONE && is_named(&walk)) {
        show_field(&walk, plan->wanted);
    }
    for (size_t a = 0; walk.answered != NULL && a < plan->asked_count; a++) {
        const rl_asked *asked = &plan->asked[a];
        size_t lines = 0;
        if (asked->field == RL_FIELD_FESTIVAL && asked->key.length > 0) {
            lines = explain_field(&walk, a, RL_FIELD_AWARD, true, lines);
        }
        if (lines < WHY_PER_PART) {
            (void)explain_field(&walk, a, asked->field, false, lines);
        }
    }
    explain_names(&walk);
    if (walk.hit->why_count == 0) {
        explain_shared(&walk);
    }
    rl_buffer_done(&walk.line);
}
