/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * show: one film with every fact and its sources; the field table; all films as records.
 */
#include <stdlib.h>

#include "common/film_codec.h"
#include "searcher/output.h"
#include "searcher/searcher.h"

/* An answer of one film, outside any search. */
static reel_status load_one(reel_searcher *searcher, const char *id, reel_hits **out_hits, reel_error *error) {
    rl_docid docid = 0;
    reel_hits *hits = NULL;
    reel_status status = rl_search_docid(searcher->store, id, &docid, error);
    if (status == REEL_OK) {
        status = rl_hits_new(&hits, error);
    }
    if (status == REEL_OK) {
        hits->items = rl_arena_alloc(hits->arena, sizeof *hits->items);
        status = hits->items == NULL ? rl_fail_nomem(error) : REEL_OK;
    }
    if (status == REEL_OK) {
        hits->count = 1;
        hits->items[0] = (reel_hit){.owner = hits, .docid = docid, .rank = 1};
        status = rl_hit_load(&hits->items[0], searcher->store, error);
    }
    if (status != REEL_OK) {
        reel_hits_free(hits);
        hits = NULL;
    }
    *out_hits = hits;
    return status;
}

static const char *origin_name(rl_origin origin) {
    switch (origin) {
    case RL_ORIGIN_GUESS:
        return "guess";
    case RL_ORIGIN_PROSE:
        return "prose";
    case RL_ORIGIN_LABEL:
        return "label";
    case RL_ORIGIN_RECORD:
        return "record";
    }
    return "";
}

static const char *source_of(const reel_hit *hit, const rl_fact *fact) {
    return fact->source < hit->source_count ? hit->sources[fact->source] : "";
}

/* A conflict: of a field with one true value, what does not lead. */
static bool is_conflict(const rl_field_row *row, size_t group) { return row->merge == RL_MERGE_BEST && group > 0; }

static const char *rendered(const reel_hit *hit, const rl_fact *fact, rl_buffer *text) {
    rl_buffer_clear(text);
    rl_fact_render(fact, true, text);
    return rl_text_clean(hit->owner->arena, rl_buffer_str(text));
}

/* --- text --- */

/* A record's path ends in its line already. */
static bool is_record(const reel_hit *hit, const rl_fact *fact) {
    return fact->source < hit->film->source_count && rl_str_is(hit->film->sources[fact->source].format, "record");
}

static void show_sources(const reel_hit *hit, size_t first, size_t size, rl_output *output) {
    for (size_t i = 0; i < size; i++) {
        const rl_fact *fact = &hit->film->facts[first + i];
        rl_output_text(output, i == 0 ? "  [" : "; ");
        rl_output_text(output, source_of(hit, fact));
        if (fact->line > 0 && !is_record(hit, fact)) {
            rl_output_format(output, ":%u", fact->line);
        }
    }
    rl_output_text(output, "]");
}

static void show_field(const reel_hit *hit, const rl_field_row *row, rl_output *output, rl_buffer *text) {
    size_t end, group = 0;
    for (size_t at = rl_film_first(hit->film, row->field, &end); at < end; group++) {
        const rl_fact *fact = &hit->film->facts[at];
        size_t size = rl_film_group_size(hit->film, fact);
        rl_output_format(output, "%-15s", group == 0 ? row->name : "");
        rl_output_text(output, rendered(hit, fact, text));
        show_sources(hit, at, size, output);
        rl_output_text(output, is_conflict(row, group) ? "  conflicts\n" : "\n");
        at += size > 0 ? size : 1;
    }
}

static void show_text(const reel_hit *hit, rl_output *output) {
    rl_buffer text = RL_BUFFER_FOR(hit->owner->arena);
    rl_output_format(output, "%-15s", "id");
    rl_output_text(output, reel_hit_id(hit));
    rl_output_text(output, "\n");
    for (size_t i = 0; i < rl_field_count() && !output->stopped; i++) {
        show_field(hit, rl_field_at(i), output, &text);
    }
    for (size_t i = 0; i < hit->source_count; i++) {
        rl_output_format(output, "%-15s", i == 0 ? "sources" : "");
        rl_output_text(output, hit->sources[i]);
        rl_output_text(output, " (");
        rl_output_str(output, hit->film->sources[i].format);
        rl_output_text(output, ")\n");
    }
    rl_buffer_done(&text);
}

/* --- json --- */

static json_t *fact_json(const reel_hit *hit, const rl_fact *fact) {
    json_t *object = json_object();
    rl_json_set(&object, "source", rl_json_text(source_of(hit, fact)));
    rl_json_set(&object, "line", fact->line > 0 ? json_integer(fact->line) : json_null());
    rl_json_set(&object, "origin", rl_json_text(origin_name(fact->origin)));
    rl_json_set(&object, "form", rl_json_text(rl_text_clean(hit->owner->arena, fact->value)));
    return object;
}

static json_t *field_json(const reel_hit *hit, const rl_field_row *row, rl_buffer *text) {
    json_t *list = json_array();
    size_t end, group = 0;
    for (size_t at = rl_film_first(hit->film, row->field, &end); at < end; group++) {
        const rl_fact *fact = &hit->film->facts[at];
        size_t size = rl_film_group_size(hit->film, fact);
        json_t *object = json_object();
        rl_json_set(&object, "value", rl_json_text(rendered(hit, fact, text)));
        rl_json_set(&object, "conflict", json_boolean(is_conflict(row, group)));
        json_t *said = json_array();
        for (size_t i = 0; i < size; i++) {
            rl_json_append(&said, fact_json(hit, &hit->film->facts[at + i]));
        }
        rl_json_set(&object, "sources", said);
        rl_json_append(&list, object);
        at += size > 0 ? size : 1;
    }
    return list;
}

static reel_status show_json(const reel_hit *hit, rl_output *output, reel_error *error) {
    json_t *object = json_object();
    rl_json_set(&object, "schema", json_integer(1));
    rl_json_set(&object, "id", rl_json_text(reel_hit_id(hit)));
    rl_json_set(&object, "title", rl_json_text(reel_hit_title(hit)));
    rl_json_set(&object, "year", hit->year == 0 ? json_null() : json_integer(hit->year));
    rl_json_set(&object, "film", rl_json_values(hit));
    json_t *facts = json_object();
    rl_buffer text = RL_BUFFER_FOR(hit->owner->arena);
    for (size_t i = 0; i < rl_field_count(); i++) {
        json_t *list = field_json(hit, rl_field_at(i), &text);
        if (list == NULL || json_array_size(list) > 0) {
            rl_json_set(&facts, rl_field_at(i)->name, list);
        } else {
            json_decref(list);
        }
    }
    rl_buffer_done(&text);
    rl_json_set(&object, "facts", facts);
    json_t *sources = json_array();
    for (size_t i = 0; i < hit->source_count; i++) {
        rl_str format = hit->film->sources[i].format;
        rl_json_append(&sources, json_pack("{s:s,s:s}", "path", hit->sources[i], "format", rl_text_clean(hit->owner->arena, format)));
    }
    rl_json_set(&object, "sources", sources);
    return rl_output_value(output, object, false, error);
}

static reel_status finish(rl_output *output, reel_status status, reel_error *error) {
    reel_status done = rl_output_done(output, status == REEL_OK ? error : NULL);
    return status == REEL_OK ? done : status;
}

static reel_status check_format(const char *format, bool markdown, reel_error *error) {
    rl_str name = rl_str_of(format);
    if (name.length == 0 || rl_str_is(name, "text") || rl_str_is(name, "json") || (markdown && rl_str_is(name, "markdown"))) {
        return REEL_OK;
    }
    return rl_fail(error, REEL_INVALID, "'%.64s' is no format here; there are text, json%s", format, markdown ? ", markdown" : "");
}

reel_status reel_show(reel_searcher *searcher, const char *id, const char *format, const reel_render_options *options,
                      reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    reel_render_options checked;
    reel_status status = rl_render_options_check(options, &checked, error);
    status = status == REEL_OK ? check_format(format, false, error) : status;
    if (status == REEL_OK && (searcher == NULL || id == NULL || write == NULL)) {
        status = rl_fail(error, REEL_INVALID, "reel_show needs a searcher, an id and a function to write with");
    }
    reel_hits *hits = NULL;
    unsigned attempt = 0;
    if (status != REEL_OK) {
        return status;
    }
    do {
        status = load_one(searcher, id, &hits, error);
    } while (rl_searcher_again(searcher, &attempt, &status, error));
    if (status != REEL_OK) {
        return status;
    }
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    if (rl_str_is(rl_str_of(format), "json")) {
        status = show_json(&hits->items[0], &output, error);
    } else {
        show_text(&hits->items[0], &output);
    }
    output.buffer.failed = output.buffer.failed || rl_arena_failed(hits->arena);
    reel_hits_free(hits);
    return finish(&output, status, error);
}

/* --- the field table --- */

static void flags_text(const rl_field_row *row, char out[6]) {
    static const struct {
        unsigned flag;
        char letter;
    } letters[] = {{RL_FIELD_WORDS, 'W'}, {RL_FIELD_FIELD_WORDS, 'F'}, {RL_FIELD_VALUE, 'V'}, {RL_FIELD_FACET, 'T'}, {RL_FIELD_SORT, 'S'}};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        out[i] = (row->flags & letters[i].flag) != 0 ? letters[i].letter : '-';
    }
    out[5] = '\0';
}

static json_t *row_json(const rl_field_row *row) {
    return json_pack("{s:s,s:s,s:s,s:b,s:b,s:b,s:s,s:s}", "name", row->name, "aliases", row->aliases, "kind", rl_field_kind_name(row->kind),
                     "searched", (row->flags & (RL_FIELD_WORDS | RL_FIELD_FIELD_WORDS | RL_FIELD_VALUE)) != 0, "facet",
                     (row->flags & RL_FIELD_FACET) != 0, "sort", (row->flags & RL_FIELD_SORT) != 0, "example", row->example, "summary",
                     row->summary);
}

reel_status reel_fields(const char *format, const reel_render_options *options, reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    reel_render_options checked;
    reel_status status = rl_render_options_check(options, &checked, error);
    status = status == REEL_OK ? check_format(format, true, error) : status;
    if (status != REEL_OK || write == NULL) {
        return status != REEL_OK ? status : rl_fail(error, REEL_INVALID, "reel_fields needs a function to write with");
    }
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    bool markdown = rl_str_is(rl_str_of(format), "markdown"), json = rl_str_is(rl_str_of(format), "json");
    json_t *list = json ? json_array() : NULL;
    if (markdown) {
        rl_output_text(&output, "| field | aliases | kind | used for | example | what it holds |\n|---|---|---|---|---|---|\n");
    }
    for (size_t i = 0; i < rl_field_count(); i++) {
        const rl_field_row *row = rl_field_at(i);
        char flags[6];
        flags_text(row, flags);
        if (json) {
            rl_json_append(&list, row_json(row));
        } else if (markdown) {
            rl_output_format(&output, "| %s | %s | %s | %s | `%s` | %s |\n", row->name, row->aliases, rl_field_kind_name(row->kind), flags,
                             row->example, row->summary);
        } else {
            rl_output_format(&output, "%-15s %-10s %s  %-32s %s\n", row->name, rl_field_kind_name(row->kind), flags, row->example,
                             row->summary);
        }
    }
    status = json ? rl_output_value(&output, list, false, error) : REEL_OK;
    return finish(&output, status, error);
}
