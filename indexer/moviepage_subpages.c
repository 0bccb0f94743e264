/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Sub-pages of a film: plot summaries and synopsis, and the table of awards. The body stands
 * between the page's heading and its links to other sub-pages.
 */
#include <ctype.h>

#include "indexer/moviepage.h"

static bool ends_body(rl_str line) {
    static const char *const ends[] = {"See also",  "Related Links",   "Getting Started", "Contribute to This Page",
                                       "Edit page", "IMDb Everywhere", "Share this page"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (rl_str_starts(line, rl_str_of(ends[i])))
            return true;
    return false;
}

/* The body: behind the last heading above its first content, up to the links. */
static void find_body(const rl_moviepage *page, size_t *out_first, size_t *out_end) {
    size_t first = page->heading == SIZE_MAX ? 0 : page->heading + 1;
    size_t end = first;
    while (end < page->line_count && !ends_body(page->lines[end]))
        end++;
    *out_first = first;
    *out_end = end;
}

/* What the database itself says around the texts of its users. */
static bool is_notice(rl_str line) {
    static const char *const starts[] = {"The content of this page",
                                         "Warning!",
                                         "See plot summary",
                                         "Visit our ",
                                         "This Synopsis",
                                         "Showing all ",
                                         "Showing ",
                                         "See full synopsis",
                                         "Why is this locked",
                                         "Discuss this synopsis",
                                         "It looks like we don't have",
                                         "Be the first to contribute",
                                         "Note: Over "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (rl_str_starts(line, rl_str_of(starts[i])))
            return true;
    return rl_str_find(line, RL_STR("\xC2\xBB")) != SIZE_MAX;
}

void rl_moviepage_read_plots_page(rl_moviepage *page) {
    size_t first, end;
    find_body(page, &first, &end);
    for (size_t i = first; i < end; i++) {
        rl_str line = page->lines[i];
        if (line.length == 0 || is_notice(line) || !rl_moviepage_is_prose(line))
            continue;
        rl_moviepage_add_plot(page, line, i);
    }
    rl_facts_block(page->facts, 1, (uint32_t)first, RL_BLOCK_FURNITURE, "navigation and page head");
    if (end > first)
        rl_facts_block(page->facts, rl_moviepage_line_number(first), (uint32_t)end, RL_BLOCK_CLAIMED, "plot");
    if (end < page->line_count)
        rl_facts_block(page->facts, rl_moviepage_line_number(end), (uint32_t)page->line_count, RL_BLOCK_FURNITURE,
                       "navigation, forms and advertisements");
}

typedef struct award_table {
    rl_str festival; /* as headed, without year and country */
    int year;
    rl_result result;
    rl_str prize, category;
    bool given; /* the present category already has a person */
    size_t line;
} award_table;

static int year_at_end(rl_str line) {
    if (line.length < 5)
        return 0;
    int year = 0;
    for (size_t i = line.length - 4; i < line.length; i++) {
        if (!isdigit((unsigned char)line.at[i]))
            return 0;
        year = year * 10 + (line.at[i] - '0');
    }
    return line.at[line.length - 5] == ' ' && year > 1900 && year < 2100 ? year : 0;
}

static rl_result result_of(rl_str line) {
    if (rl_str_equal_nocase(line, RL_STR("Won")) || rl_str_equal_nocase(line, RL_STR("Winner")))
        return RL_RESULT_WON;
    if (rl_str_equal_nocase(line, RL_STR("Nominated")) || rl_str_equal_nocase(line, RL_STR("Nominee")))
        return RL_RESULT_NOMINATED;
    return RL_RESULT_NONE;
}

/* "Academy Awards, USA": where the body is from is no part of its name. */
static rl_str drop_country(rl_str name) {
    size_t comma = rl_str_find(name, RL_STR(","));
    return comma == SIZE_MAX ? name : rl_str_trim(rl_str_slice(name, 0, comma));
}

static void add_award(rl_moviepage *page, const award_table *table, rl_str person, size_t line) {
    if (table->festival.length == 0 || table->result == RL_RESULT_NONE)
        return;
    rl_buffer text = RL_BUFFER_INIT;
    rl_buffer_add_format(&text, "%.*s", RL_STR_ARG(table->festival));
    if (table->year > 0)
        rl_buffer_add_format(&text, " %d", table->year);
    rl_buffer_add_text(&text, ": ");
    rl_buffer_add_str(&text, table->prize);
    if (table->prize.length > 0 && table->category.length > 0)
        rl_buffer_add_text(&text, ", ");
    rl_buffer_add_str(&text, table->category);
    rl_buffer_add_text(&text, table->result == RL_RESULT_WON ? " (winner)" : " (nominee)");
    size_t before = page->facts->count;
    if (!text.failed)
        rl_facts_awards(page->facts, rl_buffer_str(&text), RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
    rl_buffer_done(&text);
    for (size_t i = before; i < page->facts->count && person.length > 0; i++)
        if (page->facts->items[i].field == RL_FIELD_AWARD)
            page->facts->items[i].person = rl_str_copy(page->facts->arena, person);
}

static void finish_category(rl_moviepage *page, award_table *table) {
    if (!table->given && (table->prize.length > 0 || table->category.length > 0))
        add_award(page, table, RL_STR_EMPTY, table->line);
    table->category = RL_STR_EMPTY;
    table->given = false;
}

/* Prize and category stand in one cell with a wide gap: "Oscar   Best Sound". */
static bool split_gap(rl_str raw, rl_str *out_prize, rl_str *out_category) {
    static const rl_str gaps[] = {{"\t", 1}, {"   ", 3}, {" \xC2\xA0 ", 4}, {"  ", 2}};
    raw = rl_str_trim(raw);
    for (size_t i = 0; i < sizeof gaps / sizeof *gaps; i++) {
        size_t at = rl_str_find(raw, gaps[i]);
        if (at == SIZE_MAX)
            continue;
        *out_prize = rl_str_trim(rl_str_slice(raw, 0, at));
        *out_category = rl_str_trim(rl_str_slice(raw, at + gaps[i].length, raw.length));
        return true;
    }
    return false;
}

static bool names_category(rl_str line) {
    static const char *const starts[] = {"Best ", "Outstanding ", "Favorite ", "Most ", "Top ", "Special ", "Worst "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (rl_str_starts(line, rl_str_of(starts[i])))
            return true;
    return false;
}

static bool is_person(rl_str line) {
    size_t blanks = 0;
    for (size_t i = 0; i < line.length; i++) {
        blanks += line.at[i] == ' ';
        if (isdigit((unsigned char)line.at[i]))
            return false;
    }
    return line.length < 60 && blanks <= 5 && (line.at[line.length - 1] != '.' || rl_str_ends(line, RL_STR("r.")));
}

/* A row of the older tables: "1989", "Nominated", prize and category on one line of cells. */
static bool read_row(rl_moviepage *page, award_table *table, size_t line) {
    rl_str rest = rl_str_trim(page->document->lines[line]), cell;
    if (rl_str_find(rest, RL_STR("\t")) == SIZE_MAX)
        return false;
    bool any = false;
    while (rl_str_split(&rest, RL_STR("\t"), &cell)) {
        cell = rl_moviepage_fold(page->facts->arena, cell);
        if (cell.length == 0)
            continue;
        rl_result result = result_of(cell);
        if (cell.length == 4 && isdigit((unsigned char)cell.at[0])) {
            table->year =
                (cell.at[0] - '0') * 1000 + (cell.at[1] - '0') * 100 + (cell.at[2] - '0') * 10 + (cell.at[3] - '0');
            finish_category(page, table);
        } else if (result != RL_RESULT_NONE) {
            finish_category(page, table);
            table->result = result;
            table->prize = RL_STR_EMPTY;
            any = true;
        } else if (table->result != RL_RESULT_NONE && table->prize.length == 0) {
            table->prize = cell;
            table->line = line;
        } else if (table->category.length == 0) {
            table->category = cell;
        } else {
            add_award(page, table, cell, line);
            table->given = true;
        }
    }
    return any;
}

static void read_award_line(rl_moviepage *page, award_table *table, size_t line) {
    rl_str text = page->lines[line], prize, category;
    int year = year_at_end(text);
    rl_result result = result_of(text);
    if (year != 0) {
        finish_category(page, table);
        *table =
            (award_table){.year = year, .festival = drop_country(rl_str_trim(rl_str_slice(text, 0, text.length - 4)))};
    } else if (result != RL_RESULT_NONE) {
        finish_category(page, table);
        table->result = result;
        table->prize = RL_STR_EMPTY;
    } else if (table->result == RL_RESULT_NONE || read_row(page, table, line)) {
        return;
    } else if (table->prize.length == 0) {
        if (!split_gap(page->document->lines[line], &prize, &category)) {
            prize = text;
            category = RL_STR_EMPTY;
        }
        table->prize = prize;
        table->line = line;
        /* "BMI Film Music Award   Michael Kamen": no category, but who got it */
        if (category.length > 0 && !names_category(category) && is_person(category) &&
            rl_str_find(category, RL_STR(" ")) != SIZE_MAX && rl_str_find(category, RL_STR(",")) == SIZE_MAX) {
            add_award(page, table, category, line);
            table->given = true;
        } else {
            table->category = category;
        }
    } else if (names_category(text)) {
        finish_category(page, table);
        table->category = text;
        table->line = line;
    } else if (is_person(text)) {
        add_award(page, table, text, line);
        table->given = true;
    }
}

void rl_moviepage_read_awards_page(rl_moviepage *page) {
    size_t first, end;
    find_body(page, &first, &end);
    award_table table = {0};
    for (size_t i = first; i < end; i++)
        if (page->lines[i].length > 0 && !rl_str_starts(page->lines[i], RL_STR("Showing all ")))
            read_award_line(page, &table, i);
    finish_category(page, &table);
    rl_facts_block(page->facts, 1, (uint32_t)first, RL_BLOCK_FURNITURE, "navigation and page head");
    if (end > first)
        rl_facts_block(page->facts, rl_moviepage_line_number(first), (uint32_t)end, RL_BLOCK_CLAIMED, "awards");
    if (end < page->line_count)
        rl_facts_block(page->facts, rl_moviepage_line_number(end), (uint32_t)page->line_count, RL_BLOCK_FURNITURE,
                       "navigation, forms and advertisements");
}
