/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * notes: see notes.h.
 */
#include "searcher/notes.h"

#include <stdarg.h>
#include <stdio.h>

#include "common/utf8.h"

void rl_notes_add(rl_notes *notes, rl_arena *arena, const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return;
    }
    size_t used = (size_t)length < sizeof line ? (size_t)length : rl_utf8_floor((rl_str){line, sizeof line - 1}, sizeof line - 1);
    for (size_t i = 0; i < notes->count; i++) {
        if (rl_str_equal(rl_str_of(notes->items[i]), (rl_str){line, used})) {
            return;
        }
    }
    const char **items = rl_arena_grow(arena, notes->items, &notes->capacity, notes->count + 1, sizeof *items);
    char *copy = rl_arena_copy(arena, line, used);
    if (items == NULL || copy == NULL) {
        return;
    }
    notes->items = items;
    notes->items[notes->count++] = copy;
}
