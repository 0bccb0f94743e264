/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * options: see options.h.
 */
#include "cli/options.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct option_row {
    const char *name;
    const char *argument;
    const char *commands;
    const char *summary;
} option_row;

static const option_row option_rows[] = {
#define OPTION(ID, name, argument, commands, summary) [OPTION_##ID] = {name, argument, commands, summary},
#include "cli/options.def"
#undef OPTION
};

#define COMMAND(name, ...) int cmd_##name(const options *given);
#include "cli/commands.def"
#undef COMMAND

static const command_row command_rows[] = {
#define COMMAND(name, arguments, formats, summary, description) {#name, arguments, formats, summary, description, cmd_##name},
#include "cli/commands.def"
#undef COMMAND
};

const char *option_name(option_id id) { return option_rows[id].name; }

size_t command_count(void) { return sizeof command_rows / sizeof command_rows[0]; }
const command_row *command_at(size_t index) { return index < command_count() ? &command_rows[index] : NULL; }

const command_row *command_find(const char *name) {
    for (size_t i = 0; i < command_count(); i++) {
        if (strcmp(command_rows[i].name, name) == 0) {
            return &command_rows[i];
        }
    }
    return NULL;
}

static bool belongs_to(const option_row *row, const char *command) {
    size_t length = strlen(command);
    for (const char *at = row->commands; (at = strstr(at, command)) != NULL; at++) {
        if (at[-1] == ' ' && at[length] == ' ') {
            return true;
        }
    }
    return false;
}

static int find_option(const char *command, const char *name, size_t length) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (strlen(option_rows[i].name) == length && strncmp(option_rows[i].name, name, length) == 0 &&
            belongs_to(&option_rows[i], command)) {
            return i;
        }
    }
    return -1;
}

static bool keep_value(options *out, int id, const char *value) {
    out->values[id] = value;
    if (id == OPTION_INDEX || id == OPTION_FACET) {
        size_t *count = id == OPTION_INDEX ? &out->index_count : &out->facet_count;
        if (*count == MAX_REPEATS) {
            (void)fprintf(stderr, "reel: --%s can be given %d times at most\n", option_rows[id].name, MAX_REPEATS);
            return false;
        }
        (id == OPTION_INDEX ? out->indexes : out->facets)[(*count)++] = value;
    }
    return true;
}

/* Prints the words of a list between blanks, with commas between them. */
static void print_list(FILE *file, const char *list) {
    for (; *list != '\0'; list++) {
        (void)fprintf(file, *list == ' ' ? ", " : "%c", *list);
    }
}

static bool is_one_of(const char *list, const char *word) {
    size_t length = strlen(word);
    for (const char *at = list; length > 0 && (at = strstr(at, word)) != NULL; at++) {
        if ((at == list || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0')) {
            return true;
        }
    }
    return false;
}

/* Options that take one of some words; false after saying which. */
static bool check_words(const options *given) {
    const struct {
        option_id id;
        const char *list;
    } checks[] = {{OPTION_FORMAT, command_find(given->command)->formats}, {OPTION_COLOR, "auto always never"}};
    for (size_t i = 0; i < sizeof checks / sizeof checks[0]; i++) {
        const char *value = given->values[checks[i].id];
        if (value != NULL && !is_one_of(checks[i].list, value)) {
            (void)fprintf(stderr, "reel %s: --%s '%s' is none of ", given->command, option_rows[checks[i].id].name, value);
            print_list(stderr, checks[i].list);
            (void)fputc('\n', stderr);
            return false;
        }
    }
    return true;
}

/* A command that takes no words would do something else than was meant with them: "reel status films.reel". */
static bool check_count(const options *given) {
    if (given->word_count > 0 && command_find(given->command)->arguments[0] == '\0') {
        (void)fprintf(stderr, "reel %s: takes no '%s'; an index is named with --index DIR\n", given->command, given->words[0]);
        return false;
    }
    return true;
}

/* These work on one index: which of two would be a guess. */
static bool check_indexes(const options *given) {
    if (given->index_count > 1 && is_one_of("index status audit serve", given->command)) {
        (void)fprintf(stderr, "reel %s: takes one --index, not %zu; reel search takes several\n", given->command, given->index_count);
        return false;
    }
    return true;
}

bool options_parse(const char *command, char **words, size_t count, options *out) {
    *out = (options){.command = command, .words = words};
    for (size_t i = 0; i < count; i++) {
        const char *word = words[i];
        if (strcmp(word, "--") == 0) {
            while (++i < count) {
                words[out->word_count++] = words[i];
            }
            break;
        }
        if (strcmp(word, "-h") == 0 && strcmp(command, "search") != 0) {
            word = "--help";
        }
        if (strncmp(word, "--", 2) != 0) {
            words[out->word_count++] = words[i];
            continue;
        }
        const char *name = word + 2;
        const char *equals = strchr(name, '=');
        int id = find_option(command, name, equals == NULL ? strlen(name) : (size_t)(equals - name));
        if (id < 0) {
            (void)fprintf(stderr, "reel %s: there is no option %s; see reel help %s\n", command, word, command);
            return false;
        }
        const char *value = equals == NULL ? "" : equals + 1;
        if (option_rows[id].argument[0] == '\0' && equals != NULL) {
            (void)fprintf(stderr, "reel %s: --%s takes no value\n", command, option_rows[id].name);
            return false;
        }
        if (option_rows[id].argument[0] != '\0' && equals == NULL) {
            if (i + 1 == count) {
                (void)fprintf(stderr, "reel %s: %s needs %s\n", command, word, option_rows[id].argument);
                return false;
            }
            value = words[++i];
        }
        if (!keep_value(out, id, value)) {
            return false;
        }
    }
    return check_words(out) && check_count(out) && check_indexes(out);
}

bool option_is_on(const options *given, option_id id) { return given->values[id] != NULL; }

bool option_number(const options *given, option_id id, uint64_t fallback, uint64_t least, uint64_t most, uint64_t *out) {
    const char *text = given->values[id];
    *out = fallback;
    if (text == NULL) {
        return true;
    }
    char *end;
    errno = 0;
    unsigned long long value = strtoull(text, &end, 10);
    if (text[0] < '0' || text[0] > '9' || *end != '\0' || errno != 0 || value < least || value > most) {
        (void)fprintf(stderr, "reel %s: --%s takes a whole number from %llu to %llu, not '%s'\n", given->command,
                      option_rows[id].name, (unsigned long long)least, (unsigned long long)most, text);
        return false;
    }
    *out = value;
    return true;
}

/* Prints text in lines of 78 columns, indented by two. */
static void print_wrapped(const char *text) {
    size_t column = 0;
    while (*text != '\0') {
        size_t length = strcspn(text, " ");
        if (column == 0 || column + 1 + length > 78) {
            (void)printf("%s  ", column == 0 ? "" : "\n");
            column = 2;
        } else {
            (void)putchar(' ');
            column++;
        }
        (void)printf("%.*s", (int)length, text);
        column += length;
        text += length;
        text += strspn(text, " ");
    }
    (void)putchar('\n');
}

void options_help(const command_row *command) {
    (void)printf("reel %s%s%s\n\n  %s\n", command->name, command->arguments[0] == '\0' ? "" : " [OPTION...] ", command->arguments,
                 command->summary);
    if (command->description[0] != '\0') {
        (void)putchar('\n');
        print_wrapped(command->description);
    }
    (void)puts("\nOptions");
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (belongs_to(&option_rows[i], command->name)) {
            char left[64];
            (void)snprintf(left, sizeof left, "--%s%s%s", option_rows[i].name, option_rows[i].argument[0] == '\0' ? "" : " ",
                           option_rows[i].argument);
            (void)printf("  %-20s %s", left, option_rows[i].summary);
            (void)fputs(i == OPTION_FORMAT ? ": " : "", stdout);
            print_list(stdout, i == OPTION_FORMAT ? command->formats : "");
            (void)putchar('\n');
        }
    }
}

void options_help_all(void) {
    (void)printf("reel %s - full-text film search\n\n", reel_version());
    for (size_t i = 0; i < command_count(); i++) {
        (void)printf("  reel %-8s %-15s %s\n", command_rows[i].name, command_rows[i].arguments, command_rows[i].summary);
    }
    (void)puts("\nThe index is --index DIR, else $REEL_INDEX, else the nearest .reel upwards.\n"
               "Exit code: 0 something was found or done, 1 nothing found, 2 and above an error.\n\n"
               "  reel index films/                     index a folder\n"
               "  reel search black and white Sundance 1992\n"
               "  reel help search                      the options of a command");
}

static json_t *option_json(const option_row *row) {
    return json_pack("{s:s, s:s, s:s}", "name", row->name, "argument", row->argument, "summary", row->summary);
}

static json_t *list_json(const char *words) {
    json_t *list = json_array();
    while (*words != '\0') {
        size_t length = strcspn(words, " ");
        if (json_array_append_new(list, json_stringn(words, length)) != 0) {
            json_decref(list);
            return NULL;
        }
        words += length;
        words += strspn(words, " ");
    }
    return list;
}

static json_t *command_json(const command_row *command) {
    json_t *list = json_array();
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (belongs_to(&option_rows[i], command->name) && json_array_append_new(list, option_json(&option_rows[i])) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return json_pack("{s:s, s:s, s:o, s:s, s:s, s:o}", "name", command->name, "arguments", command->arguments, "formats", list_json(command->formats),
                     "summary", command->summary, "description", command->description, "options", list);
}

json_t *options_help_json(const command_row *command) {
    json_t *commands = json_array();
    for (size_t i = 0; i < command_count(); i++) {
        if ((command == NULL || command == &command_rows[i]) && json_array_append_new(commands, command_json(&command_rows[i])) != 0) {
            json_decref(commands);
            return NULL;
        }
    }
    return json_pack("{s:i, s:s, s:o}", "schema", 1, "version", reel_version(), "commands", commands);
}
