# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs that are killed, interrupted, or meet a failing disk: the index answers as before or as after, verifies, and the
next run completes the work. usage: faults.py BUILD-FOLDER [--all] [CASE...]"""
import errno
import fcntl
import os
import random
import signal
import subprocess
import sys
import threading
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from engine_driver import Failure, check, main, signal_name  # noqa: E402

EVERY_POINT = "--all" in sys.argv
POINTS = 12  # of one case, unless all


def prepare(engine, scenario):
    """Leaves the index before the run, saved as "before", and the corpus as the run finds it."""
    engine.make_corpus()
    if scenario != "first":
        code, _, errors = engine.update()
        check(code == 0, errors)
        for number in (1, 4, 7):
            engine.page(number, 1)
        os.remove(os.path.join(engine.corpus, "page-3.txt"))
        engine.page(40)
        engine.records(22, 1)
    engine.save("before")


def options_of(scenario):
    return ("--full", "--jobs", "2") if scenario == "full" else ("--jobs", "2")


def count_calls(engine, scenario):
    """Runs without a fault: the log of its calls, and the index as it is after it."""
    log = os.path.join(engine.folder, "log")
    if os.path.exists(log):
        os.remove(log)
    code, _, errors = engine.faulty(None, 0, *options_of(scenario), log=log)
    check(code == 0, errors)
    with open(log, encoding="utf-8") as file:
        return [line.rstrip("\n").split(" ", 2)[1:] for line in file], engine.dump()


def points_of(calls):
    """All, or a sample in which every step of the switch is."""
    numbers = list(range(1, len(calls) + 1))
    if EVERY_POINT or len(numbers) <= POINTS:
        return numbers
    chosen = {number for number in numbers if calls[number - 1][0] in ("rename", "symlink")}
    chosen.update(numbers[-4:])
    chosen.update(random.Random(5).sample(numbers, max(0, POINTS - len(chosen))))
    return sorted(chosen)


def check_state(engine, before, after, what):
    found = engine.dump()
    check(found in (before, after), "%s: the index is neither as before nor as after" % what)
    if found is not None:
        engine.verify()
    return found


def check_completes(engine, after, what):
    code, _, errors = engine.update()
    check(code == 0, "%s: the next run ends with %s: %s" % (what, signal_name(code), errors))
    check(engine.dump() == after, "%s: the next run did not complete the work" % what)
    engine.verify()
    check(not engine.leftovers(), "%s: left behind: %s" % (what, engine.leftovers()))


def with_fault(engine, scenario, how, expect):
    prepare(engine, scenario)
    before = engine.dump()
    calls, after = count_calls(engine, scenario)
    for point in points_of(calls):
        engine.restore("before")
        code, _, errors = engine.faulty(how, point, *options_of(scenario))
        what = "%s at call %d of %d (%s %s)" % (how, point, len(calls), *calls[point - 1])
        found = check_state(engine, before, after, what)
        expect(code, errors, found, before, after, what)
        check_completes(engine, after, what)


def dies(code, errors, found, before, after, what):
    check(code in (-signal.SIGKILL, 0), "%s: ended with %s: %s" % (what, signal_name(code), errors))


def fails(code, errors, found, before, after, what):
    """A failure is told, or did not matter: then the work is done."""
    check(code in (0, 5), "%s: ended with %s: %s" % (what, signal_name(code), errors))
    check(code != 0 or found == after, "%s: ended well, but the work is not done" % what)
    check(code == 0 or errors.startswith("reel: "), "%s: no message: %s" % (what, errors))


def stops(code, errors, found, before, after, what):
    check(code in (0, 12), "%s: ended with %s: %s" % (what, signal_name(code), errors))
    check(found == (after if code == 0 else before), "%s: the exit code %d does not say what was done" % (what, code))


def kill_in_a_first_build(engine):
    with_fault(engine, "first", "kill", dies)


def kill_in_a_full_build(engine):
    with_fault(engine, "full", "kill", dies)


def kill_in_an_increment(engine):
    with_fault(engine, "increment", "kill", dies)


def tear_a_write_in_a_full_build(engine):
    with_fault(engine, "full", "tear", dies)


def tear_a_write_in_an_increment(engine):
    with_fault(engine, "increment", "tear", dies)


def full_disk_in_a_full_build(engine):
    with_fault(engine, "full", "full %d" % errno.ENOSPC, fails)


def full_disk_in_an_increment(engine):
    with_fault(engine, "increment", "full %d" % errno.ENOSPC, fails)


def io_error_in_a_full_build(engine):
    with_fault(engine, "full", "once %d" % errno.EIO, fails)


def io_error_in_an_increment(engine):
    with_fault(engine, "increment", "once %d" % errno.EIO, fails)


def interrupt_a_full_build(engine):
    with_fault(engine, "full", "interrupt", stops)


def interrupt_an_increment(engine):
    with_fault(engine, "increment", "interrupt", stops)


def read_only_folder(engine):
    prepare(engine, "increment")
    before = engine.dump()
    for how in (errno.EROFS, errno.EACCES):
        code, _, errors = engine.faulty("full %d" % how, 1)
        check(code == 5, "ended with %s: %s" % (signal_name(code), errors))
        check(os.strerror(how) in errors, "the message does not say why: %s" % errors)
        check(engine.dump() == before, "the index changed")


def unreadable(engine, name, at, *options):
    """A run while the disk fails to give a file or folder of the corpus."""
    return engine.run("index", "--index", engine.index, *options, engine.corpus, LD_PRELOAD=engine.fault, REEL_FAULT_READ=os.path.join(engine.corpus, name),
                      REEL_FAULT_READ_AT=str(at))


def check_told(code, errors, name):
    check(code == 0, "%s: a document that cannot be read ends the run: %s %s" % (name, signal_name(code), errors))
    check(name in errors and os.strerror(errno.EIO) in errors, "%s is not named with the reason: %s" % (name, errors))


def disk_fails_under_a_page(engine):
    engine.make_corpus()
    check(engine.update()[0] == 0, "no index")
    before = engine.dump()
    engine.page(4, 1)  # changed, but it cannot be known
    for options in ((), ("--full",)):
        code, _, errors = unreadable(engine, "page-4.txt", 1, *options)
        check_told(code, errors, "page-4.txt")
        check(engine.dump() == before, "what was known of the page did not stay %s" % (options,))
        engine.verify()
    check(engine.update()[0] == 0 and b"edition 1 is found" in engine.dump(), "the page is not read once it can be")
    os.remove(os.path.join(engine.corpus, "page-4.txt"))
    check(engine.update()[0] == 0 and b"edition 1 is found" not in engine.dump(), "the page did not leave")


def disk_fails_inside_a_record_file(engine):
    """The first lines are as they are now, what is known of the others stays."""
    engine.make_corpus(2, 0)
    lines = ['{"title": "Film %d", "year": %d, "plot": "%s"}' % (i, 1950 + i % 70, "ferry " * 50) for i in range(4000)]
    engine.put("records.jsonl", "\n".join(lines) + "\n")
    check(engine.update()[0] == 0, "no index")
    for options in ((), ("--full",)):
        lines[10] = '{"title": "Top Changed", "year": 1999, "genres": ["%s"]}' % (options or ("Drama",))[0]
        lines.insert(0, '{"title": "First %d", "year": 1998}' % len(options))
        lines[3900] = '{"title": "Bottom Changed %d", "year": 1999}' % len(options)
        engine.put("records.jsonl", "\n".join(lines) + "\n")
        code, _, errors = unreadable(engine, "records.jsonl", 2, *options)
        check_told(code, errors, "records.jsonl")
        dump = engine.dump()
        check(b"film top-changed-1999" in dump and b"film first-%d-1998" % len(options) in dump, "lines that could be read are not there")
        check(b"film bottom-changed-%d-1999" % len(options) not in dump, "a line was read that cannot be")
        check(b"film film-3999-1959" in dump, "lines that could not be read did not stay")
        engine.verify()
        check(engine.update()[0] == 0, "the next run fails")
        increment = engine.dump()
        check(engine.update("--full")[0] == 0 and engine.dump() == increment, "the next run does not complete the work")


def disk_fails_under_a_folder(engine):
    engine.make_corpus()
    for number in range(3):
        engine.put("inner/part-%d.txt" % number, "Sand Bridge %d (198%d)\n\n90 min\n\nDirector:\nAna Ruiz\n" % (number, number))
    check(engine.update()[0] == 0, "no index")
    before = engine.dump()
    for options in ((), ("--full",)):
        code, _, errors = unreadable(engine, "inner", 1, *options)
        check_told(code, errors, "inner")
        check(engine.dump() == before, "what was known of the folder did not stay %s" % (options,))


def mount_small(engine, megabytes):
    """A file system of its own, or None where that is not allowed."""
    where = os.path.join(engine.folder, "small")
    os.makedirs(where, exist_ok=True)
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%dk" % int(megabytes * 1024), "tmpfs", where], capture_output=True)
    return where if done.returncode == 0 else None


def really_full_disk(engine):
    """A small file system, filled up so that the run meets its end earlier or later."""
    engine.make_corpus(40, 400)
    where = mount_small(engine, 6)
    if where is None:
        print("skipped really_full_disk: no file system may be mounted here", flush=True)
        return
    try:
        engine.index = os.path.join(where, "films.reel")
        check(engine.update()[0] == 0, "no index")
        before = engine.dump()
        for number in range(0, 40, 3):
            engine.page(number, 1)
        for options in ((), ("--full",)):
            met = 0
            for free in (0, 16, 100, 300, 900, 2000):
                filler = os.path.join(where, "filler")
                with open(filler, "wb") as file:
                    room = os.statvfs(where)
                    file.write(bytes(max(0, room.f_bavail * room.f_frsize - free * 1024)))
                code, _, errors = engine.update(*options)
                os.remove(filler)
                check(code in (0, 5), "%d KB free: ends with %s: %s" % (free, signal_name(code), errors))
                if code == 5:
                    met += 1
                    check(os.strerror(errno.ENOSPC) in errors, "the message does not say why: %s" % errors)
                    check(engine.dump() == before, "%d KB free: the index is not as before" % free)
                engine.verify()
                before = engine.dump()
            check(met > 0, "the disk was never full %s" % (options,))
            check(engine.update(*options)[0] == 0, "the next run fails")
            check(not engine.leftovers(), "left behind: %s" % engine.leftovers())
            increment = engine.dump()
            check(engine.update("--full")[0] == 0 and engine.dump() == increment, "the next run did not complete the work")
            before = increment
            engine.page(1, len(options) + 2)
    finally:
        subprocess.run(["umount", where], check=False)


def no_change_writes_nothing(engine):
    engine.make_corpus()
    check(engine.update()[0] == 0, "no index")
    log = os.path.join(engine.folder, "log")
    code, _, errors = engine.faulty(None, 0, log=log)
    check(code == 0, errors)
    check(not os.path.exists(log), "a run without changes made calls that write")
    check(engine.faulty("full %d" % errno.EROFS, 1)[0] == 0, "a run without changes needs to write")


def killed_at_random_times(engine):
    prepare(engine, "full")
    before = engine.dump()
    _, after = count_calls(engine, "full")
    rng = random.Random(7)
    for round_number in range(200 if EVERY_POINT else 8):
        engine.restore("before")
        kind = rng.choice(("full", "increment"))
        run = subprocess.Popen([engine.reel, "index", "--quiet", "--index", engine.index, *options_of(kind), engine.corpus],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, 0.08))
        run.kill()
        run.wait()
        what = "%s, killed in round %d" % (kind, round_number)
        check_state(engine, before, after, what)
        check_completes(engine, after, what)


def second_writer_is_told_the_pid(engine):
    prepare(engine, "increment")
    with open(os.path.join(engine.index, "lock"), "w+", encoding="ascii") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        lock.write("%d\n" % os.getpid())
        lock.flush()
        start = time.monotonic()
        code, _, errors = engine.update("--wait", "1")
        took = time.monotonic() - start
        check(code == 8, "ended with %s: %s" % (signal_name(code), errors))
        check(str(os.getpid()) in errors, "the message does not name the holder: %s" % errors)
        check(0.9 < took < 5, "waited %.1f s instead of one" % took)
        timer = threading.Timer(0.5, lambda: fcntl.flock(lock, fcntl.LOCK_UN))
        timer.start()
        code, _, errors = engine.update("--wait", "20")
        timer.join()
        check(code == 0, "ended with %s although the lock was given back: %s" % (signal_name(code), errors))


def two_writers_at_once(engine):
    """Both plan, one waits for the other: nothing is done twice or lost."""
    engine.make_corpus()
    for _ in range(10 if EVERY_POINT else 4):
        runs = [subprocess.Popen([engine.reel, "index", "--quiet", "--index", engine.index, engine.corpus], stdout=subprocess.PIPE,
                                 stderr=subprocess.PIPE) for _ in range(3)]
        for run in runs:
            _, errors = run.communicate()
            check(run.returncode == 0, "ended with %s: %s" % (signal_name(run.returncode), errors))
        engine.verify()
        check(not engine.leftovers(), "left behind: %s" % engine.leftovers())
        code, out, _ = engine.run("index", "--format", "json", "--index", engine.index, engine.corpus)
        check(code == 0 and b'"unchanged":32' in out, "the work was not done: %s" % out)
        engine.page(5, random.randrange(10 ** 6))
        engine.records(20, random.randrange(10 ** 6))


def synced_in_order(engine):
    """Nothing is made current before it is on disk: files, their folder, the index folder, the link, the index folder."""
    prepare(engine, "full")
    calls, _ = count_calls(engine, "full")
    switch = next(i for i, (call, path) in enumerate(calls) if call == "rename" and path.endswith("/current"))
    generation = os.path.join(engine.index, os.readlink(os.path.join(engine.index, "current")))
    synced = {}
    for i, (call, path) in enumerate(calls[:switch]):
        if call == "fsync":
            synced[path] = i
    for name in os.listdir(generation):
        path = os.path.join(generation, name)
        writes = [i for i, call in enumerate(calls) if call == ["write", path]]
        check(path in synced, "%s is not synced before the switch" % name)
        check(not writes or writes[-1] < synced[path], "%s is written after its sync" % name)
    check(synced.get(generation, -1) > max(synced[os.path.join(generation, name)] for name in os.listdir(generation)),
          "the folder of the generation is not synced after its files")
    check(synced.get(engine.index, -1) > -1, "the index folder is not synced before the switch")
    check(["fsync", engine.index] in calls[switch:], "the index folder is not synced after the switch")
    engine.restore("before")
    calls, _ = count_calls(engine, "increment")
    commit = max(i for i, (call, path) in enumerate(calls) if call == "rename" and path.endswith("/iamglass"))
    folder = os.path.dirname(calls[commit][1])
    for table in ("docdata", "postlist", "termlist", "position"):
        path = os.path.join(folder, table + ".glass")
        writes = [i for i, call in enumerate(calls[:commit]) if call == ["write", path]]
        syncs = [i for i, call in enumerate(calls[:commit]) if call == ["fsync", path]]
        check(not writes or (syncs and syncs[-1] > writes[-1]), "%s is not synced before the commit" % table)
        check(["write", path] not in calls[commit:], "%s is written after the commit" % table)
    check(["fsync", folder] in calls[commit:], "the folder is not synced after the commit")
    dropped = calls.index(["unlink", os.path.join(folder, "sums")])
    first = min(i for i, (call, path) in enumerate(calls) if call == "write" and path.endswith(".glass"))
    check(calls[dropped + 1] == ["fsync", folder] and dropped < first, "old sums may come back beside new tables")


CASES = [disk_fails_under_a_page, disk_fails_inside_a_record_file, disk_fails_under_a_folder, really_full_disk, no_change_writes_nothing, synced_in_order, second_writer_is_told_the_pid, two_writers_at_once, read_only_folder,
         kill_in_a_first_build, kill_in_a_full_build, kill_in_an_increment, tear_a_write_in_a_full_build,
         tear_a_write_in_an_increment, full_disk_in_a_full_build, full_disk_in_an_increment, io_error_in_a_full_build,
         io_error_in_an_increment, interrupt_a_full_build, interrupt_an_increment, killed_at_random_times]

if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main(CASES, given[0], given[1:])
