/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_note: reads names by their capitals. Only shapes that rarely mean anything else are
 * taken, and all of it is marked as prose, so that any labelled credit leads.
 */
#include "indexer/programme_note.h"

enum { MAX_NAME_WORDS = 5, MAX_STARS = 8 };

/* --- words and names --- */

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static bool is_upper_at(rl_str text, size_t at) {
    if (at >= text.length) {
        return false;
    }
    unsigned char c = (unsigned char)text.at[at];
    /* Latin letters beyond ASCII count as capitals when they are U+00C0 to U+00DE. */
    return (c >= 'A' && c <= 'Z') ||
           (c == 0xc3 && at + 1 < text.length && (unsigned char)text.at[at + 1] >= 0x80 && (unsigned char)text.at[at + 1] <= 0x9e) ||
           (c == 0xc5 && at + 1 < text.length) || (c == 0xc4 && at + 1 < text.length);
}

static bool is_particle(rl_str word) {
    static const char *const particles[] = {"de", "da", "di", "la", "le", "van", "von", "der", "den", "del", "du", "dos", "al", "el", "bin"};
    for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
        if (rl_str_is(word, particles[i])) {
            return true;
        }
    }
    return false;
}

static size_t word_end(rl_str text, size_t at) {
    while (at < text.length && !is_blank(text.at[at]) && strchr(",;:()[]\"!?", text.at[at]) == NULL) {
        at++;
    }
    return at;
}

/* The name of two to five capitalised words that starts at `at`; *out_end is behind it. A full stop
 * ends it, but not after an initial ("Samuel L. Jackson"). */
static rl_str name_at(rl_str text, size_t at, size_t *out_end) {
    size_t words = 0, end = at, start = at;
    while (words < MAX_NAME_WORDS && at < text.length) {
        size_t stop = word_end(text, at);
        rl_str word = rl_str_slice(text, at, stop);
        bool capital = is_upper_at(text, at);
        if (word.length == 0 || (!capital && !(words > 0 && is_particle(word)))) {
            break;
        }
        bool last = word.length > 2 && word.at[word.length - 1] == '.' && !rl_str_is(word, "Jr.") && !rl_str_is(word, "St.");
        size_t possessive = rl_str_find(word, RL_STR("\xe2\x80\x99s"));
        possessive = possessive == SIZE_MAX ? rl_str_find(word, RL_STR("'s")) : possessive;
        if (capital) {
            words++;
            end = at + (possessive < word.length ? possessive : word.length - (last ? 1 : 0));
        }
        at = stop;
        if (last || possessive < word.length || at >= text.length || !is_blank(text.at[at])) {
            break;
        }
        at++;
    }
    *out_end = end;
    return words >= 2 ? rl_str_slice(text, start, end) : RL_STR_EMPTY;
}

/* The capitalised words just before `at`: the role in "spin doctor Conrad Brean (...". */
static rl_str capitals_before(rl_str text, size_t at) {
    size_t start = at;
    for (size_t words = 0; words < 4 && start > 0; words++) {
        size_t word = start;
        while (word > 0 && !is_blank(text.at[word - 1])) {
            word--;
        }
        bool opening = word > 0 && word == start;
        if (opening || !is_upper_at(text, word) || memchr(text.at + word, ',', start - word) != NULL ||
            memchr(text.at + word, '.', start - word) != NULL) {
            break;
        }
        start = word;
        if (start > 0) {
            start--;
        }
    }
    return start == at ? RL_STR_EMPTY : rl_str_trim(rl_str_slice(text, start, at));
}

static bool has_digit(rl_str text) {
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] >= '0' && text.at[i] <= '9') {
            return true;
        }
    }
    return false;
}

/* --- sentences --- */

/* A sentence ends at . ! or ? before a blank and a capital or quote, but not behind a single letter
 * or a short title ("F. W. Murnau", "Dr. Mabuse"). */
static bool ends_at(rl_str text, size_t at) {
    if (text.at[at] != '.' && text.at[at] != '!' && text.at[at] != '?') {
        return false;
    }
    if (at + 2 >= text.length || !is_blank(text.at[at + 1])) {
        return false;
    }
    size_t next = at + 1;
    while (next < text.length && is_blank(text.at[next])) {
        next++;
    }
    bool opens = is_upper_at(text, next) || (next < text.length && (text.at[next] == '"' || (unsigned char)text.at[next] == 0xe2));
    bool abbreviated = text.at[at] == '.' && at >= 2 && (is_blank(text.at[at - 2]) || text.at[at - 2] == '.' ||
                                                        (at >= 3 && is_upper_at(text, at - 2) && is_blank(text.at[at - 3])));
    return opens && !abbreviated;
}

bool rl_note_sentence(rl_str *rest, rl_str *out_sentence) {
    *rest = rl_str_trim(*rest);
    if (rest->length == 0) {
        return false;
    }
    size_t end = 0;
    while (end < rest->length && !ends_at(*rest, end)) {
        end++;
    }
    end = end < rest->length ? end + 1 : end;
    *out_sentence = rl_str_slice(*rest, 0, end);
    *rest = rl_str_slice(*rest, end, rest->length);
    return true;
}

static bool names(rl_str sentence, const rl_note_film *film) {
    if (film->title.length > 0 && rl_str_find_nocase(sentence, film->title) != SIZE_MAX) {
        return true;
    }
    size_t space = film->people.length;
    while (space > 0 && film->people.at[space - 1] != ' ') {
        space--;
    }
    rl_str last = rl_str_slice(film->people, space, film->people.length);
    return last.length > 3 && rl_str_find(sentence, last) != SIZE_MAX;
}

size_t rl_note_speaks_of(rl_str sentence, const rl_note_film *films, size_t count, size_t current) {
    size_t named = count;
    for (size_t i = 0; i < count; i++) {
        if (names(sentence, &films[i])) {
            if (named < count) {
                return current;
            }
            named = i;
        }
    }
    return named < count ? named : current;
}

/* --- what a sentence tells --- */

static void add_cast(rl_facts *facts, rl_str name, rl_str role, uint32_t line) {
    rl_facts_person(facts, RL_FIELD_CAST, name, role, RL_ORIGIN_PROSE, line);
}

/* "Alan Ames (Harbour) and Bea Bond (Night-Ferry Rose)": where one parenthesis holds a title of one word, the others
 * may be titles too. */
static bool holds_works(rl_str sentence) {
    for (size_t open = 0; open + 1 < sentence.length; open++) {
        size_t end = word_end(sentence, open + 1);
        if (sentence.at[open] == '(' && is_upper_at(sentence, open + 1) && end < sentence.length &&
            (sentence.at[end] == ')' || sentence.at[end] == ',') && !has_digit(rl_str_slice(sentence, open + 1, end))) {
            return true;
        }
    }
    return false;
}

/* "Conrad Brean's (Robert De Niro) plan": the name without the genitive. */
static rl_str without_genitive(rl_str name) {
    size_t mark = rl_str_ends(name, RL_STR("'s")) ? 2 : rl_str_ends(name, RL_STR("’s")) ? 4 : 0;
    return rl_str_slice(name, 0, name.length - mark);
}

/* "Conrad Brean (Robert De Niro)", "a French actress (Emmanuelle Riva)". One word in parentheses may
 * be anything. */
static void read_parentheses(rl_facts *facts, rl_str sentence, uint32_t line) {
    if (holds_works(sentence)) {
        return;
    }
    for (size_t open = 0; open < sentence.length; open++) {
        if (sentence.at[open] != '(') {
            continue;
        }
        size_t close = open + 1;
        while (close < sentence.length && sentence.at[close] != ')' && sentence.at[close] != '(') {
            close++;
        }
        size_t end;
        rl_str inside = rl_str_slice(sentence, open + 1, close);
        rl_str name = name_at(inside, 0, &end);
        if (close < sentence.length && open > 1 && name.length > 0 && end == inside.length && !has_digit(inside)) {
            add_cast(facts, name, without_genitive(capitals_before(sentence, open - 1)), line);
        }
        open = close - 1;
    }
}

static bool starts_star_list(rl_str rest, size_t *out_length) {
    static const char *const openers[] = {"starring ", "Starring ", " stars ", "performances from ", "performances by ", "appears alongside "};
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        if (rl_str_starts(rest, rl_str_of(openers[i]))) {
            *out_length = strlen(openers[i]);
            return true;
        }
    }
    return false;
}

/* "starring Cillian Murphy and Jamie Dornan": names joined by commas and "and". */
static void read_stars(rl_facts *facts, rl_str sentence, size_t at, uint32_t line) {
    for (size_t n = 0; n < MAX_STARS; n++) {
        size_t end;
        rl_str name = name_at(sentence, at, &end);
        if (name.length == 0) {
            return;
        }
        add_cast(facts, name, RL_STR_EMPTY, line);
        rl_str rest = rl_str_slice(sentence, end, sentence.length);
        static const char *const joints[] = {", and ", " and ", ", "};
        size_t joint = 0;
        while (joint < 3 && !rl_str_starts(rest, rl_str_of(joints[joint]))) {
            joint++;
        }
        if (joint == 3) {
            return;
        }
        at = end + strlen(joints[joint]);
    }
}

/* "Andrew Haigh's subtly devastating film": the noun within a few words, and nothing between that
 * speaks of another film ("Mackendrick's 1949 film"). */
static bool owns_a_film(rl_str rest) {
    static const char *const nouns[] = {"film", "documentary", "debut", "feature", "drama", "comedy", "movie"};
    rl_str owned = rl_str_starts(rest, RL_STR("'s ")) ? rl_str_slice(rest, 3, 64) : RL_STR_EMPTY;
    owned = rl_str_starts(rest, RL_STR("\xe2\x80\x99s ")) ? rl_str_slice(rest, 5, 66) : owned;
    for (size_t words = 0; words < 7 && owned.length > 0; words++) {
        size_t end = word_end(owned, 0);
        rl_str word = rl_str_slice(owned, 0, end);
        if (has_digit(word)) {
            return false;
        }
        for (size_t i = 0; i < sizeof nouns / sizeof nouns[0]; i++) {
            if (rl_str_is(word, nouns[i])) {
                return true;
            }
        }
        if (end >= owned.length || owned.at[end] != ' ') {
            return false;
        }
        owned = rl_str_slice(owned, end + 1, owned.length);
    }
    return false;
}

static rl_str owner_of_film(rl_str sentence) {
    for (size_t at = 0; at < sentence.length; at++) {
        size_t end;
        bool starts = is_upper_at(sentence, at) && (at == 0 || is_blank(sentence.at[at - 1]));
        rl_str name = starts ? name_at(sentence, at, &end) : RL_STR_EMPTY;
        if (name.length > 0 && owns_a_film(rl_str_slice(sentence, end, sentence.length))) {
            return name;
        }
        at = starts ? word_end(sentence, at) : at;
    }
    return RL_STR_EMPTY;
}

static rl_str named_director(rl_str sentence) {
    static const char *const openers[] = {"irected by ", "a film by ", "director ", "debut from ", "debut by "};
    for (size_t i = 0; i < sizeof openers / sizeof openers[0]; i++) {
        rl_str opener = rl_str_of(openers[i]);
        size_t at = rl_str_find(sentence, opener);
        size_t end;
        rl_str name = at == SIZE_MAX ? RL_STR_EMPTY : name_at(sentence, at + opener.length, &end);
        if (name.length > 0) {
            return name;
        }
    }
    return owner_of_film(sentence);
}

/* "Directors Ann Lee and Bo Lind combine archive footage", "Scottish filmmaker Cy Moe takes us": who does something
 * in a note on a film made it. */
static size_t read_acting_directors(rl_facts *facts, rl_str sentence, uint32_t line) {
    static const char *const openers[] = {"Directors ", "Director ", "Co-directors ", "Filmmaker ", "Filmmakers ", " filmmaker ", " filmmakers "};
    size_t at = SIZE_MAX, end;
    for (size_t i = 0; i < sizeof openers / sizeof openers[0] && at == SIZE_MAX; i++) {
        size_t found = rl_str_find(sentence, rl_str_of(openers[i]));
        at = found == SIZE_MAX || (found > 0 && openers[i][0] != ' ') ? SIZE_MAX : found + strlen(openers[i]);
    }
    rl_str first = at == SIZE_MAX ? RL_STR_EMPTY : name_at(sentence, at, &end);
    if (first.length == 0) {
        return 0;
    }
    bool two = rl_str_starts(rl_str_slice(sentence, end, sentence.length), RL_STR(" and "));
    rl_str second = two ? name_at(sentence, end + strlen(" and "), &end) : RL_STR_EMPTY;
    rl_str verb = rl_str_slice(sentence, end + 1, word_end(sentence, end + 1));
    static const char *const no_verbs[] = {"as", "is", "was", "and", "in", "of", "with", "for", "to", "at", "on", "from", "who", "has", "his", "or"};
    bool acts = end + 1 < sentence.length && sentence.at[end] == ' ' && verb.length > 2 && verb.at[0] >= 'a' && verb.at[0] <= 'z' &&
                (second.length > 0 || verb.at[verb.length - 1] == 's');
    for (size_t i = 0; i < sizeof no_verbs / sizeof no_verbs[0]; i++) {
        acts = acts && !rl_str_is(verb, no_verbs[i]);
    }
    if (acts) {
        rl_facts_person(facts, RL_FIELD_DIRECTOR, first, RL_STR_EMPTY, RL_ORIGIN_PROSE, line);
        rl_facts_person(facts, RL_FIELD_DIRECTOR, second, RL_STR_EMPTY, RL_ORIGIN_PROSE, line);
    }
    return acts ? 1 : 0;
}

bool rl_note_read(rl_facts *facts, rl_str sentence, bool want_director, uint32_t line) {
    (void)rl_facts_prose(facts, sentence, line);
    read_parentheses(facts, sentence, line);
    for (size_t at = 0; at < sentence.length; at++) {
        size_t length;
        if ((sentence.at[at] == 's' || sentence.at[at] == 'S' || sentence.at[at] == ' ' || sentence.at[at] == 'p' || sentence.at[at] == 'a') &&
            starts_star_list(rl_str_slice(sentence, at, sentence.length), &length)) {
            read_stars(facts, sentence, at + length, line);
        }
    }
    rl_str director = want_director ? named_director(sentence) : RL_STR_EMPTY;
    if (director.length > 0) {
        rl_facts_person(facts, RL_FIELD_DIRECTOR, director, RL_STR_EMPTY, RL_ORIGIN_PROSE, line);
        return true;
    }
    return want_director && read_acting_directors(facts, sentence, line) > 0;
}
