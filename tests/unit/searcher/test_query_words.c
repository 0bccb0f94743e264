/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "searcher/query_words.h"

/* The tables are searched by halves: a row out of order would not be found. */
static void test_query_words__first_and_last_rows_are_found(void **state) {
    (void)state;
    assert_true(rl_query_word_asks(RL_STR("a")));
    assert_true(rl_query_word_asks(RL_STR("which")));
    assert_true(rl_query_word_asks(RL_STR("you")));
    assert_true(rl_query_word_hedges(RL_STR("absolutely")));
    assert_true(rl_query_word_hedges(RL_STR("yet")));
    assert_true(rl_query_word_denies(RL_STR("wasnt")));
    assert_int_equal(rl_query_word_role(RL_STR("act")), RL_FIELD_CAST);
    assert_int_equal(rl_query_word_role(RL_STR("directed")), RL_FIELD_DIRECTOR);
    assert_int_equal(rl_query_word_role(RL_STR("wrote")), RL_FIELD_WRITER);
    assert_int_equal(rl_query_word_decade(RL_STR("eighties")), 1980);
    assert_int_equal(rl_query_word_decade(RL_STR("twenties")), 1920);
    assert_int_equal(rl_query_word_number(RL_STR("two")), 2);
    assert_int_equal(rl_query_word_number(RL_STR("eight")), 8);
}

static void test_query_words__other_words_are_in_no_table(void **state) {
    (void)state;
    static const char *const words[] = {"gangster", "soup", "", "zebra", "0"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        rl_str form = rl_str_of(words[i]);
        assert_false(rl_query_word_asks(form) || rl_query_word_hedges(form) || rl_query_word_denies(form));
        assert_int_equal(rl_query_word_role(form), RL_FIELD_NONE);
        assert_int_equal(rl_query_word_decade(form), 0);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_query_words__first_and_last_rows_are_found),
        cmocka_unit_test(test_query_words__other_words_are_in_no_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
