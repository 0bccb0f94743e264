/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Every call of <reel.h> while the n-th allocation fails, for every n until the call does without a
 * failure: it says NOMEM or gives the whole answer, leaks nothing, and its handles go on working.
 *
 * This program's malloc stands in for that of the process, libxapian, libxml2 and jansson included. Where a
 * sanitizer has taken that place, the linker wraps the calls of our own code only. Of the long calls, every n is
 * tried whose call stack no smaller n has: each way to each allocation once. REEL_EVERY=1 in the environment tries
 * every n of those, too; REEL_ONLY=search:17 tries one, for a debugger that stops in struck().
 *
 * What C++ allocates is not watched for leaks, nor zlib, which only Xapian uses here: Xapian 1.4.22 loses posting lists when memory
 * runs out in a match, and the streams of its tables when it does in a merge. */
#define _GNU_SOURCE
#include <errno.h>
#include <execinfo.h>
#include <link.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>

#include "api_support.h"

/* --- the n-th allocation fails */

enum { MOST_CALLS = 100000, STACK_DEPTH = 16, STACK_OURS = 2, BLOCKS = 1 << 20 };

static atomic_long countdown;     /* of allocations until the one that fails; 0 is off */
static atomic_bool failed, lasts; /* it did; and so does every one behind it */
static const void *failed_for;    /* the caller of the one that failed */
static uint64_t stacks[MOST_CALLS];
static size_t stack_count;
static bool sparing; /* C++ gets its memory */
static bool noting; /* a hash of the call stack of each allocation, in stacks */

__attribute__((noinline)) static void struck(void) { atomic_store(&failed, true); }

__attribute__((noinline)) static void note_stack(void) {
    void *frames[STACK_DEPTH];
    noting = false; /* backtrace may allocate */
    int count = backtrace(frames, STACK_DEPTH);
    noting = true;
    uint64_t hash = UINT64_C(14695981039346656037);
    for (int i = STACK_OURS; i < count; i++) {
        hash = (hash ^ (uint64_t)(uintptr_t)frames[i]) * UINT64_C(1099511628211);
    }
    if (stack_count < MOST_CALLS) {
        stacks[stack_count++] = hash;
    }
}

/* --- the blocks that live, but for those of C++ */

static void *blocks[BLOCKS]; /* a hash table; what was freed stays as a place that was used */
static char freed;
static long live;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
/* The code of a library. */
static struct {
    const char *name;
    uintptr_t start, end;
} libraries[] = {{"libxapian", 0, 0}, {"libstdc++", 0, 0}, {"libz.so", 0, 0}, {"libjansson", 0, 0}};

enum { JANSSON = 3, LIBRARIES };

static int note_library(struct dl_phdr_info *info, size_t size, void *user) {
    (void)size;
    (void)user;
    for (int l = 0; l < LIBRARIES; l++) {
        for (int i = 0; strstr(info->dlpi_name, libraries[l].name) != NULL && i < info->dlpi_phnum; i++) {
            if (info->dlpi_phdr[i].p_type == PT_LOAD && (info->dlpi_phdr[i].p_flags & PF_X) != 0) {
                libraries[l].start = info->dlpi_addr + info->dlpi_phdr[i].p_vaddr;
                libraries[l].end = libraries[l].start + info->dlpi_phdr[i].p_memsz;
            }
        }
    }
    return 0;
}

static bool is_within(int library, const void *caller) {
    uintptr_t at = (uintptr_t)caller;
    return at >= libraries[library].start && at < libraries[library].end;
}

static bool is_foreign(const void *caller) { return is_within(0, caller) || is_within(1, caller) || is_within(2, caller); }

/* Where the block stands, else the first place for it. */
static size_t place_of(const void *block) {
    size_t at = ((uintptr_t)block >> 4) * UINT64_C(11400714819323198485) % BLOCKS, gap = BLOCKS;
    for (size_t steps = 0; steps < BLOCKS && blocks[at] != NULL; steps++, at = (at + 1) % BLOCKS) {
        if (blocks[at] == block) {
            return at;
        }
        gap = blocks[at] == &freed && gap == BLOCKS ? at : gap;
    }
    return gap == BLOCKS ? at : gap;
}

static void *counted(void *block, const void *caller) {
    if (block != NULL && !is_foreign(caller)) {
        (void)pthread_mutex_lock(&lock);
        blocks[place_of(block)] = block;
        live++;
        (void)pthread_mutex_unlock(&lock);
    }
    return block;
}

/* Whether it was counted. */
static bool forget(void *block) {
    (void)pthread_mutex_lock(&lock);
    size_t at = block == NULL ? 0 : place_of(block);
    bool known = block != NULL && blocks[at] == block;
    if (known) {
        blocks[at] = &freed;
        live--;
    }
    (void)pthread_mutex_unlock(&lock);
    return known;
}

static long live_blocks(void) {
    (void)pthread_mutex_lock(&lock);
    long count = live;
    (void)pthread_mutex_unlock(&lock);
    return count;
}

/* --- malloc and its like */

__attribute__((noinline)) static bool fails(const void *caller) {
    if (sparing && is_foreign(caller)) {
        return false;
    }
    if (noting) {
        note_stack();
    }
    if (atomic_load(&lasts) && atomic_load(&failed)) {
        return true;
    }
    if (atomic_load(&countdown) > 0 && atomic_fetch_sub(&countdown, 1) == 1) {
        failed_for = caller;
        struck();
        return true;
    }
    return false;
}

#if defined(REEL_WRAP)
#define REAL(name) __real_##name
#define OURS(name) __wrap_##name
#else
#define REAL(name) __libc_##name
#define OURS(name) name
#endif
/* Seen by the libraries: everything else of this program is not. */
#define SEEN __attribute__((visibility("default")))

void *REAL(malloc)(size_t size);
void *REAL(calloc)(size_t count, size_t size);
void *REAL(realloc)(void *block, size_t size);
void REAL(free)(void *block);
SEEN void *OURS(malloc)(size_t size);
SEEN void *OURS(calloc)(size_t count, size_t size);
SEEN void *OURS(realloc)(void *block, size_t size);
SEEN void OURS(free)(void *block);

void *OURS(malloc)(size_t size) {
    if (fails(__builtin_return_address(0))) {
        errno = ENOMEM;
        return NULL;
    }
    return counted(REAL(malloc)(size), __builtin_return_address(0));
}

void *OURS(calloc)(size_t count, size_t size) {
    if (fails(__builtin_return_address(0))) {
        errno = ENOMEM;
        return NULL;
    }
    return counted(REAL(calloc)(count, size), __builtin_return_address(0));
}

void *OURS(realloc)(void *block, size_t size) {
    if (fails(__builtin_return_address(0))) {
        errno = ENOMEM;
        return NULL;
    }
    bool known = forget(block);
    void *moved = REAL(realloc)(block, size);
    return block == NULL || known ? counted(moved, __builtin_return_address(0)) : moved;
}

void OURS(free)(void *block) {
    (void)forget(block);
    REAL(free)(block);
}

static void arm(long n, bool goes_on) {
    atomic_store(&failed, false);
    atomic_store(&lasts, goes_on);
    atomic_store(&countdown, n);
}

static void disarm(void) {
    atomic_store(&lasts, false);
    atomic_store(&countdown, 0);
}

/* --- the calls */

static char folder[64], films_path[96], work_path[96], corpus_path[96];
static reel_searcher *searcher;
static reel_hits *answer;
static char film_id[128];
static api_text text; /* of the call */

static bool keep_all(void *user, const char *bytes, size_t length) {
    (void)user;
    return api_keep(&text, bytes, length);
}

static reel_status do_open(reel_error *error) {
    reel_searcher *opened;
    reel_status status = reel_open(films_path, &opened, error);
    assert_int_equal(status == REEL_OK, opened != NULL);
    reel_close(opened);
    return status;
}

static reel_status do_open_many(reel_error *error) {
    const char *paths[] = {films_path, films_path};
    reel_searcher *opened;
    reel_status status = reel_open_many(paths, 2, &opened, error);
    reel_close(opened);
    return status;
}

static reel_status do_refresh(reel_error *error) { return reel_refresh(searcher, NULL, error); }

/* An answer as JSON, without the time it took. */
static reel_status tell_answer(reel_status status, reel_hits *hits, reel_error *error) {
    assert_int_equal(status == REEL_OK, hits != NULL);
    if (status == REEL_OK) {
        status = reel_hits_render(hits, "json", NULL, keep_all, NULL, error);
    }
    char *took = strstr(text.bytes, "\"took_ms\"");
    if (took != NULL) {
        const char *rest = strchr(took, ',');
        memmove(took, rest, strlen(rest) + 1);
    }
    reel_hits_free(hits);
    return status;
}

static reel_status search_for(const char *query, reel_error *error) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    static const char *const facets[] = {"director", "genre"};
    reel_hits *hits;
    options.facets = facets;
    options.facet_count = 2;
    reel_status status = reel_search(searcher, query, &options, &hits, error);
    return tell_answer(status, hits, error);
}

static reel_status do_search(reel_error *error) { return search_for("black and white lamps quill", error); }
static reel_status do_search_phrase(reel_error *error) { return search_for("\"lighter of lamps\" -choir year:1900..1950 har* (snow OR fog)", error); }
static reel_status do_search_correct(reel_error *error) { return search_for("harbor lihgts smugler", error); }
static reel_status do_search_relax(reel_error *error) { return search_for("director:quill year:1992 postman", error); }

static reel_status do_search_sorted(reel_error *error) {
    reel_search_options options = REEL_SEARCH_OPTIONS_INIT;
    reel_hits *hits;
    options.sort = "-year";
    options.ids_only = true;
    reel_status status = reel_search_bytes(searcher, "lamps\0quill", 11, &options, &hits, error);
    return tell_answer(status, hits, error);
}

static reel_status do_similar(reel_error *error) {
    reel_hits *hits;
    reel_status status = reel_similar(searcher, film_id, NULL, &hits, error);
    return tell_answer(status, hits, error);
}

static reel_status do_suggest(reel_error *error) {
    reel_suggestions *suggestions;
    reel_status status = reel_suggest(searcher, "ha", 10, &suggestions, error);
    assert_int_equal(status == REEL_OK, suggestions != NULL);
    if (status == REEL_OK) {
        status = reel_suggestions_render(suggestions, "json", NULL, keep_all, NULL, error);
    }
    reel_suggestions_free(suggestions);
    return status;
}

#define RENDER(name) \
    static reel_status do_render_##name(reel_error *error) { return reel_hits_render(answer, #name, NULL, keep_all, NULL, error); }
RENDER(text)
RENDER(json)
RENDER(jsonl)
RENDER(tsv)
RENDER(trec)

static reel_status do_show_text(reel_error *error) { return reel_show(searcher, film_id, "text", NULL, keep_all, NULL, error); }
static reel_status do_show_json(reel_error *error) { return reel_show(searcher, film_id, "json", NULL, keep_all, NULL, error); }
static reel_status do_fields_json(reel_error *error) { return reel_fields("json", NULL, keep_all, NULL, error); }
static reel_status do_fields_text(reel_error *error) { return reel_fields("text", NULL, keep_all, NULL, error); }
static reel_status do_export(reel_error *error) { return reel_export(searcher, keep_all, NULL, error); }
static reel_status do_status(reel_error *error) { return reel_index_status(films_path, false, "json", keep_all, NULL, error); }
static reel_status do_audit(reel_error *error) { return reel_audit(films_path, "json", keep_all, NULL, error); }

#define QUERY_STAGE(stage) \
    static reel_status do_explain_##stage(reel_error *error) { \
        return reel_explain_query(searcher, #stage, "quill lamps 1931", film_id, NULL, "json", keep_all, NULL, error); \
    }
QUERY_STAGE(parse)
QUERY_STAGE(sense)
QUERY_STAGE(query)
QUERY_STAGE(score)

#define DOCUMENT_STAGE(stage) \
    static reel_status do_explain_##stage(reel_error *error) { \
        return reel_explain_document(#stage, "a.jsonl", api_records[0], strlen(api_records[0]), "json", keep_all, NULL, error); \
    }
DOCUMENT_STAGE(format)
DOCUMENT_STAGE(facts)
DOCUMENT_STAGE(film)
DOCUMENT_STAGE(tokens)
DOCUMENT_STAGE(terms)

static reel_status do_index_new(reel_error *error) {
    const char *path = corpus_path;
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    options.jobs = 1;
    return reel_index_paths(work_path, &path, 1, &options, NULL, error);
}

static reel_status do_index_again(reel_error *error) {
    const char *path = corpus_path;
    reel_index_options options = REEL_INDEX_OPTIONS_INIT;
    options.jobs = 1;
    return reel_index_paths(films_path, &path, 1, &options, NULL, error);
}

static reel_status do_put(reel_error *error) {
    reel_indexer *indexer;
    reel_status status = reel_indexer_open(work_path, NULL, &indexer, error);
    assert_int_equal(status == REEL_OK, indexer != NULL);
    if (status == REEL_OK) {
        status = reel_indexer_put(indexer, "new.jsonl", api_records[0], strlen(api_records[0]), error);
    }
    if (status == REEL_OK) {
        status = reel_indexer_drop(indexer, "record-1.jsonl", error);
    }
    if (status == REEL_OK) {
        status = reel_indexer_commit(indexer, NULL, error);
    }
    reel_indexer_close(indexer);
    return status;
}

static void no_index(void) { api_run("rm -rf '%s'", work_path); }
static void copied_index(void) { api_run("rm -rf '%s'; cp -r '%s' '%s'", work_path, films_path, work_path); }

typedef struct call_row {
    const char *name;
    reel_status (*run)(reel_error *error);
    void (*prepare)(void); /* before each try */
    bool is_long;          /* one n a call stack, unless every n is asked for */
    bool spares;           /* C++ gets its memory: Xapian 1.4.22 throws from a destructor, which ends the process, when
                              memory runs out in a commit */
    bool reads_json;       /* jansson 2.14 cuts a string it had no memory for, and forgets errno at the next number */
} call_row;

static const call_row calls[] = {
#define CALL(name) {#name, do_##name, NULL, false, false, false}
#define CALL_JSON(name) {#name, do_##name, NULL, false, false, true}
    CALL(open), CALL(open_many), CALL(refresh), CALL(search), CALL(search_phrase), CALL(search_correct), CALL(search_relax),
    CALL(search_sorted), CALL(similar), CALL(suggest), CALL(render_text), CALL(render_json), CALL(render_jsonl), CALL(render_tsv),
    CALL(render_trec), CALL(show_text), CALL(show_json), CALL(fields_text), CALL(fields_json), CALL(export), CALL(explain_parse),
    CALL(explain_sense), CALL(explain_query), CALL(explain_score), CALL(explain_format), CALL_JSON(explain_facts), CALL_JSON(explain_film),
    CALL_JSON(explain_tokens), CALL_JSON(explain_terms),
    {"status", do_status, NULL, true, false, false}, {"audit", do_audit, NULL, true, false, false},
    {"index_new", do_index_new, no_index, true, true, false}, {"index_again", do_index_again, NULL, true, true, false},
    {"put", do_put, copied_index, true, true, false},
};

/* --- trying them */

static reel_status try_once(const call_row *call, long n, bool goes_on, reel_error *error, long *out_leaked) {
    if (call->prepare != NULL) {
        call->prepare();
    }
    memset(error, 0, sizeof *error);
    text.length = 0;
    text.bytes[0] = '\0';
    long before = live_blocks();
    sparing = call->spares;
    arm(n, goes_on);
    reel_status status = call->run(error);
    disarm();
    sparing = false;
    *out_leaked = live_blocks() - before;
    return status;
}

/* Libraries keep a table now and then for the whole process; what is lost is lost every time. */
static bool leaks(const call_row *call, long n, bool goes_on) {
    reel_error error;
    long leaked = 0, least = INT32_MAX;
    for (int i = 0; i < 3; i++) {
        (void)try_once(call, n, goes_on, &error, &leaked);
        least = leaked < least ? leaked : least;
    }
    return least > 0;
}

/* Numbers of the allocations to fail, ascending: those whose call stack is new, or all. */
static size_t choose(const call_row *call, bool every, long *out_numbers) {
    reel_error error;
    long leaked;
    size_t count = 0;
    stack_count = 0;
    noting = true;
    (void)try_once(call, 0, false, &error, &leaked);
    noting = false;
    for (size_t i = 0; i < stack_count; i++) {
        bool seen = false;
        for (size_t j = 0; j < i && !every && !seen; j++) {
            seen = stacks[j] == stacks[i];
        }
        if (!seen) {
            out_numbers[count++] = (long)i + 1;
        }
    }
    return count;
}

static const char *problem_of(const call_row *call, reel_status status, const reel_error *error, const char *whole) {
    if (status == REEL_OK) {
        bool cut = call->reads_json && is_within(JANSSON, failed_for);
        return strcmp(text.bytes, whole) != 0 && !cut ? "an answer with something missing" : NULL;
    }
    if (status != REEL_NOMEM) {
        return error->message;
    }
    return error->status != REEL_NOMEM || error->message[0] == '\0' ? "no text" : NULL;
}

static void try_all(const call_row *call, const long *numbers, size_t count, bool goes_on, const char *whole, int *wrong) {
    for (size_t i = 0; i < count; i++) {
        reel_error error;
        long leaked;
        reel_status status = try_once(call, numbers[i], goes_on, &error, &leaked);
        const char *problem = atomic_load(&failed) ? problem_of(call, status, &error, whole) : NULL;
        if (problem == NULL && leaked > 0 && leaks(call, numbers[i], goes_on)) {
            problem = "leaks";
        }
        if (problem != NULL && (*wrong)++ < 400) {
            print_message("%s, allocation %ld%s: %s: %s\n", call->name, numbers[i], goes_on ? " on" : "", reel_status_name(status), problem);
        }
    }
}

static void test_no_memory__every_call_fails_cleanly(void **state) {
    (void)state;
    int wrong = 0;
    static long numbers[MOST_CALLS];
    const char *only = getenv("REEL_ONLY");
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        reel_error error;
        long leaked;
        size_t length = strlen(calls[i].name);
        if (only != NULL && (strncmp(only, calls[i].name, length) != 0 || only[length] != ':')) {
            continue;
        }
        for (int warm = 0; warm < 2; warm++) { /* what libraries make once is made now */
            reel_status status = try_once(&calls[i], 0, false, &error, &leaked);
            if (status != REEL_OK) {
                fail_msg("%s: %s", calls[i].name, error.message);
            }
        }
        if (only != NULL) {
            (void)try_once(&calls[i], strtol(only + length + 1, NULL, 10), false, &error, &leaked);
            continue;
        }
        char *whole = strdup(text.bytes);
        assert_non_null(whole);
        bool every = getenv("REEL_EVERY") != NULL || !calls[i].is_long;
        size_t count = choose(&calls[i], every, numbers);
        try_all(&calls[i], numbers, count, false, whole, &wrong);
        try_all(&calls[i], numbers, count, true, whole, &wrong);
        reel_status status = try_once(&calls[i], 0, false, &error, &leaked);
        if (status != REEL_OK || strcmp(text.bytes, whole) != 0) {
            fail_msg("%s: does not work any more: %s", calls[i].name, error.message);
        }
        free(whole);
        print_message("%-16s %zu of %zu allocations\n", calls[i].name, count, stack_count);
    }
    assert_int_equal(wrong, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_no_memory__every_call_fails_cleanly)};
    reel_error error;
    void *frames[STACK_DEPTH];
    (void)backtrace(frames, STACK_DEPTH); /* loads what it needs */
    (void)dl_iterate_phdr(note_library, NULL);
    text = api_text_new();
    api_folder(folder, sizeof folder);
    (void)snprintf(films_path, sizeof films_path, "%s/films.reel", folder);
    (void)snprintf(work_path, sizeof work_path, "%s/work.reel", folder);
    (void)snprintf(corpus_path, sizeof corpus_path, "%s/films.jsonl", folder);
    api_index(films_path);
    api_run("printf '%%s\\n' '{\"title\": \"Tide\", \"year\": 1951, \"plot\": \"High water.\"}' > '%s'", corpus_path);
    api_run("cp -r '%s/library/Her (2013)' '%s/her'; true", REEL_CORPUS, folder);
    if (do_index_again(&error) != REEL_OK || reel_open(films_path, &searcher, &error) != REEL_OK ||
        reel_search(searcher, "quill lamps", NULL, &answer, &error) != REEL_OK) {
        (void)fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    (void)snprintf(film_id, sizeof film_id, "%s", reel_hit_id(reel_hits_at(answer, 0)));
    int result = cmocka_run_group_tests(tests, NULL, NULL);
    reel_hits_free(answer);
    reel_close(searcher);
    free(text.bytes);
    api_remove(folder);
    return result;
}
