/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A build large enough to be written in several parts at once: what two threads make is what one makes. Runs under the
 * thread checker, where that is built.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "common/include/reel.h"
#include "tests/engine/index_dump.h"
#include "tests/engine/scratch_folder.h"

enum { FILMS = 4500 /* more than two parts hold */, PAIRS = 100 /* told of by two records each */ };

static void write_records(const char *path) {
    rl_buffer lines = RL_BUFFER_INIT;
    for (unsigned i = 0; i < FILMS; i++) {
        rl_buffer_add_format(&lines, "{\"title\": \"Lamp %u\", \"year\": %u, \"directors\": [\"Ana Number%u\"], \"plot\": \"Street %u.\"}\n", i,
                             1900 + i % 120, i / 7, i * 7919 % FILMS);
    }
    for (unsigned i = 0; i < PAIRS; i++) {
        rl_buffer_add_format(&lines, "{\"title\": \"Lamp %u\", \"year\": %u, \"directors\": [\"Ana Number%u\"], \"cast\": [\"Ivo Krall\"]}\n",
                             i * 31, 1900 + i * 31 % 120, i * 31 / 7);
    }
    scratch_write(path, lines.at, lines.length);
    rl_buffer_done(&lines);
}

static void build(const char *index, const char *corpus, uint32_t jobs, rl_buffer *out) {
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_index_report report;
    reel_error error;
    options.jobs = jobs;
    if (reel_index_paths(index, &corpus, 1, &options, &report, &error) != REEL_OK || index_dump(index, out, &error) != REEL_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(report.films, FILMS);
    assert_int_equal(report.documents, FILMS + PAIRS);
}

static void test_parallel__two_threads_make_what_one_makes(void **state) {
    (void)state;
    char *folder = scratch_make();
    rl_buffer one = RL_BUFFER_INIT, two = RL_BUFFER_INIT;
    const char *corpus = scratch_path(folder, "films.jsonl");
    write_records(corpus);
    build(scratch_path(folder, "one.reel"), corpus, 1, &one);
    build(scratch_path(folder, "two.reel"), corpus, 2, &two);
    assert_true(rl_str_equal(rl_buffer_str(&one), rl_buffer_str(&two)));
    rl_buffer_done(&one);
    rl_buffer_done(&two);
    scratch_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parallel__two_threads_make_what_one_makes)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
