/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * few_films: a small index in memory for the searcher's tests, spelled by the indexer's own terms.
 */
#ifndef REEL_TESTS_FEW_FILMS_H
#define REEL_TESTS_FEW_FILMS_H

#include <stdlib.h>

#include "common/film_codec.h"
#include "indexer/film_merge.h"
#include "indexer/terms.h"
#include "searcher/searcher.h"

typedef struct few_fact {
    rl_field field;
    const char *value, *detail;
    int number;
    rl_result result;
} few_fact;

typedef struct few_film {
    const char *id;
    few_fact facts[24];
} few_film;

static const few_film few_films[] = {
    {"in-the-soup-1992",
     {{RL_FIELD_TITLE, "In the Soup", "", 0, RL_RESULT_NONE},
      {RL_FIELD_AKA, "A levesben", "Hungary", 0, RL_RESULT_NONE},
      {RL_FIELD_AKA, "Ugotowany", "Poland", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "1992", "", 1992, RL_RESULT_NONE},
      {RL_FIELD_DIRECTOR, "Alexandre Rockwell", "", 0, RL_RESULT_NONE},
      {RL_FIELD_CAST, "Steve Buscemi", "Aldolfo Rollo", 0, RL_RESULT_NONE},
      {RL_FIELD_CAST, "Seymour Cassel", "Joe", 0, RL_RESULT_NONE},
      {RL_FIELD_CHARACTER, "Aldolfo Rollo", "", 0, RL_RESULT_NONE},
      {RL_FIELD_COLORATION, "Black and White", "", 0, RL_RESULT_NONE},
      {RL_FIELD_GENRE, "Comedy", "", 0, RL_RESULT_NONE},
      {RL_FIELD_LOCATION, "Hoboken, New Jersey", "", 0, RL_RESULT_NONE},
      {RL_FIELD_RUNTIME, "93", "", 93, RL_RESULT_NONE},
      {RL_FIELD_FESTIVAL, "Sundance Film Festival", "", 1992, RL_RESULT_SHOWN},
      {RL_FIELD_AWARD, "Sundance Film Festival", "Grand Jury Prize", 1992, RL_RESULT_WON},
      {RL_FIELD_PLOT, "A screenwriter sells his endless script to a gangster. They run through a wintry New York.", "", 0, RL_RESULT_NONE},
      {RL_FIELD_REVIEW, "It owes much to Fran\xc3\xa7ois Truffaut, and says so.", "", 0, RL_RESULT_NONE}}},
    {"soup-1980",
     {{RL_FIELD_TITLE, "Soup", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "1980", "", 1980, RL_RESULT_NONE},
      {RL_FIELD_DIRECTOR, "Ann Cook", "", 0, RL_RESULT_NONE},
      {RL_FIELD_GENRE, "Drama", "", 0, RL_RESULT_NONE},
      {RL_FIELD_RUNTIME, "130", "", 130, RL_RESULT_NONE},
      {RL_FIELD_PLOT, "A gangster opens a kitchen.", "", 0, RL_RESULT_NONE},
      {RL_FIELD_REVIEW, "Its sign reads \xe4\xb8\x83\xe4\xba\xba\xe3\x81\xae\xe4\xbe\x8d, in ink.", "", 0, RL_RESULT_NONE}}},
    {"in-the-soup-again-1999",
     {{RL_FIELD_TITLE, "In the Soup Again", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "1999", "", 1999, RL_RESULT_NONE},
      {RL_FIELD_CAST, "Ann Cook", "Herself", 0, RL_RESULT_NONE},
      {RL_FIELD_GENRE, "Comedy", "", 0, RL_RESULT_NONE},
      {RL_FIELD_PLOT, "The kitchen of the gangster burns.", "", 0, RL_RESULT_NONE}}},
    {"it-1927",
     {{RL_FIELD_TITLE, "It", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "1927", "", 1927, RL_RESULT_NONE},
      {RL_FIELD_COLORATION, "Black and White", "", 0, RL_RESULT_NONE},
      {RL_FIELD_PLOT, "A girl of a shop has it, and it is all that matters.", "", 0, RL_RESULT_NONE}}},
    {"soul-kitchen-2009",
     {{RL_FIELD_TITLE, "Soul Kitchen", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "2009", "", 2009, RL_RESULT_NONE},
      {RL_FIELD_DIRECTOR, "Fatih Akin", "", 0, RL_RESULT_NONE}}},
    {"2009-lost-memories-2002",
     {{RL_FIELD_TITLE, "2009: Lost Memories", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "2002", "", 2002, RL_RESULT_NONE},
      {RL_FIELD_DIRECTOR, "Lee Si-myung", "", 0, RL_RESULT_NONE}}},
    {"harbour-light-1993",
     {{RL_FIELD_TITLE, "Harbour Light", "", 0, RL_RESULT_NONE},
      {RL_FIELD_YEAR, "1993", "", 1993, RL_RESULT_NONE},
      {RL_FIELD_DIRECTOR, "Alexandre Rockwell", "", 0, RL_RESULT_NONE},
      {RL_FIELD_CAST, "Steve Buscemi", "", 0, RL_RESULT_NONE},
      {RL_FIELD_GENRE, "Drama", "", 0, RL_RESULT_NONE},
      {RL_FIELD_FESTIVAL, "Sundance Film Festival", "", 1994, RL_RESULT_SHOWN},
      {RL_FIELD_AWARD, "Academy Awards", "Best Picture", 1994, RL_RESULT_NOMINATED},
      {RL_FIELD_TEXT, "Filmed in spring 1992 in black rain and white fog, with the keeper's \x1b[31mdog\x1b[0m.", "", 0, RL_RESULT_NONE}}},
};

enum { FEW_FILMS = sizeof few_films / sizeof few_films[0] };

typedef struct few_index {
    rl_writer *writer;
    rl_store *store;
    reel_searcher *searcher;
} few_index;

static void few_add(few_index *index, rl_terms *terms, const few_film *film) {
    rl_arena *arena = rl_arena_new();
    rl_fact facts[24] = {{0}};
    size_t count = 0;
    for (; count < 24 && film->facts[count].value != NULL; count++) {
        const few_fact *few = &film->facts[count];
        facts[count] = (rl_fact){.field = few->field, .value = rl_str_of(few->value), .detail = rl_str_of(few->detail),
                                 .number = few->number, .result = few->result, .origin = RL_ORIGIN_LABEL, .line = (uint32_t)count + 1,
                                 .ordinal = (uint32_t)count};
    }
    rl_contribution one = {.source = {.path = rl_str_of("films/page.txt"), .format = rl_str_of("plain"), .key = rl_str_of(film->id)},
                           .facts = facts,
                           .fact_count = count};
    rl_film merged;
    rl_store_document document;
    rl_buffer data = RL_BUFFER_INIT;
    rl_docid docid;
    assert_int_equal(rl_film_merge(arena, rl_str_of(film->id), &one, 1, &merged, NULL), REEL_OK);
    assert_int_equal(rl_terms_film(terms, &merged, NULL, 0, &document, NULL), REEL_OK);
    assert_int_equal(rl_film_encode(&merged, &data, NULL), REEL_OK);
    document.data = rl_buffer_str(&data);
    assert_int_equal(rl_writer_add(index->writer, &document, &docid, NULL), REEL_OK);
    rl_buffer_done(&data);
    rl_arena_free(arena);
}

static int few_open(void **state) {
    few_index *index = calloc(1, sizeof *index);
    rl_terms *terms = NULL;
    assert_int_equal(rl_writer_open_memory(&index->writer, NULL), REEL_OK);
    assert_int_equal(rl_terms_new(&terms, NULL), REEL_OK);
    for (size_t i = 0; i < FEW_FILMS; i++) {
        few_add(index, terms, &few_films[i]);
    }
    rl_terms_free(terms);
    assert_int_equal(rl_writer_commit(index->writer, NULL), REEL_OK);
    assert_int_equal(rl_store_open_writer(index->writer, &index->store, NULL), REEL_OK);
    assert_int_equal(rl_searcher_over(index->store, &index->searcher, NULL), REEL_OK);
    *state = index;
    return 0;
}

static int few_close(void **state) {
    few_index *index = *state;
    reel_close(index->searcher);
    rl_store_close(index->store);
    rl_writer_close(index->writer);
    free(index);
    return 0;
}

#endif
