"""The page on which districts are compared."""

from __future__ import annotations

import pytest

from geo.analysis.districts import compare_public
from geo.method.gaps import Query
from tests.helpers import certain
from tests.helpers.screens import html_of, open_page, words
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


@pytest.mark.parametrize("params", [{"level": "ward", "measure": "access"}, {"level": "district"}, {"borders": "example_two_authorities"}])
def test_every_level_and_other_borders_show_table_and_maps(params) -> None:
    app = open_page(PAGE, outcome=READY, **params)
    assert not app.exception
    shown = html_of(app)
    assert shown.count('class="bsg-picture"') == 2
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
