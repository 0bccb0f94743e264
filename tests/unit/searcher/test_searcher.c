/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "searcher/explain_score.h"

#include "few_films.h"

static reel_hits *ask(void **state, const char *query, const reel_search_options *options) {
    few_index *index = *state;
    reel_hits *hits = NULL;
    reel_error error;
    if (reel_search(index->searcher, query, options, &hits, &error) != REEL_OK) {
        fail_msg("%s: %s", query, error.message);
    }
    return hits;
}

static void test_searcher__the_film_meant_comes_first(void **state) {
    static const struct {
        const char *query, *first; /* NULL: nothing is found */
    } rows[] = {
        {"in the soup", "in-the-soup-1992"},
        {"IN THE SOUP", "in-the-soup-1992"},
        {"a levesben", "in-the-soup-1992"},
        {"ugotowany", "in-the-soup-1992"},
        {"soup", "soup-1980"},
        {"it", "it-1927"},
        {"soup 1980", "soup-1980"},
        {"black and white Sundance 1992", "in-the-soup-1992"},
        {"b&w sundance 1992", "in-the-soup-1992"},
        {"Sundance 1994", "harbour-light-1993"},
        {"sundance grand jury prize winner", "in-the-soup-1992"},
        {"francois truffaut", "in-the-soup-1992"},
        {"director:rockwell soup", "in-the-soup-1992"},
        {"director:alexandre rockwell harbour", "harbour-light-1993"},
        {"festival:sundance award:\"grand jury prize\"", "in-the-soup-1992"},
        {"festival:\"sundance 1994\"", "harbour-light-1993"},
        {"cast:cook", "in-the-soup-again-1999"},
        {"director:cook", "soup-1980"},
        {"cast:keener", NULL},
        {"year:1980", "soup-1980"},
        {"gangster year:1995..2005", "in-the-soup-again-1999"},
        {"gangster before 1985", "soup-1980"},
        {"runtime:>100", "soup-1980"},
        {"\"the gangster\"", "in-the-soup-again-1999"},
        {"plot:kitchen -gangster", NULL},
        {"review:truffaut", "in-the-soup-1992"},
        {"plot:truffaut", NULL},
        {"gangst* kitchen 1980", "soup-1980"},
        {"director:rockw* harbour", "harbour-light-1993"},
        {"plot:gangs* kitch* 1980", "soup-1980"},
        {"cast:rockw*", NULL},
        {"director:cool*", NULL},
        {"best picture 1993", "harbour-light-1993"},
        {"which film was directed by Ann Cook", "soup-1980"},
        {"films with Ann Cook", "in-the-soup-again-1999"},
        {"sundence 1994", "harbour-light-1993"},
        {"buschemi soup", "in-the-soup-1992"},
        {"harbourlight", "harbour-light-1993"},
        {"film of 2009", "soul-kitchen-2009"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
        options.no_correction = rows[i].first == NULL;
        reel_hits *hits = ask(state, rows[i].query, &options);
        const char *first = reel_hits_count(hits) == 0 ? NULL : reel_hit_id(reel_hits_at(hits, 0));
        if ((first == NULL) != (rows[i].first == NULL) || (first != NULL && strcmp(first, rows[i].first) != 0)) {
            fail_msg("%s: %s instead of %s", rows[i].query, first == NULL ? "nothing" : first,
                     rows[i].first == NULL ? "nothing" : rows[i].first);
        }
        reel_hits_free(hits);
    }
}

static void test_searcher__nothing_typed_is_an_error(void **state) {
    static const char *const queries[] = {"", " ", "\"", "(", ")", "title:", "AND", "AT&T", "$9.99", "-", "+", "*", "-a", "OR OR", "::::",
                                          "\x1b[31m", "\xff\xfe", "year:", "year:abc", "runtime:<", "((((", "a OR (b OR", "&"};
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        reel_hits_free(ask(state, queries[i], NULL));
    }
}

static void test_searcher__an_exclusion_alone_lists_the_rest(void **state) {
    reel_hits *hits = ask(state, "-gangster", NULL);
    assert_int_equal(reel_hits_count(hits), 4);
    assert_int_equal(reel_hits_total(hits), 4);
    reel_hits_free(hits);
}

static void test_searcher__readings_are_shown_with_spans(void **state) {
    reel_hits *hits = ask(state, "black and white Sundance 1992", NULL);
    assert_int_equal(reel_hits_reading_count(hits), 2);
    const reel_reading *color = reel_hits_reading_at(hits, 0), *festival = reel_hits_reading_at(hits, 1);
    assert_string_equal(color->field, "coloration");
    assert_int_equal(color->start, 0);
    assert_int_equal(color->end, 15);
    assert_string_equal(festival->field, "festival");
    assert_string_equal(festival->value, "Sundance Film Festival 1992");
    assert_int_equal(festival->start, 16);
    assert_int_equal(festival->end, 29);
    reel_hits_free(hits);
    reel_search_options plain = REEL_SEARCH_OPTIONS_INIT;
    plain.no_sense = true;
    hits = ask(state, "black and white Sundance 1992", &plain);
    assert_int_equal(reel_hits_reading_count(hits), 0);
    assert_true(reel_hits_count(hits) > 0);
    reel_hits_free(hits);
}

static void test_searcher__a_hit_tells_why(void **state) {
    reel_hits *hits = ask(state, "sundance grand jury prize 1992", NULL);
    const reel_hit *hit = reel_hits_at(hits, 0);
    bool told = false;
    for (size_t i = 0; i < reel_hit_why_count(hit); i++) {
        told = told || strstr(reel_hit_why_at(hit, i), "award: Sundance Film Festival 1992") != NULL;
    }
    assert_true(told);
    assert_string_equal(reel_hit_value_at(hit, "director", 0), "Alexandre Rockwell");
    assert_null(reel_hit_value_at(hit, "director", 1));
    assert_int_equal(reel_hit_value_count(hit, "no such field"), 0);
    reel_hits_free(hits);
}

static void test_searcher__marks_stand_on_the_words_that_matched(void **state) {
    reel_hits *hits = ask(state, "francois truffaut", NULL);
    const reel_snippet *snippet = reel_hit_snippet_at(reel_hits_at(hits, 0), 0);
    assert_non_null(snippet);
    assert_int_equal(snippet->highlight_count, 2);
    rl_str first = rl_str_slice(rl_str_of(snippet->text), snippet->highlights[0].start, snippet->highlights[0].end);
    assert_true(rl_str_is(first, "Fran\xc3\xa7ois"));
    assert_string_equal(snippet->field, "review");
    assert_string_equal(snippet->source, "films/page.txt");
    reel_hits_free(hits);
    hits = ask(state, "spring dogs", NULL);
    snippet = reel_hit_snippet_at(reel_hits_at(hits, 0), 0);
    assert_null(strchr(snippet->text, '\x1b'));
    reel_hits_free(hits);
}

static void test_searcher__a_year_alone_may_begin_a_title(void **state) {
    reel_hits *hits = ask(state, "2009", NULL);
    assert_int_equal(reel_hits_count(hits), 2);
    const reel_hit *named = reel_hits_at(hits, 1);
    assert_string_equal(reel_hit_id(named), "2009-lost-memories-2002");
    assert_int_equal(reel_hit_why_count(named), 1);
    assert_string_equal(reel_hit_why_at(named, 0), "title: 2009: Lost Memories");
    reel_hits_free(hits);
}

static void test_searcher__corrections_are_told_and_can_be_refused(void **state) {
    reel_hits *hits = ask(state, "buschemi", NULL);
    assert_int_equal(reel_hits_correction_count(hits), 1);
    const reel_correction *correction = reel_hits_correction_at(hits, 0);
    assert_string_equal(correction->text, "buschemi");
    assert_string_equal(correction->suggestion, "buscemi");
    assert_string_equal(correction->field, "cast");
    assert_string_equal(correction->query, "buscemi");
    assert_true(correction->applied);
    assert_int_equal(reel_hits_count(hits), 2);
    reel_hits_free(hits);
    reel_search_options typed = REEL_SEARCH_OPTIONS_INIT;
    typed.no_correction = true;
    hits = ask(state, "buschemi", &typed);
    assert_int_equal(reel_hits_count(hits), 0);
    reel_hits_free(hits);
}

/* "soul kitchen" is tried, as it is a title, but no film has all of that either: then nobody is asked about "soup". */
static void test_searcher__known_words_are_not_asked_about(void **state) {
    const char *const rejected[] = {"soup kitchen truffaut", "soup kitchen zurich"};
    for (size_t i = 0; i < 2; i++) {
        reel_hits *hits = ask(state, rejected[i], NULL);
        assert_true(reel_hits_count(hits) > 0);
        assert_int_equal(reel_hits_correction_count(hits), 0);
        reel_hits_free(hits);
    }
    reel_hits *hits = ask(state, "soup kitchen akin", NULL); /* this one a film has */
    assert_int_equal(reel_hits_correction_count(hits), 1);
    assert_string_equal(reel_hits_correction_at(hits, 0)->query, "soul kitchen akin");
    assert_true(reel_hits_correction_at(hits, 0)->applied);
    reel_hits_free(hits);
    reel_search_options sorted = REEL_SEARCH_OPTIONS_INIT;
    sorted.sort = "year";
    hits = ask(state, "soup kitchen", &sorted); /* a film has both, however they are sorted */
    assert_int_equal(reel_hits_correction_count(hits), 0);
    reel_hits_free(hits);
}

static void test_searcher__words_no_film_has_are_told(void **state) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    for (int strict = 0; strict < 2; strict++) {
        options.no_correction = strict == 1;
        reel_hits *hits = ask(state, "xqzzyvq director:rockwell", &options);
        assert_int_equal(reel_hits_total(hits), 2);
        assert_int_equal(reel_hits_relaxed_count(hits), 1);
        assert_string_equal(reel_hits_relaxed_at(hits, 0), "no film has: xqzzyvq");
        reel_hits_free(hits);
    }
}

static void test_searcher__nothing_found_says_what_no_film_has(void **state) {
    static const struct {
        const char *query, *told;
    } rows[] = {{"xqzzyvq", "no film has: xqzzyvq"},
                {"director:xqzzyvq", "no film has: director:xqzzyvq"},
                {"director:xqzzyvq*", "no film has: director:xqzzyvq*"},
                {"\"xqzzyvq soup\"", "no film has: xqzzyvq"}};
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_hits *hits = ask(state, rows[i].query, NULL);
        assert_int_equal(reel_hits_total(hits), 0);
        assert_int_equal(reel_hits_relaxed_count(hits), 1);
        assert_string_equal(reel_hits_relaxed_at(hits, 0), rows[i].told);
        reel_hits_free(hits);
    }
}

static void test_searcher__one_sign_is_marked_inside_its_pairs(void **state) {
    reel_hits *hits = ask(state, "\xe4\xbe\x8d", NULL);
    assert_int_equal(reel_hits_count(hits), 1);
    const reel_snippet *snippet = reel_hit_snippet_at(reel_hits_at(hits, 0), 0);
    assert_int_equal(snippet->highlight_count, 1);
    assert_int_equal(snippet->highlights[0].end - snippet->highlights[0].start, 3);
    assert_memory_equal(snippet->text + snippet->highlights[0].start, "\xe4\xbe\x8d", 3);
    reel_hits_free(hits);
}

static void test_searcher__relaxing_is_told(void **state) {
    reel_hits *hits = ask(state, "director:rockwell runtime:>200", NULL);
    assert_int_equal(reel_hits_count(hits), 2);
    assert_int_equal(reel_hits_relaxed_count(hits), 1);
    assert_non_null(strstr(reel_hits_relaxed_at(hits, 0), "runtime:>200"));
    reel_hits_free(hits);
    hits = ask(state, "title:soup director:xqzzyvq", NULL); /* what no film has goes first, though it is a name */
    assert_int_equal(reel_hits_count(hits), 3);
    assert_string_equal(reel_hits_relaxed_at(hits, 0), "left out: director:xqzzyvq");
    reel_hits_free(hits);
}

static void test_searcher__facets_count_the_whole_result(void **state) {
    const char *const names[] = {"genre", "festival", "year"};
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.facets = names;
    options.facet_count = 3;
    options.limit = 1;
    reel_hits *hits = ask(state, "-nothing", &options);
    assert_int_equal(reel_hits_facet_count(hits), 3);
    const reel_facet *genre = reel_hits_facet_at(hits, 0);
    assert_string_equal(genre->field, "genre");
    assert_int_equal(genre->value_count, 2);
    assert_string_equal(genre->values[0].value, "Comedy");
    assert_int_equal(genre->values[0].count, 2);
    const reel_facet *festival = reel_hits_facet_at(hits, 1);
    assert_int_equal(festival->values[0].count, 2);
    assert_int_equal(reel_hits_facet_at(hits, 2)->value_count, 7);
    reel_hits_free(hits);
}

static void test_searcher__sorts_and_pages(void **state) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    options.sort = "-year";
    options.limit = 2;
    reel_hits *hits = ask(state, "-nothing", &options);
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 0)), "soul-kitchen-2009");
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 1)), "2009-lost-memories-2002");
    reel_hits_free(hits);
    options.offset = 2;
    hits = ask(state, "-nothing", &options);
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 0)), "in-the-soup-again-1999");
    assert_int_equal(reel_hit_rank(reel_hits_at(hits, 0)), 3);
    reel_hits_free(hits);
    options.sort = "color";
    reel_hits *none = NULL;
    assert_int_equal(reel_search(((few_index *)*state)->searcher, "x", &options, &none, NULL), REEL_INVALID);
    assert_null(none);
}

static bool gather(void *user, const char *bytes, size_t length) {
    rl_buffer_add(user, bytes, length);
    return true;
}

static void test_searcher__every_output_renders(void **state) {
    static const char *const formats[] = {"text", "json", "jsonl", "tsv", "trec"};
    reel_hits *hits = ask(state, "in the soup", NULL);
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        rl_buffer_clear(&out);
        assert_int_equal(reel_hits_render(hits, formats[i], NULL, gather, &out, NULL), REEL_OK);
        assert_true(rl_str_find(rl_buffer_str(&out), RL_STR("in-the-soup-1992")) != SIZE_MAX);
        if (strcmp(formats[i], "json") == 0) {
            json_t *answer = json_loads(rl_buffer_text(&out), 0, NULL);
            assert_non_null(answer);
            assert_int_equal(json_integer_value(json_object_get(answer, "schema")), 1);
            json_t *first = json_array_get(json_object_get(answer, "hits"), 0);
            assert_string_equal(json_string_value(json_array_get(json_object_get(json_object_get(first, "film"), "director"), 0)),
                                "Alexandre Rockwell");
            json_decref(answer);
        }
    }
    assert_int_equal(reel_hits_render(hits, "xml", NULL, gather, &out, NULL), REEL_INVALID);
    rl_buffer_done(&out);
    reel_hits_free(hits);
}

/* A score added up by hand is the score of the match, for every film and many kinds of queries. */
static void test_searcher__scores_add_up(void **state) {
    static const char *const queries[] = {"in the soup", "black and white sundance 1992", "gangster kitchen -burns", "\"the gangster\" year:1980..2000",
                                          "director:rockwell soup", "films with Ann Cook", "gangst* soup", "drama OR comedy rockwell", "+gangster kitchen",
                                          "a screenwriter in new york runs from the gangster with a script that never ends in a kitchen of winter and fog and rain"};
    few_index *index = *state;
    for (size_t q = 0; q < sizeof queries / sizeof queries[0]; q++) {
        reel_hits *hits = ask(state, queries[q], NULL);
        assert_true(reel_hits_count(hits) > 0);
        for (size_t i = 0; i < reel_hits_count(hits); i++) {
            rl_score score;
            const reel_hit *hit = reel_hits_at(hits, i);
            assert_int_equal(rl_score_film(index->searcher, hits, hit->docid, &score, NULL), REEL_OK);
            assert_true(score.matches);
            double sum = hit->adjustment;
            for (size_t c = 0; c < score.count; c++) {
                sum += score.items[c].weight;
            }
            if (fabs(sum - reel_hit_score(hit)) > 1e-6) {
                fail_msg("%s, %s: %.9f added up, %.9f scored", queries[q], reel_hit_id(hit), sum, reel_hit_score(hit));
            }
        }
        reel_hits_free(hits);
    }
}

static void test_searcher__similar_films_say_what_is_shared(void **state) {
    few_index *index = *state;
    reel_hits *hits = NULL;
    assert_int_equal(reel_similar(index->searcher, "in-the-soup-1992", NULL, &hits, NULL), REEL_OK);
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 0)), "harbour-light-1993");
    assert_string_equal(reel_hit_why_at(reel_hits_at(hits, 0), 0), "director: Alexandre Rockwell");
    reel_hits_free(hits);
    assert_int_equal(reel_similar(index->searcher, "soup-1980", NULL, &hits, NULL), REEL_OK);
    assert_string_equal(reel_hit_why_at(reel_hits_at(hits, 0), 0), "genre: Drama");
    assert_string_equal(reel_hit_id(reel_hits_at(hits, 1)), "in-the-soup-again-1999"); /* no fact is shared */
    assert_string_equal(reel_hit_why_at(reel_hits_at(hits, 1), 0), "words: cook");
    reel_hits_free(hits);
    assert_int_equal(reel_similar(index->searcher, "no-such-film", NULL, &hits, NULL), REEL_NOTFOUND);
}

static void test_searcher__suggestions_have_their_kind(void **state) {
    static const struct {
        const char *prefix, *text, *kind;
    } rows[] = {{"in the s", "In the Soup", "film"}, {"steve b", "Steve Buscemi", "person"}, {"sund", "Sundance Film Festival", "festival"},
                {"steve buz", "Steve Buscemi", "person"}, {"setve busc", "Steve Buscemi", "person"}, {"stevve b", "Steve Buscemi", "person"},
                {"stve busc", "Steve Buscemi", "person"}, {"in teh so", "In the Soup", "film"}, {"sindance", "Sundance Film Festival", "festival"},
                {"alexandre rocwel", "Alexandre Rockwell", "person"}, /* far from the start */
                {"the in teh so", "In the Soup", "film"}, {"a soop", "Soup", "film"}, /* behind an article */
                /* by words inside */
                {"busc", "Steve Buscemi", "person"}, {"buscemi s", "Steve Buscemi", "person"}, {"rockw", "Alexandre Rockwell", "person"},
                {"film festi", "Sundance Film Festival", "festival"}, {"jury pr", "Grand Jury Prize", "award"},
                {"bushemi", "Steve Buscemi", "person"}, {"alexandre rockvell", "Alexandre Rockwell", "person"}};
    few_index *index = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_suggestions *found = NULL;
        assert_int_equal(reel_suggest(index->searcher, rows[i].prefix, 5, &found, NULL), REEL_OK);
        assert_true(reel_suggestions_count(found) > 0);
        assert_string_equal(reel_suggestions_at(found, 0)->text, rows[i].text);
        assert_string_equal(reel_suggestions_at(found, 0)->kind, rows[i].kind);
        reel_suggestions_free(found);
    }
}

/* The same word may not stand for two that were typed, and a beginning is one of a word. */
static void test_searcher__suggestions_have_every_word(void **state) {
    static const char *const rows[] = {"buscemi bu", "buscemi steve ste", "uscemi", "buscemi rockwell", "oup"};
    few_index *index = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        reel_suggestions *found = NULL;
        assert_int_equal(reel_suggest(index->searcher, rows[i], 5, &found, NULL), REEL_OK);
        for (size_t k = 0; k < reel_suggestions_count(found); k++) {
            assert_string_not_equal(reel_suggestions_at(found, k)->text, "Steve Buscemi");
            assert_string_not_equal(reel_suggestions_at(found, k)->text, "In the Soup");
        }
        reel_suggestions_free(found);
    }
}

static void test_searcher__explains_each_stage(void **state) {
    static const char *const stages[] = {"parse", "sense", "query", "score"};
    few_index *index = *state;
    rl_buffer out = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof stages / sizeof stages[0]; i++) {
        for (int json = 0; json < 2; json++) {
            rl_buffer_clear(&out);
            assert_int_equal(reel_explain_query(index->searcher, stages[i], "black and white sundance 1992", "in-the-soup-1992", NULL,
                                                json ? "json" : "text", gather, &out, NULL),
                             REEL_OK);
            assert_true(out.length > 20);
        }
    }
    rl_buffer_clear(&out);
    assert_int_equal(reel_explain_query(index->searcher, "score", "cast:keener", "it-1927", NULL, "text", gather, &out, NULL), REEL_OK);
    assert_true(rl_str_find(rl_buffer_str(&out), RL_STR("not in the answer")) != SIZE_MAX);
    rl_buffer_done(&out);
}

static void test_searcher__shows_and_exports_films(void **state) {
    few_index *index = *state;
    rl_buffer out = RL_BUFFER_INIT;
    assert_int_equal(reel_show(index->searcher, "it-1927", "text", NULL, gather, &out, NULL), REEL_OK);
    assert_true(rl_str_find(rl_buffer_str(&out), RL_STR("films/page.txt:1")) != SIZE_MAX);
    rl_buffer_clear(&out);
    assert_int_equal(reel_show(index->searcher, "it-1927", "json", NULL, gather, &out, NULL), REEL_OK);
    json_t *film = json_loads(rl_buffer_text(&out), 0, NULL);
    assert_non_null(film);
    json_decref(film);
    assert_int_equal(reel_show(index->searcher, "no-such", "json", NULL, gather, &out, NULL), REEL_NOTFOUND);
    rl_buffer_clear(&out);
    assert_int_equal(reel_export(index->searcher, gather, &out, NULL), REEL_OK);
    rl_str rest = rl_buffer_str(&out), line;
    size_t lines = 0;
    while (rl_str_split(&rest, RL_STR("\n"), &line)) {
        lines += line.length > 0;
    }
    assert_int_equal(lines, FEW_FILMS);
    rl_buffer_done(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_searcher__the_film_meant_comes_first),
        cmocka_unit_test(test_searcher__nothing_typed_is_an_error),
        cmocka_unit_test(test_searcher__an_exclusion_alone_lists_the_rest),
        cmocka_unit_test(test_searcher__readings_are_shown_with_spans),
        cmocka_unit_test(test_searcher__a_hit_tells_why),
        cmocka_unit_test(test_searcher__marks_stand_on_the_words_that_matched),
        cmocka_unit_test(test_searcher__a_year_alone_may_begin_a_title),
        cmocka_unit_test(test_searcher__corrections_are_told_and_can_be_refused),
        cmocka_unit_test(test_searcher__known_words_are_not_asked_about),
        cmocka_unit_test(test_searcher__words_no_film_has_are_told),
        cmocka_unit_test(test_searcher__nothing_found_says_what_no_film_has),
        cmocka_unit_test(test_searcher__one_sign_is_marked_inside_its_pairs),
        cmocka_unit_test(test_searcher__relaxing_is_told),
        cmocka_unit_test(test_searcher__facets_count_the_whole_result),
        cmocka_unit_test(test_searcher__sorts_and_pages),
        cmocka_unit_test(test_searcher__every_output_renders),
        cmocka_unit_test(test_searcher__scores_add_up),
        cmocka_unit_test(test_searcher__similar_films_say_what_is_shared),
        cmocka_unit_test(test_searcher__suggestions_have_their_kind),
        cmocka_unit_test(test_searcher__suggestions_have_every_word),
        cmocka_unit_test(test_searcher__explains_each_stage),
        cmocka_unit_test(test_searcher__shows_and_exports_films),
    };
    return cmocka_run_group_tests(tests, few_open, few_close);
}
