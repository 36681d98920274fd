"""Words of the trade stay on the pages on methods: nowhere else does a reader meet an atlas, a PVI, trials or a geometric mean."""

from __future__ import annotations

import ast
import re

import pytest

from tests.helpers.places import ROOT
from tests.helpers.screens import html_of, open_page, words
from ui.words import pages

TRADE = re.compile(r"\b(atlas|PVI|trials|geometric mean|Moran)\b", re.IGNORECASE)
# Of the trials of research the evidence itself speaks.
RESEARCH = re.compile(r"\b(atlas|PVI|geometric mean|Moran)\b", re.IGNORECASE)
# Methods, and the addresses for programs, whose words are those of the columns.
OF_METHODS = ("methods", "api")
MODULES = sorted(path for path in (ROOT / "ui" / "words").glob("*.py") if path.stem not in OF_METHODS)
KEYS = frozenset({"atlas", "pvi", "inatlas"})


def sentences(path):
    """Every text of a module that a reader can meet: no documentation and no key."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)}
    texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    return [node.value for node in texts if id(node) not in told and node.value not in KEYS]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_no_sentence_speaks_the_language_of_the_trade(path):
    trade = RESEARCH if path.stem == "what_works" else TRADE
    assert [said for said in sentences(path) if trade.search(said)] == []


@pytest.mark.usefixtures("tiny_app")
@pytest.mark.parametrize("page", [page for page in pages.PAGES if page != pages.METHODS], ids=lambda page: page.title)
def test_no_page_speaks_the_language_of_the_trade(page):
    app = open_page(page.path, outcome="school_readiness", level="ward", area="E05000901", borders="today")
    labels = [part.label for kind in ("selectbox", "multiselect", "toggle", "button", "expander") for part in app.get(kind)]
    helps = [str(part.proto.help) for kind in ("selectbox", "multiselect", "toggle", "button_group") for part in app.get(kind)]
    heads = [str(column) for frame in app.dataframe for column in frame.value.columns if " " in str(column)]
    shown = "\n".join([words(app), re.sub(r"<[^>]*>", " ", html_of(app)), *map(str, labels), *helps, *heads])
    assert TRADE.findall(shown) == []
