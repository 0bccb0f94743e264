/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_seeds CORPUS QUERIES OUT: what the fuzzers start from: OUT/codec, the stored films of the corpus, one a
 * document; OUT/query, the lines of QUERIES. Documents and texts are the corpus itself.
 */
#include <ftw.h>
#include <string.h>
#include <sys/stat.h>

#include "common/limits.h"
#include "indexer/film_writer.h"
#include "indexer/intake.h"
#include "tests/fuzz/fuzz.h"

static const char *out_folder;
static unsigned written;

static void write_seed(const char *kind, rl_str bytes) {
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s/%04u", out_folder, kind, written++);
    FILE *file = fopen(path, "wb");
    FUZZ_CHECK(file != NULL && fwrite(bytes.at, 1, bytes.length, file) == bytes.length && fclose(file) == 0);
}

static void write_film(rl_str name, rl_str bytes) {
    rl_arena *arena = rl_arena_new();
    rl_film_writer *writer;
    rl_intake intake;
    reel_error error;
    FUZZ_CHECK(arena != NULL && rl_film_writer_new(&writer, &error) == REEL_OK);
    if (rl_intake_read(arena, name, name, bytes, &intake, &error) == REEL_OK && intake.is_film) {
        rl_film film;
        rl_str encoded;
        FUZZ_CHECK(rl_film_merge(arena, RL_STR("seed-1999"), &intake.contribution, 1, &film, &error) == REEL_OK);
        FUZZ_CHECK(rl_film_writer_encode(writer, &film, &encoded, &error) == REEL_OK);
        write_seed("codec", encoded);
    }
    rl_film_writer_free(writer);
    rl_arena_free(arena);
}

/* Lines of records and queries are seeds of their own. */
static void each_line(rl_str bytes, void (*each)(rl_str line)) {
    for (size_t start = 0; start < bytes.length;) {
        const char *end = memchr(bytes.at + start, '\n', bytes.length - start);
        size_t length = end == NULL ? bytes.length - start : (size_t)(end - bytes.at) - start;
        each((rl_str){bytes.at + start, length});
        start += length + 1;
    }
}

static void write_record(rl_str line) { write_film(RL_STR("films.jsonl"), line); }
static void write_query(rl_str line) { write_seed("query", line); }

static int each_file(const char *path, const struct stat *status, int kind, struct FTW *walk) {
    (void)status;
    (void)walk;
    rl_buffer bytes = RL_BUFFER_INIT;
    reel_error error;
    if (kind == FTW_F && rl_intake_load(path, RL_MAX_PAGE_BYTES, &bytes, &error) == REEL_OK) {
        if (rl_format_is_record_file(rl_str_of(path), rl_buffer_str(&bytes))) {
            each_line(rl_buffer_str(&bytes), write_record);
        } else {
            write_film(rl_str_of(path), rl_buffer_str(&bytes));
        }
    }
    rl_buffer_done(&bytes);
    return 0;
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "usage: fuzz_seeds CORPUS QUERIES OUT\n");
        return 2;
    }
    out_folder = arguments[3];
    rl_buffer queries = RL_BUFFER_INIT;
    reel_error error;
    if (nftw(arguments[1], each_file, 16, FTW_PHYS) != 0 || rl_intake_load(arguments[2], RL_MAX_PAGE_BYTES, &queries, &error) != REEL_OK) {
        return 2;
    }
    each_line(rl_buffer_str(&queries), write_query);
    rl_buffer_done(&queries);
    return written == 0;
}
