/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * state: what an index holds, and whether all of it is sound: the store's own check, every film
 * decodes and names its documents, the ledger's documents and the films' are the same.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/json_build.h"
#include "common/film_codec.h"
#include "common/index_dir.h"
#include "common/index_layout.h"
#include "common/schema.h"
#include "indexer/ledger.h"
#include "indexer/report.h"
#include "indexer/verify.h"

typedef struct state {
    rl_arena *arena;
    const char *path;
    rl_index_reader *reader;
    rl_store *store;
    rl_ledger ledger;
    uint64_t documents, failed, no_film, record_files, pages, in_memory;
    uint32_t films;
    double average_length;
    uint64_t bytes;
    /* of the check */
    bool verified, tables_unchecked;
    uint64_t checked_films, checked_sources;
    rl_buffer findings; /* lines */
    size_t finding_count;
} state;

enum { MAX_FINDINGS = 20, MAX_ATTEMPTS = 20 };

static void find(state *self, const char *format, ...) RL_PRINTF(2, 3);

static void find(state *self, const char *format, ...) {
    if (self->finding_count++ < MAX_FINDINGS) {
        char line[512];
        va_list arguments;
        va_start(arguments, format);
        (void)vsnprintf(line, sizeof line, format, arguments);
        va_end(arguments);
        rl_buffer_add_text(&self->findings, line);
        rl_buffer_add_byte(&self->findings, '\n');
    }
}

static void count_ledger(state *self) {
    for (size_t i = 0; i < self->ledger.count; i++) {
        const rl_ledger_file *row = &self->ledger.files[i];
        self->documents += rl_ledger_documents(row);
        self->failed += row->state == RL_LEDGER_FAILED;
        self->no_film += row->state == RL_LEDGER_NO_FILM;
        self->record_files += row->state == RL_LEDGER_RECORDS;
        self->pages += row->state == RL_LEDGER_FILM;
        self->in_memory += row->state == RL_LEDGER_MEMORY;
    }
}

/* Bytes of the files of the current generation, which is one flat folder; 0 of an index without generations. */
static reel_status generation_bytes(const char *path, uint64_t *out_bytes, reel_error *error) {
    char name[RL_INDEX_PATH_BYTES];
    (void)snprintf(name, sizeof name, "%s/current", path);
    *out_bytes = 0;
    DIR *folder = opendir(name);
    if (folder == NULL) {
        return errno == ENOENT || errno == ENOTDIR ? REEL_OK : rl_layout_fail_errno(error, name, "reading the index folder");
    }
    uint64_t bytes = 0;
    const struct dirent *entry;
    while ((entry = readdir(folder)) != NULL) {
        struct stat info;
        if (fstatat(dirfd(folder), entry->d_name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode)) {
            bytes += (uint64_t)info.st_size;
        }
    }
    (void)closedir(folder);
    *out_bytes = bytes;
    return REEL_OK;
}

static reel_status load(state *self, reel_error *error) {
    reel_status status = rl_index_reader_open(&self->path, 1, &self->reader, error);
    if (status == REEL_OK) {
        self->store = rl_index_reader_store(self->reader);
        status = rl_ledger_load(self->arena, self->store, &self->ledger, error);
    }
    if (status == REEL_OK) {
        status = rl_store_document_count(self->store, &self->films, error);
    }
    if (status == REEL_OK) {
        status = rl_store_average_length(self->store, &self->average_length, error);
    }
    if (status == REEL_OK) {
        count_ledger(self);
        status = generation_bytes(self->path, &self->bytes, error);
    }
    return status;
}

/* ---- the check */

static void take_finding(void *user, const char *line) { find(user, "%s", line); }

static reel_status check_films(state *self, reel_error *error) {
    const rl_verify_input input = {self->store, &self->ledger, self->arena, take_finding, self};
    return rl_verify(&input, &self->checked_films, &self->checked_sources, error);
}

static reel_status verify(state *self, reel_error *error) {
    char current[RL_INDEX_PATH_BYTES];
    (void)snprintf(current, sizeof current, "%s/current", self->path);
    self->verified = true;
    rl_buffer tables = RL_BUFFER_INIT;
    reel_error damage;
    reel_status status = rl_store_check(current, &tables, &damage);
    rl_buffer_done(&tables);
    bool changed = false;
    if (status == REEL_CORRUPT && rl_store_reopen(self->store, &changed, NULL) == REEL_OK && changed) {
        return REEL_STALE; /* a writer went on beneath the check */
    }
    if (status == REEL_CORRUPT) {
        find(self, "%s", damage.message);
        status = REEL_OK;
    } else if (status == REEL_IO && faccessat(AT_FDCWD, current, W_OK, AT_EACCESS) != 0) { /* Xapian's check opens tables for writing, and writes nothing */
        self->tables_unchecked = true;
        status = REEL_OK;
    } else if (status != REEL_OK && error != NULL) {
        *error = damage;
    }
    /* Broken tables are not walked: what Xapian makes of their bytes is anybody's guess. */
    return status == REEL_OK && self->finding_count == 0 ? check_films(self, error) : status;
}

/* ---- the report */

static json_t *findings_json(state *self) {
    json_t *list = json_array();
    rl_str rest = rl_buffer_str(&self->findings);
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        if (line.length > 0) {
            rl_json_append(&list, rl_json_str(line.at, line.length));
        }
    }
    return list;
}

static reel_status report_json(state *self, rl_report *report, reel_error *error) {
    const char *generation = rl_index_reader_generation(self->reader);
    if (generation[0] == '\0') {
        return rl_fail_nomem(error);
    }
    json_t *roots = json_array();
    for (size_t i = 0; i < self->ledger.root_count; i++) {
        rl_json_append(&roots, rl_json_str(self->ledger.roots[i].at, self->ledger.roots[i].length));
    }
    json_t *object = json_pack("{s:i, s:o, s:s, s:i, s:i, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:f, s:o}", "schema", 1, "index", rl_json_text(self->path),
                               "generation", generation, "index_schema", RL_SCHEMA_VERSION, "films",
                               (int)self->films, "documents", (json_int_t)self->documents, "pages", (json_int_t)self->pages, "record_files",
                               (json_int_t)self->record_files, "in_memory", (json_int_t)self->in_memory, "failed",
                               (json_int_t)self->failed, "not_films", (json_int_t)self->no_film, "bytes", (json_int_t)self->bytes,
                               "average_length", self->average_length, "roots", roots);
    if (object != NULL && self->verified) {
        rl_json_set(&object, "sound", json_boolean(self->finding_count == 0));
        rl_json_set(&object, "findings", findings_json(self));
        rl_json_set(&object, "tables_checked", json_boolean(!self->tables_unchecked));
    }
    return rl_report_json(report, object, error);
}

static void report_text(state *self, rl_report *report) {
    rl_report_line(report, "index       %s", self->path);
    rl_report_line(report, "generation  %s, schema %d", rl_index_reader_generation(self->reader), RL_SCHEMA_VERSION);
    rl_report_line(report, "films       %u", self->films);
    rl_report_line(report, "documents   %llu (%llu pages, %llu record files, %llu put by programs)",
                   (unsigned long long)self->documents, (unsigned long long)self->pages,
                   (unsigned long long)self->record_files, (unsigned long long)self->in_memory);
    rl_report_line(report, "left out    %llu not about a film, %llu not understood", (unsigned long long)self->no_film,
                   (unsigned long long)self->failed);
    rl_report_line(report, "size        %s MB, %s words a film", RL_DECIMAL((double)self->bytes / 1e6, 1), RL_DECIMAL(self->average_length, 0));
    for (size_t i = 0; i < self->ledger.root_count; i++) {
        rl_report_line(report, "%s  %.*s", i == 0 ? "indexed   " : "          ", RL_STR_ARG(self->ledger.roots[i]));
    }
    if (!self->verified) {
        return;
    }
    rl_report_line(report, "verified    %llu films, %llu documents: %s", (unsigned long long)self->checked_films,
                   (unsigned long long)self->checked_sources, self->finding_count == 0 ? "all sound" : "DAMAGED");
    if (self->tables_unchecked) {
        rl_report_line(report, "            the tables by themselves were not checked: that needs the right to write them");
    }
    rl_str rest = rl_buffer_str(&self->findings);
    rl_str line;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        if (line.length > 0) {
            rl_report_line(report, "            %.*s", RL_STR_ARG(line));
        }
    }
}

static void done(state *self) {
    rl_index_reader_close(self->reader);
    rl_buffer_done(&self->findings);
    rl_arena_free(self->arena);
}

reel_status reel_index_status(const char *path, bool verify_all, const char *format, reel_write write, void *user,
                              reel_error *error) {
    rl_error_clear(error);
    bool json;
    reel_status status = rl_report_is_json(format, &json, error);
    if (status != REEL_OK) {
        return status;
    }
    if (path == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "an index and a write function are needed");
    }
    state self = {.path = path};
    rl_report report = {.write = write, .user = user};
    for (int attempt = 0; attempt == 0 || (status == REEL_STALE && self.reader != NULL && attempt < MAX_ATTEMPTS); attempt++) {
        done(&self); /* a writer went on while it was read: from the start */
        self = (state){.path = path, .arena = rl_arena_new()};
        status = self.arena == NULL ? rl_fail_nomem(error) : load(&self, error);
        if (status == REEL_OK && verify_all) {
            status = verify(&self, error);
        }
    }
    if (status == REEL_OK) {
        if (json) {
            status = report_json(&self, &report, error);
        } else {
            report_text(&self, &report);
            status = rl_report_status(&report, error);
        }
    }
    if (status == REEL_OK && self.finding_count > 0) {
        status = rl_fail_at(error, REEL_CORRUPT, path, 0, "the index %s is damaged (%zu findings): rebuild it with reel index --full --index %s",
                            path, self.finding_count, path);
    }
    done(&self);
    return rl_error_finish(status, error);
}
