/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_lines: see record_lines.h.
 */
#include "indexer/record_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/limits.h"
#include "indexer/hash_counts.h"
#include "indexer/intake.h"

/* Calls back with each line's hash (0: blank) and its place among equal ones; the callback returns false to stop.
 * *out_whole: the end was reached. */
static reel_status lines_each(const char *path, bool (*take)(void *user, uint64_t hash, uint32_t nth), void *user, bool *out_whole,
                              reel_error *error) {
    int file;
    *out_whole = false;
    if (rl_intake_open(path, &file, NULL) != REEL_OK) {
        return REEL_OK;
    }
    FILE *lines = fdopen(file, "r");
    if (lines == NULL) {
        (void)close(file);
        return REEL_OK;
    }
    rl_hash_counts seen = {0};
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool goes_on = true;
    bool counted = true;
    while (goes_on && counted && (length = getline(&line, &capacity, lines)) > 0 && length <= RL_MAX_RECORD_BYTES) {
        rl_str text = {line, (size_t)length - (line[length - 1] == '\n')};
        uint64_t hash = rl_str_trim(text).length > 0 ? rl_intake_hash(text) : 0;
        uint32_t nth = 0;
        counted = hash == 0 || rl_hash_counts_add(&seen, hash, &nth);
        goes_on = counted && take(user, hash, nth);
    }
    *out_whole = feof(lines) != 0;
    free(line);
    (void)fclose(lines);
    rl_hash_counts_done(&seen);
    return counted ? REEL_OK : rl_fail_nomem(error);
}

typedef struct comparison {
    const rl_ledger_file *row;
    rl_record_changes *changes;
} comparison;

static bool compare_line(void *user, uint64_t hash, uint32_t nth) {
    comparison *self = user;
    if (hash != 0 && nth > rl_ledger_records_of(self->row, hash)) {
        self->changes->came++;
    } else if (hash != 0) {
        self->changes->left--;
    }
    return true;
}

reel_status rl_record_lines_compare(const char *path, const rl_ledger_file *row, rl_record_changes *out_changes,
                                    reel_error *error) {
    *out_changes = (rl_record_changes){.left = row->record_count}; /* until they are found */
    comparison self = {row, out_changes};
    bool whole;
    reel_status status = lines_each(path, compare_line, &self, &whole, error);
    out_changes->left = whole ? out_changes->left : 0;
    return status;
}

typedef struct search {
    uint64_t left; /* lines to go */
    rl_record_key *key;
} search;

static bool count_down(void *user, uint64_t hash, uint32_t nth) {
    search *self = user;
    if (--self->left == 0) {
        self->key->hash = hash;
        self->key->nth = nth;
    }
    return self->left > 0;
}

reel_status rl_record_lines_find(const char *path, uint64_t line, rl_record_key *out_key, reel_error *error) {
    search self = {line, out_key};
    out_key->hash = 0;
    bool whole;
    return line == 0 ? REEL_OK : lines_each(path, count_down, &self, &whole, error);
}
