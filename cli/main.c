/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel: the program. Finds the command's row and runs it.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "cli/cli.h"

enum { NAME_BYTES = 16 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/* Letters to add, take away, replace or swap with their neighbour to make one name of the other. */
static size_t distance(const char *given, const char *name) {
    size_t table[NAME_BYTES + 1][NAME_BYTES + 1], rows = strlen(given), columns = strlen(name);
    if (rows > NAME_BYTES || columns > NAME_BYTES) {
        return SIZE_MAX;
    }
    for (size_t i = 0; i <= rows; i++) {
        for (size_t j = 0; j <= columns; j++) {
            if (i == 0 || j == 0) {
                table[i][j] = i + j;
                continue;
            }
            bool same = given[i - 1] == name[j - 1], swapped = i > 1 && j > 1 && given[i - 1] == name[j - 2] && given[i - 2] == name[j - 1];
            table[i][j] = least(least(table[i - 1][j], table[i][j - 1]) + 1, table[i - 1][j - 1] + !same);
            table[i][j] = swapped ? least(table[i][j], table[i - 2][j - 2] + 1) : table[i][j];
        }
    }
    return table[rows][columns];
}

/* For "did you mean": the command this is the beginning of, else the nearest one that most letters are shared with. */
static const char *nearest(const char *given) {
    const char *best = NULL;
    size_t best_distance = strlen(given) / 3 + 1;
    for (size_t i = 0; i < command_count(); i++) {
        const char *name = command_at(i)->name;
        size_t far = strlen(given) > 1 && strncmp(name, given, strlen(given)) == 0 ? 0 : distance(given, name);
        if (far < best_distance) {
            best = name;
            best_distance = far;
        }
    }
    return best;
}

static int fail_unknown(const char *given) {
    const char *near = nearest(given), *what = given[0] == '-' ? "option" : "command";
    (void)fprintf(stderr, near == NULL ? "reel: there is no %s '%s'; see reel help\n" : "reel: there is no %s '%s'; did you mean %s? See reel help\n",
                  what, given, near);
    return EXIT_USAGE;
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
        return fail_unknown(argv[1]);
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
    if (given->word_count > 1) {
        return cli_usage(given, "name one command");
    }
    if (given->word_count > 0 && command == NULL) {
        return fail_unknown(given->words[0]);
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
