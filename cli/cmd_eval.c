/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * cmd_eval: scores the answers to judged queries, by kind, and compares two settings query by query.
 * nDCG@10 has gain 2^grade - 1 where there are grades, else 1; a film of grade above 0 is relevant.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "cli/judgments.h"

enum { DEPTH = 1000, TOP = 10 };

typedef struct figures {
    double mrr, ndcg, first, recall;
} figures;

static double grade_of(const judged_query *query, const char *id) {
    for (size_t i = 0; i < query->film_count; i++) {
        if (strcmp(query->films[i].id, id) == 0) {
            return query->films[i].grade;
        }
    }
    return 0;
}

static double gain_of(const judged_query *query, double grade) { return grade <= 0 ? 0 : query->graded ? exp2(grade) - 1 : 1; }

static int order_down(const void *a, const void *b) {
    double left = *(const double *)a, right = *(const double *)b;
    return (left < right) - (left > right);
}

static double ideal_of(const judged_query *query) {
    double sum = 0, *gains = calloc(query->film_count + 1, sizeof *gains);
    for (size_t i = 0; gains != NULL && i < query->film_count; i++) {
        gains[i] = gain_of(query, query->films[i].grade);
    }
    if (gains != NULL) {
        qsort(gains, query->film_count, sizeof *gains, order_down);
        for (size_t i = 0; i < query->film_count && i < TOP; i++) {
            sum += gains[i] / log2((double)i + 2);
        }
    }
    free(gains);
    return sum;
}

static figures score(const judged_query *query, const reel_hits *hits) {
    figures out = {0, 0, 0, 0};
    size_t relevant = 0, found = 0;
    for (size_t i = 0; i < query->film_count; i++) {
        relevant += query->films[i].grade > 0;
    }
    for (size_t i = 0; i < reel_hits_count(hits); i++) {
        double grade = grade_of(query, reel_hit_id(reel_hits_at(hits, i)));
        found += grade > 0;
        if (i < TOP) {
            out.ndcg += gain_of(query, grade) / log2((double)i + 2);
            out.mrr = out.mrr > 0 || grade <= 0 ? out.mrr : 1 / ((double)i + 1);
        }
    }
    double ideal = ideal_of(query);
    out.ndcg = ideal > 0 ? out.ndcg / ideal : 0;
    out.first = out.mrr >= 1;
    out.recall = relevant > 0 ? (double)found / (double)relevant : 0;
    return out;
}

static int answer_all(reel_searcher *searcher, const reel_search_options *search, const judgments *all, figures *out) {
    for (size_t i = 0; i < all->count; i++) {
        reel_error error;
        reel_hits *hits = NULL;
        if (reel_search(searcher, all->queries[i].text, search, &hits, &error) != REEL_OK) {
            return cli_fail(&error);
        }
        out[i] = score(&all->queries[i], hits);
        reel_hits_free(hits);
    }
    return 0;
}

/* Means over the queries of a kind; NULL for all. */
static figures mean_of(const judgments *all, const figures *each, const char *kind, size_t *out_count) {
    figures sum = {0, 0, 0, 0};
    *out_count = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (kind == NULL || strcmp(all->queries[i].kind, kind) == 0) {
            sum = (figures){sum.mrr + each[i].mrr, sum.ndcg + each[i].ndcg, sum.first + each[i].first, sum.recall + each[i].recall};
            ++*out_count;
        }
    }
    double n = *out_count == 0 ? 1 : (double)*out_count;
    return (figures){sum.mrr / n, sum.ndcg / n, sum.first / n, sum.recall / n};
}

static bool is_first_of_kind(const judgments *all, size_t at) {
    for (size_t i = 0; i < at; i++) {
        if (strcmp(all->queries[i].kind, all->queries[at].kind) == 0) {
            return false;
        }
    }
    return true;
}

static void print_row(const judgments *all, const figures *each, const char *kind) {
    size_t count;
    figures mean = mean_of(all, each, kind, &count);
    (void)printf("%-24s %6zu %8.4f %8.4f %8.4f %8.4f\n", kind == NULL ? "all" : kind, count, mean.mrr, mean.ndcg, mean.first, mean.recall);
}

static void print_table(const judgments *all, const figures *each, const char *title) {
    (void)printf("%-24s %6s %8s %8s %8s %8s\n", title, "n", "MRR@10", "nDCG@10", "S@1", "R@1000");
    for (size_t i = 0; i < all->count; i++) {
        if (is_first_of_kind(all, i)) {
            print_row(all, each, all->queries[i].kind);
        }
    }
    print_row(all, each, NULL);
}

static void print_differences(const judgments *all, const figures *before, const figures *after) {
    size_t better = 0, worse = 0;
    for (size_t i = 0; i < all->count; i++) {
        double change = after[i].ndcg - before[i].ndcg;
        better += change > 1e-9;
        worse += change < -1e-9;
        if (fabs(change) > 1e-9) {
            (void)printf("%s  %.4f %.4f  %s  %s\n", change > 0 ? "better" : "worse ", before[i].ndcg, after[i].ndcg, all->queries[i].qid,
                         all->queries[i].text);
        }
    }
    (void)printf("%zu better, %zu worse, %zu the same\n", better, worse, all->count - better - worse);
}

/* --- the same as JSON */

static json_t *row_json(const judgments *all, const figures *each, const char *kind) {
    size_t count;
    figures mean = mean_of(all, each, kind, &count);
    return json_pack("{s:s, s:I, s:f, s:f, s:f, s:f}", "kind", kind == NULL ? "all" : kind, "queries", (json_int_t)count, "mrr_10", mean.mrr,
                     "ndcg_10", mean.ndcg, "success_1", mean.first, "recall_1000", mean.recall);
}

static json_t *table_json(const judgments *all, const figures *each) {
    json_t *rows = json_array();
    int failed = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (is_first_of_kind(all, i)) {
            failed += json_array_append_new(rows, row_json(all, each, all->queries[i].kind));
        }
    }
    failed += json_array_append_new(rows, row_json(all, each, NULL));
    if (failed != 0) {
        json_decref(rows);
        return NULL;
    }
    return rows;
}

static json_t *differences_json(const judgments *all, const figures *before, const figures *after) {
    json_t *list = json_array();
    for (size_t i = 0; i < all->count; i++) {
        if (fabs(after[i].ndcg - before[i].ndcg) > 1e-9 &&
            json_array_append_new(list, json_pack("{s:s, s:s, s:f, s:f}", "qid", all->queries[i].qid, "query", all->queries[i].text, "before",
                                                  before[i].ndcg, "after", after[i].ndcg)) != 0) {
            json_decref(list);
            return NULL;
        }
    }
    return list;
}

static int report_json(const judgments *all, const figures *before, const figures *after, const char *against) {
    if (against == NULL) {
        return cli_print_json(json_pack("{s:i, s:o}", "schema", 1, "scores", table_json(all, after)));
    }
    return cli_print_json(json_pack("{s:i, s:o, s:s, s:o, s:o}", "schema", 1, "scores", table_json(all, after), "against", against,
                                    "scores_against", table_json(all, before), "differences", differences_json(all, before, after)));
}

/* Takes the next "KIND=N" off "title=0.9,all=0.95"; false where there is none. */
static bool next_floor(const char **floors, char kind[64], double *out_least) {
    int length = 0;
    if (*floors == NULL || sscanf(*floors, "%63[^=]=%lf%n", kind, out_least, &length) < 2) {
        return false;
    }
    *floors += length;
    *floors += **floors == ',';
    return true;
}

static bool are_floors(const char *floors) {
    char kind[64];
    double least;
    while (next_floor(&floors, kind, &least)) {
    }
    if (floors != NULL && *floors != '\0') {
        (void)fprintf(stderr, "reel eval: --floor takes KIND=NUMBER,..., not '%s'\n", floors);
        return false;
    }
    return true;
}

/* nDCG@10 of each kind is at least its floor; false after saying which is not. */
static bool holds_floors(const judgments *all, const figures *each, const char *floors) {
    bool holds = true;
    char kind[64];
    double least = 0;
    while (next_floor(&floors, kind, &least)) {
        size_t count;
        figures mean = mean_of(all, each, strcmp(kind, "all") == 0 ? NULL : kind, &count);
        if (count == 0 || mean.ndcg < least) {
            (void)fprintf(stderr, "reel: nDCG@10 of %s is %.4f over %zu queries, below %.4f\n", kind, mean.ndcg, count, least);
            holds = false;
        }
    }
    return holds;
}

/* The other setting: "no-sense", "no-correction", or another index. */
static int answer_other(const options *given, const reel_search_options *options_given, const judgments *all, figures *out) {
    const char *against = given->values[OPTION_AGAINST];
    reel_search_options search = *options_given;
    options other = *given;
    search.no_sense = search.no_sense || strcmp(against, "no-sense") == 0;
    search.no_correction = search.no_correction || strcmp(against, "no-correction") == 0;
    if (strcmp(against, "no-sense") != 0 && strcmp(against, "no-correction") != 0) {
        other.values[OPTION_INDEX] = against;
        other.indexes[0] = against;
        other.index_count = 1;
    }
    reel_searcher *searcher;
    int code = cli_open(&other, &searcher);
    if (code == 0) {
        code = answer_all(searcher, &search, all, out);
        reel_close(searcher);
    }
    return code;
}

static int report(const options *given, const judgments *all, const figures *before, const figures *after) {
    const char *against = given->values[OPTION_AGAINST];
    if (cli_is_json(given)) {
        return report_json(all, before, after, against);
    }
    if (against != NULL) {
        print_table(all, before, against);
    }
    print_table(all, after, "");
    if (against != NULL) {
        print_differences(all, before, after);
    }
    return 0;
}

static int evaluate(const options *given, const judgments *all, figures *first, figures *second) {
    reel_search_options search = REEL_SEARCH_OPTIONS_INIT;
    search.limit = DEPTH;
    search.ids_only = true;
    search.snippet_count = 0;
    search.no_sense = option_is_on(given, OPTION_NO_SENSE);
    search.no_correction = option_is_on(given, OPTION_NO_CORRECTION);
    reel_searcher *searcher;
    int code = cli_open(given, &searcher);
    if (code != 0) {
        return code;
    }
    code = answer_all(searcher, &search, all, first);
    reel_close(searcher);
    if (code == 0 && given->values[OPTION_AGAINST] != NULL) {
        code = answer_other(given, &search, all, second);
    }
    if (code != 0) {
        return code;
    }
    code = report(given, all, second, first);
    if (code != 0) {
        return code;
    }
    return holds_floors(all, first, given->values[OPTION_FLOOR]) ? 0 : EXIT_NOTHING;
}

int cmd_eval(const options *given);

int cmd_eval(const options *given) {
    if (given->word_count < 1 || given->word_count > 2) {
        return cli_usage(given, "eval wants a file of judged queries, or queries and judgments");
    }
    judgments all;
    if (!are_floors(given->values[OPTION_FLOOR])) {
        return EXIT_USAGE;
    }
    int code = judgments_read(given->words[0], given->word_count > 1 ? given->words[1] : NULL, &all);
    if (code != 0) {
        return code;
    }
    figures *first = calloc(all.count, sizeof *first), *second = calloc(all.count, sizeof *second);
    code = first == NULL || second == NULL ? reel_status_exit_code(REEL_NOMEM) : evaluate(given, &all, first, second);
    free(first);
    free(second);
    judgments_free(&all);
    return code;
}
