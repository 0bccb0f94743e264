/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz: what the fuzzers share. Each fuzz_<what>.c gives LLVMFuzzerTestOneInput; libFuzzer drives it in the fuzz
 * preset, fuzz_replay.c in all others.
 */
#ifndef REEL_TESTS_FUZZ_FUZZ_H
#define REEL_TESTS_FUZZ_FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What must hold for every input; a breach is a crash, which both drivers report. */
#define FUZZ_CHECK(condition)                                                        \
    do {                                                                             \
        if (!(condition)) {                                                          \
            fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition);  \
            abort();                                                                 \
        }                                                                            \
    } while (0)

/* A reel_write that reads every byte and keeps none. */
static inline bool fuzz_sink(void *user, const char *bytes, size_t length) {
    unsigned *sum = user;
    for (size_t i = 0; i < length; i++) {
        *sum += (unsigned char)bytes[i];
    }
    return true;
}

#endif
