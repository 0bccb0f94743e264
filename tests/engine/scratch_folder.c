/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * scratch_folder: see scratch_folder.h.
 */
#include "tests/engine/scratch_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void stop_on(bool failed, const char *what, const char *path) {
    if (failed) {
        (void)fprintf(stderr, "%s %s: %s\n", what, path, strerror(errno));
        abort();
    }
}

char *scratch_make(void) {
    const char *base = getenv("TMPDIR");
    char *folder = malloc(SCRATCH_PATH);
    if (base == NULL) {
        base = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"; /* where syncing costs nothing */
    }
    (void)snprintf(folder, SCRATCH_PATH, "%s/reel-engine-XXXXXX", base);
    stop_on(mkdtemp(folder) == NULL, "making", folder);
    return folder;
}

static int remove_entry(const char *path, const struct stat *info, int kind, struct FTW *place) {
    (void)info;
    (void)kind;
    (void)place;
    return remove(path);
}

void scratch_clear(const char *path) {
    struct stat info;
    if (lstat(path, &info) == 0) {
        stop_on(nftw(path, remove_entry, 16, FTW_DEPTH | FTW_PHYS) != 0, "removing", path);
    }
}

void scratch_remove(char *folder) {
    scratch_clear(folder);
    free(folder);
}

const char *scratch_path(const char *folder, const char *name) {
    static _Thread_local char buffers[8][SCRATCH_PATH];
    static _Thread_local unsigned next;
    char *path = buffers[next++ % 8];
    (void)snprintf(path, SCRATCH_PATH, "%s/%s", folder, name);
    return path;
}

static void make_above(const char *path) {
    char part[SCRATCH_PATH];
    (void)snprintf(part, sizeof part, "%s", path);
    for (char *at = part + 1; *at != '\0'; at++) {
        if (*at == '/') {
            *at = '\0';
            stop_on(mkdir(part, 0777) != 0 && errno != EEXIST, "making", part);
            *at = '/';
        }
    }
}

static void put(const char *path, const char *mode, const char *bytes, size_t length) {
    make_above(path);
    FILE *file = fopen(path, mode);
    stop_on(file == NULL, "opening", path);
    stop_on(fwrite(bytes, 1, length, file) != length || fclose(file) != 0, "writing", path);
}

void scratch_write(const char *path, const char *bytes, size_t length) { put(path, "w", bytes, length); }
void scratch_text(const char *path, const char *text) { put(path, "w", text, strlen(text)); }
void scratch_append(const char *path, const char *text) { put(path, "a", text, strlen(text)); }

void scratch_time(const char *path, int64_t seconds, long nanoseconds) {
    struct timespec times[2] = {{seconds, nanoseconds}, {seconds, nanoseconds}};
    stop_on(utimensat(AT_FDCWD, path, times, 0) != 0, "setting the time of", path);
}

static uint64_t total; /* of the walk that runs: nftw passes nothing on */

static void mix(const void *bytes, size_t length, uint64_t *hash) {
    const unsigned char *at = bytes;
    for (size_t i = 0; i < length; i++) {
        *hash = (*hash ^ at[i]) * UINT64_C(1099511628211);
    }
}

static int add_entry(const char *path, const struct stat *info, int kind, struct FTW *place) {
    uint64_t hash = UINT64_C(14695981039346656037);
    const int64_t numbers[] = {(int64_t)info->st_ino,          (int64_t)info->st_mode,         (int64_t)info->st_size,
                               (int64_t)info->st_mtim.tv_sec,  (int64_t)info->st_mtim.tv_nsec, (int64_t)info->st_ctim.tv_sec,
                               (int64_t)info->st_ctim.tv_nsec, kind};
    (void)place;
    mix(path, strlen(path), &hash);
    mix(numbers, sizeof numbers, &hash);
    if (kind == FTW_F && S_ISREG(info->st_mode)) {
        char bytes[4096];
        size_t length;
        FILE *file = fopen(path, "r");
        stop_on(file == NULL, "opening", path);
        while ((length = fread(bytes, 1, sizeof bytes, file)) > 0) {
            mix(bytes, length, &hash);
        }
        (void)fclose(file);
    }
    total += hash;
    return 0;
}

uint64_t scratch_fingerprint(const char *path) {
    total = 0;
    stop_on(nftw(path, add_entry, 16, FTW_PHYS) != 0, "walking", path);
    return total;
}
