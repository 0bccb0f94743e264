/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * temporary_file: see temporary_file.h.
 */
#include "indexer/temporary_file.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

reel_status rl_temporary_file_open(const char *folder, int *out_file, reel_error *error) {
    char path[PATH_MAX];
    int length = snprintf(path, sizeof path, "%s/spill-XXXXXX", folder);
    *out_file = -1;
    if (length < 0 || (size_t)length >= sizeof path) {
        return rl_fail_at(error, REEL_IO, folder, 0, "no temporary file could be made in %s: its name is too long", folder);
    }
    int file = mkstemp(path);
    if (file < 0) {
        return rl_fail_at(error, REEL_IO, folder, 0, "no temporary file could be made in %s: %s", folder, strerror(errno));
    }
    if (unlink(path) != 0) { /* it would stay in the index */
        int why = errno;
        (void)close(file);
        return rl_fail_at(error, REEL_IO, folder, 0, "a temporary file in %s could not be unlinked: %s", folder, strerror(why));
    }
    *out_file = file;
    return REEL_OK;
}

reel_status rl_temporary_file_append(int file, const void *bytes, size_t length, reel_error *error) {
    size_t done = 0;
    while (done < length) {
        ssize_t wrote = write(file, (const char *)bytes + done, length - done);
        if (wrote < 0 && errno == EINTR) {
            continue;
        }
        if (wrote < 0) {
            return rl_fail(error, REEL_IO, "a temporary file could not be written: %s", strerror(errno));
        }
        done += (size_t)wrote;
    }
    return REEL_OK;
}

reel_status rl_temporary_file_read(int file, uint64_t offset, void *bytes, size_t length, reel_error *error) {
    size_t done = 0;
    while (done < length) {
        ssize_t got = pread(file, (char *)bytes + done, length - done, (off_t)(offset + done));
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
