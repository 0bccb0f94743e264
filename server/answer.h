/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * answer: what goes back to a client, before it becomes HTTP: code, type, body, how long it may be kept.
 */
#ifndef REEL_SERVER_ANSWER_H
#define REEL_SERVER_ANSWER_H

#include <reel.h>

#include "server/buffer.h"

typedef struct answer {
    unsigned code;
    const char *type;  /* static storage */
    const char *cache; /* Cache-Control; static storage */
    const char *allow; /* of a 405; static storage, or NULL */
    bool gzip;         /* the body is compressed */
    bool retry;        /* come back in a second */
    reel_status status;
    char etag[96];     /* with its quotes; "" for none */
    buffer body;
} answer;

#define ANSWER_JSON "application/json; charset=utf-8"
#define ANSWER_HTML "text/html; charset=utf-8"
#define ANSWER_KEEP "no-cache"  /* keep it, ask before using it: the tag decides */
#define ANSWER_FRESH "no-store"

void answer_init(answer *out);
void answer_done(answer *out);
/* An RFC 9457 problem document for a status; the body so far is dropped. */
void answer_problem(answer *out, const reel_error *error);
/* The same for what only HTTP knows of. */
void answer_http_problem(answer *out, unsigned code, const char *detail);
/* "Not Found" for 404. */
const char *answer_phrase(unsigned code);
/* Whether a list of entity tags as in If-None-Match has this one. */
bool answer_tag_matches(const char *list, const char *etag);
/* Compresses the body where that makes it smaller. */
void answer_compress(answer *out);

#endif
