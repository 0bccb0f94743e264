/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel-extraction-score: reads each file a gold file names and compares the facts found with the
 * gold's. A gold line is a film record as JSON with "file", its path in FOLDER; a key that is
 * absent is unknown and not scored. Exit 0, 1 when a floor is missed, 2 on errors, 77 skipped.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/limits.h"
#include "indexer/format.h"
#include "tests/relevance/extraction/extraction_fields.h"

enum { LINE_BYTES = 1 << 20, SKIPPED = 77 };

typedef struct score_options {
    bool verbose, skip_absent;
    const char *folder, *gold;
    bool closed[EXTRACTION_FIELDS]; /* absent in the gold means that there is none */
    double floors[EXTRACTION_FIELDS], read_floors[EXTRACTION_FIELDS];
    double subject_floor;
} score_options;

/* What kind of thing pages were taken for. */
typedef struct subject_tally {
    size_t pages, right;
} subject_tally;

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
static bool score_record(const score_options *options, const json_t *record, extraction_tally *tallies,
                         subject_tally *subjects) {
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
        expected = expected == NULL ? "film" : expected;
        subjects->pages++;
        subjects->right += status == REEL_OK && strcmp(subject_name(facts.subject), expected) == 0;
        if (status != REEL_OK) {
            printf("%s: %s\n", file, error.message);
        } else if (strcmp(subject_name(facts.subject), expected) != 0) {
            printf("%s: read as %s by %s\n", file, subject_name(facts.subject), format->name);
        }
        for (size_t f = 0; f < EXTRACTION_FIELDS; f++) {
            extraction_score_field(arena, f, options->closed[f], options->verbose, record, rl_buffer_str(&bytes), &facts, &tallies[f]);
        }
    } else {
        fprintf(stderr, "%s/%s: cannot be read\n", options->folder, file == NULL ? "?" : file);
    }
    rl_buffer_done(&bytes);
    rl_arena_free(arena);
    return good;
}

static double ratio(size_t part, size_t whole) { return whole == 0 ? 1.0 : (double)part / (double)whole; }

/* False when the floor is missed. */
static bool report_line(const char *name, size_t files, size_t gold, size_t found, size_t right, double floor) {
    double precision = ratio(right, found), recall = ratio(right, gold);
    double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    bool missed = f1 < floor;
    printf("%-22s %6zu %6zu %6zu %6zu %9.4f %7.4f %6.4f%s\n", name, files, gold, found, right, precision, recall, f1,
           missed ? "  below its floor" : "");
    return !missed;
}

/* Prints the table; false when a floor is missed. */
static bool report(const score_options *options, const extraction_tally *tallies, const subject_tally *subjects) {
    double kinds = ratio(subjects->right, subjects->pages);
    bool good = kinds >= options->subject_floor;
    printf("pages taken for what they are: %zu of %zu%s\n", subjects->right, subjects->pages, good ? "" : "  below its floor");
    printf("%-22s %6s %6s %6s %6s %9s %7s %6s\n", "field", "files", "gold", "found", "right", "precision", "recall", "F1");
    for (size_t f = 0; f < EXTRACTION_FIELDS; f++) {
        const extraction_tally *t = &tallies[f];
        if (t->files == 0) {
            continue;
        }
        const char *name = extraction_field_name(f);
        good = report_line(name, t->files, t->gold, t->found, t->right, options->floors[f]) && good;
        if (extraction_field_names_people(f)) {
            char as_read[64];
            (void)snprintf(as_read, sizeof as_read, "%s, read", name);
            good = report_line(as_read, t->files, t->read_gold, t->read_found, t->read_right, options->read_floors[f]) && good;
        }
    }
    return good;
}

static size_t field_index(const char *name, size_t length) {
    for (size_t f = 0; f < EXTRACTION_FIELDS; f++) {
        const char *known = extraction_field_name(f);
        if (strlen(known) == length && strncmp(known, name, length) == 0) {
            return f;
        }
    }
    fprintf(stderr, "unknown field '%.*s'\n", (int)length, name);
    exit(2);
}

/* "directors=0.9", "directors, read=0.96", "subject=1". */
static void parse_floor(score_options *options, const char *text) {
    static const char suffix[] = ", read";
    size_t name = strcspn(text, "=");
    double floor = text[name] == '=' ? strtod(text + name + 1, NULL) : 1.0;
    size_t tail = sizeof suffix - 1;
    if (name == strlen("subject") && strncmp(text, "subject", name) == 0) {
        options->subject_floor = floor;
    } else if (name > tail && strncmp(text + name - tail, suffix, tail) == 0) {
        options->read_floors[field_index(text, name - tail)] = floor;
    } else {
        options->floors[field_index(text, name)] = floor;
    }
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
            i++;
            options.closed[field_index(arguments[i], strlen(arguments[i]))] = true;
        } else if (strcmp(argument, "--floor") == 0 && i + 1 < count) {
            parse_floor(&options, arguments[++i]);
        } else if (options.folder == NULL) {
            options.folder = argument;
        } else {
            options.gold = argument;
        }
    }
    return options;
}

static bool score_gold(FILE *gold, const score_options *options, extraction_tally *tallies, subject_tally *subjects) {
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
        good = record != NULL && score_record(options, record, tallies, subjects);
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
    extraction_tally tallies[EXTRACTION_FIELDS] = {{0}};
    subject_tally subjects = {0};
    bool good = score_gold(gold, &options, tallies, &subjects);
    fclose(gold);
    if (!good) {
        return 2;
    }
    return report(&options, tallies, &subjects) ? 0 : 1;
}
