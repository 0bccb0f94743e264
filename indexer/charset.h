/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * charset: text that is no UTF-8 in the charset its XML declaration names, or in Windows-1252, which contains Latin-1,
 * where that is evident. What is neither is damaged UTF-8, and left for repair.
 */
#ifndef REEL_INDEXER_CHARSET_H
#define REEL_INDEXER_CHARSET_H

#include "common/bytes.h"

/* Appends the text in UTF-8; false, with nothing appended, when its charset is not known. */
bool rl_charset_decode(rl_str bytes, rl_buffer *out);

#endif
