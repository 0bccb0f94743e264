/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "common/limits.h"
#include "common/schema.h"

static rl_str repeat(char *bytes, size_t length, char c) {
    memset(bytes, c, length);
    return (rl_str){bytes, length};
}

static void test_schema__terms_are_prefix_and_key(void **state) {
    (void)state;
    rl_buffer term = RL_BUFFER_INIT;
    rl_schema_word_term(RL_STR("soup"), &term);
    assert_string_equal(rl_buffer_text(&term), "soup");
    rl_schema_stem_term(RL_STR("rockwel"), &term);
    assert_string_equal(rl_buffer_text(&term), "Zrockwel");
    rl_schema_field_word_term(RL_FIELD_DIRECTOR, RL_STR("rockwell"), &term);
    assert_string_equal(rl_buffer_text(&term), "Arockwell");
    rl_schema_field_word_term(RL_FIELD_TITLE, RL_STR(":-)"), &term);
    assert_string_equal(rl_buffer_text(&term), "S::-)");
    rl_schema_value_term(RL_FIELD_DIRECTOR, RL_STR("alexandrerockwell"), &term);
    assert_string_equal(rl_buffer_text(&term), "XValexandrerockwell\1A");
    rl_schema_value_prefix(RL_STR("alexandrerockwell"), &term);
    assert_string_equal(rl_buffer_text(&term), "XValexandrerockwell\1");
    rl_schema_id_term(RL_STR("in-the-soup-1992"), &term);
    assert_string_equal(rl_buffer_text(&term), "Qin-the-soup-1992");
    rl_schema_block_term(RL_STR("soup"), &term);
    assert_string_equal(rl_buffer_text(&term), "XJsoup");
    rl_schema_document_term(RL_STR("pages/soup.txt"), &term);
    assert_int_equal(term.length, 13);
    rl_buffer_done(&term);
}

static void test_schema__long_keys_end_in_a_hash_and_stay_apart(void **state) {
    (void)state;
    char bytes[2000];
    rl_buffer a = RL_BUFFER_INIT;
    rl_buffer b = RL_BUFFER_INIT;
    for (size_t length = 200; length < sizeof bytes; length += 57) {
        rl_str key = repeat(bytes, length, 'a');
        rl_schema_value_term(RL_FIELD_TITLE, key, &a);
        assert_true(a.length <= RL_MAX_TERM_BYTES);
        rl_schema_value_prefix(key, &b);
        assert_true(rl_str_starts(rl_buffer_str(&a), rl_buffer_str(&b)));
        rl_schema_id_term(key, &a);
        assert_true(a.length <= RL_MAX_TERM_BYTES);
        key.length--;
        rl_schema_id_term(key, &b);
        assert_false(rl_str_equal(rl_buffer_str(&a), rl_buffer_str(&b)));
        rl_schema_field_word_term(RL_FIELD_SET, key, &a);
        assert_true(a.length <= RL_MAX_TERM_BYTES);
    }
    rl_buffer_done(&a);
    rl_buffer_done(&b);
}

static void test_schema__control_characters_never_reach_a_term(void **state) {
    (void)state;
    rl_buffer a = RL_BUFFER_INIT;
    rl_buffer b = RL_BUFFER_INIT;
    rl_schema_id_term(RL_STR("a\0b"), &a);
    rl_schema_id_term(RL_STR("a\1b"), &b);
    assert_false(rl_str_equal(rl_buffer_str(&a), rl_buffer_str(&b)));
    assert_null(memchr(a.at, '\0', a.length));
    assert_null(memchr(b.at, '\1', b.length));
    rl_buffer_done(&a);
    rl_buffer_done(&b);
}

static void test_schema__a_value_term_tells_its_field_and_key(void **state) {
    (void)state;
    char bytes[400];
    rl_buffer term = RL_BUFFER_INIT;
    rl_str key;
    for (size_t i = 0; i < rl_field_count(); i++) {
        rl_field field = rl_field_at(i)->field;
        if (rl_field_has(field, RL_FIELD_VALUE)) {
            rl_schema_value_term(field, RL_STR("sundance\2y1992"), &term);
            assert_int_equal(rl_schema_value_parse(rl_buffer_str(&term), &key), field);
            assert_true(rl_str_is(key, "sundance\2y1992"));
        }
    }
    rl_schema_value_term(RL_FIELD_TITLE, repeat(bytes, sizeof bytes, 'b'), &term);
    assert_int_equal(rl_schema_value_parse(rl_buffer_str(&term), &key), RL_FIELD_NONE);
    const char *const others[] = {"", "XV", "XVkey", "XVkey\1", "XVkey\1nope", "Skey\1S", "XVkey\1XSM extra"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_int_equal(rl_schema_value_parse(rl_str_of(others[i]), &key), RL_FIELD_NONE);
        assert_int_equal(key.length, 0);
    }
    rl_buffer_done(&term);
}

/* Collects "field=key|". */
static void collect(void *user, rl_field field, rl_str key) {
    rl_buffer *out = user;
    rl_buffer_add_text(out, rl_field_name(field));
    rl_buffer_add_byte(out, '=');
    for (size_t i = 0; i < key.length; i++) {
        assert_int_not_equal(key.at[i], '\0');
        assert_int_not_equal(key.at[i], '\1');
        rl_buffer_add_byte(out, key.at[i] == '\2' ? '/' : key.at[i]);
    }
    rl_buffer_add_byte(out, '|');
}

static void test_schema__a_fact_is_found_under_these_values(void **state) {
    (void)state;
    const struct {
        rl_field field;
        const char *value, *detail, *person;
        int64_t number;
        rl_result result;
        const char *values;
    } rows[] = {
        {RL_FIELD_TITLE, "The Rocky Horror Picture Show", "", "", 0, RL_RESULT_NONE, "title=rockyhorrorpictureshow|"},
        {RL_FIELD_AKA, "Rocky II", "US", "", 0, RL_RESULT_NONE, "aka=rocky2|"},
        {RL_FIELD_WRITER, "Tim Kissell", "", "Sollace Mitchell", 0, RL_RESULT_NONE,
         "writer=timkissell|writer=sollacemitchell|"},
        {RL_FIELD_CAST, "Béla Tarr", "himself", "Bela Tarr", 0, RL_RESULT_NONE, "cast=belatarr|"},
        {RL_FIELD_COUNTRY, "United States", "", "", 0, RL_RESULT_NONE, "country=unitedstates|"},
        {RL_FIELD_YEAR, "", "", "", 1992, RL_RESULT_NONE, "year=1992|"},
        {RL_FIELD_YEAR, "", "", "", 0, RL_RESULT_NONE, ""},
        {RL_FIELD_PLOT, "a long story", "", "", 0, RL_RESULT_NONE, ""},
        {RL_FIELD_RUNTIME, "", "", "", 93, RL_RESULT_NONE, ""},
        {RL_FIELD_IDENTIFIER, "imdb:tt0104503", "", "", 0, RL_RESULT_NONE,
         "identifier=tt0104503|"},
        {RL_FIELD_FESTIVAL, "Sundance Film Festival", "", "", 1992, RL_RESULT_SHOWN,
         "festival=sundancefilmfestival|festival=sundancefilmfestival/y1992|"},
        {RL_FIELD_FESTIVAL, "Sundance Film Festival", "", "", 0, RL_RESULT_NONE, "festival=sundancefilmfestival|"},
        {RL_FIELD_AWARD, "Sundance Film Festival", "Grand Jury Prize", "", 1992, RL_RESULT_WON,
         "festival=sundancefilmfestival|festival=sundancefilmfestival/y1992|award=grandjuryprize|"
         "award=sundancefilmfestival/pgrandjuryprize|award=sundancefilmfestival/y1992/pgrandjuryprize|"
         "award=grandjuryprize/rwon|award=sundancefilmfestival/pgrandjuryprize/rwon|"
         "award=sundancefilmfestival/y1992/pgrandjuryprize/rwon|award=sundancefilmfestival/y1992/rwon|"},
        {RL_FIELD_AWARD, "Sundance Film Festival", "Grand Jury Prize, Dramatic", "", 0, RL_RESULT_NONE,
         "festival=sundancefilmfestival|award=grandjuryprizedramatic|award=sundancefilmfestival/pgrandjuryprizedramatic|"
         "award=grandjuryprize|award=sundancefilmfestival/pgrandjuryprize|"},
        {RL_FIELD_AWARD, "", "Best Film", "", 0, RL_RESULT_NONE, "award=bestfilm|"},
        {RL_FIELD_TITLE, "", "", "", 0, RL_RESULT_NONE, ""},
    };
    rl_buffer got = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rl_fact fact = {.field = rows[i].field,
                        .value = rl_str_of(rows[i].value),
                        .detail = rl_str_of(rows[i].detail),
                        .person = rl_str_of(rows[i].person),
                        .number = rows[i].number,
                        .result = rows[i].result};
        rl_buffer_clear(&got);
        rl_schema_values_each(&fact, collect, &got);
        assert_string_equal(rl_buffer_text(&got), rows[i].values);
    }
    rl_buffer_done(&got);
}

static void test_schema__different_parts_never_give_one_key(void **state) {
    (void)state;
    const rl_str names[] = {RL_STR_EMPTY, rl_str_of("Berlin"), rl_str_of("Berlin 1992"), rl_str_of("y1992"),
                            rl_str_of("Won")};
    enum { NAMES = sizeof names / sizeof names[0], ALL = NAMES * NAMES * 2 * 3 };
    const rl_result results[] = {RL_RESULT_NONE, RL_RESULT_NOMINATED, RL_RESULT_WON};
    rl_buffer keys[ALL];
    bool alone[ALL];
    size_t count = 0;
    for (size_t i = 0; i < ALL; i++) {
        rl_str festival = names[i % NAMES];
        rl_str prize = names[i / NAMES % NAMES];
        int year = i / (NAMES * NAMES) % 2 == 0 ? 0 : 1992;
        keys[count] = (rl_buffer)RL_BUFFER_INIT;
        alone[count] = year == 0 && festival.length == 0;
        rl_schema_festival_key(festival, year, prize, results[i / (NAMES * NAMES * 2)], &keys[count]);
        count++;
    }
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            /* A prize alone is spelled as a festival alone is; they stand in different fields. */
            if (alone[i] == alone[j]) {
                assert_false(rl_str_equal(rl_buffer_str(&keys[i]), rl_buffer_str(&keys[j])));
            }
        }
    }
    for (size_t i = 0; i < count; i++) {
        rl_buffer_done(&keys[i]);
    }
}

static void test_schema__a_title_slot_keeps_the_article(void **state) {
    static const struct {
        const char *title, *key, *name;
    } rows[] = {
        {"The Condemned", "condemned", "thecondemned"}, {"Condemned", "condemned", "condemned"}, {"Rocky II", "rocky2", "rockyii"}, {"", "", ""},
    };
    rl_buffer slot = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rl_str key, name;
        rl_buffer_clear(&slot);
        rl_schema_title_slot(rl_str_of(rows[i].title), &slot);
        rl_schema_title_slot_read(rl_buffer_str(&slot), &key, &name);
        assert_true(rl_str_is(key, rows[i].key));
        assert_true(rl_str_is(name, rows[i].name));
    }
    rl_buffer_done(&slot);
    (void)state;
}

static void test_schema__facets_come_back_as_they_were_packed(void **state) {
    (void)state;
    const char *const values[] = {"Drama", "", "Comédie", "a\1b"};
    rl_buffer slot = RL_BUFFER_INIT;
    for (size_t i = 0; i < 4; i++) {
        rl_schema_facet_add(&slot, rl_str_of(values[i]));
    }
    rl_reader reader = rl_reader_of(rl_buffer_str(&slot));
    rl_str value;
    for (size_t i = 0; i < 4; i++) {
        assert_true(rl_schema_facet_next(&reader, &value));
        assert_true(rl_str_is(value, values[i]));
    }
    assert_false(rl_schema_facet_next(&reader, &value));
    rl_reader broken = rl_reader_of(RL_STR("\x7f"
                                           "abc"));
    assert_false(rl_schema_facet_next(&broken, &value));
    rl_buffer_done(&slot);
}

static void test_schema__the_fingerprint_is_one_number(void **state) {
    (void)state;
    assert_true(rl_schema_fingerprint() == rl_schema_fingerprint());
    assert_true(rl_schema_fingerprint() != 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_schema__terms_are_prefix_and_key),
        cmocka_unit_test(test_schema__long_keys_end_in_a_hash_and_stay_apart),
        cmocka_unit_test(test_schema__control_characters_never_reach_a_term),
        cmocka_unit_test(test_schema__a_value_term_tells_its_field_and_key),
        cmocka_unit_test(test_schema__a_fact_is_found_under_these_values),
        cmocka_unit_test(test_schema__different_parts_never_give_one_key),
        cmocka_unit_test(test_schema__a_title_slot_keeps_the_article),
        cmocka_unit_test(test_schema__facets_come_back_as_they_were_packed),
        cmocka_unit_test(test_schema__the_fingerprint_is_one_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
