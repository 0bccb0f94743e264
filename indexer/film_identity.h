/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_identity: which documents are about the same film. Pure: takes what documents say of their
 * identity, gives groups. The same documents give the same groups, in whatever order and
 * by whatever path they came: a full build and any sequence of increments agree.
 *
 * Documents that share a blocking key are compared, no others; so joining among a million films
 * costs no more than the new documents. All documents that could end up in one film, or compete
 * for one film id, share a chain of blocking keys.
 */
#ifndef REEL_INDEXER_FILM_IDENTITY_H
#define REEL_INDEXER_FILM_IDENTITY_H

#include "common/film.h"
#include "common/status.h"
#include "indexer/facts.h"

/* What a document says of its film's identity. Strings live in the arena it was made with. */
typedef struct rl_identity {
    rl_str document;       /* the document's ledger key: decides order, and which records are of one file */
    rl_str record_id;      /* id a record gives its film, else empty */
    rl_str *ids;           /* "imdb:tt0104503", ...: sorted */
    size_t id_count;
    rl_str *titles;        /* title keys (RL_KEY_TITLE) of main and other titles; the main one first, the rest sorted */
    size_t title_count;
    int year;              /* the surest it states; 0 unknown */
    int years[4];          /* all it states, the surest first: first shown in one, released in another */
    size_t year_count;
    rl_str *directors;     /* name keys */
    size_t director_count;
    rl_str *cast;          /* name keys of the first ten */
    size_t cast_count;
    int runtime;           /* minutes, 0 unknown */
    rl_subject subject;    /* films, series and episodes never join each other */
    bool partial;          /* a sub-page */
    rl_str slug;           /* of main title and year: the film's id where no record gives one */
    rl_str surname;        /* slug of the first director's last name: tells two films of one slug apart */
} rl_identity;

typedef enum rl_verdict { RL_DIFFERENT = -1, RL_UNDECIDED = 0, RL_SAME = 1 } rl_verdict;

reel_status rl_identity_of(rl_arena *arena, rl_str document, const rl_facts *facts, rl_identity *out_identity,
                           reel_error *error);
/* Writes into a document's source what identity needs and no fact says: record id, subject, partial. Call it before
 * merging, else rl_identity_of_source cannot give what rl_identity_of gave. */
void rl_identity_describe(const rl_facts *facts, rl_source *source);
/* The same from one source of a stored film. */
reel_status rl_identity_of_source(rl_arena *arena, const rl_film *film, size_t source, rl_identity *out_identity,
                                  reel_error *error);
/* The blocking keys: calls back with each once, in order. Keys fit a term (RL_MAX_TERM_BYTES less 8). */
void rl_identity_keys_each(const rl_identity *identity, void (*key)(void *user, rl_str key), void *user);
/* Compares two; *out_reason (may be NULL) is a static text such as "same imdb id", "directors differ". */
rl_verdict rl_identity_compare(const rl_identity *a, const rl_identity *b, const char **out_reason);

/* The manual list: documents or film ids that are the same, or are not, whatever they say. */
typedef struct rl_override {
    rl_str a, b;  /* paths or film ids */
    bool same;
} rl_override;

/* Whether an override's name means this document: its ledger key or the end of it behind a '/', its record id, or
 * the slug of its title and year. */
bool rl_identity_is_named(const rl_identity *identity, rl_str name);

/* How two documents relate, finer than a verdict: the higher the surer. Below zero they are different. */
enum rl_relation {
    RL_RELATION_APART = -1,
    RL_RELATION_NONE = 0,
    RL_RELATION_TITLE = 1,     /* one title, and one of them has no year: might be, if nothing else fits */
    RL_RELATION_NEAR = 2,      /* one title, years one apart, nothing against it */
    RL_RELATION_YEAR = 3,      /* one title and year, a director is missing */
    RL_RELATION_MAKERS = 4,    /* one title and director or cast, a year is missing */
    RL_RELATION_SAME = 16      /* and above: the same film; the excess orders the joins */
};
int rl_identity_relate(const rl_identity *a, const rl_identity *b, const char **out_reason);

/* Groups a set of documents that is closed under shared blocking keys (and under overrides): out_groups[i] is the group
 * of identities[i], groups are numbered from 0 in order of their first document. Then ids:
 * out_ids[g] is the film id of group g, unique within the set. Order of identities does not matter
 * to the result (up to numbering). Arrays are the caller's, count long each. */
reel_status rl_identity_group(rl_arena *arena, const rl_identity *identities, size_t count, const rl_override *overrides,
                              size_t override_count, size_t *out_groups, rl_str *out_ids, size_t *out_group_count,
                              reel_error *error);

#endif
