/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Lines of a movie page that no label announces, read by their shape: the line of facts below the
 * title, genres, keywords, certificates, prizes. On damaged pages they are most of what is left.
 */
#include <ctype.h>

#include "common/lexicon.h"
#include "indexer/moviepage.h"

typedef enum piece {
    PIECE_UNKNOWN,
    PIECE_BLANK,
    PIECE_RUNTIME,
    PIECE_GENRES,
    PIECE_DATE,
    PIECE_CERTIFICATE,
    PIECE_KIND
} piece;

/* "142 min", "2h 22min", "1h 30m" */
static bool is_runtime(rl_str text) {
    bool digit = false;
    for (size_t i = 0; i < text.length; i++) {
        if (isdigit((unsigned char)text.at[i]))
            digit = true;
        else if (strchr("hmin .", text.at[i]) == NULL)
            return false;
    }
    return digit && (rl_str_find(text, RL_STR("m")) != SIZE_MAX || rl_str_find(text, RL_STR("h")) != SIZE_MAX);
}

static bool are_genres(rl_str text) {
    rl_str rest = text, part;
    while (rl_str_split(&rest, RL_STR(","), &part))
        if (rl_lexicon_find(RL_LEXICON_GENRE, rl_str_trim(part)) == NULL)
            return false;
    return true;
}

/* "3 March 1995 (Sweden)", "September 1998 (India)": a year, and a country in parentheses. */
static bool is_date(rl_str text) {
    size_t open = rl_str_find(text, RL_STR(" ("));
    if (open == SIZE_MAX || open < 4 || open > 20 || text.at[text.length - 1] != ')')
        return false;
    for (size_t i = open - 4; i < open; i++)
        if (!isdigit((unsigned char)text.at[i]))
            return false;
    return true;
}

static bool is_certificate(rl_str text) {
    static const char *const grades[] = {"G",       "PG",        "PG-13",    "R",      "NC-17", "X",     "M",
                                         "GP",      "U",         "UA",       "A",      "12",    "12A",   "15",
                                         "18",      "TV-G",      "TV-PG",    "TV-14",  "TV-MA", "TV-Y",  "TV-Y7",
                                         "Unrated", "Not Rated", "Approved", "Passed", "K-16",  "FSK 12"};
    for (size_t i = 0; i < sizeof grades / sizeof *grades; i++)
        if (rl_str_is(text, grades[i]))
            return true;
    return text.length >= 2 && text.length <= 3 && text.at[text.length - 1] == '+' &&
           isdigit((unsigned char)text.at[0]);
}

/* Whole words only: menus hold "TV Episodes". */
static bool is_kind(rl_str text) {
    static const char *const kinds[] = {"TV Series", "TV Mini-Series", "TV Mini Series", "TV Episode",
                                        "TV Movie",  "TV Short",       "TV Special",     "Video"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (rl_str_is(text, kinds[i]))
            return true;
    return rl_str_starts(text, RL_STR("Episode aired"));
}

static piece piece_of(rl_str text) {
    if (text.length == 0)
        return PIECE_BLANK;
    if (text.length > 60)
        return PIECE_UNKNOWN;
    if (is_runtime(text))
        return PIECE_RUNTIME;
    if (is_certificate(text))
        return PIECE_CERTIFICATE;
    if (is_kind(text))
        return PIECE_KIND;
    if (is_date(text))
        return PIECE_DATE;
    return are_genres(text) ? PIECE_GENRES : PIECE_UNKNOWN;
}

/* The line split at " - " and "|"; the count of pieces, or 0 when one is not understood. */
static size_t split_pieces(rl_str line, rl_str *out_parts, piece *out_kinds, size_t max) {
    size_t count = 0;
    rl_str bars = line, between, part;
    while (rl_str_split(&bars, RL_STR("|"), &between)) {
        while (rl_str_split(&between, RL_STR(" - "), &part)) {
            part = rl_str_trim(part);
            piece kind = piece_of(part);
            if (kind == PIECE_BLANK)
                continue;
            if (kind == PIECE_UNKNOWN || count == max)
                return 0;
            out_parts[count] = part;
            out_kinds[count++] = kind;
        }
    }
    return count;
}

static void take_kind(rl_moviepage *page, rl_str text) {
    if (rl_str_starts_nocase(text, RL_STR("TV Episode")))
        page->facts->subject = RL_SUBJECT_EPISODE;
    else if (rl_str_starts_nocase(text, RL_STR("TV Series")) || rl_str_starts_nocase(text, RL_STR("TV Mini")))
        page->facts->subject = RL_SUBJECT_SERIES;
}

/* "142 min - Crime | Drama - 3 March 1995 (Sweden)", "16+ | 2h 22min | Crime, Drama", "Comedy | Drama" */
static bool read_info_line(rl_moviepage *page, rl_str line, uint32_t number) {
    enum { MAX_PIECES = 12 };
    rl_str parts[MAX_PIECES];
    piece kinds[MAX_PIECES];
    size_t count = line.length > 300 ? 0 : split_pieces(line, parts, kinds, MAX_PIECES);
    bool bare = count == 1 && kinds[0] != PIECE_RUNTIME && rl_str_find(line, RL_STR("|")) == SIZE_MAX;
    if (count == 0 || bare)
        return false;
    rl_facts *facts = page->facts;
    for (size_t i = 0; i < count; i++) {
        switch (kinds[i]) {
        case PIECE_RUNTIME:
            rl_facts_runtime(facts, parts[i], RL_ORIGIN_LABEL, number);
            break;
        case PIECE_GENRES:
            rl_facts_labels(facts, RL_FIELD_GENRE, parts[i], RL_ORIGIN_LABEL, number);
            break;
        case PIECE_DATE:
            rl_facts_date(facts, parts[i], RL_STR_EMPTY, RL_ORIGIN_LABEL, number);
            break;
        case PIECE_CERTIFICATE:
            rl_facts_add(facts, RL_FIELD_CERTIFICATE, parts[i], RL_ORIGIN_LABEL, number);
            break;
        case PIECE_KIND:
            take_kind(page, parts[i]);
            break;
        case PIECE_UNKNOWN:
        case PIECE_BLANK:
            break;
        }
    }
    return true;
}

static bool read_bars(rl_moviepage *page, rl_str line, uint32_t number) {
    rl_str rest = line, part;
    size_t count = 0;
    while (rl_str_split(&rest, RL_STR("|"), &part))
        count += rl_str_trim(part).length > 0;
    if (count < 2 || !page->after_storyline)
        return false;
    rest = line;
    while (rl_str_split(&rest, RL_STR("|"), &part)) {
        part = rl_moviepage_cut_links(rl_str_trim(part));
        if (part.length > 0 && part.length < 60)
            rl_facts_add(page->facts, RL_FIELD_KEYWORD, part, RL_ORIGIN_GUESS, number);
    }
    return true;
}

/* "(as Tim Kissell),": the line of a writer whose name was a link, and is lost. */
static bool read_lone_credit(rl_moviepage *page, rl_str line, uint32_t number) {
    if (!rl_str_starts(line, RL_STR("(as ")) || line.length > 80)
        return false;
    size_t close = rl_str_find(line, RL_STR(")"));
    if (close == SIZE_MAX || line.length - close > 3)
        return false;
    rl_facts *facts = page->facts;
    size_t before = facts->count;
    rl_facts_person(facts, RL_FIELD_WRITER, rl_str_slice(line, 4, close), RL_STR_EMPTY, RL_ORIGIN_GUESS, number);
    for (size_t i = before; i < facts->count; i++)
        if (facts->items[i].field == RL_FIELD_WRITER)
            facts->items[i].person = facts->items[i].value;
    return true;
}

/* Between the title and the first credits stand ratings, and the plot in a sentence. */
static bool stands_in_head(const rl_moviepage *page, size_t line) {
    if (page->heading == SIZE_MAX || line < page->heading)
        return false;
    for (size_t i = 0; i < page->section_count && page->sections[i].first <= line; i++) {
        rl_moviepage_section_id id = page->sections[i].id;
        bool of_head = id == RL_SECTION_LEAD || id == RL_SECTION_MENU || id == RL_SECTION_FURNITURE || id == RL_SECTION_USER_RATING;
        if (page->sections[i].first > page->heading && !of_head)
            return false;
    }
    return true;
}

static bool read_prose(rl_moviepage *page, rl_moviepage_section_id section, size_t line) {
    rl_str text = page->lines[line];
    bool truncated = rl_str_find(text, RL_STR("See full summary")) != SIZE_MAX;
    if (section == RL_SECTION_CAST || section == RL_SECTION_STORYLINE) {
        rl_moviepage_add_plot(page, text, line);
        return true;
    }
    bool in_head = section == RL_SECTION_LEAD || section == RL_SECTION_MENU || truncated || stands_in_head(page, line);
    if (rl_str_find(text, RL_STR("IMDbPro")) != SIZE_MAX)
        return false;
    if (!in_head || page->teaser.length > 0 || page->has_plot || line == page->heading)
        return false;
    if (!rl_moviepage_is_prose(rl_moviepage_cut_links(text)))
        return false;
    page->teaser = rl_moviepage_cut_links(text);
    page->teaser_line = line;
    return true;
}

static bool is_storyline_end(rl_str line) {
    return rl_str_starts(line, RL_STR("Plot Summary |")) || rl_str_starts(line, RL_STR("Plot Summary»")) ||
           rl_str_starts(line, RL_STR("Plot Synopsis |"));
}

/* Below the storyline and its links stands the tagline, a short sentence. */
static bool read_tagline(rl_moviepage *page, rl_str line, uint32_t number) {
    if (!page->after_storyline || line.length < 10 || line.length > 200)
        return false;
    if (rl_str_find(line, RL_STR(" ")) == SIZE_MAX || rl_str_find(line, RL_STR("\xC2\xBB")) != SIZE_MAX ||
        rl_str_find(line, RL_STR("|")) != SIZE_MAX || strchr(".!?\"", line.at[line.length - 1]) == NULL)
        return false;
    rl_facts_add(page->facts, RL_FIELD_TAGLINE, line, RL_ORIGIN_GUESS, number);
    return true;
}

static bool is_number_word(rl_str word) {
    for (size_t i = 0; i < word.length; i++)
        if (!isdigit((unsigned char)word.at[i]))
            return false;
    return word.length > 0;
}

bool rl_moviepage_is_award_summary(rl_str line) {
    if (line.length > 160)
        return false;
    bool counts = rl_str_find(line, RL_STR(" win")) != SIZE_MAX || rl_str_find(line, RL_STR(" nomination")) != SIZE_MAX;
    rl_str rest = line, word, next = RL_STR_EMPTY;
    rl_str_split(&rest, RL_STR(" "), &word);
    if (counts && is_number_word(word))
        return true;
    if (!rl_str_is(word, "Won") && !rl_str_starts(line, RL_STR("Nominated for ")))
        return false;
    if (!rl_str_is(word, "Won"))
        rl_str_split(&rest, RL_STR(" "), &word);
    rl_str_split(&rest, RL_STR(" "), &next);
    return counts || is_number_word(next) || rl_str_find(line, RL_STR("See more awards")) != SIZE_MAX;
}

/* "Won 2 Oscars. Another 1 win & 5 nominations": which prizes by name; mere counts say nothing to search. */
void rl_moviepage_read_award_summary(rl_moviepage *page, rl_str text, uint32_t line) {
    bool won = rl_str_starts(text, RL_STR("Won "));
    if (!won && !rl_str_starts(text, RL_STR("Nominated for ")))
        return;
    text = rl_str_slice(text, won ? 4 : 14, rl_str_find(text, RL_STR(". ")));
    size_t digits = 0;
    while (digits < text.length && (isdigit((unsigned char)text.at[digits]) || text.at[digits] == ' '))
        digits++;
    rl_str prize = rl_str_trim(rl_str_slice(text, digits, text.length));
    if (prize.length > 0 && prize.at[prize.length - 1] == '.')
        prize.length--;
    if (digits > 0 && prize.length > 1 && prize.at[prize.length - 1] == 's')
        prize.length--;
    if (prize.length == 0 || prize.length > 60)
        return;
    static const struct {
        rl_str prize, body;
    } bodies[] = {
        {{"Oscar", 5}, {"Academy Awards", 14}},
        {{"Golden Globe", 12}, {"Golden Globe Awards", 19}},
        {{"BAFTA Film Award", 16}, {"BAFTA Awards", 12}},
        {{"Primetime Emmy", 14}, {"Primetime Emmy Awards", 21}},
    };
    rl_str body = prize;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        if (rl_str_equal(bodies[i].prize, prize))
            body = bodies[i].body;
    rl_fact *fact = rl_facts_add(page->facts, RL_FIELD_AWARD, body, RL_ORIGIN_LABEL, line);
    if (fact == NULL)
        return;
    fact->detail = rl_str_copy(page->facts->arena, prize);
    fact->result = won ? RL_RESULT_WON : RL_RESULT_NOMINATED;
}

bool rl_moviepage_read_loose(rl_moviepage *page, rl_moviepage_section_id section, size_t line) {
    rl_str text = page->lines[line];
    uint32_t number = rl_moviepage_line_number(line);
    if (is_storyline_end(text)) {
        page->after_storyline = true;
        return true;
    }
    if (line != page->heading && read_info_line(page, text, number)) {
        return true;
    }
    rl_str strip = {"1 2 3 4 5 6 7 8 9 10 ", 21};
    if (section == RL_SECTION_LEAD && rl_str_starts(text, strip))
        text = rl_str_slice(text, strip.length, text.length);
    if (rl_moviepage_read_rating(page, text, number) ||
        rl_moviepage_read_rated(page, rl_moviepage_cut_links(text), number))
        return true;
    if (read_lone_credit(page, text, number))
        return true;
    if (section == RL_SECTION_LEAD || section == RL_SECTION_GROUP || section == RL_SECTION_CAST ||
        section == RL_SECTION_STORYLINE)
        if (read_tagline(page, text, number) || read_bars(page, text, number))
            return true;
    return rl_moviepage_is_prose(text) && read_prose(page, section, line);
}
