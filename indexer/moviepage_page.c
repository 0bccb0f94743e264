/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * A movie page as folded lines, cut into sections by the table of labels. Every line belongs to one
 * section; what no label opened is LEAD.
 */
#include "indexer/moviepage.h"

#define H RL_LABEL_HEADS
#define V RL_LABEL_INLINE
#define C RL_LABEL_CARD
#define D RL_LABEL_TELLS

static const struct label_row {
    rl_str spelling;
    rl_moviepage_section_id section;
    unsigned flags;
} rows[] = {
#define LABEL(spelling, SECTION, flags) {{spelling, sizeof spelling - 1}, RL_SECTION_##SECTION, flags},
#include "indexer/moviepage_labels.def"
#undef LABEL
};

#undef H
#undef V
#undef C
#undef D

enum { ROW_COUNT = sizeof rows / sizeof *rows, LABEL_MAX_BYTES = 60, MENU_RUN = 4 };

uint32_t rl_moviepage_line_number(size_t index) {
    return (uint32_t)(index + 1);
}

static size_t blank_at(rl_str line, size_t at) {
    unsigned char byte = (unsigned char)line.at[at];
    if (byte == ' ' || (byte >= '\t' && byte <= '\r'))
        return 1;
    return byte == 0xC2 && at + 1 < line.length && (unsigned char)line.at[at + 1] == 0xA0 ? 2 : 0;
}

rl_str rl_moviepage_fold(rl_arena *arena, rl_str line) {
    rl_str trimmed = rl_str_trim(line);
    if (trimmed.length == 0)
        return RL_STR_EMPTY;
    char *to = rl_arena_alloc(arena, trimmed.length + 1);
    if (to == NULL)
        return RL_STR_EMPTY;
    size_t length = 0;
    for (size_t i = 0; i < trimmed.length;) {
        size_t blank = blank_at(trimmed, i);
        if (blank == 0) {
            to[length++] = trimmed.at[i++];
            continue;
        }
        if (length > 0 && to[length - 1] != ' ')
            to[length++] = ' ';
        i += blank;
    }
    return rl_str_trim((rl_str){to, length});
}

static rl_str drop_suffix(rl_str line, rl_str suffix) {
    return rl_str_ends(line, suffix) ? rl_str_trim(rl_str_slice(line, 0, line.length - suffix.length)) : line;
}

/* Notes behind a label: "Writers (WGA)", "Cast (in credits order) (verified as complete)". */
static rl_str drop_notes(rl_str key) {
    while (key.length > 0 && key.at[key.length - 1] == ')') {
        size_t open = key.length;
        while (open > 0 && key.at[open - 1] != '(')
            open--;
        if (open <= 1)
            break;
        key = rl_str_trim(rl_str_slice(key, 0, open - 1));
    }
    return key;
}

/* Pages of series put "Series" before every heading of the crew; "Series Cast" and "Series cast summary" are rows. */
static size_t find_row(rl_str key) {
    bool cast = rl_str_equal_nocase(key, RL_STR("Series cast")) || rl_str_starts_nocase(key, RL_STR("Series cast "));
    if (rl_str_starts(key, RL_STR("Series ")) && !cast)
        key = rl_str_slice(key, 7, key.length);
    for (size_t i = 0; i < ROW_COUNT; i++)
        if (rows[i].spelling.length == key.length && rl_str_equal_nocase(rows[i].spelling, key))
            return i;
    return ROW_COUNT;
}

static bool match(size_t row, bool colon, rl_str value, rl_moviepage_label_match *out_match) {
    *out_match = (rl_moviepage_label_match){
        .section = rows[row].section, .flags = rows[row].flags, .row = row, .colon = colon, .inline_value = value};
    return true;
}

/* Menus in lower case ("plot keywords", "trivia") are entries, not headings. */
static bool starts_a_heading(rl_str line) {
    return line.length > 0 && !(line.at[0] >= 'a' && line.at[0] <= 'z');
}

bool rl_moviepage_label(rl_str line, rl_moviepage_label_match *out_match) {
    *out_match = (rl_moviepage_label_match){0};
    if (line.length == 0 || !starts_a_heading(line))
        return false;
    if (line.length <= 2 * LABEL_MAX_BYTES) {
        rl_str key = drop_suffix(line, RL_STR("\xC2\xBB"));
        bool colon = key.length > 0 && key.at[key.length - 1] == ':';
        if (colon)
            key = rl_str_trim(rl_str_slice(key, 0, key.length - 1));
        size_t row = find_row(drop_notes(key));
        if (row == ROW_COUNT && !colon)
            row = find_row(key);
        if (row < ROW_COUNT && (colon || (rows[row].flags & RL_LABEL_HEADS) != 0))
            return match(row, colon, RL_STR_EMPTY, out_match);
    }
    size_t colon = rl_str_find(rl_str_slice(line, 0, LABEL_MAX_BYTES), RL_STR(":"));
    if (colon == SIZE_MAX)
        return false;
    size_t row = find_row(drop_notes(rl_str_trim(rl_str_slice(line, 0, colon))));
    if (row == ROW_COUNT || (rows[row].flags & RL_LABEL_INLINE) == 0)
        return false;
    return match(row, true, rl_str_trim(rl_str_slice(line, colon + 1, line.length)), out_match);
}

size_t rl_moviepage_telling_labels(const rl_document *document, size_t max_lines) {
    bool seen[ROW_COUNT] = {false};
    size_t count = 0;
    for (size_t i = 0; i < document->line_count && i < max_lines; i++) {
        rl_moviepage_label_match found;
        rl_str line = rl_str_trim(document->lines[i]);
        if (line.length > 2 * LABEL_MAX_BYTES || !rl_moviepage_label(line, &found))
            continue;
        if ((found.flags & RL_LABEL_TELLS) == 0 || seen[found.row])
            continue;
        seen[found.row] = true;
        count++;
    }
    return count;
}

bool rl_moviepage_load(rl_moviepage *page, const rl_document *document, rl_facts *facts) {
    *page = (rl_moviepage){.document = document, .facts = facts, .heading = SIZE_MAX};
    page->lines = rl_arena_array(facts->arena, document->line_count, sizeof *page->lines);
    if (page->lines == NULL)
        return false;
    page->line_count = document->line_count;
    for (size_t i = 0; i < page->line_count; i++)
        page->lines[i] = rl_moviepage_fold(facts->arena, document->lines[i]);
    return !rl_arena_failed(facts->arena);
}

static void open_section(rl_moviepage *page, rl_moviepage_section section) {
    rl_moviepage_section *grown = rl_arena_grow(page->facts->arena, page->sections, &page->section_capacity,
                                                page->section_count + 1, sizeof *grown);
    if (grown == NULL)
        return;
    page->sections = grown;
    if (page->section_count > 0)
        page->sections[page->section_count - 1].end = section.first;
    page->sections[page->section_count++] = section;
}

/* Other people's words may look like labels: a card of another film, "Plot: thin" in a review. */
static bool breaks(const rl_moviepage *page, const rl_moviepage_label_match *found) {
    rl_moviepage_section_id now = page->sections[page->section_count - 1].id;
    if (now == RL_SECTION_RECOMMENDED)
        return (found->flags & RL_LABEL_CARD) == 0;
    if (now == RL_SECTION_REVIEW || now == RL_SECTION_TRIVIA || now == RL_SECTION_QUOTES)
        return found->inline_value.length == 0 || (found->flags & RL_LABEL_TELLS) != 0;
    return true;
}

/* Nothing but blanks and further names of sections: an entry of a menu. */
static bool is_menu_entry(const rl_moviepage *page, const rl_moviepage_section *section) {
    if (section->colon || section->id == RL_SECTION_LEAD)
        return false;
    for (size_t i = section->body; i < section->end; i++)
        if (page->lines[i].length > 0 && find_row(page->lines[i]) == ROW_COUNT)
            return false;
    return true;
}

/* A run of names of sections without content is a menu; what follows its last entry is not that section. */
static void mark_menus(rl_moviepage *page) {
    for (size_t i = 0; i < page->section_count;) {
        size_t end = i;
        while (end < page->section_count && is_menu_entry(page, &page->sections[end]))
            end++;
        bool has_tail =
            end < page->section_count && !page->sections[end].colon && page->sections[end].id != RL_SECTION_LEAD;
        if (end - i >= MENU_RUN) {
            size_t last = has_tail && page->sections[end].id != RL_SECTION_RECOMMENDED ? end + 1 : end;
            for (size_t k = i; k < last; k++)
                page->sections[k].id = RL_SECTION_MENU;
            end = last;
        }
        i = end > i ? end : i + 1;
    }
}

/* Every recommended film shows the strip of stars one can give it; so even without their heading such cards are
 * known. The card begins at its title, above the strip. */
static bool is_card(const rl_moviepage *page, size_t line, size_t *out_first) {
    const rl_moviepage_section *now = &page->sections[page->section_count - 1];
    enum { HEAD_LINES = 8 };
    if (now->id == RL_SECTION_RECOMMENDED || !rl_str_starts(page->lines[line], RL_STR("1 2 3 4 5 6 7 8 9 10")))
        return false;
    if (page->heading == SIZE_MAX || line < page->heading + HEAD_LINES)
        return false;
    size_t first = line;
    for (size_t i = line; i > now->body && line - i < HEAD_LINES; i--) {
        rl_str title, kind;
        rl_subject subject;
        int year;
        if (page->lines[i - 1].length > 0)
            first = i - 1;
        if (rl_moviepage_split_title(page->lines[i - 1], &title, &year, &subject, &kind))
            break;
        if (page->lines[i - 1].length == 0 && line - i >= 2)
            break;
    }
    *out_first = first;
    return true;
}

/* The foot of the page has no heading, but always begins alike. */
static bool is_foot(rl_str line) {
    return rl_str_starts(line, RL_STR("Home | ")) || rl_str_starts(line, RL_STR("Copyright \xC2\xA9")) ||
           rl_str_starts(line, RL_STR("You may report errors and omissions"));
}

/* Newer pages set the summary of awards between two blocks, without a label:
 * "Top 250 #1 | Nominated for 7 Oscars. Another 12 wins & 14 nominations" */
static bool stands_alone(const rl_moviepage *page, size_t line, rl_str *out_summary) {
    rl_moviepage_section_id now = page->sections[page->section_count - 1].id;
    if (now == RL_SECTION_REVIEW || now == RL_SECTION_RECOMMENDED || now == RL_SECTION_AWARDS || line < page->heading)
        return false;
    rl_str text = page->lines[line];
    size_t bar = rl_str_starts(text, RL_STR("Top ")) ? rl_str_find(text, RL_STR("|")) : SIZE_MAX;
    if (bar != SIZE_MAX)
        text = rl_str_trim(rl_str_slice(text, bar + 1, text.length));
    *out_summary = text;
    return rl_moviepage_is_award_summary(text);
}

void rl_moviepage_cut(rl_moviepage *page) {
    open_section(page, (rl_moviepage_section){.id = RL_SECTION_LEAD});
    for (size_t i = 0; i < page->line_count && page->section_count > 0; i++) {
        rl_moviepage_label_match found;
        size_t card;
        if (i == page->heading) {
            open_section(page, (rl_moviepage_section){.id = RL_SECTION_LEAD, .first = i, .body = i + 1});
        } else if (is_card(page, i, &card)) {
            open_section(page, (rl_moviepage_section){.id = RL_SECTION_RECOMMENDED, .first = card, .body = card});
        } else if (stands_alone(page, i, &found.inline_value)) {
            open_section(page, (rl_moviepage_section){.id = RL_SECTION_AWARDS,
                                                      .first = i,
                                                      .body = i + 1,
                                                      .inline_value = found.inline_value,
                                                      .colon = true});
        } else if (is_foot(page->lines[i])) {
            open_section(page,
                         (rl_moviepage_section){.id = RL_SECTION_FURNITURE, .first = i, .body = i + 1, .colon = true});
        } else if (page->lines[i].length > 0 && rl_moviepage_label(page->lines[i], &found) && breaks(page, &found)) {
            open_section(page, (rl_moviepage_section){.id = found.section,
                                                      .first = i,
                                                      .body = i + 1,
                                                      .inline_value = found.inline_value,
                                                      .colon = found.colon});
        }
    }
    if (page->section_count > 0)
        page->sections[page->section_count - 1].end = page->line_count;
    mark_menus(page);
}

/* Links that pages put behind a value, on its line. */
static const rl_str links[] = {
    {"See more", 8},
    {"See all", 7},
    {"See All", 7},
    {"See full", 8},
    {"Full summary", 12},
    {"full summary", 12},
    {"Full synopsis", 13},
    {"full synopsis", 13},
    {"See also", 8},
    {"Show more", 9},
    {"(more)", 6},
    {"Add/edit official", 17},
    {"Full cast and crew", 18},
};

rl_str rl_moviepage_cut_links(rl_str line) {
    for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
        size_t at = rl_str_find(line, links[i]);
        bool at_end = at != SIZE_MAX && (line.length - at <= 60 || rl_str_find(line, RL_STR("\xC2\xBB")) != SIZE_MAX);
        if (at_end)
            line = rl_str_slice(line, 0, at);
    }
    line = drop_suffix(rl_str_trim(line), RL_STR("\xC2\xBB"));
    if (rl_str_is(line, "more"))
        return RL_STR_EMPTY;
    line = drop_suffix(line, RL_STR(" more"));
    return drop_suffix(drop_suffix(line, RL_STR("|")), RL_STR("|"));
}

bool rl_moviepage_holds_links_alone(const rl_moviepage *page, size_t first, size_t end) {
    for (size_t i = first; i < end; i++) {
        rl_str line = page->lines[i];
        if (rl_moviepage_cut_links(line).length > 0 && !rl_str_is(line, "(more)"))
            return false;
    }
    return true;
}

bool rl_moviepage_is_prose(rl_str line) {
    /* a name with long notes: 'Stephen King (short story "Rita Hayworth and Shawshank Redemption")' */
    if (line.length > 0 && line.at[line.length - 1] == ')' && rl_str_find(line, RL_STR(". ")) == SIZE_MAX)
        line = rl_str_slice(line, 0, rl_str_find(line, RL_STR(" (")));
    if (line.length < 50)
        return false;
    size_t words = 1, bars = 0;
    for (size_t i = 0; i < line.length; i++) {
        words += line.at[i] == ' ';
        bars += line.at[i] == '|';
    }
    if (words < 9 || bars > 1)
        return false;
    return rl_str_find(line, RL_STR(". ")) != SIZE_MAX || rl_str_find(line, RL_STR("...")) != SIZE_MAX ||
           strchr(".!?\"'\xBB\x9D\xA6)", line.at[line.length - 1]) != NULL || line.length > 160;
}
