/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_times: durations, and what they say: count, mean, p50, p99, most.
 */
#ifndef REEL_TESTS_BENCH_TIMES_H
#define REEL_TESTS_BENCH_TIMES_H

#include <stddef.h>

typedef struct bench_times {
    double *items;
    size_t count, room;
} bench_times;

void bench_times_add(bench_times *times, double took);
void bench_times_head(void);
/* Sorts, and prints one row below the head. */
void bench_times_print(bench_times *times);
void bench_times_done(bench_times *times);

#endif
