#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-or-later
"""Runs every code block of the pages given, in order, in one folder a page with the sample corpus in it.

    ```console   lines "$ command" (continued by "> "), then what they print. "..." stands for anything:
                 a line of its own for lines, within a line for text. A command that prints nothing here may
                 print what it likes. Exit status 0, or 1 with nothing found, unless the page shows it with echo $?.
    ```sh        a script; it has to succeed
    ```c         a program, when it has a main: compiled and linked; a piece of one otherwise: compiled in
                 a function that has the usual variables
    ```cpp       a program, compiled and linked
    ```python    a program; the module reel is there
    ```json      has to be JSON
    ```cmake     commands are known, parentheses are balanced (find_package is run by tests/api)

Other languages are text. `<!-- not run: WHY -->` on the line before a block passes it over and is counted.
A block without a language fails, and so does one that is only indented: write ```text."""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

SOURCE = Path(os.environ["SOURCE"]).resolve()
BUILD = Path(os.environ["BUILD"]).resolve()
LIBRARY = Path(os.environ["LIBRARY"]).resolve()
SANITIZE = os.environ.get("SANITIZE", "")
MARK = "reel-docs-exit"
PRELUDE = """#include <reel.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int piece(const char *path, reel_searcher *searcher, reel_hits *hits, const reel_hit *hit, reel_indexer *indexer, reel_error error,
          const char *query, void *user);
int piece(const char *path, reel_searcher *searcher, reel_hits *hits, const reel_hit *hit, reel_indexer *indexer, reel_error error,
          const char *query, void *user) {
(void)path; (void)searcher; (void)hits; (void)hit; (void)indexer; (void)error; (void)query; (void)user;
"""


class Block:
    def __init__(self, language, line, passed_over):
        self.language, self.line, self.passed_over, self.lines = language, line, passed_over, []

    @property
    def text(self):
        return "\n".join(self.lines) + "\n"


def blocks_of(page):
    block, before = None, ""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        fence = re.match(r"^(\s*)```(\S*)\s*$", line)
        if fence and block is None:
            reason = re.match(r"\s*<!-- not run: (.+) -->", before)
            block, indent = Block(fence.group(2), number, reason and reason.group(1)), len(fence.group(1))
        elif fence and not fence.group(2):
            yield block
            block = None
        elif block is not None:
            block.lines.append(line[indent:])
        if line.strip():
            before = line


def indented(page):
    """Lines of blocks that no fence marks: they would never be run."""
    within, before = False, ""
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"^\s*```", line):
            within = not within
        elif not within and before == "" and re.match(r"^( {4}|\t)\S", line):
            yield number
        before = line.strip()


def surroundings(folder):
    """The environment of a reader who installed reel and works in a folder with some films."""
    tools = folder / ".tools"
    tools.mkdir()
    for program in (BUILD / "cli/reel", BUILD / "cli/reel-serve"):
        if program.exists():
            (tools / program.name).symlink_to(program)
    shutil.copytree(SOURCE / "corpus", folder / "corpus")
    (folder / "docs").symlink_to(SOURCE / "docs")
    env = {key: value for key, value in os.environ.items() if key not in ("REEL_INDEX", "NO_COLOR")}
    env.update(PATH=f"{tools}:{env['PATH']}", HOME=str(folder), PYTHONPATH=str(SOURCE / "bindings/python"), REEL_LIBRARY=str(LIBRARY),
               PYTHONDONTWRITEBYTECODE="1", LD_LIBRARY_PATH=str(LIBRARY.parent), LC_ALL="C.UTF-8", TERM="dumb")
    return env


class Shell:
    """One shell for a page, so that what a block does is there for the next."""

    def __init__(self, folder, env):
        self.process = subprocess.Popen(["sh"], cwd=folder, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                                        text=True, encoding="utf-8", errors="replace")

    def run(self, command):
        self.process.stdin.write(f"{{ {command}\n}} </dev/null\necho; echo {MARK} $?\n")
        self.process.stdin.flush()
        printed = []
        for line in self.process.stdout:
            if line.startswith(MARK + " "):
                if printed and printed[-1] == "":
                    printed.pop()
                return printed, int(line.split()[1])
            printed.append(line.rstrip("\n"))
        return printed, 127

    def close(self):
        self.process.stdin.close()
        self.process.wait(timeout=20)
        self.process.stdout.close()


def matches(wanted, printed):
    """Whether lines printed are those wanted, where "..." stands for anything."""
    if not wanted:
        return not printed
    if wanted[0].strip() == "...":
        return any(matches(wanted[1:], printed[at:]) for at in range(len(printed) + 1))
    if not printed:
        return False
    pattern = ".*".join(re.escape(part) for part in wanted[0].rstrip().split("..."))
    return re.fullmatch(pattern, printed[0].rstrip()) is not None and matches(wanted[1:], printed[1:])


def commands_of(block):
    command, wanted = None, []
    for line in block.lines:
        if line.startswith("$ "):
            if command is not None:
                yield command, wanted
            command, wanted = line[2:], []
        elif line.startswith("> ") and command is not None and not wanted:
            command += "\n" + line[2:]
        elif command is not None:
            wanted.append(line)
    if command is not None:
        yield command, wanted


def run_console(block, shell, _folder, _env):
    found = list(commands_of(block))
    if not found:
        yield "has no line that begins with '$ '"
    for command, wanted in found:
        printed, code = shell.run(command)
        while wanted and not wanted[-1].strip():
            wanted.pop()
        if code not in (0, 1):
            yield f"$ {command}\n  exit status {code}: {' / '.join(printed[-3:])}"
        elif wanted and not matches(wanted, printed):
            yield f"$ {command}\n  wanted:\n    " + "\n    ".join(wanted) + "\n  printed:\n    " + "\n    ".join(printed[:40])


def run_sh(block, shell, folder, env):
    script = folder / ".script.sh"
    script.write_text("set -e\n" + block.text)
    printed, code = shell.run("sh ./.script.sh")
    if code != 0:
        yield f"exit status {code}: {' / '.join(printed[-3:])}"


def compile_with(compiler, suffix, standard, block, folder, env):
    source = folder / f".block{suffix}"
    program = "int main(" in block.text
    source.write_text(block.text if program or suffix == ".cpp" else PRELUDE + block.text + "return 0; }\n")
    command = [compiler, standard, "-Wall", "-Wextra", "-Werror", "-Wno-unused", "-D_POSIX_C_SOURCE=200809L", f"-I{SOURCE}/common/include", str(source)]
    command += ["-o", str(folder / ".block"), str(LIBRARY), "-pthread"] + ([f"-fsanitize={SANITIZE}"] if SANITIZE else []) if program else ["-fsyntax-only"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=folder, env=env)
    if done.returncode != 0:
        yield done.stderr.strip()[:2000]


def run_c(block, shell, folder, env):
    yield from compile_with(os.environ.get("CC", "cc"), ".c", "-std=c11", block, folder, env)


def run_cpp(block, shell, folder, env):
    yield from compile_with(os.environ.get("CXX", "c++"), ".cpp", "-std=c++17", block, folder, env)


def run_python(block, shell, folder, env):
    if SANITIZE:
        return
    done = subprocess.run([sys.executable, "-c", block.text], capture_output=True, text=True, cwd=folder, env=env)
    if done.returncode != 0:
        yield done.stderr.strip()[-2000:]


def run_json(block, shell, folder, env):
    try:
        json.loads(block.text)
    except ValueError as problem:
        yield str(problem)


def run_cmake(block, shell, folder, env):
    if block.text.count("(") != block.text.count(")"):
        yield "parentheses do not match"


RUNNERS = {"console": run_console, "sh": run_sh, "c": run_c, "cpp": run_cpp, "python": run_python, "json": run_json, "cmake": run_cmake}
TEXT = {"text", "xml", "html", "http", "diff", "nginx"}


def run_page(page):
    """(blocks run, passed over, problems)."""
    run, passed_over = 0, 0
    problems = [f"{page.relative_to(SOURCE)}:{number}: a block without a fence is not run" for number in indented(page)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = surroundings(folder)
        shell = Shell(folder, env)
        for block in blocks_of(page):
            where = f"{page.relative_to(SOURCE)}:{block.line}"
            if block.passed_over:
                passed_over += 1
                print(f"{where}: not run: {block.passed_over}")
            elif block.language in RUNNERS:
                run += 1
                problems += [f"{where}: {problem}" for problem in RUNNERS[block.language](block, shell, folder, env)]
            elif block.language not in TEXT:
                problems.append(f"{where}: a block in {block.language or 'no language'}; is it text?")
        shell.close()
    return run, passed_over, problems


def main():
    pages = [Path(page).resolve() for page in sys.argv[1:]]
    broken = False
    for page in pages:
        run, passed_over, problems = run_page(page)
        print(f"{page.relative_to(SOURCE)}: {run} blocks run, {passed_over} not run, {len(problems)} problems")
        for problem in problems:
            print(problem, file=sys.stderr)
        broken = broken or bool(problems)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
