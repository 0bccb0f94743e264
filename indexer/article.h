/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * article: what text articles share: mark-up and footnotes taken off, sentences, "Key: value"
 * lines of boxes, the title in a file's name. Used by the encyclopedia and plain formats.
 */
#ifndef REEL_INDEXER_ARTICLE_H
#define REEL_INDEXER_ARTICLE_H

#include "indexer/facts.h"

/* The reader's text: without footnote marks "[12]", emphasis (_x_, ''x'', **x**), leftovers of
 * templates, empty parentheses; white space folded. In the arena. */
rl_str rl_article_clean(rl_arena *arena, rl_str text);
/* Only footnote marks off: emphasis still tells titles from words. */
rl_str rl_article_without_notes(rl_arena *arena, rl_str text);
/* Cuts the next sentence off *rest; abbreviations and initials do not end one. */
bool rl_article_sentence(rl_str *rest, rl_str *out_sentence);
/* A line of a box: "- Director: X", "| director = X", "Director: X". Adds its facts; false when its
 * key is not in the table, and then nothing is added. */
bool rl_article_box_line(rl_facts *facts, rl_str line, uint32_t number);
/* The same for key and value told apart already ("Cinematography", "X"). */
bool rl_article_box_value(rl_facts *facts, rl_str key, rl_str value, rl_origin origin, uint32_t number);
/* The field a crew label ("Director of photography", "Screenplay by") stands for, or RL_FIELD_NONE. */
rl_field rl_article_label_field(rl_str label);
/* "pages/Blood_Brothers_(1935_film).md": "Blood Brothers", 1935; *out_marked when the name says
 * that it is a film. Empty when the name holds no letter. */
rl_str rl_article_file_name(rl_arena *arena, rl_str path, int *out_year, bool *out_marked);
/* Takes "(1977 film)", "(2017 American film)", "(play)", which tell articles of one name apart, off a
 * name; a year and whether it says film are set where they stand. */
rl_str rl_article_cut_qualifier(rl_str name, int *out_year, bool *out_marked);
/* Adds the file's name as title and its year, as guesses. */
void rl_article_file_title(rl_facts *facts, rl_str path);

#endif
