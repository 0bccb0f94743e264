/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * arena: a list of blocks, the newest first; allocation moves a pointer.
 */
#include "common/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct arena_block {
    struct arena_block *next;
    size_t size;
    size_t used;
    _Alignas(max_align_t) unsigned char bytes[];
} arena_block;

struct rl_arena {
    arena_block *blocks;
    size_t used;
    bool failed;
};

enum { FIRST_BLOCK_BYTES = 16 << 10, LARGEST_BLOCK_BYTES = 1 << 20 };

rl_arena *rl_arena_new(void) { return calloc(1, sizeof(rl_arena)); }

static void free_blocks(arena_block *block) {
    while (block != NULL) {
        arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void rl_arena_free(rl_arena *arena) {
    if (arena != NULL) {
        free_blocks(arena->blocks);
        free(arena);
    }
}

void rl_arena_clear(rl_arena *arena) {
    arena_block *newest = arena->blocks;
    if (newest != NULL) {
        free_blocks(newest->next);
        newest->next = NULL;
        newest->used = 0;
    }
    arena->used = 0;
    arena->failed = false;
}

static arena_block *add_block(rl_arena *arena, size_t size) {
    size_t wanted = arena->blocks == NULL ? FIRST_BLOCK_BYTES : arena->blocks->size * 2;
    if (wanted > LARGEST_BLOCK_BYTES) {
        wanted = LARGEST_BLOCK_BYTES;
    }
    if (wanted < size) {
        wanted = size;
    }
    arena_block *block = wanted > SIZE_MAX - sizeof *block ? NULL : malloc(sizeof *block + wanted);
    if (block == NULL) {
        arena->failed = true;
        return NULL;
    }
    block->size = wanted;
    block->used = 0;
    block->next = arena->blocks;
    arena->blocks = block;
    return block;
}

/* Not zeroed, for copies. */
static void *take(rl_arena *arena, size_t size) {
    const size_t alignment = _Alignof(max_align_t);
    if (arena->failed || size > SIZE_MAX - alignment) {
        arena->failed = true;
        return NULL;
    }
    size_t rounded = (size + alignment - 1) & ~(alignment - 1);
    arena_block *block = arena->blocks;
    if (block == NULL || block->size - block->used < rounded) {
        block = add_block(arena, rounded);
        if (block == NULL) {
            return NULL;
        }
    }
    void *pointer = block->bytes + block->used;
    block->used += rounded;
    arena->used += rounded;
    return pointer;
}

void *rl_arena_alloc(rl_arena *arena, size_t size) {
    void *pointer = take(arena, size);
    return pointer == NULL ? NULL : memset(pointer, 0, size);
}

void *rl_arena_array(rl_arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    return rl_arena_alloc(arena, count * size);
}

void *rl_arena_grow(rl_arena *arena, void *old, size_t *capacity, size_t wanted, size_t size) {
    if (wanted <= *capacity) {
        return old;
    }
    size_t grown = *capacity < 8 ? 8 : *capacity;
    while (grown < wanted) {
        if (grown > SIZE_MAX / 2) {
            arena->failed = true;
            return NULL;
        }
        grown *= 2;
    }
    void *array = rl_arena_array(arena, grown, size);
    if (array == NULL) {
        return NULL;
    }
    if (*capacity > 0) {
        memcpy(array, old, *capacity * size);
    }
    *capacity = grown;
    return array;
}

char *rl_arena_copy(rl_arena *arena, const void *bytes, size_t length) {
    char *copy = length == SIZE_MAX ? NULL : take(arena, length + 1);
    if (copy != NULL) {
        if (length > 0) {
            memcpy(copy, bytes, length);
        }
        copy[length] = '\0';
    }
    return copy;
}

void rl_arena_fail(rl_arena *arena) { arena->failed = true; }
void rl_arena_forgive(rl_arena *arena) { arena->failed = false; }

bool rl_arena_failed(const rl_arena *arena) { return arena->failed; }
size_t rl_arena_used(const rl_arena *arena) { return arena->used; }
