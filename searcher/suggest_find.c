/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * suggest_find: see suggest_find.h.
 */
#include "searcher/suggest_find.h"

#include <stdlib.h>
#include <string.h>

#include "common/schema.h"

enum {
    SCAN_VALUES = 2728,  /* looked at in one call: a millisecond or two; a sum of the store's batches */
    NEAR_VALUES = 24,    /* looked at for one slip */
    NEAR_LOOKUPS = 240,  /* slips tried */
    LEAST_NEAR = 4       /* bytes: shorter keys are a slip away from everything */
};

typedef struct scan {
    rl_completions *found;
    size_t typed; /* bytes of the key that is completed */
    double factor;
    size_t seen, most;
    bool titles; /* nothing else */
    bool stopped, failed;
} scan;

static bool is_offered(rl_field field) {
    return rl_completion_kind(field)[0] != '\0' && field != RL_FIELD_KIND && field != RL_FIELD_SOUND && field != RL_FIELD_ASPECT &&
           field != RL_FIELD_MEDIUM && field != RL_FIELD_CERTIFICATE;
}

/* A value that is typed to its end comes first, then what many films have; titles are each one film's. */
static double rank_of(const scan *s, size_t length, rl_field field, uint32_t films) {
    double weight = films + (field == RL_FIELD_TITLE ? 4.0 : field == RL_FIELD_AKA ? 1.0 : 0.0);
    size_t rest = length > s->typed ? length - s->typed : 0;
    return s->factor * (rl_completion_rank(weight, rest) + (rest == 0 ? 1e6 : 0.0));
}

static bool note_value(void *user, rl_str term, uint32_t films) {
    scan *s = user;
    rl_str key;
    rl_field field = rl_schema_value_parse(term, &key);
    rl_buffer_clear(&s->found->last);
    rl_buffer_add_str(&s->found->last, term);
    s->stopped = ++s->seen >= s->most;
    if (field == RL_FIELD_NONE || !is_offered(field) || (s->titles && rl_field_row_of(field)->kind != RL_KIND_TITLE) ||
        rl_str_find(key, RL_STR("\2")) != SIZE_MAX) {
        return !s->stopped;
    }
    s->failed = s->failed || !rl_completions_keep(s->found, key, field, films, rank_of(s, key.length, field, films));
    return !s->stopped && !s->failed;
}

/* --- values that start with a key --- */

static reel_status go_on(rl_store *store, rl_str key, scan *s, reel_error *error) {
    rl_buffer prefix = RL_BUFFER_INIT, start = RL_BUFFER_INIT;
    rl_schema_value_prefix(key, &prefix);
    rl_str all = rl_buffer_str(&prefix);
    rl_buffer_add_str(&start, rl_buffer_str(&s->found->last));
    if (start.length > 0) {
        rl_buffer_add_byte(&start, '\0'); /* the first behind the last seen */
    }
    rl_str values = rl_str_slice(all, 0, all.length == 0 ? 0 : all.length - 1);
    reel_status status = prefix.failed || start.failed ? rl_fail_nomem(error)
                                                       : rl_store_terms_each(store, values, rl_buffer_str(&start), note_value, s, error);
    rl_buffer_done(&prefix);
    rl_buffer_done(&start);
    s->found->complete = !s->stopped;
    return status == REEL_OK && (s->failed || s->found->last.failed) ? rl_fail_nomem(error) : status;
}

reel_status rl_suggest_find(rl_store *store, rl_suggest_memory *memory, rl_str key, bool titles, rl_completions *found,
                            bool *out_many, reel_error *error) {
    rl_remembered_kind kind = titles ? RL_REMEMBERED_TITLES : RL_REMEMBERED_VALUES;
    rl_completions fresh = {.count = 0};
    rl_completions *known = rl_suggest_recall(memory, kind, key);
    scan s = {.found = known == NULL ? &fresh : known, .typed = key.length, .factor = 1, .most = SCAN_VALUES, .titles = titles};
    reel_status status = s.found->complete ? REEL_OK : go_on(store, key, &s, error);
    *out_many = known != NULL || !fresh.complete;
    if (status == REEL_OK && known == NULL && !fresh.complete) {
        known = rl_suggest_remember(memory, kind, key, &fresh);
    }
    if (status == REEL_OK) {
        status = rl_completions_merge(known == NULL ? &fresh : known, found, error);
    }
    rl_completions_done(&fresh);
    return status;
}

/* --- slips --- */

typedef struct near_search {
    rl_store *store;
    rl_completions *found;
    size_t lookups;
    rl_buffer key;
    reel_error *error;
} near_search;

/* key[0, at) + middle + key[rest, end) */
static reel_status try_key(near_search *n, rl_str key, size_t at, rl_str middle, size_t rest) {
    if (n->lookups++ >= NEAR_LOOKUPS) {
        return REEL_OK;
    }
    rl_buffer_clear(&n->key);
    rl_buffer_add_str(&n->key, rl_str_slice(key, 0, at));
    rl_buffer_add_str(&n->key, middle);
    rl_buffer_add_str(&n->key, rl_str_slice(key, rest, key.length));
    if (n->key.failed) {
        return rl_fail_nomem(n->error);
    }
    rl_completions fresh = {.count = 0};
    scan s = {.found = &fresh, .typed = n->key.length, .factor = 0.5, .most = NEAR_VALUES};
    reel_status status = go_on(n->store, rl_buffer_str(&n->key), &s, n->error);
    status = status == REEL_OK ? rl_completions_merge(&fresh, n->found, n->error) : status;
    rl_completions_done(&fresh);
    return status;
}

static reel_status try_swaps(near_search *n, rl_str key) {
    reel_status status = REEL_OK;
    for (size_t at = 0; status == REEL_OK && at + 1 < key.length; at++) {
        char swapped[2] = {key.at[at + 1], key.at[at]};
        if (((key.at[at] | key.at[at + 1]) & 0x80) == 0 && key.at[at] != key.at[at + 1]) {
            status = try_key(n, key, at, (rl_str){swapped, 2}, at + 2);
        }
    }
    for (size_t at = 1; status == REEL_OK && at < key.length; at++) { /* one too many */
        if ((key.at[at] & 0x80) == 0 && key.at[at] != key.at[at - 1]) {
            status = try_key(n, key, at, RL_STR_EMPTY, at + 1);
        }
    }
    return status;
}

static bool note_any(void *user, rl_str term, uint32_t films) {
    (void)term;
    (void)films;
    *(bool *)user = true;
    return false;
}

/* How much of the key some value begins with: the slip stands there or a few letters before. */
static reel_status known_length(near_search *n, rl_str key, size_t *out_length) {
    size_t low = 0, high = key.length;
    reel_status status = REEL_OK;
    while (status == REEL_OK && low < high) {
        size_t middle = (low + high + 1) / 2;
        bool found = false;
        rl_schema_value_prefix(rl_str_slice(key, 0, middle), &n->key);
        rl_str start = rl_buffer_str(&n->key);
        status = n->key.failed ? rl_fail_nomem(n->error)
                               : rl_store_terms_each(n->store, rl_str_slice(start, 0, start.length - 1), RL_STR_EMPTY, note_any, &found, n->error);
        low = found ? middle : low;
        high = found ? high : middle - 1;
    }
    *out_length = low;
    return status;
}

/* Another letter, or one left out, where the key goes wrong. The first letter is seldom wrong, and a wrong last one is no slip
 * but another word. */
static reel_status try_letters(near_search *n, rl_str key) {
    static const char letters[] = "etaoinsrhldcumfpgwybvkxjqz ";
    size_t at = 0;
    reel_status status = known_length(n, key, &at);
    at = at + 2 > key.length ? key.length - 2 : at;
    for (; status == REEL_OK && at > 0 && n->lookups < NEAR_LOOKUPS && n->found->count < RL_COMPLETIONS / 4; at--) {
        for (const char *letter = letters; status == REEL_OK && *letter != '\0' && (key.at[at] & 0x80) == 0; letter++) {
            status = try_key(n, key, at, (rl_str){letter, 1}, at + 1);
            status = status == REEL_OK ? try_key(n, key, at, (rl_str){letter, 1}, at) : status;
        }
    }
    return status;
}

reel_status rl_suggest_find_near(rl_store *store, rl_str key, rl_completions *found, reel_error *error) {
    near_search n = {store, found, 0, RL_BUFFER_INIT, error};
    reel_status status = key.length < LEAST_NEAR ? REEL_OK : try_swaps(&n, key);
    if (status == REEL_OK && key.length >= LEAST_NEAR && found->count == 0) {
        status = try_letters(&n, key);
    }
    rl_buffer_done(&n.key);
    return status;
}
