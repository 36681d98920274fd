"""Market mix: public beside PVI provision, hand-worked on the line, and how the two add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

from geo.contract import check_folder
from geo.method.gaps import Query, gap_list, score_areas
from geo.method.market import low_income_pvi_only
from geo.method.model import Model
from tests.helpers import certain, grids

if TYPE_CHECKING:
    from tests.helpers.tiny import Tiny


@pytest.fixture(scope="module")
def embedded() -> Model:
    return certain.real()


def test_the_mix_of_the_line() -> None:
    found = score_areas(grids.model(), Query("school"))
    # P1 (PVI) gives L1 and L2 40 places per 100 children; P2 (public) gives L2 and L3 20.
    assert found["access_pvi"].tolist() == pytest.approx([40, 40, 0, 0])
    assert found["access_public"].tolist() == pytest.approx([0, 20, 20, 0])
    assert found["public_share"].tolist() == pytest.approx([0, 1 / 3, 1, np.nan], nan_ok=True)


def test_the_mix_of_a_ward_is_the_mean_of_its_children() -> None:
    found = score_areas(grids.model(), Query("school", "ward"))
    # W1: 40 for all 150, and 20 for 50 of them.
    assert found.loc["W1", ["access_pvi", "access_public"]].tolist() == pytest.approx([40, 1000 / 150])
    assert found.at["W1", "public_share"] == pytest.approx(1000 / 7000)


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
@pytest.mark.parametrize("outcome", ["early_education", "family_security", "school_readiness"])
@pytest.mark.parametrize("assumed", [True, False])
def test_public_and_pvi_add_up_to_all_whatever_the_sector_filter(embedded: Model, outcome: str, level: str, *, assumed: bool) -> None:
    by_sector = {
        sector: score_areas(embedded, Query(outcome, level, sector=sector, include_assumed=assumed)) for sector in ("all", "public", "pvi")
    }
    everyone = by_sector["all"]
    np.testing.assert_allclose(everyone["access_public"] + everyone["access_pvi"], everyone["access"], rtol=1e-12)
    np.testing.assert_allclose(by_sector["public"]["access"], everyone["access_public"], rtol=1e-12)
    np.testing.assert_allclose(by_sector["pvi"]["access"], everyone["access_pvi"], rtol=1e-12)
    mix = ["access_public", "access_pvi", "public_share", "low_income_pvi_only"]
    for scores in by_sector.values():
        pd.testing.assert_frame_equal(scores[mix], everyone[mix])
    assert everyone["public_share"].dropna().between(0, 1).all()


def told(*providers: grids.Row, query: Query | None = None, values: list[grids.Row] = grids.LINE_VALUES) -> list[str]:
    line = grids.atlas(providers=list(providers), indicator_values=values)
    return score_areas(grids.model(line), query or Query("school"))["low_income_pvi_only"].tolist()


def test_low_income_families_who_reach_pvi_places_only() -> None:
    # Of 10, 20, 30 and 40 only L4's 40 is in the worst third of the four (percentile 100; 30 is at 66.7, which is the middle).
    public = grids.provider("P2", 8000, 20, "nursery_school", "public")
    assert told(public, grids.provider("P1", 40_000, 60)) == ["no", "no", "no", "yes"]
    assert told(public, grids.provider("P1", 0, 60)) == ["no", "no", "no", "no"]
    assert told(public, grids.provider("P1", 40_000, 60), grids.provider("P3", 40_000, 60, sector="public")) == ["no"] * 4


def test_where_the_data_hold_one_sector_only_the_absence_of_the_other_says_nothing() -> None:
    assert told(grids.provider("P1", 40_000, 60)) == [""] * 4
    assert told(grids.provider("P1", 40_000, 60, sector="public")) == [""] * 4
    everyone = (grids.provider("P2", 8000, 20, "nursery_school", "public"), grids.provider("P1", 40_000, 60))
    assert told(*everyone, query=Query("school", services=("day_nursery",))) == [""] * 4


def test_polarity_and_level_of_the_low_income_indicator_are_respected() -> None:
    providers = [grids.provider("P2", 12_000, 20, "nursery_school", "public"), grids.provider("P1", 0, 60)]
    for polarity, expected in (("higher_is_better", ["yes", "no", "no", "no"]), ("context", [""] * 4)):
        indicators = [grids.indicator("idaci", "lsoa", polarity), *grids.LINE_INDICATORS[1:]]
        line = grids.atlas(providers=providers, indicators=indicators)
        assert score_areas(grids.model(line), Query("school"))["low_income_pvi_only"].tolist() == expected
    wards = [grids.indicator("idaci", "ward"), *grids.LINE_INDICATORS[1:]]
    values = [*grids.LINE_VALUES, *grids.values("idaci", "2026", W1=50.0, W2=10.0)]
    line = grids.atlas(providers=providers, indicators=wards, indicator_values=values)
    assert score_areas(grids.model(line), Query("school"))["low_income_pvi_only"].tolist() == [""] * 4
    assert score_areas(grids.model(line), Query("school", "ward"))["low_income_pvi_only"].tolist() == ["yes", "no"]


def test_an_area_without_the_figure_is_not_told() -> None:
    values = [row for row in grids.LINE_VALUES if (row["indicator_id"], row["area_code"]) != ("idaci", "L4")]
    public = grids.provider("P2", 8000, 20, "nursery_school", "public")
    assert told(public, grids.provider("P1", 40_000, 60), values=values)[3] == ""


def test_a_service_without_any_provider_has_no_mix() -> None:
    listed = gap_list(grids.model(), Query("school", services=("library",)))
    assert listed[["access_public", "access_pvi", "public_share", "key_provider_children"]].isna().all(axis=None)
    assert set(listed["low_income_pvi_only"]) == {""}


def test_areas_of_low_income_families_on_the_embedded_data(embedded: Model) -> None:
    scores = score_areas(embedded, Query("early_education"))
    found = low_income_pvi_only(scores)
    # Published as a rank: 1 is the most deprived.
    ranks = embedded.atlas.indicator_values.query("indicator_id == 'idaci'").groupby("area_code")["value"].last().reindex(scores.index)
    assert (ranks[found.index] < ranks.quantile(0.34)).all()
    assert (found["access_public"] == 0).all()
    assert (found["pvi_in_reach"] > 0).all()


@pytest.mark.parametrize(
    ("named", "message"), [("idacy", "unknown code 'idacy': indicators.csv does not have it"), ("gld", "'gld' must be published for LSOAs")]
)
def test_the_low_income_indicator_must_exist_for_small_areas(tiny: Tiny, named: str, message: str) -> None:
    tiny.edit_text("config.toml", 'low_income_indicator = "idaci"', f'low_income_indicator = "{named}"')
    problems = [problem for problem in check_folder(tiny.settings).problems if problem.column == "market.low_income_indicator"]
    assert [problem.message.startswith(message) for problem in problems] == [True]


# --- on the screen -----------------------------------------------------------------------------------------------------
