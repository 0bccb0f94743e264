/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A build large enough to be written in several parts at once: what two threads make is what one makes, and what is made in
 * hardly any memory, where all that waits is sorted in files, is the same too. Runs under the thread checker, where that
 * is built.
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

enum {
    SINGLES = 4500, /* more than two parts hold */
    PAIRS = 100,    /* of these are told of by two records each */
    CHAINS = 20,    /* films told of by records of which each shares a title with the next only */
    LINKS = 24,
    REPEATS = 50,   /* lines that stand in the file already */
    FILMS = SINGLES + CHAINS,
    DOCUMENTS = SINGLES + PAIRS + CHAINS * LINKS
};

/* In an order that puts neighbours of a chain far apart. */
static void write_chains(rl_buffer *lines) {
    for (unsigned i = 0; i < CHAINS * LINKS; i++) {
        unsigned chain = i % CHAINS;
        unsigned link = i / CHAINS * 7 % LINKS;
        rl_buffer_add_format(lines, "{\"title\": \"Bend %u of %u\", \"alt_titles\": [\"Bend %u of %u\"], \"year\": 1950, \"directors\": [\"Mia Chain%u\"]}\n",
                             link, chain, link + 1, chain, chain);
    }
}

static void write_records(const char *path) {
    rl_buffer lines = RL_BUFFER_INIT;
    rl_arena *arena = rl_arena_new();
    for (unsigned i = 0; i < SINGLES; i++) {
        rl_buffer_add_format(&lines, "{\"title\": \"Lamp %u\", \"year\": %u, \"directors\": [\"Ana Number%u\"], \"plot\": \"Street %u.\"}\n", i,
                             1900 + i % 120, i / 7, i * 7919 % SINGLES);
    }
    for (unsigned i = 0; i < PAIRS; i++) {
        rl_buffer_add_format(&lines, "{\"title\": \"Lamp %u\", \"year\": %u, \"directors\": [\"Ana Number%u\"], \"cast\": [\"Ivo Krall\"]}\n",
                             i * 31, 1900 + i * 31 % 120, i * 31 / 7);
    }
    write_chains(&lines);
    size_t first = 0;
    for (unsigned i = 0; i < REPEATS; i++) { /* the first lines once more, which another worker reads */
        size_t end = first + strcspn(rl_buffer_text(&lines) + first, "\n") + 1;
        rl_str line = rl_str_copy(arena, rl_str_slice(rl_buffer_str(&lines), first, end));
        rl_buffer_add_str(&lines, line);
        first = end;
    }
    scratch_write(path, lines.at, lines.length);
    rl_buffer_done(&lines);
    rl_arena_free(arena);
}

static void build(const char *index, const char *corpus, uint32_t jobs, uint64_t memory, rl_buffer *out) {
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_index_report report;
    reel_error error;
    options.jobs = jobs;
    options.memory_bytes = memory;
    if (reel_index_paths(index, &corpus, 1, &options, &report, &error) != REEL_OK || index_dump(index, out, &error) != REEL_OK) {
        fail_msg("%s", error.message);
    }
    assert_int_equal(report.films, FILMS);
    assert_int_equal(report.documents, DOCUMENTS);
    assert_int_equal(report.added, DOCUMENTS);
}

static void test_parallel__neither_threads_nor_memory_change_what_is_made(void **state) {
    (void)state;
    static const struct {
        uint32_t jobs;
        uint64_t memory; /* 0: the default */
    } ways[] = {{1, 0}, {2, 0}, {1, 1}, {2, 1}, {7, 3 << 20}};
    char *folder = scratch_make();
    rl_buffer first = RL_BUFFER_INIT, other = RL_BUFFER_INIT;
    char corpus[SCRATCH_PATH];
    (void)snprintf(corpus, sizeof corpus, "%s", scratch_path(folder, "films.jsonl"));
    write_records(corpus);
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        char index[SCRATCH_PATH];
        (void)snprintf(index, sizeof index, "%.900s/%zu.reel", folder, i);
        build(index, corpus, ways[i].jobs, ways[i].memory, i == 0 ? &first : &other);
        if (i > 0 && !rl_str_equal(rl_buffer_str(&first), rl_buffer_str(&other))) {
            fail_msg("%u jobs in %llu bytes made another index", ways[i].jobs, (unsigned long long)ways[i].memory);
        }
    }
    assert_non_null(strstr(rl_buffer_text(&first), "from films.jsonl:1\n")); /* its repeat stands below */
    assert_null(strstr(rl_buffer_text(&first), "from films.jsonl:5090\n"));
    rl_buffer_done(&first);
    rl_buffer_done(&other);
    scratch_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parallel__neither_threads_nor_memory_change_what_is_made)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
