/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * text_check: whether words stand side by side in a film, or in one field of it. The index has no positions: the
 * stored film is read and analysed as it was when it was indexed, for the few films that have all the words.
 */
#ifndef REEL_SEARCHER_TEXT_CHECK_H
#define REEL_SEARCHER_TEXT_CHECK_H

#include "common/field.h"
#include "common/status.h"

typedef struct rl_text_check {
    rl_field field;      /* RL_FIELD_NONE: any whose words are indexed */
    const rl_str *forms; /* folded */
    size_t form_count;
    bool in_order;       /* all, each behind the one before; else any one */
    rl_arena *scratch;   /* cleared for every film */
    uint32_t *films_left; /* that may still be read, shared by all checks of a query; further ones count as having the words */
    reel_status status;  /* the first failure, of memory or of a damaged record */
    reel_error error;
} rl_text_check;

/* Whether the film in data, as stored, has the words; an rl_check's keep, user being the rl_text_check. */
bool rl_text_check_keep(void *user, rl_str data);

#endif
