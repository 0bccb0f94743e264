#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# Programs outside the tree against an installed reel: pkg-config shared and static, find_package shared and
# static. The tree is moved after installing, so nothing may name the place it was built in.
set -eu
if [ -n "$SANITIZE" ]; then
    echo "skipped: a stranger's program is not linked with the sanitizers"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$CMAKE" --install "$BUILD" --prefix "$work/first" >"$work/install.log"
mv "$work/first" "$work/reel"
lib=$(dirname "$(find "$work/reel" -name 'libreel.so')")
for file in include/reel.h bin/reel share/man/man1/reel.1 share/man/man1/reel-search.1 share/bash-completion/completions/reel \
    share/zsh/site-functions/_reel share/fish/vendor_completions.d/reel.fish; do
    test -f "$work/reel/$file" || { echo "not installed: $file" >&2; exit 1; }
done
test -f "$lib/libreel.a" && test -f "$lib/pkgconfig/reel.pc"
PKG_CONFIG_PATH=$lib/pkgconfig
LD_LIBRARY_PATH=$lib
export PKG_CONFIG_PATH LD_LIBRARY_PATH
main=$SOURCE/tests/api/consumer/main.c

check() { # name, program
    rm -rf "$work/index"
    test "$("$2" "$work/index")" = "The Lamp Lighter" || { echo "$1: wrong answer" >&2; exit 1; }
    echo "$1: works"
}
# shellcheck disable=SC2046
"$CC" -std=c99 -Wall -Wextra -Werror $(pkg-config --cflags reel) "$main" -o "$work/pc-shared" $(pkg-config --libs reel)
check "pkg-config, shared" "$work/pc-shared"
readelf -d "$work/pc-shared" | grep -q 'NEEDED.*libreel.so.0'
# shellcheck disable=SC2046
"$CC" -std=c99 $(pkg-config --cflags reel) "$main" -o "$work/pc-static" \
    $(pkg-config --static --libs reel | sed 's/-lreel/-l:libreel.a/')
check "pkg-config, static" "$work/pc-static"
if readelf -d "$work/pc-static" | grep -q 'NEEDED.*libreel'; then
    echo "the static program needs the shared library" >&2
    exit 1
fi
"$CMAKE" -S "$SOURCE/tests/api/consumer" -B "$work/cmake" -DCMAKE_PREFIX_PATH="$work/reel" >"$work/cmake.log"
"$CMAKE" --build "$work/cmake" >>"$work/cmake.log"
check "find_package, shared" "$work/cmake/shared"
check "find_package, static" "$work/cmake/static"
if python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    found=$(PYTHONPATH=$(dirname "$(find "$work/reel" -name reel.py)") python3 -c \
        'import sys, reel; print(reel.open(sys.argv[1]).search("lamp")[0].title)' "$work/index")
    test "$found" = "The Lamp Lighter" || { echo "the Python module: wrong answer" >&2; exit 1; }
    echo "the Python module: works"
fi
