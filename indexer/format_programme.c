/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_programme: programme notes of film societies and festivals. Below the heading a page is
 * read line by line through its sections: note, prizes, the director's biography and filmography,
 * cast and crew, footer. Of a bill of several films the longest is the page's film; the others
 * become references, and sentences that speak of them are not this film's words.
 */
#include "common/lexicon.h"
#include "indexer/format.h"
#include "indexer/programme_credits.h"
#include "indexer/programme_page.h"

int rl_format_programme_detect(const rl_document *document);
reel_status rl_format_programme_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum { MAX_RELATED = 120, MAX_AUTHOR = 60, MAX_ENTRY = 160, LIST_ENTRIES = 2 };

/* --- small tests on lines --- */

static bool starts_with_any(rl_str line, const char *const *openings, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_starts_nocase(line, rl_str_of(openings[i]))) {
            return true;
        }
    }
    return false;
}

/* Tickets, prints, guests and sponsors: of the screening, not of the film. */
static bool is_furniture(rl_str line) {
    static const char *const openings[] = {
        "tickets can", "tickets ", "note:", "*note", "*please", "please note", "sponsored by", "co-sponsored", "co-presented", "preserved by",
        "restored by", "print courtesy", "35mm print", "16mm print", "courtesy of", "free screening", "free movie", "free admission",
        "followed by", "with introduction", "introduction by", "introduced by", "with post-film", "special event", "outdoor screening",
        "part of a screening", "see the film", "doc of the day", "both screenings", "sold out", "first screening", "this screening will",
        "we are also", "originally aired", "buy tickets", "book now", "stay in touch", "festival partners", "newsletter", "share this",
        "index ", "cookie"};
    return starts_with_any(line, openings, sizeof openings / sizeof openings[0]);
}

static bool ends_like_prose(rl_str line) {
    return line.length > 0 && strchr(".!?:;\"", line.at[line.length - 1]) != NULL;
}

/* The year of a line such as "1992 Ugotowany / In the Soup", and what follows it. */
static int leading_year(rl_str line, rl_str *out_rest) {
    int year = rl_programme_year(line);
    *out_rest = year == 0 ? line : rl_str_trim(rl_str_slice(line, 4, line.length));
    return year > 0 && out_rest->length > 0 && out_rest->length + 4 < line.length ? year : 0;
}

/* "Sundance FF 1992 – Grand Jury Prize; ...": a festival, its year and a dash or colon at the start. */
static bool is_prize_line(rl_str line) {
    size_t length;
    if (rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, line, &length) == NULL) {
        return false;
    }
    rl_str rest = rl_str_trim(rl_str_slice(line, length, line.length));
    rl_str behind;
    bool dated = rest.length > 4 && leading_year(rest, &behind) > 0;
    return dated && (behind.at[0] == ':' || behind.at[0] == '-' || (unsigned char)behind.at[0] == 0xe2);
}

/* A few capitalised words alone on a line: who wrote the note. */
static bool is_author(rl_str line) {
    size_t words = 1;
    for (size_t i = 0; i < line.length; i++) {
        words += line.at[i] == ' ';
        if (line.at[i] >= '0' && line.at[i] <= '9') {
            return false;
        }
    }
    return line.length <= MAX_AUTHOR && words >= 2 && words <= 4 && !ends_like_prose(line) && line.at[0] >= 'A' && line.at[0] <= 'Z';
}

static uint32_t number_of(size_t line) { return (uint32_t)line + 1; }

static void claim(rl_programme_page *programme, size_t line, rl_block_fate fate, const char *reason) {
    rl_facts_block(programme->facts, number_of(line), number_of(line), fate, reason);
}

/* --- sections --- */

/* "performances from Cary Grant and Katharine Hepburn, Bringing Up Baby unites": the title is no star. */
static void drop_title_from_cast(rl_programme_page *programme, size_t first) {
    rl_facts *facts = programme->facts;
    size_t kept = first;
    for (size_t i = first; i < facts->count; i++) {
        if (facts->items[i].field != RL_FIELD_CAST || !rl_str_equal_nocase(facts->items[i].value, programme->title)) {
            facts->items[kept++] = facts->items[i];
        }
    }
    facts->count = kept;
}

static void read_sentences(rl_programme_page *programme, rl_str paragraph, uint32_t line) {
    size_t films = programme->heading.film_count;
    rl_buffer kept = RL_BUFFER_INIT;
    rl_str sentence;
    while (rl_note_sentence(&paragraph, &sentence)) {
        programme->speaks_of = films < 2 ? programme->main : rl_note_speaks_of(sentence, programme->films, films, programme->speaks_of);
        if (programme->speaks_of != programme->main) {
            rl_facts_block(programme->facts, line, line, RL_BLOCK_OTHER, "another film of the bill");
            continue;
        }
        if (programme->section == SECTION_NOTE) {
            bool unknown = programme->people.length == 0 && !programme->directed;
            size_t before = programme->facts->count;
            programme->directed = rl_note_read(programme->facts, sentence, unknown, line) || programme->directed;
            drop_title_from_cast(programme, before);
        }
        rl_buffer_add_text(&kept, kept.length > 0 ? " " : "");
        rl_buffer_add_str(&kept, sentence);
    }
    if (kept.failed) {
        programme->facts->status = REEL_NOMEM;
    } else if (kept.length > 0) {
        rl_facts_add(programme->facts, RL_FIELD_TEXT, rl_buffer_str(&kept), RL_ORIGIN_PROSE, line);
    }
    rl_buffer_done(&kept);
}

/* "... ease the workload. [12A]": the certificate ends the note. */
static rl_str cut_certificate(rl_programme_page *programme, rl_str text, uint32_t line) {
    size_t open = text.length;
    if (text.length < 3 || text.at[text.length - 1] != ']') {
        return text;
    }
    while (open > 0 && text.length - open < 8 && text.at[open - 1] != '[') {
        open--;
    }
    if (open == 0 || text.at[open - 1] != '[') {
        return text;
    }
    rl_facts_add(programme->facts, RL_FIELD_CERTIFICATE, rl_str_slice(text, open, text.length - 1), RL_ORIGIN_LABEL, line);
    return rl_str_trim(rl_str_slice(text, 0, open - 1));
}

static void read_note_line(rl_programme_page *programme, rl_str text, size_t line) {
    if (programme->noted && is_author(text)) {
        claim(programme, line, RL_BLOCK_OTHER, "author of the note");
        return;
    }
    text = cut_certificate(programme, text, number_of(line));
    read_sentences(programme, text, number_of(line));
    programme->noted = true;
    claim(programme, line, RL_BLOCK_CLAIMED, "note");
}

/* "1992 Ugotowany / In the Soup": of this very film it gives another title; all else is other films. */
static void read_filmography(rl_programme_page *programme, int year, rl_str titles, size_t line) {
    rl_str rest = titles;
    rl_str part, title = RL_STR_EMPTY, other = RL_STR_EMPTY;
    bool this_film = false;
    while (rl_str_split(&rest, RL_STR("/"), &part)) {
        part = rl_str_trim(part);
        this_film = this_film || (rl_str_equal_nocase(part, programme->title) && programme->year - year <= 1 && year - programme->year <= 1);
        other = title.length > 0 && other.length == 0 ? title : other;
        title = part;
    }
    uint32_t number = number_of(line);
    if (!this_film) {
        rl_programme_add_reference(programme->facts, RL_FIELD_FILMOGRAPHY, title, other, year, number);
        size_t named = title.length > 2 ? rl_str_find(programme->related, title) : SIZE_MAX;
        if (named != SIZE_MAX) {
            rl_programme_add_reference(programme->facts, RL_FIELD_SIMILAR, title, other, year, programme->related_line);
        }
        claim(programme, line, RL_BLOCK_OTHER, "filmography");
        return;
    }
    for (rest = titles; rl_str_split(&rest, RL_STR("/"), &part);) {
        part = rl_str_trim(part);
        if (part.length > 0 && !rl_str_equal_nocase(part, programme->title)) {
            rl_facts_title(programme->facts, RL_FIELD_AKA, part, RL_STR_EMPTY, RL_ORIGIN_LABEL, number);
        }
    }
    claim(programme, line, RL_BLOCK_CLAIMED, "this film in the filmography");
}

/* A line on which a section begins; false when it is none. */
static bool open_section(rl_programme_page *programme, rl_str text, size_t line) {
    static const char *const credits[] = {"Cast & Crew", "Cast and Crew", "Credits", "Crew"};
    for (size_t i = 0; i < sizeof credits / sizeof credits[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(credits[i]))) {
            programme->section = SECTION_CREDITS;
            claim(programme, line, RL_BLOCK_CLAIMED, "heading");
            return true;
        }
    }
    if (rl_str_ends(text, RL_STR("tatement:")) || rl_str_ends(text, RL_STR("tatement"))) {
        programme->section = SECTION_STATEMENT;
        claim(programme, line, RL_BLOCK_CLAIMED, "heading");
        return true;
    }
    bool biography = rl_str_equal_nocase(text, RL_STR("Biography")) || rl_str_equal_nocase(text, RL_STR("About the director")) ||
                     rl_str_equal_nocase(text, RL_STR("Filmography")) || rl_str_equal_nocase(text, RL_STR("Selected filmography"));
    if (biography || (programme->noted && programme->people.length > 0 && rl_str_equal_nocase(text, programme->people))) {
        programme->section = SECTION_BIOGRAPHY;
        claim(programme, line, RL_BLOCK_OTHER, "biography");
        return true;
    }
    return false;
}

static void read_biography_line(rl_programme_page *programme, rl_str text, size_t line) {
    rl_str titles;
    int year = leading_year(text, &titles);
    if (year > 0 && text.length <= MAX_ENTRY) {
        read_filmography(programme, year, titles, line);
        return;
    }
    rl_facts_add(programme->facts, RL_FIELD_BIOGRAPHY, text, RL_ORIGIN_PROSE, number_of(line));
    claim(programme, line, RL_BLOCK_OTHER, "biography");
}

/* Films listed one by one with their own facts: a programme of shorts. */
static bool read_list_entry(rl_programme_page *programme, rl_str text, size_t line) {
    rl_str title;
    if (!rl_programme_list_entry(text, &title)) {
        return false;
    }
    programme->entries++;
    rl_programme_add_reference(programme->facts, RL_FIELD_SIMILAR, title, RL_STR_EMPTY, 0, number_of(line));
    claim(programme, line, RL_BLOCK_OTHER, "another film of the programme");
    return true;
}

static void read_body_line(rl_programme_page *programme, rl_str text, size_t line) {
    if (read_list_entry(programme, text, line) || open_section(programme, text, line)) {
        return;
    }
    if (is_furniture(text) || programme->section == SECTION_FOOTER) {
        claim(programme, line, RL_BLOCK_FURNITURE, "about the screening or the site");
        return;
    }
    if (programme->entries > 0) {
        claim(programme, line, RL_BLOCK_OTHER, "another film of the programme");
        return;
    }
    if (rl_programme_credit(programme->facts, text, programme->section == SECTION_CREDITS, number_of(line))) {
        claim(programme, line, RL_BLOCK_CLAIMED, "credits");
        return;
    }
    if (programme->section == SECTION_CREDITS) {
        programme->section = SECTION_FOOTER;
        claim(programme, line, RL_BLOCK_FURNITURE, "about the screening or the site");
    } else if (is_prize_line(text)) {
        (void)rl_facts_awards(programme->facts, text, RL_ORIGIN_LABEL, number_of(line));
        claim(programme, line, RL_BLOCK_CLAIMED, "prizes");
    } else if (programme->section == SECTION_BIOGRAPHY) {
        read_biography_line(programme, text, line);
    } else {
        read_note_line(programme, text, line);
    }
}

/* A short line right under the facts: other films the page leads to. */
static size_t read_related(rl_programme_page *programme, size_t line) {
    const rl_document *document = programme->document;
    if (programme->heading.festival.length > 0 || line >= document->line_count) {
        return line;
    }
    rl_str text = rl_str_trim(document->lines[line]);
    rl_str value;
    if (text.length == 0 || text.length > MAX_RELATED || ends_like_prose(text) || rl_str_find(text, RL_STR(": ")) != SIZE_MAX ||
        leading_year(text, &value) > 0) {
        return line;
    }
    programme->related = text;
    programme->related_line = number_of(line);
    claim(programme, line, RL_BLOCK_OTHER, "related films");
    return line + 1;
}

int rl_format_programme_detect(const rl_document *document) {
    rl_programme_heading heading;
    return !document->xml && rl_programme_heading_read(document, &heading) ? heading.confidence : 0;
}

reel_status rl_format_programme_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    rl_programme_page programme = {.document = document, .facts = facts};
    if (!rl_programme_heading_read(document, &programme.heading)) {
        return rl_fail_at(error, REEL_FORMAT, document->path.at, 1, "no film was found in it");
    }
    rl_programme_read_bill(&programme);
    for (size_t line = read_related(&programme, programme.heading.end_line); line < document->line_count; line++) {
        rl_str text = rl_str_trim(document->lines[line]);
        if (text.length > 0) {
            read_body_line(&programme, text, line);
        }
    }
    if (programme.entries >= LIST_ENTRIES) {
        facts->subject = RL_SUBJECT_LIST;
    }
    return facts->status == REEL_OK ? REEL_OK : rl_fail_at(error, facts->status, document->path.at, 0, "page holds too much");
}
