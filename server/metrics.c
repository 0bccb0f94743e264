/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * metrics: see metrics.h.
 */
#include "server/metrics.h"

#include <reel.h>
#include <time.h>

/* Upper bounds in seconds; the last bucket has none. */
static const double bounds[METRIC_BUCKETS - 1] = {0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05,
                                                  0.1,    0.25,  0.5,    1,     2.5,  10};

void metrics_count(metrics *all, unsigned route, unsigned code, double seconds) {
    metric_route *row = &all->routes[route < METRIC_ROUTES ? route : METRIC_ROUTES - 1];
    size_t bucket = 0;
    while (bucket < METRIC_BUCKETS - 1 && seconds > bounds[bucket]) {
        bucket++;
    }
    atomic_fetch_add_explicit(&row->classes[code / 100 % METRIC_CLASSES], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&row->buckets[bucket], 1, memory_order_relaxed);
    atomic_fetch_add_explicit(&row->microseconds, (uint_fast64_t)(seconds * 1e6), memory_order_relaxed);
}

static unsigned long long value_of(atomic_uint_fast64_t *counter) {
    return (unsigned long long)atomic_load_explicit(counter, memory_order_relaxed);
}

static void head(buffer *out, const char *name, const char *type, const char *help) {
    buffer_format(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void one(buffer *out, const char *name, const char *type, const char *help, unsigned long long value) {
    head(out, name, type, help);
    buffer_format(out, "%s %llu\n", name, value);
}

static void requests(metrics *all, const char *const *names, size_t count, buffer *out) {
    head(out, "reel_http_requests_total", "counter", "Answers by route and class of their code.");
    for (size_t i = 0; i < count; i++) {
        for (size_t class = 2; class < METRIC_CLASSES; class++) {
            unsigned long long value = value_of(&all->routes[i].classes[class]);
            if (value > 0) {
                buffer_format(out, "reel_http_requests_total{route=\"%s\",code=\"%zuxx\"} %llu\n", names[i], class, value);
            }
        }
    }
}

static void latencies(metrics *all, const char *const *names, size_t count, buffer *out) {
    static const char name[] = "reel_http_request_duration_seconds";
    head(out, name, "histogram", "From the whole request read to the answer made, waiting for a worker included.");
    for (size_t i = 0; i < count; i++) {
        metric_route *row = &all->routes[i];
        unsigned long long sum = 0, counts[METRIC_BUCKETS];
        for (size_t b = 0; b < METRIC_BUCKETS; b++) {
            counts[b] = value_of(&row->buckets[b]);
            sum += counts[b];
        }
        unsigned long long so_far = 0;
        for (size_t b = 0; sum > 0 && b < METRIC_BUCKETS - 1; b++) {
            so_far += counts[b];
            buffer_format(out, "%s_bucket{route=\"%s\",le=\"%g\"} %llu\n", name, names[i], bounds[b], so_far);
        }
        if (sum > 0) {
            buffer_format(out, "%s_bucket{route=\"%s\",le=\"+Inf\"} %llu\n", name, names[i], sum);
            buffer_format(out, "%s_sum{route=\"%s\"} %.6f\n", name, names[i], (double)value_of(&row->microseconds) / 1e6);
            buffer_format(out, "%s_count{route=\"%s\"} %llu\n", name, names[i], sum);
        }
    }
}

void metrics_render(metrics *all, const char *const *names, size_t count, buffer *out) {
    unsigned long long now = (unsigned long long)time(NULL);
    head(out, "reel_build_info", "gauge", "Version of the library.");
    buffer_format(out, "reel_build_info{version=\"%s\"} 1\n", reel_version());
    requests(all, names, count, out);
    latencies(all, names, count, out);
    one(out, "reel_http_connections", "gauge", "Connections open now.", value_of(&all->connections));
    one(out, "reel_http_connections_total", "counter", "Connections accepted.", value_of(&all->accepted));
    one(out, "reel_http_cut_off_total", "counter", "Connections of clients that were too slow.", value_of(&all->cut_off));
    one(out, "reel_http_in_flight", "gauge", "Requests being answered.", value_of(&all->in_flight));
    one(out, "reel_http_refused_total", "counter", "Requests told to come back.", value_of(&all->refused));
    one(out, "reel_http_not_modified_total", "counter", "Answers the client still had.", value_of(&all->not_modified));
    one(out, "reel_index_reloads_total", "counter", "Newer states of the index taken up, by all workers.",
        value_of(&all->reloads));
    one(out, "reel_index_reload_failures_total", "counter", "Newer states that could not be opened.",
        value_of(&all->reload_failures));
    unsigned long long changed = value_of(&all->changed_at);
    one(out, "reel_index_age_seconds", "gauge", "Since the index was last seen to change.", now > changed ? now - changed : 0);
    one(out, "reel_start_time_seconds", "gauge", "Second since the epoch the server started.", value_of(&all->started_at));
}
