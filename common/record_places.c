/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_places: metadata "reel.places.<hash of file>" says in how many buckets a file's places lie, a power of two;
 * "reel.places.<hash of file>.<n>" is the n-th: 12 bytes a place. A record's bucket is its hash's highest bits.
 */
#include "common/record_places.h"

#include <stdio.h>
#include <stdlib.h>

#include <xxhash.h>

#include "common/record_key.h"

enum { KEY_BYTES = 64, BUCKET_PLACES = 128 /* about */, PLACE_BYTES = 12, MOST_BITS = 25 /* 2^32 lines */ };

static int compare_places(const void *a, const void *b) {
    uint64_t left = ((const rl_record_place *)a)->hash;
    uint64_t right = ((const rl_record_place *)b)->hash;
    return (left > right) - (left < right);
}

void rl_record_places_sort(rl_record_place *places, size_t count) {
    if (count > 1) {
        qsort(places, count, sizeof *places, compare_places);
    }
}

const rl_record_place *rl_record_places_find(const rl_record_place *places, size_t count, uint64_t hash) {
    const rl_record_place wanted = {.hash = hash};
    return count == 0 ? NULL : bsearch(&wanted, places, count, sizeof wanted, compare_places);
}

/* ---- keys and bytes */

static rl_str head_key(char out[KEY_BYTES], rl_str file) {
    XXH128_hash_t hash = XXH3_128bits(file.at, file.length);
    int length = snprintf(out, KEY_BYTES, "reel.places.%016llx%016llx", (unsigned long long)hash.high64,
                          (unsigned long long)hash.low64);
    return (rl_str){out, (size_t)length};
}

static rl_str bucket_key(char out[KEY_BYTES], rl_str file, size_t bucket) {
    rl_str head = head_key(out, file);
    int length = snprintf(out + head.length, KEY_BYTES - head.length, ".%zx", bucket);
    return (rl_str){out, head.length + (size_t)length};
}

/* Its logarithm, so that a bucket is a shift away. */
static unsigned bucket_bits(size_t places) {
    unsigned bits = 0;
    while ((size_t)BUCKET_PLACES << bits < places) {
        bits++;
    }
    return bits;
}

static size_t bucket_of(uint64_t hash, unsigned bits) { return bits == 0 ? 0 : (size_t)(hash >> (64 - bits)); }

static void add_place(rl_buffer *bytes, rl_record_place place) {
    char packed[PLACE_BYTES];
    for (int i = 0; i < 8; i++) {
        packed[i] = (char)(place.hash >> (8 * i) & 0xff);
    }
    for (int i = 0; i < 4; i++) {
        packed[8 + i] = (char)(place.line >> (8 * i) & 0xff);
    }
    rl_buffer_add(bytes, packed, sizeof packed);
}

static rl_record_place place_at(rl_str bytes, size_t i) {
    const unsigned char *packed = (const unsigned char *)bytes.at + i * PLACE_BYTES;
    rl_record_place place = {0};
    for (int b = 7; b >= 0; b--) {
        place.hash = place.hash << 8 | packed[b];
    }
    for (int b = 3; b >= 0; b--) {
        place.line = place.line << 8 | packed[8 + b];
    }
    return place;
}

/* ---- the whole of a file */

/* The bits of a file's buckets, or false where it has none. */
static reel_status read_bits(rl_store *store, rl_docid docid, rl_str file, rl_buffer *bytes, bool *out_any, unsigned *out_bits,
                             reel_error *error) {
    char key[KEY_BYTES];
    rl_buffer_clear(bytes);
    reel_status status = rl_store_metadata_beside(store, docid, head_key(key, file), bytes, error);
    rl_reader reader = rl_reader_of(rl_buffer_str(bytes));
    *out_any = status == REEL_OK;
    *out_bits = status == REEL_OK ? (unsigned)rl_reader_uint_max(&reader, MOST_BITS) : 0;
    if (status == REEL_OK && reader.failed) {
        return rl_fail(error, REEL_CORRUPT, "the index's list of records is damaged; rebuild it with reel index --full");
    }
    return status == REEL_NOTFOUND ? REEL_OK : status;
}

static reel_status put_bucket(rl_writer *writer, rl_str file, size_t bucket, rl_str bytes, reel_error *error) {
    char key[KEY_BYTES];
    return rl_writer_set_metadata(writer, bucket_key(key, file, bucket), bytes, error);
}

/* Buckets that were more than there are now. */
static reel_status drop_from(rl_writer *writer, rl_str file, size_t first, rl_buffer *bytes, reel_error *error) {
    rl_store *store;
    bool any = false;
    unsigned bits = 0;
    reel_status status = rl_store_open_writer(writer, &store, error);
    if (status == REEL_OK) {
        status = read_bits(store, 0, file, bytes, &any, &bits, error);
        rl_store_close(store);
    }
    for (size_t i = first; any && status == REEL_OK && i < (size_t)1 << bits; i++) {
        status = put_bucket(writer, file, i, RL_STR_EMPTY, error);
    }
    return status;
}

/* The place behind the one at hand; *left counts down. */
static reel_status take_next(rl_record_places_next next, void *user, size_t *left, rl_record_place *out_place, reel_error *error) {
    reel_status status = *left == 0 ? REEL_OK : next(user, out_place, error);
    *left -= *left > 0 && status == REEL_OK;
    return status;
}

reel_status rl_record_places_put_each(rl_writer *writer, rl_str file, size_t count, rl_record_places_next next, void *user,
                                      reel_error *error) {
    char key[KEY_BYTES];
    rl_buffer bytes = RL_BUFFER_INIT;
    unsigned bits = bucket_bits(count);
    size_t buckets = count == 0 ? 0 : (size_t)1 << bits;
    rl_record_place place = {0};
    size_t put = 0; /* places before the one at hand */
    size_t left = count;
    reel_status status = drop_from(writer, file, buckets, &bytes, error);
    status = status == REEL_OK ? take_next(next, user, &left, &place, error) : status;
    for (size_t bucket = 0; bucket < buckets && status == REEL_OK; bucket++) {
        rl_buffer_clear(&bytes);
        for (; status == REEL_OK && put < count && bucket_of(place.hash, bits) == bucket; put++) {
            add_place(&bytes, place);
            status = take_next(next, user, &left, &place, error);
        }
        if (status == REEL_OK) {
            status = bytes.failed ? rl_fail_nomem(error) : put_bucket(writer, file, bucket, rl_buffer_str(&bytes), error);
        }
    }
    rl_buffer_clear(&bytes);
    if (count > 0) {
        rl_buffer_add_uint(&bytes, bits);
    }
    if (status == REEL_OK) {
        status = rl_writer_set_metadata(writer, head_key(key, file), rl_buffer_str(&bytes), error);
    }
    rl_buffer_done(&bytes);
    return status;
}

static reel_status next_of_array(void *user, rl_record_place *out_place, reel_error *error) {
    const rl_record_place **at = user;
    (void)error;
    *out_place = *(*at)++;
    return REEL_OK;
}

reel_status rl_record_places_put(rl_writer *writer, rl_str file, const rl_record_place *places, size_t count,
                                 reel_error *error) {
    return rl_record_places_put_each(writer, file, count, next_of_array, &places, error);
}

static reel_status read_bucket(rl_store *store, rl_docid docid, rl_str file, size_t bucket, rl_buffer *bytes,
                               reel_error *error) {
    char key[KEY_BYTES];
    rl_buffer_clear(bytes);
    reel_status status = rl_store_metadata_beside(store, docid, bucket_key(key, file, bucket), bytes, error);
    return status == REEL_NOTFOUND ? REEL_OK : status; /* one that is empty is not stored */
}

reel_status rl_record_places_load(rl_arena *arena, rl_store *store, rl_str file, size_t count, rl_record_place **out_places,
                                  reel_error *error) {
    rl_buffer bytes = RL_BUFFER_INIT;
    rl_record_place *places = rl_arena_array(arena, count, sizeof *places);
    bool any = false;
    unsigned bits = 0;
    size_t read = 0;
    *out_places = NULL;
    reel_status status = places == NULL ? rl_fail_nomem(error) : read_bits(store, 0, file, &bytes, &any, &bits, error);
    bool sound = bits == bucket_bits(count);
    for (size_t bucket = 0; any && sound && status == REEL_OK && bucket < (size_t)1 << bits; bucket++) {
        status = read_bucket(store, 0, file, bucket, &bytes, error);
        rl_str packed = rl_buffer_str(&bytes);
        sound = packed.length % PLACE_BYTES == 0 && packed.length / PLACE_BYTES <= count - read;
        for (size_t i = 0; sound && i < packed.length / PLACE_BYTES; i++, read++) {
            places[read] = place_at(packed, i);
            sound = bucket_of(places[read].hash, bits) == bucket && places[read].hash != 0 &&
                    (read == 0 || compare_places(&places[read - 1], &places[read]) < 0);
        }
    }
    if (status == REEL_OK && (!sound || read != count)) {
        status = rl_fail(error, REEL_CORRUPT, "the index's list of records is damaged; rebuild it with reel index --full");
    }
    rl_buffer_done(&bytes);
    *out_places = status == REEL_OK ? places : NULL;
    return status;
}

/* ---- one record */

/* *out_line stays 0 where the record is not known: its path is then shown without a line. */
static reel_status find_line(rl_store *store, rl_docid docid, const rl_record_key *key, rl_buffer *bytes, uint32_t *out_line,
                             reel_error *error) {
    bool any;
    unsigned bits;
    *out_line = 0;
    reel_status status = read_bits(store, docid, key->file, bytes, &any, &bits, error);
    if (status == REEL_OK && any) {
        status = read_bucket(store, docid, key->file, bucket_of(key->hash, bits), bytes, error);
    }
    rl_str packed = rl_buffer_str(bytes);
    for (size_t i = 0; any && status == REEL_OK && i < packed.length / PLACE_BYTES && *out_line == 0; i++) {
        rl_record_place place = place_at(packed, i);
        if (place.hash == key->hash) {
            *out_line = place.line;
        }
    }
    return status;
}

reel_status rl_record_places_show(rl_arena *arena, rl_store *store, rl_docid docid, rl_film *film, reel_error *error) {
    rl_buffer bytes = RL_BUFFER_INIT;
    reel_status status = REEL_OK;
    for (size_t i = 0; i < film->source_count && status == REEL_OK; i++) {
        rl_source *source = &film->sources[i];
        rl_record_key key;
        uint32_t line = 0;
        if (rl_record_key_parse(source->key, &key)) {
            status = find_line(store, docid, &key, &bytes, &line, error);
        }
        if (line != 0) {
            rl_buffer_clear(&bytes);
            rl_buffer_add_str(&bytes, source->path);
            rl_buffer_add_format(&bytes, ":%u", line);
            source->path = rl_str_copy(arena, rl_buffer_str(&bytes));
        }
    }
    bool failed = bytes.failed || rl_arena_failed(arena);
    rl_buffer_done(&bytes);
    return status == REEL_OK && failed ? rl_fail_nomem(error) : status;
}
