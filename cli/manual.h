/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * manual: the program's tables once more, for those who write man pages and completions from them at
 * build time. What `reel help` says and what these say is the same rows.
 */
#ifndef REEL_CLI_MANUAL_H
#define REEL_CLI_MANUAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

typedef struct manual_command {
    const char *name, *arguments, *formats, *summary, *description;
} manual_command;

typedef struct manual_option {
    const char *name, *argument, *commands, *summary;
} manual_option;

/* What is completed behind an option or as a command's words. */
typedef enum manual_kind { MANUAL_NOTHING, MANUAL_WORDS, MANUAL_FORMATS, MANUAL_FOLDERS, MANUAL_FILES, MANUAL_FIELDS, MANUAL_COMMANDS } manual_kind;

/* Names of fields, separated by blanks: all, those to count, those to sort by. */
typedef struct manual_fields {
    char all[2048], facets[1024], sorts[1024];
} manual_fields;

extern const manual_command manual_commands[];
extern const size_t manual_command_count;
extern const manual_option manual_options[];
extern const size_t manual_option_count;

bool manual_has(const manual_option *option, const char *command);
/* What stands behind an option; *out_words are the values it can take, separated by blanks: those of --format by
 * command, "" where that is NULL. */
manual_kind manual_option_kind(const manual_option *option, const manual_command *command, const manual_fields *fields, const char **out_words);
/* What the words of a command are. */
manual_kind manual_word_kind(const manual_command *command);

/* Man pages: reel(1) without a command. */
void manual_page(FILE *file, const manual_command *command, const manual_fields *fields);
/* Completions. */
void manual_bash(FILE *file, const manual_fields *fields);
void manual_zsh(FILE *file, const manual_fields *fields);
void manual_fish(FILE *file, const manual_fields *fields);

#endif
