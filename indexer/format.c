/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format: the table of formats and what all of them share.
 */
#include "indexer/format.h"

#define FORMAT(name, summary)                                         \
    int rl_format_##name##_detect(const rl_document *document);       \
    reel_status rl_format_##name##_extract(const rl_document *document, rl_facts *facts, reel_error *error);
#include "indexer/formats.def"
#undef FORMAT

static const rl_format formats[] = {
#define FORMAT(name, summary) {#name, summary, rl_format_##name##_detect, rl_format_##name##_extract},
#include "indexer/formats.def"
#undef FORMAT
};

enum { FORMAT_COUNT = sizeof formats / sizeof formats[0] };

size_t rl_format_count(void) { return FORMAT_COUNT; }
const rl_format *rl_format_at(size_t index) { return index < FORMAT_COUNT ? &formats[index] : NULL; }

const rl_format *rl_format_find(rl_str name) {
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        if (rl_str_is(name, formats[i].name)) {
            return &formats[i];
        }
    }
    return NULL;
}

const rl_format *rl_format_detect(const rl_document *document, int *out_confidence) {
    const rl_format *best = &formats[FORMAT_COUNT - 1];
    int best_confidence = -1;
    for (size_t i = 0; i < FORMAT_COUNT; i++) {
        int confidence = formats[i].detect(document);
        if (confidence > best_confidence) {
            best = &formats[i];
            best_confidence = confidence;
        }
    }
    if (out_confidence != NULL) {
        *out_confidence = best_confidence;
    }
    return best;
}
