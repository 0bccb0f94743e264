/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "indexer/sorter.h"

/* In the least memory a run has 341 entries, and 3 runs are merged at once. */
enum { LEAST_RUN = RL_SORTER_LEAST_BYTES / 2 / 24, MANY = 40 * LEAST_RUN + 7 /* four rounds */, SORTERS = 3 };

typedef struct entry {
    uint64_t key, number, ballast;
} entry;

static char folder[] = "/tmp/reel-sorter-XXXXXX";

static int compare(const void *a, const void *b) {
    const entry *left = a;
    const entry *right = b;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return (left->number > right->number) - (left->number < right->number);
}

static uint64_t next_random(uint64_t *state) {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

static rl_sorter *new_sorter(size_t memory, const atomic_bool *stop) {
    rl_sorter *sorter;
    assert_int_equal(rl_sorter_new(folder, sizeof(entry), compare, memory, stop, &sorter, NULL), REEL_OK);
    return sorter;
}

/* Reads all and compares it with what qsort makes of the same. */
static void expect_all(rl_sorter *const *sorters, size_t sorter_count, const entry *sorted, size_t count) {
    rl_sorted *stream;
    const void *got;
    assert_int_equal(rl_sorter_read(sorters, sorter_count, &stream, NULL), REEL_OK);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rl_sorted_next(stream, &got, NULL), REEL_OK);
        assert_non_null(got);
        assert_memory_equal(got, &sorted[i], sizeof sorted[i]);
    }
    for (int again = 0; again < 2; again++) {
        assert_int_equal(rl_sorted_next(stream, &got, NULL), REEL_OK);
        assert_null(got);
    }
    rl_sorted_free(stream);
}

/* Entries of few keys, so that many are equal, dealt to some sorters; all read together, twice. */
static void check(size_t count, size_t sorter_count, size_t memory) {
    uint64_t state = count * 2 + 1;
    entry *entries = calloc(count + 1, sizeof *entries);
    rl_sorter *sorters[SORTERS];
    for (size_t i = 0; i < sorter_count; i++) {
        sorters[i] = new_sorter(memory, NULL);
    }
    uint64_t added = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t number = next_random(&state) % (count / 2 + 1);
        entries[i] = (entry){number % 97, number, ~number};
        assert_int_equal(rl_sorter_add(sorters[next_random(&state) % sorter_count], &entries[i], NULL), REEL_OK);
    }
    for (size_t i = 0; i < sorter_count; i++) {
        added += rl_sorter_count(sorters[i]);
    }
    assert_int_equal(added, count);
    qsort(entries, count, sizeof *entries, compare);
    expect_all(sorters, sorter_count, entries, count);
    expect_all(sorters, sorter_count, entries, count);
    for (size_t i = 0; i < sorter_count; i++) {
        rl_sorter_free(sorters[i]);
    }
    free(entries);
}

static void test_sorter__any_number_of_entries_comes_out_in_order(void **state) {
    (void)state;
    const size_t counts[] = {0, 1, 2, LEAST_RUN - 1, LEAST_RUN, LEAST_RUN + 1, 3 * LEAST_RUN, 3 * LEAST_RUN + 1, 10 * LEAST_RUN, MANY};
    for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
        check(counts[i], 1, 1);
        check(counts[i], SORTERS, 1);
        check(counts[i], 1, 64 << 10);
        check(counts[i], SORTERS, 16 << 20);
    }
}

static void test_sorter__what_fits_is_not_written(void **state) {
    (void)state;
    rl_sorter *sorter;
    const entry one = {1, 2, 3};
    assert_int_equal(rl_sorter_new("/nowhere", sizeof one, compare, 1, NULL, &sorter, NULL), REEL_OK);
    for (size_t i = 0; i < LEAST_RUN; i++) {
        assert_int_equal(rl_sorter_add(sorter, &one, NULL), REEL_OK);
    }
    reel_error error;
    assert_int_equal(rl_sorter_add(sorter, &one, &error), REEL_IO);
    assert_non_null(strstr(error.message, "/nowhere"));
    rl_sorter_free(sorter);
}

static void test_sorter__stops_when_told(void **state) {
    (void)state;
    atomic_bool stop = false;
    rl_sorter *sorter = new_sorter(1, &stop);
    rl_sorted *stream;
    const void *got = sorter;
    for (uint64_t i = 0; i < 3 * LEAST_RUN; i++) {
        assert_int_equal(rl_sorter_add(sorter, &(entry){i * 7919 % 1000, i, 0}, NULL), REEL_OK);
    }
    assert_int_equal(rl_sorter_read(&sorter, 1, &stream, NULL), REEL_OK);
    atomic_store(&stop, true);
    reel_status status = REEL_OK;
    while (status == REEL_OK && got != NULL) {
        status = rl_sorted_next(stream, &got, NULL);
    }
    assert_int_equal(status, REEL_CANCELLED);
    rl_sorted_free(stream);
    assert_int_equal(rl_sorter_read(&sorter, 1, &stream, NULL), REEL_CANCELLED);
    assert_null(stream);
    rl_sorter_free(sorter);
}

static int begin(void **state) {
    (void)state;
    return mkdtemp(folder) == NULL;
}

/* Empty: files of runs have no name. */
static int end(void **state) {
    (void)state;
    return rmdir(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sorter__any_number_of_entries_comes_out_in_order),
        cmocka_unit_test(test_sorter__what_fits_is_not_written),
        cmocka_unit_test(test_sorter__stops_when_told),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
