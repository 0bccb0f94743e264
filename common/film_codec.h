/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_codec: the stored form of a film: version, id, sources, facts; strings that repeat within
 * a group are stored once. Decoding checks every length and number: a damaged record is CORRUPT.
 */
#ifndef REEL_COMMON_FILM_CODEC_H
#define REEL_COMMON_FILM_CODEC_H

#include "common/film.h"
#include "common/status.h"

#define RL_FILM_CODEC_VERSION 3

reel_status rl_film_encode(const rl_film *film, rl_buffer *out, reel_error *error);
/* Strings of *out_film point into bytes, which must outlive it; arrays and keys of records are in the arena. */
reel_status rl_film_decode(rl_arena *arena, rl_str bytes, rl_film *out_film, reel_error *error);

#endif
