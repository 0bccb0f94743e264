/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "common/limits.h"
#include "indexer/format.h"

typedef struct record_reading {
    rl_arena *arena;
    rl_facts facts;
    reel_status status;
    reel_error error;
    int confidence;
} record_reading;

static record_reading read_record(const char *path, const char *json, size_t length) {
    record_reading reading = {rl_arena_new(), {0}, REEL_OK, {0}, 0};
    assert_non_null(reading.arena);
    rl_facts_init(&reading.facts, reading.arena);
    rl_document document = {.path = rl_str_of(path), .raw = {json, length}};
    const rl_format *format = rl_format_find(RL_STR("record"));
    reading.confidence = format->detect(&document);
    reading.status = format->extract(&document, &reading.facts, &reading.error);
    return reading;
}

static record_reading read_text(const char *json) { return read_record("films.jsonl:7", json, strlen(json)); }

static void reading_done(record_reading *reading) { rl_arena_free(reading->arena); }

/* The n-th fact of a field; fails the test when there is none. */
static const rl_fact *fact_of(const record_reading *reading, rl_field field, size_t n) {
    for (size_t i = 0; i < reading->facts.count; i++) {
        if (reading->facts.items[i].field == field && n-- == 0) {
            return &reading->facts.items[i];
        }
    }
    fail_msg("no such fact of field %s", rl_field_name(field));
    return NULL;
}

static size_t count_of(const record_reading *reading, rl_field field) {
    size_t count = 0;
    for (size_t i = 0; i < reading->facts.count; i++) {
        count += reading->facts.items[i].field == field;
    }
    return count;
}

static void assert_text(rl_str text, const char *expected) {
    if (!rl_str_is(text, expected)) {
        fail_msg("\"%.*s\" instead of \"%s\"", RL_STR_ARG(text), expected);
    }
}

static bool noted(const record_reading *reading, const char *words) {
    for (size_t i = 0; i < reading->facts.block_count; i++) {
        const rl_block *block = &reading->facts.blocks[i];
        if (block->fate == RL_BLOCK_UNKNOWN && strstr(block->reason, words) != NULL) {
            return true;
        }
    }
    return false;
}

static void test_format_record__every_key_becomes_facts_of_its_field(void **state) {
    (void)state;
    static const struct {
        const char *json;
        rl_field field;
        const char *value;
    } cases[] = {
        {"\"alt_titles\": [\"Ugotowany\"]", RL_FIELD_AKA, "Ugotowany"},
        {"\"alt_titles\": [{\"title\": \"A levesben\", \"country\": \"Hungary\"}]", RL_FIELD_AKA, "A levesben"},
        {"\"directors\": [\"Alexandre Rockwell\"]", RL_FIELD_DIRECTOR, "Alexandre Rockwell"},
        {"\"director\": \"Alexandre Rockwell\"", RL_FIELD_DIRECTOR, "Alexandre Rockwell"},
        {"\"writers\": [\"Sollace Mitchell\"]", RL_FIELD_WRITER, "Sollace Mitchell"},
        {"\"cast\": [\"Steve Buscemi\"]", RL_FIELD_CAST, "Steve Buscemi"},
        {"\"cast\": [{\"name\": \"Steve Buscemi\", \"role\": \"Aldolfo\"}]", RL_FIELD_CHARACTER, "Aldolfo"},
        {"\"producers\": [\"Jim Stark\"]", RL_FIELD_PRODUCER, "Jim Stark"},
        {"\"directors\": [\"Lee, Ann\"]", RL_FIELD_DIRECTOR, "Ann Lee"},
        {"\"directors\": [\"Bo Lind, Jr.\"]", RL_FIELD_DIRECTOR, "Bo Lind, Jr."},
        {"\"music\": [\"Earth, Wind & Fire\"]", RL_FIELD_MUSIC, "Earth, Wind & Fire"},
        {"\"cinematographers\": [\"Phil Parmet\"]", RL_FIELD_CINEMATOGRAPHY, "Phil Parmet"},
        {"\"editors\": [\"Dana Congdon\"]", RL_FIELD_EDITING, "Dana Congdon"},
        {"\"companies\": [\"Why Not Productions\"]", RL_FIELD_PRODUCTION, "Why Not Productions"},
        {"\"distributors\": [\"Triton Pictures\"]", RL_FIELD_DISTRIBUTOR, "Triton Pictures"},
        {"\"genres\": [\"Comedy\"]", RL_FIELD_GENRE, "Comedy"},
        {"\"countries\": [\"United States\"]", RL_FIELD_COUNTRY, "United States"},
        {"\"languages\": [\"English\"]", RL_FIELD_LANGUAGE, "English"},
        {"\"keywords\": [\"new york, new york\"]", RL_FIELD_KEYWORD, "new york, new york"},
        {"\"plot\": \"A writer sells his script.\"", RL_FIELD_PLOT, "A writer sells his script."},
        {"\"text\": \"A lead.\"", RL_FIELD_TEXT, "A lead."},
        {"\"tagline\": \"Over your head.\"", RL_FIELD_TAGLINE, "Over your head."},
        {"\"certificate\": \"R\"", RL_FIELD_CERTIFICATE, "R"},
        {"\"certificate\": 18", RL_FIELD_CERTIFICATE, "18"},
        {"\"identifier\": [\"tmdb:3059\"]", RL_FIELD_IDENTIFIER, "tmdb:3059"},
        {"\"location\": [\"New York City\"]", RL_FIELD_LOCATION, "New York City"},
        {"\"similar\": {\"value\": \"Trees Lounge\", \"number\": 1996}", RL_FIELD_SIMILAR, "Trees Lounge"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[256];
        snprintf(json, sizeof json, "{\"title\": \"In the Soup\", %s}", cases[i].json);
        record_reading reading = read_text(json);
        assert_int_equal(reading.status, REEL_OK);
        assert_text(fact_of(&reading, cases[i].field, 0)->value, cases[i].value);
        assert_int_equal(fact_of(&reading, cases[i].field, 0)->origin, RL_ORIGIN_RECORD);
        assert_int_equal(reading.facts.block_count, 0);
        reading_done(&reading);
    }
}

static void test_format_record__numbers_come_as_numbers_or_strings(void **state) {
    (void)state;
    static const struct {
        const char *json;
        rl_field field;
        int64_t number;
    } cases[] = {
        {"\"year\": 1992", RL_FIELD_YEAR, 1992},          {"\"year\": \"1992\"", RL_FIELD_YEAR, 1992},
        {"\"year\": 1992.0", RL_FIELD_YEAR, 1992},        {"\"runtime\": 93", RL_FIELD_RUNTIME, 93},
        {"\"runtime\": \"93\"", RL_FIELD_RUNTIME, 93},    {"\"runtime\": \"93 min\"", RL_FIELD_RUNTIME, 93},
        {"\"budget\": 800000", RL_FIELD_BUDGET, 800000},  {"\"budget\": \"$800,000\"", RL_FIELD_BUDGET, 800000},
        {"\"gross\": \"256249\"", RL_FIELD_GROSS, 256249}, {"\"rating\": 7.2", RL_FIELD_RATING, 72},
        {"\"rating\": \"7.2\"", RL_FIELD_RATING, 72},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[128];
        snprintf(json, sizeof json, "{\"title\": \"In the Soup\", %s}", cases[i].json);
        record_reading reading = read_text(json);
        assert_int_equal(reading.status, REEL_OK);
        assert_int_equal(fact_of(&reading, cases[i].field, 0)->number, cases[i].number);
        reading_done(&reading);
    }
}

static void test_format_record__a_role_is_the_detail_of_its_actor(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": \"In the Soup\", \"cast\": [\"Jim Jarmusch\", {\"name\": \"Seymour Cassel\", \"role\": \"Joe\"}]}");
    assert_int_equal(count_of(&reading, RL_FIELD_CAST), 2);
    assert_int_equal(fact_of(&reading, RL_FIELD_CAST, 0)->detail.length, 0);
    assert_text(fact_of(&reading, RL_FIELD_CAST, 1)->detail, "Joe");
    assert_int_equal(count_of(&reading, RL_FIELD_CHARACTER), 1);
    reading_done(&reading);
}

static void test_format_record__an_award_is_a_festival_an_edition_a_prize_and_a_result(void **state) {
    (void)state;
    static const char *const forms[] = {
        "[\"Sundance Film Festival 1992: Grand Jury Prize (winner)\"]",
        "[{\"festival\": \"Sundance FF\", \"edition\": 1992, \"prize\": \"Grand Jury Prize\", \"result\": \"winner\"}]",
        "{\"festival\": \"Sundance\", \"edition\": \"1992\", \"prize\": \"Grand Jury Prize\", \"result\": \"won\"}",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        char json[256];
        snprintf(json, sizeof json, "{\"title\": \"In the Soup\", \"awards\": %s}", forms[i]);
        record_reading reading = read_text(json);
        const rl_fact *award = fact_of(&reading, RL_FIELD_AWARD, 0);
        assert_text(award->value, "Sundance Film Festival");
        assert_text(award->detail, "Grand Jury Prize");
        assert_int_equal(award->number, 1992);
        assert_int_equal(award->result, RL_RESULT_WON);
        assert_text(fact_of(&reading, RL_FIELD_FESTIVAL, 0)->value, "Sundance Film Festival");
        assert_int_equal(fact_of(&reading, RL_FIELD_FESTIVAL, 0)->number, 1992);
        reading_done(&reading);
    }
}

static void test_format_record__unknown_keys_and_wrong_types_are_noted_and_skipped(void **state) {
    (void)state;
    static const struct {
        const char *json;
        const char *words;
    } cases[] = {
        {"\"colour_of_socks\": 1", "colour_of_socks"},
        {"\"year\": \"soon\"", "\"year\""},
        {"\"year\": 12", "\"year\""},
        {"\"year\": true", "\"year\""},
        {"\"runtime\": -5", "\"runtime\""},
        {"\"directors\": [[\"nested\"]]", "\"directors\""},
        {"\"cast\": [{\"role\": \"nobody\"}]", "\"cast\""},
        {"\"awards\": [{\"edition\": 1992}]", "\"awards\""},
        {"\"plot\": {\"a\": 1}", "\"plot\""},
        {"\"year\": 1992, \"year\": 1993", "twice"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char json[128];
        snprintf(json, sizeof json, "{\"title\": \"In the Soup\", %s, \"genres\": [\"Comedy\"]}", cases[i].json);
        record_reading reading = read_text(json);
        assert_int_equal(reading.status, REEL_OK);
        if (!noted(&reading, cases[i].words)) {
            fail_msg("no note that names %s", cases[i].words);
        }
        assert_int_equal(count_of(&reading, RL_FIELD_GENRE), 1);
        reading_done(&reading);
    }
}

static void test_format_record__known_keys_without_value_are_silent(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": \"Up\", \"id\": \"up-2009\", \"year\": null, \"plot\": \"\", \"cast\": [], "
                                "\"source\": [\"x\"], \"sources\": [\"pages/up.txt\"]}");
    assert_int_equal(reading.status, REEL_OK);
    assert_int_equal(reading.facts.count, 1);
    assert_int_equal(reading.facts.block_count, 0);
    assert_text(reading.facts.record_id, "up-2009");
    reading_done(&reading);
}

static void test_format_record__a_title_may_be_a_number(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": 1917}");
    assert_text(fact_of(&reading, RL_FIELD_TITLE, 0)->value, "1917");
    reading_done(&reading);
}

static void test_format_record__damage_is_refused_with_its_line(void **state) {
    (void)state;
    static const char *const damaged[] = {
        "{\"year\": 1992}", "{\"title\": \"\"}", "{\"title\": null}", "{}", "{\"title\": \"Up\"", "{\"title\": \"Up\",}", "[]",
        "{\"title\": \"Up\"} {\"title\": \"Her\"}", "", "{",
    };
    for (size_t i = 0; i < sizeof damaged / sizeof damaged[0]; i++) {
        record_reading reading = read_text(damaged[i]);
        assert_int_equal(reading.status, REEL_FORMAT);
        assert_non_null(strstr(reading.error.message, "line 7: "));
        assert_int_equal(reading.error.line, 7);
        reading_done(&reading);
    }
}

static void test_format_record__depth_is_limited(void **state) {
    (void)state;
    char json[4096];
    size_t length = (size_t)snprintf(json, sizeof json, "{\"title\": \"Up\", \"x\": \"]]\\\"[[\", \"y\": ");
    size_t within = length;
    memset(json + length, '[', 1000);
    memset(json + length + 1000, ']', 1000);
    json[length + 2000] = '}';
    record_reading deep = read_record("a.jsonl:1", json, length + 2001);
    assert_int_equal(deep.status, REEL_FORMAT);
    assert_non_null(strstr(deep.error.message, "deep"));
    reading_done(&deep);
    memset(json + within, '[', RL_MAX_JSON_DEPTH - 1);
    memset(json + within + RL_MAX_JSON_DEPTH - 1, ']', RL_MAX_JSON_DEPTH - 1);
    json[within + 2 * (RL_MAX_JSON_DEPTH - 1)] = '}';
    record_reading shallow = read_record("a.jsonl:1", json, within + 2 * (RL_MAX_JSON_DEPTH - 1) + 1);
    assert_int_equal(shallow.status, REEL_OK);
    reading_done(&shallow);
}

static void test_format_record__escapes_that_utf8_cannot_hold_are_replaced(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": \"In\\u0000the Soup\", \"tagline\": \"\\\\u0000 \\ud83c\\udfac \\ud83c!\"}");
    assert_int_equal(reading.status, REEL_OK);
    assert_text(fact_of(&reading, RL_FIELD_TITLE, 0)->value, "In the Soup");
    assert_text(fact_of(&reading, RL_FIELD_TAGLINE, 0)->value, "\\u0000 \xf0\x9f\x8e\xac \xef\xbf\xbd!");
    reading_done(&reading);
}

static void test_format_record__a_million_unknown_keys_leave_a_bounded_report(void **state) {
    (void)state;
    rl_buffer json = RL_BUFFER_INIT;
    rl_buffer_add_text(&json, "{\"title\": \"Up\"");
    for (int i = 0; i < 20000; i++) {
        rl_buffer_add_format(&json, ", \"k%d\": 1", i);
    }
    rl_buffer_add_text(&json, "}");
    record_reading reading = read_record("a.jsonl:1", json.at, json.length);
    assert_int_equal(reading.status, REEL_OK);
    assert_in_range(reading.facts.block_count, 1, 200);
    reading_done(&reading);
    rl_buffer_done(&json);
}

static void test_format_record__objects_are_detected_and_other_texts_are_not(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool mine;
    } cases[] = {
        {"{\"title\": \"Up\"}", true}, {"  { \"title\": \"Up\", ", true}, {"{}", true}, {"{curly} is a film", false},
        {"In the Soup (1992)", false}, {"[1]", false}, {"", false}, {"{", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        record_reading reading = read_text(cases[i].text);
        assert_int_equal(reading.confidence > 50, cases[i].mine);
        reading_done(&reading);
    }
}

static void test_format_record__any_value_may_be_given_with_all_its_parts(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": \"A\", \"genres\": [{\"value\": \"Comedy, of sorts\"}], \"runtime\": {\"number\": 93, \"detail\": \"Japan\"},"
                                       "\"sales\": \"Factory25\", \"similar\": [{\"title\": \"B\", \"year\": 1996}],"
                                       "\"writers\": [{\"name\": \"C D\", \"role\": \"novel\", \"credited_as\": \"E F\"}]}");
    assert_int_equal(count_of(&reading, RL_FIELD_GENRE), 1);
    assert_text(fact_of(&reading, RL_FIELD_GENRE, 0)->value, "Comedy, of sorts");
    assert_int_equal(fact_of(&reading, RL_FIELD_RUNTIME, 0)->number, 93);
    assert_text(fact_of(&reading, RL_FIELD_RUNTIME, 0)->detail, "Japan");
    assert_text(fact_of(&reading, RL_FIELD_SALES, 0)->value, "Factory25");
    assert_int_equal(fact_of(&reading, RL_FIELD_SIMILAR, 0)->number, 1996);
    assert_text(fact_of(&reading, RL_FIELD_WRITER, 0)->detail, "novel");
    assert_text(fact_of(&reading, RL_FIELD_WRITER, 0)->person, "E F");
    assert_int_equal(reading.facts.block_count, 0);
    reading_done(&reading);
}

static void test_format_record__further_claims_stand_behind_the_plain_ones(void **state) {
    (void)state;
    record_reading reading = read_text("{\"further\": {\"year\": [1993], \"title\": [\"B\"]}, \"title\": \"A\", \"year\": 1992}");
    assert_text(fact_of(&reading, RL_FIELD_TITLE, 0)->value, "A");
    assert_text(fact_of(&reading, RL_FIELD_TITLE, 1)->value, "B");
    assert_int_equal(fact_of(&reading, RL_FIELD_YEAR, 0)->number, 1992);
    assert_int_equal(fact_of(&reading, RL_FIELD_YEAR, 1)->number, 1993);
    reading_done(&reading);
}

static void test_format_record__listed_characters_are_all_there_are(void **state) {
    (void)state;
    record_reading reading = read_text("{\"title\": \"A\", \"cast\": [{\"name\": \"C D\", \"role\": \"Ann / The Mother\"}], \"character\": [\"Ann\", \"The Mother\"]}");
    assert_int_equal(count_of(&reading, RL_FIELD_CHARACTER), 2);
    assert_text(fact_of(&reading, RL_FIELD_CHARACTER, 1)->value, "The Mother");
    reading_done(&reading);
    reading = read_text("{\"title\": \"A\", \"cast\": [{\"name\": \"C D\", \"role\": \"Ann\"}]}");
    assert_text(fact_of(&reading, RL_FIELD_CHARACTER, 0)->value, "Ann");
    reading_done(&reading);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_format_record__every_key_becomes_facts_of_its_field),
        cmocka_unit_test(test_format_record__numbers_come_as_numbers_or_strings),
        cmocka_unit_test(test_format_record__a_role_is_the_detail_of_its_actor),
        cmocka_unit_test(test_format_record__an_award_is_a_festival_an_edition_a_prize_and_a_result),
        cmocka_unit_test(test_format_record__unknown_keys_and_wrong_types_are_noted_and_skipped),
        cmocka_unit_test(test_format_record__known_keys_without_value_are_silent),
        cmocka_unit_test(test_format_record__a_title_may_be_a_number),
        cmocka_unit_test(test_format_record__damage_is_refused_with_its_line),
        cmocka_unit_test(test_format_record__depth_is_limited),
        cmocka_unit_test(test_format_record__escapes_that_utf8_cannot_hold_are_replaced),
        cmocka_unit_test(test_format_record__a_million_unknown_keys_leave_a_bounded_report),
        cmocka_unit_test(test_format_record__objects_are_detected_and_other_texts_are_not),
        cmocka_unit_test(test_format_record__any_value_may_be_given_with_all_its_parts),
        cmocka_unit_test(test_format_record__further_claims_stand_behind_the_plain_ones),
        cmocka_unit_test(test_format_record__listed_characters_are_all_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
