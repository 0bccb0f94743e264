/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_range: the numbers people write for a range. Pure.
 */
#ifndef REEL_SEARCHER_QUERY_RANGE_H
#define REEL_SEARCHER_QUERY_RANGE_H

#include "common/bytes.h"

/* Numbers of a range: "<100", ">=8", "1990..1995", "1990s", "1992"; false when text is none. */
bool rl_query_range_parse(rl_str text, double *out_low, double *out_high);
/* Years by their first digits, "199*" or "19*"; false when text is none. */
bool rl_query_years_parse(rl_str text, double *out_low, double *out_high);

#endif
