/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * refusal: problem documents for what is no HTTP. libmicrohttpd answers requests that it cannot read (a spoilt request
 * line or header, a wrong Content-Length, another version) by itself, with a page in HTML, and has no option that says
 * otherwise. It queues that page with its own public MHD_queue_response. This program defines a function of that name:
 * the dynamic linker finds it first, so the library's refusals come here. The problem document is written to the socket,
 * and MHD_NO has the library close it. (Queued in place of the page it would not do: 0.9.75 sends some heads twice.)
 * Nothing else calls it: what the server answers goes to the library's function, in response_send. Should a library bind
 * the call within itself, its pages go out as they are, and tests/server/test_robust.py says so.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>
#include <string.h>
#include <sys/socket.h>

#include "server/connection.h"
#include "server/response.h"
#include "server/service.h"

typedef enum MHD_Result queue_function(struct MHD_Connection *link, unsigned code, struct MHD_Response *response);

/* The one of the library. */
static queue_function *queue_of_library(void) {
    void *found = dlsym(RTLD_NEXT, "MHD_queue_response");
    queue_function *result;
    memcpy(&result, &found, sizeof result); /* C has no cast from an object to a function */
    return result;
}

bool response_ready(void) {
    return queue_of_library() != NULL;
}

enum MHD_Result response_send(struct MHD_Connection *link, unsigned code, struct MHD_Response *response) {
    enum MHD_Result result = queue_of_library()(link, code, response);
    MHD_destroy_response(response);
    return result;
}

static const char *detail_of(unsigned code) {
    switch (code) {
    case 400: return "what came is not a request of HTTP/1.1: its request line, a header, Host or Content-Length is not as it must be";
    case 413: return "no address takes a body";
    case 414: return "the address is longer than this server reads";
    case 431: return "the header lines are longer than this server reads";
    case 505: return "this server speaks HTTP/1.1 and HTTP/1.0";
    default: return "the request could not be read";
    }
}

/* What the socket does not take at once is lost: it is empty, as everything before was answered. */
static void write_out(struct MHD_Connection *link, const buffer *bytes) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(link, MHD_CONNECTION_INFO_CONNECTION_FD);
    if (info != NULL && !bytes->failed) {
        (void)send(info->connect_fd, bytes->at, bytes->length, MSG_NOSIGNAL | MSG_DONTWAIT);
    }
}

static void count(struct MHD_Connection *link, unsigned code) {
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(link, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    const connection *given = info == NULL ? NULL : info->socket_context;
    if (given != NULL) {
        metrics_count(given->list->metrics, (unsigned)route_count() - 1, code, 0);
    }
}

__attribute__((visibility("default"))) enum MHD_Result MHD_queue_response(struct MHD_Connection *link, unsigned code,
                                                                          struct MHD_Response *page) {
    (void)page;
    answer made;
    buffer bytes = BUFFER_INIT;
    answer_init(&made);
    answer_http_problem(&made, code, detail_of(code));
    response_bytes(&made, &bytes);
    count(link, code);
    write_out(link, &bytes);
    buffer_done(&bytes);
    answer_done(&made);
    return MHD_NO;
}
