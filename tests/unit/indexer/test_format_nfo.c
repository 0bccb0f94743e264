/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "indexer/format.h"

typedef struct nfo_reading {
    rl_arena *arena;
    rl_facts facts;
    reel_status status;
    reel_error error;
    int confidence;
} nfo_reading;

static nfo_reading read_text(const char *xml) {
    nfo_reading reading = {rl_arena_new(), {0}, REEL_OK, {0}, 0};
    assert_non_null(reading.arena);
    rl_facts_init(&reading.facts, reading.arena);
    rl_document document = {.path = RL_STR("film/movie.nfo"), .raw = rl_str_of(xml), .xml = true};
    const rl_format *format = rl_format_find(RL_STR("nfo"));
    reading.confidence = format->detect(&document);
    reading.status = format->extract(&document, &reading.facts, &reading.error);
    return reading;
}

/* Reads <movie> with a title and the elements given. */
static nfo_reading read_movie(const char *elements) {
    char xml[1024];
    snprintf(xml, sizeof xml, "<movie>\n<title>In the Soup</title>\n%s\n</movie>", elements);
    return read_text(xml);
}

static void reading_done(nfo_reading *reading) { rl_arena_free(reading->arena); }

static const rl_fact *fact_of(const nfo_reading *reading, rl_field field, size_t n) {
    for (size_t i = 0; i < reading->facts.count; i++) {
        if (reading->facts.items[i].field == field && n-- == 0) {
            return &reading->facts.items[i];
        }
    }
    fail_msg("no such fact of field %s", rl_field_name(field));
    return NULL;
}

static size_t count_of(const nfo_reading *reading, rl_field field) {
    size_t count = 0;
    for (size_t i = 0; i < reading->facts.count; i++) {
        count += reading->facts.items[i].field == field;
    }
    return count;
}

static void assert_text(rl_str text, const char *expected) {
    if (!rl_str_is(text, expected)) {
        fail_msg("\"%.*s\" instead of \"%s\"", RL_STR_ARG(text), expected);
    }
}

static void test_format_nfo__elements_become_facts_of_their_fields(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        rl_field field;
        const char *value;
    } cases[] = {
        {"<originaltitle>A levesben</originaltitle>", RL_FIELD_AKA, "A levesben"},
        {"<director>Alexandre Rockwell</director>", RL_FIELD_DIRECTOR, "Alexandre Rockwell"},
        {"<credits>Tim Kissell</credits>", RL_FIELD_WRITER, "Tim Kissell"},
        {"<actor><name>Steve Buscemi</name><role>Adolpho</role></actor>", RL_FIELD_CAST, "Steve Buscemi"},
        {"<actor><name>Steve Buscemi</name><role>Adolpho</role></actor>", RL_FIELD_CHARACTER, "Adolpho"},
        {"<actor>Steve Buscemi</actor>", RL_FIELD_CAST, "Steve Buscemi"},
        {"<actor><name>Jim Stark</name><type>Producer</type></actor>", RL_FIELD_PRODUCER, "Jim Stark"},
        {"<studio>Why Not Productions</studio>", RL_FIELD_PRODUCTION, "Why Not Productions"},
        {"<mpaa>Rated R for language</mpaa>", RL_FIELD_CERTIFICATE, "R"},
        {"<set>Rockwell Collection</set>", RL_FIELD_SET, "Rockwell Collection"},
        {"<set><name>Rockwell Collection</name><overview>All.</overview></set>", RL_FIELD_SET, "Rockwell Collection"},
        {"<tag>screenwriter</tag>", RL_FIELD_KEYWORD, "screenwriter"},
        {"<plot><![CDATA[A <b>crook</b> pays.]]></plot>", RL_FIELD_PLOT, "A <b>crook</b> pays."},
        {"<plot>Caf&eacute; &amp; gun &#38; <![CDATA[&eacute;]]></plot>", RL_FIELD_PLOT, "Caf\xc3\xa9 & gun & &eacute;"},
        {"<plot>Cats & Dogs & AT&T; &lt;</plot>", RL_FIELD_PLOT, "Cats & Dogs & AT&T; <"},
        {"<uniqueid type=\"imdb\">tt0104503</uniqueid>", RL_FIELD_IDENTIFIER, "imdb:tt0104503"},
        {"<uniqueid type=\"tmdb\">3059</uniqueid>", RL_FIELD_IDENTIFIER, "tmdb:3059"},
        {"<uniqueid type=\"tvdb\">998</uniqueid>", RL_FIELD_IDENTIFIER, "tvdb:998"},
        {"<director>Mitchell, Sollace</director>", RL_FIELD_DIRECTOR, "Sollace Mitchell"},
        {"<id>tt0104503</id>", RL_FIELD_IDENTIFIER, "imdb:tt0104503"},
        {"<premiered>1992-01-22</premiered>", RL_FIELD_RELEASE, "1992-01-22"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_movie(cases[i].xml);
        assert_int_equal(reading.status, REEL_OK);
        assert_text(fact_of(&reading, cases[i].field, 0)->value, cases[i].value);
        assert_int_equal(reading.facts.block_count, 0);
        reading_done(&reading);
    }
}

static void test_format_nfo__certificates_name_their_country(void **state) {
    (void)state;
    nfo_reading reading = read_movie("<mpaa>US:R / DE:12</mpaa><certification>UK:15</certification>");
    static const char *const countries[] = {"United States", "Germany", "United Kingdom"};
    for (size_t i = 0; i < 3; i++) {
        assert_text(fact_of(&reading, RL_FIELD_CERTIFICATE, i)->detail, countries[i]);
    }
    reading_done(&reading);
}

static void test_format_nfo__numbers_are_read(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        rl_field field;
        int64_t number;
    } cases[] = {
        {"<year>1992</year>", RL_FIELD_YEAR, 1992},
        {"<premiered>1992-01-22</premiered>", RL_FIELD_YEAR, 1992},
        {"<runtime>93</runtime>", RL_FIELD_RUNTIME, 93},
        {"<runtime>93 min</runtime>", RL_FIELD_RUNTIME, 93},
        {"<rating>7.2</rating>", RL_FIELD_RATING, 72},
        {"<ratings><rating name=\"imdb\" max=\"10\"><value>7.2</value></rating></ratings>", RL_FIELD_RATING, 72},
        {"<ratings><rating max=\"100\"><value>72</value></rating></ratings>", RL_FIELD_RATING, 72},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_movie(cases[i].xml);
        assert_int_equal(fact_of(&reading, cases[i].field, 0)->number, cases[i].number);
        reading_done(&reading);
    }
}

static void test_format_nfo__the_title_is_not_said_twice(void **state) {
    (void)state;
    nfo_reading reading = read_movie("<originaltitle>In the Soup</originaltitle><sorttitle>In the Soup</sorttitle>"
                                     "<plot>A crook pays. He sings.</plot><outline>A crook pays.</outline>");
    assert_int_equal(count_of(&reading, RL_FIELD_AKA), 0);
    assert_int_equal(count_of(&reading, RL_FIELD_PLOT), 1);
    reading_done(&reading);
}

static void test_format_nfo__the_root_tells_films_series_and_episodes_apart(void **state) {
    (void)state;
    static const struct {
        const char *xml;
        rl_subject subject;
    } cases[] = {
        {"<movie><title>Up</title></movie>", RL_SUBJECT_FILM},
        {"<?xml version=\"1.0\"?>\n<!-- made by hand --><tvshow><title>Twin Peaks</title></tvshow>", RL_SUBJECT_SERIES},
        {"<episodedetails><title>Pilot</title></episodedetails>", RL_SUBJECT_EPISODE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_text(cases[i].xml);
        assert_int_equal(reading.status, REEL_OK);
        assert_in_range(reading.confidence, 90, 100);
        assert_int_equal(reading.facts.subject, cases[i].subject);
        reading_done(&reading);
    }
}

static void test_format_nfo__what_stands_around_or_breaks_off_is_tolerated(void **state) {
    (void)state;
    static const char *const cases[] = {
        "<movie><title>Up</title></movie>\nhttps://www.imdb.com/title/tt1049413/\n",
        "<movie><title>Up</title><plot>Carl & Ellie",
        "<movie><title>Up</title><runtime>96</run",
        "<?xml version=\"1.0\" encoding=\"UTF-16\"?><movie><title>Up</title></movie>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_text(cases[i]);
        assert_int_equal(reading.status, REEL_OK);
        assert_text(fact_of(&reading, RL_FIELD_TITLE, 0)->value, "Up");
        reading_done(&reading);
    }
}

static void test_format_nfo__nothing_to_read_is_refused_in_one_line(void **state) {
    (void)state;
    static const char *const cases[] = {"", "<movie", "<movie></movie>", "<movie><year>2009</year></movie>", "<rss><title>Up</title></rss>", "plain"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_text(cases[i]);
        assert_int_equal(reading.status, REEL_FORMAT);
        assert_true(reading.error.message[0] != '\0');
        assert_null(strchr(reading.error.message, '\n'));
        reading_done(&reading);
    }
}

static void test_format_nfo__entities_of_the_document_stay_closed(void **state) {
    (void)state;
    nfo_reading reading = read_text("<!DOCTYPE movie [<!ENTITY a \"boom boom boom\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">"
                                    "<!ENTITY c \"&b;&b;&b;&b;&b;&b;\"><!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
                                    "<movie><title>Up</title><plot>x&c;&f;y</plot></movie>");
    assert_int_equal(reading.status, REEL_OK);
    assert_text(fact_of(&reading, RL_FIELD_PLOT, 0)->value, "x&c;&f;y");
    reading_done(&reading);
}

static void test_format_nfo__unknown_elements_are_noted(void **state) {
    (void)state;
    nfo_reading reading = read_movie("<smell>strong</smell><fileinfo/>");
    assert_int_equal(reading.facts.block_count, 1);
    assert_non_null(strstr(reading.facts.blocks[0].reason, "smell"));
    assert_int_equal(reading.facts.blocks[0].fate, RL_BLOCK_UNKNOWN);
    reading_done(&reading);
}

static void test_format_nfo__other_xml_and_text_are_not_detected(void **state) {
    (void)state;
    static const char *const cases[] = {"<html><body>movie</body></html>", "<movies><movie/></movies>", "{\"title\": \"Up\"}", "In the Soup", "<!-- <movie> -->"};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_text(cases[i]);
        assert_int_equal(reading.confidence, 0);
        reading_done(&reading);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_nfo__elements_become_facts_of_their_fields),
        cmocka_unit_test(test_format_nfo__certificates_name_their_country),
        cmocka_unit_test(test_format_nfo__numbers_are_read),
        cmocka_unit_test(test_format_nfo__the_title_is_not_said_twice),
        cmocka_unit_test(test_format_nfo__the_root_tells_films_series_and_episodes_apart),
        cmocka_unit_test(test_format_nfo__what_stands_around_or_breaks_off_is_tolerated),
        cmocka_unit_test(test_format_nfo__nothing_to_read_is_refused_in_one_line),
        cmocka_unit_test(test_format_nfo__entities_of_the_document_stay_closed),
        cmocka_unit_test(test_format_nfo__unknown_elements_are_noted),
        cmocka_unit_test(test_format_nfo__other_xml_and_text_are_not_detected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
