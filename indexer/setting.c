/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setting: see setting.h.
 */
#include "indexer/setting.h"

#include <stdlib.h>
#include <time.h>

#include "common/film_codec.h"
#include "common/limits.h"
#include "common/schema.h"
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

/* Opens what is there. With options.full an index of another version, or a damaged one, counts as none: it is rebuilt. */
reel_status rl_setting_open(rl_setting *set, reel_error *error) {
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

reel_status rl_setting_lock(rl_setting *set, reel_error *error) {
    return set->lock != NULL || set->run.options.dry_run
               ? REEL_OK
               : rl_index_lock_take(set->run.index_path, set->run.options.lock_wait_ms, &set->lock, error);
}

/* ---- the corpus */

static reel_status scan(rl_setting *set, const char *path, bool remembered, reel_error *error) {
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
static reel_status unite_roots(rl_setting *set, reel_error *error) {
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

reel_status rl_setting_scan_remembered(rl_setting *set, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->ledger.root_count && status == REEL_OK; i++) {
        rl_str root = set->ledger.roots[i];
        if (!has_root(set->corpus.roots, set->corpus.root_count, root)) {
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

/* ---- the manual list */

/* A document is named in the list as it is shown; inside, by its key. */
rl_str rl_setting_document_named(rl_setting *set, rl_str name) {
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

/* The lists of all folders as one text: a line "@key" opens each. Lists of folders that are not scanned now still hold. */
static void keep_other_lists(const rl_setting *set, rl_buffer *text) {
    bool keeps = false;
    rl_str rest = set->ledger.overrides;
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        if (line.length > 0 && line.at[0] == '@') {
            rl_str key = rl_str_slice(line, 1, line.length);
            keeps = true;
            for (size_t i = 0; i < set->corpus.root_count; i++) {
                keeps = keeps && !rl_corpus_is_below(key, set->corpus.roots[i]);
            }
        }
        if (keeps && line.length > 0) {
            rl_buffer_add_str(text, line);
            rl_buffer_add_byte(text, '\n');
        }
    }
}

static reel_status read_lists(rl_setting *set, rl_buffer *text, reel_error *error) {
    rl_buffer file = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->corpus.override_count && status == REEL_OK; i++) {
        status = rl_intake_load(set->corpus.overrides[i].path.at, RL_MAX_PAGE_BYTES, &file, error);
        rl_buffer_add_byte(text, '@');
        rl_buffer_add_str(text, set->corpus.overrides[i].key);
        rl_buffer_add_byte(text, '\n');
        rl_buffer_add_str(text, rl_buffer_str(&file));
        rl_buffer_add_byte(text, '\n');
    }
    rl_buffer_done(&file);
    return status;
}

reel_status rl_setting_load_overrides(rl_setting *set, reel_error *error) {
    rl_buffer text = RL_BUFFER_INIT;
    keep_other_lists(set, &text);
    reel_status status = read_lists(set, &text, error);
    set->overrides_text = rl_str_copy(set->arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    size_t bad = 0;
    if (status == REEL_OK) {
        status = rl_join_parse_overrides(set->arena, set->overrides_text, &set->overrides, &set->override_count, &bad, error);
    }
    if (status == REEL_OK && bad > 0) {
        rl_run_problem_add(&set->run, REEL_FORMAT, RL_OVERRIDES_NAME, 0,
                           "has lines that are neither 'same: A | B' nor 'different: A | B'; they were left out");
    }
    for (size_t i = 0; i < set->override_count && status == REEL_OK; i++) {
        set->overrides[i].a = rl_setting_document_named(set, set->overrides[i].a);
        set->overrides[i].b = rl_setting_document_named(set, set->overrides[i].b);
    }
    return status;
}

bool rl_setting_overrides_changed(const rl_setting *set) { return !rl_str_equal(set->overrides_text, set->ledger.overrides); }

/* ---- building */

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

/* A document put from memory lives on in its film only. */
static reel_status carry(rl_setting *set, const rl_ledger_file *row, rl_join_item *out_item, bool *out_found, reel_error *error) {
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

static reel_status carry_all(rl_setting *set, rl_build_input *input, reel_error *error) {
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

reel_status rl_setting_build(rl_setting *set, reel_error *error) {
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
