/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_lines: how much of a record file changed, before any of it is parsed.
 */
#ifndef REEL_INDEXER_RECORD_LINES_H
#define REEL_INDEXER_RECORD_LINES_H

#include <stddef.h>
#include <stdint.h>

/* Lines of the file at path that differ from the line of the same number in hashes, and lines that are gone. What cannot
 * be read does not count: whoever reads it in earnest will tell. */
uint64_t rl_record_lines_changed(const char *path, const uint64_t *hashes, size_t count);

#endif
