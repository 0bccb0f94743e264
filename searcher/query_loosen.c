/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_loosen: signs in running prose. Dashes of a list, quotes and brackets of a description are no operators:
 * what they hold is said, not required. A field with its value stays what it is.
 */
#include "searcher/query_parse.h"

static void take_words(rl_arena *arena, rl_node *root, rl_node *words) {
    rl_node *last = root->child_count > 0 ? root->children[root->child_count - 1] : NULL;
    if (last != NULL && last->kind == RL_NODE_WORDS && words->kind == RL_NODE_WORDS && last->word_end == words->first_word) {
        last->word_end = words->word_end;
        last->end = words->end;
        return;
    }
    rl_node **children = rl_arena_grow(arena, root->children, &root->child_capacity, root->child_count + 1, sizeof *children);
    if (children != NULL) {
        root->children = children;
        root->children[root->child_count++] = words;
    }
}

/* Leaves of the tree, in order, into root; as deep as the parser went: RL_MAX_QUERY_DEPTH. */
static void flatten(rl_arena *arena, rl_node *root, rl_node *node) {
    for (size_t i = 0; i < node->child_count; i++) {
        flatten(arena, root, node->children[i]);
    }
    if (node->kind == RL_NODE_GROUP || node->kind == RL_NODE_OR) {
        return;
    }
    if (node->kind == RL_NODE_PHRASE || node->kind == RL_NODE_PREFIX) {
        node->kind = RL_NODE_WORDS;
    }
    if (node->kind == RL_NODE_WORDS) {
        node->mode = RL_MODE_SHOULD;
    }
    take_words(arena, root, node);
}

reel_status rl_query_loosen(rl_arena *arena, rl_parsed *parsed, reel_error *error) {
    rl_node *root = rl_arena_alloc(arena, sizeof *root);
    if (root == NULL) {
        return rl_fail_nomem(error);
    }
    root->kind = RL_NODE_GROUP;
    root->end = parsed->text.length;
    flatten(arena, root, parsed->root);
    parsed->root = root;
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
}
