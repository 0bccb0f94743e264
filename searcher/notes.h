/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * notes: sentences for the person who asks, each once, in the order they came up.
 */
#ifndef REEL_SEARCHER_NOTES_H
#define REEL_SEARCHER_NOTES_H

#include "common/arena.h"

typedef struct rl_notes {
    const char **items;
    size_t count, capacity;
} rl_notes;

/* A note is cut at 255 bytes; nothing is added when memory runs out, and the arena says so. */
void rl_notes_add(rl_notes *notes, rl_arena *arena, const char *format, ...) __attribute__((format(printf, 3, 4)));

#endif
