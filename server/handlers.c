/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * handlers: the routes that answer with data; see handlers.h. The page has its own files.
 */
#include "server/handlers.h"

#include <jansson.h>
#include <string.h>

#include "server/assets.h"

enum { SUGGESTIONS = 8, SIMILAR_FILMS = 10 };

static const char *id_behind(const request *asked, const char *path) {
    return asked->path + strlen(path);
}

reel_status handle_search(worker *given, const request *asked, answer *out, reel_error *error) {
    search_asked search = {.options = REEL_SEARCH_OPTIONS_INIT};
    reel_hits *hits = NULL;
    reel_status status = search_asked_read(given->service, asked, &search, error);
    if (status == REEL_OK) {
        const char *text = search.text.at == NULL ? "" : search.text.at;
        status = reel_search_bytes(given->searcher, text, search.text.length, &search.options, &hits, error);
    }
    if (status == REEL_OK) {
        status = reel_hits_render(hits, "json", NULL, buffer_write, &out->body, error);
    }
    reel_hits_free(hits);
    search_asked_done(&search);
    return status;
}

reel_status handle_suggest(worker *given, const request *asked, answer *out, reel_error *error) {
    uint32_t limit;
    reel_suggestions *suggestions = NULL;
    reel_status status = request_number(asked, "limit", SUGGESTIONS, 1, SERVE_SUGGESTIONS, &limit, error);
    if (status == REEL_OK) {
        status = reel_suggest(given->searcher, request_text(asked, "q", ""), limit, &suggestions, error);
    }
    if (status == REEL_OK) {
        status = reel_suggestions_render(suggestions, "json", NULL, buffer_write, &out->body, error);
    }
    reel_suggestions_free(suggestions);
    return status;
}

reel_status handle_film(worker *given, const request *asked, answer *out, reel_error *error) {
    return reel_show(given->searcher, id_behind(asked, "/film/"), "json", NULL, buffer_write, &out->body, error);
}

reel_status handle_similar(worker *given, const request *asked, answer *out, reel_error *error) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.snippet_count = 0;
    reel_hits *hits = NULL;
    reel_status status = request_number(asked, "limit", SIMILAR_FILMS, 1, SERVE_HITS, &options.limit, error);
    if (status == REEL_OK) {
        status = reel_similar(given->searcher, id_behind(asked, "/similar/"), &options, &hits, error);
    }
    if (status == REEL_OK) {
        status = reel_hits_render(hits, "json", NULL, buffer_write, &out->body, error);
    }
    reel_hits_free(hits);
    return status;
}

reel_status handle_fields(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)given;
    (void)asked;
    return reel_fields("json", NULL, buffer_write, &out->body, error);
}

reel_status handle_explain(worker *given, const request *asked, answer *out, reel_error *error) {
    search_asked search = {.options = REEL_SEARCH_OPTIONS_INIT};
    reel_status status = search_asked_read(given->service, asked, &search, error);
    if (status == REEL_OK) {
        buffer_add(&search.text, "", 1);
        const char *text = search.text.failed ? "" : search.text.at;
        const char *film = request_text(asked, "film", "");
        status = reel_explain_query(given->searcher, request_text(asked, "stage", "sense"), text,
                                    *film == '\0' ? NULL : film, &search.options, "json", buffer_write, &out->body, error);
    }
    search_asked_done(&search);
    return status;
}

static int dump(const char *bytes, size_t length, void *user) {
    return buffer_write(user, bytes, length) ? 0 : -1;
}

/* What the index says of itself, without the paths of this machine. */
reel_status handle_status(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)asked;
    buffer text = BUFFER_INIT;
    reel_status status = reel_index_status(given->service->settings->index, false, "json", buffer_write, &text, error);
    json_t *object = status == REEL_OK ? json_loadb(text.at, text.length, 0, NULL) : NULL;
    buffer_done(&text);
    if (status != REEL_OK) {
        return status;
    }
    json_object_del(object, "index");
    json_object_del(object, "roots");
    json_object_set_new(object, "version", json_string(reel_version()));
    json_object_set_new(object, "workers", json_integer(given->service->settings->workers));
    json_object_set_new(object, "serving", json_string(reel_generation(given->searcher)));
    bool sound = object != NULL && json_dump_callback(object, dump, &out->body, JSON_COMPACT) == 0;
    buffer_text(&out->body, "\n");
    json_decref(object);
    return sound ? REEL_OK : request_fail(error, REEL_NOMEM, "memory ran out");
}

reel_status handle_metrics(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)asked;
    (void)error;
    out->type = "text/plain; version=0.0.4; charset=utf-8";
    metrics_render(&given->service->metrics, route_names(), route_count(), &out->body);
    return REEL_OK;
}

reel_status handle_healthz(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)asked;
    (void)error;
    buffer_text(&out->body, "{\"status\":\"ok\",\"generation\":");
    buffer_json(&out->body, reel_generation(given->searcher));
    buffer_text(&out->body, "}\n");
    return REEL_OK;
}

static reel_status send_asset(const asset *file, const char *type, answer *out) {
    out->type = type;
    buffer_add(&out->body, file->bytes, file->length);
    return REEL_OK;
}

reel_status handle_openapi(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)given;
    (void)asked;
    (void)error;
    return send_asset(&asset_openapi, ANSWER_JSON, out);
}

/* The page asks for them with their content's tag in the address, so they need never be asked for again. */
static const char *kept_forever(const request *asked) {
    return request_find(asked, "v") == NULL ? ANSWER_KEEP : "public, max-age=31536000, immutable";
}

reel_status handle_style(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)given;
    (void)error;
    out->cache = kept_forever(asked);
    return send_asset(&asset_css, "text/css; charset=utf-8", out);
}

reel_status handle_script(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)given;
    (void)error;
    out->cache = kept_forever(asked);
    return send_asset(&asset_js, "text/javascript; charset=utf-8", out);
}
