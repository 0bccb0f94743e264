/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_bill: see programme_page.h.
 */
#include "common/lexicon.h"
#include "indexer/programme_page.h"

static uint32_t number_of(size_t line) { return (uint32_t)line + 1; }

void rl_programme_add_reference(rl_facts *facts, rl_field field, rl_str title, rl_str other, int year, uint32_t line) {
    rl_fact *fact = rl_facts_add(facts, field, title, RL_ORIGIN_LABEL, line);
    if (fact != NULL) {
        fact->number = year;
        fact->detail = rl_str_copy(facts->arena, other);
    }
}

/* A letter of Greek, Cyrillic or beyond; not a quotation mark or dash (0xe2). */
static bool opens_other_script(rl_str text) {
    unsigned char first = text.length == 0 ? 0 : (unsigned char)text.at[0];
    return first >= 0xcd && first != 0xe2;
}

/* "Sparrows (Þrestir)", "Light 光": the second is another title; "Halal Love (and Sex)" is one. */
static void add_title(rl_programme_page *programme, rl_str text, uint32_t line) {
    rl_str title = text;
    rl_str other = RL_STR_EMPTY;
    size_t open = rl_str_find(text, RL_STR(" ("));
    if (open != SIZE_MAX && text.at[text.length - 1] == ')' && !(text.at[open + 2] >= 'a' && text.at[open + 2] <= 'z')) {
        title = rl_str_trim(rl_str_slice(text, 0, open));
        other = rl_str_slice(text, open + 2, text.length - 1);
    } else {
        size_t blank = text.length;
        while (blank > 0 && !(text.at[blank - 1] == ' ' && opens_other_script(rl_str_slice(text, blank, text.length)))) {
            blank--;
        }
        if (blank > 1 && (unsigned char)text.at[0] < 0x80) {
            title = rl_str_trim(rl_str_slice(text, 0, blank - 1));
            other = rl_str_slice(text, blank, text.length);
        }
    }
    programme->title = title;
    rl_facts_title(programme->facts, RL_FIELD_TITLE, title, RL_STR_EMPTY, RL_ORIGIN_LABEL, line);
    if (other.length > 0) {
        rl_facts_title(programme->facts, RL_FIELD_AKA, other, RL_STR("original title"), RL_ORIGIN_LABEL, line);
    }
}

static void add_part(rl_programme_page *programme, const rl_programme_part *part, uint32_t line) {
    rl_facts *facts = programme->facts;
    rl_str text = rl_programme_part_of(part->text, programme->main);
    switch (part->kind) {
    case RL_PART_PEOPLE:
        rl_facts_people(facts, RL_FIELD_DIRECTOR, text, RL_ORIGIN_LABEL, line);
        break;
    case RL_PART_MINUTES:
        if (rl_programme_minutes(text) > 0) { /* of a bill, this film's may be missing */
            rl_facts_add_number(facts, RL_FIELD_RUNTIME, rl_programme_minutes(text), RL_ORIGIN_LABEL, line);
        }
        break;
    case RL_PART_YEAR:
        if (programme->year == 0) {
            programme->year = rl_programme_year(text);
        }
        break;
    case RL_PART_COUNTRY:
        rl_facts_labels(facts, RL_FIELD_COUNTRY, text, RL_ORIGIN_LABEL, line);
        break;
    case RL_PART_LANGUAGE:
        if (rl_str_find_nocase(text, RL_STR("subtitle")) == SIZE_MAX) {
            rl_facts_labels(facts, RL_FIELD_LANGUAGE, text, RL_ORIGIN_LABEL, line);
        }
        break;
    case RL_PART_GENRE:
        rl_facts_labels(facts, RL_FIELD_GENRE, text, RL_ORIGIN_LABEL, line);
        break;
    case RL_PART_COLORATION:
        (void)rl_facts_coloration(facts, text, RL_ORIGIN_LABEL, line);
        break;
    case RL_PART_MEDIUM:
        while (text.length > 0 && text.at[text.length - 1] == '*') { /* a star that leads to a remark */
            text.length--;
        }
        rl_facts_add(facts, RL_FIELD_MEDIUM, text, RL_ORIGIN_LABEL, line);
        break;
    case RL_PART_UNKNOWN:
        break;
    }
}

/* The longest film of the bill; the first of equals. */
static size_t main_film(const rl_programme_heading *heading) {
    size_t main = 0;
    int longest = 0;
    for (size_t i = 0; i < heading->part_count; i++) {
        for (size_t film = 0; heading->parts[i].kind == RL_PART_MINUTES && film < heading->film_count; film++) {
            int minutes = rl_programme_minutes(rl_programme_part_of(heading->parts[i].text, film));
            if (minutes > longest) {
                longest = minutes;
                main = film;
            }
        }
    }
    return main;
}

static void read_festival(rl_programme_page *programme) {
    rl_facts *facts = programme->facts;
    uint32_t line = number_of(programme->heading.facts_line);
    rl_str text = programme->heading.festival;
    if (text.length > 5 && rl_str_ends(text, RL_STR(" None"))) {
        text = rl_str_slice(text, 0, text.length - 5);
    }
    size_t before = facts->count;
    if (rl_facts_awards(facts, text, RL_ORIGIN_LABEL, line) == 0) {
        rl_facts_add(facts, RL_FIELD_FESTIVAL, text, RL_ORIGIN_LABEL, line);
    }
    for (size_t i = before; i < facts->count; i++) {
        facts->items[i].result = facts->items[i].result == RL_RESULT_NONE ? RL_RESULT_SHOWN : facts->items[i].result;
    }
}

/* "Film; Feature, Documentaries": the sort of programme item, then its sections. */
static void read_sort(rl_programme_page *programme) {
    rl_facts *facts = programme->facts;
    rl_str rest = programme->heading.sort;
    uint32_t line = number_of(programme->heading.sort_line);
    rl_str part;
    if (rl_str_starts(rest, RL_STR("Event"))) {
        facts->subject = RL_SUBJECT_EVENT;
    }
    if (!rl_str_split(&rest, RL_STR(";"), &part)) {
        return;
    }
    while (rl_str_split(&rest, RL_STR(","), &part)) {
        part = rl_str_trim(part);
        if (part.length == 0 || rl_str_is(part, "Feature")) {
            continue;
        }
        rl_facts_add(facts, RL_FIELD_SECTION, part, RL_ORIGIN_LABEL, line);
        if (rl_lexicon_find(RL_LEXICON_GENRE, part) != NULL) {
            rl_facts_labels(facts, RL_FIELD_GENRE, part, RL_ORIGIN_LABEL, line);
        }
    }
}

static void read_films(rl_programme_page *programme) {
    const rl_programme_heading *heading = &programme->heading;
    programme->main = main_film(heading);
    programme->speaks_of = programme->main;
    for (size_t film = 0; film < heading->film_count; film++) {
        rl_str title = heading->titles[film];
        int year = 0;
        (void)rl_facts_split_year(heading->titles[film], &title, &year);
        programme->films[film].title = title;
        for (size_t i = 0; i < heading->part_count; i++) {
            if (heading->parts[i].kind == RL_PART_PEOPLE && heading->film_count > 1) {
                programme->films[film].people = rl_programme_part_of(heading->parts[i].text, film);
            }
        }
        if (film == programme->main) {
            add_title(programme, title, number_of(heading->title_line));
            programme->year = year;
        } else {
            rl_programme_add_reference(programme->facts, RL_FIELD_SIMILAR, title, RL_STR_EMPTY, year, number_of(heading->title_line));
        }
    }
}

void rl_programme_read_bill(rl_programme_page *programme) {
    const rl_programme_heading *heading = &programme->heading;
    uint32_t line = number_of(heading->facts_line);
    if (heading->title_line > 0) {
        rl_facts_block(programme->facts, 1, (uint32_t)heading->title_line, RL_BLOCK_FURNITURE, "navigation");
    }
    read_films(programme);
    for (size_t i = 0; i < heading->part_count; i++) {
        if (heading->parts[i].kind == RL_PART_PEOPLE && programme->people.length == 0) {
            programme->people = rl_programme_part_of(heading->parts[i].text, programme->main);
        }
        add_part(programme, &heading->parts[i], line);
    }
    if (programme->year > 0) {
        rl_facts_add_number(programme->facts, RL_FIELD_YEAR, programme->year, RL_ORIGIN_LABEL, line);
    }
    if (heading->festival.length > 0) {
        read_festival(programme);
        read_sort(programme);
    }
    rl_facts_block(programme->facts, number_of(heading->title_line), (uint32_t)heading->end_line, RL_BLOCK_CLAIMED, "heading");
}
