/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * sense_related: what is asked for by way of another film: "by the director of Stalker", "movies like Alien".
 * The film that is meant is looked up, and its facts make the reading.
 */
#include "common/film_codec.h"
#include "common/schema.h"
#include "searcher/query_words.h"
#include "searcher/sense.h"

enum {
    TITLE_WORDS = 12,
    NAMESAKES = 64, /* films of one title that are compared */
    MAKERS = 6,     /* people of one film that are asked for */
    CUE_WORDS = 4,
    RELATED = 4 /* cues of one query that are followed */
};

/* --- the film meant --- */

typedef struct namesakes {
    rl_docid docids[NAMESAKES];
    size_t count;
} namesakes;

static bool note_namesake(void *user, rl_docid docid, uint32_t wdf) {
    namesakes *found = user;
    (void)wdf;
    found->docids[found->count++] = docid;
    return found->count < NAMESAKES;
}

static double slot_of(rl_store *store, rl_docid docid, uint32_t slot) {
    rl_buffer value = RL_BUFFER_INIT;
    (void)rl_store_value(store, docid, slot, &value, NULL);
    double number = value.length == 0 ? 0 : rl_store_decode_number(rl_buffer_str(&value));
    rl_buffer_done(&value);
    return number;
}

/* Of that very year, with that very article, then the best known. */
static double likelihood(rl_store *store, rl_docid docid, rl_str name, int year) {
    rl_buffer slot = RL_BUFFER_INIT;
    rl_str key, own;
    (void)rl_store_value(store, docid, RL_SLOT_TITLE_KEY, &slot, NULL);
    rl_schema_title_slot_read(rl_buffer_str(&slot), &key, &own);
    double same_name = rl_str_equal(own, name) ? 1 : 0;
    rl_buffer_done(&slot);
    double same_year = year != 0 && (int)slot_of(store, docid, rl_field_row_of(RL_FIELD_YEAR)->slot) == year ? 100 : 0;
    return same_year + same_name + slot_of(store, docid, RL_SLOT_PRIOR);
}

reel_status rl_sense_film_of(rl_store *store, rl_arena *arena, rl_str title, int year, rl_docid *out_docid, reel_error *error) {
    static const rl_field fields[] = {RL_FIELD_TITLE, RL_FIELD_AKA};
    rl_str key = rl_analysis_key_copy(arena, RL_KEY_TITLE, title), name = rl_analysis_key_copy(arena, RL_KEY_NAME, title);
    reel_status status = REEL_OK;
    *out_docid = 0;
    for (size_t f = 0; status == REEL_OK && f < sizeof fields / sizeof fields[0] && *out_docid == 0 && key.length > 0; f++) {
        namesakes found = {.count = 0};
        rl_buffer term = RL_BUFFER_INIT;
        rl_schema_value_term(fields[f], key, &term);
        status = term.failed ? rl_fail_nomem(error) : rl_store_postings_each(store, rl_buffer_str(&term), note_namesake, &found, error);
        rl_buffer_done(&term);
        double best = -1;
        for (size_t i = 0; status == REEL_OK && i < found.count; i++) {
            double likely = likelihood(store, found.docids[i], name, year);
            *out_docid = likely > best ? found.docids[i] : *out_docid;
            best = likely > best ? likely : best;
        }
    }
    return status;
}

/* The longest title that starts at a word, with a year behind it. */
static reel_status film_at(rl_sense_walk *walk, uint32_t at, uint32_t *out_end, rl_docid *out_docid) {
    const rl_parsed *parsed = walk->context->parsed;
    reel_status status = REEL_OK;
    uint32_t longest = at;
    *out_docid = 0;
    for (uint32_t end = at + 1; status == REEL_OK && end <= at + TITLE_WORDS && rl_sense_word(walk, end - 1) != NULL; end++) {
        rl_value_fields known;
        rl_str text = rl_parsed_words_text(parsed, at, end);
        status = rl_sense_value_fields(walk->context->store, rl_analysis_key_copy(walk->context->arena, RL_KEY_TITLE, text), &known, walk->error);
        walk->sense->lookups++;
        for (size_t i = 0; status == REEL_OK && i < known.count; i++) {
            longest = rl_field_row_of(known.fields[i])->kind == RL_KIND_TITLE ? end : longest;
        }
        if (!known.extendable && !parsed->words[end - 1].stop) {
            break;
        }
    }
    if (status != REEL_OK || longest == at) {
        return status;
    }
    int low = 0, high = 0;
    uint32_t taken = rl_sense_years_at(walk, longest, &low, &high);
    bool dated = taken == 1 && low == high;
    *out_end = longest + (dated ? 1 : 0);
    return rl_sense_film_of(walk->context->store, walk->context->arena, rl_parsed_words_text(parsed, at, longest), dated ? low : 0, out_docid,
                            walk->error);
}

static reel_status load(rl_sense_walk *walk, rl_docid docid, rl_film *out_film) {
    rl_arena *arena = walk->context->arena;
    rl_buffer data = RL_BUFFER_FOR(arena);
    reel_status status = rl_store_data(walk->context->store, docid, &data, walk->error);
    rl_str bytes = status == REEL_OK ? rl_str_copy(arena, rl_buffer_str(&data)) : RL_STR_EMPTY;
    rl_buffer_done(&data);
    return status == REEL_OK ? rl_film_decode(arena, bytes, out_film, walk->error) : status;
}

/* --- by its makers --- */

/* Someone a film has: "the makers of"; how many of them are meant. */
static const struct {
    const char *form;
    rl_field role;
    size_t most;
} makers[] = {
    {"actor", RL_FIELD_CAST, 1},       {"actress", RL_FIELD_CAST, 1},    {"author", RL_FIELD_WRITER, MAKERS},
    {"cast", RL_FIELD_CAST, MAKERS},   {"cinematographer", RL_FIELD_CINEMATOGRAPHY, MAKERS}, {"composer", RL_FIELD_MUSIC, MAKERS},
    {"creator", RL_FIELD_DIRECTOR, MAKERS}, {"creators", RL_FIELD_DIRECTOR, MAKERS}, {"director", RL_FIELD_DIRECTOR, MAKERS},
    {"directors", RL_FIELD_DIRECTOR, MAKERS}, {"editor", RL_FIELD_EDITING, MAKERS}, {"filmmaker", RL_FIELD_DIRECTOR, MAKERS},
    {"lead", RL_FIELD_CAST, 1},        {"maker", RL_FIELD_DIRECTOR, MAKERS}, {"makers", RL_FIELD_DIRECTOR, MAKERS},
    {"producer", RL_FIELD_PRODUCER, MAKERS}, {"producers", RL_FIELD_PRODUCER, MAKERS}, {"screenwriter", RL_FIELD_WRITER, MAKERS},
    {"star", RL_FIELD_CAST, 1},        {"stars", RL_FIELD_CAST, 3},      {"writer", RL_FIELD_WRITER, MAKERS},
    {"writers", RL_FIELD_WRITER, MAKERS},
};

/* Where "by the director" begins: what stands before the maker has to ask for films by someone. */
static bool is_by(const rl_sense_walk *walk, uint32_t at, uint32_t *out_first) {
    static const char *const asking[] = {"by", "from", "with", "starring", "same", "other"};
    uint32_t before = at > 0 && rl_sense_is(walk, at - 1, "the") ? at - 1 : at;
    for (size_t i = 0; before > 0 && i < sizeof asking / sizeof asking[0]; i++) {
        if (rl_sense_is(walk, before - 1, asking[i])) {
            *out_first = before - 1;
            bool by_the_same = rl_sense_is(walk, before - 1, "same") && before > 1 && rl_sense_is(walk, before - 2, "the");
            *out_first -= by_the_same ? 1 : 0;
            *out_first -= by_the_same && *out_first > 0 && rl_query_word_asks(rl_sense_form(walk, *out_first - 1)) ? 1 : 0;
            return true;
        }
    }
    return false;
}

static void add_maker(rl_sense_walk *walk, rl_sense_reading *reading, const rl_film *film, size_t most) {
    rl_arena *arena = walk->context->arena;
    rl_buffer names = RL_BUFFER_FOR(arena);
    rl_str *keys = rl_arena_array(arena, MAKERS, sizeof *keys);
    for (size_t i = 0; keys != NULL && i < most; i++) {
        const rl_fact *fact = rl_film_value(film, reading->field, i);
        if (fact == NULL) {
            break;
        }
        rl_str key = rl_sense_value_key(arena, reading->field, fact->value);
        if (i == 0) {
            reading->key = key;
        } else {
            keys[reading->key_count++] = key;
        }
        rl_buffer_add_text(&names, i == 0 ? "" : ", ");
        rl_buffer_add_str(&names, fact->value);
    }
    reading->keys = keys;
    reading->value = rl_str_copy(arena, rl_buffer_str(&names));
    rl_buffer_done(&names);
}

static rl_sense_reading *add_related(rl_sense_walk *walk, uint32_t first, uint32_t end, rl_field field) {
    rl_sense_reading *reading = rl_sense_add(walk->context, walk->sense, first, end, field);
    if (reading != NULL) {
        reading->strength = 1.5;
        reading->shown = true;
        reading->lexical = true;
        reading->spends = true;
    }
    return reading;
}

/* "by the director of Stalker" at the maker's word; *out_end stays where nothing is found. */
static reel_status read_makers(rl_sense_walk *walk, uint32_t at, uint32_t *out_end) {
    uint32_t first = at, end = at;
    rl_docid docid = 0;
    size_t row = 0, count = sizeof makers / sizeof makers[0];
    while (row < count && !rl_sense_is(walk, at, makers[row].form)) {
        row++;
    }
    bool joint = rl_sense_is(walk, at + 1, "of") || rl_sense_is(walk, at + 1, "as") || rl_sense_is(walk, at + 1, "behind");
    if (row == count || !joint || !is_by(walk, at, &first)) {
        return REEL_OK;
    }
    reel_status status = film_at(walk, at + 2, &end, &docid);
    rl_film film;
    status = status == REEL_OK && docid != 0 ? load(walk, docid, &film) : status;
    if (status != REEL_OK || docid == 0 || rl_film_value(&film, makers[row].role, 0) == NULL) {
        return status;
    }
    rl_sense_reading *reading = add_related(walk, first, end, makers[row].role);
    if (reading != NULL) {
        add_maker(walk, reading, &film, makers[row].most);
        *out_end = end;
        return rl_sense_value_films(walk->context->store, reading->field, reading->key, &reading->films, walk->error);
    }
    return REEL_OK;
}

/* --- like it --- */

/* What asks for films like one; "" ends a row. */
static const char *const likening[][CUE_WORDS] = {
    {"in", "the", "vein", "of"}, {"in", "the", "spirit", "of"}, {"along", "the", "lines", "of"}, {"more", "movies", "like", ""},
    {"more", "films", "like", ""}, {"movies", "similar", "to", ""}, {"films", "similar", "to", ""}, {"movies", "such", "as", ""},
    {"films", "such", "as", ""}, {"movies", "like", "", ""}, {"films", "like", "", ""}, {"movie", "like", "", ""}, {"film", "like", "", ""},
    {"something", "like", "", ""}, {"anything", "like", "", ""}, {"stuff", "like", "", ""}, {"more", "like", "", ""},
    {"similar", "to", "", ""}, {"reminiscent", "of", "", ""}, {"resembling", "", "", ""}, {"fans", "of", "", ""},
    {"liked", "", "", ""}, {"loved", "", "", ""},
};

static uint32_t likening_at(const rl_sense_walk *walk, uint32_t at) {
    for (size_t i = 0; i < sizeof likening / sizeof likening[0]; i++) {
        uint32_t words = 0;
        while (words < CUE_WORDS && likening[i][words][0] != '\0' && rl_sense_is(walk, at + words, likening[i][words])) {
            words++;
        }
        if (words == CUE_WORDS || likening[i][words][0] == '\0') {
            return words;
        }
    }
    uint32_t end = at;
    bool kind = rl_sense_entry_at(walk, RL_LEXICON_GENRE, at, &end) != NULL && end > at; /* "comedies like Clue" */
    return kind && rl_sense_is(walk, end, "like") ? end + 1 - at : 0;
}

/* "movies like Alien" at its first word; *out_end stays where nothing is found. */
static reel_status read_likening(rl_sense_walk *walk, uint32_t at, uint32_t *out_end) {
    uint32_t cue = likening_at(walk, at), end = at, kind_end = at;
    rl_docid docid = 0;
    reel_status status = cue == 0 ? REEL_OK : film_at(walk, at + cue, &end, &docid);
    rl_film film;
    status = status == REEL_OK && docid != 0 ? load(walk, docid, &film) : status;
    if (status != REEL_OK || docid == 0) {
        return status;
    }
    bool kind = rl_sense_entry_at(walk, RL_LEXICON_GENRE, at, &kind_end) != NULL;
    rl_sense_reading *reading = add_related(walk, kind ? at + cue - 1 : at, end, RL_FIELD_SIMILAR);
    if (reading != NULL) {
        rl_buffer name = RL_BUFFER_FOR(walk->context->arena);
        rl_buffer_add_str(&name, rl_film_title(&film));
        if (rl_film_year(&film) != 0) {
            rl_buffer_add_format(&name, " (%d)", rl_film_year(&film));
        }
        reading->value = rl_str_copy(walk->context->arena, rl_buffer_str(&name));
        rl_buffer_done(&name);
        reading->model = docid;
        reading->films = 1;
        *out_end = end;
    }
    return REEL_OK;
}

reel_status rl_sense_related(rl_sense_walk *walk) {
    reel_status status = REEL_OK;
    uint32_t seeks = walk->sense->lookups + RELATED * TITLE_WORDS;
    for (uint32_t at = 0; status == REEL_OK && at < walk->context->parsed->word_count && !walk->sense->is_long && walk->sense->lookups < seeks;
         at++) {
        uint32_t end = at;
        if (rl_sense_word(walk, at) != NULL) {
            status = read_makers(walk, at, &end);
        }
        if (status == REEL_OK && end == at && rl_sense_word(walk, at) != NULL) {
            status = read_likening(walk, at, &end);
        }
        at = end > at ? end - 1 : at;
    }
    return status;
}
