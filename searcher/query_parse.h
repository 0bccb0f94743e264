/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_parse: what was typed, as a tree: plain words, phrases, fields, ranges, exclusions, groups.
 * Pure and total: every byte string gives a tree. Knows the syntax and the field names, no index.
 */
#ifndef REEL_SEARCHER_QUERY_PARSE_H
#define REEL_SEARCHER_QUERY_PARSE_H

#include "common/analysis.h"
#include "common/field.h"
#include "searcher/notes.h"

typedef enum rl_node_kind {
    RL_NODE_GROUP,  /* children side by side, each with its mode */
    RL_NODE_OR,     /* any child */
    RL_NODE_WORDS,  /* plain words */
    RL_NODE_PHRASE, /* words in quotes */
    RL_NODE_FIELD,  /* field:words; quoted or not */
    RL_NODE_RANGE,  /* field with low and high */
    RL_NODE_PREFIX  /* word* */
} rl_node_kind;

typedef enum rl_node_mode { RL_MODE_SHOULD, RL_MODE_MUST, RL_MODE_NOT } rl_node_mode;

typedef struct rl_node rl_node;
struct rl_node {
    rl_node_kind kind;
    rl_node_mode mode;
    rl_field field;
    bool quoted;
    bool starred;                   /* field:word*: words of the field that begin so */
    size_t start, end;              /* bytes of the query */
    uint32_t first_word, word_end;  /* range of rl_parsed.words */
    double low, high;               /* infinite where open */
    rl_node **children;
    size_t child_count, child_capacity;
};

/* One position of the query: the word and its other spellings. */
typedef struct rl_query_word {
    rl_str form;
    size_t start, end;              /* bytes of the query */
    uint32_t first_token, token_end; /* range of rl_parsed.tokens: spellings of this position */
    bool stop;
    bool capital;                   /* starts with an upper-case ASCII letter as typed */
} rl_query_word;

typedef struct rl_parsed {
    rl_str text; /* valid UTF-8; all offsets count its bytes */
    rl_node *root;
    rl_query_word *words;
    size_t word_count, word_capacity;
    rl_token *tokens;
    size_t token_count, token_capacity;
    rl_notes notes;
    bool has_syntax; /* any operator, quote or field */
} rl_parsed;

reel_status rl_query_parse(rl_arena *arena, rl_str query, rl_parsed *out_parsed, reel_error *error);
/* query_loosen.c: the query as running prose: phrases, prefixes, signs, OR and parentheses become plain words; fields stay. */
reel_status rl_query_loosen(rl_arena *arena, rl_parsed *parsed, reel_error *error);
/* Text of words [first, end), as typed. */
rl_str rl_parsed_words_text(const rl_parsed *parsed, uint32_t first, uint32_t end);

#endif
