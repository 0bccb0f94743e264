/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setting: see setting.h.
 */
#include "indexer/setting.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

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

static bool has_root(const rl_str *roots, size_t count, rl_str key) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal(roots[i], key)) {
            return true;
        }
    }
    return false;
}

static int compare_roots(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

/* A remembered root that was given and is not there is forgotten. */
static bool is_gone(const rl_setting *set, rl_str root) {
    struct stat info;
    return has_root(set->corpus.roots, set->corpus.root_count, root) &&
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
        if (!has_root(set->roots, set->root_count, set->corpus.roots[i]) && !is_gone(set, set->corpus.roots[i])) {
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
struct rl_setting_name {
    rl_str display;
    rl_str key;
};

static int compare_names(const void *a, const void *b) {
    const struct rl_setting_name *left = a;
    const struct rl_setting_name *right = b;
    int order = rl_str_compare(left->display, right->display);
    return order != 0 ? order : rl_str_compare(left->key, right->key);
}

/* Documents of this scan, and those known from others. */
static reel_status list_names(rl_setting *set, reel_error *error) {
    set->names = rl_arena_array(set->arena, set->corpus.count + set->ledger.count, sizeof *set->names);
    if (set->names == NULL) {
        return rl_fail_nomem(error);
    }
    set->name_count = 0;
    for (size_t i = 0; i < set->corpus.count; i++) {
        set->names[set->name_count++] = (struct rl_setting_name){set->corpus.files[i].display, set->corpus.files[i].key};
    }
    for (size_t i = 0; i < set->ledger.count; i++) {
        set->names[set->name_count++] = (struct rl_setting_name){set->ledger.files[i].display, set->ledger.files[i].key};
    }
    if (set->name_count > 1) {
        qsort(set->names, set->name_count, sizeof *set->names, compare_names);
    }
    return REEL_OK;
}

/* The first of several documents that are shown alike. */
static const struct rl_setting_name *find_name(const rl_setting *set, rl_str display) {
    size_t low = 0;
    size_t high = set->name_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (rl_str_compare(set->names[middle].display, display) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < set->name_count && rl_str_equal(set->names[low].display, display) ? &set->names[low] : NULL;
}

rl_str rl_setting_document_named(rl_setting *set, rl_str name) {
    const struct rl_setting_name *found = find_name(set, name);
    if (found != NULL) {
        return found->key;
    }
    size_t colon = name.length;
    while (colon > 0 && name.at[colon - 1] != ':') {
        colon--;
    }
    found = colon > 1 ? find_name(set, rl_str_slice(name, 0, colon - 1)) : NULL;
    if (found == NULL) {
        return name;
    }
    rl_buffer key = RL_BUFFER_INIT; /* "films.jsonl:12" */
    rl_buffer_add_str(&key, found->key);
    rl_buffer_add_str(&key, rl_str_slice(name, colon - 1, name.length));
    rl_str copy = rl_str_copy(set->arena, rl_buffer_str(&key));
    rl_buffer_done(&key);
    return copy;
}

static bool is_below_any(rl_str key, const rl_str *folders, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_corpus_is_below(key, folders[i])) {
            return true;
        }
    }
    return false;
}

/* Whether a list that was applied before still holds although it is not read now. */
static bool list_stays(const rl_setting *set, rl_str key) {
    const rl_corpus *corpus = &set->corpus;
    return !is_below_any(key, corpus->roots, corpus->root_count) ||
           is_below_any(key, corpus->unreadable, corpus->unreadable_count);
}

/* The lists of all folders as one text: a line "@key" opens each. Lists that are not scanned or not readable now still hold. */
static void keep_other_lists(const rl_setting *set, rl_buffer *text) {
    bool keeps = false;
    rl_str rest = set->ledger.overrides;
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        if (line.length > 0 && line.at[0] == '@') {
            keeps = list_stays(set, rl_str_slice(line, 1, line.length));
        }
        if (keeps && line.length > 0) {
            rl_buffer_add_str(text, line);
            rl_buffer_add_byte(text, '\n');
        }
    }
}

/* Only the lines that say something: blank ones and comments change nothing. */
static void add_list(rl_buffer *text, rl_str key, rl_str list) {
    rl_str line;
    rl_buffer_add_byte(text, '@');
    rl_buffer_add_str(text, key);
    rl_buffer_add_byte(text, '\n');
    while (rl_str_split(&list, RL_STR("\n"), &line)) {
        line = rl_str_trim(line);
        if (line.length > 0 && line.at[0] != '#' && line.at[0] != '@') {
            rl_buffer_add_str(text, line);
            rl_buffer_add_byte(text, '\n');
        }
    }
}

/* Lists by key, once each, whatever the PATHs they were found under. */
static int compare_lists(const void *a, const void *b) {
    return rl_str_compare(((const rl_corpus_file *)a)->key, ((const rl_corpus_file *)b)->key);
}

static reel_status read_lists(rl_setting *set, rl_buffer *text, reel_error *error) {
    rl_corpus *corpus = &set->corpus;
    rl_buffer file = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    if (corpus->override_count > 1) {
        qsort(corpus->overrides, corpus->override_count, sizeof *corpus->overrides, compare_lists);
    }
    for (size_t i = 0; i < corpus->override_count && status == REEL_OK; i++) {
        const rl_corpus_file *list = &corpus->overrides[i];
        if (i > 0 && rl_str_equal(list->key, corpus->overrides[i - 1].key)) {
            continue;
        }
        reel_error reading;
        status = rl_intake_load(list->path.at, RL_MAX_PAGE_BYTES, &file, &reading);
        if (status == REEL_OK) {
            add_list(text, list->key, rl_buffer_str(&file));
        } else if (status == REEL_NOMEM) {
            status = rl_fail_nomem(error);
        } else { /* what was read of it before stays */
            rl_run_scan_problem(&set->run, status, list->path.at, reading.message);
            rl_str *unreadable = rl_arena_grow(set->arena, corpus->unreadable, &corpus->unreadable_capacity,
                                               corpus->unreadable_count + 1, sizeof *unreadable);
            status = unreadable == NULL ? rl_fail_nomem(error) : REEL_OK;
            if (unreadable != NULL) {
                corpus->unreadable = unreadable;
                unreadable[corpus->unreadable_count++] = list->key;
            }
        }
    }
    rl_buffer_done(&file);
    return status;
}

/* In order of their folders' keys, so that the text does not depend on which were read now. */
static int compare_texts(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

static reel_status sort_lists(rl_setting *set, rl_str text, reel_error *error) {
    rl_str *lists = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t at = 0; at < text.length;) {
        size_t end = at + 1;
        while (end < text.length && !(text.at[end] == '@' && text.at[end - 1] == '\n')) {
            end++;
        }
        rl_str *grown = rl_arena_grow(set->arena, lists, &capacity, count + 1, sizeof *grown);
        if (grown == NULL) {
            return rl_fail_nomem(error);
        }
        lists = grown;
        lists[count++] = rl_str_slice(text, at, end);
        at = end;
    }
    if (count > 1) {
        qsort(lists, count, sizeof *lists, compare_texts);
    }
    rl_buffer sorted = RL_BUFFER_INIT;
    for (size_t i = 0; i < count; i++) {
        rl_buffer_add_str(&sorted, lists[i]);
    }
    set->overrides_text = rl_str_copy(set->arena, rl_buffer_str(&sorted));
    rl_buffer_done(&sorted);
    return rl_arena_failed(set->arena) ? rl_fail_nomem(error) : REEL_OK;
}

reel_status rl_setting_load_overrides(rl_setting *set, reel_error *error) {
    rl_buffer text = RL_BUFFER_INIT;
    reel_status status = read_lists(set, &text, error);
    keep_other_lists(set, &text);
    if (status == REEL_OK) {
        status = text.failed ? rl_fail_nomem(error) : sort_lists(set, rl_buffer_str(&text), error);
    }
    rl_buffer_done(&text);
    size_t bad = 0;
    if (status == REEL_OK) {
        status = rl_join_parse_overrides(set->arena, set->overrides_text, &set->overrides, &set->override_count, &bad, error);
    }
    if (status == REEL_OK && bad > 0) {
        char message[128];
        (void)snprintf(message, sizeof message, "%zu lines are neither \"same: A | B\" nor \"different: A | B\"", bad);
        rl_run_problem_add(&set->run, REEL_FORMAT, RL_OVERRIDES_NAME, 0, message);
    }
    if (status == REEL_OK) {
        status = list_names(set, error);
    }
    for (size_t i = 0; i < set->override_count && status == REEL_OK; i++) {
        set->overrides[i].a = rl_setting_document_named(set, set->overrides[i].a);
        set->overrides[i].b = rl_setting_document_named(set, set->overrides[i].b);
    }
    return status;
}

bool rl_setting_overrides_changed(const rl_setting *set) { return !rl_str_equal(set->overrides_text, set->ledger.overrides); }

/* ---- building */

/* Rows whose documents live on in the films before only: put by programs, unreadable now, or below a remembered
 * PATH that is not there now. */
static bool is_carried(const rl_setting *set, const rl_ledger_file *row) {
    const rl_corpus *corpus = &set->corpus;
    return row->state == RL_LEDGER_MEMORY || is_below_any(row->key, corpus->unreadable, corpus->unreadable_count) ||
           !is_below_any(row->key, corpus->roots, corpus->root_count);
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
    return status == REEL_OK ? rl_index_switch(set->lock, set->generation, error) : status;
}

reel_status rl_setting_build(rl_setting *set, reel_error *error) {
    rl_build_input input = {.corpus = &set->corpus,
                            .arena = set->arena,
                            .settle_time = set->settle_time,
                            .roots = set->roots,
                            .root_count = set->root_count,
                            .overrides_text = set->overrides_text,
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
