/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>
#ifdef REEL_HAVE_ZLIB
#include <zlib.h>
#endif

#include "common/limits.h"
#include "common/record_pack.h"

static const char text[] = "\27\360\5Drama The Lamp Room is a 1951 black-and-white film directed by Ewa Zimna, the story of a miner's daughter.";

static rl_packer *new_packer(void) {
    rl_packer *packer;
    assert_int_equal(rl_packer_new(&packer, NULL), REEL_OK);
    return packer;
}

static void assert_comes_back(rl_packer *packer, rl_str record) {
    rl_buffer packed = RL_BUFFER_INIT, again = RL_BUFFER_INIT;
    rl_buffer_add_text(&packed, "before");
    rl_buffer_add_text(&again, "here");
    assert_int_equal(rl_pack(packer, record, &packed, NULL), REEL_OK);
    assert_true(rl_str_starts(rl_buffer_str(&packed), RL_STR("before")));
    rl_str bytes = rl_str_slice(rl_buffer_str(&packed), 6, packed.length);
    assert_int_equal(rl_unpack(packer, bytes, &again, NULL), REEL_OK);
    assert_int_equal(again.length, record.length + 4);
    assert_memory_equal(again.at, "here", 4);
    assert_true(rl_str_equal(rl_str_slice(rl_buffer_str(&again), 4, again.length), record));
    rl_buffer_done(&packed);
    rl_buffer_done(&again);
}

static void test_record_pack__records_come_back(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    rl_buffer noise = RL_BUFFER_INIT;
    for (uint32_t seed = 1; noise.length < 200000; seed = seed * 1664525u + 1013904223u) {
        rl_buffer_add_byte(&noise, (char)(seed >> 24));
    }
    assert_comes_back(packer, RL_STR_EMPTY);
    assert_comes_back(packer, RL_STR("a"));
    assert_comes_back(packer, RL_STR(text));
    assert_comes_back(packer, rl_buffer_str(&noise));
    assert_comes_back(packer, RL_STR(text));
    rl_buffer_done(&noise);
    rl_packer_free(packer);
}

static void test_record_pack__an_empty_record_comes_back_into_an_empty_buffer(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    rl_buffer packed = RL_BUFFER_INIT, again = RL_BUFFER_INIT;
    assert_int_equal(rl_pack(packer, RL_STR_EMPTY, &packed, NULL), REEL_OK);
    assert_int_equal(rl_unpack(packer, rl_buffer_str(&packed), &again, NULL), REEL_OK);
    assert_int_equal(again.length, 0);
    assert_non_null(again.at);
    rl_buffer_done(&packed);
    rl_buffer_done(&again);
    rl_packer_free(packer);
}

static void test_record_pack__the_dictionary_halves_a_short_record(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    rl_buffer packed = RL_BUFFER_INIT;
    assert_int_equal(rl_pack(packer, RL_STR(text), &packed, NULL), REEL_OK);
    while (packed.at[packed.length - 1] == '\0') { /* these cost next to nothing once they are deflated */
        packed.length--;
    }
    assert_true(packed.length < sizeof text * 2 / 3);
    rl_buffer_done(&packed);
    rl_packer_free(packer);
}

static void assert_damaged(rl_packer *packer, rl_str packed) {
    reel_error error;
    rl_buffer out = RL_BUFFER_INIT;
    rl_buffer_add_text(&out, "here");
    assert_int_equal(rl_unpack(packer, packed, &out, &error), REEL_CORRUPT);
    assert_non_null(strstr(error.message, "reel index --full"));
    assert_int_equal(out.length, 4);
    rl_buffer_done(&out);
}

/* Of a bit of zstd's that says nothing the record is the same. */
static void assert_damaged_or_same(rl_packer *packer, rl_str packed) {
    rl_buffer out = RL_BUFFER_INIT;
    reel_status status = rl_unpack(packer, packed, &out, NULL);
    assert_true(status == REEL_CORRUPT || (status == REEL_OK && rl_str_equal(rl_buffer_str(&out), RL_STR(text))));
    rl_buffer_done(&out);
}

static void test_record_pack__every_flipped_bit_and_every_cut_is_found(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    rl_buffer packed = RL_BUFFER_INIT;
    assert_int_equal(rl_pack(packer, RL_STR(text), &packed, NULL), REEL_OK);
    for (size_t i = 0; i < packed.length * 8; i++) {
        packed.at[i / 8] = (char)(packed.at[i / 8] ^ 1 << i % 8);
        assert_damaged_or_same(packer, rl_buffer_str(&packed));
        packed.at[i / 8] = (char)(packed.at[i / 8] ^ 1 << i % 8);
    }
    for (size_t length = 0; length < packed.length; length++) {
        assert_damaged(packer, rl_str_slice(rl_buffer_str(&packed), 0, length));
    }
    rl_buffer_add_byte(&packed, 'x');
    assert_damaged(packer, rl_buffer_str(&packed));
    rl_buffer_done(&packed);
    rl_packer_free(packer);
}

#ifdef REEL_HAVE_ZLIB
/* As Xapian compresses what it stores: it keeps what got shorter, and merges copy that. */
static void assert_deflates(rl_packer *packer, rl_str record) {
    rl_buffer packed = RL_BUFFER_INIT;
    unsigned char shorter[8192];
    z_stream stream = {0};
    assert_int_equal(rl_pack(packer, record, &packed, NULL), REEL_OK);
    assert_true(packed.length < sizeof shorter);
    assert_int_equal(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (unsigned char *)packed.at;
    stream.avail_in = (unsigned)packed.length;
    stream.next_out = shorter;
    stream.avail_out = (unsigned)packed.length - 1;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    (void)deflateEnd(&stream);
    rl_buffer_done(&packed);
}

static void test_record_pack__what_is_packed_deflates_by_a_byte_at_least(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    char noise[4000];
    uint32_t seed = 1;
    for (size_t i = 0; i < sizeof noise; i++) {
        seed = seed * 1664525u + 1013904223u;
        noise[i] = (char)(seed >> 24);
    }
    for (size_t length = 0; length < sizeof noise; length += length / 8 + 1) {
        assert_deflates(packer, (rl_str){noise, length});
    }
    assert_deflates(packer, RL_STR(text));
    rl_packer_free(packer);
}
#endif

/* A frame's head alone: a whole one of 8 bytes that says how long the record is. */
static void test_record_pack__a_record_that_says_it_is_huge_takes_no_memory(void **state) {
    (void)state;
    rl_packer *packer = new_packer();
    char head[] = {'\xe4', 1, 0, 0, 4, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}; /* 64 MiB + 1 */
    assert_int_equal(RL_MAX_STORED_BYTES, 4 << 24);
    assert_damaged(packer, (rl_str){head, sizeof head});
    memset(head + 1, 0xff, 8);
    assert_damaged(packer, (rl_str){head, sizeof head});
    rl_packer_free(packer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_record_pack__records_come_back),
        cmocka_unit_test(test_record_pack__an_empty_record_comes_back_into_an_empty_buffer),
        cmocka_unit_test(test_record_pack__the_dictionary_halves_a_short_record),
        cmocka_unit_test(test_record_pack__every_flipped_bit_and_every_cut_is_found),
#ifdef REEL_HAVE_ZLIB
        cmocka_unit_test(test_record_pack__what_is_packed_deflates_by_a_byte_at_least),
#endif
        cmocka_unit_test(test_record_pack__a_record_that_says_it_is_huge_takes_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
