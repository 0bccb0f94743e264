/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/utf8.h"

#define BAD "\xef\xbf\xbd"

static const struct {
    const char *text;
    size_t replaced;
    const char *repaired;
} repairs[] = {
    {"", 0, ""},
    {"plain text, longer than eight bytes", 0, "plain text, longer than eight bytes"},
    {"L\xc3\xa9on", 0, "L\xc3\xa9on"},
    {"\xf0\x9f\x8e\xac", 0, "\xf0\x9f\x8e\xac"},
    {"Leon\xe9 Latin 1", 1, "Leon" BAD " Latin 1"},
    {"\xc0\xaf", 2, BAD BAD},                 /* overlong */
    {"\xe0\x80\xaf", 3, BAD BAD BAD},         /* overlong */
    {"\xf0\x80\x80\xaf", 4, BAD BAD BAD BAD}, /* overlong */
    {"\xed\xa0\x80", 3, BAD BAD BAD},         /* surrogate */
    {"\xf4\x90\x80\x80", 4, BAD BAD BAD BAD}, /* above U+10FFFF */
    {"\xf4\x8f\xbf\xbf", 0, "\xf4\x8f\xbf\xbf"},
    {"\xf5\xff\xfe", 3, BAD BAD BAD},
    {"a\xe2\x82", 1, "a" BAD}, /* cut: one maximal part */
    {"\xf0\x9f\x8e"
     "b",
     1, BAD "b"}, /* the letter after it survives */
    {"\xe1\x80\xe2\xf0\x91\x92\xf1\xbf"
     "A",
     4, BAD BAD BAD BAD "A"},
    {"\x80\xbf", 2, BAD BAD},
};

static void test_utf8__maximal_invalid_parts_are_replaced_and_counted(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof repairs / sizeof repairs[0]; i++) {
        rl_buffer out = RL_BUFFER_INIT;
        assert_int_equal(rl_utf8_repair(rl_str_of(repairs[i].text), &out), repairs[i].replaced);
        assert_string_equal(rl_buffer_text(&out), repairs[i].repaired);
        assert_int_equal(rl_utf8_valid(rl_str_of(repairs[i].text)), repairs[i].replaced == 0);
        assert_true(rl_utf8_valid(rl_buffer_str(&out)));
        rl_buffer_done(&out);
    }
}

static void test_utf8__nul_bytes_become_blanks(void **state) {
    (void)state;
    rl_buffer out = RL_BUFFER_INIT;
    assert_int_equal(rl_utf8_repair(RL_STR("long enough \0and\0"), &out), 0);
    assert_string_equal(rl_buffer_text(&out), "long enough  and ");
    assert_int_equal(out.length, 17);
    rl_buffer_done(&out);
}

static void test_utf8__every_code_point_survives_a_round_trip(void **state) {
    (void)state;
    rl_buffer out = RL_BUFFER_INIT;
    for (uint32_t code_point = 0; code_point <= 0x10ffff; code_point++) {
        if (code_point >= 0xd800 && code_point <= 0xdfff) {
            continue;
        }
        rl_buffer_clear(&out);
        rl_utf8_add(&out, code_point);
        size_t offset = 0;
        assert_true(rl_utf8_valid(rl_buffer_str(&out)));
        assert_int_equal(rl_utf8_next(rl_buffer_str(&out), &offset), code_point);
        assert_int_equal(offset, out.length);
    }
    rl_buffer_done(&out);
}

static void test_utf8__what_is_no_code_point_is_written_as_the_replacement(void **state) {
    (void)state;
    rl_buffer out = RL_BUFFER_INIT;
    rl_utf8_add(&out, 0xd800);
    rl_utf8_add(&out, 0x110000);
    assert_string_equal(rl_buffer_text(&out), BAD BAD);
    rl_buffer_done(&out);
}

static void test_utf8__floor_finds_the_boundary(void **state) {
    (void)state;
    const rl_str text = RL_STR("a\xc3\xa9\xe2\x82\xac!");
    const size_t floors[] = {0, 1, 1, 3, 3, 3, 6, 7, 7};
    for (size_t i = 0; i < sizeof floors / sizeof floors[0]; i++) {
        assert_int_equal(rl_utf8_floor(text, i), floors[i]);
    }
    assert_int_equal(rl_utf8_floor(text, SIZE_MAX), 7);
    assert_int_equal(rl_utf8_floor(RL_STR_EMPTY, 3), 0);
    assert_int_equal(rl_utf8_length(text), 4);
    assert_int_equal(rl_utf8_length(RL_STR_EMPTY), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_utf8__maximal_invalid_parts_are_replaced_and_counted),
        cmocka_unit_test(test_utf8__nul_bytes_become_blanks),
        cmocka_unit_test(test_utf8__every_code_point_survives_a_round_trip),
        cmocka_unit_test(test_utf8__what_is_no_code_point_is_written_as_the_replacement),
        cmocka_unit_test(test_utf8__floor_finds_the_boundary),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
