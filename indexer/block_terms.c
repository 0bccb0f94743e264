/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * block_terms: see block_terms.h. What a key's first letter means is said in film_identity.c.
 */
#include "indexer/block_terms.h"

#include "common/schema.h"

typedef struct value_sink {
    rl_buffer *scratch;
    void (*term)(void *user, rl_str term);
    void *user;
} value_sink;

static void give_value(void *user, rl_field field, rl_str key) {
    value_sink *sink = user;
    rl_schema_value_term(field, key, sink->scratch);
    sink->term(sink->user, rl_buffer_str(sink->scratch));
}

void rl_block_terms_each(rl_str key, rl_buffer *scratch, void (*term)(void *user, rl_str term), void *user) {
    value_sink sink = {scratch, term, user};
    rl_str text = rl_str_slice(key, 1, key.length);
    char kind = key.length > 1 ? key.at[0] : '\0';
    if (kind == 't') {
        give_value(&sink, RL_FIELD_TITLE, text);
        give_value(&sink, RL_FIELD_AKA, text);
    } else if (kind == 'i') {
        rl_fact fact = {.field = RL_FIELD_IDENTIFIER, .value = text};
        if (!rl_schema_values_each(&fact, give_value, &sink)) {
            rl_buffer_fail(scratch);
        }
    } else if (kind == 's') {
        rl_schema_id_term(text, scratch);
        term(user, rl_buffer_str(scratch));
    }
    rl_schema_block_term(key, scratch);
    term(user, rl_buffer_str(scratch));
}
