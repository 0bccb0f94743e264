/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * http: see http.h. An exchange is one request and its answer: it begins with the request line, goes to the pool when
 * headers and body are read (the connection is suspended), and comes back when a worker resumes it.
 */
#include "server/http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "server/connection.h"
#include "server/pool.h"
#include "server/response.h"

struct http {
    service *shared;
    struct MHD_Daemon *daemon;
    pool *pool;
    connection_list connections;
    pthread_mutex_t lock;
    pthread_cond_t idle;
    unsigned working; /* exchanges with the pool */
    bool refusing;    /* nothing goes to the pool any more */
    atomic_bool stopping;
};

typedef enum phase { PHASE_NEW, PHASE_BODY, PHASE_WORK, PHASE_READY } phase;

typedef struct exchange {
    job job;
    http *server;
    struct MHD_Connection *link;
    connection *connection;
    char *target;
    phase phase;
    bool counted;
} exchange;

/* When a client that has nothing to wait for must have sent its next request. */
static double request_deadline(const http *server) {
    return service_now_ms() + 1e3 * server->shared->settings->timeout_seconds;
}

/* --- answers --- */

static enum MHD_Result send_answer(exchange *done) {
    http *server = done->server;
    response_frame frame = {server->shared->settings->origin, done->job.asked.origin, atomic_load(&server->stopping)};
    struct MHD_Response *response = response_new(&done->job.made, &frame);
    if (response == NULL) {
        return MHD_NO;
    }
    connection_expect(done->connection, service_now_ms() + 1e3 * SERVE_ANSWER_SECONDS);
    return response_send(done->link, done->job.made.code, response);
}

/* An answer made here, without a worker. */
static enum MHD_Result refuse(exchange *done, unsigned code, const char *detail) {
    answer_http_problem(&done->job.made, code, detail);
    metrics_count(&done->server->shared->metrics, (unsigned)route_count() - 1, code, 0);
    return send_answer(done);
}

/* --- requests --- */

typedef struct header_sum {
    size_t bytes;
    unsigned hosts, lengths; /* headers that tell the host, and the length of a body */
} header_sum;

static enum MHD_Result add_up(void *user, enum MHD_ValueKind kind, const char *name, const char *value) {
    (void)kind;
    header_sum *sum = user;
    sum->bytes += strlen(name) + (value == NULL ? 0 : strlen(value)) + 4;
    sum->hosts += strcasecmp(name, MHD_HTTP_HEADER_HOST) == 0;
    sum->lengths += strcasecmp(name, MHD_HTTP_HEADER_CONTENT_LENGTH) == 0 || strcasecmp(name, MHD_HTTP_HEADER_TRANSFER_ENCODING) == 0;
    return MHD_YES;
}

static const char *header_of(const exchange *given, const char *name) {
    const char *value = MHD_lookup_connection_value(given->link, MHD_HEADER_KIND, name);
    return value == NULL ? "" : value;
}

/* "gzip" in a list of codings, unless its quality is nought. */
static bool takes_gzip(const char *list) {
    for (const char *at = strstr(list, "gzip"); at != NULL; at = strstr(at + 4, "gzip")) {
        const char *rest = at + 4 + strspn(at + 4, " \t");
        bool starts = at == list || strchr(", \t", at[-1]) != NULL;
        if (starts && (*rest == '\0' || *rest == ',')) {
            return true;
        }
        const char *quality = *rest == ';' ? strstr(rest, "q=") : NULL;
        if (starts && quality != NULL) {
            return strtod(quality + 2, NULL) > 0;
        }
    }
    return false;
}

static void read_headers(exchange *given) {
    request *asked = &given->job.asked;
    asked->accepts_gzip = takes_gzip(header_of(given, "Accept-Encoding"));
    (void)snprintf(asked->if_none_match, sizeof asked->if_none_match, "%s", header_of(given, "If-None-Match"));
    (void)snprintf(asked->origin, sizeof asked->origin, "%s", header_of(given, "Origin"));
}

static enum MHD_Result preflight(exchange *given) {
    const char *origin = given->server->shared->settings->origin;
    if (origin == NULL) {
        given->job.made.allow = "GET, HEAD";
        return refuse(given, 405, "only GET and HEAD are answered");
    }
    given->job.made.code = 204;
    given->job.made.allow = "GET, HEAD, OPTIONS";
    return send_answer(given);
}

/* What HTTP forbids and the library lets pass, or NULL. Proxies may read such a request as another one than we do. */
static const char *breach_of(const exchange *given, const char *version, const header_sum *sum) {
    if (strchr(given->target, ' ') != NULL) {
        return "there is a space in the address";
    }
    if (sum->hosts > 1 || (sum->hosts == 0 && strcmp(version, MHD_HTTP_VERSION_1_1) == 0)) {
        return "a request of HTTP/1.1 has one Host";
    }
    return sum->lengths > 1 ? "the length of the body is told twice" : NULL;
}

/* Everything that can be refused before a body is read. */
static enum MHD_Result begin(exchange *given, const char *method, const char *version) {
    header_sum sum = {0};
    (void)MHD_get_connection_values(given->link, MHD_HEADER_KIND, add_up, &sum);
    atomic_fetch_add(&given->server->shared->metrics.in_flight, 1);
    given->counted = true;
    given->phase = PHASE_BODY;
    if (sum.bytes > SERVE_HEADER_BYTES) {
        return refuse(given, 431, "the header lines are longer than this server reads");
    }
    const char *breach = breach_of(given, version, &sum);
    if (breach != NULL) {
        return refuse(given, 400, breach);
    }
    reel_error error;
    reel_status status = request_parse(&given->job.asked, given->target, strlen(given->target), &error);
    if (status == REEL_LIMIT) {
        return refuse(given, 414, error.message);
    }
    if (status != REEL_OK) {
        answer_problem(&given->job.made, &error);
        metrics_count(&given->server->shared->metrics, (unsigned)route_count() - 1, given->job.made.code, 0);
        return send_answer(given);
    }
    read_headers(given);
    if (strcasecmp(method, MHD_HTTP_METHOD_OPTIONS) == 0) {
        return preflight(given);
    }
    if (strcmp(method, MHD_HTTP_METHOD_GET) != 0 && strcmp(method, MHD_HTTP_METHOD_HEAD) != 0) {
        given->job.made.allow = "GET, HEAD";
        return refuse(given, 405, "only GET and HEAD are answered");
    }
    bool endless = *header_of(given, "Transfer-Encoding") != '\0';
    if (endless || strtod(header_of(given, "Content-Length"), NULL) > SERVE_BODY_BYTES) {
        return refuse(given, 413, "no address takes a body");
    }
    return MHD_YES;
}

/* The connection sleeps before the job can be done: a worker may be faster than this thread. */
static enum MHD_Result hand_over(exchange *given) {
    http *server = given->server;
    (void)pthread_mutex_lock(&server->lock);
    bool refusing = server->refusing;
    server->working += !refusing;
    (void)pthread_mutex_unlock(&server->lock);
    if (refusing) {
        return refuse(given, 503, "the server is stopping");
    }
    given->phase = PHASE_WORK;
    given->job.read_ms = service_now_ms();
    connection_expect(given->connection, 0);
    MHD_suspend_connection(given->link);
    if (!pool_submit(server->pool, &given->job)) {
        atomic_fetch_add(&server->shared->metrics.refused, 1);
        answer_http_problem(&given->job.made, 503, "too many requests wait already");
        given->job.owner = given;
        given->phase = PHASE_READY;
        (void)pthread_mutex_lock(&server->lock);
        server->working--;
        (void)pthread_mutex_unlock(&server->lock);
        MHD_resume_connection(given->link);
    }
    return MHD_YES;
}

/* On a worker's thread. Once resumed, the exchange may be gone at any time. */
static void finish(job *done) {
    exchange *given = done->owner;
    http *server = given->server;
    given->phase = PHASE_READY;
    MHD_resume_connection(given->link);
    (void)pthread_mutex_lock(&server->lock);
    server->working--;
    (void)pthread_cond_signal(&server->idle);
    (void)pthread_mutex_unlock(&server->lock);
}

/* --- called by libmicrohttpd --- */

static connection *connection_of(struct MHD_Connection *link) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(link, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info == NULL ? NULL : info->socket_context;
}

static void *on_request_line(void *user, const char *target, struct MHD_Connection *link) {
    exchange *fresh = calloc(1, sizeof *fresh);
    char *copy = strdup(target);
    if (fresh == NULL || copy == NULL) {
        free(fresh);
        free(copy);
        return NULL;
    }
    answer_init(&fresh->job.made);
    fresh->server = user;
    fresh->link = link;
    fresh->target = copy;
    fresh->job.owner = fresh;
    fresh->connection = connection_of(link);
    return fresh;
}

static enum MHD_Result on_request(void *user, struct MHD_Connection *link, const char *url, const char *method, const char *version,
                                  const char *body, size_t *body_length, void **context) {
    (void)user;
    (void)link;
    (void)url;
    (void)body;
    exchange *given = *context;
    if (given == NULL) {
        return MHD_NO;
    }
    if (given->phase == PHASE_NEW) {
        return begin(given, method, version);
    }
    if (*body_length > 0) { /* small, begin saw to that, and of no use */
        *body_length = 0;
        return MHD_YES;
    }
    return given->phase == PHASE_READY ? send_answer(given) : hand_over(given);
}

static void on_completed(void *user, struct MHD_Connection *link, void **context, enum MHD_RequestTerminationCode how) {
    (void)link;
    (void)how;
    http *server = user;
    exchange *given = *context;
    if (given == NULL) {
        return;
    }
    connection_expect(given->connection, request_deadline(server));
    if (given->counted) {
        atomic_fetch_sub(&server->shared->metrics.in_flight, 1);
    }
    request_done(&given->job.asked);
    answer_done(&given->job.made);
    free(given->target);
    free(given);
    *context = NULL;
}

static void on_connection(void *user, struct MHD_Connection *link, void **context, enum MHD_ConnectionNotificationCode what) {
    http *server = user;
    if (what == MHD_CONNECTION_NOTIFY_CLOSED) {
        connection_close(&server->connections, *context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(link, MHD_CONNECTION_INFO_CONNECTION_FD);
    *context = info == NULL ? NULL : connection_open(&server->connections, info->connect_fd, request_deadline(server));
}

/* --- life --- */

void http_free(http *given) {
    if (given == NULL) {
        return;
    }
    pool_free(given->pool);
    connections_done(&given->connections);
    (void)pthread_cond_destroy(&given->idle);
    (void)pthread_mutex_destroy(&given->lock);
    free(given);
}

reel_status http_new(service *shared, http **out_http, reel_error *error) {
    *out_http = NULL;
    http *given = calloc(1, sizeof *given);
    if (given == NULL) {
        return request_fail(error, REEL_NOMEM, "memory ran out");
    }
    given->shared = shared;
    atomic_init(&given->stopping, false);
    (void)pthread_mutex_init(&given->lock, NULL);
    (void)pthread_cond_init(&given->idle, NULL);
    connections_init(&given->connections, &shared->metrics);
    reel_status status = pool_new(shared, shared->settings->workers, finish, &given->pool, error);
    if (status != REEL_OK) {
        http_free(given);
        return status;
    }
    *out_http = given;
    return REEL_OK;
}

reel_status http_start(http *given, int socket, reel_error *error) {
    const settings *asked = given->shared->settings;
    if (!response_ready()) {
        return request_fail(error, REEL_INTERNAL, "the HTTP library lacks MHD_queue_response");
    }
    given->daemon = MHD_start_daemon(
        MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL, on_request, given,
        MHD_OPTION_LISTEN_SOCKET, socket, MHD_OPTION_URI_LOG_CALLBACK, on_request_line, given,
        MHD_OPTION_NOTIFY_COMPLETED, on_completed, given, MHD_OPTION_NOTIFY_CONNECTION, on_connection, given,
        MHD_OPTION_CONNECTION_LIMIT, asked->connections, MHD_OPTION_PER_IP_CONNECTION_LIMIT, asked->connections_per_address,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVE_MEMORY_BYTES, MHD_OPTION_CONNECTION_TIMEOUT, asked->timeout_seconds,
        MHD_OPTION_END);
    return given->daemon == NULL ? request_fail(error, REEL_IO, "the HTTP library could not be started") : REEL_OK;
}

void http_sweep(http *given) {
    connections_sweep(&given->connections, service_now_ms());
}

/* Order matters: no new connections; whoever is being answered is waited for; then nothing goes to the pool any
 * more, and only when it is done may the library close connections, since it must find none asleep. */
void http_stop(http *given) {
    atomic_store(&given->stopping, true);
    int socket = MHD_quiesce_daemon(given->daemon);
    if (socket >= 0) {
        (void)close(socket);
    }
    double deadline = service_now_ms() + 1e3 * SERVE_GRACE_SECONDS;
    while (atomic_load(&given->shared->metrics.in_flight) > 0 && service_now_ms() < deadline) {
        (void)nanosleep(&(struct timespec){.tv_nsec = 10000000}, NULL);
        http_sweep(given);
    }
    (void)pthread_mutex_lock(&given->lock);
    given->refusing = true;
    while (given->working > 0) {
        (void)pthread_cond_wait(&given->idle, &given->lock);
    }
    (void)pthread_mutex_unlock(&given->lock);
    MHD_stop_daemon(given->daemon);
    http_free(given);
}
