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
    if (unlink(path) != 0) { /* it would stay in the index */
        int why = errno;
        rl_spill_free(spill);
        return rl_fail_at(error, REEL_IO, folder, 0, "a temporary file in %s could not be unlinked: %s", folder, strerror(why));
    }
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

reel_status rl_spill_put(rl_spill *spill, const rl_joined_film *alone, uint64_t *out_offset, uint32_t *out_length,
                         reel_error *error) {
    size_t before = spill->buffer.length;
    rl_buffer_add_uint(&spill->buffer, alone->block_key_count);
    for (size_t i = 0; i < alone->block_key_count; i++) {
        rl_buffer_add_string(&spill->buffer, alone->block_keys[i]);
    }
    reel_status status = rl_film_encode(&alone->film, &spill->buffer, error);
    if (status != REEL_OK) {
        spill->buffer.length = before;
        return status;
    }
    *out_offset = spill->written + before;
    *out_length = (uint32_t)(spill->buffer.length - before);
    return spill->buffer.length < SPILL_BUFFER_BYTES ? REEL_OK : rl_spill_flush(spill, error);
}

static reel_status read_back(const rl_spill *spill, uint64_t offset, char *bytes, size_t length, reel_error *error) {
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
    return REEL_OK;
}

reel_status rl_spill_get(const rl_spill *spill, rl_arena *arena, uint64_t offset, uint32_t length, rl_joined_film *out_alone,
                         rl_str *out_record, reel_error *error) {
    *out_alone = (rl_joined_film){.block_keys = NULL};
    char *bytes = rl_arena_alloc(arena, length);
    reel_status status = bytes == NULL ? rl_fail_nomem(error) : read_back(spill, offset, bytes, length, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_reader reader = rl_reader_of((rl_str){bytes, length});
    out_alone->block_key_count = (size_t)rl_reader_uint_max(&reader, length);
    out_alone->block_keys = rl_arena_array(arena, out_alone->block_key_count + 1, sizeof(rl_str));
    if (out_alone->block_keys == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < out_alone->block_key_count; i++) {
        out_alone->block_keys[i] = rl_reader_string(&reader);
    }
    *out_record = (rl_str){reader.at, (size_t)(reader.end - reader.at)};
    return rl_film_decode(arena, *out_record, &out_alone->film, error);
}
