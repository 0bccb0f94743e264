/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watch: waits until something changes in the folders an index run read. Linux only (inotify).
 */
#ifndef REEL_CLI_WATCH_H
#define REEL_CLI_WATCH_H

#include <signal.h>
#include <stdbool.h>

typedef struct watch {
    int fd;
    bool partial; /* some folders could not be watched: they are looked at every minute */
} watch;

typedef enum watch_result { WATCH_CHANGED, WATCH_INTERRUPTED, WATCH_FAILED } watch_result;

bool watch_open(watch *self);
void watch_close(watch *self);
/* Before a folder is read, so that no change falls between. A file stands for its folder. */
void watch_add(watch *self, const char *path);
/* Returns some time after the last of a flurry of changes; at once retry seconds later, when not 0. */
watch_result watch_wait(watch *self, const volatile sig_atomic_t *interrupted, unsigned retry_seconds);

#endif
