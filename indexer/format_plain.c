/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format_plain: any text that no other format knows. The first line is the title when it looks
 * like one, "Key: value" lines become facts, the rest is text. The file's name is a title of last resort.
 */
#include "indexer/format.h"

#include "indexer/article.h"
#include "indexer/article_credits.h"
#include "indexer/article_numbers.h"

int rl_format_plain_detect(const rl_document *document);
reel_status rl_format_plain_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum { TITLE_BYTES = 120, EVIDENCE_LINES = 400, SENTENCE_LINES = 400 };

int rl_format_plain_detect(const rl_document *document) {
    (void)document;
    return 1;
}

static bool looks_like_title(rl_str line) {
    if (line.length == 0 || line.length > TITLE_BYTES) {
        return false;
    }
    char last = line.at[line.length - 1];
    return last != '.' && last != ':' && last != ';' && last != ',' && rl_str_find(line, RL_STR(". ")) == SIZE_MAX;
}

/* Words without which a text is hardly about a film. */
static bool speaks_of_film(const rl_document *document) {
    static const char *const words[] = {"film", "movie", "director", "directed", "cinema", "starring", "screenplay",
                                        "regie", "réalisat", "regia"};
    for (size_t i = 0; i < document->line_count && i < EVIDENCE_LINES; i++) {
        for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
            if (rl_str_find_nocase(document->lines[i], rl_str_of(words[w])) != SIZE_MAX) {
                return true;
            }
        }
    }
    return false;
}

static bool is_blank(rl_str line) { return rl_str_trim(line).length == 0; }

/* Adds the title and year of the first line; false when it is prose. */
static bool read_title(rl_facts *facts, rl_str line, uint32_t number) {
    line = rl_article_clean(facts->arena, line);
    if (!looks_like_title(line)) {
        return false;
    }
    rl_str title;
    int year = 0;
    rl_facts_split_year(line, &title, &year);
    rl_facts_title(facts, RL_FIELD_TITLE, title, RL_STR_EMPTY, RL_ORIGIN_GUESS, number);
    if (year != 0) {
        rl_facts_add_number(facts, RL_FIELD_YEAR, year, RL_ORIGIN_LABEL, number);
    }
    return true;
}

/* "Directed by A B, with C D and E F. 94 minutes, colour." */
static void read_sentences(const rl_document *document, size_t first, rl_facts *facts) {
    for (size_t i = first; i < document->line_count && i < first + SENTENCE_LINES; i++) {
        rl_str rest = rl_article_clean(facts->arena, document->lines[i]);
        rl_str sentence;
        while (rl_article_sentence(&rest, &sentence)) {
            rl_article_credits(facts, sentence, RL_SENTENCE_BODY, (uint32_t)i + 1);
            rl_article_numbers(facts, sentence, RL_NUMBERS_LENGTH, (uint32_t)i + 1);
            rl_facts_prose(facts, sentence, (uint32_t)i + 1);
        }
    }
}

reel_status rl_format_plain_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    (void)error;
    size_t first = 0;
    while (first < document->line_count && is_blank(document->lines[first])) {
        first++;
    }
    facts->subject = RL_SUBJECT_FILM;
    size_t body = first;
    if (first < document->line_count && read_title(facts, document->lines[first], (uint32_t)first + 1)) {
        body = first + 1;
    } else {
        rl_article_file_title(facts, document->path);
    }
    bool labelled = false;
    for (size_t i = body; i < document->line_count; i++) {
        labelled = rl_article_box_line(facts, document->lines[i], (uint32_t)i + 1) || labelled;
    }
    if (!labelled && !speaks_of_film(document)) {
        facts->subject = RL_SUBJECT_OTHER;
        rl_facts_block(facts, 1, (uint32_t)document->line_count, RL_BLOCK_UNKNOWN, "says nothing of a film");
        return REEL_OK;
    }
    if (!labelled) {
        read_sentences(document, body, facts);
    }
    rl_str text = rl_document_join(document, facts->arena, body, document->line_count);
    rl_facts_add(facts, RL_FIELD_TEXT, text, RL_ORIGIN_PROSE, (uint32_t)body + 1);
    rl_facts_block(facts, (uint32_t)first + 1, (uint32_t)document->line_count, RL_BLOCK_CLAIMED, "plain text");
    return REEL_OK;
}
