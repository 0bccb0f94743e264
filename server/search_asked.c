/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * search_asked: the parameters of a search, read into a query and options. See handlers.h.
 */
#include <stdlib.h>
#include <string.h>

#include "server/handlers.h"

bool search_is_filter(const service *shared, const parameter *given) {
    return given->length > 0 && service_field_find(shared, given->name) != NULL;
}

/* field:"value"; what is compared stands bare, since a range in quotes would be a phrase. */
static void add_filter(const service_field *field, const parameter *given, buffer *text) {
    buffer_format(text, "%s%s:", text->length > 0 ? " " : "", field->name);
    bool bare = field->number && strspn(given->value, "0123456789.<>=s") == given->length;
    buffer_text(text, bare ? "" : "\"");
    for (size_t i = 0; i < given->length; i++) {
        char byte = given->value[i];
        buffer_add(text, byte == '"' || byte == '\0' ? " " : &byte, 1);
    }
    buffer_text(text, bare ? "" : "\"");
}

static reel_status add_filters(const service *shared, const request *asked, search_asked *out, reel_error *error) {
    size_t count = 0;
    for (size_t i = 0; i < asked->parameter_count; i++) {
        const parameter *given = &asked->parameters[i];
        if (search_is_filter(shared, given)) {
            if (++count > SERVE_FILTERS) {
                return request_fail(error, REEL_LIMIT, "there are more than %d field filters", SERVE_FILTERS);
            }
            add_filter(service_field_find(shared, given->name), given, &out->text);
        }
    }
    return REEL_OK;
}

static reel_status add_facet(const service *shared, const parameter *given, search_asked *out, reel_error *error) {
    if (out->options.facet_count == SERVE_FACETS) {
        return request_fail(error, REEL_LIMIT, "at most %d facets are counted at once", SERVE_FACETS);
    }
    const service_field *field = service_field_find(shared, given->value);
    if (field == NULL || !field->facet) {
        return request_fail(error, REEL_INVALID, "facet: '%.64s' is no field whose values are counted; /fields lists them",
                            given->value);
    }
    out->facets[out->options.facet_count++] = field->name;
    out->options.facets = out->facets;
    return REEL_OK;
}

/* "16-29": bytes of q. */
static reel_status add_plain(const parameter *given, search_asked *out, reel_error *error) {
    char *end = NULL;
    unsigned long start = strspn(given->value, "0123456789") > 0 ? strtoul(given->value, &end, 10) : 0;
    bool sound = end != NULL && *end == '-' && strspn(end + 1, "0123456789") > 0;
    unsigned long stop = sound ? strtoul(end + 1, &end, 10) : 0;
    if (!sound || *end != '\0' || start > stop || stop > SERVE_TARGET_BYTES) {
        return request_fail(error, REEL_INVALID, "plain: '%.64s' is not START-END, bytes of q", given->value);
    }
    if (out->options.plain_count == SERVE_PLAIN) {
        return request_fail(error, REEL_LIMIT, "there are more than %d plain parts", SERVE_PLAIN);
    }
    out->plain[out->options.plain_count++] = (reel_range){start, stop};
    out->options.plain = out->plain;
    return REEL_OK;
}

static reel_status read_lists(const service *shared, const request *asked, search_asked *out, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < asked->parameter_count; i++) {
        const parameter *given = &asked->parameters[i];
        if (strcmp(given->name, "facet") == 0 && given->length > 0) {
            status = add_facet(shared, given, out, error);
        } else if (strcmp(given->name, "plain") == 0 && given->length > 0) {
            status = add_plain(given, out, error);
        }
    }
    return status;
}

static reel_status read_numbers(const request *asked, reel_search_options *options, reel_error *error) {
    bool sense = true, correction = true;
    reel_status status = request_number(asked, "limit", options->limit, 0, SERVE_HITS, &options->limit, error);
    if (status == REEL_OK) {
        status = request_number(asked, "offset", 0, 0, 1000000, &options->offset, error);
    }
    if (status == REEL_OK) {
        status = request_number(asked, "facet_limit", options->facet_limit, 1, 1000, &options->facet_limit, error);
    }
    if (status == REEL_OK) {
        status = request_number(asked, "snippets", options->snippet_count, 0, 20, &options->snippet_count, error);
    }
    if (status == REEL_OK) {
        status = request_switch(asked, "sense", true, &sense, error);
    }
    if (status == REEL_OK) {
        status = request_switch(asked, "correction", true, &correction, error);
    }
    options->no_sense = !sense;
    options->no_correction = !correction;
    const char *sort = request_text(asked, "sort", "");
    options->sort = *sort == '\0' ? NULL : sort;
    return status;
}

reel_status search_asked_read(const service *shared, const request *asked, search_asked *out, reel_error *error) {
    const parameter *typed = request_find(asked, "q");
    out->text = (buffer)BUFFER_INIT;
    if (typed != NULL) {
        buffer_add(&out->text, typed->value, typed->length);
    }
    out->typed = out->text.length;
    reel_status status = read_numbers(asked, &out->options, error);
    if (status == REEL_OK) {
        status = read_lists(shared, asked, out, error);
    }
    if (status == REEL_OK) {
        status = add_filters(shared, asked, out, error);
    }
    if (status == REEL_OK && out->text.failed) {
        status = request_fail(error, REEL_NOMEM, "memory ran out");
    }
    return status;
}

void search_asked_done(search_asked *given) {
    buffer_done(&given->text);
}
