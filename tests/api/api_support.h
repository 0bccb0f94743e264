/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * api_support: what the tests of <reel.h> share: a folder of their own, a small index, captured output. */
#ifndef REEL_TESTS_API_SUPPORT_H
#define REEL_TESTS_API_SUPPORT_H

#include <reel.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <setjmp.h> /* cmocka.h wants these before it */
#include <string.h>
#include <cmocka.h>

#define API_BYTES (1 << 20)

/* Output of a reel_write; left_calls counts down, at 0 the writer says stop. */
typedef struct api_text {
    char *bytes;
    size_t length;
    int left_calls; /* negative: never stop */
} api_text;

static inline bool api_keep(void *user, const char *bytes, size_t length) {
    api_text *text = user;
    if (text->left_calls == 0) {
        return false;
    }
    text->left_calls -= text->left_calls > 0;
    if (text->length + length < API_BYTES) {
        memcpy(text->bytes + text->length, bytes, length);
        text->length += length;
        text->bytes[text->length] = '\0';
    }
    return true;
}

static inline api_text api_text_new(void) {
    api_text text = {malloc(API_BYTES), 0, -1};
    assert_non_null(text.bytes);
    text.bytes[0] = '\0';
    return text;
}

/* A new folder below the system's one for such; removed by api_remove. */
static inline void api_folder(char *path, size_t size) {
    (void)snprintf(path, size, "/tmp/reel-api-XXXXXX");
    assert_non_null(mkdtemp(path));
}

static inline void api_run(const char *format, ...) {
    char command[8192];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    assert_int_equal(system(command), 0);
}

static inline void api_remove(const char *path) { api_run("chmod -R u+w '%s'; rm -rf '%s'", path, path); }

static const char *const api_records[] = {
    "{\"title\": \"The Lamp Lighter\", \"year\": 1931, \"directors\": [\"Ada Quill\"], \"genres\": [\"Drama\"], \"runtime\": 81,"
    " \"festivals\": [\"Venice Film Festival 1932\"], \"plot\": \"A lighter of lamps walks a foggy town and learns its secrets.\"}",
    "{\"title\": \"Harbour Lights\", \"year\": 1954, \"directors\": [\"Ada Quill\", \"Tom Reed\"], \"genres\": [\"Crime\"],"
    " \"coloration\": \"black and white\", \"plot\": \"Smugglers meet below the lamps of a harbour.\"}",
    "{\"title\": \"Snow over Lund\", \"year\": 1992, \"directors\": [\"Karin Holm\"], \"cast\": [{\"name\": \"Nils Berg\", \"role\": \"Ove\"}],"
    " \"countries\": [\"Sweden\"], \"plot\": \"A postman is snowed in with a choir.\"}",
};
enum { API_RECORDS = sizeof api_records / sizeof api_records[0] };

/* An index of the records above at path. */
static inline void api_index(const char *path) {
    reel_error error;
    reel_indexer *indexer;
    assert_int_equal(reel_indexer_open(path, NULL, &indexer, &error), REEL_OK);
    for (size_t i = 0; i < API_RECORDS; i++) {
        char name[32];
        (void)snprintf(name, sizeof name, "record-%zu.jsonl", i);
        assert_int_equal(reel_indexer_put(indexer, name, api_records[i], strlen(api_records[i]), &error), REEL_OK);
    }
    assert_int_equal(reel_indexer_commit(indexer, NULL, &error), REEL_OK);
    reel_indexer_close(indexer);
}

#endif
