#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The ABI of libreel.so against the dump in this folder (docs/abi.md). A change that is meant:
#     UPDATE=1 LIBRARY=build/dev/libreel.so SOURCE=. SANITIZE= sh tests/api/abi.sh
set -eu
dump=$SOURCE/tests/api/libreel.abi
if ! command -v abidw >/dev/null || ! command -v abidiff >/dev/null; then
    echo "skipped: abidw and abidiff are not installed (Debian: abigail-tools)"
    exit 77
fi
if [ -n "$SANITIZE" ]; then
    echo "skipped: a sanitizer's build has an ABI of its own"
    exit 77
fi
now=$(mktemp)
trap 'rm -f "$now" "$now.less" "$now.other"' EXIT
abidw --exported-interfaces-only --no-elf-needed --headers-dir "$SOURCE/common/include" --drop-private-types --no-corpus-path --no-comp-dir-path --no-show-locs \
    --short-locs --type-id-style hash --out-file "$now" "$LIBRARY"
if [ -n "${UPDATE:-}" ]; then
    cp "$now" "$dump"
    exit
fi
abidiff --no-added-syms "$dump" "$now" || {
    echo "the ABI changed: raise REEL_SOVERSION where old programs break, then renew the dump (head of tests/api/abi.sh)" >&2
    exit 1
}
# The comparison sees what it is there for: a function that is gone, and a struct of another size.
sed "/<elf-symbol name='reel_fields' /d; /<function-decl name='reel_fields' /,/<\\/function-decl>/d" "$now" >"$now.less"
sed "s/\\(name='reel_error' size-in-bits=\\)'[0-9]*'/\\1'9999'/" "$now" >"$now.other"
for changed in "$now.less" "$now.other"; do
    if cmp -s "$now" "$changed" || abidiff --no-added-syms "$dump" "$changed" >/dev/null; then
        echo "a change of the ABI is not seen: $changed" >&2
        exit 1
    fi
done
