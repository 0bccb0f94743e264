/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_sets: step 2 of a build. Documents that share a blocking key, and so may be one film, make a set.
 */
#include "indexer/build_steps.h"

#include <stdlib.h>

typedef struct key_use {
    uint64_t key;
    uint32_t document;
} key_use;

static int compare_uses(const void *a, const void *b) {
    const key_use *left = a;
    const key_use *right = b;
    if (left->key != right->key) {
        return left->key < right->key ? -1 : 1;
    }
    return left->document < right->document ? -1 : left->document > right->document;
}

static int compare_waiting(const void *a, const void *b) {
    const rl_waiting *left = a;
    const rl_waiting *right = b;
    if (left->sequence != right->sequence) {
        return left->sequence < right->sequence ? -1 : 1;
    }
    return left->line < right->line ? -1 : left->line > right->line;
}

/* The smallest document of a set stands for it; paths are halved on the way. */
static uint32_t find_root(uint32_t *parents, uint32_t document) {
    while (parents[document] != document) {
        parents[document] = parents[parents[document]];
        document = parents[document];
    }
    return document;
}

static void unite(uint32_t *parents, uint32_t a, uint32_t b) {
    uint32_t left = find_root(parents, a);
    uint32_t right = find_root(parents, b);
    if (left < right) {
        parents[right] = left;
    } else {
        parents[left] = right;
    }
}

static reel_status gather_documents(rl_builder *self, size_t *out_key_count, reel_error *error) {
    size_t count = 0;
    *out_key_count = 0;
    for (uint32_t i = 0; i < self->jobs; i++) {
        count += self->workers[i].document_count;
        *out_key_count += self->workers[i].key_count;
    }
    if (count >= UINT32_MAX) {
        return rl_fail(error, REEL_LIMIT, "more than 4,294,967,294 documents cannot be indexed at once");
    }
    self->documents = malloc((count + 1) * sizeof *self->documents);
    if (self->documents == NULL) {
        return rl_fail_nomem(error);
    }
    for (uint32_t i = 0; i < self->jobs; i++) {
        rl_build_worker *from = &self->workers[i];
        if (from->document_count > 0) {
            memcpy(self->documents + self->document_count, from->documents, from->document_count * sizeof *from->documents);
        }
        self->document_count += from->document_count;
        free(from->documents);
        from->documents = NULL;
    }
    qsort(self->documents, self->document_count, sizeof *self->documents, compare_waiting);
    return REEL_OK;
}

static void unite_by_keys(rl_builder *self, key_use *uses, uint32_t *parents) {
    size_t count = 0;
    for (size_t i = 0; i < self->document_count; i++) {
        const rl_waiting *document = &self->documents[i];
        const uint64_t *keys = self->workers[document->worker].keys + document->first_key;
        for (uint32_t k = 0; k < document->key_count; k++) {
            uses[count++] = (key_use){keys[k], (uint32_t)i};
        }
    }
    qsort(uses, count, sizeof *uses, compare_uses);
    for (size_t i = 1; i < count; i++) {
        if (uses[i].key == uses[i - 1].key) {
            unite(parents, uses[i - 1].document, uses[i].document);
        }
    }
}

/* Lays the documents out set by set: a counting sort by root, which keeps both orders. */
static void lay_out_sets(rl_builder *self, uint32_t *parents, size_t *sizes) {
    size_t count = self->document_count;
    for (size_t i = 0; i < count; i++) {
        sizes[find_root(parents, (uint32_t)i)]++;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        if (parents[i] == i) {
            self->set_starts[self->set_count++] = at;
            size_t size = sizes[i];
            sizes[i] = at;
            at += size;
        }
    }
    self->set_starts[self->set_count] = at;
    for (size_t i = 0; i < count; i++) {
        self->set_documents[sizes[find_root(parents, (uint32_t)i)]++] = (uint32_t)i;
    }
}

reel_status rl_build_make_sets(rl_builder *self, reel_error *error) {
    size_t key_count;
    reel_status status = gather_documents(self, &key_count, error);
    if (status != REEL_OK) {
        return status;
    }
    size_t count = self->document_count;
    key_use *uses = malloc((key_count + 1) * sizeof *uses);
    uint32_t *parents = malloc((count + 1) * sizeof *parents);
    size_t *sizes = calloc(count + 1, sizeof *sizes);
    self->set_documents = malloc((count + 1) * sizeof *self->set_documents);
    self->set_starts = malloc((count + 1) * sizeof *self->set_starts);
    if (uses == NULL || parents == NULL || sizes == NULL || self->set_documents == NULL || self->set_starts == NULL) {
        status = rl_fail_nomem(error);
    } else {
        for (size_t i = 0; i < count; i++) {
            parents[i] = (uint32_t)i;
        }
        unite_by_keys(self, uses, parents);
        lay_out_sets(self, parents, sizes);
    }
    free(uses);
    free(parents);
    free(sizes);
    for (uint32_t i = 0; i < self->jobs; i++) {
        free(self->workers[i].keys);
        self->workers[i].keys = NULL;
    }
    return status;
}

