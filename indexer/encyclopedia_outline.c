/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_outline: the sections of an article. Headings are "== X ==", "# X", or a short line
 * of its own between blank lines; what a section is about is told by the words of its heading.
 */
#include "indexer/encyclopedia.h"

#include "indexer/article.h"

enum { HEADING_BYTES = 70, HEADING_WORDS = 9 };

/* Words of headings, surest first: a heading takes the first row it contains at a word's start. */
static const struct {
    const char *word;
    rl_section_kind kind;
} heading_words[] = {
    {"references", RL_SECTION_FURNITURE}, {"external links", RL_SECTION_FURNITURE}, {"further reading", RL_SECTION_FURNITURE},
    {"bibliography", RL_SECTION_FURNITURE}, {"footnotes", RL_SECTION_FURNITURE}, {"notes", RL_SECTION_FURNITURE},
    {"sources", RL_SECTION_FURNITURE}, {"citations", RL_SECTION_FURNITURE}, {"works cited", RL_SECTION_FURNITURE},
    {"gallery", RL_SECTION_FURNITURE},
    {"see also", RL_SECTION_OTHER}, {"filmography", RL_SECTION_OTHER}, {"other films", RL_SECTION_OTHER},
    {"other works", RL_SECTION_OTHER}, {"related films", RL_SECTION_OTHER},
    {"sequel", RL_SECTION_TEXT}, {"remake", RL_SECTION_TEXT}, {"franchise", RL_SECTION_TEXT}, {"television series", RL_SECTION_TEXT},
    {"in popular culture", RL_SECTION_TEXT}, {"legacy", RL_SECTION_TEXT}, {"other media", RL_SECTION_TEXT},
    {"adaptations", RL_SECTION_TEXT}, {"casting", RL_SECTION_PRODUCTION},
    {"cast", RL_SECTION_CAST}, {"casts", RL_SECTION_CAST}, {"starring", RL_SECTION_CAST}, {"characters", RL_SECTION_CAST},
    {"actors", RL_SECTION_CAST}, {"voices", RL_SECTION_CAST}, {"appearances", RL_SECTION_CAST}, {"featuring", RL_SECTION_CAST},
    {"interviewees", RL_SECTION_CAST}, {"participants", RL_SECTION_CAST},
    {"crew", RL_SECTION_CREW}, {"credits", RL_SECTION_CREW}, {"production credits", RL_SECTION_CREW}, {"technical", RL_SECTION_CREW},
    {"award", RL_SECTION_AWARDS}, {"awards", RL_SECTION_AWARDS}, {"accolades", RL_SECTION_AWARDS}, {"nominations", RL_SECTION_AWARDS},
    {"honors", RL_SECTION_AWARDS}, {"honours", RL_SECTION_AWARDS}, {"recognition", RL_SECTION_AWARDS}, {"festivals", RL_SECTION_AWARDS},
    {"reception", RL_SECTION_RECEPTION}, {"critical", RL_SECTION_RECEPTION}, {"reviews", RL_SECTION_RECEPTION},
    {"review", RL_SECTION_RECEPTION}, {"response", RL_SECTION_RECEPTION}, {"box office", RL_SECTION_RECEPTION},
    {"criticism", RL_SECTION_RECEPTION}, {"controversy", RL_SECTION_RECEPTION},
    {"release", RL_SECTION_RELEASE}, {"releases", RL_SECTION_RELEASE}, {"distribution", RL_SECTION_RELEASE},
    {"home media", RL_SECTION_RELEASE}, {"home video", RL_SECTION_RELEASE}, {"premiere", RL_SECTION_RELEASE},
    {"broadcast", RL_SECTION_RELEASE}, {"screenings", RL_SECTION_RELEASE}, {"dvd", RL_SECTION_RELEASE},
    {"soundtrack", RL_SECTION_SOUNDTRACK}, {"track list", RL_SECTION_SOUNDTRACK}, {"track listing", RL_SECTION_SOUNDTRACK},
    {"songs", RL_SECTION_SOUNDTRACK}, {"music", RL_SECTION_SOUNDTRACK}, {"score", RL_SECTION_SOUNDTRACK},
    {"production", RL_SECTION_PRODUCTION}, {"filming", RL_SECTION_PRODUCTION}, {"development", RL_SECTION_PRODUCTION},
    {"writing", RL_SECTION_PRODUCTION}, {"background", RL_SECTION_PRODUCTION}, {"pre-production", RL_SECTION_PRODUCTION},
    {"post-production", RL_SECTION_PRODUCTION}, {"principal photography", RL_SECTION_PRODUCTION}, {"editing", RL_SECTION_PRODUCTION},
    {"effects", RL_SECTION_PRODUCTION}, {"trivia", RL_SECTION_PRODUCTION}, {"locations", RL_SECTION_PRODUCTION},
    {"making", RL_SECTION_PRODUCTION}, {"preservation", RL_SECTION_PRODUCTION}, {"style", RL_SECTION_PRODUCTION},
    {"plot", RL_SECTION_PLOT}, {"synopsis", RL_SECTION_PLOT}, {"summary", RL_SECTION_PLOT}, {"story", RL_SECTION_PLOT},
    {"storyline", RL_SECTION_PLOT}, {"premise", RL_SECTION_PLOT}, {"content", RL_SECTION_PLOT}, {"contents", RL_SECTION_PLOT},
    {"outline", RL_SECTION_PLOT}, {"trama", RL_SECTION_PLOT}, {"segments", RL_SECTION_PLOT}, {"overview", RL_SECTION_PLOT},
};

static bool is_blank(const rl_document *document, size_t line) {
    return line >= document->line_count || rl_str_trim(document->lines[line]).length == 0;
}

static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}

static bool contains_word(rl_str text, rl_str word) {
    size_t from = 0;
    for (;;) {
        size_t found = rl_str_find_nocase(rl_str_slice(text, from, text.length), word);
        if (found == SIZE_MAX) {
            return false;
        }
        size_t start = from + found, end = start + word.length;
        if ((start == 0 || !is_word_byte(text.at[start - 1])) && (end == text.length || !is_word_byte(text.at[end]))) {
            return true;
        }
        from = start + 1;
    }
}

/* The kind a heading's words tell; false when they are not known. */
static bool kind_of_heading(rl_str heading, rl_section_kind *out_kind) {
    for (size_t i = 0; i < sizeof heading_words / sizeof heading_words[0]; i++) {
        if (contains_word(heading, rl_str_of(heading_words[i].word))) {
            *out_kind = heading_words[i].kind;
            return true;
        }
    }
    return false;
}

/* "== Plot ==", "### Plot": level from 1, 0 when it is not marked. */
static int marked_heading(rl_str line, rl_str *out_text) {
    line = rl_str_trim(line);
    char mark = line.length == 0 ? '\0' : line.at[0];
    if (mark != '=' && mark != '#') {
        return 0;
    }
    size_t level = 0;
    while (level < line.length && line.at[level] == mark) {
        level++;
    }
    size_t end = line.length;
    while (end > level && line.at[end - 1] == mark) {
        end--;
    }
    *out_text = rl_str_trim(rl_str_slice(line, level, end));
    bool closed = mark == '#' ? line.length > level && line.at[level] == ' ' : end < line.length;
    return closed && out_text->length != 0 && level <= 6 ? (int)level : 0;
}

static bool has_heading_shape(rl_str line) {
    if (line.length == 0 || line.length > HEADING_BYTES) {
        return false;
    }
    char first = line.at[0], last = line.at[line.length - 1];
    bool starts = (first >= 'A' && first <= 'Z') || (first >= '0' && first <= '9') || (unsigned char)first >= 0x80;
    bool ends = strchr(".,;]}|", last) == NULL;
    size_t words = 1;
    for (size_t i = 0; i < line.length; i++) {
        words += line.at[i] == ' ';
    }
    return starts && ends && words <= HEADING_WORDS && rl_str_find(line, RL_STR("  ")) == SIZE_MAX &&
           rl_str_find(line, RL_STR("}}")) == SIZE_MAX && rl_str_find(line, RL_STR(" ... ")) == SIZE_MAX;
}

/* A heading without marks stands alone: blank lines around it, two before one of a main section. */
static int plain_heading(const rl_document *document, size_t line, rl_str *out_text) {
    rl_str text = rl_str_trim(document->lines[line]);
    if (line == 0 || !is_blank(document, line - 1) || !is_blank(document, line + 1) || !has_heading_shape(text)) {
        return 0;
    }
    if (text.at[text.length - 1] == ':') {
        text.length--;
    }
    rl_section_kind ignored;
    bool main = line >= 2 && is_blank(document, line - 2);
    *out_text = text;
    return main ? 2 : kind_of_heading(text, &ignored) ? 3 : 0;
}

static rl_section *add_section(rl_outline *outline, rl_arena *arena) {
    if (outline->count == outline->capacity) {
        rl_section *grown = rl_arena_grow(arena, outline->sections, &outline->capacity, outline->count + 1, sizeof *grown);
        if (grown == NULL) {
            return NULL;
        }
        outline->sections = grown;
    }
    rl_section *section = &outline->sections[outline->count++];
    *section = (rl_section){0};
    return section;
}

/* A sub-section tells its own kind or is of its parent's. Everything below references stays there. */
static rl_section_kind kind_below(rl_section_kind parent, rl_str heading, int level) {
    rl_section_kind kind = RL_SECTION_TEXT;
    bool known = kind_of_heading(heading, &kind);
    if (level >= 3 && (!known || parent == RL_SECTION_FURNITURE)) {
        return parent == RL_SECTION_LEAD ? RL_SECTION_TEXT : parent;
    }
    return kind;
}

static void set_top_title(const rl_document *document, rl_outline *outline, size_t *line) {
    while (*line < document->line_count && is_blank(document, *line)) {
        (*line)++;
    }
    rl_str text;
    if (*line < document->line_count && marked_heading(document->lines[*line], &text) != 0) {
        outline->top_title = text;
        outline->top_line = *line;
        (*line)++;
    } else if (*line < document->line_count && has_heading_shape(rl_str_trim(document->lines[*line])) &&
               is_blank(document, *line + 1)) {
        outline->top_title = rl_str_trim(document->lines[*line]);
        outline->top_line = *line;
        (*line)++;
    }
}

bool rl_encyclopedia_outline(const rl_document *document, rl_arena *arena, rl_outline *out_outline) {
    *out_outline = (rl_outline){0};
    size_t line = 0;
    set_top_title(document, out_outline, &line);
    rl_section *section = add_section(out_outline, arena);
    if (section == NULL) {
        return false;
    }
    *section = (rl_section){.kind = RL_SECTION_LEAD, .first = line, .heading_line = line};
    rl_section_kind parent = RL_SECTION_LEAD;
    for (; line < document->line_count; line++) {
        rl_str heading = RL_STR_EMPTY;
        bool category = rl_encyclopedia_is_category_line(document->lines[line]);
        int level = category ? 0 : marked_heading(document->lines[line], &heading);
        level = level != 0 || category ? level : plain_heading(document, line, &heading);
        if (level == 0 && !(category && section->kind != RL_SECTION_CATEGORIES)) {
            continue;
        }
        section->last = line;
        rl_section_kind kind = category ? RL_SECTION_CATEGORIES : kind_below(parent, heading, level);
        parent = level >= 3 ? parent : kind;
        section = add_section(out_outline, arena);
        if (section == NULL) {
            return false;
        }
        *section = (rl_section){kind, rl_article_clean(arena, heading), category ? line : line + 1, 0, line};
    }
    section->last = document->line_count;
    return true;
}
