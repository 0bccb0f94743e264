/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_range: the numbers people write for a range. Pure.
 */
#ifndef REEL_SEARCHER_QUERY_RANGE_H
#define REEL_SEARCHER_QUERY_RANGE_H

#include "common/field.h"

/* Numbers of a range: "<100", ">=8", "1990..1995", "1990s", "1992"; false when text is none. */
bool rl_query_range_parse(rl_str text, double *out_low, double *out_high);
/* Years by their first digits, "199*" or "19*"; false when text is none. */
bool rl_query_years_parse(rl_str text, double *out_low, double *out_high);
/* "runtime > 150", "year>=1990" at the start of a text, the way one writes it: the field of a number, a sign, a number. How many
 * bytes it has, 0 for none. */
size_t rl_query_comparison_parse(rl_str text, rl_field *out_field, double *out_low, double *out_high);

#endif
