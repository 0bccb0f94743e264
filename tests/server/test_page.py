# SPDX-License-Identifier: GPL-2.0-or-later
"""The page as plain HTML: what it says, what its links do, and that nothing from outside becomes markup."""
import html.parser, os, urllib.parse
from serving import *

VOID = {"meta", "link", "input", "br", "img", "hr"}


class Page(html.parser.HTMLParser):
    """Elements with their attributes and text; complains of markup that is not closed as it was opened."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(text)
        assert not self.open, f"not closed: {[e['tag'] for e in self.open]}"

    def handle_starttag(self, tag, attributes):
        names = [name for name, _ in attributes]
        assert len(names) == len(set(names)), f"an attribute twice in <{tag}>: {names}"
        element = {"tag": tag, "attributes": dict(attributes), "text": ""}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag, attributes):
        self.elements.append({"tag": tag, "attributes": dict(attributes), "text": ""})

    def handle_endtag(self, tag):
        assert self.open and self.open[-1]["tag"] == tag, f"</{tag}> closes {self.open[-1:]}"
        self.open.pop()

    def handle_data(self, text):
        for element in self.open:
            element["text"] += text

    def all(self, tag, **attributes):
        for element in self.elements:
            given = element["attributes"]
            if element["tag"] == tag and all(value in (given.get(name) or "").split() for name, value in attributes.items()):
                yield element

    def link(self, words):
        """Address of the link with these words."""
        return next(e["attributes"]["href"] for e in self.all("a") if words in " ".join(e["text"].split()))


def tests(index, server):
    def page(path="/", **parameters):
        answer = server.get(path, **parameters)
        assert answer.headers["content-type"].startswith("text/html")
        shown = Page(answer.text)
        allowed = {"reel.js"}
        for element in shown.elements:
            assert element["tag"] not in ("img", "iframe", "style", "object", "b", "i"), element
            assert not any(name.startswith("on") or name == "style" for name in element["attributes"]), element
            if element["tag"] == "script":
                assert element["attributes"]["src"].split("?")[0] in allowed and element["text"] == ""
            href = element["attributes"].get("href") or ""
            assert not href.lower().startswith("javascript:"), href
        identities = [e["attributes"]["id"] for e in shown.elements if "id" in e["attributes"]]
        assert len(identities) == len(set(identities)), "an id twice"
        return shown

    def follow(shown, words):
        return page("/" + shown.link(words))

    def films(shown):
        return [urllib.parse.parse_qs(e["attributes"]["href"][1:])["film"][0] for e in shown.all("a") if "film=" in (e["attributes"].get("href") or "")]

    def test_home__has_a_box_and_examples_that_work():
        shown = page()
        assert next(shown.all("input", id="q"))["attributes"]["name"] == "q" and "autofocus" in next(shown.all("input", id="q"))["attributes"]
        for example in (e for e in shown.all("a") if e["attributes"]["href"].startswith("?q=")):
            assert page("/" + example["attributes"]["href"])

    def test_results__the_founding_query():
        shown = page(q="black and white Sundance 1992")
        assert films(shown)[0] == "in-the-soup-1992"
        chips = [" ".join(e["text"].split()) for e in shown.all("a", **{"class": "chip"})]
        assert chips[0].startswith("coloration black and white") and chips[1].startswith("festival Sundance Film Festival 1992"), chips
        assert list(shown.all("mark")) and list(page(q="drama").all("svg"))

    def test_results__a_chip_is_taken_away_and_put_back():
        shown = follow(page(q="black and white Sundance 1992"), "festival Sundance")
        chips = [" ".join(e["text"].split()) for e in shown.all("a", **{"class": "chip"})]
        assert [chip.split()[0] for chip in chips] == ["coloration", "words"] and "Sundance 1992" in chips[1], chips
        shown = follow(shown, "words Sundance 1992")
        assert [e["text"].split()[0] for e in shown.all("a", **{"class": "chip"})] == ["coloration", "festival"]

    def test_results__a_chip_of_a_corrected_query_is_taken_away():
        shown = page(q="stalkar")
        assert "Showing films for" in server.get("/", q="stalkar").text
        shown = follow(shown, "title stalker")
        assert any(e["text"].startswith("words") for e in shown.all("a", **{"class": "chip"}))

    def test_results__a_facet_is_chosen_and_given_up():
        shown = page(q="film")
        narrowed = follow(shown, "Drama")
        assert 0 < len(films(narrowed)) and any("genre Drama" in " ".join(e["text"].split()) for e in narrowed.all("a", **{"class": "filter"}))
        assert films(follow(narrowed, "genre Drama")) == films(shown)

    def test_results__a_bar_of_the_chart_is_a_time():
        shown = page(q="film")
        bars = [e for e in shown.all("a") if "film" in (e["attributes"].get("aria-label") or "")]
        assert len(bars) > 3
        label, href = bars[0]["attributes"]["aria-label"], bars[0]["attributes"]["href"]
        count = int(label.split(": ")[1].split()[0])
        narrowed = page("/" + href)
        assert len(films(narrowed)) == count, (label, href, films(narrowed))

    def test_results__pages_hold_different_films():
        shown = page(q="film")
        first, second = films(shown), films(follow(shown, "Next"))
        assert len(first) == 20 and second and not set(first) & set(second)

    def test_results__sort_and_filters_stay_in_every_address():
        shown = page(q="film", sort="year", genre="Drama")
        for link in shown.all("a", **{"class": "chip"}):
            assert "sort=year" in link["attributes"]["href"]
        assert next(e for e in shown.all("input") if e["attributes"].get("name") == "sort")["attributes"]["value"] == "year"

    def test_results__nothing_found_says_so():
        shown = page(q="xqzzyv", correction="off")
        assert "No films" in next(shown.all("h1"))["text"]
        assert shown.link("Let the spelling be corrected") == "?q=xqzzyv" and shown.link("Examples") == "?"

    def test_results__nothing_found_with_filters_offers_to_drop_them():
        shown = page(q="nosferatu", year="1801..1802", correction="off")
        assert "No films" in next(shown.all("h1"))["text"]
        assert films(page("/" + shown.link("Search without the filters")))

    def test_results__only_what_narrows_down_is_offered():
        alone = page(q="soup", film="", year="1992", director="Alexandre Rockwell")
        assert next(alone.all("h1"))["text"] == "1 film" and not list(alone.all("aside")), "one film cannot be narrowed down"
        many = page(q="film", coloration="black and white")
        total = int(next(many.all("h1"))["text"].split()[0])
        counts = [int(e["text"].split()[0]) for e in many.all("small")]
        assert counts and max(counts) < total, (counts, total)

    def test_results__while_it_is_typed_the_last_word_is_a_beginning():
        assert "nosferatu" in films(page(q="nosfer", unfinished="on"))[0]
        shown = page(q="steve busc", unfinished="on")
        assert "in-the-soup-1992" in films(shown) and "Showing films for" not in next(shown.all("main"))["text"]
        assert "unfinished" not in server.get("/", q="steve busc", unfinished="on").text, "no link keeps it"
        whole = page(q="black and white Sundance 1992", unfinished="on")
        assert len(list(whole.all("a", **{"class": "chip"}))) == 2, "what is recognised stays so"
        assert films(page(q='"in the so', unfinished="on")) == films(page(q='"in the so', correction="off")), "a quote is as typed"

    def test_home__says_how_many_films_there_are():
        assert f"{server.get('/status').json['films']} films" in next(page().all("main"))["text"]

    def test_results__markup_in_a_film_is_text():
        shown = page(q="xylophone")
        text = server.get("/", q="xylophone").text
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text and "<script>alert" not in text
        snippet = next(shown.all("div", **{"class": "snippet"}))["text"]
        assert 'xylophone&"<>' in snippet and "<b>bold</b>" in snippet, snippet
        assert next(shown.all("mark"))["text"] == "xylophone"

    def test_results__markup_in_a_query_is_text():
        for typed in ('"><script>alert(1)</script>', "'><img src=x onerror=alert(1)>", "&lt;&quot;", "javascript:alert(1)", "{{main}}", "\0\x01<b>", "]]><!--"):
            shown = page(q=typed)
            assert next(shown.all("input", id="q"))["attributes"]["value"].replace("\ufffd", "") == typed.replace("\0", "").replace("\x01", ""), typed

    def test_results__markup_in_every_parameter_is_text():
        bad = '"><script>alert(1)</script>'
        for name in ("sort", "plain", "sense", "correction", "offset", "limit", "film", "genre", "year", "festival", "nothing", bad):
            page(q="soup", **{name: bad})

    def test_film__every_fact_with_its_sources():
        shown = page(film="in-the-soup-1992", q="soup")
        assert "In the Soup" in next(shown.all("h1"))["text"]
        facts = server.get("/film/in-the-soup-1992").json
        text = " ".join(next(shown.all("main"))["text"].split())
        for field, values in facts["facts"].items():
            for value in values:
                assert " ".join(value["value"].split()) in text, (field, value["value"])
        for source in facts["sources"]:
            assert source["path"] in text
        targets = {e["attributes"].get("id") for e in shown.elements}
        for link in shown.all("a"):
            if link["attributes"]["href"].startswith("#source"):
                assert link["attributes"]["href"][1:] in targets
        assert any(e["attributes"]["href"].startswith("#source") for e in shown.all("a"))
        assert films(shown), "similar films"
        assert films(follow(shown, "Back to the films"))[0] == "in-the-soup-1992"

    def test_film__of_one_record_cites_it_once():
        shown = page(film="hostile", q="x")
        assert not [e for e in shown.all("a") if e["attributes"]["href"].startswith("#source")]
        assert "Every fact here comes from there." in next(shown.all("section", **{"class": "sources"}))["text"]

    def test_film__disagreements_are_shown():
        text = server.get("/", film="stalker-1979").text
        assert "sources disagree on" in text and 'class="badge"' in text

    def test_film__markup_is_text():
        shown = page(film="hostile")
        assert "<script>alert(1)</script>" in next(shown.all("h1"))["text"]
        assert 'Ann "Q" <i>Dash</i>' in next(shown.all("main"))["text"]
        assert films(follow(shown, 'Ann "Q"'))[0] == "hostile"

    def test_film__one_that_is_not_there_is_a_page_too():
        answer = server.get("/", film="none")
        assert answer.code == 404 and "none" in answer.text and Page(answer.text)

    def test_sources__are_linked_where_they_are_published():
        with Server(index, "--source-url", "https://archive.example/a b/") as other:
            shown = Page(other.get("/", film="in-the-soup-1992").text)
            assert shown.link("programme/in-the-soup.txt") == "https://archive.example/a b/programme/in-the-soup.txt"
            shown = Page(other.get("/", film="hostile").text)
            assert shown.link("records.jsonl:1").endswith("/records.jsonl")

    def test_weight__of_the_three_files():
        web = os.path.join(SOURCE, "server", "web")
        assert sum(os.path.getsize(os.path.join(web, name)) for name in os.listdir(web)) < 60000
        assert sorted(os.listdir(web)) == ["index.html", "reel.css", "reel.js"]

    def test_style_and_script__are_kept_for_good():
        shown = page()
        for address in (next(shown.all("script"))["attributes"]["src"], next(e for e in shown.all("link", rel="stylesheet"))["attributes"]["href"]):
            assert "immutable" in server.get("/" + address).headers["cache-control"]

    return [(name, test) for name, test in locals().items() if name.startswith("test_")]


with folder() as place:
    films = make_index(place)
    with Server(films) as running:
        run(tests(films, running))
