/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_codec: any bytes as a stored film. What decodes, encodes again to a film that is the same.
 */
#include <string.h>

#include "common/film_codec.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    rl_arena *arena = rl_arena_new();
    rl_film film, again;
    rl_buffer first = RL_BUFFER_INIT, second = RL_BUFFER_INIT;
    reel_error error;
    reel_status status = rl_film_decode(arena, (rl_str){(const char *)data, size}, &film, &error);
    FUZZ_CHECK(status == REEL_OK || status == REEL_CORRUPT);
    if (status == REEL_OK && rl_film_encode(&film, &first, &error) == REEL_OK) {
        FUZZ_CHECK(rl_film_decode(arena, rl_buffer_str(&first), &again, &error) == REEL_OK);
        FUZZ_CHECK(again.fact_count == film.fact_count && again.source_count == film.source_count);
        FUZZ_CHECK(rl_film_encode(&again, &second, &error) == REEL_OK);
        FUZZ_CHECK(rl_str_equal(rl_buffer_str(&first), rl_buffer_str(&second)));
    }
    rl_buffer_done(&first);
    rl_buffer_done(&second);
    rl_arena_free(arena);
    return 0;
}
