/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_search: how long searches and suggestions take over an index, by family of query and by
 * stage, with SQLite's FTS5 over the same records and queries beside them. See README.md.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "searcher/searcher.h"
#include "tests/bench/bench_peer.h"
#include "tests/bench/bench_times.h"

enum { FAMILIES = 32, MAX_QUERIES = 20000, PREFIXES = 12, TYPED_FILMS = 400 };

typedef struct query_row {
    char *text;
    size_t family;
} query_row;

typedef struct bench {
    reel_searcher *searcher;
    query_row queries[MAX_QUERIES];
    size_t query_count;
    char families[FAMILIES][24];
    size_t family_count;
} bench;

/* The third column, or the letters a qid begins with. */
static size_t family_of(bench *b, const char *qid, const char *given) {
    char name[24] = "";
    if (given != NULL) {
        snprintf(name, sizeof name, "%s", given);
    } else {
        size_t length = strcspn(qid, "0123456789-_:");
        snprintf(name, sizeof name, "%.*s", (int)(length < 20 ? length : 20), qid);
    }
    for (size_t i = 0; i < b->family_count; i++) {
        if (strcmp(b->families[i], name) == 0) {
            return i;
        }
    }
    if (b->family_count == FAMILIES) {
        return FAMILIES - 1;
    }
    snprintf(b->families[b->family_count], sizeof b->families[0], "%s", name);
    return b->family_count++;
}

static bool read_queries(bench *b, const char *path) {
    FILE *file = fopen(path, "r");
    char *line = NULL;
    size_t room = 0;
    ssize_t length;
    while (file != NULL && b->query_count < MAX_QUERIES && (length = getline(&line, &room, file)) > 0) {
        line[strcspn(line, "\r\n")] = '\0';
        char *text = strchr(line, '\t');
        if (text == NULL) {
            continue;
        }
        *text++ = '\0';
        char *family = strchr(text, '\t');
        if (family != NULL) {
            *family++ = '\0';
        }
        b->queries[b->query_count++] = (query_row){strdup(text), family_of(b, line, family)};
    }
    free(line);
    return file != NULL && fclose(file) == 0 && b->query_count > 0;
}

/* --- stages --- */

typedef enum stage { UNDERSTAND, NAMES, FILMS, SNIPPETS, STAGES } stage;

static double run_stage(bench *b, const char *query, stage upto) {
    reel_error error;
    reel_hits *hits = NULL;
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.ids_only = upto == NAMES;
    options.snippet_count = upto == SNIPPETS ? options.snippet_count : 0;
    double start = rl_now_ms();
    reel_status status;
    if (upto == UNDERSTAND) {
        status = rl_hits_new(&hits, &error);
        status = status == REEL_OK ? rl_search_understand(b->searcher, hits, rl_str_of(query), &options, NULL, &error) : status;
    } else {
        status = reel_search(b->searcher, query, &options, &hits, &error);
    }
    double took = rl_now_ms() - start;
    if (status != REEL_OK) {
        fprintf(stderr, "bench_search: %s\n", error.message);
    }
    reel_hits_free(hits);
    return took;
}

static void measure_queries(bench *b) {
    static bench_times all[FAMILIES];
    static const char *const names[STAGES] = {"understood", "+ found", "+ films loaded", "+ snippets"};
    double sums[FAMILIES][STAGES] = {{0}};
    for (size_t i = 0; i < b->query_count; i++) { /* warm */
        (void)run_stage(b, b->queries[i].text, SNIPPETS);
    }
    for (size_t i = 0; i < b->query_count; i++) {
        size_t family = b->queries[i].family;
        for (stage upto = UNDERSTAND; upto < STAGES; upto++) {
            double took = run_stage(b, b->queries[i].text, upto);
            sums[family][upto] += took;
            if (upto == SNIPPETS) {
                bench_times_add(&all[family], took);
            }
        }
    }
    printf("%-14s", "reel, ms");
    bench_times_head();
    printf("   mean until");
    for (stage s = UNDERSTAND; s < STAGES; s++) {
        printf(" %s", names[s]);
    }
    printf("\n");
    for (size_t f = 0; f < b->family_count; f++) {
        printf("%-14s", b->families[f]);
        double count = (double)all[f].count;
        bench_times_print(&all[f]);
        for (stage s = UNDERSTAND; s < STAGES; s++) {
            printf("  %.3f", count > 0 ? sums[f][s] / count : 0);
        }
        printf("\n");
        bench_times_done(&all[f]);
    }
}

/* --- suggestions: what somebody types who has a film or a person in mind --- */

static void suggest_one(bench *b, const char *typed, bench_times *times) {
    reel_error error;
    reel_suggestions *found = NULL;
    double start = rl_now_ms();
    if (reel_suggest(b->searcher, typed, 10, &found, &error) != REEL_OK) {
        fprintf(stderr, "bench_search: %s\n", error.message);
    }
    bench_times_add(times, rl_now_ms() - start);
    reel_suggestions_free(found);
}

static void type_name(bench *b, const char *name, bench_times *typed, bench_times *mistyped) {
    char prefix[128];
    for (size_t length = 1; length <= PREFIXES && length <= strlen(name); length++) {
        snprintf(prefix, sizeof prefix, "%.*s", (int)length, name);
        suggest_one(b, prefix, &typed[length - 1]);
        if (length >= 5) { /* two letters in the wrong order */
            char swap = prefix[2];
            prefix[2] = prefix[3];
            prefix[3] = swap;
            suggest_one(b, prefix, mistyped);
        }
    }
}

static void measure_suggestions(bench *b, const char *films) {
    bench_times typed[PREFIXES] = {{0}}, mistyped = {0};
    FILE *file = fopen(films, "r");
    char *line = NULL;
    size_t room = 0, lines = 0, count = 0;
    while (file != NULL && getline(&line, &room, file) > 0) {
        lines++;
    }
    size_t step = lines / TYPED_FILMS + 1;
    if (file != NULL) {
        rewind(file);
    }
    while (file != NULL && getline(&line, &room, file) > 0) {
        json_t *film = count++ % step != 0 ? NULL : json_loads(line, 0, NULL);
        json_t *people = json_object_get(film, "directors");
        const char *title = json_string_value(json_object_get(film, "title"));
        const char *person = json_string_value(json_array_get(people, 0));
        for (int i = 0; i < 2; i++) {
            const char *name = i == 0 ? title : person;
            if (name != NULL) {
                type_name(b, name, typed, &mistyped);
            }
        }
        json_decref(film);
    }
    free(line);
    if (file != NULL) {
        fclose(file);
    }
    printf("\n%-14s", "suggest, ms");
    bench_times_head();
    printf("\n");
    for (size_t i = 0; i < PREFIXES; i++) {
        printf("%2zu letter%-5s", i + 1, i == 0 ? "" : "s");
        bench_times_print(&typed[i]);
        bench_times_done(&typed[i]);
        printf("\n");
    }
    printf("%-14s", "with a typo");
    bench_times_print(&mistyped);
    bench_times_done(&mistyped);
    printf("\n");
}

static void measure_peer(bench *b, const char *films, size_t most) {
    static bench_times all[FAMILIES];
    bench_peer *peer = bench_peer_open(films);
    if (peer == NULL) {
        printf("\nFTS5: not measured, %s\n", bench_peer_name());
        return;
    }
    size_t step = b->query_count / (most == 0 ? 1 : most) + 1;
    for (size_t i = 0; i < b->query_count; i += step) {
        double start = rl_now_ms();
        (void)bench_peer_search(peer, b->queries[i].text);
        bench_times_add(&all[b->queries[i].family], rl_now_ms() - start);
    }
    bench_peer_close(peer);
    printf("\n%-14s", "FTS5, ms");
    bench_times_head();
    printf("\n");
    for (size_t f = 0; f < b->family_count; f++) {
        printf("%-14s", b->families[f]);
        bench_times_print(&all[f]);
        bench_times_done(&all[f]);
        printf("\n");
    }
}

int main(int argument_count, char **arguments) {
    static bench b;
    reel_error error;
    if (argument_count < 4) {
        fprintf(stderr, "usage: bench_search INDEX FILMS.jsonl QUERIES.tsv [QUERIES OF THE PEER, 0 for none]\n");
        return 2;
    }
    if (!read_queries(&b, arguments[3])) {
        fprintf(stderr, "bench_search: no queries in %s\n", arguments[3]);
        return 1;
    }
    if (reel_open(arguments[1], &b.searcher, &error) != REEL_OK) {
        fprintf(stderr, "bench_search: %s\n", error.message);
        return 1;
    }
    size_t peer_queries = argument_count > 4 ? (size_t)strtoul(arguments[4], NULL, 10) : 200;
    measure_queries(&b);
    measure_suggestions(&b, arguments[2]);
    if (peer_queries > 0) {
        measure_peer(&b, arguments[2], peer_queries);
    }
    reel_close(b.searcher);
    for (size_t i = 0; i < b.query_count; i++) {
        free(b.queries[i].text);
    }
    return 0;
}
