/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * metrics: counts and latencies of a running server, and their Prometheus text. Counting takes no lock.
 */
#ifndef REEL_SERVER_METRICS_H
#define REEL_SERVER_METRICS_H

#include <stdatomic.h>
#include <stdint.h>

#include "server/buffer.h"

enum { METRIC_ROUTES = 24, METRIC_CLASSES = 6, METRIC_BUCKETS = 14 };

typedef struct metric_route {
    atomic_uint_fast64_t classes[METRIC_CLASSES]; /* answers by the first digit of their code */
    atomic_uint_fast64_t buckets[METRIC_BUCKETS]; /* not summed up */
    atomic_uint_fast64_t microseconds;
} metric_route;

typedef struct metrics {
    metric_route routes[METRIC_ROUTES];
    atomic_uint_fast64_t connections;  /* open now */
    atomic_uint_fast64_t accepted;     /* ever */
    atomic_uint_fast64_t cut_off;      /* closed because the client was too slow */
    atomic_uint_fast64_t in_flight;    /* requests read and not yet answered */
    atomic_uint_fast64_t refused;      /* told to come back */
    atomic_uint_fast64_t not_modified;
    atomic_uint_fast64_t reloads;      /* newer states of the index that were taken up */
    atomic_uint_fast64_t reload_failures;
    atomic_uint_fast64_t changed_at;   /* second since the epoch the index was last seen to change */
    atomic_uint_fast64_t started_at;
} metrics;

void metrics_count(metrics *all, unsigned route, unsigned code, double seconds);
/* names[i] is the path of route i. */
void metrics_render(metrics *all, const char *const *names, size_t count, buffer *out);

#endif
