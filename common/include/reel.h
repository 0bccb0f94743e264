/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * reel.h - the public interface of libreel, a full-text film search engine.
 *
 * This header is the manual. It reads from simple to special:
 *
 *   1. Status and errors        every call that can fail returns reel_status
 *   2. Searching                reel_open, reel_search, walk the hits, free
 *   3. Rendering                the same answer as text, JSON, JSON Lines, TSV, TREC
 *   4. Films, suggestions, explanations, state
 *   5. Indexing                 folders, files, or documents from memory
 *
 * Search in ten lines:
 *
 *     reel_searcher *searcher;
 *     reel_hits *hits;
 *     reel_error error;
 *     if (reel_open("films.reel", &searcher, &error) != REEL_OK) { puts(error.message); return 1; }
 *     if (reel_search(searcher, "black and white Sundance 1992", NULL, &hits, &error) == REEL_OK) {
 *         for (size_t i = 0; i < reel_hits_count(hits); i++)
 *             printf("%s (%d)\n", reel_hit_title(reel_hits_at(hits, i)), reel_hit_year(reel_hits_at(hits, i)));
 *         reel_hits_free(hits);
 *     }
 *     reel_close(searcher);
 *
 * Rules that hold everywhere
 *   Text      UTF-8 in and out; offsets count bytes. Invalid UTF-8 in a query or a document is
 *             read as U+FFFD, never an error. Paths and names are bytes, as the system has them; what
 *             an answer shows of them is UTF-8.
 *   Memory    Everything reached from a reel_hits dies with reel_hits_free, everything reached from
 *             a reel_suggestions with reel_suggestions_free; both outlive their searcher. Every
 *             other handle is freed by the function of its own name. Freeing or closing NULL does
 *             nothing. What a call is given it copies, unless its comment says otherwise.
 *   Failure   On failure every out parameter is NULL or 0, and *error (which may be NULL) says
 *             what happened in one line. After NOMEM and every other failure each handle can still
 *             be used or closed; of an indexer, reel_indexer_put says more.
 *   NULL      A handle, out parameter or text that is NULL and may not be is INVALID; bytes of
 *             length 0 may be. Accessors cannot fail: of NULL, and past the end, they give 0, NULL,
 *             or "" where a text always is.
 *   Threads   A handle belongs to one thread at a time, an answer too. Any number of handles may be
 *             used on any number of threads, on the same index too, beside a writer too.
 *   Order     The same index gives the same answer: ties of score, count or sort value are broken
 *             by the films' ids or the values' names in byte order.
 *   Manners   The library never prints, logs, exits, aborts, reads the environment, or changes
 *             locale or signals; numbers have a point in any locale. There is nothing to initialise.
 *             Reading never writes.
 *   Growth    Option structs start with their size: initialise them with their INIT macro. A program
 *             compiled against an older header gets the defaults for what it does not know; one
 *             compiled against a newer one is INVALID only where it uses what this library does not
 *             know. docs/abi.md says what else stays.
 *   Licence   GPL-2.0-or-later, as libxapian below it. Programs that cannot link it run `reel
 *             search --format json` or ask `reel serve` over HTTP.
 */
#ifndef REEL_H
#define REEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#if defined(_WIN32)
#define REEL_API
#elif defined(__GNUC__)
#define REEL_API __attribute__((visibility("default")))
#else
#define REEL_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define REEL_VERSION_MAJOR 0
#define REEL_VERSION_MINOR 1
#define REEL_VERSION_PATCH 0
#define REEL_VERSION_STRING "0.1.0"

/* The version as one number, to compare: 0x000100 is 0.1.0. */
#define REEL_VERSION_NUMBER (REEL_VERSION_MAJOR << 16 | REEL_VERSION_MINOR << 8 | REEL_VERSION_PATCH)

/* The version of the library that runs, such as "0.1.0"; the macros are that of the header. Static storage. */
REEL_API const char *reel_version(void);

/* ------------------------------------------------------------------ 1. status and errors */

typedef enum reel_status {
    REEL_OK = 0,
    REEL_NOMEM = 1,      /* memory ran out */
    REEL_INVALID = 2,    /* an argument or option is not usable */
    REEL_NOTFOUND = 3,   /* no such index, film, file or document */
    REEL_IO = 4,         /* reading or writing failed */
    REEL_FORMAT = 5,     /* a document could not be understood */
    REEL_QUERY = 6,      /* a query could not be run; error.offset says where. No call gives it today: see reel_search */
    REEL_LOCKED = 7,     /* another process writes this index */
    REEL_STALE = 8,      /* the index was built by another version: rebuild it */
    REEL_CORRUPT = 9,    /* the index is damaged: rebuild it */
    REEL_LIMIT = 10,     /* a documented limit was reached */
    REEL_CANCELLED = 11, /* a callback asked to stop */
    REEL_INTERNAL = 12   /* a defect of reel; please report it */
} reel_status;

/* What went wrong, filled by the failing call into the caller's struct; no allocation. */
typedef struct reel_error {
    reel_status status;
    uint32_t line;      /* line in path, from 1; 0 where there is none */
    uint64_t offset;    /* byte offset in the query or file, where it applies */
    char path[256];     /* file or index concerned, shortened at the front; "" where there is none */
    char message[512];  /* one line, says what and where and what to do next; "" after a success */
} reel_error;

/* "LOCKED", and one sentence on it; for unknown values "UNKNOWN" and a sentence that says so. Static storage. */
REEL_API const char *reel_status_name(reel_status status);
REEL_API const char *reel_status_text(reel_status status);
/* The exit code of the program and the HTTP code of the server for a status. */
REEL_API int reel_status_exit_code(reel_status status);
REEL_API int reel_status_http_code(reel_status status);

/* ------------------------------------------------------------------ 2. searching */

typedef struct reel_searcher reel_searcher;
typedef struct reel_hits reel_hits;
typedef struct reel_hit reel_hit; /* one film of an answer; belongs to its reel_hits */

/* Opens the index in folder path for reading; never writes to it.
 * NOTFOUND: no index there. STALE, CORRUPT: rebuild it, the message says how. */
REEL_API reel_status reel_open(const char *path, reel_searcher **out_searcher, reel_error *error);
/* Searches several indexes as one. A path is an index folder, a Xapian stub file, or "tcp:HOST:PORT". */
REEL_API reel_status reel_open_many(const char *const *paths, size_t path_count, reel_searcher **out_searcher,
                                    reel_error *error);
REEL_API void reel_close(reel_searcher *searcher);
/* Moves to the newest state of the index. Searches do so themselves when the state they read
 * is gone; call it to see a writer's work at once. *out_changed may be NULL. */
REEL_API reel_status reel_refresh(reel_searcher *searcher, bool *out_changed, reel_error *error);
/* Names the state that is read: changes when the index's content does. Belongs to the searcher,
 * valid until its next call. Good as an HTTP ETag. */
REEL_API const char *reel_generation(const reel_searcher *searcher);

typedef struct reel_range {
    size_t start, end; /* bytes, end is exclusive, both on code point boundaries */
} reel_range;

typedef struct reel_search_options {
    size_t size;               /* sizeof(reel_search_options), set by the INIT macro */
    uint32_t limit;            /* films to return; 0 returns none, but counts and facets */
    uint32_t offset;           /* films to skip */
    const char *sort;          /* NULL or "relevance", else a sortable field; a leading '-' reverses */
    const char *const *facets; /* names of facet fields to count over the whole result */
    size_t facet_count;
    uint32_t facet_limit;      /* values per facet, most frequent first */
    uint32_t snippet_count;    /* snippets per film; 0 for none */
    uint32_t snippet_bytes;    /* length of a snippet in bytes of UTF-8, about */
    bool no_sense;             /* plain words only: nothing is recognised */
    bool no_correction;        /* never replace a word by a likely spelling, never relax */
    bool ids_only;             /* ids and scores only: no stored film is read */
    const reel_range *plain;   /* parts of the query that are words and nothing else: a reading the user took away */
    size_t plain_count;
} reel_search_options;

#define REEL_SEARCH_OPTIONS_INIT \
    { sizeof(reel_search_options), 10, 0, NULL, NULL, 0, 20, 3, 240, false, false, false, NULL, 0 }

/* Answers a query (NUL-terminated; see docs/query-language.md). options may be NULL. Nothing a
 * person types is an error: a query without a usable word gives an empty answer. INVALID and LIMIT are
 * about the options: a field that cannot be sorted by or counted is INVALID, unknown or not, and the message
 * lists those that can; an index that was rebuilt meanwhile is followed to its newest state. */
REEL_API reel_status reel_search(reel_searcher *searcher, const char *query, const reel_search_options *options,
                                 reel_hits **out_hits, reel_error *error);
/* The same for a query of length bytes, which may hold NUL bytes (they separate words). More than
 * 100,000 bytes are cut, and a note of the answer says so. */
REEL_API reel_status reel_search_bytes(reel_searcher *searcher, const char *query, size_t length,
                                       const reel_search_options *options, reel_hits **out_hits, reel_error *error);
REEL_API void reel_hits_free(reel_hits *hits);

/* Films in this answer: at most the limit. */
REEL_API size_t reel_hits_count(const reel_hits *hits);
/* NULL past the end. */
REEL_API const reel_hit *reel_hits_at(const reel_hits *hits, size_t index);
/* Films that match in the whole index, and whether that number is exact or an estimate. */
REEL_API uint64_t reel_hits_total(const reel_hits *hits);
REEL_API bool reel_hits_total_is_exact(const reel_hits *hits);
/* Milliseconds the search took on the clock, reading of the films and snippets included, rendering not. */
REEL_API double reel_hits_took_ms(const reel_hits *hits);

/* How a part of the query was understood. Strings belong to the hits. */
typedef struct reel_reading {
    const char *text;                /* the part of the query */
    size_t start, end;               /* its bytes in the query */
    const char *field;               /* name of the field it was taken for */
    const char *value;               /* the value it stands for; "not " before one whose films are left out */
    const char *const *alternatives; /* other fields it may mean; "text" is the plain word */
    size_t alternative_count;
} reel_reading;

/* The readings in order of the query; NULL past the end. */
REEL_API size_t reel_hits_reading_count(const reel_hits *hits);
REEL_API const reel_reading *reel_hits_reading_at(const reel_hits *hits, size_t index);

/* A word that was replaced (applied) or that could be (not applied), and by what. */
typedef struct reel_correction {
    size_t start, end;      /* bytes in the query */
    const char *text;       /* as typed */
    const char *suggestion; /* the likely word or name */
    const char *field;      /* where it was found */
    const char *query;      /* the whole query with the suggestion in place */
    bool applied;           /* the answer is that of the corrected query */
} reel_correction;

/* The corrections in order of the query; NULL past the end. */
REEL_API size_t reel_hits_correction_count(const reel_hits *hits);
REEL_API const reel_correction *reel_hits_correction_at(const reel_hits *hits, size_t index);
/* Sentences on what was given up to find anything ("left out: ..."), and on what was cut or not known. */
REEL_API size_t reel_hits_relaxed_count(const reel_hits *hits);
REEL_API const char *reel_hits_relaxed_at(const reel_hits *hits, size_t index);
REEL_API size_t reel_hits_note_count(const reel_hits *hits);
REEL_API const char *reel_hits_note_at(const reel_hits *hits, size_t index);

/* The film: its id for reel_show, and what an answer shows of it. */
REEL_API const char *reel_hit_id(const reel_hit *hit);
REEL_API const char *reel_hit_title(const reel_hit *hit); /* "" with ids_only */
REEL_API int reel_hit_year(const reel_hit *hit);          /* 0 where unknown */
REEL_API uint32_t reel_hit_rank(const reel_hit *hit);     /* from 1, offset included */
REEL_API double reel_hit_score(const reel_hit *hit);
/* Values of a field by its name ("director"): the displayed form of each, best first. */
REEL_API size_t reel_hit_value_count(const reel_hit *hit, const char *field);
REEL_API const char *reel_hit_value_at(const reel_hit *hit, const char *field, size_t index);
/* The facts of this film that answer the query, as "field: value". */
REEL_API size_t reel_hit_why_count(const reel_hit *hit);
REEL_API const char *reel_hit_why_at(const reel_hit *hit, size_t index);
/* The documents behind the film. */
REEL_API size_t reel_hit_source_count(const reel_hit *hit);
REEL_API const char *reel_hit_source_at(const reel_hit *hit, size_t index);

typedef struct reel_snippet {
    const char *field;            /* field the passage stands in */
    const char *source;           /* document it comes from */
    const char *text;             /* the passage; control characters are removed */
    const reel_range *highlights; /* ascending, not overlapping */
    size_t highlight_count;
} reel_snippet;

/* The passages that match, best first; NULL past the end. */
REEL_API size_t reel_hit_snippet_count(const reel_hit *hit);
REEL_API const reel_snippet *reel_hit_snippet_at(const reel_hit *hit, size_t index);

typedef struct reel_facet_value {
    const char *value;
    uint64_t count; /* films of the whole result that have it; exact */
} reel_facet_value;

typedef struct reel_facet {
    const char *field;
    const reel_facet_value *values; /* most frequent first, then by name */
    size_t value_count;
} reel_facet;

/* The facets in the order they were asked for; NULL past the end. */
REEL_API size_t reel_hits_facet_count(const reel_hits *hits);
REEL_API const reel_facet *reel_hits_facet_at(const reel_hits *hits, size_t index);

/* ------------------------------------------------------------------ 3. rendering */

/* Receives a piece of output, on the calling thread; bytes are valid during the call and end in no NUL. Returns
 * false to stop (the call then returns CANCELLED). */
typedef bool (*reel_write)(void *user, const char *bytes, size_t length);

typedef struct reel_render_options {
    size_t size;
    bool color;         /* text: mark with terminal escapes */
    uint32_t width;     /* text: columns to fit into; 0 for no limit */
    const char *qid;    /* trec, jsonl and tsv of a batch: the query's id, else NULL */
} reel_render_options;

#define REEL_RENDER_OPTIONS_INIT { sizeof(reel_render_options), false, 0, NULL }

/* Writes an answer as "text" (also for NULL), "json", "jsonl", "tsv" or "trec". INVALID names the formats there are. */
REEL_API reel_status reel_hits_render(const reel_hits *hits, const char *format, const reel_render_options *options,
                                      reel_write write, void *user, reel_error *error);

/* ------------------------------------------------------------------ 4. films, suggestions, explanations, state */

/* One film with every fact, its sources and conflicts; format "text" or "json". NOTFOUND: no such id. */
REEL_API reel_status reel_show(reel_searcher *searcher, const char *id, const char *format,
                               const reel_render_options *options, reel_write write, void *user, reel_error *error);
/* Films most like the film id, as an answer with reasons in each hit's "why". */
REEL_API reel_status reel_similar(reel_searcher *searcher, const char *id, const reel_search_options *options,
                                  reel_hits **out_hits, reel_error *error);

typedef struct reel_suggestion {
    const char *text;    /* the completed title or name, as displayed */
    const char *kind;    /* "film", "person", "festival", ... */
    const char *field;   /* field the value stands in */
    const char *film_id; /* for films, else NULL */
    int year;            /* for films, else 0 */
    uint64_t films;      /* films that have it */
} reel_suggestion;

typedef struct reel_suggestions reel_suggestions;
/* Completions of what was typed so far, best first; at most limit. */
REEL_API reel_status reel_suggest(reel_searcher *searcher, const char *prefix, uint32_t limit,
                                  reel_suggestions **out_suggestions, reel_error *error);
REEL_API size_t reel_suggestions_count(const reel_suggestions *suggestions);
REEL_API const reel_suggestion *reel_suggestions_at(const reel_suggestions *suggestions, size_t index);
REEL_API reel_status reel_suggestions_render(const reel_suggestions *suggestions, const char *format,
                                             const reel_render_options *options, reel_write write, void *user,
                                             reel_error *error);
REEL_API void reel_suggestions_free(reel_suggestions *suggestions);

/* The stages a document passes on its way into the index: stage is "format", "facts", "film",
 * "tokens" or "terms". path names the document in messages; bytes are its content. */
REEL_API reel_status reel_explain_document(const char *stage, const char *path, const void *bytes, size_t length,
                                           const char *format, reel_write write, void *user, reel_error *error);
/* The stages of a query: "parse", "sense", "query" or "score". film_id is needed by "score" only
 * and says whose score is added up, or why that film is not in the answer. */
REEL_API reel_status reel_explain_query(reel_searcher *searcher, const char *stage, const char *query,
                                        const char *film_id, const reel_search_options *options, const char *format,
                                        reel_write write, void *user, reel_error *error);
/* The field table; format "text", "json" or "markdown". */
REEL_API reel_status reel_fields(const char *format, const reel_render_options *options, reel_write write, void *user,
                                 reel_error *error);
/* All merged films as JSON Lines, in order of their ids. */
REEL_API reel_status reel_export(reel_searcher *searcher, reel_write write, void *user, reel_error *error);
/* State of an index: films, documents, terms, sizes, generation. verify also checks every part of
 * it and returns CORRUPT, after writing the report, when something is wrong. Where the index may only be read,
 * Xapian's own check of its tables is left out, and the report says so. */
REEL_API reel_status reel_index_status(const char *path, bool verify, const char *format, reel_write write, void *user,
                                       reel_error *error);
/* Blocks of documents that were attributed elsewhere or not understood, and documents that are no films; format "text"
 * or "json" (one object). Reads the documents of the index at path again, where they are now. */
REEL_API reel_status reel_audit(const char *path, const char *format, reel_write write, void *user,
                                reel_error *error);

/* ------------------------------------------------------------------ 5. indexing */

typedef struct reel_indexer reel_indexer;

typedef enum reel_event_kind {
    REEL_EVENT_SCAN = 1,     /* a folder is read; done counts its documents so far */
    REEL_EVENT_DOCUMENT = 2, /* documents are read: done of total */
    REEL_EVENT_WRITE = 3,    /* films are written: done of total */
    REEL_EVENT_FINISH = 4,   /* the index is merged, checked and switched in; once more with done = total = 1 after it */
    REEL_EVENT_PROBLEM = 5,  /* a document was skipped or mended: path, line and message say more */
    REEL_EVENT_PLAN = 6      /* dry run: what would be done with path; message says it */
} reel_event_kind;

typedef struct reel_event {
    reel_event_kind kind;
    uint64_t done, total;  /* total is 0 while unknown */
    reel_status status;    /* of a problem */
    const char *path;      /* valid during the call */
    uint32_t line;
    const char *message;
} reel_event;

/* Told of progress and problems, always on the calling thread's behalf and never from two
 * threads at once. Return false to stop: the call rolls back and returns CANCELLED. Only what is done cannot be
 * stopped any more: the last FINISH. */
typedef bool (*reel_progress)(void *user, const reel_event *event);

typedef struct reel_index_options {
    size_t size;
    bool full;                /* build everything anew */
    bool dry_run;             /* write nothing; tell the plan through events */
    uint32_t jobs;            /* threads; 0 for one a processor */
    uint64_t memory_bytes;    /* about how much to use for buffers; 0 for the default, 256 MiB */
    uint32_t lock_wait_ms;    /* how long to wait for another writer */
    reel_progress progress;   /* may be NULL */
    void *user;
} reel_index_options;

#define REEL_INDEX_OPTIONS_INIT { sizeof(reel_index_options), false, false, 0, 0, 5000, NULL, NULL }

typedef struct reel_index_report {
    uint64_t films;       /* in the index afterwards */
    uint64_t documents;   /* behind them, in the index afterwards */
    uint64_t added, updated, removed, unchanged, failed; /* documents of this run */
    uint64_t repaired;    /* documents read with invalid bytes replaced */
    double seconds;       /* on the clock */
} reel_index_report;

/* Brings the index at path up to date with files and folders; makes it where there is none.
 * Folders are followed by content: what vanished is dropped, what did not change is skipped.
 * What came from other paths stays. *out_report may be NULL. */
REEL_API reel_status reel_index_paths(const char *path, const char *const *documents, size_t document_count,
                                      const reel_index_options *options, reel_index_report *out_report,
                                      reel_error *error);

/* For documents that are not files. One indexer at a time per index (LOCKED). With full, an index that cannot be opened
 * (STALE, CORRUPT) begins anew, empty; dry_run is INVALID. progress is told of WRITE and FINISH as an index is made
 * here, and by each commit. */
REEL_API reel_status reel_indexer_open(const char *path, const reel_index_options *options, reel_indexer **out_indexer,
                                       reel_error *error);
/* Adds or replaces the document called name; bytes are read in full before the call returns.
 * FORMAT, LIMIT: it could not be understood, nothing changed, the indexer stays usable; so it does after INVALID. Any
 * other failure of a put, drop or commit may forget all of them since the last commit: close the indexer then. */
REEL_API reel_status reel_indexer_put(reel_indexer *indexer, const char *name, const void *bytes, size_t length,
                                      reel_error *error);
/* Drops the document called name. NOTFOUND: there is none. */
REEL_API reel_status reel_indexer_drop(reel_indexer *indexer, const char *name, reel_error *error);
/* Makes all puts and drops since the last commit visible to readers, at once. CANCELLED: the callback said stop, and
 * they are forgotten; the indexer stays usable. */
REEL_API reel_status reel_indexer_commit(reel_indexer *indexer, reel_index_report *out_report, reel_error *error);
/* Closes; what was not committed is dropped. */
REEL_API void reel_indexer_close(reel_indexer *indexer);

#ifdef __cplusplus
}
#endif

#endif /* REEL_H */
