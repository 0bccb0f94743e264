# SPDX-License-Identifier: GPL-2.0-or-later
"""Every command prints every format that its help names, JSON is JSON, and no other format is taken."""
import json
import signal
import subprocess

from program import REEL, ROOT, reel, run_tests

# What is asked of each command; the index is in .reel. An explanation has two subjects.
ARGUMENTS = {"index": [["--dry-run", "--full"], []], "search": [["soup"], ["no such thing at all"]], "show": [["in-the-soup-1992"]],
             "similar": [["in-the-soup-1992"]], "suggest": [["in"]],
             "explain": [["--stage=sense", "soup"], ["--stage=film", str(ROOT / "corpus/programme/rashomon.txt")]],
             "eval": [["--against", "no-sense", "queries.jsonl"]], "status": [[]], "fields": [[]], "audit": [[]], "export": [[]], "help": [[], ["search"]]}


def commands(folder):
    code, out, _ = reel("help", "--format", "json", cwd=folder)
    assert code == 0
    return {row["name"]: row for row in json.loads(out)["commands"]}


def prepare(folder):
    (folder / "queries.jsonl").write_text('{"qid": "1", "query": "soup", "relevant": ["in-the-soup-1992"], "kind": "title"}\n')
    assert reel("index", "--quiet", "--index", ".reel", str(ROOT / "corpus"), cwd=folder)[0] == 0


def test_every_format_of_every_command(folder):
    prepare(folder)
    table = commands(folder)
    assert set(table) - {"serve"} == set(ARGUMENTS)
    for name, variants in ARGUMENTS.items():
        for arguments in variants:
            for form in table[name]["formats"]:
                code, out, problems = reel(name, "--format", form, *arguments, cwd=folder)
                assert code in (0, 1) and problems == "", (name, form, arguments, code, problems)
                if form == "json" and "--dry-run" not in arguments:
                    assert isinstance(json.loads(out), (dict, list)), (name, arguments)
                elif form in ("json", "jsonl"):
                    assert all(isinstance(json.loads(line), dict) for line in out.splitlines()), (name, arguments)
            plain = reel(name, *arguments, cwd=folder)[1]
            first = reel(name, "--format", table[name]["formats"][0], *arguments, cwd=folder)[1]
            assert len(plain.split()) == len(first.split()), (name, "the first format is the one that is not asked for")
            code, out, problems = reel(name, "--format", "xml", *arguments, cwd=folder)
            assert code == 2 and out == "" and "text" in problems or name == "export" and "jsonl" in problems, (name, code, problems)


def test_export__as_one_object_has_the_films_of_its_lines(folder):
    prepare(folder)
    lines = [json.loads(line) for line in reel("export", cwd=folder)[1].splitlines()]
    whole = json.loads(reel("export", "--format", "json", cwd=folder)[1])
    assert whole == {"schema": 1, "films": lines} and len(lines) > 50
    assert reel("index", "--index", "none", str(folder / "queries.jsonl"), cwd=folder)[0] == 1
    empty = reel("export", "--index", "none", "--format", "json", cwd=folder)[1]
    assert json.loads(empty) == {"schema": 1, "films": []}


def test_serve__tells_a_program_where_it_listens(folder):
    if subprocess.run([REEL, "serve", "--index", str(folder)], capture_output=True, timeout=30).stderr.find(b"was not found beside") >= 0:
        return  # built without the server
    prepare(folder)
    with subprocess.Popen([REEL, "serve", "--listen", "127.0.0.1:0", "--format", "json"], cwd=folder, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE) as server:
        told = json.loads(server.stdout.readline())
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0 and server.stderr.read() == b""
    assert told["schema"] == 1 and told["url"].startswith("http://127.0.0.1:") and told["workers"] >= 1


run_tests(globals())
