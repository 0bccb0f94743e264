/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * store: a C interface to a term index. Knows terms, positions, values, data and ranking by
 * weight; has never heard of a film or a field. store_xapian.cc is its only implementation.
 * A reader or writer handle belongs to one thread at a time.
 */
#ifndef REEL_COMMON_STORE_H
#define REEL_COMMON_STORE_H

#include "common/bytes.h"
#include "common/status.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct rl_store rl_store;   /* read side */
typedef struct rl_writer rl_writer; /* write side */

typedef uint32_t rl_docid; /* from 1; 0 is none */

/* --- reading --- */

/* One path, or several searched as one. A path is a database folder or file, a stub file, or "tcp:HOST:PORT".
 * NOTFOUND, CORRUPT, IO. */
reel_status rl_store_open(const char *const *paths, size_t path_count, rl_store **out_store, reel_error *error);
/* Reads what a writer holds, in memory or not yet committed; for tests and the indexer. The writer must outlive it. */
reel_status rl_store_open_writer(rl_writer *writer, rl_store **out_store, reel_error *error);
void rl_store_close(rl_store *store);
/* Moves to the newest committed state. */
reel_status rl_store_reopen(rl_store *store, bool *out_changed, reel_error *error);
/* As opened, a read whose state a writer has overwritten moves to the newest one by itself and starts over. Pinned, it is
 * STALE instead, so that a whole operation reads one state: the caller reopens and begins anew. */
void rl_store_pin(rl_store *store, bool pinned);
/* Names the state that is read: changes with every commit. Appends. */
reel_status rl_store_revision(rl_store *store, rl_buffer *out, reel_error *error);
/* True when some part is read over the network: then options.keep is refused and weights are Xapian's own BM25. */
bool rl_store_is_remote(const rl_store *store);

reel_status rl_store_document_count(rl_store *store, uint32_t *out_count, reel_error *error);
reel_status rl_store_last_docid(rl_store *store, rl_docid *out_docid, reel_error *error);
reel_status rl_store_average_length(rl_store *store, double *out_length, reel_error *error);
/* Appends; NOTFOUND where the key has no value. */
reel_status rl_store_metadata(rl_store *store, rl_str key, rl_buffer *out, reel_error *error);
/* The same beside a document: of several stores opened as one, those of the one it is in. docid 0: as above. */
reel_status rl_store_metadata_beside(rl_store *store, rl_docid docid, rl_str key, rl_buffer *out, reel_error *error);
reel_status rl_store_metadata_each(rl_store *store, rl_str prefix, bool (*key)(void *user, rl_str key), void *user,
                                   reel_error *error);
/* Documents that have the term (0: none). */
reel_status rl_store_term_frequency(rl_store *store, rl_str term, uint32_t *out_documents, reel_error *error);
/* Terms that start with prefix, in byte order, from the first that is >= start (if longer than prefix); the callback returns false to stop. */
reel_status rl_store_terms_each(rl_store *store, rl_str prefix, rl_str start,
                                bool (*term)(void *user, rl_str term, uint32_t documents), void *user, reel_error *error);
/* The same without the frequencies, which cost more than the names. */
reel_status rl_store_term_names_each(rl_store *store, rl_str prefix, bool (*term)(void *user, rl_str term), void *user, reel_error *error);
/* Documents of a term in order of docid; the empty term gives all. */
reel_status rl_store_postings_each(rl_store *store, rl_str term, bool (*posting)(void *user, rl_docid docid, uint32_t wdf),
                                   void *user, reel_error *error);
/* All terms of a document with wdf; positions are fetched by rl_store_positions. */
reel_status rl_store_document_terms_each(rl_store *store, rl_docid docid,
                                         bool (*term)(void *user, rl_str term, uint32_t wdf), void *user,
                                         reel_error *error);
reel_status rl_store_positions_each(rl_store *store, rl_docid docid, rl_str term, bool (*position)(void *user, uint32_t position),
                                    void *user, reel_error *error);
reel_status rl_store_document_length(rl_store *store, rl_docid docid, uint32_t *out_length, reel_error *error);
reel_status rl_store_data(rl_store *store, rl_docid docid, rl_buffer *out, reel_error *error);
reel_status rl_store_value(rl_store *store, rl_docid docid, uint32_t slot, rl_buffer *out, reel_error *error);
/* The values of many documents at once, told in the order given ("" where there is none): far cheaper than one by one. */
reel_status rl_store_values_each(rl_store *store, uint32_t slot, const rl_docid *docids, size_t docid_count,
                                 bool (*value)(void *user, size_t index, rl_str value), void *user, reel_error *error);

/* Numbers in value slots sort like numbers. Appends. */
void rl_store_encode_number(double number, rl_buffer *out);
double rl_store_decode_number(rl_str bytes);

/* --- queries: a plain tree, built in an arena by the caller --- */

typedef enum rl_query_op {
    RL_QUERY_NOTHING,
    RL_QUERY_ALL,       /* every document, weight 0 */
    RL_QUERY_TERM,      /* term */
    RL_QUERY_OR,        /* weights add up */
    RL_QUERY_AND,       /* all children; weights add up */
    RL_QUERY_SYNONYM,   /* any child; their frequencies add up as if they were one term */
    RL_QUERY_FILTER,    /* first child, with the others required but weightless */
    RL_QUERY_MAYBE,     /* first child required; the others add weight */
    RL_QUERY_NOT,       /* first child, without documents of the others */
    RL_QUERY_SCALE,     /* only child, weight times scale (>= 0) */
    RL_QUERY_PHRASE,    /* terms in order within window positions */
    RL_QUERY_NEAR,      /* terms in any order within window positions */
    RL_QUERY_VALUE_RANGE, /* value of slot within [low, high], either empty for open; weightless */
    RL_QUERY_PREFIX,    /* the `limit` most frequent terms that start with term */
    RL_QUERY_CHECK      /* only child, where check keeps a document; weights are the child's. INVALID with remote parts */
} rl_query_op;

/* A look at the data of documents that terms alone cannot tell apart. Called while a match runs, again when it
 * starts over: it must depend on nothing but the data, and not use the store. */
typedef struct rl_check {
    bool (*keep)(void *user, rl_str data);
    void *user;
} rl_check;

typedef struct rl_query rl_query;
struct rl_query {
    rl_query_op op;
    rl_str term;
    double scale;
    uint32_t window;
    uint32_t limit;
    uint32_t slot;
    rl_str low, high;
    const rl_query **children;
    size_t child_count;
    const rl_check *check;
    void *note; /* the caller's: which part of the user's query this stands for */
};

/* The weight of a term t in document d, for wdf > 0 (BM25, Robertson and Zaragoza 2009, 3.3):
 *     idf(t) * wdf * (k1 + 1) / (wdf + k1 * (1 - b + b * length(d) / average length))
 * and for wdf = 0, a term that is there or not, idf(t) * binary.
 * idf(t) = log(1 + (N - n + 0.5) / (n + 0.5)), with N documents and n that have the term.
 * RL_QUERY_SCALE multiplies. Remote parts use Xapian's own BM25 with the same k1 and b. */
typedef struct rl_weighting {
    double k1;
    double b;
    double min_length; /* lengths below this fraction of the average count as this */
    double binary;
} rl_weighting;

/* The same computed by hand, for explanations. */
double rl_store_weight(const rl_weighting *weighting, uint32_t documents, uint32_t term_documents, uint32_t wdf,
                       double length, double average_length);

typedef struct rl_match_options {
    uint32_t first;          /* hits to skip */
    uint32_t limit;          /* hits to return */
    uint32_t check_at_least; /* documents to consider for exact counts; UINT32_MAX for all */
    bool sort_by_value;      /* by slot, then weight; else by weight, then sort_slot ascending when it is not UINT32_MAX */
    uint32_t sort_slot;
    bool sort_descending;
    bool break_ties;         /* sorted by value: equal ones in order of tie_slot, not by weight. Not with remote parts */
    uint32_t tie_slot;
    const uint32_t *count_slots; /* slots whose values every considered match reports to count */
    size_t count_slot_count;
    /* Called for every match considered, once per count slot, with its value (may be empty). */
    void (*count)(void *user, size_t slot_index, rl_str value);
    /* Each must keep a document. Asked only of documents that would be among the hits or are counted, so that
     * total is an estimate. INVALID with remote parts. */
    const rl_check *checks;
    size_t check_count;
    void *user;              /* of count */
    double seconds_limit;    /* 0 for none; a search that takes longer returns what it has */
} rl_match_options;

typedef struct rl_match_hit {
    rl_docid docid;
    double weight;
} rl_match_hit;

typedef struct rl_match {
    rl_match_hit *hits; /* in the arena given */
    size_t count;
    uint32_t total;     /* documents that match: exact or an estimate */
    bool total_is_exact;
    double max_possible; /* bound of any weight */
} rl_match;

reel_status rl_store_match(rl_store *store, rl_arena *arena, const rl_query *query, const rl_weighting *weighting,
                           const rl_match_options *options, rl_match *out_match, reel_error *error);

/* --- writing --- */

typedef struct rl_posting {
    rl_str term;
    uint32_t wdf;
    const uint32_t *positions; /* ascending; NULL for none */
    size_t position_count;
} rl_posting;

typedef struct rl_slot_value {
    uint32_t slot;
    rl_str value;
} rl_slot_value;

typedef struct rl_store_document {
    const rl_posting *postings; /* any order, each term once */
    size_t posting_count;
    const rl_slot_value *values;
    size_t value_count;
    rl_str data;
} rl_store_document;

typedef enum rl_writer_mode {
    RL_WRITER_CREATE, /* a new database; INVALID where one is */
    RL_WRITER_TEMPORARY, /* the same, and lost when the machine stops or a write fails: nothing is synced */
    RL_WRITER_UPDATE  /* an existing one; NOTFOUND where there is none */
} rl_writer_mode;

/* wait_ms: how long to wait for another writer before LOCKED. */
reel_status rl_writer_open(const char *path, rl_writer_mode mode, uint32_t wait_ms, rl_writer **out_writer,
                           reel_error *error);
reel_status rl_writer_open_memory(rl_writer **out_writer, reel_error *error);
/* Uncommitted changes are dropped. */
void rl_writer_close(rl_writer *writer);
/* Every term is checked before anything is handed over: a bad document is INVALID and changes nothing.
 * Any other failure means that everything since the last commit is lost: the caller replays. */
reel_status rl_writer_add(rl_writer *writer, const rl_store_document *document, rl_docid *out_docid, reel_error *error);
reel_status rl_writer_replace(rl_writer *writer, rl_docid docid, const rl_store_document *document, reel_error *error);
reel_status rl_writer_delete(rl_writer *writer, rl_docid docid, reel_error *error);
/* An empty value removes the key. */
reel_status rl_writer_set_metadata(rl_writer *writer, rl_str key, rl_str value, reel_error *error);
/* Makes everything since the last commit durable and visible, at once: nothing of it is visible before. */
reel_status rl_writer_commit(rl_writer *writer, reel_error *error);

/* Merges databases into a new one at path; documents keep their order (those of paths[0] first). When renumber,
 * the docids of each database follow those of the one before (gaps that deletions left inside a database remain);
 * else they stay, and the ranges of the databases must not overlap (INVALID). Metadata of equal keys: the first
 * database's. path is a folder to make, or an empty one. */
reel_status rl_store_compact(const char *const *paths, size_t path_count, const char *path, bool renumber,
                             reel_error *error);
/* Checks every table; CORRUPT with the first finding. report (may be NULL) gets one line per table. */
reel_status rl_store_check(const char *path, rl_buffer *report, reel_error *error);

/* --- stemming --- */

typedef struct rl_stemmer rl_stemmer;
/* A Snowball stemmer by ISO 639 code or English name; INVALID where there is none. */
reel_status rl_stemmer_new(const char *language, rl_stemmer **out_stemmer, reel_error *error);
void rl_stemmer_free(rl_stemmer *stemmer);
/* Appends the stem of a folded word; appends nothing when memory ran out. */
void rl_stemmer_stem(rl_stemmer *stemmer, rl_str word, rl_buffer *out);

#ifdef __cplusplus
}
#endif

#endif
