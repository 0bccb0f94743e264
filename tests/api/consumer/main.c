/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A stranger's program: makes an index in the folder it is given, searches it, checks the answer. */
#include <reel.h>
#include <stdio.h>
#include <string.h>

static const char record[] = "{\"title\": \"The Lamp Lighter\", \"year\": 1931, \"directors\": [\"Ada Quill\"], \"plot\": \"A lighter of lamps.\"}";

int main(int argc, char **argv) {
    reel_error error;
    reel_indexer *indexer = NULL;
    reel_searcher *searcher = NULL;
    reel_hits *hits = NULL;
    int good = 0;
    if (argc != 2 || strcmp(reel_version(), REEL_VERSION_STRING) != 0) {
        return 2;
    }
    if (reel_indexer_open(argv[1], NULL, &indexer, &error) == REEL_OK &&
        reel_indexer_put(indexer, "lamp.jsonl", record, sizeof record - 1, &error) == REEL_OK &&
        reel_indexer_commit(indexer, NULL, &error) == REEL_OK && reel_open(argv[1], &searcher, &error) == REEL_OK &&
        reel_search(searcher, "quill lamps", NULL, &hits, &error) == REEL_OK) {
        good = reel_hits_count(hits) == 1 && strcmp(reel_hit_title(reel_hits_at(hits, 0)), "The Lamp Lighter") == 0;
        printf("%s\n", reel_hit_title(reel_hits_at(hits, 0)));
    } else {
        fprintf(stderr, "%s\n", error.message);
    }
    reel_hits_free(hits);
    reel_close(searcher);
    reel_indexer_close(indexer);
    return good ? 0 : 1;
}
