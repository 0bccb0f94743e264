/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * indexer: the public calls that write an index. Chooses between leaving it alone, updating it in place,
 * and building a new generation; all three give the same films.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/film_codec.h"
#include "common/index_dir.h"
#include "common/limits.h"
#include "common/schema.h"
#include "indexer/build.h"
#include "indexer/sync.h"
#include "indexer/update.h"

enum {
    CLOCK_SLACK_NS = 20000000, /* file times come from a coarser clock than the scan's */
    UPDATE_MOST = 5000         /* more changed documents than this, and than are there, are a build's work */
};

/* What is known at the start of a run, of the index and of the corpus. */
typedef struct setting {
    rl_run run;
    rl_arena *arena;
    rl_index_lock *lock;
    rl_index_reader *reader; /* the current generation; NULL when there is none of use */
    rl_ledger ledger;
    rl_corpus corpus;
    rl_str *roots; /* remembered and new */
    size_t root_count;
    rl_str overrides_text;
    rl_override *overrides;
    size_t override_count;
    int64_t settle_time;
    char generation[RL_INDEX_PATH_BYTES];
} setting;

static int64_t now_ns(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static reel_status setting_init(setting *set, const char *path, const reel_index_options *options, reel_error *error) {
    *set = (setting){0};
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

static void setting_done(setting *set) {
    rl_index_reader_close(set->reader);
    rl_index_lock_release(set->lock);
    rl_arena_free(set->arena);
    rl_run_done(&set->run);
}

/* Opens what is there. With options.full an index of another version, or a damaged one, counts as none: it is rebuilt. */
static reel_status open_current(setting *set, reel_error *error) {
    reel_error found;
    reel_status status = rl_index_reader_open(&set->run.index_path, 1, &set->reader, &found);
    if (status == REEL_OK) {
        status = rl_ledger_load(set->arena, rl_index_reader_store(set->reader), &set->ledger, &found);
        if (status == REEL_OK) {
            return REEL_OK;
        }
        rl_index_reader_close(set->reader);
        set->reader = NULL;
    }
    bool counts_as_none = status == REEL_NOTFOUND || (set->run.options.full && (status == REEL_STALE || status == REEL_CORRUPT));
    if (!counts_as_none && error != NULL) {
        *error = found;
    }
    return counts_as_none ? REEL_OK : status;
}

/* ---- the corpus */

static reel_status scan(setting *set, const char *path, bool remembered, reel_error *error) {
    reel_error missing;
    reel_status status = rl_corpus_scan(set->arena, set->run.index_path, path, &set->corpus, rl_run_scan_problem, &set->run,
                                        &missing);
    if (status == REEL_NOMEM || status == REEL_OK) {
        return status == REEL_OK ? REEL_OK : rl_fail_nomem(error);
    }
    rl_run_scan_problem(&set->run, status, path,
                        remembered ? "was indexed before and is not there now; what came from it is kept" : missing.message);
    return REEL_OK;
}

static bool has_root(const rl_str *roots, size_t count, rl_str key) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal(roots[i], key)) {
            return true;
        }
    }
    return false;
}

static int compare_roots(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

/* Remembered roots and those of this run, in byte order. */
static reel_status unite_roots(setting *set, reel_error *error) {
    set->roots = rl_arena_array(set->arena, set->ledger.root_count + set->corpus.root_count, sizeof *set->roots);
    if (set->roots == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < set->ledger.root_count; i++) {
        set->roots[set->root_count++] = set->ledger.roots[i];
    }
    for (size_t i = 0; i < set->corpus.root_count; i++) {
        if (!has_root(set->roots, set->root_count, set->corpus.roots[i])) {
            set->roots[set->root_count++] = set->corpus.roots[i];
        }
    }
    if (set->root_count > 1) {
        qsort(set->roots, set->root_count, sizeof *set->roots, compare_roots);
    }
    return REEL_OK;
}

static reel_status scan_remembered(setting *set, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->ledger.root_count && status == REEL_OK; i++) {
        rl_str root = set->ledger.roots[i];
        if (!has_root(set->corpus.roots, set->corpus.root_count, root)) {
            status = scan(set, rl_corpus_locate(set->arena, set->run.index_path, root).at, true, error);
        }
    }
    return status;
}

static reel_status scan_corpus(setting *set, const char *const *paths, size_t path_count, reel_error *error) {
    set->settle_time = now_ns(CLOCK_REALTIME) - CLOCK_SLACK_NS;
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
        status = scan_remembered(set, error);
    }
    if (status == REEL_OK) {
        rl_corpus_sort(&set->corpus);
        status = unite_roots(set, error);
    }
    return status;
}

/* ---- the manual list */

/* A document is named in the list as it is shown; inside, by its key. */
static rl_str resolve_name(setting *set, rl_str name) {
    for (size_t i = 0; i < set->corpus.count; i++) {
        const rl_corpus_file *file = &set->corpus.files[i];
        if (rl_str_equal(file->display, name)) {
            return file->key;
        }
        if (rl_str_starts(name, file->display) && name.length > file->display.length && name.at[file->display.length] == ':') {
            rl_buffer key = RL_BUFFER_INIT;
            rl_buffer_add_str(&key, file->key);
            rl_buffer_add_str(&key, rl_str_slice(name, file->display.length, name.length));
            rl_str copy = rl_str_copy(set->arena, rl_buffer_str(&key));
            rl_buffer_done(&key);
            return copy;
        }
    }
    return name;
}

static reel_status load_overrides(setting *set, reel_error *error) {
    if (set->corpus.override_count == 0) {
        set->overrides_text = set->ledger.overrides; /* other folders' lists still hold */
    }
    rl_buffer text = RL_BUFFER_INIT;
    rl_buffer file = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->corpus.override_count && status == REEL_OK; i++) {
        status = rl_intake_load(set->corpus.overrides[i].at, RL_MAX_PAGE_BYTES, &file, error);
        rl_buffer_add_str(&text, rl_buffer_str(&file));
        rl_buffer_add_byte(&text, '\n');
    }
    if (status == REEL_OK && set->corpus.override_count > 0) {
        set->overrides_text = rl_str_copy(set->arena, rl_buffer_str(&text));
    }
    rl_buffer_done(&text);
    rl_buffer_done(&file);
    size_t bad = 0;
    if (status == REEL_OK) {
        status = rl_join_parse_overrides(set->arena, set->overrides_text, &set->overrides, &set->override_count, &bad, error);
    }
    if (status == REEL_OK && bad > 0) {
        rl_run_problem_add(&set->run, REEL_FORMAT, RL_OVERRIDES_NAME, 0,
                           "has lines that are neither 'same: A | B' nor 'different: A | B'; they were left out");
    }
    for (size_t i = 0; i < set->override_count && status == REEL_OK; i++) {
        set->overrides[i].a = resolve_name(set, set->overrides[i].a);
        set->overrides[i].b = resolve_name(set, set->overrides[i].b);
    }
    return status;
}

static bool overrides_changed(const setting *set) { return !rl_str_equal(set->overrides_text, set->ledger.overrides); }

/* ---- building */

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

/* A document put from memory lives on in its film only. */
static reel_status carry(setting *set, const rl_ledger_file *row, rl_join_item *out_item, bool *out_found, reel_error *error) {
    rl_store *store = rl_index_reader_store(set->reader);
    rl_buffer bytes = RL_BUFFER_INIT;
    rl_docid docid = 0;
    rl_film film = {0};
    *out_found = false;
    rl_schema_document_term(row->key, &bytes);
    reel_status status = rl_store_postings_each(store, rl_buffer_str(&bytes), take_docid, &docid, error);
    if (status == REEL_OK && docid != 0) {
        rl_buffer_clear(&bytes);
        status = rl_store_data(store, docid, &bytes, error);
        if (status == REEL_OK) {
            status = rl_film_decode(set->arena, rl_str_copy(set->arena, rl_buffer_str(&bytes)), &film, error);
        }
    }
    for (size_t i = 0; i < film.source_count && status == REEL_OK; i++) {
        if (rl_str_equal(film.sources[i].key, row->key)) {
            *out_found = true;
            status = rl_film_contribution(set->arena, &film, i, &out_item->contribution, error);
            if (status == REEL_OK) {
                status = rl_identity_of_source(set->arena, &film, i, &out_item->identity, error);
            }
        }
    }
    rl_buffer_done(&bytes);
    return status;
}

static reel_status carry_all(setting *set, rl_build_input *input, reel_error *error) {
    rl_join_item *items = rl_arena_array(set->arena, set->ledger.count, sizeof *items);
    rl_ledger_file *rows = rl_arena_array(set->arena, set->ledger.count, sizeof *rows);
    if (items == NULL || rows == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->ledger.count && status == REEL_OK; i++) {
        if (set->ledger.files[i].state == RL_LEDGER_MEMORY) {
            bool found;
            rows[input->carried_count] = set->ledger.files[i];
            status = carry(set, &set->ledger.files[i], &items[input->carried_count], &found, error);
            input->carried_count += found;
        }
    }
    input->carried = items;
    input->carried_rows = rows;
    return status;
}

static reel_status build_generation(setting *set, reel_error *error) {
    rl_build_input input = {.corpus = &set->corpus,
                            .settle_time = set->settle_time,
                            .roots = set->roots,
                            .root_count = set->root_count,
                            .overrides_text = set->overrides_text,
                            .overrides = set->overrides,
                            .override_count = set->override_count};
    reel_status status = set->reader == NULL ? REEL_OK : carry_all(set, &input, error);
    if (status == REEL_OK) {
        status = rl_index_tidy(set->lock, error);
    }
    if (status == REEL_OK) {
        status = rl_index_next(set->lock, set->generation, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    status = rl_build(&set->run, &input, set->generation, error);
    rl_index_reader_close(set->reader); /* so that the old generation can go */
    set->reader = NULL;
    if (status == REEL_OK) {
        return rl_index_switch(set->lock, set->generation, error);
    }
    (void)rl_index_tidy(set->lock, NULL);
    return status;
}

/* ---- updating */

static void sum_ledger(rl_store *store, reel_index_report *report, rl_arena *arena) {
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

/* Films named in the old list and in the new one are joined anew. */
static reel_status apply_overrides(setting *set, rl_writer *writer, reel_error *error) {
    rl_update *update;
    reel_status status = rl_update_new(writer, set->overrides, set->override_count, &update, error);
    if (status != REEL_OK) {
        return status;
    }
    for (size_t i = 0; i < set->override_count && status == REEL_OK; i++) {
        status = rl_update_touch(update, set->overrides[i].a, error);
        if (status == REEL_OK) {
            status = rl_update_touch(update, set->overrides[i].b, error);
        }
    }
    rl_override *old;
    size_t old_count;
    size_t bad;
    if (status == REEL_OK) {
        status = rl_join_parse_overrides(set->arena, set->ledger.overrides, &old, &old_count, &bad, error);
    }
    for (size_t i = 0; status == REEL_OK && i < old_count; i++) {
        status = rl_update_touch(update, resolve_name(set, old[i].a), error);
        if (status == REEL_OK) {
            status = rl_update_touch(update, resolve_name(set, old[i].b), error);
        }
    }
    if (status == REEL_OK) {
        status = rl_update_flush(update, error);
    }
    rl_update_free(update);
    return status == REEL_OK ? rl_ledger_put_overrides(writer, set->overrides_text, error) : status;
}

static bool roots_changed(const setting *set) { return set->root_count != set->ledger.root_count; }

static reel_status update_generation(setting *set, rl_sync *sync, reel_error *error) {
    rl_writer *writer;
    reel_status status = rl_index_current(set->lock, set->generation, error);
    if (status == REEL_OK) {
        status = rl_writer_open(set->generation, RL_WRITER_UPDATE, set->run.options.lock_wait_ms, &writer, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    status = rl_sync_apply(sync, writer, set->overrides, set->override_count, error);
    if (status == REEL_OK && overrides_changed(set)) {
        status = apply_overrides(set, writer, error);
    }
    if (status == REEL_OK && roots_changed(set)) {
        status = rl_ledger_put_roots(writer, set->roots, set->root_count, error);
    }
    if (status == REEL_OK && !rl_run_tell(&set->run, REEL_EVENT_FINISH, 0, 0, NULL, NULL)) {
        status = rl_run_cancelled(error);
    }
    if (status == REEL_OK) {
        status = rl_writer_commit(writer, error);
    }
    rl_writer_close(writer);
    if (status == REEL_OK) {
        status = rl_store_reopen(rl_index_reader_store(set->reader), NULL, error);
    }
    return status;
}

/* ---- the run */

static uint64_t ledger_documents(const rl_ledger *ledger) {
    uint64_t documents = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        documents += rl_ledger_documents(&ledger->files[i]);
    }
    return documents;
}

static bool is_builds_work(const setting *set, const rl_sync *sync) {
    uint64_t estimate = rl_sync_estimate(sync);
    return estimate > UPDATE_MOST && estimate > ledger_documents(&set->ledger);
}

static reel_status take_lock(setting *set, reel_error *error) {
    return set->lock != NULL || set->run.options.dry_run
               ? REEL_OK
               : rl_index_lock_take(set->run.index_path, set->run.options.lock_wait_ms, &set->lock, error);
}

static reel_status build_all(setting *set, reel_error *error) {
    reel_status status = scan_remembered(set, error);
    if (status == REEL_OK) {
        rl_corpus_sort(&set->corpus);
        status = load_overrides(set, error);
    }
    if (status == REEL_OK) {
        set->run.report = (reel_index_report){0};
        atomic_store(&set->run.failed, 0);
        status = build_generation(set, error);
    }
    return status;
}

static reel_status tell_build_plan(setting *set, reel_error *error) {
    for (size_t i = 0; i < set->corpus.count; i++) {
        if (!rl_run_tell(&set->run, REEL_EVENT_PLAN, 0, 0, set->corpus.files[i].path.at, "add")) {
            return rl_run_cancelled(error);
        }
        set->run.report.added++;
    }
    return REEL_OK;
}

/* The state that was planned on may have changed while the lock was waited for. */
static reel_status update_or_build(setting *set, bool *out_again, reel_error *error) {
    rl_sync *sync;
    *out_again = false;
    reel_status status = rl_sync_new(&set->run, rl_index_reader_store(set->reader), &set->ledger, &set->corpus,
                                     set->settle_time, &sync, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_sync_plan(sync, error);
    bool needed = rl_sync_is_needed(sync) || overrides_changed(set) || roots_changed(set);
    if (status == REEL_OK && needed && set->run.options.dry_run) {
        status = rl_sync_apply(sync, NULL, NULL, 0, error);
    } else if (status == REEL_OK && needed && set->lock == NULL) {
        *out_again = true;
    } else if (status == REEL_OK && needed) {
        status = is_builds_work(set, sync) ? build_all(set, error) : update_generation(set, sync, error);
    }
    rl_sync_free(sync);
    if (status == REEL_OK && set->reader != NULL) {
        sum_ledger(rl_index_reader_store(set->reader), &set->run.report, set->arena);
    }
    return status;
}

static reel_status run_once(setting *set, const char *const *paths, size_t path_count, bool *out_again, reel_error *error) {
    *out_again = false;
    reel_status status = open_current(set, error);
    if (status == REEL_OK) {
        status = scan_corpus(set, paths, path_count, error);
    }
    if (status == REEL_OK) {
        status = load_overrides(set, error);
    }
    if (status == REEL_OK && set->reader != NULL && !set->run.options.full) {
        return update_or_build(set, out_again, error);
    }
    if (status == REEL_OK && set->run.options.dry_run) {
        return tell_build_plan(set, error);
    }
    if (status == REEL_OK) {
        status = take_lock(set, error);
    }
    return status == REEL_OK ? build_all(set, error) : status;
}

/* Back to before run_once, but with the lock. */
static reel_status start_again(setting *set, reel_error *error) {
    rl_index_reader_close(set->reader);
    set->reader = NULL;
    rl_arena_clear(set->arena);
    set->ledger = (rl_ledger){0};
    set->corpus = (rl_corpus){0};
    set->roots = NULL;
    set->root_count = 0;
    set->run.report = (reel_index_report){0};
    atomic_store(&set->run.failed, 0);
    return take_lock(set, error);
}

static void report_of(const setting *set, int64_t started, reel_index_report *out_report) {
    if (out_report != NULL) {
        *out_report = set->run.report;
        out_report->failed = atomic_load(&set->run.failed);
        out_report->repaired = atomic_load(&set->run.repaired);
        out_report->seconds = (double)(now_ns(CLOCK_MONOTONIC) - started) / 1e9;
    }
}

reel_status reel_index_paths(const char *path, const char *const *documents, size_t document_count,
                             const reel_index_options *options, reel_index_report *out_report, reel_error *error) {
    rl_error_clear(error);
    if (out_report != NULL) {
        *out_report = (reel_index_report){0};
    }
    if (document_count > 0 && documents == NULL) {
        return rl_fail(error, REEL_INVALID, "documents is NULL");
    }
    setting set;
    int64_t started = now_ns(CLOCK_MONOTONIC);
    reel_status status = setting_init(&set, path, options, error);
    if (status != REEL_OK) {
        return status;
    }
    bool again;
    status = run_once(&set, documents, document_count, &again, error);
    if (status == REEL_OK && again) { /* there is work: do it under the lock, on the state that is there then */
        status = start_again(&set, error);
        if (status == REEL_OK) {
            status = run_once(&set, documents, document_count, &again, error);
        }
    }
    (void)rl_run_tell(&set.run, REEL_EVENT_FINISH, 1, 1, NULL, NULL);
    if (status == REEL_OK) {
        report_of(&set, started, out_report);
    }
    setting_done(&set);
    return status;
}

/* ---- documents from memory */

struct reel_indexer {
    setting set;
    rl_writer *writer;
    rl_update *update;
    reel_index_report report; /* since the last commit */
    int64_t started;
};

#define MEMORY_PREFIX "memory:"

static reel_status open_update(reel_indexer *indexer, reel_error *error) {
    reel_status status = rl_writer_open(indexer->set.generation, RL_WRITER_UPDATE, 0, &indexer->writer, error);
    if (status == REEL_OK) {
        status = rl_update_new(indexer->writer, indexer->set.overrides, indexer->set.override_count, &indexer->update, error);
    }
    return status;
}

reel_status reel_indexer_open(const char *path, const reel_index_options *options, reel_indexer **out_indexer,
                              reel_error *error) {
    rl_error_clear(error);
    if (out_indexer == NULL) {
        return rl_fail(error, REEL_INVALID, "out_indexer is NULL");
    }
    *out_indexer = NULL;
    reel_indexer *indexer = calloc(1, sizeof *indexer);
    if (indexer == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = setting_init(&indexer->set, path, options, error);
    if (status != REEL_OK) {
        free(indexer);
        return status;
    }
    setting *set = &indexer->set;
    indexer->started = now_ns(CLOCK_MONOTONIC);
    status = take_lock(set, error);
    if (status == REEL_OK) {
        status = open_current(set, error);
    }
    if (status == REEL_OK) {
        status = load_overrides(set, error);
    }
    if (status == REEL_OK && set->reader == NULL) {
        status = build_generation(set, error); /* an empty one */
    }
    if (status == REEL_OK) {
        status = rl_index_current(set->lock, set->generation, error);
    }
    if (status == REEL_OK) {
        status = open_update(indexer, error);
    }
    if (status != REEL_OK) {
        reel_indexer_close(indexer);
        return status;
    }
    *out_indexer = indexer;
    return REEL_OK;
}

static reel_status memory_key(reel_indexer *indexer, const char *name, rl_str *out_key, reel_error *error) {
    if (indexer == NULL || name == NULL || name[0] == '\0') {
        return rl_fail(error, REEL_INVALID, "a document needs a name");
    }
    if (indexer->update == NULL) {
        return rl_fail(error, REEL_INVALID, "the indexer failed before; close it and open it again");
    }
    size_t length = strlen(name);
    char *key = rl_arena_alloc(indexer->set.arena, sizeof MEMORY_PREFIX + length);
    if (key == NULL) {
        return rl_fail_nomem(error);
    }
    memcpy(key, MEMORY_PREFIX, sizeof MEMORY_PREFIX - 1);
    memcpy(key + sizeof MEMORY_PREFIX - 1, name, length);
    *out_key = (rl_str){key, sizeof MEMORY_PREFIX - 1 + length};
    return REEL_OK;
}

/* The document's row as it is now, committed or not. */
static reel_status is_known(reel_indexer *indexer, rl_str key, bool *out_known, reel_error *error) {
    rl_store *store;
    reel_status status = rl_store_open_writer(indexer->writer, &store, error);
    if (status == REEL_OK) {
        status = rl_ledger_has(store, key, out_known, error);
        rl_store_close(store);
    }
    return status;
}

reel_status reel_indexer_put(reel_indexer *indexer, const char *name, const void *bytes, size_t length, reel_error *error) {
    rl_error_clear(error);
    rl_str key;
    bool known = false;
    reel_status status = memory_key(indexer, name, &key, error);
    if (status == REEL_OK) {
        status = is_known(indexer, key, &known, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    rl_str text = {bytes, bytes == NULL ? 0 : length};
    rl_intake intake;
    status = rl_update_read(indexer->update, key, rl_str_of(name), text, &intake, error);
    if (status == REEL_OK && !intake.is_film) {
        status = rl_fail_at(error, REEL_FORMAT, name, 0, "%s is about %s, not a film", name,
                            rl_intake_subject_name(intake.facts.subject));
    }
    size_t repaired = intake.repaired;
    if (status == REEL_OK) {
        status = rl_update_put(indexer->update, &intake, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    rl_ledger_file row = {.key = key, .display = rl_str_of(name), .size = length, .hash = rl_intake_hash(text), .state = RL_LEDGER_MEMORY};
    status = rl_ledger_put(indexer->writer, &row, error);
    indexer->report.added += !known;
    indexer->report.updated += known;
    indexer->report.repaired += repaired > 0;
    return status;
}

reel_status reel_indexer_drop(reel_indexer *indexer, const char *name, reel_error *error) {
    rl_error_clear(error);
    rl_str key;
    bool known = false;
    reel_status status = memory_key(indexer, name, &key, error);
    if (status == REEL_OK) {
        status = is_known(indexer, key, &known, error);
    }
    if (status == REEL_OK && !known) {
        status = rl_fail(error, REEL_NOTFOUND, "there is no document called %s", name);
    }
    if (status == REEL_OK) {
        status = rl_update_drop(indexer->update, key, error);
    }
    if (status == REEL_OK) {
        rl_ledger_file row = {.key = key};
        status = rl_ledger_drop(indexer->writer, &row, error);
        indexer->report.removed++;
    }
    return status;
}

reel_status reel_indexer_commit(reel_indexer *indexer, reel_index_report *out_report, reel_error *error) {
    rl_error_clear(error);
    if (out_report != NULL) {
        *out_report = (reel_index_report){0};
    }
    if (indexer == NULL || indexer->update == NULL) {
        return rl_fail(error, REEL_INVALID, "there is no open indexer");
    }
    reel_status status = rl_update_flush(indexer->update, error);
    if (status == REEL_OK) {
        status = rl_writer_commit(indexer->writer, error);
    }
    if (status != REEL_OK) { /* what was pending is lost: the store is as of the last commit */
        rl_update_free(indexer->update);
        indexer->update = NULL;
        return status;
    }
    rl_store *store;
    status = rl_store_open_writer(indexer->writer, &store, error);
    if (status == REEL_OK) {
        sum_ledger(store, &indexer->report, indexer->set.arena);
        rl_store_close(store);
        indexer->report.seconds = (double)(now_ns(CLOCK_MONOTONIC) - indexer->started) / 1e9;
        if (out_report != NULL) {
            *out_report = indexer->report;
        }
        indexer->report = (reel_index_report){0};
    }
    return status;
}

void reel_indexer_close(reel_indexer *indexer) {
    if (indexer != NULL) {
        rl_update_free(indexer->update);
        rl_writer_close(indexer->writer);
        setting_done(&indexer->set);
        free(indexer);
    }
}
