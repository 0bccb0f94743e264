/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_merge: groups what the documents state by value (film_values), then orders members of a group and
 * groups of a field. Both orders are total and depend on what is said alone: the order in which
 * documents come has no part in them.
 */
#include "indexer/film_merge.h"

#include <stdlib.h>

#include "common/limits.h"
#include "indexer/film_values.h"

/* A finished group: statements [first, end), the leader first. */
typedef struct value_group {
    size_t first, end;
    rl_field field;
    rl_origin origin;      /* the best of its facts */
    uint32_t source_count;
    uint32_t source_rank;  /* of the best document among those of that origin; see rank_sources */
    uint32_t ordinal;      /* its place there */
    bool hidden;           /* repeats the main title */
} value_group;

typedef struct merge {
    rl_arena *arena;
    rl_source *sources;
    size_t source_count;
    rl_statement *statements;
    size_t count;
    uint32_t *ranks;       /* [field * source_count + source]: 0 is the document whose order a field follows */
    value_group *groups;
    size_t group_count;
} merge;

static int compare_numbers(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

/* --- gathering --- */

static int compare_contributions(const void *left, const void *right) {
    const rl_contribution *a = *(const rl_contribution *const *)left;
    const rl_contribution *b = *(const rl_contribution *const *)right;
    return rl_str_compare(a->source.key, b->source.key);
}

static reel_status gather(merge *m, const rl_contribution *contributions, size_t count, reel_error *error) {
    const rl_contribution **ordered = rl_arena_array(m->arena, count, sizeof(rl_contribution *));
    m->sources = rl_arena_array(m->arena, count, sizeof *m->sources);
    m->source_count = count;
    for (size_t i = 0; i < count; i++) {
        m->count += contributions[i].fact_count;
    }
    m->statements = rl_arena_array(m->arena, m->count, sizeof *m->statements);
    if (rl_arena_failed(m->arena)) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < count; i++) {
        ordered[i] = &contributions[i];
    }
    qsort(ordered, count, sizeof *ordered, compare_contributions);
    rl_statement *next = m->statements;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && rl_str_equal(ordered[i]->source.key, ordered[i - 1]->source.key)) {
            return rl_fail(error, REEL_INVALID, "document '%.*s' is given twice", RL_STR_ARG(ordered[i]->source.key));
        }
        m->sources[i] = ordered[i]->source;
        for (size_t f = 0; f < ordered[i]->fact_count; f++, next++) {
            next->fact = ordered[i]->facts[f];
            next->fact.source = (uint16_t)i;
            next->fact.ordinal = (uint32_t)f;
            next->fact.leads = false;
            if (rl_field_row_of(next->fact.field) == NULL) {
                return rl_fail(error, REEL_INTERNAL, "a fact of '%.*s' has no field",
                               RL_STR_ARG(ordered[i]->source.path));
            }
        }
    }
    return REEL_OK;
}

/* --- order within a group --- */

/* Less is better. What a value says more of comes before who says it: a role, a name on screen,
 * a prize that was won. */
static int compare_fullness(const rl_statement *a, const rl_statement *b) {
    bool a_role = a->fact.field == RL_FIELD_CAST && a->fact.detail.length > 0;
    bool b_role = b->fact.field == RL_FIELD_CAST && b->fact.detail.length > 0;
    int order = compare_numbers(b_role, a_role);
    if (order == 0 && rl_field_row_of(a->fact.field)->kind == RL_KIND_NAME) {
        order = compare_numbers(b->fact.person.length > 0, a->fact.person.length > 0);
    }
    return order != 0 ? order : compare_numbers((uint64_t)b->fact.result, (uint64_t)a->fact.result);
}

/* Between equally sure spellings: "François" rather than "Francois", and the one with more around it. */
static int compare_richness(const rl_statement *a, const rl_statement *b) {
    int order = compare_numbers(b->wide_bytes, a->wide_bytes);
    order = order != 0 ? order : compare_numbers(b->fact.detail.length > 0, a->fact.detail.length > 0);
    return order != 0 ? order : compare_numbers(b->fact.person.length > 0, a->fact.person.length > 0);
}

static int compare_members(const void *left, const void *right) {
    const rl_statement *a = left;
    const rl_statement *b = right;
    int order = compare_numbers((uint64_t)a->fact.field, (uint64_t)b->fact.field);
    order = order != 0 ? order : compare_numbers(a->group, b->group);
    order = order != 0 ? order : compare_numbers(a->is_short, b->is_short);
    order = order != 0 ? order : compare_fullness(a, b);
    order = order != 0 ? order : compare_numbers((uint64_t)b->fact.origin, (uint64_t)a->fact.origin);
    order = order != 0 ? order : compare_numbers(a->is_variant, b->is_variant);
    order = order != 0 ? order : compare_numbers(b->spelling_sources, a->spelling_sources);
    order = order != 0 ? order : compare_richness(a, b);
    order = order != 0 ? order : compare_numbers(a->fact.source, b->fact.source);
    return order != 0 ? order : compare_numbers(a->fact.ordinal, b->fact.ordinal);
}

/* --- order of groups --- */

typedef struct field_source {
    uint32_t field, source;
    rl_origin origin; /* the best the document has for the field */
    uint32_t attested; /* of its facts, those another document states too */
    uint32_t facts;
} field_source;

static int compare_field_sources(const void *left, const void *right) {
    const field_source *a = left;
    const field_source *b = right;
    int order = compare_numbers(a->field, b->field);
    order = order != 0 ? order : compare_numbers((uint64_t)b->origin, (uint64_t)a->origin);
    order = order != 0 ? order : compare_numbers(b->attested, a->attested);
    order = order != 0 ? order : compare_numbers(b->facts, a->facts);
    return order != 0 ? order : compare_numbers(a->source, b->source);
}

/* Ranks the documents for each field, the surest first, then the list that others bear out best (a damaged page may
 * have kept the extras and lost the stars), then the fullest: the credit order of a field is that of its first
 * document, and others only add behind what it has. */
static void rank_sources(merge *m) {
    size_t cells = RL_FIELD_NUMBER_END * m->source_count;
    m->ranks = rl_arena_array(m->arena, cells, sizeof *m->ranks);
    if (m->source_count < 2) {
        return; /* a document alone is the first of each field */
    }
    field_source *all = rl_arena_array(m->arena, cells, sizeof *all);
    if (all == NULL || m->ranks == NULL) {
        return;
    }
    for (size_t i = 0; i < cells; i++) {
        all[i].field = (uint32_t)(i / m->source_count);
        all[i].source = (uint32_t)(i % m->source_count);
    }
    for (size_t g = 0; g < m->group_count; g++) {
        for (size_t i = m->groups[g].first; i < m->groups[g].end; i++) {
            const rl_fact *fact = &m->statements[i].fact;
            field_source *cell = &all[(size_t)fact->field * m->source_count + fact->source];
            cell->facts++;
            cell->attested += m->groups[g].source_count > 1;
            cell->origin = fact->origin > cell->origin ? fact->origin : cell->origin;
        }
    }
    qsort(all, cells, sizeof *all, compare_field_sources);
    for (size_t i = 0; i < cells; i++) {
        m->ranks[all[i].field * m->source_count + all[i].source] = (uint32_t)(i % m->source_count);
    }
}

static void describe_group(const merge *m, value_group *group) {
    for (size_t i = group->first; i < group->end; i++) {
        group->origin = m->statements[i].fact.origin > group->origin ? m->statements[i].fact.origin : group->origin;
    }
    group->source_rank = UINT32_MAX;
    for (size_t i = group->first; i < group->end; i++) {
        const rl_fact *fact = &m->statements[i].fact;
        uint32_t rank = m->ranks[(size_t)fact->field * m->source_count + fact->source];
        bool nearer = rank < group->source_rank || (rank == group->source_rank && fact->ordinal < group->ordinal);
        if (fact->origin == group->origin && nearer) {
            group->source_rank = rank;
            group->ordinal = fact->ordinal;
        }
    }
}

static int compare_sources(const void *left, const void *right) {
    return compare_numbers(*(const uint16_t *)left, *(const uint16_t *)right);
}

/* Documents that attest the group. numbers has room for all facts. */
static uint32_t count_sources(const merge *m, const value_group *group, uint16_t *numbers) {
    size_t count = group->end - group->first;
    if (count == 1 || m->source_count == 1) {
        return 1;
    }
    for (size_t i = 0; i < count; i++) {
        numbers[i] = m->statements[group->first + i].fact.source;
    }
    qsort(numbers, count, sizeof *numbers, compare_sources);
    uint32_t distinct = 0;
    for (size_t i = 0; i < count; i++) {
        distinct += i == 0 || numbers[i] != numbers[i - 1];
    }
    return distinct;
}

static int compare_groups(const void *left, const void *right) {
    const value_group *a = left;
    const value_group *b = right;
    int order = compare_numbers((uint64_t)a->field, (uint64_t)b->field);
    order = order != 0 ? order : compare_numbers(b->hidden, a->hidden);
    order = order != 0 ? order : compare_numbers((uint64_t)b->origin, (uint64_t)a->origin);
    if (order == 0 && rl_field_row_of(a->field)->merge == RL_MERGE_BEST) {
        order = compare_numbers(b->source_count, a->source_count);
    }
    order = order != 0 ? order : compare_numbers(a->source_rank, b->source_rank);
    return order != 0 ? order : compare_numbers(a->ordinal, b->ordinal);
}

static void make_groups(merge *m) {
    m->groups = rl_arena_array(m->arena, m->count, sizeof *m->groups);
    uint16_t *numbers = rl_arena_array(m->arena, m->count, sizeof *numbers);
    if (m->groups == NULL || numbers == NULL || m->count == 0) {
        return;
    }
    qsort(m->statements, m->count, sizeof *m->statements, compare_members);
    for (size_t first = 0, end; first < m->count; first = end) {
        for (end = first + 1; end < m->count && m->statements[end].group == m->statements[first].group;) {
            end++;
        }
        value_group *group = &m->groups[m->group_count++];
        *group = (value_group){.first = first, .end = end, .field = m->statements[first].fact.field};
        group->source_count = count_sources(m, group, numbers);
    }
}

static void order_groups(merge *m) {
    rank_sources(m);
    if (m->ranks == NULL || m->group_count == 0) {
        return;
    }
    for (size_t g = 0; g < m->group_count; g++) {
        describe_group(m, &m->groups[g]);
    }
    qsort(m->groups, m->group_count, sizeof *m->groups, compare_groups);
}

/* Another title that is the main title over again says nothing new to a reader, but its document did say it. */
static void hide_repeated_title(merge *m) {
    size_t title = 0;
    while (title < m->group_count && m->groups[title].field < RL_FIELD_TITLE) {
        title++;
    }
    if (title == m->group_count || m->groups[title].field != RL_FIELD_TITLE) {
        return;
    }
    rl_str key = m->statements[m->groups[title].first].key;
    bool hides = false;
    for (size_t i = 0; i < m->group_count; i++) {
        value_group *group = &m->groups[i];
        group->hidden = group->field == RL_FIELD_AKA &&
                        rl_str_equal(m->statements[group->first].key, key);
        hides = hides || group->hidden;
    }
    if (hides) {
        qsort(m->groups, m->group_count, sizeof *m->groups, compare_groups);
    }
}

/* --- the film --- */

static void write_film(const merge *m, rl_str id, rl_fact *facts, rl_film *out_film) {
    size_t at = 0;
    for (size_t g = 0; g < m->group_count; g++) {
        for (size_t i = m->groups[g].first; i < m->groups[g].end; i++) {
            facts[at] = m->statements[i].fact;
            facts[at].leads = i == m->groups[g].first && !m->groups[g].hidden;
            at++;
        }
    }
    *out_film = (rl_film){id, m->sources, m->source_count, facts, at};
}

reel_status rl_film_merge(rl_arena *arena, rl_str id, const rl_contribution *contributions, size_t count,
                          rl_film *out_film, reel_error *error) {
    *out_film = (rl_film){0};
    if (count > RL_MAX_SOURCES) {
        return rl_fail(error, REEL_LIMIT, "film '%.*s' has %zu documents, more than %d", RL_STR_ARG(id), count,
                       RL_MAX_SOURCES);
    }
    merge m = {.arena = arena};
    reel_status status = gather(&m, contributions, count, error);
    if (status != REEL_OK) {
        return status;
    }
    status = rl_values_group(arena, m.statements, m.count, error);
    if (status != REEL_OK) {
        return status;
    }
    make_groups(&m);
    order_groups(&m);
    hide_repeated_title(&m);
    rl_fact *facts = rl_arena_array(arena, m.count, sizeof *facts);
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    write_film(&m, id, facts, out_film);
    return REEL_OK;
}

static int compare_ordinals(const void *left, const void *right) {
    return compare_numbers(((const rl_fact *)left)->ordinal, ((const rl_fact *)right)->ordinal);
}

reel_status rl_film_contribution(rl_arena *arena, const rl_film *film, size_t source, rl_contribution *out_contribution,
                                 reel_error *error) {
    *out_contribution = (rl_contribution){0};
    if (source >= film->source_count) {
        return rl_fail(error, REEL_INVALID, "film '%.*s' has no document %zu", RL_STR_ARG(film->id), source);
    }
    size_t count = 0;
    for (size_t i = 0; i < film->fact_count; i++) {
        count += film->facts[i].source == source;
    }
    rl_fact *facts = rl_arena_array(arena, count, sizeof *facts);
    if (facts == NULL) {
        return rl_fail_nomem(error);
    }
    size_t at = 0;
    for (size_t i = 0; i < film->fact_count; i++) {
        if (film->facts[i].source == source) {
            facts[at] = film->facts[i];
            facts[at].leads = false;
            facts[at++].source = 0;
        }
    }
    qsort(facts, count, sizeof *facts, compare_ordinals);
    *out_contribution = (rl_contribution){film->sources[source], facts, count};
    return REEL_OK;
}
