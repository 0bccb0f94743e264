/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_key: how a record of a JSON Lines file is named inside an index: by its file and its content. Its line is kept
 * beside the films (record_places.h), so that lines may move without touching a film.
 */
#ifndef REEL_COMMON_RECORD_KEY_H
#define REEL_COMMON_RECORD_KEY_H

#include "common/bytes.h"

typedef struct rl_record_key {
    rl_str file;   /* key of its file */
    uint64_t hash; /* of its line: equal lines of a file are one record */
} rl_record_key;

/* "films.jsonl:0123456789abcdef". In the arena. */
rl_str rl_record_key_render(rl_arena *arena, rl_record_key key);
/* False where the text is none, or not spelled as above. */
bool rl_record_key_parse(rl_str text, rl_record_key *out_key);

#endif
