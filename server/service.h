/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * service: what all requests share (settings, the field table, metrics) and what each worker has of its own
 * (a searcher). Knows nothing of sockets: a request goes in, an answer comes out.
 */
#ifndef REEL_SERVER_SERVICE_H
#define REEL_SERVER_SERVICE_H

#include <reel.h>

#include "server/answer.h"
#include "server/metrics.h"
#include "server/request.h"

typedef struct settings {
    const char *index;
    const char *listen;
    const char *origin;     /* allowed by CORS; NULL for none */
    const char *source_url; /* where the documents behind the films are published; NULL for nowhere */
    const char *format;               /* of what is said at the start: "text" or "json" */
    unsigned workers;
    unsigned connections;
    unsigned connections_per_address; /* 0 for no limit */
    unsigned timeout_seconds;         /* to send a whole request */
} settings;

enum { SERVICE_FIELDS = 64, SERVICE_NAME_BYTES = 32 };

typedef struct service_field {
    char name[SERVICE_NAME_BYTES];
    bool facet, sort;
    bool number; /* years, numbers and sums: values are compared */
} service_field;

typedef struct service {
    const settings *settings;
    service_field fields[SERVICE_FIELDS];
    size_t field_count;
    char stamp[20];     /* of everything but the index that decides how a page looks */
    char css_tag[20], js_tag[20];
    metrics metrics;
} service;

typedef struct worker {
    service *service;
    reel_searcher *searcher;
    double refreshed_ms;
    char counted[96]; /* the generation that has so many films */
    uint64_t films;
} worker;

reel_status service_init(service *out, const settings *given, reel_error *error);
const service_field *service_field_find(const service *given, const char *name);
reel_status worker_init(worker *out, service *shared, reel_error *error);
void worker_done(worker *given);
/* Takes up a newer state of the index; at most every SERVE_REFRESH_MS unless forced. */
void worker_refresh(worker *given, bool force);
/* Films of the index, counted once for each state of it; 0 where that failed. */
uint64_t worker_film_count(worker *given);
/* Milliseconds of a clock that only goes forward. */
double service_now_ms(void);

/* route.c: answers a request; *out_route says which route it was, for the metrics. */
void route_answer(worker *given, const request *asked, answer *out, unsigned *out_route);
size_t route_count(void);
/* Path of a route; the last one, "other", is no route. */
const char *const *route_names(void);

#endif
