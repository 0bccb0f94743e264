#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The program's JSON against docs/schema: every answer fits, and every property of the schema was seen."""
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["SOURCE"])
REEL = os.environ["REEL"]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
KEYWORDS = {"$schema", "title", "description", "$defs", "$ref", "type", "required", "properties", "additionalProperties", "items", "const",
            "minimum", "minItems", "maxItems"}


def has_type(value, name):
    if name == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if name == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, TYPES[name])


class Checker:
    """As much of JSON Schema as docs/schema uses; a keyword it does not know is a problem."""

    def __init__(self, schema):
        self.root, self.seen = schema, set()

    def check(self, value, schema, where="$"):
        if set(schema) - KEYWORDS:
            yield f"{where}: keywords {set(schema) - KEYWORDS} are not checked"
        if "$ref" in schema:
            yield from self.check(value, self.root["$defs"][schema["$ref"].rsplit("/", 1)[1]], where)
            return
        names = schema.get("type", [])
        names = [names] if isinstance(names, str) else names
        if names and not any(has_type(value, name) for name in names):
            yield f"{where}: {value!r:.60} is no {' or '.join(names)}"
            return
        if "const" in schema and value != schema["const"]:
            yield f"{where}: {value!r} is not {schema['const']!r}"
        if "minimum" in schema and value < schema["minimum"]:
            yield f"{where}: {value!r} is below {schema['minimum']}"
        if isinstance(value, dict):
            yield from self.check_object(value, schema, where)
        if isinstance(value, list):
            if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
                yield f"{where}: has {len(value)} items"
            for at, item in enumerate(value):
                yield from self.check(item, schema.get("items", {}), f"{where}[{at}]")

    def check_object(self, value, schema, where):
        for name in schema.get("required", []):
            if name not in value:
                yield f"{where}: {name} is missing"
        for name, item in value.items():
            inner = schema.get("properties", {}).get(name, schema.get("additionalProperties", {}))
            if inner is False:
                yield f"{where}: {name} is not in the schema"
            else:
                if name in schema.get("properties", {}):
                    self.seen.add((id(schema), name))
                yield from self.check(item, inner, f"{where}.{name}")

    def unseen(self, schema=None, where="$"):
        """Properties no value had."""
        schema = self.root if schema is None else schema
        for name, inner in schema.get("properties", {}).items():
            if (id(schema), name) not in self.seen:
                yield f"{where}.{name}"
            yield from self.unseen(inner, f"{where}.{name}")
        for name, inner in schema.get("$defs", {}).items():
            yield from self.unseen(inner, name)


def reel(*arguments, given=None):
    done = subprocess.run([REEL, *arguments], capture_output=True, text=True, encoding="utf-8", input=given)
    if done.returncode not in (0, 1):
        raise SystemExit(f"reel {' '.join(arguments)}: {done.stderr}")
    return done.stdout


def offsets(answer):
    """What no schema can say: offsets are those of the texts beside them."""
    query = answer["query"].encode()
    for reading in answer["interpretation"]:
        if query[reading["start"]:reading["end"]].decode() != reading["text"]:
            yield f"reading {reading['text']!r} does not stand at its offsets"
    for hit in answer["hits"]:
        for snippet in hit["snippets"]:
            text, at = snippet["text"].encode(), 0
            for start, end in snippet["highlights"]:
                if not at <= start < end <= len(text):
                    yield f"{hit['id']}: highlights {snippet['highlights']} of {len(text)} bytes"
                text[start:end].decode()
                at = end


def main():
    schema = json.loads((SOURCE / "docs/schema/search-1.json").read_text(encoding="utf-8"))
    checker, problems = Checker(schema), []
    with tempfile.TemporaryDirectory() as folder:
        index = f"{folder}/films.reel"
        reel("index", "--quiet", "--index", index, str(SOURCE / "corpus"))
        queries = ["black and white Sundanse 1992", "soup", "", "director:nobody year:1992 soup", "colour:blue nosuchfield:x", "(((", "Amélie", "no such film at all"]
        for query in queries:
            answer = json.loads(reel("search", "--index", index, "--format", "json", "--facet", "festival", "--facet", "genre", "--", query))
            problems += list(checker.check(answer, schema)) + list(offsets(answer))
        for line in reel("search", "--index", index, "--format", "jsonl", "--batch", "-", given="q1\tsoup\nq2\tstalker\n").splitlines():
            problems += checker.check(json.loads(line), schema["$defs"]["hit"], "jsonl")
        for line in reel("search", "--index", index, "--format", "json", "--batch", "-", given="q1\tsoup\n").splitlines():
            problems += checker.check(json.loads(line), schema)
        similar = json.loads(reel("similar", "--index", index, "--format", "json", "in-the-soup-1992"))
        problems += checker.check(similar, schema)
        broken = dict(answer, total="many", more=1)
        if len(list(checker.check(broken, schema))) != 2:
            problems.append("the checker does not see what is wrong")
    problems += [f"{name}: in no answer that was tried" for name in checker.unseen()]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
