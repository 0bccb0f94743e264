/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * lexicon: see lexicon.h. Spellings stand sorted by kind and key in a table made at build time
 * (lexicon_order.c); a look-up is a binary search in the rows of its kind.
 */
#include "common/lexicon.h"

#include "common/lexicon_fold.h"
#include "common/lexicon_table.h"

static const rl_lexicon_spelling spellings[] = {
#include "lexicon_order.inc"
};
enum { SPELLING_COUNT = sizeof spellings / sizeof spellings[0] };

static const rl_lexicon_spelling adjectives[] = {
#include "lexicon_adjectives.inc"
};

/* Part of a festival's numbering: from this edition on, one every `step` years; year 0: not known. */
typedef struct edition_run {
    const char *festival;
    int edition, year, step;
} edition_run;

#define RUN(festival, edition, year, step) {festival, edition, year, step},
static const edition_run runs[] = {
#include "common/lexicon_editions.def"
};

typedef struct given_prize {
    const char *prize, *giver;
} given_prize;

#define PRIZE(name, spelled)
#define PRIZE_OF(name, giver, spelled) {name, giver},
static const given_prize given_prizes[] = {
#include "common/lexicon_prizes.def"
};

static const rl_lexicon_entry *entry_of(size_t spelling) {
    return &rl_lexicon_table[spellings[spelling].entry];
}

static rl_str key_of(size_t spelling) { return (rl_str){spellings[spelling].key, spellings[spelling].length}; }

/* Order of a row against a key of a kind. */
static int compare(size_t spelling, rl_lexicon_kind kind, const rl_lexicon_key *key) {
    rl_lexicon_kind of = (rl_lexicon_kind)spellings[spelling].kind;
    if (of != kind) {
        return of < kind ? -1 : 1;
    }
    return rl_str_compare(key_of(spelling), (rl_str){key->at, key->length});
}

/* The first row that is not below the key. */
static size_t lower_bound(rl_lexicon_kind kind, const rl_lexicon_key *key, size_t from) {
    size_t low = from;
    size_t high = SPELLING_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (compare(middle, kind, key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const rl_lexicon_entry *find_key(rl_lexicon_kind kind, const rl_lexicon_key *key) {
    size_t at = key->length == 0 ? SPELLING_COUNT : lower_bound(kind, key, 0);
    return at < SPELLING_COUNT && compare(at, kind, key) == 0 ? entry_of(at) : NULL;
}

const rl_lexicon_entry *rl_lexicon_find(rl_lexicon_kind kind, rl_str text) {
    rl_lexicon_key key;
    rl_lexicon_fold(text, &key);
    return find_key(kind, &key);
}

const rl_lexicon_entry *rl_lexicon_find_prefix(rl_lexicon_kind kind, rl_str text, size_t *out_length) {
    const rl_lexicon_entry *longest = NULL;
    rl_lexicon_key key = {.length = 0};
    size_t offset = 0;
    size_t at = 0;
    *out_length = 0;
    if (rl_str_starts_nocase(text, RL_STR("the "))) {
        offset = 4;
    }
    while (rl_lexicon_fold_word(&key, text, &offset)) {
        at = lower_bound(kind, &key, at);
        if (at == SPELLING_COUNT || (rl_lexicon_kind)spellings[at].kind != kind ||
            !rl_str_starts(key_of(at), (rl_str){key.at, key.length})) {
            break;
        }
        if (spellings[at].length == key.length) {
            longest = entry_of(at);
            *out_length = offset;
        }
    }
    return longest;
}

const rl_lexicon_entry *rl_lexicon_country_of_adjective(rl_str text) {
    rl_lexicon_key key;
    rl_lexicon_fold(text, &key);
    size_t low = 0, high = sizeof adjectives / sizeof adjectives[0];
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = rl_str_compare(rl_str_of(adjectives[middle].key), (rl_str){key.at, key.length});
        if (order == 0) {
            return &rl_lexicon_table[adjectives[middle].entry];
        }
        low = order < 0 ? middle + 1 : low;
        high = order < 0 ? high : middle;
    }
    return NULL;
}

const rl_lexicon_entry *rl_lexicon_country_of_code(rl_str text) {
    for (size_t i = 0; text.length == 2 && i < rl_lexicon_count(RL_LEXICON_COUNTRY); i++) {
        const rl_lexicon_entry *country = rl_lexicon_at(RL_LEXICON_COUNTRY, i);
        if (rl_str_is(text, country->code)) {
            return country;
        }
    }
    return NULL;
}

bool rl_lexicon_is_festival(const rl_lexicon_entry *entry) {
    return entry != NULL && entry->kind == RL_LEXICON_FESTIVAL && entry->city[0] != '\0';
}

/* The first entry of a kind, or of the next kinds. */
static size_t first_of(unsigned kind) {
    size_t low = 0;
    size_t high = rl_lexicon_table_size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if ((unsigned)rl_lexicon_table[middle].kind < kind) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

size_t rl_lexicon_count(rl_lexicon_kind kind) {
    return first_of((unsigned)kind + 1) - first_of((unsigned)kind);
}

const rl_lexicon_entry *rl_lexicon_at(rl_lexicon_kind kind, size_t index) {
    return index < rl_lexicon_count(kind) ? &rl_lexicon_table[first_of((unsigned)kind) + index] : NULL;
}

int rl_lexicon_edition_year(const rl_lexicon_entry *festival, int edition) {
    enum { LAST_YEAR = 2100 };
    int year = 0;
    for (size_t i = 0; festival != NULL && i < sizeof runs / sizeof runs[0]; i++) {
        if (strcmp(runs[i].festival, festival->name) == 0 && runs[i].edition <= edition && edition < LAST_YEAR) {
            year = runs[i].year == 0 ? 0 : runs[i].year + (edition - runs[i].edition) * runs[i].step;
        }
    }
    return year <= LAST_YEAR ? year : 0;
}

const rl_lexicon_entry *rl_lexicon_festival_of_prize(const rl_lexicon_entry *prize) {
    for (size_t i = 0; prize != NULL && i < sizeof given_prizes / sizeof given_prizes[0]; i++) {
        if (strcmp(given_prizes[i].prize, prize->name) == 0) {
            return rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(given_prizes[i].giver));
        }
    }
    return NULL;
}

const rl_lexicon_entry *rl_lexicon_festival_of_section(const rl_lexicon_entry *section) {
    return section == NULL ? NULL : rl_lexicon_find(RL_LEXICON_FESTIVAL, rl_str_of(section->festival));
}

static uint64_t mix(uint64_t hash, const char *text) {
    for (; *text != '\0'; text++) {
        hash = (hash ^ (unsigned char)*text) * 0x100000001b3u;
    }
    return (hash ^ 0xff) * 0x100000001b3u;
}

uint64_t rl_lexicon_fingerprint(void) {
    uint64_t hash = 0xcbf29ce484222325u;
    for (size_t i = 0; i < SPELLING_COUNT; i++) {
        hash = mix(mix(hash, spellings[i].key), entry_of(i)->name);
    }
    for (size_t i = 0; i < rl_lexicon_table_size; i++) {
        hash = mix(mix(mix(hash, rl_lexicon_table[i].adjective), rl_lexicon_table[i].city), rl_lexicon_table[i].festival);
    }
    for (size_t i = 0; i < sizeof runs / sizeof runs[0]; i++) {
        hash = (mix(hash, runs[i].festival) ^
                (uint64_t)(uint32_t)(runs[i].edition * 10000 + runs[i].year * 10 + runs[i].step)) *
               0x100000001b3u;
    }
    return hash;
}
