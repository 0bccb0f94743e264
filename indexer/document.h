/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * document: the bytes of a file as checked UTF-8 lines. Byte order marks and UTF-16 are decoded,
 * invalid UTF-8 is replaced and counted, HTML becomes text lines (html.c), binaries are refused.
 */
#ifndef REEL_INDEXER_DOCUMENT_H
#define REEL_INDEXER_DOCUMENT_H

#include "common/arena.h"
#include "common/bytes.h"
#include "common/status.h"

typedef struct rl_document {
    rl_str path;       /* name for messages and sources; formats may read a title out of it, as a last resort */
    rl_str raw;        /* the bytes as given (valid UTF-8 after repair) */
    rl_str *lines;     /* without line ends, not trimmed; of HTML the text lines */
    size_t line_count;
    size_t repaired;   /* invalid parts replaced */
    bool html;         /* lines come from HTML */
    bool xml;          /* raw starts as XML */
} rl_document;

/* Everything in *out_document lives in the arena or borrows from bytes, which must outlive it.
 * FORMAT: empty, binary. LIMIT: larger than RL_MAX_PAGE_BYTES. */
reel_status rl_document_init(rl_document *out_document, rl_arena *arena, rl_str path, rl_str bytes, reel_error *error);
/* Lines [first, last) joined by '\n' with blank-line runs folded, trimmed; in the arena. For text facts. */
rl_str rl_document_join(const rl_document *document, rl_arena *arena, size_t first, size_t last);

#endif
