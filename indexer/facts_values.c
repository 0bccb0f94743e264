/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_values: dates, minutes and money as pages write them.
 */
#include <stdio.h>

#include "common/limits.h"
#include "indexer/facts_read.h"

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (unsigned char)c >= 0x80;
}
static rl_str from(rl_str text, size_t at) {
    return rl_str_slice(text, at, text.length);
}

/* The number of at most max_digits digits at *at, moved behind it; -1 where none or more stand there. */
static int64_t read_number(rl_str text, size_t *at, size_t max_digits) {
    int64_t value = 0;
    size_t i = *at;
    while (i < text.length && is_digit(text.at[i]) && i - *at < max_digits) {
        value = value * 10 + (text.at[i] - '0');
        i++;
    }
    if (i == *at || (i < text.length && is_digit(text.at[i]))) {
        return -1;
    }
    *at = i;
    return value;
}

static void skip_blanks(rl_str text, size_t *at) {
    while (*at < text.length &&
           (text.at[*at] == ' ' || text.at[*at] == '\t' || rl_str_starts(from(text, *at), RL_STR("\xc2\xa0")))) {
        *at += text.at[*at] == '\xc2' ? 2 : 1;
    }
}

/* --- dates --- */

typedef struct date {
    int year, month, day;
} date;

static int month_at(rl_str text, size_t at, size_t *out_length) {
    static const char *const months[] = {"january", "february", "march",     "april",   "may",      "june",
                                         "july",    "august",   "september", "october", "november", "december"};
    size_t length = 0;
    while (at + length < text.length &&
           ((text.at[at + length] | 0x20) >= 'a' && (text.at[at + length] | 0x20) <= 'z')) {
        length++;
    }
    rl_str word = rl_str_slice(text, at, at + length);
    for (int m = 0; length >= 3 && m < 12; m++) {
        bool sept = m == 8 && rl_str_equal_nocase(word, RL_STR("sept"));
        rl_str name = rl_str_of(months[m]);
        if (sept || (length == 3 && rl_str_starts_nocase(name, word)) || rl_str_equal_nocase(name, word)) {
            *out_length = length + (at + length < text.length && text.at[at + length] == '.');
            return m + 1;
        }
    }
    return 0;
}

static bool is_month_day(int64_t month, int64_t day) {
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* "1992-01-22", "1992/01/22", "1992-01", "1992.01.22". */
static size_t iso_at(rl_str text, size_t at, date *out) {
    size_t i = at + 4;
    if (i >= text.length || (text.at[i] != '-' && text.at[i] != '/' && text.at[i] != '.')) {
        return 0;
    }
    char mark = text.at[i++];
    size_t month_end = i;
    int64_t month = read_number(text, &month_end, 2);
    if (month < 1 || month > 12) {
        return 0;
    }
    *out = (date){rl_facts_year_at(text, at), (int)month, 0};
    size_t day_end = month_end + 1;
    int64_t day = month_end < text.length && text.at[month_end] == mark ? read_number(text, &day_end, 2) : -1;
    if (day >= 1 && day <= 31) {
        out->day = (int)day;
        return day_end;
    }
    return mark == '-' && month_end - i == 2 ? month_end : 0;
}

/* Behind a month: "13, 1992", "13th 1992", "1992", ", 1992". */
static size_t after_month(rl_str text, size_t at, date *out) {
    size_t i = at;
    while (i < text.length && (text.at[i] == ' ' || text.at[i] == ',')) {
        i++;
    }
    int year = rl_facts_year_at(text, i);
    if (year != 0) {
        out->year = year;
        return i + 4;
    }
    int64_t day = read_number(text, &i, 2);
    if (day < 1 || day > 31) {
        return 0;
    }
    rl_str rest = from(text, i);
    if (rl_str_starts_nocase(rest, RL_STR("st")) || rl_str_starts_nocase(rest, RL_STR("nd")) ||
        rl_str_starts_nocase(rest, RL_STR("rd")) || rl_str_starts_nocase(rest, RL_STR("th"))) {
        i += 2;
    }
    while (i < text.length && (text.at[i] == ' ' || text.at[i] == ',')) {
        i++;
    }
    out->day = (int)day;
    out->year = rl_facts_year_at(text, i);
    return out->year == 0 ? 0 : i + 4;
}

/* "13 August 1992", "13. August 1992", "13th of August, 1992", "13/08/1992", "13.8.1992". */
static size_t day_first(rl_str text, size_t at, date *out) {
    size_t i = at;
    int64_t day = read_number(text, &i, 2);
    if (day < 1 || day > 31 || i >= text.length) {
        return 0;
    }
    if (text.at[i] == '/' || (text.at[i] == '.' && i + 1 < text.length && is_digit(text.at[i + 1]))) {
        char mark = text.at[i++];
        int64_t month = read_number(text, &i, 2);
        int year = month > 0 && i < text.length && text.at[i] == mark ? rl_facts_year_at(text, i + 1) : 0;
        if (year == 0) {
            return 0;
        }
        bool swapped = mark == '/' && month > 12;
        *out = (date){year, (int)(swapped ? day : month), (int)(swapped ? month : day)};
        return is_month_day(out->month, out->day) ? i + 5 : 0;
    }
    while (i < text.length && !is_digit(text.at[i]) && i - at < 10) {
        size_t length = 0;
        int month = i > 0 && !is_letter(text.at[i - 1]) ? month_at(text, i, &length) : 0;
        if (month == 0) {
            i++;
            continue;
        }
        *out = (date){0, month, (int)day};
        size_t end = after_month(text, i + length, out);
        return out->day == day ? end : 0;
    }
    return 0;
}

static bool find_date(rl_str text, date *out, size_t *out_end) {
    date bare = {0, 0, 0};
    size_t bare_end = 0;
    for (size_t i = 0; i < text.length; i++) {
        bool starts = i == 0 || (!is_digit(text.at[i - 1]) && !is_letter(text.at[i - 1]));
        size_t length = 0;
        int month = starts ? month_at(text, i, &length) : 0;
        int year = starts && month == 0 ? rl_facts_year_at(text, i) : 0;
        size_t end = 0;
        *out = (date){0, month, 0};
        if (month != 0) {
            end = after_month(text, i + length, out);
        } else if (year != 0) {
            end = iso_at(text, i, out);
            bare = bare.year == 0 ? (date){year, 0, 0} : bare;
            bare_end = bare_end == 0 ? i + 4 : bare_end;
        } else if (starts && is_digit(text.at[i])) {
            end = day_first(text, i, out);
        }
        if (end != 0 && (out->day == 0 || is_month_day(out->month, out->day))) {
            *out_end = end;
            return true;
        }
    }
    *out = bare;
    *out_end = bare_end;
    return bare.year != 0;
}

static rl_str country_name(rl_str text) {
    const rl_lexicon_entry *country = rl_lexicon_find(RL_LEXICON_COUNTRY, text);
    return country == NULL ? rl_str_trim(text) : rl_str_of(country->name);
}

/* "(Germany)", "(Sundance Film Festival)", "(limited)" behind a date. */
static rl_str place_behind(rl_str rest) {
    size_t open = rl_str_find(rest, RL_STR("("));
    size_t close = rl_str_find(rest, RL_STR(")"));
    if (open == SIZE_MAX || close == SIZE_MAX || close < open) {
        return RL_STR_EMPTY;
    }
    return rl_str_trim(rl_str_slice(rest, open + 1, close));
}

bool rl_facts_date(rl_facts *facts, rl_str text, rl_str country, rl_origin origin, uint32_t line) {
    date found;
    size_t end = 0;
    if (!find_date(text, &found, &end)) {
        return false;
    }
    char value[16];
    if (found.day != 0) {
        (void)snprintf(value, sizeof value, "%04d-%02d-%02d", found.year % 10000, found.month % 100, found.day % 100);
    } else if (found.month != 0) {
        (void)snprintf(value, sizeof value, "%04d-%02d", found.year % 10000, found.month % 100);
    } else {
        (void)snprintf(value, sizeof value, "%04d", found.year % 10000);
    }
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_RELEASE, rl_str_of(value), origin, line);
    if (fact != NULL) {
        rl_str place = rl_str_trim(country).length > 0 ? country : place_behind(from(text, end));
        fact->number = found.year;
        fact->detail = rl_facts_copy(facts, country_name(place));
    }
    return true;
}

/* --- minutes --- */

static bool unit_at(rl_str text, size_t at, const char *const *units, size_t count) {
    for (size_t i = 0; i < count; i++) {
        rl_str unit = rl_str_of(units[i]);
        rl_str rest = from(text, at);
        if (rl_str_starts_nocase(rest, unit) &&
            (rest.length == unit.length || !is_letter(rest.at[unit.length]) || (unsigned char)unit.at[0] >= 0x80)) {
            return true;
        }
    }
    return false;
}

static bool is_minutes_at(rl_str text, size_t at) {
    static const char *const units[] = {"min", "mins",    "minutes", "minute",  "m",      "'",    "’",
                                        "′",   "-minute", "-min",    "minuten", "minuti", "minut"};
    return unit_at(text, at, units, sizeof units / sizeof units[0]);
}

static bool is_hours_at(rl_str text, size_t at) {
    static const char *const units[] = {"h", "hr", "hrs", "hour", "hours", "std"};
    return unit_at(text, at, units, sizeof units / sizeof units[0]);
}

/* Minutes of a length that starts at *at: "93 min", "1h 33m", "1 hour 33 minutes", "1:33:00", "PT1H33M". */
static int64_t minutes_at(rl_str text, size_t at) {
    size_t i = at;
    int64_t first = read_number(text, &i, 4);
    size_t unit = i;
    skip_blanks(text, &unit);
    if (first < 0) {
        return 0;
    }
    if (is_minutes_at(text, unit)) {
        return first;
    }
    bool clock = i < text.length && text.at[i] == ':' && i + 2 < text.length && is_digit(text.at[i + 1]) &&
                 is_digit(text.at[i + 2]);
    bool iso_hours = unit < text.length && text.at[unit] == 'H';
    if (first > 30 ||
        (!clock && !iso_hours && !is_hours_at(text, unit) && !(unit < text.length && text.at[unit] == 'h'))) {
        return 0;
    }
    size_t next = clock ? i + 1 : unit;
    while (next < text.length && !is_digit(text.at[next]) && next - unit < 12) {
        next++;
    }
    int64_t second = read_number(text, &next, 2);
    if (clock && (next >= text.length || text.at[next] != ':')) {
        return 0; /* "16:9" and times of day */
    }
    return first * 60 + (second > 0 && second < 60 ? second : 0);
}

bool rl_facts_runtime(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line) {
    bool any = false;
    rl_str rest = text;
    rl_str item;
    while (rl_facts_next_item(&rest, false, &item)) {
        int64_t minutes = 0;
        for (size_t i = 0; i < item.length && minutes == 0; i++) {
            if (is_digit(item.at[i]) && (i == 0 || (!is_digit(item.at[i - 1]) && item.at[i - 1] != '.'))) {
                minutes = minutes_at(item, i);
            }
        }
        size_t end = 0;
        int64_t bare = minutes == 0 ? read_number(item, &end, 4) : -1;
        minutes = bare > 0 && end == item.length ? bare : minutes;
        if (minutes > 0 && minutes < 6000) {
            rl_fact *fact = rl_facts_add_number(facts, RL_FIELD_RUNTIME, minutes, origin, line);
            size_t colon = rl_str_find(item, RL_STR(":"));
            const rl_lexicon_entry *country =
                colon == SIZE_MAX ? NULL : rl_lexicon_find(RL_LEXICON_COUNTRY, rl_str_slice(item, 0, colon));
            rl_str note;
            if (fact != NULL && country != NULL) {
                fact->detail = rl_str_of(country->name);
            } else if (fact != NULL && rl_facts_cut_note(&item, &note)) {
                fact->detail = rl_facts_copy(facts, note);
            }
            any = true;
        }
    }
    return any;
}

/* --- money --- */

typedef struct currency {
    const char *mark;
    const char *code;
} currency;

static const currency currencies[] = {
    {"US$", "USD"},    {"CA$", "CAD"}, {"C$", "CAD"},  {"CAD$", "CAD"},  {"A$", "AUD"},      {"AU$", "AUD"},
    {"NZ$", "NZD"},    {"HK$", "HKD"}, {"NT$", "TWD"}, {"R$", "BRL"},    {"S$", "SGD"},      {"MX$", "MXN"},
    {"$", "USD"},      {"€", "EUR"},   {"£", "GBP"},   {"¥", "JPY"},     {"₹", "INR"},       {"Rs.", "INR"},
    {"Rs", "INR"},     {"₩", "KRW"},   {"₽", "RUB"}, {"₺", "TRY"},     {"₱", "PHP"},       {"₦", "NGN"},
    {"₪", "ILS"},      {"DEM", "DEM"}, {"FRF", "FRF"}, {"ITL", "ITL"},   {"ESP", "ESP"},     {"USD", "USD"},
    {"EUR", "EUR"},    {"GBP", "GBP"}, {"JPY", "JPY"}, {"INR", "INR"},   {"CAD", "CAD"},     {"AUD", "AUD"},
    {"NZD", "NZD"},    {"HKD", "HKD"}, {"CNY", "CNY"}, {"RMB", "CNY"},   {"KRW", "KRW"},     {"SEK", "SEK"},
    {"NOK", "NOK"},    {"DKK", "DKK"}, {"PLN", "PLN"}, {"CZK", "CZK"},   {"HUF", "HUF"},     {"RUB", "RUB"},
    {"RUR", "RUB"},    {"CHF", "CHF"}, {"BRL", "BRL"}, {"MXN", "MXN"},   {"TWD", "TWD"},     {"ATS", "ATS"},
    {"BEF", "BEF"},    {"NLG", "NLG"}, {"FIM", "FIM"}, {"euros", "EUR"}, {"dollars", "USD"}, {"pounds", "GBP"},
    {"rupees", "INR"}, {"yen", "JPY"}};

/* The currency named in a text, by its longest mark; "" where none is. */
static const char *currency_in(rl_str text) {
    const char *code = "";
    size_t longest = 0;
    for (size_t i = 0; i < sizeof currencies / sizeof currencies[0]; i++) {
        size_t length = strlen(currencies[i].mark);
        if (length > longest && rl_str_find(text, rl_str_of(currencies[i].mark)) != SIZE_MAX) {
            longest = length;
            code = currencies[i].code;
        }
    }
    return code;
}

static double scale_at(rl_str rest) {
    static const struct {
        const char *word;
        double factor;
    } scales[] = {{"billion", 1e9}, {"bn", 1e9},    {"million", 1e6}, {"mln", 1e6},  {"mil", 1e6},      {"m", 1e6},
                  {"crores", 1e7},  {"crore", 1e7}, {"lakhs", 1e5},   {"lakh", 1e5}, {"thousand", 1e3}, {"k", 1e3}};
    rest = rl_str_trim(rest);
    for (size_t i = 0; i < sizeof scales / sizeof scales[0]; i++) {
        rl_str word = rl_str_of(scales[i].word);
        if (rl_str_starts_nocase(rest, word) && (rest.length == word.length || !is_letter(rest.at[word.length]))) {
            return scales[i].factor;
        }
    }
    return 1;
}

/* The amount that starts at a digit: "800,000", "1.2 million", "1.200.000". 0 where there is none. */
static int64_t amount_at(rl_str text, size_t at, size_t *out_end) {
    double value = 0;
    double fraction = 0;
    size_t digits = 0;
    size_t i = at;
    for (; i < text.length && digits < 15; i++) {
        bool more = i + 1 < text.length && is_digit(text.at[i + 1]);
        bool group = more && i + 3 < text.length && is_digit(text.at[i + 2]) && is_digit(text.at[i + 3]) &&
                     (i + 4 >= text.length || !is_digit(text.at[i + 4]));
        if (is_digit(text.at[i])) {
            value += fraction > 0 ? (text.at[i] - '0') * fraction : value * 9 + (text.at[i] - '0');
            fraction /= 10;
            digits++;
        } else if ((text.at[i] == '.' || text.at[i] == ',') && more && !group && fraction == 0) {
            fraction = 0.1;
        } else if (!(group && (text.at[i] == '.' || text.at[i] == ',' || text.at[i] == ' ' || text.at[i] == '\'') &&
                     fraction == 0)) {
            break;
        }
    }
    *out_end = i;
    size_t scale = i;
    if (i < text.length && (text.at[i] == '-' || rl_str_starts(from(text, i), RL_STR("–")))) {
        scale += text.at[i] == '-' ? 1 : 3; /* "$3-4 million": the scale stands behind the range */
        while (scale < text.length && (is_digit(text.at[scale]) || text.at[scale] == '.' || text.at[scale] == ',')) {
            scale++;
        }
    }
    enum { FULL_AMOUNT = 100000 };
    double factor = scale_at(from(text, scale));
    factor = value >= FULL_AMOUNT && factor >= FULL_AMOUNT ? 1 : factor; /* "$16,881,861 million" says it twice */
    value = value * factor + 0.5;
    return value > 0 && value < 9e15 ? (int64_t)value : 0;
}

bool rl_facts_money(rl_facts *facts, rl_field field, rl_str text, rl_origin origin, uint32_t line) {
    size_t at = 0;
    while (at < text.length && !is_digit(text.at[at])) {
        at++;
    }
    size_t end = at;
    int64_t amount = at == text.length ? 0 : amount_at(text, at, &end);
    const char *code = currency_in(rl_str_slice(text, 0, end + 12));
    bool whole = end == text.length && at == 0;
    /* "2 wins" is no money: a currency, or nothing but the number */
    if (amount <= 0 || (code[0] == '\0' && !whole)) {
        return false;
    }
    rl_fact *fact = rl_facts_add_number(facts, field, amount, origin, line);
    if (fact != NULL) {
        fact->detail = rl_str_of(code[0] == '\0' ? "USD" : code);
    }
    return true;
}
