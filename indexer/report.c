/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * report: see report.h.
 */
#include "indexer/report.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/bytes.h"

static void send(rl_report *report, const char *bytes, size_t length) {
    if (!report->stopped && !report->failed && !report->write(report->user, bytes, length)) {
        report->stopped = true;
    }
}

void rl_report_line(rl_report *report, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    char *line = length < 0 ? NULL : malloc((size_t)length + 2);
    if (line == NULL) {
        report->failed = true;
    } else {
        (void)vsnprintf(line, (size_t)length + 1, format, again);
        for (int i = 0; i < length; i++) {
            if ((unsigned char)line[i] < 0x20 || line[i] == 0x7f) {
                line[i] = line[i] == '\n' ? ' ' : '?';
            }
        }
        line[length] = '\n';
        send(report, line, (size_t)length + 1);
    }
    va_end(again);
    free(line);
}

static int dump(const char *bytes, size_t length, void *user) {
    rl_report *report = user;
    send(report, bytes, length);
    return report->stopped ? -1 : 0;
}

reel_status rl_report_json(rl_report *report, json_t *value, reel_error *error) {
    if (value == NULL) {
        return rl_fail_nomem(error);
    }
    int failed = json_dump_callback(value, dump, report, JSON_INDENT(2) | JSON_ENCODE_ANY);
    json_decref(value);
    send(report, "\n", 1);
    if (failed != 0 && !report->stopped) {
        return rl_fail_nomem(error);
    }
    return rl_report_status(report, error);
}

reel_status rl_report_status(const rl_report *report, reel_error *error) {
    if (report->failed) {
        return rl_fail_nomem(error);
    }
    return report->stopped ? rl_fail(error, REEL_CANCELLED, "the output was not taken") : REEL_OK;
}

reel_status rl_report_is_json(const char *format, bool *out_json, reel_error *error) {
    *out_json = format != NULL && strcmp(format, "json") == 0;
    if (format == NULL || *out_json || strcmp(format, "text") == 0) {
        return REEL_OK;
    }
    return rl_fail(error, REEL_INVALID, "there is no format '%s' here; there are text and json", format);
}
