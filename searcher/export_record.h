/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * export_record: a film as a film record, in the form film records are read in, so that indexing it again gives
 * the same film. What the plain keys cannot hold stands in objects, or under "further".
 */
#ifndef REEL_SEARCHER_EXPORT_RECORD_H
#define REEL_SEARCHER_EXPORT_RECORD_H

#include <jansson.h>

#include "common/film.h"

/* Belongs to the caller; NULL when memory ran out. */
json_t *rl_export_record(const rl_film *film);

#endif
