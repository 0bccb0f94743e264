/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page_results: an answer: how the query was read, and what was found. See page.h.
 */
#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "server/page.h"

enum { CAST = 4, COUNTRIES = 3, WHYS = 4 };

typedef struct results {
    page *page;
    const search_asked *search;
    const reel_hits *hits;
    const char *query; /* the one that was answered: corrected, or as typed; without the filters */
    size_t query_length;
    bool corrected;
    bool unfinished; /* it is being typed */
} results;

static void text(const results *given, const char *words) {
    buffer_text(given->page->out, words);
}

static void html(const results *given, const char *words) {
    buffer_html(given->page->out, words);
}

/* --- how the query was read --- */

/* What stands behind q in a query was never typed: filters are chips of their own. */
static size_t without_filters(const search_asked *search, const char *query) {
    size_t length = strlen(query), behind = search->text.length - search->typed;
    bool same = behind <= length && behind > 0 && memcmp(query + length - behind, search->text.at + search->typed, behind) == 0;
    return same ? length - behind : length;
}

static void chip_end(const results *given, const char *what) {
    text(given, "<span class=\"hidden\">: ");
    text(given, what);
    text(given, "</span><span class=\"x\" aria-hidden=\"true\">\xC3\x97</span></a></li>");
}

/* The reading without which the query is asked again. Of a corrected query, q becomes the corrected one, whose bytes
 * the reading counts in. */
static void reading_chip(const results *given, const reel_reading *reading) {
    char range[48];
    int length = snprintf(range, sizeof range, "%zu-%zu", reading->start, reading->end);
    page_change change = {.name = "plain", .value = range, .value_length = (size_t)length};
    if (given->corrected) {
        change.query = given->query;
        change.query_length = given->query_length;
    }
    text(given, "<li><a class=\"chip\" href=\"");
    page_address(given->page, &change);
    text(given, "\"><span class=\"kind\">");
    html(given, reading->field);
    text(given, "</span> ");
    html(given, reading->value);
    chip_end(given, "read it as plain words");
}

static void plain_chip(const results *given, const parameter *item) {
    unsigned long start = 0, end = 0;
    if (sscanf(item->value, "%6lu-%6lu", &start, &end) != 2 || start >= end || end > given->search->typed) {
        return;
    }
    text(given, "<li><a class=\"chip words\" href=\"");
    page_address(given->page, &(page_change){.without = item});
    text(given, "\"><span class=\"kind\">words</span> ");
    buffer_html_bytes(given->page->out, given->search->text.at + start, end - start);
    chip_end(given, "recognise it again");
}

static void filter_chip(const results *given, const parameter *item) {
    text(given, "<li><a class=\"chip filter\" href=\"");
    page_address(given->page, &(page_change){.without = item});
    text(given, "\"><span class=\"kind\">");
    html(given, item->name);
    text(given, "</span> ");
    buffer_html_bytes(given->page->out, item->value, item->length);
    chip_end(given, "any");
}

static bool is_word(const char *word, const parameter *item) {
    return strcmp(item->name, word) == 0;
}

static void chips(const results *given) {
    const request *asked = given->page->asked;
    text(given, "<ul class=\"chips\" aria-label=\"How the query was read\">");
    size_t start = given->page->out->length;
    for (size_t i = 0; i < reel_hits_reading_count(given->hits); i++) {
        const reel_reading *reading = reel_hits_reading_at(given->hits, i);
        if (reading->start < given->query_length) {
            reading_chip(given, reading);
        }
    }
    for (size_t i = 0; i < asked->parameter_count; i++) {
        const parameter *item = &asked->parameters[i];
        if (is_word("plain", item) && item->length > 0) {
            plain_chip(given, item);
        } else if (search_is_filter(given->page->shared, item)) {
            filter_chip(given, item);
        }
    }
    bool off = given->search->options.no_sense;
    if (off) {
        text(given, "<li><a class=\"chip words\" href=\"");
        page_address(given->page, &(page_change){.drop = "sense"});
        text(given, "\"><span class=\"kind\">all</span> plain words");
        chip_end(given, "recognise names, years and festivals again");
    }
    if (given->page->out->length == start) {
        given->page->out->length -= strlen("<ul class=\"chips\" aria-label=\"How the query was read\">");
    } else {
        text(given, "</ul>");
    }
}

static void query_link(const results *given, const char *query, size_t length, bool exact) {
    page_change change = {.query = query, .query_length = length, .drop = "correction"};
    if (exact) {
        change.name = "correction";
        change.value = "off";
        change.value_length = 3;
    }
    text(given, "<a href=\"");
    page_address(given->page, &change);
    text(given, "\">\xE2\x80\x9C");
    buffer_html_bytes(given->page->out, query, length);
    text(given, "\xE2\x80\x9D</a>");
}

static void corrections(const results *given) {
    for (size_t i = 0; i < reel_hits_correction_count(given->hits); i++) {
        const reel_correction *item = reel_hits_correction_at(given->hits, i);
        if (item->applied) {
            text(given, "<p class=\"note\">Showing films for <strong>");
            buffer_html_bytes(given->page->out, given->query, given->query_length);
            text(given, "</strong>. Search as typed: ");
            query_link(given, given->search->text.at, given->search->typed, true);
            text(given, "</p>");
            return;
        }
        text(given, "<p class=\"note suggestion\">Did you mean ");
        query_link(given, item->query, without_filters(given->search, item->query), false);
        text(given, "?</p>");
    }
}

static void notes(const results *given) {
    for (size_t i = 0; i < reel_hits_relaxed_count(given->hits); i++) {
        const char *sentence = reel_hits_relaxed_at(given->hits, i);
        text(given, "<p class=\"note\">");
        text(given, strncmp(sentence, "left out", 8) == 0 ? "Nothing has all of it; " : "");
        html(given, sentence);
        text(given, ".</p>");
    }
    for (size_t i = 0; i < reel_hits_note_count(given->hits); i++) {
        text(given, "<p class=\"note\">");
        html(given, reel_hits_note_at(given->hits, i));
        text(given, "</p>");
    }
}

/* --- the films --- */

static void names(const results *given, const reel_hit *hit, const char *field, size_t most, const char *before) {
    size_t count = reel_hit_value_count(hit, field);
    for (size_t i = 0; i < count && i < most; i++) {
        text(given, i == 0 ? before : ", ");
        html(given, reel_hit_value_at(hit, field, i));
    }
}

static void by_line(const results *given, const reel_hit *hit) {
    static const char dot[] = "<span class=\"dot\" aria-hidden=\"true\"> \xC2\xB7 </span>";
    text(given, "<p class=\"by\">");
    size_t start = given->page->out->length;
    names(given, hit, "director", 3, "");
    static const struct {
        const char *field;
        size_t most;
        const char *before, *after;
    } parts[] = {{"cast", CAST, "with ", ""}, {"country", COUNTRIES, "", ""}, {"runtime", 1, "", " min"}, {"coloration", 1, "", ""}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        if (reel_hit_value_count(hit, parts[i].field) > 0) {
            text(given, given->page->out->length > start ? dot : "");
            names(given, hit, parts[i].field, parts[i].most, parts[i].before);
            text(given, parts[i].after);
        }
    }
    text(given, "</p>");
}

static void marked(const results *given, const reel_snippet *snippet) {
    size_t at = 0;
    for (size_t i = 0; i < snippet->highlight_count; i++) {
        const reel_range *range = &snippet->highlights[i];
        buffer_html_bytes(given->page->out, snippet->text + at, range->start - at);
        text(given, "<mark>");
        buffer_html_bytes(given->page->out, snippet->text + range->start, range->end - range->start);
        text(given, "</mark>");
        at = range->end;
    }
    html(given, snippet->text + at);
}

static void snippets(const results *given, const reel_hit *hit) {
    for (size_t i = 0; i < reel_hit_snippet_count(hit); i++) {
        const reel_snippet *snippet = reel_hit_snippet_at(hit, i);
        text(given, "<div class=\"snippet\"><p>");
        marked(given, snippet);
        text(given, "</p><p class=\"from\">");
        html(given, snippet->field);
        text(given, ", ");
        page_source(given->page, snippet->source);
        text(given, "</p></div>");
    }
}

static void whys(const results *given, const reel_hit *hit) {
    size_t count = reel_hit_why_count(hit);
    text(given, count > 0 ? "<ul class=\"why\" aria-label=\"Why it was found\">" : "");
    for (size_t i = 0; i < count && i < WHYS; i++) {
        const char *why = reel_hit_why_at(hit, i), *colon = strstr(why, ": ");
        text(given, "<li>");
        if (colon != NULL) {
            text(given, "<span class=\"kind\">");
            buffer_html_bytes(given->page->out, why, (size_t)(colon - why));
            text(given, "</span> ");
        }
        html(given, colon == NULL ? why : colon + 2);
        text(given, "</li>");
    }
    text(given, count > 0 ? "</ul>" : "");
}

static void film(const results *given, const reel_hit *hit) {
    text(given, "<li><article class=\"hit\"><h2><a href=\"");
    page_film_address(given->page, reel_hit_id(hit));
    text(given, "\">");
    html(given, *reel_hit_title(hit) == '\0' ? reel_hit_id(hit) : reel_hit_title(hit));
    text(given, "</a>");
    if (reel_hit_year(hit) != 0) {
        buffer_format(given->page->out, " <span class=\"year\">%d</span>", reel_hit_year(hit));
    }
    text(given, "</h2>");
    by_line(given, hit);
    whys(given, hit);
    snippets(given, hit);
    text(given, "</article></li>");
}

/* --- the page --- */

static void count_line(const results *given) {
    text(given, "<div class=\"count\"><h1 id=\"count\">");
    text(given, reel_hits_total_is_exact(given->hits) ? "" : "About ");
    uint64_t total = reel_hits_total(given->hits);
    if (total == 0) {
        text(given, "No films");
    } else {
        page_count(given->page, total, "film", "films");
    }
    buffer_format(given->page->out, "</h1> <span class=\"took\">%.1f ms</span>", reel_hits_took_ms(given->hits));
    static const char *const orders[][2] = {{"", "relevance"}, {"-year", "newest"}, {"year", "oldest"}, {"title", "title"}};
    const char *sort = request_text(given->page->asked, "sort", "");
    text(given, total > 1 ? "<ul class=\"sort\" aria-label=\"Sort by\">" : "");
    for (size_t i = 0; total > 1 && i < sizeof orders / sizeof orders[0]; i++) {
        text(given, "<li><a href=\"");
        if (i == 0) {
            page_address(given->page, &(page_change){.drop = "sort"});
        } else {
            page_address_with(given->page, "sort", orders[i][0]);
        }
        text(given, strcmp(sort, orders[i][0]) == 0 ? "\" aria-current=\"true\">" : "\">");
        text(given, orders[i][1]);
        text(given, "</a></li>");
    }
    text(given, total > 1 ? "</ul>" : "");
    text(given, total > 1 ? "<a class=\"jump\" href=\"#narrow\">Narrow down</a></div>" : "</div>");
}

static void pager_link(const results *given, uint32_t offset, const char *rel, const char *words) {
    char number[16];
    (void)snprintf(number, sizeof number, "%u", offset);
    buffer_format(given->page->out, "<a rel=\"%s\" href=\"", rel);
    if (offset == 0) {
        page_address(given->page, &(page_change){.drop = "offset"});
    } else {
        page_address_with(given->page, "offset", number);
    }
    text(given, "\">");
    text(given, words);
    text(given, "</a>");
}

static void pager(const results *given) {
    uint32_t offset = given->search->options.offset;
    bool more = offset + reel_hits_count(given->hits) < reel_hits_total(given->hits) && reel_hits_count(given->hits) == PAGE_HITS;
    if (offset == 0 && !more) {
        return;
    }
    text(given, "<nav class=\"pager\" aria-label=\"Pages\">");
    if (offset > 0) {
        pager_link(given, offset > PAGE_HITS ? offset - PAGE_HITS : 0, "prev", "\xE2\x86\x90 Previous");
    }
    if (more) {
        pager_link(given, offset + PAGE_HITS, "next", "Next \xE2\x86\x92");
    }
    text(given, "</nav>");
}

/* A link to the same words without filters, readings taken away, and the rest. */
static void words_link(const results *given, const char *more, const char *label) {
    text(given, "<a href=\"?q=");
    buffer_url_bytes(given->page->out, given->search->text.at, given->search->typed);
    text(given, more);
    text(given, "\">");
    text(given, label);
    text(given, "</a>");
}

static bool has_filter(const results *given) {
    return given->search->text.length > given->search->typed;
}

/* What to do next, where nothing was found. */
static void nothing(const results *given) {
    const search_asked *search = given->search;
    bool words = search->typed > 0;
    text(given, "<div class=\"message\"><p>No film here has ");
    text(given, words ? "all of this. Some things to try:</p><ul>" : "this. Some things to try:</p><ul>");
    if (has_filter(given) && words) {
        text(given, "<li>");
        words_link(given, "", "Search without the filters");
        text(given, "</li>");
    }
    if (reel_hits_reading_count(given->hits) > 0 && !search->options.no_sense) {
        text(given, "<li>");
        words_link(given, "&amp;sense=off", "Take everything as plain words");
        text(given, "</li>");
    }
    if (search->options.no_correction && !given->unfinished) {
        text(given, "<li>");
        words_link(given, "", "Let the spelling be corrected");
        text(given, "</li>");
    }
    text(given, "<li>Fewer words, or other ones: a name, a place, a thing you remember seeing</li>"
                "<li>The start of a word and a star: <a href=\"?q=kuros*\">kuros*</a></li>"
                "<li><a href=\"?\">Examples of what can be asked</a></li></ul></div>");
}

static void show(const results *given) {
    text(given, "<div class=\"reading\">");
    chips(given);
    corrections(given);
    if (!given->unfinished) { /* they would speak of a star that nobody typed */
        notes(given);
    }
    text(given, "</div>");
    bool any = reel_hits_count(given->hits) > 0;
    text(given, "<div class=\"columns\"><section class=\"found\" aria-labelledby=\"count\">");
    count_line(given);
    if (any) {
        buffer_format(given->page->out, "<ol class=\"hits\" start=\"%u\">", given->search->options.offset + 1);
        for (size_t i = 0; i < reel_hits_count(given->hits); i++) {
            film(given, reel_hits_at(given->hits, i));
        }
        text(given, "</ol>");
    } else {
        nothing(given);
    }
    pager(given);
    text(given, "</section>");
    if (any) {
        page_narrow(given->page, given->hits);
    }
    text(given, "</div>");
}

/* --- a query that is still being typed */

enum { BEGINNING = 3 /* bytes from which the beginning of a word says something */ };

static bool is_word_byte(char byte) {
    return (unsigned char)byte >= 0x80 || isalnum((unsigned char)byte);
}

/* Whether the text ends within a word that is not quoted. */
static bool ends_in_word(const char *typed, size_t length) {
    size_t word = 0, quotes = 0;
    while (word < length && is_word_byte(typed[length - 1 - word])) {
        word++;
    }
    for (size_t i = 0; i < length; i++) {
        quotes += typed[i] == '"';
    }
    return word >= BEGINNING && quotes % 2 == 0;
}

static bool is_recognised_to_the_end(const reel_hits *hits, size_t length) {
    for (size_t i = 0; i < reel_hits_reading_count(hits); i++) {
        if (reel_hits_reading_at(hits, i)->end == length) {
            return true;
        }
    }
    return false;
}

/* What is searched for while it is typed: the last word is no mistake yet, but the beginning of one, unless the whole
 * is recognised already. */
static reel_status answer_unfinished(worker *given, search_asked *search, reel_hits **out_hits, reel_error *error) {
    const char *text = search->text.at;
    search->options.no_correction = true;
    reel_status status = reel_search_bytes(given->searcher, text, search->text.length, &search->options, out_hits, error);
    if (status != REEL_OK || !ends_in_word(text, search->typed) || is_recognised_to_the_end(*out_hits, search->typed)) {
        return status;
    }
    reel_hits_free(*out_hits);
    *out_hits = NULL;
    buffer longer = BUFFER_INIT;
    buffer_add(&longer, text, search->typed);
    buffer_text(&longer, "*");
    buffer_add(&longer, text + search->typed, search->text.length - search->typed);
    status = longer.failed ? request_fail(error, REEL_NOMEM, "memory ran out")
                           : reel_search_bytes(given->searcher, longer.at, longer.length, &search->options, out_hits, error);
    buffer_done(&longer);
    return status;
}

reel_status page_results(worker *given, page *out, reel_error *error) {
    search_asked search = {.options = REEL_SEARCH_OPTIONS_INIT};
    search.options.snippet_count = PAGE_SNIPPETS;
    search.options.snippet_bytes = PAGE_SNIPPET_BYTES;
    search.options.facet_limit = PAGE_FACET_VALUES;
    reel_hits *hits = NULL;
    reel_status status = search_asked_read(given->service, out->asked, &search, error);
    search.options.limit = PAGE_HITS;
    search.options.facets = page_facets;
    search.options.facet_count = page_facet_count;
    bool unfinished = *request_text(out->asked, "unfinished", "") != '\0' && search.typed > 0;
    if (status == REEL_OK) {
        status = unfinished ? answer_unfinished(given, &search, &hits, error)
                            : reel_search_bytes(given->searcher, search.text.at, search.text.length, &search.options, &hits, error);
    }
    if (status == REEL_OK) {
        results shown = {out, &search, hits, search.text.at, search.typed, false, unfinished};
        const reel_correction *first = reel_hits_correction_at(hits, 0);
        if (first != NULL && first->applied) {
            shown.query = first->query;
            shown.query_length = without_filters(&search, first->query);
            shown.corrected = true;
        }
        buffer_add(&out->title, search.text.at, search.typed);
        show(&shown);
    }
    reel_hits_free(hits);
    search_asked_done(&search);
    return status;
}
