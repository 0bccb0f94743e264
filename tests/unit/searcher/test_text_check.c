/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Words side by side, and words of one field, as the stored film has them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/film_codec.h"
#include "searcher/text_check.h"

#define MAX_WORDS 4

static rl_fact facts[] = {
    {.field = RL_FIELD_TITLE, .value = {"In the Soup", 11}, .leads = true},
    {.field = RL_FIELD_CAST, .value = {"Steve Buscemi", 13}, .person = {"Steven Buscemi", 14}, .leads = true},
    {.field = RL_FIELD_CAST, .value = {"Seymour Cassel", 14}, .leads = true},
    {.field = RL_FIELD_AWARD,
     .value = {"Sundance Film Festival", 22},
     .detail = {"Grand Jury Prize", 16},
     .number = 1992,
     .leads = true},
    {.field = RL_FIELD_PLOT, .value = {"A man sells his script to Spider-Man's landlord.", 48}, .leads = true},
    {.field = RL_FIELD_PLOT, .value = {"Another telling of it.", 22}},
    {.field = RL_FIELD_SIMILAR, .value = {"Stranger Than Paradise", 22}, .leads = true},
};

static bool keeps(rl_field field, bool in_order, const char *const *words) {
    rl_source source = {.path = {"a", 1}, .format = {"plain", 5}, .key = {"a", 1}};
    rl_film film = {{"in-the-soup-1992", 16}, &source, 1, facts, sizeof facts / sizeof facts[0]};
    rl_buffer data = RL_BUFFER_INIT;
    rl_str forms[MAX_WORDS];
    size_t count = 0;
    for (; count < MAX_WORDS && words[count] != NULL; count++) {
        forms[count] = rl_str_of(words[count]);
    }
    assert_int_equal(rl_film_encode(&film, &data, NULL), REEL_OK);
    uint32_t left = 1;
    rl_text_check check = {.field = field, .forms = forms, .form_count = count, .in_order = in_order, .scratch = rl_arena_new(), .films_left = &left};
    bool kept = rl_text_check_keep(&check, rl_buffer_str(&data));
    assert_int_equal(check.status, REEL_OK);
    assert_int_equal(left, 0);
    assert_true(rl_text_check_keep(&check, rl_buffer_str(&data))); /* no more films are read: it is taken on trust */
    rl_arena_free(check.scratch);
    rl_buffer_done(&data);
    return kept;
}

static void test_text_check__finds_what_stands_side_by_side_in_one_value(void **state) {
    (void)state;
    static const struct {
        rl_field field;
        bool in_order, kept;
        const char *words[MAX_WORDS + 1];
    } cases[] = {
        {RL_FIELD_NONE, true, true, {"in", "the", "soup"}},
        {RL_FIELD_NONE, true, false, {"the", "in"}},
        {RL_FIELD_NONE, true, false, {"in", "soup"}},
        {RL_FIELD_NONE, true, false, {"soup", "steve"}},
        {RL_FIELD_NONE, true, true, {"steven", "buscemi"}},
        {RL_FIELD_NONE, true, false, {"buscemi", "seymour"}},
        {RL_FIELD_NONE, true, true, {"festival", "1992", "grand"}},
        {RL_FIELD_NONE, true, true, {"to", "spiderman"}},
        {RL_FIELD_NONE, true, true, {"spider", "man", "landlord"}},
        {RL_FIELD_NONE, true, false, {"another", "telling"}},   /* stands behind what leads: not indexed */
        {RL_FIELD_NONE, true, false, {"stranger", "than"}},     /* nor are other films' titles */
        {RL_FIELD_PLOT, false, true, {"script"}},
        {RL_FIELD_PLOT, false, true, {"scripts", "script"}},
        {RL_FIELD_PLOT, false, false, {"soup"}},
        {RL_FIELD_TITLE, false, true, {"soup"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (keeps(cases[i].field, cases[i].in_order, cases[i].words) != cases[i].kept) {
            fail_msg("case %zu, '%s ...'", i, cases[i].words[0]);
        }
    }
}

static void test_text_check__a_damaged_film_is_a_failure(void **state) {
    (void)state;
    const rl_str form = RL_STR("soup");
    uint32_t left = 1;
    rl_text_check check = {.forms = &form, .form_count = 1, .scratch = rl_arena_new(), .films_left = &left};
    assert_false(rl_text_check_keep(&check, RL_STR("no film")));
    assert_int_equal(check.status, REEL_CORRUPT);
    rl_arena_free(check.scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_check__finds_what_stands_side_by_side_in_one_value),
        cmocka_unit_test(test_text_check__a_damaged_film_is_a_failure),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
