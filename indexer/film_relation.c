/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * film_relation: how two documents relate: ids decide, then title, year and makers, each of which may be
 * missing on one side or differ.
 */
#include <stdlib.h>

#include "common/analysis.h"
#include "common/record_key.h"
#include "indexer/film_identity.h"

/* Two casts of so many names that share none are two films' (three names may be a page's stars, and another page
 * may have lost just those); so many shared names make one film. */
enum { TELLING_CAST = 5, CONVINCING_CAST = 2 };

static rl_str scheme_of(rl_str id) {
    const char *colon = id.length == 0 ? NULL : memchr(id.at, ':', id.length);
    return colon == NULL ? id : (rl_str){id.at, (size_t)(colon - id.at) + 1};
}

static bool has_scheme(const rl_identity *identity, rl_str scheme) {
    for (size_t i = 0; i < identity->id_count; i++) {
        if (rl_str_equal(scheme_of(identity->ids[i]), scheme)) {
            return true;
        }
    }
    return false;
}

/* Ids decide: a common one joins, else two of one catalogue part. An article may tell of several films, so its name is
 * no reason against a catalogue's own ids (of_one_file). */
static int compare_ids(const rl_identity *a, const rl_identity *b, bool of_one_file) {
    bool differ = false;
    for (size_t i = 0; i < a->id_count; i++) {
        bool article = rl_str_starts(a->ids[i], RL_STR("wiki:"));
        if (rl_str_is_among(a->ids[i], b->ids, b->id_count) && !(article && of_one_file)) {
            return 1;
        }
        differ = differ || has_scheme(b, scheme_of(a->ids[i]));
    }
    return differ ? -1 : 0;
}

/* Key of a record's file. */
static rl_str file_of(rl_str document) {
    rl_record_key key;
    return rl_record_key_parse(document, &key) ? key.file : document;
}

typedef enum title_match { TITLE_NONE, TITLE_OTHERS, TITLE_MAIN_OF_ONE, TITLE_MAIN } title_match;

static bool sorted_share(const rl_identity *a, const rl_identity *b) {
    size_t i = 1;
    size_t j = 1;
    while (i < a->title_count && j < b->title_count) {
        int order = rl_str_compare(a->titles[i], b->titles[j]);
        if (order == 0) {
            return true;
        }
        i += order < 0;
        j += order > 0;
    }
    return false;
}

static title_match match_titles(const rl_identity *a, const rl_identity *b) {
    if (a->title_count == 0 || b->title_count == 0) {
        return TITLE_NONE;
    }
    if (rl_str_equal(a->titles[0], b->titles[0])) {
        return TITLE_MAIN;
    }
    if (rl_str_is_among(a->titles[0], b->titles, b->title_count) || rl_str_is_among(b->titles[0], a->titles, a->title_count)) {
        return TITLE_MAIN_OF_ONE;
    }
    return sorted_share(a, b) ? TITLE_OTHERS : TITLE_NONE;
}

static size_t count_shared(const rl_str *a, size_t a_count, const rl_str *b, size_t b_count) {
    size_t shared = 0;
    for (size_t i = 0; i < a_count; i++) {
        shared += rl_str_is_among(a[i], b, b_count);
    }
    return shared;
}

/* "vmadhusudhanrao" and "vmadhusudhanarao", "jleethompson" and "johnleethompson", "atlee" and "atleekumar":
 * two spellings of one name. Only asked of makers of films of one title and year, where chance is no rival. */
static bool are_near(rl_str a, rl_str b) {
    enum { NEAR_SUFFIX = 6, SHORTEST = 5, LETTERS_PER_SLIP = 8 };
    rl_str shorter = a.length < b.length ? a : b;
    rl_str longer = a.length < b.length ? b : a;
    if (shorter.length < SHORTEST) {
        return false;
    }
    if (rl_str_starts(longer, shorter) || rl_str_ends(longer, shorter)) {
        return true;
    }
    size_t suffix = 0;
    while (suffix < shorter.length && shorter.at[shorter.length - 1 - suffix] == longer.at[longer.length - 1 - suffix]) {
        suffix++;
    }
    if (suffix >= NEAR_SUFFIX && a.at[0] == b.at[0]) {
        return true;
    }
    unsigned limit = (unsigned)(shorter.length / LETTERS_PER_SLIP) + 1;
    limit = limit > 3 ? 3 : limit;
    return longer.length - shorter.length <= 4 * (size_t)limit && rl_analysis_distance(a, b, limit) <= limit;
}

static bool have_near_directors(const rl_identity *a, const rl_identity *b) {
    for (size_t i = 0; i < a->director_count; i++) {
        for (size_t j = 0; j < b->director_count; j++) {
            if (are_near(a->directors[i], b->directors[j])) {
                return true;
            }
        }
    }
    return false;
}

typedef struct evidence {
    title_match titles;
    bool years_known, years_equal, years_near; /* equal: the surest ones; near: any two that are one apart */
    bool year_shared;                          /* any two are equal */
    bool directors_known, directors_shared;
    size_t cast_shared;
    bool casts_known; /* enough of both to tell by */
    bool casts_stated;
    bool runtimes_near, slugs_equal;
} evidence;

static void weigh_years(const rl_identity *a, const rl_identity *b, evidence *e) {
    for (size_t i = 0; i < a->year_count; i++) {
        for (size_t j = 0; j < b->year_count; j++) {
            int apart = abs(a->years[i] - b->years[j]);
            e->year_shared = e->year_shared || apart == 0;
            e->years_near = e->years_near || apart <= 1;
        }
    }
}

static evidence weigh(const rl_identity *a, const rl_identity *b) {
    evidence e = {.titles = match_titles(a, b)};
    e.years_known = a->year != 0 && b->year != 0;
    e.years_equal = e.years_known && a->year == b->year;
    weigh_years(a, b, &e);
    e.directors_known = a->director_count > 0 && b->director_count > 0;
    if (e.titles == TITLE_NONE || (e.years_known && !e.years_near)) {
        return e;
    }
    e.directors_shared = e.directors_known &&
                         (count_shared(a->directors, a->director_count, b->directors, b->director_count) > 0 ||
                          have_near_directors(a, b));
    e.cast_shared = count_shared(a->cast, a->cast_count, b->cast, b->cast_count);
    e.casts_stated = a->cast_count > 0 && b->cast_count > 0;
    e.casts_known = a->cast_count >= TELLING_CAST && b->cast_count >= TELLING_CAST;
    e.slugs_equal = rl_str_equal(a->slug, b->slug);
    e.runtimes_near = a->runtime != 0 && b->runtime != 0 && abs(a->runtime - b->runtime) <= 2;
    return e;
}

/* How sure a join of the same film is, to order the joins. */
static int strength(const evidence *e) {
    static const int of_title[] = {0, 4, 12, 30};
    return RL_RELATION_SAME + (e->directors_shared ? 40 : 0) + (e->years_equal ? 20 : e->year_shared ? 12 : 0) +
           of_title[e->titles] + (e->slugs_equal ? 8 : 0) + (e->runtimes_near ? 6 : 0) +
           2 * (int)(e->cast_shared > 5 ? 5 : e->cast_shared);
}

static int reason(const char **out_reason, const char *text, int relation) {
    if (out_reason != NULL) {
        *out_reason = text;
    }
    return relation;
}

/* One title, and nothing said against it: what is there for it? */
static int relate_by_evidence(const evidence *e, const char **out_reason) {
    if (e->directors_shared) {
        return e->years_known ? reason(out_reason, "title, year and director agree", strength(e))
                              : reason(out_reason, "title and director agree, a year is missing", RL_RELATION_MAKERS);
    }
    if (e->cast_shared >= CONVINCING_CAST) {
        return e->years_known ? reason(out_reason, "title, year and cast agree", strength(e))
                              : reason(out_reason, "title and cast agree, a year is missing", RL_RELATION_MAKERS);
    }
    if (e->directors_known) {
        return reason(out_reason, "directors differ", RL_RELATION_APART);
    }
    if (e->casts_known && e->cast_shared == 0) {
        return reason(out_reason, "casts differ", RL_RELATION_NONE);
    }
    /* "Faith" of 1919 and "Faith" of 1920: a year apart, few names are enough */
    if (e->years_known && !e->year_shared && e->casts_stated && e->cast_shared == 0) {
        return reason(out_reason, "years are one apart and casts differ", RL_RELATION_NONE);
    }
    if (e->titles != TITLE_MAIN && !e->years_equal) {
        return reason(out_reason, "only another title agrees", RL_RELATION_NONE);
    }
    if (e->years_equal) {
        return reason(out_reason, "title and year agree, a director is missing", RL_RELATION_YEAR);
    }
    return e->years_near ? reason(out_reason, "title agrees, years are one apart", RL_RELATION_NEAR)
                         : reason(out_reason, "title agrees, a year is missing", RL_RELATION_TITLE);
}

int rl_identity_relate(const rl_identity *a, const rl_identity *b, const char **out_reason) {
    enum { BY_ID = 1000 };
    if (a->subject != b->subject) {
        return reason(out_reason, "a film, a series and an episode are different things", RL_RELATION_APART);
    }
    bool both_records = a->record_id.length > 0 && b->record_id.length > 0;
    if (both_records && rl_str_equal(a->record_id, b->record_id)) {
        return reason(out_reason, "same record id", BY_ID);
    }
    bool of_one_file = both_records && rl_str_equal(file_of(a->document), file_of(b->document));
    int ids = compare_ids(a, b, of_one_file);
    if (ids != 0) {
        return ids > 0 ? reason(out_reason, "same id of another catalogue", BY_ID)
                       : reason(out_reason, "different ids of one catalogue", RL_RELATION_APART);
    }
    /* A file of records is a catalogue, and its ids are the films it tells apart. */
    if (of_one_file) {
        return reason(out_reason, "two records of one file", RL_RELATION_APART);
    }
    evidence e = weigh(a, b);
    if (e.years_known && !e.years_near) {
        return reason(out_reason, "years differ", RL_RELATION_APART);
    }
    if (e.titles == TITLE_NONE) {
        return reason(out_reason, "no title in common", RL_RELATION_NONE);
    }
    return relate_by_evidence(&e, out_reason);
}

rl_verdict rl_identity_compare(const rl_identity *a, const rl_identity *b, const char **out_reason) {
    int relation = rl_identity_relate(a, b, out_reason);
    return relation >= RL_RELATION_SAME ? RL_SAME : relation < 0 ? RL_DIFFERENT : RL_UNDECIDED;
}
