/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_lines: see record_lines.h.
 */
#include "indexer/record_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/bytes.h"
#include "common/limits.h"
#include "indexer/intake.h"

uint64_t rl_record_lines_changed(const char *path, const uint64_t *hashes, size_t count) {
    int file;
    if (rl_intake_open(path, &file, NULL) != REEL_OK) {
        return 0;
    }
    FILE *lines = fdopen(file, "r");
    if (lines == NULL) {
        (void)close(file);
        return 0;
    }
    uint64_t changed = 0;
    size_t number = 0;
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, lines)) > 0 && length <= RL_MAX_RECORD_BYTES) {
        rl_str text = {line, (size_t)length - (line[length - 1] == '\n')};
        uint64_t hash = rl_str_trim(text).length > 0 ? rl_intake_hash(text) : 0;
        changed += hash != (number < count ? hashes[number] : 0);
        number++;
    }
    for (; number < count; number++) {
        changed += hashes[number] != 0;
    }
    free(line);
    (void)fclose(lines);
    return changed;
}
