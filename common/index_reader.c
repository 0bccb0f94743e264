/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_reader: the reader's side of an index folder: finds, holds and opens what is current.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/index_dir.h"
#include "common/index_layout.h"
#include "common/index_sums.h"
#include "common/limits.h"

enum { HOLD_ATTEMPTS = 200, HOLD_PAUSE_MS = 5 };

/* One path, and the generation it led to. */
typedef struct reader_part {
    char *given;                     /* as the caller spelled it */
    char name[RL_LAYOUT_NAME_BYTES]; /* of the generation; "" for a store opened as it is */
    char *path;                      /* of the store */
    int hold;                        /* -1 for none */
} reader_part;

typedef struct reader_state {
    rl_store *store;
    reader_part *parts;
    size_t part_count;
    bool trusting; /* sums are not looked at */
    rl_buffer generation;
} reader_state;

struct rl_index_reader {
    reader_state *state;
};

/* --- holding a generation --- */

typedef enum hold_result { HOLD_TAKEN, HOLD_GONE, HOLD_FAILED } hold_result;

/* GONE: a writer removes this generation, or did between our look at the link and now. */
static hold_result try_hold(const char *generation, int *out_fd) {
    char file[RL_INDEX_PATH_BYTES];
    *out_fd = -1;
    if (rl_layout_join(file, generation, RL_LAYOUT_HOLD, NULL) != REEL_OK) {
        return HOLD_FAILED;
    }
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return errno == ENOENT ? HOLD_GONE : HOLD_FAILED;
    }
    struct stat state;
    if (flock(fd, LOCK_SH | LOCK_NB) != 0) {
        hold_result result = errno == EWOULDBLOCK || errno == EINTR ? HOLD_GONE : HOLD_FAILED;
        (void)close(fd);
        return result;
    }
    if (fstat(fd, &state) != 0 || state.st_nlink == 0) {
        (void)close(fd);
        return HOLD_GONE;
    }
    *out_fd = fd;
    return HOLD_TAKEN;
}

static void pause_shortly(void) {
    struct timespec pause = {0, HOLD_PAUSE_MS * 1000000L};
    (void)nanosleep(&pause, NULL);
}

static reel_status fail_no_current(const reader_part *part, reel_error *error) {
    return rl_fail_at(error, REEL_NOTFOUND, part->given, 0,
                      "there is no index at %s yet: run `reel index --index %s PATH...`", part->given, part->given);
}

/* Reads the link, takes the hold of what it names, and begins again when a writer switched in
 * between. The generation a link names is never removed; so when it stays the same and yet has no
 * hold to take (a copy without it, a file system without locks), it is read without one. */
static reel_status hold_current(reader_part *part, reel_error *error) {
    char before[RL_LAYOUT_NAME_BYTES] = "";
    char path[RL_INDEX_PATH_BYTES];
    for (int attempt = 0; attempt < HOLD_ATTEMPTS; attempt++) {
        rl_layout_current(part->given, part->name);
        if (part->name[0] == '\0') {
            return fail_no_current(part, error);
        }
        reel_status status = rl_layout_join(path, part->given, part->name, error);
        if (status != REEL_OK) {
            return status;
        }
        hold_result held = try_hold(path, &part->hold);
        bool unchanged = strcmp(before, part->name) == 0;
        if (held == HOLD_TAKEN || held == HOLD_FAILED || (unchanged && rl_layout_is_folder(path))) {
            part->path = strdup(path);
            return part->path == NULL ? rl_fail_nomem(error) : REEL_OK;
        }
        if (unchanged) {
            return rl_fail_at(error, REEL_CORRUPT, part->given, 0,
                              "the index at %s lost its content: run `reel index --full --index %s PATH...`",
                              part->given, part->given);
        }
        memcpy(before, part->name, sizeof before);
        pause_shortly();
    }
    return rl_fail_at(error, REEL_IO, part->given, 0, "the index at %s changes faster than it can be opened",
                      part->given);
}

/* An index folder has generations; anything else is a store, or nothing. */
static reel_status find_part(reader_part *part, reel_error *error) {
    rl_layout_look look;
    reel_status status = rl_layout_look_into(part->given, &look, error);
    if (status != REEL_OK) {
        return status;
    }
    if (look.has_ours) {
        return hold_current(part, error);
    }
    if (look.exists && !look.has_store && look.has_others) {
        return rl_fail_at(error, REEL_NOTFOUND, part->given, 0,
                          "%s is a folder without an index: name the one that `reel index` made", part->given);
    }
    if (look.exists && !look.has_store) {
        return fail_no_current(part, error);
    }
    if (strncmp(part->given, "tcp:", 4) != 0 && access(part->given, F_OK) != 0 && errno == ENOENT) {
        return rl_fail_at(error, REEL_NOTFOUND, part->given, 0,
                          "there is no index at %s: run `reel index --index %s PATH...`", part->given, part->given);
    }
    part->path = strdup(part->given);
    return part->path == NULL ? rl_fail_nomem(error) : REEL_OK;
}

/* --- states --- */

static void free_state(reader_state *state) {
    if (state == NULL) {
        return;
    }
    rl_store_close(state->store);
    for (size_t i = 0; i < state->part_count; i++) {
        if (state->parts[i].hold >= 0) {
            (void)close(state->parts[i].hold);
        }
        free(state->parts[i].given);
        free(state->parts[i].path);
    }
    free(state->parts);
    rl_buffer_done(&state->generation);
    free(state);
}

static reader_state *new_state(const char *const *paths, size_t path_count) {
    reader_state *state = calloc(1, sizeof *state);
    reader_part *parts = calloc(path_count, sizeof *parts);
    if (state == NULL || parts == NULL) {
        free(state);
        free(parts);
        return NULL;
    }
    state->parts = parts;
    for (size_t i = 0; i < path_count; i++) {
        parts[i].hold = -1;
        parts[i].given = strdup(paths[i]);
        state->part_count = i + 1;
        if (parts[i].given == NULL) {
            free_state(state);
            return NULL;
        }
    }
    return state;
}

/* What a link names has to be there and whole: anything else than trouble with reading it is damage. */
static reel_status fail_damaged(const reader_part *part, reel_status status, reel_error *error) {
    reel_error cause = {.status = status};
    if (error != NULL) {
        cause = *error;
    }
    if (status == REEL_IO && access(part->path, R_OK) != 0) {
        return rl_fail_at(error, REEL_IO, part->given, 0, "%s: %s", part->path, strerror(errno));
    }
    return rl_fail_at(error, status == REEL_IO ? REEL_IO : REEL_CORRUPT, part->given, 0,
                      "the index at %s is damaged (%.200s): rebuild it with `reel index --full --index %s PATH...`",
                      part->given, cause.message, part->given);
}

/* A file can be a stub, which names indexes; most are something else, named by mistake. */
static reel_status fail_no_stub(const reader_part *part, reel_error *error) {
    reel_error cause = {.message = ""};
    if (error != NULL) {
        cause = *error;
    }
    return rl_fail_at(error, REEL_NOTFOUND, part->given, 0,
                      "%s is a file, not an index folder, and no Xapian stub file that can be opened (%.150s): name the folder "
                      "that `reel index` made",
                      part->given, cause.message);
}

/* Metadata of several stores opened as one are those of the first, so each is asked alone. */
static reel_status check_part(const reader_part *part, reel_error *error) {
    rl_store *store;
    const char *path = part->path;
    reel_status status = rl_store_open(&path, 1, &store, error);
    bool opened = status == REEL_OK;
    if (opened) {
        status = rl_index_check_stamp(store, part->given, error);
    }
    rl_store_close(store);
    if (status == REEL_NOTFOUND && part->name[0] == '\0' && rl_layout_is_file(part->path)) {
        return fail_no_stub(part, error);
    }
    if (part->name[0] == '\0' || status == REEL_OK || status == REEL_NOMEM || status == REEL_STALE ||
        (opened && status == REEL_NOTFOUND)) {
        return status;
    }
    return fail_damaged(part, status, error);
}

static reel_status open_parts(reader_state *state, reel_error *error) {
    const char **paths = calloc(state->part_count, sizeof *paths);
    if (paths == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < state->part_count; i++) {
        paths[i] = state->parts[i].path;
    }
    reel_status status = rl_store_open(paths, state->part_count, &state->store, error);
    free(paths);
    if (status == REEL_OK) {
        rl_store_pin(state->store, true);
    }
    return status;
}

static reel_status open_state(const char *const *paths, size_t path_count, bool trusting, reader_state **out_state,
                              reel_error *error) {
    *out_state = NULL;
    reader_state *state = new_state(paths, path_count);
    if (state == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = REEL_OK;
    state->trusting = trusting;
    for (size_t i = 0; status == REEL_OK && i < path_count; i++) {
        status = find_part(&state->parts[i], error);
        if (status == REEL_OK && !trusting && state->parts[i].name[0] != '\0') {
            status = rl_index_sums_check(state->parts[i].path, state->parts[i].given, error);
        }
        if (status == REEL_OK) {
            status = check_part(&state->parts[i], error);
        }
    }
    if (status == REEL_OK) {
        status = open_parts(state, error);
    }
    if (status != REEL_OK) {
        free_state(state);
        return status;
    }
    *out_state = state;
    return REEL_OK;
}

/* --- the interface --- */

static reel_status open_reader(const char *const *paths, size_t path_count, bool trusting, rl_index_reader **out_reader,
                               reel_error *error) {
    *out_reader = NULL;
    if (path_count == 0 || path_count > RL_MAX_INDEXES) {
        return rl_fail(error, REEL_INVALID, "from 1 to %d indexes can be searched as one", RL_MAX_INDEXES);
    }
    rl_index_reader *reader = calloc(1, sizeof *reader);
    reel_status status = reader == NULL ? rl_fail_nomem(error) : open_state(paths, path_count, trusting, &reader->state, error);
    if (status != REEL_OK) {
        free(reader);
        return status;
    }
    *out_reader = reader;
    return REEL_OK;
}

reel_status rl_index_reader_open(const char *const *paths, size_t path_count, rl_index_reader **out_reader,
                                 reel_error *error) {
    return open_reader(paths, path_count, false, out_reader, error);
}

reel_status rl_index_reader_open_damaged(const char *path, rl_index_reader **out_reader, reel_error *error) {
    return open_reader(&path, 1, true, out_reader, error);
}

void rl_index_reader_close(rl_index_reader *reader) {
    if (reader != NULL) {
        free_state(reader->state);
        free(reader);
    }
}

rl_store *rl_index_reader_store(rl_index_reader *reader) {
    return reader->state->store;
}

static bool was_switched(const reader_state *state) {
    char name[RL_LAYOUT_NAME_BYTES];
    for (size_t i = 0; i < state->part_count; i++) {
        if (state->parts[i].name[0] != '\0') {
            rl_layout_current(state->parts[i].given, name);
            if (strcmp(name, state->parts[i].name) != 0) {
                return true;
            }
        }
    }
    return false;
}

/* The old state stays until the new one is open: a failure leaves the reader as it was. */
static reel_status open_anew(rl_index_reader *reader, reel_error *error) {
    const char *paths[RL_MAX_INDEXES];
    reader_state *old = reader->state;
    reader_state *fresh;
    for (size_t i = 0; i < old->part_count; i++) {
        paths[i] = old->parts[i].given;
    }
    reel_status status = open_state(paths, old->part_count, old->trusting, &fresh, error);
    if (status == REEL_OK) {
        reader->state = fresh;
        free_state(old);
    }
    return status;
}

reel_status rl_index_reader_refresh(rl_index_reader *reader, bool *out_changed, reel_error *error) {
    bool changed = was_switched(reader->state);
    reel_status status = changed ? open_anew(reader, error) : rl_store_reopen(reader->state->store, &changed, error);
    if (out_changed != NULL) {
        *out_changed = status == REEL_OK && changed;
    }
    return status;
}

/* Asked for anew each time: a read may have moved the store to a newer commit by itself. */
const char *rl_index_reader_generation(const rl_index_reader *reader) {
    reader_state *state = reader->state;
    rl_buffer_clear(&state->generation);
    for (size_t i = 0; i < state->part_count; i++) {
        rl_buffer_add_format(&state->generation, "%s%lu", i == 0 ? "" : "+", rl_layout_number(state->parts[i].name));
    }
    rl_buffer_add_byte(&state->generation, '-');
    bool lost = rl_store_revision(state->store, &state->generation, NULL) == REEL_NOMEM;
    return lost ? "" : rl_buffer_text(&state->generation);
}
