/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/film_codec.h"
#include "common/utf8.h"

static uint32_t next_random(uint32_t *seed) {
    *seed ^= *seed << 13;
    *seed ^= *seed >> 17;
    *seed ^= *seed << 5;
    return *seed;
}

static rl_source sources[] = {
    {.path = {"pages/soup.txt", 14}, .format = {"moviepage", 9}, .key = {"a/pages/soup.txt", 16}, .subject = 1},
    {.path = {"films.jsonl", 11}, .format = {"record", 6}, .key = {"b/films.jsonl:0123456789abcdef", 30}, .record_id = {"in-the-soup-1992", 16}},
    {.path = {"zupa.txt", 8}, .format = {"programme", 9}, .key = {"c", 1}, .partial = true},
};

static rl_fact facts[] = {
    {.field = RL_FIELD_TITLE, .value = {"In the Soup", 11}, .origin = RL_ORIGIN_RECORD, .source = 1, .line = 7, .leads = true},
    {.field = RL_FIELD_TITLE, .value = {"In The Soup", 11}, .origin = RL_ORIGIN_LABEL, .line = 3, .ordinal = 4},
    {.field = RL_FIELD_TITLE, .value = {"In the Soup", 11}, .origin = RL_ORIGIN_LABEL, .source = 2, .line = 4000000000u, .ordinal = 9},
    {.field = RL_FIELD_CAST, .value = {"Zoë Łask", 10}, .detail = {"Ewa", 3}, .person = {"Z. L.", 5}, .source = 2, .leads = true},
    {.field = RL_FIELD_CAST, .value = {"Zoë Łask", 10}, .detail = {"Ewa", 3}, .ordinal = 4294967295u},
    {.field = RL_FIELD_AWARD, .value = {"Berlin", 6}, .detail = {"Golden Bear", 11}, .number = 1951, .result = RL_RESULT_WON, .leads = true},
    {.field = RL_FIELD_GROSS, .number = INT64_MAX, .leads = true},
    {.field = RL_FIELD_GROSS, .number = INT64_MIN, .leads = true},
};

static const rl_film film = {.id = {"in-the-soup-1992", 16},
                             .sources = sources,
                             .source_count = sizeof sources / sizeof sources[0],
                             .facts = facts,
                             .fact_count = sizeof facts / sizeof facts[0]};

static void assert_same_fact(const rl_fact *a, const rl_fact *b) {
    assert_int_equal(a->field, b->field);
    assert_true(rl_str_equal(a->value, b->value));
    assert_true(rl_str_equal(a->detail, b->detail));
    assert_true(rl_str_equal(a->person, b->person));
    assert_true(a->number == b->number);
    assert_int_equal(a->result, b->result);
    assert_int_equal(a->origin, b->origin);
    assert_int_equal(a->source, b->source);
    assert_int_equal(a->line, b->line);
    assert_int_equal(a->ordinal, b->ordinal);
    assert_int_equal(a->leads, b->leads);
}

static void test_film_codec__a_film_survives_encoding(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer bytes = RL_BUFFER_INIT;
    rl_film decoded;
    assert_int_equal(rl_film_encode(&film, &bytes, NULL), REEL_OK);
    assert_int_equal(rl_film_decode(arena, rl_buffer_str(&bytes), &decoded, NULL), REEL_OK);
    assert_true(rl_str_equal(decoded.id, film.id));
    assert_int_equal(decoded.source_count, film.source_count);
    for (size_t i = 0; i < film.source_count; i++) {
        assert_true(rl_str_equal(decoded.sources[i].path, sources[i].path));
        assert_true(rl_str_equal(decoded.sources[i].format, sources[i].format));
        assert_true(rl_str_equal(decoded.sources[i].key, sources[i].key));
        assert_true(rl_str_equal(decoded.sources[i].record_id, sources[i].record_id));
        assert_int_equal(decoded.sources[i].subject, sources[i].subject);
        assert_int_equal(decoded.sources[i].partial, sources[i].partial);
    }
    assert_int_equal(decoded.fact_count, film.fact_count);
    for (size_t i = 0; i < film.fact_count; i++) {
        assert_same_fact(&decoded.facts[i], &facts[i]);
        bool borrowed = decoded.facts[i].value.length == 0 || (decoded.facts[i].value.at > bytes.at &&
                                                               decoded.facts[i].value.at < bytes.at + bytes.length);
        assert_true(borrowed);
    }
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
}

static void test_film_codec__strings_that_repeat_in_a_group_are_stored_once(void **state) {
    (void)state;
    rl_buffer bytes = RL_BUFFER_INIT;
    assert_int_equal(rl_film_encode(&film, &bytes, NULL), REEL_OK);
    rl_str stored = rl_buffer_str(&bytes);
    size_t first = rl_str_find(stored, RL_STR("In the Soup"));
    assert_int_not_equal(first, SIZE_MAX);
    assert_int_equal(rl_str_find(rl_str_slice(stored, first + 1, stored.length), RL_STR("In the Soup")), SIZE_MAX);
    rl_buffer_done(&bytes);
}

static void test_film_codec__what_has_no_field_or_document_is_refused(void **state) {
    (void)state;
    rl_fact wrong[] = {{.field = RL_FIELD_NONE, .value = {"x", 1}}, {.field = RL_FIELD_TITLE, .source = 3}};
    for (size_t i = 0; i < 2; i++) {
        rl_film broken = film;
        broken.facts = &wrong[i];
        broken.fact_count = 1;
        rl_buffer bytes = RL_BUFFER_INIT;
        assert_int_equal(rl_film_encode(&broken, &bytes, NULL), REEL_INTERNAL);
        rl_buffer_done(&bytes);
    }
}

/* Every byte a decoded film shows is read, so that a sanitizer would see it stray. */
static void assert_valid(const rl_film *decoded, size_t input_bytes) {
    assert_true(decoded->fact_count <= input_bytes);
    for (size_t i = 0; i < decoded->fact_count; i++) {
        const rl_fact *fact = &decoded->facts[i];
        assert_true(rl_utf8_valid(fact->value) && rl_utf8_valid(fact->detail) && rl_utf8_valid(fact->person));
        assert_true(fact->source < decoded->source_count);
        assert_non_null(rl_field_row_of(fact->field));
        assert_true(i == 0 || fact->field >= decoded->facts[i - 1].field);
    }
}

/* Decodes from memory of just the size, where a read beyond the end is seen. */
static reel_status decode_exactly(rl_arena *arena, const char *bytes, size_t length) {
    char *exact = malloc(length == 0 ? 1 : length);
    assert_non_null(exact);
    memcpy(exact, bytes, length);
    rl_film decoded;
    reel_error error;
    reel_status status = rl_film_decode(arena, (rl_str){exact, length}, &decoded, &error);
    if (status == REEL_OK) {
        assert_valid(&decoded, length);
    } else {
        assert_int_equal(status, REEL_CORRUPT);
        assert_int_equal(decoded.fact_count, 0);
    }
    free(exact);
    return status;
}

static void test_film_codec__every_truncation_is_corrupt(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer bytes = RL_BUFFER_INIT;
    assert_int_equal(rl_film_encode(&film, &bytes, NULL), REEL_OK);
    for (size_t length = 0; length < bytes.length; length++) {
        assert_int_equal(decode_exactly(arena, bytes.at, length), REEL_CORRUPT);
        rl_arena_clear(arena);
    }
    rl_buffer_add_byte(&bytes, 0);
    assert_int_equal(decode_exactly(arena, bytes.at, bytes.length), REEL_CORRUPT);
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
}

static void test_film_codec__random_damage_is_corrupt_or_still_a_film(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer bytes = RL_BUFFER_INIT;
    assert_int_equal(rl_film_encode(&film, &bytes, NULL), REEL_OK);
    char *damaged = malloc(bytes.length);
    assert_non_null(damaged);
    uint32_t seed = 20011;
    size_t refused = 0;
    for (size_t round = 0; round < 20000; round++) {
        memcpy(damaged, bytes.at, bytes.length);
        for (uint32_t hits = 1 + next_random(&seed) % 4; hits > 0; hits--) {
            damaged[next_random(&seed) % bytes.length] = (char)next_random(&seed);
        }
        refused += decode_exactly(arena, damaged, bytes.length) == REEL_CORRUPT;
        assert_true(rl_arena_used(arena) < bytes.length * 64 + 4096);
        rl_arena_clear(arena);
    }
    assert_true(refused > 0);
    free(damaged);
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
}

static void test_film_codec__a_huge_count_takes_no_memory(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer bytes = RL_BUFFER_INIT;
    rl_buffer_add_byte(&bytes, RL_FILM_CODEC_VERSION);
    rl_buffer_add_string(&bytes, RL_STR("x"));
    rl_buffer_add_uint(&bytes, 0);
    rl_buffer_add_uint(&bytes, UINT64_C(1) << 60);
    rl_film decoded;
    assert_int_equal(rl_film_decode(arena, rl_buffer_str(&bytes), &decoded, NULL), REEL_CORRUPT);
    assert_true(rl_arena_used(arena) < 4096);
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_film_codec__a_film_survives_encoding),
        cmocka_unit_test(test_film_codec__strings_that_repeat_in_a_group_are_stored_once),
        cmocka_unit_test(test_film_codec__what_has_no_field_or_document_is_refused),
        cmocka_unit_test(test_film_codec__every_truncation_is_corrupt),
        cmocka_unit_test(test_film_codec__random_damage_is_corrupt_or_still_a_film),
        cmocka_unit_test(test_film_codec__a_huge_count_takes_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
