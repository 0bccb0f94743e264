/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * moviepage: what the parts of the movie-page format share. A page is cut into sections by its
 * labels (moviepage_page.c); each section is read by its shape (moviepage_values.c, _cast.c,
 * _texts.c); the head is found on its own (moviepage_head.c), sub-pages too (moviepage_subpages.c).
 */
#ifndef REEL_INDEXER_MOVIEPAGE_H
#define REEL_INDEXER_MOVIEPAGE_H

#include "indexer/document.h"
#include "indexer/facts.h"

typedef enum rl_moviepage_section_id {
#define SECTION(ID, ...) RL_SECTION_##ID,
#include "indexer/moviepage_sections.def"
#undef SECTION
    RL_SECTION_COUNT
} rl_moviepage_section_id;

/* Which sub-page of a film this is; most pages are its main page. */
typedef enum rl_moviepage_kind {
    RL_MOVIEPAGE_MAIN,
    RL_MOVIEPAGE_CREDITS,
    RL_MOVIEPAGE_PLOTS, /* plot summary, synopsis */
    RL_MOVIEPAGE_AWARDS,
    RL_MOVIEPAGE_PART, /* any other sub-page */
    RL_MOVIEPAGE_CHART
} rl_moviepage_kind;

typedef struct rl_moviepage_section {
    rl_moviepage_section_id id;
    size_t first, end;   /* lines, the label's own included */
    size_t body;         /* first line behind the label */
    rl_str inline_value; /* what stands behind the label on its line */
    bool colon;          /* the label had one: no entry of a menu */
} rl_moviepage_section;

enum { RL_LABEL_HEADS = 1, RL_LABEL_INLINE = 2, RL_LABEL_CARD = 4, RL_LABEL_TELLS = 8 };

typedef struct rl_moviepage_label_match {
    rl_moviepage_section_id section;
    unsigned flags;
    size_t row; /* of the table: tells labels apart */
    bool colon;
    rl_str inline_value;
} rl_moviepage_label_match;

typedef struct rl_moviepage {
    const rl_document *document;
    rl_facts *facts;
    rl_str *lines; /* trimmed, white space folded; count as in the document */
    size_t line_count;
    rl_moviepage_section *sections;
    size_t section_count, section_capacity;

    rl_moviepage_kind kind;
    rl_str title;       /* as the page heads it, without year */
    rl_str original;    /* stated as original title */
    rl_str series;      /* of an episode */
    rl_str marked_kind; /* "video" of "(Video 2008)" */
    int year;
    size_t heading; /* line of the title above the facts; SIZE_MAX where none */

    rl_str teaser; /* the short plot in the head, kept back: the storyline may say it in full */
    size_t teaser_line;
    bool after_storyline; /* unlabelled lines there are tagline and keywords */
    bool head_rating, has_plot;
} rl_moviepage;

/* moviepage_page.c: lines and sections */
bool rl_moviepage_load(rl_moviepage *page, const rl_document *document, rl_facts *facts);
void rl_moviepage_cut(rl_moviepage *page);
/* The label a folded line is or starts with; false when it has none. */
bool rl_moviepage_label(rl_str line, rl_moviepage_label_match *out_match);
/* Number of different telling labels among the first lines of a document. */
size_t rl_moviepage_telling_labels(const rl_document *document, size_t max_lines);
rl_str rl_moviepage_fold(rl_arena *arena, rl_str line);
/* A line without its links: "See more »", "more", "full summary | full synopsis". */
rl_str rl_moviepage_cut_links(rl_str line);
/* "See more »", "(more)": lines [first, end) are nothing but the way to other pages. */
bool rl_moviepage_holds_links_alone(const rl_moviepage *page, size_t first, size_t end);
/* Running text rather than a value: long, with several words and an end. */
bool rl_moviepage_is_prose(rl_str line);
/* The n-th line (from 1) for facts. */
uint32_t rl_moviepage_line_number(size_t index);

/* moviepage_head.c: title, year, kind, identifiers */
void rl_moviepage_read_head(rl_moviepage *page);
/* Adds what the head said; last, since the language decides which title leads. */
void rl_moviepage_add_head(rl_moviepage *page);
/* "The Trip (TV Series 2010– )": title, year and kind apart; false without a year. */
bool rl_moviepage_split_title(rl_str line, rl_str *out_title, int *out_year, rl_subject *out_subject, rl_str *out_kind);

/* moviepage_values.c: sections and short values */
void rl_moviepage_read_sections(rl_moviepage *page);
rl_field rl_moviepage_section_field(rl_moviepage_section_id section);
/* Cuts the part up to the next of the separators outside parentheses off *rest, trimmed. */
bool rl_moviepage_next_part(rl_str *rest, const char *separators, rl_str *out_part);
bool rl_moviepage_read_rating(rl_moviepage *page, rl_str text, uint32_t line);
bool rl_moviepage_read_rated(rl_moviepage *page, rl_str text, uint32_t line);

/* moviepage_loose.c: one line without a label by its shape ("142 min - Crime | Drama"); true when it said something */
bool rl_moviepage_read_loose(rl_moviepage *page, rl_moviepage_section_id section, size_t line);
/* "Won 2 Oscars. Another 1 win & 5 nominations" */
bool rl_moviepage_is_award_summary(rl_str line);
void rl_moviepage_read_award_summary(rl_moviepage *page, rl_str text, uint32_t line);

/* moviepage_cast.c: people. Each reader of a section returns the first line it did not take. */
size_t rl_moviepage_read_cast(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_credits(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_people(rl_moviepage *page, const rl_moviepage_section *section, bool first_line_only);

/* moviepage_texts.c: plot, trivia, review, recommended films */
size_t rl_moviepage_read_plot(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_text(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_did_you_know(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_review(rl_moviepage *page, const rl_moviepage_section *section);
size_t rl_moviepage_read_recommended(rl_moviepage *page, const rl_moviepage_section *section);
void rl_moviepage_add_plot(rl_moviepage *page, rl_str text, size_t line);

/* moviepage_subpages.c */
void rl_moviepage_read_plots_page(rl_moviepage *page);
void rl_moviepage_read_awards_page(rl_moviepage *page);

#endif
