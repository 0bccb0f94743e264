#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# What libreel.so exports is what reel.h declares, no more and no less; its SONAME carries the ABI's number.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '#include <reel.h>\n' | "$CC" -E -P -I"$SOURCE/common/include" -x c - |
    tr '\n;' ' \n' | grep 'visibility("default")' | grep -o 'reel_[a-z_]* *(' | tr -d ' (' | sort -u >"$work/declared"
nm -D --defined-only "$LIBRARY" | awk '{ sub(/@.*/, "", $3); if ($2 != "A") print $3 }' | grep -v "^__" | sort -u >"$work/exported"
test "$(wc -l <"$work/declared")" -gt 40
diff -u "$work/declared" "$work/exported"
readelf -d "$LIBRARY" | grep -q 'SONAME.*\[libreel\.so\.0\]'
