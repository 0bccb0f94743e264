/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * option_struct: reads a caller's option struct, whose first member is its size, from a program that was
 * compiled against an older or a newer <reel.h> than this library. Used by every call that takes options.
 */
#ifndef REEL_COMMON_OPTION_STRUCT_H
#define REEL_COMMON_OPTION_STRUCT_H

#include "common/status.h"

/* Copies given over out, which holds the defaults and has known bytes. A shorter struct leaves the
 * defaults of what it lacks; a longer one is fine while what this library does not know is zero.
 * INVALID names init, the macro to start from. given may be NULL. */
reel_status rl_option_struct_read(const void *given, void *out, size_t known, const char *init, reel_error *error);

#endif
