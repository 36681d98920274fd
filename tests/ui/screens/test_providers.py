"""The page on which providers are looked for."""

from __future__ import annotations

import pytest

from geo.analysis.providers import Search, describe_providers, find_providers
from tests.helpers import certain
from tests.helpers.screens import html_of, open_page, words
from ui.scene import loading


@pytest.fixture(scope="module")
def real():
    return describe_providers(certain.real_atlas())


PAGE = "pages/11_Provision.py"


def test_the_page_lists_what_answers_an_outcome_area_and_counts_what_it_does_not_list(real):
    app = open_page(PAGE)
    assert not app.exception
    answering = {service for outcome in loading.load().settings.outcomes.values() for service in outcome.services}
    expected = find_providers(real, Search(services=tuple(answering)))
    assert len(app.dataframe[0].value) == len(expected)
    assert f"**{len(expected):,} providers**" in words(app)
    shown = html_of(app)
    assert f"{(~real['inside']).sum():,}" in shown
    assert "Childminders" in shown


def test_a_link_searches_and_an_empty_search_says_what_to_relax(real):
    app = open_page(PAGE, find=["words:acorn", "least_places:20", "inspections:2"], sector="pvi", district="E07000011")
    search = Search("acorn", sectors=("pvi",), inspections=("2",), districts=("E07000011",), least_places=20)
    assert app.dataframe[0].value["name"].tolist() == find_providers(real, search)["name"].tolist()
    app.text_input(key="find_words").set_value("no such place").run()
    assert "Take away a filter" in words(app)
    assert "words:no such place" in app.query_params["find"]
    app.text_input(key="find_words").set_value("").run()
    assert not app.exception
    assert not any(one.startswith("words:") for one in app.query_params["find"])


def test_a_link_that_asks_for_nonsense_lists_everything_that_it_can():
    app = open_page(PAGE, find=["least_places:many", "inspections:9", "services:castle", "colour:blue"])
    assert not app.exception
    assert len(app.dataframe[0].value) == len(open_page(PAGE).dataframe[0].value)
