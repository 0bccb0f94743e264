/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/indexer/facts_table.h"

static void awards(rl_facts *facts, rl_str text) {
    (void)rl_facts_awards(facts, text, RL_ORIGIN_LABEL, 1);
}

static void test_facts_awards__catalogue_lists_are_wins(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Sundance FF 1992 – Grand Jury Prize, Special Jury Prize; Deauville FF 1992 – Audience Award",
         "festival=Sundance Film Festival|||1992|won; award=Sundance Film Festival|Grand Jury Prize||1992|won; "
         "award=Sundance Film Festival|Special Jury Prize||1992|won; festival=Deauville American Film "
         "Festival|||1992|won; award=Deauville American Film Festival|Audience Award||1992|won"},
        {"Sundance Film Festival 2010: World Cinema Dramatic Competition (shown)",
         "festival=Sundance Film Festival|||2010|shown; section=World Cinema Dramatic Competition|Sundance Film Festival 2010"},
        {"Cannes Film Festival 2012: Un Certain Regard (winner)",
         "festival=Cannes Film Festival|||2012|won; award=Cannes Film Festival|Un Certain Regard||2012|won"},
        {"Berlinale 1999 – Panorama",
         "festival=Berlin International Film Festival|||1999|shown; section=Panorama|Berlin International Film Festival 1999"},
        {"Venice 1992", "festival=Venice Film Festival|||1992|shown"},
        {"Cannes Film Festival, 1999: Palme d'Or",
         "festival=Cannes Film Festival|||1999|won; award=Cannes Film Festival|Palme d'Or||1999|won"},
        {"45th Venice Film Festival: Leone d'oro",
         "festival=Venice Film Festival|||1988|won; award=Venice Film Festival|Golden Lion||1988|won"},
        {"2003 Rotterdam IFF - Tiger Award (nominated)",
         "festival=International Film Festival Rotterdam|||2003|nominated; award=International Film Festival "
         "Rotterdam|Tiger Award||2003|nominated"},
        {"Chicago IFF 1992 – Best Actor (Ann Lee)",
         "festival=Chicago International Film Festival|||1992|won; award=Chicago International Film Festival|Best "
         "Actor|Ann Lee|1992|won"},
        {"Sandhill Film Festival 2004 – Golden Dune",
         "festival=Sandhill Film Festival|||2004|won; award=Sandhill Film Festival|Golden Dune||2004|won"},
    };
    CHECK(awards, rows);
}

static void test_facts_awards__records_keep_the_branch_of_a_prize(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Sundance Film Festival 1992: Grand Jury Prize, Dramatic (winner)",
         "festival=Sundance Film Festival|||1992|won; award=Sundance Film Festival|Grand Jury Prize, "
         "Dramatic||1992|won"},
        {"Berlin International Film Festival 1958: Golden Berlin Bear, Best Film (nominee)",
         "festival=Berlin International Film Festival|||1958|nominated; award=Berlin International Film "
         "Festival|Golden Bear, Best Film||1958|nominated"},
        {"Academy Awards 1943: Oscar, Best Director (winner)", "award=Academy Awards|Best Director||1943|won"},
        {"Cannes Film Festival 1956: Palme d'Or - Best Short Film (winner)", /* not the festival's first prize */
         "festival=Cannes Film Festival|||1956|won; award=Cannes Film Festival|Short Film Palme d'Or||1956|won"},
    };
    CHECK(awards, rows);
}

static void test_facts_awards__the_year_is_the_edition_not_the_films(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Academy Award (1942 film year): Sound Recording (nominee)",
         "award=Academy Awards|Sound Recording||1943|nominated"},
        {"Academy Award (1927/28 film year): Directing (winner)", "award=Academy Awards|Best Director||1929|won"},
    };
    CHECK(awards, rows);
}

static void test_facts_awards__academies_have_one_name_for_a_category(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Academy Awards 1957: Actress in a Leading Role (winner)", "award=Academy Awards|Best Actress||1957|won"},
        {"Academy Awards 1957: Oscar, Best Performance by an Actress in a Leading Role (winner)", "award=Academy Awards|Best Actress||1957|won"},
        {"Academy Awards 2007: Oscar, Best Achievement in Directing (winner)", "award=Academy Awards|Best Director||2007|won"},
        {"Academy Awards 1957: Cinematography (Color) (winner)", "award=Academy Awards|Best Cinematography, Color||1957|won"},
        {"Academy Awards 1957: Oscar, Best Cinematography, Color (winner)", "award=Academy Awards|Best Cinematography, Color||1957|won"},
        {"Golden Globe Awards 1990: Best Performance by an Actress in a Motion Picture - Drama (nominee)",
         "award=Golden Globe Awards|Best Actress, Drama||1990|nominated"},
        {"Academy Awards 1943: Juvenile Award (winner)", "award=Academy Awards|Juvenile Award||1943|won"},
        /* a festival's prizes have names of their own */
        {"Sundance Film Festival 1992: Directing (winner)",
         "festival=Sundance Film Festival|||1992|won; award=Sundance Film Festival|Directing||1992|won"},
    };
    CHECK(awards, rows);
}

static void test_facts_awards__counts_and_bodies_without_prize(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"4 wins & 6 nominations", ""},
        {"1 nomination", ""},
        {"", ""},
        {"see below", ""},
        {"Nominated for 1 BAFTA Film Award", "award=BAFTA Awards||||nominated"},
    };
    CHECK(awards, rows);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_awards__catalogue_lists_are_wins),
        cmocka_unit_test(test_facts_awards__records_keep_the_branch_of_a_prize),
        cmocka_unit_test(test_facts_awards__the_year_is_the_edition_not_the_films),
        cmocka_unit_test(test_facts_awards__academies_have_one_name_for_a_category),
        cmocka_unit_test(test_facts_awards__counts_and_bodies_without_prize),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
