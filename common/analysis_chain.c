/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_chain: words with signs in and between them. A piece is a word with the apostrophes in it;
 * a chain is pieces that stand together ("Spider-Man"), each with the link to the one before.
 */
#include "common/analysis_parts.h"
#include "common/analysis_scan.h"
#include "common/limits.h"

enum {
    MAX_PIECES = 16, /* of a chain; a longer one is taken in parts */
    MAX_POINTS = 192 /* of a piece; more than the longest word can hold */
};

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

static bool letter_at(const rl_scan *s, size_t at) {
    unsigned char c = rl_scan_byte(s, at);
    rl_glyph glyph;
    size_t next;
    return c < 0x80 ? is_alpha(c) : rl_scan_glyph(s, at, &next, &glyph) == RL_GLYPH_LETTER && glyph.points[0] > '9';
}

static bool word_at(const rl_scan *s, size_t at) {
    unsigned char c = rl_scan_byte(s, at);
    rl_glyph glyph;
    size_t next;
    return c < 0x80 ? is_alpha(c) || is_digit(c) : rl_scan_glyph(s, at, &next, &glyph) == RL_GLYPH_LETTER;
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
static bool possessive_at(const rl_scan *s, size_t at) {
    return (rl_scan_byte(s, at) | 0x20) == 's' && !word_at(s, at + 1) && rl_scan_byte(s, at + 1) < 0x80;
}

/* The 'n' of "rock'n'roll" starts at `at`. */
static bool short_and_at(const rl_scan *s, size_t at) {
    return (rl_scan_byte(s, at) | 0x20) == 'n' && rl_analysis_apostrophe_at(s->text, at + 1);
}

/* "2,000": the comma at `at` parts thousands. digits is how many came before it, or since the last. */
static bool thousands_at(const rl_scan *s, size_t at, size_t digits, bool first) {
    return rl_scan_byte(s, at) == ',' && digits > 0 && (first ? digits <= 3 : digits == 3) &&
           is_digit(rl_scan_byte(s, at + 1)) && is_digit(rl_scan_byte(s, at + 2)) &&
           is_digit(rl_scan_byte(s, at + 3)) && !is_digit(rl_scan_byte(s, at + 4));
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

static void finish_piece(rl_scan *s, reading *r, piece *p) {
    uint32_t plain[MAX_POINTS];
    size_t plain_count = 0;
    if (r->plain_variant) {
        memcpy(plain, r->points, r->count * sizeof *plain);
        plain_count = drop_breves(plain, r->count);
        plain_count = rl_fold_compose(plain, plain_count);
    }
    size_t count = r->composable ? rl_fold_compose(r->points, r->count) : r->count;
    p->points = count;
    p->form = rl_scan_encode(s, r->points, count);
    if (r->plain_variant) {
        p->bare = rl_scan_encode(s, plain, plain_count);
    } else if (!r->composable && r->apostrophe != SIZE_MAX && r->apostrophe + 1 == count &&
               r->points[count - 1] == 's') {
        p->bare = rl_scan_encode(s, r->points, r->apostrophe);
    }
}

/* Takes an apostrophe into the word, or says that it ends the piece. */
static bool join_apostrophe(rl_scan *s, reading *r, piece *p, size_t next) {
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
static bool read_piece(rl_scan *s, piece *p) {
    *p = (piece){.start = s->at, .end = s->at};
    reading r;
    r.count = r.digits = 0;
    r.apostrophe = SIZE_MAX;
    r.grouped = r.composable = r.plain_variant = false;
    rl_glyph glyph;
    size_t next;
    for (size_t at = s->at; at < s->text.length; at = next) {
        rl_glyph_kind kind = rl_scan_glyph(s, at, &next, &glyph);
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
static bool spaced_initial(const rl_scan *s, const piece *last, size_t dot) {
    unsigned char c = rl_scan_byte(s, last->start);
    unsigned char d = rl_scan_byte(s, dot + 2);
    bool tight = last->before == LINK_DOT && rl_scan_byte(s, last->start - 1) != ' '; /* "R.E.M. E.T." is two */
    return !tight && last->points == 1 && c >= 'A' && c <= 'Z' && rl_scan_byte(s, dot + 1) == ' ' && d >= 'A' &&
           d <= 'Z' && rl_scan_byte(s, dot + 3) == '.';
}

/* What links the piece just read to the one behind it; moves to that piece. */
static link read_link(rl_scan *s, const piece *last) {
    rl_glyph glyph;
    size_t next;
    rl_glyph_kind kind = rl_scan_glyph(s, s->at, &next, &glyph);
    while (kind == RL_GLYPH_NOTHING) {
        s->at = next;
        kind = rl_scan_glyph(s, s->at, &next, &glyph);
    }
    unsigned char c = rl_scan_byte(s, s->at);
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

static rl_str concatenate(rl_scan *s, const piece *pieces, size_t count, bool bare_end) {
    size_t length = 0;
    for (size_t i = 0; i < count; i++) {
        length += bare_end && i + 1 == count ? pieces[i].bare.length : pieces[i].form.length;
    }
    if (length > RL_MAX_WORD_BYTES || rl_scan_reserve(s, length) == NULL) {
        return RL_STR_EMPTY;
    }
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        rl_str part = bare_end && i + 1 == count ? pieces[i].bare : pieces[i].form;
        memcpy(s->room + at, part.at, part.length);
        at += part.length;
    }
    return rl_scan_take(s, length);
}

static bool is_initial(const piece *p) {
    return p->has_letter && p->points == 1;
}
static bool is_owned_initial(const piece *p) {
    return p->points == 2 && p->bare.length == 1;
}

/* Makes one piece of each run of single letters with dots or stars between them: R.E.M., M*A*S*H. */
static size_t collapse_initials(rl_scan *s, piece *pieces, size_t count) {
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

static bool is_short_and(const rl_scan *s, const piece *p) {
    return rl_str_is(p->form, "n") &&
           (rl_analysis_apostrophe_at(s->text, p->end) || rl_analysis_apostrophe_before(s->text, p->start));
}

static void emit_chain(rl_scan *s, piece *pieces, size_t count) {
    if (count > 1) {
        count = collapse_initials(s, pieces, count);
    }
    bool joinable = is_joinable(pieces, count);
    for (size_t i = 0; i < count; i++) {
        const piece *p = &pieces[i];
        if (p->before == LINK_AND && says_and(&pieces[i - 1], p)) {
            rl_scan_emit_word(s, RL_STR("and"), p->link_at, p->start, RL_TOKEN_WORD);
        }
        rl_scan_emit_word(s, p->form, p->start, p->end, RL_TOKEN_WORD);
        uint32_t position = s->tokens.positions;
        if (i == 0 && joinable) {
            const piece *last = &pieces[count - 1];
            rl_str joined = concatenate(s, pieces, count, false);
            rl_str bare = last->bare.length > 0 ? concatenate(s, pieces, count, true) : RL_STR_EMPTY;
            if (joined.length > 0) {
                rl_scan_emit(s, joined, p->start, last->end, position, RL_TOKEN_JOINED);
            }
            if (bare.length > 0) {
                rl_scan_emit(s, bare, p->start, last->end, position, RL_TOKEN_JOINED);
            }
        }
        if (p->bare.length > 0) {
            rl_scan_emit(s, p->bare, p->start, p->end, position, RL_TOKEN_VARIANT);
        } else if (is_short_and(s, p)) {
            rl_scan_emit(s, RL_STR("and"), p->start, p->end, position, RL_TOKEN_VARIANT);
        }
    }
}

void rl_scan_chain(rl_scan *s) {
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
