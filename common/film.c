/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film: walks a film's groups, shows a fact, and says when two facts state the same value.
 */
#include "common/film.h"

#include <inttypes.h>
#include <xxhash.h>

#include "common/analysis.h"

/* Parts of a compound key; no folded form contains it. */
static const char KEY_PART = '/';

static size_t lower_bound(const rl_film *film, unsigned number) {
    size_t low = 0;
    size_t high = film->fact_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((unsigned)film->facts[middle].field < number) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t rl_film_first(const rl_film *film, rl_field field, size_t *out_end) {
    *out_end = lower_bound(film, (unsigned)field + 1);
    size_t first = lower_bound(film, (unsigned)field);
    return first < *out_end ? first : *out_end;
}

const rl_fact *rl_film_value(const rl_film *film, rl_field field, size_t n) {
    size_t end;
    for (size_t i = rl_film_first(film, field, &end); i < end; i++) {
        if (film->facts[i].leads && n-- == 0) {
            return &film->facts[i];
        }
    }
    return NULL;
}

size_t rl_film_value_count(const rl_film *film, rl_field field) {
    size_t count = 0;
    size_t end;
    for (size_t i = rl_film_first(film, field, &end); i < end; i++) {
        count += film->facts[i].leads;
    }
    return count;
}

rl_str rl_film_title(const rl_film *film) {
    const rl_fact *title = rl_film_value(film, RL_FIELD_TITLE, 0);
    return title == NULL ? RL_STR_EMPTY : title->value;
}

int rl_film_year(const rl_film *film) {
    const rl_fact *year = rl_film_value(film, RL_FIELD_YEAR, 0);
    return year == NULL ? 0 : (int)year->number;
}

size_t rl_film_group_size(const rl_film *film, const rl_fact *fact) {
    const rl_fact *end = film->facts + film->fact_count;
    const rl_fact *next = fact + 1;
    while (next < end && next->field == fact->field && !next->leads) {
        next++;
    }
    return (size_t)(next - fact);
}

/* --- display --- */

static void add_in_parentheses(rl_str text, const char *before, rl_buffer *out) {
    if (text.length > 0) {
        rl_buffer_add_text(out, before);
        rl_buffer_add_str(out, text);
        rl_buffer_add_byte(out, ')');
    }
}

static void render_name(const rl_fact *fact, bool with_detail, rl_buffer *out) {
    rl_buffer_add_str(out, fact->value);
    if (!with_detail) {
        return;
    }
    if (fact->field == RL_FIELD_CAST && fact->detail.length > 0) {
        rl_buffer_add_text(out, " as ");
        rl_buffer_add_str(out, fact->detail);
    } else {
        add_in_parentheses(fact->detail, " (", out);
    }
    add_in_parentheses(fact->person, " (as ", out);
}

static void render_number(const rl_fact *fact, rl_buffer *out) {
    if (fact->number == 0 && fact->value.length > 0) {
        rl_buffer_add_str(out, fact->value);
    } else if (fact->field == RL_FIELD_RATING) {
        rl_buffer_add_format(out, "%" PRId64 ".%d", fact->number / 10, (int)(fact->number % 10));
    } else {
        rl_buffer_add_format(out, "%" PRId64, fact->number);
    }
}

static void add_amount(int64_t amount, rl_buffer *out) {
    char digits[24];
    size_t length = 0;
    uint64_t rest = amount < 0 ? 0 : (uint64_t)amount;
    do {
        digits[length++] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    while (length-- > 0) {
        rl_buffer_add_byte(out, digits[length]);
        if (length > 0 && length % 3 == 0) {
            rl_buffer_add_byte(out, ',');
        }
    }
}

static void render_money(const rl_fact *fact, rl_buffer *out) {
    static const struct {
        const char *code, *sign;
    } signs[] = {{"USD", "$"}, {"EUR", "€"}, {"GBP", "£"}, {"JPY", "¥"}, {"INR", "₹"}};
    if (fact->number == 0 && fact->value.length > 0) {
        rl_buffer_add_str(out, fact->value);
        return;
    }
    const char *sign = NULL;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (rl_str_is(fact->detail, signs[i].code)) {
            sign = signs[i].sign;
        }
    }
    if (sign != NULL) {
        rl_buffer_add_text(out, sign);
    } else if (fact->detail.length > 0) {
        rl_buffer_add_str(out, fact->detail);
        rl_buffer_add_byte(out, ' ');
    }
    add_amount(fact->number, out);
}

static void add_edition(const rl_fact *fact, rl_buffer *out) {
    rl_buffer_add_str(out, fact->value);
    if (fact->number > 0) {
        rl_buffer_add_format(out, " %" PRId64, fact->number);
    }
}

static void render_award(const rl_fact *fact, bool with_detail, rl_buffer *out) {
    add_edition(fact, out);
    if (fact->detail.length > 0) {
        rl_buffer_add_text(out, ": ");
        rl_buffer_add_str(out, fact->detail);
    }
    if (fact->result == RL_RESULT_WON) {
        rl_buffer_add_text(out, " (winner)");
    } else if (fact->result == RL_RESULT_NOMINATED) {
        rl_buffer_add_text(out, " (nominee)");
    }
    if (with_detail && fact->person.length > 0) {
        rl_buffer_add_text(out, ", ");
        rl_buffer_add_str(out, fact->person);
    }
}

void rl_fact_render(const rl_fact *fact, bool with_detail, rl_buffer *out) {
    const rl_field_row *row = rl_field_row_of(fact->field);
    rl_field_kind kind = row == NULL ? RL_KIND_TEXT : row->kind;
    switch (kind) {
    case RL_KIND_NAME:
        render_name(fact, with_detail, out);
        return;
    case RL_KIND_YEAR:
    case RL_KIND_NUMBER:
        render_number(fact, out);
        break;
    case RL_KIND_MONEY:
        render_money(fact, out);
        return;
    case RL_KIND_DATE:
        rl_buffer_add_str(out, fact->value);
        add_in_parentheses(fact->detail, " (", out);
        return;
    case RL_KIND_FESTIVAL:
        add_edition(fact, out);
        return;
    case RL_KIND_AWARD:
        render_award(fact, with_detail, out);
        return;
    case RL_KIND_REFERENCE:
        rl_buffer_add_str(out, fact->value);
        if (fact->number > 0) {
            rl_buffer_add_format(out, " (%" PRId64 ")", fact->number);
        }
        return;
    case RL_KIND_TITLE:
    case RL_KIND_COMPANY:
    case RL_KIND_LABEL:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
    case RL_KIND_TEXT:
    case RL_KIND_IDENTIFIER:
        rl_buffer_add_str(out, fact->value);
        break;
    }
    if (with_detail) {
        add_in_parentheses(fact->detail, " (", out);
    }
}

/* --- namesakes --- */

bool rl_name_is_numeral(rl_str text) {
    enum { LONGEST = 7 };
    for (size_t i = 0; i < text.length; i++) {
        if (strchr("IVXL", text.at[i]) == NULL) {
            return false;
        }
    }
    return text.length > 0 && text.length <= LONGEST;
}

rl_str rl_name_bare(rl_str name) {
    size_t open = name.length;
    while (open > 0 && name.at[open - 1] != '(') {
        open--;
    }
    bool numbered = open > 1 && name.at[name.length - 1] == ')' &&
                    rl_name_is_numeral(rl_str_slice(name, open, name.length - 1));
    return numbered ? rl_str_trim(rl_str_slice(name, 0, open - 1)) : name;
}

/* --- keys --- */

/* A running text is compared by its letters and digits alone, since pages break and quote it differently; hashed,
 * since it may be long. */
static void add_text_key(rl_str text, rl_buffer *out) {
    size_t start = out->length;
    if (!rl_buffer_reserve(out, text.length)) {
        return;
    }
    for (size_t i = 0; i < text.length; i++) {
        char byte = text.at[i];
        bool is_letter = (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || ((unsigned char)byte & 0x80) != 0;
        if (is_letter || (byte >= '0' && byte <= '9')) {
            out->at[out->length++] = byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
        }
    }
    XXH128_hash_t hash = XXH3_128bits(text.length == 0 ? "" : out->at + start, out->length - start);
    out->length = start;
    rl_buffer_add_format(out, "%016" PRIx64 "%016" PRIx64, (uint64_t)hash.high64, (uint64_t)hash.low64);
}

static void add_part(rl_key_kind kind, rl_str value, rl_buffer *out) {
    rl_buffer_add_byte(out, KEY_PART);
    rl_analysis_key(kind, value, out);
}

static void add_number_key(const rl_fact *fact, rl_buffer *out) {
    if (fact->number == 0 && fact->value.length > 0) {
        rl_analysis_key(RL_KEY_NAME, fact->value, out);
    } else {
        rl_buffer_add_format(out, "%" PRId64, fact->number);
    }
}

static void add_label_key(const rl_fact *fact, rl_buffer *out) {
    rl_analysis_key(RL_KEY_NAME, fact->value, out);
    /* The same mark means different things in two countries: "12" in Germany, "12" in the United Kingdom. */
    if (fact->field == RL_FIELD_CERTIFICATE && fact->detail.length > 0) {
        add_part(RL_KEY_NAME, fact->detail, out);
    }
}

void rl_fact_key(const rl_fact *fact, rl_buffer *out) {
    const rl_field_row *row = rl_field_row_of(fact->field);
    rl_field_kind kind = row == NULL ? RL_KIND_TEXT : row->kind;
    switch (kind) {
    case RL_KIND_TITLE:
        rl_analysis_key(RL_KEY_TITLE, fact->value, out);
        break;
    case RL_KIND_NAME:
    case RL_KIND_COMPANY:
    case RL_KIND_PLACE:
    case RL_KIND_LANGUAGE:
        rl_analysis_key(RL_KEY_NAME, fact->value, out);
        break;
    case RL_KIND_LABEL:
        add_label_key(fact, out);
        break;
    case RL_KIND_TEXT:
        add_text_key(fact->value, out);
        break;
    case RL_KIND_YEAR:
    case RL_KIND_NUMBER:
        add_number_key(fact, out);
        break;
    case RL_KIND_MONEY:
        add_number_key(fact, out);
        add_part(RL_KEY_NAME, fact->detail, out);
        break;
    case RL_KIND_DATE:
        rl_buffer_add_str(out, fact->value);
        add_part(RL_KEY_NAME, fact->detail, out);
        break;
    case RL_KIND_FESTIVAL:
        rl_analysis_key(RL_KEY_NAME, fact->value, out);
        rl_buffer_add_format(out, "%c%" PRId64, KEY_PART, fact->number);
        break;
    case RL_KIND_AWARD:
        /* Without the result: who is nominated here and has won there has one prize, and the stronger word leads. */
        rl_analysis_key(RL_KEY_NAME, fact->value, out);
        rl_buffer_add_format(out, "%c%" PRId64, KEY_PART, fact->number);
        add_part(RL_KEY_NAME, fact->detail, out);
        add_part(RL_KEY_NAME, fact->person, out);
        break;
    case RL_KIND_REFERENCE:
        rl_analysis_key(RL_KEY_TITLE, fact->value, out);
        rl_buffer_add_format(out, "%c%" PRId64, KEY_PART, fact->number);
        break;
    case RL_KIND_IDENTIFIER:
        rl_buffer_add_str(out, fact->value);
        break;
    }
}
