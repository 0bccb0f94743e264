/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * spill: see spill.h.
 */
#include "indexer/spill.h"

#include <stdlib.h>
#include <unistd.h>

#include "common/film_codec.h"
#include "indexer/temporary_file.h"

struct rl_spill {
    int file;
    uint64_t written; /* bytes in the file */
    rl_buffer buffer; /* behind them */
    size_t most;      /* bytes of it */
};

reel_status rl_spill_new(const char *folder, size_t buffer_bytes, rl_spill **out_spill, reel_error *error) {
    *out_spill = NULL;
    rl_spill *spill = calloc(1, sizeof *spill);
    if (spill == NULL) {
        return rl_fail_nomem(error);
    }
    spill->most = buffer_bytes;
    reel_status status = rl_temporary_file_open(folder, &spill->file, error);
    if (status != REEL_OK) {
        free(spill);
        return status;
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
    reel_status status = rl_temporary_file_append(spill->file, spill->buffer.at, spill->buffer.length, error);
    if (status == REEL_OK) {
        spill->written += spill->buffer.length;
        rl_buffer_clear(&spill->buffer);
    }
    return status;
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
    return spill->buffer.length < spill->most ? REEL_OK : rl_spill_flush(spill, error);
}

reel_status rl_spill_get(const rl_spill *spill, rl_arena *arena, uint64_t offset, uint32_t length, rl_joined_film *out_alone,
                         rl_str *out_record, reel_error *error) {
    *out_alone = (rl_joined_film){.block_keys = NULL};
    char *bytes = rl_arena_alloc(arena, length);
    reel_status status = bytes == NULL ? rl_fail_nomem(error) : rl_temporary_file_read(spill->file, offset, bytes, length, error);
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
