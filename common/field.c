/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * field: the rows of fields.def and their checks.
 */
#include "common/field.h"

#include <stdio.h>

#include "common/limits.h"

#define W RL_FIELD_WORDS
#define F RL_FIELD_FIELD_WORDS
#define V RL_FIELD_VALUE
#define T RL_FIELD_FACET
#define S RL_FIELD_SORT

static const rl_field_row rows[] = {
#define FIELD(ID, number, name, aliases, prefix, slot, kind, flags, weight, merge, sense, example, summary)          \
    {RL_FIELD_##ID, name,  aliases, prefix, slot, RL_KIND_##kind, flags, weight, RL_MERGE_##merge, RL_SENSE_##sense, \
     example,       summary},
#include "common/fields.def"
#undef FIELD
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static const unsigned char row_by_number[RL_FIELD_NUMBER_END] = {
#define FIELD(ID, number, ...) [number] = __COUNTER__ + 1,
#include "common/fields.def"
#undef FIELD
};

#define FIELD(ID, number, name, aliases, prefix, slot, kind, flags, ...)                                              \
    _Static_assert((number) > 0 && (number) < RL_FIELD_NUMBER_END, "field number in range");                          \
    _Static_assert(((flags)&W) == 0 || (number) < 32, "fields with words have numbers below 32");
#include "common/fields.def"
#undef FIELD

/* Never called: two fields of one number, or two owners of one value slot, do not compile. */
void rl_field_check_unique(unsigned number);
void rl_field_check_unique(unsigned number) {
    switch (number) {
#define FIELD(ID, number, ...) case number:
#include "common/fields.def"
#undef FIELD
    default:
        break;
    }
    switch (number) {
    case RL_SLOT_TITLE_KEY:
    case RL_SLOT_PRIOR:
    case RL_SLOT_ID:
#define FIELD(ID, number, name, aliases, prefix, slot, ...) case (slot) == RL_NO_SLOT ? 0x10000 + (number) : (slot):
#include "common/fields.def"
#undef FIELD
    default:
        break;
    }
}

size_t rl_field_count(void) { return ROW_COUNT; }
const rl_field_row *rl_field_at(size_t index) { return index < ROW_COUNT ? &rows[index] : NULL; }

const rl_field_row *rl_field_row_of(rl_field field) {
    unsigned number = (unsigned)field;
    return number < RL_FIELD_NUMBER_END && row_by_number[number] != 0 ? &rows[row_by_number[number] - 1] : NULL;
}

const char *rl_field_name(rl_field field) {
    const rl_field_row *row = rl_field_row_of(field);
    return row == NULL ? "" : row->name;
}

bool rl_field_has(rl_field field, unsigned flags) {
    const rl_field_row *row = rl_field_row_of(field);
    return row != NULL && (row->flags & flags) == flags;
}

const char *rl_field_list(unsigned flags, char *out, size_t size) {
    size_t used = 0;
    out[0] = '\0';
    for (size_t i = 0; i < ROW_COUNT && used < size; i++) {
        if (rl_field_has(rows[i].field, flags)) {
            int length = snprintf(out + used, size - used, "%s%s", used == 0 ? "" : ", ", rows[i].name);
            used += length < 0 ? size : (size_t)length;
        }
    }
    return out;
}

rl_field rl_field_find(rl_str name) {
    if (name.length == 0) {
        return RL_FIELD_NONE;
    }
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (rl_str_equal_nocase(name, rl_str_of(rows[i].name))) {
            return rows[i].field;
        }
    }
    for (size_t i = 0; i < ROW_COUNT; i++) {
        rl_str rest = rl_str_of(rows[i].aliases);
        rl_str alias;
        while (rl_str_split(&rest, RL_STR(" "), &alias)) {
            if (alias.length > 0 && rl_str_equal_nocase(name, alias)) {
                return rows[i].field;
            }
        }
    }
    return RL_FIELD_NONE;
}

uint32_t rl_field_position(rl_field field) { return (uint32_t)field * (RL_MAX_POSITIONS_PER_FIELD + 1); }

rl_field rl_field_of_position(uint32_t position) {
    const rl_field_row *row = rl_field_row_of((rl_field)(position / (RL_MAX_POSITIONS_PER_FIELD + 1)));
    return row == NULL ? RL_FIELD_NONE : row->field;
}

const char *rl_field_kind_name(rl_field_kind kind) {
    static const char *const names[] = {"title", "name", "company", "label",    "place", "language",  "text",      "year",
                                        "number", "money", "date",   "festival", "award", "reference", "identifier"};
    return (size_t)kind < sizeof names / sizeof names[0] ? names[kind] : "";
}
