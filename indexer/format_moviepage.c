/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "indexer/format.h"

int rl_format_moviepage_detect(const rl_document *document);
reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error);

int rl_format_moviepage_detect(const rl_document *document) {
    (void)document;
    return 0;
}

reel_status rl_format_moviepage_extract(const rl_document *document, rl_facts *facts, reel_error *error) {
    (void)facts;
    return rl_fail_at(error, REEL_FORMAT, document->path.at, 0, "no film was found in it");
}
