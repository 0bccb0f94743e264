/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "searcher/searcher.h"

#include "few_films.h"

/* "text=field:value; ..." of the readings shown. */
static void read_query(few_index *index, const char *query, char *out, size_t room) {
    reel_hits *hits = NULL;
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    size_t used = 0;
    out[0] = '\0';
    assert_int_equal(rl_hits_new(&hits, NULL), REEL_OK);
    assert_int_equal(rl_search_understand(index->searcher, hits, rl_str_of(query), &options, NULL, NULL), REEL_OK);
    for (size_t i = 0; i < reel_hits_reading_count(hits) && used < room; i++) {
        const reel_reading *reading = reel_hits_reading_at(hits, i);
        assert_true(reading->start < reading->end && reading->end <= strlen(query));
        used += (size_t)snprintf(out + used, room - used, "%s%s=%s:%s", i == 0 ? "" : "; ", reading->text, reading->field, reading->value);
    }
    reel_hits_free(hits);
}

static void test_query_sense__reads_what_is_meant(void **state) {
    static const struct {
        const char *query, *readings;
    } rows[] = {
        /* years and lengths */
        {"before 1960", "before 1960=year:..1959"},
        {"films older than 1960", "older than 1960=year:..1959"},
        {"since the nineties", "since the nineties=year:1990.."},
        {"after the 90s", "after the 90s=year:2000.."},
        {"until 1950", "until 1950=year:..1950"},
        {"between 1950 and 1955", "between 1950 and 1955=year:1950..1955"},
        {"from 1950 to 1955", "from 1950 to 1955=year:1950..1955"},
        {"1950-1955", "1950-1955=year:1950..1955"},
        {"1950-55", "1950-55=year:1950..1955"},
        {"1955-1950", "1955=year:1955; 1950=year:1950"},
        {"early 90s", "early 90s=year:1990..1994"},
        {"late 1970s", "late 1970s=year:1976..1979"},
        {"mid-80s", "mid-80s=year:1983..1986"},
        {"around 1975", "around 1975=year:1973..1977"},
        {"over two hours", "over two hours=runtime:>120"},
        {"longer than 3 hours", "longer than 3 hours=runtime:>180"},
        {"at least two and a half hours", "at least two and a half hours=runtime:>=150"},
        {"under 90 minutes", "under 90 minutes=runtime:<90"},
        {"less than an hour and 40 minutes", "less than an hour and 40 minutes=runtime:<100"},
        {"90 minutes or less", "90 minutes or less=runtime:<=90"},
        {"2h30 or more", "2h30 or more=runtime:>=150"},
        {"a three hour film", "three hour film=runtime:165..195"},
        {"runtime over 4 hours", "runtime over 4 hours=runtime:>240"},
        {"90 minutes", ""},
        /* festivals, editions, results */
        {"sundance 92", "sundance 92=festival:Sundance Film Festival 1992"},
        {"sundance grand jury prize winners 1990s", "sundance grand jury prize winners 1990s=award:Sundance Film Festival 1990..1999: Grand Jury Prize (winner)"},
        {"best picture 1993", "best picture 1993=award:1993: Best Picture"},
        {"best picture 1994", "best picture 1994=award:1994: Best Picture"},
        {"won sundance", "won sundance=award:Sundance Film Festival (winner)"},
        /* roles */
        {"directed by Rockwell starring Buscemi", "Rockwell=director:Rockwell; Buscemi=cast:Buscemi"},
        {"starring Ann Cook", "Ann Cook=cast:Ann Cook"},
        {"by Ann (Cook)", "Ann (Cook)=director:Ann (Cook)"},
        {"by Ann Cook", "Ann Cook=director:Ann Cook"},
        {"Steve Buscemi as Rollo", "Steve Buscemi=cast:Steve Buscemi; Rollo=character:Rollo"},
        /* places: no title is meant behind "set in" */
        {"filmed in Hoboken", "Hoboken=location:Hoboken"},
        {"comedy set in New Jersey", "comedy=genre:Comedy; New Jersey=location:New Jersey"},
        {"set in the soup", ""},
        /* by way of another film */
        {"films by the director of Harbour Light", "by the director of Harbour Light=director:Alexandre Rockwell"},
        {"the same director as Harbour Light", "the same director as Harbour Light=director:Alexandre Rockwell"},
        {"with the star of Harbour Light", "with the star of Harbour Light=cast:Steve Buscemi"},
        {"movies like Soup", "movies like Soup=similar:Soup (1980)"},
        {"something like In the Soup but drama", "something like In the Soup=similar:In the Soup (1992); drama=genre:Drama"},
        {"comedies like Soup", "comedies=genre:Comedy; like Soup=similar:Soup (1980)"},
        {"the director of Harbour Light", "Harbour Light=title:Harbour Light"},
        /* denials */
        {"soup not comedy", "soup=title:soup; not comedy=genre:not Comedy"},
        {"rockwell without buscemi", "without buscemi=cast:not buscemi"},
        {"not directed by Ann Cook", "not directed by Ann Cook=director:not Ann Cook"},
        {"not before 1990", "not before 1990=year:not ..1989"},
        {"soup excluding comedy drama films", "soup=title:soup; excluding comedy drama films=genre:not Comedy Drama"}, /* films that are both */
        {"soup excluding comedy, drama", "soup=title:soup; excluding comedy=genre:not Comedy; drama=genre:Drama"},
        /* opinions are genres */
        {"something funny", "funny=genre:Comedy"},
    };
    char readings[512];
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        read_query(*state, rows[i].query, readings, sizeof readings);
        if (strcmp(readings, rows[i].readings) != 0) {
            print_error("%s: %s\n    instead of %s\n", rows[i].query, readings, rows[i].readings);
            wrong++;
        }
    }
    assert_int_equal(wrong, 0);
}

static void test_query_sense__a_description_bounds_nothing(void **state) {
    static const char told[] = "I saw this in the early nineties, before 1995, a man without hope walks through the snow with a "
                               "suitcase full of script pages and a gangster buys them, it was not in English and it wasn't Soup";
    few_index *index = *state;
    reel_hits *hits = NULL;
    assert_int_equal(reel_search(index->searcher, told, NULL, &hits, NULL), REEL_OK);
    assert_true(hits->sense.is_long);
    for (size_t i = 0; i < hits->sense.count; i++) {
        assert_false(hits->sense.items[i].filter);
    }
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 0)), "in-the-soup-1992");
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        assert_string_not_equal(reel_hit_id(reel_hits_at(hits, i)), "soup-1980");
    }
    reel_hits_free(hits);
}

static void test_query_sense__films_without_the_value_are_sorted_last(void **state) {
    static const struct {
        const char *sort, *first, *last;
    } rows[] = {{"runtime", "in-the-soup-1992", "it-1927"}, {"-runtime", "soup-1980", "it-1927"}};
    few_index *index = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
        static const char *const facet = "genre";
        reel_hits *hits = NULL;
        options.sort = rows[i].sort;
        options.facets = &facet;
        options.facet_count = 1;
        assert_int_equal(reel_search(index->searcher, "-nothing", &options, &hits, NULL), REEL_OK);
        assert_int_equal(reel_hits_count(hits), FEW_FILMS);
        assert_string_equal(reel_hit_id(reel_hits_at(hits, 0)), rows[i].first);
        assert_int_equal(reel_hit_value_count(reel_hits_at(hits, 1), "runtime"), 1);
        assert_int_equal(reel_hit_value_count(reel_hits_at(hits, 2), "runtime"), 0);
        assert_int_equal(reel_hits_facet_at(hits, 0)->values[0].count, 2);
        reel_hits_free(hits);
    }
}

static void test_query_sense__equal_values_are_sorted_by_id(void **state) {
    static const char *const sorts[] = {"gross", "-gross"}; /* no film has it: all are equal */
    few_index *index = *state;
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++) {
        reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
        reel_hits *hits = NULL;
        options.sort = sorts[i];
        assert_int_equal(reel_search(index->searcher, "-nothing", &options, &hits, NULL), REEL_OK);
        assert_int_equal(reel_hits_count(hits), FEW_FILMS);
        for (size_t h = 1; h < FEW_FILMS; h++) {
            assert_true(strcmp(reel_hit_id(reel_hits_at(hits, h - 1)), reel_hit_id(reel_hits_at(hits, h))) < 0);
        }
        reel_hits_free(hits);
    }
}

static void test_query_sense__what_is_asked_is_the_first_reason(void **state) {
    static const struct {
        const char *query, *why;
    } rows[] = {
        {"who directed Harbour Light", "director: Alexandre Rockwell"}, {"how long is In the Soup", "runtime: 93"},
        {"what year was Harbour Light released", "year: 1993"},         {"cast of Harbour Light", "cast: Steve Buscemi"},
        {"harbour light runtime", "title: Harbour Light"}, /* not known: no reason is made up */
    };
    few_index *index = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_hits *hits = NULL;
        assert_int_equal(reel_search(index->searcher, rows[i].query, NULL, &hits, NULL), REEL_OK);
        const char *why = reel_hit_why_at(reel_hits_at(hits, 0), 0);
        if (why == NULL || strcmp(why, rows[i].why) != 0) {
            fail_msg("%s: %s", rows[i].query, why == NULL ? "no reason" : why);
        }
        reel_hits_free(hits);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_query_sense__reads_what_is_meant, few_open, few_close),
        cmocka_unit_test_setup_teardown(test_query_sense__a_description_bounds_nothing, few_open, few_close),
        cmocka_unit_test_setup_teardown(test_query_sense__films_without_the_value_are_sorted_last, few_open, few_close),
        cmocka_unit_test_setup_teardown(test_query_sense__equal_values_are_sorted_by_id, few_open, few_close),
        cmocka_unit_test_setup_teardown(test_query_sense__what_is_asked_is_the_first_reason, few_open, few_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
