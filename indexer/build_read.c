/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_read: step 1 of a build. Every document is read by some worker, which keeps what it says in its
 * spill and the hashes of its blocking keys in memory.
 */
#include "indexer/build_steps.h"

#include <stdio.h>
#include <stdlib.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "common/record_key.h"
#include "indexer/intake.h"

typedef struct key_sink {
    rl_build_worker *self;
    bool failed;
} key_sink;

static void take_key(void *user, rl_str key) {
    key_sink *sink = user;
    rl_build_worker *self = sink->self;
    if (self->key_count == self->key_capacity) {
        size_t capacity = self->key_capacity == 0 ? 4096 : self->key_capacity * 2;
        uint64_t *keys = realloc(self->keys, capacity * sizeof *keys);
        if (keys == NULL) {
            sink->failed = true;
            return;
        }
        self->keys = keys;
        self->key_capacity = capacity;
    }
    self->keys[self->key_count++] = XXH3_64bits(key.at, key.length);
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

reel_status rl_build_keep(rl_build_worker *self, const rl_join_item *item, uint64_t sequence, uint64_t line) {
    if (self->document_count == self->document_capacity) {
        size_t capacity = self->document_capacity == 0 ? 1024 : self->document_capacity * 2;
        rl_waiting *documents = realloc(self->documents, capacity * sizeof *documents);
        if (documents == NULL) {
            return rl_fail_nomem(&self->error);
        }
        self->documents = documents;
        self->document_capacity = capacity;
    }
    rl_waiting document = {.sequence = sequence, .line = line, .worker = self->number, .first_key = (uint32_t)self->key_count};
    key_sink sink = {self, false};
    rl_identity_keys_each(&item->identity, take_key, &sink);
    take_override_keys(&sink, &item->identity);
    if (sink.failed) {
        return rl_fail_nomem(&self->error);
    }
    document.key_count = (uint32_t)self->key_count - document.first_key;
    const rl_build_input *input = self->owner->input;
    rl_joined_film *alone;
    size_t count;
    reel_status status = rl_join(self->arena, item, 1, input->overrides, input->override_count, &alone, &count, &self->error);
    if (status == REEL_OK) {
        status = rl_spill_put(self->spill, alone, &document.offset, &document.length, &self->error);
    }
    if (status == REEL_OK) {
        self->documents[self->document_count++] = document;
    }
    return status;
}

/* Reads one document. A document that cannot be read is reported; only what ends the run is a failure. */
static reel_status read_one(rl_build_worker *self, rl_work *work, rl_str key, rl_str display, rl_str bytes, uint64_t line,
                            bool *out_film) {
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
    return rl_build_keep(self, &item, work->sequence, line);
}

static reel_status read_records(rl_build_worker *self, rl_work *work) {
    rl_str rest = rl_buffer_str(&work->bytes);
    rl_str line;
    rl_work_record *record = rl_work_records(work);
    reel_status status = REEL_OK;
    for (uint64_t number = work->first_line; status == REEL_OK && rl_work_line(&rest, &line); number++, record++) {
        if (record->hash != 0) {
            rl_arena_clear(self->arena);
            rl_str key = rl_record_key_render(self->arena, (rl_record_key){work->key, record->hash, record->nth});
            status = read_one(self, work, key, work->display, line, number, &record->film);
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
            status = read_one(self, &work, work.key, work.display, rl_buffer_str(&work.bytes), 0, &film);
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

