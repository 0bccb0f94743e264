/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_grouping: documents to films. Documents tied by blocking keys or overrides form a set; in each set:
 *
 *   1. pairs that are surely the same join, the surest pair first, unless that would put two documents that
 *      are different into one film (overrides go before everything);
 *   2. what still lacks year or director joins the one film it may be; where it may be two that are
 *      different, it stays alone.
 *
 * Every choice goes by what documents say and then by their keys, never by the order they came in.
 */
#include <stdlib.h>

#include "common/limits.h"
#include "indexer/film_identity.h"
#include "indexer/film_naming.h"

/* Documents compared with each other at once. Sets are some ten documents; only a made-up corpus reaches this. */
enum { MAX_SET = 4096 };
/* Of an override: outweighs whatever documents say. */
enum { RELATION_FORCED = 1 << 20 };

typedef struct pair {
    uint32_t a, b; /* a < b, in order of document key */
    int relation;
} pair;

typedef struct grouping {
    rl_arena *arena;
    const rl_identity **docs; /* in order of document key */
    size_t *places;           /* [i]: where docs[i] stands in the caller's array */
    size_t count;
    const rl_override *overrides;
    size_t override_count;
    size_t *sets;             /* union-find: documents tied by keys */
    size_t *films;            /* union-find: documents of one film; a root is the least of its members */
} grouping;

/* One set at work. Indices are into docs of this set. */
typedef struct set_work {
    grouping *g;
    const size_t *members;    /* indices into g->docs, ascending */
    size_t count;
    size_t words;             /* of a row of apart */
    uint64_t *apart;          /* [root * words + ...]: bit of every document a film must not take in */
    size_t *roots;
    size_t *sizes;
    bool *is_complete;        /* the film has year and director */
    pair *pairs;              /* related, surest first */
    size_t pair_count, pair_capacity;
} set_work;

static size_t find(size_t *parents, size_t at) {
    while (parents[at] != at) {
        parents[at] = parents[parents[at]];
        at = parents[at];
    }
    return at;
}

static size_t unite(size_t *parents, size_t a, size_t b) {
    a = find(parents, a);
    b = find(parents, b);
    size_t root = a < b ? a : b;
    parents[a < b ? b : a] = root;
    return root;
}

static int compare_numbers(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

/* --- sets --- */

typedef struct tie {
    rl_str key;
    size_t doc;
} tie;

typedef struct tie_list {
    rl_arena *arena;
    tie *items;
    size_t count, capacity, doc;
} tie_list;

static void take_tie(void *user, rl_str key) {
    tie_list *list = user;
    tie *items = rl_arena_grow(list->arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items != NULL) {
        list->items = items;
        items[list->count++] = (tie){rl_str_copy(list->arena, key), list->doc};
    }
}

static int compare_ties(const void *left, const void *right) {
    const tie *a = left;
    const tie *b = right;
    int order = rl_str_compare(a->key, b->key);
    return order != 0 ? order : compare_numbers(a->doc, b->doc);
}

/* Documents told to be one film stand in one set, whatever their keys. */
static void tie_override(grouping *g, const rl_override *override) {
    size_t first = SIZE_MAX;
    for (size_t i = 0; i < g->count; i++) {
        if (rl_identity_is_named(g->docs[i], override->a) || rl_identity_is_named(g->docs[i], override->b)) {
            first = first == SIZE_MAX ? i : first;
            (void)unite(g->sets, first, i);
        }
    }
}

static void make_sets(grouping *g) {
    tie_list list = {.arena = g->arena};
    for (size_t i = 0; i < g->count; i++) {
        g->sets[i] = i;
        list.doc = i;
        rl_identity_keys_each(g->docs[i], take_tie, &list);
    }
    if (list.count > 0) {
        qsort(list.items, list.count, sizeof *list.items, compare_ties);
    }
    for (size_t i = 1; i < list.count; i++) {
        if (rl_str_equal(list.items[i].key, list.items[i - 1].key)) {
            (void)unite(g->sets, list.items[i].doc, list.items[i - 1].doc);
        }
    }
    for (size_t i = 0; i < g->override_count; i++) {
        if (g->overrides[i].same) {
            tie_override(g, &g->overrides[i]);
        }
    }
}

/* --- relations within a set --- */

static bool is_overridden(const rl_override *override, const rl_identity *a, const rl_identity *b) {
    return (rl_identity_is_named(a, override->a) && rl_identity_is_named(b, override->b)) ||
           (rl_identity_is_named(a, override->b) && rl_identity_is_named(b, override->a));
}

static int relate(const grouping *g, const rl_identity *a, const rl_identity *b) {
    for (size_t i = 0; i < g->override_count; i++) {
        if (is_overridden(&g->overrides[i], a, b)) {
            return g->overrides[i].same ? RELATION_FORCED : RL_RELATION_APART;
        }
    }
    return rl_identity_relate(a, b, NULL);
}

static void set_apart(set_work *w, size_t a, size_t b) {
    w->apart[a * w->words + b / 64] |= UINT64_C(1) << (b % 64);
    w->apart[b * w->words + a / 64] |= UINT64_C(1) << (a % 64);
}

static bool are_apart(const set_work *w, size_t root_a, size_t root_b) {
    return (w->apart[root_a * w->words + root_b / 64] >> (root_b % 64) & 1) != 0;
}

static const rl_identity *doc_of(const set_work *w, size_t at) { return w->g->docs[w->members[at]]; }

static int compare_pairs(const void *left, const void *right) {
    const pair *a = left;
    const pair *b = right;
    int order = (b->relation > a->relation) - (b->relation < a->relation);
    order = order != 0 ? order : compare_numbers(a->a, b->a);
    return order != 0 ? order : compare_numbers(a->b, b->b);
}

static void relate_all(set_work *w) {
    for (size_t a = 0; a < w->count; a++) {
        for (size_t b = a + 1; b < w->count; b++) {
            int relation = relate(w->g, doc_of(w, a), doc_of(w, b));
            if (relation == RL_RELATION_APART) {
                set_apart(w, a, b);
            } else if (relation > RL_RELATION_NONE) {
                pair *pairs = rl_arena_grow(w->g->arena, w->pairs, &w->pair_capacity, w->pair_count + 1, sizeof *pairs);
                if (pairs == NULL) {
                    return;
                }
                w->pairs = pairs;
                pairs[w->pair_count++] = (pair){(uint32_t)a, (uint32_t)b, relation};
            }
        }
    }
    if (w->pair_count > 0) {
        qsort(w->pairs, w->pair_count, sizeof *w->pairs, compare_pairs);
    }
}

/* --- joining --- */

static void join(set_work *w, size_t a, size_t b) {
    size_t root = unite(w->roots, a, b);
    size_t other = root == a ? b : a;
    for (size_t i = 0; i < w->words; i++) {
        w->apart[root * w->words + i] |= w->apart[other * w->words + i];
    }
    for (size_t c = 0; c < w->count; c++) {
        if (are_apart(w, other, c)) {
            set_apart(w, root, c);
        }
    }
    w->sizes[root] += w->sizes[other];
    w->is_complete[root] = w->is_complete[root] || w->is_complete[other];
}

static bool may_join(const set_work *w, size_t a, size_t b) {
    return a != b && !are_apart(w, a, b) && w->sizes[a] + w->sizes[b] <= RL_MAX_SOURCES;
}

static void join_same(set_work *w) {
    for (size_t i = 0; i < w->pair_count && w->pairs[i].relation >= RL_RELATION_SAME; i++) {
        size_t a = find(w->roots, w->pairs[i].a);
        size_t b = find(w->roots, w->pairs[i].b);
        bool forced = w->pairs[i].relation == RELATION_FORCED && a != b && w->sizes[a] + w->sizes[b] <= RL_MAX_SOURCES;
        if (forced || may_join(w, a, b)) {
            join(w, a, b);
        }
    }
}

/* What an incomplete film may be: its surest candidates. */
typedef struct candidates {
    int relation;
    size_t first;   /* root of one of them, SIZE_MAX for none */
    bool ambiguous; /* two of them are different films */
} candidates;

/* Pairs come surest first, so the first relation met for a film is its best. */
static void consider(const set_work *w, candidates *of, size_t other, int relation) {
    if (of->first == SIZE_MAX) {
        *of = (candidates){relation, other, false};
    } else if (relation == of->relation && other != of->first && are_apart(w, other, of->first)) {
        of->ambiguous = true;
    }
}

static void join_incomplete(set_work *w, size_t first_pair) {
    candidates *all = rl_arena_array(w->g->arena, w->count, sizeof *all);
    size_t *roots = rl_arena_array(w->g->arena, w->count, sizeof *roots);
    if (all == NULL || roots == NULL) {
        return;
    }
    for (size_t i = 0; i < w->count; i++) {
        all[i].first = SIZE_MAX;
        roots[i] = find(w->roots, i);
    }
    /* Judged on the films of the first step before any join, so that no join depends on the order of another. */
    for (size_t i = first_pair; i < w->pair_count; i++) {
        size_t a = roots[w->pairs[i].a];
        size_t b = roots[w->pairs[i].b];
        if (may_join(w, a, b)) {
            consider(w, &all[a], b, w->pairs[i].relation);
            consider(w, &all[b], a, w->pairs[i].relation);
        }
    }
    for (size_t i = first_pair; i < w->pair_count; i++) {
        size_t a = roots[w->pairs[i].a];
        size_t b = roots[w->pairs[i].b];
        int relation = w->pairs[i].relation;
        bool from_a = !w->is_complete[a] && all[a].relation == relation && !all[a].ambiguous;
        bool from_b = !w->is_complete[b] && all[b].relation == relation && !all[b].ambiguous;
        size_t now_a = find(w->roots, a);
        size_t now_b = find(w->roots, b);
        if ((from_a || from_b) && may_join(w, now_a, now_b)) {
            join(w, now_a, now_b);
        }
    }
}

static bool init_set(set_work *w) {
    rl_arena *arena = w->g->arena;
    w->words = (w->count + 63) / 64;
    w->apart = rl_arena_array(arena, w->count * w->words, sizeof *w->apart);
    w->roots = rl_arena_array(arena, w->count, sizeof *w->roots);
    w->sizes = rl_arena_array(arena, w->count, sizeof *w->sizes);
    w->is_complete = rl_arena_array(arena, w->count, sizeof *w->is_complete);
    if (rl_arena_failed(arena)) {
        return false;
    }
    for (size_t i = 0; i < w->count; i++) {
        w->roots[i] = i;
        w->sizes[i] = 1;
        w->is_complete[i] = doc_of(w, i)->year != 0 && doc_of(w, i)->director_count > 0;
    }
    return true;
}

static void group_set(grouping *g, const size_t *members, size_t count) {
    set_work w = {.g = g, .members = members, .count = count};
    if (count < 2 || !init_set(&w)) {
        return;
    }
    relate_all(&w);
    join_same(&w);
    size_t first_pair = 0;
    while (first_pair < w.pair_count && w.pairs[first_pair].relation >= RL_RELATION_SAME) {
        first_pair++;
    }
    join_incomplete(&w, first_pair);
    for (size_t i = 0; i < count; i++) {
        (void)unite(g->films, members[find(w.roots, i)], members[i]);
    }
}

/* Splits a monstrous set where it hurts least: by title and year. */
typedef struct set_member {
    const rl_identity *identity;
    size_t set, doc;
} set_member;

static int compare_members(const void *left, const void *right) {
    const set_member *a = left;
    const set_member *b = right;
    int order = compare_numbers(a->set, b->set);
    if (order == 0 && a->identity->title_count > 0 && b->identity->title_count > 0) {
        order = rl_str_compare(a->identity->titles[0], b->identity->titles[0]);
    }
    order = order != 0 ? order : (a->identity->year > b->identity->year) - (a->identity->year < b->identity->year);
    return order != 0 ? order : compare_numbers(a->doc, b->doc);
}

static int compare_sizes(const void *a, const void *b) { return compare_numbers(*(const size_t *)a, *(const size_t *)b); }

static void group_sets(grouping *g) {
    set_member *members = rl_arena_array(g->arena, g->count, sizeof *members);
    size_t *docs = rl_arena_array(g->arena, g->count, sizeof *docs);
    if (members == NULL || docs == NULL) {
        return;
    }
    for (size_t i = 0; i < g->count; i++) {
        members[i] = (set_member){g->docs[i], find(g->sets, i), i};
        g->films[i] = i;
    }
    qsort(members, g->count, sizeof *members, compare_members);
    for (size_t first = 0, end; first < g->count; first = end) {
        for (end = first; end < g->count && end - first < MAX_SET && members[end].set == members[first].set; end++) {
            docs[end] = members[end].doc;
        }
        qsort(docs + first, end - first, sizeof *docs, compare_sizes);
        group_set(g, docs + first, end - first);
    }
}

/* --- the whole --- */

/* Numbers the films in order of their first document; [i] is the film of docs[i]. */
static size_t *number_films(grouping *g, size_t *out_film_count) {
    size_t *numbers = rl_arena_array(g->arena, g->count, sizeof *numbers);
    *out_film_count = 0;
    for (size_t i = 0; numbers != NULL && i < g->count; i++) {
        size_t root = find(g->films, i);
        numbers[i] = root == i ? (*out_film_count)++ : numbers[root];
    }
    return numbers;
}

static int compare_documents(const void *left, const void *right) {
    const rl_identity *a = *(const rl_identity *const *)left;
    const rl_identity *b = *(const rl_identity *const *)right;
    int order = rl_str_compare(a->document, b->document);
    return order != 0 ? order : (a > b) - (a < b);
}

/* Renumbers so that groups count up along the caller's array. */
static bool number_in_order(rl_arena *arena, size_t *groups, size_t count, rl_str *ids, size_t group_count) {
    size_t *renumbered = rl_arena_array(arena, group_count, sizeof *renumbered);
    rl_str *moved = rl_arena_array(arena, group_count, sizeof *moved);
    if (renumbered == NULL || moved == NULL) {
        return false;
    }
    size_t next = 1; /* 0: not met yet */
    for (size_t i = 0; i < count; i++) {
        size_t group = groups[i];
        if (renumbered[group] == 0) {
            moved[next - 1] = ids[group];
            renumbered[group] = next++;
        }
        groups[i] = renumbered[group] - 1;
    }
    memcpy(ids, moved, group_count * sizeof *ids);
    return true;
}

reel_status rl_identity_group(rl_arena *arena, const rl_identity *identities, size_t count, const rl_override *overrides,
                              size_t override_count, size_t *out_groups, rl_str *out_ids, size_t *out_group_count,
                              reel_error *error) {
    *out_group_count = 0;
    if (count == 0) {
        return REEL_OK;
    }
    grouping g = {.arena = arena, .count = count, .overrides = overrides, .override_count = override_count};
    g.docs = rl_arena_array(arena, count, sizeof(rl_identity *));
    g.places = rl_arena_array(arena, count, sizeof *g.places);
    g.sets = rl_arena_array(arena, count, sizeof *g.sets);
    g.films = rl_arena_array(arena, count, sizeof *g.films);
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++) {
        g.docs[i] = &identities[i];
    }
    qsort(g.docs, count, sizeof *g.docs, compare_documents);
    for (size_t i = 0; i < count; i++) {
        g.places[i] = (size_t)(g.docs[i] - identities);
    }
    make_sets(&g);
    group_sets(&g);
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    size_t films;
    const size_t *numbers = number_films(&g, &films);
    if (numbers == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = rl_film_naming(arena, g.docs, numbers, count, films, out_ids, error);
    for (size_t i = 0; i < count; i++) {
        out_groups[g.places[i]] = numbers[i];
    }
    if (status == REEL_OK && !number_in_order(arena, out_groups, count, out_ids, films)) {
        status = rl_fail_nomem(error);
    }
    *out_group_count = status == REEL_OK ? films : 0;
    return status;
}
