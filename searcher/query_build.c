/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_build: nodes of the store's query tree, in an arena.
 */
#include "searcher/query_compile.h"

rl_query *rl_build_node(rl_arena *arena, rl_query_op op, const rl_query **children, size_t count) {
    rl_query *node = rl_arena_alloc(arena, sizeof *node);
    if (node != NULL) {
        node->op = op;
        node->scale = 1;
        node->children = children;
        node->child_count = count;
    }
    return node;
}

rl_query *rl_build_term(rl_arena *arena, rl_str term, rl_field field, rl_str text, uint32_t word) {
    rl_query *node = rl_build_node(arena, RL_QUERY_TERM, NULL, 0);
    rl_leaf_note *note = rl_arena_alloc(arena, sizeof *note);
    if (node == NULL || note == NULL) {
        return NULL;
    }
    *note = (rl_leaf_note){field, text, word};
    node->term = rl_str_copy(arena, term);
    node->note = note;
    return node;
}

const rl_query *rl_build_scaled(rl_arena *arena, const rl_query *query, double factor) {
    if (query == NULL || factor == 1) {
        return query;
    }
    const rl_query **child = rl_arena_array(arena, 1, sizeof *child);
    rl_query *node = child == NULL ? NULL : rl_build_node(arena, RL_QUERY_SCALE, child, 1);
    if (node != NULL) {
        child[0] = query;
        node->scale = factor;
    }
    return node;
}

void rl_build_push(rl_arena *arena, rl_query_list *list, const rl_query *query) {
    if (query == NULL) {
        return;
    }
    const rl_query **items = rl_arena_grow(arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items != NULL) {
        list->items = items;
        list->items[list->count++] = query;
    }
}

const rl_query *rl_build_list(rl_arena *arena, rl_query_op op, const rl_query_list *list) {
    if (list->count == 0) {
        return NULL;
    }
    return list->count == 1 ? list->items[0] : rl_build_node(arena, op, list->items, list->count);
}
