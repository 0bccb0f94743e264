/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * xml_setup: libxml2 makes its own tables at its first use, without care for threads. Everything that parses
 * HTML or XML calls this first.
 */
#ifndef REEL_INDEXER_XML_SETUP_H
#define REEL_INDEXER_XML_SETUP_H

/* Once a process; any thread, any number of times. */
void rl_xml_setup(void);

#endif
