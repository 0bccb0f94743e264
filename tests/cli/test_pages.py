# SPDX-License-Identifier: GPL-2.0-or-later
"""Pages that repeat what the program knows say the same: docs/fields.md, and the lists of commands and formats."""
from program import ROOT, reel, run_tests


def test_fields_page__is_the_table(folder):
    page = (ROOT / "docs/fields.md").read_text()
    code, table, _ = reel("fields", "--format", "markdown", cwd=folder)
    assert code == 0 and page.endswith("\n\n" + table), "write docs/fields.md anew: its head, then reel fields --format markdown"


def test_formats_page__has_every_format(folder):
    rows = [line for line in (ROOT / "indexer/formats.def").read_text().splitlines() if line.startswith("FORMAT(")]
    page = (ROOT / "docs/formats.md").read_text()
    for row in rows:
        name = row.split("(")[1].split(",")[0]
        assert f"| {name} |" in page, name


def test_query_page__names_real_fields(folder):
    import re
    page = (ROOT / "docs/query-language.md").read_text() + (ROOT / "README.md").read_text()
    _, table, _ = reel("fields", "--format", "markdown", cwd=folder)
    names = set(re.findall(r"^\| (\w+) \|", table, re.M))
    for field in re.findall(r"`[-+]?(\w+):[^/ ]", page):
        assert field in names, field


run_tests(globals())
