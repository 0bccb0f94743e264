/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article_credits: see article_credits.h. A sentence becomes words; each "by" looks back for what
 * was done ("written and directed") and ahead for a list of names. Names are runs of capitalised
 * words, so a list ends by itself where the sentence goes on.
 */
#include "indexer/article_credits.h"

#include "common/utf8.h"

enum { MAX_WORDS = 600, INTRO_WORDS = 8, ROLE_WORDS = 8 };

typedef struct word {
    rl_str text;  /* without punctuation around it */
    bool comma;   /* a comma or semicolon follows */
    bool stop;    /* a colon, dash or full stop follows */
    bool inside;  /* in parentheses */
    bool opens;   /* a quotation mark stands before it */
} word;

typedef struct sentence {
    rl_str text;
    word *words;
    size_t count;
} sentence;

/* --- words --- */

static bool word_in(rl_str text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(list[i]))) {
            return true;
        }
    }
    return false;
}
#define WORD_IN(text, list) word_in((text), (list), sizeof(list) / sizeof((list)[0]))

static uint32_t first_code_point(rl_str text) {
    size_t offset = 0;
    return text.length == 0 ? 0 : rl_utf8_next(text, &offset);
}

/* Latin-1 and Latin Extended letters come in pairs or blocks of capitals and small ones; other
 * scripts have no case and count as names. */
static bool is_lower_code(uint32_t code) {
    if (code < 0x80) {
        return code >= 'a' && code <= 'z';
    }
    if (code >= 0xdf && code <= 0xff) {
        return true;
    }
    if (code >= 0x100 && code <= 0x17f) {
        bool odd_is_capital = (code >= 0x139 && code <= 0x148) || code >= 0x179;
        return odd_is_capital ? code % 2 == 0 : code % 2 == 1;
    }
    return (code >= 0x3ac && code <= 0x3ce) || (code >= 0x430 && code <= 0x45f);
}

static bool is_name_word(rl_str text) {
    uint32_t code = first_code_point(text);
    bool letter = (code >= 'A' && code <= 'Z') || code >= 0xc0;
    return letter && !is_lower_code(code);
}

static bool starts_digit(rl_str text) { return text.length != 0 && text.at[0] >= '0' && text.at[0] <= '9'; }

static bool is_mark(rl_str raw, size_t at, const char *mark) {
    return rl_str_starts(rl_str_slice(raw, at, raw.length), rl_str_of(mark));
}

/* Takes opening marks off; tells of parentheses and quotation marks. */
static rl_str strip_front(rl_str raw, word *out, int *depth) {
    for (;;) {
        if (raw.length != 0 && (raw.at[0] == '(' || raw.at[0] == '[')) {
            (*depth)++;
            raw = rl_str_slice(raw, 1, raw.length);
        } else if (raw.length != 0 && (raw.at[0] == '"' || raw.at[0] == '\'')) {
            out->opens = true;
            raw = rl_str_slice(raw, 1, raw.length);
        } else if (is_mark(raw, 0, "“") || is_mark(raw, 0, "‘")) {
            out->opens = true;
            raw = rl_str_slice(raw, 3, raw.length);
        } else {
            return raw;
        }
    }
}

static bool is_initial(rl_str raw) { /* "K." "Jr." "S.V." */
    static const char *const kept[] = {"Jr.", "Sr.", "St.", "Dr.", "Mr.", "Mrs.", "Ms.", "Inc.", "Ltd.", "Co.", "Bros.", "Tha.", "Pa.", "Prof."};
    return WORD_IN(raw, kept) || raw.length <= 3 || (raw.length >= 4 && raw.at[1] == '.');
}

static rl_str strip_back(rl_str raw, word *out, int *depth) {
    while (raw.length != 0) {
        char last = raw.at[raw.length - 1];
        if (last == ',' || last == ';') {
            out->comma = true;
        } else if (last == ')' || last == ']') {
            *depth -= *depth > 0;
        } else if (last == ':' || last == '!' || last == '?') {
            out->stop = true;
        } else if (last == '.') {
            if (is_initial(raw)) {
                break;
            }
            out->stop = true;
        } else if (last != '"' && last != '\'') {
            bool curly = raw.length > 3 && (is_mark(raw, raw.length - 3, "”") || is_mark(raw, raw.length - 3, "’"));
            if (!curly) {
                break;
            }
            raw.length -= 2;
        }
        raw.length--;
    }
    return raw;
}

static bool is_dash(rl_str raw) {
    return rl_str_is(raw, "-") || rl_str_is(raw, "–") || rl_str_is(raw, "—");
}

static bool split_words(rl_facts *facts, rl_str text, sentence *out) {
    *out = (sentence){text, rl_arena_array(facts->arena, MAX_WORDS, sizeof(word)), 0};
    rl_str rest = text, raw;
    int depth = 0;
    while (out->words != NULL && out->count < MAX_WORDS && rl_str_split(&rest, RL_STR(" "), &raw)) {
        word next = {0};
        if (is_dash(raw) && out->count != 0) {
            out->words[out->count - 1].stop = true;
            continue;
        }
        raw = strip_front(raw, &next, &depth);
        next.inside = depth > 0;
        next.text = strip_back(raw, &next, &depth);
        if (next.text.length != 0) {
            out->words[out->count++] = next;
        } else if (out->count != 0) {
            out->words[out->count - 1].comma |= next.comma;
            out->words[out->count - 1].stop |= next.stop;
        }
    }
    return out->words != NULL;
}

static bool is_word(const sentence *s, size_t i, const char *text) {
    return i < s->count && rl_str_equal_nocase(s->words[i].text, rl_str_of(text));
}

/* --- what a word before "by" says was done --- */

static const struct {
    const char *word;
    rl_field field;
} deeds[] = {
    {"directed", RL_FIELD_DIRECTOR}, {"co-directed", RL_FIELD_DIRECTOR}, {"helmed", RL_FIELD_DIRECTOR},
    {"direction", RL_FIELD_DIRECTOR}, {"realised", RL_FIELD_DIRECTOR}, {"realized", RL_FIELD_DIRECTOR},
    {"written", RL_FIELD_WRITER}, {"co-written", RL_FIELD_WRITER}, {"cowritten", RL_FIELD_WRITER},
    {"scripted", RL_FIELD_WRITER}, {"penned", RL_FIELD_WRITER}, {"screenplay", RL_FIELD_WRITER},
    {"script", RL_FIELD_WRITER}, {"story", RL_FIELD_WRITER}, {"dialogue", RL_FIELD_WRITER},
    {"dialogues", RL_FIELD_WRITER}, {"teleplay", RL_FIELD_WRITER}, {"adapted", RL_FIELD_WRITER},
    {"produced", RL_FIELD_PRODUCER}, {"co-produced", RL_FIELD_PRODUCER}, {"bankrolled", RL_FIELD_PRODUCER},
    {"edited", RL_FIELD_EDITING}, {"co-edited", RL_FIELD_EDITING}, {"editing", RL_FIELD_EDITING},
    {"photographed", RL_FIELD_CINEMATOGRAPHY}, {"lensed", RL_FIELD_CINEMATOGRAPHY}, {"shot", RL_FIELD_CINEMATOGRAPHY},
    {"cinematography", RL_FIELD_CINEMATOGRAPHY}, {"photography", RL_FIELD_CINEMATOGRAPHY},
    {"composed", RL_FIELD_MUSIC}, {"scored", RL_FIELD_MUSIC}, {"co-scored", RL_FIELD_MUSIC},
    {"music", RL_FIELD_MUSIC}, {"score", RL_FIELD_MUSIC},
    {"narrated", RL_FIELD_CAST}, {"starring", RL_FIELD_CAST}, {"voiced", RL_FIELD_CAST},
    {"distributed", RL_FIELD_DISTRIBUTOR}, {"released", RL_FIELD_DISTRIBUTOR},
};

static const char *const cast_words[] = {"starring", "stars", "starred", "star", "co-starring", "co-stars", "costarring",
                                         "featuring", "features", "featured"};
static const char *const between_deeds[] = {"and", "&", "or", "jointly", "solely", "also", "mainly", "theatrically",
                                            "together", "entirely", "domestically", "internationally", "primarily", "both"};
static const char *const auxiliaries[] = {"is", "was", "were", "are", "has", "been", "had"};

static rl_field deed_of(rl_str text) {
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(deeds[i].word))) {
            return deeds[i].field;
        }
    }
    return RL_FIELD_NONE;
}

typedef struct deed_set {
    bool has[RL_FIELD_NUMBER_END];
    size_t first; /* index of the first word of the group */
    size_t count;
} deed_set;

/* Walks back from the word "by" at index by over "written, produced and directed". */
static deed_set deeds_before(const sentence *s, size_t by) {
    deed_set set = {.first = by};
    for (size_t i = by; i-- > 0;) {
        rl_str text = s->words[i].text;
        rl_field field = deed_of(text);
        bool art = i > 0 && is_word(s, i, "direction") && !is_word(s, i - 1, "and") && !is_word(s, i - 1, "The") && !is_word(s, i - 1, "film");
        if (art || s->words[i].stop || s->words[i].inside) {
            break;
        }
        if (field != RL_FIELD_NONE) {
            set.has[field] = true;
            set.first = i;
            set.count++;
        } else if (!WORD_IN(text, between_deeds) && !(set.count == 0 && WORD_IN(text, auxiliaries))) {
            break;
        }
    }
    return set;
}

/* --- names --- */

static const char *const particles[] = {"de", "del", "della", "dell'", "di", "da", "dos", "das", "do", "du", "des", "van", "von", "der",
                                        "den", "ter", "ten", "la", "le", "el", "al", "bin", "ibn", "af", "av", "y", "zu", "zur",
                                        "delle", "degli", "dei", "lo", "los", "las", "vom", "ul", "e", "i", "of", "the", "for"};
static const char *const occupations[] = {
    "director", "directors", "filmmaker", "filmmakers", "film-maker", "actor", "actors", "actress", "actresses", "duo",
    "newcomer", "newcomers", "debutant", "debutante", "debutants", "debutantes", "star", "stars", "superstar", "comedian", "comedians",
    "brothers", "sisters", "siblings", "producer", "producers", "writer", "writers", "screenwriter", "screenwriters", "personalities",
    "personality", "singer", "singers", "rapper", "team", "winner", "winners", "nominee", "nominees", "veteran", "veterans", "author",
    "novelist", "playwright", "dramatist", "composer", "composers", "cinematographer", "editor", "musician", "wrestler", "model",
    "group", "couple", "cast", "include", "includes", "including", "consisting", "voices", "voice", "talents", "talent", "artist",
    "host", "presenter", "survivor", "journalist", "photographer", "partner", "legend", "icon", "auteur", "helmer", "wife", "husband", "son", "brother",
    "himself", "herself", "debutante", "creator", "youtuber", "dancer", "critic", "poet", "animator", "animators", "twins", "company",
    "studio", "label", "distributor", "banner", "lead", "being", "scenarist", "pair", "maker", "child"};

/* Words that end whatever stood before them: what was done, or how a sentence goes on. */
static bool ends_intro(const sentence *s, size_t i) {
    rl_str text = s->words[i].text;
    bool acts = WORD_IN(text, cast_words) && !is_word(s, i, "star") && !is_word(s, i, "stars");
    return s->words[i].inside || is_word(s, i, "by") || acts || deed_of(text) != RL_FIELD_NONE;
}

static bool is_occupation(const sentence *s, size_t i) {
    return WORD_IN(s->words[i].text, occupations) && !is_name_word(s->words[i].text);
}

/* "cancer survivor A B": a few words that tell who somebody is, then the name. */
static size_t skip_description(const sentence *s, size_t i) {
    static const char *const others[] = {"a", "an", "the", "and", "in", "on", "at", "of", "for", "to", "his", "her", "their", "its", "with",
                                         "many", "various", "several", "two", "three", "both", "who", "which", "as", "from", "he", "she", "they",
                                         "it", "one", "some", "local", "means", "other", "others", "another", "this", "that", "these"};
    for (size_t k = i; k < s->count && k < i + 4; k++) {
        if (is_name_word(s->words[k].text)) {
            return k;
        }
        if (ends_intro(s, k) || WORD_IN(s->words[k].text, others) || s->words[k].comma || s->words[k].stop || starts_digit(s->words[k].text)) {
            break;
        }
    }
    return i;
}

/* "the Bengali film director", "the voices of": words that may stand inside an introduction. */
static bool goes_on_introducing(const sentence *s, size_t i, bool named) {
    static const char *const fillers[] = {"film", "television", "TV", "documentary", "stage", "comedy", "pop", "rock", "music", "the", "art"};
    if (is_word(s, i, "and") || is_word(s, i, "of")) {
        return is_occupation(s, i - 1);
    }
    return is_name_word(s->words[i].text) || is_occupation(s, i) || !named || WORD_IN(s->words[i].text, fillers);
}

/* Where a name starts at or after i, once "the Bengali film director", "newcomers" and the like are passed. */
static size_t skip_intro(const sentence *s, size_t i, bool first_of_list) {
    size_t start = i;
    bool named = false;
    for (size_t k = i; k < s->count && k < i + INTRO_WORDS; k++) {
        if (ends_intro(s, k) || (k > i && !goes_on_introducing(s, k, named)) || (k == i && WORD_IN(s->words[k].text, cast_words))) {
            break;
        }
        named = named || is_name_word(s->words[k].text);
        bool told = is_occupation(s, k) || (is_word(s, k, "of") && k > i);
        if (told && k + 1 < s->count && (is_name_word(s->words[k + 1].text) || s->words[k + 1].opens)) {
            start = k + 1;
        }
        if ((s->words[k].comma && !(is_occupation(s, k) && k + 1 < s->count && is_occupation(s, k + 1))) || s->words[k].stop) {
            break;
        }
    }
    if (start == i && is_word(s, i, "the") && i + 1 < s->count && is_name_word(s->words[i + 1].text)) {
        start = i + 1;
    }
    return start == i && first_of_list ? skip_description(s, i) : start;
}

static bool is_suffix(rl_str text) {
    static const char *const suffixes[] = {"Jr.", "Jr", "Sr.", "Sr", "II", "III"};
    return WORD_IN(text, suffixes);
}

static bool ends_possessive(rl_str text) {
    return rl_str_ends(text, RL_STR("'s")) || rl_str_ends(text, RL_STR("’s")) || rl_str_ends(text, RL_STR("s'"));
}

/* "Produced and Screenplay by", "Starring": capitals do not make these names. */
static bool is_deed_word(const sentence *s, size_t i) {
    rl_str text = s->words[i].text;
    bool participle = rl_str_ends(text, RL_STR("ed")) || rl_str_ends(text, RL_STR("ten")) || is_word(s, i, "Screenplay");
    return is_word(s, i, "Starring") || is_word(s, i, "Featuring") || (participle && deed_of(text) != RL_FIELD_NONE);
}

/* Index behind the name that starts at i, i when none does. */
static size_t name_end(const sentence *s, size_t i, bool company) {
    size_t end = i;
    while (end < s->count && !s->words[end].inside) {
        rl_str text = s->words[end].text;
        bool particle = WORD_IN(text, particles) && end + 1 < s->count && is_name_word(s->words[end + 1].text) &&
                        !s->words[end].comma && (end > i || !(is_word(s, end, "the") || is_word(s, end, "of") || is_word(s, end, "for")));
        bool ampersand = company && is_word(s, end, "&") && end > i;
        if (end + 1 < s->count && is_deed_word(s, end)) {
            break;
        }
        if (!is_name_word(text) && !particle && !ampersand && !(company && starts_digit(text)) && !(s->words[end].opens && end > i)) {
            break;
        }
        end++;
        bool suffix = s->words[end - 1].comma && end < s->count && is_suffix(s->words[end].text);
        if ((s->words[end - 1].comma && !suffix) || s->words[end - 1].stop || ends_possessive(text)) {
            break;
        }
    }
    return end;
}

/* The text of words [first, last), with the marks between them. */
static rl_str span(const sentence *s, size_t first, size_t last) {
    const char *start = s->words[first].text.at;
    const char *end = s->words[last - 1].text.at + s->words[last - 1].text.length;
    if (s->words[first].opens && start > s->text.at) {
        start -= (unsigned char)start[-1] >= 0x80 ? 3 : 1;
    }
    return (rl_str){start, (size_t)(end - start)};
}

static bool is_company(rl_str name) {
    static const char *const words[] = {
        "Films", "Film", "Productions", "Production", "Pictures", "Picture", "Studios", "Studio", "Entertainment", "Entertainments",
        "Company", "Media", "Movies", "Cinema", "Cinemas", "Creations", "Corporation", "Corp", "Inc.", "Inc", "Ltd.", "Ltd", "GmbH",
        "Television", "TV", "Movietone", "Arts", "International", "Releasing", "Distribution", "Distributors", "Toho", "Nikkatsu",
        "Shochiku", "Toei", "Daiei", "BBC", "HBO", "MGM", "Paramount", "Universal", "Columbia", "Gaumont", "Pathé", "UFA", "Netflix",
        "Lionsgate", "Disney", "Pixar", "Fox", "Miramax", "Combines", "Group", "Works", "Animation", "Theatre", "Theatres", "Cinematic",
        "Filmworks", "Network", "Channel", "Board", "Bros.", "Bros", "Banner", "Enterprises", "Associates", "Talkies", "Music", "Records",
        "Metro-Goldwyn-Mayer", "RKO", "Mosfilm", "Lenfilm", "Artists", "Partners", "Limited", "LLC", "Filmproduktion", "Filmes", "Video"};
    rl_str rest = name, part;
    while (rl_str_split(&rest, RL_STR(" "), &part)) {
        if (WORD_IN(part, words)) {
            return true;
        }
    }
    return false;
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

static void add_credit(credit_list *list, rl_str name, rl_str role) {
    bool company = is_company(name);
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

/* The role behind "as" at index i: capitalised words up to a comma or "and"; *end is behind it. */
static rl_str role_after(const sentence *s, size_t as, size_t *end) {
    size_t first = as + 1;
    size_t last = first;
    while (last < s->count && last < first + ROLE_WORDS && !s->words[last].inside) {
        if (is_word(s, last, "and") || is_word(s, last, "who") || is_word(s, last, "in") || is_word(s, last, "opposite")) {
            break;
        }
        last++;
        if (s->words[last - 1].comma || s->words[last - 1].stop) {
            break;
        }
    }
    *end = last;
    bool named = last > first && (is_name_word(s->words[first].text) || is_word(s, first, "the"));
    bool title_role = is_word(s, first, "the") && (is_word(s, first + 1, "title") || is_word(s, first + 1, "main") || is_word(s, first + 1, "lead"));
    return named && !title_role ? span(s, first, last) : RL_STR_EMPTY;
}

/* Behind a remark in parentheses; the credited name in it is kept with the name. */
static size_t skip_parenthesis(const sentence *s, size_t i, rl_str *name, size_t first) {
    size_t end = i;
    while (end < s->count && s->words[end].inside) {
        end++;
    }
    if (end > i && (is_word(s, i, "credited") || is_word(s, i, "as"))) {
        *name = span(s, first, end);
        name->length += name->at + name->length < s->text.at + s->text.length && name->at[name->length] == ')';
    }
    return end;
}

/* Whether a list goes on behind word end - 1, and where. */
static bool list_goes_on(const sentence *s, size_t end, bool cast, size_t *next) {
    if (end == 0 || end >= s->count || s->words[end - 1].stop) {
        return false;
    }
    bool separated = s->words[end - 1].comma;
    *next = end;
    if (is_word(s, end, "and") || is_word(s, end, "&") || is_word(s, end, "/") || (cast && is_word(s, end, "with"))) {
        separated = true;
        *next = end + 1;
    }
    return separated && *next < s->count;
}

/* Reads names from index i; returns the index behind them. */
static size_t read_names(const sentence *s, size_t i, credit_list *list) {
    bool cast = list->fields[RL_FIELD_CAST];
    bool company = list->fields[RL_FIELD_PRODUCER] || list->fields[RL_FIELD_DISTRIBUTOR];
    size_t behind = i;
    for (size_t next = i; next < s->count;) {
        size_t first = skip_intro(s, next, next == i);
        size_t end = name_end(s, first, company);
        if (end == first || is_word(s, end, "by") || ends_possessive(s->words[end - 1].text)) {
            break;
        }
        rl_str name = span(s, first, end), role = RL_STR_EMPTY;
        if (end < s->count && s->words[end].inside) {
            end = skip_parenthesis(s, end, &name, first);
        }
        if (cast && is_word(s, end, "as") && !s->words[end - 1].comma) {
            role = role_after(s, end, &end);
        }
        add_credit(list, name, role);
        behind = end;
        if (!list_goes_on(s, end, cast, &next)) {
            break;
        }
    }
    return behind;
}

/* --- sentences --- */

/* From here on a sentence may speak of another work: "a remake of", "based on". */
static size_t other_work(const sentence *s) {
    static const struct {
        const char *word, *next;
    } phrases[] = {{"remake", "of"}, {"sequel", "to"}, {"prequel", "to"}, {"based", "on"}, {"based", "upon"}, {"adaptation", "of"},
                   {"version", "of"}, {"inspired", "by"}, {"adapted", "from"}, {"spin-off", "of"}, {"spin-off", "from"},
                   {"parody", "of"}, {"remade", NULL}, {"dubbed", NULL}, {"followed", "by"}, {"previous", NULL}, {"reboot", "of"}};
    for (size_t i = 0; i < s->count; i++) {
        for (size_t p = 0; p < sizeof phrases / sizeof phrases[0]; p++) {
            if (is_word(s, i, phrases[p].word) && (phrases[p].next == NULL || is_word(s, i + 1, phrases[p].next))) {
                return i;
            }
        }
    }
    return SIZE_MAX;
}

/* "based on the play X and directed by Y" is this film's director; "a remake of the film X directed by Y" is not. */
static bool is_of_this_film(const sentence *s, size_t group, size_t other, rl_sentence_role role) {
    if (group <= other || group == 0) {
        return true;
    }
    bool joined = s->words[group - 1].comma || is_word(s, group - 1, "and");
    return joined && (role == RL_SENTENCE_DEFINITION || is_word(s, group - 1, "and") || is_word(s, 0, "Based"));
}

/* "A, B and C are in the lead roles", "with D in supporting roles": what must follow the names. */
static bool plays_roles(const sentence *s, size_t i) {
    static const char *const verbs[] = {"star", "stars", "starred", "play", "playing", "plays", "played", "appear", "appears",
                                        "appeared", "appearing", "co-star", "co-stars", "co-starring"};
    if (i < s->count && WORD_IN(s->words[i].text, verbs)) {
        return true;
    }
    if (is_word(s, i, "are") || is_word(s, i, "is") || is_word(s, i, "were") || is_word(s, i, "also")) {
        i++;
    }
    if (!is_word(s, i, "in")) {
        return i < s->count && WORD_IN(s->words[i].text, verbs);
    }
    static const char *const kinds[] = {"lead", "leading", "supporting", "main", "title", "pivotal", "important", "key", "prominent", "other"};
    size_t kind = is_word(s, i + 1, "the") || is_word(s, i + 1, "a") ? i + 2 : i + 1;
    return kind < s->count && WORD_IN(s->words[kind].text, kinds);
}

static bool has_director(const rl_facts *facts) {
    for (size_t i = 0; i < facts->count; i++) {
        if (facts->items[i].field == RL_FIELD_DIRECTOR) {
            return true;
        }
    }
    return false;
}

static size_t read_by(rl_facts *facts, const sentence *s, size_t by, size_t other, rl_sentence_role role, uint32_t line) {
    deed_set set = deeds_before(s, by);
    if (set.count == 0 || !is_of_this_film(s, set.first, other, role)) {
        return 0;
    }
    set.has[RL_FIELD_CAST] = set.has[RL_FIELD_CAST] && role != RL_SENTENCE_BODY;
    /* "two sequels directed by Y", "its place was taken by X, directed by Y" */
    set.has[RL_FIELD_DIRECTOR] = set.has[RL_FIELD_DIRECTOR] && (role == RL_SENTENCE_DEFINITION || !has_director(facts));
    credit_list list = {facts, set.has, line, 0};
    size_t names = by + 1;
    bool also_stars = (is_word(s, names, "and") || is_word(s, names, "&")) && names + 1 < s->count && WORD_IN(s->words[names + 1].text, cast_words);
    if (also_stars) { /* "directed by and starring A B" */
        set.has[RL_FIELD_CAST] = true;
        names += 2;
    }
    read_names(s, names, &list);
    return list.added;
}

static size_t read_cast(rl_facts *facts, const sentence *s, size_t first, uint32_t line) {
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[RL_FIELD_CAST] = true;
    credit_list list = {facts, fields, line, 0};
    read_names(s, first, &list);
    return list.added;
}

/* Looks ahead without adding anything: where a list of names that starts at i ends. */
static size_t names_end(const sentence *s, size_t i) {
    size_t behind = i;
    for (size_t next = i; next < s->count;) {
        size_t end = name_end(s, next, false);
        if (end == next) {
            break;
        }
        behind = end;
        if (!list_goes_on(s, end, false, &next)) {
            break;
        }
    }
    return behind;
}

static size_t read_cast_words(rl_facts *facts, const sentence *s, size_t other, rl_sentence_role role, uint32_t line) {
    size_t added = 0;
    size_t lead = names_end(s, 0);
    if (lead > 0 && !is_word(s, 0, "The") && plays_roles(s, lead)) {
        added += read_cast(facts, s, 0, line);
    }
    for (size_t i = 0; i + 1 < s->count; i++) {
        if (s->words[i].inside) {
            continue;
        }
        if (WORD_IN(s->words[i].text, cast_words) && is_of_this_film(s, i, other, role)) {
            added += read_cast(facts, s, i + 1, line);
        } else if (is_word(s, i, "with")) {
            size_t end = names_end(s, i + 1);
            if (end > i + 1 && plays_roles(s, end)) {
                added += read_cast(facts, s, i + 1, line);
            }
        }
    }
    return added;
}

bool rl_article_speaks_of_film(rl_str text) {
    static const char *const starts[] = {
        "The film", "It ", "This film", "The movie", "This movie", "Directed ", "Written ", "Produced ", "Starring", "Featuring",
        "The screenplay", "The story", "The music", "The script", "Its ", "The picture", "The documentary", "The cast", "The short",
        "Co-", "The soundtrack", "The score", "Music ", "Cinematography ", "The cinematography", "The dialogue", "Based on", "The director",
        "Distributed by", "Shot ", "The TV film", "The television film", "The feature", "The silent film", "The production", "The editing", "Edited by", "Narrated by", "Stars include", "The ensemble"};
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        if (rl_str_starts_nocase(text, rl_str_of(starts[i]))) {
            return true;
        }
    }
    return false;
}

size_t rl_article_credits(rl_facts *facts, rl_str text, rl_sentence_role role, uint32_t line) {
    sentence s;
    if (!split_words(facts, text, &s)) {
        return 0;
    }
    size_t other = other_work(&s);
    bool mine = role == RL_SENTENCE_DEFINITION || rl_article_speaks_of_film(text);
    size_t added = 0;
    for (size_t i = 1; mine && i + 1 < s.count; i++) {
        if (is_word(&s, i, "by") && !s.words[i].inside) {
            added += read_by(facts, &s, i, other, role, line);
        }
    }
    if (role != RL_SENTENCE_BODY) {
        added += read_cast_words(facts, &s, mine ? other : 0, role, line);
    }
    return added;
}

size_t rl_article_director_guess(rl_facts *facts, rl_str text, uint32_t line) {
    static const char *const nouns[] = {"film", "documentary", "movie", "drama", "comedy", "western", "melodrama", "short", "made",
                                        "created", "animated", "musical", "thriller", "adaptation"};
    sentence s;
    if (!split_words(facts, text, &s)) {
        return 0;
    }
    bool fields[RL_FIELD_NUMBER_END] = {false};
    fields[RL_FIELD_DIRECTOR] = true;
    credit_list list = {facts, fields, line, 0};
    size_t other = other_work(&s);
    for (size_t i = 1; i + 1 < s.count && list.added == 0; i++) {
        if (is_word(&s, i, "by") && WORD_IN(s.words[i - 1].text, nouns) && i < other) {
            read_names(&s, i + 1, &list);
        } else if (is_word(&s, i, "of") && is_word(&s, i - 1, "debut")) {
            read_names(&s, i + 1, &list);
        }
    }
    return list.added;
}

static bool is_person_field(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    return row != NULL && row->kind == RL_KIND_NAME && field != RL_FIELD_CHARACTER;
}

static bool is_surname_of(rl_str name, rl_str full) {
    size_t start = full.length > name.length ? full.length - name.length : 0;
    return start != 0 && full.at[start - 1] == ' ' && rl_str_ends(full, name);
}

/* The one full name a surname stands for; empty when there is none, several, or the word is a name
 * of its own in a list. */
static rl_str full_name(const rl_facts *facts, rl_str name) {
    rl_str found = RL_STR_EMPTY;
    for (size_t i = 0; i < facts->count; i++) {
        const rl_fact *fact = &facts->items[i];
        if (!is_person_field(fact->field)) {
            continue;
        }
        if (fact->origin > RL_ORIGIN_PROSE && rl_str_equal(fact->value, name)) {
            return RL_STR_EMPTY;
        }
        if (is_surname_of(name, fact->value)) {
            if (found.length != 0 && !rl_str_equal(found, fact->value)) {
                return RL_STR_EMPTY;
            }
            found = fact->value;
        }
    }
    return found;
}

enum { MAX_SURNAMES = 100 };

void rl_article_complete_surnames(rl_facts *facts) {
    size_t seen = 0;
    for (size_t i = 0; i < facts->count && seen < MAX_SURNAMES; i++) {
        rl_fact *fact = &facts->items[i];
        if (!is_person_field(fact->field) || fact->origin > RL_ORIGIN_PROSE || rl_str_find(fact->value, RL_STR(" ")) != SIZE_MAX) {
            continue;
        }
        seen++;
        rl_str full = full_name(facts, fact->value);
        fact->value = full.length != 0 ? full : fact->value;
    }
}
