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
        rl_buffer_add_format(out, "%s=%.*s|%.*s|%.*s|", rl_field_name(fact->field), RL_STR_ARG(fact->value),
                             RL_STR_ARG(fact->detail), RL_STR_ARG(fact->person));
        if (fact->number != 0) {
            rl_buffer_add_format(out, "%lld", (long long)fact->number);
        }
        rl_buffer_add_format(out, "|%s", results[fact->result]);
        while (out->length > 0 && out->at[out->length - 1] == '|') {
            out->length--;
        }
    }
}

typedef struct facts_row {
    const char *text;
    const char *facts;
} facts_row;

typedef void (*facts_reader)(rl_facts *facts, rl_str text);

static inline void facts_table_check(facts_reader read, const facts_row *rows, size_t count) {
    rl_arena *arena = rl_arena_new();
    rl_buffer written = RL_BUFFER_INIT;
    for (size_t i = 0; i < count; i++) {
        rl_facts facts;
        rl_arena_clear(arena);
        rl_facts_init(&facts, arena);
        read(&facts, rl_str_of(rows[i].text));
        facts_table_write(&facts, &written);
        assert_int_equal(facts.status, REEL_OK);
        if (strcmp(rl_buffer_text(&written), rows[i].facts) != 0) {
            fail_msg("%s\n gives  %s\n wanted %s", rows[i].text, rl_buffer_text(&written), rows[i].facts);
        }
    }
    rl_buffer_done(&written);
    rl_arena_free(arena);
}

#define CHECK(read, rows) facts_table_check(read, rows, sizeof(rows) / sizeof(rows)[0])

#endif
