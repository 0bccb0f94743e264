/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * temporary_file: a file without a name, for what a build does not hold in memory.
 */
#ifndef REEL_INDEXER_TEMPORARY_FILE_H
#define REEL_INDEXER_TEMPORARY_FILE_H

#include "common/status.h"

/* The file is made in folder and unlinked at once: a crash leaves nothing. The caller closes it. */
reel_status rl_temporary_file_open(const char *folder, int *out_file, reel_error *error);
/* Appends all of the bytes. */
reel_status rl_temporary_file_append(int file, const void *bytes, size_t length, reel_error *error);
/* Exactly length bytes from offset on. Thread-safe. */
reel_status rl_temporary_file_read(int file, uint64_t offset, void *bytes, size_t length, reel_error *error);

#endif
