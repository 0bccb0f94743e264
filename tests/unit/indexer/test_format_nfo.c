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

static void test_format_nfo__a_country_code_is_no_grade(void **state) {
    (void)state;
    static const struct {
        const char *xml, *value, *country;
    } cases[] = {{"<mpaa>FR-12</mpaa>", "12", "France"}, {"<mpaa>DE-16</mpaa>", "16", "Germany"}, {"<mpaa>PG-13</mpaa>", "PG-13", ""},
                 {"<mpaa>NC-17</mpaa>", "NC-17", ""},    {"<mpaa>TV-14</mpaa>", "TV-14", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        nfo_reading reading = read_movie(cases[i].xml);
        assert_text(fact_of(&reading, RL_FIELD_CERTIFICATE, 0)->value, cases[i].value);
        assert_text(fact_of(&reading, RL_FIELD_CERTIFICATE, 0)->detail, cases[i].country);
        reading_done(&reading);
    }
}

/* Sidecars with all that the two programs write; the films do not exist. */
static const char kodi_movie[] =
    "\xef\xbb\xbf"
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\" ?>\n"
    "<movie>\n"
    "<title>The Lamp Room &amp; the Sea</title>\n"
    "<originaltitle>Fyrrummet &#8211; och havet</originaltitle>\n"
    "<sorttitle>Lamp Room 1</sorttitle>\n"
    "<ratings>\n"
    "<rating name=\"imdb\" max=\"10\" default=\"true\"><value>7.600000</value><votes>471131</votes></rating>\n"
    "<rating name=\"metacritic\" max=\"100\"><value>52.000000</value><votes>0</votes></rating>\n"
    "<rating name=\"themoviedb\" max=\"10\"><value>7.516000</value><votes>9170</votes></rating>\n"
    "</ratings>\n"
    "<userrating>9</userrating>\n"
    "<top250>0</top250>\n"
    "<outline></outline>\n"
    "<plot>A keeper finds that his lamp signals to someone he buried.&#xD;&#xA;He climbs once more.</plot>\n"
    "<tagline>Nobody leaves before dawn.</tagline>\n"
    "<runtime>93</runtime>\n"
    "<thumb spoof=\"\" cache=\"\" aspect=\"poster\" preview=\"https://image.example/w500/a.jpg\">https://image.example/original/a.jpg</thumb>\n"
    "<fanart><thumb colors=\"\" preview=\"https://image.example/w780/b.jpg\">https://image.example/original/b.jpg</thumb></fanart>\n"
    "<mpaa>Rated PG</mpaa>\n"
    "<playcount>2</playcount>\n"
    "<lastplayed>2021-04-02</lastplayed>\n"
    "<id>18</id>\n"
    "<uniqueid type=\"imdb\" default=\"true\">tt9900001</uniqueid>\n"
    "<uniqueid type=\"tmdb\">9918</uniqueid>\n"
    "<genre>Drama</genre>\n"
    "<genre>Science Fiction</genre>\n"
    "<country>United Kingdom</country>\n"
    "<country>Sweden</country>\n"
    "<set><name>Lamp Collection</name><overview>Two films from Orkney.</overview></set>\n"
    "<tag>lighthouse</tag>\n"
    "<tag>fog</tag>\n"
    "<credits>Moira Dunn</credits>\n"
    "<credits>Hugo Pell</credits>\n"
    "<director>Anna Kestrel</director>\n"
    "<premiered>1951-05-07</premiered>\n"
    "<year>1952</year>\n"
    "<status></status><code></code><aired></aired>\n"
    "<studio>North Light Films</studio>\n"
    "<studio>Coast</studio>\n"
    "<trailer>plugin://plugin.video.youtube/?action=play_video&amp;videoid=abc</trailer>\n"
    "<fileinfo><streamdetails>\n"
    "<video><codec>hevc</codec><aspect>2.390000</aspect><width>3840</width><height>1608</height><durationinseconds>5601</durationinseconds><stereomode></stereomode><hdrtype></hdrtype></video>\n"
    "<audio><codec>truehd_atmos</codec><language>eng</language><channels>8</channels></audio>\n"
    "<subtitle><language>swe</language></subtitle>\n"
    "</streamdetails></fileinfo>\n"
    "<actor><name>Ida Marsh</name><role>Mrs. Holm</role><order>0</order><thumb>https://image.example/m.jpg</thumb></actor>\n"
    "<actor><name>Tom Vane</name><role>The Keeper</role><order>1</order></actor>\n"
    "<resume><position>0.000000</position><total>0.000000</total></resume>\n"
    "<dateadded>2021-03-01 09:10:11</dateadded>\n"
    "</movie>\n"
    "https://www.themoviedb.org/movie/9918\n";

static const char jellyfin_movie[] =
    "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?>\n"
    "<movie>\n"
    "<plot><![CDATA[Nothing is <i>as it was</i> & never will be.]]></plot>\n"
    "<outline />\n"
    "<lockdata>false</lockdata>\n"
    "<dateadded>2022-01-09 18:09:15</dateadded>\n"
    "<title>L'\xc3\x89t\xc3\xa9 du phare</title>\n"
    "<originaltitle>L'\xc3\x89t\xc3\xa9 du phare</originaltitle>\n"
    "<director>Zo\xc3\xab Kier</director>\n"
    "<writer>Moira Dunn</writer><credits>Moira Dunn</credits>\n"
    "<trailer>plugin://plugin.video.youtube/?action=play_video&amp;videoid=x</trailer>\n"
    "<rating>6.9</rating>\n"
    "<year>1987</year>\n"
    "<sorttitle>ete du phare</sorttitle>\n"
    "<mpaa>FR-12</mpaa>\n"
    "<customrating>12</customrating>\n"
    "<imdbid>tt9900003</imdbid><tmdbid>7712</tmdbid><tmdbcollectionid>551</tmdbcollectionid>\n"
    "<premiered>1987-06-24</premiered><releasedate>1987-06-24</releasedate>\n"
    "<criticrating>77</criticrating><runtime>101</runtime>\n"
    "<tagline>Elle attend.</tagline>\n"
    "<country>France</country><country>West Germany</country>\n"
    "<genre>Drame</genre><studio>Gaumont</studio><tag>mer</tag>\n"
    "<set tmdbcolid=\"551\"><name>Phare</name></set>\n"
    "<uniqueid type=\"imdb\">tt9900003</uniqueid><id>tt9900003</id>\n"
    "<fileinfo><streamdetails><video><codec>h264</codec></video></streamdetails></fileinfo>\n"
    "<actor><name>Ida Marsh</name><role>Lena</role><type>Actor</type><sortorder>0</sortorder></actor>\n"
    "<actor><name>Anna Kestrel</name><type>Director</type></actor>\n"
    "<art><poster>/media/x.jpg</poster></art>\n"
    "</movie>\n";

static void test_format_nfo__whole_sidecars_are_read_without_a_rest(void **state) {
    (void)state;
    static const struct {
        const char *text;
        rl_field field;
        const char *value, *detail; /* detail NULL: whatever */
    } said[] = {
        {kodi_movie, RL_FIELD_TITLE, "The Lamp Room & the Sea", ""},
        {kodi_movie, RL_FIELD_AKA, "Fyrrummet \xe2\x80\x93 och havet", "original title"},
        {kodi_movie, RL_FIELD_AKA, "Lamp Room 1", "sort title"},
        {kodi_movie, RL_FIELD_YEAR, "1952", NULL},
        {kodi_movie, RL_FIELD_RELEASE, "1951-05-07", NULL},
        {kodi_movie, RL_FIELD_DIRECTOR, "Anna Kestrel", NULL},
        {kodi_movie, RL_FIELD_WRITER, "Moira Dunn", NULL},
        {kodi_movie, RL_FIELD_WRITER, "Hugo Pell", NULL},
        {kodi_movie, RL_FIELD_CAST, "Ida Marsh", "Mrs. Holm"},
        {kodi_movie, RL_FIELD_CAST, "Tom Vane", "The Keeper"},
        {kodi_movie, RL_FIELD_GENRE, "Science Fiction", NULL},
        {kodi_movie, RL_FIELD_COUNTRY, "United Kingdom", NULL},
        {kodi_movie, RL_FIELD_COUNTRY, "Sweden", NULL},
        {kodi_movie, RL_FIELD_PRODUCTION, "North Light Films", NULL},
        {kodi_movie, RL_FIELD_PRODUCTION, "Coast", NULL},
        {kodi_movie, RL_FIELD_CERTIFICATE, "PG", NULL},
        {kodi_movie, RL_FIELD_RUNTIME, "93", NULL},
        {kodi_movie, RL_FIELD_PLOT, "A keeper finds that his lamp signals to someone he buried. \nHe climbs once more.", NULL},
        {kodi_movie, RL_FIELD_TAGLINE, "Nobody leaves before dawn.", NULL},
        {kodi_movie, RL_FIELD_SET, "Lamp Collection", NULL},
        {kodi_movie, RL_FIELD_KEYWORD, "lighthouse", NULL},
        {kodi_movie, RL_FIELD_KEYWORD, "fog", NULL},
        {kodi_movie, RL_FIELD_IDENTIFIER, "imdb:tt9900001", NULL},
        {kodi_movie, RL_FIELD_IDENTIFIER, "tmdb:9918", NULL},
        {kodi_movie, RL_FIELD_RATING, "52", NULL},
        {jellyfin_movie, RL_FIELD_TITLE, "L'\xc3\x89t\xc3\xa9 du phare", ""},
        {jellyfin_movie, RL_FIELD_DIRECTOR, "Zo\xc3\xab Kier", NULL},
        {jellyfin_movie, RL_FIELD_DIRECTOR, "Anna Kestrel", NULL},
        {jellyfin_movie, RL_FIELD_WRITER, "Moira Dunn", NULL},
        {jellyfin_movie, RL_FIELD_CAST, "Ida Marsh", "Lena"},
        {jellyfin_movie, RL_FIELD_CERTIFICATE, "12", "France"},
        {jellyfin_movie, RL_FIELD_COUNTRY, "West Germany", NULL},
        {jellyfin_movie, RL_FIELD_SET, "Phare", NULL},
        {jellyfin_movie, RL_FIELD_KEYWORD, "mer", NULL},
        {jellyfin_movie, RL_FIELD_IDENTIFIER, "imdb:tt9900003", NULL},
        {jellyfin_movie, RL_FIELD_IDENTIFIER, "tmdb:7712", NULL},
        {jellyfin_movie, RL_FIELD_RATING, "69", NULL},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        nfo_reading reading = read_text(said[i].text);
        bool found = false;
        for (size_t n = 0; n < reading.facts.count && !found; n++) {
            const rl_fact *fact = &reading.facts.items[n];
            char number[24];
            (void)snprintf(number, sizeof number, "%lld", (long long)fact->number);
            bool value = fact->value.length > 0 ? rl_str_is(fact->value, said[i].value) : strcmp(number, said[i].value) == 0;
            found = fact->field == said[i].field && value && (said[i].detail == NULL || rl_str_is(fact->detail, said[i].detail));
        }
        if (!found || reading.facts.block_count != 0 || reading.status != REEL_OK) {
            fail_msg("%s \"%s\": found %d, %zu blocks", rl_field_name(said[i].field), said[i].value, found, reading.facts.block_count);
        }
        reading_done(&reading);
    }
}

static void test_format_nfo__a_second_episode_is_told_and_not_mixed_in(void **state) {
    (void)state;
    nfo_reading reading = read_text("<?xml version=\"1.0\"?>\n<episodedetails>\n<title>Low Water</title>\n<director>Anna Kestrel</director>\n</episodedetails>\n"
                                    "<episodedetails>\n<title>High Water</title>\n<director>Bo Kier</director>\n</episodedetails>\n");
    assert_int_equal(reading.status, REEL_OK);
    assert_int_equal(count_of(&reading, RL_FIELD_TITLE), 1);
    assert_int_equal(count_of(&reading, RL_FIELD_DIRECTOR), 1);
    assert_text(fact_of(&reading, RL_FIELD_TITLE, 0)->value, "Low Water");
    assert_int_equal(reading.facts.block_count, 1);
    assert_int_equal(reading.facts.blocks[0].fate, RL_BLOCK_OTHER);
    assert_int_equal(reading.facts.blocks[0].first_line, 6);
    assert_int_equal(reading.facts.blocks[0].last_line, 9);
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
        {"<season><title>Season 1</title><seasonnumber>1</seasonnumber></season>", RL_SUBJECT_OTHER},
        {"<musicvideo><title>Tide Song</title><artist>The Keepers</artist></musicvideo>", RL_SUBJECT_OTHER},
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
        cmocka_unit_test(test_format_nfo__a_country_code_is_no_grade),
        cmocka_unit_test(test_format_nfo__whole_sidecars_are_read_without_a_rest),
        cmocka_unit_test(test_format_nfo__a_second_episode_is_told_and_not_mixed_in),
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
