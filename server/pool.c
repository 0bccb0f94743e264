/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pool: see pool.h. One queue for all workers: a slow search holds up nobody but its client.
 */
#include "server/pool.h"

#include <pthread.h>
#include <stdlib.h>

typedef struct seat {
    pthread_t thread;
    worker worker;
    pool *pool;
} seat;

struct pool {
    pthread_mutex_t lock;
    pthread_cond_t wake;
    job *head, **tail;
    size_t waiting;
    bool ending;
    pool_finish *finish;
    seat *seats;
    unsigned open_count, thread_count;
};

/* NULL once the pool ends and nothing waits. */
static job *take(pool *given) {
    (void)pthread_mutex_lock(&given->lock);
    while (given->head == NULL && !given->ending) {
        (void)pthread_cond_wait(&given->wake, &given->lock);
    }
    job *work = given->head;
    if (work != NULL) {
        given->head = work->next;
        given->tail = given->head == NULL ? &given->head : given->tail;
        given->waiting--;
    }
    (void)pthread_mutex_unlock(&given->lock);
    return work;
}

static void *work_on(void *argument) {
    seat *mine = argument;
    metrics *counts = &mine->worker.service->metrics;
    for (job *work = take(mine->pool); work != NULL; work = take(mine->pool)) {
        route_answer(&mine->worker, &work->asked, &work->made, &work->route);
        metrics_count(counts, work->route, work->made.code, (service_now_ms() - work->read_ms) / 1e3);
        mine->pool->finish(work);
    }
    return NULL;
}

static reel_status start(pool *given, service *shared, unsigned workers, reel_error *error) {
    reel_status status = REEL_OK;
    for (unsigned i = 0; status == REEL_OK && i < workers; i++) {
        given->seats[i].pool = given;
        status = worker_init(&given->seats[i].worker, shared, error);
        given->open_count += status == REEL_OK;
    }
    for (unsigned i = 0; status == REEL_OK && i < workers; i++) {
        if (pthread_create(&given->seats[i].thread, NULL, work_on, &given->seats[i]) != 0) {
            return request_fail(error, REEL_IO, "worker %u of %u could not be started", i + 1, workers);
        }
        given->thread_count++;
    }
    return status;
}

reel_status pool_new(service *shared, unsigned workers, pool_finish *finish, pool **out_pool, reel_error *error) {
    *out_pool = NULL;
    pool *given = calloc(1, sizeof *given);
    seat *seats = calloc(workers, sizeof *seats);
    if (given == NULL || seats == NULL) {
        free(given);
        free(seats);
        return request_fail(error, REEL_NOMEM, "memory ran out");
    }
    given->seats = seats;
    given->tail = &given->head;
    given->finish = finish;
    (void)pthread_mutex_init(&given->lock, NULL);
    (void)pthread_cond_init(&given->wake, NULL);
    reel_status status = start(given, shared, workers, error);
    if (status != REEL_OK) {
        pool_free(given);
        return status;
    }
    *out_pool = given;
    return REEL_OK;
}

bool pool_submit(pool *given, job *work) {
    work->next = NULL;
    (void)pthread_mutex_lock(&given->lock);
    bool room = given->waiting < SERVE_QUEUE;
    if (room) {
        *given->tail = work;
        given->tail = &work->next;
        given->waiting++;
        (void)pthread_cond_signal(&given->wake);
    }
    (void)pthread_mutex_unlock(&given->lock);
    return room;
}

void pool_free(pool *given) {
    if (given == NULL) {
        return;
    }
    (void)pthread_mutex_lock(&given->lock);
    given->ending = true;
    (void)pthread_cond_broadcast(&given->wake);
    (void)pthread_mutex_unlock(&given->lock);
    for (unsigned i = 0; i < given->thread_count; i++) {
        (void)pthread_join(given->seats[i].thread, NULL);
    }
    for (unsigned i = 0; i < given->open_count; i++) {
        worker_done(&given->seats[i].worker);
    }
    (void)pthread_cond_destroy(&given->wake);
    (void)pthread_mutex_destroy(&given->lock);
    free(given->seats);
    free(given);
}
