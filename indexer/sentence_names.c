/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sentence_names: see sentence_names.h.
 */
#include "indexer/sentence_names.h"

enum { INTRO_WORDS = 8, ROLE_WORDS = 8 };

static bool starts_digit(rl_str text) { return text.length != 0 && text.at[0] >= '0' && text.at[0] <= '9'; }

static const char *const particles[] = {"de", "del", "della", "dell'", "di", "da", "dos", "das", "do", "du", "des", "van", "von", "der",
                                        "den", "ter", "ten", "la", "le", "el", "al", "bin", "ibn", "af", "av", "y", "zu", "zur",
                                        "delas", "dela", "delle", "degli", "dei", "lo", "los", "las", "vom", "ul", "e", "i", "of", "the", "for"};
static const char *const occupations[] = {
    "director", "directors", "filmmaker", "filmmakers", "film-maker", "moviemaker", "movie-maker", "actor", "actors", "actress", "actresses", "duo",
    "newcomer", "newcomers", "debutant", "debutante", "debutants", "debutantes", "star", "stars", "superstar", "comedian", "comedians",
    "brothers", "sisters", "siblings", "producer", "producers", "writer", "writers", "screenwriter", "screenwriters", "personalities",
    "personality", "singer", "singers", "rapper", "team", "winner", "winners", "nominee", "nominees", "veteran", "veterans", "author",
    "novelist", "playwright", "dramatist", "composer", "composers", "cinematographer", "editor", "musician", "wrestler", "model",
    "group", "couple", "cast", "include", "includes", "including", "consisting", "voices", "voice", "talents", "talent", "artist",
    "host", "presenter", "survivor", "journalist", "photographer", "partner", "legend", "icon", "auteur", "helmer", "wife", "husband", "son", "brother",
    "himself", "herself", "debutante", "creator", "youtuber", "dancer", "critic", "poet", "animator", "animators", "twins", "company",
    "studio", "label", "distributor", "banner", "lead", "being", "scenarist", "pair", "narrator", "entrepreneur", "businessman", "businesswoman", "industrialist", "maker", "child", "native"};

/* Words that end whatever stood before them: what was done, or how a sentence goes on. */
static bool ends_intro(const rl_sentence *s, size_t i) {
    rl_str text = s->words[i].text;
    bool acts = rl_word_tells_cast(text) && !rl_sentence_is(s, i, "star") && !rl_sentence_is(s, i, "stars");
    return s->words[i].inside || rl_sentence_is(s, i, "by") || acts || rl_word_deed(text) != RL_FIELD_NONE;
}

static bool is_occupation(const rl_sentence *s, size_t i) {
    rl_str text = s->words[i].text;
    bool from = rl_str_ends(text, RL_STR("-based")) || rl_str_ends(text, RL_STR("-born"));
    return from || (RL_WORD_IN(text, occupations) && !rl_word_is_name(text));
}

/* "cancer survivor A B": a few words that tell who somebody is, then the name. */
static size_t skip_description(const rl_sentence *s, size_t i) {
    static const char *const others[] = {"a", "an", "the", "and", "in", "on", "at", "of", "for", "to", "his", "her", "their", "its", "with",
                                         "many", "various", "several", "two", "three", "both", "who", "which", "as", "from", "he", "she", "they",
                                         "it", "one", "some", "local", "means", "other", "others", "another", "this", "that", "these"};
    for (size_t k = i; k < s->count && k < i + 4; k++) {
        if (rl_word_is_name(s->words[k].text)) {
            return k;
        }
        if (ends_intro(s, k) || RL_WORD_IN(s->words[k].text, others) || s->words[k].comma || s->words[k].stop || starts_digit(s->words[k].text)) {
            break;
        }
    }
    return i;
}

/* "the Bengali film director", "the voices of": words that may stand inside an introduction. */
static bool goes_on_introducing(const rl_sentence *s, size_t i, bool named) {
    static const char *const fillers[] = {"film", "television", "TV", "documentary", "stage", "comedy", "pop", "rock", "music", "the", "art", "independent", "indie"};
    if (rl_sentence_is(s, i, "and") || rl_sentence_is(s, i, "of")) {
        return is_occupation(s, i - 1);
    }
    return rl_word_is_name(s->words[i].text) || is_occupation(s, i) || !named || RL_WORD_IN(s->words[i].text, fillers);
}

size_t rl_names_skip_intro(const rl_sentence *s, size_t i, bool first_of_list) {
    size_t start = i;
    bool named = false;
    for (size_t k = i; k < s->count && k < i + INTRO_WORDS; k++) {
        if (ends_intro(s, k) || (k > i && !goes_on_introducing(s, k, named)) || (k == i && rl_word_tells_cast(s->words[k].text))) {
            break;
        }
        named = named || rl_word_is_name(s->words[k].text);
        bool told = is_occupation(s, k) || (rl_sentence_is(s, k, "of") && k > i);
        if (told && k + 1 < s->count && (rl_word_is_name(s->words[k + 1].text) || s->words[k + 1].opens)) {
            start = k + 1;
        }
        if ((s->words[k].comma && !(is_occupation(s, k) && k + 1 < s->count && is_occupation(s, k + 1))) || s->words[k].stop) {
            break;
        }
    }
    if (start == i && rl_sentence_is(s, i, "the") && i + 1 < s->count && rl_word_is_name(s->words[i + 1].text)) {
        start = i + 1;
    }
    return start == i && first_of_list ? skip_description(s, i) : start;
}

static bool is_suffix(rl_str text) {
    static const char *const suffixes[] = {"Jr.", "Jr", "Sr.", "Sr", "II", "III"};
    return RL_WORD_IN(text, suffixes);
}

/* "Produced and Screenplay by", "Starring": capitals do not make these names. */
static bool is_deed_word(const rl_sentence *s, size_t i) {
    rl_str text = s->words[i].text;
    bool participle = rl_str_ends(text, RL_STR("ed")) || rl_str_ends(text, RL_STR("ten")) || rl_sentence_is(s, i, "Screenplay");
    return rl_sentence_is(s, i, "Starring") || rl_sentence_is(s, i, "Featuring") || (participle && rl_word_deed(text) != RL_FIELD_NONE);
}

/* "van der Berg", "de la Cruz": a particle, perhaps another, then a name. "for" and "of" are a company's. */
static bool is_particle(const rl_sentence *s, size_t i, bool first, bool company) {
    bool joint = rl_sentence_is(s, i, "the") || rl_sentence_is(s, i, "of") || rl_sentence_is(s, i, "for");
    if (!RL_WORD_IN(s->words[i].text, particles) || s->words[i].comma || (joint && first) || (rl_sentence_is(s, i, "for") && !company)) {
        return false;
    }
    bool joined = rl_sentence_is(s, i + 1, "the") || rl_sentence_is(s, i + 1, "of") || rl_sentence_is(s, i + 1, "for");
    bool two = !joint && !joined && i + 1 < s->count && RL_WORD_IN(s->words[i + 1].text, particles) && !s->words[i + 1].comma;
    size_t name = two ? i + 2 : i + 1;
    return name < s->count && rl_word_is_name(s->words[name].text);
}

bool rl_names_is_company(rl_str name) {
    static const char *const words[] = {
        "Films", "Film", "Productions", "Production", "Pictures", "Picture", "Studios", "Studio", "Entertainment", "Entertainments",
        "Company", "Media", "Movies", "Cinema", "Cinemas", "Creations", "Corporation", "Corp", "Inc.", "Inc", "Ltd.", "Ltd", "GmbH",
        "Television", "TV", "Movietone", "Arts", "International", "Releasing", "Distribution", "Distributors", "Toho", "Nikkatsu",
        "Shochiku", "Toei", "Daiei", "BBC", "HBO", "MGM", "Paramount", "Universal", "Columbia", "Gaumont", "Pathé", "UFA", "Netflix",
        "Lionsgate", "Pixar", "Miramax", "20th", "Combines", "Group", "Works", "Animation", "Theatre", "Theatres", "Cinematic",
        "Filmworks", "Network", "Channel", "Board", "Bros.", "Bros", "Banner", "Enterprises", "Associates", "Talkies", "Music", "Records",
        "Metro-Goldwyn-Mayer", "RKO", "Mosfilm", "Lenfilm", "Artists", "Partners", "Limited", "LLC", "Filmproduktion", "Filmes", "Video"};
    rl_str rest = name, part;
    while (rl_str_split(&rest, RL_STR(" "), &part)) {
        if (RL_WORD_IN(part, words)) {
            return true;
        }
    }
    return false;
}

/* "North Star, Inc.", "Lee and Company": a company's name goes on behind a comma or "and". */
static bool is_company_end(const rl_sentence *s, size_t i) {
    static const char *const ends[] = {"Inc.", "Inc", "Ltd.", "Ltd", "LLC", "Co.", "GmbH", "S.A."};
    static const char *const joined[] = {"Company", "Co.", "Sons", "Associates"};
    bool behind = i > 0 && s->words[i - 1].comma && i < s->count && RL_WORD_IN(s->words[i].text, ends);
    return behind || (rl_sentence_is(s, i, "and") && i + 1 < s->count && RL_WORD_IN(s->words[i + 1].text, joined));
}

/* "directed by Torkel lind, starring": a surname in small letters, which a comma and the next deed end. */
static bool is_small_surname(const rl_sentence *s, size_t i) {
    static const char *const others[] = {"himself", "herself", "themselves", "alone", "again", "too", "alike", "together", "later", "alongside"};
    return i + 1 < s->count && s->words[i].comma && !rl_word_is_name(s->words[i].text) && !starts_digit(s->words[i].text) &&
           !RL_WORD_IN(s->words[i].text, others) && !rl_str_ends(s->words[i].text, RL_STR("ly")) && rl_word_deed(s->words[i].text) == RL_FIELD_NONE &&
           (rl_word_tells_cast(s->words[i + 1].text) || rl_word_deed(s->words[i + 1].text) != RL_FIELD_NONE);
}

size_t rl_names_end_of_name(const rl_sentence *s, size_t i, bool company) {
    size_t end = i;
    while (end < s->count && !s->words[end].inside) {
        rl_str text = s->words[end].text;
        bool particle = is_particle(s, end, end == i, company);
        bool tail = company && end > i && is_company_end(s, end);
        bool ampersand = company && end > i && (tail || rl_sentence_is(s, end, "&"));
        if (end + 1 < s->count && is_deed_word(s, end)) {
            break;
        }
        if (!rl_word_is_name(text) && !particle && !ampersand && !(company && starts_digit(text)) && !(s->words[end].opens && end > i)) {
            break;
        }
        end++;
        bool suffix = s->words[end - 1].comma && end < s->count && (is_suffix(s->words[end].text) || (company && is_company_end(s, end)));
        bool junior = end > i + 1 && is_suffix(text); /* "Karl Moe Jr. The film": its full stop may end the sentence */
        if (junior || (s->words[end - 1].comma && !suffix) || s->words[end - 1].stop || rl_word_is_possessive(text)) {
            break;
        }
    }
    static const char *const openers[] = {"The", "It", "This"}; /* "by A. Ton [4] The film is": the full stop was lost */
    while (!company && end > i + 1 && RL_WORD_IN(s->words[end - 1].text, openers) && rl_word_is_name(s->words[end - 1].text)) {
        end--;
    }
    bool single = end == i + 1 && !s->words[i].comma && !s->words[i].stop && rl_word_is_name(s->words[i].text);
    return single && is_small_surname(s, end) ? end + 1 : end;
}

rl_str rl_names_role_after(const rl_sentence *s, size_t as, size_t *end) {
    size_t first = as + 1;
    size_t last = first;
    while (last < s->count && last < first + ROLE_WORDS && !s->words[last].inside) {
        if (rl_sentence_is(s, last, "and") || rl_sentence_is(s, last, "who") || rl_sentence_is(s, last, "in") || rl_sentence_is(s, last, "opposite")) {
            break;
        }
        last++;
        if (s->words[last - 1].comma || s->words[last - 1].stop) {
            break;
        }
    }
    *end = last;
    bool named = last > first && (rl_word_is_name(s->words[first].text) || rl_sentence_is(s, first, "the"));
    static const char *const places[] = {"title", "titular", "main", "lead", "only", "sole"}; /* "as the title character", "as the only cast member" */
    bool title_role = rl_sentence_is(s, first, "the") && first + 1 < s->count && RL_WORD_IN(s->words[first + 1].text, places);
    return named && !title_role ? rl_sentence_span(s, first, last) : RL_STR_EMPTY;
}

size_t rl_names_skip_parenthesis(const rl_sentence *s, size_t i, rl_str *name, size_t first) {
    size_t end = i;
    while (end < s->count && s->words[end].inside) {
        end++;
    }
    if (end > i && (rl_sentence_is(s, i, "credited") || rl_sentence_is(s, i, "as"))) {
        *name = rl_sentence_span(s, first, end);
        name->length += name->at + name->length < s->text.at + s->text.length && name->at[name->length] == ')';
    }
    return end;
}

bool rl_names_go_on(const rl_sentence *s, size_t end, bool cast, size_t *next) {
    if (end == 0 || end >= s->count || s->words[end - 1].stop) {
        return false;
    }
    bool separated = s->words[end - 1].comma;
    *next = end;
    size_t alongside = rl_sentence_is(s, end, "alongside") ? 1 : rl_sentence_is(s, end, "along") && rl_sentence_is(s, end + 1, "with") ? 2 : 0;
    if (cast && alongside > 0) {
        *next = end + alongside;
        return *next < s->count;
    }
    if (rl_sentence_is(s, end, "and") || rl_sentence_is(s, end, "&") || rl_sentence_is(s, end, "/") || (cast && rl_sentence_is(s, end, "with"))) {
        separated = true;
        *next = end + 1;
    }
    return separated && *next < s->count;
}

size_t rl_names_end_of_list(const rl_sentence *s, size_t i) {
    size_t behind = i;
    for (size_t next = i; next < s->count;) {
        size_t end = rl_names_end_of_name(s, next, false);
        if (end == next) {
            break;
        }
        behind = end;
        if (!rl_names_go_on(s, end, false, &next)) {
            break;
        }
    }
    return behind;
}
