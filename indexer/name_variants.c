/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * name_variants: see name_variants.h. Surnames must agree, save for how another alphabet is written in this one; given
 * names may be left out, be initials, or differ in one letter that is not the last, which tells Andrea from Andreas
 * and Maria from Marie.
 */
#include "indexer/name_variants.h"

#include "common/analysis.h"
#include "common/film.h"

enum { SHORTEST_RESPELLED = 5, SOUND_BYTES = 64 };

static bool is_suffix(rl_str word) {
    static const char *const suffixes[] = {"jr", "sr", "ii", "iii", "iv", "jnr", "snr"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (rl_str_is(word, suffixes[i])) {
            return true;
        }
    }
    return false;
}

rl_name_words rl_name_words_of(rl_arena *arena, rl_str name) {
    rl_name_words words = {.count = 0};
    rl_str all[RL_NAME_WORDS + 2];
    size_t count = 0;
    rl_str word, rest_of_name = rl_name_bare(name);
    rl_str numeral = rl_str_slice(name, rest_of_name.length, name.length);
    while (rl_str_split(&rest_of_name, RL_STR(" "), &word)) {
        rl_str rest = word, part;
        /* "J.R.R." is three initials */
        bool initials = word.length >= 4 && word.at[1] == '.' && word.at[word.length - 1] == '.';
        while (initials ? rl_str_split(&rest, RL_STR("."), &part) : (part = rest, rest = RL_STR_EMPTY, part.length > 0)) {
            rl_str key = rl_analysis_key_copy(arena, RL_KEY_NAME, part);
            if (key.length == 0) {
                continue;
            }
            if (count == RL_NAME_WORDS + 2) {
                return words;
            }
            all[count++] = key;
        }
    }
    if (count > 2 && is_suffix(all[count - 1])) {
        words.suffix = all[--count];
    }
    words.suffix = numeral.length > 0 ? rl_analysis_key_copy(arena, RL_KEY_NAME, numeral) : words.suffix;
    if (count < 2 || count > RL_NAME_WORDS) {
        return (rl_name_words){.count = 0};
    }
    words.surname = all[--count];
    words.count = count;
    memcpy(words.given, all, count * sizeof *all);
    return words;
}

static bool is_initial_of(rl_str initial, rl_str word) {
    return initial.length == 1 && word.length > 1 && word.at[0] == initial.at[0];
}

/* "viktor", "victor": one letter in the middle of words of one length. */
static bool is_respelled(rl_str a, rl_str b) {
    if (a.length != b.length || a.length < SHORTEST_RESPELLED || a.at[0] != b.at[0] || a.at[a.length - 1] != b.at[b.length - 1]) {
        return false;
    }
    size_t slips = 0;
    for (size_t i = 0; i < a.length; i++) {
        slips += a.at[i] != b.at[i];
    }
    return slips == 1;
}

/* A word as it sounds, roughly: "kaydanovskiy" and "kaidanovsky" are "kaidanovski", "alexander" and "aleksandr"
 * "aleksandr". False when it is too long to be looked at. */
static bool sound_of(rl_str word, char out[SOUND_BYTES], size_t *out_length) {
    size_t length = 0;
    for (size_t i = 0; i < word.length; i++) {
        if (length + 2 >= SOUND_BYTES) {
            return false;
        }
        char c = word.at[i];
        bool last_e = c == 'e' && i + 2 == word.length && word.at[i + 1] == 'r'; /* "alexander" */
        bool before_h = i + 1 < word.length && word.at[i + 1] == 'h'; /* "Freyndlikh", "Freindlich" */
        c = c == 'y' || c == 'j' ? 'i' : c == 'w' ? 'v' : c == 'c' && !before_h ? 'k' : c == 'k' && before_h ? 'c' : c;
        if (c == 'x') {
            out[length++] = 'k';
            c = 's';
        }
        if (!last_e && !(c == 'i' && length > 0 && out[length - 1] == 'i')) {
            out[length++] = c;
        }
    }
    *out_length = length;
    return true;
}

static bool sounds_like(rl_str a, rl_str b) {
    char one[SOUND_BYTES], two[SOUND_BYTES];
    size_t one_length, two_length;
    return rl_str_equal(a, b) ||
           (sound_of(a, one, &one_length) && sound_of(b, two, &two_length) && one_length == two_length && memcmp(one, two, one_length) == 0);
}

static bool are_one_given(rl_str a, rl_str b) {
    return sounds_like(a, b) || is_initial_of(a, b) || is_initial_of(b, a) || is_respelled(a, b);
}

/* Whether the given names of few stand in many in their order, the first of both being one name. */
static bool stands_in(const rl_name_words *few, const rl_name_words *many) {
    if (!are_one_given(few->given[0], many->given[0])) {
        return false;
    }
    size_t at = 1;
    for (size_t i = 1; i < few->count; i++) {
        while (at < many->count && !are_one_given(few->given[i], many->given[at])) {
            at++;
        }
        if (at++ >= many->count) {
            return false;
        }
    }
    return true;
}

static bool is_turned_around(const rl_name_words *a, const rl_name_words *b) {
    return a->count == 1 && b->count == 1 && rl_str_equal(a->surname, b->given[0]) && rl_str_equal(b->surname, a->given[0]);
}

static size_t letters(const rl_name_words *name) {
    size_t sum = name->suffix.length;
    for (size_t i = 0; i < name->count; i++) {
        sum += name->given[i].length;
    }
    return sum;
}

rl_name_relation rl_names_relate(const rl_name_words *a, const rl_name_words *b) {
    if (a->count == 0 || b->count == 0) {
        return RL_NAMES_DIFFER;
    }
    if (is_turned_around(a, b)) {
        return RL_NAMES_EQUAL;
    }
    bool suffixes_clash = a->suffix.length > 0 && b->suffix.length > 0 && !rl_str_equal(a->suffix, b->suffix);
    if (!sounds_like(a->surname, b->surname) || suffixes_clash || !(a->count <= b->count ? stands_in(a, b) : stands_in(b, a))) {
        return RL_NAMES_DIFFER;
    }
    return letters(a) == letters(b) ? RL_NAMES_EQUAL : letters(a) > letters(b) ? RL_NAMES_FIRST_FULLER : RL_NAMES_SECOND_FULLER;
}
