/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setting_overrides: the manual list: the lists found in the folders of the corpus as one text, and what they name.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/limits.h"
#include "indexer/intake.h"
#include "indexer/record_lines.h"
#include "indexer/setting.h"

/* A document is named in the list as it is shown; inside, by its key. */
struct rl_setting_name {
    rl_str display;
    rl_str key;
    const rl_corpus_file *file; /* as it is now, or */
    rl_ledger_file *row;        /* as it was read */
};

static int compare_names(const void *a, const void *b) {
    const struct rl_setting_name *left = a;
    const struct rl_setting_name *right = b;
    int order = rl_str_compare(left->display, right->display);
    order = order != 0 ? order : rl_str_compare(left->key, right->key);
    return order != 0 ? order : (left->file == NULL) - (right->file == NULL);
}

/* Whether a file that is not found now still counts: it was not looked for, or cannot be read. */
static bool still_counts(const rl_setting *set, rl_str key) {
    const rl_corpus *corpus = &set->corpus;
    return !rl_corpus_is_below_any(key, corpus->roots, corpus->root_count) ||
           rl_corpus_is_below_any(key, corpus->unreadable, corpus->unreadable_count);
}

/* Documents of this scan, and those known from others. */
static reel_status list_names(rl_setting *set, reel_error *error) {
    set->names = rl_arena_array(set->arena, set->corpus.count + set->ledger.count, sizeof *set->names);
    if (set->names == NULL) {
        return rl_fail_nomem(error);
    }
    set->name_count = 0;
    for (size_t i = 0; i < set->corpus.count; i++) {
        set->names[set->name_count++] = (struct rl_setting_name){
            .display = set->corpus.files[i].display, .key = set->corpus.files[i].key, .file = &set->corpus.files[i]};
    }
    for (size_t i = 0; i < set->ledger.count; i++) {
        rl_ledger_file *row = &set->ledger.files[i];
        if (row->state == RL_LEDGER_MEMORY || still_counts(set, row->key)) {
            set->names[set->name_count++] = (struct rl_setting_name){.display = row->display, .key = row->key, .row = row};
        }
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

/* What stood on a line when its file was read last. */
static reel_status find_known(rl_setting *set, rl_ledger_file *row, uint64_t line, uint64_t *out_hash, reel_error *error) {
    reel_status status = rl_ledger_load_records(set->arena, rl_index_reader_store(set->reader), row, error);
    for (size_t i = 0; i < row->record_count && status == REEL_OK; i++) {
        if (row->records[i].line == line) {
            *out_hash = row->records[i].hash;
            break;
        }
    }
    return status;
}

/* "films.jsonl:12" means the record that stands on the line now. */
static reel_status find_record(rl_setting *set, rl_str name, rl_str *out_key, reel_error *error) {
    size_t colon = name.length;
    uint64_t line = 0;
    while (colon > 0 && name.at[colon - 1] != ':') {
        colon--;
    }
    for (size_t i = colon; i < name.length; i++) {
        if (name.at[i] < '0' || name.at[i] > '9' || line > UINT32_MAX) {
            return REEL_OK;
        }
        line = line * 10 + (uint64_t)(name.at[i] - '0');
    }
    const struct rl_setting_name *found = colon > 1 ? find_name(set, rl_str_slice(name, 0, colon - 1)) : NULL;
    if (found == NULL) {
        return REEL_OK;
    }
    rl_record_key key = {.file = found->key};
    reel_status status = REEL_OK;
    if (found->file != NULL) {
        key.hash = rl_record_lines_find(found->file->path.at, line);
    } else if (found->row->state == RL_LEDGER_RECORDS) {
        status = find_known(set, found->row, line, &key.hash, error);
    }
    if (status == REEL_OK && key.hash != 0) {
        *out_key = rl_record_key_render(set->arena, key);
    }
    return status;
}

/* *name becomes the key of the document that is shown under it, where there is one. */
static reel_status resolve(rl_setting *set, rl_str *name, reel_error *error) {
    const struct rl_setting_name *found = find_name(set, *name);
    if (found != NULL) {
        *name = found->key;
        return REEL_OK;
    }
    return find_record(set, *name, name, error);
}

/* The lists of all folders as one text: a line "@key" opens each. Lists that are not scanned or not readable now still hold. */
static void keep_other_lists(const rl_setting *set, rl_buffer *text) {
    bool keeps = false;
    rl_str rest = set->ledger.overrides;
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        if (line.length > 0 && line.at[0] == '@') {
            keeps = still_counts(set, rl_str_slice(line, 1, line.length));
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

/* What the list means now is kept too: a line of a record file may mean another record next time. */
static reel_status resolve_all(rl_setting *set, reel_error *error) {
    rl_buffer text = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < set->override_count && status == REEL_OK; i++) {
        rl_override *override = &set->overrides[i];
        status = resolve(set, &override->a, error);
        if (status == REEL_OK) {
            status = resolve(set, &override->b, error);
        }
        rl_buffer_add_format(&text, "%s: %.*s | %.*s\n", override->same ? "same" : "different", RL_STR_ARG(override->a),
                             RL_STR_ARG(override->b));
    }
    set->applied_text = rl_str_copy(set->arena, rl_buffer_str(&text));
    bool failed = text.failed || rl_arena_failed(set->arena);
    rl_buffer_done(&text);
    return status == REEL_OK && failed ? rl_fail_nomem(error) : status;
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
    return status == REEL_OK ? resolve_all(set, error) : status;
}

bool rl_setting_overrides_changed(const rl_setting *set) {
    return !rl_str_equal(set->overrides_text, set->ledger.overrides) || !rl_str_equal(set->applied_text, set->ledger.applied);
}
