# SPDX-License-Identifier: GPL-2.0-or-later
"""Every score is the sum of what explain tells of it: the queries of requests.tsv over corpus/, each for its first film and
its last."""
import json
from pathlib import Path

from program import ROOT, reel, run_tests

ROWS = Path(__file__).with_name("requests.tsv")
NEAR = 1e-6


def differs(folder, query, hit, total):
    """What is wrong with the explanation of a hit, "" for nothing."""
    code, out, problems = reel("explain", "--index", "ix", "--stage", "score", "--film", hit["id"], "--format", "json", "--", query, cwd=folder)
    assert code == 0, (query, problems)
    score = json.loads(out)["score"]
    parts = sum(part["weight"] for part in score["contributions"]) + score.get("second_look", {"weight": 0})["weight"]
    if abs(parts - score["sum"]) > NEAR or abs(score["sum"] - hit["score"]) > NEAR:
        return f"{hit['id']} has {hit['score']}, told are {parts}, {score['sum']}"
    if score["rank"] != hit["rank"] or not score["matches"]:
        return f"{hit['id']} is {hit['rank']} of {total}, told is {score['rank']}, matches {score['matches']}"
    return ""


def test_scores__add_up(folder):
    code, _, problems = reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus"), cwd=folder)
    assert code == 0, problems
    queries = sorted({line.split("\t")[0] for line in ROWS.read_text().splitlines() if "\t" in line and not line.startswith("#")})
    lines = "".join(f"{number}\t{query}\n" for number, query in enumerate(queries))
    _, out, _ = reel("search", "--index", "ix", "--format", "json", "--snippets", "0", "--batch", "-", cwd=folder, data=lines.encode())
    wrong = []
    for query, line in zip(queries, out.splitlines()):
        answer = json.loads(line)
        ends = answer["hits"][:1] + answer["hits"][1:][-1:]
        wrong += [f"\n  {query}: {what}" for what in (differs(folder, query, hit, answer["total"]) for hit in ends) if what]
    assert len(queries) >= 200, len(queries)
    assert not wrong, f"{len(wrong)} of {len(queries)}" + "".join(wrong)


def test_scores__say_why_a_film_is_not_there(folder):
    code, _, problems = reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus"), cwd=folder)
    assert code == 0, problems
    rows = [("director:rockwell", "mulan-2020", ""), ("nosferatu not herzog", "nosferatu-the-vampyre-1979", "has director"),
            ("runtime:>200", "up-2009", "runtime")]
    for query, film, part in rows:
        _, out, _ = reel("explain", "--index", "ix", "--stage", "score", "--film", film, "--format", "json", "--", query, cwd=folder)
        score = json.loads(out)["score"]
        assert not score["matches"] and part in score["fails"] and "rank" not in score, (query, score)


run_tests(globals())
