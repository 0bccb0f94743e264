/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arena: memory of one document or one result set, freed at once. Owns its blocks.
 * A failure is sticky: every later allocation returns NULL and rl_arena_failed says so, so a
 * phase may check once at its end, as long as it never writes through NULL.
 */
#ifndef REEL_COMMON_ARENA_H
#define REEL_COMMON_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct rl_arena rl_arena;

/* NULL when memory ran out. */
rl_arena *rl_arena_new(void);
/* In a local variable, for a function that mostly needs little: takes from the heap only what does not fit. */
typedef union rl_arena_local {
    max_align_t alignment;
    unsigned char bytes[2048];
} rl_arena_local;
rl_arena *rl_arena_in(rl_arena_local *local);
void rl_arena_free(rl_arena *arena);
/* Forgets everything allocated but keeps one block for reuse: for a loop over documents. */
void rl_arena_clear(rl_arena *arena);
/* Zeroed, aligned for any type; NULL when memory ran out. size 0 gives a valid pointer. */
void *rl_arena_alloc(rl_arena *arena, size_t size);
/* The same, not zeroed: for what is written before it is read. */
void *rl_arena_room(rl_arena *arena, size_t size);
/* Zeroed count elements, with the product checked. */
void *rl_arena_array(rl_arena *arena, size_t count, size_t size);
/* Grows an array to at least wanted elements (doubling); *capacity is updated. The old array
 * stays allocated, as everything in an arena. Returns the new array or NULL, then nothing changed. */
void *rl_arena_grow(rl_arena *arena, void *old, size_t *capacity, size_t wanted, size_t size);
/* A NUL-terminated copy of length bytes. */
char *rl_arena_copy(rl_arena *arena, const void *bytes, size_t length);
bool rl_arena_failed(const rl_arena *arena);
/* Says that something which belongs with the arena's content could not be allocated elsewhere. */
void rl_arena_fail(rl_arena *arena);
/* After a failure that was told: another try may begin. What was handed out stays. */
void rl_arena_forgive(rl_arena *arena);
/* Bytes handed out since new or clear. */
size_t rl_arena_used(const rl_arena *arena);

#endif
