/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * extraction_fields: the fields that are scored, and the scoring of one page's facts.
 */
#ifndef REEL_TESTS_EXTRACTION_FIELDS_H
#define REEL_TESTS_EXTRACTION_FIELDS_H

#include <jansson.h>

#include "indexer/facts.h"

enum { EXTRACTION_FIELDS = 30 };

typedef struct extraction_tally {
    size_t gold, found, right, files;
    size_t read_gold, read_found, read_right; /* of names, as a reader takes them */
} extraction_tally;

const char *extraction_field_name(size_t field);
bool extraction_field_names_people(size_t field);
/* Compares a page's facts with its gold record and adds to the tally; closed: absent in the gold means that there is none. */
void extraction_score_field(rl_arena *arena, size_t field, bool closed, bool verbose, const json_t *record, rl_str page,
                            const rl_facts *facts, extraction_tally *out);

#endif
