#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# pipeline.sh QUERY: the directors of all films that answer a query, most frequent first. One JSON
# object a line (docs/json.md) is what a pipeline likes; any tool that reads JSON will do.
reel search --format jsonl --limit 1000 --snippets 0 "$@" |
    python3 -c '
import json, sys
for line in sys.stdin:
    for name in json.loads(line)["film"].get("director", []):
        print(name)' |
    sort | uniq -c | sort -k1,1nr -k2
