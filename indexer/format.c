/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format: the table of formats and what all of them share.
 */
#include "indexer/format.h"

#include <jansson.h>
#include <stdlib.h>

#include "common/limits.h"

#define FORMAT(name, summary)                                         \
    int rl_format_##name##_detect(const rl_document *document);       \
    reel_status rl_format_##name##_extract(const rl_document *document, rl_facts *facts, reel_error *error);
#include "indexer/formats.def"
#undef FORMAT

static const rl_format formats[] = {
#define FORMAT(name, summary) {#name, summary, rl_format_##name##_detect, rl_format_##name##_extract},
#include "indexer/formats.def"
#undef FORMAT
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

size_t rl_format_count(void) { return FORMAT_COUNT; }
const rl_format *rl_format_at(size_t index) { return index < FORMAT_COUNT ? &formats[index] : NULL; }

const rl_format *rl_format_find(rl_str name) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (rl_str_is(name, formats[i].name)) {
            return &formats[i];
        }
    }
    return NULL;
}

const rl_format *rl_format_detect(const rl_document *document, int *out_confidence) {
    const rl_format *best = &formats[FORMAT_COUNT - 1];
    int best_confidence = -1;
    for (size_t i = 0; i < FORMAT_COUNT && best_confidence < RL_FORMAT_SURE; i++) {
        int confidence = formats[i].detect(document);
        if (confidence > best_confidence) {
            best = &formats[i];
            best_confidence = confidence;
        }
    }
    if (out_confidence != NULL) {
        *out_confidence = best_confidence;
    }
    return best;
}

static bool is_sorted(const rl_fact *facts, size_t count, int (*compare)(const void *, const void *)) {
    size_t i = 1;
    while (i < count && compare(&facts[i - 1], &facts[i]) <= 0) {
        i++;
    }
    return i >= count;
}

/* By place, so that facts stand in the document's order whatever step of a format found them;
 * ordinals keep the order of facts of one line, which is the order of credits. */
static int compare_places(const void *a, const void *b) {
    const rl_fact *one = a, *two = b;
    if (one->line != two->line) {
        return one->line < two->line ? -1 : 1;
    }
    return one->ordinal < two->ordinal ? -1 : one->ordinal > two->ordinal;
}

static void number(rl_facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        facts->items[i].ordinal = (uint32_t)i;
    }
}

static void sort(rl_facts *facts) {
    number(facts);
    if (!is_sorted(facts->items, facts->count, compare_places)) {
        qsort(facts->items, facts->count, sizeof *facts->items, compare_places);
        number(facts);
    }
}

static int compare_numbers(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

/* What a fact says, whatever its place and origin. */
static int compare_statements(const rl_fact *a, const rl_fact *b) {
    int order = compare_numbers(a->field, b->field);
    order = order != 0 ? order : rl_str_compare(a->value, b->value);
    order = order != 0 ? order : rl_str_compare(a->detail, b->detail);
    order = order != 0 ? order : rl_str_compare(a->person, b->person);
    order = order != 0 ? order : compare_numbers(a->number, b->number);
    return order != 0 ? order : compare_numbers(a->result, b->result);
}

static int compare_for_repeats(const void *a, const void *b) {
    const rl_fact *one = a, *two = b;
    int order = compare_statements(one, two);
    order = order != 0 ? order : compare_numbers(two->origin, one->origin);
    return order != 0 ? order : compare_numbers(one->ordinal, two->ordinal);
}

/* A page says many things twice (lead and credit list). Of equal statements the surest stays, at
 * the place of the first. Expects sorted facts. */
static void drop_repeats(rl_facts *facts) {
    if (facts->count < 2) {
        return;
    }
    qsort(facts->items, facts->count, sizeof *facts->items, compare_for_repeats);
    size_t kept = 0;
    for (size_t i = 1; i < facts->count; i++) {
        if (compare_statements(&facts->items[kept], &facts->items[i]) != 0) {
            facts->items[++kept] = facts->items[i];
        } else if (facts->items[i].ordinal < facts->items[kept].ordinal) {
            facts->items[kept].ordinal = facts->items[i].ordinal;
            facts->items[kept].line = facts->items[i].line;
        }
    }
    facts->count = kept + 1;
    qsort(facts->items, facts->count, sizeof *facts->items, compare_places);
    number(facts);
}

static bool has_title(const rl_facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == RL_FIELD_TITLE) {
            return true;
        }
    }
    return false;
}

static bool is_indexed(rl_subject subject) {
    return subject == RL_SUBJECT_FILM || subject == RL_SUBJECT_SERIES || subject == RL_SUBJECT_EPISODE;
}

reel_status rl_format_read(const rl_document *document, rl_facts *facts, const rl_format **out_format,
                           reel_error *error) {
    const rl_format *format = rl_format_detect(document, NULL);
    if (out_format != NULL) {
        *out_format = format;
    }
    reel_status status = format->extract(document, facts, error);
    if (status != REEL_OK) {
        return status;
    }
    const char *path = document->path.length == 0 ? "" : document->path.at;
    if (facts->status != REEL_OK) {
        return facts->status == REEL_NOMEM ? rl_fail_nomem(error)
                                           : rl_fail_at(error, facts->status, path, 0, "has more than %d facts",
                                                        (int)RL_MAX_FACTS);
    }
    if (is_indexed(facts->subject) && !has_title(facts)) {
        return rl_fail_at(error, REEL_FORMAT, path, 0, "no film title was found in it (read as %s)", format->summary);
    }
    sort(facts);
    drop_repeats(facts);
    return REEL_OK;
}

static rl_str extension_of(rl_str path) {
    for (size_t i = path.length; i > 0 && path.at[i - 1] != '/'; i--) {
        if (path.at[i - 1] == '.') {
            return rl_str_slice(path, i, path.length);
        }
    }
    return RL_STR_EMPTY;
}

static bool is_json_object(rl_str line) {
    json_error_t ignored;
    json_t *value = json_loadb(line.at, line.length, 0, &ignored);
    bool object = json_is_object(value);
    json_decref(value);
    return object;
}

bool rl_format_is_record_file(rl_str path, rl_str bytes) {
    if (rl_str_starts(bytes, RL_STR("\xef\xbb\xbf"))) {
        bytes = rl_str_slice(bytes, 3, bytes.length);
    }
    rl_str rest = rl_str_trim(bytes);
    if (rest.length == 0 || rest.at[0] != '{') {
        return false;
    }
    rl_str line;
    bool whole = rl_str_split(&rest, RL_STR("\n"), &line) && rest.at != NULL;
    line = rl_str_trim(line);
    if (line.length <= RL_MAX_RECORD_BYTES && is_json_object(line)) {
        return true;
    }
    rl_str extension = extension_of(path);
    bool named = rl_str_equal_nocase(extension, RL_STR("jsonl")) || rl_str_equal_nocase(extension, RL_STR("ndjson"));
    return named && (line.length > 1 || !whole);
}
