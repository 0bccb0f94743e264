/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon_order: a program of the build. Writes the keys of all spellings, or with the argument
 * "adjectives" those of the countries' adjectives, sorted, as rows of a constant table, so that the
 * library sorts nothing at start-up. Fails when a spelling is given twice.
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon_fold.h"
#include "common/lexicon_table.h"

enum { MAX_SPELLINGS = 8192 };

typedef struct order_row {
    char key[RL_LEXICON_KEY_BYTES + 1];
    const char *spelling;
    size_t entry;
} order_row;

static rl_lexicon_kind kind_of(const order_row *row) {
    return rl_lexicon_table[row->entry].kind;
}

static int compare_rows(const void *a, const void *b) {
    const order_row *left = a;
    const order_row *right = b;
    if (kind_of(left) != kind_of(right)) {
        return kind_of(left) < kind_of(right) ? -1 : 1;
    }
    int order = strcmp(left->key, right->key);
    return order != 0 ? order : (left->entry > right->entry) - (left->entry < right->entry);
}

static void add_row(order_row *rows, size_t *count, rl_str spelling, size_t entry) {
    rl_lexicon_key key;
    rl_lexicon_fold(spelling, &key);
    if (*count < MAX_SPELLINGS) {
        memcpy(rows[*count].key, key.at, key.length);
        rows[*count].key[key.length] = '\0';
        rows[*count].spelling = spelling.at;
        rows[(*count)++].entry = entry;
    }
}

static size_t collect(order_row *rows) {
    size_t count = 0;
    for (size_t i = 0; i < rl_lexicon_table_size; i++) {
        for (const char *const *name = rl_lexicon_table[i].names; *name != NULL; name++) {
            add_row(rows, &count, rl_str_of(*name), i);
        }
    }
    return count;
}

static size_t collect_adjectives(order_row *rows) {
    size_t count = 0;
    for (size_t i = 0; i < rl_lexicon_table_size; i++) {
        rl_str rest = rl_str_of(rl_lexicon_table[i].adjective);
        rl_str one;
        while (rl_str_split(&rest, RL_STR("|"), &one)) {
            if (one.length > 0) {
                add_row(rows, &count, one, i);
            }
        }
    }
    return count;
}

/* Peoples of two countries are one adjective: the first country's. */
static int print_rows(const order_row *rows, size_t count, bool may_repeat) {
    for (size_t i = 0; i < count; i++) {
        bool same_key =
            i > 0 && kind_of(&rows[i]) == kind_of(&rows[i - 1]) && strcmp(rows[i].key, rows[i - 1].key) == 0;
        if (rows[i].key[0] == '\0' || (same_key && !may_repeat && rows[i].entry != rows[i - 1].entry)) {
            fprintf(stderr, "lexicon: \"%s\" of %s is empty or given twice\n", rows[i].spelling,
                    rl_lexicon_table[rows[i].entry].name);
            return EXIT_FAILURE;
        }
        if (!same_key) {
            printf("{\"%s\", %zu, %d, %zu},\n", rows[i].key, strlen(rows[i].key), (int)kind_of(&rows[i]), rows[i].entry);
        }
    }
    return EXIT_SUCCESS;
}

int main(int argument_count, char **arguments) {
    order_row *rows = calloc(MAX_SPELLINGS, sizeof *rows);
    if (rows == NULL) {
        return EXIT_FAILURE;
    }
    bool adjectives = argument_count > 1 && strcmp(arguments[1], "adjectives") == 0;
    size_t count = adjectives ? collect_adjectives(rows) : collect(rows);
    qsort(rows, count, sizeof *rows, compare_rows);
    int code = count == MAX_SPELLINGS ? EXIT_FAILURE : print_rows(rows, count, adjectives);
    free(rows);
    return code;
}
