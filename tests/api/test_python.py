# SPDX-License-Identifier: GPL-2.0-or-later
"""The Python module over libreel: what it promises in its documentation, against the library that was built."""
import ctypes
import gc
import inspect
import os
import pickle
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest
from pathlib import Path

SOURCE = Path(os.environ["SOURCE"])
MYPYS = [name for name in (sys.executable, "/usr/bin/python3")
         if os.path.exists(name) and subprocess.run([name, "-m", "mypy", "--version"], capture_output=True).returncode == 0]
sys.path.insert(0, str(SOURCE / "bindings/python"))
import reel  # noqa: E402

RECORDS = {
    "lamp.jsonl": {"title": "The Lamp Lighter", "year": 1931, "directors": ["Ada Quill"], "genres": ["Drama"],
                   "plot": "Ein Märchen: a lighter of lamps walks a foggy town."},
    "harbour.jsonl": {"title": "Harbour Lights", "year": 1954, "directors": ["Ada Quill"], "genres": ["Crime"],
                      "coloration": "black and white", "plot": "Smugglers meet below the lamps."},
    "snow.jsonl": {"title": "Snow over Lund", "year": 1992, "directors": ["Karin Holm"], "plot": "A postman is snowed in."},
}


class Case(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.path = Path(self.folder.name) / "films.reel"
        with reel.Indexer(self.path) as writer:
            for name, record in RECORDS.items():
                writer.put(name, record)


class Searching(Case):
    def test_an_answer_is_a_sequence_of_hits(self):
        with reel.open(self.path) as films:
            answer = films.search("quill lamps", facets=["genre"])
            self.assertEqual([hit.title for hit in answer], [answer[0].title, answer[1].title])
            self.assertEqual({hit.title for hit in answer}, {"The Lamp Lighter", "Harbour Lights"})
            self.assertEqual(len(answer), answer.total)
            self.assertEqual(answer[-1].rank, 2)
            self.assertEqual(answer[:1][0].id, answer[0].id)
            self.assertEqual(answer[0]["director"], ["Ada Quill"])
            self.assertEqual(answer[0]["no such field"], [])
            self.assertEqual(answer.facets["genre"], {"Crime": 1, "Drama": 1})
            self.assertGreaterEqual(answer[0].score, answer[1].score)
            self.assertEqual(len(answer[0].sources), 1)
            self.assertEqual((answer[0], answer.index(answer[1])), (answer[0], 1))
            self.assertNotEqual(answer[0], answer[1])
            with self.assertRaises(IndexError):
                answer[2]

    def test_highlights_slice_characters_though_the_library_counts_bytes(self):
        with reel.open(self.path) as films:
            snippet = films.search("lighter lamps")[0].snippets[0]
            words = [snippet.text[start:end].lower() for start, end in snippet.highlights]
            self.assertTrue(words)
            self.assertLessEqual(set(words), {"lighter", "lamps", "lamp"})
            self.assertIn("[lamps]", snippet.marked())

    def test_readings_and_corrections(self):
        with reel.open(self.path) as films:
            answer = films.search("black and white quill")
            self.assertIn(("coloration", "black and white"), [(reading.field, reading.value) for reading in answer.readings])
            self.assertIn("coloration: black and white", answer[0].why)
            self.assertEqual(films.search("black and white quill", sense=False).readings, [])
            mended = films.search("smuglers")
            self.assertEqual([correction.suggestion for correction in mended.corrections], ["smugglers"])

    def test_a_hit_keeps_its_answer_and_the_answer_outlives_its_searcher(self):
        films = reel.open(self.path)
        hit = films.search("postman")[0]
        films.close()
        gc.collect()
        self.assertEqual(hit.title, "Snow over Lund")
        self.assertEqual(hit["director"], ["Karin Holm"])

    def test_each_gives_all_pages(self):
        with reel.open(self.path) as films:
            self.assertEqual(len(list(films.each("lamps OR postman", page=1))), 3)

    def test_what_c_would_cut_short_or_never_end_is_refused(self):
        with reel.open(self.path) as films:
            self.assertRaises(ValueError, films.search, "a", limit=1 << 32)
            self.assertRaises(ValueError, films.suggest, "a", limit=-1)
            self.assertRaises(ValueError, films.suggest, "a\0b")
            self.assertRaises(ValueError, films.show, "a\0b")
            self.assertRaises(ValueError, reel.open, f"{self.path}\0b")
            self.assertRaises(ValueError, reel.index, self.path, [f"{self.path}\0b"])
            self.assertRaises(ValueError, lambda: next(films.each("a", page=0)))
            self.assertRaises(TypeError, films.search, "a", facets="genre")
        self.assertRaises(ValueError, reel.index, "never.reel", [], jobs=-1)

    def test_suggest_similar_show_export_explain(self):
        with reel.open(self.path) as films:
            self.assertIn("Harbour Lights", [suggestion.text for suggestion in films.suggest("harb")])
            first = films.search("harbour lights")[0].id
            self.assertNotIn(first, [hit.id for hit in films.similar(first)])
            self.assertEqual(films.show(first)["title"], "Harbour Lights")
            self.assertEqual(len(list(films.export())), 3)
            self.assertEqual(films.explain("sense", "quill")["stage"], "sense")
            self.assertTrue(films.generation)

    def test_any_text_is_a_query(self):
        with reel.open(self.path) as films:
            for query in ("", "\0", "quill\0lamps", "\ud800", "(((", b"\xff\xfe"):
                films.search(query).close()

    def test_sizes_of_structs_are_those_of_the_header(self):
        compiler = os.environ.get("CC", "cc")
        pairs = {name: getattr(reel, "_" + name) for name in
                 ("Error", "Range", "SearchOptions", "Reading", "Correction", "Snippet", "FacetValue", "Facet", "Suggestion", "Event",
                  "IndexOptions", "Report")}
        names = {"Report": "reel_index_report"}
        lines = []
        for name, kind in pairs.items():
            c_name = names.get(name, "reel_" + re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower())
            lines += [f'printf("%zu\\n", sizeof({c_name}));']
            lines += [f'printf("%zu\\n", offsetof({c_name}, {field[0]}));' for field in kind._fields_]
        source = Path(self.folder.name) / "sizes.c"
        source.write_text("#include <reel.h>\n#include <stdio.h>\nint main(void) {\n" + "\n".join(lines) + "\nreturn 0; }\n")
        program = source.with_suffix("")
        try:
            subprocess.run([compiler, "-I", SOURCE / "common/include", source, "-o", program], check=True)
        except FileNotFoundError:
            self.skipTest("there is no C compiler")
        wanted = [int(number) for number in subprocess.run([program], check=True, capture_output=True).stdout.split()]
        found = []
        for kind in pairs.values():
            found += [ctypes.sizeof(kind)] + [getattr(kind, field[0]).offset for field in kind._fields_]
        self.assertEqual(found, wanted)


class Indexing(Case):
    def test_folders_and_a_report(self):
        pages = Path(self.folder.name) / "pages"
        pages.mkdir()
        (pages / "films.jsonl").write_text('{"title": "Tide", "year": 1951}\nnot a record\n')
        seen = []
        report = reel.index(self.path, pages, progress=lambda event: seen.append(event.kind))
        self.assertEqual((report.added, report.films), (1, 4))
        self.assertEqual([(event.status, event.line) for event in report.problems], [(reel.Status.FORMAT, 2)])
        self.assertIn(reel.EventKind.FINISH, seen)
        self.assertEqual(reel.index(self.path, [pages]).unchanged, 1)

    def test_progress_stops_a_run(self):
        with self.assertRaises(reel.Cancelled):
            reel.index(self.path, SOURCE / "corpus", progress=lambda event: False)

    def test_an_exception_in_progress_passes_through(self):
        def broken(event):
            raise KeyError("broken")

        with self.assertRaises(KeyError):
            reel.index(self.path, SOURCE / "corpus", progress=broken)
        self.assertEqual(reel.status(self.path)["films"], 3)

    def test_an_exception_at_the_last_event_passes_through_too(self):
        def broken(event):
            if event.kind == reel.EventKind.FINISH and event.done == 1:
                raise KeyError("broken")

        with self.assertRaises(KeyError):
            reel.index(self.path, SOURCE / "corpus/programme", progress=broken)
        self.assertGreater(reel.status(self.path)["films"], 3)  # it was done by then

    def test_a_commit_tells_its_progress_and_is_stopped(self):
        seen, answers = [], [False, None, False]

        def told(event):
            seen.append(event.kind)
            return answers.pop(0) if answers else None

        with reel.Indexer(self.path, progress=told) as writer:
            for _ in range(2):
                writer.put("tide.jsonl", {"title": "Tide", "year": 1951})
                self.assertRaises(reel.Cancelled, writer.commit)
            writer.put("tide.jsonl", {"title": "Tide", "year": 1951})
        self.assertEqual(seen[:3], [reel.EventKind.WRITE, reel.EventKind.WRITE, reel.EventKind.FINISH])
        self.assertEqual(reel.status(self.path)["films"], 4)

    def test_an_exception_in_the_progress_of_a_commit_passes_through(self):
        def broken(event):
            raise KeyError("broken")

        writer = reel.Indexer(self.path, progress=broken)
        writer.put("tide.jsonl", {"title": "Tide", "year": 1951})
        self.assertRaises(KeyError, writer.commit)
        writer.close()
        self.assertEqual(reel.status(self.path)["films"], 3)
        self.assertRaises(KeyError, reel.Indexer, Path(self.folder.name) / "new.reel", progress=broken)
        reel.Indexer(Path(self.folder.name) / "new.reel").close()  # not locked by the one that was never made

    def test_a_handle_is_not_used_in_its_own_callback(self):
        wrong = []

        def nested(event):
            try:
                writer.drop("lamp.jsonl")
            except RuntimeError as problem:
                wrong.append(str(problem))

        with reel.Indexer(self.path, progress=nested) as writer:
            writer.put("tide.jsonl", {"title": "Tide", "year": 1951})
        self.assertTrue(wrong and "callback" in wrong[0])
        self.assertEqual(reel.status(self.path)["films"], 4)

    def test_an_exception_in_the_block_drops_what_was_put(self):
        with self.assertRaises(RuntimeError):
            with reel.Indexer(self.path) as writer:
                writer.put("tide.jsonl", {"title": "Tide", "year": 1951})
                raise RuntimeError
        self.assertEqual(reel.status(self.path)["films"], 3)

    def test_drop_commit_refresh(self):
        with reel.open(self.path) as films, reel.Indexer(self.path) as writer:
            writer.drop("snow.jsonl")
            self.assertEqual(films.search("postman").total, 1)
            self.assertEqual(writer.commit().films, 2)
            self.assertTrue(films.refresh())
            self.assertFalse(films.refresh())
            self.assertEqual(films.search("postman", correction=False).total, 0)

    def test_status_fields_audit_explain(self):
        self.assertEqual(reel.status(self.path, verify=True)["films"], 3)
        self.assertIn("director", [row["name"] for row in reel.fields()])
        self.assertEqual(reel.audit(self.path), [])
        self.assertEqual(reel.explain_document("facts", "a.jsonl", '{"title": "Tide"}')["facts"][0]["value"], "Tide")


class Failing(Case):
    def test_each_status_is_an_exception(self):
        missing = Path(self.folder.name) / "missing"
        with self.assertRaises(reel.NotFound) as raised:
            reel.open(missing)
        self.assertEqual(raised.exception.status, reel.Status.NOTFOUND)
        self.assertIn("reel index", str(raised.exception))
        with reel.open(self.path) as films:
            for kind, call in ((reel.InvalidArgument, lambda: films.search("a", sort="plot")),
                               (reel.LimitReached, lambda: films.search("a", limit=10**6)),
                               (reel.NotFound, lambda: films.show("no-such-film")),
                               (reel.InvalidArgument, lambda: films.search("a").render("xml")),
                               (ValueError, lambda: films.search("a", limit=-1))):
                self.assertRaises(kind, call)
        with reel.Indexer(self.path) as writer:
            self.assertRaises(reel.FormatError, writer.put, "broken.jsonl", "{")
            self.assertRaises(reel.NotFound, writer.drop, "never there")
            self.assertRaises(reel.Locked, reel.Indexer, self.path, lock_wait_ms=0)
        statuses = {kind.status for kind in reel._EXCEPTIONS.values()}
        self.assertEqual(statuses, set(reel.Status) - {reel.Status.OK})

    def test_texts_of_exceptions_can_be_shown_alone(self):
        with reel.Indexer(self.path) as writer:
            with self.assertRaisesRegex(reel.FormatError, "^shelf/1.jsonl: is empty$") as raised:
                writer.put("shelf/1.jsonl", "")
            self.assertEqual(raised.exception.path, "shelf/1.jsonl")
        with self.assertRaisesRegex(reel.IOFailure, "making the index folder") as failed:
            reel.Indexer(Path(self.folder.name) / "no/such/folder")
        self.assertIsInstance(failed.exception, OSError)
        self.assertEqual(pickle.loads(pickle.dumps(failed.exception)).path, failed.exception.path)

    def test_damage_comes_with_its_report(self):
        reel.status(self.path, verify=True)
        table = self.path / "current/postlist.glass"
        stat, data = table.stat(), bytearray(table.read_bytes())
        block = len(data) // 2 // 8192 * 8192
        data[block:block + 8192] = bytes(8192)
        table.write_bytes(data)
        os.utime(table, ns=(stat.st_atime_ns, stat.st_mtime_ns))  # only a check sees it
        with self.assertRaises(reel.Corrupt) as raised:
            reel.status(self.path, verify=True)
        self.assertTrue(raised.exception.report["findings"])

    def test_values_of_a_newer_library_are_taken(self):
        self.assertEqual(reel.EventKind(77), 77)
        self.assertIn("77", repr(reel.Status(77)))
        self.assertRaises(ValueError, reel.Status, "OK")

    def test_a_library_that_is_not_there_is_told(self):
        done = subprocess.run([sys.executable, "-c", "import reel"], capture_output=True, text=True, cwd=SOURCE / "bindings/python",
                              env={**os.environ, "REEL_LIBRARY": "/nowhere/libreel.so"})
        self.assertIn("ImportError", done.stderr)
        self.assertIn("REEL_LIBRARY", done.stderr)

    def test_closed_handles_say_so(self):
        films = reel.open(self.path)
        answer = films.search("lamps")
        hit = answer[0]
        answer.close()
        films.close()
        films.close()
        self.assertRaises(ValueError, films.search, "lamps")
        self.assertRaises(ValueError, lambda: hit.title)


class Whole(Case):
    def test_searchers_on_threads(self):
        wrong = []

        def run():
            with reel.open(self.path) as films:
                for _ in range(20):
                    if films.search("lamps").total != 2:
                        wrong.append(1)

        threads = [threading.Thread(target=run) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(wrong, [])

    def test_two_threads_in_one_searcher_are_told_apart(self):
        wrong, right = [], []
        with reel.open(self.path) as films:
            def run():
                for _ in range(300):
                    try:
                        right.append(films.search("lamps").total)
                    except RuntimeError:
                        wrong.append(1)

            threads = [threading.Thread(target=run) for _ in range(4)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            self.assertEqual(set(right), {2})
            self.assertEqual(len(right) + len(wrong), 1200)

    def test_what_is_forgotten_is_closed(self):
        def handles():
            return sum(os.path.exists(f"/proc/self/fd/{n}") for n in os.listdir("/proc/self/fd"))

        def work():
            films = reel.open(self.path)
            hit = films.search("lamps")[0]
            list(films.export())
            with self.assertRaises(reel.NotFound):
                films.show("nothing")
            writer = reel.Indexer(self.path, progress=lambda event: None)
            writer.put("x.jsonl", {"title": "X"})
            return hit.title

        if not os.path.isdir("/proc/self/fd"):
            self.skipTest("there is no /proc")
        work()
        gc.collect()
        before = handles()
        for _ in range(20):
            work()
        gc.collect()
        self.assertEqual(handles(), before)
        reel.Indexer(self.path, lock_wait_ms=0).close()  # nobody holds the lock

    def test_type_hints_are_true(self):
        if not MYPYS:
            self.skipTest("mypy is not installed (Debian: python3-mypy)")
        with tempfile.TemporaryDirectory() as cache:
            user = Path(cache) / "user.py"
            user.write_text("import reel\n\nwith reel.open('films.reel') as films:\n    for hit in films.search('soup'):\n"
                            "        print(hit.title.upper(), hit['director'][0].upper(), hit.year)\n")
            done = subprocess.run([MYPYS[0], "-m", "mypy", "--strict", "--cache-dir", cache, SOURCE / "bindings/python/reel.py", user],
                                  capture_output=True, text=True, env={**os.environ, "MYPYPATH": str(SOURCE / "bindings/python")})
            self.assertEqual(done.returncode, 0, done.stdout)
            user.write_text("import reel\n\nreel.open('films.reel').search('soup', limit='many')\n")
            done = subprocess.run([MYPYS[0], "-m", "mypy", "--strict", "--cache-dir", cache, user], capture_output=True, text=True,
                                  env={**os.environ, "MYPYPATH": str(SOURCE / "bindings/python")})
            self.assertIn('"limit"', done.stdout)

    def test_the_locale_of_the_process_changes_nothing(self):
        place = Path(self.folder.name)
        made = subprocess.run(["localedef", "-i", "de_DE", "-f", "UTF-8", place / "de_DE.utf8"], capture_output=True) if shutil.which("localedef") else None
        if not (place / "de_DE.utf8").is_dir():
            self.skipTest(f"there is no locale with a decimal comma: {made}")
        told = []
        for name in ("C", "de_DE.UTF-8"):
            program = (f"import json, locale, reel\nlocale.setlocale(locale.LC_ALL, {name!r})\n"
                       f"point = locale.localeconv()['decimal_point']\npath = {str(place / name)!r}\n" + """
with reel.Indexer(path) as writer:
    writer.put("a.jsonl", {"id": "a", "title": "Tide", "rating": "7.9", "keywords": [1.5], "plot": "The sea."})
    writer.put("b.nfo", "<movie><title>Ebb</title><year>1951</year><rating>6.4</rating><plot>The sea at ebb.</plot></movie>")
with reel.open(path) as films:
    answer = films.search("sea tide rating:>1.5", sort="rating")
    print(point)
    print(answer.render("tsv"), answer.render("trec"), json.dumps([films.show(hit.id) for hit in answer]))
    print(films.search("sea").render("text").split(" films in ")[0])
    print([films.explain(stage, "tide rating:>1.5", "a") for stage in ("parse", "sense", "query", "score")])
""")
            done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True,
                                  env={**os.environ, "LOCPATH": str(place), "PYTHONPATH": str(SOURCE / "bindings/python")})
            self.assertEqual(done.returncode, 0, done.stderr)
            point, rest = done.stdout.split("\n", 1)
            told.append(rest)
            self.assertEqual(point, "," if name.startswith("de") else ".")
        self.assertEqual(told[0], told[1])

    def test_every_function_of_the_header_is_known(self):
        header = re.sub(r"/\*.*?\*/", "", (SOURCE / "common/include/reel.h").read_text(), flags=re.S)
        declared = set(re.findall(r"REEL_API[^;(]*?\b(reel_\w+)\(", header))
        unused = {"reel_open", "reel_search", "reel_suggestions_render", "reel_status_exit_code", "reel_status_http_code"}
        self.assertEqual(declared - unused, set(reel._SIGNATURES))

    def test_everything_public_is_documented_and_typed(self):
        for name in reel.__all__:
            thing = getattr(reel, name)
            if inspect.isfunction(thing):
                self.assertTrue(thing.__doc__, name)
                self.assertIn("return", thing.__annotations__, name)
            elif thing.__base__ is not reel.ReelError and not (isinstance(thing, type) and issubclass(thing, reel.ReelError)):
                self.assertTrue(thing.__doc__, name)


if __name__ == "__main__":
    unittest.main()
