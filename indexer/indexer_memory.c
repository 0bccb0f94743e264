/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * indexer_memory: documents that are no files: reel_indexer_open, put, drop, commit, close.
 */
#include <stdlib.h>

#include "indexer/setting.h"
#include "indexer/update.h"

struct reel_indexer {
    rl_setting set;
    rl_writer *writer;
    rl_update *update;
    reel_index_report report; /* since the last commit */
    int64_t started;
    bool changed; /* since then; tables may be written before they are committed */
};

#define MEMORY_PREFIX "memory:"

static reel_status open_update(reel_indexer *indexer, reel_error *error) {
    indexer->writer = NULL;
    indexer->update = NULL;
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
    reel_status status = rl_setting_init(&indexer->set, path, options, error);
    if (status != REEL_OK) {
        free(indexer);
        return status;
    }
    rl_setting *set = &indexer->set;
    bool moved;
    indexer->started = rl_setting_now(CLOCK_MONOTONIC);
    status = set->run.options.dry_run ? rl_fail(error, REEL_INVALID, "an indexer has no dry run: it writes what it is given")
                                      : rl_setting_lock(set, &moved, error);
    if (status == REEL_OK) {
        status = rl_setting_open(set, error);
    }
    set->root_count = set->ledger.root_count;
    set->roots = set->ledger.roots;
    if (status == REEL_OK) {
        status = rl_setting_load_overrides(set, error);
    }
    if (status == REEL_OK && set->reader == NULL) {
        status = rl_setting_build(set, error); /* an empty one */
    }
    if (status == REEL_OK) {
        status = rl_index_current(set->lock, set->generation, error);
    }
    if (status == REEL_OK) {
        status = open_update(indexer, error);
    }
    if (status != REEL_OK) {
        reel_indexer_close(indexer);
        return rl_error_finish(status, error);
    }
    *out_indexer = indexer;
    return rl_error_finish(REEL_OK, error);
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

/* What was pending is lost, all of it: the store is as of the last commit, and nothing more is taken. */
static reel_status break_off(reel_indexer *indexer, reel_status status) {
    rl_update_free(indexer->update);
    indexer->update = NULL;
    return status;
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

static void begin_change(reel_indexer *indexer) {
    if (!indexer->changed) {
        rl_index_unsettle(indexer->set.generation);
        indexer->changed = true;
    }
}

static reel_status put(reel_indexer *indexer, const char *name, const void *bytes, size_t length, reel_error *error) {
    rl_str key;
    bool known = false;
    if (bytes == NULL && length > 0) {
        return rl_fail(error, REEL_INVALID, "a document needs its bytes");
    }
    reel_status status = memory_key(indexer, name, &key, error);
    if (status == REEL_OK) {
        status = is_known(indexer, key, &known, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    rl_str text = {bytes == NULL ? "" : bytes, length};
    rl_intake intake;
    begin_change(indexer);
    bool is_record = rl_format_is_record_file(rl_str_of(name), text);
    status = rl_update_read(indexer->update, key, rl_str_of(name), text, is_record, &intake, error);
    if (status == REEL_OK && !intake.is_film) {
        status = intake.facts.subject == RL_SUBJECT_OTHER
                     ? rl_fail_at(error, REEL_FORMAT, name, 0, "no film was found in it")
                     : rl_fail_at(error, REEL_FORMAT, name, 0, "is about %s, not a film", rl_intake_subject_name(intake.facts.subject));
    }
    if (status == REEL_FORMAT || status == REEL_LIMIT) {
        return status;
    }
    size_t repaired = intake.repaired;
    if (status == REEL_OK) {
        status = rl_update_put(indexer->update, &intake, error);
    }
    if (status != REEL_OK) {
        return break_off(indexer, status);
    }
    rl_ledger_file row = {.key = key, .display = rl_str_of(name), .size = length, .hash = rl_intake_hash(text), .state = RL_LEDGER_MEMORY};
    status = rl_ledger_put(indexer->writer, &row, error);
    indexer->report.added += !known;
    indexer->report.updated += known;
    indexer->report.repaired += repaired > 0;
    return status == REEL_OK ? REEL_OK : break_off(indexer, status);
}

reel_status reel_indexer_put(reel_indexer *indexer, const char *name, const void *bytes, size_t length, reel_error *error) {
    rl_error_clear(error);
    return rl_error_finish(put(indexer, name, bytes, length, error), error);
}

static reel_status drop(reel_indexer *indexer, const char *name, reel_error *error) {
    rl_str key;
    bool known = false;
    reel_status status = memory_key(indexer, name, &key, error);
    if (status == REEL_OK) {
        status = is_known(indexer, key, &known, error);
    }
    if (status == REEL_OK && !known) {
        status = rl_fail(error, REEL_NOTFOUND, "there is no document called %s", name);
    }
    if (status != REEL_OK) {
        return status;
    }
    begin_change(indexer);
    status = rl_update_drop(indexer->update, key, error);
    if (status == REEL_OK) {
        rl_ledger_file row = {.key = key};
        status = rl_ledger_drop(indexer->writer, &row, error);
        indexer->report.removed++;
    }
    return status == REEL_OK ? REEL_OK : break_off(indexer, status);
}

reel_status reel_indexer_drop(reel_indexer *indexer, const char *name, reel_error *error) {
    rl_error_clear(error);
    return rl_error_finish(drop(indexer, name, error), error);
}

/* The callback said stop: the state of the last commit, open for more. */
static reel_status take_back(reel_indexer *indexer, reel_error *error) {
    rl_update_free(indexer->update);
    rl_writer_close(indexer->writer);
    (void)rl_index_settle(indexer->set.generation, NULL);
    indexer->changed = false;
    indexer->report = (reel_index_report){0};
    indexer->set.run.cancelled = false;
    atomic_store(&indexer->set.run.stop, false);
    reel_status status = open_update(indexer, error);
    return status == REEL_OK ? rl_run_cancelled(error) : break_off(indexer, status);
}

static reel_status commit(reel_indexer *indexer, reel_error *error) {
    rl_run *run = &indexer->set.run;
    if (!rl_run_tell(run, REEL_EVENT_WRITE, 0, 0, NULL, NULL)) {
        return take_back(indexer, error);
    }
    reel_status status = rl_update_flush(indexer->update, error);
    if (status == REEL_OK && !rl_run_tell(run, REEL_EVENT_FINISH, 0, 0, NULL, NULL)) {
        return take_back(indexer, error);
    }
    if (status == REEL_OK) {
        status = rl_writer_commit(indexer->writer, error);
    }
    if (status == REEL_OK) {
        status = rl_index_settle(indexer->set.generation, error);
    }
    if (status != REEL_OK) {
        return break_off(indexer, status);
    }
    indexer->changed = false;
    return REEL_OK;
}

/* What was done since the last commit, told once. */
static reel_status report(reel_indexer *indexer, reel_index_report *out_report, reel_error *error) {
    rl_store *store;
    reel_status status = rl_store_open_writer(indexer->writer, &store, error);
    if (status == REEL_OK) {
        rl_setting_count(store, &indexer->report, indexer->set.arena);
        rl_store_close(store);
        indexer->report.seconds = (double)(rl_setting_now(CLOCK_MONOTONIC) - indexer->started) / 1e9;
        if (out_report != NULL) {
            *out_report = indexer->report;
        }
        indexer->report = (reel_index_report){0};
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
    reel_status status = commit(indexer, error);
    if (status == REEL_OK) {
        status = report(indexer, out_report, error);
    }
    return rl_error_finish(status, error);
}

void reel_indexer_close(reel_indexer *indexer) {
    if (indexer != NULL) {
        rl_update_free(indexer->update);
        rl_writer_close(indexer->writer);
        if (indexer->changed) {
            (void)rl_index_settle(indexer->set.generation, NULL);
        }
        rl_setting_done(&indexer->set);
        free(indexer);
    }
}
