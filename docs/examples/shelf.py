# SPDX-License-Identifier: GPL-2.0-or-later
"""shelf.py INDEX: own_records.c in Python."""
import sys

import reel

SHELF = {
    "lamp.jsonl": {"title": "The Lamp Lighter", "year": 1931, "directors": ["Ada Quill"], "plot": "A lighter of lamps."},
    "snow.jsonl": {"title": "Snow over Lund", "year": 1992, "directors": ["Karin Holm"], "plot": "A postman is snowed in."},
}

with reel.Indexer(sys.argv[1]) as writer:  # commits at its end
    for name, record in SHELF.items():
        writer.put(name, record)
    try:
        writer.put("broken.jsonl", "{")
    except reel.FormatError as problem:  # nothing changed; the indexer stays usable
        print("left out:", problem)

with reel.open(sys.argv[1]) as films:
    print([hit.title for hit in films.each("lamps OR postman")])
