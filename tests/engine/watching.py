# SPDX-License-Identifier: GPL-2.0-or-later
"""reel index --watch: what changes in the folders is indexed, once it is quiet; an interrupt ends it well.
usage: watching.py BUILD-FOLDER"""
import os
import shutil
import signal
import subprocess
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from engine_driver import check, main, signal_name  # noqa: E402


def films_of(engine):
    code, out, _ = engine.run("export", "--index", engine.index)
    return out if code == 0 else b""


def wait_for(engine, what, condition):
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if condition(films_of(engine)):
            return
        time.sleep(0.1)
    check(False, "not indexed: %s" % what)


def follows_changes(engine):
    engine.make_corpus(5, 5)
    run = subprocess.Popen([engine.reel, "index", "--watch", "--index", engine.index, engine.corpus], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE)
    try:
        wait_for(engine, "the first run", lambda films: b"Harbour Lights" in films)
        engine.put("new.txt", "Paper Moonlight (1971)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a new file", lambda films: b"Paper Moonlight" in films)
        engine.put("deep/er/new.txt", "Salt Roads (1972)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a file in new folders", lambda films: b"Salt Roads" in films)
        engine.put("deep/er/new.txt", "Sand Roads (1972)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a changed file", lambda films: b"Sand Roads" in films and b"Salt Roads" not in films)
        os.rename(os.path.join(engine.corpus, "new.txt"), os.path.join(engine.folder, "new.txt"))
        wait_for(engine, "a file moved away", lambda films: b"Paper Moonlight" not in films)
        shutil.rmtree(os.path.join(engine.corpus, "deep"))
        wait_for(engine, "a folder removed", lambda films: b"Sand Roads" not in films)
        check(run.poll() is None, "the watch ended by itself")
    finally:
        run.send_signal(signal.SIGINT)
        out, errors = run.communicate(timeout=20)
    check(run.returncode == 0, "ended with %s: %s" % (signal_name(run.returncode), errors))
    check(out.count(b"indexed ") >= 5, "runs were not reported: %s" % out)
    engine.verify()


def finds_a_folder_made_anew(engine):
    """A folder removed and made anew is another one: nothing tells of it. A problem is told once, not with each change."""
    engine.make_corpus(3, 3)
    with open(os.path.join(engine.corpus, "broken.txt"), "wb") as file:
        file.write(b"\0\1\2")
    run = subprocess.Popen([engine.reel, "index", "--watch", "--index", engine.index, engine.corpus], stdout=subprocess.PIPE,
                           stderr=subprocess.PIPE)
    try:
        wait_for(engine, "the first run", lambda films: b"Harbour Lights" in films)
        engine.put("new.txt", "Paper Moonlight (1971)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a new file", lambda films: b"Paper Moonlight" in films)
        shutil.rmtree(engine.corpus)
        wait_for(engine, "a corpus removed", lambda films: films == b"")
        engine.put("later.txt", "Salt Roads (1972)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a corpus made anew", lambda films: b"Salt Roads" in films)
        engine.put("last.txt", "Sand Roads (1972)\n\nDirector:\nAna Ruiz\n")
        wait_for(engine, "a file in it", lambda films: b"Sand Roads" in films)
    finally:
        run.send_signal(signal.SIGINT)
        _, errors = run.communicate(timeout=20)
    check(run.returncode == 0, "ended with %s: %s" % (signal_name(run.returncode), errors))
    check(errors.count(b"broken.txt") == 1, "the broken file was told of %d times: %s" % (errors.count(b"broken.txt"), errors))
    check(errors.count(b"\n") == 1, "more was told than that: %s" % errors)


if __name__ == "__main__":
    main([follows_changes, finds_a_folder_made_anew], sys.argv[1], sys.argv[2:])
