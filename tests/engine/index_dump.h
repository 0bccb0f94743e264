/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * index_dump: everything an index says, as text that does not depend on how it came about: each film by
 * its id with record, terms, positions and values; each row of the ledger; no docids, times or generations.
 */
#ifndef REEL_ENGINE_INDEX_DUMP_H
#define REEL_ENGINE_INDEX_DUMP_H

#include "common/bytes.h"
#include "common/status.h"

reel_status index_dump(const char *path, rl_buffer *out, reel_error *error);

#endif
