/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "page_reading.h"

static void test_format_plain__the_first_line_is_the_title_when_it_looks_like_one(void **state) {
    (void)state;
    page_reading page = page_read("notes/a.txt", "The Lighthouse Keeper (1931)\n\nA short note on a film that was found in an attic in Bergen.\n");
    assert_int_equal(page.status, REEL_OK);
    assert_string_equal(page.format->name, "plain");
    assert_says(&page, RL_FIELD_TITLE, "The Lighthouse Keeper");
    assert_says(&page, RL_FIELD_YEAR, "1931");
    assert_int_equal(page_count(&page, RL_FIELD_TEXT), 1);
    page_done(&page);
}

static void test_format_plain__prose_alone_takes_the_title_from_the_name(void **state) {
    (void)state;
    page_reading page = page_read("notes/The_Salt_Road_(1954_film).txt", "Three brothers carry salt over the pass. The film has hardly any dialogue. It was shot in winter.\n");
    assert_int_equal(page.status, REEL_OK);
    assert_says(&page, RL_FIELD_TITLE, "The Salt Road");
    assert_says(&page, RL_FIELD_YEAR, "1954");
    page_done(&page);
}

static void test_format_plain__labelled_lines_become_facts(void **state) {
    (void)state;
    page_reading page = page_read("a.txt", "Harbour Lights\nDirector: Ada Field\nRunning time: 74 minutes\nCountry: Norway\nMotto: none\n");
    assert_int_equal(page.status, REEL_OK);
    assert_says(&page, RL_FIELD_DIRECTOR, "Ada Field");
    assert_says(&page, RL_FIELD_RUNTIME, "74");
    assert_says(&page, RL_FIELD_COUNTRY, "Norway");
    page_done(&page);
}

static void test_format_plain__sentences_about_the_film_become_facts(void **state) {
    (void)state;
    page_reading page = page_read("a.txt", "The Ferry (1988)\n\nDirected by Ada Field. The running time is 74 minutes. It was shot in black and white.\n");
    assert_says(&page, RL_FIELD_DIRECTOR, "Ada Field");
    assert_says(&page, RL_FIELD_RUNTIME, "74");
    assert_says(&page, RL_FIELD_COLORATION, "black and white");
    page_done(&page);
}

static void test_format_plain__a_text_about_something_else_is_no_film(void **state) {
    (void)state;
    page_reading page = page_read("recipe.txt", "Onion Soup\n\nCut the onions and cook them for an hour.\n");
    assert_int_equal(page.status, REEL_OK);
    assert_int_equal(page.facts.subject, RL_SUBJECT_OTHER);
    assert_int_equal(page.facts.block_count, 1);
    page_done(&page);
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_plain__the_first_line_is_the_title_when_it_looks_like_one),
        cmocka_unit_test(test_format_plain__prose_alone_takes_the_title_from_the_name),
        cmocka_unit_test(test_format_plain__labelled_lines_become_facts),
        cmocka_unit_test(test_format_plain__sentences_about_the_film_become_facts),
        cmocka_unit_test(test_format_plain__a_text_about_something_else_is_no_film),
    };
    return cmocka_run_group_tests_name("format_plain", tests, NULL, NULL);
}
