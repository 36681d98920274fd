"""Need against figures worked out by hand."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np
import pytest

from geo.method.gaps import Query, score_areas
from geo.method.model import build_model
from geo.method.need import need_scores, scored_indicators, usable_at
from geo.numeric.ranking import percentiles
from geo.settings.model import IndicatorUse
from tests.helpers import grids

if TYPE_CHECKING:
    from geo.base.vocabulary import Role

NAN = np.nan


def need(model_values: list[grids.Row], level: str, outcome: str = "school", **atlas: object) -> dict[str, float]:
    model = grids.model(grids.atlas(indicator_values=model_values, **atlas))
    return score_areas(model, Query(outcome, level))["need_score"].to_dict()


@pytest.mark.parametrize(
    ("published", "usable"),
    [("lsoa", {"lsoa", "ward", "district"}), ("ward", {"ward", "district"}), ("district", {"district"}), ("county", set())],
)
def test_an_indicator_enters_only_where_it_is_published_as_fine(published: str, usable: set[str]) -> None:
    assert {level for level in ("lsoa", "ward", "district") if usable_at(published, level)} == usable


def test_need_is_the_percentile_of_the_weighted_mean_of_percentiles() -> None:
    # Percentiles: 0, 50, 100 and (lower is worse) 100, 0, 50; weighted 3 to 1: 25, 37.5, 87.5.
    scores = np.column_stack([percentiles(np.array([1.0, 2.0, 3.0])), percentiles(-np.array([7.0, 9.0, 8.0]))])
    assert need_scores(scores, np.array([3.0, 1.0])).tolist() == [0, 50, 100]


def test_the_driver_is_what_lifts_need_most() -> None:
    # Percentiles of idaci 0, 33, 67, 100; of crowding, which weighs twice as much, 100, 50 (two share), 50 and 0.
    indicators = [grids.indicator("idaci", "lsoa"), grids.indicator("crowding", "lsoa")]
    values = [*grids.values("idaci", L1=1.0, L2=2.0, L3=3.0, L4=4.0), *grids.values("crowding", L1=9.0, L2=5.0, L3=5.0, L4=1.0)]
    outcome = grids.settings().outcomes["school"]
    uses = {name: outcome.indicators["idaci"].model_copy(update={"weight": weight}) for name, weight in (("idaci", 1.0), ("crowding", 2.0))}
    settings = grids.settings().model_copy(update={"outcomes": {"school": outcome.model_copy(update={"indicators": uses})}})
    model = build_model(grids.atlas(indicators=indicators, indicator_values=values), settings)
    # L2 stands above the middle in neither.
    assert score_areas(model, Query("school"))["need_driver"].tolist() == ["crowding", "", "idaci", "idaci"]


def test_a_missing_value_leaves_the_others_to_speak() -> None:
    # Means of what is known: 50, 50, 100 and none; the first two share the ranks 1 and 2.
    scores = np.column_stack([percentiles(np.array([1.0, 2.0, 3.0, NAN])), percentiles(np.array([9.0, NAN, NAN, NAN]))])
    found = need_scores(scores, np.array([1.0, 1.0]))
    # Second column: a lone value is 50, so the first area's mean is (0 + 50) / 2 = 25.
    assert found[:3].tolist() == [0, 50, 100]
    assert np.isnan(found[3])


def test_latest_period_alone_counts() -> None:
    assert need(grids.LINE_VALUES, "lsoa") == pytest.approx({"L1": 0, "L2": 100 / 3, "L3": 200 / 3, "L4": 100})


def test_lower_levels_are_carried_up_weighted_by_children() -> None:
    # W1: (100 x 10 + 50 x 40) / 150 = 20; W2: (50 x 15 + 20 x 35) / 70 = 20.7. An unweighted mean would say 25 and 25.
    values = grids.values("idaci", L1=10.0, L2=40.0, L3=15.0, L4=35.0)
    assert need(values, "ward") == {"W1": 0, "W2": 100}


def test_suppressed_is_neither_zero_nor_carried() -> None:
    # W2 is L3's 15 alone: were the suppressed L4 zero, W2 would have the lesser need.
    values = grids.values("idaci", L1=10.0, L2=16.0, L3=15.0, L4=None)
    assert need(values, "ward") == {"W1": 0, "W2": 100}
    scores = score_areas(grids.model(grids.atlas(indicator_values=values)), Query("school"))
    assert scores["indicators_used"].to_dict() == {"L1": 1, "L2": 1, "L3": 1, "L4": 0}
    assert np.isnan(scores.at["L4", "need_score"])
    assert scores.at["L4", "gap_class"] == "no_data"


def test_children_weigh_nothing_where_there_are_none() -> None:
    lsoas = [*grids.LINE_LSOAS, grids.lsoa("L5", 50_000, 0, "W3", "D2"), grids.lsoa("L6", 0, 0)]
    values = grids.values("idaci", L1=10.0, L2=10.0, L3=20.0, L4=20.0, L5=30.0, L6=90.0)
    assert need(values, "ward", lsoas=lsoas) == {"W1": 0, "W2": 50, "W3": 100}


def test_a_district_value_enters_for_districts_only() -> None:
    # GLD: lower is worse. D1 60 %, D2 70 %; IDACI carried up: D1 13.3, D2 32.9. Both enter, and cancel out.
    model = grids.model()
    districts = score_areas(model, Query("school", "district"))
    assert districts["need_score"].to_dict() == {"D1": 50, "D2": 50}
    assert districts["indicators_used"].tolist() == [2, 2]
    assert score_areas(model, Query("school", "ward"))["indicators_used"].tolist() == [1, 1]


@pytest.mark.parametrize("level", ["lsoa", "ward", "district"])
def test_a_county_value_and_context_never_enter(level: str) -> None:
    model = grids.model()
    for outcome, never in (("school", "supply_now"), ("health", "asq")):
        assert never not in scored_indicators(model.atlas, model.settings.outcomes[outcome].indicators, level)


@pytest.mark.parametrize(
    ("polarity", "role", "weight", "entering"),
    [
        ("higher_is_worse", "driver", 1.0, {"idaci": 1.0}),
        ("higher_is_better", "outcome", 0.5, {"idaci": 0.5}),
        ("higher_is_worse", "context", 1.0, {}),
        ("context", "driver", 1.0, {}),
        ("higher_is_worse", "driver", 0.0, {}),
    ],
)
def test_what_enters_has_a_polarity_a_scored_role_and_a_weight(
    polarity: str, role: Role, weight: float, entering: dict[str, float]
) -> None:
    line = grids.atlas(indicators=[grids.indicator("idaci", "lsoa", polarity)])
    assert scored_indicators(line, {"idaci": IndicatorUse(weight=weight, role=role)}, "lsoa") == entering


def test_a_published_ward_value_goes_before_the_mean_of_its_neighbourhoods() -> None:
    # Carried up, W1 has 20 and W2 has 20.7; the publisher says 50 for W1 and nothing for W2.
    values = grids.values("idaci", L1=10.0, L2=40.0, L3=15.0, L4=35.0, W1=50.0)
    assert need(values, "ward") == {"W1": 100, "W2": 0}


def test_without_an_indicator_at_a_level_there_is_no_need() -> None:
    # Low income is published for wards: neighbourhoods inside a ward would all look alike.
    model = grids.model(grids.atlas(providers=[grids.provider("G1", 0, None, "gp", "public")]))
    scores = score_areas(model, Query("health"))
    assert scores["need_score"].isna().all()
    assert (scores["indicators_used"] == 0).all()
    assert scores["access"].notna().all()
    assert (scores["gap_class"] == "no_data").all()


@pytest.mark.parametrize("seed", range(5))
def test_ties_are_those_of_exact_arithmetic(seed: int) -> None:
    # Means of percentiles tie often, and binary fractions would break such ties at random.
    rng = np.random.default_rng(seed)
    ranks = np.column_stack([rng.permutation(60) for _ in range(3)])
    exact = [sum(Fraction(int(rank), 59) for rank in row) for row in ranks]
    distinct = sorted(set(exact))
    assert len(distinct) < 60
    expected = percentiles(np.array([float(distinct.index(value)) for value in exact]))
    scores = np.column_stack([percentiles(column) for column in ranks.T.astype(float)])
    assert need_scores(scores, np.ones(3)).tolist() == expected.tolist()
