/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/indexer/facts_table.h"

static void prose(rl_facts *facts, rl_str text) {
    (void)rl_facts_prose(facts, text, 1);
}

static void test_facts_prose__prizes_with_festival_and_edition(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"The picture won the Grand Jury Prize at the 1992 Sundance Film Festival.",
         "festival=Sundance Film Festival|||1992|won; award=Sundance Film Festival|Grand Jury Prize||1992|won"},
        {"Nobody forgot the Grand Jury Prize that Sandhill received at the Sundance Festival.",
         "festival=Sundance Film Festival||||won; award=Sundance Film Festival|Grand Jury Prize|||won"},
        {"It was nominated for a Golden Bear at the 41st Berlin International Film Festival.",
         "festival=Berlin International Film Festival|||1991|nominated; award=Berlin International Film "
         "Festival|Golden Bear||1991|nominated"},
        {"It won the Palme d'Or.", "festival=Cannes Film Festival||||won; award=Cannes Film Festival|Palme d'Or|||won"},
        {"It won the Silver Bear for Best Director at the 1981 Berlinale.",
         "festival=Berlin International Film Festival|||1981|won; award=Berlin International Film Festival|Silver "
         "Bear, Best Director||1981|won"},
        {"It took the Audience Award at Sundance in January 2001.",
         "festival=Sundance Film Festival|||2001|won; award=Sundance Film Festival|Audience Award||2001|won"},
        {"In 1976 it won the Special Jury Prize at the Avoriaz Fantastic Film Festival.",
         "festival=Avoriaz Fantastic Film Festival|||1976|won; award=Avoriaz Fantastic Film Festival|Special Jury "
         "Prize||1976|won"},
        {"Lind was nominated for a Best Director Oscar for the film.",
         "award=Academy Awards|Best Director|||nominated"},
        {"It earned its first Oscar nomination, for Best Director.", "award=Academy Awards|Best Director|||nominated"},
        {"It won several Oscars, including Best Picture.", "award=Academy Awards|Best Picture|||won"},
        {"It received Academy Award nominations for Best Picture and Best Director.",
         "award=Academy Awards|Best Picture|||nominated; award=Academy Awards|Best Director|||nominated"},
    };
    CHECK(prose, rows);
}

static void test_facts_prose__showings_name_the_edition(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"It premiered at the 45th Venice Film Festival.", "festival=Venice Film Festival|||1988|shown"},
        {"It was entered into the 1963 Cannes Film Festival.", "festival=Cannes Film Festival|||1963|shown"},
        {"It screened in the Un Certain Regard section at the 2012 Cannes Film Festival.",
         "festival=Cannes Film Festival|||2012|shown; section=Un Certain Regard|Cannes Film Festival 2012"},
        {"It was selected for the Un Certain Regard section.",
         "festival=Cannes Film Festival||||shown; section=Un Certain Regard|Cannes Film Festival"},
        {"The film had its premiere in the Panorama section of the 49th Berlin International Film Festival.",
         "festival=Berlin International Film Festival|||1999|shown; section=Panorama|Berlin International Film Festival 1999"},
        {"The film competed in the World Cinema Dramatic Competition at the 2010 Sundance Film Festival.",
         "festival=Sundance Film Festival|||2010|shown; section=World Cinema Dramatic Competition|Sundance Film Festival 2010"},
        {"It was shown in the Directors' Fortnight section of the 2014 Cannes Film Festival.",
         "festival=Directors' Fortnight|||2014|shown; festival=Cannes Film Festival|||2014|shown"},
        {"It was shown in Panorama City.", ""},
        {"It premiered at South by Southwest (SXSW) on March 13, 2015.", "festival=SXSW Film Festival|||2015|shown"},
        {"Sandhill was a part of the 1992 Sundance selection.", "festival=Sundance Film Festival|||1992|shown"},
    };
    CHECK(prose, rows);
}

static void test_facts_prose__other_films_and_people_are_left_alone(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Her previous film won the Golden Bear at the Berlin International Film Festival.", ""},
        {"The score is by Oscar-winning composer Bo Lind.", ""},
        {"It stars Ann Lee, who won the Palme d'Or in 1999.", ""},
        {"The story moves from Venice to Berlin and is shown in three parts.", ""},
        {"It won the Jury Prize at the Sandhill Film Festival and was shown at the Stone Lake South Asian Film "
         "Festival.",
         ""},
        {"It premiered at the Sci-Fi-London festival.", ""},
        {"It premiered in 1935 at the Berlin Corona Palace Theater.", ""},
        {"Years later, Lee won an Oscar for playing the same woman.", ""},
        {"Lind had won the Palme d'Or at the 1949 Cannes Film Festival.", ""},
        {"It won the Best Director award at the VIFF Vienna Independent Film Festival.", ""},
        {"The makers sent it to the Berlin Film Festival for consideration for a screening.", ""},
        {"It was submitted to the Venice Film Festival and is still shown at sea.", ""},
        {"Two thieves plan to rob the Cannes Film Festival.", ""},
        {"", ""},
    };
    CHECK(prose, rows);
}

static void test_facts_prose__colorations_of_this_film_only(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Although shot on color stock, Lind chose a high-contrast black-and-white palette.",
         "coloration=color|filmed; coloration=black and white|released"},
        {"Sandhill is a 1950 American black-and-white film about the sea.", "coloration=black and white"},
        {"The film was shot in Technicolor.", "coloration=color|filmed"},
        {"A black-and-white cat follows her home.", ""},
        {"The dream sequence was shot in color.", ""},
    };
    CHECK(prose, rows);
}

static void test_facts_prose__a_prize_is_its_winners_where_the_film_credits_them(void **state) {
    (void)state;
    static const struct {
        const char *sentence, *person;
    } cases[] = {{"Dean won Best Actor at the 1951 Venice Film Festival.", "Carl Dean"},
                 {"It won the Best Actor award for Carl Dean at the 1951 Venice Film Festival.", "Carl Dean"},
                 {"It won the Golden Lion and Best Actress (Eve Fox) at the 1951 Venice Film Festival.", "Eve Fox"},
                 {"Dean won Best Actor at the 1951 Venice Film Festival and Ivy Jones won Best Actress.", "Carl Dean"},
                 {"Jones won Best Actress at the 1951 Venice Film Festival.", ""},
                 {"It won Best Actress at the 1951 Venice Film Festival.", ""}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        rl_arena *arena = rl_arena_new();
        rl_facts facts;
        rl_facts_init(&facts, arena);
        rl_facts_add(&facts, RL_FIELD_CAST, RL_STR("Carl Dean"), RL_ORIGIN_LABEL, 1);
        rl_facts_add(&facts, RL_FIELD_CAST, RL_STR("Eve Fox"), RL_ORIGIN_LABEL, 1);
        rl_facts_prose(&facts, rl_str_of(cases[i].sentence), 2);
        rl_str person = RL_STR_EMPTY;
        for (size_t f = 0; f < facts.count; f++) {
            person = facts.items[f].field == RL_FIELD_AWARD && facts.items[f].person.length > 0 ? facts.items[f].person : person;
        }
        if (!rl_str_is(person, cases[i].person)) {
            fail_msg("%s: %.*s", cases[i].sentence, RL_STR_ARG(person));
        }
        rl_arena_free(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_prose__prizes_with_festival_and_edition),
        cmocka_unit_test(test_facts_prose__showings_name_the_edition),
        cmocka_unit_test(test_facts_prose__other_films_and_people_are_left_alone),
        cmocka_unit_test(test_facts_prose__colorations_of_this_film_only),
        cmocka_unit_test(test_facts_prose__a_prize_is_its_winners_where_the_film_credits_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
