/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * intake: see intake.h.
 */
#include "indexer/intake.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <xxhash.h>

#include "common/utf8.h"

const char *rl_intake_subject_name(rl_subject subject) {
    switch (subject) {
    case RL_SUBJECT_FILM:
        return "a film";
    case RL_SUBJECT_SERIES:
        return "a series";
    case RL_SUBJECT_EPISODE:
        return "an episode";
    case RL_SUBJECT_PERSON:
        return "a person";
    case RL_SUBJECT_EVENT:
        return "an event";
    case RL_SUBJECT_LIST:
        return "a list of films";
    case RL_SUBJECT_OTHER:
        return "no film";
    }
    return "no film";
}

/* A name is bytes, as the system has it; what is shown with a film is text. */
static rl_str text_of_name(rl_arena *arena, rl_str name) {
    rl_buffer repaired = RL_BUFFER_INIT;
    if (rl_utf8_valid(name)) {
        return name;
    }
    (void)rl_utf8_repair(name, &repaired);
    rl_str text = repaired.failed ? RL_STR_EMPTY : rl_str_copy(arena, rl_buffer_str(&repaired));
    rl_buffer_done(&repaired);
    return text;
}

reel_status rl_intake_read(rl_arena *arena, rl_str key, rl_str display, rl_str bytes, rl_intake *out_intake,
                           reel_error *error) {
    *out_intake = (rl_intake){0};
    rl_document document;
    reel_status status = rl_document_init(&document, arena, display, bytes, error);
    if (status != REEL_OK) {
        return status;
    }
    out_intake->repaired = document.repaired;
    rl_facts *facts = &out_intake->facts;
    rl_facts_init(facts, arena);
    status = rl_format_read(&document, facts, &out_intake->format, error);
    if (status != REEL_OK) {
        return status;
    }
    out_intake->is_film = facts->subject == RL_SUBJECT_FILM || facts->subject == RL_SUBJECT_SERIES ||
                          facts->subject == RL_SUBJECT_EPISODE;
    rl_str shown = text_of_name(arena, display);
    if (rl_arena_failed(arena) || (shown.length == 0 && display.length > 0)) {
        return rl_fail_nomem(error);
    }
    out_intake->contribution =
        (rl_contribution){.source = {.path = shown, .format = rl_str_of(out_intake->format->name), .key = key},
                          .facts = facts->items,
                          .fact_count = facts->count};
    rl_identity_describe(facts, &out_intake->contribution.source);
    return out_intake->is_film ? rl_identity_of(arena, key, facts, &out_intake->identity, error) : REEL_OK;
}

reel_status rl_intake_read_record(rl_arena *arena, rl_str key, rl_str display, rl_str line, rl_intake *out_intake,
                                  reel_error *error) {
    reel_status status = rl_intake_read(arena, key, display, line, out_intake, error);
    if (status == REEL_OK && strcmp(out_intake->format->name, "record") != 0) {
        *out_intake = (rl_intake){0};
        rl_str name = rl_str_copy(arena, display);
        return rl_arena_failed(arena) ? rl_fail_nomem(error)
                                      : rl_fail_at(error, REEL_FORMAT, name.at, 0, "is no film record: a JSON object is expected");
    }
    return status;
}

/* O_NONBLOCK, because a file may have become a FIFO since it was listed. */
reel_status rl_intake_open(const char *path, int *out_file, reel_error *error) {
    struct stat info;
    *out_file = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0) {
        return rl_fail_at(error, errno == ENOENT ? REEL_NOTFOUND : REEL_IO, path, 0, "%s", strerror(errno));
    }
    if (fstat(file, &info) != 0 || !S_ISREG(info.st_mode)) {
        (void)close(file);
        return rl_fail_at(error, REEL_IO, path, 0, "is no regular file");
    }
    *out_file = file;
    return REEL_OK;
}

reel_status rl_intake_load_rest(int file, const char *path, size_t max, rl_buffer *out, reel_error *error) {
    for (;;) {
        if (!rl_buffer_reserve(out, (size_t)1 << 16)) {
            return rl_fail_nomem(error);
        }
        ssize_t got = read(file, out->at + out->length, out->capacity - out->length);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return rl_fail_at(error, REEL_IO, path, 0, "%s", strerror(errno));
        }
        if (got == 0) {
            return REEL_OK;
        }
        out->length += (size_t)got;
        if (out->length > max) {
            return rl_fail_at(error, REEL_LIMIT, path, 0, "is larger than %zu MiB, the limit for one page", max >> 20);
        }
    }
}

reel_status rl_intake_load(const char *path, size_t max, rl_buffer *out, reel_error *error) {
    int file;
    rl_buffer_clear(out);
    reel_status status = rl_intake_open(path, &file, error);
    if (status == REEL_OK) {
        status = rl_intake_load_rest(file, path, max, out, error);
        (void)close(file);
    }
    return status;
}

uint64_t rl_intake_hash(rl_str bytes) {
    uint64_t hash = XXH3_64bits(bytes.at, bytes.length);
    return hash == 0 ? 1 : hash;
}

uint64_t rl_intake_line_hash(rl_str line) { return rl_str_trim(line).length > 0 ? rl_intake_hash(line) : 0; }

reel_status rl_intake_hash_file(const char *path, uint64_t *out_hash, reel_error *error) {
    *out_hash = 0;
    int file;
    reel_status status = rl_intake_open(path, &file, error);
    if (status != REEL_OK) {
        return status;
    }
    enum { STEP = 1 << 18 };
    char *step = malloc(STEP);
    XXH3_state_t *state = XXH3_createState();
    status = step == NULL || state == NULL ? rl_fail_nomem(error) : REEL_OK;
    if (status == REEL_OK) {
        (void)XXH3_64bits_reset(state);
    }
    while (status == REEL_OK) {
        ssize_t got = read(file, step, STEP);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            status = rl_fail_at(error, REEL_IO, path, 0, "%s", strerror(errno));
        }
        if (got <= 0) {
            break;
        }
        (void)XXH3_64bits_update(state, step, (size_t)got);
    }
    if (status == REEL_OK) {
        uint64_t hash = XXH3_64bits_digest(state);
        *out_hash = hash == 0 ? 1 : hash;
    }
    (void)XXH3_freeState(state);
    free(step);
    (void)close(file);
    return status;
}
