/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_prose: festivals and prizes told in a sentence, when they are said of this film. First every
 * name of a festival and a prize is marked with its place, then each prize is given the verb and
 * the festival that stand nearest. Sentences that tell of other films or of a person are left alone.
 */
#include "indexer/facts_mentions.h"
#include "indexer/facts_read.h"

#define COUNT(array) (sizeof(array) / sizeof(array)[0])

static rl_str from(rl_str text, size_t at) {
    return rl_str_slice(text, at, text.length);
}

/* "his previous film won the Golden Bear": true of something else. */
static bool is_of_other(rl_str sentence) {
    static const char *const others[] = {"previous film",      "previous work",
                                         "previous feature",   "earlier film",
                                         "earlier films",      "previous films",
                                         "debut film",         "first film won",
                                         "first feature won",  "last film",
                                         "next film",          "subsequent film",
                                         "other films",        "another film",
                                         "his films",          "her films",
                                         "their films",        "whose films",
                                         "whose film",         "whose debut",
                                         "whose previous",     "who won",
                                         "who has won",        "who had won",
                                         "who received",       "who had received",
                                         "who was nominated",  "who is nominated",
                                         "who went on to win", "having won",
                                         "has won several",    "would later win",
                                         "won later for",      "his short film",
                                         "her short film",     "his career",
                                         "her career",         "lifetime achievement",
                                         "his debut",          "her debut",
                                         "director of the",    "member of the jury",
                                         "jury member",        "president of the jury",
                                         "jury president",     "served on the jury",
                                         "the novel won",      "the book won",
                                         "the play won",       "pulitzer",
                                         "tony award",         "sequel won",
                                         "original film won",  "episode won",
                                         "failed to",          "not nominated",
                                         "did not win",        "never won",
                                         "was not selected",   "rejected by",
                                         "was rejected",       "snubbed",
                                         "for consideration",  "submitted to",
                                         "refused to",         "originally planned",
                                         "was planned as",     "years later",
                                         "the book was",       "the novel was",
                                         "already awarded",    "won an oscar for playing",
                                         "soundtrack album",   "grammy"};
    static const char *const before[] = {"had won", "had previously", "had already won", "had earlier", "had received", "had been nominated", "previously won"};
    static const char *const film[] = {"The film ", "It ", "By ", "The movie "};
    bool of_film = false;
    for (size_t i = 0; i < COUNT(film); i++) {
        of_film = of_film || rl_str_starts_nocase(sentence, rl_str_of(film[i]));
    }
    if (!of_film && rl_phrase_any(sentence, before, COUNT(before))) {
        return true; /* "Cook had won the Palme d'Or in 1949" */
    }
    size_t at = rl_phrase_find(sentence, "in the");
    rl_str tail = at == SIZE_MAX ? RL_STR_EMPTY : from(sentence, at + strlen("in the "));
    bool other_year = tail.length > 9 && rl_facts_year_at(tail, 0) != 0 &&
                      rl_str_starts(from(tail, 4), RL_STR(" film ")) &&
                      !rl_str_starts(from(tail, 4), RL_STR(" film festival"));
    return other_year || rl_phrase_any(sentence, others, COUNT(others));
}

typedef struct verb {
    const char *words;
    rl_result result;
} verb;

static const verb verbs[] = {{"won", RL_RESULT_WON},
                             {"wins", RL_RESULT_WON},
                             {"winning", RL_RESULT_WON},
                             {"win", RL_RESULT_WON},
                             {"received", RL_RESULT_WON},
                             {"receiving", RL_RESULT_WON},
                             {"awarded", RL_RESULT_WON},
                             {"earned", RL_RESULT_WON},
                             {"earning", RL_RESULT_WON},
                             {"took", RL_RESULT_WON},
                             {"garnered", RL_RESULT_WON},
                             {"honored", RL_RESULT_WON},
                             {"honoured", RL_RESULT_WON},
                             {"recipient", RL_RESULT_WON},
                             {"winner", RL_RESULT_WON},
                             {"shared", RL_RESULT_WON},
                             {"claimed", RL_RESULT_WON},
                             {"nominated", RL_RESULT_NOMINATED},
                             {"nomination", RL_RESULT_NOMINATED},
                             {"nominations", RL_RESULT_NOMINATED},
                             {"nominee", RL_RESULT_NOMINATED},
                             {"competed for", RL_RESULT_NOMINATED},
                             {"in competition for", RL_RESULT_NOMINATED},
                             {"shortlisted", RL_RESULT_NOMINATED}};
static const verb showings[] = {{"premiered", RL_RESULT_SHOWN},      {"premiere", RL_RESULT_SHOWN},
                                {"premieres", RL_RESULT_SHOWN},      {"premiering", RL_RESULT_SHOWN},
                                {"screened", RL_RESULT_SHOWN},       {"screening", RL_RESULT_SHOWN},
                                {"shown", RL_RESULT_SHOWN},          {"entered", RL_RESULT_SHOWN},
                                {"entry", RL_RESULT_SHOWN},          {"selected", RL_RESULT_SHOWN},
                                {"selection", RL_RESULT_SHOWN},      {"competed", RL_RESULT_SHOWN},
                                {"in competition", RL_RESULT_SHOWN}, {"debuted", RL_RESULT_SHOWN},
                                {"opened", RL_RESULT_SHOWN},         {"closed", RL_RESULT_SHOWN},
                                {"presented", RL_RESULT_SHOWN},      {"featured", RL_RESULT_SHOWN},
                                {"played", RL_RESULT_SHOWN},         {"exhibited", RL_RESULT_SHOWN},
                                {"part of the", RL_RESULT_SHOWN},    {"competition section", RL_RESULT_SHOWN}};

/* The verb that stands last in a text. */
static rl_result last_verb(rl_str text, const verb *table, size_t count) {
    size_t best = 0;
    rl_result result = RL_RESULT_NONE;
    for (size_t i = 0; i < count; i++) {
        size_t at = 0;
        size_t end = 0;
        while ((at = rl_phrase_find(from(text, end), table[i].words)) != SIZE_MAX) {
            end += at + strlen(table[i].words);
            if (end > best || result == RL_RESULT_NONE) {
                best = end;
                result = table[i].result;
            }
        }
    }
    return result;
}

/* "the Grand Jury Prize that In the Soup received at", "was awarded to the film", "went to". */
static rl_result passive_verb(rl_str behind) {
    enum { REACH = 90 };
    rl_str near = rl_str_slice(behind, 0, REACH);
    static const char *const leads[] = {" that ", " which ", " was ", " were ", " it ", " the film "};
    bool lead = rl_str_starts(near, RL_STR(" went to"));
    for (size_t i = 0; i < COUNT(leads); i++) {
        lead = lead || rl_str_starts_nocase(near, rl_str_of(leads[i]));
    }
    if (!lead) {
        return RL_RESULT_NONE;
    }
    static const char *const won[] = {"received", "won",    "awarded", "went to",
                                      "given to", "earned", "took",    "presented to"};
    return rl_phrase_any(near, won, COUNT(won)) ? RL_RESULT_WON : RL_RESULT_NONE;
}

/* "Oscar-winning composer X", "Academy Award winner X": a person's. */
static bool is_epithet(rl_str behind) {
    static const char *const tails[] = {"-winning",  " winning",  " winner",  " winners",   "-winner", "-nominated",
                                        " nominee ", " nominees", "–winning", "–nominated", "-nominee"};
    for (size_t i = 0; i < COUNT(tails); i++) {
        if (rl_str_starts_nocase(behind, rl_str_of(tails[i]))) {
            return true;
        }
    }
    return false;
}

/* The festival of a prize: the one named behind it, else the nearest before it. */
static const rl_mention *festival_near(const rl_mentions *festivals, const rl_mention *prize) {
    const rl_mention *before = NULL;
    for (size_t i = 0; i < festivals->count; i++) {
        const rl_mention *festival = &festivals->items[i];
        if (festival->start >= prize->end) {
            return festival;
        }
        before = festival;
    }
    return before;
}

/* "Silver Bear for Best Director" is one prize. Returns the second part, which is then taken. */
static const rl_mention *branch_of(rl_str sentence, const rl_mentions *prizes, size_t index) {
    const rl_mention *prize = &prizes->items[index];
    if (index + 1 >= prizes->count || prizes->items[index + 1].start < prize->end) {
        return NULL;
    }
    rl_str between = rl_str_trim(rl_str_slice(sentence, prize->end, prizes->items[index + 1].start));
    bool joins = between.length == 0 || (rl_str_ends(between, RL_STR("for")) && between.length < 24) ||
                 rl_str_ends(between, RL_STR("including")) || rl_str_is(between, "for the") ||
                 rl_str_is(between, ",") || rl_str_is(between, ":") || rl_str_is(between, "in the category");
    bool branch =
        strncmp(prizes->items[index + 1].entry->name, "Best", 4) == 0 && strncmp(prize->entry->name, "Best", 4) != 0;
    return joins && branch ? &prizes->items[index + 1] : NULL;
}

/* "the Jury Prize at the Sandhill Film Festival and ...": the next festival is one the lexicon does
 * not know, so a prize without a festival of its own cannot be given to another. */
static bool is_of_unknown(rl_str sentence, const rl_mentions *festivals, const rl_mention *prize) {
    enum { REACH = 80 };
    size_t at = rl_str_find(rl_str_slice(sentence, prize->end, prize->end + REACH), RL_STR("estival"));
    for (size_t i = 0; at != SIZE_MAX && i < festivals->count; i++) {
        const rl_mention *festival = &festivals->items[i];
        if (festival->start >= prize->end ? festival->start <= prize->end + at : festival->end > prize->end + at) {
            return false;
        }
    }
    return at != SIZE_MAX;
}

typedef struct reading {
    rl_facts *facts;
    rl_str sentence;
    uint32_t line;
    rl_mentions festivals, prizes;
    const rl_mention *owner; /* a body's prize whose branches go on: "Oscars for Best Picture and Best Director" */
} reading;

/* Who is credited with this film by that name or surname; empty where nobody is, or several are. */
static rl_str credited_person(const rl_facts *facts, rl_str name) {
    rl_str found = RL_STR_EMPTY;
    for (size_t i = 0; i < facts->count && name.length > 0; i++) {
        const rl_fact *fact = &facts->items[i];
        const rl_field_row *row = rl_field_row_of(fact->field);
        if (row == NULL || row->kind != RL_KIND_NAME || fact->field == RL_FIELD_CHARACTER || !rl_str_ends(fact->value, name)) {
            continue;
        }
        size_t start = fact->value.length - name.length;
        if (start > 0 && fact->value.at[start - 1] != ' ') {
            continue;
        }
        if (found.length > 0 && !rl_str_equal(found, fact->value)) {
            return RL_STR_EMPTY;
        }
        found = fact->value;
    }
    return found;
}

/* "Bening won Best Actress ...", "... Best Actor for Carl Dean", "Best Actor (Dean)". */
static rl_str winner_of(const reading *r, const rl_mention *first, const rl_mention *branch) {
    static const char *const joints[] = {" for ", " (", " to ", " (to ", " went to "};
    bool whole = branch != NULL && branch->end > first->end;
    rl_str behind = from(r->sentence, whole ? branch->end : first->end);
    if (rl_str_starts_nocase(behind, RL_STR(" award")) || rl_str_starts_nocase(behind, RL_STR(" prize"))) {
        behind = from(behind, strlen(" award"));
    }
    for (size_t i = 0; i < COUNT(joints); i++) {
        if (rl_str_starts(behind, rl_str_of(joints[i]))) {
            rl_str person = credited_person(r->facts, rl_phrase_name(from(behind, strlen(joints[i]))));
            if (person.length > 0) {
                return person;
            }
        }
    }
    static const char *const deeds[] = {" won ", " received ", " earned ", " was nominated ", " was awarded ", " took ", " also won ", " also received "};
    if (first != r->prizes.items) {
        return RL_STR_EMPTY; /* the subject's prize is the first; another may follow that is someone else's */
    }
    rl_str subject = rl_phrase_name(r->sentence), rest = from(r->sentence, subject.length);
    for (size_t i = 0; i < COUNT(deeds); i++) {
        if (rl_str_starts(rest, rl_str_of(deeds[i]))) {
            return credited_person(r->facts, subject);
        }
    }
    return RL_STR_EMPTY;
}

static void add_award(reading *r, const rl_mention *prize, const rl_mention *branch, rl_result result) {
    const rl_lexicon_entry *giver = rl_lexicon_festival_of_prize(prize->entry);
    const rl_mention *festival = festival_near(&r->festivals, prize);
    /* its own festival, if it is named anywhere in the sentence, is surer than the nearest */
    for (size_t i = 0; giver != NULL && i < r->festivals.count; i++) {
        festival = r->festivals.items[i].entry == giver ? &r->festivals.items[i] : festival;
    }
    const char *lead = prize->entry->name;
    bool generic = giver == NULL;
    if (generic && r->owner != NULL) {
        giver = rl_lexicon_festival_of_prize(r->owner->entry);
        lead = r->owner->entry->name;
        branch = prize;
    }
    if (giver == NULL && (festival == NULL || is_of_unknown(r->sentence, &r->festivals, prize))) {
        return;
    }
    bool named = festival != NULL && (giver == NULL || festival->entry == giver);
    rl_str name = rl_str_of(giver != NULL ? giver->name : festival->entry->name);
    rl_buffer prize_name = RL_BUFFER_INIT;
    rl_buffer_add_text(&prize_name, lead);
    if (branch != NULL) {
        rl_buffer_add_format(&prize_name, ", %s", branch->entry->name);
    }
    (void)rl_facts_award(r->facts, name, named ? festival->year : 0, rl_buffer_str(&prize_name), result,
                         winner_of(r, prize, branch), RL_ORIGIN_PROSE, r->line);
    rl_buffer_done(&prize_name);
}

static void add_awards(reading *r) {
    for (size_t i = 0; i < r->prizes.count; i++) {
        const rl_mention *prize = &r->prizes.items[i];
        rl_str behind = from(r->sentence, prize->end);
        rl_result result = last_verb(rl_str_slice(r->sentence, 0, prize->start), verbs, COUNT(verbs));
        result = result == RL_RESULT_NONE ? passive_verb(behind) : result;
        if (rl_str_starts_nocase(behind, RL_STR(" nomination"))) {
            result = RL_RESULT_NOMINATED;
        }
        if (result == RL_RESULT_NONE || is_epithet(behind)) {
            continue;
        }
        const rl_mention *branch = branch_of(r->sentence, &r->prizes, i);
        /* "a Best Director Oscar" */
        bool before_owner = i + 1 < r->prizes.count && r->prizes.items[i + 1].start == prize->end + 1 &&
                            rl_lexicon_festival_of_prize(prize->entry) == NULL &&
                            rl_lexicon_festival_of_prize(r->prizes.items[i + 1].entry) != NULL;
        if (before_owner) {
            branch = prize;
            prize = &r->prizes.items[i + 1];
        }
        if (rl_lexicon_festival_of_prize(prize->entry) != NULL) {
            r->owner = branch != NULL ? prize : NULL;
        } else if (branch != NULL) {
            r->owner = NULL;
        }
        add_award(r, prize, branch, result);
        i += branch != NULL;
    }
}

/* A festival named with a verb of showing, or with a prize that has no name ("won at Cannes"). */
static void add_showings(reading *r) {
    for (size_t i = 0; i < r->festivals.count; i++) {
        const rl_mention *festival = &r->festivals.items[i];
        if (!rl_lexicon_is_festival(festival->entry)) {
            continue;
        }
        rl_result result = last_verb(rl_str_slice(r->sentence, 0, festival->start), verbs, COUNT(verbs));
        result = result == RL_RESULT_NONE ? last_verb(r->sentence, showings, COUNT(showings)) : result;
        /* "the Directors' Fortnight of the 2014 Cannes Film Festival" */
        const rl_mention *next = i + 1 < r->festivals.count ? festival + 1 : festival;
        int year = festival->year == 0 && strcmp(next->entry->city, festival->entry->city) == 0 ? next->year : festival->year;
        if (result != RL_RESULT_NONE) {
            (void)rl_facts_award(r->facts, rl_str_of(festival->entry->name), year, RL_STR_EMPTY, result,
                                 RL_STR_EMPTY, RL_ORIGIN_PROSE, r->line);
        }
    }
}

/* "in the Un Certain Regard section": said to be a section, where its festival is not named. */
static bool is_called_section(rl_str behind) {
    static const char *const words[] = {"section", "sidebar", "strand", "programme", "program", "selection", "competition", "category"};
    for (size_t i = 0; i < COUNT(words); i++) {
        if (rl_str_starts_nocase(behind, RL_STR(" ")) && rl_str_starts_nocase(from(behind, 1), rl_str_of(words[i]))) {
            return true;
        }
    }
    return false;
}

/* The edition that is named of a section's festival; NULL where none is. */
static const rl_mention *edition_of_section(const reading *r, const rl_lexicon_entry *section) {
    const rl_mention *found = NULL;
    for (size_t i = 0; i < r->festivals.count; i++) {
        const rl_mention *festival = &r->festivals.items[i];
        bool of_it = rl_str_is(rl_str_of(festival->entry->name), section->festival);
        found = of_it && (found == NULL || found->year == 0) ? festival : found;
    }
    return found;
}

/* "premiered in the Panorama section of the 1999 Berlinale". */
static void add_sections(reading *r) {
    rl_mentions sections;
    rl_mentions_find(r->sentence, RL_LEXICON_SECTION, &sections);
    for (size_t i = 0; i < sections.count; i++) {
        const rl_mention *section = &sections.items[i];
        const rl_mention *festival = edition_of_section(r, section->entry);
        rl_result result = last_verb(r->sentence, showings, COUNT(showings));
        result = result == RL_RESULT_NONE ? last_verb(rl_str_slice(r->sentence, 0, section->start), verbs, COUNT(verbs)) : result;
        if (result == RL_RESULT_NONE || (festival == NULL && !is_called_section(from(r->sentence, section->end)))) {
            continue;
        }
        int year = festival == NULL ? 0 : festival->year;
        (void)rl_facts_award(r->facts, rl_str_of(section->entry->festival), year, RL_STR_EMPTY, result, RL_STR_EMPTY, RL_ORIGIN_PROSE,
                             r->line);
        rl_facts_section(r->facts, section->entry, year, RL_ORIGIN_PROSE, r->line);
    }
}

/* Most sentences name none of these; they are not searched for names. */
static bool may_tell(rl_str sentence) {
    static const char *const hints[] = {"estival",  "rize",      "ward",  "omina", " won ",
                                        "inning",   "remier",    "creen", "ompet", "elect",
                                        "received", " entered ", "wins",  "shown", "part of the"};
    for (size_t i = 0; i < COUNT(hints); i++) {
        if (rl_str_find(sentence, rl_str_of(hints[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

size_t rl_facts_prose(rl_facts *facts, rl_str sentence, uint32_t line) {
    enum { LONGEST = 2000 }; /* a longer one is no sentence, and the reading looks back and forth */
    size_t before = facts->count;
    if (sentence.length > LONGEST) {
        return 0;
    }
    (void)rl_facts_color_prose(facts, sentence, line);
    if (may_tell(sentence) && !is_of_other(sentence)) {
        reading r = {.facts = facts, .sentence = sentence, .line = line};
        rl_mentions_find(sentence, RL_LEXICON_FESTIVAL, &r.festivals);
        rl_mentions_find(sentence, RL_LEXICON_PRIZE, &r.prizes);
        add_awards(&r);
        add_showings(&r);
        add_sections(&r);
    }
    return facts->count - before;
}
