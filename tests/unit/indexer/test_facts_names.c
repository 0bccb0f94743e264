/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/indexer/facts_table.h"

static void people(rl_facts *facts, rl_str text) {
    rl_facts_people(facts, RL_FIELD_DIRECTOR, text, RL_ORIGIN_LABEL, 1);
}
static void companies(rl_facts *facts, rl_str text) {
    rl_facts_people(facts, RL_FIELD_PRODUCTION, text, RL_ORIGIN_LABEL, 1);
}
static void person(rl_facts *facts, rl_str text) {
    rl_facts_person(facts, RL_FIELD_WRITER, text, RL_STR_EMPTY, RL_ORIGIN_LABEL, 1);
}

/* "name=role" */
static void cast(rl_facts *facts, rl_str text) {
    size_t at = rl_str_find(text, RL_STR("="));
    rl_facts_person(facts, RL_FIELD_CAST, rl_str_slice(text, 0, at), rl_str_slice(text, at + 1, text.length),
                    RL_ORIGIN_LABEL, 1);
}

static void test_facts_names__a_person_is_read_with_the_credit(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Sollace Mitchell (credited as Tim Kissell)", "writer=Sollace Mitchell||Tim Kissell"},
        {"Mitchell, Sollace", "writer=Sollace Mitchell"},
        {"van Druten, John (play)", "writer=John van Druten"},
        {"Anna Ray (screenplay) (as A. Ray)", "writer=Anna Ray||A. Ray"},
        {"X. Y. Smith, Jr.", "writer=X. Y. Smith, Jr."},
        {"Bo Lind (uncredited)", "writer=Bo Lind"},
        {"Seymour Cassel, Steve Buscemi", "writer=Seymour Cassel, Steve Buscemi"},
        {"Tom Holland (II)", "writer=Tom Holland (II)"},
        {"Holland, Tom (II)", "writer=Tom Holland (II)"},
        {"Tom Holland (III) (screenplay) (as T. Holland)", "writer=Tom Holland (III)||T. Holland"},
        {"Ann Ray]", "writer=Ann Ray"},
        {"Bo Lind (credited", "writer=Bo Lind"},
        {"Tyler, the Creator", "writer=Tyler, the Creator"},
        {"Earth, Wind & Fire", "writer=Earth, Wind & Fire"},
        {"Various", ""},
        {"N/A", ""},
        {"»", ""},
        {"See full cast »", ""},
        {"  ", ""},
        {"(uncredited)", ""},
        {"...", ""},
    };
    CHECK(person, rows);
}

static void test_facts_names__lists_part_at_their_own_signs(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Ann Lee, Bo Lind and Cy Moe", "director=Ann Lee; director=Bo Lind; director=Cy Moe"},
        {"Ann Lee / Bo Lind · Cy Moe", "director=Ann Lee; director=Bo Lind; director=Cy Moe"},
        {"Lee, Ann; Lind, Bo", "director=Ann Lee; director=Bo Lind"},
        {"Ann Lee, Bo Lind, Jr., Cy Moe", "director=Ann Lee; director=Bo Lind, Jr.; director=Cy Moe"},
        {"Ann Lee (as A. Lee, B.S.C.), Bo Lind", "director=Ann Lee; director=Bo Lind"},
        {"Ann Lee, See more »", "director=Ann Lee"},
        {"Sandra Anderson", "director=Sandra Anderson"},
    };
    CHECK(people, rows);
}

static void test_facts_names__companies_keep_their_commas(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"North Star, Inc., Harbor Films", "production=North Star, Inc.; production=Harbor Films"},
        {"Harbor Films (France), Alta", "production=Harbor Films|France; production=Alta"},
        {"Stone and Sons Pictures", "production=Stone and Sons Pictures"},
    };
    CHECK(companies, rows);
}

static void test_facts_names__roles_are_characters_too(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Ann Lee (as Anna Lea)=Jane / The Girl (voice)",
         "cast=Ann Lee|Jane / The Girl|Anna Lea; character=Jane; character=The Girl"},
        {"Bo Lind ...=Himself", "cast=Bo Lind|Himself; character=Himself"},
        {"Cy Moe=(uncredited)", "cast=Cy Moe"},
        {"Cy Moe=", "cast=Cy Moe"},
    };
    CHECK(cast, rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_names__a_person_is_read_with_the_credit),
        cmocka_unit_test(test_facts_names__lists_part_at_their_own_signs),
        cmocka_unit_test(test_facts_names__companies_keep_their_commas),
        cmocka_unit_test(test_facts_names__roles_are_characters_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
