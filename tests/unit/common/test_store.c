/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/store.h"

static const rl_weighting plain_weighting = {1.2, 0.5, 0.1, 0.8};

/* A document from a word list "a a b*": wdf by count; a term that ends in '*' has wdf 0 and no
 * positions, the others stand at positions 1, 2, 3... Slot 0 holds value, the data is the text. */
static rl_docid add_text(rl_writer *writer, const char *text, const char *value) {
    rl_posting postings[64];
    uint32_t positions[64][64];
    size_t count = 0;
    uint32_t at = 0;
    rl_str rest = rl_str_of(text);
    rl_str word;
    while (rl_str_split(&rest, RL_STR(" "), &word)) {
        bool binary = rl_str_ends(word, RL_STR("*"));
        word.length -= binary;
        size_t i = 0;
        while (i < count && !rl_str_equal(postings[i].term, word)) {
            i++;
        }
        if (i == count) {
            postings[count++] = (rl_posting){word, 0, NULL, 0};
        }
        if (!binary) {
            positions[i][postings[i].position_count++] = ++at;
            postings[i].positions = positions[i];
            postings[i].wdf++;
        }
    }
    rl_slot_value slot = {0, rl_str_of(value)};
    rl_store_document document = {postings, count, &slot, 1, rl_str_of(text)};
    rl_docid docid = 0;
    assert_int_equal(rl_writer_add(writer, &document, &docid, NULL), REEL_OK);
    return docid;
}

static void test_store__a_document_comes_back_as_it_was_added(void **state) {
    (void)state;
    rl_writer *writer;
    rl_store *store;
    reel_error error;
    assert_int_equal(rl_writer_open_memory(&writer, &error), REEL_OK);
    assert_int_equal(add_text(writer, "night train night label*", "1957"), 1);
    assert_int_equal(rl_store_open_writer(writer, &store, &error), REEL_OK);
    rl_buffer buffer = RL_BUFFER_INIT;
    assert_int_equal(rl_store_data(store, 1, &buffer, &error), REEL_OK);
    assert_string_equal(rl_buffer_text(&buffer), "night train night label*");
    rl_buffer_clear(&buffer);
    assert_int_equal(rl_store_value(store, 1, 0, &buffer, &error), REEL_OK);
    assert_string_equal(rl_buffer_text(&buffer), "1957");
    uint32_t number;
    assert_int_equal(rl_store_document_length(store, 1, &number, &error), REEL_OK);
    assert_int_equal(number, 3);
    assert_int_equal(rl_store_term_frequency(store, RL_STR("label"), &number, &error), REEL_OK);
    assert_int_equal(number, 1);
    assert_int_equal(rl_store_data(store, 2, &buffer, &error), REEL_NOTFOUND);
    rl_buffer_done(&buffer);
    rl_store_close(store);
    rl_writer_close(writer);
}

/* --- helpers: queries as nested literals, matches as lists of docids --- */

#define TERM(word) (&(rl_query){.op = RL_QUERY_TERM, .term = {(word), sizeof(word) - 1}})
#define LEAF(kind) (&(rl_query){.op = (kind)})
#define NODE(kind, ...)                                                     \
    (&(rl_query){.op = (kind),                                              \
                 .children = (const rl_query *[]){__VA_ARGS__},             \
                 .child_count = sizeof((const rl_query *[]){__VA_ARGS__}) / sizeof(const rl_query *)})
#define WINDOW(kind, size, ...)                                             \
    (&(rl_query){.op = (kind),                                              \
                 .window = (size),                                          \
                 .children = (const rl_query *[]){__VA_ARGS__},             \
                 .child_count = sizeof((const rl_query *[]){__VA_ARGS__}) / sizeof(const rl_query *)})
#define SCALE(factor, child) (&(rl_query){.op = RL_QUERY_SCALE, .scale = (factor), .children = (const rl_query *[]){child}, .child_count = 1})
#define PREFIX(start, most) (&(rl_query){.op = RL_QUERY_PREFIX, .term = {(start), sizeof(start) - 1}, .limit = (most)})
#define RANGE(from, to) (&(rl_query){.op = RL_QUERY_VALUE_RANGE, .slot = 0, .low = {(from), sizeof(from) - 1}, .high = {(to), sizeof(to) - 1}})
#define OPTIONS(...) ((rl_match_options){.limit = 1000, .check_at_least = UINT32_MAX, .sort_slot = UINT32_MAX, __VA_ARGS__})

typedef struct opened {
    rl_writer *writer;
    rl_store *store;
    rl_arena *arena;
    char folder[64];
} opened;

static int set_up(void **state) {
    opened *made = calloc(1, sizeof *made);
    strcpy(made->folder, "/tmp/reel-test-XXXXXX");
    assert_non_null(mkdtemp(made->folder));
    made->arena = rl_arena_new();
    *state = made;
    return 0;
}

static int tear_down(void **state) {
    opened *made = *state;
    char command[128];
    rl_store_close(made->store);
    rl_writer_close(made->writer);
    rl_arena_free(made->arena);
    (void)snprintf(command, sizeof command, "rm -rf '%s'", made->folder);
    assert_int_equal(system(command), 0);
    free(made);
    return 0;
}

static void open_memory(opened *made) {
    assert_int_equal(rl_writer_open_memory(&made->writer, NULL), REEL_OK);
    assert_int_equal(rl_store_open_writer(made->writer, &made->store, NULL), REEL_OK);
}

static void path_in(const opened *made, const char *name, char out[128]) {
    (void)snprintf(out, 128, "%s/%s", made->folder, name);
}

static void commit(rl_writer *writer) {
    reel_error error = {0};
    reel_status status = rl_writer_commit(writer, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, REEL_OK);
}

/* A database of count texts "word<i> shared", all committed, the writer closed. */
static void build(const char *path, const char *word, int count, const char *note) {
    rl_writer *writer;
    char text[64];
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &writer, NULL), REEL_OK);
    for (int i = 0; i < count; i++) {
        (void)snprintf(text, sizeof text, "%s%d shared", word, i);
        add_text(writer, text, word);
    }
    assert_int_equal(rl_writer_set_metadata(writer, RL_STR("note"), rl_str_of(note), NULL), REEL_OK);
    commit(writer);
    rl_writer_close(writer);
}

static rl_store *open_path(const char *path) {
    rl_store *store;
    assert_int_equal(rl_store_open(&path, 1, &store, NULL), REEL_OK);
    return store;
}

static rl_match match_with(opened *made, const rl_query *query, const rl_match_options *options) {
    rl_match match;
    reel_error error = {0};
    reel_status status = rl_store_match(made->store, made->arena, query, &plain_weighting, options, &match, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, REEL_OK);
    return match;
}

static int by_docid(const void *a, const void *b) {
    const rl_match_hit *left = a;
    const rl_match_hit *right = b;
    return (left->docid > right->docid) - (left->docid < right->docid);
}

/* "1 3 7", in order of docid or of rank. */
static const char *docids_of(const rl_match *match, bool ranked) {
    static char text[256];
    size_t length = 0;
    text[0] = '\0';
    if (!ranked) {
        qsort(match->hits, match->count, sizeof *match->hits, by_docid);
    }
    for (size_t i = 0; i < match->count && length < sizeof text - 16; i++) {
        length +=
            (size_t)snprintf(text + length, sizeof text - length, "%s%u", i == 0 ? "" : " ", match->hits[i].docid);
    }
    return text;
}

static const char *matching(opened *made, const rl_query *query) {
    rl_match_options options = OPTIONS();
    rl_match match = match_with(made, query, &options);
    assert_true(match.total_is_exact);
    assert_int_equal(match.total, match.count);
    return docids_of(&match, false);
}

static double weight_of(opened *made, const rl_query *query, rl_docid docid) {
    rl_match_options options = OPTIONS();
    rl_match match = match_with(made, query, &options);
    for (size_t i = 0; i < match.count; i++) {
        assert_true(match.hits[i].weight <= match.max_possible + 1e-9);
        if (match.hits[i].docid == docid) {
            return match.hits[i].weight;
        }
    }
    return -1;
}

static void near_to(double a, double b) {
    if (fabs(a - b) > 1e-9) {
        fail_msg("%.12f is not %.12f", a, b);
    }
}

/* --- queries --- */

static void add_seven(opened *made) {
    open_memory(made);
    add_text(made->writer, "red green blue", "10");      /* 1 */
    add_text(made->writer, "green red blue", "20");      /* 2 */
    add_text(made->writer, "red red red yellow", "");    /* 3 */
    add_text(made->writer, "blue x y red", "30");        /* 4 */
    add_text(made->writer, "green label*", "40");        /* 5 */
    add_text(made->writer, "label* greed", "25");        /* 6 */
    add_text(made->writer, "grey grey grey grain", "5"); /* 7 */
}

static void test_store__every_query_operation_finds_its_documents(void **state) {
    opened *made = *state;
    add_seven(made);
    const struct {
        const char *expected;
        const rl_query *query;
    } cases[] = {
        {"", LEAF(RL_QUERY_NOTHING)},
        {"1 2 3 4 5 6 7", LEAF(RL_QUERY_ALL)},
        {"1 2 3 4", TERM("red")},
        {"", TERM("")},
        {"", TERM("absent")},
        {"1 2 3 4 7", NODE(RL_QUERY_OR, TERM("red"), TERM("grey"), LEAF(RL_QUERY_NOTHING))},
        {"", LEAF(RL_QUERY_OR)},
        {"1 2", NODE(RL_QUERY_AND, TERM("red"), TERM("green"))},
        {"", NODE(RL_QUERY_AND, TERM("red"), LEAF(RL_QUERY_NOTHING))},
        {"1 2 5 6", NODE(RL_QUERY_SYNONYM, TERM("green"), TERM("label"))},
        {"5", NODE(RL_QUERY_FILTER, TERM("green"), TERM("label"))},
        {"1", NODE(RL_QUERY_FILTER, TERM("red"), TERM("green"), RANGE("10", "15"))},
        {"", NODE(RL_QUERY_FILTER, TERM("red"), LEAF(RL_QUERY_NOTHING))},
        {"1 2 5", NODE(RL_QUERY_MAYBE, TERM("green"), TERM("red"), TERM("label"))},
        {"1 2 5", NODE(RL_QUERY_MAYBE, TERM("green"), LEAF(RL_QUERY_NOTHING))},
        {"", NODE(RL_QUERY_MAYBE, LEAF(RL_QUERY_NOTHING), TERM("red"))},
        {"3", NODE(RL_QUERY_NOT, TERM("red"), TERM("green"), TERM("x"))},
        {"1 2 3 4", NODE(RL_QUERY_NOT, TERM("red"), LEAF(RL_QUERY_NOTHING))},
        {"5 6 7", NODE(RL_QUERY_NOT, LEAF(RL_QUERY_ALL), TERM("red"))},
        {"", NODE(RL_QUERY_NOT, LEAF(RL_QUERY_NOTHING), TERM("red"))},
        {"1 2 5", SCALE(2.5, TERM("green"))},
        {"1 2 5", SCALE(0, TERM("green"))},
        {"1", NODE(RL_QUERY_PHRASE, TERM("red"), TERM("green"), TERM("blue"))},
        {"3", NODE(RL_QUERY_PHRASE, TERM("red"), TERM("red"), TERM("yellow"))},
        {"1", WINDOW(RL_QUERY_PHRASE, 3, TERM("red"), TERM("green"))},
        {"1 2", WINDOW(RL_QUERY_PHRASE, 3, TERM("green"), TERM("blue"))},
        {"1 2", WINDOW(RL_QUERY_NEAR, 2, TERM("red"), TERM("green"))},
        {"4", WINDOW(RL_QUERY_PHRASE, 4, TERM("blue"), TERM("red"))},
        {"", NODE(RL_QUERY_PHRASE, TERM("green"), TERM("label"))},
        {"1 2 5", NODE(RL_QUERY_PHRASE, TERM("green"))},
        {"", NODE(RL_QUERY_PHRASE, TERM("red"), LEAF(RL_QUERY_NOTHING))},
        {"1 2 3", NODE(RL_QUERY_PHRASE, TERM("red"), NODE(RL_QUERY_OR, TERM("green"), TERM("blue"), TERM("yellow")))},
        {"1 3",
         NODE(RL_QUERY_PHRASE, TERM("red"), NODE(RL_QUERY_SYNONYM, PREFIX("gree", 9), SCALE(2, TERM("yellow"))))},
        {"1 2", NODE(RL_QUERY_PHRASE, TERM("blue"), NODE(RL_QUERY_AND, TERM("green"), TERM("red")))},
        {"1 2 6", RANGE("10", "25")},
        {"1 2 4 5 6 7", RANGE("", "")},
        {"1 2 6", RANGE("", "25")},
        {"4 5 7", RANGE("30", "")},
        {"", RANGE("9", "1")},
        {"1 2 5 6", PREFIX("gree", 10)},
        {"1 2 5", PREFIX("gre", 1)},
        {"1 2 5 6", PREFIX("gre", 2)},
        {"1 2 5 6 7", PREFIX("gre", 0)},
        {"", PREFIX("q", 10)},
        {"", PREFIX("", 10)},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const char *found = matching(made, cases[i].query);
        if (strcmp(found, cases[i].expected) != 0) {
            fail_msg("case %zu: found '%s', not '%s'", i, found, cases[i].expected);
        }
    }
}

static void test_store__weights_add_scale_and_compete_as_documented(void **state) {
    opened *made = *state;
    add_seven(made);
    const rl_weighting *w = &plain_weighting;
    double average = (3 + 3 + 4 + 4 + 1 + 1 + 4) / 7.0;
    double red = rl_store_weight(w, 7, 4, 3, 4, average);
    double yellow = rl_store_weight(w, 7, 1, 1, 4, average);
    double label = rl_store_weight(w, 7, 2, 0, 1, average);
    near_to(weight_of(made, TERM("red"), 3), red);
    near_to(weight_of(made, TERM("label"), 5), label);
    near_to(label, w->binary * log(1 + (7 - 2 + 0.5) / (2 + 0.5)));
    near_to(weight_of(made, NODE(RL_QUERY_OR, TERM("red"), TERM("yellow")), 3), red + yellow);
    near_to(weight_of(made, NODE(RL_QUERY_AND, TERM("red"), TERM("yellow")), 3), red + yellow);
    near_to(weight_of(made, NODE(RL_QUERY_FILTER, TERM("red"), TERM("yellow")), 3), red);
    near_to(weight_of(made, NODE(RL_QUERY_MAYBE, TERM("red"), TERM("yellow")), 3), red + yellow);
    near_to(weight_of(made, NODE(RL_QUERY_NOT, TERM("red"), TERM("x")), 3), red);
    near_to(weight_of(made, SCALE(2.5, TERM("red")), 3), 2.5 * red);
    near_to(weight_of(made, SCALE(3, SCALE(0.5, TERM("label"))), 6), 1.5 * label);
    near_to(weight_of(made, SCALE(0, TERM("red")), 3), 0);
    near_to(weight_of(made, LEAF(RL_QUERY_ALL), 3), 0);
    near_to(weight_of(made, RANGE("", "99"), 1), 0);
    near_to(weight_of(made, NODE(RL_QUERY_PHRASE, TERM("red"), TERM("yellow")), 3), red + yellow);
}

static void test_store__a_length_below_the_least_counts_as_the_least(void **state) {
    (void)state;
    rl_weighting w = {1.2, 0.75, 0.5, 1};
    near_to(rl_store_weight(&w, 10, 2, 1, 1, 100), rl_store_weight(&w, 10, 2, 1, 50, 100));
    assert_true(rl_store_weight(&w, 10, 2, 1, 51, 100) < rl_store_weight(&w, 10, 2, 1, 50, 100));
    assert_true(rl_store_weight(&w, 10, 10, 1, 50, 100) > 0);
    assert_true(rl_store_weight(&w, 0, 0, 1, 0, 0) > 0);
}

/* The bounds of the weighting let the matcher skip documents: it must skip none it would return. */
static void compare_few_with_all(opened *made) {
    uint32_t random = 12345;
    const char *words[] = {"a", "b", "c", "d", "e", "f*", "g*", "h"};
    for (int i = 0; i < 600; i++) {
        char text[256] = "z";
        random = random * 1664525u + 1013904223u;
        for (uint32_t n = (random >> 28) * 3; n > 0; n--) {
            random = random * 1664525u + 1013904223u;
            uint32_t roll = random >> 26;
            strcat(strcat(text, " "), words[roll < 40 ? roll % 8 : roll % 3]);
        }
        add_text(made->writer, text, "");
    }
    const rl_query *query =
        NODE(RL_QUERY_OR, TERM("a"), SCALE(2, TERM("d")), NODE(RL_QUERY_SYNONYM, TERM("e"), TERM("h"), TERM("f")),
             NODE(RL_QUERY_OR, TERM("b"), TERM("g")));
    rl_match_options all = OPTIONS();
    rl_match full = match_with(made, query, &all);
    for (uint32_t limit = 1; limit <= 64; limit *= 2) {
        rl_match_options few = OPTIONS();
        few.check_at_least = 0;
        few.limit = limit;
        rl_match part = match_with(made, query, &few);
        assert_int_equal(part.count, limit);
        for (size_t i = 0; i < limit; i++) {
            near_to(part.hits[i].weight, full.hits[i].weight);
        }
    }
}

static void test_store__the_best_of_many_are_the_same_however_few_are_asked_for(void **state) {
    opened *made = *state;
    open_memory(made);
    compare_few_with_all(made);
}

static void test_store__the_best_of_many_are_the_same_on_disk(void **state) {
    opened *made = *state;
    char path[128];
    path_in(made, "db", path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &made->writer, NULL), REEL_OK);
    assert_int_equal(rl_store_open_writer(made->writer, &made->store, NULL), REEL_OK);
    compare_few_with_all(made);
}

static void test_store__hits_are_ordered_by_weight_then_slot_then_docid(void **state) {
    opened *made = *state;
    open_memory(made);
    add_text(made->writer, "one label*", "c");
    add_text(made->writer, "one label*", "a");
    add_text(made->writer, "one label*", "b");
    add_text(made->writer, "one label*", "a");
    const rl_query *label = TERM("label");
    rl_match_options options = OPTIONS();
    rl_match match = match_with(made, label, &options);
    assert_string_equal(docids_of(&match, true), "1 2 3 4");
    options.sort_slot = 0;
    match = match_with(made, label, &options);
    assert_string_equal(docids_of(&match, true), "2 4 3 1");
    options.sort_by_value = true;
    match = match_with(made, label, &options);
    assert_string_equal(docids_of(&match, true), "2 4 3 1");
    options.sort_descending = true;
    match = match_with(made, label, &options);
    assert_string_equal(docids_of(&match, true), "1 3 2 4");
    options.first = 1;
    options.limit = 2;
    match = match_with(made, label, &options);
    assert_string_equal(docids_of(&match, true), "3 2");
    assert_int_equal(match.total, 4);
    options.limit = 0;
    match = match_with(made, label, &options);
    assert_int_equal(match.count, 0);
    assert_int_equal(match.total, 4);
    options.first = UINT32_MAX;
    options.limit = UINT32_MAX;
    assert_int_equal(match_with(made, label, &options).count, 0);
}

static void test_store__a_query_too_deep_or_too_large_is_a_limit(void **state) {
    opened *made = *state;
    add_seven(made);
    static rl_query nodes[300];
    static const rl_query *links[300];
    for (size_t i = 0; i < 300; i++) {
        links[i] = &nodes[i + 1 < 300 ? i + 1 : i];
        nodes[i] = (rl_query){.op = RL_QUERY_OR, .children = &links[i], .child_count = i + 1 < 300};
    }
    rl_match match;
    rl_match_options options = OPTIONS();
    reel_error error;
    assert_int_equal(rl_store_match(made->store, made->arena, nodes, &plain_weighting, &options, &match, &error),
                     REEL_LIMIT);
    assert_null(match.hits);
    enum { MANY = 30000 };
    const rl_query *red = TERM("red");
    const rl_query **children = calloc(MANY, sizeof *children);
    for (size_t i = 0; i < MANY; i++) {
        children[i] = red;
    }
    rl_query wide = {.op = RL_QUERY_OR, .children = children, .child_count = MANY};
    assert_int_equal(rl_store_match(made->store, made->arena, &wide, &plain_weighting, &options, &match, &error),
                     REEL_LIMIT);
    free(children);
    assert_int_equal(
        rl_store_match(made->store, made->arena, SCALE(-1, TERM("red")), &plain_weighting, &options, &match, &error),
        REEL_INVALID);
    assert_int_equal(
        rl_store_match(made->store, made->arena, SCALE(NAN, TERM("red")), &plain_weighting, &options, &match, &error),
        REEL_INVALID);
}

typedef struct tally {
    char values[256];
    size_t calls;
} tally;

static void tally_value(void *user, size_t slot_index, rl_str value) {
    tally *counted = user;
    size_t length = strlen(counted->values);
    (void)snprintf(counted->values + length, sizeof counted->values - length, "%zu=%.*s ", slot_index,
                   (int)value.length, value.length == 0 ? "" : value.at);
    counted->calls++;
}

/* Keeps documents whose data has the text. */
static bool has_text(void *user, rl_str data) { return rl_str_find(data, rl_str_of(user)) != SIZE_MAX; }

static void test_store__values_are_counted_over_all_that_match(void **state) {
    opened *made = *state;
    add_seven(made);
    tally counted = {0};
    const uint32_t slots[] = {0, 9};
    rl_match_options options =
        OPTIONS(.count_slots = slots, .count_slot_count = 2, .count = tally_value, .user = &counted);
    options.limit = 1;
    rl_match match = match_with(made, TERM("red"), &options);
    assert_int_equal(match.total, 4);
    assert_int_equal(counted.calls, 8);
    assert_string_equal(counted.values, "0=10 1= 0=20 1= 0= 1= 0=30 1= ");
}

static void test_store__what_is_not_kept_is_neither_hit_nor_counted(void **state) {
    opened *made = *state;
    add_seven(made);
    tally counted = {0};
    const uint32_t slot = 0;
    char text[] = "red ", other[] = "e";
    const rl_check checks[] = {{has_text, other}, {has_text, text}};
    rl_match_options options = OPTIONS(.checks = checks, .check_count = 2, .count_slots = &slot, .count_slot_count = 1,
                                       .count = tally_value, .user = &counted);
    rl_match match = match_with(made, TERM("red"), &options);
    assert_string_equal(docids_of(&match, false), "1 2 3");
    assert_int_equal(match.total, 3);
    assert_string_equal(counted.values, "0=10 0=20 0= ");
}

static rl_query *checked(const rl_check *check, const rl_query **child) {
    static rl_query node;
    node = (rl_query){.op = RL_QUERY_CHECK, .check = check, .children = child, .child_count = 1};
    return &node;
}

/* Inside a query a check drops films from one branch of it only. */
static void test_store__a_check_inside_a_query_is_its_branch_s_alone(void **state) {
    opened *made = *state;
    add_seven(made);
    char text[] = "red blue";
    const rl_check check = {has_text, text};
    const rl_query *red = TERM("red");
    rl_match_options options = OPTIONS(.count_slot_count = 0);
    rl_match match = match_with(made, checked(&check, &red), &options);
    assert_string_equal(docids_of(&match, false), "2");
    match = match_with(made, NODE(RL_QUERY_OR, checked(&check, &red), TERM("yellow")), &options);
    assert_string_equal(docids_of(&match, true), "3 2");
    match = match_with(made, NODE(RL_QUERY_NOT, TERM("red"), checked(&check, &red)), &options);
    assert_string_equal(docids_of(&match, false), "1 3 4");
}

static void test_store__checks_see_the_data_of_every_part(void **state) {
    opened *made = *state;
    char one[128];
    char two[128];
    path_in(made, "one", one);
    path_in(made, "two", two);
    build(one, "a", 3, "first");
    build(two, "b", 3, "second");
    const char *paths[] = {one, two};
    assert_int_equal(rl_store_open(paths, 2, &made->store, NULL), REEL_OK);
    char text[] = "b";
    const rl_check check = {has_text, text};
    rl_match_options options = OPTIONS(.checks = &check, .check_count = 1);
    rl_match match = match_with(made, TERM("shared"), &options);
    assert_string_equal(docids_of(&match, false), "2 4 6");
    const rl_query *shared = TERM("shared");
    options = OPTIONS(.count_slot_count = 0);
    match = match_with(made, checked(&check, &shared), &options);
    assert_string_equal(docids_of(&match, false), "2 4 6");
}

/* --- walks --- */

typedef struct walk {
    char text[512];
    size_t calls;
    size_t stop_after;
    char last[256];
    bool unordered;
} walk;

static bool note(walk *walked, rl_str text, uint32_t number) {
    char item[256];
    (void)snprintf(item, sizeof item, "%.*s", (int)text.length, text.at);
    walked->unordered = walked->unordered || (walked->calls > 0 && strcmp(walked->last, item) >= 0);
    strcpy(walked->last, item);
    size_t length = strlen(walked->text);
    (void)snprintf(walked->text + length, sizeof walked->text - length, "%s:%u ", item, number);
    return ++walked->calls != walked->stop_after;
}

static bool note_term(void *user, rl_str term, uint32_t number) { return note(user, term, number); }
static bool note_key(void *user, rl_str key) { return note(user, key, 0); }

static bool note_number(void *user, uint32_t number) {
    char text[16];
    (void)snprintf(text, sizeof text, "%010u", number);
    return note(user, rl_str_of(text), number);
}

static bool note_posting(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    return note_number(user, docid);
}

static void test_store__terms_are_walked_in_order_from_a_start(void **state) {
    opened *made = *state;
    add_seven(made);
    walk walked = {0};
    assert_int_equal(rl_store_terms_each(made->store, RL_STR("gre"), RL_STR(""), note_term, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "greed:1 green:3 grey:1 ");
    walked = (walk){0};
    assert_int_equal(rl_store_terms_each(made->store, RL_STR("gr"), RL_STR("gref"), note_term, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "grey:1 ");
    walked = (walk){.stop_after = 2};
    assert_int_equal(rl_store_terms_each(made->store, RL_STR("gr"), RL_STR("gr"), note_term, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "grain:1 greed:1 ");
    walked = (walk){0};
    assert_int_equal(rl_store_document_terms_each(made->store, 3, note_term, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "red:3 yellow:1 ");
    walked = (walk){0};
    assert_int_equal(rl_store_positions_each(made->store, 3, RL_STR("red"), note_number, &walked, NULL), REEL_OK);
    assert_int_equal(walked.calls, 3);
    assert_string_equal(walked.last, "0000000003");
    assert_int_equal(rl_store_document_terms_each(made->store, 99, note_term, &walked, NULL), REEL_NOTFOUND);
}

static void test_store__long_walks_give_every_row_once(void **state) {
    opened *made = *state;
    char path[128];
    path_in(made, "db", path);
    build(path, "w", 1500, "n");
    made->store = open_path(path);
    walk walked = {0};
    assert_int_equal(rl_store_terms_each(made->store, RL_STR("w"), RL_STR(""), note_term, &walked, NULL), REEL_OK);
    assert_int_equal(walked.calls, 1500);
    assert_false(walked.unordered);
    walked = (walk){0};
    assert_int_equal(rl_store_postings_each(made->store, RL_STR("shared"), note_posting, &walked, NULL), REEL_OK);
    assert_int_equal(walked.calls, 1500);
    assert_false(walked.unordered);
    walked = (walk){0};
    assert_int_equal(rl_store_postings_each(made->store, RL_STR(""), note_posting, &walked, NULL), REEL_OK);
    assert_int_equal(walked.calls, 1500);
    walked = (walk){0};
    assert_int_equal(rl_store_postings_each(made->store, RL_STR("absent"), note_posting, &walked, NULL), REEL_OK);
    assert_int_equal(walked.calls, 0);
}

typedef struct meddler {
    walk walked;
    rl_writer *writer;
} meddler;

/* Commits twice within the walk, so that the reader's state is gone before the next batch. */
static bool note_and_commit(void *user, rl_str term, uint32_t number) {
    meddler *both = user;
    if (both->walked.calls == 10 || both->walked.calls == 100) {
        for (int i = 0; i < 3; i++) {
            add_text(both->writer, "vvv another", "");
            commit(both->writer);
        }
    }
    return note(&both->walked, term, number);
}

static void test_store__a_walk_over_many_commits_gives_no_row_twice(void **state) {
    opened *made = *state;
    char path[128];
    path_in(made, "db", path);
    build(path, "w", 1500, "n");
    made->store = open_path(path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &made->writer, NULL), REEL_OK);
    meddler both = {.writer = made->writer};
    assert_int_equal(rl_store_terms_each(made->store, RL_STR("w"), RL_STR(""), note_and_commit, &both, NULL), REEL_OK);
    assert_int_equal(both.walked.calls, 1500);
    assert_false(both.walked.unordered);
}

static void test_store__metadata_is_kept_listed_and_removed(void **state) {
    opened *made = *state;
    open_memory(made);
    add_text(made->writer, "one", "");
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR("k.b"), RL_STR("2\0x"), NULL), REEL_OK);
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR("k.a"), RL_STR("1"), NULL), REEL_OK);
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR("other"), RL_STR("3"), NULL), REEL_OK);
    rl_buffer out = RL_BUFFER_INIT;
    rl_buffer_add_text(&out, "had ");
    assert_int_equal(rl_store_metadata(made->store, RL_STR("k.b"), &out, NULL), REEL_OK);
    assert_true(rl_str_equal(rl_buffer_str(&out), RL_STR("had 2\0x")));
    walk walked = {0};
    assert_int_equal(rl_store_metadata_each(made->store, RL_STR("k."), note_key, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "k.a:0 k.b:0 ");
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR("k.b"), RL_STR(""), NULL), REEL_OK);
    assert_int_equal(rl_store_metadata(made->store, RL_STR("k.b"), &out, NULL), REEL_NOTFOUND);
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR(""), RL_STR("x"), NULL), REEL_INVALID);
    rl_buffer_done(&out);
}

/* --- writing --- */

static void test_store__a_bad_term_loses_nothing_of_the_batch(void **state) {
    opened *made = *state;
    char path[128];
    char longest[260];
    memset(longest, 'x', sizeof longest);
    char zeros[124] = {0};
    const struct {
        rl_str term;
        reel_status status;
    } cases[] = {
        {{longest, 245}, REEL_OK},
        {{longest, 246}, REEL_INVALID},
        {{longest, 260}, REEL_INVALID},
        {RL_STR(""), REEL_INVALID},
        {{zeros, 122}, REEL_OK},
        {{zeros, 123}, REEL_INVALID},
    };
    path_in(made, "db", path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &made->writer, NULL), REEL_OK);
    uint32_t added = 0;
    const uint32_t places[] = {3, 9};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_posting postings[] = {{RL_STR("good"), 1, NULL, 0}, {cases[i].term, 2, places, 2}};
        rl_store_document document = {postings, 2, NULL, 0, RL_STR("d")};
        reel_error error;
        rl_docid docid = 99;
        assert_int_equal(rl_writer_add(made->writer, &document, &docid, &error), cases[i].status);
        added += cases[i].status == REEL_OK;
        assert_int_equal(docid, cases[i].status == REEL_OK ? added : 0);
        assert_int_equal(rl_writer_replace(made->writer, 1, &document, &error), cases[i].status);
    }
    assert_int_equal(rl_writer_delete(made->writer, 77, NULL), REEL_NOTFOUND);
    commit(made->writer);
    made->store = open_path(path);
    uint32_t count;
    assert_int_equal(rl_store_term_frequency(made->store, RL_STR("good"), &count, NULL), REEL_OK);
    assert_int_equal(count, added);
    walk walked = {0};
    assert_int_equal(rl_store_positions_each(made->store, 2, cases[4].term, note_number, &walked, NULL), REEL_OK);
    assert_string_equal(walked.text, "0000000003:3 0000000009:9 ");
}

static void test_store__nothing_is_visible_before_commit_and_close_drops_it(void **state) {
    opened *made = *state;
    char path[128];
    uint32_t count;
    path_in(made, "db", path);
    build(path, "w", 2, "n");
    made->store = open_path(path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &made->writer, NULL), REEL_OK);
    for (int i = 0; i < 10100; i++) { /* past the 10,000 at which Xapian commits by itself */
        rl_posting posting = {RL_STR("t"), 1, NULL, 0};
        rl_store_document document = {&posting, 1, NULL, 0, RL_STR_EMPTY};
        assert_int_equal(rl_writer_add(made->writer, &document, NULL, NULL), REEL_OK);
    }
    rl_store *other = open_path(path);
    assert_int_equal(rl_store_document_count(other, &count, NULL), REEL_OK);
    assert_int_equal(count, 2);
    rl_store_close(other);
    rl_writer_close(made->writer);
    made->writer = NULL;
    assert_int_equal(rl_store_reopen(made->store, NULL, NULL), REEL_OK);
    assert_int_equal(rl_store_document_count(made->store, &count, NULL), REEL_OK);
    assert_int_equal(count, 2);
}

static void test_store__a_reader_lives_through_many_commits(void **state) {
    opened *made = *state;
    char path[128];
    char text[64];
    path_in(made, "db", path);
    build(path, "w", 50, "n");
    made->store = open_path(path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &made->writer, NULL), REEL_OK);
    tally counted = {0};
    const uint32_t slot = 0;
    rl_match_options options =
        OPTIONS(.count_slots = &slot, .count_slot_count = 1, .count = tally_value, .user = &counted);
    rl_buffer data = RL_BUFFER_INIT;
    for (int i = 0; i < 12; i++) {
        for (rl_docid docid = 1; docid <= 50; docid++) {
            (void)snprintf(text, sizeof text, "turn%d shared", i);
            rl_posting postings[] = {{RL_STR("shared"), 1, NULL, 0}, {rl_str_of(text), 1, NULL, 0}};
            rl_store_document document = {postings, 2, NULL, 0, rl_str_of(text)};
            assert_int_equal(rl_writer_replace(made->writer, docid, &document, NULL), REEL_OK);
        }
        commit(made->writer);
        rl_buffer_clear(&data);
        if (i % 3 == 2) {
            counted = (tally){0};
            rl_match match = match_with(made, TERM("shared"), &options);
            assert_int_equal(match.count, 50);
            assert_int_equal(counted.calls, 50);
            assert_int_equal(rl_store_data(made->store, match.hits[49].docid, &data, NULL), REEL_OK);
        }
    }
    bool changed;
    assert_int_equal(rl_store_reopen(made->store, &changed, NULL), REEL_OK);
    assert_int_equal(rl_store_reopen(made->store, &changed, NULL), REEL_OK);
    assert_false(changed);
    rl_buffer_clear(&data);
    assert_int_equal(rl_store_data(made->store, 7, &data, NULL), REEL_OK);
    assert_string_equal(rl_buffer_text(&data), "turn11 shared");
    rl_buffer_done(&data);
}

static void test_store__the_revision_changes_with_each_commit(void **state) {
    opened *made = *state;
    char path[128];
    path_in(made, "db", path);
    build(path, "w", 2, "n");
    made->store = open_path(path);
    rl_buffer before = RL_BUFFER_INIT;
    rl_buffer after = RL_BUFFER_INIT;
    assert_int_equal(rl_store_revision(made->store, &before, NULL), REEL_OK);
    assert_int_equal(rl_store_revision(made->store, &after, NULL), REEL_OK);
    assert_true(before.length > 0 && rl_str_equal(rl_buffer_str(&before), rl_buffer_str(&after)));
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &made->writer, NULL), REEL_OK);
    assert_int_equal(rl_writer_set_metadata(made->writer, RL_STR("k"), RL_STR("v"), NULL), REEL_OK);
    commit(made->writer);
    assert_int_equal(rl_store_reopen(made->store, NULL, NULL), REEL_OK);
    rl_buffer_clear(&after);
    assert_int_equal(rl_store_revision(made->store, &after, NULL), REEL_OK);
    assert_false(rl_str_equal(rl_buffer_str(&before), rl_buffer_str(&after)));
    rl_buffer_done(&before);
    rl_buffer_done(&after);
}

static void test_store__a_second_writer_waits_and_then_finds_it_locked(void **state) {
    opened *made = *state;
    char path[128];
    rl_writer *second;
    reel_error error;
    path_in(made, "db", path);
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &made->writer, NULL), REEL_OK);
    struct timespec before, after;
    clock_gettime(CLOCK_MONOTONIC, &before);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 60, &second, &error), REEL_LOCKED);
    clock_gettime(CLOCK_MONOTONIC, &after);
    assert_null(second);
    double waited = (double)(after.tv_sec - before.tv_sec) * 1000 + (double)(after.tv_nsec - before.tv_nsec) / 1e6;
    assert_true(waited >= 60 && waited < 5000);
    rl_writer_close(made->writer);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &made->writer, NULL), REEL_OK);
}

static void test_store__wrong_places_have_their_own_status(void **state) {
    opened *made = *state;
    char path[128];
    char file[128];
    rl_writer *writer;
    rl_store *store;
    reel_error error;
    path_in(made, "db", path);
    const char *list = path;
    assert_int_equal(rl_store_open(&list, 1, &store, &error), REEL_NOTFOUND);
    assert_null(store);
    assert_non_null(strstr(error.path, "db"));
    assert_int_equal(rl_store_open(&list, 0, &store, &error), REEL_INVALID);
    assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &writer, &error), REEL_NOTFOUND);
    build(path, "w", 2, "n");
    assert_int_equal(rl_writer_open(path, RL_WRITER_CREATE, 0, &writer, &error), REEL_INVALID);
    assert_null(writer);
    const char *addresses[] = {"tcp:",       "tcp:host",       "tcp:host:",  "tcp::80",
                               "tcp:host:0", "tcp:host:70000", "tcp:host:8x"};
    for (size_t i = 0; i < sizeof addresses / sizeof addresses[0]; i++) {
        assert_int_equal(rl_store_open(&addresses[i], 1, &store, &error), REEL_INVALID);
    }
    list = "tcp:127.0.0.1:1";
    assert_int_equal(rl_store_open(&list, 1, &store, &error), REEL_IO);
    list = path;
    path_in(made, "db/iamglass", file);
    FILE *damaged = fopen(file, "r+");
    assert_non_null(damaged);
    fputs("nonsense nonsense", damaged);
    fclose(damaged);
    reel_status status = rl_store_open(&list, 1, &store, &error);
    assert_true(status == REEL_CORRUPT || status == REEL_STALE);
    assert_null(store);
}

static void test_store__a_stub_file_opens_what_it_names(void **state) {
    opened *made = *state;
    char path[128];
    char stub[128];
    path_in(made, "db", path);
    path_in(made, "stub", stub);
    build(path, "w", 2, "n");
    FILE *file = fopen(stub, "w");
    assert_non_null(file);
    fprintf(file, "auto db\n");
    fclose(file);
    made->store = open_path(stub);
    assert_false(rl_store_is_remote(made->store));
    rl_match_options options = OPTIONS();
    assert_int_equal(match_with(made, TERM("shared"), &options).count, 2);
}

/* Documents of several databases take turns; what is said beside one is said by its own database. */
static void test_store__metadata_beside_a_document_is_its_own_databases(void **state) {
    opened *made = *state;
    static const char *const names[] = {"one", "two"};
    char path[128];
    char stub[128];
    char inner[128];
    for (size_t i = 0; i < 2; i++) {
        rl_writer *writer;
        path_in(made, names[i], path);
        build(path, names[i], 2, "n");
        assert_int_equal(rl_writer_open(path, RL_WRITER_UPDATE, 0, &writer, NULL), REEL_OK);
        assert_int_equal(rl_writer_set_metadata(writer, RL_STR("name"), rl_str_of(names[i]), NULL), REEL_OK);
        assert_int_equal(rl_writer_commit(writer, NULL), REEL_OK);
        rl_writer_close(writer);
    }
    path_in(made, "inner", inner);
    path_in(made, "stub", stub);
    FILE *file = fopen(inner, "w");
    assert_non_null(file);
    fprintf(file, "# two of them\n\nglass %s\n", path);
    fclose(file);
    file = fopen(stub, "w");
    assert_non_null(file);
    fprintf(file, "auto one\nauto inner\n");
    fclose(file);
    made->store = open_path(stub);
    for (rl_docid docid = 0; docid <= 4; docid++) {
        rl_buffer name = RL_BUFFER_INIT;
        assert_int_equal(rl_store_metadata_beside(made->store, docid, RL_STR("name"), &name, NULL), REEL_OK);
        assert_string_equal(rl_buffer_text(&name), docid % 2 == 1 || docid == 0 ? "one" : "two");
        assert_int_equal(rl_store_metadata_beside(made->store, docid, RL_STR("other"), &name, NULL), REEL_NOTFOUND);
        rl_buffer_done(&name);
    }
}

/* --- whole databases --- */

static void compact_two(opened *made, bool renumber, char out[128]) {
    char one[128];
    char two[128];
    rl_writer *writer;
    reel_error error = {0};
    path_in(made, "one", one);
    path_in(made, "two", two);
    path_in(made, "merged", out);
    build(one, "a", 3, "first");
    build(two, "b", 3, "second");
    if (!renumber) { /* docids of the second behind those of the first */
        assert_int_equal(rl_writer_open(two, RL_WRITER_UPDATE, 0, &writer, NULL), REEL_OK);
        for (rl_docid docid = 1; docid <= 3; docid++) {
            assert_int_equal(rl_writer_delete(writer, docid, NULL), REEL_OK);
        }
        rl_posting posting = {RL_STR("late"), 1, NULL, 0};
        rl_store_document document = {&posting, 1, NULL, 0, RL_STR("late")};
        assert_int_equal(rl_writer_replace(writer, 40, &document, NULL), REEL_OK);
        commit(writer);
        rl_writer_close(writer);
    }
    const char *paths[] = {one, two};
    reel_status status = rl_store_compact(paths, 2, out, renumber, &error);
    assert_string_equal(error.message, "");
    assert_int_equal(status, REEL_OK);
}

static void test_store__compaction_keeps_the_order_and_the_first_metadata(void **state) {
    opened *made = *state;
    char merged[128];
    compact_two(made, true, merged);
    made->store = open_path(merged);
    rl_buffer data = RL_BUFFER_INIT;
    for (rl_docid docid = 1; docid <= 6; docid++) {
        assert_int_equal(rl_store_data(made->store, docid, &data, NULL), REEL_OK);
        rl_buffer_add_byte(&data, ',');
    }
    assert_string_equal(rl_buffer_text(&data), "a0 shared,a1 shared,a2 shared,b0 shared,b1 shared,b2 shared,");
    rl_buffer_clear(&data);
    assert_int_equal(rl_store_metadata(made->store, RL_STR("note"), &data, NULL), REEL_OK);
    assert_string_equal(rl_buffer_text(&data), "first");
    rl_buffer_done(&data);
    assert_int_equal(rl_store_check(merged, NULL, NULL), REEL_OK);
}

static void test_store__compaction_may_keep_docids(void **state) {
    opened *made = *state;
    char merged[128];
    compact_two(made, false, merged);
    made->store = open_path(merged);
    rl_docid last;
    assert_int_equal(rl_store_last_docid(made->store, &last, NULL), REEL_OK);
    assert_int_equal(last, 40);
    rl_match_options options = OPTIONS();
    rl_match match = match_with(made, LEAF(RL_QUERY_ALL), &options);
    assert_string_equal(docids_of(&match, false), "1 2 3 40");
}

static void test_store__a_check_reports_each_table_and_finds_damage(void **state) {
    opened *made = *state;
    char path[128];
    char table[128];
    reel_error error;
    path_in(made, "db", path);
    build(path, "w", 500, "n");
    rl_buffer report = RL_BUFFER_INIT;
    assert_int_equal(rl_store_check(path, &report, &error), REEL_OK);
    const char *tables[] = {"docdata", "postlist", "position", "termlist"};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        assert_non_null(strstr(rl_buffer_text(&report), tables[i]));
    }
    assert_non_null(strstr(rl_buffer_text(&report), "postlist: table structure checked OK\n"));
    rl_buffer_clear(&report);
    path_in(made, "db/postlist.glass", table);
    FILE *file = fopen(table, "r+");
    assert_non_null(file);
    fseek(file, 8192, SEEK_SET);
    for (int i = 0; i < 8192; i++) {
        fputc(i * 7, file);
    }
    fclose(file);
    assert_int_equal(rl_store_check(path, &report, &error), REEL_CORRUPT);
    assert_string_not_equal(error.message, "");
    path_in(made, "nothing", path);
    assert_int_equal(rl_store_check(path, &report, &error), REEL_NOTFOUND);
    rl_buffer_done(&report);
}

static void test_store__stemmers_are_found_by_code_and_name(void **state) {
    (void)state;
    const struct {
        const char *language, *word, *stem;
    } cases[] = {
        {"en", "running", "run"},
        {"english", "films", "film"},
        {"french", "continuations", "continu"},
        {"de", "filme", "film"},
    };
    rl_stemmer *stemmer;
    reel_error error;
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer_clear(&out);
        assert_int_equal(rl_stemmer_new(cases[i].language, &stemmer, &error), REEL_OK);
        rl_stemmer_stem(stemmer, rl_str_of(cases[i].word), &out);
        assert_string_equal(rl_buffer_text(&out), cases[i].stem);
        rl_stemmer_free(stemmer);
    }
    rl_buffer_done(&out);
    const char *wrong[] = {"klingon", "none", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        assert_int_equal(rl_stemmer_new(wrong[i], &stemmer, &error), REEL_INVALID);
        assert_null(stemmer);
    }
    rl_stemmer_free(NULL);
}

static void test_store__encoded_numbers_sort_like_numbers(void **state) {
    (void)state;
    const double numbers[] = {-1e300, -1927, -1, -0.5, 0, 0.25, 1, 1895, 1927, 1927.5, 2026, 1e9, 1e300};
    rl_buffer before = RL_BUFFER_INIT;
    rl_buffer after = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        rl_buffer_clear(&after);
        rl_store_encode_number(numbers[i], &after);
        assert_true(rl_store_decode_number(rl_buffer_str(&after)) == numbers[i]);
        assert_true(i == 0 || rl_str_compare(rl_buffer_str(&before), rl_buffer_str(&after)) < 0);
        rl_buffer_clear(&before);
        rl_buffer_add_str(&before, rl_buffer_str(&after));
    }
    rl_buffer_done(&before);
    rl_buffer_done(&after);
}

#define TEST(name) cmocka_unit_test_setup_teardown(test_store__##name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_document_comes_back_as_it_was_added),
        TEST(every_query_operation_finds_its_documents),
        TEST(weights_add_scale_and_compete_as_documented),
        TEST(a_length_below_the_least_counts_as_the_least),
        TEST(the_best_of_many_are_the_same_however_few_are_asked_for),
        TEST(the_best_of_many_are_the_same_on_disk),
        TEST(hits_are_ordered_by_weight_then_slot_then_docid),
        TEST(a_query_too_deep_or_too_large_is_a_limit),
        TEST(values_are_counted_over_all_that_match),
        TEST(what_is_not_kept_is_neither_hit_nor_counted),
        TEST(checks_see_the_data_of_every_part),
        TEST(a_check_inside_a_query_is_its_branch_s_alone),
        TEST(terms_are_walked_in_order_from_a_start),
        TEST(long_walks_give_every_row_once),
        TEST(a_walk_over_many_commits_gives_no_row_twice),
        TEST(metadata_is_kept_listed_and_removed),
        TEST(a_bad_term_loses_nothing_of_the_batch),
        TEST(nothing_is_visible_before_commit_and_close_drops_it),
        TEST(a_reader_lives_through_many_commits),
        TEST(the_revision_changes_with_each_commit),
        TEST(a_second_writer_waits_and_then_finds_it_locked),
        TEST(wrong_places_have_their_own_status),
        TEST(metadata_beside_a_document_is_its_own_databases),
        TEST(a_stub_file_opens_what_it_names),
        TEST(compaction_keeps_the_order_and_the_first_metadata),
        TEST(compaction_may_keep_docids),
        TEST(a_check_reports_each_table_and_finds_damage),
        TEST(stemmers_are_found_by_code_and_name),
        TEST(encoded_numbers_sort_like_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
