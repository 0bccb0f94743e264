/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pool: a fixed number of workers, each a thread with a searcher of its own, and the queue they take jobs from.
 */
#ifndef REEL_SERVER_POOL_H
#define REEL_SERVER_POOL_H

#include "server/service.h"

typedef struct job {
    request asked;
    answer made;
    unsigned route;
    double read_ms; /* when the request was whole */
    struct job *next;
    void *owner;
} job;

/* Told on a worker's thread that the answer is made; the job is the owner's again. */
typedef void pool_finish(job *done);

typedef struct pool pool;

reel_status pool_new(service *shared, unsigned workers, pool_finish *finish, pool **out_pool, reel_error *error);
/* False where too many wait already. */
bool pool_submit(pool *given, job *work);
/* Answers what waits, then ends the threads. */
void pool_free(pool *given);

#endif
