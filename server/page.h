/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page: the HTML page. page.c frames it and makes addresses, page_results.c shows an answer, page_narrow.c its
 * facets, page_film.c one film. Works without JavaScript; everything from outside passes buffer_html or buffer_url.
 */
#ifndef REEL_SERVER_PAGE_H
#define REEL_SERVER_PAGE_H

#include "server/handlers.h"

enum { PAGE_HITS = 20, PAGE_SNIPPETS = 2, PAGE_SNIPPET_BYTES = 220, PAGE_FACET_VALUES = 200 };

typedef struct page {
    const service *shared;
    const request *asked;
    buffer *out;       /* of the whole page */
    buffer title;      /* plain text */
    bool has_query;    /* something was searched */
    const char *class; /* of body */
} page;

/* How an address differs from the one asked for. Where films are skipped is never kept. */
typedef struct page_change {
    const parameter *without; /* this one is left out */
    const char *drop;         /* and all of this name */
    const char *query;        /* takes the place of q, with query_length bytes; without parts to be plain, whose bytes moved */
    size_t query_length;
    const char *name;         /* added */
    const char *value;
    size_t value_length;
} page_change;

/* The address as the value of an attribute, from its question mark on. */
void page_address(page *given, const page_change *change);
/* The same with one parameter added. */
void page_address_with(page *given, const char *name, const char *value);
/* The address of a film; keeps what was searched for, to go back to. */
void page_film_address(page *given, const char *id);
/* "film" or "films" behind a count with its thousands apart. */
void page_count(page *given, uint64_t count, const char *one, const char *many);
/* A document behind a film: a link where documents are published. */
void page_source(page *given, const char *source);

/* Each writes the inside of main. */
reel_status page_home(worker *given, page *out, reel_error *error);
reel_status page_results(worker *given, page *out, reel_error *error);
reel_status page_film(worker *given, page *out, const char *id, reel_error *error);
/* Facets and the chart of years. */
void page_narrow(page *given, const reel_hits *hits);
extern const char *const page_facets[];
extern const size_t page_facet_count;

#endif
