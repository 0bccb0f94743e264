# SPDX-License-Identifier: GPL-2.0-or-later
"""Navigation, advertisements, recommended films, other films of a director: words of corpus/ that stand only in blocks which
are said not to be about the film find nothing, and each line of a page belongs to a block."""
import json
import re

from program import ROOT, reel, run_tests

FOLDERS = ("moviepages", "programme", "encyclopedia")
STEM = 3  # words that begin as one of a film's may be found by their stem


def words(text):
    return set(re.findall(r"[a-z]{3,}", text.lower()))


def blocks_of(path):
    code, out, problems = reel("explain", "--stage=facts", "--format", "json", str(path))
    assert code == 0, problems
    answer = json.loads(out)
    return answer, path.read_text(encoding="utf-8", errors="replace").split("\n")


def test_blocks__that_are_not_the_films_find_nothing(folder):
    mine, others = set(), {}
    for page in sorted(path for name in FOLDERS for path in (ROOT / "corpus" / name).glob("*.txt")):
        answer, lines = blocks_of(page)
        claimed = set()
        for block in answer["blocks"]:
            text = " ".join(lines[block["first_line"] - 1:block["last_line"]])
            if block["fate"] == "claimed":
                claimed |= words(text)
            else:
                others.update({word: f"{page.name}:{block['first_line']} {block['reason']}" for word in words(text)})
        for fact in answer["facts"]:
            if fact["field"] not in ("similar", "filmography", "biography"):
                claimed |= words(str(fact["value"]))
        mine |= claimed
    mine |= words((ROOT / "corpus/records/films.jsonl").read_text(encoding="utf-8"))
    for page in (ROOT / "corpus").rglob("*"):
        if page.suffix in (".html", ".nfo") or page.parent.name == "notes":
            mine |= words(page.read_text(encoding="utf-8", errors="replace"))
    stems = {word[:STEM] for word in mine}
    asked = sorted(word for word in others if len(word) > 4 and word[:STEM] not in stems)
    assert len(asked) >= 10, len(asked)
    code, _, problems = reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus"), cwd=folder)
    assert code == 0, problems
    lines = "".join(f"{number}\t+{word}\n" for number, word in enumerate(asked))
    _, out, _ = reel("search", "--index", "ix", "--no-sense", "--format", "json", "--snippets", "0", "--batch", "-", cwd=folder, data=lines.encode())
    wrong = []
    for word, line in zip(asked, out.splitlines()):
        answer = json.loads(line)
        if answer["hits"] and not answer["corrections"]:
            wrong.append(f"\n  {word} ({others[word]}) finds {answer['hits'][0]['id']}")
    assert not wrong, f"{len(wrong)} of {len(asked)}" + "".join(wrong)


def test_blocks__leave_no_line_out(folder):
    for page in sorted(path for name in FOLDERS for path in (ROOT / "corpus" / name).glob("*.txt")):
        answer, lines = blocks_of(page)
        covered = set()
        for block in answer["blocks"]:
            covered.update(range(block["first_line"], block["last_line"] + 1))
        left = [number for number, line in enumerate(lines, 1) if re.search(r"\w", line) and number not in covered]
        assert not left, (page.name, left[:5])


run_tests(globals())
