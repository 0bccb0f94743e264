/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_naming: ids of films. A record's id where there is one, else the slug of title and year; where
 * that is taken, with the director's surname, then with a number.
 */
#include "indexer/film_naming.h"

#include <stdlib.h>

static int compare_numbers(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

typedef struct film_name {
    size_t film;
    rl_str record_id; /* the least its records give */
    rl_str slug;      /* of its surest document */
    rl_str surname;
    int rank;         /* of that document: see rank_of */
} film_name;

enum { UNNAMED = 4 };

/* How well a document knows what its film is called; less is better. */
static int rank_of(const rl_identity *identity) {
    if (identity->slug.length == 0) {
        return UNNAMED;
    }
    return (identity->partial ? 2 : 0) + (identity->year == 0 || identity->director_count == 0);
}

static void name_by(film_name *name, const rl_identity *identity) {
    int rank = rank_of(identity);
    if (rank < name->rank) {
        name->rank = rank;
        name->slug = identity->slug;
    }
    if (name->surname.length == 0) {
        name->surname = identity->surname;
    }
    rl_str given = identity->record_id;
    if (given.length > 0 && (name->record_id.length == 0 || rl_str_compare(given, name->record_id) < 0)) {
        name->record_id = given;
    }
}

/* Given ids first, so that a made one never takes a given one away; then in order of the first document. */
static int compare_names(const void *left, const void *right) {
    const film_name *a = *(const film_name *const *)left;
    const film_name *b = *(const film_name *const *)right;
    int order = compare_numbers(a->record_id.length == 0, b->record_id.length == 0);
    return order != 0 ? order : compare_numbers(a->film, b->film);
}

/* An open-addressed set of ids in use. */
typedef struct id_set {
    rl_str *slots;
    size_t mask;
} id_set;

static bool take_id(id_set *set, rl_str id) {
    uint64_t hash = UINT64_C(14695981039346656037);
    for (size_t i = 0; i < id.length; i++) {
        hash = (hash ^ (unsigned char)id.at[i]) * UINT64_C(1099511628211);
    }
    for (size_t at = (size_t)hash & set->mask;; at = (at + 1) & set->mask) {
        if (set->slots[at].at == NULL) {
            set->slots[at] = id;
            return true;
        }
        if (rl_str_equal(set->slots[at], id)) {
            return false;
        }
    }
}

static rl_str with_tail(rl_arena *arena, rl_str head, rl_str tail) {
    char *bytes = rl_arena_array(arena, head.length + 1 + tail.length, 1);
    if (bytes == NULL) {
        return RL_STR_EMPTY;
    }
    memcpy(bytes, head.at, head.length);
    bytes[head.length] = '-';
    memcpy(bytes + head.length + 1, tail.at, tail.length);
    return (rl_str){bytes, head.length + 1 + tail.length};
}

static rl_str with_number(rl_arena *arena, rl_str head, size_t number) {
    char digits[24];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    return with_tail(arena, head, (rl_str){digits + at, sizeof digits - at});
}

static rl_str choose_id(rl_arena *arena, id_set *used, const film_name *name) {
    if (name->record_id.length > 0 && take_id(used, name->record_id)) {
        return name->record_id;
    }
    rl_str slug = name->slug.length > 0 ? name->slug : RL_STR("film");
    if (take_id(used, slug)) {
        return slug;
    }
    if (name->surname.length > 0) {
        slug = with_tail(arena, slug, name->surname);
        if (slug.length == 0 || take_id(used, slug)) {
            return slug;
        }
    }
    for (size_t number = 2;; number++) {
        rl_str id = with_number(arena, slug, number);
        if (id.length == 0 || take_id(used, id)) {
            return id;
        }
    }
}

static bool init_ids(rl_arena *arena, size_t films, id_set *out_set) {
    size_t slots = 16;
    while (slots < films * 4) {
        slots *= 2;
    }
    out_set->slots = rl_arena_array(arena, slots, sizeof *out_set->slots);
    out_set->mask = slots - 1;
    return out_set->slots != NULL;
}

reel_status rl_film_naming(rl_arena *arena, const rl_identity *const *docs, const size_t *films, size_t count,
                           size_t film_count, rl_str *out_ids, reel_error *error) {
    film_name *names = rl_arena_array(arena, film_count, sizeof *names);
    film_name **ordered = rl_arena_array(arena, film_count, sizeof(film_name *));
    id_set used;
    if (names == NULL || ordered == NULL || !init_ids(arena, film_count, &used)) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < film_count; i++) {
        names[i] = (film_name){.film = i, .rank = UNNAMED};
        ordered[i] = &names[i];
    }
    for (size_t i = 0; i < count; i++) {
        name_by(&names[films[i]], docs[i]);
    }
    qsort(ordered, film_count, sizeof *ordered, compare_names);
    for (size_t i = 0; i < film_count; i++) {
        out_ids[ordered[i]->film] = choose_id(arena, &used, ordered[i]);
    }
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
}
