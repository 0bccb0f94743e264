# SPDX-License-Identifier: GPL-2.0-or-later
"""The rows of requests.tsv, each answered by the program over corpus/; and the founding queries over the three pages
of ../shared/data/seeds, where that folder is."""
import json
from pathlib import Path

from program import ROOT, reel, run_tests

ROWS = Path(__file__).with_name("requests.tsv")


def answers(folder, index, queries):
    """The ids each query finds, by one batch."""
    lines = "".join(f"{number}\t{query}\n" for number, query in enumerate(queries))
    code, out, problems = reel("search", "--index", index, "--format", "trec", "--limit", "10", "--batch", "-", cwd=folder, data=lines.encode())
    assert code in (0, 1), problems
    found = [[] for _ in queries]
    for line in out.splitlines():
        qid, _, film, *_ = line.split(" ")
        found[int(qid)].append(film)
    return found


def holds(expected, found):
    if expected == "-":
        return found == []
    if expected == "?":
        return True
    if expected.startswith("= "):
        films = expected[2:].split()
        return sorted(found[:len(films)]) == sorted(films)
    if expected.startswith("! "):
        return expected[2:] not in found
    return found[:1] == [expected]


def test_requests__are_answered(folder):
    code, _, problems = reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus"), cwd=folder)
    assert code == 0, problems
    rows = [line.split("\t") for line in ROWS.read_text().splitlines() if line and not line.startswith("# ") and line != "#"]
    known = [row[0].startswith("bug ") for row in rows]
    queries = [row[0].removeprefix("bug ") for row in rows]
    wrong = []
    for bug, query, row, found in zip(known, queries, rows, answers(folder, "ix", queries)):
        if holds(row[1], found) == bug:
            wrong.append(f"\n  {'a known bug that is gone: ' if bug else ''}{query}: expected {row[1]}, found {' '.join(found[:4]) or 'nothing'}")
    assert len(rows) > 60
    assert not wrong, f"{len(wrong)} of {len(rows)}" + "".join(wrong)


def test_surnames__of_those_who_played_in_many_films_are_read(folder):
    for films, field in ((12, "cast"), (11, None)):  # of fewer, it is as likely a word
        with open(folder / f"{films}.jsonl", "w") as records:
            for number in range(films):
                records.write(json.dumps({"id": f"f-{number}", "title": f"Harbour {number}", "year": 1950 + number, "cast": ["Ada Holmqvist"]}) + "\n")
        reel("index", "--index", f"ix{films}", "--quiet", f"{films}.jsonl", cwd=folder)
        _, out, _ = reel("search", "--index", f"ix{films}", "--format", "json", "holmqvist", cwd=folder)
        answer = json.loads(out)
        assert answer["total"] == films
        assert [reading["field"] for reading in answer["interpretation"]] == ([field] if field else []), answer["interpretation"]


def test_seeds__are_one_film(folder):
    seeds = ROOT.parent / "shared/data/seeds"
    if not seeds.is_dir():
        print(f"skip  {seeds.name}: the folder is not here")
        return
    code, _, problems = reel("index", "--index", "ix", str(seeds), cwd=folder)
    assert code == 0, problems
    queries = ["black and white Sundance 1992", "b&w sundance 1992", "in the soup", "a levesben", "director:rockwell",
               'festival:sundance award:"grand jury prize"', "francois truffaut"]
    for query, found in zip(queries, answers(folder, "ix", queries)):
        assert found == ["in-the-soup-1992"], (query, found)
    assert answers(folder, "ix", ["cast:keener"]) == [[]]
    _, out, _ = reel("search", "--index", "ix", "--format", "json", queries[0], cwd=folder)
    answer = json.loads(out)
    hit = answer["hits"][0]
    assert answer["schema"] == 1 and answer["total"] == 1
    assert (hit["title"], hit["year"], hit["film"]["director"]) == ("In the Soup", 1992, ["Alexandre Rockwell"])
    assert any("coloration" in reason for reason in hit["why"]) and any("Sundance" in reason for reason in hit["why"]), hit["why"]
    assert len({snippet["source"] for snippet in hit["snippets"]}) > 1, hit["snippets"]
    assert all(snippet["highlights"] for snippet in hit["snippets"])


run_tests(globals())
