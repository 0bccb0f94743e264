/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Running text of a movie page: plot, trivia, review; and the cards of other films it recommends,
 * of which nothing but title and year is kept.
 */
#include <ctype.h>

#include "indexer/moviepage.h"

enum { CARD_MAX_BYTES = 160 };

static void add_text(rl_moviepage *page, rl_field field, rl_str text, size_t line) {
    if (text.length > 0)
        rl_facts_add(page->facts, field, text, RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
}

/* "... to produce the auteur's vision. Written by David Stevens": who sent the summary in is no maker of the film. */
static rl_str drop_author(rl_str text) {
    size_t from = text.length > 90 ? text.length - 90 : 0;
    size_t at = rl_str_find(rl_str_slice(text, from, text.length), RL_STR("Written by "));
    if (at == SIZE_MAX)
        return text;
    text = rl_str_trim(rl_str_slice(text, 0, from + at));
    return rl_str_ends(text, RL_STR("-")) ? rl_str_trim(rl_str_slice(text, 0, text.length - 1)) : text;
}

void rl_moviepage_add_plot(rl_moviepage *page, rl_str text, size_t line) {
    text = drop_author(rl_moviepage_cut_links(text));
    if (text.length < 3)
        return;
    /* the short plot of the head, now in full */
    rl_str start = rl_str_slice(text, 0, 40);
    if (page->teaser.length > 0 && rl_str_starts(page->teaser, start))
        page->teaser = RL_STR_EMPTY;
    page->has_plot = true;
    add_text(page, RL_FIELD_PLOT, text, line);
}

static bool ends_plot(rl_str line) {
    return rl_str_starts(line, RL_STR("Plot Summary")) || rl_str_starts(line, RL_STR("Plot Synopsis |")) ||
           rl_str_starts(line, RL_STR("Add Synopsis")) || rl_str_starts(line, RL_STR("Add Full Plot"));
}

/* One line after "Plot:", paragraphs after "Storyline". */
size_t rl_moviepage_read_plot(rl_moviepage *page, const rl_moviepage_section *section) {
    if (section->inline_value.length > 0) {
        rl_moviepage_add_plot(page, section->inline_value, section->first);
        return section->body;
    }
    size_t i = section->body, taken = 0;
    for (; i < section->end; i++) {
        rl_str line = page->lines[i];
        if (line.length == 0)
            continue;
        if (ends_plot(line))
            break;
        if (section->id == RL_SECTION_PLOT && taken > 0)
            break;
        if (taken > 0 && !rl_moviepage_is_prose(line))
            break;
        if (line.length > 20)
            rl_moviepage_add_plot(page, line, i);
        taken++;
    }
    return i;
}

static bool is_connection(rl_str line) {
    static const char *const starts[] = {
        "Featured in ",  "Features ",  "Referenced in ", "References ",
        "Spoofed in ",   "Spoofs ",    "Follows ",       "Followed by ",
        "Remake of ",    "Remade as ", "Version of ",    "Edited into ",
        "Edited from ",  "Spin-off ",  "Spin off ",      "Alternate language version of ",
        "Spin-off from "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (rl_str_starts(line, rl_str_of(starts[i])))
            return true;
    return false;
}

/* Trivia, goofs, quotes: to the section's end, as one text. */
size_t rl_moviepage_read_text(rl_moviepage *page, const rl_moviepage_section *section) {
    rl_buffer text = RL_BUFFER_INIT;
    rl_buffer_add_str(&text, rl_moviepage_cut_links(section->inline_value));
    size_t i = section->body, first = section->first;
    for (; i < section->end; i++) {
        rl_str line = page->lines[i], value = rl_moviepage_cut_links(line);
        bool last = line.length != value.length || rl_str_is(line, "more");
        if (value.length > 0 && text.length > 0)
            rl_buffer_add_byte(&text, '\n');
        else if (value.length > 0)
            first = i;
        rl_buffer_add_str(&text, value);
        if (last) {
            i++;
            break;
        }
    }
    rl_str whole = rl_buffer_str(&text);
    bool connection = is_connection(whole);
    if (!connection)
        add_text(page, rl_moviepage_section_field(section->id), whole, first);
    if (section->id == RL_SECTION_TRIVIA && !connection && !text.failed) {
        whole = rl_str_copy(page->facts->arena, whole);
        rl_facts_prose(page->facts, whole, rl_moviepage_line_number(first));
    }
    rl_buffer_done(&text);
    return i;
}

static bool is_song_line(rl_str line) {
    static const char *const starts[] = {"Written by ", "Performed by ", "Courtesy of ",   "Lyrics by ",
                                         "Music by ",   "Composed by ",  "Under license ", "by arrangement "};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (rl_str_starts_nocase(line, rl_str_of(starts[i])))
            return true;
    return false;
}

/* Items [first, end) of a "Did You Know?" whose labels are lost: a song, a connection, else trivia. */
static void read_item(rl_moviepage *page, size_t first, size_t end) {
    rl_buffer text = RL_BUFFER_INIT;
    bool other = false;
    for (size_t i = first; i < end; i++) {
        rl_str line = rl_moviepage_cut_links(page->lines[i]);
        if (line.length == 0)
            continue;
        other = other || is_song_line(line) || is_connection(line);
        if (text.length > 0)
            rl_buffer_add_byte(&text, '\n');
        else
            first = i;
        rl_buffer_add_str(&text, line);
    }
    if (!other && text.length > 15 && !text.failed) {
        rl_str whole = rl_str_copy(page->facts->arena, rl_buffer_str(&text));
        add_text(page, RL_FIELD_TRIVIA, whole, first);
        if (!rl_facts_coloration(page->facts, whole, RL_ORIGIN_PROSE, rl_moviepage_line_number(first)))
            rl_facts_prose(page->facts, whole, rl_moviepage_line_number(first));
    }
    rl_buffer_done(&text);
}

size_t rl_moviepage_read_did_you_know(rl_moviepage *page, const rl_moviepage_section *section) {
    size_t first = section->body;
    for (size_t i = section->body; i < section->end; i++) {
        if (rl_str_find(page->lines[i], RL_STR("See more")) == SIZE_MAX)
            continue;
        read_item(page, first, i + 1);
        first = i + 1;
    }
    read_item(page, first, section->end);
    return section->end;
}

static bool ends_review(rl_str line) {
    return rl_str_find(line, RL_STR("review helpful")) != SIZE_MAX ||
           rl_str_find(line, RL_STR("comment useful to you")) != SIZE_MAX ||
           rl_str_find(line, RL_STR("review useful to you")) != SIZE_MAX ||
           rl_str_starts(line, RL_STR("Review this title")) || rl_str_starts(line, RL_STR("See more")) ||
           rl_str_starts(line, RL_STR("See all"));
}

static bool is_review_form(rl_str line) {
    return line.at[0] == '(' || rl_str_find(line, RL_STR("people found the following")) != SIZE_MAX ||
           rl_str_starts(line, RL_STR("Author:")) || rl_str_starts(line, RL_STR("***"));
}

/* "31 August 2009 | by See all my reviews" gives the date; "A great film!, 17 October 2002" title and date. */
static bool split_review_date(rl_str line, rl_str *out_title, rl_str *out_date) {
    size_t bar = rl_str_find(line, RL_STR(" | by"));
    *out_title = RL_STR_EMPTY;
    *out_date = RL_STR_EMPTY;
    if (bar != SIZE_MAX && bar <= 24) {
        *out_date = rl_str_slice(line, 0, bar);
        return true;
    }
    if (line.length < 12 || line.length > 300)
        return false;
    size_t at = SIZE_MAX;
    for (size_t i = line.length; i > 1 && line.length - i < 22; i--)
        if (line.at[i - 2] == ',' && line.at[i - 1] == ' ') {
            at = i;
            break;
        }
    if (at == SIZE_MAX || !isdigit((unsigned char)line.at[at]) || !isdigit((unsigned char)line.at[line.length - 1]))
        return false;
    *out_title = rl_str_trim(rl_str_slice(line, 0, at - 2));
    *out_date = rl_str_slice(line, at, line.length);
    return true;
}

size_t rl_moviepage_read_review(rl_moviepage *page, const rl_moviepage_section *section) {
    if (section->colon)
        return section->end; /* "User Reviews:" heads a link only */
    rl_buffer text = RL_BUFFER_INIT;
    rl_str date = RL_STR_EMPTY, heading, stated;
    bool open = false;
    size_t i = section->body, first = 0;
    for (; i < section->end && (!open || !ends_review(page->lines[i])); i++) {
        rl_str line = page->lines[i];
        if (line.length == 0 || is_review_form(line) || ends_review(line))
            continue;
        if (date.length == 0 && split_review_date(line, &heading, &stated)) {
            date = stated;
            line = heading;
        }
        if (line.length == 0)
            continue;
        if (text.length > 0)
            rl_buffer_add_text(&text, "\n\n");
        else
            first = i;
        rl_buffer_add_str(&text, line);
        open = open || rl_moviepage_is_prose(line);
    }
    if (open) {
        rl_fact *fact = rl_facts_add(page->facts, RL_FIELD_REVIEW, rl_buffer_str(&text), RL_ORIGIN_LABEL,
                                     rl_moviepage_line_number(first));
        if (fact != NULL)
            fact->detail = rl_str_copy(page->facts->arena, date);
    }
    rl_buffer_done(&text);
    return section->end;
}

static void add_similar(rl_moviepage *page, rl_str title, int year, size_t line) {
    rl_facts *facts = page->facts;
    if (title.length > 2 && title.at[0] == '"' && title.at[title.length - 1] == '"')
        title = rl_str_slice(title, 1, title.length - 1); /* a series */
    if (title.length == 0 || title.length > CARD_MAX_BYTES || rl_str_equal(title, page->title))
        return;
    for (size_t i = facts->count; i > 0 && facts->count - i < 64; i--) {
        const rl_fact *seen = &facts->items[i - 1];
        if (seen->field == RL_FIELD_SIMILAR && seen->number == year && rl_str_equal(seen->value, title))
            return;
    }
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_SIMILAR, title, RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
    if (fact != NULL)
        fact->number = year;
}

/* Old pages name all films on one line, parted by wide gaps where the saving kept them. */
static void read_wide_line(rl_moviepage *page, size_t line) {
    rl_str raw = rl_str_trim(page->document->lines[line]), tabs = raw, cell;
    bool wide = rl_str_find(raw, RL_STR("\t")) != SIZE_MAX;
    if (!wide) {
        static const rl_str gap = {" \xC2\xA0 ", 4};
        rl_str separator = rl_str_find(raw, gap) != SIZE_MAX ? gap : RL_STR("   ");
        if (rl_str_find(raw, separator) == SIZE_MAX)
            return;
        while (rl_str_split(&raw, separator, &cell))
            add_similar(page, rl_str_trim(cell), 0, line);
        return;
    }
    while (rl_str_split(&tabs, RL_STR("\t"), &cell))
        add_similar(page, rl_str_trim(cell), 0, line);
}

size_t rl_moviepage_read_recommended(rl_moviepage *page, const rl_moviepage_section *section) {
    bool one_line = section->colon; /* "If you enjoyed this title, our database also recommends:" */
    for (size_t i = section->body; i < section->end; i++) {
        rl_str line = page->lines[i], title, kind;
        rl_subject subject;
        int year;
        if (line.length == 0)
            continue;
        if (one_line) {
            read_wide_line(page, i);
            one_line = false;
        } else if (line.length <= CARD_MAX_BYTES && rl_moviepage_split_title(line, &title, &year, &subject, &kind)) {
            add_similar(page, title, year, i);
        }
    }
    return section->end;
}
