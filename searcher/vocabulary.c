/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * vocabulary: see vocabulary.h.
 */
#include "searcher/vocabulary.h"

#include <stdlib.h>

#include "common/analysis.h"

enum { MOST_WORDS = 60000, FIRST_BYTES = 128 }; /* of one letter; ASCII */

typedef struct words {
    rl_buffer bytes;
    uint32_t *ends, *letters;
    size_t count, capacity;
    bool read, failed;
} words;

struct rl_vocabulary {
    words of[FIRST_BYTES];
};

/* The letters of a word as a set: a slip changes it by two at most, which is cheaper to see than a distance. */
static uint32_t letters_of(rl_str word) {
    uint32_t set = 0;
    for (size_t i = 0; i < word.length; i++) {
        set |= 1u << ((unsigned char)word.at[i] & 31);
    }
    return set;
}

static unsigned count_bits(uint32_t set) {
    unsigned count = 0;
    for (; set != 0; set &= set - 1) {
        count++;
    }
    return count;
}

/* The distance of two words with their sets, when it is within limit; else 0, as for equal ones. */
static unsigned distance_of(rl_str word, uint32_t letters, rl_str other, uint32_t other_letters, unsigned limit) {
    size_t longer = other.length > word.length ? other.length - word.length : word.length - other.length;
    if (longer > limit || count_bits(letters ^ other_letters) > 2 * limit) {
        return 0;
    }
    unsigned distance = rl_analysis_distance(word, other, limit);
    return distance <= limit ? distance : 0;
}

static bool grow(words *list) {
    size_t capacity = list->capacity == 0 ? 1024 : list->capacity * 2;
    uint32_t *ends = realloc(list->ends, capacity * sizeof *ends);
    list->ends = ends != NULL ? ends : list->ends;
    uint32_t *letters = realloc(list->letters, capacity * sizeof *letters);
    list->letters = letters != NULL ? letters : list->letters;
    list->capacity = ends != NULL && letters != NULL ? capacity : list->capacity;
    return ends != NULL && letters != NULL;
}

static bool note_word(void *user, rl_str word) {
    words *list = user;
    if (list->count == list->capacity && !grow(list)) {
        list->failed = true;
        return false;
    }
    rl_buffer_add_str(&list->bytes, word);
    list->ends[list->count] = (uint32_t)list->bytes.length;
    list->letters[list->count++] = letters_of(word);
    return list->count < MOST_WORDS && !list->bytes.failed;
}

static void forget(words *list) {
    rl_buffer_done(&list->bytes);
    free(list->ends);
    free(list->letters);
    *list = (words){.bytes = RL_BUFFER_INIT};
}

/* The words of a letter, read when they are not yet. */
static reel_status read_words(rl_store *store, char first, words *list, reel_error *error) {
    if (list->read) {
        return REEL_OK;
    }
    forget(list);
    reel_status status = rl_store_term_names_each(store, (rl_str){&first, 1}, note_word, list, error);
    if (status == REEL_OK && (list->failed || list->bytes.failed)) {
        status = rl_fail_nomem(error);
    }
    if (status != REEL_OK) {
        forget(list);
    }
    list->read = status == REEL_OK;
    return status;
}

reel_status rl_vocabulary_near(rl_vocabulary **vocabulary, rl_store *store, char first, rl_str word, unsigned limit,
                               void (*near)(void *user, rl_str word, unsigned distance), void *user, reel_error *error) {
    *vocabulary = *vocabulary != NULL ? *vocabulary : calloc(1, sizeof **vocabulary);
    if (*vocabulary == NULL) {
        return rl_fail_nomem(error);
    }
    words *list = &(*vocabulary)->of[(unsigned char)first % FIRST_BYTES];
    reel_status status = read_words(store, first, list, error);
    uint32_t letters = letters_of(word), start = 0;
    for (size_t i = 0; status == REEL_OK && i < list->count; i++) {
        rl_str other = {list->bytes.at + start, list->ends[i] - start};
        unsigned distance = distance_of(word, letters, other, list->letters[i], limit);
        if (distance > 0) {
            near(user, other, distance);
        }
        start = list->ends[i];
    }
    return status;
}

void rl_vocabulary_free(rl_vocabulary *vocabulary) {
    for (size_t i = 0; vocabulary != NULL && i < FIRST_BYTES; i++) {
        forget(&vocabulary->of[i]);
    }
    free(vocabulary);
}
