/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_table: a cast as a table: "| Ada Holt | ... | Mara |", "  Ada Holt      Mara". A head of the
 * columns, where there is one, tells whether roles or names stand first.
 */
#include "indexer/article.h"
#include "indexer/encyclopedia.h"

enum { MAX_CELLS = 8, FIRST_CELLS = 3 };

static bool is_ruling(rl_str text) {
    bool dashes = rl_str_starts(text, RL_STR("---")) || rl_str_starts(text, RL_STR("==="));
    for (size_t i = 0; i < text.length && dashes; i++) {
        dashes = strchr("-= ", text.at[i]) != NULL;
    }
    return dashes;
}

static size_t split_cells(rl_facts *facts, rl_str text, rl_str mark, rl_str *out_cells) {
    size_t count = 0;
    rl_str cell;
    for (bool bars = mark.length == 1; count < MAX_CELLS && rl_str_split(&text, mark, &cell);) {
        cell = rl_article_clean(facts->arena, rl_str_trim(cell));
        if (bars || cell.length > 0) {
            out_cells[count++] = rl_str_starts(cell, RL_STR("...")) ? RL_STR_EMPTY : cell;
        }
    }
    return count;
}

static bool starts_with_one_of(rl_str cell, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_starts_nocase(cell, rl_str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The heads of the columns, or a row of another table. */
static bool is_head(rl_cast_table *table, const rl_str *cells, size_t count) {
    static const char *const roles[] = {"Character", "Role"};
    static const char *const others[] = {"Actor", "Actress", "Cast", "Name", "Artist", "Performer", "Year", "Award", "No."};
    bool role_first = starts_with_one_of(cells[0], roles, sizeof roles / sizeof roles[0]);
    bool names_first = starts_with_one_of(cells[0], others, sizeof others / sizeof others[0]);
    if (!role_first && !names_first && (count < 2 || !starts_with_one_of(cells[1], roles, sizeof roles / sizeof roles[0]))) {
        return false;
    }
    table->role_first = role_first;
    return true;
}

/* "(daughter)" is what is left of a cell whose name was a picture or a link. */
static rl_str role_of(rl_str cell) {
    bool bracket = cell.length > 2 && cell.at[0] == '(' && cell.at[cell.length - 1] == ')';
    return bracket ? rl_str_slice(cell, 1, cell.length - 1) : cell;
}

bool rl_encyclopedia_table_row(rl_facts *facts, rl_cast_table *table, rl_str raw, uint32_t number) {
    rl_str text = rl_str_trim(raw), cells[MAX_CELLS];
    bool bars = text.length > 2 && text.at[0] == '|';
    if (is_ruling(text)) {
        table->ruled = true;
        return true;
    }
    if (bars) {
        text = rl_str_slice(text, 1, text.length - (text.at[text.length - 1] == '|'));
    } else if (text.length == 0 || text.at[0] == '-') {
        return false;
    }
    size_t count = split_cells(facts, text, bars ? RL_STR("|") : RL_STR("  "), cells);
    bool alone = !bars && table->ruled && raw.at[0] == ' '; /* an actor whose role is not told */
    if (count == 0 || (count < 2 && !alone)) {
        return false;
    }
    if (is_head(table, cells, count)) {
        return true;
    }
    rl_str first = cells[0], second = RL_STR_EMPTY;
    for (size_t i = 1; i < count && i < FIRST_CELLS && second.length == 0; i++) {
        second = cells[i];
    }
    rl_str name = table->role_first ? second : first;
    rl_encyclopedia_cast(facts, name, table->role_first ? role_of(first) : second, number);
    return true;
}
