/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * searcher: open, refresh, close.
 */
#include "searcher/searcher.h"

#include "searcher/completions.h"
#include "searcher/vocabulary.h"

#include <stdlib.h>
#include <time.h>

#include "common/limits.h"
#include "common/schema.h"

double rl_now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* --- opening --- */

reel_status rl_searcher_over(rl_store *store, reel_searcher **out_searcher, reel_error *error) {
    *out_searcher = NULL;
    reel_searcher *searcher = calloc(1, sizeof *searcher);
    if (searcher == NULL) {
        return rl_fail_nomem(error);
    }
    searcher->store = store;
    searcher->ranking = rl_ranking_default();
    reel_status status = rl_stemmer_new("en", &searcher->stemmer, error);
    if (status != REEL_OK) {
        free(searcher);
        return status;
    }
    *out_searcher = searcher;
    return REEL_OK;
}

reel_status reel_open_many(const char *const *paths, size_t path_count, reel_searcher **out_searcher, reel_error *error) {
    rl_error_clear(error);
    if (out_searcher == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_open needs somewhere to put the searcher");
    }
    *out_searcher = NULL;
    if (paths == NULL || path_count == 0 || path_count > RL_MAX_INDEXES) {
        return rl_fail(error, REEL_INVALID, "1 to %d indexes can be searched as one, not %zu", RL_MAX_INDEXES, path_count);
    }
    for (size_t i = 0; i < path_count; i++) {
        if (paths[i] == NULL || paths[i][0] == '\0') {
            return rl_fail(error, REEL_INVALID, "reel_open needs the path of an index");
        }
    }
    rl_index_reader *reader = NULL;
    reel_status status = rl_index_reader_open(paths, path_count, &reader, error);
    if (status != REEL_OK) {
        return rl_error_finish(status, error);
    }
    status = rl_searcher_over(rl_index_reader_store(reader), out_searcher, error);
    if (status != REEL_OK) {
        rl_index_reader_close(reader);
        return status;
    }
    (*out_searcher)->reader = reader;
    return rl_error_finish(REEL_OK, error);
}

reel_status reel_open(const char *path, reel_searcher **out_searcher, reel_error *error) {
    if (path == NULL) {
        if (out_searcher != NULL) {
            *out_searcher = NULL;
        }
        return rl_fail(error, REEL_INVALID, "reel_open needs the path of an index");
    }
    return reel_open_many(&path, 1, out_searcher, error);
}

void reel_close(reel_searcher *searcher) {
    if (searcher != NULL) {
        rl_suggest_memory_free(searcher->suggest_memory);
        rl_vocabulary_free(searcher->vocabulary);
        rl_stemmer_free(searcher->stemmer);
        rl_index_reader_close(searcher->reader);
        free(searcher);
    }
}

reel_status reel_refresh(reel_searcher *searcher, bool *out_changed, reel_error *error) {
    rl_error_clear(error);
    bool changed = false;
    if (out_changed != NULL) {
        *out_changed = false;
    }
    if (searcher == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_refresh needs a searcher");
    }
    reel_status status = searcher->reader == NULL ? rl_store_reopen(searcher->store, &changed, error)
                                                  : rl_index_reader_refresh(searcher->reader, &changed, error);
    if (status == REEL_OK && searcher->reader != NULL) {
        searcher->store = rl_index_reader_store(searcher->reader);
    }
    if (changed) {
        rl_suggest_memory_free(searcher->suggest_memory);
        searcher->suggest_memory = NULL;
        rl_vocabulary_free(searcher->vocabulary);
        searcher->vocabulary = NULL;
    }
    if (out_changed != NULL) {
        *out_changed = status == REEL_OK && changed;
    }
    return status;
}

bool rl_searcher_again(reel_searcher *searcher, unsigned *attempt, reel_status *status, reel_error *error) {
    enum { MAX_ATTEMPTS = 100 };
    if (*status != REEL_STALE) {
        return false;
    }
    if (++*attempt > MAX_ATTEMPTS) {
        *status = rl_fail(error, REEL_IO, "the index changes faster than it can be read; try again");
        return false;
    }
    *status = reel_refresh(searcher, NULL, error);
    return *status == REEL_OK;
}

const char *reel_generation(const reel_searcher *searcher) {
    return searcher == NULL || searcher->reader == NULL ? "" : rl_index_reader_generation(searcher->reader);
}

reel_status rl_search_docid(rl_store *store, const char *id, rl_docid *out_docid, reel_error *error) {
    reel_status status = rl_sense_film_with_id(store, rl_str_of(id), out_docid, error);
    if (status == REEL_OK && *out_docid == 0) {
        return rl_fail(error, REEL_NOTFOUND, "no film has the id '%.200s'", id == NULL ? "" : id);
    }
    return status;
}
