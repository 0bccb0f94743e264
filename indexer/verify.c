/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * verify: see verify.h. Terms are compared from both sides: each film's list with what its record makes, and the sum over
 * all films with the sum over all posting lists, so that neither can lack what the other has.
 */
#include "indexer/verify.h"

#include <stdio.h>
#include <stdlib.h>

#include <xxhash.h>

#include "common/film_codec.h"
#include "indexer/join.h"
#include "indexer/terms.h"

enum { POSITIONS_OF_FILMS = 5000 };

typedef struct verify {
    const rl_verify_input *input;
    rl_terms *terms;
    rl_arena *scratch; /* of one film */
    rl_docid *docids;
    size_t docid_count, docid_capacity;
    uint64_t *sources; /* hashes of the keys of all documents */
    size_t source_count, source_capacity;
    uint64_t films, sum_of_films, sum_of_postings;
    rl_docid docid;
    rl_posting *found; /* terms of the film as stored */
    size_t found_count, found_capacity;
    bool failed; /* memory ran out in a callback */
    rl_buffer bytes;
} verify;

static void find(verify *self, const char *format, ...) RL_PRINTF(2, 3);

static void find(verify *self, const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    self->input->finding(self->input->user, line);
}

static uint64_t hash_posting(rl_str term, rl_docid docid, uint32_t wdf) {
    return XXH3_64bits_withSeed(term.at, term.length, (uint64_t)docid << 32 | wdf);
}

static bool take_docid(void *user, rl_docid docid, uint32_t wdf) {
    verify *self = user;
    (void)wdf;
    rl_docid *docids = rl_arena_grow(self->input->arena, self->docids, &self->docid_capacity, self->docid_count + 1, sizeof *docids);
    if (docids == NULL) {
        self->failed = true;
        return false;
    }
    self->docids = docids;
    docids[self->docid_count++] = docid;
    return true;
}

/* ---- films against the list of documents */

static reel_status is_listed(verify *self, rl_str key, bool *out_listed, reel_error *error) {
    rl_ledger *ledger = self->input->ledger;
    rl_ledger_file *row = rl_ledger_find(ledger, key);
    rl_record_key record;
    *out_listed = row != NULL && (row->state == RL_LEDGER_FILM || row->state == RL_LEDGER_MEMORY);
    if (*out_listed || !rl_record_key_parse(key, &record)) {
        return REEL_OK;
    }
    row = rl_ledger_find(ledger, record.file);
    if (row == NULL || row->state != RL_LEDGER_RECORDS) {
        return REEL_OK;
    }
    reel_status status = rl_ledger_load_records(self->input->arena, self->input->store, row, error);
    *out_listed = status == REEL_OK && rl_ledger_has_record(row, record.hash);
    return status;
}

static reel_status check_sources(verify *self, const rl_film *film, reel_error *error) {
    for (size_t i = 0; i < film->source_count; i++) {
        bool listed;
        reel_status status = is_listed(self, film->sources[i].key, &listed, error);
        if (status != REEL_OK) {
            return status;
        }
        if (!listed) {
            find(self, "film %.*s has a document that is not in the list of documents: %.*s", RL_STR_ARG(film->id),
                 RL_STR_ARG(film->sources[i].path));
        }
        uint64_t *sources = rl_arena_grow(self->input->arena, self->sources, &self->source_capacity, self->source_count + 1, sizeof *sources);
        if (sources == NULL) {
            return rl_fail_nomem(error);
        }
        self->sources = sources;
        sources[self->source_count++] = XXH3_64bits(film->sources[i].key.at, film->sources[i].key.length);
    }
    return REEL_OK;
}

static int compare_hashes(const void *a, const void *b) {
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static void check_documents(verify *self) {
    uint64_t listed = 0;
    size_t twice = 0;
    for (size_t i = 0; i < self->input->ledger->count; i++) {
        listed += rl_ledger_documents(&self->input->ledger->files[i]);
    }
    if (self->source_count > 1) {
        qsort(self->sources, self->source_count, sizeof *self->sources, compare_hashes);
    }
    for (size_t i = 1; i < self->source_count; i++) {
        twice += self->sources[i] == self->sources[i - 1];
    }
    if (twice > 0) {
        find(self, "%zu documents are in two films", twice);
    }
    if (self->source_count != listed) {
        find(self, "the list of documents has %llu, the films have %zu", (unsigned long long)listed, self->source_count);
    }
}

/* ---- a film against its terms */

static reel_status expect(verify *self, const rl_film *film, rl_store_document *out_document, reel_error *error) {
    rl_str *keys = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < film->source_count; i++) {
        rl_identity identity;
        size_t own_count;
        reel_status status = rl_identity_of_source(self->scratch, film, i, &identity, error);
        if (status != REEL_OK) {
            return status;
        }
        rl_str *own = rl_join_keys(self->scratch, &identity, &own_count);
        keys = rl_arena_grow(self->scratch, keys, &capacity, count + own_count + 1, sizeof *keys);
        if (keys == NULL) {
            return rl_fail_nomem(error);
        }
        for (size_t k = 0; k < own_count; k++) {
            keys[count++] = own[k];
        }
    }
    return rl_terms_film(self->terms, film, keys, count, out_document, error);
}

static bool take_term(void *user, rl_str term, uint32_t wdf) {
    verify *self = user;
    rl_posting *found = rl_arena_grow(self->scratch, self->found, &self->found_capacity, self->found_count + 1, sizeof *found);
    if (found == NULL) {
        self->failed = true;
        return false;
    }
    self->found = found;
    found[self->found_count++] = (rl_posting){.term = rl_str_copy(self->scratch, term), .wdf = wdf};
    self->sum_of_films += hash_posting(term, self->docid, wdf);
    return true;
}

static int compare_postings(const void *a, const void *b) {
    return rl_str_compare(((const rl_posting *)a)->term, ((const rl_posting *)b)->term);
}

typedef struct position_walk {
    const rl_posting *expected;
    size_t at;
    bool differs;
} position_walk;

static bool compare_position(void *user, uint32_t position) {
    position_walk *walk = user;
    walk->differs = walk->at >= walk->expected->position_count || walk->expected->positions[walk->at] != position;
    walk->at++;
    return !walk->differs;
}

static reel_status compare_positions(verify *self, const rl_posting *expected, bool *out_same, reel_error *error) {
    position_walk walk = {.expected = expected};
    reel_status status = rl_store_positions_each(self->input->store, self->docid, expected->term, compare_position, &walk, error);
    *out_same = status == REEL_OK && !walk.differs && walk.at == expected->position_count;
    return status;
}

static bool same_terms(const rl_posting *expected, size_t count, const verify *self) {
    bool same = count == self->found_count;
    for (size_t i = 0; i < count && same; i++) {
        same = rl_str_equal(expected[i].term, self->found[i].term) && expected[i].wdf == self->found[i].wdf;
    }
    return same;
}

static reel_status compare_values(verify *self, const rl_store_document *document, bool *out_same, reel_error *error) {
    reel_status status = REEL_OK;
    *out_same = true;
    for (size_t i = 0; i < document->value_count && status == REEL_OK && *out_same; i++) {
        rl_buffer_clear(&self->bytes);
        status = rl_store_value(self->input->store, self->docid, document->values[i].slot, &self->bytes, error);
        *out_same = rl_str_equal(rl_buffer_str(&self->bytes), document->values[i].value);
    }
    return status;
}

static reel_status check_terms(verify *self, const rl_film *film, bool with_positions, reel_error *error) {
    rl_store_document document;
    reel_status status = expect(self, film, &document, error);
    if (status == REEL_OK) {
        status = rl_store_document_terms_each(self->input->store, self->docid, take_term, self, error);
    }
    rl_posting *expected = rl_arena_array(self->scratch, document.posting_count, sizeof *expected);
    if (status != REEL_OK || expected == NULL || self->failed) {
        return status != REEL_OK ? status : rl_fail_nomem(error);
    }
    memcpy(expected, document.postings, document.posting_count * sizeof *expected);
    qsort(expected, document.posting_count, sizeof *expected, compare_postings);
    bool same = true;
    if (!same_terms(expected, document.posting_count, self)) {
        find(self, "film %.*s is not found under the words it has", RL_STR_ARG(film->id));
    }
    for (size_t i = 0; with_positions && i < document.posting_count && same && status == REEL_OK; i++) {
        status = compare_positions(self, &expected[i], &same, error);
    }
    if (status == REEL_OK && !same) {
        find(self, "film %.*s has words in other places than its record", RL_STR_ARG(film->id));
    }
    if (status == REEL_OK) {
        status = compare_values(self, &document, &same, error);
    }
    if (status == REEL_OK && !same) {
        find(self, "film %.*s is sorted or counted under other values than its record has", RL_STR_ARG(film->id));
    }
    return status;
}

static reel_status check_film(verify *self, bool with_positions, reel_error *error) {
    rl_film film;
    rl_arena_clear(self->scratch);
    rl_buffer_clear(&self->bytes);
    self->found = NULL;
    self->found_count = self->found_capacity = 0;
    reel_status status = rl_store_data(self->input->store, self->docid, &self->bytes, error);
    if (self->bytes.failed) {
        return rl_fail_nomem(error);
    }
    if (status == REEL_OK) {
        status = rl_film_decode(self->scratch, rl_str_copy(self->scratch, rl_buffer_str(&self->bytes)), &film, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    self->films++;
    status = check_sources(self, &film, error);
    return status == REEL_OK ? check_terms(self, &film, with_positions, error) : status;
}

/* ---- posting lists against films */

typedef struct posting_walk {
    verify *self;
    rl_str term;
    uint32_t documents;
} posting_walk;

static bool add_posting(void *user, rl_docid docid, uint32_t wdf) {
    posting_walk *walk = user;
    walk->self->sum_of_postings += hash_posting(walk->term, docid, wdf);
    walk->documents++;
    return true;
}

static bool add_term(void *user, rl_str term, uint32_t documents) {
    verify *self = user;
    posting_walk walk = {.self = self, .term = term};
    reel_error error;
    if (rl_store_postings_each(self->input->store, term, add_posting, &walk, &error) != REEL_OK) {
        find(self, "the list of a word cannot be read: %s", error.message);
        return false;
    }
    if (walk.documents != documents) {
        find(self, "a word is said to be in %u films, and is in %u", documents, walk.documents);
    }
    return true;
}

/* ---- the whole */

/* What cannot be read is a finding; only what keeps the check from going on is a failure. */
static bool is_finding(reel_status status) { return status != REEL_OK && status != REEL_NOMEM && status != REEL_STALE; }

static reel_status check_all(verify *self, reel_error *error) {
    reel_error found;
    uint32_t counted = 0;
    reel_status status = rl_store_postings_each(self->input->store, RL_STR_EMPTY, take_docid, self, &found);
    size_t step = self->docid_count / POSITIONS_OF_FILMS + 1;
    for (size_t i = 0; i < self->docid_count && status == REEL_OK; i++) {
        self->docid = self->docids[i];
        status = check_film(self, i % step == 0, &found);
        if (is_finding(status)) {
            find(self, "film %u cannot be read: %s", self->docid, found.message);
            status = REEL_OK;
        }
    }
    if (status == REEL_OK) {
        status = rl_store_terms_each(self->input->store, RL_STR_EMPTY, RL_STR_EMPTY, add_term, self, &found);
    }
    if (status == REEL_OK) {
        status = rl_store_document_count(self->input->store, &counted, &found);
    }
    if (is_finding(status)) {
        find(self, "%s", found.message);
        status = REEL_OK;
    }
    if (status != REEL_OK) {
        if (error != NULL) {
            *error = found;
        }
        return status;
    }
    if (counted != self->docid_count) {
        find(self, "%u films are counted, %zu are there", counted, self->docid_count);
    }
    if (self->sum_of_films != self->sum_of_postings) {
        find(self, "the lists of words and the films do not agree");
    }
    check_documents(self);
    return self->failed ? rl_fail_nomem(error) : REEL_OK;
}

reel_status rl_verify(const rl_verify_input *input, uint64_t *out_films, uint64_t *out_documents, reel_error *error) {
    verify self = {.input = input, .scratch = rl_arena_new()};
    reel_status status = self.scratch == NULL ? rl_fail_nomem(error) : rl_terms_new(&self.terms, error);
    if (status == REEL_OK) {
        status = check_all(&self, error);
        rl_terms_free(self.terms);
    }
    *out_films = self.films;
    *out_documents = self.source_count;
    rl_buffer_done(&self.bytes);
    rl_arena_free(self.scratch);
    return status;
}
