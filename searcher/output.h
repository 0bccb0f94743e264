/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output: writing answers. Each way is a row of outputs.def and one file; all write through rl_output.
 */
#ifndef REEL_SEARCHER_OUTPUT_H
#define REEL_SEARCHER_OUTPUT_H

#include <jansson.h>

#include "common/json_build.h"
#include "searcher/hits.h"

/* Gathers bytes and hands them to the caller's function in pieces. */
typedef struct rl_output {
    rl_buffer buffer;
    reel_write write;
    void *user;
    bool stopped; /* the caller asked to stop */
    bool begun;   /* something was handed over */
} rl_output;

void rl_output_text(rl_output *output, const char *text);
void rl_output_str(rl_output *output, rl_str text);
void rl_output_format(rl_output *output, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* Hands over what is gathered. */
void rl_output_flush(rl_output *output);
/* Flushes and frees; CANCELLED when the caller stopped. */
reel_status rl_output_done(rl_output *output, reel_error *error);
/* value and a line's end; takes over value, which may be NULL when memory ran out. */
reel_status rl_output_value(rl_output *output, json_t *value, bool indent, reel_error *error);
reel_status rl_render_options_check(const reel_render_options *options, reel_render_options *out, reel_error *error);

#define OUTPUT(name, function, summary) \
    reel_status rl_output_##function(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error);
#include "searcher/outputs.def"
#undef OUTPUT

/* output_json.c: parts that show.c and jsonl share. */
json_t *rl_json_hit(const reel_hit *hit);
json_t *rl_json_values(const reel_hit *hit);
/* output_text.c */
void rl_text_values(const reel_hit *hit, rl_field field, size_t limit, rl_output *output);

#endif
