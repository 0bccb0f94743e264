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

static bool is_content(const rl_parsed *parsed, const rl_sense *sense, uint32_t at) {
    const rl_query_word *word = &parsed->words[at];
    return !word->stop && !sense->cues[at] && !rl_query_word_asks(word->form) && rl_query_word_role(word->form) == RL_FIELD_NONE &&
           !(sense->question && rl_query_word_frames(word->form));
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
        bool asked = rl_query_word_films(form) && (rl_str_is(before, "which") || rl_str_is(before, "what") || rl_str_is(before, "a"));
        sense->wants_films = sense->wants_films || asked;
    }
    rl_str first = parsed->word_count > 0 ? parsed->words[0].form : RL_STR_EMPTY;
    rl_str second = parsed->word_count > 1 ? parsed->words[1].form : RL_STR_EMPTY;
    bool person = rl_str_is(first, "what") && (rl_str_is(second, "did") || rl_str_is(second, "does"));
    rl_str last = parsed->word_count > 0 ? parsed->words[parsed->word_count - 1].form : RL_STR_EMPTY;
    bool of = rl_str_is(first, "what") && (rl_str_is(last, "of") || rl_str_is(last, "on"));
    sense->wants_films = sense->question && (sense->wants_films || person || of);
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

static bool is_told(const rl_parsed *parsed, const rl_sense *sense) {
    for (uint32_t i = 0; i + 1 < parsed->word_count; i++) {
        if (sense->plain[i] && sense->plain[i + 1] && rl_query_words_tell(parsed->words[i].form, parsed->words[i + 1].form)) {
            return true;
        }
    }
    return false;
}

static void weigh_words(rl_sense_walk *walk) {
    rl_sense *sense = walk->sense;
    const rl_parsed *parsed = walk->context->parsed;
    const rl_ranking *ranking = walk->context->ranking;
    sense->role = find_role(parsed, sense);
    find_question(parsed, sense);
    rl_sense_roles(walk);
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        sense->content_count += sense->plain[i] && is_content(parsed, sense, i);
    }
    sense->is_long = sense->content_count > ranking->long_words || (sense->content_count > ranking->told_words && is_told(parsed, sense));
    for (uint32_t i = 0; i < parsed->word_count; i++) {
        const rl_query_word *word = &parsed->words[i];
        bool empty = sense->content_count == 0 && !sense->question;
        bool frames = sense->question && rl_query_word_frames(word->form);
        rl_field role = rl_query_word_role(word->form);
        if (!sense->plain[i] || empty) {
            sense->weights[i] = 1;
        } else if (sense->is_long && rl_query_word_hedges(word->form)) {
            sense->weights[i] = ranking->long_hedge;
        } else if (word->stop || sense->cues[i] || rl_query_word_asks(word->form) || (frames && !sense->is_long)) {
            sense->weights[i] = sense->is_long ? 0 : ranking->stop;
        } else {
            sense->weights[i] = role != RL_FIELD_NONE ? ranking->cue : 1;
        }
    }
}

/* "(her OR us)": an alternative that is a stop word is meant as it stands. */
static void keep_alternatives(const rl_parsed *parsed, const rl_node *node, bool either, rl_sense *sense) {
    bool stops = either && node->kind == RL_NODE_WORDS;
    for (uint32_t i = node->first_word; stops && i < node->word_end; i++) {
        stops = parsed->words[i].stop;
    }
    for (uint32_t i = node->first_word; stops && i < node->word_end; i++) {
        sense->weights[i] = 1;
    }
    for (size_t i = 0; i < node->child_count; i++) {
        keep_alternatives(parsed, node->children[i], node->kind == RL_NODE_OR, sense);
    }
}

/* --- spans --- */

static uint32_t content_in(const rl_sense_walk *walk, uint32_t first, uint32_t end) {
    uint32_t count = 0;
    for (uint32_t i = first; i < end; i++) {
        count += walk->sense->plain[i] && is_content(walk->context->parsed, walk->sense, i);
    }
    return count;
}

/* Whether nothing of content stands outside the span; for queries of stop words, nothing at all. */
static bool is_whole(const rl_sense_walk *walk, uint32_t first, uint32_t end) {
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

static bool is_number(rl_str form) { return form.length > 0 && form.at[0] >= '0' && form.at[0] <= '9'; }

/* How much a value of this field explains the span, 0 for not at all. */
static double strength_of(const rl_sense_walk *walk, uint32_t first, uint32_t end, rl_field field) {
    const rl_ranking *ranking = walk->context->ranking;
    const rl_field_row *row = rl_field_row_of(field);
    if (row == NULL || row->sense == RL_SENSE_NEVER || field == RL_FIELD_YEAR) {
        return 0;
    }
    bool whole = is_whole(walk, first, end);
    if (row->kind == RL_KIND_NAME && is_number(walk->context->parsed->words[first].form)) {
        return 0; /* "1999" in someone's credits */
    }
    uint32_t content = content_in(walk, first, end), total = walk->sense->content_count;
    double share = total == 0 ? 1 : (double)content / total;
    double strength = 0;
    if (row->kind == RL_KIND_TITLE && walk->sense->roles[first] == RL_FIELD_LOCATION) {
        strength = 0; /* "set in New York" is no title */
    } else if (row->kind == RL_KIND_TITLE) {
        if (whole) {
            strength = ranking->title_whole;
        } else if (content >= 2 || (content == 1 && end - first > 1)) {
            strength = ranking->title_part * share;
        } else {
            /* in a description one word is no title, but the one that is denied: "it wasn't Oldboy" */
            bool told = !walk->sense->is_long || (first > 0 && rl_query_word_denies(rl_sense_form(walk, first - 1)));
            strength = content == 1 && told ? 0.3 * ranking->title_part * share : 0;
        }
    } else if (row->kind == RL_KIND_NAME || row->kind == RL_KIND_COMPANY) {
        strength = content >= 2 ? 1.0 : whole ? 0.6 : content == 1 && !walk->sense->is_long ? 0.2 : 0;
        rl_field role = walk->sense->roles[first];
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

/* labels: only values of a vocabulary; "David A. Newman" is not David Newman. */
static reel_status look_up(rl_sense_walk *walk, uint32_t first, uint32_t end, rl_str key, bool labels, bool *out_extendable) {
    rl_value_fields known;
    walk->sense->lookups++;
    reel_status status = rl_sense_value_fields(walk->context->store, key, &known, walk->error);
    *out_extendable = *out_extendable || known.extendable;
    for (size_t i = 0; status == REEL_OK && i < known.count; i++) {
        double strength = strength_of(walk, first, end, known.fields[i]);
        if (strength <= 0 || (labels && rl_field_row_of(known.fields[i])->kind != RL_KIND_LABEL) || has_field(walk->sense, first, end, known.fields[i], key)) {
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

/* "based on a novel" is the keyword "based on novel": the key without inner articles; empty where there are none. */
static rl_str without_articles(const rl_sense_walk *walk, uint32_t first, uint32_t end) {
    rl_buffer text = RL_BUFFER_FOR(walk->context->arena);
    bool some = false;
    for (uint32_t i = first; i < end; i++) {
        rl_str form = walk->context->parsed->words[i].form;
        bool article = i > first && (rl_str_is(form, "a") || rl_str_is(form, "an") || rl_str_is(form, "the"));
        some = some || article;
        if (!article) {
            rl_buffer_add_str(&text, form);
            rl_buffer_add_text(&text, " ");
        }
    }
    rl_str key = some && !walk->sense->is_long ? rl_analysis_key_copy(walk->context->arena, RL_KEY_NAME, rl_buffer_str(&text)) : RL_STR_EMPTY;
    rl_buffer_done(&text);
    return key;
}

/* All values that start at word `first` of a run that ends before run_end. */
static reel_status look_up_from(rl_sense_walk *walk, uint32_t first, uint32_t run_end) {
    reel_status status = REEL_OK;
    bool more = true;
    uint32_t limit = run_end - first > SPAN_WORDS ? first + SPAN_WORDS : run_end;
    uint32_t budget = walk->sense->is_long ? LOOKUPS_LONG : LOOKUPS_SHORT;
    for (uint32_t end = first + 1; status == REEL_OK && more && end <= limit && walk->sense->lookups < budget; end++) {
        rl_str text = rl_parsed_words_text(walk->context->parsed, first, end);
        rl_str name = rl_analysis_key_copy(walk->context->arena, RL_KEY_NAME, text);
        rl_str title = rl_analysis_key_copy(walk->context->arena, RL_KEY_TITLE, text);
        more = false;
        status = look_up(walk, first, end, title, false, &more);
        if (status == REEL_OK && !rl_str_equal(name, title)) {
            status = look_up(walk, first, end, name, false, &more);
        }
        rl_str bare = without_articles(walk, first, end);
        if (status == REEL_OK && bare.length > 0) {
            status = look_up(walk, first, end, bare, true, &more);
        }
        /* an article at the start is no part of the title's key yet: "the" gives "the", "the who" gives "who" */
        more = more || walk->context->parsed->words[end - 1].stop;
    }
    return status;
}

static bool starts_span(const rl_sense_walk *walk, uint32_t at) {
    const rl_query_word *word = &walk->context->parsed->words[at];
    if (!walk->sense->plain[at]) {
        return false;
    }
    return !walk->sense->is_long || (word->capital && !word->stop && walk->sense->weights[at] > 0);
}

static reel_status look_up_spans(rl_sense_walk *walk) {
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
static reel_status look_up_phrases(rl_sense_walk *walk, const rl_node *node) {
    reel_status status = REEL_OK;
    if (node->kind == RL_NODE_PHRASE && node->mode != RL_MODE_NOT && node->first_word < node->word_end) {
        bool more = false;
        rl_str text = rl_parsed_words_text(walk->context->parsed, node->first_word, node->word_end);
        status = look_up(walk, node->first_word, node->word_end, rl_analysis_key_copy(walk->context->arena, RL_KEY_TITLE, text), false, &more);
    }
    for (size_t i = 0; status == REEL_OK && i < node->child_count; i++) {
        status = look_up_phrases(walk, node->children[i]);
    }
    return status;
}

/* --- what was chosen --- */

static void cover(const rl_sense_walk *walk) {
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

/* "how long", "what year", "when", "where"; "cast of". */
static rl_field asked_at(const rl_sense_walk *walk, uint32_t at) {
    rl_str form = rl_sense_form(walk, at);
    bool last = at > 0 && at + 1 == walk->context->parsed->word_count;
    if (last) {
        return rl_query_word_attribute(form) != RL_FIELD_NONE ? rl_query_word_attribute(form) : rl_query_word_role(form);
    }
    if (rl_sense_is(walk, at, "year") && rl_sense_is(walk, at + 1, "of")) {
        return RL_FIELD_YEAR;
    }
    if (rl_sense_is(walk, at + 1, "in") && rl_query_word_role(form) == RL_FIELD_CAST) {
        return RL_FIELD_CAST;
    }
    if (rl_sense_is(walk, at + 1, "of")) {
        return rl_sense_is(walk, at, "length") || rl_sense_is(walk, at, "runtime") ? RL_FIELD_RUNTIME : rl_query_word_role(rl_sense_form(walk, at));
    }
    if (rl_sense_is(walk, at, "how")) {
        return rl_sense_is(walk, at + 1, "long") ? RL_FIELD_RUNTIME : RL_FIELD_NONE;
    }
    if (rl_sense_is(walk, at, "when") || (rl_sense_is(walk, at, "what") && rl_sense_is(walk, at + 1, "year"))) {
        return RL_FIELD_YEAR;
    }
    return rl_sense_is(walk, at, "where") && at == 0 ? RL_FIELD_LOCATION : RL_FIELD_NONE;
}

/* "who directed Alien", "how long is Stalker", "cast of Heat": what of the film named is asked for. */
static void find_wanted(const rl_sense_walk *walk) {
    rl_sense *sense = walk->sense;
    rl_field wanted = sense->question ? sense->role : RL_FIELD_NONE;
    for (uint32_t at = 0; at < walk->context->parsed->word_count && wanted == RL_FIELD_NONE; at++) {
        wanted = asked_at(walk, at);
    }
    for (size_t i = 0; i < sense->count && wanted != RL_FIELD_NONE; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        bool title = rl_field_row_of(reading->field)->kind == RL_KIND_TITLE && !reading->negated;
        bool beside = reading->field == RL_FIELD_YEAR; /* "the shining 1980 cast" */
        if (reading->shown && !title && !beside) {
            wanted = RL_FIELD_NONE;
        } else if (reading->shown && title) {
            sense->wanted = wanted;
        }
    }
    sense->wanted = wanted == RL_FIELD_NONE ? RL_FIELD_NONE : sense->wanted;
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

/* What a chosen reading stands for wholly is not searched as words too: a bound, what is asked by way of another film. */
static void spend(const rl_sense_walk *walk) {
    rl_sense *sense = walk->sense;
    for (size_t i = 0; i < sense->count; i++) {
        const rl_sense_reading *reading = &sense->items[i];
        for (uint32_t w = reading->first_word; reading->shown && (reading->filter || reading->spends) && w < reading->word_end; w++) {
            sense->weights[w] = 0;
        }
    }
}

static reel_status find_readings(rl_sense_walk *walk) {
    rl_sense_numbers(walk);
    reel_status status = walk->sense->is_long ? REEL_OK : rl_sense_festivals(walk);
    status = status == REEL_OK ? rl_sense_labels(walk) : status;
    status = status == REEL_OK ? rl_sense_related(walk) : status;
    status = status == REEL_OK ? look_up_spans(walk) : status;
    status = status == REEL_OK ? look_up_phrases(walk, walk->context->parsed->root) : status;
    return status == REEL_OK ? rl_sense_partial_names(walk) : status;
}

reel_status rl_query_sense(const rl_sense_context *context, rl_sense *out_sense, reel_error *error) {
    *out_sense = (rl_sense){0};
    size_t words = context->parsed->word_count;
    out_sense->weights = rl_arena_array(context->arena, words + 1, sizeof *out_sense->weights);
    out_sense->plain = rl_arena_array(context->arena, words + 1, sizeof *out_sense->plain);
    out_sense->covered = rl_arena_array(context->arena, words + 1, sizeof *out_sense->covered);
    out_sense->cues = rl_arena_array(context->arena, words + 1, sizeof *out_sense->cues);
    out_sense->roles = rl_arena_array(context->arena, words + 1, sizeof *out_sense->roles);
    if (rl_arena_failed(context->arena)) {
        return rl_fail_nomem(error);
    }
    reel_status status = rl_store_document_count(context->store, &out_sense->documents, error);
    rl_sense_walk walk = {context, out_sense, error};
    if (context->parsed->root != NULL) {
        mark_plain(context->parsed->root, out_sense);
    }
    weigh_words(&walk);
    if (context->parsed->root != NULL) {
        keep_alternatives(context->parsed, context->parsed->root, false, out_sense);
    }
    if (status != REEL_OK || context->no_sense || context->parsed->root == NULL) {
        return status;
    }
    status = find_readings(&walk);
    if (status == REEL_OK) {
        drop_plain(context, out_sense);
        rl_sense_compete(&walk);
        rl_sense_drop_chance_names(&walk);
        cover(&walk);
        spend(&walk);
        rl_sense_denials(&walk);
        find_wanted(&walk);
    }
    return status == REEL_OK && rl_arena_failed(context->arena) ? rl_fail_nomem(error) : status;
}
