/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corpus_maker: a small corpus made from a seed, and random edits to it: pages, records, sidecars, notes and a
 * manual list about films that are easily mistaken for one another.
 */
#ifndef REEL_ENGINE_CORPUS_MAKER_H
#define REEL_ENGINE_CORPUS_MAKER_H

#include <stdint.h>

#include "tests/engine/scratch_folder.h"

typedef struct corpus_maker {
    uint64_t state; /* of the random numbers */
    char folder[SCRATCH_PATH];
    char last[256]; /* what the last edit did */
} corpus_maker;

void corpus_make(corpus_maker *maker, uint64_t seed, const char *folder, unsigned documents);
/* One random edit. */
void corpus_edit(corpus_maker *maker);
uint32_t corpus_random(corpus_maker *maker, uint32_t below);

#endif
