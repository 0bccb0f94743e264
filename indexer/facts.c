/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts: the list itself, and the small values: titles, identifiers, years in parentheses.
 * Names are read in facts_names.c, values in facts_values.c, prizes in facts_awards.c.
 */
#include "indexer/facts.h"

#include "common/limits.h"
#include "common/utf8.h"
#include "indexer/facts_read.h"

void rl_facts_init(rl_facts *facts, rl_arena *arena) {
    *facts = (rl_facts){.arena = arena, .status = REEL_OK};
}

static bool is_blank(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Trimmed, white space and U+00A0 runs as one blank, at most max bytes. */
static rl_str folded_copy(rl_facts *facts, rl_str value, size_t max) {
    value = rl_str_trim(value);
    char *copy = rl_arena_alloc(facts->arena, value.length + 1);
    size_t length = 0;
    for (size_t i = 0; copy != NULL && i < value.length; i++) {
        bool no_break = value.at[i] == '\xc2' && i + 1 < value.length && value.at[i + 1] == '\xa0';
        i += no_break;
        if (!no_break && !is_blank(value.at[i])) {
            copy[length++] = value.at[i];
        } else if (length > 0 && copy[length - 1] != ' ') {
            copy[length++] = ' ';
        }
    }
    rl_str folded = {copy, copy == NULL ? 0 : length};
    folded.length = rl_utf8_floor(folded, max);
    return rl_str_trim(folded);
}

/* Running text keeps its lines. */
static rl_str text_copy(rl_facts *facts, rl_str value) {
    value = rl_str_trim(value);
    value.length = rl_utf8_floor(value, RL_MAX_TEXT_BYTES);
    return rl_str_copy(facts->arena, value);
}

static bool is_text(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    return row != NULL && row->kind == RL_KIND_TEXT;
}

static rl_fact *append(rl_facts *facts, rl_field field, rl_origin origin, uint32_t line) {
    if (facts->status != REEL_OK) {
        return NULL;
    }
    if (facts->count >= RL_MAX_FACTS) {
        facts->status = REEL_LIMIT;
        return NULL;
    }
    rl_fact *items = rl_arena_grow(facts->arena, facts->items, &facts->capacity, facts->count + 1, sizeof *items);
    if (items == NULL) {
        facts->status = REEL_NOMEM;
        return NULL;
    }
    facts->items = items;
    rl_fact *fact = &items[facts->count];
    *fact = (rl_fact){.field = field, .origin = origin, .line = line, .ordinal = (uint32_t)facts->count};
    facts->count++;
    return fact;
}

rl_str rl_facts_copy(rl_facts *facts, rl_str value) {
    rl_str copy = folded_copy(facts, value, RL_MAX_VALUE_BYTES);
    if (rl_arena_failed(facts->arena) && facts->status == REEL_OK) {
        facts->status = REEL_NOMEM;
    }
    return copy;
}

rl_fact *rl_facts_add(rl_facts *facts, rl_field field, rl_str value, rl_origin origin, uint32_t line) {
    if (facts->status != REEL_OK) {
        return NULL;
    }
    rl_str copy = is_text(field) ? text_copy(facts, value) : rl_facts_copy(facts, value);
    if (copy.length == 0) {
        facts->status = rl_arena_failed(facts->arena) ? REEL_NOMEM : facts->status;
        return NULL;
    }
    rl_fact *fact = append(facts, field, origin, line);
    if (fact != NULL) {
        fact->value = copy;
    }
    return fact;
}

rl_fact *rl_facts_add_number(rl_facts *facts, rl_field field, int64_t number, rl_origin origin, uint32_t line) {
    rl_fact *fact = append(facts, field, origin, line);
    if (fact != NULL) {
        fact->number = number;
    }
    return fact;
}

void rl_facts_block(rl_facts *facts, uint32_t first_line, uint32_t last_line, rl_block_fate fate, const char *reason) {
    if (facts->status != REEL_OK) {
        return;
    }
    rl_block *blocks =
        rl_arena_grow(facts->arena, facts->blocks, &facts->block_capacity, facts->block_count + 1, sizeof *blocks);
    if (blocks == NULL) {
        facts->status = REEL_NOMEM;
        return;
    }
    facts->blocks = blocks;
    blocks[facts->block_count++] = (rl_block){first_line, last_line, fate, reason};
}

/* Link texts and placeholders that pages put where a value belongs. */
bool rl_facts_is_junk(rl_str text) {
    static const char *const junk[] = {"n/a",
                                       "na",
                                       "none",
                                       "unknown",
                                       "various",
                                       "more",
                                       "see more",
                                       "see more »",
                                       "more »",
                                       "show more",
                                       "»",
                                       "...",
                                       "…",
                                       "-",
                                       "–",
                                       "—",
                                       "?",
                                       "tba",
                                       "tbd",
                                       "tbc",
                                       "et al.",
                                       "et al",
                                       "etc.",
                                       "etc",
                                       "|",
                                       "others",
                                       "and others",
                                       "various artists",
                                       "uncredited",
                                       "add",
                                       "not known",
                                       "see full cast",
                                       "null",
                                       "nil",
                                       "to be announced",
                                       "not available",
                                       "self",
                                       "add role",
                                       "cast overview",
                                       "rest of cast listed alphabetically"};
    text = rl_str_trim(text);
    for (size_t i = 0; i < sizeof junk / sizeof junk[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(junk[i]))) {
            return true;
        }
    }
    return text.length == 0 || rl_str_starts_nocase(text, RL_STR("see full")) ||
           rl_str_starts_nocase(text, RL_STR("see all")) || rl_str_starts_nocase(text, RL_STR("see more")) ||
           rl_str_starts_nocase(text, RL_STR("show more")) || rl_str_starts_nocase(text, RL_STR("full cast and crew"));
}

/* Behind a label's value pages put a link: "A levesben  »". */
rl_str rl_facts_without_link(rl_str text) {
    static const char *const tails[] = {"»", "See more", "more", "See full summary", "|", "›"};
    for (bool cut = true; cut;) {
        cut = false;
        text = rl_str_trim(text);
        for (size_t i = 0; i < sizeof tails / sizeof tails[0]; i++) {
            rl_str tail = rl_str_of(tails[i]);
            bool word = tail.at[0] >= 'A' && tail.at[0] <= 'z' && tail.at[0] != '|';
            /* "more" is a link only where a "»" followed it or two blanks stand before it */
            if (rl_str_ends(text, tail) &&
                (!word || (text.length > tail.length + 1 && text.at[text.length - tail.length - 1] == ' ' &&
                           text.at[text.length - tail.length - 2] == ' '))) {
                text.length -= tail.length;
                cut = true;
            }
        }
    }
    return text;
}

/* A part of a note up to the next comma outside parentheses. */
static rl_str next_country(rl_str *rest) {
    size_t depth = 0, i = 0;
    for (; i < rest->length && (depth > 0 || rest->at[i] != ','); i++) {
        depth += rest->at[i] == '(';
        depth -= rest->at[i] == ')' && depth > 0;
    }
    rl_str part = rl_str_trim(rl_str_slice(*rest, 0, i));
    *rest = rl_str_slice(*rest, i + 1, rest->length);
    return part;
}

/* "USA (short title)", "Finland (Swedish title), UK": the countries by their one name each, what else it says as it is. */
static rl_str with_country_names(rl_facts *facts, rl_str note) {
    rl_buffer text = RL_BUFFER_FOR(facts->arena);
    for (bool more = false; note.length > 0; more = true) {
        rl_str part = next_country(&note);
        size_t open = rl_str_find(part, RL_STR(" ("));
        const rl_lexicon_entry *country = rl_lexicon_find(RL_LEXICON_COUNTRY, rl_str_slice(part, 0, open));
        rl_buffer_add_text(&text, more ? ", " : "");
        rl_buffer_add_str(&text, country != NULL ? rl_str_of(country->name) : rl_str_slice(part, 0, open));
        rl_buffer_add_str(&text, rl_str_slice(part, open, part.length));
    }
    rl_str copy = rl_facts_copy(facts, rl_buffer_str(&text));
    rl_buffer_done(&text);
    return copy;
}

void rl_facts_title(rl_facts *facts, rl_field field, rl_str text, rl_str kind_or_country, rl_origin origin,
                    uint32_t line) {
    bool link = rl_str_find(text, RL_STR("»")) != SIZE_MAX;
    text = rl_facts_without_link(text);
    bool straight = text.length > 2 && text.at[0] == '"' && text.at[text.length - 1] == '"';
    if (straight) {
        text = rl_str_slice(text, 1, text.length - 1);
    }
    /* a film may be called "More" or "Unknown": only a link's words are junk */
    if (link && rl_facts_is_junk(text)) {
        return;
    }
    rl_fact *fact = rl_facts_add(facts, field, text, origin, line);
    if (fact != NULL) {
        fact->detail = with_country_names(facts, kind_or_country);
    }
}

void rl_facts_identifier(rl_facts *facts, const char *scheme, rl_str id, rl_origin origin, uint32_t line) {
    id = rl_str_trim(id);
    rl_buffer buffer = RL_BUFFER_INIT;
    rl_buffer_add_format(&buffer, "%s:", scheme);
    rl_buffer_add_str(&buffer, id);
    if (buffer.failed) {
        facts->status = REEL_NOMEM;
    } else if (id.length > 0) {
        (void)rl_facts_add(facts, RL_FIELD_IDENTIFIER, rl_buffer_str(&buffer), origin, line);
    }
    rl_buffer_done(&buffer);
}

int rl_facts_year_at(rl_str text, size_t at) {
    if (at + 4 > text.length || (at > 0 && text.at[at - 1] >= '0' && text.at[at - 1] <= '9') ||
        (at + 4 < text.length && text.at[at + 4] >= '0' && text.at[at + 4] <= '9')) {
        return 0;
    }
    int year = 0;
    for (size_t i = at; i < at + 4; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return 0;
        }
        year = year * 10 + (text.at[i] - '0');
    }
    return year >= 1870 && year <= 2100 ? year : 0;
}

/* What may stand beside a year in a title's parentheses: "1977 film", "TV 1999", "I", "2003 TV series". */
static bool is_year_note(rl_str note, int *out_year) {
    static const char *const words[] = {
        "film",       "tv",          "movie",   "series",      "video",    "game",      "short",   "vg",     "v",
        "miniseries", "mini-series", "feature", "documentary", "american", "british",   "french",  "german", "italian",
        "indian",     "japanese",    "silent",  "i",           "ii",       "iii",       "iv",      "vi",     "vii",
        "serial",     "animated",    "hindi",   "tamil",       "telugu",   "malayalam", "kannada", "bengali"};
    rl_str word;
    size_t count = 0;
    while (rl_str_split(&note, RL_STR(" "), &word)) {
        int year = rl_facts_year_at(word, 0);
        bool known = year != 0 &&
                     (word.length == 4 || word.at[4] == '-' || word.at[4] == '/' || (unsigned char)word.at[4] == 0xe2);
        if (known) {
            *out_year = *out_year == 0 ? year : *out_year;
        }
        for (size_t i = 0; !known && i < sizeof words / sizeof words[0]; i++) {
            known = rl_str_equal_nocase(word, rl_str_of(words[i]));
        }
        if (!known) {
            return false;
        }
        count++;
    }
    return count > 0;
}

bool rl_facts_split_year(rl_str text, rl_str *out_title, int *out_year) {
    int year = 0;
    rl_str rest = rl_str_trim(text);
    for (;;) {
        size_t open = rest.length;
        while (open > 0 && rest.at[open - 1] != '(' && rest.at[open - 1] != '[') {
            open--;
        }
        char close = rest.length == 0 ? '\0' : rest.at[rest.length - 1];
        int found = year;
        if (open < 2 || (close != ')' && close != ']') ||
            !is_year_note(rl_str_trim(rl_str_slice(rest, open, rest.length - 1)), &found)) {
            break;
        }
        year = found;
        rest = rl_str_trim(rl_str_slice(rest, 0, open - 1));
    }
    *out_title = year != 0 ? rest : rl_str_trim(text);
    *out_year = year;
    return year != 0;
}
