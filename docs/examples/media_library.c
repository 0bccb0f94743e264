/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * media_library: what a media player's plug-in does with libreel. A library is a folder of films, each
 * with a .nfo sidecar; the player asks to bring it up to date, to search as the user types, and to
 * list the directors of what was found. The index lives in the player's own cache folder.
 *
 *     media_library CACHE FOLDER scan
 *     media_library CACHE FOLDER find QUERY
 *     media_library CACHE FOLDER type PREFIX */
#include <reel.h>
#include <stdio.h>
#include <string.h>

/* What a plug-in keeps between the player's calls. */
typedef struct library {
    const char *cache, *folder;
    reel_searcher *searcher;
} library;

static int say(const reel_error *error) {
    fprintf(stderr, "media library: %s\n", error->message);
    return reel_status_exit_code(error->status);
}

/* Called at the player's start and when its watcher saw a change: costs next to nothing when there is none. */
static int scan(library *self) {
    reel_index_report report;
    reel_error error;
    reel_status status = reel_index_paths(self->cache, &self->folder, 1, NULL, &report, &error);
    if (status == REEL_STALE || status == REEL_CORRUPT) { /* a cache can always be made anew */
        reel_index_options options = REEL_INDEX_OPTIONS_INIT;
        options.full = true;
        status = reel_index_paths(self->cache, &self->folder, 1, &options, &report, &error);
    }
    if (status != REEL_OK) {
        return say(&error);
    }
    printf("%d films, %d new, %d changed, %d gone\n", (int)report.films, (int)report.added, (int)report.updated, (int)report.removed);
    return 0;
}

static int find(library *self, const char *query) {
    static const char *const facets[] = {"director"};
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    reel_hits *hits;
    reel_error error;
    options.limit = 20;
    options.snippet_count = 0; /* covers, not passages */
    options.facets = facets;
    options.facet_count = 1;
    if (reel_search(self->searcher, query, &options, &hits, &error) != REEL_OK) {
        return say(&error);
    }
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        const reel_hit *hit = reel_hits_at(hits, i);
        printf("%s (%d) -> %s\n", reel_hit_title(hit), reel_hit_year(hit), reel_hit_source_at(hit, 0)); /* the sidecar beside the video */
    }
    for (size_t f = 0; f < reel_hits_facet_count(hits); f++) {
        const reel_facet *facet = reel_hits_facet_at(hits, f);
        for (size_t v = 0; v < facet->value_count; v++) {
            printf("%s: %s (%d)\n", facet->field, facet->values[v].value, (int)facet->values[v].count);
        }
    }
    reel_hits_free(hits);
    return 0;
}

static int type(library *self, const char *prefix) {
    reel_suggestions *suggestions;
    reel_error error;
    if (reel_suggest(self->searcher, prefix, 5, &suggestions, &error) != REEL_OK) {
        return say(&error);
    }
    for (size_t i = 0; i < reel_suggestions_count(suggestions); i++) {
        const reel_suggestion *suggestion = reel_suggestions_at(suggestions, i);
        printf("%s [%s]\n", suggestion->text, suggestion->kind);
    }
    reel_suggestions_free(suggestions);
    return 0;
}

int main(int argc, char **argv) {
    if (argc < 4) {
        fputs("usage: media_library CACHE FOLDER scan | find QUERY | type PREFIX\n", stderr);
        return 2;
    }
    library self = {argv[1], argv[2], NULL};
    reel_error error;
    if (strcmp(argv[3], "scan") == 0) {
        return scan(&self);
    }
    if (argc < 5 || reel_open(self.cache, &self.searcher, &error) != REEL_OK) {
        return argc < 5 ? 2 : say(&error);
    }
    int code = strcmp(argv[3], "find") == 0 ? find(&self, argv[4]) : type(&self, argv[4]);
    reel_close(self.searcher);
    return code;
}
