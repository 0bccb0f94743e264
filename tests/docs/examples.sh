#!/bin/sh
# SPDX-License-Identifier: GPL-2.0-or-later
# The programs of docs/examples: run, and what they print compared.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -r "$SOURCE/corpus/library" "$work/library"
cd "$work"

expect() { # name; standard input is what was wanted, $work/out what was printed
    diff -u - "$work/out" >&2 || { echo "$1 prints something else" >&2; exit 1; }
    echo "$1: as told"
}

"$EXAMPLES/example_own_records" own.reel >out
expect own_records <<END
3 films
lamps: 2 films
2 films, 1 updated, 1 removed
lamps: 2 films
END
"$EXAMPLES/example_minimal" own.reel "harbour lamps" | head -2 >out
expect minimal <<END
1. Harbour Lights (1954)
   Smugglers meet below the lamps.
END
"$EXAMPLES/example_reader_writer" beside.reel >out
expect reader_writer <<END
reader 0: whole, 20 films at the end
reader 1: whole, 20 films at the end
reader 2: whole, 20 films at the end
END
files=$(find library -name '*.nfo' | wc -l)
"$EXAMPLES/example_progress" progress.reel library 2>err | sed 's/^[0-9]* films of/N films of/' >out
expect progress <<END
N films of $files documents, 0 problems
END
"$EXAMPLES/example_progress" stopped.reel library 2 >out
expect "progress, stopped" <<END
stopped; the index is as it was
END
"$EXAMPLES/example_media_library" cache.reel library scan | sed 's/^[0-9]* films, /N films, /' >out
expect "media_library, scan" <<END
N films, $files new, 0 changed, 0 gone
END
rm -r "library/Her (2013)"
"$EXAMPLES/example_media_library" cache.reel library scan | sed 's/^[0-9]* films, /N films, /' >out
expect "media_library, scan again" <<END
N films, 0 new, 0 changed, 1 gone
END
"$EXAMPLES/example_media_library" cache.reel library find "spider man raimi" | head -1 >out
expect "media_library, find" <<END
Spider-Man (2002) -> Spider-Man (2002)/movie.nfo
END
"$EXAMPLES/example_media_library" cache.reel library type spider | head -1 >out
expect "media_library, type" <<END
Spider-Man [film]
END
mkdir bin && ln -s "$REEL" bin/reel
PATH=$work/bin:$PATH REEL_INDEX=own.reel sh "$SOURCE/docs/examples/pipeline.sh" lamps | sed 's/^ *//' >out
expect pipeline.sh <<END
1 Ada Quill
1 Karin Holm
END
if [ -z "$SANITIZE" ]; then
    export REEL_LIBRARY="$LIBRARY" PYTHONPATH="$SOURCE/bindings/python" PYTHONDONTWRITEBYTECODE=1
    python3 "$SOURCE/docs/examples/shelf.py" shelf.reel | grep -v '^left out: broken.jsonl' >out
    expect shelf.py <<END
['The Lamp Lighter', 'Snow over Lund']
END
    python3 "$SOURCE/docs/examples/search.py" shelf.reel lamps quill >out
    expect search.py <<END
1. The Lamp Lighter (1931), Ada Quill
   A lighter of *lamps*.
END
fi
