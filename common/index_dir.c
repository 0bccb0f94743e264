/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_dir: the writer's side of an index folder: lock, generations, switch; and the stamp.
 * A reader's hold is a shared flock on the file `hold` of its generation, opened read-only; who
 * removes a generation needs the exclusive one. Locks vanish with their process.
 */
#include "common/index_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "common/index_layout.h"
#include "common/index_sums.h"
#include "common/schema.h"

#define KEY_SCHEMA "reel.schema"
#define KEY_FINGERPRINT "reel.fingerprint"
#define KEY_CREATED "reel.created"

enum { LOCK_POLL_MS = 20, WALK_DEPTH = 16 };

struct rl_index_lock {
    int fd;
    char path[RL_INDEX_PATH_BYTES];
};

static void pause_ms(long milliseconds) {
    struct timespec pause = {milliseconds / 1000, milliseconds % 1000 * 1000000};
    (void)nanosleep(&pause, NULL);
}

static int64_t now_ms(void) {
    struct timespec now;
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* --- the writer's lock --- */

static reel_status fail_locked(int fd, const char *path, reel_error *error) {
    char text[32] = "";
    ssize_t length = pread(fd, text, sizeof text - 1, 0);
    text[length < 0 ? 0 : length] = '\0';
    long pid = strtol(text, NULL, 10);
    if (pid > 0) {
        return rl_fail_at(error, REEL_LOCKED, path, 0, "process %ld writes the index %s", pid, path);
    }
    return rl_fail_at(error, REEL_LOCKED, path, 0, "another process writes the index %s", path);
}

static reel_status wait_for_lock(int fd, const char *path, uint32_t wait_ms, reel_error *error) {
    int64_t until = now_ms() + wait_ms;
    while (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EINTR) {
            continue;
        }
        if (errno != EWOULDBLOCK) {
            return rl_layout_fail_errno(error, path, "locking the index");
        }
        int64_t left = until - now_ms();
        if (left <= 0) {
            return fail_locked(fd, path, error);
        }
        pause_ms(left < LOCK_POLL_MS ? (long)left : LOCK_POLL_MS);
    }
    return REEL_OK;
}

static int sync_path(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    int failed = fsync(fd);
    int reason = errno;
    (void)close(fd);
    errno = reason;
    return failed;
}

/* So that the name of a new folder outlives a fall of the machine. Some file systems cannot: no failure. */
static void sync_parent(const char *path) {
    char parent[RL_INDEX_PATH_BYTES];
    if (rl_layout_join(parent, path, "..", NULL) == REEL_OK) {
        (void)sync_path(parent);
    }
}

/* A folder with other files in it is somebody's data, not a place for an index. */
static reel_status make_folder(const char *path, reel_error *error) {
    bool made = mkdir(path, 0777) == 0;
    if (!made && errno != EEXIST) {
        return rl_layout_fail_errno(error, path, "making the index folder");
    }
    if (made) {
        sync_parent(path);
    }
    if (!rl_layout_is_folder(path)) {
        return rl_fail_at(error, REEL_INVALID, path, 0, "%s is a file, and an index is a folder: name one that is empty or new",
                          path);
    }
    rl_layout_look look;
    reel_status status = rl_layout_look_into(path, &look, error);
    if (status != REEL_OK) {
        return status;
    }
    if (look.has_others && !look.has_ours) {
        return rl_fail_at(error, REEL_INVALID, path, 0,
                          "%s holds other files and is not an index of reel: give a folder that is empty or new", path);
    }
    return REEL_OK;
}

static void write_pid(int fd) {
    char text[32];
    int length = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    /* Only a help for the message of others: the lock itself does not hang on it. */
    if (ftruncate(fd, 0) != 0 || pwrite(fd, text, (size_t)length, 0) != length) {
        return;
    }
}

reel_status rl_index_lock_take(const char *path, uint32_t wait_ms, rl_index_lock **out_lock, reel_error *error) {
    *out_lock = NULL;
    char file[RL_INDEX_PATH_BYTES];
    reel_status status = make_folder(path, error);
    if (status == REEL_OK) {
        status = rl_layout_join(file, path, RL_LAYOUT_LOCK, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    rl_index_lock *lock = calloc(1, sizeof *lock);
    if (lock == NULL) {
        return rl_fail_nomem(error);
    }
    memcpy(lock->path, path, strlen(path) + 1); /* rl_layout_join() has measured it */
    lock->fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    status = lock->fd < 0 ? rl_layout_fail_errno(error, file, "opening the lock")
                          : wait_for_lock(lock->fd, path, wait_ms, error);
    if (status != REEL_OK) {
        if (lock->fd >= 0) {
            (void)close(lock->fd);
        }
        free(lock);
        return status;
    }
    write_pid(lock->fd);
    *out_lock = lock;
    return REEL_OK;
}

void rl_index_lock_release(rl_index_lock *lock) {
    if (lock != NULL) {
        (void)!ftruncate(lock->fd, 0);
        (void)close(lock->fd);
        free(lock);
    }
}

/* --- generations --- */

reel_status rl_index_current(const rl_index_lock *lock, char *out, reel_error *error) {
    char name[RL_LAYOUT_NAME_BYTES];
    rl_layout_current(lock->path, name);
    out[0] = '\0';
    reel_status status = name[0] == '\0' ? REEL_NOTFOUND : rl_layout_join(out, lock->path, name, error);
    if (status == REEL_OK && !rl_layout_is_folder(out)) {
        status = REEL_NOTFOUND;
    }
    if (status == REEL_NOTFOUND) {
        out[0] = '\0';
        return rl_fail_at(error, REEL_NOTFOUND, lock->path, 0, "there is no index at %s yet", lock->path);
    }
    return status;
}

static reel_status make_hold(const char *generation, reel_error *error) {
    char file[RL_INDEX_PATH_BYTES];
    reel_status status = rl_layout_join(file, generation, RL_LAYOUT_HOLD, error);
    if (status != REEL_OK) {
        return status;
    }
    int fd = open(file, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0) {
        return rl_layout_fail_errno(error, file, "making a generation");
    }
    (void)close(fd);
    return REEL_OK;
}

reel_status rl_index_next(const rl_index_lock *lock, char *out, reel_error *error) {
    rl_layout_look look;
    reel_status status = rl_layout_look_into(lock->path, &look, error);
    if (status != REEL_OK) {
        return status;
    }
    unsigned long number = look.highest;
    char name[RL_LAYOUT_NAME_BYTES];
    do {
        (void)snprintf(name, sizeof name, RL_LAYOUT_GENERATION "%06lu", ++number);
        status = rl_layout_join(out, lock->path, name, error);
    } while (status == REEL_OK && mkdir(out, 0777) != 0 && errno == EEXIST);
    if (status == REEL_OK && !rl_layout_is_folder(out)) {
        status = rl_layout_fail_errno(error, out, "making a generation");
    }
    if (status == REEL_OK) {
        status = make_hold(out, error);
    }
    if (status != REEL_OK) {
        out[0] = '\0';
    }
    return status;
}

static int remove_entry(const char *path, const struct stat *state, int kind, struct FTW *place) {
    (void)state;
    (void)kind;
    (void)place;
    return remove(path);
}

/* Removes a generation that nobody holds. Its hold goes first, while it is locked: a reader that
 * opened the file before and locks it later sees that it has no name any more. */
static reel_status remove_unheld(const char *generation, reel_error *error) {
    char hold[RL_INDEX_PATH_BYTES];
    reel_status status = rl_layout_join(hold, generation, RL_LAYOUT_HOLD, error);
    if (status != REEL_OK) {
        return status;
    }
    int fd = open(hold, O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        (void)close(fd);
        return REEL_OK;
    }
    if (fd >= 0) {
        (void)unlink(hold);
    }
    if (nftw(generation, remove_entry, WALK_DEPTH, FTW_DEPTH | FTW_PHYS) != 0) {
        status = rl_layout_fail_errno(error, generation, "removing an old generation");
    }
    if (fd >= 0) {
        (void)close(fd);
    }
    return status;
}

/* One pass over the folder; a generation that cannot be removed does not keep the others. */
static reel_status remove_others(const rl_index_lock *lock, reel_error *error) {
    char current[RL_LAYOUT_NAME_BYTES];
    char generation[RL_INDEX_PATH_BYTES];
    reel_status first_failure = REEL_OK;
    rl_layout_current(lock->path, current);
    DIR *entries = opendir(lock->path);
    if (entries == NULL) {
        return rl_layout_fail_errno(error, lock->path, "reading the index folder");
    }
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        if (rl_layout_number(entry->d_name) == 0 || strcmp(entry->d_name, current) == 0) {
            continue;
        }
        bool failed_before = first_failure != REEL_OK;
        reel_status status = rl_layout_join(generation, lock->path, entry->d_name, failed_before ? NULL : error);
        if (status == REEL_OK) {
            status = remove_unheld(generation, failed_before ? NULL : error);
        }
        if (!failed_before) {
            first_failure = status;
        }
    }
    (void)closedir(entries);
    return first_failure;
}

static int sync_entry(const char *path, const struct stat *state, int kind, struct FTW *place) {
    (void)state;
    (void)place;
    return kind == FTW_F || kind == FTW_DP ? sync_path(path) : 0;
}

static reel_status replace_link(const rl_index_lock *lock, const char *name, reel_error *error) {
    char fresh[RL_INDEX_PATH_BYTES];
    char current[RL_INDEX_PATH_BYTES];
    reel_status status = rl_layout_join(fresh, lock->path, RL_LAYOUT_CURRENT_NEW, error);
    if (status == REEL_OK) {
        status = rl_layout_join(current, lock->path, RL_LAYOUT_CURRENT, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    (void)unlink(fresh);
    if (symlink(name, fresh) != 0 || rename(fresh, current) != 0 || sync_path(lock->path) != 0) {
        return rl_layout_fail_errno(error, lock->path, "switching to the new generation");
    }
    return REEL_OK;
}

/* The switch, in this order, so that a fall of the machine at any point leaves a whole index:
 *   1. every file of the new generation, then its folder, then the index folder that names it;
 *   2. a new link beside the old one, renamed over it (readers see one or the other), and the
 *      index folder once more: from here on the new generation is the index;
 *   3. the old generations that no reader holds. A reader that has read the old link but not yet
 *      taken its hold finds the hold gone or locked, and reads the link anew. */
reel_status rl_index_switch(const rl_index_lock *lock, const char *generation, reel_error *error) {
    size_t length = strlen(lock->path);
    const char *name =
        strncmp(generation, lock->path, length) == 0 && generation[length] == '/' ? generation + length + 1 : "";
    if (rl_layout_number(name) == 0 || !rl_layout_is_folder(generation)) {
        return rl_fail_at(error, REEL_INVALID, generation, 0, "%s is no generation of %s", generation, lock->path);
    }
    if (nftw(generation, sync_entry, WALK_DEPTH, FTW_DEPTH | FTW_PHYS) != 0 || sync_path(lock->path) != 0) {
        return rl_layout_fail_errno(error, generation, "writing the new generation to disk");
    }
    reel_status status = replace_link(lock, name, error);
    if (status != REEL_OK) {
        return status;
    }
    /* The index is switched: what cannot be removed now is removed by a later tidy. */
    (void)remove_others(lock, NULL);
    return REEL_OK;
}

/* A commit ends with a rename in the folder of the generation. Without this one could be lost with a fall of the machine,
 * and a second one after it could by then have overwritten what the older state needs. */
void rl_index_unsettle(const char *generation) {
    if (rl_index_sums_drop(generation)) {
        (void)sync_path(generation);
    }
}

reel_status rl_index_settle(const char *generation, reel_error *error) {
    rl_index_sums_write(generation, false);
    return sync_path(generation) == 0 ? REEL_OK : rl_layout_fail_errno(error, generation, "writing the index to disk");
}

static bool is_held(const char *generation) {
    char hold[RL_INDEX_PATH_BYTES];
    int fd = rl_layout_join(hold, generation, RL_LAYOUT_HOLD, NULL) == REEL_OK ? open(hold, O_RDONLY | O_CLOEXEC) : -1;
    bool held = fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return held;
}

bool rl_index_has_leftovers(const char *path) {
    char current[RL_LAYOUT_NAME_BYTES];
    char generation[RL_INDEX_PATH_BYTES];
    bool found = false;
    DIR *entries = opendir(path);
    if (entries == NULL) {
        return false;
    }
    rl_layout_current(path, current);
    for (struct dirent *entry = readdir(entries); entry != NULL && !found; entry = readdir(entries)) {
        if (rl_layout_number(entry->d_name) != 0 && strcmp(entry->d_name, current) != 0 &&
            rl_layout_join(generation, path, entry->d_name, NULL) == REEL_OK) {
            found = !is_held(generation);
        }
        found = found || strcmp(entry->d_name, RL_LAYOUT_CURRENT_NEW) == 0;
    }
    (void)closedir(entries);
    return found;
}

reel_status rl_index_tidy(const rl_index_lock *lock, reel_error *error) {
    char fresh[RL_INDEX_PATH_BYTES];
    reel_status status = rl_layout_join(fresh, lock->path, RL_LAYOUT_CURRENT_NEW, error);
    if (status != REEL_OK) {
        return status;
    }
    (void)unlink(fresh);
    return remove_others(lock, error);
}

/* --- the stamp --- */

static reel_status set_text(rl_writer *writer, const char *key, const char *value, reel_error *error) {
    return rl_writer_set_metadata(writer, rl_str_of(key), rl_str_of(value), error);
}

reel_status rl_index_stamp(rl_writer *writer, reel_error *error) {
    char schema[32];
    char fingerprint[32];
    char created[32];
    (void)snprintf(schema, sizeof schema, "%d", RL_SCHEMA_VERSION);
    (void)snprintf(fingerprint, sizeof fingerprint, "%016" PRIx64, rl_schema_fingerprint());
    (void)snprintf(created, sizeof created, "%lld", (long long)time(NULL));
    reel_status status = set_text(writer, KEY_SCHEMA, schema, error);
    if (status == REEL_OK) {
        status = set_text(writer, KEY_FINGERPRINT, fingerprint, error);
    }
    return status == REEL_OK ? set_text(writer, KEY_CREATED, created, error) : status;
}

static reel_status compare_stamp(long schema, const char *fingerprint, const char *path, reel_error *error) {
    char ours[32];
    (void)snprintf(ours, sizeof ours, "%016" PRIx64, rl_schema_fingerprint());
    if (schema > RL_SCHEMA_VERSION) {
        return rl_fail_at(error, REEL_STALE, path, 0,
                          "the index at %s was built by a newer reel (schema %ld, this one knows %d): use a newer reel",
                          path, schema, RL_SCHEMA_VERSION);
    }
    if (schema < RL_SCHEMA_VERSION || strcmp(fingerprint, ours) != 0) {
        return rl_fail_at(
            error, REEL_STALE, path, 0,
            "the index at %s was built by another version of reel: run `reel index --full --index %s PATH...`", path,
            path);
    }
    return REEL_OK;
}

reel_status rl_index_check_stamp(rl_store *store, const char *path, reel_error *error) {
    rl_buffer schema = RL_BUFFER_INIT;
    rl_buffer fingerprint = RL_BUFFER_INIT;
    reel_status status = rl_store_metadata(store, RL_STR(KEY_SCHEMA), &schema, error);
    if (status == REEL_OK) {
        status = rl_store_metadata(store, RL_STR(KEY_FINGERPRINT), &fingerprint, error);
    }
    if (status == REEL_NOTFOUND) {
        status = rl_fail_at(error, REEL_NOTFOUND, path, 0, "%s is a database of another program, not an index of reel",
                            path);
    } else if (status == REEL_OK) {
        status = compare_stamp(strtol(rl_buffer_text(&schema), NULL, 10), rl_buffer_text(&fingerprint), path, error);
    }
    rl_buffer_done(&schema);
    rl_buffer_done(&fingerprint);
    return status;
}
