/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * encyclopedia_sections: what a section says: cast lists ("-   Actor as Role"), crew lists, and prose
 * in which credits, dates, money and prizes are told.
 */
#include "indexer/article.h"
#include "indexer/facts_read.h"
#include "indexer/article_credits.h"
#include "indexer/article_numbers.h"
#include "indexer/encyclopedia.h"
#include "indexer/sentence_words.h"

enum { NAME_BYTES = 60, ROLE_BYTES = 100, ROW_NAME_BYTES = 80 };

static uint32_t line_number(size_t line) { return (uint32_t)line + 1; }

/* --- lists of cast and crew --- */

/* A list item without its bullet; false when the line is none. */
static bool list_item(rl_str line, rl_str *out_item) {
    rl_str text = rl_str_trim(line);
    bool bullet = text.length > 1 && (text.at[0] == '-' || text.at[0] == '*' || text.at[0] == '+') && (text.at[1] == ' ' || text.at[1] == '\t');
    bool dot = rl_str_starts(text, RL_STR("•"));
    if (!bullet && !dot) {
        size_t digits = 0;
        while (digits < text.length && text.at[digits] >= '0' && text.at[digits] <= '9') {
            digits++;
        }
        if (digits == 0 || digits > 3 || digits + 1 >= text.length || text.at[digits] != '.' || text.at[digits + 1] != ' ') {
            return false;
        }
        *out_item = rl_str_trim(rl_str_slice(text, digits + 2, text.length));
        return true;
    }
    *out_item = rl_str_trim(rl_str_slice(text, dot ? 3 : 1, text.length));
    return true;
}

/* What stands between actor and role, surest first. */
static const char *const role_marks[] = {" as ", " ... ", " … ", "\t", " – ", " — ", " - ", " -", ": "};

/* Outside of parentheses: "Ann Lee (credited as A. Lee) as Jane". */
static size_t find_mark(rl_str item, rl_str mark) {
    size_t depth = 0;
    for (size_t i = 0; i + mark.length <= item.length; i++) {
        depth += item.at[i] == '(';
        depth -= depth > 0 && item.at[i] == ')';
        if (depth == 0 && rl_str_starts(rl_str_slice(item, i, item.length), mark)) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* "Raj Vazir, Shrikant": a comma where no other mark stands, unless it begins "Jr.". */
static bool split_comma(rl_str *name, rl_str *out_role) {
    size_t comma = find_mark(*name, RL_STR(", "));
    rl_str behind = comma == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(*name, comma + 2, name->length);
    static const char *const suffixes[] = {"Jr", "Sr", "II", "IV"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (behind.length == 0 || rl_str_starts(behind, rl_str_of(suffixes[i]))) {
            return false;
        }
    }
    *name = rl_str_slice(*name, 0, comma);
    *out_role = behind;
    return true;
}

static void split_role(rl_str item, rl_str *out_name, rl_str *out_role) {
    *out_name = item;
    *out_role = RL_STR_EMPTY;
    for (size_t i = 0; i < sizeof role_marks / sizeof role_marks[0]; i++) {
        rl_str mark = rl_str_of(role_marks[i]);
        size_t found = find_mark(item, mark);
        if (found != SIZE_MAX && found != 0) {
            *out_name = rl_str_trim(rl_str_slice(item, 0, found));
            *out_role = rl_str_trim(rl_str_slice(item, found + mark.length, item.length));
            return;
        }
    }
    (void)split_comma(out_name, out_role);
}

/* "Arun, Mara's father": where the comma before whose relation it is stands; SIZE_MAX where there is none. */
static size_t relation_at(rl_str role) {
    enum { WITHIN_WORDS = 2 };
    for (size_t from = 0, found; (found = rl_str_find(rl_str_slice(role, from, role.length), RL_STR(", "))) != SIZE_MAX;) {
        from += found + 2;
        rl_str rest = rl_str_slice(role, from, role.length), word;
        for (size_t i = 0; i < WITHIN_WORDS && rl_str_split(&rest, RL_STR(" "), &word) && rest.length != 0; i++) {
            if (rl_word_is_possessive(word) && rl_word_is_name(word)) {
                return from - 2;
            }
        }
    }
    return SIZE_MAX;
}

/* A role without the description behind it: "Max: a dog who talks", "Max, who is Sally's brother". */
static rl_str short_role(rl_str role) {
    static const char *const ends[] = {" (as ", " (voice", " (uncredited", ": ", "; ", " who ", ", who", ", whose", ". ", " – ", " — ", " - ", ", a ", ", an ", ", the ", ", his ", ", her "};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t found = rl_str_find(role, rl_str_of(ends[i]));
        bool initial = found != SIZE_MAX && found >= 2 && role.at[found - 2] == ' ';
        bool abbreviation = found != SIZE_MAX && ends[i][0] == '.' && (found <= 4 || initial);
        role = abbreviation || found == 0 ? role : rl_str_slice(role, 0, found);
    }
    size_t relation = relation_at(role);
    role = relation == 0 ? role : rl_str_slice(role, 0, relation);
    size_t comma = rl_str_find(role, RL_STR(", "));
    if (role.length > ROLE_BYTES && comma != SIZE_MAX) {
        role = rl_str_slice(role, 0, comma);
    }
    while (role.length != 0 && strchr(".,;:", role.at[role.length - 1]) != NULL) {
        role.length--;
    }
    return role.length > ROLE_BYTES ? RL_STR_EMPTY : role;
}

/* "in a special appearance", "(voice)", "in a cameo as Robert": not part of the name. */
static rl_str plain_name(rl_str name) {
    static const char *const ends[] = {" in a ", " in an ", " in the ", " in dual", " in double", " in cameo", " in special", " in guest", " plays ",
                                       " (", " special appearance", " guest appearance", " cameo appearance", " playing ", " portrays ", " portray ", " appears ", " appear ", " voice over"};
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        size_t found = rl_str_find_nocase(name, rl_str_of(ends[i]));
        bool credit = found != SIZE_MAX && ends[i][1] == '(' &&
                      (rl_str_find(name, RL_STR("credited")) != SIZE_MAX || rl_str_find(name, RL_STR("(as ")) != SIZE_MAX);
        name = credit ? name : rl_str_slice(name, 0, found);
    }
    return rl_str_trim(name);
}

static bool is_short_name(rl_str name) {
    unsigned char first = name.length == 0 ? 0 : (unsigned char)name.at[0];
    bool starts = (first >= 'A' && first <= 'Z') || first >= 0x80 || first == '\'' || first == '"' || (first >= '0' && first <= '9');
    size_t words = 1;
    for (size_t i = 0; i < name.length; i++) {
        words += name.at[i] == ' ';
    }
    return starts && name.length <= NAME_BYTES && words <= 7;
}

void rl_encyclopedia_cast(rl_facts *facts, rl_str name, rl_str role, uint32_t number) {
    if (is_short_name(name)) {
        rl_facts_person(facts, RL_FIELD_CAST, name, short_role(role), RL_ORIGIN_LABEL, number);
    }
}

/* "Ann Lee and Bo Lind" are two, "Ann and Bo" may be a band. */
static bool is_pair(rl_str name, rl_str *out_first, rl_str *out_second) {
    size_t joint = rl_str_find(name, RL_STR(" and "));
    *out_first = rl_str_slice(name, 0, joint);
    *out_second = joint == SIZE_MAX ? RL_STR_EMPTY : rl_str_slice(name, joint + strlen(" and "), name.length);
    return rl_str_find(*out_first, RL_STR(" ")) != SIZE_MAX && rl_str_find(*out_second, RL_STR(" ")) != SIZE_MAX;
}

/* "Actor as Role", "- Role" where the actor's name was lost, or an actor alone. */
static void cast_item(rl_facts *facts, rl_str item, uint32_t number) {
    rl_str name, role;
    if (list_item(item, &role) || rl_str_starts_nocase(item, RL_STR("as "))) {
        role = item.at[0] == '-' || item.at[0] == '*' ? role : rl_str_slice(item, 3, item.length);
        role = short_role(rl_article_clean(facts->arena, role));
        rl_facts_person(facts, RL_FIELD_CHARACTER, role, RL_STR_EMPTY, RL_ORIGIN_LABEL, number);
        return;
    }
    item = rl_article_clean(facts->arena, item);
    split_role(item, &name, &role);
    rl_field credit = rl_article_label_field(name);
    if (credit != RL_FIELD_NONE) {
        rl_article_box_value(facts, name, role, RL_ORIGIN_LABEL, number);
        return;
    }
    name = plain_name(name);
    while (name.length != 0 && strchr(".,;:", name.at[name.length - 1]) != NULL && !rl_str_ends(name, RL_STR("r."))) {
        name.length--;
    }
    rl_str first, second;
    if (is_pair(name, &first, &second)) {
        rl_facts_person(facts, RL_FIELD_CAST, first, short_role(role), RL_ORIGIN_LABEL, number);
        rl_facts_person(facts, RL_FIELD_CAST, second, short_role(role), RL_ORIGIN_LABEL, number);
    } else {
        rl_encyclopedia_cast(facts, name, role, number);
    }
}

/* "-   Mark Hadlow as:", the roles below it. Empty where an item does not open such a list. */
static rl_str actor_of_list(rl_facts *facts, rl_str item) {
    item = rl_article_clean(facts->arena, item);
    return rl_str_ends(item, RL_STR(" as:")) ? plain_name(rl_str_slice(item, 0, item.length - strlen(" as:"))) : RL_STR_EMPTY;
}

/* An item of the cast: *actor is whose roles are listed below, over all items of the section. */
static void cast_line(rl_facts *facts, rl_str raw, rl_str item, rl_str *actor, uint32_t number) {
    bool below = raw.length > 2 && raw.at[0] == ' ' && raw.at[1] == ' ';
    if (below && actor->length > 0) {
        rl_facts_person(facts, RL_FIELD_CAST, *actor, short_role(rl_article_clean(facts->arena, item)), RL_ORIGIN_LABEL, number);
        return;
    }
    *actor = actor_of_list(facts, item);
    if (actor->length == 0) {
        cast_item(facts, item, number);
    }
}

/* "SCREENPLAY - DIRECTOR: X": a value for each label known. */
static bool joint_labels(rl_facts *facts, rl_str labels, rl_str value, uint32_t number) {
    bool any = false;
    size_t start = 0;
    for (size_t i = 0; i <= labels.length; i++) {
        bool cut = i == labels.length || strchr("-/&,", labels.at[i]) != NULL;
        if (cut && rl_article_label_field(rl_str_slice(labels, start, i)) != RL_FIELD_NONE) {
            any = rl_article_box_value(facts, rl_str_trim(rl_str_slice(labels, start, i)), value, RL_ORIGIN_LABEL, number) || any;
        }
        start = cut ? i + 1 : start;
    }
    return any;
}

/* "Director: X", "X - Director", "Directed by X", "Screenplay – X". False when no label is known. */
static bool crew_item(rl_facts *facts, rl_str item, uint32_t number) {
    static const char *const marks[] = {": ", " – ", " — ", " - ", " ... ", " by ", ":"};
    item = rl_article_clean(facts->arena, item);
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        rl_str mark = rl_str_of(marks[i]);
        size_t found = rl_str_find(item, mark);
        if (found == SIZE_MAX) {
            continue;
        }
        rl_str left = rl_str_trim(rl_str_slice(item, 0, found)), right = rl_str_trim(rl_str_slice(item, found + mark.length, item.length));
        if (strcmp(marks[i], " by ") == 0) {
            left = rl_str_slice(item, 0, found + 3);
        }
        if (i == 0 && joint_labels(facts, left, right, number)) {
            return true;
        }
        if (rl_article_label_field(left) != RL_FIELD_NONE) {
            return rl_article_box_value(facts, left, right, RL_ORIGIN_LABEL, number);
        }
        if (rl_article_label_field(right) != RL_FIELD_NONE) {
            return rl_article_box_value(facts, right, left, RL_ORIGIN_LABEL, number);
        }
    }
    return false;
}

/* --- prose --- */

/* A sentence that starts with the title speaks of this film as one that starts with "It" does. */
static rl_str with_pronoun(rl_facts *facts, rl_str sentence, rl_str title) {
    if (title.length < 2 || !rl_str_starts_nocase(sentence, title) || title.length >= sentence.length || sentence.at[title.length] != ' ') {
        return sentence;
    }
    rl_buffer out = RL_BUFFER_INIT;
    rl_buffer_add_text(&out, "It");
    rl_buffer_add_str(&out, rl_str_slice(sentence, title.length, sentence.length));
    rl_str text = rl_str_copy(facts->arena, rl_buffer_str(&out));
    rl_buffer_done(&out);
    return text.length == 0 ? sentence : text;
}

static bool has_facts(rl_section_kind kind) {
    return kind == RL_SECTION_LEAD || kind == RL_SECTION_PRODUCTION || kind == RL_SECTION_RELEASE || kind == RL_SECTION_RECEPTION ||
           kind == RL_SECTION_AWARDS || kind == RL_SECTION_CREW;
}

static void prose_line(rl_facts *facts, rl_section_kind kind, rl_str line, rl_str title, uint32_t number) {
    rl_str rest = rl_article_clean(facts->arena, line), sentence;
    bool first = kind == RL_SECTION_LEAD;
    unsigned numbers = first ? RL_NUMBERS_DATES | RL_NUMBERS_LENGTH : kind == RL_SECTION_RELEASE ? RL_NUMBERS_DATES : 0;
    while (rl_article_sentence(&rest, &sentence)) {
        rl_str told = with_pronoun(facts, sentence, title);
        if (has_facts(kind)) {
            rl_facts_prose(facts, told, number);
            rl_article_numbers(facts, told, numbers, number);
            rl_article_credits(facts, told, first ? RL_SENTENCE_LEAD : RL_SENTENCE_BODY, number);
        } else if (kind == RL_SECTION_CAST) {
            rl_article_credits(facts, told, RL_SENTENCE_LEAD, number);
        } else if (kind == RL_SECTION_TEXT) {
            (void)rl_facts_color_prose(facts, told, number);
        } else if (kind == RL_SECTION_SOUNDTRACK) {
            rl_article_credits(facts, told, RL_SENTENCE_BODY, number);
        }
    }
}

/* The prizes in "Sundance Film Festival (1993): Grand Jury Prize": behind a festival, perhaps its year, and a mark. */
static rl_str prizes_of_item(rl_str item) {
    static const char *const marks[] = {": ", " – ", " — ", " - "};
    size_t length = 0;
    rl_str name = rl_facts_year_at(item, 0) != 0 ? rl_str_trim(rl_str_slice(item, 4, item.length)) : item;
    if (rl_lexicon_find_prefix(RL_LEXICON_FESTIVAL, name, &length) == NULL) {
        return RL_STR_EMPTY;
    }
    rl_str behind = rl_str_slice(name, length, name.length);
    bool bracket = rl_str_starts(behind, RL_STR(" ("));
    size_t year = bracket ? 2 : 1;
    behind = rl_facts_year_at(behind, year) != 0 ? rl_str_slice(behind, year + (bracket ? 5 : 4), behind.length) : behind;
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++) {
        if (rl_str_starts(behind, rl_str_of(marks[i]))) {
            return rl_str_trim(rl_str_slice(behind, strlen(marks[i]), behind.length));
        }
    }
    return RL_STR_EMPTY;
}

/* An item of a list of prizes; nominations that are told in words are left to the reading of prose. */
static bool award_item(rl_facts *facts, rl_str item, uint32_t number) {
    size_t length = 0;
    item = rl_article_clean(facts->arena, item);
    rl_str prizes = prizes_of_item(item);
    size_t nominated = rl_str_find_nocase(item, RL_STR("nominat"));
    bool remark = nominated != SIZE_MAX && nominated > 0 && item.at[nominated - 1] == '(';
    return rl_lexicon_find_prefix(RL_LEXICON_PRIZE, prizes, &length) != NULL && (nominated == SIZE_MAX || remark) &&
           rl_facts_awards(facts, item, RL_ORIGIN_LABEL, number) > 0;
}

/* "It was shot under the working title _Low Water_." */
static void working_title(rl_facts *facts, rl_str line, uint32_t number) {
    enum { REACH = 12 };
    size_t at;
    while ((at = rl_str_find_nocase(line, RL_STR("working title"))) != SIZE_MAX) {
        line = rl_str_slice(line, at + strlen("working title"), line.length);
        size_t open = rl_str_find(rl_str_slice(line, 0, REACH), RL_STR("_"));
        size_t length = open == SIZE_MAX ? SIZE_MAX : rl_str_find(rl_str_slice(line, open + 1, line.length), RL_STR("_"));
        if (length != SIZE_MAX && line.at[0] != ':') { /* behind a colon it is one of the lead's titles */
            rl_facts_title(facts, RL_FIELD_AKA, rl_str_slice(line, open + 1, open + 1 + length), RL_STR("working title"), RL_ORIGIN_PROSE, number);
        }
    }
}

static bool is_prose(rl_str line) { return line.length > ROW_NAME_BYTES && line.at[0] != '|'; }

/* What one line of a cast means for the next. */
typedef struct cast_state {
    rl_str actor; /* whose roles are listed below */
    rl_cast_table table;
} cast_state;

static void section_line(rl_facts *facts, const rl_section *section, rl_str raw, rl_str title, cast_state *cast, uint32_t number) {
    rl_str line = rl_str_trim(raw), item;
    if (line.length == 0) {
        cast->table.ruled = false;
        return;
    }
    if (line.at[0] == '+') {
        return;
    }
    bool listed = list_item(raw, &item);
    if (section->kind == RL_SECTION_CREW && (crew_item(facts, listed ? item : line, number) || !is_prose(line))) {
        return;
    }
    if (section->kind == RL_SECTION_CAST) {
        if (listed) {
            cast_line(facts, raw, item, &cast->actor, number);
            return;
        }
        if (!is_prose(line) && (rl_encyclopedia_table_row(facts, &cast->table, raw, number) || crew_item(facts, line, number))) {
            return;
        }
    }
    if (section->kind == RL_SECTION_LEAD && rl_article_box_line(facts, line, number)) {
        return;
    }
    if (section->kind == RL_SECTION_AWARDS && listed && award_item(facts, item, number)) {
        return;
    }
    if (section->kind == RL_SECTION_LEAD || section->kind == RL_SECTION_PRODUCTION || section->kind == RL_SECTION_RELEASE) {
        working_title(facts, line, number);
    }
    prose_line(facts, section->kind, listed ? item : line, title, number);
}

/* A cast section without bullets lists its names one a line. */
static bool lists_plain_names(const rl_document *document, const rl_section *section) {
    size_t lines = 0, shorts = 0;
    rl_str ignored;
    for (size_t i = section->first; i < section->last; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        if (line.length == 0) {
            continue;
        }
        if (list_item(document->lines[i], &ignored) || line.at[0] == '|' || rl_str_find(line, RL_STR("---")) != SIZE_MAX) {
            return false;
        }
        lines++;
        shorts += line.length <= ROW_NAME_BYTES && line.at[line.length - 1] != '.' && line.at[line.length - 1] != ':';
    }
    return lines >= 2 && shorts * 4 >= lines * 3;
}

void rl_encyclopedia_section(const rl_document *document, const rl_section *section, rl_str title, rl_facts *facts) {
    bool names = section->kind == RL_SECTION_CAST && lists_plain_names(document, section);
    cast_state cast = {0};
    for (size_t i = section->first; i < section->last; i++) {
        rl_str line = rl_str_trim(document->lines[i]);
        if (names && line.length != 0 && line.length <= ROW_NAME_BYTES) {
            cast_item(facts, line, line_number(i));
        } else {
            section_line(facts, section, document->lines[i], title, &cast, line_number(i));
        }
    }
}
