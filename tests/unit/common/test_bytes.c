/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"

#define S(literal) {(literal), sizeof(literal) - 1}

static void test_bytes__order_is_of_bytes_then_length(void **state) {
    (void)state;
    const rl_str ascending[] = {{NULL, 0}, S("\0"), S("\0\0"), S("A"), S("a"), S("a\0"), S("aa"), S("b"), S("\xc3"), S("\xff")};
    size_t count = sizeof ascending / sizeof ascending[0];
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int order = rl_str_compare(ascending[i], ascending[j]);
            assert_int_equal((order > 0) - (order < 0), (i > j) - (i < j));
            assert_int_equal(rl_str_equal(ascending[i], ascending[j]), i == j);
        }
    }
    assert_true(rl_str_is(RL_STR("abc"), "abc"));
    assert_false(rl_str_is(RL_STR("abc"), "ab"));
    assert_true(rl_str_is(rl_str_of(NULL), ""));
}

static void test_bytes__case_is_ignored_for_ascii_letters_only(void **state) {
    (void)state;
    assert_true(rl_str_equal_nocase(RL_STR("DirecTOR"), RL_STR("dIRECtor")));
    assert_false(rl_str_equal_nocase(RL_STR("[a"), RL_STR("{a")));
    assert_false(rl_str_equal_nocase(RL_STR("\xc3\x89"), RL_STR("\xc3\xa9")));
    assert_true(rl_str_starts_nocase(RL_STR("Year: 1950"), RL_STR("YEAR")));
    assert_int_equal(rl_str_find_nocase(RL_STR("a Big film"), RL_STR("bIG")), 2);
    assert_int_equal(rl_str_find_nocase(RL_STR("ab"), RL_STR("abc")), SIZE_MAX);
}

static void test_bytes__starts_ends_and_slices_stay_inside(void **state) {
    (void)state;
    rl_str text = RL_STR("abcdef");
    assert_true(rl_str_starts(text, RL_STR("abc")) && rl_str_starts(text, RL_STR_EMPTY));
    assert_false(rl_str_starts(text, RL_STR("abcdefg")) || rl_str_starts(text, RL_STR("b")));
    assert_true(rl_str_ends(text, RL_STR("def")) && rl_str_ends(text, RL_STR_EMPTY));
    assert_false(rl_str_ends(text, RL_STR("xabcdef")) || rl_str_ends(RL_STR_EMPTY, RL_STR("a")));
    assert_true(rl_str_is(rl_str_slice(text, 1, 3), "bc"));
    assert_true(rl_str_is(rl_str_slice(text, 4, 99), "ef"));
    assert_int_equal(rl_str_slice(text, 6, 9).length, 0);
    assert_int_equal(rl_str_slice(text, 3, 2).length, 0);
}

static void test_bytes__trim_takes_blanks_and_no_break_spaces(void **state) {
    (void)state;
    const struct {
        const char *text, *trimmed;
    } cases[] = {
        {"", ""}, {" ", ""}, {" \t\r\n\v\f", ""}, {"\xc2\xa0", ""}, {" \xc2\xa0 a b \xc2\xa0\xc2\xa0", "a b"},
        {"a", "a"}, {"\xc2", "\xc2"}, {"a\xa0", "a\xa0"}, {"\xc2\xa0\xc2", "\xc2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(rl_str_is(rl_str_trim(rl_str_of(cases[i].text)), cases[i].trimmed));
    }
}

static void test_bytes__decimal_writes_every_digit(void **state) {
    (void)state;
    rl_buffer out = RL_BUFFER_INIT;
    rl_buffer_add_decimal(&out, 0);
    rl_buffer_add_byte(&out, ' ');
    rl_buffer_add_decimal(&out, 1992);
    rl_buffer_add_byte(&out, ' ');
    rl_buffer_add_decimal(&out, UINT64_MAX);
    assert_true(rl_str_is(rl_buffer_str(&out), "0 1992 18446744073709551615"));
    rl_buffer_done(&out);
}

static void test_bytes__find_gives_the_first_place(void **state) {
    (void)state;
    const struct {
        rl_str hay, needle;
        size_t place;
    } cases[] = {
        {S("banana"), S("ana"), 1}, {S("banana"), S("nan"), 2},      {S("banana"), S("x"), SIZE_MAX}, {S("banana"), S(""), 0},
        {S(""), S("a"), SIZE_MAX},  {{NULL, 0}, {NULL, 0}, 0},       {S("aab"), S("ab"), 1},          {S("ab"), S("abc"), SIZE_MAX},
        {S("a\0b"), S("\0b"), 1},   {S("aaaaab"), S("aab"), 3},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_true(rl_str_find(cases[i].hay, cases[i].needle) == cases[i].place);
    }
}

static void test_bytes__split_gives_every_part_once(void **state) {
    (void)state;
    const struct {
        const char *text, *separator, *joined;
    } cases[] = {
        {"a,b,c", ",", "a|b|c|"}, {"", ",", "|"}, {",", ",", "||"}, {"a--b-", "--", "a|b-|"}, {"abc", "", "abc|"}, {"a,,b", ",", "a||b|"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer joined = RL_BUFFER_INIT;
        rl_str rest = rl_str_of(cases[i].text);
        rl_str part;
        while (rl_str_split(&rest, rl_str_of(cases[i].separator), &part)) {
            rl_buffer_add_str(&joined, part);
            rl_buffer_add_byte(&joined, '|');
        }
        assert_string_equal(rl_buffer_text(&joined), cases[i].joined);
        rl_buffer_done(&joined);
    }
}

static void test_bytes__a_copy_outlives_its_source(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    char source[] = "text";
    rl_str copy = rl_str_copy(arena, (rl_str){source, 4});
    source[0] = 'n';
    assert_string_equal(copy.at, "text");
    assert_int_equal(rl_str_copy(arena, RL_STR_EMPTY).length, 0);
    assert_null(rl_arena_alloc(arena, SIZE_MAX));
    assert_int_equal(rl_str_copy(arena, RL_STR("x")).length, 0);
    rl_arena_free(arena);
}

static void test_bytes__a_buffer_grows_and_keeps_its_bytes(void **state) {
    (void)state;
    rl_buffer buffer = RL_BUFFER_INIT;
    assert_string_equal(rl_buffer_text(&buffer), "");
    for (int i = 0; i < 5000; i++) {
        rl_buffer_add_format(&buffer, "%d,", i % 10);
    }
    assert_int_equal(buffer.length, 10000);
    assert_memory_equal(buffer.at + 9990, "5,6,7,8,9,", 10);
    size_t capacity = buffer.capacity;
    rl_buffer_clear(&buffer);
    assert_int_equal(buffer.length, 0);
    assert_int_equal(buffer.capacity, capacity);
    rl_buffer_add(&buffer, "a\0b", 3);
    rl_buffer_add_text(&buffer, "c");
    assert_true(rl_str_equal(rl_buffer_str(&buffer), RL_STR("a\0bc")));
    rl_buffer_done(&buffer);
    assert_null(buffer.at);
    rl_buffer_done(&buffer);
}

static void test_bytes__a_failed_buffer_stays_failed_and_safe(void **state) {
    (void)state;
    rl_buffer buffer = RL_BUFFER_INIT;
    rl_buffer_add_text(&buffer, "kept");
    assert_false(rl_buffer_reserve(&buffer, SIZE_MAX));
    assert_true(buffer.failed);
    rl_buffer_add_text(&buffer, "more");
    rl_buffer_add_byte(&buffer, 'x');
    rl_buffer_add_uint(&buffer, 7);
    rl_buffer_add_format(&buffer, "%d", 1);
    assert_int_equal(rl_buffer_str(&buffer).length, 0);
    assert_string_equal(rl_buffer_text(&buffer), "");
    rl_buffer_done(&buffer);
    assert_false(buffer.failed);
}

static const uint64_t uints[] = {0, 1, 127, 128, 255, 16383, 16384, UINT32_MAX, (uint64_t)1 << 63, UINT64_MAX - 1, UINT64_MAX};
static const int64_t ints[] = {0, -1, 1, -64, 64, INT32_MIN, INT32_MAX, INT64_MIN, INT64_MIN + 1, INT64_MAX};

static void test_bytes__what_is_written_is_read_back(void **state) {
    (void)state;
    rl_buffer buffer = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof uints / sizeof uints[0]; i++) {
        rl_buffer_add_uint(&buffer, uints[i]);
        rl_buffer_add_string(&buffer, rl_str_slice(RL_STR("some\0bytes"), 0, i));
    }
    for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++) {
        rl_buffer_add_int(&buffer, ints[i]);
    }
    rl_reader reader = rl_reader_of(rl_buffer_str(&buffer));
    for (size_t i = 0; i < sizeof uints / sizeof uints[0]; i++) {
        assert_false(rl_reader_at_end(&reader));
        assert_true(rl_reader_uint(&reader) == uints[i]);
        assert_true(rl_str_equal(rl_reader_string(&reader), rl_str_slice(RL_STR("some\0bytes"), 0, i)));
    }
    for (size_t i = 0; i < sizeof ints / sizeof ints[0]; i++) {
        assert_true(rl_reader_int(&reader) == ints[i]);
    }
    assert_true(rl_reader_at_end(&reader) && !reader.failed);
    rl_buffer_done(&buffer);
}

static void test_bytes__integers_take_seven_bits_a_byte(void **state) {
    (void)state;
    const struct {
        uint64_t value;
        size_t bytes;
    } cases[] = {{0, 1}, {127, 1}, {128, 2}, {16383, 2}, {16384, 3}, {UINT64_MAX, 10}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer buffer = RL_BUFFER_INIT;
        rl_buffer_add_uint(&buffer, cases[i].value);
        assert_int_equal(buffer.length, cases[i].bytes);
        rl_buffer_done(&buffer);
    }
}

static void test_bytes__every_shortened_record_fails_the_reader(void **state) {
    (void)state;
    rl_buffer buffer = RL_BUFFER_INIT;
    rl_buffer_add_uint(&buffer, UINT64_MAX);
    rl_buffer_add_string(&buffer, RL_STR("a string"));
    rl_buffer_add_int(&buffer, INT64_MIN);
    for (size_t length = 0; length < buffer.length; length++) {
        rl_reader reader = rl_reader_of(rl_str_slice(rl_buffer_str(&buffer), 0, length));
        (void)rl_reader_uint(&reader);
        (void)rl_reader_string(&reader);
        assert_true(rl_reader_int(&reader) == 0);
        assert_true(reader.failed);
        assert_true(rl_reader_uint(&reader) == 0);
        assert_int_equal(rl_reader_string(&reader).length, 0);
        assert_true(rl_reader_at_end(&reader));
    }
    rl_buffer_done(&buffer);
}

static void test_bytes__wrong_records_fail_the_reader(void **state) {
    (void)state;
    const rl_str numbers[] = {
        S(""), S("\x80"), S("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x02"), S("\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"),
    };
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        rl_reader reader = rl_reader_of(numbers[i]);
        assert_true(rl_reader_uint(&reader) == 0);
        assert_true(reader.failed);
    }
    rl_reader reader = rl_reader_of(RL_STR("\x09short"));
    assert_int_equal(rl_reader_string(&reader).length, 0);
    assert_true(reader.failed);
    reader = rl_reader_of(RL_STR("\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01x"));
    assert_int_equal(rl_reader_string(&reader).length, 0);
    assert_true(reader.failed);
    reader = rl_reader_of(RL_STR("\x05\x06"));
    assert_true(rl_reader_uint_max(&reader, 5) == 5);
    assert_true(rl_reader_uint_max(&reader, 5) == 0);
    assert_true(reader.failed);
    reader = rl_reader_of(RL_STR_EMPTY);
    assert_true(rl_reader_at_end(&reader) && !reader.failed);
}

static void test_bytes__decimals_are_written_and_read(void **state) {
    (void)state;
    assert_string_equal(RL_DECIMAL(1837.0349, 2), "1837.03");
    assert_string_equal(RL_DECIMAL(-0.5, 6), "-0.500000");
    assert_string_equal(RL_DECIMAL(1992, -6), "1992");
    assert_string_equal(RL_DECIMAL(1e30, -4), "1e+30");
    static const struct {
        const char *text;
        bool good;
        double value;
    } rows[] = {{"7.9", true, 7.9}, {" 8/10", true, 8}, {"6,4", true, 6}, {"-.25", true, -0.25}, {"1.2.3", true, 1.2}, {"3.", true, 3},
                {"", false, 0},     {".", false, 0},    {"-", false, 0},  {"good", false, 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double value;
        assert_int_equal(rl_str_decimal(rl_str_of(rows[i].text), &value), rows[i].good);
        assert_true(!rows[i].good || (value - rows[i].value < 1e-12 && rows[i].value - value < 1e-12));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_bytes__order_is_of_bytes_then_length),
        cmocka_unit_test(test_bytes__case_is_ignored_for_ascii_letters_only),
        cmocka_unit_test(test_bytes__starts_ends_and_slices_stay_inside),
        cmocka_unit_test(test_bytes__trim_takes_blanks_and_no_break_spaces),
        cmocka_unit_test(test_bytes__decimal_writes_every_digit),
        cmocka_unit_test(test_bytes__decimals_are_written_and_read),
        cmocka_unit_test(test_bytes__find_gives_the_first_place),
        cmocka_unit_test(test_bytes__split_gives_every_part_once),
        cmocka_unit_test(test_bytes__a_copy_outlives_its_source),
        cmocka_unit_test(test_bytes__a_buffer_grows_and_keeps_its_bytes),
        cmocka_unit_test(test_bytes__a_failed_buffer_stays_failed_and_safe),
        cmocka_unit_test(test_bytes__what_is_written_is_read_back),
        cmocka_unit_test(test_bytes__integers_take_seven_bits_a_byte),
        cmocka_unit_test(test_bytes__every_shortened_record_fails_the_reader),
        cmocka_unit_test(test_bytes__wrong_records_fail_the_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
