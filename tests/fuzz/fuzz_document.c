/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_document: any bytes as a document, through detection, reading, joining and terms.
 */
#include <reel.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const names[] = {"page.txt", "records.jsonl", "movie.nfo", "A_Film_(1990_film).md", "saved.html"};
    static const char *const stages[] = {"format", "facts", "film", "tokens", "terms"};
    const char *name = names[size % (sizeof names / sizeof names[0])];
    unsigned sum = 0;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        reel_error error;
        reel_status status = reel_explain_document(stages[i], name, data, size, i == 1 ? "json" : "text", fuzz_sink, &sum, &error);
        /* what cannot be read says so in one line; nothing is a defect */
        FUZZ_CHECK(status == REEL_OK || status == REEL_FORMAT || status == REEL_LIMIT);
        FUZZ_CHECK(status == REEL_OK || error.message[0] != '\0');
    }
    return 0;
}
