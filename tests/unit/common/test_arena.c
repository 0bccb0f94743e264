/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "common/arena.h"

static int set_up(void **state) {
    *state = rl_arena_new();
    return *state == NULL;
}

static int tear_down(void **state) {
    rl_arena_free(*state);
    return 0;
}

static void test_arena__allocations_are_zeroed_aligned_and_apart(void **state) {
    unsigned char *blocks[200];
    for (size_t i = 0; i < 200; i++) {
        size_t size = i * 7 % 300;
        blocks[i] = rl_arena_alloc(*state, size);
        assert_non_null(blocks[i]);
        assert_int_equal((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t b = 0; b < size; b++) {
            assert_int_equal(blocks[i][b], 0);
        }
        memset(blocks[i], (int)i, size);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t b = 0; b < i * 7 % 300; b++) {
            assert_int_equal(blocks[i][b], i);
        }
    }
    assert_true(rl_arena_used(*state) >= 200);
    assert_false(rl_arena_failed(*state));
}

static void test_arena__a_large_allocation_has_a_block_of_its_own(void **state) {
    enum { LARGE = 5 << 20 };
    char *small = rl_arena_copy(*state, "small", 5);
    char *large = rl_arena_alloc(*state, LARGE);
    assert_non_null(large);
    large[0] = large[LARGE - 1] = 'x';
    char *after = rl_arena_copy(*state, "after", 5);
    assert_string_equal(small, "small");
    assert_string_equal(after, "after");
    assert_int_equal(large[1], 0);
}

static void test_arena__clear_makes_memory_reusable_and_zeroed_again(void **state) {
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 100; i++) {
            unsigned char *bytes = rl_arena_alloc(*state, 1000);
            assert_non_null(bytes);
            for (size_t b = 0; b < 1000; b++) {
                assert_int_equal(bytes[b], 0);
            }
            memset(bytes, 0xff, 1000);
        }
        rl_arena_clear(*state);
        assert_int_equal(rl_arena_used(*state), 0);
    }
}

static void test_arena__a_failure_is_sticky_until_clear(void **state) {
    assert_null(rl_arena_alloc(*state, SIZE_MAX));
    assert_true(rl_arena_failed(*state));
    assert_null(rl_arena_alloc(*state, 1));
    assert_null(rl_arena_copy(*state, "x", 1));
    rl_arena_clear(*state);
    assert_false(rl_arena_failed(*state));
    assert_non_null(rl_arena_alloc(*state, 1));
}

static void test_arena__products_that_overflow_fail(void **state) {
    const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 2}, {2, SIZE_MAX}, {SIZE_MAX / 8 + 1, 8}, {SIZE_MAX, SIZE_MAX}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_null(rl_arena_array(*state, cases[i].count, cases[i].size));
        assert_true(rl_arena_failed(*state));
        rl_arena_clear(*state);
    }
    assert_non_null(rl_arena_array(*state, 0, 8));
    assert_non_null(rl_arena_array(*state, SIZE_MAX, 0));
    size_t length = SIZE_MAX;
    assert_null(rl_arena_copy(*state, "x", length));
}

static void test_arena__a_grown_array_keeps_its_elements(void **state) {
    uint32_t *numbers = NULL;
    size_t capacity = 0;
    for (uint32_t i = 0; i < 2000; i++) {
        numbers = rl_arena_grow(*state, numbers, &capacity, i + 1, sizeof *numbers);
        assert_non_null(numbers);
        assert_true(capacity > i);
        for (size_t behind = i; behind < capacity; behind++) {
            assert_int_equal(numbers[behind], 0);
        }
        numbers[i] = i;
    }
    for (uint32_t i = 0; i < 2000; i++) {
        assert_int_equal(numbers[i], i);
    }
    uint32_t *same = rl_arena_grow(*state, numbers, &capacity, 5, sizeof *numbers);
    assert_ptr_equal(same, numbers);
    size_t before = capacity;
    assert_null(rl_arena_grow(*state, numbers, &capacity, SIZE_MAX, sizeof *numbers));
    assert_int_equal(capacity, before);
}

/* The checkers of addresses and leaks see what it takes and gives back. */
static void test_arena__a_local_arena_takes_from_the_heap_what_does_not_fit(void **state) {
    (void)state;
    rl_arena_local local;
    rl_arena *arena = rl_arena_in(&local);
    for (int round = 0; round < 3; round++) {
        char *first = rl_arena_copy(arena, "first", 5);
        assert_true(first > (char *)local.bytes && first < (char *)local.bytes + sizeof local);
        for (size_t size = 1; size < 100000; size *= 3) {
            unsigned char *bytes = rl_arena_alloc(arena, size);
            assert_non_null(bytes);
            assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
            memset(bytes, 0xff, size);
        }
        assert_string_equal(first, "first");
        if (round < 2) {
            rl_arena_clear(arena);
            assert_int_equal(rl_arena_used(arena), 0);
        }
    }
    rl_arena_free(arena);
}

static void test_arena__a_copy_ends_in_nul_and_may_hold_nul(void **state) {
    char *copy = rl_arena_copy(*state, "a\0b", 3);
    assert_memory_equal(copy, "a\0b", 4);
    assert_string_equal(rl_arena_copy(*state, NULL, 0), "");
    rl_arena_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_arena__##name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(allocations_are_zeroed_aligned_and_apart),
        TEST(a_large_allocation_has_a_block_of_its_own),
        TEST(clear_makes_memory_reusable_and_zeroed_again),
        TEST(a_failure_is_sticky_until_clear),
        TEST(products_that_overflow_fail),
        TEST(a_grown_array_keeps_its_elements),
        TEST(a_local_arena_takes_from_the_heap_what_does_not_fit),
        TEST(a_copy_ends_in_nul_and_may_hold_nul),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
