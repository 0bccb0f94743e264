/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * format: the document formats (formats.def), one file each. A format looks at a document and
 * says how sure it is that the document is its own (detect), and reads its facts (extract).
 * Detection is by content, never by name.
 */
#ifndef REEL_INDEXER_FORMAT_H
#define REEL_INDEXER_FORMAT_H

#include "indexer/document.h"
#include "indexer/facts.h"

/* As sure as a format can be: the formats behind it in the table are not asked. */
enum { RL_FORMAT_SURE = 95 };

typedef struct rl_format {
    const char *name;    /* "moviepage": stored with each source */
    const char *summary; /* "movie-database page saved as text" */
    /* 0 (not mine) to RL_FORMAT_SURE. Looks at the document only, cheap: a few hundred lines at most. */
    int (*detect)(const rl_document *document);
    /* Adds everything the document says. Unknown parts become blocks, not errors; FORMAT when the
     * document is damaged beyond use. */
    reel_status (*extract)(const rl_document *document, rl_facts *facts, reel_error *error);
} rl_format;

size_t rl_format_count(void);
const rl_format *rl_format_at(size_t index);
const rl_format *rl_format_find(rl_str name);
/* The surest format; ties go to the earlier row. Never NULL: plain text takes what is left. */
const rl_format *rl_format_detect(const rl_document *document, int *out_confidence);
/* Detection and extraction in one, with the checks all formats share: the facts are sorted by place,
 * numbered, a title is there (else FORMAT). *out_format may be NULL. */
reel_status rl_format_read(const rl_document *document, rl_facts *facts, const rl_format **out_format, reel_error *error);

/* Whether a file is film records, one JSON object a line. By content: its first line that is not
 * blank is a whole JSON object; where that cannot be told (a damaged first line, a head that ends
 * within it) the name's extension decides. bytes may be the head of a file. */
bool rl_format_is_record_file(rl_str path, rl_str bytes);

#endif
