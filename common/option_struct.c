/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * option_struct: see option_struct.h.
 */
#include "common/option_struct.h"

#include <string.h>

enum { LARGEST = 4096 };

static bool is_zero(const unsigned char *bytes, size_t length) {
    for (size_t i = 0; i < length; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

reel_status rl_option_struct_read(const void *given, void *out, size_t known, const char *init, reel_error *error) {
    if (given == NULL) {
        return REEL_OK;
    }
    size_t size;
    memcpy(&size, given, sizeof size);
    /* every such struct is aligned as its size is; any other number is no struct but stray memory */
    if (size < 2 * sizeof size || size > LARGEST || size % sizeof size != 0) {
        return rl_fail(error, REEL_INVALID, "options of size %zu are none: start from %s", size, init);
    }
    if (size > known && !is_zero((const unsigned char *)given + known, size - known)) {
        return rl_fail(error, REEL_INVALID, "options of size %zu ask for something libreel %s does not know (it knows %zu bytes)", size,
                       REEL_VERSION_STRING, known);
    }
    memcpy(out, given, size < known ? size : known);
    memcpy(out, &known, sizeof known);
    return REEL_OK;
}
