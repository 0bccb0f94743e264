/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_typed: see suggest_typed.h.
 */
#include "searcher/suggest_typed.h"

enum { MOST_POSITIONS = 64 }; /* of a value's words that are told apart */

reel_status rl_typed_read(rl_arena *arena, rl_str text, rl_typed *out, reel_error *error) {
    rl_tokens tokens;
    *out = (rl_typed){.count = 0};
    reel_status status = rl_analysis_tokens(arena, text, 0, &tokens, error);
    for (size_t i = 0; status == REEL_OK && i < tokens.count; i++) {
        const rl_token *token = &tokens.items[i];
        if (token->kind == RL_TOKEN_NGRAM || (token->kind == RL_TOKEN_WORD && out->count == RL_TYPED_WORDS)) {
            out->count = 0;
            return REEL_OK;
        }
        if (token->kind == RL_TOKEN_WORD) {
            out->words[out->count++] = token->form;
        }
    }
    return status;
}

static bool is_mark(char byte) {
    return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') || (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

/* Whether the word begins here, as far as bytes tell: marks inside words do not count, and what is not ASCII may be anything. */
static bool may_begin(rl_str text, size_t at, rl_str word) {
    for (size_t i = 0; i < word.length; at++) {
        if (at == text.length) {
            return false;
        }
        char byte = text.at[at] >= 'A' && text.at[at] <= 'Z' ? (char)(text.at[at] | 0x20) : text.at[at];
        if (((byte | word.at[i]) & 0x80) != 0) {
            return true;
        }
        if (is_mark(byte)) {
            continue;
        }
        if (byte != word.at[i++]) {
            return false;
        }
    }
    return true;
}

/* Cheap: most values of a film have nothing of what was typed. */
static bool may_have(rl_str text, rl_str word) {
    bool inside = false;
    for (size_t at = 0; at < text.length; at++) {
        bool begins = !inside;
        inside = text.at[at] != ' ' && !is_mark(text.at[at]);
        if ((text.at[at] & 0x80) != 0 || (begins && inside && may_begin(text, at, word))) {
            return true;
        }
    }
    return false;
}

/* The first unused place where the word stands. */
static uint64_t find_word(const rl_tokens *tokens, uint64_t used, rl_str word) {
    for (size_t i = 0; i < tokens->count; i++) {
        uint64_t place = tokens->items[i].position <= MOST_POSITIONS ? UINT64_C(1) << (tokens->items[i].position - 1) : 0;
        if ((place & ~used) != 0 && rl_str_equal(tokens->items[i].form, word)) {
            return place;
        }
    }
    return 0;
}

static rl_typed_match match_last(const rl_typed *typed, const rl_tokens *tokens, uint64_t used) {
    rl_str last = typed->words[typed->count - 1];
    rl_typed_match match = RL_TYPED_NOT;
    for (size_t i = 0; i < tokens->count && match != RL_TYPED_WHOLE; i++) {
        const rl_token *token = &tokens->items[i];
        bool fits = typed->spelling_count > 0 ? rl_str_is_among(token->form, typed->spellings, typed->spelling_count) : rl_str_starts(token->form, last);
        if (token->position <= MOST_POSITIONS && (used >> (token->position - 1) & 1) == 0 && fits) {
            match = token->form.length == last.length ? RL_TYPED_WHOLE : RL_TYPED_BEGUN;
        }
    }
    return match;
}

reel_status rl_typed_is_in(const rl_typed *typed, rl_arena *arena, rl_str value, unsigned flags, rl_typed_match *out_match,
                           reel_error *error) {
    *out_match = RL_TYPED_NOT;
    size_t sure = typed->spelling_count > 0 ? typed->count - 1 : typed->count;
    for (size_t i = 0; (flags & RL_ANALYSIS_TITLE) == 0 && i < sure; i++) {
        if (!may_have(value, typed->words[i])) {
            return REEL_OK;
        }
    }
    rl_tokens tokens;
    reel_status status = rl_analysis_tokens(arena, value, flags, &tokens, error);
    uint64_t used = 0;
    for (size_t i = 0; status == REEL_OK && i + 1 < typed->count; i++) {
        uint64_t place = find_word(&tokens, used, typed->words[i]);
        if (place == 0) {
            return REEL_OK;
        }
        used |= place;
    }
    if (status == REEL_OK) {
        *out_match = match_last(typed, &tokens, used);
    }
    return status;
}
