/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text_check: see text_check.h.
 */
#include "searcher/text_check.h"

#include "common/analysis.h"
#include "common/film_codec.h"
#include "common/schema.h"

typedef struct reading {
    rl_text_check *check;
    unsigned flags;
    bool found;
} reading;

static bool has_at(const rl_tokens *tokens, size_t *at, uint32_t position, rl_str form) {
    while (*at < tokens->count && tokens->items[*at].position < position) {
        (*at)++;
    }
    for (size_t i = *at; i < tokens->count && tokens->items[i].position == position; i++) {
        if (rl_str_equal(tokens->items[i].form, form)) {
            return true;
        }
    }
    return false;
}

static bool follows(const rl_text_check *check, const rl_tokens *tokens, size_t first) {
    uint32_t position = tokens->items[first].position;
    for (size_t word = 1, at = first; word < check->form_count; word++) {
        if (!has_at(tokens, &at, position + (uint32_t)word, check->forms[word])) {
            return false;
        }
    }
    return true;
}

static void look_into(void *user, rl_str text) {
    reading *read = user;
    rl_text_check *check = read->check;
    rl_tokens tokens;
    if (read->found || check->status != REEL_OK) {
        return;
    }
    check->status = rl_analysis_tokens(check->scratch, text, read->flags, &tokens, &check->error);
    for (size_t i = 0; check->status == REEL_OK && i < tokens.count && !read->found; i++) {
        read->found = check->in_order ? rl_str_equal(tokens.items[i].form, check->forms[0]) && follows(check, &tokens, i)
                                      : rl_str_is_among(tokens.items[i].form, check->forms, check->form_count);
    }
}

bool rl_text_check_keep(void *user, rl_str data) {
    rl_text_check *check = user;
    rl_film film;
    reading read = {.check = check};
    rl_buffer scratch = RL_BUFFER_INIT;
    if (*check->films_left == 0) {
        return true;
    }
    --*check->films_left;
    rl_arena_clear(check->scratch);
    if (check->status == REEL_OK) {
        check->status = rl_film_decode(check->scratch, data, &film, &check->error);
    }
    for (size_t i = 0; check->status == REEL_OK && i < film.fact_count && !read.found; i++) {
        const rl_fact *fact = &film.facts[i];
        const rl_field_row *row = rl_field_row_of(fact->field);
        bool asked = check->field == RL_FIELD_NONE ? (row->flags & RL_FIELD_WORDS) != 0 : fact->field == check->field;
        if (fact->leads && asked) {
            read.flags = row->kind == RL_KIND_TITLE ? RL_ANALYSIS_TITLE : 0;
            rl_schema_texts_each(fact, &scratch, look_into, &read);
        }
    }
    rl_buffer_done(&scratch);
    return read.found;
}
