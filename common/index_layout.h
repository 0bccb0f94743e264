/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_layout: names and paths inside an index folder. Used by index_dir.c and index_reader.c only.
 */
#ifndef REEL_COMMON_INDEX_LAYOUT_H
#define REEL_COMMON_INDEX_LAYOUT_H

#include <stdbool.h>

#include "common/index_dir.h"
#include "common/status.h"

#define RL_LAYOUT_CURRENT "current"
#define RL_LAYOUT_CURRENT_NEW "current.new"
#define RL_LAYOUT_LOCK "lock"
#define RL_LAYOUT_HOLD "hold"
#define RL_LAYOUT_GENERATION "generation-"

enum { RL_LAYOUT_NAME_BYTES = 64 };

/* "folder/name" into out (RL_INDEX_PATH_BYTES). */
reel_status rl_layout_join(char *out, const char *folder, const char *name, reel_error *error);
/* IO (or NOMEM) with what was done, the path, and errno's text. */
reel_status rl_layout_fail_errno(reel_error *error, const char *path, const char *what);
/* Number of "generation-000012", 0 for any other name. */
unsigned long rl_layout_number(const char *name);
/* Name the link `current` points to; "" where there is none or it is none of ours. */
void rl_layout_current(const char *folder, char name[RL_LAYOUT_NAME_BYTES]);
bool rl_layout_is_folder(const char *path);
/* Anything there that is no folder. */
bool rl_layout_is_file(const char *path);

/* What a folder holds that matters here. */
typedef struct rl_layout_look {
    bool exists, has_ours, has_others, has_store;
    unsigned long highest; /* generation number */
} rl_layout_look;

/* A folder that is not there, or is none, holds nothing; one that cannot be read is an error. */
reel_status rl_layout_look_into(const char *folder, rl_layout_look *out_look, reel_error *error);

#endif
