/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * serve_limits: every maximum a client of the server meets, in one place, with its reason.
 */
#ifndef REEL_SERVER_SERVE_LIMITS_H
#define REEL_SERVER_SERVE_LIMITS_H

enum {
    SERVE_TARGET_BYTES = 16 << 10,    /* path and parameters: a description of a film typed at length has some 2,000 */
    SERVE_PARAMETERS = 64,
    SERVE_HEADER_BYTES = 16 << 10,    /* all header lines */
    SERVE_MEMORY_BYTES = 64 << 10,    /* of a connection: its request line, headers and buffers */
    SERVE_BODY_BYTES = 64 << 10,      /* no route takes a body; a larger one is not even read */
    SERVE_FILTERS = 32,               /* field filters of one search */
    SERVE_PLAIN = 32,                 /* readings taken away of one search */
    SERVE_HITS = 1000,                /* limit of one answer */
    SERVE_SUGGESTIONS = 50,
    SERVE_FACETS = 16,
    SERVE_WORKERS = 64,
    SERVE_QUEUE = 4096,               /* requests that wait for a worker; more are told to come back */
    SERVE_CONNECTIONS = 1024,
    SERVE_CONNECTIONS_PER_ADDRESS = 256,
    SERVE_REQUEST_SECONDS = 15,       /* to send a whole request, counted from the last answer */
    SERVE_ANSWER_SECONDS = 60,        /* to take a whole answer */
    SERVE_GRACE_SECONDS = 20,         /* for requests in flight when asked to stop */
    SERVE_REFRESH_MS = 200,           /* how often a worker looks for a newer state of the index */
    SERVE_GZIP_BYTES = 600            /* smaller bodies gain nothing */
};

#endif
