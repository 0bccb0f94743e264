/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_names: people and companies as pages write them: "Surname, Given", credits as somebody
 * else, notes in parentheses, lists.
 */
#include "common/limits.h"
#include "indexer/facts_read.h"

bool rl_facts_cut_note(rl_str *text, rl_str *out_note) {
    rl_str trimmed = rl_str_trim(*text);
    *out_note = RL_STR_EMPTY;
    if (trimmed.length < 2 || (trimmed.at[trimmed.length - 1] != ')' && trimmed.at[trimmed.length - 1] != ']')) {
        return false;
    }
    char close = trimmed.at[trimmed.length - 1];
    char open = close == ')' ? '(' : '[';
    size_t depth = 0;
    for (size_t i = trimmed.length; i-- > 0;) {
        depth += trimmed.at[i] == close;
        if (trimmed.at[i] == open && --depth == 0) {
            *out_note = rl_str_trim(rl_str_slice(trimmed, i + 1, trimmed.length - 1));
            *text = rl_str_trim(rl_str_slice(trimmed, 0, i));
            return true;
        }
    }
    return false;
}

/* Length of a separator at i; commas also part where asked. */
static size_t separator_at(rl_str text, size_t i, bool commas) {
    static const char *const marks[] = {";", "|", "•", "·", "●", " / ", "\n", "\t", "¶"};
    char first = text.at[i];
    if (commas && first == ',') {
        return 1;
    }
    if ((first & 0x80) == 0 && first != ';' && first != '|' && first != ' ' && first != '\n' && first != '\t') {
        return 0; /* most bytes: no mark begins with them */
    }
    for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
        size_t length = strlen(marks[m]);
        if (rl_str_starts(rl_str_slice(text, i, text.length), rl_str_of(marks[m]))) {
            /* "WALL·E" is one word */
            bool inside = rl_str_is(RL_STR("·"), marks[m]) && i > 0 && text.at[i - 1] != ' ' && i + length < text.length && text.at[i + length] != ' ';
            return inside ? 0 : length;
        }
    }
    return 0;
}

bool rl_facts_next_item(rl_str *rest, bool commas, rl_str *out_item) {
    if (rest->at == NULL) {
        return false;
    }
    size_t depth = 0;
    for (size_t i = 0; i < rest->length; i++) {
        depth += rest->at[i] == '(' || rest->at[i] == '[';
        depth -= depth > 0 && (rest->at[i] == ')' || rest->at[i] == ']');
        size_t mark = depth > 0 ? 0 : separator_at(*rest, i, commas);
        if (mark > 0) {
            *out_item = rl_str_trim(rl_str_slice(*rest, 0, i));
            *rest = (rl_str){rest->at + i + mark, rest->length - i - mark};
            return true;
        }
    }
    *out_item = rl_str_trim(*rest);
    *rest = RL_STR_EMPTY;
    return true;
}

static bool is_one_of(rl_str text, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* "Jr.", "III": belongs to the name before the comma. */
static bool is_suffix(rl_str text) {
    static const char *const suffixes[] = {"jr",     "jr.",   "sr",     "sr.",  "ii",     "iii",    "iv",  "m.d.",
                                           "md",     "ph.d.", "phd",    "esq.", "esq",    "a.s.c.", "asc", "a.c.e.",
                                           "b.s.c.", "bsc",   "c.b.e.", "obe",  "o.b.e.", "cas"};
    return is_one_of(rl_str_trim(text), suffixes, sizeof suffixes / sizeof suffixes[0]);
}

static size_t word_count(rl_str text) {
    size_t count = 0;
    rl_str word;
    while (rl_str_split(&text, RL_STR(" "), &word)) {
        count += word.length > 0;
    }
    return count;
}

/* "van Druten", "De La Cruz": particles, then one word. */
static bool is_surname(rl_str text) {
    static const char *const particles[] = {"van", "von", "de",  "der",   "den", "la",  "le", "du",
                                            "di",  "da",  "del", "della", "dos", "das", "al", "el",
                                            "ben", "bin", "ter", "st.",   "mac", "zu",  "of"};
    rl_str word;
    bool surname = false;
    while (rl_str_split(&text, RL_STR(" "), &word)) {
        if (surname && word.length > 0) {
            return false;
        }
        surname = !is_one_of(word, particles, sizeof particles / sizeof particles[0]);
    }
    return surname;
}

/* "Mitchell, Sollace": one comma, a surname before it, given names behind it. "Cassel, Buscemi" of a
 * list looks the same, so a caller that has a list splits it before. */
static bool is_inverted(rl_str text, rl_str *out_surname, rl_str *out_given) {
    size_t comma = rl_str_find(text, RL_STR(","));
    if (comma == SIZE_MAX || rl_str_find(rl_str_slice(text, comma + 1, text.length), RL_STR(",")) != SIZE_MAX) {
        return false;
    }
    *out_surname = rl_str_trim(rl_str_slice(text, 0, comma));
    *out_given = rl_str_trim(rl_str_slice(text, comma + 1, text.length));
    bool group = rl_str_find(*out_given, RL_STR("&")) != SIZE_MAX || rl_str_find(*out_given, RL_STR(" and ")) != SIZE_MAX;
    bool epithet = out_given->length > 0 && out_given->at[0] >= 'a' && out_given->at[0] <= 'z'; /* "Tyler, the Creator" */
    return !group && !epithet && !is_suffix(*out_given) && is_surname(*out_surname) && word_count(*out_given) >= 1 &&
           word_count(*out_given) <= 3;
}

/* The name in "as Tim Kissell", "credited as ...", "billed as ..."; empty for other notes. */
static rl_str credited_name(rl_str note) {
    static const char *const leads[] = {
        "credited as ",    "as ",  "billed as ", "also credited as ", "uncredited as ", "credited under ",
        "under the name ", "aka ", "a.k.a. "};
    for (size_t i = 0; i < sizeof leads / sizeof leads[0]; i++) {
        if (rl_str_starts_nocase(note, rl_str_of(leads[i]))) {
            rl_str name = rl_str_trim(rl_str_slice(note, strlen(leads[i]), note.length));
            return rl_str_find(name, RL_STR(",")) == SIZE_MAX && word_count(name) <= 5 ? name : RL_STR_EMPTY;
        }
    }
    return RL_STR_EMPTY;
}

static bool is_wordy(rl_str text) {
    for (size_t i = 0; i < text.length; i++) {
        unsigned char c = (unsigned char)text.at[i];
        if (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
            return true;
        }
    }
    return false;
}

static rl_str strip_edges(rl_str text) {
    text = rl_facts_without_link(text);
    for (bool cut = true; cut && text.length > 0;) {
        cut = false;
        char first = text.at[0];
        char last = text.at[text.length - 1];
        if (last == ',' || last == ';' || last == ':' || last == '|' || last == '*') {
            text = rl_str_trim(rl_str_slice(text, 0, text.length - 1));
            cut = true;
        } else if (first == ',' || first == ';' || first == ':' || first == '*' || first == '|') {
            text = rl_str_trim(rl_str_slice(text, 1, text.length));
            cut = true;
        } else if (rl_str_ends(text, RL_STR(" ...")) || rl_str_ends(text, RL_STR("..."))) {
            text = rl_str_trim(rl_str_slice(text, 0, text.length - 3));
            cut = true;
        }
    }
    return text;
}

/* "Neelya Bhavani]", "Bo Lind (credited": a bracket without its other half, and what follows it. */
static rl_str cut_half_bracket(rl_str text) {
    size_t open = rl_str_find(text, RL_STR(" ("));
    if (open != SIZE_MAX && open > 0 && rl_str_find(rl_str_slice(text, open, text.length), RL_STR(")")) == SIZE_MAX) {
        text = rl_str_slice(text, 0, open);
    }
    char last = text.length == 0 ? ' ' : text.at[text.length - 1];
    char other = last == ')' ? '(' : '[';
    bool half = (last == ')' || last == ']') && memchr(text.at, other, text.length) == NULL;
    return half ? rl_str_slice(text, 0, text.length - 1) : text;
}

/* A name is no sentence and no heading. */
static bool is_name(rl_str text) {
    return is_wordy(text) && !rl_facts_is_junk(text) && text.length <= 160 && word_count(text) <= 12 &&
           rl_str_find(text, RL_STR("://")) == SIZE_MAX;
}

static rl_str joined(rl_facts *facts, rl_str given, rl_str surname) {
    char *copy = rl_arena_alloc(facts->arena, given.length + surname.length + 2);
    if (copy == NULL) {
        facts->status = REEL_NOMEM;
        return RL_STR_EMPTY;
    }
    memcpy(copy, given.at, given.length);
    copy[given.length] = ' ';
    memcpy(copy + given.length + 1, surname.at, surname.length);
    return (rl_str){copy, given.length + surname.length + 1};
}

/* Each of "Dr. Moreau / The Lawgiver" is a role; notes such as "(voice)" are none. */
static void add_characters(rl_facts *facts, rl_str role, rl_origin origin, uint32_t line) {
    rl_str item;
    while (rl_facts_next_item(&role, false, &item)) {
        rl_str note;
        while (rl_facts_cut_note(&item, &note)) {
        }
        item = strip_edges(item);
        if (is_wordy(item) && !rl_facts_is_junk(item)) {
            (void)rl_facts_add(facts, RL_FIELD_CHARACTER, item, origin, line);
        }
    }
}

typedef struct notes {
    rl_str credited, numeral;
} notes;

static rl_str without_notes(rl_str text, notes *out) {
    rl_str note;
    while (rl_facts_cut_note(&text, &note)) {
        rl_str name = credited_name(note);
        out->credited = name.length > 0 ? name : out->credited;
        out->numeral = rl_name_is_numeral(note) ? note : out->numeral;
    }
    return text;
}

/* "Tom Holland (II)" keeps the number that tells him from his namesakes. */
static rl_str with_numeral(rl_facts *facts, rl_str name, rl_str numeral) {
    rl_buffer text = RL_BUFFER_FOR(facts->arena);
    rl_buffer_add_format(&text, "%.*s (%.*s)", RL_STR_ARG(name), RL_STR_ARG(numeral));
    rl_str copy = rl_facts_copy(facts, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

void rl_facts_person(rl_facts *facts, rl_field field, rl_str text, rl_str role, rl_origin origin, uint32_t line) {
    notes of_name = {RL_STR_EMPTY, RL_STR_EMPTY};
    notes of_role = {RL_STR_EMPTY, RL_STR_EMPTY};
    rl_str surname;
    rl_str given;
    rl_str name = strip_edges(cut_half_bracket(without_notes(strip_edges(text), &of_name)));
    role = strip_edges(without_notes(strip_edges(role), &of_role));
    if (!is_name(name)) {
        return;
    }
    if (is_inverted(name, &surname, &given)) {
        name = joined(facts, given, surname);
    }
    name = of_name.numeral.length > 0 ? with_numeral(facts, name, of_name.numeral) : name;
    rl_fact *fact = rl_facts_add(facts, field, name, origin, line);
    if (fact == NULL) {
        return;
    }
    fact->person = rl_facts_copy(facts, of_name.credited.length > 0 ? of_name.credited : of_role.credited);
    if (field == RL_FIELD_CAST && role.length > 0 && !rl_facts_is_junk(role)) {
        fact->detail = rl_facts_copy(facts, role);
        add_characters(facts, role, origin, line);
    }
}

static size_t count_of(rl_str text, char c) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        count += text.at[i] == c;
    }
    return count;
}

/* The last of a list: "B and C" is two, "Powell and Pressburger Films" is handled by the field. */
static bool cut_and(rl_str *item, rl_str *out_first) {
    static const char *const words[] = {" and ", " & ", " und ", " et ", " with "};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        size_t at = rl_str_find(*item, rl_str_of(words[i]));
        if (at != SIZE_MAX && at > 0) {
            *out_first = rl_str_trim(rl_str_slice(*item, 0, at));
            *item = rl_str_trim(rl_str_slice(*item, at + strlen(words[i]), item->length));
            return true;
        }
    }
    return false;
}

static void add_people(rl_facts *facts, rl_field field, rl_str item, rl_origin origin, uint32_t line) {
    rl_str first;
    if (rl_str_starts_nocase(item, RL_STR("and "))) {
        item = rl_str_slice(item, 4, item.length);
    }
    while (rl_str_find(item, RL_STR("(")) == SIZE_MAX && cut_and(&item, &first)) {
        rl_facts_person(facts, field, first, RL_STR_EMPTY, origin, line);
    }
    rl_facts_person(facts, field, item, RL_STR_EMPTY, origin, line);
}

static void add_company(rl_facts *facts, rl_field field, rl_str item, rl_origin origin, uint32_t line) {
    rl_str note;
    rl_str country = RL_STR_EMPTY;
    while (rl_facts_cut_note(&item, &note)) {
        const rl_lexicon_entry *known = rl_lexicon_find(RL_LEXICON_COUNTRY, note);
        country = known != NULL ? rl_str_of(known->name) : country;
    }
    item = strip_edges(item);
    if (is_name(item)) {
        rl_fact *fact = rl_facts_add(facts, field, item, origin, line);
        if (fact != NULL) {
            fact->detail = country;
        }
    }
}

/* "Inc.", "Ltd": the comma before it is the company's own. */
static bool is_company_suffix(rl_str text) {
    static const char *const suffixes[] = {"inc",  "inc.", "ltd",    "ltd.", "llc", "l.l.c.", "limited", "co.",
                                           "gmbh", "s.a.", "s.r.l.", "l.p.", "lp",  "corp.",  "plc"};
    return is_one_of(text, suffixes, sizeof suffixes / sizeof suffixes[0]);
}

void rl_facts_people(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line) {
    const rl_field_row *row = rl_field_row_of(field);
    bool company = row != NULL && row->kind == RL_KIND_COMPANY;
    /* "Mitchell, Sollace; Rockwell, Alexandre": where semicolons part, each comma is a name's own */
    bool commas =
        company || rl_str_find(text, RL_STR(";")) == SIZE_MAX || count_of(text, ',') > count_of(text, ';') + 1;
    rl_str rest = rl_facts_without_link(text);
    rl_str item;
    while (rl_facts_next_item(&rest, commas, &item)) {
        rl_str ahead = rest;
        rl_str next;
        if (commas && rl_facts_next_item(&ahead, commas, &next) &&
            (is_suffix(next) || (company && is_company_suffix(next)))) {
            item = (rl_str){item.at, (size_t)(next.at + next.length - item.at)};
            rest = ahead;
        }
        if (company) {
            add_company(facts, field, item, origin, line);
        } else {
            add_people(facts, field, item, origin, line);
        }
    }
}
