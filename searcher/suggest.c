/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest: completions of what was typed, from the whole values that start with its key and those that have its
 * words. Values are keys in the index; the form shown is read from one film that has it.
 */
#include <stdlib.h>
#include <string.h>

#include "common/film_codec.h"
#include "common/limits.h"
#include "common/schema.h"
#include "searcher/output.h"
#include "searcher/searcher.h"
#include "searcher/suggest_find.h"
#include "searcher/suggest_words.h"

enum {
    LONGEST_KEY = 120,
    NAMESAKES = 16 /* films of one title among which the best known is shown */
};

struct reel_suggestions {
    rl_arena *arena;
    reel_suggestion *items;
    size_t count;
};

typedef struct shown_form {
    rl_field field;
    rl_str key;
    bool found;
} shown_form;

static void match_form(void *user, rl_field field, rl_str key) {
    shown_form *form = user;
    form->found = form->found || (field == form->field && rl_str_equal(key, form->key));
}

typedef struct namesakes {
    rl_docid docids[NAMESAKES];
    size_t count, most;
    rl_docid best;
    double prior; /* of the best */
} namesakes;

static bool note_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    namesakes *films = user;
    films->docids[films->count++] = docid;
    return films->count < films->most;
}

static bool note_prior(void *user, size_t index, rl_str value) {
    namesakes *films = user;
    double prior = value.length == 0 ? 0 : rl_store_decode_number(value);
    if (films->best == 0 || prior > films->prior) {
        films->best = films->docids[index];
        films->prior = prior;
    }
    return true;
}

/* A film that has the value; of films of one title the one of which most is known. 0 where there is none. */
static reel_status film_to_show(rl_store *store, rl_str term, bool is_title, rl_docid *out_docid, reel_error *error) {
    namesakes films = {.most = is_title ? NAMESAKES : 1};
    reel_status status = rl_store_postings_each(store, term, note_docid, &films, error);
    films.best = films.count == 1 ? films.docids[0] : 0;
    if (status == REEL_OK && films.count > 1) {
        status = rl_store_values_each(store, RL_SLOT_PRIOR, films.docids, films.count, note_prior, &films, error);
    }
    *out_docid = films.best;
    return status;
}

/* Two keys may be of one form: "Grand Jury Prize, Dramatic" is found as "Grand Jury Prize" too. */
static bool is_shown(const reel_suggestions *shown, const reel_suggestion *item) {
    for (size_t i = 0; i < shown->count; i++) {
        const reel_suggestion *other = &shown->items[i];
        if (strcmp(other->kind, item->kind) == 0 && strcmp(other->text, item->text) == 0 &&
            (item->film_id == NULL || strcmp(other->film_id, item->film_id) == 0)) {
            return true;
        }
    }
    return false;
}

/* Reads the form of a value from a film that has it. */
static reel_status show_completion(reel_searcher *searcher, const rl_completion *item, reel_suggestions *out, reel_error *error) {
    rl_buffer term = RL_BUFFER_FOR(out->arena), data = RL_BUFFER_FOR(out->arena);
    rl_docid docid = 0;
    rl_film film;
    rl_str key = {item->key, item->length};
    rl_schema_value_term(item->field, key, &term);
    bool is_film = rl_field_row_of(item->field)->kind == RL_KIND_TITLE;
    reel_status status = film_to_show(searcher->store, rl_buffer_str(&term), is_film, &docid, error);
    if (status == REEL_OK && docid != 0) {
        status = rl_store_data(searcher->store, docid, &data, error);
        status = status == REEL_OK ? rl_film_decode(out->arena, rl_buffer_str(&data), &film, error) : status;
    }
    if (status == REEL_OK && docid != 0) {
        size_t end;
        for (size_t at = rl_film_first(&film, item->field, &end); at < end; at++) {
            shown_form form = {item->field, key, false};
            if (!rl_schema_values_each(&film.facts[at], match_form, &form)) {
                rl_arena_fail(out->arena);
            }
            if (!form.found) {
                continue;
            }
            rl_str text = item->field == RL_FIELD_AWARD && film.facts[at].detail.length > 0 ? film.facts[at].detail : film.facts[at].value;
            out->items[out->count] = (reel_suggestion){
                rl_text_clean(out->arena, text), rl_completion_kind(item->field), rl_field_name(item->field),
                is_film ? rl_text_clean(out->arena, film.id) : NULL, is_film ? rl_film_year(&film) : 0, item->films};
            if (!rl_arena_failed(out->arena) && !is_shown(out, &out->items[out->count])) {
                out->count++;
            }
            break;
        }
    }
    rl_buffer_done(&term);
    rl_buffer_done(&data);
    return status;
}

static int order_completions(const void *a, const void *b) {
    const rl_completion *left = a, *right = b;
    return left->rank > right->rank ? -1 : left->rank < right->rank ? 1 : strcmp(left->key, right->key);
}

/* A key of what was typed; longer ones are hashed at their end in the index. */
static rl_str typed_key(rl_arena *arena, rl_key_kind kind, rl_str text) {
    return rl_str_slice(rl_analysis_key_copy(arena, kind, rl_str_slice(text, 0, RL_MAX_VALUE_BYTES)), 0, LONGEST_KEY);
}

/* What has a slip, where nothing was found. */
static reel_status collect_near(reel_searcher *searcher, rl_str name, rl_str title, rl_str text, rl_completions *found,
                                reel_error *error) {
    reel_status status = rl_suggest_find_near(searcher->store, name, found, error);
    if (status == REEL_OK && found->count == 0 && title.length > 0 && !rl_str_equal(title, name)) {
        status = rl_suggest_find_near(searcher->store, title, found, error);
    }
    return status == REEL_OK ? rl_suggest_find_words(searcher->store, searcher->suggest_memory, text, true, found, error) : status;
}

static reel_status collect(reel_searcher *searcher, rl_arena *arena, rl_str text, rl_completions *found, reel_error *error) {
    rl_str name = typed_key(arena, RL_KEY_NAME, text), title = typed_key(arena, RL_KEY_TITLE, text);
    if (name.length == 0) {
        return REEL_OK;
    }
    /* What is written and not yet committed changes without notice. */
    if (searcher->suggest_memory == NULL && searcher->reader != NULL) {
        searcher->suggest_memory = rl_suggest_memory_new();
    }
    bool many = false, many_titles = false;
    reel_status status = rl_suggest_find(searcher->store, searcher->suggest_memory, name, false, found, &many, error);
    if (status == REEL_OK && title.length > 0 && !rl_str_equal(title, name)) {
        status = rl_suggest_find(searcher->store, searcher->suggest_memory, title, true, found, &many_titles, error);
    }
    if (status == REEL_OK && !many && !many_titles) { /* what begins so is enough to choose from */
        status = rl_suggest_find_words(searcher->store, searcher->suggest_memory, text, false, found, error);
    }
    if (status == REEL_OK && found->count == 0) {
        status = collect_near(searcher, name, title, text, found, error);
    }
    qsort(found->items, found->count, sizeof *found->items, order_completions);
    return status;
}

static reel_status suggest_once(reel_searcher *searcher, const char *prefix, uint32_t limit, reel_suggestions **out_suggestions,
                                reel_error *error) {
    rl_arena *arena = rl_arena_new();
    reel_suggestions *found = arena == NULL ? NULL : rl_arena_alloc(arena, sizeof *found);
    if (found == NULL) {
        rl_arena_free(arena);
        return rl_fail_nomem(error);
    }
    limit = limit < RL_MAX_SUGGESTIONS ? limit : RL_MAX_SUGGESTIONS;
    found->arena = arena;
    found->items = rl_arena_array(arena, RL_COMPLETIONS + 1, sizeof *found->items);
    rl_parsed parsed;
    rl_completions completions = {.count = 0};
    reel_status status = rl_query_parse(arena, rl_str_of(prefix), &parsed, error); /* valid UTF-8, cut to its limit */
    if (status == REEL_OK && found->items == NULL) {
        status = rl_fail_nomem(error);
    }
    if (status == REEL_OK) {
        status = collect(searcher, arena, parsed.text, &completions, error);
    }
    for (size_t i = 0; status == REEL_OK && i < completions.count && found->count < limit; i++) {
        status = show_completion(searcher, &completions.items[i], found, error);
    }
    rl_completions_done(&completions);
    if (status == REEL_OK && rl_arena_failed(arena)) {
        status = rl_fail_nomem(error);
    }
    if (status != REEL_OK) {
        rl_arena_free(arena);
        return status;
    }
    *out_suggestions = found;
    return REEL_OK;
}

reel_status reel_suggest(reel_searcher *searcher, const char *prefix, uint32_t limit, reel_suggestions **out_suggestions,
                         reel_error *error) {
    rl_error_clear(error);
    if (out_suggestions != NULL) {
        *out_suggestions = NULL;
    }
    if (searcher == NULL || prefix == NULL || out_suggestions == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_suggest needs a searcher, a prefix and somewhere to put the answer");
    }
    reel_status status;
    unsigned attempt = 0;
    do {
        status = suggest_once(searcher, prefix, limit, out_suggestions, error);
    } while (rl_searcher_again(searcher, &attempt, &status, error));
    return status;
}

size_t reel_suggestions_count(const reel_suggestions *suggestions) { return suggestions == NULL ? 0 : suggestions->count; }

const reel_suggestion *reel_suggestions_at(const reel_suggestions *suggestions, size_t index) {
    return suggestions != NULL && index < suggestions->count ? &suggestions->items[index] : NULL;
}

void reel_suggestions_free(reel_suggestions *suggestions) {
    if (suggestions != NULL) {
        rl_arena_free(suggestions->arena);
    }
}

static json_t *suggestion_json(const reel_suggestion *item) {
    return json_pack("{s:s,s:s,s:s,s:o,s:o,s:I}", "text", item->text, "kind", item->kind, "field", item->field, "id",
                     item->film_id == NULL ? json_null() : rl_json_text(item->film_id), "year",
                     item->year == 0 ? json_null() : json_integer(item->year), "films", (json_int_t)item->films);
}

static void suggestion_line(const reel_suggestion *item, char separator, rl_output *output) {
    rl_output_text(output, item->text);
    if (item->year != 0 && separator == ' ') {
        rl_output_format(output, " (%d)", item->year);
    }
    rl_output_format(output, "%s%s", separator == '\t' ? "\t" : "  ", item->kind);
    if (separator == '\t') {
        rl_output_format(output, "\t%s\t", item->field);
        rl_output_text(output, item->film_id == NULL ? "" : item->film_id);
        rl_output_format(output, "\t%llu", (unsigned long long)item->films);
    }
    rl_output_text(output, "\n");
}

reel_status reel_suggestions_render(const reel_suggestions *suggestions, const char *format, const reel_render_options *options,
                                    reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    reel_render_options checked;
    reel_status status = rl_render_options_check(options, &checked, error);
    if (status != REEL_OK || suggestions == NULL || write == NULL) {
        return status != REEL_OK ? status : rl_fail(error, REEL_INVALID, "reel_suggestions_render needs suggestions and a function");
    }
    rl_str name = format == NULL ? RL_STR("text") : rl_str_of(format);
    bool json = rl_str_is(name, "json"), jsonl = rl_str_is(name, "jsonl"), tsv = rl_str_is(name, "tsv");
    if (!json && !jsonl && !tsv && !rl_str_is(name, "text")) {
        return rl_fail(error, REEL_INVALID, "'%.64s' is no output of suggestions; there are text, json, jsonl, tsv", format);
    }
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    json_t *list = json ? json_array() : NULL;
    for (size_t i = 0; status == REEL_OK && i < suggestions->count; i++) {
        if (json) {
            rl_json_append(&list, suggestion_json(&suggestions->items[i]));
        } else if (jsonl) {
            status = rl_output_value(&output, suggestion_json(&suggestions->items[i]), false, error);
        } else {
            suggestion_line(&suggestions->items[i], tsv ? '\t' : ' ', &output);
        }
    }
    if (json) {
        status = rl_output_value(&output, json_pack("{s:i,s:o}", "schema", 1, "suggestions", list), false, error);
    }
    reel_status done = rl_output_done(&output, status == REEL_OK ? error : NULL);
    return status == REEL_OK ? done : status;
}
