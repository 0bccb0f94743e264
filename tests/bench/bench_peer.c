/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_peer: see bench_peer.h.
 */
#include "tests/bench/bench_peer.h"

#ifndef REEL_BENCH_SQLITE

const char *bench_peer_name(void) { return "the sqlite3 library was not found"; }
bench_peer *bench_peer_open(const char *films) {
    (void)films;
    return NULL;
}
size_t bench_peer_search(bench_peer *peer, const char *query) {
    (void)peer;
    (void)query;
    return 0;
}
void bench_peer_close(bench_peer *peer) { (void)peer; }

#else

#include <ctype.h>
#include <jansson.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct bench_peer {
    sqlite3 *db;
    sqlite3_stmt *find;
};

const char *bench_peer_name(void) { return "the records could not be read into it"; }

/* All strings below a value, parted by spaces. */
static void add_strings(json_t *value, char **text, size_t *length, size_t *room) {
    size_t index;
    json_t *item;
    const char *key;
    if (json_is_string(value)) {
        size_t more = json_string_length(value);
        if (*length + more + 2 > *room) {
            *room = (*length + more + 2) * 2;
            char *grown = realloc(*text, *room);
            if (grown == NULL) {
                return;
            }
            *text = grown;
        }
        memcpy(*text + *length, json_string_value(value), more);
        *length += more;
        (*text)[(*length)++] = ' ';
    }
    json_array_foreach(value, index, item) { add_strings(item, text, length, room); }
    json_object_foreach(value, key, item) { add_strings(item, text, length, room); }
}

static bool insert(sqlite3_stmt *add, json_t *film) {
    char *text = NULL;
    size_t length = 0, room = 0;
    add_strings(film, &text, &length, &room);
    sqlite3_bind_text(add, 1, json_string_value(json_object_get(film, "title")), -1, SQLITE_TRANSIENT);
    sqlite3_bind_text(add, 2, text, (int)length, SQLITE_TRANSIENT);
    bool done = sqlite3_step(add) == SQLITE_DONE;
    sqlite3_reset(add);
    free(text);
    return done;
}

static bool fill(bench_peer *peer, const char *films) {
    sqlite3_stmt *add = NULL;
    FILE *file = fopen(films, "r");
    char *line = NULL;
    size_t room = 0;
    bool good = file != NULL && sqlite3_prepare_v2(peer->db, "INSERT INTO film VALUES (?, ?)", -1, &add, NULL) == SQLITE_OK;
    while (good && getline(&line, &room, file) > 0) {
        json_t *film = json_loads(line, 0, NULL);
        good = film == NULL || insert(add, film);
        json_decref(film);
    }
    sqlite3_finalize(add);
    free(line);
    if (file != NULL) {
        fclose(file);
    }
    return good;
}

bench_peer *bench_peer_open(const char *films) {
    bench_peer *peer = calloc(1, sizeof *peer);
    const char *find = "SELECT title, snippet(film, 1, '[', ']', '...', 24) FROM film WHERE film MATCH ? "
                       "ORDER BY bm25(film, 5.0, 1.0) LIMIT 10";
    if (peer == NULL) {
        return NULL;
    }
    bool good = sqlite3_open(":memory:", &peer->db) == SQLITE_OK &&
                sqlite3_exec(peer->db, "CREATE VIRTUAL TABLE film USING fts5(title, text, tokenize = 'porter unicode61'); BEGIN", NULL,
                             NULL, NULL) == SQLITE_OK &&
                fill(peer, films) && sqlite3_exec(peer->db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK &&
                sqlite3_prepare_v2(peer->db, find, -1, &peer->find, NULL) == SQLITE_OK;
    if (!good) {
        bench_peer_close(peer);
        return NULL;
    }
    return peer;
}

enum { PEER_WORDS = 32 }; /* of descriptions; with hundreds a query takes it a minute */

/* "see a bird" becomes "see" OR "bird": very short words stand for a stop list. */
static char *match_expression(const char *query) {
    char *out = malloc(strlen(query) * 7 + 8);
    size_t length = 0, words = 0;
    while (out != NULL && *query != '\0' && words < PEER_WORDS) {
        size_t word = 0;
        while (isalnum((unsigned char)query[word]) || (unsigned char)query[word] >= 0x80) {
            word++;
        }
        if (word > 2) {
            words++;
            length += (size_t)sprintf(out + length, "%s\"%.*s\"", length == 0 ? "" : " OR ", (int)word, query);
        }
        query += word > 0 ? word : 1;
    }
    if (out != NULL) {
        out[length] = '\0';
    }
    return out;
}

size_t bench_peer_search(bench_peer *peer, const char *query) {
    char *expression = match_expression(query);
    size_t count = 0;
    sqlite3_bind_text(peer->find, 1, expression, -1, SQLITE_TRANSIENT);
    while (sqlite3_step(peer->find) == SQLITE_ROW) {
        count++;
    }
    sqlite3_reset(peer->find);
    free(expression);
    return count;
}

void bench_peer_close(bench_peer *peer) {
    sqlite3_finalize(peer->find);
    sqlite3_close(peer->db);
    free(peer);
}

#endif
