# SPDX-License-Identifier: GPL-2.0-or-later
"""Every route, its problems, tags and codings."""
import json, subprocess
from serving import *

TITLE = HOSTILE["title"]


def problem(answer, code, word):
    assert answer.code == code, (answer.code, answer.text)
    assert answer.headers["content-type"] == "application/problem+json"
    document = answer.json
    assert document["status"] == code and document["title"] and document["type"]
    assert word in document["detail"], document["detail"]
    return document


def tests(index, server):
    def test_search__answers_the_founding_query():
        answer = server.get("/search", q="black and white Sundance 1992").json
        assert answer["schema"] == 1 and answer["hits"][0]["id"] == "in-the-soup-1992"
        assert [reading["field"] for reading in answer["interpretation"]] == ["coloration", "festival"]

    def test_search__is_the_answer_of_the_program():
        asked = "nosferatu"
        ours = server.get("/search", q=asked, limit=3, facet=["year", "genre"]).json
        theirs = json.loads(subprocess.run([REEL, "search", "--index", index, "--format", "json", "--limit", "3", "--facet", "year",
                                            "--facet", "genre", asked], check=True, capture_output=True).stdout)
        for answer in (ours, theirs):
            del answer["took_ms"]
        assert ours == theirs

    def test_search__limit_and_offset_walk_the_answer():
        whole = [hit["id"] for hit in server.get("/search", q="film", limit=6).json["hits"]]
        parts = [hit["id"] for at in (0, 2, 4) for hit in server.get("/search", q="film", limit=2, offset=at).json["hits"]]
        assert len(whole) == 6 and whole == parts

    def test_search__a_field_filter_restricts():
        for field, value in (("director", "Alexandre Rockwell"), ("year", "1992"), ("year", "1990..1992"), ("coloration", "black and white")):
            answer = server.get("/search", q="film", limit=50, **{field: value}).json
            assert answer["hits"], (field, value)
            for hit in answer["hits"]:
                given = hit["film"].get(field, [])
                assert value in given or "1990" <= given[0] <= "1992", (field, value, hit["id"], given)

    def test_search__a_filter_alone_is_a_query():
        assert server.get("/search", director="Alexandre Rockwell").json["hits"][0]["id"] == "in-the-soup-1992"

    def test_search__a_plain_part_is_not_read():
        asked = "black and white Sundance 1992"
        fields = [r["field"] for r in server.get("/search", q=asked, plain="16-29").json["interpretation"]]
        assert fields == ["coloration"], fields
        fields = [r["field"] for r in server.get("/search", q=asked, plain=["16-29", "0-15"]).json["interpretation"]]
        assert fields == [], fields

    def test_search__sense_off_reads_nothing():
        assert server.get("/search", q="black and white Sundance 1992", sense="off").json["interpretation"] == []

    def test_search__sorts():
        years = [hit["year"] for hit in server.get("/search", q="film", sort="-year", limit=20).json["hits"] if hit["year"]]
        assert len(years) > 5 and years == sorted(years, reverse=True)

    def test_search__facets_are_those_asked_for():
        facets = server.get("/search", q="film", facet=["genre", "year"], facet_limit=2, limit=0).json["facets"]
        assert set(facets) == {"genre", "year"} and len(facets["genre"]) == 2

    def test_search__bad_parameters_are_named():
        for parameters, word in (({"limit": "many"}, "limit"), ({"limit": "9999"}, "limit"), ({"offset": "-1"}, "offset"), ({"sense": "maybe"}, "sense"),
                                 ({"facet": "plot"}, "plot"), ({"facet": "nothing"}, "nothing"), ({"sort": "plot"}, "plot"), ({"plain": "9"}, "plain"),
                                 ({"plain": "9-3"}, "plain"), ({"colour_of_hat": "red"}, "colour_of_hat")):
            problem(server.get("/search", q="x", **parameters), 400, word)

    def test_search__nothing_typed_is_an_error():
        for typed in ("", '"', "(", "AND", "title:", "-", "\0", "\x01\x02", "a" * 9000, "((((" * 500, "é" * 2000, "*"):
            assert server.get("/search", q=typed).code == 200, typed[:20]

    def test_search__bytes_that_are_no_text_are_read_as_replacements():
        assert server.get("/search?q=%ff%fe%00soup%c3").json["query"].startswith("\ufffd\ufffd")

    def test_search__relaxing_and_corrections_are_told():
        assert server.get("/search", q="stalkar").json["corrections"]
        assert not any(c["applied"] for c in server.get("/search", q="stalkar", correction="off").json["corrections"])

    def test_suggest__kinds_come_along():
        found = {(s["text"], s["kind"]) for prefix in ("in the", "steve b", "sundance") for s in server.get("/suggest", q=prefix).json["suggestions"]}
        assert ("In the Soup", "film") in found and ("Steve Buscemi", "person") in found
        assert any(kind == "festival" for _, kind in found), found

    def test_suggest__nothing_typed_gives_nothing():
        assert server.get("/suggest").json["suggestions"] == []

    def test_film__shows_facts_with_sources():
        film = server.get("/film/in-the-soup-1992").json
        assert film["title"] == "In the Soup" and film["facts"]["director"][0]["sources"][0]["source"]
        problem(server.get("/film/no-such-film"), 404, "no-such-film")

    def test_film__no_path_gets_out_of_the_index():
        for path in ("/film/../../etc/passwd", "/film/%2e%2e%2f%2e%2e%2fetc%2fpasswd", "/film//etc/passwd", "/film/%00"):
            assert server.get(path).code == 404, path
        for path in ("/../etc/passwd", "//etc/passwd", "/web/index.html", "/reel.css/../main.c", "/film/", "/search/"):
            problem(server.get(path), 404, "nothing at this address")

    def test_similar__gives_reasons():
        answer = server.get("/similar/in-the-soup-1992", limit=3).json
        assert answer["hits"] and answer["hits"][0]["why"] and all(hit["id"] != "in-the-soup-1992" for hit in answer["hits"])
        problem(server.get("/similar/none"), 404, "none")

    def test_fields__is_the_table():
        assert {"title", "coloration", "festival"} <= {row["name"] for row in server.get("/fields").json}

    def test_explain__every_stage_of_a_query():
        for stage in ("parse", "sense", "query"):
            assert server.get("/explain", stage=stage, q="Sundance 1992").json["stage"] == stage
        assert server.get("/explain", stage="score", q="Sundance 1992", film="in-the-soup-1992").json["lines"]
        problem(server.get("/explain", stage="film", q="x"), 400, "stage")

    def test_status__tells_the_state_and_no_path():
        answer = server.get("/status")
        assert answer.json["films"] > 50 and answer.json["generation"] == answer.json["serving"]
        assert SOURCE not in answer.text and index not in answer.text and answer.headers["cache-control"] == "no-store"

    def test_healthz__is_well():
        assert server.get("/healthz").json["status"] == "ok"

    def test_metrics__count_and_time_requests():
        before = metric(server, 'reel_http_requests_total{route="/healthz",code="2xx"}')
        for _ in range(3):
            server.get("/healthz")
        assert metric(server, 'reel_http_requests_total{route="/healthz",code="2xx"}') == before + 3
        lines = server.get("/metrics").text.splitlines()
        buckets = [float(line.split()[1]) for line in lines if line.startswith('reel_http_request_duration_seconds_bucket{route="/healthz"')]
        assert buckets == sorted(buckets) and buckets[-1] == before + 3
        assert metric(server, "reel_index_age_seconds") >= 0
        for line in lines:
            assert line.startswith("# ") or len(line.rsplit(" ", 1)) == 2 and float(line.rsplit(" ", 1)[1]) >= 0, line

    def test_tags__an_unchanged_answer_is_not_sent_again():
        for path in ("/search?q=soup", "/suggest?q=in", "/film/in-the-soup-1992", "/similar/in-the-soup-1992", "/fields", "/explain?q=soup", "/openapi.json",
                     "/?q=soup", "/reel.css", "/reel.js"):
            tag = server.get(path).headers["etag"]
            for sent in (tag, "*", f'"other", {tag}', tag.replace("W/", "")):
                again = server.get(path, headers={"If-None-Match": sent})
                assert again.code == 304 and again.body == b"", (path, sent, again.code)
            assert server.get(path, headers={"If-None-Match": '"other"'}).code == 200

    def test_coding__gzip_when_asked_for():
        for path in ("/search?q=film&limit=20", "/?q=film", "/fields"):
            plain, packed = server.get(path), server.get(path, headers={"Accept-Encoding": "br, gzip;q=0.5"})
            assert "content-encoding" not in plain.headers and packed.headers["content-encoding"] == "gzip"
            assert len(packed.packed) < len(plain.body) / 2 and "Accept-Encoding" in packed.headers["vary"]
        for refused in ("gzip;q=0", "identity", "xgzip"):
            assert "content-encoding" not in server.get("/fields", headers={"Accept-Encoding": refused}).headers

    def test_methods__only_reading():
        for method in ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "BREW"):
            answer = server.get("/search?q=x", method=method)
            problem(answer, 405, "GET")
            assert "GET" in answer.headers["allow"]
        head = server.get("/search?q=soup", method="HEAD")
        assert head.code == 200 and head.body == b"" and int(head.headers["content-length"]) > 100

    def test_limits__address_headers_parameters_body():
        problem(server.get("/search?q=" + "a" * 17000), 414, "address")
        assert server.raw(b"GET /search?q=" + b"a" * 100000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 3).startswith((b"HTTP/1.1 414", b"HTTP/1.1 431"))
        problem(server.get("/fields", headers={f"X-{i}": "y" * 900 for i in range(20)}), 431, "header")
        problem(server.get("/search?" + "&".join(f"a{i}=1" for i in range(80))), 414, "parameters")
        problem(server.get("/search", q="x", keyword=[str(i) for i in range(40)]), 413, "filters")
        answer = server.raw(b"GET /fields HTTP/1.1\r\nHost: x\r\nContent-Length: 900000\r\n\r\n", 3)
        assert b"413" in answer.splitlines()[0], answer[:80]

    def test_headers__of_every_answer():
        for path in ("/", "/?q=soup", "/search?q=soup", "/nothing", "/search?limit=x", "/reel.js", "/metrics", "/?film=none"):
            headers = server.get(path).headers
            assert headers["x-content-type-options"] == "nosniff" and headers["referrer-policy"] == "no-referrer", path
            policy = headers["content-security-policy"]
            assert "default-src 'none'" in policy and "unsafe" not in policy and "script-src 'self'" in policy
            assert "access-control-allow-origin" not in headers

    def test_origin__one_may_be_allowed():
        ours = "https://archive.example"
        with Server(index, "--origin", ours) as other:
            allowed = other.get("/search?q=x", headers={"Origin": ours}).headers
            assert allowed["access-control-allow-origin"] == ours and "Origin" in allowed["vary"]
            assert "access-control-allow-origin" not in other.get("/search?q=x", headers={"Origin": "https://else.example"}).headers
            flight = other.get("/search", method="OPTIONS", headers={"Origin": ours, "Access-Control-Request-Method": "GET"})
            assert flight.code == 204 and flight.headers["access-control-allow-origin"] == ours

    return [(name, test) for name, test in locals().items() if name.startswith("test_")]


def metric(server, name):
    for line in server.get("/metrics").text.splitlines():
        if line.startswith(name + " "):
            return float(line.rsplit(" ", 1)[1])
    return 0


with folder() as place:
    films = make_index(place)
    with Server(films, "--workers", "2") as running:
        run(tests(films, running))
