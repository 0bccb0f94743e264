/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_encyclopedia: encyclopedia articles, with or without a box of "- Key: value" lines. Puts
 * together what the encyclopedia_*.c files read: outline, definition, sections, categories.
 */
#include "indexer/article.h"
#include "indexer/article_credits.h"
#include "indexer/encyclopedia.h"
#include "indexer/format.h"

int rl_format_encyclopedia_detect(const rl_document *document);
/* "Produced by North Star, Sandhill opened in May": the film is no maker of itself. */
static void drop_title_from_makers(rl_facts *facts, rl_str title) {
    size_t kept = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        const rl_field_row *row = rl_field_row_of(fact->field);
        bool maker = row != NULL && (row->kind == RL_KIND_NAME || row->kind == RL_KIND_COMPANY) && fact->field != RL_FIELD_CHARACTER;
        if (!maker || fact->origin > RL_ORIGIN_PROSE || !rl_str_equal_nocase(fact->value, title)) {
            facts->items[kept++] = *fact;
        }
    }
    facts->count = kept;
}

/* "directed by and starring A B" where the categories name another director: the star is none. */
static void drop_star_from_directors(rl_facts *facts, rl_str predicate) {
    rl_str words = RL_STR("directed by and starring ");
    size_t at = rl_str_find(predicate, words);
    rl_str named = at == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(predicate, at + words.length, predicate.length);
    bool other = false, same = false;
    for (size_t i = 0; i < facts->count && named.length > 0; i++) {
        const rl_fact *fact = &facts->items[i];
        bool stated = fact->field == RL_FIELD_DIRECTOR && fact->origin == RL_ORIGIN_LABEL;
        same = same || (stated && rl_str_starts(named, fact->value));
        other = other || stated;
    }
    size_t kept = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        bool star = fact->field == RL_FIELD_DIRECTOR && fact->origin < RL_ORIGIN_LABEL && rl_str_starts(named, fact->value);
        if (!star || !other || same) {
            facts->items[kept++] = *fact;
        }
    }
    facts->count = kept;
}

/* A prize of an edition before the film was made is somebody's for something else; a date long after it is of another
 * showing, or of another film. */
static void drop_far_off_years(rl_facts *facts) {
    enum { LATEST_RELEASE = 10 };
    int64_t year = 0;
    for (size_t i = 0; i < facts->count && year == 0; i++) {
        year = facts->items[i].field == RL_FIELD_YEAR && facts->items[i].origin == RL_ORIGIN_LABEL ? facts->items[i].number : 0;
    }
    size_t kept = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        bool told = (fact->field == RL_FIELD_AWARD || fact->field == RL_FIELD_FESTIVAL) && fact->origin == RL_ORIGIN_PROSE;
        bool early = told && fact->number != 0 && fact->number + 1 < year;
        bool late = fact->field == RL_FIELD_RELEASE && fact->origin == RL_ORIGIN_PROSE && year != 0 && fact->number > year + LATEST_RELEASE;
        if (!early && !late) {
            facts->items[kept++] = *fact;
        }
    }
    facts->count = kept;
}

reel_status rl_format_encyclopedia_extract(const rl_document *document, rl_facts *facts, reel_error *error);

/* --- detection --- */

enum { DETECT_LINES = 400, DEFINITION_LINES = 40, DEFINITION_BYTES = 400, DEFINITION_START = 300 };

static size_t count_headings(const rl_document *document) {
    static const char *const headings[] = {"Plot", "Cast", "Production", "Reception", "References", "External links", "See also",
                                           "Release", "Synopsis", "Soundtrack", "Awards", "Bibliography", "Critical reception"};
    size_t count = 0;
    for (size_t i = 1; i < document->line_count && i < DETECT_LINES; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        if (rl_str_starts(line, RL_STR("==")) && rl_str_ends(line, RL_STR("=="))) {
            count += 2;
        }
        for (size_t h = 0; h < sizeof headings / sizeof headings[0]; h++) {
            count += rl_str_is(line, headings[h]) && rl_str_trim(document->lines[i - 1]).length == 0;
        }
    }
    return count;
}

/* "1941 American romantic comedy starring": a year, and what is only said of works with a cast or by their kind. */
static bool is_dated_work(rl_str predicate) {
    static const char *const words[] = {" starring ", " cartoon", " comedy", " drama", " thriller", " western", " melodrama", " short"};
    bool dated = predicate.length > 5 && (predicate.at[0] == '1' || predicate.at[0] == '2') && predicate.at[4] == ' ';
    for (size_t i = 0; i < 4 && dated; i++) {
        dated = predicate.at[i] >= '0' && predicate.at[i] <= '9';
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0] && dated; i++) {
        if (rl_str_find(predicate, rl_str_of(words[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* "X is a 1936 British comedy film directed by ...": by its shape, since detection has no arena. */
static bool is_definition(rl_str line) {
    static const char *const verbs[] = {" is a ", " is an ", " was a ", " was an ", "is a ", "is an "};
    static const char *const nouns[] = {" film", " movie", " documentary", " television series", " directed by "};
    line = rl_str_slice(line, 0, DEFINITION_BYTES);
    size_t apposed = rl_str_find(line, RL_STR(" film directed by "));
    if (apposed != SIZE_MAX && apposed < DEFINITION_START && rl_str_find(rl_str_slice(line, 0, apposed), RL_STR(", a")) != SIZE_MAX) {
        return true;
    }
    size_t bare = rl_str_find(line, RL_STR(" is ")); /* "Ink is 1989 American comedy film" */
    if (bare != SIZE_MAX && bare <= DEFINITION_START && is_dated_work(rl_str_slice(line, bare + strlen(" is "), line.length))) {
        return true;
    }
    for (size_t i = 0; i < sizeof verbs / sizeof verbs[0]; i++) {
        size_t verb = rl_str_find(line, rl_str_of(verbs[i]));
        if (verb == SIZE_MAX || verb > DEFINITION_START || (verbs[i][0] != ' ' && verb != 0)) {
            continue;
        }
        rl_str predicate = rl_str_slice(line, verb, verb + 140);
        if (is_dated_work(rl_str_slice(predicate, strlen(verbs[i]), predicate.length))) {
            return true;
        }
        for (size_t n = 0; n < sizeof nouns / sizeof nouns[0]; n++) {
            if (rl_str_find(predicate, rl_str_of(nouns[n])) != SIZE_MAX) {
                return true;
            }
        }
    }
    return false;
}

static bool has_definition(const rl_document *document) {
    for (size_t i = 0; i < document->line_count && i < DEFINITION_LINES; i++) {
        if (is_definition(rl_str_trim(document->lines[i]))) {
            return true;
        }
    }
    return false;
}

static size_t count_categories(const rl_document *document) {
    size_t count = 0;
    for (size_t i = document->line_count; i > 0 && document->line_count - i < DETECT_LINES; i--) {
        count += rl_encyclopedia_is_category_line(document->lines[i - 1]);
    }
    return count;
}

static size_t count_box_lines(const rl_document *document) {
    size_t count = 0;
    for (size_t i = 0; i < document->line_count && i < DEFINITION_LINES; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        size_t colon = rl_str_find(line, RL_STR(": "));
        bool boxed = rl_str_starts(line, RL_STR("- ")) && colon != SIZE_MAX && colon > 2;
        count += boxed && rl_article_label_field(rl_str_slice(line, 2, colon)) != RL_FIELD_NONE;
    }
    return count;
}

/* What only pages of movie databases and cinemas have; a sentence may name one. */
static bool has_database_furniture(const rl_document *document) {
    enum { LONGEST = 100 };
    static const char *const marks[] = {"IMDb", "See full summary", "See more »", "See full cast", "User Reviews", "Storyline",
                                        "Full Cast & Crew", "Add to Watchlist", "People who liked this"};
    for (size_t i = 0; i < document->line_count && i < DEFINITION_LINES; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        line = line.length > LONGEST ? RL_STR_EMPTY : line;
        for (size_t m = 0; m < sizeof marks / sizeof marks[0]; m++) {
            if (rl_str_find(line, rl_str_of(marks[m])) != SIZE_MAX) {
                return true;
            }
        }
    }
    return false;
}

int rl_format_encyclopedia_detect(const rl_document *document) {
    if (document->xml) {
        return 0;
    }
    size_t headings = count_headings(document), boxes = count_box_lines(document);
    int confidence = count_categories(document) != 0 ? 45 : 0;
    confidence += has_definition(document) ? 40 : 0;
    confidence += headings > 4 ? 25 : (int)headings * 6;
    confidence += boxes >= 2 ? 20 : 0;
    confidence -= has_database_furniture(document) ? 50 : 0;
    return confidence < 0 ? 0 : confidence > RL_FORMAT_SURE ? RL_FORMAT_SURE : confidence;
}

/* --- extraction --- */

static const struct {
    rl_section_kind kind;
    rl_field text;
    rl_block_fate fate;
    const char *reason;
} section_rows[] = {
    {RL_SECTION_LEAD, RL_FIELD_TEXT, RL_BLOCK_CLAIMED, "lead"},
    {RL_SECTION_PLOT, RL_FIELD_PLOT, RL_BLOCK_CLAIMED, "plot"},
    {RL_SECTION_CAST, RL_FIELD_NONE, RL_BLOCK_CLAIMED, "cast"},
    {RL_SECTION_CREW, RL_FIELD_NONE, RL_BLOCK_CLAIMED, "crew"},
    {RL_SECTION_PRODUCTION, RL_FIELD_TRIVIA, RL_BLOCK_CLAIMED, "production"},
    {RL_SECTION_RELEASE, RL_FIELD_TEXT, RL_BLOCK_CLAIMED, "release"},
    {RL_SECTION_RECEPTION, RL_FIELD_REVIEW, RL_BLOCK_CLAIMED, "reception"},
    {RL_SECTION_AWARDS, RL_FIELD_TEXT, RL_BLOCK_CLAIMED, "awards"},
    {RL_SECTION_SOUNDTRACK, RL_FIELD_TEXT, RL_BLOCK_CLAIMED, "soundtrack"},
    {RL_SECTION_TEXT, RL_FIELD_TEXT, RL_BLOCK_CLAIMED, "article text"},
    {RL_SECTION_OTHER, RL_FIELD_NONE, RL_BLOCK_OTHER, "other articles"},
    {RL_SECTION_FURNITURE, RL_FIELD_NONE, RL_BLOCK_FURNITURE, "references and links"},
    {RL_SECTION_CATEGORIES, RL_FIELD_NONE, RL_BLOCK_CLAIMED, "categories"},
};

static void add_block(rl_facts *facts, const rl_section *section, rl_block_fate fate, const char *reason) {
    size_t last = section->last > section->heading_line ? section->last : section->heading_line + 1;
    size_t first = section->kind == RL_SECTION_LEAD ? 0 : section->heading_line; /* the title's line stands above the lead */
    rl_facts_block(facts, (uint32_t)first + 1, (uint32_t)last, fate, reason);
}

/* Box lines of the lead are facts; the text starts behind them. */
static size_t text_start(const rl_document *document, const rl_section *section, const rl_definition *definition) {
    bool lead = section->kind == RL_SECTION_LEAD && definition->line != SIZE_MAX;
    return lead && definition->line >= section->first && definition->line < document->line_count ? definition->line : section->first;
}

static void add_section_text(const rl_document *document, const rl_section *section, size_t first, rl_field field, rl_facts *facts) {
    rl_str text = rl_article_clean(facts->arena, rl_document_join(document, facts->arena, first, section->last));
    if (text.length != 0) {
        rl_facts_add(facts, field, text, RL_ORIGIN_PROSE, (uint32_t)first + 1);
    }
}

static void read_categories(const rl_document *document, const rl_section *section, rl_facts *facts) {
    size_t i = section->first;
    for (; i < section->last; i++) {
        if (rl_encyclopedia_is_category_line(document->lines[i])) {
            rl_encyclopedia_categories(facts, document->lines[i], (uint32_t)i + 1);
        } else if (rl_str_trim(document->lines[i]).length != 0) {
            break;
        }
    }
    rl_facts_block(facts, (uint32_t)section->first + 1, (uint32_t)i, RL_BLOCK_CLAIMED, "categories");
    if (i < section->last) {
        rl_facts_block(facts, (uint32_t)i + 1, (uint32_t)section->last, RL_BLOCK_FURNITURE, "footnotes");
    }
}

static void read_section(const rl_document *document, const rl_section *section, const rl_definition *definition, rl_str title,
                         rl_facts *facts) {
    if (section->kind == RL_SECTION_CATEGORIES) {
        read_categories(document, section, facts);
        return;
    }
    for (size_t i = 0; i < sizeof section_rows / sizeof section_rows[0]; i++) {
        if (section_rows[i].kind != section->kind) {
            continue;
        }
        if (section_rows[i].fate == RL_BLOCK_CLAIMED) {
            rl_encyclopedia_section(document, section, title, facts);
        }
        if (section_rows[i].text != RL_FIELD_NONE) {
            add_section_text(document, section, text_start(document, section, definition), section_rows[i].text, facts);
        }
        add_block(facts, section, section_rows[i].fate, section_rows[i].reason);
    }
}

static bool has_field(const rl_facts *facts, rl_field field) {
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == field) {
            return true;
        }
    }
    return false;
}

/* The definition names it, else the categories, else a box or a cast list makes it a film. */
static rl_subject subject_of(const rl_document *document, const rl_outline *outline, const rl_definition *definition) {
    bool known = false;
    rl_subject subject = rl_encyclopedia_subject(definition, &known);
    bool category = false, cast = count_box_lines(document) >= 2;
    for (size_t i = 0; i < outline->count && !known; i++) {
        const rl_section *section = &outline->sections[i];
        cast = cast || section->kind == RL_SECTION_CAST;
        for (size_t k = section->first; section->kind == RL_SECTION_CATEGORIES && k < section->last && !category; k++) {
            category = rl_encyclopedia_is_category_line(document->lines[k]) &&
                       rl_encyclopedia_category_subject(document->lines[k], &subject);
        }
    }
    return known || category ? subject : cast ? RL_SUBJECT_FILM : RL_SUBJECT_OTHER;
}

static const char *reason_of(rl_subject subject) {
    switch (subject) {
    case RL_SUBJECT_PERSON:
        return "an article about a person";
    case RL_SUBJECT_EVENT:
        return "an article about an event";
    case RL_SUBJECT_LIST:
        return "a list or a group of films";
    case RL_SUBJECT_FILM:
    case RL_SUBJECT_SERIES:
    case RL_SUBJECT_EPISODE:
    case RL_SUBJECT_OTHER:
        break;
    }
    return "an article about something else than a film";
}

static void read_definition(rl_facts *facts, const rl_definition *definition) {
    uint32_t line = (uint32_t)definition->line + 1;
    rl_article_credits(facts, definition->predicate, RL_SENTENCE_DEFINITION, line);
    if (!has_field(facts, RL_FIELD_DIRECTOR)) {
        rl_article_director_guess(facts, definition->predicate, line);
    }
}

static bool look_in_line(rl_facts *facts, rl_str line, uint32_t number) {
    rl_str rest = rl_article_clean(facts->arena, rl_str_trim(line)), sentence;
    while (rl_article_sentence(&rest, &sentence)) {
        if (rl_article_director_named(facts, sentence, number) > 0) {
            return true;
        }
    }
    return false;
}

/* Where neither definition nor categories name one. */
static void look_for_director(const rl_document *document, const rl_outline *outline, rl_facts *facts) {
    for (size_t i = 0; i < outline->count && !has_field(facts, RL_FIELD_DIRECTOR); i++) {
        const rl_section *section = &outline->sections[i];
        bool told = section->kind != RL_SECTION_OTHER && section->kind != RL_SECTION_FURNITURE && section->kind != RL_SECTION_CATEGORIES;
        for (size_t line = section->first; told && line < section->last; line++) {
            if (look_in_line(facts, document->lines[line], (uint32_t)line + 1)) {
                return;
            }
        }
    }
}

static void add_kind(rl_facts *facts) {
    const char *kind = facts->subject == RL_SUBJECT_SERIES ? "series" : facts->subject == RL_SUBJECT_EPISODE ? "episode" : "film";
    if (!has_field(facts, RL_FIELD_KIND)) {
        rl_facts_add(facts, RL_FIELD_KIND, rl_str_of(kind), RL_ORIGIN_PROSE, 0);
    }
}

enum { YEARS_APART = 3 };

/* Lead and categories may name two years, of the first showing and of a later release: the earlier
 * leads, the other stays as a weaker statement. A year far off is a slip. */
static void settle_years(rl_facts *facts) {
    int64_t first = 0;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (fact->field == RL_FIELD_YEAR && fact->origin == RL_ORIGIN_LABEL) {
            bool earlier = first == 0 || (fact->number < first && first - fact->number <= YEARS_APART);
            first = earlier ? fact->number : first;
        }
    }
    for (size_t i = 0; i < facts->count; i++) {
        rl_fact *fact = &facts->items[i];
        if (fact->field == RL_FIELD_YEAR && fact->origin == RL_ORIGIN_LABEL && fact->number != first) {
            fact->origin = RL_ORIGIN_PROSE;
        }
    }
}

reel_status rl_format_encyclopedia_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    rl_outline outline;
    if (!rl_encyclopedia_outline(document, facts->arena, &outline)) {
        return rl_fail_nomem(error);
    }
    const rl_section *lead = &outline.sections[0];
    rl_definition definition = rl_encyclopedia_definition(document, facts->arena, lead->first, lead->last);
    facts->subject = subject_of(document, &outline, &definition);
    rl_str title = rl_encyclopedia_titles(document, &outline, &definition, facts);
    if (facts->subject != RL_SUBJECT_FILM && facts->subject != RL_SUBJECT_SERIES && facts->subject != RL_SUBJECT_EPISODE) {
        rl_facts_block(facts, 1, (uint32_t)document->line_count, RL_BLOCK_OTHER, reason_of(facts->subject));
        return REEL_OK;
    }
    if (definition.line != SIZE_MAX) {
        read_definition(facts, &definition);
    }
    for (size_t i = 0; i < outline.count; i++) {
        read_section(document, &outline.sections[i], &definition, title, facts);
    }
    look_for_director(document, &outline, facts);
    rl_article_complete_surnames(facts);
    settle_years(facts);
    drop_far_off_years(facts);
    drop_title_from_makers(facts, title);
    drop_star_from_directors(facts, definition.predicate);
    add_kind(facts);
    return REEL_OK;
}
