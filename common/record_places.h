/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_places: the lines on which the records of a file stand now, kept as metadata apart from the films. Sorted by
 * content and cut into buckets, so that one look reads a small part, however large the file.
 */
#ifndef REEL_COMMON_RECORD_PLACES_H
#define REEL_COMMON_RECORD_PLACES_H

#include "common/film.h"
#include "common/store.h"

/* A record that feeds a film. Equal lines of a file are one record: one place. */
typedef struct rl_record_place {
    uint64_t hash;
    uint32_t line; /* the first of them, from 1 */
} rl_record_place;

/* By hash. */
void rl_record_places_sort(rl_record_place *places, size_t count);
/* The one with the hash, among sorted ones; NULL where there is none. */
const rl_record_place *rl_record_places_find(const rl_record_place *places, size_t count, uint64_t hash);

/* Sorted places of a file, instead of what was there; none drops them. */
reel_status rl_record_places_put(rl_writer *writer, rl_str file, const rl_record_place *places, size_t count,
                                 reel_error *error);
/* The same for places that are not held: next is called count times. */
typedef reel_status (*rl_record_places_next)(void *user, rl_record_place *out_place, reel_error *error);
reel_status rl_record_places_put_each(rl_writer *writer, rl_str file, size_t count, rl_record_places_next next, void *user,
                                      reel_error *error);
/* All of them, in the arena. CORRUPT when there are not count of them in order. */
reel_status rl_record_places_load(rl_arena *arena, rl_store *store, rl_str file, size_t count, rl_record_place **out_places,
                                  reel_error *error);
/* Makes the paths of a decoded film's records exact: "films.jsonl" becomes "films.jsonl:12874", in the arena. */
reel_status rl_record_places_show(rl_arena *arena, rl_store *store, rl_docid docid, rl_film *film, reel_error *error);

#endif
