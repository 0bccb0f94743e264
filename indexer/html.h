/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * html: a saved page to the text lines a reader sees: block elements break lines, scripts and
 * styles vanish, cells of a row are kept on one line, entities are decoded. libxml2 parses;
 * no network, no entity expansion, limits of limits.h.
 */
#ifndef REEL_INDEXER_HTML_H
#define REEL_INDEXER_HTML_H

#include "common/bytes.h"
#include "common/status.h"

bool rl_html_looks(rl_str bytes);
/* Appends the lines, '\n'-separated, valid UTF-8, to out: <title> first, paragraphs set off by an
 * empty line, cells of one row by a tab. Give it the bytes as they were saved: a page's own charset
 * is honoured where they are not UTF-8. LIMIT: nested too deeply to be a page. */
reel_status rl_html_text(rl_str bytes, rl_buffer *out, reel_error *error);

#endif
