/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * connection: see connection.h. Sockets are shut down, never closed, here: the HTTP library notices and closes them.
 */
#include "server/connection.h"

#include <stdlib.h>
#include <sys/socket.h>

void connections_init(connection_list *list, metrics *counts) {
    list->head = NULL;
    list->metrics = counts;
    (void)pthread_mutex_init(&list->lock, NULL);
}

void connections_done(connection_list *list) {
    (void)pthread_mutex_destroy(&list->lock);
}

connection *connection_open(connection_list *list, int socket, double deadline_ms) {
    connection *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) {
        return NULL;
    }
    fresh->list = list;
    fresh->socket = socket;
    fresh->deadline_ms = deadline_ms;
    (void)pthread_mutex_lock(&list->lock);
    fresh->next = list->head;
    if (list->head != NULL) {
        list->head->previous = fresh;
    }
    list->head = fresh;
    (void)pthread_mutex_unlock(&list->lock);
    atomic_fetch_add(&list->metrics->connections, 1);
    atomic_fetch_add(&list->metrics->accepted, 1);
    return fresh;
}

void connection_close(connection_list *list, connection *given) {
    if (given == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&list->lock);
    if (given->previous != NULL) {
        given->previous->next = given->next;
    } else {
        list->head = given->next;
    }
    if (given->next != NULL) {
        given->next->previous = given->previous;
    }
    (void)pthread_mutex_unlock(&list->lock);
    atomic_fetch_sub(&list->metrics->connections, 1);
    free(given);
}

void connection_expect(connection *given, double deadline_ms) {
    if (given != NULL) {
        (void)pthread_mutex_lock(&given->list->lock);
        given->deadline_ms = deadline_ms;
        (void)pthread_mutex_unlock(&given->list->lock);
    }
}

void connections_sweep(connection_list *list, double now_ms) {
    (void)pthread_mutex_lock(&list->lock);
    for (connection *at = list->head; at != NULL; at = at->next) {
        if (at->deadline_ms > 0 && now_ms > at->deadline_ms) {
            (void)shutdown(at->socket, SHUT_RDWR);
            at->deadline_ms = 0;
            atomic_fetch_add(&list->metrics->cut_off, 1);
        }
    }
    (void)pthread_mutex_unlock(&list->lock);
}
