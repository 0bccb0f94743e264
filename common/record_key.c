/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_key: see record_key.h.
 */
#include "common/record_key.h"

#include <inttypes.h>
#include <stdio.h>

enum { HASH_DIGITS = 16, TAIL_BYTES = 1 + HASH_DIGITS };

rl_str rl_record_key_render(rl_arena *arena, rl_record_key key) {
    char tail[TAIL_BYTES + 1];
    (void)snprintf(tail, sizeof tail, ":%016" PRIx64, key.hash);
    char *text = rl_arena_alloc(arena, key.file.length + TAIL_BYTES);
    if (text == NULL) {
        return RL_STR_EMPTY;
    }
    if (key.file.length > 0) {
        memcpy(text, key.file.at, key.file.length);
    }
    memcpy(text + key.file.length, tail, TAIL_BYTES);
    return (rl_str){text, key.file.length + TAIL_BYTES};
}

static int hex_value(char digit) {
    return digit >= '0' && digit <= '9' ? digit - '0' : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool rl_record_key_parse(rl_str text, rl_record_key *out_key) {
    *out_key = (rl_record_key){0};
    if (text.length < TAIL_BYTES || text.at[text.length - TAIL_BYTES] != ':') {
        return false;
    }
    for (size_t i = text.length - HASH_DIGITS; i < text.length; i++) {
        int value = hex_value(text.at[i]);
        if (value < 0) {
            return false;
        }
        out_key->hash = out_key->hash << 4 | (uint64_t)value;
    }
    out_key->file = rl_str_slice(text, 0, text.length - TAIL_BYTES);
    return true;
}
