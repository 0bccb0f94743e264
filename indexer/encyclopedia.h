/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia: the parts of an encyclopedia article, shared by the files that read it:
 * encyclopedia_outline.c (sections), encyclopedia_lead.c (definition), encyclopedia_titles.c,
 * encyclopedia_sections.c (cast, crew, prose), encyclopedia_table.c (a cast as a table), encyclopedia_categories.c.
 */
#ifndef REEL_INDEXER_ENCYCLOPEDIA_H
#define REEL_INDEXER_ENCYCLOPEDIA_H

#include "indexer/document.h"
#include "indexer/facts.h"

typedef enum rl_section_kind {
    RL_SECTION_LEAD,
    RL_SECTION_PLOT,
    RL_SECTION_CAST,
    RL_SECTION_CREW,
    RL_SECTION_PRODUCTION,
    RL_SECTION_RELEASE,
    RL_SECTION_RECEPTION,
    RL_SECTION_AWARDS,
    RL_SECTION_SOUNDTRACK,
    RL_SECTION_TEXT,    /* about this film, but facts in it may be another film's: sequels, remakes */
    RL_SECTION_OTHER,   /* "See also": other pages */
    RL_SECTION_FURNITURE, /* references, links */
    RL_SECTION_CATEGORIES
} rl_section_kind;

typedef struct rl_section {
    rl_section_kind kind;
    rl_str heading;     /* empty for the lead */
    size_t first, last; /* lines [first, last) behind the heading */
    size_t heading_line;
} rl_section;

typedef struct rl_outline {
    rl_section *sections;
    size_t count, capacity;
    rl_str top_title;   /* "= In the Soup =" or a first line of its own */
    size_t top_line;
} rl_outline;

/* "TITLE (German: AKA) is a 1928 German silent film directed by ...". */
typedef struct rl_definition {
    rl_str before;    /* title part, without notes but with emphasis */
    rl_str predicate; /* clean text behind "is a", to the sentence's end */
    rl_str head;      /* beginning of the predicate that names the thing: "1928 German silent film" */
    size_t line;      /* index of its line, SIZE_MAX when there is none */
} rl_definition;

bool rl_encyclopedia_outline(const rl_document *document, rl_arena *arena, rl_outline *out_outline);
/* The definition in lines [first, last); line SIZE_MAX when there is none. */
rl_definition rl_encyclopedia_definition(const rl_document *document, rl_arena *arena, size_t first, size_t last);
/* What the definition says the page is about; FILM when it does not tell. *out_known false then. */
rl_subject rl_encyclopedia_subject(const rl_definition *definition, bool *out_known);
/* Moves over "(...)", "[...]", "_..._" or quotes at *i; false when it stands on plain text, as an opening
 * mark without its partner is. */
bool rl_encyclopedia_skip_group(rl_str text, size_t *i);
/* Titles, year, countries, languages, genres of the definition. Returns the main title. */
rl_str rl_encyclopedia_titles(const rl_document *document, const rl_outline *outline, const rl_definition *definition,
                              rl_facts *facts);
void rl_encyclopedia_describe(rl_facts *facts, rl_str head, rl_origin origin, uint32_t line);
/* Facts of a section, as fits its kind. title: to know sentences about this film. */
void rl_encyclopedia_section(const rl_document *document, const rl_section *section, rl_str title, rl_facts *facts);
typedef struct rl_cast_table {
    bool ruled, role_first;
} rl_cast_table;

/* A row of a cast that is a table, or its head, which table remembers; false when the line is none. */
bool rl_encyclopedia_table_row(rl_facts *facts, rl_cast_table *table, rl_str raw, uint32_t number);
/* An actor of a list or table, where that can be a name. */
void rl_encyclopedia_cast(rl_facts *facts, rl_str name, rl_str role, uint32_t number);
/* One line of "Category:X Category:Y". */
void rl_encyclopedia_categories(rl_facts *facts, rl_str line, uint32_t number);
bool rl_encyclopedia_is_category_line(rl_str line);
/* What a category line says the page is about; false when it says nothing of it. */
bool rl_encyclopedia_category_subject(rl_str line, rl_subject *out_subject);

#endif
