/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel-joining-score [--without SOURCE] [--floor precision=N] [--floor recall=N] [--floor read=N] [--skip-absent] [--verbose] [--list]
 * RECORDS.jsonl FOLDER GOLD.jsonl: how well pages join records. GOLD has a line per page: "file", "id", and
 * "other_sources", not empty when the record of that id is among RECORDS: such a page must join it, every other
 * page none. RECORDS may hold a film twice while the gold names one of the two: a join with the other is wrong as the
 * gold stands, and counted apart where the gold itself says the title, year and director of the record joined.
 * --floor precision, recall: as the gold stands; read: precision with those taken as right.
 * --list prints every film that has a page. --without leaves out records of SOURCE alone, and the text of others that list it.
 */
#include <dirent.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "common/analysis.h"
#include "indexer/film_identity.h"
#include "indexer/format.h"

typedef struct corpus {
    rl_arena *arena;   /* identities */
    rl_arena *scratch; /* one document */
    rl_identity *items;
    size_t count, capacity;
    size_t unread;
} corpus;

typedef struct tally {
    size_t pages, expected, right, missed, wrong, absent, twice; /* twice: of the wrong */
} tally;

static void die(const char *what, const char *why) {
    (void)fprintf(stderr, "reel-joining-score: %s: %s\n", what, why);
    exit(2);
}

static void add_document(corpus *into, rl_str key, rl_str bytes) {
    rl_arena_clear(into->scratch);
    rl_document document;
    rl_facts facts;
    reel_error error;
    rl_facts_init(&facts, into->scratch);
    if (rl_document_init(&document, into->scratch, key, bytes, &error) != REEL_OK ||
        rl_format_read(&document, &facts, NULL, &error) != REEL_OK ||
        (facts.subject != RL_SUBJECT_FILM && facts.subject != RL_SUBJECT_SERIES && facts.subject != RL_SUBJECT_EPISODE)) {
        into->unread++;
        return;
    }
    rl_identity *items = rl_arena_grow(into->arena, into->items, &into->capacity, into->count + 1, sizeof *items);
    if (items == NULL || rl_identity_of(into->arena, key, &facts, &items[into->count], &error) != REEL_OK) {
        die("memory", "ran out");
        return;
    }
    into->items = items;
    into->count++;
}

/* --- records --- */

/* False when nothing of the record is left. */
static bool leave_out(json_t *record, const char *source) {
    json_t *sources = json_object_get(record, "source");
    size_t index;
    json_t *item;
    bool listed = false;
    json_array_foreach(sources, index, item) {
        listed = listed || (json_is_string(item) && strcmp(json_string_value(item), source) == 0);
    }
    if (listed) {
        (void)json_object_del(record, "text");
    }
    return !listed || json_array_size(sources) > 1;
}

static void read_records(corpus *into, const char *path, const char *without) {
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        die(path, "cannot be opened");
        return;
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    for (size_t number = 1; (length = getline(&line, &capacity, file)) >= 0; number++) {
        json_t *record = json_loadb(line, (size_t)length, 0, NULL);
        if (record != NULL && (without == NULL || leave_out(record, without))) {
            char *text = json_dumps(record, JSON_COMPACT);
            char key[64];
            (void)snprintf(key, sizeof key, "records:%zu", number);
            add_document(into, rl_str_of(key), rl_str_of(text));
            free(text);
        }
        json_decref(record);
    }
    free(line);
    (void)fclose(file);
}

/* --- pages --- */

static void read_page(corpus *into, const char *folder, const char *name) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return;
    }
    rl_buffer bytes = RL_BUFFER_INIT;
    char chunk[1 << 14];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, file)) > 0) {
        rl_buffer_add(&bytes, chunk, got);
    }
    (void)fclose(file);
    add_document(into, rl_str_of(name), rl_buffer_str(&bytes));
    rl_buffer_done(&bytes);
}

static void read_pages(corpus *into, const char *folder) {
    DIR *open = opendir(folder);
    if (open == NULL) {
        die(folder, "cannot be opened");
        return;
    }
    const struct dirent *entry;
    while ((entry = readdir(open)) != NULL) {
        if (entry->d_name[0] != '.') {
            read_page(into, folder, entry->d_name);
        }
    }
    (void)closedir(open);
}

/* --- scoring --- */

static size_t find_page(const corpus *all, size_t first, const char *name) {
    for (size_t i = first; i < all->count; i++) {
        if (rl_str_is(all->items[i].document, name)) {
            return i;
        }
    }
    return SIZE_MAX;
}

static void print_identity(const rl_identity *identity) {
    printf("    %.*s %.*s year %d ids %zu directors", RL_STR_ARG(identity->document), RL_STR_ARG(identity->slug),
           identity->year, identity->id_count);
    for (size_t i = 0; i < identity->director_count; i++) {
        printf(" %.*s", RL_STR_ARG(identity->directors[i]));
    }
    printf(" cast");
    for (size_t i = 0; i < identity->cast_count && i < 4; i++) {
        printf(" %.*s", RL_STR_ARG(identity->cast[i]));
    }
    printf(" titles");
    for (size_t i = 0; i < identity->title_count && i < 6; i++) {
        printf(" %.*s", RL_STR_ARG(identity->titles[i]));
    }
    printf("\n");
}

static void report(const char *verdict, const corpus *all, size_t page, size_t joined, size_t wanted) {
    const char *reason = "";
    printf("%s\n", verdict);
    print_identity(&all->items[page]);
    if (joined != SIZE_MAX) {
        (void)rl_identity_relate(&all->items[page], &all->items[joined], &reason);
        printf("  joined (%s)\n", reason);
        print_identity(&all->items[joined]);
    }
    if (wanted != SIZE_MAX && wanted != joined) {
        (void)rl_identity_relate(&all->items[page], &all->items[wanted], &reason);
        printf("  wanted (%s)\n", reason);
        print_identity(&all->items[wanted]);
    }
}

static size_t find_record(const corpus *all, size_t records, rl_str id) {
    for (size_t i = 0; i < records; i++) {
        if (rl_str_equal(all->items[i].record_id, id)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The record a page joined: the wanted one if it is there. */
static size_t find_joined(const size_t *groups, size_t records, size_t page, size_t wanted) {
    size_t joined = SIZE_MAX;
    for (size_t i = 0; i < records; i++) {
        if (groups[i] == groups[page] && (joined == SIZE_MAX || i == wanted)) {
            joined = i;
        }
    }
    return joined;
}

/* A key of the gold that runs on ("jasmindizdarfilming") or is cut short still names who it starts with. */
static bool starts_alike(rl_str a, rl_str b) {
    enum { TELLING = 6 };
    return (a.length >= TELLING && rl_str_starts(b, a)) || (b.length >= TELLING && rl_str_starts(a, b));
}

/* Whether the gold's own words are of the record: title (a slip or two aside), year within one, one director. */
static bool is_gold_film(corpus *all, const json_t *gold, const rl_identity *record) {
    const char *title = json_string_value(json_object_get(gold, "title"));
    json_int_t year = json_integer_value(json_object_get(gold, "year"));
    rl_str key = rl_analysis_key_copy(all->arena, RL_KEY_TITLE, rl_str_of(title));
    if (record->title_count == 0 || rl_analysis_distance(key, record->titles[0], 2) > 2 || llabs(year - record->year) > 1) {
        return false;
    }
    size_t index;
    json_t *name;
    json_array_foreach(json_object_get(gold, "directors"), index, name) {
        rl_str director = rl_analysis_key_copy(all->arena, RL_KEY_NAME, rl_str_of(json_string_value(name)));
        for (size_t i = 0; i < record->director_count; i++) {
            if (starts_alike(director, record->directors[i]) || rl_analysis_distance(director, record->directors[i], 3) <= 3) {
                return true;
            }
        }
    }
    return false;
}

static void score_page(corpus *all, const size_t *groups, size_t records, const json_t *gold, bool verbose,
                       tally *out) {
    const char *file = json_string_value(json_object_get(gold, "file"));
    const char *name = file == NULL ? "" : strrchr(file, '/') == NULL ? file : strrchr(file, '/') + 1;
    bool expected = json_array_size(json_object_get(gold, "other_sources")) > 0;
    rl_str id = rl_str_of(json_string_value(json_object_get(gold, "id")));
    size_t wanted = expected ? find_record(all, records, id) : SIZE_MAX;
    size_t page = find_page(all, records, name);
    out->pages++;
    out->expected += expected;
    if (page == SIZE_MAX) {
        out->absent++;
        out->missed += expected;
        if (verbose) {
            printf("not read as a film: %s\n", name);
        }
        return;
    }
    size_t joined = find_joined(groups, records, page, wanted);
    const char *verdict = joined == SIZE_MAX ? (expected ? "MISSED" : NULL) : joined == wanted ? NULL : "WRONG";
    out->right += joined != SIZE_MAX && joined == wanted;
    out->missed += expected && joined != wanted;
    out->wrong += joined != SIZE_MAX && joined != wanted;
    out->twice += joined != SIZE_MAX && joined != wanted && is_gold_film(all, gold, &all->items[joined]);
    if (verbose && verdict != NULL) {
        report(verdict, all, page, joined, wanted);
    }
}

static tally score(corpus *all, const size_t *groups, size_t records, const char *path, bool verbose) {
    tally out = {0};
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        die(path, "cannot be opened");
        return out;
    }
    char *line = NULL;
    size_t capacity = 0;
    ssize_t length;
    while ((length = getline(&line, &capacity, file)) >= 0) {
        json_t *gold = json_loadb(line, (size_t)length, 0, NULL);
        if (gold != NULL) {
            score_page(all, groups, records, gold, verbose, &out);
        }
        json_decref(gold);
    }
    free(line);
    (void)fclose(file);
    return out;
}

/* Records that joined another record: a set without doubles should have none. */
static size_t count_joined_records(corpus *all, const size_t *groups, size_t records, size_t films) {
    unsigned char *met = rl_arena_array(all->arena, films, 1);
    size_t joined = 0;
    for (size_t i = 0; met != NULL && i < records; i++) {
        joined += met[groups[i]];
        met[groups[i]] = 1;
    }
    return joined;
}

static void list_films(const corpus *all, const size_t *groups, const rl_str *ids, size_t records) {
    for (size_t i = records; i < all->count; i++) {
        printf("%.*s\t%.*s", RL_STR_ARG(ids[groups[i]]), RL_STR_ARG(all->items[i].document));
        for (size_t j = 0; j < records; j++) {
            if (groups[j] == groups[i]) {
                printf("\t%.*s", RL_STR_ARG(all->items[j].record_id));
            }
        }
        printf("\n");
    }
}

typedef struct options {
    const char *paths[3]; /* records, folder, gold */
    const char *without;
    double precision, recall, read; /* floors */
    bool verbose, skip_absent, list;
} options;

static void read_floor(options *out, const char *text) {
    if (strncmp(text, "precision=", 10) == 0) {
        out->precision = strtod(text + 10, NULL);
    } else if (strncmp(text, "recall=", 7) == 0) {
        out->recall = strtod(text + 7, NULL);
    } else if (strncmp(text, "read=", 5) == 0) {
        out->read = strtod(text + 5, NULL);
    } else {
        die(text, "is no floor: precision=N, recall=N or read=N");
    }
}

static options read_options(int argc, char **argv) {
    options out = {.without = NULL};
    int given = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--verbose") == 0) {
            out.verbose = true;
        } else if (strcmp(argv[i], "--list") == 0) {
            out.list = true;
        } else if (strcmp(argv[i], "--skip-absent") == 0) {
            out.skip_absent = true;
        } else if (strcmp(argv[i], "--without") == 0 && i + 1 < argc) {
            out.without = argv[++i];
        } else if (strcmp(argv[i], "--floor") == 0 && i + 1 < argc) {
            read_floor(&out, argv[++i]);
        } else if (given < 3) {
            out.paths[given++] = argv[i];
        }
    }
    if (given < 3) {
        die("usage", "reel-joining-score [options] RECORDS.jsonl FOLDER GOLD.jsonl");
    }
    return out;
}

/* True when precision and recall reach their floors. */
static bool print_tally(const tally *t, const options *given) {
    double precision = t->right + t->wrong == 0 ? 1.0 : (double)t->right / (double)(t->right + t->wrong);
    double recall = t->expected == 0 ? 1.0 : (double)t->right / (double)t->expected;
    printf("gold pages %zu (%zu not read as films), joins expected %zu: right %zu, missed %zu, wrong %zu\n", t->pages,
           t->absent, t->expected, t->right, t->missed, t->wrong);
    size_t good = t->right + t->twice;
    double read = t->right + t->wrong == 0 ? 1.0 : (double)good / (double)(t->right + t->wrong);
    printf("precision %.4f recall %.4f; %zu of the wrong are the gold's film kept twice: precision %.4f\n", precision, recall, t->twice, read);
    return precision >= given->precision && recall >= given->recall && read >= given->read;
}

static bool run(const options *given) {
    corpus all = {.arena = rl_arena_new(), .scratch = rl_arena_new()};
    read_records(&all, given->paths[0], given->without);
    size_t records = all.count;
    read_pages(&all, given->paths[1]);
    size_t *groups = rl_arena_array(all.arena, all.count, sizeof *groups);
    rl_str *ids = rl_arena_array(all.arena, all.count, sizeof *ids);
    size_t films = 0;
    clock_t start = clock();
    if (rl_identity_group(all.arena, all.items, all.count, NULL, 0, groups, ids, &films, NULL) != REEL_OK) {
        die("grouping", "failed");
    }
    printf("%zu records, %zu pages, %zu films, %zu documents not read as films; grouped in %.2f s\n", records,
           all.count - records, films, all.unread, (double)(clock() - start) / CLOCKS_PER_SEC);
    printf("%zu records joined another record\n", count_joined_records(&all, groups, records, films));
    if (given->list) {
        list_films(&all, groups, ids, records);
    }
    tally t = score(&all, groups, records, given->paths[2], given->verbose);
    bool reached = print_tally(&t, given);
    rl_arena_free(all.scratch);
    rl_arena_free(all.arena);
    return reached;
}

int main(int argc, char **argv) {
    enum { SKIPPED = 77 };
    options given = read_options(argc, argv);
    for (size_t i = 0; i < 3; i++) {
        if (given.skip_absent && access(given.paths[i], R_OK) != 0) {
            printf("skipped: %s is not there\n", given.paths[i]);
            return SKIPPED;
        }
    }
    return run(&given) ? 0 : 1;
}
