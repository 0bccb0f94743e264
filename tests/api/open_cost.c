/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * open_cost INDEX [TIMES]: what opening an index costs beside searching it; docs/embedding.md quotes it. */
#include <reel.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

static void tell(const char *what, double *times, size_t count) {
    qsort(times, count, sizeof *times, compare);
    (void)printf("%-14s median %7.3f ms   99 of 100 below %7.3f ms\n", what, times[count / 2], times[count * 99 / 100]);
}

static double search_ms(reel_searcher *searcher) {
    reel_hits *hits = NULL;
    double start = now_ms();
    (void)reel_search(searcher, "sundance 1992", NULL, &hits, NULL);
    double took = now_ms() - start;
    reel_hits_free(hits);
    return took;
}

int main(int argc, char **argv) {
    size_t count = argc > 2 ? strtoul(argv[2], NULL, 10) : 200;
    double *opening = calloc(count, sizeof *opening), *first = calloc(count, sizeof *first), *second = calloc(count, sizeof *second);
    reel_error error;
    if (argc < 2 || count == 0 || opening == NULL || first == NULL || second == NULL) {
        (void)fputs("usage: open_cost INDEX [TIMES]\n", stderr);
        return 2;
    }
    for (size_t i = 0; i < count; i++) {
        reel_searcher *searcher;
        double start = now_ms();
        if (reel_open(argv[1], &searcher, &error) != REEL_OK) {
            (void)fprintf(stderr, "%s\n", error.message);
            return 1;
        }
        opening[i] = now_ms() - start;
        first[i] = search_ms(searcher);
        second[i] = search_ms(searcher);
        reel_close(searcher);
    }
    tell("open", opening, count);
    tell("first search", first, count);
    tell("next search", second, count);
    free(opening);
    free(first);
    free(second);
    return 0;
}
