/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * hits: loading films, reasons, and the accessors of <reel.h>.
 */
#include "searcher/hits.h"

#include <string.h>

#include "common/film_codec.h"
#include "common/record_places.h"
#include "common/schema.h"
#include "common/utf8.h"

const char *rl_text_clean(rl_arena *arena, rl_str text) {
    char *copy = rl_arena_copy(arena, text.at, text.length);
    if (copy == NULL) {
        return "";
    }
    size_t out = 0;
    for (size_t i = 0; i < text.length;) {
        unsigned char byte = (unsigned char)text.at[i];
        /* C1 controls are two bytes, c2 80 to c2 9f: terminals obey them too */
        bool c1 = byte == 0xc2 && i + 1 < text.length && (unsigned char)text.at[i + 1] >= 0x80 && (unsigned char)text.at[i + 1] < 0xa0;
        if (byte < 0x20 || byte == 0x7f || c1) {
            if (out > 0 && copy[out - 1] != ' ') {
                copy[out++] = ' ';
            }
            i += c1 ? 2 : 1;
        } else {
            copy[out++] = text.at[i++];
        }
    }
    copy[out] = '\0';
    return copy;
}

reel_status rl_hits_new(reel_hits **out_hits, reel_error *error) {
    *out_hits = NULL;
    rl_arena *arena = rl_arena_new();
    reel_hits *hits = arena == NULL ? NULL : rl_arena_alloc(arena, sizeof *hits);
    if (hits == NULL) {
        rl_arena_free(arena);
        return rl_fail_nomem(error);
    }
    hits->arena = arena;
    *out_hits = hits;
    return REEL_OK;
}

reel_status rl_hit_load(reel_hit *hit, rl_store *store, reel_error *error) {
    rl_arena *arena = hit->owner->arena;
    rl_buffer data = RL_BUFFER_FOR(arena);
    reel_status status = rl_store_data(store, hit->docid, &data, error);
    rl_str bytes = status == REEL_OK ? rl_str_copy(arena, rl_buffer_str(&data)) : RL_STR_EMPTY;
    rl_buffer_done(&data);
    rl_film *film = rl_arena_alloc(arena, sizeof *film);
    if (status != REEL_OK) {
        return status;
    }
    if (film == NULL) {
        return rl_fail_nomem(error);
    }
    status = rl_film_decode(arena, bytes, film, error);
    if (status == REEL_OK) {
        status = rl_record_places_show(arena, store, hit->docid, film, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    hit->film = film;
    hit->id = rl_text_clean(arena, film->id);
    hit->title = rl_text_clean(arena, rl_film_title(film));
    hit->year = rl_film_year(film);
    hit->sources = rl_arena_array(arena, film->source_count + 1, sizeof *hit->sources);
    for (size_t i = 0; hit->sources != NULL && i < film->source_count; i++) {
        hit->sources[hit->source_count++] = rl_text_clean(arena, film->sources[i].path);
    }
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
}

static void make_values(const reel_hit *hit, rl_field field, rl_hit_values *out) {
    rl_arena *arena = hit->owner->arena;
    size_t end, at = rl_film_first(hit->film, field, &end);
    out->items = rl_arena_array(arena, end - at + 1, sizeof *out->items);
    rl_buffer text = RL_BUFFER_FOR(arena);
    for (; out->items != NULL && at < end; at++) {
        if (hit->film->facts[at].leads) {
            rl_buffer_clear(&text);
            rl_fact_render(&hit->film->facts[at], false, &text);
            out->items[out->count++] = rl_text_clean(arena, rl_buffer_str(&text));
        }
    }
    rl_buffer_done(&text);
}

const rl_hit_values *rl_hit_values_of(const reel_hit *hit, rl_field field) {
    static const rl_hit_values none = {NULL, 0, true};
    if (hit == NULL || hit->film == NULL || rl_field_row_of(field) == NULL) {
        return &none;
    }
    reel_hit *made = &hit->owner->items[hit - hit->owner->items]; /* the same hit, through its owner */
    if (made->values == NULL) {
        made->values = rl_arena_array(hit->owner->arena, RL_FIELD_NUMBER_END, sizeof *made->values);
    }
    if (made->values == NULL) {
        return &none;
    }
    rl_hit_values *values = &made->values[field];
    if (!values->made) {
        make_values(hit, field, values);
        values->made = !rl_arena_failed(hit->owner->arena);
        values->count = values->made ? values->count : 0;
    }
    return values;
}

/* --- <reel.h> --- */

void reel_hits_free(reel_hits *hits) {
    if (hits != NULL) {
        rl_arena *arena = hits->arena; /* holds the answer itself */
        rl_arena_free(hits->plan.scratch);
        rl_arena_free(arena);
    }
}

size_t reel_hits_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->count; }
const reel_hit *reel_hits_at(const reel_hits *hits, size_t index) { return hits != NULL && index < hits->count ? &hits->items[index] : NULL; }
uint64_t reel_hits_total(const reel_hits *hits) { return hits == NULL ? 0 : hits->total; }
bool reel_hits_total_is_exact(const reel_hits *hits) { return hits != NULL && hits->total_is_exact; }
double reel_hits_took_ms(const reel_hits *hits) { return hits == NULL ? 0 : hits->took_ms; }
size_t reel_hits_reading_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->reading_count; }

const reel_reading *reel_hits_reading_at(const reel_hits *hits, size_t index) {
    return hits != NULL && index < hits->reading_count ? &hits->readings[index] : NULL;
}

size_t reel_hits_correction_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->corrections.count; }

const reel_correction *reel_hits_correction_at(const reel_hits *hits, size_t index) {
    return hits != NULL && index < hits->corrections.count ? &hits->corrections.items[index] : NULL;
}

size_t reel_hits_relaxed_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->relaxed.count; }

const char *reel_hits_relaxed_at(const reel_hits *hits, size_t index) {
    return hits != NULL && index < hits->relaxed.count ? hits->relaxed.items[index] : NULL;
}

size_t reel_hits_note_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->parsed.notes.count; }

const char *reel_hits_note_at(const reel_hits *hits, size_t index) {
    return hits != NULL && index < hits->parsed.notes.count ? hits->parsed.notes.items[index] : NULL;
}

const char *reel_hit_id(const reel_hit *hit) { return hit == NULL || hit->id == NULL ? "" : hit->id; }
const char *reel_hit_title(const reel_hit *hit) { return hit == NULL || hit->title == NULL ? "" : hit->title; }
int reel_hit_year(const reel_hit *hit) { return hit == NULL ? 0 : hit->year; }
uint32_t reel_hit_rank(const reel_hit *hit) { return hit == NULL ? 0 : hit->rank; }
double reel_hit_score(const reel_hit *hit) { return hit == NULL ? 0 : hit->score; }

size_t reel_hit_value_count(const reel_hit *hit, const char *field) {
    return rl_hit_values_of(hit, rl_field_find(rl_str_of(field)))->count;
}

const char *reel_hit_value_at(const reel_hit *hit, const char *field, size_t index) {
    const rl_hit_values *values = rl_hit_values_of(hit, rl_field_find(rl_str_of(field)));
    return index < values->count ? values->items[index] : NULL;
}

size_t reel_hit_why_count(const reel_hit *hit) { return hit == NULL ? 0 : hit->why_count; }
const char *reel_hit_why_at(const reel_hit *hit, size_t index) { return hit != NULL && index < hit->why_count ? hit->why[index] : NULL; }
size_t reel_hit_source_count(const reel_hit *hit) { return hit == NULL ? 0 : hit->source_count; }

const char *reel_hit_source_at(const reel_hit *hit, size_t index) {
    return hit != NULL && index < hit->source_count ? hit->sources[index] : NULL;
}

size_t reel_hit_snippet_count(const reel_hit *hit) { return hit == NULL ? 0 : hit->snippet_count; }

const reel_snippet *reel_hit_snippet_at(const reel_hit *hit, size_t index) {
    return hit != NULL && index < hit->snippet_count ? &hit->snippets[index] : NULL;
}

size_t reel_hits_facet_count(const reel_hits *hits) { return hits == NULL ? 0 : hits->facet_count; }

const reel_facet *reel_hits_facet_at(const reel_hits *hits, size_t index) {
    return hits != NULL && index < hits->facet_count ? &hits->facets[index] : NULL;
}
