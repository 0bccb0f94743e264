/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cmd_film: commands on one film, name, document or query: show, similar, suggest, explain.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"

int cmd_show(const options *given);
int cmd_similar(const options *given);
int cmd_suggest(const options *given);
int cmd_explain(const options *given);

int cmd_show(const options *given) {
    if (given->word_count != 1) {
        return cli_usage(given, "name one film by its id, as reel search prints it");
    }
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    reel_error error;
    reel_render_options render = cli_render_options(given);
    reel_status status = reel_show(searcher, given->words[0], cli_format(given, "text"), &render, cli_write, NULL, &error);
    reel_close(searcher);
    return status == REEL_OK ? 0 : status == REEL_NOTFOUND ? (cli_fail(&error), EXIT_NOTHING) : cli_fail(&error);
}

int cmd_similar(const options *given) {
    if (given->word_count != 1) {
        return cli_usage(given, "name one film by its id, as reel search prints it");
    }
    reel_search_options search = REEL_SEARCH_OPTIONS_INIT;
    uint64_t limit;
    if (!option_number(given, OPTION_LIMIT, 10, 0, 1000, &limit)) {
        return EXIT_USAGE;
    }
    search.limit = (uint32_t)limit;
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    reel_error error;
    reel_hits *hits = NULL;
    reel_render_options render = cli_render_options(given);
    reel_status status = reel_similar(searcher, given->words[0], &search, &hits, &error);
    if (status == REEL_OK) {
        code = reel_hits_count(hits) > 0 ? EXIT_FOUND : EXIT_NOTHING;
        status = reel_hits_render(hits, cli_format(given, "text"), &render, cli_write, NULL, &error);
    }
    reel_hits_free(hits);
    reel_close(searcher);
    return status == REEL_OK ? code : status == REEL_NOTFOUND ? (cli_fail(&error), EXIT_NOTHING) : cli_fail(&error);
}

int cmd_suggest(const options *given) {
    if (given->word_count == 0) {
        return cli_usage(given, "what was typed so far?");
    }
    uint64_t limit;
    if (!option_number(given, OPTION_LIMIT, 10, 1, 100, &limit)) {
        return EXIT_USAGE;
    }
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    reel_error error;
    reel_suggestions *suggestions = NULL;
    reel_render_options render = cli_render_options(given);
    char *prefix = cli_join_words(given);
    reel_status status = prefix == NULL ? REEL_NOMEM : reel_suggest(searcher, prefix, (uint32_t)limit, &suggestions, &error);
    if (status == REEL_OK) {
        code = reel_suggestions_count(suggestions) > 0 ? EXIT_FOUND : EXIT_NOTHING;
        status = reel_suggestions_render(suggestions, cli_format(given, "text"), &render, cli_write, NULL, &error);
    }
    free(prefix);
    reel_suggestions_free(suggestions);
    reel_close(searcher);
    return status == REEL_OK ? code : cli_fail(&error);
}

enum { LARGEST_FILE = 64 << 20 };

static char *read_file(const char *path, size_t *out_length, int *out_code) {
    FILE *file = cli_open_file(path, out_code);
    if (file == NULL) {
        return NULL;
    }
    *out_code = reel_status_exit_code(REEL_LIMIT);
    char *bytes = NULL;
    size_t capacity = 0;
    size_t length = 0;
    for (;;) {
        if (length == capacity) {
            capacity = capacity == 0 ? 1 << 16 : capacity * 2;
            char *grown = capacity > LARGEST_FILE ? NULL : realloc(bytes, capacity);
            if (grown == NULL) {
                (void)fprintf(stderr, "reel: %s: is too large for a document\n", path);
                free(bytes);
                bytes = NULL;
                break;
            }
            bytes = grown;
        }
        size_t got = fread(bytes + length, 1, capacity - length, file);
        length += got;
        if (got == 0) {
            break;
        }
    }
    if (file != stdin) {
        (void)fclose(file);
    }
    *out_length = length;
    return bytes;
}

static int explain_document(const options *given, const char *stage) {
    if (given->word_count != 1) {
        return cli_usage(given, "name one document");
    }
    size_t length;
    int code;
    char *bytes = read_file(given->words[0], &length, &code);
    if (bytes == NULL) {
        return code;
    }
    reel_error error;
    reel_status status = reel_explain_document(stage, given->words[0], bytes, length, cli_format(given, "text"), cli_write, NULL, &error);
    free(bytes);
    return status == REEL_OK ? 0 : cli_fail(&error);
}

static int explain_query(const options *given, const char *stage) {
    if (given->word_count == 0) {
        return cli_usage(given, "name a query");
    }
    if (strcmp(stage, "score") == 0 && given->values[OPTION_FILM] == NULL) {
        return cli_usage(given, "--stage=score needs --film ID, the id of a film as reel search prints it");
    }
    reel_search_options search = REEL_SEARCH_OPTIONS_INIT;
    search.no_sense = option_is_on(given, OPTION_NO_SENSE);
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    reel_error error;
    char *query = cli_join_words(given);
    if (query == NULL) {
        reel_close(searcher);
        return reel_status_exit_code(REEL_NOMEM);
    }
    reel_status status = reel_explain_query(searcher, stage, query, given->values[OPTION_FILM], &search, cli_format(given, "text"),
                                            cli_write, NULL, &error);
    free(query);
    reel_close(searcher);
    return status == REEL_OK ? 0 : status == REEL_NOTFOUND ? (cli_fail(&error), EXIT_NOTHING) : cli_fail(&error);
}

int cmd_explain(const options *given) {
    static const char *const document_stages[] = {"format", "facts", "film", "tokens", "terms"};
    static const char *const query_stages[] = {"parse", "sense", "query", "score"};
    const char *stage = given->values[OPTION_STAGE];
    for (size_t i = 0; stage != NULL && i < sizeof document_stages / sizeof document_stages[0]; i++) {
        if (strcmp(stage, document_stages[i]) == 0) {
            return explain_document(given, stage);
        }
    }
    for (size_t i = 0; stage != NULL && i < sizeof query_stages / sizeof query_stages[0]; i++) {
        if (strcmp(stage, query_stages[i]) == 0) {
            return explain_query(given, stage);
        }
    }
    return cli_usage(given, "--stage is format, facts, film, tokens, terms for a document, parse, sense, query, score for a query");
}
