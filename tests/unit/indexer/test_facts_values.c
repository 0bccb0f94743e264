/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "tests/unit/indexer/facts_table.h"

static void release(rl_facts *facts, rl_str text) {
    (void)rl_facts_date(facts, text, RL_STR_EMPTY, RL_ORIGIN_LABEL, 1);
}
static void runtime(rl_facts *facts, rl_str text) {
    (void)rl_facts_runtime(facts, text, RL_ORIGIN_LABEL, 1);
}
static void money(rl_facts *facts, rl_str text) {
    (void)rl_facts_money(facts, RL_FIELD_BUDGET, text, RL_ORIGIN_LABEL, 1);
}
static void coloration(rl_facts *facts, rl_str text) {
    (void)rl_facts_coloration(facts, text, RL_ORIGIN_LABEL, 1);
}
static void countries(rl_facts *facts, rl_str text) {
    rl_facts_labels(facts, RL_FIELD_COUNTRY, text, RL_ORIGIN_LABEL, 1);
}
static void genres(rl_facts *facts, rl_str text) {
    rl_facts_labels(facts, RL_FIELD_GENRE, text, RL_ORIGIN_LABEL, 1);
}
static void languages(rl_facts *facts, rl_str text) {
    rl_facts_labels(facts, RL_FIELD_LANGUAGE, text, RL_ORIGIN_LABEL, 1);
}

static void test_facts_values__dates_in_many_forms(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"13 August 1992 (Germany)  »", "release=1992-08-13|Germany||1992"},
        {"1992-01-22", "release=1992-01-22|||1992"},
        {"August 13, 1992 (USA)", "release=1992-08-13|United States||1992"},
        {"Oct 1992", "release=1992-10|||1992"},
        {"1992", "release=1992|||1992"},
        {"13.8.1992", "release=1992-08-13|||1992"},
        {"22/01/1992", "release=1992-01-22|||1992"},
        {"first shown on the 3rd of May, 1950", "release=1950-05-03|||1950"},
        {"1999-2001", "release=1999|||1999"},
        {"32 May 1950", "release=1950-05|||1950"},
        {"soon", ""},
        {"", ""},
        {"12345", ""},
    };
    CHECK(release, rows);
}

static void test_facts_values__minutes_in_many_forms(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"93 min", "runtime=|||93"},
        {"93’", "runtime=|||93"},
        {"1h 33m", "runtime=|||93"},
        {"PT93M", "runtime=|||93"},
        {"PT1H33M", "runtime=|||93"},
        {"USA:93 min | UK:90 min", "runtime=|United States||93; runtime=|United Kingdom||90"},
        {"97m", "runtime=|||97"},
        {"1 hour 40 minutes", "runtime=|||100"},
        {"1:33:05", "runtime=|||93"},
        {"120", "runtime=|||120"},
        {"93 min (cut)", "runtime=|cut||93"},
        {"16:9", ""},
        {"0", ""},
        {"99999 min", ""},
        {"long", ""},
    };
    CHECK(runtime, rows);
}

static void test_facts_values__money_with_its_currency(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"$800,000", "budget=|USD||800000"},
        {"$256,249 (USA)", "budget=|USD||256249"},
        {"€1.2 million", "budget=|EUR||1200000"},
        {"800000 USD", "budget=|USD||800000"},
        {"1.200.000 DEM", "budget=|DEM||1200000"},
        {"₹15 crore", "budget=|INR||150000000"},
        {"£1m (estimated)", "budget=|GBP||1000000"},
        {"$3–4 million", "budget=|USD||3000000"},
        {"$16,881,861 million", "budget=|USD||16881861"},
        {"HK$2 million", "budget=|HKD||2000000"},
        {"2 wins", ""},
        {"$", ""},
        {"", ""},
    };
    CHECK(money, rows);
}

static void test_facts_values__colorations_come_to_the_vocabulary(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"b&w", "coloration=black and white"},
        {"Black and White", "coloration=black and white"},
        {"Color (Technicolor)", "coloration=color|Technicolor"},
        {"Black and White | Color", "coloration=color and black and white"},
        {"colour/b&w", "coloration=color and black and white"},
        {"Black and White (tinted)", "coloration=tinted"},
        {"Color, Sepia", "coloration=color; coloration=sepia"},
        {"Originally filmed in color, but released black and white.",
         "coloration=color|filmed; coloration=black and white|released"},
        {"shot in colour, released in black and white", "coloration=color|filmed; coloration=black and white|released"},
        {"35 mm", ""},
    };
    CHECK(coloration, rows);
}

static void test_facts_values__countries_by_any_name(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"USA, France", "country=United States; country=France"},
        {"USA | UK", "country=United States; country=United Kingdom"},
        {"American", "country=United States"},
        {"UY", "country=Uruguay"},
        {"Korea, South", "country=South Korea"},
        {"France and Italy", "country=France; country=Italy"},
        {"Atlantis", "country=Atlantis"},
        {"N/A", ""},
    };
    CHECK(countries, rows);
}

static void test_facts_values__genres_come_to_one_spelling_or_pass(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"Comedy | Drama", "genre=Comedy; genre=Drama"},
        {"Sci-Fi & Fantasy", "genre=Science Fiction; genre=Fantasy"},
        {"Rom-com", "genre=Romantic Comedy"},
        {"Rubber Monsters", "genre=Rubber Monsters"},
    };
    CHECK(genres, rows);
}

static void test_facts_values__languages_by_any_name(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"English, Français", "language=English; language=French"},
        {"Hebrew (modern)", "language=Hebrew"},
        {"None", "language=No language"},
    };
    CHECK(languages, rows);
}

static void certificates(rl_facts *facts, rl_str text) {
    rl_facts_labels(facts, RL_FIELD_CERTIFICATE, text, RL_ORIGIN_LABEL, 1);
}
static void locations(rl_facts *facts, rl_str text) {
    rl_facts_labels(facts, RL_FIELD_LOCATION, text, RL_ORIGIN_LABEL, 1);
}

static void test_facts_values__certificates_and_places_keep_their_commas(void **state) {
    (void)state;
    static const facts_row rows[] = {
        {"USA:R | UK:15", "certificate=R|United States; certificate=15|United Kingdom"},
        {"Rated R for language, violence", "certificate=Rated R for language, violence"},
    };
    CHECK(certificates, rows);
    static const facts_row places[] = {{"Prague, Czech Republic  »", "location=Prague, Czech Republic"}};
    CHECK(locations, places);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_facts_values__dates_in_many_forms),
        cmocka_unit_test(test_facts_values__minutes_in_many_forms),
        cmocka_unit_test(test_facts_values__money_with_its_currency),
        cmocka_unit_test(test_facts_values__colorations_come_to_the_vocabulary),
        cmocka_unit_test(test_facts_values__countries_by_any_name),
        cmocka_unit_test(test_facts_values__genres_come_to_one_spelling_or_pass),
        cmocka_unit_test(test_facts_values__languages_by_any_name),
        cmocka_unit_test(test_facts_values__certificates_and_places_keep_their_commas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
