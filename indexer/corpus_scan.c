/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corpus_scan: see corpus_scan.h.
 */
#include "indexer/corpus_scan.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/limits.h"

/* Files of a media folder that are no documents; named outright as a PATH they are read all the same. */
static const char *const media_suffixes[] = {".avi",  ".bmp", ".flac", ".gif", ".ico", ".iso", ".jpeg", ".jpg",
                                             ".m2ts", ".m4a", ".m4v",  ".mkv", ".mov", ".mp3", ".mp4",  ".mpeg",
                                             ".mpg",  ".ogg", ".png",  ".srt", ".sub", ".tbn", ".ts",   ".vob",
                                             ".wav",  ".webm", ".webp", ".wmv"};

typedef struct folder {
    const struct folder *parent;
    dev_t device;
    ino_t inode;
} folder;

typedef struct scan {
    rl_arena *arena;
    rl_corpus *corpus;
    rl_str base;       /* the folder that holds the index, absolute */
    rl_str index_path; /* absolute, or empty */
    size_t root_length; /* of the absolute PATH, for display names */
    const rl_corpus_listener *listener;
    folder *linked; /* folders that a link led to */
    size_t linked_count, linked_capacity;
    bool stopped;
} scan;

static rl_str absolute(rl_arena *arena, const char *path) {
    char resolved[PATH_MAX];
    if (realpath(path, resolved) == NULL) {
        return RL_STR_EMPTY;
    }
    return rl_str_copy(arena, rl_str_of(resolved));
}

/* The folder that holds the index, which need not exist yet. */
static rl_str base_of(rl_arena *arena, const char *index_path) {
    rl_str whole = absolute(arena, index_path);
    if (whole.length == 0) {
        rl_str text = rl_str_of(index_path);
        while (text.length > 1 && text.at[text.length - 1] == '/') {
            text.length--;
        }
        size_t slash = text.length;
        while (slash > 0 && text.at[slash - 1] != '/') {
            slash--;
        }
        rl_str parent = slash == 0 ? RL_STR(".") : (rl_str){text.at, slash};
        return absolute(arena, rl_str_copy(arena, parent).at);
    }
    size_t slash = whole.length;
    while (slash > 0 && whole.at[slash - 1] != '/') {
        slash--;
    }
    return slash <= 1 ? RL_STR("/") : (rl_str){whole.at, slash - 1};
}

/* path (absolute) as seen from base (absolute): "../films/a.txt". */
static rl_str relative(rl_arena *arena, rl_str base, rl_str path) {
    size_t shared = 0; /* bytes up to the last separator both have */
    size_t i = 0;
    while (i < base.length && i < path.length && base.at[i] == path.at[i]) {
        if (base.at[i] == '/') {
            shared = i + 1;
        }
        i++;
    }
    if (i == base.length && (path.length == i || path.at[i] == '/')) {
        shared = path.length == i ? i : i + 1;
    } else if (i == path.length && base.length > i && base.at[i] == '/') {
        shared = i;
    }
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t at = shared; at < base.length; at++) {
        if (at == shared || base.at[at] == '/') {
            if (base.at[at] == '/' && at + 1 == base.length) {
                break;
            }
            rl_buffer_add_text(&out, out.length == 0 ? ".." : "/..");
        }
    }
    rl_str rest = rl_str_slice(path, shared, path.length);
    if (rest.length > 0 && rest.at[0] == '/') {
        rest = rl_str_slice(rest, 1, rest.length);
    }
    if (rest.length > 0 && out.length > 0) {
        rl_buffer_add_byte(&out, '/');
    }
    rl_buffer_add_str(&out, rest);
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&out));
    rl_buffer_done(&out);
    return copy;
}

bool rl_corpus_is_below(rl_str key, rl_str root) {
    if (root.length == 0) {
        return !rl_str_starts(key, RL_STR("../"));
    }
    return rl_str_starts(key, root) && (key.length == root.length || key.at[root.length] == '/');
}

bool rl_corpus_is_below_any(rl_str key, const rl_str *roots, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_corpus_is_below(key, roots[i])) {
            return true;
        }
    }
    return false;
}

rl_str rl_corpus_locate(rl_arena *arena, const char *index_path, rl_str key) {
    rl_buffer out = RL_BUFFER_INIT;
    rl_buffer_add_str(&out, base_of(arena, index_path));
    rl_buffer_add_byte(&out, '/');
    rl_buffer_add_str(&out, key);
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&out));
    rl_buffer_done(&out);
    return copy;
}

static bool push(rl_arena *arena, rl_str **items, size_t *count, size_t *capacity, rl_str item) {
    rl_str *grown = rl_arena_grow(arena, *items, capacity, *count + 1, sizeof *grown);
    if (grown == NULL) {
        return false;
    }
    *items = grown;
    grown[(*count)++] = item;
    return true;
}

static void tell_unreadable(scan *walk, rl_str path, const char *why) {
    rl_corpus *corpus = walk->corpus;
    (void)push(walk->arena, &corpus->unreadable, &corpus->unreadable_count, &corpus->unreadable_capacity,
               relative(walk->arena, walk->base, path));
    walk->listener->problem(walk->listener->user, REEL_IO, path.at, why);
}

static rl_str join(rl_arena *arena, rl_str folder_path, const char *name) {
    size_t length = strlen(name);
    bool slash = folder_path.length > 0 && folder_path.at[folder_path.length - 1] != '/';
    char *joined = rl_arena_alloc(arena, folder_path.length + length + 2);
    if (joined == NULL) {
        return RL_STR_EMPTY;
    }
    memcpy(joined, folder_path.at, folder_path.length);
    if (slash) {
        joined[folder_path.length] = '/';
    }
    memcpy(joined + folder_path.length + slash, name, length + 1);
    return (rl_str){joined, folder_path.length + slash + length};
}

/* "README", "README.md", "README.txt": told to people who open the folder, about no film. */
static bool is_about_folder(rl_str path) {
    size_t slash = path.length;
    while (slash > 0 && path.at[slash - 1] != '/') {
        slash--;
    }
    rl_str name = rl_str_slice(path, slash, path.length);
    return rl_str_starts_nocase(name, RL_STR("README")) && (name.length == 6 || name.at[6] == '.');
}

static bool is_media(rl_str path) {
    for (size_t i = 0; i < sizeof media_suffixes / sizeof media_suffixes[0]; i++) {
        rl_str suffix = rl_str_of(media_suffixes[i]);
        if (path.length > suffix.length &&
            rl_str_equal_nocase(rl_str_slice(path, path.length - suffix.length, path.length), suffix)) {
            return true;
        }
    }
    return false;
}

static void push_file(rl_arena *arena, rl_corpus_file **items, size_t *count, size_t *capacity, rl_corpus_file item) {
    rl_corpus_file *grown = rl_arena_grow(arena, *items, capacity, *count + 1, sizeof *grown);
    if (grown != NULL) {
        *items = grown;
        grown[(*count)++] = item;
    }
}

static void add_file(scan *walk, rl_str path, const struct stat *info) {
    rl_corpus *corpus = walk->corpus;
    size_t slash = path.length;
    while (slash > 0 && path.at[slash - 1] != '/') {
        slash--;
    }
    size_t shown = path.length > walk->root_length ? walk->root_length + 1 : slash; /* a PATH that is a file: its name */
    rl_corpus_file file = {
        .path = path,
        .key = relative(walk->arena, walk->base, path),
        .display = rl_str_slice(path, shown, path.length),
        .size = (uint64_t)info->st_size,
        .mtime = (int64_t)info->st_mtim.tv_sec * 1000000000 + info->st_mtim.tv_nsec,
    };
    if (rl_str_is(rl_str_slice(path, slash, path.length), RL_OVERRIDES_NAME)) {
        push_file(walk->arena, &corpus->overrides, &corpus->override_count, &corpus->override_capacity, file);
    } else {
        push_file(walk->arena, &corpus->files, &corpus->count, &corpus->capacity, file);
    }
}

static int compare_names(const void *a, const void *b) { return strcmp(*(char *const *)a, *(char *const *)b); }

/* Names of a folder in byte order, without hidden ones; false when it cannot be read. */
static bool read_names(scan *walk, rl_str path, char ***out_names, size_t *out_count) {
    DIR *directory = opendir(path.at);
    if (directory == NULL) {
        return false;
    }
    char **names = NULL;
    size_t count = 0;
    size_t capacity = 0;
    const struct dirent *entry;
    errno = 0;
    while ((entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] == '.') {
            continue;
        }
        char **grown = rl_arena_grow(walk->arena, names, &capacity, count + 1, sizeof *grown);
        char *name = rl_arena_copy(walk->arena, entry->d_name, strlen(entry->d_name));
        if (grown == NULL || name == NULL) {
            break;
        }
        names = grown;
        names[count++] = name;
    }
    bool whole = errno == 0 && !rl_arena_failed(walk->arena);
    (void)closedir(directory);
    if (count > 1) {
        qsort(names, count, sizeof *names, compare_names);
    }
    *out_names = names;
    *out_count = count;
    return whole;
}

static bool is_loop(const folder *at, const struct stat *info) {
    for (; at != NULL; at = at->parent) {
        if (at->device == info->st_dev && at->inode == info->st_ino) {
            return true;
        }
    }
    return false;
}

/* Links can lead to the same folder in more ways than can be walked: each folder is entered once by a link. */
static bool was_linked(scan *walk, const struct stat *info) {
    for (size_t i = 0; i < walk->linked_count; i++) {
        if (walk->linked[i].device == info->st_dev && walk->linked[i].inode == info->st_ino) {
            return true;
        }
    }
    folder *linked = rl_arena_grow(walk->arena, walk->linked, &walk->linked_capacity, walk->linked_count + 1, sizeof *linked);
    if (linked != NULL) {
        walk->linked = linked;
        linked[walk->linked_count++] = (folder){NULL, info->st_dev, info->st_ino};
    }
    return false;
}

static void tell_link(const scan *walk, rl_str path, const char *why) {
    walk->listener->problem(walk->listener->user, REEL_LIMIT, path.at, why);
}

/* Whether a folder below the PATH is to be entered. */
static bool is_entered(scan *walk, rl_str path, const struct stat *info, const folder *parent) {
    struct stat own;
    if (is_loop(parent, info)) {
        tell_link(walk, path, "links back to a folder above it; it was not followed");
        return false;
    }
    if (lstat(path.at, &own) == 0 && S_ISLNK(own.st_mode) && was_linked(walk, info)) {
        tell_link(walk, path, "links to a folder that another link led to; it was not followed again");
        return false;
    }
    return true;
}

static void walk_folder(scan *walk, rl_str path, const struct stat *info, const folder *parent, int depth);

static void walk_entry(scan *walk, rl_str path, const folder *parent, int depth) {
    struct stat info;
    if (stat(path.at, &info) != 0) {
        tell_unreadable(walk, path, errno == ELOOP ? "is a link that leads to itself" : strerror(errno));
    } else if (S_ISDIR(info.st_mode)) {
        if (is_entered(walk, path, &info, parent)) {
            walk_folder(walk, path, &info, parent, depth + 1);
        }
    } else if (S_ISREG(info.st_mode) && !is_media(path) && !is_about_folder(path)) {
        if (faccessat(AT_FDCWD, path.at, R_OK, AT_EACCESS) == 0) {
            add_file(walk, path, &info);
        } else {
            tell_unreadable(walk, path, strerror(errno));
        }
    }
}

/* The index itself, by whatever path it is reached, and any other index. */
static bool is_index(const scan *walk, rl_str path, const struct stat *info) {
    struct stat own;
    if (walk->index_path.length > 0 && stat(walk->index_path.at, &own) == 0 && own.st_dev == info->st_dev &&
        own.st_ino == info->st_ino) {
        return true;
    }
    rl_str lock = join(walk->arena, path, "lock");
    rl_str link = join(walk->arena, path, "current");
    char target[16] = "";
    return lock.length > 0 && link.length > 0 && stat(lock.at, &own) == 0 &&
           readlink(link.at, target, sizeof target - 1) > 0 && strncmp(target, "generation-", 11) == 0;
}

static bool tell_place(scan *walk, rl_str path) {
    const rl_corpus_listener *listener = walk->listener;
    if (!walk->stopped && listener->place != NULL) {
        walk->stopped = !listener->place(listener->user, path.at, walk->corpus->count);
    }
    return !walk->stopped;
}

static void walk_folder(scan *walk, rl_str path, const struct stat *info, const folder *parent, int depth) {
    if (is_index(walk, path, info) || !tell_place(walk, path)) {
        return;
    }
    if (depth > RL_MAX_PATH_DEPTH) {
        tell_unreadable(walk, path, "lies too deep; folders are followed 64 deep");
        return;
    }
    char **names;
    size_t count;
    if (!read_names(walk, path, &names, &count)) {
        tell_unreadable(walk, path, strerror(errno));
        return;
    }
    folder here = {parent, info->st_dev, info->st_ino};
    for (size_t i = 0; i < count && !walk->stopped; i++) {
        walk_entry(walk, join(walk->arena, path, names[i]), &here, depth);
    }
}

rl_str rl_corpus_key(rl_arena *arena, const char *index_path, const char *path) {
    rl_str text = rl_str_of(path);
    while (text.length > 1 && text.at[text.length - 1] == '/') {
        text.length--;
    }
    size_t slash = text.length;
    while (slash > 0 && text.at[slash - 1] != '/') {
        slash--;
    }
    rl_str parent = slash == 0 ? RL_STR(".") : (rl_str){text.at, slash};
    rl_str whole = absolute(arena, rl_str_copy(arena, parent).at);
    rl_str name = rl_str_copy(arena, rl_str_slice(text, slash, text.length));
    if (whole.length == 0 || name.length == 0 || rl_str_is(name, ".") || rl_str_is(name, "..")) {
        return RL_STR_EMPTY;
    }
    return relative(arena, base_of(arena, index_path), join(arena, whole, name.at));
}

reel_status rl_corpus_scan(rl_arena *arena, const char *index_path, const char *path, rl_corpus *corpus,
                           const rl_corpus_listener *listener, reel_error *error) {
    rl_str root = absolute(arena, path);
    if (root.length == 0) {
        return rl_fail_at(error, errno == ENOENT || errno == ENOTDIR ? REEL_NOTFOUND : REEL_IO, path, 0, "%s",
                          strerror(errno));
    }
    scan walk = {.arena = arena,
                 .corpus = corpus,
                 .base = base_of(arena, index_path),
                 .index_path = absolute(arena, index_path),
                 .root_length = root.length == 1 ? 0 : root.length,
                 .listener = listener};
    struct stat info;
    if (stat(root.at, &info) != 0) {
        return rl_fail_at(error, REEL_IO, path, 0, "%s", strerror(errno));
    }
    if (!S_ISDIR(info.st_mode) && !S_ISREG(info.st_mode)) {
        return rl_fail_at(error, REEL_INVALID, path, 0, "is neither a file nor a folder");
    }
    (void)push(arena, &corpus->roots, &corpus->root_count, &corpus->root_capacity, relative(arena, walk.base, root));
    if (S_ISDIR(info.st_mode)) {
        walk_folder(&walk, root, &info, NULL, 0);
    } else if (!tell_place(&walk, root)) {
        walk.stopped = true;
    } else if (faccessat(AT_FDCWD, root.at, R_OK, AT_EACCESS) == 0) {
        add_file(&walk, root, &info);
    } else {
        tell_unreadable(&walk, root, strerror(errno));
    }
    if (walk.stopped) {
        return rl_fail(error, REEL_CANCELLED, "stopped on request; the index is as it was before");
    }
    return rl_arena_failed(arena) ? rl_fail_nomem(error) : REEL_OK;
}

static int compare_files(const void *a, const void *b) {
    const rl_corpus_file *left = a;
    const rl_corpus_file *right = b;
    int order = rl_str_compare(left->key, right->key);
    if (order == 0) { /* found under two PATHs: the outer one names it */
        order = left->display.length > right->display.length ? -1 : left->display.length < right->display.length;
    }
    return order;
}

void rl_corpus_sort(rl_corpus *corpus) {
    if (corpus->count < 2) {
        return;
    }
    qsort(corpus->files, corpus->count, sizeof *corpus->files, compare_files);
    size_t kept = 1;
    for (size_t i = 1; i < corpus->count; i++) {
        if (!rl_str_equal(corpus->files[i].key, corpus->files[kept - 1].key)) {
            corpus->files[kept++] = corpus->files[i];
        }
    }
    corpus->count = kept;
}
