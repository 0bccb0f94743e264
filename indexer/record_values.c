/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_values: values of a film record, by the shape of their key: names, titles, labels, numbers, money, dates,
 * prizes. Values stand alone in a record, so that most are taken as they are.
 */
#include "indexer/record_values.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/limits.h"

enum {
    EARLIEST_YEAR = 1870, /* before the first moving pictures */
    LATEST_YEAR = 2100,
    MAX_MINUTES = 100000, /* the longest film runs 51,420 */
    MAX_AMOUNT_DIGITS = 15
};

/* --- values --- */

/* The text of a string, borrowed; numbers are written into scratch. Empty for other types. */
static rl_str text_of(const json_t *value, char *scratch, size_t size) {
    if (json_is_string(value)) {
        return rl_str_trim((rl_str){json_string_value(value), json_string_length(value)});
    }
    int written = 0;
    if (json_is_integer(value)) {
        written = snprintf(scratch, size, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
    } else if (json_is_real(value)) {
        written = snprintf(scratch, size, "%s", RL_DECIMAL(json_real_value(value), -6));
    }
    return written > 0 && (size_t)written < size ? (rl_str){scratch, (size_t)written} : RL_STR_EMPTY;
}

static rl_str string_of(const json_t *value) { return text_of(value, NULL, 0); }

static rl_str member(const json_t *object, const char *name) { return string_of(json_object_get(object, name)); }

/* A whole number: 1992, 1992.0, "1992", "1992 (restored)". */
static bool number_of(const json_t *value, int64_t *out_number) {
    if (json_is_integer(value)) {
        *out_number = json_integer_value(value);
        return true;
    }
    if (json_is_real(value) && fabs(json_real_value(value)) < 1e15) {
        *out_number = llround(json_real_value(value));
        return true;
    }
    rl_str text = string_of(value);
    size_t digits = 0;
    *out_number = 0;
    while (digits < text.length && digits < MAX_AMOUNT_DIGITS && text.at[digits] >= '0' && text.at[digits] <= '9') {
        *out_number = *out_number * 10 + (text.at[digits++] - '0');
    }
    return digits > 0;
}

static bool year_of(const json_t *value, int64_t *out_year) {
    return number_of(value, out_year) && *out_year >= EARLIEST_YEAR && *out_year <= LATEST_YEAR;
}

static rl_result result_of(rl_str text) {
    static const struct {
        const char *word;
        rl_result result;
    } words[] = {{"winner", RL_RESULT_WON},          {"won", RL_RESULT_WON},         {"nominee", RL_RESULT_NOMINATED},
                 {"nominated", RL_RESULT_NOMINATED}, {"nomination", RL_RESULT_NOMINATED}, {"shown", RL_RESULT_SHOWN}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(words[i].word))) {
            return words[i].result;
        }
    }
    return RL_RESULT_NONE;
}

/* A fact with its other parts, all copied: the JSON they stand in dies before the facts do. */
static rl_fact *add(rl_record_state *record, rl_field field, rl_str value, rl_str detail, rl_str person) {
    rl_fact *fact = rl_facts_add(record->facts, field, value, RL_ORIGIN_RECORD, record->line);
    if (fact != NULL && detail.length > 0) {
        fact->detail = rl_str_copy(record->facts->arena, detail);
    }
    if (fact != NULL && person.length > 0) {
        fact->person = rl_str_copy(record->facts->arena, person);
    }
    return fact;
}

/* --- readers of one element --- */

bool rl_record_read_plain(rl_record_state *record, rl_field field, const json_t *value) {
    char scratch[32];
    rl_str text = text_of(value, scratch, sizeof scratch);
    return text.length > 0 && rl_facts_add(record->facts, field, text, RL_ORIGIN_RECORD, record->line) != NULL;
}

bool rl_record_read_title(rl_record_state *record, rl_field field, const json_t *value) {
    if (!json_is_object(value)) {
        return rl_record_read_plain(record, field, value);
    }
    return add(record, field, member(value, "title"), member(value, "country"), RL_STR_EMPTY) != NULL;
}

static void add_character(rl_record_state *record, rl_field field, rl_str role) {
    if (field == RL_FIELD_CAST && role.length > 0 && !record->lists_characters) {
        rl_facts_add(record->facts, RL_FIELD_CHARACTER, role, RL_ORIGIN_RECORD, record->line);
    }
}

/* Names stand alone in a record and go in as they are; a remark in parentheses and "Surname, Given" are worth the cost
 * of the reader of page text. */
bool rl_record_read_name(rl_record_state *record, rl_field field, const json_t *value) {
    rl_str name = json_is_object(value) ? member(value, "name") : string_of(value);
    rl_str role = json_is_object(value) ? member(value, "role") : RL_STR_EMPTY;
    rl_str credited = json_is_object(value) ? member(value, "credited_as") : RL_STR_EMPTY;
    if (name.length == 0) {
        return false;
    }
    bool written = memchr(name.at, '(', name.length) != NULL || memchr(name.at, ',', name.length) != NULL;
    if (credited.length == 0 && written) {
        rl_facts_person(record->facts, field, name, role, RL_ORIGIN_RECORD, record->line);
        return true;
    }
    add(record, field, name, role, credited);
    add_character(record, field, role);
    return true;
}

static const char *canonical_name(rl_lexicon_kind kind, rl_str text) {
    const rl_lexicon_entry *entry = text.length == 0 ? NULL : rl_lexicon_find(kind, text);
    return entry == NULL ? NULL : entry->name;
}

/* Canonical values, nearly all there are, are looked up at once; the reader of lists takes the rest. */
bool rl_record_read_label(rl_record_state *record, rl_field field, const json_t *value) {
    rl_str text = string_of(value);
    rl_lexicon_kind kind = field == RL_FIELD_GENRE     ? RL_LEXICON_GENRE
                           : field == RL_FIELD_COUNTRY ? RL_LEXICON_COUNTRY
                                                       : RL_LEXICON_LANGUAGE;
    const char *canonical = canonical_name(kind, text);
    if (canonical != NULL) {
        rl_facts_add(record->facts, field, rl_str_of(canonical), RL_ORIGIN_RECORD, record->line);
    } else {
        rl_facts_labels(record->facts, field, text, RL_ORIGIN_RECORD, record->line);
    }
    return text.length > 0;
}

bool rl_record_read_coloration(rl_record_state *record, rl_field field, const json_t *value) {
    (void)field;
    rl_str text = string_of(value);
    return text.length > 0 && rl_facts_coloration(record->facts, text, RL_ORIGIN_RECORD, record->line);
}

bool rl_record_read_year(rl_record_state *record, rl_field field, const json_t *value) {
    int64_t year;
    return year_of(value, &year) &&
           rl_facts_add_number(record->facts, field, year, RL_ORIGIN_RECORD, record->line) != NULL;
}

bool rl_record_read_runtime(rl_record_state *record, rl_field field, const json_t *value) {
    if (json_is_string(value)) {
        int64_t bare;
        rl_str text = string_of(value);
        bool digits_only = strspn(json_string_value(value), "0123456789 ") == json_string_length(value);
        if (!digits_only || !number_of(value, &bare)) {
            return text.length > 0 && rl_facts_runtime(record->facts, text, RL_ORIGIN_RECORD, record->line);
        }
    }
    int64_t minutes;
    return number_of(value, &minutes) && minutes > 0 && minutes <= MAX_MINUTES &&
           rl_facts_add_number(record->facts, field, minutes, RL_ORIGIN_RECORD, record->line) != NULL;
}

/* A bare number has no currency: {"amount", "currency"} gives both. */
bool rl_record_read_money(rl_record_state *record, rl_field field, const json_t *value) {
    if (json_is_string(value)) {
        return rl_facts_money(record->facts, field, string_of(value), RL_ORIGIN_RECORD, record->line);
    }
    const json_t *amount_value = json_is_object(value) ? json_object_get(value, "amount") : value;
    int64_t amount;
    if (!number_of(amount_value, &amount) || amount <= 0) {
        return false;
    }
    rl_fact *fact = rl_facts_add_number(record->facts, field, amount, RL_ORIGIN_RECORD, record->line);
    if (fact != NULL && json_is_object(value)) {
        fact->detail = rl_str_copy(record->facts->arena, member(value, "currency"));
    }
    return fact != NULL;
}

bool rl_record_read_rating(rl_record_state *record, rl_field field, const json_t *value) {
    double rating = json_is_number(value) ? json_number_value(value) : -1;
    if (json_is_string(value)) {
        rating = rl_str_decimal(string_of(value), &rating) ? rating : -1;
    }
    return rating >= 0 && rating <= 10 &&
           rl_facts_add_number(record->facts, field, llround(rating * 10), RL_ORIGIN_RECORD, record->line) != NULL;
}

bool rl_record_read_release(rl_record_state *record, rl_field field, const json_t *value) {
    (void)field;
    rl_str date = json_is_object(value) ? member(value, "date") : string_of(value);
    return date.length > 0 &&
           rl_facts_date(record->facts, date, member(value, "country"), RL_ORIGIN_RECORD, record->line);
}

bool rl_record_read_id(rl_record_state *record, rl_field field, const json_t *value) {
    (void)field;
    char scratch[32];
    rl_str id = text_of(value, scratch, sizeof scratch);
    if (id.length == 0 || id.length > RL_MAX_TERM_BYTES / 2) {
        return false;
    }
    record->facts->record_id = rl_str_copy(record->facts->arena, id);
    return true;
}

bool rl_record_read_identifier(rl_record_state *record, rl_field field, const json_t *value) {
    (void)field;
    static const char *const schemes[] = {"imdb", "tmdb", "wiki"};
    char scratch[32];
    rl_str id = text_of(value, scratch, sizeof scratch);
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0] && id.length > 0; i++) {
        if (strncmp(record->key, schemes[i], strlen(schemes[i])) == 0) {
            rl_facts_identifier(record->facts, schemes[i], id, RL_ORIGIN_RECORD, record->line);
            return true;
        }
    }
    return false;
}

bool rl_record_read_kind(rl_record_state *record, rl_field field, const json_t *value) {
    rl_str kind = string_of(value);
    if (rl_str_is(kind, "series")) {
        record->facts->subject = RL_SUBJECT_SERIES;
    } else if (rl_str_is(kind, "episode")) {
        record->facts->subject = RL_SUBJECT_EPISODE;
    }
    return kind.length > 0 && rl_record_read_plain(record, field, value);
}

/* Another film: "Trees Lounge", or with its year. */
bool rl_record_read_reference(rl_record_state *record, rl_field field, const json_t *value) {
    rl_str title = json_is_object(value) ? member(value, "title") : string_of(value);
    rl_fact *fact = add(record, field, title, RL_STR_EMPTY, RL_STR_EMPTY);
    int64_t year;
    if (fact != NULL && year_of(json_object_get(value, "year"), &year)) {
        fact->number = year;
    }
    return fact != NULL;
}

/* The form any field can be given in, its parts taken as they are. */
bool rl_record_read_generic(rl_record_state *record, rl_field field, const json_t *value) {
    if (!json_is_object(value)) {
        return rl_record_read_plain(record, field, value);
    }
    char scratch[32];
    int64_t number = 0;
    (void)number_of(json_object_get(value, "number"), &number);
    rl_str text = text_of(json_object_get(value, "value"), scratch, sizeof scratch);
    rl_fact *fact = text.length > 0 ? rl_facts_add(record->facts, field, text, RL_ORIGIN_RECORD, record->line)
                    : number != 0   ? rl_facts_add_number(record->facts, field, number, RL_ORIGIN_RECORD, record->line)
                                    : NULL;
    if (fact == NULL) {
        return false;
    }
    fact->number = number;
    fact->detail = rl_str_copy(record->facts->arena, member(value, "detail"));
    fact->person = rl_str_copy(record->facts->arena, member(value, "person"));
    fact->result = result_of(member(value, "result"));
    add_character(record, field, fact->detail);
    return true;
}

/* --- festivals and awards --- */

/* "edition" is a year (1992, "1992") or an ordinal ("45th", 45) that the lexicon may turn into one. */
static int64_t edition_year(const json_t *value, rl_str festival) {
    int64_t edition = 0;
    if (!number_of(value, &edition) || edition <= 0) {
        return 0;
    }
    if (edition >= EARLIEST_YEAR) {
        return edition <= LATEST_YEAR ? edition : 0;
    }
    const rl_lexicon_entry *entry = rl_lexicon_find(RL_LEXICON_FESTIVAL, festival);
    return entry == NULL ? 0 : rl_lexicon_edition_year(entry, (int)edition);
}

static bool read_award_object(rl_record_state *record, const json_t *value) {
    rl_str prize = member(value, "prize");
    rl_str festival = member(value, "festival");
    const rl_lexicon_entry *known_prize = prize.length == 0 ? NULL : rl_lexicon_find(RL_LEXICON_PRIZE, prize);
    if (festival.length == 0 && known_prize != NULL) {
        const rl_lexicon_entry *giver = rl_lexicon_festival_of_prize(known_prize);
        festival = giver == NULL ? RL_STR_EMPTY : rl_str_of(giver->name);
    }
    if (festival.length == 0) {
        return false;
    }
    int64_t year = edition_year(json_object_get(value, "edition"), festival);
    return rl_facts_award(record->facts, festival, (int)year, prize, result_of(member(value, "result")), member(value, "person"),
                          RL_ORIGIN_RECORD, record->line) != NULL;
}

/* A festival, or a tally such as "4 wins & 20 nominations", which holds no prize by name. */
static bool names_festival(rl_str text) {
    size_t length;
    return (text.length > 0 && text.at[0] >= '0' && text.at[0] <= '9') || rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, text, &length) != NULL;
}

bool rl_record_read_award(rl_record_state *record, rl_field field, const json_t *value) {
    (void)field;
    if (json_is_object(value)) {
        return read_award_object(record, value);
    }
    rl_str text = string_of(value);
    /* Nothing new is no failure: prizes name their festivals before "festivals" does. */
    return rl_facts_awards(record->facts, text, RL_ORIGIN_RECORD, record->line) > 0 || names_festival(text);
}

