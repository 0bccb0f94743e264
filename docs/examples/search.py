# SPDX-License-Identifier: GPL-2.0-or-later
"""search.py INDEX QUERY: minimal.c in Python, and what else an answer tells."""
import sys

import reel

try:
    with reel.open(sys.argv[1]) as films:
        answer = films.search(" ".join(sys.argv[2:]), facets=["genre"])
        for reading in answer.readings:
            print(f"read as {reading.field}: {reading.value}")
        for hit in answer:
            print(f"{hit.rank}. {hit.title} ({hit.year}), {', '.join(hit['director'])}")
            for snippet in hit.snippets[:1]:
                print("  ", snippet.marked("*", "*"))
except reel.NotFound as problem:
    sys.exit(str(problem))
