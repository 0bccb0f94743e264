/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "indexer/format.h"

int rl_format_moviepage_detect(const rl_document *document);
reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error);

/* A page read; what it points to lives in arena. */
typedef struct page {
    rl_arena *arena;
    rl_document document;
    rl_facts facts;
    int confidence;
    reel_status status;
} page;

static page read_named(const char *name, const char *text) {
    page result = {.arena = rl_arena_new()};
    assert_non_null(result.arena);
    assert_int_equal(rl_document_init(&result.document, result.arena, rl_str_of(name), rl_str_of(text), NULL), REEL_OK);
    rl_facts_init(&result.facts, result.arena);
    result.confidence = rl_format_moviepage_detect(&result.document);
    result.status = rl_format_moviepage_extract(&result.document, &result.facts, NULL);
    return result;
}

static page read_page(const char *text) {
    page result = read_named("page.txt", text);
    assert_int_equal(result.status, REEL_OK);
    return result;
}

static void done(page *read) { rl_arena_free(read->arena); }

/* Values of a field with their details, in order: "Ann Lee=The Cook; Bo Li". */
static void assert_values(const page *read, rl_field field, const char *wanted) {
    rl_buffer text = RL_BUFFER_INIT;
    for (size_t i = 0; i < read->facts.count; i++) {
        const rl_fact *fact = &read->facts.items[i];
        if (fact->field != field) continue;
        if (text.length > 0) rl_buffer_add_text(&text, "; ");
        rl_buffer_add_str(&text, fact->value);
        if (fact->value.length == 0) rl_buffer_add_format(&text, "%lld", (long long)fact->number);
        if (fact->detail.length > 0) rl_buffer_add_format(&text, "=%.*s", RL_STR_ARG(fact->detail));
    }
    assert_string_equal(rl_buffer_text(&text), wanted);
    rl_buffer_done(&text);
}

static bool says(const page *read, const char *word) {
    for (size_t i = 0; i < read->facts.count; i++) {
        const rl_fact *fact = &read->facts.items[i];
        if (rl_str_find(fact->value, rl_str_of(word)) != SIZE_MAX || rl_str_find(fact->detail, rl_str_of(word)) != SIZE_MAX)
            return true;
    }
    return false;
}

static const char old_layout[] =
    "The Lamp Room (1951)\n\nIMDb\nMovies\n\nTrivia\n\nQuotes\n\nBios\n\nRegister | Login | Help\n\n"
    "IMDb > The Lamp Room (1951)\n\nQuicklinks\nmain details\n\ntrivia\n\ngoofs\n\n"
    "The Lamp Room (1951) More at IMDbPro \xC2\xBB\n\nOverview\n\n"
    "User Rating:\n\n7.4/10 812 votes \xC2\xBB\n\nMOVIEmeter:\nUp 3% in popularity this week.\n\n"
    "Directors:\n\nAnna Kestrel\n\nHugo Pell\n\nWriters (WGA):\n\nMoira Dunn (play) and\n\nHugo Pell (screenplay) ...\n(more)\n\n"
    "Contact:\n\nView company contact information for The Lamp Room on IMDbPro.\n\n"
    "Release Date:\n\n3 May 1952 (UK) See more \xC2\xBB\n\nGenre:\n\nDrama | Mystery more\n\n"
    "Tagline:\n\nNobody leaves before dawn. more\n\n"
    "Plot:\n\nA lighthouse keeper finds that his lamp signals to someone he buried long ago. full summary | full synopsis\n\n"
    "Plot Keywords:\n\nLighthouse | Fog | Letter\nmore\n\nAwards:\n\nWon 2 Oscars. Another 3 wins See more \xC2\xBB\n\n"
    "NewsDesk:\n\n(3 articles)\n\nGregory Peck festival opens\n\n"
    "Cast\n(Cast overview, first billed only)\n\nIda Marsh ... Mrs. Holm\n\nTom Vane ... The Keeper (as Thomas Vane)\n\n"
    "rest of cast listed alphabetically:\n\nPer Lund\n\nmore\n\nCreate a character page for:\n\nMrs. Holm\n-----------\nmore...\n\n"
    "Additional Details\n\nAlso Known As:\n\n\"Fyrrummet\" - Sweden\n\"The Lamp\" - USA (working title)\nSee more \xC2\xBB\n\n"
    "MPAA:\n\nRated PG for mild peril.\n\nRuntime:\n\n93 min\n\nCountry:\n\nUK | Sweden\n\nLanguage:\n\nEnglish\n\n"
    "Color:\n\nBlack and White\n\nAspect Ratio:\n\n1.37 : 1 more\n\nSound Mix:\n\nMono\n\n"
    "Certification:\n\nUK:A | Finland:K-16\n\nFilming Locations:\n\nOrkney, Scotland, UK more\n\nCompany:\n\nNorth Light Films more\n\n"
    "Fun Stuff\n\nTrivia:\n\nThe fog was made with flour. more\n\nMovie Connections:\n\nFeatured in Sea of Glass (1980) more\n\n"
    "User Comments\n(Comment on this title)\n\n8 out of 9 people found the following comment useful.\nA quiet marvel, 24 July 2007\n\n"
    "Author: someone from Leeds\n\nPlot: it hardly matters, the faces carry everything from the first shot to the last.\n\n"
    "Was the above comment useful to you?\n\nmore\n\n"
    "Recommendations\n\nIf you enjoyed this title, our database also recommends:\n\nStormvarning \xC2\xA0 Black Harbour\n\n"
    "IMDb User Rating:\n\nRelated Links\n\nFull cast and crew Company credits\n\n"
    "Home | Search | Site Index | Top 250\n\nCopyright \xC2\xA9 1990-2010 IMDb.com, Inc.\n";

static void test_format_moviepage__an_old_page_is_read_by_its_labels(void **state) {
    (void)state;
    page read = read_page(old_layout);
    assert_true(read.confidence >= 80);
    assert_int_equal(read.facts.subject, RL_SUBJECT_FILM);
    assert_false(read.facts.partial);
    static const struct { rl_field field; const char *values; } cases[] = {
        {RL_FIELD_TITLE, "The Lamp Room"},
        {RL_FIELD_YEAR, "1951"},
        {RL_FIELD_DIRECTOR, "Anna Kestrel; Hugo Pell"},
        {RL_FIELD_CAST, "Ida Marsh=Mrs. Holm; Tom Vane=The Keeper; Per Lund"},
        {RL_FIELD_GENRE, "Drama; Mystery"},
        {RL_FIELD_TAGLINE, "Nobody leaves before dawn."},
        {RL_FIELD_KEYWORD, "Lighthouse; Fog; Letter"},
        {RL_FIELD_RUNTIME, "93"},
        {RL_FIELD_COUNTRY, "United Kingdom; Sweden"},
        {RL_FIELD_LANGUAGE, "English"},
        {RL_FIELD_COLORATION, "black and white"},
        {RL_FIELD_RELEASE, "1952-05-03=United Kingdom"},
        {RL_FIELD_ASPECT, "1.37 : 1"},
        {RL_FIELD_CERTIFICATE, "PG=United States; A=United Kingdom; K-16=Finland"},
        {RL_FIELD_LOCATION, "Orkney, Scotland, UK"},
        {RL_FIELD_PRODUCTION, "North Light Films"},
        {RL_FIELD_TRIVIA, "The fog was made with flour."},
        {RL_FIELD_SIMILAR, "Stormvarning; Black Harbour"},
        {RL_FIELD_RATING, "74"},
        {RL_FIELD_AWARD, "Academy Awards=Oscar"},
        {RL_FIELD_KIND, "film"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_values(&read, cases[i].field, cases[i].values);
    assert_true(says(&read, "Fyrrummet"));
    assert_true(says(&read, "the faces carry everything"));
    done(&read);
}

static void test_format_moviepage__menus_news_and_connections_say_nothing_of_the_film(void **state) {
    (void)state;
    page read = read_page(old_layout);
    static const char *const foreign[] = {"Gregory Peck", "Sea of Glass", "Register", "Site Index", "Copyright", "Bios", "someone from"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_false(says(&read, foreign[i]));
    done(&read);
}

static const char new_layout[] =
    "Lykten (1951) - IMDb\n\nIMDb\n\nContributor Zone\n\nWatchlist\n\nDETAILS\n\nFull Cast and Crew\n\nRelease Dates\n\nLiterature\n\n"
    "STORYLINE\n\nTaglines\n\nPlot Summary\n\nSynopsis\n\nDID YOU KNOW?\n\nTrivia\n\nGoofs\n\nSoundtracks\n\n7.5/10\n812\n\nRate This\n\n"
    "Lykten (1951)\n\nThe Lamp Room (original title)\n\n1h 33min | Drama, Mystery | 3 May 1952 (Sweden)\n\n"
    "A lighthouse keeper finds that his lamp signals to someone he buried long ago... See full summary \xC2\xBB\n\n"
    "Director:\nAnna Kestrel\n\nWriters:\nMoira Dunn (play), Hugo Pell (screenplay), 1 more credit \xC2\xBB\n\n"
    "Stars:\nIda Marsh, Tom Vane | See full cast & crew \xC2\xBB\n\nUser Lists\n\nFogs\na list of 40 titles\n\nUser Polls\n\nBest lamp?\n\n"
    "Top Rated Movies #9 | Nominated for 1 Golden Globe. Another 2 wins. See more awards \xC2\xBB\n\n"
    "Learn more\nPeople who liked this also liked...\n\n0 Next \xC2\xBB\n\nBlack Harbour (1948)\n\nCertificate: 15 Crime | Drama\n\n"
    "1 2 3 4 5 6 7 8 9 10  7.3/10 X\n\nA diver loses the harbour he grew up in to men in grey coats and paper.\n\n"
    "Director: Otto Grau\n\nStars: Lena Frost, Jan Boom\n\nEdit\nCast\n\nCast overview:\n\nIda Marsh    ...\nMrs. Holm\n\nTom Vane    ...\n"
    "The Keeper (as Thomas Vane)\n\nPer Lund\n\nSee full cast \xC2\xBB\n\nEdit\nStoryline\n\n"
    "A lighthouse keeper finds that his lamp signals to someone he buried long ago, and must choose. Written by A. Visitor\n\n"
    "Plot Summary | Add Synopsis\n\nPlot Keywords:\nfog | letter | See All (19) \xC2\xBB\n\nTaglines:\nNobody leaves before dawn.\n\n"
    "Genres:\nDrama | Mystery\n\nEdit\nDetails\n\nCountry:\nUK\n\nLanguage:\nEnglish\n\nAlso Known As:\nFyrrummet See more \xC2\xBB\n\n"
    "Box Office\n\nBudget:\n$250,000 (estimated)\n\nTechnical Specs\n\nRuntime:\n93 min\n\nColor:\nBlack and White\n\n"
    "Edit\nDid You Know?\n\nTrivia\nThe fog was made with flour. See more \xC2\xBB\n\n"
    "User Reviews\n\nA quiet marvel\n2 May 2002 | by someone (Leeds) \xE2\x80\x93 See all my reviews\n\n"
    "The faces carry everything, and nobody who has seen the last reel forgets it. I saw it twice.\n\n"
    "19 of 29 people found this review helpful. Was this review helpful to you? Yes No\n\nContribute to This Page\n";

static void test_format_moviepage__a_new_page_is_read_the_same(void **state) {
    (void)state;
    page read = read_page(new_layout);
    static const struct { rl_field field; const char *values; } cases[] = {
        {RL_FIELD_YEAR, "1951"},
        {RL_FIELD_DIRECTOR, "Anna Kestrel"},
        {RL_FIELD_WRITER, "Moira Dunn; Hugo Pell"},
        {RL_FIELD_CAST, "Ida Marsh; Tom Vane; Ida Marsh=Mrs. Holm; Tom Vane=The Keeper; Per Lund"},
        {RL_FIELD_GENRE, "Drama; Mystery; Drama; Mystery"},
        {RL_FIELD_KEYWORD, "fog; letter"},
        {RL_FIELD_TAGLINE, "Nobody leaves before dawn."},
        {RL_FIELD_PLOT, "A lighthouse keeper finds that his lamp signals to someone he buried long ago, and must choose."},
        {RL_FIELD_SIMILAR, "Black Harbour"},
        {RL_FIELD_COLORATION, "black and white"},
        {RL_FIELD_BUDGET, "250000=USD"},
        {RL_FIELD_RATING, "75"},
        {RL_FIELD_AWARD, "Golden Globe Awards=Golden Globe"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_values(&read, cases[i].field, cases[i].values);
    done(&read);
}

static void test_format_moviepage__recommended_films_lend_nothing_to_this_one(void **state) {
    (void)state;
    page read = read_page(new_layout);
    static const char *const foreign[] = {"Otto Grau", "Lena Frost", "Jan Boom", "harbour he grew", "Crime", "Fogs", "Best lamp", "Visitor"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_false(says(&read, foreign[i]));
    done(&read);
}

static void test_format_moviepage__an_english_film_is_called_by_its_original_title(void **state) {
    (void)state;
    page read = read_page(new_layout);
    assert_values(&read, RL_FIELD_TITLE, "The Lamp Room=original title");
    assert_true(says(&read, "Lykten"));
    done(&read);
    read = read_page("City of Fog (1960) - IMDb\n\nCity of Fog (1960)\n\nCidade de N\xC3\xA9voa (original title)\n\nDirector:\nRui Sal\n\n"
                     "Language:\nPortuguese\n");
    assert_values(&read, RL_FIELD_TITLE, "City of Fog");
    assert_true(says(&read, "Cidade de N\xC3\xA9voa"));
    done(&read);
}

/* Most values and many labels are gone, as when links were stripped. */
static const char damaged[] =
    "4 user 2 critic\n\nThe Lamp Room (1951)\n\nA lighthouse keeper finds that his lamp signals to someone he buried long ago... "
    "See full summary \xC2\xBB\n\n(as Moira D. Dunn),\n\n2 wins. See more awards \xC2\xBB\n\n"
    "Harbour Nights (1948)\nCrime | Drama\n    1 2 3 4 5 6 7 8 9 10 7.3/10 X  \n\nA diver loses the harbour he grew up in to men in grey.\n\n"
    "Director: Otto Grau\nStars: Lena Frost, Jan Boom\n\n"
    "Cast overview, first billed only:\nAda Holt ...\nIda Marsh ...\nOld Woman\nTom Vane ...\n\n\n"
    "A lighthouse keeper finds that his lamp signals to someone he buried long ago, and must choose which of the two to follow.\n\n"
    "Plot Summary | Add Synopsis\n\nNobody leaves before dawn.\n\nDrama | Mystery\n\nMotion Picture Rating (MPAA)\n\n"
    "Rated PG for mild peril | See all certifications \xC2\xBB\n\nRelease Date:\n\n3 May 1952 (Sweden)  \xC2\xBB\n\nAlso Known As:\n\nFyrrummet  \xC2\xBB\n\n"
    "Filming Locations:\n\n\nBox Office\n\nGross USA:\n\nSee more on IMDbPro \xC2\xBB\n\nTechnical Specs\n\nSound Mix:\n\nAspect Ratio:\n\n1.37 : 1\nSee \xC2\xBB\n\n"
    "Did You Know?\n\n\nOriginally filmed in color, but released black and white. See more \xC2\xBB\n\nFeatured in Sea of Glass (1980) See more \xC2\xBB\n\n"
    "Slow Boat\nWritten by Ned Tide\nCourtesy of Shore Music\nSee more \xC2\xBB\n\nUser Reviews\n\nA quiet marvel\n2 May 2002 | by See all my reviews\n\n"
    "The faces carry everything, and nobody who has seen the last reel forgets it. I saw it twice.\n\nReview this title |\n\nContribute to This Page\n";

static void test_format_moviepage__a_damaged_page_keeps_what_is_left(void **state) {
    (void)state;
    page read = read_page(damaged);
    assert_true(read.confidence >= 60);
    static const struct { rl_field field; const char *values; } cases[] = {
        {RL_FIELD_TITLE, "The Lamp Room"},
        {RL_FIELD_YEAR, "1951"},
        {RL_FIELD_DIRECTOR, ""},
        {RL_FIELD_WRITER, "Moira D. Dunn"},
        {RL_FIELD_CAST, "Ada Holt; Ida Marsh=Old Woman; Tom Vane"},
        {RL_FIELD_TAGLINE, "Nobody leaves before dawn."},
        {RL_FIELD_GENRE, "Drama; Mystery"},
        {RL_FIELD_CERTIFICATE, "PG=United States"},
        {RL_FIELD_RELEASE, "1952-05-03=Sweden"},
        {RL_FIELD_AKA, "Fyrrummet"},
        {RL_FIELD_LOCATION, ""},
        {RL_FIELD_ASPECT, "1.37 : 1"},
        {RL_FIELD_TRIVIA, "Originally filmed in color, but released black and white."},
        {RL_FIELD_SIMILAR, "Harbour Nights"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) assert_values(&read, cases[i].field, cases[i].values);
    assert_true(says(&read, "which of the two to follow"));
    static const char *const foreign[] = {"Otto Grau", "Lena Frost", "Crime", "diver", "Sea of Glass", "Ned Tide", "Slow Boat"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) assert_false(says(&read, foreign[i]));
    done(&read);
}

static void test_format_moviepage__a_lone_credit_is_a_guess(void **state) {
    (void)state;
    page read = read_page(damaged);
    for (size_t i = 0; i < read.facts.count; i++) {
        if (read.facts.items[i].field != RL_FIELD_WRITER) continue;
        assert_int_equal(read.facts.items[i].origin, RL_ORIGIN_GUESS);
        assert_true(rl_str_is(read.facts.items[i].person, "Moira D. Dunn"));
    }
    done(&read);
}

static void test_format_moviepage__released_colorations_come_from_trivia(void **state) {
    (void)state;
    page read = read_page(damaged);
    assert_true(says(&read, "black and white"));
    bool released = false;
    for (size_t i = 0; i < read.facts.count; i++)
        released = released || (read.facts.items[i].field == RL_FIELD_COLORATION &&
                                rl_str_is(read.facts.items[i].value, "black and white"));
    assert_true(released);
    done(&read);
}

static void test_format_moviepage__titles_tell_series_and_episodes(void **state) {
    (void)state;
    static const struct { const char *text; rl_subject subject; const char *title; const char *year; const char *set; } cases[] = {
        {"\"Harbour Watch\" (2007)\n\n\"Harbour Watch\" (2007) More at IMDbPro \xC2\xBBTV series 2007-\n\nGenre:\nDrama\n",
         RL_SUBJECT_SERIES, "Harbour Watch", "2007", ""},
        {"Harbour Watch (TV Series 2007\xE2\x80\x93 ) - IMDb\n\nGenre:\nDrama\n", RL_SUBJECT_SERIES, "Harbour Watch", "2007", ""},
        {"\"Harbour Watch\" Low Tide (2008)\n\nGenre:\nDrama\n", RL_SUBJECT_EPISODE, "Low Tide", "2008", "Harbour Watch"},
        {"The Pilot Boat (TV Movie 1999) - IMDb\n\nGenre:\nDrama\n", RL_SUBJECT_FILM, "The Pilot Boat", "1999", ""},
        {"Tide (II) (2003)\n\nGenre:\nDrama\n", RL_SUBJECT_FILM, "Tide", "2003", ""},
        {"Tide (2003/II)\n\nGenre:\nDrama\n", RL_SUBJECT_FILM, "Tide", "2003", ""},
        {"Tide (1999) (TV)\n\nGenre:\nDrama\n", RL_SUBJECT_FILM, "Tide", "1999", ""},
        {"2001: A Sea Odyssey (1971)\n\nGenre:\nDrama\n", RL_SUBJECT_FILM, "2001: A Sea Odyssey", "1971", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page read = read_page(cases[i].text);
        assert_int_equal(read.facts.subject, cases[i].subject);
        assert_values(&read, RL_FIELD_TITLE, cases[i].title);
        assert_values(&read, RL_FIELD_YEAR, cases[i].year);
        assert_values(&read, RL_FIELD_SET, cases[i].set);
        done(&read);
    }
}

static void test_format_moviepage__identifiers_are_stated_or_guessed(void **state) {
    (void)state;
    page read = read_named("corpus/tt0012345.2010-01-25.txt", "Tide (2003)\n\nGenre:\nDrama\n");
    assert_values(&read, RL_FIELD_IDENTIFIER, "imdb:tt0012345");
    assert_int_equal(read.facts.items[read.facts.count - 1].origin, RL_ORIGIN_GUESS);
    done(&read);
    read = read_named("saved.html", "<html><head><title>Tide (2003)</title><link rel=\"canonical\" "
                                    "href=\"http://www.imdb.com/title/tt0054321/combined\"></head><body>Genre:<br>Drama</body></html>");
    assert_values(&read, RL_FIELD_IDENTIFIER, "imdb:tt0054321");
    assert_int_equal(read.facts.items[read.facts.count - 1].origin, RL_ORIGIN_LABEL);
    done(&read);
    read = read_named("butt0012345.txt", "Tide (2003)\n\nGenre:\nDrama\n");
    assert_values(&read, RL_FIELD_IDENTIFIER, "");
    done(&read);
}

static void test_format_moviepage__a_saved_page_reads_as_its_text(void **state) {
    (void)state;
    page read = read_named("saved.html",
        "<html><head><title>Tide (2003) - IMDb</title></head><body><h1>Tide <span>(2003)</span></h1>"
        "<div class=infobar>91 min - <a>Drama</a> | <a>Mystery</a></div><div><h4>Director:</h4> <a>Anna Kestrel</a></div>"
        "<table class=cast_list><tr><td colspan=4>Cast overview:</td></tr>"
        "<tr><td><img></td><td><a>Ida Marsh</a></td><td>...</td><td><div>Mrs. Holm</div></td></tr>"
        "<tr><td><img></td><td><a>Tom Vane</a></td><td>...</td><td><div>The Keeper</div></td></tr></table>"
        "<h4>Color:</h4><a>Color</a></body></html>");
    assert_int_equal(read.status, REEL_OK);
    assert_values(&read, RL_FIELD_DIRECTOR, "Anna Kestrel");
    assert_values(&read, RL_FIELD_RUNTIME, "91");
    assert_values(&read, RL_FIELD_GENRE, "Drama; Mystery");
    assert_values(&read, RL_FIELD_CAST, "Ida Marsh=Mrs. Holm; Tom Vane=The Keeper");
    assert_values(&read, RL_FIELD_COLORATION, "color");
    done(&read);
}

static void test_format_moviepage__other_kinds_of_documents_are_left_alone(void **state) {
    (void)state;
    static const char *const others[] = {
        "Tide is a 2003 drama film directed by Anna Kestrel.\n\nPlot\n\nA ship sinks.\n\nCast\n\nIda Marsh as Mrs. Holm\n\nCategory: 2003 films\n",
        "- Director: Anna Kestrel\n- Country: UK\n- Language: English\n- Runtime: 93 min\n- Color: b&w\n",
        "TIDE\nUK 2003, 93', 35mm\nDirector: Anna Kestrel\nA note on the film.\n",
        "",
    };
    for (size_t i = 0; i + 1 < sizeof others / sizeof *others; i++) {
        page read = read_named("other.txt", others[i]);
        assert_int_equal(read.confidence, 0);
        done(&read);
    }
    page read = read_named("other.txt", "No title here\n\nGenre:\nDrama\n");
    assert_int_equal(read.status, REEL_FORMAT);
    done(&read);
}

/* Labels and values drop out singly; what slips under another label is not believed. */
static void test_format_moviepage__values_under_a_wrong_label_are_not_taken(void **state) {
    (void)state;
    static const struct { const char *text; rl_field field; const char *values; } cases[] = {
        {"Language:\n\nColor (Technicolor)\n", RL_FIELD_LANGUAGE, ""},
        {"Country:\n\nNorth Light Films\n", RL_FIELD_COUNTRY, ""},
        {"Sound Mix:\n\nUK:A | Finland:K-16\n", RL_FIELD_SOUND, ""},
        {"Sound Mix:\n\nUK:A | Finland:K-16\n", RL_FIELD_CERTIFICATE, "A=United Kingdom; K-16=Finland"},
        {"Tagline:\n\nFog | Letter\n", RL_FIELD_TAGLINE, ""},
        {"Also Known As:\n\nRated PG for mild peril.\n", RL_FIELD_AKA, ""},
        {"Directed by\n\nAnna Kestrel\n\nMoira Dunn (play)\n", RL_FIELD_DIRECTOR, "Anna Kestrel"},
        {"Cinematography by\n\nLena Frost\n\nEva Lind .... sound mixer\n", RL_FIELD_CINEMATOGRAPHY, "Lena Frost"},
        {"Produced by\n\nOtto Grau .... line producer\n\nNed Tide\n", RL_FIELD_PRODUCER, "Otto Grau"},
        {"Production Companies\n\nNorth Light\n\nCoast (1952) (UK) (theatrical)\n", RL_FIELD_PRODUCTION, "North Light"},
        {"Production Companies\n\nNorth Light\n\nCoast (1952) (UK) (theatrical)\n", RL_FIELD_DISTRIBUTOR, "Coast"},
        {"Cast\n\nIda Marsh ... Mrs. Holm\n\nTom Vane ... Keeper\n\nMrs. Holm\n\nKeeper\n", RL_FIELD_CAST, "Ida Marsh=Mrs. Holm; Tom Vane=Keeper"},
        {"Trivia:\n\nFeatured in Sea of Glass (1980) more\n", RL_FIELD_TRIVIA, ""},
        {"Series Film Editing by\n\nVera Holm\n\nSeries Casting by\n\nRolf Karr\n", RL_FIELD_EDITING, "Vera Holm"},
        {"Writing credits\n(in alphabetical order)\n\nKaj Holm  screenplay\n", RL_FIELD_WRITER, "Kaj Holm"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "Tide (2003)\n\nDirector:\n\n\n%s", cases[i].text);
        if (cases[i].field == RL_FIELD_DIRECTOR) {
            rl_buffer_clear(&text);
            rl_buffer_add_format(&text, "Tide (2003)\n\n%s", cases[i].text);
        }
        page read = read_page(rl_buffer_text(&text));
        assert_values(&read, cases[i].field, cases[i].values);
        done(&read);
        rl_buffer_done(&text);
    }
}

static void test_format_moviepage__other_titles_keep_where_and_what_they_are(void **state) {
    (void)state;
    static const struct { const char *lines, *values; } cases[] = {
        {"The Lamp (UK) (working title)\nLampa (Poland)\nThe Keeper (Canada: English title) (cut version)\nmore\n",
         "The Lamp=United Kingdom (working title); Lampa=Poland; The Keeper=Canada (English title) (cut version)"},
        {"\"Lampan\" - Finland (Swedish title) (imdb display title), USA\n\"Lampa\" - Poland (imdb display title)\n",
         "Lampan=Finland (Swedish title), United States; Lampa=Poland"},
        {"The Lamp Room: The Great and Complete Seven Hour Edition See more \xC2\xBB\n",
         "The Lamp Room: The Great and Complete Seven Hour Edition"},
        {"Lampa\n\nBlack and White\n", "Lampa"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        rl_buffer_add_format(&text, "The Lamp Room (1951)\n\nDirector:\n\nAnna Kestrel\n\nAlso Known As:\n\n%s\nRuntime:\n\n93 min\n", cases[i].lines);
        page read = read_page(rl_buffer_text(&text));
        assert_values(&read, RL_FIELD_AKA, cases[i].values);
        done(&read);
        rl_buffer_done(&text);
    }
}

static void test_format_moviepage__a_long_note_is_no_end_of_the_distributors(void **state) {
    (void)state;
    page read = read_page("The Lamp Room (1951)\n\nDirector:\n\nAnna Kestrel\n\nDistributors\n\nCoast (1952) (UK) (theatrical)\n\n"
                          "North Light Films of Orkney and Shetland Oy Ab (2006) (Finland) (DVD) (3-disc Lamp Collection)\n\n"
                          "Harbour (2004) (USA) (DVD)\n\nSpecial Effects\n\nFog & Sons\n");
    assert_values(&read, RL_FIELD_DISTRIBUTOR, "Coast; North Light Films of Orkney and Shetland Oy Ab; Harbour");
    done(&read);
}

static void test_format_moviepage__the_plot_in_a_sentence_stands_above_the_credits(void **state) {
    (void)state;
    page read = read_page("The Lamp Room (1951)\n\n93 min - Drama\n\nRatings: 6.9/10 from 47 users\n\nReviews: write review\n\n"
                          "A keeper finds that his lamp signals to someone he buried long ago.\n\nDirector:\nAnna Kestrel\n\n"
                          "Contact:\n\nKeep track of everything you watch with us and tell your friends about it.\n\n"
                          "Storyline\n\nOn Orkney nobody speaks of the winter when the lamp went out, and of who was seen on the stairs then.\n\nPlot Summary | Add Synopsis\n");
    assert_values(&read, RL_FIELD_PLOT, "On Orkney nobody speaks of the winter when the lamp went out, and of who was seen on the stairs then.; "
                                        "A keeper finds that his lamp signals to someone he buried long ago.");
    done(&read);
}

static void test_format_moviepage__texts_stand_on_their_own_line_and_not_on_their_label(void **state) {
    (void)state;
    page read = read_page("The Lamp Room (1951)\n\nDirector:\n\nAnna Kestrel\n\nDid You Know?\n\nTrivia:\n\nThe fog was made with flour, and filmed twice. more\n\n"
                          "Runtime:\n\n93 min\n");
    const rl_fact *trivia = NULL;
    for (size_t i = 0; i < read.facts.count; i++)
        if (read.facts.items[i].field == RL_FIELD_TRIVIA) trivia = &read.facts.items[i];
    assert_non_null(trivia);
    assert_int_equal(trivia->line, 11);
    done(&read);
}

static void test_format_moviepage__links_are_no_unknown_lines_and_short_names_and_series_are_read(void **state) {
    (void)state;
    page read = read_page("The Lamp Room (1951)\n\nDirector:\n\nAnna Kestrel\n\nWriters:\n\nRavi (screenplay)\n\nMoira (story)\n\nmore\n\n"
                          "Plot Keywords:\n\nFog | Letter\n\nSee more \xC2\xBB\n\nRuntime:\n\n93 min\n\nnot understood at all\n\n"
                          "Recommendations\n\nIf you enjoyed this title, our database also recommends:\n\n\"Harbour Watch\" \xC2\xA0 Black Harbour\n");
    assert_values(&read, RL_FIELD_WRITER, "Ravi; Moira");
    assert_values(&read, RL_FIELD_SIMILAR, "Harbour Watch; Black Harbour");
    size_t unknown = 0, links = 0;
    for (size_t i = 0; i < read.facts.block_count; i++) {
        unknown += read.facts.blocks[i].fate == RL_BLOCK_UNKNOWN;
        links += strcmp(read.facts.blocks[i].reason, "links") == 0;
    }
    assert_int_equal(unknown, 1);
    assert_int_equal(links, 2);
    done(&read);
}

static void test_format_moviepage__a_chart_is_a_list(void **state) {
    (void)state;
    rl_buffer text = RL_BUFFER_INIT;
    rl_buffer_add_text(&text, "Best of the Coast - IMDb\n\nContributor Zone\n\n");
    for (int i = 1; i <= 30; i++) rl_buffer_add_format(&text, "%d. Film Number %d (19%02d)\n", i, i, 40 + i);
    page read = read_page(rl_buffer_text(&text));
    assert_int_equal(read.facts.subject, RL_SUBJECT_LIST);
    assert_values(&read, RL_FIELD_SIMILAR, "");
    done(&read);
    rl_buffer_done(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_moviepage__an_old_page_is_read_by_its_labels),
        cmocka_unit_test(test_format_moviepage__menus_news_and_connections_say_nothing_of_the_film),
        cmocka_unit_test(test_format_moviepage__a_new_page_is_read_the_same),
        cmocka_unit_test(test_format_moviepage__recommended_films_lend_nothing_to_this_one),
        cmocka_unit_test(test_format_moviepage__an_english_film_is_called_by_its_original_title),
        cmocka_unit_test(test_format_moviepage__a_damaged_page_keeps_what_is_left),
        cmocka_unit_test(test_format_moviepage__a_lone_credit_is_a_guess),
        cmocka_unit_test(test_format_moviepage__released_colorations_come_from_trivia),
        cmocka_unit_test(test_format_moviepage__titles_tell_series_and_episodes),
        cmocka_unit_test(test_format_moviepage__identifiers_are_stated_or_guessed),
        cmocka_unit_test(test_format_moviepage__a_saved_page_reads_as_its_text),
        cmocka_unit_test(test_format_moviepage__other_kinds_of_documents_are_left_alone),
        cmocka_unit_test(test_format_moviepage__values_under_a_wrong_label_are_not_taken),
        cmocka_unit_test(test_format_moviepage__other_titles_keep_where_and_what_they_are),
        cmocka_unit_test(test_format_moviepage__a_long_note_is_no_end_of_the_distributors),
        cmocka_unit_test(test_format_moviepage__the_plot_in_a_sentence_stands_above_the_credits),
        cmocka_unit_test(test_format_moviepage__texts_stand_on_their_own_line_and_not_on_their_label),
        cmocka_unit_test(test_format_moviepage__links_are_no_unknown_lines_and_short_names_and_series_are_read),
        cmocka_unit_test(test_format_moviepage__a_chart_is_a_list),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
