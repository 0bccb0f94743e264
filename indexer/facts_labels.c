/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_labels: lists of countries, languages, genres and labels without vocabulary. A value the
 * lexicon does not know passes as it is.
 */
#include "indexer/facts_read.h"

static rl_str from(rl_str text, size_t at) { return rl_str_slice(text, at, text.length); }

static bool kind_of_field(rl_field field, rl_lexicon_kind *out_kind) {
    if (field == RL_FIELD_GENRE) {
        *out_kind = RL_LEXICON_GENRE;
    } else if (field == RL_FIELD_COUNTRY) {
        *out_kind = RL_LEXICON_COUNTRY;
    } else if (field == RL_FIELD_LANGUAGE) {
        *out_kind = RL_LEXICON_LANGUAGE;
    } else {
        return false;
    }
    return true;
}

static const rl_lexicon_entry *find_label(rl_lexicon_kind kind, rl_str item) {
    const rl_lexicon_entry *entry = rl_lexicon_find(kind, item);
    if (entry == NULL && kind == RL_LEXICON_COUNTRY) {
        entry = rl_lexicon_country_of_code(item);
        entry = entry == NULL ? rl_lexicon_country_of_adjective(item) : entry;
    }
    return entry;
}

/* Which spelling wins where a list is written together: "Sci-Fi & Fantasy", "France and Italy". */
static bool add_parts(rl_facts *facts, rl_field field, rl_lexicon_kind kind, rl_str item, rl_origin origin,
                      uint32_t line) {
    static const char *const joints[] = {" and ", " & ", "/", "-", " / ", " – "};
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        size_t at = rl_str_find(item, rl_str_of(joints[i]));
        if (at == SIZE_MAX || at == 0) {
            continue;
        }
        const rl_lexicon_entry *left = find_label(kind, rl_str_slice(item, 0, at));
        const rl_lexicon_entry *right = find_label(kind, from(item, at + strlen(joints[i])));
        if (left != NULL && right != NULL) {
            (void)rl_facts_add(facts, field, rl_str_of(left->name), origin, line);
            (void)rl_facts_add(facts, field, rl_str_of(right->name), origin, line);
            return true;
        }
    }
    return false;
}

/* A label without vocabulary; "USA:R" is a certificate with its country. */
static void add_plain(rl_facts *facts, rl_field field, rl_str item, rl_origin origin, uint32_t line) {
    size_t colon = field == RL_FIELD_CERTIFICATE ? rl_str_find(item, RL_STR(":")) : SIZE_MAX;
    const rl_lexicon_entry *country =
        colon == SIZE_MAX ? NULL : rl_lexicon_find(RL_LEXICON_COUNTRY, rl_str_slice(item, 0, colon));
    rl_fact *fact = rl_facts_add(facts, field, country == NULL ? item : from(item, colon + 1), origin, line);
    if (fact != NULL && country != NULL) {
        fact->detail = rl_str_of(country->name);
    }
}

static void add_label(rl_facts *facts, rl_field field, rl_str item, rl_origin origin, uint32_t line) {
    rl_lexicon_kind kind;
    item = rl_facts_without_link(item);
    while (item.length > 0 && (item.at[item.length - 1] == '.' || item.at[item.length - 1] == ',') &&
           field != RL_FIELD_COUNTRY) {
        item.length--;
    }
    if (rl_facts_is_junk(item) && !(field == RL_FIELD_LANGUAGE && rl_str_equal_nocase(item, RL_STR("none")))) {
        return;
    }
    if (!kind_of_field(field, &kind)) {
        add_plain(facts, field, item, origin, line);
        return;
    }
    const rl_lexicon_entry *entry = find_label(kind, item);
    rl_str bare = item;
    rl_str note;
    if (entry == NULL && rl_facts_cut_note(&bare, &note)) {
        entry = find_label(kind, bare);
    }
    if (entry != NULL) {
        (void)rl_facts_add(facts, field, rl_str_of(entry->name), origin, line);
    } else if (!add_parts(facts, field, kind, item, origin, line)) {
        (void)rl_facts_add(facts, field, item, origin, line);
    }
}

void rl_facts_labels(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line) {
    if (field == RL_FIELD_COLORATION) {
        (void)rl_facts_coloration(facts, text, origin, line);
        return;
    }
    rl_lexicon_kind kind;
    /* a whole that is one entry though it has a comma: "Korea, South" */
    const rl_lexicon_entry *whole = kind_of_field(field, &kind) ? find_label(kind, rl_facts_without_link(text)) : NULL;
    if (whole != NULL) {
        (void)rl_facts_add(facts, field, rl_str_of(whole->name), origin, line);
        return;
    }
    const rl_field_row *row = rl_field_row_of(field);
    if (row != NULL && row->kind == RL_KIND_TEXT) {
        (void)rl_facts_add(facts, field, rl_facts_without_link(text), origin,
                           line); /* "Prague, Czech Republic" is one place */
        return;
    }
    bool commas = field != RL_FIELD_CERTIFICATE && field != RL_FIELD_SECTION && field != RL_FIELD_SET;
    rl_str rest = text;
    rl_str item;
    while (rl_facts_next_item(&rest, commas, &item)) {
        if (rl_str_starts_nocase(item, RL_STR("and "))) {
            item = from(item, 4);
        }
        add_label(facts, field, item, origin, line);
    }
}
