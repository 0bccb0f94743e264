/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page: the search page.
 */
#include "server/assets.h"
#include "server/handlers.h"

reel_status handle_page(worker *given, const request *asked, answer *out, reel_error *error) {
    (void)given;
    (void)asked;
    (void)error;
    out->type = ANSWER_HTML;
    buffer_add(&out->body, asset_html.bytes, asset_html.length);
    return REEL_OK;
}
