/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * manual: reel-manual FOLDER writes man pages and completions there, from commands.def, options.def, the
 * field table and the status table. Runs at build time only; see manual.h.
 */
#include "cli/manual.h"

#include <reel.h>
#include <string.h>

const manual_command manual_commands[] = {
#define COMMAND(name, arguments, formats, summary, description) {#name, arguments, formats, summary, description},
#include "cli/commands.def"
#undef COMMAND
};
const size_t manual_command_count = sizeof manual_commands / sizeof manual_commands[0];

const manual_option manual_options[] = {
#define OPTION(ID, name, argument, commands, summary) {name, argument, commands, summary},
#include "cli/options.def"
#undef OPTION
};
const size_t manual_option_count = sizeof manual_options / sizeof manual_options[0];

bool manual_has(const manual_option *option, const char *command) {
    char padded[64];
    (void)snprintf(padded, sizeof padded, " %s ", command);
    return strstr(option->commands, padded) != NULL;
}

/* The placeholder of an argument says what it is. */
manual_kind manual_option_kind(const manual_option *option, const manual_command *command, const manual_fields *fields, const char **out_words) {
    static const struct {
        const char *argument;
        manual_kind kind;
        const char *words;
    } kinds[] = {
        {"DIR", MANUAL_FOLDERS, ""},
        {"FILE", MANUAL_FILES, ""},
        {"WHEN", MANUAL_WORDS, "auto always never"},
        {"STAGE", MANUAL_WORDS, "format facts film tokens terms parse sense query score"},
    };
    *out_words = "";
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (strcmp(option->argument, kinds[i].argument) == 0) {
            *out_words = kinds[i].words;
            return kinds[i].kind;
        }
    }
    if (strcmp(option->argument, "FORMAT") == 0) {
        *out_words = command == NULL ? "" : command->formats;
        return MANUAL_FORMATS;
    }
    if (strcmp(option->argument, "FIELD") == 0) {
        *out_words = strcmp(option->name, "facet") == 0 ? fields->facets : fields->sorts;
        return MANUAL_WORDS;
    }
    return MANUAL_NOTHING;
}

manual_kind manual_word_kind(const manual_command *command) {
    if (strstr(command->arguments, "PATH") != NULL || strstr(command->arguments, "FILE") != NULL) {
        return MANUAL_FILES;
    }
    if (strstr(command->arguments, "QUERY") != NULL) {
        return MANUAL_FIELDS;
    }
    return strstr(command->arguments, "COMMAND") != NULL ? MANUAL_COMMANDS : MANUAL_NOTHING;
}

/* --- the field table, as `reel fields --format markdown` shows it */

static void add_word(char *list, size_t size, const char *word, size_t length) {
    size_t used = strlen(list);
    if (used + length + 2 < size) {
        (void)snprintf(list + used, size - used, "%s%.*s", used == 0 ? "" : " ", (int)length, word);
    }
}

/* "| title | name film movie | title | WFV-- | ...": the name, and what the field is used for. */
static void read_row(manual_fields *fields, const char *row) {
    const char *cells[5];
    size_t count = 0;
    for (const char *at = row; count < 5 && (at = strstr(at, "| ")) != NULL; at += 2) {
        cells[count++] = at + 2;
    }
    if (count < 5) {
        return;
    }
    size_t length = strcspn(cells[0], " ");
    add_word(fields->all, sizeof fields->all, cells[0], length);
    size_t flags = strcspn(cells[3], " ");
    if (memchr(cells[3], 'T', flags) != NULL) {
        add_word(fields->facets, sizeof fields->facets, cells[0], length);
    }
    if (memchr(cells[3], 'S', flags) != NULL) {
        add_word(fields->sorts, sizeof fields->sorts, cells[0], length);
    }
}

typedef struct table_text {
    char bytes[65536];
    size_t length;
} table_text;

static bool keep_text(void *user, const char *bytes, size_t length) {
    table_text *text = user;
    if (text->length + length >= sizeof text->bytes) {
        return false;
    }
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

static bool read_fields(manual_fields *fields) {
    static table_text text;
    reel_error error;
    if (reel_fields("markdown", NULL, keep_text, &text, &error) != REEL_OK) {
        (void)fprintf(stderr, "reel-manual: %s\n", error.message);
        return false;
    }
    add_word(fields->sorts, sizeof fields->sorts, "relevance", 9);
    add_word(fields->sorts, sizeof fields->sorts, "title", 5);
    size_t number = 0;
    for (char *line = strtok(text.bytes, "\n"); line != NULL; line = strtok(NULL, "\n")) {
        if (number++ >= 2) { /* the head and its rule */
            read_row(fields, line);
        }
    }
    return fields->all[0] != '\0';
}

/* --- the files */

static FILE *open_file(const char *folder, const char *name) {
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
    }
    return file;
}

static bool close_file(FILE *file) { return fflush(file) == 0 && ferror(file) == 0 && fclose(file) == 0; }

static bool write_pages(const char *folder, const manual_fields *fields) {
    for (size_t i = 0; i <= manual_command_count; i++) {
        const manual_command *command = i == 0 ? NULL : &manual_commands[i - 1];
        char name[128];
        (void)snprintf(name, sizeof name, "reel%s%s.1", command == NULL ? "" : "-", command == NULL ? "" : command->name);
        FILE *file = open_file(folder, name);
        if (file == NULL) {
            return false;
        }
        manual_page(file, command, fields);
        if (!close_file(file)) {
            return false;
        }
    }
    return true;
}

int main(int argc, char **argv) {
    static const struct {
        const char *name;
        void (*write)(FILE *file, const manual_fields *fields);
    } completions[] = {{"reel.bash", manual_bash}, {"_reel", manual_zsh}, {"reel.fish", manual_fish}};
    static manual_fields fields;
    if (argc != 2 || !read_fields(&fields) || !write_pages(argv[1], &fields)) {
        return 1;
    }
    for (size_t i = 0; i < sizeof completions / sizeof completions[0]; i++) {
        FILE *file = open_file(argv[1], completions[i].name);
        if (file == NULL) {
            return 1;
        }
        completions[i].write(file, &fields);
        if (!close_file(file)) {
            return 1;
        }
    }
    return 0;
}
