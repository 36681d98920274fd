"""What stands beside each row of a gap list, by hand on a line."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from geo.method.gaps import Query, gap_list, score_areas
from geo.method.model import Model, build_model
from tests.helpers import grids
from tests.helpers.certain import real

ON_FOOT = {"drive": {"urban": 60.0, "rural": 60.0}, "walk": {"urban": 6.0, "rural": 6.0}}


def line(**access: object) -> Model:
    return grids.model(speeds_km_per_h=ON_FOOT, **access)


def by_code(listed: pd.DataFrame, column: str) -> dict[str, object]:
    return listed.set_index("area_code")[column].to_dict()


def test_the_walk_ranks_by_what_is_in_walking_reach() -> None:
    # 15 minutes on foot are 1.5 km: L1 and L3 have what stands beside them, L2 and L4 nothing. Need rises from L1 to L4.
    listed = gap_list(line(), Query("school"))
    assert by_code(listed, "rank") == {"L4": 1, "L3": 2, "L1": 3, "L2": 4}
    assert by_code(listed, "walk_rank") == {"L4": 1, "L2": 2, "L3": 3, "L1": 4}
    walk = line(mode="walk", catchment_minutes=15.0)
    expected = score_areas(walk, Query("school"))["gap_class"].eq("priority").map({True: "yes", False: "no"}).to_dict()
    assert by_code(listed, "also_on_foot") == expected


def test_the_walk_rank_counts_within_the_list() -> None:
    listed = gap_list(line(), Query("school", districts=("D1",)))
    assert by_code(listed, "walk_rank") == {"L2": 1, "L1": 2}


def test_without_a_speed_on_foot_there_is_no_walk() -> None:
    listed = gap_list(grids.model(), Query("school"))
    assert listed["walk_rank"].isna().all()
    assert set(listed["also_on_foot"]) == {""}


@pytest.mark.parametrize("level", ["lsoa", "ward"])
def test_flags_are_those_of_models_built_for_them(level: str) -> None:
    model, query = real(), Query("child_health", level)
    listed = gap_list(model, query)
    access = model.settings.access
    for column, other in (
        ("also_on_foot", access.model_copy(update={"mode": "walk", "catchment_minutes": access.on_foot_minutes})),
        ("also_3sfca", access.model_copy(update={"form": "3sfca"})),
    ):
        built = build_model(model.atlas, model.settings.model_copy(update={"access": other}))
        priority = score_areas(built, query)["gap_class"].eq("priority").map({True: "yes", False: "no"})
        assert by_code(listed, column) == priority.to_dict()
        assert listed[column].nunique() == 2


def test_need_that_is_high_only_here_says_so() -> None:
    indicators = [*grids.LINE_INDICATORS, grids.indicator("idaci_place", "lsoa", "higher_is_better")]
    # L4 has the greatest need of the line, but in England few are better off than its families.
    places = grids.values("idaci_place", L1=90.0, L2=60.0, L3=40.0, L4=70.0)
    atlas = grids.atlas(indicators=indicators, indicator_values=[*grids.LINE_VALUES, *places])
    listed = gap_list(grids.model(atlas), Query("school"))
    assert by_code(listed, "england_low_income_place") == {"L1": 90, "L2": 60, "L3": 40, "L4": 70}
    assert by_code(listed, "high_need_only_here") == {"L1": "no", "L2": "no", "L3": "no", "L4": "yes"}
    assert listed["england_access_decile"].isna().all()


def test_where_england_is_not_known_nothing_is_said_of_it() -> None:
    listed = gap_list(grids.model(), Query("school"))
    assert set(listed["high_need_only_here"]) == {""}
    assert listed["england_low_income_place"].isna().all()


def test_children_of_a_neighbourhood_that_was_split_are_marked() -> None:
    homes = [grids.lsoa("L1", 0, 100), grids.lsoa("L2", 4000, 50, boundary_basis="approximate")]
    model = grids.model(grids.atlas(homes, indicator_values=grids.values("idaci", L1=1.0, L2=2.0)))
    assert by_code(gap_list(model, Query("school")), "children_basis") == {"L1": "estimate", "L2": "approximate"}
    assert set(gap_list(model, Query("school", "ward"))["children_basis"]) == {"estimate"}


def test_without_evidence_nothing_stands_beside() -> None:
    listed = gap_list(grids.model(), Query("school"), evidence=False)
    assert listed[["walk_rank", "border", "how_sure"]].isna().all(axis=None)
    assert not np.isnan(listed["nearest_minutes"]).any()
