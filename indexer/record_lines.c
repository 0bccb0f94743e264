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

/* Calls back with each line's hash (0: blank); the callback returns false to stop. True: the end was reached. */
static bool lines_each(const char *path, bool (*take)(void *user, uint64_t hash), void *user) {
    int file;
    if (rl_intake_open(path, &file, NULL) != REEL_OK) {
        return false;
    }
    FILE *lines = fdopen(file, "r");
    if (lines == NULL) {
        (void)close(file);
        return false;
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    bool goes_on = true;
    while (goes_on && (length = getline(&line, &capacity, lines)) > 0 && length <= RL_MAX_RECORD_BYTES) {
        goes_on = take(user, rl_intake_line_hash((rl_str){line, (size_t)length - (line[length - 1] == '\n')}));
    }
    bool whole = feof(lines) != 0;
    free(line);
    (void)fclose(lines);
    return whole;
}

typedef struct comparison {
    const rl_ledger_file *row;
    rl_record_changes *changes;
    rl_hash_counts seen;
    bool failed; /* memory ran out */
} comparison;

static bool compare_line(void *user, uint64_t hash) {
    comparison *self = user;
    uint32_t times = 0;
    self->failed = hash != 0 && !rl_hash_counts_add(&self->seen, hash, &times);
    if (times == 1 && rl_ledger_has_record(self->row, hash)) {
        self->changes->left--;
    } else if (times == 1) {
        self->changes->came++;
    }
    return !self->failed;
}

reel_status rl_record_lines_compare(const char *path, const rl_ledger_file *row, rl_record_changes *out_changes,
                                    reel_error *error) {
    *out_changes = (rl_record_changes){.left = row->record_count}; /* until they are found */
    comparison self = {.row = row, .changes = out_changes};
    bool whole = lines_each(path, compare_line, &self);
    out_changes->left = whole ? out_changes->left : 0;
    rl_hash_counts_done(&self.seen);
    return self.failed ? rl_fail_nomem(error) : REEL_OK;
}

/* For the hash of a line, or, with a hash given, for the first line that has it. */
typedef struct search {
    uint64_t line; /* lines to go; then, lines passed */
    uint64_t hash;
} search;

static bool count_down(void *user, uint64_t hash) {
    search *self = user;
    self->line--;
    self->hash = self->line == 0 ? hash : 0;
    return self->line > 0;
}

static bool count_up(void *user, uint64_t hash) {
    search *self = user;
    self->line++;
    return hash != self->hash;
}

uint64_t rl_record_lines_find(const char *path, uint64_t line) {
    search wanted = {.line = line};
    if (line > 0) {
        (void)lines_each(path, count_down, &wanted);
    }
    search first = {.hash = wanted.hash};
    if (wanted.hash != 0) {
        (void)lines_each(path, count_up, &first);
    }
    return first.line == line ? wanted.hash : 0;
}
