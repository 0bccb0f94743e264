/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/limits.h"
#include "searcher/query_parse.h"
#include "searcher/query_range.h"

/* The tree in one line: W words, P phrase, F field, R range, * prefix, ( ) group, | or, signs before. */
static void spell(const rl_parsed *parsed, const rl_node *node, rl_buffer *out) {
    static const char *const names[] = {"G", "O", "W", "P", "F", "R", "*"};
    rl_buffer_add_text(out, node->mode == RL_MODE_NOT ? "-" : node->mode == RL_MODE_MUST ? "+" : "");
    rl_buffer_add_text(out, names[node->kind]);
    if (node->field != RL_FIELD_NONE) {
        rl_buffer_add_format(out, ".%s", rl_field_name(node->field));
    }
    if (node->kind == RL_NODE_RANGE) {
        rl_buffer_add_format(out, "[%.0f %.0f]", node->low, node->high);
    } else if (node->kind == RL_NODE_GROUP || node->kind == RL_NODE_OR) {
        rl_buffer_add_text(out, "(");
        for (size_t i = 0; i < node->child_count; i++) {
            rl_buffer_add_text(out, i == 0 ? "" : " ");
            spell(parsed, node->children[i], out);
        }
        rl_buffer_add_text(out, ")");
    } else {
        for (uint32_t i = node->first_word; i < node->word_end; i++) {
            rl_buffer_add_text(out, i == node->first_word ? "=" : "_");
            rl_buffer_add_str(out, parsed->words[i].form);
        }
    }
}

static void check(const char *query, const char *expected) {
    rl_arena *arena = rl_arena_new();
    rl_parsed parsed;
    rl_buffer out = RL_BUFFER_INIT;
    assert_int_equal(rl_query_parse(arena, rl_str_of(query), &parsed, NULL), REEL_OK);
    spell(&parsed, parsed.root, &out);
    assert_string_equal(rl_buffer_text(&out), expected);
    rl_buffer_done(&out);
    rl_arena_free(arena);
}

static void test_query_parse__each_form_gives_its_tree(void **state) {
    (void)state;
    static const struct {
        const char *query, *tree;
    } rows[] = {
        {"", "G()"},
        {"in the soup", "G(W=in_the_soup)"},
        {"\"in the soup\"", "G(P=in_the_soup)"},
        {"soup -comedy", "G(W=soup -W=comedy)"},
        {"-comedy soup", "G(-W=comedy W=soup)"},
        {"+buscemi soup", "G(+W=buscemi W=soup)"},
        {"director:rockwell soup", "G(F.director=rockwell W=soup)"},
        {"by:rockwell", "G(F.director=rockwell)"},
        {"award:\"grand jury prize\"", "G(F.award=grand_jury_prize)"},
        {"year:1990..1995", "G(R.year[1990 1995])"},
        {"year:1992", "G(R.year[1992 1992])"},
        {"year:1990s", "G(R.year[1990 1999])"},
        {"runtime:>=90", "G(R.runtime[90 inf])"},
        {"soup runtime >= 90 comedy", "G(W=soup R.runtime[90 inf] W=comedy)"},
        {"runtime>=90", "G(R.runtime[90 inf])"},
        {"-year < 1990", "G(-R.year[-inf 1990])"},
        {"runtime > long", "G(W=runtime_long)"},
        {"runtime > 9x soup", "G(W=runtime_9x_soup)"},
        {"title > 5", "G(W=title_5)"},
        {"runtime <", "G(W=runtime)"},
        {"year:199*", "G(R.year[1990 1999])"},
        {"drama OR comedy", "G(O(W=drama W=comedy))"},
        {"a drama OR comedy film", "G(W=a O(W=drama W=comedy) W=film)"},
        {"a OR b OR c", "G(O(W=a W=b W=c))"},
        {"(drama OR comedy) rockwell", "G(G(O(W=drama W=comedy)) W=rockwell)"},
        {"busc*", "G(*=busc)"},
        {"-\"grand jury\"", "G(-P=grand_jury)"},
        {"sci -sci-fi", "G(W=sci -P=sci_fi)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(rows[i].query, rows[i].tree);
    }
}

static void test_query_parse__stray_syntax_is_text(void **state) {
    (void)state;
    static const struct {
        const char *query, *tree;
    } rows[] = {
        {"\"", "G()"},          {"(", "G()"},           {")", "G()"},         {"AND", "G(W=and)"},
        {"OR", "G(W=or)"},      {"title:", "G(W=title)"}, {"( soup", "G(G(W=soup))"}, {"soup )", "G(W=soup)"},
        {"soup OR", "G(W=soup W=or)"}, {"say \"yes", "G(W=say W=yes)"}, {"a - b", "G(W=a_b)"},
        {"Alien: Covenant", "G(W=alien_covenant)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        check(rows[i].query, rows[i].tree);
    }
}

static void test_query_parse__an_unknown_field_is_text_with_a_note(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_parsed parsed;
    assert_int_equal(rl_query_parse(arena, RL_STR("colour2:red flavour:sweet"), &parsed, NULL), REEL_OK);
    assert_int_equal(parsed.notes.count, 1);
    assert_non_null(strstr(parsed.notes.items[0], "flavour"));
    assert_int_equal(parsed.root->children[0]->kind, RL_NODE_WORDS);
    rl_arena_free(arena);
}

static void test_query_parse__offsets_are_those_of_the_query(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_parsed parsed;
    assert_int_equal(rl_query_parse(arena, RL_STR("Fran\xc3\xa7ois director:\"Alexandre  Rockwell\""), &parsed, NULL), REEL_OK);
    assert_int_equal(parsed.word_count, 3);
    rl_str last = rl_str_slice(parsed.text, parsed.words[2].start, parsed.words[2].end);
    assert_true(rl_str_is(last, "Rockwell"));
    assert_int_equal(parsed.words[0].end, 9);
    rl_arena_free(arena);
}

static void test_query_parse__limits_cut_and_say_so(void **state) {
    (void)state;
    rl_buffer deep = RL_BUFFER_INIT;
    for (int i = 0; i < 1000; i++) {
        rl_buffer_add_text(&deep, "(a ");
    }
    for (int i = 0; i < 5000; i++) {
        rl_buffer_add_text(&deep, "b* c ");
    }
    rl_buffer_add_text(&deep, "\xff\xfe\x1b[31m");
    rl_arena *arena = rl_arena_new();
    rl_parsed parsed;
    assert_int_equal(rl_query_parse(arena, rl_buffer_str(&deep), &parsed, NULL), REEL_OK);
    assert_true(parsed.token_count <= RL_MAX_QUERY_TOKENS);
    assert_true(parsed.notes.count >= 2);
    rl_arena_free(arena);
    rl_buffer_done(&deep);
}

static void test_query_parse__ranges_read_numbers_and_nothing_else(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        double low, high;
    } rows[] = {
        {"1992", true, 1992, 1992},   {"1990..1995", true, 1990, 1995}, {"..1995", true, -INFINITY, 1995},
        {"1990..", true, 1990, INFINITY}, {"90s", true, 1990, 1999},    {"00s", true, 2000, 2009},
        {">=8", true, 8, INFINITY},   {"<=100", true, -INFINITY, 100},  {"1990-1995", true, 1990, 1995},
        {"abc", false, 0, 0},         {"19x", false, 0, 0},             {"<", false, 0, 0},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        double low = 0, high = 0;
        assert_int_equal(rl_query_range_parse(rl_str_of(rows[i].text), &low, &high), rows[i].ok);
        if (rows[i].ok) {
            assert_true(low == rows[i].low && high == rows[i].high);
        }
    }
    double low = 0, high = 0;
    assert_true(rl_query_range_parse(RL_STR("<100"), &low, &high));
    assert_true(high < 100 && high > 99.9);
    assert_true(rl_query_years_parse(RL_STR("199*"), &low, &high) && low == 1990 && high == 1999);
    assert_true(rl_query_years_parse(RL_STR("19*"), &low, &high) && low == 1900 && high == 1999);
    static const char *const none[] = {"", "*", "9*", "1992*", "199", "19x*", "x99*", "1.9*"};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        assert_false(rl_query_years_parse(rl_str_of(none[i]), &low, &high));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_query_parse__each_form_gives_its_tree),
        cmocka_unit_test(test_query_parse__stray_syntax_is_text),
        cmocka_unit_test(test_query_parse__an_unknown_field_is_text_with_a_note),
        cmocka_unit_test(test_query_parse__offsets_are_those_of_the_query),
        cmocka_unit_test(test_query_parse__limits_cut_and_say_so),
        cmocka_unit_test(test_query_parse__ranges_read_numbers_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
