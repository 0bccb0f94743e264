/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * export: all merged films as JSON Lines, in the form film records are read in, in order of their ids.
 */
#include <stdlib.h>

#include "common/film_codec.h"
#include "common/schema.h"
#include "searcher/output.h"
#include "searcher/searcher.h"

/* Keys of a record, and the field each holds. */
static const struct export_key {
    const char *key;
    rl_field field;
    bool list;
} export_keys[] = {
    {"alt_titles", RL_FIELD_AKA, true},
    {"directors", RL_FIELD_DIRECTOR, true},
    {"writers", RL_FIELD_WRITER, true},
    {"producers", RL_FIELD_PRODUCER, true},
    {"music", RL_FIELD_MUSIC, true},
    {"cinematographers", RL_FIELD_CINEMATOGRAPHY, true},
    {"editors", RL_FIELD_EDITING, true},
    {"companies", RL_FIELD_PRODUCTION, true},
    {"distributors", RL_FIELD_DISTRIBUTOR, true},
    {"genres", RL_FIELD_GENRE, true},
    {"countries", RL_FIELD_COUNTRY, true},
    {"languages", RL_FIELD_LANGUAGE, true},
    {"coloration", RL_FIELD_COLORATION, false},
    {"awards", RL_FIELD_AWARD, true},
    {"festivals", RL_FIELD_FESTIVAL, true},
    {"keywords", RL_FIELD_KEYWORD, true},
    {"tagline", RL_FIELD_TAGLINE, false},
    {"plot", RL_FIELD_PLOT, false},
    {"text", RL_FIELD_TEXT, false},
    {"budget", RL_FIELD_BUDGET, false},
    {"gross", RL_FIELD_GROSS, false},
    {"certificate", RL_FIELD_CERTIFICATE, false},
};

static json_t *fact_string(const rl_fact *fact, rl_buffer *text) {
    rl_buffer_clear(text);
    rl_fact_render(fact, false, text);
    rl_str form = rl_buffer_str(text);
    return json_stringn(form.at == NULL ? "" : form.at, form.length);
}

static void export_cast(const rl_film *film, json_t *record) {
    json_t *list = json_array();
    size_t end;
    for (size_t at = rl_film_first(film, RL_FIELD_CAST, &end); at < end; at++) {
        const rl_fact *fact = &film->facts[at];
        if (!fact->leads) {
            continue;
        }
        json_t *person = json_stringn(fact->value.at, fact->value.length);
        if (fact->detail.length > 0) {
            json_t *pair = json_object();
            json_object_set_new(pair, "name", person);
            json_object_set_new(pair, "role", json_stringn(fact->detail.at, fact->detail.length));
            person = pair;
        }
        json_array_append_new(list, person);
    }
    if (json_array_size(list) > 0) {
        json_object_set(record, "cast", list);
    }
    json_decref(list);
}

static void export_field(const rl_film *film, const struct export_key *key, json_t *record, rl_buffer *text) {
    json_t *list = json_array();
    size_t end;
    for (size_t at = rl_film_first(film, key->field, &end); at < end; at++) {
        if (film->facts[at].leads) {
            json_array_append_new(list, fact_string(&film->facts[at], text));
        }
    }
    if (json_array_size(list) > 0) {
        json_object_set(record, key->key, key->list ? list : json_array_get(list, 0));
    }
    json_decref(list);
}

static void export_identifiers(const rl_film *film, json_t *record) {
    size_t end;
    for (size_t at = rl_film_first(film, RL_FIELD_IDENTIFIER, &end); at < end; at++) {
        rl_str rest = film->facts[at].value, scheme;
        if (!film->facts[at].leads || !rl_str_split(&rest, RL_STR(":"), &scheme) || rest.at == NULL) {
            continue;
        }
        const char *key = rl_str_is(scheme, "imdb") ? "imdb_id" : rl_str_is(scheme, "tmdb") ? "tmdb_id" : rl_str_is(scheme, "wiki") ? "wiki" : NULL;
        if (key != NULL && json_object_get(record, key) == NULL) {
            json_object_set_new(record, key, json_stringn(rest.at, rest.length));
        }
    }
}

static json_t *record_of(const rl_film *film) {
    json_t *record = json_object();
    rl_buffer text = RL_BUFFER_INIT;
    rl_str title = rl_film_title(film);
    json_object_set_new(record, "id", json_stringn(film->id.at, film->id.length));
    json_object_set_new(record, "title", json_stringn(title.at == NULL ? "" : title.at, title.length));
    if (rl_film_year(film) != 0) {
        json_object_set_new(record, "year", json_integer(rl_film_year(film)));
    }
    const rl_fact *runtime = rl_film_value(film, RL_FIELD_RUNTIME, 0);
    if (runtime != NULL && runtime->number > 0) {
        json_object_set_new(record, "runtime", json_integer(runtime->number));
    }
    export_cast(film, record);
    for (size_t i = 0; i < sizeof export_keys / sizeof export_keys[0]; i++) {
        export_field(film, &export_keys[i], record, &text);
    }
    export_identifiers(film, record);
    json_t *sources = json_array();
    for (size_t i = 0; i < film->source_count; i++) {
        json_array_append_new(sources, json_stringn(film->sources[i].path.at, film->sources[i].path.length));
    }
    json_object_set_new(record, "sources", sources);
    rl_buffer_done(&text);
    return record;
}

typedef struct id_list {
    rl_arena *arena;
    rl_str *terms;
    size_t count, capacity;
    bool failed;
} id_list;

static bool note_id(void *user, rl_str term, uint32_t documents) {
    id_list *list = user;
    (void)documents;
    rl_str *terms = rl_arena_grow(list->arena, list->terms, &list->capacity, list->count + 1, sizeof *terms);
    if (terms == NULL) {
        list->failed = true;
        return false;
    }
    list->terms = terms;
    terms[list->count++] = rl_str_copy(list->arena, term);
    return true;
}

static bool only_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

static reel_status export_one(reel_searcher *searcher, rl_arena *arena, rl_str term, rl_output *output, reel_error *error) {
    rl_docid docid = 0;
    rl_buffer data = RL_BUFFER_INIT;
    rl_film film;
    reel_status status = rl_store_postings_each(searcher->store, term, only_docid, &docid, error);
    if (status == REEL_OK && docid != 0) {
        status = rl_store_data(searcher->store, docid, &data, error);
        status = status == REEL_OK ? rl_film_decode(arena, rl_buffer_str(&data), &film, error) : status;
        status = status == REEL_OK ? rl_output_value(output, record_of(&film), false, error) : status;
    }
    rl_buffer_done(&data);
    return status;
}

static reel_status export_all(reel_searcher *searcher, id_list *list, rl_arena *arena, rl_output *output, reel_error *error) {
    reel_status status = rl_store_terms_each(searcher->store, RL_STR(RL_PREFIX_ID), RL_STR_EMPTY, note_id, list, error);
    status = status == REEL_OK && list->failed ? rl_fail_nomem(error) : status;
    for (size_t i = 0; status == REEL_OK && i < list->count && !output->stopped; i++) {
        status = export_one(searcher, arena, list->terms[i], output, error);
        rl_arena_clear(arena);
    }
    return status;
}

/* Id terms start with Q; prefixed terms of fields never do (fields.def). */
reel_status reel_export(reel_searcher *searcher, reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    if (searcher == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_export needs a searcher and a function to write with");
    }
    id_list list = {.arena = rl_arena_new()};
    rl_arena *film_arena = rl_arena_new();
    rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
    reel_status status = list.arena == NULL || film_arena == NULL ? rl_fail_nomem(error) : REEL_OK;
    unsigned attempt = 0;
    if (status == REEL_OK) {
        do {
            rl_buffer_clear(&output.buffer);
            rl_arena_clear(list.arena);
            list = (id_list){.arena = list.arena};
            status = export_all(searcher, &list, film_arena, &output, error);
        } while (!output.begun && rl_searcher_again(searcher, &attempt, &status, error));
    }
    if (status == REEL_STALE) { /* what is written cannot be taken back, and must not be of two states */
        status = rl_fail(error, REEL_IO, "the index changed twice while it was exported; export it again");
    }
    rl_arena_free(film_arena);
    rl_arena_free(list.arena);
    reel_status done = rl_output_done(&output, status == REEL_OK ? error : NULL);
    return status == REEL_OK ? done : status;
}
