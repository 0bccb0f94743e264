/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cmd_search: reel search, one query or a batch of them in one process.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

static bool read_options(const options *given, reel_search_options *out) {
    uint64_t limit;
    uint64_t offset;
    uint64_t snippets;
    if (!option_number(given, OPTION_LIMIT, 10, 0, 10000, &limit) || !option_number(given, OPTION_OFFSET, 0, 0, 1000000, &offset) ||
        !option_number(given, OPTION_SNIPPETS, 3, 0, 20, &snippets)) {
        return false;
    }
    out->limit = (uint32_t)limit;
    out->offset = (uint32_t)offset;
    out->snippet_count = (uint32_t)snippets;
    out->sort = given->values[OPTION_SORT];
    out->facets = given->facets;
    out->facet_count = given->facet_count;
    out->no_sense = option_is_on(given, OPTION_NO_SENSE);
    out->no_correction = option_is_on(given, OPTION_NO_CORRECTION);
    out->ids_only = strcmp(cli_format(given, "text"), "trec") == 0;
    return true;
}

/* Answers one query; *out_found is set when it found something. */
static int answer(reel_searcher *searcher, const options *given, const char *query, size_t length,
                  const reel_search_options *search, const char *qid, bool *out_found) {
    reel_hits *hits;
    reel_error error;
    reel_render_options render = cli_render_options(given);
    render.qid = qid;
    if (reel_search_bytes(searcher, query, length, search, &hits, &error) != REEL_OK) {
        return cli_fail(&error);
    }
    *out_found = *out_found || reel_hits_total(hits) > 0;
    reel_status status = reel_hits_render(hits, cli_format(given, "text"), &render, cli_write, NULL, &error);
    reel_hits_free(hits);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

static int answer_batch(reel_searcher *searcher, const options *given, const reel_search_options *search, bool *out_found) {
    const char *path = given->values[OPTION_BATCH];
    int code = 0;
    FILE *file = cli_open_file(path, &code);
    if (file == NULL) {
        return code;
    }
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    for (uint64_t number = 1; code == 0 && (length = getline(&line, &size, file)) >= 0; number++) {
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            line[--length] = '\0';
        }
        char *tab = memchr(line, '\t', (size_t)length);
        if (tab == NULL) {
            if (length > 0) {
                (void)fprintf(stderr, "reel: %s:%llu: is no line 'qid<TAB>query'; it was skipped\n", path, (unsigned long long)number);
            }
            continue;
        }
        *tab = '\0';
        code = answer(searcher, given, tab + 1, (size_t)(line + length - (tab + 1)), search, line, out_found);
    }
    free(line);
    if (file != stdin) {
        (void)fclose(file);
    }
    return code;
}

int cmd_search(const options *given);

int cmd_search(const options *given) {
    reel_search_options search = REEL_SEARCH_OPTIONS_INIT;
    bool batch = option_is_on(given, OPTION_BATCH);
    if (given->word_count == 0 && !batch) {
        return cli_usage(given, "what are you looking for?");
    }
    if (!read_options(given, &search)) {
        return EXIT_USAGE;
    }
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    bool found = false;
    if (batch) {
        code = answer_batch(searcher, given, &search, &found);
    } else {
        char *query = cli_join_words(given);
        code = query == NULL ? reel_status_exit_code(REEL_NOMEM)
                             : answer(searcher, given, query, strlen(query), &search, NULL, &found);
        free(query);
    }
    reel_close(searcher);
    return code != 0 ? code : found ? EXIT_FOUND : EXIT_NOTHING;
}
