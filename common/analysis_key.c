/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_key: values to keys, and titles to slugs. Keys are made of the analyser's words, so that
 * a value and a query can only be equal in the way they match.
 */
#include <utf8proc.h>

#include "common/analysis_fold.h"
#include "common/analysis_parts.h"
#include "common/limits.h"
#include "common/utf8.h"

/* Articles a title is found without. Both sides of a comparison lose them, so one that is too many makes two
 * films equal, one that is too few costs a match of the title as a whole and no more. Left out therefore are
 * those that are words of English titles or names: die (Die Another Day is not Another Day), as, o, i, de, den,
 * en, no, l without its apostrophe. */
static const char *const leading_articles[] = {"the", "a",   "an",  "le",   "la",  "les", "un",  "une",
                                               "der", "das", "ein", "eine", "el",  "los", "las", "il",
                                               "lo",  "gli", "os",  "het",  "een", "det", "ett", NULL};
/* Behind a comma nothing else is meant. */
static const char *const trailing_articles[] = {
    "the", "a",  "an", "le",  "la", "les", "l",  "un", "une", "der", "die", "das", "ein", "eine", "el",  "los",
    "las", "il", "lo", "gli", "i",  "o",   "os", "as", "de",  "het", "een", "den", "det", "en",   "ett", NULL};

static bool is_one_of(rl_str form, const char *const *words) {
    while (*words != NULL && !rl_str_is(form, *words)) {
        words++;
    }
    return *words != NULL;
}

static bool is_key_word(const rl_token *token) {
    return token->kind == RL_TOKEN_WORD;
}

/* First and last word of a title that its key is made of: [*first, *end). */
static void trim_articles(rl_str text, const rl_tokens *tokens, size_t *first, size_t *end) {
    size_t last = tokens->count;
    while (last > 0 && !is_key_word(&tokens->items[last - 1])) {
        last--;
    }
    if (tokens->positions < 2 || last == 0) {
        return;
    }
    size_t before = last - 1;
    while (before > 0 && tokens->items[before - 1].position == tokens->items[last - 1].position) {
        before--;
    }
    const rl_token *article = &tokens->items[last - 1];
    rl_str gap = rl_str_slice(text, tokens->items[before - 1].end, article->start);
    if (is_one_of(article->form, trailing_articles) && rl_str_find(gap, RL_STR(",")) != SIZE_MAX) {
        *end = before;
    }
    const rl_token *head = &tokens->items[0];
    bool elided = rl_str_is(head->form, "l") && rl_analysis_apostrophe_at(text, head->end);
    if ((elided || is_one_of(head->form, leading_articles)) && (*end == tokens->count || tokens->positions > 2)) {
        *first = 1;
    }
}

/* "Part II" is "2" behind a name: a film is quoted with and without the word. Not behind a number, lest
 * "Henry IV, Part 2" becomes "Henry 42". */
static bool is_part(rl_str text, const rl_tokens *tokens, size_t index) {
    if (index == 0 || !rl_str_is(tokens->items[index].form, "part")) {
        return false;
    }
    size_t before = index - 1;
    while (before > 0 && !is_key_word(&tokens->items[before])) {
        before--;
    }
    if (rl_title_number(text, tokens, before) != 0) {
        return false;
    }
    size_t next = index + 1;
    while (next < tokens->count && !is_key_word(&tokens->items[next])) {
        next++;
    }
    return next < tokens->count && rl_title_number(text, tokens, next) != 0;
}

static void add_title_key(rl_arena *arena, rl_str text, const rl_tokens *tokens, rl_buffer *out) {
    size_t first = 0;
    size_t end = tokens->count;
    trim_articles(text, tokens, &first, &end);
    for (size_t i = first; i < end; i++) {
        if (is_key_word(&tokens->items[i]) && !is_part(text, tokens, i)) {
            rl_buffer_add_str(out, rl_title_spelling(arena, text, tokens, i));
        }
    }
}

static void add_name_key(const rl_tokens *tokens, rl_buffer *out) {
    for (size_t i = 0; i < tokens->count; i++) {
        if (is_key_word(&tokens->items[i])) {
            rl_buffer_add_str(out, tokens->items[i].form);
        }
    }
}

/* Names are mostly plain: their letters and digits one after the other are the key. False, with nothing
 * added, when the analyser has to look. */
static bool add_plain_key(rl_str value, rl_buffer *out) {
    if (value.length > RL_MAX_WORD_BYTES) {
        return false;
    }
    char key[RL_MAX_WORD_BYTES];
    size_t length = 0;
    for (size_t i = 0; i < value.length; i++) {
        unsigned char c = (unsigned char)value.at[i];
        if (c >= 0x80 || c == '&' || c == '+') {
            return false;
        }
        unsigned char letter = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
        if ((letter >= 'a' && letter <= 'z') || (c >= '0' && c <= '9')) {
            key[length++] = (char)letter;
        }
    }
    rl_buffer_add(out, key, length);
    return length > 0;
}

void rl_analysis_key(rl_key_kind kind, rl_str value, rl_buffer *out) {
    if (value.length == 0 || (kind == RL_KEY_NAME && add_plain_key(value, out))) {
        return;
    }
    rl_arena_local local;
    rl_arena *arena = rl_arena_in(&local);
    rl_tokens tokens = {NULL, 0, 0};
    /* Signs stand for a value without a word, in names as in titles. Variants are not wanted here. */
    if (rl_analysis_tokens(arena, value, RL_ANALYSIS_TITLE | RL_ANALYSIS_KEY, &tokens, NULL) != REEL_OK) {
        rl_buffer_fail(out);
    } else if (kind == RL_KEY_TITLE) {
        add_title_key(arena, value, &tokens, out);
    } else {
        add_name_key(&tokens, out);
    }
    if (rl_arena_failed(arena)) {
        rl_buffer_fail(out);
    }
    rl_arena_free(arena);
}

rl_str rl_analysis_key_copy(rl_arena *arena, rl_key_kind kind, rl_str value) {
    rl_buffer buffer = RL_BUFFER_FOR(arena);
    rl_analysis_key(kind, value, &buffer);
    rl_str key = rl_str_copy(arena, rl_buffer_str(&buffer));
    rl_buffer_done(&buffer);
    return key;
}

enum { MAX_SLUG_BYTES = 60 };

typedef struct slug {
    char bytes[MAX_SLUG_BYTES];
    size_t length;
    bool gap; /* something that is no letter came since the last one */
} slug;

static void add_slug_byte(slug *s, char byte) {
    if (s->gap && s->length > 0 && s->length < MAX_SLUG_BYTES) {
        s->bytes[s->length++] = '-';
    }
    s->gap = false;
    if (s->length < MAX_SLUG_BYTES) {
        s->bytes[s->length++] = byte;
    }
}

/* Letter by letter and not by the analyser's words: ids outlive changes of the analyser, and "it's" is
 * "it-s" in those of other collections. */
static void add_slug_point(slug *s, uint32_t point) {
    if (point < 0x80) {
        char c = (char)(point >= 'A' && point <= 'Z' ? point | 0x20 : point);
        bool shown = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (shown) {
            add_slug_byte(s, c);
        }
        s->gap = s->gap || !shown;
        return;
    }
    utf8proc_int32_t points[RL_GLYPH_POINTS];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)point, points, RL_GLYPH_POINTS,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < RL_GLYPH_POINTS; i++) {
        const char *spelling = points[i] >= 0x80 ? rl_fold_spelling((uint32_t)points[i]) : NULL;
        bool alone = (points[i] >= 'a' && points[i] <= 'z') || (points[i] >= '0' && points[i] <= '9');
        if (alone) {
            add_slug_byte(s, (char)points[i]);
        } else if (spelling != NULL && (unsigned char)spelling[0] < 0x80) {
            for (; *spelling != '\0'; spelling++) {
                add_slug_byte(s, *spelling);
            }
        } else if (!rl_fold_is_mark((uint32_t)points[i])) {
            s->gap = true;
        }
    }
}

void rl_analysis_slug(rl_str title, int year, rl_buffer *out) {
    slug s = {.length = 0, .gap = false};
    for (size_t offset = 0; offset < title.length && s.length < MAX_SLUG_BYTES;) {
        add_slug_point(&s, rl_utf8_next(title, &offset));
    }
    rl_buffer_add(out, s.length > 0 ? s.bytes : "x", s.length > 0 ? s.length : 1);
    if (year != 0) {
        rl_buffer_add_format(out, "-%d", year);
    }
}
