/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * Pages of a movie database, saved as text or HTML, in the many layouts it had: the film's main
 * page, combined details, full credits, plot summaries, synopsis, awards.
 */
#include "indexer/format.h"
#include "indexer/moviepage.h"

int rl_format_moviepage_detect(const rl_document *document);
reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error);

enum { DETECT_LINES = 800, ENOUGH_LABELS = 3 };

/* Single labels ("Plot Keywords:") may stand anywhere; several of them are such a page. */
int rl_format_moviepage_detect(const rl_document *document) {
    size_t labels = rl_moviepage_telling_labels(document, DETECT_LINES);
    if (labels < ENOUGH_LABELS)
        return 0;
    size_t confidence = 50 + 8 * labels;
    return confidence > RL_FORMAT_SURE ? RL_FORMAT_SURE : (int)confidence;
}

static void read_chart(rl_moviepage *page) {
    page->facts->subject = RL_SUBJECT_LIST;
    rl_facts_title(page->facts, RL_FIELD_TITLE, page->title, RL_STR_EMPTY, RL_ORIGIN_LABEL, 1);
    rl_facts_block(page->facts, 1, (uint32_t)page->line_count, RL_BLOCK_OTHER, "a chart of many films");
}

static void read_page(rl_moviepage *page) {
    switch (page->kind) {
    case RL_MOVIEPAGE_PLOTS:
        rl_moviepage_read_plots_page(page);
        break;
    case RL_MOVIEPAGE_AWARDS:
        rl_moviepage_read_awards_page(page);
        break;
    case RL_MOVIEPAGE_CHART:
        read_chart(page);
        return;
    case RL_MOVIEPAGE_MAIN:
    case RL_MOVIEPAGE_CREDITS:
    case RL_MOVIEPAGE_PART:
        rl_moviepage_cut(page);
        rl_moviepage_read_sections(page);
        break;
    }
    if (page->teaser.length > 0)
        rl_facts_add(page->facts, RL_FIELD_PLOT, page->teaser, RL_ORIGIN_LABEL,
                     rl_moviepage_line_number(page->teaser_line));
    page->facts->partial = page->kind != RL_MOVIEPAGE_MAIN;
    rl_moviepage_add_head(page);
}

reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    rl_moviepage page;
    if (!rl_moviepage_load(&page, document, facts))
        return rl_fail_nomem(error);
    rl_moviepage_read_head(&page);
    if (page.title.length == 0)
        return rl_fail_at(error, REEL_FORMAT, document->path.at, 0, "no title with a year was found in it");
    read_page(&page);
    if (facts->status != REEL_OK)
        return rl_fail_at(error, facts->status, document->path.at, 0, "it says more than can be kept");
    return rl_arena_failed(facts->arena) ? rl_fail_nomem(error) : REEL_OK;
}
