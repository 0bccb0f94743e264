/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page_narrow: what an answer can be narrowed down by: a chart of its years, and the values of its facets. See page.h.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/page.h"

enum {
    SHOWN = 6,         /* values of a facet before "more" */
    MOST = 40,         /* behind it */
    SINGLE_YEARS = 24, /* a longer time is drawn by decades */
    CHART_WIDTH = 260,
    CHART_HEIGHT = 72,
    CHART_FOOT = 16,
    BAR_WIDTH = 16 /* at most, where there are few */
};

const char *const page_facets[] = {"year", "genre", "country", "language", "coloration", "festival", "award", "director", "kind"};
const size_t page_facet_count = sizeof page_facets / sizeof page_facets[0];

/* What a facet is called on the page. */
static const char *const titles[][2] = {{"genre", "Genre"},           {"country", "Country"}, {"language", "Language"},
                                        {"coloration", "Coloration"}, {"festival", "Festival"}, {"award", "Award"},
                                        {"director", "Director"},     {"kind", "Kind"}};

/* --- years --- */

typedef struct years {
    int first, last, step;
    size_t bars;
    uint64_t *counts, most;
} years;

static int year_of(const reel_facet_value *value) {
    return (int)strtol(value->value, NULL, 10);
}

static bool measure(const reel_facet *facet, years *out) {
    *out = (years){.first = 9999};
    for (size_t i = 0; i < facet->value_count; i++) {
        int year = year_of(&facet->values[i]);
        if (year >= 1800 && year <= 2200) {
            out->first = year < out->first ? year : out->first;
            out->last = year > out->last ? year : out->last;
        }
    }
    if (out->last <= out->first) {
        return false;
    }
    out->step = out->last - out->first < SINGLE_YEARS ? 1 : 10;
    out->first -= out->first % out->step;
    out->bars = (size_t)((out->last - out->first) / out->step + 1);
    out->counts = calloc(out->bars, sizeof *out->counts);
    for (size_t i = 0; out->counts != NULL && i < facet->value_count; i++) {
        int year = year_of(&facet->values[i]);
        if (year >= out->first && year <= out->last) {
            uint64_t *count = &out->counts[(year - out->first) / out->step];
            *count += facet->values[i].count;
            out->most = *count > out->most ? *count : out->most;
        }
    }
    return out->counts != NULL;
}

static void draw_bar(page *given, const years *all, size_t at) {
    double width = (double)CHART_WIDTH / (double)all->bars, x = width * (double)at;
    double bar = width * 0.8 < BAR_WIDTH ? width * 0.8 : BAR_WIDTH;
    double share = (double)all->counts[at] / (double)all->most;
    double height = all->counts[at] == 0 ? 0 : 2 + share * (CHART_HEIGHT - CHART_FOOT - 2);
    int year = all->first + (int)at * all->step;
    char name[32], value[32];
    (void)snprintf(name, sizeof name, all->step == 1 ? "%d" : "%ds", year);
    if (all->step == 1) {
        (void)snprintf(value, sizeof value, "%d", year);
    } else {
        (void)snprintf(value, sizeof value, "%d..%d", year, year + all->step - 1);
    }
    if (all->counts[at] == 0) {
        return;
    }
    buffer_text(given->out, "<a href=\"");
    page_address_with(given, "year", value);
    buffer_format(given->out, "\" aria-label=\"%s: ", name);
    page_count(given, all->counts[at], "film", "films");
    buffer_format(given->out, "\"><title>%s: ", name);
    page_count(given, all->counts[at], "film", "films");
    buffer_format(given->out, "</title><rect class=\"reach\" x=\"%.1f\" y=\"0\" width=\"%.1f\" height=\"%d\"/>", x, width, CHART_HEIGHT - CHART_FOOT);
    buffer_format(given->out, "<rect class=\"bar\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" rx=\"1\"/></a>", x + (width - bar) / 2,
                  CHART_HEIGHT - CHART_FOOT - height, bar, height);
}

static void draw_years(page *given, const reel_facet *facet) {
    years all;
    if (!measure(facet, &all)) {
        return;
    }
    buffer_text(given->out, "<section class=\"years\"><h3>Year</h3>");
    buffer_format(given->out, "<svg viewBox=\"0 0 %d %d\" role=\"group\" aria-label=\"Films by %s\">", CHART_WIDTH, CHART_HEIGHT,
                  all.step == 1 ? "year" : "decade");
    buffer_format(given->out, "<path class=\"axis\" d=\"M0 %d.5H%d\"/>", CHART_HEIGHT - CHART_FOOT, CHART_WIDTH);
    for (size_t i = 0; i < all.bars; i++) {
        draw_bar(given, &all, i);
    }
    buffer_format(given->out, "<g aria-hidden=\"true\"><text x=\"0\" y=\"%d\">%d%s</text><text x=\"%d\" y=\"%d\" text-anchor=\"end\">%d%s</text></g></svg></section>",
                  CHART_HEIGHT - 3, all.first, all.step == 1 ? "" : "s", CHART_WIDTH, CHART_HEIGHT - 3,
                  all.first + (int)(all.bars - 1) * all.step, all.step == 1 ? "" : "s");
    free(all.counts);
}

/* --- values --- */

static bool is_chosen(const page *given, const char *field, const char *value) {
    for (size_t i = 0; i < given->asked->parameter_count; i++) {
        const parameter *item = &given->asked->parameters[i];
        if (strcmp(item->name, field) == 0 && strcmp(item->value, value) == 0) {
            return true;
        }
    }
    return false;
}

static void list_value(page *given, const char *field, const reel_facet_value *value) {
    buffer_text(given->out, "<li><a href=\"");
    page_address(given, &(page_change){.name = field, .value = value->value, .value_length = strlen(value->value)});
    buffer_text(given->out, "\"><span>");
    buffer_html(given->out, value->value);
    buffer_text(given->out, "</span> <small>");
    page_count(given, value->count, "<span class=\"hidden\">film</span>", "<span class=\"hidden\">films</span>");
    buffer_text(given->out, "</small></a></li>");
}

/* What every film of the answer has narrows nothing down. */
static void list_facet(page *given, const reel_facet *facet, const char *title, uint64_t all) {
    size_t listed = 0;
    bool folded = false;
    for (size_t i = 0; i < facet->value_count && listed < MOST; i++) {
        if (facet->values[i].count >= all || is_chosen(given, facet->field, facet->values[i].value)) {
            continue;
        }
        if (listed == 0) {
            buffer_format(given->out, "<section><h3>%s</h3><ul>", title);
        } else if (listed == SHOWN) {
            folded = true;
            buffer_format(given->out, "</ul><details><summary>More<span class=\"hidden\">: %s</span></summary><ul>", title);
        }
        list_value(given, facet->field, &facet->values[i]);
        listed++;
    }
    if (listed > 0) {
        buffer_text(given->out, folded ? "</ul></details></section>" : "</ul></section>");
    }
}

void page_narrow(page *given, const reel_hits *hits) {
    size_t start = given->out->length;
    buffer_text(given->out, "<aside id=\"narrow\" aria-labelledby=\"narrow-title\"><h2 id=\"narrow-title\">Narrow down</h2>");
    size_t empty = given->out->length;
    uint64_t all = reel_hits_total_is_exact(hits) ? reel_hits_total(hits) : UINT64_MAX;
    for (size_t i = 0; i < reel_hits_facet_count(hits); i++) {
        const reel_facet *facet = reel_hits_facet_at(hits, i);
        if (strcmp(facet->field, "year") == 0) {
            draw_years(given, facet);
        }
        for (size_t t = 0; t < sizeof titles / sizeof titles[0]; t++) {
            if (strcmp(facet->field, titles[t][0]) == 0) {
                list_facet(given, facet, titles[t][1], all);
            }
        }
    }
    if (given->out->length == empty) {
        given->out->length = start;
    } else {
        buffer_text(given->out, "</aside>");
    }
}
