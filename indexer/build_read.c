/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_read: step 1 of a build. Every document is read by some worker, which writes what it says to its spill, and
 * where that is, the hashes of its blocking keys and the line of a record to sorters of its own.
 */
#include "indexer/build_steps.h"

#include <stdio.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/limits.h"
#include "common/record_key.h"
#include "indexer/intake.h"

enum { LINE_BITS = 24 }; /* of a document's order: its line in its work, which is a piece of a file of so many bytes at most */
_Static_assert((RL_MAX_RECORD_BYTES << 1) <= 1 << LINE_BITS, "a work holds a record that is too long, and what was read with it");

static int compare_waiting(const void *a, const void *b) {
    return rl_build_compare(((const rl_waiting *)a)->order, ((const rl_waiting *)b)->order);
}

static int compare_key_uses(const void *a, const void *b) {
    const rl_key_use *left = a;
    const rl_key_use *right = b;
    int order = rl_build_compare(left->key, right->key);
    return order != 0 ? order : rl_build_compare(left->order, right->order);
}

static int compare_record_uses(const void *a, const void *b) {
    const rl_record_use *left = a;
    const rl_record_use *right = b;
    int order = rl_build_compare(left->file, right->file);
    order = order != 0 ? order : rl_build_compare(left->hash, right->hash);
    return order != 0 ? order : rl_build_compare(left->line, right->line);
}

reel_status rl_build_start_worker(rl_build_worker *self, reel_error *error) {
    rl_builder *owner = self->owner;
    const rl_build_shares *shares = &owner->shares;
    self->arena = rl_arena_new();
    reel_status status = self->arena == NULL ? rl_fail_nomem(error)
                                             : rl_spill_new(owner->generation, shares->spill_bytes, &self->spill, error);
    if (status == REEL_OK) {
        status = rl_build_sorter(owner, sizeof(rl_waiting), compare_waiting, shares->document_bytes, &self->documents, error);
    }
    if (status == REEL_OK) {
        status = rl_build_sorter(owner, sizeof(rl_key_use), compare_key_uses, shares->key_bytes, &self->keys, error);
    }
    if (status == REEL_OK) {
        status = rl_build_sorter(owner, sizeof(rl_record_use), compare_record_uses, shares->record_bytes, &self->records, error);
    }
    return status;
}

typedef struct key_sink {
    rl_build_worker *self;
    uint64_t order;
    reel_status status;
} key_sink;

static void take_key(void *user, rl_str key) {
    key_sink *sink = user;
    rl_key_use use = {XXH3_64bits(key.at, key.length), sink->order};
    if (sink->status == REEL_OK) {
        sink->status = rl_sorter_add(sink->self->keys, &use, &sink->self->error);
    }
}

/* An override ties two documents together as a shared key would. */
static void take_override_keys(key_sink *sink, const rl_identity *identity) {
    const rl_build_input *input = sink->self->owner->input;
    for (size_t i = 0; i < input->override_count; i++) {
        const rl_override *override = &input->overrides[i];
        if (rl_identity_is_named(identity, override->a) || rl_identity_is_named(identity, override->b)) {
            char name[32];
            int length = snprintf(name, sizeof name, "\1override %zu", i);
            take_key(sink, (rl_str){name, (size_t)length});
        }
    }
}

reel_status rl_build_keep(rl_build_worker *self, const rl_join_item *item, uint64_t order) {
    rl_waiting document = {.order = order, .worker = self->number};
    key_sink sink = {self, order, REEL_OK};
    rl_identity_keys_each(&item->identity, take_key, &sink);
    take_override_keys(&sink, &item->identity);
    if (sink.status != REEL_OK) {
        return sink.status;
    }
    const rl_build_input *input = self->owner->input;
    rl_joined_film *alone;
    size_t count;
    reel_status status = rl_join(self->arena, item, 1, input->overrides, input->override_count, &alone, &count, &self->error);
    if (status == REEL_OK) {
        status = rl_spill_put(self->spill, alone, &document.offset, &document.length, &self->error);
    }
    return status == REEL_OK ? rl_sorter_add(self->documents, &document, &self->error) : status;
}

/* Reads one document. A document that cannot be read is reported; only what ends the run is a failure. */
static reel_status read_one(rl_build_worker *self, rl_work *work, rl_str key, rl_str display, rl_str bytes, uint64_t line,
                            uint64_t order, bool *out_film) {
    rl_run *run = self->owner->run;
    rl_intake intake;
    reel_error error;
    *out_film = false;
    reel_status status = line != 0 ? rl_intake_read_record(self->arena, key, display, bytes, &intake, &error)
                                   : rl_intake_read(self->arena, key, display, bytes, &intake, &error);
    if (status == REEL_NOMEM) {
        return rl_fail_nomem(&self->error);
    }
    if (status != REEL_OK) {
        run->failed++;
        rl_run_problem_add(run, status, work->path, line != 0 ? (uint32_t)line : error.line, error.message);
        work->state = RL_LEDGER_FAILED;
        (void)snprintf(work->note, sizeof work->note, "%.255s", error.message);
        return REEL_OK;
    }
    if (intake.repaired > 0) {
        run->repaired++;
    }
    rl_run_notice_facts(run, work->path, &intake.facts);
    run->documents_done++;
    if (!intake.is_film) {
        work->state = RL_LEDGER_NO_FILM;
        (void)snprintf(work->note, sizeof work->note, "about %s", rl_intake_subject_name(intake.facts.subject));
        return REEL_OK;
    }
    *out_film = true;
    rl_join_item item = {intake.contribution, intake.identity};
    return rl_build_keep(self, &item, order);
}

static reel_status read_records(rl_build_worker *self, rl_work *work) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    reel_status status = REEL_OK;
    uint64_t order = work->sequence << LINE_BITS;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++, order++) {
        rl_record_use use = {.hash = rl_intake_line_hash(line), .order = order, .file = (uint32_t)work->file, .line = (uint32_t)number};
        bool film = false;
        if (use.hash != 0) {
            rl_arena_clear(self->arena);
            rl_str key = rl_record_key_render(self->arena, (rl_record_key){work->key, use.hash});
            status = read_one(self, work, key, work->display, line, number, order, &film);
        }
        if (status == REEL_OK && film) {
            status = rl_sorter_add(self->records, &use, &self->error);
        }
    }
    return status;
}

void rl_build_read(rl_build_worker *self) {
    rl_intake_queue *queue = self->owner->queue;
    rl_work work = {0};
    while (rl_intake_queue_next(queue, &work)) {
        reel_status status;
        if (work.is_records) {
            status = read_records(self, &work);
        } else {
            bool film;
            rl_arena_clear(self->arena);
            status = read_one(self, &work, work.key, work.display, rl_buffer_str(&work.bytes), 0, work.sequence << LINE_BITS, &film);
        }
        if (status != REEL_OK) {
            (void)rl_build_stop(self, status);
            break;
        }
        rl_intake_queue_finish(queue, &work);
    }
    rl_work_done(&work);
    if (self->error.status == REEL_OK) {
        reel_status status = rl_spill_flush(self->spill, &self->error);
        if (status != REEL_OK) {
            (void)rl_build_stop(self, status);
        }
    }
}

