"""What the addresses say of themselves: an OpenAPI 3.1 document whose every word is true, and a page that people read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest

from tests.helpers.tiny_content import ALDER
from ui.api.register import ADDRESSES
from ui.view.state import DEFAULTS, LISTED
from ui.words import api as words

PATHS = [path for address in ADDRESSES for path in address.paths]


@pytest.fixture
def document(asker):
    reply = asker.get("/api/")
    assert (reply.status, reply.headers["content-type"]) == (200, "application/json")
    return reply.json


def resolved(document, part):
    """Follow a reference inside the document."""
    if "$ref" not in part:
        return part
    found = document
    for name in part["$ref"].removeprefix("#/").split("/"):
        found = found[name]
    return found


def test_the_document_has_what_the_specification_demands(document):
    assert re.fullmatch(r"3\.1\.\d+", document["openapi"])
    assert all(isinstance(document["info"][name], str) and document["info"][name] for name in ("title", "version"))
    assert list(document["paths"]) == [*PATHS, words.UP, words.READY]
    assert set(document["paths"][words.READY]["get"]["responses"]) == {"200", "503"}
    operations = [document["paths"][path]["get"] for path in PATHS]
    assert len({operation["operationId"] for operation in operations}) == len(PATHS)
    for operation in operations:
        assert set(operation["responses"]) == {"200", "304", "400", "401", "429", "503"}
        assert all(resolved(document, response)["description"] for response in operation["responses"].values())
        parameters = [resolved(document, parameter) for parameter in operation["parameters"]]
        assert len({parameter["name"] for parameter in parameters}) == len(parameters)
        for parameter in parameters:
            assert parameter["in"] == "query"
            assert parameter["schema"]["type"] in {"string", "array"}
            assert ("items" in parameter["schema"]) == (parameter["schema"]["type"] == "array")
            assert parameter["description"]


def test_every_address_answers_with_the_type_that_it_promises(asker, document):
    for path, operations in document["paths"].items():
        promised = list(operations["get"]["responses"]["200"]["content"])
        assert [asker.get(path).headers["content-type"].partition(";")[0]] == promised


def test_every_example_and_every_listed_value_is_taken(asker, document):
    for path, operations in document["paths"].items():
        for reference in operations["get"].get("parameters", []):
            parameter = resolved(document, reference)
            name, schema = parameter["name"], parameter["schema"]
            assert (schema["type"] == "array") == isinstance(DEFAULTS[name], list)
            listed = schema.get("items", schema).get("enum", [])
            asked = [parameter["example"], *listed]
            assert [asker.get(f"{path}?{urlencode({name: value}, doseq=True)}").status for value in asked] == [200] * len(asked), name


def test_the_list_takes_everything_that_decides_figures(document):
    named = [resolved(document, reference)["name"] for reference in document["paths"]["/api/gaps.csv"]["get"]["parameters"]]
    assert tuple(named) == LISTED
    assert document["components"]["parameters"]["district"]["schema"]["items"]["enum"][0] == ALDER


class Read(HTMLParser):
    """Collects what a page is made of."""

    def __init__(self):
        super().__init__()
        self.tags, self.links, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]

    def handle_data(self, data):
        self.text.append(data)


def test_a_browser_gets_a_page_without_script_that_lists_everything(asker):
    reply = asker.get("/api/", accept="text/html,application/xhtml+xml,*/*;q=0.8")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    page = Read()
    page.feed(reply.body.decode())
    text = " ".join(page.text)
    assert not {"script", "iframe", "link", "img"} & set(page.tags)
    assert page.tags.count("h1") == 1
    assert all(path in text for path in PATHS)
    assert all(f"{name}=" in text for name in {name for address in ADDRESSES for name in address.parameters})
    assert all(tool in text for tool in words.CONNECT)
    assert page.links
    assert [asker.get(link).status for link in page.links] == [200] * len(page.links)


def test_names_in_the_data_are_words_on_the_page(asker, tiny):
    tiny.set_cell("areas.csv", tiny.line_of("areas.csv", ALDER), "name", "<script>alert(1)</script>")
    html = asker.get("/api/", accept="text/html").body.decode()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html


def test_the_two_forms_are_kept_apart_by_caches(asker):
    assert "Accept" in asker.get("/api/").headers["vary"]
    assert asker.get("/api/", "HEAD").status == 200
