/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * audit: what of the documents did not become facts of their films, and why. Reads the documents
 * again: what is not indexed is not stored either.
 */
#include <stdio.h>

#include "common/json_build.h"
#include "common/index_dir.h"
#include "common/limits.h"
#include "indexer/corpus_scan.h"
#include "indexer/intake.h"
#include "indexer/ledger.h"
#include "indexer/report.h"

typedef struct audit {
    rl_arena *arena; /* of one document */
    rl_report report;
    bool json;
    size_t told; /* documents written as JSON */
    const char *path;
    rl_buffer bytes;
} audit;

static const char *fate_name(rl_block_fate fate) {
    switch (fate) {
    case RL_BLOCK_CLAIMED:
        return "claimed";
    case RL_BLOCK_OTHER:
        return "other";
    case RL_BLOCK_FURNITURE:
        return "furniture";
    case RL_BLOCK_UNKNOWN:
        return "unknown";
    }
    return "";
}

static json_t *blocks_json(const rl_facts *facts) {
    json_t *list = json_array();
    for (size_t i = 0; i < facts->block_count; i++) {
        const rl_block *block = &facts->blocks[i];
        if (block->fate != RL_BLOCK_CLAIMED) {
            rl_json_append(&list, json_pack("{s:i, s:i, s:s, s:s}", "first_line", (int)block->first_line, "last_line",
                                                        (int)block->last_line, "fate", fate_name(block->fate), "reason",
                                                        block->reason == NULL ? "" : block->reason));
        }
    }
    return list;
}

static reel_status write_json(audit *self, rl_str display, const char *verdict, const rl_facts *facts, reel_error *error) {
    json_t *object = json_pack("{s:o, s:s, s:o}", "document", rl_json_str(display.at, display.length), "verdict", verdict,
                               "blocks", facts == NULL ? json_array() : blocks_json(facts));
    rl_report_line(&self->report, "%s", self->told++ == 0 ? "{\"schema\": 1, \"documents\": [" : ",");
    return rl_report_json(&self->report, object, error);
}

/* Of the one object that the documents stand in. */
static reel_status end_json(audit *self, reel_error *error) {
    rl_report_line(&self->report, "%s", self->told == 0 ? "{\"schema\": 1, \"documents\": []}" : "]}");
    return rl_report_status(&self->report, error);
}

static void write_text(audit *self, rl_str display, const char *verdict, const rl_facts *facts) {
    rl_report_line(&self->report, "%.*s: %s", RL_STR_ARG(display), verdict);
    for (size_t i = 0; facts != NULL && i < facts->block_count; i++) {
        const rl_block *block = &facts->blocks[i];
        if (block->fate != RL_BLOCK_CLAIMED) {
            rl_report_line(&self->report, "  lines %u-%u: %s%s%s", block->first_line, block->last_line, fate_name(block->fate),
                           block->reason == NULL ? "" : ", ", block->reason == NULL ? "" : block->reason);
        }
    }
}

static reel_status write_document(audit *self, rl_str display, const char *verdict, const rl_facts *facts, reel_error *error) {
    if (self->json) {
        return write_json(self, display, verdict, facts, error);
    }
    write_text(self, display, verdict, facts);
    return rl_report_status(&self->report, error);
}

static bool has_open_blocks(const rl_facts *facts) {
    for (size_t i = 0; i < facts->block_count; i++) {
        if (facts->blocks[i].fate != RL_BLOCK_CLAIMED) {
            return true;
        }
    }
    return false;
}

static reel_status audit_document(audit *self, const rl_ledger_file *row, reel_error *error) {
    if (row->state == RL_LEDGER_RECORDS || row->state == RL_LEDGER_MEMORY) {
        return REEL_OK; /* a record has no blocks; its unknown keys are reported as it is indexed */
    }
    rl_arena_clear(self->arena);
    rl_intake intake = {0};
    reel_error reading;
    reel_status status = rl_intake_load(rl_corpus_locate(self->arena, self->path, row->key).at, RL_MAX_PAGE_BYTES, &self->bytes,
                                        &reading);
    if (status == REEL_OK) {
        status = rl_intake_read(self->arena, row->key, row->display, rl_buffer_str(&self->bytes), &intake, &reading);
    }
    if (status == REEL_NOMEM) {
        return rl_fail_nomem(error);
    }
    if (status != REEL_OK) {
        char verdict[600];
        (void)snprintf(verdict, sizeof verdict, "not understood: %s", reading.message);
        return write_document(self, row->display, verdict, NULL, error);
    }
    if (!intake.is_film) {
        char verdict[64];
        (void)snprintf(verdict, sizeof verdict, "not a film: about %s", rl_intake_subject_name(intake.facts.subject));
        return write_document(self, row->display, verdict, &intake.facts, error);
    }
    return has_open_blocks(&intake.facts) ? write_document(self, row->display, intake.format->name, &intake.facts, error) : REEL_OK;
}

static reel_status audit_all(audit *self, rl_index_reader *reader, reel_error *error) {
    rl_arena *arena = rl_arena_new();
    if (arena == NULL) {
        return rl_fail_nomem(error);
    }
    rl_ledger ledger;
    reel_status status = rl_ledger_load(arena, rl_index_reader_store(reader), &ledger, error);
    for (size_t i = 0; status == REEL_OK && i < ledger.count; i++) {
        status = audit_document(self, &ledger.files[i], error);
    }
    rl_arena_free(arena);
    return status == REEL_OK && self->json ? end_json(self, error) : status;
}

reel_status reel_audit(const char *path, const char *format, reel_write write, void *user, reel_error *error) {
    rl_error_clear(error);
    audit self = {.path = path, .report = {.write = write, .user = user}};
    reel_status status = rl_report_is_json(format, &self.json, error);
    if (status != REEL_OK) {
        return status;
    }
    if (path == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "an index and a write function are needed");
    }
    rl_index_reader *reader;
    status = rl_index_reader_open(&path, 1, &reader, error);
    if (status != REEL_OK) {
        return rl_error_finish(status, error);
    }
    self.arena = rl_arena_new();
    status = self.arena == NULL ? rl_fail_nomem(error) : audit_all(&self, reader, error);
    rl_arena_free(self.arena);
    rl_buffer_done(&self.bytes);
    rl_index_reader_close(reader);
    return rl_error_finish(status, error);
}
