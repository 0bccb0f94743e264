/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/format.h"

reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error);

static void read_page(rl_arena *arena, const char *text, rl_facts *facts) {
    rl_document document;
    assert_int_equal(rl_document_init(&document, arena, RL_STR("page.txt"), rl_str_of(text), NULL), REEL_OK);
    rl_facts_init(facts, arena);
    assert_int_equal(rl_format_moviepage_extract(&document, facts, NULL), REEL_OK);
}

static size_t count_of(const rl_facts *facts, rl_field field) {
    size_t count = 0;
    for (size_t i = 0; i < facts->count; i++) count += facts->items[i].field == field;
    return count;
}

static const rl_fact *nth(const rl_facts *facts, rl_field field, size_t n) {
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].field == field && n-- == 0) return &facts->items[i];
    fail_msg("no such fact");
    return NULL;
}

static void assert_award(const rl_fact *fact, const char *body, int year, const char *prize, rl_result result, const char *person) {
    assert_true(rl_str_is(fact->value, body));
    assert_int_equal(fact->number, year);
    assert_true(rl_str_find(fact->detail, rl_str_of(prize)) != SIZE_MAX);
    assert_int_equal(fact->result, result);
    assert_true(rl_str_is(fact->person, person));
}

static void test_moviepage_subpages__awards_are_read_as_festival_year_result_prize_person(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_facts facts;
    read_page(arena,
              "The Lamp Room - Awards - IMDb\n\nIMDb\n\nMenu\n\nThe Lamp Room \xC2\xA0(1951)\n\nAwards\n\nShowing all 2 wins and 2 nominations\n\n"
              "Academy Awards, USA \xC2\xA0""1952\n\nNominated\n\nOscar   Best Sound\n\nAda Holt\n\nPer Lund Jr.\n\nBest Film Editing\n\nIda Marsh\n\n"
              "Coast Critics  1953\n\nWon\n\nCoast Award   Best Film\n\nTom Vane\n\nFor the harbour scene.\n\n"
              "Tide Prize  1954\n\nWon\n\nSilver Tide\n\nSee also\nFAQ | User Reviews\n\nOld Prize  1999\n\nWon\n\nNo Prize   Best Menu\n", &facts);
    assert_true(facts.partial);
    assert_true(rl_str_is(nth(&facts, RL_FIELD_TITLE, 0)->value, "The Lamp Room"));
    assert_int_equal(nth(&facts, RL_FIELD_YEAR, 0)->number, 1951);
    assert_int_equal(count_of(&facts, RL_FIELD_AWARD), 5);
    assert_award(nth(&facts, RL_FIELD_AWARD, 0), "Academy Awards", 1952, "Best Sound", RL_RESULT_NOMINATED, "Ada Holt");
    assert_award(nth(&facts, RL_FIELD_AWARD, 1), "Academy Awards", 1952, "Best Sound", RL_RESULT_NOMINATED, "Per Lund Jr.");
    assert_award(nth(&facts, RL_FIELD_AWARD, 2), "Academy Awards", 1952, "Best Editing", RL_RESULT_NOMINATED, "Ida Marsh");
    assert_award(nth(&facts, RL_FIELD_AWARD, 3), "Coast Critics", 1953, "Coast Award", RL_RESULT_WON, "Tom Vane");
    assert_award(nth(&facts, RL_FIELD_AWARD, 4), "Tide Prize", 1954, "Silver Tide", RL_RESULT_WON, "");
    rl_arena_free(arena);
}

static void test_moviepage_subpages__plots_keep_the_texts_and_drop_their_authors_and_notices(void **state) {
    (void)state;
    static const char *const pages[] = {
        "The Lamp Room (1951) - Plot Summary\n\nIMDb\n\nIMDb > The Lamp Room (1951) > Plot Summary\n\nQuicklinks\nmain details\n\n"
        "Plot Summary for\nThe Lamp Room (1951) More at IMDbPro \xC2\xBB\n\nad feedback\n\n"
        "A keeper lights the lamp one last time, and the sea answers him. Nobody on the island believes it. Written by A. Visitor\n\n"
        "Plot Synopsis:\n\nThe keeper comes to the island in autumn with a trunk and a letter. He does not open either of them.\n\n"
        "Related Links\n\nPlot keywords are found on another page. This is no plot at all, and it must not be read as one.\n",
        "The Lamp Room (1951) - Synopsis - IMDb\n\nIMDb\n\nEdit\n\nThe Lamp Room  (1951)\n\nSynopsis\n\n"
        "The content of this page was created directly by users and has not been screened or verified by IMDb staff.\n\n"
        "Warning! This synopsis may contain spoilers\n\n"
        "A keeper lights the lamp one last time, and the sea answers him. Nobody on the island believes it.\n\n"
        "The keeper comes to the island in autumn with a trunk and a letter. He does not open either of them.\n\n"
        "r4711\n\nSee also\nTaglines | Synopsis\n",
    };
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        rl_arena *arena = rl_arena_new();
        rl_facts facts;
        read_page(arena, pages[i], &facts);
        assert_true(facts.partial);
        assert_true(rl_str_is(nth(&facts, RL_FIELD_TITLE, 0)->value, "The Lamp Room"));
        assert_int_equal(count_of(&facts, RL_FIELD_PLOT), 2);
        assert_true(rl_str_ends(nth(&facts, RL_FIELD_PLOT, 0)->value, RL_STR("believes it.")));
        assert_true(rl_str_ends(nth(&facts, RL_FIELD_PLOT, 1)->value, RL_STR("either of them.")));
        rl_arena_free(arena);
    }
}

static void test_moviepage_subpages__full_credits_give_people_by_department(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_facts facts;
    read_page(arena,
              "The Lamp Room (1951) - Full Cast & Crew - IMDb\n\nIMDb\n\nEdit\n\nThe Lamp Room  (1951)\n\nFull Cast & Crew\n\n"
              "Directed by\n\nAnna Kestrel\n\nWriting Credits (in alphabetical order)\n\nMoira Dunn\t...\t(play)\n\nHugo Pell (screenplay) &\n\n"
              "Cast  (in credits order)\n\nIda Marsh    ...\nMrs. Holm\n\nTom Vane    ...\nThe Keeper / A Voice (uncredited)\n\n"
              "Create a character page for:\n\nMrs. Holm\n\nCreate \xC2\xBB ?\n\nProduced by\n\nOtto Grau   ...  line producer\n\n"
              "Music by\n\nNed Tide\n\nCinematography by\n\nLena Frost (director of photography)\n\nFilm Editing by\n\nJan Boom\n\n"
              "Casting by\n\nRolf Karr\n\nSound Department\n\nEva Lind   ...  sound mixer\n\nSee also\nRelease Dates | Official Sites\n", &facts);
    assert_true(facts.partial);
    static const struct { rl_field field; size_t count; const char *first; } cases[] = {
        {RL_FIELD_DIRECTOR, 1, "Anna Kestrel"}, {RL_FIELD_WRITER, 2, "Moira Dunn"},         {RL_FIELD_CAST, 2, "Ida Marsh"},
        {RL_FIELD_PRODUCER, 1, "Otto Grau"},    {RL_FIELD_MUSIC, 1, "Ned Tide"},            {RL_FIELD_CINEMATOGRAPHY, 1, "Lena Frost"},
        {RL_FIELD_EDITING, 1, "Jan Boom"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(count_of(&facts, cases[i].field), cases[i].count);
        assert_true(rl_str_is(nth(&facts, cases[i].field, 0)->value, cases[i].first));
    }
    assert_true(rl_str_is(nth(&facts, RL_FIELD_CAST, 0)->detail, "Mrs. Holm"));
    rl_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_moviepage_subpages__awards_are_read_as_festival_year_result_prize_person),
        cmocka_unit_test(test_moviepage_subpages__plots_keep_the_texts_and_drop_their_authors_and_notices),
        cmocka_unit_test(test_moviepage_subpages__full_credits_give_people_by_department),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
