/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * export_record: takes what leads in a film, one value each. A value is written as plainly as it is read back
 * unchanged: a string or number, else an object of its field's shape, else the form every field has:
 * {"value", "detail", "person", "number", "result"}. A field with one true value has a plain key for it; other
 * claims stand under "further", since readers of records expect one title, year and runtime.
 */
#include "searcher/export_record.h"

#include <errno.h>

#include "common/lexicon.h"

typedef enum shape {
    SHAPE_TEXT,
    SHAPE_PERSON,    /* {"name", "role", "credited_as"} */
    SHAPE_TITLE,     /* {"title", "country"} */
    SHAPE_LABEL,
    SHAPE_FESTIVAL,  /* {"festival", "edition", "result"} */
    SHAPE_AWARD,     /* {"festival", "edition", "prize", "result", "person"} */
    SHAPE_DATE,      /* {"date", "country"} */
    SHAPE_MONEY,     /* {"amount", "currency"} */
    SHAPE_NUMBER,
    SHAPE_RATING,
    SHAPE_REFERENCE  /* {"title", "year"} */
} shape;

typedef enum plurality {
    ONE,  /* the first; the others go under "further" */
    FEW,  /* mostly one: the value itself, a list where there are several */
    LIST
} plurality;

/* In the order they are written. Festivals come before awards, which would add theirs. */
static const struct export_key {
    const char *key;
    rl_field field;
    shape shape;
    plurality plurality;
} export_keys[] = {
    {"title", RL_FIELD_TITLE, SHAPE_TEXT, ONE},
    {"alt_titles", RL_FIELD_AKA, SHAPE_TITLE, LIST},
    {"year", RL_FIELD_YEAR, SHAPE_NUMBER, ONE},
    {"kind", RL_FIELD_KIND, SHAPE_TEXT, ONE},
    {"directors", RL_FIELD_DIRECTOR, SHAPE_PERSON, LIST},
    {"writers", RL_FIELD_WRITER, SHAPE_PERSON, LIST},
    {"cast", RL_FIELD_CAST, SHAPE_PERSON, LIST},
    {"producers", RL_FIELD_PRODUCER, SHAPE_PERSON, LIST},
    {"music", RL_FIELD_MUSIC, SHAPE_PERSON, LIST},
    {"cinematographers", RL_FIELD_CINEMATOGRAPHY, SHAPE_PERSON, LIST},
    {"editors", RL_FIELD_EDITING, SHAPE_PERSON, LIST},
    {"companies", RL_FIELD_PRODUCTION, SHAPE_TEXT, LIST},
    {"distributors", RL_FIELD_DISTRIBUTOR, SHAPE_TEXT, LIST},
    {"sales", RL_FIELD_SALES, SHAPE_TEXT, LIST},
    {"genres", RL_FIELD_GENRE, SHAPE_LABEL, LIST},
    {"countries", RL_FIELD_COUNTRY, SHAPE_LABEL, LIST},
    {"languages", RL_FIELD_LANGUAGE, SHAPE_LABEL, LIST},
    {"runtime", RL_FIELD_RUNTIME, SHAPE_NUMBER, ONE},
    {"coloration", RL_FIELD_COLORATION, SHAPE_LABEL, FEW},
    {"sound", RL_FIELD_SOUND, SHAPE_TEXT, FEW},
    {"aspect", RL_FIELD_ASPECT, SHAPE_TEXT, FEW},
    {"festivals", RL_FIELD_FESTIVAL, SHAPE_FESTIVAL, LIST},
    {"awards", RL_FIELD_AWARD, SHAPE_AWARD, LIST},
    {"keywords", RL_FIELD_KEYWORD, SHAPE_TEXT, LIST},
    {"location", RL_FIELD_LOCATION, SHAPE_TEXT, LIST},
    {"release", RL_FIELD_RELEASE, SHAPE_DATE, LIST},
    {"certificate", RL_FIELD_CERTIFICATE, SHAPE_TEXT, FEW},
    {"budget", RL_FIELD_BUDGET, SHAPE_MONEY, ONE},
    {"gross", RL_FIELD_GROSS, SHAPE_MONEY, ONE},
    {"rating", RL_FIELD_RATING, SHAPE_RATING, ONE},
    {"medium", RL_FIELD_MEDIUM, SHAPE_TEXT, FEW},
    {"section", RL_FIELD_SECTION, SHAPE_TEXT, FEW},
    {"set", RL_FIELD_SET, SHAPE_TEXT, FEW},
    {"tagline", RL_FIELD_TAGLINE, SHAPE_TEXT, FEW},
    {"plot", RL_FIELD_PLOT, SHAPE_TEXT, FEW},
    {"review", RL_FIELD_REVIEW, SHAPE_TEXT, LIST},
    {"trivia", RL_FIELD_TRIVIA, SHAPE_TEXT, LIST},
    {"text", RL_FIELD_TEXT, SHAPE_TEXT, FEW},
    {"similar", RL_FIELD_SIMILAR, SHAPE_REFERENCE, LIST},
    {"filmography", RL_FIELD_FILMOGRAPHY, SHAPE_REFERENCE, LIST},
    {"biography", RL_FIELD_BIOGRAPHY, SHAPE_TEXT, LIST},
};

static json_t *string(rl_str text) {
    return json_stringn(text.length == 0 ? "" : text.at, text.length);
}

static void set_string(json_t *object, const char *key, rl_str text) {
    if (text.length > 0) {
        json_object_set_new(object, key, string(text));
    }
}

static void set_number(json_t *object, const char *key, int64_t number) {
    if (number != 0) {
        json_object_set_new(object, key, json_integer(number));
    }
}

static void set_result(json_t *object, rl_result result) {
    static const char *const names[] = {NULL, "shown", "nominated", "won"};
    if (result != RL_RESULT_NONE && (size_t)result < sizeof names / sizeof names[0]) {
        json_object_set_new(object, "result", json_string(names[result]));
    }
}

/* --- shapes --- */

/* Parts of a fact, to say which of them a shape can hold. */
enum { PART_VALUE = 1, PART_DETAIL = 2, PART_PERSON = 4, PART_NUMBER = 8, PART_RESULT = 16 };

static unsigned parts_of(const rl_fact *fact) {
    return (fact->value.length > 0 ? PART_VALUE : 0U) | (fact->detail.length > 0 ? PART_DETAIL : 0U) |
           (fact->person.length > 0 ? PART_PERSON : 0U) | (fact->number != 0 ? PART_NUMBER : 0U) |
           (fact->result != RL_RESULT_NONE ? PART_RESULT : 0U);
}

static bool only(const rl_fact *fact, unsigned parts) {
    return (parts_of(fact) & ~parts) == 0;
}

static json_t *whole_fact(const rl_fact *fact) {
    json_t *object = json_object();
    set_string(object, "value", fact->value);
    set_string(object, "detail", fact->detail);
    set_string(object, "person", fact->person);
    set_number(object, "number", fact->number);
    set_result(object, fact->result);
    return object;
}

static json_t *person_json(const rl_fact *fact) {
    if (only(fact, PART_VALUE) && memchr(fact->value.at, '(', fact->value.length) == NULL) {
        return string(fact->value);
    }
    if (!only(fact, PART_VALUE | PART_DETAIL | PART_PERSON) || memchr(fact->value.at, '(', fact->value.length) != NULL) {
        return whole_fact(fact);
    }
    json_t *object = json_object();
    set_string(object, "name", fact->value);
    set_string(object, "role", fact->detail);
    set_string(object, "credited_as", fact->person);
    return object;
}

static json_t *pair_json(const rl_fact *fact, const char *first, const char *second) {
    if (only(fact, PART_VALUE)) {
        return string(fact->value);
    }
    if (!only(fact, PART_VALUE | PART_DETAIL)) {
        return whole_fact(fact);
    }
    json_t *object = json_object();
    set_string(object, first, fact->value);
    set_string(object, second, fact->detail);
    return object;
}

/* The number of a date is its year, which its reader finds again. */
static json_t *date_json(const rl_fact *fact) {
    int64_t year = 0;
    for (size_t i = 0; i < 4 && i < fact->value.length && fact->value.at[i] >= '0' && fact->value.at[i] <= '9'; i++) {
        year = year * 10 + (fact->value.at[i] - '0');
    }
    if (fact->number != year) {
        return whole_fact(fact);
    }
    rl_fact plain = *fact;
    plain.number = 0;
    return pair_json(&plain, "date", "country");
}

/* A name of the lexicon is read as it stands; anything else might be taken for a list. */
static bool is_canonical(rl_lexicon_kind kind, rl_str text) {
    const rl_lexicon_entry *entry = rl_lexicon_find(kind, text);
    return entry != NULL && rl_str_is(text, entry->name);
}

static json_t *label_json(const rl_fact *fact) {
    rl_lexicon_kind kind = fact->field == RL_FIELD_GENRE        ? RL_LEXICON_GENRE
                           : fact->field == RL_FIELD_COUNTRY    ? RL_LEXICON_COUNTRY
                           : fact->field == RL_FIELD_COLORATION ? RL_LEXICON_COLORATION
                                                                : RL_LEXICON_LANGUAGE;
    return only(fact, PART_VALUE) && is_canonical(kind, fact->value) ? string(fact->value) : whole_fact(fact);
}

/* Awards say of their festival what became of the film there, so that its edition need not. */
static bool is_told_by_award(const rl_film *film, const rl_fact *festival) {
    size_t end;
    for (size_t at = rl_film_first(film, RL_FIELD_AWARD, &end); at < end; at++) {
        const rl_fact *award = &film->facts[at];
        if (award->leads && award->number == festival->number && award->result == festival->result &&
            rl_str_equal(award->value, festival->value)) {
            return true;
        }
    }
    return false;
}

static json_t *festival_json(const rl_film *film, const rl_fact *fact, rl_buffer *text) {
    const rl_lexicon_entry *known = rl_lexicon_find(RL_LEXICON_FESTIVAL, fact->value);
    bool canonical = known != NULL && rl_str_is(fact->value, known->name) && rl_lexicon_is_festival(known);
    bool plain = fact->result <= RL_RESULT_SHOWN || is_told_by_award(film, fact);
    if (!canonical || !only(fact, PART_VALUE | PART_NUMBER | PART_RESULT)) {
        return whole_fact(fact);
    }
    if (plain && fact->number != 0) {
        rl_buffer_clear(text);
        rl_fact_render(fact, false, text);
        return string(rl_buffer_str(text));
    }
    json_t *object = json_object();
    set_string(object, "festival", fact->value);
    set_number(object, "edition", fact->number);
    if (!plain) {
        set_result(object, fact->result);
    }
    return object;
}

static json_t *award_json(const rl_fact *fact, rl_buffer *text) {
    bool judged = fact->result == RL_RESULT_WON || fact->result == RL_RESULT_NOMINATED;
    if (judged && fact->number != 0 && fact->person.length == 0 && is_canonical(RL_LEXICON_FESTIVAL, fact->value) &&
        is_canonical(RL_LEXICON_PRIZE, fact->detail)) {
        rl_buffer_clear(text);
        rl_fact_render(fact, false, text);
        return string(rl_buffer_str(text));
    }
    json_t *object = json_object();
    set_string(object, "festival", fact->value);
    set_number(object, "edition", fact->number);
    set_string(object, "prize", fact->detail);
    set_result(object, fact->result);
    set_string(object, "person", fact->person);
    return object;
}

static json_t *money_json(const rl_fact *fact, rl_buffer *text) {
    if (!only(fact, PART_NUMBER | PART_DETAIL)) {
        return whole_fact(fact);
    }
    if (rl_str_is(fact->detail, "USD")) {
        rl_buffer_clear(text);
        rl_fact_render(fact, false, text);
        return string(rl_buffer_str(text));
    }
    json_t *object = json_object();
    json_object_set_new(object, "amount", json_integer(fact->number));
    set_string(object, "currency", fact->detail);
    return object;
}

static json_t *reference_json(const rl_fact *fact) {
    if (only(fact, PART_VALUE)) {
        return string(fact->value);
    }
    if (!only(fact, PART_VALUE | PART_NUMBER)) {
        return whole_fact(fact);
    }
    json_t *object = json_object();
    set_string(object, "title", fact->value);
    set_number(object, "year", fact->number);
    return object;
}

static json_t *fact_json(const rl_film *film, const rl_fact *fact, shape form, rl_buffer *text) {
    switch (form) {
    case SHAPE_TEXT:
        return only(fact, PART_VALUE) ? string(fact->value) : whole_fact(fact);
    case SHAPE_PERSON:
        return person_json(fact);
    case SHAPE_TITLE:
        return pair_json(fact, "title", "country");
    case SHAPE_LABEL:
        return label_json(fact);
    case SHAPE_FESTIVAL:
        return festival_json(film, fact, text);
    case SHAPE_AWARD:
        return award_json(fact, text);
    case SHAPE_DATE:
        return date_json(fact);
    case SHAPE_MONEY:
        return money_json(fact, text);
    case SHAPE_NUMBER:
        return only(fact, PART_NUMBER) ? json_integer(fact->number) : whole_fact(fact);
    case SHAPE_RATING:
        return only(fact, PART_NUMBER) ? json_real((double)fact->number / 10) : whole_fact(fact);
    case SHAPE_REFERENCE:
        return reference_json(fact);
    }
    return NULL;
}

/* --- keys --- */

/* Programs expect one string or number under the key of a field with one true value: its other parts, and other
 * claims, stand beside it. */
static void put_one(json_t *record, const char *key, json_t *list, const rl_fact *first) {
    json_t *plain = json_array_get(list, 0);
    size_t from = 1;
    if (json_is_object(plain) && json_object_get(plain, "amount") == NULL) {
        from = 0;
        json_object_set_new(record, key, first->number != 0 ? json_integer(first->number) : string(first->value));
    } else {
        json_object_set(record, key, plain);
    }
    if (from == json_array_size(list)) {
        return;
    }
    json_t *further = json_object_get(record, "further");
    if (further == NULL) {
        further = json_object();
        json_object_set_new(record, "further", further);
    }
    json_t *rest = json_array();
    for (size_t i = from; i < json_array_size(list); i++) {
        json_array_append(rest, json_array_get(list, i));
    }
    json_object_set_new(further, key, rest);
}

static void put_field(const rl_film *film, const struct export_key *key, json_t *record, rl_buffer *text) {
    json_t *list = json_array();
    const rl_fact *first = NULL;
    size_t end;
    for (size_t at = rl_film_first(film, key->field, &end); at < end; at++) {
        if (film->facts[at].leads) {
            first = first == NULL ? &film->facts[at] : first;
            json_array_append_new(list, fact_json(film, &film->facts[at], key->shape, text));
        }
    }
    if (json_array_size(list) > 0) {
        if (key->plurality == ONE) {
            put_one(record, key->key, list, first);
        } else {
            json_object_set(record, key->key, key->plurality == FEW && json_array_size(list) == 1 ? json_array_get(list, 0) : list);
        }
    }
    json_decref(list);
}

/* Whether a reader of the cast alone would find the same roles in the same order. */
static bool are_roles_of_cast(const rl_film *film, const json_t *characters) {
    size_t end, found = 0;
    for (size_t at = rl_film_first(film, RL_FIELD_CAST, &end); at < end; at++) {
        const rl_fact *fact = &film->facts[at];
        if (!fact->leads || fact->detail.length == 0) {
            continue;
        }
        const char *role = json_string_value(json_array_get(characters, found++));
        if (role == NULL || !rl_str_is(fact->detail, role)) {
            return false;
        }
    }
    return found == json_array_size(characters);
}

static void put_characters(const rl_film *film, json_t *record) {
    json_t *list = json_array();
    size_t end;
    for (size_t at = rl_film_first(film, RL_FIELD_CHARACTER, &end); at < end; at++) {
        if (film->facts[at].leads) {
            json_array_append_new(list, only(&film->facts[at], PART_VALUE) ? string(film->facts[at].value) : whole_fact(&film->facts[at]));
        }
    }
    if (!are_roles_of_cast(film, list)) {
        json_object_set(record, "character", list);
    }
    json_decref(list);
}

static void put_identifiers(const rl_film *film, json_t *record) {
    static const struct {
        const char *scheme, *key;
    } keys[] = {{"imdb", "imdb_id"}, {"tmdb", "tmdb_id"}, {"wiki", "wiki"}};
    json_t *others = json_array();
    size_t end;
    for (size_t at = rl_film_first(film, RL_FIELD_IDENTIFIER, &end); at < end; at++) {
        rl_str rest = film->facts[at].value, scheme;
        const char *key = NULL;
        if (!film->facts[at].leads) {
            continue;
        }
        if (rl_str_split(&rest, RL_STR(":"), &scheme) && rest.at != NULL) {
            for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
                key = rl_str_is(scheme, keys[i].scheme) ? keys[i].key : key;
            }
        }
        if (key != NULL && json_object_get(record, key) == NULL) {
            json_object_set_new(record, key, string(rest));
        } else {
            json_array_append_new(others, string(film->facts[at].value));
        }
    }
    if (json_array_size(others) > 0) {
        json_object_set(record, "identifier", others);
    }
    json_decref(others);
}

/* What could not be kept because memory ran out is missing: malloc says so in errno. */
json_t *rl_export_record(const rl_film *film) {
    errno = 0;
    json_t *record = json_object();
    rl_buffer text = RL_BUFFER_INIT;
    json_object_set_new(record, "id", string(film->id));
    for (size_t i = 0; i < sizeof export_keys / sizeof export_keys[0]; i++) {
        put_field(film, &export_keys[i], record, &text);
        if (export_keys[i].field == RL_FIELD_CAST) {
            put_characters(film, record);
        }
    }
    put_identifiers(film, record);
    json_t *sources = json_array();
    for (size_t i = 0; i < film->source_count; i++) {
        json_array_append_new(sources, string(film->sources[i].path));
    }
    json_object_set_new(record, "sources", sources);
    bool failed = text.failed || errno == ENOMEM;
    rl_buffer_done(&text);
    if (failed) {
        json_decref(record);
        return NULL;
    }
    return record;
}
