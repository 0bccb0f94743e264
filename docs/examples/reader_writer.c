/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reader_writer INDEX: readers on threads of their own search while a writer adds films. What a reader
 * sees is always whole; reel_refresh moves it to what was committed. */
#include <pthread.h>
#include <reel.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { READERS = 3, ROUNDS = 5, FILMS_A_ROUND = 4 };

typedef struct reader {
    const char *index;
    atomic_bool *done;
    pthread_t thread;
    bool whole;     /* every answer had the films of whole rounds */
    uint64_t films; /* of the last answer */
} reader;

static bool look(reader *self, reel_searcher *searcher) {
    reel_hits *hits;
    if (reel_refresh(searcher, NULL, NULL) != REEL_OK || reel_search(searcher, "lantern", NULL, &hits, NULL) != REEL_OK) {
        return false;
    }
    self->films = reel_hits_total(hits);
    reel_hits_free(hits);
    return self->films % FILMS_A_ROUND == 0;
}

static void *read_on(void *user) {
    reader *self = user;
    reel_searcher *searcher; /* one for each thread */
    self->whole = reel_open(self->index, &searcher, NULL) == REEL_OK;
    if (!self->whole) {
        return NULL;
    }
    bool last = false;
    while (self->whole && !last) {
        last = atomic_load(self->done); /* and once more after the writer is done */
        self->whole = look(self, searcher);
    }
    reel_close(searcher);
    return NULL;
}

static reel_status write_round(reel_indexer *indexer, int round, reel_error *error) {
    reel_status status = REEL_OK;
    for (int i = 0; status == REEL_OK && i < FILMS_A_ROUND; i++) {
        char name[64], record[128];
        snprintf(name, sizeof name, "%d-%d.jsonl", round, i);
        snprintf(record, sizeof record, "{\"title\": \"Tide %d %d\", \"year\": %d, \"plot\": \"A lantern.\"}", round, i, 1950 + round);
        status = reel_indexer_put(indexer, name, record, strlen(record), error);
    }
    return status == REEL_OK ? reel_indexer_commit(indexer, NULL, error) : status;
}

int main(int argc, char **argv) {
    reel_indexer *indexer = NULL;
    reel_error error;
    if (argc != 2 || reel_indexer_open(argv[1], NULL, &indexer, &error) != REEL_OK) {
        fprintf(stderr, "%s\n", argc == 2 ? error.message : "usage: reader_writer INDEX");
        return 1;
    }
    atomic_bool done = false;
    reader readers[READERS];
    for (int i = 0; i < READERS; i++) {
        readers[i] = (reader){.index = argv[1], .done = &done};
        pthread_create(&readers[i].thread, NULL, read_on, &readers[i]);
    }
    reel_status status = REEL_OK;
    for (int round = 0; status == REEL_OK && round < ROUNDS; round++) {
        status = write_round(indexer, round, &error);
    }
    atomic_store(&done, true);
    for (int i = 0; i < READERS; i++) {
        pthread_join(readers[i].thread, NULL);
        printf("reader %d: %s, %d films at the end\n", i, readers[i].whole ? "whole" : "not whole", (int)readers[i].films);
    }
    reel_indexer_close(indexer);
    return status == REEL_OK ? 0 : 1;
}
