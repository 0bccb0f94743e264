/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_find: the best whole values that start with a key, from the index's own terms. A call looks at a
 * bounded number of values; where there are more, the searcher remembers and the next call goes on.
 */
#ifndef REEL_SEARCHER_SUGGEST_FIND_H
#define REEL_SEARCHER_SUGGEST_FIND_H

#include "common/field.h"
#include "common/store.h"

enum { RL_COMPLETIONS = 64 };

typedef struct rl_completion {
    char *key;
    size_t length;
    rl_field field;
    uint32_t films;
    double rank;
} rl_completion;

/* Zeroed before its first use; done with rl_completions_done. */
typedef struct rl_completions {
    rl_completion items[RL_COMPLETIONS];
    size_t count;
    rl_buffer last; /* the value seen last */
    bool complete;  /* all values were seen */
} rl_completions;

typedef struct rl_suggest_memory rl_suggest_memory;

/* film, person, character, ...; "" for fields that are not offered. */
const char *rl_suggest_kind(rl_field field);

/* Adds completions of key to found, titles only where that is asked for. memory may be NULL. */
reel_status rl_suggest_find(rl_store *store, rl_suggest_memory *memory, rl_str key, bool titles, rl_completions *found,
                            reel_error *error);
/* Adds completions of keys one slip away from key: two letters swapped, one too many, one missing, one wrong. */
reel_status rl_suggest_find_near(rl_store *store, rl_str key, rl_completions *found, reel_error *error);
void rl_completions_done(rl_completions *completions);

/* What several calls found out about a key; of one state of the index. */
rl_suggest_memory *rl_suggest_memory_new(void);
void rl_suggest_memory_free(rl_suggest_memory *memory);

#endif
