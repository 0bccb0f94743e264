/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * analysis_words: single words: function words of English, and how far two spellings are apart.
 */
#include "common/analysis.h"

#include "common/utf8.h"

/* By first letter; each with a blank on both sides. */
static const char *const stop_words[26] = {
    ['a' - 'a'] = " a about above after again against all also am an and any are aren as at ",
    ['b' - 'a'] = " be because been before being below between both but by ",
    ['c' - 'a'] = " can cannot cant could couldn ",
    ['d' - 'a'] = " did didn didnt do does doesn doesnt doing don dont down during ",
    ['e' - 'a'] = " each either ",
    ['f' - 'a'] = " few for from further ",
    ['h' - 'a'] = " had hadn has hasn have haven having he her here hers herself hes him himself his how ",
    ['i' - 'a'] = " i if im in into is isn isnt it its itself ive ",
    ['j' - 'a'] = " just ",
    ['m' - 'a'] = " may me might more most must my myself ",
    ['n' - 'a'] = " no nor not now ",
    ['o' - 'a'] = " of off on once only or other our ours ourselves out over own ",
    ['s' - 'a'] = " s same she shes should shouldn so some such ",
    ['t' - 'a'] = " t than that thats the their theirs them themselves then there theres these they theyre this those "
                  "through to too ",
    ['u' - 'a'] = " under until up upon us ",
    ['v' - 'a'] = " very ",
    ['w' - 'a'] = " was wasn we were weren what when where whether which while who whom whose why will with within "
                  "without won would wouldn ",
    ['y' - 'a'] = " you your youre yours yourself yourselves ",
};

bool rl_analysis_is_stop(rl_str form) {
    enum { LONGEST = 10 };
    if (form.length == 0 || form.length > LONGEST || form.at[0] < 'a' || form.at[0] > 'z') {
        return false;
    }
    const char *words = stop_words[form.at[0] - 'a'];
    while (words != NULL && words[1] != '\0') {
        const char *word = words + 1;
        size_t length = strcspn(word, " ");
        if (length == form.length && memcmp(word, form.at, length) == 0) {
            return true;
        }
        words = word + length;
    }
    return false;
}

enum { MAX_DISTANCE_POINTS = 256 };

/* Code points of text, or SIZE_MAX when there are too many. */
static size_t decode(rl_str text, uint32_t *points) {
    size_t count = 0;
    for (size_t offset = 0; offset < text.length;) {
        if (count == MAX_DISTANCE_POINTS) {
            return SIZE_MAX;
        }
        points[count++] = rl_utf8_next(text, &offset);
    }
    return count;
}

static unsigned least(unsigned a, unsigned b) {
    return a < b ? a : b;
}

/* Optimal string alignment in a band of `limit` around the diagonal; outside it all is too far. */
static unsigned aligned_distance(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count, unsigned limit) {
    unsigned rows[3][MAX_DISTANCE_POINTS + 2];
    const unsigned far = limit + 1;
    for (size_t j = 0; j <= b_count + 1; j++) {
        rows[0][j] = rows[1][j] = rows[2][j] = j <= limit ? (unsigned)j : far;
    }
    for (size_t i = 1; i <= a_count; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *last = rows[(i + 2) % 3];
        const unsigned *last_but_one = rows[(i + 1) % 3];
        size_t from = i > limit ? i - limit : 1;
        size_t to = i + limit < b_count ? i + limit : b_count;
        unsigned nearest = far;
        row[from - 1] = from == 1 && i <= limit ? (unsigned)i : far;
        for (size_t j = from; j <= to; j++) {
            unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);
            best = least(best, row[j - 1] + 1);
            best = least(best, last[j] + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                best = least(best, last_but_one[j - 2] + 1);
            }
            row[j] = least(best, far);
            nearest = least(nearest, row[j]);
        }
        row[to + 1] = far;
        if (nearest == far && row[from - 1] == far) {
            return far;
        }
    }
    return rows[a_count % 3][b_count];
}

unsigned rl_analysis_distance(rl_str a, rl_str b, unsigned limit) {
    uint32_t a_points[MAX_DISTANCE_POINTS];
    uint32_t b_points[MAX_DISTANCE_POINTS];
    if (rl_str_equal(a, b)) {
        return 0;
    }
    limit = least(limit, MAX_DISTANCE_POINTS);
    size_t a_count = decode(a, a_points);
    size_t b_count = decode(b, b_points);
    /* Nobody mistypes a word of hundreds of letters; what is that long is another one. */
    if (a_count == SIZE_MAX || b_count == SIZE_MAX) {
        return limit + 1;
    }
    size_t difference = a_count > b_count ? a_count - b_count : b_count - a_count;
    return difference > limit ? limit + 1 : aligned_distance(a_points, a_count, b_points, b_count, limit);
}
