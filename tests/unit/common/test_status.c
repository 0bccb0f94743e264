/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "common/status.h"

static void test_status__every_status_has_its_name_text_and_codes(void **state) {
    (void)state;
    const struct {
        reel_status status;
        const char *name;
        int exit_code, http_code;
    } cases[] = {
        {REEL_OK, "OK", 0, 200},           {REEL_NOMEM, "NOMEM", 3, 503},
        {REEL_INVALID, "INVALID", 2, 400}, {REEL_NOTFOUND, "NOTFOUND", 4, 404},
        {REEL_IO, "IO", 5, 500},           {REEL_FORMAT, "FORMAT", 6, 422},
        {REEL_QUERY, "QUERY", 7, 400},     {REEL_LOCKED, "LOCKED", 8, 503},
        {REEL_STALE, "STALE", 9, 503},     {REEL_CORRUPT, "CORRUPT", 10, 500},
        {REEL_LIMIT, "LIMIT", 11, 413},    {REEL_CANCELLED, "CANCELLED", 12, 503},
        {REEL_INTERNAL, "INTERNAL", 13, 500},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_string_equal(reel_status_name(cases[i].status), cases[i].name);
        assert_int_equal(reel_status_exit_code(cases[i].status), cases[i].exit_code);
        assert_int_equal(reel_status_http_code(cases[i].status), cases[i].http_code);
        assert_true(strlen(reel_status_text(cases[i].status)) > 0);
    }
}

static void test_status__unknown_values_are_answered_too(void **state) {
    (void)state;
    const int values[] = {-1, 13, 1000, 0x7fffffff};
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        reel_status status;
        memcpy(&status, &values[i], sizeof status);
        assert_string_equal(reel_status_name(status), "UNKNOWN");
        assert_true(reel_status_exit_code(status) > 1);
        assert_int_equal(reel_status_http_code(status), 500);
        assert_non_null(strstr(reel_status_text(status), "does not know"));
    }
}

static void test_status__the_running_version_is_that_of_the_header(void **state) {
    (void)state;
    char text[32];
    (void)snprintf(text, sizeof text, "%d.%d.%d", REEL_VERSION_MAJOR, REEL_VERSION_MINOR, REEL_VERSION_PATCH);
    assert_string_equal(reel_version(), text);
    assert_string_equal(REEL_VERSION_STRING, text);
}

static void test_status__a_failure_fills_every_member(void **state) {
    (void)state;
    reel_error error;
    memset(&error, 0x55, sizeof error);
    assert_int_equal(rl_fail_at(&error, REEL_FORMAT, "a/page.txt", 14, "runtime '%s' is no number", "abc"),
                     REEL_FORMAT);
    assert_int_equal(error.status, REEL_FORMAT);
    assert_int_equal(error.line, 14);
    assert_int_equal(error.offset, 0);
    assert_string_equal(error.path, "a/page.txt");
    assert_string_equal(error.message, "runtime 'abc' is no number");
    assert_int_equal(rl_fail(&error, REEL_IO, "disk"), REEL_IO);
    assert_string_equal(error.path, "");
    assert_int_equal(error.line, 0);
    assert_int_equal(rl_fail_nomem(&error), REEL_NOMEM);
    assert_string_equal(error.message, "memory ran out");
    rl_error_clear(&error);
    assert_int_equal(error.status, REEL_OK);
    assert_string_equal(error.message, "");
}

static void test_status__no_error_struct_is_needed(void **state) {
    (void)state;
    assert_int_equal(rl_fail(NULL, REEL_IO, "x"), REEL_IO);
    assert_int_equal(rl_fail_at(NULL, REEL_QUERY, "p", 1, "x"), REEL_QUERY);
    assert_int_equal(rl_fail_nomem(NULL), REEL_NOMEM);
    rl_error_clear(NULL);
}

static void test_status__messages_are_one_line_and_fit(void **state) {
    (void)state;
    reel_error error;
    char text[2000];
    memset(text, 'm', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    (void)rl_fail(&error, REEL_IO, "a\nb\tc\x1b[31m\x7f%s", "\r");
    assert_string_equal(error.message, "a?b?c?[31m??");
    (void)rl_fail(&error, REEL_IO, "%s", text);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    (void)rl_fail(&error, REEL_IO, "caf\xc3\xa9");
    assert_string_equal(error.message, "caf\xc3\xa9");
}

static void test_status__a_long_path_keeps_its_end(void **state) {
    (void)state;
    reel_error error;
    char path[600];
    for (size_t length = 250; length <= 260; length++) {
        memset(path, 'd', length);
        memcpy(path + length - 9, "/page.txt", 10);
        (void)rl_fail_at(&error, REEL_IO, path, 0, "x");
        size_t kept = strlen(error.path);
        assert_string_equal(error.path + kept - 9, "/page.txt");
        if (length < sizeof error.path) {
            assert_string_equal(error.path, path);
        } else {
            assert_int_equal(kept, sizeof error.path - 1);
            assert_memory_equal(error.path, "...", 3);
        }
    }
    (void)rl_fail_at(&error, REEL_IO, "a\nb", 0, "x");
    assert_string_equal(error.path, "a?b");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_status__every_status_has_its_name_text_and_codes),
        cmocka_unit_test(test_status__unknown_values_are_answered_too),
        cmocka_unit_test(test_status__the_running_version_is_that_of_the_header),
        cmocka_unit_test(test_status__a_failure_fills_every_member),
        cmocka_unit_test(test_status__no_error_struct_is_needed),
        cmocka_unit_test(test_status__messages_are_one_line_and_fit),
        cmocka_unit_test(test_status__a_long_path_keeps_its_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
