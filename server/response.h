/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * response: an answer as libmicrohttpd sends it, with the headers that every answer has.
 */
#ifndef REEL_SERVER_RESPONSE_H
#define REEL_SERVER_RESPONSE_H

#include <microhttpd.h>

#include "server/answer.h"

typedef struct response_frame {
    const char *origin; /* the web origin whose pages may read answers, "*" for any, or NULL */
    const char *asked;  /* the Origin of the request, or "" */
    bool last;          /* the connection is closed behind it */
} response_frame;

/* Takes the body over. NULL when memory ran out. */
struct MHD_Response *response_new(answer *made, const response_frame *frame);
/* The same as the bytes of a whole HTTP response, behind which the connection is closed. */
void response_bytes(const answer *made, buffer *out);
/* Queues and frees a response. */
enum MHD_Result response_send(struct MHD_Connection *link, unsigned code, struct MHD_Response *response);
/* Whether response_send can work: the library has the function that it calls. */
bool response_ready(void);

#endif
