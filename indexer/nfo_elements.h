/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * nfo_elements: the elements of a film library sidecar and what each tells. Used by format_nfo.c.
 */
#ifndef REEL_INDEXER_NFO_ELEMENTS_H
#define REEL_INDEXER_NFO_ELEMENTS_H

#include <libxml/tree.h>

#include "indexer/facts.h"

typedef struct rl_nfo_root {
    const char *name;
    rl_subject subject;
    const char *kind;
} rl_nfo_root;

/* <movie>, <tvshow>, <episodedetails>; NULL for others. */
const rl_nfo_root *rl_nfo_root_named(rl_str name);
/* All facts below node, an element of that root; false when memory ran out. */
bool rl_nfo_read(const rl_nfo_root *root, const xmlNode *node, rl_facts *facts);

#endif
