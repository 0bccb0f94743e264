/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * join: see join.h.
 */
#include "indexer/join.h"

#include <stdlib.h>

typedef struct key_list {
    rl_arena *arena;
    rl_str *items;
    size_t count, capacity;
} key_list;

static void take_key(void *user, rl_str key) {
    key_list *list = user;
    rl_str *items = rl_arena_grow(list->arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items != NULL) {
        list->items = items;
        items[list->count++] = rl_str_copy(list->arena, key);
    }
}

rl_str *rl_join_keys(rl_arena *arena, const rl_identity *identity, size_t *out_count) {
    key_list list = {.arena = arena};
    rl_identity_keys_each(identity, take_key, &list);
    *out_count = list.count;
    return list.items;
}

reel_status rl_join_item_of(rl_arena *arena, const rl_film *film, rl_join_item *out_item, reel_error *error) {
    reel_status status = rl_film_contribution(arena, film, 0, &out_item->contribution, error);
    return status == REEL_OK ? rl_identity_of_source(arena, film, 0, &out_item->identity, error) : status;
}

static reel_status merge_group(rl_arena *arena, const rl_join_item *items, const size_t *groups, size_t count,
                               size_t group, rl_str id, rl_joined_film *out_film, reel_error *error) {
    size_t members = 0;
    for (size_t i = 0; i < count; i++) {
        members += groups[i] == group;
    }
    rl_contribution *contributions = rl_arena_array(arena, members, sizeof *contributions);
    if (contributions == NULL) {
        return rl_fail_nomem(error);
    }
    key_list keys = {.arena = arena};
    members = 0;
    for (size_t i = 0; i < count; i++) {
        if (groups[i] == group) {
            contributions[members++] = items[i].contribution;
            rl_identity_keys_each(&items[i].identity, take_key, &keys);
        }
    }
    out_film->block_keys = keys.items;
    out_film->block_key_count = keys.count;
    return rl_film_merge(arena, id, contributions, members, &out_film->film, error);
}

static int compare_items(const void *a, const void *b) {
    return rl_str_compare(((const rl_join_item *)a)->contribution.source.key,
                          ((const rl_join_item *)b)->contribution.source.key);
}

reel_status rl_join(rl_arena *arena, const rl_join_item *items, size_t count, const rl_override *overrides,
                    size_t override_count, rl_joined_film **out_films, size_t *out_film_count, reel_error *error) {
    *out_films = NULL;
    *out_film_count = 0;
    rl_join_item *sorted = rl_arena_array(arena, count, sizeof *sorted);
    rl_identity *identities = rl_arena_array(arena, count, sizeof *identities);
    size_t *groups = rl_arena_array(arena, count, sizeof *groups);
    rl_str *ids = rl_arena_array(arena, count, sizeof *ids);
    if (sorted == NULL || identities == NULL || groups == NULL || ids == NULL) {
        return rl_fail_nomem(error);
    }
    memcpy(sorted, items, count * sizeof *sorted);
    if (count > 1) {
        qsort(sorted, count, sizeof *sorted, compare_items);
    }
    for (size_t i = 0; i < count; i++) {
        identities[i] = sorted[i].identity;
    }
    size_t group_count;
    reel_status status = rl_identity_group(arena, identities, count, overrides, override_count, groups, ids,
                                           &group_count, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_joined_film *films = rl_arena_array(arena, group_count, sizeof *films);
    if (films == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t g = 0; g < group_count && status == REEL_OK; g++) {
        status = merge_group(arena, sorted, groups, count, g, ids[g], &films[g], error);
    }
    if (status == REEL_OK) {
        *out_films = films;
        *out_film_count = group_count;
    }
    return status;
}

static bool parse_override(rl_str line, rl_override *out) {
    rl_str same = RL_STR("same:");
    rl_str different = RL_STR("different:");
    out->same = rl_str_starts_nocase(line, same);
    if (!out->same && !rl_str_starts_nocase(line, different)) {
        return false;
    }
    rl_str rest = rl_str_slice(line, out->same ? same.length : different.length, line.length);
    rl_str part;
    if (!rl_str_split(&rest, RL_STR("|"), &part) || rest.at == NULL) {
        return false;
    }
    out->a = rl_str_trim(part);
    out->b = rl_str_trim(rest);
    return out->a.length > 0 && out->b.length > 0;
}

reel_status rl_join_parse_overrides(rl_arena *arena, rl_str text, rl_override **out_overrides, size_t *out_count,
                                    size_t *out_bad, reel_error *error) {
    rl_override *overrides = NULL;
    size_t capacity = 0;
    *out_overrides = NULL;
    *out_count = *out_bad = 0;
    rl_str rest = text;
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        line = rl_str_trim(line);
        if (line.length == 0 || line.at[0] == '#' || line.at[0] == '@') {
            continue;
        }
        rl_override override;
        if (!parse_override(line, &override)) {
            (*out_bad)++;
            continue;
        }
        rl_override *grown = rl_arena_grow(arena, overrides, &capacity, *out_count + 1, sizeof *grown);
        if (grown == NULL) {
            return rl_fail_nomem(error);
        }
        overrides = grown;
        overrides[(*out_count)++] = override;
    }
    *out_overrides = overrides;
    return REEL_OK;
}
