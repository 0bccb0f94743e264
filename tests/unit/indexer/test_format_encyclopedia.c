/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "page_reading.h"

/* A whole article, in the shape of those without a box; its film does not exist. */
static const char article[] =
    "_THE GREY HARBOUR_ (German: _DER GRAUE HAFEN_), also known as _FOG_, is a 1931 German-French black-and-white crime film "
    "directed by Anna Keller,[1] written by Keller and Paul M. Brandt Jr., and starring Otto Lang, Marie Dubois (as Mia Dubois) "
    "and Karl von Stein as Captain Roth.[2] It was distributed by Nordsee Film and was released on 13 March 1931 in Germany.\n"
    "\n"
    "The film won the Golden Lion at the 1932 Venice Film Festival. It runs, with a running time of 84 minutes, through one night.\n"
    "\n\nPlot\n\nA customs officer follows a ship that Director Unknown had filmed.\n"
    "\n\nCast\n\n-   Otto Lang as Inspector Voss, a tired man\n-   Marie Dubois - Lena\n-   Hans Olsen ... The Pilot\n-   Old Petersen\n-   - The Dog\n"
    "\n\nProduction\n\nThe production was made on a budget of $40,000. Its place was given to _The Crow_, directed by Emil Other.\n"
    "\n\nReception\n\nCritics liked the fog.\n"
    "\n\nSee also\n\n-   Harbour films\n"
    "\n\nReferences\n\n\nExternal links\n\n-   -\n\n"
    "Category:1931 films Category:German films Category:German crime films Category:German-language films "
    "Category:German black-and-white films Category:Films directed by Anna Keller Category:Films scored by Max Ton (composer) "
    "Category:Films shot in Hamburg Category:Films about smuggling\n\n[1]\n\n[2] A note on directed by Nobody Here.\n";

/* Cast lists in the shapes that pages have. */
static void test_format_encyclopedia__cast_lists_are_read_in_all_their_shapes(void **state) {
    (void)state;
    static const struct {
        const char *items, *actor, *role; /* role NULL: whatever */
        size_t actors;
    } cases[] = {
        {"-   Otto Lang as:\n    -   Voss\n    -   The Dog\n-   Marie Dubois as Lena\n", "Otto Lang", "Voss", 3},
        {"-   Otto Lang as:\n    -   Voss\n    -   The Dog\n-   Marie Dubois as Lena\n", "Otto Lang", "The Dog", 3},
        {"-   Otto Lang (credited as O. Lang) as Voss\n", "Otto Lang", "Voss", 1},
        {"-   Otto Lang, Voss (the elder)\n", "Otto Lang", "Voss", 1},
        {"-   Otto Lang, Jr. as Voss\n", "Otto Lang, Jr.", "Voss", 1},
        {"-   Otto Lang and Marie Dubois portray themselves as thieves\n", "Marie Dubois", "thieves", 2},
        {"-   'Fog' Lang in cameo appearance\n", "'Fog' Lang", "", 1},
        {"-   Otto Lang special appearance in the song \"Under the Lamp\"\n", "Otto Lang", "", 1},
        {"-   Otto Lang as Voss, Lena's husband and a customs officer\n", "Otto Lang", "Voss", 1},
        {"-   Otto Lang as Miss Voss, Captain Roth's secretary\n", "Otto Lang", "Miss Voss", 1},
        {"-   Otto Lang as Lena's husband\n", "Otto Lang", "Lena's husband", 1},
        {"-   Otto Lang as Voss, Roth\n", "Otto Lang", "Voss, Roth", 1},
        {"  Actor          Role\n  -------------- -------\n  Marie Dubois\n  Otto Lang      Voss\n", "Marie Dubois", "", 2},
        {"  Actor          Role\n  -------------- -------\n  Marie Dubois\n  Otto Lang      Voss\n", "Otto Lang", "Voss", 2},
        {"| Character   | German voice | English voice |\n+====+====+\n| Voss        | Otto Lang    | Bob Long      |\n"
         "| (a sailor)  | Hans Olsen   |               |\n", "Otto Lang", "Voss", 2},
        {"| Character   | German voice | English voice |\n+====+====+\n| Voss        | Otto Lang    | Bob Long      |\n"
         "| (a sailor)  | Hans Olsen   |               |\n", "Hans Olsen", "a sailor", 2},
        {"| Otto Lang   | ... | Voss |\n| Old Petersen | ... | |\n", "Otto Lang", "Voss", 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "_INK_ is a 1931 film directed by Anna Keller.\n\n\nCast\n\n%s", cases[i].items);
        page_reading page = page_read("Ink.md", rl_buffer_text(&text));
        if (!page_says(&page, RL_FIELD_CAST, cases[i].actor, cases[i].role) || page_count(&page, RL_FIELD_CAST) != cases[i].actors) {
            page_print(&page);
            fail_msg("%s", cases[i].items);
        }
        page_done(&page);
        rl_buffer_done(&text);
    }
}

/* A page reads each sentence as one of its lead, of its list of prizes, or of its categories. */
static void test_format_encyclopedia__what_a_line_says(void **state) {
    (void)state;
    static const struct {
        const char *lead, *prizes;
        rl_field field;
        const char *value, *detail; /* value NULL: none of the field */
    } cases[] = {
        {"It stars Marie van der Berg and Karl Moe Jr. The film is long.", "", RL_FIELD_CAST, "Marie van der Berg", NULL},
        {"It stars Marie van der Berg and Karl Moe Jr. The film is long.", "", RL_FIELD_CAST, "Karl Moe Jr.", NULL},
        {"The screenplay was written by Lee with Tim Kissell (credited as Sollace Mitchell).", "", RL_FIELD_WRITER, "Tim Kissell", NULL},
        {"It was written, produced and directed by Ann Lee with Cy Moe in the title role.", "", RL_FIELD_WRITER, "Ann Lee", NULL},
        {"It was produced by Sam Stone for North Star Films.", "", RL_FIELD_PRODUCER, "Sam Stone", NULL},
        {"It was produced by Sam Stone for North Star Films.", "", RL_FIELD_PRODUCTION, "North Star Films", NULL},
        {"It was a reply to the success of Star Wars.", "", RL_FIELD_CAST, NULL, NULL},
        {"It was shot under the working title _Low Water_.", "", RL_FIELD_AKA, "Low Water", "working title"},
        {"It was released in France on 3 June 1992 and in the United States on August 21, 1992.", "", RL_FIELD_RELEASE, "1992-06-03", "France"},
        {"It was released in France on 3 June 1992 and in the United States on August 21, 1992.", "", RL_FIELD_RELEASE, "1992-08-21", "United States"},
        {"It was released on 10 May 1992 in Japan and 6 June 1992 in France.", "", RL_FIELD_RELEASE, "1992-06-06", "France"},
        {"It premiered on 1 May 1992 and was released in France on 3 June 1992.", "", RL_FIELD_RELEASE, "1992-05-01", ""},
        {"The 95-minute film is quiet.", "", RL_FIELD_RUNTIME, "95", NULL},
        {"It was shown in Italy with a 105 minute running time and in France with a 92 minute running time.", "", RL_FIELD_RUNTIME, "92", NULL},
        {"It needed 20 minutes of make-up, with a running time of 84 minutes.", "", RL_FIELD_RUNTIME, "84", NULL},
        {"Its running time annoyed a judge who was 15 minutes late.", "", RL_FIELD_RUNTIME, NULL, NULL},
        {"It began shooting in May 1991 and had a theatrical release on 9 October 1992.", "", RL_FIELD_RELEASE, "1992-10-09", ""},
        {"It began shooting in May 1991 and was released in Peru.", "", RL_FIELD_RELEASE, NULL, NULL},
        {"It was originally set to be released on 7 May 1992, but opened on 9 June 1992.", "", RL_FIELD_RELEASE, "1992-06-09", ""},
        {"It was originally set to be released on 7 May 1992.", "", RL_FIELD_RELEASE, NULL, NULL},
        {"It was originally released on 7 May 1992.", "", RL_FIELD_RELEASE, "1992-05-07", ""},
        {"It was released theatrically in Japan (7 December 1992); Portugal (February 1993); United Kingdom (April 1993).", "", RL_FIELD_RELEASE, "1993-02", "Portugal"},
        {"It was released theatrically in Japan (7 December 1992); Portugal (February 1993); United Kingdom (April 1993).", "", RL_FIELD_RELEASE, "1993-04", "United Kingdom"},
        {"It premiered on 3 March 2005 as an opera.", "", RL_FIELD_RELEASE, NULL, NULL},
        {"It was released in Australia by North Star on 6 June 1992.", "", RL_FIELD_RELEASE, "1992-06-06", "Australia"},
        {"The music was composed by Max Ton and released by Coast Records.", "", RL_FIELD_DISTRIBUTOR, NULL, NULL},
        {"The music was composed and produced by Max Ton.", "", RL_FIELD_PRODUCER, NULL, NULL},
        {"The music was composed by Max Ton, and the film was released by North Star.", "", RL_FIELD_DISTRIBUTOR, "North Star", NULL},
        {"The soundtrack was released by New Music by film-maker Cy Stone.", "", RL_FIELD_MUSIC, NULL, NULL},
        {"It was produced by Ann Lee and Company.", "", RL_FIELD_PRODUCTION, "Ann Lee and Company", NULL},
        {"It was produced by Coast Media, Inc. and released by North Star.", "", RL_FIELD_PRODUCTION, "Coast Media, Inc.", NULL},
        {"The story was written by Ann Lee, the Tamil script by Bo Lind.", "", RL_FIELD_WRITER, "Bo Lind", NULL},
        {"It was produced by Sam Stone of Coast Brothers.", "", RL_FIELD_PRODUCER, "Sam Stone", NULL},
        {"It was produced by Sam Stone & Bo Lind.", "", RL_FIELD_PRODUCER, "Bo Lind", NULL},
        {"It was produced by Stone & Lind Pictures.", "", RL_FIELD_PRODUCTION, "Stone & Lind Pictures", NULL},
        {"It was produced by Coast Pictures, Marseille.", "", RL_FIELD_PRODUCER, NULL, NULL},
        {"The press began with two sequels written and directed by Stone, Ink Two (1995) and Sea of Ink (1997).", "", RL_FIELD_WRITER, NULL, NULL},
        {"It was directed by Kumaran raj, starring Ivy Moe.", "", RL_FIELD_DIRECTOR, "Kumaran raj", NULL},
        {"It was directed by Kumaran himself, starring Ivy Moe.", "", RL_FIELD_DIRECTOR, "Kumaran", NULL},
        {"It was released on December 4, 1992, by North Star Films.", "", RL_FIELD_DISTRIBUTOR, "North Star Films", NULL},
        {"It was released in 1992 by North Star Films.", "", RL_FIELD_DISTRIBUTOR, "North Star Films", NULL},
        {"It was released on DVD on December 4, 1992, by North Star Films.", "", RL_FIELD_DISTRIBUTOR, NULL, NULL},
        {"The music is composed by Max Ton [4] The film was shot at sea.", "", RL_FIELD_MUSIC, "Max Ton", NULL},
        {"It was written by the renowned art house moviemaker Ann Lee.", "", RL_FIELD_WRITER, "Ann Lee", NULL},
        {"Max Ton composed the film's music.", "", RL_FIELD_MUSIC, "Max Ton", NULL},
        {"Max Ton and Ivy Moe have composed the original score.", "", RL_FIELD_MUSIC, "Ivy Moe", NULL},
        {"Ann Lee edited the film, while composer Max Ton composed the background music.", "", RL_FIELD_MUSIC, "Max Ton", NULL},
        {"Ann Lee edited the film, while Max Ton composed the background music.", "", RL_FIELD_EDITING, "Ann Lee", NULL},
        {"He composed the music in a week.", "", RL_FIELD_MUSIC, NULL, NULL},
        {"The band composed the songs.", "", RL_FIELD_MUSIC, NULL, NULL},
        {"It was written and directed by Torkel and Marten Lind.", "", RL_FIELD_WRITER, "Torkel Lind", NULL},
        {"It stars Ivy Moe as the only cast member.", "", RL_FIELD_CAST, "Ivy Moe", ""},
        {"It stars Ivy Moe and Cy Dahl, alongside Bo Lind as the Press.", "", RL_FIELD_CAST, "Bo Lind", "the Press"},
        {"It stars Ivy Moe along with Bo Lind.", "", RL_FIELD_CAST, "Bo Lind", ""},
        {"It stars Ada-Bea delas Alas as Ivy.", "", RL_FIELD_CAST, "Ada-Bea delas Alas", "Ivy"},
        {"It is the second film of the press, the first being the short Blot starring Cy Moe.", "", RL_FIELD_CAST, NULL, NULL},
        {"It was co-written with Bo Lind and directed by Ann Lee.", "", RL_FIELD_WRITER, "Bo Lind", NULL},
        {"It was originally planned for the 1992 Venice Film Festival but premiered in May.", "", RL_FIELD_FESTIVAL, NULL, NULL},
        {"", "-   1993 Sundance Film Festival: Grand Jury Prize, Dramatic", RL_FIELD_AWARD, "Sundance Film Festival", "Grand Jury Prize, Dramatic"},
        {"", "-   San Sebasti\xc3\xa1n (1992) \xe2\x80\x93 Silver Shell for Best Actress (Marie van der Berg)", RL_FIELD_AWARD,
         "San Sebasti\xc3\xa1n International Film Festival", "Silver Shell, Best Actress"},
        {"", "-   Sundance Film Festival 1993: Official Selection", RL_FIELD_AWARD, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "_INK_ is a 1992 film about a press. %s\n\n\nAwards\n\n%s\n", cases[i].lead, cases[i].prizes);
        page_reading page = page_read("Ink.md", rl_buffer_text(&text));
        bool said = cases[i].value == NULL ? page_count(&page, cases[i].field) == 0 : page_says(&page, cases[i].field, cases[i].value, cases[i].detail);
        if (!said || page_says(&page, RL_FIELD_WRITER, "Cy Moe", NULL)) {
            page_print(&page);
            fail_msg("%s%s", cases[i].lead, cases[i].prizes);
        }
        page_done(&page);
        rl_buffer_done(&text);
    }
}

static void test_format_encyclopedia__a_star_is_no_director_against_the_categories(void **state) {
    (void)state;
    static const struct {
        const char *category, *director;
    } cases[] = {{"Category:Films directed by Ann Lee", "Ann Lee"}, {"Category:Films directed by Cy Moe", "Cy Moe"}, {"Category:1992 films", "Cy Moe"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "_INK_ is a 1992 film directed by and starring Cy Moe.\n\n\nCast\n\n-   Cy Moe as Blot\n\n%s\n", cases[i].category);
        page_reading page = page_read("Ink.md", rl_buffer_text(&text));
        assert_int_equal(page_count(&page, RL_FIELD_DIRECTOR), 1);
        assert_true(page_says(&page, RL_FIELD_DIRECTOR, cases[i].director, NULL));
        assert_true(page_says(&page, RL_FIELD_CAST, "Cy Moe", NULL));
        page_done(&page);
        rl_buffer_done(&text);
    }
}

/* Whatever an article calls it, and however its sentences turn, this one director made this film. */
static void test_format_encyclopedia__a_director_is_found_in_many_sentences(void **state) {
    (void)state;
    static const char *const articles[] = {
        "_INK_ is a 1957 independently made American black-and-white horror film, produced and directed by Ann Lee.",
        "_INK_ is a 2004 American musical biopic directed by Ann Lee and released by North Star.",
        "_INK_ is an American made for television comedy-drama film directed by Ann Lee and starring Bo Lind.",
        "_INK_, an American comedy drama film directed by Ann Lee and starring Bo Lind, is long.",
        "_INK_ is a 1951 Warner Bros. Merry Tunes short, directed by Ann Lee and written by Bo Lind.",
        "_INK_ is a 1962 American Color by Deluxe adventure film starring Bo Lind. The film was directed by Ann Lee.",
        "_INK_ is a 1991 coming of age drama film. It was the final film directed by Ann Lee.",
        "_INK_ is a 1966 film. Based on the novel Tide by Cy Moe, the film was written by Bo Lind; it was directed by Ann Lee.",
        "_INK_ is a 1946 film. The film, based on the novel Tide by Cy Moe, was directed by Ann Lee.",
        "_INK_ is a 1975 film based on the novella Tide by Cy Moe, and was adapted and directed by Ann Lee.",
        "_INK_ is a 1957 film based on the novel Tide by Cy Moe Jr. The film was directed by Ann Lee.",
        "_INK_ is a 2005 film. The third feature of the house, it was directed by Ann Lee.",
        "_INK_ is a 1932 film. Written by Bo Lind, and directed by Ann Lee, the film stars Cy Moe and Di Day.",
        "_INK_ is a 1951 film produced by Bo Lind, directed by Ann Lee, that stars Cy Moe and Di Day.",
        "_INK_ is a 1999 film directed by American independent filmmaker Ann Lee.",
        "_INK_ is a 1973 film directed by California native Ann Lee, starring Bo Lind.",
        "_INK_ is a 1938 film based on a play that became a film before. This version was directed by Ann Lee.",
        "_INK_ is a 1966 adventure film. The Panavision film, produced by Bo Lind and directed by Ann Lee, is long. The first film was directed by Cy Moe.",
        "Ink is 1989 American comedy film starring Bo Lind and directed by Ann Lee.",
        "_INK_ is a 1994 film directed by and starring Ann Lee, Bo Lind and Cy Moe.",
    };
    for (size_t i = 0; i < sizeof articles / sizeof articles[0]; i++) {
        page_reading page = page_read("Ink.md", articles[i]);
        bool found = page_says(&page, RL_FIELD_DIRECTOR, "Ann Lee", NULL) && page_count(&page, RL_FIELD_DIRECTOR) == 1;
        if (page.status != REEL_OK || page.facts.subject != RL_SUBJECT_FILM || !found) {
            page_print(&page);
            fail_msg("%s", articles[i]);
        }
        page_done(&page);
    }
    page_reading brothers = page_read("Ink.md", "_INK_ is a 2003 film directed by David and Scott Hill.");
    assert_true(page_says(&brothers, RL_FIELD_DIRECTOR, "David Hill", NULL));
    page_done(&brothers);
    page_reading play = page_read("Ink.md", "_INK_ is a 2003 Broadway revue directed by Ann Lee.");
    assert_int_equal(play.facts.subject, RL_SUBJECT_OTHER);
    page_done(&play);
}

/* Without a heading or a category to help. */
static void test_format_encyclopedia__a_lead_alone_is_an_article(void **state) {
    (void)state;
    static const struct {
        const char *lead, *title, *year;
    } cases[] = {
        {"Ink Ltd. is a 1941 American screwball romantic comedy starring Bo Lind.", "Ink Ltd.", "1941"},
        {"Ink is a 1946 one-reel animated cartoon and is the 26th Tom and Jerry short.", "Ink", "1946"},
        {"Ink is a 1946 American short film in the Merry Tunes series, directed by Ann Lee.", "Ink", "1946"},
        {"Ink is a 1999 spy film, the nineteenth in the Bo Lind series produced by North Star.", "Ink", "1999"},
        {"Ink (1931) is an American pre-Code drama film directed by Ann Lee.", "Ink", "1931"},
        {"Ink is an American film released in 1971 which combines old reels.", "Ink", "1971"},
        {"Ink, originally entitled \"Stick Me\", is a 1989 drama film directed by Ann Lee.", "Ink", "1989"},
        {"Ink, released in Japan as Last Ink, is a 2009 action film directed by Ann Lee.", "Ink", "2009"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        page_reading page = page_read("a-page.txt", cases[i].lead);
        bool read = page.status == REEL_OK && strcmp(page.format->name, "encyclopedia") == 0 && page.facts.subject == RL_SUBJECT_FILM;
        if (!read || !page_says(&page, RL_FIELD_TITLE, cases[i].title, NULL) || !page_says(&page, RL_FIELD_YEAR, cases[i].year, NULL)) {
            page_print(&page);
            fail_msg("%s", cases[i].lead);
        }
        page_done(&page);
    }
}

static void test_format_encyclopedia__series_and_episodes_name_their_makers_and_year(void **state) {
    (void)state;
    page_reading series = page_read("Harbour_Watch.md", "_HARBOUR WATCH_ is an American crime drama television series created by Bo Lind for NBC.\n\n\n"
                                                        "Category:1990 American television series debuts\n");
    assert_int_equal(series.facts.subject, RL_SUBJECT_SERIES);
    assert_true(page_says(&series, RL_FIELD_WRITER, "Bo Lind", NULL));
    assert_int_equal(page_count(&series, RL_FIELD_DIRECTOR), 0);
    assert_true(page_says(&series, RL_FIELD_YEAR, "1990", NULL));
    page_done(&series);
    page_reading episode = page_read("Pilot_(Harbour_Watch).md", "\"PILOT\" is the first episode of the American television series _Harbour Watch_. "
                                                                 "It was directed by Ann Lee.\n\n\nCategory:1990 American television episodes\n");
    assert_int_equal(episode.facts.subject, RL_SUBJECT_EPISODE);
    assert_true(page_says(&episode, RL_FIELD_TITLE, "Pilot", NULL));
    assert_true(page_says(&episode, RL_FIELD_SET, "Harbour Watch", NULL));
    assert_true(page_says(&episode, RL_FIELD_YEAR, "1990", NULL));
    page_done(&episode);
}

static void test_format_encyclopedia__a_director_may_be_named_far_down(void **state) {
    (void)state;
    static const struct {
        const char *sentence;
        bool named;
    } cases[] = {{"It is the first production of the filmmaker Anna Keller.", true},
                 {"This is the sixth film by director Anna Keller to be shown there.", true},
                 {"The film is a remake of an old film by director Anna Keller.", false},
                 {"Critics thought of a film by director Anna Keller.", false}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "_INK_ is a 1931 film about a press.\n\n\nRelease\n\n%s\n", cases[i].sentence);
        page_reading page = page_read("Ink.md", rl_buffer_text(&text));
        assert_int_equal(page_says(&page, RL_FIELD_DIRECTOR, "Anna Keller", NULL), cases[i].named);
        page_done(&page);
        rl_buffer_done(&text);
    }
}

static void test_format_encyclopedia__live_action_is_no_genre(void **state) {
    (void)state;
    page_reading page = page_read("Ink.md", "_INK_ is a 2016 Malaysian live-action/animation film.\n");
    assert_true(page_says(&page, RL_FIELD_GENRE, "Animation", NULL));
    assert_int_equal(page_count(&page, RL_FIELD_GENRE), 1);
    page_done(&page);
}

static void test_format_encyclopedia__a_film_is_no_maker_of_itself(void **state) {
    (void)state;
    page_reading page = page_read("Ink.md", "_INK_ is a 1931 film directed by Anna Keller. Produced by Otto Lang, Ink was released in May.\n");
    assert_true(page_says(&page, RL_FIELD_PRODUCER, "Otto Lang", NULL));
    assert_int_equal(page_count(&page, RL_FIELD_PRODUCER), 1);
    page_done(&page);
}

static void test_format_encyclopedia__an_article_gives_all_it_says(void **state) {
    (void)state;
    page_reading page = page_read("pages/The_Grey_Harbour.md", article);
    assert_int_equal(page.status, REEL_OK);
    assert_string_equal(page.format->name, "encyclopedia");
    assert_int_equal(page.facts.subject, RL_SUBJECT_FILM);
    static const struct {
        rl_field field;
        const char *value;
    } said[] = {
        {RL_FIELD_TITLE, "The Grey Harbour"}, {RL_FIELD_AKA, "Der Graue Hafen"}, {RL_FIELD_AKA, "Fog"}, {RL_FIELD_YEAR, "1931"},
        {RL_FIELD_DIRECTOR, "Anna Keller"}, {RL_FIELD_WRITER, "Anna Keller"}, {RL_FIELD_WRITER, "Paul M. Brandt Jr."},
        {RL_FIELD_CAST, "Otto Lang"}, {RL_FIELD_CAST, "Marie Dubois"}, {RL_FIELD_CAST, "Karl von Stein"}, {RL_FIELD_CAST, "Hans Olsen"},
        {RL_FIELD_CAST, "Old Petersen"}, {RL_FIELD_CHARACTER, "Lena"}, {RL_FIELD_CHARACTER, "The Dog"}, {RL_FIELD_COUNTRY, "Germany"},
        {RL_FIELD_COUNTRY, "France"}, {RL_FIELD_LANGUAGE, "German"}, {RL_FIELD_GENRE, "Crime"}, {RL_FIELD_COLORATION, "black and white"},
        {RL_FIELD_DISTRIBUTOR, "Nordsee Film"}, {RL_FIELD_RELEASE, "1931-03-13"}, {RL_FIELD_RUNTIME, "84"}, {RL_FIELD_BUDGET, "40000"},
        {RL_FIELD_MUSIC, "Max Ton"}, {RL_FIELD_LOCATION, "Hamburg"}, {RL_FIELD_KEYWORD, "smuggling"}, {RL_FIELD_FESTIVAL, "Venice Film Festival"},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        assert_says(&page, said[i].field, said[i].value);
    }
    assert_true(page_says(&page, RL_FIELD_CAST, "Karl von Stein", "Captain Roth"));
    assert_true(page_says(&page, RL_FIELD_CAST, "Hans Olsen", "The Pilot"));
    assert_int_equal(page_count(&page, RL_FIELD_TITLE), 1);
    assert_int_equal(page_count(&page, RL_FIELD_DIRECTOR), 1);
    assert_int_equal(page_count(&page, RL_FIELD_PLOT), 1);
    assert_int_equal(page_count(&page, RL_FIELD_REVIEW), 1);
    page_done(&page);
}

static rl_block_fate fate_of_line(const page_reading *page, const char *line) {
    for (size_t i = 0; i < page->document.line_count; i++) {
        for (size_t b = 0; rl_str_starts(page->document.lines[i], rl_str_of(line)) && b < page->facts.block_count; b++) {
            if (page->facts.blocks[b].first_line <= i + 1 && i + 1 <= page->facts.blocks[b].last_line) {
                return page->facts.blocks[b].fate;
            }
        }
    }
    fail_msg("no block holds \"%s\"", line);
    return RL_BLOCK_UNKNOWN;
}

static void test_format_encyclopedia__every_block_is_attributed(void **state) {
    (void)state;
    page_reading page = page_read("pages/The_Grey_Harbour.md", article);
    assert_int_equal(fate_of_line(&page, "_THE GREY"), RL_BLOCK_CLAIMED);
    assert_int_equal(fate_of_line(&page, "Critics liked"), RL_BLOCK_CLAIMED);
    assert_int_equal(fate_of_line(&page, "-   Harbour films"), RL_BLOCK_OTHER);
    assert_int_equal(fate_of_line(&page, "References"), RL_BLOCK_FURNITURE);
    assert_int_equal(fate_of_line(&page, "Category:"), RL_BLOCK_CLAIMED);
    assert_int_equal(fate_of_line(&page, "[2] A note"), RL_BLOCK_FURNITURE);
    page_done(&page);
}

static void test_format_encyclopedia__a_box_and_marked_headings_are_read(void **state) {
    (void)state;
    page_reading page = page_read("x.txt", "= The Tin Whistle =\n\nThe Tin Whistle\n- Director: Nora Byrne\n- Writer: Sean Doyle, Nora Byrne\n- Runtime: 71 minutes\n"
                                           "- Budget: $120,000\n- Released: 1987-05-02\n\nThe Tin Whistle is a 1987 Irish comedy directed by Nora Byrne. It stars Una Kelly as Bridie Quinn.\n\n"
                                           "==Plot==\nA whistle is lost.\n\n== In popular culture ==\nA song was named for it.\n");
    assert_int_equal(page.status, REEL_OK);
    assert_string_equal(page.format->name, "encyclopedia");
    assert_says(&page, RL_FIELD_TITLE, "The Tin Whistle");
    assert_says(&page, RL_FIELD_DIRECTOR, "Nora Byrne");
    assert_says(&page, RL_FIELD_WRITER, "Sean Doyle");
    assert_says(&page, RL_FIELD_RUNTIME, "71");
    assert_says(&page, RL_FIELD_BUDGET, "120000");
    assert_says(&page, RL_FIELD_RELEASE, "1987-05-02");
    assert_says(&page, RL_FIELD_COUNTRY, "Ireland");
    assert_true(page_says(&page, RL_FIELD_CAST, "Una Kelly", "Bridie Quinn"));
    assert_says(&page, RL_FIELD_PLOT, "A whistle is lost.");
    assert_says(&page, RL_FIELD_TEXT, "A song was named for it.");
    page_done(&page);
}

static void test_format_encyclopedia__titles_are_found_wherever_they_stand(void **state) {
    (void)state;
    static const struct {
        const char *path, *lead, *title, *aka;
    } rows[] = {
        {"a/Deep_Water_(1997_film).md", "_UNDER DJUPET_ (French title: Eau profonde, English title: Deep Water) is a 1997 Swedish film directed by A B.", "Deep Water", "Under Djupet"},
        {"a/p17.txt", "_UNDER DJUPET_ (French title: Eau profonde) is a 1997 Swedish film directed by A B.", "Under Djupet", "Eau profonde"},
        {"a/Snow_Country_Road.md", "is a 1996 Japanese film directed by A B.", "Snow Country Road", NULL},
        {"a/p18.txt", "THE LAST FERRY () is a 2007 Danish comedy film directed by A B.", "The Last Ferry", NULL},
        {"a/p19.txt", "The Last Ferry is a 2007 Danish comedy film directed by A B.", "The Last Ferry", NULL},
        {"a/p20.txt", "'''''The Last Ferry''''' is a 2007 Danish comedy film directed by A B.", "The Last Ferry", NULL},
        {"a/p21.txt", "_THE LAST FERRY_ is a 2007 film directed by A B. _The Last FERRY_ was shot at sea.", "The Last FERRY", NULL},
        {"a/p22.txt", "_MY NAME IS NIX_ is a 2007 film directed by A B.", "My Name Is Nix", NULL},
        {"a/Dongri_ka_Rani.md", "_DONGARI KA RANI_ () is a 2016 Indian film directed by A B.", "Dongri ka Rani", NULL},
        {"a/the-last-ferry-2007.txt", "The Last Ferry is a 2007 Danish comedy film directed by A B.", "The Last Ferry", NULL},
        {"a/p24.txt", "= F*E*R*R*Y (1970 film) =\n\nF*E*R*R*Y is a 1970 film directed by A B.", "F*E*R*R*Y", NULL},
        {"a/p25.txt", "_Ferry_ (Russian: Паром, Parom) is a 1970 film directed by A B.", "Ferry", "Parom"},
        {"a/p26.txt", "_THE FERRY_ ( translit. _Parom_, ) is a 1970 film directed by A B.", "The Ferry", "Parom"},
        {"a/ferry.txt", "Ferry is a 2007 Danish comedy film directed by A B.", "Ferry", NULL},
        {"a/p23.txt", "gross = 5 }} _HARBOUR_ (released in the UK as _PORT_) is a 1950 film directed by A B.", "Harbour", "Port"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s\n\n\nReferences\n\nCategory:Swedish films\n", rows[i].lead);
        page_reading page = page_read(rows[i].path, text);
        assert_int_equal(page.status, REEL_OK);
        assert_says(&page, RL_FIELD_TITLE, rows[i].title);
        assert_int_equal(page_count(&page, RL_FIELD_TITLE), 1);
        if (rows[i].aka != NULL) {
            assert_says(&page, RL_FIELD_AKA, rows[i].aka);
        }
        page_done(&page);
    }
}

static void test_format_encyclopedia__directors_are_read_out_of_sentences(void **state) {
    (void)state;
    static const struct {
        const char *predicate, *director, *other; /* other is not a director */
    } rows[] = {
        {"directed by the Bengali film director Ram Sen", "Ram Sen", "Bengali"},
        {"written, produced and directed by Jan de Wit and starring Tom Blok", "Jan de Wit", "Tom Blok"},
        {"directed by Jan de Wit and stars newcomer Tom Blok", "Jan de Wit", "Tom Blok"},
        {"directed by and starring Tom Blok", "Tom Blok", NULL},
        {"directed by the Greek director, writer and producer Nikos Pappas", "Nikos Pappas", "Greek"},
        {"based on the play Crow by Emil Other and directed by Jan de Wit", "Jan de Wit", "Emil Other"},
        {"directed by Jan de Wit, which is a remake of the 1950 film Crow directed by Emil Other", "Jan de Wit", "Emil Other"},
        {"directed by Jan de Wit. Its art direction was by Max Form", "Jan de Wit", "Max Form"},
        {"directed by Francis \"Jun\" Lopez, starring Ana Cruz", "Francis \"Jun\" Lopez", "Ana Cruz"},
        {"by British filmmaker Ada Field", "Ada Field", NULL},
        {"starring Tom Blok. Produced and directed by war survivor Ada O'Field, it is narrated by Tom Blok", "Ada O'Field", "Tom Blok"},
        {"directed by K. V. Rao, and Produced and Screenplay by R. Devi", "K. V. Rao", "Produced"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "_FERRY_ is a 1968 film %s.\n\n\nCategory:1968 films\n", rows[i].predicate);
        page_reading page = page_read("p.txt", text);
        assert_int_equal(page.status, REEL_OK);
        assert_says(&page, RL_FIELD_DIRECTOR, rows[i].director);
        if (rows[i].other != NULL) {
            assert_silent(&page, RL_FIELD_DIRECTOR, rows[i].other);
        }
        page_done(&page);
    }
}

static void test_format_encyclopedia__crew_lists_may_join_labels(void **state) {
    (void)state;
    page_reading page = page_read("p.txt", "_FERRY_ is a 1968 film. Captain Roth, played by Tom Blok, is lost. The lyrics were written by Max Lied.\n\n\n"
                                           "Crew\n\n-   SCREENPLAY - DIRECTOR: Ada Field\n-   LYRICS: Max Lied\n-   Editing by Jo Cut\n-   Lin Lens - Camera\n\n\nCategory:1968 films\n");
    assert_int_equal(page.status, REEL_OK);
    assert_says(&page, RL_FIELD_DIRECTOR, "Ada Field");
    assert_says(&page, RL_FIELD_WRITER, "Ada Field");
    assert_says(&page, RL_FIELD_EDITING, "Jo Cut");
    assert_says(&page, RL_FIELD_CINEMATOGRAPHY, "Lin Lens");
    assert_silent(&page, RL_FIELD_WRITER, "Max Lied");
    assert_silent(&page, RL_FIELD_CAST, "Captain Roth");
    page_done(&page);
}

static void test_format_encyclopedia__what_is_no_film_is_said_to_be_so(void **state) {
    (void)state;
    static const struct {
        const char *text;
        rl_subject subject;
    } rows[] = {
        {"_FERRY_ is a 1968 Danish drama film.", RL_SUBJECT_FILM},
        {"_FERRY_ is a 2012 British nature documentary series.", RL_SUBJECT_SERIES},
        {"_FERRY_ is a 2016 animated comedy film, and the fifth entry in the series of Ferry films.", RL_SUBJECT_FILM},
        {"ADA FIELD (3 May 1864 – 12 May 1902) was a Danish painter.", RL_SUBJECT_PERSON},
        {"ADA FIELD is a Danish film actress.", RL_SUBJECT_PERSON},
        {"_FERRY_ is a play by Ada Field.", RL_SUBJECT_OTHER},
        {"_FERRY_ is a 2016 memoir written by Ada Field.", RL_SUBJECT_OTHER},
        {"The FERRY FILM FESTIVAL is an annual film festival held in Bergen.", RL_SUBJECT_EVENT},
        {"_FERRY TALES_ is the first episode of the second season of Harbour.", RL_SUBJECT_EPISODE},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char text[512];
        snprintf(text, sizeof text, "%s\n\n\nReferences\n\n\nExternal links\n\nCategory:Ferries\n", rows[i].text);
        page_reading page = page_read("p.txt", text);
        assert_int_equal(page.status, REEL_OK);
        assert_string_equal(page.format->name, "encyclopedia");
        if (page.facts.subject != rows[i].subject) {
            fail_msg("subject %d of \"%s\"", (int)page.facts.subject, rows[i].text);
        }
        page_done(&page);
    }
}

static void test_format_encyclopedia__the_earlier_of_two_near_years_leads(void **state) {
    (void)state;
    page_reading page = page_read("p.txt", "_FERRY_ is a 2019 Danish film.\n\n\nReferences\n\nCategory:2017 films\n");
    assert_int_equal(page.status, REEL_OK);
    for (size_t i = 0; i < page.facts.count; i++) {
        const rl_fact *fact = &page.facts.items[i];
        if (fact->field == RL_FIELD_YEAR) {
            assert_int_equal(fact->origin, fact->number == 2017 ? RL_ORIGIN_LABEL : RL_ORIGIN_PROSE);
        }
    }
    assert_int_equal(page_count(&page, RL_FIELD_YEAR), 2);
    page_done(&page);
}

static void test_format_encyclopedia__categories_of_other_films_do_not_describe_this_one(void **state) {
    (void)state;
    page_reading page = page_read("p.txt", "_FERRY_ is a 2019 Danish film.\n\n\nReferences\n\nCategory:Remakes of American films Category:Danish films Category:Films set in Japan\n");
    assert_says(&page, RL_FIELD_COUNTRY, "Denmark");
    assert_silent(&page, RL_FIELD_COUNTRY, "United States");
    assert_silent(&page, RL_FIELD_COUNTRY, "Japan");
    page_done(&page);
}

static void test_format_encyclopedia__authors_of_sources_and_co_writers_are_writers(void **state) {
    (void)state;
    static const struct {
        const char *sentence, *author, *work;
    } cases[] = {{"It is based on the novel _The Harbour_ by Graham Hill.", "Graham Hill", "novel"},
                 {"The film is an adaptation of Ivy Jones's 1931 stage play of the same name.", "Ivy Jones", "play"},
                 {"It was adapted from a short story by Ivy Jones.", "Ivy Jones", "short story"},
                 {"It was produced by Cook, who co-wrote it with Ivy Jones (credited as I. Stone).", "Ivy Jones", ""},
                 {"It is loosely based on Ivy Jones' own love story.", NULL, NULL},
                 {"It is based on a true story.", NULL, NULL},
                 {"It is based on the novel, and was directed by Ivy Jones.", NULL, NULL}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[400];
        snprintf(text, sizeof text, "_THE QUIET HARBOUR_ is a 1951 drama film directed by Ann Cook. %s\n\nCategory:1951 films\n", cases[i].sentence);
        page_reading page = page_read("The_Quiet_Harbour.md", text);
        size_t writers = 0;
        for (size_t f = 0; f < page.facts.count; f++) {
            const rl_fact *fact = &page.facts.items[f];
            if (fact->field == RL_FIELD_WRITER) {
                writers++;
                assert_true(cases[i].author != NULL && rl_str_is(fact->value, cases[i].author) && rl_str_is(fact->detail, cases[i].work));
            }
        }
        assert_int_equal(writers, cases[i].author != NULL);
        page_done(&page);
    }
}

int main(void) {
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_encyclopedia__an_article_gives_all_it_says),
        cmocka_unit_test(test_format_encyclopedia__cast_lists_are_read_in_all_their_shapes),
        cmocka_unit_test(test_format_encyclopedia__what_a_line_says),
        cmocka_unit_test(test_format_encyclopedia__a_star_is_no_director_against_the_categories),
        cmocka_unit_test(test_format_encyclopedia__a_director_is_found_in_many_sentences),
        cmocka_unit_test(test_format_encyclopedia__a_lead_alone_is_an_article),
        cmocka_unit_test(test_format_encyclopedia__series_and_episodes_name_their_makers_and_year),
        cmocka_unit_test(test_format_encyclopedia__a_director_may_be_named_far_down),
        cmocka_unit_test(test_format_encyclopedia__live_action_is_no_genre),
        cmocka_unit_test(test_format_encyclopedia__a_film_is_no_maker_of_itself),
        cmocka_unit_test(test_format_encyclopedia__every_block_is_attributed),
        cmocka_unit_test(test_format_encyclopedia__a_box_and_marked_headings_are_read),
        cmocka_unit_test(test_format_encyclopedia__titles_are_found_wherever_they_stand),
        cmocka_unit_test(test_format_encyclopedia__directors_are_read_out_of_sentences),
        cmocka_unit_test(test_format_encyclopedia__crew_lists_may_join_labels),
        cmocka_unit_test(test_format_encyclopedia__what_is_no_film_is_said_to_be_so),
        cmocka_unit_test(test_format_encyclopedia__the_earlier_of_two_near_years_leads),
        cmocka_unit_test(test_format_encyclopedia__categories_of_other_films_do_not_describe_this_one),
        cmocka_unit_test(test_format_encyclopedia__authors_of_sources_and_co_writers_are_writers),
    };
    return cmocka_run_group_tests_name("format_encyclopedia", tests, NULL, NULL);
}
