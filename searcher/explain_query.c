/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_query: the stages of a query as lines of a tree: parse, sense, query, score.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "searcher/explain_film.h"
#include "searcher/explain_score.h"

/* --- parse --- */

static const char *mode_name(rl_node_mode mode) { return mode == RL_MODE_NOT ? "not " : mode == RL_MODE_MUST ? "must " : ""; }

static const char *node_name(rl_node_kind kind) {
    static const char *const names[] = {"group", "or", "words", "phrase", "field", "range", "prefix"};
    return names[kind];
}

static void explain_node(rl_explainer *explainer, const rl_parsed *parsed, const rl_node *node, unsigned depth) {
    rl_str text = rl_str_slice(parsed->text, node->start, node->end);
    if (node->kind == RL_NODE_RANGE) {
        rl_explain_line(explainer, depth, "%srange %s from %s to %s  [%zu, %zu)", mode_name(node->mode), rl_field_name(node->field),
                        RL_DECIMAL(node->low, -6), RL_DECIMAL(node->high, -6), node->start, node->end);
    } else if (node->child_count > 0) {
        rl_explain_line(explainer, depth, "%s%s", mode_name(node->mode), node_name(node->kind));
    } else {
        rl_explain_line(explainer, depth, "%s%s %s%s%.*s  [%zu, %zu)", mode_name(node->mode), node_name(node->kind),
                        rl_field_name(node->field), node->field == RL_FIELD_NONE ? "" : ": ", RL_STR_ARG(text), node->start, node->end);
    }
    for (uint32_t i = node->first_word; i < node->word_end; i++) {
        rl_buffer forms = RL_BUFFER_INIT;
        for (uint32_t t = parsed->words[i].first_token; t < parsed->words[i].token_end; t++) {
            rl_buffer_add_text(&forms, t == parsed->words[i].first_token ? "" : " | ");
            rl_buffer_add_str(&forms, parsed->tokens[t].form);
        }
        rl_explain_line(explainer, depth + 1, "%u: %s", i + 1, rl_buffer_text(&forms));
        explainer->output->buffer.failed = explainer->output->buffer.failed || forms.failed;
        rl_buffer_done(&forms);
    }
    for (size_t i = 0; i < node->child_count; i++) {
        explain_node(explainer, parsed, node->children[i], depth + 1);
    }
}

static void explain_notes(rl_explainer *explainer, const reel_hits *hits) {
    for (size_t i = 0; i < hits->parsed.notes.count; i++) {
        rl_explain_line(explainer, 0, "note: %s", hits->parsed.notes.items[i]);
    }
}

/* --- sense --- */

static void explain_reading(rl_explainer *explainer, const rl_parsed *parsed, const rl_sense_reading *reading) {
    rl_str text = rl_str_slice(parsed->text, reading->start, reading->end);
    rl_buffer others = RL_BUFFER_INIT;
    for (size_t i = 0; i < reading->alternative_count; i++) {
        rl_buffer_add_format(&others, "%s%s", i == 0 ? "; or " : ", ", rl_field_name(reading->alternatives[i]));
    }
    const char *state = reading->shown ? (reading->filter ? "required" : "chosen") : reading->strength > 0 ? "beside" : "dropped";
    rl_explain_line(explainer, 1, "%-8s \"%.*s\" = %s %.*s  (films %u, strength %s%s)", state, RL_STR_ARG(text),
                    rl_field_name(reading->field), RL_STR_ARG(reading->value), reading->films, RL_DECIMAL(reading->strength, 3), rl_buffer_text(&others));
    explainer->output->buffer.failed = explainer->output->buffer.failed || others.failed;
    rl_buffer_done(&others);
}

static void explain_sense(rl_explainer *explainer, const reel_hits *hits) {
    const rl_sense *sense = &hits->sense;
    rl_explain_line(explainer, 0, "%s of %u words of content%s%s", sense->is_long ? "description" : "query", sense->content_count,
                    sense->role == RL_FIELD_NONE ? "" : ", asked by ", rl_field_name(sense->role));
    rl_explain_line(explainer, 0, "words");
    for (size_t i = 0; i < hits->parsed.word_count; i++) {
        rl_explain_line(explainer, 1, "%-20.*s weight %s, films %u%s", RL_STR_ARG(hits->parsed.words[i].form), RL_DECIMAL(sense->weights[i], 2),
                        hits->plan.films[i], sense->covered[i] ? ", stood for by a reading" : "");
    }
    rl_explain_line(explainer, 0, "readings");
    for (size_t i = 0; i < sense->count; i++) {
        explain_reading(explainer, &hits->parsed, &sense->items[i]);
    }
    explain_notes(explainer, hits);
}

/* --- query --- */

static const char *op_name(rl_query_op op) {
    static const char *const names[] = {
        [RL_QUERY_NOTHING] = "nothing", [RL_QUERY_ALL] = "all films",     [RL_QUERY_TERM] = "term",     [RL_QUERY_OR] = "any of",
        [RL_QUERY_AND] = "all of",      [RL_QUERY_SYNONYM] = "synonyms",  [RL_QUERY_FILTER] = "filter", [RL_QUERY_MAYBE] = "maybe",
        [RL_QUERY_NOT] = "without",     [RL_QUERY_SCALE] = "scale",       [RL_QUERY_PHRASE] = "in a row", [RL_QUERY_NEAR] = "near",
        [RL_QUERY_VALUE_RANGE] = "range", [RL_QUERY_PREFIX] = "prefix",   [RL_QUERY_CHECK] = "where the text has it",
    };
    return names[op];
}

static void explain_tree(rl_explainer *explainer, const rl_query *query, unsigned depth) {
    double factor = 1;
    while (query->op == RL_QUERY_SCALE) {
        factor *= query->scale;
        query = query->children[0];
    }
    char scale[32] = "";
    if (factor != 1) {
        (void)snprintf(scale, sizeof scale, " x %s", RL_DECIMAL(factor, -4));
    }
    if (query->op == RL_QUERY_TERM) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_explain_leaf(query->note, query->term, &text);
        rl_explain_line(explainer, depth, "%s%s", rl_buffer_text(&text), scale);
        explainer->output->buffer.failed = explainer->output->buffer.failed || text.failed;
        rl_buffer_done(&text);
    } else if (query->op == RL_QUERY_VALUE_RANGE) {
        double low = rl_store_decode_number(query->low), high = query->high.length == 0 ? INFINITY : rl_store_decode_number(query->high);
        rl_explain_line(explainer, depth, "value %u from %s to %s", query->slot, RL_DECIMAL(low, -6), RL_DECIMAL(high, -6));
    } else {
        rl_explain_line(explainer, depth, "%s%s", op_name(query->op), scale);
    }
    for (size_t i = 0; i < query->child_count; i++) {
        explain_tree(explainer, query->children[i], depth + 1);
    }
}

static reel_status explain_stage(reel_searcher *searcher, rl_explainer *explainer, rl_str stage, const char *query, const char *film_id,
                                 const reel_search_options *options, reel_error *error) {
    reel_hits *hits = NULL;
    reel_status status = rl_hits_new(&hits, error);
    if (status == REEL_OK) {
        status = rl_search_understand(searcher, hits, rl_str_of(query), options, NULL, error);
    }
    if (status != REEL_OK) {
        reel_hits_free(hits);
        return status;
    }
    if (rl_str_is(stage, "parse")) {
        explain_node(explainer, &hits->parsed, hits->parsed.root, 0);
        explain_notes(explainer, hits);
    } else if (rl_str_is(stage, "sense")) {
        explain_sense(explainer, hits);
    } else if (rl_str_is(stage, "query")) {
        explain_tree(explainer, hits->plan.query, 0);
        explain_notes(explainer, hits);
    } else {
        status = rl_explain_film(searcher, explainer, hits, query, film_id, options, error);
    }
    if (status == REEL_OK && rl_arena_failed(hits->arena)) {
        status = rl_fail_nomem(error);
    }
    reel_hits_free(hits);
    return status;
}

reel_status reel_explain_query(reel_searcher *searcher, const char *stage, const char *query, const char *film_id,
                               const reel_search_options *options, const char *format, reel_write write, void *user,
                               reel_error *error) {
    rl_error_clear(error);
    rl_str name = rl_str_of(stage);
    if (searcher == NULL || query == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_explain_query needs a searcher, a query and a function to write with");
    }
    bool score = rl_str_is(name, "score");
    if (!score && !rl_str_is(name, "parse") && !rl_str_is(name, "sense") && !rl_str_is(name, "query")) {
        return rl_fail(error, REEL_INVALID, "'%.64s' is no stage of a query; there are parse, sense, query, score", stage == NULL ? "" : stage);
    }
    if (score && (film_id == NULL || film_id[0] == '\0')) {
        return rl_fail(error, REEL_INVALID, "stage score needs a film's id");
    }
    rl_str form = rl_str_of(format);
    bool json = rl_str_is(form, "json");
    if (!json && form.length > 0 && !rl_str_is(form, "text")) {
        return rl_fail(error, REEL_INVALID, "'%.64s' is no format here; there are text, json", format);
    }
    reel_search_options checked;
    reel_status status = rl_search_options_check(options, &checked, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    rl_explainer explainer = {.output = &output, .json = json, .scored = json && score};
    unsigned attempt = 0;
    do {
        rl_buffer_clear(&output.buffer);
        json_decref(explainer.lines);
        json_decref(explainer.score);
        explainer.lines = json ? json_array() : NULL;
        explainer.score = explainer.scored ? json_object() : NULL;
        status = explain_stage(searcher, &explainer, name, query, film_id, &checked, error);
    } while (!output.begun && rl_searcher_again(searcher, &attempt, &status, error));
    if (json && status == REEL_OK) {
        json_t *whole = json_pack("{s:i,s:s,s:o}", "schema", 1, "stage", stage, "lines", explainer.lines);
        if (explainer.scored) {
            rl_json_set(&whole, "score", explainer.score);
        }
        status = rl_output_value(&output, whole, false, error);
    } else if (json) {
        json_decref(explainer.lines);
        json_decref(explainer.score);
    }
    reel_status done = rl_output_done(&output, status == REEL_OK ? error : NULL);
    return status == REEL_OK ? done : status;
}
