/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_values: blocks of equal keys, joined by a union-find forest. A block that states a value in fewer
 * words joins the fuller block that is meant, where exactly one can be: "Tim Kissell" the "Sollace
 * Mitchell (as Tim Kissell)", "Tom Holland" the "Tom Holland (II)", a date without country the same date with one, a prize without year the
 * same prize with one, "J. Lee Thompson" the "John Lee Thompson".
 */
#include "indexer/film_values.h"

#include <stdlib.h>

#include "indexer/name_variants.h"

enum {
    BRANCH_STEP = 3,     /* behind those of year and person: see short_forms_of */
    VARIANT_STEP = 4,    /* spellings come behind all forms that say less */
    MAX_VARIANT_NAMES = 400 /* of one field: every pair is compared */
};

/* Facts of one field and key. */
typedef struct block {
    rl_field field;
    rl_str key;
    size_t first, end; /* its statements in the grouping's order, by source and origin */
    size_t parent;     /* itself for a root */
    bool is_short;     /* joined a fuller block */
    bool is_variant;   /* joined one that spells the name more fully, or more often */
} block;

/* A shorter way to state the value of a block. */
typedef struct short_form {
    rl_field field;
    rl_str key;
    size_t target;
    unsigned step; /* steps are taken in order: see short_forms_of */
} short_form;

typedef struct grouping {
    rl_arena *arena;
    rl_buffer scratch;
    rl_statement *statements;
    size_t count;
    rl_statement **ordered; /* by field, key, source, origin */
    block *blocks;
    size_t block_count;
    short_form *forms;
    size_t form_count, form_capacity;
} grouping;

static int compare_numbers(uint64_t a, uint64_t b) { return a < b ? -1 : a > b; }

static uint32_t count_wide_bytes(rl_str text) {
    uint32_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += (unsigned char)text.at[i] >= 0x80;
    }
    return count;
}

/* Stated by one document in one manner, as most films are. */
static bool is_one_list(const grouping *g) {
    for (size_t i = 1; i < g->count; i++) {
        if (g->statements[i].fact.source != g->statements[0].fact.source || g->statements[i].fact.origin != g->statements[0].fact.origin) {
            return false;
        }
    }
    return true;
}

static rl_str key_of(grouping *g, const rl_fact *fact) {
    rl_buffer_clear(&g->scratch);
    rl_fact_key(fact, &g->scratch);
    return rl_str_copy(g->arena, rl_buffer_str(&g->scratch));
}

/* --- blocks --- */

static int compare_values(const rl_statement *a, const rl_statement *b) {
    int order = compare_numbers((uint64_t)a->fact.field, (uint64_t)b->fact.field);
    return order != 0 ? order : rl_str_compare(a->key, b->key);
}

static int compare_statements(const void *left, const void *right) {
    const rl_statement *a = *(const rl_statement *const *)left;
    const rl_statement *b = *(const rl_statement *const *)right;
    int order = compare_values(a, b);
    order = order != 0 ? order : compare_numbers(a->fact.source, b->fact.source);
    return order != 0 ? order : compare_numbers((uint64_t)a->fact.origin, (uint64_t)b->fact.origin);
}

/* What is stated once in its field is compared with nothing, but for titles, of which there are two fields. */
static void make_keys(grouping *g) {
    size_t stated[RL_FIELD_NUMBER_END] = {0};
    for (size_t i = 0; i < g->count; i++) {
        stated[g->statements[i].fact.field]++;
    }
    for (size_t i = 0; i < g->count; i++) {
        rl_statement *at = &g->statements[i];
        bool is_compared = stated[at->fact.field] > 1 || rl_field_row_of(at->fact.field)->kind == RL_KIND_TITLE;
        at->key = is_compared ? key_of(g, &at->fact) : RL_STR_EMPTY;
        at->wide_bytes = is_compared ? count_wide_bytes(at->fact.value) : 0;
    }
}

/* Until the groups are known, a statement's group is its block. */
static void make_blocks(grouping *g) {
    make_keys(g);
    for (size_t i = 0; i < g->count; i++) {
        g->ordered[i] = &g->statements[i];
    }
    qsort(g->ordered, g->count, sizeof *g->ordered, compare_statements);
    for (size_t i = 0; i < g->count; i++) {
        rl_statement *at = g->ordered[i];
        if (i == 0 || compare_values(at, g->ordered[i - 1]) != 0) {
            g->blocks[g->block_count] =
                (block){.field = at->fact.field, .key = at->key, .first = i, .parent = g->block_count};
            g->block_count++;
        }
        at->group = g->block_count - 1;
        g->blocks[at->group].end = i + 1;
    }
}

static size_t find_root(grouping *g, size_t at) {
    while (g->blocks[at].parent != at) {
        g->blocks[at].parent = g->blocks[g->blocks[at].parent].parent;
        at = g->blocks[at].parent;
    }
    return at;
}

/* Index of the block of a key, or SIZE_MAX. */
static size_t find_block(const grouping *g, rl_field field, rl_str key) {
    size_t low = 0;
    size_t high = g->block_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const block *at = &g->blocks[middle];
        int order = compare_numbers((uint64_t)at->field, (uint64_t)field);
        order = order != 0 ? order : rl_str_compare(at->key, key);
        if (order == 0) {
            return middle;
        }
        if (order < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return SIZE_MAX;
}

/* --- shorter forms --- */

static void add_form(grouping *g, short_form form) {
    short_form *forms = rl_arena_grow(g->arena, g->forms, &g->form_capacity, g->form_count + 1, sizeof form);
    if (forms != NULL) {
        g->forms = forms;
        g->forms[g->form_count++] = form;
    }
}

static void add_short_form(grouping *g, const rl_statement *of, const rl_fact *shorter, unsigned step) {
    short_form form = {of->fact.field, key_of(g, shorter), of->group, step};
    size_t found = find_block(g, form.field, form.key);
    if (found != SIZE_MAX && found != of->group) {
        add_form(g, form);
    }
}

/* A prize without the branch another page names: "Grand Jury Prize" for "Grand Jury Prize, Dramatic". A tally of
 * nominations says nothing of the one that was won. */
static void add_branchless_form(grouping *g, const rl_statement *of) {
    rl_fact shorter = of->fact;
    size_t comma = rl_str_find(of->fact.detail, RL_STR(", "));
    if (comma == SIZE_MAX) {
        return;
    }
    shorter.detail = rl_str_slice(of->fact.detail, 0, comma);
    shorter.person = RL_STR_EMPTY;
    size_t found = find_block(g, of->fact.field, key_of(g, &shorter));
    for (size_t i = found == SIZE_MAX ? 0 : g->blocks[found].first; found != SIZE_MAX && i < g->blocks[found].end; i++) {
        if (g->ordered[i]->fact.result != of->fact.result) {
            return;
        }
    }
    add_short_form(g, of, &shorter, BRANCH_STEP);
}

static void short_forms_of(grouping *g, const rl_statement *of) {
    if (of->key.length == 0) {
        return;
    }
    rl_fact shorter = of->fact;
    switch (rl_field_row_of(of->fact.field)->kind) {
    case RL_KIND_NAME:
        if (of->fact.person.length > 0) {
            shorter.value = of->fact.person;
            add_short_form(g, of, &shorter, 0);
        }
        shorter.value = rl_name_bare(of->fact.value);
        if (shorter.value.length < of->fact.value.length) {
            add_short_form(g, of, &shorter, 0);
        }
        break;
    case RL_KIND_DATE:
    case RL_KIND_MONEY:
        if (of->fact.detail.length > 0) {
            shorter.detail = RL_STR_EMPTY;
            add_short_form(g, of, &shorter, 0);
        }
        break;
    case RL_KIND_FESTIVAL:
        if (of->fact.number != 0) {
            shorter.number = 0;
            add_short_form(g, of, &shorter, 0);
        }
        break;
    case RL_KIND_AWARD:
        add_branchless_form(g, of);
        if (of->fact.person.length > 0) {
            shorter.person = RL_STR_EMPTY;
            add_short_form(g, of, &shorter, 0);
        }
        if (of->fact.number != 0) {
            shorter.number = 0;
            add_short_form(g, of, &shorter, 2);
            shorter.person = of->fact.person;
            add_short_form(g, of, &shorter, 1);
        }
        break;
    case RL_KIND_TITLE:
    case RL_KIND_COMPANY:
    case RL_KIND_LABEL:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
    case RL_KIND_TEXT:
    case RL_KIND_YEAR:
    case RL_KIND_NUMBER:
    case RL_KIND_REFERENCE:
    case RL_KIND_IDENTIFIER:
        break;
    }
}

/* --- spellings --- */

/* Of two equally full spellings, the rarer joins the other. */
static bool leads_variant(const grouping *g, size_t a, size_t b) {
    size_t a_count = g->blocks[a].end - g->blocks[a].first, b_count = g->blocks[b].end - g->blocks[b].first;
    return a_count != b_count ? a_count > b_count : a < b;
}

static void variants_of_field(grouping *g, size_t first, size_t end) {
    if (end - first < 2 || end - first > MAX_VARIANT_NAMES) {
        return;
    }
    rl_name_words *names = rl_arena_array(g->arena, end - first, sizeof *names);
    if (names == NULL) {
        return;
    }
    for (size_t i = first; i < end; i++) {
        names[i - first] = rl_name_words_of(g->arena, g->ordered[g->blocks[i].first]->fact.value);
    }
    for (size_t i = first; i < end; i++) {
        for (size_t j = i + 1; j < end; j++) {
            rl_name_relation relation = rl_names_relate(&names[i - first], &names[j - first]);
            if (relation == RL_NAMES_DIFFER) {
                continue;
            }
            bool first_leads = relation == RL_NAMES_FIRST_FULLER || (relation == RL_NAMES_EQUAL && leads_variant(g, i, j));
            size_t full = first_leads ? i : j, shorter = first_leads ? j : i;
            add_form(g, (short_form){g->blocks[full].field, g->blocks[shorter].key, full, VARIANT_STEP});
        }
    }
}

static void find_variants(grouping *g) {
    for (size_t first = 0, end; first < g->block_count; first = end) {
        for (end = first + 1; end < g->block_count && g->blocks[end].field == g->blocks[first].field;) {
            end++;
        }
        bool people = rl_field_row_of(g->blocks[first].field)->kind == RL_KIND_NAME && g->blocks[first].field != RL_FIELD_CHARACTER;
        if (people) {
            variants_of_field(g, first, end);
        }
    }
}

static int compare_short_forms(const void *left, const void *right) {
    const short_form *a = left;
    const short_form *b = right;
    int order = compare_numbers(a->step, b->step);
    order = order != 0 ? order : compare_numbers((uint64_t)a->field, (uint64_t)b->field);
    order = order != 0 ? order : rl_str_compare(a->key, b->key);
    return order != 0 ? order : compare_numbers(a->target, b->target);
}

static bool is_before(const rl_fact *a, const rl_fact *b) {
    return a->source != b->source ? a->source < b->source : a->origin < b->origin;
}

/* Whether the document of a fact states the block's value too, in the same manner. */
static bool states(const grouping *g, const block *of, const rl_fact *fact) {
    size_t low = of->first;
    size_t high = of->end;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (is_before(&g->ordered[middle]->fact, fact)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < of->end && !is_before(fact, &g->ordered[low]->fact);
}

/* A document whose credits list both "Terry Moore (as Judy Ford)" and "Judy Ford" means two people; one whose
 * credits give a name that its prose explains means one. */
static bool are_listed_apart(const grouping *g, size_t short_block, size_t full_block) {
    const block *shorter = &g->blocks[short_block];
    if (rl_field_row_of(shorter->field)->kind != RL_KIND_NAME) {
        return false;
    }
    for (size_t i = shorter->first; i < shorter->end; i++) {
        if (states(g, &g->blocks[full_block], &g->ordered[i]->fact)) {
            return true;
        }
    }
    return false;
}

/* The one group all forms [first, end), which share a key, lead to; SIZE_MAX when they lead to several. */
static size_t only_target(grouping *g, size_t first, size_t end) {
    size_t target = find_root(g, g->forms[first].target);
    for (size_t i = first + 1; i < end; i++) {
        if (find_root(g, g->forms[i].target) != target) {
            return SIZE_MAX;
        }
    }
    return target;
}

static void join_block(grouping *g, size_t short_block, size_t full_block, unsigned step) {
    if (are_listed_apart(g, short_block, full_block)) {
        return;
    }
    size_t a = find_root(g, short_block);
    size_t b = find_root(g, full_block);
    g->blocks[short_block].is_short = g->blocks[short_block].is_short || step != VARIANT_STEP;
    g->blocks[short_block].is_variant = g->blocks[short_block].is_variant || step == VARIANT_STEP;
    g->blocks[a > b ? a : b].parent = a > b ? b : a;
}

/* Decides every join of a step before any is made, so that no join depends on the order of another. */
static void join_step(grouping *g, size_t first, size_t end, size_t *targets) {
    for (size_t i = first, next; i < end; i = next) {
        for (next = i + 1; next < end && rl_str_equal(g->forms[next].key, g->forms[i].key) &&
                           g->forms[next].field == g->forms[i].field;) {
            next++;
        }
        targets[i] = only_target(g, i, next);
        for (size_t j = i + 1; j < next; j++) {
            targets[j] = SIZE_MAX;
        }
    }
    for (size_t i = first; i < end; i++) {
        if (targets[i] != SIZE_MAX) {
            join_block(g, find_block(g, g->forms[i].field, g->forms[i].key), g->forms[i].target, g->forms[i].step);
        }
    }
}

static void join_short_forms(grouping *g) {
    for (size_t i = 0; i < g->count; i++) {
        short_forms_of(g, &g->statements[i]);
    }
    if (!is_one_list(g)) { /* one list does not name a person twice */
        find_variants(g);
    }
    size_t *targets = rl_arena_array(g->arena, g->form_count, sizeof *targets);
    if (targets == NULL) {
        return;
    }
    if (g->form_count > 0) {
        qsort(g->forms, g->form_count, sizeof *g->forms, compare_short_forms);
    }
    for (size_t first = 0, end; first < g->form_count; first = end) {
        for (end = first + 1; end < g->form_count && g->forms[end].step == g->forms[first].step;) {
            end++;
        }
        join_step(g, first, end, targets);
    }
    for (size_t i = 0; i < g->count; i++) {
        rl_statement *statement = &g->statements[i];
        statement->is_short = g->blocks[statement->group].is_short;
        statement->is_variant = g->blocks[statement->group].is_variant;
        statement->group = find_root(g, statement->group);
    }
}

static int compare_spellings(const void *left, const void *right) {
    const rl_statement *a = *(const rl_statement *const *)left;
    const rl_statement *b = *(const rl_statement *const *)right;
    int order = compare_numbers(a->group, b->group);
    order = order != 0 ? order : rl_str_compare(a->fact.value, b->fact.value);
    return order != 0 ? order : compare_numbers(a->fact.source, b->fact.source);
}

static void count_spelling_sources(grouping *g) {
    rl_statement **ordered = g->ordered;
    if (is_one_list(g)) {
        for (size_t i = 0; i < g->count; i++) {
            g->statements[i].spelling_sources = 1;
        }
        return;
    }
    qsort(ordered, g->count, sizeof *ordered, compare_spellings);
    for (size_t i = 0, next; i < g->count; i = next) {
        uint32_t sources = 0;
        for (next = i; next < g->count && ordered[next]->group == ordered[i]->group &&
                       rl_str_equal(ordered[next]->fact.value, ordered[i]->fact.value);
             next++) {
            sources += next == i || ordered[next]->fact.source != ordered[next - 1]->fact.source;
        }
        for (size_t j = i; j < next; j++) {
            ordered[j]->spelling_sources = sources;
        }
    }
}

reel_status rl_values_group(rl_arena *arena, rl_statement *statements, size_t count, reel_error *error) {
    grouping g = {.arena = arena, .scratch = RL_BUFFER_INIT, .statements = statements, .count = count};
    g.ordered = rl_arena_array(arena, count, sizeof(rl_statement *));
    g.blocks = rl_arena_array(arena, count, sizeof *g.blocks);
    if (g.ordered != NULL && g.blocks != NULL) {
        make_blocks(&g);
        join_short_forms(&g);
        count_spelling_sources(&g);
    }
    bool failed = g.scratch.failed || rl_arena_failed(arena);
    rl_buffer_done(&g.scratch);
    return failed ? rl_fail_nomem(error) : REEL_OK;
}
