/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/index_dir.h"

/* A scratch folder, and paths inside it. */
typedef struct scratch {
    char folder[64];
    char index[128];
} scratch;

static int set_up(void **state) {
    scratch *made = calloc(1, sizeof *made);
    strcpy(made->folder, "/tmp/reel-test-XXXXXX");
    assert_non_null(mkdtemp(made->folder));
    (void)snprintf(made->index, sizeof made->index, "%s/films.reel", made->folder);
    *state = made;
    return 0;
}

static int tear_down(void **state) {
    scratch *made = *state;
    char command[160];
    (void)snprintf(command, sizeof command, "rm -rf '%s'", made->folder);
    assert_int_equal(system(command), 0);
    free(made);
    return 0;
}

static bool exists(const char *folder, const char *name) {
    char path[RL_INDEX_PATH_BYTES];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    return access(path, F_OK) == 0;
}

static void add_word(rl_writer *writer, const char *word) {
    rl_posting posting = {rl_str_of(word), 1, NULL, 0};
    rl_store_document document = {&posting, 1, NULL, 0, rl_str_of(word)};
    assert_int_equal(rl_writer_add(writer, &document, NULL, NULL), REEL_OK);
}

/* A new generation that holds one document a word, not yet switched in. */
static void build(rl_index_lock *lock, char *generation, const char *const *words, bool stamped) {
    rl_writer *writer;
    assert_int_equal(rl_index_next(lock, generation, NULL), REEL_OK);
    assert_int_equal(rl_writer_open(generation, RL_WRITER_CREATE, 0, &writer, NULL), REEL_OK);
    if (stamped) {
        assert_int_equal(rl_index_stamp(writer, NULL), REEL_OK);
    }
    for (; *words != NULL; words++) {
        add_word(writer, *words);
    }
    assert_int_equal(rl_writer_commit(writer, NULL), REEL_OK);
    rl_writer_close(writer);
}

static void publish(const char *index, const char *const *words) {
    rl_index_lock *lock;
    char generation[RL_INDEX_PATH_BYTES];
    reel_error error;
    assert_int_equal(rl_index_lock_take(index, 0, &lock, &error), REEL_OK);
    build(lock, generation, words, true);
    assert_int_equal(rl_index_switch(lock, generation, &error), REEL_OK);
    rl_index_lock_release(lock);
}

static uint32_t count_of(rl_index_reader *reader) {
    uint32_t count;
    assert_int_equal(rl_store_document_count(rl_index_reader_store(reader), &count, NULL), REEL_OK);
    return count;
}

static rl_index_reader *open_reader(const char *path) {
    rl_index_reader *reader;
    assert_int_equal(rl_index_reader_open(&path, 1, &reader, NULL), REEL_OK);
    return reader;
}

static reel_status try_reader(const char *path, reel_error *error) {
    rl_index_reader *reader;
    reel_status status = rl_index_reader_open(&path, 1, &reader, error);
    assert_int_equal(reader == NULL, status != REEL_OK);
    rl_index_reader_close(reader);
    return status;
}

static const char *const one_word[] = {"alpha", NULL};
static const char *const two_words[] = {"alpha", "beta", NULL};

static void test_index_dir__what_is_switched_in_is_read(void **state) {
    scratch *made = *state;
    publish(made->index, two_words);
    rl_index_reader *reader = open_reader(made->index);
    assert_int_equal(count_of(reader), 2);
    rl_index_reader_close(reader);
    assert_true(exists(made->index, "generation-000001"));
}

static void test_index_dir__a_reader_keeps_its_generation_until_it_refreshes(void **state) {
    scratch *made = *state;
    bool changed;
    publish(made->index, one_word);
    rl_index_reader *reader = open_reader(made->index);
    char *before = strdup(rl_index_reader_generation(reader));
    assert_int_equal(rl_index_reader_refresh(reader, &changed, NULL), REEL_OK);
    assert_false(changed);
    publish(made->index, two_words);
    assert_true(exists(made->index, "generation-000001"));
    assert_int_equal(count_of(reader), 1);
    assert_string_equal(rl_index_reader_generation(reader), before);
    assert_int_equal(rl_index_reader_refresh(reader, &changed, NULL), REEL_OK);
    assert_true(changed);
    assert_int_equal(count_of(reader), 2);
    assert_string_not_equal(rl_index_reader_generation(reader), before);
    rl_index_reader_close(reader);
    free(before);
}

static void test_index_dir__databases_are_merged_into_a_generation(void **state) {
    scratch *made = *state;
    rl_index_lock *lock;
    char part[RL_INDEX_PATH_BYTES];
    char whole[RL_INDEX_PATH_BYTES];
    reel_error error = {0};
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    build(lock, part, two_words, true);
    assert_int_equal(rl_index_next(lock, whole, NULL), REEL_OK);
    const char *paths[] = {part};
    reel_status status = rl_store_compact(paths, 1, whole, true, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, REEL_OK);
    assert_int_equal(rl_index_switch(lock, whole, NULL), REEL_OK);
    rl_index_lock_release(lock);
    assert_false(exists(made->index, "generation-000001"));
    rl_index_reader *reader = open_reader(made->index);
    assert_int_equal(count_of(reader), 2);
    rl_index_reader_close(reader);
}

static void test_index_dir__old_generations_go_once_nobody_holds_them(void **state) {
    scratch *made = *state;
    publish(made->index, one_word);
    rl_index_reader *reader = open_reader(made->index);
    publish(made->index, two_words);
    publish(made->index, two_words);
    assert_true(exists(made->index, "generation-000001"));
    assert_false(exists(made->index, "generation-000002"));
    rl_index_reader_close(reader);
    rl_index_lock *lock;
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_tidy(lock, NULL), REEL_OK);
    assert_false(exists(made->index, "generation-000001"));
    assert_true(exists(made->index, "generation-000003"));
    rl_index_lock_release(lock);
}

static void test_index_dir__tidy_removes_what_an_interrupted_run_left(void **state) {
    scratch *made = *state;
    rl_index_lock *lock;
    char generation[RL_INDEX_PATH_BYTES];
    char path[RL_INDEX_PATH_BYTES + 32];
    publish(made->index, one_word);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    build(lock, generation, two_words, false);
    (void)snprintf(path, sizeof path, "%s/generation-000007", made->index);
    assert_int_equal(mkdir(path, 0777), 0);
    (void)snprintf(path, sizeof path, "%s/current.new", made->index);
    assert_int_equal(symlink("generation-000002", path), 0);
    (void)snprintf(path, sizeof path, "%s/generation-notes", made->index);
    assert_int_equal(mkdir(path, 0777), 0);
    assert_int_equal(rl_index_tidy(lock, NULL), REEL_OK);
    assert_false(exists(made->index, "generation-000002"));
    assert_false(exists(made->index, "generation-000007"));
    assert_false(exists(made->index, "current.new"));
    assert_true(exists(made->index, "generation-notes"));
    assert_true(exists(made->index, "generation-000001"));
    rl_index_lock_release(lock);
    assert_int_equal(try_reader(made->index, NULL), REEL_OK);
}

static void test_index_dir__removal_follows_no_link_out_of_a_generation(void **state) {
    scratch *made = *state;
    rl_index_lock *lock;
    char generation[RL_INDEX_PATH_BYTES];
    char link[RL_INDEX_PATH_BYTES + 8];
    char outside[128];
    (void)snprintf(outside, sizeof outside, "%s/outside", made->folder);
    assert_int_equal(mkdir(outside, 0777), 0);
    (void)snprintf(link, sizeof link, "%s/outside/kept", made->folder);
    assert_int_equal(mkdir(link, 0777), 0);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_next(lock, generation, NULL), REEL_OK);
    (void)snprintf(link, sizeof link, "%s/link", generation);
    assert_int_equal(symlink(outside, link), 0);
    assert_int_equal(rl_index_tidy(lock, NULL), REEL_OK);
    rl_index_lock_release(lock);
    assert_false(exists(made->index, "generation-000001"));
    assert_true(exists(outside, "kept"));
}

static void test_index_dir__a_second_writer_is_told_the_pid_of_the_first(void **state) {
    scratch *made = *state;
    rl_index_lock *lock;
    rl_index_lock *second;
    reel_error error;
    char pid[32];
    (void)snprintf(pid, sizeof pid, "process %ld ", (long)getpid());
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_lock_take(made->index, 30, &second, &error), REEL_LOCKED);
    assert_null(second);
    assert_non_null(strstr(error.message, pid));
    rl_index_lock_release(lock);
    assert_int_equal(rl_index_lock_take(made->index, 0, &second, &error), REEL_OK);
    rl_index_lock_release(second);
}

static void test_index_dir__the_lock_of_a_dead_process_is_free(void **state) {
    scratch *made = *state;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        rl_index_lock *lock;
        _exit(rl_index_lock_take(made->index, 0, &lock, NULL) == REEL_OK ? 0 : 1);
    }
    int result;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    rl_index_lock *lock;
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    rl_index_lock_release(lock);
}

static void test_index_dir__current_and_next_name_folders_inside_the_index(void **state) {
    scratch *made = *state;
    rl_index_lock *lock;
    reel_error error;
    char path[RL_INDEX_PATH_BYTES];
    char expected[160];
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_current(lock, path, &error), REEL_NOTFOUND);
    assert_string_equal(path, "");
    rl_index_lock_release(lock);
    publish(made->index, one_word);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_current(lock, path, &error), REEL_OK);
    (void)snprintf(expected, sizeof expected, "%s/generation-000001", made->index);
    assert_string_equal(path, expected);
    assert_int_equal(rl_index_next(lock, path, &error), REEL_OK);
    (void)snprintf(expected, sizeof expected, "%s/generation-000002", made->index);
    assert_string_equal(path, expected);
    assert_int_equal(rl_index_switch(lock, made->folder, &error), REEL_INVALID);
    rl_index_lock_release(lock);
}

static void test_index_dir__a_folder_with_other_files_is_not_taken(void **state) {
    scratch *made = *state;
    char path[160];
    rl_index_lock *lock;
    reel_error error;
    assert_int_equal(mkdir(made->index, 0777), 0);
    (void)snprintf(path, sizeof path, "%s/holiday.txt", made->index);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fclose(file);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, &error), REEL_INVALID);
    assert_null(lock);
    assert_false(exists(made->index, "lock"));
    assert_int_equal(rl_index_lock_take(path, 0, &lock, &error), REEL_INVALID);
    (void)snprintf(path, sizeof path, "%s/no/such/folder", made->folder);
    assert_int_equal(rl_index_lock_take(path, 0, &lock, &error), REEL_IO);
}

static void test_index_dir__what_is_no_index_is_said_to_be_none(void **state) {
    scratch *made = *state;
    reel_error error;
    rl_index_lock *lock;
    char path[RL_INDEX_PATH_BYTES];
    assert_int_equal(try_reader(made->index, &error), REEL_NOTFOUND);
    assert_non_null(strstr(error.message, "there is no index at"));
    assert_int_equal(try_reader(made->folder, &error), REEL_NOTFOUND);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(try_reader(made->index, &error), REEL_NOTFOUND);
    build(lock, path, one_word, false);
    assert_int_equal(rl_index_switch(lock, path, NULL), REEL_OK);
    assert_int_equal(try_reader(made->index, &error), REEL_NOTFOUND);
    assert_non_null(strstr(error.message, "not an index of reel"));
    rl_index_lock_release(lock);
    (void)snprintf(path, sizeof path, "%s/file", made->folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("just some text\n", file);
    fclose(file);
    assert_int_not_equal(try_reader(path, &error), REEL_OK);
}

static void overwrite_metadata(const char *index, const char *key, const char *value) {
    char path[RL_INDEX_PATH_BYTES];
    rl_writer *writer;
    rl_index_lock *lock;
    assert_int_equal(rl_index_lock_take(index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_current(lock, path, NULL), REEL_OK);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &writer, NULL), REEL_OK);
    assert_int_equal(rl_writer_set_metadata(writer, rl_str_of(key), rl_str_of(value), NULL), REEL_OK);
    assert_int_equal(rl_writer_commit(writer, NULL), REEL_OK);
    rl_writer_close(writer);
    rl_index_lock_release(lock);
}

static void test_index_dir__an_index_of_another_version_is_stale(void **state) {
    scratch *made = *state;
    reel_error error;
    publish(made->index, one_word);
    overwrite_metadata(made->index, "reel.fingerprint", "0123456789abcdef");
    assert_int_equal(try_reader(made->index, &error), REEL_STALE);
    assert_non_null(strstr(error.message, "reel index --full --index"));
    assert_non_null(strstr(error.message, made->index));
    overwrite_metadata(made->index, "reel.schema", "99");
    assert_int_equal(try_reader(made->index, &error), REEL_STALE);
    assert_non_null(strstr(error.message, "newer reel"));
}

static void test_index_dir__an_update_in_place_changes_the_generation_name(void **state) {
    scratch *made = *state;
    bool changed;
    publish(made->index, one_word);
    rl_index_reader *reader = open_reader(made->index);
    char *before = strdup(rl_index_reader_generation(reader));
    overwrite_metadata(made->index, "note", "changed");
    assert_int_equal(rl_index_reader_refresh(reader, &changed, NULL), REEL_OK);
    assert_true(changed);
    assert_string_not_equal(rl_index_reader_generation(reader), before);
    free(before);
    rl_index_reader_close(reader);
}

static void test_index_dir__a_lost_generation_is_corrupt_and_rebuilt(void **state) {
    scratch *made = *state;
    reel_error error;
    rl_index_lock *lock;
    char command[256];
    char path[RL_INDEX_PATH_BYTES];
    publish(made->index, one_word);
    (void)snprintf(command, sizeof command, "rm -rf '%s/generation-000001'", made->index);
    assert_int_equal(system(command), 0);
    assert_int_equal(try_reader(made->index, &error), REEL_CORRUPT);
    assert_int_equal(rl_index_lock_take(made->index, 0, &lock, NULL), REEL_OK);
    assert_int_equal(rl_index_current(lock, path, &error), REEL_NOTFOUND);
    rl_index_lock_release(lock);
    publish(made->index, two_words);
    assert_int_equal(try_reader(made->index, &error), REEL_OK);
}

static void test_index_dir__an_index_without_hold_files_is_still_read(void **state) {
    scratch *made = *state;
    char path[160];
    publish(made->index, one_word);
    (void)snprintf(path, sizeof path, "%s/generation-000001/hold", made->index);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(try_reader(made->index, NULL), REEL_OK);
}

static void test_index_dir__several_indexes_are_read_as_one(void **state) {
    scratch *made = *state;
    char second[160];
    (void)snprintf(second, sizeof second, "%s/more.reel", made->folder);
    publish(made->index, one_word);
    publish(second, two_words);
    const char *paths[] = {made->index, second};
    rl_index_reader *reader;
    reel_error error;
    assert_int_equal(rl_index_reader_open(paths, 2, &reader, &error), REEL_OK);
    assert_int_equal(count_of(reader), 3);
    publish(second, one_word);
    assert_int_equal(rl_index_reader_refresh(reader, NULL, &error), REEL_OK);
    assert_int_equal(count_of(reader), 2);
    rl_index_reader_close(reader);
    overwrite_metadata(second, "reel.fingerprint", "0");
    assert_int_equal(rl_index_reader_open(paths, 2, &reader, &error), REEL_STALE);
    assert_non_null(strstr(error.message, "more.reel"));
    assert_int_equal(rl_index_reader_open(paths, 0, &reader, &error), REEL_INVALID);
}

/* Readers that open while another process switches again and again never fail. */
static void test_index_dir__a_reader_opens_while_generations_are_switched(void **state) {
    scratch *made = *state;
    publish(made->index, one_word);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        for (int i = 0; i < 12; i++) {
            publish(made->index, i % 2 == 0 ? two_words : one_word);
        }
        _exit(0);
    }
    int result = 0;
    int opened = 0;
    while (waitpid(child, &result, WNOHANG) == 0) {
        reel_error error = {0};
        reel_status status = try_reader(made->index, &error);
        assert_string_equal(error.message, "");
        assert_int_equal(status, REEL_OK);
        opened++;
    }
    assert_int_equal(result, 0);
    assert_true(opened > 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_index_dir__##name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_switched_in_is_read),
        TEST(a_reader_keeps_its_generation_until_it_refreshes),
        TEST(databases_are_merged_into_a_generation),
        TEST(old_generations_go_once_nobody_holds_them),
        TEST(tidy_removes_what_an_interrupted_run_left),
        TEST(removal_follows_no_link_out_of_a_generation),
        TEST(a_second_writer_is_told_the_pid_of_the_first),
        TEST(the_lock_of_a_dead_process_is_free),
        TEST(current_and_next_name_folders_inside_the_index),
        TEST(a_folder_with_other_files_is_not_taken),
        TEST(what_is_no_index_is_said_to_be_none),
        TEST(an_index_of_another_version_is_stale),
        TEST(an_update_in_place_changes_the_generation_name),
        TEST(a_lost_generation_is_corrupt_and_rebuilt),
        TEST(an_index_without_hold_files_is_still_read),
        TEST(several_indexes_are_read_as_one),
        TEST(a_reader_opens_while_generations_are_switched),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
