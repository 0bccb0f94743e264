/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/record_key.h"

static void test_record_key__what_is_rendered_is_parsed(void **state) {
    (void)state;
    const rl_record_key keys[] = {
        {RL_STR("films.jsonl"), 1},       {RL_STR("../a:b/films.jsonl"), UINT64_MAX}, {RL_STR(""), 0x0123456789abcdef},
        {RL_STR("x:0123456789abcdef"), 42},
    };
    const char *const texts[] = {"films.jsonl:0000000000000001", "../a:b/films.jsonl:ffffffffffffffff", ":0123456789abcdef",
                                 "x:0123456789abcdef:000000000000002a"};
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        rl_record_key parsed;
        rl_str text = rl_record_key_render(arena, keys[i]);
        assert_true(rl_str_is(text, texts[i]));
        assert_true(rl_record_key_parse(text, &parsed));
        assert_true(rl_str_equal(parsed.file, keys[i].file) && parsed.hash == keys[i].hash);
    }
    rl_arena_free(arena);
}

static void test_record_key__other_names_are_none(void **state) {
    (void)state;
    const char *const names[] = {"",
                                 "films.jsonl",
                                 "films.jsonl:12",
                                 "films.jsonl:0123456789ABCDEF",
                                 "films.jsonl:0123456789abcdeg",
                                 "films.jsonl:0123456789abcde",
                                 "films.jsonl0123456789abcdef",
                                 "films.jsonl:0123456789abcdef.",
                                 "films.jsonl:0123456789abcdef.2",
                                 ".2",
                                 "2"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        rl_record_key parsed;
        if (rl_record_key_parse(rl_str_of(names[i]), &parsed)) {
            fail_msg("%s", names[i]);
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_key__what_is_rendered_is_parsed),
        cmocka_unit_test(test_record_key__other_names_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
