/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fault: preloaded into the program, counts its calls that change files below a folder, and at the n-th lets
 * the process die, fail or be interrupted. Set by REEL_FAULT_UNDER, _AT, _HOW and _LOG; without _AT it only logs.
 * REEL_FAULT_READ names a file or folder whose reads fail with EIO, from the REEL_FAULT_READ_AT-th on.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_BYTES = 4096 };

static atomic_long calls;

/* The next definition of a function behind this one. */
static void *next_of(const char *name) { return dlsym(RTLD_NEXT, name); }

#define REAL(result, name, ...) result (*real)(__VA_ARGS__) = (result(*)(__VA_ARGS__))next_of(#name)

static bool is_watched(const char *path) {
    const char *under = getenv("REEL_FAULT_UNDER");
    return under != NULL && strncmp(path, under, strlen(under)) == 0;
}

static void path_of(int fd, char *path) {
    char link[64];
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, PATH_BYTES - 1);
    path[length < 0 ? 0 : length] = '\0';
}

static void tell(long number, const char *call, const char *path) {
    const char *log = getenv("REEL_FAULT_LOG");
    int (*real_open)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of("open");
    ssize_t (*real_write)(int, const void *, size_t) = (ssize_t(*)(int, const void *, size_t))next_of("write");
    int fd = log == NULL ? -1 : real_open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    if (fd >= 0) {
        char line[PATH_BYTES + 64];
        int length = snprintf(line, sizeof line, "%ld %s %s\n", number, call, path);
        (void)!real_write(fd, line, (size_t)length);
        (void)close(fd);
    }
}

typedef enum fault { FAULT_NONE, FAULT_FAIL, FAULT_TEAR } fault;

/* What the call about to be made has to do. REEL_FAULT_HOW: kill (before it), tear (half a write, then die), interrupt
 * (SIGINT, and go on), or the number of an error; "full N" fails this and all later calls, "once N" this one. */
static fault next_call(const char *call, const char *path) {
    if (!is_watched(path)) {
        return FAULT_NONE;
    }
    long number = atomic_fetch_add(&calls, 1) + 1;
    const char *at = getenv("REEL_FAULT_AT");
    const char *how = getenv("REEL_FAULT_HOW");
    tell(number, call, path);
    if (at == NULL || how == NULL || number < atol(at)) {
        return FAULT_NONE;
    }
    bool now = number == atol(at);
    if (now && strcmp(how, "kill") == 0) {
        (void)kill(getpid(), SIGKILL);
    } else if (now && strcmp(how, "interrupt") == 0) {
        (void)raise(SIGINT);
    } else if (now && strcmp(how, "tear") == 0) {
        return FAULT_TEAR;
    } else if (strncmp(how, "full ", 5) == 0 || (now && strncmp(how, "once ", 5) == 0)) {
        errno = atoi(how + 5); /* a full disk lets files be opened and removed */
        bool goes_on = errno == ENOSPC && (strcmp(call, "unlink") == 0 || strcmp(call, "open") == 0);
        return goes_on ? FAULT_NONE : FAULT_FAIL;
    }
    return FAULT_NONE;
}

ssize_t write(int fd, const void *bytes, size_t length) {
    REAL(ssize_t, write, int, const void *, size_t);
    char path[PATH_BYTES];
    path_of(fd, path);
    fault todo = next_call("write", path);
    if (todo == FAULT_TEAR) {
        (void)!real(fd, bytes, length / 2);
        (void)kill(getpid(), SIGKILL);
    }
    return todo == FAULT_FAIL ? -1 : real(fd, bytes, length);
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) {
    REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
    char path[PATH_BYTES];
    path_of(fd, path);
    fault todo = next_call("write", path);
    if (todo == FAULT_TEAR) {
        (void)!real(fd, bytes, length / 2, offset);
        (void)kill(getpid(), SIGKILL);
    }
    return todo == FAULT_FAIL ? -1 : real(fd, bytes, length, offset);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return pwrite64(fd, bytes, length, offset); }

#define ON_FD(name)                                                    \
    int name(int fd) {                                                 \
        REAL(int, name, int);                                          \
        char path[PATH_BYTES];                                         \
        path_of(fd, path);                                             \
        fault todo = next_call("fsync", path);                         \
        if (todo == FAULT_TEAR) {                                      \
            (void)kill(getpid(), SIGKILL);                             \
        }                                                              \
        return todo == FAULT_FAIL ? -1 : real(fd);                     \
    }
ON_FD(fsync)
ON_FD(fdatasync)

#define ON_TWO(name)                                                   \
    int name(const char *from, const char *to) {                       \
        REAL(int, name, const char *, const char *);                   \
        fault todo = next_call(#name, to);                             \
        if (todo == FAULT_FAIL) {                                      \
            return -1;                                                 \
        }                                                              \
        int result = real(from, to);                                   \
        if (todo == FAULT_TEAR) { /* just after it */                  \
            (void)kill(getpid(), SIGKILL);                             \
        }                                                              \
        return result;                                                 \
    }
ON_TWO(rename)
ON_TWO(symlink)

#define ON_ONE(name)                                                   \
    int name(const char *path) {                                       \
        REAL(int, name, const char *);                                 \
        fault todo = next_call("unlink", path);                        \
        int result = todo == FAULT_FAIL ? -1 : real(path);             \
        if (todo == FAULT_TEAR) {                                      \
            (void)kill(getpid(), SIGKILL);                             \
        }                                                              \
        return result;                                                 \
    }
ON_ONE(unlink)
ON_ONE(remove)
ON_ONE(rmdir)

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t);
    fault todo = next_call("mkdir", path);
    int result = todo == FAULT_FAIL ? -1 : real(path, mode);
    if (todo == FAULT_TEAR) {
        (void)kill(getpid(), SIGKILL);
    }
    return result;
}

static int open_with(const char *name, const char *path, int flags, mode_t mode) {
    int (*real)(const char *, int, ...) = (int (*)(const char *, int, ...))next_of(name);
    if ((flags & O_ACCMODE) != O_RDONLY && next_call((flags & O_CREAT) != 0 ? "create" : "open", path) == FAULT_FAIL) {
        return -1;
    }
    return real(path, flags, mode);
}

#define ON_OPEN(name)                                                  \
    int name(const char *path, int flags, ...) {                       \
        va_list arguments;                                             \
        va_start(arguments, flags);                                    \
        mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0; \
        va_end(arguments);                                             \
        return open_with(#name, path, flags, mode);                    \
    }
ON_OPEN(open)
ON_OPEN(open64)

/* ---- reading */

static atomic_long reads;

static bool read_fails(int fd) {
    const char *bad = getenv("REEL_FAULT_READ");
    const char *at = getenv("REEL_FAULT_READ_AT");
    char path[PATH_BYTES];
    if (bad == NULL) {
        return false;
    }
    path_of(fd, path);
    return strcmp(path, bad) == 0 && atomic_fetch_add(&reads, 1) + 1 >= (at == NULL ? 1 : atol(at));
}

ssize_t read(int fd, void *bytes, size_t length) {
    REAL(ssize_t, read, int, void *, size_t);
    if (read_fails(fd)) {
        errno = EIO;
        return -1;
    }
    return real(fd, bytes, length);
}

#define ON_READDIR(name, entry)                                        \
    struct entry *name(DIR *folder) {                                  \
        struct entry *(*real)(DIR *) = (struct entry * (*)(DIR *)) next_of(#name); \
        if (read_fails(dirfd(folder))) {                               \
            errno = EIO;                                               \
            return NULL;                                               \
        }                                                              \
        return real(folder);                                           \
    }
ON_READDIR(readdir, dirent)
ON_READDIR(readdir64, dirent64)
