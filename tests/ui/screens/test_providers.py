"""The page on which providers are looked for."""

from __future__ import annotations

import pytest

from geo.analysis.providers import Search, answering, describe_providers, find_providers, held_providers
from tests.helpers import certain
from tests.helpers.screens import html_of, open_page, words
from ui.scene import loading
from ui.words import common
from ui.words import maps as maps_words


@pytest.fixture(scope="module")
def real():
    return describe_providers(certain.real_atlas())


PAGE = "pages/11_Provision.py"


def test_the_page_lists_what_answers_an_outcome_area_and_counts_what_it_does_not_list(real):
    app = open_page(PAGE)
    assert not app.exception
    answers = {service for outcome in loading.load().settings.outcomes.values() for service in outcome.services}
    expected = find_providers(real, Search(services=tuple(answers)))
    assert len(app.dataframe[0].value) == len(expected)
    assert f"**{len(expected):,} providers {common.COUNTING}** in " in words(app)
    shown = html_of(app)
    assert f"{(~real['inside']).sum():,}" in shown
    assert "Childminders" in shown


def test_every_page_counts_the_same_providers_and_says_which(real):
    settings = loading.load().settings
    held = held_providers(real, settings)
    assert held.counting + held.beyond + held.others == len(real)
    assert held.counting == len(find_providers(real, Search(services=answering(settings))))
    told = f"{held.counting:,} providers {common.COUNTING}"
    assert told in words(open_page(PAGE)).replace("**", "")
    assert told in words(open_page("pages/18_Can_I_trust_this.py"))
    methods = html_of(open_page("pages/12_Data_and_methods.py"))
    assert f"{held.counting:,} public, private and voluntary providers {common.COUNTING}" in methods
    assert f"{held.beyond:,} more beyond the border" in methods
    assert f"{len(real):,}" not in methods, "a sum of what counts and what does not is no number of providers"


def test_a_kind_that_counts_for_no_outcome_area_is_not_said_to_be_some_of_those_that_do(real):
    one = next(iter(set(real.loc[real["inside"], "service_type"]) - set(answering(loading.load().settings))))
    found = find_providers(real, Search(services=(one,)))
    assert f"**{len(found):,} providers {common.CHOSEN_KIND}** in " in words(open_page(PAGE, find=[f"services:{one}"]))


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


def test_places_are_said_to_be_without_childminders_and_their_count_is_asked_for():
    app = open_page(PAGE)
    assert "assumed, without childminders." in words(app)
    assert "no count held yet: bring Ofsted" in html_of(app)


def test_counts_of_childminders_are_shown_by_authority_and_constituency_once_they_are_held(tiny_app):
    rows = "area_code,constituency,childminders,source_id\nE10000901,North,12,official\nE10000901,South,3,official\n"
    (tiny_app.data / "childminders.csv").write_text(rows, encoding="utf-8")
    shown = html_of(open_page(PAGE))
    assert "E10000901 15" in shown
    assert "<td>North</td><td>12</td>" in shown
    assert "counted, never placed" in shown


def test_the_legend_speaks_of_faint_marks_only_where_there_are_some():
    assert maps_words.BEYOND not in html_of(open_page(PAGE))
    assert maps_words.BEYOND in html_of(open_page(PAGE, find=["beyond:yes"]))
