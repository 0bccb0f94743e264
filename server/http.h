/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * http: connections and requests, with libmicrohttpd (known here, in response.c and in refusal.c). One thread reads and writes all sockets; whole requests go to the
 * pool, and their connections sleep until the answer is made.
 */
#ifndef REEL_SERVER_HTTP_H
#define REEL_SERVER_HTTP_H

#include "server/service.h"

typedef struct http http;

/* Serves on a listening socket, which it takes over. */
reel_status http_start(service *shared, int socket, http **out_http, reel_error *error);
/* Cuts off slow clients; call it a few times a second. */
void http_sweep(http *given);
/* Takes no new connections, lets requests in flight finish, then closes. */
void http_stop(http *given);

#endif
