/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * setting: what a run that writes an index finds: the index as it is, its ledger, the corpus as it is,
 * the manual list; and the build of a new generation from it. Used by the public calls.
 */
#ifndef REEL_INDEXER_SETTING_H
#define REEL_INDEXER_SETTING_H

#include "common/index_dir.h"
#include "indexer/join.h"
#include "indexer/run.h"

typedef struct rl_setting {
    rl_run run;
    rl_arena *arena;
    rl_index_lock *lock;
    rl_index_reader *reader; /* the current generation; NULL when there is none of use */
    rl_ledger ledger;
    rl_corpus corpus;
    rl_str *roots; /* remembered and new */
    size_t root_count;
    rl_str overrides_text;
    rl_str applied_text; /* the same by keys */
    rl_override *overrides;
    size_t override_count;
    struct rl_setting_name *names; /* documents by the name they are shown under */
    size_t name_count;
    int64_t settle_time;
    char generation[RL_INDEX_PATH_BYTES];
} rl_setting;

int64_t rl_setting_now(clockid_t clock); /* nanoseconds */
reel_status rl_setting_init(rl_setting *set, const char *path, const reel_index_options *options, reel_error *error);
void rl_setting_done(rl_setting *set);
/* Opens what is there. With options.full an index of another version, or a damaged one, counts as none: it is rebuilt. */
reel_status rl_setting_open(rl_setting *set, reel_error *error);
/* The writer's lock, unless it is held or the run is dry; *out_moved when the index is not as it was opened any more: then
 * begin anew with rl_setting_restart and all that follows it. */
reel_status rl_setting_lock(rl_setting *set, bool *out_moved, reel_error *error);
/* Back to before rl_setting_open, keeping the lock. */
void rl_setting_restart(rl_setting *set);
/* Removes what an interrupted run left in the index folder, when there is anything and nobody writes. Never fails. */
void rl_setting_tidy(rl_setting *set);
/* The corpus at paths, or at all remembered ones when none is given. */
reel_status rl_setting_scan(rl_setting *set, const char *const *paths, size_t path_count, reel_error *error);
/* Adds the remembered roots to the corpus that was scanned; the caller sorts it again. */
reel_status rl_setting_scan_remembered(rl_setting *set, reel_error *error);
reel_status rl_setting_load_overrides(rl_setting *set, reel_error *error);
bool rl_setting_overrides_changed(const rl_setting *set);
/* A new generation from the corpus, switched in. Needs the lock. */
reel_status rl_setting_build(rl_setting *set, reel_error *error);
/* Films and documents of a store. */
void rl_setting_count(rl_store *store, reel_index_report *report, rl_arena *arena);

#endif
