/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * The head of a movie page: which film it is of, which of its sub-pages, and under which
 * number the database has it.
 */
#include <ctype.h>

#include "indexer/moviepage.h"

static const struct sub_page {
    rl_str name;
    rl_moviepage_kind kind;
} sub_pages[] = {
    {{"Full Cast & Crew", 16}, RL_MOVIEPAGE_CREDITS},
    {{"Full cast and crew", 18}, RL_MOVIEPAGE_CREDITS},
    {{"Cast", 4}, RL_MOVIEPAGE_CREDITS},
    {{"Plot Summary", 12}, RL_MOVIEPAGE_PLOTS},
    {{"Synopsis", 8}, RL_MOVIEPAGE_PLOTS},
    {{"Plot Synopsis", 13}, RL_MOVIEPAGE_PLOTS},
    {{"Awards", 6}, RL_MOVIEPAGE_AWARDS},
    {{"Trivia", 6}, RL_MOVIEPAGE_PART},
    {{"Goofs", 5}, RL_MOVIEPAGE_PART},
    {{"Taglines", 8}, RL_MOVIEPAGE_PART},
    {{"Plot Keywords", 13}, RL_MOVIEPAGE_PART},
    {{"Release Info", 12}, RL_MOVIEPAGE_PART},
    {{"Release dates", 13}, RL_MOVIEPAGE_PART},
    {{"Technical Specifications", 24}, RL_MOVIEPAGE_PART},
    {{"Company credits", 15}, RL_MOVIEPAGE_PART},
    {{"Quotes", 6}, RL_MOVIEPAGE_PART},
    {{"Connections", 11}, RL_MOVIEPAGE_PART},
    {{"Movie connections", 17}, RL_MOVIEPAGE_PART},
    {{"Filming Locations", 17}, RL_MOVIEPAGE_PART},
    {{"Locations", 9}, RL_MOVIEPAGE_PART},
    {{"Soundtracks", 11}, RL_MOVIEPAGE_PART},
    {{"Reviews & Ratings", 17}, RL_MOVIEPAGE_PART},
    {{"User Reviews", 12}, RL_MOVIEPAGE_PART},
    {{"External Reviews", 16}, RL_MOVIEPAGE_PART},
    {{"Box office / business", 21}, RL_MOVIEPAGE_PART},
    {{"Parents Guide", 13}, RL_MOVIEPAGE_PART},
    {{"Crazy Credits", 13}, RL_MOVIEPAGE_PART},
};

/* What may stand before the year in parentheses, and behind it in further ones. */
static const struct marker {
    rl_str word;
    rl_subject subject;
    const char *kind;
} markers[] = {
    {{"TV Mini-Series", 14}, RL_SUBJECT_SERIES, "series"},
    {{"TV Mini Series", 14}, RL_SUBJECT_SERIES, "series"},
    {{"TV Series", 9}, RL_SUBJECT_SERIES, "series"},
    {{"TV mini-series", 14}, RL_SUBJECT_SERIES, "series"},
    {{"TV Episode", 10}, RL_SUBJECT_EPISODE, "episode"},
    {{"TV Short", 8}, RL_SUBJECT_FILM, "short"},
    {{"TV Movie", 8}, RL_SUBJECT_FILM, "film"},
    {{"TV Special", 10}, RL_SUBJECT_FILM, "film"},
    {{"Video Game", 10}, RL_SUBJECT_OTHER, ""},
    {{"Video", 5}, RL_SUBJECT_FILM, "video"},
    {{"Short", 5}, RL_SUBJECT_FILM, "short"},
    {{"mini", 4}, RL_SUBJECT_SERIES, "series"},
    {{"VG", 2}, RL_SUBJECT_OTHER, ""},
    {{"TV", 2}, RL_SUBJECT_FILM, "film"},
    {{"V", 1}, RL_SUBJECT_FILM, "video"},
};

/* The last parenthesis of a text and what stands before it. */
static bool last_group(rl_str text, rl_str *out_before, rl_str *out_inside) {
    if (text.length < 3 || text.at[text.length - 1] != ')')
        return false;
    size_t open = text.length - 1;
    while (open > 0 && text.at[open - 1] != '(')
        open--;
    if (open == 0)
        return false;
    *out_before = rl_str_trim(rl_str_slice(text, 0, open - 1));
    *out_inside = rl_str_trim(rl_str_slice(text, open, text.length - 1));
    return true;
}

static const struct marker *marker_at_start(rl_str inside) {
    for (size_t i = 0; i < sizeof markers / sizeof *markers; i++) {
        rl_str word = markers[i].word;
        if (!rl_str_starts_nocase(inside, word))
            continue;
        if (inside.length == word.length || inside.at[word.length] == ' ')
            return &markers[i];
    }
    return NULL;
}

/* "1994", "1994/II", "2007-", "2007–2012". */
static int year_of(rl_str text) {
    if (text.length < 4)
        return 0;
    int year = 0;
    for (size_t i = 0; i < 4; i++) {
        if (!isdigit((unsigned char)text.at[i]))
            return 0;
        year = year * 10 + (text.at[i] - '0');
    }
    if (year < 1870 || year > 2100)
        return 0;
    rl_str rest = rl_str_slice(text, 4, text.length);
    for (size_t i = 0; i < rest.length; i++)
        if (isalpha((unsigned char)rest.at[i]) && strchr("IVXLT", rest.at[i]) == NULL)
            return 0;
    return rest.length == 0 || !isdigit((unsigned char)rest.at[0]) ? year : 0;
}

bool rl_moviepage_split_title(rl_str line, rl_str *out_title, int *out_year, rl_subject *out_subject,
                              rl_str *out_kind) {
    *out_title = rl_str_trim(line);
    *out_year = 0;
    *out_subject = RL_SUBJECT_FILM;
    *out_kind = RL_STR_EMPTY;
    rl_str before, inside;
    while (*out_year == 0 && last_group(*out_title, &before, &inside)) {
        const struct marker *marker = marker_at_start(inside);
        if (marker != NULL) {
            *out_subject = marker->subject;
            *out_kind = rl_str_of(marker->kind);
            inside = rl_str_trim(rl_str_slice(inside, marker->word.length, inside.length));
        }
        *out_year = year_of(inside);
        if (*out_year == 0 && !(marker != NULL && inside.length == 0) && !rl_name_is_numeral(inside))
            return false;
        *out_title = before;
    }
    if (last_group(*out_title, &before, &inside) && rl_name_is_numeral(inside))
        *out_title = before;
    return *out_year != 0 && out_title->length > 0;
}

/* "Die Hard (1988) - Plot Summary - IMDb": names the sub-page and gives the part before. */
static rl_str strip_page_name(rl_str line, rl_moviepage_kind *kind) {
    static const rl_str dash = {" - ", 3};
    for (int round = 0; round < 3; round++) {
        size_t at = SIZE_MAX;
        for (size_t from = 0; from < line.length;) {
            size_t next = rl_str_find(rl_str_slice(line, from, line.length), dash);
            if (next == SIZE_MAX)
                break;
            at = from + next;
            from = at + dash.length;
        }
        if (at == SIZE_MAX)
            return line;
        rl_str tail = rl_str_trim(rl_str_slice(line, at + dash.length, line.length));
        bool known = rl_str_equal_nocase(tail, RL_STR("IMDb"));
        for (size_t i = 0; i < sizeof sub_pages / sizeof *sub_pages && !known; i++)
            if (rl_str_equal_nocase(tail, sub_pages[i].name)) {
                *kind = sub_pages[i].kind;
                known = true;
            }
        if (!known)
            return line;
        line = rl_str_trim(rl_str_slice(line, 0, at));
    }
    return line;
}

/* "Gaslight (1944) More at IMDbPro »TV series 2007-" */
static rl_str strip_more(rl_str line, rl_str *out_behind) {
    size_t at = rl_str_find(line, RL_STR("More at IMDb"));
    *out_behind = at == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(line, at, line.length);
    return at == SIZE_MAX ? line : rl_str_trim(rl_str_slice(line, 0, at));
}

/* Old pages put series in quotes, and an episode's own title behind them. */
static void take_quotes(rl_moviepage *page) {
    rl_str title = page->title;
    if (title.length < 3 || title.at[0] != '"')
        return;
    size_t close = rl_str_find(rl_str_slice(title, 1, title.length), RL_STR("\""));
    if (close == SIZE_MAX || close == 0)
        return;
    rl_str inside = rl_str_slice(title, 1, close + 1);
    rl_str behind = rl_str_trim(rl_str_slice(title, close + 2, title.length));
    page->title = behind.length > 0 ? behind : inside;
    if (behind.length > 0)
        page->series = inside;
    page->facts->subject = behind.length > 0 ? RL_SUBJECT_EPISODE : RL_SUBJECT_SERIES;
}

static bool is_chart(const rl_moviepage *page) {
    size_t ranked = 0;
    for (size_t i = 0; i < page->line_count; i++) {
        rl_str line = page->lines[i];
        size_t digits = 0;
        while (digits < line.length && isdigit((unsigned char)line.at[digits]))
            digits++;
        size_t year = digits == 0 ? SIZE_MAX : rl_str_find(line, RL_STR(" ("));
        ranked += digits > 0 && digits < 5 && digits < line.length && line.at[digits] == '.' && year != SIZE_MAX &&
                  year_of(rl_str_slice(line, year + 2, year + 6)) != 0;
    }
    return ranked >= 20;
}

static size_t first_line(const rl_moviepage *page) {
    size_t i = 0;
    while (i < page->line_count && page->lines[i].length == 0)
        i++;
    return i;
}

/* From here on lines tell facts: the title above is behind us. */
static bool ends_head(const rl_moviepage *page, size_t line) {
    rl_moviepage_label_match found;
    if (!rl_moviepage_label(page->lines[line], &found) || !found.colon)
        return false;
    return found.section == RL_SECTION_DIRECTOR || found.section == RL_SECTION_WRITER ||
           found.section == RL_SECTION_STARS || found.section == RL_SECTION_CAST ||
           found.section == RL_SECTION_RECOMMENDED || found.section == RL_SECTION_USER_RATING;
}

static bool accept(rl_moviepage *page, rl_str line, rl_str *out_title, int *out_year) {
    rl_subject subject;
    rl_str kind;
    if (line.length > 300 || !rl_moviepage_split_title(line, out_title, out_year, &subject, &kind))
        return false;
    page->facts->subject = subject;
    page->marked_kind = kind;
    return true;
}

/* The title the page itself is called by: its first line, or the first titled line where damage ate that. */
static void find_title(rl_moviepage *page) {
    size_t first = first_line(page);
    if (first == page->line_count)
        return;
    rl_str head = strip_page_name(page->lines[first], &page->kind), title, behind;
    int year = 0;
    if (accept(page, head, &title, &year)) {
        page->title = title;
        page->year = year;
        page->heading = first;
        return;
    }
    for (size_t i = first; i < page->line_count && page->title.length == 0; i++) {
        rl_str line = strip_more(page->lines[i], &behind);
        if (rl_str_starts(line, RL_STR("IMDb > ")))
            line = rl_str_slice(line, 7, line.length);
        if (ends_head(page, i))
            break;
        if (rl_moviepage_is_prose(line) || !accept(page, line, &title, &year))
            continue;
        page->title = title;
        page->year = year;
        page->heading = i;
    }
    if (page->title.length == 0 && page->kind != RL_MOVIEPAGE_MAIN)
        page->title = head;
}

/* The last line that says title and year above the facts: the short plot stands below it. */
static void find_heading(rl_moviepage *page) {
    for (size_t i = 0; i < page->line_count && !ends_head(page, i); i++) {
        rl_str behind, title, kind, line = strip_more(page->lines[i], &behind);
        rl_subject subject;
        int year;
        if (line.length > 300 || !rl_moviepage_split_title(line, &title, &year, &subject, &kind))
            continue;
        if (!rl_str_equal(title, page->title))
            continue;
        page->heading = i;
        if (page->year == 0)
            page->year = year;
        if (page->facts->subject == RL_SUBJECT_FILM)
            page->facts->subject = subject;
        if (rl_str_find_nocase(behind, RL_STR("TV episode")) != SIZE_MAX)
            page->facts->subject = RL_SUBJECT_EPISODE;
        else if (rl_str_find_nocase(behind, RL_STR("TV series")) != SIZE_MAX ||
                 rl_str_find_nocase(behind, RL_STR("TV mini-series")) != SIZE_MAX)
            page->facts->subject = RL_SUBJECT_SERIES;
    }
}

/* The parts of "Sueños de libertad (1994) More at IMDbPro »The Shawshank Redemption (original title)" run together. */
static rl_str behind_more(rl_str line) {
    rl_str behind;
    strip_more(line, &behind);
    size_t at = rl_str_find(behind, RL_STR("\xC2\xBB"));
    return at == SIZE_MAX ? line : rl_str_trim(rl_str_slice(behind, at + 2, behind.length));
}

static void find_original_title(rl_moviepage *page) {
    static const rl_str mark = {"(original title)", 16};
    size_t from = page->heading == SIZE_MAX ? 0 : page->heading;
    for (size_t i = from; i < page->line_count && !ends_head(page, i); i++) {
        rl_str line = page->lines[i];
        if (line.length >= 300 || !rl_str_ends(line, mark))
            continue;
        line = behind_more(rl_str_trim(rl_str_slice(line, 0, line.length - mark.length)));
        if (line.length > 2 && line.at[0] == '"' && line.at[line.length - 1] == '"')
            line = rl_str_slice(line, 1, line.length - 1);
        page->original = line;
        return;
    }
}

void rl_moviepage_read_head(rl_moviepage *page) {
    page->facts->subject = RL_SUBJECT_FILM;
    if (is_chart(page)) {
        page->kind = RL_MOVIEPAGE_CHART;
        page->title = page->lines[first_line(page)];
        return;
    }
    find_title(page);
    if (page->title.length == 0)
        return;
    find_heading(page);
    find_original_title(page);
    take_quotes(page);
}

/* Newer pages set the users' rating just above the title, without a label. */
static void add_rating_above(rl_moviepage *page) {
    enum { LINES_ABOVE = 16 };
    if (page->heading == SIZE_MAX || page->head_rating)
        return;
    for (size_t i = page->heading; i > 0 && page->heading - i < LINES_ABOVE; i--)
        if (rl_moviepage_read_rating(page, page->lines[i - 1], rl_moviepage_line_number(i - 1)))
            return;
}

/* "tt0104503" at the start of text, or empty. */
static rl_str number_at(rl_str text) {
    size_t digits = 0;
    if (text.length < 9 || text.at[0] != 't' || text.at[1] != 't')
        return RL_STR_EMPTY;
    while (2 + digits < text.length && isdigit((unsigned char)text.at[2 + digits]))
        digits++;
    return digits >= 7 && digits <= 9 ? rl_str_slice(text, 0, 2 + digits) : RL_STR_EMPTY;
}

/* The page's own address, as it states it in its head. */
static rl_str stated_number(rl_str raw) {
    static const rl_str places[] = {
        {"rel=\"canonical\"", 15}, {"rel='canonical'", 15}, {"property=\"og:url\"", 17}, {"property='og:url'", 17}};
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t at = rl_str_find(raw, places[i]);
        if (at == SIZE_MAX)
            continue;
        rl_str tag = rl_str_slice(raw, at, at + 300);
        tag = rl_str_slice(tag, 0, rl_str_find(tag, RL_STR(">")));
        size_t address = rl_str_find(tag, RL_STR("/title/"));
        rl_str number = address == SIZE_MAX ? RL_STR_EMPTY : number_at(rl_str_slice(tag, address + 7, tag.length));
        if (number.length > 0)
            return number;
    }
    return RL_STR_EMPTY;
}

/* The address a browser prints on a saved page; no use when the page names several. */
static rl_str printed_number(const rl_moviepage *page) {
    rl_str found = RL_STR_EMPTY;
    for (size_t i = 0; i < page->line_count; i++) {
        size_t at = rl_str_find(page->lines[i], RL_STR("imdb.com/title/"));
        if (at == SIZE_MAX)
            continue;
        rl_str number = number_at(rl_str_slice(page->lines[i], at + 15, page->lines[i].length));
        if (number.length == 0)
            continue;
        if (found.length > 0 && !rl_str_equal(found, number))
            return RL_STR_EMPTY;
        found = number;
    }
    return found;
}

static rl_str number_in_name(rl_str path) {
    size_t base = path.length;
    while (base > 0 && path.at[base - 1] != '/')
        base--;
    rl_str name = rl_str_slice(path, base, path.length);
    for (size_t i = 0; i < name.length; i++) {
        if (i > 0 && isalnum((unsigned char)name.at[i - 1]))
            continue;
        rl_str number = number_at(rl_str_slice(name, i, name.length));
        if (number.length > 0)
            return number;
    }
    return RL_STR_EMPTY;
}

static void add_identifier(rl_moviepage *page) {
    rl_str number = page->document->html ? stated_number(page->document->raw) : RL_STR_EMPTY;
    if (number.length == 0)
        number = printed_number(page);
    if (number.length > 0) {
        rl_facts_identifier(page->facts, "imdb", number, RL_ORIGIN_LABEL, 0);
        return;
    }
    number = number_in_name(page->document->path);
    if (number.length > 0)
        rl_facts_identifier(page->facts, "imdb", number, RL_ORIGIN_GUESS, 0);
}

static bool speaks_english(const rl_facts *facts) {
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].field == RL_FIELD_LANGUAGE)
            return rl_str_is(facts->items[i].value, "English");
    return false;
}

static bool has_genre(const rl_facts *facts, const char *genre) {
    for (size_t i = 0; i < facts->count; i++)
        if (facts->items[i].field == RL_FIELD_GENRE && rl_str_is(facts->items[i].value, genre))
            return true;
    return false;
}

/* Sub-pages do not say that a film is a short, so they do not say that it is none. */
static void add_kind(rl_moviepage *page, uint32_t line) {
    rl_facts *facts = page->facts;
    rl_str kind = page->marked_kind;
    if (facts->subject == RL_SUBJECT_SERIES)
        kind = RL_STR("series");
    else if (facts->subject == RL_SUBJECT_EPISODE)
        kind = RL_STR("episode");
    else if (has_genre(facts, "Short"))
        kind = RL_STR("short");
    else if (kind.length == 0 && page->kind == RL_MOVIEPAGE_MAIN)
        kind = RL_STR("film");
    if (kind.length > 0)
        rl_facts_add(facts, RL_FIELD_KIND, kind, RL_ORIGIN_LABEL, line);
}

/* The database heads a page with the title of the visitor's country. An English film is still called by its
 * English title; of others the heading is as often the better known one, so it leads. */
void rl_moviepage_add_head(rl_moviepage *page) {
    rl_facts *facts = page->facts;
    uint32_t line = page->heading == SIZE_MAX ? 1 : rl_moviepage_line_number(page->heading);
    if (page->original.length > 0 && speaks_english(facts)) {
        rl_facts_title(facts, RL_FIELD_TITLE, page->original, RL_STR("original title"), RL_ORIGIN_LABEL, line);
        rl_facts_title(facts, RL_FIELD_AKA, page->title, RL_STR_EMPTY, RL_ORIGIN_LABEL, line);
    } else {
        rl_facts_title(facts, RL_FIELD_TITLE, page->title, RL_STR_EMPTY, RL_ORIGIN_LABEL, line);
        if (page->original.length > 0)
            rl_facts_title(facts, RL_FIELD_AKA, page->original, RL_STR("original title"), RL_ORIGIN_LABEL, line);
    }
    if (page->year != 0)
        rl_facts_add_number(facts, RL_FIELD_YEAR, page->year, RL_ORIGIN_LABEL, line);
    if (page->series.length > 0)
        rl_facts_add(facts, RL_FIELD_SET, page->series, RL_ORIGIN_LABEL, line);
    add_kind(page, line);
    if (page->kind == RL_MOVIEPAGE_MAIN)
        add_rating_above(page);
    add_identifier(page);
}
