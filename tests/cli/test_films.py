# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of films.tsv, answered over the large library of ../shared/data, where that is."""
import json

from pathlib import Path

from program import ROOT, reel, run_tests

LIBRARY = ROOT.parent / "shared/data/films.jsonl"
ROWS = Path(__file__).with_name("films.tsv")


def wrong_films(expected, found):
    """The films of a row that are missing, or there and must not be."""
    count, _, films = expected.partition(": ")
    first = found[:int(count)]
    wrong = []
    for film in films.split("; "):
        denied = film.startswith("! ")
        if (film.removeprefix("! ") in first) == denied:
            wrong.append(film)
    return wrong


def test_films__are_found_in_a_large_library(folder):
    if not LIBRARY.is_file():
        print(f"skip  {LIBRARY.name}: the library is not here")
        return
    code, _, problems = reel("index", "--index", "ix", "--quiet", str(LIBRARY), cwd=folder, seconds=600)
    assert code == 0, problems
    rows = [line.split("\t") for line in ROWS.read_text().splitlines() if line and not line.startswith("#")]
    lines = "".join(f"{number}\t{query}\n" for number, (query, _) in enumerate(rows))
    code, out, problems = reel("search", "--index", "ix", "--format", "json", "--snippets", "0", "--limit", "10", "--batch", "-",
                               cwd=folder, data=lines.encode(), seconds=600)
    assert code in (0, 1), problems
    wrong = []
    for (query, expected), line in zip(rows, out.splitlines()):
        found = [f"{hit['title']} ({hit['year']})" for hit in json.loads(line)["hits"]]
        missed = wrong_films(expected, found)
        if missed:
            wrong.append(f"\n  {query}: {'; '.join(missed)}; found {'; '.join(found[:5]) or 'nothing'}")
    assert len(rows) > 50
    assert not wrong, f"{len(wrong)} of {len(rows)}" + "".join(wrong)


run_tests(globals())
