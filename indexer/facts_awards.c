/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_awards: festivals and prizes in lists: records ("Sundance Film Festival 1992: Grand Jury
 * Prize, Dramatic (winner)") and catalogues ("Sundance FF 1992 – Grand Jury Prize, Audience Award").
 */
#include "indexer/facts_read.h"

static rl_str from(rl_str text, size_t at) {
    return rl_str_slice(text, at, text.length);
}
static bool has(rl_str text, const char *words) {
    return rl_str_find_nocase(text, rl_str_of(words)) != SIZE_MAX;
}

/* --- one prize --- */

static rl_str joined(rl_facts *facts, const char *name, const char *mark, rl_str rest) {
    rl_buffer buffer = RL_BUFFER_FOR(facts->arena);
    rl_buffer_add_text(&buffer, name);
    rl_buffer_add_text(&buffer, mark);
    rl_buffer_add_str(&buffer, rest);
    /* "Silver Berlin Bear, Alfred Bauer Prize": the prize may be known by the whole of the canonical form. */
    const rl_lexicon_entry *whole = rl_lexicon_find(RL_LEXICON_PRIZE, rl_buffer_str(&buffer));
    rl_str copy = whole != NULL ? rl_str_of(whole->name) : rl_facts_copy(facts, rl_buffer_str(&buffer));
    facts->status = buffer.failed && facts->status == REEL_OK ? REEL_NOMEM : facts->status;
    rl_buffer_done(&buffer);
    return copy;
}

/* What an academy calls the category of a prize all know by another name: "Actress In A Leading Role", "Best Achievement in
 * Directing", "Cinematography (Color)". Empty where it is none. */
static rl_str category(rl_facts *facts, rl_str prize) {
    static const char *const said[] = {"best ", "achievement in ", "performance by an ", "performance by a "};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        prize = rl_str_starts_nocase(prize, rl_str_of(said[i])) ? from(prize, strlen(said[i])) : prize;
    }
    size_t length = 0;
    rl_str best = joined(facts, "Best ", "", prize);
    const rl_lexicon_entry *known = rl_lexicon_find_prefix(RL_LEXICON_PRIZE, best, &length);
    if (known == NULL || length >= best.length) {
        return known == NULL ? RL_STR_EMPTY : rl_str_of(known->name);
    }
    rl_str branch = from(best, length);
    size_t mark = rl_str_starts(branch, RL_STR(", ")) ? 2 : rl_str_starts(branch, RL_STR(" - ")) ? 3 : 0;
    if (rl_str_starts(branch, RL_STR(" (")) && branch.at[branch.length - 1] == ')') {
        branch.length--;
        mark = 2;
    }
    return mark == 0 ? RL_STR_EMPTY : joined(facts, known->name, ", ", from(branch, mark));
}

/* Who gives a prize, and whether what is given are categories alone: "Oscar" of the Academy Awards names all of its prizes. */
typedef struct giver {
    const rl_lexicon_entry *trophy; /* that bears the name of the giver */
    bool academy;
} giver;

/* "Golden Berlin Bear, Best Film": the name in front gets its canonical form, what follows stays. "Oscar, Best Director" of
 * the Academy Awards is its Best Director, as others write it. */
static rl_str canonical_prize(rl_facts *facts, const giver *by, rl_str prize) {
    size_t length = 0;
    prize = rl_str_trim(prize);
    const rl_lexicon_entry *whole = rl_lexicon_find(RL_LEXICON_PRIZE, prize);
    if (whole != NULL) {
        return rl_str_of(whole->name);
    }
    const rl_lexicon_entry *known = rl_lexicon_find_prefix(RL_LEXICON_PRIZE, prize, &length);
    rl_str rest = known == NULL ? RL_STR_EMPTY : from(prize, length);
    bool branch = rl_str_starts(rest, RL_STR(" for Best ")); /* "Silver Shell for Best Actress" */
    rest = branch ? from(rest, strlen(" for ")) : rest;
    bool parted = branch || (rest.length > 1 && (rest.at[0] == ',' || rest.at[0] == '(' || rl_str_starts(rest, RL_STR(" - ")) ||
                                                 rl_str_starts(rest, RL_STR(" ("))));
    if (parted && known == by->trophy && (branch || rest.at[0] == ',')) {
        static const giver category_alone = {NULL, true};
        return canonical_prize(facts, &category_alone, branch ? rest : from(rest, 1));
    }
    rl_str called = by->academy ? category(facts, prize) : RL_STR_EMPTY;
    if (called.length > 0) {
        return called;
    }
    return parted ? joined(facts, known->name, branch ? ", " : "", rest) : rl_facts_copy(facts, prize);
}

/* The festival fact of an edition: found, or added. A prize tells more of it than a showing. */
static rl_fact *edition_fact(rl_facts *facts, rl_str name, int year, rl_result result, rl_origin origin,
                             uint32_t line) {
    enum { LOOK_BACK = 200 };
    size_t first = facts->count > LOOK_BACK ? facts->count - LOOK_BACK : 0;
    for (size_t i = facts->count; i-- > first;) {
        rl_fact *fact = &facts->items[i];
        if (fact->field == RL_FIELD_FESTIVAL && fact->number == year && rl_str_equal(fact->value, name)) {
            fact->result = fact->result < result ? result : fact->result;
            fact->origin = fact->origin < origin ? origin : fact->origin;
            return fact;
        }
    }
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_FESTIVAL, name, origin, line);
    if (fact != NULL) {
        fact->number = year;
        fact->result = result;
    }
    return fact;
}

/* A festival the lexicon does not know is one if its name says so. */
static bool is_festival_name(rl_str name) {
    return has(name, "festival") || has(name, " ff") || has(name, " iff") || has(name, "film fest");
}

rl_fact *rl_facts_award(rl_facts *facts, rl_str festival, int year, rl_str prize, rl_result result, rl_str person,
                        rl_origin origin, uint32_t line) {
    const rl_lexicon_entry *known = rl_lexicon_find(RL_LEXICON_FESTIVAL, festival);
    rl_str name = known != NULL ? rl_str_of(known->name) : rl_facts_copy(facts, festival);
    rl_fact *fact = NULL;
    prize = rl_str_trim(prize);
    if (name.length == 0) {
        return NULL;
    }
    if (rl_lexicon_is_festival(known) || (known == NULL && is_festival_name(name))) {
        fact = edition_fact(facts, name, year, result == RL_RESULT_NONE ? RL_RESULT_SHOWN : result, origin, line);
        if (prize.length == 0) {
            return fact;
        }
    }
    fact = rl_facts_add(facts, RL_FIELD_AWARD, name, origin, line);
    if (fact != NULL) {
        fact->number = year;
        giver by = {rl_lexicon_find(RL_LEXICON_PRIZE, name), known != NULL && !rl_lexicon_is_festival(known)};
        fact->detail = canonical_prize(facts, &by, prize);
        fact->result = result;
        fact->person = rl_facts_copy(facts, person);
    }
    return fact;
}

/* --- lists --- */

/* "winner", "won", "nominee", "nominated"; RL_RESULT_NONE for other notes. */
static rl_result result_of(rl_str note) {
    static const struct {
        const char *word;
        rl_result result;
    } results[] = {{"winner", RL_RESULT_WON},
                   {"won", RL_RESULT_WON},
                   {"win", RL_RESULT_WON},
                   {"tied", RL_RESULT_WON},
                   {"nominee", RL_RESULT_NOMINATED},
                   {"nominated", RL_RESULT_NOMINATED},
                   {"nomination", RL_RESULT_NOMINATED},
                   {"shown", RL_RESULT_SHOWN},
                   {"selected", RL_RESULT_SHOWN},
                   {"official selection", RL_RESULT_SHOWN},
                   {"in competition", RL_RESULT_SHOWN},
                   {"competition", RL_RESULT_SHOWN}};
    for (size_t i = 0; i < sizeof results / sizeof results[0]; i++) {
        if (rl_str_equal_nocase(rl_str_trim(note), rl_str_of(results[i].word))) {
            return results[i].result;
        }
    }
    return RL_RESULT_NONE;
}

typedef struct edition {
    rl_str festival;
    int year;
    rl_str prizes;    /* what follows, without the mark between */
    rl_result result; /* said of all of it, or NONE */
    bool of_record;   /* a result stood behind it: one prize, its commas are its own */
} edition;

/* A year in the first bytes of a text; "(1942 film year)" is that of the films, the ceremony came after. */
static int year_in(rl_str text, size_t *out_at, size_t *out_end) {
    for (size_t i = 0; i + 4 <= text.length; i++) {
        int year = rl_facts_year_at(text, i);
        if (year == 0) {
            continue;
        }
        *out_at = i;
        *out_end = i + 4;
        bool two = i + 6 < text.length && text.at[i + 4] == '/' && text.at[i + 5] >= '0' && text.at[i + 5] <= '9' &&
                   text.at[i + 6] >= '0' && text.at[i + 6] <= '9';
        if (two) {
            *out_end = i + 7;
            year++;
        }
        if (rl_str_starts_nocase(from(text, *out_end), RL_STR(" film year"))) {
            *out_end += strlen(" film year");
            year++;
        }
        return year;
    }
    return 0;
}

static bool is_mark_at(rl_str text, size_t at, size_t *out_length) {
    static const char *const marks[] = {":", " – ", " — ", " - ", "–", "—", ", ", " | ", "\t"};
    if (at < text.length && ((text.at[at] >= 'a' && text.at[at] <= 'z') || (text.at[at] >= 'A' && text.at[at] <= 'Z'))) {
        return false; /* most places */
    }
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (rl_str_starts(from(text, at), rl_str_of(marks[i]))) {
            *out_length = strlen(marks[i]);
            return true;
        }
    }
    return false;
}

static rl_str without_marks(rl_str text) {
    size_t length = 0;
    text = rl_str_trim(text);
    while (text.length > 0 &&
           (text.at[0] == ')' || text.at[0] == ',' || text.at[0] == '-' || is_mark_at(text, 0, &length))) {
        text = rl_str_trim(from(text, length > 0 ? length : 1));
        length = 0;
    }
    return text;
}

static int ordinal_at(rl_str text, size_t *out_length) {
    size_t i = 0;
    int value = 0;
    while (i < text.length && i < 3 && text.at[i] >= '0' && text.at[i] <= '9') {
        value = value * 10 + (text.at[i] - '0');
        i++;
    }
    rl_str tail = rl_str_slice(text, i, i + 2);
    bool ordinal = rl_str_equal_nocase(tail, RL_STR("st")) || rl_str_equal_nocase(tail, RL_STR("nd")) ||
                   rl_str_equal_nocase(tail, RL_STR("rd")) || rl_str_equal_nocase(tail, RL_STR("th"));
    *out_length = i + 2;
    return i > 0 && ordinal ? value : 0;
}

/* The name in front of the year or of the first mark, where the lexicon knows none. */
static rl_str unknown_name(rl_str text, size_t year_at) {
    size_t length = 0;
    for (size_t i = 0; i < text.length && i < year_at; i++) {
        if (is_mark_at(text, i, &length) && text.at[i] != ',') {
            return rl_str_trim(rl_str_slice(text, 0, i));
        }
    }
    rl_str name = rl_str_trim(rl_str_slice(text, 0, year_at));
    while (name.length > 0 && (name.at[name.length - 1] == '(' || name.at[name.length - 1] == ',')) {
        name = rl_str_trim(rl_str_slice(name, 0, name.length - 1));
    }
    return name;
}

static void read_year(edition *out, rl_str *rest, const rl_lexicon_entry *known, int ordinal) {
    size_t at = 0;
    size_t end = 0;
    size_t mark = 0;
    int year = year_in(*rest, &at, &end);
    size_t first_mark = 0;
    while (first_mark < rest->length && !is_mark_at(*rest, first_mark, &mark)) {
        first_mark++;
    }
    bool near = year != 0 && (at <= first_mark || at <= 3);
    if (near) {
        out->year = out->year == 0 ? year : out->year;
        *rest = from(*rest, end);
    } else if (out->year == 0 && ordinal > 0) {
        out->year = rl_lexicon_edition_year(known, ordinal);
    }
}

static bool read_edition(rl_str text, edition *out) {
    *out = (edition){RL_STR_EMPTY, 0, RL_STR_EMPTY, RL_RESULT_NONE, false};
    rl_str bare = rl_str_trim(text);
    rl_str note;
    if (rl_facts_cut_note(&bare, &note) && result_of(note) != RL_RESULT_NONE) {
        out->result = result_of(note);
        out->of_record = true;
    } else {
        bare = rl_str_trim(text);
    }
    size_t length = 0;
    int ordinal = ordinal_at(bare, &length);
    if (ordinal > 0) {
        bare = rl_str_trim(from(bare, length));
    } else if (rl_facts_year_at(bare, 0) != 0) {
        out->year = rl_facts_year_at(bare, 0);
        bare = without_marks(from(bare, 4));
    }
    const rl_lexicon_entry *known = rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, bare, &length);
    rl_str rest = from(bare, length);
    if (known != NULL) {
        out->festival = rl_str_of(known->name);
    } else {
        size_t at = 0;
        size_t end = 0;
        int year = year_in(bare, &at, &end);
        out->festival = unknown_name(bare, year == 0 ? bare.length : at);
        rest = out->festival.length == 0 ? RL_STR_EMPTY
                                         : from(bare, (size_t)(out->festival.at + out->festival.length - bare.at));
        if (year == 0 && out->year == 0 && !is_festival_name(out->festival)) {
            return false;
        }
    }
    read_year(out, &rest, known, ordinal);
    out->prizes = without_marks(rest);
    return out->festival.length > 0;
}

/* A part behind a comma that is a prize of its own, not the branch of the one before ("Dramatic"). */
static bool is_prize(rl_str text) {
    size_t length = 0;
    return rl_lexicon_find_prefix(RL_LEXICON_PRIZE, text, &length) != NULL || has(text, "prize") ||
           has(text, "award") || rl_str_starts_nocase(text, RL_STR("best ")) ||
           rl_str_starts_nocase(text, RL_STR("special ")) || has(text, "prix") || has(text, "mention") ||
           has(text, "trophy") || has(text, "grand ");
}

/* "Best Actor (Steve Buscemi)": two or more capitalised words that are no branch and no translation. */
static bool is_person(rl_str note) {
    size_t words = 0;
    rl_str word;
    if (rl_lexicon_find(RL_LEXICON_COUNTRY, note) != NULL || has(note, "meilleur") || is_prize(note) ||
        has(note, "film") || has(note, "competition")) {
        return false;
    }
    while (rl_str_split(&note, RL_STR(" "), &word)) {
        static const char *const particles[] = {"van", "von", "der", "den", "de", "la", "le", "di", "da", "del", "bin", "al"};
        bool capital =
            word.length > 0 && ((word.at[0] >= 'A' && word.at[0] <= 'Z') || (unsigned char)word.at[0] >= 0x80);
        bool particle = false;
        for (size_t i = 0; i < sizeof particles / sizeof particles[0]; i++) {
            particle = particle || rl_str_is(word, particles[i]);
        }
        if (!capital && !particle) {
            return false;
        }
        words += capital;
    }
    return words >= 2 && words <= 4;
}

void rl_facts_section(rl_facts *facts, const rl_lexicon_entry *section, int year, rl_origin origin, uint32_t line) {
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_SECTION, rl_str_of(section->name), origin, line);
    if (fact != NULL) {
        rl_buffer text = RL_BUFFER_FOR(facts->arena);
        rl_buffer_add_text(&text, section->festival);
        if (year != 0) {
            rl_buffer_add_format(&text, " %d", year);
        }
        fact->detail = rl_facts_copy(facts, rl_buffer_str(&text));
        rl_buffer_done(&text);
    }
}

/* "Sundance Film Festival 1992: World Cinema Dramatic Competition" was shown there; what is a prize too, is one. */
static bool add_section(rl_facts *facts, const edition *in, rl_str text, rl_result result, rl_origin origin, uint32_t line) {
    const rl_lexicon_entry *section = rl_lexicon_find(RL_LEXICON_SECTION, text);
    bool prize = rl_lexicon_find(RL_LEXICON_PRIZE, text) != NULL && result != RL_RESULT_SHOWN;
    if (section == NULL || prize || !rl_str_is(in->festival, section->festival)) {
        return false;
    }
    (void)rl_facts_award(facts, in->festival, in->year, RL_STR_EMPTY, result, RL_STR_EMPTY, origin, line);
    rl_facts_section(facts, section, in->year, origin, line);
    return true;
}

static void add_prize(rl_facts *facts, const edition *in, rl_str prize, rl_origin origin, uint32_t line) {
    rl_result result = in->result;
    rl_str person = RL_STR_EMPTY;
    rl_str bare = prize;
    rl_str note;
    while (!in->of_record && rl_facts_cut_note(&bare, &note)) {
        if (result_of(note) != RL_RESULT_NONE) {
            result = result_of(note);
        } else if (is_person(note)) {
            person = note;
        } else {
            break;
        }
        prize = bare;
    }
    rl_result said = result_of(prize);
    if (said != RL_RESULT_NONE) {
        (void)rl_facts_award(facts, in->festival, in->year, RL_STR_EMPTY, said, person, origin, line);
        return;
    }
    if (!add_section(facts, in, prize, result, origin, line)) {
        (void)rl_facts_award(facts, in->festival, in->year, prize, result == RL_RESULT_NONE ? RL_RESULT_WON : result,
                             person, origin, line);
    }
}

static void add_prizes(rl_facts *facts, const edition *in, rl_origin origin, uint32_t line) {
    rl_str rest = in->prizes;
    rl_str item;
    rl_str prize = RL_STR_EMPTY;
    if (in->of_record) {
        add_prize(facts, in, rest, origin, line);
        return;
    }
    while (rl_facts_next_item(&rest, true, &item)) {
        if (prize.length > 0 && is_prize(item)) {
            add_prize(facts, in, prize, origin, line);
            prize = item;
        } else if (prize.length == 0) {
            prize = item;
        } else if (item.length > 0) {
            prize = (rl_str){prize.at, (size_t)(item.at + item.length - prize.at)};
        }
    }
    add_prize(facts, in, prize, origin, line);
}

/* "Nominated for 2 BAFTA Film Awards", "Won 3 Oscars": a body without year and prize. */
static bool add_tally(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line) {
    bool won = rl_str_starts_nocase(text, RL_STR("won "));
    if (!won && !rl_str_starts_nocase(text, RL_STR("nominated for "))) {
        return false;
    }
    size_t at = won ? strlen("won ") : strlen("nominated for ");
    while (at < text.length && ((text.at[at] >= '0' && text.at[at] <= '9') || text.at[at] == ' ')) {
        at++;
    }
    size_t length = 0;
    const rl_lexicon_entry *body = rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, from(text, at), &length);
    if (body != NULL) {
        (void)rl_facts_award(facts, rl_str_of(body->name), 0, RL_STR_EMPTY, won ? RL_RESULT_WON : RL_RESULT_NOMINATED,
                             RL_STR_EMPTY, origin, line);
    }
    return true;
}

/* "5 wins & 3 nominations" names no prize. */
static bool is_count(rl_str text) {
    return text.length > 0 && text.at[0] >= '0' && text.at[0] <= '9' && rl_facts_year_at(text, 0) == 0 &&
           (has(text, " win") || has(text, " nomination"));
}

size_t rl_facts_awards(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line) {
    size_t before = facts->count;
    rl_str rest = rl_facts_without_link(text);
    rl_str item;
    while (rl_facts_next_item(&rest, false, &item)) {
        edition in;
        if (item.length == 0 || add_tally(facts, item, origin, line) || is_count(item) || !read_edition(item, &in)) {
            continue;
        }
        if (in.prizes.length == 0) {
            (void)rl_facts_award(facts, in.festival, in.year, RL_STR_EMPTY, in.result, RL_STR_EMPTY, origin, line);
        } else {
            add_prizes(facts, &in, origin, line);
        }
    }
    return facts->count - before;
}
