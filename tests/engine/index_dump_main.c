/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel-index-dump INDEX: prints everything an index says, for comparing two of them.
 */
#include <stdio.h>

#include "tests/engine/index_dump.h"

int main(int argc, char **argv) {
    rl_buffer out = RL_BUFFER_INIT;
    reel_error error;
    if (argc != 2) {
        (void)fputs("usage: reel-index-dump INDEX\n", stderr);
        return 2;
    }
    reel_status status = index_dump(argv[1], &out, &error);
    if (status != REEL_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
    } else {
        (void)fwrite(out.at, 1, out.length, stdout);
    }
    rl_buffer_done(&out);
    return status == REEL_OK ? 0 : 1;
}
