/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The terms under which an update looks for films that a new document may belong to.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/block_terms.h"

static void list(void *user, rl_str term) {
    rl_buffer *out = user;
    for (size_t i = 0; i < term.length; i++) {
        rl_buffer_add_byte(out, term.at[i] == '\1' ? '=' : term.at[i]);
    }
    rl_buffer_add_byte(out, ' ');
}

static void test_block_terms__a_key_is_found_under_what_films_say_anyway(void **state) {
    (void)state;
    static const struct {
        const char *key, *terms;
    } cases[] = {
        {"tinthesoup", "XVinthesoup=S XVinthesoup=XT XJtinthesoup "},
        {"iimdb:tt0104503", "XVtt0104503=XI XJiimdb:tt0104503 "},
        {"iwiki:In_the_Soup", "XVinthesoup=XI XJiwiki:In_the_Soup "},
        {"sin-the-soup-1992", "Qin-the-soup-1992 XJsin-the-soup-1992 "},
        {"xother", "XJxother "},
        {"t", "XJt "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer scratch = RL_BUFFER_INIT;
        rl_buffer found = RL_BUFFER_INIT;
        rl_block_terms_each(rl_str_of(cases[i].key), &scratch, list, &found);
        assert_string_equal(rl_buffer_text(&found), cases[i].terms);
        rl_buffer_done(&scratch);
        rl_buffer_done(&found);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_block_terms__a_key_is_found_under_what_films_say_anyway),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
