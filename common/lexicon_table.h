/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon_table: the rows of the lexicon's .def files as one constant array, shared by the
 * look-up (lexicon.c) and by the generator of its sorted keys (lexicon_order.c).
 */
#ifndef REEL_COMMON_LEXICON_TABLE_H
#define REEL_COMMON_LEXICON_TABLE_H

#include "common/lexicon.h"

/* A spelling in the order of keys; entry is its index in rl_lexicon_table. */
typedef struct rl_lexicon_spelling {
    const char *key;
    uint16_t length; /* of the key */
    uint16_t kind;   /* of the entry */
    uint16_t entry;
} rl_lexicon_spelling;

extern const rl_lexicon_entry rl_lexicon_table[];
extern const size_t rl_lexicon_table_size;

#endif
