/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_categories: "Category:2016 films Category:British black-and-white films" to facts.
 * A category that gives no other fact is a keyword.
 */
#include "common/lexicon.h"
#include "indexer/encyclopedia.h"

static const rl_str mark = {"Category:", 9};

bool rl_encyclopedia_is_category_line(rl_str line) {
    line = rl_str_trim(line);
    return rl_str_starts_nocase(line, mark) || rl_str_starts_nocase(line, RL_STR("[[Category:"));
}

/* Cuts the next category of a line off *rest. */
static bool next_category(rl_str *rest, rl_str *out_category) {
    size_t start = rl_str_find_nocase(*rest, mark);
    if (start == SIZE_MAX) {
        return false;
    }
    rl_str behind = rl_str_slice(*rest, start + mark.length, rest->length);
    size_t end = rl_str_find_nocase(behind, mark);
    end = end == SIZE_MAX ? behind.length : end;
    rl_str text = rl_str_trim(rl_str_slice(behind, 0, end));
    size_t close = rl_str_find(text, RL_STR("]]")), bar = rl_str_find(text, RL_STR("|"));
    text = rl_str_slice(text, 0, close < bar ? close : bar);
    if (rl_str_ends(text, RL_STR("[["))) {
        text.length -= 2;
    }
    *out_category = rl_str_trim(text);
    *rest = rl_str_slice(behind, end, behind.length);
    return true;
}

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

/* What a category with a year may be of: "1990 American television series debuts". */
static bool is_of_works(rl_str text) {
    return rl_str_find(text, RL_STR("films")) != SIZE_MAX || rl_str_ends(text, RL_STR(" television episodes")) ||
           rl_str_ends(text, RL_STR(" series debuts"));
}

/* "1928 films", "2016 television films": the year; decades are not years. */
static int leading_year(rl_str text) {
    if (text.length < 6 || text.at[4] != ' ' || !is_of_works(text)) {
        return 0;
    }
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (!is_digit(text.at[i])) {
            return 0;
        }
        year = year * 10 + (text.at[i] - '0');
    }
    return year >= 1870 && year < 2100 ? year : 0;
}

/* "Takashi Miike", "Teja (film director)": without what tells namesakes apart. */
static rl_str without_qualifier(rl_str name) {
    size_t open = rl_str_find(name, RL_STR(" ("));
    return open == SIZE_MAX ? name : rl_str_slice(name, 0, open);
}

static const struct {
    const char *start;
    rl_field field;
} person_categories[] = {
    {"Films directed by ", RL_FIELD_DIRECTOR}, {"Short films directed by ", RL_FIELD_DIRECTOR},
    {"Television films directed by ", RL_FIELD_DIRECTOR}, {"Films produced by ", RL_FIELD_PRODUCER},
    {"Films scored by ", RL_FIELD_MUSIC}, {"Film scores by ", RL_FIELD_MUSIC},
    {"Films with screenplays by ", RL_FIELD_WRITER}, {"Screenplays by ", RL_FIELD_WRITER}, {"Films written by ", RL_FIELD_WRITER},
};

static bool person_category(rl_facts *facts, rl_str category, uint32_t number) {
    for (size_t i = 0; i < sizeof person_categories / sizeof person_categories[0]; i++) {
        rl_str start = rl_str_of(person_categories[i].start);
        if (rl_str_starts_nocase(category, start)) {
            rl_str name = without_qualifier(rl_str_slice(category, start.length, category.length));
            rl_facts_person(facts, person_categories[i].field, name, RL_STR_EMPTY, RL_ORIGIN_LABEL, number);
            return true;
        }
    }
    size_t scores = rl_str_find(category, RL_STR(" film scores by "));
    if (scores != SIZE_MAX) { /* "Telugu film scores by K. V. Mahadevan" */
        rl_str name = without_qualifier(rl_str_slice(category, scores + 16, category.length));
        rl_facts_person(facts, RL_FIELD_MUSIC, name, RL_STR_EMPTY, RL_ORIGIN_LABEL, number);
        return true;
    }
    return false;
}

static bool place_category(rl_facts *facts, rl_str category, uint32_t number) {
    static const struct {
        const char *category, *country;
    } states[] = {{"Films of the Weimar Republic", "Germany"}, {"Films of Nazi Germany", "Germany"},
                  {"Films of the German Empire", "Germany"}, {"Films of the Soviet Union", "Soviet Union"},
                  {"Films of East Germany", "East Germany"}, {"Films of West Germany", "West Germany"}};
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++) {
        if (rl_str_equal_nocase(category, rl_str_of(states[i].category))) {
            rl_facts_labels(facts, RL_FIELD_COUNTRY, rl_str_of(states[i].country), RL_ORIGIN_LABEL, number);
            return true;
        }
    }
    if (rl_str_starts_nocase(category, RL_STR("Films from "))) {
        rl_str place = without_qualifier(rl_str_slice(category, 11, category.length));
        rl_facts_labels(facts, RL_FIELD_COUNTRY, place, RL_ORIGIN_LABEL, number);
        return true;
    }
    if (rl_str_starts_nocase(category, RL_STR("Films shot in ")) || rl_str_starts_nocase(category, RL_STR("Films shot at "))) {
        rl_facts_add(facts, RL_FIELD_LOCATION, rl_str_slice(category, 14, category.length), RL_ORIGIN_LABEL, number);
        return true;
    }
    return false;
}

/* "British black-and-white films", "2010s Tamil-language films": the words before "films" describe
 * this film, unless they tell of another ("Remakes of American films"). */
static void describing_category(rl_facts *facts, rl_str category, uint32_t number) {
    size_t films = rl_str_find_nocase(category, RL_STR("films"));
    if (films == SIZE_MAX || films == 0) {
        return;
    }
    rl_str words = rl_str_slice(category, 0, films + 5);
    if (rl_str_find_nocase(category, RL_STR("remake")) == SIZE_MAX && rl_str_find(words, RL_STR(" of ")) == SIZE_MAX) {
        rl_encyclopedia_describe(facts, words, RL_ORIGIN_LABEL, number);
    }
}

static void keyword(rl_facts *facts, rl_str category, uint32_t number) {
    static const char *const starts[] = {"Films about ", "Films featuring "};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (rl_str_starts_nocase(category, rl_str_of(starts[i]))) {
            category = rl_str_slice(category, strlen(starts[i]), category.length);
        }
    }
    rl_facts_add(facts, RL_FIELD_KEYWORD, category, RL_ORIGIN_LABEL, number);
}

/* Only a year, a country, a genre and the like in it, so that it is no keyword too. */
static bool is_plain_description(rl_str category) {
    return rl_str_ends(category, RL_STR(" episodes")) || rl_str_ends(category, RL_STR(" debuts")) ||
           (rl_str_ends(category, RL_STR(" films")) && !rl_str_starts_nocase(category, RL_STR("films ")));
}

void rl_encyclopedia_categories(rl_facts *facts, rl_str line, uint32_t number) {
    rl_str rest = line, category;
    while (next_category(&rest, &category)) {
        if (category.length == 0) {
            continue;
        }
        int year = leading_year(category);
        if (year != 0) {
            rl_facts_add_number(facts, RL_FIELD_YEAR, year, RL_ORIGIN_LABEL, number);
        }
        if (person_category(facts, category, number) || place_category(facts, category, number)) {
            continue;
        }
        size_t before = facts->count;
        describing_category(facts, category, number);
        if (facts->count == before && !(year != 0 && is_plain_description(category))) {
            keyword(facts, category, number);
        }
    }
}

bool rl_encyclopedia_category_subject(rl_str line, rl_subject *out_subject) {
    static const struct {
        const char *word;
        rl_subject subject;
    } words[] = {{" births", RL_SUBJECT_PERSON}, {" deaths", RL_SUBJECT_PERSON}, {"living people", RL_SUBJECT_PERSON},
                 {"films", RL_SUBJECT_FILM},     {"television series", RL_SUBJECT_SERIES}, {"tv series", RL_SUBJECT_SERIES},
                 {"television shows", RL_SUBJECT_SERIES}, {"miniseries", RL_SUBJECT_SERIES}, {"film festivals", RL_SUBJECT_EVENT},
                 {"lists of ", RL_SUBJECT_LIST}, {" novels", RL_SUBJECT_OTHER}, {" plays", RL_SUBJECT_OTHER},
                 {" albums", RL_SUBJECT_OTHER}, {" books", RL_SUBJECT_OTHER}, {" songs", RL_SUBJECT_OTHER}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_find_nocase(line, rl_str_of(words[i].word)) != SIZE_MAX) {
            *out_subject = words[i].subject;
            return true;
        }
    }
    return false;
}
