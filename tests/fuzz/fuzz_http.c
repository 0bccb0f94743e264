/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_http: any bytes as the address of a request, answered by the server's routes over the sample corpus. What comes
 * back is a page whose only script is the page's own, or sound JSON.
 */
#include <ftw.h>
#include <jansson.h>
#include <string.h>
#include <unistd.h>

#include "server/service.h"
#include "tests/fuzz/fuzz.h"

static char folder[64], index_path[96];
static settings given = {.index = index_path, .workers = 1};
static service shared;
static worker only;

static int remove_entry(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)kind;
    (void)walk;
    return remove(path);
}

static void remove_index(void) {
    worker_done(&only);
    (void)nftw(folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
}

/* The index is made once a process, in a folder that goes with it. */
static void open_corpus(void) {
    reel_error error = {0};
    const char *temporary = getenv("TMPDIR");
    (void)snprintf(folder, sizeof folder, "%.32s/reel-fuzz-XXXXXX", temporary == NULL ? "/tmp" : temporary);
    FUZZ_CHECK(mkdtemp(folder) != NULL);
    (void)atexit(remove_index);
    (void)snprintf(index_path, sizeof index_path, "%s/index", folder);
    const char *corpus = REEL_SOURCE_DIR "/corpus";
    FUZZ_CHECK(reel_index_paths(index_path, &corpus, 1, NULL, NULL, &error) == REEL_OK);
    FUZZ_CHECK(service_init(&shared, &given, &error) == REEL_OK);
    FUZZ_CHECK(worker_init(&only, &shared, &error) == REEL_OK);
}

static size_t count_of(const buffer *body, const char *word) {
    size_t count = 0, length = strlen(word);
    for (size_t i = 0; i + length <= body->length; i++) {
        count += memcmp(body->at + i, word, length) == 0;
    }
    return count;
}

static void check_answer(const answer *made) {
    FUZZ_CHECK(made->code == 200 || made->code == 304 || (made->code >= 400 && made->code < 600 && made->code != 500));
    FUZZ_CHECK(!made->body.failed);
    if (made->code == 304) {
        FUZZ_CHECK(made->body.length == 0);
    } else if (strstr(made->type, "html") != NULL) {
        FUZZ_CHECK(count_of(&made->body, "<script") == 1 && count_of(&made->body, "<img") == 0);
        FUZZ_CHECK(count_of(&made->body, "</main>") == 1 && count_of(&made->body, "</html>") == 1);
    } else if (strstr(made->type, "json") != NULL) {
        json_t *sound = json_loadb(made->body.at, made->body.length, JSON_ALLOW_NUL, NULL);
        FUZZ_CHECK(sound != NULL);
        json_decref(sound);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (only.searcher == NULL) {
        open_corpus();
    }
    request asked;
    reel_error error;
    if (request_parse(&asked, (const char *)data, size, &error) != REEL_OK) {
        FUZZ_CHECK(asked.storage == NULL && error.message[0] != '\0');
        return 0;
    }
    FUZZ_CHECK(asked.parameter_count <= SERVE_PARAMETERS);
    asked.accepts_gzip = false;
    (void)snprintf(asked.if_none_match, sizeof asked.if_none_match, "%s", request_text(&asked, "q", ""));
    answer made;
    unsigned route;
    answer_init(&made);
    route_answer(&only, &asked, &made, &route);
    FUZZ_CHECK(route < route_count());
    check_answer(&made);
    answer_done(&made);
    request_done(&asked);
    return 0;
}
