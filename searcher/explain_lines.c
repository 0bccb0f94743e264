/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_lines: see explain_lines.h.
 */
#include "searcher/explain_lines.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "searcher/hits.h"

void rl_explain_line(rl_explainer *explainer, unsigned depth, const char *format, ...) {
    char line[1024];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length < 0) {
        return;
    }
    rl_arena *arena = rl_arena_new();
    if (arena == NULL) {
        explainer->output->buffer.failed = true;
        return;
    }
    rl_str text = {line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1};
    const char *clean = rl_text_clean(arena, text);
    if (explainer->json) {
        rl_json_append(&explainer->lines, json_pack("{s:i,s:s%}", "depth", (int)depth, "text", clean, strlen(clean)));
    } else {
        for (unsigned i = 0; i < depth; i++) {
            rl_output_text(explainer->output, "  ");
        }
        rl_output_text(explainer->output, clean);
        rl_output_text(explainer->output, "\n");
    }
    explainer->output->buffer.failed = explainer->output->buffer.failed || rl_arena_failed(arena);
    rl_arena_free(arena);
}
