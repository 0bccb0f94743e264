/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_numbers: years, decades and spans of years; minutes.
 */
#include <math.h>
#include <stdio.h>

#include "searcher/query_range.h"
#include "searcher/query_words.h"
#include "searcher/sense.h"

static rl_str text_of_format(rl_arena *arena, const char *format, int a, int b) {
    char text[48];
    int length = snprintf(text, sizeof text, format, a, b);
    return length < 0 ? RL_STR_EMPTY : rl_str_copy(arena, (rl_str){text, (size_t)length});
}

/* --- points in time --- */

/* A word of four digits that can be a year, else 0. */
static int year_of(rl_str form) {
    int year = 0;
    for (size_t i = 0; i < form.length; i++) {
        if (form.length != 4 || form.at[i] < '0' || form.at[i] > '9') {
            return 0;
        }
        year = year * 10 + (form.at[i] - '0');
    }
    return year >= 1880 && year <= 2039 ? year : 0;
}

/* First year of the decade a word names, else 0: "1990s", "90s", "90's", "nineties". */
static int decade_of(const rl_sense_walk *walk, uint32_t at) {
    const rl_query_word *word = rl_sense_word(walk, at);
    if (word == NULL) {
        return 0;
    }
    rl_str typed = rl_str_slice(walk->context->parsed->text, word->start, word->end);
    double low, high;
    if (typed.length >= 3 && (typed.at[typed.length - 1] == 's' || typed.at[typed.length - 1] == 'S') &&
        typed.at[0] >= '0' && typed.at[0] <= '9' && rl_query_range_parse(typed, &low, &high) && low >= 1880 && low <= 2039) {
        return (int)low;
    }
    return rl_query_word_decade(word->form);
}

uint32_t rl_sense_years_at(const rl_sense_walk *walk, uint32_t at, int *out_low, int *out_high) {
    static const struct {
        const char *form;
        int from, to; /* years of the decade */
    } parts[] = {{"early", 0, 4}, {"mid", 3, 6}, {"middle", 3, 6}, {"late", 6, 9}};
    uint32_t next = at + (rl_sense_is(walk, at, "the") ? 1 : 0);
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        uint32_t after = next + 1 + (rl_sense_is(walk, next + 1, "of") ? 1 : 0);
        after += rl_sense_is(walk, after, "the") ? 1 : 0;
        int decade = rl_sense_is(walk, next, parts[i].form) ? decade_of(walk, after) : 0;
        if (decade != 0) {
            bool sure = !walk->sense->is_long; /* who tells a memory is off by some years */
            *out_low = decade + (sure ? parts[i].from : 0);
            *out_high = decade + (sure ? parts[i].to : 9);
            return after + 1 - at;
        }
    }
    int decade = decade_of(walk, next), year = year_of(rl_sense_form(walk, next));
    if (decade == 0 && year == 0) {
        return 0;
    }
    *out_low = decade != 0 ? decade : year;
    *out_high = decade != 0 ? decade + 9 : year;
    return next + 1 - at;
}

static void add_years(rl_sense_walk *walk, uint32_t first, uint32_t end, double low, double high, bool filter) {
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, RL_FIELD_YEAR);
    if (reading == NULL) {
        return;
    }
    rl_arena *arena = walk->context->arena;
    reading->low = low;
    reading->high = high;
    reading->filter = filter && !walk->sense->is_long;
    reading->strength = 1;
    reading->shown = true;
    if (low == high) {
        reading->key = text_of_format(arena, "%d", (int)low, 0);
        reading->value = reading->key;
    } else if (isinf(low)) {
        reading->value = text_of_format(arena, "..%d", (int)high, 0);
    } else if (isinf(high)) {
        reading->value = text_of_format(arena, "%d..", (int)low, 0);
    } else {
        reading->value = text_of_format(arena, "%d..%d", (int)low, (int)high);
    }
}

/* --- how words compare --- */

typedef enum bound { BOUND_NONE, BOUND_ABOVE, BOUND_BELOW, BOUND_FROM, BOUND_TO, BOUND_ABOUT } bound;

/* Words before a year or a length, the longer first; an empty second word stands for none. */
typedef struct bound_row {
    const char *first, *second;
    bound bound;
} bound_row;

static const bound_row year_bounds[] = {
    {"prior", "to", BOUND_BELOW},    {"earlier", "than", BOUND_BELOW}, {"older", "than", BOUND_BELOW}, {"before", "", BOUND_BELOW},
    {"pre", "", BOUND_BELOW},        {"later", "than", BOUND_ABOVE},   {"newer", "than", BOUND_ABOVE}, {"after", "", BOUND_ABOVE},
    {"post", "", BOUND_ABOVE},       {"up", "to", BOUND_TO},           {"until", "", BOUND_TO},        {"till", "", BOUND_TO},
    {"since", "", BOUND_FROM},       {"circa", "", BOUND_ABOUT},       {"around", "", BOUND_ABOUT},    {"about", "", BOUND_ABOUT},
};

static const bound_row length_bounds[] = {
    {"longer", "than", BOUND_ABOVE}, {"more", "than", BOUND_ABOVE}, {"over", "", BOUND_ABOVE},  {"above", "", BOUND_ABOVE},
    {"at", "least", BOUND_FROM},     {"shorter", "than", BOUND_BELOW}, {"less", "than", BOUND_BELOW}, {"under", "", BOUND_BELOW},
    {"below", "", BOUND_BELOW},      {"at", "most", BOUND_TO},      {"up", "to", BOUND_TO},     {"around", "", BOUND_ABOUT},
    {"about", "", BOUND_ABOUT},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* Words that the bound at a place takes, or 0. */
static uint32_t bound_at(const rl_sense_walk *walk, uint32_t at, const bound_row *rows, size_t count, bound *out_bound) {
    for (size_t i = 0; i < count; i++) {
        bool two = rows[i].second[0] != '\0';
        if (rl_sense_is(walk, at, rows[i].first) && (!two || rl_sense_is(walk, at + 1, rows[i].second))) {
            *out_bound = rows[i].bound;
            return two ? 2 : 1;
        }
    }
    return 0;
}

/* "90 minutes or less", "two hours or more". */
static uint32_t bound_behind(const rl_sense_walk *walk, uint32_t at, bound *out_bound) {
    static const char *const less[] = {"less", "shorter", "under", "fewer"}, *const more[] = {"more", "longer", "over"};
    if (!rl_sense_is(walk, at, "or")) {
        return 0;
    }
    for (size_t i = 0; i < COUNT(less); i++) {
        if (rl_sense_is(walk, at + 1, less[i]) || (i < COUNT(more) && rl_sense_is(walk, at + 1, more[i]))) {
            *out_bound = rl_sense_is(walk, at + 1, less[i]) ? BOUND_TO : BOUND_FROM;
            return 2;
        }
    }
    return 0;
}

/* --- spans of years --- */

/* "1950 to 1955", "1950-55", "1950..1955", "between 1950 and 1955": the second end; words taken, or 0. */
static uint32_t until_at(const rl_sense_walk *walk, uint32_t at, int low, int *out_high) {
    const rl_parsed *parsed = walk->context->parsed;
    const rl_query_word *word = rl_sense_word(walk, at);
    int other = 0;
    if (word == NULL || at == 0) {
        return 0;
    }
    rl_str between = rl_str_trim(rl_str_slice(parsed->text, parsed->words[at - 1].end, word->start));
    bool dash = rl_str_is(between, "-") || rl_str_is(between, "\xe2\x80\x93") || rl_str_is(between, "/") || rl_str_is(between, "..");
    bool joint = rl_str_is(word->form, "and") || rl_str_is(word->form, "to") || rl_str_is(word->form, "till") || rl_str_is(word->form, "until");
    uint32_t start = joint ? at + 1 : at;
    uint32_t taken = joint || dash ? rl_sense_years_at(walk, start, &other, out_high) : 0;
    rl_str form = rl_sense_form(walk, start);
    if (taken == 0 && dash && form.length == 2 && form.at[0] >= '0' && form.at[0] <= '9' && form.at[1] >= '0' && form.at[1] <= '9') {
        other = *out_high = low / 100 * 100 + (form.at[0] - '0') * 10 + (form.at[1] - '0');
        taken = 1;
    }
    return taken > 0 && other > low ? start + taken - at : 0;
}

/* "before 1960", "between 1950 and 1955", "1950-55", "since the seventies", "early 90s", "1994"; words taken, or 0. */
static uint32_t read_years(rl_sense_walk *walk, uint32_t at) {
    enum { ABOUT = 2 };
    bound limit = BOUND_NONE;
    uint32_t before = bound_at(walk, at, year_bounds, COUNT(year_bounds), &limit);
    bool span = rl_sense_is(walk, at, "between") || rl_sense_is(walk, at, "from");
    uint32_t point = at + (span ? 1 : before);
    int low = 0, high = 0, last = 0;
    uint32_t taken = rl_sense_years_at(walk, point, &low, &high);
    uint32_t more = taken == 0 || before > 0 ? 0 : until_at(walk, point + taken, low, &last);
    uint32_t end = point + taken + more;
    if (taken == 0 || (span && more == 0)) {
        return 0;
    }
    if (more > 0) {
        add_years(walk, at, end, low, last, true);
    } else if (limit == BOUND_BELOW) {
        add_years(walk, at, end, -INFINITY, low - 1, true);
    } else if (limit == BOUND_ABOVE) {
        add_years(walk, at, end, high + 1, INFINITY, true);
    } else if (limit == BOUND_FROM) {
        add_years(walk, at, end, low, INFINITY, true);
    } else if (limit == BOUND_TO) {
        add_years(walk, at, end, -INFINITY, high, true);
    } else if (limit == BOUND_ABOUT && low == high) {
        add_years(walk, at, end, low - ABOUT, high + ABOUT, false);
    } else {
        add_years(walk, point, end, low, high, false);
    }
    return end - at;
}

/* --- minutes --- */

static int number_of(rl_str form) {
    int number = 0;
    for (size_t i = 0; i < form.length; i++) {
        if (form.at[i] < '0' || form.at[i] > '9' || form.length > 4) {
            return rl_query_word_number(form);
        }
        number = number * 10 + (form.at[i] - '0');
    }
    return number;
}

/* "90min", "2h", "1h30": a number with its unit in one word. */
static int joined_minutes(rl_str form) {
    int number = 0, more = 0;
    size_t i = 0;
    while (i < form.length && i < 4 && form.at[i] >= '0' && form.at[i] <= '9') {
        number = number * 10 + (form.at[i++] - '0');
    }
    rl_str unit = rl_str_slice(form, i, form.length);
    if (i == 0 || unit.length == 0) {
        return 0;
    }
    if (rl_str_is(unit, "min") || rl_str_is(unit, "mins") || rl_str_is(unit, "minutes")) {
        return number;
    }
    if (unit.at[0] != 'h') {
        return 0;
    }
    rl_str rest = rl_str_slice(unit, rl_str_starts(unit, RL_STR("hrs")) ? 3 : rl_str_starts(unit, RL_STR("hr")) ? 2 : 1, unit.length);
    for (size_t k = 0; k < rest.length && rest.at[k] >= '0' && rest.at[k] <= '9' && k < 2; k++) {
        more = more * 10 + (rest.at[k] - '0');
    }
    return rest.length <= 2 ? number * 60 + more : 0;
}

static bool is_hours(rl_str form) { return rl_str_is(form, "hour") || rl_str_is(form, "hours") || rl_str_is(form, "hrs"); }
static bool is_minutes(rl_str form) { return rl_str_is(form, "min") || rl_str_is(form, "mins") || rl_str_is(form, "minute") || rl_str_is(form, "minutes"); }

/* A length: "90 minutes", "two hours", "two and a half hours", "an hour", "1 hour 40 minutes"; words taken, or 0. */
static uint32_t length_at(const rl_sense_walk *walk, uint32_t at, int *out_minutes) {
    rl_str form = rl_sense_form(walk, at);
    *out_minutes = joined_minutes(form);
    if (*out_minutes > 0) {
        return 1;
    }
    int number = rl_str_is(form, "a") || rl_str_is(form, "an") ? 1 : number_of(form), half = 0;
    uint32_t unit = at + 1;
    if (number > 0 && rl_sense_is(walk, unit, "and") && rl_sense_is(walk, unit + 1, "a") && rl_sense_is(walk, unit + 2, "half")) {
        half = 30;
        unit += 3;
    }
    if (number <= 0 || number > 1000 || !(is_hours(rl_sense_form(walk, unit)) || (is_minutes(rl_sense_form(walk, unit)) && half == 0))) {
        return 0;
    }
    if (is_minutes(rl_sense_form(walk, unit))) {
        *out_minutes = number;
        return unit + 1 - at;
    }
    *out_minutes = number * 60 + half;
    uint32_t end = unit + 1;
    uint32_t more = end + (rl_sense_is(walk, end, "and") ? 1 : 0);
    int minutes = number_of(rl_sense_form(walk, more));
    if (minutes > 0 && minutes < 60 && is_minutes(rl_sense_form(walk, more + 1))) {
        *out_minutes += minutes;
        end = more + 2;
    }
    return end - at;
}

static void add_minutes(rl_sense_walk *walk, uint32_t first, uint32_t end, bound limit, int minutes) {
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, RL_FIELD_RUNTIME);
    if (reading == NULL) {
        return;
    }
    rl_arena *arena = walk->context->arena;
    int slack = minutes % 60 == 0 && minutes > 60 ? 15 : 5; /* "a three-hour film" is a rounder number than "90 minutes" */
    bool above = limit == BOUND_ABOVE || limit == BOUND_FROM;
    reading->low = above ? minutes + (limit == BOUND_ABOVE) : -HUGE_VAL;
    reading->high = above ? HUGE_VAL : minutes - (limit == BOUND_BELOW);
    if (limit == BOUND_ABOUT) {
        reading->low = minutes - slack;
        reading->high = minutes + slack;
        reading->value = text_of_format(arena, "%d..%d", minutes - slack, minutes + slack);
    } else {
        static const char *const formats[] = {[BOUND_ABOVE] = ">%d", [BOUND_FROM] = ">=%d", [BOUND_BELOW] = "<%d", [BOUND_TO] = "<=%d"};
        reading->value = text_of_format(arena, formats[limit], minutes, 0);
    }
    reading->filter = !walk->sense->is_long;
    reading->shown = true;
    reading->strength = 1;
}

/* Whether "90 minutes" at a place is told of a film: "a 90 minute film", "90 minutes long". */
static bool is_films(const rl_sense_walk *walk, uint32_t at) {
    static const char *const said[] = {"film", "films", "long", "movie", "movies"};
    for (size_t i = 0; i < COUNT(said); i++) {
        if (rl_sense_is(walk, at, said[i])) {
            return true;
        }
    }
    return false;
}

static bool is_named_length(const rl_sense_walk *walk, uint32_t at) {
    static const char *const names[] = {"runtime", "length", "duration", "running", "lasting", "runs"};
    for (size_t i = 0; i < COUNT(names); i++) {
        if (rl_sense_is(walk, at, names[i])) {
            return true;
        }
    }
    return false;
}

/* "over two hours", "90 minutes or less", "a three hour film"; words taken, or 0. */
static uint32_t read_minutes(rl_sense_walk *walk, uint32_t at) {
    bound limit = BOUND_NONE;
    int minutes = 0;
    uint32_t named = is_named_length(walk, at) ? (rl_sense_is(walk, at + 1, "time") ? 2 : 1) : 0;
    uint32_t before = bound_at(walk, at + named, length_bounds, COUNT(length_bounds), &limit);
    uint32_t taken = length_at(walk, at + named + before, &minutes);
    uint32_t end = at + named + before + taken;
    if (taken == 0) {
        return 0;
    }
    end += before == 0 ? bound_behind(walk, end, &limit) : 0;
    if (limit == BOUND_NONE && (named > 0 || is_films(walk, end))) {
        limit = BOUND_ABOUT;
        end += is_films(walk, end) ? 1 : 0;
    }
    if (limit == BOUND_NONE) {
        return 0;
    }
    add_minutes(walk, at, end, limit, minutes);
    return end - at;
}

void rl_sense_numbers(rl_sense_walk *walk) {
    for (uint32_t at = 0; at < walk->context->parsed->word_count; at++) {
        uint32_t taken = walk->sense->plain[at] ? read_years(walk, at) : 0;
        if (walk->sense->plain[at] && taken == 0) {
            taken = read_minutes(walk, at);
        }
        at += taken > 0 ? taken - 1 : 0;
    }
}
