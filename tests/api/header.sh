#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# <reel.h> compiles alone and twice, as C99 and as C++, with every warning an error, and names no Xapian type.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
header=$SOURCE/common/include/reel.h
printf '#include <reel.h>\n#include <reel.h>\nint main(void) {\n    reel_search_options a = REEL_SEARCH_OPTIONS_INIT;\n    reel_render_options b = REEL_RENDER_OPTIONS_INIT;\n    reel_index_options c = REEL_INDEX_OPTIONS_INIT;\n    return a.size + b.size + c.size == 0;\n}\n' >"$work/alone.c"
cp "$work/alone.c" "$work/alone.cpp"
for standard in c99 c11 c17; do
    "$CC" -std=$standard -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wstrict-prototypes -Werror \
        -I"$SOURCE/common/include" -fsyntax-only "$work/alone.c"
done
for standard in c++11 c++17; do
    "$CXX" -std=$standard -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -I"$SOURCE/common/include" -fsyntax-only "$work/alone.cpp"
done
if sed 's|//.*||' "$header" | sed ':a;s|/\*[^*]*\*\+\([^/*][^*]*\*\+\)*/||g;ta' | grep -i 'xapian::'; then
    echo "reel.h shows a Xapian type" >&2
    exit 1
fi
if grep '#include' "$header" | grep -v -E '<std(bool|def|int)\.h>' ; then
    echo "reel.h includes more than the C standard's headers" >&2
    exit 1
fi
