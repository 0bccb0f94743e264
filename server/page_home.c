/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * page_home: the start page: how much there is, and examples of what can be asked. See page.h.
 */
#include "server/page.h"

reel_status page_home(worker *given, page *out, reel_error *error) {
    (void)error;
    static const char *const examples[][2] = {
        {"black and white Sundance 1992", "what you remember, in plain words"},
        {"bela tarr hungary", "people and places"},
        {"western before 1960", "a time: before, after, 1970s, 1990..1995"},
        {"\"to be or not to be\"", "words in a row"},
        {"director:tarkovsky", "one field only"},
        {"comedy runtime:<100 -musical", "at most so long, and not that"},
    };
    out->class = "home";
    buffer_text(out->out, "<div class=\"welcome\"><h1 class=\"hidden\">Search films</h1><p>");
    uint64_t films = worker_film_count(given);
    if (films > 0) {
        page_count(out, films, "film", "films");
        buffer_text(out->out, ": ask ");
    } else {
        buffer_text(out->out, "Ask ");
    }
    buffer_text(out->out, "for titles, people, festivals, prizes, years, or what you remember of the story.</p>"
                          "<ul class=\"examples\" aria-label=\"Examples\">");
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        buffer_text(out->out, "<li><a href=\"?q=");
        buffer_url(out->out, examples[i][0]);
        buffer_text(out->out, "\">");
        buffer_html(out->out, examples[i][0]);
        buffer_text(out->out, "</a> <span>");
        buffer_html(out->out, examples[i][1]);
        buffer_text(out->out, "</span></li>");
    }
    buffer_text(out->out, "</ul></div>");
    return REEL_OK;
}
