/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Short values of a movie page: what follows a label on its line or on the next. Reads every
 * section by its shape, and gives each line that no section claims to moviepage_loose.c.
 */
#include <ctype.h>

#include "common/lexicon.h"
#include "indexer/moviepage.h"

typedef enum shape {
    SHAPE_NOTHING,
    SHAPE_LOOSE,
    SHAPE_PEOPLE,
    SHAPE_STARS,
    SHAPE_CAST,
    SHAPE_CREDITS,
    SHAPE_COMPANIES,
    SHAPE_TITLE,
    SHAPE_TITLES,
    SHAPE_RELEASE,
    SHAPE_LABELS,
    SHAPE_COLOR,
    SHAPE_ASPECT,
    SHAPE_RUNTIME,
    SHAPE_CERTIFICATES,
    SHAPE_RATED,
    SHAPE_LOCATIONS,
    SHAPE_KEYWORDS,
    SHAPE_MONEY,
    SHAPE_USER_RATING,
    SHAPE_AWARDS,
    SHAPE_FIRST_LINE,
    SHAPE_PLOT,
    SHAPE_TEXT,
    SHAPE_DID_YOU_KNOW,
    SHAPE_REVIEW,
    SHAPE_RECOMMENDED
} shape;

static const struct section_row {
    shape shape;
    rl_field field;
    rl_block_fate fate;
    const char *reason;
} rows[RL_SECTION_COUNT] = {
#define SECTION(ID, SHAPE, FIELD, FATE, reason)                                                                        \
    [RL_SECTION_##ID] = {SHAPE_##SHAPE, RL_FIELD_##FIELD, RL_BLOCK_##FATE, reason},
#include "indexer/moviepage_sections.def"
#undef SECTION
};

rl_field rl_moviepage_section_field(rl_moviepage_section_id section) {
    return rows[section].field;
}

/* The first text of a section: behind its label, else its first line; *out_next is the line behind it. */
static rl_str first_text(const rl_moviepage *page, const rl_moviepage_section *section, size_t *out_line,
                         size_t *out_next) {
    rl_str text = rl_moviepage_cut_links(section->inline_value);
    *out_line = section->first;
    *out_next = section->body;
    for (size_t i = section->body; text.length == 0 && i < section->end; i++) {
        if (page->lines[i].length == 0)
            continue;
        text = rl_moviepage_cut_links(page->lines[i]);
        *out_line = i;
        *out_next = i + 1;
        if (text.length == 0)
            break; /* only a link: the value itself is missing */
    }
    return text;
}

/* A part up to the next separator that stands outside parentheses. */
bool rl_moviepage_next_part(rl_str *rest, const char *separators, rl_str *out_part) {
    if (rest->at == NULL)
        return false;
    size_t depth = 0, i = 0;
    for (; i < rest->length; i++) {
        char byte = rest->at[i];
        if (byte == '(' || byte == '[')
            depth++;
        if ((byte == ')' || byte == ']') && depth > 0)
            depth--;
        if (depth == 0 && strchr(separators, byte) != NULL)
            break;
    }
    *out_part = rl_str_trim(rl_str_slice(*rest, 0, i));
    *rest = i < rest->length ? rl_str_slice(*rest, i + 1, rest->length) : RL_STR_EMPTY;
    return true;
}

/* "USA:R", "Canada:13+ (Quebec)", "Iceland:16 (video rating)" */
static void read_certificates(rl_moviepage *page, rl_str text, uint32_t line) {
    rl_str part;
    while (rl_moviepage_next_part(&text, "|", &part)) {
        part = rl_moviepage_cut_links(part);
        if (part.length == 0)
            continue;
        size_t colon = rl_str_find(part, RL_STR(":"));
        rl_str value = colon == SIZE_MAX ? part : rl_str_trim(rl_str_slice(part, colon + 1, part.length));
        rl_fact *fact = rl_facts_add(page->facts, RL_FIELD_CERTIFICATE, value, RL_ORIGIN_LABEL, line);
        if (fact == NULL || colon == SIZE_MAX)
            continue;
        rl_str country = rl_str_trim(rl_str_slice(part, 0, colon));
        const rl_lexicon_entry *entry = rl_lexicon_find(RL_LEXICON_COUNTRY, country);
        fact->detail = entry != NULL ? rl_str_of(entry->name) : rl_str_copy(page->facts->arena, country);
    }
}

/* "Rated R for language and prison violence (certificate 33087)" */
bool rl_moviepage_read_rated(rl_moviepage *page, rl_str text, uint32_t line) {
    if (!rl_str_starts_nocase(text, RL_STR("Rated ")))
        return false;
    rl_str rest = rl_str_slice(text, 6, text.length), grade;
    if (!rl_str_split(&rest, RL_STR(" "), &grade) || grade.length == 0 || grade.length > 8)
        return false;
    while (grade.length > 0 && ispunct((unsigned char)grade.at[grade.length - 1]))
        grade.length--;
    rl_fact *fact = rl_facts_add(page->facts, RL_FIELD_CERTIFICATE, grade, RL_ORIGIN_LABEL, line);
    if (fact != NULL)
        fact->detail = RL_STR("United States");
    return true;
}

/* "(USA) (working title)", "(Japan: English title)": the country, and behind it what else the title is. */
static void note_of_title(rl_str text, rl_buffer *out) {
    rl_str inner = rl_str_slice(text, 1, rl_str_find(text, RL_STR(")")));
    size_t colon = rl_str_find(inner, RL_STR(": "));
    rl_buffer_add_str(out, rl_str_slice(inner, 0, colon));
    if (colon != SIZE_MAX)
        rl_buffer_add_format(out, " (%.*s)", RL_STR_ARG(rl_str_slice(inner, colon + 2, inner.length)));
    rl_buffer_add_str(out, rl_str_slice(text, inner.length + 2, text.length));
}

/* The note without the words by which the database tells which title it shows. */
static rl_str without_display_mark(rl_moviepage *page, rl_str note) {
    rl_str mark = RL_STR(" (imdb display title)");
    size_t at = rl_str_find(note, mark);
    if (at == SIZE_MAX)
        return note;
    rl_buffer text = RL_BUFFER_FOR(page->facts->arena);
    rl_buffer_add_str(&text, rl_str_slice(note, 0, at));
    rl_buffer_add_str(&text, rl_str_slice(note, at + mark.length, note.length));
    rl_str copy = rl_str_copy(page->facts->arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

/* Of "Die Verurteilten" - Germany (dubbed title), "Rita Hayworth ... (USA) (working title)", "A levesben":
 * the title and its notes. */
static void read_aka(rl_moviepage *page, rl_str text, uint32_t line) {
    text = rl_moviepage_cut_links(text);
    if (text.length == 0 || rl_moviepage_read_rated(page, text, line))
        return;
    rl_str title = text, note = RL_STR_EMPTY;
    rl_buffer plain = RL_BUFFER_FOR(page->facts->arena);
    if (text.at[0] == '"') {
        size_t close = rl_str_find(rl_str_slice(text, 1, text.length), RL_STR("\""));
        if (close == SIZE_MAX)
            return;
        title = rl_str_slice(text, 1, close + 1);
        note = rl_str_trim(rl_str_slice(text, close + 2, text.length));
        while (note.length > 0 && note.at[0] == '-')
            note = rl_str_trim(rl_str_slice(note, 1, note.length));
    } else {
        size_t open = rl_str_find(text, RL_STR(" ("));
        if (open != SIZE_MAX && open > 0) {
            title = rl_str_trim(rl_str_slice(text, 0, open));
            note_of_title(rl_str_slice(text, open + 1, text.length), &plain);
            note = rl_buffer_str(&plain);
        }
    }
    rl_facts_title(page->facts, RL_FIELD_AKA, title, without_display_mark(page, note), RL_ORIGIN_LABEL, line);
    rl_buffer_done(&plain);
}

/* One title to a line: a run of quoted ones, or unquoted ones up to the blank line behind them. */
static size_t read_akas(rl_moviepage *page, const rl_moviepage_section *section) {
    size_t i = section->body;
    read_aka(page, section->inline_value, rl_moviepage_line_number(section->first));
    size_t taken = section->inline_value.length > 0 ? 1 : 0;
    for (; i < section->end; i++) {
        rl_str line = page->lines[i];
        if (line.length == 0)
            continue;
        bool quoted = line.at[0] == '"';
        if (taken > 0 && !quoted && page->lines[i - 1].length == 0)
            break;
        rl_str title = rl_moviepage_cut_links(line);
        if (title.length == 0 || (!quoted && rl_moviepage_is_prose(title)))
            break;
        read_aka(page, line, rl_moviepage_line_number(i));
        taken++;
    }
    return i;
}

/* "Metro-Goldwyn-Mayer (MGM) (1946) (France) (theatrical)": the name is up to the notes, but short
 * forms of the name in capitals belong to it. */
static rl_str company_name(rl_str text) {
    size_t at = rl_str_find(text, RL_STR(" ("));
    if (at == SIZE_MAX)
        return text;
    rl_str note = rl_str_slice(text, at + 2, text.length);
    note = rl_str_slice(note, 0, rl_str_find(note, RL_STR(")")));
    bool short_form = note.length > 1 && note.length <= 6 && !rl_str_is(note, "USA") && !rl_str_is(note, "UK");
    for (size_t i = 0; i < note.length && short_form; i++)
        short_form = isupper((unsigned char)note.at[i]) != 0;
    return short_form ? rl_str_slice(text, 0, at + 2 + note.length + 1) : rl_str_slice(text, 0, at);
}

/* "(1946) (France) (theatrical)": how and where it was shown, so the company showed it. */
static bool tells_distribution(rl_str text) {
    static const char *const notes[] = {"(theatrical)", "(DVD)",   "(VHS)",       "(TV)",
                                        "(Blu-ray)",    "(video)", "(all media)", "(VOD)"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (rl_str_find(text, rl_str_of(notes[i])) != SIZE_MAX)
            return true;
    return false;
}

static size_t read_companies(rl_moviepage *page, const rl_moviepage_section *section) {
    size_t i = section->body, line;
    rl_str last = RL_STR_EMPTY, part;
    rl_field field = rows[section->id].field;
    if (section->colon) {
        rl_str text = first_text(page, section, &line, &i);
        while (rl_moviepage_next_part(&text, ",|", &part)) {
            if (part.length == 0 || rl_moviepage_is_prose(part))
                continue;
            rl_facts_add(page->facts, field, company_name(part), RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
        }
        return i;
    }
    for (; i < section->end; i++) {
        rl_str text = page->lines[i];
        if (text.length == 0)
            continue;
        bool shown = tells_distribution(text);
        if ((!shown && rl_moviepage_is_prose(text)) || rl_moviepage_cut_links(text).length == 0)
            break;
        /* the heading of the distributors, or of what follows them, is lost */
        if (shown)
            field = RL_FIELD_DISTRIBUTOR;
        else if (field == RL_FIELD_DISTRIBUTOR && rl_str_find(text, RL_STR("(")) == SIZE_MAX)
            break;
        rl_str name = company_name(rl_moviepage_cut_links(text));
        if (!rl_str_equal(name, last))
            rl_facts_add(page->facts, field, name, RL_ORIGIN_LABEL, rl_moviepage_line_number(i));
        last = name;
    }
    return i;
}

/* Where a label lost its value, the next value on the page stands below it. What cannot be of the field is not
 * taken: countries and genres are closed vocabularies, languages nearly so. */
static bool fits(rl_field field, rl_str part) {
    if (field == RL_FIELD_COUNTRY)
        return rl_lexicon_find(RL_LEXICON_COUNTRY, part) != NULL;
    if (field == RL_FIELD_GENRE)
        return rl_lexicon_find(RL_LEXICON_GENRE, part) != NULL || part.length < 12;
    if (field != RL_FIELD_LANGUAGE || rl_lexicon_find(RL_LEXICON_LANGUAGE, part) != NULL)
        return part.length < 80;
    for (size_t i = 0; i < part.length; i++)
        if (isdigit((unsigned char)part.at[i]) || strchr("(:.", part.at[i]) != NULL)
            return false;
    return part.length < 40 && rl_lexicon_find(RL_LEXICON_COLORATION, part) == NULL;
}

/* "Australia:PG | Finland:K-16", under whatever label it has slipped. */
static bool are_certificates(rl_str text) {
    rl_str first = rl_str_slice(text, 0, rl_str_find(text, RL_STR("|")));
    size_t colon = rl_str_find(first, RL_STR(":"));
    return colon != SIZE_MAX &&
           rl_lexicon_find(RL_LEXICON_COUNTRY, rl_str_trim(rl_str_slice(first, 0, colon))) != NULL &&
           rl_str_find(first, RL_STR(" min")) == SIZE_MAX;
}

static void read_labels(rl_moviepage *page, rl_field field, rl_str text, uint32_t line) {
    rl_str part;
    while (rl_moviepage_next_part(&text, "|", &part)) {
        part = rl_moviepage_cut_links(part);
        if (part.length > 0 && fits(field, part))
            rl_facts_labels(page->facts, field, part, RL_ORIGIN_LABEL, line);
    }
}

/* Keywords may hold commas and slashes, so a bar alone parts them. */
static void read_keywords(rl_moviepage *page, rl_str text, uint32_t line) {
    rl_str part;
    if (rl_moviepage_is_prose(text))
        return;
    while (rl_moviepage_next_part(&text, "|", &part)) {
        part = rl_moviepage_cut_links(part);
        if (part.length > 0 && part.length < 80)
            rl_facts_add(page->facts, RL_FIELD_KEYWORD, part, RL_ORIGIN_LABEL, line);
    }
}

static void read_release(rl_moviepage *page, rl_str text, uint32_t line) {
    rl_facts_date(page->facts, text, RL_STR_EMPTY, RL_ORIGIN_LABEL, line);
}

/* "9.2/10 (603,184 votes)", "9,3/10": tenths. */
bool rl_moviepage_read_rating(rl_moviepage *page, rl_str text, uint32_t line) {
    size_t slash = rl_str_find(text, RL_STR("/10"));
    if (slash == SIZE_MAX || slash == 0 || slash > 4)
        return false;
    int64_t tenths = 0;
    bool fraction = false;
    for (size_t i = 0; i < slash; i++) {
        if (text.at[i] == '.' || text.at[i] == ',') {
            if (fraction)
                return false;
            fraction = true;
        } else if (isdigit((unsigned char)text.at[i])) {
            tenths = tenths * 10 + (text.at[i] - '0');
        } else {
            return false;
        }
    }
    if (!fraction)
        tenths *= 10;
    if (tenths < 10 || tenths > 100)
        return false;
    if (!page->head_rating)
        rl_facts_add_number(page->facts, RL_FIELD_RATING, tenths, RL_ORIGIN_LABEL, line);
    page->head_rating = true;
    return true;
}

static void read_aspect(rl_moviepage *page, rl_str text, uint32_t line) {
    if (text.length > 0 && isdigit((unsigned char)text.at[0]))
        rl_facts_add(page->facts, RL_FIELD_ASPECT, text, RL_ORIGIN_LABEL, line);
}

/* Values of one line. */
static void read_one(rl_moviepage *page, const struct section_row *row, rl_str text, uint32_t line) {
    rl_facts *facts = page->facts;
    if (row->shape != SHAPE_CERTIFICATES && row->shape != SHAPE_RUNTIME && are_certificates(text)) {
        read_certificates(page, text, line);
        return;
    }
    switch (row->shape) {
    case SHAPE_TITLE:
        rl_facts_title(facts, row->field, text, RL_STR("original title"), RL_ORIGIN_LABEL, line);
        break;
    case SHAPE_RELEASE:
        read_release(page, text, line);
        break;
    case SHAPE_LABELS:
        read_labels(page, row->field, text, line);
        break;
    case SHAPE_COLOR:
        rl_facts_coloration(facts, text, RL_ORIGIN_LABEL, line);
        break;
    case SHAPE_ASPECT:
        read_aspect(page, text, line);
        break;
    case SHAPE_RUNTIME:
        rl_facts_runtime(facts, text, RL_ORIGIN_LABEL, line);
        break;
    case SHAPE_CERTIFICATES:
        read_certificates(page, text, line);
        break;
    case SHAPE_RATED:
        rl_moviepage_read_rated(page, text, line);
        break;
    case SHAPE_KEYWORDS:
        read_keywords(page, text, line);
        break;
    case SHAPE_MONEY:
        rl_facts_money(facts, row->field, text, RL_ORIGIN_LABEL, line);
        break;
    case SHAPE_USER_RATING:
        rl_moviepage_read_rating(page, text, line);
        break;
    case SHAPE_AWARDS:
        rl_moviepage_read_award_summary(page, text, line);
        break;
    case SHAPE_LOCATIONS:
    case SHAPE_FIRST_LINE:
        if (rl_str_find(text, RL_STR("|")) == SIZE_MAX)
            rl_facts_add(facts, row->field, text, RL_ORIGIN_LABEL, line);
        break;
    case SHAPE_NOTHING:
    case SHAPE_LOOSE:
    case SHAPE_PEOPLE:
    case SHAPE_STARS:
    case SHAPE_CAST:
    case SHAPE_CREDITS:
    case SHAPE_COMPANIES:
    case SHAPE_TITLES:
    case SHAPE_PLOT:
    case SHAPE_TEXT:
    case SHAPE_DID_YOU_KNOW:
    case SHAPE_REVIEW:
    case SHAPE_RECOMMENDED:
        break;
    }
}

static size_t read_first_line(rl_moviepage *page, const rl_moviepage_section *section) {
    size_t line, next;
    rl_str text = first_text(page, section, &line, &next);
    if (text.length > 0)
        read_one(page, &rows[section->id], text, rl_moviepage_line_number(line));
    return next;
}

/* Reads a section; returns the first line that is not part of its value. */
static size_t read_section(rl_moviepage *page, const rl_moviepage_section *section) {
    switch (rows[section->id].shape) {
    case SHAPE_NOTHING:
        return section->inline_value.length > 0 ? section->body : section->end;
    case SHAPE_LOOSE:
        return section->id == RL_SECTION_LEAD ? section->first : section->body;
    case SHAPE_PEOPLE:
        return rl_moviepage_read_people(page, section, false);
    case SHAPE_STARS:
        return rl_moviepage_read_people(page, section, true);
    case SHAPE_CAST:
        return rl_moviepage_read_cast(page, section);
    case SHAPE_CREDITS:
        return rl_moviepage_read_credits(page, section);
    case SHAPE_COMPANIES:
        return read_companies(page, section);
    case SHAPE_TITLES:
        return read_akas(page, section);
    case SHAPE_PLOT:
        return rl_moviepage_read_plot(page, section);
    case SHAPE_TEXT:
        return rl_moviepage_read_text(page, section);
    case SHAPE_DID_YOU_KNOW:
        return rl_moviepage_read_did_you_know(page, section);
    case SHAPE_REVIEW:
        return rl_moviepage_read_review(page, section);
    case SHAPE_RECOMMENDED:
        return rl_moviepage_read_recommended(page, section);
    case SHAPE_TITLE:
    case SHAPE_RELEASE:
    case SHAPE_LABELS:
    case SHAPE_COLOR:
    case SHAPE_ASPECT:
    case SHAPE_RUNTIME:
    case SHAPE_CERTIFICATES:
    case SHAPE_RATED:
    case SHAPE_LOCATIONS:
    case SHAPE_KEYWORDS:
    case SHAPE_MONEY:
    case SHAPE_USER_RATING:
    case SHAPE_AWARDS:
    case SHAPE_FIRST_LINE:
        return read_first_line(page, section);
    }
    return section->end;
}

static bool has_text(const rl_moviepage *page, size_t first, size_t end) {
    for (size_t i = first; i < end; i++)
        if (page->lines[i].length > 0)
            return true;
    return false;
}

void rl_moviepage_read_sections(rl_moviepage *page) {
    for (size_t i = 0; i < page->section_count; i++) {
        const rl_moviepage_section *section = &page->sections[i];
        /* above the title there are menus, which name every section there is */
        bool below_title = page->heading == SIZE_MAX || section->first >= page->heading;
        page->after_storyline = false;
        size_t next = below_title ? read_section(page, section) : section->end;
        size_t claimed = next;
        for (; next < section->end; next++)
            if (page->lines[next].length > 0 && rl_moviepage_read_loose(page, section->id, next))
                claimed = next + 1;
        const struct section_row *row = &rows[section->id];
        bool loose = row->shape == SHAPE_LOOSE;
        size_t end = loose ? section->end : claimed;
        if (has_text(page, section->first, end))
            rl_facts_block(page->facts, rl_moviepage_line_number(section->first), (uint32_t)end,
                           !below_title                       ? RL_BLOCK_FURNITURE
                           : loose && claimed > section->body ? RL_BLOCK_CLAIMED
                                                              : row->fate,
                           below_title ? row->reason : "navigation");
        bool links = rl_moviepage_holds_links_alone(page, end, section->end);
        if (has_text(page, end, section->end))
            rl_facts_block(page->facts, rl_moviepage_line_number(end), (uint32_t)section->end,
                           links ? RL_BLOCK_FURNITURE : RL_BLOCK_UNKNOWN, links ? "links" : "lines without a label");
    }
}
