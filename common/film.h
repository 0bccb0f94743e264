/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film: the film record. A film is the facts its documents state, grouped by value: facts of one
 * value stand together, the first of them leads (its form is shown), the others attest it. Nothing
 * a document said is lost by merging, so a film can be taken apart again into its documents.
 */
#ifndef REEL_COMMON_FILM_H
#define REEL_COMMON_FILM_H

#include "common/field.h"

typedef enum rl_result {
    RL_RESULT_NONE = 0, /* not said */
    RL_RESULT_SHOWN,
    RL_RESULT_NOMINATED,
    RL_RESULT_WON
} rl_result;

/* How sure a statement is, by where it stands. The surer leads. */
typedef enum rl_origin {
    RL_ORIGIN_GUESS = 0, /* a file's name, a reading with doubt */
    RL_ORIGIN_PROSE,     /* read out of sentences */
    RL_ORIGIN_LABEL,     /* a labelled line, a table, a category, a credit list */
    RL_ORIGIN_RECORD     /* a field of a structured record */
} rl_origin;

/* One statement of one document. Strings are valid UTF-8 and borrowed from the film's memory. */
typedef struct rl_fact {
    rl_field field;
    rl_str value;       /* see rl_field_kind for each kind's parts */
    rl_str detail;      /* role, prize, country of a release or title, currency */
    rl_str person;      /* award: who got it; other kinds: the name as credited on screen */
    int64_t number;     /* year, edition year, minutes, amount, rating times 10; 0 where there is none */
    rl_result result;   /* awards and festivals */
    rl_origin origin;
    uint16_t source;    /* index of its document in the film's sources */
    uint32_t line;      /* line of the document, from 1; 0 unknown */
    uint32_t ordinal;   /* place among its document's facts: keeps credit order */
    bool leads;         /* in a film: first of its value's group. Other titles that repeat the main title stand first
                         * in their field and none leads: they are attested, not shown */
} rl_fact;

/* A document a film is made of. */
typedef struct rl_source {
    rl_str path;    /* relative to the PATH it was found under; of a record, its file: the line is put behind it where a
                     * film is shown (record_places.h) */
    rl_str format;  /* name of the format that read it */
    rl_str key;     /* the document's key in the ledger, unique in the index; of a record, see record_key.h */
    rl_str record_id; /* the id a record gives its film, else empty */
    uint8_t subject;  /* 0 a film; else what kind of thing the document is about, as the indexer numbers them */
    bool partial;     /* a sub-page of a film: it alone would not make one */
} rl_source;

typedef struct rl_film {
    rl_str id;
    rl_source *sources; /* in order of key */
    size_t source_count;
    rl_fact *facts;     /* grouped: by field number, then value groups, best first; in a group the leader first */
    size_t fact_count;
} rl_film;

/* Facts of a field, as a range of film->facts; *out_end is behind the last. */
size_t rl_film_first(const rl_film *film, rl_field field, size_t *out_end);
/* The n-th leading fact of a field, or NULL. */
const rl_fact *rl_film_value(const rl_film *film, rl_field field, size_t n);
size_t rl_film_value_count(const rl_film *film, rl_field field);
rl_str rl_film_title(const rl_film *film);
int rl_film_year(const rl_film *film); /* 0 where unknown */
/* The facts of the group that starts at fact, itself included. */
size_t rl_film_group_size(const rl_film *film, const rl_fact *fact);

/* How a fact is displayed: "Steve Buscemi", "Sundance Film Festival 1992: Grand Jury Prize (winner)",
 * "1992-08-13 (Germany)", "93", "$800,000". Appended to out. role adds " as Adolpho" and the like. */
void rl_fact_render(const rl_fact *fact, bool with_detail, rl_buffer *out);

/* Two facts of one field that say the same value (their keys are equal). The one rule by which
 * merging groups, facets count and value terms are made. Appends the key to out. */
void rl_fact_key(const rl_fact *fact, rl_buffer *out);

/* The number a catalogue gives namesakes: true for "I", "XIV". */
bool rl_name_is_numeral(rl_str text);
/* A name without the number that tells its bearer from namesakes: "Tom Holland" of "Tom Holland (II)". */
rl_str rl_name_bare(rl_str name);

#endif
