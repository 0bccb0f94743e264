/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_codec: one pass over varints and strings. A fact opens with two bytes of flags that say
 * which of its parts follow and which repeat the previous fact's or the group leader's.
 */
#include "common/film_codec.h"

#include "common/limits.h"
#include "common/utf8.h"

/* Flags of a fact. Each string has two bits: where it is found. */
enum fact_flags {
    FLAG_LEADS = 1 << 0,
    FLAG_SAME_FIELD = 1 << 1,
    FLAG_SAME_SOURCE = 1 << 2,
    FLAG_NUMBER = 1 << 3,
    SHIFT_VALUE = 4,
    SHIFT_DETAIL = 6,
    SHIFT_PERSON = 8,
    SHIFT_RESULT = 10,
    SHIFT_ORIGIN = 12,
    FLAGS_END = 1 << 14
};

enum string_place { STRING_EMPTY, STRING_HERE, STRING_PREVIOUS, STRING_LEADER };

/* Two flag bytes, line and ordinal: no fact is shorter, so a count can be checked before memory is taken for it. */
enum { LEAST_FACT_BYTES = 4, LEAST_SOURCE_BYTES = 5 };

typedef struct fact_context {
    rl_fact previous;
    rl_fact leader;
} fact_context;

/* --- encoding --- */

static unsigned place_of(rl_str text, rl_str previous, rl_str leader) {
    if (text.length == 0) {
        return STRING_EMPTY;
    }
    if (rl_str_equal(text, previous)) {
        return STRING_PREVIOUS;
    }
    return rl_str_equal(text, leader) ? STRING_LEADER : STRING_HERE;
}

static unsigned flags_of(const rl_fact *fact, const fact_context *context) {
    const rl_fact *previous = &context->previous;
    const rl_fact *leader = &context->leader;
    unsigned flags = (fact->leads ? FLAG_LEADS : 0) | (fact->field == previous->field ? FLAG_SAME_FIELD : 0) |
                     (fact->source == previous->source ? FLAG_SAME_SOURCE : 0) | (fact->number != 0 ? FLAG_NUMBER : 0);
    flags |= place_of(fact->value, previous->value, leader->value) << SHIFT_VALUE;
    flags |= place_of(fact->detail, previous->detail, leader->detail) << SHIFT_DETAIL;
    flags |= place_of(fact->person, previous->person, leader->person) << SHIFT_PERSON;
    flags |= (unsigned)fact->result << SHIFT_RESULT;
    flags |= (unsigned)fact->origin << SHIFT_ORIGIN;
    return flags;
}

static void add_string(rl_buffer *out, rl_str text, unsigned flags, unsigned shift) {
    if (((flags >> shift) & 3) == STRING_HERE) {
        rl_buffer_add_string(out, text);
    }
}

static void encode_fact(const rl_fact *fact, fact_context *context, rl_buffer *out) {
    unsigned flags = flags_of(fact, context);
    rl_buffer_add_byte(out, (char)(flags & 0xff));
    rl_buffer_add_byte(out, (char)(flags >> 8));
    if ((flags & FLAG_SAME_FIELD) == 0) {
        rl_buffer_add_uint(out, (uint64_t)fact->field);
    }
    if ((flags & FLAG_SAME_SOURCE) == 0) {
        rl_buffer_add_uint(out, fact->source);
    }
    add_string(out, fact->value, flags, SHIFT_VALUE);
    add_string(out, fact->detail, flags, SHIFT_DETAIL);
    add_string(out, fact->person, flags, SHIFT_PERSON);
    if ((flags & FLAG_NUMBER) != 0) {
        rl_buffer_add_int(out, fact->number);
    }
    rl_buffer_add_int(out, (int64_t)fact->line - (int64_t)context->previous.line);
    rl_buffer_add_int(out, (int64_t)fact->ordinal - (int64_t)context->previous.ordinal);
    context->previous = *fact;
    if (fact->leads) {
        context->leader = *fact;
    }
}

static bool is_encodable(const rl_film *film, const rl_fact *fact) {
    return rl_field_row_of(fact->field) != NULL && fact->source < film->source_count &&
           (unsigned)fact->result <= RL_RESULT_WON && (unsigned)fact->origin <= RL_ORIGIN_RECORD;
}

reel_status rl_film_encode(const rl_film *film, rl_buffer *out, reel_error *error) {
    if (film->source_count > RL_MAX_SOURCES) {
        return rl_fail(error, REEL_LIMIT, "film '%.*s' has %zu documents, more than %d", RL_STR_ARG(film->id),
                       film->source_count, RL_MAX_SOURCES);
    }
    rl_buffer_add_byte(out, RL_FILM_CODEC_VERSION);
    rl_buffer_add_string(out, film->id);
    rl_buffer_add_uint(out, film->source_count);
    for (size_t i = 0; i < film->source_count; i++) {
        rl_buffer_add_string(out, film->sources[i].path);
        rl_buffer_add_string(out, film->sources[i].format);
        rl_buffer_add_string(out, film->sources[i].key);
        rl_buffer_add_string(out, film->sources[i].record_id);
        rl_buffer_add_uint(out, (unsigned)film->sources[i].subject << 1 | film->sources[i].partial);
    }
    rl_buffer_add_uint(out, film->fact_count);
    fact_context context = {0};
    for (size_t i = 0; i < film->fact_count; i++) {
        if (!is_encodable(film, &film->facts[i])) {
            return rl_fail(error, REEL_INTERNAL, "film '%.*s' has a fact without field or document",
                           RL_STR_ARG(film->id));
        }
        encode_fact(&film->facts[i], &context, out);
    }
    return out->failed ? rl_fail_nomem(error) : REEL_OK;
}

/* --- decoding --- */

/* Whole words first: most strings are ASCII, and every film shown is decoded. */
static bool is_valid_text(rl_str text) {
    size_t i = 0;
    for (; i + 8 <= text.length; i += 8) {
        uint64_t word;
        memcpy(&word, text.at + i, sizeof word);
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            return rl_utf8_valid(text);
        }
    }
    for (; i < text.length; i++) {
        if ((unsigned char)text.at[i] >= 0x80) {
            return rl_utf8_valid(text);
        }
    }
    return true;
}

static rl_str read_text(rl_reader *reader) {
    rl_str text = rl_reader_string(reader);
    if (!is_valid_text(text)) {
        reader->failed = true;
        reader->at = reader->end;
        return RL_STR_EMPTY;
    }
    return text;
}

static rl_str read_string(rl_reader *reader, unsigned place, rl_str previous, rl_str leader) {
    switch (place & 3) {
    case STRING_HERE:
        return read_text(reader);
    case STRING_PREVIOUS:
        return previous;
    case STRING_LEADER:
        return leader;
    default:
        return RL_STR_EMPTY;
    }
}

static unsigned read_flags(rl_reader *reader) {
    if (reader->end - reader->at < 2) {
        reader->failed = true;
        return 0;
    }
    unsigned flags = (unsigned)(unsigned char)reader->at[0] | (unsigned)(unsigned char)reader->at[1] << 8;
    reader->at += 2;
    if (flags >= FLAGS_END) {
        reader->failed = true;
    }
    return flags;
}

/* previous + difference, checked to be a number of 32 bits. */
static uint32_t read_difference(rl_reader *reader, uint32_t previous) {
    int64_t difference = rl_reader_int(reader);
    if (difference < -(int64_t)previous || difference > (int64_t)UINT32_MAX - (int64_t)previous) {
        reader->failed = true;
        return 0;
    }
    return (uint32_t)((int64_t)previous + difference);
}

static void decode_fact(rl_reader *reader, size_t source_count, fact_context *context, rl_fact *fact) {
    const rl_fact *previous = &context->previous;
    const rl_fact *leader = &context->leader;
    unsigned flags = read_flags(reader);
    fact->leads = (flags & FLAG_LEADS) != 0;
    fact->field = (flags & FLAG_SAME_FIELD) != 0
                      ? previous->field
                      : (rl_field)rl_reader_uint_max(reader, RL_FIELD_NUMBER_END - 1);
    fact->source = (flags & FLAG_SAME_SOURCE) != 0 ? previous->source : (uint16_t)rl_reader_uint_max(reader, UINT16_MAX);
    fact->value = read_string(reader, flags >> SHIFT_VALUE, previous->value, leader->value);
    fact->detail = read_string(reader, flags >> SHIFT_DETAIL, previous->detail, leader->detail);
    fact->person = read_string(reader, flags >> SHIFT_PERSON, previous->person, leader->person);
    fact->number = (flags & FLAG_NUMBER) != 0 ? rl_reader_int(reader) : 0;
    fact->result = (rl_result)(flags >> SHIFT_RESULT & 3);
    fact->origin = (rl_origin)(flags >> SHIFT_ORIGIN & 3);
    fact->line = read_difference(reader, previous->line);
    fact->ordinal = read_difference(reader, previous->ordinal);
    if (fact->field < previous->field || rl_field_row_of(fact->field) == NULL || fact->source >= source_count) {
        reader->failed = true;
    }
    context->previous = *fact;
    if (fact->leads) {
        context->leader = *fact;
    }
}

/* A count of things of at least so many bytes each; fails when the input cannot hold them. */
static size_t read_count(rl_reader *reader, size_t least_bytes, uint64_t max) {
    uint64_t count = rl_reader_uint_max(reader, max);
    if (count > (uint64_t)(reader->end - reader->at) / least_bytes) {
        reader->failed = true;
        return 0;
    }
    return (size_t)count;
}

static reel_status corrupt(reel_error *error) {
    return rl_fail(error, REEL_CORRUPT, "a stored film is damaged; rebuild the index with `reel index --full`");
}

reel_status rl_film_decode(rl_arena *arena, rl_str bytes, rl_film *out_film, reel_error *error) {
    *out_film = (rl_film){0};
    rl_reader reader = rl_reader_of(bytes);
    if (bytes.length == 0 || rl_reader_uint(&reader) != RL_FILM_CODEC_VERSION) {
        return corrupt(error);
    }
    rl_film film = {.id = read_text(&reader)};
    film.source_count = read_count(&reader, LEAST_SOURCE_BYTES, RL_MAX_SOURCES);
    film.sources = rl_arena_array(arena, film.source_count, sizeof *film.sources);
    if (film.sources == NULL) {
        return rl_fail_nomem(error);
    }
    for (size_t i = 0; i < film.source_count && !reader.failed; i++) {
        film.sources[i].path = read_text(&reader);
        film.sources[i].format = read_text(&reader);
        film.sources[i].key = read_text(&reader);
        film.sources[i].record_id = read_text(&reader);
        unsigned kind = (unsigned)rl_reader_uint_max(&reader, (UINT8_MAX << 1) | 1);
        film.sources[i].subject = (uint8_t)(kind >> 1);
        film.sources[i].partial = (kind & 1) != 0;
    }
    film.fact_count = reader.failed ? 0 : read_count(&reader, LEAST_FACT_BYTES, SIZE_MAX);
    film.facts = rl_arena_array(arena, film.fact_count, sizeof *film.facts);
    if (film.facts == NULL) {
        return rl_fail_nomem(error);
    }
    fact_context context = {0};
    for (size_t i = 0; i < film.fact_count && !reader.failed; i++) {
        decode_fact(&reader, film.source_count, &context, &film.facts[i]);
    }
    if (reader.failed || !rl_reader_at_end(&reader)) {
        return corrupt(error);
    }
    *out_film = film;
    return REEL_OK;
}
