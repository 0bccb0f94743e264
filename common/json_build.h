/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * json_build: JSON values in which nothing goes missing when memory runs out: the first failure makes the
 * whole value NULL, as a failed buffer stays failed, so that one check at the end is enough.
 */
#ifndef REEL_COMMON_JSON_BUILD_H
#define REEL_COMMON_JSON_BUILD_H

#include <jansson.h>

/* A string; invalid UTF-8 in it, as a path may have, becomes U+FFFD. */
json_t *rl_json_text(const char *text);
json_t *rl_json_str(const char *at, size_t length);
/* Take over value. A *list or *object that cannot take it, or a value that is NULL, leaves NULL. */
void rl_json_append(json_t **list, json_t *value);
void rl_json_set(json_t **object, const char *key, json_t *value);

#endif
