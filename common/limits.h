/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * limits: every maximum that untrusted input meets, in one place, with its reason.
 */
#ifndef REEL_COMMON_LIMITS_H
#define REEL_COMMON_LIMITS_H

enum {
    /* documents */
    RL_MAX_PAGE_BYTES = 16 << 20,     /* one text, HTML or sidecar page; pages of films are well under 1 MiB */
    RL_MAX_RECORD_BYTES = 8 << 20,    /* one line of a JSON Lines file */
    RL_MAX_LINES = 400000,            /* lines of a page */
    RL_MAX_FACTS = 20000,             /* facts of one document: full credits of the largest films have some 4,000 */
    RL_MAX_VALUE_BYTES = 1 << 10,     /* a short value: name, title, place */
    RL_MAX_TEXT_BYTES = 1 << 20,      /* a text value: plot, review, article */
    RL_MAX_HTML_DEPTH = 256,          /* nested elements that are followed */
    RL_MAX_JSON_DEPTH = 32,
    RL_MAX_PATH_DEPTH = 64,           /* nested folders of a corpus */
    RL_MAX_SOURCES = 1000,            /* documents behind one film */
    RL_MAX_STORED_BYTES = 64 << 20,   /* data, value or metadata of the store; Xapian's own limit is near 128 MiB */

    /* terms */
    RL_MAX_TERM_BYTES = 245,          /* Xapian's limit, NUL bytes counted twice */
    RL_MAX_WORD_BYTES = 64,           /* a longer run of letters is no word; it is cut */
    RL_MAX_POSITIONS_PER_FIELD = 65535, /* width of a field's band of positions; later words have none */

    /* queries */
    RL_MAX_QUERY_BYTES = 100000,      /* the rest is cut, and the answer says so */
    RL_MAX_QUERY_TOKENS = 2048,
    RL_MAX_QUERY_DEPTH = 64,          /* parentheses; deeper ones are read as blanks */
    RL_MAX_QUERY_LEAVES = 512,        /* terms of a compiled query */
    RL_MAX_WILDCARDS = 16,
    RL_MAX_WILDCARD_TERMS = 64,       /* most frequent expansions of one wildcard */
    RL_MAX_FILMS_READ = 10000,        /* stored films one search looks into for phrases, a second of work; the answer says so */
    RL_MAX_HITS = 10000,              /* limit of one answer */
    RL_MAX_OFFSET = 1000000,
    RL_MAX_FACETS = 16,
    RL_MAX_FACET_VALUES = 1000,
    RL_MAX_SNIPPETS = 20,
    RL_MAX_SUGGESTIONS = 100,
    RL_MAX_INDEXES = 64               /* indexes searched as one */
};

#endif
