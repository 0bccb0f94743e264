/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_mentions: see facts_mentions.h.
 */
#include "indexer/facts_mentions.h"

#include "indexer/facts_read.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static rl_str from(rl_str text, size_t at) {
    return rl_str_slice(text, at, text.length);
}
static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
static bool is_upper(char c) {
    return c >= 'A' && c <= 'Z';
}
static bool is_word_byte(char c) {
    return (c >= 'a' && c <= 'z') || is_upper(c) || is_digit(c) || (unsigned char)c >= 0x80;
}

size_t rl_phrase_find(rl_str text, const char *phrase) {
    rl_str needle = rl_str_of(phrase);
    size_t from_at = 0;
    while (from_at < text.length) {
        size_t at = rl_str_find_nocase(from(text, from_at), needle);
        if (at == SIZE_MAX) {
            return SIZE_MAX;
        }
        at += from_at;
        size_t end = at + needle.length;
        if ((at == 0 || !is_word_byte(text.at[at - 1])) && (end >= text.length || !is_word_byte(text.at[end]))) {
            return at;
        }
        from_at = at + 1;
    }
    return SIZE_MAX;
}

bool rl_phrase_any(rl_str text, const char *const *phrases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_phrase_find(text, phrases[i]) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

static rl_str word_before(rl_str text, size_t end) {
    while (end > 0 && !is_word_byte(text.at[end - 1])) {
        end--;
    }
    size_t start = end;
    while (start > 0 && is_word_byte(text.at[start - 1])) {
        start--;
    }
    return rl_str_slice(text, start, end);
}

rl_str rl_phrase_name(rl_str text) {
    enum { MOST_WORDS = 4 };
    size_t end = 0, i = 0;
    for (size_t words = 0; words < MOST_WORDS && i < text.length && (is_upper(text.at[i]) || (unsigned char)text.at[i] >= 0xc3); words++) {
        while (i < text.length && (is_word_byte(text.at[i]) || text.at[i] == '-' || text.at[i] == '.' || text.at[i] == '\'')) {
            i++;
        }
        end = i;
        i += i < text.length && text.at[i] == ' ';
    }
    /* a full stop ends the sentence, unless it is an initial's */
    end -= end > 2 && end == text.length && text.at[end - 1] == '.' && is_word_byte(text.at[end - 2]) && is_word_byte(text.at[end - 3]);
    rl_str name = rl_str_slice(text, 0, end);
    return rl_str_ends(name, RL_STR("'s")) ? RL_STR_EMPTY : name;
}

/* "Seattle South Asian Film Festival", "BAFTA Scotland": the end or the start of a longer name. */
static bool is_part_of_name(rl_str sentence, const rl_mention *found) {
    static const char *const leads[] = {"the",      "at",   "in",          "for", "after", "won",   "winner",
                                        "official", "from", "prestigious", "its", "both",  "annual"};
    static const char *const tails[] = {" Institute", " Scotland", " Cymru", " Channel", " Labs", " Lab", " Grant"};
    rl_str before = word_before(sentence, found->start);
    if (found->start > 1 && sentence.at[found->start - 1] == '-' && !is_digit(sentence.at[found->start - 2]) &&
        rl_lexicon_is_festival(found->entry)) {
        return true; /* "Sci-Fi-London festival" */
    }
    bool touches = before.length > 0 && before.at + before.length + 1 == sentence.at + found->start &&
                   sentence.at[found->start - 1] == ' ';
    bool lead = !touches || !is_upper(before.at[0]) ||
                rl_lexicon_festival_of_prize(rl_lexicon_find(RL_LEXICON_PRIZE, before)) != NULL;
    for (size_t i = 0; i < COUNT(leads); i++) {
        lead = lead || rl_str_equal_nocase(before, rl_str_of(leads[i]));
    }
    for (size_t i = 0; i < COUNT(tails); i++) {
        if (rl_str_starts(from(sentence, found->end), rl_str_of(tails[i]))) {
            return true;
        }
    }
    /* "VIFF Vienna Independent Film Festival" */
    bool goes_on = found->end < sentence.length && sentence.at[found->end] == ' ' &&
                   rl_str_find(rl_phrase_name(from(sentence, found->end + 1)), RL_STR("Festival")) != SIZE_MAX;
    return (!lead || goes_on) && rl_lexicon_is_festival(found->entry);
}

/* A bare city is a place: "at Cannes" and "the 1992 Venice" are the festival, "in Venice" is not. */
static bool names_festival(rl_str sentence, const rl_mention *found) {
    rl_str name = rl_str_slice(sentence, found->start, found->end);
    static const char *const sure[] = {
        "festival", "fest",      "award",    "awards", "berlinale", "sundance", "slamdance", "sxsw", "tribeca",
        "mostra",   "biennale",  "viennale", "oscars", "fortnight", "week",     "iffr",      "tiff", "idfa",
        "fespaco",  "frameline", "oscar",    "bafta",  "baftas",    "globe",    "globes"};
    if (rl_phrase_any(name, sure, COUNT(sure)) || !rl_lexicon_is_festival(found->entry)) {
        return rl_lexicon_is_festival(found->entry) || rl_phrase_any(name, sure, COUNT(sure));
    }
    rl_str before = rl_str_slice(sentence, found->start > 12 ? found->start - 12 : 0, found->start);
    bool at = rl_str_ends(before, RL_STR("at ")) || rl_str_ends(before, RL_STR("at the "));
    bool numbered = before.length > 5 && before.at[before.length - 1] == ' ' && is_digit(before.at[before.length - 2]);
    rl_str behind = from(sentence, found->end);
    if (behind.length > 1 && behind.at[0] == ' ' && is_upper(behind.at[1])) {
        return false; /* "at the Berlin Ufa Palace" */
    }
    bool dated = behind.length > 4 && behind.at[0] == ' ' && rl_facts_year_at(behind, 1) != 0;
    return at || numbered || dated;
}

static int ordinal_word(rl_str word) {
    static const char *const words[] = {"first",     "second",      "third",      "fourth",     "fifth",
                                        "sixth",     "seventh",     "eighth",     "ninth",      "tenth",
                                        "eleventh",  "twelfth",     "thirteenth", "fourteenth", "fifteenth",
                                        "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (rl_str_equal_nocase(word, rl_str_of(words[i]))) {
            return (int)i + 1;
        }
    }
    int value = 0;
    size_t i = 0;
    while (i < word.length && i < 3 && is_digit(word.at[i])) {
        value = value * 10 + (word.at[i] - '0');
        i++;
    }
    return i > 0 && i < word.length && word.length - i == 2 && !is_digit(word.at[i]) ? value : 0;
}

/* Words that may stand between a festival and the year of its edition. */
static bool is_date_word(rl_str word) {
    static const char *const words[] = {
        "in",       "of",       "on",    "the",   "held",   "edition", "award", "awards", "film",      "festival",
        "january",  "february", "march", "april", "may",    "june",    "july",  "august", "september", "october",
        "november", "december", "early", "late",  "spring", "summer",  "fall",  "autumn", "winter"};
    bool known = word.length > 0 && word.length <= 2 && is_digit(word.at[0]);
    for (size_t i = 0; i < COUNT(words); i++) {
        known = known || rl_str_equal_nocase(word, rl_str_of(words[i]));
    }
    return known;
}

/* "Film Festival in May 1992", "(1992)", "Festival 1992": the year behind, over words of a date only. */
static int year_behind(rl_str behind) {
    enum { REACH = 40 };
    size_t i = 0;
    if (rl_str_starts(behind, RL_STR(" ("))) { /* "South by Southwest (SXSW) on" */
        size_t end = 2;
        while (end < behind.length && is_upper(behind.at[end])) {
            end++;
        }
        i = end > 2 && end < behind.length && behind.at[end] == ')' ? end + 1 : 0;
    }
    while (i < behind.length && i < REACH) {
        if (behind.at[i] == ' ' || behind.at[i] == '(' || behind.at[i] == ',' || behind.at[i] == '-') {
            i++;
            continue;
        }
        int year = rl_facts_year_at(behind, i);
        size_t end = i;
        while (end < behind.length && is_word_byte(behind.at[end])) {
            end++;
        }
        if (year != 0 || !is_date_word(rl_str_slice(behind, i, end))) {
            return year;
        }
        i = end;
    }
    return 0;
}

/* "the 45th Venice Film Festival" counts editions; "her first Oscar", "the film's second Academy Awards nomination"
 * count something else. */
static bool counts_editions(rl_str sentence, const rl_mention *found, rl_str ordinal) {
    static const char *const owners[] = {"his", "her", "its", "their", "s", "a", "whose"};
    rl_str before = word_before(sentence, (size_t)(ordinal.at - sentence.at));
    for (size_t i = 0; i < COUNT(owners); i++) {
        if (rl_str_equal_nocase(before, rl_str_of(owners[i]))) {
            return false;
        }
    }
    rl_str name = rl_str_slice(sentence, found->start, found->end);
    return rl_lexicon_is_festival(found->entry) || (is_digit(ordinal.at[0]) && rl_str_ends(name, RL_STR("s")));
}

static int edition_of(rl_str sentence, const rl_mention *found) {
    rl_str before = word_before(sentence, found->start);
    if (rl_str_equal_nocase(before, RL_STR("annual")) || rl_str_equal_nocase(before, RL_STR("edition"))) {
        before = word_before(sentence, (size_t)(before.at - sentence.at));
    }
    int year = before.length == 4 ? rl_facts_year_at(before, 0) : 0;
    int ordinal = year == 0 && before.length > 0 && counts_editions(sentence, found, before) ? ordinal_word(before) : 0;
    year = year == 0 && ordinal > 0 ? rl_lexicon_edition_year(found->entry, ordinal) : year;
    year = year != 0 ? year : year_behind(from(sentence, found->end));
    return year == 0 && rl_str_starts(sentence, RL_STR("In ")) ? rl_facts_year_at(sentence, 3) : year;
}

static bool starts_word(rl_str text, size_t i) {
    return i == 0 || !is_word_byte(text.at[i - 1]);
}

void rl_mentions_find(rl_str sentence, rl_lexicon_kind kind, rl_mentions *out) {
    out->count = 0;
    for (size_t i = 0; i < sentence.length && out->count < RL_MAX_MENTIONS; i++) {
        char c = sentence.at[i];
        bool capital = is_upper(c) || (unsigned char)c >= 0xc3;
        bool best = kind == RL_LEXICON_PRIZE && rl_str_starts_nocase(from(sentence, i), RL_STR("best "));
        if (!starts_word(sentence, i) || (!capital && !best) || rl_str_starts(from(sentence, i), RL_STR("The "))) {
            continue;
        }
        size_t length = 0;
        rl_mention found = {rl_lexicon_find_prefix(kind, from(sentence, i), &length), i, 0, 0};
        found.end = i + length;
        if (found.entry == NULL || is_part_of_name(sentence, &found) ||
            (kind == RL_LEXICON_FESTIVAL && !names_festival(sentence, &found))) {
            continue;
        }
        found.year = kind == RL_LEXICON_FESTIVAL ? edition_of(sentence, &found) : 0;
        const rl_mention *last = out->count == 0 ? NULL : &out->items[out->count - 1];
        bool same = last != NULL && last->entry == found.entry && found.start == last->end + 2 && sentence.at[found.start - 1] == '(';
        if (!same) { /* "South by Southwest (SXSW)" is said once */
            out->items[out->count++] = found;
        }
        i = found.end - 1;
    }
}

