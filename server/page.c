/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page: the frame of every page, and addresses. See page.h.
 */
#include "server/page.h"

#include <stdio.h>
#include <string.h>

#include "server/assets.h"

/* --- addresses --- */

/* Parameters an address keeps; of others nothing is known. */
static bool is_kept(const page *given, const parameter *item) {
    static const char *const names[] = {"q", "sort", "sense", "correction", "plain"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(item->name, names[i]) == 0) {
            return item->length > 0;
        }
    }
    return search_is_filter(given->shared, item);
}

static void add_pair(page *given, const char *name, const char *value, size_t length, bool first) {
    buffer_text(given->out, first ? "?" : "&amp;");
    buffer_url(given->out, name);
    buffer_text(given->out, "=");
    buffer_url_bytes(given->out, value, length);
}

static bool is_left_out(const page_change *change, const parameter *item) {
    return item == change->without || (change->drop != NULL && strcmp(item->name, change->drop) == 0) ||
           (change->query != NULL && (strcmp(item->name, "q") == 0 || strcmp(item->name, "plain") == 0));
}

void page_address(page *given, const page_change *change) {
    bool first = true;
    if (change->query != NULL) {
        add_pair(given, "q", change->query, change->query_length, first);
        first = false;
    }
    for (size_t i = 0; i < given->asked->parameter_count; i++) {
        const parameter *item = &given->asked->parameters[i];
        if (is_kept(given, item) && !is_left_out(change, item)) {
            add_pair(given, item->name, item->value, item->length, first);
            first = false;
        }
    }
    if (change->name != NULL) {
        add_pair(given, change->name, change->value, change->value_length, first);
        first = false;
    }
    buffer_text(given->out, first ? "?" : "");
}

void page_address_with(page *given, const char *name, const char *value) {
    page_address(given, &(page_change){.drop = name, .name = name, .value = value, .value_length = strlen(value)});
}

void page_film_address(page *given, const char *id) {
    page_address(given, &(page_change){.name = "film", .value = id, .value_length = strlen(id)});
}

/* --- pieces --- */

void page_count(page *given, uint64_t count, const char *one, const char *many) {
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%llu", (unsigned long long)count);
    for (int i = 0; i < length; i++) {
        buffer_text(given->out, i > 0 && (length - i) % 3 == 0 ? "," : "");
        buffer_add(given->out, digits + i, 1);
    }
    buffer_text(given->out, " ");
    buffer_text(given->out, count == 1 ? one : many);
}

/* "films.jsonl:26168": a line of a file, whose address has no line. */
static size_t path_length(const char *source) {
    const char *colon = strrchr(source, ':');
    bool line = colon != NULL && colon[1] != '\0' && strspn(colon + 1, "0123456789") == strlen(colon + 1);
    return line ? (size_t)(colon - source) : strlen(source);
}

void page_source(page *given, const char *source) {
    const char *url = given->shared->settings->source_url;
    if (url != NULL) {
        buffer_text(given->out, "<a rel=\"external\" href=\"");
        buffer_html(given->out, url);
        buffer_text(given->out, url[0] != '\0' && url[strlen(url) - 1] == '/' ? "" : "/");
        const char *at = source;
        for (size_t left = path_length(source); left > 0;) { /* slashes stay */
            size_t length = strcspn(at, "/");
            length = length < left ? length : left;
            for (size_t i = 0; i < length; i++) {
                if (at[i] == ' ') {
                    buffer_text(given->out, "%20");
                } else {
                    buffer_url_bytes(given->out, at + i, 1);
                }
            }
            at += length;
            left -= length;
            if (left > 0) {
                buffer_text(given->out, "/");
                at++;
                left--;
            }
        }
        buffer_text(given->out, "\">");
    }
    buffer_html(given->out, source);
    buffer_text(given->out, url != NULL ? "</a>" : "");
}

/* --- the frame --- */

typedef struct slot {
    const char *name;
    void (*fill)(page *given, const buffer *main);
} slot;

static void fill_title(page *given, const buffer *main) {
    (void)main;
    if (given->title.length > 0) {
        buffer_html_bytes(given->out, given->title.at, given->title.length);
        buffer_text(given->out, " \xE2\x80\x93 ");
    }
    buffer_text(given->out, "reel");
}

static void fill_class(page *given, const buffer *main) {
    (void)main;
    buffer_text(given->out, given->class);
}

static void fill_query(page *given, const buffer *main) {
    (void)main;
    const parameter *typed = request_find(given->asked, "q");
    if (typed != NULL) {
        buffer_html_bytes(given->out, typed->value, typed->length);
    }
}

/* The box has the focus, but where a film is read. */
static void fill_focus(page *given, const buffer *main) {
    (void)main;
    buffer_text(given->out, request_find(given->asked, "film") == NULL ? " autofocus" : "");
}

/* A new query keeps the order, and what was switched off. */
static void fill_hidden(page *given, const buffer *main) {
    (void)main;
    static const char *const names[] = {"sort", "sense"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const char *value = request_text(given->asked, names[i], "");
        if (*value != '\0') {
            buffer_format(given->out, "<input type=\"hidden\" name=\"%s\" value=\"", names[i]);
            buffer_html(given->out, value);
            buffer_text(given->out, "\">");
        }
    }
}

static void fill_css(page *given, const buffer *main) {
    (void)main;
    buffer_text(given->out, given->shared->css_tag);
}

static void fill_js(page *given, const buffer *main) {
    (void)main;
    buffer_text(given->out, given->shared->js_tag);
}

static void fill_main(page *given, const buffer *main) {
    buffer_add(given->out, main->at, main->length);
}

static void fill_version(page *given, const buffer *main) {
    (void)main;
    buffer_html(given->out, reel_version());
}

static const slot slots[] = {{"title", fill_title}, {"class", fill_class},   {"query", fill_query}, {"focus", fill_focus}, {"hidden", fill_hidden},
                             {"css", fill_css},     {"js", fill_js},         {"main", fill_main},   {"version", fill_version}};

static const slot *find_slot(const char *name, size_t length) {
    for (size_t i = 0; i < sizeof slots / sizeof slots[0]; i++) {
        if (strlen(slots[i].name) == length && memcmp(slots[i].name, name, length) == 0) {
            return &slots[i];
        }
    }
    return NULL;
}

/* The template with each {{name}} filled in. What is filled in is not read again. */
static void frame(page *given, const buffer *main) {
    const char *at = asset_html.bytes, *end = at + asset_html.length;
    while (at < end) {
        const char *open = memchr(at, '{', (size_t)(end - at));
        if (open == NULL || open + 1 == end) {
            break;
        }
        const char *close = open[1] == '{' ? memchr(open, '}', (size_t)(end - open)) : NULL;
        const slot *found = close == NULL ? NULL : find_slot(open + 2, (size_t)(close - open - 2));
        const char *next = found == NULL ? open + 1 : close + 2;
        buffer_add(given->out, at, (size_t)((found == NULL ? next : open) - at));
        if (found != NULL) {
            found->fill(given, main);
        }
        at = next;
    }
    buffer_add(given->out, at, (size_t)(end - at));
}

/* --- the handler --- */

static void show_problem(page *given, const reel_error *error) {
    buffer_clear(given->out);
    buffer_clear(&given->title);
    buffer_text(&given->title, "Problem");
    given->class = "plain";
    buffer_text(given->out, "<div class=\"message\"><h1>That did not work</h1><p>");
    buffer_html(given->out, error->message);
    buffer_text(given->out, "</p><p><a href=\"?\">Start again</a></p></div>");
}

static bool is_search(const page *given) {
    for (size_t i = 0; i < given->asked->parameter_count; i++) {
        const parameter *item = &given->asked->parameters[i];
        if ((strcmp(item->name, "q") == 0 && item->length > 0) || search_is_filter(given->shared, item)) {
            return true;
        }
    }
    return false;
}

reel_status handle_page(worker *given, const request *asked, answer *out, reel_error *error) {
    buffer main = BUFFER_INIT;
    page shown = {.shared = given->service, .asked = asked, .out = &main, .title = BUFFER_INIT, .class = "results"};
    shown.has_query = is_search(&shown);
    const char *film = request_text(asked, "film", "");
    reel_status status = *film != '\0'    ? page_film(given, &shown, film, error)
                         : shown.has_query ? page_results(given, &shown, error)
                                           : page_home(given, &shown, error);
    if (status != REEL_OK && status != REEL_STALE) {
        error->status = status;
        show_problem(&shown, error);
        out->code = (unsigned)reel_status_http_code(status);
        out->cache = ANSWER_FRESH;
        out->etag[0] = '\0';
        status = REEL_OK;
    }
    out->type = ANSWER_HTML;
    shown.out = &out->body;
    if (status == REEL_OK) {
        frame(&shown, &main);
    }
    out->body.failed = out->body.failed || main.failed || shown.title.failed;
    buffer_done(&main);
    buffer_done(&shown.title);
    return status;
}
