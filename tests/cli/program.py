# SPDX-License-Identifier: GPL-2.0-or-later
"""program: what the tests of the program share: running it in a folder of its own, never longer than a limit."""
import os
import subprocess
import sys
import tempfile
from pathlib import Path

REEL = os.path.abspath(sys.argv[1])
ROOT = Path(sys.argv[2]).resolve()
SECONDS = 60


def reel(*arguments, cwd=None, seconds=SECONDS, data=None):
    """(exit code, stdout, stderr) of `reel ARGUMENTS`. A run that takes longer is killed and fails the test."""
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}}
    done = subprocess.run([REEL, *arguments], cwd=cwd, env=environment, capture_output=True, timeout=seconds, input=data or b"")
    return done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")


def run_tests(tests):
    """Runs the functions called test_...: each in a new folder that it is given."""
    failed = 0
    for name, test in tests.items():
        if not name.startswith("test_"):
            continue
        with tempfile.TemporaryDirectory(prefix="reel-cli-") as folder:
            try:
                test(Path(folder).resolve())
                print(f"ok    {name}")
            except Exception as problem:  # every test gets its turn
                failed += 1
                print(f"FAIL  {name}: {problem!r}")
    sys.exit(1 if failed else 0)
