/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page_film: one film with every fact, who says so, and where sources disagree. Reads the library's JSON of a film.
 * See page.h.
 */
#include <jansson.h>
#include <string.h>

#include "server/page.h"

enum {
    SIMILAR = 6,
    FOLDED = 12,   /* values of a field before the rest is folded away */
    PARAGRAPHS = 2 /* texts of a field before that */
};

typedef enum look { LOOK_VALUES, LOOK_TEXTS } look;

typedef struct group {
    const char *title;
    look look;
    const char *fields; /* between blanks, in the order they are shown */
} group;

static const group groups[] = {
    {"Story", LOOK_TEXTS, " tagline plot text "},
    {"Made by", LOOK_VALUES, " director writer cast character producer music cinematography editing production distributor sales "},
    {"Kind", LOOK_VALUES, " kind genre country language coloration keyword set "},
    {"Festivals and awards", LOOK_VALUES, " award festival section release "},
    {"Details", LOOK_VALUES, " year runtime sound aspect medium certificate "},
    {"Ratings and money", LOOK_VALUES, " rating budget gross "},
    {"Written about it", LOOK_TEXTS, " review trivia biography "},
    {"Names and numbers", LOOK_VALUES, " aka title location similar filmography identifier "},
};

/* Fields whose values are good queries by themselves. */
static const char linked[] = " director writer cast producer music cinematography editing production distributor genre country language "
                             "coloration festival keyword set year ";

typedef struct film {
    page *page;
    json_t *facts;
    json_t *sources;
    const char *id;
    bool cite; /* show where each fact stands: not all stand in one place */
} film;

static void text(const film *given, const char *words) {
    buffer_text(given->page->out, words);
}

static void html(const film *given, const char *words) {
    buffer_html(given->page->out, words == NULL ? "" : words);
}

static const char *string_of(json_t *object, const char *name) {
    const char *found = json_string_value(json_object_get(object, name));
    return found == NULL ? "" : found;
}

static bool is_in(const char *list, const char *name) {
    size_t length = strlen(name);
    for (const char *at = strstr(list, name); at != NULL; at = strstr(at + 1, name)) {
        if (at[-1] == ' ' && at[length] == ' ') {
            return true;
        }
    }
    return false;
}

/* --- who says so --- */

static size_t source_number(const film *given, const char *path) {
    for (size_t i = 0; i < json_array_size(given->sources); i++) {
        if (strcmp(string_of(json_array_get(given->sources, i), "path"), path) == 0) {
            return i + 1;
        }
    }
    return 0;
}

/* Whether the facts stand on more than one line: of a record they do not. */
static bool lines_differ(json_t *facts) {
    const char *field;
    json_t *list;
    json_int_t first = -1;
    json_object_foreach(facts, field, list) {
        for (size_t i = 0; i < json_array_size(list); i++) {
            json_t *said = json_object_get(json_array_get(list, i), "sources");
            json_int_t line = json_integer_value(json_object_get(json_array_get(said, 0), "line"));
            if (first >= 0 && line != first) {
                return true;
            }
            first = line;
        }
    }
    return false;
}

/* Each document once, with the first line that says it. */
static void references(const film *given, json_t *said) {
    if (!given->cite) {
        return;
    }
    size_t count = json_array_size(said);
    text(given, " <span class=\"refs\">");
    for (size_t i = 0; i < count; i++) {
        const char *path = string_of(json_array_get(said, i), "source");
        bool again = false;
        for (size_t j = 0; j < i && !again; j++) {
            again = strcmp(string_of(json_array_get(said, j), "source"), path) == 0;
        }
        size_t number = source_number(given, path);
        if (again || number == 0) {
            continue;
        }
        json_int_t line = json_integer_value(json_object_get(json_array_get(said, i), "line"));
        buffer_format(given->page->out, "<a href=\"#source-%zu\" title=\"", number);
        html(given, path);
        if (line > 0) {
            buffer_format(given->page->out, ", line %lld", (long long)line);
        }
        buffer_format(given->page->out, "\"><span class=\"hidden\">source </span>%zu</a>", number);
    }
    text(given, "</span>");
}

/* --- values --- */

/* The name in "Steve Buscemi as Adolpho Rollo": its form in a document, where the value begins with it. */
static size_t name_length(json_t *fact, const char *value) {
    const char *form = string_of(json_array_get(json_object_get(fact, "sources"), 0), "form");
    size_t length = strlen(form);
    return length > 0 && strncmp(form, value, length) == 0 ? length : strlen(value);
}

static void external(const film *given, const char *value) {
    static const struct {
        const char *scheme, *before, *after;
    } catalogues[] = {{"imdb:", "https://www.imdb.com/title/", "/"},
                      {"tmdb:", "https://www.themoviedb.org/movie/", ""},
                      {"wiki:", "https://en.wikipedia.org/wiki/", ""}};
    for (size_t i = 0; i < sizeof catalogues / sizeof catalogues[0]; i++) {
        size_t length = strlen(catalogues[i].scheme);
        if (strncmp(value, catalogues[i].scheme, length) == 0 && strncmp(value + length, "http", 4) != 0) {
            buffer_format(given->page->out, "<a rel=\"external\" href=\"%s", catalogues[i].before);
            buffer_url(given->page->out, value + length);
            buffer_format(given->page->out, "%s\">", catalogues[i].after);
            html(given, value);
            text(given, "</a>");
            return;
        }
    }
    html(given, value);
}

static void value_of(const film *given, const char *field, json_t *fact) {
    const char *value = string_of(fact, "value");
    if (strcmp(field, "identifier") == 0) {
        external(given, value);
    } else if (is_in(linked, field)) {
        size_t length = is_in(" cast ", field) ? name_length(fact, value) : strlen(value);
        buffer_format(given->page->out, "<a href=\"?%s=", field);
        buffer_url_bytes(given->page->out, value, length);
        text(given, "\">");
        buffer_html_bytes(given->page->out, value, length);
        text(given, "</a>");
        html(given, value + length);
    } else {
        html(given, value);
        text(given, strcmp(field, "runtime") == 0 ? " min" : "");
    }
}

static void list_item(const film *given, const char *field, json_t *fact) {
    bool conflict = json_is_true(json_object_get(fact, "conflict"));
    text(given, conflict ? "<li class=\"conflict\"><span class=\"badge\">disagrees</span> " : "<li>");
    value_of(given, field, fact);
    references(given, json_object_get(fact, "sources"));
    text(given, "</li>");
}

static void values(const film *given, const char *field, json_t *list) {
    size_t count = json_array_size(list), shown = count > FOLDED + 2 ? FOLDED : count;
    text(given, "<div><dt>");
    html(given, field);
    text(given, "</dt><dd><ul class=\"of-");
    html(given, field);
    text(given, "\">");
    for (size_t i = 0; i < shown; i++) {
        list_item(given, field, json_array_get(list, i));
    }
    if (shown < count) {
        buffer_format(given->page->out, "</ul><details><summary>%zu more</summary><ul>", count - shown);
        for (size_t i = shown; i < count; i++) {
            list_item(given, field, json_array_get(list, i));
        }
        text(given, "</ul></details></dd></div>");
    } else {
        text(given, "</ul></dd></div>");
    }
}

static void texts(const film *given, const char *field, json_t *list) {
    size_t count = json_array_size(list), shown = count > PARAGRAPHS + 1 ? PARAGRAPHS : count;
    for (size_t i = 0; i < count; i++) {
        if (i == shown) {
            buffer_format(given->page->out, "<details><summary>%zu more</summary>", count - shown);
        }
        json_t *fact = json_array_get(list, i);
        text(given, strcmp(field, "tagline") == 0 ? "<p class=\"tagline\">" : "<p>");
        html(given, string_of(fact, "value"));
        references(given, json_object_get(fact, "sources"));
        text(given, "</p>");
    }
    text(given, shown < count ? "</details>" : "");
}

/* Calls show for each field of a list that the film has. */
static bool each_field(const film *given, const char *fields, void (*show)(const film *, const char *, json_t *)) {
    bool any = false;
    char name[SERVICE_NAME_BYTES];
    for (const char *at = fields + 1; *at != '\0'; at += strcspn(at, " ") + 1) {
        size_t length = strcspn(at, " ");
        if (length >= sizeof name) {
            continue;
        }
        memcpy(name, at, length);
        name[length] = '\0';
        json_t *list = json_object_get(given->facts, name);
        if (json_array_size(list) > 0) {
            any = true;
            if (show != NULL) {
                show(given, name, list);
            }
        }
    }
    return any;
}

static void show_group(const film *given, const group *shown) {
    if (!each_field(given, shown->fields, NULL)) {
        return;
    }
    buffer_format(given->page->out, "<section class=\"facts\"><h2>%s</h2>", shown->title);
    if (shown->look == LOOK_TEXTS) {
        text(given, "<div class=\"texts\">");
        each_field(given, shown->fields, texts);
        text(given, "</div></section>");
    } else {
        text(given, "<dl>");
        each_field(given, shown->fields, values);
        text(given, "</dl></section>");
    }
}

/* Fields no group names: a new row of the field table shows up here. */
static void show_rest(const film *given) {
    const char *field;
    json_t *list;
    bool open = false;
    json_object_foreach(given->facts, field, list) {
        bool known = false;
        for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
            known = known || is_in(groups[i].fields, field);
        }
        if (!known) {
            text(given, open ? "" : "<section class=\"facts\"><h2>More</h2><dl>");
            open = true;
            values(given, field, list);
        }
    }
    text(given, open ? "</dl></section>" : "");
}

/* --- around the facts --- */

static void head(const film *given, json_t *object) {
    page *out = given->page;
    const char *title = string_of(object, "title");
    title = *title == '\0' ? given->id : title;
    json_int_t year = json_integer_value(json_object_get(object, "year"));
    buffer_text(&out->title, title);
    if (out->has_query) {
        text(given, "<p class=\"back\"><a id=\"back\" href=\"");
        page_address(out, &(page_change){.drop = "film"});
        text(given, "\">\xE2\x86\x90 Back to the films</a></p>");
    }
    text(given, "<header class=\"film\"><h1 tabindex=\"-1\">");
    html(given, title);
    if (year > 0) {
        buffer_format(&out->title, " (%lld)", (long long)year);
        buffer_format(out->out, " <span class=\"year\">%lld</span>", (long long)year);
    }
    text(given, "</h1>");
    json_t *others = json_object_get(given->facts, "aka");
    for (size_t i = 0; i < json_array_size(others) && i < FOLDED; i++) {
        text(given, i == 0 ? "<p class=\"aka\">" : " \xC2\xB7 ");
        html(given, string_of(json_array_get(others, i), "value"));
    }
    text(given, json_array_size(others) > 0 ? "</p>" : "");
}

static void disagreements(const film *given) {
    const char *field;
    json_t *list;
    size_t count = 0;
    json_object_foreach(given->facts, field, list) {
        bool conflict = false;
        for (size_t i = 0; i < json_array_size(list); i++) {
            conflict = conflict || json_is_true(json_object_get(json_array_get(list, i), "conflict"));
        }
        if (conflict) {
            text(given, count++ == 0 ? "<p class=\"note\">The sources disagree on " : ", ");
            html(given, field);
        }
    }
    text(given, count > 0 ? ".</p>" : "");
    text(given, "</header>");
}

static void show_sources(const film *given) {
    text(given, "<section class=\"sources\"><h2>Sources</h2><ol>");
    for (size_t i = 0; i < json_array_size(given->sources); i++) {
        json_t *source = json_array_get(given->sources, i);
        buffer_format(given->page->out, "<li id=\"source-%zu\">", i + 1);
        page_source(given->page, string_of(source, "path"));
        text(given, " <span class=\"format\">");
        html(given, string_of(source, "format"));
        text(given, "</span></li>");
    }
    text(given, given->cite ? "</ol>" : "</ol><p class=\"data\">Every fact here comes from there.</p>");
    text(given, "<p class=\"data\"><a href=\"film/");
    buffer_url(given->page->out, given->id);
    text(given, "\">This film as JSON</a></p></section>");
}

static void show_similar(const film *given, const reel_hits *hits) {
    if (reel_hits_count(hits) == 0) {
        return;
    }
    text(given, "<section class=\"similar\"><h2>Similar films</h2><ul>");
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        const reel_hit *hit = reel_hits_at(hits, i);
        text(given, "<li><a href=\"");
        page_film_address(given->page, reel_hit_id(hit));
        text(given, "\">");
        html(given, reel_hit_title(hit));
        text(given, "</a>");
        if (reel_hit_year(hit) != 0) {
            buffer_format(given->page->out, " <span class=\"year\">%d</span>", reel_hit_year(hit));
        }
        for (size_t w = 0; w < reel_hit_why_count(hit) && w < 3; w++) {
            text(given, w == 0 ? "<p class=\"why\">" : " \xC2\xB7 ");
            html(given, reel_hit_why_at(hit, w));
        }
        text(given, reel_hit_why_count(hit) > 0 ? "</p></li>" : "</li>");
    }
    text(given, "</ul></section>");
}

static void show_film(const film *given, json_t *object, const reel_hits *similar) {
    text(given, "<article class=\"film\">");
    head(given, object);
    disagreements(given);
    text(given, "<div class=\"columns\"><div class=\"found\">");
    for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++) {
        show_group(given, &groups[i]);
    }
    show_rest(given);
    text(given, "</div><div class=\"beside\">");
    show_sources(given);
    if (similar != NULL) {
        show_similar(given, similar);
    }
    text(given, "</div></div></article>");
}

reel_status page_film(worker *given, page *out, const char *id, reel_error *error) {
    buffer bytes = BUFFER_INIT;
    reel_status status = reel_show(given->searcher, id, "json", NULL, buffer_write, &bytes, error);
    json_t *object = status == REEL_OK ? json_loadb(bytes.at, bytes.length, JSON_ALLOW_NUL, NULL) : NULL;
    buffer_done(&bytes);
    if (status != REEL_OK || object == NULL) {
        return status != REEL_OK ? status : request_fail(error, REEL_NOMEM, "memory ran out");
    }
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.limit = SIMILAR;
    options.snippet_count = 0;
    reel_hits *similar = NULL;
    reel_error ignored; /* a film without similar ones is still shown */
    (void)reel_similar(given->searcher, id, &options, &similar, &ignored);
    film shown = {out, json_object_get(object, "facts"), json_object_get(object, "sources"), id, false};
    shown.cite = json_array_size(shown.sources) > 1 || lines_differ(shown.facts);
    show_film(&shown, object, similar);
    out->class = "one";
    reel_hits_free(similar);
    json_decref(object);
    return REEL_OK;
}
