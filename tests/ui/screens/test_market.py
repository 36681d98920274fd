"""Public and private provision side by side on the map and in the list."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.method.gaps import Query, gap_list
from geo.method.market import low_income_pvi_only
from geo.method.model import Model
from tests.helpers import certain
from tests.helpers.screens import open_page, words
from ui.kit import theme
from ui.map.paint import paint_mix
from ui.words import market as market_words


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def test_the_map_of_the_public_share_keeps_none_apart_from_little() -> None:
    scores = pd.DataFrame({"public_share": [0.0, 0.001, 0.1, 0.2, 0.4, 1.0, np.nan], "access": [1.0] * 6 + [0.0]})
    paint = paint_mix(scores, np.ones(7, dtype=bool))
    assert list(paint.classes) == [0, 1, 2, 3, 4, 4, 5]
    assert [words for _, words in paint.legend.keys] == [
        "None public: private and voluntary only",
        "some, under 10%",
        "10% to under 20%",
        "20% to under 40%",
        "40% and over",
        "Nothing in reach",
    ]
    assert paint.colours[5] == theme.rgba(theme.NO_DATA)


def test_the_map_opens_coloured_by_the_mix() -> None:
    app = open_page("pages/1_Gap_map.py", outcome="early_education", colour="mix")
    assert not app.exception
    assert not app.warning


def test_the_list_says_where_low_income_families_reach_pvi_places_only(embedded: Model) -> None:
    app = open_page("pages/2_Gap_list.py", outcome="early_education")
    found = low_income_pvi_only(gap_list(embedded, Query("early_education")))
    assert f"In {len(found)} neighbourhoods" in words(app)
    shown = app.dataframe[0].value
    assert shown["public_share"].dropna().between(0, 1).all()
    assert {"access_public", "access_pvi"} <= set(shown.columns)
    # All sites of this outcome area are public: there is no mix, so nothing is said.
    assert "low-income families" not in words(open_page("pages/2_Gap_list.py", outcome="healthy_birth"))


@pytest.mark.parametrize(
    ("share", "written"), [(0.0, "0%"), (0.004, "under 1%"), (0.126, "13%"), (1.0, "100%"), (float("nan"), "\N{EN DASH}")]
)
def test_a_small_share_is_never_rounded_to_none(share: float, written: str) -> None:
    assert market_words.percent(share) == written
