#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""The house rules that a program can see. `lint.py ROOT RULE` checks one, `lint.py ROOT` all that read sources.

Each rule is a function that yields a line for each breach; its first line of documentation says the rule.
Rules on what was built (`manners`, `mutable_globals`) take the library behind the root."""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(sys.argv[1]).resolve()
CODE = ("common", "indexer", "searcher", "cli", "server")
SKIPPED = {".git", "build", "__pycache__", ".reel"}

# Longer than the rest, each for a reason. A file that is not in this list is split by what its parts own.
LONG_FILES = {
}
LONGEST = 600

# Inside common, includes go down this list only.
LEVELS = ["reel limits", "status", "option_struct", "arena", "bytes", "utf8 record_pack record_words store", "json_build", "field lexicon letters", "analysis", "film record_key", "film_codec", "schema record_places",
          "index_layout index_sums index_dir index_reader"]


def files(*folders, suffixes=None):
    """All files of the project below the folders, without what was built."""
    for base in [ROOT / folder for folder in folders] or [ROOT]:
        for path in sorted(base.rglob("*")):
            inside = path.relative_to(ROOT)
            if path.is_file() and not SKIPPED & set(inside.parts) and (suffixes is None or path.suffix in suffixes):
                yield path


def text_of(path):
    return path.read_text(encoding="utf-8", errors="replace")


def name_of(path):
    return path.relative_to(ROOT).as_posix()


def includes(path):
    """(line number, spelling) of each include."""
    for number, line in enumerate(text_of(path).splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"][^>"]+[>"])', line)
        if found:
            yield number, found.group(1)


def dependencies():
    """indexer and searcher include common, never each other; cli and server only <reel.h> and their own headers."""
    allowed = {"common": ("common",), "indexer": ("common", "indexer"), "searcher": ("common", "searcher"),
               "cli": ("cli",), "server": ("server",)}
    for folder in CODE:
        for path in files(folder, suffixes={".c", ".cc", ".h", ".def"}):
            for number, spelling in includes(path):
                if spelling.startswith("<"):
                    continue
                target = spelling.strip('"').split("/")
                if len(target) == 1 and target[0].endswith(".inc"):
                    continue  # made by the build, in its own folder
                if target[0] not in allowed[folder]:
                    yield f"{name_of(path)}:{number}: {spelling} is not for {folder} (spelled from the root, and only {allowed[folder]})"


def level_of(stem):
    """The level of a file of common: the one whose name it bears, or begins with."""
    best = None
    for level, names in enumerate(LEVELS):
        for name in names.split():
            if stem == name or stem.startswith(name + "_"):
                if best is None or len(name) > best[0]:
                    best = (len(name), level)
    return None if best is None else best[1]


def levels():
    """Inside common, includes point down: status < arena < bytes < utf8 < field, lexicon < analysis < film < film_codec."""
    for path in files("common", suffixes={".c", ".cc", ".h"}):
        own = level_of(path.stem)
        if own is None:
            yield f"{name_of(path)}: in no level; give it one in {Path(__file__).name}"
            continue
        for number, spelling in includes(path):
            if spelling.startswith('"common/'):
                other = level_of(Path(spelling.strip('"')).stem)
                if other is not None and other > own:
                    yield f"{name_of(path)}:{number}: {spelling} stands above {path.stem}"


def store_forbids():
    """store.h has never heard of a film or a field."""
    for name in ("common/store.h", "common/store_xapian.cc"):
        for number, line in enumerate(text_of(ROOT / name).splitlines(), 1):
            if re.search(r"\brl_(film|field|lexicon|analysis)\w*|\bRL_FIELD_", line):
                yield f"{name}:{number}: {line.strip()}"


def xapian():
    """<xapian.h> is included by store_xapian.cc alone, and that is the only C++."""
    for path in files():
        if path.suffix in {".cc", ".cpp", ".cxx", ".hpp"} and name_of(path) != "common/store_xapian.cc" and "tests" not in path.parts:
            yield f"{name_of(path)}: C++ outside common/store_xapian.cc"
        if path.suffix in {".c", ".h", ".cc"} and name_of(path) != "common/store_xapian.cc":
            for number, spelling in includes(path):
                if "xapian" in spelling and not spelling.endswith(".cc\""):
                    yield f"{name_of(path)}:{number}: {spelling}"


def licences():
    """Every source, script and page of text carries its SPDX line near the top."""
    suffixes = {".c", ".cc", ".h", ".def", ".cmake", ".py", ".sh", ".md", ".js", ".css", ".html", ".in", ".yml"}
    for path in files():
        inside = path.relative_to(ROOT)
        if inside.parts[0] == "corpus":
            continue  # documents that are read, not code
        if inside.parts[:2] in {("tests", "golden"), ("tests", "fuzz"), ("tests", "relevance")} and path.suffix not in {".c", ".py", ".sh", ".h"}:
            continue
        if path.suffix in suffixes or path.name == "CMakeLists.txt":
            lines = text_of(path).splitlines()
            if len(lines) > 3 and not any("SPDX-License-Identifier: GPL-2.0-or-later" in line for line in lines[:4]):
                yield f"{name_of(path)}: no SPDX line"


def unique_names():
    """File names are unique across the code."""
    seen = {}
    for path in files(*CODE, "tests", suffixes={".c", ".cc", ".h", ".def"}):
        if path.name == "main.c":
            continue  # of each program
        if path.name in seen:
            yield f"{name_of(path)}: the name of {seen[path.name]} too"
        seen[path.name] = name_of(path)


def machine_paths():
    """No path of one machine."""
    pattern = re.compile(r"(?<![\w./~-])/(work|root|home|mnt|Users)/[\w.]")
    for path in files():
        if path.name == Path(__file__).name:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if pattern.search(line):
                yield f"{name_of(path)}:{number}: {line.strip()[:100]}"


def unfinished():
    """No note to come back to: what is missing stands in the issues."""
    for path in files(*CODE, "tests", "cmake", suffixes={".c", ".cc", ".h", ".def", ".py", ".sh", ".cmake", ".txt"}):
        if path.name == Path(__file__).name:
            continue
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if re.search(r"\b(TODO|FIXME|XXX|HACK)\b", line):
                yield f"{name_of(path)}:{number}: {line.strip()[:100]}"


def lengths():
    """A .c file above 600 lines is split, or listed with its reason."""
    for path in files(*CODE, suffixes={".c"}):
        count = len(text_of(path).splitlines())
        if count > LONGEST and name_of(path) not in LONG_FILES:
            yield f"{name_of(path)}: {count} lines"
    for name in LONG_FILES:
        if not (ROOT / name).exists() or len(text_of(ROOT / name).splitlines()) <= LONGEST:
            yield f"{name}: need no longer be listed as long"


def heads():
    """Every source begins with a comment that says in a few lines what it owns."""
    for path in files(*CODE, suffixes={".c", ".cc", ".h"}):
        if path.name == "reel.h":
            continue
        head = re.match(r"/\* SPDX[^\n]*\n(?P<rest>.*?)\*/", text_of(path), re.S)
        if head is None or len(head.group("rest").split()) < 4:
            yield f"{name_of(path)}: no head"
        elif head.group(0).count("\n") > 16:
            yield f"{name_of(path)}: a head of {head.group(0).count(chr(10)) + 1} lines"


def names():
    """No type ends in _t, no identifier of ours begins with an underscore; tests are called test_<file>__<behaviour>."""
    for path in files(*CODE, suffixes={".c", ".cc", ".h"}):
        for number, line in enumerate(text_of(path).splitlines(), 1):
            if re.search(r"^\s*(typedef\b.*|\}) \w+_t;", line) or re.search(r"\b(struct|enum|union) (_\w+|\w+_t)\b", line):
                yield f"{name_of(path)}:{number}: {line.strip()}"
    for path in files("tests/unit", suffixes={".c"}):
        stem = path.stem.removeprefix("test_")
        for found in re.finditer(r"cmocka_unit_test\w*\(\s*(\w+)", text_of(path)):
            if not found.group(1).startswith(f"test_{stem}__"):
                yield f"{name_of(path)}: {found.group(1)} is not called test_{stem}__..."


def registered():
    """Every unit test is built."""
    lists = text_of(ROOT / "tests/CMakeLists.txt")
    for path in files("tests/unit", suffixes={".c"}):
        if path.name.startswith("test_") and path.stem.removeprefix("test_") not in lists:
            yield f"{name_of(path)}: not in tests/CMakeLists.txt"


def header_comments():
    """Every function of reel.h is told about: a comment in its paragraph or behind it."""
    paragraph = []
    for number, line in enumerate(text_of(ROOT / "common/include/reel.h").splitlines() + [""], 1):
        if line.strip():
            paragraph.append((number, line))
            continue
        told = False
        for number_inside, inside in paragraph:
            told = told or "/*" in inside
            if inside.startswith("REEL_API") and not told:
                yield f"common/include/reel.h:{number_inside}: {inside.strip()}"
        paragraph = []


def built(tool, *arguments):
    return subprocess.run([tool, *arguments], check=True, capture_output=True, text=True).stdout.splitlines()


def manners(static):
    """The library never prints, logs, exits, or reads the environment, and leaves locale and signals alone."""
    banned = {"printf", "puts", "putchar", "perror", "stdout", "stderr", "stdin", "exit", "_exit", "abort", "getenv", "secure_getenv", "putenv",
              "setenv", "setlocale", "signal", "sigaction", "syslog", "system", "popen", "fork", "atexit", "localtime", "strtok", "rand", "srand",
              "vprintf", "dprintf", "__printf_chk", "__vprintf_chk", "__assert_fail", "_Exit", "quick_exit", "raise", "kill", "sigprocmask",
              "pthread_sigmask", "uselocale", "strtod", "atof", "environ", "_ZSt4cout", "_ZSt4cerr", "_ZSt4clog", "_ZSt9terminatev"}
    member = ""
    for line in built("nm", "-u", static):
        if line.endswith(".o:"):
            member = line[:-1]
        elif line.split() and line.split()[-1].split("@")[0] in banned:
            yield f"{member}: {line.split()[-1]}"


# libxml2 has to be set up once a process; see indexer/xml_setup.h.
MUTABLE = {"xml_setup.c.o: once"}


def mutable_globals(static):
    """No mutable globals: nothing stands in the sections for them."""
    member = ""
    for line in built("objdump", "-t", static):
        if line.endswith("file format elf64-x86-64") or "file format" in line:
            member = line.split(":")[0]
        found = re.search(r" O (\.data|\.bss|\.tbss|\.tdata)\S*\s+[0-9a-f]+\s+(?:\.hidden )?(\S+)$", line)
        if found and not found.group(1).startswith(".data.rel.ro") and ".data.rel.ro" not in line:
            name = f"{member}: {found.group(2)}"
            if not found.group(2).startswith(("__", "_ZStL8__ioinit", ".L", "DW.ref.")) and name.rsplit(".", 1)[0] not in MUTABLE:
                yield name


SOURCES = {rule.__name__: rule for rule in (dependencies, levels, store_forbids, xapian, licences, unique_names, machine_paths, unfinished,
                                            lengths, heads, names, registered, header_comments)}
BUILT = {"manners": manners, "mutable_globals": mutable_globals}


def main():
    wanted = sys.argv[2:3] or list(SOURCES)
    breaches = 0
    for name in wanted:
        rule = SOURCES.get(name) or BUILT[name]
        found = list(rule(*sys.argv[3:4]))
        if found:
            print(f"{name}: {rule.__doc__.splitlines()[0]}")
            print("\n".join("  " + line for line in found))
        breaches += len(found)
    return 1 if breaches else 0


sys.exit(main())
