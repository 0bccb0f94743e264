/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_places: the lines on which the records of a file stand now, kept as metadata apart from the films. Sorted by
 * content and cut into buckets, so that one look reads a small part, however large the file.
 */
#ifndef REEL_COMMON_RECORD_PLACES_H
#define REEL_COMMON_RECORD_PLACES_H

#include "common/film.h"
#include "common/store.h"

/* A record that feeds a film. */
typedef struct rl_record_place {
    uint64_t hash;
    uint32_t line; /* from 1 */
} rl_record_place;

/* By hash, then line: the n-th of equal lines is the n-th from the top of the file. */
void rl_record_places_sort(rl_record_place *places, size_t count);
/* How many have the hash; *out_first is the first of them. */
size_t rl_record_places_find(const rl_record_place *places, size_t count, uint64_t hash, size_t *out_first);

/* Sorted places of a file, instead of what was there; none drops them. */
reel_status rl_record_places_put(rl_writer *writer, rl_str file, const rl_record_place *places, size_t count,
                                 reel_error *error);
/* All of them, in the arena. CORRUPT when there are not count of them in order. */
reel_status rl_record_places_load(rl_arena *arena, rl_store *store, rl_str file, size_t count, rl_record_place **out_places,
                                  reel_error *error);
/* Makes the paths of a decoded film's records exact: "films.jsonl" becomes "films.jsonl:12874", in the arena. */
reel_status rl_record_places_show(rl_arena *arena, rl_store *store, rl_docid docid, rl_film *film, reel_error *error);

#endif
