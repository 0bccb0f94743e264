/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_times: see bench_times.h.
 */
#include "tests/bench/bench_times.h"

#include <stdio.h>
#include <stdlib.h>

void bench_times_add(bench_times *times, double took) {
    if (times->count == times->room) {
        size_t room = times->room == 0 ? 256 : times->room * 2;
        double *items = realloc(times->items, room * sizeof *items);
        if (items == NULL) {
            return;
        }
        times->items = items;
        times->room = room;
    }
    times->items[times->count++] = took;
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

void bench_times_head(void) { printf("%7s %8s %8s %8s %8s", "n", "mean", "p50", "p99", "most"); }

void bench_times_print(bench_times *times) {
    double sum = 0;
    size_t n = times->count;
    if (n == 0) {
        printf("%7d", 0);
        return;
    }
    qsort(times->items, n, sizeof *times->items, compare);
    for (size_t i = 0; i < n; i++) {
        sum += times->items[i];
    }
    printf("%7zu %8.3f %8.3f %8.3f %8.3f", n, sum / (double)n, times->items[n / 2], times->items[n * 99 / 100], times->items[n - 1]);
}

void bench_times_done(bench_times *times) {
    free(times->items);
    *times = (bench_times){0};
}
