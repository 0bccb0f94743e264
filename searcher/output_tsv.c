/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output_tsv: a film a line: rank, id, score, title, year, directors; before them the qid of a batch. Values
 * hold no tabs or line ends, since control characters are removed when a film is loaded.
 */
#include "searcher/output.h"

reel_status rl_output_tsv(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    (void)error;
    for (size_t i = 0; i < hits->count && !output->stopped; i++) {
        const reel_hit *hit = &hits->items[i];
        if (options->qid != NULL) {
            rl_output_text(output, options->qid);
            rl_output_text(output, "\t");
        }
        rl_output_format(output, "%u\t", hit->rank);
        rl_output_text(output, reel_hit_id(hit));
        rl_output_format(output, "\t%s\t", RL_DECIMAL(hit->score, 6));
        rl_output_text(output, reel_hit_title(hit));
        if (hit->year != 0) {
            rl_output_format(output, "\t%d\t", hit->year);
        } else {
            rl_output_text(output, "\t\t");
        }
        rl_text_values(hit, RL_FIELD_DIRECTOR, SIZE_MAX, output);
        rl_output_text(output, "\n");
    }
    return REEL_OK;
}
