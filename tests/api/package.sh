#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The Debian package: made, looked into, unpacked and used. With REEL_DEBOOTSTRAP=1 and as root it is also
# installed with apt on a Debian 12 that has nothing else, and used there:
#     REEL_DEBOOTSTRAP=1 SANITIZE= BUILD=build/release SOURCE=. sh tests/api/package.sh
set -eu
if [ -n "$SANITIZE" ] || ! command -v dpkg-deb >/dev/null || ! command -v dpkg-shlibdeps >/dev/null || ! command -v cpack >/dev/null; then
    echo "skipped: needs cpack and dpkg-dev, and a build without sanitizers"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cpack --config "$BUILD/CPackConfig.cmake" -B "$work/made" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
package=$(ls "$work"/made/*.deb)
dpkg-deb -f "$package" Depends | grep -q 'libxapian30' || { echo "the dependencies are not told" >&2; exit 1; }
dpkg-deb -x "$package" "$work/root"
for file in usr/bin/reel usr/include/reel.h usr/lib/libreel.so.0 usr/lib/libreel.a usr/lib/pkgconfig/reel.pc usr/lib/cmake/reel/reelConfig.cmake \
    usr/share/man/man1/reel.1 usr/share/bash-completion/completions/reel usr/lib/python3/dist-packages/reel.py usr/share/doc/reel/copyright; do
    test -e "$work/root/$file" || { echo "not in the package: $file" >&2; exit 1; }
done
"$work/root/usr/bin/reel" index --quiet --index "$work/films.reel" "$SOURCE/corpus" >/dev/null
"$work/root/usr/bin/reel" search --index "$work/films.reel" in the soup | grep -q 'In the Soup'
test -n "${REEL_DEBOOTSTRAP:-}" || exit 0

debootstrap --variant=minbase bookworm "$work/clean" "${DEBIAN_MIRROR:-http://deb.debian.org/debian}" >"$work/log" 2>&1 || { tail "$work/log" >&2; exit 1; }
cp "$package" "$work/clean/reel.deb"
cp -r "$SOURCE/corpus" "$work/clean/corpus"
chroot "$work/clean" sh -euc '
    apt-get update -qq
    apt-get install -y -qq --no-install-recommends /reel.deb python3 >/dev/null 2>&1
    reel --version
    cd / && reel index --quiet corpus
    reel search --limit 1 in the soup
    python3 -c "import reel; print(reel.open(\".reel\").search(\"in the soup\")[0].title)"
    reel serve --listen 127.0.0.1:0 --format json >/served &
    served=$!
    for wait in 1 2 3 4 5 6 7 8 9 10; do test -s /served || sleep 1; done
    python3 -c "import json, urllib.request as u; a = json.load(open(\"/served\"))[\"url\"]; print(json.load(u.urlopen(a + \"healthz\"))[\"status\"])"
    kill $served
    wait $served
    apt-get remove -y -qq reel >/dev/null 2>&1
    test ! -e /usr/bin/reel && test ! -e /usr/lib/libreel.so.0
    apt-get install -y -qq --no-install-recommends /reel.deb >/dev/null 2>&1
    apt-get purge -y -qq reel >/dev/null 2>&1
    ! dpkg -s reel >/dev/null 2>&1
    test -z "$(find /usr /etc /var/lib/dpkg/info -name "*reel*" ! -name "*.reel*" | grep -v /freel)"'
echo "installs, works, is removed and purged on a clean Debian 12"
