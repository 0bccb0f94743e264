/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_script: one sign of a script that is indexed by pairs: the pairs that hold it, wherever it stands in them.
 */
#include "common/utf8.h"
#include "searcher/compile_words.h"

enum { SCAN_PAIRS = 60000 }; /* terms looked at */

typedef struct pair_walk {
    rl_arena *arena;
    rl_str sign;
    rl_str items[RL_SIGN_PAIRS];
    size_t count;
    uint32_t seen;
} pair_walk;

bool rl_compile_is_sign(rl_str form) {
    enum { FIRST_SIGN = 0x2e80 }; /* from here on scripts are written without spaces */
    size_t offset = 0;
    return form.length >= 3 && rl_utf8_next(form, &offset) >= FIRST_SIGN && offset == form.length;
}

static bool note_pair(void *user, rl_str term, uint32_t films) {
    pair_walk *walk = user;
    (void)films;
    if (term.length > walk->sign.length && rl_str_find(term, walk->sign) != SIZE_MAX) {
        walk->items[walk->count++] = rl_str_copy(walk->arena, term);
    }
    return ++walk->seen < SCAN_PAIRS && walk->count < RL_SIGN_PAIRS;
}

const rl_query *rl_compile_sign(rl_compile_walk *walk, uint32_t word) {
    static const char *const leads[] = {"\xe3", "\xe4", "\xe5", "\xe6", "\xe7", "\xe8", "\xe9", "\xea", "\xeb", "\xec", "\xed"};
    pair_walk found = {.arena = walk->context->arena, .sign = walk->context->parsed->words[word].form};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0] && walk->status == REEL_OK && found.count < RL_SIGN_PAIRS; i++) {
        walk->status = rl_store_terms_each(walk->context->store, rl_str_of(leads[i]), RL_STR_EMPTY, note_pair, &found, walk->error);
    }
    rl_query_list any = {NULL, 0, 0};
    uint32_t films = 0, most = 0;
    for (size_t i = 0; i < found.count; i++) {
        rl_build_push(found.arena, &any, rl_compile_leaf(walk, found.items[i], RL_FIELD_NONE, found.sign, word, &films));
        most = films > most ? films : most;
    }
    walk->plan->films[word] = most;
    walk->plan->unknown[word] = any.count == 0;
    return rl_build_list(found.arena, RL_QUERY_OR, &any);
}
