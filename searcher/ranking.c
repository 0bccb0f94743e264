/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * ranking: see ranking.h.
 */
#include "searcher/ranking.h"

/* Pages differ in length a thousandfold, and a short page is no better for being short. */
static const rl_ranking ranking = {
    .weighting = {.k1 = 2.0, .b = 0.4, .min_length = 0.25, .binary = 1.0},
    .long_weighting = {.k1 = 1.2, .b = 0.4, .min_length = 0.25, .binary = 1.0},
    .stem = 0.5,
    .variant = 0.9,
    .stop = 0,
    .cue = 0.25,
    .covered = 0.6,
    .title_whole = 3.0,
    .title_part = 1.0,
    .lexical = 3.5,
    .every_part = 20.0,
    .article = 4.0,
    .apart = 0.2,
    .won = 0.5,
    .role_asked = 1.5,
    .role_other = 0.6,
    .year_near = 0.5,
    .decade = 0.8,
    .year_title = 0.5,
    .long_reading = 0.5,
    .prior = 1.5,
    .long_prior = 0.4,
    .title_exact_bonus = 2.0,
    .title_prefix_bonus = 1.0,
    .window = 60,
    .page = 100,
    .long_words = 12,
    .told_words = 4,
    .long_repeat = 0.5,
    .spoken = 0.6,
    .long_hedge = 0.0,
    .long_year = 0.5,
    .long_earlier = 0.5,
    .long_terms = 100,
    .drivers_parts = 4,
    .drivers = 2000,
    .long_drivers = 30000,
    .long_each = 500,
    .strict_parts = 8,
    .sure_parts = 2,
    .strict_words = 6,
};

const rl_ranking *rl_ranking_default(void) { return &ranking; }

double rl_ranking_value(const rl_ranking *numbers, rl_field field) {
    (void)numbers;
    const rl_field_row *row = rl_field_row_of(field);
    if (row == NULL) {
        return 0;
    }
    switch (row->kind) {
    case RL_KIND_TITLE:
        return field == RL_FIELD_TITLE ? 1.0 : 0.9;
    case RL_KIND_NAME:
        return field == RL_FIELD_CHARACTER ? 0.7 : 1.2;
    case RL_KIND_FESTIVAL:
    case RL_KIND_AWARD:
        return 2.0;
    case RL_KIND_YEAR:
        return 4.0;
    case RL_KIND_COMPANY:
    case RL_KIND_LABEL:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
        return 0.8;
    case RL_KIND_TEXT:
    case RL_KIND_NUMBER:
    case RL_KIND_MONEY:
    case RL_KIND_DATE:
    case RL_KIND_REFERENCE:
    case RL_KIND_IDENTIFIER:
        return 0.5;
    }
    return 0;
}
