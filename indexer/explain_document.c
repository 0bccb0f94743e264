/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_document: what each stage makes of a document, to be read: format, facts, film, tokens, terms.
 */
#include <stdio.h>

#include <jansson.h>

#include "common/json_build.h"
#include "common/analysis.h"
#include "indexer/film_writer.h"
#include "indexer/intake.h"
#include "indexer/report.h"
#include "indexer/terms.h"

typedef struct explanation {
    rl_arena *arena;
    rl_str path, bytes;
    bool json;
    rl_report report;
} explanation;

static const char *origin_name(rl_origin origin) {
    static const char *const names[] = {"guess", "prose", "label", "record"};
    return (size_t)origin < sizeof names / sizeof names[0] ? names[origin] : "";
}

static reel_status explain_format(explanation *self, reel_error *error) {
    rl_document document;
    reel_status status = rl_document_init(&document, self->arena, self->path, self->bytes, error);
    if (status != REEL_OK) {
        return status;
    }
    int confidence;
    const rl_format *format = rl_format_detect(&document, &confidence);
    if (self->json) {
        json_t *candidates = json_object();
        for (size_t i = 0; i < rl_format_count(); i++) {
            rl_json_set(&candidates, rl_format_at(i)->name, json_integer(rl_format_at(i)->detect(&document)));
        }
        json_t *object = json_pack("{s:s, s:i, s:I, s:I, s:o}", "format", format->name, "confidence", confidence, "lines",
                                   (json_int_t)document.line_count, "repaired", (json_int_t)document.repaired, "candidates", candidates);
        return rl_report_json(&self->report, object, error);
    }
    rl_report_line(&self->report, "format      %s (%s)", format->name, format->summary);
    rl_report_line(&self->report, "lines       %zu%s", document.line_count, document.html ? ", read from HTML" : "");
    rl_report_line(&self->report, "repaired    %zu", document.repaired);
    for (size_t i = 0; i < rl_format_count(); i++) {
        rl_report_line(&self->report, "%3d %%       %s", rl_format_at(i)->detect(&document), rl_format_at(i)->name);
    }
    return REEL_OK;
}

static const char *fate_name(rl_block_fate fate) {
    static const char *const names[] = {"claimed", "other", "furniture", "unknown"};
    return (size_t)fate < sizeof names / sizeof names[0] ? names[fate] : "";
}

static void write_fact(explanation *self, const rl_fact *fact) {
    rl_buffer value = RL_BUFFER_INIT;
    rl_fact_render(fact, true, &value);
    rl_report_line(&self->report, "%6u  %-15s %-7s %s", fact->line, rl_field_name(fact->field), origin_name(fact->origin),
                   rl_buffer_text(&value));
    self->report.failed = self->report.failed || value.failed;
    rl_buffer_done(&value);
}

static json_t *fact_json(const rl_fact *fact) {
    rl_buffer value = RL_BUFFER_INIT;
    rl_fact_render(fact, true, &value);
    json_t *object = json_pack("{s:i, s:s, s:s, s:s}", "line", (int)fact->line, "field", rl_field_name(fact->field), "origin",
                               origin_name(fact->origin), "value", rl_buffer_text(&value));
    if (value.failed) { /* a value that is cut short fails the whole report */
        json_decref(object);
        object = NULL;
    }
    rl_buffer_done(&value);
    return object;
}

static reel_status explain_facts(explanation *self, const rl_intake *intake, reel_error *error) {
    const rl_facts *facts = &intake->facts;
    if (self->json) {
        json_t *list = json_array();
        json_t *blocks = json_array();
        for (size_t i = 0; i < facts->count; i++) {
            rl_json_append(&list, fact_json(&facts->items[i]));
        }
        for (size_t i = 0; i < facts->block_count; i++) {
            const rl_block *block = &facts->blocks[i];
            rl_json_append(&blocks, json_pack("{s:i, s:i, s:s, s:s}", "first_line", (int)block->first_line, "last_line",
                                                          (int)block->last_line, "fate", fate_name(block->fate), "reason",
                                                          block->reason == NULL ? "" : block->reason));
        }
        return rl_report_json(&self->report,
                              json_pack("{s:s, s:s, s:o, s:o}", "format", intake->format->name, "subject",
                                        rl_intake_subject_name(facts->subject), "facts", list, "blocks", blocks),
                              error);
    }
    rl_report_line(&self->report, "format %s, about %s, %zu facts", intake->format->name, rl_intake_subject_name(facts->subject),
                   facts->count);
    rl_report_line(&self->report, "  line  field           origin  value");
    for (size_t i = 0; i < facts->count; i++) {
        write_fact(self, &facts->items[i]);
    }
    for (size_t i = 0; i < facts->block_count; i++) {
        const rl_block *block = &facts->blocks[i];
        rl_report_line(&self->report, "lines %u-%u: %s%s%s", block->first_line, block->last_line, fate_name(block->fate),
                       block->reason == NULL ? "" : ", ", block->reason == NULL ? "" : block->reason);
    }
    return REEL_OK;
}

static reel_status join_one(explanation *self, const rl_intake *intake, rl_joined_film *out_film, reel_error *error) {
    if (!intake->is_film) {
        return rl_fail_at(error, REEL_FORMAT, self->path.at, 0, "%s is about %s, not a film", self->path.at,
                          rl_intake_subject_name(intake->facts.subject));
    }
    rl_join_item item = {intake->contribution, intake->identity};
    rl_joined_film *films;
    size_t count;
    reel_status status = rl_join(self->arena, &item, 1, NULL, 0, &films, &count, error);
    if (status == REEL_OK) {
        *out_film = films[0];
    }
    return status;
}

static reel_status explain_film(explanation *self, const rl_joined_film *joined, reel_error *error) {
    const rl_film *film = &joined->film;
    if (self->json) {
        json_t *list = json_array();
        for (size_t i = 0; i < film->fact_count; i++) {
            if (film->facts[i].leads) {
                rl_json_append(&list, fact_json(&film->facts[i]));
            }
        }
        json_t *keys = json_array();
        for (size_t i = 0; i < joined->block_key_count; i++) {
            rl_json_append(&keys, rl_json_str(joined->block_keys[i].at, joined->block_keys[i].length));
        }
        return rl_report_json(&self->report, json_pack("{s:o, s:o, s:o}", "id", rl_json_str(film->id.at, film->id.length), "facts",
                                                       list, "identity_keys", keys),
                              error);
    }
    rl_report_line(&self->report, "id      %.*s", RL_STR_ARG(film->id));
    for (size_t i = 0; i < joined->block_key_count; i++) {
        rl_report_line(&self->report, "meets   %.*s", RL_STR_ARG(joined->block_keys[i]));
    }
    for (size_t i = 0; i < film->fact_count; i++) {
        if (film->facts[i].leads) {
            write_fact(self, &film->facts[i]);
        }
    }
    return REEL_OK;
}

static const char *token_kind_name(rl_token_kind kind) {
    static const char *const names[] = {"word", "joined", "variant", "ngram"};
    return (size_t)kind < sizeof names / sizeof names[0] ? names[kind] : "";
}

static reel_status explain_tokens(explanation *self, const rl_joined_film *joined, reel_error *error) {
    const rl_film *film = &joined->film;
    json_t *list = self->json ? json_array() : NULL;
    for (size_t i = 0; i < film->fact_count; i++) {
        const rl_fact *fact = &film->facts[i];
        if (!fact->leads || !rl_field_has(fact->field, RL_FIELD_WORDS)) {
            continue;
        }
        rl_tokens tokens;
        unsigned flags = rl_field_row_of(fact->field)->kind == RL_KIND_TITLE ? RL_ANALYSIS_TITLE : 0;
        reel_status status = rl_analysis_tokens(self->arena, fact->value, flags, &tokens, error);
        if (status != REEL_OK) {
            json_decref(list);
            return status;
        }
        for (size_t t = 0; t < tokens.count; t++) {
            const rl_token *token = &tokens.items[t];
            if (self->json) {
                rl_json_append(&list, json_pack("{s:s, s:i, s:i, s:i, s:s, s:o}", "field", rl_field_name(fact->field),
                                                            "position", (int)token->position, "start", (int)token->start, "end",
                                                            (int)token->end, "kind", token_kind_name(token->kind), "form",
                                                            rl_json_str(token->form.at, token->form.length)));
            } else {
                rl_report_line(&self->report, "%-14s %5u  %5u-%-5u %-8s %.*s", rl_field_name(fact->field), token->position,
                               token->start, token->end, token_kind_name(token->kind), RL_STR_ARG(token->form));
            }
        }
    }
    return self->json ? rl_report_json(&self->report, list, error) : REEL_OK;
}

/* A term may hold the \1 and \2 that part its keys: shown as '|'. */
static rl_str readable(rl_arena *arena, rl_str term) {
    char *copy = rl_arena_copy(arena, term.at, term.length);
    for (size_t i = 0; copy != NULL && i < term.length; i++) {
        if ((unsigned char)copy[i] < 0x20) {
            copy[i] = '|';
        }
    }
    return copy == NULL ? RL_STR_EMPTY : (rl_str){copy, term.length};
}

static reel_status explain_terms(explanation *self, const rl_joined_film *joined, reel_error *error) {
    rl_terms *terms;
    reel_status status = rl_terms_new(&terms, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_store_document document;
    status = rl_terms_film(terms, &joined->film, joined->block_keys, joined->block_key_count, &document, error);
    json_t *list = self->json ? json_array() : NULL;
    for (size_t i = 0; status == REEL_OK && i < document.posting_count; i++) {
        const rl_posting *posting = &document.postings[i];
        rl_str term = readable(self->arena, posting->term);
        if (self->json) {
            rl_json_append(&list, json_pack("{s:o, s:i, s:i}", "term", rl_json_str(term.at, term.length), "wdf",
                                                        (int)posting->wdf, "positions", (int)posting->position_count));
        } else {
            rl_report_line(&self->report, "%5u %5zu  %.*s", posting->wdf, posting->position_count, RL_STR_ARG(term));
        }
    }
    rl_terms_free(terms);
    if (self->json) {
        return status == REEL_OK ? rl_report_json(&self->report, list, error) : (json_decref(list), status);
    }
    return status;
}

static reel_status explain(explanation *self, rl_str stage, reel_error *error) {
    if (rl_str_is(stage, "format")) {
        return explain_format(self, error);
    }
    rl_intake intake;
    rl_joined_film joined = {0};
    reel_status status = rl_intake_read(self->arena, self->path, self->path, self->bytes, &intake, error);
    if (status == REEL_OK && rl_str_is(stage, "facts")) {
        return explain_facts(self, &intake, error);
    }
    if (status == REEL_OK) {
        status = join_one(self, &intake, &joined, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    if (rl_str_is(stage, "film")) {
        return explain_film(self, &joined, error);
    }
    return rl_str_is(stage, "tokens") ? explain_tokens(self, &joined, error) : explain_terms(self, &joined, error);
}

enum { MAX_RECORDS_EXPLAINED = 100 };

/* Each record of a JSON Lines file under its own line; a bad one says so, and the others follow. */
static reel_status explain_records(explanation *self, rl_str stage, reel_error *error) {
    rl_str file = self->path, rest = self->bytes, line;
    size_t number = 0;
    for (size_t shown = 0; shown < MAX_RECORDS_EXPLAINED && rl_str_split(&rest, RL_STR("\n"), &line);) {
        number++;
        if (rl_str_trim(line).length == 0) {
            continue;
        }
        rl_arena_clear(self->arena);
        char name[64];
        int length = snprintf(name, sizeof name, ":%zu", number);
        rl_buffer path = RL_BUFFER_INIT;
        rl_buffer_add_str(&path, file);
        rl_buffer_add(&path, name, (size_t)length);
        self->path = rl_str_copy(self->arena, rl_buffer_str(&path));
        rl_buffer_done(&path);
        self->bytes = line;
        if (!self->json) {
            rl_report_line(&self->report, "%.*s", RL_STR_ARG(self->path));
        }
        reel_error problem;
        reel_status status = explain(self, stage, &problem);
        if (status == REEL_NOMEM || status == REEL_CANCELLED || (status != REEL_OK && self->json)) {
            if (error != NULL) {
                *error = problem;
            }
            return status;
        }
        if (status != REEL_OK) {
            rl_report_line(&self->report, "%s", problem.message);
        }
        shown++;
    }
    if (!self->json && rl_str_trim(rest).length > 0) {
        rl_report_line(&self->report, "further records are not shown");
    }
    return REEL_OK;
}

static bool is_many_records(rl_str path, rl_str bytes) {
    size_t end = rl_str_find(bytes, RL_STR("\n"));
    size_t suffix = strlen(".jsonl");
    return path.length > suffix && rl_str_equal_nocase(rl_str_slice(path, path.length - suffix, path.length), RL_STR(".jsonl")) &&
           end != SIZE_MAX && rl_str_trim(rl_str_slice(bytes, end, bytes.length)).length > 0;
}

reel_status reel_explain_document(const char *stage, const char *path, const void *bytes, size_t length, const char *format,
                                  reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    static const char *const stages[] = {"format", "facts", "film", "tokens", "terms"};
    bool known = false;
    for (size_t i = 0; stage != NULL && i < sizeof stages / sizeof stages[0]; i++) {
        known = known || strcmp(stage, stages[i]) == 0;
    }
    if (!known || path == NULL || (bytes == NULL && length > 0) || write == NULL) {
        return rl_fail(error, REEL_INVALID, "a document has the stages format, facts, film, tokens and terms");
    }
    explanation self = {.path = rl_str_of(path), .bytes = {bytes, length}, .report = {.write = write, .user = user}};
    reel_status status = rl_report_is_json(format, &self.json, error);
    if (status != REEL_OK) {
        return status;
    }
    self.arena = rl_arena_new();
    if (self.arena == NULL) {
        return rl_fail_nomem(error);
    }
    status = is_many_records(self.path, self.bytes) ? explain_records(&self, rl_str_of(stage), error) : explain(&self, rl_str_of(stage), error);
    if (status == REEL_OK) {
        status = rl_report_status(&self.report, error);
    }
    rl_arena_free(self.arena);
    return rl_error_finish(status, error);
}
