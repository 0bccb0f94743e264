# SPDX-License-Identifier: GPL-2.0-or-later
"""One film of many pages, as people see it: what disagrees is shown with its page, what a page no longer says is gone, a
page that turns to another film leaves both right, and a list by hand has the last word. The films do not exist."""
import json

from program import reel, run_tests

ARTICLE = """_THE LAMP ROOM_ is a 1951 British drama film directed by Anna Kestrel and written by Moira Dunn (credited as M. D. Sea).
It was released in Sweden on 3 May 1951 and in France on 4 June 1951.


Cast

-   Ida Marsh as Mrs. Holm
-   Tom Vane as the Keeper


Production

The {word} was built in a barn. Although shot on color stock, Kestrel chose a high-contrast black-and-white palette.


References

Category:1951 films Category:British films
"""
CATALOGUE = """The Lamp Room

Anna Kestrel, UK, Sweden, France, Italy, Japan, Spain 1951, 93'

A keeper finds that his lamp signals to someone he buried. Nobody on the island believes it.

Venice FF 1951 – Golden Lion

Cast & Crew

director Anna Kestrel
screenplay M. D. Sea, Hugo Pell
cast Ida Marsh, Tom Vane
language English
"""
SIDECAR = """<movie><title>The Lamp Room</title><originaltitle>Fyrrummet</originaltitle><year>1951</year><premiered>1952-08-13</premiered>
<director>Anna Kestrel</director><runtime>97</runtime><country>United Kingdom</country></movie>
"""
NIGHT = """_NIGHT TIDE_ is a 1963 Danish film directed by Bo Kier.


Cast

-   Per Lund as Holm


References

Category:1963 films
"""


def write(folder, **pages):
    for name, text in pages.items():
        (folder / "pages").mkdir(exist_ok=True)
        path = folder / "pages" / name.replace("__", ".")
        path.write_text(text, encoding="utf-8")


def index(folder):
    code, _, problems = reel("index", "--index", "ix", "--quiet", "pages", cwd=folder)
    assert code == 0, problems


def found(folder, query):
    _, out, _ = reel("search", "--index", "ix", "--no-sense", "--format", "jsonl", query, cwd=folder)
    return sorted(json.loads(line)["id"] for line in out.splitlines())


def text_of(folder, name):
    code, out, problems = reel("show", "--index", "ix", name, cwd=folder)
    assert code == 0, problems
    return out


def rows(text, field):
    """The lines of a field in `reel show`."""
    taken, current = [], ""
    for line in text.splitlines():
        current = line[:15].strip() or current
        if current == field:
            taken.append(line[15:])
    return taken


def test_show__keeps_what_pages_disagree_on(folder):
    write(folder, lamp__md=ARTICLE.format(word="staircase"), lamp__txt=CATALOGUE, lamp__nfo=SIDECAR)
    index(folder)
    assert found(folder, "kestrel") == ["the-lamp-room-1951"]
    text = text_of(folder, "the-lamp-room-1951")
    releases = rows(text, "release")
    assert len(releases) == 3, releases
    for wanted in ("1951-05-03 (Sweden)  [lamp.md:", "1951-06-04 (France)  [lamp.md:", "1952-08-13  [lamp.nfo:"):
        assert any(wanted in row for row in releases), (wanted, releases)
    countries = rows(text, "country")
    assert len(countries) == 6 and all(f"lamp.{page}" in countries[0] for page in ("md", "txt", "nfo")), countries
    writers = rows(text, "writer")
    assert len(writers) == 2 and "Moira Dunn (as M. D. Sea)" in writers[0] and "lamp.txt" in writers[0], writers
    runtimes = rows(text, "runtime")
    assert len(runtimes) == 2 and "conflicts" in runtimes[1] and "conflicts" not in runtimes[0], runtimes
    colours = rows(text, "coloration")
    assert any("color (filmed)  [lamp.md:" in row for row in colours) and any("black and white" in row for row in colours), colours


def test_changes__leave_no_trace_of_what_a_page_said(folder):
    write(folder, lamp__md=ARTICLE.format(word="staircase"), lamp__txt=CATALOGUE, lamp__nfo=SIDECAR)
    index(folder)
    assert found(folder, "staircase") == ["the-lamp-room-1951"]
    write(folder, lamp__md=ARTICLE.format(word="lighthouse").replace("Mrs. Holm", "Widow Strand"))
    index(folder)
    assert found(folder, "staircase") == [] and found(folder, "lighthouse") == ["the-lamp-room-1951"]
    assert "Widow Strand" in text_of(folder, "the-lamp-room-1951") and "Mrs. Holm" not in text_of(folder, "the-lamp-room-1951")
    (folder / "pages/lamp.txt").unlink()
    index(folder)
    assert found(folder, "pell") == [] and found(folder, "lion") == []
    assert len(rows(text_of(folder, "the-lamp-room-1951"), "country")) == 1
    (folder / "pages/lamp.md").unlink()
    (folder / "pages/lamp.nfo").unlink()
    write(folder, night__md=NIGHT)
    index(folder)
    assert found(folder, "kestrel") == [] and found(folder, "lund") == ["night-tide-1963"]


def test_changes__a_page_that_turns_to_another_film_leaves_both_right(folder):
    write(folder, lamp__md=ARTICLE.format(word="staircase"), lamp__txt=CATALOGUE, night__md=NIGHT)
    index(folder)
    write(folder, lamp__md=NIGHT.replace("Per Lund as Holm", "Ida Marsh as Vera").replace("1963 Danish", "1963 Danish crime"))
    index(folder)
    lamp, night = text_of(folder, "the-lamp-room-1951"), text_of(folder, "night-tide-1963")
    assert "Ida Marsh as Vera" in night and "Per Lund as Holm" in night and "lamp.md" in night
    assert "lamp.md" not in lamp and "Moira Dunn" not in lamp and "Hugo Pell" in lamp
    assert found(folder, "staircase") == []


def test_overrides__have_the_last_word(folder):
    write(folder, lamp__md=ARTICLE.format(word="staircase"), lamp__txt=CATALOGUE, night__md=NIGHT)
    index(folder)
    assert found(folder, "kestrel") == ["the-lamp-room-1951"]
    write(folder, **{"reel-overrides__txt": "different: lamp.md | lamp.txt\nsame: night.md | lamp.txt\n"})
    index(folder)
    assert len(found(folder, "kestrel")) == 2
    joined = [name for name in found(folder, "kestrel") if "night.md" in text_of(folder, name)]
    assert len(joined) == 1 and "lamp.txt" in text_of(folder, joined[0]) and "lamp.md" not in text_of(folder, joined[0])
    (folder / "pages/reel-overrides.txt").unlink()
    index(folder)
    assert found(folder, "kestrel") == ["the-lamp-room-1951"] and found(folder, "lund") == ["night-tide-1963"]


run_tests(globals())
