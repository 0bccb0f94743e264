/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * minimal INDEX QUERY: prints the films that answer a query, each with its best passage. */
#include <reel.h>
#include <stdio.h>

int main(int argc, char **argv) {
    reel_searcher *searcher;
    reel_hits *hits;
    reel_error error;
    if (argc != 3) {
        fputs("usage: minimal INDEX QUERY\n", stderr);
        return 2;
    }
    if (reel_open(argv[1], &searcher, &error) != REEL_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    if (reel_search(searcher, argv[2], NULL, &hits, &error) == REEL_OK) {
        for (size_t i = 0; i < reel_hits_count(hits); i++) {
            const reel_hit *hit = reel_hits_at(hits, i);
            const reel_snippet *snippet = reel_hit_snippet_at(hit, 0); /* NULL where there is none */
            printf("%u. %s (%d)\n", reel_hit_rank(hit), reel_hit_title(hit), reel_hit_year(hit));
            if (snippet != NULL) {
                printf("   %s\n", snippet->text);
            }
        }
        reel_hits_free(hits);
    }
    reel_close(searcher);
    return 0;
}
