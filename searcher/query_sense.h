/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_sense: what the words may mean. Spans of plain words are looked up among the index's whole
 * values and in the lexicon; years, decades and the words of a question are read by rule. Readings
 * compete for words by evidence; the losers are dropped or become alternatives. Reads the store.
 */
#ifndef REEL_SEARCHER_QUERY_SENSE_H
#define REEL_SEARCHER_QUERY_SENSE_H

#include "searcher/sense.h"

reel_status rl_query_sense(const rl_sense_context *context, rl_sense *out_sense, reel_error *error);


#endif
