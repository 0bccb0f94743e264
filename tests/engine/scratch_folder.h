/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * scratch_folder: a temporary folder and files in it, for tests. Everything stops the test when it fails.
 */
#ifndef REEL_ENGINE_SCRATCH_FOLDER_H
#define REEL_ENGINE_SCRATCH_FOLDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SCRATCH_PATH = 1024 };

/* A new folder; freed and removed by scratch_remove. */
char *scratch_make(void);
void scratch_remove(char *folder);
/* "folder/name", in one of a few buffers that are used in turn. */
const char *scratch_path(const char *folder, const char *name);
/* Makes the folders above as well. */
void scratch_write(const char *path, const char *bytes, size_t length);
void scratch_text(const char *path, const char *text);
void scratch_append(const char *path, const char *text);
/* Removes a file or a whole folder; nothing there is no failure. */
void scratch_clear(const char *path);
/* Sets the time of last change: seconds and nanoseconds. */
void scratch_time(const char *path, int64_t seconds, long nanoseconds);
/* Hash over names, kinds, sizes, times, inodes and bytes of everything below path. */
uint64_t scratch_fingerprint(const char *path);

#endif
