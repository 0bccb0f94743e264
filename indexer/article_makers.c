/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_makers: see article_makers.h.
 */
#include "indexer/article_makers.h"

#include "indexer/sentence_names.h"

enum { OBJECT_WITHIN = 5 };

static const struct {
    const char *verb, *object;
    rl_field field;
} works[] = {
    {"composed", "music", RL_FIELD_MUSIC},
    {"composed", "score", RL_FIELD_MUSIC},
    {"composed", "soundtrack", RL_FIELD_MUSIC},
    {"handled", "cinematography", RL_FIELD_CINEMATOGRAPHY},
    {"handled", "editing", RL_FIELD_EDITING},
    {"edited", "film", RL_FIELD_EDITING},
};

/* What is done by the verb at index i to "the film's original score", "the background music". */
static rl_field work_of(const rl_sentence *s, size_t i) {
    for (size_t w = 0; w < sizeof works / sizeof works[0]; w++) {
        if (!rl_sentence_is(s, i, works[w].verb) || !rl_sentence_is(s, i + 1, "the")) {
            continue;
        }
        for (size_t k = i + 2; k < s->count && k < i + OBJECT_WITHIN; k++) {
            if (rl_sentence_is(s, k, works[w].object)) {
                return works[w].field;
            }
            if (s->words[k].comma || s->words[k].stop) {
                break;
            }
        }
    }
    return RL_FIELD_NONE;
}

static bool is_pronoun(rl_str text) {
    static const char *const words[] = {"He", "She", "They", "It", "Who", "Which", "That"};
    return RL_WORD_IN(text, words);
}

/* The first of the names that end before index end: the whole of "Ann Lee and Bo Lind has composed". */
static size_t first_of_names(const rl_sentence *s, size_t end) {
    for (size_t i = 0; i < end; i++) {
        bool starts = i == 0 || s->words[i - 1].comma || rl_sentence_is(s, i - 1, "and") || rl_sentence_is(s, i - 1, "while");
        size_t first = starts ? rl_names_skip_intro(s, i, false) : end; /* "composer Ann Lee" */
        if (first < end && rl_word_is_name(s->words[first].text) && !is_pronoun(s->words[first].text) && rl_names_end_of_list(s, first) == end) {
            return first;
        }
    }
    return end;
}

size_t rl_article_makers(rl_facts *facts, const rl_sentence *s, uint32_t line) {
    static const char *const between[] = {"has", "have", "had", "also"};
    size_t before = facts->count;
    for (size_t i = 1; i + 2 < s->count; i++) {
        rl_field field = work_of(s, i);
        size_t end = i;
        while (end > 1 && RL_WORD_IN(s->words[end - 1].text, between)) {
            end--;
        }
        size_t next = field == RL_FIELD_NONE ? end : first_of_names(s, end);
        while (next < end) {
            size_t first = rl_names_skip_intro(s, next, false), last = rl_names_end_of_name(s, first, false);
            if (last == first) {
                break;
            }
            rl_facts_person(facts, field, rl_sentence_span(s, first, last), RL_STR_EMPTY, RL_ORIGIN_PROSE, line);
            if (!rl_names_go_on(s, last, false, &next)) {
                break;
            }
        }
    }
    return facts->count - before;
}
