/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_surnames: the full names of people an article calls by a part of their name: "written by Rockwell",
 * "directed by David and Scott Hillenbrand".
 */
#include "indexer/article_credits.h"

static bool is_person_field(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    return row != NULL && row->kind == RL_KIND_NAME && field != RL_FIELD_CHARACTER;
}

static bool is_surname_of(rl_str name, rl_str full) {
    size_t start = full.length > name.length ? full.length - name.length : 0;
    return start != 0 && full.at[start - 1] == ' ' && rl_str_ends(full, name);
}

/* The one full name a surname stands for; empty when there is none, several, or the word is a name
 * of its own in a list. */
static rl_str full_name(const rl_facts *facts, rl_str name) {
    rl_str found = RL_STR_EMPTY;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (!is_person_field(fact->field)) {
            continue;
        }
        if (fact->origin > RL_ORIGIN_PROSE && rl_str_equal(fact->value, name)) {
            return RL_STR_EMPTY;
        }
        if (is_surname_of(name, fact->value)) {
            if (found.length != 0 && !rl_str_equal(found, fact->value)) {
                return RL_STR_EMPTY;
            }
            found = fact->value;
        }
    }
    return found;
}

/* "David and Scott Hillenbrand": a given name alone, and nobody's surname, takes the surname of the director that
 * stands next; actors and writers of one name are too common. */
static rl_str with_shared_surname(rl_facts *facts, size_t at) {
    const rl_fact *fact = &facts->items[at];
    size_t next = at + 1;
    while (next < facts->count && facts->items[next].field != fact->field) {
        next++;
    }
    bool beside = fact->field == RL_FIELD_DIRECTOR && next < facts->count && facts->items[next].line == fact->line &&
                  facts->items[next].origin == fact->origin;
    rl_str other = beside ? facts->items[next].value : RL_STR_EMPTY;
    size_t blank = rl_str_find(other, RL_STR(" "));
    rl_str surname = blank == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(other, blank + 1, other.length);
    if (surname.length == 0 || rl_str_find(surname, RL_STR(" ")) != SIZE_MAX || memchr(other.at, '.', other.length) != NULL) {
        return RL_STR_EMPTY;
    }
    rl_buffer text = RL_BUFFER_FOR(facts->arena);
    rl_buffer_add_format(&text, "%.*s %.*s", RL_STR_ARG(fact->value), RL_STR_ARG(surname));
    rl_str whole = rl_str_copy(facts->arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return whole;
}

static bool is_stated_whole(const rl_facts *facts, rl_str name) {
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (is_person_field(fact->field) && fact->origin > RL_ORIGIN_PROSE && rl_str_equal(fact->value, name)) {
            return true;
        }
    }
    return false;
}

/* "written and directed by Torkel and Marten Lind": one completion goes for all that the name did in this line. */
static void complete_in_line(rl_facts *facts, rl_str name, uint32_t line, rl_str full) {
    for (size_t i = 0; i < facts->count; i++) {
        rl_fact *fact = &facts->items[i];
        if (is_person_field(fact->field) && fact->line == line && rl_str_equal(fact->value, name)) {
            fact->value = full;
        }
    }
}

enum { MAX_SURNAMES = 100 };

void rl_article_complete_surnames(rl_facts *facts) {
    size_t seen = 0;
    for (size_t i = 0; i < facts->count && seen < MAX_SURNAMES; i++) {
        rl_fact *fact = &facts->items[i];
        if (!is_person_field(fact->field) || fact->origin > RL_ORIGIN_PROSE || rl_str_find(fact->value, RL_STR(" ")) != SIZE_MAX) {
            continue;
        }
        seen++;
        rl_str full = full_name(facts, fact->value);
        rl_str shared = full.length == 0 && !is_stated_whole(facts, fact->value) ? with_shared_surname(facts, i) : RL_STR_EMPTY;
        if (shared.length != 0) {
            complete_in_line(facts, fact->value, fact->line, shared);
        }
        fact->value = full.length != 0 ? full : fact->value;
    }
}
