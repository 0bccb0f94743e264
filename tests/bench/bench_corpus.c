/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_corpus: COPIES times the film records on standard input, each copy made distinct by words a seeded generator
 * makes up: titles, ids, page names, numbers of catalogues, the first name of each list of people, and a word of the text. Written as records,
 * or as what a peer reads: "omega" for scriptindex, "tsv" (title, everything else) for sqlite3.
 */
#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WORD_BYTES = 16 };

/* splitmix64: small, and the same everywhere. */
static uint64_t next_number(uint64_t *state) {
    uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

static void make_word(uint64_t *state, char *out) {
    static const char consonants[] = "bdfgklmnprstvz", vowels[] = "aeiou";
    uint64_t number = next_number(state);
    size_t at = 0;
    for (int syllable = 0; syllable < 4; syllable++) {
        out[at++] = consonants[number % (sizeof consonants - 1)];
        number /= sizeof consonants - 1;
        out[at++] = vowels[number % (sizeof vowels - 1)];
        number /= sizeof vowels - 1;
    }
    out[at] = '\0';
}

static void extend(json_t *record, const char *key, const char *between, const char *word) {
    json_t *value = json_object_get(record, key);
    if (json_is_string(value)) {
        (void)json_object_set_new(record, key, json_sprintf("%s%s%s", json_string_value(value), between, word));
    }
}

static void vary(json_t *record, unsigned long copy, uint64_t *state) {
    static const struct {
        const char *key, *between;
    } strings[] = {{"title", " "}, {"id", "-"}, {"wiki", "_"}, {"text", " "}, {"plot", " "}, {"director", " "}};
    static const char *const lists[] = {"cast", "directors", "writers"};
    char word[WORD_BYTES];
    for (size_t i = 0; i < sizeof strings / sizeof strings[0]; i++) {
        make_word(state, word);
        extend(record, strings[i].key, strings[i].between, word);
    }
    (void)snprintf(word, sizeof word, "%03lu", copy % 1000); /* numbers of catalogues stay numbers */
    extend(record, "imdb_id", "", word);
    extend(record, "tmdb_id", "", word);
    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        json_t *list = json_object_get(record, lists[i]);
        json_t *first = json_array_get(list, 0);
        if (json_is_string(first)) {
            make_word(state, word);
            (void)json_array_set_new(list, 0, json_sprintf("%s %s", json_string_value(first), word));
        }
    }
}

/* All strings below a value on one line. */
static void print_strings(const json_t *value, int depth) {
    const char *key;
    json_t *child;
    size_t index;
    if (json_is_string(value)) {
        for (const char *at = json_string_value(value); *at != '\0'; at++) {
            (void)putchar(*at == '\n' || *at == '\t' || *at == '"' || *at == '\r' ? ' ' : *at);
        }
        (void)putchar(' ');
    } else if (json_is_integer(value)) {
        (void)printf("%lld ", (long long)json_integer_value(value));
    } else if (depth < 8) {
        json_object_foreach ((json_t *)value, key, child) {
            print_strings(child, depth + 1);
        }
        json_array_foreach (value, index, child) {
            print_strings(child, depth + 1);
        }
    }
}

static void print_record(json_t *record, const char *format) {
    if (strcmp(format, "jsonl") == 0) {
        (void)json_dumpf(record, stdout, JSON_COMPACT | JSON_PRESERVE_ORDER);
        (void)putchar('\n');
        return;
    }
    bool omega = strcmp(format, "omega") == 0;
    json_t *title = json_incref(json_object_get(record, "title"));
    (void)json_object_del(record, "title");
    (void)fputs(omega ? "title=" : "", stdout);
    print_strings(title, 0);
    (void)fputs(omega ? "\nbody=" : "\t", stdout);
    print_strings(record, 0);
    (void)fputs(omega ? "\n\n" : "\n", stdout);
    json_decref(title);
}

int main(int argc, char **argv) {
    unsigned long copies = argc == 4 ? strtoul(argv[2], NULL, 10) : 0;
    if (copies == 0) {
        (void)fprintf(stderr, "bench_corpus jsonl|omega|tsv COPIES SEED < FILMS.jsonl\n");
        return 2;
    }
    uint64_t state = strtoull(argv[3], NULL, 10);
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t length; (length = getline(&line, &capacity, stdin)) > 0;) {
        for (unsigned long copy = 0; copy < copies; copy++) {
            json_t *record = json_loadb(line, (size_t)length, 0, NULL);
            if (record == NULL) {
                break;
            }
            if (copy > 0) {
                vary(record, copy, &state);
            }
            print_record(record, argv[1]);
            json_decref(record);
        }
    }
    free(line);
    return 0;
}
