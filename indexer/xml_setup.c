/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xml_setup: see xml_setup.h.
 */
#include "indexer/xml_setup.h"

#include <pthread.h>

#include <libxml/parser.h>

void rl_xml_setup(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, xmlInitParser);
}
