"""The page on which districts are compared."""

from __future__ import annotations

import json
from itertools import combinations

import pytest

from geo.analysis.districts import compare_public
from geo.method.gaps import Query
from tests.helpers import certain
from tests.helpers.screens import html_of, open_page, words
from tests.ui.view.test_walk import maps
from ui.map import draw
from ui.scene import loading
from ui.words import districts as districts_words

PAGE = "pages/10_Compare_districts.py"


READY = "school_readiness"


@pytest.fixture(scope="module")
def model():
    return certain.real()


def test_the_two_largest_districts_stand_side_by_side_at_first(model) -> None:
    app = open_page(PAGE)
    largest = model.areas["district"]["children_0_4"].sort_values(ascending=False).index[:2].tolist()
    assert not app.exception
    assert app.multiselect(key="compare_pick").value == largest


def test_the_answer_on_the_page_is_that_of_the_core(model) -> None:
    first, second = "E07000008", "E06000031"
    app = open_page(PAGE, outcome=READY, district=[first, second])
    names = [str(model.areas["district"].at[code, "name"]) for code in (first, second)]
    assert districts_words.question(*names) in [part.value for part in app.header]
    row = compare_public(model, Query(READY), first, second).loc[READY].to_dict()
    assert districts_words.answer(row, *names, model.settings.outcomes[READY].name) in words(app)
    assert "all of these public places are assumed" in words(app)
    assert "is probably better served, but all the places compared are assumed**" in words(app)
    assert districts_words.ALL_ASSUMED in html_of(app)


def test_where_sites_give_the_other_order_the_answer_and_the_table_say_so(model) -> None:
    pairs = combinations(model.areas["district"].index, 2)
    first, second = next(pair for pair in pairs if compare_public(model, Query(READY), *pair).at[READY, "sites_disagree"] == "yes")
    app = open_page(PAGE, outcome=READY, district=[first, second])
    row = compare_public(model, Query(READY), first, second).loc[READY]
    name = str(model.areas["district"].at[first if row["first_sites_per_1000"] > row["second_sites_per_1000"] else second, "name"])
    assert f"**By sites it is the other way round**: {name} has more public sites for its children" in words(app)
    shown = html_of(app)
    assert districts_words.OTHER_WAY in shown
    assert districts_words.sites_beside(row["first_sites_per_1000"], row["second_sites_per_1000"]) in shown


def test_what_is_mostly_assumed_is_said_in_the_headline_by_how_much() -> None:
    row = {"unit": "places", "first": 2, "second": 1, "low": 1, "high": 1, "share_more": 1.0, "draws": 500, "sure": "likely"}
    said = {
        share: districts_words.answer({**row, "compared_assumed_share": share, "sites_disagree": "no"}, "A", "B", "Play").partition("**,")[
            0
        ]
        for share in (0.5, 0.51, 0.95, 1)
    }
    assert said[0.5] == "**A is probably better served"
    assert [said[share].partition(", but ")[2].partition(" the ")[0] for share in (0.51, 0.95, 1)] == ["most of", "nearly all", "all"]


@pytest.mark.parametrize("params", [{"level": "ward", "measure": "access"}, {"level": "district"}, {"borders": "example_two_authorities"}])
def test_every_level_and_other_borders_show_table_and_maps(params) -> None:
    app = open_page(PAGE, outcome=READY, **params)
    assert not app.exception
    shown = html_of(app)
    specs = [json.loads(one) for one in maps(app)]
    assert [spec["step"] for spec in specs] == [draw.STAGE] * 2
    assert specs[0]["shades"] == specs[1]["shades"]
    assert specs[0]["classes"] != specs[1]["classes"], "each fades what is not its district"
    assert shown.count("bsg-legend") == 1
    assert shown.count('scope="rowgroup"') == len(loading.load().settings.outcomes)


def test_all_six_districts_have_marks_of_their_own(model) -> None:
    codes = model.areas["district"].index.tolist()
    app = open_page(PAGE, district=codes)
    assert not app.exception
    shown = html_of(app)
    assert all(f"bsg-dot bsg-{shape}" in shown for shape in ("circle", "square", "triangle", "diamond", "post", "down"))
    assert all(str(name) in shown for name in model.areas["district"]["name"])


@pytest.mark.parametrize("few", [{}, {"find": "few:yes"}])
def test_of_more_districts_than_fit_the_first_are_compared_and_the_page_says_so(model, monkeypatch, few) -> None:
    monkeypatch.setattr(districts_words, "MOST", 3)
    codes = model.areas["district"].index.tolist()
    app = open_page(PAGE, district=codes, **few)
    assert not app.exception
    assert app.multiselect(key="compare_pick").value == codes[:3]
    assert districts_words.too_many(len(codes)) in words(app)
    assert app.query_params["district"] == codes, "the other pages keep the whole choice"


def test_one_district_alone_asks_for_another(model) -> None:
    app = open_page(PAGE)
    app.multiselect(key="compare_pick").set_value([model.areas["district"].index[0]]).run()
    assert app.info[0].value == districts_words.TOO_FEW
    assert app.query_params["district"] in (model.areas["district"].index[0], [model.areas["district"].index[0]])


def test_another_authority_opens(tiny, monkeypatch) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page(PAGE)
    assert not app.exception
    assert not app.error
