/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output_json: an answer as one JSON object, schema version 1 (docs/json.md).
 */
#include "searcher/output.h"

enum { SCHEMA = 1 };

json_t *rl_json_values(const reel_hit *hit) {
    json_t *film = json_object();
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        const rl_hit_values *values = rl_hit_values_of(hit, row->field);
        if (values->count == 0) {
            continue;
        }
        json_t *list = json_array();
        for (size_t v = 0; v < values->count; v++) {
            rl_json_append(&list, rl_json_text(values->items[v]));
        }
        rl_json_set(&film, row->name, list);
    }
    return film;
}

static json_t *strings(size_t count, const char *const *items) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        rl_json_append(&list, rl_json_text(items[i]));
    }
    return list;
}

static json_t *snippets(const reel_hit *hit) {
    json_t *list = json_array();
    for (size_t i = 0; i < hit->snippet_count; i++) {
        const reel_snippet *snippet = &hit->snippets[i];
        json_t *marks = json_array();
        for (size_t h = 0; h < snippet->highlight_count; h++) {
            rl_json_append(&marks, json_pack("[I,I]", (json_int_t)snippet->highlights[h].start,
                                                   (json_int_t)snippet->highlights[h].end));
        }
        rl_json_append(&list, json_pack("{s:s,s:s,s:s,s:o}", "field", snippet->field, "source", snippet->source, "text",
                                              snippet->text, "highlights", marks));
    }
    return list;
}

json_t *rl_json_hit(const reel_hit *hit) {
    json_t *object = json_pack("{s:I,s:f,s:s,s:s,s:o}", "rank", (json_int_t)hit->rank, "score", hit->score, "id", reel_hit_id(hit),
                               "title", reel_hit_title(hit), "year", hit->year == 0 ? json_null() : json_integer(hit->year));
    rl_json_set(&object, "film", rl_json_values(hit));
    rl_json_set(&object, "why", strings(hit->why_count, hit->why));
    rl_json_set(&object, "snippets", snippets(hit));
    rl_json_set(&object, "sources", strings(hit->source_count, hit->sources));
    return object;
}

static json_t *interpretation(const reel_hits *hits) {
    json_t *list = json_array();
    for (size_t i = 0; i < hits->reading_count; i++) {
        const reel_reading *reading = &hits->readings[i];
        rl_json_append(&list, json_pack("{s:s,s:I,s:I,s:s,s:s,s:o}", "text", reading->text, "start", (json_int_t)reading->start,
                                              "end", (json_int_t)reading->end, "field", reading->field, "value", reading->value,
                                              "alternatives", strings(reading->alternative_count, reading->alternatives)));
    }
    return list;
}

static json_t *corrections(const reel_hits *hits) {
    json_t *list = json_array();
    for (size_t i = 0; i < hits->corrections.count; i++) {
        const reel_correction *item = &hits->corrections.items[i];
        rl_json_append(&list, json_pack("{s:s,s:I,s:I,s:s,s:s,s:s,s:b}", "text", item->text, "start", (json_int_t)item->start,
                                              "end", (json_int_t)item->end, "suggestion", item->suggestion, "field", item->field,
                                              "query", item->query, "applied", (int)item->applied));
    }
    return list;
}

static json_t *facets(const reel_hits *hits) {
    json_t *object = json_object();
    for (size_t i = 0; i < hits->facet_count; i++) {
        const reel_facet *facet = &hits->facets[i];
        json_t *values = json_array();
        for (size_t v = 0; v < facet->value_count; v++) {
            rl_json_append(&values, json_pack("{s:s,s:I}", "value", facet->values[v].value, "count",
                                                    (json_int_t)facet->values[v].count));
        }
        rl_json_set(&object, facet->field, values);
    }
    return object;
}

static json_t *answer(const reel_hits *hits, const reel_render_options *options) {
    json_t *object = json_object();
    rl_json_set(&object, "schema", json_integer(SCHEMA));
    if (options->qid != NULL) {
        rl_json_set(&object, "qid", rl_json_text(options->qid));
    }
    rl_json_set(&object, "query", rl_json_str(hits->parsed.text.at, hits->parsed.text.length));
    rl_json_set(&object, "total", json_integer((json_int_t)hits->total));
    rl_json_set(&object, "total_is_exact", json_boolean(hits->total_is_exact));
    rl_json_set(&object, "took_ms", json_real(hits->took_ms));
    rl_json_set(&object, "interpretation", interpretation(hits));
    rl_json_set(&object, "corrections", corrections(hits));
    rl_json_set(&object, "relaxed", strings(hits->relaxed.count, hits->relaxed.items));
    rl_json_set(&object, "notes", strings(hits->parsed.notes.count, hits->parsed.notes.items));
    json_t *list = json_array();
    for (size_t i = 0; i < hits->count; i++) {
        rl_json_append(&list, rl_json_hit(&hits->items[i]));
    }
    rl_json_set(&object, "hits", list);
    rl_json_set(&object, "facets", facets(hits));
    return object;
}

reel_status rl_output_json(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    return rl_output_value(output, answer(hits, options), false, error);
}
