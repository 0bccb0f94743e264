/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_key: see record_key.h.
 */
#include "common/record_key.h"

#include <inttypes.h>
#include <stdio.h>

enum { HASH_DIGITS = 16, NTH_DIGITS = 10 /* most */, TAIL_BYTES = 1 + HASH_DIGITS + 1 + NTH_DIGITS };

rl_str rl_record_key_render(rl_arena *arena, rl_record_key key) {
    char tail[TAIL_BYTES + 1];
    int length = key.nth == 1 ? snprintf(tail, sizeof tail, ":%016" PRIx64, key.hash)
                              : snprintf(tail, sizeof tail, ":%016" PRIx64 ".%" PRIu32, key.hash, key.nth);
    char *text = rl_arena_alloc(arena, key.file.length + (size_t)length);
    if (text == NULL) {
        return RL_STR_EMPTY;
    }
    if (key.file.length > 0) {
        memcpy(text, key.file.at, key.file.length);
    }
    memcpy(text + key.file.length, tail, (size_t)length);
    return (rl_str){text, key.file.length + (size_t)length};
}

static int hex_value(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

/* Cuts ".2" off the end. False where what stands there is no number as it would be written. */
static bool parse_nth(rl_str *text, uint32_t *out_nth) {
    size_t start = text->length;
    uint64_t nth = 0;
    while (start > 0 && text->length - start <= NTH_DIGITS && text->at[start - 1] >= '0' && text->at[start - 1] <= '9') {
        start--;
    }
    for (size_t i = start; i < text->length; i++) {
        nth = nth * 10 + (uint64_t)(text->at[i] - '0');
    }
    bool is_number = start < text->length && start > 0 && text->at[start - 1] == '.' && text->at[start] != '0';
    *out_nth = (uint32_t)nth;
    if (is_number) {
        text->length = start - 1;
    }
    return is_number && nth > 1 && nth <= UINT32_MAX;
}

bool rl_record_key_parse(rl_str text, rl_record_key *out_key) {
    *out_key = (rl_record_key){.nth = 1};
    rl_str rest = text;
    bool is_plain = text.length > HASH_DIGITS && text.at[text.length - HASH_DIGITS - 1] == ':';
    if (!is_plain && !parse_nth(&rest, &out_key->nth)) {
        return false;
    }
    if (rest.length <= HASH_DIGITS || rest.at[rest.length - HASH_DIGITS - 1] != ':') {
        return false;
    }
    for (size_t i = rest.length - HASH_DIGITS; i < rest.length; i++) {
        int value = hex_value(rest.at[i]);
        if (value < 0) {
            return false;
        }
        out_key->hash = out_key->hash << 4 | (uint64_t)value;
    }
    out_key->file = rl_str_slice(rest, 0, rest.length - HASH_DIGITS - 1);
    return true;
}
