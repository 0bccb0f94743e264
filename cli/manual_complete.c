/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * manual_complete: completions for bash, zsh and fish. See manual.h.
 */
#include <string.h>

#include "cli/manual.h"

static const char head[] = "# SPDX-License-Identifier: GPL-2.0-or-later\n# Made from the program's tables; do not edit.\n";

/* Each word of a list with something behind it. */
static void put_each(FILE *file, const char *words, const char *suffix) {
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        (void)fprintf(file, "%.*s%s", (int)length, words, suffix);
        words += length;
        words += strspn(words, " ");
        if (*words != '\0') {
            (void)fputc(' ', file);
        }
    }
}

/* Text inside single quotes; escaped are preceded by a backslash. */
static void put_quoted(FILE *file, const char *text, const char *escaped, const char *quote) {
    for (; *text != '\0'; text++) {
        if (*text == '\'') {
            (void)fputs(quote, file);
        } else {
            if (strchr(escaped, *text) != NULL) {
                (void)fputc('\\', file);
            }
            (void)fputc(*text, file);
        }
    }
}

/* --- bash */

static void bash_option_names(FILE *file, const char *command) {
    for (size_t i = 0; i < manual_option_count; i++) {
        if (manual_has(&manual_options[i], command)) {
            (void)fprintf(file, "--%s ", manual_options[i].name);
        }
    }
}

static void bash_values(FILE *file, const manual_fields *fields) {
    (void)fputs("    case $option in\n", file);
    for (size_t i = 0; i < manual_option_count; i++) {
        const char *words;
        manual_kind kind = manual_option_kind(&manual_options[i], NULL, fields, &words);
        if (manual_options[i].argument[0] == '\0') {
            continue;
        }
        (void)fprintf(file, "    --%s) ", manual_options[i].name);
        if (kind == MANUAL_FORMATS) {
            (void)fputs("mapfile -t COMPREPLY < <(compgen -W \"$formats\" -- \"$current\")", file);
        } else if (kind == MANUAL_WORDS) {
            (void)fprintf(file, "mapfile -t COMPREPLY < <(compgen -W '%s' -- \"$current\")", words);
        } else if (kind == MANUAL_FOLDERS || kind == MANUAL_FILES) {
            (void)fprintf(file, "compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -%s -- \"$current\")",
                          kind == MANUAL_FOLDERS ? "d" : "f");
        } else {
            (void)fputs("COMPREPLY=()", file);
        }
        (void)fputs("; return ;;\n", file);
    }
    (void)fputs("    esac\n", file);
}

static void bash_words(FILE *file, const manual_command *command, const manual_fields *fields) {
    manual_kind kind = manual_word_kind(command);
    if (kind == MANUAL_FILES) {
        (void)fputs("compopt -o filenames 2>/dev/null; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")", file);
    } else if (kind == MANUAL_FIELDS) {
        (void)fputs("compopt -o nospace 2>/dev/null; mapfile -t COMPREPLY < <(compgen -W '", file);
        put_each(file, fields->all, ":");
        (void)fputs("' -- \"$current\")", file);
    } else if (kind == MANUAL_COMMANDS) {
        (void)fputs("mapfile -t COMPREPLY < <(compgen -W \"$commands\" -- \"$current\")", file);
    } else {
        (void)fputs("COMPREPLY=()", file);
    }
    (void)fputs(" ;;\n", file);
}

void manual_bash(FILE *file, const manual_fields *fields) {
    (void)fprintf(file,
                  "%s_reel() {\n    local current=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]}\n"
                  "    local commands='", head);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, "%s%s", i == 0 ? "" : " ", manual_commands[i].name);
    }
    (void)fputs("' options formats\n"
                "    COMPREPLY=()\n"
                "    if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
                "        mapfile -t COMPREPLY < <(compgen -W \"$commands --help --version\" -- \"$current\")\n        return\n    fi\n"
                "    # --index=DIR comes as three words\n"
                "    if [ \"$current\" = '=' ]; then current=''; elif [ \"$option\" = '=' ]; then option=${COMP_WORDS[COMP_CWORD-2]}; fi\n",
                file);
    (void)fputs("    case $command in\n", file);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, "    %s) options='", manual_commands[i].name);
        bash_option_names(file, manual_commands[i].name);
        (void)fprintf(file, "' formats='%s' ;;\n", manual_commands[i].formats);
    }
    (void)fputs("    *) return ;;\n    esac\n", file);
    bash_values(file, fields);
    (void)fputs("    case $current in\n    -*) mapfile -t COMPREPLY < <(compgen -W \"$options\" -- \"$current\"); return ;;\n    esac\n"
                "    case $command in\n",
                file);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, "    %s) ", manual_commands[i].name);
        bash_words(file, &manual_commands[i], fields);
    }
    (void)fputs("    esac\n}\ncomplete -F _reel reel\n", file);
}

/* --- zsh */

static void zsh_option(FILE *file, const manual_option *option, const manual_command *command, const manual_fields *fields) {
    const char *words;
    manual_kind kind = manual_option_kind(option, command, fields, &words);
    bool repeats = strcmp(option->name, "index") == 0 || strcmp(option->name, "facet") == 0;
    (void)fprintf(file, " \\\n            '%s--%s%s[", repeats ? "*" : "", option->name, option->argument[0] == '\0' ? "" : "=");
    put_quoted(file, option->summary, "[]", "'\\''");
    (void)fputc(']', file);
    if (option->argument[0] != '\0') {
        (void)fputc(':', file);
        put_quoted(file, option->argument, ":", "'\\''");
        (void)fputc(':', file);
        if (kind == MANUAL_WORDS || kind == MANUAL_FORMATS) {
            (void)fprintf(file, "(%s)", words);
        } else if (kind != MANUAL_NOTHING) {
            (void)fputs(kind == MANUAL_FOLDERS ? "_files -/" : "_files", file);
        }
    }
    (void)fputc('\'', file);
}

void manual_zsh(FILE *file, const manual_fields *fields) {
    (void)fprintf(file, "#compdef reel\n%s_reel_fields() {\n    compadd -S '' -- ", head);
    put_each(file, fields->all, ":");
    (void)fputs("\n}\n\n_reel() {\n    local -a commands\n    commands=(", file);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, "\n        '%s:", manual_commands[i].name);
        put_quoted(file, manual_commands[i].summary, ":", "'\\''");
        (void)fputc('\'', file);
    }
    (void)fputs(")\n    if (( CURRENT == 2 )); then\n        _describe command commands\n        return\n    fi\n"
                "    local command=$words[2]\n    shift words\n    (( CURRENT-- ))\n    case $command in\n",
                file);
    for (size_t i = 0; i < manual_command_count; i++) {
        (void)fprintf(file, "        %s) _arguments", manual_commands[i].name);
        for (size_t o = 0; o < manual_option_count; o++) {
            if (manual_has(&manual_options[o], manual_commands[i].name)) {
                zsh_option(file, &manual_options[o], &manual_commands[i], fields);
            }
        }
        switch (manual_word_kind(&manual_commands[i])) {
        case MANUAL_FILES:
            (void)fputs(" \\\n            '*:file:_files'", file);
            break;
        case MANUAL_FIELDS:
            (void)fputs(" \\\n            '*:query:_reel_fields'", file);
            break;
        case MANUAL_COMMANDS:
            (void)fputs(" \\\n            '1:command: _describe command commands'", file);
            break;
        case MANUAL_NOTHING:
        case MANUAL_WORDS:
        case MANUAL_FORMATS:
        case MANUAL_FOLDERS:
            break;
        }
        (void)fputs(" ;;\n", file);
    }
    (void)fputs("    esac\n}\n\n_reel \"$@\"\n", file);
}

/* --- fish */

/* Each command has its own. */
static void fish_formats(FILE *file, const manual_option *option) {
    for (size_t i = 0; i < manual_command_count; i++) {
        if (manual_has(option, manual_commands[i].name)) {
            (void)fprintf(file, "complete -c reel -n '__fish_seen_subcommand_from %s' -l %s -x -a '%s' -d '%s'\n", manual_commands[i].name,
                          option->name, manual_commands[i].formats, option->summary);
        }
    }
}

static void fish_option(FILE *file, const manual_option *option, const manual_fields *fields) {
    const char *words;
    manual_kind kind = manual_option_kind(option, NULL, fields, &words);
    if (kind == MANUAL_FORMATS) {
        fish_formats(file, option);
        return;
    }
    (void)fputs("complete -c reel -n '__fish_seen_subcommand_from", file);
    (void)fprintf(file, "%.*s' -l %s", (int)strlen(option->commands) - 1, option->commands, option->name);
    if (kind == MANUAL_WORDS) {
        (void)fprintf(file, " -x -a '%s'", words);
    } else if (kind == MANUAL_FOLDERS) {
        (void)fputs(" -x -a '(__fish_complete_directories)'", file);
    } else if (option->argument[0] != '\0') {
        (void)fputs(kind == MANUAL_FILES ? " -r -F" : " -x", file);
    }
    (void)fputs(" -d '", file);
    put_quoted(file, option->summary, "\\", "\\'");
    (void)fputs("'\n", file);
}

void manual_fish(FILE *file, const manual_fields *fields) {
    (void)fprintf(file, "%scomplete -c reel -f\n", head);
    for (size_t i = 0; i < manual_command_count; i++) {
        const manual_command *command = &manual_commands[i];
        (void)fprintf(file, "complete -c reel -n __fish_use_subcommand -a %s -d '", command->name);
        put_quoted(file, command->summary, "\\", "\\'");
        (void)fputs("'\n", file);
        manual_kind kind = manual_word_kind(command);
        if (kind == MANUAL_FILES) {
            (void)fprintf(file, "complete -c reel -n '__fish_seen_subcommand_from %s' -F\n", command->name);
        } else if (kind == MANUAL_FIELDS) {
            (void)fprintf(file, "complete -c reel -n '__fish_seen_subcommand_from %s' -a '", command->name);
            put_each(file, fields->all, ":");
            (void)fputs("'\n", file);
        } else if (kind == MANUAL_COMMANDS) {
            (void)fprintf(file, "complete -c reel -n '__fish_seen_subcommand_from %s' -a '", command->name);
            for (size_t c = 0; c < manual_command_count; c++) {
                (void)fprintf(file, "%s%s", c == 0 ? "" : " ", manual_commands[c].name);
            }
            (void)fputs("'\n", file);
        }
    }
    for (size_t i = 0; i < manual_option_count; i++) {
        fish_option(file, &manual_options[i], fields);
    }
}
