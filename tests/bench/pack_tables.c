/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * pack_tables INDEX: prints the row TABLES of common/record_words.def: how often bytes and lengths occur in the stored
 * films of an index, when they are packed with the words there. Give it an index of corpus/.
 */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include <zdict.h>

#include "common/record_pack.h"
#include "common/store.h"

enum { MOST_RECORDS = 10000, MOST_TABLES = 1 << 12, BYTES_A_LINE = 30, DICTIONARY_ID = 1 << 15, LEVEL = 2 };

/* All records one behind the other; how many there are. */
static size_t read_records(rl_store *store, rl_buffer *records, size_t *lengths) {
    size_t count = 0;
    rl_docid last = 0;
    reel_error error;
    (void)rl_store_last_docid(store, &last, &error);
    for (rl_docid docid = 1; docid <= last && count < MOST_RECORDS; docid++) {
        size_t before = records->length;
        if (rl_store_data(store, docid, records, &error) == REEL_OK) {
            lengths[count++] = records->length - before;
        }
    }
    return count;
}

static void print_row(const unsigned char *bytes, size_t count) {
    (void)printf("TABLES(");
    for (size_t i = 0; i < count; i++) {
        (void)printf("%s\\%03o", i % BYTES_A_LINE != 0 ? "" : i == 0 ? "\n    \"" : "\"\n    \"", bytes[i]);
    }
    (void)printf("\")\n");
}

int main(int argc, char **argv) {
    static size_t lengths[MOST_RECORDS];
    char path[PATH_MAX];
    const char *paths[] = {path};
    rl_store *store;
    reel_error error;
    rl_buffer records = RL_BUFFER_INIT, words = RL_BUFFER_INIT;
    (void)snprintf(path, sizeof path, "%s/current", argc == 2 ? argv[1] : "");
    if (argc != 2 || rl_store_open(paths, 1, &store, &error) != REEL_OK) {
        (void)fprintf(stderr, "pack_tables INDEX\n");
        return 2;
    }
    size_t count = read_records(store, &records, lengths);
    rl_store_close(store);
    rl_pack_words(&words);
    size_t room = words.length + MOST_TABLES;
    unsigned char *made = malloc(room);
    ZDICT_params_t parameters = {.compressionLevel = LEVEL, .dictID = DICTIONARY_ID};
    size_t length = made == NULL ? 0 : ZDICT_finalizeDictionary(made, room, words.at, words.length, records.at, lengths, (unsigned)count, parameters);
    bool is_made = length > words.length && !ZDICT_isError(length);
    if (is_made) {
        print_row(made, length - words.length);
    }
    free(made);
    rl_buffer_done(&records);
    rl_buffer_done(&words);
    return is_made ? 0 : 1;
}
