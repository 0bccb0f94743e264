/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * field: the field table (fields.def) as data. Everything that differs by field asks here.
 * Static and constant: nothing is built at start-up.
 */
#ifndef REEL_COMMON_FIELD_H
#define REEL_COMMON_FIELD_H

#include "common/bytes.h"

typedef enum rl_field {
    RL_FIELD_NONE = 0, /* also the unknown field */
#define FIELD(ID, number, ...) RL_FIELD_##ID = number,
#include "common/fields.def"
#undef FIELD
} rl_field;

enum { RL_FIELD_NUMBER_END = 64 }; /* numbers are below this */

/* How values of a field are read, compared and shown. */
typedef enum rl_field_kind {
    RL_KIND_TITLE,
    RL_KIND_NAME,      /* a person (or role): detail holds the role, as_credited the name on screen */
    RL_KIND_COMPANY,
    RL_KIND_LABEL,     /* one of few values, with a canonical form in the lexicon where it has one */
    RL_KIND_PLACE,     /* a country in the lexicon's vocabulary */
    RL_KIND_LANGUAGE,
    RL_KIND_TEXT,      /* running text */
    RL_KIND_YEAR,
    RL_KIND_NUMBER,
    RL_KIND_MONEY,     /* number is the amount, detail the currency */
    RL_KIND_DATE,      /* value is YYYY, YYYY-MM or YYYY-MM-DD, detail the country */
    RL_KIND_FESTIVAL,  /* value is the festival's canonical name, year the edition */
    RL_KIND_AWARD,     /* value is the festival or body, year the edition, detail the prize, result, person */
    RL_KIND_REFERENCE, /* value is another film's title, year its year */
    RL_KIND_IDENTIFIER /* value is "imdb:tt0104503", "tmdb:3059", "wiki:In_the_Soup", "id:..." */
} rl_field_kind;

enum rl_field_flags {
    RL_FIELD_WORDS = 1,       /* W: words in the combined stream */
    RL_FIELD_FIELD_WORDS = 2, /* F: words as prefixed terms */
    RL_FIELD_VALUE = 4,       /* V: the whole value as a term */
    RL_FIELD_FACET = 8,       /* T */
    RL_FIELD_SORT = 16        /* S */
};

/* Which value of a field leads when pages disagree; the others are kept either way. */
typedef enum rl_merge_policy {
    RL_MERGE_BEST, /* one value is true: the best attested leads, the rest are conflicts */
    RL_MERGE_UNION /* all are true: best attested first */
} rl_merge_policy;

typedef enum rl_field_sense {
    RL_SENSE_NEVER,
    RL_SENSE_WHOLE /* words equal to a whole value may mean it */
} rl_field_sense;

enum { RL_NO_SLOT = 0xffff };

/* Value slots that belong to no field. Numbers are never reused. */
enum {
    RL_SLOT_TITLE_KEY = 2, /* folded title, for sorting */
    RL_SLOT_PRIOR = 3,     /* how much is known of the film: see indexer/terms.h */
    RL_SLOT_ID = 4         /* film id: names hits without reading the film, breaks ties */
};

typedef struct rl_field_row {
    rl_field field;
    const char *name;
    const char *aliases; /* separated by blanks */
    const char *prefix;
    uint16_t slot;
    rl_field_kind kind;
    unsigned flags;
    uint32_t weight;
    rl_merge_policy merge;
    rl_field_sense sense;
    const char *example;
    const char *summary;
} rl_field_row;

/* Rows in the table's order. */
size_t rl_field_count(void);
const rl_field_row *rl_field_at(size_t index);
/* NULL for RL_FIELD_NONE and numbers without a row. */
const rl_field_row *rl_field_row_of(rl_field field);
const char *rl_field_name(rl_field field); /* "" where there is none */
bool rl_field_has(rl_field field, unsigned flags);
/* Names of the fields that have the flags, with commas between them, cut where size ends; returns out. */
const char *rl_field_list(unsigned flags, char *out, size_t size);
/* By name or alias, ASCII case folded; RL_FIELD_NONE where unknown. */
rl_field rl_field_find(rl_str name);
/* First word position of a field's band. Words of a field have positions base + 1 up to base + 65535,
 * so that a position tells its field, and a phrase never spans two. */
uint32_t rl_field_position(rl_field field);
rl_field rl_field_of_position(uint32_t position);
/* "text", "name"...: for `reel fields`. */
const char *rl_field_kind_name(rl_field_kind kind);

#endif
