/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * listen: a socket that listens on "ADDRESS:PORT", "[IPV6]:PORT" or "PORT" (of the loopback address).
 */
#ifndef REEL_SERVER_LISTEN_H
#define REEL_SERVER_LISTEN_H

#include <reel.h>

/* *out_name is what it became, such as "127.0.0.1:8080": port 0 takes a free one. */
reel_status listen_on(const char *where, int *out_socket, char *out_name, size_t name_size, reel_error *error);

#endif
