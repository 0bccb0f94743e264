/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/record_key.h"
#include "common/record_places.h"

enum { MANY = 5000 };

typedef struct scene {
    rl_arena *arena;
    rl_writer *writer;
    rl_store *store;
} scene;

static int begin(void **state) {
    static scene self;
    self.arena = rl_arena_new();
    assert_int_equal(rl_writer_open_memory(&self.writer, NULL), REEL_OK);
    assert_int_equal(rl_store_open_writer(self.writer, &self.store, NULL), REEL_OK);
    *state = &self;
    return 0;
}

static int end(void **state) {
    scene *self = *state;
    rl_store_close(self->store);
    rl_writer_close(self->writer);
    rl_arena_free(self->arena);
    return 0;
}

static rl_record_place *make_places(scene *self, size_t count) {
    rl_record_place *places = rl_arena_array(self->arena, count + 1, sizeof *places);
    for (size_t i = 0; i < count; i++) {
        places[i] = (rl_record_place){(i + 1) * UINT64_C(0x9e3779b97f4a7c15), (uint32_t)(count - i)};
    }
    return places;
}

/* The line that is shown for a record; 0 for none. */
static uint32_t shown_line(scene *self, rl_record_place place) {
    rl_source source = {.path = RL_STR("f.jsonl"),
                        .key = rl_record_key_render(self->arena, (rl_record_key){RL_STR("dir/f.jsonl"), place.hash})};
    rl_film film = {.sources = &source, .source_count = 1};
    uint32_t line = 0;
    assert_int_equal(rl_record_places_show(self->arena, self->store, 1, &film, NULL), REEL_OK);
    assert_true(rl_str_starts(source.path, RL_STR("f.jsonl")));
    for (size_t i = sizeof "f.jsonl"; i < source.path.length; i++) {
        line = line * 10 + (uint32_t)(source.path.at[i] - '0');
    }
    return line;
}

static void test_record_places__each_record_is_found_on_its_line(void **state) {
    scene *self = *state;
    const size_t counts[] = {MANY, 1, 200, 0, 129, MANY};
    for (size_t round = 0; round < sizeof counts / sizeof counts[0]; round++) {
        size_t count = counts[round];
        rl_record_place *places = make_places(self, count);
        rl_record_place *loaded;
        rl_record_places_sort(places, count);
        assert_int_equal(rl_record_places_put(self->writer, RL_STR("dir/f.jsonl"), places, count, NULL), REEL_OK);
        assert_int_equal(rl_record_places_load(self->arena, self->store, RL_STR("dir/f.jsonl"), count, &loaded, NULL), REEL_OK);
        for (size_t i = 0; i < count; i++) {
            assert_true(loaded[i].hash == places[i].hash && loaded[i].line == places[i].line);
            assert_true(rl_record_places_find(places, count, places[i].hash) == &places[i]);
            if (i % 50 < 2) {
                assert_int_equal(shown_line(self, places[i]), places[i].line);
            }
        }
        assert_int_equal(shown_line(self, (rl_record_place){.hash = 77}), 0);
        assert_true(rl_record_places_find(places, count, 77) == NULL);
        assert_int_equal(rl_record_places_load(self->arena, self->store, RL_STR("dir/f.jsonl"), count + 1, &loaded, NULL), REEL_CORRUPT);
    }
}

static void test_record_places__damage_is_seen(void **state) {
    scene *self = *state;
    rl_record_place *places = make_places(self, 2);
    rl_record_place *loaded;
    rl_record_places_sort(places, 2);
    rl_record_place turned[] = {places[1], places[0]};
    assert_int_equal(rl_record_places_put(self->writer, RL_STR("f"), turned, 2, NULL), REEL_OK);
    assert_int_equal(rl_record_places_load(self->arena, self->store, RL_STR("f"), 2, &loaded, NULL), REEL_CORRUPT);
    assert_int_equal(rl_record_places_load(self->arena, self->store, RL_STR("f"), 1, &loaded, NULL), REEL_CORRUPT);
    assert_null(loaded);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_record_places__each_record_is_found_on_its_line, begin, end),
        cmocka_unit_test_setup_teardown(test_record_places__damage_is_seen, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
