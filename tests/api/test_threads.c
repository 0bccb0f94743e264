/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Searchers on threads of their own beside a writer that updates, rebuilds and puts. Under the thread
 * sanitizer this shows what reel.h says of threads; under each build, that every answer is whole. */
#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#include "api_support.h"

enum { READERS = 4, ROUNDS = 6 };

typedef struct world {
    char folder[64], index[96], records[128];
    atomic_bool done;
    atomic_int searches;
} world;

/* Every film of the index has the word in its plot, and there are always as many of them. */
enum { FILMS = 40 };

static void write_records(const world *self, int round) {
    FILE *file = fopen(self->records, "w");
    assert_non_null(file);
    for (int i = 0; i < FILMS; i++) {
        (void)fprintf(file, "{\"title\": \"Tide %d\", \"year\": %d, \"directors\": [\"Ada Quill\"], \"plot\": \"Lantern, round %d.\"}\n", i,
                      1930 + i, i % 3 == 0 ? round : 0);
    }
    assert_int_equal(fclose(file), 0);
}

/* cmocka's asserts are for its own thread: readers count what went wrong. */
typedef struct reader {
    pthread_t thread;
    world *world;
    int number, wrong;
    char message[512];
} reader;

static bool whole(const reel_hits *hits) {
    if (reel_hits_total(hits) != FILMS || reel_hits_count(hits) != 10 || reel_hits_facet_count(hits) != 1) {
        return false;
    }
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        const reel_hit *hit = reel_hits_at(hits, i);
        if (strncmp(reel_hit_title(hit), "Tide ", 5) != 0 || reel_hit_snippet_count(hit) == 0 || reel_hit_value_count(hit, "director") != 1) {
            return false;
        }
    }
    return true;
}

static void note(reader *self, const reel_error *error, const char *what) {
    if (self->wrong++ == 0) {
        (void)snprintf(self->message, sizeof self->message, "%s: %.400s", what, error->message);
    }
}

static void search(reader *self, reel_searcher *searcher) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    const char *facet = "director";
    reel_hits *hits;
    reel_error error = {REEL_OK, 0, 0, "", ""};
    options.facets = &facet;
    options.facet_count = 1;
    if (reel_search(searcher, "lantern", &options, &hits, &error) != REEL_OK) {
        note(self, &error, "search");
        return;
    }
    if (!whole(hits)) {
        note(self, &error, "an answer is not whole");
    }
    api_text text = {calloc(1, API_BYTES), 0, -1};
    if (text.bytes == NULL || reel_hits_render(hits, "json", NULL, api_keep, &text, &error) != REEL_OK) {
        note(self, &error, "render");
    }
    free(text.bytes);
    reel_hits_free(hits);
    atomic_fetch_add(&self->world->searches, 1);
}

static void *read_on(void *user) {
    reader *self = user;
    reel_searcher *searcher = NULL;
    reel_error error;
    for (int turn = 0; !atomic_load(&self->world->done); turn++) {
        if (searcher == NULL && reel_open(self->world->index, &searcher, &error) != REEL_OK) {
            note(self, &error, "open");
            return NULL;
        }
        search(self, searcher);
        reel_suggestions *suggestions;
        if (reel_suggest(searcher, "tid", 5, &suggestions, &error) == REEL_OK) {
            reel_suggestions_free(suggestions);
        } else {
            note(self, &error, "suggest");
        }
        if (self->number % 2 == 0 && turn % 5 == 4) { /* half of them open anew, half stay with what they have */
            reel_close(searcher);
            searcher = NULL;
        } else if (self->number == 1 && reel_refresh(searcher, NULL, &error) != REEL_OK) {
            note(self, &error, "refresh");
        }
    }
    reel_close(searcher);
    return NULL;
}

static void write_on(world *self) {
    reel_error error;
    const char *path = self->records;
    for (int round = 1; round <= ROUNDS; round++) {
        reel_index_options options = REEL_INDEX_OPTIONS_INIT;
        options.full = round % 3 == 0;
        options.jobs = 2;
        write_records(self, round);
        assert_int_equal(reel_index_paths(self->index, &path, 1, &options, NULL, &error), REEL_OK);
        reel_indexer *indexer;
        const char *other = "{\"title\": \"No Light\", \"year\": 2001}";
        assert_int_equal(reel_indexer_open(self->index, NULL, &indexer, &error), REEL_OK);
        assert_int_equal(reel_indexer_put(indexer, "other.jsonl", other, strlen(other), &error), REEL_OK);
        assert_int_equal(reel_indexer_commit(indexer, NULL, &error), REEL_OK);
        reel_indexer_close(indexer);
        struct timespec pause = {0, 20000000};
        (void)nanosleep(&pause, NULL);
    }
}

static void test_threads__readers_beside_a_writer(void **state) {
    (void)state;
    world self = {.done = false};
    reader readers[READERS] = {{.number = 0}};
    reel_error error;
    api_folder(self.folder, sizeof self.folder);
    (void)snprintf(self.index, sizeof self.index, "%s/films.reel", self.folder);
    (void)snprintf(self.records, sizeof self.records, "%s/films.jsonl", self.folder);
    const char *path = self.records;
    write_records(&self, 0);
    assert_int_equal(reel_index_paths(self.index, &path, 1, NULL, NULL, &error), REEL_OK);
    for (int i = 0; i < READERS; i++) {
        readers[i].world = &self;
        readers[i].number = i;
        assert_int_equal(pthread_create(&readers[i].thread, NULL, read_on, &readers[i]), 0);
    }
    write_on(&self);
    atomic_store(&self.done, true);
    for (int i = 0; i < READERS; i++) {
        assert_int_equal(pthread_join(readers[i].thread, NULL), 0);
    }
    for (int i = 0; i < READERS; i++) {
        if (readers[i].wrong > 0) {
            fail_msg("reader %d: %d wrong, first %s", i, readers[i].wrong, readers[i].message);
        }
    }
    assert_true(atomic_load(&self.searches) >= READERS);
    print_message("%d searches beside %d runs\n", atomic_load(&self.searches), ROUNDS);
    api_remove(self.folder);
}

/* A handle may move to another thread when the first is done with it. */
static void *close_elsewhere(void *user) {
    reel_hits *hits;
    reel_error error;
    reel_status status = reel_search(user, "lamp", NULL, &hits, &error);
    if (status == REEL_OK) {
        reel_hits_free(hits);
    }
    reel_close(user);
    return status == REEL_OK ? user : NULL;
}

static void test_threads__a_searcher_moves_to_another_thread(void **state) {
    (void)state;
    char folder[64], index[96];
    reel_searcher *searcher;
    reel_error error;
    pthread_t thread;
    void *good;
    api_folder(folder, sizeof folder);
    (void)snprintf(index, sizeof index, "%s/films.reel", folder);
    api_index(index);
    assert_int_equal(reel_open(index, &searcher, &error), REEL_OK);
    assert_int_equal(pthread_create(&thread, NULL, close_elsewhere, searcher), 0);
    assert_int_equal(pthread_join(thread, &good), 0);
    assert_ptr_equal(good, searcher);
    api_remove(folder);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_threads__readers_beside_a_writer),
        cmocka_unit_test(test_threads__a_searcher_moves_to_another_thread),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
