/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * route: from a request to its handler: finds the route, checks parameters, compares tags, turns failures into
 * problem documents.
 */
#include <stdio.h>
#include <string.h>

#include "server/handlers.h"

enum { FIELDS = 1, TAGGED = 2, LAX = 4 };

typedef struct route_row {
    const char *path;
    handler *handle;
    const char *parameters;
    unsigned flags;
} route_row;

static const route_row routes[] = {
#define ROUTE(ID, path, handler_name, parameters, flags, summary) {path, handler_name, parameters, flags},
#include "server/routes.def"
#undef ROUTE
};

enum { ROUTE_COUNT = sizeof routes / sizeof routes[0] };

_Static_assert(ROUTE_COUNT + 1 <= METRIC_ROUTES, "metrics.h has too few routes");

static const char *const names[ROUTE_COUNT + 1] = {
#define ROUTE(ID, path, handler_name, parameters, flags, summary) path,
#include "server/routes.def"
#undef ROUTE
    "other"};

size_t route_count(void) {
    return ROUTE_COUNT + 1;
}

const char *const *route_names(void) {
    return names;
}

static bool is_prefix(const route_row *row) {
    return row->path[1] != '\0' && row->path[strlen(row->path) - 1] == '/';
}

static unsigned find_route(const request *asked) {
    for (unsigned i = 0; i < ROUTE_COUNT; i++) {
        size_t length = strlen(routes[i].path);
        bool longer = is_prefix(&routes[i]) && asked->path_length > length;
        if ((longer || asked->path_length == length) && memcmp(asked->path, routes[i].path, length) == 0 &&
            (longer || !is_prefix(&routes[i]))) {
            return i;
        }
    }
    return ROUTE_COUNT;
}

static reel_status check_parameters(const route_row *row, const service *shared, const request *asked, reel_error *error) {
    for (size_t i = 0; i < asked->parameter_count && (row->flags & LAX) == 0; i++) {
        const char *name = asked->parameters[i].name;
        char padded[SERVICE_NAME_BYTES + 2];
        int length = snprintf(padded, sizeof padded, " %s ", name);
        bool known = length > 2 && (size_t)length < sizeof padded && strchr(name, ' ') == NULL &&
                     strstr(row->parameters, padded) != NULL;
        known = known || ((row->flags & FIELDS) != 0 && service_field_find(shared, name) != NULL);
        if (!known) {
            return request_fail(error, REEL_INVALID, "%s has no parameter '%.64s'", row->path, name);
        }
    }
    return REEL_OK;
}

/* Weak: an answer tells how long it took, and may be compressed, without being another one. */
static void tag(const worker *given, answer *out) {
    (void)snprintf(out->etag, sizeof out->etag, "W/\"%.60s-%s\"", reel_generation(given->searcher), given->service->stamp);
    out->cache = ANSWER_KEEP;
}

static void run(const route_row *row, worker *given, const request *asked, answer *out) {
    reel_error error = {.status = REEL_OK};
    reel_status status = check_parameters(row, given->service, asked, &error);
    if (status == REEL_OK) {
        status = row->handle(given, asked, out, &error);
    }
    if (status == REEL_STALE) { /* the state that was read is gone: once more on the newest */
        worker_refresh(given, true);
        buffer_clear(&out->body);
        status = row->handle(given, asked, out, &error);
    }
    if (status == REEL_OK && out->body.failed) {
        status = request_fail(&error, REEL_NOMEM, "memory ran out");
    }
    if (status != REEL_OK) {
        error.status = status;
        answer_problem(out, &error);
    }
}

void route_answer(worker *given, const request *asked, answer *out, unsigned *out_route) {
    *out_route = find_route(asked);
    worker_refresh(given, false);
    if (*out_route == ROUTE_COUNT) {
        answer_http_problem(out, 404, "there is nothing at this address; /openapi.json lists what there is");
        return;
    }
    const route_row *row = &routes[*out_route];
    if ((row->flags & TAGGED) != 0) {
        tag(given, out);
        if (answer_tag_matches(asked->if_none_match, out->etag)) {
            out->code = 304;
            atomic_fetch_add_explicit(&given->service->metrics.not_modified, 1, memory_order_relaxed);
            return;
        }
    }
    run(row, given, asked, out);
    if (out->code == 200 && (row->flags & TAGGED) != 0 && strcmp(out->cache, ANSWER_KEEP) == 0) {
        tag(given, out); /* a search may have moved on to a newer state */
    }
    if (asked->accepts_gzip) {
        answer_compress(out);
    }
}
