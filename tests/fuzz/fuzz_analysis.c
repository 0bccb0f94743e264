/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_analysis: any bytes, repaired to UTF-8, through the analyser, its keys and slugs.
 */
#include "common/analysis.h"
#include "common/limits.h"
#include "common/utf8.h"
#include "tests/fuzz/fuzz.h"

static void check_tokens(rl_arena *arena, rl_str text, unsigned flags) {
    rl_tokens tokens;
    reel_error error;
    FUZZ_CHECK(rl_analysis_tokens(arena, text, flags, &tokens, &error) == REEL_OK);
    uint32_t position = 0;
    for (size_t i = 0; i < tokens.count; i++) {
        const rl_token *token = &tokens.items[i];
        FUZZ_CHECK(token->start < token->end && token->end <= text.length);
        FUZZ_CHECK(token->form.length > 0 && token->form.length <= RL_MAX_WORD_BYTES);
        FUZZ_CHECK(token->position >= position && token->position >= 1 && token->position <= tokens.positions);
        FUZZ_CHECK(rl_utf8_valid(token->form));
        /* a highlight may not cut a letter in two */
        FUZZ_CHECK(((unsigned char)text.at[token->start] & 0xc0) != 0x80);
        FUZZ_CHECK(token->end == text.length || ((unsigned char)text.at[token->end] & 0xc0) != 0x80);
        position = token->position;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    rl_arena *arena = rl_arena_new();
    rl_buffer repaired = RL_BUFFER_INIT;
    (void)rl_utf8_repair((rl_str){(const char *)data, size}, &repaired);
    rl_str text = rl_buffer_str(&repaired);
    FUZZ_CHECK(rl_utf8_valid(text));
    check_tokens(arena, text, 0);
    check_tokens(arena, text, RL_ANALYSIS_TITLE);
    rl_buffer key = RL_BUFFER_INIT, slug = RL_BUFFER_INIT;
    rl_analysis_key(RL_KEY_NAME, text, &key);
    FUZZ_CHECK(rl_utf8_valid(rl_buffer_str(&key)));
    rl_buffer_clear(&key);
    rl_analysis_key(RL_KEY_TITLE, text, &key);
    rl_analysis_slug(text, (int)(size % 3000), &slug);
    for (size_t i = 0; i < slug.length; i++) {
        FUZZ_CHECK((slug.at[i] >= 'a' && slug.at[i] <= 'z') || (slug.at[i] >= '0' && slug.at[i] <= '9') || slug.at[i] == '-');
    }
    text = text.length == 0 ? RL_STR("") : text;
    rl_str half = {text.at, rl_utf8_floor(text, text.length / 2)};
    rl_str rest = {text.at + half.length, text.length - half.length};
    if (text.length <= 256) {
        FUZZ_CHECK(rl_analysis_distance(half, rest, 2) == rl_analysis_distance(rest, half, 2));
        FUZZ_CHECK(rl_analysis_distance(text, text, 2) == 0);
    }
    rl_buffer_done(&key);
    rl_buffer_done(&slug);
    rl_buffer_done(&repaired);
    rl_arena_free(arena);
    return 0;
}
