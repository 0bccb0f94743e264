/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/lexicon.h"

static const char *name_of(const rl_lexicon_entry *entry) {
    return entry == NULL ? "" : entry->name;
}

static void test_lexicon__every_spelling_finds_its_entry(void **state) {
    (void)state;
    for (int kind = 0; kind < RL_LEXICON_KIND_COUNT; kind++) {
        size_t count = rl_lexicon_count((rl_lexicon_kind)kind);
        assert_true(count >= 6);
        assert_null(rl_lexicon_at((rl_lexicon_kind)kind, count));
        for (size_t i = 0; i < count; i++) {
            const rl_lexicon_entry *entry = rl_lexicon_at((rl_lexicon_kind)kind, i);
            assert_int_equal(entry->kind, kind);
            for (const char *const *name = entry->names; *name != NULL; name++) {
                const rl_lexicon_entry *found = rl_lexicon_find((rl_lexicon_kind)kind, rl_str_of(*name));
                if (found != entry) {
                    fail_msg("\"%s\" finds %s, not %s", *name, name_of(found), entry->name);
                }
            }
        }
    }
}

static void test_lexicon__spellings_fold_case_accents_and_punctuation(void **state) {
    (void)state;
    static const struct {
        rl_lexicon_kind kind;
        const char *text, *name;
    } rows[] = {
        {RL_LEXICON_FESTIVAL, "Sundance FF", "Sundance Film Festival"},
        {RL_LEXICON_FESTIVAL, "US Film Festival", "Sundance Film Festival"},
        {RL_LEXICON_FESTIVAL, "BERLINALE", "Berlin International Film Festival"},
        {RL_LEXICON_FESTIVAL, "the Venice Film  Festival", "Venice Film Festival"},
        {RL_LEXICON_FESTIVAL, "San Sebastian IFF", "San Sebastián International Film Festival"},
        {RL_LEXICON_FESTIVAL, "Era Nowe Horyzonty", "New Horizons International Film Festival"},
        {RL_LEXICON_FESTIVAL, "Oscars", "Academy Awards"},
        {RL_LEXICON_FESTIVAL, "Sundance Kid", ""},
        {RL_LEXICON_PRIZE, "palme d’or", "Palme d'Or"},
        {RL_LEXICON_PRIZE, "Golden Berlin Bear", "Golden Bear"},
        {RL_LEXICON_PRIZE, "LEONE D'ORO", "Golden Lion"},
        {RL_LEXICON_COUNTRY, "U.S.A.", "United States"},
        {RL_LEXICON_COUNTRY, "Côte d'Ivoire", "Ivory Coast"},
        {RL_LEXICON_COUNTRY, "USSR", "Soviet Union"},
        {RL_LEXICON_COUNTRY, "Korea, South", "South Korea"},
        {RL_LEXICON_LANGUAGE, "Français", "French"},
        {RL_LEXICON_GENRE, "Sci-Fi", "Science Fiction"},
        {RL_LEXICON_GENRE, "rom com", "Romantic Comedy"},
        {RL_LEXICON_GENRE, "", ""},
        {RL_LEXICON_COLORATION, "B & W", "black and white"},
        {RL_LEXICON_COLORATION, "Black-and-White", "black and white"},
        {RL_LEXICON_COLORATION, "Colour", "color"},
        {RL_LEXICON_COLORATION, "colour and black & white", "color and black and white"},
        {RL_LEXICON_COLORATION, "Sepia tone", "sepia"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(name_of(rl_lexicon_find(rows[i].kind, rl_str_of(rows[i].text))), rows[i].name);
    }
}

/* What festivals are called in catalogues, notes and prose, and where and since when they are. */
static void test_lexicon__festivals_have_one_name_a_city_and_a_first_year(void **state) {
    (void)state;
    static const struct {
        const char *city;
        int founded;
        const char *spellings[6];
    } rows[] = {
        {"Park City", 1978, {"Sundance", "Sundance FF", "US Film Festival", "Park City", "Sundance Film Festival"}},
        {"Berlin", 1951, {"Berlinale", "Berlin IFF", "Berlin", "Berlin International Film Festival"}},
        {"Venice", 1932, {"Mostra", "Venice", "Venice IFF", "Biennale di Venezia"}},
        {"Cannes", 1946, {"Cannes", "Cannes IFF", "Festival de Cannes"}},
        {"Locarno", 1946, {"Locarno", "Locarno IFF"}},
        {"Karlovy Vary", 1946, {"Karlovy Vary", "Karlovy Vary IFF"}},
        {"Rotterdam", 1972, {"Rotterdam", "IFFR", "Rotterdam IFF"}},
        {"Toronto", 1976, {"TIFF", "Toronto", "Toronto International Film Festival"}},
        {"San Sebasti\xc3\xa1n", 1953, {"San Sebastian", "San Sebasti\xc3\xa1n"}},
        {"Deauville", 1975, {"Deauville", "Deauville FF"}},
        {"Chicago", 1965, {"Chicago IFF", "Chicago International Film Festival"}},
        {"Wroc\xc5\x82" "aw", 2001, {"New Horizons", "Era New Horizons", "Nowe Horyzonty"}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const rl_lexicon_entry *first = rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(rows[i].spellings[0]));
        assert_non_null(first);
        assert_string_equal(first->city, rows[i].city);
        assert_int_equal(first->founded, rows[i].founded);
        for (size_t s = 1; s < 6 && rows[i].spellings[s] != NULL; s++) {
            if (rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(rows[i].spellings[s])) != first) {
                fail_msg("\"%s\" is not %s", rows[i].spellings[s], first->name);
            }
        }
    }
    size_t told = 0;
    for (size_t i = 0; i < rl_lexicon_count(RL_LEXICON_FESTIVAL); i++) {
        const rl_lexicon_entry *entry = rl_lexicon_at(RL_LEXICON_FESTIVAL, i);
        if (rl_lexicon_is_festival(entry) && (entry->founded < 1928 || entry->founded > 2030)) {
            fail_msg("%s is of %d", entry->name, entry->founded);
        }
        told += rl_lexicon_is_festival(entry);
    }
    assert_true(told >= 60);
}

static void test_lexicon__a_prefix_is_the_longest_and_ends_at_a_word(void **state) {
    (void)state;
    static const struct {
        rl_lexicon_kind kind;
        const char *text, *name;
        size_t length;
    } rows[] = {
        {RL_LEXICON_FESTIVAL, "Sundance 1992", "Sundance Film Festival", 8},
        {RL_LEXICON_FESTIVAL, "Sundance Film Festival, Utah", "Sundance Film Festival", 22},
        {RL_LEXICON_FESTIVAL, "Sundance's opening night", "Sundance Film Festival", 8},
        {RL_LEXICON_FESTIVAL, "the Cannes Film Festival.", "Cannes Film Festival", 24},
        {RL_LEXICON_FESTIVAL, "Cannestown", "", 0},
        {RL_LEXICON_PRIZE, "Silver Bear for Best Director", "Silver Bear", 11},
        {RL_LEXICON_COUNTRY, "Hong Kong action", "Hong Kong", 9},
        {RL_LEXICON_COLORATION, "b&w movies", "black and white", 3},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t length = 99;
        assert_string_equal(name_of(rl_lexicon_find_prefix(rows[i].kind, rl_str_of(rows[i].text), &length)),
                            rows[i].name);
        assert_int_equal(length, rows[i].length);
    }
}

static void test_lexicon__an_edition_tells_its_year(void **state) {
    (void)state;
    static const struct {
        const char *festival;
        int edition, year;
    } rows[] = {
        {"Cannes", 1, 1946},
        {"Cannes", 2, 1947},
        {"Cannes", 3, 1949},
        {"Cannes", 4, 1951},
        {"Cannes", 50, 1997},
        {"Cannes", 74, 2021},
        {"Venice", 1, 1932},
        {"Venice", 2, 1934},
        {"Venice", 7, 0},
        {"Venice", 35, 0},
        {"Venice", 45, 1988},
        {"Venice", 50, 1993},
        {"Venice", 60, 2003},
        {"Venice", 70, 2013},
        {"Venice", 80, 2023},
        {"Berlinale", 1, 1951},
        {"Berlinale", 41, 1991},
        {"Locarno", 1, 1946},
        {"Locarno", 50, 1997},
        {"Locarno", 70, 2017},
        {"Locarno", 7, 0},
        {"Karlovy Vary", 12, 1960},
        {"Karlovy Vary", 27, 1990},
        {"Karlovy Vary", 30, 1995},
        {"Karlovy Vary", 50, 2015},
        {"Moscow Film Festival", 1, 1959},
        {"Moscow Film Festival", 3, 1963},
        {"Oscars", 1, 1929},
        {"Oscars", 3, 1930},
        {"Oscars", 6, 1934},
        {"Oscars", 50, 1978},
        {"Oscars", 94, 2022},
        {"Sundance", 5, 0},
        {"Cannes", 0, 0},
        {"Cannes", -4, 0},
        {"Cannes", 2000000000, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const rl_lexicon_entry *festival = rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(rows[i].festival));
        assert_non_null(festival);
        if (rl_lexicon_edition_year(festival, rows[i].edition) != rows[i].year) {
            fail_msg("%s %d: %d, not %d", rows[i].festival, rows[i].edition,
                     rl_lexicon_edition_year(festival, rows[i].edition), rows[i].year);
        }
    }
    assert_int_equal(rl_lexicon_edition_year(NULL, 1), 0);
}

/* A row that names a giver with another spelling than the table's would silently give none. */
static void test_lexicon__prizes_tell_their_festival(void **state) {
    (void)state;
    static const char *const rows[][2] = {{"Palme d'Or", "Cannes Film Festival"},
                                          {"Golden Bear", "Berlin International Film Festival"},
                                          {"Teddy", "Berlin International Film Festival"},
                                          {"Volpi Cup", "Venice Film Festival"},
                                          {"Crystal Globe", "Karlovy Vary International Film Festival"},
                                          {"Oscar", "Academy Awards"},
                                          {"Grand Jury Prize", ""},
                                          {"Best Director", ""}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const rl_lexicon_entry *prize = rl_lexicon_find(RL_LEXICON_PRIZE, rl_str_of(rows[i][0]));
        assert_non_null(prize);
        assert_string_equal(name_of(rl_lexicon_festival_of_prize(prize)), rows[i][1]);
    }
    static const char *const givers[] = {
#define PRIZE(name, spellings)
#define PRIZE_OF(name, giver, spellings) giver,
#include "common/lexicon_prizes.def"
#undef PRIZE
#undef PRIZE_OF
    };
    for (size_t i = 0; i < sizeof givers / sizeof givers[0]; i++) {
        assert_string_equal(name_of(rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(givers[i]))), givers[i]);
    }
}

/* The same for the numbering: every row names an entry, and editions of a festival rise. */
static void test_lexicon__edition_rows_name_festivals_and_rise(void **state) {
    (void)state;
    static const struct {
        const char *festival;
        int edition;
    } rows[] = {
#define RUN(festival, edition, year, step) {festival, edition},
#include "common/lexicon_editions.def"
#undef RUN
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(name_of(rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(rows[i].festival))),
                            rows[i].festival);
        if (i > 0 && strcmp(rows[i].festival, rows[i - 1].festival) == 0) {
            assert_true(rows[i].edition > rows[i - 1].edition);
        }
    }
}

static void test_lexicon__countries_have_adjectives_and_codes(void **state) {
    (void)state;
    static const char *const adjectives[][2] = {{"American", "United States"},
                                                {"british", "United Kingdom"},
                                                {"West German", "West Germany"},
                                                {"Hong Kong", "Hong Kong"},
                                                {"Soviet", "Soviet Union"},
                                                {"Czechoslovak", "Czechoslovakia"},
                                                {"tall", ""}};
    for (size_t i = 0; i < sizeof adjectives / sizeof adjectives[0]; i++) {
        assert_string_equal(name_of(rl_lexicon_country_of_adjective(rl_str_of(adjectives[i][0]))), adjectives[i][1]);
    }
    static const char *const codes[][2] = {{"UY", "Uruguay"}, {"IT", "Italy"}, {"it", ""},
                                           {"In", ""},        {"ZZ", ""},      {"", ""}};
    for (size_t i = 0; i < sizeof codes / sizeof codes[0]; i++) {
        assert_string_equal(name_of(rl_lexicon_country_of_code(rl_str_of(codes[i][0]))), codes[i][1]);
    }
}

static void test_lexicon__only_festivals_show_films(void **state) {
    (void)state;
    assert_true(rl_lexicon_is_festival(rl_lexicon_find(RL_LEXICON_FESTIVAL, RL_STR("Cannes"))));
    assert_false(rl_lexicon_is_festival(rl_lexicon_find(RL_LEXICON_FESTIVAL, RL_STR("BAFTA"))));
    assert_false(rl_lexicon_is_festival(rl_lexicon_find(RL_LEXICON_COUNTRY, RL_STR("France"))));
    assert_false(rl_lexicon_is_festival(NULL));
}

static void test_lexicon__hostile_texts_find_nothing(void **state) {
    (void)state;
    char bytes[4096];
    memset(bytes, 'a', sizeof bytes);
    rl_str texts[] = {{bytes, sizeof bytes}, RL_STR("\xff\xfe\xc3"), RL_STR("'''"), RL_STR("\xcc\x81\xcc\x81"),
                      RL_STR("the"),         RL_STR_EMPTY,           RL_STR("&")};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        for (int kind = 0; kind < RL_LEXICON_KIND_COUNT; kind++) {
            size_t length = 1;
            assert_null(rl_lexicon_find((rl_lexicon_kind)kind, texts[i]));
            assert_null(rl_lexicon_find_prefix((rl_lexicon_kind)kind, texts[i], &length));
            assert_int_equal(length, 0);
        }
    }
    assert_int_not_equal(rl_lexicon_fingerprint(), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lexicon__every_spelling_finds_its_entry),
        cmocka_unit_test(test_lexicon__spellings_fold_case_accents_and_punctuation),
        cmocka_unit_test(test_lexicon__festivals_have_one_name_a_city_and_a_first_year),
        cmocka_unit_test(test_lexicon__a_prefix_is_the_longest_and_ends_at_a_word),
        cmocka_unit_test(test_lexicon__an_edition_tells_its_year),
        cmocka_unit_test(test_lexicon__prizes_tell_their_festival),
        cmocka_unit_test(test_lexicon__edition_rows_name_festivals_and_rise),
        cmocka_unit_test(test_lexicon__countries_have_adjectives_and_codes),
        cmocka_unit_test(test_lexicon__only_festivals_show_films),
        cmocka_unit_test(test_lexicon__hostile_texts_find_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
