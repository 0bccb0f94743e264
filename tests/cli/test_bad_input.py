# SPDX-License-Identifier: GPL-2.0-or-later
"""Bad input through the program: one clear line or an honest empty answer, the right exit code, no hang, and
everything else of the run is indexed. Runs as root too, so that nothing here relies on permissions."""
import json
import os
import resource
import shutil
import threading

from program import ROOT, reel, run_tests

GOOD = "rashomon-1950"


def corpus_with(folder, fill):
    """A corpus of one good page, and what fill puts beside it; indexed. (exit code, closing line, problems)."""
    corpus = folder / "corpus"
    corpus.mkdir()
    shutil.copy(ROOT / "corpus/encyclopedia/rashomon.txt", corpus)
    fill(corpus)
    code, out, problems = reel("index", "--index", "ix", "corpus", cwd=folder)
    assert code == 0, (code, problems)
    code, found, _ = reel("search", "--index", "ix", "--format", "tsv", "rashomon", cwd=folder)
    assert code == 0 and GOOD in found.split("\t")[1], found
    return out, problems


def one_line(problems, path, *words):
    lines = [line for line in problems.splitlines() if path in line]
    assert len(lines) == 1, problems
    for word in words:
        assert word in lines[0], lines[0]


def test_page__binary(folder):
    out, problems = corpus_with(folder, lambda corpus: (corpus / "b.txt").write_bytes(bytes(range(256)) * 80))
    one_line(problems, "b.txt", "binary")
    assert "1 failed" in out


def test_page__empty(folder):
    out, problems = corpus_with(folder, lambda corpus: (corpus / "e.txt").write_bytes(b""))
    one_line(problems, "e.txt", "empty")


def test_page__invalid_utf8_is_repaired(folder):
    corpus_with(folder, lambda corpus: (corpus / "u.txt").write_bytes(b"The Bytes (1990)\n\nA film \xff\xfe\x80 directed by Ann Cook, about a censor.\n"))
    code, out, _ = reel("search", "--index", "ix", "--format", "tsv", "censor", cwd=folder)
    assert code == 0 and "The Bytes" in out, out


def test_page__one_line_of_200_megabytes(folder):
    def fill(corpus):
        with open(corpus / "long.txt", "wb") as page:
            page.write(b"The Long Line (1990) ")
            for _ in range(200):
                page.write(b"word " * 200000)

    _, problems = corpus_with(folder, fill)
    one_line(problems, "long.txt", "16 MiB")


def test_records__one_line_of_200_megabytes(folder):
    def fill(corpus):
        with open(corpus / "long.jsonl", "wb") as records:
            records.write(b'{"title": "Before", "year": 1990}\n{"title": "')
            for _ in range(200):
                records.write(b"word " * 200000)
            records.write(b'"}\n{"title": "Behind", "year": 1991}\n')

    _, problems = corpus_with(folder, fill)
    one_line(problems, "long.jsonl:2", "8 MiB")
    for title in ("before", "behind"):
        code, out, _ = reel("search", "--index", "ix", "--format", "tsv", title, cwd=folder)
        assert code == 0 and title in out.lower(), (title, out)


def test_records__damaged_lines_are_named_and_the_rest_is_read(folder):
    def fill(corpus):
        (corpus / "r.jsonl").write_text('{"title": "First", "year": 1990}\nnot json\n[1, 2]\n{"year": 1991}\n'
                                        '{"title": "Last", "year": 1992, "colour": 1}\n{"title": "Cut o')

    _, problems = corpus_with(folder, fill)
    for line in (2, 3, 4, 6):
        assert f"r.jsonl:{line}:" in problems, problems
    assert problems.count('"colour"') == 1, problems
    code, out, _ = reel("search", "--index", "ix", "--format", "tsv", "year:1990..1992", cwd=folder)
    assert out.count("\n") == 2, out


def test_records__deep_nesting(folder):
    _, problems = corpus_with(folder, lambda corpus: (corpus / "deep.jsonl").write_text(
        '{"title": "Before", "year": 1990}\n{"title": "Deep", "x": ' + "[" * 50000 + "]" * 50000 + "}\n"))
    assert "deep.jsonl" in problems


def test_html__deep_nesting_ends(folder):
    corpus_with(folder, lambda corpus: (corpus / "deep.html").write_text("<html><title>Deep (1990)</title>" + "<div><b>" * 100000 + "text"))


def test_tree__links(folder):
    def fill(corpus):
        (corpus / "sub").mkdir()
        (corpus / "sub/up").symlink_to("..")
        (corpus / "itself").symlink_to("itself")
        (corpus / "gone.txt").symlink_to("nowhere")

    out, problems = corpus_with(folder, fill)
    one_line(problems, "sub/up", "link")
    one_line(problems, "itself", "link")
    one_line(problems, "gone.txt", "No such file")
    assert "1 documents (1 added" in out, out


def test_tree__what_is_no_file(folder):
    def fill(corpus):
        os.mkfifo(corpus / "pipe.txt")
        (corpus / "zeroes.txt").symlink_to("/dev/zero")
        (corpus / "folder.txt").mkdir()
        (corpus / "memory.txt").symlink_to("/proc/self/mem")

    corpus_with(folder, fill)


def test_tree__strange_names(folder):
    def fill(corpus):
        (corpus / "line\nbreak.txt").write_text("Breaking (1990)\n\nA film directed by Ann Cook; its page has a line break in its name.\n")
        (corpus / "\x1b[31mred.txt").write_text("")
        (corpus / ("n" * 250 + ".txt")).write_text("Long Name (1991)\n\nA film directed by Ann Cook, on a page with a long name.\n")

    _, problems = corpus_with(folder, fill)
    assert "\x1b" not in problems, "a name's escape reached the terminal"
    code, out, _ = reel("search", "--index", "ix", "--format", "tsv", "year:1990..1991", cwd=folder)
    assert out.count("\n") == 2, out


def test_tree__names_that_are_no_text(folder):
    def fill(corpus):
        place = os.fsencode(corpus)
        for name, text in ((b"caf\xe9.jsonl", '{"title": "Odd File", "year": 1950}\n'), (b"b\xff.txt", "Rash (1951)\n\nRash is a 1951 film directed by Ann Cook.\n"),
                           (b"\xfe/c.nfo", "<movie><title>Within</title><year>1952</year></movie>"), (b"\xfeempty.txt", "")):
            os.makedirs(os.path.dirname(os.path.join(place, name)), exist_ok=True)
            with open(os.path.join(place, name), "w", encoding="utf-8") as page:
                page.write(text)

    out, _ = corpus_with(folder, fill)
    assert "indexed 4 films" in out and "1 failed" in out, out
    for arguments in (["search", "--format", "json", "year:1950..1952"], ["search", "--format", "jsonl", "year:1950..1952"], ["export"],
                      ["show", "--format", "json", "odd-file-1950"], ["status", "--verify", "--format", "json"], ["audit", "--format", "json"]):
        code, out, problems = reel(arguments[0], "--index", "ix", *arguments[1:], cwd=folder)
        assert code == 0 and out, (arguments, code, problems)
        for line in out.splitlines() if arguments[0] == "export" or "jsonl" in arguments else [out]:
            json.loads(line)
    code, out, _ = reel("search", "--index", "ix", "--format", "json", "odd file", cwd=folder)
    assert json.loads(out)["hits"][0]["sources"] == ["caf\ufffd.jsonl:1"], out
    for change, wanted in ((None, "4 unchanged"), (b"caf\xe9.jsonl", "1 removed")):
        if change:
            os.unlink(os.path.join(os.fsencode(folder / "corpus"), change))
        code, out, problems = reel("index", "--index", "ix", "corpus", cwd=folder)
        assert code == 0 and wanted in out, (out, problems)


def test_tree__deep_folders_end(folder):
    def fill(corpus):
        deep = corpus / "/".join(["d"] * 80)
        deep.mkdir(parents=True)
        shutil.copy(ROOT / "corpus/programme/seven-samurai.txt", deep)

    _, problems = corpus_with(folder, fill)
    assert "too deep" in problems, problems


def test_path__named_outright(folder):
    os.mkfifo(folder / "pipe")
    for path, code in (("pipe", 4), ("/dev/zero", 4), ("nowhere", 4)):
        got, out, problems = reel("index", "--index", "ix", path, cwd=folder, seconds=20)
        assert got >= 2 and out == "" and path in problems, (path, got, out, problems)
        assert not (folder / "ix").exists() or reel("search", "--index", "ix", "x", cwd=folder)[0] != 0


def test_path__a_file_that_is_being_written(folder):
    page = folder / "corpus.txt"
    stop = threading.Event()

    def write():
        number = 0
        while not stop.is_set():
            number += 1
            page.write_text(f"The Changing Page ({1900 + number % 99})\n\n" + "A sentence that is repeated. " * (number % 50))

    writer = threading.Thread(target=write)
    page.write_text("The Changing Page (1990)\n")
    writer.start()
    try:
        for _ in range(5):
            code, _, problems = reel("index", "--index", "ix", "corpus.txt", cwd=folder)
            assert code in (0, 1), (code, problems)  # 1: it was caught while it was empty
    finally:
        stop.set()
        writer.join()


def test_index__missing_foreign_or_damaged(folder):
    code, out, problems = reel("search", "--index", "nowhere", "x", cwd=folder)
    assert code >= 2 and out == "" and "reel index" in problems and problems.count("\n") == 1, problems
    (folder / "foreign").mkdir()
    (folder / "foreign/iamglass").write_text("hello")
    (folder / "empty").mkdir()
    (folder / "page.txt").write_text("a page, no index\n")
    for name in ("foreign", "empty", "page.txt"):
        for command in (["search", "--index", name, "x"], ["show", "--index", name, "x"], ["suggest", "--index", name, "x"], ["status", "--index", name],
                        ["export", "--index", name], ["audit", "--index", name], ["similar", "--index", name, "x"]):
            code, out, problems = reel(*command, cwd=folder)
            assert code >= 2 and out == "" and problems.count("\n") == 1 and name in problems, (command, code, out, problems)


def test_index__a_folder_of_something_else_is_not_written_over(folder):
    (folder / "photos").mkdir()
    (folder / "photos/holiday.txt").write_text("ours")
    shutil.copy(ROOT / "corpus/programme/rashomon.txt", folder)
    reel("index", "--index", "photos", "rashomon.txt", cwd=folder)
    assert (folder / "photos/holiday.txt").read_text() == "ours"


QUERIES = {
    "nothing": "",
    "blanks": "   ",
    "quotes": '"' * 1001,
    "opening": "(" * 5000,
    "closing": ")" * 5000,
    "both": "(" * 2000 + "rashomon" + ")" * 2000,
    "punctuation": "!?.,;:-–—…()[]{}<>«»'\"`´^°§$%&/\\|*+~#@" * 50,
    "escapes": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x08\x08\x7f",
    "operators": "AND OR NOT - + -- ++ OR OR ( ) -( +) title: :x ::: year: year:.. year:abc runtime:< runtime:<<5 *",
    "stars": "a* b* c* d* e* f* g* h* i* j* k* l* m* n* o* p* q* r* s* t* u* v* w* x* y* z* ** * *a",
    "fields": "title:" * 3000,
    "one word of 100,000 letters": "a" * 100000,
    "100,000 characters of words": "black white sundance soup " * 3847,
    "alternatives": " OR ".join(["soup"] * 3000),
    "60,000 words": "a " * 60000,
    "10,000 wildcards": " ".join(f"{a}{b}{c}*" for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz" for c in "aeioubcdlmnprst")[:50000],
    "wildcards in fields": "title:so* " * 10000,
    "a thousand deep": "(soup OR " * 1000 + "rashomon" + ")" * 1000,
    "two of every block": " ".join(chr(block) + chr(block + 0x41) for block in range(0x80, 0x30000, 0x80) if not 0xd780 <= block < 0xe000),
    "controls": "".join(chr(code) for code in range(1, 0xa0)) + "\x9b31m",
    "exclusions": " ".join(["-soup"] * 3000),
    "marks": "o" + "\u0301" * 20000,
    "right to left": "\u202erashomon\u202c \u200frashomon",
    "numbers": "9" * 400 + " -0 1e999 year:99999999999999999999 runtime:<-5 budget:>1e400",
}


def test_query__of_any_shape_is_answered(folder):
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/encyclopedia"), cwd=folder)
    for name, query in QUERIES.items():
        for form in ("text", "json", "trec"):
            code, out, problems = reel("search", "--index", "ix", "--format", form, "--", query, cwd=folder, seconds=30)
            assert code in (0, 1), (name, form, code, problems[:300])
            assert "\x1b" not in out and "\x07" not in out, (name, form)
        for stage in ("parse", "sense", "query"):
            code, out, problems = reel("explain", "--index", "ix", f"--stage={stage}", "--", query, cwd=folder, seconds=30)
            assert code in (0, 1) or (code == 2 and not query.strip()), (name, stage, code, problems[:300])
        code, _, problems = reel("suggest", "--index", "ix", "--", query, cwd=folder, seconds=30)
        assert code in (0, 1) or (code == 2 and not query.strip()), (name, code, problems[:300])
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 400 << 10  # KiB, of any of them, under sanitizers too


def test_query__bytes_that_are_no_text_are_answered(folder):
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/encyclopedia"), cwd=folder)
    rows = [bytes(range(1, 9)) + bytes(range(11, 256)), b"rashomon\0hidden", b"\xff\xfe\xc0\x80\xed\xa0\x80\xf4\x90\x80\x80", b"\xf0\x9f soup \xe4\xbe"]
    lines = b"".join(b"q%d\t%s\n" % (number, row) for number, row in enumerate(rows)) + b"last\tstalker\n"
    for form in ("text", "jsonl", "trec"):
        code, out, problems = reel("search", "--index", "ix", "--format", form, "--batch", "-", cwd=folder, data=lines)
        assert code in (0, 1) and "stalker-1979" in out, (form, code, problems)
        assert not set(out + problems) & set("\x00\x07\x08\x1b\x7f\x9b"), form


def test_query__a_cut_query_says_so(folder):
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/encyclopedia"), cwd=folder)
    _, out, problems = reel("search", "--index", "ix", "soup " * 25000, cwd=folder)
    assert "cut after 100000 bytes" in out + problems
    for name, told in (("60,000 words", "cut after"), ("10,000 wildcards", "words with * are completed"),
                       ("wildcards in fields", "words with * are completed"), ("a thousand deep", "deep")):
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        _, out, problems = reel("search", "--index", "ix", "--", QUERIES[name], cwd=folder)
        spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - spent
        assert told in out + problems, (name, (out + problems)[:400])
        assert spent < 5, (name, spent)  # of processor time, under sanitizers too


def test_query__phrases_of_words_that_all_films_have_end(folder):
    words = [f"{a}{b}" for a in "bdfgklmn" for b in ("al", "er", "il", "on", "um", "ys")]
    with open(folder / "films.jsonl", "w") as records:
        for number in range(400):
            text = " ".join(words[(number + i * 7) % len(words)] for i in range(len(words)))
            records.write(json.dumps({"id": f"f-{number}", "title": f"Film {number}", "year": 1990, "plot": text}) + "\n")
    reel("index", "--index", "ix", "--quiet", "films.jsonl", cwd=folder)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
    _, out, problems = reel("search", "--index", "ix", "--", " OR ".join(f'"{a} {b}"' for a, b in zip(words, words[3:])), cwd=folder)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - spent
    assert "phrases were looked for in the first 10000 films" in out + problems, (out + problems)[:400]
    assert spent < 20, spent


def test_batch__bad_lines(folder):
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/encyclopedia"), cwd=folder)
    lines = b"q1\trashomon\n\nno tab here\nq2\t\nq3\t\xff\xfe\n" + b"q4\t" + b"x" * 200000 + b"\nq5\tstalker"
    code, out, problems = reel("search", "--index", "ix", "--format", "trec", "--batch", "-", cwd=folder, data=lines)
    assert out.startswith("q1 Q0 rashomon-1950 1 ") and "q5 Q0 stalker-1979 1 " in out, (code, out, problems)


def test_arguments__that_are_wrong(folder):
    for arguments in (["serach", "x"], ["search", "--limit"], ["search", "--limit", "many", "x"], ["search", "--limit", "-1", "x"], ["search", "--color", "maybe", "x"],
                      ["search", "--nonsense", "x"], ["show"], ["explain", "x"], ["explain", "--stage=nonsense", "x"], ["index", "--jobs", "x", "y"]):
        code, out, problems = reel(*arguments, cwd=folder)
        assert code >= 2 and out == "" and 1 <= problems.count("\n") <= 3, (arguments, code, out, problems)
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/programme"), cwd=folder)
    for arguments in (["--format", "xml"], ["--sort", "nonsense"], ["--facet", "nonsense"], ["--sort", "plot"], ["--limit", "99999999999999999999"]):
        code, out, problems = reel("search", "--index", "ix", *arguments, "rashomon", cwd=folder)
        assert code >= 2 and out == "" and problems.count("\n") == 1, (arguments, code, out, problems)
    for command in ("status", "fields", "audit", "export", "serve"):
        code, out, problems = reel(command, "ix", cwd=folder)
        assert code == 2 and out == "" and "--index" in problems, (command, code, problems)
    code, out, problems = reel("similar", "--index", "ix", "no-such-film", cwd=folder)
    assert code == 1 and "no-such-film" in problems, (code, out, problems)
    code, out, problems = reel("explain", "--stage=facts", "/nowhere", cwd=folder)
    assert code == 4 and "No such file" in problems, (code, out, problems)
    for word in ("zzz", "frobnicate", "fooo", "--versoin"):
        code, out, problems = reel(word, cwd=folder)
        assert code == 2 and "did you mean" not in problems and "reel help" in problems, problems
    for word, meant in (("serach", "search"), ("Search", "search"), ("searchx", "search"), ("expl", "explain"), ("filds", "fields"), ("statsu", "status")):
        for arguments in ([word], ["help", word]):
            code, out, problems = reel(*arguments, cwd=folder)
            assert code == 2 and f"did you mean {meant}?" in problems, (arguments, problems)
    code, out, problems = reel("show", "--index", "ix", "no-such-film", cwd=folder)
    assert code >= 1 and "no-such-film" in problems, (code, out, problems)


# What is given, the exit code, and what the one or two lines on it say.
WRONG = [
    (["help", "search", "show"], 2, "one command"),
    (["status", "--index", "ix", "--index", "ix"], 2, "one --index"),
    (["index", "--full=3", "corpus"], 2, "--full takes no value"),
    (["index", "--index", "page.txt", "corpus"], 2, "is a file, and an index is a folder"),
    (["index", "--index", "corpus", "corpus"], 2, "empty or new"),
    (["index", "--index", "none"], 2, "name a file or a folder"),
    (["index", "--index", "none", "/nowhere"], 4, "/nowhere"),
    (["search", "--index", "page.txt", "x"], 4, "is a file, not an index folder"),
    (["search", "--index", "ix", "--index", "page.txt", "x"], 4, "is a file, not an index folder"),
    (["search", "--index", "empty", "x"], 4, "reel index --index empty"),
    (["search", "--index", "corpus", "x"], 4, "without an index"),
    (["search", "--index", "ix", "--sort", "nope", "x"], 2, "runtime"),
    (["search", "--index", "ix", "--facet", "nope", "x"], 2, "genre"),
    (["search", "--index", "ix", "--facet", "plot", "x"], 2, "genre"),
    (["search", "--index", "ix", "--batch", "nowhere"], 4, "No such file"),
    (["search", "--index", "ix", "--batch", "empty"], 5, "Is a directory"),
    (["explain", "--stage=facts", "empty"], 5, "Is a directory"),
    (["explain", "--stage=facts", "empty.txt"], 6, "empty.txt: is empty"),
    (["explain", "--stage=score", "--index", "ix", "x"], 2, "--film ID"),
    (["explain", "--stage=score", "--index", "ix", "--film", "nope", "x"], 1, "no film has the id 'nope'"),
    (["eval", "--index", "ix", "nowhere"], 4, "No such file"),
    (["eval", "--index", "ix", "empty"], 5, "Is a directory"),
    (["eval", "--index", "ix", "empty.txt"], 6, "reel help eval"),
    (["eval", "--index", "ix", "--floor", "x", "q.jsonl"], 2, "KIND=NUMBER"),
    (["eval", "--index", "ix", "--against", "nowhere", "q.jsonl"], 4, "no index at nowhere"),
    (["status", "--verify", "--index", "page.txt"], 4, "is a file, not an index folder"),
]


def test_arguments__each_mistake_is_told_with_what_to_do(folder):
    (folder / "corpus").mkdir()
    (folder / "empty").mkdir()
    shutil.copy(ROOT / "corpus/programme/rashomon.txt", folder / "corpus")
    (folder / "page.txt").write_text("a page, no index\n")
    (folder / "empty.txt").write_text("")
    (folder / "q.jsonl").write_text('{"qid": "1", "query": "rashomon", "relevant": ["rashomon-1950"]}\n')
    assert reel("index", "--index", "ix", "--quiet", "corpus", cwd=folder)[0] == 0
    for arguments, wanted, word in WRONG:
        code, out, problems = reel(*arguments, cwd=folder)
        assert code == wanted and out == "" and word in problems and 1 <= problems.count("\n") <= 2, (arguments, code, out, problems)


def test_index__exit_code_says_whether_anything_was_found(folder):
    (folder / "empty").mkdir()
    (folder / "empty.txt").write_text("")
    shutil.copy(ROOT / "corpus/programme/rashomon.txt", folder)
    for arguments, wanted in ((["empty"], 1), (["empty.txt"], 1), (["empty.txt", "rashomon.txt"], 0), (["rashomon.txt"], 0), ([], 0), (["empty"], 1)):
        code, out, problems = reel("index", "--index", "ix", *arguments, cwd=folder)
        assert code == wanted and out.startswith("indexed "), (arguments, code, out, problems)
    (folder / "rashomon.txt").unlink()
    assert reel("index", "--index", "ix", "rashomon.txt", cwd=folder)[0] == 0  # one was removed: something was done


def test_output__a_full_disk_is_an_error(folder):
    if not os.path.exists("/dev/full"):
        return
    reel("index", "--index", "ix", "--quiet", str(ROOT / "corpus/programme"), cwd=folder)
    import subprocess
    from program import REEL
    with open("/dev/full", "wb") as full:
        done = subprocess.run([REEL, "search", "--index", "ix", "rashomon"], cwd=folder, stdout=full, stderr=subprocess.PIPE, timeout=30)
    assert done.returncode >= 2 and done.stderr.count(b"\n") == 1, (done.returncode, done.stderr)


run_tests(globals())
