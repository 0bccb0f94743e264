/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_parse: one pass over the bytes, by hand. A sign is syntax only where it can be nothing
 * else ("-word" at the start of a word, "name:" before a value); in doubt it is text.
 */
#include "searcher/query_parse.h"

#include "common/limits.h"
#include "common/utf8.h"
#include "searcher/query_range.h"

typedef struct parser {
    rl_arena *arena;
    rl_parsed *out;
    rl_str text;
    size_t at;
    unsigned depth;
    unsigned prefixes;
    bool too_deep, too_many;
    reel_status status;
    reel_error *error;
} parser;

typedef struct node_list {
    rl_node **items;
    size_t count, capacity;
} node_list;

rl_str rl_parsed_words_text(const rl_parsed *parsed, uint32_t first, uint32_t end) {
    if (first >= end || end > parsed->word_count) {
        return RL_STR_EMPTY;
    }
    rl_str text = rl_str_slice(parsed->text, parsed->words[first].start, parsed->words[end - 1].end);
    bool open = false;
    for (size_t i = 0; i < text.length; i++) {
        open = text.at[i] == '(' || (open && text.at[i] != ')');
    }
    bool closes = open && (size_t)(text.at + text.length - parsed->text.at) < parsed->text.length && text.at[text.length] == ')';
    return closes ? (rl_str){text.at, text.length + 1} : text; /* "Tom Holland (II)" with its bracket */
}

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* --- words --- */

/* Analyses [start, end) of the query; its words are appended. */
static void add_words(parser *p, size_t start, size_t end, rl_node *node) {
    rl_parsed *out = p->out;
    node->first_word = node->word_end = (uint32_t)out->word_count;
    if (p->status != REEL_OK || start >= end || p->too_many) {
        return;
    }
    rl_tokens found = {NULL, 0, 0};
    p->status = rl_analysis_tokens(p->arena, rl_str_slice(p->text, start, end), RL_ANALYSIS_TITLE, &found, p->error);
    uint32_t position = 0;
    for (size_t i = 0; p->status == REEL_OK && i < found.count; i++) {
        if (out->token_count >= RL_MAX_QUERY_TOKENS) {
            p->too_many = true;
            break;
        }
        rl_token *tokens = rl_arena_grow(p->arena, out->tokens, &out->token_capacity, out->token_count + 1, sizeof *tokens);
        if (tokens == NULL) {
            p->status = rl_fail_nomem(p->error);
            return;
        }
        out->tokens = tokens;
        rl_token token = found.items[i];
        token.start += (uint32_t)start;
        token.end += (uint32_t)start;
        if (token.position != position) {
            rl_query_word *words = rl_arena_grow(p->arena, out->words, &out->word_capacity, out->word_count + 1, sizeof *words);
            if (words == NULL) {
                p->status = rl_fail_nomem(p->error);
                return;
            }
            out->words = words;
            position = token.position;
            char first = p->text.at[token.start];
            out->words[out->word_count++] =
                (rl_query_word){token.form, token.start, token.end, (uint32_t)out->token_count, (uint32_t)out->token_count,
                                rl_analysis_is_stop(token.form), first >= 'A' && first <= 'Z'};
        }
        out->tokens[out->token_count++] = token;
        out->words[out->word_count - 1].token_end = (uint32_t)out->token_count;
    }
    node->word_end = (uint32_t)out->word_count;
}

static rl_node *new_node(parser *p, rl_node_kind kind, size_t start) {
    rl_node *node = rl_arena_alloc(p->arena, sizeof *node);
    if (node == NULL) {
        p->status = rl_fail_nomem(p->error);
        return NULL;
    }
    node->kind = kind;
    node->start = start;
    return node;
}

static void push(parser *p, node_list *list, rl_node *node) {
    if (node == NULL) {
        return;
    }
    rl_node **items = rl_arena_grow(p->arena, list->items, &list->capacity, list->count + 1, sizeof *items);
    if (items == NULL) {
        p->status = rl_fail_nomem(p->error);
        return;
    }
    list->items = items;
    list->items[list->count++] = node;
}

/* --- items --- */

/* End of a run of text that is no syntax: up to a blank, quote or parenthesis. */
static size_t chunk_end(rl_str text, size_t at) {
    while (at < text.length && !is_blank(text.at[at]) && text.at[at] != '"' && text.at[at] != '(' && text.at[at] != ')') {
        at++;
    }
    return at;
}

/* "name:" at `at` with something behind it: length of the name, else 0. */
static size_t field_name_length(rl_str text, size_t at) {
    size_t i = at;
    while (i < text.length && (is_letter(text.at[i]) || text.at[i] == '_')) {
        i++;
    }
    bool named = i > at && i - at <= 32 && i + 1 < text.length && text.at[i] == ':' && !is_blank(text.at[i + 1]) &&
                 text.at[i + 1] != ')' && text.at[i + 1] != ':' && text.at[i + 1] != '/';
    return named ? i - at : 0;
}

/* A quoted value at the '"' at `at`; the text between the quotes. false when it is never closed. */
static bool quoted(rl_str text, size_t at, size_t *out_end) {
    for (size_t i = at + 1; i < text.length; i++) {
        if (text.at[i] == '"') {
            *out_end = i;
            return true;
        }
    }
    return false;
}

/* Whether one more word* is completed; one too many is told. */
static bool takes_star(parser *p) {
    bool taken = p->prefixes++ < RL_MAX_WILDCARDS;
    if (!taken) {
        rl_notes_add(&p->out->notes, p->arena, "only the first %d words with * are completed", RL_MAX_WILDCARDS);
    }
    return taken;
}

/* "word*": a prefix, when at least two letters stand before the star. */
static bool is_prefix_chunk(rl_str chunk) {
    return chunk.length >= 3 && chunk.at[chunk.length - 1] == '*' && rl_str_find(chunk, RL_STR("*")) == chunk.length - 1 &&
           (is_letter(chunk.at[0]) || is_digit(chunk.at[0]) || (chunk.at[0] & 0x80) != 0);
}

static rl_node *parse_field(parser *p, size_t name_length) {
    size_t start = p->at, value = p->at + name_length + 1, close = 0;
    rl_str name = rl_str_slice(p->text, start, start + name_length);
    rl_field field = rl_field_find(name);
    bool in_quotes = p->text.at[value] == '"' && quoted(p->text, value, &close);
    size_t end = in_quotes ? close : chunk_end(p->text, value);
    if (field == RL_FIELD_NONE) {
        return NULL;
    }
    p->out->has_syntax = true;
    rl_node *node = new_node(p, RL_NODE_FIELD, start);
    if (node == NULL) {
        return NULL;
    }
    node->field = field;
    node->quoted = in_quotes;
    size_t from = in_quotes ? value + 1 : value;
    rl_str bounds = rl_str_slice(p->text, from, end);
    bool years = field == RL_FIELD_YEAR || field == RL_FIELD_RELEASE;
    if ((years && rl_query_years_parse(bounds, &node->low, &node->high)) ||
        ((years || rl_field_has(field, RL_FIELD_SORT)) && rl_query_range_parse(bounds, &node->low, &node->high))) {
        node->kind = RL_NODE_RANGE;
        node->field = field == RL_FIELD_RELEASE ? RL_FIELD_YEAR : field;
    } else {
        node->starred = !in_quotes && is_prefix_chunk(bounds) && takes_star(p);
        add_words(p, from, node->starred ? end - 1 : end, node);
    }
    p->at = in_quotes ? end + 1 : end;
    node->end = p->at;
    return node;
}

/* NULL where none is written. */
static rl_node *parse_comparison(parser *p) {
    rl_field field;
    double low, high;
    size_t length = rl_query_comparison_parse(rl_str_slice(p->text, p->at, p->text.length), &field, &low, &high);
    rl_node *node = length == 0 ? NULL : new_node(p, RL_NODE_RANGE, p->at);
    if (node != NULL) {
        node->field = field;
        node->low = low;
        node->high = high;
        p->at = node->end = p->at + length;
        p->out->has_syntax = true;
    }
    return node;
}

static rl_node *parse_quotes(parser *p, size_t close) {
    rl_node *node = new_node(p, RL_NODE_PHRASE, p->at);
    if (node != NULL) {
        p->out->has_syntax = true;
        add_words(p, p->at + 1, close, node);
        node->quoted = true;
        node->end = close + 1;
    }
    p->at = close + 1;
    return node;
}

static rl_node *parse_prefix(parser *p, size_t end) {
    rl_node *node = new_node(p, RL_NODE_PREFIX, p->at);
    if (node == NULL) {
        return NULL;
    }
    add_words(p, p->at, end - 1, node);
    node->end = end;
    p->at = end;
    p->out->has_syntax = true;
    if (!takes_star(p)) {
        node->kind = RL_NODE_WORDS;
    }
    return node;
}

static bool ends_plain(const parser *p, size_t at, size_t end);
static rl_node *parse_group(parser *p);

/* Plain words up to the next syntax, as one node, so that spellings across words are seen. */
static rl_node *parse_words(parser *p) {
    size_t start = p->at, end = start;
    while (p->at < p->text.length) {
        size_t chunk = chunk_end(p->text, p->at);
        if (chunk == p->at || (p->at != start && ends_plain(p, p->at, chunk))) {
            break;
        }
        size_t name = field_name_length(p->text, p->at);
        if (name > 0) {
            rl_str unknown = rl_str_slice(p->text, p->at, p->at + name);
            rl_notes_add(&p->out->notes, p->arena, "no field is called '%.*s': searched as text", RL_STR_ARG(unknown));
        }
        p->at = end = chunk;
        while (p->at < p->text.length && is_blank(p->text.at[p->at])) {
            p->at++;
        }
    }
    rl_node *node = new_node(p, RL_NODE_WORDS, start);
    if (node != NULL) {
        add_words(p, start, end, node);
        node->end = end;
    }
    return node;
}

static bool is_sign(const parser *p, size_t at) {
    return (p->text.at[at] == '-' || p->text.at[at] == '+') && at + 1 < p->text.length && !is_blank(p->text.at[at + 1]) &&
           p->text.at[at + 1] != '-' && p->text.at[at + 1] != '+' && p->text.at[at + 1] != ')' &&
           (at == 0 || is_blank(p->text.at[at - 1]) || p->text.at[at - 1] == '(');
}

/* Whether the chunk [at, end) is syntax, so that a run of plain words stops before it. */
static bool ends_plain(const parser *p, size_t at, size_t end) {
    rl_str chunk = rl_str_slice(p->text, at, end);
    rl_field field;
    double low, high;
    return rl_query_comparison_parse(rl_str_slice(p->text, at, p->text.length), &field, &low, &high) > 0 || is_sign(p, at) || rl_str_is(chunk, "OR") || is_prefix_chunk(chunk) ||
           (field_name_length(p->text, at) > 0 &&
            rl_field_find(rl_str_slice(p->text, at, at + field_name_length(p->text, at))) != RL_FIELD_NONE);
}

static rl_node *parse_item(parser *p) {
    char c = p->text.at[p->at];
    size_t close = 0;
    if (c == '"') {
        if (quoted(p->text, p->at, &close)) {
            return parse_quotes(p, close);
        }
        p->at++; /* a stray quote is a blank */
        return NULL;
    }
    if (c == '(') {
        p->at++;
        if (p->depth >= RL_MAX_QUERY_DEPTH) {
            p->too_deep = true;
            return NULL;
        }
        return parse_group(p);
    }
    size_t name = field_name_length(p->text, p->at);
    rl_node *node = name > 0 ? parse_field(p, name) : parse_comparison(p);
    if (node != NULL || p->status != REEL_OK) {
        return node;
    }
    size_t end = chunk_end(p->text, p->at);
    return is_prefix_chunk(rl_str_slice(p->text, p->at, end)) ? parse_prefix(p, end) : parse_words(p);
}

/* "a OR b": the items on both sides become one OR node. A run of plain words gives its nearest word only. */
static rl_node *split_last_word(parser *p, rl_node *words) {
    if (words->kind != RL_NODE_WORDS || words->word_end - words->first_word < 2) {
        return NULL;
    }
    rl_node *last = new_node(p, RL_NODE_WORDS, p->out->words[words->word_end - 1].start);
    if (last != NULL) {
        last->first_word = words->word_end - 1;
        last->word_end = words->word_end;
        last->end = words->end;
        words->word_end--;
        words->end = p->out->words[words->word_end - 1].end;
    }
    return last;
}

static void join_or(parser *p, node_list *list, rl_node *right) {
    rl_node *left = list->items[list->count - 1];
    if (left->kind != RL_NODE_OR) {
        rl_node *last = split_last_word(p, left);
        rl_node *either = new_node(p, RL_NODE_OR, last != NULL ? last->start : left->start);
        if (either == NULL) {
            return;
        }
        node_list pair = {NULL, 0, 0};
        push(p, &pair, last != NULL ? last : left);
        either->children = pair.items;
        either->child_count = pair.count;
        either->child_capacity = pair.capacity;
        if (last != NULL) {
            push(p, list, either);
        } else {
            list->items[list->count - 1] = either;
        }
        left = either;
    }
    node_list all = {left->children, left->child_count, left->child_capacity};
    push(p, &all, right);
    left->children = all.items;
    left->child_count = all.count;
    left->child_capacity = all.capacity;
    left->end = right->end;
}

/* The word behind OR alone, when the right side is a run of plain words. */
static rl_node *split_first_word(parser *p, rl_node *words) {
    if (words->kind != RL_NODE_WORDS || words->word_end - words->first_word < 2) {
        return NULL;
    }
    rl_node *rest = new_node(p, RL_NODE_WORDS, p->out->words[words->first_word + 1].start);
    if (rest != NULL) {
        rest->first_word = words->first_word + 1;
        rest->word_end = words->word_end;
        rest->end = words->end;
        words->word_end = words->first_word + 1;
        words->end = p->out->words[words->first_word].end;
    }
    return rest;
}

static rl_node_mode take_sign(parser *p) {
    if (p->at >= p->text.length || !is_sign(p, p->at)) {
        return RL_MODE_SHOULD;
    }
    p->out->has_syntax = true;
    return p->text.at[p->at++] == '-' ? RL_MODE_NOT : RL_MODE_MUST;
}

/* A signed plain word is that word alone; the rest of its run follows unsigned. */
static void push_signed(parser *p, node_list *list, rl_node *node, rl_node_mode mode) {
    rl_node *rest = NULL;
    if (mode != RL_MODE_SHOULD && node->kind == RL_NODE_WORDS) {
        size_t end = chunk_end(p->text, node->start);
        uint32_t word = node->first_word;
        while (word < node->word_end && p->out->words[word].start < end) {
            word++;
        }
        if (word < node->word_end) {
            rest = new_node(p, RL_NODE_WORDS, p->out->words[word].start);
            if (rest != NULL) {
                rest->first_word = word;
                rest->word_end = node->word_end;
                rest->end = node->end;
                node->word_end = word;
                node->end = end;
            }
        }
        if (node->word_end - node->first_word > 1) {
            node->kind = RL_NODE_PHRASE; /* "-sci-fi" excludes the two words together */
        }
    }
    node->mode = mode;
    push(p, list, node);
    push(p, list, rest);
}

static bool take_or(parser *p, const node_list *list) {
    size_t end = chunk_end(p->text, p->at);
    bool is_or = rl_str_is(rl_str_slice(p->text, p->at, end), "OR") && list->count > 0 &&
                 list->items[list->count - 1]->mode == RL_MODE_SHOULD;
    if (!is_or) {
        return false;
    }
    size_t next = end;
    while (next < p->text.length && is_blank(p->text.at[next])) {
        next++;
    }
    if (next >= p->text.length || p->text.at[next] == ')') {
        return false;
    }
    p->at = next;
    p->out->has_syntax = true;
    return true;
}

static rl_node *parse_group(parser *p) {
    rl_node *group = new_node(p, RL_NODE_GROUP, p->at);
    node_list list = {NULL, 0, 0};
    p->depth++;
    while (group != NULL && p->status == REEL_OK && p->at < p->text.length) {
        char c = p->text.at[p->at];
        if (is_blank(c)) {
            p->at++;
            continue;
        }
        if (c == ')') {
            p->at++;
            if (p->depth > 1) {
                break;
            }
            continue; /* a stray one */
        }
        bool either = take_or(p, &list);
        rl_node_mode mode = take_sign(p);
        if (p->at >= p->text.length) {
            break;
        }
        rl_node *node = parse_item(p);
        if (node == NULL || (node->child_count == 0 && node->kind != RL_NODE_RANGE && node->first_word == node->word_end)) {
            continue;
        }
        if (either) {
            rl_node *rest = split_first_word(p, node);
            join_or(p, &list, node);
            push(p, &list, rest);
        } else {
            push_signed(p, &list, node, mode);
        }
    }
    p->depth--;
    if (group != NULL) {
        group->children = list.items;
        group->child_count = list.count;
        group->end = p->at;
    }
    return group;
}

reel_status rl_query_parse(rl_arena *arena, rl_str query, rl_parsed *out_parsed, reel_error *error) {
    *out_parsed = (rl_parsed){0};
    if (query.length > RL_MAX_QUERY_BYTES) {
        query.length = RL_MAX_QUERY_BYTES;
        rl_notes_add(&out_parsed->notes, arena, "the query was cut after %d bytes", RL_MAX_QUERY_BYTES);
    }
    rl_buffer mended = RL_BUFFER_INIT;
    rl_utf8_repair(query, &mended);
    out_parsed->text = rl_str_copy(arena, rl_buffer_str(&mended));
    bool failed = mended.failed || rl_arena_failed(arena);
    rl_buffer_done(&mended);
    if (failed) {
        return rl_fail_nomem(error);
    }
    parser p = {.arena = arena, .out = out_parsed, .text = out_parsed->text, .status = REEL_OK, .error = error};
    out_parsed->root = parse_group(&p);
    if (p.too_deep) {
        rl_notes_add(&out_parsed->notes, arena, "parentheses deeper than %d were read as blanks", RL_MAX_QUERY_DEPTH);
    }
    if (p.too_many) {
        rl_notes_add(&out_parsed->notes, arena, "only the first %d words were searched", RL_MAX_QUERY_TOKENS);
    }
    return p.status == REEL_OK && rl_arena_failed(arena) ? rl_fail_nomem(error) : p.status;
}
