/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_writer: see film_writer.h.
 */
#include "indexer/film_writer.h"

#include <stdlib.h>

#include "common/film_codec.h"
#include "indexer/terms.h"

struct rl_film_writer {
    rl_terms *terms;
    rl_buffer record;
    uint64_t pairs;
};

reel_status rl_film_writer_new(rl_film_writer **out_writer, reel_error *error) {
    *out_writer = NULL;
    rl_film_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL) {
        return rl_fail_nomem(error);
    }
    reel_status status = rl_terms_new(&writer->terms, error);
    if (status != REEL_OK) {
        free(writer);
        return status;
    }
    *out_writer = writer;
    return REEL_OK;
}

void rl_film_writer_free(rl_film_writer *writer) {
    if (writer != NULL) {
        rl_terms_free(writer->terms);
        rl_buffer_done(&writer->record);
        free(writer);
    }
}

uint64_t rl_film_writer_pairs(const rl_film_writer *writer) { return writer->pairs; }

reel_status rl_film_writer_encode(rl_film_writer *writer, const rl_film *film, rl_str *out_bytes, reel_error *error) {
    rl_buffer_clear(&writer->record);
    reel_status status = rl_film_encode(film, &writer->record, error);
    *out_bytes = status == REEL_OK ? rl_buffer_str(&writer->record) : RL_STR_EMPTY;
    return status;
}

reel_status rl_film_writer_put(rl_film_writer *writer, rl_writer *store, const rl_joined_film *film, rl_str record,
                               rl_docid docid, reel_error *error) {
    rl_store_document document;
    reel_status status = rl_terms_film(writer->terms, &film->film, film->block_keys, film->block_key_count, &document, error);
    document.data = record;
    if (status == REEL_OK && record.length == 0) {
        status = rl_film_writer_encode(writer, &film->film, &document.data, error);
    }
    if (status != REEL_OK) {
        return status;
    }
    writer->pairs += document.posting_count;
    return docid != 0 ? rl_writer_replace(store, docid, &document, error) : rl_writer_add(store, &document, &docid, error);
}
