/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_values: which statements of a film's documents say the same value. Gives each its group;
 * how groups and their members are ordered is film_merge's.
 */
#ifndef REEL_INDEXER_FILM_VALUES_H
#define REEL_INDEXER_FILM_VALUES_H

#include "common/film.h"
#include "common/status.h"

typedef struct rl_statement {
    rl_fact fact;              /* with its source's number */
    rl_str key;                /* of its value: rl_fact_key; empty where its field states nothing else */
    size_t group;              /* equal for statements of one field and value */
    bool is_short;             /* says its value in fewer words than others of the group: the credit name alone */
    bool is_variant;           /* spells a name less fully, or more rarely, than others of the group */
    uint32_t spelling_sources; /* documents that write the value just so, in this group */
    uint32_t wide_bytes;       /* bytes of its letters beyond ASCII: how many accents it keeps */
} rl_statement;

/* Fills in all but fact. The groups do not depend on the order of the statements, their numbers do
 * not either. O(n log n). */
reel_status rl_values_group(rl_arena *arena, rl_statement *statements, size_t count, reel_error *error);

#endif
