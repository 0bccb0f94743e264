/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_pack: any bytes as a packed record, and as a record: it comes back, and with a byte changed it is damaged or,
 * where that byte says nothing, the same.
 */
#include <string.h>

#include "common/record_pack.h"
#include "tests/fuzz/fuzz.h"

static void change_bytes(rl_packer *packer, rl_str record, rl_buffer *packed, rl_buffer *again) {
    size_t step = packed->length / 16 + 1;
    for (size_t i = record.length % step; i < packed->length; i += step) {
        char before = packed->at[i];
        packed->at[i] = (char)(before ^ (1 + (int)(record.length % 255)));
        rl_buffer_clear(again);
        reel_status status = rl_unpack(packer, rl_buffer_str(packed), again, NULL);
        FUZZ_CHECK(status == REEL_CORRUPT || (status == REEL_OK && rl_str_equal(rl_buffer_str(again), record)));
        packed->at[i] = before;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    rl_packer *packer;
    rl_buffer packed = RL_BUFFER_INIT, again = RL_BUFFER_INIT;
    rl_str record = {(const char *)data, size};
    FUZZ_CHECK(rl_packer_new(&packer, NULL) == REEL_OK);
    reel_status status = rl_unpack(packer, record, &again, NULL);
    FUZZ_CHECK(status == REEL_OK || status == REEL_CORRUPT);
    rl_buffer_clear(&again);
    FUZZ_CHECK(rl_pack(packer, record, &packed, NULL) == REEL_OK);
    FUZZ_CHECK(rl_unpack(packer, rl_buffer_str(&packed), &again, NULL) == REEL_OK);
    FUZZ_CHECK(rl_str_equal(rl_buffer_str(&again), record));
    change_bytes(packer, record, &packed, &again);
    rl_buffer_done(&packed);
    rl_buffer_done(&again);
    rl_packer_free(packer);
    return 0;
}
