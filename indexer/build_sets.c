/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * build_sets: step 2 of a build. Documents that share a blocking key, and so may be one film, make a set, directly or in a
 * chain. Ties are streamed and sorted, never held: sets are found by large-star and small-star steps in turn (R. Kiveris
 * and others, Connected Components in MapReduce and Beyond, 2014) until each document is tied to the first of its
 * set and to nothing else. Most documents are tied to none, and most sets are stars from the start.
 */
#include "indexer/build_steps.h"

static int compare_ties(const void *a, const void *b) {
    const rl_tie *left = a;
    const rl_tie *right = b;
    int order = rl_build_compare(left->from, right->from);
    return order != 0 ? order : rl_build_compare(left->to, right->to);
}

static int compare_placed(const void *a, const void *b) {
    const rl_placed *left = a;
    const rl_placed *right = b;
    int order = rl_build_compare(left->root, right->root);
    return order != 0 ? order : rl_build_compare(left->document.order, right->document.order);
}

/* ---- ties */

static rl_sorter *keys_of(const rl_build_worker *worker) { return worker->keys; }
static rl_sorter *documents_of(const rl_build_worker *worker) { return worker->documents; }

/* Each use of a key is tied to the first one. */
static reel_status tie_by_keys(rl_builder *self, rl_sorter *ties, reel_error *error) {
    rl_sorted *uses;
    rl_key_use first = {0};
    const void *entry = NULL;
    reel_status status = rl_build_read_all(self, keys_of, &uses, error);
    for (uint64_t i = 0; status == REEL_OK; i++) {
        status = rl_build_goes_on(self, i) ? rl_sorted_next(uses, &entry, error) : rl_run_cancelled(error);
        if (status != REEL_OK || entry == NULL) {
            break;
        }
        const rl_key_use *use = entry;
        if (i == 0 || use->key != first.key) {
            first = *use;
        } else if (use->order != first.order) {
            status = rl_sorter_add(ties, &(rl_tie){use->order, first.order}, error);
        }
    }
    rl_sorted_free(uses);
    return status;
}

typedef struct star {
    rl_sorter *out;
    bool large;
    uint64_t center, least; /* of the document at hand, its neighbours and itself: the first */
    bool changed;
} star;

static reel_status put_both(rl_sorter *out, uint64_t later, uint64_t earlier, reel_error *error) {
    reel_status status = rl_sorter_add(out, &(rl_tie){later, earlier}, error);
    return status == REEL_OK ? rl_sorter_add(out, &(rl_tie){earlier, later}, error) : status;
}

static reel_status begin_center(star *self, rl_tie tie, reel_error *error) {
    self->center = tie.from;
    self->least = tie.from < tie.to ? tie.from : tie.to;
    return self->large ? REEL_OK : put_both(self->out, self->center, self->least, error);
}

/* Large: later neighbours are tied to the least. Small, where all neighbours are earlier: so are these and the center. */
static reel_status take_tie(star *self, rl_tie tie, reel_error *error) {
    if (self->large && tie.to > self->center) {
        self->changed = self->changed || self->least != self->center;
        return rl_sorter_add(self->out, &(rl_tie){tie.to, self->least}, error);
    }
    if (!self->large && tie.to != self->least) {
        self->changed = true;
        return put_both(self->out, tie.to, self->least, error);
    }
    return REEL_OK;
}

/* One step over all ties. A small step reads ties from later to earlier documents and writes them both ways, which a large
 * step reads. The ties that were read are freed. */
static reel_status run_step(rl_builder *self, bool large, rl_sorter **ties, bool *changed, reel_error *error) {
    star step = {.large = large};
    rl_sorted *in = NULL;
    rl_tie previous = {0};
    const void *entry = NULL;
    reel_status status = rl_build_sorter(self, sizeof(rl_tie), compare_ties, self->shares.step_bytes, &step.out, error);
    if (status == REEL_OK) {
        status = rl_sorter_read(ties, 1, &in, error);
    }
    for (uint64_t i = 0; status == REEL_OK; i++) {
        status = rl_build_goes_on(self, i) ? rl_sorted_next(in, &entry, error) : rl_run_cancelled(error);
        if (status != REEL_OK || entry == NULL) {
            break;
        }
        rl_tie tie = *(const rl_tie *)entry;
        if (i == 0 || tie.from != previous.from) {
            status = begin_center(&step, tie, error);
        }
        if (status == REEL_OK && (i == 0 || compare_ties(&tie, &previous) != 0)) {
            status = take_tie(&step, tie, error);
        }
        previous = tie;
    }
    rl_sorted_free(in);
    rl_sorter_free(*ties);
    *ties = step.out;
    *changed = *changed || step.changed;
    return status;
}

reel_status rl_build_tie(rl_builder *self, reel_error *error) {
    reel_status status = rl_build_sorter(self, sizeof(rl_tie), compare_ties, self->shares.step_bytes, &self->ties, error);
    if (status == REEL_OK) {
        status = tie_by_keys(self, self->ties, error);
    }
    for (uint32_t i = 0; i < self->jobs; i++) {
        rl_sorter_free(self->workers[i].keys);
        self->workers[i].keys = NULL;
    }
    for (bool changed = true; changed && status == REEL_OK;) {
        changed = false;
        status = run_step(self, false, &self->ties, &changed, error);
        if (status == REEL_OK) {
            status = run_step(self, true, &self->ties, &changed, error);
        }
    }
    return status;
}

/* ---- layout */

/* Three streams in the order of the corpus, side by side. */
typedef struct walk {
    rl_sorted *documents, *ties, *repeats;
    const void *tie, *repeat;
} walk;

static reel_status place(rl_builder *self, walk *at, const rl_waiting *document, reel_error *error) {
    reel_status status = REEL_OK;
    while (status == REEL_OK && at->repeat != NULL && *(const uint64_t *)at->repeat < document->order) {
        status = rl_sorted_next(at->repeats, &at->repeat, error);
    }
    while (status == REEL_OK && at->tie != NULL && ((const rl_tie *)at->tie)->from < document->order) {
        status = rl_sorted_next(at->ties, &at->tie, error);
    }
    if (status != REEL_OK || (at->repeat != NULL && *(const uint64_t *)at->repeat == document->order)) {
        return status;
    }
    const rl_tie *tie = at->tie;
    bool tied = tie != NULL && tie->from == document->order;
    self->document_count++;
    self->set_count += !tied;
    return rl_sorter_add(self->placed, &(rl_placed){tied ? tie->to : document->order, *document}, error);
}

static reel_status place_all(rl_builder *self, walk *at, reel_error *error) {
    const void *document = NULL;
    reel_status status = rl_build_read_all(self, documents_of, &at->documents, error);
    status = status == REEL_OK ? rl_sorter_read(&self->ties, 1, &at->ties, error) : status;
    status = status == REEL_OK ? rl_sorter_read(&self->repeats, 1, &at->repeats, error) : status;
    status = status == REEL_OK ? rl_sorted_next(at->ties, &at->tie, error) : status;
    status = status == REEL_OK ? rl_sorted_next(at->repeats, &at->repeat, error) : status;
    for (uint64_t i = 0; status == REEL_OK; i++) {
        status = rl_build_goes_on(self, i) ? rl_sorted_next(at->documents, &document, error) : rl_run_cancelled(error);
        if (status != REEL_OK || document == NULL) {
            break;
        }
        status = place(self, at, document, error);
    }
    return status == REEL_OK && self->document_count >= UINT32_MAX
               ? rl_fail(error, REEL_LIMIT, "more than 4,294,967,294 documents cannot be indexed at once")
               : status;
}

static void forget_sources(rl_builder *self) {
    for (uint32_t i = 0; i < self->jobs; i++) {
        rl_sorter_free(self->workers[i].documents);
        self->workers[i].documents = NULL;
    }
    rl_sorter_free(self->ties);
    rl_sorter_free(self->repeats);
    self->ties = self->repeats = NULL;
}

reel_status rl_build_lay_out(rl_builder *self, reel_error *error) {
    walk at = {0};
    const void *first = NULL;
    reel_status status = rl_build_sorter(self, sizeof(rl_placed), compare_placed, self->shares.step_bytes, &self->placed, error);
    if (status == REEL_OK) {
        status = place_all(self, &at, error);
    }
    rl_sorted_free(at.documents);
    rl_sorted_free(at.ties);
    rl_sorted_free(at.repeats);
    forget_sources(self);
    if (status == REEL_OK) {
        status = rl_sorter_read(&self->placed, 1, &self->layout, error);
    }
    if (status == REEL_OK) {
        status = rl_sorted_next(self->layout, &first, error);
        self->next_placed = first;
    }
    return status;
}
