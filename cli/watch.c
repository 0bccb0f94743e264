/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * watch: see watch.h.
 */
#include "cli/watch.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/select.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>
#ifdef __linux__
#include <sys/inotify.h>
#endif

enum { QUIET_MS = 500, FLURRY_MS = 10000, PARTIAL_SECONDS = 60, PATH_BYTES = 4096 };

#ifdef __linux__

bool watch_open(watch *self) {
    self->partial = false;
    self->fd = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (self->fd < 0) {
        (void)fprintf(stderr, "reel: folders cannot be watched: %s\n", strerror(errno));
        return false;
    }
    return true;
}

void watch_close(watch *self) { (void)close(self->fd); }

void watch_add(watch *self, const char *path) {
    const uint32_t changes = IN_CLOSE_WRITE | IN_MODIFY | IN_ATTRIB | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |
                             IN_DELETE_SELF | IN_MOVE_SELF;
    struct stat info;
    char folder[PATH_BYTES];
    (void)snprintf(folder, sizeof folder, "%s", path);
    char *slash = strrchr(folder, '/');
    if (stat(path, &info) == 0 && !S_ISDIR(info.st_mode) && slash != NULL) {
        slash[slash == folder] = '\0';
    }
    if (inotify_add_watch(self->fd, folder, changes) < 0 && !self->partial) {
        self->partial = true;
        (void)fprintf(stderr, "reel: %s cannot be watched (%s); it is looked at every %d seconds\n", folder, strerror(errno),
                      PARTIAL_SECONDS);
    }
}

static void drop_events(const watch *self) {
    char events[4096] __attribute__((aligned(8)));
    while (read(self->fd, events, sizeof events) > 0) {
    }
}

/* 1: there are events; 0: the time is over; -1: a signal, or trouble. */
static int wait_for(const watch *self, const volatile sig_atomic_t *interrupted, long milliseconds) {
    struct timespec time = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    sigset_t blocked;
    sigset_t before;
    fd_set set;
    FD_ZERO(&set);
    FD_SET(self->fd, &set);
    (void)sigemptyset(&blocked);
    (void)sigaddset(&blocked, SIGINT);
    (void)sigaddset(&blocked, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &blocked, &before); /* so that none falls between the look and the wait */
    int result = *interrupted ? -1 : pselect(self->fd + 1, &set, NULL, NULL, milliseconds < 0 ? NULL : &time, &before);
    (void)sigprocmask(SIG_SETMASK, &before, NULL);
    return result;
}

static double now_ms(void) {
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec * 1e3 + (double)time.tv_nsec / 1e6;
}

watch_result watch_wait(watch *self, const volatile sig_atomic_t *interrupted, unsigned retry_seconds) {
    long first = retry_seconds != 0 ? (long)retry_seconds * 1000 : self->partial ? PARTIAL_SECONDS * 1000L : -1;
    int result = wait_for(self, interrupted, first);
    double until = now_ms() + FLURRY_MS;
    while (result > 0 && now_ms() < until) {
        drop_events(self);
        result = wait_for(self, interrupted, QUIET_MS);
    }
    drop_events(self);
    if (result < 0) {
        return *interrupted ? WATCH_INTERRUPTED : errno == EINTR ? WATCH_CHANGED : WATCH_FAILED;
    }
    return WATCH_CHANGED;
}

#else

bool watch_open(watch *self) {
    self->fd = -1;
    (void)fputs("reel: --watch needs Linux\n", stderr);
    return false;
}

void watch_close(watch *self) { (void)self; }
void watch_add(watch *self, const char *path) { (void)self, (void)path; }

watch_result watch_wait(watch *self, const volatile sig_atomic_t *interrupted, unsigned retry_seconds) {
    (void)self, (void)interrupted, (void)retry_seconds;
    return WATCH_FAILED;
}

#endif
