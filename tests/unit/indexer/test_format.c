/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "page_reading.h"

static void test_format__records_are_known_by_content_first(void **state) {
    (void)state;
    static const struct {
        const char *path, *bytes;
        bool record;
    } rows[] = {
        {"films.jsonl", "{\"title\": \"Night Mail\"}\n{\"title\": \"Drifters\"}\n", true},
        {"films.txt", "\xef\xbb\xbf\n\n  {\"title\": \"Night Mail\"}\n", true},
        {"one.json", "{\"title\": \"Night Mail\"}", true},
        {"films.jsonl", "{\"title\": \"Night Mail\", \n{\"title\": \"Drifters\"}\n", true}, /* a damaged first line: the name decides */
        {"films.txt", "{\"title\": \"Night Mail\", \n{\"title\": \"Drifters\"}\n", false},
        {"films.jsonl", "{\"title\": \"Night Ma", true}, /* a head that ends within the line */
        {"films.jsonl", "{\n  \"title\": \"Night Mail\"\n}\n", false}, /* one object over many lines */
        {"films.jsonl", "Night Mail (1936)\n", false},
        {"films.jsonl", "[1, 2]\n", false},
        {"films.jsonl", "", false},
        {"page.txt", "{{Infobox film}}\n", false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (rl_format_is_record_file(rl_str_of(rows[i].path), rl_str_of(rows[i].bytes)) != rows[i].record) {
            fail_msg("row %zu (%s)", i, rows[i].path);
        }
    }
}

static void test_format__facts_come_in_the_order_of_lines_and_without_repeats(void **state) {
    (void)state;
    page_reading page = page_read("x/Night_Mail_(1936_film).md",
                                  "_NIGHT MAIL_ is a 1936 British documentary film directed by Harry Watt and Basil Wright.\n\n\n"
                                  "Cast\n\n-   Stuart Legg as Narrator\n-   Stuart Legg as Narrator\n\n\n"
                                  "Category:1936 films Category:Films directed by Harry Watt\n");
    assert_int_equal(page.status, REEL_OK);
    for (size_t i = 0; i < page.facts.count; i++) {
        assert_int_equal(page.facts.items[i].ordinal, i);
        assert_true(i == 0 || page.facts.items[i - 1].line <= page.facts.items[i].line);
    }
    size_t watts = 0, leggs = 0;
    for (size_t i = 0; i < page.facts.count; i++) {
        const rl_fact *fact = &page.facts.items[i];
        watts += fact->field == RL_FIELD_DIRECTOR && rl_str_is(fact->value, "Harry Watt");
        leggs += fact->field == RL_FIELD_CAST && rl_str_is(fact->value, "Stuart Legg");
        if (fact->field == RL_FIELD_DIRECTOR && rl_str_is(fact->value, "Harry Watt")) {
            assert_int_equal(fact->origin, RL_ORIGIN_LABEL); /* the surest of the two */
            assert_int_equal(fact->line, 1);                 /* at the place of the first */
        }
    }
    assert_int_equal(watts, 1);
    assert_int_equal(leggs, 1);
    page_done(&page);
}

static void test_format__the_table_is_found_by_name(void **state) {
    (void)state;
    for (size_t i = 0; i < rl_format_count(); i++) {
        const rl_format *format = rl_format_at(i);
        assert_ptr_equal(rl_format_find(rl_str_of(format->name)), format);
    }
    assert_null(rl_format_at(rl_format_count()));
    assert_null(rl_format_find(RL_STR("no such format")));
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format__records_are_known_by_content_first),
        cmocka_unit_test(test_format__facts_come_in_the_order_of_lines_and_without_repeats),
        cmocka_unit_test(test_format__the_table_is_found_by_name),
    };
    return cmocka_run_group_tests_name("format", tests, NULL, NULL);
}
