"""The page on agreement with published figures."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.analysis.agreement_access import OUTLIERS, validate_access
from geo.analysis.agreement_need import validate_need
from tests.helpers import certain
from tests.helpers.colour import oklab
from tests.helpers.screens import open_page, words
from ui.kit import theme
from ui.screens.agreement import paint_differences
from ui.words import agreement as agreement_words

if TYPE_CHECKING:
    from geo.method.model import Model
    from tests.helpers.tiny import Tiny


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def test_the_page_shows_the_figures_of_the_core(embedded: Model) -> None:
    access, need = validate_access(embedded), validate_need(embedded)
    assert access is not None
    assert need is not None
    app = open_page("pages/8_How_good_is_this.py")
    assert not app.exception
    shown = words(app)
    assert f"rank correlation {access.spearman('all'):.2f} over 516 neighbourhoods" in shown
    assert f"which had no say: {access.spearman('held_out'):.2f}" in shown
    table, outliers, results, districts = (frame.value for frame in app.dataframe)
    assert table["spearman"].tolist() == access.table["spearman"].tolist()
    assert outliers["area_label"].tolist() == access.areas.loc[access.areas["outlier"], "area_label"].tolist()
    assert results["left_out"].tolist() == need.checks.loc[need.checks["left_out"], "spearman"].tolist()
    assert len(districts) == 6
    assert "is not reached" in shown  # said as long as it is true


def test_the_page_follows_the_readers_catchment() -> None:
    recommended, walking = (
        app.dataframe[0].value["spearman"].iloc[0]
        for app in (open_page("pages/8_How_good_is_this.py"), open_page("pages/8_How_good_is_this.py", travel="walk:15"))
    )
    assert walking < recommended


def test_the_page_says_when_there_is_nothing_to_compare_with(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GAPMAP_CONFIG", str(tiny.config))
    app = open_page("pages/8_How_good_is_this.py")
    assert not app.exception
    assert app.info[0].value == agreement_words.NOTHING


def test_every_difference_gets_the_class_that_its_key_says(embedded: Model) -> None:
    found = validate_access(embedded)
    assert found is not None
    codes = embedded.areas["lsoa"].index
    paint = paint_differences(found, codes, np.ones(len(codes), dtype=bool))
    near, far = found.steps
    difference = found.areas["rank_difference"].reindex(codes).to_numpy()
    assert (np.array(paint.classes)[difference < -far] == 0).all()
    assert (np.array(paint.classes)[difference >= far] == 4).all()
    assert (np.array(paint.classes)[np.abs(difference) < near] == 2).all()
    assert found.counts["less"] == paint.classes.count(0)
    assert found.counts["more"] == paint.classes.count(4)
    assert sum(paint.outlined) == OUTLIERS


@pytest.mark.parametrize("vision", ["usual", "deuteranopia", "protanopia", "tritanopia"])
def test_colours_of_more_and_less_stay_apart_for_every_kind_of_colour_vision(vision: str) -> None:
    distances = [np.linalg.norm(oklab(a, vision) - oklab(b, vision)) for a, b in itertools.combinations(theme.DIVERGING, 2)]
    assert min(distances) > 10
