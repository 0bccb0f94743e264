/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cli: what the commands share: where the index is, how output and errors are written.
 */
#ifndef REEL_CLI_CLI_H
#define REEL_CLI_CLI_H

#include <reel.h>
#include <stdio.h>

#include "cli/options.h"

enum { EXIT_FOUND = 0, EXIT_NOTHING = 1, EXIT_USAGE = 2, INDEX_PATH_BYTES = 4096 };

/* The index by --index, $REEL_INDEX, or the nearest .reel upwards; in buffer. NULL where there is none. */
const char *cli_index_path(const options *given, char *buffer, size_t size);
/* Opens the indexes a command names; says what is wrong and gives the exit code otherwise. */
int cli_open(const options *given, reel_searcher **out_searcher);
/* One line on stderr: what went wrong and where. Returns the exit code of the status. */
int cli_fail(const reel_error *error);
/* Opens a file to read, "-" for standard input; NULL after saying why not, with the exit code for it. */
FILE *cli_open_file(const char *path, int *out_code);
/* Says how a command is used and returns EXIT_USAGE. */
int cli_usage(const options *given, const char *problem);
/* A reel_write to stdout. */
bool cli_write(void *user, const char *bytes, size_t length);
/* Colour and width for stdout: NO_COLOR, --color and whether it is a terminal decide. */
reel_render_options cli_render_options(const options *given);
/* --format, or the default. */
const char *cli_format(const options *given, const char *fallback);
/* Whether --format json was asked for. */
bool cli_is_json(const options *given);
/* Prints a value in a line, takes it over, and gives the exit code; NULL means that memory ran out. */
int cli_print_json(json_t *value);
/* The words of a query joined by blanks; the caller frees it. NULL after saying that memory ran out. */
char *cli_join_words(const options *given);
/* Flushes stdout; an answer that could not be written is an error. */
int cli_finish(int exit_code);

#endif
