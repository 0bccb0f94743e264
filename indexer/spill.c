/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * spill: see spill.h.
 */
#include "indexer/spill.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/film_codec.h"

enum { SPILL_BUFFER_BYTES = 1 << 20 };

struct rl_spill {
    int file;
    uint64_t written; /* bytes in the file */
    rl_buffer buffer; /* behind them */
};

reel_status rl_spill_new(const char *folder, rl_spill **out_spill, reel_error *error) {
    *out_spill = NULL;
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/spill-XXXXXX", folder);
    rl_spill *spill = calloc(1, sizeof *spill);
    if (spill == NULL || length < 0 || (size_t)length >= sizeof path) {
        free(spill);
        return rl_fail_nomem(error);
    }
    spill->file = mkstemp(path);
    if (spill->file < 0) {
        free(spill);
        return rl_fail_at(error, REEL_IO, folder, 0, "no temporary file could be made in %s: %s", folder, strerror(errno));
    }
    (void)unlink(path);
    *out_spill = spill;
    return REEL_OK;
}

void rl_spill_free(rl_spill *spill) {
    if (spill != NULL) {
        (void)close(spill->file);
        rl_buffer_done(&spill->buffer);
        free(spill);
    }
}

reel_status rl_spill_flush(rl_spill *spill, reel_error *error) {
    size_t done = 0;
    while (done < spill->buffer.length) {
        ssize_t wrote = write(spill->file, spill->buffer.at + done, spill->buffer.length - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return rl_fail(error, REEL_IO, "a temporary file could not be written: %s", strerror(errno));
        }
        done += (size_t)wrote;
    }
    spill->written += spill->buffer.length;
    rl_buffer_clear(&spill->buffer);
    return REEL_OK;
}

reel_status rl_spill_put(rl_spill *spill, rl_arena *arena, const rl_contribution *contribution, uint64_t *out_offset,
                         uint32_t *out_length, reel_error *error) {
    rl_film film;
    reel_status status = rl_film_merge(arena, RL_STR("-"), contribution, 1, &film, error);
    size_t before = spill->buffer.length;
    if (status == REEL_OK) {
        status = rl_film_encode(&film, &spill->buffer, error);
    }
    if (status != REEL_OK) {
        spill->buffer.length = before;
        return status;
    }
    *out_offset = spill->written + before;
    *out_length = (uint32_t)(spill->buffer.length - before);
    return spill->buffer.length < SPILL_BUFFER_BYTES ? REEL_OK : rl_spill_flush(spill, error);
}

reel_status rl_spill_get(const rl_spill *spill, rl_arena *arena, uint64_t offset, uint32_t length, rl_join_item *out_item,
                         reel_error *error) {
    char *bytes = rl_arena_alloc(arena, length);
    if (bytes == NULL) {
        return rl_fail_nomem(error);
    }
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(spill->file, bytes + done, length - done, (off_t)(offset + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return rl_fail(error, REEL_IO, "a temporary file could not be read back: %s",
                           got < 0 ? strerror(errno) : "it is too short");
        }
        done += (size_t)got;
    }
    rl_film film;
    reel_status status = rl_film_decode(arena, (rl_str){bytes, length}, &film, error);
    if (status == REEL_OK) {
        status = rl_film_contribution(arena, &film, 0, &out_item->contribution, error);
    }
    return status == REEL_OK ? rl_identity_of_source(arena, &film, 0, &out_item->identity, error) : status;
}
