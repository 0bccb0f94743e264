/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What calls leave in the caller's reel_error: nothing after a success, one line that can be printed alone after a
 * failure, whatever was given; how a commit and a writer are stopped; what reading leaves alone. */
#include "api_support.h"

static char folder[64], index_path[96];
static reel_error error;

static int set_up(void **state) {
    (void)state;
    api_folder(folder, sizeof folder);
    (void)snprintf(index_path, sizeof index_path, "%s/films.reel", folder);
    api_index(index_path);
    memset(&error, 0x55, sizeof error);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    api_remove(folder);
    return 0;
}

static void good(reel_status status) {
    assert_int_equal(status, REEL_OK);
    assert_int_equal(error.status, REEL_OK);
    assert_string_equal(error.message, "");
    assert_string_equal(error.path, "");
    memset(&error, 0x55, sizeof error);
}

/* The message has each of the words; the last argument is NULL. */
static void says(reel_status status, reel_status wanted, const char *const *words) {
    assert_int_equal(status, wanted);
    assert_int_equal(error.status, wanted);
    assert_null(strchr(error.message, '\n'));
    for (; *words != NULL; words++) {
        if (strstr(error.message, *words) == NULL) {
            fail_msg("no '%s' in: %s", *words, error.message);
        }
    }
}
#define SAYS(status, wanted, ...) says(status, wanted, (const char *const[]){__VA_ARGS__, NULL})

static void test_messages__a_success_leaves_an_empty_error(void **state) {
    (void)state;
    api_text text = api_text_new();
    const char *records = api_records[0], *corpus = REEL_CORPUS "/programme", *two[] = {index_path, index_path};
    reel_searcher *searcher;
    reel_hits *hits, *similar;
    reel_suggestions *suggestions;
    reel_indexer *indexer;
    good(reel_index_paths(index_path, &corpus, 1, NULL, NULL, &error));
    good(reel_index_paths(index_path, &corpus, 1, NULL, NULL, &error));
    good(reel_open_many(two, 2, &searcher, &error));
    reel_close(searcher);
    good(reel_open(index_path, &searcher, &error));
    good(reel_search(searcher, "lampz quil nobody director:none", NULL, &hits, &error));
    reel_hits_free(hits);
    good(reel_search(searcher, "lamp", NULL, &hits, &error));
    const char *id = reel_hit_id(reel_hits_at(hits, 0));
    good(reel_hits_render(hits, "json", NULL, api_keep, &text, &error));
    good(reel_show(searcher, id, "json", NULL, api_keep, &text, &error));
    good(reel_similar(searcher, id, NULL, &similar, &error));
    good(reel_suggest(searcher, "ha", 5, &suggestions, &error));
    good(reel_suggestions_render(suggestions, "json", NULL, api_keep, &text, &error));
    good(reel_explain_document("terms", "a.jsonl", records, strlen(records), "json", api_keep, &text, &error));
    good(reel_explain_query(searcher, "score", "lamp", id, NULL, "json", api_keep, &text, &error));
    good(reel_fields("json", NULL, api_keep, &text, &error));
    good(reel_export(searcher, api_keep, &text, &error));
    good(reel_index_status(index_path, true, "json", api_keep, &text, &error));
    good(reel_audit(index_path, "json", api_keep, &text, &error));
    good(reel_indexer_open(index_path, NULL, &indexer, &error));
    good(reel_indexer_put(indexer, "new.jsonl", records, strlen(records), &error));
    good(reel_indexer_drop(indexer, "new.jsonl", &error));
    good(reel_indexer_commit(indexer, NULL, &error));
    good(reel_refresh(searcher, NULL, &error));
    reel_indexer_close(indexer);
    reel_suggestions_free(suggestions);
    reel_hits_free(similar);
    reel_hits_free(hits);
    reel_close(searcher);
    free(text.bytes);
}

static reel_status put(reel_indexer *indexer, const char *name, const char *text) {
    return reel_indexer_put(indexer, name, text, strlen(text), &error);
}

static void test_messages__a_refused_document_is_named(void **state) {
    (void)state;
    reel_indexer *indexer;
    assert_int_equal(reel_indexer_open(index_path, NULL, &indexer, &error), REEL_OK);
    SAYS(put(indexer, "shelf/1.jsonl", ""), REEL_FORMAT, "shelf/1.jsonl: is empty");
    SAYS(put(indexer, "shelf/2.jsonl", "{broken"), REEL_FORMAT, "shelf/2.jsonl: ", "JSON object");
    SAYS(put(indexer, "shelf/3.jsonl", "{\"year\": 1951}"), REEL_FORMAT, "shelf/3.jsonl: line 1: no title");
    SAYS(put(indexer, "shelf/4.nfo", "<movie></movie>"), REEL_FORMAT, "shelf/4.nfo:1: ", "no <title>");
    SAYS(put(indexer, "shelf/5.txt", "hello"), REEL_FORMAT, "shelf/5.txt: no film was found in it");
    SAYS(put(indexer, "1", "{\"year\": 1951}"), REEL_FORMAT, "1: line 1: no title");
    SAYS(reel_indexer_drop(indexer, "shelf/9", &error), REEL_NOTFOUND, "shelf/9");
    good(put(indexer, "\xff\xfe.jsonl", "{\"title\": \"Nameless\"}")); /* names are bytes */
    good(reel_indexer_commit(indexer, NULL, &error));
    good(reel_index_status(index_path, true, "text", api_keep, &(api_text){.left_calls = -1, .length = API_BYTES}, &error));
    good(reel_indexer_drop(indexer, "\xff\xfe.jsonl", &error));
    good(reel_indexer_commit(indexer, NULL, &error));
    reel_indexer_close(indexer);
    SAYS(reel_explain_document("facts", "page.txt", "", 0, "json", api_keep, NULL, &error), REEL_FORMAT, "page.txt: is empty");
}

static void test_messages__what_is_no_index_is_told(void **state) {
    (void)state;
    char file[96], empty[96];
    reel_searcher *searcher;
    reel_indexer *indexer;
    (void)snprintf(file, sizeof file, "%s/notes.txt", folder);
    (void)snprintf(empty, sizeof empty, "%s/empty", folder);
    api_run("echo 'a page, no index' > '%s'; mkdir '%s'", file, empty);
    SAYS(reel_open(file, &searcher, &error), REEL_NOTFOUND, file, "is a file", "name the folder");
    SAYS(reel_open("/dev/null", &searcher, &error), REEL_NOTFOUND, "/dev/null", "is a file");
    SAYS(reel_indexer_open(file, NULL, &indexer, &error), REEL_INVALID, file, "is a file", "empty or new");
    SAYS(reel_open(empty, &searcher, &error), REEL_NOTFOUND, empty, "reel index --index");
    SAYS(reel_open(folder, &searcher, &error), REEL_NOTFOUND, folder, "without an index");
    SAYS(reel_open("", &searcher, &error), REEL_INVALID, "path");
    SAYS(reel_index_status(file, false, "text", api_keep, NULL, &error), REEL_NOTFOUND, "is a file");
    api_run("echo 'auto films.reel/current' > '%s'", file); /* now it is a stub file */
    good(reel_open(file, &searcher, &error));
    reel_close(searcher);
}

/* Each way to fail above, without a struct to tell it in. */
static void test_messages__an_error_may_be_null(void **state) {
    (void)state;
    reel_searcher *searcher;
    reel_indexer *indexer;
    api_text text = api_text_new();
    static const char records[] = "{\"title\": \"One\", \"year\": 1950}\n{\"year\": 1950}\n{\"title\": \"Two\", \"year\": 1951}\n";
    assert_int_equal(reel_open("/dev/null", &searcher, NULL), REEL_NOTFOUND);
    assert_int_equal(reel_indexer_open(index_path, NULL, &indexer, NULL), REEL_OK);
    assert_int_equal(reel_indexer_put(indexer, "a.jsonl", "", 0, NULL), REEL_FORMAT);
    assert_int_equal(reel_indexer_drop(indexer, "a.jsonl", NULL), REEL_NOTFOUND);
    reel_indexer_close(indexer);
    assert_int_equal(reel_explain_document("facts", "a.jsonl", records, sizeof records - 1, "text", api_keep, &text, NULL), REEL_OK);
    assert_non_null(strstr(text.bytes, "a.jsonl:3")); /* what comes behind the bad record */
    assert_int_equal(reel_explain_document("facts", "a.jsonl", records, sizeof records - 1, "json", api_keep, &text, NULL), REEL_FORMAT);
    assert_int_equal(reel_index_status("/dev/null", true, "json", api_keep, &text, NULL), REEL_NOTFOUND);
    assert_int_equal(reel_audit("/dev/null", "json", api_keep, &text, NULL), REEL_NOTFOUND);
    free(text.bytes);
}

typedef struct stopper {
    int left;
    int seen[REEL_EVENT_PLAN + 1];
} stopper;

static bool count_down(void *user, const reel_event *event) {
    stopper *self = user;
    self->seen[event->kind]++;
    return self->left-- != 0;
}

static uint64_t films_of(void) {
    reel_searcher *searcher;
    reel_hits *hits;
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    assert_int_equal(reel_search(searcher, "quill", NULL, &hits, &error), REEL_OK);
    uint64_t films = reel_hits_total(hits);
    reel_hits_free(hits);
    reel_close(searcher);
    return films;
}

static void test_messages__a_commit_is_stopped_and_the_indexer_goes_on(void **state) {
    (void)state;
    stopper user = {-1, {0}};
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_indexer *indexer;
    reel_index_report report;
    options.progress = count_down;
    options.user = &user;
    assert_int_equal(reel_indexer_open(index_path, &options, &indexer, &error), REEL_OK);
    for (int stop_at = 0; stop_at < 2; stop_at++) {
        assert_int_equal(put(indexer, "tide.jsonl", "{\"title\": \"Tide\", \"year\": 1951, \"directors\": [\"Ada Quill\"]}"), REEL_OK);
        assert_int_equal(reel_indexer_drop(indexer, "record-0.jsonl", &error), REEL_OK);
        user = (stopper){stop_at, {0}};
        SAYS(reel_indexer_commit(indexer, &report, &error), REEL_CANCELLED, "stopped");
        assert_int_equal(report.films, 0);
        assert_int_equal(films_of(), 2);
    }
    assert_int_equal(put(indexer, "tide.jsonl", "{\"title\": \"Tide\", \"year\": 1951, \"directors\": [\"Ada Quill\"]}"), REEL_OK);
    user = (stopper){-1, {0}};
    good(reel_indexer_commit(indexer, &report, &error));
    assert_true(user.seen[REEL_EVENT_WRITE] > 0 && user.seen[REEL_EVENT_FINISH] > 0);
    assert_int_equal(report.added, 1); /* what was stopped does not count */
    assert_int_equal(report.removed, 0);
    assert_int_equal(report.films, API_RECORDS + 1);
    reel_indexer_close(indexer);
    assert_int_equal(films_of(), 3);
}

/* No size but those a header has, or may have, is taken; by no call. */
static void test_messages__every_options_struct_has_its_size_checked(void **state) {
    (void)state;
    api_text text = api_text_new();
    reel_searcher *searcher;
    reel_hits *hits, *similar;
    reel_suggestions *suggestions;
    reel_indexer *indexer;
    const char *corpus = REEL_CORPUS "/programme";
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    assert_int_equal(reel_search(searcher, "lamp", NULL, &hits, &error), REEL_OK);
    assert_int_equal(reel_suggest(searcher, "ha", 5, &suggestions, &error), REEL_OK);
    const char *id = reel_hit_id(reel_hits_at(hits, 0));
    static const size_t wrong[] = {0, 1, sizeof(size_t), 17, 4104, SIZE_MAX};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        reel_search_options search = REEL_SEARCH_OPTIONS_INIT;
        reel_render_options render = REEL_RENDER_OPTIONS_INIT;
        reel_index_options index = REEL_INDEX_OPTIONS_INIT;
        search.size = render.size = index.size = wrong[i];
        SAYS(reel_search(searcher, "lamp", &search, &similar, &error), REEL_INVALID, "REEL_SEARCH_OPTIONS_INIT");
        SAYS(reel_similar(searcher, id, &search, &similar, &error), REEL_INVALID, "REEL_SEARCH_OPTIONS_INIT");
        SAYS(reel_explain_query(searcher, "query", "lamp", NULL, &search, "json", api_keep, &text, &error), REEL_INVALID, "REEL_SEARCH_OPTIONS_INIT");
        SAYS(reel_hits_render(hits, "text", &render, api_keep, &text, &error), REEL_INVALID, "REEL_RENDER_OPTIONS_INIT");
        SAYS(reel_show(searcher, id, "text", &render, api_keep, &text, &error), REEL_INVALID, "REEL_RENDER_OPTIONS_INIT");
        SAYS(reel_suggestions_render(suggestions, "text", &render, api_keep, &text, &error), REEL_INVALID, "REEL_RENDER_OPTIONS_INIT");
        SAYS(reel_fields("text", &render, api_keep, &text, &error), REEL_INVALID, "REEL_RENDER_OPTIONS_INIT");
        SAYS(reel_index_paths(index_path, &corpus, 1, &index, NULL, &error), REEL_INVALID, "REEL_INDEX_OPTIONS_INIT");
        SAYS(reel_indexer_open(index_path, &index, &indexer, &error), REEL_INVALID, "REEL_INDEX_OPTIONS_INIT");
    }
    assert_int_equal(text.length, 0); /* nothing was written before the options were looked at */
    reel_suggestions_free(suggestions);
    reel_hits_free(hits);
    reel_close(searcher);
    free(text.bytes);
}

static void keep_look(const char *name) {
    api_run("cd '%s' && find films.reel -printf '%%p %%y %%m %%s %%T@ %%C@\\n' | sort > %s", folder, name);
}

/* Not a byte and not a time of the index is another one after reading it in every way. */
static void test_messages__reading_never_writes(void **state) {
    (void)state;
    api_text text = api_text_new();
    reel_searcher *searcher;
    reel_hits *hits, *similar;
    reel_suggestions *suggestions;
    keep_look("before");
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    assert_int_equal(reel_search(searcher, "harbor lihgts", NULL, &hits, &error), REEL_OK);
    assert_int_equal(reel_similar(searcher, reel_hit_id(reel_hits_at(hits, 0)), NULL, &similar, &error), REEL_OK);
    assert_int_equal(reel_suggest(searcher, "ha", 5, &suggestions, &error), REEL_OK);
    assert_int_equal(reel_export(searcher, api_keep, &text, &error), REEL_OK);
    assert_int_equal(reel_refresh(searcher, NULL, &error), REEL_OK);
    assert_int_equal(reel_index_status(index_path, true, "json", api_keep, &text, &error), REEL_OK);
    assert_int_equal(reel_audit(index_path, "json", api_keep, &text, &error), REEL_OK);
    reel_suggestions_free(suggestions);
    reel_hits_free(similar);
    reel_hits_free(hits);
    reel_close(searcher);
    free(text.bytes);
    keep_look("after");
    api_run("cd '%s' && cmp before after", folder);
}

static bool is_boundary(const char *text, size_t length, size_t at) { return at == length || (at < length && (text[at] & 0xc0) != 0x80); }

/* Offsets are bytes of what was given, and never within a character. */
static void test_messages__offsets_are_bytes_between_characters(void **state) {
    (void)state;
    reel_indexer *indexer;
    reel_searcher *searcher;
    size_t seen = 0;
    static const char record[] = "{\"title\": \"Märchen über Gruße\", \"year\": 1951, \"directors\": [\"Žofie Černá\"],"
                                 " \"plot\": \"“Ünder” — die Märchen, 東京の夜 ünder Žofie’s Märchen über das Märchen.\"}";
    static const char *const queries[] = {"Märchen ünder žofie černá", "“märchen” 東京 1951", "žofie  černá über", "märchn gruße 1950s"};
    assert_int_equal(reel_indexer_open(index_path, NULL, &indexer, &error), REEL_OK);
    assert_int_equal(put(indexer, "m.jsonl", record), REEL_OK);
    assert_int_equal(reel_indexer_commit(indexer, NULL, &error), REEL_OK);
    reel_indexer_close(indexer);
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    for (size_t q = 0; q < sizeof queries / sizeof queries[0]; q++) {
        reel_hits *hits;
        size_t length = strlen(queries[q]);
        assert_int_equal(reel_search(searcher, queries[q], NULL, &hits, &error), REEL_OK);
        assert_true(reel_hits_count(hits) > 0);
        for (size_t i = 0; i < reel_hits_reading_count(hits); i++) {
            const reel_reading *reading = reel_hits_reading_at(hits, i);
            assert_true(is_boundary(queries[q], length, reading->start) && is_boundary(queries[q], length, reading->end));
            assert_int_equal(strncmp(queries[q] + reading->start, reading->text, reading->end - reading->start), 0);
        }
        for (size_t i = 0; i < reel_hit_snippet_count(reel_hits_at(hits, 0)); i++) {
            const reel_snippet *snippet = reel_hit_snippet_at(reel_hits_at(hits, 0), i);
            size_t end = 0;
            for (size_t h = 0; h < snippet->highlight_count; h++, seen++) {
                reel_range mark = snippet->highlights[h];
                assert_true(mark.start >= end && mark.end > mark.start);
                assert_true(is_boundary(snippet->text, strlen(snippet->text), mark.start) && is_boundary(snippet->text, strlen(snippet->text), mark.end));
                end = mark.end;
            }
        }
        reel_hits_free(hits);
    }
    assert_true(seen > 0);
    reel_close(searcher);
}

/* At any piece of what the longer calls write. */
static void test_messages__a_writer_may_stop_at_any_piece(void **state) {
    (void)state;
    reel_searcher *searcher;
    api_text text = api_text_new();
    reel_status status[5] = {REEL_CANCELLED};
    const char *corpus = REEL_CORPUS;
    assert_int_equal(reel_index_paths(index_path, &corpus, 1, NULL, NULL, &error), REEL_OK);
    assert_int_equal(reel_open(index_path, &searcher, &error), REEL_OK);
    for (int stop = 0; status[0] == REEL_CANCELLED; stop += 1 + stop / 4) {
        reel_error errors[5];
        text.left_calls = stop;
        status[0] = reel_export(searcher, api_keep, &text, &errors[0]);
        text.left_calls = stop;
        status[1] = reel_index_status(index_path, true, "json", api_keep, &text, &errors[1]);
        text.left_calls = stop;
        status[2] = reel_index_status(index_path, true, "text", api_keep, &text, &errors[2]);
        text.left_calls = stop;
        status[3] = reel_audit(index_path, "text", api_keep, &text, &errors[3]);
        text.left_calls = stop;
        status[4] = reel_show(searcher, "in-the-soup-1992", "text", NULL, api_keep, &text, &errors[4]);
        for (int i = 0; i < 5; i++) {
            assert_int_equal(errors[i].status, status[i]);
            assert_true(status[i] == REEL_CANCELLED || (stop > 0 && status[i] == REEL_OK));
        }
        text.length = 0;
    }
    text.left_calls = -1;
    assert_int_equal(reel_index_status(index_path, true, "json", api_keep, &text, &error), REEL_OK);
    reel_close(searcher);
    free(text.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_messages__##name, set_up, tear_down)
        TEST(a_success_leaves_an_empty_error),
        TEST(a_refused_document_is_named),
        TEST(what_is_no_index_is_told),
        TEST(an_error_may_be_null),
        TEST(a_commit_is_stopped_and_the_indexer_goes_on),
        TEST(every_options_struct_has_its_size_checked),
        TEST(reading_never_writes),
        TEST(a_writer_may_stop_at_any_piece),
        TEST(offsets_are_bytes_between_characters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
