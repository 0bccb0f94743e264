/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_values: look-ups of whole values. One seek tells every field that knows a key, and whether
 * a longer value starts with it, since the terms of a key stand first among those it begins.
 */
#include "common/lexicon.h"
#include "common/schema.h"
#include "searcher/sense.h"

typedef struct value_walk {
    rl_str key;
    rl_value_fields *out;
} value_walk;

static bool note_value(void *user, rl_str term, uint32_t documents) {
    value_walk *walk = user;
    rl_str key;
    rl_field field = rl_schema_value_parse(term, &key);
    if (field == RL_FIELD_NONE || !rl_str_equal(key, walk->key)) {
        walk->out->extendable = true;
        return false;
    }
    if (walk->out->count < sizeof walk->out->fields / sizeof walk->out->fields[0]) {
        walk->out->fields[walk->out->count] = field;
        walk->out->films[walk->out->count++] = documents;
    }
    return true;
}

reel_status rl_sense_value_fields(rl_store *store, rl_str key, rl_value_fields *out_fields, reel_error *error) {
    *out_fields = (rl_value_fields){.count = 0};
    if (key.length == 0) {
        return REEL_OK;
    }
    rl_buffer prefix = RL_BUFFER_INIT;
    rl_schema_value_prefix(key, &prefix);
    rl_str start = rl_buffer_str(&prefix);
    value_walk walk = {key, out_fields};
    reel_status status = prefix.failed ? rl_fail_nomem(error)
                                       : rl_store_terms_each(store, rl_str_slice(start, 0, start.length - 1), RL_STR_EMPTY,
                                                             note_value, &walk, error);
    rl_buffer_done(&prefix);
    return status;
}

typedef struct key_pick {
    rl_arena *arena;
    rl_field field;
    rl_str key;
} key_pick;

static void pick_key(void *user, rl_field field, rl_str key) {
    key_pick *pick = user;
    if (pick->key.at == NULL && field == pick->field) {
        pick->key = rl_str_copy(pick->arena, key);
    }
}

rl_str rl_sense_value_key(rl_arena *arena, rl_field field, rl_str value) {
    if (field == RL_FIELD_FESTIVAL || field == RL_FIELD_AWARD) {
        rl_buffer key = RL_BUFFER_FOR(arena);
        bool prize = field == RL_FIELD_AWARD;
        rl_schema_festival_key(prize ? RL_STR_EMPTY : value, 0, prize ? value : RL_STR_EMPTY, RL_RESULT_NONE, &key);
        rl_str copy = rl_str_copy(arena, rl_buffer_str(&key));
        rl_buffer_done(&key);
        return copy;
    }
    rl_fact fact = {.field = field, .value = value};
    key_pick pick = {arena, field, RL_STR_EMPTY};
    if (!rl_schema_values_each(&fact, pick_key, &pick)) {
        rl_arena_fail(arena);
    }
    return pick.key;
}

reel_status rl_sense_value_films(rl_store *store, rl_field field, rl_str key, uint32_t *out_films, reel_error *error) {
    *out_films = 0;
    rl_buffer term = RL_BUFFER_INIT;
    rl_schema_value_term(field, key, &term);
    reel_status status = term.failed ? rl_fail_nomem(error) : rl_store_term_frequency(store, rl_buffer_str(&term), out_films, error);
    rl_buffer_done(&term);
    return status;
}

const rl_lexicon_entry *rl_sense_entry_at(const rl_sense_walk *walk, rl_lexicon_kind kind, uint32_t at, uint32_t *out_end) {
    const rl_parsed *parsed = walk->context->parsed;
    uint32_t run_end = at;
    while (run_end < parsed->word_count && walk->sense->plain[run_end] && run_end < at + 8) {
        run_end++;
    }
    if (run_end == at) {
        return NULL;
    }
    size_t length = 0;
    rl_str text = rl_parsed_words_text(parsed, at, run_end);
    const rl_lexicon_entry *entry = rl_lexicon_find_prefix(kind, text, &length);
    if (entry == NULL) {
        return NULL;
    }
    uint32_t end = at;
    while (end < run_end && parsed->words[end].start < parsed->words[at].start + length) {
        end++;
    }
    *out_end = end;
    return entry;
}

static bool first_docid(void *user, rl_docid docid, uint32_t wdf) {
    (void)wdf;
    *(rl_docid *)user = docid;
    return false;
}

reel_status rl_sense_film_with_id(rl_store *store, rl_str id, rl_docid *out_docid, reel_error *error) {
    rl_buffer term = RL_BUFFER_INIT;
    *out_docid = 0;
    rl_schema_id_term(id, &term);
    reel_status status = term.failed ? rl_fail_nomem(error) : rl_store_postings_each(store, rl_buffer_str(&term), first_docid, out_docid, error);
    rl_buffer_done(&term);
    return status;
}
