/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Any sequence of increments gives what a full build of the same corpus gives: record by record, term by term,
 * position by position, row by row. With a number: so many sequences instead of a few seconds of them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/engine/corpus_maker.h"
#include "tests/engine/index_dump.h"
#include "tests/engine/scratch_folder.h"

enum { STEPS = 12, SECONDS = 5 };

static unsigned sequences; /* 0: as many as fit SECONDS */

static void index_into(const char *path, const char *corpus, bool full, uint32_t jobs, reel_index_report *report) {
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_error error;
    options.full = full;
    options.jobs = jobs;
    if (reel_index_paths(path, &corpus, 1, &options, report, &error) != REEL_OK) {
        fail_msg("%s: %s", path, error.message);
    }
}

/* Shows where two dumps part. */
static void compare_dumps(const char *before, rl_str increment, rl_str build) {
    if (rl_str_equal(increment, build)) {
        return;
    }
    size_t at = 0;
    while (at < increment.length && at < build.length && increment.at[at] == build.at[at]) {
        at++;
    }
    size_t film = at;
    while (film > 0 && strncmp(increment.at + film, "\nfilm ", film + 6 < increment.length ? 6 : 1) != 0) {
        film--;
    }
    while (at > 0 && increment.at[at - 1] != '\n') {
        at--;
    }
    fail_msg("%s\nin %.60s\nincrement: %.600s\nbuild:     %.600s", before, increment.at + film, increment.at + at,
             at < build.length ? build.at + at : "(end)");
}

static bool ignore(void *user, const char *bytes, size_t length) {
    (void)user;
    (void)bytes;
    (void)length;
    return true;
}

static void run_sequence(uint64_t seed) {
    char *folder = scratch_make();
    const char *corpus = scratch_path(folder, "corpus");
    char history[4096] = "";
    corpus_maker maker;
    rl_buffer increment = RL_BUFFER_INIT;
    rl_buffer build = RL_BUFFER_INIT;
    char index[SCRATCH_PATH], fresh[SCRATCH_PATH], given[SCRATCH_PATH];
    (void)snprintf(index, sizeof index, "%s/a.reel", folder);
    (void)snprintf(fresh, sizeof fresh, "%s/b.reel", folder);
    (void)snprintf(given, sizeof given, "%s", corpus);
    corpus_make(&maker, seed, given, 20);
    index_into(index, given, false, 2, NULL);
    (void)snprintf(history, sizeof history, "seed %llu", (unsigned long long)seed);
    for (int step = 0; step < STEPS; step++) {
        for (uint32_t edits = 1 + corpus_random(&maker, 3); edits > 0; edits--) {
            corpus_edit(&maker);
            size_t used = strlen(history);
            (void)snprintf(history + used, sizeof history - used, "; %d: %s", step, maker.last);
        }
        reel_index_report report, whole;
        reel_error error;
        index_into(index, given, corpus_random(&maker, 10) == 0, 1, &report);
        scratch_clear(fresh);
        index_into(fresh, given, false, 1 + corpus_random(&maker, 2), &whole);
        assert_int_equal(index_dump(index, &increment, &error), REEL_OK);
        assert_int_equal(index_dump(fresh, &build, &error), REEL_OK);
        compare_dumps(history, rl_buffer_str(&increment), rl_buffer_str(&build));
        if (report.films != whole.films || report.documents != whole.documents ||
            report.added + report.updated + report.unchanged != report.documents) {
            fail_msg("%s: %llu films, %llu documents = %llu added + %llu updated + %llu unchanged; a build has %llu and %llu", history,
                     (unsigned long long)report.films, (unsigned long long)report.documents, (unsigned long long)report.added,
                     (unsigned long long)report.updated, (unsigned long long)report.unchanged, (unsigned long long)whole.films,
                     (unsigned long long)whole.documents);
        }
        uint64_t before = scratch_fingerprint(index);
        index_into(index, given, false, 1, &report);
        if (before != scratch_fingerprint(index)) {
            fail_msg("%s: a run without changes wrote", history);
        }
        assert_int_equal(report.unchanged, report.documents);
    }
    reel_error error;
    if (reel_index_status(index, true, "text", ignore, NULL, &error) != REEL_OK) {
        fail_msg("%s: %s", history, error.message);
    }
    rl_buffer_done(&increment);
    rl_buffer_done(&build);
    scratch_remove(folder);
}

static void test_increments__give_what_a_build_gives(void **state) {
    (void)state;
    time_t until = time(NULL) + SECONDS;
    for (unsigned i = 0; sequences == 0 ? i < 2 || time(NULL) < until : i < sequences; i++) {
        run_sequence(sequences == 0 ? i + 1 : 1000 + i);
    }
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_increments__give_what_a_build_gives)};
    sequences = argc > 1 ? (unsigned)strtoul(argv[1], NULL, 10) : 0;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
