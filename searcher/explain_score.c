/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * explain_score: walks the query tree for one film with the numbers of its term list, the way the store
 * does for all of them, and keeps what each term adds.
 */
#include "searcher/explain_score.h"

#include <stdlib.h>

#include "common/schema.h"

typedef struct film_term {
    rl_str term;
    uint32_t wdf;
} film_term;

typedef struct scorer {
    reel_searcher *searcher;
    rl_arena *arena;
    const rl_weighting *weighting;
    rl_docid docid;
    film_term *terms;
    size_t count, capacity;
    uint32_t documents, length;
    double average;
    rl_score *score;
    reel_status status;
    reel_error *error;
} scorer;

typedef struct verdict {
    bool matches;
    double weight;
} verdict;

static bool note_term(void *user, rl_str term, uint32_t wdf) {
    scorer *s = user;
    film_term *terms = rl_arena_grow(s->arena, s->terms, &s->capacity, s->count + 1, sizeof *terms);
    if (terms == NULL) {
        return false;
    }
    s->terms = terms;
    terms[s->count++] = (film_term){rl_str_copy(s->arena, term), wdf};
    return true;
}

static int order_terms(const void *a, const void *b) {
    return rl_str_compare(((const film_term *)a)->term, ((const film_term *)b)->term);
}

static const film_term *find_term(const scorer *s, rl_str term) {
    film_term probe = {term, 0};
    return s->count == 0 ? NULL : bsearch(&probe, s->terms, s->count, sizeof probe, order_terms);
}

void rl_explain_leaf(const rl_leaf_note *note, rl_str term, rl_buffer *out) {
    if (note == NULL) {
        rl_buffer_add_str(out, term);
        return;
    }
    rl_buffer_add_text(out, note->field != RL_FIELD_NONE ? rl_field_name(note->field)
                            : term.length > 0 && term.at[0] == 'Z' ? "stem"
                                                                   : "word");
    rl_buffer_add_text(out, " ");
    rl_buffer_add_str(out, note->text);
}

/* "runtime 96 is not above 200", "the budget is not known". */
static void tell_range(scorer *s, const rl_query *query, rl_buffer *out) {
    rl_buffer value = RL_BUFFER_FOR(s->arena);
    const rl_field_row *row = NULL;
    for (size_t i = 0; i < rl_field_count(); i++) {
        row = rl_field_at(i)->slot == query->slot ? rl_field_at(i) : row;
    }
    s->status = rl_store_value(s->searcher->store, s->docid, query->slot, &value, s->error);
    const char *name = row == NULL ? "value" : row->name;
    if (value.length == 0 || row == NULL || !rl_field_has(row->field, RL_FIELD_SORT)) {
        rl_buffer_add_format(out, "its %s is not known", name);
    } else {
        double scale = row->field == RL_FIELD_RATING ? 10 : 1, low = rl_store_decode_number(query->low) / scale;
        rl_buffer_add_format(out, "its %s %s is not in", name, RL_DECIMAL(rl_store_decode_number(rl_buffer_str(&value)) / scale, -6));
        if (low > -1e14) {
            rl_buffer_add_format(out, " %s..", RL_DECIMAL(low, -6));
        } else {
            rl_buffer_add_text(out, " ..");
        }
        if (query->high.length > 0) {
            rl_buffer_add_format(out, "%s", RL_DECIMAL(rl_store_decode_number(query->high) / scale, -6));
        }
    }
    rl_buffer_done(&value);
}

/* The first reason is told: a part the film lacks, a bound it is outside of, or what it has and must not. */
static void note_missing(scorer *s, const rl_query *query, bool has) {
    if (s->score->missing.length > 0 || s->status != REEL_OK) {
        return;
    }
    rl_buffer text = RL_BUFFER_FOR(s->arena);
    while (query->child_count > 0) {
        query = query->children[0];
    }
    if (query->op == RL_QUERY_VALUE_RANGE && !has) {
        tell_range(s, query, &text);
    } else {
        rl_buffer_add_text(&text, has ? "it has " : "it lacks ");
        rl_explain_leaf(query->note, query->op == RL_QUERY_VALUE_RANGE ? RL_STR("a value in the range left out") : query->term, &text);
    }
    s->score->missing = rl_str_copy(s->arena, rl_buffer_str(&text));
    rl_buffer_done(&text);
}

static verdict weigh_term(scorer *s, const rl_query *query, double factor, bool collect) {
    const film_term *found = find_term(s, query->term);
    if (found == NULL || s->status != REEL_OK) {
        return (verdict){false, 0};
    }
    uint32_t films = 0;
    s->status = rl_store_term_frequency(s->searcher->store, query->term, &films, s->error);
    double weight = factor * rl_store_weight(s->weighting, s->documents, films, found->wdf, s->length, s->average);
    if (collect) {
        rl_score *score = s->score;
        rl_contribution_line *items = rl_arena_grow(s->arena, score->items, &score->capacity, score->count + 1, sizeof *items);
        if (items != NULL) {
            score->items = items;
            items[score->count++] = (rl_contribution_line){query->note, query->term, films, found->wdf, factor, weight};
        }
    }
    return (verdict){true, weight};
}

static bool passes(scorer *s, const rl_check *checks, size_t count) {
    rl_buffer data = RL_BUFFER_FOR(s->arena);
    bool kept = true;
    if (count > 0 && s->status == REEL_OK) {
        s->status = rl_store_data(s->searcher->store, s->docid, &data, s->error);
    }
    for (size_t i = 0; i < count && s->status == REEL_OK; i++) {
        kept = checks[i].keep(checks[i].user, rl_buffer_str(&data)) && kept;
    }
    rl_buffer_done(&data);
    return kept;
}

static bool in_range(scorer *s, const rl_query *query) {
    rl_buffer value = RL_BUFFER_FOR(s->arena);
    if (s->status != REEL_OK) {
        return false;
    }
    s->status = rl_store_value(s->searcher->store, s->docid, query->slot, &value, s->error);
    rl_str text = rl_buffer_str(&value);
    bool inside = rl_str_compare(text, query->low) >= 0 && (query->high.length == 0 || rl_str_compare(text, query->high) <= 0);
    rl_buffer_done(&value);
    return inside;
}

static verdict weigh(scorer *s, const rl_query *query, double factor, bool collect);

/* Children from `first` on, all required; their weights count when `weighs`. */
static verdict weigh_all(scorer *s, const rl_query *query, size_t first, double factor, bool collect, bool weighs) {
    verdict all = {true, 0};
    for (size_t i = first; i < query->child_count; i++) {
        verdict one = weigh(s, query->children[i], factor, collect && weighs);
        if (!one.matches) {
            note_missing(s, query->children[i], false);
        }
        all.matches = all.matches && one.matches;
        all.weight += weighs ? one.weight : 0;
    }
    return all;
}

static verdict weigh_any(scorer *s, const rl_query *query, double factor, bool collect) {
    verdict any = {false, 0};
    for (size_t i = 0; i < query->child_count; i++) {
        verdict one = weigh(s, query->children[i], factor, collect);
        any.matches = any.matches || one.matches;
        any.weight += one.weight;
    }
    return any;
}

static verdict weigh_not(scorer *s, const rl_query *query, double factor, bool collect) {
    verdict first = weigh(s, query->children[0], factor, collect);
    for (size_t i = 1; i < query->child_count; i++) {
        if (weigh(s, query->children[i], factor, false).matches) {
            note_missing(s, query->children[i], true);
            first.matches = false;
        }
    }
    return first;
}

/* As deep as the tree was built, which the parser's depth limits. */
static verdict weigh(scorer *s, const rl_query *query, double factor, bool collect) {
    verdict first;
    switch (query->op) {
    case RL_QUERY_NOTHING:
        return (verdict){false, 0};
    case RL_QUERY_ALL:
        return (verdict){true, 0};
    case RL_QUERY_TERM:
        return weigh_term(s, query, factor, collect);
    case RL_QUERY_OR:
    case RL_QUERY_SYNONYM:
        return weigh_any(s, query, factor, collect);
    case RL_QUERY_AND:
        return weigh_all(s, query, 0, factor, collect, true);
    case RL_QUERY_FILTER:
        first = weigh(s, query->children[0], factor, collect);
        first.matches = weigh_all(s, query, 1, factor, false, false).matches && first.matches;
        return first;
    case RL_QUERY_MAYBE:
        first = weigh(s, query->children[0], factor, collect);
        for (size_t i = 1; i < query->child_count; i++) {
            first.weight += weigh(s, query->children[i], factor, collect).weight;
        }
        return first;
    case RL_QUERY_NOT:
        return weigh_not(s, query, factor, collect);
    case RL_QUERY_SCALE:
        return weigh(s, query->children[0], factor * query->scale, collect);
    case RL_QUERY_CHECK:
        if (!passes(s, query->check, 1)) {
            return (verdict){false, 0};
        }
        return weigh(s, query->children[0], factor, collect);
    case RL_QUERY_VALUE_RANGE:
        return (verdict){in_range(s, query), 0};
    case RL_QUERY_PHRASE:
    case RL_QUERY_NEAR:
    case RL_QUERY_PREFIX:
        break; /* the index has no positions, and the compiler expands word* itself */
    }
    return (verdict){false, 0};
}

reel_status rl_score_film(reel_searcher *searcher, const reel_hits *hits, rl_docid docid, rl_score *out_score, reel_error *error) {
    *out_score = (rl_score){.count = 0};
    scorer s = {.searcher = searcher, .arena = hits->arena, .weighting = &hits->plan.weighting, .docid = docid, .score = out_score,
                .error = error};
    s.status = rl_store_document_terms_each(searcher->store, docid, note_term, &s, error);
    if (s.status == REEL_OK) {
        s.status = rl_store_document_count(searcher->store, &s.documents, error);
    }
    if (s.status == REEL_OK) {
        s.status = rl_store_average_length(searcher->store, &s.average, error);
    }
    if (s.status == REEL_OK) {
        s.status = rl_store_document_length(searcher->store, docid, &s.length, error);
    }
    if (s.status != REEL_OK) {
        return s.status;
    }
    if (s.count > 0) {
        qsort(s.terms, s.count, sizeof *s.terms, order_terms);
    }
    verdict found = weigh(&s, hits->plan.query, 1, true);
    out_score->matches = found.matches && passes(&s, hits->plan.checks, hits->plan.check_count);
    if (s.status == REEL_OK) {
        s.status = rl_search_checks_status(&hits->plan, error);
    }
    out_score->total = found.weight;
    rl_str missing = out_score->missing;
    out_score->strict = out_score->matches && hits->plan.strict != NULL && weigh(&s, hits->plan.strict, 1, false).matches;
    out_score->missing = missing; /* of the query alone: parts are wished for */
    return s.status == REEL_OK && rl_arena_failed(hits->arena) ? rl_fail_nomem(error) : s.status;
}

/* --- places --- */

typedef struct key_find {
    rl_field field;
    rl_str term;
    rl_buffer spelled;
    bool found;
} key_find;

static void match_value(void *user, rl_field field, rl_str key) {
    key_find *find = user;
    rl_schema_value_term(field, key, &find->spelled);
    find->found = find->found || (field == find->field && rl_str_equal(rl_buffer_str(&find->spelled), find->term));
}

static bool holds_word(scorer *s, const rl_fact *fact, rl_str word, bool stem) {
    rl_tokens tokens = {NULL, 0, 0};
    const rl_field_row *row = rl_field_row_of(fact->field);
    unsigned flags = row != NULL && row->kind == RL_KIND_TITLE ? RL_ANALYSIS_TITLE : 0;
    rl_buffer spelled = RL_BUFFER_FOR(s->arena);
    bool found = false;
    s->status = rl_analysis_tokens(s->arena, fact->value, flags, &tokens, s->error);
    for (size_t i = 0; i < tokens.count && !found; i++) {
        rl_buffer_clear(&spelled);
        if (stem) {
            rl_stemmer_stem(s->searcher->stemmer, tokens.items[i].form, &spelled);
        }
        found = rl_str_equal(stem ? rl_buffer_str(&spelled) : tokens.items[i].form, word);
    }
    rl_buffer_done(&spelled);
    return found;
}

static bool holds(scorer *s, const rl_fact *fact, const rl_contribution_line *line) {
    rl_field field = line->note == NULL ? RL_FIELD_NONE : line->note->field;
    if (rl_str_starts(line->term, RL_STR(RL_PREFIX_VALUE))) {
        key_find find = {field, line->term, RL_BUFFER_FOR(s->arena), false};
        if (!rl_schema_values_each(fact, match_value, &find) || find.spelled.failed) {
            rl_arena_fail(s->arena);
        }
        rl_buffer_done(&find.spelled);
        return find.found;
    }
    if (field != RL_FIELD_NONE) {
        return fact->field == field && holds_word(s, fact, line->note->text, false);
    }
    bool stem = line->term.length > 1 && line->term.at[0] == 'Z';
    rl_str word = stem ? rl_str_slice(line->term, 1, line->term.length) : line->term;
    return rl_field_has(fact->field, RL_FIELD_WORDS) && holds_word(s, fact, word, stem);
}

enum { PLACES = 6 };

reel_status rl_score_places(reel_searcher *searcher, const reel_hit *hit, const rl_contribution_line *line, rl_buffer *out,
                            reel_error *error) {
    scorer s = {.searcher = searcher, .arena = hit->owner->arena, .status = REEL_OK, .error = error};
    size_t places = 0;
    rl_field last_field = RL_FIELD_NONE;
    uint16_t last_source = UINT16_MAX;
    for (size_t i = 0; i < hit->film->fact_count && s.status == REEL_OK && places < PLACES; i++) {
        const rl_fact *fact = &hit->film->facts[i];
        if ((fact->field == last_field && fact->source == last_source) || !holds(&s, fact, line)) {
            continue;
        }
        last_field = fact->field;
        last_source = fact->source;
        rl_buffer_add_format(out, "%s%s (%s)", places++ == 0 ? "" : ", ", rl_field_name(fact->field),
                             fact->source < hit->source_count ? hit->sources[fact->source] : "");
    }
    return s.status;
}
