/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * bench_peer: the same records and queries in SQLite's FTS5: weighted columns, any word, ten titles
 * with snippets. Where SQLite was not found at build time, opening gives NULL.
 */
#ifndef REEL_TESTS_BENCH_PEER_H
#define REEL_TESTS_BENCH_PEER_H

#include <stddef.h>

typedef struct bench_peer bench_peer;

/* Says why there is none. */
const char *bench_peer_name(void);
bench_peer *bench_peer_open(const char *films);
size_t bench_peer_search(bench_peer *peer, const char *query);
void bench_peer_close(bench_peer *peer);

#endif
