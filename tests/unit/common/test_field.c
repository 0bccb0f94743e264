/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/field.h"

static void test_field__every_row_is_found_by_its_name_and_aliases(void **state) {
    (void)state;
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        assert_int_equal(rl_field_find(rl_str_of(row->name)), row->field);
        assert_ptr_equal(rl_field_row_of(row->field), row);
        rl_str rest = rl_str_of(row->aliases);
        rl_str alias;
        while (rl_str_split(&rest, RL_STR(" "), &alias)) {
            if (alias.length > 0) {
                assert_int_equal(rl_field_find(alias), row->field);
            }
        }
    }
}

static void test_field__unknown_names_are_none(void **state) {
    (void)state;
    assert_int_equal(rl_field_find(RL_STR("")), RL_FIELD_NONE);
    assert_int_equal(rl_field_find(RL_STR("titl")), RL_FIELD_NONE);
    assert_null(rl_field_row_of(RL_FIELD_NONE));
    assert_null(rl_field_row_of((rl_field)63));
    assert_null(rl_field_row_of((rl_field)1000));
}

static void test_field__a_position_tells_its_field(void **state) {
    (void)state;
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        assert_int_equal(rl_field_of_position(rl_field_position(row->field) + 1), row->field);
        assert_int_equal(rl_field_of_position(rl_field_position(row->field) + 65535), row->field);
    }
}

static void test_field__no_two_fields_share_a_prefix_or_an_alias(void **state) {
    (void)state;
    for (size_t i = 0; i < rl_field_count(); i++) {
        for (size_t j = 0; j < i; j++) {
            const char *a = rl_field_at(i)->prefix;
            if (a[0] != '\0') {
                assert_string_not_equal(a, rl_field_at(j)->prefix);
            }
        }
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_field__every_row_is_found_by_its_name_and_aliases),
        cmocka_unit_test(test_field__unknown_names_are_none),
        cmocka_unit_test(test_field__a_position_tells_its_field),
        cmocka_unit_test(test_field__no_two_fields_share_a_prefix_or_an_alias),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
