/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_sums: lines of "name size time hash", and behind them the hash of these lines.
 */
#include "common/index_sums.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/index_layout.h"

enum { TABLES_MIB = 512, STEP_BYTES = 1 << 15, TEXT_BYTES = 1024 };

static const char *const tables[] = {"docdata.glass", "iamglass", "position.glass", "postlist.glass", "spelling.glass", "synonym.glass", "termlist.glass"};

enum { TABLES = sizeof tables / sizeof tables[0] };

typedef struct table_sum {
    char name[32];
    uint64_t size;
    int64_t time; /* nanoseconds */
    uint64_t hash;
} table_sum;

static bool look_at(const char *generation, const char *name, char path[RL_INDEX_PATH_BYTES], table_sum *out) {
    struct stat info;
    if (rl_layout_join(path, generation, name, NULL) != REEL_OK || stat(path, &info) != 0 || !S_ISREG(info.st_mode)) {
        return false;
    }
    (void)snprintf(out->name, sizeof out->name, "%s", name);
    out->size = (uint64_t)info.st_size;
    out->time = (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec;
    return true;
}

static bool hash_file(const char *path, uint64_t *out_hash) {
    char step[STEP_BYTES];
    XXH3_state_t state;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return false;
    }
    ssize_t got;
    (void)XXH3_64bits_reset(&state);
    while ((got = read(file, step, STEP_BYTES)) > 0 || (got < 0 && errno == EINTR)) {
        (void)XXH3_64bits_update(&state, step, got < 0 ? 0 : (size_t)got);
    }
    *out_hash = XXH3_64bits_digest(&state);
    (void)close(file);
    return got == 0;
}

/* ---- writing */

static bool add_line(char text[TEXT_BYTES], size_t *length, const table_sum *sum) {
    int wrote = snprintf(text + *length, TEXT_BYTES - *length, "%s %" PRIu64 " %" PRId64 " %016" PRIx64 "\n", sum->name, sum->size, sum->time, sum->hash);
    bool fits = wrote > 0 && (size_t)wrote < TEXT_BYTES - *length;
    *length += fits ? (size_t)wrote : 0;
    return fits;
}

static bool make_text(const char *generation, bool any_size, char text[TEXT_BYTES], size_t *out_length) {
    table_sum sums[TABLES];
    char paths[TABLES][RL_INDEX_PATH_BYTES];
    size_t count = 0;
    uint64_t bytes = 0;
    for (size_t i = 0; i < TABLES; i++) {
        if (look_at(generation, tables[i], paths[count], &sums[count])) {
            bytes += sums[count++].size;
        }
    }
    bool fine = any_size || bytes <= (uint64_t)TABLES_MIB << 20;
    *out_length = 0;
    for (size_t i = 0; i < count && fine; i++) {
        fine = hash_file(paths[i], &sums[i].hash) && add_line(text, out_length, &sums[i]);
    }
    uint64_t own = XXH3_64bits(text, *out_length);
    return fine && add_line(text, out_length, &(table_sum){.name = RL_INDEX_SUMS, .hash = own});
}

void rl_index_sums_write(const char *generation, bool any_size) {
    char text[TEXT_BYTES];
    char path[RL_INDEX_PATH_BYTES];
    char fresh[RL_INDEX_PATH_BYTES];
    size_t length;
    if (!make_text(generation, any_size, text, &length) || rl_layout_join(path, generation, RL_INDEX_SUMS, NULL) != REEL_OK ||
        rl_layout_join(fresh, generation, RL_INDEX_SUMS ".new", NULL) != REEL_OK) {
        return;
    }
    int file = open(fresh, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (file < 0) {
        return;
    }
    bool written = write(file, text, length) == (ssize_t)length && fsync(file) == 0;
    if (close(file) != 0 || !written || rename(fresh, path) != 0) {
        (void)unlink(fresh);
    }
}

bool rl_index_sums_drop(const char *generation) {
    char path[RL_INDEX_PATH_BYTES];
    return rl_layout_join(path, generation, RL_INDEX_SUMS, NULL) == REEL_OK && unlink(path) == 0;
}

/* ---- checking */

/* The text, and an empty one where there is none. */
static bool read_text(const char *generation, char text[TEXT_BYTES]) {
    char path[RL_INDEX_PATH_BYTES];
    text[0] = '\0';
    int file = rl_layout_join(path, generation, RL_INDEX_SUMS, NULL) == REEL_OK ? open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) : -1;
    if (file < 0) {
        return false;
    }
    ssize_t got = read(file, text, TEXT_BYTES - 1);
    (void)close(file);
    text[got < 0 ? 0 : got] = '\0';
    return true;
}

/* A line, if it is spelled as add_line does; *at moves behind it. */
static bool read_line(const char **at, table_sum *out) {
    int length = 0;
    bool read = sscanf(*at, "%31s %" SCNu64 " %" SCNd64 " %16" SCNx64 "%n", out->name, &out->size, &out->time, &out->hash, &length) == 4 && (*at)[length] == '\n';
    *at += read ? length + 1 : 0;
    return read;
}

/* "" when all is well, else what is not. */
static const char *compare(const char *generation, const char *text, table_sum *last) {
    const char *at = text;
    for (const char *start = at; read_line(&at, last); start = at) {
        char path[RL_INDEX_PATH_BYTES];
        table_sum now = {.hash = 0};
        if (strcmp(last->name, RL_INDEX_SUMS) == 0) {
            return last->hash == XXH3_64bits(text, (size_t)(start - text)) && *at == '\0' ? "" : RL_INDEX_SUMS;
        }
        bool there = strchr(last->name, '/') == NULL && look_at(generation, last->name, path, &now) && now.size == last->size;
        /* What cannot be read is left to whoever opens it to tell. */
        if (!there || (now.time != last->time && hash_file(path, &now.hash) && now.hash != last->hash)) {
            return last->name;
        }
    }
    return RL_INDEX_SUMS;
}

/* A writer takes the file away before it changes a table: when it is another one now, what was compared says nothing. */
reel_status rl_index_sums_check(const char *generation, const char *index, reel_error *error) {
    char text[TEXT_BYTES];
    char again[TEXT_BYTES];
    table_sum last = {.name = ""};
    const char *damaged = "";
    do {
        if (!read_text(generation, text)) {
            return REEL_OK;
        }
        damaged = compare(generation, text, &last);
    } while (damaged[0] != '\0' && (!read_text(generation, again) || strcmp(text, again) != 0));
    return damaged[0] == '\0' ? REEL_OK
                              : rl_fail_at(error, REEL_CORRUPT, index, 0,
                                           "the index at %s is damaged (%s is not what was written): rebuild it with `reel index --full --index %s PATH...`",
                                           index, damaged, index);
}
