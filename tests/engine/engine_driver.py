# SPDX-License-Identifier: GPL-2.0-or-later
"""What the drivers of tests/engine share: a small corpus, runs of the program, and comparing indexes."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile

TITLES = ["The Lamp", "Harbour Lights", "Her", "Night Ferry", "A Quiet Year", "Zone 7", "The Orchard"]
PEOPLE = ["Ana Ruiz", "Jon Berg", "Mia Holt", "Wanda Pell", "Ivo Krall", "Lea Sommer", "Carl Oster"]


class Failure(Exception):
    pass


def check(condition, message):
    if not condition:
        raise Failure(message)


class Engine:
    """Programs, and a folder of their own on a file system that is quick to sync."""

    def __init__(self, programs):
        self.reel = os.path.join(programs, "cli", "reel")
        self.dump_program = os.path.join(programs, "tests", "engine", "reel-index-dump")
        self.fault = os.path.join(programs, "tests", "engine", "libreel-fault.so")
        base = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
        self.folder = tempfile.mkdtemp(prefix="reel-engine-", dir=base)
        self.corpus = os.path.join(self.folder, "corpus")
        self.index = os.path.join(self.folder, "films.reel")

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, *arguments, timeout=60, **environment):
        """Exit code (negative: a signal), standard output and error."""
        given = dict(os.environ)
        given.update(environment)
        done = subprocess.run([self.reel, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=timeout, env=given)
        return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")

    def update(self, *options, **environment):
        return self.run("index", "--quiet", "--index", self.index, *options, self.corpus, **environment)

    def faulty(self, how, at, *options, log=None):
        environment = {"LD_PRELOAD": self.fault, "REEL_FAULT_UNDER": self.index}
        if how:
            environment.update(REEL_FAULT_HOW=how, REEL_FAULT_AT=str(at))
        if log:
            environment["REEL_FAULT_LOG"] = log
        return self.update(*options, **environment)

    def dump(self):
        """What the index says, or None where there is none."""
        done = subprocess.run([self.dump_program, self.index], capture_output=True, timeout=60)
        return done.stdout if done.returncode == 0 else None

    def page(self, number, edition=0):
        title = TITLES[number % 7]
        text = "%s (%d)\n\n%d min\n\nA lamp of edition %d is found in house %d.\n\nDirector:\n%s\n\nStars:\n%s, %s\n" % (
            title, 1980 + number // 7, 80 + number, edition, number, PEOPLE[number % 7], PEOPLE[(number + 2) % 7], PEOPLE[(number + 3) % 7])
        self.put("page-%d.txt" % number, text)

    def records(self, count, edition=0):
        lines = []
        for number in range(count):
            lines.append('{"title": "%s", "year": %d, "directors": ["%s"], "plot": "A ferry of edition %d, number %d."}' % (
                TITLES[number % 7], 1980 + number // 7, PEOPLE[number % 7], edition if number % 3 == 0 else 0, number))
        self.put("records.jsonl", "\n".join(lines) + "\n")

    def put(self, name, text):
        path = os.path.join(self.corpus, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)

    def make_corpus(self, pages=12, records=20, edition=0):
        for number in range(pages):
            self.page(number, edition)
        self.records(records, edition)

    def save(self, name):
        kept = os.path.join(self.folder, name)
        shutil.rmtree(kept, ignore_errors=True)
        if os.path.exists(self.index):
            shutil.copytree(self.index, kept, symlinks=True)

    def restore(self, name):
        kept = os.path.join(self.folder, name)
        shutil.rmtree(self.index, ignore_errors=True)
        if os.path.exists(kept):
            shutil.copytree(kept, self.index, symlinks=True)

    def leftovers(self):
        """What is in the index folder and should not be, after a finished run."""
        current = os.readlink(os.path.join(self.index, "current"))
        found = [name for name in os.listdir(self.index) if name not in ("current", "lock", current)]
        found += [name for name in os.listdir(os.path.join(self.index, current)) if name.startswith(("part-", "merge-", "spill-"))]
        return found

    def verify(self):
        code, _, errors = self.run("status", "--verify", "--index", self.index)
        check(code == 0, "status --verify ends with %d: %s" % (code, errors))


def main(cases, programs, names):
    failed = 0
    for case in cases:
        if names and case.__name__ not in names:
            continue
        engine = Engine(programs)
        try:
            case(engine)
            print("ok      %s" % case.__name__, flush=True)
        except Failure as failure:
            failed += 1
            print("FAILED  %s: %s" % (case.__name__, failure), flush=True)
        finally:
            engine.close()
    sys.exit(1 if failed else 0)


def signal_name(code):
    return signal.Signals(-code).name if code < 0 else str(code)
