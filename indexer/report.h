/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * report: lines of text, or one JSON value, to a caller's write function. A failure is sticky.
 */
#ifndef REEL_INDEXER_REPORT_H
#define REEL_INDEXER_REPORT_H

#include <jansson.h>

#include "common/status.h"

typedef struct rl_report {
    reel_write write;
    void *user;
    bool stopped; /* write said no */
    bool failed;  /* memory ran out */
} rl_report;

/* A line; its end is added, line ends within it become blanks, other control characters '?'. */
void rl_report_line(rl_report *report, const char *format, ...) RL_PRINTF(2, 3);
/* Writes the value, indented, and a line end; takes value over. NULL means that memory ran out. */
reel_status rl_report_json(rl_report *report, json_t *value, reel_error *error);
reel_status rl_report_status(const rl_report *report, reel_error *error);
/* format is NULL, "text" or "json"; INVALID otherwise. */
reel_status rl_report_is_json(const char *format, bool *out_json, reel_error *error);

#endif
