/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * schema: how films are spelled as terms and values: the one agreement between what the
 * indexer writes and the searcher asks for. docs/index-schema.md is its prose twin.
 *
 *   word          folded word of a W field; wdf = field weight x occurrences. No positions: see text_check.h
 *   Z<stem>       stem of a word where it differs from the word; wdf like the word's
 *   <P><word>     word of an F field, P its prefix, then ':' where the word would read as prefix; wdf 0
 *   XV<key>\1<P>  whole value of a V field: its key, then the field's prefix; wdf 0. In the term list all
 *                 fields that know a value stand together, so one look tells what a phrase may mean
 *   Q<id>         film id
 *   XJ<key>       blocking key of identity, where no other term of the film says the same (indexer/block_terms.h)
 *   XX<hash>      a document behind the film: 64-bit hash of its ledger key
 *
 * A term of wdf 0 weighs by rarity alone, whatever the length of the film's text (rl_store_match).
 * Festivals and awards have several whole values: see rl_schema_values_each.
 */
#ifndef REEL_COMMON_SCHEMA_H
#define REEL_COMMON_SCHEMA_H

#include "common/film.h"

/* Raise it whenever terms, positions, values or records change their meaning. */
#define RL_SCHEMA_VERSION 7

#define RL_PREFIX_STEM "Z"
#define RL_PREFIX_VALUE "XV"
#define RL_PREFIX_ID "Q"
#define RL_PREFIX_BLOCK "XJ"
#define RL_PREFIX_DOCUMENT "XX"
#define RL_VALUE_END '\1'

/* Schema number, field table, lexicon and analyser as one number, stored in each index. */
uint64_t rl_schema_fingerprint(void);

/* Each appends one whole term to *out (which is cleared first); a term longer than RL_MAX_TERM_BYTES has its
 * tail replaced by a hash, so that it is always valid. */
void rl_schema_word_term(rl_str form, rl_buffer *out);
void rl_schema_stem_term(rl_str stem, rl_buffer *out);
void rl_schema_field_word_term(rl_field field, rl_str form, rl_buffer *out);
void rl_schema_value_term(rl_field field, rl_str key, rl_buffer *out);
/* "XV<key>\1": prefix of all value terms of a key, whatever the field. */
void rl_schema_value_prefix(rl_str key, rl_buffer *out);
/* Field and key of a value term; RL_FIELD_NONE when term is none, or was hashed. */
rl_field rl_schema_value_parse(rl_str term, rl_str *out_key);
void rl_schema_id_term(rl_str id, rl_buffer *out);
void rl_schema_block_term(rl_str key, rl_buffer *out);
void rl_schema_document_term(rl_str document_key, rl_buffer *out);

/* The whole-value keys a fact is found under, each once, as (field, key). Titles: with number and article
 * forms in one (RL_KEY_TITLE). Names: as given and as credited on screen. A festival fact: festival; festival + year.
 * An award fact: under festival the same; under award the prize; festival + prize; festival + year + prize; each of these once more
 * with "won" or "nominated" appended when the result is known, and without the prize's branch ("Grand Jury Prize, Dramatic");
 * festival + year with the result. Year: the number. Labels, places: canonical name. False when memory ran out, and keys are missing. */
bool rl_schema_values_each(const rl_fact *fact, void (*value)(void *user, rl_field field, rl_str key), void *user);
/* Keys of compound values as queries build them, appended to out; festival or prize empty, year 0 and RL_RESULT_NONE
 * leave a part out. A festival alone and a prize alone are their plain RL_KEY_NAME; the parts of the others are set
 * apart by '\2'. No key holds another control character. */
void rl_schema_festival_key(rl_str festival, int year, rl_str prize, rl_result result, rl_buffer *out);

/* What RL_SLOT_TITLE_KEY holds: the title's key, then '\1' and its name key ("thecondemned") where the two differ. Appends. */
void rl_schema_title_slot(rl_str title, rl_buffer *out);
/* Takes it apart; the name is the key itself where it is not told. */
void rl_schema_title_slot_read(rl_str slot, rl_str *out_key, rl_str *out_name);

/* The texts whose words are indexed for a fact that leads: its value, a name as credited too, a prize with its
 * festival, year and person as a reader would say them. Texts live until the next call. */
void rl_schema_texts_each(const rl_fact *fact, rl_buffer *scratch, void (*text)(void *user, rl_str text), void *user);

/* Packed list of facet values in a value slot. */
void rl_schema_facet_add(rl_buffer *slot, rl_str value);
bool rl_schema_facet_next(rl_reader *slot, rl_str *out_value);

#endif
