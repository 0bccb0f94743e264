/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/document.h"

static rl_arena *arena;
static rl_document document;
static reel_error error;

static int setup(void **state) {
    (void)state;
    arena = rl_arena_new();
    return arena == NULL;
}

static int teardown(void **state) {
    (void)state;
    rl_arena_free(arena);
    return 0;
}

static reel_status read_bytes(const void *bytes, size_t length) {
    return rl_document_init(&document, arena, RL_STR("pages/x.txt"), (rl_str){bytes, length}, &error);
}

static void assert_line(size_t line, const char *expected) {
    assert_true(line < document.line_count);
    if (!rl_str_is(document.lines[line], expected)) {
        fail_msg("line %zu is \"%.*s\", not \"%s\"", line, RL_STR_ARG(document.lines[line]), expected);
    }
}

static void test_document__every_kind_of_line_end_ends_a_line(void **state) {
    (void)state;
    static const char *const texts[] = {"Jour\n\nFête\nFilm", "Jour\r\n\r\nFête\r\nFilm\r\n", "Jour\r\rFête\rFilm\r", "Jour\r\n\nFête\rFilm\n"};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_int_equal(read_bytes(texts[i], strlen(texts[i])), REEL_OK);
        assert_int_equal(document.line_count, 4);
        assert_line(0, "Jour");
        assert_line(1, "");
        assert_line(2, "Fête");
        assert_line(3, "Film");
        assert_int_equal(document.repaired, 0);
    }
}

static void test_document__byte_order_marks_and_utf16_are_decoded(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
    } rows[] = {
        {"\xef\xbb\xbfL\xc3\xa9on\nfilm", 13},
        {"\xff\xfeL\0\xe9\0o\0n\0\n\0f\0i\0l\0m\0", 20},
        {"\xfe\xff\0L\0\xe9\0o\0n\0\n\0f\0i\0l\0m", 20},
        {"L\0\xe9\0o\0n\0\n\0f\0i\0l\0m\0", 18},
        {"\0L\0\xe9\0o\0n\0\n\0f\0i\0l\0m", 18},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(read_bytes(rows[i].bytes, rows[i].length), REEL_OK);
        assert_int_equal(document.line_count, 2);
        assert_line(0, "Léon");
        assert_line(1, "film");
    }
}

static void test_document__other_charsets_are_read_where_they_are_declared_or_evident(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *text;
        size_t repaired;
    } cases[] = {
        {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>\n<movie><title>L\xe9on</title></movie>", "L\xc3\xa9on", 0},
        {"<?xml version='1.0' encoding='windows-1251'?>\n<movie><title>\xd1\xf2\xe0\xeb\xea\xe5\xf0</title></movie>",
         "\xd0\xa1\xd1\x82\xd0\xb0\xd0\xbb\xd0\xba\xd0\xb5\xd1\x80", 0},
        {"<?xml version=\"1.0\" encoding=\"no-such-charset\"?>\n<movie><title>L\xff</title></movie>", "L\xef\xbf\xbd", 1},
        {"Directed by Ren\xe9 Clair, \x93the best\x94 of them.", "Ren\xc3\xa9 Clair, \xe2\x80\x9cthe best\xe2\x80\x9d", 0},
        {"Ren\xc3\xa9 Clair, Ren\xe9 Clair", "Ren\xc3\xa9 Clair, Ren\xef\xbf\xbd Clair", 1},
        {"a\xe9\xe9\xe9\xe9\xe9\xe9", "\xef\xbf\xbd", 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read_bytes(cases[i].bytes, strlen(cases[i].bytes)), REEL_OK);
        if (rl_str_find(document.raw, rl_str_of(cases[i].text)) == SIZE_MAX || (document.repaired > 0) != (cases[i].repaired > 0)) {
            fail_msg("%zu: %.*s", i, RL_STR_ARG(document.raw));
        }
    }
}

static void test_document__surrogate_pairs_join_and_lone_ones_are_repaired(void **state) {
    (void)state;
    assert_int_equal(read_bytes("\xff\xfe\x3d\xd8\x3d\xdc" "a\0", 8), REEL_OK);
    assert_line(0, "\xf0\x9f\x90\xbd" "a");
    assert_int_equal(document.repaired, 0);
    assert_int_equal(read_bytes("\xff\xfe\x3d\xd8" "a\0" "\x3d\xdc" "b", 9), REEL_OK);
    assert_int_equal(document.repaired, 3); /* both halves, and the odd byte at the end */
    assert_true(rl_utf8_valid(document.raw));
}

static void test_document__invalid_bytes_are_replaced_and_counted(void **state) {
    (void)state;
    assert_int_equal(read_bytes("L\xe9on, le film\nfin \xff.", 20), REEL_OK);
    assert_int_equal(document.repaired, 2);
    assert_true(rl_utf8_valid(document.raw));
    assert_line(0, "L\xef\xbf\xbdon, le film");
}

static void test_document__what_is_no_text_is_refused_with_a_reason(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        size_t length;
        const char *message;
    } rows[] = {
        {"", 0, "is empty"},
        {" \n\t\r\n", 5, "is empty"},
        {"\xef\xbb\xbf", 3, "is empty"},
        {"\xff\xfe", 2, "is empty"},
        {"text\0with a zero", 16, "is a binary file, not a document"},
        {"\x01\x02\x03\x04\x05 text", 10, "is a binary file, not a document"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_int_equal(read_bytes(rows[i].bytes, rows[i].length), REEL_FORMAT);
        assert_string_equal(error.message, rows[i].message);
        assert_string_equal(error.path, "pages/x.txt");
        assert_int_equal(document.line_count, 0);
    }
}

static void test_document__limits_hold_for_size_and_lines(void **state) {
    (void)state;
    char *large = malloc((size_t)RL_MAX_PAGE_BYTES + 1);
    assert_non_null(large);
    memset(large, 'a', (size_t)RL_MAX_PAGE_BYTES + 1);
    assert_int_equal(read_bytes(large, (size_t)RL_MAX_PAGE_BYTES + 1), REEL_LIMIT);
    assert_int_equal(read_bytes(large, RL_MAX_PAGE_BYTES), REEL_OK); /* one line of the greatest size */
    assert_int_equal(document.line_count, 1);
    memset(large, '\n', (size_t)RL_MAX_LINES + 1);
    assert_int_equal(read_bytes(large, (size_t)RL_MAX_LINES + 2), REEL_LIMIT);
    free(large);
}

static void test_document__html_becomes_its_text_lines(void **state) {
    (void)state;
    static const char page[] = "<!DOCTYPE html><html><head><title>x</title><script>var a;</script></head>"
                               "<body><h1>Night Mail</h1><p>A film of 1936.</p></body></html>";
    assert_int_equal(read_bytes(page, sizeof page - 1), REEL_OK);
    assert_true(document.html);
    assert_false(document.xml);
    rl_str text = rl_document_join(&document, arena, 0, document.line_count);
    assert_true(rl_str_find(text, RL_STR("Night Mail")) != SIZE_MAX);
    assert_true(rl_str_find(text, RL_STR("var a")) == SIZE_MAX);
}

static void test_document__html_of_another_charset_keeps_its_accents(void **state) {
    (void)state;
    static const char page[] = "<html><head><meta charset=\"iso-8859-1\"></head><body><p>L\xe9on, by Luc Besson</p></body></html>";
    assert_int_equal(read_bytes(page, sizeof page - 1), REEL_OK);
    bool found = false;
    for (size_t i = 0; i < document.line_count; i++) {
        found = found || rl_str_is(rl_str_trim(document.lines[i]), "L\xc3\xa9on, by Luc Besson");
    }
    assert_true(found);
}

static void test_document__xml_is_told_from_text(void **state) {
    (void)state;
    assert_int_equal(read_bytes("\n<?xml version=\"1.0\"?><movie/>", 29), REEL_OK);
    assert_true(document.xml);
    assert_int_equal(read_bytes("<movie><title>A</title></movie>", 31), REEL_OK);
    assert_true(document.xml);
    assert_int_equal(read_bytes("< 90 minutes of film", 20), REEL_OK);
    assert_false(document.xml);
}

static void test_document__join_folds_blank_lines_and_trims(void **state) {
    (void)state;
    static const char text[] = "\n\nOne\nTwo\n \n\n\nThree\n\n";
    assert_int_equal(read_bytes(text, sizeof text - 1), REEL_OK);
    assert_true(rl_str_is(rl_document_join(&document, arena, 0, 99), "One\nTwo\n\nThree"));
    assert_true(rl_str_is(rl_document_join(&document, arena, 3, 4), "Two"));
    assert_int_equal(rl_document_join(&document, arena, 4, 4).length, 0);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_document__every_kind_of_line_end_ends_a_line, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__byte_order_marks_and_utf16_are_decoded, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__other_charsets_are_read_where_they_are_declared_or_evident, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__surrogate_pairs_join_and_lone_ones_are_repaired, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__invalid_bytes_are_replaced_and_counted, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__what_is_no_text_is_refused_with_a_reason, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__limits_hold_for_size_and_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__html_becomes_its_text_lines, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__html_of_another_charset_keeps_its_accents, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__xml_is_told_from_text, setup, teardown),
        cmocka_unit_test_setup_teardown(test_document__join_folds_blank_lines_and_trims, setup, teardown),
    };
    return cmocka_run_group_tests_name("document", tests, NULL, NULL);
}
