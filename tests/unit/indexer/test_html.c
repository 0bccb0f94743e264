/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/html.h"

static void assert_text(const char *html, const char *wanted) {
    rl_buffer out = RL_BUFFER_INIT;
    reel_error error;
    assert_int_equal(rl_html_text(rl_str_of(html), &out, &error), REEL_OK);
    assert_string_equal(rl_buffer_text(&out), wanted);
    assert_true(rl_utf8_valid(rl_buffer_str(&out)));
    rl_buffer_done(&out);
}

static void test_html__looks_tells_pages_from_text(void **state) {
    (void)state;
    static const struct { const char *bytes; bool html; } cases[] = {
        {"<!DOCTYPE html><html>", true},
        {"\n\n  <HTML lang='en'>", true},
        {"\xEF\xBB\xBF<!doctype html>", true},
        {"<?xml version='1.0'?>\n<!DOCTYPE x><html xmlns='http://www.w3.org/1999/xhtml'>", true},
        {"<!-- saved --><html>", true},
        {"<?xml version='1.0'?><movie><title>A</title></movie>", false},
        {"<movie></movie>", false},
        {"In the Soup (1992)", false},
        {"a < b and <html> in words", false},
        {"", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(rl_html_looks(rl_str_of(cases[i].bytes)), cases[i].html);
}

static void test_html__blocks_break_lines_and_inline_elements_do_not(void **state) {
    (void)state;
    static const struct { const char *html; const char *text; } cases[] = {
        {"<p>One <b>big</b>\n   film</p><p>Two</p>", "One big film\n\nTwo"},
        {"<div>a</div><div>b</div>c", "a\nb\nc"},
        {"a<br>b<br/>c", "a\nb\nc"},
        {"<ul><li>x</li><li>y</li></ul>", "x\ny"},
        {"<h1>Heading</h1>text", "Heading\n\ntext"},
        {"<span>W</span><span>ord</span>", "Word"},
        {"<pre>a\n b</pre>", "a\nb"},
        {"", ""},
        {"<div></div>", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_text(cases[i].html, cases[i].text);
}

static void test_html__cells_of_a_row_stay_on_one_line(void **state) {
    (void)state;
    assert_text("<table><tr><td><img src=x></td><td><a>Ann Lee</a></td><td>...</td><td><div>The Cook</div></td></tr>"
                "<tr><td></td><td>Bo Li</td><td> ... </td><td>Guard</td></tr></table>",
                "Ann Lee\t...\tThe Cook\nBo Li\t...\tGuard");
    /* a table that lays out a page: its second column does not run on in the first one's last line */
    assert_text("<table><tr><td><h1>Film</h1><div>Director: A</div></td><td>Poster</td></tr></table>",
                "Film\n\nDirector: A\nPoster");
}

static void test_html__what_a_reader_does_not_see_vanishes(void **state) {
    (void)state;
    assert_text("<html><head><title>The\n Film (1950)</title><style>b{}</style><script>var a='<p>no</p>';</script></head>"
                "<body><!-- no --><noscript>no</noscript><p style='color:red; display:none'>no <b>no</b></p>"
                "<span hidden>no</span>yes<select><option>no</option></select></body></html>",
                "The Film (1950)\n\nyes");
}

static void test_html__entities_and_charsets_become_utf8(void **state) {
    (void)state;
    assert_text("<p>Caf&eacute; &amp; &#8220;x&#8221;&nbsp;&nbsp;y &unknown;</p>", "Caf\xC3\xA9 & \xE2\x80\x9Cx\xE2\x80\x9D y &unknown;");
    assert_text("<meta charset=iso-8859-1><p>L\xE9on \x96 1</p>", "L\xC3\xA9on \xE2\x80\x93 1");
    assert_text("<meta charset='windows-1251'><p>\xCF\xEE\xE1\xE5\xE3</p>",
                "\xD0\x9F\xD0\xBE\xD0\xB1\xD0\xB5\xD0\xB3");
    /* declares Latin-1 but is UTF-8: the bytes win */
    assert_text("<meta charset=iso-8859-1><p>L\xC3\xA9on</p>", "L\xC3\xA9on");
    assert_text("<meta charset=utf-8><p>L\xE9on</p>", "L\xEF\xBF\xBDon");
    assert_text("<meta charset=no-such-charset><p>L\xE9on</p>", "L\xEF\xBF\xBDon");
}

static void test_html__broken_pages_give_what_can_be_read(void **state) {
    (void)state;
    assert_text("<p>a<p>b</div></span><td>c", "a\n\nb\n\nc");
    assert_text("<table><tr><td>open", "open");
    assert_text("text <", "text <");
    rl_buffer out = RL_BUFFER_INIT;
    static const char nul[] = "<p>a\0b</p>";
    assert_int_equal(rl_html_text((rl_str){nul, sizeof nul - 1}, &out, NULL), REEL_OK);
    assert_string_equal(rl_buffer_text(&out), "a b");
    rl_buffer_done(&out);
}

static void test_html__nesting_has_a_limit(void **state) {
    (void)state;
    rl_buffer html = RL_BUFFER_INIT, out = RL_BUFFER_INIT;
    for (int i = 0; i < 1000; i++) rl_buffer_add_text(&html, "<font>");
    rl_buffer_add_text(&html, "deep");
    assert_int_equal(rl_html_text(rl_buffer_str(&html), &out, NULL), REEL_OK);
    assert_string_equal(rl_buffer_text(&out), "deep");
    for (int i = 0; i < 200000; i++) rl_buffer_add_text(&html, "<div>");
    rl_buffer_clear(&out);
    reel_error error;
    assert_int_equal(rl_html_text(rl_buffer_str(&html), &out, &error), REEL_LIMIT);
    assert_non_null(strstr(error.message, "nested"));
    assert_int_equal(out.length, 0);
    rl_buffer_done(&html);
    rl_buffer_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html__looks_tells_pages_from_text),
        cmocka_unit_test(test_html__blocks_break_lines_and_inline_elements_do_not),
        cmocka_unit_test(test_html__cells_of_a_row_stay_on_one_line),
        cmocka_unit_test(test_html__what_a_reader_does_not_see_vanishes),
        cmocka_unit_test(test_html__entities_and_charsets_become_utf8),
        cmocka_unit_test(test_html__broken_pages_give_what_can_be_read),
        cmocka_unit_test(test_html__nesting_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
