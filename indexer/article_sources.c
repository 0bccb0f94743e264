/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_sources: see article_sources.h. First the words that say that there is a source, then the kind of work
 * behind them, then its author behind "by" or before it with "'s".
 */
#include "indexer/article_sources.h"

#include "indexer/sentence_names.h"

enum { WORK_REACH = 12, AUTHOR_REACH = 16 };

/* Index behind "based on", "adapted from" and the like at i; i where there is none. */
static size_t skip_derivation(const rl_sentence *s, size_t i) {
    static const struct {
        const char *word, *next;
    } phrases[] = {{"based", "on"}, {"based", "upon"}, {"adapted", "from"}, {"adaptation", "of"}, {"adapts", NULL}};
    for (size_t p = 0; p < sizeof phrases / sizeof phrases[0]; p++) {
        if (rl_sentence_is(s, i, phrases[p].word) && (phrases[p].next == NULL || rl_sentence_is(s, i + 1, phrases[p].next))) {
            return i + (phrases[p].next == NULL ? 1 : 2);
        }
    }
    return i;
}

/* The kind of work at word i, as it is to be shown; "" where it is none. */
static const char *work_at(const rl_sentence *s, size_t i, size_t *out_end) {
    static const struct {
        const char *first, *second, *shown;
    } works[] = {{"short", "story", "short story"}, {"short", "stories", "short stories"}, {"graphic", "novel", "graphic novel"},
                 {"comic", "book", "comic"}, {"stage", "play", "play"}, {"stage", "musical", "musical"}, {"novel", NULL, "novel"},
                 {"novels", NULL, "novels"}, {"novella", NULL, "novella"}, {"play", NULL, "play"}, {"book", NULL, "book"}, {"story", NULL, "story"},
                 {"memoir", NULL, "memoir"}, {"memoirs", NULL, "memoir"}, {"autobiography", NULL, "autobiography"}, {"biography", NULL, "biography"},
                 {"poem", NULL, "poem"}, {"operetta", NULL, "operetta"}, {"opera", NULL, "opera"}, {"musical", NULL, "musical"},
                 {"manga", NULL, "manga"}, {"comic", NULL, "comic"}, {"comics", NULL, "comics"}};
    static const char *const lived[] = {"true", "real", "real-life", "life", "love", "own"};
    if (i > 0 && RL_WORD_IN(s->words[i - 1].text, lived)) {
        return ""; /* "their own love story": nobody's book */
    }
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++) {
        if (rl_sentence_is(s, i, works[w].first) && (works[w].second == NULL || rl_sentence_is(s, i + 1, works[w].second))) {
            *out_end = i + (works[w].second == NULL ? 1 : 2);
            return works[w].shown;
        }
    }
    return "";
}

/* A surname alone is too little to name an author by. */
static bool add_author(rl_facts *facts, rl_str name, const char *work, uint32_t line) {
    size_t before = facts->count;
    if (rl_str_find(name, RL_STR(" ")) == SIZE_MAX) {
        return false;
    }
    rl_facts_person(facts, RL_FIELD_WRITER, name, RL_STR_EMPTY, RL_ORIGIN_PROSE, line);
    if (facts->count == before) {
        return false;
    }
    facts->items[before].detail = rl_str_of(work);
    return true;
}

/* "the novel of the same name by A B and C D": words of a title may stand before "by", other deeds may not. */
static size_t authors_behind(rl_facts *facts, const rl_sentence *s, size_t work_end, const char *work, uint32_t line) {
    static const char *const ends[] = {"film", "which", "who", "that", "starring", "directed", "produced", "screenplay", "adapted", "and",
                                       "with", "stars", "screened", "released", "was", "is", "were"};
    size_t by = work_end;
    while (by < s->count && by < work_end + AUTHOR_REACH && !rl_sentence_is(s, by, "by")) {
        if (RL_WORD_IN(s->words[by].text, ends) || (by > work_end && s->words[by - 1].stop)) {
            return 0;
        }
        by++;
    }
    size_t added = 0;
    if (!rl_sentence_is(s, by, "by")) {
        return 0;
    }
    for (size_t next = by + 1; next < s->count;) {
        size_t first = rl_names_skip_intro(s, next, next == by + 1);
        size_t end = rl_names_end_of_name(s, first, false);
        if (end == first) {
            break;
        }
        added += add_author(facts, rl_sentence_span(s, first, end), work, line);
        if (!rl_names_go_on(s, end, false, &next) || s->words[end - 1].comma) {
            break;
        }
    }
    return added;
}

/* "A B's 1951 play": the name ends with the mark of possession. */
static size_t owner_before(rl_facts *facts, const rl_sentence *s, size_t first, size_t work, const char *kind, uint32_t line) {
    size_t owner = work;
    while (owner > first && !rl_word_is_possessive(s->words[owner - 1].text)) {
        owner--;
    }
    if (owner == first) {
        return 0;
    }
    size_t start = owner;
    while (start > first && rl_word_is_name(s->words[start - 1].text) && (start == owner || !s->words[start - 1].comma)) {
        start--;
    }
    rl_str name = rl_sentence_span(s, start, owner);
    size_t mark = name.length;
    while (mark > 0 && (name.at[mark - 1] == 's' || (unsigned char)name.at[mark - 1] >= 0x80 || name.at[mark - 1] == '\'')) {
        bool apostrophe = name.at[mark - 1] == '\'' || (unsigned char)name.at[mark - 1] == 0xe2;
        mark--;
        if (apostrophe) {
            break;
        }
    }
    return start < owner && add_author(facts, rl_str_slice(name, 0, mark), kind, line);
}

size_t rl_article_sources(rl_facts *facts, const rl_sentence *s, uint32_t line) {
    for (size_t i = 0; i + 2 < s->count; i++) {
        size_t first = skip_derivation(s, i);
        for (size_t at = first; first != i && at < s->count && at < first + WORK_REACH; at++) {
            size_t end = at;
            const char *work = work_at(s, at, &end);
            if (work[0] != '\0') {
                size_t added = owner_before(facts, s, first, at, work, line);
                return added > 0 ? added : authors_behind(facts, s, end, work, line);
            }
            if (s->words[at].stop) {
                break;
            }
        }
    }
    return 0;
}
