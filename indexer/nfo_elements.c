/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * nfo_elements: see nfo_elements.h. An element that is known to tell of the file or the player is passed over; an
 * unknown one is noted for `reel audit`.
 */
#include "indexer/nfo_elements.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/lexicon.h"
#include "common/utf8.h"

enum {
    MAX_NOTES = 100,          /* a hostile file may hold a million unknown elements */
    MAX_NAME_SHOWN = 60,
    MAX_TEXT_DEPTH = 8,       /* markup inside a value */
    EARLIEST_YEAR = 1870,
    LATEST_YEAR = 2100,
    MAX_MINUTES = 100000
};

typedef struct nfo_state {
    rl_facts *facts;
    rl_buffer text; /* of the element being read */
    unsigned notes;
    bool has_year;
    int64_t release_year; /* of the first date, should <year> be missing */
} nfo_state;

typedef void (*element_reader)(nfo_state *, rl_field, const xmlNode *);

typedef struct nfo_element {
    const char *name;
    rl_field field;
    element_reader read; /* NULL: tells of the file or the player, not of the film */
} nfo_element;

static const rl_nfo_root nfo_roots[] = {
    {"movie", RL_SUBJECT_FILM, ""},
    {"tvshow", RL_SUBJECT_SERIES, "series"},
    {"episodedetails", RL_SUBJECT_EPISODE, "episode"},
    {"musicvideo", RL_SUBJECT_OTHER, "video"},
    {"season", RL_SUBJECT_OTHER, ""},
};

/* --- the tree --- */

static rl_str name_of(const xmlNode *node) { return rl_str_of((const char *)node->name); }

static uint32_t line_of(const xmlNode *node) {
    long line = xmlGetLineNo(node);
    return line > 0 ? (uint32_t)line : 0;
}

static void add_text(const xmlNode *node, int depth, rl_buffer *out) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            rl_buffer_add_text(out, (const char *)child->content);
        } else if (child->type == XML_ELEMENT_NODE && depth < MAX_TEXT_DEPTH) {
            add_text(child, depth + 1, out);
        }
    }
}

/* Borrowed until the next call. Line ends of Windows arrive as references, which XML keeps. */
static rl_str text_of(nfo_state *nfo, const xmlNode *node) {
    rl_buffer_clear(&nfo->text);
    add_text(node, 0, &nfo->text);
    for (size_t i = 0; i < nfo->text.length; i++) {
        nfo->text.at[i] = nfo->text.at[i] == '\r' ? ' ' : nfo->text.at[i];
    }
    return rl_str_trim(rl_buffer_str(&nfo->text));
}

static const xmlNode *child_of(const xmlNode *node, const char *name) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE && strcmp((const char *)child->name, name) == 0) {
            return child;
        }
    }
    return NULL;
}

static rl_str attribute_of(const xmlNode *node, const char *name) {
    for (const xmlAttr *attribute = node->properties; attribute != NULL; attribute = attribute->next) {
        if (strcmp((const char *)attribute->name, name) == 0 && attribute->children != NULL &&
            attribute->children->type == XML_TEXT_NODE) {
            return rl_str_of((const char *)attribute->children->content);
        }
    }
    return RL_STR_EMPTY;
}

/* --- readers --- */

static void read_plain(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_facts_add(nfo->facts, field, text_of(nfo, node), RL_ORIGIN_RECORD, line_of(node));
}

static void read_title(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_facts_title(nfo->facts, field, text_of(nfo, node), RL_STR_EMPTY, RL_ORIGIN_RECORD, line_of(node));
}

/* <originaltitle>, <sorttitle>: mostly the title once more. */
static void read_other_title(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_str title = text_of(nfo, node);
    for (size_t i = 0; i < nfo->facts->count; i++) {
        if (nfo->facts->items[i].field == RL_FIELD_TITLE && rl_str_equal(nfo->facts->items[i].value, title)) {
            return;
        }
    }
    rl_str kind = rl_str_is(name_of(node), "sorttitle") ? RL_STR("sort title") : RL_STR("original title");
    if (title.length > 0) {
        rl_facts_title(nfo->facts, field, title, kind, RL_ORIGIN_RECORD, line_of(node));
    }
}

static bool digits_of(rl_str text, int64_t *out_number) {
    *out_number = 0;
    for (size_t i = 0; i < text.length; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || i >= 9) {
            return false;
        }
        *out_number = *out_number * 10 + (text.at[i] - '0');
    }
    return text.length > 0;
}

static void read_year(nfo_state *nfo, rl_field field, const xmlNode *node) {
    int64_t year;
    if (digits_of(text_of(nfo, node), &year) && year >= EARLIEST_YEAR && year <= LATEST_YEAR) {
        rl_facts_add_number(nfo->facts, field, year, RL_ORIGIN_RECORD, line_of(node));
        nfo->has_year = true;
    }
}

static void read_date(nfo_state *nfo, rl_field field, const xmlNode *node) {
    (void)field;
    rl_str text = text_of(nfo, node);
    int64_t year;
    if (nfo->release_year == 0 && digits_of(rl_str_slice(text, 0, 4), &year) && year >= EARLIEST_YEAR && year <= LATEST_YEAR) {
        nfo->release_year = year;
    }
    if (text.length > 0) {
        (void)rl_facts_date(nfo->facts, text, RL_STR_EMPTY, RL_ORIGIN_RECORD, line_of(node));
    }
}

/* One name an element is the rule; older scrapers wrote "A / B". */
static void read_person(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_str name = text_of(nfo, node);
    if (rl_str_find(name, RL_STR(" / ")) != SIZE_MAX) {
        rl_facts_people(nfo->facts, field, name, RL_ORIGIN_RECORD, line_of(node));
    } else {
        rl_facts_person(nfo->facts, field, name, RL_STR_EMPTY, RL_ORIGIN_RECORD, line_of(node));
    }
}

/* Jellyfin lists everybody as <actor> and says in <type> what they did. */
static rl_field field_of_type(nfo_state *nfo, const xmlNode *type) {
    static const struct {
        const char *type;
        rl_field field;
    } types[] = {{"Director", RL_FIELD_DIRECTOR}, {"Writer", RL_FIELD_WRITER}, {"Producer", RL_FIELD_PRODUCER},
                 {"Composer", RL_FIELD_MUSIC},    {"Editor", RL_FIELD_EDITING}};
    for (size_t i = 0; type != NULL && i < sizeof types / sizeof types[0]; i++) {
        if (rl_str_is(text_of(nfo, type), types[i].type)) {
            return types[i].field;
        }
    }
    return RL_FIELD_CAST;
}

static void read_actor(nfo_state *nfo, rl_field field, const xmlNode *node) {
    const xmlNode *name = child_of(node, "name");
    if (name == NULL) { /* <actor>Steve Buscemi</actor> */
        read_person(nfo, field, node);
        return;
    }
    field = field_of_type(nfo, child_of(node, "type"));
    const xmlNode *role_node = child_of(node, "role");
    rl_str role = RL_STR_EMPTY;
    if (role_node != NULL && field == RL_FIELD_CAST) {
        role = rl_str_copy(nfo->facts->arena, text_of(nfo, role_node));
    }
    rl_facts_person(nfo->facts, field, text_of(nfo, name), role, RL_ORIGIN_RECORD, line_of(node));
}

static void read_labels(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_facts_labels(nfo->facts, field, text_of(nfo, node), RL_ORIGIN_RECORD, line_of(node));
}

/* A country by name or code: "Germany", "DE". */
static rl_str country_name(nfo_state *nfo, rl_str text) {
    const rl_lexicon_entry *country = rl_lexicon_find(RL_LEXICON_COUNTRY, text);
    country = country != NULL ? country : rl_lexicon_country_of_code(text);
    return country != NULL ? rl_str_of(country->name) : rl_str_copy(nfo->facts->arena, text);
}

/* "DE-16", "FR-12" of Jellyfin, but "PG-13" and "TV-14" of the United States: where the country ends. */
static size_t end_of_country(rl_str part) {
    static const char *const grades[] = {"PG", "NC", "TV"};
    size_t colon = rl_str_find(part, RL_STR(":"));
    bool code = part.length > 3 && part.at[2] == '-' && rl_lexicon_country_of_code(rl_str_slice(part, 0, 2)) != NULL;
    for (size_t i = 0; i < sizeof grades / sizeof grades[0]; i++) {
        code = code && !rl_str_starts(part, rl_str_of(grades[i]));
    }
    return colon == SIZE_MAX && code ? 2 : colon;
}

/* "Rated R for language", "US:R", "Germany:12": a country before the mark goes apart. */
static void read_certificate(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_str rest = text_of(nfo, node);
    rl_str part;
    while (rl_str_split(&rest, RL_STR(" / "), &part)) {
        part = rl_str_trim(part);
        size_t colon = end_of_country(part);
        rl_str country = colon == SIZE_MAX ? RL_STR_EMPTY : rl_str_trim(rl_str_slice(part, 0, colon));
        rl_str value = colon == SIZE_MAX ? rl_str_trim(part) : rl_str_trim(rl_str_slice(part, colon + 1, part.length));
        if (rl_str_starts_nocase(value, RL_STR("Rated "))) {
            value = rl_str_slice(value, 6, value.length);
        }
        size_t reason = rl_str_find_nocase(value, RL_STR(" for "));
        value = reason == SIZE_MAX ? value : rl_str_slice(value, 0, reason);
        rl_fact *fact = rl_facts_add(nfo->facts, field, value, RL_ORIGIN_RECORD, line_of(node));
        if (fact != NULL && country.length > 0) {
            fact->detail = country_name(nfo, country);
        }
    }
}

static void read_runtime(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_str text = text_of(nfo, node);
    int64_t minutes;
    if (!digits_of(text, &minutes)) {
        (void)rl_facts_runtime(nfo->facts, text, RL_ORIGIN_RECORD, line_of(node));
    } else if (minutes > 0 && minutes <= MAX_MINUTES) {
        rl_facts_add_number(nfo->facts, field, minutes, RL_ORIGIN_RECORD, line_of(node));
    }
}

/* <outline> is often the start of <plot>. */
static void read_outline(nfo_state *nfo, rl_field field, const xmlNode *node) {
    rl_str outline = text_of(nfo, node);
    for (size_t i = 0; i < nfo->facts->count; i++) {
        if (nfo->facts->items[i].field == RL_FIELD_PLOT && rl_str_starts(nfo->facts->items[i].value, outline)) {
            return;
        }
    }
    rl_facts_add(nfo->facts, field, outline, RL_ORIGIN_RECORD, line_of(node));
}

/* <set>Name</set> of old, <set><name>Name</name><overview>...</overview></set> of late. */
static void read_set(nfo_state *nfo, rl_field field, const xmlNode *node) {
    const xmlNode *name = child_of(node, "name");
    read_plain(nfo, field, name != NULL ? name : node);
}

/* "TVDB" as the head of an identifier; false where it is no word of a few letters. */
static bool scheme_of(rl_str type, char out[16]) {
    for (size_t i = 0; i < type.length; i++) {
        char letter = type.at[i] >= 'A' && type.at[i] <= 'Z' ? (char)(type.at[i] - 'A' + 'a') : type.at[i];
        if (letter < 'a' || letter > 'z' || i >= 15) {
            return false;
        }
        out[i] = letter;
        out[i + 1] = '\0';
    }
    return type.length > 0;
}

static void add_identifier(nfo_state *nfo, rl_str scheme, rl_str id, const xmlNode *node) {
    if (id.length == 0) {
        return;
    }
    char name[16];
    if (rl_str_starts(id, RL_STR("tt"))) {
        rl_facts_identifier(nfo->facts, "imdb", id, RL_ORIGIN_RECORD, line_of(node));
    } else if (scheme_of(scheme, name)) {
        rl_facts_identifier(nfo->facts, name, id, RL_ORIGIN_RECORD, line_of(node));
    }
}

static void read_identifier(nfo_state *nfo, rl_field field, const xmlNode *node) {
    (void)field;
    rl_str scheme = attribute_of(node, "type");
    if (rl_str_starts(name_of(node), RL_STR("imdb"))) {
        scheme = RL_STR("imdb");
    } else if (rl_str_starts(name_of(node), RL_STR("tmdb"))) {
        scheme = RL_STR("tmdb");
    } else if (rl_str_starts(name_of(node), RL_STR("tvdb"))) {
        scheme = RL_STR("tvdb");
    }
    add_identifier(nfo, scheme, text_of(nfo, node), node);
}

static void add_rating(nfo_state *nfo, rl_field field, const xmlNode *node, double most) {
    rl_str text = text_of(nfo, node);
    double rating;
    if (!rl_str_decimal(text, &rating) || !(rating > 0) || !(rating <= most)) {
        return;
    }
    rl_facts_add_number(nfo->facts, field, (int64_t)(rating * 100 / most + 0.5), RL_ORIGIN_RECORD, line_of(node));
}

static void read_rating(nfo_state *nfo, rl_field field, const xmlNode *node) { add_rating(nfo, field, node, 10); }

/* <ratings><rating name="imdb" max="10"><value>7.2</value></rating>...</ratings> */
static void read_ratings(nfo_state *nfo, rl_field field, const xmlNode *node) {
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        const xmlNode *value = child->type == XML_ELEMENT_NODE ? child_of(child, "value") : NULL;
        int64_t most;
        if (value != NULL) {
            add_rating(nfo, field, value, digits_of(attribute_of(child, "max"), &most) && most > 0 ? (double)most : 10);
        }
    }
}

/* --- the elements --- */

static const nfo_element nfo_elements[] = {
    {"title", RL_FIELD_TITLE, read_title},
    {"originaltitle", RL_FIELD_AKA, read_other_title},
    {"sorttitle", RL_FIELD_AKA, read_other_title},
    {"year", RL_FIELD_YEAR, read_year},
    {"premiered", RL_FIELD_RELEASE, read_date},
    {"releasedate", RL_FIELD_RELEASE, read_date},
    {"aired", RL_FIELD_RELEASE, read_date},
    {"director", RL_FIELD_DIRECTOR, read_person},
    {"credits", RL_FIELD_WRITER, read_person},
    {"writer", RL_FIELD_WRITER, read_person},
    {"producer", RL_FIELD_PRODUCER, read_person},
    {"composer", RL_FIELD_MUSIC, read_person},
    {"actor", RL_FIELD_CAST, read_actor},
    {"genre", RL_FIELD_GENRE, read_labels},
    {"style", RL_FIELD_KEYWORD, read_plain},
    {"country", RL_FIELD_COUNTRY, read_labels},
    {"language", RL_FIELD_LANGUAGE, read_labels},
    {"studio", RL_FIELD_PRODUCTION, read_plain},
    {"mpaa", RL_FIELD_CERTIFICATE, read_certificate},
    {"certification", RL_FIELD_CERTIFICATE, read_certificate},
    {"runtime", RL_FIELD_RUNTIME, read_runtime},
    {"plot", RL_FIELD_PLOT, read_plain},
    {"outline", RL_FIELD_PLOT, read_outline},
    {"tagline", RL_FIELD_TAGLINE, read_plain},
    {"review", RL_FIELD_REVIEW, read_plain},
    {"set", RL_FIELD_SET, read_set},
    {"showtitle", RL_FIELD_SET, read_plain},
    {"tag", RL_FIELD_KEYWORD, read_plain},
    {"keyword", RL_FIELD_KEYWORD, read_plain},
    {"uniqueid", RL_FIELD_IDENTIFIER, read_identifier},
    {"id", RL_FIELD_IDENTIFIER, read_identifier},
    {"imdbid", RL_FIELD_IDENTIFIER, read_identifier},
    {"imdb_id", RL_FIELD_IDENTIFIER, read_identifier},
    {"tmdbid", RL_FIELD_IDENTIFIER, read_identifier},
    {"tvdbid", RL_FIELD_IDENTIFIER, read_identifier},
    {"rating", RL_FIELD_RATING, read_rating},
    {"ratings", RL_FIELD_RATING, read_ratings},
    {"album", RL_FIELD_NONE, NULL},
    {"art", RL_FIELD_NONE, NULL},
    {"artist", RL_FIELD_NONE, NULL},
    {"code", RL_FIELD_NONE, NULL},
    {"collectionnumber", RL_FIELD_NONE, NULL},
    {"criticrating", RL_FIELD_NONE, NULL},
    {"customrating", RL_FIELD_NONE, NULL},
    {"dateadded", RL_FIELD_NONE, NULL},
    {"displayepisode", RL_FIELD_NONE, NULL},
    {"displayorder", RL_FIELD_NONE, NULL},
    {"displayseason", RL_FIELD_NONE, NULL},
    {"enddate", RL_FIELD_NONE, NULL},
    {"epbookmark", RL_FIELD_NONE, NULL},
    {"episode", RL_FIELD_NONE, NULL},
    {"episodeguide", RL_FIELD_NONE, NULL},
    {"fanart", RL_FIELD_NONE, NULL},
    {"fileinfo", RL_FIELD_NONE, NULL},
    {"isuserfavorite", RL_FIELD_NONE, NULL},
    {"lastplayed", RL_FIELD_NONE, NULL},
    {"lockdata", RL_FIELD_NONE, NULL},
    {"namedseason", RL_FIELD_NONE, NULL},
    {"original_filename", RL_FIELD_NONE, NULL},
    {"playcount", RL_FIELD_NONE, NULL},
    {"resume", RL_FIELD_NONE, NULL},
    {"season", RL_FIELD_NONE, NULL},
    {"seasonnumber", RL_FIELD_NONE, NULL},
    {"source", RL_FIELD_NONE, NULL},
    {"status", RL_FIELD_NONE, NULL},
    {"thumb", RL_FIELD_NONE, NULL},
    {"tmdbcollectionid", RL_FIELD_NONE, NULL},
    {"top250", RL_FIELD_NONE, NULL},
    {"track", RL_FIELD_NONE, NULL},
    {"trailer", RL_FIELD_NONE, NULL},
    {"user_note", RL_FIELD_NONE, NULL},
    {"userrating", RL_FIELD_NONE, NULL},
    {"votes", RL_FIELD_NONE, NULL},
    {"watched", RL_FIELD_NONE, NULL},
};

static void note_unknown(nfo_state *nfo, const xmlNode *node) {
    if (nfo->notes++ >= MAX_NOTES) {
        return;
    }
    rl_str name = name_of(node);
    char text[MAX_NAME_SHOWN + 24];
    int length = snprintf(text, sizeof text, "unknown element <%.*s>", (int)rl_utf8_floor(name, MAX_NAME_SHOWN), name.at);
    const char *reason = rl_arena_copy(nfo->facts->arena, text, length > 0 ? strlen(text) : 0);
    if (reason != NULL) {
        rl_facts_block(nfo->facts, line_of(node), line_of(node), RL_BLOCK_UNKNOWN, reason);
    }
}

static void read_element(nfo_state *nfo, const xmlNode *node) {
    for (size_t i = 0; i < sizeof nfo_elements / sizeof nfo_elements[0]; i++) {
        if (rl_str_is(name_of(node), nfo_elements[i].name)) {
            if (nfo_elements[i].read != NULL) {
                nfo_elements[i].read(nfo, nfo_elements[i].field, node);
            }
            return;
        }
    }
    note_unknown(nfo, node);
}

const rl_nfo_root *rl_nfo_root_named(rl_str name) {
    for (size_t i = 0; i < sizeof nfo_roots / sizeof nfo_roots[0]; i++) {
        if (rl_str_is(name, nfo_roots[i].name)) {
            return &nfo_roots[i];
        }
    }
    return NULL;
}

static void read_root(nfo_state *nfo, const rl_nfo_root *root, const xmlNode *node) {
    nfo->facts->subject = root->subject;
    if (root->kind[0] != '\0') {
        rl_facts_add(nfo->facts, RL_FIELD_KIND, rl_str_of(root->kind), RL_ORIGIN_RECORD, line_of(node));
    }
    for (const xmlNode *child = node->children; child != NULL; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            read_element(nfo, child);
        }
    }
    if (!nfo->has_year && nfo->release_year > 0) {
        rl_facts_add_number(nfo->facts, RL_FIELD_YEAR, nfo->release_year, RL_ORIGIN_LABEL, line_of(node));
    }
}

bool rl_nfo_read(const rl_nfo_root *root, const xmlNode *node, rl_facts *facts) {
    nfo_state nfo = {facts, RL_BUFFER_INIT, 0, false, 0};
    read_root(&nfo, root, node);
    bool good = !nfo.text.failed;
    rl_buffer_done(&nfo.text);
    return good;
}
