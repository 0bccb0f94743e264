/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_values: readers of the values of a film record. Each reads one element of a key's value, and gives
 * false when its type or content is wrong.
 */
#ifndef REEL_INDEXER_RECORD_VALUES_H
#define REEL_INDEXER_RECORD_VALUES_H

#include <jansson.h>

#include "indexer/facts.h"

typedef struct rl_record_state {
    rl_facts *facts;
    const char *key; /* being read */
    uint32_t line;
    unsigned notes;
    bool lists_characters; /* it says itself which characters there are */
} rl_record_state;

bool rl_record_read_plain(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_title(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_name(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_label(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_coloration(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_year(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_runtime(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_money(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_rating(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_release(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_id(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_identifier(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_kind(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_reference(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_generic(rl_record_state *record, rl_field field, const json_t *value);
bool rl_record_read_award(rl_record_state *record, rl_field field, const json_t *value);

#endif
