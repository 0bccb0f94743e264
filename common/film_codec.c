/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_codec: one pass over varints and strings. A fact opens with two bytes of flags that say
 * which of its parts follow and which repeat the previous fact's or the group leader's.
 */
#include "common/film_codec.h"

#include "common/limits.h"
#include "common/record_key.h"
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
    FLAG_SAME_LINE = 1 << 14,
    FLAG_NEXT_ORDINAL = 1 << 15
};

/* Flags of a document. Its path is most often the end of its key, and a record's id the film's. */
enum source_flags {
    SOURCE_PARTIAL = 1 << 0,
    SOURCE_RECORD = 1 << 1,
    SOURCE_PATH_IN_KEY = 1 << 2,
    SOURCE_NO_ID = 1 << 3,
    SOURCE_FILM_ID = 1 << 4,
    SHIFT_SUBJECT = 5
};

enum string_place { STRING_EMPTY, STRING_HERE, STRING_PREVIOUS, STRING_LEADER };

/* Nothing is shorter, so a count can be checked before memory is taken for it. */
enum { LEAST_FACT_BYTES = 2 /* flags */, LEAST_SOURCE_BYTES = 4 /* flags, key, path, format */, HASH_BYTES = 8 };

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
                     (fact->source == previous->source ? FLAG_SAME_SOURCE : 0) | (fact->number != 0 ? FLAG_NUMBER : 0) |
                     (fact->line == previous->line ? FLAG_SAME_LINE : 0) |
                     (fact->ordinal == previous->ordinal + 1 ? FLAG_NEXT_ORDINAL : 0);
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
    if ((flags & FLAG_SAME_LINE) == 0) {
        rl_buffer_add_int(out, (int64_t)fact->line - (int64_t)context->previous.line);
    }
    if ((flags & FLAG_NEXT_ORDINAL) == 0) {
        rl_buffer_add_int(out, (int64_t)fact->ordinal - (int64_t)context->previous.ordinal);
    }
    context->previous = *fact;
    if (fact->leads) {
        context->leader = *fact;
    }
}

static bool is_encodable(const rl_film *film, const rl_fact *fact) {
    return rl_field_row_of(fact->field) != NULL && fact->source < film->source_count &&
           (unsigned)fact->result <= RL_RESULT_WON && (unsigned)fact->origin <= RL_ORIGIN_RECORD;
}

static void add_hash(rl_buffer *out, uint64_t hash) {
    for (int i = 0; i < HASH_BYTES; i++) {
        rl_buffer_add_byte(out, (char)(hash >> (8 * i) & 0xff));
    }
}

static void encode_source(const rl_film *film, const rl_source *source, rl_buffer *out) {
    rl_record_key record;
    bool is_record = rl_record_key_parse(source->key, &record);
    rl_str file = is_record ? record.file : source->key;
    bool path_in_key = rl_str_ends(file, source->path);
    bool has_id = source->record_id.length > 0;
    bool film_id = has_id && rl_str_equal(source->record_id, film->id);
    unsigned flags = (source->partial ? SOURCE_PARTIAL : 0) | (is_record ? SOURCE_RECORD : 0) | (path_in_key ? SOURCE_PATH_IN_KEY : 0) |
                     (has_id ? 0 : SOURCE_NO_ID) | (film_id ? SOURCE_FILM_ID : 0) | (unsigned)source->subject << SHIFT_SUBJECT;
    rl_buffer_add_uint(out, flags);
    rl_buffer_add_string(out, file);
    if (is_record) {
        add_hash(out, record.hash);
    }
    if (path_in_key) {
        rl_buffer_add_uint(out, source->path.length);
    } else {
        rl_buffer_add_string(out, source->path);
    }
    rl_buffer_add_string(out, source->format);
    if (has_id && !film_id) {
        rl_buffer_add_string(out, source->record_id);
    }
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
        encode_source(film, &film->sources[i], out);
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
    fact->line = (flags & FLAG_SAME_LINE) != 0 ? previous->line : read_difference(reader, previous->line);
    fact->ordinal = (flags & FLAG_NEXT_ORDINAL) != 0 ? previous->ordinal + 1 : read_difference(reader, previous->ordinal);
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

static uint64_t read_hash(rl_reader *reader) {
    uint64_t hash = 0;
    if (reader->end - reader->at < HASH_BYTES) {
        reader->failed = true;
        return 0;
    }
    for (int i = HASH_BYTES - 1; i >= 0; i--) {
        hash = hash << 8 | (unsigned char)reader->at[i];
    }
    reader->at += HASH_BYTES;
    return hash;
}

static rl_str read_path(rl_reader *reader, unsigned flags, rl_str file) {
    if ((flags & SOURCE_PATH_IN_KEY) == 0) {
        return rl_reader_string(reader);
    }
    size_t length = (size_t)rl_reader_uint_max(reader, file.length);
    return rl_str_slice(file, file.length - length, file.length);
}

static void decode_source(rl_arena *arena, rl_reader *reader, rl_str film_id, rl_source *source) {
    unsigned flags = (unsigned)rl_reader_uint_max(reader, (UINT8_MAX << SHIFT_SUBJECT) | ((1 << SHIFT_SUBJECT) - 1));
    rl_str file = rl_reader_string(reader); /* names of documents are bytes, as the system has them */
    source->key = file;
    if ((flags & SOURCE_RECORD) != 0) {
        rl_record_key record = {.file = file, .hash = read_hash(reader)};
        source->key = reader->failed ? RL_STR_EMPTY : rl_record_key_render(arena, record);
    }
    source->path = read_path(reader, flags, file);
    source->format = read_text(reader);
    source->record_id = (flags & SOURCE_FILM_ID) != 0 ? film_id : (flags & SOURCE_NO_ID) != 0 ? RL_STR_EMPTY : read_text(reader);
    source->subject = (uint8_t)(flags >> SHIFT_SUBJECT);
    source->partial = (flags & SOURCE_PARTIAL) != 0;
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
        decode_source(arena, &reader, film.id, &film.sources[i]);
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
    if (rl_arena_failed(arena)) {
        return rl_fail_nomem(error);
    }
    *out_film = film;
    return REEL_OK;
}
