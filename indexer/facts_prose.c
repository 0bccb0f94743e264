/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * facts_prose: festivals and prizes told in a sentence, when they are said of this film.
 */
#include "indexer/facts_read.h"

size_t rl_facts_prose(rl_facts *facts, rl_str sentence, uint32_t line) {
    return rl_facts_color_prose(facts, sentence, line);
}
