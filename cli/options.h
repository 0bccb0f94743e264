/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options: the command line of any command, by the tables commands.def and options.def.
 * Only words that start with two dashes are options: "-horror" is a word of a query.
 */
#ifndef REEL_CLI_OPTIONS_H
#define REEL_CLI_OPTIONS_H

#include <jansson.h>
#include <reel.h>

typedef enum option_id {
#define OPTION(ID, name, argument, commands, summary) OPTION_##ID,
#include "cli/options.def"
#undef OPTION
    OPTION_COUNT
} option_id;

enum { MAX_REPEATS = 64 };

typedef struct options {
    const char *command;
    const char *values[OPTION_COUNT]; /* the last one given; "" for a switch that is on; NULL where it was not given */
    const char *indexes[MAX_REPEATS];
    size_t index_count;
    const char *facets[MAX_REPEATS];
    size_t facet_count;
    char **words; /* what is no option */
    size_t word_count;
} options;

typedef struct command_row {
    const char *name;
    const char *arguments;
    const char *formats; /* between blanks; the first unless --format says another */
    const char *summary;
    const char *description;
    int (*run)(const options *given);
} command_row;

const command_row *command_find(const char *name); /* NULL where there is none */
size_t command_count(void);
const command_row *command_at(size_t index);

/* Fills *out from the words behind the command's name; false after saying on stderr what is wrong. words is reordered. */
bool options_parse(const char *command, char **words, size_t count, options *out);
bool option_is_on(const options *given, option_id id);
/* A whole number within [least, most], or the default where the option was not given; false after saying what is wrong. */
bool option_number(const options *given, option_id id, uint64_t fallback, uint64_t least, uint64_t most, uint64_t *out);
/* Without the dashes. */
const char *option_name(option_id id);
void options_help(const command_row *command);
void options_help_all(void);
/* The command, or every command where it is NULL, with the options of each. NULL when memory ran out. */
json_t *options_help_json(const command_row *command);

#endif
