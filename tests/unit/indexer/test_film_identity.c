/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/limits.h"
#include "indexer/film_identity.h"
#include "indexer/film_merge.h"

/* A document in short: lists are separated by ';'. */
typedef struct page {
    const char *key, *title, *akas;
    int year;
    const char *directors, *cast, *ids, *record_id;
    rl_subject subject;
} page;

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static void add_facts(rl_arena *arena, rl_facts *facts, rl_field field, const char *list, int64_t number) {
    rl_str rest = rl_str_of(list);
    rl_str part;
    while (number != 0 || (list != NULL && rl_str_split(&rest, RL_STR(";"), &part))) {
        rl_fact *items = rl_arena_grow(arena, facts->items, &facts->capacity, facts->count + 1, sizeof *items);
        assert_non_null(items);
        facts->items = items;
        items[facts->count] = (rl_fact){.field = field,
                                        .value = number != 0 ? RL_STR_EMPTY : part,
                                        .number = number,
                                        .origin = RL_ORIGIN_LABEL,
                                        .ordinal = (uint32_t)facts->count};
        facts->count++;
        if (number != 0) {
            break;
        }
    }
}

static rl_facts facts_of(rl_arena *arena, const page *of) {
    rl_facts facts = {.arena = arena, .subject = of->subject, .record_id = rl_str_of(of->record_id)};
    add_facts(arena, &facts, RL_FIELD_TITLE, of->title, 0);
    add_facts(arena, &facts, RL_FIELD_AKA, of->akas, 0);
    add_facts(arena, &facts, RL_FIELD_DIRECTOR, of->directors, 0);
    add_facts(arena, &facts, RL_FIELD_CAST, of->cast, 0);
    add_facts(arena, &facts, RL_FIELD_IDENTIFIER, of->ids, 0);
    if (of->year != 0) {
        add_facts(arena, &facts, RL_FIELD_YEAR, NULL, of->year);
    }
    return facts;
}

static rl_identity identity_of(rl_arena *arena, const page *of) {
    rl_facts facts = facts_of(arena, of);
    rl_identity identity;
    assert_int_equal(rl_identity_of(arena, rl_str_of(of->key), &facts, &identity, NULL), REEL_OK);
    return identity;
}

/* Groups the pages and gives "a b / c", films and their pages in order of key, then the ids in that order. */
static void group(const page *pages, size_t count, const rl_override *overrides, size_t override_count, uint32_t *seed,
                  char *out, size_t size) {
    rl_arena *arena = rl_arena_new();
    rl_identity identities[32];
    size_t order[32], groups[32], group_count;
    rl_str ids[32];
    assert_true(count <= 32);
    for (size_t i = 0; i < count; i++) {
        order[i] = i;
    }
    for (size_t i = count; i > 1; i--) {
        size_t other = next_random(seed) % i;
        size_t swapped = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swapped;
    }
    for (size_t i = 0; i < count; i++) {
        identities[i] = identity_of(arena, &pages[order[i]]);
    }
    assert_int_equal(
        rl_identity_group(arena, identities, count, overrides, override_count, groups, ids, &group_count, NULL),
        REEL_OK);
    size_t met = 0;
    for (size_t i = 0; i < count; i++) {
        assert_true(groups[i] <= met);
        met += groups[i] == met;
    }
    assert_int_equal(met, group_count);
    size_t group_of[32];
    for (size_t i = 0; i < count; i++) {
        group_of[order[i]] = groups[i];
    }
    bool shown[32] = {false};
    size_t at = 0;
    out[0] = '\0';
    for (size_t i = 0; i < count; i++) {
        if (shown[i]) {
            continue;
        }
        at += (size_t)snprintf(out + at, size - at, "%s%.*s:", at == 0 ? "" : " / ", RL_STR_ARG(ids[group_of[i]]));
        for (size_t j = i; j < count; j++) {
            if (group_of[j] == group_of[i]) {
                shown[j] = true;
                at += (size_t)snprintf(out + at, size - at, " %s", pages[j].key);
            }
        }
    }
    rl_arena_free(arena);
}

static void assert_groups(const page *pages, size_t count, const char *expected) {
    uint32_t seed = 99;
    char text[1024];
    for (size_t round = 0; round < 20; round++) {
        group(pages, count, NULL, 0, &seed, text, sizeof text);
        assert_string_equal(text, expected);
    }
}

#define GROUPS(expected, ...)                                                                                          \
    do {                                                                                                               \
        static const page pages[] = {__VA_ARGS__};                                                                     \
        assert_groups(pages, sizeof pages / sizeof pages[0], (expected));                                              \
    } while (0)

static void test_film_identity__pages_of_one_film_join(void **state) {
    (void)state;
    GROUPS("in-the-soup-1992: a b c",
           {.key = "a", .title = "In the Soup", .year = 1992, .directors = "Alexandre Rockwell"},
           {.key = "b", .title = "In The Soup", .year = 1992, .directors = "Alexandre Rockwell"},
           {.key = "c", .title = "A levesben", .akas = "In the Soup", .year = 1993, .directors = "Alexandre Rockwell"});
    GROUPS("the-thing-1982: a b", {.key = "a", .title = "The Thing", .year = 1982, .directors = "John Carpenter"},
           {.key = "b", .title = "Thing, The", .year = 1982, .cast = "Kurt Russell;Keith David"});
}

static void test_film_identity__remakes_and_namesakes_stay_apart(void **state) {
    (void)state;
    GROUPS("the-thing-1982: a / the-thing-2011: b",
           {.key = "a", .title = "The Thing", .year = 1982, .directors = "John Carpenter"},
           {.key = "b", .title = "The Thing", .year = 2011, .directors = "Matthijs van Heijningen Jr."});
    GROUPS("home-2009: a / home-2009-meier: b",
           {.key = "a", .title = "Home", .year = 2009, .directors = "Yann Arthus-Bertrand"},
           {.key = "b", .title = "Home", .year = 2009, .directors = "Ursula Meier"});
    GROUPS("funny-games-1997: a / funny-games-2007: b",
           {.key = "a", .title = "Funny Games", .year = 1997, .directors = "Michael Haneke"},
           {.key = "b", .title = "Funny Games", .year = 2007, .directors = "Michael Haneke"});
    GROUPS("faith-1919: a / faith-1920: b", {.key = "a", .title = "Faith", .year = 1919, .cast = "Ann Ames;Bea Bond"},
           {.key = "b", .title = "Faith", .year = 1920, .directors = "Cy Cole", .cast = "Di Day"});
    GROUPS("faith-1920: a b", {.key = "a", .title = "Faith", .year = 1919, .cast = "Ann Ames;Bea Bond"},
           {.key = "b", .title = "Faith", .year = 1920, .directors = "Cy Cole", .cast = "Di Day;Bea Bond"});
    GROUPS("home-2009: a / home-2009-2: b",
           {.key = "a", .title = "Home", .year = 2009, .cast = "Ann Ames;Bea Bond;Cy Cole;Di Day;Ed Eco"},
           {.key = "b", .title = "Home", .year = 2009, .cast = "Dot Dean;Eve Ense;Flo Fox;Gus Gray;Hal Hale"});
}

static void test_film_identity__two_spellings_of_a_director_meet(void **state) {
    (void)state;
    static const struct {
        const char *one, *other;
    } cases[] = {{"V. Madhusudhan Rao", "V. Madhusudhana Rao"},
                 {"J. Lee Thompson", "John Lee Thompson"},
                 {"Béla Tarr", "Bela Tarr"},
                 {"Atlee", "Atlee Kumar"},
                 {"Andrei Tarkovsky", "Andrey Tarkovskiy"}};
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_identity a = identity_of(arena, &(page){.key = "a", .title = "T", .year = 1980, .directors = cases[i].one});
        rl_identity b =
            identity_of(arena, &(page){.key = "b", .title = "T", .year = 1980, .directors = cases[i].other});
        assert_int_equal(rl_identity_compare(&a, &b, NULL), RL_SAME);
    }
    rl_arena_free(arena);
}

static void test_film_identity__ids_decide(void **state) {
    (void)state;
    GROUPS("the-soup-1992: a b", {.key = "a", .title = "The Soup", .year = 1992, .ids = "imdb:tt0104503"},
           {.key = "b", .title = "Zupa", .year = 1995, .ids = "imdb:tt0104503;tmdb:1"});
    GROUPS("soup-1992: a / soup-1992-r: b",
           {.key = "a", .title = "Soup", .year = 1992, .directors = "A R", .ids = "imdb:tt1"},
           {.key = "b", .title = "Soup", .year = 1992, .directors = "A R", .ids = "imdb:tt2"});
    GROUPS("x: a b", {.key = "a", .title = "Soup", .year = 1992, .record_id = "x"},
           {.key = "b", .title = "Zupa", .record_id = "x"});
    GROUPS("x: f:0000000000000001 / x-2: f:0000000000000002",
           {.key = "f:0000000000000001", .title = "Soup", .year = 1992, .directors = "A R", .record_id = "x"},
           {.key = "f:0000000000000002", .title = "Soup", .year = 1992, .directors = "A R", .record_id = "x-2"});
    GROUPS("x: f:0000000000000001 f:0000000000000002",
           {.key = "f:0000000000000001", .title = "Soup", .year = 1992, .record_id = "x", .ids = "imdb:tt1"},
           {.key = "f:0000000000000002", .title = "Soup", .year = 1993, .record_id = "x-2", .ids = "imdb:tt1"});
    GROUPS("x: f:0000000000000001 / x-2: f:0000000000000002",
           {.key = "f:0000000000000001", .title = "Soup", .year = 1992, .record_id = "x", .ids = "wiki:Soup"},
           {.key = "f:0000000000000002", .title = "Soup", .year = 1993, .record_id = "x-2", .ids = "wiki:Soup"});
}

static void test_film_identity__a_namesakes_number_parts_no_films(void **state) {
    (void)state;
    GROUPS("soup-1992: a b", {.key = "a", .title = "Soup", .year = 1992, .directors = "Ann Lee (II)"},
           {.key = "b", .title = "Soup", .year = 1992, .directors = "Ann Lee"});
    GROUPS("soup-1992: a b", {.key = "a", .title = "Soup", .year = 1992, .cast = "Bo Lind (I);Cy Moe (IV)"},
           {.key = "b", .title = "Soup", .year = 1992, .cast = "Bo Lind;Cy Moe"});
}

static void test_film_identity__what_lacks_year_or_director_joins_the_only_film_it_may_be(void **state) {
    (void)state;
    GROUPS("soup-1992: a b", {.key = "a", .title = "Soup", .year = 1992, .directors = "A R"},
           {.key = "b", .title = "Soup", .year = 1992});
    GROUPS("home-2009: a / home-2009-meier: b / home-2009-2: c",
           {.key = "a", .title = "Home", .year = 2009, .directors = "Yann Arthus-Bertrand"},
           {.key = "b", .title = "Home", .year = 2009, .directors = "Ursula Meier"},
           {.key = "c", .title = "Home", .year = 2009});
    GROUPS("home-2009: a / home-2008: b c",
           {.key = "a", .title = "Home", .year = 2009, .directors = "Yann Arthus-Bertrand"},
           {.key = "b", .title = "Home", .year = 2008, .directors = "Ursula Meier"},
           {.key = "c", .title = "Home", .directors = "Ursula Meier"});
    /* A page that knows a film only by another country's title meets it through a page that has both. */
    GROUPS("soup-1992: a b / zupa-1992: c",
           {.key = "a", .title = "Soup", .akas = "Suppe;Zupa", .year = 1992, .directors = "A R"},
           {.key = "b", .title = "Suppe", .year = 1992},
           {.key = "c", .title = "Zupa", .year = 1992, .directors = "Ursula Meier"});
    GROUPS("soup-1992: a / suppe-1992: b", {.key = "a", .title = "Soup", .year = 1992, .directors = "A R"},
           {.key = "b", .title = "Suppe", .year = 1992});
    GROUPS("funny-games-1997: a / funny-games-2007: b / funny-games: c",
           {.key = "a", .title = "Funny Games", .year = 1997, .directors = "Michael Haneke"},
           {.key = "b", .title = "Funny Games", .year = 2007, .directors = "Michael Haneke"},
           {.key = "c", .title = "Funny Games", .directors = "Michael Haneke"});
}

static void test_film_identity__a_page_that_lost_its_stars_still_joins(void **state) {
    (void)state;
    GROUPS("in-the-soup-1992: a b",
           {.key = "a",
            .title = "In the Soup",
            .year = 1992,
            .directors = "Alexandre Rockwell",
            .cast = "Steve Buscemi;Seymour Cassel;Jennifer Beals"},
           {.key = "b",
            .title = "In the Soup",
            .year = 1992,
            .cast = "Pat Moya;Sully Boyar;Steven Randazzo;Francesco Messina;Rockets Redglare"});
}

static void test_film_identity__films_series_and_episodes_never_join(void **state) {
    (void)state;
    GROUPS("fargo-1996: a / fargo-1996-coen: b / fargo-1996-coen-2: c",
           {.key = "a", .title = "Fargo", .year = 1996, .directors = "Joel Coen"},
           {.key = "b", .title = "Fargo", .year = 1996, .directors = "Joel Coen", .subject = RL_SUBJECT_SERIES},
           {.key = "c", .title = "Fargo", .year = 1996, .directors = "Joel Coen", .subject = RL_SUBJECT_EPISODE});
}

static void test_film_identity__no_chain_joins_what_is_different(void **state) {
    (void)state;
    /* b is close to both, a and c are two years apart. */
    GROUPS("soup-1991: a b / soup-1993: c",
           {.key = "a", .title = "Soup", .year = 1991, .directors = "A Rock", .cast = "Ann Ames;Bea Bond"},
           {.key = "b", .title = "Soup", .year = 1992, .directors = "A Rock", .cast = "Ann Ames;Bea Bond"},
           {.key = "c", .title = "Soup", .year = 1993, .directors = "A Rock"});
}

static void test_film_identity__a_given_id_is_never_taken_by_a_made_one(void **state) {
    (void)state;
    GROUPS("home-2009-bertrand: a / home-2009: f:0000000000000001",
           {.key = "a", .title = "Home", .year = 2009, .directors = "Yann Bertrand"},
           {.key = "f:0000000000000001", .title = "Hom", .year = 2009, .directors = "U M", .record_id = "home-2009"});
}

static void test_film_identity__overrides_win(void **state) {
    (void)state;
    static const page pages[] = {{.key = "d/a.txt", .title = "Soup", .year = 1992, .directors = "A R"},
                                 {.key = "d/b.txt", .title = "Soup", .year = 1992, .directors = "A R"},
                                 {.key = "d/c.txt", .title = "Broth", .year = 2001, .directors = "X Y"}};
    rl_override overrides[] = {{RL_STR("b.txt"), RL_STR("a.txt"), false},
                               {RL_STR("broth-2001"), RL_STR("d/a.txt"), true}};
    uint32_t seed = 5;
    char text[256];
    for (size_t round = 0; round < 10; round++) {
        group(pages, 3, overrides, 2, &seed, text, sizeof text);
        assert_string_equal(text, "soup-1992: d/a.txt d/c.txt / soup-1992-r: d/b.txt");
    }
}

static void test_film_identity__a_stored_film_gives_the_identities_of_its_pages(void **state) {
    (void)state;
    static const page pages[] = {{.key = "a",
                                  .title = "Soup",
                                  .akas = "Zupa;Suppe;Leves",
                                  .year = 1992,
                                  .directors = "A R;B S",
                                  .cast = "Z;Y;X;W"},
                                 {.key = "b",
                                  .title = "Zupa",
                                  .akas = "Soup",
                                  .year = 1993,
                                  .directors = "B S",
                                  .cast = "W;X",
                                  .ids = "imdb:tt1;wiki:A b",
                                  .record_id = "soup",
                                  .subject = RL_SUBJECT_SERIES}};
    rl_arena *arena = rl_arena_new();
    rl_contribution contributions[2];
    rl_identity before[2];
    for (size_t i = 0; i < 2; i++) {
        rl_facts facts = facts_of(arena, &pages[i]);
        contributions[i] = (rl_contribution){
            .source = {.key = rl_str_of(pages[i].key)}, .facts = facts.items, .fact_count = facts.count};
        rl_identity_describe(&facts, &contributions[i].source);
        before[i] = identity_of(arena, &pages[i]);
    }
    rl_film film;
    assert_int_equal(rl_film_merge(arena, RL_STR("x"), contributions, 2, &film, NULL), REEL_OK);
    for (size_t i = 0; i < 2; i++) {
        rl_identity after;
        assert_int_equal(rl_identity_of_source(arena, &film, i, &after, NULL), REEL_OK);
        assert_true(rl_str_equal(after.document, before[i].document));
        assert_true(rl_str_equal(after.record_id, before[i].record_id));
        assert_true(rl_str_equal(after.slug, before[i].slug));
        assert_true(rl_str_equal(after.surname, before[i].surname));
        assert_int_equal(after.year, before[i].year);
        assert_int_equal(after.subject, before[i].subject);
        assert_int_equal(after.id_count, before[i].id_count);
        assert_int_equal(after.title_count, before[i].title_count);
        assert_int_equal(after.cast_count, before[i].cast_count);
        for (size_t t = 0; t < after.title_count; t++) {
            assert_true(rl_str_equal(after.titles[t], before[i].titles[t]));
        }
        for (size_t c = 0; c < after.cast_count; c++) {
            assert_true(rl_str_equal(after.cast[c], before[i].cast[c]));
        }
    }
    rl_arena_free(arena);
}

static void check_key(void *user, rl_str key) {
    size_t *count = user;
    assert_true(key.length > 1 && key.length <= RL_MAX_TERM_BYTES - 8);
    (*count)++;
}

static void test_film_identity__keys_fit_a_term(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    char longest[1000];
    memset(longest, 'x', sizeof longest);
    longest[sizeof longest - 1] = '\0';
    rl_identity identity =
        identity_of(arena, &(page){.key = "a", .title = longest, .year = 1990, .ids = "imdb:tt1", .record_id = "r"});
    size_t count = 0;
    rl_identity_keys_each(&identity, check_key, &count);
    assert_int_equal(count, 4);
    rl_arena_free(arena);
}

/* --- any documents --- */

static void test_film_identity__order_never_matters(void **state) {
    (void)state;
    static const char *const titles[] = {"Soup", "Zupa", "Home"};
    static const char *const directors[] = {NULL, "Ann Ames", "Bea Bond"};
    static const char *const casts[] = {NULL, "Cy Cole;Dot Dean;Eve Ense", "Flo Fox;Gus Gray;Hal Hale",
                                        "Cy Cole;Dot Dean;Hal Hale"};
    static const char *const ids[] = {NULL, NULL, NULL, "imdb:tt1", "imdb:tt2"};
    uint32_t seed = 31337;
    for (size_t round = 0; round < 300; round++) {
        page pages[12];
        char keys[12][4];
        size_t count = 2 + next_random(&seed) % 11;
        for (size_t i = 0; i < count; i++) {
            (void)snprintf(keys[i], sizeof keys[i], "%c", (int)('a' + i));
            uint32_t bits = next_random(&seed);
            pages[i] = (page){.key = keys[i],
                              .title = titles[bits % 3],
                              .akas = (bits >> 3) % 4 == 0 ? titles[(bits >> 5) % 3] : NULL,
                              .year = (bits >> 7) % 4 == 0 ? 0 : 1990 + (int)((bits >> 9) % 4),
                              .directors = directors[(bits >> 12) % 3],
                              .cast = casts[(bits >> 15) % 4],
                              .ids = ids[(bits >> 18) % 5]};
        }
        char first[1024], other[1024];
        group(pages, count, NULL, 0, &seed, first, sizeof first);
        for (size_t turn = 0; turn < 4; turn++) {
            group(pages, count, NULL, 0, &seed, other, sizeof other);
            assert_string_equal(other, first);
        }
    }
}

static void test_film_identity__thousands_of_one_title_are_grouped(void **state) {
    (void)state;
    enum { COUNT = 5000 };
    rl_arena *arena = rl_arena_new();
    rl_identity *identities = rl_arena_array(arena, COUNT, sizeof *identities);
    size_t *groups = rl_arena_array(arena, COUNT, sizeof *groups);
    rl_str *ids = rl_arena_array(arena, COUNT, sizeof *ids);
    for (size_t i = 0; i < COUNT; i++) {
        char key[16];
        (void)snprintf(key, sizeof key, "%05zu", i);
        identities[i] = identity_of(arena, &(page){.key = rl_arena_copy(arena, key, 5),
                                                   .title = "Home",
                                                   .year = 1900 + (int)(i % 100),
                                                   .directors = "A B"});
    }
    size_t group_count;
    assert_int_equal(rl_identity_group(arena, identities, COUNT, NULL, 0, groups, ids, &group_count, NULL), REEL_OK);
    assert_true(group_count >= 50 && group_count < 200);
    rl_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film_identity__pages_of_one_film_join),
        cmocka_unit_test(test_film_identity__remakes_and_namesakes_stay_apart),
        cmocka_unit_test(test_film_identity__two_spellings_of_a_director_meet),
        cmocka_unit_test(test_film_identity__ids_decide),
        cmocka_unit_test(test_film_identity__a_namesakes_number_parts_no_films),
        cmocka_unit_test(test_film_identity__what_lacks_year_or_director_joins_the_only_film_it_may_be),
        cmocka_unit_test(test_film_identity__a_page_that_lost_its_stars_still_joins),
        cmocka_unit_test(test_film_identity__films_series_and_episodes_never_join),
        cmocka_unit_test(test_film_identity__no_chain_joins_what_is_different),
        cmocka_unit_test(test_film_identity__a_given_id_is_never_taken_by_a_made_one),
        cmocka_unit_test(test_film_identity__overrides_win),
        cmocka_unit_test(test_film_identity__a_stored_film_gives_the_identities_of_its_pages),
        cmocka_unit_test(test_film_identity__keys_fit_a_term),
        cmocka_unit_test(test_film_identity__order_never_matters),
        cmocka_unit_test(test_film_identity__thousands_of_one_title_are_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
