/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * http: connections and requests, with libmicrohttpd (known here, in response.c and in refusal.c). One thread reads and writes all sockets; whole requests go to the
 * pool, and their connections sleep until the answer is made.
 */
#ifndef REEL_SERVER_HTTP_H
#define REEL_SERVER_HTTP_H

#include "server/service.h"

typedef struct http http;

/* Opens the index for each worker: what keeps it from being read is known before anybody can connect. */
reel_status http_new(service *shared, http **out_http, reel_error *error);
/* For one that does not serve. */
void http_free(http *given);
/* Serves on a listening socket, which it takes over unless it fails. */
reel_status http_start(http *given, int socket, reel_error *error);
/* Cuts off slow clients; call it a few times a second. */
void http_sweep(http *given);
/* Takes no new connections, lets requests in flight finish, then closes and frees. */
void http_stop(http *given);

#endif
