/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_shares: where the processor time of a build on one thread goes. Indexes a corpus anew through the public call,
 * with a clock around each call into the store (the linker's --wrap), and prints the seconds of the store and those of
 * all else: reading, extraction, joining, analysis, encoding.
 */
#include <stdio.h>
#include <time.h>

#include "common/include/reel.h"
#include "common/store.h"

static double store_seconds;

static double now(clockid_t clock) {
    struct timespec time;
    (void)clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

#define WRAP(type, name, parameters, arguments)                                                                        \
    type __real_##name parameters;                                                                                     \
    type __wrap_##name parameters;                                                                                     \
    type __wrap_##name parameters {                                                                                    \
        double before = now(CLOCK_THREAD_CPUTIME_ID);                                                                  \
        type status = __real_##name arguments;                                                                         \
        store_seconds += now(CLOCK_THREAD_CPUTIME_ID) - before;                                                        \
        return status;                                                                                                 \
    }

WRAP(reel_status, rl_writer_open,
     (const char *path, rl_writer_mode mode, uint32_t wait_ms, rl_writer **out, reel_error *error),
     (path, mode, wait_ms, out, error))
WRAP(reel_status, rl_writer_add,
     (rl_writer * writer, const rl_store_document *document, rl_docid *out, reel_error *error),
     (writer, document, out, error))
WRAP(reel_status, rl_writer_commit, (rl_writer * writer, reel_error *error), (writer, error))
WRAP(reel_status, rl_store_compact,
     (const char *const *paths, size_t count, const char *path, bool renumber, reel_error *error),
     (paths, count, path, renumber, error))

int main(int argc, char **argv) {
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    reel_index_report report;
    reel_error error;
    if (argc != 3) {
        (void)fprintf(stderr, "build_shares NEW-INDEX CORPUS\n");
        return 2;
    }
    options.jobs = 1;
    options.full = true;
    double before = now(CLOCK_PROCESS_CPUTIME_ID);
    if (reel_index_paths(argv[1], (const char *const[]){argv[2]}, 1, &options, &report, &error) != REEL_OK) {
        (void)fprintf(stderr, "build_shares: %s\n", error.message);
        return 1;
    }
    double all = now(CLOCK_PROCESS_CPUTIME_ID) - before;
    (void)printf("%.2f %.2f\n", store_seconds, all - store_seconds);
    return 0;
}
