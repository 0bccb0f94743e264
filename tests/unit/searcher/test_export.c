/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "common/bytes.h"
#include "common/include/reel.h"
#include "searcher/export_record.h"

/* --- what is exported reads back as the same --- */

static bool append(void *user, const char *bytes, size_t length) {
    rl_buffer_add(user, bytes, length);
    return true;
}

static void export_index(const char *index, rl_buffer *out) {
    reel_searcher *searcher = NULL;
    reel_error error = {0};
    assert_int_equal(reel_open(index, &searcher, &error), REEL_OK);
    assert_int_equal(reel_export(searcher, append, out, &error), REEL_OK);
    reel_close(searcher);
}

static void index_path(const char *index, const char *path, uint64_t films) {
    reel_index_report report;
    reel_error error = {0};
    assert_int_equal(reel_index_paths(index, &path, 1, NULL, &report, &error), REEL_OK);
    assert_int_equal(report.failed, 0);
    if (films != 0) {
        assert_int_equal(report.films, films);
    }
}

static json_t *next_record(rl_str *rest) {
    rl_str line;
    if (!rl_str_split(rest, RL_STR("\n"), &line) || line.length == 0) {
        return NULL;
    }
    json_t *record = json_loadb(line.at, line.length, 0, NULL);
    assert_non_null(record);
    json_object_del(record, "sources");
    return record;
}

static uint64_t assert_same_films(rl_str one, rl_str two) {
    uint64_t films = 0;
    json_t *a, *b;
    while ((a = next_record(&one)) != NULL) {
        b = next_record(&two);
        if (!json_equal(a, b)) {
            char *before = json_dumps(a, 0), *after = json_dumps(b, 0);
            print_error("%s\nbecame\n%s\n", before, after);
            free(before);
            free(after);
            fail();
        }
        json_decref(a);
        json_decref(b);
        films++;
    }
    assert_null(next_record(&two));
    return films;
}

static void remove_folder(const char *folder) {
    char command[512];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    assert_int_equal(system(command), 0);
}

static void test_export__indexing_what_was_exported_gives_the_same_films(void **state) {
    (void)state;
    char folder[] = "/tmp/reel-export-XXXXXX";
    char first[64], second[64], records[64];
    assert_non_null(mkdtemp(folder));
    snprintf(first, sizeof first, "%s/a", folder);
    snprintf(second, sizeof second, "%s/b", folder);
    snprintf(records, sizeof records, "%s/films.jsonl", folder);
    rl_buffer one = RL_BUFFER_INIT, two = RL_BUFFER_INIT;
    index_path(first, REEL_SOURCE_DIR "/corpus", 0);
    export_index(first, &one);
    FILE *file = fopen(records, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(one.at, 1, one.length, file), one.length);
    assert_int_equal(fclose(file), 0);
    index_path(second, records, assert_same_films(rl_buffer_str(&one), rl_buffer_str(&one)));
    export_index(second, &two);
    assert_true(assert_same_films(rl_buffer_str(&one), rl_buffer_str(&two)) > 20);
    rl_buffer_done(&one);
    rl_buffer_done(&two);
    remove_folder(folder);
}

/* --- forms --- */

#define TEXT(words) {words, sizeof words - 1}

static void assert_exported(const rl_fact *facts, size_t count, const char *key, const char *expected) {
    rl_fact film_facts[8];
    rl_source source = {.path = TEXT("a.txt")};
    assert_true(count < 8);
    memcpy(film_facts, facts, count * sizeof *facts);
    for (size_t i = 0; i < count; i++) {
        film_facts[i].leads = true;
    }
    rl_film film = {.id = TEXT("a-1992"), .sources = &source, .source_count = 1, .facts = film_facts, .fact_count = count};
    json_t *record = rl_export_record(&film);
    assert_non_null(record);
    char *text = json_dumps(json_object_get(record, key), JSON_ENCODE_ANY | JSON_COMPACT);
    assert_string_equal(text == NULL ? "nothing" : text, expected);
    free(text);
    json_decref(record);
}

static void test_export__writes_values_plainly_where_nothing_is_lost(void **state) {
    (void)state;
    static const struct {
        rl_fact facts[3];
        size_t count;
        const char *key, *expected;
    } cases[] = {
        {{{.field = RL_FIELD_DIRECTOR, .value = TEXT("Ann Cook")}}, 1, "directors", "[\"Ann Cook\"]"},
        {{{.field = RL_FIELD_WRITER, .value = TEXT("Ann Cook"), .person = TEXT("A. Koch")}}, 1, "writers", "[{\"name\":\"Ann Cook\",\"credited_as\":\"A. Koch\"}]"},
        {{{.field = RL_FIELD_AKA, .value = TEXT("Zupa"), .detail = TEXT("Poland")}}, 1, "alt_titles", "[{\"title\":\"Zupa\",\"country\":\"Poland\"}]"},
        {{{.field = RL_FIELD_YEAR, .number = 1992}, {.field = RL_FIELD_YEAR, .number = 1993}}, 2, "year", "1992"},
        {{{.field = RL_FIELD_YEAR, .number = 1992}, {.field = RL_FIELD_YEAR, .number = 1993}}, 2, "further", "{\"year\":[1993]}"},
        {{{.field = RL_FIELD_RUNTIME, .number = 93, .detail = TEXT("Japan")}}, 1, "runtime", "93"},
        {{{.field = RL_FIELD_RUNTIME, .number = 93, .detail = TEXT("Japan")}}, 1, "further", "{\"runtime\":[{\"detail\":\"Japan\",\"number\":93}]}"},
        {{{.field = RL_FIELD_GENRE, .value = TEXT("Comedy")}}, 1, "genres", "[\"Comedy\"]"},
        {{{.field = RL_FIELD_GENRE, .value = TEXT("Comedy, of sorts")}}, 1, "genres", "[{\"value\":\"Comedy, of sorts\"}]"},
        {{{.field = RL_FIELD_TAGLINE, .value = TEXT("Hot.")}, {.field = RL_FIELD_TAGLINE, .value = TEXT("Still hot.")}}, 2, "tagline", "[\"Hot.\",\"Still hot.\"]"},
        {{{.field = RL_FIELD_BUDGET, .number = 800000, .detail = TEXT("USD")}}, 1, "budget", "\"$800,000\""},
        {{{.field = RL_FIELD_RELEASE, .value = TEXT("1992-08-13"), .detail = TEXT("Germany"), .number = 1992}}, 1, "release", "[{\"date\":\"1992-08-13\",\"country\":\"Germany\"}]"},
        {{{.field = RL_FIELD_SIMILAR, .value = TEXT("Hero"), .number = 1983}}, 1, "similar", "[{\"title\":\"Hero\",\"year\":1983}]"},
        {{{.field = RL_FIELD_AWARD, .value = TEXT("Sundance Film Festival"), .detail = TEXT("Grand Jury Prize"), .number = 1992, .result = RL_RESULT_WON}},
         1, "awards", "[\"Sundance Film Festival 1992: Grand Jury Prize (winner)\"]"},
        {{{.field = RL_FIELD_AWARD, .value = TEXT("Sundance Film Festival"), .detail = TEXT("Best Actor"), .number = 1992, .result = RL_RESULT_WON, .person = TEXT("Ann Cook")}},
         1, "awards", "[{\"festival\":\"Sundance Film Festival\",\"edition\":1992,\"prize\":\"Best Actor\",\"result\":\"won\",\"person\":\"Ann Cook\"}]"},
        {{{.field = RL_FIELD_FESTIVAL, .value = TEXT("Sundance Film Festival"), .number = 1992, .result = RL_RESULT_SHOWN}}, 1, "festivals", "[\"Sundance Film Festival 1992\"]"},
        {{{.field = RL_FIELD_CHARACTER, .value = TEXT("The Cook")}}, 1, "character", "[\"The Cook\"]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_exported(cases[i].facts, cases[i].count, cases[i].key, cases[i].expected);
    }
}

static void test_export__leaves_out_roles_the_cast_tells(void **state) {
    (void)state;
    static const rl_fact facts[] = {{.field = RL_FIELD_CAST, .value = TEXT("Ann Cook"), .detail = TEXT("The Cook")},
                                    {.field = RL_FIELD_CHARACTER, .value = TEXT("The Cook")}};
    assert_exported(facts, 2, "cast", "[{\"name\":\"Ann Cook\",\"role\":\"The Cook\"}]");
    assert_exported(facts, 2, "character", "nothing");
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_export__indexing_what_was_exported_gives_the_same_films),
        cmocka_unit_test(test_export__writes_values_plainly_where_nothing_is_lost),
        cmocka_unit_test(test_export__leaves_out_roles_the_cast_tells),
    };
    return cmocka_run_group_tests_name("export", tests, NULL, NULL);
}
