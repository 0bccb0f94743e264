/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * snippet: passages of a film's text with the words that matched.
 */
#include "searcher/searcher.h"

reel_status rl_snippet_make(reel_hit *hit, rl_stemmer *stemmer, uint32_t count, uint32_t bytes, reel_error *error) {
    (void)hit, (void)stemmer, (void)count, (void)bytes, (void)error;
    return REEL_OK;
}
