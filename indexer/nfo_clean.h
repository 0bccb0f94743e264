/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * nfo_clean: makes the XML of a library sidecar readable before it is parsed. libxml2 stops
 * resolving even "&amp;" behind the first mistake, and "Cats & Dogs" is the commonest one; so bare
 * ampersands are escaped, entities of HTML become their characters, declarations are taken out.
 * After it no entity is left that could unfold.
 */
#ifndef REEL_INDEXER_NFO_CLEAN_H
#define REEL_INDEXER_NFO_CLEAN_H

#include "common/bytes.h"

/* Appends the cleaned text to out. */
void rl_nfo_clean(rl_str text, rl_buffer *out);

#endif
