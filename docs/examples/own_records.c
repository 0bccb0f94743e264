/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * own_records INDEX: indexes records that a program has in memory, then changes one and drops another. */
#include <reel.h>
#include <stdio.h>
#include <string.h>

/* The program's own table. */
static const struct shelf {
    const char *title, *director, *plot;
    int year;
} shelf[] = {
    {"The Lamp Lighter", "Ada Quill", "A lighter of lamps walks a foggy town.", 1931},
    {"Harbour Lights", "Ada Quill", "Smugglers meet below the lamps.", 1954},
    {"Snow over Lund", "Karin Holm", "A postman is snowed in.", 1992},
};

/* Each row is a document of its own, named as the program likes; a record ends in .jsonl. */
static reel_status put_row(reel_indexer *indexer, size_t row, const char *plot, reel_error *error) {
    char name[32], record[512];
    snprintf(name, sizeof name, "shelf-%zu.jsonl", row);
    /* real code quotes its strings, or uses a JSON library */
    snprintf(record, sizeof record, "{\"title\": \"%s\", \"year\": %d, \"directors\": [\"%s\"], \"plot\": \"%s\"}", shelf[row].title,
             shelf[row].year, shelf[row].director, plot);
    return reel_indexer_put(indexer, name, record, strlen(record), error);
}

static void count(const char *index, const char *query) {
    reel_searcher *searcher;
    reel_hits *hits;
    if (reel_open(index, &searcher, NULL) == REEL_OK) {
        if (reel_search(searcher, query, NULL, &hits, NULL) == REEL_OK) {
            printf("%s: %d films\n", query, (int)reel_hits_total(hits));
            reel_hits_free(hits);
        }
        reel_close(searcher);
    }
}

int main(int argc, char **argv) {
    reel_indexer *indexer = NULL;
    reel_index_report report;
    reel_error error;
    reel_status status = argc == 2 ? reel_indexer_open(argv[1], NULL, &indexer, &error) : REEL_INVALID;
    for (size_t row = 0; status == REEL_OK && row < sizeof shelf / sizeof shelf[0]; row++) {
        status = put_row(indexer, row, shelf[row].plot, &error);
    }
    if (status == REEL_OK) {
        status = reel_indexer_commit(indexer, &report, &error); /* readers see all of it now, or none */
    }
    if (status == REEL_OK) {
        printf("%d films\n", (int)report.films);
        count(argv[1], "lamps");
        status = put_row(indexer, 2, "A postman reads by the light of lamps.", &error); /* replaces the row */
    }
    if (status == REEL_OK) {
        status = reel_indexer_drop(indexer, "shelf-0.jsonl", &error);
    }
    if (status == REEL_OK) {
        status = reel_indexer_commit(indexer, &report, &error);
    }
    if (status == REEL_OK) {
        printf("%d films, %d updated, %d removed\n", (int)report.films, (int)report.updated, (int)report.removed);
        count(argv[1], "lamps");
    } else {
        fprintf(stderr, "%s\n", argc == 2 ? error.message : "usage: own_records INDEX");
    }
    reel_indexer_close(indexer);
    return status == REEL_OK ? 0 : 1;
}
