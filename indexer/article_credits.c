/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_credits: see article_credits.h. A sentence becomes words; each "by" looks back for what
 * was done ("written and directed") and ahead for a list of names. Names are runs of capitalised
 * words, so a list ends by itself where the sentence goes on.
 */
#include "indexer/article_credits.h"

#include "common/lexicon.h"
#include "indexer/article_makers.h"
#include "indexer/article_sources.h"
#include "indexer/sentence_names.h"

/* --- what was done --- */

static const char *const between_deeds[] = {"and", "&", "or", "jointly", "solely", "also", "mainly", "theatrically",
                                            "together", "entirely", "domestically", "internationally", "primarily", "both"};
static const char *const auxiliaries[] = {"is", "was", "were", "are", "has", "been", "had"};

typedef struct deed_set {
    bool has[RL_FIELD_NUMBER_END];
    size_t first; /* index of the first word of the group */
    size_t count;
} deed_set;

/* "The lyrics were written by", "songs penned by": no writers of the film. */
static bool writes_songs(const rl_sentence *s, size_t first) {
    static const char *const songs[] = {"lyrics", "lyric", "song", "songs", "tracks", "soundtrack"};
    while (first > 0 && (RL_WORD_IN(s->words[first - 1].text, auxiliaries) || RL_WORD_IN(s->words[first - 1].text, between_deeds))) {
        first--;
    }
    return first > 0 && RL_WORD_IN(s->words[first - 1].text, songs);
}

/* "The soundtrack was released by": what becomes of the music is not what becomes of the film. */
static bool is_about_music(const rl_sentence *s, size_t by) {
    static const char *const music[] = {"music", "soundtrack", "score", "album", "audio", "song", "songs", "lyrics", "single"};
    static const char *const film[] = {"film", "movie", "picture", "it"};
    for (size_t i = by; i-- > 0;) {
        if (RL_WORD_IN(s->words[i].text, film)) {
            return false;
        }
        if (RL_WORD_IN(s->words[i].text, music)) {
            return true;
        }
    }
    return false;
}

/* "released by New Music by": a deed in a name. */
static bool is_in_name(const rl_sentence *s, size_t i) {
    if (i < 2 || !rl_word_is_name(s->words[i].text) || !rl_word_is_name(s->words[i - 1].text)) {
        return false;
    }
    rl_str before = s->words[i - 1].text; /* "The Music Was Composed By" */
    return rl_word_deed(before) == RL_FIELD_NONE && !RL_WORD_IN(before, auxiliaries) && !RL_WORD_IN(before, between_deeds);
}

/* Words of a date, as in "released on 4 December 2015, by". */
static bool is_of_date(rl_str text) {
    static const char *const words[] = {"on", "in", "January", "February", "March", "April", "May", "June", "July", "August", "September",
                                        "October", "November", "December"};
    return RL_WORD_IN(text, words) || (text.length > 0 && text.at[0] >= '0' && text.at[0] <= '9');
}

/* Index of a "released" that only a date parts from the word "by" at index by, else by itself. */
static size_t released_before_date(const rl_sentence *s, size_t by) {
    size_t i = by;
    while (i > 0 && is_of_date(s->words[i - 1].text) && !s->words[i - 1].stop) {
        i--;
    }
    return i > 0 && i < by && rl_sentence_is(s, i - 1, "released") ? i : by;
}

/* Walks back from the word "by" at index by over "written, produced and directed". */
static deed_set deeds_before(const rl_sentence *s, size_t by) {
    deed_set set = {.first = by};
    for (size_t i = released_before_date(s, by); i-- > 0;) {
        rl_str text = s->words[i].text;
        rl_field field = rl_word_deed(text);
        bool art = i > 0 && rl_sentence_is(s, i, "direction") && !rl_sentence_is(s, i - 1, "and") && !rl_sentence_is(s, i - 1, "The") && !rl_sentence_is(s, i - 1, "film");
        if (art || s->words[i].stop || s->words[i].inside || is_in_name(s, i)) {
            break;
        }
        if (field != RL_FIELD_NONE) {
            set.has[field] = true;
            set.first = i;
            set.count++;
        } else if (!RL_WORD_IN(text, between_deeds) && !(set.count == 0 && RL_WORD_IN(text, auxiliaries))) {
            break;
        }
    }
    set.has[RL_FIELD_WRITER] = set.has[RL_FIELD_WRITER] && !writes_songs(s, set.first);
    bool of_music = (set.has[RL_FIELD_DISTRIBUTOR] || set.has[RL_FIELD_PRODUCER]) && is_about_music(s, by);
    set.has[RL_FIELD_DISTRIBUTOR] = set.has[RL_FIELD_DISTRIBUTOR] && !of_music;
    set.has[RL_FIELD_PRODUCER] = set.has[RL_FIELD_PRODUCER] && !of_music;
    return set;
}

typedef struct credit_list {
    rl_facts *facts;
    const bool *fields; /* by field number */
    uint32_t line;
    size_t added;
} credit_list;

static void add_company(credit_list *list, rl_field field, rl_str name) {
    rl_facts_add(list->facts, field, name, RL_ORIGIN_PROSE, list->line);
    list->added++;
}

/* "It", "Also": the start of another sentence. */
static bool is_starter(rl_str name) {
    static const char *const words[] = {"It", "They", "He", "She", "Also", "After", "The", "This", "In", "Made", "When", "While", "His", "Her"};
    return RL_WORD_IN(name, words);
}

static void add_credit(credit_list *list, rl_str name, rl_str role);

/* "produced by Ann Lee for North Star Films", "Ann Lee of Coast Brothers", "Ann Lee & Bo Lind": false for one name. */
static bool add_joined(credit_list *list, rl_str name, rl_str role) {
    static const char *const marks[] = {" for ", " of ", " & "};
    for (size_t i = 0; i < sizeof marks / sizeof marks[0] && list->fields[RL_FIELD_PRODUCER]; i++) {
        size_t joint = rl_str_find(name, rl_str_of(marks[i]));
        rl_str first = rl_str_slice(name, 0, joint);
        if (joint == SIZE_MAX || (i > 0 && (rl_names_is_company(first) || rl_str_find(first, RL_STR(" ")) == SIZE_MAX))) {
            continue;
        }
        rl_str second = rl_str_slice(name, joint + strlen(marks[i]), name.length);
        bool people = i == 2 && rl_str_find(second, RL_STR(" ")) != SIZE_MAX && !rl_names_is_company(second);
        if (i == 2 && !people) {
            continue; /* "Ann Lee & Sons" */
        }
        add_credit(list, first, role);
        if (people) {
            add_credit(list, second, role);
        } else {
            add_company(list, RL_FIELD_PRODUCTION, second);
        }
        return true;
    }
    return false;
}

static void add_credit(credit_list *list, rl_str name, rl_str role) {
    if (add_joined(list, name, role)) {
        return;
    }
    if (is_starter(name) || rl_lexicon_country_of_adjective(name) != NULL || rl_lexicon_find(RL_LEXICON_COUNTRY, name) != NULL) {
        return; /* "a film by American independents" */
    }
    bool company = rl_names_is_company(name);
    static const rl_field people[] = {RL_FIELD_DIRECTOR, RL_FIELD_WRITER, RL_FIELD_PRODUCER, RL_FIELD_CAST,
                                      RL_FIELD_MUSIC, RL_FIELD_CINEMATOGRAPHY, RL_FIELD_EDITING};
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++) {
        rl_field field = people[i];
        if (list->fields[field] && !company) {
            rl_facts_person(list->facts, field, name, field == RL_FIELD_CAST ? role : RL_STR_EMPTY, RL_ORIGIN_PROSE, list->line);
            list->added++;
        }
    }
    if (company && list->fields[RL_FIELD_PRODUCER]) {
        add_company(list, RL_FIELD_PRODUCTION, name);
    }
    if (list->fields[RL_FIELD_DISTRIBUTOR]) {
        add_company(list, RL_FIELD_DISTRIBUTOR, name);
    }
}

/* "directed by A B, the film stars C D": here the sentence goes on to something else. */
static bool starts_a_clause(const rl_sentence *s, size_t i) {
    static const char *const subjects[] = {"it", "that", "which", "who", "this", "these", "they", "he", "she", "while", "where"};
    static const char *const things[] = {"film", "movie", "picture", "story", "short", "documentary", "screenplay", "production", "plot", "cast"};
    bool thing = rl_sentence_is(s, i, "the") && i + 1 < s->count && RL_WORD_IN(s->words[i + 1].text, things) && !s->words[i + 1].comma;
    return thing || RL_WORD_IN(s->words[i].text, subjects);
}

/* "the Tamil script by": what ends before index end is no name. */
static bool is_adjective(const rl_sentence *s, size_t end) {
    bool joined = end > 0 && end < s->count && !s->words[end - 1].comma && !s->words[end - 1].stop;
    return joined && rl_word_deed(s->words[end].text) != RL_FIELD_NONE && rl_sentence_is(s, end + 1, "by");
}

/* "produced by Coast Theatres, Bergen": where the company is. */
static bool is_place_of(rl_str company, rl_str name) {
    return rl_names_is_company(company) && !rl_names_is_company(name) && rl_str_find(name, RL_STR(" ")) == SIZE_MAX;
}

/* Reads at most so many names from index i; returns the index behind them. */
static size_t read_name_list(const rl_sentence *s, size_t i, size_t most, credit_list *list) {
    bool cast = list->fields[RL_FIELD_CAST];
    bool company = list->fields[RL_FIELD_PRODUCER] || list->fields[RL_FIELD_DISTRIBUTOR];
    /* "written by Lee with Tim Kissell"; "made by Lee with Tim Kissell in the title role" is another thing */
    bool only_writers = list->fields[RL_FIELD_WRITER] && !list->fields[RL_FIELD_DIRECTOR] && !list->fields[RL_FIELD_PRODUCER];
    size_t behind = i;
    rl_str last = RL_STR_EMPTY;
    for (size_t next = i, count = 0; next < s->count && count < most; count++) {
        if (next > i && starts_a_clause(s, next)) {
            break;
        }
        size_t first = rl_names_skip_intro(s, next, next == i);
        size_t end = rl_names_end_of_name(s, first, company);
        if (end == first || is_adjective(s, end) || rl_sentence_is(s, end, "by") || rl_word_is_possessive(s->words[end - 1].text)) {
            break;
        }
        rl_str name = rl_sentence_span(s, first, end), role = RL_STR_EMPTY;
        if (end < s->count && s->words[end].inside) {
            end = rl_names_skip_parenthesis(s, end, &name, first);
        }
        if (cast && rl_sentence_is(s, end, "as") && !s->words[end - 1].comma) {
            role = rl_names_role_after(s, end, &end);
        }
        if (!is_place_of(last, name)) {
            add_credit(list, name, role);
        }
        last = name;
        behind = end;
        if (!rl_names_go_on(s, end, cast || only_writers, &next)) {
            break;
        }
    }
    return behind;
}

static size_t read_names(const rl_sentence *s, size_t i, credit_list *list) { return read_name_list(s, i, SIZE_MAX, list); }

static size_t read_cast(rl_facts *facts, const rl_sentence *s, size_t first, uint32_t line) {
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[RL_FIELD_CAST] = true;
    credit_list list = {facts, fields, line, 0};
    read_names(s, first, &list);
    return list.added;
}

/* --- sentences --- */

/* From here on a sentence may speak of another work: "a remake of", "based on". */
static size_t other_work(const rl_sentence *s) {
    static const struct {
        const char *word, *next;
    } phrases[] = {{"remake", "of"}, {"sequel", "to"}, {"prequel", "to"}, {"based", "on"}, {"based", "upon"}, {"adaptation", "of"},
                   {"version", "of"}, {"inspired", "by"}, {"adapted", "from"}, {"spin-off", "of"}, {"spin-off", "from"},
                   {"parody", "of"}, {"remade", NULL}, {"dubbed", NULL}, {"followed", "by"}, {"previous", NULL}, {"reboot", "of"}, {"being", "the"}};
    for (size_t i = 0; i < s->count; i++) {
        for (size_t p = 0; p < sizeof phrases / sizeof phrases[0]; p++) {
            if (rl_sentence_is(s, i, phrases[p].word) && (phrases[p].next == NULL || rl_sentence_is(s, i + 1, phrases[p].next))) {
                return i;
            }
        }
    }
    return SIZE_MAX;
}

/* First word of "it" or "the film" right before index i, else i. */
static size_t clause_of_film(const rl_sentence *s, size_t i) {
    static const char *const things[] = {"film", "movie", "picture"};
    if (i > 0 && rl_sentence_is(s, i - 1, "it")) {
        return i - 1;
    }
    return i > 1 && RL_WORD_IN(s->words[i - 1].text, things) && rl_sentence_is(s, i - 2, "the") ? i - 2 : i;
}

/* "based on the play X and directed by Y" is this film's director; "a remake of the film X directed by Y" is not. */
static bool is_of_this_film(const rl_sentence *s, size_t group, size_t other, rl_sentence_role role) {
    if (group <= other || group == 0) {
        return true;
    }
    bool many = group + 2 < s->count && (rl_sentence_is(s, group + 1, "and") || s->words[group].comma); /* "written and directed by" */
    while (group > 1 && RL_WORD_IN(s->words[group - 1].text, auxiliaries)) {
        group--; /* "..., and was adapted and directed by" */
    }
    size_t clause = clause_of_film(s, group);
    if (clause < group && clause > 0 && (s->words[clause - 1].comma || s->words[clause - 1].stop || rl_sentence_is(s, clause - 1, "and"))) {
        return true; /* "Based on the novel X, the film was directed by" */
    }
    bool aside = rl_sentence_is(s, 1, "film") && s->words[1].comma; /* "The film, based on the novel X, was directed by" */
    bool joined = s->words[group - 1].comma || rl_sentence_is(s, group - 1, "and");
    return joined && (role == RL_SENTENCE_DEFINITION || many || aside || rl_sentence_is(s, group - 1, "and") || rl_sentence_is(s, 0, "Based"));
}

/* "A, B and C are in the lead roles", "with D in supporting roles": what must follow the names. */
static bool plays_roles(const rl_sentence *s, size_t i) {
    static const char *const verbs[] = {"star", "stars", "starred", "play", "playing", "plays", "played", "appear", "appears",
                                        "appeared", "appearing", "co-star", "co-stars", "co-starring"};
    if (i < s->count && RL_WORD_IN(s->words[i].text, verbs)) {
        return !rl_sentence_is(s, i + 1, "by"); /* "Captain Roth, played by" names a role */
    }
    if (rl_sentence_is(s, i, "are") || rl_sentence_is(s, i, "is") || rl_sentence_is(s, i, "were") || rl_sentence_is(s, i, "also")) {
        i++;
    }
    if (!rl_sentence_is(s, i, "in")) {
        return i < s->count && RL_WORD_IN(s->words[i].text, verbs);
    }
    static const char *const kinds[] = {"lead", "leading", "supporting", "main", "title", "pivotal", "important", "key", "prominent", "other"};
    size_t kind = rl_sentence_is(s, i + 1, "the") || rl_sentence_is(s, i + 1, "a") ? i + 2 : i + 1;
    return kind < s->count && RL_WORD_IN(s->words[kind].text, kinds);
}

static bool has_director(const rl_facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == RL_FIELD_DIRECTOR) {
            return true;
        }
    }
    return false;
}

static size_t read_by(rl_facts *facts, const rl_sentence *s, size_t by, size_t other, rl_sentence_role role, uint32_t line) {
    deed_set set = deeds_before(s, by);
    static const char *const many[] = {"sequels", "prequels", "remakes", "films", "movies", "shorts"}; /* "two sequels written by" */
    bool of_others = role != RL_SENTENCE_DEFINITION && set.first > 0 && RL_WORD_IN(s->words[set.first - 1].text, many);
    if (set.count == 0 || of_others || !is_of_this_film(s, set.first, other, role)) {
        return 0;
    }
    set.has[RL_FIELD_CAST] = set.has[RL_FIELD_CAST] && role != RL_SENTENCE_BODY;
    /* "two sequels directed by Y", "its place was taken by X, directed by Y" */
    set.has[RL_FIELD_DIRECTOR] = set.has[RL_FIELD_DIRECTOR] && (role == RL_SENTENCE_DEFINITION || !has_director(facts));
    credit_list list = {facts, set.has, line, 0};
    size_t names = by + 1;
    bool also_stars = (rl_sentence_is(s, names, "and") || rl_sentence_is(s, names, "&")) && names + 1 < s->count && rl_word_tells_cast(s->words[names + 1].text);
    if (!also_stars) {
        read_names(s, names, &list);
        return list.added;
    }
    /* "directed by and starring A B, C D": the first did both */
    set.has[RL_FIELD_CAST] = true;
    credit_list first = {facts, set.has, line, 0};
    read_name_list(s, names + 2, 1, &first);
    return first.added + read_cast(facts, s, names + 2, line);
}

static size_t read_cast_words(rl_facts *facts, const rl_sentence *s, size_t other, rl_sentence_role role, uint32_t line) {
    size_t added = 0;
    size_t lead = rl_names_end_of_list(s, 0);
    if (lead > 0 && !rl_sentence_is(s, 0, "The") && plays_roles(s, lead)) {
        added += read_cast(facts, s, 0, line);
    }
    for (size_t i = 0; i + 1 < s->count; i++) {
        if (s->words[i].inside) {
            continue;
        }
        if (rl_word_tells_cast(s->words[i].text) && is_of_this_film(s, i, other, role)) {
            added += read_cast(facts, s, i + 1, line);
        } else if (rl_sentence_is(s, i, "with")) {
            size_t end = rl_names_end_of_list(s, i + 1);
            if (end > i + 1 && plays_roles(s, end)) {
                added += read_cast(facts, s, i + 1, line);
            }
        }
    }
    return added;
}

/* "The 46th feature of the studio, it was directed by": the clause behind the comma is about the film. */
static bool turns_to_film(rl_str text) {
    static const char *const clauses[] = {", it was ",     ", it is ",       ", the film was ", ", the film is ", ", the film stars ",
                                          "; it was ", ", and it was ", ", and the film was "};
    for (size_t i = 0; i < sizeof clauses / sizeof clauses[0]; i++) {
        if (rl_str_find(text, rl_str_of(clauses[i])) != SIZE_MAX) {
            return true;
        }
    }
    return false;
}

/* "This version was directed by", "The Panavision film, produced by": a film by its kind, which is not another one. */
static bool starts_with_kind(rl_str text) {
    enum { WITHIN_WORDS = 4 };
    static const char *const kinds[] = {"film", "version", "movie", "picture", "short", "documentary", "comedy", "drama", "thriller"};
    static const char *const others[] = {"original", "first", "second", "third", "previous", "earlier", "other", "same", "next", "last", "later", "silent", "stage"};
    rl_str word;
    for (size_t i = 0; i < WITHIN_WORDS && rl_str_split(&text, RL_STR(" "), &word); i++) {
        bool comma = word.length > 0 && word.at[word.length - 1] == ',';
        word.length -= comma;
        if (i == 0 ? !rl_str_is(word, "The") && !rl_str_is(word, "This") : RL_WORD_IN(word, others) || word.length == 0) {
            return false;
        }
        if (i > 0 && word.at[0] >= '0' && word.at[0] <= '9') {
            return false; /* "The 1932 film" may be another */
        }
        if (i > 0 && RL_WORD_IN(word, kinds)) {
            return true;
        }
    }
    return false;
}

bool rl_article_speaks_of_film(rl_str text) {
    static const char *const starts[] = {
        "The film", "It ", "This film", "The movie", "This movie", "Directed ", "Written ", "Produced ", "Starring", "Featuring",
        "The screenplay", "The story", "The music", "The script", "Its ", "The picture", "The documentary", "The cast", "The short",
        "Co-", "The soundtrack", "The score", "Music ", "Cinematography ", "The cinematography", "The dialogue", "Based on", "The director",
        "Distributed by", "Shot ", "Filmed ", "Scripted ", "Adapted ", "The TV film", "The television film", "The feature", "The silent film", "The production", "The editing", "Edited by", "Narrated by", "Stars include", "The ensemble"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (rl_str_starts_nocase(text, rl_str_of(starts[i]))) {
            return true;
        }
    }
    return turns_to_film(text) || starts_with_kind(text);
}

/* "who wrote it with C D (credited as E F)", "Cook co-wrote the screenplay with C D". */
static size_t read_cowriters(rl_facts *facts, const rl_sentence *s, size_t other, uint32_t line) {
    enum { REACH = 6 };
    static const char *const deeds[] = {"wrote", "co-wrote", "cowrote", "co-written", "cowritten"};
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[RL_FIELD_WRITER] = true;
    credit_list list = {facts, fields, line, 0};
    for (size_t i = 1; i < s->count && i < other; i++) {
        for (size_t with = i + 1; RL_WORD_IN(s->words[i].text, deeds) && with < s->count && with <= i + REACH; with++) {
            if (s->words[with - 1].comma || s->words[with - 1].stop || rl_sentence_is(s, with, "and")) {
                break;
            }
            if (rl_sentence_is(s, with, "with")) {
                read_names(s, with + 1, &list);
                break;
            }
        }
    }
    return list.added;
}

size_t rl_article_credits(rl_facts *facts, rl_str text, rl_sentence_role role, uint32_t line) {
    rl_sentence s;
    if (!rl_sentence_split(facts->arena, text, &s)) {
        return 0;
    }
    size_t other = other_work(&s);
    bool mine = role == RL_SENTENCE_DEFINITION || rl_article_speaks_of_film(text);
    size_t added = 0;
    for (size_t i = 1; mine && i + 1 < s.count; i++) {
        if (rl_sentence_is(&s, i, "by") && !s.words[i].inside) {
            added += read_by(facts, &s, i, other, role, line);
        }
    }
    if (mine) {
        added += rl_article_sources(facts, &s, line) + read_cowriters(facts, &s, other, line);
    }
    added += rl_article_makers(facts, &s, line);
    if (role != RL_SENTENCE_BODY) {
        added += read_cast_words(facts, &s, mine ? other : 0, role, line);
    }
    return added;
}

/* "the sixth film by director A B", "the first production of the filmmaker C D": who is said to be one. */
static bool names_a_director(const rl_sentence *s, size_t i) {
    static const char *const works[] = {"film", "production", "feature", "documentary", "movie", "debut", "work", "short"};
    static const char *const makers[] = {"director", "filmmaker", "film-maker"};
    size_t maker = rl_sentence_is(s, i + 1, "the") ? i + 2 : i + 1;
    return (rl_sentence_is(s, i, "by") || rl_sentence_is(s, i, "of")) && RL_WORD_IN(s->words[i - 1].text, works) && maker < s->count &&
           RL_WORD_IN(s->words[maker].text, makers);
}

size_t rl_article_director_named(rl_facts *facts, rl_str text, uint32_t line) {
    rl_sentence s;
    if (!rl_sentence_split(facts->arena, text, &s) || !(rl_article_speaks_of_film(text) || rl_str_starts(text, RL_STR("This is ")))) {
        return 0;
    }
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[RL_FIELD_DIRECTOR] = true;
    credit_list list = {facts, fields, line, 0};
    size_t other = other_work(&s);
    for (size_t i = 1; i + 1 < s.count && i < other && list.added == 0; i++) {
        if (names_a_director(&s, i)) {
            read_names(&s, i + 1, &list);
        }
    }
    return list.added;
}

size_t rl_article_director_guess(rl_facts *facts, rl_str text, uint32_t line) {
    static const char *const nouns[] = {"film", "documentary", "movie", "drama", "comedy", "western", "melodrama", "short", "made",
                                        "created", "animated", "musical", "thriller", "adaptation"};
    rl_sentence s;
    if (!rl_sentence_split(facts->arena, text, &s)) {
        return 0;
    }
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[facts->subject == RL_SUBJECT_SERIES ? RL_FIELD_WRITER : RL_FIELD_DIRECTOR] = true; /* "a series created by" */
    credit_list list = {facts, fields, line, 0};
    size_t other = other_work(&s);
    for (size_t i = 1; i + 1 < s.count && list.added == 0; i++) {
        if (rl_sentence_is(&s, i, "by") && RL_WORD_IN(s.words[i - 1].text, nouns) && i < other) {
            read_names(&s, i + 1, &list);
        } else if (rl_sentence_is(&s, i, "of") && rl_sentence_is(&s, i - 1, "debut")) {
            read_names(&s, i + 1, &list);
        }
    }
    return list.added;
}
