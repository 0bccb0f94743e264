/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hash_counts: open addressing; the hashes are good ones, so their low bits are the place.
 */
#include "indexer/hash_counts.h"

#include <stdlib.h>
#include <string.h>

enum { FIRST_SIZE = 1024 };

static rl_hash_count *slot_of(const rl_hash_counts *counts, uint64_t hash) {
    size_t at = hash & (counts->size - 1);
    while (counts->slots[at].hash != 0 && counts->slots[at].hash != hash) {
        at = (at + 1) & (counts->size - 1);
    }
    return &counts->slots[at];
}

static bool grow(rl_hash_counts *counts) {
    rl_hash_counts grown = {.size = counts->size == 0 ? FIRST_SIZE : counts->size * 2, .used = counts->used};
    grown.slots = calloc(grown.size, sizeof *grown.slots);
    if (grown.slots == NULL) {
        return false;
    }
    for (size_t i = 0; i < counts->size; i++) {
        if (counts->slots[i].hash != 0) {
            *slot_of(&grown, counts->slots[i].hash) = counts->slots[i];
        }
    }
    free(counts->slots);
    *counts = grown;
    return true;
}

void rl_hash_counts_done(rl_hash_counts *counts) {
    free(counts->slots);
    *counts = (rl_hash_counts){0};
}

void rl_hash_counts_clear(rl_hash_counts *counts) {
    if (counts->size > 0) {
        memset(counts->slots, 0, counts->size * sizeof *counts->slots);
    }
    counts->used = 0;
}

bool rl_hash_counts_add(rl_hash_counts *counts, uint64_t hash, uint32_t *out_count) {
    if (counts->used * 2 >= counts->size && !grow(counts)) {
        return false;
    }
    rl_hash_count *slot = slot_of(counts, hash);
    counts->used += slot->hash == 0;
    slot->hash = hash;
    *out_count = ++slot->count;
    return true;
}

uint32_t rl_hash_counts_of(const rl_hash_counts *counts, uint64_t hash) {
    return counts->size == 0 ? 0 : slot_of(counts, hash)->count;
}
