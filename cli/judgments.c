/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * judgments: see judgments.h. A line that is none is named and skipped.
 */
#include "cli/judgments.h"

#include "cli/cli.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static judged_query *add_query(judgments *all, const char *qid, const char *text, const char *kind) {
    judged_query *queries = realloc(all->queries, (all->count + 1) * sizeof *queries);
    if (queries == NULL) {
        return NULL;
    }
    all->queries = queries;
    judged_query *query = &queries[all->count];
    *query = (judged_query){.qid = strdup(qid), .text = strdup(text), .kind = strdup(kind)};
    if (query->qid == NULL || query->text == NULL || query->kind == NULL) {
        free(query->qid);
        free(query->text);
        free(query->kind);
        return NULL;
    }
    all->count++;
    return query;
}

static bool add_film(judged_query *query, const char *id, double grade) {
    judged_film *films = realloc(query->films, (query->film_count + 1) * sizeof *films);
    char *copy = strdup(id);
    if (films != NULL) {
        query->films = films;
    }
    if (films == NULL || copy == NULL) {
        free(copy);
        return false;
    }
    films[query->film_count++] = (judged_film){copy, grade};
    return true;
}

static bool read_record(judgments *all, const char *line, size_t length) {
    json_t *record = json_loadb(line, length, 0, NULL);
    const char *qid = json_string_value(json_object_get(record, "qid"));
    const char *text = json_string_value(json_object_get(record, "query"));
    const char *kind = json_string_value(json_object_get(record, "kind"));
    json_t *grades = json_object_get(record, "grades"), *relevant = json_object_get(record, "relevant");
    judged_query *query = qid == NULL || text == NULL ? NULL : add_query(all, qid, text, kind == NULL ? "all" : kind);
    bool fine = query != NULL;
    size_t i;
    json_t *film;
    const char *id;
    if (fine && json_object_size(grades) > 0) {
        query->graded = true;
        json_object_foreach(grades, id, film) {
            fine = fine && add_film(query, id, json_number_value(film));
        }
    } else if (fine) {
        json_array_foreach(relevant, i, film) {
            id = json_string_value(film);
            fine = fine && (id == NULL || add_film(query, id, 1));
        }
    }
    json_decref(record);
    return fine;
}

static bool read_pair(judgments *all, char *line) {
    char *tab = strchr(line, '\t');
    if (tab == NULL) {
        return false;
    }
    *tab = '\0';
    judged_query *query = add_query(all, line, tab + 1, "all");
    if (query != NULL) {
        query->graded = true;
    }
    return query != NULL;
}

static int order_qid(const void *a, const void *b) {
    return strcmp(((const judged_query *)a)->qid, ((const judged_query *)b)->qid);
}

static bool read_qrel(judgments *all, char *line) {
    char *rest = NULL;
    char *qid = strtok_r(line, " \t", &rest);
    char *iteration = strtok_r(NULL, " \t", &rest);
    char *id = strtok_r(NULL, " \t", &rest);
    char *grade = strtok_r(NULL, " \t", &rest);
    if (qid == NULL || iteration == NULL || id == NULL || grade == NULL) {
        return false;
    }
    judged_query probe = {.qid = qid};
    judged_query *query = all->count == 0 ? NULL : bsearch(&probe, all->queries, all->count, sizeof probe, order_qid);
    return query == NULL || add_film(query, id, strtod(grade, NULL)); /* of a query that is not asked */
}

typedef enum line_form { LINE_RECORD, LINE_PAIR, LINE_QREL } line_form;

static const char *const line_names[] = {"judged query", "line 'qid<TAB>query'", "line 'qid 0 id grade'"};

/* 0, or the exit code after saying why the file cannot be read. */
static int read_lines(const char *path, line_form form, judgments *all) {
    int code = 0;
    FILE *file = cli_open_file(path, &code);
    if (file == NULL) {
        return code;
    }
    char *line = NULL;
    size_t size = 0, number = 0;
    ssize_t length;
    while ((length = getline(&line, &size, file)) >= 0) {
        number++;
        while (length > 0 && (line[length - 1] == '\n' || line[length - 1] == '\r')) {
            line[--length] = '\0';
        }
        if (length == 0) {
            continue;
        }
        bool fine = form == LINE_RECORD ? read_record(all, line, (size_t)length) : form == LINE_PAIR ? read_pair(all, line) : read_qrel(all, line);
        if (!fine) {
            (void)fprintf(stderr, "reel: %s:%zu: is no %s; it was skipped\n", path, number, line_names[form]);
        }
    }
    free(line);
    if (file != stdin) {
        (void)fclose(file);
    }
    return 0;
}

int judgments_read(const char *queries, const char *qrels, judgments *out) {
    *out = (judgments){NULL, 0};
    int code = read_lines(queries, qrels == NULL ? LINE_RECORD : LINE_PAIR, out);
    if (code == 0 && qrels != NULL && out->count > 0) {
        qsort(out->queries, out->count, sizeof *out->queries, order_qid);
        code = read_lines(qrels, LINE_QREL, out);
    }
    if (code == 0 && out->count == 0) {
        (void)fprintf(stderr, "reel: %s: holds no judged query; reel help eval says what a line of it is\n", queries);
        code = reel_status_exit_code(REEL_FORMAT);
    }
    if (code != 0) {
        judgments_free(out);
    }
    return code;
}

void judgments_free(judgments *all) {
    for (size_t i = 0; i < all->count; i++) {
        judged_query *query = &all->queries[i];
        for (size_t f = 0; f < query->film_count; f++) {
            free(query->films[f].id);
        }
        free(query->films);
        free(query->qid);
        free(query->text);
        free(query->kind);
    }
    free(all->queries);
    *all = (judgments){NULL, 0};
}
