/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output: the table of ways to write an answer, and the writer they share.
 */
#include "searcher/output.h"

#include <stdarg.h>

#include "common/option_struct.h"

enum { PIECE_BYTES = 32 << 10 };

static const struct output_row {
    const char *name;
    reel_status (*render)(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error);
} outputs[] = {
#define OUTPUT(name, function, summary) {name, rl_output_##function},
#include "searcher/outputs.def"
#undef OUTPUT
};

void rl_output_flush(rl_output *output) {
    rl_str bytes = rl_buffer_str(&output->buffer);
    if (bytes.length > 0 && !output->stopped) {
        output->begun = true;
        output->stopped = !output->write(output->user, bytes.at, bytes.length);
    }
    if (!output->buffer.failed) {
        rl_buffer_clear(&output->buffer);
    }
}

static void flush_full(rl_output *output) {
    if (output->buffer.length >= PIECE_BYTES) {
        rl_output_flush(output);
    }
}

void rl_output_str(rl_output *output, rl_str text) {
    rl_buffer_add_str(&output->buffer, text);
    flush_full(output);
}

void rl_output_text(rl_output *output, const char *text) { rl_output_str(output, rl_str_of(text)); }

void rl_output_format(rl_output *output, const char *format, ...) {
    char line[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    if (length > 0) {
        rl_output_str(output, (rl_str){line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1});
    }
}

reel_status rl_output_done(rl_output *output, reel_error *error) {
    rl_output_flush(output);
    bool failed = output->buffer.failed;
    rl_buffer_done(&output->buffer);
    if (failed) {
        return rl_fail_nomem(error);
    }
    return output->stopped ? rl_fail(error, REEL_CANCELLED, "writing was stopped on request") : REEL_OK;
}

static int dump_piece(const char *bytes, size_t length, void *user) {
    rl_output *output = user;
    rl_output_str(output, (rl_str){bytes, length});
    return output->stopped ? -1 : 0;
}

reel_status rl_output_value(rl_output *output, json_t *value, bool indent, reel_error *error) {
    if (value == NULL) {
        return rl_fail_nomem(error);
    }
    int failed = json_dump_callback(value, dump_piece, output, JSON_REAL_PRECISION(12) | (indent ? JSON_INDENT(2) : JSON_COMPACT));
    json_decref(value);
    rl_output_text(output, "\n");
    return failed != 0 && !output->stopped ? rl_fail_nomem(error) : REEL_OK;
}

reel_status rl_render_options_check(const reel_render_options *options, reel_render_options *out, reel_error *error) {
    *out = (reel_render_options)REEL_RENDER_OPTIONS_INIT;
    return rl_option_struct_read(options, out, sizeof *out, "REEL_RENDER_OPTIONS_INIT", error);
}

reel_status reel_hits_render(const reel_hits *hits, const char *format, const reel_render_options *options, reel_write write,
                             void *user, reel_error *error) {
    rl_error_clear(error);
    reel_render_options checked;
    if (hits == NULL || write == NULL) {
        return rl_fail(error, REEL_INVALID, "reel_hits_render needs an answer and a function to write with");
    }
    reel_status status = rl_render_options_check(options, &checked, error);
    if (status != REEL_OK) {
        return status;
    }
    rl_str name = format == NULL ? RL_STR("text") : rl_str_of(format);
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        if (rl_str_is(name, outputs[i].name)) {
            rl_output output = {.buffer = RL_BUFFER_INIT, .write = write, .user = user};
            rl_arena_forgive(hits->arena);
            status = outputs[i].render(hits, &checked, &output, error);
            output.buffer.failed = output.buffer.failed || rl_arena_failed(hits->arena);
            reel_status done = rl_output_done(&output, status == REEL_OK ? error : NULL);
            return status == REEL_OK ? done : status;
        }
    }
    rl_buffer names = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof outputs / sizeof outputs[0]; i++) {
        rl_buffer_add_format(&names, "%s%s", i == 0 ? "" : ", ", outputs[i].name);
    }
    status = rl_fail(error, REEL_INVALID, "no output is called '%.64s'; there are %s", format == NULL ? "" : format, rl_buffer_text(&names));
    rl_buffer_done(&names);
    return status;
}
