/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * utf8: validation and code points. The policy for invalid bytes is one: each maximal invalid
 * part is read as U+FFFD, counted and reported, never an error.
 */
#ifndef REEL_COMMON_UTF8_H
#define REEL_COMMON_UTF8_H

#include "common/bytes.h"

bool rl_utf8_valid(rl_str text);
/* Appends text to out with invalid parts replaced and NUL bytes turned into blanks; returns how many were replaced. */
size_t rl_utf8_repair(rl_str text, rl_buffer *out);
/* The code point at text.at[*offset], and *offset moved behind it; text must be valid and *offset < length. */
uint32_t rl_utf8_next(rl_str text, size_t *offset);
/* Appends one code point. */
void rl_utf8_add(rl_buffer *out, uint32_t code_point);
/* The largest boundary of a code point that is <= offset (clamped to the length). */
size_t rl_utf8_floor(rl_str text, size_t offset);
/* Code points of a valid text. */
size_t rl_utf8_length(rl_str text);

#endif
