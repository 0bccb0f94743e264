/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * query_sense: weighs the words, looks spans up, lets the readings compete. See query_sense.h.
 */
#include "searcher/query_sense.h"

#include "common/schema.h"
#include "searcher/query_words.h"

enum {
    LOOKUPS_SHORT = 96, /* seeks of a short query: well under a millisecond */
    LOOKUPS_LONG = 64,
    SPAN_WORDS = 12     /* the longest value looked for among words */
};

/* --- words --- */

static void mark_plain(const rl_node *node, rl_sense *sense) {
    if (node->kind == RL_NODE_WORDS && node->mode != RL_MODE_NOT) {
        for (uint32_t i = node->first_word; i < node->word_end; i++) {
            sense->plain[i] = true;
        }
    }
    if (node->mode != RL_MODE_NOT) {
        for (size_t i = 0; i < node->child_count; i++) {
            mark_plain(node->children[i], sense); /* as deep as the parser went: RL_MAX_QUERY_DEPTH */
        }
    }
}

static bool is_content(const rl_sense *sense, const rl_query_word *word) {
    return !word->stop && !rl_query_word_asks(word->form) && rl_query_word_role(word->form) == RL_FIELD_NONE &&
           !(sense->question && rl_query_word_frames(word->form));
}

static bool names_films(rl_str form) {
    return rl_str_is(form, "film") || rl_str_is(form, "films") || rl_str_is(form, "movie") || rl_str_is(form, "movies");
}

/* "which movies", "a film directed by", "what was X the director of" ask for films; "who", "when" and the rest for a fact of one. */
static void find_question(const rl_parsed *parsed, rl_sense *sense) {
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        rl_str form = parsed->words[i].form;
        if (!sense->plain[i]) {
            continue;
        }
        sense->question = sense->question || rl_query_word_questions(form);
        rl_str before = i > 0 ? parsed->words[i - 1].form : RL_STR_EMPTY;
        bool asked = names_films(form) && (rl_str_is(before, "which") || rl_str_is(before, "what") || rl_str_is(before, "a"));
        sense->wants_films = sense->wants_films || asked;
    }
    rl_str first = parsed->word_count > 0 ? parsed->words[0].form : RL_STR_EMPTY;
    rl_str second = parsed->word_count > 1 ? parsed->words[1].form : RL_STR_EMPTY;
    bool person = rl_str_is(first, "what") && (rl_str_is(second, "did") || rl_str_is(second, "does"));
    rl_str last = parsed->word_count > 0 ? parsed->words[parsed->word_count - 1].form : RL_STR_EMPTY;
    bool of = rl_str_is(first, "what") && (rl_str_is(last, "of") || rl_str_is(last, "on"));
    sense->wants_films = sense->question && (sense->wants_films || person || of);
}

/* "it wasn't Oldboy": the capitalised words behind a denial are not meant. */
static void drop_denied(const rl_parsed *parsed, rl_sense *sense) {
    for (uint32_t i = 0; i + 1 < parsed->word_count; i++) {
        if (!sense->plain[i] || !rl_query_word_denies(parsed->words[i].form)) {
            continue;
        }
        for (uint32_t j = i + 1; j < parsed->word_count && j < i + 5; j++) {
            if (!parsed->words[j].capital && !parsed->words[j].stop) {
                break;
            }
            if (parsed->words[j].capital) {
                sense->weights[j] = 0;
            }
        }
    }
}

/* The field the words ask by: the first that names one, else the first hint. */
static rl_field find_role(const rl_parsed *parsed, const rl_sense *sense) {
    rl_field hint = RL_FIELD_NONE;
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        if (sense->plain[i] && rl_query_word_role(parsed->words[i].form) != RL_FIELD_NONE) {
            return rl_query_word_role(parsed->words[i].form);
        }
        if (sense->plain[i] && hint == RL_FIELD_NONE) {
            hint = rl_query_word_hint(parsed->words[i].form);
        }
    }
    return hint;
}

static void weigh_words(const rl_sense_context *context, rl_sense *sense) {
    const rl_parsed *parsed = context->parsed;
    const rl_ranking *ranking = context->ranking;
    sense->role = find_role(parsed, sense);
    find_question(parsed, sense);
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        sense->content_count += sense->plain[i] && is_content(sense, &parsed->words[i]);
    }
    sense->is_long = sense->content_count > ranking->long_words;
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        const rl_query_word *word = &parsed->words[i];
        bool empty = sense->content_count == 0 && !sense->question;
        bool frames = sense->question && rl_query_word_frames(word->form);
        rl_field role = rl_query_word_role(word->form);
        if (!sense->plain[i] || empty) {
            sense->weights[i] = 1;
        } else if (sense->is_long && rl_query_word_hedges(word->form)) {
            sense->weights[i] = ranking->long_hedge;
        } else if (word->stop || rl_query_word_asks(word->form) || (frames && !sense->is_long)) {
            sense->weights[i] = sense->is_long ? 0 : ranking->stop;
        } else {
            sense->weights[i] = role != RL_FIELD_NONE ? ranking->cue : 1;
        }
    }
    if (sense->is_long) {
        drop_denied(parsed, sense);
    }
}

/* --- spans --- */

typedef struct span_walk {
    const rl_sense_context *context;
    rl_sense *sense;
    reel_error *error;
} span_walk;

static uint32_t content_in(const span_walk *walk, uint32_t first, uint32_t end) {
    uint32_t count = 0;
    for (uint32_t i = first; i < end; i++) {
        count += walk->sense->plain[i] && is_content(walk->sense, &walk->context->parsed->words[i]);
    }
    return count;
}

/* Whether nothing of content stands outside the span; for queries of stop words, nothing at all. */
static bool is_whole(const span_walk *walk, uint32_t first, uint32_t end) {
    const rl_parsed *parsed = walk->context->parsed;
    if (walk->sense->content_count > 0) {
        return content_in(walk, first, end) == walk->sense->content_count;
    }
    if (walk->sense->question) {
        return true; /* "who wrote Up": place and capitals tell */
    }
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        if (walk->sense->plain[i] && (i < first || i >= end)) {
            return false;
        }
    }
    return true;
}

/* How much a value of this field explains the span, 0 for not at all. */
static double strength_of(const span_walk *walk, uint32_t first, uint32_t end, rl_field field) {
    const rl_ranking *ranking = walk->context->ranking;
    const rl_field_row *row = rl_field_row_of(field);
    if (row == NULL || row->sense == RL_SENSE_NEVER || field == RL_FIELD_YEAR) {
        return 0;
    }
    bool whole = is_whole(walk, first, end);
    uint32_t content = content_in(walk, first, end), total = walk->sense->content_count;
    double share = total == 0 ? 1 : (double)content / total;
    double strength = 0;
    if (row->kind == RL_KIND_TITLE) {
        if (whole) {
            strength = ranking->title_whole;
        } else if (content >= 2 || (content == 1 && end - first > 1)) {
            strength = ranking->title_part * share;
        } else {
            strength = content == 1 && !walk->sense->is_long ? 0.3 * ranking->title_part * share : 0;
        }
    } else if (row->kind == RL_KIND_NAME || row->kind == RL_KIND_COMPANY) {
        strength = content >= 2 ? 1.0 : whole ? 0.6 : content == 1 && !walk->sense->is_long ? 0.2 : 0;
        rl_field role = walk->sense->role;
        if (role != RL_FIELD_NONE && rl_field_row_of(role)->kind == RL_KIND_NAME) {
            strength *= field == role ? ranking->role_asked : ranking->role_other;
        }
    } else {
        strength = content >= 1 ? 0.5 : 0;
    }
    return walk->sense->is_long ? strength * ranking->long_reading : strength;
}

static bool has_field(const rl_sense *sense, uint32_t first, uint32_t end, rl_field field, rl_str key) {
    for (size_t i = 0; i < sense->count; i++) {
        const rl_sense_reading *item = &sense->items[i];
        if (item->first_word == first && item->word_end == end && item->field == field && rl_str_equal(item->key, key)) {
            return true;
        }
    }
    return false;
}

static reel_status look_up(span_walk *walk, uint32_t first, uint32_t end, rl_str key, bool *out_extendable) {
    rl_value_fields known;
    walk->sense->lookups++;
    reel_status status = rl_sense_value_fields(walk->context->store, key, &known, walk->error);
    *out_extendable = *out_extendable || known.extendable;
    for (size_t i = 0; status == REEL_OK && i < known.count; i++) {
        double strength = strength_of(walk, first, end, known.fields[i]);
        if (strength <= 0 || has_field(walk->sense, first, end, known.fields[i], key)) {
            continue;
        }
        rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, known.fields[i]);
        if (reading == NULL) {
            return rl_fail_nomem(walk->error);
        }
        reading->key = key;
        reading->value = rl_parsed_words_text(walk->context->parsed, first, end);
        reading->films = known.films[i];
        reading->strength = strength;
        reading->shown = true;
        reading->whole = is_whole(walk, first, end);
    }
    return status;
}

/* All values that start at word `first` of a run that ends before run_end. */
static reel_status look_up_from(span_walk *walk, uint32_t first, uint32_t run_end) {
    reel_status status = REEL_OK;
    bool more = true;
    uint32_t limit = run_end - first > SPAN_WORDS ? first + SPAN_WORDS : run_end;
    uint32_t budget = walk->sense->is_long ? LOOKUPS_LONG : LOOKUPS_SHORT;
    for (uint32_t end = first + 1; status == REEL_OK && more && end <= limit && walk->sense->lookups < budget; end++) {
        rl_str text = rl_parsed_words_text(walk->context->parsed, first, end);
        rl_str name = rl_analysis_key_copy(walk->context->arena, RL_KEY_NAME, text);
        rl_str title = rl_analysis_key_copy(walk->context->arena, RL_KEY_TITLE, text);
        more = false;
        status = look_up(walk, first, end, title, &more);
        if (status == REEL_OK && !rl_str_equal(name, title)) {
            status = look_up(walk, first, end, name, &more);
        }
        /* an article at the start is no part of the title's key yet: "the" gives "the", "the who" gives "who" */
        more = more || walk->context->parsed->words[end - 1].stop;
    }
    return status;
}

static bool starts_span(const span_walk *walk, uint32_t at) {
    const rl_query_word *word = &walk->context->parsed->words[at];
    if (!walk->sense->plain[at]) {
        return false;
    }
    return !walk->sense->is_long || (word->capital && !word->stop && walk->sense->weights[at] > 0);
}

static reel_status look_up_spans(span_walk *walk) {
    const rl_parsed *parsed = walk->context->parsed;
    reel_status status = REEL_OK;
    for (uint32_t first = 0; status == REEL_OK && first < parsed->word_count; first++) {
        if (starts_span(walk, first)) {
            uint32_t end = first + 1;
            while (end < parsed->word_count && walk->sense->plain[end]) {
                end++;
            }
            status = look_up_from(walk, first, end);
        }
    }
    return status;
}

/* A phrase in quotes is one span. */
static reel_status look_up_phrases(span_walk *walk, const rl_node *node) {
    reel_status status = REEL_OK;
    if (node->kind == RL_NODE_PHRASE && node->mode != RL_MODE_NOT && node->first_word < node->word_end) {
        bool more = false;
        rl_str text = rl_parsed_words_text(walk->context->parsed, node->first_word, node->word_end);
        status = look_up(walk, node->first_word, node->word_end, rl_analysis_key_copy(walk->context->arena, RL_KEY_TITLE, text), &more);
    }
    for (size_t i = 0; status == REEL_OK && i < node->child_count; i++) {
        status = look_up_phrases(walk, node->children[i]);
    }
    return status;
}

/* --- competition --- */

/* In a question the thing asked about is written as a name, stands where the sentence ends or behind "of" and "the film",
 * and does not begin with the question's own word. */
static double place_factor(const span_walk *walk, const rl_sense_reading *reading) {
    const rl_parsed *parsed = walk->context->parsed;
    rl_field_kind kind = rl_field_row_of(reading->field)->kind;
    if (!walk->sense->question || walk->sense->is_long || (kind != RL_KIND_TITLE && kind != RL_KIND_NAME)) {
        return 1;
    }
    double factor = 1;
    uint32_t first = reading->first_word;
    if (first == 0) {
        factor = rl_query_word_questions(parsed->words[0].form) && reading->word_end < parsed->word_count ? 0.2 : 1;
    } else {
        rl_str before = parsed->words[first - 1].form;
        factor *= parsed->words[first].capital ? 3 : 1;
        factor *= names_films(before) || rl_str_is(before, "of") || reading->word_end == parsed->word_count ? 1.3 : 1;
    }
    return factor * ((kind == RL_KIND_NAME) == walk->sense->wants_films ? 1.5 : 1);
}

static double evidence(const span_walk *walk, const rl_sense_reading *reading) {
    double words = 0;
    for (uint32_t i = reading->first_word; i < reading->word_end; i++) {
        words += walk->context->parsed->words[i].stop ? 0.5 : 1.0;
    }
    double factor = rl_ranking_value(walk->context->ranking, reading->field);
    factor = factor > 2 ? 2 : factor; /* a year weighs more than it is likely to be meant alone */
    double likely = (reading->lexical ? walk->context->ranking->lexical : 1) * place_factor(walk, reading);
    return words * words * (0.2 + reading->strength) * (0.2 + factor) * likely;
}

static bool overlap(const rl_sense_reading *a, const rl_sense_reading *b) {
    return a->first_word < b->word_end && b->first_word < a->word_end;
}

static bool is_part_of(const rl_sense_reading *part, const rl_sense_reading *whole) {
    return part->first_word >= whole->first_word && part->word_end <= whole->word_end;
}

static bool same_span(const rl_sense_reading *a, const rl_sense_reading *b) {
    return a->first_word == b->first_word && a->word_end == b->word_end;
}

/* The surer of two overlapping readings keeps its words: of one span, the other becomes its alternative;
 * a shorter one inside is dropped; one that reaches beyond keeps half its weight, unshown. */
static void lose(rl_sense_reading *loser, rl_sense_reading *winner, bool is_fact) {
    if (same_span(loser, winner)) {
        if (loser->field != winner->field && winner->alternative_count < RL_READING_ALTERNATIVES) {
            winner->alternatives[winner->alternative_count++] = loser->field;
        }
    } else if (is_part_of(loser, winner)) {
        loser->strength = is_fact ? loser->strength : 0;
    } else {
        loser->strength *= 0.5;
    }
    loser->shown = false;
}

static bool is_festival(const rl_sense_reading *reading) {
    return reading->field == RL_FIELD_FESTIVAL || reading->field == RL_FIELD_AWARD;
}

static void compete(span_walk *walk) {
    rl_sense *sense = walk->sense;
    bool *settled = rl_arena_array(walk->context->arena, sense->count + 1, sizeof *settled);
    for (size_t round = 0; settled != NULL && round < sense->count; round++) {
        rl_sense_reading *best = NULL;
        double most = -1;
        for (size_t i = 0; i < sense->count; i++) {
            double found = settled[i] || !sense->items[i].shown ? -1 : evidence(walk, &sense->items[i]);
            if (found > most) {
                most = found;
                best = &sense->items[i];
            }
        }
        if (best == NULL) {
            break;
        }
        settled[best - sense->items] = true;
        for (size_t i = 0; i < sense->count; i++) {
            rl_sense_reading *other = &sense->items[i];
            if (!settled[i] && overlap(other, best) && (other->shown || !is_festival(other))) {
                lose(other, best, is_festival(other) && is_festival(best));
                settled[i] = true;
            }
        }
    }
}

static void cover(const span_walk *walk) {
    rl_sense *sense = walk->sense;
    for (size_t i = 0; i < sense->count; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        for (uint32_t w = reading->first_word; reading->shown && w < reading->word_end; w++) {
            sense->covered[w] = sense->covered[w] || reading->strength >= 1;
            if (sense->question && reading->whole && rl_field_row_of(reading->field)->kind == RL_KIND_TITLE) {
                sense->weights[w] = 1; /* the title's words, whatever they mean elsewhere */
            }
        }
    }
}

static bool is_plain(const rl_sense_context *context, const rl_sense_reading *reading) {
    for (size_t i = 0; i < context->plain_count; i++) {
        if (reading->start < context->plain[i].end && context->plain[i].start < reading->end) {
            return true;
        }
    }
    return false;
}

/* Before the competition: a reading taken away must not have beaten another one. */
static void drop_plain(const rl_sense_context *context, rl_sense *sense) {
    size_t kept = 0;
    for (size_t i = 0; i < sense->count; i++) {
        if (!is_plain(context, &sense->items[i])) {
            sense->items[kept++] = sense->items[i];
        }
    }
    sense->count = kept;
}

reel_status rl_query_sense(const rl_sense_context *context, rl_sense *out_sense, reel_error *error) {
    *out_sense = (rl_sense){0};
    size_t words = context->parsed->word_count;
    out_sense->weights = rl_arena_array(context->arena, words + 1, sizeof *out_sense->weights);
    out_sense->plain = rl_arena_array(context->arena, words + 1, sizeof *out_sense->plain);
    out_sense->covered = rl_arena_array(context->arena, words + 1, sizeof *out_sense->covered);
    if (rl_arena_failed(context->arena)) {
        return rl_fail_nomem(error);
    }
    reel_status status = rl_store_document_count(context->store, &out_sense->documents, error);
    if (context->parsed->root != NULL) {
        mark_plain(context->parsed->root, out_sense);
    }
    weigh_words(context, out_sense);
    if (status != REEL_OK || context->no_sense || context->parsed->root == NULL) {
        return status;
    }
    span_walk walk = {context, out_sense, error};
    status = rl_sense_facts(context, out_sense, error);
    if (status == REEL_OK) {
        status = look_up_spans(&walk);
    }
    if (status == REEL_OK) {
        status = look_up_phrases(&walk, context->parsed->root);
    }
    if (status == REEL_OK) {
        drop_plain(context, out_sense);
        compete(&walk);
        cover(&walk);
    }
    return status == REEL_OK && rl_arena_failed(context->arena) ? rl_fail_nomem(error) : status;
}
