/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * completions: the best few values that complete what was typed, and what a searcher remembers of them.
 */
#ifndef REEL_SEARCHER_COMPLETIONS_H
#define REEL_SEARCHER_COMPLETIONS_H

#include "common/field.h"
#include "common/status.h"
#include "common/bytes.h"

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

/* film, person, character, ...; "" for fields that are not offered. */
const char *rl_completion_kind(rl_field field);
/* The rank of a value of so much weight (films that have it, for most) with so many bytes still to be typed. */
double rl_completion_rank(double weight, size_t rest);

/* The value, where it is kept; a person in several roles is one. */
const rl_completion *rl_completions_find(const rl_completions *kept, rl_str key, rl_field field);
/* Keeps a value where it ranks among the best few, under the better of its ranks; false when memory ran out. */
bool rl_completions_keep(rl_completions *kept, rl_str key, rl_field field, uint32_t films, double rank);
reel_status rl_completions_merge(const rl_completions *from, rl_completions *to, reel_error *error);
void rl_completions_done(rl_completions *completions);

/* What calls found out; of one state of the index. */
typedef struct rl_suggest_memory rl_suggest_memory;

/* What is remembered: how far values that start with a key were looked at, or all that was found for a text. */
typedef enum rl_remembered_kind {
    RL_REMEMBERED_VALUES,
    RL_REMEMBERED_TITLES,
    RL_REMEMBERED_WORDS,
    RL_REMEMBERED_SLIPS,
    RL_REMEMBERED_KINDS
} rl_remembered_kind;

rl_suggest_memory *rl_suggest_memory_new(void);
void rl_suggest_memory_free(rl_suggest_memory *memory);
/* NULL where nothing is known; memory may be NULL. Lives until the next rl_suggest_remember. */
rl_completions *rl_suggest_recall(rl_suggest_memory *memory, rl_remembered_kind kind, rl_str key);
/* Takes found over and returns it; NULL, and found stays, where it cannot be remembered. The oldest of its kind is forgotten. */
rl_completions *rl_suggest_remember(rl_suggest_memory *memory, rl_remembered_kind kind, rl_str key, rl_completions *found);

#endif
