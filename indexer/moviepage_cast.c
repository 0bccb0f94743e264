/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * People of a movie page: the cast with roles, credit lists ("Name .... job"), and the short lists
 * of the head. On damaged pages actor and role get out of step, so a role is given to an actor
 * only where the page shows that it is his.
 */
#include <ctype.h>

#include "indexer/moviepage.h"

enum { NAME_MAX_BYTES = 120, ROLE_MAX_BYTES = 300 };

static bool is_link(rl_str line) {
    return line.length == 0 || rl_moviepage_cut_links(line).length == 0 ||
           rl_str_find(line, RL_STR("\xC2\xBB")) != SIZE_MAX;
}

/* "(in credits order)", "Rest of cast listed alphabetically:" */
static bool is_remark(rl_str line) {
    return line.at[0] == '(' || rl_str_starts_nocase(line, RL_STR("rest of cast")) ||
           rl_str_starts_nocase(line, RL_STR("Series Cast Summary")) ||
           rl_str_starts_nocase(line, RL_STR("Crew verified"));
}

/* Splits "Tim Robbins ... Andy Dufresne" or "Jack Dawn .... makeup artist" at its dots. */
static bool split_dots(rl_str line, rl_str *out_name, rl_str *out_role) {
    static const rl_str dots[] = {{" .... ", 6}, {" ... ", 5}};
    for (size_t i = 0; i < sizeof dots / sizeof *dots; i++) {
        size_t at = rl_str_find(line, dots[i]);
        if (at == SIZE_MAX)
            continue;
        *out_name = rl_str_trim(rl_str_slice(line, 0, at));
        *out_role = rl_str_trim(rl_str_slice(line, at + dots[i].length, line.length));
        return true;
    }
    bool open = line.length > 4 && rl_str_ends(line, RL_STR(" ..."));
    *out_name = open ? rl_str_trim(rl_str_slice(line, 0, line.length - 4)) : line;
    *out_role = RL_STR_EMPTY;
    return open;
}

/* Removes the last parenthesis of *text when it starts with word; gives its inside. */
static bool take_note(rl_str *text, rl_str word, rl_str *out_inside) {
    size_t at = rl_str_find_nocase(*text, word);
    if (at == SIZE_MAX)
        return false;
    rl_str behind = rl_str_slice(*text, at, text->length);
    size_t close = rl_str_find(behind, RL_STR(")"));
    if (close == SIZE_MAX)
        return false;
    *out_inside = rl_str_slice(behind, 1, close);
    if (at + close + 1 == text->length || at == 0)
        *text = rl_str_trim(at == 0 ? rl_str_slice(behind, close + 1, behind.length) : rl_str_slice(*text, 0, at));
    return true;
}

/* "Sheriff Harry S. Truman 30 episodes": the count without its parentheses. */
static rl_str drop_count(rl_str text) {
    static const char *const words[] = {" episodes", " episode"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (rl_str_ends(text, rl_str_of(words[i]))) {
            size_t digits = text.length - strlen(words[i]), start = digits;
            while (start > 0 && isdigit((unsigned char)text.at[start - 1]) != 0) {
                start--;
            }
            return start < digits && start > 1 && text.at[start - 1] == ' ' ? rl_str_trim(rl_str_slice(text, 0, start)) : text;
        }
    }
    return text;
}

/* "(148 episodes, 2007-2014)" */
static rl_str drop_episodes(rl_str text) {
    text = drop_count(text);
    size_t open = text.length;
    if (open == 0 || text.at[open - 1] != ')')
        return text;
    while (open > 0 && text.at[open - 1] != '(')
        open--;
    bool counts = open > 0 && isdigit((unsigned char)text.at[open]) != 0 &&
                  rl_str_find(rl_str_slice(text, open, text.length), RL_STR("episode")) != SIZE_MAX;
    return counts ? rl_str_trim(rl_str_slice(text, 0, open - 1)) : text;
}

static void add_actor(rl_moviepage *page, rl_str name, rl_str role, size_t line) {
    rl_str note, credited = RL_STR_EMPTY;
    role = drop_episodes(role);
    while (role.length > 0 && role.at[role.length - 1] == ')') {
        size_t before = role.length;
        if (take_note(&role, RL_STR("(as "), &note))
            credited = note;
        take_note(&role, RL_STR("(uncredited"), &note);
        take_note(&role, RL_STR("(credit only"), &note);
        if (role.length == before)
            break;
    }
    name = rl_str_trim(name);
    if (name.length == 0 || name.length > NAME_MAX_BYTES)
        return;
    if (role.length > ROLE_MAX_BYTES)
        role = RL_STR_EMPTY;
    if (credited.length > 0) {
        rl_buffer whole = RL_BUFFER_INIT;
        rl_buffer_add_format(&whole, "%.*s (%.*s)", RL_STR_ARG(name), RL_STR_ARG(credited));
        if (!whole.failed)
            name = rl_str_copy(page->facts->arena, rl_buffer_str(&whole));
        rl_buffer_done(&whole);
    }
    rl_facts_person(page->facts, RL_FIELD_CAST, name, role, RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
}

/* How a page sets its cast, which says what a line without dots is. */
typedef struct cast_style {
    bool one_line; /* "Actor ... Role" stand together */
    bool open;     /* "Actor ..." and the role on the next line */
    bool spaced;   /* pairs are set off by empty lines */
} cast_style;

static cast_style style_of(const rl_moviepage *page, size_t first, size_t end) {
    cast_style style = {false, false, false};
    size_t rows = 0, gaps = 0;
    for (size_t i = first; i < end; i++) {
        rl_str name, role;
        if (page->lines[i].length == 0 || !split_dots(page->lines[i], &name, &role))
            continue;
        rows++;
        gaps += i > first && page->lines[i - 1].length == 0;
        if (role.length > 0)
            style.one_line = true;
        else
            style.open = true;
    }
    style.spaced = rows > 1 && 2 * gaps > rows;
    return style;
}

/* The role of an open "Actor ..." line: the very next line, unless that is another row. */
static rl_str role_below(const rl_moviepage *page, const rl_moviepage_section *section, size_t line, cast_style style) {
    rl_str name, role;
    if (style.one_line || line + 1 >= section->end)
        return RL_STR_EMPTY;
    rl_str next = page->lines[line + 1];
    if (next.length == 0 || next.length > ROLE_MAX_BYTES || is_link(next) || is_remark(next) ||
        rl_moviepage_is_prose(next))
        return RL_STR_EMPTY;
    return split_dots(next, &name, &role) ? RL_STR_EMPTY : next;
}

static bool ends_cast(rl_str line) {
    return rl_moviepage_is_prose(line) || rl_str_starts(line, RL_STR("Plot Summary")) ||
           rl_str_starts(line, RL_STR("Create "));
}

/* A role of the first rows again: the form for character pages begins, without its heading. */
static bool is_role_seen(const rl_moviepage *page, size_t from, rl_str line) {
    enum { FIRST_FACTS = 64 };
    const rl_facts *facts = page->facts;
    for (size_t i = from; i < facts->count && i < from + FIRST_FACTS; i++)
        if (facts->items[i].field == RL_FIELD_CHARACTER && rl_str_equal(facts->items[i].value, line))
            return true;
    return false;
}

size_t rl_moviepage_read_cast(rl_moviepage *page, const rl_moviepage_section *section) {
    size_t before = page->facts->count;
    cast_style style = style_of(page, section->body, section->end);
    size_t i = section->body;
    for (; i < section->end; i++) {
        rl_str line = page->lines[i], name, role;
        if (line.length == 0 || is_link(line) || is_remark(line))
            continue;
        bool dots = split_dots(line, &name, &role);
        if (name.length > NAME_MAX_BYTES || (!dots && ends_cast(line)))
            break;
        if (dots && role.length == 0) {
            role = role_below(page, section, i, style);
            add_actor(page, name, role, i);
            i += role.length > 0;
        } else if (dots) {
            add_actor(page, name, role, i);
        } else if (!style.open || style.one_line || (style.spaced && page->lines[i - 1].length == 0)) {
            /* an actor without a role; on a page without gaps it could as well be a stray role */
            if (is_role_seen(page, before, line))
                break;
            add_actor(page, name, RL_STR_EMPTY, i);
        }
    }
    return i;
}

/* "John Van Druten (screenplay) and", "Walter Reisch (screenplay) ..." */
static rl_str drop_joint(rl_str text) {
    static const rl_str joints[] = {{" and", 4}, {" &", 2}, {" ...", 4}, {",", 1}, {" |", 2}};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (rl_str_ends(text, joints[i]))
            text = rl_str_trim(rl_str_slice(text, 0, text.length - joints[i].length));
    return text;
}

/* "Kaj Holm  screenplay": what a writer did, without its parentheses. */
static rl_str drop_task(rl_str text) {
    static const char *const tasks[] = {" screenplay", " written by", " writer", " story", " novel", " dialogue", " characters"};
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++)
        if (rl_str_ends(text, rl_str_of(tasks[i])))
            return rl_str_trim(rl_str_slice(text, 0, text.length - strlen(tasks[i])));
    return text;
}

static void add_credit(rl_moviepage *page, rl_field field, rl_str text, size_t line) {
    rl_str name, job, note;
    split_dots(drop_joint(text), &name, &job);
    name = field == RL_FIELD_WRITER ? drop_task(name) : name;
    name = drop_joint(drop_episodes(name));
    take_note(&name, RL_STR("(uncredited"), &note);
    if (name.length == 0 || name.length > 2 * NAME_MAX_BYTES || name.at[0] == '(')
        return;
    rl_facts_person(page->facts, field, name, RL_STR_EMPTY, RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
}

/* Only producers are listed with their jobs; another job tells that another department's heading is lost. */
static bool job_fits(rl_field field, rl_str job) {
    return job.at[0] == '(' || (field == RL_FIELD_PRODUCER && rl_str_find_nocase(job, RL_STR("produce")) != SIZE_MAX);
}

/* What writers are credited for, so the list of directors is over. */
static bool is_writing(rl_str line) {
    static const char *const notes[] = {"(screenplay", "(play",       "(story",    "(novel", "(written",
                                        "(writer",     "(characters", "(dialogue", "(book",  "(short story"};
    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (rl_str_find(line, rl_str_of(notes[i])) != SIZE_MAX)
            return true;
    return false;
}

size_t rl_moviepage_read_credits(rl_moviepage *page, const rl_moviepage_section *section) {
    rl_field field = rl_moviepage_section_field(section->id);
    size_t i = section->body, count = 0;
    for (; i < section->end; i++) {
        rl_str line = page->lines[i];
        if (line.length == 0 || is_link(line) || is_remark(line))
            continue;
        rl_str name, job;
        bool dots = split_dots(line, &name, &job);
        if (!dots && (rl_moviepage_is_prose(line) || line.length > 3 * NAME_MAX_BYTES))
            break;
        if (dots && job.length > 0 && !job_fits(field, job))
            break;
        if (field == RL_FIELD_PRODUCER && count > 0 && !dots)
            break;
        if (field == RL_FIELD_DIRECTOR && is_writing(line))
            break;
        count++;
        add_credit(page, field, line, i);
    }
    return i;
}

/* "Stephen King (short story "X"), Frank Darabont (screenplay) | 1 more credit »" */
static size_t add_list(rl_moviepage *page, rl_field field, rl_str text, size_t line) {
    rl_str part;
    size_t count = 0;
    while (rl_moviepage_next_part(&text, ",|", &part)) {
        if (part.length == 0 || is_link(part) || rl_str_starts(part, RL_STR("See ")))
            continue;
        if (rl_str_starts(part, RL_STR("and ")))
            part = rl_str_trim(rl_str_slice(part, 4, part.length));
        bool two = rl_str_find(part, RL_STR("(")) == SIZE_MAX && rl_str_find(part, RL_STR(" and ")) != SIZE_MAX;
        if (two)
            rl_facts_people(page->facts, field, part, RL_ORIGIN_LABEL, rl_moviepage_line_number(line));
        else if (part.at[0] != '(')
            add_credit(page, field, part, line);
        count++;
    }
    return count;
}

/* Further lines of a list of the old pages: a name, perhaps with a note, and nothing else. */
static bool is_name_line(rl_str line) {
    if (line.length > NAME_MAX_BYTES || is_link(line) || line.at[0] == '(' || isdigit((unsigned char)line.at[0]))
        return false;
    rl_str name = rl_str_slice(line, 0, rl_str_find(line, RL_STR(" (")));
    size_t blanks = 0;
    for (size_t i = 0; i < name.length; i++) {
        if (strchr("|:!?", name.at[i]) != NULL)
            return false;
        blanks += name.at[i] == ' ';
    }
    bool noted = name.length > 0 && name.length < line.length; /* "Ravi (story)": one word is a name where it has a note */
    return (blanks >= 1 || noted) && blanks <= 4 && !rl_moviepage_is_prose(line);
}

size_t rl_moviepage_read_people(rl_moviepage *page, const rl_moviepage_section *section, bool first_line_only) {
    rl_field field = rl_moviepage_section_field(section->id);
    if (section->inline_value.length > 0) {
        add_list(page, field, section->inline_value, section->first);
        return section->body;
    }
    size_t i = section->body;
    while (i < section->end && page->lines[i].length == 0)
        i++;
    if (i == section->end)
        return i;
    rl_str line = page->lines[i];
    /* where the list is damaged its next line is some other text */
    bool list = rl_str_find(line, RL_STR("|")) != SIZE_MAX || rl_str_find(line, RL_STR(",")) != SIZE_MAX;
    if (is_link(line) && !list)
        return i;
    if (rl_moviepage_is_prose(line) && rl_str_find(line, RL_STR(",")) == SIZE_MAX)
        return i;
    if (line.at[0] == '(')
        return i;
    size_t found = add_list(page, field, line, i++);
    bool plural = rl_str_find_nocase(rl_str_slice(page->lines[section->first], 0, 10), RL_STR("ors")) != SIZE_MAX ||
                  rl_str_starts_nocase(page->lines[section->first], RL_STR("Writers"));
    if (found > 1 || first_line_only || !plural)
        return i;
    for (; i < section->end; i++) {
        if (page->lines[i].length == 0)
            continue;
        if (!is_name_line(page->lines[i]))
            break;
        add_list(page, field, page->lines[i], i);
    }
    return i;
}
