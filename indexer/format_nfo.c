/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_nfo: film library sidecars, the XML that Kodi and Jellyfin keep beside a film: <movie>,
 * <tvshow>, <episodedetails>. What each element tells is in nfo_elements.c. Damaged XML is read as far
 * as it goes. Nothing is fetched, no entity of the document is expanded.
 */
#include <libxml/parser.h>
#include <stdio.h>

#include "common/limits.h"
#include "indexer/format.h"
#include "indexer/nfo_clean.h"
#include "indexer/nfo_elements.h"
#include "indexer/xml_setup.h"

int rl_format_nfo_detect(const rl_document *document);
reel_status rl_format_nfo_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum { ROOT_WITHIN_BYTES = 4096 }; /* comments and declarations before the root */

/* The name of the first element, behind declarations and comments. */
static rl_str first_element(rl_str text) {
    text = rl_str_trim(rl_str_slice(text, 0, ROOT_WITHIN_BYTES));
    while (text.length > 1 && text.at[0] == '<' && (text.at[1] == '?' || text.at[1] == '!')) {
        rl_str close = rl_str_starts(text, RL_STR("<!--")) ? RL_STR("-->") : RL_STR(">");
        size_t end = rl_str_find(text, close);
        if (end == SIZE_MAX) {
            return RL_STR_EMPTY;
        }
        text = rl_str_trim(rl_str_slice(text, end + close.length, text.length));
    }
    if (text.length == 0 || text.at[0] != '<') {
        return RL_STR_EMPTY;
    }
    size_t end = 1;
    while (end < text.length && text.at[end] >= 'a' && text.at[end] <= 'z') {
        end++;
    }
    return rl_str_slice(text, 1, end);
}

int rl_format_nfo_detect(const rl_document *document) {
    return rl_nfo_root_named(first_element(document->raw)) != NULL ? RL_FORMAT_SURE : 0;
}

/* What libxml2 says of the damage, on one line without its line end. */
static reel_status refuse(const rl_document *document, xmlParserCtxt *context, const char *otherwise, reel_error *error) {
    const xmlError *last = context == NULL ? NULL : xmlCtxtGetLastError(context);
    if (last == NULL || last->message == NULL) {
        return rl_fail_at(error, REEL_FORMAT, document->path.at, 1, "%s", otherwise);
    }
    rl_str message = rl_str_trim(rl_str_of(last->message));
    return rl_fail_at(error, REEL_FORMAT, document->path.at, last->line > 0 ? (uint32_t)last->line : 1,
                      "line %d: %s: %.*s", last->line, otherwise, (int)(message.length < 200 ? message.length : 200), message.at);
}

static reel_status extract(const rl_document *document, xmlParserCtxt *context, const xmlNode *node, rl_facts *facts,
                           reel_error *error) {
    const rl_nfo_root *root = node == NULL ? NULL : rl_nfo_root_named(rl_str_of((const char *)node->name));
    if (root == NULL) {
        return refuse(document, context, "not readable as a library sidecar", error);
    }
    if (!rl_nfo_read(root, node, facts)) {
        return rl_fail_nomem(error);
    }
    if (facts->status != REEL_OK) {
        return rl_fail_at(error, facts->status, document->path.at, 1, "sidecar holds too much");
    }
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == RL_FIELD_TITLE) {
            return REEL_OK;
        }
    }
    return refuse(document, context, "no <title>", error);
}

static uint32_t lines_to(rl_str text, size_t end) {
    uint32_t lines = 1;
    for (size_t i = 0; i < end && i < text.length; i++) {
        lines += text.at[i] == '\n';
    }
    return lines;
}

/* A video file of two episodes has a sidecar of two roots. A document is one film: the first is read. */
static void note_further_roots(rl_str text, rl_facts *facts) {
    char open[32], close[32];
    rl_str name = first_element(text);
    (void)snprintf(open, sizeof open, "<%.*s>", RL_STR_ARG(name));
    (void)snprintf(close, sizeof close, "</%.*s>", RL_STR_ARG(name));
    size_t at = rl_str_find(text, rl_str_of(close)), found;
    while (at != SIZE_MAX && (found = rl_str_find(rl_str_slice(text, at, text.length), rl_str_of(open))) != SIZE_MAX) {
        size_t start = at + found, length = rl_str_find(rl_str_slice(text, start, text.length), rl_str_of(close));
        at = length == SIZE_MAX ? SIZE_MAX : start + length;
        rl_facts_block(facts, lines_to(text, start), lines_to(text, length == SIZE_MAX ? text.length : at), RL_BLOCK_OTHER,
                       "another episode or film of the same file");
    }
}

reel_status rl_format_nfo_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    rl_str text = rl_str_trim(document->raw);
    if (text.length > RL_MAX_PAGE_BYTES) {
        return rl_fail_at(error, REEL_LIMIT, document->path.at, 1, "sidecar larger than %d bytes", (int)RL_MAX_PAGE_BYTES);
    }
    rl_buffer cleaned = RL_BUFFER_INIT;
    rl_nfo_clean(text, &cleaned);
    rl_xml_setup();
    xmlParserCtxt *context = cleaned.failed ? NULL : xmlNewParserCtxt();
    if (context == NULL) {
        rl_buffer_done(&cleaned);
        return rl_fail_nomem(error);
    }
    int options = XML_PARSE_NONET | XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_COMPACT;
    /* The bytes are UTF-8 by now, whatever their declaration says. */
    xmlDoc *tree = xmlCtxtReadMemory(context, cleaned.at == NULL ? "" : cleaned.at, (int)cleaned.length, NULL, "UTF-8", options);
    reel_status status = extract(document, context, tree == NULL ? NULL : xmlDocGetRootElement(tree), facts, error);
    if (status == REEL_OK) {
        note_further_roots(text, facts);
    }
    xmlFreeDoc(tree);
    xmlFreeParserCtxt(context);
    rl_buffer_done(&cleaned);
    return status;
}
