/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/indexer/facts_table.h"

#include "common/limits.h"

static void test_facts__values_are_folded_and_keep_their_order(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_facts facts;
    rl_facts_init(&facts, arena);
    assert_null(rl_facts_add(&facts, RL_FIELD_KEYWORD, RL_STR(" \t "), RL_ORIGIN_LABEL, 3));
    rl_fact *fact = rl_facts_add(&facts, RL_FIELD_KEYWORD, RL_STR("  old \n\xc2\xa0 sea "), RL_ORIGIN_LABEL, 3);
    assert_true(rl_str_is(fact->value, "old sea"));
    assert_int_equal(fact->line, 3);
    fact = rl_facts_add(&facts, RL_FIELD_PLOT, RL_STR(" One.\n\nTwo. "), RL_ORIGIN_LABEL, 4);
    assert_true(rl_str_is(fact->value, "One.\n\nTwo."));
    assert_int_equal(fact->ordinal, 1);
    assert_int_equal(facts.status, REEL_OK);
    rl_arena_free(arena);
}

static void test_facts__a_long_value_is_cut_between_characters(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_facts facts;
    rl_facts_init(&facts, arena);
    char text[RL_MAX_VALUE_BYTES + 10];
    for (size_t i = 0; i + 1 < sizeof text; i += 2) {
        text[i] = '\xc3';
        text[i + 1] = '\xa9';
    }
    text[0] = 'a';
    text[1] = 'b';
    rl_fact *fact = rl_facts_add(&facts, RL_FIELD_KEYWORD, (rl_str){text + 1, sizeof text - 2}, RL_ORIGIN_LABEL, 1);
    assert_true(fact->value.length <= RL_MAX_VALUE_BYTES && fact->value.length % 2 == 1);
    rl_arena_free(arena);
}

static void test_facts__too_many_are_a_limit_and_stay_one(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_facts facts;
    rl_facts_init(&facts, arena);
    for (int i = 0; i < RL_MAX_FACTS; i++) {
        assert_non_null(rl_facts_add_number(&facts, RL_FIELD_RUNTIME, i, RL_ORIGIN_LABEL, 1));
    }
    assert_null(rl_facts_add_number(&facts, RL_FIELD_RUNTIME, 1, RL_ORIGIN_LABEL, 1));
    assert_int_equal(facts.status, REEL_LIMIT);
    rl_facts_block(&facts, 1, 2, RL_BLOCK_OTHER, "after a failure");
    assert_int_equal(facts.block_count, 0);
    rl_arena_free(arena);
}

static void test_facts__a_title_and_its_year_are_parted(void **state) {
    (void)state;
    static const struct {
        const char *text, *title;
        int year;
    } rows[] = {{"Sandhill (2014)", "Sandhill", 2014},
                {"Sandhill (1977 film)", "Sandhill", 1977},
                {"Sandhill (I) (2003)", "Sandhill", 2003},
                {"Sandhill (TV 1999)", "Sandhill", 1999},
                {"Runner 2049", "Runner 2049", 0},
                {"Sandhill (uncut)", "Sandhill (uncut)", 0},
                {"(500) Hills (2009)", "(500) Hills", 2009},
                {"Sandhill (TV Series 2004– )", "Sandhill", 2004},
                {"(1999)", "(1999)", 0},
                {"Sandhill [1950]", "Sandhill", 1950},
                {"", "", 0},
                {"()", "()", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rl_str title;
        int year = -1;
        assert_int_equal(rl_facts_split_year(rl_str_of(rows[i].text), &title, &year), rows[i].year != 0);
        assert_int_equal(year, rows[i].year);
        assert_true(rl_str_is(title, rows[i].title));
    }
}

static void test_facts__titles_and_identifiers_are_plain_facts(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer written = RL_BUFFER_INIT;
    rl_facts facts;
    rl_facts_init(&facts, arena);
    rl_facts_title(&facts, RL_FIELD_AKA, RL_STR("Der Sandberg  »"), RL_STR("Germany"), RL_ORIGIN_LABEL, 1);
    rl_facts_title(&facts, RL_FIELD_AKA, RL_STR("See more »"), RL_STR_EMPTY, RL_ORIGIN_LABEL, 1);
    rl_facts_title(&facts, RL_FIELD_AKA, RL_STR("Sandy Hill"), RL_STR("Argentina, UK (short title)"), RL_ORIGIN_LABEL, 1);
    rl_facts_identifier(&facts, "imdb", RL_STR(" tt0000001 "), RL_ORIGIN_LABEL, 1);
    rl_facts_identifier(&facts, "tmdb", RL_STR(" "), RL_ORIGIN_LABEL, 1);
    facts_table_write(&facts, &written);
    assert_string_equal(rl_buffer_text(&written), "aka=Der Sandberg|Germany; aka=Sandy Hill|Argentina, United Kingdom (short title); identifier=imdb:tt0000001");
    rl_buffer_done(&written);
    rl_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts__values_are_folded_and_keep_their_order),
        cmocka_unit_test(test_facts__a_long_value_is_cut_between_characters),
        cmocka_unit_test(test_facts__too_many_are_a_limit_and_stay_one),
        cmocka_unit_test(test_facts__a_title_and_its_year_are_parted),
        cmocka_unit_test(test_facts__titles_and_identifiers_are_plain_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
