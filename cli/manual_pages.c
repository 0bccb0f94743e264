/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * manual_pages: a page in man(7) for the program and each of its commands. See manual.h.
 */
#include <ctype.h>
#include <reel.h>
#include <string.h>

#include "cli/manual.h"

enum { LAST_EXIT_CODE = 125 }; /* those behind it are the shell's */

/* Text as roff prints it as it is. */
static void put_text(FILE *file, const char *text) {
    if (*text == '.' || *text == '\'') {
        (void)fputs("\\&", file);
    }
    for (; *text != '\0'; text++) {
        if (*text == '\\') {
            (void)fputs("\\e", file);
        } else if (*text == '-') {
            (void)fputs("\\-", file);
        } else {
            (void)fputc(*text, file);
        }
    }
}

static void put_line(FILE *file, const char *text) {
    put_text(file, text);
    (void)fputc('\n', file);
}

static void put_title(FILE *file, const char *dash, const char *name) {
    (void)fputs(".TH REEL", file);
    (void)fputs(dash, file);
    for (; *name != '\0'; name++) {
        (void)fputc(toupper((unsigned char)*name), file);
    }
    (void)fprintf(file, " 1 \"\" \"reel %s\" \"reel\"\n", REEL_VERSION_STRING);
}

static void put_exit_codes(FILE *file) {
    (void)fputs(".SH EXIT STATUS\n.TP\n0\nsomething was found or done\n.TP\n1\nnothing was found\n", file);
    for (int code = 2; code <= LAST_EXIT_CODE; code++) {
        for (int status = REEL_NOMEM; status <= REEL_INTERNAL; status++) {
            if (reel_status_exit_code((reel_status)status) == code) {
                (void)fprintf(file, ".TP\n%d\n", code);
                put_line(file, reel_status_text((reel_status)status));
            }
        }
    }
}

static void put_surroundings(FILE *file) {
    (void)fputs(".SH ENVIRONMENT\n.TP\nREEL_INDEX\nthe index, where \\-\\-index does not name one\n"
                ".TP\nNO_COLOR\nno colour, unless \\-\\-color=always\n"
                ".SH FILES\n.TP\n.I .reel\nthe index, looked for here and in every folder above\n",
                file);
}

/* The words of a list between blanks. */
static void put_list(FILE *file, const char *list) {
    for (; *list != '\0'; list++) {
        (void)fprintf(file, *list == ' ' ? ", " : "%c", *list);
    }
}

static void put_options(FILE *file, const manual_command *command) {
    (void)fputs(".SH OPTIONS\n", file);
    for (size_t i = 0; i < manual_option_count; i++) {
        const manual_option *option = &manual_options[i];
        if (manual_has(option, command->name)) {
            (void)fputs(".TP\n\\fB\\-\\-", file);
            put_text(file, option->name);
            (void)fputs("\\fR", file);
            if (option->argument[0] != '\0') {
                (void)fprintf(file, " \\fI");
                put_text(file, option->argument);
                (void)fputs("\\fR", file);
            }
            (void)fputc('\n', file);
            put_text(file, option->summary);
            if (strcmp(option->argument, "FORMAT") == 0) {
                (void)fputs(": ", file);
                put_list(file, command->formats);
            }
            (void)fputc('\n', file);
        }
    }
}

static void put_see_also(FILE *file, const manual_command *except) {
    (void)fputs(".SH SEE ALSO\n", file);
    if (except != NULL) {
        (void)fputs(".BR reel (1),\n", file);
    }
    const char *last = manual_commands[manual_command_count - 1].name;
    for (size_t i = 0; i < manual_command_count; i++) {
        const char *name = manual_commands[i].name;
        (void)fprintf(file, ".BR reel\\-%s (1)%s\n", name, name == last ? "" : ",");
    }
}

static void put_program(FILE *file) {
    put_title(file, "", "");
    (void)fputs(".SH NAME\nreel \\- full\\-text film search\n.SH SYNOPSIS\n.B reel\n.I COMMAND\n[\\fIOPTION\\fR...] [\\fIARGUMENT\\fR...]\n"
                ".SH DESCRIPTION\nThe index is \\fB\\-\\-index\\fR \\fIDIR\\fR, else $REEL_INDEX, else the nearest \\fI.reel\\fR upwards\n"
                "from the working directory. Results are written to standard output, everything else to standard error.\n.SH COMMANDS\n",
                file);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, ".TP\n\\fB%s\\fR \\fI", manual_commands[i].name);
        put_text(file, manual_commands[i].arguments);
        (void)fputs("\\fR\n", file);
        put_line(file, manual_commands[i].summary);
    }
}

void manual_page(FILE *file, const manual_command *command, const manual_fields *fields) {
    (void)fputs(".\\\" SPDX-License-Identifier: GPL-2.0-or-later\n.\\\" Made from the program's tables; do not edit.\n", file);
    if (command == NULL) {
        put_program(file);
    } else {
        put_title(file, "\\-", command->name);
        (void)fprintf(file, ".SH NAME\nreel\\-%s \\- ", command->name);
        put_line(file, command->summary);
        (void)fprintf(file, ".SH SYNOPSIS\n.B reel %s\n[\\fIOPTION\\fR...]", command->name);
        if (command->arguments[0] != '\0') {
            (void)fputs(" \\fI", file);
            put_text(file, command->arguments);
            (void)fputs("\\fR", file);
        }
        (void)fputs("\n.SH DESCRIPTION\n", file);
        put_line(file, command->description[0] == '\0' ? command->summary : command->description);
        put_options(file, command);
        if (manual_word_kind(command) == MANUAL_FIELDS) {
            (void)fputs(".SH FIELDS\nA query may name these fields, as in \\fIdirector:rockwell\\fR; \\fBreel fields\\fR tells what each holds.\n.PP\n", file);
            put_line(file, fields->all);
        }
    }
    put_exit_codes(file);
    put_surroundings(file);
    put_see_also(file, command);
}
