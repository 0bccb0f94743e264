/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * terms: a film to the terms, positions and values of its store document, spelled by common/schema.h.
 * An rl_terms holds the tables one thread reuses from film to film.
 */
#ifndef REEL_INDEXER_TERMS_H
#define REEL_INDEXER_TERMS_H

#include "common/film.h"
#include "common/status.h"
#include "common/store.h"

typedef struct rl_terms rl_terms;

reel_status rl_terms_new(rl_terms **out_terms, reel_error *error);
void rl_terms_free(rl_terms *terms);

/* The store document of a film; block_keys are the blocking keys of its identity. All of *out_document but
 * its data belongs to terms and lives until the next call. */
reel_status rl_terms_film(rl_terms *terms, const rl_film *film, const rl_str *block_keys, size_t block_key_count,
                          rl_store_document *out_document, reel_error *error);

/* Static rank of a film: how much is known of it and how it was honoured, about 0 to 20.
 * log2(1 + facts) + log2(1 + prizes won + nominations / 4). */
double rl_terms_prior(const rl_film *film);

#endif
