/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sentence_words: see sentence_words.h.
 */
#include "indexer/sentence_words.h"

#include "common/utf8.h"

enum { MAX_WORDS = 600 };

bool rl_word_in(rl_str text, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(list[i]))) {
            return true;
        }
    }
    return false;
}

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

bool rl_word_is_name(rl_str text) {
    uint32_t code = first_code_point(text);
    bool letter = (code >= 'A' && code <= 'Z') || code >= 0xc0;
    return letter && !is_lower_code(code);
}

static bool is_mark(rl_str raw, size_t at, const char *mark) {
    return rl_str_starts(rl_str_slice(raw, at, raw.length), rl_str_of(mark));
}

/* Takes opening marks off; tells of parentheses and quotation marks. */
static rl_str strip_front(rl_str raw, rl_word *out, int *depth) {
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
    return RL_WORD_IN(raw, kept) || raw.length <= 3 || (raw.length >= 4 && raw.at[1] == '.');
}

static rl_str strip_back(rl_str raw, rl_word *out, int *depth) {
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

bool rl_sentence_split(rl_arena *arena, rl_str text, rl_sentence *out) {
    size_t blanks = 0;
    for (size_t i = 0; i < text.length; i++) {
        blanks += text.at[i] == ' ';
    }
    size_t room = blanks < MAX_WORDS ? blanks + 1 : MAX_WORDS;
    *out = (rl_sentence){text, rl_arena_array(arena, room, sizeof(rl_word)), 0};
    rl_str rest = text, raw;
    int depth = 0;
    while (out->words != NULL && out->count < room && rl_str_split(&rest, RL_STR(" "), &raw)) {
        rl_word next = {0};
        if (is_dash(raw) && out->count != 0) {
            out->words[out->count - 1].stop = true;
            continue;
        }
        size_t dash = rl_str_find(raw, RL_STR("—")); /* "Takagi—tells": the sentence goes on elsewhere */
        next.stop = dash != SIZE_MAX && dash != 0;
        raw = strip_front(next.stop ? rl_str_slice(raw, 0, dash) : raw, &next, &depth);
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

bool rl_sentence_is(const rl_sentence *s, size_t i, const char *text) {
    return i < s->count && rl_str_equal_nocase(s->words[i].text, rl_str_of(text));
}

rl_str rl_sentence_span(const rl_sentence *s, size_t first, size_t last) {
    const char *start = s->words[first].text.at;
    const char *end = s->words[last - 1].text.at + s->words[last - 1].text.length;
    if (s->words[first].opens && start > s->text.at) {
        bool curly = (unsigned char)start[-1] >= 0x80 && start - s->text.at >= 3;
        start -= curly ? 3 : 1;
    }
    return (rl_str){start, (size_t)(end - start)};
}

bool rl_word_is_possessive(rl_str text) {
    return rl_str_ends(text, RL_STR("'s")) || rl_str_ends(text, RL_STR("’s")) || rl_str_ends(text, RL_STR("s'"));
}

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

rl_field rl_word_deed(rl_str text) {
    for (size_t i = 0; i < sizeof deeds / sizeof deeds[0]; i++) {
        if (rl_str_equal_nocase(text, rl_str_of(deeds[i].word))) {
            return deeds[i].field;
        }
    }
    return RL_FIELD_NONE;
}

static const char *const cast_words[] = {"starring", "stars", "starred", "star", "co-starring", "co-stars", "costarring",
                                         "featuring", "features", "featured"};

/* "Star Wars" tells of no cast. */
bool rl_word_tells_cast(rl_str text) { return RL_WORD_IN(text, cast_words) && !rl_str_is(text, "Star"); }
