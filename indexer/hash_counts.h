/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hash_counts: how often each of many 64-bit hashes was met; a set where only that matters. A zeroed struct is empty.
 */
#ifndef REEL_INDEXER_HASH_COUNTS_H
#define REEL_INDEXER_HASH_COUNTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct rl_hash_count {
    uint64_t hash; /* 0: an empty slot */
    uint32_t count;
} rl_hash_count;

typedef struct rl_hash_counts {
    rl_hash_count *slots;
    size_t size, used; /* size is a power of two */
} rl_hash_counts;

void rl_hash_counts_done(rl_hash_counts *counts);
void rl_hash_counts_clear(rl_hash_counts *counts); /* keeps the memory */
/* Counts a hash, which is not 0. *out_count is how often it was met, this time included: 1 when it is new. False when
 * memory ran out. */
bool rl_hash_counts_add(rl_hash_counts *counts, uint64_t hash, uint32_t *out_count);
uint32_t rl_hash_counts_of(const rl_hash_counts *counts, uint64_t hash);

#endif
