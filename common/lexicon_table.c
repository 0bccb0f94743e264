/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon_table: see lexicon_table.h. Rows of a kind stand together, kinds in the order of their enum.
 */
#include "common/lexicon_table.h"

#define SPELLED(...) __VA_ARGS__
#define FESTIVAL(name, city, founded, spellings)                                                                       \
    {RL_LEXICON_FESTIVAL, name, (const char *const[]){name, spellings, NULL}, city, "", "", "", founded},
#define BODY(name, founded, spellings) FESTIVAL(name, "", founded, SPELLED(spellings))
#define PRIZE(name, spellings) {RL_LEXICON_PRIZE, name, (const char *const[]){name, spellings, NULL}, "", "", "", "", 0},
#define PRIZE_OF(name, giver, spellings) PRIZE(name, SPELLED(spellings))
#define COUNTRY(name, code, adjective, spellings)                                                                      \
    {RL_LEXICON_COUNTRY, name, (const char *const[]){name, spellings, NULL}, "", "", adjective, code, 0},
#define LANGUAGE(name, spellings)                                                                                      \
    {RL_LEXICON_LANGUAGE, name, (const char *const[]){name, spellings, NULL}, "", "", "", "", 0},
#define GENRE(name, spellings) {RL_LEXICON_GENRE, name, (const char *const[]){name, spellings, NULL}, "", "", "", "", 0},
#define COLORATION(name, spellings)                                                                                    \
    {RL_LEXICON_COLORATION, name, (const char *const[]){name, spellings, NULL}, "", "", "", "", 0},
#define SECTION(name, festival, spellings)                                                                             \
    {RL_LEXICON_SECTION, name, (const char *const[]){name, spellings, NULL}, "", festival, "", "", 0},

const rl_lexicon_entry rl_lexicon_table[] = {
#include "common/lexicon_festivals.def"
#include "common/lexicon_prizes.def"
#include "common/lexicon_places.def"
#include "common/lexicon.def"
#include "common/lexicon_sections.def"
};
const size_t rl_lexicon_table_size = sizeof rl_lexicon_table / sizeof rl_lexicon_table[0];
