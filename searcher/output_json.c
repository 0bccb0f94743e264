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
            json_array_append_new(list, json_string(values->items[v]));
        }
        json_object_set_new(film, row->name, list);
    }
    return film;
}

static json_t *strings(size_t count, const char *const *items) {
    json_t *list = json_array();
    for (size_t i = 0; i < count; i++) {
        json_array_append_new(list, json_string(items[i]));
    }
    return list;
}

static json_t *snippets(const reel_hit *hit) {
    json_t *list = json_array();
    for (size_t i = 0; i < hit->snippet_count; i++) {
        const reel_snippet *snippet = &hit->snippets[i];
        json_t *marks = json_array();
        for (size_t h = 0; h < snippet->highlight_count; h++) {
            json_array_append_new(marks, json_pack("[I,I]", (json_int_t)snippet->highlights[h].start,
                                                   (json_int_t)snippet->highlights[h].end));
        }
        json_array_append_new(list, json_pack("{s:s,s:s,s:s,s:o}", "field", snippet->field, "source", snippet->source, "text",
                                              snippet->text, "highlights", marks));
    }
    return list;
}

json_t *rl_json_hit(const reel_hit *hit) {
    json_t *object = json_pack("{s:I,s:f,s:s,s:s,s:o}", "rank", (json_int_t)hit->rank, "score", hit->score, "id", reel_hit_id(hit),
                               "title", reel_hit_title(hit), "year", hit->year == 0 ? json_null() : json_integer(hit->year));
    json_object_set_new(object, "film", rl_json_values(hit));
    json_object_set_new(object, "why", strings(hit->why_count, hit->why));
    json_object_set_new(object, "snippets", snippets(hit));
    json_object_set_new(object, "sources", strings(hit->source_count, hit->sources));
    return object;
}

static json_t *interpretation(const reel_hits *hits) {
    json_t *list = json_array();
    for (size_t i = 0; i < hits->reading_count; i++) {
        const reel_reading *reading = &hits->readings[i];
        json_array_append_new(list, json_pack("{s:s,s:I,s:I,s:s,s:s,s:o}", "text", reading->text, "start", (json_int_t)reading->start,
                                              "end", (json_int_t)reading->end, "field", reading->field, "value", reading->value,
                                              "alternatives", strings(reading->alternative_count, reading->alternatives)));
    }
    return list;
}

static json_t *corrections(const reel_hits *hits) {
    json_t *list = json_array();
    for (size_t i = 0; i < hits->corrections.count; i++) {
        const reel_correction *item = &hits->corrections.items[i];
        json_array_append_new(list, json_pack("{s:s,s:I,s:I,s:s,s:s,s:s,s:b}", "text", item->text, "start", (json_int_t)item->start,
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
            json_array_append_new(values, json_pack("{s:s,s:I}", "value", facet->values[v].value, "count",
                                                    (json_int_t)facet->values[v].count));
        }
        json_object_set_new(object, facet->field, values);
    }
    return object;
}

static json_t *answer(const reel_hits *hits, const reel_render_options *options) {
    json_t *object = json_object();
    json_object_set_new(object, "schema", json_integer(SCHEMA));
    if (options->qid != NULL) {
        json_object_set_new(object, "qid", json_string(options->qid));
    }
    json_object_set_new(object, "query", json_stringn(hits->parsed.text.at == NULL ? "" : hits->parsed.text.at, hits->parsed.text.length));
    json_object_set_new(object, "total", json_integer((json_int_t)hits->total));
    json_object_set_new(object, "total_is_exact", json_boolean(hits->total_is_exact));
    json_object_set_new(object, "took_ms", json_real(hits->took_ms));
    json_object_set_new(object, "interpretation", interpretation(hits));
    json_object_set_new(object, "corrections", corrections(hits));
    json_object_set_new(object, "relaxed", strings(hits->relaxed.count, hits->relaxed.items));
    json_object_set_new(object, "notes", strings(hits->parsed.notes.count, hits->parsed.notes.items));
    json_t *list = json_array();
    for (size_t i = 0; i < hits->count; i++) {
        json_array_append_new(list, rl_json_hit(&hits->items[i]));
    }
    json_object_set_new(object, "hits", list);
    json_object_set_new(object, "facets", facets(hits));
    return object;
}

reel_status rl_output_json(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    return rl_output_value(output, answer(hits, options), false, error);
}
