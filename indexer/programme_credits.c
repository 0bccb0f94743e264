/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * programme_credits: the labelled lines of a programme page. A new label is one row.
 */
#include "indexer/programme_credits.h"

#include "indexer/programme_heading.h"

typedef struct credit_label {
    const char *label;
    rl_field field;
} credit_label;

static const credit_label credit_labels[] = {
    {"directed by", RL_FIELD_DIRECTOR},     {"directors", RL_FIELD_DIRECTOR},
    {"director of photography", RL_FIELD_CINEMATOGRAPHY}, {"director", RL_FIELD_DIRECTOR},
    {"screenplay", RL_FIELD_WRITER},        {"screenwriter", RL_FIELD_WRITER},
    {"script", RL_FIELD_WRITER},            {"written by", RL_FIELD_WRITER},
    {"writers", RL_FIELD_WRITER},           {"writer", RL_FIELD_WRITER},
    {"cinematography", RL_FIELD_CINEMATOGRAPHY}, {"camera", RL_FIELD_CINEMATOGRAPHY},
    {"photography", RL_FIELD_CINEMATOGRAPHY}, {"editing", RL_FIELD_EDITING},
    {"editors", RL_FIELD_EDITING},          {"editor", RL_FIELD_EDITING},
    {"music", RL_FIELD_MUSIC},              {"composer", RL_FIELD_MUSIC},
    {"cast", RL_FIELD_CAST},                {"starring", RL_FIELD_CAST},
    {"producers", RL_FIELD_PRODUCER},       {"producer", RL_FIELD_PRODUCER},
    {"production company", RL_FIELD_PRODUCTION}, {"production", RL_FIELD_PRODUCTION},
    {"distribution", RL_FIELD_DISTRIBUTOR}, {"distributor", RL_FIELD_DISTRIBUTOR},
    {"world sales", RL_FIELD_SALES},        {"sales", RL_FIELD_SALES},
    {"languages", RL_FIELD_LANGUAGE},       {"language", RL_FIELD_LANGUAGE},
    {"coloration", RL_FIELD_COLORATION},    {"colour", RL_FIELD_COLORATION},
    {"color", RL_FIELD_COLORATION},         {"countries", RL_FIELD_COUNTRY},
    {"country", RL_FIELD_COUNTRY},          {"genre", RL_FIELD_GENRE},
    {"original title", RL_FIELD_AKA},       {"english title", RL_FIELD_AKA},
    {"running time", RL_FIELD_RUNTIME},     {"runtime", RL_FIELD_RUNTIME},
    {"duration", RL_FIELD_RUNTIME},         {"format", RL_FIELD_MEDIUM},
    {"print", RL_FIELD_MEDIUM},             {"awards", RL_FIELD_AWARD},
    {"festivals", RL_FIELD_AWARD},          {"year", RL_FIELD_YEAR},
    {"sound", RL_FIELD_SOUND},              {"aspect ratio", RL_FIELD_ASPECT},
    {"section", RL_FIELD_SECTION},
};

/* The label a line begins with, and what follows it. Outside the credits it needs its colon, or any
 * sentence that begins "Production was..." would be one. */
static rl_field label_of(rl_str line, bool in_credits, rl_str *out_value) {
    for (size_t i = 0; i < sizeof credit_labels / sizeof credit_labels[0]; i++) {
        rl_str label = rl_str_of(credit_labels[i].label);
        if (!rl_str_starts_nocase(line, label) || line.length <= label.length) {
            continue;
        }
        char next = line.at[label.length];
        if (next == ':' || (in_credits && (next == ' ' || next == '\t'))) {
            rl_str value = rl_str_trim(rl_str_slice(line, label.length + 1, line.length));
            *out_value = value.length > 0 && value.at[0] == ':' ? rl_str_trim(rl_str_slice(value, 1, value.length)) : value;
            return credit_labels[i].field;
        }
    }
    return RL_FIELD_NONE;
}

static void read_labelled(rl_facts *facts, rl_field field, rl_str value, uint32_t line) {
    rl_field_kind kind = rl_field_row_of(field)->kind;
    if (field == RL_FIELD_COLORATION) {
        (void)rl_facts_coloration(facts, value, RL_ORIGIN_LABEL, line);
    } else if (field == RL_FIELD_RUNTIME) {
        (void)rl_facts_runtime(facts, value, RL_ORIGIN_LABEL, line);
    } else if (field == RL_FIELD_AWARD) {
        (void)rl_facts_awards(facts, value, RL_ORIGIN_LABEL, line);
    } else if (field == RL_FIELD_AKA) {
        rl_facts_title(facts, field, value, RL_STR("original title"), RL_ORIGIN_LABEL, line);
    } else if (field == RL_FIELD_YEAR) {
        if (rl_programme_year(value) > 0) {
            rl_facts_add_number(facts, field, rl_programme_year(value), RL_ORIGIN_LABEL, line);
        }
    } else if (kind == RL_KIND_NAME || kind == RL_KIND_COMPANY) {
        rl_facts_people(facts, field, value, RL_ORIGIN_LABEL, line);
    } else if (kind == RL_KIND_LANGUAGE || kind == RL_KIND_PLACE || field == RL_FIELD_GENRE) {
        rl_facts_labels(facts, field, value, RL_ORIGIN_LABEL, line);
    } else {
        rl_facts_add(facts, field, value, RL_ORIGIN_LABEL, line);
    }
}

bool rl_programme_credit(rl_facts *facts, rl_str text, bool in_credits, uint32_t line) {
    rl_str value;
    rl_field field = label_of(text, in_credits, &value);
    if (field == RL_FIELD_NONE) {
        return false;
    }
    read_labelled(facts, field, value, line);
    return true;
}
