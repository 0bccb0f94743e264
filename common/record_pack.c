/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * record_pack: a packed record is one frame of zstd without its first four bytes, which are the same in each. The
 * dictionary is no part of a frame: an index of another one has another schema number, and is not read.
 */
#include "common/record_pack.h"

#include <stdlib.h>

/* For ZSTD_initStaticCDict: the stable ways to a dictionary write through NULL when memory runs out (1.5.4). */
#define ZSTD_STATIC_LINKING_ONLY
#include <zstd.h>
#include <zstd_errors.h>

#include "common/limits.h"

enum { LEVEL = 2 /* higher ones are slower and save little; see docs/tuning.md */ };

static const char magic[] = {'\x28', '\xb5', '\x2f', '\xfd'};

#define TABLES(literal) literal
#define WORDS(literal)
/* A dictionary opens with the tables of letters and lengths that zstd starts a record with. */
static const char tables[] =
#include "common/record_words.def"
    ;
#undef TABLES
#undef WORDS

#define TABLES(literal)
#define WORDS(literal) literal "\n",
static const char *const words[] = {
#include "common/record_words.def"
};
#undef TABLES
#undef WORDS

struct rl_packer {
    rl_buffer dictionary;
    ZSTD_CCtx *packing;
    void *digest; /* what packing made of the dictionary */
    ZSTD_DCtx *unpacking;
    rl_buffer frame; /* one that is read, with its magic number */
};

void rl_pack_words(rl_buffer *out) {
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        rl_buffer_add_text(out, words[i]);
    }
}

reel_status rl_packer_new(rl_packer **out_packer, reel_error *error) {
    *out_packer = calloc(1, sizeof **out_packer);
    return *out_packer == NULL ? rl_fail_nomem(error) : REEL_OK;
}

static void forget_packing(rl_packer *packer) {
    (void)ZSTD_freeCCtx(packer->packing);
    free(packer->digest);
    packer->packing = NULL;
    packer->digest = NULL;
}

static void forget_unpacking(rl_packer *packer) {
    (void)ZSTD_freeDCtx(packer->unpacking);
    packer->unpacking = NULL;
}

void rl_packer_free(rl_packer *packer) {
    if (packer != NULL) {
        forget_packing(packer);
        forget_unpacking(packer);
        rl_buffer_done(&packer->dictionary);
        rl_buffer_done(&packer->frame);
        free(packer);
    }
}

static bool make_dictionary(rl_packer *packer) {
    if (packer->dictionary.length == 0) {
        rl_buffer_add(&packer->dictionary, tables, sizeof tables - 1);
        rl_pack_words(&packer->dictionary);
    }
    if (packer->dictionary.failed) {
        rl_buffer_done(&packer->dictionary);
    }
    return packer->dictionary.length > 0;
}

static bool is_set(ZSTD_CCtx *context, ZSTD_cParameter parameter, int value) {
    return !ZSTD_isError(ZSTD_CCtx_setParameter(context, parameter, value));
}

static bool start_packing(rl_packer *packer) {
    if (!make_dictionary(packer)) {
        return false;
    }
    rl_str dictionary = rl_buffer_str(&packer->dictionary);
    ZSTD_compressionParameters shape = ZSTD_getCParams(LEVEL, ZSTD_CONTENTSIZE_UNKNOWN, dictionary.length);
    size_t room = ZSTD_estimateCDictSize_advanced(dictionary.length, shape, ZSTD_dlm_byRef);
    packer->packing = ZSTD_createCCtx();
    packer->digest = malloc(room);
    if (packer->packing == NULL || packer->digest == NULL) {
        return false;
    }
    const ZSTD_CDict *digest = ZSTD_initStaticCDict(packer->digest, room, dictionary.at, dictionary.length, ZSTD_dlm_byRef, ZSTD_dct_fullDict, shape);
    return digest != NULL && is_set(packer->packing, ZSTD_c_checksumFlag, 1) && is_set(packer->packing, ZSTD_c_dictIDFlag, 0) &&
           !ZSTD_isError(ZSTD_CCtx_refCDict(packer->packing, digest));
}

static bool start_unpacking(rl_packer *packer) {
    if (!make_dictionary(packer)) {
        return false;
    }
    packer->unpacking = ZSTD_createDCtx();
    return packer->unpacking != NULL &&
           !ZSTD_isError(ZSTD_DCtx_loadDictionary(packer->unpacking, packer->dictionary.at, packer->dictionary.length));
}

/* Xapian compresses what it stores once more and drops the result where that is longer, and tries so again whenever databases
 * are merged, on one thread: 24 microseconds a film. So that it is a little shorter, and merges copy it, zeros follow that pay for the
 * fixed codes of deflate: of nine bits for bytes from FIRST_OF_NINE_BITS on, and of 8 for others. */
static size_t zeros_behind(rl_str packed) {
    enum { FIRST_OF_NINE_BITS = 144, ENDS = 8 };
    size_t longer = 0;
    for (size_t i = 0; i < packed.length; i++) {
        longer += (unsigned char)packed.at[i] >= FIRST_OF_NINE_BITS;
    }
    return longer / 8 + ENDS;
}

reel_status rl_pack(rl_packer *packer, rl_str record, rl_buffer *out, reel_error *error) {
    if (packer->packing == NULL && !start_packing(packer)) {
        forget_packing(packer);
        return rl_fail_nomem(error);
    }
    size_t room = ZSTD_compressBound(record.length);
    if (!rl_buffer_reserve(out, room)) {
        return rl_fail_nomem(error);
    }
    size_t made = ZSTD_compress2(packer->packing, out->at + out->length, room, record.at, record.length);
    if (ZSTD_isError(made) || made < sizeof magic) {
        bool nomem = ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation;
        return nomem ? rl_fail_nomem(error) : rl_fail(error, REEL_INTERNAL, "packing a record: %s", ZSTD_getErrorName(made));
    }
    made -= sizeof magic;
    memmove(out->at + out->length, out->at + out->length + sizeof magic, made);
    size_t zeros = zeros_behind((rl_str){out->at + out->length, made});
    out->length += made;
    if (!rl_buffer_reserve(out, zeros)) {
        return rl_fail_nomem(error);
    }
    memset(out->at + out->length, 0, zeros);
    out->length += zeros;
    return REEL_OK;
}

/* Without the zeros behind it; empty where it is no frame, or anything else follows. */
static rl_str only_frame(rl_str bytes) {
    size_t end = ZSTD_findFrameCompressedSize(bytes.at, bytes.length);
    if (ZSTD_isError(end) || bytes.length - end != zeros_behind(rl_str_slice(bytes, sizeof magic, end))) {
        return RL_STR_EMPTY;
    }
    for (size_t i = end; i < bytes.length; i++) {
        if (bytes.at[i] != 0) {
            return RL_STR_EMPTY;
        }
    }
    return rl_str_slice(bytes, 0, end);
}

static reel_status damaged(reel_error *error) {
    return rl_fail(error, REEL_CORRUPT, "a stored film is damaged; rebuild the index with `reel index --full`");
}

/* The frame is whole and says how long the record is. */
static reel_status unpack_frame(rl_packer *packer, rl_str frame, rl_buffer *out, reel_error *error) {
    unsigned long long length = ZSTD_getFrameContentSize(frame.at, frame.length);
    if (length > RL_MAX_STORED_BYTES) { /* unknown and wrong are the largest numbers */
        return damaged(error);
    }
    if (!rl_buffer_reserve(out, (size_t)length + 1)) { /* so that there is a place even for none */
        return rl_fail_nomem(error);
    }
    size_t made = ZSTD_decompressDCtx(packer->unpacking, out->at + out->length, (size_t)length, frame.at, frame.length);
    if (made != length) {
        return ZSTD_getErrorCode(made) == ZSTD_error_memory_allocation ? rl_fail_nomem(error) : damaged(error);
    }
    out->length += made;
    return REEL_OK;
}

reel_status rl_unpack(rl_packer *packer, rl_str packed, rl_buffer *out, reel_error *error) {
    if (packer->unpacking == NULL && !start_unpacking(packer)) {
        forget_unpacking(packer);
        return rl_fail_nomem(error);
    }
    rl_buffer_clear(&packer->frame);
    rl_buffer_add(&packer->frame, magic, sizeof magic);
    rl_buffer_add_str(&packer->frame, packed);
    if (packer->frame.failed) {
        rl_buffer_done(&packer->frame);
        return rl_fail_nomem(error);
    }
    return unpack_frame(packer, only_frame(rl_buffer_str(&packer->frame)), out, error);
}
