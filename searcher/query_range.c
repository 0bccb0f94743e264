/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_range: see query_range.h.
 */
#include "searcher/query_range.h"

#include <math.h>
#include <string.h>

static bool is_digit(char c) { return c >= '0' && c <= '9'; }

static bool take_number(rl_str *text, double *out) {
    size_t i = 0;
    double number = 0, unit = 1;
    while (i < text->length && is_digit(text->at[i]) && i < 15) {
        number = number * 10 + (text->at[i++] - '0');
    }
    if (i == 0) {
        return false;
    }
    if (i + 1 < text->length && text->at[i] == '.' && is_digit(text->at[i + 1])) {
        for (i++; i < text->length && is_digit(text->at[i]) && i < 20; i++) {
            unit /= 10;
            number += unit * (text->at[i] - '0');
        }
    }
    *text = rl_str_slice(*text, i, text->length);
    *out = number;
    return true;
}

static bool decade_of(rl_str text, double first, double *out_low, double *out_high) {
    if (!rl_str_equal_nocase(text, RL_STR("s")) && !rl_str_is(text, "'s")) {
        return false;
    }
    if (first < 100) {
        first += first < 20 ? 2000 : 1900;
    }
    *out_low = first;
    *out_high = first + 9;
    return true;
}

bool rl_query_range_parse(rl_str text, double *out_low, double *out_high) {
    text = rl_str_trim(text);
    *out_low = -INFINITY;
    *out_high = INFINITY;
    double number = 0;
    if (text.length > 0 && (text.at[0] == '<' || text.at[0] == '>')) {
        bool less = text.at[0] == '<';
        bool equal = text.length > 1 && text.at[1] == '=';
        rl_str rest = rl_str_trim(rl_str_slice(text, equal ? 2 : 1, text.length));
        if (!take_number(&rest, &number) || rest.length > 0) {
            return false;
        }
        /* open ends exclude the bound itself: values are whole numbers or tenths */
        double inside = equal ? number : nextafter(number, less ? -INFINITY : INFINITY);
        *(less ? out_high : out_low) = inside;
        return true;
    }
    if (rl_str_starts(text, RL_STR(".."))) {
        rl_str rest = rl_str_slice(text, 2, text.length);
        return take_number(&rest, out_high) && rest.length == 0;
    }
    if (!take_number(&text, &number)) {
        return false;
    }
    *out_low = number;
    if (text.length == 0) {
        *out_high = number;
        return true;
    }
    if (decade_of(text, number, out_low, out_high)) {
        return true;
    }
    size_t dots = rl_str_starts(text, RL_STR("..")) ? 2 : text.at[0] == '-' ? 1 : 0;
    if (dots == 0) {
        return false;
    }
    text = rl_str_slice(text, dots, text.length);
    return (text.length == 0 && dots == 2) || (take_number(&text, out_high) && text.length == 0);
}

bool rl_query_years_parse(rl_str text, double *out_low, double *out_high) {
    size_t digits = 0;
    double first = 0;
    for (; digits < text.length && is_digit(text.at[digits]); digits++) {
        first = first * 10 + (text.at[digits] - '0');
    }
    if (digits < 2 || digits > 3 || digits + 1 != text.length || text.at[digits] != '*') {
        return false;
    }
    double years = digits == 2 ? 100 : 10;
    *out_low = first * years;
    *out_high = *out_low + years - 1;
    return true;
}

static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

static size_t skip_blanks(rl_str text, size_t at) {
    while (at < text.length && (text.at[at] == ' ' || text.at[at] == '\t' || text.at[at] == '\n' || text.at[at] == '\r')) {
        at++;
    }
    return at;
}

size_t rl_query_comparison_parse(rl_str text, rl_field *out_field, double *out_low, double *out_high) {
    size_t name = 0;
    while (name < text.length && name < 32 && is_letter(text.at[name])) {
        name++;
    }
    size_t sign = skip_blanks(text, name);
    if (name == 0 || sign >= text.length || (text.at[sign] != '<' && text.at[sign] != '>')) {
        return 0;
    }
    *out_field = rl_field_find(rl_str_slice(text, 0, name));
    size_t end = skip_blanks(text, sign + 1 + (sign + 1 < text.length && text.at[sign + 1] == '='));
    while (end < text.length && (is_digit(text.at[end]) || text.at[end] == '.')) {
        end++;
    }
    bool ends = end == text.length || skip_blanks(text, end) > end || strchr("\"()", text.at[end]) != NULL;
    bool numeric = *out_field != RL_FIELD_NONE && rl_field_has(*out_field, RL_FIELD_SORT);
    return ends && numeric && rl_query_range_parse(rl_str_slice(text, sign, end), out_low, out_high) ? end : 0;
}
