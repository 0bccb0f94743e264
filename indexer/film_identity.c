/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_identity: what one document says of its film's identity, and its blocking keys. How two documents
 * relate is film_relation.c, grouping a set of documents film_grouping.c.
 */
#include "indexer/film_identity.h"

#include <inttypes.h>
#include <stdlib.h>
#include <xxhash.h>

#include "common/analysis.h"
#include "common/limits.h"
#include "indexer/film_merge.h"

/* More says no more of who a film is, and comparing stays cheap. */
enum { MAX_IDS = 16, MAX_TITLES = 64, MAX_DIRECTORS = 16, MAX_CAST = 10 };
enum { MAX_KEY_BYTES = RL_MAX_TERM_BYTES - 8, HASH_BYTES = 16 };

/* --- reading --- */

static int compare_strings(const void *a, const void *b) { return rl_str_compare(*(const rl_str *)a, *(const rl_str *)b); }

static void add_distinct(rl_str *items, size_t *count, size_t max, rl_str item) {
    if (item.length > 0 && *count < max && !rl_str_is_among(item, items, *count)) {
        items[(*count)++] = item;
    }
}

/* Page names are written with blanks or underscores. */
static rl_str identifier_of(rl_arena *arena, rl_str value) {
    char *copy = rl_arena_copy(arena, value.at, value.length);
    if (copy == NULL) {
        return RL_STR_EMPTY;
    }
    for (size_t i = 0; i < value.length; i++) {
        copy[i] = copy[i] == ' ' ? '_' : copy[i];
    }
    return (rl_str){copy, value.length};
}

static rl_str last_word(rl_str name) {
    size_t end = name.length;
    size_t start = end;
    while (start > 0 && name.at[start - 1] != ' ') {
        start--;
    }
    return rl_str_slice(name, start, end);
}

static rl_str slug_of(rl_arena *arena, rl_str text, int year) {
    rl_buffer slug = RL_BUFFER_FOR(arena);
    rl_analysis_slug(text, year, &slug);
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&slug));
    rl_buffer_done(&slug);
    return copy;
}

static int year_of_date(rl_str date) {
    int year = 0;
    for (size_t i = 0; i < 4 && i < date.length && date.at[i] >= '0' && date.at[i] <= '9'; i++) {
        year = year * 10 + (date.at[i] - '0');
    }
    return year >= 1000 ? year : 0;
}

/* Lists at their largest; the identity gets copies of what is there. */
typedef struct reading {
    rl_arena *arena;
    rl_identity *identity;
    rl_str ids[MAX_IDS], titles[MAX_TITLES], directors[MAX_DIRECTORS], cast[MAX_CAST];
    const rl_fact *title, *year, *runtime, *director;
    int first_release;
} reading;

static bool is_surer(const rl_fact *fact, const rl_fact *best) { return best == NULL || fact->origin > best->origin; }

static void read_kind(reading *r, rl_str kind) {
    if (rl_str_is(kind, "series")) {
        r->identity->subject = RL_SUBJECT_SERIES;
    } else if (rl_str_is(kind, "episode")) {
        r->identity->subject = RL_SUBJECT_EPISODE;
    }
}

static void read_identifier(reading *r, rl_str value) {
    rl_identity *identity = r->identity;
    if (rl_str_starts(value, RL_STR("id:"))) {
        if (identity->record_id.length == 0) {
            identity->record_id = rl_str_slice(value, 3, value.length);
        }
    } else {
        add_distinct(r->ids, &identity->id_count, MAX_IDS, identifier_of(r->arena, value));
    }
}

static void add_year(rl_identity *identity, int year) {
    for (size_t i = 0; i < identity->year_count; i++) {
        if (identity->years[i] == year) {
            return;
        }
    }
    if (identity->year_count < sizeof identity->years / sizeof identity->years[0]) {
        identity->years[identity->year_count++] = year;
    }
}

/* The surest first, and a release's where no year is stated. */
static void settle_years(const reading *r, rl_identity *identity) {
    identity->year = r->year != NULL ? (int)r->year->number : r->first_release;
    if (r->year == NULL && identity->year != 0) {
        add_year(identity, identity->year);
    }
    for (size_t i = 1; i < identity->year_count; i++) {
        if (identity->years[i] == identity->year) {
            identity->years[i] = identity->years[0];
            identity->years[0] = identity->year;
        }
    }
}

static void read_fact(reading *r, const rl_fact *fact) {
    rl_identity *identity = r->identity;
    if (fact->field == RL_FIELD_TITLE) {
        r->title = is_surer(fact, r->title) ? fact : r->title;
    } else if (fact->field == RL_FIELD_YEAR && fact->number > 0 && fact->number < 10000) {
        r->year = is_surer(fact, r->year) ? fact : r->year;
        add_year(identity, (int)fact->number);
    } else if (fact->field == RL_FIELD_RELEASE) {
        int year = year_of_date(fact->value);
        r->first_release = year != 0 && (r->first_release == 0 || year < r->first_release) ? year : r->first_release;
    } else if (fact->field == RL_FIELD_RUNTIME && fact->number > 0 && fact->number < 100000) {
        r->runtime = is_surer(fact, r->runtime) ? fact : r->runtime;
    } else if (fact->field == RL_FIELD_DIRECTOR) {
        r->director = is_surer(fact, r->director) ? fact : r->director;
        add_distinct(r->directors, &identity->director_count, MAX_DIRECTORS,
                     rl_analysis_key_copy(r->arena, RL_KEY_NAME, rl_name_bare(fact->value)));
        add_distinct(r->directors, &identity->director_count, MAX_DIRECTORS,
                     rl_analysis_key_copy(r->arena, RL_KEY_NAME, fact->person));
    } else if (fact->field == RL_FIELD_CAST && identity->cast_count < MAX_CAST) {
        add_distinct(r->cast, &identity->cast_count, MAX_CAST,
                     rl_analysis_key_copy(r->arena, RL_KEY_NAME, rl_name_bare(fact->value)));
    } else if (fact->field == RL_FIELD_IDENTIFIER) {
        read_identifier(r, fact->value);
    } else if (fact->field == RL_FIELD_KIND) {
        read_kind(r, fact->value);
    }
}

/* The main title stands first; of the others there may be many, so they are sorted for comparing. */
static void read_titles(reading *r, const rl_fact *facts, size_t count) {
    rl_identity *identity = r->identity;
    if (r->title != NULL) {
        add_distinct(r->titles, &identity->title_count, MAX_TITLES,
                     rl_analysis_key_copy(r->arena, RL_KEY_TITLE, r->title->value));
    }
    for (size_t i = 0; i < count; i++) {
        const rl_fact *fact = &facts[i];
        if ((fact->field == RL_FIELD_AKA || fact->field == RL_FIELD_TITLE) && fact != r->title) {
            add_distinct(r->titles, &identity->title_count, MAX_TITLES,
                         rl_analysis_key_copy(r->arena, RL_KEY_TITLE, fact->value));
        }
    }
    if (identity->title_count > 2) {
        qsort(r->titles + 1, identity->title_count - 1, sizeof *r->titles, compare_strings);
    }
}

static rl_str *keep(rl_arena *arena, const rl_str *items, size_t count) {
    rl_str *kept = rl_arena_array(arena, count, sizeof *kept);
    if (kept != NULL && count > 0) {
        memcpy(kept, items, count * sizeof *kept);
    }
    return kept;
}

/* identity holds what no fact says. */
static reel_status read_facts(rl_arena *arena, const rl_fact *facts, size_t count, rl_identity *identity,
                              reel_error *error) {
    reading r = {.arena = arena, .identity = identity};
    identity->document = rl_str_copy(arena, identity->document);
    identity->record_id = rl_str_copy(arena, identity->record_id);
    for (size_t i = 0; i < count; i++) {
        read_fact(&r, &facts[i]);
    }
    read_titles(&r, facts, count);
    if (identity->id_count > 1) {
        qsort(r.ids, identity->id_count, sizeof *r.ids, compare_strings);
    }
    identity->ids = keep(arena, r.ids, identity->id_count);
    identity->titles = keep(arena, r.titles, identity->title_count);
    identity->directors = keep(arena, r.directors, identity->director_count);
    identity->cast = keep(arena, r.cast, identity->cast_count);
    settle_years(&r, identity);
    identity->runtime = r.runtime != NULL ? (int)r.runtime->number : 0;
    identity->slug = r.title == NULL ? RL_STR_EMPTY : slug_of(arena, r.title->value, identity->year);
    identity->surname = r.director == NULL ? RL_STR_EMPTY : slug_of(arena, last_word(r.director->value), 0);
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
}

reel_status rl_identity_of(rl_arena *arena, rl_str document, const rl_facts *facts, rl_identity *out_identity,
                           reel_error *error) {
    *out_identity = (rl_identity){.document = document,
                                  .record_id = facts->record_id,
                                  .subject = facts->subject,
                                  .partial = facts->partial};
    return read_facts(arena, facts->items, facts->count, out_identity, error);
}

void rl_identity_describe(const rl_facts *facts, rl_source *source) {
    source->record_id = facts->record_id;
    source->subject = (uint8_t)facts->subject;
    source->partial = facts->partial;
}

/* In the document's own order, which decides among equally sure titles and the first ten of a cast. */
reel_status rl_identity_of_source(rl_arena *arena, const rl_film *film, size_t source, rl_identity *out_identity,
                                  reel_error *error) {
    *out_identity = (rl_identity){0};
    rl_contribution said;
    reel_status status = rl_film_contribution(arena, film, source, &said, error);
    if (status != REEL_OK) {
        return status;
    }
    *out_identity = (rl_identity){.document = said.source.key,
                                  .record_id = said.source.record_id,
                                  .subject = (rl_subject)said.source.subject,
                                  .partial = said.source.partial};
    return read_facts(arena, said.facts, said.fact_count, out_identity, error);
}

/* --- blocking keys --- */

typedef struct key_sink {
    void (*key)(void *user, rl_str key);
    void *user;
} key_sink;

/* A long key keeps its head, for the eye, and a hash of the whole. */
static void give_key(const key_sink *sink, char kind, rl_str text) {
    char bytes[MAX_KEY_BYTES + 1];
    size_t length = text.length;
    bytes[0] = kind;
    if (length < MAX_KEY_BYTES) {
        memcpy(bytes + 1, text.at, length);
    } else {
        length = MAX_KEY_BYTES - 1 - HASH_BYTES;
        memcpy(bytes + 1, text.at, length);
        uint64_t hash = XXH3_64bits(text.at, text.length);
        for (size_t i = 0; i < HASH_BYTES; i++) {
            bytes[1 + length + i] = "0123456789abcdef"[hash >> (4 * i) & 15];
        }
        length += HASH_BYTES;
    }
    sink->key(sink->user, (rl_str){bytes, length + 1});
}

void rl_identity_keys_each(const rl_identity *identity, void (*key)(void *user, rl_str key), void *user) {
    key_sink sink = {key, user};
    for (size_t i = 0; i < identity->id_count; i++) {
        give_key(&sink, 'i', identity->ids[i]);
    }
    /* Ids given and ids made compete for one name. */
    if (identity->record_id.length > 0) {
        give_key(&sink, 's', identity->record_id);
    }
    if (identity->slug.length > 0 && !rl_str_equal(identity->slug, identity->record_id)) {
        give_key(&sink, 's', identity->slug);
    }
    for (size_t i = 0; i < identity->title_count; i++) {
        give_key(&sink, 't', identity->titles[i]);
    }
}

bool rl_identity_is_named(const rl_identity *identity, rl_str name) {
    if (name.length == 0) {
        return false;
    }
    size_t length = identity->document.length;
    bool ends = rl_str_ends(identity->document, name) &&
                (length == name.length || identity->document.at[length - name.length - 1] == '/');
    return ends || rl_str_equal(identity->record_id, name) || rl_str_equal(identity->slug, name);
}
