/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_fold: compatibility decomposition and case folding of single code points. Never of
 * whole strings: utf8proc allocates there, and offsets into the original would be lost.
 */
#include "common/analysis_fold.h"

#include <utf8proc.h>

#include "common/utf8.h"

static const struct letter {
    uint32_t code_point;
    const char *spelling;
} letters[] = {
#define LETTER(code_point, spelling) {code_point, spelling},
#include "common/letters.def"
#undef LETTER
};

const char *rl_fold_spelling(uint32_t code_point) {
    size_t low = 0;
    size_t high = sizeof letters / sizeof letters[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (letters[middle].code_point == code_point) {
            return letters[middle].spelling;
        }
        if (letters[middle].code_point < code_point) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return NULL;
}

/* Signs with a part in words, whatever their category; LETTER for everything else. */
static rl_glyph_kind kind_of_sign(uint32_t code_point) {
    switch (code_point) {
    case 0x00b4: /* acute accent */
    case 0x02b9: /* modifier letters of transliterations: Eisensteinʹ, Hawaiʻi, Shiʿa */
    case 0x02ba:
    case 0x02bb:
    case 0x02bc:
    case 0x02bd:
    case 0x02be:
    case 0x02bf:
    case 0x02c8:
    case 0x055a:
    case 0x05f3:
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032:
    case 0x2035:
    case 0xff07:
        return RL_GLYPH_APOSTROPHE;
    case 0x00b7: /* middle dots: WALL·E */
    case 0x0387:
    case 0x2022:
    case 0x2027:
    case 0x22c5:
    case 0x2010: /* hyphens; not the em dash, which parts clauses */
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2212:
    case 0xfe63:
    case 0xff0d:
    case 0xff0f:
        return RL_GLYPH_HYPHEN;
    case 0xff06:
        return RL_GLYPH_AND;
    case 0x0640: /* tatweel only stretches */
    case 0x200b:
        return RL_GLYPH_NOTHING;
    default:
        return RL_GLYPH_LETTER;
    }
}

static rl_glyph_kind kind_of_category(utf8proc_propval_t category) {
    switch (category) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
    case UTF8PROC_CATEGORY_NO:
        return RL_GLYPH_LETTER;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
    case UTF8PROC_CATEGORY_ME:
        return RL_GLYPH_MARK;
    case UTF8PROC_CATEGORY_CF:
        return RL_GLYPH_NOTHING;
    default:
        return RL_GLYPH_BREAK;
    }
}

static bool between(uint32_t code_point, uint32_t first, uint32_t last) {
    return code_point >= first && code_point <= last;
}

static bool is_spaceless(uint32_t code_point) {
    if (code_point < 0x0e01) {
        return false;
    }
    return between(code_point, 0x0e01, 0x0edf) || /* Thai, Lao */
           between(code_point, 0x1000, 0x109f) || /* Myanmar */
           between(code_point, 0x1780, 0x17ff) || /* Khmer */
           between(code_point, 0x2e80, 0x2fdf) || /* radicals */
           between(code_point, 0x3005, 0x3007) || /* iteration mark, zero */
           between(code_point, 0x3021, 0x312f) || /* kana, bopomofo */
           between(code_point, 0x31a0, 0x31bf) || between(code_point, 0x31f0, 0x31ff) ||
           between(code_point, 0x3400, 0x4dbf) || between(code_point, 0x4e00, 0x9fff) ||
           between(code_point, 0xa9e0, 0xa9ff) || between(code_point, 0xaa60, 0xaa7f) ||
           between(code_point, 0xf900, 0xfaff) || between(code_point, 0x1b000, 0x1b16f) ||
           between(code_point, 0x20000, 0x3fffd);
}

bool rl_fold_drops_marks(uint32_t base) {
    return base < 0x0400 || between(base, 0x0590, 0x077f) || between(base, 0x08a0, 0x08ff) ||
           between(base, 0x1d00, 0x1dbf) || between(base, 0x1e00, 0x1fff) || between(base, 0x2c60, 0x2c7f) ||
           between(base, 0xa720, 0xa7ff) || between(base, 0xab30, 0xab6f);
}

bool rl_fold_is_mark(uint32_t code_point) {
    return code_point >= 0x0300 &&
           kind_of_category(utf8proc_get_property((utf8proc_int32_t)code_point)->category) == RL_GLYPH_MARK;
}

bool rl_fold_is_visible(uint32_t code_point) {
    switch (utf8proc_get_property((utf8proc_int32_t)code_point)->category) {
    case UTF8PROC_CATEGORY_PC:
    case UTF8PROC_CATEGORY_PD:
    case UTF8PROC_CATEGORY_PS:
    case UTF8PROC_CATEGORY_PE:
    case UTF8PROC_CATEGORY_PI:
    case UTF8PROC_CATEGORY_PF:
    case UTF8PROC_CATEGORY_PO:
    case UTF8PROC_CATEGORY_SM:
    case UTF8PROC_CATEGORY_SC:
    case UTF8PROC_CATEGORY_SK:
    case UTF8PROC_CATEGORY_SO:
    case UTF8PROC_CATEGORY_CO:
        return true;
    default:
        return false;
    }
}

static bool is_digit(uint32_t code_point) {
    return utf8proc_get_property((utf8proc_int32_t)code_point)->category == UTF8PROC_CATEGORY_ND;
}

/* Decimal digits stand in runs of ten, in order: the distance to the start of the run is the value. */
static uint32_t digit_value(uint32_t code_point) {
    uint32_t distance = 0;
    while (distance < 9 && is_digit(code_point - distance - 1)) {
        distance++;
    }
    return '0' + distance;
}

static void add_point(rl_glyph *glyph, uint32_t point) {
    if (glyph->count < RL_GLYPH_POINTS) {
        glyph->points[glyph->count++] = point;
    }
}

/* One decomposed, case-folded point: spelled out where it has a spelling, dropped where it is no
 * part of a word ("⒈" is a digit and a dot). */
static void add_folded(rl_glyph *glyph, uint32_t point) {
    if (point < 0x80) {
        if (between(point, 'a', 'z') || between(point, '0', '9')) {
            add_point(glyph, point);
        }
        return;
    }
    const char *spelling = rl_fold_spelling(point);
    if (spelling != NULL) {
        rl_str text = rl_str_of(spelling);
        for (size_t offset = 0; offset < text.length;) {
            add_point(glyph, rl_utf8_next(text, &offset));
        }
        return;
    }
    if (kind_of_sign(point) != RL_GLYPH_LETTER) {
        return;
    }
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)point);
    rl_glyph_kind kind = property->ignorable ? RL_GLYPH_NOTHING : kind_of_category(property->category);
    bool dropped = kind == RL_GLYPH_MARK && glyph->count > 0 && rl_fold_drops_marks(glyph->points[glyph->count - 1]);
    if (property->category == UTF8PROC_CATEGORY_ND) {
        add_point(glyph, digit_value(point));
    } else if ((kind == RL_GLYPH_LETTER || kind == RL_GLYPH_MARK) && !dropped) {
        add_point(glyph, point);
    }
}

void rl_fold_glyph(uint32_t code_point, rl_glyph *out) {
    out->count = 0;
    out->kind = kind_of_sign(code_point);
    if (out->kind != RL_GLYPH_LETTER) {
        return;
    }
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)code_point);
    out->kind = property->ignorable ? RL_GLYPH_NOTHING : kind_of_category(property->category);
    if (out->kind != RL_GLYPH_LETTER && out->kind != RL_GLYPH_MARK) {
        return;
    }
    /* Sara am would come apart into a mark and a letter of its own. */
    if (code_point == 0x0e33 || code_point == 0x0eb3) {
        out->kind = RL_GLYPH_NGRAM;
        add_point(out, code_point);
        return;
    }
    utf8proc_int32_t points[RL_GLYPH_POINTS];
    int boundary = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, points, RL_GLYPH_POINTS,
                                UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD, &boundary);
    bool is_number = property->category == UTF8PROC_CATEGORY_NO;
    for (utf8proc_ssize_t i = 0; i < count && i < RL_GLYPH_POINTS; i++) {
        if (is_number && points[i] == RL_FRACTION_SLASH) {
            out->kind = RL_GLYPH_FRACTION;
            add_point(out, RL_FRACTION_SLASH);
        } else {
            add_folded(out, (uint32_t)points[i]);
        }
    }
    if (out->count == 0) {
        out->kind = out->kind == RL_GLYPH_MARK ? RL_GLYPH_NOTHING : RL_GLYPH_BREAK;
    } else if (is_number && property->decomp_type == UTF8PROC_DECOMP_TYPE_SUPER && out->points[0] <= '9') {
        out->kind = RL_GLYPH_RAISED;
    } else if (out->kind != RL_GLYPH_FRACTION) {
        /* Half-width voicing signs are letters that fold to marks, the iota subscript is a mark that folds to a letter.
         */
        bool mark = rl_fold_is_mark(out->points[0]);
        out->kind = mark ? RL_GLYPH_MARK : is_spaceless(out->points[0]) ? RL_GLYPH_NGRAM : RL_GLYPH_LETTER;
    }
}

static int combining_class(uint32_t code_point) {
    return utf8proc_get_property((utf8proc_int32_t)code_point)->combining_class;
}

size_t rl_fold_compose(uint32_t *points, size_t count) {
    for (size_t i = 1; i < count; i++) {
        uint32_t point = points[i];
        int class = combining_class(point);
        size_t j = i;
        while (class != 0 && j > 0 && combining_class(points[j - 1]) > class) {
            points[j] = points[j - 1];
            j--;
        }
        points[j] = point;
    }
    utf8proc_ssize_t composed = utf8proc_normalize_utf32((utf8proc_int32_t *)points, (utf8proc_ssize_t)count,
                                                         UTF8PROC_COMPOSE | UTF8PROC_STABLE);
    return composed < 0 ? count : (size_t)composed;
}
