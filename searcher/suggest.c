/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest: completions of what was typed, from the whole values that start with its key. Values are
 * keys in the index; the form shown is read from one film that has it.
 */
#include <stdlib.h>
#include <string.h>

#include "common/film_codec.h"
#include "common/limits.h"
#include "common/schema.h"
#include "searcher/output.h"
#include "searcher/searcher.h"

enum { SCAN_VALUES = 4000, KEPT = 64 };

struct reel_suggestions {
    rl_arena *arena;
    reel_suggestion *items;
    size_t count;
};

typedef struct candidate {
    rl_str key;
    rl_field field;
    uint32_t films;
    double rank;
} candidate;

typedef struct suggest_walk {
    rl_arena *arena;
    size_t prefix_length;
    candidate kept[KEPT];
    size_t count, seen;
} suggest_walk;

static const char *kind_of(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    switch (row == NULL ? RL_KIND_TEXT : row->kind) {
    case RL_KIND_TITLE:
        return "film";
    case RL_KIND_NAME:
        return field == RL_FIELD_CHARACTER ? "character" : "person";
    case RL_KIND_COMPANY:
        return "company";
    case RL_KIND_FESTIVAL:
        return "festival";
    case RL_KIND_AWARD:
        return "award";
    case RL_KIND_PLACE:
        return "country";
    case RL_KIND_LANGUAGE:
    case RL_KIND_LABEL:
        return row->name;
    case RL_KIND_TEXT:
    case RL_KIND_YEAR:
    case RL_KIND_NUMBER:
    case RL_KIND_MONEY:
    case RL_KIND_DATE:
    case RL_KIND_REFERENCE:
    case RL_KIND_IDENTIFIER:
        break;
    }
    return "";
}

static bool is_offered(rl_field field) {
    const char *kind = kind_of(field);
    return kind[0] != '\0' && field != RL_FIELD_KIND && field != RL_FIELD_SOUND && field != RL_FIELD_ASPECT && field != RL_FIELD_MEDIUM &&
           field != RL_FIELD_CERTIFICATE;
}

/* A value that is typed to its end comes first, then what many films have; titles are each one film's. */
static double rank_of(const suggest_walk *walk, rl_str key, rl_field field, uint32_t films) {
    double rank = films;
    if (field == RL_FIELD_TITLE || field == RL_FIELD_AKA) {
        rank += field == RL_FIELD_TITLE ? 4 : 1;
    }
    rank /= 1.0 + 0.02 * (double)(key.length - walk->prefix_length);
    return key.length == walk->prefix_length ? rank + 1e6 : rank;
}

static candidate *same_key(suggest_walk *walk, rl_str key, const char *kind) {
    for (size_t i = 0; i < walk->count; i++) {
        if (rl_str_equal(walk->kept[i].key, key) && strcmp(kind_of(walk->kept[i].field), kind) == 0) {
            return &walk->kept[i];
        }
    }
    return NULL;
}

static bool note_value(void *user, rl_str term, uint32_t films) {
    suggest_walk *walk = user;
    rl_str key;
    rl_field field = rl_schema_value_parse(term, &key);
    bool more = ++walk->seen < SCAN_VALUES;
    if (field == RL_FIELD_NONE || !is_offered(field) || rl_str_find(key, RL_STR("\2")) != SIZE_MAX) {
        return more;
    }
    double rank = rank_of(walk, key, field, films);
    candidate *place = same_key(walk, key, kind_of(field));
    if (place != NULL) { /* a person in several roles is one person */
        if (films > place->films) {
            *place = (candidate){place->key, field, films, rank};
        }
        return more;
    }
    if (walk->count < KEPT) {
        place = &walk->kept[walk->count++];
    } else {
        place = &walk->kept[0];
        for (size_t i = 1; i < KEPT; i++) {
            place = walk->kept[i].rank < place->rank ? &walk->kept[i] : place;
        }
        if (place->rank >= rank) {
            return more;
        }
    }
    *place = (candidate){rl_str_copy(walk->arena, key), field, films, rank};
    return more;
}

static int order_candidates(const void *a, const void *b) {
    const candidate *left = a, *right = b;
    return left->rank > right->rank ? -1 : left->rank < right->rank ? 1 : rl_str_compare(left->key, right->key);
}

typedef struct shown_form {
    rl_field field;
    rl_str key;
    bool found;
} shown_form;

static void match_form(void *user, rl_field field, rl_str key) {
    shown_form *form = user;
    form->found = form->found || (field == form->field && rl_str_equal(key, form->key));
}

static bool first_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

/* Reads the form of a value from a film that has it. */
static reel_status show_candidate(reel_searcher *searcher, const candidate *item, reel_suggestions *out, reel_error *error) {
    rl_buffer term = RL_BUFFER_INIT, data = RL_BUFFER_INIT;
    rl_docid docid = 0;
    rl_film film;
    rl_schema_value_term(item->field, item->key, &term);
    reel_status status = rl_store_postings_each(searcher->store, rl_buffer_str(&term), first_docid, &docid, error);
    if (status == REEL_OK && docid != 0) {
        status = rl_store_data(searcher->store, docid, &data, error);
        status = status == REEL_OK ? rl_film_decode(out->arena, rl_buffer_str(&data), &film, error) : status;
    }
    if (status == REEL_OK && docid != 0) {
        size_t end;
        for (size_t at = rl_film_first(&film, item->field, &end); at < end; at++) {
            shown_form form = {item->field, item->key, false};
            rl_schema_values_each(&film.facts[at], match_form, &form);
            if (!form.found) {
                continue;
            }
            bool is_film = rl_field_row_of(item->field)->kind == RL_KIND_TITLE;
            rl_str text = item->field == RL_FIELD_AWARD && film.facts[at].detail.length > 0 ? film.facts[at].detail : film.facts[at].value;
            out->items[out->count++] = (reel_suggestion){
                rl_text_clean(out->arena, text), kind_of(item->field), rl_field_name(item->field),
                is_film ? rl_text_clean(out->arena, film.id) : NULL, is_film ? rl_film_year(&film) : 0, item->films};
            break;
        }
    }
    rl_buffer_done(&term);
    rl_buffer_done(&data);
    return status;
}

static reel_status collect(reel_searcher *searcher, rl_str key, suggest_walk *walk, reel_error *error) {
    rl_buffer prefix = RL_BUFFER_INIT;
    rl_schema_value_prefix(key, &prefix);
    rl_str all = rl_buffer_str(&prefix);
    walk->prefix_length = key.length;
    reel_status status = rl_store_terms_each(searcher->store, rl_str_slice(all, 0, all.length - 1), RL_STR_EMPTY, note_value, walk, error);
    rl_buffer_done(&prefix);
    return status;
}

/* A typo: letters from the end are dropped until something starts that way; what is near stays. */
static reel_status collect_near(reel_searcher *searcher, rl_str key, suggest_walk *walk, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t kept = key.length - 1; status == REEL_OK && kept >= 3 && kept + 6 > key.length && walk->count == 0; kept--) {
        status = collect(searcher, rl_str_slice(key, 0, kept), walk, error);
        size_t near = 0;
        for (size_t i = 0; i < walk->count; i++) {
            rl_str start = rl_str_slice(walk->kept[i].key, 0, key.length);
            unsigned distance = rl_analysis_distance(key, start, 2);
            if (distance <= (key.length >= 8 ? 2u : 1u)) {
                walk->kept[i].rank /= 1 + distance;
                walk->kept[near++] = walk->kept[i];
            }
        }
        walk->count = near;
    }
    return status;
}

static reel_status suggest_once(reel_searcher *searcher, const char *prefix, uint32_t limit, reel_suggestions **out_suggestions,
                                reel_error *error) {
    rl_arena *arena = rl_arena_new();
    reel_suggestions *found = arena == NULL ? NULL : rl_arena_alloc(arena, sizeof *found);
    suggest_walk *walk = found == NULL ? NULL : rl_arena_alloc(arena, sizeof *walk);
    limit = limit < RL_MAX_SUGGESTIONS ? limit : RL_MAX_SUGGESTIONS;
    if (walk == NULL) {
        rl_arena_free(arena);
        return rl_fail_nomem(error);
    }
    found->arena = walk->arena = arena;
    found->items = rl_arena_array(arena, KEPT + 1, sizeof *found->items);
    rl_parsed parsed;
    reel_status status = rl_query_parse(arena, rl_str_of(prefix), &parsed, error); /* valid UTF-8, cut to its limit */
    rl_str name = RL_STR_EMPTY;
    if (status == REEL_OK) {
        name = rl_analysis_key_copy(arena, RL_KEY_NAME, rl_str_slice(parsed.text, 0, RL_MAX_VALUE_BYTES));
        name = rl_str_slice(name, 0, 120); /* longer keys are hashed at their end */
    }
    if (status == REEL_OK && name.length > 0 && found->items != NULL) {
        status = collect(searcher, name, walk, error);
        rl_str title = rl_analysis_key_copy(arena, RL_KEY_TITLE, rl_str_slice(parsed.text, 0, RL_MAX_VALUE_BYTES));
        if (status == REEL_OK && title.length > 0 && title.length <= 120 && !rl_str_equal(title, name)) {
            status = collect(searcher, title, walk, error);
        }
        if (status == REEL_OK && walk->count == 0 && name.length >= 4) {
            status = collect_near(searcher, name, walk, error);
        }
        qsort(walk->kept, walk->count, sizeof *walk->kept, order_candidates);
    }
    for (size_t i = 0; status == REEL_OK && i < walk->count && found->count < limit; i++) {
        status = show_candidate(searcher, &walk->kept[i], found, error);
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
