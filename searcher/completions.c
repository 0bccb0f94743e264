/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * completions: see completions.h.
 */
#include "searcher/completions.h"

#include <stdlib.h>
#include <string.h>

enum {
    REMEMBERED = 256, /* of each kind */
    REMEMBERED_BYTES = 24
};

typedef struct remembered {
    char key[REMEMBERED_BYTES];
    size_t length;
    rl_completions found;
} remembered;

typedef struct ring {
    remembered *items[REMEMBERED];
    size_t next; /* the place that is taken over when all are used */
} ring;

struct rl_suggest_memory {
    ring rings[RL_REMEMBERED_KINDS];
};

const char *rl_completion_kind(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    switch (row == NULL ? RL_KIND_TEXT : row->kind) {
    case RL_KIND_TITLE:
        return "film";
    case RL_KIND_NAME:
        return field == RL_FIELD_CHARACTER ? "character" : "person";
    case RL_KIND_COMPANY:
        return "company";
    case RL_KIND_FESTIVAL:
        return "festival";
    case RL_KIND_AWARD:
        return "award";
    case RL_KIND_PLACE:
        return "country";
    case RL_KIND_LANGUAGE:
    case RL_KIND_LABEL:
        return row->name;
    case RL_KIND_TEXT:
    case RL_KIND_YEAR:
    case RL_KIND_NUMBER:
    case RL_KIND_MONEY:
    case RL_KIND_DATE:
    case RL_KIND_REFERENCE:
    case RL_KIND_IDENTIFIER:
        break;
    }
    return "";
}

double rl_completion_rank(double weight, size_t rest) { return weight / (1.0 + 0.02 * (double)rest); }

/* --- the best few --- */

static size_t place_of(const rl_completions *kept, rl_str key, rl_field field) {
    size_t i = 0;
    for (; i < kept->count; i++) {
        const rl_completion *item = &kept->items[i];
        if (item->length == key.length && memcmp(item->key, key.at, key.length) == 0 &&
            strcmp(rl_completion_kind(item->field), rl_completion_kind(field)) == 0) {
            break;
        }
    }
    return i;
}

const rl_completion *rl_completions_find(const rl_completions *kept, rl_str key, rl_field field) {
    size_t place = place_of(kept, key, field);
    return place < kept->count ? &kept->items[place] : NULL;
}

static rl_completion *least_of(rl_completions *kept) {
    rl_completion *least = &kept->items[0];
    for (size_t i = 1; i < kept->count; i++) {
        least = kept->items[i].rank < least->rank ? &kept->items[i] : least;
    }
    return least;
}

bool rl_completions_keep(rl_completions *kept, rl_str key, rl_field field, uint32_t films, double rank) {
    if (kept->count == RL_COMPLETIONS && rank <= least_of(kept)->rank) {
        return true;
    }
    size_t known = place_of(kept, key, field);
    if (known < kept->count) {
        rl_completion *item = &kept->items[known];
        if (rank > item->rank) {
            item->field = field;
            item->films = films;
            item->rank = rank;
        }
        return true;
    }
    char *copy = malloc(key.length + 1);
    if (copy == NULL) {
        return false;
    }
    memcpy(copy, key.at, key.length);
    copy[key.length] = '\0';
    rl_completion *place = kept->count < RL_COMPLETIONS ? &kept->items[kept->count++] : least_of(kept);
    free(place->key);
    *place = (rl_completion){copy, key.length, field, films, rank};
    return true;
}

reel_status rl_completions_merge(const rl_completions *from, rl_completions *to, reel_error *error) {
    for (size_t i = 0; i < from->count; i++) {
        const rl_completion *item = &from->items[i];
        if (!rl_completions_keep(to, (rl_str){item->key, item->length}, item->field, item->films, item->rank)) {
            return rl_fail_nomem(error);
        }
    }
    return REEL_OK;
}

void rl_completions_done(rl_completions *completions) {
    for (size_t i = 0; i < completions->count; i++) {
        free(completions->items[i].key);
    }
    rl_buffer_done(&completions->last);
    *completions = (rl_completions){.count = 0};
}

/* --- what is remembered --- */

rl_suggest_memory *rl_suggest_memory_new(void) { return calloc(1, sizeof(rl_suggest_memory)); }

static void forget(remembered *item) {
    if (item != NULL) {
        rl_completions_done(&item->found);
        free(item);
    }
}

void rl_suggest_memory_free(rl_suggest_memory *memory) {
    for (size_t kind = 0; memory != NULL && kind < RL_REMEMBERED_KINDS; kind++) {
        for (size_t i = 0; i < REMEMBERED; i++) {
            forget(memory->rings[kind].items[i]);
        }
    }
    free(memory);
}

rl_completions *rl_suggest_recall(rl_suggest_memory *memory, rl_remembered_kind kind, rl_str key) {
    for (size_t i = 0; memory != NULL && key.length <= REMEMBERED_BYTES && i < REMEMBERED && memory->rings[kind].items[i] != NULL; i++) {
        remembered *item = memory->rings[kind].items[i];
        if (rl_str_equal(key, (rl_str){item->key, item->length})) {
            return &item->found;
        }
    }
    return NULL;
}

rl_completions *rl_suggest_remember(rl_suggest_memory *memory, rl_remembered_kind kind, rl_str key, rl_completions *found) {
    remembered *item = memory == NULL || key.length > REMEMBERED_BYTES ? NULL : calloc(1, sizeof *item);
    if (item == NULL) {
        return NULL;
    }
    memcpy(item->key, key.at, key.length);
    item->length = key.length;
    item->found = *found;
    *found = (rl_completions){.count = 0};
    ring *kept = &memory->rings[kind];
    forget(kept->items[kept->next]);
    kept->items[kept->next] = item;
    kept->next = (kept->next + 1) % REMEMBERED;
    return &item->found;
}
