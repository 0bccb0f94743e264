/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * handlers: one function a route (routes.def), and how the parameters of a search are read. A handler fills the
 * answer, or returns the status that *error tells of.
 */
#ifndef REEL_SERVER_HANDLERS_H
#define REEL_SERVER_HANDLERS_H

#include "server/service.h"

typedef reel_status handler(worker *given, const request *asked, answer *out, reel_error *error);

#define ROUTE(ID, path, handler_name, parameters, flags, summary) handler handler_name;
#include "server/routes.def"
#undef ROUTE

/* A search as its parameters say. */
typedef struct search_asked {
    buffer text;        /* q, and behind it the field filters in the query language */
    size_t typed;       /* bytes of q in it */
    reel_search_options options;
    const char *facets[SERVE_FACETS];
    reel_range plain[SERVE_PLAIN];
} search_asked;

/* Reads the parameters; *out->options holds the defaults of the route. search_asked_done also after a failure. */
reel_status search_asked_read(const service *shared, const request *asked, search_asked *out, reel_error *error);
void search_asked_done(search_asked *given);
/* Whether a parameter filters by a field. */
bool search_is_filter(const service *shared, const parameter *given);

#endif
