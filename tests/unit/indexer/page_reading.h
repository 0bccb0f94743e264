/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page_reading: reads a page given as text through rl_format_read and asks for its facts. For the
 * tests of formats; include after <cmocka.h>.
 */
#ifndef REEL_TESTS_PAGE_READING_H
#define REEL_TESTS_PAGE_READING_H

#include <stdio.h>

#include "indexer/format.h"

typedef struct page_reading {
    rl_arena *arena;
    rl_document document;
    rl_facts facts;
    const rl_format *format;
    reel_status status;
    reel_error error;
} page_reading;

static inline page_reading page_read(const char *path, const char *text) {
    page_reading page = {.arena = rl_arena_new()};
    assert_non_null(page.arena);
    rl_facts_init(&page.facts, page.arena);
    page.status = rl_document_init(&page.document, page.arena, rl_str_of(path), rl_str_of(text), &page.error);
    if (page.status == REEL_OK) {
        page.status = rl_format_read(&page.document, &page.facts, &page.format, &page.error);
    }
    return page;
}

static inline void page_done(page_reading *page) { rl_arena_free(page->arena); }

/* Whether a fact of field says value (a number as text), with the detail given unless that is NULL. */
static inline bool page_says(const page_reading *page, rl_field field, const char *value, const char *detail) {
    for (size_t i = 0; i < page->facts.count; i++) {
        const rl_fact *fact = &page->facts.items[i];
        char number[32];
        snprintf(number, sizeof number, "%lld", (long long)fact->number);
        bool same = rl_str_is(fact->value, value) || (fact->value.length == 0 && strcmp(number, value) == 0);
        if (fact->field == field && same && (detail == NULL || rl_str_is(fact->detail, detail))) {
            return true;
        }
    }
    return false;
}

static inline size_t page_count(const page_reading *page, rl_field field) {
    size_t count = 0;
    for (size_t i = 0; i < page->facts.count; i++) {
        count += page->facts.items[i].field == field;
    }
    return count;
}

static inline void page_print(const page_reading *page) {
    for (size_t i = 0; i < page->facts.count; i++) {
        const rl_fact *fact = &page->facts.items[i];
        print_message("%u %s: %.*s #%lld (%.*s)\n", fact->line, rl_field_name(fact->field), RL_STR_ARG(fact->value), (long long)fact->number,
                      RL_STR_ARG(fact->detail));
    }
}

#define assert_says(page, field, value)                                        \
    do {                                                                       \
        if (!page_says((page), (field), (value), NULL)) {                      \
            page_print(page);                                                  \
            fail_msg("no %s \"%s\"", rl_field_name(field), (value));           \
        }                                                                      \
    } while (0)

#define assert_silent(page, field, value)                                      \
    do {                                                                       \
        if (page_says((page), (field), (value), NULL)) {                       \
            page_print(page);                                                  \
            fail_msg("%s \"%s\" is said", rl_field_name(field), (value));      \
        }                                                                      \
    } while (0)

#endif
