# shellcheck shell=sh disable=SC2034,SC2048,SC2086,SC2116
# SPDX-License-Identifier: GPL-2.0-or-later
# What ./demo and ./check share: the packages of Debian 12 that reel is built, tried and tested with.
# Sourced by them with the root of the project as the working directory.

BUILD_PACKAGES="gcc g++ cmake ninja-build pkg-config
  libxapian-dev libutf8proc-dev libjansson-dev libxml2-dev libxxhash-dev libzstd-dev
  libmicrohttpd-dev zlib1g-dev"
TEST_PACKAGES="clang libclang-rt-14-dev libcmocka-dev python3 binutils git
  abigail-tools python3-mypy"

# Runs a command as root.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs those of the packages that are missing; says so, and nothing else unless it fails.
need_packages() {
    missing=""
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        echo "not a Debian system: these must be there already: $(echo $*)" >&2
        return 0
    fi
    for package in "$@"; do
        case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
        "install ok installed") ;;
        *) missing="$missing $package" ;;
        esac
    done
    [ -n "$missing" ] || return 0
    echo "installing:$missing" >&2
    log=$(mktemp)
    # shellcheck disable=SC2086 # the list is meant to be split
    if ! { as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq &&
           as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing; } \
        >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        echo "could not install:$missing" >&2
        return 1
    fi
    rm -f "$log"
}

# Runs a step quietly; shows its output only when it fails.
quietly() {
    log=$(mktemp)
    if ! "$@" >"$log" 2>&1 </dev/null; then
        cat "$log" >&2
        rm -f "$log"
        echo "failed: $*" >&2
        return 1
    fi
    rm -f "$log"
}

# What the tests in a browser need: chromium, node and the packages of tests/browser, below build/. They are skipped where
# these cannot be had, so nothing here fails.
browser_tools() {
    command -v chromium >/dev/null || need_packages chromium || return 0
    command -v npm >/dev/null || need_packages nodejs npm || return 0
    mkdir -p build/browser
    if ! cmp -s tests/browser/package-lock.json build/browser/installed.json; then
        cp tests/browser/package.json tests/browser/package-lock.json build/browser/
        if quietly npm ci --prefix build/browser --no-audit --no-fund; then
            cp tests/browser/package-lock.json build/browser/installed.json
        fi
    fi
    return 0
}
