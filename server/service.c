/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * service: see service.h.
 */
#include "server/service.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "server/assets.h"

double service_now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

/* FNV-1a: names a content, keeps nothing secret. */
static uint64_t hash(uint64_t seed, const char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        seed = (seed ^ (unsigned char)bytes[i]) * UINT64_C(1099511628211);
    }
    return seed;
}

static void write_tag(char out[20], uint64_t value) {
    (void)snprintf(out, 20, "%016llx", (unsigned long long)value);
}

static void make_tags(service *out) {
    const uint64_t seed = UINT64_C(14695981039346656037);
    const char *url = out->settings->source_url == NULL ? "" : out->settings->source_url;
    uint64_t css = hash(seed, asset_css.bytes, asset_css.length), js = hash(seed, asset_js.bytes, asset_js.length);
    write_tag(out->css_tag, css);
    write_tag(out->js_tag, js);
    uint64_t all = hash(seed ^ css ^ js, asset_html.bytes, asset_html.length);
    all = hash(all, REEL_VERSION_STRING, sizeof REEL_VERSION_STRING);
    write_tag(out->stamp, hash(all, url, strlen(url)));
}

static bool is_number_kind(const char *kind) {
    return strcmp(kind, "year") == 0 || strcmp(kind, "number") == 0 || strcmp(kind, "money") == 0;
}

static reel_status load_fields(service *out, reel_error *error) {
    buffer text = BUFFER_INIT;
    reel_status status = reel_fields("json", NULL, buffer_write, &text, error);
    json_t *rows = status == REEL_OK ? json_loadb(text.at, text.length, 0, NULL) : NULL;
    buffer_done(&text);
    if (status == REEL_OK && rows == NULL) {
        return request_fail(error, REEL_NOMEM, "the field table could not be read");
    }
    for (size_t i = 0; i < json_array_size(rows) && out->field_count < SERVICE_FIELDS; i++) {
        json_t *row = json_array_get(rows, i);
        const char *name = json_string_value(json_object_get(row, "name"));
        const char *kind = json_string_value(json_object_get(row, "kind"));
        if (name == NULL || kind == NULL || strlen(name) >= SERVICE_NAME_BYTES) {
            continue;
        }
        service_field *field = &out->fields[out->field_count++];
        (void)snprintf(field->name, sizeof field->name, "%s", name);
        field->facet = json_is_true(json_object_get(row, "facet"));
        field->sort = json_is_true(json_object_get(row, "sort"));
        field->number = is_number_kind(kind);
    }
    json_decref(rows);
    return status;
}

reel_status service_init(service *out, const settings *given, reel_error *error) {
    memset(out, 0, sizeof *out);
    out->settings = given;
    make_tags(out);
    struct stat folder;
    uint64_t now = (uint64_t)time(NULL);
    uint64_t changed = stat(given->index, &folder) == 0 ? (uint64_t)folder.st_mtime : now;
    atomic_init(&out->metrics.changed_at, changed);
    atomic_init(&out->metrics.started_at, now);
    return load_fields(out, error);
}

const service_field *service_field_find(const service *given, const char *name) {
    for (size_t i = 0; i < given->field_count; i++) {
        if (strcmp(given->fields[i].name, name) == 0) {
            return &given->fields[i];
        }
    }
    return NULL;
}

reel_status worker_init(worker *out, service *shared, reel_error *error) {
    *out = (worker){.service = shared, .refreshed_ms = service_now_ms()};
    return reel_open(shared->settings->index, &out->searcher, error);
}

void worker_done(worker *given) {
    reel_close(given->searcher);
    given->searcher = NULL;
}

/* A newer state that cannot be opened is left alone: the one in hand goes on answering. */
void worker_refresh(worker *given, bool force) {
    double now = service_now_ms();
    if (!force && now - given->refreshed_ms < SERVE_REFRESH_MS) {
        return;
    }
    given->refreshed_ms = now;
    bool changed = false;
    reel_error error;
    metrics *counts = &given->service->metrics;
    if (reel_refresh(given->searcher, &changed, &error) != REEL_OK) {
        atomic_fetch_add_explicit(&counts->reload_failures, 1, memory_order_relaxed);
    } else if (changed) {
        atomic_fetch_add_explicit(&counts->reloads, 1, memory_order_relaxed);
        atomic_store_explicit(&counts->changed_at, (uint64_t)time(NULL), memory_order_relaxed);
    }
}

uint64_t worker_film_count(worker *given) {
    const char *generation = reel_generation(given->searcher);
    if (strcmp(generation, given->counted) == 0) {
        return given->films;
    }
    buffer text = BUFFER_INIT;
    reel_error error;
    reel_status status = reel_index_status(given->service->settings->index, false, "json", buffer_write, &text, &error);
    json_t *object = status == REEL_OK ? json_loadb(text.at, text.length, 0, NULL) : NULL;
    buffer_done(&text);
    given->films = (uint64_t)json_integer_value(json_object_get(object, "films"));
    (void)snprintf(given->counted, sizeof given->counted, "%s", generation);
    json_decref(object);
    return given->films;
}
