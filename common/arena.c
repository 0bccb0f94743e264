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
    bool is_local; /* it and its first block are not of the heap */
};

enum { FIRST_BLOCK_BYTES = 16 << 10, LARGEST_BLOCK_BYTES = 1 << 20 };

rl_arena *rl_arena_new(void) { return calloc(1, sizeof(rl_arena)); }

rl_arena *rl_arena_in(rl_arena_local *local) {
    enum { ALIGNMENT = _Alignof(max_align_t), HEAD_BYTES = (sizeof(rl_arena) + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT };
    rl_arena *arena = (rl_arena *)(void *)local->bytes;
    arena_block *block = (arena_block *)(void *)(local->bytes + HEAD_BYTES);
    *arena = (rl_arena){.blocks = block, .is_local = true};
    block->next = NULL;
    block->size = sizeof local->bytes - HEAD_BYTES - offsetof(arena_block, bytes);
    block->used = 0;
    return arena;
}

/* Frees blocks up to the oldest of a local arena, which is its own and given back. */
static arena_block *free_blocks(const rl_arena *arena, arena_block *block) {
    while (block != NULL && !(arena->is_local && block->next == NULL)) {
        arena_block *next = block->next;
        free(block);
        block = next;
    }
    return block;
}

void rl_arena_free(rl_arena *arena) {
    if (arena != NULL) {
        (void)free_blocks(arena, arena->blocks);
        if (!arena->is_local) {
            free(arena);
        }
    }
}

void rl_arena_clear(rl_arena *arena) {
    arena_block *kept = arena->is_local ? free_blocks(arena, arena->blocks) : arena->blocks;
    if (kept != NULL) {
        (void)free_blocks(arena, kept->next);
        kept->next = NULL;
        kept->used = 0;
    }
    arena->blocks = kept;
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

void *rl_arena_room(rl_arena *arena, size_t size) {
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
    void *pointer = rl_arena_room(arena, size);
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
    unsigned char *array = size != 0 && grown > SIZE_MAX / size ? NULL : rl_arena_room(arena, grown * size);
    if (array == NULL) {
        arena->failed = true;
        return NULL;
    }
    if (*capacity > 0) {
        memcpy(array, old, *capacity * size);
    }
    memset(array + *capacity * size, 0, (grown - *capacity) * size);
    *capacity = grown;
    return array;
}

char *rl_arena_copy(rl_arena *arena, const void *bytes, size_t length) {
    char *copy = length == SIZE_MAX ? NULL : rl_arena_room(arena, length + 1);
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
