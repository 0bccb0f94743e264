/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/format.h"

typedef struct programme_reading {
    rl_arena *arena;
    rl_facts facts;
    reel_status status;
    reel_error error;
    int confidence;
} programme_reading;

static programme_reading read_text(const char *text) {
    programme_reading reading = {rl_arena_new(), {0}, REEL_OK, {0}, 0};
    assert_non_null(reading.arena);
    rl_facts_init(&reading.facts, reading.arena);
    rl_document document;
    assert_int_equal(rl_document_init(&document, reading.arena, RL_STR("a.txt"), rl_str_of(text), NULL), REEL_OK);
    const rl_format *format = rl_format_find(RL_STR("programme"));
    reading.confidence = format->detect(&document);
    reading.status = format->extract(&document, &reading.facts, &reading.error);
    return reading;
}

static void reading_done(programme_reading *reading) { rl_arena_free(reading->arena); }

static const rl_fact *find(const programme_reading *reading, rl_field field, const char *value) {
    for (size_t i = 0; i < reading->facts.count; i++) {
        if (reading->facts.items[i].field == field && rl_str_is(reading->facts.items[i].value, value)) {
            return &reading->facts.items[i];
        }
    }
    return NULL;
}

static void assert_has(const programme_reading *reading, rl_field field, const char *value) {
    if (find(reading, field, value) == NULL) {
        fail_msg("no %s \"%s\"", rl_field_name(field), value);
    }
}

static int64_t number_of(const programme_reading *reading, rl_field field) {
    for (size_t i = 0; i < reading->facts.count; i++) {
        if (reading->facts.items[i].field == field) {
            return reading->facts.items[i].number;
        }
    }
    return 0;
}

static size_t count_of(const programme_reading *reading, rl_field field) {
    size_t count = 0;
    for (size_t i = 0; i < reading->facts.count; i++) {
        count += reading->facts.items[i].field == field;
    }
    return count;
}

/* Whether words stand in anything that is searched as this film's words. */
static bool says(const programme_reading *reading, const char *words) {
    for (size_t i = 0; i < reading->facts.count; i++) {
        const rl_fact *fact = &reading->facts.items[i];
        if (rl_field_has(fact->field, RL_FIELD_WORDS) && rl_str_find(fact->value, rl_str_of(words)) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static const char catalogue[] =
    "Home Tickets\n\nIn the Soup\n\nAlexandre Rockwell, USA, France, Germany 1992, 93\xe2\x80\x99\nLittle Feet 13 Moons\n\n"
    "A crook pays for a film, and sings while he does. It was made for less than it looks.\n\nAnna Wiercioch\n\n"
    "Sundance FF 1992 \xe2\x80\x93 Grand Jury Prize; Deauville FF 1992 \xe2\x80\x93 Audience Award\n\n"
    "Alexandre Rockwell\n\nBorn in Boston to a family of pinscreens.\n\n1992 Ugotowany / \xc2\xa0In the Soup\n\n2013 St\xc3\xb3pki / Little Feet\n\n"
    "Cast & Crew\n\ndirector Alexandre Rockwell\nscreenplay Alexandre Rockwell, Sollace Mitchell\ncast Steve Buscemi, Seymour Cassel\n"
    "sales Factory25\nlanguage English\ncoloration b&w\nstay in touch\nour partners\n";

static void test_format_programme__a_catalogue_page_gives_its_credits_and_prizes(void **state) {
    (void)state;
    programme_reading reading = read_text(catalogue);
    assert_int_equal(reading.status, REEL_OK);
    assert_in_range(reading.confidence, 80, 100);
    assert_has(&reading, RL_FIELD_TITLE, "In the Soup");
    assert_has(&reading, RL_FIELD_AKA, "Ugotowany");
    assert_has(&reading, RL_FIELD_DIRECTOR, "Alexandre Rockwell");
    assert_has(&reading, RL_FIELD_WRITER, "Sollace Mitchell");
    assert_has(&reading, RL_FIELD_CAST, "Seymour Cassel");
    assert_has(&reading, RL_FIELD_SALES, "Factory25");
    assert_has(&reading, RL_FIELD_COLORATION, "black and white");
    assert_has(&reading, RL_FIELD_COUNTRY, "Germany");
    assert_has(&reading, RL_FIELD_AWARD, "Sundance Film Festival");
    assert_int_equal(find(&reading, RL_FIELD_FESTIVAL, "Sundance Film Festival")->number, 1992);
    assert_int_equal(number_of(&reading, RL_FIELD_YEAR), 1992);
    assert_int_equal(number_of(&reading, RL_FIELD_RUNTIME), 93);
    assert_int_equal(count_of(&reading, RL_FIELD_TITLE), 1);
    reading_done(&reading);
}

static void test_format_programme__other_films_biography_and_footer_are_not_its_words(void **state) {
    (void)state;
    static const char *const foreign[] = {"Little Feet", "13 Moons", "pinscreens", "stay in touch", "partners", "Tickets", "Wiercioch"};
    programme_reading reading = read_text(catalogue);
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        if (says(&reading, foreign[i])) {
            fail_msg("\"%s\" is searched as this film's", foreign[i]);
        }
    }
    assert_has(&reading, RL_FIELD_FILMOGRAPHY, "Little Feet");
    assert_has(&reading, RL_FIELD_SIMILAR, "Little Feet");
    assert_true(says(&reading, "A crook pays"));
    reading_done(&reading);
}

static void test_format_programme__a_society_note_gives_title_year_director_minutes_and_carrier(void **state) {
    (void)state;
    static const struct {
        const char *text;
        const char *title, *director, *medium;
        int64_t year, minutes;
    } cases[] = {
        {"A New Leaf (1971)\n\nElaine May \xc2\xb7 102m \xc2\xb7 35mm\n\nA playboy needs a wife.\n", "A New Leaf", "Elaine May", "35mm", 1971, 102},
        {"Friends Presents: Wings of Desire (1987)\n\nWim Wenders | 128 min | DCP\n\nAngels.\n", "Wings of Desire", "Wim Wenders", "DCP", 1987, 128},
        {"Dead of Night (1945)\n\nAlberto Cavalcanti, Charles Crichton, and Robert Hamer \xc2\xb7 77m \xc2\xb7 Digital*\n\n*Note: film broken.\n", "Dead of Night",
         "Charles Crichton", "Digital", 1945, 77},
        {"8\xc2\xbd (1963)\n\nFederico Fellini, Italy, 138', b&w, 35mm\n\nA rocket.\n", "8\xc2\xbd", "Federico Fellini", "35mm", 1963, 138},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        programme_reading reading = read_text(cases[i].text);
        assert_int_equal(reading.status, REEL_OK);
        assert_in_range(reading.confidence, 80, 100);
        assert_has(&reading, RL_FIELD_TITLE, cases[i].title);
        assert_has(&reading, RL_FIELD_DIRECTOR, cases[i].director);
        assert_has(&reading, RL_FIELD_MEDIUM, cases[i].medium);
        assert_int_equal(number_of(&reading, RL_FIELD_YEAR), cases[i].year);
        assert_int_equal(number_of(&reading, RL_FIELD_RUNTIME), cases[i].minutes);
        assert_false(says(&reading, "broken"));
        reading_done(&reading);
    }
}

static void test_format_programme__a_double_bill_is_about_its_longer_film(void **state) {
    (void)state;
    programme_reading reading =
        read_text("La Jet\xc3\xa9" "e (1962) // Sans Soleil (1983)\n\nChris Marker // Agn\xc3\xa8s Varda \xc2\xb7 28m // 100m \xc2\xb7 35mm // DCP\n\n"
                  "La Jet\xc3\xa9" "e is told in photographs. It moves once. In Sans Soleil a woman reads letters.\n");
    assert_has(&reading, RL_FIELD_TITLE, "Sans Soleil");
    assert_has(&reading, RL_FIELD_DIRECTOR, "Agn\xc3\xa8s Varda");
    assert_has(&reading, RL_FIELD_MEDIUM, "DCP");
    assert_has(&reading, RL_FIELD_SIMILAR, "La Jet\xc3\xa9" "e");
    assert_int_equal(count_of(&reading, RL_FIELD_DIRECTOR), 1);
    assert_int_equal(number_of(&reading, RL_FIELD_RUNTIME), 100);
    assert_int_equal(number_of(&reading, RL_FIELD_YEAR), 1983);
    assert_true(says(&reading, "reads letters"));
    assert_false(says(&reading, "photographs"));
    assert_false(says(&reading, "moves once"));
    reading_done(&reading);
}

static void test_format_programme__a_bill_with_missing_minutes_adds_none(void **state) {
    (void)state;
    programme_reading reading = read_text("One (1962) // Two (1983)\n\nA. Abel // B. Babel \xc2\xb7 x // y \xc2\xb7 35mm \xc2\xb7 28m // long\n");
    assert_has(&reading, RL_FIELD_MEDIUM, "35mm");
    for (size_t i = 0; i < reading.facts.count; i++) {
        assert_true(reading.facts.items[i].field != RL_FIELD_RUNTIME || reading.facts.items[i].number > 0);
    }
    assert_int_equal(count_of(&reading, RL_FIELD_TITLE), 1);
    reading_done(&reading);
}

static void test_format_programme__a_festival_page_gives_edition_section_and_certificate(void **state) {
    (void)state;
    programme_reading reading = read_text("Sparrows (\xc3\x9erestir)\n\nEdinburgh International Film Festival 2015\nFilm; Feature, Documentaries\n\n"
                                          "Ari (Atli \xc3\x93skar Fjalarsson) comes home. R\xc3\xbanar R\xc3\xbanarsson\xe2\x80\x99s quiet film wins. [12A]\n");
    assert_in_range(reading.confidence, 80, 100);
    assert_has(&reading, RL_FIELD_TITLE, "Sparrows");
    assert_has(&reading, RL_FIELD_AKA, "\xc3\x9erestir");
    assert_has(&reading, RL_FIELD_SECTION, "Documentaries");
    assert_has(&reading, RL_FIELD_GENRE, "Documentary");
    assert_has(&reading, RL_FIELD_CERTIFICATE, "12A");
    assert_has(&reading, RL_FIELD_DIRECTOR, "R\xc3\xbanar R\xc3\xbanarsson");
    const rl_fact *festival = find(&reading, RL_FIELD_FESTIVAL, "Edinburgh International Film Festival");
    assert_non_null(festival);
    assert_int_equal(festival->number, 2015);
    assert_int_equal(festival->result, RL_RESULT_SHOWN);
    reading_done(&reading);
}

static void test_format_programme__cast_in_parentheses_has_its_role(void **state) {
    (void)state;
    programme_reading reading = read_text("Bringing Up Baby (1938)\n\nHoward Hawks \xc2\xb7 102m \xc2\xb7 35mm\n\n"
                                          "The doctor Conrad Brean (Robert De Niro) hires an actress (Kirsten Dunst) at home (really). "
                                          "With performances from Anne Heche and Denis Leary, Bringing Up Baby wins.\n");
    assert_true(rl_str_is(find(&reading, RL_FIELD_CAST, "Robert De Niro")->detail, "Conrad Brean"));
    assert_int_equal(find(&reading, RL_FIELD_CAST, "Kirsten Dunst")->detail.length, 0);
    assert_int_equal(count_of(&reading, RL_FIELD_CAST), 4);
    assert_null(find(&reading, RL_FIELD_CAST, "Bringing Up Baby"));
    assert_int_equal(find(&reading, RL_FIELD_CAST, "Robert De Niro")->origin, RL_ORIGIN_PROSE);
    reading_done(&reading);
}

static void test_format_programme__a_role_is_told_without_its_genitive(void **state) {
    (void)state;
    programme_reading reading = read_text("The Lamp Room (1951)\n\nAnna Kestrel \xc2\xb7 93m \xc2\xb7 35mm\n\n"
                                          "The keeper Tom Holm\xe2\x80\x99s (Per Lund) letters burn in Ada Marsh's (Ida Vane) stove.\n");
    assert_true(rl_str_is(find(&reading, RL_FIELD_CAST, "Per Lund")->detail, "Tom Holm"));
    assert_true(rl_str_is(find(&reading, RL_FIELD_CAST, "Ida Vane")->detail, "Ada Marsh"));
    reading_done(&reading);
}

static void test_format_programme__titles_in_parentheses_are_no_cast(void **state) {
    (void)state;
    programme_reading reading = read_text("Ink\n\nEdinburgh International Film Festival 2015\nFilm\n\n"
                                          "It tells how Alan Ames (Harbour) and Bea Bond (Night-Ferry Rose) began to draw for a living.\n");
    assert_int_equal(count_of(&reading, RL_FIELD_CAST), 0);
    reading_done(&reading);
}

static void test_format_programme__who_acts_in_a_note_made_the_film(void **state) {
    (void)state;
    static const struct {
        const char *sentence;
        size_t directors;
    } cases[] = {{"Directors Ann Lee and Bo Lind combine old reels with what is left of the harbour.", 2},
                 {"Scottish filmmaker Cy Moe takes us to the island where the ferry turns.", 1},
                 {"The first of her two works with filmmaker and neighbour Cy Moe is quiet.", 0},
                 {"It is told by filmmaker Cy Moe in a cellar.", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "Ink\n\nEdinburgh International Film Festival 2015\nFilm\n\n%s\n", cases[i].sentence);
        programme_reading reading = read_text(rl_buffer_text(&text));
        assert_int_equal(count_of(&reading, RL_FIELD_DIRECTOR), cases[i].directors);
        reading_done(&reading);
        rl_buffer_done(&text);
    }
}

static void test_format_programme__events_and_lists_are_no_films(void **state) {
    (void)state;
    programme_reading event = read_text("Jane Roe: In Person\n\nEdinburgh International Film Festival 2015\nEvent\n\nA talk.\n");
    assert_int_equal(event.facts.subject, RL_SUBJECT_EVENT);
    reading_done(&event);
    programme_reading list = read_text("Harbour Shorts\n\nHarbour Film Festival 2014\nFilm\n\nFive films.\n\n"
                                       "Low Water\xc2\xa0 Maren Okafor/UK/2014/12 min\n\nA boy waits.\n\nSalt\xc2\xa0 Ines Dahl, Tom Reyes/UK/2013/9 min\n\nTwo sisters.\n");
    assert_int_equal(list.facts.subject, RL_SUBJECT_LIST);
    assert_has(&list, RL_FIELD_SIMILAR, "Low Water");
    reading_done(&list);
}

static void test_format_programme__other_pages_are_not_swallowed(void **state) {
    (void)state;
    static const char *const cases[] = {
        "", "\n\n", "In the Soup",
        "= In the Soup =\n\nIn the Soup\n- Director: Alexandre Rockwell\n- Released: 1992-01-22\n- Runtime: 93 minutes\n",
        "In the Soup (1992)\n\nR  93 min  -  Comedy | Drama  -  13 August 1992 (Germany)\n\nA crook pays.\n",
        "In the Soup (1992)\n\n93 min | Comedy, Drama | USA | 1992\n",
        "In the Soup is a film by Alexandre Rockwell, made in 1992, that runs for 93 minutes.\n\nPlot\n\nA crook.\n",
        "The film was shown, in short, at many festivals, 1992, 1993 and 1994, and was liked by most.\nSo it was.\n",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_arena *arena = rl_arena_new();
        rl_document document = {.path = RL_STR("a.txt")};
        if (rl_document_init(&document, arena, RL_STR("a.txt"), rl_str_of(cases[i]), NULL) == REEL_OK) {
            assert_in_range(rl_format_find(RL_STR("programme"))->detect(&document), 0, 20);
        }
        rl_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_programme__a_catalogue_page_gives_its_credits_and_prizes),
        cmocka_unit_test(test_format_programme__other_films_biography_and_footer_are_not_its_words),
        cmocka_unit_test(test_format_programme__a_society_note_gives_title_year_director_minutes_and_carrier),
        cmocka_unit_test(test_format_programme__a_double_bill_is_about_its_longer_film),
        cmocka_unit_test(test_format_programme__a_bill_with_missing_minutes_adds_none),
        cmocka_unit_test(test_format_programme__a_festival_page_gives_edition_section_and_certificate),
        cmocka_unit_test(test_format_programme__cast_in_parentheses_has_its_role),
        cmocka_unit_test(test_format_programme__a_role_is_told_without_its_genitive),
        cmocka_unit_test(test_format_programme__titles_in_parentheses_are_no_cast),
        cmocka_unit_test(test_format_programme__who_acts_in_a_note_made_the_film),
        cmocka_unit_test(test_format_programme__events_and_lists_are_no_films),
        cmocka_unit_test(test_format_programme__other_pages_are_not_swallowed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
