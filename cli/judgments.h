/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * judgments: queries with the films that answer them, read from JSON Lines or from TREC files.
 */
#ifndef REEL_CLI_JUDGMENTS_H
#define REEL_CLI_JUDGMENTS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct judged_film {
    char *id;
    double grade; /* 1 where no grades are given; above 0 is relevant */
} judged_film;

typedef struct judged_query {
    char *qid, *text, *kind;
    judged_film *films;
    size_t film_count;
    bool graded; /* gain 2^grade - 1 instead of 1 */
} judged_query;

typedef struct judgments {
    judged_query *queries;
    size_t count;
} judgments;

/* queries: a line {"qid","query","relevant":[ids],"kind","grades"?} each; or, with qrels, a line qid<TAB>query each,
 * and qrels a line "qid 0 id grade" each. 0, or the exit code after saying on stderr
 * what is wrong. */
int judgments_read(const char *queries, const char *qrels, judgments *out);
void judgments_free(judgments *all);

#endif
