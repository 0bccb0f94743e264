/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_title: numbers one to twenty, however a title spells them, as one; and numbers that stand
 * for letters. The digits are the canonical form: "II" and "two" get the variant "2", and "2" is it.
 */
#include "common/analysis_parts.h"

#include "common/limits.h"

enum { LAST_NUMBER = 20 };

static const char *const digits[] = {"",   "1",  "2",  "3",  "4",  "5",  "6",  "7",  "8",  "9", "10",
                                     "11", "12", "13", "14", "15", "16", "17", "18", "19", "20"};
static const char *const spelled[] = {"",         "one",     "two",     "three",     "four",     "five",     "six",
                                      "seven",    "eight",   "nine",    "ten",       "eleven",   "twelve",   "thirteen",
                                      "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"};
static const char *const roman[] = {"",   "i",   "ii",   "iii", "iv", "v",   "vi",   "vii",   "viii", "ix", "x",
                                    "xi", "xii", "xiii", "xiv", "xv", "xvi", "xvii", "xviii", "xix",  "xx"};

static unsigned find_number(const char *const *table, rl_str form) {
    for (unsigned i = 1; i <= LAST_NUMBER; i++) {
        if (rl_str_is(form, table[i])) {
            return i;
        }
    }
    return 0;
}

static bool is_one_of(rl_str form, const char *const *words) {
    while (*words != NULL && !rl_str_is(form, *words)) {
        words++;
    }
    return *words != NULL;
}

/* The word of the position before, or NULL for the first. */
static const rl_token *word_before(const rl_tokens *tokens, size_t index) {
    uint32_t position = tokens->items[index].position;
    while (index > 0 && position > 1) {
        index--;
        const rl_token *token = &tokens->items[index];
        if (token->position == position - 1 && token->kind == RL_TOKEN_WORD) {
            return token;
        }
    }
    return NULL;
}

/* The clause ends here: "Malcolm X", "Star Trek V: The Final Frontier", but not "Batman v Superman". */
static bool ends_clause(rl_str text, size_t at) {
    size_t after = at;
    while (after < text.length && text.at[after] == ' ') {
        after++;
    }
    if (after == text.length) {
        return true;
    }
    char c = text.at[after];
    bool dash = c == '-' || (unsigned char)c == 0xe2;
    return dash ? after > at : c != '\0' && strchr(":,;([)]/", c) != NULL;
}

/* I is a number only behind words that are counted; everywhere else it is the pronoun: "The King and I". */
static bool counts(rl_str form) {
    static const char *const counted[] = {"part",      "chapter", "volume",  "vol",    "book", "episode", "act",
                                          "war",       "phase",   "season",  "series", "no",   "number",  "henry",
                                          "elizabeth", "charles", "richard", "james",  NULL};
    return is_one_of(form, counted);
}

/* Roman numerals follow what they count, so the first word is none: "Vi", "XX", "I, Robot". */
static unsigned roman_number(rl_str text, const rl_tokens *tokens, size_t index) {
    const rl_token *token = &tokens->items[index];
    char first = token->form.at[0];
    if (first != 'i' && first != 'v' && first != 'x') {
        return 0;
    }
    unsigned number = find_number(roman, token->form);
    const rl_token *before = number == 0 ? NULL : word_before(tokens, index);
    if (before == NULL) {
        return 0;
    }
    if (number == 1) {
        return counts(before->form) && ends_clause(text, token->end) ? 1 : 0;
    }
    return token->form.length > 1 || ends_clause(text, token->end) ? number : 0;
}

unsigned rl_title_number(rl_str text, const rl_tokens *tokens, size_t index) {
    const rl_token *token = &tokens->items[index];
    if (token->kind != RL_TOKEN_WORD || token->form.length == 0 || token->form.length > 9) {
        return 0;
    }
    unsigned char first = (unsigned char)token->form.at[0];
    if (first >= '0' && first <= '9') {
        return find_number(digits, token->form);
    }
    /* Most words fail at their first letter: one, two, three, four, five, six, seven, eight, nine, ten, ... */
    bool likely = first != '\0' && strchr("otfsen", first) != NULL;
    unsigned number = likely ? find_number(spelled, token->form) : 0;
    return number != 0 ? number : roman_number(text, tokens, index);
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_letter(char c) {
    return c >= 'a' && c <= 'z';
}

/* "se7en", "thir13en": the number stands inside its own name. */
static rl_str name_around_number(rl_str form, size_t start, size_t end) {
    unsigned number = find_number(digits, rl_str_slice(form, start, end));
    if (number == 0) {
        return RL_STR_EMPTY;
    }
    rl_str name = rl_str_of(spelled[number]);
    bool fits = rl_str_starts(name, rl_str_slice(form, 0, start)) &&
                rl_str_ends(name, rl_str_slice(form, end, form.length)) &&
                start + (form.length - end) <= name.length + 1;
    return fits ? name : RL_STR_EMPTY;
}

/* "scre4m", "s1m0ne": single digits that look like the letters they stand for. */
static rl_str letters_for_digits(rl_arena *arena, rl_str form) {
    static const char alike[] = "oi\0eas\0t\0\0";
    char *bytes = rl_arena_copy(arena, form.at, form.length);
    if (bytes == NULL) {
        return RL_STR_EMPTY;
    }
    for (size_t i = 1; i + 1 < form.length; i++) {
        if (is_digit(form.at[i])) {
            char letter = alike[form.at[i] - '0'];
            if (letter == '\0' || !is_letter(form.at[i - 1]) || !is_letter(form.at[i + 1])) {
                return RL_STR_EMPTY;
            }
            bytes[i] = letter;
        }
    }
    return (rl_str){bytes, form.length};
}

/* The word a mix of letters and digits is to be read as, or the empty one. */
static rl_str read_digits(rl_arena *arena, rl_str form) {
    size_t length = form.length;
    if (length < 3 || !is_letter(form.at[0]) || !is_letter(form.at[length - 1])) {
        return RL_STR_EMPTY;
    }
    size_t start = 0;
    while (start < length && !is_digit(form.at[start])) {
        start++;
    }
    if (start == length) {
        return RL_STR_EMPTY;
    }
    size_t end = start;
    while (end < length && is_digit(form.at[end])) {
        end++;
    }
    rl_str name = name_around_number(form, start, end);
    return name.length > 0 ? name : letters_for_digits(arena, form);
}

/* "alien3" is asked for Alien 3: the word without its number. */
static rl_str without_number(rl_str form) {
    size_t end = form.length;
    while (end > 0 && is_digit(form.at[end - 1])) {
        end--;
    }
    bool fits = end >= 3 && end < form.length && form.length - end <= 2;
    for (size_t i = 0; i < end; i++) {
        fits = fits && is_letter(form.at[i]);
    }
    return fits ? (rl_str){form.at, end} : RL_STR_EMPTY;
}

/* "1/2" and "½" are read "half" as well. */
static rl_str fraction_name(rl_str text, const rl_tokens *tokens, size_t index) {
    const rl_token *one = &tokens->items[index];
    const rl_token *two = one + 1;
    if (index + 1 >= tokens->count || !rl_str_is(one->form, "1") || two->kind != RL_TOKEN_WORD) {
        return RL_STR_EMPTY;
    }
    bool joined = one->start == two->start || (two->start == one->end + 1 && text.at[one->end] == '/') ||
                  (two->start == one->end + 3 && memcmp(text.at + one->end, "\xe2\x81\x84", 3) == 0);
    if (!joined) {
        return RL_STR_EMPTY;
    }
    return rl_str_is(two->form, "2")   ? RL_STR("half")
           : rl_str_is(two->form, "3") ? RL_STR("third")
           : rl_str_is(two->form, "4") ? RL_STR("quarter")
                                       : RL_STR_EMPTY;
}

rl_str rl_title_spelling(rl_arena *arena, rl_str text, const rl_tokens *tokens, size_t index) {
    rl_str form = tokens->items[index].form;
    unsigned number = rl_title_number(text, tokens, index);
    if (number == 0) {
        rl_str read = read_digits(arena, form);
        form = read.length > 0 ? read : form;
        number = find_number(spelled, form);
    }
    return number == 0 ? form : rl_str_of(digits[number]);
}

/* At most two for a word: "se7en" is "seven" and "7". */
static size_t variants_of(rl_arena *arena, rl_str text, const rl_tokens *tokens, size_t index, rl_str *out) {
    rl_str form = tokens->items[index].form;
    unsigned number = rl_title_number(text, tokens, index);
    rl_str half = fraction_name(text, tokens, index);
    size_t count = 0;
    if (half.length > 0) {
        out[count++] = half;
    } else if (number != 0 && !is_digit(form.at[0])) {
        out[count++] = rl_str_of(digits[number]);
    } else if (number == 0) {
        rl_str read = read_digits(arena, form);
        read = read.length > 0 ? read : without_number(form);
        if (read.length > 0) {
            out[count++] = read;
            number = find_number(spelled, read);
        }
        if (number != 0) {
            out[count++] = rl_str_of(digits[number]);
        }
    }
    return count;
}

reel_status rl_title_add_variants(rl_arena *arena, rl_str text, rl_tokens *tokens, reel_error *error) {
    if (tokens->count == 0) {
        return REEL_OK;
    }
    rl_token *items = rl_arena_array(arena, tokens->count * 3, sizeof *items);
    if (items == NULL) {
        return rl_fail_nomem(error);
    }
    size_t count = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        items[count++] = tokens->items[i];
        if (tokens->items[i].kind != RL_TOKEN_WORD) {
            continue;
        }
        rl_str forms[2];
        size_t variants = variants_of(arena, text, tokens, i, forms);
        for (size_t k = 0; k < variants; k++) {
            rl_token variant = tokens->items[i];
            variant.form = rl_str_copy(arena, forms[k]);
            variant.kind = RL_TOKEN_VARIANT;
            items[count++] = variant;
        }
    }
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    tokens->items = items;
    tokens->count = count;
    return REEL_OK;
}
