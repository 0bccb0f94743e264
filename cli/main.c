/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel: the program. Finds the command's row and runs it.
 */
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

/* The command whose name is nearest, for "did you mean": the first with the same beginning. */
static const char *nearest(const char *name) {
    for (size_t length = strlen(name); length > 0; length--) {
        for (size_t i = 0; i < command_count(); i++) {
            if (strncmp(command_at(i)->name, name, length) == 0) {
                return command_at(i)->name;
            }
        }
    }
    return NULL;
}

int main(int argc, char **argv) {
    if (argc < 2 || strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
        options_help_all();
        return argc < 2 ? EXIT_USAGE : cli_finish(0);
    }
    if (strcmp(argv[1], "--version") == 0) {
        (void)printf("reel %s\n", reel_version());
        return cli_finish(0);
    }
    const command_row *command = command_find(argv[1]);
    if (command == NULL) {
        const char *near = nearest(argv[1]);
        (void)fprintf(stderr, near == NULL ? "reel: there is no command '%s'; see reel help\n" : "reel: there is no command '%s'; did you mean %s? See reel help\n",
                      argv[1], near);
        return EXIT_USAGE;
    }
    options given;
    if (!options_parse(command->name, argv + 2, (size_t)(argc - 2), &given)) {
        return EXIT_USAGE;
    }
    if (option_is_on(&given, OPTION_HELP)) {
        options_help(command);
        return cli_finish(0);
    }
    return cli_finish(command->run(&given));
}

int cmd_help(const options *given);

int cmd_help(const options *given) {
    const command_row *command = given->word_count == 0 ? NULL : command_find(given->words[0]);
    if (given->word_count > 0 && command == NULL) {
        (void)fprintf(stderr, "reel: there is no command '%s'; see reel help\n", given->words[0]);
        return EXIT_USAGE;
    }
    if (cli_is_json(given)) {
        return cli_print_json(options_help_json(command));
    }
    if (command == NULL) {
        options_help_all();
    } else {
        options_help(command);
    }
    return 0;
}
