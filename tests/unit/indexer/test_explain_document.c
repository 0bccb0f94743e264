/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"
#include "common/include/reel.h"

static bool append(void *user, const char *bytes, size_t length) {
    rl_buffer_add(user, bytes, length);
    return true;
}

static void test_explain_document__each_line_of_a_record_file_is_a_record(void **state) {
    (void)state;
    static const char file[] = "{\"title\": \"Harbour Light\", \"year\": 1993}\n\n{\"title\": \n{\"title\": \"Soup\"}\n";
    static const char *const stages[] = {"facts", "film", "terms"};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        rl_buffer out = RL_BUFFER_INIT;
        reel_error error = {0};
        assert_int_equal(reel_explain_document(stages[i], "a.jsonl", file, sizeof file - 1, "text", append, &out, &error), REEL_OK);
        assert_non_null(strstr(rl_buffer_text(&out), "a.jsonl:1\n"));
        assert_non_null(strstr(rl_buffer_text(&out), "a.jsonl:3\nline 3: "));
        assert_non_null(strstr(rl_buffer_text(&out), "a.jsonl:4\n"));
        rl_buffer_done(&out);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_explain_document__each_line_of_a_record_file_is_a_record)};
    return cmocka_run_group_tests_name("explain_document", tests, NULL, NULL);
}
