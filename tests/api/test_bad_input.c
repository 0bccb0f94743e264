/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What <reel.h> does with what it should not be given: a documented status with a text, never a
 * crash, nothing half-written. */
#define _DEFAULT_SOURCE
#include <errno.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api_support.h"
#include "common/index_dir.h"
#include "common/store.h"

typedef struct world {
    char folder[64], index[96];
    reel_searcher *searcher;
} world;

static int set_up(void **state) {
    world *self = calloc(1, sizeof *self);
    reel_error error;
    api_folder(self->folder, sizeof self->folder);
    (void)snprintf(self->index, sizeof self->index, "%s/films.reel", self->folder);
    api_index(self->index);
    assert_int_equal(reel_open(self->index, &self->searcher, &error), REEL_OK);
    *state = self;
    return 0;
}

static int tear_down(void **state) {
    world *self = *state;
    reel_close(self->searcher);
    api_remove(self->folder);
    free(self);
    return 0;
}

static reel_error error;

/* The call failed as it should, and says so in one line. */
static void expect(reel_status status, reel_status wanted) {
    assert_int_equal(status, wanted);
    assert_int_equal(error.status, wanted);
    assert_true(error.message[0] != '\0');
    assert_null(strchr(error.message, '\n'));
    memset(&error, 0x55, sizeof error);
}

#define POISON ((void *)(uintptr_t)0x55)

static void test_bad_input__nulls_are_invalid(void **state) {
    world *self = *state;
    api_text text = api_text_new();
    const char *path = self->index;
    reel_searcher *searcher = POISON;
    reel_hits *hits = POISON;
    reel_suggestions *suggestions = POISON;
    reel_indexer *indexer = POISON;
    bool changed = true;
    expect(reel_open(NULL, &searcher, &error), REEL_INVALID);
    assert_null(searcher);
    expect(reel_open(path, NULL, &error), REEL_INVALID);
    expect(reel_open_many(NULL, 1, &searcher, &error), REEL_INVALID);
    expect(reel_open_many(&path, 0, &searcher, &error), REEL_INVALID);
    const char *holes[] = {path, NULL};
    searcher = POISON;
    expect(reel_open_many(holes, 2, &searcher, &error), REEL_INVALID);
    assert_null(searcher);
    expect(reel_refresh(NULL, &changed, &error), REEL_INVALID);
    assert_false(changed);
    expect(reel_search(NULL, "lamp", NULL, &hits, &error), REEL_INVALID);
    assert_null(hits);
    hits = POISON;
    expect(reel_search(self->searcher, NULL, NULL, &hits, &error), REEL_INVALID);
    assert_null(hits);
    expect(reel_search(self->searcher, "lamp", NULL, NULL, &error), REEL_INVALID);
    expect(reel_search_bytes(self->searcher, NULL, 4, NULL, &hits, &error), REEL_INVALID);
    assert_null(hits);
    assert_int_equal(reel_search_bytes(self->searcher, NULL, 0, NULL, &hits, &error), REEL_OK); /* bytes, of which there are none */
    assert_int_equal(reel_hits_count(hits), 0);
    reel_hits_free(hits);
    expect(reel_hits_render(NULL, "json", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_show(NULL, "id", "json", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_show(self->searcher, NULL, "json", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_show(self->searcher, "id", "json", NULL, NULL, NULL, &error), REEL_INVALID);
    hits = POISON;
    expect(reel_similar(self->searcher, NULL, NULL, &hits, &error), REEL_INVALID);
    assert_null(hits);
    expect(reel_similar(NULL, "id", NULL, &hits, &error), REEL_INVALID);
    expect(reel_similar(self->searcher, "id", NULL, NULL, &error), REEL_INVALID);
    expect(reel_suggest(NULL, "l", 10, &suggestions, &error), REEL_INVALID);
    assert_null(suggestions);
    expect(reel_suggest(self->searcher, NULL, 10, &suggestions, &error), REEL_INVALID);
    expect(reel_suggest(self->searcher, "l", 10, NULL, &error), REEL_INVALID);
    expect(reel_suggestions_render(NULL, "json", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_document(NULL, "a.txt", "a", 1, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_document("facts", NULL, "a", 1, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_document("facts", "a.txt", NULL, 1, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_document("facts", "a.txt", "a", 1, "text", NULL, NULL, &error), REEL_INVALID);
    expect(reel_explain_query(NULL, "parse", "lamp", NULL, NULL, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_query(self->searcher, NULL, "lamp", NULL, NULL, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_query(self->searcher, "parse", NULL, NULL, NULL, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_query(self->searcher, "score", "lamp", NULL, NULL, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_explain_query(self->searcher, "parse", "lamp", NULL, NULL, "text", NULL, NULL, &error), REEL_INVALID);
    expect(reel_fields("text", NULL, NULL, NULL, &error), REEL_INVALID);
    expect(reel_export(NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_export(self->searcher, NULL, NULL, &error), REEL_INVALID);
    expect(reel_index_status(NULL, false, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_index_status(path, false, "text", NULL, NULL, &error), REEL_INVALID);
    expect(reel_audit(NULL, "text", api_keep, &text, &error), REEL_INVALID);
    expect(reel_audit(path, "text", NULL, NULL, &error), REEL_INVALID);
    expect(reel_index_paths(NULL, &path, 1, NULL, NULL, &error), REEL_INVALID);
    expect(reel_index_paths(path, NULL, 1, NULL, NULL, &error), REEL_INVALID);
    expect(reel_index_paths(path, holes + 1, 1, NULL, NULL, &error), REEL_INVALID);
    expect(reel_indexer_open(NULL, NULL, &indexer, &error), REEL_INVALID);
    assert_null(indexer);
    expect(reel_indexer_open(path, NULL, NULL, &error), REEL_INVALID);
    expect(reel_indexer_put(NULL, "a", "a", 1, &error), REEL_INVALID);
    expect(reel_indexer_drop(NULL, "a", &error), REEL_INVALID);
    expect(reel_indexer_commit(NULL, NULL, &error), REEL_INVALID);
    assert_int_equal(reel_indexer_open(path, NULL, &indexer, &error), REEL_OK);
    expect(reel_indexer_put(indexer, NULL, "a", 1, &error), REEL_INVALID);
    expect(reel_indexer_put(indexer, "a", NULL, 1, &error), REEL_INVALID);
    expect(reel_indexer_put(indexer, "a", NULL, 0, &error), REEL_FORMAT);
    expect(reel_indexer_drop(indexer, NULL, &error), REEL_INVALID);
    reel_indexer_close(indexer);
    assert_int_equal(reel_search(NULL, NULL, NULL, NULL, NULL), REEL_INVALID); /* without an error to fill */
    free(text.bytes);
}

static void test_bad_input__accessors_of_null_give_nothing(void **state) {
    (void)state;
    assert_int_equal(reel_hits_count(NULL), 0);
    assert_null(reel_hits_at(NULL, 0));
    assert_int_equal(reel_hits_total(NULL), 0);
    assert_false(reel_hits_total_is_exact(NULL));
    assert_true(reel_hits_took_ms(NULL) <= 0);
    assert_int_equal(reel_hits_reading_count(NULL), 0);
    assert_null(reel_hits_reading_at(NULL, 0));
    assert_int_equal(reel_hits_correction_count(NULL), 0);
    assert_null(reel_hits_correction_at(NULL, 0));
    assert_int_equal(reel_hits_relaxed_count(NULL), 0);
    assert_null(reel_hits_relaxed_at(NULL, 0));
    assert_int_equal(reel_hits_note_count(NULL), 0);
    assert_null(reel_hits_note_at(NULL, 0));
    assert_string_equal(reel_hit_id(NULL), "");
    assert_string_equal(reel_hit_title(NULL), "");
    assert_int_equal(reel_hit_year(NULL), 0);
    assert_int_equal(reel_hit_rank(NULL), 0);
    assert_true(reel_hit_score(NULL) <= 0);
    assert_int_equal(reel_hit_value_count(NULL, "director"), 0);
    assert_null(reel_hit_value_at(NULL, "director", 0));
    assert_int_equal(reel_hit_why_count(NULL), 0);
    assert_null(reel_hit_why_at(NULL, 0));
    assert_int_equal(reel_hit_source_count(NULL), 0);
    assert_null(reel_hit_source_at(NULL, 0));
    assert_int_equal(reel_hit_snippet_count(NULL), 0);
    assert_null(reel_hit_snippet_at(NULL, 0));
    assert_int_equal(reel_hits_facet_count(NULL), 0);
    assert_null(reel_hits_facet_at(NULL, 0));
    assert_int_equal(reel_suggestions_count(NULL), 0);
    assert_null(reel_suggestions_at(NULL, 0));
    assert_string_equal(reel_generation(NULL), "");
    reel_hits_free(NULL);
    reel_suggestions_free(NULL);
    reel_close(NULL);
    reel_indexer_close(NULL);
}

static void test_bad_input__past_the_end_is_nothing(void **state) {
    world *self = *state;
    reel_hits *hits;
    assert_int_equal(reel_search(self->searcher, "lamp", NULL, &hits, &error), REEL_OK);
    assert_null(reel_hits_at(hits, reel_hits_count(hits)));
    assert_null(reel_hits_at(hits, SIZE_MAX));
    const reel_hit *hit = reel_hits_at(hits, 0);
    assert_non_null(hit);
    assert_int_equal(reel_hit_value_count(hit, "no such field"), 0);
    assert_int_equal(reel_hit_value_count(hit, NULL), 0);
    assert_null(reel_hit_value_at(hit, "director", SIZE_MAX));
    assert_null(reel_hit_snippet_at(hit, SIZE_MAX));
    assert_null(reel_hit_why_at(hit, SIZE_MAX));
    assert_null(reel_hits_facet_at(hits, 0));
    reel_hits_free(hits);
}

static void test_bad_input__unknown_statuses_have_a_text(void **state) {
    (void)state;
    for (int status = -1; status < 40; status++) {
        assert_true(reel_status_text((reel_status)status)[0] != '\0');
        bool known = status >= REEL_OK && status <= REEL_INTERNAL;
        assert_int_equal(strcmp(reel_status_name((reel_status)status), "UNKNOWN") != 0, known);
    }
}

/* A struct of the size a newer header might have. */
typedef struct newer_options {
    reel_search_options known;
    uint64_t unknown[4];
} newer_options;

static void test_bad_input__options_of_any_age(void **state) {
    world *self = *state;
    reel_hits *hits;
    static const size_t never[] = {0, 1, 7, sizeof(size_t), 9, sizeof(reel_search_options) - 1, 4104, SIZE_MAX};
    for (size_t i = 0; i < sizeof never / sizeof never[0]; i++) {
        reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
        options.size = never[i];
        expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
        assert_null(hits);
    }
    reel_search_options older = REEL_SEARCH_OPTIONS_INIT;
    older.size = offsetof(reel_search_options, sort);
    older.limit = 1;
    older.sort = "no such field"; /* past its end: not read */
    assert_int_equal(reel_search(self->searcher, "lamp", &older, &hits, &error), REEL_OK);
    assert_int_equal(reel_hits_count(hits), 1);
    reel_hits_free(hits);
    newer_options newer = {REEL_SEARCH_OPTIONS_INIT, {0}};
    newer.known.size = sizeof newer;
    assert_int_equal(reel_search(self->searcher, "lamp", &newer.known, &hits, &error), REEL_OK);
    reel_hits_free(hits);
    newer.unknown[3] = 1;
    expect(reel_search(self->searcher, "lamp", &newer.known, &hits, &error), REEL_INVALID);

    reel_render_options render = REEL_RENDER_OPTIONS_INIT;
    api_text text = api_text_new();
    render.size = 3;
    expect(reel_fields("text", &render, api_keep, &text, &error), REEL_INVALID);
    reel_index_options index = REEL_INDEX_OPTIONS_INIT;
    index.size = 0;
    reel_indexer *indexer;
    const char *path = self->folder;
    expect(reel_indexer_open(self->index, &index, &indexer, &error), REEL_INVALID);
    expect(reel_index_paths(self->index, &path, 1, &index, NULL, &error), REEL_INVALID);
    index = (reel_index_options)REEL_INDEX_OPTIONS_INIT;
    index.dry_run = true; /* of an indexer, which is there to write */
    expect(reel_indexer_open(self->index, &index, &indexer, &error), REEL_INVALID);
    assert_null(indexer);
    free(text.bytes);
}

static void test_bad_input__values_of_options_are_checked(void **state) {
    world *self = *state;
    reel_hits *hits;
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.limit = UINT32_MAX;
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_LIMIT);
    options = (reel_search_options)REEL_SEARCH_OPTIONS_INIT;
    options.offset = UINT32_MAX;
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_LIMIT);
    options = (reel_search_options)REEL_SEARCH_OPTIONS_INIT;
    options.sort = "plot";
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    options.sort = "no such field";
    assert_int_equal(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    assert_non_null(strstr(error.message, "runtime"));
    options = (reel_search_options)REEL_SEARCH_OPTIONS_INIT;
    const char *facets[] = {"no such field", NULL};
    options.facets = facets;
    options.facet_count = 1;
    assert_int_equal(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    assert_non_null(strstr(error.message, "genre")); /* the names that can be given */
    assert_null(strstr(error.message, "reel ")); /* no command of the program in a message of the library */
    facets[0] = "plot"; /* a field, but none to be counted: the same */
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    options.facets = facets + 1;
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    options.facets = NULL;
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    options = (reel_search_options)REEL_SEARCH_OPTIONS_INIT;
    const reel_range odd[] = {{3, 1}, {1000, 2000}, {0, SIZE_MAX}};
    options.plain = odd;
    options.plain_count = 3;
    assert_int_equal(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_OK);
    reel_hits_free(hits);
    options.plain = NULL;
    expect(reel_search(self->searcher, "lamp", &options, &hits, &error), REEL_INVALID);
    api_text text = api_text_new();
    assert_int_equal(reel_search(self->searcher, "lamp", NULL, &hits, &error), REEL_OK);
    expect(reel_hits_render(hits, "xml", NULL, api_keep, &text, &error), REEL_INVALID);
    reel_hits_free(hits);
    expect(reel_show(self->searcher, "no-such-film", "text", NULL, api_keep, &text, &error), REEL_NOTFOUND);
    expect(reel_show(self->searcher, "x", "xml", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_fields("xml", NULL, api_keep, &text, &error), REEL_INVALID);
    expect(reel_similar(self->searcher, "no-such-film", NULL, &hits, &error), REEL_NOTFOUND);
    expect(reel_open("/no/such/index", &(reel_searcher *){NULL}, &error), REEL_NOTFOUND);
    free(text.bytes);
}

static void test_bad_input__any_bytes_are_a_query(void **state) {
    world *self = *state;
    static const struct {
        const char *bytes;
        size_t length;
        size_t found;
    } queries[] = {
        {"", 0, 0},
        {"\0\0\0", 3, 0},
        {"quill\0lamp", 10, 1},
        {"\xff\xfe lamp \xc3", 9, 1},
        {"\xed\xa0\x80\xf5\x80", 5, 0},
        {"\"\"\"((((", 7, 0},
        {"\x1b[31m lamp", 10, 1},
        {"- + OR : * \\ ^", 14, 0},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        reel_hits *hits;
        assert_int_equal(reel_search_bytes(self->searcher, queries[i].bytes, queries[i].length, NULL, &hits, &error), REEL_OK);
        assert_true(reel_hits_count(hits) >= queries[i].found);
        api_text text = api_text_new();
        assert_int_equal(reel_hits_render(hits, "json", NULL, api_keep, &text, &error), REEL_OK);
        assert_true(text.length > 2 && text.bytes[0] == '{');
        for (size_t r = 0; r < reel_hits_reading_count(hits); r++) {
            const reel_reading *reading = reel_hits_reading_at(hits, r);
            assert_true(reading->start <= reading->end && reading->end <= queries[i].length);
        }
        free(text.bytes);
        reel_hits_free(hits);
    }
    size_t length = 300000;
    char *query = malloc(length);
    assert_non_null(query);
    memset(query, 'q', length);
    reel_hits *hits;
    assert_int_equal(reel_search_bytes(self->searcher, query, length, NULL, &hits, &error), REEL_OK);
    assert_true(reel_hits_note_count(hits) > 0); /* says that it was cut */
    reel_hits_free(hits);
    free(query);
}

static void test_bad_input__any_bytes_are_a_document(void **state) {
    world *self = *state;
    reel_indexer *indexer;
    static const struct {
        const char *bytes;
        size_t length;
        reel_status status;
    } documents[] = {
        {"", 0, REEL_FORMAT},
        {"\0\0\0\0", 4, REEL_FORMAT},
        {"{\"title\": \"Cut", 14, REEL_FORMAT},
        {"{\"title\": \"Caf\xe9 des Arts\", \"year\": 1951}", 40, REEL_OK}, /* one byte is no UTF-8 */
    };
    assert_int_equal(reel_indexer_open(self->index, NULL, &indexer, &error), REEL_OK);
    for (size_t i = 0; i < sizeof documents / sizeof documents[0]; i++) {
        reel_status status = reel_indexer_put(indexer, "odd.jsonl", documents[i].bytes, documents[i].length, &error);
        if (documents[i].status == REEL_OK) {
            assert_int_equal(status, REEL_OK);
        } else {
            expect(status, documents[i].status);
        }
    }
    expect(reel_indexer_drop(indexer, "never there", &error), REEL_NOTFOUND);
    reel_index_report report;
    assert_int_equal(reel_indexer_commit(indexer, &report, &error), REEL_OK); /* it stayed usable */
    assert_int_equal(report.films, API_RECORDS + 1);
    reel_indexer_close(indexer);
}

/* Writes into the stamp of the index behind the library's back. */
static void restamp(const world *self, const char *key, const char *value) {
    char path[160];
    rl_writer *writer;
    (void)snprintf(path, sizeof path, "%s/current", self->index);
    rl_index_unsettle(path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &writer, NULL), REEL_OK);
    assert_int_equal(rl_writer_set_metadata(writer, rl_str_of(key), rl_str_of(value), NULL), REEL_OK);
    assert_int_equal(rl_writer_commit(writer, NULL), REEL_OK);
    rl_writer_close(writer);
}

static void test_bad_input__an_index_of_another_version_is_stale(void **state) {
    world *self = *state;
    static const char *const stamps[][2] = {{"reel.schema", "9999"}, {"reel.schema", "0"}, {"reel.fingerprint", "another"}};
    for (size_t i = 0; i < sizeof stamps / sizeof stamps[0]; i++) {
        restamp(self, stamps[i][0], stamps[i][1]);
        reel_searcher *searcher;
        reel_indexer *indexer;
        const char *path = self->folder;
        assert_int_equal(reel_open(self->index, &searcher, &error), REEL_STALE);
        assert_non_null(strstr(error.message, i == 0 ? "newer reel" : "--full")); /* what to do next */
        expect(reel_indexer_open(self->index, NULL, &indexer, &error), REEL_STALE);
        expect(reel_index_paths(self->index, &path, 1, NULL, NULL, &error), REEL_STALE);
    }
    reel_index_options anew = REEL_INDEX_OPTIONS_INIT;
    reel_index_report report;
    reel_indexer *indexer;
    anew.full = true;
    assert_int_equal(reel_indexer_open(self->index, &anew, &indexer, &error), REEL_OK);
    assert_int_equal(reel_indexer_commit(indexer, &report, &error), REEL_OK);
    assert_int_equal(report.films, 0);
    reel_indexer_close(indexer);
}

static void test_bad_input__a_damaged_index_is_corrupt(void **state) {
    world *self = *state;
    reel_searcher *searcher = NULL;
    reel_hits *hits = NULL;
    api_run("for f in '%s'/current/*.glass; do printf 'nothing of use' > $f; done", self->index);
    reel_status status = reel_open(self->index, &searcher, &error);
    expect(status, REEL_CORRUPT);
    assert_null(searcher);
    reel_close(self->searcher);
    self->searcher = NULL;
    api_run("rm -rf '%s'; mkdir '%s'; echo x > '%s/current'", self->index, self->index, self->index);
    status = reel_open(self->index, &searcher, &error);
    assert_true(status == REEL_NOTFOUND || status == REEL_CORRUPT);
    reel_hits_free(hits);
}

/* A callback that reads the index while it is rebuilt, and tries to write it too. */
typedef struct rebuild {
    const char *index;
    int seen;
} rebuild;

static bool read_meanwhile(void *user, const reel_event *event) {
    rebuild *self = user;
    (void)event;
    reel_searcher *searcher;
    reel_hits *hits;
    assert_int_equal(reel_open(self->index, &searcher, &error), REEL_OK);
    assert_int_equal(reel_search(searcher, "lamp", NULL, &hits, &error), REEL_OK);
    assert_true(reel_hits_total(hits) >= 2);
    reel_hits_free(hits);
    reel_close(searcher);
    if (event->kind == REEL_EVENT_WRITE || event->kind == REEL_EVENT_FINISH) {
        reel_index_options options = REEL_INDEX_OPTIONS_INIT;
        reel_indexer *indexer;
        options.lock_wait_ms = 0;
        reel_status status = reel_indexer_open(self->index, &options, &indexer, &error);
        if (status == REEL_OK) { /* the last event comes after the lock is given back */
            reel_indexer_close(indexer);
        } else {
            expect(status, REEL_LOCKED);
            self->seen++;
        }
    }
    return true;
}

static void test_bad_input__an_index_is_read_and_locked_while_it_is_rebuilt(void **state) {
    world *self = *state;
    rebuild events = {self->index, 0};
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    options.full = true;
    options.jobs = 1;
    options.progress = read_meanwhile;
    options.user = &events;
    char records[160];
    (void)snprintf(records, sizeof records, "%s/more.jsonl", self->folder);
    FILE *file = fopen(records, "w");
    assert_non_null(file);
    assert_true(fputs("{\"title\": \"Lamp Post\", \"year\": 1960, \"plot\": \"A lamp.\"}\n", file) > 0);
    assert_int_equal(fclose(file), 0);
    const char *path = records;
    assert_int_equal(reel_index_paths(self->index, &path, 1, &options, NULL, &error), REEL_OK);
    assert_true(events.seen > 0);
    bool changed = false;
    reel_hits *hits;
    assert_int_equal(reel_refresh(self->searcher, &changed, &error), REEL_OK); /* opened before the rebuild */
    assert_true(changed);
    assert_int_equal(reel_search(self->searcher, "lamp post", NULL, &hits, &error), REEL_OK);
    assert_string_equal(reel_hit_title(reel_hits_at(hits, 0)), "Lamp Post");
    reel_hits_free(hits);
}

static void test_bad_input__an_index_that_cannot_be_looked_into_is_not_taken_for_none(void **state) {
    world *self = *state;
    struct rlimit before, none;
    reel_searcher *searcher;
    reel_indexer *indexer;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    none = before;
    none.rlim_cur = 0; /* files that are open stay so */
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
    reel_error read_error, write_error;
    reel_status opened = reel_open(self->index, &searcher, &read_error);
    reel_status written = reel_indexer_open(self->index, NULL, &indexer, &write_error);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    assert_int_equal(opened, REEL_IO);
    assert_int_equal(written, REEL_IO);
    assert_non_null(strstr(read_error.message, strerror(EMFILE)));
    assert_non_null(strstr(write_error.message, strerror(EMFILE)));
}

static void test_bad_input__a_read_only_folder_can_be_searched_and_not_written(void **state) {
    world *self = *state;
    api_run("chmod 755 '%s' && chmod -R a=rX '%s'", self->folder, self->index);
    bool was_root = geteuid() == 0;
    if (was_root) {
        assert_int_equal(seteuid(65534), 0);
    }
    reel_searcher *searcher;
    reel_hits *hits;
    reel_indexer *indexer;
    reel_status opened = reel_open(self->index, &searcher, &error);
    reel_status searched = opened == REEL_OK ? reel_search(searcher, "lamp", NULL, &hits, &error) : REEL_INTERNAL;
    if (searched == REEL_OK) {
        reel_hits_free(hits);
        reel_close(searcher);
    }
    api_text text = api_text_new();
    reel_error write_error, new_error, verify_error;
    reel_status verified = reel_index_status(self->index, true, "json", api_keep, &text, &verify_error);
    char other[160];
    (void)snprintf(other, sizeof other, "%s/other.reel", self->index);
    const char *path = REEL_CORPUS;
    reel_status written = reel_indexer_open(self->index, NULL, &indexer, &write_error);
    reel_status made = reel_index_paths(other, &path, 1, NULL, NULL, &new_error);
    if (was_root) {
        assert_int_equal(seteuid(0), 0);
    }
    assert_int_equal(opened, REEL_OK);
    assert_int_equal(searched, REEL_OK);
    assert_int_equal(verified, REEL_OK);
    assert_non_null(strstr(text.bytes, "\"sound\": true"));
    assert_non_null(strstr(text.bytes, "\"tables_checked\": false")); /* Xapian's check wants to open them for writing */
    free(text.bytes);
    assert_int_equal(written, REEL_IO);
    assert_true(write_error.message[0] != '\0');
    assert_int_equal(made, REEL_IO);
    assert_true(new_error.message[0] != '\0');
    struct stat info;
    assert_int_not_equal(stat(other, &info), 0); /* nothing half-written */
}

/* Says stop at the event whose turn it is. */
static bool stop_at(void *user, const reel_event *event) {
    int *left = user;
    (void)event;
    return (*left)-- > 0;
}

static void test_bad_input__a_run_is_cancelled_at_any_event(void **state) {
    world *self = *state;
    char before[128];
    bool cancelled = true;
    for (int stop = 0; cancelled && stop < 2000; stop += 1 + stop / 8) {
        int left = stop;
        reel_index_options options = REEL_INDEX_OPTIONS_INIT;
        options.full = stop % 2 == 0;
        options.progress = stop_at;
        options.user = &left;
        const char *path = REEL_CORPUS;
        reel_index_report report = {.films = 77};
        (void)snprintf(before, sizeof before, "%s", reel_generation(self->searcher));
        reel_status status = reel_index_paths(self->index, &path, 1, &options, &report, &error);
        cancelled = status == REEL_CANCELLED;
        if (cancelled) {
            expect(status, REEL_CANCELLED);
            assert_int_equal(report.films, 0);
            assert_int_equal(reel_refresh(self->searcher, NULL, &error), REEL_OK);
            assert_string_equal(reel_generation(self->searcher), before);
            api_run("test $(ls -d '%s'/generation-* | wc -l) -eq 1", self->index);
        } else {
            assert_int_equal(status, REEL_OK);
        }
    }
    assert_false(cancelled);
}

static void test_bad_input__a_writer_may_stop(void **state) {
    world *self = *state;
    reel_hits *hits;
    reel_suggestions *suggestions;
    api_text text = api_text_new();
    text.left_calls = 0;
    assert_int_equal(reel_search(self->searcher, "lamp", NULL, &hits, &error), REEL_OK);
    static const char *const formats[] = {"text", "json", "jsonl", "tsv", "trec"};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        expect(reel_hits_render(hits, formats[i], NULL, api_keep, &text, &error), REEL_CANCELLED);
    }
    assert_int_equal(reel_suggest(self->searcher, "har", 5, &suggestions, &error), REEL_OK);
    expect(reel_suggestions_render(suggestions, "json", NULL, api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_show(self->searcher, reel_hit_id(reel_hits_at(hits, 0)), "json", NULL, api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_fields("json", NULL, api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_export(self->searcher, api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_explain_query(self->searcher, "parse", "lamp", NULL, NULL, "json", api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_explain_document("facts", "a.jsonl", api_records[0], strlen(api_records[0]), "json", api_keep, &text, &error), REEL_CANCELLED);
    expect(reel_index_status(self->index, false, "json", api_keep, &text, &error), REEL_CANCELLED);
    reel_suggestions_free(suggestions);
    reel_hits_free(hits);
    free(text.bytes);
}

int main(void) {
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(test_bad_input__##name, set_up, tear_down)
        TEST(nulls_are_invalid),
        TEST(accessors_of_null_give_nothing),
        TEST(past_the_end_is_nothing),
        TEST(unknown_statuses_have_a_text),
        TEST(options_of_any_age),
        TEST(values_of_options_are_checked),
        TEST(any_bytes_are_a_query),
        TEST(any_bytes_are_a_document),
        TEST(an_index_of_another_version_is_stale),
        TEST(a_damaged_index_is_corrupt),
        TEST(an_index_is_read_and_locked_while_it_is_rebuilt),
        TEST(an_index_that_cannot_be_looked_into_is_not_taken_for_none),
        TEST(a_read_only_folder_can_be_searched_and_not_written),
        TEST(a_run_is_cancelled_at_any_event),
        TEST(a_writer_may_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
