/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Text of a saved page. libxml2 is driven through SAX callbacks: no tree is built, so memory and
 * depth stay bounded. It is always handed UTF-8, decoded here, since its own decoder reports bad
 * bytes through a process-wide handler that prints.
 */
#include "indexer/html.h"

#include <ctype.h>
#include <iconv.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>

#include "common/limits.h"
#include "indexer/xml_setup.h"
#include "common/utf8.h"

/* What stands between the text so far and the next word; a stronger one replaces a weaker. */
typedef enum gap { GAP_NONE, GAP_BLANK, GAP_CELL, GAP_LINE, GAP_PARAGRAPH } gap;

/* Unclosed tags (<font>, <b>) pile up on real pages, so depth alone is no reason to refuse one. But each end
 * tag may search the whole list of open elements: their product is what must stay small. */
enum { DEPTH_MOST = 16 * RL_MAX_HTML_DEPTH, SEARCHES_MOST = 500000000 };

typedef struct page_text {
    xmlParserCtxtPtr parser;
    rl_buffer *title;
    rl_buffer *body;
    gap pending;
    bool started;    /* some body text was written */
    bool row_fresh;  /* a row began and has no text yet */
    bool row_single; /* the row is still on one line */
    unsigned depth, skipped, in_title, in_pre;
    size_t depth_allowed;
    bool refused;
} page_text;

typedef enum role {
    ROLE_INLINE,
    ROLE_BLOCK,
    ROLE_PARAGRAPH,
    ROLE_TABLE,
    ROLE_ROW,
    ROLE_CELL,
    ROLE_BREAK,
    ROLE_PRE,
    ROLE_TITLE,
    ROLE_SKIPPED
} role;

/* Sorted by name. What is not here is inline. */
static const struct element {
    const char *name;
    role role;
} elements[] = {
    {"address", ROLE_BLOCK},    {"article", ROLE_PARAGRAPH}, {"aside", ROLE_PARAGRAPH},  {"blockquote", ROLE_PARAGRAPH},
    {"br", ROLE_BREAK},         {"canvas", ROLE_SKIPPED},    {"caption", ROLE_BLOCK},    {"center", ROLE_BLOCK},
    {"dd", ROLE_BLOCK},         {"div", ROLE_BLOCK},         {"dl", ROLE_PARAGRAPH},     {"dt", ROLE_BLOCK},
    {"fieldset", ROLE_BLOCK},   {"figcaption", ROLE_BLOCK},  {"figure", ROLE_PARAGRAPH}, {"footer", ROLE_PARAGRAPH},
    {"form", ROLE_BLOCK},       {"h1", ROLE_PARAGRAPH},      {"h2", ROLE_PARAGRAPH},     {"h3", ROLE_PARAGRAPH},
    {"h4", ROLE_BLOCK},         {"h5", ROLE_BLOCK},          {"h6", ROLE_BLOCK},         {"header", ROLE_PARAGRAPH},
    {"hr", ROLE_PARAGRAPH},     {"iframe", ROLE_SKIPPED},    {"legend", ROLE_BLOCK},     {"li", ROLE_BLOCK},
    {"main", ROLE_PARAGRAPH},   {"nav", ROLE_PARAGRAPH},     {"noframes", ROLE_SKIPPED}, {"noscript", ROLE_SKIPPED},
    {"object", ROLE_SKIPPED},   {"ol", ROLE_PARAGRAPH},      {"p", ROLE_PARAGRAPH},      {"pre", ROLE_PRE},
    {"script", ROLE_SKIPPED},   {"section", ROLE_PARAGRAPH}, {"select", ROLE_SKIPPED},   {"style", ROLE_SKIPPED},
    {"svg", ROLE_SKIPPED},      {"table", ROLE_TABLE},       {"tbody", ROLE_TABLE},      {"td", ROLE_CELL},
    {"template", ROLE_SKIPPED}, {"textarea", ROLE_SKIPPED},  {"tfoot", ROLE_TABLE},      {"th", ROLE_CELL},
    {"thead", ROLE_TABLE},      {"title", ROLE_TITLE},       {"tr", ROLE_ROW},           {"ul", ROLE_PARAGRAPH},
};

static int compare_element(const void *name, const void *element) {
    return strcmp(name, ((const struct element *)element)->name);
}

static role role_of(const xmlChar *name) {
    const struct element *found =
        bsearch(name, elements, sizeof elements / sizeof *elements, sizeof *elements, compare_element);
    return found == NULL ? ROLE_INLINE : found->role;
}

static bool is_hidden(const xmlChar **attributes) {
    for (; attributes != NULL && attributes[0] != NULL; attributes += 2) {
        const char *name = (const char *)attributes[0];
        if (strcmp(name, "hidden") == 0)
            return true;
        if (strcmp(name, "style") != 0 || attributes[1] == NULL)
            continue;
        rl_str style = rl_str_of((const char *)attributes[1]);
        if (rl_str_find_nocase(style, RL_STR("display:none")) != SIZE_MAX ||
            rl_str_find_nocase(style, RL_STR("display: none")) != SIZE_MAX)
            return true;
    }
    return false;
}

/* A cell's first block does not break the row: "<td>A</td><td><div>B</div></td>" reads "A B". */
static void want(page_text *text, gap wanted) {
    if (text->pending == GAP_CELL)
        return;
    if (wanted > text->pending)
        text->pending = wanted;
}

/* Tables are also used to lay pages out: only as long as a row has stayed on one line do its cells join. */
static void begin_cell(page_text *text) {
    if (text->row_fresh || !text->row_single) {
        want(text, GAP_LINE);
        return;
    }
    text->pending = GAP_CELL;
}

static void begin_row(page_text *text) {
    if (text->pending < GAP_LINE)
        text->pending = GAP_LINE;
    text->row_fresh = true;
}

static void end_row(page_text *text) {
    if (text->pending < GAP_LINE)
        text->pending = GAP_LINE;
    text->row_fresh = false;
    text->row_single = false;
}

static void break_table(page_text *text) {
    if (text->pending < GAP_PARAGRAPH)
        text->pending = GAP_PARAGRAPH;
    text->row_single = false;
}

static void write_gap(page_text *text) {
    if (!text->started) {
        text->pending = GAP_NONE;
    }
    if (text->row_fresh) {
        text->row_single = true;
        text->row_fresh = false;
    } else if (text->pending >= GAP_LINE) {
        text->row_single = false;
    }
    switch (text->pending) {
    case GAP_NONE:
        break;
    case GAP_BLANK:
        rl_buffer_add_byte(text->body, ' ');
        break;
    case GAP_CELL:
        rl_buffer_add_byte(text->body, '\t');
        break;
    case GAP_LINE:
        rl_buffer_add_byte(text->body, '\n');
        break;
    case GAP_PARAGRAPH:
        rl_buffer_add_text(text->body, "\n\n");
        break;
    }
    text->pending = GAP_NONE;
    text->started = true;
}

static void stop(page_text *text) {
    text->refused = true;
    xmlStopParser(text->parser);
}

static void start_element(void *user, const xmlChar *name, const xmlChar **attributes) {
    page_text *text = user;
    if (++text->depth > text->depth_allowed) {
        stop(text);
        return;
    }
    if (text->skipped > 0) {
        text->skipped++;
        return;
    }
    role kind = role_of(name);
    if (kind == ROLE_SKIPPED || is_hidden(attributes)) {
        text->skipped = 1;
        return;
    }
    switch (kind) {
    case ROLE_BLOCK:
    case ROLE_BREAK:
        want(text, GAP_LINE);
        break;
    case ROLE_PARAGRAPH:
        want(text, GAP_PARAGRAPH);
        break;
    case ROLE_PRE:
        want(text, GAP_PARAGRAPH);
        text->in_pre++;
        break;
    case ROLE_TABLE:
        break_table(text);
        break;
    case ROLE_ROW:
        begin_row(text);
        break;
    case ROLE_CELL:
        begin_cell(text);
        break;
    case ROLE_TITLE:
        text->in_title++;
        break;
    case ROLE_INLINE:
    case ROLE_SKIPPED:
        break;
    }
}

static void end_element(void *user, const xmlChar *name) {
    page_text *text = user;
    if (text->depth > 0)
        text->depth--;
    if (text->skipped > 0) {
        text->skipped--;
        return;
    }
    switch (role_of(name)) {
    case ROLE_BLOCK:
        want(text, GAP_LINE);
        break;
    case ROLE_PARAGRAPH:
        want(text, GAP_PARAGRAPH);
        break;
    case ROLE_PRE:
        want(text, GAP_PARAGRAPH);
        if (text->in_pre > 0)
            text->in_pre--;
        break;
    case ROLE_TABLE:
        break_table(text);
        break;
    case ROLE_ROW:
        end_row(text);
        break;
    case ROLE_TITLE:
        if (text->in_title > 0)
            text->in_title--;
        break;
    case ROLE_CELL:
    case ROLE_BREAK:
    case ROLE_INLINE:
    case ROLE_SKIPPED:
        break;
    }
}

/* Length of the white space at text[at]: ASCII, and U+00A0 that pages use as blanks. */
static size_t blank_at(const unsigned char *text, size_t at, size_t length) {
    if (text[at] <= ' ')
        return 1;
    return text[at] == 0xC2 && at + 1 < length && text[at + 1] == 0xA0 ? 2 : 0;
}

static void add_title(page_text *text, const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < length;) {
        size_t blank = blank_at(bytes, i, length);
        if (blank == 0) {
            rl_buffer_add_byte(text->title, (char)bytes[i++]);
            continue;
        }
        if (text->title->length > 0 && text->title->at[text->title->length - 1] != ' ')
            rl_buffer_add_byte(text->title, ' ');
        i += blank;
    }
}

static void characters(void *user, const xmlChar *bytes, int count) {
    page_text *text = user;
    size_t length = count > 0 ? (size_t)count : 0;
    if (text->skipped > 0)
        return;
    if (text->in_title > 0) {
        add_title(text, bytes, length);
        return;
    }
    for (size_t i = 0; i < length;) {
        size_t blank = blank_at(bytes, i, length);
        if (blank > 0) {
            want(text, text->in_pre > 0 && bytes[i] == '\n' ? GAP_LINE : GAP_BLANK);
            i += blank;
            continue;
        }
        if (text->pending != GAP_NONE || !text->started)
            write_gap(text);
        size_t from = i;
        while (i < length && blank_at(bytes, i, length) == 0)
            i++;
        rl_buffer_add(text->body, bytes + from, i - from);
    }
}

static rl_str head_of(rl_str bytes) {
    return rl_str_slice(bytes, 0, 4096);
}

bool rl_html_looks(rl_str bytes) {
    if (rl_str_starts(bytes, RL_STR("\xEF\xBB\xBF")))
        bytes = rl_str_slice(bytes, 3, bytes.length);
    rl_str head = rl_str_trim(head_of(bytes));
    if (head.length == 0 || head.at[0] != '<')
        return false;
    if (rl_str_starts_nocase(head, RL_STR("<!doctype html")) || rl_str_starts_nocase(head, RL_STR("<html")))
        return true;
    if (!rl_str_starts_nocase(head, RL_STR("<?xml")) && !rl_str_starts_nocase(head, RL_STR("<!--")) &&
        !rl_str_starts_nocase(head, RL_STR("<head")) && !rl_str_starts_nocase(head, RL_STR("<meta")) &&
        !rl_str_starts_nocase(head, RL_STR("<body")) && !rl_str_starts_nocase(head, RL_STR("<title")) &&
        !rl_str_starts_nocase(head, RL_STR("<script")) && !rl_str_starts_nocase(head, RL_STR("<div")) &&
        !rl_str_starts_nocase(head, RL_STR("<table")))
        return false;
    return rl_str_starts_nocase(head, RL_STR("<?xml")) || rl_str_starts_nocase(head, RL_STR("<!--"))
               ? rl_str_find_nocase(head, RL_STR("<html")) != SIZE_MAX
               : true;
}

/* The charset a page declares within its first bytes, as a C string; "" where there is none. */
static void declared_charset(rl_str bytes, char *out_name, size_t size) {
    rl_str head = head_of(bytes);
    size_t at = rl_str_find_nocase(head, RL_STR("charset="));
    size_t length = 0;
    if (at != SIZE_MAX) {
        at += strlen("charset=");
        while (at < head.length && (head.at[at] == '"' || head.at[at] == '\''))
            at++;
        while (at < head.length && length + 1 < size &&
               (isalnum((unsigned char)head.at[at]) || head.at[at] == '-' || head.at[at] == '_'))
            out_name[length++] = head.at[at++];
    }
    out_name[length] = '\0';
}

/* Browsers read Latin-1 as windows-1252, and so do the pages that declare it. */
static bool is_latin(rl_str charset) {
    return charset.length == 0 || rl_str_equal_nocase(charset, RL_STR("iso-8859-1")) ||
           rl_str_equal_nocase(charset, RL_STR("latin1")) || rl_str_equal_nocase(charset, RL_STR("us-ascii"));
}

/* Converts with iconv, an undecodable byte becoming U+FFFD; false when the charset is not known. */
static bool convert(rl_str bytes, const char *charset, rl_buffer *out) {
    iconv_t converter = iconv_open("UTF-8", charset);
    if (converter == (iconv_t)-1)
        return false;
    char *in = (char *)(uintptr_t)bytes.at;
    size_t in_left = bytes.length;
    while (in_left > 0 && !out->failed) {
        char chunk[4096];
        char *to = chunk;
        size_t to_left = sizeof chunk;
        size_t before = in_left;
        size_t result = iconv(converter, &in, &in_left, &to, &to_left);
        rl_buffer_add(out, chunk, (size_t)(to - chunk));
        if (result == (size_t)-1 && to == chunk && in_left == before) {
            rl_utf8_add(out, 0xFFFD);
            in++;
            in_left--;
        }
    }
    iconv_close(converter);
    return true;
}

static void decode(rl_str bytes, rl_buffer *out) {
    if (!rl_utf8_valid(bytes)) {
        char charset[40];
        declared_charset(bytes, charset, sizeof charset);
        rl_str name = rl_str_of(charset);
        const char *from = is_latin(name) ? "WINDOWS-1252" : charset;
        if (!rl_str_equal_nocase(name, RL_STR("utf-8"))) {
            rl_buffer converted = RL_BUFFER_INIT;
            bool known = convert(bytes, from, &converted);
            if (known)
                rl_utf8_repair(rl_buffer_str(&converted), out);
            if (converted.failed)
                out->failed = true;
            rl_buffer_done(&converted);
            if (known)
                return;
        }
    }
    rl_utf8_repair(bytes, out);
}

static size_t allowed_depth(rl_str utf8) {
    size_t ends = 1;
    for (size_t i = 1; i < utf8.length; i++)
        ends += utf8.at[i] == '/' && utf8.at[i - 1] == '<';
    size_t depth = SEARCHES_MOST / ends;
    return depth < RL_MAX_HTML_DEPTH ? RL_MAX_HTML_DEPTH : depth > DEPTH_MOST ? DEPTH_MOST : depth;
}

static reel_status parse(rl_str utf8, page_text *text, reel_error *error) {
    rl_xml_setup();
    htmlParserCtxtPtr parser = htmlNewParserCtxt();
    if (parser == NULL)
        return rl_fail_nomem(error);
    memset(parser->sax, 0, sizeof *parser->sax);
    parser->sax->startElement = start_element;
    parser->sax->endElement = end_element;
    parser->sax->characters = characters;
    parser->sax->ignorableWhitespace = characters;
    parser->userData = text;
    text->parser = parser;
    text->depth_allowed = allowed_depth(utf8);
    htmlDocPtr tree = htmlCtxtReadMemory(parser, utf8.at, (int)utf8.length, NULL, "UTF-8",
                                         HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING |
                                             HTML_PARSE_NONET | HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
    bool starved = parser->errNo == XML_ERR_NO_MEMORY;
    if (tree != NULL)
        xmlFreeDoc(tree);
    htmlFreeParserCtxt(parser);
    return starved ? rl_fail_nomem(error) : REEL_OK;
}

reel_status rl_html_text(rl_str bytes, rl_buffer *out, reel_error *error) {
    if (bytes.length > RL_MAX_PAGE_BYTES)
        return rl_fail(error, REEL_LIMIT, "page of %zu bytes is larger than %d", bytes.length, (int)RL_MAX_PAGE_BYTES);
    rl_buffer utf8 = RL_BUFFER_INIT, title = RL_BUFFER_INIT, body = RL_BUFFER_INIT;
    page_text text = {.title = &title, .body = &body};
    decode(bytes, &utf8);
    reel_status status = utf8.failed ? rl_fail_nomem(error) : REEL_OK;
    if (status == REEL_OK && utf8.length > 0)
        status = parse(rl_buffer_str(&utf8), &text, error);
    if (status == REEL_OK && text.refused)
        status = rl_fail(error, REEL_LIMIT, "elements are nested deeper than %zu", text.depth_allowed);
    if (status == REEL_OK) {
        rl_str heading = rl_str_trim(rl_buffer_str(&title));
        rl_buffer_add_str(out, heading);
        if (heading.length > 0 && body.length > 0)
            rl_buffer_add_text(out, "\n\n");
        rl_buffer_add_str(out, rl_buffer_str(&body));
        if (out->failed || title.failed || body.failed)
            status = rl_fail_nomem(error);
    }
    rl_buffer_done(&utf8);
    rl_buffer_done(&title);
    rl_buffer_done(&body);
    return status;
}
