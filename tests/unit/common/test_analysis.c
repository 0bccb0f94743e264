/* SPDX-License-Identifier: GPL-2.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>
#include <utf8proc.h>

#include "common/analysis.h"
#include "common/limits.h"
#include "common/utf8.h"

enum { TEXT = 0, TITLE = RL_ANALYSIS_TITLE };

static rl_tokens analyse(rl_arena *arena, rl_str text, unsigned flags) {
    rl_tokens tokens;
    reel_error error;
    assert_int_equal(rl_analysis_tokens(arena, text, flags, &tokens, &error), REEL_OK);
    return tokens;
}

/* Positions apart by blanks; at one position the word, then "+joined" and "~variant". */
static void render(const rl_tokens *tokens, rl_buffer *out) {
    rl_buffer_clear(out);
    for (size_t i = 0; i < tokens->count; i++) {
        const rl_token *token = &tokens->items[i];
        bool follows = i > 0 && token->position == tokens->items[i - 1].position;
        rl_buffer_add_text(out, i == 0 || follows ? "" : " ");
        rl_buffer_add_text(out, token->kind == RL_TOKEN_JOINED ? "+" : token->kind == RL_TOKEN_VARIANT ? "~" : "");
        rl_buffer_add_str(out, token->form);
    }
}

static const struct {
    unsigned flags;
    const char *text;
    const char *tokens;
} rows[] = {
    /* accents, composed and not, and letters without a decomposition */
    {TEXT, "Léon", "leon"},
    {TEXT, "Le\u0301on CIDADÃO", "leon cidadao"},
    {TEXT, "Œuf œuvre Łódź Ærø Đorđe ışık", "oeuf oeuvre lodz aero dorde isik"},
    {TEXT, "Béla Tarr, René; Þór & ẞ Straße İzmir", "bela tarr rene thor and ss strasse izmir"},
    {TEXT, "Kieślowski Ŋŋ Maħmud ŧ", "kieslowski nn mahmud t"},
    {TEXT, "ﬁne ＦＵＬＬ Ⅷ ª №", "fine full viii a"},
    {TEXT, "λόγος ΛΟΓΟΣ", "λογοσ λογοσ"},
    {TEXT, "ёлка Йод", "ёлка~елка йод~иод"},
    {TEXT, "е\u0308лка", "ёлка~елка"},
    {TEXT, "كِتَاب كتاب كتـاب أحمد", "كتاب كتاب كتاب احمد"},
    {TEXT, "שָׁלוֹם", "שלום"},
    {TEXT, "क्षण", "क्षण"},
    {TEXT, "١٩٩٢ १९९२", "1992 1992"},
    {TEXT, "co\u00adoperate film\u200bmaker \ufeffstart", "cooperate filmmaker start"},
    /* scripts without spaces */
    {TEXT, "七人の侍", "七人 人の の侍"},
    {TEXT, "光", "光"},
    {TEXT, "スター・ウォーズ", "スタ ター ーウ ウォ ォー ーズ"},
    {TEXT, "ｶﾞﾝ ガン", "ガン ガン"},
    {TEXT, "か\u3099き がき", "がき がき"},
    {TEXT, "2046年 Kung Fu功夫", "2046 年 kung fu 功夫"},
    {TEXT, "ไทย", "ไท ทย"},
    {TEXT, "기생충 \u1100\u1175", "기생충 기"},
    /* & and +, and titles of signs alone */
    {TEXT, "cats & dogs", "cats and dogs"},
    {TEXT, "Romeo + Juliet", "romeo and juliet"},
    {TEXT, "cats&dogs", "cats+catsdogs and dogs"},
    {TEXT, "C++ and +word", "c and word"},
    {TEXT, "?!", ""},
    {TITLE, "&", "and"},
    {TITLE, "?", "?"},
    {TITLE, "! ! !", "!!!"},
    {TITLE, "...", "..."},
    {TITLE, "♥", "♥"},
    {TITLE, " \t", ""},
    /* hyphen, blank and joined spelling */
    {TEXT, "Spider-Man", "spider+spiderman man"},
    {TEXT, "spider man spiderman", "spider man spiderman"},
    {TEXT, "WALL-E", "wall+walle e"},
    {TEXT, "WALL·E", "wall+walle e"},
    {TEXT, "Face/Off", "face+faceoff off"},
    {TEXT, "X-Men: The Last", "x+xmen men the last"},
    {TEXT, "Catch-22", "catch+catch22 22"},
    {TEXT, "word -- word - word-", "word word word"},
    {TEXT, "end.Then another", "end then another"},
    {TEXT, "1992-1995 9/11", "1992 1995 9 11"},
    {TEXT, "Spider-Man's", "spider+spidermans+spiderman mans~man"},
    /* apostrophes and elisions */
    {TEXT, "Ocean's Eleven", "oceans~ocean eleven"},
    {TEXT, "Ocean’s Oceanʼs Ocean`s", "oceans~ocean oceans~ocean oceans~ocean"},
    {TEXT, "L'expérience", "l+lexperience experience"},
    {TEXT, "qu’il d'Or dell'arte", "qu+quil il d+dor or dell+dellarte arte"},
    {TEXT, "I'm a cyborg, don't", "im a cyborg dont"},
    {TEXT, "O'Brien's", "obriens~obrien"},
    {TEXT, "rock 'n' roll", "rock n~and roll"},
    {TEXT, "Rock'n'Roll", "rock+rocknroll n~and roll"},
    {TEXT, "Guns N' Roses", "guns n~and roses"},
    {TEXT, "'quoted' boys'", "quoted boys"},
    {TEXT, "Hawaiʻi Shiʿa", "hawaii shia"},
    /* dots and initials */
    {TEXT, "R.E.M. E.T. U.S.", "rem et us"},
    {TEXT, "S.W.A.T.", "swat"},
    {TEXT, "M*A*S*H", "mash"},
    {TEXT, "J. R. R. Tolkien", "jrr tolkien"},
    {TEXT, "J.R.R. Tolkien", "jrr tolkien"},
    {TEXT, "Samuel L. Jackson", "samuel l jackson"},
    {TEXT, "AT&T", "at+att t"},
    {TEXT, "Q&A", "q+qa and a"},
    {TEXT, "Plan B. It works", "plan b it works"},
    /* numbers */
    {TEXT, "Rocky II two", "rocky ii two"},
    {TITLE, "Rocky II", "rocky ii~2"},
    {TITLE, "rocky 2", "rocky 2"},
    {TITLE, "back to the future two", "back to the future two~2"},
    {TITLE, "Twenty twelve Thirteen", "twenty~20 twelve~12 thirteen~13"},
    {TITLE, "Friday XIII", "friday xiii~13"},
    {TITLE, "The King and I", "the king and i"},
    {TITLE, "Withnail & I", "withnail and i"},
    {TITLE, "I, Robot", "i robot"},
    {TITLE, "Who Am I?", "who am i"},
    {TITLE, "Part I", "part i~1"},
    {TITLE, "Part I Love", "part i love"},
    {TITLE, "Malcolm X", "malcolm x~10"},
    {TITLE, "X", "x"},
    {TITLE, "V for Vendetta", "v for vendetta"},
    {TITLE, "Batman v Superman", "batman v superman"},
    {TITLE, "Star Trek V: The Final Frontier", "star trek v~5 the final frontier"},
    {TITLE, "Se7en", "se7en~seven~7"},
    {TITLE, "Thir13en Ghosts", "thir13en~thirteen~13 ghosts"},
    {TITLE, "S1m0ne", "s1m0ne~simone"},
    {TITLE, "alien3", "alien3~alien"},
    {TITLE, "1917 101 007", "1917 101 007"},
    {TEXT, "Alien³", "alien+alien3 3"},
    {TEXT, "[REC]² H₂O", "rec 2 h2o"},
    {TEXT, "8½", "8 1 2"},
    {TITLE, "8½", "8 1~half 2"},
    {TITLE, "8 1/2", "8 1~half 2"},
    {TITLE, "33⅓", "33 1~third 3"},
    {TEXT, "$9.99", "9 99"},
    {TEXT, "3:10 to Yuma", "3 10 to yuma"},
    {TEXT, "20,000 1,234,567 1,23 1234,567", "20000 1234567 1 23 1234 567"},
    /* stray signs are nothing */
    {TEXT, "( \" title: *", "title"},
    {TEXT, "", ""},
};

static void test_analysis__texts_give_these_tokens(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer got = RL_BUFFER_INIT;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rl_tokens tokens = analyse(arena, rl_str_of(rows[i].text), rows[i].flags);
        render(&tokens, &got);
        if (strcmp(rl_buffer_text(&got), rows[i].tokens) != 0) {
            print_message("of: %s\n", rows[i].text);
        }
        assert_string_equal(rl_buffer_text(&got), rows[i].tokens);
    }
    rl_buffer_done(&got);
    rl_arena_free(arena);
}

/* What must hold of any tokens of any text. */
static void check_tokens(rl_str text, const rl_tokens *tokens) {
    uint32_t position = 0;
    for (size_t i = 0; i < tokens->count; i++) {
        const rl_token *token = &tokens->items[i];
        bool is_word = token->kind == RL_TOKEN_WORD || token->kind == RL_TOKEN_NGRAM;
        assert_true(token->form.length > 0 && token->form.length <= RL_MAX_WORD_BYTES);
        assert_true(rl_utf8_valid(token->form));
        assert_true(token->start < token->end && token->end <= text.length);
        assert_int_equal(rl_utf8_floor(text, token->start), token->start);
        assert_int_equal(rl_utf8_floor(text, token->end), token->end);
        position += is_word;
        assert_int_equal(token->position, position);
        for (size_t k = 0; k < token->form.length; k++) {
            assert_true((unsigned char)token->form.at[k] > ' ');
        }
    }
    assert_int_equal(tokens->positions, position);
}

/* A form is its own analysis, but for signs, which are words only alone in a title. */
static void check_idempotence(rl_arena *arena, const rl_tokens *tokens) {
    for (size_t i = 0; i < tokens->count; i++) {
        rl_tokens again = analyse(arena, tokens->items[i].form, TITLE);
        if (again.positions != 1 || !rl_str_equal(again.items[0].form, tokens->items[i].form)) {
            fail_msg("'%.*s' gives %u words", RL_STR_ARG(tokens->items[i].form), again.positions);
        }
    }
}

static void test_analysis__a_form_analysed_again_is_the_same(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        rl_str text = rl_str_of(rows[i].text);
        rl_tokens tokens = analyse(arena, text, rows[i].flags);
        check_tokens(text, &tokens);
        check_idempotence(arena, &tokens);
    }
    rl_arena_free(arena);
}

static void test_analysis__every_code_point_alone_and_between_letters(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    rl_buffer text = RL_BUFFER_INIT;
    for (uint32_t point = 1; point <= 0x10ffff; point++) {
        if ((point >= 0xd800 && point <= 0xdfff) ||
            utf8proc_category((utf8proc_int32_t)point) == UTF8PROC_CATEGORY_CN) {
            continue;
        }
        const char *const frames[][2] = {{"", ""}, {"ab", "cd"}, {"и", "И"}};
        for (size_t i = 0; i < 3; i++) {
            rl_buffer_clear(&text);
            rl_buffer_add_text(&text, frames[i][0]);
            rl_utf8_add(&text, point);
            rl_buffer_add_text(&text, frames[i][1]);
            rl_tokens tokens = analyse(arena, rl_buffer_str(&text), TITLE);
            check_tokens(rl_buffer_str(&text), &tokens);
            check_idempotence(arena, &tokens);
        }
        rl_arena_clear(arena);
    }
    rl_buffer_done(&text);
    rl_arena_free(arena);
}

static uint32_t random_next(uint32_t *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void test_analysis__any_bytes_once_repaired_can_be_analysed(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    uint32_t seed = 7;
    for (int round = 0; round < 3000; round++) {
        char bytes[300];
        size_t length = random_next(&seed) % sizeof bytes;
        for (size_t i = 0; i < length; i++) {
            static const char likely[] =
                "ab1I.'-&*,/+ \xc3\xa9\xcc\x81\xe3\x81\x8b\xd0\xb9\xc2\xb2\xc2\xbd\xe2\x80\x99";
            bool any = random_next(&seed) % 4 == 0;
            bytes[i] = any ? (char)random_next(&seed) : likely[random_next(&seed) % (sizeof likely - 1)];
        }
        rl_buffer text = RL_BUFFER_INIT;
        (void)rl_utf8_repair((rl_str){bytes, length}, &text);
        for (unsigned flags = 0; flags <= TITLE; flags++) {
            rl_tokens tokens = analyse(arena, rl_buffer_str(&text), flags);
            check_tokens(rl_buffer_str(&text), &tokens);
            check_idempotence(arena, &tokens);
        }
        rl_buffer_clear(&text);
        rl_buffer_done(&text);
        rl_arena_clear(arena);
    }
    rl_arena_free(arena);
}

static const struct {
    const char *text;
    const char *words[4]; /* the ranges of its tokens, in order */
} ranges[] = {
    {"vu Léon!", {"vu", "Léon"}},
    {"Le\u0301on\u0301.", {"Le\u0301on\u0301"}},
    {"un Œuf", {"un", "Œuf"}},
    {"Spider-Man", {"Spider", "Spider-Man", "Man"}},
    {"l'été", {"l", "l'été", "été"}},
    {"E.T. (1982)", {"E.T", "1982"}},
    {"the Ocean's", {"the", "Ocean's", "Ocean's"}},
    {"七人の", {"七人", "人の"}},
    {"co\u00adop\u00ad x", {"co\u00adop", "x"}},
    {"a & b", {"a", "&", "b"}},
};

static void test_analysis__a_range_covers_the_whole_word_of_the_text(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        rl_str text = rl_str_of(ranges[i].text);
        rl_tokens tokens = analyse(arena, text, TEXT);
        for (size_t k = 0; k < 4; k++) {
            rl_str word =
                k < tokens.count ? rl_str_slice(text, tokens.items[k].start, tokens.items[k].end) : RL_STR_EMPTY;
            if (!rl_str_equal(word, rl_str_of(ranges[i].words[k]))) {
                fail_msg("%s: token %zu covers '%.*s'", ranges[i].text, k, RL_STR_ARG(word));
            }
        }
    }
    rl_arena_free(arena);
}

static void test_analysis__long_words_are_cut_at_a_code_point(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    const char *const letters[] = {"a", "\u0436", "\uac00", "e\u0301", "\u0438\u0306", "A.", "x-", "a'"};
    for (size_t i = 0; i < sizeof letters / sizeof letters[0]; i++) {
        rl_buffer text = RL_BUFFER_INIT;
        for (int k = 0; k < 500; k++) {
            rl_buffer_add_text(&text, letters[i]);
        }
        rl_buffer_add_text(&text, " end");
        rl_tokens tokens = analyse(arena, rl_buffer_str(&text), TEXT);
        check_tokens(rl_buffer_str(&text), &tokens);
        check_idempotence(arena, &tokens);
        assert_true(rl_str_is(tokens.items[tokens.count - 1].form, "end"));
        rl_buffer_done(&text);
    }
    rl_arena_free(arena);
}

static const struct {
    rl_key_kind kind;
    const char *a;
    const char *b;
    bool equal;
} keys[] = {
    {RL_KEY_NAME, "Steve  BUSCÉMI", "steve buscemi", true},
    {RL_KEY_NAME, "J.R.R. Tolkien", "j r r tolkien", true},
    {RL_KEY_NAME, "The Who", "Who", false},
    {RL_KEY_NAME, "Malcolm X", "malcolm 10", false},
    {RL_KEY_NAME, "O'Brien", "OBrien", true},
    {RL_KEY_NAME, "Johnson & Johnson", "johnson and johnson", true},
    {RL_KEY_NAME, "宮崎 駿", "宮崎駿", true},
    {RL_KEY_TITLE, "Rocky Horror Picture Show, The", "the rocky horror picture show", true},
    {RL_KEY_TITLE, "Rocky II", "Rocky 2", true},
    {RL_KEY_TITLE, "Rocky Two", "Rocky 2", true},
    {RL_KEY_TITLE, "Rocky", "Rocky 2", false},
    {RL_KEY_TITLE, "Back to the Future Part II", "back to the future two", true},
    {RL_KEY_TITLE, "Henry IV, Part 2", "Henry 42", false},
    {RL_KEY_TITLE, "Henry IV, Part 2", "henry 4 part two", true},
    {RL_KEY_TITLE, "Part Two", "Two", false},
    {RL_KEY_TITLE, "Se7en", "Seven", true},
    {RL_KEY_TITLE, "8½", "8 1/2", true},
    {RL_KEY_TITLE, "Alien³", "Alien 3", true},
    {RL_KEY_TITLE, "alien3", "Alien 3", true},
    {RL_KEY_TITLE, "WALL·E", "WALL-E", true},
    {RL_KEY_TITLE, "WALL·E", "Wall E", true},
    {RL_KEY_TITLE, "M*A*S*H", "MASH", true},
    {RL_KEY_TITLE, "&", "and", true},
    {RL_KEY_TITLE, "?", "!", false},
    {RL_KEY_TITLE, "Romeo + Juliet", "Romeo and Juliet", true},
    {RL_KEY_TITLE, "Bill & Ted", "bill and ted", true},
    {RL_KEY_TITLE, "L'Avventura", "avventura", true},
    {RL_KEY_TITLE, "Les Misérables", "Miserables", true},
    {RL_KEY_TITLE, "The Who", "Who", true},
    {RL_KEY_TITLE, "Die Another Day", "Another Day", false},
    {RL_KEY_TITLE, "I, Robot", "Robot", false},
    {RL_KEY_TITLE, "O Brother", "Brother", false},
    {RL_KEY_TITLE, "As Good as It Gets", "Good as It Gets", false},
    {RL_KEY_TITLE, "The King and I", "The King and 1", false},
    {RL_KEY_TITLE, "Fantastic Four", "Fantastic 4", true},
    {RL_KEY_TITLE, "20,000 Leagues", "20000 leagues", true},
    {RL_KEY_TITLE, "To Be or Not to Be", "To Be", false},
};

static void test_analysis__keys_are_equal_when_the_values_are(void **state) {
    (void)state;
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        rl_str a = rl_analysis_key_copy(arena, keys[i].kind, rl_str_of(keys[i].a));
        rl_str b = rl_analysis_key_copy(arena, keys[i].kind, rl_str_of(keys[i].b));
        if (rl_str_equal(a, b) != keys[i].equal) {
            fail_msg("%s is '%.*s', %s is '%.*s'", keys[i].a, RL_STR_ARG(a), keys[i].b, RL_STR_ARG(b));
        }
    }
    rl_arena_free(arena);
}

static void test_analysis__short_titles_keep_a_key(void **state) {
    (void)state;
    const char *const same[] = {"it", "us", "her", "up", "a", "i", "the", "x", "?", "...", "10"};
    rl_arena *arena = rl_arena_new();
    for (size_t i = 0; i < sizeof same / sizeof same[0]; i++) {
        assert_true(rl_str_is(rl_analysis_key_copy(arena, RL_KEY_TITLE, rl_str_of(same[i])), same[i]));
        assert_true(rl_str_is(rl_analysis_key_copy(arena, RL_KEY_NAME, rl_str_of(same[i])), same[i]));
    }
    assert_int_equal(rl_analysis_key_copy(arena, RL_KEY_TITLE, RL_STR_EMPTY).length, 0);
    assert_true(rl_str_is(rl_analysis_key_copy(arena, RL_KEY_TITLE, RL_STR("The The")), "the"));
    assert_true(rl_str_is(rl_analysis_key_copy(arena, RL_KEY_TITLE, RL_STR("A, The")), "a"));
    rl_arena_free(arena);
}

static const struct {
    const char *title;
    int year;
    const char *slug;
} slugs[] = {
    {"In the Soup", 1992, "in-the-soup-1992"},
    {"The Artist's Dilemma", 1901, "the-artist-s-dilemma-1901"},
    {"U.S. Indian School", 1904, "u-s-indian-school-1904"},
    {"...But I'm a Cheerleader", 1999, "but-i-m-a-cheerleader-1999"},
    {"Léon", 1994, "leon-1994"},
    {"8½", 1963, "81-2-1963"},
    {"Alien³", 1992, "alien3-1992"},
    {"Æon Flux", 2005, "aeon-flux-2005"},
    {"Clínica", 0, "clinica"},
    {"七人の侍", 1954, "x-1954"},
    {"?", 0, "x"},
    {"a very long title that goes on and on until nobody knows how it began", 2000,
     "a-very-long-title-that-goes-on-and-on-until-nobody-knows-how-2000"},
};

static void test_analysis__slugs_are_plain_words_and_the_year(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof slugs / sizeof slugs[0]; i++) {
        rl_buffer out = RL_BUFFER_INIT;
        rl_analysis_slug(rl_str_of(slugs[i].title), slugs[i].year, &out);
        assert_string_equal(rl_buffer_text(&out), slugs[i].slug);
        rl_buffer_done(&out);
    }
}

static void test_analysis__stop_words_are_function_words(void **state) {
    (void)state;
    const char *const stops[] = {"a", "the", "of", "and", "your", "aren", "because", "yourselves", "which", "s"};
    const char *const others[] = {"soup", "th", "thee", "", "x", "leon", "é", "o", "film", "zero", "quite"};
    for (size_t i = 0; i < sizeof stops / sizeof stops[0]; i++) {
        assert_true(rl_analysis_is_stop(rl_str_of(stops[i])));
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        assert_false(rl_analysis_is_stop(rl_str_of(others[i])));
    }
}

static const struct {
    const char *a;
    const char *b;
    unsigned limit;
    unsigned distance;
} distances[] = {
    {"interstelar", "interstellar", 2, 1},
    {"buschemi", "buscemi", 2, 1},
    {"sundence", "sundance", 2, 1},
    {"teh", "the", 2, 1},
    {"ca", "abc", 3, 3}, /* aligned: no edit inside a transposition */
    {"kitten", "sitting", 3, 3},
    {"kitten", "sitting", 2, 3},
    {"same", "same", 0, 0},
    {"same", "sane", 0, 1},
    {"", "abc", 3, 3},
    {"abc", "", 2, 3},
    {"", "", 1, 0},
    {"侍人", "人侍", 2, 1},
    {"abcdef", "badcfe", 3, 3},
    {"ёлка", "елка", 1, 1},
};

static void test_analysis__distance_counts_edits_up_to_the_limit(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof distances / sizeof distances[0]; i++) {
        rl_str a = rl_str_of(distances[i].a);
        rl_str b = rl_str_of(distances[i].b);
        assert_int_equal(rl_analysis_distance(a, b, distances[i].limit), distances[i].distance);
        assert_int_equal(rl_analysis_distance(b, a, distances[i].limit), distances[i].distance);
    }
}

/* The whole table, without band or limit, to compare with. */
static unsigned plain_distance(const char *a, size_t n, const char *b, size_t m) {
    unsigned d[10][10];
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            unsigned best = i == 0 ? (unsigned)j : d[i - 1][j] + 1;
            if (i > 0 && j > 0) {
                unsigned change = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
                best = change < best ? change : best;
            }
            if (j > 0 && d[i][j - 1] + 1 < best) {
                best = d[i][j - 1] + 1;
            }
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best) {
                best = d[i - 2][j - 2] + 1;
            }
            d[i][j] = best;
        }
    }
    return d[n][m];
}

static void test_analysis__the_band_gives_what_the_whole_table_gives(void **state) {
    (void)state;
    uint32_t seed = 11;
    for (int round = 0; round < 20000; round++) {
        char a[8];
        char b[8];
        size_t n = random_next(&seed) % 9;
        size_t m = random_next(&seed) % 9;
        unsigned limit = random_next(&seed) % 5;
        for (size_t i = 0; i < 8; i++) {
            a[i] = (char)('a' + random_next(&seed) % 3);
            b[i] = (char)('a' + random_next(&seed) % 3);
        }
        unsigned whole = plain_distance(a, n, b, m);
        unsigned expected = whole > limit ? limit + 1 : whole;
        assert_int_equal(rl_analysis_distance((rl_str){a, n}, (rl_str){b, m}, limit), expected);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_analysis__texts_give_these_tokens),
        cmocka_unit_test(test_analysis__a_form_analysed_again_is_the_same),
        cmocka_unit_test(test_analysis__every_code_point_alone_and_between_letters),
        cmocka_unit_test(test_analysis__any_bytes_once_repaired_can_be_analysed),
        cmocka_unit_test(test_analysis__a_range_covers_the_whole_word_of_the_text),
        cmocka_unit_test(test_analysis__long_words_are_cut_at_a_code_point),
        cmocka_unit_test(test_analysis__keys_are_equal_when_the_values_are),
        cmocka_unit_test(test_analysis__short_titles_keep_a_key),
        cmocka_unit_test(test_analysis__slugs_are_plain_words_and_the_year),
        cmocka_unit_test(test_analysis__stop_words_are_function_words),
        cmocka_unit_test(test_analysis__distance_counts_edits_up_to_the_limit),
        cmocka_unit_test(test_analysis__the_band_gives_what_the_whole_table_gives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
