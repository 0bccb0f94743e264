/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * nfo_clean: one pass over the bytes; what is right is copied as it stands.
 */
#include "indexer/nfo_clean.h"

#include <libxml/HTMLparser.h>

#include "common/utf8.h"

enum { MAX_ENTITY_NAME = 32 };

/* Bytes of the reference at text.at[0] ("&eacute;"), name included; 0 when that is a bare "&". */
static size_t reference_length(rl_str text) {
    size_t end = 1;
    while (end < text.length && end < MAX_ENTITY_NAME && strchr("#;<& \t\r\n", text.at[end]) == NULL) {
        end++;
    }
    return end > 1 && end < text.length && text.at[end] == ';' ? end + 1 : 0;
}

static bool is_xml_entity(rl_str name) {
    static const char *const names[] = {"lt", "gt", "amp", "quot", "apos"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (rl_str_is(name, names[i])) {
            return true;
        }
    }
    return false;
}

/* What stands for an "&": entities of HTML, which scrapers leave behind, become their characters;
 * any other name stays text, so that no entity of the document can ever unfold. Returns bytes read. */
static size_t clean_ampersand(rl_str text, rl_buffer *out) {
    if (text.length > 2 && text.at[1] == '#') {
        rl_buffer_add_byte(out, '&');
        return 1;
    }
    size_t length = reference_length(text);
    rl_str name = rl_str_slice(text, 1, length == 0 ? 1 : length - 1);
    char terminated[MAX_ENTITY_NAME + 1] = {0};
    memcpy(terminated, name.length > 0 ? name.at : "", name.length);
    const htmlEntityDesc *entity = name.length > 0 ? htmlEntityLookup((const xmlChar *)terminated) : NULL;
    if (name.length > 0 && is_xml_entity(name)) {
        rl_buffer_add(out, text.at, length);
    } else if (entity != NULL) {
        rl_utf8_add(out, entity->value);
    } else {
        rl_buffer_add_text(out, "&amp;");
        length = 1;
    }
    return length;
}

/* Bytes of a document type declaration with its internal part. */
static size_t doctype_length(rl_str text) {
    bool inside = false;
    for (size_t i = 0; i < text.length; i++) {
        inside = (inside || text.at[i] == '[') && text.at[i] != ']';
        if (text.at[i] == '>' && !inside) {
            return i + 1;
        }
    }
    return text.length;
}

void rl_nfo_clean(rl_str text, rl_buffer *out) {
    size_t at = 0;
    while (at < text.length) {
        rl_str rest = rl_str_slice(text, at, text.length);
        if (rest.at[0] == '&') {
            at += clean_ampersand(rest, out);
        } else if (rest.at[0] == '<' && rl_str_starts(rest, RL_STR("<![CDATA["))) {
            size_t end = rl_str_find(rest, RL_STR("]]>"));
            end = end == SIZE_MAX ? rest.length : end + 3;
            rl_buffer_add(out, rest.at, end);
            at += end;
        } else if (rest.at[0] == '<' && rl_str_starts(rest, RL_STR("<!DOCTYPE"))) {
            at += doctype_length(rest);
        } else {
            size_t run = 1;
            while (run < rest.length && rest.at[run] != '&' && rest.at[run] != '<') {
                run++;
            }
            rl_buffer_add(out, rest.at, run);
            at += run;
        }
    }
}
