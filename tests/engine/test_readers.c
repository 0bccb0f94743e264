/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Readers beside a writer that never rests: each answer is of one state, whole, and none is an error. Every
 * film of a state tells its number, so an answer that mixes two of them shows. With a number: so many seconds.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/include/reel.h"
#include "tests/engine/scratch_folder.h"

enum { READERS = 8, FILMS = 24 };

static unsigned seconds = 3;

typedef struct scene {
    char index[SCRATCH_PATH], corpus[SCRATCH_PATH];
    atomic_bool over;
    atomic_ulong answers, states, changes;
    pthread_mutex_t mutex;
    char failure[sizeof((reel_error *)0)->message + 64]; /* the first: what was done, and why it failed */
} scene;

static void fail_scene(scene *self, const char *what, const char *why) {
    (void)pthread_mutex_lock(&self->mutex);
    if (self->failure[0] == '\0') {
        (void)snprintf(self->failure, sizeof self->failure, "%s: %s", what, why);
    }
    (void)pthread_mutex_unlock(&self->mutex);
    atomic_store(&self->over, true);
}

static void write_state(const scene *self, unsigned number) {
    char text[FILMS * 256] = "";
    for (unsigned i = 0; i < FILMS; i++) {
        size_t used = strlen(text);
        (void)snprintf(text + used, sizeof text - used,
                       "{\"title\": \"Signal %u\", \"year\": %u, \"directors\": [\"Director Number%u\"], \"plot\": \"everywhere state%u\"}\n",
                       i, 1950 + i, i, number);
    }
    scratch_text(scratch_path(self->corpus, "films.jsonl"), text);
}

/* The number in a film's plot, out of its export. */
static long state_of(const char *json) {
    const char *at = strstr(json, "everywhere state");
    return at == NULL ? -1 : strtol(at + strlen("everywhere state"), NULL, 10);
}

typedef struct gathered {
    char bytes[1 << 17];
    size_t length;
} gathered;

static bool gather(void *user, const char *bytes, size_t length) {
    gathered *all = user;
    if (all->length + length < sizeof all->bytes) {
        memcpy(all->bytes + all->length, bytes, length);
        all->length += length;
        all->bytes[all->length] = '\0';
    }
    return true;
}

/* Everything in an answer is of the state of its first film. */
static bool is_of_one_state(scene *self, const char *what, const char *text, long *out_state) {
    *out_state = state_of(text);
    for (const char *at = strstr(text, " state"); at != NULL; at = strstr(at + 1, " state")) {
        if (strtol(at + strlen(" state"), NULL, 10) != *out_state) {
            fail_scene(self, what, "two states in one answer");
            return false;
        }
    }
    if (*out_state < 0) {
        fail_scene(self, what, "no state in the answer");
        return false;
    }
    return true;
}

static bool search(scene *self, reel_searcher *searcher, gathered *all, long *out_state) {
    reel_hits *hits;
    reel_error error;
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.limit = FILMS + 10;
    options.snippet_count = 1;
    if (reel_search(searcher, "everywhere", &options, &hits, &error) != REEL_OK) {
        fail_scene(self, "search", error.message);
        return false;
    }
    all->length = 0;
    reel_status status = reel_hits_render(hits, "json", NULL, gather, all, &error);
    size_t count = reel_hits_count(hits);
    reel_hits_free(hits);
    if (status != REEL_OK || count != FILMS) {
        char why[64];
        (void)snprintf(why, sizeof why, "%zu hits, status %d", count, (int)status);
        fail_scene(self, "search", why);
        return false;
    }
    return is_of_one_state(self, "search", all->bytes, out_state);
}

static void *read_on(void *user) {
    scene *self = user;
    reel_searcher *searcher;
    reel_error error;
    gathered *all = malloc(sizeof *all);
    long last = -1;
    if (reel_open(self->index, &searcher, &error) != REEL_OK) {
        fail_scene(self, "open", error.message);
        free(all);
        return NULL;
    }
    for (unsigned round = 0; !atomic_load(&self->over); round++) {
        long state = -1;
        bool changed;
        if (reel_refresh(searcher, &changed, &error) != REEL_OK) {
            fail_scene(self, "refresh", error.message);
            break;
        }
        if (round % 4 == 3) { /* one film, with its sources */
            all->length = 0;
            if (reel_show(searcher, "signal-7-1957", "json", NULL, gather, all, &error) != REEL_OK) {
                fail_scene(self, "show", error.message);
                break;
            }
            if (!is_of_one_state(self, "show", all->bytes, &state)) {
                break;
            }
        } else if (!search(self, searcher, all, &state)) {
            break;
        }
        if (state < last) {
            fail_scene(self, "search", "an older state after a newer one");
            break;
        }
        atomic_fetch_add(&self->changes, state != last);
        last = state;
        atomic_fetch_add(&self->answers, 1);
        if (round % 50 == 49) { /* opened anew, as a program that is started would */
            reel_close(searcher);
            if (reel_open(self->index, &searcher, &error) != REEL_OK) {
                fail_scene(self, "open", error.message);
                free(all);
                return NULL;
            }
        }
    }
    reel_close(searcher);
    free(all);
    return NULL;
}

static void *write_on(void *user) {
    scene *self = user;
    for (unsigned number = 2; !atomic_load(&self->over); number++) {
        reel_index_options options = REEL_INDEX_OPTIONS_INIT;
        reel_error error;
        const char *corpus = self->corpus;
        options.full = number % 7 == 0;
        options.jobs = 1;
        write_state(self, number);
        if (reel_index_paths(self->index, &corpus, 1, &options, NULL, &error) != REEL_OK) {
            fail_scene(self, "index", error.message);
            break;
        }
        atomic_store(&self->states, number);
    }
    return NULL;
}

static void test_readers__see_one_state_whole_while_a_writer_works(void **state) {
    (void)state;
    char *folder = scratch_make();
    scene self = {.failure = ""};
    pthread_t readers[READERS], writer;
    reel_error error;
    (void)snprintf(self.index, sizeof self.index, "%.900s/a.reel", folder);
    (void)snprintf(self.corpus, sizeof self.corpus, "%.900s/corpus", folder);
    assert_int_equal(pthread_mutex_init(&self.mutex, NULL), 0);
    write_state(&self, 1);
    const char *corpus = self.corpus;
    assert_int_equal(reel_index_paths(self.index, &corpus, 1, NULL, NULL, &error), REEL_OK);
    for (int i = 0; i < READERS; i++) {
        assert_int_equal(pthread_create(&readers[i], NULL, read_on, &self), 0);
    }
    assert_int_equal(pthread_create(&writer, NULL, write_on, &self), 0);
    time_t until = time(NULL) + (time_t)seconds;
    while (time(NULL) < until && !atomic_load(&self.over)) {
        const struct timespec pause = {0, 20000000};
        (void)nanosleep(&pause, NULL);
    }
    atomic_store(&self.over, true);
    for (int i = 0; i < READERS; i++) {
        (void)pthread_join(readers[i], NULL);
    }
    (void)pthread_join(writer, NULL);
    scratch_remove(folder);
    print_message("%lu answers, %lu states written, %lu changes seen\n", atomic_load(&self.answers), atomic_load(&self.states),
                  atomic_load(&self.changes));
    if (self.failure[0] != '\0') {
        fail_msg("%s", self.failure);
    }
    assert_true(atomic_load(&self.states) > 3);
    assert_true(atomic_load(&self.answers) > READERS);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_readers__see_one_state_whole_while_a_writer_works)};
    if (argc > 1) {
        seconds = (unsigned)strtoul(argv[1], NULL, 10);
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
