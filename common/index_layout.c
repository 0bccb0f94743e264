/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_layout: see index_layout.h.
 */
#include "common/index_layout.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

reel_status rl_layout_join(char *out, const char *folder, const char *name, reel_error *error) {
    int length = snprintf(out, RL_INDEX_PATH_BYTES, "%s/%s", folder, name);
    if (length < 0 || length >= RL_INDEX_PATH_BYTES) {
        return rl_fail_at(error, REEL_INVALID, folder, 0, "the path is longer than %d bytes", RL_INDEX_PATH_BYTES);
    }
    return REEL_OK;
}

reel_status rl_layout_fail_errno(reel_error *error, const char *path, const char *what) {
    reel_status status = errno == ENOMEM ? REEL_NOMEM : REEL_IO;
    return rl_fail_at(error, status, path, 0, "%s: %s", what, strerror(errno));
}

unsigned long rl_layout_number(const char *name) {
    size_t start = sizeof RL_LAYOUT_GENERATION - 1;
    if (strncmp(name, RL_LAYOUT_GENERATION, start) != 0) {
        return 0;
    }
    size_t digits = strspn(name + start, "0123456789");
    return digits == 0 || digits > 9 || name[start + digits] != '\0' ? 0 : strtoul(name + start, NULL, 10);
}

void rl_layout_current(const char *folder, char name[RL_LAYOUT_NAME_BYTES]) {
    char link[RL_INDEX_PATH_BYTES];
    name[0] = '\0';
    if (rl_layout_join(link, folder, RL_LAYOUT_CURRENT, NULL) != REEL_OK) {
        return;
    }
    ssize_t length = readlink(link, name, RL_LAYOUT_NAME_BYTES - 1);
    name[length < 0 ? 0 : length] = '\0';
    if (rl_layout_number(name) == 0) {
        name[0] = '\0';
    }
}

bool rl_layout_is_folder(const char *path) {
    struct stat state;
    return stat(path, &state) == 0 && S_ISDIR(state.st_mode);
}

bool rl_layout_is_file(const char *path) {
    struct stat state;
    return stat(path, &state) == 0 && !S_ISDIR(state.st_mode);
}

static bool is_store_file(const char *name) {
    return strncmp(name, "iam", 3) == 0 || strcmp(name, "XAPIANDB") == 0;
}

reel_status rl_layout_look_into(const char *folder, rl_layout_look *out_look, reel_error *error) {
    rl_layout_look look = {0};
    *out_look = look;
    DIR *entries = opendir(folder);
    if (entries == NULL) {
        return errno == ENOENT || errno == ENOTDIR ? REEL_OK : rl_layout_fail_errno(error, folder, "reading the index folder");
    }
    look.exists = true;
    for (struct dirent *entry = readdir(entries); entry != NULL; entry = readdir(entries)) {
        const char *name = entry->d_name;
        unsigned long number = rl_layout_number(name);
        if (number > look.highest) {
            look.highest = number;
        }
        if (number > 0 || strcmp(name, RL_LAYOUT_CURRENT) == 0 || strcmp(name, RL_LAYOUT_CURRENT_NEW) == 0 ||
            strcmp(name, RL_LAYOUT_LOCK) == 0) {
            look.has_ours = true;
        } else if (strcmp(name, ".") != 0 && strcmp(name, "..") != 0) {
            look.has_others = true;
            look.has_store = look.has_store || is_store_file(name);
        }
    }
    (void)closedir(entries);
    *out_look = look;
    return REEL_OK;
}
