/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_table: facts written as one line each, so that tests of readers are tables of texts:
 * "field=value|detail|person|number|result", empty parts at the end left out, facts joined by "; ".
 */
#ifndef REEL_TESTS_FACTS_TABLE_H
#define REEL_TESTS_FACTS_TABLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/facts.h"

static inline void facts_table_write(const rl_facts *facts, rl_buffer *out) {
    static const char *const results[] = {"", "shown", "nominated", "won"};
    rl_buffer_clear(out);
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        rl_buffer_add_text(out, i == 0 ? "" : "; ");
        rl_buffer_add_format(out, "%s=%.*s|%.*s|%.*s|", rl_field_name(fact->field), RL_STR_ARG(fact->value), RL_STR_ARG(fact->detail),
                             RL_STR_ARG(fact->person));
        if (fact->number != 0) {
            rl_buffer_add_format(out, "%lld", (long long)fact->number);
        }
        rl_buffer_add_format(out, "|%s", results[fact->result]);
        while (out->length > 0 && out->at[out->length - 1] == '|') {
            out->length--;
        }
    }
}

#endif
