/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output_trec: "qid Q0 id rank score reel", for evaluation tools.
 */
#include "searcher/output.h"

reel_status rl_output_trec(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    (void)error;
    const char *qid = options->qid == NULL ? "1" : options->qid;
    for (size_t i = 0; i < hits->count && !output->stopped; i++) {
        const reel_hit *hit = &hits->items[i];
        rl_output_text(output, qid);
        rl_output_text(output, " Q0 ");
        /* columns are separated by blanks, so an id has none */
        for (const char *c = reel_hit_id(hit); *c != '\0'; c++) {
            rl_output_str(output, *c == ' ' ? RL_STR("_") : (rl_str){c, 1});
        }
        rl_output_format(output, " %u %s reel\n", hit->rank, RL_DECIMAL(hit->score, 6));
    }
    return REEL_OK;
}
