/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * indexer: reel_index_paths. Chooses between leaving an index alone, updating it in place, and building a
 * new generation; all three give the same films.
 */
#include "indexer/setting.h"
#include "indexer/sync.h"
#include "indexer/update.h"

/* Up to so many changed documents are an update's work; above it, a third of all of them, or more than
 * fit the memory given, are a build's: an update costs about three times as much for each, and holds them until it commits. */
enum { UPDATE_MOST = 5000, UPDATE_SHARE = 3, UPDATE_DOCUMENT_BYTES = 12 << 10 };

/* ---- updating */

/* Films named in the old list and in the new one are joined anew. */
static reel_status apply_overrides(rl_setting *set, rl_writer *writer, reel_error *error) {
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
        status = rl_join_parse_overrides(set->arena, set->ledger.applied, &old, &old_count, &bad, error);
    }
    for (size_t i = 0; status == REEL_OK && i < old_count; i++) {
        status = rl_update_touch(update, old[i].a, error);
        if (status == REEL_OK) {
            status = rl_update_touch(update, old[i].b, error);
        }
    }
    if (status == REEL_OK) {
        status = rl_update_flush(update, error);
    }
    rl_update_free(update);
    return status == REEL_OK ? rl_ledger_put_overrides(writer, set->overrides_text, set->applied_text, error) : status;
}

static bool roots_changed(const rl_setting *set) {
    bool changed = set->root_count != set->ledger.root_count;
    for (size_t i = 0; i < set->root_count && !changed; i++) {
        changed = !rl_str_equal(set->roots[i], set->ledger.roots[i]);
    }
    return changed;
}

static reel_status update_generation(rl_setting *set, rl_sync *sync, reel_error *error) {
    rl_writer *writer;
    reel_status status = rl_index_current(set->lock, set->generation, error);
    if (status == REEL_OK) {
        rl_index_unsettle(set->generation);
        status = rl_writer_open(set->generation, RL_WRITER_UPDATE, set->run.options.lock_wait_ms, &writer, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    status = rl_sync_apply(sync, writer, set->overrides, set->override_count, error);
    if (status == REEL_OK && rl_setting_overrides_changed(set)) {
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
    if (status == REEL_OK) {
        status = rl_index_settle(set->generation, error);
    }
    rl_writer_close(writer);
    if (status != REEL_OK) {
        (void)rl_index_settle(set->generation, NULL);
    }
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

static bool is_builds_work(const rl_setting *set, const rl_sync *sync) {
    uint64_t estimate = rl_sync_estimate(sync);
    return estimate > UPDATE_MOST &&
           (estimate > ledger_documents(&set->ledger) / UPDATE_SHARE || estimate > rl_run_memory(&set->run) / UPDATE_DOCUMENT_BYTES);
}

static reel_status build_all(rl_setting *set, reel_error *error) {
    set->run.report = (reel_index_report){0};
    reel_status status = rl_setting_scan_remembered(set, error);
    if (status == REEL_OK) {
        rl_corpus_sort(&set->corpus);
        status = rl_setting_load_overrides(set, error);
    }
    return status == REEL_OK ? rl_setting_build(set, error) : status;
}

static reel_status tell_build_plan(rl_setting *set, reel_error *error) {
    for (size_t i = 0; i < set->corpus.count; i++) {
        if (!rl_run_tell(&set->run, REEL_EVENT_PLAN, 0, 0, set->corpus.files[i].path.at, "add")) {
            return rl_run_cancelled(error);
        }
        set->run.report.added++;
    }
    return REEL_OK;
}

static bool needs_writing(const rl_setting *set, const rl_sync *sync) {
    return rl_sync_is_needed(sync) || rl_setting_overrides_changed(set) || roots_changed(set);
}

/* Carries a plan out. The plan was made without the lock; when the index moved before it was taken, it is made anew. */
static reel_status carry_out(rl_setting *set, rl_sync *sync, bool *out_again, reel_error *error) {
    if (set->run.options.dry_run) {
        return rl_sync_apply(sync, NULL, NULL, 0, error);
    }
    reel_status status = rl_setting_lock(set, out_again, error);
    if (status != REEL_OK || *out_again) {
        return status;
    }
    set->run.planning = false;
    return is_builds_work(set, sync) ? build_all(set, error) : update_generation(set, sync, error);
}

static reel_status update_or_build(rl_setting *set, bool *out_again, reel_error *error) {
    rl_sync *sync;
    reel_status status = rl_sync_new(&set->run, rl_index_reader_store(set->reader), &set->ledger, &set->corpus,
                                     set->settle_time, &sync, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_sync_plan(sync, error);
    if (status == REEL_OK && needs_writing(set, sync)) {
        status = carry_out(set, sync, out_again, error);
    }
    rl_sync_free(sync);
    if (status == REEL_OK && set->reader != NULL && !*out_again) {
        rl_setting_count(rl_index_reader_store(set->reader), &set->run.report, set->arena);
    }
    return status;
}

static reel_status run_once(rl_setting *set, const char *const *paths, size_t path_count, bool *out_again, reel_error *error) {
    *out_again = false;
    set->run.planning = set->lock == NULL && !set->run.options.dry_run;
    reel_status status = rl_setting_open(set, error);
    if (status == REEL_OK) {
        status = rl_setting_scan(set, paths, path_count, error);
    }
    if (status == REEL_OK) {
        status = rl_setting_load_overrides(set, error);
    }
    if (status == REEL_OK && set->reader != NULL && !set->run.options.full) {
        return update_or_build(set, out_again, error);
    }
    if (status == REEL_OK && set->run.options.dry_run) {
        return tell_build_plan(set, error);
    }
    if (status == REEL_OK) {
        status = rl_setting_lock(set, out_again, error);
    }
    if (status != REEL_OK || *out_again) {
        return status;
    }
    set->run.planning = false;
    return build_all(set, error);
}

/* The plan is made without the lock, so that a run that finds nothing to do writes nothing and waits for nobody. */
static reel_status run_all(rl_setting *set, const char *const *paths, size_t path_count, reel_error *error) {
    bool again;
    reel_status status = run_once(set, paths, path_count, &again, error);
    if (status == REEL_OK && again) {
        rl_setting_restart(set);
        status = run_once(set, paths, path_count, &again, error);
    }
    set->run.planning = false;
    if (status == REEL_OK) {
        rl_setting_tidy(set);
    }
    (void)rl_run_tell(&set->run, REEL_EVENT_FINISH, 1, 1, NULL, NULL);
    return status;
}

static void report_of(const rl_setting *set, int64_t started, reel_index_report *out_report) {
    if (out_report != NULL) {
        *out_report = set->run.report;
        out_report->failed = atomic_load(&set->run.failed);
        out_report->repaired = atomic_load(&set->run.repaired);
        out_report->seconds = (double)(rl_setting_now(CLOCK_MONOTONIC) - started) / 1e9;
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
    for (size_t i = 0; i < document_count; i++) {
        if (documents[i] == NULL) {
            return rl_fail(error, REEL_INVALID, "path %zu of the documents is NULL", i + 1);
        }
    }
    rl_setting set;
    int64_t started = rl_setting_now(CLOCK_MONOTONIC);
    reel_status status = rl_setting_init(&set, path, options, error);
    if (status != REEL_OK) {
        return status;
    }
    status = run_all(&set, documents, document_count, error);
    if (status == REEL_OK) {
        report_of(&set, started, out_report);
    }
    rl_setting_done(&set);
    return rl_error_finish(status, error);
}
