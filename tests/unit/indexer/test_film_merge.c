/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "indexer/film_merge.h"

#define VALUE(text) .value = {(text), sizeof(text) - 1}
#define DETAIL(text) .detail = {(text), sizeof(text) - 1}
#define PERSON(text) .person = {(text), sizeof(text) - 1}
#define GUESS .origin = RL_ORIGIN_GUESS
#define PROSE .origin = RL_ORIGIN_PROSE
#define LABEL .origin = RL_ORIGIN_LABEL
#define RECORD .origin = RL_ORIGIN_RECORD

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static rl_contribution page(const char *key, const rl_fact *facts, size_t count) {
    return (rl_contribution){.source = {.path = rl_str_of(key), .format = RL_STR("plain"), .key = rl_str_of(key)},
                             .facts = facts,
                             .fact_count = count};
}

#define PAGE(key, facts) page((key), (facts), sizeof(facts) / sizeof((facts)[0]))

/* The film as text: a line for each leader, its attestations behind it. */
static void describe(const rl_film *film, rl_buffer *out) {
    for (size_t i = 0; i < film->fact_count; i++) {
        const rl_fact *fact = &film->facts[i];
        bool new_field = i == 0 || film->facts[i - 1].field != fact->field;
        rl_buffer_add_text(out, fact->leads ? (i == 0 ? "" : "\n") : new_field ? (i == 0 ? "~" : "\n~") : " | ");
        if (new_field) {
            rl_buffer_add_text(out, rl_field_name(fact->field));
            rl_buffer_add_text(out, ": ");
        }
        rl_fact_render(fact, true, out);
    }
}

static void assert_merged(const rl_contribution *pages, size_t count, const char *expected) {
    rl_arena *arena = rl_arena_new();
    rl_buffer out = RL_BUFFER_INIT;
    rl_contribution *turned = rl_arena_array(arena, count, sizeof *turned);
    for (size_t turn = 0; turn < count; turn++) {
        for (size_t i = 0; i < count; i++) {
            turned[i] = pages[(i + turn) % count];
        }
        rl_film film;
        assert_int_equal(rl_film_merge(arena, RL_STR("id"), turned, count, &film, NULL), REEL_OK);
        rl_buffer_clear(&out);
        describe(&film, &out);
        assert_string_equal(rl_buffer_text(&out), expected);
    }
    rl_buffer_done(&out);
    rl_arena_free(arena);
}

static void test_film_merge__one_value_of_two_pages_is_one_group(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_TITLE, VALUE("In the Soup"), LABEL},
                                {.field = RL_FIELD_DIRECTOR, VALUE("Alexandre Rockwell"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_TITLE, VALUE("IN THE SOUP"), LABEL},
                                {.field = RL_FIELD_DIRECTOR, VALUE("Alexandre Rockwell"), PROSE}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2, "title: In the Soup | IN THE SOUP\ndirector: Alexandre Rockwell | Alexandre Rockwell");
}

static void test_film_merge__the_surest_then_the_most_attested_value_is_first(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_YEAR, .number = 1991, GUESS}, {.field = RL_FIELD_RUNTIME, .number = 96, LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_YEAR, .number = 1992, LABEL}, {.field = RL_FIELD_RUNTIME, .number = 93, LABEL}};
    static const rl_fact c[] = {{.field = RL_FIELD_YEAR, .number = 1991, PROSE}, {.field = RL_FIELD_RUNTIME, .number = 93, LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b), PAGE("c", c)};
    assert_merged(pages, 3, "year: 1992\n1991 | 1991\nruntime: 93 | 93\n96");
}

static void test_film_merge__billing_order_is_kept_and_roles_come_in(void **state) {
    (void)state;
    static const rl_fact stars[] = {{.field = RL_FIELD_CAST, VALUE("Seymour Cassel"), LABEL},
                                    {.field = RL_FIELD_CAST, VALUE("Pat Moya"), LABEL}};
    static const rl_fact credits[] = {{.field = RL_FIELD_CAST, VALUE("Steve Buscemi"), DETAIL("Adolpho Rollo"), LABEL},
                                      {.field = RL_FIELD_CAST, VALUE("Seymour Cassel"), DETAIL("Joe"), LABEL},
                                      {.field = RL_FIELD_CAST, VALUE("Jennifer Beals"), LABEL}};
    rl_contribution pages[] = {PAGE("a", stars), PAGE("b", credits)};
    assert_merged(pages, 2,
                  "cast: Steve Buscemi as Adolpho Rollo\nSeymour Cassel as Joe | Seymour Cassel\nJennifer Beals\nPat Moya");
}

static void test_film_merge__a_name_meets_the_one_namesake_it_may_be(void **state) {
    (void)state;
    static const rl_fact numbered[] = {{.field = RL_FIELD_CAST, VALUE("Ann Lee (II)"), LABEL},
                                       {.field = RL_FIELD_CAST, VALUE("Bo Lind (I)"), LABEL},
                                       {.field = RL_FIELD_CAST, VALUE("Bo Lind (II)"), LABEL}};
    static const rl_fact bare[] = {{.field = RL_FIELD_CAST, VALUE("Ann Lee"), LABEL},
                                   {.field = RL_FIELD_CAST, VALUE("Bo Lind"), LABEL}};
    rl_contribution pages[] = {PAGE("a", numbered), PAGE("b", bare)};
    assert_merged(pages, 2, "cast: Ann Lee (II) | Ann Lee\nBo Lind (I)\nBo Lind (II)\nBo Lind");
}

static void test_film_merge__the_name_on_screen_meets_the_real_one(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_WRITER, VALUE("Tim Kissell"), RECORD}};
    static const rl_fact b[] = {{.field = RL_FIELD_WRITER, VALUE("Sollace Mitchell"), PERSON("Tim Kissell"), LABEL}};
    static const rl_fact c[] = {{.field = RL_FIELD_WRITER, VALUE("Sollace Mitchell"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b), PAGE("c", c)};
    assert_merged(pages, 3, "writer: Sollace Mitchell (as Tim Kissell) | Sollace Mitchell | Tim Kissell");
    static const rl_fact box_and_prose[] = {
        {.field = RL_FIELD_WRITER, VALUE("Tim Kissell"), LABEL},
        {.field = RL_FIELD_WRITER, VALUE("Sollace Mitchell"), PERSON("Tim Kissell"), PROSE}};
    rl_contribution more[] = {PAGE("a", box_and_prose), PAGE("c", c)};
    assert_merged(more, 2, "writer: Sollace Mitchell (as Tim Kissell) | Sollace Mitchell | Tim Kissell");
}

static void test_film_merge__two_spellings_of_a_name_are_one_person(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_DIRECTOR, VALUE("J. Lee Thompson"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Ann Cook"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Ann B. Cook"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("J. Smith"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Nikolai Grinko"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_DIRECTOR, VALUE("John Lee Thompson"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("John Smith"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("James Smith"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Nikolay Grinko"), DETAIL("Professor"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    /* A list that names both means two, and an initial that fits two people tells neither. */
    assert_merged(pages, 2,
                  "director: John Lee Thompson | J. Lee Thompson\n"
                  "cast: Ann Cook\nAnn B. Cook\nJ. Smith\nNikolay Grinko as Professor | Nikolai Grinko\nJohn Smith\nJames Smith");
}

static void test_film_merge__a_prize_without_its_branch_is_the_same_prize(void **state) {
    (void)state;
#define PRIZE(name, how) {.field = RL_FIELD_AWARD, VALUE("Sundance Film Festival"), DETAIL(name), .number = 1992, .result = how, LABEL}
    static const rl_fact a[] = {PRIZE("Grand Jury Prize", RL_RESULT_WON)};
    static const rl_fact b[] = {PRIZE("Grand Jury Prize, Dramatic", RL_RESULT_WON), PRIZE("Audience Award, Dramatic", RL_RESULT_WON),
                                PRIZE("Audience Award, World Cinema", RL_RESULT_WON)};
    static const rl_fact c[] = {PRIZE("Audience Award", RL_RESULT_WON)};
    static const rl_fact d[] = {PRIZE("Grand Jury Prize", RL_RESULT_NOMINATED)};
    rl_contribution joined[] = {PAGE("a", a), PAGE("b", b), PAGE("c", c)};
    assert_merged(joined, 3,
                  "award: Sundance Film Festival 1992: Grand Jury Prize, Dramatic (winner) | Sundance Film Festival 1992: Grand Jury Prize (winner)\n"
                  "Sundance Film Festival 1992: Audience Award, Dramatic (winner)\n"
                  "Sundance Film Festival 1992: Audience Award, World Cinema (winner)\n"
                  "Sundance Film Festival 1992: Audience Award (winner)");
    rl_contribution apart[] = {PAGE("b", b), PAGE("d", d)};
    rl_film film;
    rl_arena *arena = rl_arena_new();
    reel_error error;
    assert_int_equal(rl_film_merge(arena, RL_STR("x"), apart, 2, &film, &error), REEL_OK);
    assert_int_equal(rl_film_value_count(&film, RL_FIELD_AWARD), 4);
    rl_arena_free(arena);
#undef PRIZE
}

static void test_film_merge__the_list_others_bear_out_gives_the_billing(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_CAST, VALUE("Pat Moya"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Sully Boyar"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Rockets Redglare"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_CAST, VALUE("Seymour Cassel"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Steve Buscemi"), LABEL}};
    static const rl_fact c[] = {{.field = RL_FIELD_CAST, VALUE("Steve Buscemi"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b), PAGE("c", c)};
    assert_merged(pages, 3, "cast: Seymour Cassel\nSteve Buscemi | Steve Buscemi\nPat Moya\nSully Boyar\nRockets Redglare");
}

static void test_film_merge__a_shared_pseudonym_joins_nobody(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_EDITING, VALUE("Joel Coen"), PERSON("Roderick Jaynes"), LABEL},
                                {.field = RL_FIELD_EDITING, VALUE("Ethan Coen"), PERSON("Roderick Jaynes"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_EDITING, VALUE("Roderick Jaynes"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2,
                  "editing: Joel Coen (as Roderick Jaynes)\nEthan Coen (as Roderick Jaynes)\nRoderick Jaynes");
}

static void test_film_merge__names_one_page_lists_apart_stay_apart(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_CAST, VALUE("Terry Moore"), PERSON("Judy Ford"), LABEL},
                                {.field = RL_FIELD_CAST, VALUE("Judy Ford"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a)};
    assert_merged(pages, 1, "cast: Terry Moore (as Judy Ford)\nJudy Ford");
}

static void test_film_merge__fewer_words_join_the_only_fuller_statement(void **state) {
    (void)state;
    static const rl_fact a[] = {
        {.field = RL_FIELD_FESTIVAL, VALUE("Sundance Film Festival"), PROSE},
        {.field = RL_FIELD_AWARD, VALUE("Sundance Film Festival"), DETAIL("Grand Jury Prize"), PROSE},
        {.field = RL_FIELD_RELEASE, VALUE("1992-08-13"), LABEL},
    };
    static const rl_fact b[] = {
        {.field = RL_FIELD_FESTIVAL, VALUE("Sundance Film Festival"), .number = 1992, LABEL},
        {.field = RL_FIELD_AWARD, VALUE("Sundance Film Festival"), .number = 1992, DETAIL("Grand Jury Prize"),
         .result = RL_RESULT_WON, LABEL},
        {.field = RL_FIELD_RELEASE, VALUE("1992-08-13"), DETAIL("Germany"), LABEL},
    };
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2,
                  "festival: Sundance Film Festival 1992 | Sundance Film Festival\n"
                  "award: Sundance Film Festival 1992: Grand Jury Prize (winner) | Sundance Film Festival: Grand Jury Prize\n"
                  "release: 1992-08-13 (Germany) | 1992-08-13");
}

static void test_film_merge__a_prize_won_leads_one_nominated(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_AWARD, VALUE("Deauville"), .number = 1992, DETAIL("Audience Award"),
                                 .result = RL_RESULT_NOMINATED, RECORD}};
    static const rl_fact b[] = {{.field = RL_FIELD_AWARD, VALUE("Deauville"), .number = 1992, DETAIL("Audience Award"),
                                 .result = RL_RESULT_WON, PROSE}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2, "award: Deauville 1992: Audience Award (winner) | Deauville 1992: Audience Award (nominee)");
}

static void test_film_merge__accents_lead_among_equally_sure_spellings(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_DIRECTOR, VALUE("Francois Truffaut"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_DIRECTOR, VALUE("François Truffaut"), LABEL}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2, "director: François Truffaut | Francois Truffaut");
}

static void test_film_merge__another_title_that_is_the_main_one_leads_nothing(void **state) {
    (void)state;
    static const rl_fact a[] = {{.field = RL_FIELD_TITLE, VALUE("In the Soup"), LABEL},
                                {.field = RL_FIELD_AKA, VALUE("A levesben"), LABEL}};
    static const rl_fact b[] = {{.field = RL_FIELD_TITLE, VALUE("In the Soup"), LABEL},
                                {.field = RL_FIELD_AKA, VALUE("In The Soup"), RECORD}};
    rl_contribution pages[] = {PAGE("a", a), PAGE("b", b)};
    assert_merged(pages, 2, "title: In the Soup | In the Soup\n~aka: In The Soup\nA levesben");
}

static void test_film_merge__a_document_given_twice_is_refused(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_contribution pages[] = {page("a", NULL, 0), page("a", NULL, 0)};
    rl_film film;
    assert_int_equal(rl_film_merge(arena, RL_STR("id"), pages, 2, &film, NULL), REEL_INVALID);
    assert_int_equal(rl_film_merge(arena, RL_STR("id"), pages, 1, &film, NULL), REEL_OK);
    assert_int_equal(film.source_count, 1);
    assert_int_equal(rl_film_merge(arena, RL_STR("id"), NULL, 0, &film, NULL), REEL_OK);
    assert_int_equal(film.fact_count, 0);
    rl_arena_free(arena);
}

/* --- any facts --- */

static rl_fact any_fact(uint32_t *seed) {
    static const rl_field fields[] = {RL_FIELD_TITLE, RL_FIELD_AKA, RL_FIELD_CAST, RL_FIELD_WRITER, RL_FIELD_YEAR,
                                      RL_FIELD_RELEASE, RL_FIELD_AWARD, RL_FIELD_FESTIVAL, RL_FIELD_GROSS, RL_FIELD_PLOT};
    static const char *const words[] = {"", "Ann", "Bea", "Béa", "Cy", "Dot", "The Ann", "Eve Fox"};
    uint32_t bits = next_random(seed);
    uint32_t more = next_random(seed);
    return (rl_fact){
        .field = fields[bits % (sizeof fields / sizeof fields[0])],
        .value = rl_str_of(words[1 + (bits >> 8) % 7]),
        .detail = rl_str_of((bits >> 16) % 3 == 0 ? words[(bits >> 20) % 5] : ""),
        .person = rl_str_of(more % 3 == 0 ? words[(more >> 4) % 8] : ""),
        .number = (more >> 8) % 3 == 0 ? 0 : 1990 + (more >> 12) % 3,
        .result = (rl_result)((more >> 16) % 4),
        .origin = (rl_origin)((more >> 20) % 4),
        .line = (more >> 24) % 50,
    };
}

static void assert_same_film(const rl_film *a, const rl_film *b) {
    assert_int_equal(a->source_count, b->source_count);
    assert_int_equal(a->fact_count, b->fact_count);
    for (size_t i = 0; i < a->fact_count; i++) {
        const rl_fact *one = &a->facts[i];
        const rl_fact *two = &b->facts[i];
        assert_true(one->field == two->field && rl_str_equal(one->value, two->value) &&
                    rl_str_equal(one->detail, two->detail) && rl_str_equal(one->person, two->person) &&
                    one->number == two->number && one->result == two->result && one->origin == two->origin &&
                    one->source == two->source && one->line == two->line && one->ordinal == two->ordinal &&
                    one->leads == two->leads);
    }
}

static void shuffle(rl_contribution *pages, size_t count, uint32_t *seed) {
    for (size_t i = count; i > 1; i--) {
        size_t other = next_random(seed) % i;
        rl_contribution swapped = pages[i - 1];
        pages[i - 1] = pages[other];
        pages[other] = swapped;
    }
}

static void assert_grouped(const rl_film *film) {
    for (size_t i = 1; i < film->fact_count; i++) {
        assert_true(film->facts[i].field >= film->facts[i - 1].field);
        bool new_field = film->facts[i].field != film->facts[i - 1].field;
        assert_true(!new_field || film->facts[i].leads || film->facts[i].field == RL_FIELD_AKA);
    }
}

static void test_film_merge__a_film_taken_apart_and_merged_again_is_the_same(void **state) {
    (void)state;
    static const char *const keys[] = {"a", "b", "c", "d", "e"};
    rl_arena *arena = rl_arena_new();
    uint32_t seed = 4711;
    for (size_t round = 0; round < 400; round++) {
        rl_fact facts[5][12];
        rl_contribution pages[5];
        size_t count = 1 + next_random(&seed) % 5;
        for (size_t p = 0; p < count; p++) {
            size_t fact_count = next_random(&seed) % 13;
            for (size_t f = 0; f < fact_count; f++) {
                facts[p][f] = any_fact(&seed);
            }
            pages[p] = page(keys[p], facts[p], fact_count);
        }
        rl_film film, shuffled, again;
        assert_int_equal(rl_film_merge(arena, RL_STR("x"), pages, count, &film, NULL), REEL_OK);
        assert_grouped(&film);
        shuffle(pages, count, &seed);
        assert_int_equal(rl_film_merge(arena, RL_STR("x"), pages, count, &shuffled, NULL), REEL_OK);
        assert_same_film(&film, &shuffled);
        for (size_t p = 0; p < count; p++) {
            assert_int_equal(rl_film_contribution(arena, &film, p, &pages[p], NULL), REEL_OK);
        }
        shuffle(pages, count, &seed);
        assert_int_equal(rl_film_merge(arena, RL_STR("x"), pages, count, &again, NULL), REEL_OK);
        assert_same_film(&film, &again);
        rl_arena_clear(arena);
    }
    rl_arena_free(arena);
}

static void test_film_merge__twenty_thousand_facts_take_no_quadratic_time(void **state) {
    (void)state;
    enum { COUNT = 20000 };
    rl_arena *arena = rl_arena_new();
    rl_fact *facts = rl_arena_array(arena, COUNT, sizeof *facts);
    char *names = rl_arena_array(arena, COUNT, 16);
    for (size_t i = 0; i < COUNT; i++) {
        char *name = names + i * 16;
        size_t number = i;
        for (size_t at = 0; at < 7; at++, number /= 8) {
            name[at] = (char)('a' + number % 8);
        }
        /* Everyone is credited as the next one: one chain through all. */
        facts[i] = (rl_fact){.field = i % 2 == 0 ? RL_FIELD_CAST : RL_FIELD_AWARD, .value = {name, 7}, LABEL};
        facts[i].person = (rl_str){i == 0 ? name : name - 16, 7};
    }
    rl_contribution pages[] = {page("a", facts, COUNT / 2), page("b", facts + COUNT / 2, COUNT / 2)};
    rl_film film;
    clock_t start = clock();
    assert_int_equal(rl_film_merge(arena, RL_STR("x"), pages, 2, &film, NULL), REEL_OK);
    assert_int_equal(film.fact_count, COUNT);
    assert_true((double)(clock() - start) / CLOCKS_PER_SEC < 5.0);
    rl_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film_merge__one_value_of_two_pages_is_one_group),
        cmocka_unit_test(test_film_merge__the_surest_then_the_most_attested_value_is_first),
        cmocka_unit_test(test_film_merge__billing_order_is_kept_and_roles_come_in),
        cmocka_unit_test(test_film_merge__a_name_meets_the_one_namesake_it_may_be),
        cmocka_unit_test(test_film_merge__the_name_on_screen_meets_the_real_one),
        cmocka_unit_test(test_film_merge__two_spellings_of_a_name_are_one_person),
        cmocka_unit_test(test_film_merge__a_prize_without_its_branch_is_the_same_prize),
        cmocka_unit_test(test_film_merge__the_list_others_bear_out_gives_the_billing),
        cmocka_unit_test(test_film_merge__a_shared_pseudonym_joins_nobody),
        cmocka_unit_test(test_film_merge__names_one_page_lists_apart_stay_apart),
        cmocka_unit_test(test_film_merge__fewer_words_join_the_only_fuller_statement),
        cmocka_unit_test(test_film_merge__a_prize_won_leads_one_nominated),
        cmocka_unit_test(test_film_merge__accents_lead_among_equally_sure_spellings),
        cmocka_unit_test(test_film_merge__another_title_that_is_the_main_one_leads_nothing),
        cmocka_unit_test(test_film_merge__a_document_given_twice_is_refused),
        cmocka_unit_test(test_film_merge__a_film_taken_apart_and_merged_again_is_the_same),
        cmocka_unit_test(test_film_merge__twenty_thousand_facts_take_no_quadratic_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
