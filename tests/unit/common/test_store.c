/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/store.h"

static const rl_weighting plain_weighting = {1.2, 0.5, 0.1, 0.8};

/* A document from a word list "a a b*": wdf by count; a term that ends in '*' has wdf 0 and no
 * positions, the others stand at positions 1, 2, 3... Slot 0 holds value, the data is the text. */
static rl_docid add_text(rl_writer *writer, const char *text, const char *value) {
    rl_posting postings[64];
    uint32_t positions[64][64];
    size_t count = 0;
    uint32_t at = 0;
    rl_str rest = rl_str_of(text);
    rl_str word;
    while (rl_str_split(&rest, RL_STR(" "), &word)) {
        bool binary = rl_str_ends(word, RL_STR("*"));
        word.length -= binary;
        size_t i = 0;
        while (i < count && !rl_str_equal(postings[i].term, word)) {
            i++;
        }
        if (i == count) {
            postings[count++] = (rl_posting){word, 0, NULL, 0};
        }
        if (!binary) {
            positions[i][postings[i].position_count++] = ++at;
            postings[i].positions = positions[i];
            postings[i].wdf++;
        }
    }
    rl_slot_value slot = {0, rl_str_of(value)};
    rl_store_document document = {postings, count, &slot, 1, rl_str_of(text)};
    rl_docid docid = 0;
    assert_int_equal(rl_writer_add(writer, &document, &docid, NULL), REEL_OK);
    return docid;
}

static void test_store__a_document_comes_back_as_it_was_added(void **state) {
    (void)state;
    rl_writer *writer;
    rl_store *store;
    reel_error error;
    assert_int_equal(rl_writer_open_memory(&writer, &error), REEL_OK);
    assert_int_equal(add_text(writer, "night train night label*", "1957"), 1);
    assert_int_equal(rl_store_open_writer(writer, &store, &error), REEL_OK);
    rl_buffer buffer = RL_BUFFER_INIT;
    assert_int_equal(rl_store_data(store, 1, &buffer, &error), REEL_OK);
    assert_string_equal(rl_buffer_text(&buffer), "night train night label*");
    rl_buffer_clear(&buffer);
    assert_int_equal(rl_store_value(store, 1, 0, &buffer, &error), REEL_OK);
    assert_string_equal(rl_buffer_text(&buffer), "1957");
    uint32_t number;
    assert_int_equal(rl_store_document_length(store, 1, &number, &error), REEL_OK);
    assert_int_equal(number, 3);
    assert_int_equal(rl_store_term_frequency(store, RL_STR("label"), &number, &error), REEL_OK);
    assert_int_equal(number, 1);
    assert_int_equal(rl_store_data(store, 2, &buffer, &error), REEL_NOTFOUND);
    rl_buffer_done(&buffer);
    rl_store_close(store);
    rl_writer_close(writer);
}

static void test_store__hits_weigh_what_rl_store_weight_says(void **state) {
    (void)state;
    rl_writer *writer;
    rl_store *store;
    reel_error error;
    assert_int_equal(rl_writer_open_memory(&writer, &error), REEL_OK);
    add_text(writer, "night train night label*", "1957");
    add_text(writer, "day train", "1958");
    add_text(writer, "some other words of a longer text", "1959");
    assert_int_equal(rl_store_open_writer(writer, &store, &error), REEL_OK);
    rl_query night = {.op = RL_QUERY_TERM, .term = RL_STR("night")};
    rl_query label = {.op = RL_QUERY_TERM, .term = RL_STR("label")};
    const rl_query *both[] = {&night, &label};
    rl_query query = {.op = RL_QUERY_OR, .children = both, .child_count = 2};
    rl_match_options options = {.limit = 10, .sort_slot = UINT32_MAX};
    rl_arena *arena = rl_arena_new();
    rl_match match;
    assert_int_equal(rl_store_match(store, arena, &query, &plain_weighting, &options, &match, &error), REEL_OK);
    assert_int_equal(match.count, 1);
    double expected = rl_store_weight(&plain_weighting, 3, 1, 2, 3, 4) + rl_store_weight(&plain_weighting, 3, 1, 0, 3, 4);
    assert_true(fabs(match.hits[0].weight - expected) < 1e-9);
    rl_arena_free(arena);
    rl_store_close(store);
    rl_writer_close(writer);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store__a_document_comes_back_as_it_was_added),
        cmocka_unit_test(test_store__hits_weigh_what_rl_store_weight_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
