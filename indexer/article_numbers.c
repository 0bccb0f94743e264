/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_numbers: see article_numbers.h. Finds where a value stands and what it is a value of;
 * reading it is facts.c's.
 */
#include "indexer/article_numbers.h"

#include "common/lexicon.h"

enum { NEAR_BYTES = 60, MAX_MINUTES = 900 };

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80; }

static bool contains(rl_str text, const char *word) { return rl_str_find_nocase(text, rl_str_of(word)) != SIZE_MAX; }

/* --- release dates --- */

static const char *const months[] = {"January", "February", "March", "April", "May", "June", "July", "August", "September",
                                     "October", "November", "December"};

static size_t month_length(rl_str text, size_t i) {
    if (i != 0 && is_letter(text.at[i - 1])) {
        return 0;
    }
    for (size_t m = 0; m < sizeof months / sizeof months[0]; m++) {
        rl_str month = rl_str_of(months[m]);
        if (rl_str_starts(rl_str_slice(text, i, text.length), month)) {
            return month.length;
        }
    }
    return 0;
}

static size_t digits_after(rl_str text, size_t i) {
    size_t end = i;
    while (end < text.length && is_digit(text.at[end])) {
        end++;
    }
    return end - i;
}

/* The date around a month's name at [start, end): "13 August 1992", "August 13, 1992", "August 1992". */
static bool date_around(rl_str text, size_t start, size_t end, rl_str *out_date, size_t *out_end) {
    size_t first = start;
    if (start >= 2 && text.at[start - 1] == ' ' && is_digit(text.at[start - 2])) {
        first = start - 2;
        while (first > 0 && is_digit(text.at[first - 1])) {
            first--;
        }
    }
    size_t i = end + 1;
    size_t digits = i < text.length ? digits_after(text, i) : 0;
    if (digits == 1 || digits == 2) {
        i += digits;
        while (i < text.length && (text.at[i] == ',' || text.at[i] == ' ')) {
            i++;
        }
        digits = digits_after(text, i);
    }
    if (digits != 4) {
        return false;
    }
    *out_date = rl_str_slice(text, first, i + 4);
    *out_end = i + 4;
    return true;
}

/* "in Japan", "in the United States": the country named near a date, else empty. */
static rl_str country_near(rl_str text) {
    static const char *const heads[] = {" in the ", " in "};
    for (size_t h = 0; h < sizeof heads / sizeof heads[0]; h++) {
        size_t from = 0, found;
        while ((found = rl_str_find(rl_str_slice(text, from, text.length), rl_str_of(heads[h]))) != SIZE_MAX) {
            size_t at = from + found + strlen(heads[h]), length = 0;
            const rl_lexicon_entry *entry = rl_lexicon_find_prefix(RL_LEXICON_COUNTRY, rl_str_slice(text, at, text.length), &length);
            if (entry != NULL) {
                return rl_str_of(entry->name);
            }
            from = at;
        }
    }
    return RL_STR_EMPTY;
}

/* From a country to its date: "on ", "by North Star on ". */
static bool leads_to_date(rl_str between) {
    enum { REACH = 12, REACH_BY = 48 };
    bool by = rl_str_starts(between, RL_STR(" by ")) && between.length < REACH_BY && rl_str_find(between, RL_STR(",")) == SIZE_MAX &&
              rl_str_find(between, RL_STR(" and ")) == SIZE_MAX;
    return between.length <= REACH || by;
}

/* "in Japan (7 December 1990); Portugal (": the country in front of the date's parenthesis, else empty. */
static rl_str country_in_front(rl_str before) {
    before = rl_str_ends(before, RL_STR(" (")) ? rl_str_slice(before, 0, before.length - strlen(" (")) : RL_STR_EMPTY;
    for (size_t i = before.length; i > 0; i--) {
        bool start = i == 1 || !is_letter(before.at[i - 2]);
        const rl_lexicon_entry *entry = start ? rl_lexicon_find(RL_LEXICON_COUNTRY, rl_str_slice(before, i - 1, before.length)) : NULL;
        if (entry != NULL) {
            return rl_str_of(entry->name);
        }
        if (!is_letter(before.at[i - 1]) && before.at[i - 1] != ' ' && before.at[i - 1] != '.') {
            break;
        }
    }
    return RL_STR_EMPTY;
}

/* "on 3 June 1992 in France": the country right behind a date; where none is, "in France on 3 June 1992". */
static rl_str country_of_date(rl_str before, rl_str behind) {
    size_t length = 0;
    rl_str country = country_in_front(before);
    if (country.length == 0 && rl_str_starts(behind, RL_STR(" in "))) {
        size_t at = rl_str_starts(behind, RL_STR(" in the ")) ? strlen(" in the ") : strlen(" in ");
        const rl_lexicon_entry *entry = rl_lexicon_find_prefix(RL_LEXICON_COUNTRY, rl_str_slice(behind, at, behind.length), &length);
        country = entry == NULL ? RL_STR_EMPTY : rl_str_of(entry->name);
    }
    for (size_t i = 0; country.length == 0 && i < before.length; i++) {
        bool head = rl_str_starts(rl_str_slice(before, i, before.length), RL_STR("in "));
        size_t at = i + (rl_str_starts(rl_str_slice(before, i, before.length), RL_STR("in the ")) ? strlen("in the ") : strlen("in "));
        const rl_lexicon_entry *entry =
            head ? rl_lexicon_find_prefix(RL_LEXICON_COUNTRY, rl_str_slice(before, at, before.length), &length) : NULL;
        if (entry != NULL && leads_to_date(rl_str_slice(before, at + length, before.length))) {
            country = rl_str_of(entry->name);
        }
    }
    return country;
}

static size_t count_dates(rl_str text) {
    size_t count = 0;
    for (size_t i = 0; i < text.length; i++) {
        size_t month = month_length(text, i), end = 0;
        rl_str date;
        if (month != 0 && date_around(text, i, i + month, &date, &end)) {
            count++;
            i = end - 1;
        }
    }
    return count;
}

static bool tells_release(rl_str text) {
    static const char *const words[] = {"released", "premiere", "opened", "theatrical release", "theatrical debut", "aired", "broadcast", "theaters on", "cinemas on"};
    static const char *const others[] = {"DVD", "Blu-ray", "trailer", "teaser", "soundtrack", "poster", "home video", "album", "single", "VHS",
                                         "re-release", "restored", "advertisement"};
    bool release = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        release = release || contains(text, words[i]);
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        release = release && !contains(text, others[i]);
    }
    return release;
}

/* Where the last of some words ends to be told, from 1; 0 for none. */
static size_t last_of(rl_str text, const char *const *words, size_t count) {
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
        for (size_t from = 0, found; (found = rl_str_find_nocase(rl_str_slice(text, from, text.length), rl_str_of(words[i]))) != SIZE_MAX; from += found + 1) {
            last = from + found + 1 > last ? from + found + 1 : last;
        }
    }
    return last;
}

/* "The shooting began in July 2016 and", "originally scheduled for": in a sentence that tells of a release, a date of
 * something else, or of a release that did not come. */
static bool tells_another_date(rl_str before) {
    static const char *const making[] = {"began", "begun", "commenced", "started", "filming", "filmed", "shooting", "shot in", "announced", "production in"};
    static const char *const showing[] = {"releas", "premier", "opened", "theat", "cinemas", "aired", "broadcast", "debut", "shown", "screen"};
    static const char *const plans[] = {"originally set",      "originally scheduled", "originally slated", "originally planned", "initially set",
                                        "initially scheduled", "initially slated",     "initially planned", "was scheduled",      "was slated",
                                        "was set",             "was planned",          "pulled",                        "postponed",
                                        "delayed from",        "moved from"};
    return last_of(before, making, sizeof making / sizeof making[0]) > last_of(before, showing, sizeof showing / sizeof showing[0]) ||
           last_of(before, plans, sizeof plans / sizeof plans[0]) > 0;
}

static void read_dates(rl_facts *facts, rl_str text, uint32_t line) {
    if (!tells_release(text)) {
        return;
    }
    size_t from = 0;
    bool only = count_dates(text) == 1;
    for (size_t i = 0; i < text.length; i++) {
        size_t month = month_length(text, i), end = 0;
        rl_str date;
        if (month != 0 && date_around(text, i, i + month, &date, &end)) {
            rl_str before = rl_str_slice(text, from, (size_t)(date.at - text.at));
            rl_str country = country_of_date(before, rl_str_slice(text, end, text.length));
            if (country.length == 0 && only) {
                country = country_near(rl_str_slice(text, 0, end + NEAR_BYTES / 2));
            }
            if (!tells_another_date(before)) {
                rl_facts_date(facts, date, country, RL_ORIGIN_PROSE, line);
            }
            from = end;
            i = end - 1;
        }
    }
}

/* --- minutes --- */

/* The number of minutes that ends before the blank or hyphen at index end; 0 for none. */
static int minutes_before(rl_str text, size_t end, size_t *out_start) {
    size_t start = end;
    while (start > 0 && is_digit(text.at[start - 1])) {
        start--;
    }
    *out_start = start;
    if (start == end || end - start > 3 || (start > 0 && (text.at[start - 1] == '.' || is_letter(text.at[start - 1])))) {
        return 0;
    }
    int minutes = 0;
    for (size_t i = start; i < end; i++) {
        minutes = minutes * 10 + (text.at[i] - '0');
    }
    return minutes;
}

/* found: where "minute" stands. */
static void read_minutes_at(rl_facts *facts, rl_str text, size_t found, bool lead, uint32_t line) {
    size_t start, end = found - 1;
    int minutes = minutes_before(text, end, &start);
    rl_str before = rl_str_slice(text, start < NEAR_BYTES ? 0 : start - NEAR_BYTES, start);
    rl_str behind = rl_str_slice(text, found, found + NEAR_BYTES / 2);
    bool hyphen = lead && text.at[end] == '-' && (contains(behind, " film") || contains(behind, " documentary") || contains(behind, " short") ||
                                          contains(behind, " movie") || contains(behind, " feature"));
    bool told = contains(before, "running time of") || contains(before, "running time is") || contains(before, "running time was") ||
                contains(before, "running time:") || contains(before, "runtime") || contains(before, " runs ") || contains(before, "run time") ||
                rl_str_starts(behind, RL_STR("minutes long")) || rl_str_starts(behind, RL_STR("minute running time")) ||
                rl_str_starts(behind, RL_STR("minute runtime")) || rl_str_starts(behind, RL_STR("minute run time"));
    bool hours = contains(rl_str_slice(text, start < 12 ? 0 : start - 12, start), "hour"); /* "two hours and 10 minutes" */
    if ((hyphen || told) && !hours && minutes > 0 && minutes <= MAX_MINUTES) {
        rl_facts_add_number(facts, RL_FIELD_RUNTIME, minutes, RL_ORIGIN_PROSE, line);
    }
}

static void read_minutes(rl_facts *facts, rl_str text, bool lead, uint32_t line) {
    size_t from = 2, found;
    while (from < text.length && (found = rl_str_find(rl_str_slice(text, from, text.length), RL_STR("minute"))) != SIZE_MAX) {
        read_minutes_at(facts, text, from + found, lead, line);
        from += found + strlen("minute");
    }
}

/* --- money --- */

/* Length of an amount at index i: a sign of currency, digits, "million" or "crore"; 0 where there is none. */
static size_t amount_length(rl_str text, size_t i) {
    static const char *const signs[] = {"US$", "A$", "C$", "$", "£", "€", "¥", "₹", "₩", "Rs. ", "Rs ", "Rs."};
    static const char *const scales[] = {"million", "billion", "crore", "lakh", "crores", "lakhs"};
    size_t end = 0;
    for (size_t s = 0; s < sizeof signs / sizeof signs[0] && end == 0; s++) {
        end = rl_str_starts(rl_str_slice(text, i, text.length), rl_str_of(signs[s])) ? i + strlen(signs[s]) : 0;
    }
    if (end == 0 || end >= text.length || !is_digit(text.at[end])) {
        return 0;
    }
    while (end < text.length && (is_digit(text.at[end]) || ((text.at[end] == ',' || text.at[end] == '.') && end + 1 < text.length && is_digit(text.at[end + 1])))) {
        end++;
    }
    rl_str behind = rl_str_slice(text, end + 1, text.length);
    size_t scale = 0;
    for (size_t s = 0; s < sizeof scales / sizeof scales[0]; s++) {
        size_t length = strlen(scales[s]);
        scale = length > scale && rl_str_starts_nocase(behind, rl_str_of(scales[s])) ? length : scale;
    }
    bool small = scale == 0 && end - i < 6; /* "$110": per ticket, or its scale is not known */
    return small ? 0 : end + (scale == 0 ? 0 : scale + 1) - i;
}

static rl_field money_field(rl_str before, rl_str behind) {
    static const char *const gross[] = {"gross", "earned", "earning", "box office of", "box-office", "collected", "takings", "made a total"};
    if (contains(before, "budget of") || contains(before, "budget was") || contains(before, "budgeted at") || contains(before, "production cost") ||
        rl_str_starts_nocase(rl_str_trim(behind), RL_STR("budget")) || rl_str_starts_nocase(rl_str_trim(behind), RL_STR("production budget"))) {
        return RL_FIELD_BUDGET;
    }
    for (size_t i = 0; i < sizeof gross / sizeof gross[0]; i++) {
        if (contains(before, gross[i])) {
            return RL_FIELD_GROSS;
        }
    }
    return RL_FIELD_NONE;
}

static void read_money(rl_facts *facts, rl_str text, uint32_t line) {
    size_t from = 0;
    for (size_t i = 0; i < text.length;) {
        size_t length = amount_length(text, i);
        if (length == 0) {
            i++;
            continue;
        }
        size_t start = i > from + NEAR_BYTES ? i - NEAR_BYTES : from;
        rl_str before = rl_str_slice(text, start, i), behind = rl_str_slice(text, i + length, i + length + NEAR_BYTES / 2);
        rl_field field = money_field(before, behind);
        bool weekend = contains(before, "weekend") || contains(behind, "weekend") || contains(before, "first day") || contains(behind, "first day");
        bool range = behind.length > 1 && (behind.at[0] == '-' || rl_str_starts(behind, RL_STR("–"))); /* "$15–17 million" */
        if (field != RL_FIELD_NONE && !weekend && !range) {
            rl_facts_money(facts, field, rl_str_slice(text, i, i + length), RL_ORIGIN_PROSE, line);
        }
        i += length;
        from = i;
    }
}

void rl_article_numbers(rl_facts *facts, rl_str sentence, unsigned of, uint32_t line) {
    if ((of & RL_NUMBERS_DATES) != 0) {
        read_dates(facts, sentence, line);
    }
    read_minutes(facts, sentence, (of & RL_NUMBERS_LENGTH) != 0, line);
    read_money(facts, sentence, line);
}
