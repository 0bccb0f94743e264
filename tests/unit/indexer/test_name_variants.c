/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "indexer/name_variants.h"

static rl_name_relation relate(const char *a, const char *b) {
    rl_arena *arena = rl_arena_new();
    assert_non_null(arena);
    rl_name_words one = rl_name_words_of(arena, rl_str_of(a)), two = rl_name_words_of(arena, rl_str_of(b));
    rl_name_relation relation = rl_names_relate(&one, &two);
    rl_arena_free(arena);
    return relation;
}

static void test_name_variants__tell_one_person_from_two(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        rl_name_relation expected;
    } cases[] = {
        {"John Lee Thompson", "J. Lee Thompson", RL_NAMES_FIRST_FULLER},
        {"J.L. Thompson", "John Lee Thompson", RL_NAMES_SECOND_FULLER},
        {"Craig Baxley", "Craig R. Baxley", RL_NAMES_SECOND_FULLER},
        {"Robert Downey Jr.", "Robert Downey", RL_NAMES_FIRST_FULLER},
        {"Alan Hale Jr.", "Alan Hale Sr.", RL_NAMES_DIFFER},
        {"Viktor Tourjansky", "Victor Tourjansky", RL_NAMES_EQUAL},
        {"Bong Joon-ho", "Joon-ho Bong", RL_NAMES_EQUAL},
        {"Aleksandr Kaydanovskiy", "Alexander Kaidanovsky", RL_NAMES_EQUAL},
        {"Anatoliy Solonitsyn", "Anatoly Solonitsyn", RL_NAMES_FIRST_FULLER},
        {"Alisa Freindlich", "Alisa Freyndlikh", RL_NAMES_EQUAL},
        {"Arkady Strugatsky", "Boris Strugatsky", RL_NAMES_DIFFER},
        {"Joel Coen", "Ethan Coen", RL_NAMES_DIFFER},
        {"Andrea Berg", "Andreas Berg", RL_NAMES_DIFFER},
        {"Maria Berg", "Marie Berg", RL_NAMES_DIFFER},
        {"Harry S. Pollard", "Harry A. Pollard", RL_NAMES_DIFFER},
        {"Jean-Pierre Dardenne", "Luc Dardenne", RL_NAMES_DIFFER},
        {"Madonna", "Madonna Louise", RL_NAMES_DIFFER},
        {"Lee Thompson", "John Lee Thompson", RL_NAMES_DIFFER},
        {"", "John Lee", RL_NAMES_DIFFER},
        {"A B C D E F G H I J", "A J", RL_NAMES_DIFFER},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (relate(cases[i].a, cases[i].b) != cases[i].expected) {
            fail_msg("%s and %s", cases[i].a, cases[i].b);
        }
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {cmocka_unit_test(test_name_variants__tell_one_person_from_two)};
    return cmocka_run_group_tests_name("name_variants", tests, NULL, NULL);
}
