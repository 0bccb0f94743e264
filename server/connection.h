/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * connection: the open connections and how long each may still take. A client that sends a byte now and then is
 * never idle, so a deadline for the whole request, and for the whole answer, cuts it off.
 */
#ifndef REEL_SERVER_CONNECTION_H
#define REEL_SERVER_CONNECTION_H

#include <pthread.h>

#include "server/metrics.h"

typedef struct connection {
    struct connection_list *list;
    int socket;
    double deadline_ms; /* 0: nothing is expected of the client now */
    struct connection *next, *previous;
} connection;

typedef struct connection_list {
    pthread_mutex_t lock;
    connection *head;
    metrics *metrics;
} connection_list;

void connections_init(connection_list *list, metrics *counts);
void connections_done(connection_list *list);
/* NULL when memory ran out. */
connection *connection_open(connection_list *list, int socket, double deadline_ms);
void connection_close(connection_list *list, connection *given);
/* The client has until then; 0: it is not waited for. A connection that could not be noted is NULL. */
void connection_expect(connection *given, double deadline_ms);
/* Cuts off everyone whose time is up. */
void connections_sweep(connection_list *list, double now_ms);

#endif
