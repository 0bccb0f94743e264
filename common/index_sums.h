/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_sums: the file `sums` in a generation: size, time and hash of each of its tables. Xapian keeps no sums, and some
 * bytes make it crash; so a table that something else than a writer has changed is found out before it is read.
 */
#ifndef REEL_COMMON_INDEX_SUMS_H
#define REEL_COMMON_INDEX_SUMS_H

#include <stdbool.h>

#include "common/status.h"

#define RL_INDEX_SUMS "sums"

/* Reads all tables, unless they are larger than is worth it after each commit (any_size says it is: after a build). Best
 * effort: without the file nothing is checked. */
void rl_index_sums_write(const char *generation, bool any_size);
/* Before the first change of a table. True when there were sums: the folder then needs a sync, or a fall of the machine
 * could leave old sums beside new tables. */
bool rl_index_sums_drop(const char *generation);
/* A table whose size and time are as they were is taken for what it was; another one is read. CORRUPT when it is not what
 * was written. index is named in messages. */
reel_status rl_index_sums_check(const char *generation, const char *index, reel_error *error);

#endif
