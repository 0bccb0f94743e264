/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/film.h"

#define VALUE(text) .value = {(text), sizeof(text) - 1}
#define DETAIL(text) .detail = {(text), sizeof(text) - 1}
#define PERSON(text) .person = {(text), sizeof(text) - 1}

static void test_film__facts_are_shown_by_their_kind(void **state) {
    (void)state;
    static const struct {
        rl_fact fact;
        const char *plain, *detailed;
    } cases[] = {
        {{.field = RL_FIELD_TITLE, VALUE("In the Soup")}, "In the Soup", "In the Soup"},
        {{.field = RL_FIELD_AKA, VALUE("Ugotowany"), DETAIL("Poland")}, "Ugotowany", "Ugotowany (Poland)"},
        {{.field = RL_FIELD_CAST, VALUE("Steve Buscemi"), DETAIL("Adolpho Rollo")},
         "Steve Buscemi",
         "Steve Buscemi as Adolpho Rollo"},
        {{.field = RL_FIELD_CAST, VALUE("Terry Moore"), DETAIL("Jill"), PERSON("Judy Ford")},
         "Terry Moore",
         "Terry Moore as Jill (as Judy Ford)"},
        {{.field = RL_FIELD_WRITER, VALUE("Sollace Mitchell"), PERSON("Tim Kissell")},
         "Sollace Mitchell",
         "Sollace Mitchell (as Tim Kissell)"},
        {{.field = RL_FIELD_WRITER, VALUE("John Van Druten"), DETAIL("screenplay")},
         "John Van Druten",
         "John Van Druten (screenplay)"},
        {{.field = RL_FIELD_RELEASE, VALUE("1992-08-13"), DETAIL("Germany")},
         "1992-08-13 (Germany)",
         "1992-08-13 (Germany)"},
        {{.field = RL_FIELD_RELEASE, VALUE("1992")}, "1992", "1992"},
        {{.field = RL_FIELD_FESTIVAL, VALUE("Sundance Film Festival"), .number = 1992},
         "Sundance Film Festival 1992",
         "Sundance Film Festival 1992"},
        {{.field = RL_FIELD_AWARD, VALUE("Sundance Film Festival"), .number = 1992, DETAIL("Grand Jury Prize"),
          .result = RL_RESULT_WON},
         "Sundance Film Festival 1992: Grand Jury Prize (winner)",
         "Sundance Film Festival 1992: Grand Jury Prize (winner)"},
        {{.field = RL_FIELD_AWARD, VALUE("Chicago International Film Festival"), DETAIL("Best Actor"),
          PERSON("Seymour Cassel"), .result = RL_RESULT_NOMINATED},
         "Chicago International Film Festival: Best Actor (nominee)",
         "Chicago International Film Festival: Best Actor (nominee), Seymour Cassel"},
        {{.field = RL_FIELD_RUNTIME, .number = 93}, "93", "93"},
        {{.field = RL_FIELD_YEAR, .number = 1992}, "1992", "1992"},
        {{.field = RL_FIELD_RATING, .number = 72}, "7.2", "7.2"},
        {{.field = RL_FIELD_BUDGET, .number = 800000, DETAIL("USD")}, "$800,000", "$800,000"},
        {{.field = RL_FIELD_GROSS, .number = 1234567, DETAIL("CHF")}, "CHF 1,234,567", "CHF 1,234,567"},
        {{.field = RL_FIELD_GROSS, .number = 42}, "42", "42"},
        {{.field = RL_FIELD_SIMILAR, VALUE("Trees Lounge"), .number = 1996}, "Trees Lounge (1996)",
         "Trees Lounge (1996)"},
        {{.field = RL_FIELD_CERTIFICATE, VALUE("R"), DETAIL("United States")}, "R", "R (United States)"},
    };
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer_clear(&out);
        rl_fact_render(&cases[i].fact, false, &out);
        assert_string_equal(rl_buffer_text(&out), cases[i].plain);
        rl_buffer_clear(&out);
        rl_fact_render(&cases[i].fact, true, &out);
        assert_string_equal(rl_buffer_text(&out), cases[i].detailed);
    }
    rl_buffer_done(&out);
}

static void assert_keys(const rl_fact *a, const rl_fact *b, bool equal) {
    rl_buffer left = RL_BUFFER_INIT;
    rl_buffer right = RL_BUFFER_INIT;
    rl_fact_key(a, &left);
    rl_fact_key(b, &right);
    assert_true(left.length > 0);
    if (rl_str_equal(rl_buffer_str(&left), rl_buffer_str(&right)) != equal) {
        fail_msg("'%s' and '%s' should%s be equal", rl_buffer_text(&left), rl_buffer_text(&right), equal ? "" : " not");
    }
    rl_buffer_done(&left);
    rl_buffer_done(&right);
}

static void test_film__facts_of_one_value_have_one_key(void **state) {
    (void)state;
    static const struct {
        rl_fact a, b;
        bool equal;
    } cases[] = {
        {{.field = RL_FIELD_TITLE, VALUE("The Thing")}, {.field = RL_FIELD_TITLE, VALUE("Thing, The")}, true},
        {{.field = RL_FIELD_DIRECTOR, VALUE("François Truffaut")},
         {.field = RL_FIELD_DIRECTOR, VALUE("FRANCOIS TRUFFAUT")},
         true},
        {{.field = RL_FIELD_CAST, VALUE("J. J. Abrams"), DETAIL("Man")}, {.field = RL_FIELD_CAST, VALUE("J.J. Abrams")}, true},
        {{.field = RL_FIELD_CAST, VALUE("Jim Stark")}, {.field = RL_FIELD_CAST, VALUE("Jim Clark")}, false},
        {{.field = RL_FIELD_PLOT, VALUE("A man writes.\nHe waits.")}, {.field = RL_FIELD_PLOT, VALUE("A man writes. He waits")}, true},
        {{.field = RL_FIELD_PLOT, VALUE("A man writes. He waits.")}, {.field = RL_FIELD_PLOT, VALUE("A man writes.")}, false},
        {{.field = RL_FIELD_RELEASE, VALUE("1992-08-13"), DETAIL("Germany")},
         {.field = RL_FIELD_RELEASE, VALUE("1992-08-13"), DETAIL("France")},
         false},
        {{.field = RL_FIELD_AWARD, VALUE("Berlin"), .number = 1951, DETAIL("Golden Bear"), .result = RL_RESULT_WON},
         {.field = RL_FIELD_AWARD, VALUE("Berlin"), .number = 1951, DETAIL("Golden Bear"), .result = RL_RESULT_NOMINATED},
         true},
        {{.field = RL_FIELD_AWARD, VALUE("Berlin"), .number = 1951, DETAIL("Golden Bear")},
         {.field = RL_FIELD_AWARD, VALUE("Berlin"), .number = 1952, DETAIL("Golden Bear")},
         false},
        {{.field = RL_FIELD_FESTIVAL, VALUE("Berlin"), .number = 1951}, {.field = RL_FIELD_FESTIVAL, VALUE("Berlin")}, false},
        {{.field = RL_FIELD_CERTIFICATE, VALUE("12"), DETAIL("Germany")},
         {.field = RL_FIELD_CERTIFICATE, VALUE("12"), DETAIL("United Kingdom")},
         false},
        {{.field = RL_FIELD_RUNTIME, .number = 93}, {.field = RL_FIELD_RUNTIME, .number = 93, DETAIL("United States")}, true},
        {{.field = RL_FIELD_SIMILAR, VALUE("The Thing"), .number = 1951},
         {.field = RL_FIELD_SIMILAR, VALUE("The Thing"), .number = 1982},
         false},
        {{.field = RL_FIELD_BUDGET, .number = 5, DETAIL("USD")}, {.field = RL_FIELD_BUDGET, .number = 5, DETAIL("EUR")}, false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_keys(&cases[i].a, &cases[i].b, cases[i].equal);
    }
}

static void test_film__walks_groups_by_their_leaders(void **state) {
    (void)state;
    rl_fact facts[] = {
        {.field = RL_FIELD_TITLE, VALUE("In the Soup"), .leads = true},
        {.field = RL_FIELD_TITLE, VALUE("In The Soup")},
        {.field = RL_FIELD_AKA, VALUE("In the soup")}, /* the main title again: no one leads */
        {.field = RL_FIELD_AKA, VALUE("Ugotowany"), .leads = true},
        {.field = RL_FIELD_AKA, VALUE("A levesben"), .leads = true},
        {.field = RL_FIELD_AKA, VALUE("A Levesben")},
        {.field = RL_FIELD_YEAR, .number = 1992, .leads = true},
    };
    rl_film film = {.facts = facts, .fact_count = sizeof facts / sizeof facts[0]};
    size_t end;
    assert_int_equal(rl_film_first(&film, RL_FIELD_AKA, &end), 2);
    assert_int_equal(end, 6);
    assert_int_equal(rl_film_first(&film, RL_FIELD_CAST, &end), end);
    assert_int_equal(rl_film_value_count(&film, RL_FIELD_AKA), 2);
    assert_ptr_equal(rl_film_value(&film, RL_FIELD_AKA, 1), &facts[4]);
    assert_null(rl_film_value(&film, RL_FIELD_AKA, 2));
    assert_int_equal(rl_film_group_size(&film, &facts[0]), 2);
    assert_int_equal(rl_film_group_size(&film, &facts[2]), 1);
    assert_int_equal(rl_film_group_size(&film, &facts[4]), 2);
    assert_int_equal(rl_film_group_size(&film, &facts[6]), 1);
    assert_true(rl_str_is(rl_film_title(&film), "In the Soup"));
    assert_int_equal(rl_film_year(&film), 1992);
    rl_film empty = {0};
    assert_int_equal(rl_film_year(&empty), 0);
    assert_int_equal(rl_film_title(&empty).length, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film__facts_are_shown_by_their_kind),
        cmocka_unit_test(test_film__facts_of_one_value_have_one_key),
        cmocka_unit_test(test_film__walks_groups_by_their_leaders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
