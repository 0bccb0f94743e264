/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_heading: finds the heading by the shape of its line of facts, whose parts are told
 * apart by what they are (minutes, countries, years, carriers), not by their place.
 */
#include "indexer/programme_heading.h"

#include "common/lexicon.h"
#include "indexer/facts.h"

enum {
    HEADING_WITHIN_LINES = 14, /* written lines of navigation that may stand before it */
    MAX_FACTS_LINE = 400,
    MAX_TITLE_LINE = 300,
    MAX_FESTIVAL_LINE = 90
};

/* --- one part --- */

static size_t leading_digits(rl_str text) {
    size_t digits = 0;
    while (digits < text.length && text.at[digits] >= '0' && text.at[digits] <= '9') {
        digits++;
    }
    return digits;
}

static int value_of(rl_str digits) {
    int value = 0;
    for (size_t i = 0; i < digits.length; i++) {
        value = value * 10 + (digits.at[i] - '0');
    }
    return value;
}

int rl_programme_minutes(rl_str text) {
    static const char *const units[] = {"m", "min", "min.", "mins", "mins.", "minutes", "'", "\xe2\x80\x99", "\xe2\x80\xb2"};
    text = rl_str_trim(text);
    size_t digits = leading_digits(text);
    if (digits == 0 || digits > 3) {
        return 0;
    }
    rl_str unit = rl_str_trim(rl_str_slice(text, digits, text.length));
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (rl_str_equal_nocase(unit, rl_str_of(units[i]))) {
            return value_of(rl_str_slice(text, 0, digits));
        }
    }
    return 0;
}

int rl_programme_year(rl_str text) {
    int year = leading_digits(text) == 4 ? value_of(rl_str_slice(text, 0, 4)) : 0;
    return year >= 1880 && year <= 2100 ? year : 0;
}

static bool is_year(rl_str text) { return text.length == 4 && rl_programme_year(text) > 0; }

/* "35mm", "DCP", "Digital*", "imported 35mm print", "4K DCP". */
static bool is_medium(rl_str text) {
    static const char *const carriers[] = {"35mm", "35 mm", "16mm",    "16 mm", "70mm", "70 mm",    "8mm", "DCP",
                                           "DVD",  "VHS",   "Blu-ray", "video", "HDV",  "Betacam", "Digital", "file"};
    for (size_t i = 0; text.length < 40 && i < sizeof carriers / sizeof carriers[0]; i++) {
        if (rl_str_find_nocase(text, rl_str_of(carriers[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static bool is_language(rl_str text) {
    return rl_lexicon_find(RL_LEXICON_LANGUAGE, text) != NULL || rl_str_find_nocase(text, RL_STR("subtitle")) != SIZE_MAX;
}

static rl_part_kind kind_of(rl_str text) {
    if (text.length == 0 || text.length > MAX_TITLE_LINE) {
        return RL_PART_UNKNOWN;
    }
    if (rl_programme_minutes(text) > 0) {
        return RL_PART_MINUTES;
    }
    if (is_year(text)) {
        return RL_PART_YEAR;
    }
    if (rl_lexicon_find(RL_LEXICON_COUNTRY, text) != NULL) {
        return RL_PART_COUNTRY;
    }
    if (rl_lexicon_find(RL_LEXICON_COLORATION, text) != NULL) {
        return RL_PART_COLORATION;
    }
    if (is_medium(text)) {
        return RL_PART_MEDIUM;
    }
    if (is_language(text)) {
        return RL_PART_LANGUAGE;
    }
    return rl_lexicon_find(RL_LEXICON_GENRE, text) != NULL ? RL_PART_GENRE : RL_PART_UNKNOWN;
}

rl_str rl_programme_part_of(rl_str text, size_t film) {
    rl_str rest = text;
    rl_str part;
    if (rl_str_find(text, RL_STR("//")) == SIZE_MAX) {
        return rl_str_trim(text); /* said once, of all films */
    }
    for (size_t n = 0; rl_str_split(&rest, RL_STR("//"), &part); n++) {
        if (n == film) {
            return rl_str_trim(part);
        }
    }
    return RL_STR_EMPTY;
}

/* --- the line of facts --- */

static void put(rl_programme_heading *heading, rl_str text, rl_part_kind kind) {
    if (heading->part_count < RL_PROGRAMME_MAX_PARTS) {
        heading->parts[heading->part_count++] = (rl_programme_part){text, kind};
    }
}

/* "Spain 1992": the year goes apart. */
static rl_str cut_year(rl_str text, rl_str *out_year) {
    rl_str year = rl_str_slice(text, text.length < 4 ? 0 : text.length - 4, text.length);
    rl_str rest = rl_str_trim(rl_str_slice(text, 0, text.length - year.length));
    bool apart = text.length > 5 && is_year(year) && rest.length + 4 < text.length;
    *out_year = apart ? year : RL_STR_EMPTY;
    return apart ? rest : text;
}

static bool all_known(rl_str text, rl_str separator) {
    rl_str part;
    while (rl_str_split(&text, separator, &part)) {
        if (kind_of(rl_str_trim(part)) == RL_PART_UNKNOWN) {
            return false;
        }
    }
    return true;
}

static void put_each(rl_programme_heading *heading, rl_str text, rl_str separator) {
    rl_str part;
    while (rl_str_split(&text, separator, &part)) {
        put(heading, rl_str_trim(part), kind_of(rl_str_trim(part)));
    }
}

static void put_part(rl_programme_heading *heading, rl_str text) {
    static const char *const separators[] = {",", "/", " - ", "&", "-"};
    rl_part_kind kind = kind_of(rl_programme_part_of(text, 0));
    rl_str year = RL_STR_EMPTY;
    if (kind == RL_PART_UNKNOWN) {
        text = cut_year(text, &year);
        kind = kind_of(text);
    }
    for (size_t i = 0; kind == RL_PART_UNKNOWN && i < sizeof separators / sizeof separators[0]; i++) {
        rl_str separator = rl_str_of(separators[i]);
        if (rl_str_find(text, separator) != SIZE_MAX && all_known(text, separator)) {
            put_each(heading, text, separator);
            text = RL_STR_EMPTY;
            break;
        }
    }
    if (text.length > 0) {
        bool leading = heading->part_count == 0 || heading->parts[heading->part_count - 1].kind == RL_PART_PEOPLE;
        put(heading, text, kind == RL_PART_UNKNOWN && leading ? RL_PART_PEOPLE : kind);
    }
    if (year.length > 0) {
        put(heading, year, RL_PART_YEAR);
    }
}

static size_t count_kind(const rl_programme_heading *heading, rl_part_kind kind) {
    size_t count = 0;
    for (size_t i = 0; i < heading->part_count; i++) {
        count += heading->parts[i].kind == kind;
    }
    return count;
}

static size_t known_parts(const rl_programme_heading *heading) {
    return heading->part_count - count_kind(heading, RL_PART_UNKNOWN) - count_kind(heading, RL_PART_PEOPLE);
}

static void cut_parts(rl_programme_heading *heading, rl_str line, rl_str separator) {
    rl_str part;
    heading->part_count = 0;
    while (rl_str_split(&line, separator, &part)) {
        put_part(heading, rl_str_trim(part));
    }
}

/* The separator under which most parts are known is the line's: "Ines Dahl, Tom Reyes/UK/2013/9 min". */
static rl_str best_separator(rl_programme_heading *heading, rl_str line) {
    static const char *const separators[] = {"\xc2\xb7", "\xe2\x80\xa2", "|", ",", "/"};
    bool bill = rl_str_find(line, RL_STR("//")) != SIZE_MAX; /* whose slashes are no separators */
    rl_str best = RL_STR_EMPTY;
    size_t most = 0;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++) {
        rl_str separator = rl_str_of(separators[i]);
        if (rl_str_find(line, separator) == SIZE_MAX || (bill && rl_str_is(separator, "/"))) {
            continue;
        }
        cut_parts(heading, line, separator);
        if (known_parts(heading) > most) {
            most = known_parts(heading);
            best = separator;
        }
    }
    return best;
}

/* Without anybody named first, "93 min | Comedy | 13 August 1992" is a line of a movie page. */
static bool read_facts_line(rl_programme_heading *heading, rl_str line) {
    line = rl_str_trim(line);
    heading->part_count = 0;
    if (line.length < 6 || line.length > MAX_FACTS_LINE) {
        return false;
    }
    rl_str separator = best_separator(heading, line);
    if (separator.length == 0) {
        heading->part_count = 0;
        return false;
    }
    cut_parts(heading, line, separator);
    size_t known = known_parts(heading);
    return count_kind(heading, RL_PART_MINUTES) > 0 && count_kind(heading, RL_PART_PEOPLE) > 0 && known >= 2 &&
           count_kind(heading, RL_PART_UNKNOWN) <= 1 + known / 2;
}

bool rl_programme_list_entry(rl_str line, rl_str *out_title) {
    rl_programme_heading entry = {.part_count = 0};
    if (line.length > MAX_FACTS_LINE || rl_str_find(line, RL_STR("/")) == SIZE_MAX || !read_facts_line(&entry, line) ||
        count_kind(&entry, RL_PART_YEAR) == 0) {
        return false;
    }
    size_t gap = rl_str_find(line, RL_STR("\xc2\xa0"));
    size_t blanks = rl_str_find(line, RL_STR("  "));
    gap = gap < blanks ? gap : blanks;
    *out_title = gap == SIZE_MAX ? RL_STR_EMPTY : rl_str_trim(rl_str_slice(line, 0, gap));
    return out_title->length > 0;
}

/* --- the festival's line --- */

static bool is_festival_line(rl_str line) {
    static const char *const endings[] = {"Festival", " FF", " IFF", "Film Fest", "Berlinale", "Viennale", "Biennale"};
    rl_str year;
    line = rl_str_trim(line);
    if (line.length > MAX_FESTIVAL_LINE) {
        return false;
    }
    line = cut_year(line, &year);
    if (rl_str_ends(line, RL_STR(" None"))) {
        line = rl_str_trim(rl_str_slice(line, 0, line.length - 5));
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++) {
        if (rl_str_ends(line, rl_str_of(endings[i]))) {
            return true;
        }
    }
    return false;
}

static bool is_sort_line(rl_str line) {
    static const char *const sorts[] = {"Film", "Event", "Short", "Feature", "Documentary", "Shorts"};
    size_t end = rl_str_find(line, RL_STR(";"));
    rl_str word = rl_str_trim(rl_str_slice(line, 0, end));
    for (size_t i = 0; line.length < MAX_FESTIVAL_LINE && i < sizeof sorts / sizeof sorts[0]; i++) {
        if (rl_str_is(word, sorts[i])) {
            return true;
        }
    }
    return false;
}

/* --- the title line --- */

/* "Night Owls Presents: Jurassic Park (1993)", "E.T. presented by the orchestra". */
static rl_str without_presenter(rl_str line) {
    size_t presents = rl_str_find_nocase(line, RL_STR(" presents: "));
    if (presents != SIZE_MAX) {
        line = rl_str_slice(line, presents + sizeof " presents: " - 1, line.length);
    }
    size_t presented = rl_str_find(line, RL_STR(" presented by "));
    return rl_str_trim(presented == SIZE_MAX ? line : rl_str_slice(line, 0, presented));
}

static bool each_is_dated(rl_str line, rl_str separator) {
    rl_str part, title;
    int year;
    while (rl_str_split(&line, separator, &part)) {
        if (!rl_facts_split_year(rl_str_trim(part), &title, &year)) {
            return false;
        }
    }
    return true;
}

/* "A (2000) // B (2003)"; other separators occur inside titles, so each part must have its year. */
static void read_titles(rl_programme_heading *heading, rl_str line) {
    static const char *const separators[] = {" // ", " + ", " / ", " & "};
    rl_str separator = RL_STR_EMPTY;
    line = without_presenter(line);
    for (size_t i = 0; separator.length == 0 && i < sizeof separators / sizeof separators[0]; i++) {
        rl_str candidate = rl_str_of(separators[i]);
        if (rl_str_find(line, candidate) != SIZE_MAX && (i == 0 || each_is_dated(line, candidate))) {
            separator = candidate;
        }
    }
    heading->dated = each_is_dated(line, separator.length > 0 ? separator : RL_STR("\n"));
    rl_str part;
    heading->film_count = 0;
    if (separator.length == 0) {
        heading->titles[heading->film_count++] = line;
        return;
    }
    while (heading->film_count < RL_PROGRAMME_MAX_BILL && rl_str_split(&line, separator, &part)) {
        heading->titles[heading->film_count++] = rl_str_trim(part);
    }
}

/* --- the whole --- */

static size_t next_written(const rl_document *document, size_t line) {
    while (line < document->line_count && rl_str_trim(document->lines[line]).length == 0) {
        line++;
    }
    return line;
}

static bool is_title_line(rl_str line) { return line.length > 0 && line.length <= MAX_TITLE_LINE; }

static void finish_by_facts(rl_programme_heading *heading, const rl_document *document, size_t title_line, size_t line) {
    heading->title_line = title_line;
    heading->facts_line = line;
    heading->end_line = line + 1;
    read_titles(heading, rl_str_trim(document->lines[title_line]));
    size_t countries = count_kind(heading, RL_PART_COUNTRY);
    size_t media = count_kind(heading, RL_PART_MEDIUM);
    heading->confidence = heading->dated && media > 0 ? 90 : countries > 0 || media > 0 ? 85 : 60;
}

static void finish_by_festival(rl_programme_heading *heading, const rl_document *document, size_t title_line, size_t line) {
    heading->title_line = title_line;
    heading->part_count = 0;
    heading->facts_line = line;
    heading->festival = rl_str_trim(document->lines[line]);
    heading->end_line = line + 1;
    heading->confidence = 45;
    read_titles(heading, rl_str_trim(document->lines[title_line]));
    size_t sort = next_written(document, line + 1);
    if (sort < document->line_count && is_sort_line(rl_str_trim(document->lines[sort]))) {
        heading->sort = rl_str_trim(document->lines[sort]);
        heading->sort_line = sort;
        heading->end_line = sort + 1;
        heading->confidence = 90;
    }
}

bool rl_programme_heading_read(const rl_document *document, rl_programme_heading *out_heading) {
    *out_heading = (rl_programme_heading){.festival = RL_STR_EMPTY};
    size_t title_line = next_written(document, 0);
    for (size_t seen = 0; seen < HEADING_WITHIN_LINES; seen++) {
        size_t line = next_written(document, title_line + 1);
        if (line >= document->line_count) {
            return false;
        }
        bool titled = is_title_line(rl_str_trim(document->lines[title_line]));
        if (titled && seen == 0 && is_festival_line(document->lines[line])) {
            finish_by_festival(out_heading, document, title_line, line);
            return true;
        }
        if (titled && read_facts_line(out_heading, document->lines[line])) {
            finish_by_facts(out_heading, document, title_line, line);
            return true;
        }
        title_line = line;
    }
    return false;
}
