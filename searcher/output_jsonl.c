/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * output_jsonl: a film a line, each the object that stands in "hits" of the JSON answer.
 */
#include "searcher/output.h"

reel_status rl_output_jsonl(const reel_hits *hits, const reel_render_options *options, rl_output *output, reel_error *error) {
    reel_status status = REEL_OK;
    for (size_t i = 0; status == REEL_OK && i < hits->count && !output->stopped; i++) {
        json_t *hit = rl_json_hit(&hits->items[i]);
        if (options->qid != NULL) {
            rl_json_set(&hit, "qid", rl_json_text(options->qid));
        }
        status = rl_output_value(output, hit, false, error);
    }
    return status;
}
