/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * status: fills the caller's reel_error. Owns nothing; used by every file that can fail.
 */
#ifndef REEL_COMMON_STATUS_H
#define REEL_COMMON_STATUS_H

#include <stdarg.h>

#include "common/include/reel.h"

#if defined(__GNUC__)
#define RL_PRINTF(format_index, first_argument) __attribute__((format(printf, format_index, first_argument)))
#else
#define RL_PRINTF(format_index, first_argument)
#endif

/* Sets *error (may be NULL) to status with a one-line message and returns status, so that a
 * failing function can end in `return rl_fail(error, REEL_IO, "...")`. Control characters in the
 * message become '?', since paths and document text flow into it. */
reel_status rl_fail(reel_error *error, reel_status status, const char *message_format, ...) RL_PRINTF(3, 4);
/* The same with the file and line (0 for none) concerned. */
reel_status rl_fail_at(reel_error *error, reel_status status, const char *path, uint32_t line,
                       const char *message_format, ...) RL_PRINTF(5, 6);
/* NOMEM with its standard message. */
reel_status rl_fail_nomem(reel_error *error);
/* Sets *error to REEL_OK and empty texts. */
void rl_error_clear(reel_error *error);
/* The last step of a public call: after success *error is empty, whatever was tried on the way; after a failure its
 * message names the path concerned, so that it can be printed alone. Returns status. */
reel_status rl_error_finish(reel_status status, reel_error *error);

#endif
