/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * compile_fields: "field:value".
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/limits.h"
#include "common/schema.h"
#include "searcher/compile_words.h"
#include "searcher/query_range.h"
#include "searcher/query_words.h"

static const rl_query *festival_value(rl_compile_walk *walk, rl_field field, rl_str text) {
    rl_arena *arena = walk->context->arena;
    const rl_lexicon_entry *festival = NULL, *prize = NULL;
    int year = 0;
    rl_result result = RL_RESULT_NONE;
    for (size_t at = 0; at < text.length;) {
        rl_str rest = rl_str_slice(text, at, text.length);
        size_t length = 0;
        const rl_lexicon_entry *entry = festival == NULL ? rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, rest, &length) : NULL;
        if (entry != NULL) {
            festival = entry;
        } else if (prize == NULL && (entry = rl_lexicon_find_prefix(RL_LEXICON_PRIZE, rest, &length)) != NULL) {
            prize = entry;
        }
        if (entry == NULL || length == 0) {
            size_t blank = rl_str_find(rest, RL_STR(" "));
            length = blank == SIZE_MAX ? rest.length : blank;
            rl_str word = rl_str_slice(rest, 0, length);
            double low, high;
            if (word.length == 4 && rl_query_range_parse(word, &low, &high) && low == high) {
                year = (int)low;
            } else if (rl_query_word_wins(word) || rl_query_word_nominates(word)) {
                result = rl_query_word_wins(word) ? RL_RESULT_WON : RL_RESULT_NOMINATED;
            }
        }
        at += length;
        while (at < text.length && text.at[at] == ' ') {
            at++;
        }
    }
    if (festival == NULL && prize == NULL) {
        return NULL;
    }
    rl_str named = festival == NULL ? RL_STR_EMPTY : rl_str_of(festival->name);
    rl_str given = prize == NULL ? RL_STR_EMPTY : rl_str_of(prize->name);
    rl_buffer key = RL_BUFFER_FOR(walk->context->arena);
    rl_schema_festival_key(named, year, given, field == RL_FIELD_AWARD ? result : RL_RESULT_NONE, &key);
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&key));
    rl_buffer_done(&key);
    const rl_query *leaf = rl_compile_value(walk, field, copy, text, UINT32_MAX);
    if (leaf == NULL && field == RL_FIELD_FESTIVAL && given.length > 0) {
        leaf = rl_compile_value(walk, RL_FIELD_AWARD, copy, text, UINT32_MAX);
    } else if (leaf == NULL && field == RL_FIELD_AWARD && given.length == 0) {
        leaf = rl_compile_value(walk, RL_FIELD_FESTIVAL, copy, text, UINT32_MAX);
    }
    rl_compile_asked(walk, (rl_asked){.field = given.length > 0 ? RL_FIELD_AWARD : field, .key = copy});
    return leaf;
}

static rl_str canonical(rl_field field, rl_str text) {
    const rl_lexicon_entry *entry = NULL;
    if (field == RL_FIELD_GENRE) {
        entry = rl_lexicon_find(RL_LEXICON_GENRE, text);
    } else if (field == RL_FIELD_LANGUAGE) {
        entry = rl_lexicon_find(RL_LEXICON_LANGUAGE, text);
    } else if (field == RL_FIELD_COLORATION) {
        entry = rl_lexicon_find(RL_LEXICON_COLORATION, text);
    } else if (field == RL_FIELD_COUNTRY) {
        entry = rl_lexicon_find(RL_LEXICON_COUNTRY, text);
        entry = entry == NULL ? rl_lexicon_country_of_adjective(text) : entry;
    }
    return entry == NULL ? text : rl_str_of(entry->name);
}

static const rl_query *whole_value(rl_compile_walk *walk, rl_field field, rl_str text) {
    if (!rl_field_has(field, RL_FIELD_VALUE)) {
        return NULL;
    }
    if (field == RL_FIELD_FESTIVAL || field == RL_FIELD_AWARD) {
        const rl_query *leaf = festival_value(walk, field, text);
        if (leaf != NULL) {
            return leaf;
        }
    }
    rl_str key = rl_sense_value_key(walk->context->arena, field, canonical(field, text));
    if (key.length == 0) {
        return NULL;
    }
    const rl_query *leaf = rl_compile_value(walk, field, key, text, UINT32_MAX);
    if (leaf != NULL) {
        rl_compile_asked(walk, (rl_asked){.field = field, .key = key});
    }
    return leaf;
}

/* One word in the field, in any of its spellings: as prefixed terms, or as words whose place is checked. */
static const rl_query *field_word(rl_compile_walk *walk, rl_field field, uint32_t at) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_arena *arena = walk->context->arena;
    const rl_query_word *word = &parsed->words[at];
    bool prefixed = rl_field_has(field, RL_FIELD_FIELD_WORDS);
    rl_query_list either = {NULL, 0, 0};
    rl_str *terms = rl_arena_array(arena, word->token_end - word->first_token + 1, sizeof *terms);
    for (uint32_t t = word->first_token; t < word->token_end && terms != NULL; t++) {
        rl_str form = parsed->tokens[t].form;
        rl_buffer_clear(&walk->scratch);
        if (prefixed) {
            rl_schema_field_word_term(field, form, &walk->scratch);
        } else {
            rl_schema_word_term(form, &walk->scratch);
        }
        rl_str term = rl_str_copy(arena, rl_buffer_str(&walk->scratch));
        uint32_t films = 0;
        const rl_query *leaf = rl_compile_leaf(walk, term, prefixed ? field : RL_FIELD_NONE, form, at, &films);
        walk->plan->films[at] += films;
        if (leaf != NULL) {
            terms[either.count] = term;
            rl_build_push(arena, &either, leaf);
        }
    }
    walk->plan->unknown[at] = either.count == 0;
    const rl_query *query = rl_build_list(arena, RL_QUERY_OR, &either);
    return prefixed ? query : rl_compile_check(walk, query, field, terms, either.count, false);
}

static const rl_query *field_words(rl_compile_walk *walk, const rl_node *node) {
    rl_query_list list = {NULL, 0, 0};
    if (!rl_field_has(node->field, RL_FIELD_FIELD_WORDS) && !rl_field_has(node->field, RL_FIELD_WORDS)) {
        return NULL;
    }
    for (uint32_t i = node->first_word; i < node->word_end; i++) {
        bool completed = node->starred && i + 1 == node->word_end;
        const rl_query *word = completed ? rl_compile_completed(walk, node->field, i) : field_word(walk, node->field, i);
        if (word == NULL) {
            return NULL;
        }
        rl_build_push(walk->context->arena, &list, word);
        rl_compile_mark(walk, i, node->field, 0, 1);
        rl_compile_asked(walk, (rl_asked){.field = node->field, .key = walk->context->parsed->words[i].form, .is_word = true});
    }
    return rl_build_list(walk->context->arena, RL_QUERY_AND, &list);
}

/* "director:alexandre rockwell": takes words of the next run while they make a known name. */
static void extend_value(rl_compile_walk *walk, rl_node *node, rl_node *next) {
    rl_parsed *parsed = walk->context->parsed;
    uint32_t longest = node->word_end;
    for (uint32_t end = node->word_end + 1; end <= next->word_end && end <= node->word_end + 8; end++) {
        rl_str text = rl_parsed_words_text(parsed, node->first_word, end);
        rl_str key = RL_STR_EMPTY;
        if (node->field == RL_FIELD_FESTIVAL || node->field == RL_FIELD_AWARD) {
            size_t length = 0;
            rl_lexicon_kind kind = node->field == RL_FIELD_AWARD ? RL_LEXICON_PRIZE : RL_LEXICON_FESTIVAL;
            bool whole = rl_lexicon_find_prefix(kind, text, &length) != NULL && length == text.length;
            double low, high;
            rl_str last = rl_parsed_words_text(parsed, end - 1, end);
            bool year = longest == end - 1 && last.length == 4 && rl_query_range_parse(last, &low, &high) && low == high;
            longest = whole || year ? end : longest;
            continue;
        }
        key = rl_sense_value_key(walk->context->arena, node->field, canonical(node->field, text));
        uint32_t films = 0;
        if (key.length > 0 && rl_sense_value_films(walk->context->store, node->field, key, &films, NULL) == REEL_OK && films > 0) {
            longest = end;
        }
    }
    node->word_end = longest;
    next->first_word = longest;
}

/* "similar:alien-1979", "similar:alien": by id, else by title. */
static const rl_query *like_named(rl_compile_walk *walk, const rl_node *node) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_str text = rl_str_slice(parsed->text, node->start, node->end);
    size_t colon = rl_str_find(text, RL_STR(":"));
    text = rl_str_slice(text, colon + 1, text.length);
    text = node->quoted && text.length >= 2 ? rl_str_slice(text, 1, text.length - 1) : text;
    rl_docid docid = 0;
    walk->status = rl_sense_film_with_id(walk->context->store, text, &docid, walk->error);
    if (walk->status == REEL_OK && docid == 0) {
        walk->status = rl_sense_film_of(walk->context->store, walk->context->arena, text, 0, &docid, walk->error);
    }
    if (walk->status == REEL_OK && docid == 0) {
        rl_notes_add(&walk->context->parsed->notes, walk->context->arena, "no film is called '%.*s'", RL_STR_ARG(text));
    }
    const rl_query *query = walk->status == REEL_OK && docid != 0 ? rl_compile_like(walk, docid) : NULL;
    return query != NULL ? query : rl_build_node(walk->context->arena, RL_QUERY_NOTHING, NULL, 0);
}

const rl_query *rl_compile_field(rl_compile_walk *walk, rl_node *node, rl_node *next) {
    rl_arena *arena = walk->context->arena;
    if (node->field == RL_FIELD_SIMILAR) {
        return like_named(walk, node);
    }
    if (!node->quoted && !node->starred && next != NULL && next->kind == RL_NODE_WORDS && next->mode == RL_MODE_SHOULD &&
        rl_field_has(node->field, RL_FIELD_VALUE)) {
        extend_value(walk, node, next);
    }
    rl_str text = rl_parsed_words_text(walk->context->parsed, node->first_word, node->word_end);
    rl_query_list either = {NULL, 0, 0};
    rl_build_push(arena, &either, node->starred ? NULL : whole_value(walk, node->field, text));
    if (either.count == 0 || rl_field_has(node->field, RL_FIELD_FIELD_WORDS)) {
        rl_build_push(arena, &either, field_words(walk, node));
    }
    const rl_query *query = rl_build_list(arena, RL_QUERY_OR, &either);
    if (query == NULL) {
        if (!rl_field_has(node->field, RL_FIELD_VALUE) && !rl_field_has(node->field, RL_FIELD_WORDS) &&
            !rl_field_has(node->field, RL_FIELD_FIELD_WORDS)) {
            rl_notes_add(&walk->context->parsed->notes, arena, "field %s is shown, not searched", rl_field_name(node->field));
        }
        query = rl_build_node(arena, RL_QUERY_NOTHING, NULL, 0);
    }
    return query;
}
