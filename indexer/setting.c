/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setting: see setting.h.
 */
#include "indexer/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "common/index_sums.h"
#include "common/limits.h"
#include "indexer/build.h"
#include "indexer/intake.h"

enum { CLOCK_SLACK_NS = 20000000 /* file times come from a coarser clock than the scan's */ };

int64_t rl_setting_now(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

reel_status rl_setting_init(rl_setting *set, const char *path, const reel_index_options *options, reel_error *error) {
    *set = (rl_setting){0};
    if (path == NULL || path[0] == '\0') {
        return rl_fail(error, REEL_INVALID, "no index was named");
    }
    reel_status status = rl_run_init(&set->run, path, options, error);
    if (status != REEL_OK) {
        return status;
    }
    set->arena = rl_arena_new();
    if (set->arena == NULL) {
        rl_run_done(&set->run);
        return rl_fail_nomem(error);
    }
    return REEL_OK;
}

void rl_setting_done(rl_setting *set) {
    rl_index_reader_close(set->reader);
    rl_index_lock_release(set->lock);
    rl_arena_free(set->arena);
    rl_run_done(&set->run);
}

/* What keeps an index from being read is no reason not to rebuild it. */
static bool counts_as_none(reel_status status, bool full) {
    return status == REEL_NOTFOUND || (full && status != REEL_NOMEM && status != REEL_INVALID);
}

reel_status rl_setting_open(rl_setting *set, reel_error *error) {
    reel_error found;
    reel_status status = rl_index_reader_open(&set->run.index_path, 1, &set->reader, &found);
    if (status == REEL_CORRUPT && set->run.options.full) { /* documents put by programs may still be read out of it */
        status = rl_index_reader_open_damaged(set->run.index_path, &set->reader, &found);
    }
    if (status == REEL_OK) {
        rl_store_pin(rl_index_reader_store(set->reader), false);
        status = rl_ledger_load(set->arena, rl_index_reader_store(set->reader), &set->ledger, &found);
        if (status == REEL_OK) {
            return REEL_OK;
        }
        rl_index_reader_close(set->reader);
        set->reader = NULL;
        set->ledger = (rl_ledger){0};
    }
    bool none = counts_as_none(status, set->run.options.full);
    if (!none && error != NULL) {
        *error = found;
    }
    return none ? REEL_OK : status;
}

/* Whether the current generation is still what was opened, and nothing was committed to it since. */
static bool has_moved(rl_setting *set) {
    bool changed = false;
    if (set->reader == NULL) {
        return rl_index_current(set->lock, set->generation, NULL) == REEL_OK && !set->run.options.full;
    }
    return rl_index_reader_refresh(set->reader, &changed, NULL) != REEL_OK || changed;
}

reel_status rl_setting_lock(rl_setting *set, bool *out_moved, reel_error *error) {
    *out_moved = false;
    if (set->lock != NULL || set->run.options.dry_run) {
        return REEL_OK;
    }
    reel_status status = rl_index_lock_take(set->run.index_path, set->run.options.lock_wait_ms, &set->lock, error);
    *out_moved = status == REEL_OK && has_moved(set);
    return status;
}

void rl_setting_restart(rl_setting *set) {
    rl_index_reader_close(set->reader);
    set->reader = NULL;
    rl_arena_clear(set->arena);
    set->ledger = (rl_ledger){0};
    set->corpus = (rl_corpus){0};
    set->roots = NULL;
    set->root_count = 0;
    set->names = NULL;
    set->name_count = 0;
    rl_run_restart(&set->run);
}

void rl_setting_tidy(rl_setting *set) {
    rl_index_lock *lock = set->lock;
    if (set->run.options.dry_run || !rl_index_has_leftovers(set->run.index_path)) {
        return;
    }
    if (lock != NULL || rl_index_lock_take(set->run.index_path, 0, &lock, NULL) == REEL_OK) {
        (void)rl_index_tidy(lock, NULL);
    }
    if (lock != set->lock) {
        rl_index_lock_release(lock);
    }
}

/* ---- the corpus */

static reel_status push_root(rl_setting *set, rl_str key, reel_error *error) {
    rl_corpus *corpus = &set->corpus;
    rl_str *roots = rl_arena_grow(set->arena, corpus->roots, &corpus->root_capacity, corpus->root_count + 1, sizeof *roots);
    if (roots == NULL) {
        return rl_fail_nomem(error);
    }
    corpus->roots = roots;
    roots[corpus->root_count++] = key;
    return REEL_OK;
}

/* A PATH that was given, is not there, and was indexed before: it was walked, and is empty. */
static reel_status take_vanished(rl_setting *set, const char *path, bool *out_known, reel_error *error) {
    rl_str key = rl_corpus_key(set->arena, set->run.index_path, path);
    *out_known = false;
    for (size_t i = 0; key.length > 0 && i < set->ledger.count && !*out_known; i++) {
        *out_known = rl_corpus_is_below(set->ledger.files[i].key, key);
    }
    return *out_known ? push_root(set, key, error) : REEL_OK;
}

static reel_status scan(rl_setting *set, const char *path, bool remembered, reel_error *error) {
    const rl_corpus_listener listener = {rl_run_scan_problem, rl_run_scan_place, &set->run};
    reel_error missing;
    reel_status status = rl_corpus_scan(set->arena, set->run.index_path, path, &set->corpus, &listener, &missing);
    if (rl_arena_failed(set->arena)) {
        return rl_fail_nomem(error);
    }
    if (status == REEL_NOTFOUND && !remembered) {
        bool known;
        reel_status pushed = take_vanished(set, path, &known, error);
        if (pushed != REEL_OK || known) {
            return pushed;
        }
    }
    if (status == REEL_NOMEM || status == REEL_CANCELLED || status == REEL_OK) {
        if (status != REEL_OK && error != NULL) {
            *error = missing;
        }
        return status;
    }
    rl_run_scan_problem(&set->run, status, path,
                        remembered ? "was indexed before and is not there now; what came from it is kept" : missing.message);
    return REEL_OK;
}

static int compare_roots(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

/* A remembered root that was given and is not there is forgotten. */
static bool is_gone(const rl_setting *set, rl_str root) {
    struct stat info;
    return rl_str_is_among(root, set->corpus.roots, set->corpus.root_count) &&
           stat(rl_corpus_locate(set->arena, set->run.index_path, root).at, &info) != 0;
}

/* Remembered roots and those of this run, in byte order. */
static reel_status unite_roots(rl_setting *set, reel_error *error) {
    set->roots = rl_arena_array(set->arena, set->ledger.root_count + set->corpus.root_count, sizeof *set->roots);
    if (set->roots == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < set->ledger.root_count; i++) {
        if (!is_gone(set, set->ledger.roots[i])) {
            set->roots[set->root_count++] = set->ledger.roots[i];
        }
    }
    for (size_t i = 0; i < set->corpus.root_count; i++) {
        if (!rl_str_is_among(set->corpus.roots[i], set->roots, set->root_count) && !is_gone(set, set->corpus.roots[i])) {
            set->roots[set->root_count++] = set->corpus.roots[i];
        }
    }
    if (set->root_count > 1) {
        qsort(set->roots, set->root_count, sizeof *set->roots, compare_roots);
    }
    return REEL_OK;
}

reel_status rl_setting_scan_remembered(rl_setting *set, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->ledger.root_count && status == REEL_OK; i++) {
        rl_str root = set->ledger.roots[i];
        if (!rl_str_is_among(root, set->corpus.roots, set->corpus.root_count)) {
            status = scan(set, rl_corpus_locate(set->arena, set->run.index_path, root).at, true, error);
        }
    }
    return status;
}

reel_status rl_setting_scan(rl_setting *set, const char *const *paths, size_t path_count, reel_error *error) {
    set->settle_time = rl_setting_now(CLOCK_REALTIME) - CLOCK_SLACK_NS;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < path_count && status == REEL_OK; i++) {
        status = scan(set, paths[i], false, error);
    }
    if (status == REEL_OK && path_count > 0 && set->corpus.root_count == 0) {
        return rl_fail_at(error, REEL_NOTFOUND, paths[0], 0, "nothing to index: %s is not there", paths[0]);
    }
    if (status == REEL_OK && path_count == 0) {
        if (set->ledger.root_count == 0) {
            return rl_fail(error, REEL_INVALID, "nothing to index: name a file or a folder of documents");
        }
        status = rl_setting_scan_remembered(set, error);
    }
    if (status == REEL_OK) {
        rl_corpus_sort(&set->corpus);
        status = unite_roots(set, error);
    }
    return status;
}

/* ---- building */

/* Rows whose documents live on in the films before only: put by programs, unreadable now, or below a remembered
 * PATH that is not there now. */
static bool is_carried(const rl_setting *set, const rl_ledger_file *row) {
    const rl_corpus *corpus = &set->corpus;
    return row->state == RL_LEDGER_MEMORY || rl_corpus_is_below_any(row->key, corpus->unreadable, corpus->unreadable_count) ||
           !rl_corpus_is_below_any(row->key, corpus->roots, corpus->root_count);
}

static int compare_keys(const void *a, const void *b) {
    return rl_str_compare(((const rl_corpus_file *)a)->key, ((const rl_corpus_file *)b)->key);
}

static reel_status list_carried(rl_setting *set, rl_build_input *input, reel_error *error) {
    rl_ledger_file **rows = rl_arena_array(set->arena, set->ledger.count, sizeof(rl_ledger_file *));
    if (rows == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < set->ledger.count; i++) {
        rl_ledger_file *row = &set->ledger.files[i];
        const rl_corpus_file wanted = {.key = row->key};
        bool scanned = set->corpus.count > 0 && bsearch(&wanted, set->corpus.files, set->corpus.count, sizeof wanted, compare_keys) != NULL;
        if (!scanned && is_carried(set, row)) {
            rows[input->carried_count++] = row;
        }
    }
    input->carried = rows;
    input->before = rl_index_reader_store(set->reader);
    input->before_ledger = &set->ledger;
    return REEL_OK;
}

/* Before it is switched in: it opens, is ours, holds as many films as were written, and its ledger can be read. */
static reel_status check_generation(rl_setting *set, reel_error *error) {
    const char *path = set->generation;
    rl_store *store;
    rl_ledger ledger;
    uint32_t films = 0;
    reel_status status = rl_store_open(&path, 1, &store, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_index_check_stamp(store, path, error);
    if (status == REEL_OK) {
        status = rl_store_document_count(store, &films, error);
    }
    if (status == REEL_OK) {
        status = rl_ledger_load(set->arena, store, &ledger, error);
    }
    if (status == REEL_OK && films != set->run.report.films) {
        status = rl_fail_at(error, REEL_CORRUPT, path, 0, "%u films are in the new index where %llu were written", films,
                            (unsigned long long)set->run.report.films);
    }
    rl_store_close(store);
    return status;
}

static reel_status build_generation(rl_setting *set, const rl_build_input *input, reel_error *error) {
    reel_status status = rl_index_tidy(set->lock, error);
    if (status == REEL_OK) {
        status = rl_index_next(set->lock, set->generation, error);
    }
    if (status == REEL_OK) {
        status = rl_build(&set->run, input, set->generation, error);
    }
    rl_index_reader_close(set->reader); /* so that the old generation can go */
    set->reader = NULL;
    if (status == REEL_OK) {
        status = check_generation(set, error);
    }
    if (status == REEL_OK && !rl_run_tell(&set->run, REEL_EVENT_FINISH, 0, 0, NULL, NULL)) {
        status = rl_run_cancelled(error);
    }
    if (status != REEL_OK) {
        return status;
    }
    rl_index_sums_write(set->generation, true);
    return rl_index_switch(set->lock, set->generation, error);
}

reel_status rl_setting_build(rl_setting *set, reel_error *error) {
    rl_build_input input = {.corpus = &set->corpus,
                            .arena = set->arena,
                            .settle_time = set->settle_time,
                            .roots = set->roots,
                            .root_count = set->root_count,
                            .overrides_text = set->overrides_text,
                            .applied_text = set->applied_text,
                            .overrides = set->overrides,
                            .override_count = set->override_count};
    reel_status status = set->reader == NULL ? REEL_OK : list_carried(set, &input, error);
    if (status == REEL_OK) {
        status = build_generation(set, &input, error);
        if (status != REEL_OK) { /* what was begun goes; the index is the one before */
            (void)rl_index_tidy(set->lock, NULL);
        }
    }
    return status;
}

void rl_setting_count(rl_store *store, reel_index_report *report, rl_arena *arena) {
    rl_ledger ledger;
    uint32_t films = 0;
    (void)rl_store_document_count(store, &films, NULL);
    report->films = films;
    report->documents = 0;
    if (rl_ledger_load(arena, store, &ledger, NULL) == REEL_OK) {
        for (size_t i = 0; i < ledger.count; i++) {
            report->documents += rl_ledger_documents(&ledger.files[i]);
        }
    }
}
