#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The tests of the Python module, against the shared library that was built.
set -eu
if [ -n "$SANITIZE" ]; then
    echo "skipped: an interpreter without the sanitizers cannot load a library with them"
    exit 77
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' 2>/dev/null; then
    echo "skipped: python3 (3.9 or later) is not installed"
    exit 77
fi
REEL_LIBRARY=$LIBRARY PYTHONDONTWRITEBYTECODE=1 exec python3 -W error "$SOURCE/tests/api/test_python.py"
