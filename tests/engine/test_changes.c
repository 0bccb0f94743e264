/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * What may happen to the files of a corpus, one case each, and what a run then says it did.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/engine/index_dump.h"
#include "tests/engine/scratch_folder.h"

#define PAGE_ONE "Paper Moonlight (1971)\n\n90 min\n\nDirector:\nAna Ruiz\n"
#define PAGE_TWO "Salt Roads (1972)\n\n91 min\n\nDirector:\nJon Berg\n"
#define RECORD_ONE "{\"title\": \"Zone Seven\", \"year\": 1990, \"directors\": [\"Mia Holt\"]}\n"
#define RECORD_TWO "{\"title\": \"Night Ferry\", \"year\": 1991, \"directors\": [\"Ivo Krall\"], \"colour_of_hat\": 1}\n"
#define RECORD_THREE "{\"title\": \"Orchard Row\", \"year\": 1993, \"directors\": [\"Lea Sommer\"], \"colour_of_hat\": 2}\n"

typedef struct scene {
    char *folder;
    char index[SCRATCH_PATH], corpus[SCRATCH_PATH];
    reel_index_report report;
    char told[4096]; /* problems and plans of the last run */
} scene;

static const char *in(const scene *self, const char *name) { return scratch_path(self->corpus, name); }

static bool listen(void *user, const reel_event *event) {
    scene *self = user;
    if (event->kind == REEL_EVENT_PROBLEM || event->kind == REEL_EVENT_PLAN) {
        size_t used = strlen(self->told);
        (void)snprintf(self->told + used, sizeof self->told - used, "%s:%u: %s\n", event->path,
                       event->kind == REEL_EVENT_PLAN ? (unsigned)event->done : (unsigned)event->line, event->message);
    }
    return true;
}

static void run_with(scene *self, const char *path, bool full, bool dry_run) {
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_error error;
    options.full = full;
    options.dry_run = dry_run;
    options.progress = listen;
    options.user = self;
    self->told[0] = '\0';
    if (reel_index_paths(self->index, &path, path == NULL ? 0 : 1, &options, &self->report, &error) != REEL_OK) {
        fail_msg("%s", error.message);
    }
}

static void run(scene *self) { run_with(self, self->corpus, false, false); }

static void expect_report(const scene *self, unsigned added, unsigned updated, unsigned removed, unsigned unchanged, unsigned failed) {
    const reel_index_report *report = &self->report;
    if (report->added != added || report->updated != updated || report->removed != removed || report->unchanged != unchanged ||
        report->failed != failed) {
        fail_msg("%llu added, %llu updated, %llu removed, %llu unchanged, %llu failed\n%s", (unsigned long long)report->added,
                 (unsigned long long)report->updated, (unsigned long long)report->removed, (unsigned long long)report->unchanged,
                 (unsigned long long)report->failed, self->told);
    }
}

static bool holds(const scene *self, const char *text) {
    rl_buffer dump = RL_BUFFER_INIT;
    reel_error error;
    assert_int_equal(index_dump(self->index, &dump, &error), REEL_OK);
    bool found = strstr(rl_buffer_text(&dump), text) != NULL;
    rl_buffer_done(&dump);
    return found;
}

static int begin(void **state) {
    scene *self = calloc(1, sizeof *self);
    self->folder = scratch_make();
    (void)snprintf(self->index, sizeof self->index, "%.900s/a.reel", self->folder);
    (void)snprintf(self->corpus, sizeof self->corpus, "%.900s/corpus", self->folder);
    scratch_text(in(self, "one.txt"), PAGE_ONE);
    scratch_text(in(self, "two.txt"), PAGE_TWO);
    scratch_text(in(self, "films.jsonl"), RECORD_ONE RECORD_TWO RECORD_THREE);
    const char *const names[] = {"one.txt", "two.txt", "films.jsonl"};
    for (size_t i = 0; i < 3; i++) {
        scratch_time(in(self, names[i]), 1000000000, 7);
    }
    run(self);
    expect_report(self, 5, 0, 0, 0, 0);
    *state = self;
    return 0;
}

static int end(void **state) {
    scene *self = *state;
    scratch_remove(self->folder);
    free(self);
    return 0;
}

static void test_changes__nothing_changed_nothing_written(void **state) {
    scene *self = *state;
    uint64_t before = scratch_fingerprint(self->index);
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
    assert_true(before == scratch_fingerprint(self->index));
    scratch_time(in(self, "one.txt"), 1100000000, 9); /* touched */
    scratch_time(in(self, "films.jsonl"), 1, 0);
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
    assert_true(before == scratch_fingerprint(self->index));
}

static void test_changes__same_size_is_read_when_the_time_differs(void **state) {
    scene *self = *state;
    scratch_text(in(self, "one.txt"), "Paper Moonlight (1979)\n\n90 min\n\nDirector:\nAna Ruiz\n");
    scratch_time(in(self, "one.txt"), 1000000000, 8); /* the same second */
    run(self);
    expect_report(self, 0, 1, 0, 4, 0);
    assert_true(holds(self, "film paper-moonlight-1979"));
    scratch_text(in(self, "one.txt"), PAGE_ONE);
    scratch_time(in(self, "one.txt"), 900000000, 0); /* restored with an older time */
    run(self);
    expect_report(self, 0, 1, 0, 4, 0);
    assert_true(holds(self, "film paper-moonlight-1971"));
}

static void test_changes__a_time_at_the_scan_is_not_trusted(void **state) {
    scene *self = *state;
    struct stat info;
    scratch_text(in(self, "one.txt"), "Paper Moonlight (1978)\n\n90 min\n\nDirector:\nAna Ruiz\n");
    run(self);
    assert_int_equal(stat(in(self, "one.txt"), &info), 0);
    scratch_text(in(self, "one.txt"), PAGE_ONE);
    scratch_time(in(self, "one.txt"), info.st_mtim.tv_sec, info.st_mtim.tv_nsec); /* the very same time and size */
    run(self);
    expect_report(self, 0, 1, 0, 4, 0);
    assert_true(holds(self, "film paper-moonlight-1971"));
}

static void test_changes__a_renamed_file_is_the_same_film(void **state) {
    scene *self = *state;
    char from[SCRATCH_PATH];
    (void)snprintf(from, sizeof from, "%s", in(self, "one.txt"));
    assert_int_equal(rename(from, in(self, "uno.txt")), 0);
    run(self);
    expect_report(self, 1, 0, 1, 4, 0);
    assert_int_equal(self->report.films, 5);
    assert_true(holds(self, "uno.txt"));
    assert_false(holds(self, "one.txt"));
}

static void test_changes__a_file_replaced_by_something_else_leaves(void **state) {
    scene *self = *state;
    scratch_clear(in(self, "one.txt"));
    scratch_text(in(self, "one.txt/inside.txt"), "Sand Bridge (1980)\n\n90 min\n\nDirector:\nAna Ruiz\n");
    scratch_clear(in(self, "two.txt"));
    assert_int_equal(mkfifo(in(self, "two.txt"), 0666), 0); /* opening it would wait for ever */
    run(self);
    expect_report(self, 1, 0, 2, 3, 0);
    assert_true(holds(self, "film sand-bridge-1980"));
    assert_false(holds(self, "film salt-roads-1972"));
}

static void test_changes__a_fifo_named_outright_is_refused(void **state) {
    scene *self = *state;
    const char *path = in(self, "pipe");
    reel_error error;
    assert_int_equal(mkfifo(path, 0666), 0);
    assert_int_equal(reel_index_paths(self->index, &path, 1, NULL, NULL, &error), REEL_NOTFOUND);
}

static void test_changes__links_are_followed_once_and_in_no_circle(void **state) {
    scene *self = *state;
    assert_int_equal(symlink("..", in(self, "up")), 0);
    assert_int_equal(symlink("itself", in(self, "itself")), 0);
    scratch_text(scratch_path(self->folder, "elsewhere/three.txt"), "Glass Hill (1985)\n\n90 min\n\nDirector:\nAna Ruiz\n");
    assert_int_equal(symlink("../elsewhere", in(self, "link-a")), 0);
    assert_int_equal(symlink("../elsewhere", in(self, "link-b")), 0);
    run(self);
    assert_int_equal(self->report.films, 6);
    assert_non_null(strstr(self->told, "links back to a folder above it"));
    assert_non_null(strstr(self->told, "a link that leads to itself"));
    assert_non_null(strstr(self->told, "another link led to"));
}

/* Root may read everything, and so becomes nobody for a while, with an index of nobody's. */
static void test_changes__what_cannot_be_read_is_kept(void **state) {
    enum { NOBODY = 65534 };
    scene *self = *state;
    bool root = geteuid() == 0;
    scratch_clear(self->index);
    assert_int_equal(chmod(self->folder, 0777), 0);
    if (root && seteuid(NOBODY) != 0) {
        skip();
    }
    run(self);
    assert_int_equal(root ? seteuid(0) : 0, 0);
    assert_int_equal(chmod(in(self, "one.txt"), 0), 0);
    assert_int_equal(chmod(in(self, "films.jsonl"), 0), 0);
    assert_int_equal(root ? seteuid(NOBODY) : 0, 0);
    for (int full = 0; full < 2; full++) {
        run_with(self, self->corpus, full == 1, false);
        assert_true(holds(self, "film paper-moonlight-1971"));
        assert_true(holds(self, "from films.jsonl:3"));
        assert_non_null(strstr(self->told, "one.txt:0: Permission denied"));
        assert_int_equal(self->report.documents, 5);
    }
    assert_int_equal(root ? seteuid(0) : 0, 0);
    assert_int_equal(chmod(in(self, "one.txt"), 0644), 0);
    assert_int_equal(chmod(in(self, "films.jsonl"), 0644), 0);
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
}

static void test_changes__a_folder_that_is_not_there_is_kept_until_it_is_named(void **state) {
    scene *self = *state;
    char away[SCRATCH_PATH];
    (void)snprintf(away, sizeof away, "%.900s/away", self->folder);
    scratch_text(scratch_path(self->folder, "other/three.txt"), "Glass Hill (1985)\n\n90 min\n\nDirector:\nAna Ruiz\n");
    run_with(self, scratch_path(self->folder, "other"), false, false);
    assert_int_equal(self->report.films, 6);
    assert_int_equal(rename(self->corpus, away), 0);
    for (int full = 0; full < 2; full++) {
        run_with(self, NULL, full == 1, false);
        assert_int_equal(self->report.films, 6);
        assert_int_equal(self->report.documents, 6);
        assert_non_null(strstr(self->told, "what came from it is kept"));
    }
    run_with(self, self->corpus, false, false);
    expect_report(self, 0, 0, 5, 0, 0);
    run_with(self, NULL, false, false);
    assert_int_equal(self->report.films, 1);
    assert_string_equal(self->told, "");
}

static void test_changes__an_index_moves_with_its_corpus(void **state) {
    scene *self = *state;
    char place[SCRATCH_PATH];
    (void)snprintf(place, sizeof place, "%.900s/place/", self->folder);
    scratch_text(scratch_path(place, "x"), "");
    assert_int_equal(rename(self->index, scratch_path(place, "a.reel")), 0);
    assert_int_equal(rename(self->corpus, scratch_path(place, "corpus")), 0);
    (void)snprintf(self->index, sizeof self->index, "%.900s/place/a.reel", self->folder);
    uint64_t before = scratch_fingerprint(self->index);
    run_with(self, NULL, false, false);
    expect_report(self, 0, 0, 0, 5, 0);
    assert_true(before == scratch_fingerprint(self->index));
}

static void test_changes__a_changed_line_is_one_document(void **state) {
    scene *self = *state;
    scratch_text(in(self, "films.jsonl"),
                 RECORD_ONE "{\"title\": \"Night Ferry\", \"year\": 1992, \"directors\": [\"Ivo Krall\"]}\n" RECORD_THREE);
    run(self);
    expect_report(self, 0, 1, 0, 4, 0);
    scratch_text(in(self, "films.jsonl"), RECORD_ONE "this is no record\n\n" RECORD_THREE);
    run(self);
    expect_report(self, 0, 0, 1, 4, 1);
    assert_non_null(strstr(self->told, "films.jsonl:2: "));
    assert_true(holds(self, "from films.jsonl:4"));
    scratch_text(in(self, "films.jsonl"), "");
    run(self);
    assert_int_equal(self->report.films, 2);
}

/* Bytes of the table of films' terms: what only a changed film touches. */
static uint64_t film_tables(const scene *self) {
    return scratch_fingerprint(scratch_path(self->index, "current/termlist.glass"));
}

static void test_changes__lines_that_move_touch_no_film(void **state) {
    scene *self = *state;
    scratch_text(in(self, "films.jsonl"), RECORD_THREE "\n" RECORD_TWO RECORD_ONE);
    uint64_t before = film_tables(self);
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
    assert_true(before == film_tables(self));
    assert_true(holds(self, "film night-ferry-1991"));
    assert_true(holds(self, "from films.jsonl:4")); /* Zone Seven, now the last */
    scratch_text(in(self, "films.jsonl"), "{\"title\": \"Top\", \"year\": 1999}\n" RECORD_THREE "\n" RECORD_TWO RECORD_ONE);
    run(self);
    expect_report(self, 1, 0, 0, 5, 0);
    assert_false(before == film_tables(self));
    assert_true(holds(self, "from films.jsonl:5"));
}

static bool ignore(void *user, const char *bytes, size_t length) {
    (void)user;
    (void)bytes;
    (void)length;
    return true;
}

/* The same from a build of the corpus as it is now, and nothing for the check to find. */
static void expect_as_built(const scene *self) {
    char fresh[SCRATCH_PATH];
    const char *path = self->corpus;
    reel_index_report report;
    rl_buffer now = RL_BUFFER_INIT, built = RL_BUFFER_INIT;
    reel_error error;
    (void)snprintf(fresh, sizeof fresh, "%.900s/fresh.reel", self->folder);
    scratch_clear(fresh);
    assert_int_equal(reel_index_paths(fresh, &path, 1, NULL, &report, &error), REEL_OK);
    assert_int_equal(index_dump(self->index, &now, &error), REEL_OK);
    assert_int_equal(index_dump(fresh, &built, &error), REEL_OK);
    assert_true(rl_str_equal(rl_buffer_str(&now), rl_buffer_str(&built)));
    assert_int_equal(report.documents, self->report.documents);
    assert_int_equal(report.added, report.documents);
    if (reel_index_status(self->index, true, "text", ignore, NULL, &error) != REEL_OK) {
        fail_msg("%s", error.message);
    }
    rl_buffer_done(&now);
    rl_buffer_done(&built);
}

static void test_changes__equal_lines_of_a_file_are_one_record(void **state) {
    scene *self = *state;
    const char *const contents[] = {
        RECORD_ONE RECORD_ONE RECORD_TWO RECORD_THREE RECORD_TWO RECORD_ONE, /* lines repeated */
        "\n" RECORD_TWO RECORD_THREE RECORD_TWO RECORD_ONE,                  /* some of them taken away */
        RECORD_THREE RECORD_THREE RECORD_TWO,                                /* all of one record */
    };
    const unsigned removed[] = {0, 0, 1};
    for (size_t i = 0; i < sizeof contents / sizeof contents[0]; i++) {
        uint64_t before = film_tables(self);
        scratch_text(in(self, "films.jsonl"), contents[i]);
        run_with(self, self->corpus, false, true);
        expect_report(self, 0, 0, removed[i], 5 - removed[i], 0);
        run(self);
        expect_report(self, 0, 0, removed[i], 5 - removed[i], 0);
        assert_int_equal(before == film_tables(self), removed[i] == 0); /* no film is touched by what moves */
        expect_as_built(self);
    }
    assert_true(holds(self, "from films.jsonl:1\n"));
    assert_false(holds(self, "from films.jsonl:2\n"));
    scratch_text(in(self, "more/films.jsonl"), RECORD_TWO "{\"title\": \"Top\", \"year\": 1999}\n{\"title\": \"Top\", \"year\": 1999}\n");
    run_with(self, self->corpus, false, true);
    expect_report(self, 2, 0, 0, 4, 0);
    run(self);
    expect_report(self, 2, 0, 0, 4, 0); /* an equal line of another file is a document of its own */
    expect_as_built(self);
    scratch_text(in(self, "reel-overrides.txt"), "same: more/films.jsonl:3 | one.txt\n"); /* names nothing: line 2 would */
    run(self);
    assert_false(holds(self, "from more/films.jsonl:2\n  from one.txt"));
    scratch_text(in(self, "reel-overrides.txt"), "same: more/films.jsonl:2 | one.txt\n");
    run(self);
    assert_true(holds(self, "from more/films.jsonl:2\n  from one.txt"));
    expect_as_built(self);
}

static void test_changes__the_manual_list_follows_the_lines_it_names(void **state) {
    scene *self = *state;
    scratch_text(in(self, "reel-overrides.txt"), "same: films.jsonl:1 | one.txt\n");
    run(self);
    assert_int_equal(self->report.films, 4);
    assert_true(holds(self, "from films.jsonl:1\n  from one.txt"));
    scratch_text(in(self, "films.jsonl"), RECORD_TWO RECORD_ONE RECORD_THREE);
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
    assert_true(holds(self, "from films.jsonl:1\n  from one.txt")); /* another record, and nothing but the list's meaning changed */
    assert_true(holds(self, "film zone-seven-1990"));
}

static void test_changes__records_may_become_a_page_and_back(void **state) {
    scene *self = *state;
    scratch_clear(in(self, "films.jsonl"));
    scratch_text(in(self, "films.jsonl"), PAGE_ONE);
    run(self);
    uint64_t documents = self->report.documents;
    assert_int_equal(self->report.added + self->report.updated + self->report.unchanged, documents);
    scratch_text(in(self, "films.jsonl"), RECORD_ONE RECORD_TWO RECORD_THREE);
    run(self);
    assert_int_equal(self->report.documents, 5);
    assert_int_equal(self->report.added + self->report.updated + self->report.unchanged, 5);
}

static void test_changes__unknown_keys_are_told_once_with_their_number(void **state) {
    scene *self = *state;
    run_with(self, self->corpus, true, false);
    const char *found = strstr(self->told, "unknown key \"colour_of_hat\" in 2 documents");
    assert_non_null(found);
    assert_null(strstr(found + strlen("unknown key \"colour_of_hat\""), "colour_of_hat"));
    expect_report(self, 5, 0, 0, 0, 0);
}

static void test_changes__a_dry_run_tells_and_writes_nothing(void **state) {
    scene *self = *state;
    scratch_append(in(self, "films.jsonl"), "{\"title\": \"Glass Hill\", \"year\": 1985}\n");
    scratch_append(in(self, "one.txt"), "\n");
    scratch_clear(in(self, "two.txt"));
    uint64_t before = scratch_fingerprint(self->index);
    run_with(self, self->corpus, false, true);
    expect_report(self, 1, 1, 1, 3, 0);
    assert_non_null(strstr(self->told, "films.jsonl:4: add"));
    assert_non_null(strstr(self->told, "one.txt:0: update"));
    assert_non_null(strstr(self->told, "two.txt:0: remove"));
    assert_true(before == scratch_fingerprint(self->index));
    run(self);
    expect_report(self, 1, 1, 1, 3, 0);
    scratch_text(in(self, "films.jsonl"), RECORD_ONE RECORD_THREE "{\"title\": \"Glass Hill\", \"year\": 1986}\n");
    run_with(self, self->corpus, false, true);
    expect_report(self, 0, 1, 1, 3, 0);
    assert_non_null(strstr(self->told, "films.jsonl:3: update"));
    assert_non_null(strstr(self->told, ": remove"));
    run(self);
    expect_report(self, 0, 1, 1, 3, 0);
}

static void test_changes__documents_put_by_a_program_survive_a_full_build(void **state) {
    scene *self = *state;
    reel_indexer *indexer;
    reel_error error;
    const char *text = "Glass Hill (1985)\n\n90 min\n\nDirector:\nAna Ruiz\n";
    assert_int_equal(reel_indexer_open(self->index, NULL, &indexer, &error), REEL_OK);
    assert_int_equal(reel_indexer_put(indexer, "note", text, strlen(text), &error), REEL_OK);
    assert_int_equal(reel_indexer_put(indexer, "nothing", "", 0, &error), REEL_FORMAT);
    assert_int_equal(reel_indexer_commit(indexer, NULL, &error), REEL_OK);
    reel_indexer_close(indexer);
    run_with(self, self->corpus, true, false);
    assert_int_equal(self->report.films, 6);
    assert_true(holds(self, "film glass-hill-1985"));
    run(self);
    expect_report(self, 0, 0, 0, 5, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_changes__##name, begin, end)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(nothing_changed_nothing_written),
        TEST(same_size_is_read_when_the_time_differs),
        TEST(a_time_at_the_scan_is_not_trusted),
        TEST(a_renamed_file_is_the_same_film),
        TEST(a_file_replaced_by_something_else_leaves),
        TEST(a_fifo_named_outright_is_refused),
        TEST(links_are_followed_once_and_in_no_circle),
        TEST(what_cannot_be_read_is_kept),
        TEST(a_folder_that_is_not_there_is_kept_until_it_is_named),
        TEST(an_index_moves_with_its_corpus),
        TEST(a_changed_line_is_one_document),
        TEST(lines_that_move_touch_no_film),
        TEST(equal_lines_of_a_file_are_one_record),
        TEST(the_manual_list_follows_the_lines_it_names),
        TEST(records_may_become_a_page_and_back),
        TEST(unknown_keys_are_told_once_with_their_number),
        TEST(a_dry_run_tells_and_writes_nothing),
        TEST(documents_put_by_a_program_survive_a_full_build),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
