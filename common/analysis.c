/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis: text to tokens. A word is a run of letters and digits; pieces are words that stand
 * together without a blank ("Spider-Man"), a chain is such pieces with the links between them.
 * Plain ASCII words, nearly all there are, take none of this: they are copied in one loop.
 */
#include "common/analysis.h"

#include "common/analysis_fold.h"
#include "common/analysis_parts.h"
#include "common/limits.h"
#include "common/utf8.h"

enum { CLASS_BREAK, CLASS_WORD, CLASS_LINK, CLASS_HIGH };

#define B4 0, 0, 0, 0
#define B16 B4, B4, B4, B4
#define W5 1, 1, 1, 1, 1
#define H16 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3
/* clang-format off */
/* Links are the ASCII signs that mean something next to a letter: & ' * + , - . / _ ` */
static const unsigned char classes[256] = {
    B16, B16,
    0, 0, 0, 0, 0, 0, 2, 2, 0, 0, 2, 2, 2, 2, 2, 2, /*  !"#$%&'()*+,-./ */
    W5, W5, B4, 0, 0,
    0, W5, W5, W5, W5, W5, 1, B4, 2,
    2, W5, W5, W5, W5, W5, 1, B4, 0,
    H16, H16, H16, H16, H16, H16, H16, H16};
/* clang-format on */

enum {
    MAX_PIECES = 16,  /* of a chain; a longer one is taken in parts */
    MAX_POINTS = 192, /* of a piece; more than the longest word can hold */
    CHUNK_BYTES = 4096
};

typedef struct scan {
    rl_arena *arena;
    rl_str text;
    size_t at;
    unsigned flags;
    rl_tokens tokens;
    size_t capacity;
    char *room; /* where forms go */
    size_t room_left;
    bool failed;
} scan;

typedef enum link {
    LINK_NONE,
    LINK_HYPHEN, /* - / _ and other signs that part a word */
    LINK_DOT,    /* . and *, which make initials */
    LINK_AND,    /* & and + */
    LINK_ELISION,
    LINK_RAISED
} link;

typedef struct piece {
    rl_str form;
    rl_str bare; /* without "'s", or with plain letters for й and ё; else empty */
    size_t start, end;
    size_t points;
    link before; /* what stands between it and the piece before */
    size_t link_at;
    bool has_letter;
    bool raised;
    bool elided;
} piece;

static bool is_alpha(unsigned char c) {
    return (unsigned char)((c | 0x20) - 'a') < 26;
}
static bool is_digit(unsigned char c) {
    return (unsigned char)(c - '0') < 10;
}
static unsigned char fold_ascii(unsigned char c) {
    return (unsigned char)(c - 'A') < 26 ? c | 0x20 : c;
}
static unsigned char byte_at(const scan *s, size_t at) {
    return at < s->text.length ? (unsigned char)s->text.at[at] : ' ';
}

/* Room for the next form; NULL when memory ran out. */
static char *reserve(scan *s, size_t bytes) {
    if (s->room_left < bytes) {
        size_t size = bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES;
        s->room = rl_arena_alloc(s->arena, size);
        s->room_left = s->room == NULL ? 0 : size;
        s->failed |= s->room == NULL;
    }
    return s->room;
}

static rl_str take(scan *s, size_t bytes) {
    rl_str form = {s->room, bytes};
    s->room += bytes;
    s->room_left -= bytes;
    return form;
}

static void emit(scan *s, rl_str form, size_t start, size_t end, uint32_t position, rl_token_kind kind) {
    if (s->tokens.count == s->capacity) {
        rl_token *items = rl_arena_grow(s->arena, s->tokens.items, &s->capacity, s->tokens.count + 1, sizeof *items);
        if (items == NULL) {
            s->failed = true;
            return;
        }
        s->tokens.items = items;
    }
    s->tokens.items[s->tokens.count++] = (rl_token){form, (uint32_t)start, (uint32_t)end, position, kind};
}

static void emit_word(scan *s, rl_str form, size_t start, size_t end, rl_token_kind kind) {
    emit(s, form, start, end, ++s->tokens.positions, kind);
}

/* Writes points as UTF-8, cut to a word's length. */
static rl_str encode(scan *s, const uint32_t *points, size_t count) {
    char *out = reserve(s, RL_MAX_WORD_BYTES + 4);
    size_t length = 0;
    for (size_t i = 0; out != NULL && i < count; i++) {
        uint32_t point = points[i];
        size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
        if (length + size > RL_MAX_WORD_BYTES) {
            break;
        }
        for (size_t k = size - 1; k > 0; k--) {
            out[length + k] = (char)(0x80 | (point & 0x3f));
            point >>= 6;
        }
        out[length] = (char)(size == 1 ? point : ((0xf00u >> size) & 0xff) | point);
        length += size;
    }
    return out == NULL ? RL_STR_EMPTY : take(s, length);
}

/* The glyph at an offset, ASCII included; *next is behind it. */
static rl_glyph_kind glyph_at(const scan *s, size_t at, size_t *next, rl_glyph *glyph) {
    if (at >= s->text.length) {
        *next = at;
        return RL_GLYPH_BREAK;
    }
    unsigned char c = (unsigned char)s->text.at[at];
    *next = at + 1;
    if (c >= 0x80) {
        *next = at;
        rl_fold_glyph(rl_utf8_next(s->text, next), glyph);
        return glyph->kind;
    }
    glyph->count = 0;
    if (classes[c] == CLASS_WORD) {
        glyph->points[glyph->count++] = fold_ascii(c);
        return RL_GLYPH_LETTER;
    }
    return c == '\'' || c == '`' ? RL_GLYPH_APOSTROPHE : c == '&' ? RL_GLYPH_AND : RL_GLYPH_BREAK;
}

bool rl_analysis_apostrophe_at(rl_str text, size_t offset) {
    scan s = {.text = text};
    rl_glyph glyph;
    size_t next;
    return glyph_at(&s, offset, &next, &glyph) == RL_GLYPH_APOSTROPHE;
}

bool rl_analysis_apostrophe_before(rl_str text, size_t offset) {
    return offset > 0 && rl_analysis_apostrophe_at(text, rl_utf8_floor(text, offset - 1));
}

static bool letter_at(const scan *s, size_t at) {
    unsigned char c = byte_at(s, at);
    rl_glyph glyph;
    size_t next;
    return c < 0x80 ? is_alpha(c) : glyph_at(s, at, &next, &glyph) == RL_GLYPH_LETTER && glyph.points[0] > '9';
}

static bool word_at(const scan *s, size_t at) {
    unsigned char c = byte_at(s, at);
    rl_glyph glyph;
    size_t next;
    return c < 0x80 ? classes[c] == CLASS_WORD : glyph_at(s, at, &next, &glyph) == RL_GLYPH_LETTER;
}

/* Words that lose their vowel before another: l'avventura, d'or, qu'il, dell'arte. English has none of
 * them before an apostrophe, but for "m'lady" and the like, which are found joined as well. */
static const char *const elided_words[] = {"l",   "d",     "j",      "m",      "t",      "s",    "c",    "n",
                                           "qu",  "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "nell", "sull",
                                           "all", "dall",  "coll",   "quell",  "sant",   "un",   NULL};

static bool is_elided(const uint32_t *points, size_t count) {
    for (size_t i = 0; elided_words[i] != NULL; i++) {
        size_t k = 0;
        while (k < count && (uint32_t)elided_words[i][k] == points[k]) {
            k++;
        }
        if (k == count && elided_words[i][k] == '\0') {
            return true;
        }
    }
    return false;
}

/* "'s" at the end of a word, the apostrophe being before `at`. */
static bool possessive_at(const scan *s, size_t at) {
    return (byte_at(s, at) | 0x20) == 's' && !word_at(s, at + 1) && byte_at(s, at + 1) < 0x80;
}

/* The 'n' of "rock'n'roll" starts at `at`. */
static bool short_and_at(const scan *s, size_t at) {
    return (byte_at(s, at) | 0x20) == 'n' && rl_analysis_apostrophe_at(s->text, at + 1);
}

/* "2,000": the comma at `at` parts thousands. digits is how many came before it, or since the last. */
static bool thousands_at(const scan *s, size_t at, size_t digits, bool first) {
    return byte_at(s, at) == ',' && digits > 0 && (first ? digits <= 3 : digits == 3) && is_digit(byte_at(s, at + 1)) &&
           is_digit(byte_at(s, at + 2)) && is_digit(byte_at(s, at + 3)) && !is_digit(byte_at(s, at + 4));
}

typedef struct reading {
    uint32_t points[MAX_POINTS];
    size_t count;
    size_t apostrophe;  /* points before the last one, SIZE_MAX for none */
    size_t digits;      /* since the last comma */
    bool grouped;       /* a comma was taken */
    bool composable;    /* marks or jamo: compose at the end */
    bool plain_variant; /* й or ё */
} reading;

static void add_points(reading *r, const rl_glyph *glyph, piece *p) {
    for (size_t i = 0; i < glyph->count; i++) {
        uint32_t point = glyph->points[i];
        bool jamo = point >= 0x1100 && point <= 0x11ff;
        bool mark = point >= 0x0300 && rl_fold_is_mark(point);
        if (mark && (r->count == 0 || rl_fold_drops_marks(r->points[r->count - 1]))) {
            continue;
        }
        r->composable |= jamo || mark;
        r->plain_variant |= mark && r->count > 0 &&
                            ((point == 0x0306 && r->points[r->count - 1] == 0x0438) ||
                             (point == 0x0308 && r->points[r->count - 1] == 0x0435));
        bool digit = point >= '0' && point <= '9';
        r->digits = digit ? r->digits + 1 : 0;
        p->has_letter |= !digit;
        if (r->count < MAX_POINTS) {
            r->points[r->count++] = point;
        }
    }
}

/* и for й, е for ё. */
static size_t drop_breves(uint32_t *points, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool drop = kept > 0 && ((points[i] == 0x0306 && points[kept - 1] == 0x0438) ||
                                 (points[i] == 0x0308 && points[kept - 1] == 0x0435));
        if (!drop) {
            points[kept++] = points[i];
        }
    }
    return kept;
}

static void finish_piece(scan *s, reading *r, piece *p) {
    uint32_t plain[MAX_POINTS];
    size_t plain_count = 0;
    if (r->plain_variant) {
        memcpy(plain, r->points, r->count * sizeof *plain);
        plain_count = drop_breves(plain, r->count);
        plain_count = rl_fold_compose(plain, plain_count);
    }
    size_t count = r->composable ? rl_fold_compose(r->points, r->count) : r->count;
    p->points = count;
    p->form = encode(s, r->points, count);
    if (r->plain_variant) {
        p->bare = encode(s, plain, plain_count);
    } else if (!r->composable && r->apostrophe != SIZE_MAX && r->apostrophe + 1 == count &&
               r->points[count - 1] == 's') {
        p->bare = encode(s, r->points, r->apostrophe);
    }
}

/* Takes an apostrophe into the word, or says that it ends the piece. */
static bool join_apostrophe(scan *s, reading *r, piece *p, size_t next) {
    if (r->count == 0 || !letter_at(s, next)) {
        return false;
    }
    if (!possessive_at(s, next) && (is_elided(r->points, r->count) || short_and_at(s, next))) {
        p->elided = true;
        return false;
    }
    r->apostrophe = r->count;
    return true;
}

/* Reads one piece from s->at and moves behind it; false when there is none. */
static bool read_piece(scan *s, piece *p) {
    *p = (piece){.start = s->at, .end = s->at};
    reading r;
    r.count = r.digits = 0;
    r.apostrophe = SIZE_MAX;
    r.grouped = r.composable = r.plain_variant = false;
    rl_glyph glyph;
    size_t next;
    for (size_t at = s->at; at < s->text.length; at = next) {
        rl_glyph_kind kind = glyph_at(s, at, &next, &glyph);
        if (kind == RL_GLYPH_LETTER ? p->raised : kind == RL_GLYPH_RAISED && !p->raised && r.count > 0) {
            break;
        }
        if (kind == RL_GLYPH_LETTER || kind == RL_GLYPH_MARK || kind == RL_GLYPH_RAISED) {
            p->raised = kind == RL_GLYPH_RAISED;
            add_points(&r, &glyph, p);
            p->end = next;
        } else if (kind == RL_GLYPH_APOSTROPHE) {
            if (!join_apostrophe(s, &r, p, next)) {
                break;
            }
        } else if (thousands_at(s, at, r.digits, !r.grouped) && !p->has_letter) {
            r.grouped = true;
            r.digits = 0;
        } else if (kind != RL_GLYPH_NOTHING) {
            break;
        }
    }
    s->at = p->end;
    if (r.count == 0) {
        return false;
    }
    finish_piece(s, &r, p);
    return true;
}

/* "J. R. R. Tolkien" is spelled like "J.R.R. Tolkien". */
static bool spaced_initial(const scan *s, const piece *last, size_t dot) {
    unsigned char c = byte_at(s, last->start);
    unsigned char d = byte_at(s, dot + 2);
    bool tight = last->before == LINK_DOT && byte_at(s, last->start - 1) != ' '; /* "R.E.M. E.T." is two */
    return !tight && last->points == 1 && c >= 'A' && c <= 'Z' && byte_at(s, dot + 1) == ' ' && d >= 'A' && d <= 'Z' &&
           byte_at(s, dot + 3) == '.';
}

/* What links the piece just read to the one behind it; moves to that piece. */
static link read_link(scan *s, const piece *last) {
    rl_glyph glyph;
    size_t next;
    rl_glyph_kind kind = glyph_at(s, s->at, &next, &glyph);
    while (kind == RL_GLYPH_NOTHING) {
        s->at = next;
        kind = glyph_at(s, s->at, &next, &glyph);
    }
    unsigned char c = byte_at(s, s->at);
    bool letters = last->has_letter && letter_at(s, next);
    link found = LINK_NONE;
    if (kind == RL_GLYPH_RAISED || kind == RL_GLYPH_LETTER) {
        return LINK_RAISED;
    }
    if (last->elided) {
        found = LINK_ELISION;
    } else if ((kind == RL_GLYPH_HYPHEN || c == '-' || c == '/' || c == '_') && word_at(s, next)) {
        found = LINK_HYPHEN;
    } else if ((c == '.' || c == '*') && (letters || (c == '.' && spaced_initial(s, last, s->at)))) {
        next += !letters;
        found = LINK_DOT;
    } else if ((kind == RL_GLYPH_AND || c == '+') && letters) {
        found = LINK_AND;
    }
    s->at = found == LINK_NONE ? s->at : next;
    return found;
}

static rl_str concatenate(scan *s, const piece *pieces, size_t count, bool bare_end) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += bare_end && i + 1 == count ? pieces[i].bare.length : pieces[i].form.length;
    }
    if (length > RL_MAX_WORD_BYTES || reserve(s, length) == NULL) {
        return RL_STR_EMPTY;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        rl_str part = bare_end && i + 1 == count ? pieces[i].bare : pieces[i].form;
        memcpy(s->room + at, part.at, part.length);
        at += part.length;
    }
    return take(s, length);
}

static bool is_initial(const piece *p) {
    return p->has_letter && p->points == 1;
}
static bool is_owned_initial(const piece *p) {
    return p->points == 2 && p->bare.length == 1;
}

/* Makes one piece of each run of single letters with dots or stars between them: R.E.M., M*A*S*H. */
static size_t collapse_initials(scan *s, piece *pieces, size_t count) {
    size_t kept = 0;
    for (size_t i = 0; i < count;) {
        size_t run = 1;
        while (is_initial(&pieces[i + run - 1]) && i + run < count && pieces[i + run].before == LINK_DOT &&
               (is_initial(&pieces[i + run]) || is_owned_initial(&pieces[i + run]))) {
            run++;
        }
        piece merged = pieces[i];
        if (run > 1) {
            const piece *last = &pieces[i + run - 1];
            merged.form = concatenate(s, &pieces[i], run, false);
            merged.bare = last->bare.length > 0 ? concatenate(s, &pieces[i], run, true) : RL_STR_EMPTY;
            merged.end = last->end;
            merged.points = run;
        }
        pieces[kept++] = merged;
        i += run;
    }
    return kept;
}

/* A full stop without a blank behind it is more often a slip than a word in two parts: "WALL.E" has a single
 * letter, "end.Then" has not. Numbers alone are not joined: "9-11" is no 911. */
static bool is_joinable(const piece *pieces, size_t count) {
    bool letter = false;
    bool single = false;
    bool dot = false;
    for (size_t i = 0; i < count; i++) {
        letter |= pieces[i].has_letter;
        single |= pieces[i].points == 1;
        dot |= pieces[i].before == LINK_DOT;
    }
    return count > 1 && letter && (single || !dot);
}

/* "AT&T" is asked for as "at t" and "att", "cats&dogs" and "Q&A" as "cats and dogs", "q and a". */
static bool says_and(const piece *left, const piece *right) {
    return (left->points == 1) == (right->points == 1);
}

static bool is_short_and(const scan *s, const piece *p) {
    return rl_str_is(p->form, "n") &&
           (rl_analysis_apostrophe_at(s->text, p->end) || rl_analysis_apostrophe_before(s->text, p->start));
}

static void emit_chain(scan *s, piece *pieces, size_t count) {
    if (count > 1) {
        count = collapse_initials(s, pieces, count);
    }
    bool joinable = is_joinable(pieces, count);
    for (size_t i = 0; i < count; i++) {
        const piece *p = &pieces[i];
        if (p->before == LINK_AND && says_and(&pieces[i - 1], p)) {
            emit_word(s, RL_STR("and"), p->link_at, p->start, RL_TOKEN_WORD);
        }
        emit_word(s, p->form, p->start, p->end, RL_TOKEN_WORD);
        uint32_t position = s->tokens.positions;
        if (i == 0 && joinable) {
            const piece *last = &pieces[count - 1];
            rl_str joined = concatenate(s, pieces, count, false);
            rl_str bare = last->bare.length > 0 ? concatenate(s, pieces, count, true) : RL_STR_EMPTY;
            if (joined.length > 0) {
                emit(s, joined, p->start, last->end, position, RL_TOKEN_JOINED);
            }
            if (bare.length > 0) {
                emit(s, bare, p->start, last->end, position, RL_TOKEN_JOINED);
            }
        }
        if (p->bare.length > 0) {
            emit(s, p->bare, p->start, p->end, position, RL_TOKEN_VARIANT);
        } else if (is_short_and(s, p)) {
            emit(s, RL_STR("and"), p->start, p->end, position, RL_TOKEN_VARIANT);
        }
    }
}

static void read_chain(scan *s) {
    piece pieces[MAX_PIECES];
    size_t count = 0;
    link before = LINK_NONE;
    size_t link_at = s->at;
    while (count < MAX_PIECES && read_piece(s, &pieces[count])) {
        pieces[count].before = before;
        pieces[count].link_at = link_at;
        link_at = s->at;
        before = read_link(s, &pieces[count]);
        count++;
        if (before == LINK_NONE) {
            break;
        }
    }
    if (count > 0) {
        emit_chain(s, pieces, count);
    }
}

enum { MAX_CLUSTER = 6 }; /* points of a letter with its marks */

/* A letter of a script without spaces, with the marks on it. */
typedef struct cluster {
    uint32_t points[MAX_CLUSTER];
    size_t count;
    size_t start, end;
} cluster;

static bool read_cluster(scan *s, cluster *c) {
    rl_glyph glyph;
    size_t next;
    rl_glyph_kind kind = glyph_at(s, s->at, &next, &glyph);
    /* The dot between the words of a foreign name is left out as often as not: スター・ウォーズ */
    uint32_t dot = byte_at(s, s->at) < 0x80 ? 0 : rl_utf8_next(s->text, &(size_t){s->at});
    if (dot == 0x30fb || dot == 0xff65 || kind == RL_GLYPH_NOTHING) {
        s->at = next;
        kind = glyph_at(s, s->at, &next, &glyph);
    }
    if (kind != RL_GLYPH_NGRAM) {
        return false;
    }
    *c = (cluster){.start = s->at, .end = next};
    do {
        for (size_t i = 0; i < glyph.count && c->count < MAX_CLUSTER; i++) {
            c->points[c->count++] = glyph.points[i];
        }
        c->end = kind == RL_GLYPH_NOTHING ? c->end : next;
        s->at = next;
        kind = glyph_at(s, s->at, &next, &glyph);
    } while (kind == RL_GLYPH_MARK || kind == RL_GLYPH_NOTHING);
    c->count = rl_fold_compose(c->points, c->count);
    return true;
}

static void emit_pair(scan *s, const cluster *first, const cluster *second) {
    uint32_t points[2 * MAX_CLUSTER];
    size_t count = first->count;
    memcpy(points, first->points, count * sizeof *points);
    if (second != NULL) {
        memcpy(points + count, second->points, second->count * sizeof *points);
        count += second->count;
    }
    rl_token_kind kind = (s->flags & RL_ANALYSIS_KEY) != 0 ? RL_TOKEN_WORD : RL_TOKEN_NGRAM;
    emit_word(s, encode(s, points, count), first->start, second == NULL ? first->end : second->end, kind);
}

static void read_run(scan *s) {
    cluster last;
    cluster next;
    if (!read_cluster(s, &last)) {
        return;
    }
    bool pairs = (s->flags & RL_ANALYSIS_KEY) == 0;
    bool alone = true;
    while (read_cluster(s, &next)) {
        emit_pair(s, &last, pairs ? &next : NULL);
        last = next;
        alone = false;
    }
    if (alone || !pairs) {
        emit_pair(s, &last, NULL);
    }
}

/* "½" is the words 1 and 2, as "1/2" is; both stand on the one sign. */
static void read_fraction(scan *s, const rl_glyph *glyph, size_t next) {
    size_t slash = 0;
    while (slash < glyph->count && glyph->points[slash] != RL_FRACTION_SLASH) {
        slash++;
    }
    if (slash > 0) {
        emit_word(s, encode(s, glyph->points, slash), s->at, next, RL_TOKEN_WORD);
    }
    if (slash + 1 < glyph->count) {
        emit_word(s, encode(s, glyph->points + slash + 1, glyph->count - slash - 1), s->at, next, RL_TOKEN_WORD);
    }
    s->at = next;
}

/* "&" is a word wherever it is no link; "+" only between blanks: "Romeo + Juliet", but "C++". */
static void read_sign(scan *s) {
    bool between =
        s->at > 0 && byte_at(s, s->at - 1) == ' ' && s->at + 1 < s->text.length && byte_at(s, s->at + 1) == ' ';
    if (byte_at(s, s->at) == '&' || (byte_at(s, s->at) == '+' && between && s->tokens.count > 0)) {
        emit_word(s, RL_STR("and"), s->at, s->at + 1, RL_TOKEN_WORD);
    }
    s->at++;
}

static void read_high(scan *s) {
    rl_glyph glyph;
    size_t next;
    switch (glyph_at(s, s->at, &next, &glyph)) {
    case RL_GLYPH_LETTER:
    case RL_GLYPH_RAISED:
        read_chain(s);
        return;
    case RL_GLYPH_NGRAM:
        read_run(s);
        return;
    case RL_GLYPH_FRACTION:
        read_fraction(s, &glyph, next);
        return;
    case RL_GLYPH_AND:
        emit_word(s, RL_STR("and"), s->at, next, RL_TOKEN_WORD);
        break;
    case RL_GLYPH_BREAK:
    case RL_GLYPH_MARK:
    case RL_GLYPH_NOTHING:
    case RL_GLYPH_APOSTROPHE:
    case RL_GLYPH_HYPHEN:
        break;
    }
    s->at = next;
}

/* A word that nothing touches needs no chain. Single letters may be initials or the n of "rock 'n' roll". */
static bool is_plain(const scan *s, size_t start, size_t end) {
    unsigned char after = byte_at(s, end);
    if (classes[after] == CLASS_BREAK) {
        return end - start > 1 || (s->text.at[start] | 0x20) != 'n';
    }
    unsigned char behind = byte_at(s, end + 1);
    return classes[after] == CLASS_LINK && end - start > 1 &&
           (classes[behind] == CLASS_BREAK || classes[behind] == CLASS_LINK);
}

static void read_word(scan *s) {
    const unsigned char *text = (const unsigned char *)s->text.at;
    size_t start = s->at;
    size_t end = start;
    char *out = reserve(s, RL_MAX_WORD_BYTES);
    if (out == NULL) {
        return;
    }
    size_t limit = s->text.length - start > RL_MAX_WORD_BYTES ? start + RL_MAX_WORD_BYTES : s->text.length;
    while (end < limit && classes[text[end]] == CLASS_WORD) {
        out[end - start] = (char)fold_ascii(text[end]);
        end++;
    }
    size_t length = end - start;
    while (end < s->text.length && classes[text[end]] == CLASS_WORD) {
        end++;
    }
    if (!is_plain(s, start, end)) {
        read_chain(s);
        return;
    }
    emit_word(s, take(s, length), start, end, RL_TOKEN_WORD);
    s->at = end;
}

/* A title without a word is spelled by its signs: "?", "!!!", "...". */
static void read_signs(scan *s) {
    rl_buffer signs = RL_BUFFER_INIT;
    size_t start = SIZE_MAX;
    size_t end = 0;
    for (size_t at = 0; at < s->text.length && signs.length < RL_MAX_WORD_BYTES;) {
        size_t next = at;
        uint32_t point = rl_utf8_next(s->text, &next);
        if (rl_fold_is_visible(point) && signs.length + (next - at) <= RL_MAX_WORD_BYTES) {
            rl_buffer_add(&signs, s->text.at + at, next - at);
            start = start == SIZE_MAX ? at : start;
            end = next;
        }
        at = next;
    }
    s->failed |= signs.failed;
    if (signs.length > 0 && reserve(s, signs.length) != NULL) {
        memcpy(s->room, signs.at, signs.length);
        emit_word(s, take(s, signs.length), start, end, RL_TOKEN_WORD);
    }
    rl_buffer_done(&signs);
}

static void read_text(scan *s) {
    while (s->at < s->text.length && !s->failed) {
        switch (classes[(unsigned char)s->text.at[s->at]]) {
        case CLASS_WORD:
            read_word(s);
            break;
        case CLASS_HIGH:
            read_high(s);
            break;
        case CLASS_LINK:
            read_sign(s);
            break;
        default:
            s->at++;
        }
    }
    if (s->tokens.count == 0 && !s->failed && (s->flags & RL_ANALYSIS_TITLE) != 0) {
        read_signs(s);
    }
}

reel_status rl_analysis_tokens(rl_arena *arena, rl_str text, unsigned flags, rl_tokens *out_tokens, reel_error *error) {
    *out_tokens = (rl_tokens){NULL, 0, 0};
    if (text.length == 0) {
        return REEL_OK;
    }
    if (text.length > UINT32_MAX) {
        return rl_fail(error, REEL_LIMIT, "a text of %zu bytes is too long to analyse", text.length);
    }
    scan s = {.arena = arena, .text = text, .flags = flags};
    /* One allocation each for nearly every text: English has some six bytes a word. */
    s.room_left = text.length + RL_MAX_WORD_BYTES + text.length / 8;
    s.room = rl_arena_alloc(arena, s.room_left);
    s.capacity = text.length / 5 + 8;
    s.tokens.items = rl_arena_array(arena, s.capacity, sizeof *s.tokens.items);
    s.failed = s.room == NULL || s.tokens.items == NULL;
    if (!s.failed) {
        read_text(&s);
    }
    if (s.failed) {
        return rl_fail_nomem(error);
    }
    *out_tokens = s.tokens;
    bool variants = (flags & (RL_ANALYSIS_TITLE | RL_ANALYSIS_KEY)) == RL_ANALYSIS_TITLE;
    return variants ? rl_title_add_variants(arena, text, out_tokens, error) : REEL_OK;
}
