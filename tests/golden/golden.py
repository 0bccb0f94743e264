#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Goldens: what the program prints over corpus/, compared with the texts beside this file.

    golden.py REEL ROOT GROUP        compares one group of the table below
    REEL_GOLDEN_WRITE=1 golden.py REEL ROOT GROUP
                                     writes them anew; read the difference before it is committed (git diff tests/golden)

Only the program is called. What differs from run to run is made the same: times, generations, folders; and, where the
third word of a row says so, scores, so that a change of weights alone rewrites nothing but the order it changes."""
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOUNDING = "black and white Sundance 1992"
PAGE = "corpus/encyclopedia/in-the-soup.txt"


def formats():
    """A document of each format, and of each shape that gave trouble, stage by stage."""
    for name, path in {
        "encyclopedia": PAGE,
        "encyclopedia-no-box": "corpus/encyclopedia/battleship-potemkin.txt",
        "encyclopedia-three-directors": "corpus/encyclopedia/man-bites-dog.txt",
        "encyclopedia-person": "corpus/encyclopedia/steve-buscemi.txt",
        "encyclopedia-series": "corpus/encyclopedia/twin-peaks.txt",
        "moviepage": "corpus/moviepages/in-the-soup.txt",
        "moviepage-awards": "corpus/moviepages/in-the-soup-awards.txt",
        "moviepage-damaged": "corpus/moviepages/alien-3-damaged.txt",
        "moviepage-fraction": "corpus/moviepages/eight-and-a-half.txt",
        "moviepage-html": "corpus/moviepages/wall-e.html",
        "moviepage-old-html": "corpus/moviepages/up.html",
        "programme": "corpus/programme/in-the-soup.txt",
        "programme-double-bill": "corpus/programme/la-jetee-sans-soleil.txt",
        "programme-list": "corpus/programme/short-films-from-the-coast.txt",
        "programme-festival-page": "corpus/programme/rashomon.txt",
        "nfo": "corpus/library/Rocky II (1979)/movie.nfo",
        "nfo-broken": "corpus/library/Up (2009)/movie.nfo",
        "nfo-episode": "corpus/library/Twin Peaks/Season 1/S01E01.nfo",
        "plain": "corpus/notes/they-live.txt",
    }.items():
        yield f"facts-{name}", ["explain", "--stage=facts", path]
    yield "format", ["explain", "--stage=format", PAGE]
    yield "format-json", ["explain", "--stage=format", "--format", "json", PAGE]
    yield "facts-json", ["explain", "--stage=facts", "--format", "json", "corpus/notes/they-live.txt"]
    yield "film", ["explain", "--stage=film", "corpus/programme/seven-samurai.txt"]
    yield "tokens", ["explain", "--stage=tokens", "corpus/notes/they-live.txt"]
    yield "terms", ["explain", "--stage=terms", "corpus/notes/they-live.txt"], "scores"


def answers():
    """The founding query in each format, and what the stages make of it."""
    for form in ("text", "json", "jsonl", "tsv", "trec"):
        yield f"search-{form}", ["search", "--limit", "2", "--format", form, FOUNDING], "scores"
    yield "search-color", ["search", "--limit", "1", "--color", "always", FOUNDING]
    yield "search-facets", ["search", "--limit", "0", "--format", "json", "--facet", "festival", "--facet", "genre", "coloration:\"black and white\""]
    yield "search-sort", ["search", "--limit", "4", "--snippets", "0", "--sort", "-year", "genre:drama"]
    yield "search-syntax", ["search", "--limit", "3", "--snippets", "0", "+genre:drama -country:\"united states\" year:1950..1979"]
    yield "search-denial-both", ["search", "--limit", "3", "--snippets", "0", "john carpenter excluding science fiction horror films"]
    yield "search-denial-one-of-two", ["search", "--limit", "2", "--snippets", "0", "nosferatu excluding horror mystery films"]
    yield "search-denial", ["search", "--limit", "3", "--snippets", "0", "dramas not in English"]
    yield "search-correction", ["search", "--limit", "1", "--snippets", "0", "buschemi"]
    yield "search-nothing", ["search", "cast:keener"]
    yield "search-batch", ["search", "--batch", "tests/golden/batch.tsv", "--format", "trec", "--limit", "2"], "scores"
    for stage in ("parse", "sense", "query"):
        yield f"explain-{stage}", ["explain", f"--stage={stage}", FOUNDING], "scores"
    yield "explain-parse-syntax", ["explain", "--stage=parse", "(drama OR comedy) director:rockwell -\"grand jury\" year:1990.. busc*"]
    yield "explain-score", ["explain", "--stage=score", "--film", "in-the-soup-1992", FOUNDING], "scores"
    yield "explain-score-absent", ["explain", "--stage=score", "--film", "mulan-2020", "director:rockwell"], "scores"


def commands():
    """Every other command."""
    yield "help", ["help"]
    for command in ("index", "search", "show", "similar", "suggest", "explain", "eval", "status", "fields", "audit", "export", "serve", "help"):
        yield f"help-{command}", ["help", command]
    yield "help-json", ["help", "--format", "json", "fields"]
    yield "show", ["show", "in-the-soup-1992"]
    yield "show-json", ["show", "--format", "json", "they-live-1988"]
    yield "show-conflict", ["show", "stalker-1979"]
    yield "similar", ["similar", "--limit", "3", "in-the-soup-1992"], "scores"
    yield "suggest", ["suggest", "mul"]
    yield "suggest-surname", ["suggest", "buscemi"]
    yield "suggest-surname-given", ["suggest", "kurosawa ak"]
    yield "suggest-title-word", ["suggest", "soup"]
    yield "suggest-prize", ["suggest", "jury pri"]
    yield "suggest-slip", ["suggest", "kurosava"]
    yield "suggest-json", ["suggest", "--format", "json", "sund"]
    yield "status", ["status"]
    yield "status-json", ["status", "--verify", "--format", "json"]
    yield "fields", ["fields"]
    yield "fields-json", ["fields", "--format", "json"]
    yield "audit", ["audit"]
    yield "audit-json", ["audit", "--format", "json"]
    yield "export", ["export"]
    yield "index-again", ["index", "--jobs", "1", "corpus"]
    yield "index-again-json", ["index", "--format", "json", "corpus"]
    yield "index-dry-run", ["index", "--dry-run", "--full", "corpus/library"]
    yield "index-dry-run-json", ["index", "--dry-run", "--full", "--format", "json", "corpus/library"]


GROUPS = {"formats": formats, "answers": answers, "commands": commands}


def same(text, work, scores):
    """The text without what changes from run to run."""
    text = text.replace(str(work), "WORK")
    text = re.sub(r'"took_ms": ?[\d.e-]+', '"took_ms":0', text)
    text = re.sub(r"\bin [\d.]+ (ms|s)\b", r"in 0 \1", text)
    text = re.sub(r'"seconds": ?[\d.e-]+', '"seconds":0', text)
    text = re.sub(r"\b\d+-[0-9a-f]{8}-[0-9a-f-]{27}[.\d]*", "GENERATION", text)
    text = re.sub(r'"bytes": \d+', '"bytes": 0', text)
    text = re.sub(r'"average_length": [\d.]+', '"average_length": 0', text)
    text = re.sub(r"\d+ words a film", "N words a film", text)
    text = re.sub(r"(size +)[\d.]+ [kMG]?B", r"\g<1>0 MB", text)
    if scores:
        text = re.sub(r"(?m)^ +\d+ +\d+  ", "", text)
        text = re.sub(r"\b\d+\.\d+(e[-+]?\d+)?\b", "#.#", text)
    return text


def run(reel, arguments, index, work):
    environment = {"PATH": os.environ["PATH"], "REEL_INDEX": str(index), "LC_ALL": "C", **{name: value for name, value in os.environ.items() if name.endswith("SAN_OPTIONS")}}
    done = subprocess.run([reel, *arguments], cwd=work, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120)
    text = done.stdout.decode()
    if done.stderr:
        text += "--- stderr\n" + done.stderr.decode()
    return text + f"--- exit {done.returncode}\n"


def main():
    reel, root, group = os.path.abspath(sys.argv[1]), Path(sys.argv[2]).resolve(), sys.argv[3]
    folder = HERE / group
    write = os.environ.get("REEL_GOLDEN_WRITE") == "1"
    failed, seen = [], set()
    with tempfile.TemporaryDirectory(prefix="reel-golden-") as name:
        work = Path(name).resolve()
        # corpus/ as a neighbour, so that no path of this machine gets into an answer
        shutil.copytree(root / "corpus", work / "corpus")
        (work / "tests").mkdir()
        shutil.copytree(HERE, work / "tests/golden")
        index = work / "index"
        first = run(reel, ["index", "--quiet", "corpus"], index, work)
        if not first.endswith("--- exit 0\n"):
            sys.exit(first)
        for case, arguments, *scores in GROUPS[group]():
            got = same(run(reel, arguments, index, work), work, bool(scores))
            golden = folder / f"{case}.txt"
            seen.add(golden.name)
            if write:
                folder.mkdir(exist_ok=True)
                golden.write_text(got)
                continue
            wanted = golden.read_text() if golden.exists() else ""
            if got != wanted:
                failed.append(case)
                print(f"reel {' '.join(arguments)}")
                print("\n".join(list(difflib.unified_diff(wanted.splitlines(), got.splitlines(), f"golden/{group}/{case}.txt", "now", lineterm="", n=1))[:60]))
    for stale in sorted({path.name for path in folder.glob("*.txt")} - seen):
        if write:
            (folder / stale).unlink()
        else:
            failed.append(stale)
            print(f"{group}/{stale}: of no row")
    print(f"{len(seen)} goldens, {len(failed)} differ{'' if not failed else ': ' + ', '.join(failed)}")
    if failed:
        print("where the new text is right: REEL_GOLDEN_WRITE=1 ctest --preset dev -L golden, and read git diff tests/golden")
    return 1 if failed else 0


sys.exit(main())
