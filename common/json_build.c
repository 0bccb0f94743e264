/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * json_build: see json_build.h.
 */
#include "common/json_build.h"

#include <string.h>

#include "common/utf8.h"

json_t *rl_json_str(const char *at, size_t length) {
    json_t *value = json_stringn(length == 0 ? "" : at, length);
    if (value == NULL) {
        rl_buffer repaired = RL_BUFFER_INIT;
        if (rl_utf8_repair((rl_str){at, length}, &repaired) > 0 && !repaired.failed) {
            value = json_stringn(rl_buffer_text(&repaired), repaired.length);
        }
        rl_buffer_done(&repaired);
    }
    return value;
}

json_t *rl_json_text(const char *text) { return text == NULL ? NULL : rl_json_str(text, strlen(text)); }

void rl_json_append(json_t **list, json_t *value) {
    if (json_array_append_new(*list, value) != 0) {
        json_decref(*list);
        *list = NULL;
    }
}

void rl_json_set(json_t **object, const char *key, json_t *value) {
    if (json_object_set_new(*object, key, value) != 0) {
        json_decref(*object);
        *object = NULL;
    }
}
