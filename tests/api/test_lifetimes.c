/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What belongs to whom and how long, and that an answer is the same each time. Under the address
 * sanitizer a pointer that lives too short is an error, and one that is never freed a leak. */
#include "api_support.h"

static char folder[64], index_path[96];
static reel_error error;

static int set_up(void **state) {
    (void)state;
    api_folder(folder, sizeof folder);
    (void)snprintf(index_path, sizeof index_path, "%s/films.reel", folder);
    api_index(index_path);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    api_remove(folder);
    return 0;
}

static reel_searcher *opened(void) {
    reel_searcher *searcher;
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    return searcher;
}

/* Reads every byte that hangs on an answer. */
static size_t touch(const reel_hits *hits) {
    size_t sum = 0;
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        const reel_hit *hit = reel_hits_at(hits, i);
        sum += strlen(reel_hit_id(hit)) + strlen(reel_hit_title(hit));
        for (size_t v = 0; v < reel_hit_value_count(hit, "director"); v++) {
            sum += strlen(reel_hit_value_at(hit, "director", v));
        }
        for (size_t s = 0; s < reel_hit_snippet_count(hit); s++) {
            const reel_snippet *snippet = reel_hit_snippet_at(hit, s);
            sum += strlen(snippet->text) + strlen(snippet->source) + strlen(snippet->field);
            for (size_t h = 0; h < snippet->highlight_count; h++) {
                assert_true(snippet->highlights[h].end <= strlen(snippet->text));
            }
        }
        for (size_t w = 0; w < reel_hit_why_count(hit); w++) {
            sum += strlen(reel_hit_why_at(hit, w));
        }
        for (size_t s = 0; s < reel_hit_source_count(hit); s++) {
            sum += strlen(reel_hit_source_at(hit, s));
        }
    }
    for (size_t r = 0; r < reel_hits_reading_count(hits); r++) {
        sum += strlen(reel_hits_reading_at(hits, r)->value) + strlen(reel_hits_reading_at(hits, r)->text);
    }
    for (size_t f = 0; f < reel_hits_facet_count(hits); f++) {
        const reel_facet *facet = reel_hits_facet_at(hits, f);
        for (size_t v = 0; v < facet->value_count; v++) {
            sum += strlen(facet->values[v].value);
        }
    }
    return sum;
}

static void test_lifetimes__answers_outlive_their_searcher(void **state) {
    (void)state;
    reel_searcher *searcher = opened();
    reel_hits *hits, *similar;
    reel_suggestions *suggestions;
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    char *facet = strdup("director"), *query = strdup("quill lamps black and white");
    const char *facets[] = {facet};
    options.facets = facets;
    options.facet_count = 1;
    assert_int_equal(reel_search(searcher, query, &options, &hits, &error), REEL_OK);
    assert_int_equal(reel_similar(searcher, reel_hit_id(reel_hits_at(hits, 0)), NULL, &similar, &error), REEL_OK);
    assert_int_equal(reel_suggest(searcher, "ha", 5, &suggestions, &error), REEL_OK);
    memset(query, 'x', strlen(query)); /* what a call was given is the caller's again */
    memset(facet, 'x', strlen(facet));
    free(query);
    free(facet);
    reel_close(searcher);
    api_text text = api_text_new();
    assert_true(touch(hits) > 0);
    assert_int_equal(reel_hits_render(hits, "json", NULL, api_keep, &text, &error), REEL_OK);
    assert_non_null(strstr(text.bytes, "black and white"));
    (void)touch(similar);
    assert_true(strlen(reel_suggestions_at(suggestions, 0)->text) > 0);
    assert_int_equal(reel_suggestions_render(suggestions, "json", NULL, api_keep, &text, &error), REEL_OK);
    reel_suggestions_free(suggestions);
    reel_hits_free(similar);
    reel_hits_free(hits);
    free(text.bytes);
}

static void test_lifetimes__answers_of_one_searcher_do_not_disturb_each_other(void **state) {
    (void)state;
    reel_searcher *searcher = opened();
    reel_hits *answers[8];
    for (size_t i = 0; i < 8; i++) {
        assert_int_equal(reel_search(searcher, i % 2 == 0 ? "lamps" : "postman", NULL, &answers[i], &error), REEL_OK);
    }
    for (size_t i = 0; i < 8; i++) { /* freed in another order than made */
        size_t at = (i * 3) % 8;
        assert_int_equal(reel_hits_total(answers[at]), at % 2 == 0 ? 2 : 1);
        reel_hits_free(answers[at]);
    }
    reel_close(searcher);
}

static void test_lifetimes__an_index_that_is_gone_is_read_to_the_end(void **state) {
    (void)state;
    reel_searcher *searcher = opened();
    reel_hits *hits;
    api_run("rm -rf '%s'", index_path);
    reel_status status = reel_search(searcher, "lamps", NULL, &hits, &error);
    if (status == REEL_OK) { /* its files are still open */
        assert_true(touch(hits) > 0);
        reel_hits_free(hits);
    }
    reel_close(searcher);
}

static void test_lifetimes__the_same_index_gives_the_same_answer(void **state) {
    (void)state;
    static const char *const queries[] = {"lamps", "quill", "lamps OR postman", "-nothing", "director:quill"};
    static const char *const sorts[] = {NULL, "year", "-title", "runtime"};
    for (size_t q = 0; q < sizeof queries / sizeof queries[0]; q++) {
        for (size_t s = 0; s < sizeof sorts / sizeof sorts[0]; s++) {
            char first[4096] = "";
            for (int turn = 0; turn < 3; turn++) {
                reel_searcher *searcher = opened();
                reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
                reel_hits *hits;
                api_text text = api_text_new();
                options.sort = sorts[s];
                assert_int_equal(reel_search(searcher, queries[q], &options, &hits, &error), REEL_OK);
                assert_int_equal(reel_hits_render(hits, "tsv", NULL, api_keep, &text, &error), REEL_OK);
                assert_true(turn == 0 || strcmp(first, text.bytes) == 0);
                (void)snprintf(first, sizeof first, "%s", text.bytes);
                reel_hits_free(hits);
                reel_close(searcher);
                free(text.bytes);
            }
        }
    }
}

/* As they are typed and taken back, twice: what a searcher remembers makes no difference. */
static void test_lifetimes__what_was_suggested_before_makes_no_difference(void **state) {
    (void)state;
    static const char *const words[] = {"harbour", "quill", "quill a", "lamps", "qiull", "postm"};
    enum { WORDS = sizeof words / sizeof words[0] };
    reel_searcher *old = opened();
    size_t some = 0;
    for (size_t ask = 0; ask < (size_t)2 * WORDS; ask++) {
        const char *word = words[ask * 5 % WORDS];
        for (size_t length = 1; length <= strlen(word); length++) {
            char typed[16];
            (void)snprintf(typed, sizeof typed, "%.*s", (int)length, word);
            reel_searcher *fresh = opened(), *both[] = {old, fresh};
            api_text texts[2];
            for (size_t i = 0; i < 2; i++) {
                reel_suggestions *suggestions;
                texts[i] = api_text_new();
                assert_int_equal(reel_suggest(both[i], typed, 20, &suggestions, &error), REEL_OK);
                assert_int_equal(reel_suggestions_render(suggestions, "tsv", NULL, api_keep, &texts[i], &error), REEL_OK);
                some += reel_suggestions_count(suggestions);
                reel_suggestions_free(suggestions);
            }
            assert_string_equal(texts[0].bytes, texts[1].bytes);
            free(texts[0].bytes);
            free(texts[1].bytes);
            reel_close(fresh);
        }
    }
    assert_true(some > 0);
    reel_close(old);
}

static void test_lifetimes__equal_films_stand_in_the_order_of_their_ids(void **state) {
    (void)state;
    reel_indexer *indexer;
    assert_int_equal(reel_indexer_open(index_path, NULL, &indexer, &error), REEL_OK);
    for (int i = 5; i > 0; i--) { /* put against the order of the ids */
        char name[32], record[128];
        (void)snprintf(name, sizeof name, "twin-%d.jsonl", i);
        (void)snprintf(record, sizeof record, "{\"id\": \"twin-%d\", \"title\": \"Mirror Hall\", \"year\": %d, \"imdb_id\": \"tt000000%d\"}", i,
                       1900 + 10 * i, i);
        assert_int_equal(reel_indexer_put(indexer, name, record, strlen(record), &error), REEL_OK);
    }
    assert_int_equal(reel_indexer_commit(indexer, NULL, &error), REEL_OK);
    reel_indexer_close(indexer);
    reel_searcher *searcher = opened();
    reel_hits *hits;
    assert_int_equal(reel_search(searcher, "mirror hall", NULL, &hits, &error), REEL_OK);
    assert_int_equal(reel_hits_total(hits), 5);
    for (size_t i = 1; i < reel_hits_count(hits); i++) {
        const reel_hit *a = reel_hits_at(hits, i - 1), *b = reel_hits_at(hits, i);
        assert_true(reel_hit_score(a) > reel_hit_score(b) || strcmp(reel_hit_id(a), reel_hit_id(b)) < 0);
    }
    reel_hits_free(hits);
    reel_close(searcher);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_lifetimes__##name, set_up, tear_down)
        TEST(answers_outlive_their_searcher),
        TEST(answers_of_one_searcher_do_not_disturb_each_other),
        TEST(an_index_that_is_gone_is_read_to_the_end),
        TEST(the_same_index_gives_the_same_answer),
        TEST(what_was_suggested_before_makes_no_difference),
        TEST(equal_films_stand_in_the_order_of_their_ids),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
