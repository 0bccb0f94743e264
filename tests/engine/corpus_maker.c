/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * corpus_maker: see corpus_maker.h. Documents are named by number, so that an edit can find one without a list:
 * doc-N.txt, doc-N.nfo, records-N.jsonl, in the folder or in one of two folders below it.
 */
#include "tests/engine/corpus_maker.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT = 4096, FILES = 40, RECORD_FILES = 2, FILMS = 36 };

static const char *const places[] = {"", "pages/", "sub/deep/"};
static const char *const titles[] = {"The Lamp",     "The Lamp 2",     "Harbour Lights", "Her",          "Night Ferry",
                                     "Señor Viento", "Night Ferry II", "A Quiet Year",   "Zone 7",       "The Orchard",
                                     "L'Amour Vert", "Orchard"};
static const char *const people[] = {"Ana Ruiz",     "Jon Berg",    "Mia Holt",     "Théo Lang",  "Wanda Pell",
                                     "Ivo Krall",    "Lea Sommer",  "Carl Oster",   "Nina Vogt",  "Paul Ahlers"};
static const char *const genres[] = {"Drama", "Comedy", "Thriller", "Documentary"};

uint32_t corpus_random(corpus_maker *maker, uint32_t below) {
    maker->state ^= maker->state << 13;
    maker->state ^= maker->state >> 7;
    maker->state ^= maker->state << 17;
    return (uint32_t)((maker->state >> 11) % below);
}

typedef struct film {
    unsigned number;
    const char *title, *director, *star, *other, *genre;
    unsigned year, runtime;
} film;

/* Films of one number are the same but for small disagreements; numbers share titles, years and people. */
static film film_of(corpus_maker *maker) {
    unsigned number = corpus_random(maker, FILMS);
    film made = {.number = number,
                 .title = titles[number % 12],
                 .director = people[number % 7],
                 .star = people[(number * 3 + 1) % 10],
                 .other = people[(number * 5 + 2) % 10],
                 .genre = genres[number % 4],
                 .year = 1980 + number / 12 * 10 + number % 3,
                 .runtime = 80 + number};
    made.runtime += corpus_random(maker, 8) == 0;
    made.year += corpus_random(maker, 12) == 0;
    return made;
}

static void add(char *out, const char *format, ...) __attribute__((format(printf, 2, 3)));

static void add(char *out, const char *format, ...) {
    size_t used = strlen(out);
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(out + used, TEXT - used, format, arguments);
    va_end(arguments);
}

static void write_sentences(corpus_maker *maker, char *out) {
    static const char *const words[] = {"lamp", "ferry", "harbour", "winter", "orchard", "letter", "crossing", "brother"};
    for (uint32_t i = corpus_random(maker, 4); i > 0; i--) {
        add(out, "A %s finds the %s by the %s. ", words[corpus_random(maker, 8)], words[corpus_random(maker, 8)],
            words[corpus_random(maker, 8)]);
    }
}

static void write_record(corpus_maker *maker, char *out) {
    film made = film_of(maker);
    out[0] = '\0';
    if (corpus_random(maker, 20) == 0) {
        add(out, "no record at all %u", corpus_random(maker, 1000));
        return;
    }
    add(out, "{\"title\": \"%s\", \"year\": %u, \"directors\": [\"%s\"], \"runtime\": %u", made.title, made.year, made.director,
        made.runtime);
    if (corpus_random(maker, 3) == 0) {
        add(out, ", \"id\": \"r%u\"", made.number);
    }
    if (corpus_random(maker, 3) == 0) {
        add(out, ", \"imdb_id\": \"tt%07u\"", 1000 + made.number);
    }
    if (corpus_random(maker, 2) == 0) {
        add(out, ", \"cast\": [\"%s\", {\"name\": \"%s\", \"role\": \"The Guest\"}]", made.star, made.other);
    }
    if (corpus_random(maker, 6) == 0) {
        add(out, ", \"unheard_of\": %u", corpus_random(maker, 9));
    }
    add(out, ", \"genres\": [\"%s\"], \"plot\": \"", made.genre);
    write_sentences(maker, out);
    add(out, "\"}");
}

static void write_moviepage(corpus_maker *maker, char *out) {
    film made = film_of(maker);
    add(out, "%s (%u)\n\n%u min  -  %s\n\n", made.title, made.year, made.runtime, made.genre);
    write_sentences(maker, out);
    add(out, "\n\nDirector:\n%s\n\nWriters:\n%s, %s\n\nStars:\n%s, %s\n", made.director, made.other, made.director, made.star,
        made.other);
}

static void write_article(corpus_maker *maker, char *out) {
    film made = film_of(maker);
    add(out, "= %s =\n\n%s\n- Director: %s\n- Starring: %s, %s\n- Running time: %u minutes\n\n", made.title, made.title,
        made.director, made.star, made.other, made.runtime);
    add(out, "%s is a %u %s film directed by %s and starring %s. ", made.title, made.year, made.genre, made.director, made.star);
    write_sentences(maker, out);
    if (corpus_random(maker, 3) == 0) {
        add(out, "It won the Grand Jury Prize at the %u Sundance Film Festival.", made.year + 1);
    }
    add(out, "\n");
}

static void write_note(corpus_maker *maker, char *out) {
    film made = film_of(maker);
    add(out, "%s\n\nVenice Film Festival %u\nDirector: %s\nCast: %s\n%u, %u min\n\n", made.title, made.year, made.director,
        made.star, made.year, made.runtime);
    write_sentences(maker, out);
}

static void write_person(corpus_maker *maker, char *out) {
    const char *name = people[corpus_random(maker, 10)];
    add(out, "= %s =\n\n%s (born 3 May 1950) is an American actor and director. ", name, name);
    write_sentences(maker, out);
}

static void write_sidecar(corpus_maker *maker, char *out) {
    film made = film_of(maker);
    add(out, "<movie>\n <title>%s</title>\n <year>%u</year>\n <director>%s</director>\n <runtime>%u</runtime>\n", made.title,
        made.year, made.director, made.runtime);
    if (corpus_random(maker, 3) == 0) {
        add(out, " <uniqueid type=\"imdb\">tt%07u</uniqueid>\n", 1000 + made.number);
    }
    add(out, " <actor><name>%s</name><role>Guest</role></actor>\n</movie>\n", made.star);
}

static void write_document(corpus_maker *maker, char *out, bool sidecar) {
    out[0] = '\0';
    if (sidecar) {
        write_sidecar(maker, out);
        return;
    }
    switch (corpus_random(maker, 12)) {
    case 0:
        write_person(maker, out);
        break;
    case 1:
        add(out, "%s", corpus_random(maker, 2) == 0 ? "" : "\1\2\3 nothing of a film");
        break;
    case 2:
    case 3:
    case 4:
        write_article(maker, out);
        break;
    case 5:
    case 6:
        write_note(maker, out);
        break;
    default:
        write_moviepage(maker, out);
    }
}

/* ---- files */

static const char *file_path(corpus_maker *maker, unsigned number) {
    char name[128];
    (void)snprintf(name, sizeof name, "%sdoc-%u.%s", places[number % 3], number, number % 5 == 0 ? "nfo" : "txt");
    return scratch_path(maker->folder, name);
}

static const char *records_path(corpus_maker *maker, unsigned number) {
    char name[128];
    (void)snprintf(name, sizeof name, "%srecords-%u.jsonl", places[number % 3], number);
    return scratch_path(maker->folder, name);
}

static void put_document(corpus_maker *maker, unsigned number) {
    char text[TEXT];
    write_document(maker, text, number % 5 == 0);
    scratch_clear(file_path(maker, number));
    scratch_text(file_path(maker, number), text);
}

static void put_records(corpus_maker *maker, unsigned number, unsigned lines) {
    char line[TEXT];
    scratch_clear(records_path(maker, number));
    scratch_text(records_path(maker, number), "");
    for (unsigned i = 0; i < lines; i++) {
        write_record(maker, line);
        scratch_append(records_path(maker, number), line);
        scratch_append(records_path(maker, number), "\n");
    }
}

static void put_overrides(corpus_maker *maker) {
    char text[TEXT] = "# a list by hand\n";
    for (uint32_t i = 1 + corpus_random(maker, 5); i > 0; i--) {
        char names[2][128];
        for (int side = 0; side < 2; side++) {
            uint32_t number = corpus_random(maker, FILES);
            if (corpus_random(maker, 3) == 0) {
                (void)snprintf(names[side], sizeof names[side], "%srecords-%u.jsonl:%u", places[number % RECORD_FILES % 3],
                               number % RECORD_FILES, 1 + corpus_random(maker, 12));
            } else {
                (void)snprintf(names[side], sizeof names[side], "%sdoc-%u.%s", places[number % 3], number,
                               number % 5 == 0 ? "nfo" : "txt");
            }
        }
        add(text, "%s: %s | %s\n", corpus_random(maker, 3) == 0 ? "different" : "same", names[0], names[1]);
    }
    if (corpus_random(maker, 5) == 0) {
        scratch_clear(scratch_path(maker->folder, "reel-overrides.txt"));
    } else {
        scratch_text(scratch_path(maker->folder, "reel-overrides.txt"), text);
    }
}

void corpus_make(corpus_maker *maker, uint64_t seed, const char *folder, unsigned documents) {
    *maker = (corpus_maker){.state = seed * UINT64_C(0x9e3779b97f4a7c15) + 1};
    (void)snprintf(maker->folder, sizeof maker->folder, "%s", folder);
    for (int i = 0; i < 8; i++) {
        (void)corpus_random(maker, 2);
    }
    scratch_text(scratch_path(folder, "pages/.hidden"), "");
    for (unsigned i = 0; i < documents && i < FILES; i++) {
        put_document(maker, i);
    }
    for (unsigned i = 0; i < RECORD_FILES; i++) {
        put_records(maker, i, 4 + corpus_random(maker, 10));
    }
    put_overrides(maker);
}

/* ---- edits */

static char *read_all(const char *path, size_t *out_length) {
    struct stat info;
    char *text = NULL;
    *out_length = 0;
    FILE *file = stat(path, &info) == 0 && S_ISREG(info.st_mode) ? fopen(path, "r") : NULL;
    if (file != NULL) {
        text = calloc(1, (size_t)info.st_size + 1);
        *out_length = fread(text, 1, (size_t)info.st_size, file);
        (void)fclose(file);
    }
    return text;
}

/* Turns the lines around from some line on, with another before them or not. */
static void reorder_records(corpus_maker *maker) {
    unsigned number = corpus_random(maker, RECORD_FILES);
    const char *path = records_path(maker, number);
    size_t length;
    char *text = read_all(path, &length);
    bool whole = length > 0 && text[length - 1] == '\n';
    if (!whole) { /* a last line without an end would grow together with another */
        free(text);
        (void)snprintf(maker->last, sizeof maker->last, "records-%u left alone", number);
        return;
    }
    size_t start = corpus_random(maker, (uint32_t)length);
    while (start > 0 && text[start - 1] != '\n') {
        start--;
    }
    char line[TEXT];
    write_record(maker, line);
    bool inserts = corpus_random(maker, 2) == 0;
    scratch_text(path, inserts ? line : "");
    if (inserts) {
        scratch_append(path, "\n");
    }
    for (size_t end = length; end > start;) {
        size_t from = end - 1;
        while (from > start && text[from - 1] != '\n') {
            from--;
        }
        char saved = text[end];
        text[end] = '\0';
        scratch_append(path, text + from);
        text[end] = saved;
        end = from;
    }
    text[start] = '\0';
    scratch_append(path, text);
    free(text);
    (void)snprintf(maker->last, sizeof maker->last, "records-%u turned around%s", number, inserts ? ", one before" : "");
}

/* Inserts, replaces, drops or repeats a line. */
static void edit_records(corpus_maker *maker) {
    unsigned number = corpus_random(maker, RECORD_FILES);
    const char *path = records_path(maker, number);
    size_t length;
    char *text = read_all(path, &length);
    if (text == NULL) {
        put_records(maker, number, 5);
        (void)snprintf(maker->last, sizeof maker->last, "new records-%u", number);
        return;
    }
    unsigned lines = 0;
    for (size_t i = 0; i < length; i++) {
        lines += text[i] == '\n';
    }
    unsigned at = corpus_random(maker, lines + 1);
    unsigned what = corpus_random(maker, 5);
    char line[TEXT];
    write_record(maker, line);
    scratch_text(path, "");
    unsigned i = 0;
    for (char *from = text; from < text + length; i++) {
        char *end = strchr(from, '\n');
        end = end == NULL ? text + length - 1 : end;
        char saved = end[1];
        end[1] = '\0';
        if (i == at && what == 0) {
            scratch_append(path, line);
            scratch_append(path, "\n");
        }
        if (i == at && what == 1) {
            scratch_append(path, line);
            scratch_append(path, "\n");
        } else if (i != at || what != 2) {
            scratch_append(path, from);
        }
        if (i == at && what == 3) {
            scratch_append(path, from);
        }
        end[1] = saved;
        from = end + 1;
    }
    if (what == 4 || at == lines) {
        scratch_append(path, line);
        scratch_append(path, corpus_random(maker, 4) == 0 ? "" : "\n");
    }
    free(text);
    (void)snprintf(maker->last, sizeof maker->last, "records-%u line %u way %u", number, at + 1, what);
}

/* Another content of the same size, with the time put back. */
static void edit_in_secret(corpus_maker *maker, unsigned number) {
    const char *path = file_path(maker, number);
    struct stat info;
    size_t length;
    char *text = read_all(path, &length);
    if (text == NULL || length < 8 || stat(path, &info) != 0) {
        free(text);
        return;
    }
    char *digit = strpbrk(text, "0123456789");
    if (digit != NULL) {
        *digit = *digit == '9' ? '8' : (char)(*digit + 1);
        scratch_write(path, text, length);
        /* An honest file system gives another time; one that is set back to the very same is beyond any index. */
        scratch_time(path, info.st_mtim.tv_sec, (info.st_mtim.tv_nsec + 1) % 1000000000);
    }
    free(text);
}

static void edit_file(corpus_maker *maker, unsigned number) {
    const char *path = file_path(maker, number);
    char other[SCRATCH_PATH];
    struct stat info;
    unsigned what = corpus_random(maker, 9);
    (void)snprintf(maker->last, sizeof maker->last, "doc-%u way %u", number, what);
    switch (what) {
    case 0:
        scratch_clear(path);
        break;
    case 1: /* moved to where another was */
        (void)snprintf(other, sizeof other, "%s", file_path(maker, corpus_random(maker, FILES)));
        if (stat(path, &info) == 0 && S_ISREG(info.st_mode) && strcmp(path, other) != 0) {
            scratch_clear(other);
            scratch_text(other, "");
            (void)rename(path, other);
        }
        break;
    case 2:
        if (stat(path, &info) == 0) {
            scratch_time(path, 1000000000 + (int64_t)corpus_random(maker, 1000000), 5);
        }
        break;
    case 3:
        edit_in_secret(maker, number);
        break;
    case 4: /* a folder with a document in it */
        scratch_clear(path);
        scratch_text(scratch_path(path, "inner.txt"), "The Lamp (1980)\n\nDirector:\nAna Ruiz\n");
        break;
    case 5: /* a FIFO, which is no document and must not be opened */
        scratch_clear(path);
        (void)mkfifo(path, 0666);
        break;
    case 6: /* put back as it was long ago */
        put_document(maker, number);
        scratch_time(path, 900000000, 0);
        break;
    default:
        put_document(maker, number);
    }
}

void corpus_edit(corpus_maker *maker) {
    uint32_t what = corpus_random(maker, 20);
    if (what < 2) {
        put_overrides(maker);
        (void)snprintf(maker->last, sizeof maker->last, "overrides");
    } else if (what < 6) {
        edit_records(maker);
    } else if (what < 9) {
        reorder_records(maker);
    } else if (what == 9) {
        unsigned number = corpus_random(maker, RECORD_FILES);
        scratch_clear(records_path(maker, number));
        (void)snprintf(maker->last, sizeof maker->last, "records-%u gone", number);
    } else {
        edit_file(maker, corpus_random(maker, FILES));
    }
}
