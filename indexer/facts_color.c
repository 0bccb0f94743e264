/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_color: colorations, as a label and as told in a sentence. A film shot in one and released in
 * another has both, each with what it is said of.
 */
#include "indexer/facts_read.h"

static rl_str from(rl_str text, size_t at) {
    return rl_str_slice(text, at, text.length);
}
static bool has(rl_str text, const char *words) {
    return rl_str_find_nocase(text, rl_str_of(words)) != SIZE_MAX;
}

static void add(rl_facts *facts, const char *name, const char *detail, rl_origin origin, uint32_t line) {
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_COLORATION, rl_str_of(name), origin, line);
    if (fact != NULL) {
        fact->detail = rl_str_of(detail);
    }
}

/* What a clause says is coloured so: the shooting or the release. */
static const char *aspect_of(rl_str clause) {
    static const char *const filmed[] = {"filmed", "shot", "photographed"};
    static const char *const released[] = {"released", "presented", "printed", "shown", "screened", "processed"};
    for (size_t i = 0; i < sizeof released / sizeof released[0]; i++) {
        if (has(clause, released[i])) {
            return "released";
        }
    }
    for (size_t i = 0; i < sizeof filmed / sizeof filmed[0]; i++) {
        if (has(clause, filmed[i])) {
            return "filmed";
        }
    }
    return "";
}

typedef struct color_words {
    const char *words;
    const char *name;
} color_words;

/* Longer first: "black-and-white" hides nothing of "color". */
static const color_words spoken[] = {{"black and white", "black and white"},
                                     {"black-and-white", "black and white"},
                                     {"black & white", "black and white"},
                                     {"black–and–white", "black and white"},
                                     {"b&w", "black and white"},
                                     {"b/w", "black and white"},
                                     {"technicolor", "color"},
                                     {"eastmancolor", "color"},
                                     {"in color", "color"},
                                     {"in colour", "color"},
                                     {"color film", "color"},
                                     {"colour film", "color"},
                                     {"full color", "color"},
                                     {"full colour", "color"},
                                     {"sepia", "sepia"}};

static const char *color_in(rl_str clause) {
    for (size_t i = 0; i < sizeof spoken / sizeof spoken[0]; i++) {
        if (has(clause, spoken[i].words)) {
            return spoken[i].name;
        }
    }
    return NULL;
}

/* The next clause of a sentence: up to "but", "and released", "; ", "although", ", ". */
static rl_str next_clause(rl_str *rest) {
    static const char *const joints[] = {", ", "; ", " but ", " and released", " then ", " however "};
    size_t cut = rest->length;
    size_t skip = 0;
    for (size_t i = 0; i < sizeof joints / sizeof joints[0]; i++) {
        size_t at = rl_str_find_nocase(*rest, rl_str_of(joints[i]));
        if (at != SIZE_MAX && at > 0 && at < cut) {
            cut = at;
            skip = joints[i][1] == 'a' ? 4 : strlen(joints[i]) - 1;
        }
    }
    rl_str clause = rl_str_slice(*rest, 0, cut);
    *rest = from(*rest, cut + skip);
    return clause;
}

/* "Originally filmed in color, but released black and white": two clauses of two aspects. */
static bool add_aspects(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line) {
    bool any = false;
    rl_str rest = text;
    while (rest.length > 0) {
        rl_str clause = next_clause(&rest);
        const char *name = color_in(clause);
        const char *aspect = aspect_of(clause);
        if (name == NULL && aspect[0] == 'f' && (has(clause, "color") || has(clause, "colour"))) {
            name = "color";
        }
        if (name != NULL && aspect[0] != '\0') {
            add(facts, name, aspect, origin, line);
            any = true;
        }
    }
    return any;
}

/* One label with the process in parentheses: "Color (Technicolor)", "Black and White (tinted)". */
static bool add_label(rl_facts *facts, rl_str item, rl_origin origin, uint32_t line) {
    const rl_lexicon_entry *entry = rl_lexicon_find(RL_LEXICON_COLORATION, item);
    rl_str note = RL_STR_EMPTY;
    if (entry == NULL && rl_facts_cut_note(&item, &note)) {
        entry = rl_lexicon_find(RL_LEXICON_COLORATION, item);
        const rl_lexicon_entry *treated = rl_lexicon_find(RL_LEXICON_COLORATION, note);
        if (treated != NULL && !rl_str_is(RL_STR("color"), treated->name)) {
            add(facts, treated->name, "", origin, line);
        }
    }
    if (entry == NULL) {
        return false;
    }
    rl_fact *fact = rl_facts_add(facts, RL_FIELD_COLORATION, rl_str_of(entry->name), origin, line);
    if (fact != NULL) {
        fact->detail = rl_facts_copy(facts, note);
    }
    return true;
}

bool rl_facts_coloration(rl_facts *facts, rl_str text, rl_origin origin, uint32_t line) {
    text = rl_facts_without_link(text);
    if (add_label(facts, text, origin, line)) {
        return true;
    }
    bool any = false;
    rl_str rest = text;
    rl_str item;
    while (rl_facts_next_item(&rest, true, &item)) {
        if (add_label(facts, item, origin, line)) {
            any = true;
        } else if (rl_str_find(item, RL_STR("/")) != SIZE_MAX) {
            rl_str part;
            while (rl_str_split(&item, RL_STR("/"), &part)) {
                any = add_label(facts, rl_str_trim(part), origin, line) || any;
            }
        }
    }
    return any || add_aspects(facts, text, origin, line);
}

/* Whether a sentence that speaks of colour is about this film as a whole, not of a photograph in the
 * story, a television set or another film. */
static bool is_about_film(rl_str sentence) {
    static const char *const others[] = {"category:",
                                         "television set",
                                         "photograph of",
                                         "photographs of",
                                         "flashback",
                                         "sequence",
                                         "scenes",
                                         "footage",
                                         "portion",
                                         "segment",
                                         "previous film",
                                         "earlier film",
                                         "other film",
                                         "next film",
                                         "cartoon",
                                         "poster",
                                         "uniform",
                                         "dress",
                                         "dream",
                                         "opening",
                                         "epilogue",
                                         "prologue",
                                         "colorized",
                                         "colourised",
                                         "colorization",
                                         "remake",
                                         "unlike",
                                         "clips",
                                         "inserts",
                                         "cookie",
                                         "cat ",
                                         "sheep",
                                         "comic book",
                                         "color version of",
                                         "television series"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (has(sentence, others[i])) {
            return false;
        }
    }
    return true;
}

static bool is_film_of_color(rl_str sentence) {
    static const char *const after[] = {
        " film",         " movie",          " drama",       " comedy",          " short",   " silent",
        " feature",      " documentary",    " thriller",    " horror",          " western", " war film",
        " musical",      " crime",          " noir",        " science fiction", " romance", " romantic",
        " palette",      " cinematography", " photography", " american",        " british", " italian",
        " french",       " western",        " mystery",     " adventure",       " action",  " historical",
        " biographical", " animated",       " japanese",    " indian",          " spy",     " gangster",
        " family"};
    size_t at = SIZE_MAX;
    size_t length = 0;
    static const char *const words[] = {"black-and-white", "black and white"};
    for (size_t i = 0; i < 2 && at == SIZE_MAX; i++) {
        at = rl_str_find_nocase(sentence, rl_str_of(words[i]));
        length = strlen(words[i]);
    }
    if (at == SIZE_MAX) {
        return false;
    }
    rl_str rest = from(sentence, at + length);
    for (size_t i = 0; i < sizeof after / sizeof after[0]; i++) {
        if (rl_str_starts_nocase(rest, rl_str_of(after[i]))) {
            return true;
        }
    }
    return false;
}

size_t rl_facts_color_prose(rl_facts *facts, rl_str sentence, uint32_t line) {
    size_t before = facts->count;
    static const struct {
        const char *words, *name;
    } treated[] = {{"was tinted", "tinted"}, {"were tinted", "tinted"}, {"was toned", "toned"}, {"were toned", "toned"}};
    for (size_t i = 0; i < sizeof treated / sizeof treated[0]; i++) {
        if (has(sentence, treated[i].words) && has(sentence, "print") && is_about_film(sentence)) {
            add(facts, treated[i].name, "prints", RL_ORIGIN_PROSE, line);
        }
    }
    if (color_in(sentence) == NULL || !is_about_film(sentence)) {
        return facts->count - before;
    }
    bool any = add_aspects(facts, sentence, RL_ORIGIN_PROSE, line);
    bool filmed_so = facts->count > before && rl_str_is(facts->items[facts->count - 1].value, "black and white");
    if (is_film_of_color(sentence) && !(any && filmed_so)) {
        add(facts, "black and white", any ? "released" : "", RL_ORIGIN_PROSE, line);
    }
    return facts->count - before;
}
