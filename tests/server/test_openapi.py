# SPDX-License-Identifier: GPL-2.0-or-later
"""The OpenAPI document against the running server: every route is in it, every answer is as it says."""
import re
from serving import *

KINDS = {"string": str, "integer": int, "number": (int, float), "boolean": bool, "object": dict, "array": list, "null": type(None)}


class Schema:
    """As much of JSON Schema as the document uses; a keyword it does not know is an error."""
    KEYWORDS = {"type", "properties", "required", "additionalProperties", "items", "enum", "const", "default", "minimum", "maximum", "minItems",
                "maxItems", "pattern", "description", "$ref"}

    def __init__(self, document):
        self.document = document

    def resolve(self, schema):
        while "$ref" in schema:
            found = self.document
            for step in schema["$ref"].removeprefix("#/").split("/"):
                found = found[step]
            schema = found
        return schema

    def check(self, schema, value, where="answer"):
        schema = self.resolve(schema)
        unknown = set(schema) - self.KEYWORDS
        assert not unknown, f"{where}: keywords {unknown} are not checked"
        kinds = schema.get("type", [])
        kinds = [kinds] if isinstance(kinds, str) else kinds
        fits = [isinstance(value, KINDS[kind]) and not (isinstance(value, bool) and kind in ("integer", "number")) for kind in kinds]
        assert not kinds or any(fits), f"{where}: {value!r} is no {kinds}"
        assert "const" not in schema or value == schema["const"], f"{where}: {value!r} is not {schema['const']!r}"
        assert "enum" not in schema or value in schema["enum"], f"{where}: {value!r} is not in {schema['enum']}"
        if isinstance(value, dict):
            self.check_object(schema, value, where)
        if isinstance(value, list):
            assert schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)), where
            for at, item in enumerate(value):
                self.check(schema.get("items", {}), item, f"{where}[{at}]")

    def check_object(self, schema, value, where):
        known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
        missing = set(schema.get("required", [])) - set(value)
        assert not missing, f"{where}: {missing} missing"
        for name, item in value.items():
            assert name in known or rest is not False, f"{where}: '{name}' is not in the document"
            self.check(known.get(name, rest if isinstance(rest, dict) else {}), item, f"{where}.{name}")


def tests(server):
    document = server.get("/openapi.json").json
    schema = Schema(document)
    fields = server.get("/fields").json

    asked = [("/search", {"q": "black and white Sundance 1992", "facet": ["year", "festival"]}), ("/search", {"q": "stalkar"}), ("/search", {}),
             ("/search", {"q": "xqzzyv qqqq"}), ("/search", {"q": "hat:red film", "limit": 100}), ("/suggest", {"q": "in the"}), ("/suggest", {"q": "s"}),
             ("/film/{id}", {"id": "in-the-soup-1992"}), ("/film/{id}", {"id": "stalker-1979"}), ("/film/{id}", {"id": "hostile"}),
             ("/film/{id}", {"id": "none"}), ("/similar/{id}", {"id": "in-the-soup-1992"}), ("/fields", {}), ("/status", {}), ("/metrics", {}),
             ("/healthz", {}), ("/openapi.json", {}), ("/reel.css", {}), ("/reel.js", {}), ("/", {"q": "soup"}),
             ("/explain", {"q": "Sundance 1992"}), ("/explain", {"q": "soup", "stage": "score", "film": "in-the-soup-1992"}), ("/explain", {"stage": "none"}),
             ("/search", {"limit": "x"})]

    def test_routes__all_are_in_the_document_and_no_others():
        with open(os.path.join(SOURCE, "server", "routes.def"), encoding="utf-8") as rows:
            routes = set(re.findall(r'^ROUTE\(\w+, "([^"]+)"', rows.read(), re.M))
        written = {path.replace("{id}", "") for path in document["paths"]}
        assert routes == written, routes ^ written

    def test_parameters__are_those_of_the_routes():
        with open(os.path.join(SOURCE, "server", "routes.def"), encoding="utf-8") as rows:
            for path, names, flags in re.findall(r'^ROUTE\(\w+, "([^"]+)", \w+, "([^"]*)", ([^,]+),', rows.read(), re.M):
                path += "{id}" if path.endswith("/") and path != "/" else ""
                written = {p["name"] for p in document["paths"][path]["get"]["parameters"] if p["in"] == "query"}
                expected = set(names.split()) | ({"filters"} if "FIELDS" in flags and "LAX" not in flags else set())
                assert written == expected, (path, written ^ expected)

    def test_filters__are_the_fields():
        for path in ("/search", "/explain"):
            filters = next(p for p in document["paths"][path]["get"]["parameters"] if p["name"] == "filters")
            assert set(filters["schema"]["properties"]) == {field["name"] for field in fields}
        facet = next(p for p in document["paths"]["/search"]["get"]["parameters"] if p["name"] == "facet")
        assert set(facet["schema"]["items"]["enum"]) == {field["name"] for field in fields if field["facet"]}

    def test_limits__are_those_of_the_server():
        for path, item in document["paths"].items():
            for parameter in item["get"]["parameters"]:
                for name, step in (("minimum", -1), ("maximum", 1)):
                    bound = parameter["schema"].get(name)
                    if bound is None:
                        continue
                    address = path.replace("{id}", "in-the-soup-1992")
                    assert server.get(address, **{parameter["name"]: bound}).code == 200, (path, parameter["name"], bound)
                    assert server.get(address, **{parameter["name"]: bound + step}).code == 400, (path, parameter["name"], bound + step)

    def test_answers__are_as_the_document_says():
        seen = set()
        for path, parameters in asked:
            given = dict(parameters)
            answer = server.get(path.replace("{id}", given.pop("id", "")), **given)
            responses = document["paths"][path]["get"]["responses"]
            said = schema.resolve(responses.get(str(answer.code)) or responses["default"])
            kind = answer.headers["content-type"].split(";")[0]
            assert kind in said["content"], (path, kind)
            assert "headers" not in said or "etag" in answer.headers, path
            schema.check(said["content"][kind]["schema"], answer.json if kind.endswith("json") else answer.text, path)
            seen.add(path)
        assert seen == set(document["paths"]), set(document["paths"]) - seen

    def test_check__sees_what_is_wrong():
        good = server.get("/search", q="soup").json
        for spoil in (lambda a: a.pop("total"), lambda a: a.update(total="2"), lambda a: a["hits"][0].update(year="1992"), lambda a: a.update(schema=2),
                      lambda a: a["hits"][0]["snippets"][0].update(extra=1)):
            bad = json.loads(json.dumps(good))
            spoil(bad)
            try:
                schema.check({"$ref": "#/components/schemas/Answer"}, bad)
            except AssertionError:
                continue
            raise AssertionError(f"not seen: {bad.keys()}")

    return [(name, test) for name, test in locals().items() if name.startswith("test_")]


with folder() as place:
    with Server(make_index(place)) as running:
        run(tests(running))
