/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_query: any bytes as a query over the sample corpus, answered, drawn in every format and explained.
 */
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include <reel.h>

#include "tests/fuzz/fuzz.h"

static char folder[64];
static reel_searcher *searcher;

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void remove_index(void) {
    reel_close(searcher);
    (void)nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The index is made once a process, in a folder that goes with it. */
static void open_corpus(void) {
    reel_error error = {0};
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%.32s/reel-fuzz-XXXXXX", temporary == NULL ? "/tmp" : temporary);
    FUZZ_CHECK(mkdtemp(folder) != NULL);
    (void)atexit(remove_index);
    char index[96];
    (void)snprintf(index, sizeof index, "%s/index", folder);
    const char *corpus = REEL_SOURCE_DIR "/corpus";
    FUZZ_CHECK(reel_index_paths(index, &corpus, 1, NULL, NULL, &error) == REEL_OK);
    FUZZ_CHECK(reel_open(index, &searcher, &error) == REEL_OK);
}

static void check_snippets(const reel_hit *hit) {
    for (size_t i = 0; i < reel_hit_snippet_count(hit); i++) {
        const reel_snippet *snippet = reel_hit_snippet_at(hit, i);
        size_t length = strlen(snippet->text), last = 0;
        for (size_t h = 0; h < snippet->highlight_count; h++) {
            FUZZ_CHECK(snippet->highlights[h].start >= last && snippet->highlights[h].start < snippet->highlights[h].end);
            FUZZ_CHECK(snippet->highlights[h].end <= length);
            last = snippet->highlights[h].end;
        }
        FUZZ_CHECK(strpbrk(snippet->text, "\x1b\x07\x08") == NULL);
    }
}

static void check_answer(const reel_hits *hits, size_t query_length) {
    unsigned sum = 0;
    reel_error error;
    static const char *const formats[] = {"text", "json", "jsonl", "tsv", "trec"};
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        FUZZ_CHECK(reel_hits_render(hits, formats[i], NULL, fuzz_sink, &sum, &error) == REEL_OK);
    }
    for (size_t i = 0; i < reel_hits_reading_count(hits); i++) {
        const reel_reading *reading = reel_hits_reading_at(hits, i);
        /* an invalid byte becomes U+FFFD, of three */
        FUZZ_CHECK(reading->start <= reading->end && reading->end <= query_length * 3);
    }
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        FUZZ_CHECK(reel_hit_rank(reel_hits_at(hits, i)) == i + 1);
        FUZZ_CHECK(i == 0 || reel_hit_score(reel_hits_at(hits, i)) <= reel_hit_score(reel_hits_at(hits, i - 1)));
        check_snippets(reel_hits_at(hits, i));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (searcher == NULL) {
        open_corpus();
    }
    reel_error error;
    reel_hits *hits;
    FUZZ_CHECK(reel_search_bytes(searcher, (const char *)data, size, NULL, &hits, &error) == REEL_OK);
    check_answer(hits, size);
    reel_hits_free(hits);

    char *query = malloc(size + 1);
    FUZZ_CHECK(query != NULL);
    if (size > 0) {
        memcpy(query, data, size);
    }
    query[size] = '\0';
    unsigned sum = 0;
    static const char *const stages[] = {"parse", "sense", "query", "score"};
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        FUZZ_CHECK(reel_explain_query(searcher, stages[i], query, i == 3 ? "in-the-soup-1992" : NULL, NULL, "text", fuzz_sink, &sum,
                                      &error) == REEL_OK);
    }
    reel_suggestions *suggestions;
    FUZZ_CHECK(reel_suggest(searcher, query, 10, &suggestions, &error) == REEL_OK);
    reel_suggestions_free(suggestions);
    free(query);
    return 0;
}
