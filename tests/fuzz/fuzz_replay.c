/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_replay [-lines] [-mutations=N] PATH...: drives a fuzzer without libFuzzer: each file below the paths (each line
 * of them with -lines), then N changed forms of each, the same ones every time. An input that takes long is a failure.
 */
#define _GNU_SOURCE
#include <ftw.h>
#include <string.h>
#include <time.h>

#include "tests/fuzz/fuzz.h"

enum { MAX_INPUT = 1 << 20, SLOW_MS = 10000 };

static size_t mutations, inputs, failures;
static bool by_lines;
static uint64_t state;

static uint64_t next_random(void) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static void run_one(const char *name, const uint8_t *data, size_t size) {
    struct timespec before, after;
    (void)clock_gettime(CLOCK_MONOTONIC, &before);
    (void)LLVMFuzzerTestOneInput(data, size);
    (void)clock_gettime(CLOCK_MONOTONIC, &after);
    long milliseconds = (after.tv_sec - before.tv_sec) * 1000 + (after.tv_nsec - before.tv_nsec) / 1000000;
    if (milliseconds > SLOW_MS) {
        fprintf(stderr, "%s: took %ld ms\n", name, milliseconds);
        failures++;
    }
    inputs++;
}

/* Flips, cuts, repeats or overwrites parts of data in place; the new length. */
static size_t mutate(uint8_t *data, size_t size) {
    static const char *const pieces[] = {"\xff", "\n\n", "(((", "\"", ":", "=", "</", "<!--", "\\u0000", "{", "1992", "\xe2\x80\x8f", "\0", "-", "| "};
    for (unsigned rounds = 1 + (unsigned)(next_random() % 6); rounds > 0 && size > 0; rounds--) {
        size_t at = next_random() % size, length = 1 + next_random() % (size - at);
        switch (next_random() % 5) {
        case 0: data[at] ^= (uint8_t)(1U << (next_random() % 8)); break;
        case 1: size = at; break;
        case 2:
            memmove(data + at, data + at + length, size - at - length);
            size -= length;
            break;
        case 3: {
            size_t from = next_random() % size, count = length < size - from ? length : size - from;
            memmove(data + at, data + from, count < size - at ? count : size - at);
            break;
        }
        default: {
            const char *piece = pieces[next_random() % (sizeof pieces / sizeof pieces[0])];
            size_t count = strlen(piece);
            memcpy(data + at, piece, count < size - at ? count : size - at);
            break;
        }
        }
    }
    return size;
}

static void run_with_mutations(const char *name, const uint8_t *data, size_t size) {
    run_one(name, data, size);
    state = 0x9e3779b97f4a7c15U ^ size;
    for (size_t i = 0; i < mutations; i++) {
        /* of its own size, so that a read behind the end is seen */
        uint8_t *copy = malloc(size + 1);
        if (copy == NULL) {
            abort();
        }
        memcpy(copy, data, size);
        size_t length = mutate(copy, size);
        uint8_t *exact = realloc(copy, length == 0 ? 1 : length);
        run_one(name, exact == NULL ? copy : exact, length);
        free(exact == NULL ? copy : exact);
    }
}

static int run_file(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)walk;
    FILE *file = kind == FTW_F ? fopen(path, "rb") : NULL;
    if (file == NULL) {
        return 0;
    }
    uint8_t *data = malloc(MAX_INPUT);
    size_t size = data == NULL ? 0 : fread(data, 1, MAX_INPUT, file);
    for (size_t start = 0; by_lines && start < size;) {
        const uint8_t *end = memchr(data + start, '\n', size - start);
        size_t length = end == NULL ? size - start : (size_t)(end - data) - start;
        run_with_mutations(path, data + start, length);
        start += length + 1;
    }
    if (!by_lines) {
        run_with_mutations(path, data, size);
    }
    free(data);
    (void)fclose(file);
    return 0;
}

int main(int count, char **arguments) {
    for (int i = 1; i < count; i++) {
        if (strcmp(arguments[i], "-lines") == 0) {
            by_lines = true;
        } else if (strncmp(arguments[i], "-mutations=", 11) == 0) {
            mutations = strtoul(arguments[i] + 11, NULL, 10);
        } else if (nftw(arguments[i], run_file, 16, FTW_PHYS) != 0) {
            fprintf(stderr, "%s: cannot be read\n", arguments[i]);
            return 2;
        }
    }
    printf("%zu inputs, %zu too slow\n", inputs, failures);
    return inputs == 0 || failures > 0;
}
