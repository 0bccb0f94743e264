/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Random query trees of every operation over a small database on disk, against an evaluation
 * document by document: the same films, the same weights, and no crash, whatever runs out first.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/arena.h"
#include "common/store.h"

enum { DOCUMENTS = 500, WORDS = 14, LONGEST = 24, TREES = 1000, DEEPEST = 5, FEW = 7 };

static const rl_weighting weighting = {1.6, 0.5, 0.1, 0.8};
static const char *const words[WORDS] = {"a", "aa", "ab", "b", "ba", "c", "d", "e", "f", "g", "h", "label", "rare", "rarest"};

typedef struct text {
    int words[LONGEST];
    int length;
    bool label; /* a term without occurrences */
    char value[8];
} text;

typedef struct world {
    char folder[64];
    rl_store *store;
    text texts[DOCUMENTS + 1];
    uint32_t frequency[WORDS];
    double average;
    uint32_t random;
    bool approximate; /* the tree holds an operation whose weights depend on Xapian's estimates */
} world;

static uint32_t roll(world *w, uint32_t sides) {
    w->random = w->random * 1664525u + 1013904223u;
    return (w->random >> 8) % sides;
}

/* --- documents --- */

static int count_of(const text *t, int word) {
    int count = 0;
    for (int i = 0; i < t->length; i++) {
        count += t->words[i] == word;
    }
    return count;
}

static void make_text(world *w, uint32_t number) {
    text *t = &w->texts[number];
    t->length = (int)roll(w, 10) == 0 ? LONGEST : 1 + (int)roll(w, 9);
    for (int i = 0; i < t->length; i++) {
        uint32_t common = roll(w, 100);
        t->words[i] = common < 55 ? (int)roll(w, 3) : common < 98 ? (int)roll(w, 11) : 12;
    }
    if (number == 77) { /* ends where its neighbours end: lists of one document */
        t->words[0] = 13;
    }
    t->label = roll(w, 5) == 0;
    (void)snprintf(t->value, sizeof t->value, "%03u", roll(w, 300));
}

static void add_text(rl_writer *writer, const text *t) {
    rl_posting postings[WORDS];
    uint32_t positions[WORDS][LONGEST];
    size_t count = 0;
    for (int word = 0; word < WORDS; word++) {
        rl_posting posting = {rl_str_of(words[word]), 0, positions[word], 0};
        for (int i = 0; i < t->length; i++) {
            if (t->words[i] == word) {
                positions[word][posting.position_count++] = (uint32_t)i + 1;
                posting.wdf++;
            }
        }
        if (posting.wdf > 0 || (word == 11 && t->label)) {
            postings[count++] = posting;
        }
    }
    rl_slot_value value = {0, rl_str_of(t->value)};
    rl_store_document document = {postings, count, &value, 1, RL_STR("x")};
    assert_int_equal(rl_writer_add(writer, &document, NULL, NULL), REEL_OK);
}

static int set_up(void **state) {
    world *w = calloc(1, sizeof *w);
    w->random = 20240517;
    strcpy(w->folder, "/tmp/reel-test-XXXXXX");
    assert_non_null(mkdtemp(w->folder));
    char path[96];
    (void)snprintf(path, sizeof path, "%s/db", w->folder);
    rl_writer *writer;
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &writer, NULL), REEL_OK);
    double length = 0;
    for (uint32_t d = 1; d <= DOCUMENTS; d++) {
        make_text(w, d);
        add_text(writer, &w->texts[d]);
        length += w->texts[d].length;
        for (int word = 0; word < WORDS; word++) {
            w->frequency[word] += count_of(&w->texts[d], word) > 0 || (word == 11 && w->texts[d].label);
        }
    }
    w->average = length / DOCUMENTS;
    assert_int_equal(rl_writer_commit(writer, NULL), REEL_OK);
    rl_writer_close(writer);
    const char *paths[] = {path};
    assert_int_equal(rl_store_open(paths, 1, &w->store, NULL), REEL_OK);
    *state = w;
    return 0;
}

static int tear_down(void **state) {
    world *w = *state;
    char command[128];
    rl_store_close(w->store);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", w->folder);
    assert_int_equal(system(command), 0);
    free(w);
    return 0;
}

/* --- trees --- */

static rl_query *make_node(rl_arena *arena, rl_query_op op, size_t room) {
    rl_query *node = rl_arena_alloc(arena, sizeof *node);
    node->op = op;
    node->scale = 1;
    node->children = rl_arena_array(arena, room + 1, sizeof *node->children);
    return node;
}

static const rl_query *make_term(world *w, rl_arena *arena) {
    rl_query *node = make_node(arena, RL_QUERY_TERM, 0);
    node->term = roll(w, 25) == 0 ? RL_STR("absent") : rl_str_of(words[roll(w, WORDS)]);
    return node;
}

/* Places hold different words, some of them a choice of two. */
static const rl_query *make_phrase(world *w, rl_arena *arena, rl_query_op op) {
    size_t count = 2 + roll(w, 2);
    rl_query *node = make_node(arena, op, count);
    uint32_t first = roll(w, 3);
    for (size_t i = 0; i < count; i++) {
        rl_query *term = make_node(arena, RL_QUERY_TERM, 0);
        term->term = rl_str_of(words[(first + i) % 11]);
        node->children[node->child_count++] = term;
        if (roll(w, 4) == 0) {
            rl_query *either = make_node(arena, RL_QUERY_OR, 2);
            rl_query *other = make_node(arena, RL_QUERY_TERM, 0);
            other->term = rl_str_of(words[(first + i + 4) % 11]);
            either->children[either->child_count++] = term;
            either->children[either->child_count++] = other;
            node->children[i] = either;
        }
    }
    node->window = (uint32_t)count + roll(w, 3);
    return node;
}

static const rl_query *make_range(world *w, rl_arena *arena) {
    static const char *const ends[] = {"", "000", "050", "120", "200", "299"};
    rl_query *node = make_node(arena, RL_QUERY_VALUE_RANGE, 0);
    node->low = rl_str_of(ends[roll(w, 6)]);
    node->high = rl_str_of(ends[roll(w, 6)]);
    return node;
}

static const rl_query *make_tree(world *w, rl_arena *arena, int depth) {
    static const rl_query_op inner[] = {RL_QUERY_OR,    RL_QUERY_OR,  RL_QUERY_OR,    RL_QUERY_AND,   RL_QUERY_AND,
                                        RL_QUERY_FILTER, RL_QUERY_MAYBE, RL_QUERY_MAYBE, RL_QUERY_NOT, RL_QUERY_SCALE,
                                        RL_QUERY_SYNONYM, RL_QUERY_PHRASE, RL_QUERY_NEAR, RL_QUERY_VALUE_RANGE, RL_QUERY_PREFIX,
                                        RL_QUERY_ALL,   RL_QUERY_NOTHING};
    if (depth == 0 || roll(w, 3) == 0) {
        return make_term(w, arena);
    }
    rl_query_op op = inner[roll(w, sizeof inner / sizeof inner[0])];
    if (op == RL_QUERY_PHRASE || op == RL_QUERY_NEAR) {
        return make_phrase(w, arena, op);
    }
    if (op == RL_QUERY_VALUE_RANGE) {
        return make_range(w, arena);
    }
    size_t count = op == RL_QUERY_SCALE ? 1 : op == RL_QUERY_ALL || op == RL_QUERY_NOTHING || op == RL_QUERY_PREFIX ? 0 : 1 + roll(w, 4);
    rl_query *node = make_node(arena, op, count);
    for (size_t i = 0; i < count; i++) {
        node->children[node->child_count++] = op == RL_QUERY_SYNONYM ? make_term(w, arena) : make_tree(w, arena, depth - 1);
    }
    if (op == RL_QUERY_SCALE) {
        node->scale = roll(w, 5) * 0.5;
    }
    if (op == RL_QUERY_PREFIX) {
        node->term = rl_str_of(roll(w, 2) == 0 ? "a" : "r");
        node->limit = 10;
    }
    w->approximate = w->approximate || op == RL_QUERY_SYNONYM || op == RL_QUERY_PREFIX;
    return node;
}

/* --- one document --- */

typedef struct verdict {
    bool matches;
    double weight;
} verdict;

static verdict judge(const world *w, const text *t, const rl_query *query);

static verdict judge_term(const world *w, const text *t, rl_str term) {
    for (int word = 0; word < WORDS; word++) {
        int wdf = rl_str_is(term, words[word]) ? count_of(t, word) : 0;
        if (wdf > 0 || (word == 11 && t->label && rl_str_is(term, "label"))) {
            return (verdict){true, rl_store_weight(&weighting, DOCUMENTS, w->frequency[word], (uint32_t)wdf, t->length, w->average)};
        }
    }
    return (verdict){false, 0};
}

static bool stands_at(const text *t, rl_str term, int at) { return at < t->length && rl_str_is(term, words[t->words[at]]); }

/* Whether the terms stand within a window from some position on, in order or in any. */
static bool together(const text *t, const rl_str *terms, size_t count, uint32_t window, bool ordered) {
    for (int start = 0; start < t->length; start++) {
        int end = start + (int)window, at = start;
        size_t found = 0;
        for (size_t i = 0; i < count; i++) {
            int p = ordered ? at : start;
            while (p < end && !stands_at(t, terms[i], p)) {
                p++;
            }
            found += p < end;
            at = p + 1;
        }
        if (found == count) {
            return true;
        }
    }
    return false;
}

static verdict judge_phrase(const world *w, const text *t, const rl_query *query) {
    verdict all = {false, 0};
    size_t combinations = 1;
    for (size_t i = 0; i < query->child_count; i++) {
        combinations *= query->children[i]->op == RL_QUERY_OR ? 2 : 1;
    }
    for (size_t c = 0; c < combinations; c++) {
        rl_str terms[4];
        size_t rest = c;
        double weight = 0;
        for (size_t i = 0; i < query->child_count; i++) {
            const rl_query *child = query->children[i];
            terms[i] = child->op == RL_QUERY_OR ? child->children[rest % 2]->term : child->term;
            rest /= child->op == RL_QUERY_OR ? 2 : 1;
            weight += judge_term(w, t, terms[i]).weight;
        }
        if (together(t, terms, query->child_count, query->window, query->op == RL_QUERY_PHRASE)) {
            all = (verdict){true, all.weight + weight};
        }
    }
    return all;
}

/* The children from one on: how many match, and their weights. */
static size_t judge_children(const world *w, const text *t, const rl_query *query, size_t from, double *out_weight) {
    size_t matching = 0;
    *out_weight = 0;
    for (size_t i = from; i < query->child_count; i++) {
        verdict one = judge(w, t, query->children[i]);
        matching += one.matches;
        *out_weight += one.matches ? one.weight : 0;
    }
    return matching;
}

static bool in_range(const text *t, const rl_query *query) {
    rl_str value = rl_str_of(t->value);
    return (query->low.length == 0 || rl_str_compare(value, query->low) >= 0) &&
           (query->high.length == 0 || rl_str_compare(value, query->high) <= 0);
}

static bool has_prefix(const text *t, rl_str prefix) {
    for (int i = 0; i < t->length; i++) {
        if (rl_str_starts(rl_str_of(words[t->words[i]]), prefix)) {
            return true;
        }
    }
    return false;
}

static verdict judge(const world *w, const text *t, const rl_query *query) {
    double weight = 0;
    size_t matching;
    verdict first = {false, 0};
    if (query->child_count > 0 && query->op != RL_QUERY_PHRASE && query->op != RL_QUERY_NEAR) {
        first = judge(w, t, query->children[0]);
    }
    switch (query->op) {
    case RL_QUERY_NOTHING:
        return (verdict){false, 0};
    case RL_QUERY_ALL:
        return (verdict){true, 0};
    case RL_QUERY_TERM:
        return judge_term(w, t, query->term);
    case RL_QUERY_OR:
    case RL_QUERY_SYNONYM:
        matching = judge_children(w, t, query, 0, &weight);
        return (verdict){matching > 0, weight};
    case RL_QUERY_AND:
        matching = judge_children(w, t, query, 0, &weight);
        return (verdict){matching == query->child_count, weight};
    case RL_QUERY_CHECK:
    case RL_QUERY_FILTER:
        matching = judge_children(w, t, query, 1, &weight);
        return (verdict){first.matches && matching + 1 == query->child_count, first.weight};
    case RL_QUERY_MAYBE:
        (void)judge_children(w, t, query, 1, &weight);
        return (verdict){first.matches, first.weight + weight};
    case RL_QUERY_NOT:
        matching = judge_children(w, t, query, 1, &weight);
        return (verdict){first.matches && matching == 0, first.weight};
    case RL_QUERY_SCALE:
        return (verdict){first.matches, first.weight * query->scale};
    case RL_QUERY_PHRASE:
    case RL_QUERY_NEAR:
        return judge_phrase(w, t, query);
    case RL_QUERY_VALUE_RANGE:
        return (verdict){in_range(t, query), 0};
    case RL_QUERY_PREFIX:
        return (verdict){has_prefix(t, query->term), 0};
    }
    return first;
}

/* --- comparisons --- */

static void describe(const rl_query *query, rl_buffer *out) {
    static const char *const names[] = {"nothing", "all", "", "or", "and", "synonym", "filter", "maybe",
                                        "not",     "scale", "phrase", "near", "range", "prefix"};
    rl_buffer_add_text(out, names[query->op]);
    if (query->op == RL_QUERY_TERM || query->op == RL_QUERY_PREFIX) {
        rl_buffer_add_str(out, query->term);
        return;
    }
    if (query->op == RL_QUERY_SCALE) {
        rl_buffer_add_format(out, " %.1f", query->scale);
    }
    if (query->op == RL_QUERY_PHRASE || query->op == RL_QUERY_NEAR) {
        rl_buffer_add_format(out, " %u", query->window);
    }
    rl_buffer_add_text(out, "(");
    for (size_t i = 0; i < query->child_count; i++) {
        rl_buffer_add_text(out, i == 0 ? "" : " ");
        describe(query->children[i], out);
    }
    rl_buffer_add_text(out, ")");
}

static const char *text_of(const rl_query *query) {
    static char description[2048];
    rl_buffer out = RL_BUFFER_INIT;
    describe(query, &out);
    (void)snprintf(description, sizeof description, "%s", rl_buffer_text(&out));
    rl_buffer_done(&out);
    return description;
}

static rl_match find(world *w, rl_arena *arena, const rl_query *query, uint32_t limit, uint32_t at_least) {
    rl_match match;
    reel_error error = {0};
    rl_match_options options = {.limit = limit, .check_at_least = at_least, .sort_slot = 0};
    reel_status status = rl_store_match(w->store, arena, query, &weighting, &options, &match, &error);
    if (status != REEL_OK) {
        fail_msg("%s", error.message);
    }
    return match;
}

static void compare_all(const world *w, const rl_query *query, const rl_match *match, int tree) {
    bool found[DOCUMENTS + 1] = {false};
    for (size_t i = 0; i < match->count; i++) {
        const rl_match_hit *hit = &match->hits[i];
        verdict expected = judge(w, &w->texts[hit->docid], query);
        found[hit->docid] = true;
        if (!expected.matches || (!w->approximate && fabs(expected.weight - hit->weight) > 1e-6)) {
            fail_msg("tree %d, document %u: weight %.9f, expected %s %.9f: %s", tree, hit->docid, hit->weight,
                     expected.matches ? "" : "no match,", expected.weight, text_of(query));
        }
        const rl_match_hit *before = i == 0 ? hit : hit - 1;
        bool tied = before->weight == hit->weight;
        assert_true(before->weight >= hit->weight);
        assert_true(!tied || strcmp(w->texts[before->docid].value, w->texts[hit->docid].value) <= 0);
    }
    for (uint32_t d = 1; d <= DOCUMENTS; d++) {
        if (!found[d] && judge(w, &w->texts[d], query).matches) {
            fail_msg("tree %d: document %u is missing: %s", tree, d, text_of(query));
        }
    }
}

static void test_store_random__every_tree_finds_and_weighs_as_document_by_document(void **state) {
    world *w = *state;
    for (int tree = 0; tree < TREES; tree++) {
        rl_arena *arena = rl_arena_new();
        w->approximate = false;
        const rl_query *query = make_tree(w, arena, DEEPEST);
        rl_match all = find(w, arena, query, DOCUMENTS, UINT32_MAX);
        compare_all(w, query, &all, tree);
        rl_match few = find(w, arena, query, FEW, 0);
        assert_int_equal(few.count, all.count < FEW ? all.count : FEW);
        for (size_t i = 0; i < few.count; i++) {
            /* another order of adding up may part two that are equal */
            if (few.hits[i].docid != all.hits[i].docid && fabs(few.hits[i].weight - all.hits[i].weight) > 1e-8) {
                fail_msg("tree %d, rank %zu: document %u, not %u", tree, i + 1, few.hits[i].docid, all.hits[i].docid);
            }
        }
        rl_arena_free(arena);
    }
}

static void test_store_random__many_values_come_at_once_as_one_by_one(void **state) {
    world *w = *state;
    rl_buffer value = RL_BUFFER_INIT;
    for (int round = 0; round < 60; round++) { /* often enough that the slot is kept in memory */
        rl_arena *arena = rl_arena_new();
        rl_match all = find(w, arena, &(rl_query){.op = RL_QUERY_TERM, .term = RL_STR("d")}, 20, 0);
        for (size_t i = 0; i < all.count; i++) {
            rl_buffer_clear(&value);
            assert_int_equal(rl_store_value(w->store, all.hits[i].docid, 0, &value, NULL), REEL_OK);
            assert_string_equal(rl_buffer_text(&value), w->texts[all.hits[i].docid].value);
        }
        rl_arena_free(arena);
    }
    rl_buffer_done(&value);
}

typedef struct told {
    const world *w;
    const rl_docid *docids;
    size_t count;
} told;

static bool check_value(void *user, size_t index, rl_str value) {
    told *t = user;
    assert_int_equal(index, t->count++);
    const char *expected = t->docids[index] <= DOCUMENTS ? t->w->texts[t->docids[index]].value : "";
    assert_true(rl_str_is(value, expected));
    return true;
}

static void test_store_random__values_are_told_in_the_order_asked_for(void **state) {
    world *w = *state;
    static const rl_docid docids[] = {77, 3, 500, 3, 499, 9000, 1};
    for (int round = 0; round < 100; round++) {
        told t = {w, docids, 0};
        assert_int_equal(rl_store_values_each(w->store, 0, docids, 7, check_value, &t, NULL), REEL_OK);
        assert_int_equal(t.count, 7);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_store_random__every_tree_finds_and_weighs_as_document_by_document),
        cmocka_unit_test(test_store_random__many_values_come_at_once_as_one_by_one),
        cmocka_unit_test(test_store_random__values_are_told_in_the_order_asked_for),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
