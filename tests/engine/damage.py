# SPDX-License-Identifier: GPL-2.0-or-later
"""Damaged indexes: each file of one is flipped, cut, emptied and removed. The program says so or is not touched by it; it
never crashes or hangs, verifying finds what changes the answers, and a full build restores all. usage: damage.py BUILD-FOLDER [--all]"""
import json
import os
import random
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from engine_driver import check, main, signal_name  # noqa: E402

ROUNDS = 60 if "--all" in sys.argv else 2
TELLS = (4, 5, 9, 10)  # NOTFOUND, IO, STALE, CORRUPT


def build(engine):
    engine.make_corpus(20, 60)
    code, _, errors = engine.update()
    check(code == 0, errors)
    engine.save("whole")
    return engine.dump(), engine.run("export", "--index", engine.index)[1]


def run_calmly(engine, what, *arguments):
    try:
        code, out, errors = engine.run(*arguments, "--index", engine.index, timeout=20)
    except subprocess.TimeoutExpired:
        check(False, "%s: %s does not end" % (what, arguments[0]))
    check(code >= 0, "%s: %s dies of %s" % (what, " ".join(arguments), signal_name(code)))
    check(code in (0, 1) or errors.startswith("reel: "), "%s: %s ends with %d without a message" % (what, arguments[0], code))
    return code, out, errors


def look_at(engine, what, whole, exported):
    """True when the damage was seen or did not matter."""
    code, _, errors = run_calmly(engine, what, "status", "--verify")
    check(code == 0 or code in TELLS, "%s: status --verify ends with %d: %s" % (what, code, errors))
    if code != 0:
        check("--full" in errors or "reel index" in errors or code == 5, "%s: no word on what to do: %s" % (what, errors))
    for query in ("lamp", "ferry edition", "director:\"Jon Berg\"", "1983"):
        run_calmly(engine, what, "search", query)
    run_calmly(engine, what, "suggest", "ni")
    found, out, _ = run_calmly(engine, what, "export")
    changed = found == 0 and out != exported
    if code == 0:
        return not changed and found == 0 and engine.dump() == whole
    return True


def restore(engine, what, whole):
    code, _, errors = run_calmly(engine, what, "index", "--quiet", "--full", engine.corpus)
    check(code == 0, "%s: a full build ends with %d: %s" % (what, code, errors))
    check(engine.dump() == whole, "%s: a full build does not restore the index" % what)


def each_file(engine):
    yield "lock"
    for name in sorted(os.listdir(os.path.join(engine.index, "current"))):
        yield os.path.join("current", name)


def flip(rng, path):
    with open(path, "r+b") as file:
        bytes_ = bytearray(file.read())
        if not bytes_:
            return "nothing"
        at = rng.randrange(len(bytes_))
        for i in range(at, min(len(bytes_), at + rng.choice((1, 1, 4, 64)))):
            bytes_[i] = rng.randrange(256)
        file.seek(0)
        file.write(bytes_)
    return "flipped at %d" % at


def damage_bytes(engine):
    whole, exported = build(engine)
    rng = random.Random(11)
    unseen = []
    tried = 0
    for name in each_file(engine):
        for round_number in range(ROUNDS):
            engine.restore("whole")
            what = "%s %s (round %d)" % (name, flip(rng, os.path.join(engine.index, name)), round_number)
            tried += 1
            if not look_at(engine, what, whole, exported):
                unseen.append(what)
            if round_number % 10 == 0:
                restore(engine, what, whole)
    print("        %d of %d changes were not seen: %s" % (len(unseen), tried, "; ".join(unseen[:5])))
    check(len(unseen) * 20 <= tried, "%d of %d changes were not seen: %s" % (len(unseen), tried, "; ".join(unseen)))


def hostile_bytes(engine):
    """Flipped bytes and readers that did not verify: none dies, waits, or answers with what was not written."""
    build(engine)
    rng = random.Random(23)
    film = json.loads(engine.run("search", "--format", "json", "--limit", "1", "--index", engine.index, "lamp")[1])["hits"][0]["id"]
    for state in ("built", "updated"):
        if state == "updated":
            engine.restore("whole")
            engine.page(2, 5)
            check(engine.update()[0] == 0, "no update")
        engine.save("whole")
        asked = (("search", "lamp"), ("search", "--facet", "director", "1983"), ("show", film), ("suggest", "ni"), ("status",), ("export",))
        right = {arguments: engine.run(*arguments, "--index", engine.index)[:2] for arguments in asked}
        for name in each_file(engine):
            for round_number in range(ROUNDS):
                engine.restore("whole")
                path = os.path.join(engine.index, name)
                if not (name.endswith(".glass") or name.endswith("glass")) or os.path.getsize(path) == 0:
                    continue
                with open(path, "rb") as file:
                    before = file.read()
                what = "%s: %s %s" % (state, name, flip(rng, path))
                with open(path, "rb") as file:
                    changed = file.read() != before
                for arguments in asked:
                    code, out, errors = run_calmly(engine, what, *arguments)
                    if changed:
                        check(code == 10 and "--full" in errors, "%s: %s ends with %d: %s" % (what, arguments[0], code, errors))
                    elif arguments[0] in ("show", "export"):
                        check((code, out) == right[arguments], "%s: %s answers otherwise" % (what, arguments[0]))


def copies_are_whole(engine):
    """A copy has other times: its tables are read, and are what was written."""
    whole, _ = build(engine)
    os.rename(engine.index, engine.index + ".old")
    for folder, _, names in os.walk(engine.index + ".old"):
        to = engine.index + folder[len(engine.index) + 4:]
        os.mkdir(to)
        for name in names:
            if not os.path.islink(os.path.join(folder, name)):
                shutil.copyfile(os.path.join(folder, name), os.path.join(to, name))
    current = os.path.join(engine.index, "current")
    os.symlink(os.readlink(os.path.join(engine.index + ".old", "current")), current)
    check(engine.dump() == whole, "a copy is not read")
    engine.page(2, 5)
    check(engine.update()[0] == 0, "a copy is not updated")
    engine.verify()
    os.remove(os.path.join(current, "sums"))
    check(engine.run("search", "--index", engine.index, "lamp")[0] == 0, "without sums an index is not read")


def cut_and_remove(engine):
    whole, exported = build(engine)
    for name in each_file(engine):
        path = os.path.join(engine.index, name)
        for how in ("emptied", "halved", "shortened", "removed", "a folder") if ROUNDS > 2 else ("halved", "removed"):
            engine.restore("whole")
            size = os.path.getsize(path)
            if how == "removed" or how == "a folder":
                os.remove(path)
                if how == "a folder":
                    os.mkdir(path)
            else:
                os.truncate(path, {"emptied": 0, "halved": size // 2, "shortened": max(0, size - 1)}[how])
            what = "%s %s" % (name, how)
            check(look_at(engine, what, whole, exported), "%s: not seen" % what)
            if name != "lock" or how != "a folder":
                restore(engine, what, whole)


def damage_the_link(engine):
    whole, exported = build(engine)
    link = os.path.join(engine.index, "current")
    for target in (None, "generation-000009", "/etc", "../corpus", "current", ""):
        engine.restore("whole")
        os.remove(link)
        if target == "":
            os.mkdir(link)
        elif target is not None:
            os.symlink(target, link)
        what = "a link to %s" % target
        code, _, errors = run_calmly(engine, what, "status")
        check(code in TELLS, "%s: ends with %d: %s" % (what, code, errors))
        if target != "":
            restore(engine, what, whole)


def swap_generations(engine):
    """Tables of an older state beside newer ones."""
    whole, exported = build(engine)
    engine.page(2, 5)
    engine.records(60, 5)
    check(engine.update()[0] == 0, "no update")
    new = engine.dump()
    engine.save("new")
    for name in sorted(os.listdir(os.path.join(engine.index, "current"))):
        engine.restore("new")
        current = os.readlink(os.path.join(engine.index, "current"))
        old = os.path.join(engine.folder, "whole", current, name)
        with open(old, "rb") as file:
            bytes_ = file.read()
        with open(os.path.join(engine.index, current, name), "wb") as file:
            file.write(bytes_)
        what = "%s of an older state" % name
        code, _, _ = run_calmly(engine, what, "status", "--verify")
        check(code != 0 or engine.dump() in (whole, new), "%s: not seen" % what)
        for query in ("lamp", "edition"):
            run_calmly(engine, what, "search", query)


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    main([damage_the_link, copies_are_whole, hostile_bytes, cut_and_remove, swap_generations, damage_bytes], given[0], given[1:])
