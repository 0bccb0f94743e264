/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel-extraction-score: reads each file a gold file names and compares the facts found with the
 * gold's. A gold line is a film record as JSON with "file", its path in FOLDER; a key that is
 * absent is unknown and not scored. Exit 0, 1 when a floor is missed, 2 on errors, 77 skipped.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/analysis.h"
#include "common/lexicon.h"
#include "common/limits.h"
#include "indexer/format.h"

enum { MAX_VALUES = 512, MAX_FLOORS = 32, LINE_BYTES = 1 << 20, SKIPPED = 77 };

typedef enum compare { COMPARE_TITLE, COMPARE_NAME, COMPARE_NUMBER, COMPARE_LEXICON } compare;

typedef struct scored_field {
    const char *key; /* of the gold */
    rl_field field;
    compare compare;
    rl_lexicon_kind lexicon;
    bool single; /* one value is true: the best found counts */
} scored_field;

static const scored_field fields[] = {
    {"title", RL_FIELD_TITLE, COMPARE_TITLE, 0, true},
    {"alt_titles", RL_FIELD_AKA, COMPARE_TITLE, 0, false},
    {"year", RL_FIELD_YEAR, COMPARE_NUMBER, 0, true},
    {"directors", RL_FIELD_DIRECTOR, COMPARE_NAME, 0, false},
    {"writers", RL_FIELD_WRITER, COMPARE_NAME, 0, false},
    {"cast", RL_FIELD_CAST, COMPARE_NAME, 0, false},
    {"producers", RL_FIELD_PRODUCER, COMPARE_NAME, 0, false},
    {"music", RL_FIELD_MUSIC, COMPARE_NAME, 0, false},
    {"cinematographers", RL_FIELD_CINEMATOGRAPHY, COMPARE_NAME, 0, false},
    {"editors", RL_FIELD_EDITING, COMPARE_NAME, 0, false},
    {"companies", RL_FIELD_PRODUCTION, COMPARE_NAME, 0, false},
    {"distributors", RL_FIELD_DISTRIBUTOR, COMPARE_NAME, 0, false},
    {"genres", RL_FIELD_GENRE, COMPARE_LEXICON, RL_LEXICON_GENRE, false},
    {"countries", RL_FIELD_COUNTRY, COMPARE_LEXICON, RL_LEXICON_COUNTRY, false},
    {"languages", RL_FIELD_LANGUAGE, COMPARE_LEXICON, RL_LEXICON_LANGUAGE, false},
    {"runtime", RL_FIELD_RUNTIME, COMPARE_NUMBER, 0, true},
    {"coloration", RL_FIELD_COLORATION, COMPARE_LEXICON, RL_LEXICON_COLORATION, false},
};

enum { FIELD_COUNT = sizeof fields / sizeof fields[0] };

typedef struct tally {
    size_t gold, found, right, files;
} tally;

typedef struct score_options {
    bool verbose, skip_absent;
    const char *folder, *gold;
    bool closed[FIELD_COUNT]; /* absent in the gold means that there is none */
    double floors[FIELD_COUNT];
} score_options;

typedef struct values {
    rl_str items[MAX_VALUES];
    size_t count;
} values;

static rl_str key_of(rl_arena *arena, const scored_field *field, rl_str value, int64_t number) {
    rl_buffer buffer = RL_BUFFER_INIT;
    if (field->compare == COMPARE_NUMBER) {
        rl_buffer_add_format(&buffer, "%lld", (long long)number);
    } else if (field->compare == COMPARE_LEXICON) {
        const rl_lexicon_entry *entry = rl_lexicon_find(field->lexicon, value);
        rl_analysis_key(RL_KEY_NAME, entry == NULL ? value : rl_str_of(entry->name), &buffer);
    } else {
        rl_analysis_key(field->compare == COMPARE_TITLE ? RL_KEY_TITLE : RL_KEY_NAME, value, &buffer);
    }
    rl_str key = rl_str_copy(arena, rl_buffer_str(&buffer));
    rl_buffer_done(&buffer);
    return key;
}

static void add_value(values *list, rl_str key) {
    for (size_t i = 0; i < list->count; i++) {
        if (rl_str_equal(list->items[i], key)) {
            return;
        }
    }
    if (key.length != 0 && list->count < MAX_VALUES) {
        list->items[list->count++] = key;
    }
}

static void add_gold(rl_arena *arena, const scored_field *field, const json_t *value, values *out) {
    if (json_is_object(value)) {
        value = json_object_get(value, "name");
    }
    if (json_is_string(value)) {
        add_value(out, key_of(arena, field, rl_str_of(json_string_value(value)), 0));
    } else if (json_is_integer(value)) {
        add_value(out, key_of(arena, field, RL_STR_EMPTY, json_integer_value(value)));
    }
}

static void gold_values(rl_arena *arena, const scored_field *field, const json_t *record, values *out) {
    const json_t *value = json_object_get(record, field->key);
    if (!json_is_array(value)) {
        add_gold(arena, field, value, out);
        return;
    }
    for (size_t i = 0; i < json_array_size(value); i++) {
        add_gold(arena, field, json_array_get(value, i), out);
    }
}

/* The surest fact of a field with one true value is the first of the highest origin. */
static const rl_fact *best_fact(const rl_facts *facts, rl_field field) {
    const rl_fact *best = NULL;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (fact->field == field && (best == NULL || fact->origin > best->origin)) {
            best = fact;
        }
    }
    return best;
}

static void found_values(rl_arena *arena, const scored_field *field, const rl_facts *facts, values *out) {
    if (field->single) {
        const rl_fact *fact = best_fact(facts, field->field);
        if (fact != NULL) {
            add_value(out, key_of(arena, field, fact->value, fact->number));
        }
        return;
    }
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == field->field) {
            add_value(out, key_of(arena, field, facts->items[i].value, facts->items[i].number));
        }
    }
}

static bool holds(const values *list, rl_str key) {
    for (size_t i = 0; i < list->count; i++) {
        if (rl_str_equal(list->items[i], key)) {
            return true;
        }
    }
    return false;
}

static void print_values(const char *label, const values *list) {
    printf(" %s [", label);
    for (size_t i = 0; i < list->count; i++) {
        printf("%s%.*s", i == 0 ? "" : ", ", RL_STR_ARG(list->items[i]));
    }
    printf("]");
}

static void score_field(rl_arena *arena, const score_options *options, const char *file, size_t f, const json_t *record,
                        const rl_facts *facts, tally *out) {
    bool told = json_object_get(record, fields[f].key) != NULL;
    if (!told && !options->closed[f]) {
        return;
    }
    values gold = {.count = 0}, found = {.count = 0};
    gold_values(arena, &fields[f], record, &gold);
    found_values(arena, &fields[f], facts, &found);
    size_t right = 0;
    for (size_t i = 0; i < found.count; i++) {
        right += holds(&gold, found.items[i]);
    }
    out->files++;
    out->gold += gold.count;
    out->found += found.count;
    out->right += right;
    if (options->verbose && (right != gold.count || right != found.count)) {
        printf("%s: %s:", file, fields[f].key);
        print_values("gold", &gold);
        print_values("found", &found);
        printf("\n");
    }
}

static const char *subject_name(rl_subject subject) {
    static const char *const names[] = {[RL_SUBJECT_FILM] = "film",     [RL_SUBJECT_SERIES] = "series", [RL_SUBJECT_EPISODE] = "episode",
                                        [RL_SUBJECT_PERSON] = "person", [RL_SUBJECT_EVENT] = "event",   [RL_SUBJECT_LIST] = "list",
                                        [RL_SUBJECT_OTHER] = "other"};
    return names[subject];
}

/* Keeps the line of that number, from 1, as the whole of the content. */
static bool keep_line(rl_buffer *content, size_t number) {
    size_t start = 0;
    for (size_t i = 0; i < content->length; i++) {
        if (content->at[i] != '\n') {
            continue;
        }
        if (--number == 0) {
            memmove(content->at, content->at + start, i - start);
            content->length = i - start;
            return true;
        }
        start = i + 1;
    }
    return false;
}

/* A file of the folder, or a line of one: "films.jsonl:12". */
static bool read_file(const char *folder, const char *file, rl_buffer *out) {
    const char *colon = strrchr(file, ':');
    size_t line = colon == NULL ? 0 : strtoul(colon + 1, NULL, 10);
    rl_buffer path = RL_BUFFER_INIT;
    rl_buffer_add_format(&path, "%s/%.*s", folder, line == 0 ? (int)strlen(file) : (int)(colon - file), file);
    FILE *stream = fopen(rl_buffer_text(&path), "rb");
    rl_buffer_done(&path);
    if (stream == NULL) {
        return false;
    }
    char block[1 << 16];
    size_t got;
    while ((got = fread(block, 1, sizeof block, stream)) != 0 && out->length <= RL_MAX_PAGE_BYTES) {
        rl_buffer_add(out, block, got);
    }
    bool good = ferror(stream) == 0 && !out->failed;
    fclose(stream);
    return good && (line == 0 || keep_line(out, line));
}

/* Scores one line of the gold; false when its file cannot be read at all. */
static bool score_record(const score_options *options, const json_t *record, tally *tallies) {
    const char *file = json_string_value(json_object_get(record, "file"));
    rl_arena *arena = rl_arena_new();
    rl_buffer bytes = RL_BUFFER_INIT;
    bool good = arena != NULL && file != NULL && read_file(options->folder, file, &bytes);
    if (good) {
        rl_document document;
        rl_facts facts;
        reel_error error;
        const rl_format *format = NULL;
        rl_facts_init(&facts, arena);
        reel_status status = rl_document_init(&document, arena, rl_str_of(file), rl_buffer_str(&bytes), &error);
        status = status == REEL_OK ? rl_format_read(&document, &facts, &format, &error) : status;
        const char *expected = json_string_value(json_object_get(record, "subject"));
        if (status != REEL_OK) {
            printf("%s: %s\n", file, error.message);
        } else if (strcmp(subject_name(facts.subject), expected == NULL ? "film" : expected) != 0) {
            printf("%s: read as %s by %s\n", file, subject_name(facts.subject), format->name);
        }
        for (size_t f = 0; f < FIELD_COUNT; f++) {
            score_field(arena, options, file, f, record, &facts, &tallies[f]);
        }
    } else {
        fprintf(stderr, "%s/%s: cannot be read\n", options->folder, file == NULL ? "?" : file);
    }
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
    return good;
}

static double ratio(size_t part, size_t whole) { return whole == 0 ? 1.0 : (double)part / (double)whole; }

/* Prints the table; false when a floor is missed. */
static bool report(const score_options *options, const tally *tallies) {
    bool good = true;
    printf("%-18s %6s %6s %6s %6s %9s %7s %6s\n", "field", "files", "gold", "found", "right", "precision", "recall", "F1");
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        const tally *t = &tallies[f];
        if (t->files == 0) {
            continue;
        }
        double precision = ratio(t->right, t->found), recall = ratio(t->right, t->gold);
        double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
        bool missed = f1 < options->floors[f];
        printf("%-18s %6zu %6zu %6zu %6zu %9.4f %7.4f %6.4f%s\n", fields[f].key, t->files, t->gold, t->found, t->right, precision, recall, f1,
               missed ? "  below its floor" : "");
        good = good && !missed;
    }
    return good;
}

static size_t field_index(const char *name, size_t length) {
    for (size_t f = 0; f < FIELD_COUNT; f++) {
        if (strlen(fields[f].key) == length && strncmp(fields[f].key, name, length) == 0) {
            return f;
        }
    }
    fprintf(stderr, "unknown field '%.*s'\n", (int)length, name);
    exit(2);
}

static score_options parse_options(int count, char **arguments) {
    score_options options = {.verbose = false};
    for (int i = 1; i < count; i++) {
        const char *argument = arguments[i];
        if (strcmp(argument, "--verbose") == 0) {
            options.verbose = true;
        } else if (strcmp(argument, "--skip-absent") == 0) {
            options.skip_absent = true;
        } else if (strcmp(argument, "--closed") == 0 && i + 1 < count) {
            options.closed[field_index(arguments[i + 1], strlen(arguments[i + 1]))] = true;
            i++;
        } else if (strcmp(argument, "--floor") == 0 && i + 1 < count) {
            const char *floor = arguments[++i];
            size_t name = strcspn(floor, "=");
            options.floors[field_index(floor, name)] = floor[name] == '=' ? strtod(floor + name + 1, NULL) : 1.0;
        } else if (options.folder == NULL) {
            options.folder = argument;
        } else {
            options.gold = argument;
        }
    }
    return options;
}

static bool score_gold(FILE *gold, const score_options *options, tally *tallies) {
    char *line = malloc(LINE_BYTES);
    bool good = line != NULL;
    for (size_t number = 1; good && fgets(line, LINE_BYTES, gold) != NULL; number++) {
        if (line[strspn(line, " \t\r\n")] == '\0') {
            continue;
        }
        json_error_t json_error;
        json_t *record = json_loads(line, 0, &json_error);
        if (record == NULL) {
            fprintf(stderr, "%s:%zu: %s\n", options->gold, number, json_error.text);
        }
        good = record != NULL && score_record(options, record, tallies);
        json_decref(record);
    }
    free(line);
    return good;
}

int main(int count, char **arguments) {
    score_options options = parse_options(count, arguments);
    if (options.folder == NULL || options.gold == NULL) {
        fprintf(stderr, "usage: reel-extraction-score [--verbose] [--closed FIELD]... [--floor FIELD=F1]... FOLDER GOLD.jsonl\n");
        return 2;
    }
    FILE *gold = fopen(options.gold, "rb");
    if (gold == NULL) {
        fprintf(stderr, "%s: is not there\n", options.gold);
        return options.skip_absent ? SKIPPED : 2;
    }
    tally tallies[FIELD_COUNT] = {{0}};
    bool good = score_gold(gold, &options, tallies);
    fclose(gold);
    if (!good) {
        return 2;
    }
    return report(&options, tallies) ? 0 : 1;
}
