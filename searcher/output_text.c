/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output_text: an answer for people. Everything shown has lost its control characters when it was
 * loaded; the only escapes written are those of this file.
 */
#include "searcher/output.h"

#include <string.h>

#include "common/utf8.h"

typedef struct palette {
    const char *title, *mark, *faint, *end;
} palette;

static const palette plain = {"", "", "", ""};
static const palette colored = {"\x1b[1m", "\x1b[1;33m", "\x1b[2m", "\x1b[0m"};

void rl_text_values(const reel_hit *hit, rl_field field, size_t limit, rl_output *output) {
    const rl_hit_values *values = rl_hit_values_of(hit, field);
    for (size_t i = 0; i < values->count && i < limit; i++) {
        rl_output_text(output, i == 0 ? "" : ", ");
        rl_output_text(output, values->items[i]);
    }
}

static void heading(const reel_hits *hits, const palette *colors, rl_output *output) {
    for (size_t i = 0; i < hits->reading_count; i++) {
        const reel_reading *reading = &hits->readings[i];
        rl_output_format(output, "%s%s", colors->faint, i == 0 ? "read as: " : "; ");
        rl_output_text(output, reading->text);
        rl_output_format(output, " = %s ", reading->field);
        rl_output_text(output, reading->value);
        rl_output_text(output, colors->end);
    }
    rl_output_text(output, hits->reading_count > 0 ? "\n" : "");
    for (size_t i = 0; i < hits->corrections.count; i++) {
        const reel_correction *item = &hits->corrections.items[i];
        if (i > 0 && strcmp(item->query, hits->corrections.items[i - 1].query) == 0) {
            continue; /* one line for the query, however many of its words */
        }
        rl_output_text(output, item->applied ? "searched instead: " : "did you mean: ");
        rl_output_text(output, item->query);
        rl_output_text(output, "\n");
    }
    for (size_t i = 0; i < hits->relaxed.count; i++) {
        rl_output_text(output, hits->relaxed.items[i]);
        rl_output_text(output, "\n");
    }
    for (size_t i = 0; i < hits->parsed.notes.count; i++) {
        rl_output_text(output, "note: ");
        rl_output_text(output, hits->parsed.notes.items[i]);
        rl_output_text(output, "\n");
    }
}

/* text with its marks, wrapped to width at blanks, each line indented. */
static void passage(const reel_snippet *snippet, uint32_t width, const palette *colors, rl_output *output) {
    rl_str text = rl_str_of(snippet->text);
    size_t mark = 0, column = 0, room = width > 12 ? width - 4 : SIZE_MAX;
    rl_output_text(output, "    ");
    for (size_t at = 0; at < text.length;) {
        while (mark < snippet->highlight_count && snippet->highlights[mark].end <= at) {
            mark++;
        }
        size_t word = at; /* up to the next blank */
        while (word < text.length && text.at[word] != ' ') {
            word++;
        }
        if (column > 0 && column + (word - at) > room) {
            rl_output_text(output, "\n    ");
            column = 0;
        }
        while (at < word) {
            bool in = mark < snippet->highlight_count && at >= snippet->highlights[mark].start;
            size_t edge = mark >= snippet->highlight_count ? word : in ? snippet->highlights[mark].end : snippet->highlights[mark].start;
            size_t end = edge < word ? edge : word;
            rl_output_text(output, in ? colors->mark : "");
            rl_output_str(output, rl_str_slice(text, at, end));
            rl_output_text(output, in ? colors->end : "");
            column += rl_utf8_length(rl_str_slice(text, at, end));
            at = end;
            while (mark < snippet->highlight_count && snippet->highlights[mark].end <= at) {
                mark++;
            }
        }
        if (at < text.length) {
            rl_output_text(output, " ");
            column++;
            at++;
        }
    }
    rl_output_format(output, "\n    %s%s, ", colors->faint, snippet->field);
    rl_output_text(output, snippet->source);
    rl_output_format(output, "%s\n", colors->end);
}

static void film(const reel_hit *hit, uint32_t width, const palette *colors, rl_output *output) {
    rl_output_format(output, "%3u. %s", hit->rank, colors->title);
    rl_output_text(output, hit->title[0] == '\0' ? reel_hit_id(hit) : hit->title);
    rl_output_text(output, colors->end);
    if (hit->year != 0) {
        rl_output_format(output, " (%d)", hit->year);
    }
    if (rl_hit_values_of(hit, RL_FIELD_DIRECTOR)->count > 0) {
        rl_output_text(output, ", ");
        rl_text_values(hit, RL_FIELD_DIRECTOR, 3, output);
    }
    rl_output_format(output, "  %s", colors->faint);
    rl_output_text(output, reel_hit_id(hit));
    rl_output_format(output, "%s\n", colors->end);
    for (size_t i = 0; i < hit->why_count; i++) {
        rl_output_text(output, i == 0 ? "    " : "; ");
        rl_output_text(output, hit->why[i]);
    }
    rl_output_text(output, hit->why_count > 0 ? "\n" : "");
    for (size_t i = 0; i < hit->snippet_count; i++) {
        passage(&hit->snippets[i], width, colors, output);
    }
}

static void facets(const reel_hits *hits, rl_output *output) {
    for (size_t i = 0; i < hits->facet_count; i++) {
        const reel_facet *facet = &hits->facets[i];
        rl_output_format(output, "%s:\n", facet->field);
        for (size_t v = 0; v < facet->value_count; v++) {
            rl_output_format(output, "%8llu  ", (unsigned long long)facet->values[v].count);
            rl_output_text(output, facet->values[v].value);
            rl_output_text(output, "\n");
        }
    }
}

reel_status rl_output_people(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    (void)error;
    const palette *colors = options->color ? &colored : &plain;
    heading(hits, colors, output);
    for (size_t i = 0; i < hits->count && !output->stopped; i++) {
        film(&hits->items[i], options->width, colors, output);
    }
    facets(hits, output);
    if (hits->total == 0) {
        rl_output_text(output, "nothing found\n");
    } else {
        rl_output_format(output, "%s%llu film%s%s in %s ms%s\n", colors->faint, (unsigned long long)hits->total,
                         hits->total == 1 ? "" : "s", hits->total_is_exact ? "" : " or so", RL_DECIMAL(hits->took_ms, 1), colors->end);
    }
    return REEL_OK;
}
