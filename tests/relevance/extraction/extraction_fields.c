/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * extraction_fields: what is scored of a page, and when a value found is the gold's. A field is scored as written and,
 * where it names people, once more as a reader would take the names: see name_tally.
 */
#include "tests/relevance/extraction/extraction_fields.h"

#include <stdio.h>

#include "common/analysis.h"
#include "common/lexicon.h"
#include "indexer/name_variants.h"

enum { MAX_VALUES = 1024 };

/* SHOWN compares with what `reel show` prints of a fact: "1992-08-13 (Germany)". */
typedef enum compare { COMPARE_TITLE, COMPARE_NAME, COMPARE_ROLE, COMPARE_NUMBER, COMPARE_LEXICON, COMPARE_LABEL, COMPARE_SHOWN } compare;

typedef struct scored_field {
    const char *name, *key; /* key: of the gold */
    rl_field field;
    compare compare;
    rl_lexicon_kind lexicon;
    bool single;        /* one value is true: the best found counts */
    const char *detail; /* facts of this detail only, NULL for all */
} scored_field;

static const scored_field fields[EXTRACTION_FIELDS] = {
    {"title", "title", RL_FIELD_TITLE, COMPARE_TITLE, 0, true, NULL},
    {"original title", "original_title", RL_FIELD_AKA, COMPARE_TITLE, 0, false, "original title"},
    {"alt_titles", "alt_titles", RL_FIELD_AKA, COMPARE_TITLE, 0, false, NULL},
    {"akas shown", "akas", RL_FIELD_AKA, COMPARE_SHOWN, 0, false, NULL},
    {"kind", "kind", RL_FIELD_KIND, COMPARE_LABEL, 0, true, NULL},
    {"year", "year", RL_FIELD_YEAR, COMPARE_NUMBER, 0, true, NULL},
    {"releases", "releases", RL_FIELD_RELEASE, COMPARE_SHOWN, 0, false, NULL},
    {"directors", "directors", RL_FIELD_DIRECTOR, COMPARE_NAME, 0, false, NULL},
    {"writers", "writers", RL_FIELD_WRITER, COMPARE_NAME, 0, false, NULL},
    {"cast", "cast", RL_FIELD_CAST, COMPARE_NAME, 0, false, NULL},
    {"roles", "roles", RL_FIELD_CAST, COMPARE_ROLE, 0, false, NULL},
    {"producers", "producers", RL_FIELD_PRODUCER, COMPARE_NAME, 0, false, NULL},
    {"music", "music", RL_FIELD_MUSIC, COMPARE_NAME, 0, false, NULL},
    {"cinematographers", "cinematographers", RL_FIELD_CINEMATOGRAPHY, COMPARE_NAME, 0, false, NULL},
    {"editors", "editors", RL_FIELD_EDITING, COMPARE_NAME, 0, false, NULL},
    {"companies", "companies", RL_FIELD_PRODUCTION, COMPARE_LABEL, 0, false, NULL},
    {"distributors", "distributors", RL_FIELD_DISTRIBUTOR, COMPARE_LABEL, 0, false, NULL},
    {"genres", "genres", RL_FIELD_GENRE, COMPARE_LEXICON, RL_LEXICON_GENRE, false, NULL},
    {"countries", "countries", RL_FIELD_COUNTRY, COMPARE_LEXICON, RL_LEXICON_COUNTRY, false, NULL},
    {"languages", "languages", RL_FIELD_LANGUAGE, COMPARE_LEXICON, RL_LEXICON_LANGUAGE, false, NULL},
    {"runtime", "runtime", RL_FIELD_RUNTIME, COMPARE_NUMBER, 0, true, NULL},
    {"coloration", "coloration", RL_FIELD_COLORATION, COMPARE_LEXICON, RL_LEXICON_COLORATION, false, NULL},
    {"sound", "sound", RL_FIELD_SOUND, COMPARE_LABEL, 0, false, NULL},
    {"aspect", "aspect", RL_FIELD_ASPECT, COMPARE_LABEL, 0, false, NULL},
    {"certificates", "certificates", RL_FIELD_CERTIFICATE, COMPARE_SHOWN, 0, false, NULL},
    {"medium", "medium", RL_FIELD_MEDIUM, COMPARE_LABEL, 0, false, NULL},
    {"section", "section", RL_FIELD_SECTION, COMPARE_LABEL, 0, false, NULL},
    {"taglines", "taglines", RL_FIELD_TAGLINE, COMPARE_LABEL, 0, false, NULL},
    {"festivals", "festivals", RL_FIELD_FESTIVAL, COMPARE_SHOWN, 0, false, NULL},
    {"awards", "awards", RL_FIELD_AWARD, COMPARE_SHOWN, 0, false, NULL},
};

typedef struct value {
    rl_str key, text; /* text as it was written */
} value;

typedef struct values {
    value items[MAX_VALUES];
    size_t count;
} values;

const char *extraction_field_name(size_t field) { return fields[field].name; }

bool extraction_field_names_people(size_t field) { return fields[field].compare == COMPARE_NAME; }

static rl_str key_of(rl_arena *arena, const scored_field *field, rl_str text) {
    if (field->compare == COMPARE_LEXICON) {
        const rl_lexicon_entry *entry = rl_lexicon_find(field->lexicon, text);
        text = entry == NULL ? text : rl_str_of(entry->name);
    }
    return rl_analysis_key_copy(arena, field->compare == COMPARE_TITLE ? RL_KEY_TITLE : RL_KEY_NAME, text);
}

static void add_value(rl_arena *arena, values *list, const scored_field *field, rl_str text) {
    rl_str key = field->compare == COMPARE_NUMBER ? text : key_of(arena, field, text);
    for (size_t i = 0; i < list->count; i++) {
        if (rl_str_equal(list->items[i].key, key)) {
            return;
        }
    }
    if (key.length != 0 && list->count < MAX_VALUES) {
        list->items[list->count++] = (value){key, text};
    }
}

/* --- the gold's --- */

static void add_gold(rl_arena *arena, const scored_field *field, const json_t *gold, values *out) {
    rl_buffer text = RL_BUFFER_FOR(arena);
    if (json_is_object(gold)) {
        rl_buffer_add_text(&text, json_string_value(json_object_get(gold, "name")));
        const char *role = json_string_value(json_object_get(gold, "role"));
        if (field->compare == COMPARE_ROLE && role != NULL) {
            rl_buffer_add_format(&text, " as %s", role);
        }
    } else if (json_is_integer(gold)) {
        rl_buffer_add_format(&text, "%lld", (long long)json_integer_value(gold));
    } else if (json_is_string(gold)) {
        rl_buffer_add_text(&text, json_string_value(gold));
    }
    add_value(arena, out, field, rl_str_copy(arena, rl_buffer_str(&text)));
    rl_buffer_done(&text);
}

static void gold_values(rl_arena *arena, const scored_field *field, const json_t *record, values *out) {
    const json_t *gold = json_object_get(record, field->key);
    if (!json_is_array(gold)) {
        add_gold(arena, field, gold, out);
        return;
    }
    for (size_t i = 0; i < json_array_size(gold); i++) {
        add_gold(arena, field, json_array_get(gold, i), out);
    }
}

/* --- the page's --- */

static rl_str fact_text(rl_arena *arena, const scored_field *field, const rl_fact *fact) {
    rl_buffer text = RL_BUFFER_FOR(arena);
    if (field->compare == COMPARE_NUMBER) {
        rl_buffer_add_format(&text, "%lld", (long long)fact->number);
    } else if (field->compare == COMPARE_SHOWN) {
        rl_fact_render(fact, true, &text);
    } else if (field->compare == COMPARE_ROLE && fact->detail.length > 0) {
        rl_buffer_add_format(&text, "%.*s as %.*s", RL_STR_ARG(fact->value), RL_STR_ARG(fact->detail));
    } else if (field->compare == COMPARE_NAME) {
        rl_buffer_add_str(&text, rl_name_bare(fact->value));
    } else {
        rl_buffer_add_str(&text, fact->value);
    }
    rl_str copy = rl_str_copy(arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

static bool is_of(const scored_field *field, const rl_fact *fact) {
    bool told = field->compare != COMPARE_ROLE || fact->detail.length > 0; /* a name alone is another field's */
    return told && fact->field == field->field && (field->detail == NULL || rl_str_is(fact->detail, field->detail));
}

/* The surest fact of a field with one true value is the first of the highest origin. */
static void found_values(rl_arena *arena, const scored_field *field, const rl_facts *facts, values *out) {
    const rl_fact *best = NULL;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (!is_of(field, fact)) {
            continue;
        }
        if (!field->single) {
            add_value(arena, out, field, fact_text(arena, field, fact));
        } else if (best == NULL || fact->origin > best->origin) {
            best = fact;
        }
    }
    if (best != NULL) {
        add_value(arena, out, field, fact_text(arena, field, best));
    }
}

/* --- scoring --- */

static size_t count_shared(const values *gold, const values *found) {
    size_t shared = 0;
    for (size_t i = 0; i < found->count; i++) {
        for (size_t j = 0; j < gold->count; j++) {
            shared += rl_str_equal(found->items[i].key, gold->items[j].key);
        }
    }
    return shared;
}

static rl_str skip_notes(rl_str text, bool *out_ended) {
    bool note = false;
    *out_ended = false;
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        bool word = c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
        note = c == '[' || (note && c != ']');
        *out_ended = *out_ended || c == '.' || c == '\n';
        if (word && !note) {
            return rl_str_slice(text, i, text.length);
        }
    }
    return RL_STR_EMPTY;
}

/* "Dénes Orosz Plot": the gold's name runs on into what stands behind the sentence or the line that ends with it on
 * the page. A name cut short is none of these: nothing ends behind it. */
static bool runs_on(rl_str page, rl_str gold, rl_str found) {
    if (found.length == 0 || found.length >= gold.length || !rl_str_starts_nocase(gold, found)) {
        return false;
    }
    bool ended;
    rl_str rest = skip_notes(rl_str_slice(gold, found.length, gold.length), &ended);
    for (size_t from = 0, at; (at = rl_str_find(rl_str_slice(page, from, page.length), found)) != SIZE_MAX; from += at + found.length) {
        rl_str behind = skip_notes(rl_str_slice(page, from + at + found.length, page.length), &ended);
        size_t word = 0;
        while (word < rest.length && rest.at[word] != ' ' && rest.at[word] != '.') {
            word++;
        }
        if (ended && word > 0 && rl_str_starts_nocase(behind, rl_str_slice(rest, 0, word))) {
            return true;
        }
    }
    return false;
}

static bool are_one_person(rl_arena *arena, rl_str a, rl_str b) {
    rl_name_words one = rl_name_words_of(arena, a), two = rl_name_words_of(arena, b);
    return rl_names_relate(&one, &two) != RL_NAMES_DIFFER;
}

/* Drops what spells the name of one before it: a page's heading and its categories may write one person in two ways. */
static void drop_respelled(rl_arena *arena, values *list) {
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++) {
        bool again = false;
        for (size_t j = 0; j < kept && !again; j++) {
            again = are_one_person(arena, list->items[i].text, list->items[j].text);
        }
        if (!again) {
            list->items[kept++] = list->items[i];
        }
    }
    list->count = kept;
}

/* Names as a reader takes them: "D. Yoganand" is "Dasari Yoganand", and the gold's run-on words are no name. */
static void tally_names(rl_arena *arena, rl_str page, const values *gold, const values *found, extraction_tally *out) {
    values one = *gold, other = *found;
    drop_respelled(arena, &one);
    drop_respelled(arena, &other);
    size_t right = 0;
    for (size_t i = 0; i < other.count; i++) {
        bool met = false;
        for (size_t j = 0; j < one.count && !met; j++) {
            met = rl_str_equal(other.items[i].key, one.items[j].key) || are_one_person(arena, other.items[i].text, one.items[j].text) ||
                  runs_on(page, one.items[j].text, other.items[i].text);
        }
        right += met;
    }
    out->read_gold += one.count;
    out->read_found += other.count;
    out->read_right += right < one.count ? right : one.count;
}

static void print_values(const char *label, const values *list) {
    printf(" %s [", label);
    for (size_t i = 0; i < list->count; i++) {
        printf("%s%.*s", i == 0 ? "" : "; ", RL_STR_ARG(list->items[i].text));
    }
    printf("]");
}

void extraction_score_field(rl_arena *arena, size_t f, bool closed, bool verbose, const json_t *record, rl_str page,
                            const rl_facts *facts, extraction_tally *out) {
    const scored_field *field = &fields[f];
    if (json_object_get(record, field->key) == NULL && !closed) {
        return;
    }
    values gold = {.count = 0}, found = {.count = 0};
    gold_values(arena, field, record, &gold);
    found_values(arena, field, facts, &found);
    size_t right = count_shared(&gold, &found);
    out->files++;
    out->gold += gold.count;
    out->found += found.count;
    out->right += right;
    if (field->compare == COMPARE_NAME) {
        tally_names(arena, page, &gold, &found, out);
    }
    if (verbose && (right != gold.count || right != found.count)) {
        printf("%s: %s:", json_string_value(json_object_get(record, "file")), field->name);
        print_values("gold", &gold);
        print_values("found", &found);
        printf("\n");
    }
}
