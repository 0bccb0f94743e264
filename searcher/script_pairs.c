/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * script_pairs: see script_pairs.h.
 */
#include "searcher/script_pairs.h"

#include "common/utf8.h"

enum { SCAN_TERMS = 60000 }; /* looked at for each lead byte */

typedef struct pair_walk {
    rl_arena *arena;
    rl_str sign;
    rl_script_pairs *out;
    uint32_t seen;
} pair_walk;

bool rl_script_pairs_is_sign(rl_str form) {
    enum { FIRST_SIGN = 0x2e80 }; /* from here on scripts are written without spaces */
    size_t offset = 0;
    return form.length >= 3 && rl_utf8_next(form, &offset) >= FIRST_SIGN && offset == form.length;
}

static bool note_pair(void *user, rl_str term, uint32_t films) {
    pair_walk *walk = user;
    (void)films;
    if (term.length > walk->sign.length && rl_str_find(term, walk->sign) != SIZE_MAX) {
        walk->out->items[walk->out->count++] = rl_str_copy(walk->arena, term);
    }
    return ++walk->seen < SCAN_TERMS && walk->out->count < RL_SIGN_PAIRS;
}

reel_status rl_script_pairs_find(rl_store *store, rl_arena *arena, rl_str sign, rl_script_pairs *out_pairs, reel_error *error) {
    static const char *const leads[] = {"\xe3", "\xe4", "\xe5", "\xe6", "\xe7", "\xe8", "\xe9", "\xea", "\xeb", "\xec", "\xed"};
    reel_status status = REEL_OK;
    out_pairs->count = 0;
    for (size_t i = 0; i < sizeof leads / sizeof leads[0] && status == REEL_OK && out_pairs->count < RL_SIGN_PAIRS; i++) {
        pair_walk walk = {arena, sign, out_pairs, 0};
        status = rl_store_terms_each(store, rl_str_of(leads[i]), RL_STR_EMPTY, note_pair, &walk, error);
    }
    return status;
}
